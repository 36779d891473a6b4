"""Files of data."""

from pathlib import Path

import pytest

from tests.ui.features.own_data.dialog import HEIGHT, WEIGHT


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A file of names, heights, weights and ages."""
    rows = [
        f"P{i},{height},{weight:.17g},{20 + i}"
        for i, (height, weight) in enumerate(zip(HEIGHT.tolist(), WEIGHT.tolist(), strict=True))
    ]
    path = tmp_path / "people.csv"
    path.write_text("\n".join(["name,height,<b>weight</b>,age", *rows]))
    return path


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A file that takes a while to read."""
    path = tmp_path / "large.csv"
    path.write_text("x,y\n" + "1.25,2.5\n2.5,5.25\n" * 200_000)
    return path
