"""Two printings of a text side by side are set as an article is."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reader.comparison.differences import Difference
from reader.ui.side_by_side import DifferenceDialog
from reader.ui.widgets.text_painting import units
from tests.invented_article import block, stored
from tests.ui import typeface

ONE = ("“旧报不是废纸，（它们）是𠮷洲的记性。”闻砚秋说。", "借来6辆板车。")
OTHER = ("“旧报不是废纸，（他们）是𠮷洲的记性。”闻砚秋说", "借来8辆板车。")


def test_paragraphs_have_indents_and_opening_marks_stand_in_them(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    typeface.take_off(monkeypatch)
    one, other = (stored(blocks=tuple(map(block, blocks))) for blocks in (ONE, OTHER))
    window = QWidget()
    qtbot.addWidget(window)
    dialog = DifferenceDialog(window, Difference.of(one, other))
    for text, paragraphs in zip(dialog.texts, (ONE, OTHER), strict=True):
        assert text.toPlainText() == "\n".join(paragraphs)
        document, size = text.document(), 15
        marked, plain = (document.findBlockByNumber(number) for number in (0, 1))
        assert marked.blockFormat().textIndent() == 1.5 * size
        assert plain.blockFormat().textIndent() == 2 * size
    dialog.step(1)
    assert [text.textCursor().selectedText() for text in dialog.texts] == ["", ""]
    (shown,) = dialog.texts[0].extraSelections()
    assert shown.cursor.selectedText() == "它"
    assert shown.cursor.selectionStart() == units(ONE[0][: ONE[0].index("它")])
    dialog.done(0)
