"""Typesetting of page blocks: faces, measures and spaces, and a document that is filled with them piece by piece.

All measures are logical pixels and grow with the size of the body.
"""

import math
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate, combinations, pairwise
from operator import attrgetter, itemgetter

from msgspec import Struct, field
from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from reader.export.article_text import HEAD, PageBlock, PageBlockKind
from reader.export.forms import Wording
from reader.export.readings import correction_in_words, notes_on_text
from reader.i18n import say
from reader.language.forms import in_place
from reader.language.patterns import pattern
from reader.language.scripts import Script, in_script
from reader.newspaper.article import CharacterReading, Fault, with_characters
from reader.ui.widgets import text_painting, theme
from reader.ui.widgets.controls import plain
from reader.ui.widgets.text_painting import (
    CLOSING,
    OPENING,
    half_empty_marks,
    hang_of,
    space,
    spaced_runs,
)


class SetText(Struct, frozen=True):
    """A printed text as it is set.

    Attributes:
        shown: the characters set in place of the printed ones, equally many.
        longer: what is set instead for single ones of them (by index), in other numbers of UTF-16 units.
    """

    shown: str
    longer: Mapping[int, str] = field(default_factory=dict)

    def set_for(self, character: int) -> str:
        return self.longer.get(character, self.shown[character])

    @property
    def text(self) -> str:
        if self.longer:
            return "".join(map(self.set_for, range(len(self.shown))))
        return self.shown

    def unit_of(self, character: int) -> int:
        """Return the number of UTF-16 units set before a character, or in all if it is beyond the end."""
        length = min(character, len(self.shown))
        size = text_painting.units
        more = (size(string) - size(self.shown[at]) for at, string in self.longer.items() if at < length)
        return size(self.shown[:length]) + sum(more)

    def character_at(self, unit: int) -> int:
        """Return the character to which the UTF-16 unit at this offset belongs."""
        if self.longer:
            return max(bisect_right(range(len(self.shown) + 1), unit, key=self.unit_of) - 1, 0)
        return text_painting.characters(self.shown, max(unit, 0))

    def mark_at(self, unit: int) -> str:
        """Return what is set at a UTF-16 unit; "" at the end."""
        at = self.character_at(unit)
        if at < len(self.shown):
            return self.set_for(at)
        return ""

    def part(self, start: int, length: int) -> "SetText":
        end = start + length
        longer = {at - start: string for at, string in self.longer.items() if start <= at < end}
        return SetText(self.shown[start:end], longer)


class CorrectedCharacters:
    """Corrected characters, by block of the page and index in it.

    Only typesetting and copies use them: marks and places refer to the recognised text. All of them have dots below and
    a tool tip with the recognised one.
    """

    def __init__(
        self, blocks: Sequence[PageBlock], corrected: Mapping[tuple[int, int], CharacterReading]
    ) -> None:
        self._blocks = blocks
        self._of_block: dict[int, dict[int, CharacterReading]] = {}
        for (block, at), reading in sorted(corrected.items(), key=itemgetter(0)):
            if at < len(blocks[block].text):
                self._of_block.setdefault(block, {})[at] = reading

    def as_set(self, block: int, script: Script = Script.PRINTED) -> SetText:
        """Return how a block is set in a script, with each corrected character in place of the recognised one."""
        recognised = self._blocks[block]
        if recognised.kind is PageBlockKind.FOLIO:
            script = Script.PRINTED
        text = list(recognised.text)
        longer = {}
        for at, reading in self._of_block.get(block, {}).items():
            if reading.fault is Fault.PRINTED:
                continue
            if text_painting.units(reading.read_as) == text_painting.units(text[at]):
                text[at] = reading.read_as
            else:
                longer[at] = in_script(reading.read_as, script) or SUPERFLUOUS
        words = "".join(text)
        return SetText(words if script is Script.PRINTED else in_script(words, script), longer)

    def copied(self, block: int, start: int, end: int, wording: Wording) -> str:
        """Return characters [start, end) of a block with the characters in which they leave the program."""
        words = self._blocks[block].text[start:end]
        if wording is Wording.RECOGNISED:
            return words
        corrected = self._of_block.get(block, {}).items()
        return with_characters(
            words,
            {at - start: reading.read_as for at, reading in corrected if reading.fault is Fault.RECOGNISED},
        )

    def notes(self, block: int, start: int, end: int) -> Iterator[str]:
        inside = {at: reading for at, reading in self._of_block.get(block, {}).items() if start <= at < end}
        return notes_on_text(self._blocks[block].text, inside)

    def parts(
        self, piece: "DocumentBlock", begin: int, end: int, form: QTextCharFormat
    ) -> Iterator[tuple[str, QTextCharFormat]]:
        """Yield a part of a piece, as it is typeset, in runs, each with its format; corrected ones are underlined.

        The part goes from character `begin` to `end` of the piece; `form` is the format of what is not corrected.
        """
        for place, reading in self._of_block.get(piece.block, {}).items():
            at = place - piece.start
            if begin <= at < end:
                if begin < at:
                    yield piece.as_set.shown[begin:at], form
                yield (
                    piece.as_set.set_for(at),
                    _underlined(self._blocks[piece.block].text[place], reading, form),
                )
                begin = at + 1
        if begin < end:
            yield piece.as_set.shown[begin:end], form


def _underlined(recognised: str, reading: CharacterReading, form: QTextCharFormat) -> QTextCharFormat:
    underlined = QTextCharFormat(form)
    underlined.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
    underlined.setUnderlineColor(theme.color("accent"))
    underlined.setToolTip(plain(correction_in_words(recognised, reading)))
    return underlined


SUPERFLUOUS = "\N{THREE-PER-EM SPACE}"
"""What is typeset, underlined, in place of a superfluous character."""

LONGEST_PIECE = 4000
"""A text with more characters becomes several blocks of the document, because Qt lays out a block in one step."""


class DocumentBlock(Struct, frozen=True):
    """A piece of a page block as a block of the document.

    Attributes:
        block: the number of the page block.
        start: the index of the piece in the page block, in characters.
        text: the recognised text.
        as_set: the text as it is set.
        position: the document position at which the piece begins, in UTF-16 units.
    """

    block: int
    start: int
    text: str
    as_set: SetText
    position: int

    @property
    def end(self) -> int:
        return self.position_of(len(self.text))

    def position_of(self, character: int) -> int:
        return self.position + self.as_set.unit_of(character)

    def character_at(self, position: int) -> int:
        return self.as_set.character_at(position - self.position)

    def between(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of characters between two positions of the document; one that is cut counts as a whole."""
        first = self.character_at(start)
        last = self.character_at(end)
        return first, min(last + (self.position_of(last) < end), len(self.text))


def cut(text: str) -> Iterator[str]:
    """Yield a text in pieces, cut at the ends of sentences where it is long."""
    start = 0
    while len(text) - start > LONGEST_PIECE:
        end = text.rfind("。", start + LONGEST_PIECE // 2, start + LONGEST_PIECE) + 1 or start + LONGEST_PIECE
        yield text[start:end]
        start = end
    yield text[start:]


USUAL_SIZE = 17
"""The default size of the body, in pixels."""


class PageStyle(Struct, frozen=True):
    """The style of pages that a reader has chosen: settings, under the names of the fields as JSON.

    Each has a row in `ui.controllers.preferences`.
    """

    size: int = field(default=USUAL_SIZE, name="body_size")
    measure: int = 38
    leading: float = 1.76
    face: theme.Face = theme.Face.SONG
    script: Script = Script.PRINTED


SIZES = (14, 15, 16, 17, 18, 20, 22, 24, 26, 28)
"""The sizes of the body through which 放大 and 缩小 step, in pixels."""

MEASURES = (32, 34, 36, 38, 40)
LEADINGS = (1.6, 1.76, 1.95)


def next_size(size: int, step: int) -> int:
    """Return the next larger (1) or smaller (-1) size; at the end, the size itself."""
    beyond = [other_size for other_size in SIZES if (other_size - size) * step > 0]
    if not beyond:
        return size
    if step > 0:
        return min(beyond)
    return max(beyond)


def next_script(style: PageStyle) -> PageStyle:
    scripts = [*Script]
    return replace(style, script=scripts[(scripts.index(style.script) + 1) % len(scripts)])


BLOCK_PROPERTY = QTextFormat.Property.UserProperty.value + 1
"""The property of each block of the document that has the number of its page block."""

JUMP = "jump:"
"""The prefix of a jump line's link; the label of the target page follows."""

TIE = "tie:"
"""The prefix of the link of a seam or an offer; the number of its page block follows."""


class BlockSetting(Struct, frozen=True):
    """The measures of one kind of block, in pixels; `token` names the colour."""

    font: QFont
    token: str
    line_height: int
    above: int = 0
    below: int = 0
    indent: int = 0
    left: int = 0
    is_justified: bool = False
    is_centred: bool = False


BELOW_HEAD = 30
"""The space between head and body at the usual size, in pixels; a short rule stands in it."""

CAPTION_SIGN = 58
"""The space left of a caption for its sign, at the usual size, in pixels."""


def scaled(length: float, size: int) -> float:
    """Return a length that is given for the usual size of the body, scaled to `size` pixels."""
    return length * size / USUAL_SIZE


def settings(style: PageStyle) -> dict[PageBlockKind, BlockSetting]:
    size = style.size
    small = style.size - 4
    pitch = round(size * style.leading)
    face = partial(theme.reading_font, style.face)
    body = BlockSetting(face(size), "ink", pitch, below=5, indent=2 * size, is_justified=True)
    kind = PageBlockKind
    return {
        kind.SECTION: BlockSetting(theme.sans(small, 700), "ink2", round(small * 1.85), below=6),
        kind.KICKER: BlockSetting(face(size - 1), "ink2", round(size * 1.53), below=4),
        kind.HEADLINE: BlockSetting(face(size + 13, 700), "ink", round((size + 13) * 1.38), above=2, below=4),
        kind.DECK: BlockSetting(face(size), "ink2", round(size * 1.65), above=2, below=6),
        kind.BYLINE: BlockSetting(theme.sans(small), "ink3", round(small * 1.85), above=8),
        kind.PARAGRAPH: body,
        kind.SUBHEAD: BlockSetting(theme.sans(size, 700), "ink", round(size * 1.75), above=14, below=4),
        kind.CAPTION: BlockSetting(
            theme.sans(small),
            "ink2",
            round(small * 1.7),
            above=22,
            below=28,
            left=round(scaled(CAPTION_SIGN, size)),
        ),
        kind.NOTICE: BlockSetting(face(size), "ink", pitch, below=8, is_justified=True),
        kind.SEAM: BlockSetting(
            theme.sans(small), "ink3", round(small * 1.85), above=16, below=18, is_centred=True
        ),
        kind.OFFER: BlockSetting(
            theme.sans(small), "accent", round(small * 1.85), above=16, below=18, is_centred=True
        ),
        kind.CORRECTION: BlockSetting(theme.sans(small), "ink3", round(small * 1.85), above=8),
        kind.JUMP: BlockSetting(theme.sans(size - 2, 700), "accent", round(size * 1.65), above=10, below=10),
    }


_UNBROKEN = pattern(f"[{OPENING}]*(?:[A-Za-z0-9.,%]+|.)[{CLOSING}\\s]*")
_ENDS_PHRASE = pattern("[，。；：！？…\\s]$")


def headline_lines(text: str, font: QFont, column: float) -> list[str]:
    """Return a headline in as few lines as the column allows.

    It is broken between phrases where possible, else into lines of about one length, so that no single character stands
    on the last line. A headline of more than three lines is returned as one: Qt breaks it.
    """
    metrics = QFontMetricsF(font)
    parts = _UNBROKEN.findall(text)
    widths = [metrics.horizontalAdvance(part) for part in parts]
    before = [0.0, *accumulate(widths)]
    fewest = max(1, math.ceil(before[-1] / column))
    for count in range(fewest, 4):
        ranked: list[tuple[int, float, tuple[int, ...]]] = []
        for cuts in combinations(range(1, len(parts)), count - 1):
            way = (0, *cuts, len(parts))
            lengths = [before[b] - before[a] for a, b in pairwise(way)]
            if max(lengths) <= column:
                ranked.append((_broken_phrases(way, parts, lengths), max(lengths), way))
        if ranked:
            # first of all no broken phrases, then lines of about one length
            best = min(ranked, key=itemgetter(0, 1))[2]
            return ["".join(parts[a:b]) for a, b in pairwise(best)]
    return [text]


def _broken_phrases(way: tuple[int, ...], parts: Sequence[str], lengths: Sequence[float]) -> int:
    """Return how many lines end within a phrase; all of them if one line is less than a third of the longest."""
    if min(lengths) * 3 < max(lengths):
        return len(lengths)
    return sum(not _ENDS_PHRASE.search(parts[end - 1]) for end in way[1:-1])


def pieces_of(
    blocks: Sequence[PageBlock],
    style: PageStyle,
    column: float,
    as_set: Sequence[SetText] | None = None,
) -> list[DocumentBlock]:
    """Return the pieces of the page blocks and their places in the document; the folio, which is painted, has none."""
    headline_font = settings(style)[PageBlockKind.HEADLINE].font
    pieces = []
    position = 0
    for number, block in enumerate(blocks):
        if block.kind is not PageBlockKind.FOLIO:
            if as_set is not None:
                text = as_set[number]
            else:
                text = SetText(block.text)
            is_headline = block.kind is PageBlockKind.HEADLINE
            start = 0
            for part in headline_lines(text.shown, headline_font, column) if is_headline else cut(text.shown):
                printed = block.text[start : start + len(part)]
                pieces.append(DocumentBlock(number, start, printed, text.part(start, len(part)), position))
                start += len(part)
                # Qt counts a separator after each block
                position = pieces[-1].end + 1
    return pieces


def faces_of(block: PageBlock, setting: BlockSetting, size: int) -> list[tuple[int, QFont, str]]:
    """Return the runs of a block as (end, font, colour token): its dateline, its credit, the rest.

    Each run ends before character `end` of the block and begins where the one before it ends.
    """
    return [
        (block.dateline, theme.sans(size, 700), "ink"),
        (block.credit, theme.sans(size), "ink2"),
        (len(block.text), setting.font, setting.token),
    ]


class DocumentFiller:
    """Fills an empty document with the pieces of a page; its owner decides how many at a time."""

    def __init__(
        self,
        document: QTextDocument,
        blocks: Sequence[PageBlock],
        style: PageStyle,
        column: float,
        corrected: Mapping[tuple[int, int], CharacterReading] | None = None,
    ) -> None:
        """Make a filler; `corrected` as for `CorrectedCharacters`."""
        self._corrected = CorrectedCharacters(blocks, corrected or {})
        as_set = [self._corrected.as_set(number, style.script) for number in range(len(blocks))]
        self._shown = [set_text.shown for set_text in as_set]
        self.is_as_printed = style.script is Script.PRINTED or all(
            set_text.shown == self._corrected.as_set(number).shown for number, set_text in enumerate(as_set)
        )
        """Whether the characters are the printed ones, apart from those that a reader has corrected."""
        self.pieces = pieces_of(blocks, style, column, as_set)
        self.document = document
        self._blocks = blocks
        self.style = style
        self._settings = settings(style)
        self._formats: dict[tuple[str, QFont, float], QTextCharFormat] = {}
        self._half_empty = half_empty_marks(self._settings[PageBlockKind.PARAGRAPH].font)
        self._done = 0
        document.setDocumentMargin(0)
        document.setUndoRedoEnabled(False)

    def breaks_otherwise(self, column: float) -> bool:
        for number, block in enumerate(self._blocks[: len(HEAD)]):
            if block.kind is not PageBlockKind.HEADLINE:
                continue
            lines = [piece.as_set.shown for piece in self.pieces if piece.block == number]
            if lines != headline_lines(self._shown[number], self._settings[block.kind].font, column):
                return True
        return False

    @property
    def is_done(self) -> bool:
        return self._done == len(self.pieces)

    @property
    def built(self) -> int:
        if self._done:
            return self.pieces[self._done - 1].end
        return 0

    @property
    def total(self) -> int:
        if self.pieces:
            return self.pieces[-1].end
        return 0

    def position_of(self, block: int, offset: int) -> int:
        at = bisect_right(self.pieces, (block, offset), key=attrgetter("block", "start")) - 1
        return self.pieces[at].position_of(offset - self.pieces[at].start)

    def place_of(self, position: int) -> tuple[int, int]:
        piece = self._piece_at(position)
        return piece.block, piece.start + piece.character_at(position)

    def read_at(self, position: int) -> tuple[str, int]:
        """Return the text of the paragraph at a position, with the reader's corrections, and the character in it."""
        if not self.pieces:
            return "", 0
        piece = self._piece_at(position)
        text = self._corrected.as_set(piece.block).shown[piece.start : piece.start + len(piece.text)]
        return text, piece.character_at(position)

    def _piece_at(self, position: int) -> DocumentBlock:
        return self.pieces[max(bisect_right(self.pieces, position, key=attrgetter("position")) - 1, 0)]

    def text_between(self, start: int, end: int, wording: Wording = Wording.CORRECTED) -> str:
        """Return the words between two document positions, a line per page block, without seams and offers."""
        parts: list[str] = []
        for piece, block, first, last in self._places_between(start, end):
            words = self._corrected.copied(block, first, last, wording)
            parts += ["\n"] * (piece.start == 0 and bool(parts)) + [words]
        return "".join(parts)

    def notes_between(self, start: int, end: int) -> tuple[str, ...]:
        return tuple(
            note
            for _, block, first, last in self._places_between(start, end)
            for note in self._corrected.notes(block, first, last)
        )

    def _places_between(self, start: int, end: int) -> Iterator[tuple[DocumentBlock, int, int, int]]:
        for piece in (
            any_piece for any_piece in self.pieces if max(start, any_piece.position) < min(end, any_piece.end)
        ):
            if self._blocks[piece.block].kind not in (PageBlockKind.SEAM, PageBlockKind.OFFER):
                first, last = piece.between(start, end)
                yield piece, piece.block, piece.start + first, piece.start + last

    def set_next(self) -> None:
        piece = self.pieces[self._done]
        cursor = QTextCursor(self.document)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.beginEditBlock()
        if self._done:
            cursor.insertBlock(self._block_format(piece))
        else:
            cursor.setBlockFormat(self._block_format(piece))
        faces = self._faces(piece)
        start = 0
        for run, spacing in spaced_runs(piece.as_set.shown, self._half_empty):
            stop = start + len(run)
            for end, font, token in faces:
                if start < min(end, stop):
                    form = self._char_format(piece, font, token, spacing)
                    for text, set_in in self._corrected.parts(piece, start, min(end, stop), form):
                        cursor.insertText(in_place(text), set_in)
                    start = min(end, stop)
        cursor.endEditBlock()
        self._done += 1

    def _block_format(self, piece: DocumentBlock) -> QTextBlockFormat:
        block = self._blocks[piece.block]
        setting = self._settings[self._blocks[piece.block].kind]
        is_first = piece.start == 0
        is_last = piece.start + len(piece.text) == len(block.text)
        following = self._blocks[piece.block + 1].kind if piece.block + 1 < len(self._blocks) else None
        ends_head = block.kind in HEAD and following not in HEAD
        below = scaled(BELOW_HEAD, self.style.size) if ends_head else setting.below
        form = QTextBlockFormat()
        form.setProperty(BLOCK_PROPERTY, piece.block)
        form.setLineHeight(setting.line_height, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        form.setTopMargin(setting.above if is_first else 0)
        form.setBottomMargin(below if is_last else 0)
        hang = 0 if setting.is_centred else hang_of(setting.font, piece.as_set.shown[:1])
        form.setTextIndent((setting.indent if is_first else 0) - hang)
        form.setLeftMargin(setting.left)
        align = Qt.AlignmentFlag.AlignJustify if setting.is_justified else Qt.AlignmentFlag.AlignLeft
        form.setAlignment(Qt.AlignmentFlag.AlignHCenter if setting.is_centred else align)
        return form

    def _faces(self, piece: DocumentBlock) -> list[tuple[int, QFont, str]]:
        block = self._blocks[piece.block]
        faces = faces_of(block, self._settings[block.kind], self.style.size)
        return [(end - piece.start, font, token) for end, font, token in faces if end > piece.start]

    def _char_format(self, piece: DocumentBlock, font: QFont, token: str, spacing: float) -> QTextCharFormat:
        block = self._blocks[piece.block]
        if block.kind not in (PageBlockKind.JUMP, PageBlockKind.SEAM, PageBlockKind.OFFER):
            return self._shared_format(font, token, spacing)
        form = QTextCharFormat(self._shared_format(font, token, spacing))
        form.setAnchor(True)
        if block.kind is PageBlockKind.JUMP:
            form.setAnchorHref(JUMP + (block.target_page or ""))
        else:
            form.setAnchorHref(f"{TIE}{piece.block}")
            form.setToolTip(say("点一下：为什么，是不是"))
        return form

    def _shared_format(self, font: QFont, token: str, spacing: float) -> QTextCharFormat:
        key = (token, font, spacing)
        if key not in self._formats:
            form = QTextCharFormat()
            form.setFont(font)
            form.setForeground(theme.color(token))
            space(form, spacing, font.pixelSize())
            self._formats[key] = form
        return self._formats[key]


FOLIO_HEIGHT = 92
"""The height of the space above the text, in pixels; the folio stands in its upper half."""


# The distance of the folio from the upper edge, and the least one between its parts, in pixels.
_FOLIO_AT = 24
_BETWEEN = 16


class TypesetPage(Struct, frozen=True):
    """A typeset document and its blocks; its column begins at `left` and is `width` pixels wide."""

    document: QTextDocument
    blocks: Sequence[PageBlock]
    style: PageStyle
    left: float
    width: float


def paint_folio(painter: QPainter, folio: PageBlock, left: float, width: float) -> None:
    """Paint the paper at the left, the page in the middle or, without room there, before the date at the right."""
    text_painting.draw_double_rule(painter, left, _FOLIO_AT, width)
    painter.fillRect(QRectF(left, _FOLIO_AT + 37, width, 1), theme.color("press"))
    newspaper, page, date = folio.parts
    line = QRectF(left, _FOLIO_AT + 5, width, 32)
    title_font = QFont(theme.serif(14, 700))
    title_font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 114)
    small = theme.sans(12)
    words = page
    end = line.right() - text_painting.width_of(date, small) - _BETWEEN
    room = text_painting.width_of(words, small) + 1
    first = left + text_painting.width_of(newspaper, title_font) + _BETWEEN
    at = min(max(line.center().x() - room / 2, first), end - room)
    paper = QRectF(left, line.y(), max(0.0, (at - _BETWEEN if words else end) - left), line.height())
    text_painting.draw_free(painter, paper, newspaper, title_font, "ink")
    text_painting.draw_words(painter, line, date, small, "ink2", text_painting.RIGHT)
    if words and at >= left:
        text_painting.draw_words(painter, QRectF(at, line.y(), room, line.height()), words, small, "ink2")


def paint_under(painter: QPainter, page: TypesetPage, top: float, bottom: float) -> None:
    layout = page.document.documentLayout()
    start = layout.hitTest(QPointF(0, top), Qt.HitTestAccuracy.FuzzyHit)
    # one block earlier, since the background of a caption reaches beyond its lines
    block = page.document.findBlock(start).previous()
    block = block if block.isValid() else page.document.begin()
    while block.isValid():
        rect = layout.blockBoundingRect(block)
        if rect.top() > bottom + 40:
            return
        _paint_under(painter, page, block, rect)
        block = block.next()


def _paint_under(painter: QPainter, page: TypesetPage, block: QTextBlock, rect: QRectF) -> None:
    number = block.blockFormat().intProperty(BLOCK_PROPERTY)
    size = page.style.size
    kind = page.blocks[number].kind
    if number + 1 < len(page.blocks):
        following = page.blocks[number + 1].kind
    else:
        following = None
    below = block.next()
    is_last = not below.isValid() or below.blockFormat().intProperty(BLOCK_PROPERTY) != number
    if kind in HEAD and following and following not in HEAD and is_last:
        at = rect.bottom() + scaled(12, size)
        painter.fillRect(QRectF(page.left, at, 32, 2), theme.color("accent"))
    elif kind is PageBlockKind.CAPTION:
        box = QRectF(page.left, rect.top() - 9, page.width, rect.height() + 22)
        text_painting.draw_box(painter, box, 4, "list", None)
        width = scaled(28, size)
        height = scaled(26, size)
        sign = QRectF(page.left + width / 2, box.center().y() - height / 2, width, height)
        text_painting.draw_box(painter, sign, 2, None, "rule2")
        text_painting.draw_words(
            painter, sign, "图", theme.serif(size - 4, 700), "ink2", text_painting.CENTER
        )
