"""Pictures are recognised by a child of the window: how far it is told, it pauses, and what is finished stays."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reader.library import recognition_process
from reader.library.library import Library
from reader.library.recognized_pictures import RecognizedPictures
from reader.ui.sync.recognition_controller import RecognitionController
from reader.ui.widgets.services import Change, Notice, Services
from tests.recognition.block_pages import OTHER, PAGE, save

ROOT = Path(__file__).parents[3]
CHILD = f"""
import sys, time
sys.path.insert(0, {str(ROOT)!r})
from reader.recognition import available
from tests.recognition.block_pages import BlockRecognizer

class Slow(BlockRecognizer):
    def lines_of(self, *given):
        time.sleep(0.1)
        return super().lines_of(*given)

available.RECOGNIZERS = {{"rapidocr": lambda threads: Slow()}}
from reader import cli
sys.exit(cli.main(["recognize", sys.argv[1], "--library", sys.argv[1], "--obey-stdin"]))
"""


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    monkeypatch.setattr(
        recognition_process, "child_command", lambda root: [sys.executable, "-c", CHILD, str(root)]
    )
    for number in range(5):
        save(tmp_path / f"旧报/1987-06-{10 + number}.png", PAGE[: number + 1] + OTHER)
    library = Library.open(tmp_path / "旧报")
    yield library
    library.close()


class Foot:
    """The foot of the window: what it says, and how often files were to be read in."""

    def __init__(self, library: Library) -> None:
        self.notices: list[Notice] = []
        self.rescans = 0
        self.services = Services(self.notices.append)
        self.controller = RecognitionController(self.services, library, self.rescan)

    def rescan(self) -> None:
        self.rescans += 1

    def words(self) -> list[str]:
        return [notice.words for notice in self.notices]


def kept(library: Library) -> int:
    return len(RecognizedPictures(library.folder).texts.all)


def test_it_tells_how_far_it_is_and_has_the_pages_read_in(qtbot: QtBot, library: Library) -> None:
    foot = Foot(library)
    foot.controller.refresh(Change.SCAN)
    qtbot.waitUntil(lambda: bool(foot.notices))
    assert (foot.words()[-1], foot.notices[-1].label) == (
        "这个文件夹里有 5 张图片，还没有认成文字。",
        "识别图片里的文字",
    )
    foot.notices[-1].act()
    qtbot.waitUntil(lambda: not foot.controller.is_running())
    assert "已识别 0 / 5 页" in foot.words()
    assert any(words.startswith("已识别 4 / 5 页，") for words in foot.words())
    assert foot.words()[-1] == "识别了 5 页。"
    assert (kept(library), foot.rescans) == (5, 1)
    assert library.sync().articles > 0


def test_a_library_with_texts_is_not_asked_about_its_pictures(qtbot: QtBot, library: Library) -> None:
    (library.root / "1987-06-20.txt").write_text(
        "雁桥日报\n1987年6月20日\n\n渡口的灯\n\n" + PAGE[2] * 3 + "\n", encoding="utf-8"
    )
    library.sync()
    foot = Foot(library)
    foot.controller.refresh(Change.SCAN)
    qtbot.wait(300)
    assert foot.notices == []


def test_it_pauses_after_the_page_in_work_and_goes_on(qtbot: QtBot, library: Library) -> None:
    foot = Foot(library)
    foot.controller.begin()
    qtbot.waitUntil(lambda: "已识别 0 / 5 页" in foot.words())
    assert foot.notices[-1].label == "暂停"
    foot.notices[-1].act()
    assert (foot.words()[-1].endswith("（停着）"), foot.notices[-1].label) == (True, "接着识别")
    qtbot.wait(600)
    assert kept(library) <= 2
    assert foot.controller.is_running()
    foot.notices[-1].act()
    qtbot.waitUntil(lambda: not foot.controller.is_running())
    assert kept(library) == 5


def test_a_window_that_is_closed_loses_no_finished_page(qtbot: QtBot, library: Library) -> None:
    foot = Foot(library)
    foot.controller.begin()
    qtbot.waitUntil(lambda: any(w.startswith("已识别 2 / 5 页") for w in foot.words()))
    foot.services.finish()
    assert not foot.controller.is_running()
    assert kept(library) >= 2
    other = Foot(library)
    qtbot.wait(800)
    other.controller.begin()
    qtbot.waitUntil(lambda: not other.controller.is_running())
    assert "以前识别好的" in other.words()[-1]
    assert kept(library) == 5


def test_why_nothing_is_recognised_is_said(
    qtbot: QtBot, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = CHILD.replace("lambda threads: Slow()", "lambda threads: None")
    monkeypatch.setattr(
        recognition_process, "child_command", lambda root: [sys.executable, "-c", lines, str(root)]
    )
    foot = Foot(library)
    foot.controller.begin()
    qtbot.waitUntil(lambda: not foot.controller.is_running())
    assert "pip install" in foot.words()[-1]


@pytest.mark.parametrize("command", [[sys.executable, "-c", "raise SystemExit(3)"], ["/no/such/program"]])
def test_a_child_that_falls_is_told(
    qtbot: QtBot, library: Library, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setattr(recognition_process, "child_command", lambda root: command)
    foot = Foot(library)
    foot.controller.begin()
    qtbot.waitUntil(lambda: not foot.controller.is_running())
    assert foot.words()[-1].startswith("识别中断了。")
