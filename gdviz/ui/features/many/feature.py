"""Many runs: the swarm in the views, the card beside them, and a member that becomes the run."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gdviz.core import InputError, RunConfig
from gdviz.core.parameters import Value
from gdviz.core.runs.ensembles import Plan
from gdviz.core.runs.ensembles.swarm import Swarm
from gdviz.core.runs.settings import Chosen
from gdviz.core.store import Part
from gdviz.i18n import N_
from gdviz.playback import Frame
from gdviz.ui.features.feature import Feature
from gdviz.ui.features.many.form import ManyForm
from gdviz.ui.features.many.options import ABOUT, ManyOptions
from gdviz.ui.features.many.panel import ManyPanel
from gdviz.ui.features.many.studies import STUDIES
from gdviz.ui.theme import Theme, scaled
from gdviz.ui.views.view import Crowded, Veil
from gdviz.ui.window.views.panels import Panels
from gdviz.ui.window.views.workspaces import MANY, RUN

if TYPE_CHECKING:
    from gdviz.ui.features.many.studies.study import AnyStudy
    from gdviz.ui.window.main_window import MainWindow


class Many(Feature):
    """Computes the run that is shown from many starts, while its workspace is shown.

    Nothing is computed until that is opened. What is under way then comes to its end wherever
    one goes, unless another run is shown when one comes back, or a study is asked no more.

    There is no second clock: the members are where they were after as many steps as the run
    that is played.

    Attributes:
        panel: the card, once the workspace has been opened.
        study: the one that is asked, if one is.
    """

    id = "many"
    parts = (
        ManyOptions(),
        Crowded(),
        *(part for one in STUDIES.values() for part in one.parts),
    )

    def __init__(self, window: "MainWindow") -> None:
        """Put a place for the card into `window`."""
        super().__init__(window)
        self.panel: ManyPanel | None = None
        self._form: ManyForm | None = None
        self._told: Swarm | None = None
        self.study: AnyStudy | None = None
        self._studies: dict[str, AnyStudy] = {}  # those that were asked before
        self._card = QWidget()
        self._inside = QVBoxLayout(self._card)
        self._inside.setContentsMargins(0, 0, 0, 0)
        window.put_card("ends", self._card, 1)
        menu = window.menus.submenu("run", N_("St&udies"))
        self._entries = {
            name: window.menus.action(menu, one.label, partial(self.ask, name), name=name)
            for name, one in STUDIES.items()
        }
        window.installEventFilter(self)
        window.all_views.member_chosen.connect(self._open)
        window.all_views.start_chosen.connect(self._begin_at)
        window.closing.connect(self._end)

    @property
    def options(self) -> ManyOptions:
        """How many runs there are, and in what they differ."""
        return self.window.store[ManyOptions]

    @property
    def here(self) -> bool:
        """Whether the workspace is shown."""
        return self.window.workspace.id == MANY.id

    def ask(self, name: str) -> None:
        """Ask the study of that name of the run, where many runs are computed."""
        store = self.window.store
        in_many = replace(store[Panels], workspace=MANY.id)
        store.replace(in_many, replace(self.options, study=name))

    def follow_state(self, changed: Collection[type[Part]]) -> None:
        """Come or go with the workspace, and follow the run and the options."""
        of_studies = {type(part) for one in STUDIES.values() for part in one.parts}
        if {Panels, ManyOptions, Veil, Chosen, *of_studies}.intersection(changed):
            self._follow()

    def follow_frame(self, frame: Frame) -> None:
        """Have the player go on until the last step of the members."""
        self._pace()

    def _pace(self) -> None:
        if self._told is not None:
            self.window.player.until = self._told.ensemble.plan.config.total_steps

    @property
    def _config(self) -> RunConfig:
        """What is chosen, which the player may not have heard of yet."""
        return self.window.store[Chosen].settings.config()

    def _follow(self) -> None:
        config = self._config
        for name, entry in self._entries.items():
            entry.setEnabled(STUDIES[name].suits(config))
        if self.here:
            panel, form = self._made()
            form.show_options(self.options, config)
            try:
                panel.show_plan(self.options.plan(config))
            except InputError as refusal:
                panel.refuse(str(refusal))
        self._follow_study(config)
        if self.window.store[Crowded].crowded != self.here:
            self.window.store.replace(Crowded(self.here))
        about = self.options.way(config) in ABOUT
        self.window.controls.draw_starts(wanted=self.here, about=about)
        self._tell()

    def _made(self) -> tuple[ManyPanel, ManyForm]:
        """Return the card and the form, made when they are first wanted."""
        if self.panel is None or self._form is None:
            self.panel, self._form = ManyPanel(), ManyForm(self._config)
            self.panel.changed.connect(self._tell)
            self._form.asked.connect(self._want)
            self._inside.addWidget(self.panel)
            self.window.controls.put_under_start(self._form)
            self.restyle(self.window.theme)
            self.retranslate()
        return self.panel, self._form

    def _follow_study(self, config: RunConfig) -> None:
        """Have the one that is asked answer, in the place of what was asked before."""
        name = self.options.study
        asked = self.here and name in STUDIES and STUDIES[name].suits(config)
        self.study = self._study(name) if asked else None
        for one in self._studies.values():
            one.setVisible(one is self.study)
            if one.question.id != name or not one.question.suits(config):
                one.leave()
        if self.study is not None:
            self._ask(self.study, config)
        if self.panel is not None:
            self.panel.show_hint(wanted=self.study is None or not self.study.alone)
        self._make_room()
        self._tell_study()

    def _ask(self, study: "AnyStudy", config: RunConfig) -> None:
        try:
            study.ask(config, self.window.store)
        except InputError as refusal:
            study.refuse(str(refusal))
        else:
            study.come_back()

    def _study(self, name: str) -> "AnyStudy":
        """Return the card of a study, made when it is asked for first."""
        if name not in self._studies:
            made = self._studies[name] = STUDIES[name].make_card()
            made.changed.connect(self._tell_study)
            made.run_chosen.connect(self._run)
            made.set_chosen.connect(self._set)
            made.plan_chosen.connect(self._show_plan)
            made.replaced.connect(self.window.store.replace)
            made.closed.connect(self._close_study)
            self._inside.addWidget(made)
            made.restyle(self.window.theme)
            made.retranslate()
        return self._studies[name]

    @Slot()
    def _close_study(self) -> None:
        self._want({"study": ""})

    @Slot()
    def _tell_study(self) -> None:
        """Have the views show what belongs into them of the study that is asked."""
        shown = None if self.window.store[Veil].hides else self.study
        for one in self._studies.values():
            self.window.all_views.tell(one.question.id, partial(one.show_in, here=one is shown))

    def _make_room(self) -> None:
        """Have a study below the other card, or in its place in a low window."""
        if self.panel is not None:
            study, height = self.study, self.window.height()
            self.panel.setHidden(study is not None and height < scaled(study.tall))
            self._inside.setSpacing(self.window.columns["side"].spacing())

    def eventFilter(self, window: QObject, event: QEvent) -> bool:
        """Make room anew when the window changes its size; nothing is kept from it."""
        if event.type() == QEvent.Type.Resize:
            self._make_room()
        return False

    @Slot(object)
    def _want(self, asked: Mapping[str, Any]) -> None:
        (name,) = asked
        self.window.store.replace(replace(self.options, **asked), name=f"many.{name}")

    @Slot()
    def _tell(self) -> None:
        """Have the views draw the swarm where it is wanted, and nothing is to be guessed."""
        swarm = self.panel.swarm if self.panel is not None else None
        if not self.here or self.window.store[Veil].hides:
            swarm = None
        if swarm is self._told:
            return
        self._told = swarm
        self.window.player.until = 0
        self._pace()
        self.window.all_views.tell(
            "swarm",
            lambda view: view.show_swarm(
                swarm if swarm is not None and view.suits(swarm.problem) else None
            ),
        )

    @Slot(int)
    def _open(self, member: int) -> None:
        """Have a member be the run, where a run is watched, and play it."""
        if self._told is not None:
            self._run(self._told.ensemble.plan.member(member))

    @Slot(object)
    def _begin_at(self, start: tuple[float, ...]) -> None:
        """Have the run begin there, and play it."""
        self._run(replace(self._config, start=start))

    @Slot(object)
    def _run(self, config: RunConfig) -> None:
        in_run = replace(self.window.store[Panels], workspace=RUN.id)
        self.window.shown_run.ask_config(config, "", in_run)
        self.window.player.run()

    @Slot(object)
    def _set(self, values: Mapping[str, Value]) -> None:
        settings = self.window.store[Chosen].settings
        described = {settings.effective[name]: value for name, value in values.items()}
        self.window.shown_run.ask(settings.with_values(described))

    @Slot(object)
    def _show_plan(self, plan: Plan) -> None:
        """Have these be the many runs, and be seen at their ends as they come to them."""
        options = self.options.showing(plan)
        self.window.shown_run.ask_config(plan.config, "", options)
        self.window.player.seek(plan.config.total_steps)

    def retranslate(self) -> None:
        """Say everything in the current language."""
        if self.panel is not None and self._form is not None:
            self.panel.retranslate()
            self._form.retranslate()
            self._form.show_options(self.options, self._config)
        for one in self._studies.values():
            one.retranslate()

    def restyle(self, theme: Theme) -> None:
        """Draw in the theme's colours, at the present scale."""
        if self.panel is not None and self._form is not None:
            self.panel.restyle(theme)
            self._form.restyle(theme)
        for one in self._studies.values():
            one.restyle(theme)
        self._make_room()

    def _end(self) -> None:
        if self.panel is not None:
            self.panel.end()
        for one in self._studies.values():
            one.end()
