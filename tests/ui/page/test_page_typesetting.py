"""Columns of a page: as many as fit, filled from the top, of about one height at the end."""

from itertools import pairwise
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct
from PySide6.QtWidgets import QApplication

from reader.export.article_text import PageBlock, PageBlockKind
from reader.ui.article.typesetting import PageStyle
from reader.ui.page.page_plan import Rank
from reader.ui.page.page_typesetting import (
    ArticleSetter,
    Grid,
    Row,
    article_faces,
    balanced,
    columns_of,
    grid_for,
)
from reader.ui.widgets import theme
from reader.ui.widgets.text_painting import hang_of
from tests.ui import typeface

LEAST_MEASURE, LEAST_GUTTER, MOST = 15, 24, 4


@given(st.floats(1, 4000), st.integers(9, 40), st.integers(1, 6))
def test_there_are_as_many_columns_of_whole_characters_as_fit_and_they_fill_the_page(
    width: float, size: int, most: int
) -> None:
    def needed(columns: int) -> float:
        return columns * LEAST_MEASURE * size + (columns - 1) * LEAST_GUTTER

    grid = grid_for(width, size, most)
    assert 1 <= grid.columns <= most
    assert grid.columns == 1 or needed(grid.columns) <= width + 1e-6
    assert grid.columns == most or needed(grid.columns + 1) > width - 1e-6
    assert grid.measure >= 1
    assert abs(grid.width(grid.columns) - width) < 1e-6
    assert grid.columns == 1 or LEAST_GUTTER - 1e-6 <= grid.gutter < LEAST_GUTTER + grid.columns * size
    assert grid.columns == 1 or grid.column == grid.measure * size
    for column in range(grid.columns):
        begin = grid.x(column)
        for x in (begin, begin + grid.column / 2, begin + grid.column):
            assert abs(grid.x(int((x + grid.gutter / 2) // (grid.column + grid.gutter))) - begin) < 1e-6
    assert grid_for(width, size).columns == grid_for(width, size, MOST).columns


class Setting(Struct, frozen=True):
    line_height: int


class Line(Struct, frozen=True):
    """What columns are made of: a row without its text."""

    setting: Setting
    above: int
    below: int
    kind: PageBlockKind


ROWS = st.lists(
    st.builds(
        Line,
        st.builds(Setting, st.integers(8, 40)),
        st.integers(0, 20),
        st.integers(0, 20),
        st.sampled_from([PageBlockKind.PARAGRAPH, PageBlockKind.PARAGRAPH, PageBlockKind.SUBHEAD]),
    ),
    min_size=1,
    max_size=30,
).map(lambda rows: cast("list[Row]", rows))
"""Of rows only the measures count."""


def height(rows: list[Row]) -> float:
    """Return the height of a column without the space above its first line and below its last."""
    inner = sum(one.below + other.above for one, other in pairwise(rows))
    return inner + sum(row.setting.line_height for row in rows)


@given(ROWS, st.integers(1, 300), st.integers(1, 5))
def test_a_column_takes_what_fits_and_no_subhead_without_its_text(
    rows: list[Row], limit: int, count: int
) -> None:
    columns = columns_of(rows, limit, count)
    assert len(columns) <= count
    assert [0, *(last for _, last in columns)] == [*(first for first, _ in columns), columns[-1][1]]
    assert len(columns) == count or columns[-1][1] == len(rows)
    for first, last in columns:
        assert last == first + 1 or (last > first and height(rows[first:last]) <= limit)
        if last == len(rows) or height(rows[first : last + 1]) > limit:
            is_alone = last - first == 1 or last == len(rows)
            assert is_alone or rows[last - 1].kind is not PageBlockKind.SUBHEAD
        else:
            assert rows[last].kind is PageBlockKind.SUBHEAD
            assert height(rows[first : last + 2]) > limit


@given(ROWS, st.integers(1, 5))
def test_columns_are_no_higher_than_they_have_to_be(rows: list[Row], count: int) -> None:
    columns = balanced(rows, count)
    assert columns[-1][1] == len(rows)
    assert len(columns) <= count
    first, last = max(columns, key=lambda column: height(rows[slice(*column)]))
    lower = height(rows[first:last]) - min(row.setting.line_height for row in rows) / 2
    evenly = sum(row.above + row.setting.line_height + row.below for row in rows) / count
    assert last == first + 1 or lower <= evenly or columns_of(rows, lower, count)[-1][1] < len(rows)


@pytest.mark.parametrize("mark", "“（《「")
def test_a_line_that_begins_with_an_opening_mark_begins_where_the_others_do(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, mark: str
) -> None:
    """The mark stands in the right half of its square, whose left half lies outside of the column."""
    typeface.take_off(monkeypatch)
    style = PageStyle(size=20)
    grid = Grid(1, 10 * 20.0, 0, 10)
    text = "一二三四五六七八九十" + mark + "一二三四五六七八九十"
    setter = ArticleSetter([PageBlock(PageBlockKind.NOTICE, text)], Rank.LEAD, 1, grid, article_faces(style))
    setter.set_next()
    leg = setter.place(setter.body, [(0, len(setter.body))], 0)
    begins = {text[each.line().textStart()]: each.box.x() for each in leg.lines}
    assert begins[mark] == begins["一"] - setter.body[0].setting.font.pixelSize() / 2


def test_a_mark_that_is_narrow_or_closing_stays_in_the_column(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    typeface.take_off(monkeypatch)
    font = theme.reading_font(PageStyle().face, 20)
    assert [hang_of(font, mark) for mark in ("，", "(", "文", "")] == [0, 0, 0, 0]
