"""Line icons of `resources/icons/`, drawn in a theme's colour at the screen's own resolution."""

from functools import cache, lru_cache

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from reader import assets
from reader.ui.widgets import theme


def icon(name: str, token: str = "ink2") -> QIcon:
    """Return an icon that looks up the colour `token` each time it is painted, and so follows the theme."""
    return QIcon(_Engine(name, token))


def pixmap(name: str, token: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Return an icon in the current theme, `size` logical pixels square. Raises OSError for an unknown name."""
    return _pixmap(name, theme.color(token).name(), size, ratio)


def draw(painter: QPainter, name: str, token: str, x: float, y: float, size: int) -> None:
    device = painter.device()
    painter.drawPixmap(QPointF(x, y), pixmap(name, token, size, device.devicePixelRatio()))


class _Engine(QIconEngine):
    def __init__(self, name: str, token: str) -> None:
        super().__init__()
        self._name = name
        self._token = token

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._token)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        left = rect.x() + (rect.width() - side) / 2
        top = rect.y() + (rect.height() - side) / 2
        draw(painter, self._name, self._token_in(mode), left, top, side)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return pixmap(self._name, self._token_in(mode), min(size.width(), size.height()))

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        return pixmap(self._name, self._token_in(mode), min(size.width(), size.height()), scale)

    def _token_in(self, mode: QIcon.Mode) -> str:
        return "rule2" if mode == QIcon.Mode.Disabled else self._token


@cache
def _drawing(name: str) -> str:
    return assets.resource(f"icons/{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def _pixmap(name: str, color: str, size: int, ratio: float) -> QPixmap:
    drawing = QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", color).encode()))
    side = round(size * ratio)
    image = QPixmap(side, side)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    drawing.render(painter, QRectF(0, 0, side, side))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


SCALE = 2
"""The number of pixels for a unit of the SVG picture, in each direction."""


def png_of(picture: str) -> bytes:
    """Return an SVG picture as PNG, at `SCALE` times its size."""
    renderer = QSvgRenderer(QByteArray(picture.encode()))
    image = QImage(renderer.defaultSize() * SCALE, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload] # the stubs ask for bytes, Qt for words
    return bytes(data.data())
