"""Positions on the page of an article: of its lines, hits, highlights, ticks at the scroll bar, and of the view.

An opening mark that begins a line is put into the margin with its empty half: it is set in the narrow form of the
typeface (OpenType's `halt`), if that has one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QFont,
    QPainter,
    QPaintEvent,
    QPen,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextLine,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget

from reader.export.article_text import HEAD, HEAD_OF, UNPRINTED, PageBlock, PageBlockKind, place_of, places_of
from reader.language.forms import search_form
from reader.language.scripts import Script, in_script
from reader.newspaper.article import Article, ArticleKind, Where
from reader.newspaper.passage import QuoteSpan
from reader.ui.article.highlights import Highlight, paint
from reader.ui.article.typesetting import DocumentFiller
from reader.ui.widgets import text_painting, theme
from reader.ui.widgets.text_painting import OPENING, hang_of, metrics_of

if TYPE_CHECKING:
    from reader.library.character_places import CharacterPlace

HIT_AT = 0.42
"""The position in the view of a hit that is scrolled to, as a share of the view's height."""


def hits(article: Article, blocks: Sequence[PageBlock], needles: Sequence[str]) -> tuple[QuoteSpan, ...]:
    """Return every match of `needles` (search forms) on the page, in reading order.

    `article` is a story joined by `read_as_one`. A match in a credit inside a paragraph is returned once.
    """
    from reader.search.answering import snippets

    hit_spans = []
    places = places_of(blocks)
    for field_marks in snippets.marks(article, needles):
        field = field_marks.field
        place = place_of(field.where, field.index, field.text, places, blocks)
        if place:
            number, offset = place
            hit_spans += [QuoteSpan(number, offset + start, offset + end) for start, end in field_marks.spans]
    for number, block in enumerate(blocks):
        if block.kind is PageBlockKind.SEAM:  # it shows the headline of another part
            words = Article("", ArticleKind.CONTINUATION, headline=block.text)
            hit_spans += [
                QuoteSpan(number, *span)
                for seam_marks in snippets.marks(words, needles)
                for span in seam_marks.spans
            ]
    return tuple(sorted(hit_spans, key=attrgetter("text", "start")))


def hits_as_shown(
    article: Article, blocks: Sequence[PageBlock], needles: Sequence[str], script: Script
) -> tuple[QuoteSpan, ...]:
    printed = hits(article, blocks, needles)
    if script is Script.PRINTED:
        return printed
    shown_blocks = [replace(block, text=in_script(block.text, script)) for block in blocks]
    shown_hits = hits(article_in_script(article, script), shown_blocks, needles)
    return tuple(sorted({*printed, *shown_hits}, key=attrgetter("text", "start", "end")))


def article_in_script(article: Article, script: Script) -> Article:
    """Return an article with its texts converted to a script; every character keeps its place."""

    def shown(text: str | None) -> str | None:
        if text:
            return in_script(text, script)
        return text

    credits = [replace(credit, as_printed=in_script(credit.as_printed, script)) for credit in article.credits]
    blocks = [replace(block, text=in_script(block.text, script)) for block in article.blocks]
    return replace(
        article,
        section=shown(article.section),
        kicker=shown(article.kicker),
        headline=shown(article.headline),
        decks=tuple(in_script(deck, script) for deck in article.decks),
        credits=tuple(credits),
        blocks=tuple(blocks),
    )


def place_in_article(
    parts: Sequence[Article], block: PageBlock, at: int
) -> tuple[int, CharacterPlace] | None:
    """Return the part of the story from which a character of a page block was printed, and its place there.

    Return None if it was printed in none of the parts.
    """
    from reader.library.character_places import CharacterPlace

    if block.kind in UNPRINTED:
        return None
    if block.kind is PageBlockKind.BYLINE:
        for index, credit in enumerate(parts[0].credits):
            begin = block.text.find(credit.as_printed)
            if 0 <= begin <= at < begin + len(credit.as_printed):
                return 0, CharacterPlace(Where.CREDIT, index, at - begin)
        return None
    if block.kind in HEAD:
        where = next(where for where, kind in HEAD_OF.items() if kind is block.kind)
        return 0, CharacterPlace(where, block.index, at)
    # a paragraph across a seam has a piece in each part
    part, start = [piece for piece in block.printed if piece[1] <= at][-1]
    text = block.text_in(part)
    blocks = parts[part].blocks
    # in a joined story the blocks are numbered anew; so look for the text, first at the same number
    indices = [*range(len(blocks))]
    if block.index < len(blocks) and blocks[block.index].text == text:
        indices.insert(0, block.index)
    for index in indices:
        begin = blocks[index].text.find(text)
        if begin >= 0:
            return part, CharacterPlace(Where.BLOCK, index, begin + at - start)
    return None


def step(current: int, by: int, count: int) -> int:
    """Return the number of the next hit (1) or the previous one (-1), cyclically; `current` is -1 for none."""
    if current >= 0:
        return (current + by) % count
    return range(count)[min(by, 0)]


def crossing(hits: Sequence[QuoteSpan], blocks: Sequence[PageBlock], part: int) -> int | None:
    """Return the number of the first hit that crosses the beginning of a part of the story, or None."""
    for number, hit in enumerate(hits):
        for printed_in, start in blocks[hit.text].printed[1:]:
            if printed_in == part and hit.start < start < hit.end:
                return number
    return None


def begun_at_end(article: Article, blocks: Sequence[PageBlock], needles: Sequence[str]) -> QuoteSpan | None:
    """Return where the text ends with the beginning of one of `needles`, the longest; None if it does with none."""
    printed = [number for number, block in enumerate(blocks) if block.kind not in UNPRINTED and block.text]
    if not printed:
        return None
    end = search_form(blocks[printed[-1]].text)
    beginnings = []
    for needle in needles:
        beginnings += [needle[:length] for length in range(1, len(needle)) if end.endswith(needle[:length])]
    for beginning in sorted(beginnings, key=len, reverse=True):
        spans = hits(article, blocks, [beginning])
        if spans and spans[-1].text == printed[-1]:
            return spans[-1]
    return None


def number_in(hits: Sequence[QuoteSpan], blocks: Sequence[PageBlock], text: str, at: int) -> int:
    """Return the number of the hit at or after a character of a text; 0 if the text has none or is not on the page."""
    for number, block in enumerate(blocks):
        begin = block.text.find(text)
        if block.kind not in UNPRINTED and begin >= 0:
            hit_numbers = (n for n, hit in enumerate(hits) if hit.text == number and hit.end > begin + at)
            return next(hit_numbers, 0)
    return 0


# In a longer text (characters), or with more hits, ticks are placed by characters: exact heights take too long.
_EXACT_TICKS = 30_000
_EXACT_HITS = 1000


class PageHits:
    """The hits of a page; `current` is the number of one of them, -1 for none."""

    def __init__(self, filler: DocumentFiller) -> None:
        self._filler = filler
        self.hits: tuple[QuoteSpan, ...] = ()
        self._spans: list[tuple[int, int]] = []
        self.current_hit = -1

    def __len__(self) -> int:
        return len(self.hits)

    def set_hits(self, hits: Sequence[QuoteSpan]) -> None:
        self.hits = tuple(hits)
        self.current_hit = -1
        self.set_filler(self._filler)

    def set_filler(self, filler: DocumentFiller) -> None:
        self._filler = filler
        position_of = filler.position_of
        self._spans = [
            (position_of(hit.text, hit.start), position_of(hit.text, hit.end)) for hit in self.hits
        ]

    def start_of(self, number: int) -> int:
        return self._spans[number][0]

    def first_from(self, position: int) -> int:
        """Return the number of the first hit at or after a position of the document, or 0."""
        at = bisect_left(self._spans, (position, 0))
        if at < len(self._spans):
            return at
        return 0

    def ink_of_current(self) -> list[QTextEdit.ExtraSelection]:
        """Return the selection that colours the characters of the current hit; only Qt can colour them."""
        if self.current_hit < 0 or self._spans[self.current_hit][1] > self._filler.built:
            return []
        start, end = self._spans[self.current_hit]
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self._filler.document)
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        selection.cursor = cursor
        selection.format.setForeground(theme.color("hit_current_ink"))
        return [selection]

    def paint(self, painter: QPainter, visible: tuple[int, int], size: float) -> None:
        """Paint the background of the hits between two document positions; `size` is the body's type size in pixels."""
        first, last = visible
        document = self._filler.document
        for number in range(bisect_left(self._spans, (first, 0)), bisect_right(self._spans, (last, last))):
            start, end = self._spans[number]
            own_size = type_size(document, start, size)
            for rect in span_rects(document, start, end):
                text_painting.draw_hit(painter, rect, own_size, is_current=number == self.current_hit)

    def hit_heights(self) -> list[float]:
        """Return the position of each hit in the whole page, 0 to 1."""
        filler = self._filler
        is_much = filler.total > _EXACT_TICKS or len(self._spans) > _EXACT_HITS
        if not filler.is_done or is_much:
            return [start / max(1, filler.total) for start, _ in self._spans]
        height = max(1.0, filler.document.size().height())
        return [line_rect(filler.document, start).top() / height for start, _ in self._spans]


def line_rect(document: QTextDocument, position: int) -> QRectF:
    """Return the rectangle of the line at a position of the document, in document coordinates (pixels)."""
    block = document.findBlock(position)
    top_left = document.documentLayout().blockBoundingRect(block).topLeft()
    line = block.layout().lineForTextPosition(position - block.position())
    if line.isValid():
        return line.rect().translated(top_left)
    return QRectF(top_left.x(), top_left.y(), 0, 0)


def position_near(document: QTextDocument, point: QPointF) -> int:
    """Return the position nearest to a point in document coordinates. Lays out the document down to that point."""
    return document.documentLayout().hitTest(point, Qt.HitTestAccuracy.FuzzyHit)


def character_at(document: QTextDocument, point: QPointF) -> int:
    position = position_near(document, point)
    block = document.findBlock(position)
    line = block.layout().lineForTextPosition(position - block.position())
    if not line.isValid():
        return position
    origin = document.documentLayout().blockBoundingRect(block).topLeft()
    unit = line.xToCursor(point.x() - origin.x(), QTextLine.CursorPosition.CursorOnCharacter)
    return block.position() + int(unit)


def type_size(document: QTextDocument, position: int, usual: float) -> float:
    """Return the size of the character at a position, in pixels; `usual` if its format has none."""
    cursor = QTextCursor(document)
    cursor.setPosition(min(position + 1, document.characterCount() - 1))
    pixels = cursor.charFormat().font().pixelSize()
    if pixels > 0:
        return float(pixels)
    return usual


def span_rects(document: QTextDocument, start: int, end: int) -> list[QRectF]:
    """Return the rectangles of the characters [start, end), one for each of their lines."""
    rects: list[QRectF] = []
    block = document.findBlock(start)
    while block.isValid() and block.position() < end:
        origin = document.documentLayout().blockBoundingRect(block).topLeft()
        first = max(0, start - block.position())
        last = min(block.length() - 1, end - block.position())
        first_line = block.layout().lineForTextPosition(first).lineNumber()  # 0 where no line is laid out
        for number in range(first_line, block.layout().lineCount()):
            line = block.layout().lineAt(number)
            if line.textStart() >= last:
                break
            rects += (
                QRectF(origin.x() + x0, origin.y() + line.y(), x1 - x0, line.height())
                for x0, x1 in text_painting.extents(line, first, last)
            )
        block = block.next()
    return rects


class HighlightMarks:
    def __init__(self, filler: DocumentFiller) -> None:
        self.filler = filler
        self.highlights: tuple[Highlight, ...] = ()
        self.pending: Highlight | None = None
        """The passage of a note that is being written and not yet stored."""
        self.faint: tuple[QuoteSpan, ...] = ()
        """The characters of which an OCR program was not certain, if they are shown."""

    def start_of(self, uuid: str) -> int | None:
        """Return the document position of the beginning of a highlight; None if it is not on the page."""
        for highlight in self.highlights:
            if highlight.uuid == uuid:
                return self._span(highlight)[0]
        return None

    def at(self, point: QPointF) -> str | None:
        for highlight in reversed(self.highlights):
            if any(rect.contains(point) for rect in self.rects_of(highlight.places)):
                return highlight.uuid
        return None

    def paint(self, painter: QPainter, visible: tuple[int, int], size: float) -> None:
        for highlight in self.highlights:
            self._paint_highlight(highlight, painter, visible, size)
        if self.pending is not None:
            self._paint_highlight(self.pending, painter, visible, size)
        self._paint_faint(painter, visible)

    def _paint_highlight(
        self, highlight: Highlight, painter: QPainter, visible: tuple[int, int], size: float
    ) -> None:
        start, end = self._span(highlight)
        if start > visible[1] or end < visible[0]:
            return
        paint(
            painter,
            self.rects_of(highlight.places),
            highlight.color,
            type_size(self.filler.document, start, size),
            has_note=bool(highlight.note),
            giver=highlight.giver,
        )

    def _paint_faint(self, painter: QPainter, visible: tuple[int, int]) -> None:
        """Underline the characters of which an OCR program was not certain."""
        painter.setPen(QPen(theme.color("ink3"), 1.5, Qt.PenStyle.DotLine))
        for place in self.faint:
            position = self.filler.position_of(place.text, place.start)
            if visible[0] <= position <= visible[1]:
                for rect in self.rects_of([place]):
                    painter.drawLine(QLineF(rect.bottomLeft(), rect.bottomRight()))

    def rects_of(self, places: Sequence[QuoteSpan]) -> list[QRectF]:
        """Return the rectangles of spans of the blocks, in document coordinates; [] until they are set."""
        document = self.filler.document
        position_of = self.filler.position_of
        return [
            rect
            for place in places
            if position_of(place.text, place.end) <= self.filler.built
            for rect in span_rects(
                document, position_of(place.text, place.start), position_of(place.text, place.end)
            )
        ]

    def _span(self, highlight: Highlight) -> tuple[int, int]:
        first = highlight.places[0]
        last = highlight.places[-1]
        return self.filler.position_of(first.text, first.start), self.filler.position_of(last.text, last.end)


class HitTicks(QWidget):
    WIDTH = 10

    def __init__(
        self, heights: Callable[[], list[float]], current: Callable[[], int], parent: QWidget
    ) -> None:
        """Make the strip.

        `heights` returns the position of each hit in the whole page (0 to 1), `current` the number of the current one.
        """
        super().__init__(parent)
        self._heights_now = heights
        self._current = current
        self._heights: list[float] | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def place_right_of(self, view: QRect) -> None:
        """Place the strip right of a viewport; inside the viewport it would scroll with the text."""
        self.setGeometry(view.right() + 1, view.y(), self.WIDTH, view.height())

    def forget(self) -> None:
        self._heights = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._heights is None:
            self._heights = self._heights_now()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("paper"))
        current = self._current()
        tops = [height * self.height() for height in self._heights]
        others = [top for number, top in enumerate(tops) if number != current]
        heights = {round(top): top for top in others}.values()  # several hits may have the same one
        for top in heights:
            painter.fillRect(QRectF(2, top, 6, 3), theme.color("hit_edge"))
        if 0 <= current < len(tops):
            painter.fillRect(QRectF(2, tops[current], 6, 3), theme.color("accent"))


class TextPlace(Struct, frozen=True):
    """A place to scroll to: the line at `position` of the document goes to `share` of the view's height.

    `ratio` is the share of that line which lies above the place, 0 to 1.
    """

    position: int
    ratio: float = 0.0
    share: float = 0.0


BEGINNING = TextPlace(0)


def place_after(
    place: tuple[int, int], before: Sequence[PageBlock], now: Sequence[PageBlock]
) -> tuple[int, int]:
    """Return where a place of a page, a block and a character in it, is after a change of the page's blocks.

    If all text from it on is unchanged, it is counted from the end, else from the beginning.
    """
    if before == now:
        return place
    old = "\0".join(block.text for block in before)
    new = "\0".join(block.text for block in now)
    at = sum(len(block.text) + 1 for block in before[: place[0]]) + place[1]
    if new.endswith(old[at:]):
        at += len(new) - len(old)
    at = min(at, len(new))
    return new.count("\0", 0, at), at - new.rfind("\0", 0, at) - 1


class ScrollPosition:
    """Scrolls a page to a place as soon as the place is set, and returns the place in view."""

    def __init__(self, page: QTextBrowser, filler: DocumentFiller, ahead: float, top_margin: float) -> None:
        """Watch a page.

        `ahead` is the number of characters set after a place before scrolling to it; `top_margin` is in pixels.
        """
        self._page = page
        self.filler = filler
        self._ahead = ahead
        self._top_margin = top_margin
        self._goal: TextPlace | None = None
        self._reached = (0, BEGINNING)

    def go(self, goal: TextPlace) -> None:
        self._goal = goal
        self.scroll_if_ready()

    def cancel_goal(self) -> None:
        self._goal = None

    def scroll_if_ready(self) -> None:
        goal = self._goal
        filler = self.filler
        if goal is None or not (filler.is_done or goal.position < filler.built - self._ahead):
            return
        top = 0.0
        view = self._page.viewport().height()
        if goal.position:
            line = line_rect(filler.document, goal.position)
            # Qt lays out a long document only as far as it is asked to, and scrolls no further.
            position_near(filler.document, QPointF(0, line.bottom() + view))
            top = line.top() + goal.ratio * line.height() - goal.share * view
        self._page.verticalScrollBar().setValue(round(top))
        self._goal = None
        self._reached = (self._page.verticalScrollBar().value(), goal)

    def place(self, left: float) -> TextPlace:
        """Return the place scrolled to, or the top of the view if it was scrolled since."""
        if self._goal:
            return self._goal
        value, goal = self._reached
        if value == self._page.verticalScrollBar().value():
            return goal
        return self.at_top(left)

    def at_top(self, left: float) -> TextPlace:
        value, goal = self._reached
        top = self._page.verticalScrollBar().value()
        if self._goal or value == top:
            goal = self._goal or goal
            if goal.share == 0:
                return goal
        if top < self._top_margin or not self.filler.built:
            return BEGINNING
        # just inside the column, as a point left of it may be in the line above
        position = position_near(self.filler.document, QPointF(left + 1, top))
        line = line_rect(self.filler.document, position)
        return TextPlace(position, max(0.0, min(1.0, (top - line.top()) / max(1.0, line.height()))))


_HALT = "halt"


def narrowed(form: QTextCharFormat) -> QTextCharFormat | None:
    """Return the format of an opening mark without its empty half; None if it has that, or the face no such form.

    Before 6.11 Qt keeps no features in a format: there, too, the mark stays as it is.
    """
    narrow = QTextCharFormat(form)
    font = form.font()
    wide = font.key()
    font.setFeature(QFont.Tag(_HALT), 1)
    narrow.setFont(font)
    if wide not in _narrows:
        font = narrow.font()
        advance = metrics_of(font).horizontalAdvance("（")
        _narrows[wide] = font.key() != wide and advance <= 0.6 * font.pixelSize()
    if _narrows[wide]:
        return narrow
    return None


_narrows: dict[str, bool] = {}
"""Of fonts, by their keys, whether they have a narrow form of marks, and are not in it already."""


_OPENINGS = frozenset(OPENING)


class LineStarts:
    """Puts lines that begin with an opening mark half an em to the left, block by block of a document that may grow.

    The first line of a block hangs by its indent. In every other one the mark is set in its narrow form, from above
    down, as each moves what is below it; with that a mark may fit at the end of the line before, where it stays.
    """

    def __init__(self, document: QTextDocument) -> None:
        self._document = document
        self._done = 0
        self._column = 0.0
        self._wide: dict[int, list[tuple[int, QTextCharFormat]]] = {}
        """Of each block the positions of its narrow marks, and their formats before."""

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do in the blocks that are there so far."""
        return self._done == self._document.blockCount()

    def set_next(self) -> None:
        for position, form in self._wide.pop(self._done, ()):
            self._at(position).setCharFormat(form)
        block = self._document.findBlockByNumber(self._done)
        is_centred = block.blockFormat().alignment() & Qt.AlignmentFlag.AlignHCenter
        if not is_centred and not _OPENINGS.isdisjoint(block.text()):
            self._wide[self._done] = [*self._narrowed(block)]
        self._done += 1

    def set_all(self) -> None:
        while not self.is_done:
            self.set_next()

    def begin_again(self) -> None:
        """Begin again from above if the column has another width than before."""
        form = self._document.rootFrame().frameFormat()
        column = self._document.textWidth() - form.leftMargin() - form.rightMargin()
        if column != self._column:
            self._column = column
            self._done = 0

    def _narrowed(self, block: QTextBlock) -> Iterator[tuple[int, QTextCharFormat]]:
        """Narrow the marks in a block; yield their positions in the document and their formats before."""
        layout = block.layout()
        lay_out = self._document.documentLayout().blockBoundingRect
        lay_out(block)
        line = 1
        while line < layout.lineCount():
            position = block.position() + layout.lineAt(line).textStart()
            form = self._narrowed_at(position)
            if form is not None:
                lay_out(block)
                yield position, form
            else:
                line += 1

    def _narrowed_at(self, position: int) -> QTextCharFormat | None:
        """Narrow the mark at a position and return its format before; None if there is none to narrow."""
        before = self._document.characterAt(position - 1)
        mark = self._document.characterAt(position)
        if mark not in _OPENINGS or before in _OPENINGS:  # which reaches into the empty half of this one
            return None
        cursor = self._at(position)
        form = cursor.charFormat()
        if not hang_of(form.font(), mark):
            return None
        narrow = narrowed(form)
        if narrow is None:
            return None
        cursor.setCharFormat(narrow)
        return form

    def _at(self, position: int) -> QTextCursor:
        """Return a cursor with the character at a position selected."""
        cursor = QTextCursor(self._document)
        cursor.setPosition(position)
        cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor)
        return cursor
