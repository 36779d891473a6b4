"""Search by hand: the curve is hidden, and each click reveals the cost at one weight."""

from dataclasses import dataclass
from math import isfinite, isnan
from typing import TYPE_CHECKING, ClassVar, Literal

from PySide6.QtCore import Qt, Slot

from gdviz.core import Problem
from gdviz.core.algorithms.descent import GradientDescent
from gdviz.core.numbers import format_number, format_share
from gdviz.core.parameters import InputError
from gdviz.core.store import UNUSABLE, Part
from gdviz.core.telling.guessing import Probes, Weights
from gdviz.core.telling.opponents import Find, compete
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
    veil: ClassVar[Literal["step", "gradient", "cost"]] = "cost"
    made = Probed
    parts = (*Mode.parts, Probed())

    def __init__(self, window: "MainWindow") -> None:
        """Put it into the window."""
        super().__init__(window)
        self._aim: float | None = None
        self.ranking = label()
        self.ranking.setTextFormat(Qt.TextFormat.RichText)
        self.ranking.setObjectName("by_hand_ranking")
        self.strip.body.addWidget(self.ranking)
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
        self.window.all_views.tell("probes", lambda view: view.show_probes(None))
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
        self.window.all_views.tell(
            "probes", lambda view: view.show_probes(probes, aim, revealed=revealed)
        )

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
        tip = _("Each tries as many weights as you did; gradient descent starts at your first.")
        set_tip(self.ranking, tip)
        for button in (self.reveal, self.again):
            button.setAccessibleName(button.toolTip())
        self.say_action(_("By hand"), _("Look for the lowest cost with the curve hidden"))

    def _say(self) -> None:
        """Say what to do or how it ended, and the count."""
        probes = self.probes
        self.reveal.setVisible(self.asking)
        self.reveal.setEnabled(not isnan(probes.best))
        self.again.setVisible(not self.asking)
        self.ranking.setVisible(not self.asking)
        if self.asking:
            self.strip.remark.setText(_say_score(probes))
            self.message.say(_say_probe(probes))
            return
        count = len(probes.weights)
        self.strip.remark.setText(_("probes each: {count}").format(count=count))
        self.message.setMinimumHeight(0)  # its room is the ranking's now
        self.message.say(_say_result(probes))
        self.ranking.setText(_say_ranking(compete(probes), *probes.problem.weights))


def _say_score(probes: Probes) -> str:
    lowest = "–" if isnan(probes.best) else format_number(probes.cost(probes.best))
    text = _("probes {count} · lowest {cost}")
    return text.format(count=len(probes.weights), cost=lowest)


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
    text = _("The minimum is {cost} at {name} = {w}, {distance} of the range from your best.")
    return text.format(
        name=probes.problem.weights[0],
        w=format_number(probes.minimum),
        cost=format_number(probes.cost(probes.minimum)),
        distance=format_share(probes.distance),
    )


def _say_ranking(finds: list[Find], weight: str) -> str:
    """Return a table in HTML with a row for each, the winner's in bold."""
    rows: list[str] = []
    for find in finds:
        style = "font-weight: normal" if rows else "font-weight: bold"
        known = isfinite(find.w)
        texts = (
            _say_player(find),
            f"{weight} = {format_number(find.w)}" if known else "–",
            f"{_('cost')} {format_number(find.cost)}" if known else "",
        )
        cells = (f'<td style="{style}; padding-right: 14px">{text}</td>' for text in texts)
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f'<table cellspacing="0">{"".join(rows)}</table>'


def _say_player(find: Find) -> str:
    if find.config is None:
        return _("you")
    algorithm = find.config.algorithm
    title = _(algorithm.title)
    if isinstance(algorithm, GradientDescent):
        return f"{title} α = {format_number(algorithm.learning_rate)}"
    return title
