"""The user's own data: two columns of numbers, from a CSV file or typed."""

from gdviz.core.problems.data.cells import LARGEST, DataError
from gdviz.core.problems.data.layout import Preview, preview
from gdviz.core.problems.data.reading import (
    Progress,
    Samples,
    Source,
    read_samples,
)
from gdviz.core.problems.data.typed import Typed

__all__ = [
    "LARGEST",
    "DataError",
    "Preview",
    "Progress",
    "Samples",
    "Source",
    "Typed",
    "preview",
    "read_samples",
]
