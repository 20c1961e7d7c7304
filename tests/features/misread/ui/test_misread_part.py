"""The selected characters are asked about in the pane in which they stand, with what looks like them on offer."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from reader.features.misread.ui import misread_part, misreading_list
from reader.features.misread.ui.misread_part import MisreadPart
from reader.library.character_places import CharacterPlace
from reader.newspaper.article import Fault, Where
from reader.ui.widgets.services import Notice, Services
from tests.invented_article import STORED
from tests.ui.a_window import actions_of
from tests.ui.stand_ins import noted

PLACE = CharacterPlace(Where.BLOCK, 0, 4)
Answer = tuple[str, Callable[[str], object]]


class Question:
    """What was asked: the pane, the selected text, what is offered, and the answers by their words."""

    def __init__(self, pane: object, _title: str, words: str, text: str, first: Answer, *more: Any) -> None:
        self.pane = pane
        self.words = words
        self.text = text
        self.offered, *others = more
        self.answers = dict([first, *others])


class Bench:
    """The part on a desk with two panes, in either of which something may be selected."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.questions: list[Question] = []
        self.notices: list[Notice] = []
        self.corrected: list[tuple[object, ...]] = []
        monkeypatch.setattr(misread_part, "ask_text", lambda *asked: self.questions.append(Question(*asked)))
        monkeypatch.setattr(misreading_list, "Correcting", lambda *_: noted(self.corrected))
        self.first = SimpleNamespace(selected=lambda: (STORED, PLACE, "日"))
        self.second = SimpleNamespace(selected=lambda: None)
        self.area = SimpleNamespace(second="second pane", is_second_active=False)
        desk: Any = SimpleNamespace(
            frame=SimpleNamespace(pane="first pane", area=self.area),
            corrections=SimpleNamespace(characters=self.first, second_characters=self.second),
            services=Services(self.notices.append),
            library=None,
            parent=None,
        )
        self.part = MisreadPart(desk)

    def ask(self) -> None:
        self.part.handlers()["correct_character"]()


@pytest.fixture
def bench(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench(monkeypatch)


def test_a_character_is_asked_about_with_those_that_look_like_it(bench: Bench) -> None:
    bench.ask()
    (question,) = bench.questions
    assert (question.pane, question.text) == ("first pane", "日")
    assert "“日”" in question.words
    assert "目" in question.offered
    assert len(question.offered) <= 16


def test_for_several_characters_nothing_is_offered(bench: Bench) -> None:
    bench.first.selected = lambda: (STORED, PLACE, "日本")
    bench.ask()
    (question,) = bench.questions
    assert question.offered == ""


def test_the_answer_says_whether_it_was_recognised_or_printed_wrongly(bench: Bench) -> None:
    bench.ask()
    (question,) = bench.questions
    question.answers["改正"]("目")
    question.answers["原报就印错了，只加注"]("目")
    assert bench.corrected == [
        ("correct", STORED.id, PLACE, "目", 1, Fault.RECOGNISED),
        ("correct", STORED.id, PLACE, "目", 1, Fault.PRINTED),
    ]


def test_all_places_of_it_can_be_listed_instead(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    listed: list[object] = []
    monkeypatch.setattr(
        misread_part.MisreadPart, "_list_places", lambda self, *asked: listed.append(asked[1:])
    )
    bench.ask()
    bench.questions[0].answers["各处一起改正…"]("目")
    assert listed == [("日", "目")]


@pytest.mark.parametrize("text", [None, "日" * 21])
def test_without_a_selection_or_with_too_long_a_one_it_is_said_what_to_do(
    bench: Bench, text: str | None
) -> None:
    bench.first.selected = lambda: text and (STORED, PLACE, text)
    bench.ask()
    assert bench.questions == []
    assert [notice.words for notice in bench.notices] == ["先选中认错的字，再按 Ctrl+H。"]


def test_the_pane_that_is_active_is_asked(bench: Bench) -> None:
    bench.second.selected = lambda: (STORED, PLACE, "木")
    bench.area.is_second_active = True
    bench.ask()
    assert [(question.pane, question.text) for question in bench.questions] == [("second pane", "木")]


@pytest.mark.parametrize(("length", "is_offered"), [(1, True), (20, True), (21, False)])
def test_the_menu_offers_it_for_what_can_be_corrected_at_once(
    bench: Bench, length: int, is_offered: bool
) -> None:
    menu = QMenu()
    corrections: Any = bench.first
    corrections.offer_change(menu, "日" * length)
    assert len(actions_of(menu)) == is_offered
    if is_offered:
        actions_of(menu)[0].trigger()
        assert len(bench.questions) == 1
