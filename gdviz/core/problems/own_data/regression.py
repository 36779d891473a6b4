"""Regressions on the user's own data: a straight line through pairs of numbers."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

import numpy as np

from gdviz.core.cancelling import heed
from gdviz.core.numbers import format_number
from gdviz.core.parameters import InputError, parameters
from gdviz.core.problems.data import LARGEST, Samples, Source
from gdviz.core.problems.mean_loss import pieces
from gdviz.core.problems.regression import PIECE, Regression
from gdviz.core.problems.variants import vary
from gdviz.core.registry import look_up
from gdviz.core.types import START, Algorithm, Array
from gdviz.i18n import N_, _, sentences

_TOO_CLOSE = 1e-6
"""Below this deviation, as a share of their size, inputs leave too few digits to a bowl."""


class Model(NamedTuple):
    """A straight line: its name in words, and its formula."""

    title: str
    formula: str


MODELS = {
    "linear": Model(N_("y = w·x, your own data"), "w·x"),
    "affine": Model(N_("y = w·x + b, your own data"), "w·x + b"),
}


@dataclass(frozen=True)
class Standardisation:
    """The shift and scale that give x and y the mean 0 and the deviation 1.

    x ← (x − x_mean) / x_deviation, and y likewise. The deviation is the root of
    the mean square, over n; targets that are all the same are only shifted.
    """

    x_mean: float
    x_deviation: float
    y_mean: float
    y_deviation: float

    @classmethod
    def of(cls, samples: Samples) -> "Standardisation":
        """Return that of these samples, whose x are not all the same."""
        x, y = samples.x, samples.y
        y_deviation = float(y.std()) if y.min() < y.max() else 0.0
        return cls(float(x.mean()), float(x.std()), float(y.mean()), y_deviation or 1.0)

    def apply(self, samples: Samples) -> Samples:
        """Return the samples shifted and scaled."""
        x = _scaled(samples.x, self.x_mean, self.x_deviation)
        y = _scaled(samples.y, self.y_mean, self.y_deviation)
        return Samples(samples.x_name, samples.y_name, x, y)

    def undo(self, slope: float, intercept: float) -> tuple[float, float]:
        """Return a standardised line's slope and intercept in the data's own units."""
        slope *= self.y_deviation / self.x_deviation
        return slope, self.y_mean + self.y_deviation * intercept - slope * self.x_mean


@dataclass(frozen=True, eq=False)
class OwnRegression(Regression):
    """The mean squared error of a straight line on the user's own data.

    The domain is centred on the optimum and reaches, along each weight, as far
    as the predictions change by what the targets measure (the root of their
    mean square). The start is half that far from the optimum.

    Attributes:
        x_name: what the inputs are called.
        y_name: what the targets are called.
        standardisation: what has been done to x and y; None if they are as in the file.
        source: where the samples were read; None if they were not.
        model_id: the model's key in `MODELS`.
    """

    share: ClassVar[str] = "1/n"

    domain: tuple[tuple[float, float], ...] = field(init=False)
    start: tuple[float, ...] = field(init=False)
    x_name: str = "x"
    y_name: str = "y"
    standardisation: Standardisation | None = None
    source: Source | None = None
    model_id: str = "affine"

    def __post_init__(self) -> None:
        """Find the domain and the start.

        Raises:
            InputError: the x do not determine the weights.
        """
        super().__post_init__()
        assert self.moments is not None, "a straight line separates"
        second, optimum = self.moments.second, self.moments.optimum
        scale = np.sqrt(np.diag(second))
        if not scale.all() or np.linalg.matrix_rank(second / np.outer(scale, scale)) < len(scale):
            raise InputError(_("These samples do not determine the weights"))
        target = math.sqrt(float(np.mean(self.y**2))) or 1.0
        # What the weights' offsets add to a prediction must not cancel out.
        signs = np.where(second[-1] < -1e-9 * scale * scale[-1], -1.0, 1.0)
        ends = [_ends(*values) for values in zip(optimum, target / scale, signs, strict=True)]
        object.__setattr__(self, "domain", tuple((low, high) for low, _start, high in ends))
        object.__setattr__(self, "start", tuple(start for _low, start, _high in ends))

    @property
    def settings(self) -> dict[str, Any]:
        """What makes it again, by the names of the command line's options."""
        chosen = {"model": self.model_id, "standardise": self.standardisation is not None}
        if self.source is None:
            return chosen
        source = self.source
        read = {"data": str(source.path), "x": source.x, "y": source.y, "header": source.header}
        return {**read, **chosen}

    def line(self, w: Array) -> tuple[float, float]:
        """Return the slope and the intercept, in the file's own units, at the weights w (dim,)."""
        slope, intercept = [*w.tolist(), 0.0][:2]
        if self.standardisation is None:
            return slope, intercept
        return self.standardisation.undo(slope, intercept)


@dataclass(frozen=True)
class DataChoice:
    """What a user chooses of a file, and to do with it.

    Attributes:
        source: the file and its columns.
        model: a key of `MODELS`.
        standardised: whether x and y are standardised.
    """

    source: Source
    model: str = "affine"
    standardised: bool = False


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


def regression(
    samples: Samples, model: str = "affine", standardised: bool = False
) -> OwnRegression:
    """Return the regression of a straight line on the samples.

    Args:
        samples: the data.
        model: a key of `MODELS`.
        standardised: whether x and y are shifted and scaled to mean 0 and deviation 1.

    Raises:
        InputError: there is no such model, or the x do not determine its weights.
    """
    chosen = look_up("model", model, MODELS)
    _check(samples, chosen, standardised)
    standardisation = Standardisation.of(samples) if standardised else None
    heed()
    used = samples if standardisation is None else standardisation.apply(samples)
    return OwnRegression(
        id="own-data",
        title=chosen.title,
        model=chosen.formula,
        data={"x": used.x, "y": used.y},
        probe=float(used.x.max()),
        x_name=used.x_name,
        y_name=used.y_name,
        standardisation=standardisation,
        source=samples.source,
        model_id=model,
    )


def fit(
    samples: Samples, model: str, progress: Callable[[float], object] = lambda _fraction: None
) -> Fits:
    """Return the regression on the samples as they are, and that on them standardised.

    Args:
        samples: the data.
        model: a key of `MODELS`.
        progress: is called with the fraction of the work that is done.
    """

    def tried(standardised: bool) -> OwnRegression | InputError:
        try:
            return regression(samples, model, standardised)
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


def _scaled(values: Array, mean: float, deviation: float) -> Array:
    """Return the values shifted and scaled; it may be cancelled in between."""
    scaled = np.empty(len(values))
    for some in pieces(len(values), PIECE):
        scaled[some] = (values[some] - mean) / deviation
    return scaled


def _ends(optimum: float, reach: float, sign: float) -> tuple[float, float, float]:
    """Return a weight's domain and, within it, its start, to two digits of the reach."""
    digits = 1 - math.floor(math.log10(reach))

    def rounded(value: float) -> float:
        return round(float(value), digits) + 0.0

    start = rounded(optimum - sign * reach / 2)
    start = min(max(start, START.minimum), START.maximum)
    low, high = rounded(optimum - reach), rounded(optimum + reach)
    return min(low, start), start, max(high, start)


def _check(samples: Samples, model: Model, standardised: bool) -> None:
    """Refuse samples whose x do not determine the model's weights.

    Raises:
        InputError: with what to do.
    """
    x = samples.x
    size = float(np.abs(x).max())
    if size < 1 / LARGEST:
        raise InputError(_("every x is 0, so y does not depend on the weight; choose another x"))
    if model is MODELS["linear"] and not standardised:
        return
    if x.min() == x.max():
        text = _("a slope needs two different x, but every x is {value}")
        raise InputError(text.format(value=f"{x[0]:g}"))
    if not standardised and float(x.std()) < _TOO_CLOSE * size:
        text = _("the x differ too little for their size, {size}; standardise them")
        raise InputError(text.format(size=f"{size:g}"))
