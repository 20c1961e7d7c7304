"""The calendar, the notebook, and what is corrected."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from reader.features.bookmark.ui.note_files import NoteFiles
from reader.features.calendar.ui.calendar_part import CalendarPart
from reader.features.misread.ui.misreading_list import Correcting
from reader.features.proofread.ui.proofread_part import ProofreadPart
from reader.i18n import say
from reader.library.characters import place_of_words
from reader.newspaper.correction import Claim, CorrectedRole, CorrectionKind
from reader.ui.article.article_pane import ArticlePane
from reader.ui.article.highlights import NoteItem
from reader.ui.controllers.issue_dialogs import IssueDialog
from reader.ui.notebook.bookmark_editor import BookmarkEditor
from reader.ui.widgets.controls import SegmentedControl
from reader.ui.window.screenshot import await_reading, await_that, search_and_wait, settle, show_whole_page
from reader.ui.window.window import MainWindow
from tests.ui.a_window import LONG, write_issues
from tools.gallery.hands import (
    FIRST_FILE,
    STORY,
    copy_of_sample,
    do,
    keep_notes,
    menu_on,
    on_copy,
    on_sample,
    opened,
    read,
    read_with_notes,
    scene,
    select,
    with_notes,
)

# -- the calendar


def _go_to(window: MainWindow, day: dt.date) -> None:
    do(window, "show_calendar")
    await_that(lambda: window.controller.features.parts.of(CalendarPart).pane.chosen)
    window.controller.features.parts.of(CalendarPart).pane.choose(day)


@on_sample
def calendar(window: MainWindow) -> None:
    _go_to(window, dt.date(1987, 6, 12))


@scene
def calendar_of_two_papers(folder: Path) -> Iterator[MainWindow]:
    """On a day that only the other paper has."""
    root = copy_of_sample(folder).parent
    path = write_issues(folder / "江城晚报", [dt.date(1987, 6, 9)]) / "19870609.txt"
    other = path.read_text(encoding="utf-8").replace("雁桥日报", "江城晚报").replace("00-0000", "00-0001")
    path.write_text(other, encoding="utf-8")
    with opened(root) as window:
        read(window, STORY)
        _go_to(window, dt.date(1987, 6, 9))
        yield window


@scene
def calendar_perhaps_missing(folder: Path) -> Iterator[MainWindow]:
    """Of 34 days four lack their issue, nobody knows which; two days before them lack theirs for certain."""
    days = [dt.date(1987, 6, 1), dt.date(1987, 6, 2), dt.date(1987, 6, 5), dt.date(1987, 7, 10)]
    with opened(write_issues(folder / "雁桥日报", days)) as window:
        _go_to(window, dt.date(1987, 6, 16))
        yield window


@on_sample
def calendar_month(window: MainWindow) -> None:
    _go_to(window, dt.date(2024, 2, 9))
    scale = window.controller.features.parts.of(CalendarPart).pane.findChild(SegmentedControl)
    assert isinstance(scale, SegmentedControl)
    scale.segments()[1].click()


@on_sample
def calendar_hits(window: MainWindow) -> None:
    search_and_wait(window, "渡口")
    _go_to(window, dt.date(1987, 6, 12))
    await_that(window.controller.features.parts.of(CalendarPart).pane.header.hits_chip.isVisible)


@on_sample
def calendar_hits_month(window: MainWindow) -> None:
    search_and_wait(window, "雁桥")
    _go_to(window, dt.date(2024, 2, 9))
    await_that(window.controller.features.parts.of(CalendarPart).pane.header.hits_chip.isVisible)
    scale = window.controller.features.parts.of(CalendarPart).pane.findChild(SegmentedControl)
    assert isinstance(scale, SegmentedControl)
    scale.segments()[1].click()


# -- bookmarks and notes


@with_notes
def note_editor(window: MainWindow) -> None:
    do(window, "note")
    await_that(lambda: window.findChild(BookmarkEditor))


def _items(pane: ArticlePane) -> list[NoteItem]:
    await_that(lambda: pane.page.notes.notes)
    settle()
    return [each for each in pane.page.findChildren(NoteItem) if each.isVisible()]


@with_notes
def note_shown_by_its_seal(window: MainWindow) -> None:
    _items(window.controller.layout.pane)[1].setFocus(Qt.FocusReason.TabFocusReason)


@with_notes
def notes_in_full(window: MainWindow) -> None:
    """Where the list is hidden the margin has room."""
    do(window, "toggle_list")
    _items(window.controller.layout.pane)


@with_notes
def note_edited_in_the_margin(window: MainWindow) -> None:
    do(window, "toggle_list")
    _items(window.controller.layout.pane)[1].click()


@on_sample
def note_on_selected_words(window: MainWindow) -> None:
    select(window, "一册一册地核对签条")
    do(window, "note")
    await_that(lambda: window.findChild(BookmarkEditor))


@with_notes
def note_edited_in_the_list(window: MainWindow) -> None:
    do(window, "show_bookmarks")
    shelf = window.controller.layout.bookmarks
    await_that(shelf.listing.rows)
    shelf.edit(next(each.uuid for each in shelf.listing.rows() if each.passage and each.note))


@with_notes
def highlight_bar(window: MainWindow) -> None:
    page = window.controller.layout.pane.page
    await_that(lambda: page.marks.highlights)
    place = page.rects_of(page.marks.highlights[-1].places)[0].center().toPoint()
    page.calls.open_highlight(page.marks.highlights[-1].uuid, page.viewport().mapToGlobal(place))


@scene
def notes_at_the_largest_type(folder: Path) -> Iterator[MainWindow]:
    with opened(copy_of_sample(folder)) as window:
        read_with_notes(window)
        for _ in range(6):
            do(window, "larger")
        _items(window.controller.layout.pane)[0].setFocus(Qt.FocusReason.TabFocusReason)
        yield window
        do(window, "normal_size")


@with_notes
def notes_in_two_articles(window: MainWindow) -> None:
    stored = window.controller.layout.pane.article()
    assert stored is not None
    window.controller.features.second.open(stored.id)
    await_that(lambda: len(_items(window.controller.layout.area.second)) > 1)
    _items(window.controller.layout.area.second)[1].click()


@with_notes
def note_on_a_whole_page(window: MainWindow) -> None:
    show_whole_page(window)
    do(window, "note")
    await_that(lambda: window.findChild(BookmarkEditor))


@with_notes
def bookmarks(window: MainWindow) -> None:
    do(window, "show_bookmarks")
    await_that(window.controller.layout.bookmarks.listing.rows)


@on_copy
def bookmarks_empty(window: MainWindow, _root: Path) -> None:
    do(window, "show_bookmarks")


@on_copy
def bookmark_orphaned(window: MainWindow, root: Path) -> None:
    library = window.controller.library
    keep_notes(library)
    (root / FIRST_FILE).unlink()
    library.sync(accept_missing=True)
    library.forget_missing([FIRST_FILE])
    window.controller.sync.look()
    window.controller.features.bookmarks.read()
    do(window, "show_bookmarks")
    shelf = window.controller.layout.bookmarks
    await_that(shelf.listing.rows)
    whole = [each for each in window.controller.features.bookmarks.bookmarks if not each.passage]
    lost = next(each for each in whole if STORY in each.article.title())
    shelf.listing.select(lost.uuid)
    window.controller.reading.open_bookmark(lost)
    await_reading()


@on_copy
def removed_notes(window: MainWindow, _root: Path) -> None:
    library = window.controller.library
    keep_notes(library)
    library.user_data.remove_bookmarks([each.uuid for each in library.notebook.bookmarks()[:3]])
    bookmarks = window.controller.features.bookmarks
    bookmarks.read()
    await_that(lambda: bookmarks.removed)
    do(window, "show_bookmarks")
    window.controller.features.parts.of(NoteFiles).show_removed()


@with_notes
def removed_just_now(window: MainWindow) -> None:
    do(window, "bookmark")
    await_that(window.toast.isVisible)


# -- corrections


@on_sample
def correcting(window: MainWindow) -> None:
    menu = menu_on(window, "板车队走了二十六天")
    menu.setActiveAction(next(each for each in menu.actions() if each.text() == say("更正")))
    QTest.keyClick(menu, Qt.Key.Key_Right)


@on_sample
def correcting_an_issue(window: MainWindow) -> None:
    do(window, "correct_issue")
    await_that(lambda: window.findChild(IssueDialog))


@on_copy
def corrections(window: MainWindow, root: Path) -> None:
    library = window.controller.library
    for words, claim in (
        ("夏粮入库过半", Claim(CorrectionKind.ROLE, CorrectedRole.SUBHEAD)),
        ("灯笼", Claim(CorrectionKind.STARTS)),
    ):
        stored = library.articles.article(library.searcher.search(f"标题:{words}", limit=1).ids[0])
        assert stored is not None
        library.corrections.correct_text(stored.id, stored.article.blocks[1].text, claim)
        path = stored.sources[0].path
    number = Claim(CorrectionKind.NUMBER, number=4182)
    library.corrections.correct_issue(["1987/06/19870614.txt"], [number])
    (root / path).unlink()
    window.controller.sync.begin()
    await_that(window.controller.sync.has_ended)
    place = window.controller.features.check.place
    place.show_decided("correct")
    await_that(lambda: place.is_idle() and place.card.listing().rows())


@scene
def misreadings(folder: Path) -> Iterator[MainWindow]:
    """The likely misreadings of an issue as a queue of proofreading, one of them corrected before."""
    with opened(_misread(folder)) as window:
        _correct_one(window)
        do(window, "misreadings")
        part = window.controller.features.parts.of(ProofreadPart)
        await_that(lambda: part.view.isVisible() and part.is_idle())
        yield window


@scene
def corrected_character(folder: Path) -> Iterator[MainWindow]:
    """A corrected character in its article, and the menu that tells what is printed."""
    with opened(_misread(folder)) as window:
        _correct_one(window)
        page = window.controller.layout.pane.page
        page.setTextCursor(page.document().find("老委员们"))
        menu_on(window, "老委员们")
        yield window


def _misread(folder: Path) -> Path:
    root = folder / "旧报"
    root.mkdir(parents=True)
    bodies = (
        "昨天上午，渡口添了一条新船，乘客委贝会决定逢集日加班，票价不变。老委贝们都到跳板上去看了一回。",
        "修船的是何渡生，他说社会主又建设少不了这条船，逢集日的板车也要过河。",
    )
    text = "\n\n".join(bodies)
    for day, printed in ((12, text), (14, text.replace("委贝", "委员").replace("主又", "主义"))):
        page = f"雁桥日报\n1987年6月{day}日\n第01版\n## 渡口添了一条新船\n本报讯　{printed}\n"
        (root / f"198706{day}.txt").write_text(page, encoding="utf-8")
    return root


def _correct_one(window: MainWindow) -> None:
    room = window.controller
    (article_id,) = room.library.searcher.search("老委贝们", exact=True).ids
    stored = room.library.articles.article(article_id)
    assert stored is not None
    place = place_of_words(stored.article, "老委贝们")
    assert place is not None
    Correcting(room.library, room.features.corrections.characters).correct(article_id, place, "老委员们")
    await_that(room.features.corrections.characters.is_idle)
    (corrected,) = room.library.searcher.search("老委贝们", exact=True).ids
    room.reading.open_article(corrected)
    await_reading()
    await_that(lambda: "老委员们" in room.layout.pane.page.document().toPlainText())


@scene
def date_suggested(folder: Path) -> Iterator[MainWindow]:
    """An issue whose day its number tells, but not its weekday; two articles of it."""
    root = write_issues(folder / "旧报", [dt.date(1987, 6, day) for day in (1, 2, 3, 5, 6)])
    two = "\n\n".join(f"# {title}\n\n本报讯　{LONG * 9}" for title in ("船上失物招领", "石板坡添了路灯"))
    (root / "散页.txt").write_text(f"雁桥日报\n星期一 第4004期\n\n{two}\n", encoding="utf-8")
    with opened(root) as window:
        room = window.controller
        (undated,) = room.library.contents.undated_issues("雁桥日报")
        first, second = (row.id for row in room.library.contents.articles(undated.id))
        room.reading.open_article(first)
        await_reading()
        room.features.second.open(second)
        await_reading()
        await_that(room.layout.pane.suggestions.isVisible)
        await_that(room.layout.area.second.suggestions.isVisible)
        yield window
