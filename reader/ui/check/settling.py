"""Settling doubts: what is said of files, and what is done with the reader's own records, each in one step of undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from reader.i18n import count, say
from reader.library.acts import APPLIED_AT_ONCE
from reader.library.doubts import Doubt
from reader.ui.check.doubt_paging import DoubtSet
from reader.ui.controllers.corrections import corrected_in_words
from reader.ui.desk import Desk
from reader.ui.widgets.services import Change

if TYPE_CHECKING:
    from reader.library.corrections import IssueCorrectionOutcome
    from reader.library.doubt_acts import DoubtAct
    from reader.library.doubt_offers import Offer, Statements


class _Stated(Struct, frozen=True):
    """What has come of what was said of files, and the doubts for which there was nothing to say."""

    outcome: IssueCorrectionOutcome
    untouched: tuple[Doubt, ...] = ()


class TakingOut(Protocol):
    """Takes settled doubts out of the list: what was said of them is applied, or will be by the next sync."""

    def __call__(self, doubts: DoubtSet, *, is_applied: bool) -> object: ...


class Settling:
    def __init__(
        self,
        desk: Desk,
        take_out: TakingOut,
        look: Callable[[], object],
        show_again: Callable[[Doubt], object],
    ) -> None:
        """Prepare it; `take_out` is called with settled doubts, `show_again` with one whose settling is undone."""
        self._desk = desk
        self._library = desk.library
        self._take_out = take_out
        self._look = look
        self._show_again = show_again

    def by_offer(self, offer: Offer, doubts: DoubtSet) -> None:
        words: dict[str, None] = {}
        for _, claims in offer.statements:
            words |= dict.fromkeys(claim.words for claim in claims)

        def correct() -> _Stated:
            return self._stated(offer.statements)

        self._state_of_files(correct, say("；").join(words), doubts)

    def by_act(self, act: DoubtAct, doubts: DoubtSet) -> None:
        """Settle a doubt about the reader's own records, or about characters, in one step."""

        def tell_outcome(outcome: object) -> None:
            self._tell_act(act.name, outcome, doubts)

        self._desk.undo.act(act.name, act.work, tell_outcome, partial(self._tell_turned_act, doubts))

    def _tell_act(self, name: str, outcome: object, doubts: DoubtSet) -> None:
        from reader.library.doubt_acts import is_applied

        self._desk.services.message(say("{words}。", words=name), can_undo=True)
        self._take_out(doubts, is_applied=is_applied(outcome))
        self._desk.corrections.show_applied(is_applied(outcome))
        self._read_records_again()

    def _tell_turned_act(self, doubts: DoubtSet, outcome: object) -> None:
        """Once an act was undone or redone: show the first of the doubts, and the reader's records as they are."""
        self._lead_back(doubts, outcome)
        self._read_records_again()

    def _read_records_again(self) -> None:
        self._desk.corrections.read_again()
        self._desk.services.refresh(Change.NOTES)

    def all_by_first(self, doubts: DoubtSet, words: str) -> None:
        """Do for some doubts what is offered first for each, as one act, if they are as many as was told."""
        from reader.library.doubt_acts import WITH_ACTS

        if doubts.kind in WITH_ACTS:
            self._act_on_all(doubts, words)
        else:
            self._state_of_files(partial(self._state_first, doubts), words, doubts)

    def _act_on_all(self, doubts: DoubtSet, words: str) -> None:
        from reader.library.doubt_acts import SettledByActs, settle_by_acts

        def settle() -> SettledByActs:
            every_doubt = [*doubts.each()]  # so that nothing is done if there are others by now
            return settle_by_acts(self._library, every_doubt)

        def tell_outcome(outcome: SettledByActs) -> None:
            if len(outcome.untouched) == doubts.number:
                self._tell_nothing()
                return
            done = _done_in_words(words, outcome.untouched)
            self._tell_act(done, outcome, doubts.without(outcome.untouched))

        self._desk.undo.act(words, settle, tell_outcome, partial(self._tell_turned_act, doubts), self._fail)

    def _state_first(self, doubts: DoubtSet) -> _Stated:
        from reader.library.doubt_offers import first_statements

        first = first_statements(self._library, doubts.each())
        return self._stated(first.statements, first.untouched)

    def _stated(self, statements: Statements, untouched: tuple[Doubt, ...] = ()) -> _Stated:
        outcome = self._library.corrections.correct_issues(statements, at_once=APPLIED_AT_ONCE)
        return _Stated(outcome, untouched)

    def _state_of_files(self, correct: Callable[[], _Stated], words: str, doubts: DoubtSet) -> None:
        """Say something of files as one act, which leads back to the first of the doubts when it is undone."""

        def tell_outcome(stated: _Stated) -> None:
            if stated.outcome.corrections:
                done = _done_in_words(words, stated.untouched)
                settled = doubts.without(stated.untouched)
                self._finish(settled, done, is_applied=stated.outcome.is_applied)
            else:
                self._tell_nothing()

        self._desk.undo.act(
            say("更正“{claim}”", claim=words),
            correct,
            tell_outcome,
            partial(self._lead_back, doubts),
            self._fail,
        )

    def _tell_nothing(self) -> None:
        self._desk.services.message(say("没有可以照办的；请一处一处地看。"))

    def _fail(self, error: Exception) -> None:
        """Say why nothing was done, and look again: the numbers that were told may be others by now."""
        self._desk.services.error(error)
        self._look()

    def _lead_back(self, doubts: DoubtSet, _outcome: object) -> None:
        """Show the first of some doubts again, whose settling was undone or done again."""
        self._show_again(doubts.first)

    def _finish(self, doubts: DoubtSet, words: str, *, is_applied: bool) -> None:
        message = corrected_in_words(words, is_applied=is_applied)
        self._desk.services.message(message, can_undo=True)
        self._take_out(doubts, is_applied=is_applied)
        self._desk.corrections.show_applied(is_applied)
        if is_applied:  # else the same would be found again, until a sync applies what is recorded
            self._look()


def _done_in_words(words: str, untouched: Sequence[Doubt]) -> str:
    """Return what was done, in `words`, and for how many nothing could be."""
    if not untouched:
        return words
    return say("；").join([words, count(len(untouched), "其中 {n} 处没有可以照办的，还没有动")])
