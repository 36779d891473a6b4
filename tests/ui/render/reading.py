"""Pictures read back by programs that know nothing of Qt, and held against each other."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from gdviz.core.types import Array

_BLOCK = 4
"""Pixels: two programs that draw the same agree about squares so wide, whatever their edges."""

_SEEN, FEW, _LITTLE = 48, 0.0005, 0.12
"""So different a square is seen to be; letters differ in a few squares, edges in some ink."""


def by_rsvg(svg: bytes, folder: Path, size: QSize) -> QImage:
    (folder / "read.svg").write_bytes(svg)
    width = f"--width={size.width()}"
    _run("rsvg-convert", width, "--output", folder / "rsvg.png", folder / "read.svg")
    return QImage(str(folder / "rsvg.png"))


def by_chromium(svg: bytes, folder: Path, size: QSize) -> QImage:
    (folder / "read.svg").write_bytes(svg)
    window = f"--window-size={size.width()},{size.height()}"
    made = f"--screenshot={folder / 'chromium.png'}"
    still = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars")
    profile = f"--user-data-dir={folder / 'profile'}"
    _run("chromium", *still, profile, window, made, f"file://{folder / 'read.svg'}")
    return QImage(str(folder / "chromium.png"))


def by_pdftoppm(pdf: bytes, folder: Path, size: QSize) -> QImage:
    (folder / "read.pdf").write_bytes(pdf)
    scale = ("-scale-to-x", str(size.width()), "-scale-to-y", str(size.height()))
    _run("pdftoppm", *scale, "-png", "-singlefile", folder / "read.pdf", folder / "pdf")
    return QImage(str(folder / "pdf.png"))


def words_of(pdf: bytes, folder: Path) -> list[str]:
    (folder / "read.pdf").write_bytes(pdf)
    return _run("pdftotext", folder / "read.pdf", "-").decode().split()


def _run(program: str, *arguments: object) -> bytes:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not here")
    command = [program, *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout


Read = Callable[[bytes, Path, QSize], QImage]


def pixels(image: QImage) -> Array:
    """The colours of an image, (rows, columns, 3)."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(plain.constBits(), np.uint8)
    return flat.reshape(plain.height(), plain.width(), 4)[..., :3].astype(float)


def ink(image: QImage) -> float:
    """How much is drawn on the ground, however soft its edges are, in an image's own area."""
    colours = pixels(image)
    return float(np.abs(colours - np.median(colours, axis=(0, 1))).mean())


def like(one: QImage, other: QImage, few: float = FEW) -> bool:
    """Whether two pictures show the same, but for a few squares, with as much ink."""
    assert one.size() == other.size()
    small = one.size() / _BLOCK
    shapes, smooth = (
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    a, b = (pixels(image.scaled(small, shapes, smooth)) for image in (one, other))
    apart = (np.abs(a - b).max(axis=2) > _SEEN).mean()
    return apart < few and abs(ink(one) / ink(other) - 1) < _LITTLE
