"""The ball of noise: how far from the minimum a stochastic run stays."""
