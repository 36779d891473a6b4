"""What `make lint` must refuse: each is planted, where it can be, and seen to be refused.

No part of `make test`: the checkers take longer than all that they guard.
"""

import ast
import inspect
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gdviz.core.registry import collect
from gdviz.ui.views.view import View

ROOT = Path(__file__).parent.parent


def check(*command: str, path: Path = ROOT) -> str:
    """Return what a checker of this Python says; nothing where it has nothing against it."""
    checker, *arguments = command
    done = subprocess.run(
        [Path(sys.executable).with_name(checker), *arguments],
        cwd=path,
        env={**os.environ, "PYTHONPATH": str(path), "COLUMNS": "500"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout if done.returncode else ""


def attributes(view: type[View]) -> list[str]:
    """Return what a view lets be seen of itself, from `Card` down."""
    found = set()
    for cls in view.__mro__:
        if cls.__module__.startswith("gdviz."):
            for node in ast.walk(ast.parse(inspect.getsource(cls).strip())):
                if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                    of_self = isinstance(node.value, ast.Name) and node.value.id == "self"
                    found |= {node.attr} if of_self else set()
            found |= {name for name, one in vars(cls).items() if isinstance(one, property)}
    return sorted(name for name in found if not name.startswith("_"))


def test_nothing_is_written_into_a_view(tmp_path: Path) -> None:
    kinds: list[type[View]] = [*collect("gdviz.ui.views", "VIEWS").values()]
    lines = ["from typing import Any"]
    writes = set()
    for number, kind in enumerate(kinds):
        lines.append(f"from {kind.__module__} import {kind.__name__} as View{number}")
        lines.append(f"def plant{number}(view: View{number}, value: Any) -> None:")
        for name in [*attributes(kind), "something"]:
            lines.append(f"    view.{name} = value")
            writes.add((len(lines), lines[-1]))
    planted = tmp_path / "planted.py"
    planted.write_text("\n".join(lines) + "\n", "utf-8")
    said = check("mypy", "--strict", str(planted))
    refused = {int(line.split(":")[1]) for line in said.splitlines() if ": error: " in line}
    assert len(writes) > 50
    assert [line for number, line in sorted(writes) if number not in refused] == []


@pytest.mark.parametrize(
    ("where", "what", "contract"),
    [
        ("core/store.py", "from gdviz.core.runs.settings import Chosen", "core runs one way"),
        ("core/store.py", "from gdviz.core.types import RunConfig", "core runs one way"),
        ("core/runs/playhead.py", "from PySide6.QtCore import QTimer", "needs no Qt"),
        ("core/problems/analysis.py", "import gdviz.core.runs.run", "core runs one way"),
        ("playback/player.py", "import gdviz.ui.theme", "Imports run one way"),
    ],
)
def test_an_import_that_a_contract_forbids(
    tmp_path: Path, where: str, what: str, contract: str
) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    skipped = shutil.ignore_patterns("__pycache__", "_resources")
    shutil.copytree(ROOT / "gdviz", tmp_path / "gdviz", ignore=skipped)
    planted = tmp_path / "gdviz" / where
    planted.write_text(planted.read_text("utf-8") + f"\n\n{what}\n", "utf-8")
    said = check("lint-imports", "--no-cache", path=tmp_path)
    broken = [line for line in said.splitlines() if line.endswith("BROKEN")]
    assert any(contract in line for line in broken), said
