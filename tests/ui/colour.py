"""How colours look: contrast, how far apart they are, and what the colour-blind see of them."""

import numpy as np
from PySide6.QtGui import QColor

from gdviz.core.types import Array

# Machado, Oliveira and Fernandes (2009), severity 1; Viénot, Brettel and Mollon (1999);
# Brettel, Viénot and Mollon (1997), two half planes. All in linear sRGB; the latter two as
# DaltonLens has them.
_MATRICES = {
    "protanopia (Machado)": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia (Machado)": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia (Machado)": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
    "protanopia (Viénot)": [
        [0.11238, 0.88762, 0.0],
        [0.11238, 0.88762, 0.0],
        [0.00401, -0.00401, 1.0],
    ],
    "deuteranopia (Viénot)": [
        [0.29275, 0.70725, 0.0],
        [0.29275, 0.70725, 0.0],
        [-0.02234, 0.02234, 1.0],
    ],
}
_TRITAN_NORMAL = [0.03901, -0.02788, -0.01113]
_TRITAN = (
    [[1.01277, 0.13548, -0.14826], [-0.01243, 0.86812, 0.14431], [0.07589, 0.80500, 0.11911]],
    [[0.93678, 0.18979, -0.12657], [0.06154, 0.81526, 0.12320], [-0.37562, 1.12767, 0.24796]],
)
EYES = ("full colour", *_MATRICES, "tritanopia (Brettel)")

_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def linear(colour: str) -> Array:
    """Return a colour's linear sRGB, (3,), by IEC 61966-2-1."""
    encoded = np.array(QColor(colour).getRgbF()[:3])
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2, from 1 to 21."""
    lighter, darker = sorted((float(_XYZ[1] @ linear(c)) for c in (one, other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def seen(colour: str, eye: str) -> Array:
    """Return what an eye of `EYES` sees of a colour, as linear sRGB, (3,)."""
    light = linear(colour)
    if eye == "full colour":
        return light
    if eye in _MATRICES:
        matrix = _MATRICES[eye]
    else:
        matrix = _TRITAN[0 if light @ _TRITAN_NORMAL >= 0 else 1]
    return np.clip(np.array(matrix) @ light, 0, 1)


def lab(light: Array) -> Array:
    """Return linear sRGB as CIELAB, (3,), with the white of sRGB."""
    t = _XYZ @ light / _XYZ.sum(axis=1)
    f = np.where(t > 216 / 24389, np.cbrt(t), (24389 / 27 * t + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def distance(one: Array, other: Array) -> float:
    """Return how different two colours of CIELAB look: CIEDE2000."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean_c = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    g = 0.5 * (1 - np.sqrt(mean_c**7 / (mean_c**7 + 25.0**7)))
    a1, a2 = (1 + g) * a1, (1 + g) * a2
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = (np.degrees(np.arctan2(b, a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    lightness, chroma = l2 - l1, c2 - c1
    hue = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    mean_l, mean_c = (l1 + l2) / 2, (c1 + c2) / 2
    mean_h = h1 + turn / 2 if c1 * c2 else h1 + h2

    def cos(factor: float, shift: float) -> float:
        return float(np.cos(np.radians(factor * mean_h + shift)))

    t = 1 - 0.17 * cos(1, -30) + 0.24 * cos(2, 0) + 0.32 * cos(3, 6) - 0.20 * cos(4, -63)
    s_l = 1 + 0.015 * (mean_l - 50) ** 2 / np.sqrt(20 + (mean_l - 50) ** 2)
    s_c, s_h = 1 + 0.045 * mean_c, 1 + 0.015 * mean_c * t
    around = 30 * np.exp(-((((mean_h % 360) - 275) / 25) ** 2))
    turned = -2 * np.sqrt(mean_c**7 / (mean_c**7 + 25.0**7)) * np.sin(np.radians(2 * around))
    parts = (lightness / s_l, chroma / s_c, hue / s_h)
    return float(np.sqrt(sum(part**2 for part in parts) + turned * parts[1] * parts[2]))
