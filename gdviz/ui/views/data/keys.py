"""The marks of the data, and what each means; what its axes and its line are called."""

from PySide6.QtGui import QColor

from gdviz.core.numbers import format_number
from gdviz.core.problems.abilities import HasData
from gdviz.core.problems.own_data import OwnRegression
from gdviz.core.types import Array, Problem
from gdviz.i18n import _, p_
from gdviz.ui.plots.legend import LINE, Key
from gdviz.ui.plots.plot import pen
from gdviz.ui.theme import Theme

_LONGEST = 28
"""Letters of a column's name as it is shown."""


def data_keys(theme: Theme, *, sampled: bool) -> list[Key]:
    """Return how each mark looks, and what it means."""
    plain, used = QColor(theme.past), QColor(theme.gradient)
    sample = Key(_("sample"), "d", 10, pen(theme.card), plain if sampled else used)
    model = Key(p_("legend", "model"), LINE, 0, pen(theme.weight, 2.2))
    prediction = Key(_("prediction"), "o", 9, pen(theme.weight, 1.8), QColor(theme.card))
    of_step = [Key(_("of this step"), "d", 10, pen(theme.card), used)] if sampled else []
    return [sample, *of_step, model, prediction]


def axis_names(problem: HasData, *, roomy: bool) -> tuple[str, ...]:
    """Return what x and y are called: in one's own data what its columns are.

    In a low plot a vertical name has no room, and x and y need none.
    """
    if not isinstance(problem, OwnRegression):
        return ("x", "y") if roomy else ("", "")
    names: tuple[str, ...] = problem.x_name, problem.y_name
    names = tuple(n if len(n) <= _LONGEST else f"{n[:_LONGEST]}…" for n in names)
    if problem.standardisation is not None:
        names = tuple(_("{name}, standardised").format(name=name) for name in names)
    return names if roomy else (names[0], "")


def in_files_units(problem: Problem, w: Array) -> str:
    """Return what line standardised weights w (dim,) are in the file's own units, if they are."""
    if not isinstance(problem, OwnRegression) or problem.standardisation is None:
        return ""
    line = problem.line(w)
    if line is None:
        return ""
    slope, intercept = line
    numbers = [format_number(n, 4, pad=True) for n in (slope, abs(intercept))]
    return f"y = {numbers[0]}·x {'−' if intercept < 0 else '+'} {numbers[1]}"
