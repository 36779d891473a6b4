"""`make run` on machines where it cannot set itself up ends in one line that says why."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

MAKEFILE = Path(__file__).parent.parent / "Makefile"

pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="needs make")

# A Python that is fit to set gdviz up, but for what a test takes away. It is its own environment.
PYTHON = """#!/bin/sh
case "$*" in
    *"why_no_setup(may_install=True)"*) {before};;
    *"why_no_setup(may_install=False)"*) {after};;
    "-m venv "*) {venv} && mkdir -p $3/bin && ln -s $0 $3/bin/python;;
    "-m pip "*) echo "Obtaining gdviz"; {pip};;
esac
"""
FAILS = "{ printf 'one\\ntwo\\nthree\\n' >&2; exit 1; }"
NO_NETWORK = "{ printf 'WARNING: Retrying\\nERROR: none\\n' >&2; exit 1; }"


@pytest.fixture
def make_run(tmp_path):
    """Run `make run` with such a Python; return its exit status, its lines and those of errors."""
    python = tmp_path / "python3"
    shutil.copy(MAKEFILE, tmp_path)
    for name in ("pyproject.toml", "gdviz/doctor.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()

    def make_run(*variables, **machine):
        whole = dict.fromkeys(("before", "after", "venv", "pip"), "true")
        python.write_text(PYTHON.format(**whole | machine))
        python.chmod(0o755)
        done = subprocess.run(
            ["make", "run", f"PYTHON={python}", *variables],
            cwd=tmp_path,
            env={name: os.environ[name] for name in os.environ if not name.startswith("MAKE")},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return done.returncode, done.stdout.splitlines(), done.stderr.splitlines()

    return make_run


@pytest.mark.parametrize(
    ("machine", "said"),
    [
        ({"before": "echo too old"}, "too old"),
        ({"after": "echo no venv"}, "no venv"),
        ({"venv": FAILS}, ".venv cannot be set up; .venv/setup.log says why"),
        ({"pip": FAILS}, ".venv cannot be set up; .venv/setup.log says why"),
        ({"pip": NO_NETWORK}, "no network? .venv cannot be set up; .venv/setup.log says why"),
    ],
)
def test_what_keeps_it_from_being_set_up_is_one_line(make_run, machine, said):
    code, output, errors = make_run(**machine)
    assert (code, len(errors)) == (2, 1)
    assert errors[0].endswith(f"*** {said}.  Stop.")
    assert output == (["Obtaining gdviz"] if "pip" in machine else [])


def test_a_python_that_is_not_there_is_one_line(make_run):
    code, output, errors = make_run("PYTHON=no-python-of-this-name")
    assert (code, output, len(errors)) == (2, [], 1)
    assert "no-python-of-this-name" in errors[0]


def test_a_place_where_nothing_can_be_written_is_one_line(make_run):
    code, output, errors = make_run("VENV=/dev/null/venv")
    assert (code, output, len(errors)) == (2, [], 1)
    assert "nothing can be written to /dev/null/venv: VENV=DIRECTORY" in errors[0]


def test_what_failed_is_tried_again_and_what_is_done_is_not(make_run):
    gdviz = "printf '#!/bin/sh\\necho the window\\n' >.venv/bin/gdviz; chmod +x .venv/bin/gdviz"
    assert make_run(pip=NO_NETWORK)[0] == 2
    for installed in (["Obtaining gdviz"], []):
        code, output, errors = make_run(pip=gdviz)
        assert (code, errors) == (0, [])
        assert output == [*installed, ".venv/bin/gdviz", "the window"]
