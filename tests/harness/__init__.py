"""What tries everything that the window offers, in any order, and sees that nothing breaks.

`desk.py` has a window and what goes wrong in it; `offers.py` finds in the live window what
there is to do, so that what is new is tried by being there; `truth.py` says what must hold
after each thing that is done; `machine.py` does one thing after the other, in the order that
hypothesis makes up. `python -m tests.harness --help` runs it.
"""
