"""The controller of highlights and notes on a page: making, recolouring, annotating and removing them."""

from functools import partial

from PySide6.QtCore import QObject, QPoint

from reader.newspaper.note_draft import NoteDraft
from reader.newspaper.passage import Passage
from reader.ui.article.article_pane import ArticlePane
from reader.ui.notebook.bookmark_controller import BookmarkController
from reader.ui.notebook.highlight_bar import HighlightBar
from reader.ui.notebook.note_writing import NoteWriting
from reader.ui.page.page_pane import PagePane


class HighlightController(QObject):
    """Connects a pane, in which words are selected, with the bookmarks, which store them as highlights."""

    def __init__(self, pane: ArticlePane | PagePane, bookmarking: BookmarkController) -> None:
        super().__init__(pane)
        self._pane = pane
        self._bookmarking = bookmarking
        self.writing = NoteWriting(pane.notes, bookmarking, pane)
        pane.passageMarked.connect(self._mark)
        pane.highlightActivated.connect(self._open_bar)
        pane.notes.noteActivated.connect(self.edit_note)
        bookmarking.changed.connect(pane.set_bookmarks)

    def highlight(self) -> None:
        """Highlight the selected words."""
        self._pane.mark_selection()

    def write_note(self) -> None:
        """Open the note of the selected words; else that of the shown article."""
        if self._pane.mark_selection(with_note=True):
            return
        stored = self._pane.article()
        if stored is not None:
            known = self._bookmarking.of(stored.anchor)
            if known is not None:
                self.writing.open(NoteDraft.of_bookmark(known))
            elif stored.id:
                self._write(NoteDraft.on_article(stored))

    def edit_note(self, uuid: str) -> None:
        """Open the note of a bookmark in its place on the page."""
        bookmark = self._bookmarking.by_uuid(uuid)
        if bookmark is not None:
            self.writing.open(NoteDraft.of_bookmark(bookmark))

    def _mark(self, article_id: int, passage: Passage, with_note: bool) -> None:
        if not with_note:
            self._bookmarking.mark(article_id, passage)
            return
        stored = next((part for part in self._pane.parts() if part.id == article_id), None)
        if stored is None:
            return
        draft = NoteDraft.on_article(stored, passage)
        known = self._bookmarking.marked(draft)
        self._write(draft) if known is None else self.edit_note(known.uuid)

    def _write(self, draft: NoteDraft) -> None:
        """Open the editor of a new note, with the words of one that was removed lately: they would come back."""
        removed = self._bookmarking.removed_like(draft)
        self.writing.open(draft if removed is None else draft.with_words_of(removed))

    def _open_bar(self, uuid: str, place: QPoint) -> None:
        """Open the bar of a highlight below it."""
        bookmark = self._bookmarking.by_uuid(uuid)
        if bookmark is None or bookmark.passage is None:
            return
        bar = HighlightBar(self._pane, bookmark)
        bar.colorChosen.connect(partial(self._bookmarking.color, bookmark))
        bar.noteWanted.connect(partial(self.edit_note, uuid))
        bar.removeWanted.connect(partial(self._bookmarking.remove, bookmark))
        bar.open_below(place)
