import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from reader.ui.search.search_field import PAUSE, QueryField, SearchField
from reader.ui.widgets import text_painting


@pytest.fixture
def field(qtbot: QtBot) -> SearchField:
    field = SearchField()
    qtbot.addWidget(field)
    with qtbot.waitActive(field):
        field.show()
        field.activateWindow()
    field.begin()
    return field


@pytest.fixture
def asked(field: SearchField) -> list[str]:
    questions: list[str] = []
    field.queryEdited.connect(questions.append)
    return questions


def compose(field: SearchField, preedit: str, commit: str = "") -> None:
    """What an input method sends while pinyin is typed, and when a word is taken."""
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(field.line, event)


def test_the_line_itself_is_the_search_field(field: SearchField) -> None:
    found = field.findChild(QLineEdit, "searchField")
    assert found is field.line
    assert found.accessibleName() == "搜索"


def test_a_question_is_asked_when_typing_pauses(qtbot: QtBot, field: SearchField, asked: list[str]) -> None:
    QTest.keyClicks(field.line, "1987")
    assert asked == []
    qtbot.waitUntil(lambda: asked == ["1987"])


def test_a_key_after_a_rest_asks_at_once(
    qtbot: QtBot, field: SearchField, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.ui.search.search_field.PAUSE", 60_000)
    QTest.keyClicks(field.line, "1")
    qtbot.waitUntil(lambda: asked == ["1"])


def test_half_typed_pinyin_is_no_question(qtbot: QtBot, field: SearchField, asked: list[str]) -> None:
    for preedit in ("w", "we", "wen"):
        compose(field, preedit)
    assert field.line.is_composing
    qtbot.wait(PAUSE + 50)
    assert asked == []
    compose(field, "", "闻")
    assert not field.line.is_composing
    qtbot.waitUntil(lambda: asked == ["闻"])


def test_pinyin_over_a_selection_is_no_question_either(
    qtbot: QtBot, field: SearchField, asked: list[str]
) -> None:
    field.set_text("板车")
    field.begin()
    compose(field, "du")
    qtbot.wait(PAUSE + 50)
    assert asked == []
    compose(field, "", "渡口")
    qtbot.waitUntil(lambda: asked == ["渡口"])


def test_enter_asks_at_once_and_not_again(qtbot: QtBot, field: SearchField, asked: list[str]) -> None:
    QTest.keyClicks(field.line, "42")
    with qtbot.waitSignal(field.submitted) as submitted:
        QTest.keyClick(field.line, Qt.Key.Key_Return)
    assert submitted.args == ["42"]
    qtbot.wait(PAUSE + 50)
    assert asked == []


def test_the_button_clears_and_says_so(qtbot: QtBot, field: SearchField, asked: list[str]) -> None:
    assert not field.clear_button.isVisible()
    field.set_text("渡口")
    assert field.clear_button.isVisible()
    field.clear_button.click()
    assert (field.line.text(), asked) == ("", [""])
    assert field.line.hasFocus()


def test_what_the_program_writes_is_no_question(qtbot: QtBot, field: SearchField, asked: list[str]) -> None:
    field.set_text("渡口")
    qtbot.wait(PAUSE + 50)
    assert asked == []
    field.begin()
    assert field.line.selectedText() == "渡口"


def test_the_arrow_down_leads_to_what_was_found(qtbot: QtBot, field: SearchField) -> None:
    with qtbot.waitSignal(field.leftDownwards):
        QTest.keyClick(field.line, Qt.Key.Key_Down)


def test_what_is_written_for_a_person_can_be_undone_and_is_no_question(
    qtbot: QtBot, field: SearchField, asked: list[str]
) -> None:
    QTest.keyClicks(field.line, "42")
    qtbot.waitUntil(lambda: asked == ["42"])
    field.rewrite("标题:42")
    qtbot.wait(PAUSE + 50)
    assert (field.line.text(), asked) == ("标题:42", ["42"])
    field.line.undo()
    assert field.line.text() == "42"
    qtbot.waitUntil(lambda: asked == ["42", "42"])


def test_a_part_that_shall_be_rewritten_is_selected(field: SearchField) -> None:
    field.clear_button.setFocus()
    field.rewrite("𠮷野 渡口 灯", 3, 2)
    assert field.line.selectedText() == "渡口"
    assert field.line.hasFocus()


def test_what_an_input_method_holds_is_not_lost_when_the_line_is_written(
    qtbot: QtBot, field: SearchField, asked: list[str]
) -> None:
    field.set_text("板车")
    compose(field, "du")
    field.rewrite("标题:板车")
    assert field.line.text().startswith("标题:板车")
    compose(field, "", "渡口")
    assert field.line.text() == "标题:板车渡口"


def test_a_button_tells_how_one_asks(qtbot: QtBot, field: SearchField) -> None:
    assert field.help_button.accessibleName() == "怎样搜索"
    field.set_text("渡口")
    assert field.help_button.isVisible()


@pytest.mark.parametrize("hint", ["", "Ctrl+D"])
def test_at_any_width_the_words_of_an_empty_field_stand_whole(qtbot: QtBot, hint: str) -> None:
    field = QueryField("日期", "到某一天，如“去年春节”", hint)
    qtbot.addWidget(field)
    field.show()
    for width in [*range(110, 400), *range(400, 110, -7)]:
        field.resize(width, field.height())
        words = text_painting.width_of(field.line.placeholderText(), field.line.font())
        assert words + 8 <= field.line.width(), width
