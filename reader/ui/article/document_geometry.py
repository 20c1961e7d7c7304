"""Geometry of a document: the rectangles of lines and spans, the position at a point."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QTextCursor, QTextDocument, QTextLine

from reader.ui.widgets import text_painting


def line_rect(document: QTextDocument, position: int) -> QRectF:
    """Return the rectangle of the line at a position of the document, in document coordinates (pixels)."""
    block = document.findBlock(position)
    top_left = document.documentLayout().blockBoundingRect(block).topLeft()
    line = block.layout().lineForTextPosition(position - block.position())
    return line.rect().translated(top_left) if line.isValid() else QRectF(top_left.x(), top_left.y(), 0, 0)


def position_near(document: QTextDocument, point: QPointF) -> int:
    """Return the position nearest to a point in document coordinates. Lays out the document down to that point."""
    return document.documentLayout().hitTest(point, Qt.HitTestAccuracy.FuzzyHit)


def character_at(document: QTextDocument, point: QPointF) -> int:
    """Return the position of the character at a point in document coordinates, or nearest to it."""
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
    cursor.setPosition(min(position + 1, max(0, document.characterCount() - 1)))
    pixels = cursor.charFormat().font().pixelSize()
    return float(pixels) if pixels > 0 else usual


def span_rects(document: QTextDocument, start: int, end: int) -> list[QRectF]:
    """Return the rectangles of the characters [start, end), one for each of their lines."""
    rects = []
    block = document.findBlock(start)
    while block.isValid() and block.position() < end:
        origin = document.documentLayout().blockBoundingRect(block).topLeft()
        first, last = max(0, start - block.position()), min(block.length() - 1, end - block.position())
        line = block.layout().lineForTextPosition(first)
        first_line = max(0, line.lineNumber()) if line.isValid() else 0
        for number in range(first_line, block.layout().lineCount()):
            line = block.layout().lineAt(number)
            if line.textStart() >= last:
                break
            a, b = max(first, line.textStart()), min(last, line.textStart() + line.textLength())
            if a < b:
                x0, x1 = text_painting.x_of(line, a), text_painting.x_of(line, b)
                rects.append(QRectF(origin.x() + x0, origin.y() + line.y(), x1 - x0, line.height()))
        block = block.next()
    return rects
