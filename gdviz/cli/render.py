"""`gdviz render`: a picture of a run, or of a session, without a display."""

import argparse
import re
from collections.abc import Callable
from typing import Any

from gdviz.cli.commands import chosen_run, complain_of_missing, written_bytes_to
from gdviz.cli.parser import number
from gdviz.cli.session import find_state
from gdviz.cli.streams import Progress
from gdviz.core.parameters import InputError
from gdviz.export.options import LEAST, MOST, picture_of
from gdviz.i18n import _


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that `train` has not."""
    text = _("the picture: what its name ends in, .png, .pdf or .svg, says what it is")
    parser.add_argument("-o", "--output", metavar="FILE", required=True, help=text)
    text = _(
        "what of the window, such as cost-curve, contours, surface or loss; a workspace (run, code,"
        " compare, many); or all of it, which it is unless given"
    )
    parser.add_argument("--view", metavar="ID", help=text)
    text = _("after so many steps; at the end of the run unless given")
    parser.add_argument("--step", metavar="N", type=number, help=text)
    text = _("its width and height in pixels, such as 1920x1080; a larger one has all larger")
    parser.add_argument("--size", metavar="WxH", type=_size, help=text)
    text = _("light, dark, light-safe or dark-safe; light unless given")
    parser.add_argument("--theme", metavar="ID", help=text)


def _size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,5})[x×*](\d{1,5})", text.strip())
    size = tuple(map(int, found.groups())) if found else ()
    if not size or not all(LEAST <= length <= MOST for length in size):
        reason = _("'{text}' is no size from {least} to {most} pixels, such as 1920x1080")
        reason = reason.format(text=text, least=LEAST, most=MOST)
        raise argparse.ArgumentTypeError(reason)
    return size[0], size[1]


def execute(given: dict[str, Any]) -> int:
    """Write a picture of the run that the options describe."""
    own = {name: given.pop(name, None) for name in ("output", "view", "step", "size", "theme")}
    output = own["output"]
    if output is None:
        raise InputError(_("say where to write the picture: -o FILE.png, .pdf or .svg"))
    if not picture_of(output):
        text = _("cannot tell what {file} is to be: its name ends in none of .png, .pdf and .svg")
        raise InputError(text.format(file=output))
    step = own["step"]
    if step is not None and not isinstance(step, int):
        raise InputError(_("--step must be a whole number, not {value}").format(value=step))
    state, config, note = None, None, None
    if given.keys() - {"lesson"} == {"session"}:  # then it is seen as it was left
        state = find_state(given["session"])
    else:
        config, note = chosen_run(given)

    what = {"config": config, "state": state, "step": step}
    what |= {} if own["view"] is None else {"view": own["view"]}
    return write_picture(output, what, note, size=own["size"], theme=own["theme"] or "")


def write_picture(
    output: str,
    what: dict[str, Any],
    note: Callable[[], None] | None = None,
    *,
    size: tuple[int, int] | None = None,
    theme: str = "",
) -> int:
    """Write a picture, and return the exit code.

    Args:
        output: its file.
        what: of what, as `ui.render.offscreen.Asked` has it.
        note: says what there is to say of the options, once they are known to be good.
        size: its width and height in pixels.
        theme: in which colours.
    """
    from gdviz.doctor import missing_libraries

    missing = missing_libraries(window=False)
    if missing:
        return complain_of_missing(missing)

    with Progress(at_once=False) as progress:
        from gdviz.ui.render.offscreen import Asked, render
        from gdviz.ui.render.taking import Wanted

        wanted = Wanted(picture_of(output), size, theme)
        asked = Asked(**what, wanted=wanted)
        with written_bytes_to(output) as file:
            if note is not None:
                note()
            file.write(render(asked, progress.show))
            progress.show(1)
    return 0
