"""A window on a reading room whose server is far away: nothing waits for it, and it may be lost for a while."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reader import app, assets
from reader.library.library import Library
from reader.library.reading_room import ReadingRoom
from reader.room import prompt_answers
from reader.room.connections import RoomConnections
from reader.room.loading import load
from reader.ui.window.room_dialog import RoomDialog
from reader.ui.window.window import MainWindow
from tests import homes
from tests.room.clusters import shared
from tests.room.slow_line import SlowLine, slow_line
from tests.ui import a_window
from tests.ui.a_window import headline, texts, view


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A room with three issues."""
    address = shared().room("of_window")
    with pytest.MonkeyPatch.context() as patch:
        homes.use(patch, tmp_path_factory.mktemp("home"))
        with closing(Library.open(a_window.write_issues(tmp_path_factory.mktemp("报")))) as library:
            library.sync()
            load(library.contents.hand_over, "报", address)
    return "of_window"


@pytest.fixture
def line(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowLine]:
    monkeypatch.setattr(prompt_answers, "FIRST_PAUSE", 0.05)
    with slow_line(shared().folder / ".s.PGSQL.5432") as opened:
        yield opened


@pytest.fixture
def asked_by(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """The threads that have waited for the server."""
    threads: set[int] = set()
    ask = RoomConnections._asked

    def asked(self: RoomConnections, *words: Any) -> Sequence[Any]:
        threads.add(threading.get_ident())
        return ask(self, *words)

    monkeypatch.setattr(RoomConnections, "_asked", asked)
    return threads


def open_room(qtbot: QtBot, line: SlowLine) -> MainWindow:
    room = ReadingRoom.at(f"postgresql://{shared().user}@127.0.0.1:{line.port}/of_window")
    room.close()
    opened = app.open_window(room.root)
    qtbot.addWidget(opened)
    opened.resize(1440, 900)
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    return opened


@pytest.fixture
def window(qtbot: QtBot, line: SlowLine, asked_by: set[int]) -> MainWindow:
    opened = open_room(qtbot, line)
    qtbot.waitUntil(lambda: opened.controller.reading.article is not None, timeout=10_000)
    return opened


def test_the_newest_issue_opens_and_the_tree_shows_what_the_room_has(
    qtbot: QtBot, window: MainWindow, asked_by: set[int]
) -> None:
    assert headline(window) == f"3日{a_window.HEADLINES[0]}"
    qtbot.waitUntil(lambda: len(texts(window.controller.layout.issues.view)) >= 3)
    assert "of_window" in window.windowTitle()
    assert threading.get_ident() not in asked_by
    assert asked_by


def test_one_goes_from_issue_to_issue_and_searches(
    qtbot: QtBot, window: MainWindow, asked_by: set[int]
) -> None:
    window.controller.reading.steps.step_issue(-1)
    qtbot.waitUntil(lambda: headline(window) == f"12日{a_window.HEADLINES[0]}")
    window.controller.reading.steps.step_issue(-1)
    qtbot.waitUntil(lambda: headline(window) == f"5日{a_window.HEADLINES[0]}")
    window.controller.results.enter_query("木桶")
    qtbot.waitUntil(lambda: len(texts(view(window, "resultList"))) == 3)
    assert threading.get_ident() not in asked_by


@pytest.mark.parametrize(
    "name", ["whole_page", "show_calendar", "riffle", "compare_printings", "sources", "show_people"]
)
def test_no_view_has_the_window_wait(qtbot: QtBot, window: MainWindow, asked_by: set[int], name: str) -> None:
    window._actions[name].trigger()
    qtbot.wait(150)  # five times as long as the way there and back
    window._actions["escape"].trigger()
    assert threading.get_ident() not in asked_by
    assert "阅报出了差错" not in window.toast.words()


def test_a_lost_server_is_told_and_comes_back_by_itself(
    qtbot: QtBot, window: MainWindow, line: SlowLine
) -> None:
    shown = headline(window)
    line.cut()
    window.controller.reading.steps.step_issue(-1)
    strip = window.controller.layout.strip
    qtbot.waitUntil(lambda: "连不上阅览室" in strip.message(), timeout=10_000)
    assert headline(window) == shown
    line.mend()
    qtbot.waitUntil(lambda: headline(window) != shown, timeout=10_000)
    qtbot.waitUntil(lambda: "连不上" not in strip.message())


def test_a_room_is_among_the_recent_libraries_under_its_name(
    qtbot: QtBot, window: MainWindow, line: SlowLine
) -> None:
    root = window.controller.library.root
    window.open_library(assets.sample_library())
    (recent,) = window.recent.libraries()
    assert (recent.root, recent.name) == (root, "of_window")
    assert recent.place() == f"postgresql://{shared().user}@127.0.0.1:{line.port}/of_window"
    assert root not in window.recent.link_candidates()
    window.open_library(recent.root)
    qtbot.waitUntil(lambda: window.controller.reading.article is not None, timeout=10_000)


def test_an_article_that_was_read_last_is_open_again(qtbot: QtBot, window: MainWindow) -> None:
    window.controller.reading.steps.step_issue(-1)
    shown = f"12日{a_window.HEADLINES[0]}"
    qtbot.waitUntil(lambda: headline(window) == shown)
    root = window.controller.library.root
    window.close()
    again = app.open_window(root)
    qtbot.addWidget(again)
    qtbot.waitUntil(lambda: headline(again) == shown, timeout=10_000)


def test_back_leads_to_what_was_read(qtbot: QtBot, window: MainWindow, asked_by: set[int]) -> None:
    shown = headline(window)
    window.controller.reading.steps.step_issue(-1)
    qtbot.waitUntil(lambda: headline(window) != shown)
    window.controller.reading.go(-1)
    qtbot.waitUntil(lambda: headline(window) == shown)
    assert threading.get_ident() not in asked_by


def test_a_year_that_is_opened_in_the_tree_shows_its_months(qtbot: QtBot, window: MainWindow) -> None:
    tree = window.controller.layout.tree

    def is_placed() -> bool:
        entry = tree.current_entry()
        return entry is not None and entry.article is not None

    qtbot.waitUntil(is_placed)
    year = tree.model().index(0, 0)
    qtbot.waitUntil(lambda: tree.model().rowCount(year) == 2)
    june = tree.model().index(0, 0, year)
    tree.expand(june)
    qtbot.waitUntil(lambda: tree.model().rowCount(june) == 2)


def test_a_note_stays_here(qtbot: QtBot, window: MainWindow) -> None:
    window._actions["bookmark"].trigger()
    qtbot.waitUntil(lambda: len(window.controller.library.user_data.bookmarks()) == 1)
    assert shared().run("SELECT count(*) FROM yuebao.article", "of_window") == [(9,)]


class TestDialog:
    @pytest.fixture
    def parent(self, qtbot: QtBot) -> QWidget:
        made = QWidget()
        qtbot.addWidget(made)
        return made

    @pytest.fixture
    def dialog(self, parent: QWidget) -> RoomDialog:
        made = RoomDialog(parent)
        made.show()
        return made

    def test_an_address_opens_the_folder_that_is_kept_of_it(self, qtbot: QtBot, dialog: RoomDialog) -> None:
        assert not dialog.open_button.isEnabled()
        dialog.address.setText("postgresql://lan@archive.example/rooms")
        with qtbot.waitSignal(dialog.chosen) as chosen:
            dialog.open_button.click()
        (root,) = chosen.args
        with closing(Library.open(root)) as library:
            assert (library.name, library.root) == ("rooms", root)

    def test_a_room_file_opens_it_too(self, qtbot: QtBot, dialog: RoomDialog, tmp_path: Path) -> None:
        file = tmp_path / "县档案馆.yuebao-room"
        file.write_text("postgresql://archive.example/rooms\n", encoding="utf-8")
        with qtbot.waitSignal(dialog.chosen):
            dialog.take(str(file))
        with closing(Library.open(file)) as library:
            assert library.name == "rooms"

    @pytest.mark.parametrize(
        ("typed", "told"),
        [("rooms", "阅览室文件"), ("postgresql://a:geheim@b/c", "密码"), ("postgresql://?x=1", "写")],
    )
    def test_what_is_no_address_is_said_and_asked_again(
        self, dialog: RoomDialog, typed: str, told: str
    ) -> None:
        dialog.take(typed)
        assert told in dialog.trouble.text()
        assert "geheim" not in dialog.trouble.text()
        assert dialog.isVisible()


def test_a_room_that_is_away_when_it_is_opened_is_shown_when_it_comes(qtbot: QtBot, line: SlowLine) -> None:
    line.cut()
    window = open_room(qtbot, line)
    qtbot.waitUntil(lambda: "连不上阅览室" in window.controller.layout.strip.message(), timeout=10_000)
    line.mend()
    qtbot.waitUntil(lambda: headline(window) == f"3日{a_window.HEADLINES[0]}", timeout=10_000)


def test_a_server_that_answers_nonsense_is_told_and_breaks_nothing(qtbot: QtBot, line: SlowLine) -> None:
    shared().run("UPDATE yuebao.issue SET date = '前天' || date", "of_window")
    try:
        window = open_room(qtbot, line)
        qtbot.waitUntil(lambda: "不是阅览室该答的" in window.toast.words(), timeout=10_000)
        assert window.isVisible()
    finally:
        shared().run("UPDATE yuebao.issue SET date = substr(date, 3)", "of_window")


def test_what_a_room_can_not_do_is_said(window: MainWindow) -> None:
    for name in ("rescan", "import_files", "missing_files", "pack_library", "correct_issue", "about_pack"):
        window.toast.dismiss()
        window._actions[name].trigger()
        assert "阅览室" in window.toast.words()
