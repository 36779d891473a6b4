"""What a lesson is: its pages, the scene that each sets, and what it asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, get_args

from gdviz.core.catalogue import configure
from gdviz.core.telling.source import Text
from gdviz.core.types import RunConfig
from gdviz.i18n import N_

OFFERS = {
    "open_code": N_("Follow the program"),
    "time_epoch": N_("Time an epoch"),
    "compare_rules": N_("Compare all update rules"),
    "escape": N_("Count the steps of many runs"),
    "noise": N_("Measure it on many runs"),
    "seldom": N_("Guess, and count bad ends"),
    "race": N_("Let them race"),
}
"""What a step can offer beside its run, by the name of the window's entry, and its button."""

Kind = Literal["place", "choice", "number", "order", "share"]
"""How a question is answered: by a point on the curve, one of several options, a number that is
typed, which curve each of several things belongs to, or a percentage on a slider."""

KINDS: tuple[Kind, ...] = get_args(Kind)

Veil = Literal["step", "gradient", "cost", ""]
"""What no view may give away while a question is open: see `gdviz.ui.views.view.Veil`.

Empty where a question is of what has been seen: why a run went as it did.
"""

VEILS: tuple[Veil, ...] = get_args(Veil)

NUMBER = r"([−-]?)(\d[\d,]*)(?:\.(\d+))?(?:×10(⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}))?"
"""A number as a text writes it: its sign, what is before and after the point, a power."""

Expression = str
"""What a run gives, such as `w[-1]`: see `quantities.py`."""


@dataclass(frozen=True)
class Option:
    """One of the answers that one can choose, or one of the things that belong to a curve.

    Attributes:
        text: what it says.
        when: what the run gives where this is right; empty where the file says so by `right`.
        right: whether it is right, whatever the run.
        reply: what is said to who chooses it; None without.
        settings: of the kept run that it belongs to, over the page's: where curves are told apart.
    """

    text: Text
    when: Expression = ""
    right: bool = False
    reply: Text | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Wrong:
    """A usual wrong answer, and what is said to it.

    Attributes:
        value: what it is: an expression for each number of the answer.
        reply: what is said.
    """

    value: tuple[Expression, ...]
    reply: Text


@dataclass(frozen=True)
class Ask:
    """What a page asks before it shows.

    Attributes:
        kind: how it is answered.
        text: the question.
        why: what is said once it was answered: why it is as it is.
        answer: what is right: an expression for each number of the answer; none for options.
        within: how far from it is right too: for a place a share of the domain, else in its own
            unit; None for what is usual.
        options: what can be chosen, or what belongs to the curves.
        wrong: usual wrong answers.
        veil: what no view may give away until it was answered.
        hidden: the views that are hidden until then, by id.
        plays: so many steps are played once it was answered; None for all.
    """

    kind: Kind
    text: Text
    why: Text
    answer: tuple[Expression, ...] = ()
    within: float | None = None
    options: tuple[Option, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    veil: Veil = "step"
    hidden: tuple[str, ...] = ()
    plays: int | None = None


@dataclass(frozen=True)
class Scene:
    """What a page sets beside its run.

    Attributes:
        parts: parts of the state by their names, such as "panels" or "loss", as a session has them.
        keep: the settings of the runs that are kept on this page; None leaves those that are.
        names: what those are called; empty for what differs.
        at: how many steps of the run have been taken.
        mode: the mode that the window is in, by id; empty for none.
        lit: which lines of the step are lit.
    """

    parts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    keep: tuple[Mapping[str, Any], ...] | None = None
    names: tuple[str, ...] = ()
    at: int = 0
    mode: str = ""
    lit: tuple[str, ...] = ()


@dataclass(frozen=True)
class Claim:
    """A number that a text marks, and what the run gives for it.

    Attributes:
        number: as the text has it.
        expression: what the run gives.
    """

    number: str
    expression: Expression


@dataclass(frozen=True)
class LessonStep:
    """One page of a lesson: what to do, and what to look for or what is asked.

    Attributes:
        text: what to do.
        look_for: what to look for; None if nothing is said of it.
        settings: all the run's settings, the lesson's and this step's own over them.
        hide: the names of what is hidden during this step, beside what the lesson hides.
        offer: what it has a button for, of `OFFERS`; empty without one.
        scene: what it sets beside the run.
        ask: what it asks; None for nothing.
        claims: what the numbers in its texts are.
    """

    text: Text
    look_for: Text | None
    settings: Mapping[str, Any]
    hide: tuple[str, ...] = ()
    offer: str = ""
    scene: Scene = field(default_factory=Scene)
    ask: Ask | None = None
    claims: tuple[Claim, ...] = ()

    def config(self) -> RunConfig:
        """Return the run of this step."""
        return self._config

    @cached_property
    def _config(self) -> RunConfig:
        return configure(**self.settings)

    def kept(self) -> tuple[RunConfig, ...]:
        """Return the runs that the page keeps."""
        return tuple(configure(**settings) for settings in self.scene.keep or ())


@dataclass(frozen=True)
class Lesson:
    """A lesson.

    Attributes:
        id: its name on the command line, which is its file's.
        order: where it stands among the lessons.
        title: its name in words.
        goal: what will be seen or understood.
        settings: of the run it starts with, as `configure` takes them.
        scene: what its first page, the goal's, sets beside the run.
        steps: what to do, one after the other.
        question: what to ask at the end, if anything.
        answer: the answer to it.
        hide: the names of the settings, and of other controls, that it has no need of.
        claims: what the numbers in its goal, its question and its answer are.
    """

    id: str
    order: float
    title: Text
    goal: Text
    settings: Mapping[str, Any]
    steps: tuple[LessonStep, ...]
    question: Text | None
    answer: Text | None
    hide: tuple[str, ...]
    scene: Scene = field(default_factory=Scene)
    claims: tuple[Claim, ...] = ()

    def config(self) -> RunConfig:
        """Return the run that the lesson starts with."""
        return configure(**self.settings)

    def hidden_on(self, page: int) -> tuple[str, ...]:
        """Return the names of what is hidden on a page: step 1 has page 1."""
        step = self.step(page)
        return (*self.hide, *(step.hide if step else ()))

    def step(self, page: int) -> LessonStep | None:
        """Return the step that a page has; None for the goal, and the question at the end."""
        return self.steps[page - 1] if 1 <= page <= len(self.steps) else None

    def claims_on(self, page: int) -> tuple[Claim, ...]:
        """Return what the numbers are that a page's texts mark; page 0 has those of no step."""
        return self.steps[page - 1].claims if page else self.claims

    def scene_of(self, page: int) -> Scene:
        """Return what a page sets beside the run."""
        step = self.step(page)
        return self.scene if step is None else step.scene

    @property
    def asks(self) -> tuple[int, ...]:
        """The pages that ask something."""
        return tuple(page for page, step in enumerate(self.steps, 1) if step.ask)
