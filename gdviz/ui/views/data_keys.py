"""The marks of the data, and what each means."""

from PySide6.QtGui import QColor

from gdviz.i18n import _, p_
from gdviz.ui.plots.legend import LINE, Key
from gdviz.ui.plots.plot import pen
from gdviz.ui.theme import Theme


def data_keys(theme: Theme, *, sampled: bool) -> list[Key]:
    """Return how each mark looks, and what it means."""
    plain, used = QColor(theme.past), QColor(theme.gradient)
    sample = Key(_("sample"), "d", 10, pen(theme.card), plain if sampled else used)
    model = Key(p_("legend", "model"), LINE, 0, pen(theme.weight, 2.2))
    prediction = Key(_("prediction"), "o", 9, pen(theme.weight, 1.8), QColor(theme.card))
    of_step = [Key(_("of this step"), "d", 10, pen(theme.card), used)] if sampled else []
    return [sample, *of_step, model, prediction]
