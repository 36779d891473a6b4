"""What this machine lacks to run gdviz, and the commands that mend it.

It needs nothing but the standard library, so that a bare machine can run it
from a checkout, before anything is installed: `python3 -m gdviz.doctor --fix`.
It also runs on a Python that is too old for the rest, to say so.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from gdviz import display, i18n, log
from gdviz.i18n import N_, _

OLDEST_PYTHON = (3, 11)

# The libraries that PySide6-Essentials loads but does not bring, and the Debian package of
# each. Those that apt itself needs (the C and C++ run-times, zlib, zstd) are always there.
QT_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libX11.so.6": "libx11-6",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
}
# What each of Qt's platforms needs beside those, by its name in QT_QPA_PLATFORM.
WINDOW_LIBRARIES = {
    "xcb": {
        "libX11-xcb.so.1": "libx11-xcb1",
        "libxcb.so.1": "libxcb1",
        "libxcb-cursor.so.0": "libxcb-cursor0",
        "libxcb-glx.so.0": "libxcb-glx0",
        "libxcb-icccm.so.4": "libxcb-icccm4",
        "libxcb-image.so.0": "libxcb-image0",
        "libxcb-keysyms.so.1": "libxcb-keysyms1",
        "libxcb-randr.so.0": "libxcb-randr0",
        "libxcb-render.so.0": "libxcb-render0",
        "libxcb-render-util.so.0": "libxcb-render-util0",
        "libxcb-shape.so.0": "libxcb-shape0",
        "libxcb-shm.so.0": "libxcb-shm0",
        "libxcb-sync.so.1": "libxcb-sync1",
        "libxcb-util.so.1": "libxcb-util1",
        "libxcb-xfixes.so.0": "libxcb-xfixes0",
        "libxcb-xkb.so.1": "libxcb-xkb1",
        "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    },
    "wayland": {
        "libwayland-client.so.0": "libwayland-client0",
        "libwayland-cursor.so.0": "libwayland-cursor0",
        "libwayland-egl.so.1": "libwayland-egl1",
    },
}

FONT_PACKAGE = "fonts-noto-cjk"
FONT_DIRECTORIES = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("~/.local/share/fonts").expanduser(),
    Path("~/.fonts").expanduser(),
)
_CHINESE_FONT = re.compile(
    r"Noto(Sans|Serif)(Mono)?(CJK|SC)|SourceHan|wqy|uming|ukai|gbsn|gkai|DroidSansFallback"
    r"|Sarasa|LXGW|simsun|simhei|msyh",
    re.IGNORECASE,
)

OPTIONS = {
    "--fix": N_("install what is missing of the system, where apt is there, and look again"),
    "--system": N_("look only at what comes from the system, and show only what is missing"),
    "--help": N_("show this help"),
}


@dataclass(frozen=True)
class Package:
    """A Python package that gdviz needs; pyproject.toml says the same to pip."""

    name: str
    oldest: str
    excluded: tuple[str, ...] = ()

    @property
    def requirement(self) -> str:
        """The package as pip is asked for it."""
        return f"{self.name}>={self.oldest}" + "".join(f",!={bad}" for bad in self.excluded)

    def accepts(self, version: str) -> bool:
        """Return whether gdviz works with this version of the package."""
        excluded = {_release(bad) for bad in self.excluded}
        return _release(version) >= _release(self.oldest) and _release(version) not in excluded


PACKAGES = (
    Package("numpy", "2"),
    Package("pyqtgraph", "0.14"),
    Package(
        "PySide6-Essentials",
        "6.8.3",
        ("6.11.0", "6.11.1") if sys.version_info >= (3, 12) else ("6.11.0", "6.11.1", "6.12.0"),
    ),
)


@dataclass(frozen=True)
class Finding:
    """What one check found.

    Attributes:
        state: `ok`, `missing`, or `note` for what is worth knowing but needs no mending.
        what: what was looked at.
        mend: the command, or the words, that mend it.
        package: the Debian package that mends it, if one does.
    """

    state: str
    what: str
    mend: str = ""
    package: str = ""


def missing_libraries(window: bool) -> list[str]:
    """Return the Debian packages of the libraries that Qt needs and this system lacks.

    Qt aborts the process when it misses one, so ask before importing it.

    Args:
        window: whether a window is to be shown, not only pictures drawn.
    """
    if sys.platform != "linux":
        return []
    platforms = (display.window_systems() or ["xcb"]) if window else ["offscreen"]
    # Where two window systems answer, Qt takes the one whose libraries are there.
    lacking = [
        [package for file, package in _libraries(platform).items() if not _loads(file)]
        for platform in platforms
    ]
    fewest = min(lacking, key=len)
    return list(dict.fromkeys(fewest))


def why_no_setup(*, may_install: bool) -> str | None:
    """Return one line that says why gdviz cannot be set up here, or None when it can.

    Args:
        may_install: whether what the system lacks is still to be installed, where it can be.
    """
    needed = [_python()]
    if not may_install or why_no_install() is not None:
        needed.append(_venv())
    lacking = [f"{finding.what}: {finding.mend}" for finding in needed if finding.mend]
    return lacking[0] if lacking else None


def why_no_install() -> str | None:
    """Return one line that says why nothing can be installed here, or None when it can."""
    if not shutil.which("apt-get"):
        return _("apt-get is not here, so nothing is installed")
    if _root() and not shutil.which("sudo"):
        return _("only root can install, and sudo is not here")
    return None


def install(packages: list[str]) -> None:
    """Install Debian packages, where apt is there and this user may."""
    reason = why_no_install()
    if reason is not None:
        print(reason, file=sys.stderr)
        return
    root = _root()
    if root and not sys.stdin.isatty():
        root.append("-n")  # nobody is there to type a password
    apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
    with contextlib.suppress(KeyboardInterrupt):  # the second look says what is still missing
        subprocess.run([*apt, "update"], check=False)
        subprocess.run([*apt, "install", "-y", "--no-install-recommends", *packages], check=False)


def main(argv: list[str] | None = None) -> int:
    """Print what is there and what is missing, and mend it if asked to.

    Returns:
        0 when all is there, 1 when something is missing, 2 for an unknown option.
    """
    options = sys.argv[1:] if argv is None else argv
    unknown = [option for option in options if option not in {*OPTIONS, "-h"}]
    if unknown:
        text = _("gdviz doctor: no option {option}; the options are {options}")
        print(text.format(option=unknown[0], options=" ".join(OPTIONS)), file=sys.stderr)
        return 2
    if {"-h", "--help"} & set(options):
        print(_("usage: gdviz doctor [--fix] [--system]"))
        print(*(f"  {option:<10}{_(text)}" for option, text in OPTIONS.items()), sep="\n")
        return 0
    system_only = "--system" in options
    findings = _examine(system_only)
    if "--fix" in options and _debian_packages(findings):
        install(_debian_packages(findings))
        findings = _examine(system_only)
    missing = [finding for finding in findings if finding.state == "missing"]
    report = _report(missing if system_only else findings)
    print(end=f"{report}\n" if report else "")
    return int(bool(missing))


def _examine(system_only: bool) -> list[Finding]:
    findings = [_python()]
    if not _in_virtual_environment():
        findings.append(_venv())
    if sys.platform == "linux":
        platforms = ["xcb", "wayland"] if os.environ.get("WAYLAND_DISPLAY") else ["xcb"]
        files = {file: name for each in platforms for file, name in _libraries(each).items()}
        findings += [_from_debian(_loads(file), file, name) for file, name in files.items()]
        findings.append(_from_debian(_chinese_font(), _("Chinese font"), FONT_PACKAGE))
    if not system_only:
        findings += [_package(package) for package in PACKAGES]
        findings.append(_display())
        findings.append(Finding("ok", _("log: {file}").format(file=log.path())))
    return findings


def _python() -> Finding:
    version = "Python {}.{}.{}".format(*sys.version_info)
    if sys.version_info >= OLDEST_PYTHON:
        return Finding("ok", version)
    text = _("install Python {oldest} or newer").format(oldest="{}.{}".format(*OLDEST_PYTHON))
    return Finding("missing", version, text)


def _venv() -> Finding:
    importlib.invalidate_caches()  # apt may have just installed it
    present = importlib.util.find_spec("ensurepip") is not None
    return _from_debian(present, _("virtual environments (venv)"), "python3-venv")


def _package(package: Package) -> Finding:
    try:
        version = metadata.version(package.name)
    except metadata.PackageNotFoundError:
        return Finding("missing", package.requirement, _pip_command(package))
    if package.accepts(version):
        return Finding("ok", f"{package.name} {version}")
    what = _("{requirement}, not {version}").format(
        requirement=package.requirement, version=version
    )
    return Finding("missing", what, _pip_command(package))


def _display() -> Finding:
    reason = display.why_no_display()
    if reason is None:
        return Finding("ok", _("display"))
    text = _("run it on a desktop, or through `ssh -X`; `gdviz train` needs no display")
    return Finding("note", reason, text)


def _from_debian(present: bool, what: str, package: str) -> Finding:
    if present:
        return Finding("ok", what)
    return Finding("missing", what, _apt_command([package]), package)


def _debian_packages(findings: Iterable[Finding]) -> list[str]:
    """Return the Debian packages that mend what is missing, each once."""
    return list(dict.fromkeys(finding.package for finding in findings if finding.package))


def _libraries(platform: str) -> dict[str, str]:
    return {**QT_LIBRARIES, **WINDOW_LIBRARIES.get(platform.partition("-")[0], {})}


def _loads(file: str) -> bool:
    try:
        ctypes.CDLL(file)
    except OSError:
        return False
    return True


def _chinese_font() -> bool:
    files = (
        name for top in FONT_DIRECTORIES for _dir, _dirs, names in os.walk(top) for name in names
    )
    return any(_CHINESE_FONT.match(name) for name in files)


def _release(version: str) -> tuple[int, ...]:
    """Return the numbers of a version; 6.11 and 6.11.0 are one release."""
    numbers = re.match(r"\d+(\.\d+)*", version)
    parts = [int(part) for part in numbers[0].split(".")] if numbers else []
    return tuple([*parts, 0, 0, 0, 0][:4])


def _in_virtual_environment() -> bool:
    return sys.prefix != sys.base_prefix


def _pip_command(package: Package) -> str:
    if _in_virtual_environment():
        return f'"{sys.executable}" -m pip install "{package.requirement}"'
    python = Path(".venv", "Scripts" if sys.platform == "win32" else "bin", "python")
    checkout = Path(__file__).resolve().parent.parent
    wanted = checkout if (checkout / "pyproject.toml").is_file() else package.requirement
    return f'"{sys.executable}" -m venv .venv && {python} -m pip install "{wanted}"'


def _root() -> list[str]:
    """Return what goes before a command that only root may run."""
    return [] if os.geteuid() == 0 else ["sudo"]


def _apt_command(packages: list[str]) -> str:
    names = " ".join(packages)
    if not shutil.which("apt-get"):
        return _("install what Debian calls {packages}").format(packages=names)
    return " ".join([*_root(), "apt-get install -y", names])


def _report(findings: list[Finding]) -> str:
    words = {"ok": _("ok"), "missing": _("missing"), "note": _("note")}
    lines = []
    for finding in findings:
        mend = f": {finding.mend}" if finding.mend else ""
        lines.append(f"{words[finding.state]:<9}{finding.what}{mend}")
    packages = _debian_packages(findings)
    if len(packages) > 1:
        text = _("All that the system lacks: {command}")
        lines.append(text.format(command=_apt_command(packages)))
    if packages and shutil.which("apt-get"):
        update = " ".join([*_root(), "apt-get update"])
        lines.append(_("If apt does not know a package: {command}").format(command=update))
    return "\n".join(lines)


if __name__ == "__main__":
    with contextlib.suppress(OSError):  # a checkout may not have its translations compiled yet
        i18n.set_language(i18n.system_language())
    sys.exit(main())
