import ast
import ctypes
import importlib.util
import os
import shutil
import struct
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from gdviz import display, doctor, i18n, log

ROOT = Path(__file__).parent.parent

# What a bare Debian 12 was seen to lack: for pictures, and for a window under X11 beside those.
LACKING_OFFSCREEN = {
    *("libglib2.0-0", "libgl1", "libegl1", "libfontconfig1", "libxkbcommon0", "libdbus-1-3"),
}
LACKING_X11 = {
    *("libxcb-cursor0", "libxkbcommon-x11-0", "libxcb-icccm4", "libxcb-image0"),
    *("libxcb-keysyms1", "libxcb-randr0", "libxcb-render-util0", "libxcb-shape0", "libxcb-xkb1"),
}


class Machine:
    """A Linux machine that has all it needs, until a test takes something away."""

    def __init__(self, tmp_path: Path) -> None:
        self.missing: set[str] = set()
        self.versions = {"numpy": "2.1.0", "pyqtgraph": "0.14.0"}
        self.versions["PySide6-Essentials"] = "6.10.1"
        self.fonts = tmp_path / "fonts"
        (self.fonts / "deep").mkdir(parents=True)
        (self.fonts / "deep" / "NotoSansCJK-Regular.ttc").touch()
        self.apt_log = tmp_path / "apt.log"
        self.programs = tmp_path / "bin"
        self.programs.mkdir()

    def load(self, name: str) -> object:
        installed = self.apt_log.read_text() if self.apt_log.exists() else ""
        if name in self.missing and "install" not in installed:
            raise OSError(name)
        return object()

    def version(self, name: str) -> str:
        if name not in self.versions:
            raise metadata.PackageNotFoundError(name)
        return self.versions[name]

    def add_program(self, name: str, script: str) -> None:
        program = self.programs / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    machine = Machine(tmp_path)
    machine.add_program("apt-get", f'echo "$@" >> {machine.apt_log}')
    for tool in ("env", "sh"):
        (machine.programs / tool).symlink_to(shutil.which(tool) or "")
    for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(machine.programs))
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setattr(ctypes, "CDLL", machine.load)
    monkeypatch.setattr(metadata, "version", machine.version)
    monkeypatch.setattr(doctor, "FONT_DIRECTORIES", (machine.fonts, tmp_path / "nowhere"))
    monkeypatch.setattr(display, "why_no_display", lambda: None)
    monkeypatch.setattr(display, "window_systems", lambda: ["xcb"])
    return machine


def needed_files(library: Path) -> set[str]:
    """Return the DT_NEEDED entries of a 64-bit little-endian ELF file."""
    data = library.read_bytes()
    (sections,) = struct.unpack_from("<Q", data, 0x28)
    size, count = struct.unpack_from("<HH", data, 0x3A)
    headers = [struct.unpack_from("<IIQQQQIIQQ", data, sections + i * size) for i in range(count)]
    (dynamic,) = (header for header in headers if header[1] == 6)  # SHT_DYNAMIC
    strings = headers[dynamic[6]][4]  # the offset of the string table it links to
    entries = struct.iter_unpack("<QQ", data[dynamic[4] : dynamic[4] + dynamic[5]])
    starts = [strings + value for tag, value in entries if tag == 1]  # DT_NEEDED
    return {data[start : data.index(b"\0", start)].decode() for start in starts}


@pytest.mark.skipif(sys.platform != "linux", reason="the libraries of Linux")
@pytest.mark.parametrize("platform", ["offscreen", "xcb", "wayland"])
def test_the_tables_name_every_library_that_qt_asks_for(platform: str) -> None:
    import PySide6
    import shiboken6

    package = Path(PySide6.__file__).parent
    folders = [package, package / "Qt/lib", Path(shiboken6.__file__).parent]
    plugins = package / "Qt/plugins"
    waiting = [package / f"Qt{name}.abi3.so" for name in ("Core", "Gui", "Widgets", "Svg", "Test")]
    waiting += (plugins / "platforms").glob(f"libq{platform}*.so")
    waiting += plugins.glob("imageformats/libq[sj]*.so")
    waiting += plugins.glob(f"{platform}*integration*/*.so") if platform == "xcb" else []
    waiting += plugins.glob(f"{platform}-*client/*egl.so") if platform == "wayland" else []
    seen, outside = set(waiting), set()
    while waiting:
        for name in needed_files(waiting.pop()):
            own = next((folder / name for folder in folders if (folder / name).exists()), None)
            if own is None:
                outside.add(name)
            elif own not in seen:
                seen.add(own)
                waiting.append(own)
    run_time = ("libc.", "libm.", "libdl.", "librt.", "libpthread.", "libgcc_s.", "libstdc++.")
    of_apt = (*run_time, "ld-linux", "libz.", "libzstd.")
    outside = {name for name in outside if not name.startswith(of_apt)}
    listed = doctor.QT_LIBRARIES | doctor.WINDOW_LIBRARIES.get(platform, {})
    assert outside
    assert outside <= set(listed)


def test_nothing_is_missing_where_all_is_there(machine: Machine) -> None:
    assert doctor.missing_libraries(window=False) == []
    assert doctor.missing_libraries(window=True) == []


def test_all_that_a_bare_debian_lacks_is_found(machine: Machine) -> None:
    machine.missing = {*doctor.QT_LIBRARIES, *doctor.WINDOW_LIBRARIES["xcb"]}
    offscreen = doctor.missing_libraries(window=False)
    window = doctor.missing_libraries(window=True)
    assert set(offscreen) >= LACKING_OFFSCREEN
    assert set(window) >= LACKING_OFFSCREEN | LACKING_X11
    assert not LACKING_X11 & set(offscreen)
    assert len(set(window)) == len(window)


def test_what_only_a_window_needs_is_asked_for_a_window_only(machine: Machine) -> None:
    machine.missing = {"libxcb-cursor.so.0"}
    assert doctor.missing_libraries(window=False) == []
    assert doctor.missing_libraries(window=True) == ["libxcb-cursor0"]


def test_one_window_system_with_its_libraries_is_enough(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(display, "window_systems", lambda: ["xcb", "wayland"])
    machine.missing = {"libxcb-cursor.so.0"}
    assert doctor.missing_libraries(window=True) == []
    machine.missing |= {"libwayland-client.so.0", "libwayland-cursor.so.0"}
    assert doctor.missing_libraries(window=True) == ["libxcb-cursor0"]


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_other_systems_bring_their_libraries(
    system: str, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    machine.missing = {*doctor.QT_LIBRARIES}
    assert doctor.missing_libraries(window=True) == []


def test_a_sound_machine(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor.main([]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert all(line.startswith("ok ") for line in lines)
    shown = " ".join(lines)
    for name in ("Python 3", "libEGL.so.1", "libxcb-cursor.so.0", "Chinese font", "display"):
        assert name in shown
    for name, version in machine.versions.items():
        assert f"{name} {version}" in shown


@pytest.mark.parametrize(("language", "said"), [("en", "log: "), ("zh", "日志：")])
def test_it_says_where_the_log_is(
    machine: Machine,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    language: str,
    said: str,
) -> None:
    monkeypatch.setattr(i18n, "_current", "en")
    monkeypatch.setattr(i18n, "_translations", i18n._translations)
    i18n.set_language(language)
    doctor.main([])
    (line,) = (x for x in capsys.readouterr().out.splitlines() if str(log.path()) in x)
    assert said in line


@pytest.mark.parametrize(("user", "sudo"), [(0, ""), (1000, "sudo ")])
def test_a_missing_library_comes_with_its_command(
    user: int,
    sudo: str,
    machine: Machine,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)
    machine.missing = {"libEGL.so.1"}
    assert doctor.main([]) == 1
    missing = [x for x in capsys.readouterr().out.splitlines() if x.startswith("missing")]
    assert missing == [f"missing  libEGL.so.1: {sudo}apt-get install -y libegl1"]


def test_without_apt_the_package_is_still_named(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    (machine.programs / "apt-get").unlink()
    machine.missing = {"libEGL.so.1"}
    assert doctor.main(["--fix"]) == 1
    out, err = capsys.readouterr()
    assert "libegl1" in out
    assert "apt-get install" not in out
    assert "apt-get" in err


def test_a_missing_chinese_font(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    (machine.fonts / "deep" / "NotoSansCJK-Regular.ttc").rename(machine.fonts / "DejaVuSans.ttf")
    assert doctor.main([]) == 1
    assert "apt-get install -y fonts-noto-cjk" in capsys.readouterr().out


@pytest.mark.parametrize("file", ["wqy-microhei.ttc", "uming.ttc", "SourceHanSansSC-Regular.otf"])
def test_any_chinese_font_will_do(file: str, machine: Machine) -> None:
    (machine.fonts / "deep" / "NotoSansCJK-Regular.ttc").rename(machine.fonts / file)
    assert doctor.main([]) == 0


def test_a_missing_display_is_only_a_note(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(display, "why_no_display", lambda: "no display: it is dark")
    assert doctor.main([]) == 0
    notes = [x for x in capsys.readouterr().out.splitlines() if not x.startswith("ok")]
    assert len(notes) == 1
    assert notes[0].startswith("note     no display: it is dark: ")


def test_a_python_that_is_too_old(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor, "OLDEST_PYTHON", (99, 1))
    assert doctor.main([]) == 1
    assert "install Python 99.1 or newer" in capsys.readouterr().out


@pytest.mark.parametrize("inside", [True, False])
def test_virtual_environments_matter_only_outside_of_one(
    inside: bool,
    machine: Machine,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "prefix", "/somewhere" if inside else sys.base_prefix)
    monkeypatch.setattr(importlib.util, "find_spec", {}.get)
    assert doctor.main([]) == int(not inside)
    assert ("python3-venv" in capsys.readouterr().out) == (not inside)


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("numpy", None),
        ("numpy", "1.25.2"),
        ("pyqtgraph", "0.13.7"),
        ("PySide6-Essentials", None),
        ("PySide6-Essentials", "6.8.2"),
        ("PySide6-Essentials", "6.11.0"),
        ("PySide6-Essentials", "6.11.1"),
    ],
)
def test_a_package_that_is_missing_or_will_not_do(
    name: str, version: str | None, machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.versions.pop(name)
    if version:
        machine.versions[name] = version
    assert doctor.main([]) == 1
    (line,) = (x for x in capsys.readouterr().out.splitlines() if x.startswith("missing"))
    assert name in line
    assert "-m pip install" in line
    assert (version or "") in line


def test_the_packages_are_those_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [Requirement(text) for text in project["dependencies"]]
    asked = {each.name: each for each in wanted if not each.marker or each.marker.evaluate()}
    assert {package.name for package in doctor.PACKAGES} == set(asked)
    versions = ["0.13.7", "0.14", "0.14.1", "1.25.2", "1.26", "1.26.4", "2.4.6", "6.7.3", "6.8"]
    versions += ["6.8.2.1", "6.8.3", "6.10.1", "6.11", "6.11.0", "6.11.1", "6.11.2", "6.11.3"]
    versions += ["6.12.0", "6.12.1", "7.0"]
    for package in doctor.PACKAGES:
        specifier = asked[package.name].specifier
        assert Requirement(package.requirement).specifier == specifier
        for version in versions:
            assert package.accepts(version) == specifier.contains(version), (package, version)


@pytest.mark.parametrize("sudo", [False, True])
def test_fix_installs_and_looks_again(
    sudo: bool,
    machine: Machine,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if sudo:
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
        machine.add_program("sudo", '[ "$1" = -n ] && shift\necho sudo >> $0.log\nexec "$@"')
    machine.missing = {"libEGL.so.1", "libglib-2.0.so.0", "libgthread-2.0.so.0"}
    assert doctor.main(["--fix"]) == 0
    assert "missing" not in capsys.readouterr().out
    update, install = machine.apt_log.read_text().splitlines()
    assert update.split()[-1] == "update"
    assert {"install", "-y", "libegl1"} < set(install.split())
    assert install.split().count("libglib2.0-0") == 1
    assert (machine.programs / "sudo.log").exists() == sudo


def test_fix_leaves_a_sound_machine_alone(machine: Machine) -> None:
    assert doctor.main(["--fix"]) == 0
    assert not machine.apt_log.exists()


def test_fix_without_the_right_to_says_so(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    machine.missing = {"libEGL.so.1"}
    assert doctor.main(["--fix"]) == 1
    assert "sudo is not here" in capsys.readouterr().err
    assert not machine.apt_log.exists()


def test_system_shows_only_what_the_system_lacks(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.versions.clear()
    monkeypatch.setattr(display, "why_no_display", lambda: "no display")
    assert doctor.main(["--fix", "--system"]) == 0
    assert capsys.readouterr().out == ""
    machine.missing = {"libEGL.so.1"}
    assert doctor.main(["--system"]) == 1
    shown = capsys.readouterr().out.splitlines()
    assert shown[0] == "missing  libEGL.so.1: apt-get install -y libegl1"
    assert not [line for line in shown[1:] if not line.startswith("If apt does not know")]


def test_what_keeps_it_from_being_set_up_is_one_line(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert doctor.why_no_setup(may_install=False) is None
    monkeypatch.setattr(importlib.util, "find_spec", {}.get)
    assert doctor.why_no_setup(may_install=True) is None
    lacking = "virtual environments (venv): apt-get install -y python3-venv"
    assert doctor.why_no_setup(may_install=False) == lacking
    monkeypatch.setattr(os, "geteuid", lambda: 1000)  # and there is no sudo
    assert doctor.why_no_setup(may_install=True) == lacking.replace("apt", "sudo apt")
    monkeypatch.setattr(doctor, "OLDEST_PYTHON", (99, 1))
    reason = doctor.why_no_setup(may_install=True) or ""
    assert reason.endswith(": install Python 99.1 or newer")


def test_an_unknown_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor.main(["--fix", "--mend"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    assert all(word in err for word in ("--mend", *doctor.OPTIONS))


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor.main([option]) == 0
    out = capsys.readouterr().out
    assert all(name in out for name in doctor.OPTIONS)


def test_it_runs_on_the_standard_library_alone() -> None:
    script = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from gdviz import doctor\n"
        "doctor.main([]); doctor.missing_libraries(True)\n"
        "ours = {'__main__', 'gdviz', *sys.stdlib_module_names}\n"
        "strangers = [m for m in sys.modules if m.split('.')[0] not in ours]\n"
        "sys.exit(' '.join(strangers) or 0)"
    )
    command = [sys.executable, "-I", "-S", "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 0
    assert "numpy" in done.stdout


@pytest.mark.parametrize("name", ["__init__", "i18n", "resources", "display", "log", "doctor"])
def test_an_old_python_can_read_it_to_be_told_so(name: str) -> None:
    source = (ROOT / "gdviz" / f"{name}.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 8))
