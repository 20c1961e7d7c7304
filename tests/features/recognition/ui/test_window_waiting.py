"""Pictures without a text have a page of their own: it opens by itself where nothing is read, and is found again."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from reader import app
from reader.features.recognition import pace, rapid, recognition_process, tesseract
from reader.features.recognition.ui import RecognitionPart
from reader.ui.widgets.services import Change
from reader.ui.window import library_controller
from reader.ui.window.window import MainWindow
from tests.ui import a_window
from tests.ui.a_window import click

TEXT = "雁桥日报\n1987年6月20日\n\n渡口的灯\n\n昨夜江上有雾，渡船停了半日，两岸的人隔着水喊话。\n"


def opened(qtbot: QtBot, root: Path, *, has_text: bool) -> tuple[MainWindow, RecognitionPart]:
    root.mkdir()
    for name, dpi in (("1987-06-13-01", 300), ("1987-06-13-02", 150), ("1987-06-14-01", 0)):
        picture = Image.new("L", (400, 300), 230)
        picture.save(root / f"{name}.png", dpi=(dpi, dpi) if dpi else None)
    Image.new("L", (400, 300), 200).save(root / "1987-06-12.pdf", "PDF")
    if has_text:
        (root / "1987-06-20.txt").write_text(TEXT * 2, encoding="utf-8")
    window = a_window.open_on(qtbot, root)
    part = window.controller.features.parts.of(RecognitionPart)
    qtbot.waitUntil(part.is_idle if has_text else part.is_shown)
    return window, part


def shown_facts(part: RecognitionPart) -> dict[str, str]:
    return {name: label.text() for name, label in part.pane.facts.items()}


def test_pictures_alone_are_shown_in_place_of_the_welcome(qtbot: QtBot, tmp_path: Path) -> None:
    pace.remember(30.0)
    window, part = opened(qtbot, tmp_path / "旧报", has_text=False)
    assert not window.controller.layout.is_welcome_shown()
    assert part.pane.number.text() == "3 张图片，1 个 PDF"
    facts = shown_facts(part)
    assert facts["要多久"] == "约 2 分钟（这台机器认一页约 30 秒），PDF 按一页算，页数打开才知道"
    assert facts["认得准"] == "其中 1 张分辨率低（150 dpi，可能读错），1 张没有写明分辨率，PDF 要认了才知道"
    part.pane.skip_link.click()
    assert part.pane.begin_button.text() == "识别 2 张图片，1 个 PDF"
    part.look()
    qtbot.waitUntil(part.is_idle)
    assert part.pane.begin_button.text() == "识别 2 张图片，1 个 PDF"
    part.close()
    assert window.controller.layout.is_welcome_shown()


def test_beside_texts_they_wait_until_their_page_is_opened(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    def command(_: Path, paths: list[str]) -> list[str]:
        asked.append(paths)
        return ["/no/such/program"]

    monkeypatch.setattr(recognition_process, "child_command", command)
    window, part = opened(qtbot, tmp_path / "旧报", has_text=True)
    assert not part.is_shown()
    window._actions["waiting_pictures"].trigger()
    qtbot.waitUntil(part.is_shown)
    assert shown_facts(part)["要多久"].startswith("还不知道")
    click(part.pane.try_button)
    assert asked == [["1987-06-14-01.png"]]
    assert part.step_back()
    assert not part.is_shown()


def test_what_comes_soon_after_a_look_is_looked_for_as_well(qtbot: QtBot, tmp_path: Path) -> None:
    _, part = opened(qtbot, tmp_path / "旧报", has_text=False)
    qtbot.waitUntil(part.is_idle)
    Image.new("L", (400, 300), 230).save(tmp_path / "旧报" / "1987-06-15-01.png")
    part._looked.start()
    part._took = 20
    part.refresh(Change.SCAN)
    qtbot.waitUntil(lambda: part.pane.number.text() == "4 张图片，1 个 PDF")


def test_a_look_that_comes_due_while_that_is_asked_is_made_at_once(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, part = opened(qtbot, tmp_path / "旧报", has_text=False)
    qtbot.waitUntil(part.is_idle)
    looks: list[str] = []
    times = iter([1000, 1001])
    monkeypatch.setattr(part, "look", lambda: looks.append("a look"))
    monkeypatch.setattr(part, "_looked", SimpleNamespace(isValid=lambda: True, elapsed=lambda: next(times)))
    part._took = 20
    part.refresh(Change.SCAN)
    assert (looks, part._look_again.isActive()) == (["a look"], False)


def test_what_is_said_of_them_goes_where_they_are_listed(qtbot: QtBot, tmp_path: Path) -> None:
    window, _ = opened(qtbot, tmp_path / "旧报", has_text=True)
    question = window.controller.layout.area.questions
    qtbot.waitUntil(question.isVisible)
    assert "还没有文字" in question.label.text()
    window._actions["show_check"].trigger()
    assert question.isHidden()


def test_without_a_recogniser_the_command_is_said_before_any_click(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rapid, "is_there", lambda: False)
    monkeypatch.setattr(tesseract, "program", lambda: None)
    _, part = opened(qtbot, tmp_path / "旧报", has_text=False)
    assert not part.pane.begin_button.isVisible()
    assert part.pane.copy_button.isVisible()
    monkeypatch.setattr(rapid, "is_there", lambda: True)
    click(part.pane.again_button)
    qtbot.waitUntil(part.pane.begin_button.isVisible)


def test_what_a_sync_found_before_the_features_were_made_is_offered_too(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library_controller, "FEATURES_MS", 1_000_000)
    Image.new("L", (400, 300), 230).save(tmp_path / "1987-06-13-01.png")
    window = app.open_window(tmp_path)
    assert isinstance(window, MainWindow)
    qtbot.addWidget(window)
    qtbot.waitUntil(window.opener.is_idle)
    with qtbot.waitSignal(window.controller.sync.finished):
        pass
    window.controller.complete()
    qtbot.waitUntil(window.controller.features.parts.of(RecognitionPart).is_shown)
