"""A net with one hidden layer in a program: loops over its units, arrays, or `nn.Linear`."""

from collections.abc import Sequence

from gdviz.export.code.lines import Line, block, lines

_UNIT = "a, b, c = weights[k], weights[hidden + k], weights[2 * hidden + k]"


def forward_plain() -> list[Line]:
    """Return the prediction as a loop over the units."""
    unit = lines(_UNIT, "y_pred += c * math.tanh(a * x + b)")
    begun = lines("y_pred = weights[3 * hidden]")
    loop = block("for k in range(hidden):", unit)
    return block("def forward(x):", begun, loop, lines("return y_pred"))


def gradient_plain(*, one: bool, mean: bool) -> list[Line]:
    """Return the body of the gradient as loops over the samples, and over the units."""
    unit = lines(
        _UNIT,
        "u = math.tanh(a * x + b)",
        "grad[k] += 2 * error * c * (1 - u ** 2) * x",
        "grad[hidden + k] += 2 * error * c * (1 - u ** 2)",
        "grad[2 * hidden + k] += 2 * error * u",
    )
    sample = [
        *lines("error = forward(x) - y"),
        *block("for k in range(hidden):", unit),
        *lines("grad[3 * hidden] += 2 * error"),
    ]
    begun = lines("grad = [0] * len(weights)")
    if one:
        return [*begun, *sample, *lines("return grad")]
    result = "[total / len(xs) for total in grad]" if mean else "grad"
    return [*begun, *block("for x, y in zip(xs, ys):", sample), *lines(f"return {result}")]


def forward_arrays() -> list[Line]:
    """Return the prediction of all samples at once."""
    body = lines(
        "a, b, c = weights[:-1].reshape(3, hidden)",
        "return np.tanh(np.outer(x, a) + b) @ c + weights[-1]",
    )
    return block("def forward(x):", body)


def gradient_arrays(*, mean: bool) -> list[Line]:
    """Return the body of the gradient over all samples at once."""
    return lines(
        "a, b, c = weights[:-1].reshape(3, hidden)",
        "u = np.tanh(np.outer(x, a) + b)",
        "error = u @ c + weights[-1] - y",
        "inner = 2 * error[:, np.newaxis] * c * (1 - u ** 2)",
        "parts = [x @ inner, inner.sum(axis=0), 2 * error @ u, [2 * error.sum()]]",
        "return np.concatenate(parts)" + (" / len(x)" if mean else ""),
    )


def model_of_layers(hidden: int) -> list[Line]:
    """Return the net as layers."""
    begun = lines(
        "super().__init__()",
        f"self.hidden = nn.Linear(1, {hidden})",
        f"self.output = nn.Linear({hidden}, 1)",
    )
    return block(
        "class Model(nn.Module):",
        block("def __init__(self):", begun),
        lines(""),
        block("def forward(self, x):", lines("return self.output(torch.tanh(self.hidden(x)))")),
    )


def weights_of_layers(start: Sequence[float]) -> list[Line]:
    """Return what gives the layers the weights that the run starts with."""
    values = f"torch.tensor({[*start]})"
    return [
        *lines(f"start = {values}"),
        *lines("nn.utils.vector_to_parameters(start, model.parameters())"),
    ]
