"""The headlines of a piece: on a vertical page, which is turned, those of two tiers are two, however near they are."""

from collections.abc import Iterator, Sequence

import pytest

from reader.features.page_cutting.page_piece import Piece, Rules
from reader.formats.scans.boxes import CutLine
from reader.formats.scans.column_breaks import ColumnBreaks, Segment
from reader.newspaper.line_place import Box

BODY = 36.0
MEASURE = 16
LEADING = 52.0
GUTTER = 40.0
TIER = MEASURE * BODY
HEADLINE = 76.0


def text_lines(begins: Sequence[float], length: float, down: float) -> Iterator[tuple[Box, float]]:
    """The boxes of five rows of running text, at each of the places, and how many characters they have."""
    for row in range(5):
        for begin in begins:
            top = down + row * LEADING
            yield (begin, top, begin + length, top + BODY), length / BODY


def piece_of(headlines: Sequence[Box], texts: Sequence[tuple[Box, float]], *, are_turned: bool) -> Piece:
    lines = [CutLine(at, box, count) for at, (box, count) in enumerate(texts)]
    breaks = ColumnBreaks([Segment(line.box, line.size) for line in lines], BODY)
    for box in headlines:
        size = HEADLINE / BODY
        lines.append(CutLine(len(lines), box, (box[2] - box[0]) / HEADLINE, size))
    return Piece(lines, Rules([], [], BODY, breaks, are_turned))


def headlines_at(begin: float, next_begin: float) -> list[Box]:
    """Two large lines of one length in one row, as the halves of a couplet are."""
    return [(left, 0.0, left + 7 * HEADLINE, HEADLINE) for left in (begin, next_begin)]


@pytest.mark.parametrize("indent", [0.0, 0.5 * BODY, BODY])
def test_large_lines_of_one_length_in_two_tiers_are_two_headlines(indent: float) -> None:
    second = TIER + GUTTER
    texts = list(text_lines((0.0, second), TIER, 100.0))
    headlines = headlines_at(indent, second + indent)
    piece = piece_of(headlines, texts, are_turned=True)
    assert sorted(head.box for head in piece.heads) == headlines


def test_large_lines_of_one_length_over_the_same_text_are_one_headline() -> None:
    second = TIER + GUTTER
    texts = list(text_lines((0.0,), second + TIER, 100.0))
    piece = piece_of(headlines_at(BODY, second), texts, are_turned=True)
    assert len(piece.heads) == 1


def test_a_couplet_over_two_columns_of_a_horizontal_page_is_one_headline() -> None:
    second = TIER + GUTTER
    texts = list(text_lines((0.0, second), TIER, 100.0))
    piece = piece_of(headlines_at(BODY, second + BODY), texts, are_turned=False)
    assert len(piece.heads) == 1
