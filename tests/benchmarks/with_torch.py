"""PyTorch as an opponent: its optimisers with autograd, on what the core is run on.

Only what is measured against it imports this, for it need not be installed.
"""

from collections.abc import Callable, Sequence

import numpy as np
import torch

OPTIMISERS = {
    "plain": torch.optim.SGD,
    "asgd": torch.optim.ASGD,
    "adagrad": torch.optim.Adagrad,
    "rmsprop": torch.optim.RMSprop,
    "adadelta": torch.optim.Adadelta,
    "rprop": torch.optim.Rprop,
    "adam": torch.optim.Adam,
    "adamw": torch.optim.AdamW,
    "nadam": torch.optim.NAdam,
    "adamax": torch.optim.Adamax,
}
"""PyTorch's own, by what the rules are called here."""


def _weights(*values: float) -> list[torch.Tensor]:
    return [torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in values]


def course(rule: str, steps: int) -> None:
    """Descend on the course's problem."""
    x = torch.tensor([1.0, 2.0, 3.0], dtype=torch.float64)
    y = 2 * x
    (w,) = weights = _weights(1.0)
    optimiser = OPTIMISERS[rule](weights, lr=0.01)
    for _step in range(steps):
        optimiser.zero_grad()
        ((w * x - y) ** 2).mean().backward()
        optimiser.step()


def line(x: np.ndarray, y: np.ndarray, steps: int, batch_size: int = 0) -> Callable[[], None]:
    """Return what fits y = w·x + b, on all samples or on some at a time, taken by their index."""
    inputs, targets = torch.from_numpy(x), torch.from_numpy(y)
    order = torch.randperm(len(inputs))

    def samples(step: int) -> tuple[torch.Tensor, torch.Tensor]:
        if not batch_size:
            return inputs, targets
        rows = order[step * batch_size : (step + 1) * batch_size]
        return inputs[rows], targets[rows]

    def do() -> None:
        w, b = weights = _weights(0.0, 0.0)
        optimiser = torch.optim.SGD(weights, lr=1e-3)
        for step in range(steps):
            some_inputs, some_targets = samples(step)
            optimiser.zero_grad()
            ((w * some_inputs + b - some_targets) ** 2).mean().backward()
            optimiser.step()

    return do


def course_at(rates: Sequence[float], steps: int) -> None:
    """Descend on the course's problem at all the rates at once."""
    x = torch.tensor([1.0, 2.0, 3.0], dtype=torch.float64)
    y = 2 * x
    w = torch.ones((len(rates), 1), dtype=torch.float64, requires_grad=True)
    rate = torch.tensor(rates, dtype=torch.float64)[:, None]
    for _step in range(steps):
        ((w * x - y) ** 2).mean(1).sum().backward()
        with torch.no_grad():
            w -= rate * w.grad
            w.grad = None


def himmelblau_at(rates: Sequence[float], steps: int, start: Sequence[float]) -> None:
    """Descend on Himmelblau's function with Adam at all the rates at once."""
    first, second = (
        torch.full((len(rates),), value, dtype=torch.float64, requires_grad=True) for value in start
    )
    weights = [first, second]
    rate = torch.tensor(rates, dtype=torch.float64)
    means = [torch.zeros_like(w) for w in weights]
    squares = [torch.zeros_like(w) for w in weights]
    for step in range(1, steps + 1):
        cost = (first**2 + second - 11) ** 2 + (first + second**2 - 7) ** 2
        cost.sum().backward()
        with torch.no_grad():
            for weight, mean, square in zip(weights, means, squares, strict=True):
                mean.lerp_(weight.grad, 0.1)
                square.mul_(0.999).addcmul_(weight.grad, weight.grad, value=0.001)
                scale = square.sqrt().div_((1 - 0.999**step) ** 0.5).add_(1e-8)
                weight.sub_(rate / (1 - 0.9**step) * mean / scale)
                weight.grad = None


def himmelblau_from(start: Sequence[float], rate: float, steps: int) -> None:
    """Descend on Himmelblau's function with Adam from one start."""
    first, second = weights = _weights(*start)
    optimiser = torch.optim.Adam(weights, lr=rate)
    for _step in range(steps):
        optimiser.zero_grad()
        ((first**2 + second - 11) ** 2 + (first + second**2 - 7) ** 2).backward()
        optimiser.step()


def himmelblau_from_all(starts: np.ndarray, rate: float, steps: int) -> None:
    """Descend on Himmelblau's function with Adam from all starts at once."""
    w = torch.tensor(starts, requires_grad=True)
    optimiser = torch.optim.Adam([w], lr=rate)
    for _step in range(steps):
        optimiser.zero_grad()
        first, second = w.unbind(1)
        ((first**2 + second - 11) ** 2 + (first + second**2 - 7) ** 2).sum().backward()
        optimiser.step()


def nets(starts: np.ndarray, hidden: int, steps: int) -> None:
    """Train nets with one hidden layer on a sine, all at once."""
    x = torch.linspace(-3, 3, 24, dtype=torch.float64)
    y = torch.sin(2 * x)
    w = torch.tensor(starts, requires_grad=True)
    optimiser = torch.optim.SGD([w], lr=0.02, momentum=0.9)
    for _step in range(steps):
        optimiser.zero_grad()
        a, b, c = w[:, :-1].reshape(-1, 3, hidden, 1).unbind(1)
        predicted = (c * torch.tanh(a * x + b)).sum(1) + w[:, -1:]
        ((predicted - y) ** 2).mean(1).sum().backward()
        optimiser.step()
