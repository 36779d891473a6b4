"""`gdviz list`: what there is to choose from."""

from functools import partial
from typing import Any

from gdviz.cli.streams import complain
from gdviz.core.catalogue import CHOICES, RULES
from gdviz.i18n import _


def execute(given: dict[str, Any]) -> int:
    """List what there is of a kind: ids, titles, where rules are from and views are seen."""
    rows = _LISTED.get(given["kind"], partial(_known, given["kind"]))()
    if given["format"] == "json":
        import json

        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    width = max((len(row["id"]) for row in rows), default=0)
    for row in rows:
        more = "".join(f" ({row[key]})" for key in ("source", "workspaces") if key in row)
        print(f"{row['id']:{width}}  {row['title']}{more}")
    return 0


def _lessons_known() -> list[dict[str, str]]:
    """Return the lessons, and complain of those that cannot be read."""
    from gdviz.core.telling.lessons import load_lessons

    lessons, errors = load_lessons()
    for error in errors:
        complain(str(error))
    return [{"id": name, "title": str(lesson.title)} for name, lesson in lessons.items()]


def _views_known() -> list[dict[str, str]]:
    """Return what there may be a picture of."""
    from gdviz.ui.render.listed import views

    return views()


_LISTED = {"lessons": _lessons_known, "views": _views_known}


def _known(kind: str) -> list[dict[str, str]]:
    """Return what there is to choose from of that kind, in the plural."""
    entries = CHOICES[kind.removesuffix("s")].items()
    rows = [{"id": name, "title": _(entry.title)} for name, entry in entries]
    if kind == "rules":
        return [row | {"source": RULES[row["id"]].source} for row in rows]
    return rows
