"""`gdviz ensemble`, against `gdviz train` from each member's start and seed."""

import csv
import io
import json

import pytest

RUN = ("--problem", "himmelblau", "--rule", "adam", "--epochs", "300", "--members", "40")
SEEDS = ("--problem", "finite-sum", "--algorithm", "sgd", "--epochs", "3", "--seeds")


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize(
    "run", [RUN, (*SEEDS, "--seed", "5"), ("--problem", "net", "--epochs", "50")]
)
def test_each_member_is_what_train_makes_of_its_start_and_seed(call, run):
    code, output, errors = call("ensemble", *run, "--format", "csv")
    assert (code, errors) == (0, [])
    settings = [one for one in run if one not in ("--seeds", "--members", "40")]
    table = rows(output)
    for member in (table[0], table[7]):
        start = ",".join(member[name] for name in member if name.startswith("start"))
        alone = (*settings, f"--start={start}", "--seed", member["seed"])
        _code, trained, _errors = call("train", *alone, "--format", "json")
        document = json.loads(trained)
        names = [name for name in member if name[0] == "w"]
        assert [float(member[name]) for name in names] == pytest.approx(document["weights"], 1e-12)
        assert float(member["cost"]) == pytest.approx(document["cost"], rel=1e-9)
        assert member["outcome"] == document["outcome"]
        assert int(member["steps"]) == document["columns"]["step"][-1]
        assert int(member["evaluations"]) == document["evaluations"]
        traced = call("ensemble", *run, "--member", member["member"], "--format", "csv")
        assert traced == call("train", *alone, "--format", "csv")


def test_the_text_says_where_how_many_ended(call):
    _code, output, errors = call("ensemble", *RUN)
    title, *lines = output.splitlines()
    assert errors == []
    assert title.startswith("40 members, 300 steps each")
    counts = [int(line.split()[0]) for line in lines]
    assert sum(counts) == 40
    assert any("minimum (3, 2) with cost 0" in line for line in lines)
    document = json.loads(call("ensemble", *RUN, "--format", "json")[1])
    groups = [group["count"] for group in document["groups"]]
    assert [*groups, document["moving"]["count"]][: len(counts)] == counts
    assert sorted(group["known"] for group in document["groups"]) == [0, 1, 2, 3]
    assert document["starts"] == "uniform"
    assert {len(column) for column in document["columns"].values()} == {40}


def test_json_says_all_that_the_starts_were_drawn_by(call):
    drawn = ("--starts", "normal", "--spread", "0.25", "--seeds", "--seed", "3")
    given = ("--algorithm", "sgd", "--members", "10", "--epochs", "2", *drawn)
    document = json.loads(call("ensemble", *given, "--format", "json")[1])
    known = {"starts": "normal", "spread": 0.25, "seeds": True, "members": 10}
    assert known.items() <= document.items()
    assert document["config"]["seed"] == 3


def test_saddle_points_and_divergence_are_counted_too(call):
    at_saddle = ("--problem", "saddle", "--start=1.5,0", "--starts", "normal", "--spread", "1e-9")
    _code, output, _errors = call("ensemble", *at_saddle, "--epochs", "45")
    assert "saddle point (0, 0) with cost 0, down in 1 direction(s)" in output
    _code, output, _errors = call("ensemble", "--problem", "rosenbrock", "--epochs", "50")
    assert "diverged" in output
    assert "still moving" in output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--members", "5"], "Members must be a whole number from 10"),
        (["--members", "10.5"], "Members must be a whole number"),
        (["--starts", "x"], "'x'"),
        (["--starts", "net"], "does not say how its weights are drawn"),
        (["--seeds"], "all seeds are the same run"),
        (["--member", "200"], "from 0 to 199, not 200"),
        (["--algorithm", "exhaustive"], "A search starts nowhere"),
        (["--starts", "normal", "--spread", "0"], "Spread must be"),
    ],
)
def test_what_cannot_be_run_is_refused_in_one_line(call, arguments, said):
    code, output, errors = call("ensemble", *arguments)
    assert (code, output, len(errors)) == (2, "", 1)
    assert said in errors[0]


@pytest.mark.parametrize("asked", [(), ("--member", "3")])
def test_what_has_no_effect_is_said(call, asked):
    _code, _output, errors = call("ensemble", "--epochs", "3", "--spread", "2", *asked)
    assert errors == ["gdviz: --spread has no effect without --starts normal"]


class Terminal(io.StringIO):
    """A standard error that is one."""

    def isatty(self):
        return True


def test_progress_is_said_on_a_terminal_alone(call, monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    call("ensemble", *RUN)
    said = terminal.getvalue().split("\r")
    assert " 50%" in said or any(part.strip().endswith("%") for part in said)
    assert said[-1] == ""
    assert said[-2].isspace()
