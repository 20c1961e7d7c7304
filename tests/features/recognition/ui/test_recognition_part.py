"""Pictures are recognised by a child of the window: how far it is told, it pauses, and what is finished stays."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from reader.features.recognition import recognition_process
from reader.features.recognition.ui import RecognitionPart
from reader.library.library import Library
from reader.library.recognized_pictures import RecognizedPictures
from reader.library.sync_events import RecognitionProgress
from reader.library.sync_process import Event
from reader.ui.desk import Desk
from reader.ui.sync.progress_strip import ProgressStrip
from reader.ui.widgets.services import Change, Notice, Services
from tests.features.recognition.block_pages import CHILD, OTHER, PAGE, save


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    monkeypatch.setattr(
        recognition_process,
        "child_command",
        lambda root, paths: [sys.executable, "-c", CHILD, str(root), *paths],
    )
    for number in range(5):
        save(tmp_path / f"旧报/1987-06-{10 + number}.png", PAGE[: number + 1] + OTHER)
    library = Library.open(tmp_path / "旧报")
    yield library
    library.close()


class Foot:
    """The foot of the window: what it says, what the strip has shown, and how often files were to be read in."""

    def __init__(self, library: Library) -> None:
        self.notices: list[Notice] = []
        self.shown: list[str] = []
        self.rescans = 0
        self.services = Services(self.notices.append)
        self.strip = ProgressStrip()
        self.controller = RecognitionPart(self.desk(library))
        self.pages: list[str] = []
        self.controller.process.handle = self.handle

    def desk(self, library: Library) -> Desk:
        """The desk of a window that has nothing but this foot."""
        desk = Desk()
        desk.services, desk.library, desk.parent = self.services, library, QObject()
        area = SimpleNamespace(
            put_instead=lambda pane, _: None,
            show_instead=lambda _: None,
            is_instead_shown=lambda _: False,
            leave_instead=lambda _: False,
        )
        desk.frame = SimpleNamespace(  # type: ignore[assignment]
            strip=self.strip,
            area=area,
            put_above_tree=lambda *_: None,
            uncover=lambda: None,
            show_welcome=lambda _: None,
            show_wide=lambda _: None,
            close_drawer=lambda: None,
            tab="",
            tabShown=SimpleNamespace(connect=lambda _: None),
        )
        desk.reading = SimpleNamespace(  # type: ignore[assignment]
            opened=SimpleNamespace(connect=lambda _: None)
        )
        desk.sync = SimpleNamespace(begin_again=self.rescan)  # type: ignore[assignment]
        return desk

    def handle(self, event: Event) -> None:
        """What the child reports, also written down here."""
        self.controller.handle(event)
        if isinstance(event, RecognitionProgress):
            self.pages.append(event.path)
            self.shown.append(self.strip.label.text())

    def rescan(self) -> None:
        self.rescans += 1

    def words(self) -> list[str]:
        return [notice.words for notice in self.notices]

    def has_shown(self, words: str) -> bool:
        return any(each.startswith(words) for each in self.shown)


@pytest.fixture
def foot(library: Library) -> Iterator[Foot]:
    foot = Foot(library)
    yield foot
    foot.controller.process.close(waits=True)


def kept(library: Library) -> int:
    return len(RecognizedPictures(library.folder).texts.all)


def test_it_tells_how_far_it_is_and_has_the_pages_read_in(qtbot: QtBot, library: Library, foot: Foot) -> None:
    foot.controller.refresh(Change.SCAN)
    qtbot.waitUntil(lambda: "pane" in vars(foot.controller))
    assert foot.controller.pane.number.text() == "5 张图片"
    foot.controller.pane.begin_button.click()
    qtbot.waitUntil(lambda: not foot.controller.process.is_running())
    assert foot.shown[0] == "识别图片：第 1 页，共 5 页"
    assert foot.shown[4].startswith("识别图片：第 5 页，共 5 页")
    assert "不到 1 分钟" in foot.shown[4]
    assert foot.words()[-1] == "识别了 5 页。"
    assert foot.strip.label.text() == ""
    assert (kept(library), foot.rescans) == (5, 1)
    assert library.sync().articles > 0


def test_pictures_are_offered_beside_texts_too(qtbot: QtBot, library: Library, foot: Foot) -> None:
    (library.root / "1987-06-20.txt").write_text(
        "雁桥日报\n1987年6月20日\n\n渡口的灯\n\n" + PAGE[2] * 3 + "\n", encoding="utf-8"
    )
    library.sync()
    foot.controller.refresh(Change.SCAN)
    qtbot.waitUntil(lambda: foot.words() == ["5 张图片还没有文字，5 张没有写明分辨率。"])


def test_it_pauses_after_the_page_in_work_is_stopped_and_offers_to_go_on(
    qtbot: QtBot, library: Library, foot: Foot
) -> None:
    foot.controller.begin()
    qtbot.waitUntil(lambda: foot.has_shown("识别图片：第 1 页"))
    foot.strip.pause_button.click()
    assert "已暂停" in foot.strip.label.text()
    qtbot.wait(600)
    assert kept(library) <= 2
    assert foot.controller.process.is_running()
    assert foot.strip.pause_button.accessibleName() == "接着识别"
    foot.strip.pause_button.click()
    qtbot.waitUntil(lambda: foot.has_shown("识别图片：第 3 页"))
    foot.strip.cancel_button.click()
    assert (foot.controller.process.is_running(), foot.strip.label.text(), foot.rescans) == (False, "", 1)
    assert 2 <= kept(library) < 5
    assert (foot.words()[-1], foot.notices[-1].label) == ("停下了。识别好的页都留着。", "接着识别")
    foot.notices[-1].act()
    qtbot.waitUntil(lambda: not foot.controller.process.is_running())
    assert kept(library) == 5


def test_chosen_pictures_come_before_the_others(qtbot: QtBot, library: Library, foot: Foot) -> None:
    foot.controller.begin()
    qtbot.waitUntil(lambda: foot.has_shown("识别图片：第 2 页"))
    foot.pages.clear()
    foot.controller.begin(["1987-06-10.png", "1987-06-11.png"])
    qtbot.waitUntil(lambda: not foot.controller.process.is_running())
    assert foot.pages[:3] == ["1987-06-10.png", "1987-06-11.png", "1987-06-14.png"]
    assert kept(library) == 5


def test_only_those_that_were_chosen_are_recognised(qtbot: QtBot, library: Library, foot: Foot) -> None:
    foot.controller.begin(["1987-06-10.png"])
    qtbot.waitUntil(lambda: not foot.controller.process.is_running())
    assert (kept(library), foot.words()[-1]) == (1, "识别了 1 页。")


def test_a_window_that_is_closed_loses_no_finished_page_and_the_next_offers_the_rest(
    qtbot: QtBot, library: Library, foot: Foot
) -> None:
    foot.controller.begin()
    qtbot.waitUntil(lambda: foot.has_shown("识别图片：第 3 页"))
    foot.services.finish()
    assert not foot.controller.process.is_running()
    qtbot.wait(800)
    assert kept(library) >= 2
    assert library.sync().articles > 0
    other = Foot(library)
    other.controller.refresh(Change.SCAN)
    qtbot.waitUntil(lambda: bool(other.notices))
    left = 5 - kept(library)  # the child may have finished its page meanwhile
    assert other.words() == [f"{left} 张图片还没有文字，{left} 张没有写明分辨率。"]
    other.notices[-1].act()
    other.controller.pane.begin_button.click()
    qtbot.waitUntil(lambda: not other.controller.process.is_running())
    assert other.words()[-1].startswith("识别了")
    assert kept(library) == 5
    other.controller.process.close(waits=True)


def test_a_child_that_is_killed_leaves_its_pages_and_the_offer_to_go_on(
    qtbot: QtBot, library: Library, foot: Foot
) -> None:
    foot.controller.begin()
    qtbot.waitUntil(lambda: foot.has_shown("识别图片：第 3 页"))
    process = foot.controller.process._process
    assert process is not None
    process.kill()
    qtbot.waitUntil(lambda: not foot.controller.process.is_running())
    assert (foot.words()[-1], foot.notices[-1].label) == ("识别中断了。识别好的页都留着。", "接着识别")
    assert 2 <= kept(library) < 5


def test_why_nothing_is_recognised_is_said(qtbot: QtBot, foot: Foot, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = CHILD.replace("lambda threads: here(Slow())", "lambda threads: None")
    monkeypatch.setattr(
        recognition_process,
        "child_command",
        lambda root, paths: [sys.executable, "-c", lines, str(root), *paths],
    )
    foot.controller.begin()
    qtbot.waitUntil(lambda: not foot.controller.process.is_running())
    assert "pip install" in foot.words()[-1]


@pytest.mark.parametrize("command", [[sys.executable, "-c", "raise SystemExit(3)"], ["/no/such/program"]])
def test_a_child_that_falls_is_told(
    qtbot: QtBot, foot: Foot, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setattr(recognition_process, "child_command", lambda root, paths: command)
    foot.controller.begin()
    qtbot.waitUntil(lambda: not foot.controller.process.is_running())
    assert foot.words()[-1].startswith("识别中断了。")
