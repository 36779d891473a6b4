"""A run as PyTorch: a module, a loss, an optimiser, and autograd for the gradient."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from gdviz.core.formula import Formula
from gdviz.core.formula.writers.code import TORCH, Dialect
from gdviz.core.problems.analytic import Analytic
from gdviz.core.problems.mean_loss import MeanLoss
from gdviz.core.types import RunConfig
from gdviz.export.code import net
from gdviz.export.code.lines import Line, Role, all_for, block, lines
from gdviz.export.code.optimisers import optimiser
from gdviz.export.code.rule import Shape
from gdviz.export.code.sampling import Stored
from gdviz.export.code.searching import search
from gdviz.export.code.style import Style


class Torch(Style):
    """`nn.Module`, and `torch.optim` where it has the rule."""

    id = "torch"
    title = "PyTorch"
    stored: ClassVar[Stored] = Stored(data="{}", some="{}_batch", arrays=True, listed=".tolist()")
    words = (
        "batch", "batches", "best", "cost_val", "criterion", "drawn", "epoch", "first", "group",
        "high", "k", "least", "level", "loss", "low", "lr", "lr_t", "model", "nn", "np", "number",
        "optimizer", "p", "rate", "self", "start", "step", "torch", "weights", "width",
    )  # fmt: skip

    def __init__(self, config: RunConfig) -> None:
        """Make ready to write the program of that run."""
        super().__init__(config)
        self._optimiser = None if self.searches else optimiser(config)

    @property
    def dialect(self) -> Dialect:
        """Which functions the formulas call."""
        return TORCH

    @property
    def shape(self) -> Shape:
        """A loop over the parameters."""
        return Shape(
            weight="p",
            gradient="p.grad",
            slot="{}[k]",
            first="[torch.full_like(p, {}) for p in model.parameters()]",
            zeros="[torch.zeros_like(p) for p in model.parameters()]",
            loop="for k, p in enumerate(model.parameters()):",
            dialect=TORCH,
            put="p.copy_({})",
            copy=".clone()",
            filled="torch.full_like(p, {})",
        )

    @property
    def named(self) -> bool:
        """Return False: they are the model's."""
        return False

    def imports(self, text: str) -> list[Line]:
        """Return what is imported, and what all numbers are."""
        return [
            *super().imports(text),
            *lines("import torch", "from torch import nn", ""),
            *lines("torch.set_default_dtype(torch.float64)"),
        ]

    def array(self, listed: str) -> str:
        """Return a list as a tensor: of a net, a column."""
        return f"torch.tensor({listed})" + (".unsqueeze(1)" if self.net else "")

    def converted(self) -> list[Line]:
        """Return the lists as tensors."""
        text = f"x, y = {self.array('x_data')}, {self.array('y_data')}"
        return lines(text, role=Role.DATA)

    def begun(self, start: Sequence[float]) -> list[Line]:
        """Return nothing: the model has the weights."""
        return []

    def parts(self) -> Iterator[list[Line]]:
        """Yield the paragraphs after the imports; the first is data."""
        yield self.data()
        yield from self.functions()
        yield self._made()
        if self.searches:
            yield self.search()
        else:
            yield from self.descent()

    def functions(self) -> Iterator[list[Line]]:
        """Yield the definition of the model."""
        if self.net:
            yield all_for(Role.PREDICTION, net.model_of_layers(self.net.hidden))
            return
        fields = [
            Line(f"self.{name} = nn.Parameter(torch.tensor({value!r}))", Role.START)
            for name, value in zip(self.weights, self.config.start, strict=True)
        ]
        body, given, role = self._forward()
        yield block(
            f"class {'Model' if self.fitted else 'Cost'}(nn.Module):",
            block("def __init__(self):", lines("super().__init__()"), fields),
            lines(""),
            all_for(role, block(f"def forward({', '.join(['self', *given])}):", body)),
        )

    def _forward(self) -> tuple[list[Line], tuple[str, ...], Role]:
        """Return what the module does, of what, and what that is for."""
        given: tuple[str, ...] = ("x",) if self.fitted else self.columns
        before, (text,) = self.several(self._formula)
        unused = [name for name in self.typed if name not in self._formula.names]
        text += "".join(f" + 0 * {self.identifiers[name]}" for name in unused)
        role = Role.PREDICTION if self.fitted else Role.LOSS
        return [*before, *lines(f"return {text}")], given, role

    @property
    def _formula(self) -> Formula:
        if self.fitted:
            return self.fitted.model_formula
        if isinstance(self.problem, MeanLoss):
            return self.problem.loss_formula
        assert isinstance(self.problem, Analytic)
        return self.problem.cost_function.formula

    @property
    def identifiers(self) -> dict[str, str]:
        """What the formulas' names are called: the weights are the module's."""
        names = zip(self.typed, self.weights, strict=True)
        return {name: f"self.{word}" for name, word in names} | {n: n for n in self.columns}

    def _made(self) -> list[Line]:
        """Return the model, the loss and what moves the weights."""
        made = lines(f"model = {'Model' if self.fitted else 'Cost'}()", role=Role.START)
        if self.net and not self.searches:
            made += all_for(Role.START, net.weights_of_layers(self.config.start))
        if self.fitted:
            how = "" if self.mean else 'reduction="sum"'
            made += lines(f"criterion = nn.MSELoss({how})", role=Role.LOSS)
        if self.searches:
            return made
        varies = self.rule.algorithm.schedule_followed.varies
        if self._optimiser is None:
            return [*made, *self.rule.constants(), *self.rule.state()]
        rate = "lr" if varies else repr(self.rule.algorithm.learning_rate)
        if varies:
            made += lines(f"lr = {self.rule.algorithm.learning_rate!r}", role=Role.RATE)
        called = self._optimiser.format(rate)
        made += lines(f"optimizer = torch.optim.{called}", role=Role.UPDATE)
        return made + (lines("t = 0", role=Role.RATE) if varies else [])

    def predicted(self, when: str) -> list[Line]:
        """Return the line that prints a prediction, where the model predicts."""
        if self.probe is None:
            return []
        number = repr(self.probe).removesuffix(".0")
        given = f"[{self.probe!r}]" if self.net else repr(self.probe)
        text = f"model(torch.tensor({given})).item()"
        return lines(f'print("Predict ({when} training)", {number}, {text})')

    @property
    def _measured(self) -> str:
        given = self.passes.given
        if self.fitted:
            return f"criterion(model({given[0]}), {given[1]})"
        if given:
            return f"model({', '.join(given)}).{'mean' if self.mean else 'sum'}()"
        return "model()"

    def measured(self) -> list[Line]:
        """Return the lines of a step that find the loss and its gradient."""
        clear = "model" if self._optimiser is None else "optimizer"
        return [
            *lines(f"loss = {self._measured}", role=Role.LOSS),
            *lines(f"{clear}.zero_grad()", "loss.backward()", role=Role.GRADIENT),
        ]

    def stepped(self) -> list[Line]:
        """Return the lines of a step that move the weights."""
        if self._optimiser is None:
            return block("with torch.no_grad():", self.rule.update(), role=Role.UPDATE)
        step = lines("optimizer.step()", role=Role.UPDATE)
        if not self.rule.algorithm.schedule_followed.varies:
            return step
        rate = lines('group["lr"] = rate(t)', role=Role.RATE)
        counted = lines("t += 1", role=Role.RATE)
        return [*counted, *block("for group in optimizer.param_groups:", rate), *step]

    @property
    def loss(self) -> str:
        """The loss that a step has found."""
        return "cost_val" if self.searches else "loss.item()"

    @property
    def shown(self) -> str:
        """The weights, as they are printed."""
        if self.searches:
            return self.weight if self.alone else "[float(value) for value in weights]"
        if self.alone:
            return f"model.{self.weight}.item()"
        if self.net:
            return "weights.tolist()"
        return "[p.item() for p in model.parameters()]"

    def printed(self, label: str = "Epoch:", number: str = "epoch") -> list[Line]:
        """Return the lines that print a step."""
        made = super().printed(label, number)
        if not self.net or self.searches:
            return made
        flat = "weights = nn.utils.parameters_to_vector(model.parameters())"
        return [*lines(flat, role=Role.PRINT), *made]

    def search(self) -> list[Line]:
        """Return the loop over probes."""
        given = f"[{self.weight}]" if self.alone else "weights"
        put = "nn.utils.vector_to_parameters(torch.tensor({}), model.parameters())"
        cost = [
            *lines(put.format(given), role=Role.START),
            *lines(f"cost_val = {self._measured}.item()", role=Role.LOSS),
        ]
        probes = search(self.config, self.weight, cost, self.printed("Probe:", "number"))
        shown = "best" if self.alone else "best.tolist()"
        told = lines(f'print("Best: w=", {shown}, "loss=", least)', role=Role.PRINT)
        before, after = self.predicted("before"), self.predicted("after")
        best = lines(put.format("[best]" if self.alone else "best")) if after else []
        begun = net.weights_of_layers(self.config.start) if before else []
        return [*begun, *before, *probes, *told, *best, *after]
