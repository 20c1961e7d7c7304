"""Two printings of a text side by side are set as an article is."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reader.comparison.differences import Difference
from reader.features.differences.ui import DifferenceDialog
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


def test_other_lines_that_begin_with_an_opening_mark_begin_at_the_edge_at_every_width(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    typeface.take_off(monkeypatch)
    typeface.need_features()
    one, other = (
        stored(blocks=(block(text * 9),)) for text in ("旧报“搬家”，《雁桥》", "旧报“搬家”，《江城》")
    )
    window = QWidget()
    qtbot.addWidget(window)
    dialog = DifferenceDialog(window, Difference.of(one, other))
    dialog.show()
    begun = []
    for width in range(640, 760, 15):
        dialog.resize(width, 420)
        qtbot.wait(1)
        for text in dialog.texts:
            paragraph = text.document().begin()
            for number in range(1, paragraph.layout().lineCount()):
                line = paragraph.layout().lineAt(number)
                if paragraph.text()[line.textStart()] in "“《":
                    begun.append(line.glyphRuns(line.textStart(), 1)[0].boundingRect().width())
    assert begun
    assert all(wide == pytest.approx(7.5, abs=0.5) for wide in begun)
    dialog.done(0)
