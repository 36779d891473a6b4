"""A run as a program that a person would have written: `styles.program` writes it.

Who looks for formats passes by here, so nothing is imported before a program is asked for.
"""
