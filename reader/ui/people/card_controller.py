"""What a card shows: the person, the line over time, the forms of the name, the evidence, each read when wanted."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt

from reader.export.timeline import Step
from reader.library.library import Library, LibraryError
from reader.search.engine import SearchCancelled
from reader.ui.people import person_card
from reader.ui.people.evidence_list import EvidenceFilter
from reader.ui.people.people_model import PAGE
from reader.ui.people.person_card import PersonCardPane
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.services import Feature, Services
from reader.ui.widgets.undo_stack import FAULTS

if TYPE_CHECKING:
    from reader.export.timeline import Timeline
    from reader.library.searcher import RungResults
    from reader.people.person import Evidence, PersonCard


_T = TypeVar("_T")


class CardController(Feature):
    """Reads what a card shows on two threads: the line over time and the forms do not keep the card waiting."""

    def __init__(self, services: Services, library: Library, card: PersonCardPane, parent: QObject) -> None:
        super().__init__(services, parent)
        self._library = library
        self._card = card
        self._cards = TaskQueue(self)
        self._details = TaskQueue(self)
        self._token = threading.Event()
        self._asked = 0
        """The number of the last question for evidence; answers to earlier ones are dropped."""
        card.evidenceWanted.connect(self._open_evidence)
        card.evidence.filterChanged.connect(lambda: self._open_evidence(card.evidence.wanted()))
        card.evidence.model.pagesWanted.connect(self._read_pages)

    def stop(self) -> None:
        """Give up what is being read."""
        self._token.set()

    def is_idle(self) -> bool:
        return self._cards.is_idle() and self._details.is_idle()

    def read(self, name: str, label: str) -> None:
        """Show the card of a person, as it is now; where nothing has changed, nothing moves."""
        has_details = self._details.is_idle()
        self._token.set()
        self._token = token = threading.Event()
        card = self._card
        card.begin(name, label)

        def read() -> tuple[PersonCard | None, bool]:
            people = self._library.people
            found = people.card(name, label)
            return found, found is not None and bool(people.overlay().labels_of(found.name))

        def done(answer: tuple[PersonCard | None, bool]) -> None:
            if not token.is_set():
                self._show(name, *answer, token, has_details=has_details)

        def failed(error: Exception) -> None:
            if not token.is_set():
                card.show_failure(str(error))

        self._cards.run(read, done, failed, FAULTS)

    def _show(
        self,
        name: str,
        found: PersonCard | None,
        is_parted: bool,
        token: threading.Event,
        *,
        has_details: bool,
    ) -> None:
        card = self._card
        if found is None:
            card.show_nobody(name)
            return
        if found == card.card() and is_parted == card.is_parted() and has_details:
            return
        was_shown = card.card() is not None
        card.show_card(found, is_parted=is_parted)
        if card.is_evidence_shown():
            self._open_evidence(card.evidence.wanted())
        elif not was_shown:
            card.face().setFocus(Qt.FocusReason.OtherFocusReason)
        if not is_parted:  # no search tells the articles of one of several people
            self._read_details(found, token)

    def _read_details(self, found: PersonCard, token: threading.Event) -> None:
        query = person_card.query_of(found)

        def over_time() -> Timeline:
            return self._library.timelines.timeline([query], Step.MONTH, token.is_set, [found.name])

        def rungs() -> list[RungResults]:
            return list(self._library.searcher.ladder(query, limit=0, cancelled=token.is_set))

        expected = (SearchCancelled, LibraryError)
        self._details.run(over_time, partial(_unless, token, self._card.show_timeline), None, expected)
        self._details.run(rungs, partial(_unless, token, self._card.show_rungs), None, expected)

    # -- the evidence

    def _open_evidence(self, wanted: EvidenceFilter) -> None:
        card = self._card
        if (person := card.card()) is None:
            return
        self._asked += 1
        asked, was_shown = self._asked, card.is_evidence_shown()
        card.evidence.begin(person, wanted)
        card.show_evidence()
        total = card.evidence.number()

        def done(rows: list[Evidence]) -> None:
            if asked == self._asked:
                card.evidence.show_evidence(rows, total if len(rows) == PAGE else len(rows))
                if not was_shown:
                    card.evidence.focus_rows()

        self._cards.run(
            self._reading(person, wanted),
            done,
            self._services.error,
            FAULTS,
        )

    def _reading(self, person: PersonCard, wanted: EvidenceFilter) -> partial[list[Evidence]]:
        """Return what reads a page of evidence."""
        return partial(
            self._library.people.evidence,
            person.name,
            person.label,
            certainty=wanted.certainty,
            office=wanted.office,
            beside=wanted.beside,
            limit=PAGE,
        )

    def _read_pages(self, numbers: Sequence[int]) -> None:
        evidence, asked = self._card.evidence, self._asked
        if (person := self._card.card()) is None:
            return
        read = self._reading(person, evidence.wanted())

        def show(number: int, rows: list[Evidence]) -> None:
            if asked == self._asked:
                evidence.model.set_page(number, rows)

        for number in numbers:
            self._cards.run(
                partial(read, offset=number * PAGE),
                partial(show, number),
                self._services.error,
                FAULTS,
            )


def _unless(token: threading.Event, show: Callable[[_T], None], what: _T) -> None:
    """Show what was read unless it is wanted no more."""
    if not token.is_set():
        show(what)
