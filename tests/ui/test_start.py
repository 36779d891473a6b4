"""What the start leaves out: exact, where how long it takes is for `make bench` to say."""

import json
import os
import sys
from pathlib import Path
from subprocess import run

import pytest

STARTED = """
import builtins, gc, json, linecache, sys
from PySide6 import QtCore, QtGui, QtWidgets
before = builtins.__import__
from gdviz.ui import MainWindow
sources = list(linecache.cache)
import pyqtgraph
found = {
    "sources": sources,
    "made": [*vars(QtCore), *vars(QtGui), *vars(QtWidgets)],
    "restored": builtins.__import__ is before and gc.isenabled() and "QWizard" in dir(QtWidgets),
    "mirrored": pyqtgraph.QtWidgets.QWizard is QtWidgets.QWizard,
}
application = QtWidgets.QApplication([])
window = MainWindow()
window.show()
application.processEvents()
window.grab()
window.close()
print(json.dumps({**found, "modules": list(sys.modules)}))
"""


@pytest.fixture(scope="module")
def started() -> dict[str, list[str] | bool]:
    """What there is once the window has been imported, and once it has been painted."""
    done = run([sys.executable, "-c", STARTED], capture_output=True, check=True, env=os.environ)
    found: dict[str, list[str] | bool] = json.loads(done.stdout)
    return found


def test_no_source_is_read(started) -> None:
    folders = {part for path in started["sources"] for part in Path(path).parts[:-1]}
    assert not {"core", "window", "views", "pyqtgraph"} & folders


def test_of_qts_classes_those_are_made_that_are_used(started) -> None:
    assert "QGraphicsScene" in started["made"]
    assert not {"QCalendarWidget", "QWizard", "QUndoStack", "QTextTable"} & {*started["made"]}


def test_pyqtgraph_finds_all_the_others_and_nothing_else_is_changed(started) -> None:
    assert started["mirrored"]
    assert started["restored"]


def test_what_nobody_needs_yet_is_not_imported(started) -> None:
    assert not {"numpy.ma", "tomllib", "asyncio", "unittest"} & {*started["modules"]}
