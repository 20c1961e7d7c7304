"""It is looked once at a time, again for what changed meanwhile, and what is sought is shown to whoever sought it."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from reader.library import doubt_sources
from reader.library.doubt_sources import AllDoubts
from reader.library.doubts import Doubt
from reader.library.library import Library
from reader.storage.disk_errors import LibraryError
from reader.ui.check import finding
from reader.ui.check.finding import Finding, Found, Listed, Sought
from tests.ui.check.test_doubt_paging import DOUBTS, KIND
from tests.ui.check.test_kind_rows import FOUND


class _Place:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.parent = QObject()
        self.listed = Listed(KIND, 0)
        self.generation = 1
        self.trouble = ""
        self.with_apart: list[bool] = []
        self.shown: list[tuple[Found, Sought | None]] = []
        self.failed: list[str] = []
        monkeypatch.setattr(doubt_sources, "look", self._look)
        monkeypatch.setattr(finding, "plugs", lambda: ())
        library = SimpleNamespace(generation=lambda: self.generation, read=FOUND.read)
        self.finding = Finding(
            cast(Library, library), lambda: self.listed, self._show, self._fail, self.parent
        )

    def _look(self, _: object, *, with_apart: bool, tell: Callable[[AllDoubts], Any]) -> AllDoubts:
        self.with_apart.append(with_apart)
        if self.trouble:
            raise LibraryError(self.trouble)
        return FOUND

    def _show(self, found: Found, sought: Sought | None) -> None:
        self.shown.append((found, sought))

    def _fail(self, error: Exception) -> None:
        self.failed.append(str(error))


@pytest.fixture
def place(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[_Place]:
    place = _Place(monkeypatch)
    yield place
    qtbot.waitUntil(place.finding.is_idle)


def second(_: AllDoubts) -> Doubt | None:
    return DOUBTS[1]


def test_what_is_found_is_shown_with_the_rows_of_the_chosen_kind(qtbot: QtBot, place: _Place) -> None:
    assert not place.finding.is_current()
    place.finding.look()
    qtbot.waitUntil(place.finding.is_idle)
    ((found, sought),) = place.shown
    assert sought is None
    assert found.listed is not None
    assert (found.doubts, found.listed.first_rows) == (FOUND, DOUBTS)
    assert place.finding.is_current()
    place.generation = 2
    assert not place.finding.is_current()


def test_what_changes_meanwhile_is_looked_for_once_more(qtbot: QtBot, place: _Place) -> None:
    for _ in range(3):
        place.finding.look()
    qtbot.waitUntil(lambda: len(place.shown) == 2 and place.finding.is_idle())
    assert len(place.with_apart) == 2


def test_what_is_sought_is_shown_once(qtbot: QtBot, place: _Place) -> None:
    place.finding.seek(second, lambda: None)
    qtbot.waitUntil(place.finding.is_idle)
    place.finding.look()
    qtbot.waitUntil(lambda: len(place.shown) == 2)
    (found, sought), (_, later) = place.shown
    assert found.sought_doubt is DOUBTS[1]
    assert (sought is not None, later) == (True, None)
    assert place.with_apart == [True, True], "what is sought may be counted apart"


def test_what_stays_first_is_found_again_unless_something_is_sought(qtbot: QtBot, place: _Place) -> None:
    place.listed = Listed(KIND, 0, Sought(lambda _: DOUBTS[2]))
    place.finding.look()
    qtbot.waitUntil(place.finding.is_idle)
    place.finding.seek(second, lambda: None)
    qtbot.waitUntil(lambda: len(place.shown) == 2)
    (again, not_sought), (found, sought) = place.shown
    assert (again.sought_doubt, found.sought_doubt) == (DOUBTS[2], DOUBTS[1])
    assert (not_sought is None, sought is None) == (True, False), "only what is sought is shown"


def test_what_is_sought_while_it_is_looked_is_sought_by_the_next_look(qtbot: QtBot, place: _Place) -> None:
    place.finding.look()
    place.finding.seek(second, lambda: None)
    qtbot.waitUntil(lambda: len(place.shown) == 2 and place.finding.is_idle())
    assert [sought is not None for _, sought in place.shown] == [False, True]


def test_where_nothing_can_be_found_that_is_told_and_what_is_sought_is_left(
    qtbot: QtBot, place: _Place
) -> None:
    left: list[str] = []
    place.trouble = "目录坏了"
    place.finding.seek(second, lambda: left.append("没有"))
    qtbot.waitUntil(place.finding.is_idle)
    assert (place.failed, left, place.shown) == (["目录坏了"], ["没有"], [])
    assert not place.finding.is_current()
    place.trouble = ""
    place.finding.look()
    qtbot.waitUntil(lambda: len(place.shown) == 1)
    assert place.shown[0][1] is None


def test_what_is_counted_apart_is_looked_for_once_it_is_asked_for(qtbot: QtBot, place: _Place) -> None:
    place.finding.look()
    qtbot.waitUntil(place.finding.is_idle)
    for _ in range(2):
        place.finding.list_apart()
        qtbot.waitUntil(place.finding.is_idle)
    assert place.with_apart == [False, True]
