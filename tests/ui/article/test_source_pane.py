"""The lines of a file are shown again and again, longer or shorter: the pane is written before it is looked at."""

import random

from PySide6.QtGui import QTextCharFormat, QTextCursor
from pytestqt.qtbot import QtBot

from reader import do_nothing
from reader.library.printed_places import Excerpt, ExcerptLine, LineRelation
from reader.ui.article.about_article import SourcePane
from reader.ui.article.pane_calls import PaneCalls


def test_lines_are_written_over_others_however_many_there_are(qtbot: QtBot) -> None:
    """A scroll bar that came while lines were being written had Qt lay them out within its own layout, and crash."""
    chance = random.Random(1)
    pane = SourcePane(PaneCalls(), do_nothing)
    qtbot.addWidget(pane)
    pane.resize(400, 700)
    pane.show()
    for _ in range(60):
        standings = chance.choices([*LineRelation], k=chance.randrange(300))
        lines = tuple(
            ExcerptLine(number, "渡口的灯亮到后半夜" * chance.randrange(1, 30), standing)
            for number, standing in enumerate(standings)
        )
        pane.show_excerpt(Excerpt("旧报.txt", lines, joined=1, has_changed=chance.random() < 0.5))
        if chance.random() < 0.3:
            qtbot.wait(0)
        if chance.random() < 0.1:
            pane.resize(chance.randrange(300, 500), chance.randrange(200, 900))
        lit = [number for number, line in enumerate(lines) if line.standing is LineRelation.IN]
        assert pane.text.lit == lit
        if lines:
            assert pane.text.document().blockCount() == len(lines)


def test_what_was_not_certain_is_dotted_and_what_was_left_out_struck_through(qtbot: QtBot) -> None:
    pane = SourcePane(PaneCalls(), do_nothing)
    qtbot.addWidget(pane)
    line = ExcerptLine(3, "渡口 的灯亮", LineRelation.IN, dropped=((2, 3),), faint=((1, 2), (4, 6)))
    pane.show_excerpt(Excerpt("旧报.png", (line,), joined=1))
    document = pane.text.document()
    assert document.toPlainText() == "3　渡口\N{OPEN BOX}的灯亮"
    forms = []
    for at in range(2, document.characterCount() - 1):
        cursor = QTextCursor(document)
        cursor.setPosition(at + 1)
        form = cursor.charFormat()
        forms.append((form.underlineStyle() is QTextCharFormat.UnderlineStyle.DotLine, form.fontStrikeOut()))
    assert forms == [
        (False, False),
        (True, False),
        (False, True),
        (False, False),
        (True, False),
        (True, False),
    ]
