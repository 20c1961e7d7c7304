"""Typesetting of an article on a newspaper page: its head across its columns, its text running through them.

All measures are logical pixels, relative to the article's upper left corner.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from reader.export.article_text import HEAD, PageBlock, PageBlockKind
from reader.language.forms import in_place
from reader.ui.article.typesetting import (
    BlockSetting,
    PageStyle,
    SetText,
    faces_of,
    headline_lines,
    settings,
)
from reader.ui.page.page_plan import HEADLINE_SIZES, LONGEST_LEG, Rank
from reader.ui.widgets import theme
from reader.ui.widgets.text_painting import extents, half_empty_marks, hang_of, spaced_runs

_LEADING = 1.6
_MIN_SIZE = 13
_CAPTION_INDENT = 10


class Faces:
    """The measures of all kinds of block for a body of `size` pixels; those of headlines by rank."""

    def __init__(
        self, size: int, body: Mapping[PageBlockKind, BlockSetting], headlines: Mapping[Rank, BlockSetting]
    ) -> None:
        # in a narrow column a caption has a bar at its left instead of the sign that it has in an article
        caption = replace(body[PageBlockKind.CAPTION], above=6, below=10, left=_CAPTION_INDENT)
        self.size = size
        self.body = {**body, PageBlockKind.CAPTION: caption}
        self.headlines = headlines
        self.half_empty = half_empty_marks(self.body[PageBlockKind.PARAGRAPH].font)
        self.pitch = self.body[PageBlockKind.PARAGRAPH].line_height


def page_faces(style: PageStyle, leading: float = _LEADING, below: int | None = None) -> Faces:
    """Return the measures of a newspaper page.

    Args:
        style: The style of articles that are shown alone, whose type is larger.
        leading: The pitch of lines as a multiple of the size.
        below: The space below a paragraph in pixels; None for that of articles that are shown alone.
    """
    size = max(_MIN_SIZE, style.size - 2)  # that of an article alone is larger
    face = partial(theme.reading_font, style.face, weight=700)
    sizes = {rank: round(size * times) for rank, times in HEADLINE_SIZES.items()}
    headlines = {
        rank: BlockSetting(face(px), "ink", round(px * 1.36), above=1, below=3) for rank, px in sizes.items()
    }
    measures = settings(replace(style, size=size, leading=leading))
    if below is not None:
        measures[PageBlockKind.PARAGRAPH] = replace(measures[PageBlockKind.PARAGRAPH], below=below)
    return Faces(size, measures, headlines)


def article_faces(style: PageStyle) -> Faces:
    """Return the measures of an article that is shown alone; headlines have the same size in all ranks."""
    measures = settings(style)
    return Faces(style.size, measures, dict.fromkeys(Rank, measures[PageBlockKind.HEADLINE]))


_MIN_MEASURE = 15
"""The minimum width of a column in characters; a page has as many columns as fit."""
_MAX_COLUMNS = 4
_MIN_GUTTER = 24
_ABOVE_LEG = 14
_LONGEST_PIECE = 2000
"""The maximum number of characters laid out by one call of `ArticleSetter.set_next`."""
_MAX_STRETCH = 0.17
"""The maximum letter spacing added to justify a line, in em; a line that needs more is not justified."""


class Grid(Struct, frozen=True):
    """The columns of a page: their number, width and distance in pixels; `measure` is the width in characters."""

    columns: int
    column: float
    gutter: float
    measure: int

    def x(self, column: int) -> float:
        return column * (self.column + self.gutter)

    def width(self, span: int) -> float:
        return self.x(span) - self.gutter


def grid_for(width: float, size: int, most: int = _MAX_COLUMNS) -> Grid:
    fitting = (width + _MIN_GUTTER) / (_MIN_MEASURE * size + _MIN_GUTTER)
    columns = min(max(int(fitting), 1), most)
    measure = max(int((width - (columns - 1) * _MIN_GUTTER) / columns / size), 1)
    # a whole number of characters wide, so that full lines need no stretching; the gutters take the rest
    column = measure * size if columns > 1 else max(width, 1.0)
    if columns > 1:
        gutter = (width - columns * column) / (columns - 1)
    else:
        gutter = float(_MIN_GUTTER)
    return Grid(columns, column, gutter, measure)


class SetLine(Struct, frozen=True):
    """A typeset line at its position.

    Attributes:
        layout: the layout of a piece of a page block.
        number: the number of the line in the layout.
        block: the number of the page block.
        start: the index of the layout's first character in the block.
        as_set: the text of the layout.
        kind: that of the block.
        token: the colour.
        box: the rectangle of the line in the article, as high as the pitch of lines.
    """

    layout: QTextLayout
    number: int
    block: int
    start: int
    as_set: SetText
    kind: PageBlockKind
    token: str
    box: QRectF

    def line(self) -> QTextLine:
        return self.layout.lineAt(self.number)

    def parts(self, start: int, end: int) -> list[QRectF]:
        """Return the rectangles of the characters of [start, end) of the block in this line (`extents`)."""
        unit_of = self.as_set.unit_of
        first = unit_of(max(start - self.start, 0))
        last = unit_of(max(end - self.start, 0))
        return [
            QRectF(left, self.box.y(), right - left, self.box.height())
            for left, right in extents(self.line(), first, last)
        ]

    def character_at(self, x: float) -> int:
        """Return the index of the character of the block whose left edge is nearest to `x`."""
        return self.start + self.as_set.character_at(self.line().xToCursor(x))


class Leg(Struct, frozen=True):
    """A row of columns of an article: its lines between two y; the first leg is the head, across all columns."""

    top: float
    bottom: float
    lines: tuple[SetLine, ...]


class SetArticle(Struct, frozen=True):
    legs: tuple[Leg, ...]
    height: float

    def parts(self, block: int, start: int, end: int) -> list[tuple[SetLine, QRectF]]:
        """Return the lines with any of the characters [start, end) of a page block, and the rectangles of these."""
        lines = (line for leg in self.legs for line in leg.lines if line.block == block)
        return [(line, part) for line in lines for part in line.parts(start, end)]

    def nearest(self, place: QPointF) -> SetLine | None:
        """Return the line nearest to a point, in the leg at its y and the column at its x; None without lines."""
        leg = min(self.legs, key=lambda leg: _away(place.y(), leg.top, leg.bottom), default=None)
        if leg is None:
            return None

        def way(line: SetLine) -> tuple[float, float]:
            box = line.box
            return _away(place.x(), box.left(), box.right()), _away(place.y(), box.top(), box.bottom())

        return min(leg.lines, key=way, default=None)


def _away(at: float, start: float, end: float) -> float:
    return max(start - at, at - end, 0.0)


class Row(Struct, frozen=True):
    """A line that is not placed yet; the space `above` it is omitted at the top of a column."""

    layout: QTextLayout
    number: int
    block: int
    start: int
    as_set: SetText
    kind: PageBlockKind
    setting: BlockSetting
    indent: float
    above: float
    below: float


class ArticleSetter:
    def __init__(
        self,
        blocks: Sequence[PageBlock],
        rank: Rank,
        span: int,
        grid: Grid,
        faces: Faces,
        as_set: Sequence[SetText] | None = None,
    ) -> None:
        """`as_set` are the texts of the blocks as they are set, if not as printed."""
        self._blocks = blocks
        if as_set is None:
            as_set = [SetText(block.text) for block in blocks]
        self._as_set = as_set
        self._span = span
        self._grid = grid
        self._faces = faces
        self._settings = {**faces.body, PageBlockKind.HEADLINE: faces.headlines[rank]}
        self._pieces = list(self._cut())
        self._done = 0
        self.head: list[Row] = []
        self.body: list[Row] = []

    @property
    def is_done(self) -> bool:
        return self._done == len(self._pieces)

    @property
    def progress(self) -> float:
        return self._done / max(len(self._pieces), 1)

    def set_next(self) -> None:
        number, start, text = self._pieces[self._done]
        block = self._blocks[number]
        rows = self.head if block.kind in HEAD else self.body
        rows += self._rows(number, start, text)
        self._done += 1

    def finished(self) -> SetArticle:
        legs = []
        y = 0.0
        if self.head:
            legs.append(self.place(self.head, [(0, len(self.head))], y))
            y = legs[-1].bottom + self._faces.pitch * 0.35
        rest = self.body
        while rest:
            columns = columns_of(rest, LONGEST_LEG * self._faces.pitch, self._span)
            row_count = columns[-1][1]
            if row_count == len(rest):
                # the last row of columns ends at about one height, as on a newspaper page
                columns = balanced(rest, self._span)
            if rest is not self.body:
                y += _ABOVE_LEG
            legs.append(self.place(rest, columns, y))
            y = legs[-1].bottom
            rest = rest[row_count:]
        return SetArticle(tuple(legs), y)

    def _cut(self) -> Iterator[tuple[int, int, SetText]]:
        """Yield the pieces set in one step each: the number of the page block, the piece's index in it, its text."""
        for number, block in enumerate(self._blocks):
            if block.kind is PageBlockKind.FOLIO:
                continue
            text = self._as_set[number]
            if block.kind is PageBlockKind.HEADLINE:
                font = self._settings[block.kind].font
                texts = headline_lines(text.shown, font, self._grid.width(self._span))
            else:
                texts = [
                    text.shown[at : at + _LONGEST_PIECE] for at in range(0, len(block.text), _LONGEST_PIECE)
                ]
            start = 0
            for piece_text in texts:
                yield number, start, text.part(start, len(piece_text))
                start += len(piece_text)

    def _rows(self, number: int, start: int, text: SetText) -> Iterator[Row]:
        block = self._blocks[number]
        setting = self._settings[block.kind]
        is_head = block.kind in HEAD
        width = self._grid.width(self._span if is_head else 1) - setting.left
        indent = setting.indent if start == 0 else 0
        layout = self._laid_out(block, start, text, setting, width, indent)
        count = layout.lineCount()
        is_end = start + len(text.shown) == len(block.text)
        for line in range(count):
            left = -hang_of(setting.font, text.mark_at(layout.lineAt(line).textStart()))
            above = 0
            below = 0
            if line == 0:
                left += indent
            if line == 0 and start == 0:
                above = setting.above
            if line == count - 1 and is_end:
                below = setting.below
            yield Row(layout, line, number, start, text, block.kind, setting, left, above, below)

    def _laid_out(
        self, block: PageBlock, start: int, text: SetText, setting: BlockSetting, width: float, indent: float
    ) -> QTextLayout:
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        if setting.is_justified:
            option.setAlignment(Qt.AlignmentFlag.AlignJustify)
        layout = QTextLayout(in_place(text.text), setting.font)
        layout.setTextOption(option)
        # the lines are painted again with every scroll step
        layout.setCacheEnabled(True)
        layout.setFormats(list(self._formats(block, start, text, setting)))
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            hang = hang_of(setting.font, text.mark_at(line.textStart()))
            line.setLineWidth(max(width - indent + hang, 1.0))
            if setting.is_justified:
                _bound_stretch(line, setting.font.pixelSize())
            indent = 0
        layout.endLayout()
        return layout

    def _formats(
        self, block: PageBlock, start: int, text: SetText, setting: BlockSetting
    ) -> Iterator[QTextLayout.FormatRange]:
        faces = [
            (end - start, font) for end, font, _ in faces_of(block, setting, self._faces.size) if end > start
        ]
        at = 0
        unit = 0
        for run, spacing in spaced_runs(text.shown, self._faces.half_empty):
            stop = at + len(run)
            for end, font in faces:
                if at < min(end, stop):
                    length = text.unit_of(min(end, stop)) - unit
                    if spacing or font != setting.font:
                        span = QTextLayout.FormatRange()
                        span.start = unit
                        span.length = length
                        form = QTextCharFormat()
                        # a copy, since the spacing must not change the font of the other characters
                        face = type(font)(font)
                        if spacing:
                            face.setLetterSpacing(
                                face.SpacingType.AbsoluteSpacing, spacing * font.pixelSize()
                            )
                        form.setFont(face)
                        span.format = form
                        yield span
                    at = min(end, stop)
                    unit = unit + length

    def place(self, rows: Sequence[Row], columns: Sequence[tuple[int, int]], top: float) -> Leg:
        """Place rows in columns that begin at the y `top`; `columns` are ranges [first, last) of rows."""
        lines: list[SetLine] = []
        bottom = top
        for column, (first, last) in enumerate(columns):
            x = self._grid.x(column)
            y = top
            for row in rows[first:last]:
                # no space above the first line, so that all columns begin at the same height
                y += row.above if y > top else 0
                pitch = row.setting.line_height
                line = row.layout.lineAt(row.number)
                left = x + row.setting.left + row.indent
                font_height = QFontMetricsF(row.setting.font).height()
                line.setPosition(QPointF(left, y + (pitch - font_height) / 2))
                box = QRectF(left, y, line.width(), pitch)
                token = row.setting.token
                lines.append(
                    SetLine(row.layout, row.number, row.block, row.start, row.as_set, row.kind, token, box)
                )
                y += pitch + row.below
            bottom = max(bottom, y)
        return Leg(top, bottom, tuple(lines))


def _bound_stretch(line: QTextLine, size: int) -> None:
    width = line.width()
    natural = line.naturalTextWidth()
    length = line.textLength()
    if width - natural > _MAX_STRETCH * size * max(length - 1, 1):
        # one pixel more, so that rounding does not break the line earlier; if it does, the width is
        # restored below
        line.setLineWidth(natural + 1)
        if line.textLength() != length:
            line.setLineWidth(width)


def columns_of(rows: Sequence[Row], height: float, count: int) -> list[tuple[int, int]]:
    """Return the ranges [first, last) of the rows in up to `count` columns of a height in pixels.

    Rows that do not fit are left out. A subhead is in the same column as the line below it.
    """
    ranges: list[tuple[int, int]] = []
    first = 0
    while first < len(rows) and len(ranges) < count:
        y = 0.0
        last = first
        while last < len(rows):
            row = rows[last]
            y += (row.above if last > first else 0) + row.setting.line_height
            # at least one line in each column, or the loop would never end
            if y > height and last > first:
                break
            y += row.below
            last += 1
        if last < len(rows) and last - 1 > first and rows[last - 1].kind is PageBlockKind.SUBHEAD:
            last -= 1
        ranges.append((first, last))
        first = last
    return ranges


def balanced(rows: Sequence[Row], count: int) -> list[tuple[int, int]]:
    """Return the ranges [first, last) of all rows in at most `count` columns of about the same height."""
    total = sum(row.above + row.setting.line_height + row.below for row in rows)
    # the exact division is too low if lines do not fill it; half a line at a time finds the least height
    # soon
    step = min(row.setting.line_height for row in rows) / 2
    height = total / count
    while (columns := columns_of(rows, height, count))[-1][1] < len(rows):
        height += step
    return columns
