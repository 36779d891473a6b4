"""The application's language: gdviz's own words and Qt's."""

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from gdviz import i18n

_QT_NAMES = {"en": "en", "zh": "zh_CN"}


def speak(code: str) -> None:
    """Say everything in that language from now on, the buttons of Qt's dialogs too."""
    i18n.set_language(code)
    application = QApplication.instance()
    if application is None:
        return
    for old in application.findChildren(QTranslator, "language"):
        application.removeTranslator(old)
        old.setParent(None)
    QLocale.setDefault(QLocale(_QT_NAMES[code]))
    translator = QTranslator(application)
    translator.setObjectName("language")
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{_QT_NAMES[code]}", folder):
        application.installTranslator(translator)
