"""What the start leaves out: exact, where how long it takes is for `make bench` to say."""

import json
import os
import sys
from pathlib import Path
from subprocess import run

import pytest

STARTED = """
import builtins, gc, json, linecache, sys
from PySide6 import QtWidgets
before = builtins.__import__
from gdviz.ui import MainWindow
sources = list(linecache.cache)
found = {
    "sources": sources,
    "restored": builtins.__import__ is before and gc.isenabled(),
    "passed_over": gc.get_freeze_count() > 0,
}
import pyqtgraph
mirror = pyqtgraph.Qt.QtWidgets
found["copied"] = "QWizard" in vars(mirror)
found["mirrored"] = mirror.QWizard is QtWidgets.QWizard and "QWizard" in dir(QtWidgets)
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


def test_importing_is_as_before(started) -> None:
    assert started["restored"]


def test_what_has_been_imported_is_not_gone_through_for_garbage(started) -> None:
    assert started["passed_over"]


def test_pyqtgraph_finds_the_classes_of_qt_that_are_not_made_for_it(started) -> None:
    assert not started["copied"]
    assert started["mirrored"]


def test_what_nobody_needs_yet_is_not_imported(started) -> None:
    unneeded = {"numpy.ma", "numpy.random", "tomllib", "asyncio", "unittest"}
    unneeded |= {"gdviz.ui.features.many.studies.study"}
    assert not unneeded & {*started["modules"]}
