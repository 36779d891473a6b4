"""`gdviz train`."""

import csv
import io
import json
import os
from pathlib import Path

import numpy as np
import pytest

from gdviz.core import PARAMETERS, RULES
from gdviz.core.parameters import parameters
from gdviz.export.formats import Format


def test_train_prints_listing_1(call):
    code, output, errors = call("train", "--lesson", "listing-1")
    lines = output.splitlines()
    assert (code, errors, len(lines)) == (0, [], 102)
    # What the course's program prints.
    assert lines[0] == "Predict (before training) 4 4.0"
    assert lines[1] == "Epoch: 0 w= 1.0933333333333333 loss= 4.666666666666667"
    last = lines[100].split()
    assert [*last[:3], last[4]] == ["Epoch:", "99", "w=", "loss="]
    assert float(last[3]) == pytest.approx(1.9999444396553017, rel=1e-12)
    assert float(last[5]) == pytest.approx(1.752432687141379e-08, rel=1e-9)
    assert lines[101].startswith("Predict (after training) 4 ")
    assert float(lines[101].split()[-1]) == pytest.approx(7.999777758621207, rel=1e-12)


def test_without_a_lesson_train_does_the_courses_run(call):
    assert call("train") == call("train", "--lesson", "listing-1")


@pytest.mark.parametrize(
    ("rate", "said"), [("0.21", ""), ("0.22", "Diverging: after 100"), ("0.3", "Diverged at")]
)
def test_a_run_that_diverges_or_is_about_to_says_so(call, rate, said):
    code, output, errors = call("train", "--lr", rate)
    assert code == 0
    assert output.startswith("Predict")
    assert [error for error in errors if said in error] == errors
    assert len(errors) == bool(said)


def test_three_weights_are_trained_in_every_format(call):
    command = ("train", "--problem", "quadratic-fit", "--start=1,-2,0.5", "--epochs", "3")
    _code, text, _errors = call(*command)
    _code, table, _errors = call(*command, "--format", "csv")
    _code, document, _errors = call(*command, "--format", "json")
    rows = list(csv.DictReader(io.StringIO(table)))
    columns = json.loads(document)["columns"]
    x, w = np.arange(-2.0, 3.0), np.array([1.0, -2.0, 0.5])
    for number, row in enumerate(rows):
        assert [float(row[f"w{axis}"]) for axis in range(3)] == pytest.approx(w)
        assert [columns[f"w{axis}"][number] for axis in range(3)] == pytest.approx(w)
        features = np.array([x**2, x, x**0])
        errors = w @ features - [-1.1, -1.3, -1.0, 0.3, 3.1]
        assert float(row["loss"]) == pytest.approx((errors**2).mean())
        w = w - 0.01 * 2 * (features * errors).mean(axis=1)
    assert (len(rows), text.count("Epoch")) == (4, 3)
    assert "Epoch: 0 w= [" in text


def test_train_prints_100_lines_of_listing_2(call):
    code, output, errors = call("train", "--lesson", "listing-2")
    assert (code, errors) == (0, [])
    assert len(output.splitlines()) == 102


def test_options_override_the_lesson(call):
    options = ("--lesson", "listing-2", "--seed", "5", "--epochs", "3", "--format", "json")
    config = json.loads(call("train", *options)[1])["config"]
    assert (config["algorithm"], config["order"]) == ("sgd", "with-replacement")
    assert (config["seed"], config["epochs"]) == (5, 3)
    other = json.loads(call("train", *options, "--order", "in-order")[1])["config"]
    assert other == {**config, "order": "in-order"}


def test_an_order_is_taken_under_its_former_name_too(call):
    options = ("train", "--algorithm", "sgd", "--format", "csv")
    for before, now in (("--replacement", "with-replacement"), ("--no-replacement", "shuffled")):
        assert call(*options, before) == call(*options, "--order", now)
    of_a_lesson = call("train", "--lesson", "listing-2", "--no-replacement")
    assert of_a_lesson == call("train", "--lesson", "listing-2", "--order", "shuffled")
    assert "replacement" not in call("train", "--help")[1].replace("with-replacement", "")


def test_an_unknown_order_is_refused_with_those_there_are(call):
    assert call("train", "--algorithm", "sgd", "--order", "backwards") == (
        2, "", ["gdviz: Order must be one of shuffled, with-replacement, in-order, not backwards"]
    )  # fmt: skip


@pytest.mark.parametrize("name", PARAMETERS)
def test_every_parameter_has_an_option(call, name):
    described = PARAMETERS[name]
    algorithm = {"points": "exhaustive", "levels": "divide-and-conquer"}.get(name, "mini-batch")
    option = f"--{name.replace('_', '-')}"
    wanted = not described.default if described.type is bool else max(described.minimum, 0.5)
    if described.options:
        wanted = [*described.options][-1]
    if described.type is int:
        wanted = int(described.minimum) + 1
    value = [] if described.type is bool else [str(wanted)]
    rules = [rule.id for rule in RULES.values() if name in parameters(rule)]
    problem = {"hidden": "net", "wells": "wells"}.get(name, "linear")
    given = ("--problem", problem, "--algorithm", algorithm, option, *value, "--format", "json")
    given += ("--rule", rules[0]) if rules else ()
    epochs = () if name == "epochs" or algorithm != "mini-batch" else ("--epochs", "2")
    code, output, errors = call("train", *given, *epochs)
    assert (code, errors) == (0, [])
    assert json.loads(output)["config"][name] == wanted


def test_lr_is_short_for_learning_rate(call):
    assert call("train", "--lr", "0.1") == call("train", "--learning-rate", "0.1")
    assert call("train", "--lr", "0.1") != call("train")


@pytest.mark.parametrize(
    ("given", "start"),
    [
        (["--start", "1.5"], 1.5),
        (["--start", "-0.5"], -0.5),
        (["--start=-0.5"], -0.5),
        (["--start", "-.5"], -0.5),
        (["--start", "-1e-3"], -1e-3),
    ],
)
def test_the_start_may_be_negative(call, given, start):
    _code, output, _errors = call("train", *given, "--epochs", "1", "--format", "json")
    assert json.loads(output)["columns"]["w0"][0] == start


def test_a_start_of_several_numbers_is_read_as_such(call):
    code, _output, errors = call("train", "--start", "-1.5,0")
    assert code == 2
    assert errors == ["gdviz: This problem has 1 weight(s), but 2 start value(s) are given"]


def test_csv(call):
    code, output, errors = call("train", "--epochs", "3", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(output)))
    assert (code, errors) == (0, [])
    assert output.splitlines()[0] == "step,epoch,w0,loss,gradient0,evaluations"
    assert output.splitlines()[1].startswith("0,0,1.0,4.666666666666667,")
    assert [row["step"] for row in rows] == ["0", "1", "2", "3"]
    assert rows[-1]["gradient0"] == ""


@pytest.mark.parametrize("form", ["text", "csv", "json"])
def test_a_run_that_diverges_has_still_run(call, form):
    code, output, errors = call("train", "--lr", "0.3", "--format", form)
    assert code == 0
    assert output
    assert len(errors) == 1
    assert "Diverged at step" in errors[0]
    assert "0.2143" in errors[0]


@pytest.mark.parametrize(
    ("given", "notes"),
    [
        (["--algorithm", "sgd", "--batch-size", "2"], ["--batch-size"]),
        (["--algorithm", "exhaustive", "--lr", "1", "--rule", "plain"], ["--rule", "--lr"]),
        (["--algorithm", "exhaustive", "--epochs", "3", "--start", "1"], ["--start", "--epochs"]),
        (["--algorithm", "exhaustive", "--reduction", "sum"], []),
        (["--no-nesterov", "--order", "in-order"], ["--order"]),
        (["--no-replacement", "--points", "3"], ["--points", "--order"]),
        (["--algorithm", "mini-batch", "--batch-size", "2", "--momentum", "0.5"], []),
    ],
)
def test_an_option_without_effect_is_noted_and_the_run_goes_on(call, given, notes):
    code, output, errors = call("train", *given)
    assert code == 0
    assert "Predict (after training)" in output
    named = sorted(line.split()[1].replace("--no-", "--") for line in errors)
    assert named == sorted(note.replace("--no-", "--") for note in notes)
    assert all("has no effect with" in line for line in errors)


def test_so_is_an_option_of_another_problem(call):
    errors = call("train", "--problem", "parabola", "--reduction", "sum")[2]
    assert errors == ["gdviz: --reduction has no effect with parabola, gradient-descent, plain"]


def test_a_problem_has_its_own_defaults_unless_something_else_is_given(call):
    def config(*given):
        made = json.loads(call("train", *given, "--epochs", "5", "--format", "json")[1])["config"]
        return made["learning_rate"]

    assert config("--problem", "rosenbrock") == 0.002
    assert config("--problem", "rosenbrock", "--lr", "0.001") == 0.001
    assert config("--problem", "beale") == 0.01


def test_a_file_is_written_whole_and_alone(call, tmp_path):
    path = tmp_path / "run.csv"
    path.write_text("before")
    given = ("train", "--epochs", "3", "--format", "csv")
    assert call(*given, "-o", str(path)) == (0, "", [])
    assert path.read_text() == call(*given)[1]
    assert list(tmp_path.iterdir()) == [path]


def test_bad_input_leaves_a_file_as_it_was(call, tmp_path):
    path = tmp_path / "run.csv"
    path.write_text("before")
    assert call("train", "--lr", "20", "-o", str(path))[0] == 2
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_run_that_fails_midway_leaves_no_half_file(call, tmp_path, monkeypatch):
    def fail(changes, stream, tell):
        stream.write("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("gdviz.cli.commands.FORMATS", {"csv": Format("csv", fail)})
    path = tmp_path / "run.csv"
    code, _output, errors = call("train", "--format", "csv", "-o", str(path))
    assert (code, errors) == (1, [f"gdviz: cannot write {path}: No space left on device"])
    assert list(tmp_path.iterdir()) == []


def test_a_run_for_which_memory_is_short_says_so(call, monkeypatch):
    def fail(changes, stream, tell):
        raise MemoryError

    monkeypatch.setattr("gdviz.cli.commands.FORMATS", {"csv": Format("csv", fail)})
    assert call("train", "--format", "csv") == (
        1, "", ["gdviz: there is not enough memory for this"]
    )  # fmt: skip


def test_a_file_that_cannot_be_written_says_why(call, tmp_path):
    (tmp_path / "file").write_text("")
    for name in ("none/run.csv", "file/run.csv", "."):
        path = tmp_path / name
        code, output, errors = call("train", "-o", str(path))
        assert (code, output, len(errors)) == (2, "", 1)
        assert errors[0].startswith(f"gdviz: cannot write {path}: ")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_file_whose_name_is_as_long_as_can_be_is_written(call, tmp_path):
    path = tmp_path / ("n" * 250)
    assert call("train", "--epochs", "1", "-o", str(path)) == (0, "", [])
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["a\0b", "n" * 300])
def test_a_name_that_no_file_can_have_is_bad_input(call, name):
    code, output, errors = call("train", "-o", name)
    assert (code, output, len(errors)) == (2, "", 1)
    assert "cannot write" in errors[0]


@pytest.mark.skipif(os.name != "posix", reason="POSIX has devices among its files")
def test_a_device_is_written_to_and_a_link_is_kept(call, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "run")
    assert call("train", "-o", str(link)) == (0, "", [])
    assert link.is_symlink()
    assert (tmp_path / "run").read_text().startswith("Predict")
    null = tmp_path / "null"
    null.symlink_to("/dev/null")
    assert call("train", "-o", str(null)) == (0, "", [])
    assert null.is_symlink()
    assert not Path("/dev/null").is_file()


@pytest.mark.parametrize("command", [("train",), ("sweep",), ("ensemble", "--members", "10")])
@pytest.mark.parametrize("name", ["csv", "json"])
def test_what_a_files_name_ends_in_says_how_it_is_written(call, tmp_path, command, name):
    one, other = tmp_path / f"one.{name}", tmp_path / "other"
    assert call(*command, "-o", str(one))[0] == 0
    assert call(*command, "-o", str(other), "--format", name)[0] == 0
    assert one.read_bytes() == other.read_bytes()


def test_a_run_is_no_picture(call, tmp_path):
    code, _output, errors = call("train", "-o", str(tmp_path / "run.png"))
    assert code == 2
    assert "gdviz render" in errors[0]
    assert list(tmp_path.iterdir()) == []
