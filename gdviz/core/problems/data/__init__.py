"""The user's own data: two columns of numbers from a CSV file."""

from gdviz.core.problems.data.cells import DataError
from gdviz.core.problems.data.layout import Preview, preview
from gdviz.core.problems.data.reading import (
    LARGEST,
    Progress,
    Samples,
    Source,
    read_samples,
)

__all__ = [
    "LARGEST",
    "DataError",
    "Preview",
    "Progress",
    "Samples",
    "Source",
    "preview",
    "read_samples",
]
