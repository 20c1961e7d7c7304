"""A page with columns that run down and lines that run across: each line is read in its own direction."""

from itertools import chain

import pytest

from reader import formats, parsing
from tests.formats.old_columns import FERRY, RICE, SCHOOL
from tests.parsing.laws import broken_laws
from tools.typesetter.page_files import FORMATS, ReadPage, Word, written
from tools.typesetter.words import sentences

BODY = 36
LEADING = 52
MEASURE = 14
MARGIN = 100
COLUMNS = FERRY + SCHOOL + RICE
LINES = "".join(sign for sign in "".join(sentences()[:16]) if sign.isalpha())
ALL = 20
"""The number of columns and lines of a page."""


def in_pieces(text: str, count: int) -> list[str]:
    return [text[at * MEASURE :][:MEASURE] for at in range(count)]


def column(text: str, right: float) -> list[Word]:
    return [
        (sign, (right - BODY, MARGIN + at * BODY, right, MARGIN + (at + 1) * BODY))
        for at, sign in enumerate(text)
    ]


def line(text: str, top: float, *, is_leftward: bool) -> list[Word]:
    """A line, as a program reads it that knows only the direction from left to right."""
    signs = text[::-1] if is_leftward else text
    return [
        (sign, (MARGIN + at * BODY, top, MARGIN + (at + 1) * BODY, top + BODY))
        for at, sign in enumerate(signs)
    ]


def page(columns: list[str], lines: list[str], *, is_leftward: bool) -> ReadPage:
    """Columns from the right, and below a rule, lines."""
    width = 2 * MARGIN + max(len(columns) * LEADING, MEASURE * BODY)
    middle = 2 * MARGIN + MEASURE * BODY
    upper = [column(text, width - MARGIN - at * LEADING) for at, text in enumerate(columns)]
    lower = [
        line(text, middle + MARGIN + at * LEADING, is_leftward=is_leftward) for at, text in enumerate(lines)
    ]
    height = middle + 2 * MARGIN + len(lines) * LEADING
    rule = (MARGIN, middle, width - MARGIN, middle + 3)
    return ReadPage([upper, lower], [rule], width, height)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("is_leftward", [True, False])
@pytest.mark.parametrize("column_count", [8, 10, 12, 13, 15])
def test_every_column_and_every_line_is_read_as_it_is_printed(
    column_count: int, is_leftward: bool, form: str
) -> None:
    columns = in_pieces(COLUMNS, column_count)
    lines = in_pieces(LINES, ALL - column_count)
    source = formats.decode(*written(page(columns, lines, is_leftward=is_leftward), form))
    part = parsing.parse(source)
    assert broken_laws(source, part) == []
    text = "\n".join(source.lines)
    assert [printed for printed in chain(columns, lines) if printed not in text] == []
