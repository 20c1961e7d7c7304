"""The printed lines of a page, each with its recognised text below its picture, character below character."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from reader.features.proofread.page import Doubt, Line, ProofPage, Read, spot_of
from reader.features.proofread.ui.strips import Strip, Strips
from reader.i18n import say
from reader.ui.widgets import text_painting, theme

# The heights of a pair, of its strip, of the print in the strip, of its text, and of the space above, in pixels.
PITCH, STRIP, PRINT, _TEXT, _TOP = 94, 42, 34, 30, 6
_MARGIN, _NUMBER = 24, 44
_DOT, _APART = 1.2, 4.0


def mark_on_picture() -> QColor:
    """Return the colour of marks on a picture of a page, whose paper is light in every theme."""
    return QColor(theme.themes()[theme.DEFAULT].colors["accent"])


def draw_dots(painter: QPainter, left: float, right: float, y: float, token: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(token))
    number = max(1, int((right - left) / _APART))
    begin = (left + right - (number - 1) * _APART) / 2
    for at in range(number):
        painter.drawEllipse(QPointF(begin + at * _APART, y), _DOT, _DOT)


def dots_of(page: ProofPage, doubt: Doubt, read: Read) -> str:
    """Return the colour of the dots below a place: in doubt, changed, or looked at and right."""
    if not page.is_done(doubt, read):
        return "warn"
    is_changed = any(read.get(spot) != cell.sign for cell in page.cells(doubt) if (spot := spot_of(cell)))
    return "accent" if is_changed else "ink3"


def spans_of(line: Line, height: float, width: float) -> list[tuple[float, float]]:
    """Return where the characters of a line are, from left to right, if it is drawn in this height and width.

    Characters of a vertical line are set side by side.
    """
    if not line.cells:
        return []
    if line.is_vertical:
        pitch = min(height, width / len(line.cells))
        return [(at * pitch, (at + 1) * pitch) for at in range(len(line.cells))]
    scale = min(
        height / max(line.box.bottom - line.box.top, 1e-6), width / max(line.box.right - line.box.left, 1e-6)
    )
    if scale > 1e5:  # without a picture there are no boxes
        return [(at * height * 0.7, (at + 1) * height * 0.7) for at in range(len(line.cells))]
    left = line.box.left
    return [((cell.box.left - left) * scale, (cell.box.right - left) * scale) for cell in line.cells]


class ProofLines(QAbstractScrollArea):
    """The lines of the page around the current place, which stays at the same height; a click on a place chooses it."""

    def __init__(self, strips: Strips, choose: Callable[[Doubt], object]) -> None:
        super().__init__()
        self._strips, self._choose = strips, choose
        self._page: ProofPage | None = None
        self._read: Read = {}
        self._current: Doubt | None = None
        self._shown: Sequence[int] = ()
        self.only_doubtful = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.slim(self)
        theme.tint(self.viewport(), "paper")
        self.verticalScrollBar().setSingleStep(PITCH // 2)

    def show_page(self, page: ProofPage, read: Read, current: Doubt | None) -> None:
        self._page, self._read, self._current = page, read, current
        doubtful = {each.line for each in page.doubts}
        self._shown = [at for at in range(len(page.lines)) if not self.only_doubtful or at in doubtful]
        self._set_range()
        if current is not None:
            line = self._shown.index(current.line)
            self.verticalScrollBar().setValue(round(line * PITCH - 0.28 * self.viewport().height()))
            self.setAccessibleName(say("识别的行：{text}", text=page.text_of(current.line, read)))
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_range()

    def _set_range(self) -> None:
        height = self.viewport().height()
        self.verticalScrollBar().setPageStep(height)
        self.verticalScrollBar().setRange(0, max(0, len(self._shown) * PITCH + 20 - height))

    def _room(self) -> float:
        return self.viewport().width() - 2 * _MARGIN - _NUMBER

    def mousePressEvent(self, event: QMouseEvent) -> None:
        page, place = self._page, event.position()
        row = int((place.y() + self.verticalScrollBar().value()) // PITCH)
        if page is None or not 0 <= row < len(self._shown):
            return
        number = self._shown[row]
        spans = spans_of(page.lines[number], PRINT, self._room())
        for doubt in page.doubts:
            if doubt.line == number:
                left, right = spans[doubt.start][0], spans[doubt.end - 1][1]
                if left <= place.x() - _MARGIN - _NUMBER <= right:
                    self._choose(doubt)

    def paintEvent(self, event: QPaintEvent) -> None:
        page = self._page
        if page is None:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scroll, height = self.verticalScrollBar().value(), self.viewport().height()
        for row in range(max(0, scroll // PITCH), min(len(self._shown), (scroll + height) // PITCH + 1)):
            self._paint_line(painter, page, self._shown[row], row * PITCH - scroll)

    def _paint_line(self, painter: QPainter, page: ProofPage, number: int, top: float) -> None:
        line, current = page.lines[number], self._current
        is_current = current is not None and current.line == number
        if is_current:
            painter.fillRect(QRectF(0, top, self.viewport().width(), PITCH), theme.color("raised"))
            painter.fillRect(QRectF(0, top, 3, PITCH), theme.color("accent"))
        label = QRectF(0, top + _TOP, _MARGIN + _NUMBER - 14, STRIP)
        text_painting.draw_words(painter, label, str(number + 1), theme.sans(12), "ink3", text_painting.RIGHT)
        spans = spans_of(line, PRINT, self._room())
        left = _MARGIN + _NUMBER
        strip = self._strips.of(line)
        if strip is not None:
            draw_strip(painter, strip, line, spans, QPointF(left, top + _TOP), STRIP)
        size = min(22, max(9, round(0.92 * median(b - a for a, b in spans)))) if spans else 22
        marked = {
            at: each for each in page.doubts if each.line == number for at in range(each.start, each.end)
        }
        y = top + _TOP + STRIP + 4
        for at, (cell, (begin, end)) in enumerate(zip(line.cells, spans, strict=True)):
            doubt = marked.get(at)
            rect = QRectF(left + begin, y, end - begin, _TEXT)
            spot = spot_of(cell)
            shown = cell.sign if spot is None else self._read.get(spot, cell.sign)
            is_here = doubt is not None and doubt == current
            if is_here:
                painter.setPen(QPen(mark_on_picture(), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(rect.x(), top + _TOP, rect.width(), STRIP), 3, 3)
                text_painting.draw_box(painter, rect.adjusted(1, 0, -1, 0), 3, "hit_current", None)
            ink = "hit_current_ink" if is_here else "ink" if is_current else "ink2"
            wide = rect.adjusted(-size, 0, size, 0)
            font = theme.serif(size, 700 if is_here else 400)
            text_painting.draw_words(painter, wide, shown, font, ink, text_painting.CENTER)
            if doubt is not None and self._page is not None:
                draw_dots(
                    painter,
                    rect.left() + 2,
                    rect.right() - 2,
                    rect.bottom(),
                    dots_of(page, doubt, self._read),
                )
            elif shown != cell.sign:
                draw_dots(painter, rect.left() + 2, rect.right() - 2, rect.bottom(), "accent")


def draw_strip(
    painter: QPainter,
    strip: Strip,
    line: Line,
    spans: Sequence[tuple[float, float]],
    origin: QPointF,
    height: float,
) -> None:
    """Draw the picture of a line such that its characters are where `spans` are; dimmed in a dark theme."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setOpacity(0.84 if theme.current().is_dark else 1.0)
    if line.is_vertical:
        for cell, (begin, end) in zip(line.cells, spans, strict=True):
            target = QRectF(origin.x() + begin, origin.y(), end - begin, min(height, end - begin))
            painter.drawImage(target, strip.image, strip.rect_of(cell.box))
    elif spans:
        own = strip.rect_of(line.box)
        scale = max(end for _, end in spans) / own.width()
        picture = QRectF(strip.image.rect())
        size = picture.width() * scale, min(height, picture.height() * scale)
        middle = origin.y() + height / 2
        target = QRectF(origin.x() - own.x() * scale, middle - size[1] / 2, *size)
        shown = size[1] / scale
        painter.drawImage(
            target, strip.image, QRectF(0, own.center().y() - shown / 2, picture.width(), shown)
        )
    painter.restore()
