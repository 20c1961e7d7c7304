"""Chronicles in the window: drafted from the library, edited by keys, each act undone."""

import datetime as dt
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from reader.features.chronicle.chronicles import Chronicles, StoredLine
from reader.features.chronicle.events import CUT
from reader.features.chronicle.ui.chronicle_part import ChroniclePane, ChroniclePart, DraftDialog
from reader.features.claims.ui.claims_part import ClaimsPart
from reader.features.dossiers.ui.dossiers_part import DossiersPart
from reader.newspaper.decision import ChronicleLine
from reader.ui.widgets.dialog import Question, WritingField
from reader.ui.widgets.named_list import NamedRow
from reader.ui.window.screenshot import search_and_wait
from reader.ui.window.window import MainWindow
from tests.features.chronicle.test_drafting import line
from tests.ui import a_window
from tests.ui.a_window import CTRL, SHIFT, focused


def settle(window: MainWindow, pane: ChroniclePane, qtbot: QtBot) -> None:
    qtbot.waitUntil(window.controller.features.undo.is_idle)
    qtbot.waitUntil(pane.lines.tasks.is_idle)


def dossier_rows(window: MainWindow) -> list[NamedRow]:
    """The rows among the dossiers."""
    return list(window.controller.features.parts.of(DossiersPart).pane.names.model.rows())


def opened(window: MainWindow, qtbot: QtBot) -> ChroniclePane:
    """The only chronicle, chosen among the dossiers."""
    features = window.controller.features
    (row,) = Chronicles(window.controller.library).all()
    features.show_collection(row.uuid)
    pane = features.parts.of(ChroniclePart).pane
    qtbot.waitUntil(lambda: pane.lines.chronicle is not None and pane.lines.chronicle.uuid == row.uuid)
    settle(window, pane, qtbot)
    qtbot.waitUntil(pane.lines.view.isVisible)
    pane.lines.view.setFocus()
    return pane


def test_lines_are_dropped_joined_parted_and_moved_by_keys(window: MainWindow, qtbot: QtBot) -> None:
    lines = [
        line(f"昨日，渡口第{number}次开航。", newspaper)
        for number, newspaper in enumerate(("甲报", "乙报", "丙报"))
    ]
    chronicles = Chronicles(window.controller.library)
    row = chronicles.add("渡口", "", lines)
    pane = opened(window, qtbot)
    assert window.focusWidget() is pane.lines.view
    assert [(row.name, row.kind, row.total) for row in dossier_rows(window)] == [("渡口", "大事记", 3)]

    def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> list[str]:
        QTest.keyClick(pane.lines.view, key, modifier)
        settle(window, pane, qtbot)
        return told([each.line for each in chronicles.lines(row.uuid)])

    def told(lines: list[ChronicleLine]) -> list[str]:
        names = ["".join(source.newspaper[0] for source in each.sources) for each in lines]
        return [name if each.is_retained else f"-{name}" for name, each in zip(names, lines, strict=True)]

    assert press(Qt.Key.Key_Space) == ["-甲", "乙", "丙"]
    assert press(Qt.Key.Key_Z, CTRL) == ["甲", "乙", "丙"]
    box = pane.lines.view.visualRect(pane.lines.index_of(pane.lines.rows()[1].uuid)).topLeft()
    QTest.mouseClick(pane.lines.view.viewport(), Qt.MouseButton.LeftButton, pos=box + QPoint(20, 20))
    settle(window, pane, qtbot)
    assert told([each.line for each in chronicles.lines(row.uuid)]) == ["甲", "-乙", "丙"]
    assert press(Qt.Key.Key_Z, CTRL) == ["甲", "乙", "丙"]
    assert press(Qt.Key.Key_Plus, SHIFT) == ["甲乙", "丙"]
    current = pane.lines.current()
    assert current is not None
    assert told([current.line]) == ["甲乙"]
    assert press(Qt.Key.Key_Backspace) == ["甲", "乙", "丙"]
    assert press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier) == ["乙", "甲", "丙"]
    assert "报上的原话" not in pane.lines.words(pane.lines.rows()[0])


def test_a_line_is_told_otherwise_and_dated_by_keys_and_the_papers_words_stay(
    window: MainWindow, qtbot: QtBot
) -> None:
    chronicles, printed = Chronicles(window.controller.library), "昨日，渡口开航。"
    row = chronicles.add("渡口", "", [line(printed)])
    pane = opened(window, qtbot)

    def question() -> Question:
        (asked,) = (each for each in pane.findChildren(Question) if each.isVisible())
        return asked

    def stored() -> ChronicleLine:
        settle(window, pane, qtbot)
        return chronicles.lines(row.uuid)[0].line

    QTest.keyClick(pane.lines.view, Qt.Key.Key_E)
    (writing,) = question().findChildren(WritingField)
    assert writing.toPlainText() == printed
    writing.setPlainText("渡口通航。")
    writing.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClick(writing, Qt.Key.Key_Return)
    QTest.keyClicks(writing, "2")
    QTest.keyClick(writing, Qt.Key.Key_Return, CTRL)
    reworded = stored()
    assert (reworded.words, reworded.sources[0].words) == ("渡口通航。\n2", printed)
    QTest.keyClick(pane.lines.view, Qt.Key.Key_D)
    (field,) = question().findChildren(QLineEdit)
    field.setText("6月9日")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert stored().first == dt.date(1987, 6, 9)
    window.controller.features.undo.undo()
    settle(window, pane, qtbot)
    assert chronicles.lines(row.uuid)[0].line == reworded


def test_a_draft_of_the_open_library_without_events_says_why_and_is_not_kept(
    window: MainWindow, qtbot: QtBot
) -> None:
    window._actions["chronicle"].trigger()
    draft_button = window.controller.features.parts.of(ChroniclePart).events.draft_button
    draft_button.setFocus()
    QTest.keyClick(draft_button, Qt.Key.Key_Return)
    (asking,) = window.findChildren(DraftDialog)
    asking.first.setText("哪天呢")
    asking._take()
    assert "哪天呢" in asking.trouble.text()
    asking.first.setText("1900")
    QTest.keyClick(asking.first, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "没有一篇说到定得下日子的事" in window.toast.label.text())
    assert Chronicles(window.controller.library).all() == []


def test_the_events_of_a_search_are_drafted_read_and_kept(qtbot: QtBot, tmp_path: Path) -> None:
    text = "雁桥日报\n1987年6月13日\n第01版\n## 渡口\n本报讯　6月12日，雁桥渡口的新船下水，船工祝水芹掌舵。\n"
    (tmp_path / "19870613.txt").write_text(text, encoding="utf-8")
    window = a_window.open_on(qtbot, tmp_path)
    search_and_wait(window, "渡口")
    window._actions["chronicle"].trigger()
    part = window.controller.features.parts.of(ChroniclePart)
    events = part.events
    qtbot.waitUntil(lambda: len(events.rows.lines()) == 1)
    assert events.lead.text() == "草稿　1 件事"
    assert focused() is events.rows.view
    (row,) = (each for each in events.rows.rows() if isinstance(each, StoredLine))
    assert row.line.first == dt.date(1987, 6, 12)
    QTest.keyClick(focused(), Qt.Key.Key_Space)
    assert [each.is_retained for each in events.rows.lines()] == [False]
    QTest.keyClick(events.rows.view, Qt.Key.Key_Space)
    events.keep_button.click()
    chronicles = Chronicles(window.controller.library)
    qtbot.waitUntil(lambda: chronicles.all() != [])
    (kept,) = chronicles.all()
    assert [each.line.first for each in chronicles.lines(kept.uuid)] == [dt.date(1987, 6, 12)]
    qtbot.waitUntil(lambda: part.pane.lines.chronicle is not None)
    settle(window, part.pane, qtbot)
    assert part.pane.isVisible()
    assert [(row.name, row.kind, row.total) for row in dossier_rows(window)] == [("渡口", "大事记", 1)]


def test_a_page_leads_to_the_sources_of_a_line_and_from_there_to_the_article(
    window: MainWindow, qtbot: QtBot
) -> None:
    library = window.controller.library
    (article_id,) = library.searcher.search("老船工", limit=1).ids
    stored = library.articles.several([article_id])[0]
    printing, block = stored.printing, max((each.text for each in stored.article.blocks), key=len)
    told = [block[2:9], block[12:20]]
    here = replace(
        line(CUT.join(["", *told])).sources[0],
        key=printing.key,
        newspaper=printing.newspaper,
        date=printing.date,
        page=printing.page,
        path=printing.path,
        file=printing.file,
    )
    lost = line("渡口开航。", "丙报")
    Chronicles(library).add("渡口", "", [replace(lost, sources=(here, *lost.sources))])
    pane, part = opened(window, qtbot), window.controller.features.parts.of(ChroniclePart)
    qtbot.waitUntil(lambda: len(pane.sources.rows()) == 2)
    found, gone = pane.sources.rows()
    assert [found.source, gone.source] == [here, *lost.sources]
    assert [found.text[begin:end] for begin, end in found.marks] == told
    assert len(found.text) > sum(map(len, told))
    assert (gone.text, gone.marks) == (lost.sources[0].words, ())
    part.open_source(gone.source)
    assert "找不到" in window.toast.label.text()
    QTest.keyClick(pane.sources.view, Qt.Key.Key_Return)
    shown = window.controller.layout.pane
    qtbot.waitUntil(lambda: getattr(shown.article(), "id", 0) == article_id)
    assert pane.isVisible(), "the article stands beside the line"


def test_the_keys_of_lines_are_theirs_while_the_list_has_the_focus(window: MainWindow, qtbot: QtBot) -> None:
    chronicles = Chronicles(window.controller.library)
    chronicles.add("渡口", "", [line("渡口开航。"), line("戏台落成。")])
    pane = opened(window, qtbot)
    before = window.controller.layout.pane.article()
    for key, row in ((Qt.Key.Key_J, 1), (Qt.Key.Key_K, 0)):
        QTest.keyClick(pane.lines.view, key)
        assert pane.lines.current() == pane.lines.rows()[row]
    assert window.controller.layout.pane.article() == before


def test_it_is_named_removed_and_brought_back_as_a_dossier_is(window: MainWindow, qtbot: QtBot) -> None:
    chronicles = Chronicles(window.controller.library)
    row = chronicles.add("渡口", "", [line("渡口开航。")])
    pane = opened(window, qtbot)
    dossiers = window.controller.features.parts.of(DossiersPart)

    def names() -> list[str]:
        settle(window, pane, qtbot)
        return [each.name for each in chronicles.all()]

    dossiers.rename(row.uuid, "渡口大事记")
    assert names() == ["渡口大事记"]
    qtbot.waitUntil(lambda: [each.name for each in dossier_rows(window)] == ["渡口大事记"])
    dossiers.remove_dossier(row.uuid)
    assert names() == []
    qtbot.waitUntil(lambda: dossier_rows(window) == [])
    assert not pane.isVisible()
    window.controller.features.undo.undo()
    assert names() == ["渡口大事记"]
    qtbot.waitUntil(lambda: [each.name for each in dossier_rows(window)] == ["渡口大事记"])


def test_what_is_added_goes_into_the_dossier_that_was_chosen_last(window: MainWindow, qtbot: QtBot) -> None:
    dossiers = window.controller.features.parts.of(DossiersPart)
    dossier = dossiers.dossiers.add("旧事")
    dossiers.choose(dossier.uuid)
    Chronicles(window.controller.library).add("渡口", "", [line("渡口开航。")])
    opened(window, qtbot)
    stored = window.controller.reading.article
    assert stored is not None
    dossiers.add([(stored.id, None)])
    qtbot.waitUntil(lambda: len(dossiers.dossiers.entries(dossier.uuid)) == 1)
    assert [row.name for row in dossiers.dossiers.all()] == ["旧事"]


def test_a_line_is_checked_against_the_papers(window: MainWindow, qtbot: QtBot) -> None:
    printed = "1987年6月12日，渡口开航。"
    Chronicles(window.controller.library).add("渡口", "", [line(printed)])
    pane = opened(window, qtbot)
    menu = QMenu()
    pane.lines.add_to_menu(menu, [row for row in pane.lines.rows() if isinstance(row, StoredLine)])
    next(action for action in menu.actions() if action.text() == "查证这段话").trigger()
    claims = window.controller.features.parts.of(ClaimsPart)
    assert window.controller.features.views.is_shown(claims.face)
    assert claims.face.field.toPlainText() == printed
