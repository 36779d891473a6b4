"""What is copied is read back to the last bit."""

import numpy as np

from gdviz.core.drawing.values import Values


def test_a_line_a_row_with_a_header_and_every_digit():
    steps, loss = np.arange(3), np.array([0.1 + 0.2, 1e-300, np.nan])
    header, *rows = Values(("step", "loss"), (steps, loss)).text().split("\n")
    assert header == "step\tloss"
    assert rows[0] == "0\t0.30000000000000004"
    np.testing.assert_array_equal([float(row.split("\t")[1]) for row in rows], loss)
