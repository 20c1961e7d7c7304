"""A card of the results shows why its article was found: in its title, and in the words below it."""

import datetime as dt
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from reader.ui.search.result_list import CARD
from reader.ui.widgets import theme
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, press, type_text


def search(qtbot: QtBot, window: MainWindow, query: str) -> None:
    """Types a query and waits for the content of its first card."""
    press(Qt.Key.Key_K, CTRL)
    type_text(query)
    press(Qt.Key.Key_Return)
    model = window.controller.layout.results.model
    qtbot.waitUntil(lambda: model.rowCount() > 0 and model.card(model.index(0, 0)) is not None)


def has_color(window: MainWindow, token: str, area: QRect) -> bool:
    """Whether any pixel of an area of the first card has a colour of the theme."""
    view = window.controller.layout.results.view
    picture = view.viewport().grab(area).toImage()
    wanted = QColor(theme.color(token)).rgb()
    return any(picture.pixel(x, y) == wanted for x in range(picture.width()) for y in range(picture.height()))


TITLE = QRect(0, 33, 480, 25)
"""Where the title stands in the first card."""


def test_a_hit_in_the_title_is_marked_there_in_every_theme_and_a_title_without_one_is_not(
    window: MainWindow, qtbot: QtBot
) -> None:
    search(qtbot, window, "三只木桶")
    model = window.controller.layout.results.model
    card = model.card(model.index(0, 0))
    assert card is not None
    assert [card.title[a:b] for a, b in card.title_marks] == ["三只木桶"]
    for name in ("paper", "dark"):
        theme.use(name)
        window.controller.layout.results.view.viewport().repaint()
        assert has_color(window, "hit", TITLE)
        assert not has_color(window, "hit", TITLE.translated(0, CARD // 2 - 8))
    window.controller.layout.search.set_text("")
    search(qtbot, window, "渡船停了半日")
    qtbot.waitUntil(lambda: not (shown := model.card(model.index(0, 0))) or shown.title_marks == ())
    assert not has_color(window, "hit", TITLE)


def test_below_a_hit_in_the_title_stands_what_the_text_says_of_it(tmp_path: Path, qtbot: QtBot) -> None:
    day = dt.date(1987, 6, 5)
    root = a_window.write_issues(tmp_path / "旧报", [day])
    file = root / "19870605.txt"
    told = "老井边上，木桶排了一溜，桶底都是铜钱。"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("5日第1段。", f"5日第1段。{told}"), encoding="utf-8")
    window = a_window.open_on(qtbot, root)
    search(qtbot, window, "三只木桶")
    model = window.controller.layout.results.model
    card = model.card(model.index(0, 0))
    assert card is not None
    assert "木桶排了一溜" in card.snippet.text
    assert card.snippet.marks == ()
