"""The field answers by keys while it is empty, types otherwise; the tiles, and what is said, follow the place."""

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader import do_nothing
from reader.features.proofread.candidates import MOST, Candidate
from reader.features.proofread.page import Doubt, ProofPage
from reader.features.proofread.printed_line import Cell, Line
from reader.features.proofread.proofreading import MOST_COUNTED, Offer
from reader.features.proofread.ui.proof_desk import Answers, ProofDesk, ProofField
from reader.features.proofread.ui.proof_lines import Strips
from reader.formats.page_boxes import Box
from reader.newspaper.holdings import Proofread

NAMES = (
    "right",
    "leave",
    "line above",
    "line below",
    "line",
    "superfluous",
    "left",
    "beside",
    "everywhere",
    "undo",
    "next",
    "back",
    *map(str, range(MOST)),
)
BOX = Box(0, 0, 400, 20)
CELLS = tuple(
    Cell(sign, Box(40 * at, 0, 40 * at + 40, 20), 1.0) for at, sign in enumerate("千盏灯亮到后半夜渡船停了")
)
DOUBT = Doubt(0, 7, 8, 0.4)
PAGE = ProofPage((), (Line(BOX, CELLS),), (DOUBT, Doubt(0, 9, 10, 0.5)))
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def given() -> list[str]:
    """The answers that were given, by their names."""
    return []


@pytest.fixture
def answers(given: list[str]) -> Answers:
    return {name: partial(given.append, name) for name in NAMES}


@pytest.fixture
def field(qtbot: QtBot, answers: Answers) -> ProofField:
    field = ProofField(answers)
    qtbot.addWidget(field)
    return field


@pytest.fixture
def opened() -> list[int]:
    return []


@pytest.fixture
def desk(qtbot: QtBot, answers: Answers, opened: list[int]) -> ProofDesk:
    owner = QObject()
    desk = ProofDesk(Strips(owner, do_nothing), answers, opened.append)
    desk.owner_of_strips = owner  # type: ignore[attr-defined]
    qtbot.addWidget(desk)
    return desk


KEYS = {
    Qt.Key.Key_Return: "right",
    Qt.Key.Key_Enter: "right",
    Qt.Key.Key_Escape: "leave",
    Qt.Key.Key_Up: "line above",
    Qt.Key.Key_Down: "line below",
    Qt.Key.Key_Space: "line",
    Qt.Key.Key_Delete: "superfluous",
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "beside",
    Qt.Key.Key_1: "0",
    Qt.Key.Key_3: "2",
}


@pytest.mark.parametrize(("key", "answer"), KEYS.items())
def test_each_key_answers_while_nothing_is_typed(
    field: ProofField, given: list[str], key: Qt.Key, answer: str
) -> None:
    QTest.keyClick(field, key)
    assert given == [answer]
    assert field.text() == ""


@pytest.mark.parametrize(("key", "answer"), KEYS.items())
def test_while_something_is_typed_only_the_keys_that_type_nothing_answer(
    field: ProofField, given: list[str], key: Qt.Key, answer: str
) -> None:
    field.setText("渡")
    QTest.keyClick(field, key)
    always = answer in ("right", "leave", "line above", "line below")
    assert given == ([answer] if always else [])


def test_a_digit_behind_a_word_is_typed(field: ProofField) -> None:
    field.setText("渡")
    QTest.keyClick(field, Qt.Key.Key_1)
    assert field.text() == "渡1"


def test_the_digits_of_the_number_pad_answer_too(field: ProofField, given: list[str]) -> None:
    QTest.keyClick(field, Qt.Key.Key_2, Qt.KeyboardModifier.KeypadModifier)
    assert given == ["1"]


def test_with_ctrl_everything_alike_is_corrected_or_the_last_answer_undone(
    field: ProofField, given: list[str]
) -> None:
    QTest.keyClick(field, Qt.Key.Key_R, CTRL)
    QTest.keyClick(field, Qt.Key.Key_Z, CTRL)
    assert given == ["everywhere", "undo"]


def test_typed_words_are_undone_before_an_answer_is(field: ProofField, given: list[str]) -> None:
    QTest.keyClicks(field, "ab")
    QTest.keyClick(field, Qt.Key.Key_Z, CTRL)
    assert field.text() == ""
    assert given == []


def test_tab_goes_on_and_back(field: ProofField, given: list[str]) -> None:
    field.focusNextPrevChild(True)
    field.focusNextPrevChild(False)
    assert given == ["next", "back"]


def test_no_key_answers_while_an_input_method_composes(field: ProofField, given: list[str]) -> None:
    QApplication.sendEvent(field, QInputMethodEvent("du", []))
    QTest.keyClick(field, Qt.Key.Key_1)
    QTest.keyClick(field, Qt.Key.Key_Return)
    field.focusNextPrevChild(True)
    assert given == []
    committed = QInputMethodEvent("", [])
    committed.setCommitString("渡")
    QApplication.sendEvent(field, committed)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert given == ["right"]


@pytest.mark.parametrize(("key", "is_early"), [(Qt.Key.Key_Escape, True), (Qt.Key.Key_F5, False)])
def test_a_key_that_answers_comes_before_the_shortcuts_of_the_window(
    field: ProofField, key: Qt.Key, is_early: bool
) -> None:
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier)
    event.ignore()
    QApplication.sendEvent(field, event)
    assert event.isAccepted() is is_early


def test_a_place_is_shown_with_its_number_and_how_many_are_left(desk: ProofDesk) -> None:
    desk.show_place(PAGE, DOUBT, {}, 2, ("accent", "rule"))
    assert desk.place.text() == "存疑第 2 处，共 2 处"
    assert desk._left.text() == "还有 1 处"
    assert desk.field.accessibleName() == "存疑第 2 处，共 2 处：盏灯亮到后半【夜】渡船停了"
    assert desk.right.accessibleName() == "识别得对，就是夜"
    assert desk.right.isEnabled()


def test_a_place_that_is_not_in_doubt_is_told_by_its_line(desk: ProofDesk) -> None:
    desk.show_place(PAGE, Doubt(0, 0, 1, 1.0), {}, 0, ("rule", "rule"))
    assert desk.place.text() == "第 1 行，通读"


def test_behind_the_last_place_it_is_told_what_was_changed(desk: ProofDesk) -> None:
    desk.show_place(PAGE, None, {}, 0, ("accent", "ok"))
    assert desk.place.text() == "2 处看完，改了 1 处"
    assert desk._left.text() == ""
    assert not desk.right.isEnabled()


def test_a_page_without_doubts_says_so(desk: ProofDesk) -> None:
    desk.show_place(ProofPage((), (), ()), None, {}, 0, ())
    assert desk.place.text() == "这一版没有存疑的字"


def test_the_candidates_are_on_the_tiles_the_first_called_most_like(desk: ProofDesk) -> None:
    desk.show_offer(Offer((Candidate("干", because="形近"), Candidate("于", "晚报"), Candidate(""))))
    names = [tile.accessibleName() for tile in desk.tiles if tile.isEnabled()]
    assert names == ["干 最像", "于 晚报", "多出的字"]
    assert [desk.candidate(number) for number in range(4)] == ["干", "于", "", None]
    assert "形近" in desk._why.text()


def test_in_how_many_articles_the_strings_stand_is_told_and_where_more_may_be(desk: ProofDesk) -> None:
    desk.show_offer(Offer((Candidate("干"),), (("千盏", 3), ("干盏", MOST_COUNTED))))
    assert f"“千盏” 3 篇，“干盏” {MOST_COUNTED}+ 篇" in desk._why.text()
    whole = desk._why.text()
    desk.show_offer(Offer((Candidate("干"),), (("千盏", 3), ("干盏", MOST_COUNTED)), 0.5))
    assert len(desk._why.text()) > len(whole), "while the library is compared, that is said"


def test_the_article_that_witnesses_it_is_a_click_away_where_there_is_one(
    desk: ProofDesk, opened: list[int]
) -> None:
    desk.show_offer(Offer((Candidate("干"),)))
    assert desk._source.isHidden()
    desk.show_offer(Offer((Candidate("干", article_id=7),)))
    assert not desk._source.isHidden()
    desk._source.click()
    assert opened == [7]


def test_another_place_begins_without_the_candidates_and_the_warning_of_the_last(desk: ProofDesk) -> None:
    desk.show_offer(Offer((Candidate("干"),)))
    desk.warn("一个字都没有")
    assert not desk.said.isHidden()
    desk.show_place(PAGE, DOUBT, {}, 1, ("rule", "rule"))
    assert (desk.candidate(0), desk.said.isHidden()) == (None, True)
    assert not any(tile.isEnabled() for tile in desk.tiles)


def test_a_tile_answers_with_its_number(desk: ProofDesk, given: list[str]) -> None:
    desk.show_offer(Offer((Candidate("干"), Candidate("于"))))
    desk.tiles[1].click()
    assert given == ["1"]


def test_progress_is_told_where_files_say_how_sure_they_are(desk: ProofDesk) -> None:
    desk.show_progress(Proofread(), Proofread())
    assert desk.progress.isHidden()
    desk.show_progress(Proofread(4, 1), Proofread(20, 8))
    assert desk.progress.text() == "存疑的字看过：这一期 1/4，全库 8/20"


@pytest.mark.parametrize(("a_minute", "words"), [(None, ""), (12, "每分钟 12 处")])
def test_the_pace_is_told_once_there_is_one(desk: ProofDesk, a_minute: int | None, words: str) -> None:
    desk.show_pace(a_minute)
    assert desk.pace.text() == words


@pytest.mark.parametrize("show", [lambda desk: desk.show_place(PAGE, DOUBT, {}, 1, ("accent", "rule"))])
def test_it_is_painted_with_a_place_and_without(
    qtbot: QtBot, desk: ProofDesk, show: Callable[[ProofDesk], None]
) -> None:
    desk.resize(420, 600)
    before = desk.grab().toImage()
    show(desk)
    assert desk.grab().toImage() != before
