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
    """

    key: ClassVar[str]
    lasts: ClassVar[bool] = True

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

    def _become(self, parts: Parts) -> None:
        changed = frozenset(kind for kind, part in parts.items() if part != self._parts[kind])
        self._parts = parts
        if changed:
            for listener in self._listeners:
                listener(changed)

    def to_dict(self) -> dict[str, Any]:
        """Return all that lasts by the parts' names, and what is not known here as it came."""
        known = {part.key: part.to_dict() for part in self._parts.values() if part.lasts}
        return {**self._unknown, **known}

    def load(self, values: Mapping[str, Any], *, whole: bool = True) -> None:
        """Take up what `to_dict` returned; nothing before it can be undone.

        Raises:
            InputError: a part cannot be what is given, and `whole` it must; nothing has changed.
        """
        kinds = {kind.key: kind for kind in self._parts if kind.lasts}
        taken: Parts = {}
        for key in kinds.keys() & values.keys():
            try:
                taken[kinds[key]] = kinds[key].from_dict(values[key])
            except InputError:
                if whole:
                    raise
        self._unknown = {key: value for key, value in values.items() if key not in kinds}
        self._done.clear()
        self._undone.clear()
        self.close()
        self._become({**self._parts, **taken})
