"""The window of the learning-rate sweep and its plots."""
