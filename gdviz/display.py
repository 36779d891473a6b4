"""Whether a window can be shown here, asked without Qt.

With no display Qt aborts the whole process, which no Python code can catch, so
the question is answered before Qt is imported.
"""

from __future__ import annotations

import os
import re
import socket
import sys
from pathlib import Path

from gdviz.i18n import _

X_SOCKETS = Path("/tmp/.X11-unix")
TIMEOUT = 1.0  # seconds that a display has to accept a connection

# What Qt tries unless QT_QPA_PLATFORM names something else.
_PLATFORMS = {"darwin": ["cocoa"], "win32": ["windows"]}
_X_DISPLAY = re.compile(r"(?:(?:unix|local|tcp|inet6?)/)?(?P<host>.*):(?P<number>\d+)(?:\.\d+)?")


def window_systems(x_sockets: Path = X_SOCKETS) -> list[str]:
    """Return the Qt platforms that can show a window here, such as `xcb` for X11.

    Args:
        x_sockets: the directory of the sockets of this machine's X servers.
    """
    return [platform for platform, reason in _reasons(x_sockets).items() if not reason]


def why_no_display(x_sockets: Path = X_SOCKETS) -> str | None:
    """Return one line that says why no window can be shown, or None when one can.

    Args:
        x_sockets: the directory of the sockets of this machine's X servers.
    """
    reasons = _reasons(x_sockets).values()
    if not all(reasons):
        return None
    return _("no display: {reasons}").format(reasons=_("; ").join(reasons))


def _reasons(x_sockets: Path) -> dict[str, str]:
    """Return why each platform that Qt would try can show no window; empty if it can."""
    named = [name.partition(":")[0] for name in os.environ.get("QT_QPA_PLATFORM", "").split(";")]
    platforms = [name for name in named if name] or _PLATFORMS.get(sys.platform, ["xcb", "wayland"])
    return {platform: _reason(platform, x_sockets) for platform in platforms}


def _reason(platform: str, x_sockets: Path) -> str:
    if platform in ("offscreen", "minimal"):
        return _("QT_QPA_PLATFORM is {platform}, which nobody can see").format(platform=platform)
    if platform == "xcb":
        return _unanswered("DISPLAY", _x_addresses(os.environ.get("DISPLAY", ""), x_sockets))
    if platform.startswith("wayland"):
        name = os.environ.get("WAYLAND_DISPLAY", "")
        path = Path(os.environ.get("XDG_RUNTIME_DIR", ""), name)
        return _unanswered("WAYLAND_DISPLAY", [str(path)])
    return ""


def _unanswered(variable: str, addresses: list[str | tuple[str, int]]) -> str:
    """Return why the display that `variable` names is of no use; empty if it answers."""
    value = os.environ.get(variable, "")
    if not value:
        return _("{variable} is not set").format(variable=variable)
    if any(_answers(address) for address in addresses):
        return ""
    return _("nothing answers at {variable}={value}").format(variable=variable, value=value)


def _x_addresses(display: str, sockets: Path) -> list[str | tuple[str, int]]:
    """Return where the X server `[host]:number[.screen]` may listen: paths, or (host, port)."""
    match = _X_DISPLAY.fullmatch(display)
    if not match:
        return []
    host, number = match["host"].strip("[]"), match["number"]
    if host in ("", "unix"):
        path = str(sockets / f"X{number}")
        return [f"\0{path}", path]  # Linux's abstract name, then the file
    return [(host, 6000 + int(number))]


def _answers(address: str | tuple[str, int]) -> bool:
    try:
        if isinstance(address, tuple):
            socket.create_connection(address, TIMEOUT).close()
            return True
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(TIMEOUT)
            connection.connect(address)
            return True
    except (OSError, OverflowError, ValueError):  # also a port or a host that cannot be
        return False
