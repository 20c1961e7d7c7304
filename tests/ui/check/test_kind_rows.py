"""What is listed of a kind is what is open of it, and its numbers are of what is open."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import cast
from unittest.mock import MagicMock

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from reader.library.doubt_rows import DoubtRows
from reader.library.doubt_sources import AllDoubts, DoubtsFound
from reader.library.doubts import Doubt, DoubtKind
from reader.library.read_share import ReadSoFar
from reader.ui.check.doubt_paging import chosen_set
from reader.ui.check.kind_rows import KindRows, listed_kind
from reader.ui.desk import Desk
from tests.ui.check.test_doubt_paging import DAILY, DOUBTS, EVENING, KIND

ROWS = DoubtRows(tuple(DOUBTS), of_papers={DAILY: 2, EVENING: 1})
FOUND = AllDoubts((DoubtsFound(KIND, 3, ROWS),), ReadSoFar(1.0, is_whole=True))


class _Place:
    """Notes what is listed, by the words of the doubts, and the numbers that are told."""

    def __init__(self) -> None:
        self.parent = QObject()
        self.list = MagicMock()
        self.list.show_rows = self._show
        self.list.add_rows = self._add
        self.card = MagicMock()
        self.listed = ""
        words = SimpleNamespace(why_no_lines="", why_no_characters="")
        desk = SimpleNamespace(library=SimpleNamespace(words=words), services=MagicMock())
        self.rows = KindRows(cast(Desk, desk), self.list, self.card, self.parent)

    def _show(self, rows: list[object]) -> None:
        self.listed = ""
        self._add(rows)

    def _add(self, rows: list[object]) -> None:
        self.listed += "".join(row.words for row in rows if isinstance(row, Doubt))

    def number(self) -> int:
        number: int = self.card.show_kind.call_args.args[1]
        return number


@pytest.fixture
def place(qtbot: QtBot) -> Iterator[_Place]:
    place = _Place()
    place.rows.follow(FOUND, is_sync_coming=False)
    place.rows.list_kind(KIND)
    qtbot.waitUntil(place.rows.is_idle)
    yield place
    qtbot.waitUntil(place.rows.is_idle)


def test_the_rows_of_the_kind_are_listed_with_their_number(place: _Place) -> None:
    assert (place.listed, place.number()) == ("甲乙丙", 3)
    assert place.rows.wanted_number == 3
    assert not place.rows.has_more()


def test_what_is_settled_is_listed_no_more_until_it_is_looked_for_again(place: _Place) -> None:
    place.rows.take_out(chosen_set(DOUBTS[1:2]), is_applied=True)
    assert (place.listed, place.number()) == ("甲丙", 2)
    place.rows.follow(FOUND, is_sync_coming=True)
    place.rows.list_found(listed_kind(FOUND, KIND))
    assert (place.listed, place.number()) == ("甲乙丙", 3)


def test_what_a_sync_has_to_apply_is_out_until_that_has_come(place: _Place) -> None:
    assert not place.rows.awaits_sync
    place.rows.take_out(chosen_set(DOUBTS[1:2]), is_applied=False)
    assert place.rows.awaits_sync
    place.rows.follow(FOUND, is_sync_coming=True)
    place.rows.list_found(listed_kind(FOUND, KIND))
    assert place.listed == "甲丙"
    place.rows.follow(FOUND, is_sync_coming=False)
    place.rows.list_found(listed_kind(FOUND, KIND))
    assert place.listed == "甲乙丙"


def test_after_an_undo_all_is_listed_again(place: _Place) -> None:
    for is_applied in (True, False):
        place.rows.take_out(chosen_set(DOUBTS[:1]), is_applied=is_applied)
    place.rows.put_back()
    place.rows.refill()
    assert (place.listed, place.number()) == ("甲乙丙", 3)
    assert not place.rows.awaits_sync


def test_where_another_kind_was_chosen_meanwhile_that_is_listed(qtbot: QtBot, place: _Place) -> None:
    listed = listed_kind(FOUND, KIND)
    place.rows.kind = DoubtKind.NO_PAGE
    place.rows.list_found(listed)
    qtbot.waitUntil(place.rows.is_idle)
    assert (place.listed, place.number()) == ("", 0)


def test_of_what_was_decided_nothing_is_listed_as_open(place: _Place) -> None:
    place.rows.kind = None
    place.listed = "定了的"
    place.rows.list_found(listed_kind(FOUND, KIND))
    assert place.listed == "定了的"


def test_the_kind_of_what_is_sought_is_listed_first_then_the_chosen_one_then_the_first_in_the_sidebar() -> (
    None
):
    for listed in (listed_kind(FOUND, DoubtKind.NO_PAGE, 0, DOUBTS[2]), listed_kind(FOUND, None)):
        assert listed is not None
        assert listed.kind is KIND
    chosen = listed_kind(FOUND, DoubtKind.NO_PAGE)
    assert chosen is not None
    assert (chosen.kind, chosen.first_rows) == (DoubtKind.NO_PAGE, [])
    assert listed_kind(AllDoubts((), FOUND.read), None) is None
