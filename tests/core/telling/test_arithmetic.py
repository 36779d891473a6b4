"""The arithmetic is true: what is written is evaluated again, and must be the step."""

import math
import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby

import numpy as np
import pytest

from gdviz.core import ALGORITHMS, PROBLEMS, RULES, Trace, configure, record, run
from gdviz.core.algorithms.rules.written import WrittenRule
from gdviz.core.problems.abilities import HasSamples
from gdviz.core.problems.data import Samples
from gdviz.core.problems.expression import parse
from gdviz.core.problems.own_data import MODELS, regression
from gdviz.core.telling.arithmetic import write_out
from gdviz.core.types import RunConfig
from tests.core.steps import taken
from tests.crossing import crossed

STEPS = (0, 1, 2, 11)
RULE_SETTINGS = [
    ("plain", {}),
    ("plain", {"momentum": 0.9}),
    ("plain", {"momentum": 0.5, "nesterov": True}),
    ("adagrad", {}),
    ("adagrad", {"eps": 0.1}),
    ("rmsprop", {}),
    ("rmsprop", {"alpha": 0.9, "momentum": 0.5, "eps": 1e-3}),
    ("adam", {}),
    ("adam", {"beta1": 0.0, "beta2": 0.5, "eps": 0.01}),
    ("adamw", {"weight_decay": 0.5}),
    ("nadam", {}),
    ("adamax", {}),
    ("adadelta", {}),
    ("rprop", {}),
    ("asgd", {"lambd": 0.5, "t0": 3}),
]
ALGORITHM_SETTINGS = [
    ("gradient-descent", {}),
    ("sgd", {}),
    ("mini-batch", {"batch_size": 2}),
    ("mini-batch", {"batch_size": 5, "order": "with-replacement"}),
]

cases = pytest.mark.parametrize(
    ("problem", "rule", "settings"), crossed(PROBLEMS, RULE_SETTINGS), ids=str
)


@cache
def traced(problem, **settings):
    """The first dozen steps."""
    trace = Trace(configure(problem, epochs=12, learning_rate=1e-3, **settings))
    for block in run(trace.config):
        trace.extend(block.cut(12 - len(trace)))
        if len(trace) == 12:
            break
    return trace


def written(trace, number, digits=5):
    before = trace.step(number - 1) if number else None
    return write_out(trace.config, trace.step(number), before, digits)


def text(terms):
    return " ".join(term.text for term in terms)


def source(terms):
    """The terms in Python, with every number in full."""
    parts = []
    bars = 0
    for raised, group in groupby(terms, lambda term: term.raised):
        parts.append("**(" * raised)
        for term in group:
            part = term.text if term.value is None else f"({term.value!r})"
            if part == "|":
                bars += 1
                part = "abs(" if bars % 2 else ")"
            part = {"×": "*", "−": "-", "√": "sqrt"}.get(part, part)
            parts.append(part)
        parts.append(")" * raised)
    return " ".join(parts)


def evaluated(terms):
    known = {"sqrt": math.sqrt, "sign": np.sign, "inf": math.inf, "nan": math.nan}
    return eval(source(terms), known)


def sides(line):
    """What is written before the last equals sign of a line, after any other, and its result."""
    signs = [index for index, term in enumerate(line.terms) if term.text == "="]
    first = signs[-2] + 1 if len(signs) > 1 else 0
    *before, result = line.terms[first : signs[-1]], line.terms[-1]
    return before[0], result


def numeric(arithmetic):
    return [line for line in arithmetic.lines if line.terms[-1].value is not None]


def numbers_in(trace):
    return [number for number in STEPS if number < len(trace)]


def test_every_rule_and_algorithm_is_tried():
    assert {rule for rule, _settings in RULE_SETTINGS} == set(RULES)
    descents = {name for name, algorithm in ALGORITHMS.items() if not algorithm.searches}
    assert {name for name, _settings in ALGORITHM_SETTINGS} == descents


def names(problem, symbol):
    """What a symbol is called for each weight."""
    if symbol == "w":
        return problem.weights
    if len(problem.weights) == 1:
        return (symbol,)
    return tuple(f"{symbol}_{name.removeprefix('w') or name}" for name in problem.weights)


def known_before(trace, number):
    """The numbers that a step starts from, by the names that they are written with."""
    problem, slots = trace.config.problem, trace.config.algorithm.slots
    step = trace.step(number)
    rule, rate = trace.config.algorithm.rule, trace.config.algorithm.learning_rate
    state = trace.state[number - 1] if number else rule.first_state(step.w.shape, rate)
    known = {slot: row[0] for slot, row in zip(slots, state, strict=True) if slot in rule.shared}
    for symbol, values in [("w", step.w), ("g", step.gradient), *zip(slots, state, strict=True)]:
        known |= zip(names(problem, symbol), values.tolist(), strict=True)
    return known


@cases
def test_the_lines_carried_out_are_the_step(problem, rule, settings):
    trace = traced(problem, rule=rule, **settings)
    for number in numbers_in(trace):
        arithmetic, step = written(trace, number), trace.step(number)
        known = known_before(trace, number)
        for line in numeric(arithmetic):
            terms, result = sides(line)
            for term in terms:
                if term.meaning in ("weight", "gradient", "state"):
                    assert term.value == known[term.symbol]
            if result.meaning != "gradient":
                assert evaluated(terms) == pytest.approx(result.value, rel=1e-12, abs=1e-300)
                known[result.symbol] = result.value
        after = {"w": step.w + step.delta, **dict(zip(step.slots, step.state, strict=True))}
        updated = {line.left for line in arithmetic.lines if line.relation == "←"} & set(after)
        assert "w" in updated
        for symbol in updated:
            named = names(trace.config.problem, symbol)
            if symbol in trace.config.algorithm.rule.shared:
                named = (symbol,) * len(named)
            assert [known[name] for name in named] == after[symbol].tolist()
        assert "t" not in after or known["t"] == number + 1


@pytest.mark.parametrize(("algorithm", "settings"), ALGORITHM_SETTINGS, ids=str)
@pytest.mark.parametrize("problem", PROBLEMS)
def test_the_samples_average_to_the_gradient(problem, algorithm, settings):
    trace = traced(problem, algorithm=algorithm, **settings)
    for number in numbers_in(trace):
        step, samples = trace.step(number), written(trace, number).samples
        if not isinstance(trace.config.problem, HasSamples) or trace.config.dim > 4:
            assert samples is None
            continue
        gradient = [term.value for term in samples.gradient]
        assert gradient == step.gradient.tolist()
        count = trace.config.problem.n_samples if step.rows is None else len(step.rows)
        assert samples.more + len(samples.rows) == count
        if samples.more:
            continue
        parts = np.array([[term.value for term in row[-len(gradient) :]] for row in samples.rows])
        scale = max(1.0, np.abs(parts).max())
        assert parts.mean(axis=0) == pytest.approx(gradient, rel=1e-12, abs=1e-12 * scale)


MANY_SAMPLES = [
    name
    for name, problem in PROBLEMS.items()
    if problem.n_samples >= 15 and len(problem.weights) <= 4
]


@pytest.mark.parametrize("problem", MANY_SAMPLES)
def test_samples_that_are_not_written_have_their_part_too(problem):
    trace = traced(problem, algorithm="mini-batch", batch_size=15, order="with-replacement")
    minimised, step = trace.config.problem, trace.step(1)
    samples = written(trace, 1).samples
    rest = [minimised.gradient(step.w, step.rows[i : i + 1]) for i in range(3, 15)]
    shown = [[term.value for term in row[-len(step.w) :]] for row in samples.rows]
    assert samples.more == 12
    mean = np.mean([*shown, *rest], axis=0)
    assert mean == pytest.approx(step.gradient, rel=1e-12, abs=1e-12)


def in_python(html):
    for pattern, replacement in (
        (r"<sub>(\d)</sub>", r"\1"),
        (r"<sup>(\d)</sup>", r"**\1"),
        ("·", "*"),
        ("−", "-"),
    ):
        html = re.sub(pattern, replacement, html)
    return html


def own(model):
    x = np.array([1.0, 2.0, 4.0, 4.5])
    return regression(Samples("x", "y", x, np.array([2.0, 3.5, 9.0, 8.0])), model)


@pytest.mark.parametrize(
    "problem",
    [
        *[p for p in PROBLEMS.values() if isinstance(p, HasSamples) and len(p.weights) <= 4],
        replace(PROBLEMS["net"], hidden=1),
        *map(own, MODELS),
        replace(own("affine"), reduction="sum"),
    ],
    ids=lambda problem: problem.title,
)
def test_each_sample_is_what_its_formulas_say(problem):
    """The formulas above the table, with the numbers of its rows put in."""
    trace = record(RunConfig(problem, configure(learning_rate=1e-6).algorithm, epochs=5))
    samples = written(trace, 3).samples
    calculated = samples.header[1 + samples.given :]
    assert [symbol for symbol, _html in samples.formulas] == list(calculated)
    weights = zip(problem.weights, trace.w[3], strict=True)
    names = {name.translate(str.maketrans("₁₂₃", "123")): value for name, value in weights}
    for row in samples.rows:
        values = dict(zip(samples.header, (term.value for term in row), strict=True))
        assert [term.row for term in row] == [int(values.pop("i")) - 1] * len(row)
        known = {**names, **values, "sin": math.sin, "cos": math.cos, "tanh": math.tanh}
        for symbol, html in samples.formulas:
            found = eval(in_python(html), known)
            assert found == pytest.approx(values[symbol], rel=1e-12, abs=1e-13)
    if not samples.more:
        parts = np.array([[term.value for term in row] for row in samples.rows])
        reduced = getattr(np, samples.reduction)(parts[:, -len(samples.gradient) :], axis=0)
        assert reduced == pytest.approx([term.value for term in samples.gradient], rel=1e-12)


def test_the_course_s_first_step():
    arithmetic = written(record(configure()), 0)
    errors = [row[3].value for row in arithmetic.samples.rows]
    parts = [row[4].value for row in arithmetic.samples.rows]
    assert errors == [-1, -2, -3]
    assert parts == [-2, -8, -18]
    symbols, numbers = arithmetic.lines
    assert text(symbols.terms) == "w − α · g"
    assert text(numbers.terms) == "1.0000 − 0.01 × ( −9.3333 ) = 1.0933"
    assert (numbers.left, numbers.relation) == ("", "=")
    first = arithmetic.samples.rows[0]
    assert [term.text for term in first] == ["1", "1", "2", "−1.0000", "−2.0000"]
    assert [term.meaning for term in first] == [*["sample"] * 4, "gradient"]
    meanings = [term.meaning for term in numbers.terms if term.value is not None]
    assert meanings == ["weight", "setting", "gradient", "next"]


def test_what_a_line_makes_is_a_state_a_count_or_the_next_weight():
    lines = numeric(written(traced("parabola", rule="adam"), 1))
    made = {line.terms[-1].symbol: line.terms[-1].meaning for line in lines}
    assert made == {"g": "gradient", "t": "count", "w": "next"} | dict.fromkeys(
        ["m", "v", "m̂", "v̂"], "state"
    )


@pytest.mark.parametrize(("size", "rows", "more"), [(1, 1, 0), (4, 4, 0), (5, 3, 2)])
def test_up_to_four_samples_are_all_written_and_of_more_the_first_three(size, rows, more):
    trace = record(configure("sine", "mini-batch", batch_size=size, epochs=1))
    samples = written(trace, 0).samples
    assert (len(samples.rows), samples.more, samples.size) == (rows, more, min(size, 4))


@dataclass(frozen=True)
class Says(WrittenRule):
    """A rule with a line of its own."""

    line: str

    def chosen(self):
        return f"d ← {self.line}", "w ← w − 0·d"


@pytest.mark.parametrize(
    ("slope", "line", "shown"),
    [
        ("-2", "g", "−2.0000"),
        ("-2", "g·w − (w − g)", "−2.0000 × 3.0000 − ( 3.0000 − ( −2.0000 ) )"),
        ("-2", "w − g·w", "3.0000 − ( −2.0000 ) × 3.0000"),
        ("-2", "w / g", "3.0000 / ( −2.0000 )"),
        ("-2", "max(−g, abs(g))", "max ( − ( −2.0000 ) , | −2.0000 | )"),
        ("2", "w^(g + 1) / g", "3.0000 2.0000 + 1 / 2.0000"),
        ("-2", "g²", "( −2.0000 ) 2"),
        ("-2", "w − g", "3.0000 − ( −2.0000 )"),
        ("2", "g²", "2.0000 2"),
        ("2", "√g", "√ 2.0000"),
        ("2", "w / g", "3.0000 / 2.0000"),
        ("1e-9", "g", "1.0000×10⁻⁹"),
        ("1e-9", "g²", "( 1.0000×10⁻⁹ ) 2"),
        ("1e-9", "√g", "√ ( 1.0000×10⁻⁹ )"),
        ("1e-9", "w / g", "3.0000 / ( 1.0000×10⁻⁹ )"),
        ("1e-9", "w·g − g / w", "3.0000 × 1.0000×10⁻⁹ − 1.0000×10⁻⁹ / 3.0000"),
    ],
)
def test_parentheses_stand_where_a_sign_a_root_or_a_power_would_bind_wrongly(slope, line, shown):
    config = configure(parse(f"{slope}*w"), start=(3.0,), epochs=1)
    config = replace(config, algorithm=replace(config.algorithm, rule=Says(line)))
    _slope, _symbols, numbers, *_w = write_out(config, next(taken(config)), None).lines
    assert text(numbers.terms).partition(" = ")[0] == shown


@cases
def test_the_shape_is_the_same_at_every_step(problem, rule, settings):
    trace = traced(problem, rule=rule, algorithm="mini-batch", **settings)
    shapes = set()
    for number in range(8):
        samples, lines = written(trace, number)
        shapes.add((samples.size if samples else 0, *(line.left for line in lines)))
        if samples:
            assert len(samples.rows) + bool(samples.more) <= samples.size
    assert len(shapes) == 1


@cases
def test_a_negative_number_stands_in_parentheses_after_a_sign_and_under_a_power(
    problem, rule, settings
):
    for line in numeric(written(traced(problem, rule=rule, **settings), 2)):
        before_result = text(sides(line)[0])
        assert not re.search(r"[+−×/√] −|−[\d.]+ [2t]$", before_result)


@cases
def test_a_number_is_written_as_it_is_but_for_its_rounding(problem, rule, settings):
    for digits in (4, 5):
        for line in numeric(written(traced(problem, rule=rule, **settings), 2, digits)):
            for term in line.terms:
                if term.value is not None:
                    assert read(term.text) == pytest.approx(
                        term.value, rel=0.6 * 10 ** (1 - digits)
                    )


def read(shown):
    mantissa, _times, power = shown.replace("−", "-").partition("×10")
    plain = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    return float(mantissa) * 10 ** int(power.translate(plain) or 0)


def test_a_rule_after_another_starts_with_an_empty_state():
    last = record(configure("himmelblau", epochs=5)).step(4)
    config = configure("himmelblau", rule="adam", epochs=20)
    step = next(taken(config, last))
    lines = [line for line in write_out(config, step, last).lines if line.left == "m_₁"]
    assert next(term.value for term in lines[0].terms if term.symbol == "m_₁") == 0


@pytest.mark.parametrize("algorithm", [n for n, found in ALGORITHMS.items() if found.searches])
@pytest.mark.parametrize("problem", ["linear", "sine", "beale"])
def test_a_probe_is_compared_with_the_best_before_it(algorithm, problem):
    trace = record(configure(problem, algorithm=algorithm, points=6))
    least = np.minimum.accumulate(trace.loss)
    for number in range(len(trace)):
        at, compared, best = written(trace, number).lines
        assert [term.value for term in at.terms if term.meaning == "weight"] == list(
            trace.w[number]
        )
        assert at.terms[-1].value == trace.loss[number]
        left, right = (term.value for term in compared.terms if term.meaning == "cost")
        before = least[number - 1] if number else math.inf
        assert (left, right) == (trace.loss[number], pytest.approx(before, rel=1e-12))
        assert compared.terms[1].text == ("<" if left < before else "≥")
        assert best.terms[-1].value == pytest.approx(least[number], rel=1e-12)


def test_a_probe_as_good_as_the_best_leaves_it_the_best():
    # The grid is −2, −1, 0, 1, 2, and the cost 0 at −1 and at 1.
    trace = record(configure(parse("(w^2 - 1)^2", (-2.0, 2.0)), "exhaustive", points=5))
    assert text(written(trace, 1).lines[0].terms) == "J ( −1.0000 ) = 0.0000"
    assert text(written(trace, 1).lines[1].terms) == "0.0000 < 9.0000 → best so far"
    assert text(written(trace, 3).lines[1].terms) == "0.0000 ≥ 0.0000 → the best stays"


def test_a_probe_where_there_is_no_cost_says_so():
    config = RunConfig(parse("ln(w)"), ALGORITHMS["exhaustive"](points=5))
    trace = record(config)
    first = written(trace, 0).lines[1]
    assert "no cost here" in text(first.terms)
    assert "best so far" in text(written(trace, 3).lines[1].terms)
