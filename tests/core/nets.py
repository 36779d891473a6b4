"""The net with one hidden layer on the points of sin 2x, written again, in a few lines."""

import numpy as np

X = np.linspace(-3, 3, 24)


def _learnt(w):
    a, b, c = w[:-1].reshape(3, -1, 1)
    units = np.tanh(a * X + b)
    return c * (1 - units**2), units, (c * units).sum(axis=0) + w[-1] - np.sin(2 * X)


def cost(w):
    """The mean squared error at w (dim,)."""
    return float(np.mean(_learnt(w)[-1] ** 2))


def slopes(w):
    """Its gradient, (dim,)."""
    inner, units, errors = _learnt(w)
    parts = [(each * errors).mean(axis=1) for each in (inner * X, inner, units)]
    return 2 * np.append(np.concatenate(parts), errors.mean())
