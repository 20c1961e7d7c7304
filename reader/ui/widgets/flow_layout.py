"""A layout of widgets in lines, as of words in a paragraph."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


def _size_of(item: QLayoutItem) -> QSize:
    if item.isEmpty():
        return QSize()
    return item.sizeHint()


class FlowLayout(QLayout):
    """A layout in lines, as of words in a paragraph, with `gap` pixels between widgets and lines.

    Hidden widgets take no space. With `apart`, the widgets from that index on are aligned right if all fit on one line.
    """

    def __init__(self, gap: int = 6, apart: int | None = None) -> None:
        super().__init__()
        self._places_in: dict[int, list[QRect]] = {}
        """The places of the widgets, by the width; Qt asks for them many times over, and says when they change."""
        self._apart = apart
        self.setContentsMargins(0, 0, 0, 0)
        self._gap = gap
        self._items: list[QLayoutItem] = []

    def invalidate(self) -> None:
        self._places_in.clear()
        super().invalidate()

    def clear(self) -> None:
        while self._items:
            widget = self.takeAt(0).widget()
            if isinstance(widget, QWidget):
                widget.hide()
                widget.deleteLater()

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self._places_in.clear()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem:
        return self._items[index] if 0 <= index < len(self._items) else None  # type: ignore[return-value]

    def takeAt(self, index: int) -> QLayoutItem:
        self._places_in.clear()
        return self._items.pop(index)

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        margins = self.contentsMargins()
        places = self._places(width - margins.left() - margins.right())
        return margins.top() + margins.bottom() + max((place.bottom() + 1 for place in places), default=0)

    def minimumSize(self) -> QSize:
        margins = self.contentsMargins()
        widest = max((item.minimumSize().width() for item in self._items), default=0)
        return QSize(widest + margins.left() + margins.right(), self.heightForWidth(10_000))

    sizeHint = minimumSize

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        inner = rect.marginsRemoved(self.contentsMargins())
        for item, place in zip(self._items, self._places(inner.width()), strict=True):
            item.setGeometry(place.translated(inner.topLeft()))

    def _places(self, width: int) -> list[QRect]:
        if width not in self._places_in:
            self._places_in[width] = self._placed(width, [_size_of(item) for item in self._items])
        return self._places_in[width]

    def _placed(self, width: int, sizes: Sequence[QSize]) -> list[QRect]:
        places = [QRect()] * len(self._items)
        lines: list[list[int]] = [[]]
        x = 0
        y = 0
        for number, wanted_size in enumerate(sizes):
            if not wanted_size.isValid():
                continue
            size = wanted_size.boundedTo(QSize(max(width, 1), 10_000))
            if x and x + size.width() > width:
                y += _centre(places, lines[-1]) + self._gap
                x = 0
                lines.append([])
            places[number] = QRect(QPoint(x, y), size)
            lines[-1].append(number)
            x += size.width() + self._gap
        _centre(places, lines[-1])
        if self._apart is not None and len(lines) == 1:
            for number in lines[0]:
                if number >= self._apart:
                    places[number].translate(width - (x - self._gap), 0)
        return places


def _centre(places: list[QRect], line: list[int]) -> int:
    """Centre the widgets of a line vertically; return the height of the line."""
    height = max((places[number].height() for number in line), default=0)
    for number in line:
        places[number].translate(0, (height - places[number].height()) // 2)
    return height
