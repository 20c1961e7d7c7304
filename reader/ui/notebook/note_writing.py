"""Writing a note over a page: the editor beside its words, what becomes of it, and that nothing typed is lost."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from reader.newspaper.note_draft import NoteDraft
from reader.newspaper.passage import MarkColor
from reader.ui.article.note_ground import NoteGround
from reader.ui.notebook.bookmark_controller import BookmarkController
from reader.ui.notebook.bookmark_editor import BookmarkEditor
from reader.ui.notebook.note_place import place_of_editor


class NoteWriting(QObject):
    """Opens the editor on a page; one at a time."""

    def __init__(self, ground: NoteGround, bookmarking: BookmarkController, beneath: QWidget) -> None:
        """Make the writing of notes over a ground; `beneath` takes the focus when an editor is left."""
        super().__init__(beneath)
        self._ground = ground
        self._bookmarking = bookmarking
        self._beneath = beneath
        self._editor: BookmarkEditor | None = None
        self._stored: set[str] = set()
        """The drafts that were to be stored from here."""
        self._waiting: list[NoteDraft] = []
        """The drafts that were found, and are opened when their articles are shown."""
        self._found: BookmarkEditor | None = None
        """The editor of a draft that was found."""
        ground.arranged.connect(self._place)
        ground.articlesChanged.connect(self._follow_page)
        bookmarking.writeFailed.connect(self._try_again)

    def open(self, draft: NoteDraft, *, takes_focus: bool = True) -> BookmarkEditor:
        """Open the editor of a note; another one that is open is stored first."""
        self.finish()
        known = self._bookmarking.by_uuid(draft.bookmark)
        stored = None if known is None else replace(draft, note=known.note, tags=known.tags)
        editor = self._editor = BookmarkEditor(self._ground.widget(), draft, stored)
        editor.saved.connect(self._store)
        editor.drafted.connect(self._bookmarking.keep_draft)
        editor.cancelled.connect(self._cancel)
        editor.colorChosen.connect(self._color)
        editor.closed.connect(self._closed)
        editor.resized.connect(self._place)
        self._ground.set_target(draft.printing, draft.passage, draft.bookmark)
        self._place()
        editor.show()
        editor.raise_()
        if takes_focus:
            editor.begin()
        return editor

    def wait_for(self, drafts: list[NoteDraft]) -> list[NoteDraft]:
        """Open the drafts whose articles are shown, now or later; return those that are not shown now."""
        self._waiting = list(drafts)
        self._open_waiting()
        return list(self._waiting)

    def go_on(self, draft: NoteDraft) -> None:
        """Give the focus to the draft's editor; open it as soon as its article is shown."""
        if self._editor is not None and self._editor.draft().uuid == draft.uuid:
            self._editor.begin()
        elif self._ground.holds(draft.printing):
            self._waiting = [each for each in self._waiting if each.uuid != draft.uuid]
            self.open(draft)
        else:
            self._waiting = [draft, *(each for each in self._waiting if each.uuid != draft.uuid)]

    def finish(self) -> None:
        """Store what is being written, and close the editor."""
        editor = self._editor
        if editor is not None and editor is self._found and not editor.is_touched():
            self._waiting.append(editor.draft())  # nobody has looked at it: it stays a draft
            editor.leave()
        elif editor is not None:
            editor.finish()

    def _store(self, draft: NoteDraft) -> None:
        self._stored.add(draft.uuid)
        self._bookmarking.write(draft)

    def _try_again(self, draft: NoteDraft) -> None:
        """Open the editor again with a note that could not be stored."""
        if draft.uuid in self._stored:
            self._stored.discard(draft.uuid)
            self.open(draft)

    def _cancel(self, draft: NoteDraft, is_written: bool) -> None:
        if is_written:
            self._bookmarking.cancel(draft, self.go_on)
        else:
            self._bookmarking.drop_draft(draft)

    def _color(self, color: MarkColor) -> None:
        """Recolour the highlight at once; one that is not yet stored gets its colour with the note."""
        if self._editor is None:
            return
        draft = self._editor.draft()
        known = self._bookmarking.by_uuid(draft.bookmark)
        if known is not None:
            self._bookmarking.color(known, color)
        self._ground.set_target(draft.printing, draft.passage, draft.bookmark)

    def _closed(self) -> None:
        editor, self._editor = self._editor, None
        self._ground.clear_target()
        focused = self._beneath.window().focusWidget()
        if editor is not None and focused is not None and editor.isAncestorOf(focused):
            self._beneath.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow_page(self) -> None:
        if self._editor is not None and not self._ground.holds(self._editor.draft().printing):
            self.finish()
        self._place()
        self._open_waiting()

    def _open_waiting(self) -> None:
        if self._editor is None:
            for draft in self._waiting:
                if self._ground.holds(draft.printing):
                    self._waiting.remove(draft)
                    self._found = self.open(draft, takes_focus=False)
                    return

    def _place(self) -> None:
        if self._editor is not None:
            page, editor = self._ground.widget(), self._editor
            rects = self._ground.target_rects()
            editor.setGeometry(place_of_editor(rects, self._ground.room(), page.size(), editor.sizeHint()))
