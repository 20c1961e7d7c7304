"""Characters that were misread, in the window: corrected from the selection or from a list, and undone."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication, QHelpEvent, QTextCharFormat, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from reader import assets
from reader.export.forms import Wording
from reader.features.correct.ui import CorrectionList
from reader.features.misread.ui.misreading_list import Correcting, PlaceList
from reader.library.characters import place_of_words
from reader.newspaper.decision import CharacterRule
from reader.newspaper.passage import QuoteSpan
from reader.ui.article.typesetting import SUPERFLUOUS
from reader.ui.page.page_layout import PageSelection
from reader.ui.widgets.controls import LinkButton
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import CTRL, actions_of, button_of, chips_of, click, press, texts, type_text, view

BODIES = ["何渡生修灯。", "何渡生又修灯。", "灯是何渡牛修的，修到半夜。", "那年何渡生也在，他在渡口卖票。"]


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    root = tmp_path / "库"
    root.mkdir()
    for day, body in enumerate(BODIES, 1):
        text = f"雁桥日报\n1987年6月{day}日\n第01版\n## 修灯第{day}天\n本报讯　{body}\n"
        (root / f"1987060{day}.txt").write_text(text, encoding="utf-8")
    return a_window.open_on(qtbot, root)


def idle(window: MainWindow) -> bool:
    corrections = window.controller.features.corrections
    return (
        corrections.characters.is_idle()
        and corrections.second_characters.is_idle()
        and not window.controller.is_reading()
        and window.controller.features.results.searching.is_idle()
    )


def open_day(window: MainWindow, qtbot: QtBot, day: int) -> None:
    library = window.controller.library
    (found,) = library.searcher.search(f"标题:修灯第{day}天", exact=True).ids
    window.controller.reading.open_article(found)
    qtbot.waitUntil(lambda: a_window.headline(window) == f"修灯第{day}天")


def select(window: MainWindow, words: str) -> None:
    page = window.controller.layout.pane.page
    page.setFocus()
    found = page.document().find(words)
    assert not found.isNull()
    page.setTextCursor(found)


def shown(window: MainWindow) -> str:
    return window.controller.layout.pane.page.document().toPlainText()


def format_of(window: MainWindow, word: str) -> QTextCharFormat:
    found: QTextCursor = window.controller.layout.pane.page.document().find(word)
    assert not found.isNull()
    return found.charFormat()


def ask(window: MainWindow, qtbot: QtBot, answer: str) -> None:
    press(Qt.Key.Key_H, CTRL)
    a_window.answer(a_window.asked(window), "改正", answer)
    qtbot.waitUntil(lambda: idle(window))


def found(window: MainWindow, words: str) -> int:
    return window.controller.library.searcher.search(f'"{words}"', exact=True).total


def test_a_selected_character_is_corrected_shown_copied_as_one_likes_taken_back_and_undone(
    window: MainWindow, qtbot: QtBot
) -> None:
    characters = window.controller.features.corrections.characters
    pane, clipboard = window.controller.layout.pane, QGuiApplication.clipboard()

    def offered() -> dict[str, QAction]:
        menu = QMenu(window)
        characters.offer(menu, None)
        return {action.text().split("\t")[0]: action for action in actions_of(menu)}

    open_day(window, qtbot, 3)
    select(window, "牛")
    assert "认错了，应是…" in offered()
    ask(window, qtbot, "生")
    qtbot.waitUntil(lambda: "灯是何渡生修的" in shown(window))
    underlined = format_of(window, "生")
    assert underlined.underlineStyle() is QTextCharFormat.UnderlineStyle.DotLine
    assert underlined.toolTip() == "识别作“牛”，您改为“生”"
    assert (found(window, "何渡生"), found(window, "何渡牛")) == (4, 1)
    assert window.toast.isVisible()

    # a copy has what is printed
    assert "何渡牛" in pane.page.toPlainText()
    pane.copy_article()
    assert "灯是何渡生修的" in clipboard.text()
    pane.page.selectAll()
    assert "灯是何渡生修的" in pane.page.selected_text()

    # and a note on it, or what was recognised, if one likes
    a_window.come_back(qtbot, window)
    window.controller.layout.settings.wording = Wording.WITH_NOTES
    pane.copy_article()
    assert "灯是何渡生修的" in clipboard.text()
    note = "校注：“渡生修”据版面改；识别作“渡牛修”。"
    assert clipboard.text().endswith(f"{note}\n")
    select(window, "渡生修")
    press(Qt.Key.Key_C, CTRL)
    assert clipboard.text() == f"渡生修\n{note}"
    window._actions["cite"].trigger()
    assert "修灯第3天" in clipboard.text()
    opened = window.controller.reading.article
    assert opened is not None
    select(window, "渡生修")
    for words, copied in (("复制并附出处", "渡生修\n——"), ("复制并附引文", "“渡生修”\n")):
        menu = QMenu()
        qtbot.addWidget(menu)
        pane.page.menuOpening.emit(menu, None)
        next(each for each in actions_of(menu) if each.text() == words).trigger()
        assert clipboard.text().startswith(copied)
        assert clipboard.text().endswith(note)
    dragged = window.controller.layout.issues.model.mime_data_of([opened.id])
    assert note in dragged.text()
    assert note in dragged.html()
    window.controller.layout.settings.wording = Wording.RECOGNISED
    pane.copy_article()
    assert "灯是何渡牛修的" in clipboard.text()

    select(window, "何渡生修")
    told = offered()
    assert not told["识别作“牛”，您改为“生”"].isEnabled()
    told["改回“牛”"].trigger()
    qtbot.waitUntil(lambda: "灯是何渡牛修的" in shown(window))
    for words in ("生", "牛"):  # that it was taken back is undone, then the correction itself
        qtbot.waitUntil(lambda: idle(window))
        a_window.come_back(qtbot, window)
        press(Qt.Key.Key_Z, CTRL)
        qtbot.waitUntil(lambda words=words: f"灯是何渡{words}修的" in shown(window))  # type: ignore[misc]
    assert (found(window, "何渡生"), found(window, "何渡牛")) == (3, 1)


def test_a_whole_page_shows_the_correction_and_what_was_printed(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_day(window, qtbot, 3)
    press(Qt.Key.Key_V)
    layout = window.controller.layout
    page = layout.area.page.view
    qtbot.waitUntil(lambda: layout.area.is_page_shown() and page.is_set())
    assert not page.articles()[0].corrected
    press(Qt.Key.Key_V)
    select(window, "牛")
    ask(window, qtbot, "生")
    qtbot.waitUntil(lambda: "灯是何渡生修的" in shown(window))
    a_window.come_back(qtbot, window)
    press(Qt.Key.Key_V)
    qtbot.waitUntil(
        lambda: layout.area.is_page_shown() and page.is_set() and bool(page.articles()[0].corrected)
    )
    (((block, at), reading),) = page.articles()[0].corrected.items()
    recognised = page.articles()[0].blocks[block].text
    assert (recognised[at], reading.read_as) == ("牛", "生")
    assert "何渡生修的" in page.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    placed = page._layout.article_on_page(0)
    assert placed is not None
    assert any("何渡生修的" in line.layout.text() for leg in placed.article.legs for line in leg.lines)
    (rect,) = page.rects_of(0, [QuoteSpan(block, at, at + 1)])
    told: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _place, words, _widget: told.append(words))
    for place in (rect.center().toPoint(), rect.topLeft().toPoint() - QPoint(40, 0)):
        QApplication.sendEvent(
            page.viewport(), QHelpEvent(QEvent.Type.ToolTip, place, page.viewport().mapToGlobal(place))
        )
    assert ["识别作“牛”，您改为“生”" in each for each in told] == [True, False]
    page.select(PageSelection(0, (block, at - 1), (block, at + 2)))
    layout.area.page.copy()
    assert QGuiApplication.clipboard().text() == "渡生修"
    layout.settings.wording = Wording.WITH_NOTES
    layout.area.page.copy()
    assert QGuiApplication.clipboard().text() == "渡生修\n校注：“渡生修”据版面改；识别作“渡牛修”。"
    assert not page.grab().isNull()


def test_a_corrected_character_tells_what_was_recognised_and_is_taken_back_or_changed_there(
    window: MainWindow, qtbot: QtBot
) -> None:
    open_day(window, qtbot, 3)
    select(window, "牛")
    ask(window, qtbot, "生")
    qtbot.waitUntil(lambda: "灯是何渡生修的" in shown(window))
    a_window.come_back(qtbot, window)
    page = window.controller.layout.pane.page
    cursor = page.document().find("何渡生修")
    cursor.setPosition(cursor.selectionStart() + 2)
    page.setTextCursor(cursor)
    page.setFocus()
    QTest.keyClick(page, Qt.Key.Key_Return)
    popover = a_popover()
    assert popover.accessibleName() == "识别作“牛”，您改为“生”"
    click(button_of(popover, "改成别的…"))
    a_window.answer(a_window.asked(window), "原报就印错了，只加注", "升")
    qtbot.waitUntil(lambda: "灯是何渡牛修的" in shown(window))
    assert format_of(window, "牛").toolTip() == "“牛”原报如此，疑当作“升”"
    a_window.come_back(qtbot, window)
    place = page.cursorRect(page.document().find("牛")).center() - QPoint(6, 0)
    QTest.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=place)
    click(a_popover().findChildren(LinkButton)[0])
    qtbot.waitUntil(lambda: idle(window) and found(window, "何渡升") == 0)
    qtbot.waitUntil(lambda: format_of(window, "牛").toolTip() == "")


def a_popover() -> QWidget:
    (found,) = [
        each
        for each in QApplication.topLevelWidgets()
        if each.objectName() == "correctedPopover" and each.isVisible()
    ]
    return found


def test_dropped_and_extra_characters_are_corrected(window: MainWindow, qtbot: QtBot) -> None:
    """The page shows what is meant, with dots below; its tool tip says what was recognised."""
    open_day(window, qtbot, 3)
    select(window, "半夜")
    ask(window, qtbot, "下半夜")
    qtbot.waitUntil(lambda: found(window, "修到下半夜") == 1)
    qtbot.waitUntil(lambda: format_of(window, "下半").toolTip() == "识别作“半”，您改为“下半”")
    assert "修到下半夜" in shown(window)
    select(window, "到下半夜")
    press(Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "到下半夜"
    select(window, "牛")
    ask(window, qtbot, "")
    qtbot.waitUntil(lambda: found(window, "何渡修的") == 1)
    qtbot.waitUntil(lambda: format_of(window, SUPERFLUOUS).toolTip() == "识别多出“牛”，您删了")
    assert f"何渡{SUPERFLUOUS}修的" in shown(window)
    press(Qt.Key.Key_V)
    layout = window.controller.layout
    page = layout.area.page.view
    qtbot.waitUntil(lambda: layout.area.is_page_shown() and page.is_set())
    placed = page._layout.article_on_page(0)
    assert placed is not None
    lines = [line for leg in placed.article.legs for line in leg.lines]
    assert any(f"何渡{SUPERFLUOUS}修" in line.layout.text() for line in lines)
    assert any("修到下半夜" in line.layout.text() for line in lines)
    block, text = next(
        (n, each.text) for n, each in enumerate(page.articles()[0].blocks) if "半夜" in each.text
    )
    begin = text.index("到半夜")
    page.select(PageSelection(0, (block, begin), (block, begin + 3)))
    assert page.marks.selected_text() == "到下半夜"
    (more,), (one,) = (page.rects_of(0, [QuoteSpan(block, at, at + 1)]) for at in (begin + 1, begin + 2))
    assert more.width() > 1.5 * one.width()  # both characters belong to the printed one
    a_window.come_back(qtbot, window)
    press(Qt.Key.Key_V)
    qtbot.waitUntil(lambda: not layout.area.is_page_shown())
    press(Qt.Key.Key_Z, CTRL)
    press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: idle(window))
    assert found(window, "何渡修的") == found(window, "修到下半夜") == 0


def open_places(window: MainWindow, qtbot: QtBot, words: str, read_as: str) -> PlaceList:
    """What is printed in many places, asked for where it is selected."""
    select(window, words)
    press(Qt.Key.Key_H, CTRL)
    a_window.answer(a_window.asked(window), "各处一起改正…", read_as)
    places = window.findChild(PlaceList)
    assert isinstance(places, PlaceList)
    qtbot.waitUntil(places.is_idle)
    return places


def write_misread(window: MainWindow) -> None:
    """Two more papers that print 图节馆, where a library is meant; one prints 地图节 rightly."""
    root = window.controller.library.root
    for day, body in ((11, "图节馆今天开门，他在图节馆里看节。"), (12, "图节馆的灯亮到半夜，地图节在城里。")):
        text = f"雁桥日报\n1987年6月{day}日\n第01版\n## 看书第{day}天\n本报讯　{body}\n"
        (root / f"198706{day}.txt").write_text(text, encoding="utf-8")


def test_all_places_of_a_misreading_are_corrected_and_undone_in_one_step(
    qtbot: QtBot, window: MainWindow
) -> None:
    write_misread(window)
    press(Qt.Key.Key_F5)
    library = window.controller.library
    qtbot.waitUntil(lambda: library.searcher.search("标题:看书", exact=True).total == 2)
    a_window.settle(qtbot, window)
    (day,) = library.searcher.search("标题:看书第11天", exact=True).ids
    window.controller.reading.open_article(day)
    qtbot.waitUntil(lambda: a_window.headline(window) == "看书第11天")
    places = open_places(window, qtbot, "图节", "图书")
    assert places.heading.text().split("　")[1:] == ["4 处", "勾上 3 处"]
    assert [each[:1] for each in texts(places.view)] == ["✓", "✓", "✓", "–"]
    assert "上下文没有说它认错了" in texts(places.view)[3]
    press(Qt.Key.Key_Space)
    assert places.heading.text().endswith("勾上 2 处")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.findChild(PlaceList) is None)
    qtbot.waitUntil(lambda: idle(window))
    assert len(library.characters.known()) == 2
    a_window.come_back(qtbot, window)
    press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: idle(window) and library.characters.known() == [])
    assert found(window, "图书馆") == 0


def test_what_comes_later_is_corrected_by_a_rule_that_is_listed_and_taken_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    open_day(window, qtbot, 1)
    places = open_places(window, qtbot, "渡生", "渡书")
    places.later.setChecked(True)
    places.tick(places.rows(), is_ticked=False)
    click(places.correct_button)
    qtbot.waitUntil(lambda: window.findChild(PlaceList) is None)
    qtbot.waitUntil(lambda: idle(window))
    library = window.controller.library
    assert [each.content for each in library.characters.rules()] == [CharacterRule("渡生", "渡书")]
    window.controller.features.show_decided("correct")
    listed = window.findChild(CorrectionList)
    assert isinstance(listed, CorrectionList)
    qtbot.waitUntil(lambda: len(texts(listed.view)) == 2)
    assert texts(listed.view)[1].startswith("“渡生”都认错了，应是“渡书”，以后读进来的也是")
    click(button_of(listed, "撤销"))
    qtbot.waitUntil(lambda: texts(listed.view) == [])
    assert library.characters.rules() == []
    listed.leave()
    qtbot.waitUntil(lambda: idle(window))


def test_an_issue_chosen_while_its_corrected_article_is_read_again_shows_it_corrected(
    window: MainWindow, qtbot: QtBot
) -> None:
    open_day(window, qtbot, 4)
    reading = window.controller.reading
    stored = reading.article
    assert stored is not None
    place = place_of_words(stored.article, "卖票")
    assert place is not None
    characters = window.controller.features.corrections.characters
    Correcting(window.controller.library, characters).correct(stored.id, place, "买票")
    qtbot.waitUntil(characters.is_idle)
    reading.open_newest()
    qtbot.waitUntil(lambda: "买票" in shown(window))


def test_a_search_tells_what_is_misread_everywhere_in_one_chip_that_can_be_closed(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assets, "newspapers", lambda: {"00-0001": "柳渡日报"})
    root = window.controller.library.root
    for day, form in ((21, "柳镀"), (22, "柳渡")):
        body = f"{form}市今天开通公共汽车。{form}县的橘子今年收成好。{form}人从前要到江边挑水。"
        text = f"柳渡日报\n1987年6月{day}日\n第01版\n## 城里的事\n{body}\n"
        (root / f"198706{day}.txt").write_text(text, encoding="utf-8")
    press(Qt.Key.Key_F5)
    library = window.controller.library
    qtbot.waitUntil(lambda: library.searcher.search("标题:城里的事", exact=True).total == 2)
    press(Qt.Key.Key_K, CTRL)
    type_text("柳渡")
    press(Qt.Key.Key_Return)
    results = view(window, "resultList")

    def articles() -> int:
        return sum("城里的事" in each for each in texts(results))

    qtbot.waitUntil(lambda: articles() == 2)
    chips = chips_of(window.controller.layout.results.header)
    assert [each.text() for each in chips.chips()] == ["柳渡"]
    assert chips.misread_chip.isVisible()
    assert chips.misread_chip.accessibleName() == "也找认错的 “柳镀”"
    assert "“柳渡”都印成“柳镀”" in chips.misread_chip.toolTip()
    qtbot.waitUntil(lambda: idle(window))
    assert [each.text() for each in chips.chips()] == ["柳渡"]
    chips.misread_chip.setFocus()
    press(Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: articles() == 1)
    assert not chips.misread_chip.isVisible()
    hints = window.controller.layout.results.header.hints
    qtbot.waitUntil(lambda: "这一期都印成… 1" in [each.text() for each in hints.offers])
    press(Qt.Key.Key_K, CTRL)
    type_text("橘子")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: articles() == 2)
    press(Qt.Key.Key_K, CTRL)
    type_text("柳渡")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(chips.misread_chip.isVisible)
    qtbot.waitUntil(lambda: idle(window))
