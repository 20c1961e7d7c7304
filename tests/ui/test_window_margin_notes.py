"""Notes live beside their line; what is cancelled was never there, and nothing that was typed is lost."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from reader.library.library import Library
from reader.newspaper.holdings import ArticleRow
from reader.newspaper.passage import MarkColor
from reader.storage.note_drafts import NoteDraft
from reader.ui.article.article_pane import ArticlePane
from reader.ui.article.highlights import NoteItem
from reader.ui.frame import Tab
from reader.ui.notebook.bookmark_editor import BookmarkEditor
from reader.ui.window.screenshot import await_reading
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import ALT, CTRL, click, focused, press, texts, type_text, view
from tests.ui.layout.test_places import FORMER_KEYS

WORDS = "老船工说"
NOTE = "外公也这么说"


def write_on(qtbot: QtBot, window: MainWindow, words: str, pane: ArticlePane | None = None) -> BookmarkEditor:
    """The editor of a note on words of the page."""
    page = (pane or window.controller.layout.pane).page
    page.setFocus()
    found = page.document().find(words)
    assert found.hasSelection(), words
    page.setTextCursor(found)
    press(Qt.Key.Key_M)
    return editor_of(qtbot, window)


def editor_is_visible(window: MainWindow) -> bool:
    return any(each.isVisible() for each in window.findChildren(BookmarkEditor))


def editor_of(qtbot: QtBot, window: MainWindow) -> BookmarkEditor:
    qtbot.waitUntil(lambda: editor_is_visible(window))
    return next(each for each in window.findChildren(BookmarkEditor) if each.isVisible())


def is_left(window: MainWindow) -> bool:
    return not window.findChildren(BookmarkEditor)


def stored(window: MainWindow) -> list[tuple[str, str]]:
    """The words and the note of each bookmark on the disk, also of those removed."""
    records = window.controller.library.user_data.records().bookmarks
    return [(each.passage.exact if each.passage else "", each.note) for each in records]


def note(qtbot: QtBot, window: MainWindow, words: str, text: str = NOTE) -> None:
    """Writes a note on words; "" on the article."""
    if words:
        write_on(qtbot, window, words)
    else:
        press(Qt.Key.Key_M)
        editor_of(qtbot, window)
    type_text(text)
    press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: (words, text) in stored(window))
    qtbot.waitUntil(lambda: any(n.note == text for n in window.controller.layout.pane.page.notes.notes))


def items(pane: ArticlePane) -> list[NoteItem]:
    found = [each for each in pane.page.findChildren(NoteItem) if each.isVisible()]
    return sorted(found, key=lambda each: each.y())


# -- what is cancelled was never there


def test_a_note_that_is_left_by_esc_leaves_no_highlight_no_star_and_an_old_one_as_it_was(
    qtbot: QtBot, window: MainWindow
) -> None:
    page = window.controller.layout.pane.page
    write_on(qtbot, window, WORDS)
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: is_left(window))
    assert page.marks.highlights == ()
    assert stored(window) == []
    assert page.hasFocus()

    press(Qt.Key.Key_M)
    editor_of(qtbot, window)
    type_text("写错了")
    qtbot.waitUntil(lambda: window.controller.library.notebook.drafts() != [])
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: is_left(window))
    qtbot.waitUntil(lambda: window.controller.library.notebook.drafts() == [])
    assert stored(window) == []
    assert window.controller.features.bookmarks.bookmarks == []

    note(qtbot, window, WORDS)
    items(window.controller.layout.pane)[0].click()
    editor_of(qtbot, window)
    type_text("，不对")
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: is_left(window))
    assert stored(window) == [(WORDS, NOTE)]
    press(Qt.Key.Key_Z, CTRL)
    assert editor_of(qtbot, window).note.toPlainText() == NOTE + "，不对"


# -- beside its line


def test_where_there_is_no_room_a_note_is_a_seal_that_shows_it_and_else_it_is_shown_in_full(
    qtbot: QtBot, window: MainWindow
) -> None:
    pane = window.controller.layout.pane
    note(qtbot, window, WORDS)
    (seal,) = items(pane)
    assert not seal.is_card
    assert seal.accessibleName() == f"批注：{NOTE}"
    assert WORDS in seal.accessibleDescription()
    line = pane.page.rects_of(pane.page.marks.highlights[0].places)[0]
    assert abs(seal.geometry().center().y() - line.center().y()) <= 2
    assert seal.x() > line.right()
    hint = pane.page.notes.hint
    QApplication.sendEvent(seal, QEnterEvent(QPointF(5, 5), QPointF(5, 5), QPointF(5, 5)))
    assert hint.isVisible()
    assert hint.accessibleName() == NOTE
    assert not hint.geometry().intersects(line.toAlignedRect())
    QApplication.sendEvent(seal, QEvent(QEvent.Type.Leave))
    assert not hint.isVisible()
    seal.setFocus(Qt.FocusReason.TabFocusReason)
    assert hint.isVisible()
    assert hint.accessibleName() == NOTE
    press(Qt.Key.Key_Return)
    assert editor_of(qtbot, window).note.toPlainText() == NOTE
    assert not hint.isVisible()
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: is_left(window))

    note(qtbot, window, "3日第3段", NOTE * 12)
    press(Qt.Key.Key_L, CTRL)
    assert [each.is_card for each in items(pane)] == [True, True]
    assert not any(each.is_cut for each in items(pane))
    assert all(each.geometry().right() <= pane.page.viewport().width() for each in items(pane))
    press(Qt.Key.Key_L, CTRL)
    assert [each.is_card for each in items(pane)] == [False, False]

    # two on one line do not lie on each other
    window.controller.step_article(1)
    await_reading()
    note(qtbot, window, "老船", "一" * 200)
    note(qtbot, window, "工说", "二" * 200)
    first, second = items(pane)
    assert not first.geometry().intersects(second.geometry())
    press(Qt.Key.Key_L, CTRL)
    first, second = items(pane)
    assert not first.geometry().intersects(second.geometry())
    assert first.is_cut


def test_a_seal_is_whole_in_view_at_the_largest_type_and_in_the_second_article(
    qtbot: QtBot, window: MainWindow
) -> None:
    layout = window.controller.layout
    note(qtbot, window, "")
    for _ in range(8):
        press(Qt.Key.Key_Plus, CTRL)
    article = layout.pane.article()
    assert article is not None
    for size, panes in (
        ((900, 700), [layout.pane]),
        ((700, 560), [layout.pane]),
        ((1440, 900), [layout.pane, layout.area.second]),
    ):
        window.resize(*size)
        if layout.area.second in panes:
            window.controller.features.second.open(article.id)
            await_reading()
        for pane in panes:
            qtbot.waitUntil(lambda: len(items(pane)) == 1)  # noqa: B023
            qtbot.waitUntil(lambda: pane.page.viewport().rect().contains(items(pane)[0].geometry()))  # noqa: B023
            (seal,) = items(pane)
            assert seal.x() >= pane.page.margin().left() - 1
            seal.click()
            editor = editor_of(qtbot, window)
            assert pane.page.viewport().rect().contains(editor.geometry())
            press(Qt.Key.Key_Escape)
            qtbot.waitUntil(lambda: is_left(window))


def test_the_editor_never_lies_on_the_words_it_is_about_and_colours_are_swatches_in_it(
    qtbot: QtBot, window: MainWindow
) -> None:
    page = window.controller.layout.pane.page
    for _ in ("beside the list", "without it"):
        for words in (WORDS, "3日第9段。江上有雾"):
            editor = write_on(qtbot, window, words)
            assert page.viewport().rect().contains(editor.geometry())
            rects = window.controller.layout.pane.notes.target_rects()
            assert rects
            assert not any(editor.geometry().intersects(rect.toAlignedRect()) for rect in rects)
            assert words in editor.written().passage.exact  # type: ignore[union-attr]
            assert not QApplication.activeModalWidget()
            press(Qt.Key.Key_Escape)
            qtbot.waitUntil(lambda: is_left(window))
        press(Qt.Key.Key_L, CTRL)

    editor = write_on(qtbot, window, WORDS)
    names = [each.accessibleName() for each in editor.swatches]
    assert names == ["标为黄色", "标为青色", "标为绿色", "标为紫色"]
    click(editor.swatches[2])
    assert [each.isChecked() for each in editor.swatches] == [False, False, True, False]
    type_text(NOTE)
    press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: [each.color for each in page.marks.highlights] == [MarkColor.GREEN])
    items(window.controller.layout.pane)[0].click()
    click(editor_of(qtbot, window).swatches[3])
    qtbot.waitUntil(lambda: [each.color for each in page.marks.highlights] == [MarkColor.PURPLE])


def test_notes_leave_their_trace_on_the_page_in_the_lists_and_in_the_bar_of_a_highlight(
    qtbot: QtBot, window: MainWindow
) -> None:
    layout = window.controller.layout
    note(qtbot, window, "")
    (seal,) = items(layout.pane)
    headline = next(n for n, b in enumerate(layout.pane.page.blocks) if b.kind.value == "headline")
    assert layout.pane.page.notes.notes[0].place.text == headline
    row = layout.issues.view.currentIndex()
    assert "有批注" in row.data(Qt.ItemDataRole.AccessibleTextRole)
    listed = layout.issues.model.row(row)
    assert isinstance(listed, ArticleRow)
    assert layout.issues.model.marks.signs(listed) == ["star-filled", "note"]
    tree = a_window.tree_at_article(window)
    assert "有批注" in tree.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert seal.isVisible()

    note(qtbot, window, WORDS)

    def places() -> list[QPoint]:
        shown = (layout.issues.view, layout.pane.page, layout.search)
        return [each.mapTo(window, QPoint(0, 0)) for each in shown]

    before = places()
    press(Qt.Key.Key_1, CTRL)
    assert places() == before
    press(a_window.BOOKMARKS, CTRL)
    assert places() == before
    assert layout.bookmarks.isVisible()

    page = window.controller.layout.pane.page
    qtbot.waitUntil(lambda: page.marks.highlights != ())
    place = page.rects_of(page.marks.highlights[0].places)[0].center().toPoint()
    QTest.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=place)
    bar = QApplication.activePopupWidget()
    assert bar is not None
    names = [each.accessibleName() for each in bar.findChildren(QToolButton)]
    assert names == ["标为黄色", "标为青色", "标为绿色", "标为紫色", "改批注", "删除标记"]
    click(bar.findChildren(QToolButton)[4])
    assert editor_of(qtbot, window).note.toPlainText() == NOTE
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: is_left(window))

    a_window.come_back(qtbot, window)
    for key, face in FORMER_KEYS.items():
        press(key, CTRL)
        assert layout.tab == face


def test_notes_are_gone_through_by_tab_and_stand_under_their_title_in_the_sidebar(
    qtbot: QtBot, window: MainWindow
) -> None:
    page = window.controller.layout.pane.page
    note(qtbot, window, "3日第50段", "后面的")
    note(qtbot, window, WORDS, "前面的")
    page.setFocus()
    page.verticalScrollBar().setValue(0)
    press(Qt.Key.Key_Tab)
    assert focused().accessibleName() == "批注：前面的"
    press(Qt.Key.Key_Tab)
    assert focused().accessibleName() == "批注：后面的"
    assert page.viewport().rect().contains(focused().geometry())

    window.controller.step_article(1)
    await_reading()
    note(qtbot, window, "", "另一篇的")
    window.controller.step_article(-1)
    await_reading()
    note(qtbot, window, "", "整篇的")
    press(a_window.BOOKMARKS, CTRL)
    rows = view(window, "bookmarkList")
    assert [text.split("\n")[-1] for text in texts(rows)] == ["整篇的", "前面的", "后面的", "另一篇的"]
    model = window.controller.layout.bookmarks.listing.model
    begins = [model.begins_article(model.index(row, 0)) for row in range(4)]
    assert begins == [True, False, False, True]
    spoken = str(model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole))
    assert "标为黄色" in spoken
    assert "批注：前面的" in spoken
    heights = [rows.visualRect(model.index(row, 0)).height() for row in range(4)]
    assert heights[1] < heights[0] + 30


# -- nothing that was typed is lost


def test_what_was_typed_is_stored_when_another_article_is_opened(qtbot: QtBot, window: MainWindow) -> None:
    window.controller.step_article(1)
    await_reading()
    write_on(qtbot, window, WORDS)
    type_text("写到一半")
    press(Qt.Key.Key_Left, ALT)
    qtbot.waitUntil(lambda: stored(window) == [(WORDS, "写到一半")])
    assert is_left(window) or not editor_is_visible(window)


def test_what_was_typed_is_stored_when_the_window_closes(
    qtbot: QtBot, window: MainWindow, root: Path
) -> None:
    write_on(qtbot, window, WORDS)
    type_text("写到一半")
    window.close()
    library = Library.open(root)
    assert [each.note for each in library.notebook.bookmarks()] == ["写到一半"]
    assert library.notebook.drafts() == []
    library.close()


def test_what_was_typed_in_the_list_is_stored_when_the_window_closes(
    qtbot: QtBot, window: MainWindow, root: Path
) -> None:
    note(qtbot, window, WORDS)
    window.controller.show_tab(Tab.BOOKMARKS)
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_F2)
    editor_of(qtbot, window)
    type_text("，还有")
    window.close()
    library = Library.open(root)
    assert [each.note for each in library.notebook.bookmarks()] == [NOTE + "，还有"]
    library.close()


_WRITER = """
import sys
from pathlib import Path
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from reader import app
from reader.ui.notebook.bookmark_editor import BookmarkEditor
from reader.ui.window.screenshot import await_reading, await_that
application = QApplication([])
window = app.open_window(Path(sys.argv[1]))
controller = window.controller
await_that(lambda: controller.layout.pane.article() is not None)
page = controller.layout.pane.page
page.setTextCursor(page.document().find("老船工说"))
controller.features.active.pane().calls.write_note()
await_that(lambda: window.findChild(BookmarkEditor))
window.findChild(BookmarkEditor).note.setPlainText("正写着就断了电")
await_that(lambda: controller.library.notebook.drafts())
print("written", flush=True)
while True:
    QTest.qWait(50)
"""


@pytest.mark.slow
def test_what_was_typed_when_the_process_was_killed_is_there_again(qtbot: QtBot, tmp_path: Path) -> None:
    root = a_window.write_issues(tmp_path / "旧报")
    first = a_window.open_on(qtbot, root)
    first.close()
    process = subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(root)], stdout=subprocess.PIPE, env=os.environ, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "written\n"
    process.kill()
    process.wait()
    process.stdout.close()
    window = a_window.open_on(qtbot, root)
    editor = editor_of(qtbot, window)
    assert editor.note.toPlainText() == "正写着就断了电"
    assert editor.written().passage is not None
    assert stored(window) == []
    editor.note.setFocus()
    press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: stored(window) == [(WORDS, "正写着就断了电")])
    qtbot.waitUntil(lambda: window.controller.library.notebook.drafts() == [])


def test_a_draft_on_an_article_that_is_not_shown_is_offered(
    qtbot: QtBot, window: MainWindow, root: Path
) -> None:
    write_on(qtbot, window, WORDS)
    type_text("写到一半")
    qtbot.waitUntil(lambda: window.controller.library.notebook.drafts() != [])
    (draft,) = window.controller.library.notebook.drafts()
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.controller.library.notebook.drafts() == [])
    window.controller.step_article(1)
    await_reading()
    window.controller.library.notebook.keep_draft(draft)
    window.close()
    again = a_window.open_on(qtbot, root)
    qtbot.waitUntil(
        lambda: again.controller.layout.area.questions.label.text() == "上次有一条批注没写完：“写到一半”"
    )
    click(again.controller.layout.area.questions.answer_button)
    await_reading()
    editor = editor_of(qtbot, again)
    assert editor.note.toPlainText() == "写到一半"
    qtbot.waitUntil(lambda: again.controller.layout.pane.notes.target_rects() != [])


def test_a_draft_that_was_found_and_not_looked_at_stays_a_draft(
    qtbot: QtBot, window: MainWindow, root: Path
) -> None:
    article = window.controller.layout.pane.article()
    assert article is not None
    window.close()
    library = Library.open(root)
    library.notebook.keep_draft(replace(NoteDraft.on_article(article), note="写到一半"))
    library.close()
    again = a_window.open_on(qtbot, root)
    editor_of(qtbot, again)
    again.controller.step_article(1)
    await_reading()
    qtbot.waitUntil(lambda: is_left(again) or not editor_is_visible(again))
    assert stored(again) == []
    again.controller.step_article(-1)
    await_reading()
    assert editor_of(qtbot, again).note.toPlainText() == "写到一半"
    again.close()
    library = Library.open(root)
    assert [each.note for each in library.notebook.drafts()] == ["写到一半"]
    assert library.notebook.bookmarks() == []
    library.close()
