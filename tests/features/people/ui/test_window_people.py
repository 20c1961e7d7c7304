"""People in the window: found by what is typed, shown on a card with evidence, put right by hand."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from reader.features.people.people import people_of
from reader.features.people.person import PersonCard
from reader.features.people.ui.people_pane import EvidenceFilter
from reader.features.people.ui.people_part import OneLineDialog, PeoplePart
from reader.features.people.ui.person_card import PersonCardPane
from reader.features.timeline.ui.year_bars import YearBars
from reader.newspaper.decision import StruckOutName
from reader.newspaper.passage import QuoteSpan
from reader.ui.check.doubt_list import DecidedFace
from reader.ui.page.page_layout import PageSelection
from reader.ui.page.page_view import PageView
from reader.ui.widgets.controls import Chip, LinkButton
from reader.ui.widgets.services import Notice
from reader.ui.window.screenshot import await_reading
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, button_in, click, focused, headline, press, texts, type_text, view
from tests.ui.noticing import noticed

ISSUES = {
    "19870601.txt": "雁桥日报\n1987年6月1日\n第01版\n## 渡口添了船\n"
    "本报讯（记者 闻小树）雁桥市市长陈怀远说，渡口要添船。"
    "出席的有陈怀远、祝水芹、何渡生。\n\n## 灯下的修灯人\n本报讯（记者 何苇）何渡生修灯三十年。\n",
    "19870602.txt": "雁桥日报\n1987年6月2日\n第01版\n## 修灯人进城\n本报讯（记者 闻小树）何渡生说，城里的灯也要修。\n",
    "19900305.txt": "雁桥日报\n1990年3月5日\n第01版\n## 市长看渡口\n本报讯（记者 闻小树）市长陈怀远来到渡口，"
    "祝水芹摆渡。\n",
}


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    root = tmp_path / "库"
    root.mkdir()
    for name, text in ISSUES.items():
        (root / name).write_text(text, encoding="utf-8")
    return a_window.open_on(qtbot, root)


def settled(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(window.controller.features.parts.of(PeoplePart).is_idle)
    await_reading()


def open_pane(window: MainWindow, qtbot: QtBot) -> None:
    press(Qt.Key.Key_3, CTRL)
    qtbot.waitUntil(lambda: view(window, "peopleList").model().rowCount() > 0)
    settled(window, qtbot)


def filter_by(window: MainWindow, qtbot: QtBot, typed: str) -> list[str]:
    pane = window.controller.features.parts.of(PeoplePart).pane
    pane.filter.begin()
    pane.filter.line.clear()
    type_text(typed)
    qtbot.waitUntil(lambda: pane._typed == typed)
    settled(window, qtbot)
    return texts(view(window, "peopleList")) or [pane.empty.accessibleName()]


def card(window: MainWindow) -> PersonCardPane:
    return window.controller.features.parts.of(PeoplePart).card


def on_card(window: MainWindow) -> PersonCard:
    found = card(window).card
    assert found is not None
    return found


def await_card(window: MainWindow, qtbot: QtBot, name: str) -> None:
    def is_there() -> bool:
        found = card(window).card
        return window.controller.layout.is_card_shown() and found is not None and found.name == name

    qtbot.waitUntil(is_there)
    settled(window, qtbot)


def open_card(window: MainWindow, qtbot: QtBot, name: str) -> PersonCardPane:
    window.controller.features.parts.of(PeoplePart).open(name)
    qtbot.waitUntil(lambda: card(window).card is not None)
    settled(window, qtbot)
    return card(window)


def test_the_first_person_is_opened_by_keys_also_where_the_card_takes_the_place_of_the_list(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.resize(860, 640)
    open_pane(window, qtbot)
    view(window, "peopleList").setFocus()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: card(window).card is not None)
    settled(window, qtbot)
    assert not view(window, "peopleList").isVisible()
    assert focused() is card(window).face()


def dialog_of(window: MainWindow, qtbot: QtBot, name: str) -> QDialog:
    qtbot.waitUntil(lambda: window.findChild(QDialog, name) is not None)
    dialog = window.findChild(QDialog, name)
    assert isinstance(dialog, QDialog)
    assert dialog.isVisible()
    return dialog


def chip(pane: PersonCardPane, begin: str) -> Chip:
    return next(
        each for each in pane.findChildren(Chip) if each.text().startswith(begin) and each.isVisible()
    )


def test_people_are_listed_by_count_and_found_by_characters_and_pinyin(
    window: MainWindow, qtbot: QtBot
) -> None:
    pane = window.controller.features.parts.of(PeoplePart).pane
    open_pane(window, qtbot)
    rows = texts(view(window, "peopleList"))
    assert rows == ["何渡生 3 篇", "闻小树 3 篇", "祝水芹 2 篇", "陈怀远 2 篇", "何苇 1 篇"]
    assert focused() is pane.filter.line
    press(Qt.Key.Key_Down)
    assert focused() is view(window, "peopleList")
    first = view(window, "peopleList").model().index(0, 0)
    spoken = first.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "何渡生，确定是人名，3 篇，1987"
    for typed in ("陈", "chenh", "chen", "chy"):
        assert filter_by(window, qtbot, typed) == ["陈怀远 2 篇"], typed
    assert filter_by(window, qtbot, "渡口") == ["认出来的人名里没有“渡口”"]
    press(Qt.Key.Key_Return)
    assert focused() is pane.empty.links()[0]
    click(pane.empty.links()[0])
    qtbot.waitUntil(lambda: window.controller.features.searching.text == "渡口")


def test_a_card_opens_from_the_list_and_every_number_is_a_search(window: MainWindow, qtbot: QtBot) -> None:
    open_pane(window, qtbot)
    filter_by(window, qtbot, "陈怀远")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: card(window).card is not None)
    settled(window, qtbot)
    found = on_card(window)
    assert (found.name, found.articles, found.written) == ("陈怀远", 2, 0)
    assert "市长" in found.offices[0].title
    assert {each.name: each.articles for each in found.companions}["祝水芹"] == 2
    assert focused() is card(window).evidence_button
    pane = card(window)
    for office in found.offices:
        links = (each for each in pane.findChildren(LinkButton) if each.isVisible())
        click(next(each for each in links if each.text().startswith(office.title)))
        settled(window, qtbot)
        assert pane.evidence.model.rowCount() == office.articles
        assert all(office.title in row for row in texts(view(window, "evidenceList")))
        pane.show_overview()
    for name, begin, number, query in (
        ("陈怀远", "共", 2, "陈怀远"),
        ("陈怀远", "祝水芹", 2, '"陈怀远" "祝水芹"'),
        ("闻小树", "署名", 3, '记者:"闻小树"'),
    ):
        pane = open_card(window, qtbot, name)
        assert isinstance(pane.bars, YearBars)
        assert pane.bars.drawn.shown_timeline() is not None
        assert pane.bars.has_choice() or name != "闻小树"
        click(chip(pane, begin))
        qtbot.waitUntil(window.controller.features.results.searching.is_idle)
        qtbot.waitUntil(lambda: window.controller.layout.are_results_shown())
        assert view(window, "resultList").model().rowCount() == number
        assert query in window.controller.features.searching.text


def test_evidence_opens_the_article_at_the_place(window: MainWindow, qtbot: QtBot) -> None:
    pane = open_card(window, qtbot, "何渡生")
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: pane.is_evidence_shown() and pane.evidence.model.rowCount() == 3)
    settled(window, qtbot)
    assert focused() is pane.evidence.view
    rows = texts(view(window, "evidenceList"))
    assert rows[0].startswith("修灯人进城")
    assert all("何渡生" in row for row in rows)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: headline(window) == "修灯人进城")
    qtbot.waitUntil(lambda: len(window.controller.layout.pane.page.marked) > 0)
    assert pane.is_evidence_shown()
    window.controller.features.parts.of(PeoplePart).close_card()
    open_card(window, qtbot, "何渡生")
    assert not pane.is_evidence_shown(), "a card that is opened again begins at its top"
    assert focused() is pane.evidence_button
    assert isinstance(pane.bars, YearBars)
    assert pane.bars.drawn.shown_timeline() is not None
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(pane.is_evidence_shown)
    settled(window, qtbot)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Escape, times=2)
    assert not pane.is_evidence_shown()
    press(Qt.Key.Key_Escape)
    assert not window.controller.layout.is_card_shown()


def test_a_name_in_an_article_opens_the_card(window: MainWindow, qtbot: QtBot) -> None:
    page = window.controller.layout.pane.page
    await_reading()
    cursor = page.document().find("祝水芹")
    assert not cursor.isNull()
    cursor.setPosition(cursor.selectionStart() + 1)
    page.setTextCursor(cursor)
    page.setFocus()
    place = page.cursorRect(cursor).center()
    QTest.mouseDClick(page.viewport(), Qt.MouseButton.LeftButton, pos=place)
    await_card(window, qtbot, "祝水芹")
    window.controller.features.parts.of(PeoplePart).close_card()
    page.setFocus()
    press(Qt.Key.Key_F4)
    qtbot.waitUntil(window.controller.layout.is_card_shown)


def test_a_name_on_the_whole_page_opens_the_card_and_one_click_the_article(
    window: MainWindow, qtbot: QtBot
) -> None:
    layout, said = window.controller.layout, noticed(window.services)
    page = show_page(window, qtbot)
    page.setFocus()
    press(Qt.Key.Key_F4)
    assert "双击" in said[0].words
    assert not layout.is_card_shown()
    number, spot = page.spot_under(place_on(page, "闻小树")) or (-1, (0, 0))
    page.select(PageSelection(number, spot, (spot[0], spot[1] + 1)))
    press(Qt.Key.Key_F4)
    await_card(window, qtbot, "闻小树")
    page.select(None)
    name = place_on(page, "祝水芹")
    QTest.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=name)
    QTest.mouseDClick(page.viewport(), Qt.MouseButton.LeftButton, pos=name)
    await_card(window, qtbot, "祝水芹")
    assert layout.area.is_page_shown()
    assert page.marks.selection is None
    QTest.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=place_on(page, "祝水芹"))
    qtbot.waitUntil(lambda: not layout.area.is_page_shown())
    assert headline(window) == "渡口添了船"
    page = show_page(window, qtbot)
    QTest.mouseDClick(page.viewport(), Qt.MouseButton.LeftButton, pos=place_on(page, "三十年"))
    qtbot.waitUntil(lambda: not layout.area.is_page_shown())
    assert headline(window) == "灯下的修灯人"
    assert on_card(window).name == "祝水芹"


def show_page(window: MainWindow, qtbot: QtBot) -> PageView:
    """Show the page of the first issue as a whole."""
    layout = window.controller.layout
    first = window.controller.library.contents.issues("雁桥日报", 1987, 6)[0]
    rows = window.controller.library.contents.articles(first.id)
    window.controller.reading.open_article(rows[0].id, is_page=True)
    page = layout.area.page.view
    qtbot.waitUntil(lambda: layout.area.is_page_shown() and page.is_set() and len(page.articles()) == 2)
    return page


def place_on(page: PageView, words: str) -> QPoint:
    """Return the middle of words in the view of a page."""
    for number, article in enumerate(page.articles()):
        for block, each in enumerate(article.blocks):
            if block and words in each.text:
                at = each.text.index(words)
                rects = page.rects_of(number, [QuoteSpan(block, at, at + len(words))])
                return rects[0].center().toPoint()
    raise AssertionError(words)


def test_the_name_in_a_search_leads_to_the_card(window: MainWindow, qtbot: QtBot) -> None:
    press(Qt.Key.Key_K, CTRL)
    type_text("陈怀远")
    press(Qt.Key.Key_Return)
    hints = window.controller.layout.results.header.hints
    qtbot.waitUntil(lambda: "人物：陈怀远" in [each.text() for each in hints.offers])
    button = next(each for each in hints.offers if each.text() == "人物：陈怀远")
    assert button.isVisible()
    click(button)
    qtbot.waitUntil(lambda: card(window).card is not None)
    window.controller.features.parts.of(PeoplePart).close_card()
    assert window.controller.layout.are_results_shown()
    press(Qt.Key.Key_K, CTRL)
    type_text("渡口")
    qtbot.waitUntil(lambda: not button.isVisible())


def test_names_are_struck_out_and_come_back(window: MainWindow, qtbot: QtBot) -> None:
    open_pane(window, qtbot)
    rows = view(window, "peopleList")
    before = texts(rows)
    messages = noticed(window.services)
    rows.setFocus()
    rows.setCurrentIndex(rows.model().index(1, 0))
    settled(window, qtbot)
    for left in (len(before) - 1, len(before) - 2):
        press(Qt.Key.Key_Delete)
        qtbot.waitUntil(lambda left=left: rows.model().rowCount() == left)  # type: ignore[misc]
        settled(window, qtbot)
        assert rows.currentIndex().row() == 1
    assert texts(rows) == [before[0], *before[3:]]
    assert messages == [Notice(f"已划掉“{name.split()[0]}”", can_undo=True) for name in before[1:3]]
    for _ in range(2):
        window.controller.features.undo.undo()
        settled(window, qtbot)
    qtbot.waitUntil(lambda: texts(rows) == before)
    assert not window.controller.layout.is_card_shown()
    pane = open_card(window, qtbot, "何苇")
    pane.calls.strike_out()
    qtbot.waitUntil(lambda: pane.empty.accessibleName() == "没有“何苇”的卡片")
    settled(window, qtbot)
    assert filter_by(window, qtbot, "何苇") == ["认出来的人名里没有“何苇”"]
    window.controller.features.undo.undo()
    qtbot.waitUntil(lambda: pane.card is not None)
    settled(window, qtbot)
    assert filter_by(window, qtbot, "何苇") == ["何苇 1 篇"]
    people_of(window.controller.library).strike_out("何苇")
    window.controller.features.parts.of(PeoplePart).open_decisions()
    (face,) = window.findChildren(DecidedFace)
    decisions = face.listing
    qtbot.waitUntil(lambda: len(texts(decisions.view)) == 1)
    assert texts(decisions.view)[0].startswith("“何苇”不是人名")
    button_in(face, "撤销").click()
    qtbot.waitUntil(lambda: texts(decisions.view) == [] and decisions.state.isVisible())
    assert people_of(window.controller.library).decisions() == []


def test_spellings_are_merged_and_people_of_one_name_parted_and_both_undone(
    window: MainWindow, qtbot: QtBot
) -> None:
    open_pane(window, qtbot)
    pane = open_card(window, qtbot, "何苇")
    pane.calls.merge()
    merging = dialog_of(window, qtbot, "mergeDialog")
    assert isinstance(merging, OneLineDialog)
    merging.field.setText("闻小树")
    merging.accept()
    await_card(window, qtbot, "闻小树")
    found = on_card(window)
    assert found.spellings == ("闻小树", "何苇")
    assert found.articles == found.written == 4
    click(chip(pane, "共"))
    qtbot.waitUntil(window.controller.features.results.searching.is_idle)
    assert view(window, "resultList").model().rowCount() == 4
    assert filter_by(window, qtbot, "何苇") == ["闻小树、何苇 4 篇"]
    window.controller.features.undo.undo()
    await_card(window, qtbot, "何苇")
    assert filter_by(window, qtbot, "何苇") == ["何苇 1 篇"]

    pane = open_card(window, qtbot, "何渡生")
    pane.calls.read_evidence(EvidenceFilter())
    qtbot.waitUntil(lambda: pane.evidence.model.rowCount() == 3)
    settled(window, qtbot)
    chosen = QItemSelectionModel.SelectionFlag.ClearAndSelect
    pane.evidence.view.selectionModel().select(pane.evidence.model.index(0, 0), chosen)
    assert pane.evidence.split_button.isVisible()
    click(pane.evidence.split_button)
    splitting = dialog_of(window, qtbot, "splitDialog")
    assert isinstance(splitting, OneLineDialog)
    splitting.field.setText("船工")
    splitting.accept()
    qtbot.waitUntil(lambda: (found := pane.card) is not None and found.label == "船工")
    settled(window, qtbot)
    assert on_card(window).articles == 1
    assert sorted(filter_by(window, qtbot, "何渡生")) == ["何渡生 2 篇", "何渡生（船工） 1 篇"]
    pane = open_card(window, qtbot, "何渡生")
    click(chip(pane, "共 2"))
    settled(window, qtbot)
    assert pane.evidence.model.rowCount() == 2
    window.controller.features.undo.undo()
    qtbot.waitUntil(lambda: (found := pane.card) is not None and found.articles == 3)
    settled(window, qtbot)
    assert filter_by(window, qtbot, "何渡生") == ["何渡生 3 篇"]


def test_a_library_without_names_says_so(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "空").mkdir()
    text = "雁桥日报\n1987年6月1日\n第01版\n## 江上有雾\n江上有雾，渡船停了半日。\n"
    (tmp_path / "空" / "19870601.txt").write_text(text, encoding="utf-8")
    window = a_window.open_on(qtbot, tmp_path / "空")
    press(Qt.Key.Key_3, CTRL)
    pane = window.controller.features.parts.of(PeoplePart).pane
    qtbot.waitUntil(lambda: pane.empty.accessibleName() == "还没有认出人名")
    assert focused() is pane.filter.line
    people = window.controller.features.parts.of(PeoplePart)
    monkeypatch.setattr(people.desk.sync.process, "is_running", lambda: True)
    people._read_if_changed()
    assert pane.empty.accessibleName() == "正在认人名"


def test_a_sync_moves_nothing_that_is_listed(window: MainWindow, qtbot: QtBot) -> None:
    open_pane(window, qtbot)
    pane = window.controller.features.parts.of(PeoplePart).pane
    pane.view.setFixedHeight(100)
    pane.view.executeDelayedItemsLayout()
    bar = pane.view.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 60)
    pane.view.chooser.select(pane.model.index(3, 0))
    bar.setValue(60)
    window.controller.sync.refreshed.emit()
    window.controller.features.parts.of(PeoplePart)._read()
    settled(window, qtbot)
    assert bar.value() == 60
    assert pane.view.currentIndex().row() == 3
    shown = open_card(window, qtbot, "何渡生")
    shown.calls.read_evidence(EvidenceFilter())
    qtbot.waitUntil(lambda: shown.evidence.model.rowCount() == 3)
    settled(window, qtbot)
    resets: list[None] = []
    shown.evidence.model.modelReset.connect(lambda: resets.append(None))
    window.controller.sync.refreshed.emit()
    settled(window, qtbot)
    assert not resets
    assert shown.is_evidence_shown()


def test_rows_are_read_a_page_at_a_time_as_they_are_looked_at(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("people_pane", "people_part"):
        monkeypatch.setattr(f"reader.features.people.ui.{module}.PAGE", 2)
    open_pane(window, qtbot)
    rows = ["何渡生 3 篇", "闻小树 3 篇", "祝水芹 2 篇", "陈怀远 2 篇", "何苇 1 篇"]
    qtbot.waitUntil(lambda: texts(view(window, "peopleList")) == rows)


def test_what_was_decided_just_before_the_window_closes_is_stored(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_pane(window, qtbot)
    people = people_of(window.controller.library)
    strike_out, may_go_on = people.strike_out, threading.Event()

    def slowly(name: str) -> object:
        may_go_on.wait(120)
        return strike_out(name)

    monkeypatch.setattr(type(people), "strike_out", lambda _, name: slowly(name))
    struck = [row.split()[0] for row in texts(view(window, "peopleList"))[:2]]
    for name in struck:
        window.controller.features.parts.of(PeoplePart).pane.calls.strike_out(name)
    threading.Timer(0.05, may_go_on.set).start()
    window.close()
    assert {each.content for each in people.decisions()} == {StruckOutName(name) for name in struck}
