"""On finer screens a line is as wide, to the eye, as on any other, and nothing has gaps."""

import os
import sys
from subprocess import run

import pytest

LINE = """
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

# In each column of pixels there are hundreds of losses, from about 0 to 4 and more.
NOISE = """
import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from gdviz.core import Trace, configure
from gdviz.core.runs.block import Block
from gdviz.ui import MainWindow
application = QApplication([])
trace = Trace(configure("many-samples", "mini-batch", batch_size=10, epochs=200))
zeros = np.zeros((trace.total, trace.w.shape[1]))
state = np.zeros((trace.total, *trace.state.shape[1:]))
loss = np.random.default_rng(0).exponential(1.0, trace.total)
trace.extend(Block(0, w=zeros, loss=loss, gradient=zeros, delta=zeros, state=state))
window = MainWindow()
window.show()
view, left_out, seen = window.views["loss"], 0, 0
filled = {QColor(colour).rgb() for colour in (view.theme.past, view.theme.weight)}
for width in (1000, 1217, 1301):
    window.resize(width, 900)
    window.player.show(trace, trace.total - 1)
    application.processEvents()
    image = view.plot.grab().toImage()
    box, ratio = view.plot.getPlotItem().getViewBox(), view.plot.devicePixelRatioF()
    ends = [box.mapViewToScene(QPointF(share * trace.total, 1.5)) for share in (0.01, 0.95)]
    row, (first, last) = round(ends[0].y() * ratio), (round(end.x() * ratio) for end in ends)
    seen += last - first
    left_out += sum(image.pixel(x, row) not in filled for x in range(first, last))
window.close_at_once()
print(seen, left_out)
"""


def printed(program: str, finer: float) -> list[float]:
    """Return what a program prints on a screen of so much finer pixels."""
    scaled = {**os.environ, "QT_SCALE_FACTOR": str(finer)}
    done = run([sys.executable, "-c", program], env=scaled, capture_output=True, check=True)
    return [float(number) for number in done.stdout.split()]


@pytest.mark.parametrize("finer", [1, 2])
def test_a_line_has_the_same_width(finer: int) -> None:
    assert printed(LINE, finer) == pytest.approx([2 * finer], abs=0.2)


@pytest.mark.parametrize("finer", [1, 1.5])
def test_no_column_of_a_noisy_loss_is_left_out(finer: float) -> None:
    seen, left_out = printed(NOISE, finer)
    assert seen > 500 * finer
    assert left_out == 0
