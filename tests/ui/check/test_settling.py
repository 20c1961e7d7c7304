"""What is settled is one step that is told, taken out of the list, and led back to when it is undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast
from unittest.mock import Mock

import pytest

from reader.library import doubt_acts, doubt_offers
from reader.library.doubt_acts import DoubtAct, SettledByActs
from reader.library.doubt_offers import FirstStatements, Offer, Statements
from reader.library.doubts import Doubt, DoubtKind
from reader.newspaper.correction import Claim, CorrectionKind
from reader.ui.check.doubt_paging import DoubtSet, chosen_set
from reader.ui.check.settling import Settling
from reader.ui.desk import Desk
from reader.ui.widgets.services import Change

DOUBT = Doubt(DoubtKind.UNDATED, "散页.txt", path="散页.txt")
BOTH = (DOUBT, Doubt(DoubtKind.UNDATED, "另一.txt", path="另一.txt"))
DOUBTS = chosen_set(BOTH)
CLAIM = Claim(CorrectionKind.DATE, date=dt.date(1987, 6, 12))


class _Undo:
    """The stack of acts, on which everything is done at once; `undo` takes back the last."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._lead_back: Callable[[object], object] = Mock()
        self._outcome: object = None

    def act(
        self,
        words: str,
        work: Callable[[], object],
        done: Callable[[Any], object],
        show: Callable[[object], object],
        _failed: Callable[[Exception], object] | None = None,
    ) -> None:
        self.words.append(words)
        self._outcome = work()
        self._lead_back = show
        done(self._outcome)

    def undo(self) -> None:
        self._lead_back(self._outcome)


class _Place:
    """A desk with a library, and a list of doubts from which is taken out what is settled."""

    def __init__(self, *, is_applied: bool = True, number: int = 1) -> None:
        self.outcome = SimpleNamespace(corrections=[object()] * number, is_applied=is_applied)
        self.stated: list[Statements] = []
        self.desk = Mock()
        self.desk.undo = _Undo()
        self.desk.library.corrections.correct_issues = self._correct
        self.taken_out: list[tuple[DoubtSet, bool]] = []
        self.look = Mock()
        self.show_again = Mock()
        self.settling = Settling(cast(Desk, self.desk), self._take_out, self.look, self.show_again)

    def _correct(self, statements: Statements, *, at_once: int) -> object:
        assert at_once > 0
        self.stated.append(statements)
        return self.outcome

    def _take_out(self, doubts: DoubtSet, *, is_applied: bool) -> None:
        self.taken_out.append((doubts, is_applied))

    def messages(self) -> list[str]:
        return [call.args[0] for call in self.desk.services.message.call_args_list]


OFFER = Offer("就是 1987年6月12日", (("散页.txt", (CLAIM,)), ("另一.txt", (CLAIM,))))


class TestAnOffer:
    def test_is_said_of_its_files_and_what_was_in_doubt_is_taken_out(self) -> None:
        place = _Place()
        place.settling.by_offer(OFFER, DOUBTS)
        assert place.stated == [OFFER.statements]
        assert place.taken_out == [(DOUBTS, True)]
        assert place.messages() == [f"已更正：{CLAIM.words}"]
        assert place.desk.undo.words == [f"更正“{CLAIM.words}”"]
        place.look.assert_called_once()
        place.desk.corrections.show_applied.assert_called_once_with(True)

    def test_that_has_to_wait_for_a_sync_is_told_so_and_not_looked_for_again(self) -> None:
        place = _Place(is_applied=False)
        place.settling.by_offer(OFFER, DOUBTS)
        assert place.taken_out == [(DOUBTS, False)]
        assert place.messages() == [f"已记下：{CLAIM.words}。资料库更新之后生效"]
        place.look.assert_not_called()

    def test_by_which_nothing_was_corrected_leaves_the_list_as_it_is(self) -> None:
        place = _Place(number=0)
        place.settling.by_offer(OFFER, DOUBTS)
        assert place.taken_out == []
        assert place.messages() == ["没有可以照办的；请一处一处地看。"]

    def test_leads_back_to_the_first_doubt_when_it_is_undone(self) -> None:
        place = _Place()
        place.settling.by_offer(OFFER, DOUBTS)
        place.show_again.assert_not_called()
        place.desk.undo.undo()
        place.show_again.assert_called_once_with(DOUBT)


class TestAnAct:
    @pytest.mark.parametrize("is_applied", [True, False])
    def test_is_done_told_and_taken_out(self, is_applied: bool, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(doubt_acts, "is_applied", lambda outcome: outcome == "done" and is_applied)
        place = _Place()
        place.settling.by_act(DoubtAct("按钮", "合并两个“渡口”", lambda: "done"), DOUBTS)
        assert place.desk.undo.words == ["合并两个“渡口”"]
        assert place.messages() == ["合并两个“渡口”。"]
        assert place.taken_out == [(DOUBTS, is_applied)]
        place.desk.corrections.show_applied.assert_called_once_with(is_applied)
        place.desk.corrections.read_again.assert_called_once_with()
        place.desk.services.refresh.assert_called_once_with(Change.NOTES)
        place.desk.undo.undo()
        place.show_again.assert_called_once_with(DOUBT)

    def test_that_fails_settles_nothing(self) -> None:
        place = _Place()
        with pytest.raises(ZeroDivisionError):
            place.settling.by_act(DoubtAct("按钮", "做", lambda: 1 // 0), DOUBTS)
        assert place.taken_out == []
        assert place.messages() == []


class TestAllAtOnce:
    def test_has_the_first_offer_of_each_said_of_their_files(self, monkeypatch: pytest.MonkeyPatch) -> None:
        place = _Place()
        asked: list[list[Doubt]] = []

        def first(_library: object, doubts: Any) -> FirstStatements:
            asked.append(list(doubts))
            return FirstStatements(OFFER.statements)

        monkeypatch.setattr(doubt_offers, "first_statements", first)
        place.settling.all_by_first(DOUBTS, "各按第一项")
        assert asked == [[*BOTH]]
        assert place.stated == [OFFER.statements]
        assert place.messages() == ["已更正：各按第一项"]

    def test_is_one_act_where_the_kind_has_acts(self, monkeypatch: pytest.MonkeyPatch) -> None:
        kind = next(iter(doubt_acts.WITH_ACTS))
        doubts = (Doubt(kind, "甲"), Doubt(kind, "乙"))
        place = _Place()
        settled: list[list[Doubt]] = []

        def settle(_library: object, each: Any) -> object:
            settled.append(list(each))
            return SettledByActs(is_applied=True)

        monkeypatch.setattr(doubt_acts, "settle_by_acts", settle)
        place.settling.all_by_first(chosen_set(doubts), "各按第一项")
        assert settled == [[*doubts]]
        assert place.stated == []
        assert place.desk.undo.words == ["各按第一项"]
        assert place.taken_out == [(chosen_set(doubts), True)]

    def test_tells_how_many_had_nothing_that_could_be_done(self, monkeypatch: pytest.MonkeyPatch) -> None:
        kind = next(iter(doubt_acts.WITH_ACTS))
        doubts = (Doubt(kind, "甲"), Doubt(kind, "乙"))
        place = _Place()
        settled = SettledByActs(is_applied=True, untouched=doubts[1:])
        monkeypatch.setattr(doubt_acts, "settle_by_acts", lambda *_: settled)
        place.settling.all_by_first(chosen_set(doubts), "各按第一项")
        assert place.taken_out == [(chosen_set(doubts[:1]), True)], "what was not touched stays"
        assert place.messages() == ["各按第一项；其中 1 处没有可以照办的，还没有动。"]

    def test_by_which_none_was_settled_is_not_told_as_done(self, monkeypatch: pytest.MonkeyPatch) -> None:
        kind = next(iter(doubt_acts.WITH_ACTS))
        place = _Place()
        doubts = (Doubt(kind, "甲"),)
        settled = SettledByActs(is_applied=True, untouched=doubts)
        monkeypatch.setattr(doubt_acts, "settle_by_acts", lambda *_: settled)
        place.settling.all_by_first(chosen_set(doubts), "各按第一项")
        assert place.taken_out == []
        assert place.messages() == ["没有可以照办的；请一处一处地看。"]
