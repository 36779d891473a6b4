"""The two languages of every word that reaches a user, without Qt.

The command line and the core speak both languages too, and neither may import
Qt, so the texts go through gettext rather than through Qt's translations. A
text is marked where it is written: `_("text")` translates now, `N_("text")`
only marks it, for tables that are translated when they are shown. One text
means one thing: where English has one word for two, `p_("where", "text")` and
`Np_("where", "text")` tell them apart.
"""

import gettext
import locale
import os
from collections.abc import Iterable

from gdviz import resources

LANGUAGES = {"en": "English", "zh": "简体中文"}

_CONTEXT = "\x04"
"""What parts a context from its text, in catalogues too."""

_translations: gettext.NullTranslations = gettext.NullTranslations()
_current = "en"


def _(message: str) -> str:
    """Return `message` in the current language."""
    return _translations.gettext(message).rpartition(_CONTEXT)[2] if message else ""


def p_(context: str, message: str) -> str:
    """Return `message` in the current language, as it is meant in that context."""
    return _(Np_(context, message))


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark `message` for translation and return it as it is."""
    return message


def Np_(context: str, message: str) -> str:  # noqa: N802 - after gettext's names
    """Mark `message` in that context for translation, and return what `_` translates."""
    return f"{context}{_CONTEXT}{message}"


def current_language() -> str:
    """Return the current language's code, a key of `LANGUAGES`."""
    return _current


def set_language(code: str) -> None:
    """Make `code` the language that `_` translates to.

    Raises:
        KeyError: there is no such language.
    """
    global _translations, _current  # noqa: PLW0603 - a process speaks one language
    LANGUAGES[code]
    _translations = gettext.translation(
        "gdviz", resources.path("i18n"), languages=[code], fallback=code == "en"
    )
    _current = code


def system_language() -> str:
    """Return the code of the language that the system is set to, English if unknown."""
    names = [os.environ.get(name, "") for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")]
    names.append(locale.getlocale()[0] or "")
    chosen = next((name for name in names if name), "")
    return "zh" if chosen.lower().startswith(("zh", "chinese")) else "en"


def listed(texts: Iterable[str]) -> str:
    """Return the texts one after the other, parted as the language parts what it lists."""
    return _(", ").join(texts)


def sentences(*texts: str) -> str:
    """Return the texts that are not empty one after the other, as the language parts them."""
    first, *others = [text for text in texts if text] or [""]
    for text in others:
        first = _("{text} {sentence}").format(text=first, sentence=text)
    return first
