"""The window and what is in it."""

from gdviz.ui.importing import import_pyqtgraph, sources_unread

with sources_unread():
    import_pyqtgraph()

    from gdviz.ui.window.main_window import MainWindow

__all__ = ["MainWindow"]
