"""Packs in the window: one is made, one is opened, and what it is can be seen."""

import errno
import os
from pathlib import Path
from unittest import mock

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from reader.features.dossiers.dossiers import dossiers_of
from reader.features.importing.ui import DropEffect, plan_of
from reader.features.misread.ui.misreading_list import Correcting
from reader.features.packs import older_pack
from reader.features.packs.packed_library import PackedLibrary
from reader.features.packs.packing_up import GivenNotes, PackChoice, pack_up
from reader.features.packs.ui import PackDialog
from reader.library.character_places import CharacterPlace
from reader.library.library import Library
from reader.newspaper.article import Where
from reader.search.documents import Order
from reader.storage import regular_file
from reader.storage.regular_file import open_regular
from reader.ui.article import highlights
from reader.ui.window.screenshot import show_whole_page
from reader.ui.window.window import MainWindow
from tests.ui import a_window, library_kinds
from tests.ui.a_window import links


@pytest.fixture
def pack(window: MainWindow, tmp_path: Path) -> Path:
    target = tmp_path / "旧报.yuebao"
    pack_up(window.controller.library, target, PackChoice("何苇"))
    return target


def dialog() -> PackDialog:
    return next(
        each for each in QApplication.topLevelWidgets() if isinstance(each, PackDialog) and each.isVisible()
    )


def settled(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(library_kinds.packs_of(window).is_idle)


def test_the_library_is_packed_from_the_menu_with_the_notes_that_are_ticked(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = window.controller.library
    library.notebook.bookmark(library.searcher.search("老船工").ids[0], "外公", ("渡口",))
    dossier = dossiers_of(library).add("老船")
    for words in ("一", "二", "三"):
        dossiers_of(library).add_note(dossier.uuid, words)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", mock.Mock(return_value=(str(tmp_path / "旧报"), "")))
    window._actions["pack_library"].trigger()
    settled(window, qtbot)
    asked = dialog()
    assert asked.boxes[GivenNotes.BOOKMARKS].text().endswith("（1）")
    assert asked.boxes[GivenNotes.DOSSIERS].text() == "1 个专题，里面 3 条"
    assert not asked.boxes[GivenNotes.PEOPLE].isEnabled()
    assert not asked.tag.isEnabled()
    assert not any(box.isChecked() for box in asked.boxes.values()), "nothing goes along unless it is ticked"
    asked.boxes[GivenNotes.BOOKMARKS].setChecked(True)
    asked.tag.setCurrentIndex(1)
    assert asked.choice() == PackChoice("", frozenset({GivenNotes.BOOKMARKS}), "渡口")
    asked.boxes[GivenNotes.BOOKMARKS].setChecked(False)
    asked.giver.setText("何苇")
    asked.pack_button.click()
    settled(window, qtbot)
    question = window.controller.layout.area.questions
    assert "已打包 旧报.yuebao" in question.label.text()
    question.answer_button.click()
    fingerprint = QGuiApplication.clipboard().text()
    given = Library.open(tmp_path / "旧报.yuebao")
    assert isinstance(given, PackedLibrary)
    assert (given.pack.about.giver, given.pack.about.notes) == ("何苇", 0)
    assert fingerprint == given.pack.giver.fingerprint
    given.close()
    (tmp_path / "旧报.yuebao").unlink()
    library_kinds.packs_of(window).pack(library, tmp_path / "x.yuebao", PackChoice(), replaces=False)
    library_kinds.packs_of(window).cancel()
    settled(window, qtbot)
    assert "没有打包" in window.toast.label.text()
    assert not list(tmp_path.glob("*.yuebao")) + list(tmp_path.glob("*.part")), "what is given up"


def test_a_pack_is_shown_as_what_it_is_and_is_not_written_to(
    window: MainWindow, qtbot: QtBot, pack: Path
) -> None:
    articles = window.controller.library.contents.counts().articles
    a_window.show_library(qtbot, window, pack)
    controller = window.controller
    assert window.windowTitle() == "旧报（资料包，只读） — 阅报"
    assert "何苇" in controller.layout.issues.own_folder.accessibleName()
    assert controller.library.contents.counts().articles == articles
    qtbot.waitUntil(lambda: "只读" in window.toast.label.text())
    links(controller.layout.issues.own_folder)[0].click()
    box = a_window.asked(window)
    assert "指纹" in box.explanation
    told = next(each for each in box.findChildren(QLabel) if each.text() == box.explanation)
    assert told.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
    a_window.answer(box, "复制指纹")
    assert QGuiApplication.clipboard().text() in box.explanation
    assert not controller.sync.process.is_running()
    before = pack.read_bytes()
    for action in ("rescan", "import_files", "pack_library"):
        window.toast.show_words("另一件事")
        window._actions[action].trigger()
        assert "资料包是只读的" in window.toast.label.text()
        assert pack.read_bytes() == before
    qtbot.waitUntil(lambda: controller.reading.article is not None)
    stored = controller.reading.article
    assert stored is not None
    text = stored.article.blocks[0].text
    place = CharacterPlace(Where.BLOCK, 0, 0)
    correcting = Correcting(controller.library, controller.features.corrections.characters)
    correcting.correct(stored.id, place, "囍" if text[0] != "囍" else "福")
    qtbot.waitUntil(lambda: "已改作" in window.toast.label.text())
    qtbot.waitUntil(lambda: "囍" + text[1:4] in controller.layout.pane.page.document().toPlainText())
    assert "更新之后" not in window.toast.label.text()
    assert pack.read_bytes() == before


def test_notes_that_came_along_are_the_givers_on_the_page(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = window.controller.library
    stored = window.controller.reading.article
    assert stored is not None
    library.notebook.bookmark(stored.id, "听他讲过", passage=library.notebook.quote(stored.id, "老船工说"))
    library.notebook.bookmark(stored.id, "整篇都听他讲过")
    target = tmp_path / "旧报.yuebao"
    pack_up(library, target, PackChoice("何苇", frozenset({GivenNotes.BOOKMARKS})))
    a_window.show_library(qtbot, window, target)
    controller = window.controller
    qtbot.waitUntil(lambda: len(controller.features.bookmarks.bookmarks) == 2)
    controller.features.bookmark_marks.open(controller.features.bookmarks.bookmarks[0])
    qtbot.waitUntil(lambda: controller.reading.article is not None and not controller.is_reading())
    page = controller.layout.pane.page
    qtbot.waitUntil(lambda: bool(page.marks.highlights))
    assert [each.giver for each in page.notes.notes] == ["何苇"] * 2
    assert [each.giver for each in page.marks.highlights] == ["何苇"]
    assert {each.below() for each in page.notes.notes} == {"何苇给的"}
    show_whole_page(window)
    givers: list[str] = []
    monkeypatch.setattr(highlights, "paint_note_sign", lambda *told: givers.append((*told, "")[3]))

    def painted() -> bool:
        givers.clear()
        window.controller.layout.area.page.view.viewport().grab()
        return len(givers) == 2

    qtbot.waitUntil(painted)
    assert givers == ["何苇", "何苇"]


def test_a_pack_that_is_not_whole_is_told_and_one_of_an_earlier_version_is_prepared_and_then_shown(
    window: MainWindow, qtbot: QtBot, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, before = pack.read_bytes(), window.controller.library.root
    pack.write_bytes(whole[:-1])
    a_window.show_library(qtbot, window, pack)
    assert "不完整" in window.toast.label.text()
    assert window.controller.library.root == before
    pack.write_bytes(whole)
    articles = window.controller.library.contents.counts().articles
    monkeypatch.setattr(older_pack, "STAMP", "next year's")
    a_window.show_library(qtbot, window, pack)
    controller = window.controller
    assert "旧版" in controller.layout.issues.own_folder.accessibleName()
    qtbot.waitUntil(lambda: controller.library.contents.counts().articles == articles)
    qtbot.waitUntil(lambda: controller.reading.article is not None)
    qtbot.waitUntil(lambda: controller.layout.tree.model().rowCount() > 0)
    assert not controller.library.wants_sync()


def test_a_pack_that_is_dropped_is_opened_and_takes_no_files(tmp_path: Path) -> None:
    pack, issue = tmp_path / "旧报.yuebao", tmp_path / "19870501.txt"
    for is_read_only in (False, True):
        plan = plan_of([pack], [], is_sample=False, is_empty=False, is_read_only=is_read_only)
        assert (plan.effect, plan.folder) == (DropEffect.OPEN, pack)
    plan = plan_of([issue], [], is_sample=False, is_empty=False, is_read_only=True)
    assert plan.effect is DropEffect.READ_ONLY


class Stick:
    """The place where packs lie: while it is pulled out, no file on it can be opened or read."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.is_in = True
        read, opened = regular_file.PositionedFile.read, open_regular

        def read_if_in(file: regular_file.PositionedFile, length: int, at: int) -> bytes:
            self._look()
            return read(file, length, at)

        def open_if_in(path: Path) -> int:
            self._look()
            return opened(path)

        monkeypatch.setattr(regular_file.PositionedFile, "read", read_if_in)
        monkeypatch.setattr("reader.features.packs.pack_file.open_regular", open_if_in)

    def _look(self) -> None:
        if not self.is_in:
            raise OSError(errno.EIO, "Input/output error")


@pytest.mark.slow
def test_a_stick_that_is_pulled_out_is_told_and_read_on_when_it_is_back(
    window: MainWindow, qtbot: QtBot, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_window.show_library(qtbot, window, pack)
    controller = window.controller
    qtbot.waitUntil(lambda: controller.reading.article is not None)
    stick = Stick(monkeypatch)
    stick.is_in = False
    controller.features.searching.search("老船工", Order.NEWEST)
    strip = controller.layout.strip
    qtbot.waitUntil(lambda: "U 盘" in strip.label.text())
    assert "打开过的照样能读" in strip.label.text()
    assert strip.retry_button.isVisibleTo(strip)
    assert controller.layout.pane.page.toPlainText(), "what is on the page stays"
    stick.is_in = True
    strip.retry_button.click()
    qtbot.waitUntil(lambda: "U 盘" not in strip.label.text())
    assert list(controller.library.searcher.search("老船工").ids)


@pytest.mark.slow
def test_a_pack_that_is_cut_short_is_told_and_read_on_when_it_is_whole(
    window: MainWindow, qtbot: QtBot, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.features.packs.pack_file._HELD", 0)
    a_window.show_library(qtbot, window, pack)
    controller = window.controller
    qtbot.waitUntil(lambda: controller.reading.article is not None)
    whole = pack.read_bytes()
    os.truncate(pack, 100)
    controller.features.results.enter_query("老船工")
    results, strip = controller.layout.results, controller.layout.strip
    qtbot.waitUntil(results.failure.isVisible)
    qtbot.waitUntil(lambda: "变短了" in strip.label.text())
    pack.write_bytes(whole)
    strip.retry_button.click()
    qtbot.waitUntil(lambda: bool(results.row_count()))
    assert "变短了" not in strip.label.text()
