"""What is known of leaving a saddle point, in words."""

import numpy as np

from gdviz.core.algorithms.descent import GradientDescent
from gdviz.core.algorithms.rules.plain import Plain
from gdviz.core.numbers import format_number
from gdviz.core.runs.ensembles.escape import Escape
from gdviz.core.telling.swarms import share_in_words
from gdviz.i18n import _, p_

_DIGITS = 3


def name_of(found: Escape) -> str:
    """Return what a way is called."""
    config = found.plan.config
    algorithm = config.algorithm
    assert isinstance(algorithm, GradientDescent)
    if algorithm.sampled:
        return _("batches of {size}").format(size=algorithm.batch(config.problem.n_samples))
    rule = algorithm.rule
    if isinstance(rule, Plain) and rule.momentum:
        return _("momentum {beta}").format(beta=format_number(rule.momentum))
    return p_("escape", "plain")


def left_of(found: Escape) -> str:
    """Return how many have left, in words; an empty text while they are under way."""
    return share_in_words(found.left) if found.share == 1 else "…"


def took(found: Escape) -> str:
    """Return after how many steps those did that have left: the mean and the deviation."""
    if not found.left.count:
        return "–"
    mean = format_number(found.mean, _DIGITS)
    if np.isnan(found.deviation):
        return mean
    return f"{mean} ± {format_number(found.deviation, _DIGITS - 1)}"
