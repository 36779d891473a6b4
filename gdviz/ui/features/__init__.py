"""What the window can do beyond playing a run, one a file.

A new file with a `FEATURES` is found, and nothing else is edited.
"""
