"""What is chosen of reading acts on the article and on the whole page: whoever adds a choice, and forgets one, is told.

What is chosen is a field of `ReadingSettings`; what can be seen of it in a pane is its picture, and what Ctrl+C copies.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from reader.export.article_text import PageBlockKind
from reader.plugs import Value
from reader.ui.article.pane_calls import ReadingSettings
from reader.ui.controllers.preferences import preferences
from reader.ui.page.page_layout import PageSelection
from reader.ui.window.screenshot import await_that, show_whole_page
from reader.ui.window.window import MainWindow
from tests.ui import a_window, typeface
from tests.ui.a_window import CTRL, press

OF_THE_ARTICLE_ALONE = {
    "measure": "the columns of a page have the width that the page gives them",
    "leading": "the lines of a page stand as close as those of a newspaper",
}
"""What acts on an article alone, and why."""
BODY = "灯是何渡牛修的，修到半夜；圖書館的窗也亮着。"


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    """The window on an article with a corrected character, and others in another script, in real typefaces."""
    typeface.take_off(monkeypatch)
    root = tmp_path / "库"
    root.mkdir()
    text = f"雁桥日报\n1987年6月3日\n第01版\n## 修灯第三天\n本报讯　{BODY}\n\n{BODY * 4}\n"
    (root / "19870603.txt").write_text(text, encoding="utf-8")
    window = a_window.open_on(qtbot, root)
    page = window.controller.layout.pane.page
    page.setFocus()
    page.setTextCursor(page.document().find("牛"))
    press(Qt.Key.Key_H, CTRL)
    a_window.answer(a_window.asked(window), "改正", "生")
    await_that(lambda: "灯是何渡生修的" in page.document().toPlainText())
    a_window.come_back(qtbot, window)
    return window


Seen = tuple[QImage, str]
"""A picture, and what is copied."""


def seen_of_article(window: MainWindow) -> Seen:
    page = window.controller.layout.pane.page
    await_that(lambda: page.filler.is_done)
    page.setFocus()
    page.selectAll()
    page.copy()
    return page.viewport().grab().toImage(), QGuiApplication.clipboard().text()


def seen_of_page(window: MainWindow) -> Seen:
    pane = window.controller.layout.area.page
    await_that(pane.view.is_set)
    blocks = pane.view.articles()[0].blocks
    number = next(at for at, block in enumerate(blocks) if block.kind is PageBlockKind.PARAGRAPH)
    pane.view.select(PageSelection(0, (number, 0), (number, len(blocks[number].text))))
    pane.copy()
    return pane.view.viewport().grab().toImage(), QGuiApplication.clipboard().text()


def values_of(name: str) -> list[Value]:
    row = next((preference for preference in preferences() if preference.name == name), None)
    assert row is not None, f"{name} can't be chosen: write a row of it in ui/controllers/preferences.py."
    return [value for value, _ in row.choices] or [False, True]


def acting(window: MainWindow, seen: Callable[[MainWindow], Seen]) -> set[str]:
    """The names of what is chosen of which another value is seen."""
    settings = window.controller.layout.settings
    names = set()
    for name, usual in settings.values().items():
        before = seen(window)
        for value in values_of(name):
            settings.restore({name: value})
            if seen(window) != before:
                names.add(name)
        settings.restore({name: usual})
        assert seen(window) == before
    return names


def test_all_that_is_chosen_acts_on_the_article_and_on_the_whole_page(window: MainWindow) -> None:
    everything = {*ReadingSettings().values()}
    idle = everything - acting(window, seen_of_article)
    assert not idle, f"Nothing in the article changes with {idle}: use it where the article is set or copied."
    show_whole_page(window)
    of_page = acting(window, seen_of_page)
    forgotten = everything - of_page - OF_THE_ARTICLE_ALONE.keys()
    assert not forgotten, (
        f"Nothing on the whole page changes with {forgotten}: use it in ui/page/, too,"
        " or say in OF_THE_ARTICLE_ALONE of this test why not."
    )
    assert of_page.isdisjoint(OF_THE_ARTICLE_ALONE), "OF_THE_ARTICLE_ALONE has what acts on the whole page"
