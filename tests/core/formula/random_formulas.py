"""Formulas drawn at random, which mean the same in Python."""

from gdviz.core.formula.operations import FUNCTIONS


def random_formula(draw, depth=3):
    """A formula of x and y, with few parentheses, so that precedence counts."""
    operands = []
    for _ in range(draw.randint(1, 4)):
        kind = draw.random()
        if depth == 0 or kind < 0.6:
            operand = draw.choice(["x", "y", "2.0", "0.5", "3.", "1e-1", "pi", "e"])
        else:
            operand = f"{draw.choice(['', '', *FUNCTIONS])}({random_formula(draw, depth - 1)})"
            if operand.startswith(("min", "max")):
                operand = f"{operand[:-1]}, {random_formula(draw, depth - 1)})"
        operands.append(draw.choice(["", "", "", "-", "+", "--"]) + operand)
    return operands[0] + "".join(
        draw.choice(["+", "-", "*", "/", "**", " - ", " * "]) + operand for operand in operands[1:]
    )
