"""Bookmarks outside their list: stars, highlights and notes on a page, lost marks, drafts, search results."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtWidgets import QMenu

from reader.export.notes import by_article, quoted
from reader.i18n import say
from reader.library.library import Library
from reader.newspaper.holdings import Bookmark
from reader.newspaper.passage import Passage
from reader.storage.note_drafts import NoteDraft
from reader.ui.article.article_pane import ArticlePane
from reader.ui.article.highlights import add_swatches
from reader.ui.controllers.reading_controller import ReadingController
from reader.ui.controllers.results_controller import ResultsController
from reader.ui.frame import Tab
from reader.ui.layout.window_layout import WindowLayout
from reader.ui.notebook.bookmark_editor import BookmarkEditor
from reader.ui.notebook.bookmark_rows import BookmarkActs, BookmarkList
from reader.ui.notebook.bookmarks import Bookmarks, like
from reader.ui.page.page_pane import PagePane
from reader.ui.widgets import wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.controls import IconButton, row_layout
from reader.ui.widgets.listing import CHOICE, MIDDLE_CLICK, RowAct, on_row
from reader.ui.widgets.popup import Popup
from reader.ui.widgets.row_list import Index
from reader.ui.widgets.services import Feature, Handlers, LibraryFeature, Services
from reader.ui.widgets.undo_stack import UndoStack

if TYPE_CHECKING:
    from reader.library.search_hits import NoteHit

MIN_MARGIN = 220
"""The minimum width of a margin in which the editor is placed, in pixels."""

_MAX_WIDTH = 340
_EDGE = 6
"""The distance from the edges of the page and from the words, in pixels."""


def place_of_editor(words: Sequence[QRectF], margin: QRectF, page: QSize, size: QSize) -> QRect:
    """Return the rectangle of the editor within the page, in pixels of the page's widget.

    It is in the margin if that is wide enough, else below the words, or above them if there is no space below.

    Args:
        words: The rectangles of the annotated lines, from the top; [] if they are not on the page.
        margin: The margin right of the text.
        page: The size of the page's widget.
        size: The size hint of the editor; in the margin its width follows that of the margin.
    """
    height = min(size.height(), page.height() - 2 * _EDGE)
    lowest = page.height() - height - _EDGE
    if margin.width() >= MIN_MARGIN:
        top = words[0].top() - _EDGE if words else _EDGE
        width = min(int(margin.width()) - 16, _MAX_WIDTH)
        return QRect(int(margin.left()) + 10, _within(top, lowest), width, height)
    width = min(size.width(), page.width() - 2 * _EDGE)
    left = page.width() - width - _EDGE
    top = words[-1].bottom() + _EDGE if words else _EDGE
    if words and top > lowest and words[0].top() - height - _EDGE >= _EDGE:
        top = words[0].top() - height - _EDGE
    return QRect(left, _within(top, lowest), width, height)


def free_height(words: Sequence[QRectF], margin: QRectF, page: QSize) -> int:
    """Return the maximum height of the editor at which it doesn't cover the words; the arguments are as above."""
    if not words or margin.width() >= MIN_MARGIN:
        return page.height() - 2 * _EDGE
    return round(max(words[0].top(), page.height() - words[-1].bottom())) - 2 * _EDGE


def _within(top: float, lowest: int) -> int:
    return max(_EDGE, min(round(top), lowest))


class Highlights(QObject):
    """Marks the selected words of a pane, and opens the editor in which their note is written on its page."""

    def __init__(self, pane: ArticlePane | PagePane, bookmarks: Bookmarks) -> None:
        super().__init__(pane)
        self.pane = pane
        self._bookmarks = bookmarks
        self._made: NoteDraft | None = None
        """A note on the highlight just made, which is not written yet."""
        self._notes = pane.notes
        self._editor: BookmarkEditor | None = None
        self._drafts_left: list[NoteDraft] = []
        """Drafts of an earlier window, to be opened when their articles are shown."""
        self._found: BookmarkEditor | None = None
        """The editor of a draft of an earlier window."""
        pane.notes.arranged.connect(self._place)
        pane.notes.articles_changed = self._follow_page
        calls = pane.calls
        calls.mark = self._mark
        calls.write_note = self.write_note
        calls.edit_note = self.edit_note
        calls.open_highlight = self._open_bar
        bookmarks.changed.connect(pane.set_bookmarks)

    def write_note(self) -> None:
        if self.pane.mark_selection(with_note=True):
            return
        draft = self._made
        self._made = None
        if (
            draft is not None
            and self.pane.notes.shows(draft.printing)
            and not like(draft, self._bookmarks.removed)
        ):
            self._write_on(draft)
            return
        stored = self.pane.article()
        if stored is not None:
            bookmark = self._bookmarks.of(stored.anchor)
            if bookmark is not None:
                self.open(NoteDraft.of_bookmark(bookmark))
            elif stored.id:
                self._write(NoteDraft.on_article(stored))

    def edit_note(self, uuid: str) -> None:
        """Open the note of a bookmark on the page; of a lost highlight, show the places that it may have."""
        bookmark = self._bookmarks.by_uuid(uuid)
        if bookmark is not None and bookmark.is_passage_lost:
            self._bookmarks.check(bookmark)
        elif bookmark is not None:
            self.open(NoteDraft.of_bookmark(bookmark))

    def _mark(self, passage: Passage, with_note: bool) -> None:
        stored = self.pane.selected_part()
        if stored is None or not stored.id:
            return
        self.pane.clear_selection()
        draft = NoteDraft.on_article(stored, passage)
        if with_note:
            self._write_on(draft)
        else:
            self._made = draft
            self._bookmarks.mark(stored.id, passage)

    def _write_on(self, draft: NoteDraft) -> None:
        bookmark = like(draft, self._bookmarks.bookmarks)
        self._write(draft) if bookmark is None else self.edit_note(bookmark.uuid)

    def _write(self, draft: NoteDraft) -> None:
        removed = like(draft, self._bookmarks.removed)  # storing the draft would restore it with its old note
        self.open(draft if removed is None else draft.with_words_of(removed))

    def _open_bar(self, uuid: str, place: QPoint) -> None:
        """Open the bar of a highlight, to change its colour, to write its note, and to remove it."""
        bookmark = self._bookmarks.by_uuid(uuid)
        bookmarks = self._bookmarks
        if bookmark is None or bookmark.passage is None:
            return
        bar = Popup(self.pane, "highlightBar")
        bar.setAccessibleName(quoted(bookmark)[:40])
        row = row_layout(of=bar, margins=(6, 4, 6, 4), spacing=2)
        swatches = add_swatches(row, lambda color: bar.leave_for(partial(bookmarks.color, bookmark, color)))
        for swatch in swatches:
            swatch.set_current(swatch.color is bookmark.passage.color)
        words = say("改批注") if bookmark.note else say("写批注")
        edit = partial(self.edit_note, uuid)
        remove = partial(bookmarks.remove, bookmark)
        row.addWidget(IconButton("note", words, act=partial(bar.leave_for, edit)))
        row.addWidget(IconButton("remove", say("删除标记"), act=partial(bar.leave_for, remove)))
        bar.open_at(place, swatches[0])

    # -- the editor of a note

    def open(self, draft: NoteDraft, *, takes_focus: bool = True) -> BookmarkEditor:
        self.finish()
        bookmark = self._bookmarks.by_uuid(draft.bookmark)
        if bookmark is None:
            stored = None
        else:
            stored = replace(draft, note=bookmark.note, tags=bookmark.tags)
        editor = BookmarkEditor(
            self._notes.widget(),
            self._bookmarks,
            draft,
            stored,
            again=self.open,
            go_on=self.go_on,
            closed=self._closed,
            colored=self._set_target,
            resized=self._place,
        )
        self._editor = editor
        self._set_target(draft)
        self._place()
        editor.show()
        editor.raise_()
        if takes_focus:
            editor.begin()
        return editor

    def wait_for(self, drafts: list[NoteDraft]) -> list[NoteDraft]:
        """Open the first draft whose article is shown, the others later; return those that are not open yet."""
        self._drafts_left = list(drafts)
        self._open_waiting()
        return list(self._drafts_left)

    def go_on(self, draft: NoteDraft) -> None:
        """Move the focus to the editor of a draft, opening it if needed; at the latest when its article is shown."""
        if self._editor is not None and self._editor.draft.uuid == draft.uuid:
            self._editor.begin()
        elif self._notes.shows(draft.printing):
            self._drafts_left = [
                other_draft for other_draft in self._drafts_left if other_draft.uuid != draft.uuid
            ]
            self.open(draft)
        else:
            self._drafts_left = [
                draft,
                *(other_draft for other_draft in self._drafts_left if other_draft.uuid != draft.uuid),
            ]

    def finish(self) -> None:
        editor = self._editor
        if editor is not None and editor is self._found and not editor.is_touched:
            self._drafts_left.append(editor.draft)  # opened by the program and not used: it stays a draft
            editor.leave()
        elif editor is not None:
            editor.finish()

    def _set_target(self, draft: NoteDraft) -> None:
        bookmark = self._bookmarks.by_uuid(draft.bookmark)
        self._notes.set_target(
            draft.printing, draft.passage, draft.bookmark, bookmark.article if bookmark else None
        )

    def _closed(self) -> None:
        editor = self._editor
        self._editor = None
        self._notes.clear_target()
        focused = self.pane.window().focusWidget()
        if editor is not None and focused is not None and editor.isAncestorOf(focused):
            self.pane.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow_page(self) -> None:
        editor = self._editor
        if editor is not None and not self._notes.shows(editor.draft.printing):
            now = self._bookmarks.followed(editor.draft)
            if self._notes.shows(now.printing):
                editor.draft = now
                self._set_target(now)
            else:
                self.finish()
        self._place()
        self._open_waiting()

    def _open_waiting(self) -> None:
        if self._editor is None:
            for draft in self._drafts_left:
                if self._notes.shows(draft.printing):
                    self._drafts_left.remove(draft)
                    self._found = self.open(draft, takes_focus=False)
                    return

    def _place(self) -> None:
        if self._editor is not None:
            page = self._notes
            editor = self._editor
            rects = page.target_rects()
            size = page.widget().size()
            editor.set_most_height(free_height(rects, page.note_area(), size))
            editor.setGeometry(place_of_editor(rects, page.note_area(), size, editor.sizeHint()))


class BookmarkMarks(Feature):
    def __init__(
        self,
        services: Services,
        library: Library,
        frame: WindowLayout,
        reading: ReadingController,
        undo: UndoStack,
        parent: QObject,
    ) -> None:
        super().__init__(services, parent)
        self._frame = frame
        self._reading = reading
        self.bookmarks = Bookmarks(services, library, undo, self._show_place, parent)
        self.bookmarks.changed.connect(self._show)
        for pane in (frame.pane, frame.area.second):
            pane.calls.bookmark = partial(self.toggle, pane)

    def handlers(self) -> Handlers:
        return {"bookmark": lambda: self.toggle(self._frame.area.active_pane())}

    def toggle(self, pane: ArticlePane) -> None:
        stored = pane.article()
        if stored is not None:
            self.bookmarks.toggle(stored.anchor)

    def open(self, bookmark: Bookmark) -> None:
        self._reading.open_bookmark(bookmark)
        self._frame.pane.notes.go_to(bookmark.uuid)
        if bookmark.is_passage_lost:
            words = say("标出的“{words}”在这篇里找不到了。", words=wording.shortened(quoted(bookmark), 12))
            self._services.step(words, say("像的地方"), partial(self.bookmarks.check, bookmark))

    def _show_place(self, bookmarks: Sequence[Bookmark]) -> None:
        listed = self._frame.bookmarks
        if len(bookmarks) == 1:
            printing = bookmarks[0].printing
        else:
            printing = None
        if printing is None or listed.isVisibleTo(self._frame):
            if not listed.isVisibleTo(self._frame):
                self._frame.show_tab(Tab.BOOKMARKS)
            for bookmark in bookmarks:
                listed.reveal(bookmark.uuid)
        elif not any(pane.notes.shows(printing) for pane in self._frame.shown_panes()):
            self._reading.open_bookmark(bookmarks[0])

    def _show(self, bookmarks: list[Bookmark]) -> None:
        bookmarked_ids = frozenset(bookmark.article_id for bookmark in bookmarks if bookmark.passage is None)
        noted = frozenset(bookmark.article_id for bookmark in bookmarks if bookmark.note)
        self._frame.mark_articles(bookmarked=bookmarked_ids, noted=noted)


_BEGINNING = 12
"""The number of characters of a note quoted in a message."""


class NoteDrafts(LibraryFeature):
    def __init__(
        self,
        services: Services,
        library: Library,
        frame: WindowLayout,
        bookmarks: Bookmarks,
        reading: ReadingController,
        markings: Sequence[Highlights],
        parent: QObject,
    ) -> None:
        """Make the feature; the first of `markings` is that of the main article pane."""
        super().__init__(services, library, parent)
        self._bookmark_pane = frame.bookmarks
        self._bookmarks = bookmarks
        self._reading = reading
        self._markings = markings
        once = Qt.ConnectionType.SingleShotConnection
        reading.shown.connect(lambda _: bookmarks.read_drafts(self._offer), once)

    def finish(self) -> None:
        self._bookmark_pane.finish()
        for marking in self._markings:
            marking.finish()

    def _offer(self, drafts: list[NoteDraft]) -> None:
        others = self._markings[0].wait_for(drafts)
        if others:
            draft = others[0]
            words = " ".join(draft.note.split())
            begun = words[:_BEGINNING] + ("…" if len(words) > _BEGINNING else "")
            message = say("上次有一条批注没写完：“{words}”", words=begun)
            self._services.ask(message, say("接着写"), partial(self._go_on, draft))

    def _go_on(self, draft: NoteDraft) -> None:
        draft = self._bookmarks.followed(draft)
        article_id = self._library.articles.printings.article_of(draft.printing)
        if article_id is not None:
            self._markings[0].go_on(draft)
            self._reading.open_article(article_id)
        else:
            self._bookmark_pane.write_on(draft)


class _Found(BookmarkList):
    def __init__(self, results: NoteResults) -> None:
        self._results = results
        super().__init__(say("笔记里的结果"), "list", takes_several=False)
        self.delegate.margin = 20
        self.view.setObjectName("noteResultList")

    def show_hits(self, hits: Sequence[NoteHit]) -> None:
        self.model.hits = {hit.bookmark.uuid: hit for hit in hits}
        self.show_rows(by_article(hit.bookmark for hit in hits))

    def acts(self) -> Sequence[RowAct[Bookmark]]:
        results = self._results
        return [
            on_row(say("打开"), results.open, CHOICE),
            on_row(say("在旁边打开"), results.acts.open_second, MIDDLE_CLICK),
            on_row(say("批注与标签"), results.edit, "F2"),
            on_row(say("删除收藏"), results.bookmarks.remove, "Del"),
        ]

    def fill_menu(self, menu: QMenu, index: Index) -> None:
        results = self._results
        bookmark = self.model.row(index)
        menu.addAction(say("打开"), partial(results.open, bookmark))
        results.acts.add_to_menu(menu, bookmark)
        menu.addAction(say("批注与标签") + "\tF2", partial(results.edit, bookmark))
        menu.addAction(say("删除收藏"), partial(results.bookmarks.remove, bookmark))


class NoteResults(Feature):
    def __init__(
        self,
        services: Services,
        frame: WindowLayout,
        results: ResultsController,
        bookmarks: Bookmarks,
        acts: BookmarkActs,
        parent: QObject,
    ) -> None:
        super().__init__(services, parent)
        self._frame = frame
        self._results = results
        self.bookmarks = bookmarks
        self.acts = acts
        self._has_hits = False
        self._tasks = TaskQueue(self)
        self.listing = _Found(self)
        self.listing.setParent(frame)
        self.listing.hide()
        results.searching.answered.connect(self._look)
        bookmarks.changed.connect(self._look)
        frame.resultsMade.connect(
            lambda results_pane: results_pane.header.hints.notes_chip.toggled.connect(self._turn)
        )

    def finish(self) -> None:
        self.listing.deleteLater()

    def _look(self) -> None:
        self._tasks.drop()  # what an earlier query has found in the notes
        searching = self._results.searching
        if not searching.text or not self._frame.has_results():
            return
        bookmarks = self.bookmarks.bookmarks
        query = searching.typed_query
        all_shapes = searching.has_all_shapes

        def find() -> list[NoteHit]:
            from reader.library.search_hits import notes_found

            return notes_found(bookmarks, query, all_shapes=all_shapes)

        def show(hits: list[NoteHit]) -> None:
            if searching.text:
                if hits or self._has_hits:
                    self.listing.show_hits(hits)
                self._has_hits = bool(hits)
                self._frame.results.show_notes(len(hits))

        self._tasks.run(find, show)

    def _turn(self, are_notes: bool) -> None:
        self._frame.results.show_instead(self.listing if are_notes else None)
        self._results.together.compare()

    def open(self, bookmark: Bookmark) -> None:
        self._results.settle(self._results.searching.text)
        self.acts.open(bookmark)

    def edit(self, bookmark: Bookmark) -> None:
        self._frame.bookmarks.edit(bookmark.uuid)
