"""The notes in the margin of a page: in full where there is room, else as a seal that shows its note when hovered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QTextEdit, QWidget

from reader.i18n import say
from reader.ui.article.highlights import MarginNote, paint_note_sign
from reader.ui.widgets import fonts, text_painting, theme, wording

if TYPE_CHECKING:
    from reader.ui.article.article_page import ArticlePage

LEAST_FOR_CARDS = 164
"""A margin narrower than this many pixels has seals in place of the notes themselves."""

_WIDEST = 300
_GAP = 8
"""The least distance between two notes in the margin, in pixels."""
_LINE, _TAGS, _AROUND = 20, 20, 5
"""The heights of a line of a note and of its tags, and the space above and below, in pixels."""
_FEWEST = 3
"""A note shows so many lines at least, also where the next one stands close by."""
_MOST = 30
_ABOVE_VIEW = 400
"""A note whose line is so far above the view may still be seen in part, in pixels."""
_SEAL = 20
_SEAL_AT = 23
"""The distance from the column to the middle of a seal where the margin is wide enough, in pixels."""


class MarginNotes(QObject):
    """Places the notes of a page beside their lines; `activated` has the uuid of one that was chosen."""

    activated = Signal(str)

    def __init__(self, page: ArticlePage) -> None:
        super().__init__(page)
        self._page = page
        self._notes: tuple[MarginNote, ...] = ()
        self._items: dict[str, NoteItem] = {}
        self._edited = ""
        self.hint = NoteHint(page.viewport())

    def notes(self) -> tuple[MarginNote, ...]:
        return self._notes

    def set_notes(self, notes: Sequence[MarginNote]) -> None:
        """Show other notes; a button keeps the focus when its note is changed."""
        if tuple(notes) == self._notes:
            return
        self._notes = tuple(notes)
        self.hint.hide()
        wanted = {note.uuid for note in notes}
        for uuid in self._items.keys() - wanted:
            item = self._items.pop(uuid)
            item.hide()
            item.deleteLater()
        before: QWidget = self._page
        for note in notes:
            item = self._items.get(note.uuid) or self._make(note)
            item.set_note(note)
            QWidget.setTabOrder(before, item)
            before = item
        self.place()

    def set_edited(self, uuid: str) -> None:
        """Hide the note that is being edited in its place; "": none is."""
        self._edited = uuid
        self.place()

    def place(self) -> None:
        """Put what is in view beside its line, and hide the rest."""
        if not self._items:
            return
        page = self._page
        height, top = page.viewport().height(), page.top_of_view()
        room = page.margin()
        has_cards = room.width() >= LEAST_FOR_CARDS
        spots: list[tuple[MarginNote, QRectF]] = []
        visible = page.positions_in_view()
        for note in self._notes:
            line = page.line_of(note.place, visible) if note.uuid != self._edited else None
            if line is not None and -_ABOVE_VIEW < line.center().y() - top < height:
                spots.append((note, line.translated(0, -top)))
        shown = {note.uuid for note, _ in spots}
        for uuid, item in self._items.items():
            if uuid not in shown:
                item.hide()
        end = -1e6
        for number, (note, line) in enumerate(spots):
            item = self._items[note.uuid]
            item.line = line
            y = max(line.center().y() - _SEAL / 2, end)
            is_last = number + 1 == len(spots)
            below = 1e6 if is_last else spots[number + 1][1].center().y() - _SEAL / 2 - _GAP - y
            if has_cards:
                item.lie_as_card(
                    round(room.left()) + 14, round(y), min(round(room.width()) - 24, _WIDEST), below
                )
            else:
                middle = room.left() + min(float(_SEAL_AT), room.width() / 2)
                item.lie_as_seal(round(middle - _SEAL / 2), round(y))
            end = y + item.height() + (_GAP if has_cards else 2)
        self.hint.follow()

    def step(self, uuid: str, by: int) -> bool:
        """Give the focus to the note after another (1) or before it (-1); return False at the end."""
        uuids = [note.uuid for note in self._notes]
        at = uuids.index(uuid) + by if uuid in uuids else -1
        if not 0 <= at < len(uuids):
            return False
        item = self._items[uuids[at]]
        if not item.isVisible() or not self._page.viewport().rect().contains(item.geometry().center()):
            self._page.show_place(self._notes[at].place)
            self.place()
        item.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def leave(self, forward: bool) -> bool:
        """Give the focus to what stands after the notes, or before them."""
        return QTextEdit.focusNextPrevChild(self._page, forward)

    def _make(self, note: MarginNote) -> NoteItem:
        item = NoteItem(self._page.viewport(), self, note)
        item.clicked.connect(lambda: self.activated.emit(item.note.uuid))
        self._items[note.uuid] = item
        return item


class NoteItem(QAbstractButton):
    """A note in the margin, as a card with its words or as the seal 注; a click or Enter edits it in its place."""

    def __init__(self, ground: QWidget, notes: MarginNotes, note: MarginNote) -> None:
        super().__init__(ground)
        self._notes = notes
        self.note = note
        self._lines = 0
        self.line = QRectF()
        """The line it stands beside, in the view."""
        self.is_card = False
        self.is_cut = True
        """Whether not all of the note is seen."""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def set_note(self, note: MarginNote) -> None:
        self.note = note
        self.setAccessibleName(say("批注：{note}", note=note.note))
        about = say("标出“{words}”", words=note.quote) if note.quote else say("写在这一篇上")
        tags = say("标签：{tags}", tags=say("、").join(note.tags)) if note.tags else ""
        self.setAccessibleDescription(wording.listed([about, tags]))
        self.update()

    def lie_as_seal(self, x: int, y: int) -> None:
        self.is_card, self.is_cut = False, True
        self.setGeometry(x, y, _SEAL, _SEAL)
        self.show()
        self.update()

    def lie_as_card(self, x: int, y: int, width: int, below: float) -> None:
        """Lie in the margin, as high as the words are, or as there is space `below`."""
        whole = text_painting.line_count(self.note.note, fonts.sans(13), width - 12, _MOST)
        others = 2 * _AROUND + (_TAGS if self.note.tags else 0)
        self._lines = max(min(whole, _FEWEST), min(whole, int((below - others) // _LINE)))
        self.is_card, self.is_cut = True, self._lines < whole
        self.setGeometry(x, y, width, self._lines * _LINE + others)
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        is_lit = self.underMouse() or self.hasFocus()
        if not self.is_card:
            painter.setOpacity(0.85 if self.underMouse() else 1)
            paint_note_sign(painter, rect.center().x(), rect)
            painter.setOpacity(1)
        else:
            if is_lit:
                text_painting.draw_box(painter, rect, 4, "hover", None)
            painter.fillRect(QRectF(0, _AROUND, 2, rect.height() - 2 * _AROUND), theme.color("accent"))
            y = text_painting.draw_text(
                painter,
                10,
                _AROUND,
                rect.width() - 12,
                self.note.note,
                fonts.sans(13),
                "ink2",
                _LINE,
                self._lines,
            )
            if self.note.tags:
                tags = QRectF(10, y, rect.width() - 12, _TAGS)
                text_painting.draw_words(painter, tags, _tags_of(self.note), fonts.sans(12), "ink3")
        if self.hasFocus():
            text_painting.draw_focus(painter, rect, 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.click()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._notes.step(self.note.uuid, 1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Lead to the next note, and past the last one out of the page.

        Not by way of the page's own rule, which chooses a link in the text while the focus stays on the note.
        """
        return self._notes.step(self.note.uuid, 1 if next else -1) or self._notes.leave(next)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._show_hint()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self.hasFocus():
            self._notes.hint.leave(self)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_hint()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._notes.hint.leave(self)

    def _show_hint(self) -> None:
        if self.is_cut:
            self._notes.hint.show_beside(self)


class NoteHint(QWidget):
    """The note of a seal, shown while this is pointed at or has the focus; it takes neither mouse nor focus."""

    def __init__(self, ground: QWidget) -> None:
        super().__init__(ground)
        self._ground = ground
        self._item: NoteItem | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setObjectName("noteHint")
        self.hide()

    def show_beside(self, item: NoteItem) -> None:
        """Show the note of a seal below it, or above it where there is no space below."""
        self._item = item
        note = item.note
        self.setAccessibleName(note.note)
        width = min(320, self._ground.width() - 16)
        inner = width - 28
        quote = text_painting.line_count(note.quote, fonts.serif(13), inner - 10, 2)
        lines = text_painting.line_count(note.note, fonts.sans(13), inner, _MOST)
        height = 20 + 20 * quote + (6 if quote else 0) + _LINE * lines + (_TAGS if note.tags else 0)
        self.setFixedSize(width, min(height, max(60, self._ground.height() - 16)))
        self.follow()
        self.show()
        self.raise_()
        self.update()

    def leave(self, item: NoteItem) -> None:
        """Hide the note, if it is that of the item."""
        if self._item is item:
            self._item = None
            self.hide()

    def words(self) -> str:
        """Return the note that is shown; "" while none is."""
        return self._item.note.note if self._item is not None and not self.isHidden() else ""

    def follow(self) -> None:
        """Lie beside the seal where that is now; hidden when that is out of view."""
        item = self._item
        if item is None:
            return
        if item.isHidden():
            self.leave(item)
            return
        place, ground = item.geometry(), self._ground.rect()
        x = min(max(place.center().x() - self.width() // 2, 8), ground.width() - self.width() - 8)
        y = max(place.bottom() + 8, round(item.line.bottom()) + 4)
        if y + self.height() > ground.height() - 4:
            y = max(4, min(place.top() - 8, round(item.line.top()) - 4) - self.height())
        self.move(QPoint(x, y))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._item is None:
            return
        painter, note = QPainter(self), self._item.note
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        text_painting.draw_box(painter, rect, 6, "raised", "rule2")
        x, y, width = 14.0, 10.0, rect.width() - 28
        if note.quote:
            lines = text_painting.line_count(note.quote, fonts.serif(13), width - 10, 2)
            painter.fillRect(QRectF(x, y + 3, 2, 20 * lines - 6), theme.color("accent"))
            y = text_painting.draw_text(
                painter, x + 10, y, width - 10, note.quote, fonts.serif(13), "ink3", 20, 2
            )
            y += 6
        most = max(1, int((rect.height() - y - 10 - (_TAGS if note.tags else 0)) // _LINE))
        y = text_painting.draw_text(painter, x, y, width, note.note, fonts.sans(13), "ink", _LINE, most)
        if note.tags:
            tags = QRectF(x, y, width, _TAGS)
            text_painting.draw_words(painter, tags, _tags_of(note), fonts.sans(12), "ink3")


def _tags_of(note: MarginNote) -> str:
    return "  ".join(f"#{tag}" for tag in note.tags)
