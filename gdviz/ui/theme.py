"""How it looks: the palettes, the scale, and the one style sheet made from them."""

import re
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from gdviz import resources
from gdviz.i18n import N_

RADIUS = 8
GAP = 12

TYPE_SIZE = 13
"""Pixels of a plain word's type at scale 1; all other sizes are given for that scale."""

_FAMILIES = [
    "Segoe UI",
    "SF Pro Text",
    "Noto Sans",
    "Microsoft YaHei UI",
    "PingFang SC",
    "Noto Sans CJK SC",
    "DejaVu Sans",
]

_PRESENTED = "presented"

FORMULA_FAMILIES = '"STIX Two Text", "Cambria", "Noto Serif", "DejaVu Serif", serif'


@dataclass(frozen=True)
class Theme:
    """The colours; each means one thing in plots, numbers and formulas alike.

    Attributes:
        id: its name.
        title: its name in words (English; translated where it is shown).
        dark: whether words are lighter than what is behind them.
        ground: behind the cards.
        card: behind text and plots.
        field: behind what can be typed into.
        line: outlines of cards, and grid lines: nothing is lost where they are not seen.
        border: about what can be used: fields, buttons, the tracks of sliders.
        text: words and numbers.
        muted: labels, axes, what is less important.
        past: the curve, what is past or raw.
        ahead: what is to come of the weight's motion.
        valley: the lowest ground of a map.
        peak: the highest.
        weight: the weight and its motion; what can be pressed, and what has the keyboard.
        gradient: the gradient.
        minimum: a minimum.
        divergence: divergence.
        note: behind an explanation.
        note_divergence: behind one of divergence, and behind what was refused.
        on_weight: text on the weight's colour.
    """

    id: str
    title: str
    dark: bool
    ground: str
    card: str
    field: str
    line: str
    border: str
    text: str
    muted: str
    past: str
    ahead: str
    valley: str
    peak: str
    weight: str
    gradient: str
    minimum: str
    divergence: str
    note: str
    note_divergence: str
    on_weight: str


LIGHT = Theme(
    id="light",
    title=N_("Light"),
    dark=False,
    ground="#f4f5f7",
    card="#ffffff",
    field="#ffffff",
    line="#dfe3e8",
    border="#848d9c",
    text="#1b2430",
    muted="#5b6675",
    past="#626c7c",
    ahead="#3b7cc3",
    valley="#c0e1df",
    peak="#f7f6f1",
    weight="#0b63b6",
    gradient="#c2410c",
    minimum="#0f766e",
    divergence="#b42318",
    note="#eaf1fb",
    note_divergence="#fdeceb",
    on_weight="#ffffff",
)

DARK = Theme(
    id="dark",
    title=N_("Dark"),
    dark=True,
    ground="#15181d",
    card="#1e2329",
    field="#262c34",
    line="#343b45",
    border="#6b7686",
    text="#e8ebef",
    muted="#9aa4b2",
    past="#9aa4b2",
    ahead="#4188b0",
    valley="#0b2c36",
    peak="#30353d",
    weight="#56b4e9",
    gradient="#e69f00",
    minimum="#3cc9a7",
    divergence="#ff8a7a",
    note="#22303d",
    note_divergence="#3d2523",
    on_weight="#10151b",
)

# The hues stay, as far as they can; what parts them for every eye is how light they are.
LIGHT_SAFE = replace(
    LIGHT,
    id="light-safe",
    title=N_("Light, colour-blind safe"),
    past="#6c6c7b",
    ahead="#5a6cf0",
    weight="#1030e0",
    gradient="#886800",
    minimum="#0a3a20",
    divergence="#a70b4d",
)

DARK_SAFE = replace(
    DARK,
    id="dark-safe",
    title=N_("Dark, colour-blind safe"),
    ahead="#4285c8",
    weight="#4a9cf0",
    gradient="#f5b700",
    minimum="#8ff0d0",
    divergence="#ff5577",
)

THEMES = {theme.id: theme for theme in (LIGHT, DARK, LIGHT_SAFE, DARK_SAFE)}


def system_theme() -> Theme:
    """Return the theme that the system asks for; light where it does not say."""
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return DARK if dark else LIGHT


def scaled(pixels: float) -> float:
    """Return a length at the present scale: every size on the screen is in proportion to the type.

    Args:
        pixels: the length at scale 1.
    """
    return pixels * QApplication.font().pixelSize() / TYPE_SIZE


def font(pixels: float, *, bold: bool = False) -> QFont:
    """Return the application's font, so large at scale 1, at the present scale."""
    made = QFont(QApplication.font())
    made.setPixelSize(round(scaled(pixels)))
    made.setBold(bold)
    return made


def presented() -> bool:
    """Tell whether what is seen is presented to a class, for which a projector washes it out."""
    application = QApplication.instance()
    return application is not None and bool(application.property(_PRESENTED))


def apply(theme: Theme, scale: float = 1.0, *, presented: bool = False) -> None:
    """Give the whole application the theme's colours, and its font at that scale."""
    application = QApplication.instance()
    assert application is not None
    application.setProperty(_PRESENTED, presented)
    if QApplication.style().name() != "fusion":
        QApplication.setStyle("Fusion")
    for effect in Qt.UIEffect:
        QApplication.setEffectEnabled(effect, False)  # nothing moves but the run
    base = QFont()
    installed = QFontDatabase.families()
    base.setFamilies([family for family in _FAMILIES if family in installed] or [base.family()])
    base.setPixelSize(round(TYPE_SIZE * scale))
    base.setFeature(QFont.Tag("tnum"), 1)
    QApplication.setFont(base)
    roles = QPalette.ColorRole
    palette = QPalette()
    for role, colour in {
        roles.Window: theme.ground,
        roles.Base: theme.field,
        roles.AlternateBase: theme.card,
        roles.Button: theme.card,
        roles.Text: theme.text,
        roles.WindowText: theme.text,
        roles.ButtonText: theme.text,
        roles.ToolTipBase: theme.card,
        roles.ToolTipText: theme.text,
        roles.PlaceholderText: theme.muted,
        roles.Highlight: theme.weight,
        roles.HighlightedText: theme.on_weight,
        roles.Link: theme.weight,
    }.items():
        palette.setColor(role, QColor(colour))
    for role in (roles.Text, roles.WindowText, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(faded(theme)))
    QApplication.setPalette(palette)


def faded(theme: Theme) -> str:
    """Return the colour of what cannot be used now."""
    text, card = QColor(theme.muted), QColor(theme.card)
    pairs = (
        (text.red(), card.red()), (text.green(), card.green()), (text.blue(), card.blue())
    )  # fmt: skip
    return QColor(*(round(0.55 * one + 0.45 * other) for one, other in pairs)).name()


def style_sheet(theme: Theme) -> str:
    """Return the style sheet of a window, at the present scale."""
    return re.sub(r"(\d+)px", lambda size: f"{round(scaled(int(size[1])))}px", _sheet(theme))


def _sheet(theme: Theme) -> str:
    chevron = resources.path(f"icons/chevron-{'dark' if theme.dark else 'light'}.svg").as_posix()
    fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
    families = ", ".join(f'"{family}"' for family in QApplication.font().families())
    return f"""
    QWidget {{ font-family: {families}; font-size: 13px; }}
    QMainWindow, #ground {{ background: {theme.ground}; }}
    QDialog, QMessageBox {{ background: {theme.card}; }}
    QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
    QMenuBar {{ background: {theme.card}; color: {theme.text}; padding: 2px 6px;
        border-bottom: 1px solid {theme.line}; }}
    QMenuBar::item {{ padding: 5px 10px; border-radius: 4px; background: transparent; }}
    QMenuBar::item:selected {{ background: {theme.note}; }}
    QMenu {{ background: {theme.card}; color: {theme.text}; border: 1px solid {theme.line};
        padding: 4px; }}
    QMenu::item {{ padding: 6px 28px 6px 24px; border-radius: 4px; }}
    QMenu::item:selected {{ background: {theme.note}; }}
    QMenu::item:disabled {{ color: {faded(theme)}; }}
    QMenu::separator {{ height: 1px; background: {theme.line}; margin: 4px 8px; }}
    QMenu::indicator {{ left: 6px; }}
    QToolTip {{ background: {theme.card}; color: {theme.text}; border: 1px solid {theme.line};
        padding: 5px; }}
    #card {{ background: {theme.card}; border: 1px solid {theme.line};
        border-radius: {RADIUS}px; }}
    #transport {{ background: {theme.card}; border-top: 1px solid {theme.line}; }}
    QScrollArea, #form {{ background: transparent; border: none; }}
    QScrollBar:vertical {{ background: transparent; width: 8px; margin: 0; }}
    QScrollBar::handle:vertical {{ background: {theme.border}; border-radius: 4px;
        min-height: 28px; }}
    QScrollBar:horizontal {{ background: transparent; height: 8px; margin: 0; }}
    QScrollBar::handle:horizontal {{ background: {theme.border}; border-radius: 4px;
        min-width: 28px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QAbstractScrollArea::corner {{ background: transparent; border: none; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QLabel {{ color: {theme.text}; background: transparent; }}
    QLabel:disabled {{ color: {faded(theme)}; }}
    QLabel[role="title"] {{ font-weight: 600; }}
    QLabel[role="muted"] {{ color: {theme.muted}; }}
    QLabel[role="small"] {{ color: {theme.muted}; font-size: 12px; }}
    QLabel[role="formula"] {{ color: {theme.muted}; font-style: italic; font-size: 14px;
        font-family: {FORMULA_FAMILIES}; }}
    QTextBrowser {{ background: transparent; border: none; }}
    QLabel[role="number"] {{ font-size: 20px; font-weight: 600; }}
    QLabel[role="number"][presented="true"] {{ font-size: 24px; }}
    QLabel[role="number"][long="true"] {{ font-size: 14px; }}
    QLabel[role="figure"], QLabel[role="heading"] {{ font-size: 15px; font-weight: 600; }}
    QLabel[role="figure"][long="true"] {{ font-size: 12px; }}
    QLabel[role="number"][means="gradient"] {{ color: {theme.gradient}; }}
    QLabel[role="number"][means="weight"] {{ color: {theme.weight}; }}
    QLabel[role="key"] {{ background: {theme.ground}; border: 1px solid {theme.line};
        border-radius: 4px; padding: 1px 6px; }}
    QFrame[role="note"] {{ background: {theme.note}; border-radius: 6px; }}
    QFrame[role="note"][means="divergence"] {{ background: {theme.note_divergence}; }}
    QLabel[means="divergence"] {{ color: {theme.divergence}; }}
    #divider {{ background: {theme.line}; max-height: 1px; border: none; }}
    QComboBox, QAbstractSpinBox {{ background: {theme.field}; color: {theme.text};
        border: 1px solid {theme.border}; border-radius: 5px; padding: 2px 8px; min-height: 20px;
        selection-background-color: {theme.weight}; selection-color: {theme.on_weight}; }}
    QComboBox:hover, QAbstractSpinBox:hover {{ border-color: {theme.weight}; }}
    QComboBox:focus, QAbstractSpinBox:focus {{ border: 2px solid {theme.weight};
        padding: 1px 7px; }}
    QComboBox:disabled, QAbstractSpinBox:disabled {{ color: {faded(theme)};
        background: {theme.card}; border-color: {theme.line}; }}
    QAbstractSpinBox[means="divergence"] {{ border: 2px solid {theme.divergence};
        background: {theme.note_divergence}; padding: 1px 7px; }}
    #callout {{ background: {theme.note_divergence}; color: {theme.divergence};
        border: 1px solid {theme.divergence}; border-radius: 6px; padding: 6px 10px; }}
    #passing {{ background: {theme.text}; color: {theme.card}; border-radius: 6px;
        padding: 6px 14px; }}
    QLineEdit[role="field"] {{ background: {theme.field}; color: {theme.text};
        border: 1px solid {theme.border}; border-radius: 5px; padding: 2px 5px; min-height: 20px;
        selection-background-color: {theme.weight}; selection-color: {theme.on_weight}; }}
    QLineEdit[role="field"]:focus, QLineEdit[role="field"]:hover {{
        border-color: {theme.weight}; }}
    QLineEdit[role="field"][means="divergence"] {{ border-color: {theme.divergence}; }}
    QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{
        subcontrol-origin: border; width: 0; height: 0; border: none; }}
    QRadioButton {{ padding-top: 2px; }}
    QRadioButton::indicator {{ width: 13px; height: 13px; border: 1px solid {theme.border};
        border-radius: 7px; background: {theme.field}; }}
    QRadioButton::indicator:hover, QRadioButton::indicator:focus {{
        border-color: {theme.weight}; }}
    QRadioButton::indicator:checked {{ width: 7px; height: 7px;
        border: 4px solid {theme.weight}; background: {theme.on_weight}; }}
    QComboBox::drop-down {{ border: none; width: 24px; }}
    QComboBox::down-arrow {{ image: url({chevron}); width: 10px; height: 10px; }}
    QComboBox[role="choice"] {{ border-color: transparent; background: {theme.note};
        color: {theme.weight}; padding: 0px 4px; min-height: 18px; }}
    QComboBox[role="choice"]:focus {{ border: 1px solid {theme.weight}; padding: 0px 4px; }}
    QComboBox[role="choice"]::drop-down {{ width: 16px; }}
    QComboBox QAbstractItemView {{ background: {theme.card}; color: {theme.text};
        border: 1px solid {theme.line}; padding: 4px; outline: none;
        selection-background-color: {theme.note}; selection-color: {theme.text}; }}
    #gallery {{ background: {theme.card}; border: 1px solid {theme.line}; }}
    #gallery QListView {{ background: transparent; border: none; outline: none; }}
    QPlainTextEdit {{ background: {theme.field}; color: {theme.text};
        border: 1px solid {theme.border}; border-radius: 5px; padding: 4px;
        selection-background-color: {theme.weight}; selection-color: {theme.on_weight}; }}
    QPlainTextEdit[role="fixed"] {{ font-size: 12px; font-family: "{fixed}"; }}
    QPlainTextEdit:focus {{ border-color: {theme.weight}; }}
    QPlainTextEdit[means="divergence"] {{ border-color: {theme.divergence}; }}
    QTableView {{ background: {theme.card}; color: {theme.text};
        border: 1px solid {theme.line}; border-radius: 6px; }}
    QHeaderView, QHeaderView::section {{ background: {theme.card}; border: none; }}
    QHeaderView::section {{ border-bottom: 1px solid {theme.line}; padding: 2px 10px 2px 13px; }}
    QTableView::item {{ padding: 2px 10px; }}
    QProgressBar {{ background: {theme.line}; border: none; border-radius: 3px;
        max-height: 6px; }}
    QProgressBar::chunk {{ background: {theme.weight}; border-radius: 3px; }}
    QPushButton {{ background: {theme.card}; color: {theme.text};
        border: 1px solid {theme.border}; border-radius: 5px; padding: 5px 10px;
        min-height: 20px; }}
    QPushButton:hover {{ border-color: {theme.weight}; }}
    QPushButton:focus {{ border: 2px solid {theme.weight}; padding: 4px 9px; }}
    QPushButton:pressed {{ background: {theme.note}; }}
    QPushButton:disabled {{ color: {faded(theme)}; border-color: {theme.line}; }}
    QPushButton[role="primary"] {{ background: {theme.weight}; color: {theme.on_weight};
        background-clip: padding; border: 2px solid transparent; border-radius: 7px;
        font-weight: 600; padding: 6px 18px; }}
    QPushButton[role="primary"]:focus {{ border-color: {theme.text}; }}
    QPushButton[role="primary"]:disabled {{ background: {theme.line}; color: {theme.muted}; }}
    QPushButton[role="choice"] {{ border-color: transparent; background: transparent;
        color: {theme.muted}; padding: 1px 5px; min-height: 18px; }}
    QPushButton[role="choice"]:checked {{ color: {theme.weight}; background: {theme.note}; }}
    QPushButton[role="choice"]:hover {{ color: {theme.weight}; }}
    QPushButton[role="choice"]:focus {{ color: {theme.weight}; border-color: {theme.weight};
        padding: 0px 4px; }}
    QPushButton[role="disclosure"] {{ border-color: transparent; background: transparent;
        color: {theme.muted}; padding: 2px 0px; min-height: 18px; text-align: left; }}
    QPushButton[role="disclosure"]:hover {{ color: {theme.weight}; }}
    QPushButton[role="disclosure"]:focus {{ color: {theme.weight}; border-color: {theme.weight};
        padding: 1px; }}
    QPushButton[role="line"] {{ border-color: transparent; background: transparent;
        color: {theme.weight}; padding: 0px 5px; min-height: 18px; text-align: left; }}
    QPushButton[role="line"]:hover {{ text-decoration: underline; }}
    QPushButton[role="line"]:focus {{ border: 1px solid {theme.weight}; padding: 0px 5px; }}
    QPushButton[role="handle"] {{ color: {theme.muted}; padding: 0px; }}
    QPushButton[role="handle"]:hover {{ color: {theme.weight}; }}
    """
