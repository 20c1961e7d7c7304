"""What one stumbles over: lists that don't scroll, rings of the focus that jump, words that are cut off."""

import datetime as dt
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget
from pytestqt.qtbot import QtBot

from reader.features.calendar.ui.month_table import DayActs, MonthBlock
from reader.features.people.ui.people_part import PeoplePart
from reader.newspaper.coverage import Coverage, HeldIssue
from reader.search.query import Page
from reader.ui.article.page_geometry import span_rects, type_size
from reader.ui.issues.issue_tree import TreeModel
from reader.ui.search.result_header import label_and_text
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.controls import LINK_PADDING, IconButton, Label, LinkButton
from reader.ui.window.window import MainWindow
from tests.corpus import an_issue
from tests.ui import a_window
from tests.ui.a_window import CTRL, click, focused, headline, press

MANY = 40


@pytest.fixture
def long_issue(tmp_path: Path) -> Path:
    """An issue of more articles than the list can show at once."""
    _, text = an_issue(7, 3, MANY)
    (tmp_path / "长的").mkdir()
    (tmp_path / "长的" / "19900104.txt").write_text(text, encoding="utf-8")
    return tmp_path / "长的"


@pytest.mark.parametrize("start", [Qt.Key.Key_1, Qt.Key.Key_2])
def test_the_list_is_scrolled_to_the_open_article_wherever_the_window_begins(
    qtbot: QtBot, long_issue: Path, start: Qt.Key
) -> None:
    window = a_window.open_on(qtbot, long_issue)
    issue = window.controller.library.contents.newest_issue()
    assert issue is not None
    assert issue.date == dt.date(1990, 1, 4)
    rows = window.controller.library.contents.articles(issue.id)
    window.controller.reading.open_article(rows[-1].id)
    last = headline(window)
    press(start, CTRL)
    window.close()
    again = a_window.open_on(qtbot, None)
    press(Qt.Key.Key_1, CTRL)
    assert headline(again) == last
    for view in (again.controller.layout.issues.view, again.controller.layout.tree):
        qtbot.waitUntil(view.isVisible)
        qtbot.waitUntil(partial(in_sight, view))
    assert str(again.controller.layout.issues.view.currentIndex().data()) == last
    assert str(again.controller.layout.tree.currentIndex().data()).startswith(("1月4日", last))


def in_sight(view: QAbstractItemView) -> bool:
    """Whether the current row is seen, but for a line of pixels that a tree may leave out."""
    row = view.visualRect(view.currentIndex())
    return view.viewport().rect().contains(row.adjusted(0, 1, -1, -1))


def test_a_hit_in_a_headline_is_as_high_as_its_characters(qtbot: QtBot, window: MainWindow) -> None:
    window.controller.features.results.enter_query("3日渡口")
    qtbot.waitUntil(lambda: window.controller.layout.results.row_count() > 0)
    press(Qt.Key.Key_K, CTRL)
    press(Qt.Key.Key_Return)
    pane = window.controller.layout.pane
    qtbot.waitUntil(pane.has_hits)
    page = pane.page
    document = page.document()
    found = document.find("3日渡口")
    (rect,) = span_rects(document, found.selectionStart(), found.selectionEnd())
    size = type_size(document, found.selectionStart(), 17)
    assert size == 17 + 13, "that of the headline"
    image = page.viewport().grab().toImage()
    ground, top = theme.color("hit"), rect.top() - page.verticalScrollBar().value()
    lit = [
        y
        for y in range(int(top), int(top + rect.height()))
        if any(image.pixelColor(x, y) == ground for x in range(int(rect.left()), int(rect.right())))
    ]
    assert lit[-1] - lit[0] > size * 1.1


def test_issue_numbers_stand_below_each_other_however_long_the_weekdays_are(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[tuple[str, float]] = []
    draw = text_painting.draw_words

    def noted(painter: QPainter, rect: QRectF, words: str | tuple[str, ...], *rest: object) -> float:
        painted.append((words if isinstance(words, str) else words[0], rect.x()))
        return draw(painter, rect, words, *rest)  # type: ignore[arg-type]

    tree = window.controller.layout.tree
    year = tree.model().index(0, 0)
    month = tree.model().index(0, 0, year)
    assert month.data() == "6月"
    tree.setRootIndex(month)  # issues of months that are left out stand a level higher
    QApplication.processEvents()
    monkeypatch.setattr("reader.i18n.language", lambda: "en")
    model = month.model()
    assert isinstance(model, TreeModel)
    for row in range(model.rowCount(month)):  # a window in another language puts its rows into words anew
        model._node(model.index(row, 0, month)).row = None
    monkeypatch.setattr(text_painting, "draw_words", noted)
    monkeypatch.setattr(wording, "short_weekday", lambda date: "Wednesday"[: 3 + date.day % 3])
    tree.viewport().grab()
    numbers = {x for text, x in painted if text.startswith("No. 40")}
    assert len([text for text, _ in painted if text.startswith("No. 40")]) >= 2
    assert len(numbers) == 1


def test_a_page_that_is_asked_for_is_called_a_page_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for language, called in (("zh", "版面 01版"), ("en", "Page 1")):
        for module in ("reader.i18n", "reader.newspaper.article"):
            monkeypatch.setattr(f"{module}.language", lambda: language)  # noqa: B023
        assert " ".join(filter(None, label_and_text(Page("1")))) == called


def test_months_and_counts_are_whole_in_english(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.i18n.language", lambda: "en")
    days = [dt.date(1987, month, day) for month in range(1, 13) for day in (*range(1, 13), 28)]
    numbers = [4000 + (day - days[0]).days for day in days]
    held = Coverage(
        [HeldIssue(n, day, number) for n, (day, number) in enumerate(zip(days, numbers, strict=True))]
    )
    for month in range(1, 13):
        block = MonthBlock(lambda: None, DayActs(print, print, print))
        qtbot.addWidget(block)
        block.show_month(1987, month, held)
        block.show()
        qtbot.waitExposed(block)
        shown: list[LinkButton | Label] = [*block.findChildren(LinkButton), *block.findChildren(Label)]
        for each in [one for one in shown if one.isVisible() and one.text()]:
            padding = 2 * LINK_PADDING if isinstance(each, LinkButton) else 0
            needed = text_painting.width_of(each.text(), each.font()) + padding
            assert needed <= each.contentsRect().width(), each.text()


def test_a_click_on_the_rail_gives_the_focus_to_what_it_opens_and_back(window: MainWindow) -> None:
    window.resize(1000, 760)
    layout = window.controller.layout
    taken: list[QWidget | None] = []
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.focusChanged.connect(lambda _, now: taken.append(now))
    for tab in ("报纸", "人物"):
        layout.issues.view.setFocus(Qt.FocusReason.TabFocusReason)
        button = next(one for one in window.findChildren(IconButton) if one.accessibleName() == tab)
        click(button)
        shown = layout.tree if tab == "报纸" else window.controller.features.parts.of(PeoplePart).pane
        assert focused() is shown or shown.isAncestorOf(focused())
        assert focused().isVisible()
        click(button)
        assert focused() is layout.issues.view
    assert not [one for one in taken if isinstance(one, IconButton)]
