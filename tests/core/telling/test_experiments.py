"""Each experiment ends as its sentence says; a mistake in their file is said with its line."""

import re

import numpy as np
import pytest

from gdviz.core import record
from gdviz.core.numbers import format_number
from gdviz.core.runs.comparison import reached
from gdviz.core.telling.experiments import load_experiments
from gdviz.core.telling.source import SourceError

EXPERIMENTS = load_experiments()
NEAR = 0.02  # of the domain's width
THERE = 0.01  # of what the start's cost is above the least


@pytest.fixture(params=EXPERIMENTS)
def experiment(request):
    return EXPERIMENTS[request.param]


def arrival(trace, by):
    """When a run is first as near the least cost as counts, infinity where it never is."""
    problem = trace.config.problem
    least = min(float(problem.cost(np.array(w))) for w in problem.minima)
    above = problem.cost(trace.w) - least
    there = np.flatnonzero(above < THERE * above[0])
    return reached(trace, by, int(there[0])) if len(there) else np.inf


def test_what_a_sentence_claims_is_so(experiment):
    traces, claims = [record(config) for config in experiment.configs()], experiment.claims
    for trace, end in zip(traces, claims.ends, strict=bool(claims.ends)):
        assert end in ("", trace.ending.verdict.value)
    for trace, at in zip(traces, claims.at, strict=bool(claims.at)):
        widths = [high - low for low, high in trace.config.problem.domain]
        assert not at or (abs(trace.w[-1] - at) <= NEAR * np.array(widths)).all(), trace.w[-1]
    if claims.there:
        arrivals = {n: arrival(trace, experiment.by) for n, trace in enumerate(traces, 1)}
        came = sorted((n for n in arrivals if arrivals[n] < np.inf), key=lambda n: arrivals[n])
        assert tuple(came) == claims.there, arrivals
    if claims.limit is not None:
        config = traces[0].config
        limit = config.algorithm.stability_limit(config.problem)
        assert format_number(limit, 3) == format_number(claims.limit, 3)
        assert config.algorithm.learning_rate > limit


def numbers(value):
    """All numbers in settings and claims, and in a text."""
    if isinstance(value, str):
        found = re.findall(r"−?\d[\d,]*(?:\.\d+)?", value)
        return {float(one.replace(",", "").replace("−", "-")) for one in found}
    if isinstance(value, dict):
        return numbers([*value.values()])
    if isinstance(value, list | tuple):
        return set().union(*(numbers(one) for one in value))
    return {float(value)} if isinstance(value, int | float) else set()


def test_a_sentence_says_no_number_that_is_neither_set_nor_claimed(experiment):
    claims, problem = experiment.claims, experiment.configs()[0].problem
    known = numbers([*map(dict, experiment.settings), claims.at, claims.limit or 0])
    known |= {problem.n_samples, 100 * THERE, experiment.configs()[0].epochs}
    for text in (experiment.title, experiment.watch):
        assert numbers(text.en) == numbers(text.zh)
        assert numbers(text.en) <= known, numbers(text.en) - known


def test_there_are_about_a_dozen_each_with_a_claim_and_one_sentence():
    assert 12 <= len(EXPERIMENTS) <= 16
    for experiment in EXPERIMENTS.values():
        assert experiment.watch.en.count(". ") <= 1
        assert len(experiment.watch.en) < 200
        assert not re.search(r"[,.;:?!][一-鿿]|[一-鿿][,.;:?!]", experiment.watch.zh)


SOUND = """
[[experiments]]
id = "one"
beside = [{ learning_rate = 0.2 }]
[experiments.title]
en = "One"
zh = "一"
[experiments.watch]
en = "Watch."
zh = "看。"
[experiments.settings]
problem = "linear"
[experiments.claims]
ends = ["converged", ""]
"""


def test_what_is_not_given_is_as_usual(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(SOUND, "utf-8")
    (one,) = load_experiments(path).values()
    assert (one.speed, one.by, one.logarithmic, one.claims.at) == (10, "steps", False, ())
    assert [config.algorithm.learning_rate for config in one.configs()] == [0.01, 0.2]


@pytest.mark.parametrize(
    ("sound", "wrong", "said"),
    [
        ('id = "one"', "id = 1", r"line 3: 'experiments\.id' must be a text"),
        ('id = "one"', "", r"line 2: 'experiments\.id' is missing"),
        ("learning_rate = 0.2", "learning_rate = 20", r"line 4: .*10"),
        ("learning_rate = 0.2", "learning_rat = 0.2", r"line 4: .*not known"),
        ("beside", "besides", r"line 4: 'experiments\.besides' is not known"),
        ('zh = "看。"', "", r"'experiments\.watch\.zh' is missing"),
        ('["converged", ""]', '["converged"]', "one entry for each of the 2 runs"),
        ('["converged", ""]', '["comes", ""]', "line 14: .*'experiments.claims.ends.comes'"),
        ('ends = ["converged", ""]', "", "must say what is to be seen"),
        ('ends = ["converged", ""]', "there = [3]", "from 1 to 2"),
        ('ends = ["converged", ""]', "limit = -1", "more than 0"),
        ('ends = ["converged", ""]', 'at = [["a"], []]', "line 14: .*must be a number"),
        ("beside", 'by = "miles"\nbeside', r"line 4: 'experiments\.by\.miles' is not known"),
        ("beside", "logarithmic = 1\nbeside", "line 4: .*true or false"),
        ("[[experiments]]", "[experiments]", "'experiments' must be a list"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path, sound, wrong, said):
    path = tmp_path / "mine.toml"
    path.write_text(SOUND.replace(sound, wrong, 1), "utf-8")
    with pytest.raises(SourceError, match=rf"mine\.toml.*{said}"):
        load_experiments(path)


def test_two_have_not_the_same_name(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(SOUND + SOUND, "utf-8")
    with pytest.raises(SourceError, match="two experiments have the id one"):
        load_experiments(path)
