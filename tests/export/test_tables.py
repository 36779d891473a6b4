"""A run written as text, CSV and JSON."""

import csv
import io
import json
import math
import os
import re
import sys
import tempfile
from dataclasses import replace

import numpy as np
import pytest

from gdviz import i18n
from gdviz.core import ALGORITHMS, PROBLEMS, Outcome, configure, record
from gdviz.core.cancelling import CancelledError, given_up_unless
from gdviz.core.problems.data import read_samples
from gdviz.core.problems.expression import parse
from gdviz.core.problems.own_data import regression
from gdviz.export import FORMATS, tables


def written(form, config, *later):
    stream = io.StringIO()
    ending = FORMATS[form].write(((0, config), *later), stream)
    return stream.getvalue(), ending


def replaced(config, **settings):
    rule = config.algorithm.rule
    if "momentum" in settings:
        return replace(config, algorithm=replace(config.algorithm, rule=replace(rule, **settings)))
    return replace(config, algorithm=replace(config.algorithm, **settings))


def two_weights(config):
    problem = replace(
        PROBLEMS["linear"],
        model="w·x + b",
        domain=((0.0, 4.0), (-2.0, 2.0)),
        start=(1.0, 0.5),
    )
    return replace(config, problem=problem, start=())


def course_listing():
    """Listing 1 of the course, printing as it prints."""
    data, w = [(1.0, 2.0), (2.0, 4.0), (3.0, 6.0)], 1.0
    lines = [f"Predict (before training) 4 {4 * w}"]
    for epoch in range(100):
        cost = sum((x * w - y) ** 2 for x, y in data) / 3
        w = w - 0.01 * sum(2 * x * (x * w - y) for x, y in data) / 3
        lines.append(f"Epoch: {epoch} w= {w} loss= {cost}")
    return [*lines, f"Predict (after training) 4 {4 * w}"]


def numbers(line):
    words, values = [], []
    for word in line.split():
        try:
            values.append(float(word))
        except ValueError:
            words.append(word)
    return words, values


def test_text_is_what_the_course_prints():
    text, _ending = written("text", configure(learning_rate=0.01, epochs=100))
    got, expected = text.splitlines(), course_listing()
    assert text.endswith("\n")
    assert got[0] == expected[0] == "Predict (before training) 4 4.0"
    assert got[1] == expected[1] == "Epoch: 0 w= 1.0933333333333333 loss= 4.666666666666667"
    assert len(got) == len(expected)
    for line, wanted in zip(got, expected, strict=True):
        assert numbers(line)[0] == numbers(wanted)[0]
        assert numbers(line)[1] == pytest.approx(numbers(wanted)[1], rel=1e-9)


def test_text_has_a_line_an_epoch_with_its_last_step():
    config = configure(algorithm="sgd", epochs=3, seed=1)
    trace = record(config)
    lines = written("text", config)[0].splitlines()
    assert lines[1:-1] == [
        f"Epoch: {epoch} w= {trace.w[3 * epoch + 3, 0]} loss= {trace.loss[3 * epoch + 2]}"
        for epoch in range(3)
    ]


def test_text_has_each_probe_of_a_search_and_the_best():
    lines = written("text", configure(algorithm="exhaustive", points=3))[0].splitlines()
    assert lines[0].startswith("Predict (before training) 4 ")
    assert lines[1:4] == [
        f"Probe: 0 w= 0.0 loss= {56 / 3}",
        "Probe: 1 w= 2.0 loss= 0.0",
        f"Probe: 2 w= 4.0 loss= {56 / 3}",
    ]
    assert "w = 2," in lines[4]
    assert lines[5] == "Predict (after training) 4 8.0"


def test_text_lists_several_weights():
    config = two_weights(configure(epochs=1, learning_rate=0.01))
    lines = written("text", config)[0].splitlines()
    w = [1 + 0.01 * 7.333333333333333, 0.5 + 0.01 * 3]
    before, _, after = lines[1].partition("w= [")
    assert before == "Epoch: 0 "
    assert [float(value) for value in after.partition("]")[0].split(", ")] == pytest.approx(w)
    assert lines[0] == "Predict (before training) 4 4.5"


def test_text_of_a_problem_without_predictions_has_none():
    class Parabola:
        id, title, formula, weights = "parabola", "w²", "", ("w",)
        n_samples, domain, start, minima = 1, ((-1.0, 1.0),), (1.0,), ((0.0,),)

        def cost(self, w):
            return np.asarray((w**2).sum(axis=-1))

        def loss(self, w, rows=None):
            return float(self.cost(w))

        def gradient(self, w, rows=None):
            return 2 * w

    config = replace(configure(epochs=1, learning_rate=0.25), problem=Parabola())
    assert written("text", config)[0] == "Epoch: 0 w= 0.5 loss= 1.0\n"


def table(config):
    text, ending = written("csv", config)
    return list(csv.DictReader(io.StringIO(text))), text.splitlines()[0], ending


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_csv_has_every_step_and_the_end(algorithm):
    config = configure(algorithm=algorithm, epochs=5, points=4, levels=2, seed=1)
    trace = record(config)
    rows, header, ending = table(config)
    assert header == "step,epoch,w0,loss,gradient0,evaluations"
    assert len(rows) == len(trace) + 1
    for number, row in enumerate(rows[:-1]):
        step = trace.step(number)
        gradient = "" if config.algorithm.searches else repr(float(step.gradient[0]))
        assert list(row.values()) == [
            str(number),
            str(step.epoch),
            repr(float(step.w[0])),
            repr(step.loss),
            gradient,
            str(step.evaluations),
        ]
    last = rows[-1]
    assert int(last["step"]) == len(trace) == ending.steps
    assert int(last["epoch"]) == trace.epoch[-1] + 1
    assert float(last["w0"]) == trace.w[-1, 0]
    assert float(last["loss"]) == config.problem.cost(trace.w[-1]) == ending.cost
    assert last["gradient0"] == ""
    assert int(last["evaluations"]) == trace.evaluations[-1] == ending.evaluations


def test_csv_has_a_column_for_each_weight():
    rows, header, _ending = table(two_weights(configure(epochs=2)))
    assert header == "step,epoch,w0,w1,loss,gradient0,gradient1,evaluations"
    assert (rows[0]["w0"], rows[0]["w1"]) == ("1.0", "0.5")
    assert (rows[-1]["gradient0"], rows[-1]["gradient1"]) == ("", "")


def strict(text):
    def refuse(name):
        raise AssertionError(f"{name} is not JSON")

    return json.loads(text, parse_constant=refuse)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_json_has_the_columns_of_the_csv(algorithm):
    config = configure(algorithm=algorithm, epochs=5, points=4, levels=2, seed=1)
    document = strict(written("json", config)[0])
    rows, header, ending = table(config)
    columns = document["columns"]
    names = ["config", "outcome", "verdict", "weights", "cost", "evaluations", "columns"]
    assert list(document) == names
    assert ",".join(columns) == header
    for name, column in columns.items():
        cells = [float(row[name]) if row[name] else None for row in rows]
        assert column == cells
    assert document["outcome"] == ending.outcome.value
    assert document["weights"] == ending.w.tolist()
    assert (document["cost"], document["evaluations"]) == (ending.cost, ending.evaluations)


class Watched(io.TextIOBase):
    """Counts what Python has in memory each time something is written to it."""

    most = 0

    def write(self, text):
        self.most = max(self.most, sys.getallocatedblocks())
        return len(text)


@pytest.mark.parametrize("form", FORMATS)
def test_no_run_is_kept_in_memory(form):
    stream = Watched()
    FORMATS[form].write(((0, configure(epochs=10)),), stream)
    before = sys.getallocatedblocks()
    FORMATS[form].write(((0, configure(epochs=5_000, learning_rate=1e-6)),), stream)
    assert stream.most - before < 5_000  # not even one thing for each step


def test_a_long_column_waits_on_the_disk(monkeypatch):
    config = configure(epochs=3_000, learning_rate=1e-6)
    text, ending = written("json", config)
    monkeypatch.setattr(tables, "_LONGEST_IN_MEMORY", 1000)
    assert written("json", config) == (text, ending)


@pytest.mark.skipif(os.name != "posix", reason="POSIX limits the size of files")
def test_where_no_more_can_wait_it_is_said_where(monkeypatch):
    import resource

    monkeypatch.setattr(tables, "_LONGEST_IN_MEMORY", 1000)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, before[1]))
    try:
        with pytest.raises(OSError, match=f"{re.escape(tempfile.gettempdir())}: File too large"):
            written("json", configure(epochs=3_000, learning_rate=1e-6))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_the_config_in_json_makes_the_run_again(algorithm):
    config = configure(
        algorithm=algorithm, momentum=0.5, nesterov=True, learning_rate=0.02, epochs=3, seed=8,
        start=(1.5,), reduction="sum", points=7, levels=2, batch_size=3, steps_per_epoch=4,
        order="with-replacement",
    )  # fmt: skip
    settings = strict(written("json", config)[0])["config"]
    assert configure(**settings | {"start": tuple(settings["start"])}) == config


def test_json_says_what_a_problem_of_ones_own_is_made_from(tmp_path):
    function = parse("x^2 + y^2", (-1.0, 2.0))
    config = strict(written("json", configure(problem=function))[0])["config"]
    assert (config["problem"], config["domain"]) == ("expression", [-1.0, 2.0])
    assert parse(config["function"], tuple(config["domain"])) == function

    path = tmp_path / "table.csv"
    path.write_text("a,b\n1,2\n2,4\n")
    data = regression(read_samples(path), "linear", standardised=True)
    config = strict(written("json", configure(problem=data))[0])["config"]
    expected = {
        "problem": "own-data", "data": str(path), "x": "a", "y": "b", "header": True,
        "model": "linear", "standardise": True,
    }  # fmt: skip
    assert expected.items() <= config.items()


@pytest.mark.parametrize("form", FORMATS)
def test_a_run_that_diverges_is_written_to_its_last_good_state(form):
    config = configure(learning_rate=0.3)
    text, ending = written(form, config)
    assert ending.outcome is Outcome.DIVERGED
    assert ending.steps == len(record(config))
    assert math.isfinite(ending.cost)
    assert "nan" not in text.lower()
    assert "inf" not in text.lower()


def test_what_is_not_finite_is_null_in_json():
    problem = replace(PROBLEMS["linear"], data={"x": np.array([1e150]), "y": np.array([1.0])})
    config = replace(configure(), problem=problem, start=(1e6,))
    document = strict(written("json", config)[0])
    assert (document["outcome"], document["cost"]) == ("diverged", None)
    assert document["columns"]["loss"] == [None]


def test_a_cost_that_is_not_defined_where_a_search_probes_is_nowhere():
    function = parse("ln(w) + 1/w", (-1.0, 3.0))
    config = configure(problem=function, algorithm="exhaustive", points=5)
    document = strict(written("json", config)[0])
    losses = document["columns"]["loss"]
    assert losses[0] is None  # at -1
    assert losses[2:5] == [1.0, math.log(2) + 0.5, math.log(3) + 1 / 3]
    assert [row["loss"] for row in table(config)[0]][:2] == ["", ""]


def test_every_setting_that_was_changed_on_the_way_has_a_column():
    first = configure(epochs=20, momentum=0.5)
    changes = (7, replaced(first, learning_rate=0.05)), (9, replaced(first, momentum=0.0))
    rows = list(csv.DictReader(io.StringIO(written("csv", first, *changes)[0])))
    assert [*rows[0]][-3:] == ["evaluations", "learning_rate", "momentum"]
    rates = [float(row["learning_rate"]) for row in rows[:-1]]
    assert rates == [0.01] * 7 + [0.05] * 2 + [0.01] * 11
    assert [float(row["momentum"]) for row in rows[:-1]] == [0.5] * 9 + [0.0] * 11
    assert rows[-1]["momentum"] == ""
    columns = strict(written("json", first, *changes)[0])["columns"]
    assert columns["learning_rate"] == [*rates, None]


@pytest.mark.parametrize("form", FORMATS)
def test_it_tells_how_much_is_done_and_is_given_up_once_nobody_wants_it(form):
    config = configure(epochs=100_000, learning_rate=1e-6)
    told = []
    with pytest.raises(CancelledError), given_up_unless(lambda: not told or told[-1] < 0.5):
        FORMATS[form].write(((0, config),), io.StringIO(), told.append)
    assert told == sorted(told)
    assert 0 < told[0] < 0.5 <= told[-1] < 0.51
    told.clear()
    FORMATS[form].write(((0, config),), io.StringIO(), told.append)
    assert told[-1] == 1


def test_a_table_has_ascii_alone_and_is_the_same_in_any_language(monkeypatch):
    def every():
        return [written(form, configure(epochs=3))[0] for form in ("csv", "json")]

    before = every()
    monkeypatch.setattr(i18n, "_current", "zh")
    monkeypatch.setattr(i18n, "_translations", i18n._translations)
    i18n.set_language("zh")
    assert every() == before
    assert all(text.isascii() for text in before)


@pytest.mark.parametrize("form", ["csv", "json"])
def test_what_was_changed_on_the_way_is_written(form):
    first, then = configure(epochs=20), configure(epochs=20, learning_rate=0.05)
    text, ending = written(form, first, (7, then))
    trace = record(first).continued(7, then)
    w = trace.w[7]
    for _step in range(7, 20):  # by hand: the mean of 2x(xw - y) over three samples
        w = w - 0.05 * np.mean([2 * x * (x * w - 2 * x) for x in (1.0, 2.0, 3.0)], axis=0)
    np.testing.assert_allclose(ending.w, w, rtol=1e-12)
    if form == "json":
        document = json.loads(text)
        assert document["config"]["learning_rate"] == 0.01
        assert [(one["step"], one["learning_rate"]) for one in document["changes"]] == [(7, 0.05)]
        np.testing.assert_allclose(document["columns"]["w0"][-1], w[0], rtol=1e-12)
    else:
        np.testing.assert_allclose(float(text.splitlines()[-1].split(",")[2]), w[0], rtol=1e-12)
