"""The same text again in the window: below the article, side by side, folded in results; series read through."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QFont, QGuiApplication, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from reader.features.differences.ui import DifferenceDialog
from reader.features.reprints.ui import ReprintsPart
from reader.storage import settings
from reader.ui.search.result_list import CARD, CardDelegate
from reader.ui.search.result_model import RowLabel
from reader.ui.widgets import text_painting
from reader.ui.widgets.controls import LinkButton
from reader.ui.window.window import MainWindow
from tests.reprinted_papers import write_papers
from tests.ui import a_window
from tests.ui.a_window import (
    ALT,
    CTRL,
    SHIFT,
    click,
    click_row,
    focused,
    headline,
    press,
    row_names,
    type_text,
)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    return a_window.open_on(qtbot, write_papers(tmp_path / "两报"))


def search(window: MainWindow, qtbot: QtBot, text: str) -> None:
    press(Qt.Key.Key_K, CTRL)
    window.controller.layout.search.set_text("")
    type_text(text)
    qtbot.waitUntil(lambda: window.controller.features.searching.text == text)
    qtbot.waitUntil(window.controller.features.searching.is_idle)


def read(window: MainWindow, qtbot: QtBot, query: str) -> None:
    found = window.controller.library.searcher.search(query, exact=True).ids
    window.controller.reading.open_article(found[0])
    qtbot.waitUntil(lambda: window.controller.reading.is_idle())
    qtbot.waitUntil(window.controller.features.parts.of(ReprintsPart).is_idle)


def about(window: MainWindow) -> list[str]:
    """Opens the popover below the article; returns its rows without that of the file."""
    pane = window.controller.layout.pane
    click(pane.strip.about_button)
    assert pane.about.isVisible()
    assert pane.about.accessibleName() == "关于这一篇"
    return [words for words in row_names(pane.about) if not words.startswith("文件")]


def button(window: MainWindow, words: str) -> LinkButton:
    (found,) = [
        each for each in window.controller.layout.pane.about.findChildren(LinkButton) if each.text() == words
    ]
    return found


def titles(window: MainWindow, qtbot: QtBot) -> list[str]:
    results = window.controller.layout.results
    model = results.model

    def read_out() -> list[str]:
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    qtbot.waitUntil(lambda: "正在加载……" not in read_out())
    return [text.splitlines()[1] for text in read_out()]


def test_other_printings_stand_below_the_article_open_and_are_compared(
    window: MainWindow, qtbot: QtBot
) -> None:
    read(window, qtbot, "温如岚")
    pane = window.controller.layout.pane
    assert pane.strip.about_button.accessibleName() == "关于这一篇：另登 1 处"
    first, told = about(window)
    assert first == "其他刊登，本篇最早：1990年3月6日"
    assert told.startswith("其他刊登，石板新报")
    assert "1990-03-08，柳川渡口夜里也开船，82% 相同" in told
    opener = button(window, "柳川渡口夜里也开船")
    assert opener.hasFocus()
    QTest.keyClick(opener, Qt.Key.Key_Space)
    assert not pane.about.isVisible()
    qtbot.waitUntil(lambda: headline(window) == "柳川渡口夜里也开船")
    qtbot.waitUntil(window.controller.features.parts.of(ReprintsPart).is_idle)
    assert "柳川晚报" in "".join(about(window))
    QTest.keyClick(pane.about, Qt.Key.Key_Escape)
    assert not pane.about.isVisible()
    press(Qt.Key.Key_Left, ALT)
    qtbot.waitUntil(lambda: headline(window) == "渡船添了夜班")
    qtbot.waitUntil(window.controller.features.parts.of(ReprintsPart).is_idle)
    press(Qt.Key.Key_U, CTRL | SHIFT)
    click(button(window, "比较"))
    qtbot.waitUntil(lambda: window.findChild(DifferenceDialog) is not None)
    dialog = window.findChild(DifferenceDialog)
    assert isinstance(dialog, DifferenceDialog)
    assert dialog.isVisible()
    qtbot.waitUntil(dialog.isVisible)
    assert "撑了四十年船" in dialog.texts[0].toPlainText()
    assert "撑了四干年船" in dialog.texts[1].toPlainText()
    assert dialog.count.text() == "4 处不同，其中形近的字 2 处；右边少 12 字，多 0 字"
    seen = []
    for _ in range(4):
        QTest.keyClick(focused(), Qt.Key.Key_F3)
        seen.append(dialog.place.text())
    assert seen[1] == "第 2 处，共 4 处\u3000形近的字"
    assert [words.split("\u3000")[1] for words in seen] == ["不同", "形近的字", "形近的字", "只在前一篇"]
    QTest.keyClick(focused(), Qt.Key.Key_F3)
    assert dialog.place.text().startswith("第 1 处")
    QTest.keyClick(focused(), Qt.Key.Key_F3, SHIFT)
    assert dialog.place.text().startswith("第 4 处")
    part = dialog.current()
    assert part is not None
    assert dialog.texts[0].textCursor().position() == part.begin
    dialog.copy_button.click()
    copied = QGuiApplication.clipboard().text()
    assert "撑了四[十→干]年船" in copied
    assert "[-，茶钱随意放进门口的竹筒里-]。" in copied
    assert "——《柳川晚报》1990年3月6日" in copied
    assert "——《石板新报》1990年3月8日" in copied
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.findChild(DifferenceDialog) is None)
    read(window, qtbot, "图书角")
    assert about(window) == [], "of an article that stands alone only the file is told"
    window.controller.layout.pane.about.close()


def test_a_series_is_read_through(window: MainWindow, qtbot: QtBot) -> None:
    read(window, qtbot, "光绪初年")
    assert about(window) == ["连载，第 1 篇，共 3 篇"]
    links = [each.text() for each in window.controller.layout.pane.about.findChildren(LinkButton)]
    assert links == ["下一篇", "全部…", "看原文的行"]
    click(button(window, "下一篇"))
    qtbot.waitUntil(lambda: headline(window) == "老戏台旧事（中）")
    qtbot.waitUntil(window.controller.features.parts.of(ReprintsPart).is_idle)
    press(Qt.Key.Key_U, CTRL | SHIFT)
    click(button(window, "下一篇"))
    qtbot.waitUntil(lambda: headline(window) == "老戏台旧事（下）")
    qtbot.waitUntil(window.controller.features.parts.of(ReprintsPart).is_idle)
    press(Qt.Key.Key_U, CTRL | SHIFT)
    assert "下一篇" not in [
        each.text() for each in window.controller.layout.pane.about.findChildren(LinkButton)
    ]
    click(button(window, "上一篇"))
    qtbot.waitUntil(lambda: headline(window) == "老戏台旧事（中）")
    qtbot.waitUntil(window.controller.features.parts.of(ReprintsPart).is_idle)
    assert about(window) == ["连载，第 2 篇，共 3 篇"]
    every = button(window, "全部…")
    (menu,) = every.findChildren(QMenu)
    assert [action.isEnabled() for action in menu.actions()] == [True, False, True]
    menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: headline(window) == "老戏台旧事（上）")


def test_results_are_folded_counted_and_opened_by_a_key_and_by_a_click(
    window: MainWindow, qtbot: QtBot
) -> None:
    search(window, qtbot, "竹筒")
    assert titles(window, qtbot) == ["渡船添了夜班"]
    assert not window.controller.layout.results.header.fold_action.isVisible(), "one printing has it"
    search(window, qtbot, "渡船")
    results = window.controller.layout.results
    leader = titles(window, qtbot)[0]
    assert titles(window, qtbot) == [leader, "米市清早开秤"]
    assert results.header.count.text() == "3 篇"
    card = results.model.card(results.model.index(0, 0))
    assert card is not None
    assert card.fold == "折起 1 篇"
    told = results.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "折起 1 篇，按右方向键展开，已算在篇数里" in str(told)
    assert results.header.fold_action.isVisible()
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: focused() is results.view)
    QTest.keyClick(results.view, Qt.Key.Key_Right)
    assert set(titles(window, qtbot)[:2]) == {"渡船添了夜班", "柳川渡口夜里也开船"}
    assert results.model.rowCount() == 3
    assert results.view.currentIndex().row() == 0
    press(Qt.Key.Key_Down)
    other = titles(window, qtbot)[1]
    qtbot.waitUntil(lambda: headline(window) == other)
    QTest.keyClick(results.view, Qt.Key.Key_Left)
    assert results.model.rowCount() == 2
    assert results.view.currentIndex().row() == 0
    assert headline(window) == other
    delegate, index = results.view.itemDelegate(), results.model.index(0, 0)
    assert isinstance(delegate, CardDelegate)
    rect = results.view.visualRect(index)
    places = [QPoint(x, rect.y() + 20) for x in range(rect.left(), rect.right())]
    (first, *_, last) = [place for place in places if delegate.label_at(index, place) is RowLabel.FOLD]
    middle = QPoint((first.x() + last.x()) // 2, first.y())
    QTest.mouseClick(results.view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert results.model.rowCount() == 3
    assert headline(window) == other
    click_row(results.view, results.model.index(0, 0))
    qtbot.waitUntil(lambda: headline(window) == titles(window, qtbot)[0])
    QTest.mouseClick(results.view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert results.model.rowCount() == 2
    QTest.mouseClick(results.view.viewport(), Qt.MouseButton.LeftButton, SHIFT, middle)
    assert not window.controller.features.results.folds_printings
    assert results.model.rowCount() == 3
    assert window.toast.label.text() == "同文各占一行。"
    click(window.toast.action_button)
    assert window.controller.features.results.folds_printings
    assert results.model.rowCount() == 2


def test_in_a_narrow_list_the_date_is_whole_and_the_fold_a_number_and_folding_is_switched_off(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    search(window, qtbot, "渡船")
    results = window.controller.layout.results
    titles(window, qtbot)
    drawn: list[str] = []
    draw = text_painting.draw_words

    def watched(painter: QPainter, rect: QRectF, words: str | list[str], font: QFont, *rest: Any) -> float:
        text = text_painting.whole(words, font, rect.width())
        is_whole = text in ([words] if isinstance(words, str) else words)
        drawn.append(text if is_whole else f"{words} (cut)")
        return draw(painter, rect, text, font, *rest)

    monkeypatch.setattr(text_painting, "draw_words", watched)
    picture = QImage(230, CARD, QImage.Format.Format_RGB32)
    for width, fold in ((500, "折起 1 篇"), (180, "+1")):
        drawn.clear()
        painter = QPainter(picture)
        delegate = results.view.itemDelegate()
        assert isinstance(delegate, CardDelegate)
        delegate.paint_row(painter, QRectF(0, 0, width, CARD), results.model.index(0, 0))
        painter.end()
        assert fold in drawn
        assert any("1990-" in words and "(cut)" not in words for words in drawn)
    results.header.fold_action.trigger()
    assert len(titles(window, qtbot)) == 3
    assert results.header.count.text() == "3 篇"
    assert results.header.fold_action.isVisible()
    search(window, qtbot, "马灯")
    assert len(titles(window, qtbot)) == 2
    window.close()
    assert settings.load().settings.folds_printings is False
