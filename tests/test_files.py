"""Files that are none, and files that cannot be written to the end."""

import os
import signal
import stat
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

import gdviz
from gdviz.files import TooLargeError, open_regular, read_bytes, replacing

ROOT = Path(gdviz.__file__).parents[1]
posix = pytest.mark.skipif(os.name != "posix", reason="POSIX has other things among its files")


@pytest.fixture(params=["unnamed", "named"])
def way(request, monkeypatch):
    """Each way to write a file: without a name until it is whole, and where that cannot be."""
    if request.param == "named":
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    return request.param


@contextmanager
def at_most(size):
    """Let no file of this process grow past that size, as on a disk that is full."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def write(path, text):
    with replacing(path) as file:
        file.write(text)


def test_a_file_is_replaced_once_it_is_whole(way, tmp_path):
    path = tmp_path / "file"
    path.write_text("before")
    with replacing(path) as file:
        file.write("after")
        file.flush()
        assert path.read_text() == "before"
    assert path.read_text() == "after"
    assert list(tmp_path.iterdir()) == [path]
    plain = tmp_path / "plain"
    plain.write_text("")
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_where_it_comes_to_nothing_all_is_as_before(way, tmp_path, error):
    path = tmp_path / "file"
    path.write_text("before")

    def fail():
        with replacing(path) as file:
            file.write("half")
            raise error

    with pytest.raises(error):
        fail()
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


@posix
def test_a_full_disk_leaves_nothing(way, tmp_path):
    with at_most(1000), pytest.raises(OSError, match="File too large"):
        write(tmp_path / "file", "x" * 2000)
    assert list(tmp_path.iterdir()) == []


def test_a_long_name_can_be_written(way, tmp_path):
    path = tmp_path / ("n" * 250)
    write(path, "content")
    assert path.read_text() == "content"


@posix
def test_what_a_killed_process_left_goes_with_the_next_writing(way, tmp_path):
    code = f"""
import os, sys, time
from pathlib import Path
from gdviz.files import replacing
if {way == "named"} and hasattr(os, "O_TMPFILE"):
    del os.O_TMPFILE
with replacing(Path(sys.argv[1])) as file:
    file.write("half")
    file.flush()
    print("writing", flush=True)
    time.sleep(60)
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    path = tmp_path / "file"
    command = [sys.executable, "-c", code, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout.readline() == b"writing\n"
        write(tmp_path / "other", "")  # it takes nothing from one that is still writing
        assert len(list(tmp_path.iterdir())) == (2 if way == "named" else 1)
        process.send_signal(signal.SIGKILL)
    write(path, "whole")
    assert path.read_text() == "whole"
    assert sorted(tmp_path.iterdir()) == [path, tmp_path / "other"]


@posix
def test_a_link_stays_one_and_what_is_no_file_is_not_replaced(tmp_path):
    link, target, pipe, loop = (tmp_path / name for name in ("link", "target", "pipe", "loop"))
    link.symlink_to(target)
    write(link, "content")
    assert link.is_symlink()
    assert target.read_text() == "content"
    os.mkfifo(pipe)
    loop.symlink_to(loop)
    for path in (pipe, tmp_path, loop, tmp_path / "none" / "file", target / "file"):
        with pytest.raises(OSError, match=r".") as caught:
            write(path, "")
        assert caught.value.strerror
    assert len(list(tmp_path.iterdir())) == 4


@posix
def test_nobody_waits_for_what_is_no_file(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(OSError, match="not a regular file"):
            open_regular(path)
    with pytest.raises(IsADirectoryError):
        open_regular(tmp_path)


def test_no_more_is_read_than_there_may_be(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"12345")
    assert read_bytes(path, 5) == b"12345"
    os.truncate(path, 1 << 40)
    with pytest.raises(TooLargeError, match="larger than 1,000 bytes"):
        read_bytes(path, 1000)
