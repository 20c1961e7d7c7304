"""Highlights: the places of passages on a page, the look of each colour, and the notes in the margin."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import Protocol

from msgspec import Struct
from PySide6.QtCore import QEvent, QLineF, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QTextEdit, QToolButton, QWidget

from reader.export.article_text import HEAD, PageBlock, PageBlockKind, markable_texts
from reader.i18n import say
from reader.language.forms import on_one_line
from reader.newspaper.holdings import Anchor, Bookmark
from reader.newspaper.passage import MarkColor, Passage, QuoteSpan
from reader.ui.article.pane_calls import PaneCalls
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.controls import plain


class ColorSwatch(QToolButton):
    """A button with a sample of a highlight; the colour of the note or passage is checked, and has a tick."""

    def __init__(self, color: MarkColor) -> None:
        super().__init__()
        self.color = color
        words = say("标为{color}色", color=color_words(color))
        self.setAccessibleName(words)
        self.setToolTip(plain(words))
        self.setFixedSize(26, 32)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_current(self, is_current: bool) -> None:
        self.setCheckable(is_current)
        self.setChecked(is_current)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect()).adjusted(3, 6, -3, -6)
        is_framed = self.underMouse() or self.isChecked()
        text_painting.draw_box(painter, box, 3, f"mark_{self.color.value}", "rule2" if is_framed else None)
        if self.isChecked():
            theme.draw_icon(painter, "check", "ink", box.center().x() - 6, box.top() + 1, 12)
        line = QLineF(box.left() + 2, box.bottom() - 3, box.right() - 2, box.bottom() - 3)
        paint_underline(painter, line, self.color)
        if self.hasFocus():
            text_painting.draw_focus(painter, QRectF(self.rect()), 4)


def add_swatches(row: QHBoxLayout, chosen: Callable[[MarkColor], object]) -> list[ColorSwatch]:
    """Add a swatch of every colour to a row; `chosen` is called with the clicked colour."""
    swatches = [ColorSwatch(color) for color in MarkColor]
    for swatch in swatches:
        swatch.clicked.connect(lambda _=False, color=swatch.color: chosen(color))
        row.addWidget(swatch)
    return swatches


_PENS = {
    MarkColor.YELLOW: Qt.PenStyle.SolidLine,
    MarkColor.CYAN: Qt.PenStyle.DotLine,
    MarkColor.GREEN: Qt.PenStyle.DashLine,
}


class Highlight(Struct, frozen=True):
    """A highlighted passage on the page; `places` are spans of its blocks, at least one."""

    uuid: str
    places: tuple[QuoteSpan, ...]
    color: MarkColor
    note: str
    giver: str = ""


class MarginNote(Struct, frozen=True):
    """A note in the margin at the line of `place`: on a passage (`quote`), or on an article, at its headline."""

    uuid: str
    place: QuoteSpan
    quote: str
    note: str
    tags: tuple[str, ...]
    giver: str = ""

    def below(self) -> str:
        return "  ".join([*filter(None, [given_words(self.giver)]), *(f"#{tag}" for tag in self.tags)])


GiverOf = Callable[[Bookmark], str]
"""Returns who gave a bookmark along with the library, "" for the reader's own."""


def given_words(giver: str) -> str:
    if giver:
        return say("{giver}给的", giver=giver)
    return ""


def ink_of(giver: str) -> str:
    """Return the colour of the sign of a note, a token: that of another person's differs from the reader's own."""
    if giver:
        return "ok"
    return "accent"


def color_words(color: MarkColor) -> str:
    return {
        MarkColor.YELLOW: say("黄"),
        MarkColor.CYAN: say("青"),
        MarkColor.GREEN: say("绿"),
        MarkColor.PURPLE: say("紫"),
    }[color]


def highlights_on(
    blocks: Sequence[PageBlock], bookmarks: Sequence[Bookmark], giver_of: GiverOf = lambda _: ""
) -> tuple[Highlight, ...]:
    from reader.library.quotes import places_of  # a window that opens has nothing to look for

    texts = markable_texts(blocks)
    highlights = []
    for bookmark in bookmarks:
        if bookmark.passage and (places := places_of(bookmark.passage, texts, bookmark.article)):
            color = bookmark.passage.color
            giver = giver_of(bookmark)
            highlights.append(Highlight(bookmark.uuid, places, color, bookmark.note, giver))
    return tuple(highlights)


def margin_notes_on(
    blocks: Sequence[PageBlock],
    highlights: Sequence[Highlight],
    bookmarks: Sequence[Bookmark],
    heads: Mapping[Anchor, int],
    giver_of: GiverOf = lambda _: "",
) -> tuple[MarginNote, ...]:
    """Return the notes in the margin of a page from the top; lost highlights are told there, too.

    `heads` maps the anchor of an article to the number of the block at which a note on that article is placed.
    """
    from reader.export.notes import quoted  # with all that notes are exported with

    first = {highlight.uuid: highlight.places[0] for highlight in highlights}
    margin_notes = []
    for bookmark in bookmarks:
        is_of_article = bookmark.passage is None or bookmark.is_passage_lost
        head = heads.get(bookmark.anchor) if is_of_article else None
        place = QuoteSpan(head, 0, len(blocks[head].text)) if head is not None else first.get(bookmark.uuid)
        quote = quoted(bookmark)
        lost = say("找不到了：“{words}”", words=quote) if bookmark.is_passage_lost else ""
        note = "\n".join(filter(None, [lost, bookmark.note]))
        if note and place is not None:
            margin_notes.append(
                MarginNote(bookmark.uuid, place, quote, note, bookmark.tags, giver_of(bookmark))
            )
    return tuple(
        sorted(
            margin_notes,
            key=attrgetter("place.text", "place.start", "uuid"),
        )
    )


def heads_of(blocks: Sequence[PageBlock], parts: Sequence[Anchor]) -> dict[Anchor, int]:
    """Return the block with the headline of each part of a story, or else the first block of the part."""
    head_by_anchor: dict[Anchor, int] = {}
    for number, block in enumerate(blocks):
        is_text = block.kind not in (PageBlockKind.FOLIO, PageBlockKind.SEAM, PageBlockKind.OFFER)
        if is_text and (part := block.printed[0][0]) < len(parts):
            is_better = block.kind is PageBlockKind.HEADLINE and (
                blocks[head_by_anchor.get(parts[part], number)].kind in HEAD
            )
            if parts[part] not in head_by_anchor or is_better:
                head_by_anchor[parts[part]] = number
    return head_by_anchor


def passage_between(
    blocks: Sequence[PageBlock], begin: tuple[int, int], end: tuple[int, int]
) -> Passage | None:
    """Return the passage between two (block, character) places; None if it is only white space."""
    from reader.library.quotes import passage_of

    return passage_of(markable_texts(blocks), begin, end)


def paint(
    painter: QPainter,
    rects: Sequence[QRectF],
    color: MarkColor,
    size: float,
    *,
    has_note: bool = False,
    giver: str = "",
) -> None:
    """Paint the background of a passage, and an underline for those who can't tell the colours apart.

    The underline of a passage with a note is thicker, and vermilion; that of one that was given is green.
    """
    for rect in rects:
        height = min(rect.height(), size * 1.36)
        box = QRectF(rect.x(), rect.center().y() - height / 2 + 1, rect.width(), height)
        painter.fillRect(box, theme.color(f"mark_{color.value}"))
        paint_underline(
            painter, QLineF(box.bottomLeft(), box.bottomRight()), color, has_note=has_note, giver=giver
        )


def paint_underline(
    painter: QPainter, line: QLineF, color: MarkColor, *, has_note: bool = False, giver: str = ""
) -> None:
    ink, width = (ink_of(giver), 2.0) if has_note or giver else ("ink3", 1.3)
    painter.setPen(QPen(theme.color(ink), width, _PENS.get(color, Qt.PenStyle.SolidLine)))
    painter.drawLine(line)
    if color is MarkColor.PURPLE:
        painter.drawLine(line.translated(0, -3))


def paint_note_sign(painter: QPainter, center: float, rect: QRectF, giver: str = "") -> None:
    """Paint the seal 注, centred at the x `center` and half the height of `rect`, the line of the passage."""
    sign = QRectF(center - 9, rect.center().y() - 9, 18, 18)
    text_painting.draw_box(painter, sign, 3, ink_of(giver), None)
    text_painting.draw_words(painter, sign, "注", theme.serif(12, 700), "on_accent", text_painting.CENTER)


MIN_CARD_MARGIN = 164
"""In a narrower margin, notes are shown as seals instead of cards, in pixels."""

_WIDEST = 300
_GAP = 8
"""The minimum distance between two notes in the margin, in pixels."""
# The height of a line of a note and of its tags, and the padding above and below, in pixels.
_LINE = 20
_TAGS = 20
_AROUND = 5
_FEWEST = 3
"""The minimum number of lines shown of a note, even if the next one is close."""
_MOST = 30
_ABOVE_VIEW = 400
"""A note whose line is at most this far above the view may still be partly visible, in pixels."""
_SEAL = 20
_SEAL_AT = 23
"""The distance from the column to the centre of a seal if the margin is wide enough, in pixels."""


class NotedLines(Protocol):
    """Where the lines of a page and its margin are in the view; implemented by the page."""

    def top_of_view(self) -> int: ...

    def margin(self) -> QRectF: ...

    def positions_in_view(self) -> tuple[int, int]: ...

    def line_of(self, place: QuoteSpan, visible: tuple[int, int]) -> QRectF | None: ...

    def show_place(self, place: QuoteSpan) -> None: ...


class MarginNotes(QObject):
    def __init__(self, page: QTextEdit, lines: NotedLines, calls: PaneCalls) -> None:
        super().__init__(page)
        self._page = page
        self._lines = lines
        self._calls = calls
        self.notes: tuple[MarginNote, ...] = ()
        self._items: dict[str, NoteItem] = {}
        self._edited = ""
        self.hint = NoteHint(page.viewport())

    def set_notes(self, notes: Sequence[MarginNote]) -> None:
        """Replace the notes; the button of a changed note keeps the focus."""
        if tuple(notes) == self.notes:
            return
        self.notes = tuple(notes)
        self.hint.hide()
        note_uuids = {note.uuid for note in notes}
        for uuid in self._items.keys() - note_uuids:
            item = self._items.pop(uuid)
            item.hide()
            item.deleteLater()
        before: QWidget = self._page
        for note in notes:
            item = self._items.get(note.uuid) or self._make(note)
            item.set_note(note)
            # Tab goes from the page to its notes from top to bottom
            QWidget.setTabOrder(before, item)
            before = item
        self.place()

    def set_edited(self, uuid: str) -> None:
        self._edited = uuid
        self.place()

    def place(self) -> None:
        if not self._items:
            return
        lines = self._lines
        height = self._page.viewport().height()
        top = lines.top_of_view()
        margin = lines.margin()
        has_cards = margin.width() >= MIN_CARD_MARGIN
        spots: list[tuple[MarginNote, QRectF]] = []
        visible = lines.positions_in_view()
        for note in self.notes:
            if note.uuid != self._edited:
                line = lines.line_of(note.place, visible)
            else:
                line = None
            if line is not None and -_ABOVE_VIEW < line.center().y() - top < height:
                spots.append((note, line.translated(0, -top)))
        shown_uuids = {note.uuid for note, _ in spots}
        for uuid, item in self._items.items():
            if uuid not in shown_uuids:
                item.hide()
        # the first note has none above it
        end = -1e6
        for number, (note, line) in enumerate(spots):
            item = self._items[note.uuid]
            item.line = line
            # at its line, or below the note above where both would overlap
            y = max(line.center().y() - _SEAL / 2, end)
            is_last = number + 1 == len(spots)
            if is_last:
                below = 1e6
            else:
                below = spots[number + 1][1].center().y() - _SEAL / 2 - _GAP - y
            if has_cards:
                item.place_as_card(
                    round(margin.left()) + 14, round(y), min(round(margin.width()) - 24, _WIDEST), below
                )
            else:
                middle = margin.left() + min(float(_SEAL_AT), margin.width() / 2)
                item.place_as_seal(round(middle - _SEAL / 2), round(y))
            end = y + item.height() + (_GAP if has_cards else 2)
        self.hint.follow()

    def step(self, uuid: str, by: int) -> bool:
        """Move the focus to the next note (1) or the previous one (-1), scrolling to it; return False at the end."""
        uuids = [note.uuid for note in self.notes]
        at = uuids.index(uuid) + by if uuid in uuids else -1
        if not 0 <= at < len(uuids):
            return False
        item = self._items[uuids[at]]
        if not item.isVisible() or not self._page.viewport().rect().contains(item.geometry().center()):
            self._lines.show_place(self.notes[at].place)
            self.place()
        item.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def leave(self, forward: bool) -> bool:
        """Move the focus to the widget after the notes, or before them; return whether there is one."""
        return QTextEdit.focusNextPrevChild(self._page, forward)

    def _make(self, note: MarginNote) -> NoteItem:
        item = NoteItem(self._page.viewport(), self, note)
        item.clicked.connect(lambda: self._calls.edit_note(item.note.uuid))
        self._items[note.uuid] = item
        return item


class NoteItem(QAbstractButton):
    """A note in the margin, as a card or as the seal 注; a click or Enter edits it in its place."""

    def __init__(self, viewport: QWidget, notes: MarginNotes, note: MarginNote) -> None:
        super().__init__(viewport)
        self._notes = notes
        self.note = note
        self._lines = 0
        self.line = QRectF()
        """The line of the note, in view coordinates."""
        self.is_card = False
        self.is_cut = True
        """Whether the note is not shown in full."""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def set_note(self, note: MarginNote) -> None:
        self.note = note
        self.setAccessibleName(say("批注：{note}", note=on_one_line(note.note)))
        if note.quote:
            about = say("标出“{words}”", words=note.quote)
        else:
            about = say("写在这一篇上")
        if note.tags:
            tags = say("标签：{tags}", tags=say("、").join(note.tags))
        else:
            tags = ""
        self.setAccessibleDescription(wording.listed([about, given_words(note.giver), tags]))
        self.update()

    def place_as_seal(self, x: int, y: int) -> None:
        self.is_card = False
        self.is_cut = True
        self.setGeometry(x, y, _SEAL, _SEAL)
        self.show()
        self.update()

    def place_as_card(self, x: int, y: int, width: int, below: float) -> None:
        full_count = text_painting.line_count(self.note.note, theme.sans(13), width - 12, _MOST)
        others = 2 * _AROUND + (_TAGS if self.note.below() else 0)
        self._lines = max(min(full_count, _FEWEST), min(full_count, int((below - others) // _LINE)))
        self.is_card = True
        self.is_cut = self._lines < full_count
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
            paint_note_sign(painter, rect.center().x(), rect, self.note.giver)
            painter.setOpacity(1)
        else:
            if is_lit:
                text_painting.draw_box(painter, rect, 4, "hover", None)
            painter.fillRect(
                QRectF(0, _AROUND, 2, rect.height() - 2 * _AROUND), theme.color(ink_of(self.note.giver))
            )
            y = text_painting.draw_text(
                painter,
                10,
                _AROUND,
                rect.width() - 12,
                self.note.note,
                theme.sans(13),
                "ink2",
                _LINE,
                self._lines,
            )
            if self.note.below():
                tags = QRectF(10, y, rect.width() - 12, _TAGS)
                text_painting.draw_free(painter, tags, self.note.below(), theme.sans(12), "ink3")
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
        """Move the focus to the next note, and after the last one out of the page.

        The page's own rule is not used: it would select a link in the text while the note keeps the focus.
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
            self._notes.hint.show_near(self)


class NoteHint(QWidget):
    """The note of a seal, shown while the seal is hovered or focused; it takes neither mouse nor focus."""

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._viewport = viewport
        self._item: NoteItem | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setObjectName("noteHint")
        self.hide()

    def show_near(self, item: NoteItem) -> None:
        self._item = item
        note = item.note
        self.setAccessibleName(note.note)
        width = min(320, self._viewport.width() - 16)
        inner = width - 28
        quote = text_painting.line_count(note.quote, theme.serif(13), inner - 10, 2)
        lines = text_painting.line_count(note.note, theme.sans(13), inner, _MOST)
        height = 20 + _LINE * lines
        if quote:
            height += 20 * quote + 6
        if note.below():
            height += _TAGS
        self.setFixedSize(width, min(height, max(60, self._viewport.height() - 16)))
        self.follow()
        self.show()
        self.raise_()
        self.update()

    def leave(self, item: NoteItem) -> None:
        if self._item is item:
            self._item = None
            self.hide()

    def follow(self) -> None:
        """Follow the seal to its new place; hide if the seal is out of view."""
        item = self._item
        if item is None:
            return
        if item.isHidden():
            self.leave(item)
            return
        place = item.geometry()
        viewport = self._viewport.rect()
        x = min(max(place.center().x() - self.width() // 2, 8), viewport.width() - self.width() - 8)
        y = max(place.bottom() + 8, round(item.line.bottom()) + 4)
        if y + self.height() > viewport.height() - 4:
            y = max(4, min(place.top() - 8, round(item.line.top()) - 4) - self.height())
        self.move(QPoint(x, y))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._item is None:
            return
        painter = QPainter(self)
        note = self._item.note
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        text_painting.draw_box(painter, rect, 6, "raised", "rule2")
        x = 14.0
        y = 10.0
        width = rect.width() - 28
        if note.quote:
            lines = text_painting.line_count(note.quote, theme.serif(13), width - 10, 2)
            painter.fillRect(QRectF(x, y + 3, 2, 20 * lines - 6), theme.color("accent"))
            y = text_painting.draw_text(
                painter, x + 10, y, width - 10, note.quote, theme.serif(13), "ink3", 20, 2
            )
            y += 6
        most = max(1, int((rect.height() - y - 10 - (_TAGS if note.below() else 0)) // _LINE))
        y = text_painting.draw_text(painter, x, y, width, note.note, theme.sans(13), "ink", _LINE, most)
        if note.below():
            tags = QRectF(x, y, width, _TAGS)
            text_painting.draw_free(painter, tags, note.below(), theme.sans(12), "ink3")
