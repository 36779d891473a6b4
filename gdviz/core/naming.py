"""Names for runs, by their settings."""

from typing import Any

from gdviz.core.numbers import format_number
from gdviz.core.parameters import Parameter, parameters
from gdviz.core.types import RunConfig
from gdviz.i18n import _


def difference(before: RunConfig, after: RunConfig) -> str:
    """Return the settings of `after` that are not those of `before`, such as "α = 0.1"."""
    old = {name: value for name, (_described, value) in _settings(before).items()}
    changed = [
        _setting(described, value)
        for name, (described, value) in _settings(after).items()
        if old.get(name) != value
    ]
    return ", ".join(changed)


def _settings(config: RunConfig) -> dict[str, tuple[Parameter, Any]]:
    """Return the settings of a run, its algorithm and its rule, by name."""
    owners = (config.algorithm, getattr(config.algorithm, "rule", None), config)
    return {
        name: (described, getattr(owner, name))
        for owner in owners
        if owner is not None
        for name, described in parameters(type(owner)).items()
    }


def _setting(described: Parameter, value: float) -> str:
    name = described.symbol or _(described.label)
    if described.type is bool:
        return name if value else _("no {name}").format(name=name)
    return f"{name} = {format_number(value)}"
