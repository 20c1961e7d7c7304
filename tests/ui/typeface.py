"""A typeface that is made for the tests: so wide and so high is every character on every machine, whatever is installed
there. A Han character, a Chinese mark and a quotation mark are an em wide, all else is half of that."""

from functools import cache
from io import BytesIO

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFont, QFontDatabase, QTextCharFormat

from reader.ui.widgets import theme

EM = 1000
# Above and below the line, as those of the typefaces that Linux has for Chinese.
ASCENT, DESCENT = 1160, 288
_WIDE = (
    (0x2014, 0x2015),
    (0x2018, 0x2019),
    (0x201C, 0x201D),
    (0x2026, 0x2026),
    (0x2460, 0x24FF),
    (0x25A0, 0x26FF),
    (0x2E80, 0x9FFF),
    (0xF900, 0xFAFF),
    (0xFE30, 0xFE4F),
    (0xFF01, 0xFFEF),
    (0x20000, 0x2FFFF),
)
_NARROW = ((0x21, 0x7E), (0xA1, 0x24F), (0x370, 0x52F), (0x2190, 0x2199), (0x2200, 0x22FF))
_OF_CHINA = 1 << 18
"""The bit of OS/2's ulCodePageRange1 that stands for simplified Chinese (OpenType 1.9, OS/2)."""


_CHAINS = {name: getattr(theme, name) for name in ("_SERIF", "_SANS", "_KAI")}


def wear(patch: pytest.MonkeyPatch) -> None:
    """Lets the window be set in it."""
    family = _installed()
    patch.setattr(theme, "_SERIF", (family,))
    patch.setattr(theme, "_SANS", (family,))
    patch.setattr(theme, "_KAI", ())
    theme._families.cache_clear()


def take_off(patch: pytest.MonkeyPatch) -> None:
    """Lets the program choose a typeface, of those that are installed."""
    for name, families in _CHAINS.items():
        patch.setattr(theme, name, families)
    theme._families.cache_clear()


def need_features() -> None:
    """Skips the test where Qt, before 6.11, keeps no features of a typeface in a format."""
    font, form = QFont(), QTextCharFormat()
    font.setFeature(QFont.Tag("halt"), 1)
    form.setFont(font)
    if not form.font().featureTags():
        pytest.skip("this Qt keeps no features in a format")


@cache
def _installed() -> str:
    number = QFontDatabase.addApplicationFontFromData(QByteArray(_font()))
    return QFontDatabase.applicationFontFamilies(number)[0]


def _font() -> bytes:
    widths = {".notdef": EM, "space": EM // 2, "narrow": EM // 2, "wide": EM}
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder(list(widths))
    ranges = ((_WIDE, "wide"), (_NARROW, "narrow"))
    builder.setupCharacterMap(
        {0x20: "space", 0xA0: "space", 0x3000: "wide"}
        | {code: name for spans, name in ranges for first, last in spans for code in range(first, last + 1)}
    )
    builder.setupGlyf({name: _box(0 if name == "space" else width) for name, width in widths.items()})
    builder.setupHorizontalMetrics({name: (width, 0) for name, width in widths.items()})
    builder.setupHorizontalHeader(ascent=ASCENT, descent=-DESCENT)
    builder.setupNameTable({"familyName": "Tested", "styleName": "Regular"})
    builder.setupOS2(
        sTypoAscender=880,
        sTypoDescender=-120,
        usWinAscent=ASCENT,
        usWinDescent=DESCENT,
        ulCodePageRange1=_OF_CHINA | 1,
    )
    builder.setupPost()
    data = BytesIO()
    builder.save(data)
    return data.getvalue()


def _box(width: int) -> object:
    """The glyph: a frame that nearly fills its place."""
    pen = TTGlyphPen(None)
    for inset, turns in ((60, False), (160, True)):
        if width > 2 * inset:
            left, right, low, high = inset, width - inset, -100 + inset, 860 - inset
            corners = [(left, low), (left, high), (right, high), (right, low)]
            pen.moveTo(corners[0])
            for corner in reversed(corners[1:]) if turns else corners[1:]:
                pen.lineTo(corner)
            pen.closePath()
    return pen.glyph()
