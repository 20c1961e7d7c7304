"""What the program is, what is new in it, and where to get another: told when asked, and once after it has changed."""

from pathlib import Path

import pytest
from msgspec import structs
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

import reader
from reader import app, changes
from reader.storage import settings
from reader.storage.settings import Settings
from reader.ui.widgets.controls import Label, PushButton
from reader.ui.window import dialogs
from reader.ui.window.window import MainWindow
from tests.ui.a_window import click, settle

EARLIER, LATER = "0.0.9", "99.0"


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that the system's browser was to open."""
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    return opened


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    ground = QWidget()
    qtbot.addWidget(ground)
    ground.show()
    return ground


def button(dialog: QDialog, words: str) -> PushButton:
    (found,) = (each for each in dialog.findChildren(PushButton) if each.text() == words)
    return found


def shown_text(ground: QWidget) -> str:
    browser = ground.findChild(QTextBrowser, "ownText")
    assert isinstance(browser, QTextBrowser)
    return browser.toPlainText()


def test_the_box_tells_the_version_and_leads_to_what_is_new_and_to_the_notices(parent: QWidget) -> None:
    box = dialogs.show_about(parent)
    said = "".join(label.text() for label in box.findChildren(Label))
    assert f"版本 {reader.__version__}" in said
    assert "不自己更新" in said
    assert "这一份是从哪里得到的" in said, "where no address is known none is told"
    assert "打开网页" not in [each.text() for each in box.findChildren(PushButton)]
    click(button(box, "有什么新的"))
    assert changes.releases()[0].points[0][:10] in shown_text(box)
    box.findChildren(QDialog)[0].close()
    click(button(box, "所用部件和许可"))
    for part in ("Whoosh", "PySide6", "LGPL-3.0", "PSF-2.0"):
        assert part in shown_text(box.findChildren(QDialog)[-1])


def test_an_address_is_opened_by_a_click_and_by_nothing_else(
    parent: QWidget, pages: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "HOMEPAGE", "https://example.org/yuebao")
    box = dialogs.show_about(parent)
    assert "https://example.org/yuebao" in "".join(label.text() for label in box.findChildren(Label))
    assert pages == []
    click(button(box, "打开网页"))
    assert pages == ["https://example.org/yuebao"]


def test_only_a_page_is_opened_by_a_link(pages: list[str]) -> None:
    for address in ("file:///etc/passwd", "docs/x.md", "http://example.org", "yuebao:article/1"):
        dialogs.open_page(QUrl(address))
    assert pages == []


def test_after_an_earlier_version_it_is_said_once_and_leads_to_all_that_came_since(
    qtbot: QtBot, root: Path
) -> None:
    settings.save(Settings(version=EARLIER))
    window = app.open_window(root)
    question = window.controller.layout.area.questions
    assert question.label.text() == f"阅报已经是 {reader.__version__} 版，上次是 {EARLIER}。"
    qtbot.addWidget(window)
    settle(qtbot, window)
    click(question.answer_button)
    assert changes.releases()[0].points[0][:10] in shown_text(window)
    window.settings.save_now()
    assert settings.load().settings.version == reader.__version__
    app.report_version(window)
    assert question.isHidden()


def test_nothing_is_said_at_a_first_start_in_the_same_version_and_in_an_earlier_one(
    window: MainWindow,
) -> None:
    for before, kept in (("", reader.__version__), (reader.__version__, reader.__version__), (LATER, LATER)):
        window.settings.keep(structs.replace(window.settings.saved, version=before))
        app.report_version(window)
        assert window.controller.layout.area.questions.isHidden()
        assert window.settings.saved.version == kept
