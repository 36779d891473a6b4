"""`gdviz script`."""

import subprocess
import sys

import pytest

from tests.export.code.programs import output, told


def test_what_it_prints_is_what_train_prints(call):
    for command in (
        ["--lesson", "listing-1"],
        ["--problem", "himmelblau", "--rule", "adam", "--epochs", "5"],
        ["--samples", "1 2; 2 4; 3 7", "--model", "a x + sin(b)", "--epochs", "5"],
        ["--function", "w^4 - 3w^2 + w", "--algorithm", "exhaustive", "--points", "7"],
        ["--rule-text", "v <- 0.9 v + g; w <- w - a v", "--lr", "0.01"],
    ):
        _code, trained, _errors = call("train", *command)
        for style in ("python", "numpy"):
            code, text, errors = call("script", *command, "--style", style)
            assert (code, errors) == (0, [])
            for (said, ours), (wanted, theirs) in zip(
                told(output(text)), told(trained), strict=True
            ):
                assert said == wanted
                assert ours == pytest.approx(theirs, rel=1e-9, abs=1e-9)


def test_a_pipe_into_python_is_a_whole_run(call):
    _code, text, _errors = call("script", "--lesson", "listing-2", "--epochs", "4")
    done = subprocess.run(
        [sys.executable, "-I", "-"], input=text, capture_output=True, text=True, check=True
    )
    assert len(told(done.stdout)) == 6


def test_plain_python_is_what_is_written_unless_said_otherwise(call):
    assert call("script") == call("script", "--style", "python")
    assert "import torch" in call("script", "--style", "torch")[1]


def test_it_writes_to_a_file(call, tmp_path):
    path = tmp_path / "run.py"
    assert call("script", "-o", str(path)) == (0, "", [])
    assert path.read_text() == call("script")[1]


def test_bad_input_is_one_line_and_writes_nothing(call, tmp_path):
    path = tmp_path / "run.py"
    rows = "; ".join(f"{x} {x * x}" for x in range(501))
    for command, said in (
        (["--style", "rust"], "--style"),
        (["--samples", rows], "save them as CSV"),
        (["--lr", "-1"], "Learning rate"),
    ):
        code, printed, errors = call("script", *command, "-o", str(path))
        assert (code, printed, len(errors)) == (2, "", 1)
        assert said in errors[0]
        assert not path.exists()


def test_what_has_no_effect_is_said(call):
    _code, text, errors = call("script", "--beta1", "0.5")
    assert errors == ["gdviz: --beta1 has no effect with linear, gradient-descent, plain"]
    assert "beta1" not in text


def test_help_says_how_the_two_are_compared_in_both_languages(call):
    _code, english, _errors = call("script", "--help")
    assert "begin with Epoch, Probe and Predict" in " ".join(english.split())
    _code, chinese, _errors = call("script", "--help", "--lang", "zh")
    assert "Epoch、Probe" in "".join(chinese.split())
