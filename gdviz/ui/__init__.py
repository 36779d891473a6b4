"""The window and what is in it."""

from gdviz.ui.importing import import_pyqtgraph, plain_imports

with plain_imports():
    import_pyqtgraph()

    from gdviz.ui.window.main_window import MainWindow

__all__ = ["MainWindow"]
