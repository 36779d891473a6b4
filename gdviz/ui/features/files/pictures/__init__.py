"""Pictures taken away: saved, copied and printed."""

from gdviz.ui.features.files.pictures.feature import Pictures

__all__ = ["Pictures"]
