"""A session's file: readable, whole or refused in one sentence, the same bytes once more."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdviz.core import configure, record
from gdviz.core.parameters import InputError
from gdviz.core.problems.data import Source
from gdviz.core.problems.own_data import regression
from gdviz.core.runs.settings import Chosen, Settings
from gdviz.core.types import RunConfig
from gdviz.export.session import (
    SessionError,
    open_part,
    open_session,
    read_code,
    read_session,
    write_code,
    write_session,
)

FEW, MANY = 12, 2100
NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**20), 10**20)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(),
    lambda inside: st.lists(inside) | st.dictionaries(st.text(), inside),
    max_leaves=20,
)


def table(path: Path, rows: int) -> Path:
    """Write hours and points, with digits that only the very same doubles have."""
    drawn = np.random.default_rng(7).normal(size=(rows, 2))
    lines = ["hours,points", *(f"{x!r},{y!r}" for x, y in drawn.tolist())]
    path.write_text("\n".join(lines))
    return path


def on_file(path: Path, *, standardised: bool = False) -> RunConfig:
    samples = Source(path).read()
    return configure(problem=regression(samples, "affine", standardised), learning_rate=0.05)


def state_of(config: RunConfig) -> dict[str, Any]:
    return {"run": Chosen(Settings.of(config)).to_dict()}


def opened(text: str, folder: Path) -> RunConfig:
    return Chosen.from_dict(read_session(text, folder)["run"]).settings.config()


@given(st.dictionaries(st.text(), JSON))
def test_what_is_saved_is_opened_and_saved_again_to_the_same_bytes(state: dict[str, Any]) -> None:
    here = Path.cwd()
    text = write_session(state, here)
    # A text called data would be a file, of which there is none.
    if "data" not in text.split('"state"')[1]:
        assert read_session(text, here) == state
        assert write_session(read_session(text, here), here) == text


@pytest.mark.parametrize("standardised", [False, True])
def test_few_data_go_along_and_the_file_is_not_missed(tmp_path: Path, standardised: bool) -> None:
    path = table(tmp_path / "marks.csv", FEW)
    config = on_file(path, standardised=standardised)
    text = write_session({**state_of(config), "again": state_of(config)}, tmp_path)
    assert text.count('"x": [') == 1  # once, whoever is on them
    assert str(tmp_path) not in text
    path.unlink()
    again = opened(text, tmp_path / "elsewhere")
    np.testing.assert_array_equal(record(again).w, record(config).w)
    assert again.problem.x_name == "hours"
    state = read_session(text, tmp_path / "elsewhere")
    assert write_session(state, tmp_path) == text


def test_a_file_whose_name_is_no_text_is_one_all_the_same(tmp_path: Path) -> None:
    path = table(tmp_path / os.fsdecode(b"marks\xff.csv"), MANY)
    state = state_of(on_file(path))
    saved = tmp_path / "mine.gdviz"
    saved.write_text(write_session(state, tmp_path), "utf-8")
    assert open_session(saved) == state
    assert read_code(write_code(state), state) == state


def test_many_data_are_found_beside_the_session_wherever_both_have_gone(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    (here / "data").mkdir(parents=True)
    path = table(here / "data" / "marks.csv", MANY)
    config = on_file(path)
    text = write_session(state_of(config), here)
    assert '"data/marks.csv"' in text
    here.rename(there)
    np.testing.assert_array_equal(record(opened(text, there)).w, record(config).w)
    (there / "data" / "marks.csv").rename(there / "marks.csv")
    np.testing.assert_array_equal(record(opened(text, there)).w, record(config).w)
    (there / "marks.csv").unlink()
    with pytest.raises(SessionError, match=r"not there any more.*Put marks\.csv beside"):
        opened(text, there)


def test_data_that_have_changed_are_not_taken_for_those_that_were_saved(tmp_path: Path) -> None:
    path = table(tmp_path / "marks.csv", MANY)
    text = write_session(state_of(on_file(path)), tmp_path)
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines[:-1], "1,2"]))
    with pytest.raises(InputError, match="numbers are others"):
        opened(text, tmp_path)


def with_run(run: Any) -> str:
    return json.dumps({"gdviz": 1, "state": {"run": run}})


RUN: Mapping[str, Any] = state_of(configure())["run"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "damaged"),
        ("[]", "damaged"),
        ("{}", "damaged"),
        ('{"gdviz": 1}', "damaged"),
        ('{"gdviz": 1, "state": []}', "damaged"),
        ('{"gdviz": 1, "state": {"x": NaN}}', "damaged"),
        ('{"gdviz": 1, "state": {"x": 1e999}}', "damaged"),
        (f'{{"gdviz": 1, "state": {{"x": {400 * "9"}}}}}', "damaged"),
        ('{"gdviz": 1, "state": {"x": ' + 100_000 * "[" + "}}", "damaged"),
        ('{"gdviz": 1, "state": {"x": ' + 60 * "[" + 60 * "]" + "}}", "damaged"),
        (with_run({"data": "a.csv", "columns": "none", "sha256": "none"}), "damaged"),
        (with_run({"data": "a.csv", "columns": {}, "sha256": ""}), "damaged"),
        ('{"gdviz": 2, "version": "0.9", "state": {}}', r"later gdviz, 0\.9"),
        (with_run({"data": "/nowhere/a.csv"}), "not there any more"),
        (with_run({"data": "//server/a.csv"}), "does not look"),
        (with_run({"data": "\\\\server\\a.csv"}), "does not look"),
        (with_run({"data": "a\0.csv"}), "does not look"),
    ],
)
def test_what_is_no_session_is_refused_in_one_sentence(
    text: str, reason: str, tmp_path: Path
) -> None:
    with pytest.raises(SessionError, match=reason) as caught:
        read_session(text, tmp_path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "problem",
    [
        {"function": 5000 * "(" + "w", "domain": [-1, 1]},
        {"function": "__import__('os').getcwd()", "domain": [-1, 1]},
        {"function": "w^w^w^w", "domain": ["a", None]},
        {"data": "/dev/zero", "model": "affine", "standardise": False},
        {"data": ".", "model": "affine", "standardise": False},
        {"samples": "1 2", "model": "affine"},
        {"of": {"of": "linear", "x": [], "y": []}, "x": [], "y": []},
    ],
)
def test_a_hostile_problem_is_refused_in_one_sentence(problem: Any, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        opened(with_run({**RUN, "problem": problem}), tmp_path)
    assert "\n" not in str(caught.value)


def test_a_part_alone_is_had_without_the_data_that_are_gone(tmp_path: Path) -> None:
    file = table(tmp_path / "many.csv", MANY)
    path = tmp_path / "away.gdviz"
    state = {**state_of(on_file(file)), "answers": {"by": "Bo"}}
    path.write_text(write_session(state, tmp_path), "utf-8")
    file.unlink()
    with pytest.raises(SessionError):
        open_session(path)
    assert open_part(path, "answers") == {"by": "Bo"}
    assert open_part(path, "nothing-such") is None
