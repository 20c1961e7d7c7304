"""The events of what is asked for: a draft under its years, of which one may drop what is not wanted, or why none."""

import datetime as dt

import pytest
from pytestqt.qtbot import QtBot

from reader.features.chronicle.chronicles import StoredLine
from reader.features.chronicle.drafting import Drafted
from reader.features.chronicle.ui.events_face import EventsFace, drafted_in_words, why_none
from reader.newspaper.decision import ChronicleLine
from tests.decisions import CHRONICLE_SOURCE
from tests.ui.a_window import act_called, texts


def line(year: int, words: str) -> ChronicleLine:
    day = dt.date(year, 6, 12)
    return ChronicleLine("", "", day, day, "stated", (CHRONICLE_SOURCE,), words)


LINES = (line(1986, "开河"), line(1986, "修桥"), line(1987, "通船"))
ROWS = [StoredLine(str(number), chronicle_line) for number, chronicle_line in enumerate(LINES)]
DRAFT = Drafted(LINES, 12, 3, 0)
NO_EVENTS = Drafted((), 12, 12, 0)


class Calls:
    """Notes what the view calls for."""

    def __init__(self) -> None:
        self.made: list[object] = []

    def of(self, name: str) -> object:
        self.made.append(name)
        return None


@pytest.fixture
def calls() -> Calls:
    return Calls()


@pytest.fixture
def face(qtbot: QtBot, calls: Calls) -> EventsFace:
    face = EventsFace(
        read=lambda: calls.of("read"),
        leave=lambda: calls.of("leave"),
        keep=lambda: calls.of("keep"),
        draft=lambda: calls.of("draft"),
        open_kept=lambda: calls.of("open kept"),
        open_source=calls.made.append,
    )
    qtbot.addWidget(face)
    return face


@pytest.fixture
def drafted(face: EventsFace) -> EventsFace:
    face.show_draft(DRAFT, ROWS)
    return face


def act(face: EventsFace, words: str, number: int) -> None:
    """Do with an event what a key or the menu does."""
    act_called(face.rows, words).act([face.rows.model.row(face.rows.index_of(str(number)))])


def test_events_stand_in_their_order_each_year_above_its_own(drafted: EventsFace) -> None:
    rows = texts(drafted.rows.view)
    assert [rows[0], rows[3]] == ["1986年", "1987年"]
    for at, words in ((1, "开河"), (2, "修桥"), (4, "通船")):
        assert words in rows[at]
    assert len(rows) == 5


def test_how_many_there_are_is_said_and_they_can_be_kept(drafted: EventsFace) -> None:
    assert "3 件事" in drafted.lead.text()
    assert drafted.draft == DRAFT
    assert drafted.keep_button.isEnabled()
    assert drafted.face() is drafted.rows.view


def test_an_event_that_is_not_wanted_is_dropped_in_its_place_and_taken_back(drafted: EventsFace) -> None:
    act(drafted, "不留", 1)
    assert [row.is_dropped for row in drafted.rows.lines()] == [False, True, False]
    assert [row.words for row in drafted.rows.lines()] == ["开河", "修桥", "通船"]
    act(drafted, "不留", 1)
    assert not any(row.is_dropped for row in drafted.rows.lines())


def test_an_event_opens_its_first_source(drafted: EventsFace, calls: Calls) -> None:
    act(drafted, "打开文章", 2)
    assert calls.made == [CHRONICLE_SOURCE]


def test_without_events_it_is_said_why_and_nothing_can_be_kept(drafted: EventsFace) -> None:
    drafted.show_draft(NO_EVENTS, [])
    assert (drafted.draft, drafted.lead.text(), drafted.keep_button.isEnabled()) == (None, "", False)
    assert drafted.rows.said.body == why_none(NO_EVENTS)
    assert drafted.rows.lines() == []
    assert drafted.face() is drafted.rows.state


def test_while_it_is_drafted_and_when_it_fails_no_older_draft_is_shown(drafted: EventsFace) -> None:
    drafted.show_progress(7)
    assert (drafted.draft, drafted.rows.lines()) == (None, [])
    assert drafted.rows.said.body == "看过 7 篇"
    drafted.show_progress(0)
    assert drafted.rows.said.body == ""
    drafted.show_draft(DRAFT, ROWS)
    drafted.show_failure("磁盘不在")
    assert (drafted.draft, drafted.rows.lines(), drafted.rows.said.body) == (None, [], "磁盘不在")


def test_it_is_drafted_when_it_comes_to_be_seen_and_given_up_when_it_is_left(
    face: EventsFace, calls: Calls
) -> None:
    assert calls.made == [], "never before"
    face.read()
    face.leave()
    assert calls.made == ["read", "leave"]


def test_each_button_does_what_it_says(drafted: EventsFace, calls: Calls) -> None:
    for button in (drafted.keep_button, drafted.draft_button, drafted.kept_button):
        button.click()
    assert calls.made == ["keep", "draft", "open kept"]


def test_why_there_are_none_tells_how_many_articles_were_read() -> None:
    assert why_none(Drafted((), 0, 0, 0)) == "没有文章，也就没有大事。"
    assert why_none(NO_EVENTS).startswith("看了 12 篇")


@pytest.mark.parametrize("undated", [0, 5])
def test_articles_of_no_known_day_are_told_with_the_number_of_events(undated: int) -> None:
    draft = Drafted(LINES, 12, 3, undated)
    empty = Drafted((), 12, 12, undated)
    for words in (drafted_in_words(draft), why_none(empty)):
        assert (f"{undated} 篇不知是哪天的报" in words) is bool(undated)
