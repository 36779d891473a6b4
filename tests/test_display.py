import socket
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from gdviz.display import why_no_display, window_systems

pytestmark = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="needs Unix sockets")


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Linux machine whose environment names no display."""
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def sockets() -> Iterator[Path]:
    # Not tmp_path: the name of a socket may have some 100 characters only.
    with tempfile.TemporaryDirectory(prefix="x") as directory:
        yield Path(directory)


@pytest.fixture
def x_server(sockets: Path) -> Iterator[Path]:
    """The directory of the sockets of a machine whose display :7 answers."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(sockets / "X7"))
        server.listen()
        yield sockets


def test_no_display_is_named(sockets: Path) -> None:
    reason = why_no_display(sockets)
    assert reason is not None
    assert "\n" not in reason
    assert "DISPLAY is not set" in reason
    assert "WAYLAND_DISPLAY is not set" in reason


@pytest.mark.parametrize("display", [":7", ":7.0", "unix:7", "unix/:7"])
def test_an_x_server_that_answers(
    display: str, x_server: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", display)
    assert why_no_display(x_server) is None
    assert window_systems(x_server) == ["xcb"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has abstract sockets")
def test_an_x_server_with_an_abstract_socket_only(
    sockets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":7")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(f"\0{sockets / 'X7'}")
        server.listen()
        assert why_no_display(sockets) is None
    assert why_no_display(sockets) is not None


def test_an_x_server_over_tcp(sockets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        display = f"127.0.0.1:{server.getsockname()[1] - 6000}.0"
        monkeypatch.setenv("DISPLAY", display)
        assert why_no_display(sockets) is None
    assert f"nothing answers at DISPLAY={display}" in (why_no_display(sockets) or "")


def test_an_x_server_that_is_gone(sockets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(sockets / "X7"))
    assert (sockets / "X7").exists()
    monkeypatch.setenv("DISPLAY", ":7")
    assert "nothing answers at DISPLAY=:7" in (why_no_display(sockets) or "")
    assert window_systems(sockets) == []


@pytest.mark.parametrize("display", ["nonsense", ":", ":x", "127.0.0.1:99999999", ":8", "a..b:1"])
def test_a_display_that_cannot_be(
    display: str, x_server: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", display)
    assert f"DISPLAY={display}" in (why_no_display(x_server) or "")


@pytest.mark.parametrize("absolute", [False, True])
def test_a_wayland_compositor(
    absolute: bool, sockets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", "" if absolute else str(sockets))
    monkeypatch.setenv("WAYLAND_DISPLAY", str(sockets / "wayland-0") if absolute else "wayland-0")
    assert "nothing answers at WAYLAND_DISPLAY=" in (why_no_display(sockets) or "")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(sockets / "wayland-0"))
        server.listen()
        assert why_no_display(sockets) is None
        assert window_systems(sockets) == ["wayland"]


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "offscreen:size=800x600"])
def test_a_platform_that_nobody_sees_is_no_display(
    platform: str, x_server: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":7")
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    assert "QT_QPA_PLATFORM" in (why_no_display(x_server) or "")


@pytest.mark.parametrize("platform", ["vnc", "linuxfb:fb=/dev/fb0", "eglfs"])
def test_a_platform_chosen_on_purpose_is_a_display(
    platform: str, sockets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    assert why_no_display(sockets) is None


@pytest.mark.parametrize(
    ("platform", "shown"), [("xcb", True), ("wayland;xcb", True), ("wayland", False)]
)
def test_only_the_platforms_that_are_named_count(
    platform: str, shown: bool, x_server: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":7")
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    assert (why_no_display(x_server) is None) == shown


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_windows_and_macos_always_have_one(
    system: str, sockets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    assert why_no_display(sockets) is None
