"""Escape: after how many steps runs have left a saddle point, in several ways."""
