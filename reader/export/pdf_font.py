"""A font for PDF files, made of outlines, in which each glyph maps to exactly the characters that it was set for.

If a typeface is embedded with its own glyphs, each glyph maps to one character only: where it draws 日 and the Kangxi
radical ⽇ with the same glyph, one of them is copied as the other. Here a glyph is an outline together with the
characters it was set for and its advance. So text is copied correctly, in any typeface and also beyond the basic
plane, and a justified line has no gaps that a program would take for spaces.

The font program is CFF (Adobe Technical Note 5176) with Type 2 charstrings (5177), keyed by CID. The outlines are
subroutines, shared by the glyphs with the same outline. It has no hints.
"""

import struct
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

UNITS = 1000
"""Units per em."""

Segment = tuple[int, ...]
"""A piece of an outline in units, with y upwards: (x, y) moves, (x, y, 1) draws a line, six numbers draw a curve."""

Outline = bytes
"""An outline as a subroutine of Type 2 operators."""

BOX = (-1000, -1000, 3000, 2000)
"""A bounding box for all glyphs: left, bottom, right, top."""

MOST_GLYPHS = 60_000
"""Maximum number of glyphs in a font, as glyph codes have two bytes."""
_STANDARD_STRINGS = 391


class OutlineFont:
    """A font to which each glyph is added when its code is first requested."""

    def __init__(self) -> None:
        self._codes: dict[tuple[Outline, str, int], int] = {}
        # subroutine 0 is the outline of characters without ink, such as a space
        self._subroutines: dict[Outline, int] = {outline_of(()): 0}

    @property
    def is_full(self) -> bool:
        """Whether no more glyphs should be added; `code` does not check it."""
        return len(self._codes) >= MOST_GLYPHS

    def code(self, outline: Outline, text: str, advance: int) -> int:
        """Return the code of the glyph with this outline, for the characters `text`, `advance` units wide."""
        key = (outline, text, advance)
        known = self._codes.get(key)
        if known is None:
            self._subroutines.setdefault(outline, len(self._subroutines))
            known = self._codes[key] = len(self._codes) + 1
        return known

    def widths(self) -> str:
        """Return the advances of all glyphs, as the value of /W."""
        return f"[1 [{' '.join(str(advance) for _, _, advance in self._codes)}]]"

    def to_unicode(self) -> bytes:
        """Return the CMap from glyph codes to characters, as the value of /ToUnicode."""
        pairs = [
            f"<{code:04X}> <{text.encode('utf-16-be', 'replace').hex().upper()}>"
            for (_, text, _), code in self._codes.items()
        ]
        parts = [
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
            "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
            "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        ]
        # the format allows at most a hundred entries in a block
        for at in range(0, len(pairs), 100):
            some = pairs[at : at + 100]
            parts.append(f"{len(some)} beginbfchar\n" + "\n".join(some) + "\nendbfchar\n")
        parts.append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
        return "".join(parts).encode("ascii")

    def program(self, name: str) -> bytes:
        count = len(self._codes) + 1
        bias = _bias(len(self._subroutines))
        # glyph 0 is the one for missing characters, which is never used but has to be there
        glyphs = [_number(0) + b"\x0e"]
        for outline, _, advance in self._codes:
            call = _number(self._subroutines[outline] - bias) + b"\x1d"
            glyphs.append(_number(advance) + call + b"\x0e")
        before = b"\x01\x00\x04\x04" + _index([name.encode("ascii")])
        strings = _index([b"Adobe", b"Identity"])
        routines = _index(list(self._subroutines))
        charset = b"\x02" + struct.pack(">HH", 1, count - 2) if count > 1 else b"\x00"
        selection = b"\x03" + struct.pack(">HHBH", 1, 0, 0, count)
        strokes = _index(glyphs)
        private = _long(0) + b"\x14" + _long(0) + b"\x15"  # defaultWidthX, nominalWidthX
        # All numbers in the top dictionary have the same length, so its length is known before the offsets in it.
        start = len(before) + len(_index([self._top(count, 0, 0, 0, 0)])) + len(strings) + len(routines)
        at_selection = start + len(charset)
        at_strokes = at_selection + len(selection)
        at_private = at_strokes + len(strokes)
        at_fonts = at_private + len(private)
        fonts = _index([_long(len(private)) + _long(at_private) + b"\x12"])
        top = _index([self._top(count, start, at_selection, at_strokes, at_fonts)])
        return before + top + strings + routines + charset + selection + strokes + private + fonts

    def _top(self, count: int, charset: int, selection: int, strokes: int, fonts: int) -> bytes:
        ordering = _long(_STANDARD_STRINGS) + _long(_STANDARD_STRINGS + 1) + _long(0) + b"\x0c\x1e"
        box = b"".join(map(_long, BOX)) + b"\x05"
        return (
            ordering
            + box
            + (_long(count) + b"\x0c\x22")
            + (_long(charset) + b"\x0f")
            + (_long(strokes) + b"\x11")
            + (_long(fonts) + b"\x0c\x24")
            + (_long(selection) + b"\x0c\x25")
        )


def outline_of(segments: Iterable[Segment]) -> Outline:
    parts = []
    x = y = 0
    for segment in segments:
        if len(segment) == 6:
            numbers = [(x, y), *zip(segment[::2], segment[1::2], strict=True)]
            for (x0, y0), (x1, y1) in pairwise(numbers):
                parts.append(_number(x1 - x0) + _number(y1 - y0))
            x, y = numbers[-1]
            parts.append(b"\x08")  # rrcurveto
        else:
            parts.append(_number(segment[0] - x) + _number(segment[1] - y))
            x, y = segment[:2]
            parts.append(b"\x15" if len(segment) == 2 else b"\x05")  # rmoveto, rlineto
    return b"".join(parts) + b"\x0b"


def _bias(count: int) -> int:
    return 107 if count < 1240 else 1131 if count < 33900 else 32768


def _number(value: int) -> bytes:
    """Return an integer as an operand of a charstring, limited to 16 bits."""
    if -107 <= value <= 107:
        return bytes((value + 139,))
    if 108 <= value <= 1131:
        high, low = divmod(value - 108, 256)
        return bytes((high + 247, low))
    if -1131 <= value <= -108:
        high, low = divmod(-value - 108, 256)
        return bytes((high + 251, low))
    return b"\x1c" + struct.pack(">h", max(-32768, min(value, 32767)))


def _long(value: int) -> bytes:
    """Return an integer as an operand of a dictionary, always in five bytes."""
    return b"\x1d" + struct.pack(">i", value)


def _index(items: Sequence[bytes]) -> bytes:
    if not items:
        return b"\x00\x00"
    offsets = list(_offsets(items))
    return struct.pack(">HB", len(items), 4) + struct.pack(f">{len(offsets)}I", *offsets) + b"".join(items)


def _offsets(items: Iterable[bytes]) -> Iterator[int]:
    at = 1
    yield at
    for item in items:
        at += len(item)
        yield at
