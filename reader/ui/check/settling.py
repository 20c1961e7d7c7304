"""Settling doubts: what is said of files, and what is done with the reader's own records, each in one step of undo."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from reader.i18n import say
from reader.library.acts import APPLIED_AT_ONCE
from reader.library.doubts import Doubt
from reader.ui.check.doubt_paging import DoubtSet
from reader.ui.desk import Desk
from reader.ui.widgets.services import Change

if TYPE_CHECKING:
    from reader.library.corrections import IssueCorrectionOutcome
    from reader.library.doubt_acts import DoubtAct
    from reader.library.doubt_offers import Offer, Statements


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

        def statements() -> Statements:
            return offer.statements

        self._state_of_files(statements, say("；").join(words), doubts)

    def by_act(self, act: DoubtAct, doubts: DoubtSet) -> None:
        """Settle a doubt about the reader's own records, or about characters, in one step."""
        from reader.library.doubt_acts import is_applied

        def tell_outcome(outcome: object) -> None:
            self._desk.services.message(say("{words}。", words=act.name), can_undo=True)
            self._take_out(doubts, is_applied=is_applied(outcome))
            self._desk.corrections.show_applied(is_applied(outcome))
            self._desk.corrections.read_again()
            self._desk.services.refresh(Change.NOTES)

        self._desk.undo.act(act.name, act.work, tell_outcome, partial(self._lead_back, doubts))

    def all_by_first(self, doubts: DoubtSet, words: str) -> None:
        """Do for some doubts what is offered first for each, as one act."""
        from reader.library.doubt_acts import WITH_ACTS, DoubtAct, settle_by_acts

        if doubts.kind in WITH_ACTS:

            def settle() -> object:
                return settle_by_acts(self._library, doubts.each())

            self.by_act(DoubtAct(words, words, settle), doubts)
            return
        self._state_of_files(partial(self._first_statements, doubts), words, doubts)

    def _first_statements(self, doubts: DoubtSet) -> Statements:
        from reader.library.doubt_offers import first_statements

        return first_statements(self._library, doubts.each())

    def _state_of_files(self, statements: Callable[[], Statements], words: str, doubts: DoubtSet) -> None:
        """Say something of files as one act, which leads back to the first of the doubts when it is undone."""
        corrections = self._library.corrections

        def correct() -> IssueCorrectionOutcome:
            return corrections.correct_issues(statements(), at_once=APPLIED_AT_ONCE)

        def tell_outcome(outcome: IssueCorrectionOutcome) -> None:
            if outcome.corrections:
                self._finish(doubts, words, is_applied=outcome.is_applied)
            else:
                self._desk.services.message(say("没有可以照办的；请一处一处地看。"))

        self._desk.undo.act(
            say("更正“{claim}”", claim=words),
            correct,
            tell_outcome,
            partial(self._lead_back, doubts),
        )

    def _lead_back(self, doubts: DoubtSet, _outcome: object) -> None:
        """Show the first of some doubts again, whose settling was undone or done again."""
        self._show_again(doubts.first)

    def _finish(self, doubts: DoubtSet, words: str, *, is_applied: bool) -> None:
        message = say("已更正：{claim}", claim=words)
        if not is_applied:
            message = say("已记下：{claim}。资料库更新之后生效", claim=words)
        self._desk.services.message(message, can_undo=True)
        self._take_out(doubts, is_applied=is_applied)
        self._desk.corrections.show_applied(is_applied)
        if is_applied:  # else the same would be found again, until a sync applies what is recorded
            self._look()
