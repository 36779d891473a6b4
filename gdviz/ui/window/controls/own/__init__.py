"""What one types oneself: a function, an update rule, each with what is wrong with it."""

from gdviz.ui.window.controls.own.function import OwnFunction
from gdviz.ui.window.controls.own.rule import OwnRuleEditor

__all__ = ["OwnFunction", "OwnRuleEditor"]
