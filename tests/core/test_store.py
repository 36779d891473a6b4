"""The store: parts replaced, undone, told of, and to and from a dict."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdviz.core import InputError
from gdviz.core.store import Part, Store


@dataclass(frozen=True)
class Axis(Part):
    name: str = "steps"
    key: ClassVar[str] = "axis"
    worked: ClassVar[bool] = False

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Axis":
        if not isinstance(values.get("name"), str):
            raise InputError("no axis")
        return cls(values["name"])


@dataclass(frozen=True)
class Speed(Part):
    value: int = 10
    key: ClassVar[str] = "speed"

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Speed":
        return cls(values["value"])


@dataclass(frozen=True)
class Held(Part):
    down: bool = False
    key: ClassVar[str] = "held"
    lasts: ClassVar[bool] = False


@pytest.fixture
def store() -> Store:
    return Store([Axis(), Speed(), Held()])


def test_who_listens_is_told_what_has_changed_and_nothing_else(store: Store) -> None:
    told: list[frozenset[type[Part]]] = []
    store.listen(told.append)
    store.replace(Axis("epochs"), Speed(10))
    store.replace(Axis("epochs"))
    assert told == [{Axis}]


def test_changes_of_one_name_are_one_until_it_is_closed(store: Store) -> None:
    for value in (11, 12, 13):
        store.replace(Speed(value), name="dragged")
    store.close()
    store.replace(Speed(14), name="dragged")
    store.undo()
    assert store[Speed] == Speed(13)
    store.undo()
    assert store[Speed] == Speed(10)
    assert not store.can_undo


def test_what_does_not_last_is_no_change_to_undo(store: Store) -> None:
    store.replace(Held(down=True))
    assert not store.can_undo
    store.replace(Speed(20))
    store.replace(Held(down=False))
    store.undo()
    assert (store[Speed], store[Held]) == (Speed(10), Held(down=False))


def test_another_change_after_an_undo_ends_what_could_be_done_again(store: Store) -> None:
    store.replace(Speed(20))
    store.undo()
    store.replace(Axis("epochs"))
    assert not store.can_redo


def test_parts_that_are_not_known_survive(store: Store) -> None:
    given = {"axis": {"name": "epochs"}, "swarm": {"members": [1, 2]}}
    store.take(store.read(given))
    assert store.to_dict() == {**given, "speed": {"value": 10}}


def test_where_one_part_is_refused_nothing_is_taken(store: Store) -> None:
    with pytest.raises(InputError):
        store.read({"speed": {"value": 3}, "axis": {"name": 7}})
    assert store[Speed] == Speed(10)


def test_a_part_that_all_of_a_state_has_not_is_as_at_first(store: Store) -> None:
    store.replace(Speed(20), Axis("epochs"))
    store.take(store.read({"axis": {"name": "epochs"}}, whole=False))
    assert store[Speed] == Speed(20)
    store.take(store.read({"axis": {"name": "epochs"}}))
    assert (store[Speed], store[Axis]) == (Speed(10), Axis("epochs"))


def test_work_is_unsaved_until_it_is_saved_or_undone_and_looks_never_are(store: Store) -> None:
    store.replace(Held(down=True))
    assert not store.unsaved
    store.replace(Axis("epochs"))
    assert not store.unsaved  # it is only how one looks at it
    store.replace(Speed(20))
    assert store.unsaved
    store.undo()
    assert not store.unsaved
    store.redo()
    store.note_saved()
    assert not store.unsaved
    store.undo()
    assert store.unsaved


@given(st.lists(st.one_of(st.builds(Axis, st.sampled_from("abc")), st.builds(Speed))))
def test_undone_to_the_start_and_done_again_it_is_what_it_was(parts: list[Part]) -> None:
    store = Store([Axis(), Speed(0), Held()])
    seen = [store.to_dict()]
    for part in parts:
        store.replace(part)
        if store.to_dict() != seen[-1]:
            seen.append(store.to_dict())
    for before in reversed(seen[:-1]):
        store.undo()
        assert store.to_dict() == before
    assert not store.can_undo
    for after in seen[1:]:
        store.redo()
        assert store.to_dict() == after
    assert not store.can_redo


def test_what_is_remembered_has_an_end(store: Store) -> None:
    for value in range(2000):
        store.replace(Speed(value))
    count = 0
    while store.can_undo:
        store.undo()
        count += 1
    assert count == 1000
    assert store[Speed] == Speed(999)
