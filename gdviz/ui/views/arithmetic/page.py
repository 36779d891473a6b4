"""A step's arithmetic as rich text, each of its numbers a link."""

import re
from collections.abc import Iterator, Sequence, Set
from html import escape

from PySide6.QtGui import QFontMetrics

from gdviz.core.telling.arithmetic import UNKNOWN, Arithmetic, Line, Samples
from gdviz.core.telling.terms import Term
from gdviz.i18n import N_, Np_, _
from gdviz.ui import typeset
from gdviz.ui.theme import FORMULA_FAMILIES, TYPE_SIZE, Theme, scaled
from gdviz.ui.views.arithmetic.lit import lit_lines

_WIDE = 280
"""Pixels at scale 1 from which on there is room for every column, and for a digit more."""

_GIVEN = "−0.0"
"""About as long as what is given of a sample."""

_RELATION = 28
"""Pixels at scale 1 for an equals sign or an arrow, with its spaces."""

_GAP = 8
"""Pixels at scale 1 between two columns."""

_LEAST_DIGITS = 3

_SMALLEST = 8
"""Pixels at scale 1 of the type in a table that is too wide otherwise."""

_BOLD = 1.07
"""How many times as wide as usual a number is in bold type."""

_MEANINGS = {
    "weight": N_("weight"),
    "next": N_("weight after the step"),
    "gradient": N_("gradient"),
    "setting": Np_("number", "setting"),
    "rate": N_("learning rate of this step"),
    "state": N_("of the update rule"),
    "shared": N_("of the update rule"),
    "count": N_("of the update rule"),
    "cost": N_("cost"),
}

_CALCULATED = {"gradient": "g", "cost": "e"}
"""The columns of the samples' table that are calculated, by what they are for."""

_SPACED = {*"=←→<≥+−×/"}
_OPENING = {*"(,"}
"""Behind these a minus belongs to what follows it."""

_BREAKABLE = {*"=+−/→"}
"""Before these a line may be broken, outside parentheses."""

_DIVISIBLE = {*"+−/×"}
"""Before these too, behind a comma and within parentheses, what is too long for a line."""

_SIGNS = {
    **{sign: f'<span class="sign">{sign}</span>' for sign in "√·"},
    ",": ",&nbsp;",
    " ": "&nbsp;",
}
"""Signs that are not written as they are."""

_BLANK = "&nbsp;"
_FIGURE = "&#8199;"
"""A space as wide as a figure."""

_LOWERED = re.compile("[₀-₉]")
_PLAIN = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


def style_sheet(theme: Theme) -> str:
    """Return the style sheet of a page."""
    large, gap = round(scaled(14)), round(scaled(_GAP))
    return f"""
    body, a {{ color: {theme.text}; text-decoration: none; }}
    i, .formula {{ font-family: {FORMULA_FAMILIES}; font-size: {large}px; font-style: italic; }}
    .formula, .muted td, .formula td {{ color: {theme.muted}; }}
    .samples {{ margin-bottom: 6px; }}
    td {{ padding-top: 1px; padding-bottom: 1px; }}
    td.number {{ padding-left: {gap}px; }}
    .sign {{ font-family: {FORMULA_FAMILIES}; }}
    .mean td {{ border-top: 1px solid {theme.line}; }}
    a.weight, a.next {{ color: {theme.weight}; }}
    a.gradient {{ color: {theme.gradient}; }}
    .lit td, .pointed {{ background-color: {theme.note}; }}
    """


def tip(term: Term) -> str:
    """Return what the number is, and the whole of it."""
    value = repr(term.value).removesuffix(".0").replace("-", "−")
    value = UNKNOWN if term.text == UNKNOWN else value
    if term.row >= 0:
        what = _("sample {number}").format(number=term.row + 1)
    else:
        what = _(_MEANINGS[term.meaning])
    return f"{what}<br>{_symbol(term.symbol)} = {value}"


class Page:
    """Writes an arithmetic as HTML that keeps its shape while its numbers change.

    Attributes:
        digits: how many digits of a number there is room for.
    """

    def __init__(
        self,
        width: int,
        metrics: QFontMetrics,
        weights: int,
        pointed: int,
        lit: Set[str],
        *,
        pointed_out: tuple[str, int] = ("", -1),
        lines: Set[str] = frozenset(),
        asks: bool = False,
    ) -> None:
        """Make an empty page.

        Args:
            width: its width in pixels.
            metrics: those of its font.
            weights: how many weights there are, each with a column in the samples' table.
            pointed: the index of the number that the pointer is on; -1 for none.
            lit: the meanings or symbols of those that light up.
            pointed_out: the meaning of what lights up besides, and the sample that it is of, all
                of whose numbers do; -1 for none.
            lines: what lights up as a whole: what a sample adds ("parts"), the "gradient", the
                "update".
            asks: whether it is to be worked out, for which what is given has to be there.
        """
        self._count = 0  # of the numbers written so far
        self._small: set[str] = set()  # what is written with a power of ten
        self._width = width
        self._metrics = metrics
        self._meaning, self._lit_sample = pointed_out
        self._pointed, self._lit = pointed, lit if self._lit_sample >= 0 else lit | {self._meaning}
        self._lines = lines
        wide = width >= scaled(_WIDE)
        self._asks = asks
        self._wide = wide or asks
        most = 5 if wide else 4
        fitting = (
            digits for digits in range(most, _LEAST_DIGITS, -1) if self._fits(digits, weights)
        )
        self.digits = next(fitting, _LEAST_DIGITS)

    def _fits(self, digits: int, weights: int) -> bool:
        """Tell whether the samples' table has room for so many digits in each of its columns."""
        given = [_GIVEN, _GIVEN] if self._wide else []
        columns = [*given, *[f"−0.{'0' * digits}"] * (1 + weights)]
        widths = (self._metrics.horizontalAdvance(text) + scaled(_GAP) for text in columns)
        return self._metrics.horizontalAdvance("0") + sum(widths) <= self._width

    def numbers(self, written: Arithmetic) -> list[Term]:
        """Return the numbers as they are written one after the other; links are their indices."""
        samples = written.samples
        shown = self._shown(samples) if samples else ()
        rows = [row[column] for row in samples.rows for column in shown] if samples else []
        means = samples.gradient if samples else ()
        terms = [term for line in written.lines for term in line.terms if term.value is not None]
        return [*rows, *means, *terms]

    def sought(self, written: Arithmetic) -> int:
        """Return the index of the first number where something lights up as a whole; else 0."""
        samples, lit = written.samples, lit_lines(written, self._lines)
        if samples and "parts" in self._lines:
            return 0
        before = len(samples.rows) * len(self._shown(samples)) if samples else 0
        if samples and "gradient" in self._lines:
            return before
        if not lit:
            return 0
        above = [term for line in written.lines[: min(lit)] for term in line.terms]
        means = len(samples.gradient) if samples else 0
        return before + means + sum(term.value is not None for term in above)

    def outline(self, written: Arithmetic) -> object:
        """Return what is the same of two texts that differ in nothing but what their numbers are.

        Those that are set, and whether one is written with a power of ten, belong to it.
        """
        samples, blank = written.samples, self._blank
        lines = [(line.left, line.relation, [*map(blank, line.terms)]) for line in written.lines]
        table = samples and samples._replace(
            rows=tuple([tuple(map(blank, row)) for row in samples.rows]),
            gradient=tuple(map(blank, samples.gradient)),
        )
        size = self._type(samples) if samples else None
        lit = self._pointed, self._lit, self._meaning, self._lit_sample, self._lines
        return self._width, self._metrics, self.digits, lit, size, table, lines

    def _blank(self, term: Term) -> Term:
        if term.value is None or term.meaning == "setting":
            return term
        row = term.row if term.row == self._lit_sample else -1
        return Term("×" * ("×" in term.text), 0.0, term.symbol, term.meaning, row, term.raised)

    def html(self, written: Arithmetic) -> str:
        """Return the whole text; each line is broken where it may have to be some time."""
        table = self._table(written.samples) if written.samples else ""
        left = max(
            self._metrics.horizontalAdvance(line.left.replace("_", "")) for line in written.lines
        )
        room = self._width - left - round(scaled(_RELATION))
        small = [term for line in written.lines for term in line.terms if "×10" in term.text]
        self._small = set(map(_letter, small))
        lit = lit_lines(written, self._lines)
        lines = "".join(
            self._line(line, room, lit=number in lit) for number, line in enumerate(written.lines)
        )
        return f'{table}<table cellspacing="0">{lines}</table>'

    def _number(self, term: Term, *, bold: bool = False) -> str:
        text = typeset.html(term.text)
        text = f"<b>{text}</b>" if bold else text
        named = term.row < 0 and not self._lit.isdisjoint((term.meaning, _letter(term)))
        lights = named or (term.row >= 0 and term.row == self._lit_sample)
        if lights or self._count == self._pointed:
            text = f'<span class="pointed">{text}</span>'
        self._count += 1
        return f'<a class="{term.meaning}" href="{self._count - 1}">{text}</a>'

    def _table(self, samples: Samples) -> str:
        """Return the formulas, the samples and what they add to the gradient together."""
        shown, (size, steady) = self._shown(samples), self._type(samples)
        header = [self._header(samples, column, steady=steady) for column in shown]
        rows = [_row(header, "muted")]
        rows += [_row([self._number(row[column]) for column in shown]) for row in samples.rows]
        if samples.more:
            more = _("… {count} more").format(count=f"{samples.more:,}")
            rows.append(f'<tr class="muted"><td colspan="{len(shown)}">{more}</td></tr>')
        rows += [f"<tr><td>{_BLANK}</td></tr>"] * (samples.size + 1 - len(rows))
        means = [self._number(term, bold=True) for term in samples.gradient]
        kind = "mean lit" if "gradient" in self._lines else "mean"
        rows.append(_row([_reduced(samples), *[""] * (len(shown) - 1 - len(means)), *means], kind))
        formulas = [self._formula(symbol, html) for symbol, html in samples.formulas]
        return (
            f'<div class="formula">{", ".join(formulas)}</div><table class="samples" width="100%"'
            f' cellspacing="0" style="font-size: {size:.0f}px">{"".join(rows)}</table>'
        )

    def _formula(self, symbol: str, html: str) -> str:
        """Return what a column is calculated by, lit while that is done."""
        text = f"{_symbol(symbol)} = {html}".replace(" ", _BLANK)
        letter = symbol.partition("_")[0]
        lit = letter == _CALCULATED.get(self._meaning) and self._lit_sample >= 0
        lit |= letter == _CALCULATED["gradient"] and "parts" in self._lines
        return f'<span class="pointed">{text}</span>' if lit else text

    def _shown(self, samples: Samples) -> list[int]:
        """Return the columns for which there is room."""
        hidden = range(1, 1 + (0 if self._wide else samples.given))
        return [column for column in range(len(samples.header)) if column not in hidden]

    def _type(self, samples: Samples) -> tuple[float, bool]:
        """Return how large the table's type is, with all of its numbers on the page.

        In pixels, and whether they would fit at the usual size.
        """
        columns = [[row[column].text for row in samples.rows] for column in self._shown(samples)]
        columns[0].append(_reduced(samples))
        for column, mean in zip(columns[::-1], samples.gradient[::-1], strict=False):
            column.append(mean.text)
        advance = self._metrics.horizontalAdvance
        wanted = _BOLD * sum(max(map(advance, column)) for column in columns if column)
        room = self._width - scaled(_GAP) * (len(columns) - 1)
        share = min(1.0, room / max(wanted, 1.0))
        return max(scaled(_SMALLEST), int(share * scaled(TYPE_SIZE))), share == 1

    def _header(self, samples: Samples, column: int, *, steady: bool) -> str:
        """Return a column's symbol, and room for all that will stand below it."""
        changes = steady and column > samples.given and not self._asks
        return _FIGURE * (self.digits + 2) * changes + _symbol(samples.header[column])

    def _line(self, line: Line, room: int, *, lit: bool) -> str:
        """Return a line as a table's row, as a formula if there are only names in it."""
        numbers = any(term.value is not None for term in line.terms)
        kind = f"{'numbers' if numbers else 'formula'}{' lit' * lit}"
        relation = f"{_BLANK}{line.relation}{_BLANK}" if line.relation else ""
        return (
            f'<tr class="{kind}"><td>{_symbol(line.left)}</td><td align="center">{relation}</td>'
            f"<td>{''.join(self._pieces(line.terms, room))}</td></tr>"
        )

    def _pieces(self, terms: Sequence[Term], room: int) -> Iterator[str]:
        """Yield the terms' HTML, broken into as many lines as it may need some time.

        So the number of lines stays the same while numbers change their signs.
        """
        used = 0
        for group, width in self._fitting(terms, room):
            used += width
            if used > room and used > width:
                yield "<br>"
                used = width
            for before, term in zip([None, *group], group, strict=False):
                leading = before is not None and before.text in _OPENING
                piece = self._piece(term, bold=term is terms[-1], leading=leading)
                piece = f"<sup>{piece}</sup>" if term.raised else piece
                yield f" {piece.removeprefix(_BLANK)}" if term is group[0] else piece

    def _fitting(self, terms: Sequence[Term], room: int) -> Iterator[tuple[list[Term], int]]:
        """Yield groups between which a line may be broken, and their widths in pixels."""
        for group in _groups(terms):
            if self._width_of(group) <= room:
                yield group, self._width_of(group)
                continue
            for part in _groups(group, divided=True):
                yield part, self._width_of(part)

    def _width_of(self, terms: Sequence[Term]) -> int:
        """Return how wide the terms are when the numbers that change are negative."""
        text = ""
        for before, term in zip([None, *terms], terms, strict=False):
            if term.text in _SPACED:
                text += f" {term.text} "
            elif term.meaning in ("", "setting"):
                text += term.text
            elif term.meaning == "count":
                text += "000"
            else:
                text += self._widest(
                    term, behind_sign=before is not None and before.text in _SPACED
                )
        return self._metrics.horizontalAdvance(text)

    def _widest(self, term: Term, *, behind_sign: bool) -> str:
        """Return as wide a number as may come in the term's place, with its parentheses."""
        number = f"−0.{'0' * self.digits}"
        if term.meaning in ("rate", "shared") or _letter(term) in self._small:
            number = f"0.{'0' * (self.digits - 1)}×10⁻⁰"
        return f"({number})" if behind_sign else number

    def _piece(self, term: Term, *, bold: bool, leading: bool) -> str:
        if term.value is not None:
            return self._number(term, bold=bold)
        if term.text in _SPACED and not leading:
            return f"{_BLANK}{escape(term.text)}{_BLANK}"
        if term.symbol:
            return _symbol(term.symbol)
        return _SIGNS.get(term.text, term.text)


def _letter(term: Term) -> str:
    """Return what its quantity is called, whichever weight the term is of."""
    return term.symbol.partition("_")[0]


def _groups(terms: Sequence[Term], *, divided: bool = False) -> Iterator[list[Term]]:
    """Yield the terms in groups between which a line may be broken; divided, in smaller ones."""
    group: list[Term] = []
    depth = 0
    for term in terms:
        depth += (term.text == "(") - (term.text == ")")
        before = group[-1].text if group else "("
        breakable = depth == 0 and term.text in _BREAKABLE
        if divided:
            breakable = before == "," or (term.text in _DIVISIBLE and before != "(")
        if group and breakable and not term.raised:
            yield group
            group = []
        group.append(term)
    yield group


def _reduced(samples: Samples) -> str:
    """Return what the last row of the samples' table is called."""
    return _("mean") if samples.reduction == "mean" else _("sum")


def _row(cells: Sequence[str], kind: str = "") -> str:
    """Return a table's row: the first cell to the left, the others to the right."""
    first, *others = cells
    rest = "".join(f'<td class="number" align="right">{cell}</td>' for cell in others)
    return f'<tr class="{kind}"><td>{first}</td>{rest}</tr>'


def _symbol(symbol: str) -> str:
    """Return a symbol as HTML: italic, with its subscripts."""
    name, _underscore, index = symbol.partition("_")
    name = _LOWERED.sub(_lowered, name)
    return f"<i>{name}<sub>{index.translate(_PLAIN)}</sub></i>" if index else f"<i>{name}</i>"


def _lowered(found: re.Match[str]) -> str:
    return f"<sub>{found[0].translate(_PLAIN)}</sub>"
