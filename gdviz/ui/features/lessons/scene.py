"""What a page sets of the window's state, and what leaving the lesson gives back."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from gdviz.core.runs.settings import Chosen, Settings
from gdviz.core.store import Part, Store
from gdviz.core.telling.lessons import Lesson
from gdviz.core.telling.lessons.saying import CURVES
from gdviz.ui.features.compare.kept import KeptRuns
from gdviz.ui.features.lessons.parts import Answers, Before, Opened
from gdviz.ui.features.modes.mode import InMode
from gdviz.ui.window.shown_run import Place
from gdviz.ui.window.transport import Speed
from gdviz.ui.window.views.panels import Panels
from gdviz.ui.window.views.workspaces import RUN

_ALWAYS = (Chosen, Place, Panels, Speed, InMode)
"""The parts that every lesson sets, or leads one to set."""


def noted_before(store: Store, lesson: Lesson, place: Place) -> Before:
    """Return what leaving the lesson is to give back; what it was, if one is open already."""
    state = {**store.to_dict(), Place.key: place.to_dict()}
    was = store[Before].state if store[Opened].lesson else {}
    names = {*was, *(kind.key for kind in _ALWAYS), *_set_by(lesson)}
    return Before({name: was.get(name, state[name]) for name in names if name in state})


def given_back(store: Store) -> Iterable[Part]:
    """Return the parts as they were before the lesson, and then that none is open."""
    before = store.read(store[Before].state, whole=False).parts
    return *before.values(), Opened(), Before()


def _set_by(lesson: Lesson) -> set[str]:
    """Return the names of the parts that one of a lesson's pages sets."""
    scenes = [lesson.scene, *(step.scene for step in lesson.steps)]
    names = {name for scene in scenes for name in scene.parts}
    keeps = any(scene.keep is not None for scene in scenes)
    return names | ({KeptRuns.key} if keeps else set())


def parts_on(store: Store, lesson: Lesson, page: int, before: Before) -> list[Part]:
    """Return the parts that a page sets, beside its run.

    What one page of a lesson sets, the others have as it was before the lesson; what none
    sets is left to the reader.

    Args:
        store: the state.
        lesson: the lesson.
        page: the page.
        before: what there was before the lesson.
    """
    scene, named = lesson.scene_of(page), _set_by(lesson)
    step = lesson.step(page)
    parts: list[Part] = []
    for name in sorted(named - {Panels.key, KeptRuns.key}):
        values = {**_was(store, before, name), **scene.parts.get(name, {})}
        parts += store.read({name: values}, whole=False).parts.values()
    if KeptRuns.key in named:
        parts.append(_kept_on(store, lesson, page, before))
    asks = bool(lesson.asks)
    if Panels.key in named or asks:
        parts.append(_panels_on(store, lesson, page, before))
    if asks or (step is not None and scene.mode):
        parts.append(InMode())
    return parts


def _was(store: Store, before: Before, name: str) -> Mapping[str, Any]:
    """Return a part as it was before the lesson; as at first where that cannot be used."""
    found = store.read({name: before.state.get(name)}, whole=False).parts
    found = found or store.read({}).parts
    (was,) = (part for part in found.values() if part.key == name)
    return was.to_dict()


def _panels_on(store: Store, lesson: Lesson, page: int, before: Before) -> Part:
    """Return the panels of a page, without what its question hides."""
    was: Mapping[str, Any] = {**_was(store, before, Panels.key), "workspace": RUN.id}
    values = {**was, **lesson.scene_of(page).parts.get(Panels.key, {})}
    (panels,) = store.read({Panels.key: values}, whole=False).parts.values()
    assert isinstance(panels, Panels)
    step = lesson.step(page)
    if step is None or step.ask is None or store[Answers].to(lesson, page):
        return panels
    return replace(panels, hidden=tuple(sorted({*panels.hidden, *step.ask.hidden})))


def shown_again(panels: Panels, lesson: Lesson, page: int) -> Panels:
    """Return the panels with what a page's question has hidden, once it is answered."""
    step = lesson.step(page)
    hides = step.ask.hidden if step is not None and step.ask is not None else ()
    of_scene = lesson.scene_of(page).parts.get(Panels.key, {}).get("hidden", ())
    hidden = {name for name in panels.hidden if name not in hides or name in of_scene}
    return replace(panels, hidden=tuple(sorted(hidden)))


def _kept_on(store: Store, lesson: Lesson, page: int, before: Before) -> Part:
    """Return the kept runs of a page; where one says which is which, by letters."""
    step = lesson.step(page)
    if step is None or step.scene.keep is None:
        return KeptRuns.from_dict(_was(store, before, KeptRuns.key))
    runs = [Chosen(Settings.of(config)) for config in step.kept()]
    made = KeptRuns().only(runs)
    names = step.scene.names
    if step.ask is not None and step.ask.kind == "order":
        names = tuple(CURVES)
    for kept, name in zip(made.runs, names, strict=False):
        made = made.rename(kept.slot, name)
    return made
