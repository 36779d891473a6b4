"""Programs followed line by line, against the same programs executed by themselves."""

import json
import subprocess
import sys
from typing import Any

import pytest

from gdviz.core import configure, record
from gdviz.export.listing.following import Followed, Listing, follow
from gdviz.export.listing.listings import printed

RUNS = {
    "listing-1": configure("linear", epochs=100),
    "in-order": configure("linear", "sgd", order="in-order", epochs=100),
}

WATCHED = """
import json, sys
seen, plain = [], (int, float, list)
def reached(frame, event, _argument):
    if event == "line" and len(seen) < {most}:
        names = {{**frame.f_globals, **frame.f_locals}}
        seen.append([frame.f_lineno, {{n: v for n, v in names.items() if type(v) in plain}}])
        seen[-1] = json.loads(json.dumps(seen[-1]))
    return reached
def entered(frame, event, argument):
    return reached if frame.f_code.co_filename == "listing" else None
code = compile({text!r}, "listing", "exec")
sys.settrace(entered)
exec(code, {{"print": lambda *_all: None}})
sys.settrace(None)
print(json.dumps(seen))
"""


def listing(name: str) -> Listing:
    found = printed(RUNS[name])[-1]
    assert found is not None
    return found


def executed(program: str) -> str:
    command = [sys.executable, "-I", "-c", program]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


@pytest.fixture(scope="module", params=RUNS)
def followed(request: pytest.FixtureRequest) -> Followed:
    return follow(listing(request.param))


def test_a_listing_prints_what_it_prints_as_a_program(followed: Followed) -> None:
    assert "\n".join(followed.output) + "\n" == executed(followed.listing.text)
    assert followed.dropped == 0


def test_its_variables_are_those_of_the_program(followed: Followed) -> None:
    lines = [line for step in followed.steps[:9] for line in step]
    watched = WATCHED.format(text=followed.listing.text, most=len(lines))
    for line, (number, variables) in zip(lines, json.loads(executed(watched)), strict=True):
        assert line.number == number
        assert dict(line.variables) == variables


def test_a_step_ends_with_what_updates_the_weight(followed: Followed) -> None:
    name = next(name for name in RUNS if listing(name) == followed.listing)
    trace = record(RUNS[name])
    *steps, after = followed.steps
    assert len(steps) == len(trace)
    for number, step in enumerate(steps):
        assert step[-1].number in followed.listing.update
        w = step[-1].variables["w"]
        assert w == pytest.approx(trace.w[number][0], rel=1e-9)
        assert step[-1].sample == (number % 3 if name == "in-order" else -1)
    assert followed.printed(after[0]) == followed.output[: after[0].printed]


def test_steps_are_the_same_wherever_one_begins(followed: Followed) -> None:
    some = follow(followed.listing, 50, 4)
    assert some.first == 50
    assert some.steps == followed.steps[50:54]
    assert follow(followed.listing, 10**6).steps == ((),)


def test_each_line_knows_its_sample() -> None:
    def samples(step: Any, function: str) -> list[int]:
        return [line.sample for line in step if line.function == function]

    step = follow(listing("listing-1"), 1, 1).steps[0]
    assert samples(step, "forward") == [0, 1, 2]
    assert samples(step, "gradient") == [-1, 0, 0, 1, 1, 2, 2, 3, -1]
    steps = follow(listing("in-order"), 3, 3).steps
    assert [samples(step, "gradient") for step in steps] == [[0], [1], [2]]


def test_the_slides_numbers_come_out() -> None:
    steps = follow(listing("in-order"), 0, 4).steps
    grads = [step[-1].variables["grad"] for step in steps[:3]]
    assert grads == pytest.approx([-2, -7.84, -16.2288])
    assert steps[3][0].variables["w"] == pytest.approx(1.260688)


def test_long_output_keeps_its_end() -> None:
    text = "w = 1.0\nfor epoch in range(3000):\n    print(epoch, w)\n    w = w / 2\n"
    followed = follow(Listing(text))
    assert followed.output[-1].split()[0] == "2999"
    assert 400 <= len(followed.output) <= 800
    assert followed.dropped + len(followed.output) == 3000
    last = followed.steps[-2][-1]
    assert followed.printed(last) == followed.output


@pytest.mark.parametrize(
    "other", [{"epochs": 99}, {"learning_rate": 0.02}, {"start": (2.0,)}, {"momentum": 0.9}]
)
def test_another_run_is_no_listing(other: dict[str, Any]) -> None:
    assert printed(configure("linear", **{"epochs": 100, **other})) == ("", "", None)


def test_a_program_that_breaks_off_is_followed_up_to_there() -> None:
    text = "w = 1e10\nfor epoch in range(99):\n    print(epoch)\n    w = w ** 2\n"
    for first, known in ((0, 5), (3, 2), (50, 1)):
        followed = follow(Listing(text), first)
        assert len(followed.steps) == known
        assert followed.over
        assert followed.output[-2:] == ("4", "OverflowError: (34, 'Numerical result out of range')")
        last = followed.lines(99)
        assert last is not None
        assert last[-1].number == 4
        assert followed.printed(last[-1]) == followed.output


def test_of_steps_with_many_lines_only_the_one_that_is_wanted_is_kept() -> None:
    text = (
        "w = 0\nx = list(range(5000))\nfor epoch in range(9):\n    for i in x:\n"
        "        last = i\n    w = w + 1\n"
    )
    followed = follow(Listing(text), 2, 6, 5)
    assert followed.first == 5
    (step,) = followed.steps
    assert step[0].variables["w"] == 5
    assert "x" not in step[0].variables
    assert len(follow(Listing(text), 2, 6).steps) == 6


def test_a_line_that_makes_a_list_is_one_line() -> None:
    text = "w = 0\nfor epoch in range(2):\n    x = [w + i for i in range(9)]\n    w = x[-1]\n"
    followed = follow(Listing(text), 1)
    assert [line.number for line in followed.steps[0]] == [2, 3, 4]
