"""Looking up a word of the page: the card, what it says, and where the dictionaries come from."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QTextDocument
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from reader.storage import settings
from reader.ui.dictionary.lookup_card import LookupCard
from reader.ui.page.page_selection import PageSelection
from reader.ui.window.settings_window import SettingsWindow
from reader.ui.window.window import MainWindow
from tests.dictionaries import made
from tests.ui import a_window
from tests.ui.a_window import click, press, type_text

WORDS = {
    "渡口": "<b>有船</b>过河的地方。<a href='entry://渡船'>渡船</a><img src='file:///x.png'><script>x</script>",
    "渡船": "载人过河的船。",
    "老": "年岁大。",
    "船工": "在船上做工的人。",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made.stardict(tmp_path / "词典", WORDS)
    return tmp_path / "词典"


@pytest.fixture
def reader(qtbot: QtBot, root: Path, folder: Path) -> MainWindow:
    """A window whose reader has a folder of dictionaries, the focus on the page."""
    settings.save(settings.Settings(dictionary_folder=str(folder)))
    window = a_window.open_on(qtbot, root)
    window.controller.layout.pane.page.setFocus()
    return window


def put_cursor(window: MainWindow, words: str, *, selects: bool = False) -> None:
    page = window.controller.layout.pane.page
    cursor = page.document().find(words)
    assert cursor.hasSelection()
    if not selects:
        cursor.setPosition(cursor.selectionStart())
    page.setTextCursor(cursor)


def the_card(qtbot: QtBot, window: MainWindow) -> LookupCard:
    def shown() -> list[LookupCard]:
        return [card for card in window.findChildren(LookupCard) if card.isVisible()]

    qtbot.waitUntil(lambda: bool(shown()))
    return shown()[-1]


def said(qtbot: QtBot, card: LookupCard) -> str:
    qtbot.waitUntil(lambda: not card.browser.toPlainText().startswith(("正在查", "第一次用")))
    return card.browser.toPlainText()


def test_the_word_at_the_cursor_is_looked_up_by_a_key(qtbot: QtBot, reader: MainWindow) -> None:
    put_cursor(reader, "渡口的灯")
    press(Qt.Key.Key_D)
    card = the_card(qtbot, reader)
    assert said(qtbot, card) == "小词典\n渡口\n有船过河的地方。渡船"
    press(Qt.Key.Key_Escape)
    assert not card.isVisible()
    assert reader.controller.layout.pane.page.hasFocus()


def test_selected_words_are_looked_up_whole_and_else_taken_apart(qtbot: QtBot, reader: MainWindow) -> None:
    put_cursor(reader, "老船工", selects=True)
    press(Qt.Key.Key_D)
    card = the_card(qtbot, reader)
    assert said(qtbot, card) == "词典里没有“老船工”。\n拆开来查：老、船工"
    card.browser.anchorClicked.emit(QUrl("entry:%E8%88%B9%E5%B7%A5"))
    assert said(qtbot, card) == "小词典\n船工\n在船上做工的人。"


def test_links_lead_on_and_back(qtbot: QtBot, reader: MainWindow) -> None:
    put_cursor(reader, "渡口的灯")
    press(Qt.Key.Key_D)
    card = the_card(qtbot, reader)
    said(qtbot, card)
    card.browser.anchorClicked.emit(QUrl("entry:%E6%B8%A1%E8%88%B9"))
    assert said(qtbot, card) == "小词典\n渡船\n载人过河的船。"
    press(Qt.Key.Key_Backspace)
    assert said(qtbot, card).startswith("小词典\n渡口")
    assert not card.back_button.isVisible()


def test_another_word_is_typed_into_the_card(qtbot: QtBot, reader: MainWindow) -> None:
    put_cursor(reader, "渡口的灯")
    press(Qt.Key.Key_D)
    card = the_card(qtbot, reader)
    said(qtbot, card)
    card.field.begin()
    type_text("渡船")
    press(Qt.Key.Key_Return)
    assert said(qtbot, card) == "小词典\n渡船\n载人过河的船。"


def test_the_right_button_looks_up_the_word_that_is_pointed_at(qtbot: QtBot, reader: MainWindow) -> None:
    page = reader.controller.layout.pane.page
    cursor = page.document().find("渡口的灯")
    cursor.setPosition(cursor.selectionStart())
    place = page.cursorRect(cursor).center()
    told = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, page.viewport().mapToGlobal(place))
    QApplication.sendEvent(page.viewport(), told)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    (action,) = [each for each in menu.actions() if each.text().startswith("查词典")]
    action.trigger()
    menu.close()
    assert the_card(qtbot, reader).word() == "渡口"


def test_on_a_whole_page_selected_words_are_looked_up_beside_them(qtbot: QtBot, reader: MainWindow) -> None:
    press(Qt.Key.Key_V)
    layout = reader.controller.layout
    view = layout.page_pane.view
    qtbot.waitUntil(lambda: layout.area.is_page_shown() and view.is_set())
    press(Qt.Key.Key_D)
    card = the_card(qtbot, reader)
    assert said(qtbot, card) == "把光标放在一个词上，或在上面写一个。"
    press(Qt.Key.Key_Escape)
    block, at = next(
        (n, b.text.index("船工")) for n, b in enumerate(view.articles()[0].blocks) if "船工" in b.text
    )
    view.select(PageSelection(0, (block, at), (block, at + 2)))
    press(Qt.Key.Key_D)
    card = the_card(qtbot, reader)
    assert said(qtbot, card) == "小词典\n船工\n在船上做工的人。"
    assert layout.area.is_page_shown()


def test_of_an_entry_nothing_is_fetched(qtbot: QtBot, reader: MainWindow) -> None:
    put_cursor(reader, "渡口的灯")
    press(Qt.Key.Key_D)
    card = the_card(qtbot, reader)
    said(qtbot, card)
    made_of = card.browser.toHtml()
    assert "<img" not in made_of
    assert "script" not in made_of
    kind = QTextDocument.ResourceType.ImageResource.value
    assert card.browser.loadResource(kind, QUrl("file:///x.png")) is None
    card.browser.anchorClicked.emit(QUrl("http://example.org/"))
    assert card.word() == "渡口"


def test_without_dictionaries_the_card_leads_to_the_setting_and_the_folder_is_kept(
    qtbot: QtBot, window: MainWindow, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.controller.layout.pane.page.setFocus()
    put_cursor(window, "渡口的灯")
    press(Qt.Key.Key_D)
    card = the_card(qtbot, window)
    assert said(qtbot, card).startswith("还没有词典。")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    click(card.folder_button)
    (dialog,) = window.findChildren(SettingsWindow)
    row = dialog.rows["dictionary_folder"]
    click(row.control)
    assert row.control.accessibleName() == f"词典文件夹，{folder}"
    dialog.accept()
    window.settings.save()
    assert settings.load().settings.dictionary_folder == str(folder)
    qtbot.waitUntil(window.isActiveWindow)
    window.controller.layout.pane.page.setFocus()
    press(Qt.Key.Key_D)
    assert said(qtbot, the_card(qtbot, window)).startswith("小词典\n渡口")


def test_a_broken_dictionary_is_told_beside_what_the_others_say(
    qtbot: QtBot, reader: MainWindow, folder: Path
) -> None:
    for n in range(5):
        (folder / f"坏{n}.mdx").write_bytes(b"nothing of the kind")
    put_cursor(reader, "渡口的灯")
    press(Qt.Key.Key_D)
    card = the_card(qtbot, reader)
    assert said(qtbot, card).startswith("小词典")
    assert card.problems.text().splitlines() == [
        *(f"坏{n}.mdx：文件损坏，或不是这种词典" for n in range(3)),
        "还有 2 本读不了",
    ]


@pytest.mark.parametrize("is_there", [True, False])
def test_a_folder_without_dictionaries_or_none_at_all_is_told(
    qtbot: QtBot, reader: MainWindow, folder: Path, is_there: bool
) -> None:
    for path in folder.iterdir():
        path.unlink()
    if not is_there:
        folder.rmdir()
    put_cursor(reader, "渡口的灯")
    press(Qt.Key.Key_D)
    told = said(qtbot, the_card(qtbot, reader))
    assert told.startswith("这个文件夹里没有能读的词典。" if is_there else "词典文件夹打不开：")
