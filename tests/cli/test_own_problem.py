"""`--function`, `--data` and `--samples`, for the window and for `gdviz train`."""

import json

import numpy as np
import pytest

from gdviz.core.problems.expression import parse

X = [1.0, 2.0, 3.0, 4.0]
Y = [2.5, 3.5, 6.5, 7.5]


@pytest.fixture
def table(tmp_path):
    """A file with three columns of numbers, of which the first two are X and Y."""
    path = tmp_path / "table.csv"
    rows = [f"{x},{y},{10 * x}" for x, y in zip(X, Y, strict=True)]
    path.write_text("\n".join(["a,b,c", *rows]))
    return path


def config_of(call, *arguments):
    code, output, errors = call("train", *arguments, "--epochs", "2", "--format", "json")
    assert code == 0, errors
    return json.loads(output)["config"]


@pytest.mark.parametrize("text", ["-w^2 + w^4", "ｗ＾４－ｗ²", "−w² + w⁴"])
def test_train_minimises_a_function(call, text):
    given = ("--function", text, "--domain", "-2,2", "--start", "1", "--lr", "0.1")
    code, output, errors = call("train", *given, "--epochs", "1")
    assert (code, errors) == (0, [])
    # The gradient at 1 is 4 - 2.
    assert output.startswith("Epoch: 0 w= 0.8 loss= 0.0\n")


def test_a_function_of_two_weights_has_two(call):
    config = config_of(call, "--function", "x^2 + 2y^2", "--start", "1,2")
    assert (config["start"], config["domain"]) == ([1.0, 2.0], [-5.0, 5.0])


def test_train_fits_a_line_to_data(call, table):
    code, output, errors = call(
        "train", "--data", str(table), "--lr", "0.1", "--epochs", "2000", "--format", "json"
    )
    assert (code, errors) == (0, [])
    assert json.loads(output)["weights"] == pytest.approx(np.polyfit(X, Y, 1).tolist())


def test_columns_and_model_are_chosen(call, table):
    given = ("--data", str(table), "--x", "c", "--y", "1", "--model", "linear")
    config = config_of(call, *given, "--lr", "1e-4")
    assert (config["x"], config["y"], config["model"]) == ("c", "a", "linear")
    assert len(config["start"]) == 1


def test_train_fits_a_model_of_ones_own(call, table):
    given = ("--data", str(table), "--model", "a x^2 + b x + c", "--lr", "0.01")
    code, output, errors = call("train", *given, "--epochs", "100000", "--format", "json")
    assert (code, errors) == (0, [])
    written = json.loads(output)
    assert written["weights"] == pytest.approx(np.polyfit(X, Y, 2).tolist(), abs=1e-6)
    assert written["config"]["model"] == "a*x^2 + b*x + c"


def test_train_fits_a_line_to_samples_that_are_typed(call):
    given = ("--samples", "1 2.5; 2 3.5; 3 6.5; 4 7.5", "--lr", "0.1", "--epochs", "2000")
    code, output, errors = call("train", *given, "--format", "json")
    assert (code, errors) == (0, [])
    assert json.loads(output)["weights"] == pytest.approx(np.polyfit(X, Y, 1).tolist())


def test_a_model_without_a_value_on_the_data_is_refused(call, table):
    code, output, errors = call("train", "--data", str(table), "--model", "a exp(x^99)")
    assert (code, output, len(errors)) == (2, "", 1)
    assert "no value on these data" in errors[0]


def test_fewer_samples_than_weights_are_refused(call):
    given = ("--samples", "1 2; 2 4", "--model", "a x^2 + b x + c")
    code, output, errors = call("train", *given)
    assert (code, output) == (2, "")
    assert errors == ["gdviz: 3 weights need 3 different x, but there are 2"]


def test_what_standardising_does_is_said(call, table):
    given = ("train", "--data", str(table), "--model", "linear", "--epochs", "1")
    code, _output, errors = call(*given, "--standardise")
    assert code == 0
    # 2 / curvature, and the curvature is twice the mean of x².
    assert f"past α = {1 / np.mean(np.square(X)):.3g}, with it past α = 1." in errors[0]
    assert len(errors) == 1
    assert call(*given)[2] == []
    assert call(*given, "--no-standardise") == call(*given)


def test_what_standardising_does_is_said_of_the_losses_as_they_are_reduced(call, table):
    given = (
        "train",
        "--data",
        str(table),
        "--model",
        "linear",
        "--reduction",
        "sum",
        "--lr",
        "1e-4",
    )
    code, _output, errors = call(*given, "--standardise")
    assert code == 0
    assert (
        f"past α = {1 / np.sum(np.square(X)):.3g}, with it past α = {1 / len(X):.3g}." in errors[0]
    )
    assert config_of(call, *given[1:])["reduction"] == "sum"


@pytest.mark.parametrize(
    "given",
    [
        ["--function", "w1^2 + sin(w2)", "--domain", "-1,2.5"],
        ["--data", "{table}", "--x", "3", "--y", "b", "--standardise"],
        ["--data", "{table}", "--no-header", "--model", "linear"],
        ["--samples", "-1 2; 2 4; 3 6", "--standardise"],
        ["--data", "{table}", "--model", "-a sin(x) + b"],
    ],
)
def test_the_config_in_json_is_what_makes_the_run_again(call, table, given):
    if "--no-header" in given:
        table.write_text("1,2\n3,4\n")
    config = config_of(call, *(part.format(table=table) for part in given))
    again = []
    for name in ("function", "data", "samples", "x", "y", "model"):
        again += [f"--{name}", str(config[name])] if name in config else []
    for name in ("header", "standardise"):
        again += [f"--{'' if config[name] else 'no-'}{name}"] if name in config else []
    if "domain" in config:
        again += ["--domain", ",".join(map(str, config["domain"]))]
    assert config_of(call, *again) == config


BAD = [
    (["--function", "w^2 + foo"], ["--function, character 7", "Unknown name foo"]),
    (["--function", "９w + 😀"], ["character 6", "not understood"]),
    (["--function", ""], ["character 1", "Type a function"]),
    (["--function", "9**9**9*w"], ["too large"]),
    (["--function", "w" * 10_000], ["too long"]),
    (["--function", "__import__('os')"], ["character 1", "not understood"]),
    (["--function", "w", "--domain", "1"], ["--domain", "'1'", "comma"]),
    (["--function", "w", "--domain", "1,x"], ["--domain", "'x' is not a number"]),
    (["--function", "w", "--domain", "3,1"], ["from 3", "to 1"]),
    (["--function", "ln(w)", "--domain", "-3,-1"], ["no value"]),
    (["--function", "w^2", "--domain", "-1e308,1e308"], ["within ±1e+100", "-1e+308 to 1e+308"]),
    (["--function", "w", "--domain", "0,1e101"], ["within ±1e+100"]),
    (["--function", "w", "--domain", "1e7,2e7"], ["Start weight"]),
    (["--function", "w", "--data", "x"], ["--problem, --function, --data and --samples"]),
    (["--samples", "1 2; 2 x"], ["line 2", "'x' is not a number"]),
    (["--data", "none.csv"], ["there is no file 'none.csv'"]),
    (["--data", "{table}", "--x", "9" * 5000], ["no column '999", "a, b, c"]),
    (["--data", "{table}", "--x", "z"], ["no column 'z'", "a, b, c"]),
    (["--data", "{table}", "--x", "a", "--y", "a"], ["two different columns"]),
    (["--data", "{table}", "--model", "cubic"], ["--model, character 1", "cubic is no function"]),
    (["--data", "{table}", "--model", "a x + 2("], ["--model, character 8", "never closed"]),
]


@pytest.mark.parametrize("command", [["train"], []])
@pytest.mark.parametrize(("given", "said"), BAD)
def test_bad_input_gets_one_line_and_opens_no_window(call, table, command, given, said):
    code, output, errors = call(*command, *(part.format(table=table) for part in given))
    assert (code, output, len(errors)) == (2, "", 1)
    assert all(words in errors[0] for words in said)


def test_only_one_problem_can_be_chosen(call):
    code, _output, errors = call("train", "--problem", "linear", "--function", "w^2")
    assert (code, errors) == (
        2,
        ["gdviz: choose one of --problem, --function, --data and --samples"],
    )


def test_a_bad_row_is_named_by_its_line(call, table):
    table.write_text(table.read_text() + "\n5,oops,6\n")
    code, output, errors = call("train", "--data", str(table))
    assert (code, output) == (2, "")
    assert errors == ["gdviz: line 6: 'oops' in column 'b' is not a number"]


def test_what_goes_with_another_option_is_noted_without_it(call):
    given = ("--domain", "1,2", "--x", "a", "--no-header", "--standardise")
    code, _output, errors = call("train", *given)
    assert code == 0
    assert errors == [
        "gdviz: --domain has no effect without --function",
        "gdviz: --x has no effect without --data",
        "gdviz: --header has no effect without --data",
        "gdviz: --standardise has no effect without --data or --samples",
    ]


def test_it_is_noted_once_where_there_is_no_display(call, plant):
    plant("display", why_no_display=lambda: "there is no display")
    _code, _output, errors = call("--domain", "1,2")
    assert errors == [
        "gdviz: there is no display",
        "gdviz: --domain has no effect without --function",
    ]


@pytest.mark.parametrize(
    "bad", [["--lr", "20"], ["--function", "w +"], ["-o", "none/run"], ["--data", "none.csv"]]
)
def test_bad_input_gets_no_note_beside_its_line(call, bad):
    code, _output, errors = call("train", "--model", "linear", "--points", "5", *bad)
    assert (code, len(errors)) == (2, 1)


def test_the_window_opens_on_a_function(call, opened):
    assert call("--function", "w^2", "--domain", "-1,1", "--lesson", "listing-2")[0] == 0
    ((lesson, own),) = opened
    assert lesson.id == "listing-2"
    assert own == {"function": parse("w^2", (-1, 1)), "rule": None}


def test_the_window_opens_on_data(call, opened, table):
    given = ("--x", "c", "--y", "2", "--model", "linear", "--standardise")
    assert call("--data", str(table), *given)[0] == 0
    ((lesson, own),) = opened
    choice = own["data"]
    assert lesson is None
    assert (choice.source.path, choice.source.x, choice.source.y) == (table, "c", "2")
    assert (choice.model, choice.standardised) == ("linear", True)


def test_the_window_opens_on_samples(call, opened):
    assert call("--samples", "1 2; 2 4", "--model", "a x")[0] == 0
    choice = opened[0][1]["data"]
    assert (choice.source.read().y.tolist(), choice.model) == ([2, 4], "a x")


@pytest.mark.parametrize("given", [["--function", "w^2"], ["--data", "{table}", "--lr", "0.01"]])
def test_without_a_display_it_is_trained_on_in_the_terminal(call, opened, plant, table, given):
    plant("display", why_no_display=lambda: "there is no display")
    own = [part.format(table=table) for part in given[:2]]
    code, output, errors = call(*own)
    trained = call("train", *own)
    assert (code, output) == trained[:2]
    assert errors == ["gdviz: there is no display", *trained[2]]
