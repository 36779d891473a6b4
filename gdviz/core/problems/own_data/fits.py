"""The regressions on the same samples, as they are and standardised, and what parts them."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from gdviz.core.numbers import format_number
from gdviz.core.parameters import InputError, parameters
from gdviz.core.problems.data import Samples
from gdviz.core.problems.own_data.regression import OwnRegression, regression
from gdviz.core.problems.variants import vary
from gdviz.core.types import Algorithm
from gdviz.i18n import _, sentences


class Fits(NamedTuple):
    """The regressions on the same samples; where there is none, why."""

    as_it_is: OwnRegression | InputError
    standardised: OwnRegression | InputError

    def vary(self, settings: Mapping[str, Any]) -> "Fits":
        """Return them, each with those of the settings that are its hyper-parameters."""
        return Fits(*(one if isinstance(one, InputError) else vary(one, settings) for one in self))


class StabilityLimits(NamedTuple):
    """The learning rates past which a run diverges; None where none is known."""

    as_it_is: float | None
    standardised: float | None


def fit(
    samples: Samples, model: str, progress: Callable[[float], object] = lambda _fraction: None
) -> Fits:
    """Return the regression on the samples as they are, and that on them standardised.

    Args:
        samples: the data.
        model: a key of `MODELS`, or a formula of x and of weights.
        progress: is called with the fraction of the work that is done.
    """

    def tried(standardised: bool) -> OwnRegression | InputError:
        def tell(fraction: float) -> None:
            progress((standardised + fraction) / 2)

        try:
            return regression(samples, model, standardised, tell)
        except InputError as error:
            return error

    as_it_is = tried(False)
    progress(0.5)
    return Fits(as_it_is, tried(True))


def stability_limits(fits: Fits, algorithm: Algorithm) -> StabilityLimits:
    """Return what standardising does to the learning rate past which the algorithm diverges."""

    def limit(fitted: OwnRegression | InputError) -> float | None:
        return None if isinstance(fitted, InputError) else algorithm.stability_limit(fitted)

    return StabilityLimits(*map(limit, fits))


def explain_standardising(fits: Fits, algorithm: Algorithm) -> str:
    """Return what standardising does to the weights and to the learning rate, in words."""
    does = _("Gives x and y the mean 0 and the deviation 1, and the weights are on that scale.")
    before, after = stability_limits(fits, algorithm)
    if before is None or after is None:
        return does
    text = (
        _("Without it a run can diverge past α = {before}, with it past α = {after}.")
        if algorithm.sampled
        else _("Without it a run diverges past α = {before}, with it past α = {after}.")
    )
    said = text.format(before=format_number(before, 3), after=format_number(after, 3))
    smallest = parameters(type(algorithm))["learning_rate"].minimum
    too_small = _("No α below {smallest} can be set.").format(smallest=format_number(smallest))
    return sentences(does, said, too_small if before < smallest else "")
