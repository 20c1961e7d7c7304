"""Reading aloud: sentence by sentence, the one that is spoken marked; with Qt's engine for tests where it is
installed, else with a voice that speaks as told."""

from enum import Enum

import pytest
from PySide6.QtCore import QLocale, QObject, Qt, QTimer, Signal
from pytestqt.qtbot import QtBot

from reader.ui.window import actions, voices
from reader.ui.window.window import MainWindow
from tests.ui.a_window import SHIFT, press


class _State(Enum):
    Ready = 0
    Speaking = 1
    Error = 4


class Voice(QObject):
    """Says everything in a moment, as `QTextToSpeech` tells it."""

    stateChanged = Signal(object)  # noqa: N815

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._state = _State.Ready
        self._saying = QTimer(self, singleShot=True, interval=20)
        self._saying.timeout.connect(lambda: self.become(_State.Ready))

    def become(self, state: _State) -> None:
        if state is not self._state:
            self._state = state
            self.stateChanged.emit(state)

    def enqueue(self, text: str) -> None:
        assert text.strip()
        self.become(_State.Speaking)
        self._saying.start()

    def stop(self) -> None:
        self._saying.stop()
        self.become(_State.Ready)

    def state(self) -> _State:
        return self._state

    def errorString(self) -> str:
        return "没有声音"

    def locale(self) -> QLocale:
        return QLocale("zh_CN")


@pytest.fixture(params=["ours", "mock"])
def voice(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A voice in place of the platform's."""
    if request.param == "mock":
        try:
            from PySide6.QtTextToSpeech import QTextToSpeech
        except ImportError:
            pytest.skip("PySide6-Addons, or what it needs, is not installed")
        monkeypatch.setattr(voices, "voice", lambda parent: voices.in_chinese(QTextToSpeech("mock", parent)))
    else:
        monkeypatch.setattr(voices, "voice", Voice)


@pytest.fixture(autouse=True)
def has_action(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether Qt's module is installed or not."""
    monkeypatch.setattr(voices, "can_be_asked", lambda: True)


def spoken(window: MainWindow) -> str:
    page = window.controller.layout.pane.page
    place = page.spoken()
    return page.blocks()[place.text].text[place.start : place.end] if place else ""


def begin(window: MainWindow) -> None:
    window.controller.layout.pane.page.setFocus()
    press(Qt.Key.Key_A, SHIFT)


@pytest.mark.qt_log_ignore("pipewire")
@pytest.mark.usefixtures("voice")
def test_an_article_is_read_from_its_headline_on_and_the_sentence_is_marked(
    qtbot: QtBot, window: MainWindow
) -> None:
    begin(window)
    assert spoken(window) == "3日渡口的灯亮到后半夜"
    assert window.toast.words().startswith("正在朗读")
    seen: list[str] = []

    def goes_on() -> bool:
        if spoken(window) not in seen:
            seen.append(spoken(window))
        return len(seen) > 3

    qtbot.waitUntil(goes_on, timeout=20_000)
    assert seen[1:4] == [
        "本报讯（记者 闻小树）03日，老船工说：",
        "3日第1段。",
        "江上有雾，渡船停了半日，两岸的人隔着水喊话。",
    ]
    window.aloud.stop()


@pytest.mark.qt_log_ignore("pipewire")
@pytest.mark.usefixtures("voice")
def test_the_same_key_stops_and_goes_on_with_the_sentence(window: MainWindow) -> None:
    page = window.controller.layout.pane.page
    page.setTextCursor(page.document().find("3日第2段"))
    begin(window)
    assert spoken(window) == "3日第2段。"
    press(Qt.Key.Key_A, SHIFT)
    assert (spoken(window), window.aloud.is_speaking()) == ("", False)
    assert not window.toast.isVisible()
    press(Qt.Key.Key_A, SHIFT)
    assert spoken(window) == "3日第2段。"
    window.toast.actionTaken.emit()
    assert not window.aloud.is_speaking(), "its button stops, too"


@pytest.mark.qt_log_ignore("pipewire")
@pytest.mark.usefixtures("voice")
def test_what_is_read_comes_into_sight(window: MainWindow) -> None:
    page = window.controller.layout.pane.page
    page.setTextCursor(page.document().find("3日第50段"))
    page.verticalScrollBar().setValue(0)
    begin(window)
    place = page.spoken()
    assert place is not None
    (rect, *_) = page.rects_of([place])
    assert 0 <= rect.top() <= page.viewport().height()
    window.aloud.stop()


@pytest.mark.qt_log_ignore("pipewire")
@pytest.mark.usefixtures("voice")
def test_another_article_ends_it(window: MainWindow) -> None:
    begin(window)
    press(Qt.Key.Key_J)
    assert not window.aloud.is_speaking()
    assert spoken(window) == ""


def test_where_the_platform_has_no_voice_it_is_said(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voices, "voice", lambda _: None)
    begin(window)
    assert window.toast.words() == "这台电脑没有能朗读的声音；在系统设置里添加一个，再试一次。"
    assert not window.aloud.is_speaking()


def test_a_voice_that_fails_is_told(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voices, "voice", Voice)
    begin(window)
    (voice,) = window.aloud.findChildren(Voice)
    voice.become(_State.Error)
    assert window.toast.words() == "朗读停了：没有声音"
    assert not window.aloud.is_speaking()


def test_without_qts_module_there_is_no_such_action(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voices, "can_be_asked", lambda: False)
    assert "read_aloud" not in {spec.name for spec in actions.specs()}
    monkeypatch.setattr(voices, "can_be_asked", lambda: True)
    assert "read_aloud" in {spec.name for spec in actions.specs()}
