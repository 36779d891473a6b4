"""On a screen of finer pixels a line is as wide, to the eye, as on any other."""

import os
import sys
from subprocess import run

import pytest

DRAWN = """
import numpy as np
import pyqtgraph as pg
from PySide6.QtWidgets import QApplication
from gdviz.ui.plots.plot import Plot, pen
from gdviz.ui.theme import LIGHT, apply
application = QApplication([])
apply(LIGHT)
plot = Plot()
plot.restyle(LIGHT)
plot.resize(200, 200)
plot.put(pg.PlotCurveItem([0, 1], [0.47, 0.47], pen=pen("#0000ff", 2)))
plot.setRange(xRange=(0, 1), yRange=(0, 1), padding=0)
plot.show()
application.processEvents()
image = plot.grab().toImage()
column = [image.pixelColor(image.width() // 2, y) for y in range(image.height())]
print(sum(255 - colour.red() for colour in column if colour.blue() > 250) / 255)
"""


@pytest.mark.parametrize("finer", [1, 2])
def test_a_line_has_the_same_width(finer: int) -> None:
    scaled = {**os.environ, "QT_SCALE_FACTOR": str(finer)}
    done = run([sys.executable, "-c", DRAWN], env=scaled, capture_output=True, check=True)
    assert float(done.stdout) == pytest.approx(2 * finer, abs=0.2)
