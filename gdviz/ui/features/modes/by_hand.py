"""Search by hand: the curve is hidden, and each click reveals the cost at one weight."""

from dataclasses import dataclass
from math import isfinite, isnan
from typing import TYPE_CHECKING, ClassVar, Literal

from PySide6.QtCore import Qt, Slot

from gdviz.core import ALGORITHMS, Problem
from gdviz.core.numbers import format_number, format_share
from gdviz.core.parameters import InputError
from gdviz.core.store import UNUSABLE, Part
from gdviz.core.telling.guessing import MOST_STEPS, Probes, Weights
from gdviz.i18n import N_, _
from gdviz.playback import Frame
from gdviz.ui.features.modes.mode import Mode
from gdviz.ui.widgets.card import label
from gdviz.ui.widgets.tips import set_tip

if TYPE_CHECKING:
    from gdviz.ui.window.main_window import MainWindow


@dataclass(frozen=True)
class Probed(Part):
    """A search by hand.

    Attributes:
        weights: the weights looked at, in their order.
        revealed: whether it is over, and the curve is shown.
    """

    weights: tuple[float, ...] = ()
    revealed: bool = False
    key: ClassVar[str] = "probes"

    def __post_init__(self) -> None:
        """Check the weights.

        Raises:
            InputError: one is no number.
        """
        if not all(isinstance(w, float | int) and isfinite(w) for w in self.weights):
            raise InputError(_(UNUSABLE))


class ByHand(Mode):
    """Hides the curve and counts the weights that it takes to find its lowest point."""

    id: ClassVar[str] = "by-hand"
    title: ClassVar[str] = N_("Search by hand")
    shortcut: ClassVar[str] = "Ctrl+B"
    veil: ClassVar[Literal["step", "cost"]] = "cost"
    made = Probed
    parts = (*Mode.parts, Probed())

    def __init__(self, window: "MainWindow") -> None:
        """Put it into the window."""
        super().__init__(window)
        self._aim: float | None = None
        self.comparison = label(wrap=True)
        self.comparison.setTextFormat(Qt.TextFormat.RichText)
        self.comparison.setObjectName("by_hand_comparison")
        self.strip.body.addWidget(self.comparison)
        self.reveal = self.button("by_hand_reveal", self.show_curve)
        self.again = self.button("by_hand_again", self._on_again)
        self.strip.header.addWidget(self.leave)

    @property
    def probes(self) -> Probes:
        """The weights looked at so far, of the problem that is shown."""
        return Probes(self.window.player.config.problem, self.window.store[Probed].weights)

    def suits(self, problem: Problem) -> bool:
        """Tell whether the problem has one weight."""
        return len(problem.weights) == 1 and super().suits(problem)

    def about(self, frame: Frame) -> object:
        """Return the problem: on another one the search begins anew."""
        return frame.config.problem

    def first(self) -> Part:
        """Return that nothing has been looked at."""
        return Probed()

    def rest(self) -> None:
        """Show the start of the run, rather than what it found, until the curve is shown."""
        if not self.window.store[Probed].revealed and self.window.player.position:
            self.window.player.seek(0)

    def stop(self) -> None:
        """Show the curve again, without the probes."""
        self._aim = None
        self.window.all_views.ask(lambda view: view.show_probes(None))
        self.window.transport.setEnabled(True)

    def show_made(self) -> None:
        """Show the probes behind the curtain, or how the search ended."""
        self._aim = None
        revealed = self.window.store[Probed].revealed
        self.ask(asking=not revealed)
        self.window.transport.setEnabled(revealed)
        self._show_probes()
        self._say()

    def _show_probes(self) -> None:
        probes, aim, revealed = self.probes, self._aim, self.window.store[Probed].revealed
        self.window.all_views.ask(lambda view: view.show_probes(probes, aim, revealed=revealed))

    def aim(self, w: Weights) -> None:
        """Show which weight is pointed at."""
        if self.asking:
            self._aim = w[0]
            self._show_probes()

    def choose(self, w: Weights) -> None:
        """Reveal the cost at that weight."""
        weights = self.probes.and_at(w[0]).weights
        self.window.store.replace(Probed(weights))
        self.show_made()

    @Slot()
    def show_curve(self) -> None:
        """End the search: show the curve, and the best weight beside the minimum."""
        self.window.store.replace(Probed(self.probes.weights, revealed=True))

    @Slot()
    def _on_again(self) -> None:
        self.window.store.replace(Probed())
        self.window.all_views.ask(lambda view: view.take_focus())

    def retranslate(self) -> None:
        """Say everything in the current language."""
        super().retranslate()
        self.reveal.setText(_("Reveal"))
        set_tip(self.reveal, _("End the search and compare it with the algorithms'."))
        self.again.setText(_("Search again"))
        set_tip(self.again, _("Hide the curve and search again."))
        for button in (self.reveal, self.again):
            button.setAccessibleName(button.toolTip())
        self.say_action(_("By hand"), _("Look for the lowest cost with the curve hidden"))

    def _say(self) -> None:
        """Say what to do or how it ended, and the count."""
        probes = self.probes
        found = not isnan(probes.best)
        self.reveal.setVisible(self.asking)
        self.reveal.setEnabled(found)
        self.again.setVisible(not self.asking)
        self.comparison.setVisible(not self.asking)
        text = _("probes {count} · lowest {cost}")
        cost = format_number(probes.cost(probes.best)) if found else "–"
        self.strip.remark.setText(text.format(count=len(probes.weights), cost=cost))
        self.message.say(_say_probe(probes) if self.asking else _say_result(probes))
        if not self.asking:
            self.comparison.setText(_say_comparison(probes))


def _say_probe(probes: Probes) -> str:
    if not probes.weights:
        return _(
            "The curve is hidden. Where is the cost lowest? Click at a weight to see the cost"
            " there, or use the arrow keys and Enter."
        )
    w = probes.weights[-1]
    text = (
        _("At {name} = {w} the cost is {cost}, the lowest so far.")
        if w == probes.best
        else _("At {name} = {w} the cost is {cost}.")
    )
    (name,) = probes.problem.weights
    cost = format_number(probes.cost(w))
    return text.format(name=name, w=format_number(w), cost=cost)


def _say_result(probes: Probes) -> str:
    text = _(
        "Your best is {name} = {w} with the cost {cost}; the minimum is {name} = {least}"
        " with the cost {least_cost}. They are {distance} of the range apart."
    )
    best, least = probes.best, probes.minimum
    return text.format(
        name=probes.problem.weights[0],
        w=format_number(best),
        cost=format_number(probes.cost(best)),
        least=format_number(least),
        least_cost=format_number(probes.cost(least)),
        distance=format_share(probes.distance),
    )


def _say_comparison(probes: Probes) -> str:
    counts = {_("you"): str(len(probes.weights))}
    beyond = _("more than {count}").format(count=f"{MOST_STEPS:,}")
    for name, count in probes.needed().items():
        algorithm = ALGORITHMS[name]
        never = _("never") if algorithm.searches else beyond
        counts[_(algorithm.title)] = never if count is None else f"{count:,}"
    entries = (f"{name} <b>{count}</b>" for name, count in counts.items())
    said = " · ".join(entry.replace(" ", "&nbsp;") for entry in entries)
    return _("Weights looked at to come as near: {counts}").format(counts=said)
