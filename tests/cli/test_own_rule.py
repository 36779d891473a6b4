"""`--rule-text`, for the window and for `gdviz train`."""

import json
import shlex

import pytest

from gdviz.core import configure
from gdviz.core.runs.settings import Chosen, Settings
from gdviz.export.command import as_command

RULE = "v <- 0.9 v + g; w <- w - a v"


def test_train_follows_a_rule_that_is_typed(call):
    own = call("train", "--rule-text", RULE, "--format", "csv")
    assert own == call("train", "--momentum", "0.9", "--format", "csv")
    assert own[0] == 0


def test_the_config_in_json_is_what_makes_the_run_again(call):
    _code, output, _errors = call("train", "--rule-text", RULE, "--format", "json")
    config = json.loads(output)["config"]
    assert config["rule"] == "v ← 0.9*v + g; w ← w - α*v"
    for option in ("--rule", "--rule-text"):
        assert call("train", option, config["rule"], "--format", "json")[1] == output


def test_what_a_rule_reads_can_be_set(call):
    given = ("train", "--rule-text", "v <- beta1 v + c g; w <- w - a v", "--format", "json")
    values = ("--rule-value", "beta1=0.5", "--rule-value", "c=2")
    document = json.loads(call(*given, *values)[1])
    assert (document["config"]["β1"], document["config"]["c"]) == (0.5, 2)
    same = json.loads(call("train", "--momentum", "0.5", "--lr", "0.02", "--format", "json")[1])
    assert document["columns"]["w0"] == pytest.approx(same["columns"]["w0"], rel=1e-12)
    assert call(*given, "--rule-value", "β₁=0.5", "--rule-value", "c=2") == call(*given, *values)


def test_a_run_copied_as_a_command_has_them_too(call):
    config = configure(rule="w <- w - a (g + c w)", learning_rate=0.02, c=0.125)
    command = as_command(Chosen(Settings.of(config)))
    _code, output, _errors = call(*shlex.split(command)[1:], "--format", "json")
    settings = json.loads(output)["config"]
    assert (settings["c"], settings["learning_rate"]) == (0.125, 0.02)


BAD = [
    (["--rule-text", RULE, "--rule-value", "b=0.5"], ["no 'b'", "known: –"]),
    (["--rule-text", "w <- w - a b g", "--rule-value", "c=1"], ["no 'c'", "known: b"]),
    (["--rule-text", "w <- w - a b g", "--rule-value", "b"], ["'b' is not a name, ="]),
    (["--rule-text", "w <- w - a b g", "--rule-value", "b=x"], ["'x' is not a number"]),
    (["--rule-text", "w <- w - a b g", "--rule-value", "b=2"], ["must be at least 0"]),
    (["--rule", "adam", "--rule-value", "beta1=0.5"], ["no effect without --rule-text"]),
    (["--rule-text", "v <- g; w <- w - a foo"], ["--rule-text, character 20", "foo is not known"]),
    (["--rule-text", ""], ["character 1", "Type equations"]),
    (["--rule-text", "w" * 10_000], ["character 2001", "too long"]),
    (["--rule-text", "__import__('os')"], ["character 1", "Write a name, an arrow"]),
    (["--rule-text", RULE, "--rule", "adam"], ["one of --rule and --rule-text"]),
    (["--rule-text"], ["expected one argument"]),
]


@pytest.mark.parametrize(("given", "said"), BAD)
def test_what_cannot_be_used_gets_one_line(call, given, said):
    code, output, errors = call("train", *given)
    assert (code, output, len(errors)) == (2, "", 1)
    assert all(part in errors[0] for part in said)


def test_the_window_opens_on_a_rule(call, opened):
    assert call("--rule-text", RULE, "--function", "w^2")[0] == 0
    ((_lesson, own),) = opened
    assert own["rule"] == "v ← 0.9*v + g; w ← w - α*v"
    assert call("--rule-text", "w = foo") == (2, "", call("train", "--rule-text", "w = foo")[2])
    assert len(opened) == 1
