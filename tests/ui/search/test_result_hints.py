"""The line of hints shows what the search offers, in one order, and is hidden while it offers nothing."""

from pytestqt.qtbot import QtBot

from reader import do_nothing
from reader.library.answers import Estimate
from reader.library.article_set import LeftOutUnknown
from reader.search.answering.ladder import Rung
from reader.search.query import Unknown
from reader.ui.search.result_hints import HintActs, ResultHints
from tests.ui.a_window import click


class Hints:
    """A line of hints, and what was asked for by clicks on it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.asked: list[object] = []
        note = self.asked.append
        self.line = ResultHints(HintActs(note, lambda: note("issue"), note, note))
        qtbot.addWidget(self.line)
        self.line.resize(900, 24)
        self.line.show()

    def words(self) -> list[str]:
        return [button.text() for button in self.line.offers]


def test_hints_stand_in_one_order_however_they_come(qtbot: QtBot) -> None:
    hints = Hints(qtbot)
    hints.line.show_estimate(Estimate(12, 15, "按认错的字估计"))
    hints.line.put(hints.line.apart_button, True)
    hints.line.show_readings(("渡轮", "板车"))
    hints.line.show_notes(2)
    hints.line.offer_of_feature("people", "人物：江舟", do_nothing)
    hints.line.show_fresh(3)
    assert hints.words() == [
        "只看新的 3",
        "人物：江舟",
        "笔记 2",
        "也可搜索 渡轮",
        "也可搜索 板车",
        "列出正在读的那一期",
        "约有 12–15 篇",
    ]
    hints.line.withdraw_features()
    hints.line.show_readings(())
    hints.line.show_fresh(0)
    assert hints.words() == ["笔记 2", "列出正在读的那一期", "约有 12–15 篇"]


def test_a_click_asks_for_what_the_hint_says(qtbot: QtBot) -> None:
    hints = Hints(qtbot)
    hints.line.show_readings(("渡轮", "板车"))
    hints.line.show_left_out([LeftOutUnknown(Unknown.DAY, 4, "日期:不明")])
    hints.line.put(hints.line.apart_button, True)
    click(hints.line.offers[2])
    click(hints.line.unknown_buttons[Unknown.DAY])
    click(hints.line.apart_button)
    assert hints.asked == ["板车", "日期:不明", "issue"]


def test_the_way_back_to_the_exact_results_is_offered_on_another_rung(qtbot: QtBot) -> None:
    hints = Hints(qtbot)
    hints.line.offer_rungs([], "照原样")
    hints.line.show_opened(Rung.MISREAD)
    assert hints.words() == ["照原样"]
    click(hints.line.offers[0])
    assert hints.asked == [Rung.EXACT]
    hints.line.show_opened(Rung.EXACT)
    assert hints.words() == []


def test_without_a_hint_the_line_is_hidden_unless_rungs_are_awaited(qtbot: QtBot) -> None:
    hints = Hints(qtbot)
    hints.line.show_fresh(1)
    hints.line.is_awaited = True
    hints.line.show_fresh(0)
    assert not hints.line.isHidden()
    hints.line.is_awaited = False
    hints.line.show_fresh(0)
    assert hints.line.isHidden()


def test_how_many_there_may_be_is_explained_at_a_click(qtbot: QtBot) -> None:
    hints = Hints(qtbot)
    qtbot.addWidget(hints.line.how)
    hints.line.show_estimate(Estimate(1250, 1300, "按认错的字估计"))
    assert hints.line.how.isHidden()
    click(hints.line.missed_button)
    assert not hints.line.how.isHidden()
    assert hints.line.how.text() == "按认错的字估计"
    hints.line.show_estimate(None)
    assert hints.line.how.isHidden()
    assert hints.words() == []
