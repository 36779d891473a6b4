"""The worker: runs steps into a trace, off the GUI thread."""

import logging
from collections.abc import Generator
from time import perf_counter

from PySide6.QtCore import QObject, Signal, Slot

from gdviz.core import Outcome, Trace
from gdviz.core.runs.block import Block
from gdviz.core.runs.run import run_through
from gdviz.i18n import N_

_log = logging.getLogger(__name__)


class Worker(QObject):
    """Runs the steps it is asked for into the trace it was given.

    Every answer carries the run id of its question, so that an answer to an
    old question can be told from one to the new.

    Signals:
        advanced(int): the steps asked for, or as many as fitted into the
            budget, are in the trace; carries the run id.
        failed(int, str): the run broke off; carries the run id and the reason. The
            exception is logged, as no run is meant to.
    """

    advanced = Signal(int)
    failed = Signal(int, str)

    def __init__(self) -> None:
        """Make a worker with nothing to run."""
        super().__init__()
        self._trace: Trace | None = None
        self._blocks: Generator[Block, None, Outcome] | None = None

    @Slot(object)
    def begin(self, trace: Trace) -> None:
        """Go on from where `trace` ends."""
        self._trace = trace
        self._restart()

    def _restart(self) -> None:
        """Take up the run where the trace ends; asked again after a failure, it tries again."""
        trace = self._trace
        assert trace is not None
        after = trace.step(len(trace) - 1) if len(trace) else None
        self._blocks = run_through(trace.changes, after, trace.most)

    @Slot(int, int, float)
    def advance(self, run_id: int, count: int, budget: float) -> None:
        """Run `count` steps, or as many as take `budget` seconds."""
        try:
            self._advance(count, perf_counter() + budget)
        except Exception as error:  # whatever it is, the window must hear of it
            _log.exception(N_("The run broke off. Change a setting, or reset it."))
            self._restart()
            self.failed.emit(run_id, f"{type(error).__name__}: {error}")
        else:
            self.advanced.emit(run_id)

    def _advance(self, count: int, deadline: float) -> None:
        if self._trace is None or self._blocks is None:
            return
        wanted = len(self._trace) + count
        while len(self._trace) < wanted:
            try:
                self._trace.extend(next(self._blocks))
            except StopIteration as end:
                self._trace.outcome = end.value
                self._blocks = None
                return
            if perf_counter() > deadline:
                return
