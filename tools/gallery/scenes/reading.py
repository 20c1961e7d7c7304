"""Reading: an article, its page, two of them."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QPoint, QUrl
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from reader import assets
from reader.export.article_text import PageBlockKind
from reader.ui.article.typesetting import TIE
from reader.ui.page.page_layout import PageSelection
from reader.ui.window.screenshot import await_reading, await_that, show_whole_page
from reader.ui.window.window import MainWindow
from tests.split_story import DOUBTFUL, write_day
from tests.ui.a_window import pull
from tools.gallery.hands import (
    STORY,
    do,
    menu_on,
    on_copy,
    on_sample,
    opened,
    read,
    scene,
    select,
    show_source_lines,
    with_notes,
)


@on_sample
def reading(_window: MainWindow) -> None:
    """As it is opened."""


@on_copy
def reading_goes_on(window: MainWindow, _root: Path) -> None:
    """An issue of which some articles were read, and in which one stopped."""
    read(window, STORY)
    controller = window.controller
    rows = controller.library.contents.articles(controller.layout.issues.issue_id() or 0)
    controller.library.read_marks.mark([row.id for row in rows[:3]], is_read=True)
    controller.library.notebook.bookmark(rows[2].id, note="再看")
    controller.features.bookmarks.read()
    controller.features.marks.read()
    await_that(lambda: controller.features.marks.is_read(rows[0].id))
    for way in ("next_issue", "previous_issue"):
        do(window, way)
        await_reading()


@on_sample
def reading_focus_on_page(window: MainWindow) -> None:
    do(window, "caret")


@scene
def reading_in_traditional_characters(_folder: Path) -> Iterator[MainWindow]:
    with opened(assets.sample_library()) as window:
        read(window, STORY)
        yield from _in_traditional(window)


@scene
def page_in_traditional_characters(_folder: Path) -> Iterator[MainWindow]:
    with opened(assets.sample_library()) as window:
        read(window, STORY)
        show_whole_page(window)
        yield from _in_traditional(window)
        do(window, "whole_page")


def _in_traditional(window: MainWindow) -> Iterator[MainWindow]:
    do(window, "script")
    do(window, "script")
    yield window
    do(window, "script")


@on_sample
def menu_on_a_whole_page(window: MainWindow) -> None:
    show_whole_page(window)
    view = window.controller.layout.area.page.view
    number = view.currentIndex().row()
    block = next(n for n, each in enumerate(view.articles()[number].blocks) if "旧报" in each.text)
    at = view.articles()[number].blocks[block].text.index("旧报")
    view.select(PageSelection(number, (block, at), (block, at + 2)))
    place = view.selected_rect().center()
    told = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, view.viewport().mapToGlobal(place))
    QApplication.sendEvent(view.viewport(), told)


@on_sample
def page_alone(window: MainWindow) -> None:
    window.controller.layout.show_page_alone(True)


@scene
def largest_type(_folder: Path) -> Iterator[MainWindow]:
    with opened(assets.sample_library()) as window:
        read(window, STORY)
        for _ in range(6):
            do(window, "larger")
        yield window
        do(window, "normal_size")


@with_notes
def notes_on_the_page(window: MainWindow) -> None:
    await_that(lambda: window.controller.layout.pane.page.marks.highlights)


@on_sample
def selection(window: MainWindow) -> None:
    """By the mouse, so that the bar stands beside it."""
    page = window.controller.layout.pane.page
    select(window, "一册一册地核对签条")
    cursor = page.textCursor()
    end = page.cursorRect().center()
    cursor.setPosition(cursor.selectionStart())
    page.setTextCursor(cursor)
    start = page.cursorRect().center()
    pull(page.viewport(), start, end - start + QPoint(1, 0))


@on_sample
def source_lines(window: MainWindow) -> None:
    show_source_lines(window, "馆长闻砚秋")
    await_that(window.controller.layout.pane.source.text.toPlainText)


@on_sample
def find_in_article(window: MainWindow) -> None:
    do(window, "find")
    QTest.keyClicks(window.focusWidget(), "17")


@scene
def story_over_two_pages(folder: Path) -> Iterator[MainWindow]:
    write_day(folder / "旧报", 12)
    with opened(folder / "旧报") as window:
        window.controller.reading.open_newest()
        await_reading()
        blocks = window.controller.layout.pane.page.blocks
        menu_on(window, next(each.text for each in blocks if each.kind is PageBlockKind.SEAM))
        yield window


@scene
def part_of_a_story_offered(folder: Path) -> Iterator[MainWindow]:
    write_day(folder / "旧报", 12, DOUBTFUL)
    with opened(folder / "旧报") as window:
        window.controller.reading.open_newest()
        await_reading()
        page = window.controller.layout.pane.page
        page.anchorClicked.emit(QUrl(f"{TIE}{len(page.blocks) - 1}"))
        yield window


@on_sample
def whole_page(window: MainWindow) -> None:
    show_whole_page(window)


@with_notes
def whole_page_with_notes(window: MainWindow) -> None:
    """Found by a search, marked in four colours."""
    room, page = window.controller, window.controller.layout.area.page
    room.reading.open_article(room.library.searcher.search(STORY, limit=1).ids[0], "闻砚秋")
    await_reading()
    show_whole_page(window)
    await_that(lambda: page.view.marks.highlights and page.has_hits())


@on_sample
def two_articles(window: MainWindow) -> None:
    room = window.controller
    first, second = (room.library.searcher.search(query, limit=1).ids[0] for query in ("三万册", "渡口"))
    room.reading.open_article(first)
    await_reading()
    room.features.second.open(second, "渡口")
    await_reading()
    room.layout.area.second.page.setFocus()
