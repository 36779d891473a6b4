"""For everyone: what a screen reader is told, and what keys do in a plot."""
