"""What things are called on the command line, and what files of pictures are called."""

from pathlib import Path

PICTURES = ("png", "pdf", "svg")
"""What a picture can be, and what the name of its file ends in."""

LEAST, MOST = 100, 3840
"""Pixels that a picture is wide and high."""


def picture_of(name: str | None) -> str:
    """Return which of `PICTURES` a file of that name is; empty if it is none."""
    ending = "" if name is None else Path(name).suffix.lower()[1:]
    return ending if ending in PICTURES else ""


def option_of(name: str) -> str:
    """Return the command line's option for what is called `name`."""
    return "--lr" if name == "learning_rate" else f"--{name.replace('_', '-')}"
