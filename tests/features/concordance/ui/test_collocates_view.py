"""The words beside what was searched for: their numbers under the right headings, and what is said without any."""

from itertools import pairwise

import pytest
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from reader.features.concordance.collocates import Collocate, Collocates, numbers_of
from reader.features.concordance.ui.collocates_view import MOST, CollocatesView, columns_in
from reader.library.read_share import ReadSoFar
from reader.search.answering.dispersion import Dispersion
from tests.ui.a_window import texts

FERRY = Collocate("渡口", 1234, 5678, 99.25, 11.5, Dispersion(3, 0.25, 0.75))
STOP_WORD = Collocate("的", 9, 9000, 12.0, 2.0)
FOUND = Collocates(40, (FERRY, STOP_WORD), 12)


@pytest.fixture
def made() -> list[str]:
    """What is called for."""
    return []


@pytest.fixture
def collocates(qtbot: QtBot, made: list[str]) -> CollocatesView:
    view = CollocatesView(
        count=lambda: made.append("count"),
        choose=made.append,
        save=lambda: made.append("save"),
        stop=lambda: made.append("stop"),
    )
    qtbot.addWidget(view)
    return view


def headings(view: CollocatesView, width: int) -> list[QLabel]:
    """Return the headings that are shown in a view of this width, from left to right."""
    (row,) = {label.parentWidget() for label in view.findChildren(QLabel) if label.text() == "logDice"}
    assert row is not None
    before = row.size()
    row.resize(width, row.height())
    QApplication.sendEvent(row, QResizeEvent(row.size(), before))
    return [label for label in row.findChildren(QLabel) if not label.isHidden()]


@pytest.mark.parametrize(("width", "columns"), [(0, 0), (143, 0), (144, 1), (400, 5), (464, 6), (2000, 6)])
def test_as_many_columns_stand_beside_the_units_as_there_is_room_for(width: int, columns: int) -> None:
    count, each_width = columns_in(width)
    assert count == columns
    assert count * each_width <= max(0, width - 80)


def test_where_there_is_room_columns_are_no_wider_than_they_need() -> None:
    assert columns_in(2000) == columns_in(3000)
    assert columns_in(2000)[1] > columns_in(464)[1]


def test_the_last_headings_are_left_out_first_and_none_overlaps_the_next(collocates: CollocatesView) -> None:
    assert [label.text() for label in headings(collocates, 900)] == [
        "旁边",
        "全部",
        "G²",
        "logDice",
        "DP",
        "D",
    ]
    narrow = headings(collocates, 340)
    assert [label.text() for label in narrow] == ["旁边", "全部", "G²"]
    for label, following in pairwise(narrow):
        assert label.geometry().right() < following.geometry().left() + 1
    assert narrow[-1].geometry().right() <= 340


def test_a_row_is_read_out_with_the_name_of_each_number(collocates: CollocatesView) -> None:
    words = collocates.listing.words(FERRY)
    beside, total, likelihood, dice, dp, evenness = numbers_of(FERRY)
    assert words == (
        f"渡口：旁边 {beside} 次，全部 {total} 次，G² {likelihood}，logDice {dice}，DP {dp}，D {evenness}"
    )


def test_where_columns_are_left_out_the_tip_has_all_numbers(collocates: CollocatesView) -> None:
    collocates.view.resize(900, 100)
    assert collocates.listing.tip(FERRY) == ""
    collocates.view.resize(340, 100)
    assert "logDice 11.50" in collocates.listing.tip(FERRY)


def test_it_is_counted_when_it_comes_to_be_seen_and_given_up_when_it_is_left(
    collocates: CollocatesView, made: list[str]
) -> None:
    collocates.read()
    collocates.leave()
    assert made == ["count", "stop"]


def test_another_kind_or_window_is_counted_anew(collocates: CollocatesView, made: list[str]) -> None:
    assert (collocates.kind(), collocates.by_words(), collocates.reach()) == ("word", True, 5)
    collocates.kind_chip.set_key("pairs")
    collocates.kind_chip.chosen.emit("pairs")
    collocates.window_chip.set_key("20")
    collocates.window_chip.chosen.emit("20")
    assert (collocates.kind(), collocates.by_words(), collocates.reach()) == ("pair", False, 20)
    assert made == ["count", "count"]


def test_what_is_found_is_listed_and_can_be_written_to_a_file(
    collocates: CollocatesView, made: list[str]
) -> None:
    collocates.show_found(FOUND)
    assert [words[:2] for words in texts(collocates.view)] == ["渡口", "的："]
    assert collocates.listed() == FOUND
    assert collocates.export.isEnabled()
    collocates.export.click()
    assert made == ["save"]


def test_words_that_are_everywhere_are_left_out_on_demand_and_of_what_is_written_too(
    collocates: CollocatesView, made: list[str]
) -> None:
    collocates.show_found(FOUND)
    collocates.stop_chip.click()
    listed = collocates.listed()
    assert listed is not None
    assert listed.found == (FERRY,)
    assert len(texts(collocates.view)) == 1
    collocates.stop_chip.click()
    assert collocates.listed() == FOUND
    assert made == [], "it is not counted again"


def test_no_more_rows_are_listed_than_a_person_reads(collocates: CollocatesView) -> None:
    many = tuple(Collocate(f"渡{number}", 2, 3, 11.0, 9.0) for number in range(MOST + 1))
    collocates.show_found(Collocates(40, many))
    assert len(texts(collocates.view)) == MOST


@pytest.mark.parametrize("show", ["show_no_query", "show_failure", "show_progress"])
def test_what_was_counted_before_is_gone_with_the_next_question(
    collocates: CollocatesView, show: str
) -> None:
    arguments: dict[str, tuple[object, ...]] = {"show_failure": ("磁盘不在",), "show_progress": (1200, 3400)}
    collocates.show_found(FOUND)
    getattr(collocates, show)(*arguments.get(show, ()))
    assert collocates.listed() is None
    assert not collocates.export.isEnabled()
    collocates.stop_chip.click()
    assert texts(collocates.view) == [], "nor does a chip bring it back"
    assert collocates.face() is collocates.listing.state


def test_progress_and_failure_are_told_in_numbers_and_words(collocates: CollocatesView) -> None:
    collocates.show_progress(1200, 3400)
    told = collocates.listing.nothing()
    assert told is not None
    assert "1,200 / 3,400" in told.body
    collocates.show_failure("磁盘不在")
    told = collocates.listing.nothing()
    assert told is not None
    assert told.body == "磁盘不在"


def test_while_a_library_is_analysed_that_there_is_nothing_holds_only_so_far(
    collocates: CollocatesView,
) -> None:
    collocates.show_found(Collocates(40, ()))
    whole = collocates.listing.nothing()
    collocates.so_far = ReadSoFar(0.5, is_whole=False)
    collocates.show_found(Collocates(40, ()))
    half = collocates.listing.nothing()
    assert whole is not None
    assert half is not None
    assert whole.title == "没有特别常见的"
    assert half.title != whole.title
