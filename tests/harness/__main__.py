"""Run the state machine, and tell each thing that is done before it is: the last may be fatal."""

import argparse
import faulthandler
import sys
import tempfile
import traceback

from hypothesis import HealthCheck, Phase, configuration, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from PySide6.QtWidgets import QApplication

from gdviz.ui.application.app import made_for_a_window
from tests.harness.child import tell_broken
from tests.harness.desk import Trouble
from tests.harness.machine import AnyOrder


def main() -> int:
    """Do so many things in so many windows; 1 if anything broke."""
    parser = argparse.ArgumentParser(prog="python -m tests.harness", description=__doc__)
    parser.add_argument("--windows", type=int, default=10)
    parser.add_argument("--things", type=int, default=40, help="at most, in each")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shrink", action="store_true", help="look for the shortest way to fail")
    asked = parser.parse_args()
    faulthandler.enable()
    application = QApplication([])
    application.setQuitOnLastWindowClosed(False)
    AnyOrder.trouble = Trouble()
    phases = [Phase.generate, Phase.shrink] if asked.shrink else [Phase.generate]
    chosen = settings(
        max_examples=asked.windows,
        stateful_step_count=asked.things,
        deadline=None,
        database=None,
        phases=phases,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    with tempfile.TemporaryDirectory() as folder, made_for_a_window():
        configuration.set_hypothesis_home_dir(folder)
        try:
            run_state_machine_as_test(seed(asked.seed)(AnyOrder), settings=chosen)
        except Exception as failure:
            tell_broken("".join(traceback.format_exception(failure)))
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
