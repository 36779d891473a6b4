"""The monkey: keys, clicks, wheel and drags anywhere, as the display itself would send them.

They come from xdotool and go to whatever is under the pointer or has the focus, so the display
must be one that nobody works on.
"""

import argparse
import faulthandler
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from shlex import split
from string import ascii_lowercase, digits
from time import monotonic

from PySide6.QtCore import QObject, QProcess, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QPixmapCache, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from gdviz.core import configure
from gdviz.ui import MainWindow
from gdviz.ui.application.app import made_for_a_window
from gdviz.ui.features.compare.feature import Compare
from gdviz.ui.features.lessons.feature import Lessons
from gdviz.ui.features.many.options import ManyOptions
from gdviz.ui.features.modes.mode import Mode
from gdviz.ui.features.presenting import Presenting
from gdviz.ui.features.sweep.feature import LearningRateSweep
from gdviz.ui.theme import LIGHT
from tests.harness.child import tell, tell_broken
from tests.harness.desk import Desk, Trouble, activate
from tests.harness.heap import Memory, memory

MOST_GROWTH = 20e6
"""Bytes in use, after the warm-up. What is resident is only told: more of it are pages of fonts
and libraries, looked at for the first time, than anything that is kept."""

LONGEST_FREEZE_S = 1.0

_WARM_UP = 0.2
"""The share of the time that is not counted: fonts, caches."""

_BEAT_MS, _PAUSE_MS = 20, 5
_DIALOG_LASTS = 40
"""After so many tries a dialog is escaped."""

_KEYS = (
    "Tab", "ISO_Left_Tab", "space", "Return", "KP_Enter", "Escape", "Prior", "Next", "Up", "Down",
    "Left", "Right", "Home", "End", "Delete", "BackSpace", "Insert", "Menu", "Alt_L", "period",
    "comma", "minus", "plus", "slash", "parenleft", "asciicircum",
    *(f"F{number}" for number in range(1, 13)), *digits, *ascii_lowercase,
)  # fmt: skip
_MODIFIERS = [*[""] * 5, "shift+", "ctrl+", "alt+", "ctrl+shift+"]
_TEXTS = ("0.1", "0,5", "1/3", "1e3", "-2", "40", "w^2", "w1^2 - w2^2", "sin(w", "x y")


class Monkey(QObject):
    """Does one thing after the other, chosen by a seed, and tells each before it does it."""

    def __init__(self, minutes: float, things: int, seed: int) -> None:
        super().__init__()
        self._random = Random(seed)
        self._doing = ""
        self._to_do = things
        self._tries_at_dialog = 0
        self._grown_from: Memory | None = None
        self._start = monotonic()
        self._end = self._start + 60 * minutes
        self._trouble = Trouble()
        choose_file = QFileDialog.getOpenFileName
        self.desk = Desk(self._trouble)
        folder = str(self.desk.files[0].parent)
        options = QFileDialog.Option.ReadOnly | QFileDialog.Option.DontUseNativeDialog
        QFileDialog.getOpenFileName = lambda parent, title, _folder, kinds: choose_file(  # type: ignore[method-assign, assignment]
            parent, title, folder, kinds, options=options
        )
        self._hands = QProcess(self)
        self._hands.finished.connect(self._on_done)
        self._heart = QTimer(self, interval=_BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._heart.timeout.connect(self._beat)
        self._heart.start()
        self._listen()
        self._go_on()

    def _do(self, what: str) -> None:
        """Have xdotool do something."""
        self._doing = what
        self._to_do -= 1
        tell(what)
        self._hands.start("xdotool", split(what))

    @Slot()
    def _on_done(self) -> None:
        QTimer.singleShot(_PAUSE_MS, self._go_on)

    def _listen(self) -> None:
        """Take it that the heart beats now."""
        self._last_beat, self._waited = monotonic(), _waited_for_a_core()

    @Slot()
    def _beat(self) -> None:
        """Notice whether the window has stood still; another process on its core is no matter."""
        last, waited = self._last_beat, self._waited
        self._listen()
        frozen = self._last_beat - last - (self._waited - waited)
        if frozen > LONGEST_FREEZE_S:
            tell_broken(f"frozen for {frozen:.1f} s: {self._doing}")
        for heard in self._trouble.take():
            tell_broken(f"{self._doing}: {heard}")

    @Slot()
    def _go_on(self) -> None:
        """Do the next thing, inside a dialog too whose opener waits for it."""
        dialog = QApplication.activeModalWidget()
        self._tries_at_dialog = self._tries_at_dialog + 1 if dialog is not None else 0
        over = monotonic() > self._end and self._to_do <= 0
        if dialog is not None and (over or self._tries_at_dialog > _DIALOG_LASTS):
            activate(dialog)
            self._do("key Escape")
            return
        if dialog is None:
            with self._unheard():
                self.desk.follow()
            warm = self._start + _WARM_UP * (self._end - self._start)
            if self._grown_from is None and monotonic() > warm:
                self._grown_from = self._calm()
            if over:
                self._finish()
                return
        self._do(self._something())

    def _something(self) -> str:
        chance = self._random
        windows = [w for w in QGuiApplication.topLevelWindows() if w.isVisible()]
        kinds: dict[Callable[[QWindow], str], int] = {
            self._key: 35, self._click: 35, self._drag: 15, self._wheel: 8, self._type: 6,
        }  # fmt: skip
        if chance.random() < 0.01 or not windows:
            self.desk.window.resize(chance.randrange(960, 1440), chance.randrange(600, 900))
        window = chance.choice(windows or [self.desk.window.windowHandle()])
        return chance.choices(list(kinds), list(kinds.values()))[0](window)

    def _somewhere(self, window: QWindow) -> str:
        place = window.geometry()
        x = place.x() + self._random.randrange(max(1, place.width()))
        y = place.y() + self._random.randrange(max(1, place.height()))
        return f"mousemove {max(0, x)} {max(0, y)}"

    def _key(self, _window: QWindow) -> str:
        return f"key --delay 1 {self._random.choice(_MODIFIERS)}{self._random.choice(_KEYS)}"

    def _type(self, _window: QWindow) -> str:
        return f"type --delay 1 '{self._random.choice(_TEXTS)}'"

    def _click(self, window: QWindow) -> str:
        kind = self._random.random()
        button = "3" if kind < 0.1 else "--repeat 2 --delay 20 1" if kind < 0.2 else "1"
        return f"{self._somewhere(window)} click {button}"

    def _drag(self, window: QWindow) -> str:
        first, *others = (self._somewhere(window) for _place in range(4))
        return f"{first} mousedown 1 {' '.join(others)} mouseup 1"

    def _wheel(self, window: QWindow) -> str:
        return f"{self._somewhere(window)} click {self._random.choice('45')}"

    def _calm(self) -> Memory:
        """Bring the window to where it began, and return how much memory is used."""
        with self._unheard():
            return self._calmed(self.desk.window)

    @contextmanager
    def _unheard(self) -> Iterator[None]:
        """What is not the window's doing is no standing still of it, such as opening another."""
        self._beat()  # what it did before that is
        self._heart.stop()
        yield
        self._listen()
        self._heart.start()

    def _calmed(self, window: MainWindow) -> Memory:
        while popup := QApplication.activePopupWidget():
            popup.close()
        for feature in window.features.values():
            if isinstance(feature, Mode):
                feature.end()
            elif isinstance(feature, Presenting):
                feature.leave()
            elif isinstance(feature, Lessons):
                feature.close_lesson()
            elif isinstance(feature, Compare):
                for kept in feature.kept.runs:
                    feature.panel.removed.emit(kept.slot)
            elif isinstance(feature, LearningRateSweep):
                feature.open()  # once it has been opened it stays, hidden
                feature.close()
        for epochs in range(10, 1, -1):  # the last runs are remembered, however long they were
            window.show_run(configure(epochs=epochs))
        window.show_run(configure())
        window.store.replace(ManyOptions())
        window.set_workspace("many")  # of many runs only those asked for last are kept
        window.set_workspace("run")
        window.set_hidden(())
        window.set_language("en")
        window.set_theme(LIGHT)
        window.resize(1440, 900)
        QTest.qWait(500)
        QPixmapCache.clear()  # it takes in what is drawn until it has 10 MB
        return memory()

    def _finish(self) -> None:
        now = self._calm()
        before = self._grown_from or now
        grown = now.in_use - before.in_use
        resident = now.resident - before.resident
        (tell_broken if grown > MOST_GROWTH else tell)(
            f"{grown / 1e6:.1f} MB more in use than after the warm-up,"
            f" {resident / 1e6:.1f} MB more resident"
        )
        self.desk.close()
        self._beat()
        QApplication.exit()


def _waited_for_a_core() -> float:
    """Return for how many seconds this thread could have run, and another one did."""
    try:
        return int(Path("/proc/thread-self/schedstat").read_text("ascii").split()[1]) / 1e9
    except OSError:
        return 0.0


def main() -> None:
    """Let the monkey loose for so many minutes, and until it has done so many things."""
    parser = argparse.ArgumentParser(prog="python -m tests.harness.monkey", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--things", type=int, default=0, help="at least")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    faulthandler.enable()
    application = QApplication([])
    application.setQuitOnLastWindowClosed(False)
    with made_for_a_window():
        _monkey = Monkey(asked.minutes, asked.things, asked.seed)
        sys.exit(application.exec())


if __name__ == "__main__":
    main()
