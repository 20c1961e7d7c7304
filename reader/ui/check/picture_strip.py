"""The strip of a page's picture on which the words in doubt are to be seen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from reader.i18n import say
from reader.library.doubt_evidence import PictureStrip
from reader.library.page_pictures import PagePictures
from reader.ui.widgets.background_tasks import load_picture_readers
from reader.ui.widgets.picture_tiles import image_of, read_tile

_MARGIN = 24
"""The space beside the strip, in pixels."""
_ENOUGH = 1200
"""The width of the level of the picture that is taken, in pixels, if it has one so wide."""
_MOST_SHARE = 0.45
"""The share of the pane's height that the strip takes at most."""


def cut(pictures: PagePictures, strip: PictureStrip, is_unwanted: Callable[[], bool]) -> QImage:
    """Return the image of a strip. Not for the window's thread: raises LibraryError and PictureUnwanted."""
    pyramid = pictures.pyramid(strip.picture, is_unwanted)
    level = 0
    while level < pyramid.levels - 1 and pyramid.size_at(level)[0] < _ENOUGH:
        level += 1
    width, height = pyramid.size_at(level)
    top = round(strip.top * height)
    rect = QRect(0, top, width, round(strip.bottom * height) - top)
    return image_of(rect, level, lambda tile: read_tile(pyramid, tile))


class StripView(QWidget):
    """Shows a strip as wide as the pane, or as high as there is room for; it is hidden without one."""

    def __init__(self) -> None:
        super().__init__()
        load_picture_readers()
        self._image: QImage | None = None
        self.setAccessibleName(say("版面图上的这一处"))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def show_image(self, image: QImage | None) -> None:
        self._image = image
        self.setVisible(image is not None)
        self.updateGeometry()
        self.update()

    def has_image(self) -> bool:
        return self._image is not None

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if self._image is None:
            return 0
        parent = self.parentWidget()
        most = parent.height() if parent is not None else self._image.height()
        whole = (width - 2 * _MARGIN) * self._image.height() / self._image.width()
        return round(min(whole, most * _MOST_SHARE)) + _MARGIN

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image is None:
            return
        room = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, 0)
        size = self._image.size().scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(room.x(), room.y(), size.width(), size.height()), self._image)
