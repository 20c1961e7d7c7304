"""The menu of filters: the numbers of each add up to all, and each choice narrows the query by its value."""

import datetime as dt

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from reader.library.read_share import ReadSoFar
from reader.search.query import Field, Page, Period, Query, UnknownPage, parse_query
from reader.search.query.editing import parts_of
from reader.ui.search.filter_menu import Counted, FilterMenu

WHOLE = ReadSoFar(1.0, is_whole=True)
PAGES = {"1": 3, "2": 2, "": 1}
YEARS = (
    (Period(dt.date(1987, 1, 1), dt.date(1987, 12, 31)), 4),
    (Period(dt.date(1988, 1, 1), dt.date(1988, 12, 31)), 0),
    (Period(dt.date(1989, 1, 1), dt.date(1989, 12, 31)), 2),
)


def counted(
    by_page: dict[str, int] | None = None,
    by_newspaper: dict[str, int] | None = None,
    by_edition: dict[str, int] | None = None,
    years: tuple[tuple[Period, int], ...] = (),
    unknown_days: int = 0,
) -> Counted:
    return Counted(6, by_page or {}, by_newspaper or {}, by_edition or {}, {}, years, unknown_days)


class _Filters:
    def __init__(self, qtbot: QtBot, text: str, numbers: Counted, read: ReadSoFar = WHOLE) -> None:
        self.menu = QMenu()
        qtbot.addWidget(self.menu)
        self.asked: list[Query] = []
        self.query = parse_query(text)
        self.filters = FilterMenu(self.menu, self.query, numbers, read, self.asked.append)

    def fill(self, field: Field | None = None) -> list[QAction]:
        self.filters.fill(field, lambda part: part.spelled() if hasattr(part, "spelled") else str(part))
        return self.actions(self.menu)

    def actions(self, menu: QMenu) -> list[QAction]:
        found = []
        for action in menu.actions():
            inner = action.menu()
            if isinstance(inner, QMenu):
                found += self.actions(inner)
            elif not action.isSeparator():
                found.append(action)
        return found


def words(actions: list[QAction]) -> list[str]:
    return [action.text().partition("\t")[0] for action in actions]


def number_of(action: QAction) -> int:
    return int("".join(filter(str.isdigit, action.text().partition("\t")[2])) or 0)


def test_each_page_is_a_choice_with_its_number_and_the_unknown_ones_are_last(qtbot: QtBot) -> None:
    actions = _Filters(qtbot, "渡口", counted(PAGES)).fill()
    assert words(actions) == ["全部", "01版", "02版", "不明"]
    assert [number_of(action) for action in actions] == [0, 3, 2, 1]
    assert [action.isChecked() for action in actions] == [True, False, False, False]


def test_a_choice_asks_for_the_query_narrowed_by_it(qtbot: QtBot) -> None:
    filters = _Filters(qtbot, "渡口", counted(PAGES))
    for action in filters.fill():
        action.trigger()
    everything, first, second, unknown = filters.asked
    assert everything == filters.query
    assert [part for part in parts_of(first) if isinstance(part, Page)] == [Page("1")]
    assert [part for part in parts_of(second) if isinstance(part, Page)] == [Page("2")]
    assert [part for part in parts_of(unknown) if isinstance(part, UnknownPage)] == [UnknownPage()]


def test_what_is_chosen_is_ticked_and_all_takes_it_away(qtbot: QtBot) -> None:
    filters = _Filters(qtbot, "渡口 版:2", counted({"2": 2}))
    everything, second = filters.fill()
    assert [everything.isChecked(), second.isChecked()] == [False, True]
    everything.trigger()
    assert filters.asked == [parse_query("渡口")]


def test_where_there_is_nothing_to_choose_there_is_no_filter(qtbot: QtBot) -> None:
    assert _Filters(qtbot, "渡口", counted({"1": 6}, {"渡口日报": 6})).fill() == []


def test_the_ordinary_edition_has_a_number_and_can_t_be_chosen(qtbot: QtBot) -> None:
    actions = _Filters(qtbot, "渡口", counted(by_edition={"晚刊": 2, "": 4})).fill()
    assert words(actions) == ["全部", "晚刊", "平常的一版"]
    assert [action.isEnabled() for action in actions] == [True, True, False]


def test_years_without_an_article_are_left_out_and_unknown_days_are_one(qtbot: QtBot) -> None:
    actions = _Filters(qtbot, "渡口", counted(years=YEARS, unknown_days=3)).fill()
    assert len(actions) == 4
    assert [number_of(action) for action in actions] == [0, 4, 2, 3]
    assert words(actions)[-1] == "日期不明"


@pytest.mark.parametrize("field", [None, Field.ANYWHERE, Field.HEADLINE])
def test_the_field_of_the_strings_is_chosen_among_all_fields(qtbot: QtBot, field: Field | None) -> None:
    filters = _Filters(qtbot, "渡口", counted())
    actions = filters.fill(field)
    assert words(actions) == ([each.label() for each in Field] if field is not None else [])
    assert [action.text() for action in actions if action.isChecked()] == (
        [field.label()] if field is not None else []
    )


def test_numbers_of_a_library_that_is_being_read_are_of_now(qtbot: QtBot) -> None:
    actions = _Filters(qtbot, "渡口", counted(PAGES), ReadSoFar(0.5, is_whole=False)).fill()
    assert all("目前" in action.text() for action in actions[1:])


@pytest.mark.parametrize("pages", [2, 39, 40, 41, 60])
@pytest.mark.parametrize("unknown", [0, 7])
def test_the_numbers_of_a_filter_add_up_to_all(qtbot: QtBot, pages: int, unknown: int) -> None:
    """Those that are not listed have a number together."""
    numbers = {str(page): page for page in range(1, pages + 1)} | {"": unknown}
    _, *choices = _Filters(qtbot, "渡口", counted(numbers)).fill()
    assert sum(map(number_of, choices)) == sum(numbers.values())
    assert len(choices) <= 41


def test_what_is_switched_for_all_searches_is_there_and_shapes_only_with_a_string(qtbot: QtBot) -> None:
    for text, number in (("渡口", 2), ("版:1", 1)):
        filters = _Filters(qtbot, text, counted())
        shapes = QAction("字形", filters.menu)
        folds = QAction("折起", filters.menu)
        filters.filters.add_actions(shapes, folds)
        assert len(filters.menu.actions()) == number
        assert folds in filters.menu.actions()
