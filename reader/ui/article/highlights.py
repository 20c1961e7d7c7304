"""Highlights: the places of passages on a page, and the look of each colour."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QToolButton

from reader.export.article_text import HEAD, PageBlock, PageBlockKind, markable_texts
from reader.i18n import say
from reader.library.quotes import QuoteSpan, passage_of, places_of
from reader.newspaper.holdings import Anchor, Bookmark
from reader.newspaper.passage import MarkColor, Passage
from reader.ui.widgets import fonts, icons, text_painting, theme
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
        """Show whether this is the colour that was chosen."""
        self.setCheckable(is_current)
        self.setChecked(is_current)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect()).adjusted(3, 6, -3, -6)
        is_framed = self.underMouse() or self.isChecked()
        text_painting.draw_box(painter, box, 3, f"mark_{self.color.value}", "rule2" if is_framed else None)
        if self.isChecked():
            icons.draw(painter, "check", "ink", box.center().x() - 6, box.top() + 1, 12)
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


@dataclass(frozen=True, slots=True)
class Highlight:
    """A highlighted passage on the page; `places` are spans of its blocks, at least one.

    `giver` is who gave it along with the library, "" for the reader's own.
    """

    uuid: str
    places: tuple[QuoteSpan, ...]
    color: MarkColor
    note: str
    giver: str = ""


@dataclass(frozen=True, slots=True)
class MarginNote:
    """A note in the margin at the line of `place`: on a passage (`quote`), or on an article, at its headline.

    `giver` is as in `Highlight`.
    """

    uuid: str
    place: QuoteSpan
    quote: str
    note: str
    tags: tuple[str, ...]
    giver: str = ""

    def below(self) -> str:
        """Return the line below the note: who gave it, and its tags."""
        return "  ".join([*filter(None, [given_words(self.giver)]), *(f"#{tag}" for tag in self.tags)])


GiverOf = Callable[[Bookmark], str]
"""Returns who gave a bookmark along with the library, "" for the reader's own."""


def given_words(giver: str) -> str:
    """Return in words who gave a bookmark; "" for the reader's own."""
    return say("{giver}给的", giver=giver) if giver else ""


def ink_of(giver: str) -> str:
    """Return the colour of the sign of a note, a token: that of another person's differs from the reader's own."""
    return "ok" if giver else "accent"


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
    """Return the highlights of bookmarks whose passages are on the page."""
    texts = markable_texts(blocks)
    found = []
    for bookmark in bookmarks:
        if bookmark.passage and (places := places_of(bookmark.passage, texts)):
            color, giver = bookmark.passage.color, giver_of(bookmark)
            found.append(Highlight(bookmark.uuid, places, color, bookmark.note, giver))
    return tuple(found)


def margin_notes_on(
    blocks: Sequence[PageBlock],
    highlights: Sequence[Highlight],
    bookmarks: Sequence[Bookmark],
    heads: Mapping[Anchor, int],
    giver_of: GiverOf = lambda _: "",
) -> tuple[MarginNote, ...]:
    """Return the notes in the margin of a page from the top.

    `heads` maps the anchor of an article to the number of the block at which a note on that article is placed.
    """
    first = {highlight.uuid: highlight.places[0] for highlight in highlights}
    found = []
    for bookmark in bookmarks:
        head = None if bookmark.passage else heads.get(bookmark.anchor)
        place = QuoteSpan(head, 0, len(blocks[head].text)) if head is not None else first.get(bookmark.uuid)
        if bookmark.note and place is not None:
            quote = " ".join(bookmark.passage.exact.split()) if bookmark.passage else ""
            giver = giver_of(bookmark)
            found.append(MarginNote(bookmark.uuid, place, quote, bookmark.note, bookmark.tags, giver))
    return tuple(sorted(found, key=lambda each: (each.place.text, each.place.start, each.uuid)))


def heads_of(blocks: Sequence[PageBlock], parts: Sequence[Anchor]) -> dict[Anchor, int]:
    """Return the block with the headline of each part of a story, or else the first block of the part.

    `parts` are the anchors of the parts in the order of the page.
    """
    found: dict[Anchor, int] = {}
    for number, block in enumerate(blocks):
        is_text = block.kind not in (PageBlockKind.FOLIO, PageBlockKind.SEAM, PageBlockKind.OFFER)
        if is_text and (part := block.printed[0][0]) < len(parts):
            is_better = block.kind is PageBlockKind.HEADLINE and (
                blocks[found.get(parts[part], number)].kind in HEAD
            )
            if parts[part] not in found or is_better:
                found[parts[part]] = number
    return found


def passage_between(
    blocks: Sequence[PageBlock], begin: tuple[int, int], end: tuple[int, int]
) -> Passage | None:
    """Return the passage between two (block, character) places; None if it is only white space."""
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
    """Paint the underline of a colour: solid, dotted, dashed or double."""
    ink, width = (ink_of(giver), 2.0) if has_note or giver else ("ink3", 1.3)
    painter.setPen(QPen(theme.color(ink), width, _PENS.get(color, Qt.PenStyle.SolidLine)))
    painter.drawLine(line)
    if color is MarkColor.PURPLE:
        painter.drawLine(line.translated(0, -3))


def paint_note_sign(painter: QPainter, center: float, rect: QRectF, giver: str = "") -> None:
    """Paint the seal 注, centred at the x `center` and half the height of `rect`, the line of the passage."""
    sign = QRectF(center - 9, rect.center().y() - 9, 18, 18)
    text_painting.draw_box(painter, sign, 3, ink_of(giver), None)
    text_painting.draw_words(painter, sign, "注", fonts.serif(12, 700), "on_accent", text_painting.CENTER)
