"""Finds the entries of a package: a new file in it is found, and nothing else is edited."""

import pkgutil
from collections.abc import Mapping
from functools import partial
from importlib import import_module
from typing import Any, TypeVar

from gdviz.core.lazy import Lazy
from gdviz.core.parameters import InputError
from gdviz.i18n import Np_, _, p_

T = TypeVar("T")

_KINDS = (
    Np_("unknown", "problem"),
    Np_("unknown", "algorithm"),
    Np_("unknown", "rule"),
    Np_("unknown", "lesson"),
    Np_("unknown", "setting"),
    Np_("unknown", "model"),
    Np_("unknown", "view"),
)


def collect(package: str, table: str) -> dict[str, Any]:
    """Return by id the entries of each module's tuple called `table`.

    Modules come in the order of their `ORDER`, entries in that of their table.

    Raises:
        ValueError: two entries have the same id.
    """
    paths = import_module(package).__path__
    modules = [import_module(f"{package}.{found.name}") for found in pkgutil.iter_modules(paths)]
    tabled = [module for module in modules if hasattr(module, table)]
    tabled.sort(key=lambda module: module.ORDER)
    found: dict[str, Any] = {}
    owners: dict[str, str] = {}
    for module in tabled:
        for entry in getattr(module, table):
            if entry.id in found:
                taken = f"{owners[entry.id]} and {module.__name__}"
                raise ValueError(f"{table}: two entries have the id {entry.id!r}, in {taken}")
            found[entry.id], owners[entry.id] = entry, module.__name__
    return found


class Registry(Lazy[str, T]):
    """The entries of a package's tables by id, collected when they are first gone through.

    To get an entry of its usual module, which is looked into first, imports no other.
    """

    def __init__(self, package: str, table: str, usual: str) -> None:
        """Remember the package, what its tables are called, and the module asked for most."""
        super().__init__(partial(collect, package, table))
        self._table, self._usual = table, f"{package}.{usual}"

    def __getitem__(self, key: str) -> T:
        """Return the entry with that id."""
        found: T | None = None
        if not self.made:
            entries: tuple[Any, ...] = getattr(import_module(self._usual), self._table)
            found = next((entry for entry in entries if entry.id == key), None)
        return super().__getitem__(key) if found is None else found


def look_up(kind: str, name: str, known: Mapping[str, T]) -> T:
    """Return the entry called `name`.

    Raises:
        InputError: there is none; the text lists those there are.
    """
    if name not in known:
        text = _("unknown {kind} '{name}'; known: {known}")
        raise InputError(text.format(kind=p_("unknown", kind), name=name, known=", ".join(known)))
    return known[name]
