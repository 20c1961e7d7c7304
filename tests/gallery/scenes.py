"""What the window looks like in every view and every state: each reached as a person would come into it.

A scene takes an empty folder and gives the window, shown, in its state. Its name is that of the picture.
"""

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from reader import app, assets
from reader.library import Library
from reader.newspaper.correction import Claim, CorrectionKind, ToldRole
from reader.newspaper.passage import MarkColor
from reader.storage import settings
from reader.sync import only_writer
from reader.typeset import PageBlockKind
from reader.ui.article_header import ArticleHeader
from reader.ui.bookmark_editor import BookmarkEditor
from reader.ui.controls import SegmentedControl
from reader.ui.issue_dialog import IssueDialog
from reader.ui.picture import (
    above,
    ask,
    await_that,
    await_update,
    settle,
    show_whole_page,
    type_question,
)
from reader.ui.progress_strip import Phase
from reader.ui.window import MainWindow
from tests.corpus import write_library
from tests.shelf import fill, small_disk
from tests.split_story import DOUBTFUL, write_day

Scene = Callable[[Path], AbstractContextManager[MainWindow]]

STORY = "一夜之间有了新家"
FIRST_FILE = "1987/06/19870612-01.txt"
SCENES: dict[str, Scene] = {}


def scene(made: Callable[[Path], Iterator[MainWindow]]) -> Callable[[Path], Iterator[MainWindow]]:
    """Adds a scene under its own name."""
    SCENES[made.__name__.replace("_", "-")] = contextmanager(made)
    return made


# -- hands


@contextmanager
def opened(root: Path | None, *, awaits_update: bool = True) -> Iterator[MainWindow]:
    """The program's window on a folder; everything that lies over it is closed with it."""
    window = app.open_window(root)
    assert isinstance(window, MainWindow)
    window.activateWindow()
    if awaits_update:
        await_update(window)
        window.room.rooms.strip.show_idle()
    try:
        yield window
    finally:
        for widget in reversed(above(window)):
            widget.close()
        window.close()
        settle()
        window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@contextmanager
def on_sample(query: str = STORY) -> Iterator[MainWindow]:
    """The sample, at the first article that is found."""
    with opened(assets.sample_library()) as window:
        read(window, query)
        yield window


def copy_of_sample(folder: Path) -> Path:
    """A library whose files may be moved and whose notebook is empty."""
    return shutil.copytree(assets.sample_library(), folder / "雁桥日报")


def read(window: MainWindow, query: str) -> None:
    window.room.reading.open_article(window.room.library.search(query, limit=1).ids[0])


def do(window: MainWindow, action: str) -> None:
    """What choosing an action does."""
    found = window.findChild(QAction, action)
    assert isinstance(found, QAction), action
    found.trigger()


def select(window: MainWindow, words: str) -> None:
    page = window.room.rooms.pane.page
    page.setFocus()
    found = page.document().find(words)
    assert found.hasSelection(), words
    page.setTextCursor(found)


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def menu_on(window: MainWindow, words: str) -> QMenu:
    """The menu that the right button opens on words of the page."""
    page = window.room.rooms.pane.page
    cursor = page.document().find(words)
    assert not cursor.isNull(), words
    cursor.setPosition(cursor.selectionStart() + 1)
    place = page.cursorRect(cursor).center()
    told = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, page.viewport().mapToGlobal(place))
    QApplication.sendEvent(page.viewport(), told)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def keep_notes(library: Library) -> None:
    """Bookmarks, notes, tags and highlights of all four colours."""
    story, ferry, market = (
        library.search(words, limit=1).ids[0] for words in (STORY, "雁桥渡口夏令时刻", "元宵夜")
    )
    kept = library.bookmark(story)
    library.edit_bookmark(kept.uuid, "新馆在雁桥路17号，去看一眼门牌还在不在。", ["图书馆", "待核"])
    for words, color, note in (
        ("旧报不是废纸", MarkColor.YELLOW, "馆长的原话，可以引。"),
        ("缺期43号", MarkColor.CYAN, ""),
        ("朱红色的小签", MarkColor.GREEN, ""),
        ("邵静", MarkColor.PURPLE, "望江门的退休教师"),
    ):
        marked = library.bookmark(story, passage=library.quote(story, words, color))
        if note:
            library.edit_bookmark(marked.uuid, note, ["人物"])
    library.edit_bookmark(library.bookmark(ferry).uuid, "外婆说过的末班船。", ["渡口", "家史"])
    library.bookmark(market)


# -- reading


@scene
def reading(folder: Path) -> Iterator[MainWindow]:
    with on_sample() as window:
        yield window


@scene
def reading_focus_on_page(folder: Path) -> Iterator[MainWindow]:
    with on_sample() as window:
        do(window, "caret")
        yield window


@scene
def page_alone(folder: Path) -> Iterator[MainWindow]:
    with on_sample() as window:
        window.room.rooms.show_page_alone(True)
        yield window


@scene
def largest_type(folder: Path) -> Iterator[MainWindow]:
    with on_sample() as window:
        for _ in range(6):
            do(window, "larger")
        yield window
        do(window, "normal_size")


@scene
def notes_on_the_page(folder: Path) -> Iterator[MainWindow]:
    with opened(copy_of_sample(folder)) as window:
        keep_notes(window.room.library)
        read(window, STORY)
        window.room.bookmarking.read()
        await_that(window.room.rooms.pane.page.highlights)
        yield window


@scene
def selection(folder: Path) -> Iterator[MainWindow]:
    with on_sample() as window:
        select(window, "一册一册地核对签条")
        yield window


@scene
def note_editor(folder: Path) -> Iterator[MainWindow]:
    with opened(copy_of_sample(folder)) as window:
        keep_notes(window.room.library)
        read(window, STORY)
        window.room.bookmarking.read()
        await_that(window.room.bookmarking.all)
        do(window, "note")
        await_that(lambda: window.findChild(BookmarkEditor))
        yield window


@scene
def source_lines(folder: Path) -> Iterator[MainWindow]:
    with on_sample() as window:
        select(window, "馆长闻砚秋")
        window.room.rooms.pane.page.clear_selection()
        do(window, "source_lines")
        await_that(window.room.rooms.pane.source.text.toPlainText)
        yield window


@scene
def find_in_article(folder: Path) -> Iterator[MainWindow]:
    with on_sample() as window:
        do(window, "find")
        QTest.keyClicks(window.focusWidget(), "17")
        yield window


@scene
def story_over_two_pages(folder: Path) -> Iterator[MainWindow]:
    write_day(folder / "旧报", 12)
    with opened(folder / "旧报") as window:
        window.room.reading.open_newest()
        blocks = window.room.rooms.pane.page.blocks()
        menu_on(window, next(each.text for each in blocks if each.kind is PageBlockKind.SEAM))
        yield window


@scene
def part_of_a_story_offered(folder: Path) -> Iterator[MainWindow]:
    write_day(folder / "旧报", 12, DOUBTFUL)
    with opened(folder / "旧报") as window:
        window.room.reading.open_newest()
        yield window


@scene
def whole_page(folder: Path) -> Iterator[MainWindow]:
    with on_sample() as window:
        show_whole_page(window)
        yield window


@scene
def whole_page_with_notes(folder: Path) -> Iterator[MainWindow]:
    """Found by a search, marked in four colours."""
    with opened(copy_of_sample(folder)) as window:
        room = window.room
        keep_notes(room.library)
        room.reading.open_article(room.library.search(STORY, limit=1).ids[0], "闻砚秋")
        room.bookmarking.read()
        show_whole_page(window)
        await_that(lambda: room.rooms.page_pane.view.highlights() and room.rooms.page_pane.has_hits())
        yield window


@scene
def two_articles(folder: Path) -> Iterator[MainWindow]:
    with on_sample() as window:
        room = window.room
        first, second = (room.library.search(query, limit=1).ids[0] for query in ("三万册", "渡口"))
        room.reading.open_article(first)
        room.beside.open(second, "渡口")
        room.rooms.second.page.setFocus()
        yield window


# -- searching


@scene
def typing(folder: Path) -> Iterator[MainWindow]:
    with on_sample() as window:
        type_question(window, "渡")
        yield window


@scene
def search(folder: Path) -> Iterator[MainWindow]:
    with on_sample() as window:
        ask(window, "祝水芹")
        window.room.step_article(1)
        yield window


@scene
def search_filtered(folder: Path) -> Iterator[MainWindow]:
    with on_sample() as window:
        ask(window, "渡口 日期:1987 版:1 -天气")
        window.room.step_article(1)
        yield window


@scene
def search_without_hits(folder: Path) -> Iterator[MainWindow]:
    with on_sample() as window:
        ask(window, "祝永芹 日期:1987-06")
        yield window


@scene
def search_at_a_seam(folder: Path) -> Iterator[MainWindow]:
    write_day(folder / "旧报", 12)
    with opened(folder / "旧报") as window:
        ask(window, "碰扳手")
        await_that(window.room.rooms.results.view.model().rowCount)
        QTest.keyClick(window.room.rooms.search.line, Qt.Key.Key_Return)
        await_that(window.room.rooms.pane.has_hits)
        yield window


# -- calendar and notebook


@scene
def calendar(folder: Path) -> Iterator[MainWindow]:
    with on_sample() as window:
        do(window, "show_calendar")
        await_that(lambda: window.room.rooms.calendar.chosen)
        window.room.rooms.calendar.choose(dt.date(1987, 6, 12))
        yield window


@scene
def calendar_month(folder: Path) -> Iterator[MainWindow]:
    with on_sample() as window:
        do(window, "show_calendar")
        await_that(lambda: window.room.rooms.calendar.chosen)
        window.room.rooms.calendar.choose(dt.date(2024, 2, 9))
        scale = window.room.rooms.calendar.findChild(SegmentedControl)
        assert isinstance(scale, SegmentedControl)
        scale.set_current(1)
        scale.chosen.emit(1)
        yield window


@scene
def bookmarks(folder: Path) -> Iterator[MainWindow]:
    with opened(copy_of_sample(folder)) as window:
        keep_notes(window.room.library)
        read(window, STORY)
        window.room.bookmarking.read()
        do(window, "show_bookmarks")
        await_that(window.room.rooms.bookmarks.view.bookmarks)
        yield window


@scene
def bookmarks_empty(folder: Path) -> Iterator[MainWindow]:
    with opened(copy_of_sample(folder)) as window:
        do(window, "show_bookmarks")
        yield window


@scene
def bookmark_orphaned(folder: Path) -> Iterator[MainWindow]:
    root = copy_of_sample(folder)
    with opened(root) as window:
        library = window.room.library
        keep_notes(library)
        (root / FIRST_FILE).unlink()
        library.sync(accept_missing=True)
        library.forget_missing([FIRST_FILE])
        window.room.updating.look()
        window.room.bookmarking.read()
        do(window, "show_bookmarks")
        shelf = window.room.rooms.bookmarks
        await_that(shelf.view.bookmarks)
        lost = next(each for each in window.room.bookmarking.all() if each.key and not each.passage)
        lost = next((each for each in window.room.bookmarking.all() if STORY in each.article.title()), lost)
        shelf.select(lost.uuid)
        window.room.reading.open_bookmark(lost)
        yield window


@scene
def removed_notes(folder: Path) -> Iterator[MainWindow]:
    with opened(copy_of_sample(folder)) as window:
        library = window.room.library
        keep_notes(library)
        library.remove_bookmarks([each.uuid for each in library.bookmarks()[:3]])
        taken: list[object] = []
        window.room.bookmarking.removedChanged.connect(taken.append)
        window.room.bookmarking.read()
        await_that(lambda: taken)
        do(window, "show_bookmarks")
        do(window, "removed_notes")
        yield window


@scene
def removed_just_now(folder: Path) -> Iterator[MainWindow]:
    with opened(copy_of_sample(folder)) as window:
        keep_notes(window.room.library)
        read(window, STORY)
        window.room.bookmarking.read()
        await_that(window.room.bookmarking.all)
        do(window, "bookmark")
        await_that(window.toast.isVisible)
        yield window


# -- corrections


@scene
def correcting(folder: Path) -> Iterator[MainWindow]:
    with on_sample() as window:
        menu = menu_on(window, "板车队走了二十六天")
        inner = next(action for action in menu.actions() if action.menu())
        menu.setActiveAction(inner)
        QTest.keyClick(menu, Qt.Key.Key_Right)
        yield window


@scene
def correcting_an_issue(folder: Path) -> Iterator[MainWindow]:
    with on_sample() as window:
        do(window, "correct_issue")
        await_that(lambda: window.findChild(IssueDialog))
        yield window


@scene
def corrections(folder: Path) -> Iterator[MainWindow]:
    root = copy_of_sample(folder)
    with opened(root) as window:
        library = window.room.library
        for words, claim in (
            ("夏粮入库过半", Claim(CorrectionKind.ROLE, ToldRole.SUBHEAD)),
            ("灯笼", Claim(CorrectionKind.STARTS)),
        ):
            stored = library.article(library.search(f"标题:{words}", limit=1).ids[0])
            assert stored is not None
            library.corrections.tell_of_text(stored.id, stored.article.blocks[1].text, claim)
            path = stored.sources[0].path
        number = Claim(CorrectionKind.NUMBER, number=4182)
        library.corrections.tell_of_issue(["1987/06/19870614.txt"], [number])
        (root / path).unlink()
        library.sync(accept_missing=True)
        do(window, "corrections")
        yield window


@scene
def date_suggested(folder: Path) -> Iterator[MainWindow]:
    """An issue whose date is inferred, for its masthead is lost, between two that have theirs."""
    with on_sample("日期:1987-06-18") as window:
        yield window


# -- finding one's way


@scene
def palette(folder: Path) -> Iterator[MainWindow]:
    with on_sample() as window:
        do(window, "palette")
        yield window


@scene
def keys(folder: Path) -> Iterator[MainWindow]:
    with on_sample() as window:
        do(window, "keys")
        yield window


@scene
def search_help(folder: Path) -> Iterator[MainWindow]:
    with on_sample() as window:
        do(window, "search_help")
        yield window


@scene
def about(folder: Path) -> Iterator[MainWindow]:
    with on_sample() as window:
        do(window, "about")
        yield window


@scene
def menu(folder: Path) -> Iterator[MainWindow]:
    with on_sample() as window:
        click(window.room.rooms.top.menu_button)
        opens = QApplication.activePopupWidget()
        assert isinstance(opens, QMenu)
        opens.setActiveAction(opens.actions()[2])
        QTest.keyClick(opens, Qt.Key.Key_Right)
        yield window


@scene
def style_menu(folder: Path) -> Iterator[MainWindow]:
    with on_sample() as window:
        header = window.findChild(ArticleHeader)
        assert isinstance(header, ArticleHeader)
        click(header.size_button)
        yield window


@scene
def cite_menu(folder: Path) -> Iterator[MainWindow]:
    with on_sample() as window:
        header = window.findChild(ArticleHeader)
        assert isinstance(header, ArticleHeader)
        click(header.cite_button)
        yield window


@scene
def list_in_a_narrow_window(folder: Path) -> Iterator[MainWindow]:
    with on_sample() as window:
        window.resize(min(window.width(), 800), window.height())
        do(window, "toggle_list")
        yield window


# -- states of the library


@scene
def empty_folder(folder: Path) -> Iterator[MainWindow]:
    (folder / "旧报").mkdir()
    with opened(folder / "旧报") as window:
        await_that(window.room.rooms.is_welcome_shown)
        yield window


@scene
def folder_of_other_files(folder: Path) -> Iterator[MainWindow]:
    (folder / "旧报").mkdir()
    (folder / "旧报" / "19870612.pdf").write_bytes(b"%PDF-1.4")
    with opened(folder / "旧报") as window:
        await_that(window.room.rooms.is_welcome_shown)
        yield window


@scene
def reading_in(folder: Path) -> Iterator[MainWindow]:
    """While the first issues are there and others are being read; paused, so that it lasts."""
    write_library(folder / "旧报", 400)
    with opened(folder / "旧报", awaits_update=False) as window:
        strip = window.room.rooms.strip
        await_that(lambda: window.room.reading.article and strip.phase is Phase.RUNNING)
        window.room.updating.process.pause()
        yield window


@scene
def reading_in_paused(folder: Path) -> Iterator[MainWindow]:
    write_library(folder / "旧报", 400)
    with opened(folder / "旧报", awaits_update=False) as window:
        strip = window.room.rooms.strip
        await_that(lambda: window.room.reading.article and strip.phase is Phase.RUNNING)
        click(strip.pause_button)
        yield window


@scene
def file_gone(folder: Path) -> Iterator[MainWindow]:
    root = copy_of_sample(folder)
    with opened(root) as window:
        (root / FIRST_FILE).unlink()
        window.room.library.sync(accept_missing=True)
        window.room.updating.look()
        read(window, STORY)
        yield window


@scene
def files_gone_list(folder: Path) -> Iterator[MainWindow]:
    root = copy_of_sample(folder)
    with opened(root) as window:
        (root / FIRST_FILE).unlink()
        window.room.library.sync(accept_missing=True)
        window.room.updating.look()
        do(window, "missing_files")
        yield window


@scene
def file_changed(folder: Path) -> Iterator[MainWindow]:
    root = copy_of_sample(folder)
    with opened(root) as window:
        read(window, STORY)
        (root / FIRST_FILE).write_text("全变了。\n" * 90, encoding="utf-8")
        select(window, "馆长闻砚秋")
        window.room.rooms.pane.page.clear_selection()
        do(window, "source_lines")
        settle()
        yield window


@scene
def files_not_read(folder: Path) -> Iterator[MainWindow]:
    root = copy_of_sample(folder)
    (root / "坏了.txt").write_bytes(bytes(range(256)) * 40)
    (root / "也坏了.txt").write_bytes(b"\0" * 4096)
    with opened(root) as window:
        read(window, STORY)
        do(window, "show_failures")
        yield window


@scene
def root_absent(folder: Path) -> Iterator[MainWindow]:
    """The disk with the library was pulled out while the window stood."""
    root = copy_of_sample(folder)
    with opened(root) as window:
        read(window, STORY)
        for path in root.iterdir():
            shutil.rmtree(path)
        do(window, "rescan")
        await_update(window)
        yield window


@scene
def library_absent(folder: Path) -> Iterator[MainWindow]:
    """What was open last is no longer there: the sample, and why."""
    settings.save(replace(settings.load().settings, library=str(folder / "旧报")))
    with opened(None) as window:
        await_that(window.toast.isVisible)
        yield window


@scene
def read_only(folder: Path) -> Iterator[MainWindow]:
    """A folder that nothing can be written into: the notebook is kept elsewhere."""
    root = copy_of_sample(folder)
    (root / ".reader").write_text("no folder", encoding="utf-8")
    with opened(root) as window:
        keep_notes(window.room.library)
        read(window, STORY)
        window.room.bookmarking.read()
        await_that(window.room.bookmarking.all)
        yield window


@scene
def another_window_writes(folder: Path) -> Iterator[MainWindow]:
    root = copy_of_sample(folder)
    with opened(root) as window, only_writer(window.room.library._lock):
        do(window, "rescan")
        await_update(window)
        yield window


@scene
def disk_full(folder: Path) -> Iterator[MainWindow]:
    """A note that could not be saved stands in its editor again."""
    with ExitStack() as stack:
        disk = stack.enter_context(small_disk(folder / "disk", "8m"))
        window = stack.enter_context(opened(copy_of_sample(disk)))
        keep_notes(window.room.library)
        read(window, STORY)
        window.room.bookmarking.read()
        await_that(window.room.bookmarking.all)
        do(window, "note")
        await_that(lambda: window.findChild(BookmarkEditor))
        editor = window.findChild(BookmarkEditor)
        assert isinstance(editor, BookmarkEditor)
        editor.note.setPlainText("外婆说过这盏灯。" * 2000)
        fill(disk)
        click(editor.save_button)
        await_that(window.toast.isVisible)
        settle()
        yield window
        for each in window.findChildren(BookmarkEditor):
            each.note.setPlainText("")
