"""Tests of what follows a program."""
