"""A share code: short, the same state again, and refused in one sentence if it is none."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdviz.core import configure, record
from gdviz.core.runs.settings import Chosen
from gdviz.export.session import SessionError, is_code, read_code, write_code
from tests.export.session.test_document import FEW, JSON, MANY, on_file, state_of, table


@given(st.dictionaries(st.text(), JSON))
def test_a_code_is_the_state_again(state: dict[str, Any]) -> None:
    try:
        code = write_code(state)
    except SessionError as error:
        assert "too much" in str(error)  # noqa: PT017 - most are not
        return
    if "'data'" not in repr(state):
        assert read_code(code, {}) == state
        assert write_code(read_code(code, {})) == code


def test_a_run_is_a_line_of_a_message() -> None:
    run = state_of(configure(problem="himmelblau", rule="adam", learning_rate=0.05, epochs=250))
    assert len(write_code(run)) < 80


def test_it_is_found_in_what_a_mail_or_a_shell_has_made_of_it() -> None:
    state = state_of(configure(problem="sine"))
    code = write_code(state)
    for text in (f"<{code}>", f"'{code}'\n", f"{code[:20]}\n  {code[20:]}"):
        assert is_code(text)
        assert read_code(text, {}) == state
    assert not is_code("1 2\n2 4")


@pytest.mark.parametrize("rows", [FEW, MANY])
def test_data_are_not_in_it_but_known_again_by_who_has_them(tmp_path: Path, rows: int) -> None:
    config = on_file(table(tmp_path / "marks.csv", rows))
    code = write_code(state_of(config))
    assert len(code) < 400
    with pytest.raises(SessionError, match=r"data in marks\.csv"):
        read_code(code, {})
    at_hand = {"elsewhere": [state_of(on_file(tmp_path / "marks.csv", standardised=True))]}
    again = Chosen.from_dict(read_code(code, at_hand)["run"]).settings.config()
    np.testing.assert_array_equal(record(again).w, record(config).w)
    other = state_of(on_file(table(tmp_path / "other.csv", rows + 1)))
    with pytest.raises(SessionError, match=r"data in marks\.csv"):
        read_code(code, other)


def test_damaged_anywhere_it_is_refused_or_another_whole_state() -> None:
    code = write_code(state_of(configure(problem="double-well", rule="rmsprop")))
    for end in range(6, len(code)):
        with pytest.raises(SessionError):
            read_code(code[:end], {})
    for place in range(6, len(code)):
        with pytest.raises(SessionError):
            read_code(f"{code[:place]}{'A' if code[place] != 'A' else 'B'}{code[place + 1 :]}", {})


@pytest.mark.parametrize(
    "text", ["gdviz:", "gdviz:1.", "gdviz:1.é", "gdviz:x.AAAA", "gdviz:1.===="]
)
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(SessionError, match="damaged"):
        read_code(text, {})


def test_a_later_code_says_so() -> None:
    with pytest.raises(SessionError, match="later gdviz"):
        read_code("gdviz:2.AAAA", {})


def test_what_would_fill_a_page_is_no_code() -> None:
    noise = np.random.default_rng(3).normal(size=2000).tolist()
    with pytest.raises(SessionError, match="Save a session"):
        write_code({"noise": noise})
