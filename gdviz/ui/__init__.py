"""The window and what is in it."""

from gdviz.ui.window.main_window import MainWindow

__all__ = ["MainWindow"]
