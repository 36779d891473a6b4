"""Update rules: how a gradient becomes a step, with PyTorch's formulas and names.

A new one is an entry in a module's `RULES` here, and nothing else is edited.
"""
