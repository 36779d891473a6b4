"""The ball of noise: how far from the minimum a stochastic run stays."""

from gdviz.ui.features.many.studies.noise.study import NoiseStudy

__all__ = ["NoiseStudy"]
