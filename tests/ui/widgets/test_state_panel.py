import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from reader.ui.widgets.controls import Wide, column_layout
from reader.ui.widgets.state_panel import PanelLink, QuestionBar, Skeleton, State, StatePanel

LINKS = [
    PanelLink("name", "闻砚秋（186 篇）", "您要找的是不是"),
    PanelLink("dates", "1976–1994 全部年份", is_quiet=True),
]


@pytest.mark.parametrize("state", State)
def test_it_says_what_is_wrong_and_offers_ways_out(qtbot: QtBot, state: State) -> None:
    panel = StatePanel(state)
    qtbot.addWidget(panel)
    panel.show_state("没有找到“闻砚湫”", "已查 301,482 篇。", LINKS)
    panel.show()
    assert (panel.accessibleName(), panel.accessibleDescription()) == (
        "没有找到“闻砚湫”",
        "已查 301,482 篇。",
    )
    assert panel.links()[0].accessibleName() == "您要找的是不是 闻砚秋（186 篇）"
    with qtbot.waitSignal(panel.chosen) as chosen:
        QTest.mouseClick(panel.links()[1], Qt.MouseButton.LeftButton)
    assert chosen.args == ["dates"]


def test_it_can_say_something_else(qtbot: QtBot) -> None:
    panel = StatePanel(State.EMPTY)
    qtbot.addWidget(panel)
    panel.show_state("没有找到“闻砚湫”", "已查 301,482 篇。", LINKS)
    panel.show_state("还没有收藏")
    assert panel.accessibleName() == "还没有收藏"
    assert panel.links() == []


def test_grey_rows_are_drawn_in_the_rule_s_colour(qtbot: QtBot) -> None:
    skeleton = Skeleton(116, 20)
    qtbot.addWidget(skeleton)
    skeleton.resize(400, 240)
    assert not skeleton.grab().isNull()
    assert skeleton.sizeHint().height() == 464


# -- questions

Page = tuple[QWidget, QPlainTextEdit, QuestionBar]


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    """A long text in a window with the bar below it."""
    window, text = QWidget(), QPlainTextEdit("渡口的灯\n" * 200)
    bar = QuestionBar(lambda: text)
    column_layout(Wide(text), bar, of=window)
    window.resize(700, 500)
    qtbot.addWidget(window)
    window.show()
    QTest.qWaitForWindowExposed(window)
    return window, text, bar


def test_questions_wait_until_they_are_answered_or_closed_and_come_in_turn(
    page: Page,
) -> None:
    _window, text, bar = page
    done: list[str] = []
    bar.ask("上次有一条批注没写完", "接着写", lambda: done.append("写"))
    bar.ask("5 张图片还没有文字", "看看是哪些", lambda: done.append("看"))
    bar.ask("5 张图片还没有文字", "看看是哪些", lambda: done.append("再看"))
    assert (bar.label.text(), bar.accessibleName()) == ("上次有一条批注没写完", "上次有一条批注没写完")
    QTest.mouseClick(bar.answer_button, Qt.MouseButton.LeftButton)
    assert (done, bar.answer_button.text()) == (["写"], "看看是哪些")
    bar.answer_button.setFocus()
    QTest.keyClick(bar.answer_button, Qt.Key.Key_Escape)
    assert (done, bar.isHidden(), text.hasFocus()) == (["写"], True, True), "it was asked twice, and is one"


def test_an_answer_may_ask_again(page: Page) -> None:
    _window, _, bar = page

    def try_again() -> None:
        bar.ask("找不到文件夹", "再试一次", try_again)

    try_again()
    QTest.mouseClick(bar.answer_button, Qt.MouseButton.LeftButton)
    assert bar.isVisible()


@pytest.mark.parametrize("at", [0, 40, 10_000])
def test_what_is_read_does_not_move_when_a_question_comes(page: Page, at: int) -> None:
    _window, text, bar = page
    text.verticalScrollBar().setValue(at)
    before = text.firstVisibleBlock().blockNumber(), text.mapToGlobal(text.rect().topLeft())
    bar.ask("找不到文件夹", "再试一次", lambda: None)
    QTest.qWait(50)
    assert (text.firstVisibleBlock().blockNumber(), text.mapToGlobal(text.rect().topLeft())) == before


def test_a_question_whose_answer_stands_elsewhere_is_asked_no_longer(page: Page) -> None:
    _window, text, bar = page
    for words in ("甲", "乙", "丙"):
        bar.ask(words, "看", lambda: None)
    bar.withdraw("乙")
    bar.withdraw("丁")
    assert bar.label.text() == "甲"
    bar.answer_button.setFocus()
    bar.withdraw("甲")
    assert (bar.label.text(), text.hasFocus()) == ("丙", True)
    bar.withdraw("丙")
    assert bar.isHidden()
