"""What one types oneself, each with what is wrong with it."""

from gdviz.ui.window.own.function import OwnFunction

__all__ = ["OwnFunction"]
