"""Whose turn it is."""

from itertools import count

import pytest

from gdviz.ui.in_turn import InTurn

NAMES = ["a", "b", "c"]


def test_where_there_is_time_all_have_their_turns() -> None:
    assert list(InTurn[str](1000.0).some(NAMES)) == NAMES


def test_where_there_is_none_one_has_and_each_in_the_end() -> None:
    turns = InTurn[str](0.0)
    assert [list(turns.some(NAMES)) for _time in range(6)] == [[name] for name in 2 * NAMES]


@pytest.mark.parametrize(("seconds", "first", "second"), [(1.5, "ab", "ca"), (0.5, "a", "b")])
def test_others_have_theirs_until_the_time_is_over(
    monkeypatch: pytest.MonkeyPatch, seconds: float, first: str, second: str
) -> None:
    monkeypatch.setattr("gdviz.ui.in_turn.perf_counter", count().__next__)  # a second a turn
    turns = InTurn[str](seconds)
    assert "".join(turns.some(NAMES)) == first
    assert "".join(turns.some(NAMES)) == second


def test_who_comes_new_or_is_put_first_is_first() -> None:
    turns = InTurn[str](0.0)
    turns.some(NAMES)
    assert list(turns.some(["a", "b"])) == ["a"]
    turns.put_first("a")
    assert list(turns.some(NAMES)) == ["a"]
    assert list(turns.some([*NAMES, "d"])) == ["b"]
    assert list(turns.some(["a", "b", "d"])) == ["d"]
