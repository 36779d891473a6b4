"""`--rule-text`, for the window and for `gdviz train`."""

import json

import pytest

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


BAD = [
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
