"""The views together: each made when it is first seen, and what is asked of all of them."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, Signal, Slot

from gdviz.core import Problem, RunConfig
from gdviz.core.store import Part, Store
from gdviz.playback import Frame
from gdviz.ui.views.view import View
from gdviz.ui.window.views.panels import Panels
from gdviz.ui.window.views.view_turns import ViewTurns
from gdviz.ui.window.views.workspaces import WORKSPACES


class AllViews(QObject):
    """The views, and the one way by which features speak with them; each answers what it can.

    A view is made when the state first has it shown. What features have told until then it is
    told too, and it learns of nothing else while it is not seen: it is shown the run and the
    frame when it is seen again.

    Attributes:
        kinds: the classes of views by id, in the order in which they stand.
        made: those that there are, by id, in that order.

    Signals: those of every `View`, whichever it comes from.
    """

    start_picked = Signal(object)
    aimed = Signal(object)
    chosen = Signal(object)
    sample_moved = Signal(int, float, float)
    let_go = Signal()
    step_chosen = Signal(int)
    member_chosen = Signal(int)
    start_chosen = Signal(object)
    line_chosen = Signal(int)

    def __init__(
        self,
        kinds: Mapping[str, type[View]],
        store: Store,
        put_up: Callable[[View, str, Sequence[View]], object],
        parent: QObject,
    ) -> None:
        """Make no view yet.

        Args:
            kinds: the classes of views by id, in the order in which they are to stand.
            store: the state.
            put_up: what puts a view into a column, behind those of others that are there.
            parent: what they belong to.
        """
        super().__init__(parent)
        self.kinds = kinds
        self.made: dict[str, View] = {}
        self._store = store
        self._put_up = put_up
        self._told: dict[str, Callable[[View], object]] = {}
        self._columns: dict[str, str] = {}  # those that they stand in, by id
        self._untold: dict[str, dict[str, Callable[[View], object]]] = {}  # by view, by what
        self._turns = ViewTurns(lambda: self.shown, self._show, self)
        self._run: RunConfig | None = None
        self._behind: set[str] = set()

    def wanted(self, name: str, problem: Problem) -> bool:
        """Tell whether the state has a view shown with that problem."""
        return name not in self._store[Panels].hidden and self.offered(name, problem)

    def offered(self, name: str, problem: Problem) -> bool:
        """Tell whether a view has something to show here, hidden or not."""
        kind = self.kinds[name]
        here = self._column(name) is not None and self._chosen(name, problem)
        return here and kind.wanted(self._store) and kind.suits(problem)

    def _chosen(self, name: str, problem: Problem) -> bool:
        """Tell whether a view is the one that is shown of those that take each other's place."""
        panels = self._store[Panels]
        one_of = WORKSPACES[panels.workspace].one_of
        wanted = panels.beside in one_of and self.kinds[panels.beside].suits(problem)
        return name not in one_of or name == (panels.beside if wanted else one_of[0])

    def _column(self, name: str) -> str | None:
        """Return in which column of the workspace a view stands; None for in none."""
        workspace, place = WORKSPACES[self._store[Panels].workspace], self.kinds[name].place
        return workspace.columns.get(name, place if place in workspace.places else None)

    def arrange(self, frame: Frame, changed: frozenset[type[Part]] | None = None) -> bool:
        """Show and hide as the state has it, and return whether that is a change.

        Args:
            frame: what a view shows that was not seen before.
            changed: the parts that have changed; none if any may have.
        """
        another, seen = False, self.shown
        for name, kind in self.kinds.items():
            if changed is None or not changed.isdisjoint(kind.reads):
                before = name in seen
                view = self._arrange(name, frame.config.problem)
                if view is not None and not before:
                    view.show_run(frame.config)
                    self._show(name, frame)
                another |= (view is not None) is not before
        return another

    @property
    def shown(self) -> dict[str, View]:
        """Those that are seen where the window is, by id."""
        return {name: view for name, view in self.made.items() if not view.isHidden()}

    def follow_state(self, changed: frozenset[type[Part]]) -> None:
        """Tell of the parts that have changed those that read one of them."""
        for view in self.made.values():
            if not changed.isdisjoint(view.reads):
                view.follow_state()

    def show_run(self, config: RunConfig) -> None:
        """Show and hide as the problem has it; with its next frame a view draws what stays too."""
        for name in self.kinds:
            self._arrange(name, config.problem)
        self._run, self._behind = config, set(self.shown)

    def show_frame(self, frame: Frame) -> None:
        """Draw what changes during a run, each view when it has its turn."""
        self._turns.show_frame(frame)

    def _show(self, name: str, frame: Frame) -> None:
        """Have a view draw a frame, and first what it has not been told or shown of its run."""
        view = self.made[name]
        for how in self._untold.pop(name, {}).values():
            how(view)
        if name in self._behind and self._run is not None:
            self._behind.remove(name)
            view.show_run(self._run)
        view.show_frame(frame)

    @Slot(object)
    def show_glide(self, frame: Frame) -> None:
        """Draw a frame that differs from the last in nothing but how far its step has come."""
        for view in self.shown.values():
            view.show_glide(frame)

    def refresh(self) -> None:
        """Draw all that is seen again."""
        for view in self.shown.values():
            view.refresh()

    def _arrange(self, name: str, problem: Problem) -> View | None:
        """Show a view or hide it, and return it if it is shown."""
        wanted, view = self.wanted(name, problem), self.made.get(name)
        if wanted and view is None:
            view = self._make(name)
        if view is not None:
            if wanted:
                self._put(name, view)
            view.setVisible(wanted)
        return view if wanted else None

    def _put(self, name: str, view: View) -> None:
        """Put a view into its column, unless it stands there."""
        column = self._column(name)
        if column is not None and column != self._columns.get(name):
            self._columns[name] = column
            beside = [one for one in self.made if self._columns.get(one) == column]
            before = beside[: beside.index(name)]
            self._put_up(view, column, [self.made[one] for one in before])

    def _make(self, name: str) -> View:
        view = self.kinds[name](self._store)
        view.start_picked.connect(self.start_picked)
        view.aimed.connect(self.aimed)
        view.chosen.connect(self.chosen)
        view.sample_moved.connect(self.sample_moved)
        view.let_go.connect(self.let_go)
        view.step_chosen.connect(self.step_chosen)
        view.member_chosen.connect(self.member_chosen)
        view.start_chosen.connect(self.start_chosen)
        view.line_chosen.connect(self.line_chosen)
        view.pointed.connect(view.point_out)
        for other in self.made.values():
            view.pointed.connect(other.point_out)
            other.pointed.connect(view.point_out)
        made = {**self.made, name: view}
        self.made = {one: made[one] for one in self.kinds if one in made}
        self._put(name, view)
        for how in self._told.values():
            how(view)
        return view

    def ask(self, something: Callable[[View], object]) -> None:
        """Ask something of every view that there is, whether it is shown or not."""
        for view in self.made.values():
            something(view)

    def tell(self, what: str, how: Callable[[View], object], *, in_turn: bool = False) -> None:
        """Tell every view something that holds on, and those that are made later.

        Args:
            what: its name; what is told under the same one later takes its place.
            how: tells one view.
            in_turn: whether it is soon enough when the view draws its next frame.
        """
        self._told[what] = how
        for name, view in self.made.items():
            untold = self._untold.setdefault(name, {})
            untold.pop(what, None)
            if in_turn:
                untold[what] = how
            else:
                how(view)

    def can_aim(self, problem: Problem) -> bool:
        """Tell whether there is a view in which one can point at weights of that problem."""
        return any(kind.about == "weights" and kind.suits(problem) for kind in self.kinds.values())
