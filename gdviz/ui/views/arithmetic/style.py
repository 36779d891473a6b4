"""What a step's arithmetic looks like."""

from gdviz.ui.theme import FORMULA_FAMILIES, Theme, scaled

GAP = 8
"""Pixels at scale 1 between two columns."""


def style_sheet(theme: Theme) -> str:
    """Return the style sheet of a page."""
    large, gap = round(scaled(14)), round(scaled(GAP))
    return f"""
    body, a {{ color: {theme.text}; text-decoration: none; }}
    i, .formula {{ font-family: {FORMULA_FAMILIES}; font-size: {large}px; font-style: italic; }}
    .formula, .muted td, .formula td {{ color: {theme.muted}; }}
    .samples {{ margin-bottom: 6px; }}
    td {{ padding-top: 1px; padding-bottom: 1px; }}
    td.number {{ padding-left: {gap}px; }}
    .sign {{ font-family: {FORMULA_FAMILIES}; }}
    .mean td {{ border-top: 1px solid {theme.line}; }}
    a.weight, a.next {{ color: {theme.weight}; }}
    a.gradient {{ color: {theme.gradient}; }}
    .lit td, .pointed {{ background-color: {theme.note}; }}
    """
