"""Sessions: all of the state as a file, or as a short text to be passed on.

The state is a dict of parts by their names, as `core/store.py` has it; what a part is, nobody here
knows but for the run, and for data, which are recognised wherever they stand.
"""

from gdviz.export.session.document import (
    ENDING,
    SessionError,
    open_part,
    open_session,
    parse,
    read_session,
    why_not,
    write_session,
)
from gdviz.export.session.share import is_code, read_code, write_code

__all__ = [
    "ENDING",
    "SessionError",
    "is_code",
    "open_part",
    "open_session",
    "parse",
    "read_code",
    "read_session",
    "why_not",
    "write_code",
    "write_session",
]
