"""Files as they may be: no ordinary file, too large, or not to be written to the end."""

import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, TextIO

from gdviz.i18n import _

if sys.platform != "win32":
    import fcntl

_PREFIX, _SUFFIX = ".gdviz-", ".part"
"""What the name of a file that is being written begins and ends with."""


class TooLargeError(ValueError):
    """A file that is larger than one of its kind ever is; its text is for the user."""


def open_regular(path: Path) -> BinaryIO:
    """Open a file to read its bytes, without waiting for anyone to write them.

    Raises:
        OSError: it cannot be read, or is a pipe, a device or a folder.
    """

    def opener(name: str, flags: int) -> int:
        return os.open(name, flags | getattr(os, "O_NONBLOCK", 0))

    if "\0" in str(path):  # no system has such a name
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    file = open(path, "rb", opener=opener)  # noqa: SIM115 - it is the caller's to close
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise _irregular(path)
    return file


def read_bytes(path: Path, most: int) -> bytes:
    """Return what is in a file of at most so many bytes.

    Raises:
        OSError: it cannot be read, or is a pipe, a device or a folder.
        TooLargeError: it is larger.
    """
    with open_regular(path) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise TooLargeError(_("the file is larger than {most} bytes").format(most=f"{most:,}"))
    return content


@contextmanager
def replacing(path: Path) -> Iterator[TextIO]:
    """Open a file to write text that takes its place, or its name, once it is whole and on disk.

    Until then, and where it comes to nothing, what stood there stays. A link stays one.

    Raises:
        OSError: it cannot be written, or is a pipe, a device or a folder.
    """
    with replacing_bytes(path) as file:
        stream = TextIOWrapper(file, encoding="utf-8", newline="")
        yield stream
        stream.flush()
        stream.detach()  # it is not the text's to close


@contextmanager
def replacing_bytes(path: Path) -> Iterator[BinaryIO]:
    """Open a file to write bytes, as `replacing` does to write text.

    Raises:
        OSError: it cannot be written, or is a pipe, a device or a folder.
    """
    with suppress(FileNotFoundError):
        if not stat.S_ISREG(path.stat().st_mode):
            raise _irregular(path)
    path = path.resolve()
    _remove_stale_parts(path.parent)
    # However long the file's own name is, this one is short.
    part = path.with_name(f"{_PREFIX}{os.urandom(4).hex()}{_SUFFIX}")
    try:
        with open(part, "xb", opener=_open_part) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
            _name(file.fileno(), part)
        part.replace(path)
        _sync_names(path.parent)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


def _open_part(part: str, flags: int) -> int:
    """Open what is to be written: without a name where the system can, so that nothing is left."""
    descriptor = None
    if hasattr(os, "O_TMPFILE") and Path("/proc/self/fd").is_dir():
        with suppress(OSError):  # not every file system can
            descriptor = os.open(Path(part).parent, os.O_WRONLY | os.O_TMPFILE, 0o666)
    if descriptor is None:
        descriptor = os.open(part, flags, 0o666)
    with suppress(OSError):  # nor has every one locks
        _lock(descriptor)
    return descriptor


def _name(descriptor: int, part: Path) -> None:
    """Give an open file the name `part`, unless it has it."""
    if os.fstat(descriptor).st_nlink == 0:
        # Only where it is given some descriptor does os.link follow the link that /proc has.
        os.link(f"/proc/self/fd/{descriptor}", part, src_dir_fd=descriptor)


def _sync_names(folder: Path) -> None:
    """Have the names of a folder's files on disk too, where a system can be told to."""
    if sys.platform == "win32":  # there a folder cannot be opened
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _remove_stale_parts(folder: Path) -> None:
    """Remove what a process left that was killed while it wrote."""
    for part in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        with suppress(OSError):
            with open_regular(part) as file:
                _lock(file.fileno())
            part.unlink()


def _lock(descriptor: int) -> None:
    """Hold an open file for as long as it is open.

    Raises:
        OSError: another process holds it.
    """
    if sys.platform != "win32":  # there nobody can remove a file that is open
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _irregular(path: Path) -> OSError:
    return OSError(errno.EINVAL, _("it is not a regular file"), str(path))
