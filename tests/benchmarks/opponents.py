"""What the core is measured against, other than PyTorch."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from gdviz.core import RunConfig
from gdviz.core.runs.sweep import swept


def listing(epochs: int, learning_rate: float) -> tuple[list[int], list[float]]:
    """Train as the course's first listing does, but for what it prints."""
    x_data = [1.0, 2.0, 3.0]
    y_data = [2.0, 4.0, 6.0]
    w = 1.0

    def forward(x):
        return x * w

    def cost(xs, ys):
        cost = 0
        for x, y in zip(xs, ys):  # noqa: B905 - as it stands there
            y_pred = forward(x)
            cost += (y_pred - y) ** 2
        return cost / len(xs)

    def gradient(xs, ys):
        grad = 0
        for x, y in zip(xs, ys):  # noqa: B905 - as it stands there
            grad += 2 * x * (x * w - y)
        return grad / len(xs)

    epoch_list = []
    cost_list = []
    for epoch in range(epochs):
        cost_val = cost(x_data, y_data)
        grad_val = gradient(x_data, y_data)
        w -= learning_rate * grad_val
        epoch_list.append(epoch)
        cost_list.append(cost_val)
    return epoch_list, cost_list


def plain(config: RunConfig) -> None:
    """Take the run's steps one after the other, by the plain evaluation of the formulas."""
    with np.errstate(all="ignore"):
        for _step in config.algorithm.steps(config):
            pass


@np.errstate(all="ignore")
def plain_sweep(config: RunConfig, rates: np.ndarray, momenta: Sequence[float]) -> None:
    """Take the steps of a sweep by the plain evaluation, all runs at once."""
    problem, rule = config.problem, swept(config).rule
    rules = [replace(rule, momentum=beta) for beta in momenta]
    w = np.tile(np.array(config.start), (len(rules), len(rates), 1))
    column = rates[:, np.newaxis]
    states = [rule.first_state(w.shape[1:], column) for rule in rules]
    for _number in range(config.total_steps):
        problem.loss(w)
        gradients = problem.gradient(w)
        for row, rule in enumerate(rules):
            delta, states[row] = rule.update(w[row], gradients[row], states[row], column)
            w[row] += delta


@np.errstate(all="ignore")
def himmelblau_basins(side: int, steps: int) -> np.ndarray:
    """Return to which minimum of Himmelblau's function each start leads, (side, side)."""
    axis = (np.arange(side) + 0.5) / side * 12 - 6
    x, y = np.meshgrid(axis, axis, indexing="ij")
    for _step in range(steps):
        a, b = x * x + y - 11, x + y * y - 7
        x, y = x - 0.01 * (4 * x * a + 2 * b), y - 0.01 * (2 * a + 4 * y * b)
    minima = [(3, 2), (-2.805, 3.131), (-3.779, -3.283), (3.584, -1.848)]
    return np.argmin([(x - w1) ** 2 + (y - w2) ** 2 for w1, w2 in minima], axis=0)
