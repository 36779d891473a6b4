"""Studies: what else is asked of many runs. A new one is a file here, and an entry."""

from gdviz.core import RunConfig
from gdviz.core.parameters import Option, Parameter
from gdviz.i18n import N_
from gdviz.ui.features.many.studies.basins import BasinsStudy
from gdviz.ui.features.many.studies.escape import EscapeStudy
from gdviz.ui.features.many.studies.noise import NoiseStudy
from gdviz.ui.features.many.studies.seldom import SeldomStudy
from gdviz.ui.features.many.studies.study import AnyStudy
from gdviz.ui.features.many.studies.wells import CriticalPointsStudy, ScalingStudy

_ALL: tuple[type[AnyStudy], ...] = (
    BasinsStudy,
    EscapeStudy,
    NoiseStudy,
    CriticalPointsStudy,
    ScalingStudy,
    SeldomStudy,
)

STUDIES = {one.id: one for one in _ALL}
"""By name, in the order of the list."""

_NONE = Option(N_("none"), N_("Where the runs end, and nothing else."))


def studies(config: RunConfig) -> Parameter:
    """Return which can be asked of that run, and none."""
    suiting = {name: one for name, one in STUDIES.items() if one.suits(config)}
    options = {name: Option(one.label, one.help) for name, one in suiting.items()}
    text = N_("What else is asked of the run.")
    return Parameter(N_("Study"), "", text, "", options={"": _NONE, **options})
