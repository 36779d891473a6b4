"""What holds for every test."""

from hypothesis import HealthCheck, settings

# The same examples on every machine, nothing kept from one run for the next, and no test that
# fails because the machine is slow.
settings.register_profile(
    "gdviz", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("gdviz")
