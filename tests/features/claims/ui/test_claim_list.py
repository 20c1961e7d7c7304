"""A text that was checked, sentence by sentence: what became of each, and what can be done with it."""

from collections.abc import Sequence
from functools import partial

import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from reader.features.claims.sentences import Sentence
from reader.features.claims.ui.claim_list import TOKENS, ClaimActs, ClaimList, ClaimRow
from reader.features.claims.weighing import Outcome
from reader.features.claims.witnesses import Checked, Source, Witness
from reader.library.read_share import WHOLE, ReadSoFar
from reader.newspaper.facts import IssueFacts, unknown
from reader.newspaper.printing import Printing
from reader.ui.widgets.background_tasks import TaskQueue
from tests.ui.a_window import act_called, texts


def witness(key: str) -> Witness:
    source = Source(7, Printing(key), "渡口通航", IssueFacts(), unknown())
    return Witness(Outcome.BORNE_OUT, 1.0, source, "渡口通航", (), ())


def row(
    number: int, outcome: Outcome, *keys: str, has_note: bool = False, read: ReadSoFar = WHOLE
) -> ClaimRow:
    checked = Checked(Sentence(f"第{number}句。", 10 * number), outcome, tuple(map(witness, keys)))
    return ClaimRow(number, checked, has_note, read)


ROWS = [
    row(0, Outcome.BORNE_OUT, "a", "b", has_note=True),
    row(1, Outcome.NOT_FOUND),
    row(2, Outcome.NOTHING),
    row(3, Outcome.OTHERWISE, "b", "c", has_note=True),
    row(4, Outcome.MAY_BE, "d"),
]


@pytest.fixture
def made() -> list[tuple[str, object]]:
    """What is called for, and with what."""
    return []


@pytest.fixture
def claims(qtbot: QtBot, made: list[tuple[str, object]]) -> ClaimList:
    def note(name: str, claim: ClaimRow) -> None:
        made.append((name, claim.number))

    def offer(_menu: QMenu, printings: Sequence[Printing]) -> None:
        made.append(("offer", [printing.key for printing in printings]))

    acts = ClaimActs(partial(note, "turn"), partial(note, "open"), offer)
    claims = ClaimList(acts, lambda words: made.append(("tell", words)), TaskQueue())
    qtbot.addWidget(claims)
    claims.show_rows(ROWS)
    return claims


def test_each_sentence_is_read_out_with_what_became_of_it(claims: ClaimList) -> None:
    outcomes = ("有据", "库里没有找到", "无可查的", "报上另有说法", "可能说的是这一件")
    for number, (words, outcome) in enumerate(zip(texts(claims.view), outcomes, strict=True)):
        assert f"第{number}句。" in words
        assert outcome in words


def test_a_sentence_with_a_footnote_says_so(claims: ClaimList) -> None:
    assert ["写脚注" in words for words in texts(claims.view)] == [True, False, False, True, False]


def test_while_the_library_is_read_what_is_not_found_is_so_only_up_to_now(claims: ClaimList) -> None:
    half = row(1, Outcome.NOT_FOUND, read=ReadSoFar(0.5, is_whole=False))
    assert "目前还没有找到" in claims.words(half)


def test_each_outcome_has_its_colour_and_what_has_nothing_to_check_is_faint(claims: ClaimList) -> None:
    assert set(TOKENS) == set(Outcome)
    inks = {claim.number: next(claims.pieces(claim)).token for claim in ROWS}
    assert inks == {0: "ink", 1: "ink", 2: "ink3", 3: "ink", 4: "ink"}


def test_a_footnote_is_written_for_what_can_be_checked_alone(claims: ClaimList) -> None:
    turn = act_called(claims, "写脚注")
    assert [turn.when([claim]) for claim in ROWS] == [True, True, False, True, True]


def test_what_is_witnessed_opens(claims: ClaimList, made: list[tuple[str, object]]) -> None:
    open_witness = act_called(claims, "打开文章")
    assert [open_witness.when([claim]) for claim in ROWS] == [True, False, False, True, True]
    open_witness.act([ROWS[3]])
    act_called(claims, "写脚注").act([ROWS[4]])
    assert made == [("open", 3), ("turn", 4)]


def test_the_act_on_a_footnote_says_what_it_would_do(claims: ClaimList) -> None:
    turn = act_called(claims, "写脚注")
    assert turn.words_of is not None
    assert [turn.words_of([claim]) for claim in ROWS[:2]] == ["不写脚注", "写脚注"]


def test_one_steps_from_sentence_to_sentence_and_stays_at_both_ends(claims: ClaimList) -> None:
    reached = []
    for step in ("上一句", "下一句", "下一句", "下一句", "下一句", "下一句", "上一句"):
        act_called(claims, step).act([])
        current = claims.current()
        assert current is not None
        reached.append(current.number)
    assert reached == [0, 1, 2, 3, 4, 4, 3]


def test_without_sentences_a_step_does_nothing(claims: ClaimList) -> None:
    claims.show_rows([])
    act_called(claims, "下一句").act([])
    assert claims.current() is None


def test_features_are_offered_the_witnesses_of_the_footnotes_each_once(
    claims: ClaimList, made: list[tuple[str, object]]
) -> None:
    claims.add_to_menu(QMenu(), ROWS[:1])
    assert made == [("offer", ["a", "b", "c"])]
