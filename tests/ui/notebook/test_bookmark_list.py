import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reader.export.notes import NoteOrder, matching, tags_of
from reader.library.library import Library
from reader.newspaper.holdings import Bookmark
from reader.newspaper.passage import Passage
from reader.storage.note_drafts import NoteDraft
from reader.ui.notebook.bookmark_editor import TagField, tag_from
from reader.ui.notebook.bookmark_list import BookmarkPane, NoteCalls
from reader.ui.notebook.bookmark_rows import BookmarkActs
from reader.ui.notebook.bookmarks import Bookmarks
from reader.ui.widgets.controls import Chip
from reader.ui.widgets.services import Services
from reader.ui.widgets.undo_stack import UndoStack
from tests.invented_article import ARTICLE

NOON = dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)


def bookmark(uuid: str, title: str, day: int, note: str = "", *tags: str) -> Bookmark:
    """One made on a day of May, of an article of that day in June 1987."""
    return Bookmark(
        uuid=uuid,
        key=f"key-{uuid}",
        newspaper="雁桥日报",
        date=dt.date(1987, 6, day),
        month_day=None,
        number=4181,
        page="2",
        path="1987/06/a.txt",
        article=replace(ARTICLE, headline=title, kicker=None, decks=()),
        note=note,
        tags=tags,
        created=NOON + dt.timedelta(days=day),
        modified=NOON,
    )


LIBRARY = bookmark("a", "三万册旧报刊有了新家", 12, "总数与馆志不同，需核。", "图书馆", "待核")
FERRY = bookmark("b", "渡口的灯亮到后半夜", 14, "", "渡口")
NOTICE = replace(bookmark("c", "征集旧报启事", 10, "第二次刊出", "图书馆"), is_orphan=True)
ALL = [LIBRARY, FERRY, NOTICE]


class Asked(Struct):
    """What the pane has asked for: the bookmarks to open, those to remove, the notes to store."""

    opened: list[str] = []
    removed: list[list[str]] = []
    written: list[NoteDraft] = []
    are_removed_shown: bool = False


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def pane(
    qtbot: QtBot, asked: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[BookmarkPane]:
    pane = BookmarkPane()
    qtbot.addWidget(pane)
    library, services = Library.open(tmp_path), Services(print)
    outlives_pane = QObject()  # pytest-qt deletes the pane before what follows `yield`
    undo = UndoStack(services, library.acts, outlives_pane)
    bookmarks = Bookmarks(services, library, undo, print, pane)
    monkeypatch.setattr(bookmarks, "write", lambda draft, _: asked.written.append(draft))
    monkeypatch.setattr(bookmarks, "remove", lambda *rows: asked.removed.append([row.uuid for row in rows]))
    acts = BookmarkActs(lambda row: asked.opened.append(row.uuid), print, print, print)
    pane.serve(bookmarks, acts, print)
    pane.take_calls(NoteCalls(show_removed=lambda: setattr(asked, "are_removed_shown", True)))
    pane.resize(272, 700)
    pane.set_bookmarks(ALL)
    with qtbot.waitActive(pane):
        pane.show()
    yield pane
    qtbot.waitUntil(undo.is_idle)
    library.close()


def shown(pane: BookmarkPane, role: Qt.ItemDataRole = Qt.ItemDataRole.DisplayRole) -> list[str]:
    model = pane.listing.model
    return [str(model.index(row, 0).data(role)) for row in range(model.rowCount())]


def titles(pane: BookmarkPane) -> list[str]:
    return [text.splitlines()[0] for text in shown(pane)]


@pytest.mark.parametrize(
    ("text", "tag", "found"),
    [
        ("", None, [FERRY, LIBRARY, NOTICE]),
        ("馆志", None, [LIBRARY]),
        ("旧报 图书馆", None, [LIBRARY, NOTICE]),
        ("1987-06-14", None, [FERRY]),
        ("", "图书馆", [LIBRARY, NOTICE]),
        ("启事", "图书馆", [NOTICE]),
        ("启事", "渡口", []),
    ],
)
def test_the_filter(text: str, tag: str | None, found: list[Bookmark]) -> None:
    assert matching(ALL, text, tag) == found


def test_tags_are_counted_the_most_used_first() -> None:
    assert tags_of(ALL) == [("图书馆", 2), ("待核", 1), ("渡口", 1)]


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("", ""),
        ("  ", ""),
        ("land reform", "land reform"),
        (" 抗战、史料， ", "抗战、史料，"),
        ("#地名", "地名"),
    ],
)
def test_a_tag_as_a_person_types_it(text: str, tag: str) -> None:
    assert tag_from(text) == tag


def test_enter_ends_a_tag_and_backspace_takes_it_back(qtbot: QtBot) -> None:
    entered: list[str] = []
    field = TagField(["land reform", "抗战、史料"], str, lambda: entered.append("entered"), str)
    qtbot.addWidget(field)
    field.show()
    assert field.tags() == ("land reform", "抗战、史料")
    QTest.keyClicks(field.line, "A, B")
    QTest.keyClick(field.line, Qt.Key.Key_Return)
    assert (field.line.text(), field.tags()) == ("", ("land reform", "抗战、史料", "A, B"))
    assert entered == []
    QTest.keyClick(field.line, Qt.Key.Key_Return)
    assert entered == ["entered"]
    QTest.keyClick(field.line, Qt.Key.Key_Backspace)
    assert field.line.text() == "A, B"
    field.line.clear()
    QTest.mouseClick(field.stops()[0], Qt.MouseButton.LeftButton)
    assert field.tags() == ("抗战、史料",)


def test_a_note_that_was_looked_at_is_not_stored(pane: BookmarkPane, asked: Asked) -> None:
    odd = replace(LIBRARY, note="第一行\r\n\u00a0第二行 ", tags=("land reform", "抗战、史料", " ", "#"))
    pane.set_bookmarks([odd])
    editor = pane.edit("a")
    assert editor is not None
    assert not editor.has_changed()
    assert editor.written().words() == odd.words()
    editor.finish()
    assert asked.written == []


def test_rows_tell_all_that_was_kept(pane: BookmarkPane) -> None:
    assert shown(pane)[1] == (
        "三万册旧报刊有了新家\n雁桥日报 1987-06-12 02版\n总数与馆志不同，需核。\n图书馆 待核"
    )
    assert shown(pane, Qt.ItemDataRole.AccessibleTextRole)[2] == (
        "征集旧报启事，雁桥日报，1987-06-10，02版，批注：第二次刊出，标签：图书馆，"
        "原文已不在资料库中，仍可读当时的全文"
    )


def test_a_click_and_enter_open_and_the_arrow_keys_do_not(pane: BookmarkPane, asked: Asked) -> None:
    place = pane.listing.view.visualRect(pane.listing.model.index(1, 0)).center()
    QTest.mouseClick(pane.listing.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.keyClick(pane.listing.view, Qt.Key.Key_Down)
    assert asked.opened == ["a"]
    QTest.keyClick(pane.listing.view, Qt.Key.Key_Return)
    assert asked.opened == ["a", "c"]


def test_delete_asks_for_removal_and_the_next_row_is_selected(pane: BookmarkPane, asked: Asked) -> None:
    pane.listing.select("b")
    QTest.keyClick(pane.listing.view, Qt.Key.Key_Delete)
    assert asked.removed == [["b"]]
    assert len(titles(pane)) == 3, "nothing goes before it is gone"
    pane.set_bookmarks([LIBRARY, NOTICE])
    assert asked.opened == []
    current = pane.listing.current()
    assert current is not None
    assert current.uuid == "a"


def test_typing_filters(qtbot: QtBot, pane: BookmarkPane) -> None:
    pane.filter.begin()
    QTest.keyClicks(pane.filter.line, "4181")
    qtbot.waitUntil(lambda: titles(pane) == [])
    assert pane.listing.state.isVisible()
    QTest.mouseClick(pane.listing.state.links()[0], Qt.MouseButton.LeftButton)
    assert len(titles(pane)) == 3
    assert pane.filter.line.text() == ""


def test_a_tag_filters(pane: BookmarkPane) -> None:
    chips = {chip.text(): chip for chip in pane.findChildren(Chip)}
    assert list(chips) == ["全部", "图书馆 2", "待核 1", "渡口 1"]
    QTest.mouseClick(chips["图书馆 2"], Qt.MouseButton.LeftButton)
    assert titles(pane) == ["三万册旧报刊有了新家", "征集旧报启事"]
    QTest.keyClick(chips["全部"], Qt.Key.Key_Space)
    assert len(titles(pane)) == 3


def test_a_tag_that_is_gone_filters_no_more(pane: BookmarkPane) -> None:
    next(chip for chip in pane.findChildren(Chip) if chip.text() == "渡口 1").click()
    assert titles(pane) == ["渡口的灯亮到后半夜"]
    pane.set_bookmarks([LIBRARY, NOTICE])
    assert len(titles(pane)) == 2


def test_the_editor_gives_note_and_tags(pane: BookmarkPane, asked: Asked) -> None:
    pane.listing.select("a")
    pane.edit_button.click()
    editor = pane.edit("a", "又核了一遍", ["馆史"])
    assert editor is not None
    assert (editor.note.toPlainText(), editor.tags.tags()) == ("又核了一遍", ("馆史",))
    QTest.keyClicks(editor.tags.line, "A4")
    QTest.keyClick(editor.note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (draft,) = asked.written
    assert (draft.bookmark, draft.words()) == ("a", ("又核了一遍", ("馆史", "A4")))


def test_an_editor_that_is_left_changes_nothing(pane: BookmarkPane, asked: Asked) -> None:
    editor = pane.edit("a")
    assert editor is not None
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert asked.written == []
    assert pane.edit("nobody") is None


def test_without_bookmarks_it_teaches_how_to_make_one(pane: BookmarkPane) -> None:
    pane.set_bookmarks([])
    assert pane.listing.state.isVisible()
    how = pane.listing.state.accessibleDescription()
    assert "右键“收藏”，或按 B" in how
    assert "右键“标记所选文字”，或按 H" in how
    assert not pane.filter.isVisible()
    assert not pane.remove_button.isEnabled()


MARK = replace(bookmark("m", "井", 20, "井台上的绳痕"), passage=Passage("一口井淘出\n三只木桶", "", ""))


def choose(pane: BookmarkPane, row: int, modifier: Qt.KeyboardModifier) -> None:
    place = pane.listing.view.visualRect(pane.listing.model.index(row, 0)).center()
    QTest.mouseClick(pane.listing.view.viewport(), Qt.MouseButton.LeftButton, modifier, place)


def test_kinds_and_orders_are_chosen(pane: BookmarkPane) -> None:
    pane.set_bookmarks([*ALL, MARK])
    assert titles(pane)[0] == "井"
    pane.order_chip.choices.actions()[2].trigger()
    assert titles(pane) == ["征集旧报启事", "三万册旧报刊有了新家", "渡口的灯亮到后半夜", "井"]
    pane.kind_chip.choices.actions()[2].trigger()
    assert titles(pane) == ["井"]
    pane.kind_chip.choices.actions()[1].trigger()
    assert "井" not in titles(pane)
    assert pane.order() is NoteOrder.OLDEST


def test_several_rows_are_chosen_and_none_of_them_is_opened(pane: BookmarkPane, asked: Asked) -> None:
    choose(pane, 0, Qt.KeyboardModifier.NoModifier)
    choose(pane, 2, Qt.KeyboardModifier.ControlModifier)
    assert [b.uuid for b in pane.listing.chosen()] == ["b", "c"]
    assert asked.opened == ["b"]
    assert not pane.edit_button.isEnabled()
    QTest.keyClick(pane.listing.view, Qt.Key.Key_Delete)
    assert asked.removed == [["b", "c"]]
    pane.set_bookmarks([LIBRARY, NOTICE])
    assert pane.listing.current() is not None
    choose(pane, 0, Qt.KeyboardModifier.NoModifier)
    choose(pane, 1, Qt.KeyboardModifier.ShiftModifier)
    pane.set_bookmarks([LIBRARY, NOTICE, FERRY])
    assert [b.uuid for b in pane.listing.chosen()] == ["a", "c"], "what was chosen stays chosen"


def test_a_passage_that_its_article_has_no_more_keeps_its_words(pane: BookmarkPane) -> None:
    pane.set_bookmarks([replace(MARK, is_passage_lost=True)])
    assert "一口井淘出 三只木桶" in shown(pane)[0].split("\n")
    assert shown(pane, Qt.ItemDataRole.AccessibleTextRole)[0].endswith("这篇里已找不到这些字，标记留着原话")


def test_what_was_removed_of_late_is_told_at_the_foot(pane: BookmarkPane, asked: Asked) -> None:
    assert not pane.removed_button.isVisible()
    pane.set_removed(3)
    assert pane.removed_button.text() == "最近删除 3 条"
    pane.removed_button.click()
    assert asked.are_removed_shown
