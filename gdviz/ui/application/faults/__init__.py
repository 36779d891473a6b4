"""What nobody foresaw: logged, and told."""

from gdviz.ui.application.faults.faults import Faults, qt_messages_logged

__all__ = ["Faults", "qt_messages_logged"]
