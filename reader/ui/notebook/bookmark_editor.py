"""The editor of a note and its tags, shown next to the annotated words on the page, or below a list.

Esc discards what was written; closing it in any other way stores it.
"""

from collections.abc import Callable, Sequence

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from reader import do_nothing
from reader.i18n import say
from reader.language.forms import without_controls
from reader.newspaper.passage import MarkColor
from reader.storage.note_drafts import NoteDraft
from reader.ui.article.highlights import ColorSwatch, add_swatches
from reader.ui.notebook.bookmarks import Bookmarks
from reader.ui.widgets import text_painting, theme
from reader.ui.widgets.controls import Chip, LinkButton, column_layout, plain, row_layout
from reader.ui.widgets.flow_layout import FlowLayout


def tag_from(text: str) -> str:
    """Return the tag that was typed, "" if there is none; its spaces and commas stay: “#抗战、史料 ” → “抗战、史料”.

    Control characters are removed, so that two tags that look the same are the same.
    """
    return without_controls(text).strip().lstrip("#＃").strip()


class TagField(QWidget):
    """The tags of a note. Enter ends a tag, Backspace at the beginning of the line takes back the last one."""

    def __init__(
        self,
        tags: Sequence[str],
        changed: Callable[[], object],
        entered: Callable[[], object],
        resized: Callable[[], object],
    ) -> None:
        """Make the field; `entered` is called on Enter in the empty line, `resized` when the height has changed."""
        super().__init__()
        self._changed = changed
        self._entered = entered
        self._resized = resized
        self._tags = list(tags)
        self._box = QWidget(self)
        self._chips = FlowLayout()
        self._box.setLayout(self._chips)
        self.line = QLineEdit()
        self.line.setAccessibleName(say("标签"))
        self.line.setPlaceholderText(say("加标签，回车一个"))
        self.line.setFont(theme.sans(13))
        theme.frame(self.line)
        self.line.textEdited.connect(lambda _: self._changed())
        self.line.returnPressed.connect(self._enter)
        self.line.installEventFilter(self)
        self.setFocusProxy(self.line)
        column_layout(self._box, self.line, of=self, spacing=6)
        self._show()

    def tags(self) -> tuple[str, ...]:
        typed = tag_from(self.line.text())
        return tuple(dict.fromkeys([*self._tags, typed] if typed else self._tags))

    def stops(self) -> list[QWidget]:
        return [*self._box.findChildren(Chip), self.line]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Backspace
            and not self.line.text()
            and self._tags
        ):
            self.line.setText(self._tags.pop())
            self._show()
            self._changed()
            return True
        return super().eventFilter(watched, event)

    def _enter(self) -> None:
        if not self.line.text().strip():
            self._entered()
            return
        self._tags = list(self.tags())
        self.line.clear()
        self._show()
        self._changed()

    def _remove(self, tag: str) -> None:
        # the focus must not leave the editor with the chip
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tags.remove(tag)
        self._show()
        self._changed()

    def _show(self) -> None:
        self._chips.clear()
        for tag in self._tags:
            chip = Chip(f"{tag} ×", act=lambda _=False, tag=tag: self._remove(tag))
            chip.setCheckable(False)
            chip.setAccessibleName(say("去掉标签“{tag}”", tag=tag))
            chip.setToolTip(plain(chip.accessibleName()))
            self._chips.addWidget(chip)
        self._box.setVisible(bool(self._tags))
        self.updateGeometry()
        self._resized()


_DRAFT_MS = 400
"""The delay after a change of the text before it is stored as a draft, in milliseconds."""
# The bounds of the height of the note's field, which grows with the text, in lines.
_MIN_LINES = 3
_MAX_LINES = 9
_LINE = 21
_SIDE = 12


def _note_field(note: str) -> QPlainTextEdit:
    field = QPlainTextEdit(note)
    theme.slim(field)
    theme.frame(field)
    field.setAccessibleName(say("批注"))
    field.setPlaceholderText(say("写下批注…"))
    field.setTabChangesFocus(True)
    field.setFont(theme.sans(14))
    return field


class BookmarkEditor(QWidget):
    """The editor of a note, which is stored as a draft while it is being written, in case the program ends."""

    def __init__(
        self,
        parent: QWidget,
        bookmarks: Bookmarks,
        draft: NoteDraft,
        stored_note: NoteDraft | None,
        *,
        again: Callable[[NoteDraft], object],
        go_on: Callable[[NoteDraft], object],
        closed: Callable[[], object],
        colored: Callable[[NoteDraft], object] = do_nothing,
        resized: Callable[[], object] = do_nothing,
    ) -> None:
        """Edit a draft; `stored_note` is the note as it is stored by now, if it was changed since.

        `again` opens an editor again with a note that could not be stored, `go_on` goes on with one that was cancelled.
        """
        super().__init__(parent)
        self._bookmarks = bookmarks
        self._again = again
        self._go_on = go_on
        self._closed = closed
        self._colored = colored
        self._resized = resized
        self.draft = draft
        """The draft with the note and tags with which the editor was opened."""
        stored_words: tuple[str, tuple[str, ...]] = ("", ())
        if draft.bookmark:
            stored_words = (stored_note or draft).words()
        self._is_begun = draft.words() != stored_words
        """Whether the draft differs from what is stored already."""
        self._is_done = False
        """Whether the editor is closed."""
        self.is_touched = False
        """Whether a widget of the editor ever had the focus."""
        self._most_height = 10_000
        self.setObjectName("noteEditor")
        self.setAccessibleName(say("批注与标签"))
        self._quote = _Quote(" ".join(draft.passage.exact.split()) if draft.passage else draft.title)
        self.note = _note_field(draft.note)
        self._shown = self.note.toPlainText()
        """What the field shows of the stored note: it changes line ends and some spaces."""
        self.tags = TagField(draft.tags, self._draft_soon, self.accept, resized)
        for field in (self.note, self.tags.line):
            field.installEventFilter(self)
        self.save_button = LinkButton(say("保存"), act=self.accept)
        self.save_button.setToolTip(say("保存 (Ctrl+Enter)"))
        self.cancel_button = LinkButton(say("取消"), quiet=True, act=self.reject)
        self.cancel_button.setToolTip(say("不要了 (Esc)"))
        self.swatches: list[ColorSwatch] = []
        self._lay_out()
        self._timer = QTimer(self, singleShot=True, interval=_DRAFT_MS)
        self._timer.timeout.connect(lambda: bookmarks.keep_draft(self.written()))
        self.note.textChanged.connect(self._follow_words)
        self._fit()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow_focus)

    def _lay_out(self) -> None:
        foot = row_layout(spacing=0)
        if self.draft.passage is not None:
            self.swatches = add_swatches(foot, self._choose_color)
            self._show_color(self.draft.passage.color)
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.save_button)
        column_layout(
            self._quote, self.note, self.tags, foot, of=self, margins=(_SIDE, 10, _SIDE, 6), spacing=6
        )

    def begin(self) -> None:
        self.note.moveCursor(QTextCursor.MoveOperation.End)
        self.note.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- the text

    def written(self) -> NoteDraft:
        text = self.note.toPlainText()
        if text == self._shown:
            note = self.draft.note
        else:
            note = text.strip()
        return replace(self.draft, note=note, tags=self.tags.tags())

    def has_changed(self) -> bool:
        return self._is_begun or self.written().words() != self.draft.words()

    def accept(self) -> None:
        """Store the note and close; nothing is stored without a change, except for a new highlight without a note."""
        is_highlight = self.draft.passage is not None and not self.draft.bookmark
        if self.has_changed() or is_highlight:
            self._close(lambda: self._bookmarks.write(self.written(), self._again))
        else:
            self.reject()

    def reject(self) -> None:
        if self.has_changed():
            self._close(lambda: self._bookmarks.cancel(self.written(), self._go_on))
        else:
            self._close(lambda: self._bookmarks.drop_draft(self.written()))

    def leave(self) -> None:
        """Close without storing or discarding; a stored draft stays."""
        self._close(do_nothing)

    def finish(self) -> None:
        """Close as on a click outside: store the note if it was changed, else discard the draft."""
        if self.has_changed():
            self.accept()
        else:
            self.reject()

    def _close(self, end: Callable[[], object]) -> None:
        if not self._is_done:
            self._is_done = True
            self._timer.stop()
            end()
            self._closed()
            self.hide()
            self.deleteLater()

    def _draft_soon(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _follow_words(self) -> None:
        self._draft_soon()
        self._fit()

    def set_most_height(self, height: int) -> None:
        self._most_height = height
        self._fit()

    def _fit(self) -> None:
        lines = 0
        block = self.note.document().firstBlock()
        while block.isValid():
            if block.isVisible():
                lines += max(1, block.layout().lineCount())
            block = block.next()
        around = self.sizeHint().height() - self.note.height() + 20
        most = min(_MAX_LINES, (self._most_height - around) // _LINE)
        height = max(min(lines, most), _MIN_LINES) * _LINE + 20
        if height != self.note.height():
            self.note.setFixedHeight(height)
            self._resized()

    def _choose_color(self, color: MarkColor) -> None:
        if self.draft.passage is not None:
            self.draft = replace(self.draft, passage=replace(self.draft.passage, color=color))
            self._show_color(color)
            bookmark = self._bookmarks.by_uuid(self.draft.bookmark)
            if bookmark is not None:
                self._bookmarks.color(bookmark, color)  # that of a new one is stored together with the note
            self._colored(self.draft)

    def _show_color(self, color: MarkColor) -> None:
        for swatch in self.swatches:
            swatch.set_current(swatch.color is color)

    # -- Qt's events

    def sizeHint(self) -> QSize:
        return QSize(320, self.heightForWidth(320))

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        assert layout is not None
        return max(layout.minimumSize().height(), layout.minimumHeightForWidth(width))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Pass the focus to the note, so that a click on the background of the editor does not close it."""
        self.note.setFocus(event.reason())

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Move the focus in a cycle within the editor: the page below would move it to its links."""
        stops = [self.note, *self.tags.stops(), *self.swatches, self.cancel_button, self.save_button]
        at = next((number for number, stop in enumerate(stops) if stop.hasFocus()), 0)
        if is_next:
            stops[(at + 1) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            stops[at - 1].setFocus(Qt.FocusReason.BacktabFocusReason)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle Ctrl+Enter and Esc in the fields, before an action of the window gets the key."""
        kinds = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        if isinstance(event, QKeyEvent) and event.type() in kinds and self._is_ours(event):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
            else:
                self.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and self._is_ours(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.reject()
        elif self._is_ours(event):
            self.accept()
        else:
            super().keyPressEvent(event)

    def _is_ours(self, event: QKeyEvent) -> bool:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        return event.key() == Qt.Key.Key_Escape or (
            is_enter and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        )

    def _follow_focus(self, left: QWidget | None, entered: QWidget | None) -> None:
        """Store the note when the focus moves to another widget of the window; other windows and menus don't count."""
        self.is_touched = self.is_touched or (entered is not None and self.isAncestorOf(entered))
        was_here = left is not None and (left is self or self.isAncestorOf(left))
        is_elsewhere = (
            entered is not None
            and entered.window() is self.window()
            and not (entered is self or self.isAncestorOf(entered))
        )
        if was_here and is_elsewhere:
            self.finish()

    def paintEvent(self, event: QPaintEvent) -> None:
        rect = QRectF(self.rect())
        text_painting.draw_box(QPainter(self), rect, 6, "raised", "rule2")


class _Quote(QWidget):
    """The words or the title that the note is on, on at most two lines right of a vermilion bar."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words
        self.setAccessibleName(words)
        self.setFixedHeight(22)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.setFixedHeight(22 * max(1, self._lines()))

    def _lines(self) -> int:
        return text_painting.line_count(self._words, theme.serif(14), self.width() - 12, 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(QRectF(0, 4, 2, 22 * self._lines() - 8), theme.color("accent"))
        text_painting.draw_text(
            painter, 12, 0, self.width() - 12, self._words, theme.serif(14), "ink2", 22, 2
        )
