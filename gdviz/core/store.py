"""The one home of state: small frozen parts, replaced, undone and told of, none known by name."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Self, TypeVar, cast

from gdviz.core.parameters import InputError
from gdviz.i18n import N_, _


@dataclass(frozen=True)
class Part:
    """Some of the state: a frozen dataclass, defined beside what it belongs to.

    Attributes:
        key: its name in a dict.
        lasts: whether it is undone and saved; not what holds only while a button is down.
        worked: whether it is work, which is asked about before it is lost; not what is only
            how one looks at it.
    """

    key: ClassVar[str]
    lasts: ClassVar[bool] = True
    worked: ClassVar[bool] = True

    def to_dict(self) -> dict[str, Any]:
        """Return it as a dict of what JSON knows: its fields, unless it says otherwise."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: list(v) if isinstance(v, tuple) else v for name, v in values.items()}

    @classmethod
    def from_dict(cls, values: Any) -> Self:
        """Return the part that `to_dict` made this of; what is missing is as at first.

        Raises:
            InputError: it cannot be one.
        """
        if not isinstance(values, Mapping):
            raise InputError(_(UNUSABLE))
        first = cls()
        given = {name: tuple(v) if isinstance(v, list) else v for name, v in values.items()}
        given = {one.name: given[one.name] for one in fields(cls) if one.name in given}
        if any(type(one) is not type(getattr(first, name)) for name, one in given.items()):
            raise InputError(_(UNUSABLE))
        return cls(**given)


@dataclass(frozen=True)
class Taken:
    """What was read of a state.

    Attributes:
        parts: the parts by their classes.
        unknown: what nobody here knows, by its name.
    """

    parts: "Parts"
    unknown: dict[str, Any]


UNUSABLE = N_("The settings in the file cannot be used")
P = TypeVar("P", bound=Part)
Kind = type[Part]
Parts = dict[Kind, Part]
Listener = Callable[[frozenset[Kind]], None]


class Store:
    """The parts by their classes, what they were before, and who is told when they change."""

    def __init__(self, parts: Iterable[Part]) -> None:
        """Begin with these parts."""
        self._parts: Parts = {type(part): part for part in parts}
        self._first = self._saved = self._parts
        self._unknown: dict[str, Any] = {}
        self._done: deque[Parts] = deque(maxlen=1000)  # enough for a lecture
        self._undone: list[Parts] = []
        self._under_way = ""  # the name of the last change, while more of it may come
        self._listeners: list[Listener] = []

    def __getitem__(self, kind: type[P]) -> P:
        """Return the part of that class."""
        return cast("P", self._parts[kind])

    def listen(self, listener: Listener) -> None:
        """Tell `listener` the classes of the parts that have changed, whenever some have."""
        self._listeners.append(listener)

    def replace(self, *parts: Part, name: str = "") -> None:
        """Put these parts in the place of those of their classes; where none differs, do nothing.

        Changes of one name that follow one another are one to undo.
        """
        differing = {type(part): part for part in parts if part != self._parts[type(part)]}
        if any(kind.lasts for kind in differing):
            if not (name and name == self._under_way):
                self._done.append(self._parts)
            self._under_way = name
            self._undone.clear()
        self._become({**self._parts, **differing})

    def amend(self, *parts: Part) -> None:
        """Replace parts by what belongs to the last change and is no change of its own."""
        self._become({**self._parts, **{type(part): part for part in parts}})

    def close(self) -> None:
        """End the change under way: the next one of its name is another."""
        self._under_way = ""

    @property
    def can_undo(self) -> bool:
        """Whether something can be undone."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether something that was undone can be done again."""
        return bool(self._undone)

    def undo(self) -> None:
        """Take the last change back."""
        if self._done:
            self._undone.append(self._parts)
            self._return_to(self._done.pop())

    def redo(self) -> None:
        """Do again what was last taken back."""
        if self._undone:
            self._done.append(self._parts)
            self._return_to(self._undone.pop())

    def _return_to(self, parts: Parts) -> None:
        self.close()
        self._become({**self._parts, **{kind: one for kind, one in parts.items() if kind.lasts}})

    def _become(self, parts: Parts, *, told: bool = False) -> None:
        """Have these parts, and tell of those that are others, or, if it is `told`, of none too."""
        changed = frozenset(kind for kind, part in parts.items() if part != self._parts[kind])
        self._parts = parts
        if changed or told:
            for listener in self._listeners:
                listener(changed)

    def to_dict(self, *, whole: bool = True) -> dict[str, Any]:
        """Return all that lasts by the parts' names, and what is not known here as it came.

        Args:
            whole: whether what is as at first is in it too.
        """
        known = {
            part.key: part.to_dict()
            for kind, part in self._parts.items()
            if part.lasts and (whole or part != self._first[kind])
        }
        return {**self._unknown, **known}

    @property
    def unsaved(self) -> bool:
        """Whether there is work that is other than it was when it was last saved, or taken up."""
        return any(
            part != self._saved[kind]
            for kind, part in self._parts.items()
            if kind.lasts and kind.worked
        )

    def note_saved(self) -> None:
        """Take what is there now for saved; what changes from here is a change of its own."""
        self.close()
        self._saved = self._parts

    def note_unsaved(self) -> None:
        """Take nothing of what is there for saved, unless it is as at first."""
        self._saved = self._first

    def read(self, values: Mapping[str, Any], *, whole: bool = True) -> Taken:
        """Return the parts that `to_dict` made this of, for `take`; any thread may ask.

        Args:
            values: parts by their names.
            whole: whether it is all of the state: then a part that is missing is as at first,
                and one that cannot be used is a mistake. Else they are left as they are.

        Raises:
            InputError: a part cannot be what is given.
        """
        kinds = {kind.key: kind for kind in self._first if kind.lasts}
        parts: Parts = {kind: self._first[kind] for kind in kinds.values()} if whole else {}
        for key in kinds.keys() & values.keys():
            try:
                parts[kinds[key]] = kinds[key].from_dict(values[key])
            except InputError:
                if whole:
                    raise
        return Taken(parts, {key: value for key, value in values.items() if key not in kinds})

    def check(self, key: str, values: Any) -> None:
        """Check that a part has that name and can have these values, some of its fields.

        Raises:
            InputError: there is none, it has no such field, or it cannot be so.
        """
        kinds = {kind.key: kind for kind in self._first if kind.lasts}
        _refuse_unknown([key], kinds)
        _refuse_unknown(values, self._first[kinds[key]].to_dict())
        kinds[key].from_dict(values)

    def take(self, taken: Taken) -> None:
        """Take these parts up; nothing before can be undone, and nothing is unsaved."""
        self._unknown = taken.unknown
        self._done.clear()
        self._undone.clear()
        self.close()
        self._saved = {**self._parts, **taken.parts}
        self._become(self._saved, told=True)  # nothing can be undone any more


def _refuse_unknown(names: Iterable[str], known: Iterable[str]) -> None:
    for name in names:
        if name not in known:
            reason = _("'{key}' is not known here; known: {known}")
            raise InputError(reason.format(key=name, known=", ".join(known)))
