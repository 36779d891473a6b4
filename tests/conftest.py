"""What holds for every test."""

import gc

from hypothesis import HealthCheck, settings

# The same examples on every machine, nothing kept from one run for the next, and no test that
# fails because the machine is slow.
settings.register_profile(
    "gdviz", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("gdviz")


def pytest_collection_finish() -> None:
    """Have the garbage collector leave alone what the tests are made of.

    It is most of what there is, and would be gone through in each of them.
    """
    gc.collect()
    gc.freeze()
