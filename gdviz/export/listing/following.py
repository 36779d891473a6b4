"""A program, followed line by line: what stands in its variables before each line, and its output.

Python itself executes it, so that every number is the program's own.
"""

import ast
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from traceback import walk_tb
from types import FrameType, ModuleType
from typing import Any

from gdviz.core.cancelling import heed

_FILE = "<program>"
_MODULE = "<module>"
_WITHIN_A_LINE = ("<listcomp>", "<genexpr>", "<dictcomp>", "<setcomp>", "<lambda>")

_OUTPUT = 400
"""So many of its last lines of output are kept."""

_ENOUGH = 10_000
"""Of more lines no other step is kept than the one that is wanted."""

_LONGEST = 100
"""A list of more numbers is left out: each line would have a copy of it that nobody reads."""

_HEEDED = 1024
"""After so many lines, and after each step, it is asked whether the answer is still wanted."""


@dataclass(frozen=True)
class Line:
    """A line that is about to be executed.

    Attributes:
        number: its number, from 1.
        function: the name of the function that it is in; empty outside of all.
        sample: in which pass, from 0, of the innermost loop it is, or what calls its function;
            -1 for none, and in the main loop.
        variables: what has a value there, the function's own over the others, by name; long lists
            are left out.
        printed: how many lines of output there are before it.
    """

    number: int
    function: str
    sample: int
    variables: Mapping[str, Any]
    printed: int


@dataclass(frozen=True)
class Listing:
    """The text of a program, and what its lines are for.

    Attributes:
        text: the text.
        weight: the variable that has the weight, or all of them; empty if it cannot be followed.
    """

    text: str
    weight: str = "w"

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """Its lines."""
        return tuple(self.text.splitlines())

    @cached_property
    def _tree(self) -> ast.Module:
        return ast.parse(self.text, _FILE)

    @cached_property
    def functions(self) -> Mapping[int, str]:
        """In which function each line is that is in one, by its number."""
        return {
            number: node.name
            for node in self._tree.body
            if isinstance(node, ast.FunctionDef)
            for number in _span(node)
        }

    @cached_property
    def assigned(self) -> Mapping[int, tuple[str, ...]]:
        """What each line gives a value to, or a part of it, by its number."""
        found: dict[int, tuple[str, ...]] = {}
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Name | ast.Subscript) and isinstance(node.ctx, ast.Store):
                named = node.value if isinstance(node, ast.Subscript) else node
                if isinstance(named, ast.Name):
                    found[node.lineno] = (*found.get(node.lineno, ()), named.id)
        return found

    @cached_property
    def loops(self) -> Mapping[int, range]:
        """The lines of the innermost loop that each line is in, by its number."""
        loops = [_span(node) for node in ast.walk(self._tree) if isinstance(node, ast.For)]
        loops.sort(key=lambda loop: loop.start)
        return {number: loop for loop in loops for number in loop}

    @cached_property
    def main_loop(self) -> range:
        """The lines of the last loop that is in no function: a pass of it is an epoch."""
        *_before, loop = (_span(node) for node in self._tree.body if isinstance(node, ast.For))
        return loop

    @cached_property
    def update(self) -> range:
        """The lines that end a step: that which sets the weight, or the loop over all of them."""
        last = max(n for n in self.main_loop if self.weight in self.assigned.get(n, ()))
        loop = self.loops[last]
        over_weights = f"range(len({self.weight}))" in self.lines[loop.start - 1]
        return loop if over_weights else range(last, last + 1)


def _span(node: ast.stmt) -> range:
    """Return the numbers of the lines of a statement."""
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


@dataclass(frozen=True)
class Followed:
    """Some steps of a program, line by line.

    Attributes:
        listing: the program.
        first: the first of the steps.
        steps: the lines of each step, up to and with that which updates the weight; after the
            last update of all there is one more, of what the program does then. Where it breaks
            off, the last line stands there again, after its error was printed.
        output: its last lines of output, as far as it has come.
        dropped: how many lines of output there were before these.
        over: whether the program has come to its end, or broken off.
    """

    listing: Listing
    first: int
    steps: tuple[tuple[Line, ...], ...]
    output: tuple[str, ...]
    dropped: int
    over: bool = False

    def lines(self, step: int) -> tuple[Line, ...] | None:
        """Return the lines of a step, or the last one if it was over before; None if not known."""
        number = step - self.first
        if self.over and number >= len(self.steps):
            return self.steps[-1][-1:]
        return self.steps[number] if 0 <= number < len(self.steps) else None

    def printed(self, line: Line) -> tuple[str, ...]:
        """Return what has been printed before a line, as far as that was kept."""
        return self.output[: max(0, line.printed - self.dropped)]


class _EnoughError(BaseException):
    """All that is wanted has been seen; nothing the program catches."""


def follow(
    listing: Listing, first: int = 0, count: int = sys.maxsize, wanted: int | None = None
) -> Followed:
    """Return these steps of a program, line by line.

    What comes before them is executed, and not looked at. The last line of output of a program
    that breaks off says why, as the interpreter would.

    Args:
        listing: the program; its text is ours, or written by us from checked formulas.
        first: the first step.
        count: how many steps, as far as there are so many.
        wanted: one of them, where the others may be left out if they have many lines.
    """
    follower = _Follower(listing, first, count, wanted)
    program = compile(listing.text, _FILE, "exec")
    before = sys.gettrace()
    sys.settrace(follower.entered)
    try:
        exec(program, follower.namespace)  # see `listing` above
    except _EnoughError:
        pass
    except Exception as error:  # whatever it is, it is the program's own
        sys.settrace(before)
        follower.break_off(error)
    else:
        follower.over = True
    finally:
        sys.settrace(before)
    return follower.followed()


@dataclass
class _Seen:
    """What was seen last of a frame: its line, and in which pass of a loop that was."""

    line: int = 0
    sample: int = -1


class _Follower:
    """Writes down what the interpreter tells of."""

    def __init__(self, listing: Listing, first: int, count: int, wanted: int | None) -> None:
        self._listing, self._update = listing, listing.update
        self._first, self._end = first, first + count
        self._wanted = wanted
        self.over = False
        self._kept = 0  # how many lines of steps that have ended
        self._step = 0  # the one that is under way
        self._updating = False  # what ends it is being executed
        self._steps: list[list[Line]] = [[]]
        self._output: list[str] = []
        self._pending = ""
        self._dropped = 0
        self._seen: dict[int, _Seen] = {}  # by frame
        self._heed_in = _HEEDED
        self.namespace: dict[str, Any] = {"print": self._print, "__name__": "__main__"}

    def _print(self, *values: object, sep: str = " ", end: str = "\n") -> None:
        text = self._pending + sep.join(map(str, values)) + end
        *whole, self._pending = text.split("\n")
        self._output += whole
        over = len(self._output) - 2 * _OUTPUT
        if over > 0:
            del self._output[: over + _OUTPUT]
            self._dropped += over + _OUTPUT

    def entered(self, frame: FrameType, _event: str, _argument: object) -> Any:
        """Follow a function's lines, where its step is wanted, and the module's always."""
        code = frame.f_code
        if code.co_filename != _FILE or code.co_name in _WITHIN_A_LINE:
            return None
        if code.co_name != _MODULE and self._step < self._first:
            return None
        self._seen[id(frame)] = _Seen()
        return self._reached

    def _reached(self, frame: FrameType, event: str, _argument: object) -> Any:
        if event != "line":
            return self._reached
        if frame.f_lineno == self._seen[id(frame)].line:
            return self._reached  # Python 3.12 comes to it again with each item of a list
        self._heed_in -= 1
        if not self._heed_in:
            self._heed_in = _HEEDED
            heed()
        if frame.f_code.co_name == _MODULE:
            self._count_steps(frame.f_lineno)
        sample = self._sample(frame)
        if self._step >= self._first:
            self._steps[-1].append(self._line(frame, frame.f_lineno, sample))
        return self._reached

    def _count_steps(self, number: int) -> None:
        if self._updating and number not in self._update:
            self._step += 1
            heed()
            if self._step > self._first:
                self._begin_step()
        self._updating = number in self._update

    def _begin_step(self) -> None:
        self._kept += len(self._steps[-1])
        if self._step >= self._end:
            raise _EnoughError
        if self._wanted is not None and self._kept > _ENOUGH:
            if self._step > self._wanted:
                raise _EnoughError
            self._first, self._steps, self._kept = self._step, [], 0
        self._steps.append([])

    def break_off(self, error: Exception) -> None:
        """Write down what the interpreter says of an error, and where it happened."""
        self.over = True
        self._print(f"{type(error).__name__}: {error}")
        where = walk_tb(error.__traceback__)
        *_callers, (frame, number) = [one for one in where if one[0].f_code.co_filename == _FILE]
        before = self._steps[-1]
        before.append(self._line(frame, number, before[-1].sample if before else -1))

    def _line(self, frame: FrameType, number: int, sample: int) -> Line:
        code = frame.f_code
        inside = code.co_name != _MODULE
        variables = {**_values(frame.f_globals), **(_values(frame.f_locals) if inside else {})}
        printed = self._dropped + len(self._output)
        return Line(number, code.co_name if inside else "", sample, variables, printed)

    def _sample(self, frame: FrameType) -> int:
        """Return in which pass of its innermost loop a line is, or the line that called it."""
        number, seen = frame.f_lineno, self._seen[id(frame)]
        loop = self._listing.loops.get(number)
        before, seen.line = seen.line, number
        if loop is None:
            caller = self._seen.get(id(frame.f_back))
            seen.sample = -1 if caller is None else caller.sample
        elif loop == self._listing.main_loop:
            seen.sample = -1
        elif number == loop.start:
            seen.sample = seen.sample + 1 if before in loop else 0
        return seen.sample

    def followed(self) -> Followed:
        """Return all that was written down."""
        steps = tuple(map(tuple, self._steps))
        output = tuple(self._output)
        return Followed(self._listing, self._first, steps, output, self._dropped, self.over)


def _values(names: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a reader of the program takes for its variables."""
    return {
        name: list(value) if isinstance(value, list) else value
        for name, value in names.items()
        if not name.startswith("__") and not callable(value) and not isinstance(value, ModuleType)
        if not (isinstance(value, list) and len(value) > _LONGEST)
    }
