"""What stands in an issue, a file's name or a note is shown as it reads: no HTML, no link, no control character."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from reader import ui
from reader.features.printing.ui import print_job
from reader.features.printing.ui.on_paper import article_on_paper
from reader.ui.notebook.bookmark_editor import tag_from
from reader.ui.sheets import PaperChoice
from reader.ui.widgets.controls import plain
from reader.ui.window.window import MainWindow
from tests.modules import name_of_call, nodes
from tests.ui import a_window
from tests.ui.a_window import CTRL, click_row, focused, press, texts, tree_at_article, type_text, view
from tests.ui.printing import read_back

ACTIVE = '<img src="file:///x.png"><a href="file:///y">点</a>'
LINK_READ = '<img src="file:///x.png">点'
"""As the parser reads it: a link inside a line marks its words."""
CONTROLS = "\x1b]52;c;QQ==\x07\x9b1m\u202e"
STEERING = set("\x1b\x07\x9b\u202e")
ROOT = Path(ui.__file__).parent


@pytest.fixture
def hostile(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    root = a_window.write_issues(tmp_path / "旧报<b>", more=f"{ACTIVE}{CONTROLS}，船票在桌上")
    for file in root.iterdir():
        text = file.read_text(encoding="utf-8").replace("渡口的灯", f"渡口{ACTIVE}{CONTROLS}的灯")
        (root / f"<img src=z>{file.name}").write_text(text, encoding="utf-8")
        file.unlink()
    return a_window.open_on(qtbot, root)


def indexes(model: QAbstractItemView, parent: QModelIndex | None = None) -> Iterator[QModelIndex]:
    rows, above = model.model(), parent or QModelIndex()
    for row in range(min(rows.rowCount(above), 50)):
        index = rows.index(row, 0, above)
        yield index
        yield from indexes(model, index)


def html_in(window: QWidget) -> list[str]:
    """What Qt would set as HTML: every tooltip, of rows too, and every label without a format."""
    told = [widget.toolTip() for widget in window.findChildren(QWidget)]
    told += [
        label.text() for label in window.findChildren(QLabel) if label.textFormat() != Qt.TextFormat.PlainText
    ]
    for each in window.findChildren(QAbstractItemView):
        told += [str(index.data(Qt.ItemDataRole.ToolTipRole) or "") for index in indexes(each)]
    return [words for words in told if GuiQt.mightBeRichText(words)]


def test_nothing_of_an_issue_is_html_in_the_window_and_no_control_character_gets_out_of_it(
    hostile: MainWindow, qtbot: QtBot
) -> None:
    page = hostile.controller.layout.pane.page
    page.setFocus()
    taken = []
    for move in (QTextCursor.MoveOperation.End, QTextCursor.MoveOperation.Start):
        page.moveCursor(QTextCursor.MoveOperation.Start)
        page.moveCursor(move, QTextCursor.MoveMode.KeepAnchor)
        press(Qt.Key.Key_C, CTRL)
        taken.append(QApplication.clipboard().text())
    hostile.controller.layout.pane.copy_article()
    taken.append(QApplication.clipboard().text())
    assert all("渡口" in words and not STEERING & set(words) for words in taken)
    page.selectAll()
    assert CONTROLS in page.selected_text(), "the words themselves are as they were"
    assert not set(page.document().toPlainText()) & STEERING
    pane = hostile.controller.layout.pane
    paper = article_on_paper(hostile.controller.library, pane.parts(), pane.settings.style)
    data = print_job.pdf(paper.printout(PaperChoice()), paper.about)
    assert "渡口" in "".join(read_back.sheets(data))
    assert not set("".join(read_back.sheets(data))) & STEERING
    assert not set(paper.file_name) & STEERING

    def is_plain() -> bool:
        return not any("<img" in words or "<a" in words for words in html_in(hostile))

    tree = tree_at_article(hostile)
    shown = [index.data() for index in indexes(tree)]
    assert any(LINK_READ in str(words) for words in shown), "it is there, the link as its words"
    assert is_plain()
    assert any("&lt;img" in words for words in html_in(hostile)), "and somewhere Qt has to be told"
    hostile.controller.layout.pane.page.setFocus()
    press(Qt.Key.Key_B)
    press(Qt.Key.Key_K, CTRL)
    type_text('渡口 "<img"')
    press(Qt.Key.Key_Return)
    results = view(hostile, "resultList")
    qtbot.waitUntil(lambda: len(texts(results)) > 0)
    click_row(results, results.model().index(0, 0))
    assert is_plain()


def test_controls_that_are_pasted_into_the_search_field_do_no_harm(window: MainWindow, qtbot: QtBot) -> None:
    for text in ("渡\x1b口\x00\x9b\u202e\ud800", "渡口\r\n的灯\u2028", "\x00", "\x1b\x9b\x7f", "\x1c\x1d"):
        window.controller.features.results.leave_search()
        QApplication.clipboard().setText(text)
        press(Qt.Key.Key_K, CTRL)
        press(Qt.Key.Key_V, CTRL)
        press(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: "渡口" not in text or len(texts(view(window, "resultList"))) > 0)  # noqa: B023
        press(Qt.Key.Key_K, CTRL)
        press(Qt.Key.Key_Backspace)
        assert focused()


def test_tags_have_no_control_characters() -> None:
    assert tag_from("图书馆\x1b，待\x00核 \x9b \ud800") == "图书馆，待核  \ufffd"


def test_a_tip_is_what_it_reads() -> None:
    assert "三 < 五，五 > 三" in plain("三 < 五，五 > 三")
    assert "两\n行" in plain("两\n行")
    assert "<p" not in plain("三 < 五，五 > 三") + plain("两\n行")
    told = plain(ACTIVE)
    assert "&lt;img src=&quot;file:///x.png&quot;&gt;&lt;a href=&quot;file:///y&quot;&gt;点&lt;/a&gt;" in told
    assert "<p" in told


def test_no_words_get_where_qt_looks_for_html_without_being_made_plain() -> None:
    """Words that stand in the code may; a label has a format of its own."""
    looked_at = {"setToolTip", "showText", "setInformativeText", "setDetailedText", "setLabelText"}
    found = []
    for path, call in nodes(ast.Call):
        if not path.is_relative_to(ROOT):
            continue
        name = name_of_call(call)
        words = call.args[1:2] if name == "showText" else call.args[:1]
        is_unsafe = name in looked_at and not all(map(is_ours, words))
        if is_unsafe or name == "QLabel":
            found.append(f"{path.name}:{call.lineno} {ast.unparse(call)}")
    assert found == []


def is_ours(words: ast.expr) -> bool:
    if isinstance(words, ast.IfExp):
        return is_ours(words.body) and is_ours(words.orelse)
    if isinstance(words, ast.Call):
        called = ast.unparse(words.func)
        return called == "plain" or called.endswith(".toolTip") or (called == "say" and not words.keywords)
    return isinstance(words, ast.Constant)
