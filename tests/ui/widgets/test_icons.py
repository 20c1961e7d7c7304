import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from reader import assets
from reader.ui.widgets import theme

NAMES = sorted(path.stem for path in assets.resource("icons").glob("*.svg"))


def inked(image: QImage) -> set[str]:
    """The colours of the pixels that are fully opaque."""
    image = image.convertToFormat(QImage.Format.Format_ARGB32)
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_is_drawn_in_the_colour_asked_for(name: str) -> None:
    image = theme.pixmap(name, "accent", 20, 2.0).toImage()
    assert image.size() == QSize(40, 40)
    assert inked(image) == {theme.color("accent").name()}


def test_an_unknown_icon_is_an_error() -> None:
    with pytest.raises(OSError, match="no-such-icon"):
        theme.pixmap("no-such-icon", "ink", 16)
