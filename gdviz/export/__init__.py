"""What a run can be written as. A new format is an entry in a module's `FORMATS`."""

from collections.abc import Mapping

from gdviz.core.registry import Registry
from gdviz.export.formats import Format

FORMATS: Mapping[str, Format] = Registry("gdviz.export", "FORMATS", "text")
