"""The text of a typed function: what is read, what is refused and where, and safety."""

import math
import pickle
import random
import subprocess
import sys
import textwrap
import time

import numpy as np
import pytest

from gdviz.core.formula import FormulaError
from gdviz.core.formula.operations import FUNCTIONS
from gdviz.core.problems.expression import parse
from tests.core.formula.random_formulas import random_formula

# Meaning


def _python(text, **weights):
    """What Python itself makes of the text, NaN where it refuses; only for our own texts."""
    names = {name: getattr(math, name) for name in FUNCTIONS if hasattr(math, name)}
    names |= {"abs": math.fabs, "ln": math.log, "e": math.e, "pi": math.pi}
    names["sign"] = lambda u: float((u > 0) - (u < 0))
    try:
        value = eval(text, names, weights)
    except (ArithmeticError, ValueError, TypeError):  # a function refuses a complex number
        return math.nan
    return math.nan if isinstance(value, complex) else value


def test_precedence_and_values_are_pythons():
    draw = random.Random(1)
    compared = 0
    for _ in range(500):
        text = random_formula(draw) + "+0*x*y"
        expected = [_python(text, x=x, y=y) for x, y in [(0.7, 1.3), (-1.1, 0.4)]]
        try:
            got = parse(text).cost(np.array([[0.7, 1.3], [-1.1, 0.4]]))
        except FormulaError:
            continue
        for theirs, ours in zip(expected, got, strict=True):
            if math.isfinite(theirs):
                assert ours == pytest.approx(theirs, rel=1e-9, abs=1e-9), text
                compared += 1
    assert compared > 400


# Forms


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("ｘ＾２＋３×（ｘ－１）", "x^2+3*(x-1)"),
        ("ｗ１＊＊２＋ｗ２", "w1**2+w2"),
        ("x²y−y³÷3", "x^2*y-y^3/3"),
        ("2·x¹⁰", "2*x^10"),
        ("x⁻²", "x^(-2)"),
        ("(x+1)²³", "(x+1)^23"),
        ("-x²", "-(x^2)"),
        ("2^x²", "2^(x^2)"),
        ("w₁w₂", "w1*w2"),
        ("０．５ｘ　＋　１。５", "0.5x+1.5"),
        ("√（x）＋２π", "sqrt(x)+2*pi"),
        ("ＳＩＮ（Ｘ）", "sin(x)"),
        ("3—x", "3-x"),
        ("ｙ＝ｘ²", "x^2"),
        ("J(w) = w^2", "w^2"),
        ("f(x,y)=xy", "x*y"),
        ("3x", "3*x"),
        ("3 w1 w2", "3*w1*w2"),
        ("w1w2", "w1*w2"),
        ("2(x+1)", "2*(x+1)"),
        ("(x+1)(x-1)", "(x+1)*(x-1)"),
        ("x(x-1)x", "x*(x-1)*x"),
        ("x sin(x)", "x*sin(x)"),
        ("xsin(x)cos(x)", "x*sin(x)*cos(x)"),
        ("xexp(x)ex", "x*exp(x)*e*x"),
        ("2pi x", "2*pi*x"),
        ("1/2x", "1/2*x"),
        ("e^2x", "e^2*x"),
        ("2e3x + 2e-x", "2000*x + 2*e - x"),
        (".5x+1.", "0.5*x+1.0"),
        ("log(x)+lg(x)", "ln(x)+log10(x)"),
        ("arctan(x)", "atan(x)"),
        ("++x", "x"),
        ("((x))", "x"),
    ],
)
def test_forms_that_mean_the_same(typed, plain):
    assert parse(typed) == parse(plain)


@pytest.mark.parametrize(
    ("text", "plain", "html"),
    [
        ("w^4-3w^2+w", "w^4 - 3*w^2 + w", "w<sup>4</sup> − 3w<sup>2</sup> + w"),
        ("2^-x^2", "2^(-x^2)", "2<sup>−x²</sup>"),
        ("(2^x)^2", "(2^x)^2", "(2<sup>x</sup>)<sup>2</sup>"),
        ("1/2x", "(1/2)*x", "(1/2)x"),
        ("x-(x-1)-x/(2x)", "x - (x - 1) - x/(2*x)", "x − (x − 1) − x/(2x)"),
        ("-(-x)*-2", "-(-x)*(-2)", "−(−x)(−2)"),
        ("(-x)^2", "(-x)^2", "(−x)<sup>2</sup>"),
        ("1e-7x", "1e-07*x", "1·10<sup>−7</sup>x"),
        ("√(x)+abs(x)+pi", "sqrt(x) + abs(x) + pi", "√x + |x| + π"),
    ],
)
def test_notation(text, plain, html):
    made = parse(text)
    assert made.text == plain
    assert made.formula == f"J({made.weights[0]}) = {html}"


def test_weights_are_typeset():
    formula = parse("w1 w2^2").formula
    assert formula == "J(w) = w<sub>1</sub>w<sub>2</sub><sup>2</sup>"
    assert parse("x y^2").formula == "J(x, y) = xy<sup>2</sup>"


# Mistakes


@pytest.mark.parametrize(
    ("text", "position", "culprit", "says"),
    [
        ("", 0, "", "Type a function"),
        ("   ", 0, "   ", "Type a function"),
        ("J(w) =", 0, "J(w) =", "Type a function"),
        ("2 + foo*w", 4, "foo", "Unknown name foo. Known: w, w1"),
        ("w + x2", 4, "x2", "Unknown name"),
        ("eˣ", 0, "eˣ", "Unknown name"),
        ("½w", 0, "½w", "Unknown name"),
        ("3₁w", 1, "₁w", "Unknown name"),
        ("w₃", 0, "w₃", "two weights at most"),
        ("__import__('os')", 0, "_", "not understood"),
        ("w.real", 1, ".", "not understood"),
        ("w\x00", 1, "\x00", "U+0000"),
        ("3,5w", 1, ",", "comma"),
        ("３，５ｗ", 1, "，", "comma"),
        ("w = 3", 2, "=", "right of the ="),
        ("|w|", 0, "|", "abs(w)"),
        ("【w】", 0, "【", "round"),
        ("3*(w+1", 2, "(", "never closed"),
        ("sin((w)", 3, "(", "never closed"),
        ("（w＋１））", 5, "）", "no opening"),
        (")", 0, ")", "before )"),
        ("2()w", 1, "()", "nothing in these"),
        ("sin()", 3, "()", "nothing in these"),
        ("3*", 1, "*", "after *"),
        ("w × ÷ 2", 2, "×", "after ×"),
        ("(w ** )", 3, "**", "after **"),
        ("*w", 0, "*", "before *"),
        ("²w", 0, "²", "before ²"),
        ("w^²", 1, "^", "after ^"),
        ("w-", 1, "-", "after -"),
        ("w 2", 2, "2", "missing before 2"),
        ("1.2.3w", 3, ".3", "missing before .3"),
        ("2 sin w", 2, "sin", "sin(w)"),
        ("sin", 0, "sin", "sin(w)"),
        ("wcos²(w)", 1, "cos", "cos(w)"),
        ("2sin2w", 1, "sin2w", "sin(w)"),
        ("2√3w", 1, "√3w", "sqrt(w)"),
        ("w + w1", 4, "w1", "does not go with w"),
        ("w1 + 2x", 6, "x", "does not go with w1"),
        ("w1 + w2 + w3", 10, "w3", "two weights at most"),
        ("x + y + z", 8, "z", "two weights at most"),
        ("3 + 4", 0, "3 + 4", "no weight"),
        ("1e999w", 0, "1e999", "too large"),
        ("w + 9^9^9", 4, "9^9^9", "too large or has no value"),
        ("w/(2-2)+1/(1-1)", 8, "1/(1-1)", "too large or has no value"),
        ("w*ln(0)", 2, "ln(0)", "too large or has no value"),
        ("(-8)^(1/3)w", 0, "(-8)^(1/3)", "too large or has no value"),
        ("ln(-1-w^2)", 0, "ln(-1-w^2)", "no value anywhere from -5 to 5"),
        ("w" * 501, 500, "w", "at most 500"),
        ("w" * 400, 0, "w" * 400, "passes 500"),
        ("w^" * 40 + "w", 60, "w", "nested too deeply"),
    ],
)
def test_a_mistake_is_shown_where_it_was_typed(text, position, culprit, says):
    with pytest.raises(FormulaError) as caught:
        parse(text)
    error = caught.value
    assert (error.position, text[error.position :][: error.length]) == (position, culprit)
    assert says in str(error)
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.position, again.length) == (str(error), position, len(culprit))


# Safety

_PIECES = [
    *"wxy0123456789+-*/^().,=|[]{}<>!%&@#$~`'\"\\;:?_ \t\nejπ×·÷−²³⁻⁺¹₁₂（）＋ｘ＾。√½∞…İſ",
    *["w1", "w2", "**", "sin", "cos(", "ln(", "sqrt(", "exp(", "abs(", "log2", "1e", "e-", "1e308"],
    *["9^9", "lambda", "import", "__", "()", "J(w)=", "x sin(x)", "2.5"],
    *["\u0301", "\u200b", "\ud800", "😀"],
]
_LIKELY = [
    "w1",
    "w₂",
    "x",
    "ｙ",
    "2",
    ".5",
    "(",
    ")",
    "）",
    "+",
    "−",
    "*",
    "/",
    "^",
    "²",
    "sin(",
    "e",
]


def _junk(draw):
    """A random text: pieces of formulas, any characters, or well-formed with one slip."""
    kind = draw.randrange(4)
    if kind == 0:
        return "".join(draw.choices(_PIECES, k=draw.randint(0, 40)))
    if kind == 1:
        return "".join(chr(draw.randrange(0x110000)) for _ in range(draw.randint(1, 12)))
    if kind == 2:
        return "".join(draw.choices(_LIKELY, k=draw.randint(1, 7)))
    text = random_formula(draw)
    at = draw.randrange(len(text) + 1)
    return text[:at] + draw.choice(_LIKELY) + text[at + draw.randrange(2) :]


def _read(text):
    """The function, or None where it is refused: nothing else may happen."""
    try:
        return parse(text)
    except FormulaError as error:
        if not str(error) or not 0 <= error.position <= error.position + error.length <= len(text):
            raise
        return None


def test_junk_is_read_or_refused_quickly():
    draw = random.Random(2)
    read = 0
    for _ in range(4000):
        text = _junk(draw)
        began = time.process_time()
        made = _read(text)
        if made is not None:
            read += 1
            assert parse(made.text) == made
            assert np.isfinite(made.gradient(np.array(made.start))).all()
        assert time.process_time() - began < 0.5, text
    assert 200 < read < 3800


_HOSTILE = """
    "9**9**9", "w*9**9**9", "9^9^9^9", "w^9^9^9", "10**10**10", "w**10**10**10", "(w^9)^9^9",
    "__import__('os').system('echo hacked')", "open('/etc/passwd').read()", "exec('1')", "eval(w)",
    "w.__class__.__mro__", "().__class__", "lambda: w", "[w for w in w]", "w if w else w",
    "f'{w}'", "w := 3", "breakpoint()", "w; import os", "print(w)", "w\\nimport os", "'a'*10**10",
    "(" * 10_000 + "w" + ")" * 10_000, "(" * 240 + "w" + ")" * 240, "-" * 499 + "w",
    "sin(" * 100 + "w" + ")" * 100, "w^" * 249 + "w", "w^-" * 160 + "w",
    "w+(" * 120 + "w" + ")" * 120,
    "w" * 10_000, "w" * 499, "w+" * 10_000, "1" * 10_000, "1" * 499 + "w", "w^" + "9" * 400,
    "1e" + "9" * 400, "w*1e-" + "9" * 400, "exp(" * 100 + "w" + ")" * 100, "w1" * 249 + "q",
    "sin" + "w1" * 240 + "q", "expi" * 120 + "q", "e" * 499 + "+w", " " * 499 + "w", "\\x00" * 500,
    "j" + " " * 490 + "(", "j(" * 240, "((w)" * 120, "²" * 499, "w" + "²" * 400, "w" + " ²" * 240,
    "\\ufdfa" * 500, "\\u0301" * 500, "\\ud800" * 500, "１" * 499,
    "w" + "_" * 400, "x**" * 160 + "x",
"""

_GUARDED = """
    import re, sys, time
    import numpy as np
    from gdviz.core.formula import FormulaError
    from gdviz.core.formula.writers.numpy import NUMPY
    from gdviz.core.problems.expression import parse

    try:
        parse("foo")
    except FormulaError:
        pass
    parse("sin(w1)^2 + w2").gradient(np.ones(2))
    try:
        import resource
    except ImportError:  # not on Windows; the caller's time limit holds there
        pass
    else:
        resource.setrlimit(resource.RLIMIT_DATA, (200_000_000,) * 2)
        resource.setrlimit(resource.RLIMIT_CPU, (20, 20))

    def forbid(event, arguments):
        if not watching:
            return
        if event == "compile" and arguments[1] == "<formula>":
            sources.append(arguments[0].decode())
        elif event != "exec" or arguments[0].co_filename != "<formula>":
            happened.append((event, str(arguments)[:100]))

    happened, sources, watching, slowest = [], [], False, 0.0
    sys.addaudithook(forbid)
    sys.setrecursionlimit(100)
    for text in HOSTILE:
        began = time.process_time()
        watching = True
        try:
            made = parse(text)
            made.cost(np.ones((1000, len(made.weights))))
            made.gradient(np.ones((1000, len(made.weights))))
            made.formula, made.text
        except FormulaError:
            pass
        watching = False
        slowest = max(slowest, time.process_time() - began)
    written = "".join(sources)
    words = set(re.findall(r"(?<![0-9.])[^\\W0-9]\\w*", written))
    ours = {"def", "function", "return", *NUMPY.namespace}
    others = {word for word in words - ours if not re.fullmatch("[tx][0-9]+", word)}
    others |= set(re.sub(r"[\\w .,=+*/():\\n-]", "", written))
    print(len(happened), *happened[:5], others or "", len(sources) > 5, slowest < 1)
"""


def test_nothing_typed_runs_reads_hangs_or_fills_the_memory():
    """With a limit on memory, time and recursion, and every audited event forbidden.

    But for the compiling of source that consists of our own words and signs.
    """
    program = textwrap.dedent(_GUARDED).replace("HOSTILE", f"[{_HOSTILE}]")
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("0  True True\n", "")
