"""`gdviz sweep`, against `gdviz train` at each of its learning rates, and by hand."""

import csv
import io
import json

import numpy as np
import pytest

from gdviz.core import RULES


def rows(call, *arguments):
    code, output, errors = call("sweep", *arguments, "--format", "csv")
    assert (code, errors) == (0, [])
    assert output.isascii()
    return list(csv.DictReader(io.StringIO(output)))


@pytest.mark.parametrize(
    "run", [("--epochs", "30"), ("--problem", "himmelblau", "--rule", "adam", "--epochs", "50")]
)
def test_each_run_is_what_train_makes_at_its_rate(call, run):
    table = rows(call, *run, "--lowest", "0.01", "--highest", "4", "--count", "9")
    found = [float(row["learning_rate"]) for row in table]
    assert (found[0], found[-1]) == (0.01, 4)
    assert found == pytest.approx(np.geomspace(0.01, 4, 9), rel=0.005)
    for row in table:
        given = (*run, "--lr", row["learning_rate"], "--format", "json")
        alone = json.loads(call("train", *given)[1])
        weights = [float(row[name]) for name in row if name[0] == "w"]
        assert weights == pytest.approx(alone["weights"], rel=1e-9)
        assert float(row["cost"]) == pytest.approx(alone["cost"], rel=1e-6, abs=1e-12)
        assert int(row["steps"]) == alone["columns"]["step"][-1]
        assert int(row["evaluations"]) == alone["evaluations"]
        assert (row["outcome"], row["verdict"]) == (alone["outcome"], alone["verdict"])
    assert {row["region"] for row in table} <= {"diverged", "risen", "slow", "fair", "good"}
    assert len({row["region"] for row in table}) > 1


def test_a_map_has_a_row_for_each_momentum_and_rate(call):
    table = rows(call, "--map", "--epochs", "5", "--count", "3")
    momenta = [float(row["momentum"]) for row in table]
    assert momenta == pytest.approx(np.repeat(np.arange(20) / 20, 3))
    given = ("--momentum", table[4]["momentum"], "--lr", table[4]["learning_rate"], "--epochs", "5")
    alone = json.loads(call("train", *given, "--format", "json")[1])
    assert float(table[4]["w0"]) == pytest.approx(alone["weights"][0], rel=1e-12)


def test_json_has_the_settings_the_best_and_the_columns(call):
    given = ("--epochs", "30", "--seed", "7")
    table, document = rows(call, *given), json.loads(call("sweep", *given, "--format", "json")[1])
    assert (document["config"]["epochs"], document["config"]["seed"]) == (30, 7)
    assert "learning_rate" not in document["config"]
    assert document["limits"] == pytest.approx([2 / (2 * (1 + 4 + 9) / 3)])
    columns = document["columns"]
    assert [*columns] == [*table[0]]
    assert [repr(value) for value in columns["w0"]] == [row["w0"] for row in table]
    assert document["best"]["cost"] == min(columns["cost"])
    assert document["best"]["learning_rate"] in columns["learning_rate"]


def test_the_text_says_the_best_and_how_each_ends(call):
    code, output, errors = call("sweep", "--lowest", "0.001", "--count", "5", "--epochs", "20")
    assert (code, errors) == (0, [])
    title, summary, *lines = output.splitlines()
    assert title == "5 runs of 20 steps each"
    assert "The best is α = 0.1," in summary
    assert "2/λ = 0.2143" in summary
    assert [line.split()[2] for line in lines] == ["0.001", "0.01", "0.1", "1", "10"]
    assert [line.split()[-1] for line in lines[-2:]] == ["diverges", "diverges"]


def test_every_rule_is_written_at_its_best(call):
    given = ("--rules", "--epochs", "20", "--format")
    table = list(csv.DictReader(io.StringIO(call("sweep", *given, "csv")[1])))
    assert [row["rule"] for row in table] == [*RULES]
    runs = json.loads(call("sweep", *given, "json")[1])["rules"]
    assert [run["config"]["rule"] for run in runs] == [*RULES]
    for row, run in zip(table, runs, strict=True):
        assert (float(row["cost"]), float(row["learning_rate"])) == (
            run["cost"],
            run["config"]["learning_rate"],
        )
    adam = next(row for row in table if row["rule"] == "adam")
    alone = ("--rule", "adam", "--lr", adam["learning_rate"], "--epochs", "20")
    trained = json.loads(call("train", *alone, "--format", "json")[1])
    assert trained["cost"] == pytest.approx(float(adam["cost"]), rel=1e-6)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--algorithm", "exhaustive"], "A search has no learning rate"),
        (["--map", "--rule", "adam"], "no momentum"),
        (["--lowest", "1", "--highest", "0.5"], "must be below"),
        (["--highest", "20"], "Highest rate must be from 1e-06 to 10, not 20"),
        (["--count", "1"], "from 2 to 1000"),
        (["--rules", "--count", "5"], "--rules sweeps the whole range"),
    ],
)
def test_what_cannot_be_swept_is_refused_in_one_line(call, tmp_path, arguments, said):
    path = tmp_path / "sweep.csv"
    code, output, errors = call("sweep", *arguments, "-o", str(path))
    assert (code, output, len(errors)) == (2, "", 1)
    assert said in errors[0]
    assert not path.exists()


def test_what_is_swept_has_no_effect_and_that_is_said(call):
    given = ("--epochs", "2", "--count", "2", "--lr", "0.5")
    assert call("sweep", *given)[2] == ["gdviz: --lr has no effect with gdviz sweep"]
