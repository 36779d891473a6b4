"""The built-in problems that are no regressions: a new one is an entry in one of these tables."""

from gdviz.core.problems.built_in import finite_sum, net, surfaces, wells

ORDER = 20

PROBLEMS = (*finite_sum.PROBLEMS, *net.PROBLEMS, *surfaces.PROBLEMS, *wells.PROBLEMS)
