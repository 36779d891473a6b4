"""The control that problems are chosen with: one line, which opens a gallery of small pictures."""

from gdviz.ui.window.controls.problem_choice.choice import ProblemChoice

__all__ = ["ProblemChoice"]
