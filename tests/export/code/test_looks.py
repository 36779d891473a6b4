"""What a program looks like: the course's own where it is the course's run."""

import keyword
import re

import pytest

from gdviz.core import PROBLEMS, RULES, configure
from gdviz.core.problems.data import Typed
from gdviz.core.problems.expression import parse
from gdviz.core.problems.own_data import regression
from gdviz.core.telling.lessons import find_lesson
from gdviz.export.code.lines import Role
from gdviz.export.code.styles import STYLES, program
from tests.export.code.programs import output

LISTING_1 = """\
x_data = [1.0, 2.0, 3.0]
y_data = [2.0, 4.0, 6.0]
w = 1.0

def forward(x):
    return x * w

def cost(xs, ys):
    cost = 0
    for x, y in zip(xs, ys):
        y_pred = forward(x)
        cost += (y_pred - y) ** 2
    return cost / len(xs)

def gradient(xs, ys):
    grad = 0
    for x, y in zip(xs, ys):
        grad += 2 * x * (x * w - y)
    return grad / len(xs)

print("Predict (before training)", 4, forward(4))
for epoch in range(100):
    cost_val = cost(x_data, y_data)
    grad_val = gradient(x_data, y_data)
    w -= 0.01 * grad_val
    print("Epoch:", epoch, "w=", w, "loss=", cost_val)
print("Predict (after training)", 4, forward(4))
"""

LISTING_2_IN_ORDER = """\
x_data = [1.0, 2.0, 3.0]
y_data = [2.0, 4.0, 6.0]
w = 1.0

def forward(x):
    return x * w

def loss(x, y):
    y_pred = forward(x)
    return (y_pred - y) ** 2

def gradient(x, y):
    return 2 * x * (x * w - y)

for epoch in range(100):
    for x, y in zip(x_data, y_data):
        grad = gradient(x, y)
        w = w - 0.01 * grad
        l = loss(x, y)
    print("progress:", epoch, "w=", w, "loss=", l)
"""

ADAM = """\
    t += 1
    m = beta1 * m + (1 - beta1) * grad_val
    v = beta2 * v + (1 - beta2) * grad_val ** 2
    m_hat = m / (1 - beta1 ** t)
    v_hat = v / (1 - beta2 ** t)
    w -= lr * m_hat / (math.sqrt(v_hat) + eps)
"""


def course():
    return configure(**find_lesson("listing-1").settings)


def test_the_courses_run_is_the_courses_listing():
    """But for the order of a product, which is that of the model on the screen."""
    assert program(course(), "python").text == LISTING_1.replace("x * w", "w * x")


def test_it_prints_what_the_listing_prints_to_the_last_digit():
    assert output(program(course(), "python").text) == output(LISTING_1)


def test_in_order_the_weights_are_those_of_the_slides_listing_2():
    """Whose loss is that after the step; gdviz prints the one that the step is made from."""

    def weights(printed):
        return re.findall(r"w= (\S+)", printed)

    config = configure(algorithm="sgd", order="in-order", learning_rate=0.01)
    text = program(config, "python").text
    assert weights(output(text)) == weights(output(LISTING_2_IN_ORDER))
    defined = LISTING_2_IN_ORDER.partition("for epoch")[0].replace("x * w", "w * x")
    assert text.startswith(defined)
    assert "    for x, y in zip(x_data, y_data):\n        loss_val = loss(x, y)\n" in text


def test_a_rule_is_its_equations_with_named_constants():
    text = program(configure(rule="adam"), "python").text
    assert ADAM in text
    assert "lr = 0.1\nbeta1 = 0.9\nbeta2 = 0.999\neps = 1e-08\nm = 0\nv = 0\nt = 0\n" in text


def test_momentum_is_two_lines_and_no_more():
    text = program(configure(momentum=0.9), "python").text
    assert "    v = beta * v + grad_val\n    w -= lr * v\n" in text


def test_numpy_has_no_loop_but_that_over_epochs():
    for problem in ("quadratic-fit", "net", "himmelblau", "many-samples"):
        text = program(configure(problem, rule="adam"), "numpy").text
        assert re.findall(r"^ *for .*", text, re.MULTILINE) == [
            f"for epoch in range({configure(problem).epochs}):"
        ]


@pytest.mark.parametrize("rule", RULES)
def test_torch_moves_the_weights_by_its_own_optimiser(rule):
    text = program(configure("line", rule=rule), "torch").text
    assert re.search(r"optimizer = torch\.optim\.\w+\(model\.parameters\(\), lr=", text)
    assert "no_grad" not in text
    assert "def gradient" not in text


def test_torch_has_the_equations_of_a_rule_that_it_does_not_know():
    text = program(configure("line", rule="v <- b v + g; w <- w - a v"), "torch").text
    assert "with torch.no_grad():" in text
    assert "            v[k] = b * v[k] + p.grad\n            p -= lr * v[k]\n" in text


def test_only_what_is_not_usual_is_said_to_an_optimiser():
    text = program(configure(rule="adam", beta1=0.5), "torch").text
    assert "Adam(model.parameters(), lr=0.1, betas=(0.5, 0.999))" in text


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("problem", [*PROBLEMS, "long"])
def test_no_line_is_too_long_to_be_read(problem, style):
    long = parse("w1*sin(w2)*exp(-w1^2/9)*cos(w1*w2)^2*ln(1 + w1^2)*sqrt(1 + w2^2)/(1 + w1^2*w2^2)")
    for settings in ({"rule": "nadam"}, {"algorithm": "mini-batch"}, {"algorithm": "exhaustive"}):
        chosen = long if problem == "long" else problem
        lines = program(configure(chosen, **settings), style).lines
        assert max(len(line.text) for line in lines) <= 120


def test_no_name_is_one_that_python_has():
    samples = Typed("1 2; 2 4; 3 6.5; 4 9; 5 3; 6 1").read()
    config = configure(regression(samples, "λ x + b1"), rule="λ <- b λ + g; w <- w - a λ")
    for style in STYLES:
        for word in re.findall(r"[^\W\d]\w*", program(config, style).text):
            assert word.isascii()
        compile(program(config, style).text, "<program>", "exec")
    assert keyword.iskeyword("lambda")
    assert "lambda_" in program(config, "python").text


@pytest.mark.parametrize(
    ("role", "part", "lines"),
    [
        (Role.DATA, None, ["x_data = [1.0, 2.0, 3.0]", "y_data = [2.0, 4.0, 6.0]"]),
        (Role.UPDATE, 0, ["t += 1"]),
        (Role.UPDATE, 1, ["m = beta1 * m + (1 - beta1) * grad_val"]),
        (Role.UPDATE, 5, ["w -= lr * m_hat / (math.sqrt(v_hat) + eps)"]),
        (Role.PREDICTION, None, ["def forward(x):", "return w * x", "y_pred = forward(x)"]),
    ],
)
def test_lines_know_what_they_are_for(role, part, lines):
    made = program(configure(rule="adam"), "python")
    found = [made.text.splitlines()[number - 1].strip() for number in made.of(role, part)]
    assert found == lines


def test_the_gradient_of_each_weight_has_lines_of_its_own():
    made = program(configure("quadratic-fit"), "python")
    for axis, slope in enumerate(["2 * x ** 2 * error", "2 * x * error", "2 * error"]):
        (number,) = made.of(Role.GRADIENT, axis)
        assert made.lines[number - 1].text.strip() == f"grad[{axis}] += {slope}"


@pytest.mark.parametrize("style", ["python", "numpy"])
def test_each_equation_of_a_rule_has_its_line(style):
    for problem in ("linear", "himmelblau"):
        for rule in RULES:
            config = configure(problem, rule=rule, momentum=0.5)
            made, equations = program(config, style), config.algorithm.rule.equations.lines
            for part in range(len(equations)):
                (number,) = made.of(Role.UPDATE, part)
                assert re.match(r" +\S+ (=|[-+*]=) ", made.lines[number - 1].text)


@pytest.mark.parametrize("style", STYLES)
def test_loss_gradient_update_and_print_are_marked_in_every_program(style):
    for problem in PROBLEMS:
        for algorithm in ("gradient-descent", "mini-batch"):
            made = program(configure(problem, algorithm), style)
            loop = next(n for n, line in enumerate(made.lines, 1) if "for epoch" in line.text)
            for role in (Role.LOSS, Role.GRADIENT, Role.UPDATE, Role.PRINT):
                assert max(made.of(role)) > loop, (problem, algorithm, role)
