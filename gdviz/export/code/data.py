"""The samples in a program: made as gdviz makes them, written out if they are few, or read."""

import csv
from collections.abc import Mapping
from itertools import islice

from gdviz.core.catalogue import PROBLEMS
from gdviz.core.parameters import InputError
from gdviz.core.problems.data import Preview, Source, preview
from gdviz.core.problems.mean_loss import MeanLoss
from gdviz.core.problems.own_data import OwnRegression
from gdviz.core.problems.own_data.standardising import Standardisation
from gdviz.export.code.lines import Line, Role, all_for, block, lines
from gdviz.i18n import _

MOST = 500
"""So many samples are written out."""

_TRIED = 10_000
"""So many rows of a file are read as the program will, to see that it can."""

_SINE = {
    "python": (
        "x_data = [-3 + 6 * i / {last} for i in range({count})]",
        "y_data = [math.sin({factor} * x) for x in x_data]",
    ),
    "numpy": ("x = np.linspace(-3, 3, {count})", "y = np.sin({factor} * x)"),
    "torch": ("x = torch.linspace(-3, 3, {count}){column}", "y = torch.sin({factor} * x)"),
}

_NOISY = {
    "python": (
        "x_data = [-3 + 6 * i / 9_999 for i in range(10_000)]",
        "noise = random.Random(1)",
        "y_data = [2 * x + noise.gauss() for x in x_data]",
    ),
    "numpy": (
        "x = np.linspace(-3, 3, 10_000)",
        "noise = random.Random(1)",
        "y = 2 * x + [noise.gauss() for _ in x]",
    ),
    "torch": (
        "x = torch.linspace(-3, 3, 10_000)",
        "noise = random.Random(1)",
        "y = 2 * x + torch.tensor([noise.gauss() for _ in x])",
    ),
}


def recipe(problem: MeanLoss, style: str) -> list[Line]:
    """Return how the samples of a problem of gdviz's own are made; nothing where they are given."""
    name = getattr(problem, "id", "")
    own = PROBLEMS[name] if name in _RECIPES else None
    if not isinstance(own, MeanLoss) or problem.data is not own.data:
        return []
    texts, values = _RECIPES[name]
    return lines(*[text.format(**values) for text in texts[style]], role=Role.DATA)


_RECIPES: Mapping[str, tuple[Mapping[str, tuple[str, ...]], Mapping[str, object]]] = {
    "sine": (_SINE, {"count": 40, "last": 39, "factor": 3, "column": ""}),
    "net": (_SINE, {"count": 24, "last": 23, "factor": 2, "column": ".unsqueeze(1)"}),
    "many-samples": (_NOISY, {}),
}
"""How the samples are made in each style, by the problem, but for last digits."""


def written_out(problem: MeanLoss) -> Mapping[str, str] | None:
    """Return the columns as lists by name; None if they are too many."""
    if problem.n_samples > MOST:
        return None
    return {
        name: f"[{', '.join(map(repr, values.tolist()))}]" for name, values in problem.data.items()
    }


def read_again(problem: MeanLoss) -> list[Line]:
    """Return lines that read the lists `x_data` and `y_data`.

    Raises:
        InputError: they are in no file, or in none that a few lines can read.
    """
    if isinstance(problem, OwnRegression) and isinstance(problem.source, Source):
        return _read(problem, problem.source)
    text = _(
        "A program for {count} samples would have to read them from a file: save them as CSV, and"
        " open that. Up to {most} are written into it"
    )
    raise InputError(text.format(count=f"{problem.n_samples:,}", most=MOST))


def _read(problem: OwnRegression, source: Source) -> list[Line]:
    """Return lines that read the file, and do with its numbers what was done with them."""
    layout = preview(source.path, source.header)
    chosen = layout.choose(source.x, source.y)
    scale = problem.standardisation
    if not _readable(layout, chosen, problem):
        text = _(
            "'{path}' is not written plainly enough for a short program to read it: save it as CSV"
            " again, without empty cells"
        )
        raise InputError(text.format(path=source.path))
    delimiter = "" if layout.delimiter == "," else f", delimiter={_quoted(layout.delimiter)}"
    options = f'encoding="{layout.encoding}", newline=""'
    head = f"with open({_quoted(str(source.path))}, {options}) as file:"
    read = block(head, lines(f"rows = [row for row in csv.reader(file{delimiter}) if row]"))
    rows = "rows[1:]" if layout.header else "rows"
    for name, index in zip("xy", chosen, strict=True):
        cell = f"row[{index}]"
        if layout.decimal == ",":
            cell += '.replace(",", ".")'
        read += lines(f"{name}_data = [float({cell}) for row in {rows}]")
        if scale is not None:
            mean, deviation = _shift(scale, name)
            shifted = f"({name} - {f'({mean!r})' if mean < 0 else repr(mean)}) / {deviation!r}"
            read += lines(f"{name}_data = [{shifted} for {name} in {name}_data]")
    return all_for(Role.DATA, read)


def _quoted(text: str) -> str:
    """Return the text as Python writes it, within double quotes where it can be."""
    written = repr(text)
    return written if '"' in written else f'"{written[1:-1]}"'


def _shift(scale: Standardisation, name: str) -> tuple[float, float]:
    """Return the mean and the deviation of x or of y."""
    if name == "x":
        return scale.x_mean, scale.x_deviation
    return scale.y_mean, scale.y_deviation


def _readable(layout: Preview, chosen: tuple[int, int], problem: OwnRegression) -> bool:
    """Tell whether the program's few lines read the file as it was read, at its beginning."""
    try:
        with layout.path.open(encoding=layout.encoding, newline="") as file:
            full = (row for row in csv.reader(file, delimiter=layout.delimiter) if row)
            rows = list(islice(full, layout.header, layout.header + _TRIED))
        found = [[float(row[at].replace(layout.decimal, ".")) for row in rows] for at in chosen]
    except (OSError, ValueError, IndexError, csv.Error):
        return False
    scale = problem.standardisation
    for name, values in zip("xy", found, strict=True):
        mean, deviation = (0.0, 1.0) if scale is None else _shift(scale, name)
        made = [(value - mean) / deviation for value in values]
        if made != problem.data[name][: len(made)].tolist():
            return False
    return bool(rows)
