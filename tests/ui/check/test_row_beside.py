"""What stands beside the current row is that of this row, whatever comes late for another one."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import cast

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from reader.library import doubt_acts, doubt_evidence, doubt_offers
from reader.library.doubt_evidence import DoubtEvidence
from reader.library.doubt_offers import Offer
from reader.library.doubts import Doubt, DoubtKind
from reader.library.library import Library
from reader.storage.disk_errors import LibraryError
from reader.ui.check.evidence_pane import EvidencePane
from reader.ui.check.row_beside import RowBeside

FIRST = Doubt(DoubtKind.UNDATED, "甲", path="甲.txt")
SECOND = Doubt(DoubtKind.UNDATED, "乙", path="乙.txt")


class _Pane:
    """What a pane of evidence is asked to show."""

    def __init__(self) -> None:
        self.shown: list[tuple[DoubtEvidence, bool]] = []

    def show_evidence(self, evidence: DoubtEvidence, *, can_open: bool) -> None:
        self.shown.append((evidence, can_open))


class _Place:
    """What is looked up for a row: an offer and evidence with its words, or an error for what has no path."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.pane = _Pane()
        self.told: list[str] = []
        self.looked_up: list[str] = []
        self.parent = QObject()

        def offers(_library: object, doubt: Doubt) -> tuple[Offer, ...]:
            self.looked_up.append(doubt.words)
            if not doubt.path:
                raise LibraryError("读不了")
            return (Offer(f"就是{doubt.words}", ()),)

        monkeypatch.setattr(doubt_offers, "offers_of", offers)
        monkeypatch.setattr(doubt_acts, "acts_on", lambda *_: [])
        monkeypatch.setattr(
            doubt_evidence, "evidence_of", lambda _, doubt: DoubtEvidence(why_no_lines=doubt.words)
        )
        library = cast(Library, SimpleNamespace(pictures=None))
        self.beside = RowBeside(
            library, cast(EvidencePane, self.pane), lambda doubt: doubt is FIRST, self.parent
        )
        self.beside.filled = self._note("found")
        self.beside.failed = self._note("failed")

    def _note(self, words: str) -> Callable[[], object]:
        return lambda: self.told.append(words)

    def words_of(self, doubt: Doubt) -> list[str]:
        beside = self.beside.of(doubt)
        return [offer.words for offer in beside.offers] if beside is not None else ["不知道"]


@pytest.fixture
def place(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[_Place]:
    place = _Place(monkeypatch)
    yield place
    qtbot.waitUntil(place.beside.is_idle)


def test_it_is_told_once_it_is_looked_up(qtbot: QtBot, place: _Place) -> None:
    place.beside.follow(FIRST)
    assert place.words_of(FIRST) == ["不知道"]
    qtbot.waitUntil(place.beside.is_idle)
    assert place.words_of(FIRST) == ["就是甲"]
    assert place.words_of(SECOND) == ["不知道"]
    assert place.pane.shown == [(DoubtEvidence(why_no_lines="甲"), True)]
    assert place.told == ["found"]


def test_the_same_row_is_not_looked_up_again_until_it_is_forgotten(qtbot: QtBot, place: _Place) -> None:
    for _ in range(2):
        place.beside.follow(FIRST)
        qtbot.waitUntil(place.beside.is_idle)
    assert place.looked_up == ["甲"]
    place.beside.forget()
    assert place.words_of(FIRST) == ["不知道"]
    place.beside.follow(FIRST)
    qtbot.waitUntil(place.beside.is_idle)
    assert place.looked_up == ["甲", "甲"]
    assert place.words_of(FIRST) == ["就是甲"]


def test_what_comes_late_for_another_row_is_not_shown(qtbot: QtBot, place: _Place) -> None:
    place.beside.follow(FIRST)
    place.beside.follow(SECOND)
    qtbot.waitUntil(place.beside.is_idle)
    assert place.words_of(SECOND) == ["就是乙"]
    assert [evidence.why_no_lines for evidence, _ in place.pane.shown] == ["乙"]
    place.beside.follow(FIRST)
    place.beside.forget()
    qtbot.waitUntil(place.beside.is_idle)
    assert len(place.pane.shown) == 1


def test_why_it_can_not_be_looked_up_is_shown_and_nothing_is_offered(qtbot: QtBot, place: _Place) -> None:
    nowhere = Doubt(DoubtKind.UNDATED, "丙")
    place.beside.follow(nowhere)
    qtbot.waitUntil(place.beside.is_idle)
    assert place.words_of(nowhere) == []
    assert place.pane.shown == [(DoubtEvidence(why_no_lines="读不了"), False)]
    assert place.told == ["failed"]
