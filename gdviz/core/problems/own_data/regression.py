"""Regressions on the user's own data: a model, and pairs of numbers that it is fitted to."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar, NamedTuple

import numpy as np

from gdviz.core.cancelling import heed
from gdviz.core.formula import Formula, derivative, evaluate, read
from gdviz.core.parameters import InputError
from gdviz.core.problems.data import LARGEST, Samples, Source, Typed
from gdviz.core.problems.mean_loss import pieces
from gdviz.core.problems.own_data.least_squares import LeastSquares, Progress
from gdviz.core.problems.own_data.model import MODELS, ModelNames, find_model
from gdviz.core.problems.own_data.standardising import Standardisation
from gdviz.core.problems.regression import PIECE, Regression
from gdviz.core.types import START, Array, Rows
from gdviz.i18n import N_, _

_TOO_CLOSE = 1e-6
"""Below this deviation, as a share of their size, inputs leave too few digits to a bowl."""

_NO_VALUE = N_(
    "The model has no value on these data, whatever its weights: a number becomes too large, or is"
    " undefined for some x"
)
_UNDETERMINED = N_("These samples do not determine the weights")


@dataclass(frozen=True, eq=False)
class OwnRegression(Regression):
    """The mean squared error of a model on the user's own data.

    The domain is centred on the optimum and reaches, along each weight, as far
    as the predictions change by what the targets measure (the root of their
    mean square). The start is half that far from the optimum.

    Attributes:
        x_name: what the inputs are called.
        y_name: what the targets are called.
        standardisation: what has been done to x and y; None if they are as in the file.
        source: where the samples were read, or what was typed; None if it was neither.
        model_id: what the model was chosen by, a key of `MODELS` or its formula.
    """

    share: ClassVar[str] = "1/n"

    domain: tuple[tuple[float, float], ...] = ()
    start: tuple[float, ...] = ()
    x_name: str = "x"
    y_name: str = "y"
    standardisation: Standardisation | None = None
    source: Source | Typed | None = None
    model_id: str = "affine"

    def __post_init__(self) -> None:
        """Find the domain and the start of a model whose optimum follows, if none are given.

        Raises:
            InputError: the x do not determine the weights, or the model has no value there.
        """
        super().__post_init__()
        if not self.is_linear:
            return
        fit = self.least_squares
        if self.model_id not in MODELS and not fit.at(np.zeros(len(self.names))).known:
            raise InputError(_(_NO_VALUE))
        assert self.moments is not None
        second, optimum = self.moments.second, self.moments.optimum
        if not _determined(second):
            raise self._undetermined
        if not self.domain:
            reach = fit.measure / np.sqrt(np.diag(second))
            domain, start = _around(optimum, reach, second)
            object.__setattr__(self, "domain", domain)
            object.__setattr__(self, "start", start)

    @property
    def _undetermined(self) -> InputError:
        """What is said where the samples do not determine the weights."""
        x, none = self.x, np.zeros(len(self.names))
        if self.standardisation is None and x.min() < x.max():
            scaled = replace(self.least_squares, x=(x - x.mean()) / x.std())
            if _determined(scaled.at(none).second):
                return _too_close(float(np.abs(x).max()))
        return InputError(_(_UNDETERMINED))

    @cached_property
    def model_formula(self) -> Formula:
        """The prediction."""
        return read(self.model, ModelNames(self.model))

    @cached_property
    def least_squares(self) -> LeastSquares:
        """What finds the weights of the least cost, where they do not follow."""
        return LeastSquares(self.model_formula, self.names, self.x, self.y)

    def found(self, progress: Progress) -> dict[str, Any]:
        """Return the domain, the start and the minima, where they have to be looked for.

        Raises:
            InputError: the model has no value on the data, or they do not determine its weights.
        """
        fit = self.least_squares
        ends = fit.minima(progress)
        if not ends:
            raise InputError(_(_NO_VALUE))
        best = ends[0]
        if len(fit.linear) == len(fit.weights) and not _determined(best.second):
            raise self._undetermined
        domain, start = _around(best.w, fit.reach(best), best.second)
        minima = tuple(tuple(end.w.tolist()) for end in ends if fit.at_rest(end))
        return {"domain": domain, "start": start, "known_minima": minima}

    @np.errstate(all="ignore")
    def loss(self, w: Array, rows: Rows | None = None) -> Array:
        """Return the mean loss over the samples `rows` (all without), (...) for w (..., dim)."""
        return super().loss(w, rows)

    @np.errstate(all="ignore")
    def gradient(self, w: Array, rows: Rows | None = None) -> Array:
        """Return d loss / d w over those samples, (..., dim) for weights (..., dim)."""
        return super().gradient(w, rows)

    @np.errstate(all="ignore")
    def predict(self, w: Array, x: Array) -> Array:
        """Return the predictions at the inputs x (n,), (..., n) for weights (..., dim)."""
        return super().predict(w, x)

    @property
    def settings(self) -> dict[str, Any]:
        """What makes it again, by the names of the command line's options."""
        chosen = {"model": self.model_id, "standardise": self.standardisation is not None}
        return chosen if self.source is None else {**self.source.settings, **chosen}

    @cached_property
    def _slope(self) -> Formula | None:
        """The slope of the model's line; None if it is no line."""
        slope = derivative(self.model_formula, "x")
        return None if "x" in slope.names else slope

    def line(self, w: Array) -> tuple[float, float] | None:
        """Return the slope and the intercept, in the file's own units, at the weights w (dim,).

        None if the model is no line.
        """
        if self._slope is None:
            return None
        named = dict(zip(self.names, w.tolist(), strict=True))
        (slope,) = evaluate([self._slope], named)
        (intercept,) = self.predict(w, np.zeros(1)).tolist()
        if self.standardisation is None:
            return float(slope), intercept
        return self.standardisation.undo(float(slope), intercept)


@dataclass(frozen=True)
class DataChoice:
    """What a user chooses of a file, or types, and what to do with it.

    Attributes:
        source: the file and its columns, or what is typed.
        model: a key of `MODELS`, or a formula of x and of weights.
        standardised: whether x and y are standardised.
    """

    source: Source | Typed
    model: str = "affine"
    standardised: bool = False


def regression(
    samples: Samples,
    model: str = "affine",
    standardised: bool = False,
    progress: Progress = lambda _fraction: None,
) -> OwnRegression:
    """Return the regression of a model on the samples.

    Args:
        samples: the data.
        model: a key of `MODELS`, or a formula of x and of weights.
        standardised: whether x and y are shifted and scaled to mean 0 and deviation 1.
        progress: is called with the fraction of the work that is done, where it takes long.

    Raises:
        InputError: there is no such model, it has no value on the samples, or they do not
            determine its weights.
    """
    title, formula = find_model(model)
    weights = tuple(n for n in read(formula, ModelNames(formula)).names if n != "x")
    _check(samples, model, weights, standardised)
    standardisation = Standardisation.of(samples) if standardised else None
    heed()
    used = samples if standardisation is None else standardisation.apply(samples)

    def made(**found: Any) -> OwnRegression:
        return OwnRegression(
            id="own-data",
            title=title,
            model=formula,
            data=data,
            probe=float(used.x.max()),
            x_name=used.x_name,
            y_name=used.y_name,
            standardisation=standardisation,
            source=samples.source,
            model_id=model if model in MODELS else formula,
            **found,
        )

    data = {"x": used.x, "y": used.y}
    plain = made()
    return plain if plain.domain else made(**plain.found(progress))


def _determined(second: Array) -> bool:
    """Tell whether the weights are, of a model with these mean products of slopes, (dim, dim)."""
    scale = np.sqrt(np.diag(second))
    if not scale.all() or not np.isfinite(second).all():
        return False
    return bool(np.linalg.matrix_rank(second / np.outer(scale, scale)) == len(scale))


class _Around(NamedTuple):
    """What is drawn and searched about an optimum, and where a run begins."""

    domain: tuple[tuple[float, float], ...]
    start: tuple[float, ...]


def _around(optimum: Array, reach: Array, second: Array) -> _Around:
    """Return the domain that reaches so far from the optimum, (dim,) both, and its start."""
    scale = np.sqrt(np.diag(second))
    # What the weights' offsets add to a prediction must not cancel out.
    signs = np.where(second[-1] < -1e-9 * scale * scale[-1], -1.0, 1.0)
    ends = [_ends(*values) for values in zip(optimum, reach, signs, strict=True)]
    domain = tuple((low, high) for low, _start, high in ends)
    return _Around(domain, tuple(start for _low, start, _high in ends))


def _ends(optimum: float, reach: float, sign: float) -> tuple[float, float, float]:
    """Return a weight's domain and, within it, its start, to two digits of the reach."""
    digits = 1 - math.floor(math.log10(reach))

    def rounded(value: float) -> float:
        return round(float(value), digits) + 0.0

    start = rounded(optimum - sign * reach / 2)
    start = min(max(start, START.minimum), START.maximum)
    low, high = rounded(optimum - reach), rounded(optimum + reach)
    return min(low, start), start, max(high, start)


def _check(samples: Samples, model: str, weights: Sequence[str], standardised: bool) -> None:
    """Refuse samples whose x do not determine the model's weights.

    Raises:
        InputError: with what to do.
    """
    x = samples.x
    size = float(np.abs(x).max())
    if size < 1 / LARGEST:
        raise InputError(_("every x is 0, so y does not depend on the weight; choose another x"))
    if model not in MODELS:
        _check_number(x, len(weights))
    if len(weights) == 1 and not standardised:
        return
    if x.min() == x.max():
        text = _("a slope needs two different x, but every x is {value}")
        raise InputError(text.format(value=f"{x[0]:g}"))
    if not standardised and float(x.std()) < _TOO_CLOSE * size:
        raise _too_close(size)


def _too_close(size: float) -> InputError:
    text = _("the x differ too little for their size, {size}; standardise them")
    return InputError(text.format(size=f"{size:g}"))


def _check_number(x: Array, weights: int) -> None:
    """Refuse inputs of which there are fewer than weights.

    Raises:
        InputError: with both numbers.
    """
    found = np.empty(0)
    for some in pieces(len(x), PIECE):
        found = np.union1d(found, x[some])
        if len(found) >= weights:
            return
    text = _("{weights} weights need {weights} different x, but there are {found}")
    raise InputError(text.format(weights=weights, found=len(found)))
