"""Painting text and shapes in delegates and widgets: lines of a fixed height, elided with “…”, with hits marked.

What is painted on several lines, or with hits, has the room between characters that articles have: full-width marks
close up, half-width ones and Latin words get air beside Han characters. Qt sets every full-width mark as wide as a Han
character, of which half is empty. The room is letter spacing: the text itself stays as it was printed. What a face has
elsewhere (a comma in the middle, as in Taiwan's faces; quotation marks of Latin ones) stays as it is.

All measures are logical pixels. Text is painted as plain text, so that nothing read from a file can become markup.
"""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache, lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QIcon,
    QPaintDevice,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QTextCharFormat,
    QTextLayout,
    QTextLine,
    QTextOption,
    QTransform,
)
from PySide6.QtWidgets import QWidget

from reader.language.forms import HAN
from reader.language.patterns import pattern
from reader.ui.widgets import theme

Marks = Sequence[tuple[int, int]]
"""Spans [start, end) of a text, in characters."""

Align = Qt.AlignmentFlag
LEFT = Align.AlignLeft | Align.AlignVCenter
RIGHT = Align.AlignRight | Align.AlignVCenter
CENTER = Align.AlignHCenter | Align.AlignVCenter


class TextDevice(QPaintDevice):
    """A paint device that takes whole lines of text with their characters, for instance for a PDF file."""

    def add_line(self, transform: QTransform, layout: QTextLayout, line: QTextLine, color: QColor) -> None:
        """Add a line of a layout; `transform` maps the layout's coordinates to those of the device."""
        raise NotImplementedError

    def as_figures(self) -> AbstractContextManager[None]:
        """Within the block, words are drawn as shapes, if the device would otherwise keep them as text."""
        return nullcontext()


def draw_line(painter: QPainter, layout: QTextLayout, number: int, origin: QPointF, token: str) -> None:
    """Draw line `number` of a layout whose upper left corner is at `origin`, in the colour `token`."""
    line = layout.lineAt(number)
    device = painter.device()
    if isinstance(device, TextDevice):
        transform = QTransform.fromTranslate(origin.x(), origin.y()) * painter.worldTransform()
        device.add_line(transform, layout, line, theme.color(token))
    else:
        painter.setPen(theme.color(token))
        line.draw(painter, origin)


_MEASURED = 4096
"""So many widths are kept: those of the words of all panes, many times over."""


@lru_cache(maxsize=_MEASURED)
def width_of(text: str, font: QFont) -> float:
    """Return the width of a text on one line, in pixels; measured once, until `forget_measures`."""
    return _measured(text, font)


def widths_of(texts: Iterable[str], font: QFont) -> list[float]:
    return [width_of(text, font) for text in texts]


def _measured(text: str, font: QFont) -> float:
    return QFontMetricsF(font).horizontalAdvance(text)


def forget_measures() -> None:
    """Forget what depends on the typefaces and on how they are drawn."""
    for measure in (width_of, line_count, _elide_set, _spacing, half_empty_marks, _seal_glyph):
        measure.cache_clear()


@cache
def measure_again_for(application: QGuiApplication) -> None:
    """Forget what was measured whenever the theme, the typefaces or the screen of an application change."""
    theme.signals.changed.connect(forget_measures)
    application.fontDatabaseChanged.connect(forget_measures)
    application.primaryScreenChanged.connect(forget_measures)


def elide(text: str, font: QFont, width: float) -> str:
    """Return as much of a free text as fits into `width` pixels, with “…”; no number is cut, "" if nothing fits."""
    if width_of(text, font) <= width:
        return text
    elided = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
    return _cut_after(text, elided.removesuffix("…"))


def _cut_after(text: str, beginning: str) -> str:
    """Return this beginning of a text with “…”, less the number that it would cut; "" if nothing is left."""
    if text[len(beginning) :].lstrip(",.")[:1].isdecimal():
        beginning = beginning.rstrip("0123456789,.")
    if beginning:
        return f"{beginning}…"
    return ""


def fitting(forms: Iterable[str], font: QFont, width: float) -> str:
    """Return the first of several texts that fits into `width` pixels; "" if none does."""
    for text in forms:
        if width_of(text, font) <= width:
            return text
    return ""


def whole(words: str | Sequence[str], font: QFont, width: float) -> str:
    """Return the program's own words as they fit into `width` pixels: the first of their forms that does, the fullest
    first. Where even the last does not, the room is too small, which no width of a window may bring about.
    """
    forms = [words] if isinstance(words, str) else words
    return fitting(forms, font, width) or elide(forms[-1], font, width)


def forms_fitting(
    room: float, widths: Mapping[str, Sequence[float]], order: Sequence[Sequence[str]]
) -> dict[str, int]:
    """Return which of their forms the parts of a row take to fit into `room`: the fullest, until by each step of the
    `order`, the least worth first, its parts go on to their next.

    Args:
        room: In pixels, as are the widths.
        widths: Of each part in its forms, the fullest first; 0 where it is left out.
        order: Of each step the parts, also of those that are not there.
    """
    form_by_part = dict.fromkeys(widths, 0)
    for step in order:
        if sum(widths[part][form] for part, form in form_by_part.items()) <= room:
            break
        for part in form_by_part.keys() & step:
            form_by_part[part] = min(form_by_part[part] + 1, len(widths[part]) - 1)
    return form_by_part


def draw_words(
    painter: QPainter,
    rect: QRectF,
    words: str | Sequence[str],
    font: QFont,
    token: str,
    align: Align = LEFT,
) -> float:
    """Draw the program's own words on one line, in the first of their forms that fits; return its width in pixels."""
    if not isinstance(words, str) or width_of(words, font) > rect.width():
        words = whole(words, font, rect.width())
    return _draw(painter, rect, words, font, token, align)


def draw_free(
    painter: QPainter, rect: QRectF, text: str, font: QFont, token: str, align: Align = LEFT
) -> float:
    """Draw a text that may be of any length (a headline, a file's name, the reader's words) on one line, elided."""
    return _draw(painter, rect, elide(text, font, rect.width()), font, token, align)


def _draw(painter: QPainter, rect: QRectF, text: str, font: QFont, token: str, align: Align) -> float:
    if isinstance(painter.device(), TextDevice):
        layout, laid = _wrap(text, font, 1e6, 1, is_spaced=False)
        for line in laid:
            room = rect.width() - line.naturalTextWidth()
            if align & Align.AlignRight:
                left = room
            elif align & Align.AlignHCenter:
                left = room / 2
            else:
                left = 0.0
            origin = QPointF(rect.x() + left, rect.center().y() - line.height() / 2)
            draw_line(painter, layout, 0, origin, token)
    else:
        painter.setFont(font)
        painter.setPen(theme.color(token))
        painter.drawText(rect, align, text)
    return width_of(text, font)


def draw_text(
    painter: QPainter,
    x: float,
    y: float,
    width: float,
    text: str,
    font: QFont,
    token: str,
    line_height: float,
    lines: int = 1,
    marks: Marks = (),
) -> float:
    """Draw a text in at most `lines` lines, with the background of hits behind the spans `marks`.

    The upper left corner of the first line is (`x`, `y`). Returns the y at which the next line would begin.
    """
    layout, laid = _lay_out(text, font, width, lines)
    above = (line_height - QFontMetricsF(font).height()) / 2
    for number, line in enumerate(laid):
        line.setPosition(QPointF(0, number * line_height + above))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(edge_of_hit(False))
    painter.setBrush(theme.color("hit"))
    height = font.pixelSize() * 1.28
    inked = []
    for start, end in ((units(text[:first]), units(text[:end])) for first, end in marks):
        inked.append(_in_ink(start, end))
        for number, line in enumerate(laid):
            for left, right in extents(line, start, end):
                top = y + number * line_height + (line_height - height) / 2
                painter.drawRoundedRect(QRectF(x + left - 1, top, right - left + 2, height), 2, 2)
    painter.setPen(theme.color(token))
    layout.draw(painter, QPointF(x, y), inked)
    painter.restore()
    return y + line_height * len(laid)


def cut_to(text: str, marks: Marks, characters: int) -> tuple[str, Marks]:
    """Return a text and its marks, cut at the beginning if the first mark ends after so many characters."""
    if not marks or marks[0][1] <= characters:
        return text, marks
    start = max(0, marks[0][0] - characters // 3)
    return "…" + text[start:], tuple((a - start + 1, b - start + 1) for a, b in marks)


def edge_of_hit(is_current: bool) -> QPen:
    """Return the pen of a hit's frame, by which the colour-blind see it; thicker for the current hit."""
    if is_current:
        return QPen(theme.color("accent"), 1.6)
    return QPen(theme.color("hit_edge"), 0.8)


def draw_hit(painter: QPainter, rect: QRectF, size: float, *, is_current: bool) -> None:
    """Draw the background of a hit in a line (`rect`) whose characters are `size` pixels high."""
    height = min(rect.height(), size * 1.36)
    box = QRectF(rect.x() - 0.5, rect.center().y() - height / 2 + 1, rect.width() + 1, height)
    painter.setPen(edge_of_hit(is_current))
    painter.setBrush(theme.color("hit_current" if is_current else "hit"))
    painter.drawRoundedRect(box, 3, 3)


def draw_dots(painter: QPainter, rect: QRectF, size: float) -> None:
    """Draw a dotted line below characters of a line (`rect`) that are `size` pixels high."""
    pen = QPen(theme.color("accent"), 1.5, Qt.PenStyle.DotLine)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    y = rect.center().y() + size * 0.62
    painter.drawLine(QPointF(rect.left() + 1, y), QPointF(rect.right() - 1, y))


@lru_cache(maxsize=512)
def line_count(text: str, font: QFont, width: float, lines: int) -> int:
    """Return the number of lines that `draw_text` would draw, at most `lines`."""
    if not text:
        return 0
    if width_of(text, font) + _added(text, font) <= width - 1:  # Qt breaks a line that just fits
        return 1
    return len(_lay_out(text, font, width, lines)[1])


def draw_focus(painter: QPainter, rect: QRectF, radius: float = 0) -> None:
    """Draw the ring of the keyboard focus, 2 px, inside `rect`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color("focus"), 2))
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius)
    painter.restore()


def draw_box(painter: QPainter, rect: QRectF, radius: float, fill: str | None, border: str | None) -> None:
    """Draw a rounded box, its border of one pixel within `rect`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(theme.color(fill) if fill else Qt.BrushStyle.NoBrush)
    painter.setPen(theme.color(border) if border else Qt.PenStyle.NoPen)
    half = 0.5 if border else 0.0
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius, radius)
    painter.restore()


def draw_hatch(painter: QPainter, rect: QRectF) -> None:
    """Hatch what is not known yet, or of which nothing is held; a zero is a bare base line."""
    painter.fillRect(rect, QBrush(theme.color("rule2"), Qt.BrushStyle.BDiagPattern))


def draw_double_rule(painter: QPainter, x: float, y: float, width: float) -> None:
    """Draw 文武线, the double rule of a newspaper: 3 px, a gap of 2 px, 1 px."""
    painter.fillRect(QRectF(x, y, width, 3), theme.color("press"))
    painter.fillRect(QRectF(x, y + 5, width, 1), theme.color("press"))


def draw_seal(painter: QPainter, rect: QRectF) -> None:
    """Draw 阅 cut out of a vermilion square."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("accent"))
    painter.drawRoundedRect(rect, rect.width() * 0.12, rect.width() * 0.12)
    glyph = _seal_glyph()
    scale = int(rect.width() * 0.68) / _SEAL_PX
    painter.translate(rect.center())
    painter.scale(scale, scale)
    painter.translate(-glyph.boundingRect().center())
    painter.fillPath(glyph, theme.color("on_accent"))
    painter.restore()


_SEAL_PX = 100


@cache
def _seal_glyph() -> QPainterPath:
    """Return the outline of 阅, `_SEAL_PX` high: its face is read once, not for each size of the icon."""
    glyph = QPainterPath()
    glyph.addText(0, 0, theme.serif(_SEAL_PX, 700), "阅")
    return glyph


def seal(side: int) -> QPixmap:
    image = QPixmap(side, side)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    draw_seal(painter, QRectF(0, 0, side, side))
    painter.end()
    return image


def seal_icon() -> QIcon:
    icon = QIcon()
    for side in (16, 24, 32, 48, 64, 128, 256):
        icon.addPixmap(seal(side))
    return icon


def _lay_out(text: str, font: QFont, width: float, lines: int) -> tuple[QTextLayout, list[QTextLine]]:
    layout, laid = _wrap(text, font, width, lines + 1)
    if len(laid) > lines:
        start = characters(text, laid[lines - 1].textStart())
        layout, laid = _wrap(text[:start] + _elide_set(text[start:], font, width - 2), font, width, lines)
    return layout, laid


@lru_cache(maxsize=512)
def _elide_set(text: str, font: QFont, width: float) -> str:
    """Return as much of a text as fits into `width` pixels with the room between its characters (`elide`)."""

    def is_too_wide(beginning: str) -> bool:
        return _measured(beginning, font) + _added(beginning, font) > width

    beginning = elide(text, font, width - _added(elide(text, font, width), font))
    if not beginning or not is_too_wide(beginning):
        return beginning
    # Qt does not cut a text of both directions to each width: its beginnings are tried
    cuts = [_cut_after(text, beginning[:length]) for length in range(len(beginning))]
    return cuts[max(0, bisect_left(cuts, True, lo=1, key=is_too_wide) - 1)]


def _added(text: str, font: QFont) -> float:
    """Return by how many pixels the room between its characters makes a text wider."""
    return font.pixelSize() * sum(spacing for _, spacing in spaced_runs(text, half_empty_marks(font)))


def _wrap(
    text: str, font: QFont, width: float, lines: int, *, is_spaced: bool = True
) -> tuple[QTextLayout, list[QTextLine]]:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout = QTextLayout(text, font)
    layout.setTextOption(option)
    if is_spaced:
        layout.setFormats(_spacing(text, font))
    layout.beginLayout()
    laid: list[QTextLine] = []
    while len(laid) < lines and (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        laid.append(line)
    layout.endLayout()
    return layout, laid


@lru_cache(maxsize=512)
def _spacing(text: str, font: QFont) -> Sequence[QTextLayout.FormatRange]:
    format_ranges = []
    end = 0
    for run, spacing in spaced_runs(text, half_empty_marks(font)):
        start = end
        end = end + units(run)
        if spacing:
            span = QTextLayout.FormatRange()
            span.start = start
            span.length = end - start
            form = QTextCharFormat()
            space(form, spacing, font.pixelSize())
            span.format = form
            format_ranges.append(span)
    return format_ranges


def _in_ink(start: int, end: int) -> QTextLayout.FormatRange:
    """Return the format of a span in the colour `ink`: secondary text is too faint on the background of a hit."""
    span = QTextLayout.FormatRange()
    span.start = start
    span.length = end - start
    span.format = QTextCharFormat()
    span.format.setForeground(theme.color("ink"))
    return span


def units(text: str) -> int:
    """Return the length of `text` in UTF-16 units, as Qt counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def extents(line: QTextLine, first: int, last: int) -> list[tuple[float, float]]:
    """Return where the characters [first, last) of a text (in UTF-16 units) are in a line: their left and right x.

    Words from right to left beside others from left to right are in several pieces; the place of a cursor, which
    `QTextLine.cursorToX` returns, does not tell where these begin and end.
    """
    first = max(first, line.textStart())
    last = min(last, line.textStart() + line.textLength())
    if first < last:
        boxes = [run.boundingRect() for run in line.glyphRuns(first, last - first)]
    else:
        boxes = []
    pieces: list[tuple[float, float]] = []
    for left, right in sorted((box.left(), box.right()) for box in boxes):
        if pieces and left <= pieces[-1][1] + _ADJOINING:
            pieces[-1] = pieces[-1][0], max(pieces[-1][1], right)
        else:
            pieces.append((left, right))
    return pieces


_ADJOINING = 0.5
"""The largest distance of two pieces that are one, in pixels."""


def characters(text: str, units: int) -> int:
    """Return the number of characters in the first `units` UTF-16 units of a text."""
    return len(text.encode("utf-16-le", "surrogatepass")[: units * 2].decode("utf-16-le", "ignore"))


CLOSING = "，。、；：！？）》」』”’】〉］〕"
OPENING = "（《「『“‘【〈［〔"
# a bracket is literal at the beginning of a class and at its end
_HALF_WIDE = "],;:!?)"
_HALF_OPENING = "(["
# that each `HAN` takes a millisecond to compile is felt when a window opens
_SPACED = pattern(
    f"(?P<tight>[{CLOSING}](?=[{_HALF_WIDE}.{OPENING}{CLOSING}])|[{OPENING}](?=[{OPENING}]))"
    f"|[{_HALF_WIDE}](?=[{OPENING}])|[{_HALF_WIDE}A-Za-z0-9](?=[{HAN}])"
    f"|(?<=[{HAN}])[{_HALF_WIDE}](?=[A-Za-z0-9])|[{HAN}](?=[A-Za-z0-9{_HALF_OPENING}])"
)
# Letter spacing, in em.
_TIGHT = -0.5
_HALF = 0.3
_AIR = 0.14


def spaced_runs(text: str, half_empty: Collection[str] = CLOSING + OPENING) -> Iterator[tuple[str, float]]:
    """Yield `text` in runs, each with the letter spacing of its characters in em.

    `half_empty` are the marks that the face draws in one half of their width (`half_empty_marks`).
    """
    done = 0
    for match in _SPACED.finditer(text):
        mark = match[0]
        following = text[match.end()]
        if match["tight"] and (mark if mark in CLOSING else following) not in half_empty:
            continue
        if match.start() > done:
            yield text[done : match.start()], 0.0
        yield mark, _TIGHT if match["tight"] else _air_between(mark, following, half_empty)
        done = match.end()
    if done < len(text):
        yield text[done:], 0.0


def _air_between(mark: str, following: str, half_empty: Collection[str]) -> float:
    """Return the air between a character and the one that follows, which may bring half an em of its own."""
    is_half_wide = mark in _HALF_WIDE or following in _HALF_OPENING
    if is_half_wide and following not in half_empty:
        return _HALF
    return _AIR


def space(form: QTextCharFormat, spacing: float, size: int) -> None:
    """Give a format a letter spacing in em of `size` pixels."""
    if spacing:
        form.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
        form.setFontLetterSpacing(spacing * size)


@lru_cache(maxsize=64)
def half_empty_marks(font: QFont) -> frozenset[str]:
    """Return the marks as wide as a Han character with their ink in one half: closing ones left, opening ones right.

    Only these can be closed up; others would touch what stands beside them.
    """
    metrics = metrics_of(font)
    size = font.pixelSize()

    def is_wide(mark: str) -> bool:
        return metrics.horizontalAdvance(mark) >= 0.9 * size

    marks: set[str] = set()
    for mark in filter(is_wide, CLOSING):
        if metrics.tightBoundingRect(mark).right() <= 0.55 * size:
            marks.add(mark)
    for mark in filter(is_wide, OPENING):
        if metrics.tightBoundingRect(mark).left() >= 0.45 * size:
            marks.add(mark)
    return frozenset(marks)


def metrics_of(font: QFont) -> QFontMetricsF:
    """Return the metrics of a font without its letter spacing."""
    face = QFont(font)
    face.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0)
    return QFontMetricsF(face)


def hang_of(font: QFont, mark: str) -> float:
    """Return how far a line that begins with a mark ("" for an empty line) is put to the left, in pixels.

    Half an em for an opening mark whose left half is empty, so that the line begins where the others do; else 0.
    """
    if mark and mark in OPENING and mark in half_empty_marks(font):
        return font.pixelSize() / 2
    return 0.0


class Painted(QWidget):
    """A widget of a fixed height that `paint` paints."""

    def __init__(self, height: int, paint: Callable[[QPainter, QRectF], object]) -> None:
        super().__init__()
        self._paint = paint
        self.setFixedHeight(height)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._paint(QPainter(self), QRectF(self.rect()))
