"""The typeface in which pdfium sets what a PDF does not embed, where texts are read: every character is a box."""

from io import BytesIO

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

_EM, _ASCENT, _DESCENT = 1000, 880, -120
_INSET = 60
"""The distance of a box from the edges of its character's place, which is about that of Han characters."""
_MANY_TO_ONE = 13
"""The format of a table of characters that takes 16 bytes here (OpenType 1.9, cmap)."""


def box_typeface() -> bytes:
    pen = TTGlyphPen(None)
    low, high, right = _DESCENT + _INSET, _ASCENT - _INSET, _EM - _INSET
    pen.moveTo((_INSET, low))
    for corner in ((_INSET, high), (right, high), (right, low)):
        pen.lineTo(corner)
    pen.closePath()
    builder = FontBuilder(_EM, isTTF=True)
    builder.updateHead(created=0, modified=0)
    builder.setupGlyphOrder([".notdef", "box"])
    builder.setupCharacterMap({})
    builder.setupGlyf(dict.fromkeys((".notdef", "box"), pen.glyph()))
    builder.setupHorizontalMetrics(dict.fromkeys((".notdef", "box"), (_EM, 0)))
    builder.setupHorizontalHeader(ascent=_ASCENT, descent=_DESCENT)
    builder.setupNameTable({"familyName": "Boxes", "styleName": "Regular"})
    builder.setupOS2(
        sTypoAscender=_ASCENT, sTypoDescender=_DESCENT, usWinAscent=_ASCENT, usWinDescent=-_DESCENT
    )
    builder.setupPost(keepGlyphNames=False)
    table = CmapSubtable.newSubtable(_MANY_TO_ONE)
    table.platformID, table.platEncID, table.language = 3, 10, 0
    table.cmap = dict.fromkeys(range(0x20, 0x30000), "box")
    builder.font["cmap"].tables = [table]
    builder.font.recalcTimestamp = False
    data = BytesIO()
    builder.save(data)
    return data.getvalue()
