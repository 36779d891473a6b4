"""The window and what is in it."""

from gdviz.ui.application.importing import plain_imports

with plain_imports():
    from gdviz.ui.window.main_window import MainWindow

__all__ = ["MainWindow"]
