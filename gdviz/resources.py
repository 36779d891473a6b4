"""Where the files that are not code lie: lessons, translations, icons."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def path(name: str) -> Path:
    """Return where the resource `name` lies (which need not exist).

    A wheel carries the resources inside the package; a checkout, which an
    editable install also runs from, has them beside it.
    """
    bundled = _PACKAGE / "_resources"
    return (bundled if bundled.is_dir() else _PACKAGE.parent / "resources") / name
