"""Fonts for PDF files, as fontTools reads them: each glyph is the outline and the advance that it was made of."""

import io
import re
from collections.abc import Sequence

import pytest
from fontTools.cffLib import CFFFontSet
from fontTools.misc.psCharStrings import T2CharString
from fontTools.pens.recordingPen import RecordingPen
from hypothesis import given
from hypothesis import strategies as st

from reader.features.printing.pdf_file import OutlineFont, Segment, outline_of

Glyph = tuple[list[Segment], str, int]

AT = st.sampled_from([0, 1, 107, 108, 1131, 1132, -107, -108, -1131, -1132]) | st.integers(-9000, 9000)
PIECE = st.tuples(AT, AT, st.just(1)) | st.tuples(AT, AT, AT, AT, AT, AT)
OUTLINE = st.lists(PIECE, max_size=4).flatmap(
    lambda pieces: st.tuples(AT, AT).map(lambda start: [start, *pieces]) if pieces else st.just([])
)
GLYPHS = st.lists(st.tuples(OUTLINE, st.text(st.sampled_from("日⽇𠀀"), min_size=1, max_size=3), AT))


def read(font: OutlineFont) -> Sequence[T2CharString]:
    """Return the glyphs, the one for what is missing first."""
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(font.program("AAAAAA+Yuebao")), None)
    assert fonts.fontNames == ["AAAAAA+Yuebao"]
    top = fonts[0]
    assert top.ROS == ("Adobe", "Identity", 0)
    names = [".notdef", *(f"cid{number:05}" for number in range(1, len(top.charset)))]
    assert top.charset == names
    assert top.CIDCount == len(names)
    return [top.CharStrings[name] for name in names]


def drawn(glyph: T2CharString) -> tuple[list[Segment], int]:
    """Return the outline and the advance of a glyph."""
    pen = RecordingPen()
    glyph.draw(pen)
    segments: list[Segment] = []
    for operator, points in pen.value:
        numbers = tuple(number for point in points for number in point)
        segments += {"moveTo": [numbers], "lineTo": [(*numbers, 1)], "curveTo": [numbers]}.get(operator, [])
    return segments, glyph.width


@given(GLYPHS)
def test_every_glyph_is_read_back(glyphs: list[Glyph]) -> None:
    font = OutlineFont()
    codes = [font.code(outline_of(outline), text, advance) for outline, text, advance in glyphs]
    found = read(font)
    assert drawn(found[0]) == ([], 0)
    assert [drawn(found[code]) for code in codes] == [(outline, advance) for outline, _, advance in glyphs]
    assert len(found) == 1 + len({(str(outline), text, advance) for outline, text, advance in glyphs})
    told = re.findall(r"^<(\w{4})> <(\w+)>$", font.to_unicode().decode("ascii"), re.MULTILINE)
    texts = {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in told}
    assert [texts[code] for code in codes] == [text for _, text, _ in glyphs]
    widths = [int(width) for width in font.widths().removeprefix("[1 [").removesuffix("]]").split()]
    assert [widths[code - 1] for code in codes] == [advance for _, _, advance in glyphs]


@pytest.mark.parametrize("count", [1238, 1239, 33898, 33899])
def test_of_many_outlines_the_first_and_the_last_are_found(count: int) -> None:
    """Subroutines are called by a number from which another one is taken, according to how many there are."""
    outlines: list[list[Segment]] = [[(at % 200, at // 200), (0, 0, 1)] for at in range(count)]
    font = OutlineFont()
    for outline in outlines:
        font.code(outline_of(outline), "字", 1000)
    found = read(font)
    assert [drawn(found[code])[0] for code in (1, count)] == [outlines[0], outlines[-1]]
    listed = re.findall(rb"(\d+) beginbfchar\n(.*?)\nendbfchar", font.to_unicode(), re.DOTALL)
    assert [int(many) for many, _ in listed] == [lines.count(b"\n") + 1 for _, lines in listed]
    assert max(int(many) for many, _ in listed) == 100, "the most that a list may have"
