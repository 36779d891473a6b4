"""A number that was worked out by hand: whether it is right, or which usual slip makes it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import floor, isfinite, log10
from typing import Literal, NamedTuple

import numpy as np

from gdviz.core.algorithms.descent import GradientDescent
from gdviz.core.numbers import format_share
from gdviz.core.reading import read_number, significant_digits
from gdviz.core.types import MEAN, Array, RunConfig, Step
from gdviz.i18n import N_, _, sentences

Asked = Literal["gradient", "next"]
"""What can be worked out of a weight: its gradient, or what it is after the step."""

LineOfArithmetic = Literal["parts", "gradient", "update"]
"""What a sample adds to the gradient, what that comes to over the samples, and the update."""

_LEAST, _MOST = 2, 10
"""How many significant digits are asked for, and looked at."""

_FEW = 100
"""Of more samples nobody takes a wrong one by hand."""


@dataclass(frozen=True)
class Question:
    """What is to be worked out of a step of a descent.

    Attributes:
        config: what is run.
        step: the step.
        before: the step before it, if there is one.
        asked: what of it.
        axis: of which weight.
    """

    config: RunConfig
    step: Step
    before: Step | None
    asked: Asked
    axis: int

    @property
    def descent(self) -> GradientDescent:
        """What is run, which follows the gradient."""
        assert isinstance(self.config.algorithm, GradientDescent), "a search has no gradient"
        return self.config.algorithm

    @property
    def count(self) -> int:
        """How many samples the step sees."""
        return self.config.problem.n_samples if self.step.rows is None else len(self.step.rows)

    @property
    def truth(self) -> float:
        """What is right."""
        step = self.step
        right = step.gradient if self.asked == "gradient" else step.w + step.delta
        return float(right[self.axis])

    def gradients(self, rows: Iterable[int]) -> Iterator[Array]:
        """Yield the gradient of each of those samples, (dim,)."""
        for row in rows:
            yield self.config.problem.gradient(self.step.w, np.array([row]))

    def stepped(self, gradient: Array, *, rate: float | None = None, anew: bool = False) -> Array:
        """Return where another gradient would have led, (dim,).

        Args:
            gradient: it, (dim,).
            rate: the learning rate, if it is another too.
            anew: whether the rule knows of no step before.
        """
        step, descent, before = self.step, self.descent, self.before
        state = descent.rule.first_state(step.w.shape, descent.learning_rate)
        if before is not None and before.slots == step.slots and not anew:
            state = before.state
        if rate is None:
            rate = descent.rate(step.number, self.config.total_steps)
        delta, _state = descent.rule.update(step.w, gradient, state, rate)
        return step.w + delta


class Slip(NamedTuple):
    """A mistake that is often made.

    Attributes:
        says: what it is, in a sentence.
        line: where in the arithmetic it is made.
        makes: what it makes of the gradient, or of the next weight: some of (dim,) each.
        carried: whether a gradient like that, taken for the right one, is a slip in the weight.
    """

    says: str
    line: LineOfArithmetic
    makes: Callable[[Question], Iterator[Array]]
    carried: bool = True


def _turned(question: Question) -> Iterator[Array]:
    yield -question.step.gradient


def _halved(question: Question) -> Iterator[Array]:
    yield question.step.gradient / 2


def _doubled(question: Question) -> Iterator[Array]:
    yield question.step.gradient * 2


def _summed(question: Question) -> Iterator[Array]:
    if question.config.problem.reduction == MEAN and question.count > 1:
        yield question.step.gradient * question.count


def _averaged(question: Question) -> Iterator[Array]:
    if question.config.problem.reduction != MEAN and question.count > 1:
        yield question.step.gradient / question.count


def _of_one(question: Question) -> Iterator[Array]:
    if 1 < question.count <= _FEW:
        rows = range(question.count) if question.step.rows is None else question.step.rows
        yield from question.gradients(rows)


def _of_another(question: Question) -> Iterator[Array]:
    rows, n_samples = question.step.rows, question.config.problem.n_samples
    if rows is not None and len(rows) == 1 and n_samples <= _FEW:
        yield from question.gradients({*range(n_samples)} - {*rows.tolist()})


def _of_all(question: Question) -> Iterator[Array]:
    if question.step.rows is not None:
        yield question.config.problem.gradient(question.step.w)


def _later(question: Question) -> Iterator[Array]:
    step = question.step
    yield question.config.problem.gradient(step.w + step.delta, step.rows)


def _by_another_weight(question: Question) -> Iterator[Array]:
    for other in range(1, question.config.dim):
        yield np.roll(question.step.gradient, other)


def _still(question: Question) -> Iterator[Array]:
    yield question.step.w


def _uphill(question: Question) -> Iterator[Array]:
    yield question.step.w - question.step.delta


def _at_full_rate(question: Question) -> Iterator[Array]:
    yield question.stepped(question.step.gradient, rate=1.0)


def _change_alone(question: Question) -> Iterator[Array]:
    yield question.step.delta
    yield -question.step.delta


def _forgetful(question: Question) -> Iterator[Array]:
    if question.step.slots:
        yield question.stepped(question.step.gradient, anew=True)


GRADIENT_SLIPS = (
    Slip(N_("The sign is the wrong way round."), "parts", _turned, carried=False),
    Slip(
        N_("A factor of 2 is missing in the gradient: the derivative of e² is 2e."),
        "parts",
        _halved,
    ),
    Slip(N_("The gradient has a factor of 2 too many."), "parts", _doubled),
    Slip(
        N_("That is with the sum over the samples: the gradient is their mean, so divide by {n}."),
        "gradient",
        _summed,
    ),
    Slip(
        N_("That is with the mean over the samples: here they are added, and not divided by {n}."),
        "gradient",
        _averaged,
    ),
    Slip(
        N_("That is what one sample adds: this step takes {n} samples together."),
        "gradient",
        _of_one,
    ),
    Slip(
        N_("That is another sample's gradient: this step sees sample {row}."),
        "parts",
        _of_another,
    ),
    Slip(N_("That is with all the samples: this step sees {n} of them."), "gradient", _of_all),
    Slip(
        N_("That is the gradient at the next weight: this step begins before that."),
        "parts",
        _later,
        carried=False,
    ),
    Slip(N_("That is the gradient by another weight."), "gradient", _by_another_weight),
)

STEP_SLIPS = (
    Slip(N_("That is the weight before the step."), "update", _still),
    Slip(N_("That goes up the slope: the step is taken against the gradient."), "update", _uphill),
    Slip(N_("The learning rate α is forgotten."), "update", _at_full_rate),
    Slip(N_("That is the change alone: it is added to the weight."), "update", _change_alone),
    Slip(
        N_("What the rule keeps of the steps before is forgotten, such as the momentum."),
        "update",
        _forgetful,
    ),
)


@dataclass(frozen=True)
class Checked:
    """What a number is worth.

    Attributes:
        verdict: "exact"; "rounded", which is right as well; "coarse", where it has too few
            digits to tell; "slip"; or "other", where no usual slip makes it.
        digits: how many significant digits it has.
        slips: those that make it, as sentences and where they are made.
        off: how far it is from what is right, as a share of that.
    """

    verdict: Literal["exact", "rounded", "coarse", "slip", "other"]
    digits: int
    slips: tuple[tuple[str, LineOfArithmetic], ...] = ()
    off: float = 0.0

    @property
    def right(self) -> bool:
        """Whether it is right."""
        return self.verdict in ("exact", "rounded")

    @property
    def lines(self) -> tuple[LineOfArithmetic, ...]:
        """Where the slips are made."""
        return tuple(line for _says, line in self.slips)


def check(question: Question, text: str) -> Checked:
    """Return what the number that was typed is worth.

    It is right where it agrees with the truth, rounded to the digits that it has, two at least.
    A slip that comes to the same as the truth in these digits is none; where several come
    to the same as what was typed, it may be any of them.

    Raises:
        InputError: it is no number.
    """
    value, digits = read_number(text), significant_digits(text)
    truth, asked_for = question.truth, max(_LEAST, digits)
    off = abs(value - truth) / abs(truth) if truth else abs(value)
    if agree_to(value, truth, _MOST):
        return Checked("exact", digits)
    stays = question.asked == "next" and agree_to(
        value, float(question.step.w[question.axis]), digits
    )
    if agree_to(value, truth, asked_for):
        return Checked("coarse" if stays else "rounded", asked_for)
    if agree_to(value, truth, digits):
        return Checked("coarse", digits)
    rows = question.step.rows
    row = "" if rows is None else f"{rows[0] + 1:,}"
    made = [*_made(question)]
    found = _making(value, made, _MOST) or _making(value, made, asked_for)
    slips = tuple(
        [(_(slip.says).format(n=f"{question.count:,}", row=row), slip.line) for slip in found]
    )
    return Checked("slip" if slips else "other", digits, slips, off)


def _made(question: Question) -> Iterator[tuple[Slip, list[float]]]:
    """Yield each slip with the numbers that it makes."""
    with np.errstate(all="ignore"):
        for slip in GRADIENT_SLIPS:
            gradients = (
                [*slip.makes(question)] if question.asked == "gradient" or slip.carried else []
            )
            if question.asked == "next":
                gradients = [question.stepped(gradient) for gradient in gradients]
            yield slip, [float(made[question.axis]) for made in gradients]
        if question.asked == "next":
            for slip in STEP_SLIPS:
                yield slip, [float(made[question.axis]) for made in slip.makes(question)]


def _making(value: float, made: list[tuple[Slip, list[float]]], digits: int) -> list[Slip]:
    """Return the slips that make the value, to so many digits."""
    return [slip for slip, makes in made if any(agree_to(value, one, digits) for one in makes)]


def agree_to(value: float, other: float, digits: int) -> bool:
    """Tell whether `other`, rounded to as many significant digits as `value` has, is that."""
    if not isfinite(other):
        return False
    if not value:
        return abs(other) < 10.0**-_MOST
    unit = 10.0 ** (floor(log10(abs(value))) - min(digits, _MOST) + 1)
    return abs(value - other) <= unit * (0.5 + 1e-6)


def say(checked: Checked) -> str:
    """Return what a number is worth, in words that do not tell what is right."""
    if checked.verdict == "exact":
        return _("Right.")
    if checked.verdict == "rounded":
        return _("Right to {digits} digits.").format(digits=checked.digits)
    if checked.verdict == "coarse":
        return _("It may be right, but has too few digits to tell: type one more.")
    if checked.verdict == "other":
        if checked.off > 1:
            return _("Not right, and far off: look at the sign and at the size first.")
        text = _("Not right: {share} off, and by none of the usual slips.")
        return text.format(share=format_share(checked.off))
    several = _("One of these slips makes it:") if len(checked.slips) > 1 else ""
    return sentences(
        _("Not right."), several, *dict.fromkeys(says for says, _line in checked.slips)
    )
