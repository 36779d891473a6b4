"""Sessions, share codes and commands: the same run, however it is named."""

import shlex
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdviz.cli.commands import add_options, chosen_changes
from gdviz.cli.parser import make_parser, with_values_joined
from gdviz.core import configure
from gdviz.core.catalogue import ALGORITHMS, PROBLEMS, RULES
from gdviz.core.parameters import InputError
from gdviz.core.problems.data import Source, Typed
from gdviz.core.problems.expression import parse
from gdviz.core.problems.own_data import regression
from gdviz.core.runs.settings import Chosen, Settings
from gdviz.export.command import as_command
from gdviz.export.session import write_code, write_session

OWN_RULE = "v <- 0.9v + g; w <- w - a v"


def read(command):
    """Return the run that a command prints."""
    name, *arguments = shlex.split(command)
    assert name == "gdviz"
    assert arguments[0] == "train"
    parser, running = make_parser()
    add_options("train", running["train"])
    options = vars(parser.parse_args(with_values_joined(arguments)))
    given = {key: one for key, one in options.items() if key not in ("command", "lang")}
    return chosen_changes(given)[0]


def same(one, other):
    """Tell whether two runs are the same; problems of one's own are made anew each time."""
    return [(step, Settings.of(config).to_dict()) for step, config in one] == [
        (step, Settings.of(config).to_dict()) for step, config in other
    ]


@pytest.mark.parametrize("problem", PROBLEMS)
def test_the_command_of_a_run_prints_that_run(problem):
    for algorithm, rule in product(ALGORITHMS, RULES):
        try:
            config = configure(problem, algorithm, rule)
        except InputError:
            continue
        chosen = Chosen(Settings.of(config))
        assert same(read(as_command(chosen)), chosen.configs())


@given(
    rate=st.floats(1e-6, 0.9),
    momentum=st.floats(0, 0.99),
    start=st.tuples(*2 * [st.floats(-1e3, 1e3)]),
    epochs=st.integers(1, 10**5),
    nesterov=st.booleans(),
)
def test_whatever_is_set_is_in_it_with_all_its_digits(rate, momentum, start, epochs, nesterov):
    config = configure(
        "himmelblau",
        start=start,
        learning_rate=rate,
        momentum=momentum,
        epochs=epochs,
        nesterov=nesterov and momentum > 0,
    )
    chosen = Chosen(Settings.of(config))
    assert same(read(as_command(chosen)), chosen.configs())


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "my marks.csv"
    path.write_text("hours,points\n1,2\n2,4.5\n3,5\n")
    return path


def own(name, table):
    match name:
        case "function":
            return configure(parse("-w^2 + w^4", (-2.0, 3.0)), learning_rate=0.02)
        case "samples":
            return configure(regression(Typed("1 2; 2 4.5; 3 5").read(), "a x^2 + b"))
        case "data":
            return configure(regression(Source(table, "hours", "points").read(), "linear", True))
        case _:
            return configure("parabola", rule=OWN_RULE.replace(";", "\n"))


@pytest.mark.parametrize("name", ["function", "samples", "data", "rule"])
def test_what_is_ones_own_is_in_it(name, table):
    chosen = Chosen(Settings.of(own(name, table)))
    assert same(read(as_command(chosen)), chosen.configs())


def changed():
    first, later = (Settings.of(configure(learning_rate=rate)) for rate in (0.01, 0.05))
    return Chosen(first).changed(30, later)


def test_a_run_that_was_changed_on_its_way_is_named_by_its_code(call):
    command = as_command(changed())
    assert "gdviz:1." in command
    assert same(read(command), changed().configs())
    _code, output, errors = call(*shlex.split(command)[1:], "--lr", "0.1")
    assert "in the middle of this run" in errors[0]
    assert output == ""


def test_a_session_is_run_as_it_was_or_with_other_settings(call, tmp_path):
    path = tmp_path / "mine.gdviz"
    chosen = Chosen(Settings.of(configure("sine", rule="adam", learning_rate=0.02, epochs=7)))
    path.write_text(write_session({"run": chosen.to_dict()}, tmp_path), "utf-8")
    told = call("train", "--problem", "sine", "--rule", "adam", "--lr", "0.02", "--epochs", "7")
    assert told[0] == 0
    assert call("train", str(path)) == told
    assert call("train", write_code({"run": chosen.to_dict()})) == told
    assert call("train", str(path), "--epochs", "9", "--lr", "0.01") == call(
        "train", "--problem", "sine", "--rule", "adam", "--lr", "0.01", "--epochs", "9"
    )


@pytest.mark.parametrize(
    ("session", "reason"),
    [
        ("missing.gdviz", "missing.gdviz cannot be opened: No such file or directory."),
        ("gdviz:1.AAAA", "The code cannot be opened: the code is damaged"),
        (".", "cannot be opened"),
    ],
)
def test_what_cannot_be_opened_is_said_in_a_line(call, session, reason):
    code, output, errors = call("train", session)
    assert (code, output) == (2, "")
    assert len(errors) == 1
    assert reason in errors[0]


def test_a_file_that_comes_first_is_the_windows_alone(call):
    code, _output, errors = call("mine.gdviz", "train")
    assert code == 2
    assert "after the command" in errors[0]
