"""The command line as a process of its own: what it imports, and how it ends."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import gdviz

ROOT = Path(gdviz.__file__).parents[1]
STARTED = []


@pytest.fixture(autouse=True)
def _no_process_is_left():
    """End what a test that fails would leave running."""
    yield
    while STARTED:
        started = STARTED.pop()
        started.kill()
        started.communicate()


@pytest.fixture
def sigint():
    """Set what the processes that a test starts inherit for SIGINT, whoever started the tests.

    A shell that runs `make test &` has it ignored, and what is ignored stays so in children.
    """
    before = signal.getsignal(signal.SIGINT)
    yield lambda handler: signal.signal(signal.SIGINT, handler)
    signal.signal(signal.SIGINT, before)


def process(*arguments, code=None, **settings):
    """Start the command line, or other code, in a process of its own."""
    program = ["-m", "gdviz"] if code is None else ["-c", code]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **settings.pop("env", {})}
    started = subprocess.Popen(
        [sys.executable, *program, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment,
        **settings,
    )
    STARTED.append(started)
    return started


def imported(*arguments, before=""):
    """The modules that a command has imported when it is done."""
    code = f"""
import sys
{before}
from gdviz.cli import main
main(sys.argv[1:])
print(*sys.modules, file=sys.stderr)
"""
    started = process(*arguments, code=code)
    _output, errors = started.communicate(timeout=60)
    assert started.returncode == 0, errors
    return set(errors.split("\n")[-2].split())


def test_train_and_list_import_no_qt():
    for arguments in (["train"], ["list", "lessons"], ["train", "--format", "json"]):
        packages = imported(*arguments)
        assert "numpy" in packages
        assert not {"PySide6", "pyqtgraph"} & packages


def test_a_run_imports_what_it_follows_and_nothing_that_it_might_have():
    modules = imported("train")
    assert {"gdviz.core.problems.regression", "gdviz.core.algorithms.rules.plain"} <= modules
    others = """core.telling.lessons core.problems.data.reading core.problems.own_data
        core.problems.built_in core.algorithms.search core.algorithms.rules.adam export.tables"""
    assert not {f"gdviz.{name}" for name in others.split()} & modules
    assert not {"csv", "hashlib", "json", "random", "tempfile", "tomllib"} & modules


def test_reading_a_table_imports_nothing_that_runs():
    code = "import sys, gdviz.core.problems.data; print(*sys.modules)"
    modules = set(process(code=code).communicate(timeout=60)[0].split())
    assert "gdviz.core.problems.data.reading" in modules
    others = "algorithms catalogue formula runs"
    assert not {f"gdviz.core.{name}" for name in others.split()} & modules


def test_all_that_the_core_names_can_be_had():
    had: dict[str, object] = {}
    exec("from gdviz.core import *", had)
    assert {"configure", "record", "Trace"} <= set(had)
    with pytest.raises(ImportError):
        exec("from gdviz.core import not_there", {})


def test_version_and_doctor_import_no_numpy():
    assert "numpy" not in imported("--version")
    fake = """
from types import ModuleType
import gdviz
gdviz.doctor = sys.modules["gdviz.doctor"] = ModuleType("gdviz.doctor")
gdviz.doctor.main = lambda arguments: 0
"""
    assert "numpy" not in imported("doctor", "--fix", before=fake)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
def test_on_a_machine_without_a_display_no_qt_is_imported():
    pytest.importorskip("gdviz.display")
    none = """
import os
for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
    os.environ.pop(name, None)
"""
    assert not {"PySide6", "pyqtgraph"} & imported(before=none)


def test_python_m_gdviz_is_gdviz():
    started = process("train", "--epochs", "1")
    output, errors = started.communicate(timeout=60)
    assert (started.returncode, errors) == (0, "")
    assert output.startswith("Predict (before training) 4 4.0\n")


def test_a_reader_that_leaves_ends_it_quietly():
    started = process("train", "--epochs", "1000000", "--lr", "1e-6")
    assert started.stdout.readline().startswith("Predict")
    started.stdout.close()
    errors = started.stderr.read()
    started.stderr.close()
    assert (started.wait(timeout=60), errors) == (0, "")


@pytest.mark.skipif(os.name != "posix", reason="POSIX signals")
@pytest.mark.parametrize("to_file", [False, True])
def test_ctrl_c_ends_it_without_a_traceback_or_a_half_file(tmp_path, sigint, to_file):
    # The writer tells when it is in the middle of its work.
    code = """
import sys
from gdviz.cli import main
from gdviz.export import text
def write(changes, stream, tell):
    stream.write("half")
    print("writing", flush=True)
    while True:
        pass
text.FORMATS = (text.Format("text", write),)
sys.exit(main(sys.argv[1:]))
"""
    sigint(signal.default_int_handler)
    output = ("-o", str(tmp_path / "run")) if to_file else ()
    started = process("train", *output, code=code)
    assert "writing" in started.stdout.readline()
    started.send_signal(signal.SIGINT)
    _rest, errors = started.communicate(timeout=60)
    assert (started.returncode, errors) == (130, "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="POSIX signals")
def test_ctrl_c_does_not_end_what_was_started_to_ignore_it(sigint):
    # As a shell does for what runs in its background. The writer waits until it has been sent.
    code = """
import sys
from gdviz.cli import main
from gdviz.export import text
write_text = text.write_text
def write(changes, stream, tell):
    print("writing", flush=True)
    sys.stdin.readline()
    return write_text(changes, stream)
text.FORMATS = (text.Format("text", write),)
sys.exit(main(sys.argv[1:]))
"""
    sigint(signal.SIG_IGN)
    started = process("train", code=code, stdin=subprocess.PIPE)
    assert "writing" in started.stdout.readline()
    started.send_signal(signal.SIGINT)
    output, errors = started.communicate("go on\n", timeout=60)
    assert (started.returncode, errors) == (0, "")
    assert output.splitlines()[-1].startswith("Predict (after training)")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("epochs", ["1", "2000"])
def test_a_full_disk_is_an_error_in_one_line(epochs):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "gdviz", "train", "--epochs", epochs],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "No space left" in done.stderr


def test_a_terminal_that_lacks_a_character_gets_another():
    started = process("train", "--help", env={"PYTHONIOENCODING": "ascii"})
    output, errors = started.communicate(timeout=60)
    assert (started.returncode, errors) == (0, "")
    assert "the share ? of the mean" in " ".join(output.split())
