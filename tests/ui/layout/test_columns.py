"""Sidebar and list are wanted as the reader chose, and what takes their room gives it back when it leaves."""

import pytest

from reader.ui.frame import TWO_PANES
from reader.ui.layout.columns import WIDE, WantedColumns, columns_with_second

NARROWER = WIDE - 1


@pytest.fixture
def columns() -> WantedColumns:
    columns = WantedColumns()
    columns.follow_width(WIDE)
    return columns


def state(columns: WantedColumns) -> tuple[bool, bool]:
    return columns.sidebar, columns.list


@pytest.mark.parametrize("is_chosen", [True, False])
def test_a_choice_in_a_wide_window_outlives_a_narrower_one(columns: WantedColumns, is_chosen: bool) -> None:
    columns.choose_sidebar(is_chosen, WIDE)
    columns.follow_width(NARROWER)
    assert not columns.sidebar
    columns.choose_sidebar(not is_chosen, NARROWER)
    columns.follow_width(WIDE)
    assert columns.sidebar is is_chosen


def test_a_choice_is_kept_as_long_as_the_limit_is_not_crossed(columns: WantedColumns) -> None:
    columns.follow_width(NARROWER)
    columns.choose_sidebar(True, NARROWER)
    columns.follow_width(NARROWER - 50)
    assert columns.sidebar


@pytest.mark.parametrize(("width", "is_shown"), [(WIDE, True), (NARROWER, False)])
def test_a_sidebar_that_was_shown_is_so_again_where_there_is_room(width: int, is_shown: bool) -> None:
    columns = WantedColumns()
    columns.restore(True, width)
    assert columns.sidebar is is_shown
    assert columns.sidebar_when_wide
    columns.restore(False, width)
    assert not columns.sidebar
    assert not columns.sidebar_when_wide


@pytest.mark.parametrize(("width", "is_beside"), [(WIDE, True), (NARROWER, False)])
def test_the_list_replaces_the_sidebar_where_both_do_not_fit(
    columns: WantedColumns, width: int, is_beside: bool
) -> None:
    columns.choose_list(False, width)
    assert state(columns) == (True, False)
    columns.choose_list(True, width)
    assert state(columns) == (is_beside, True)
    columns.choose_sidebar(True, WIDE)
    columns.uncover(width)
    assert columns.sidebar is is_beside


def test_what_stays_beside_a_second_article_is_completed_when_that_is_closed(columns: WantedColumns) -> None:
    columns.stay_beside(False, True)
    assert state(columns) == (False, True)
    columns.come_back_beside()
    assert state(columns) == (True, True)


def test_what_is_as_wide_as_the_window_gives_the_list_back(columns: WantedColumns) -> None:
    columns.leave_width()
    assert state(columns) == (True, False)
    columns.choose_sidebar(False, WIDE)
    columns.leave_width()
    columns.take_width_back(is_narrow=False)
    assert state(columns) == (True, True), "both as they were before the first"
    columns.choose_list(False, WIDE)
    columns.take_width_back(is_narrow=False)
    assert state(columns) == (True, False), "once"


def test_a_list_that_is_looked_at_beside_it_is_not_followed_by_what_was_there_before(
    columns: WantedColumns,
) -> None:
    columns.leave_width()
    columns.choose_none()
    columns.forget_width()
    columns.take_width_back(is_narrow=False)
    assert state(columns) == (False, False)


def test_nothing_opens_by_itself_in_the_drawer(columns: WantedColumns) -> None:
    columns.fold(True)
    assert state(columns) == (False, False)
    columns.choose_list(True, NARROWER)
    columns.leave_width()
    columns.take_width_back(is_narrow=True)
    assert not columns.list
    columns.fold(False)
    assert state(columns) == (False, True)


@pytest.mark.parametrize(
    ("spare", "is_from_sidebar", "stays"),
    [
        (120, False, (True, True)),
        (119, False, (False, True)),
        (119, True, (True, False)),
    ],
)
def test_beside_two_articles_both_stay_only_with_room_to_spare(
    spare: int, is_from_sidebar: bool, stays: tuple[bool, bool]
) -> None:
    width = TWO_PANES + 200 + 300 + spare
    assert columns_with_second(width, 200, 300, is_from_sidebar=is_from_sidebar) == stays


def test_where_none_fits_beside_two_articles_none_stays() -> None:
    assert columns_with_second(TWO_PANES + 199, 200, 0, is_from_sidebar=True) == (False, False)
    assert columns_with_second(TWO_PANES + 200, 200, 0, is_from_sidebar=True) == (True, False)
