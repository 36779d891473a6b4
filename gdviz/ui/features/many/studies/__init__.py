"""Studies: what else is asked of many runs. A new one is a file, its card, and an entry here."""

from gdviz.core import RunConfig
from gdviz.core.algorithms.descent import GradientDescent
from gdviz.core.algorithms.rules.plain import Plain
from gdviz.core.parameters import Option, Parameter
from gdviz.core.problems.built_in.net import Net
from gdviz.core.problems.built_in.wells import Wells
from gdviz.core.types import MEAN
from gdviz.i18n import N_
from gdviz.ui.features.many.studies.escape.options import EscapeOptions
from gdviz.ui.features.many.studies.question import Question
from gdviz.ui.features.many.studies.seldom.guesses import ShareGuesses

_DRAWN = 2
"""The starts of so many weights at most make a line, or a plane."""


def _descends(config: RunConfig) -> bool:
    return isinstance(config.algorithm, GradientDescent)


def _has_wells(config: RunConfig) -> bool:
    return isinstance(config.problem, Wells)


def _is_noisy(config: RunConfig) -> bool:
    """Tell whether it is a plain descent on the mean over samples, with a known minimum."""
    problem, algorithm = config.problem, config.algorithm
    return (
        isinstance(algorithm, GradientDescent)
        and isinstance(algorithm.rule, Plain)
        and problem.n_samples > 1
        and problem.reduction == MEAN
        and bool(problem.minima)
    )


_ALL = (
    Question(
        "basins",
        N_("Basins"),
        N_("To which minimum each start leads: the plot in the colours of the ends."),
        lambda config: _descends(config) and config.dim <= _DRAWN,
        "basins.BasinsStudy",
    ),
    Question(
        "escape",
        N_("Escape"),
        N_("How many steps runs take to leave a saddle point, and in which way they are fewer."),
        lambda config: _descends(config) and bool(config.problem.saddles),
        "escape.study.EscapeStudy",
        (EscapeOptions(),),
    ),
    Question(
        "noise",
        N_("Ball of noise"),
        N_("How far from the minimum stochastic runs stay, by learning rate and batch size."),
        _is_noisy,
        "noise.study.NoiseStudy",
    ),
    Question(
        "critical_points",
        N_("Where critical points are"),
        N_("All critical points by cost and by how many directions go down, and their counts."),
        _has_wells,
        "wells.critical_points.CriticalPointsStudy",
    ),
    Question(
        "scaling",
        N_("Search does not scale"),
        N_("How many points a grid needs, with one weight to six, and how many steps a descent."),
        lambda config: _has_wells(config) and not config.algorithm.searches,
        "wells.scaling.ScalingStudy",
    ),
    Question(
        "seldom",
        N_("Bad minima"),
        N_("How often nets of 2 to 8 hidden units end badly: guess, then see."),
        lambda config: isinstance(config.problem, Net),
        "seldom.study.SeldomStudy",
        (ShareGuesses(),),
    ),
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
