"""Pictures of the window: each view is there soon, and a picture changes nothing in the library."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reader.features.query_completion.ui import CompletionPart
from reader.ui.window import screenshot
from reader.ui.window.window import MainWindow
from tests.terminal import Terminal, write_issues
from tests.ui import a_window


@pytest.mark.parametrize("query", ["", "灯", "没有一张报上有这句话"])
def test_given_a_query_when_typed_then_its_completions_are_awaited_even_where_there_are_none(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    monkeypatch.setattr(screenshot, "TIMEOUT_SECONDS", 120.0)
    screenshot.type_query(window, query)
    rows = window.controller.features.parts.of(CompletionPart).popup.rows()
    assert all(query in row.text for row in rows)
    assert bool(rows) == (query == "灯")


def test_given_a_drive_that_is_not_there_when_a_picture_is_wanted_then_its_files_are_not_taken_for_removed(
    tmp_path: Path,
) -> None:
    terminal, root = Terminal(tmp_path / "home"), write_issues(tmp_path / "柳川")
    terminal.run("sync", "--library", root)
    for path in root.glob("1990/03/*"):
        path.unlink()
    ran = terminal.run("--screenshot", tmp_path / "window.png", "--library", root, code=1)
    assert "3 个文件里有 2 个不见了" in ran.err
    assert "reader sync --accept-missing" in ran.err
    assert not (tmp_path / "window.png").exists()
    assert terminal.run("check", "--library", root, "--json").json()["missing"] == []


def test_given_a_library_opened_last_when_a_picture_names_none_then_it_is_of_that_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    from reader import app
    from reader.cli.commands import parse_arguments

    window = a_window.open_on(qtbot, a_window.write_issues(tmp_path / "旧报"))
    window.close()
    drawn = []
    monkeypatch.setattr(app, "screenshot", lambda _target, **words: drawn.append(words["library"]))
    command, _ = parse_arguments(["--screenshot", "window.png"])
    command.run()
    assert drawn == [tmp_path / "旧报"]
