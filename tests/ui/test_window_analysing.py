"""What a sync has derived of half of the articles says so in the window, and stops when it has of all of them."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from reader import app
from reader.features.concordance.ui.concordance_part import ConcordancePart
from reader.features.people.ui.name_list_pane import NameListPane
from reader.features.people.ui.people_part import PeoplePart
from reader.features.proofread.ui.proofread_part import ProofreadPart
from reader.ui.sync.sync_controller import SyncChild
from reader.ui.window.window import MainWindow
from tests import half_analysed, homes
from tests.half_analysed import MISREAD, PERSON, WORDS

SAID = "已整理 50 %"
_LONG = 120
"""Seconds in which a pane is filled."""
_Said = Callable[[QtBot, MainWindow], str]


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    """The window, in which nothing is analysed further."""
    homes.use(monkeypatch, tmp_path / "home")
    half_analysed.write_half(tmp_path / "报")
    monkeypatch.setattr(SyncChild, "start", lambda child, **_: None)
    window = app.open_window(tmp_path / "报")
    assert isinstance(window, MainWindow)
    qtbot.addWidget(window)
    window.resize(1440, 900)
    qtbot.waitUntil(window.opener.is_idle)
    window.controller.complete()
    qtbot.waitUntil(lambda: not window.controller.is_reading())
    return window


def words_in(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisibleTo(widget))


def search(qtbot: QtBot, window: MainWindow, text: str) -> None:
    results = window.controller.features.results
    results.enter_query(text)
    pane = window.controller.layout.results
    qtbot.waitUntil(lambda: pane.is_answered() and results.searching.is_idle())


def of_folds(qtbot: QtBot, window: MainWindow) -> str:
    search(qtbot, window, WORDS)
    return window.controller.layout.results.header.remarks.text()


def of_naming(qtbot: QtBot, window: MainWindow) -> str:
    search(qtbot, window, f'"{PERSON}"')
    return "\n".join(each.text() for each in window.controller.layout.results.header.hints.offers)


def of_people(qtbot: QtBot, window: MainWindow) -> str:
    window.controller.layout.show_tab("people")
    return words_in(window.controller.features.parts.of(PeoplePart).pane)


def of_person(qtbot: QtBot, window: MainWindow) -> str:
    part = window.controller.features.parts.of(PeoplePart)
    part.open(PERSON)
    qtbot.waitUntil(lambda: part.card.card is not None)
    return words_in(part.card)


def of_name_list(qtbot: QtBot, window: MainWindow) -> str:
    dialog = NameListPane(window.controller.library, print, print)
    qtbot.addWidget(dialog)
    dialog.names.setPlainText(PERSON)
    dialog.start()
    qtbot.waitUntil(lambda: "查了 1 / 1" in dialog.state.text() and dialog.is_idle())
    return dialog.state.text()


def of_collocates(qtbot: QtBot, window: MainWindow) -> str:
    search(qtbot, window, WORDS)
    part = window.controller.features.parts.of(ConcordancePart)
    window.controller.features.views.show("collocates")
    qtbot.waitUntil(lambda: "正在数" not in words_in(part.collocates))
    return words_in(part.collocates)


def of_candidates(qtbot: QtBot, window: MainWindow) -> str:
    reading, part = window.controller.features.reading, window.controller.features.parts.of(ProofreadPart)
    (article_id,) = window.controller.library.searcher.search(MISREAD).ids
    reading.open_article(article_id)
    qtbot.waitUntil(lambda: reading.article is not None and reading.article.id == article_id)
    part.handlers()["misreadings"]()
    qtbot.waitUntil(lambda: part.view.isVisible() and part.view.desk.candidate(0) is not None)
    said = words_in(part.view.desk)
    part.leave()
    return said


SHOWN: dict[str, _Said] = {
    "folds": of_folds,
    "naming": of_naming,
    "people": of_people,
    "person": of_person,
    "name list": of_name_list,
    "collocates": of_collocates,
    "candidates": of_candidates,
}


def test_what_is_shown_says_how_much_was_analysed_until_all_was(qtbot: QtBot, window: MainWindow) -> None:
    def wait_for(name: str, is_said: bool) -> None:
        words = ""

        def is_there() -> bool:
            nonlocal words
            words = SHOWN[name](qtbot, window)
            return (SAID in words) is is_said and ("整理" in words) is is_said

        end = time.monotonic() + _LONG
        while not is_there():
            assert time.monotonic() < end, (name, words)
            qtbot.wait(150)

    for name in SHOWN:
        wait_for(name, is_said=True)
    half_analysed.complete(window.controller.library.folder.root)
    window.controller.show_changes()
    for name in SHOWN:
        wait_for(name, is_said=False)
