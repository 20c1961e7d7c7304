"""A window on a reading room whose server is far away: nothing waits for it, and it may be lost for a while."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Literal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from reader import app, assets
from reader.features.room import prompt_answers
from reader.features.room import ui as room_ui
from reader.features.room.connections import RoomConnections
from reader.features.room.loading import load
from reader.features.room.reading_room import ReadingRoom
from reader.features.room.ui import RoomDialog, with_scheme
from reader.library.library import Library
from reader.newspaper.holdings import Bookmark
from reader.storage.settings import Settings
from reader.ui.layout.recent_libraries import RecentLibraries
from reader.ui.widgets import background_tasks
from reader.ui.widgets.services import Services
from reader.ui.window.window import MainWindow
from tests import homes
from tests.features.room.clusters import empty_room, shared
from tests.features.room.slow_line import SlowLine, slow_line
from tests.ui import a_window, library_kinds
from tests.ui.a_window import actions_of, headline, texts, view

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A room with three issues."""
    address = shared().room("of_window")
    with pytest.MonkeyPatch.context() as patch:
        homes.use(patch, tmp_path_factory.mktemp("home"))
        with closing(Library.open(a_window.write_issues(tmp_path_factory.mktemp("报")))) as library:
            library.sync()
            load(library.local.catalogue.hand_over, "报", address)
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
    ask = RoomConnections._fetched

    def asked(self: RoomConnections, *words: Any) -> Sequence[Any]:
        threads.add(threading.get_ident())
        return ask(self, *words)

    monkeypatch.setattr(RoomConnections, "_fetched", asked)
    return threads


def open_room(qtbot: QtBot, line: SlowLine, database: str = "of_window") -> MainWindow:
    room = ReadingRoom.at(f"postgresql://{shared().user}@127.0.0.1:{line.port}/{database}")
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
    qtbot.waitUntil(lambda: opened.controller.reading.article is not None)
    return opened


def test_what_the_room_holds_is_told_at_the_foot(qtbot: QtBot, database: str) -> None:
    room = ReadingRoom.at(shared().typed("of_window"))
    room.close()
    window = app.open_window(room.root)
    qtbot.addWidget(window)
    window.resize(1440, 900)
    strip = window.controller.layout.strip
    qtbot.waitUntil(lambda: strip.counts_button.text().startswith("1 种报纸　3 期"))


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
    window.controller.reading.step_issue(-1)
    qtbot.waitUntil(lambda: headline(window) == f"12日{a_window.HEADLINES[0]}")
    window.controller.reading.step_issue(-1)
    qtbot.waitUntil(lambda: headline(window) == f"5日{a_window.HEADLINES[0]}")
    window.controller.features.results.enter_query("木桶")
    qtbot.waitUntil(lambda: len(texts(view(window, "resultList"))) == 3)
    assert threading.get_ident() not in asked_by
    assert not background_tasks.threads.take_turns, "tasks wait for the server side by side"


@pytest.mark.parametrize("name", ["whole_page", "show_calendar", "riffle", "about_article", "show_people"])
def test_no_view_has_the_window_wait(qtbot: QtBot, window: MainWindow, asked_by: set[int], name: str) -> None:
    window._actions[name].trigger()
    qtbot.wait(150)  # five times as long as the way there and back
    window._actions["escape"].trigger()
    assert threading.get_ident() not in asked_by
    assert "阅报出了差错" not in window.toast.label.text()


def test_a_lost_server_is_told_and_comes_back_by_itself(
    qtbot: QtBot, window: MainWindow, line: SlowLine
) -> None:
    shown = headline(window)
    line.cut()
    window.controller.reading.step_issue(-1)
    strip = window.controller.layout.strip
    qtbot.waitUntil(lambda: "连不上阅览室" in strip.label.text())
    assert headline(window) == shown
    line.mend()
    qtbot.waitUntil(lambda: headline(window) != shown)
    qtbot.waitUntil(lambda: "连不上" not in strip.label.text())


def bookmark(qtbot: QtBot, window: MainWindow) -> Bookmark:
    """The article on the page is bookmarked."""
    window._actions["bookmark"].trigger()
    qtbot.waitUntil(lambda: len(window.controller.features.bookmarks.bookmarks) == 1)
    return window.controller.features.bookmarks.bookmarks[0]


def change(window: MainWindow, sql: str) -> None:
    """What a librarian does."""
    shared().run(sql, "of_window")
    shared().run("UPDATE yuebao.meta SET value = value::int + 1 WHERE key = 'generation'", "of_window")
    library_kinds.room_of(window).try_again()


def lose(qtbot: QtBot, window: MainWindow, line: SlowLine) -> None:
    line.cut()
    library_kinds.room_of(window).try_again()
    qtbot.waitUntil(lambda: bool(library_kinds.room_of(window).trouble()))


def test_what_was_read_stays_readable_while_the_server_is_away(
    qtbot: QtBot, window: MainWindow, line: SlowLine, asked_by: set[int]
) -> None:
    reading, shown = window.controller.reading, headline(window)
    reading.step(1)
    qtbot.waitUntil(lambda: headline(window) != shown)
    second = headline(window)
    window.controller.features.results.enter_query("木桶")
    qtbot.waitUntil(lambda: len(texts(view(window, "resultList"))) == 3)
    window.controller.features.results.leave_search()
    lose(qtbot, window, line)
    there: tuple[tuple[Literal[-1, 1], str], ...] = ((-1, shown), (1, second))
    for by, expected in there:
        reading.step(by)
        qtbot.waitUntil(lambda expected=expected: headline(window) == expected)  # type: ignore[misc]
    window.controller.features.results.enter_query("木桶")
    qtbot.waitUntil(lambda: len(texts(view(window, "resultList"))) == 3)
    assert threading.get_ident() not in asked_by


def test_ones_own_notes_are_written_and_read_while_the_server_is_away(
    qtbot: QtBot, window: MainWindow, line: SlowLine
) -> None:
    lose(qtbot, window, line)
    kept = bookmark(qtbot, window)
    assert not kept.is_orphan
    window.controller.features.bookmark_marks.open(kept)
    qtbot.waitUntil(lambda: not window.controller.is_reading())
    assert headline(window) == kept.article.headline


def test_a_bookmark_shows_the_text_that_was_kept_until_the_server_is_there_again(
    qtbot: QtBot, window: MainWindow, line: SlowLine
) -> None:
    kept, root = bookmark(qtbot, window), window.controller.library.root
    window.close()
    line.cut()
    again = app.open_window(root)
    qtbot.addWidget(again)
    qtbot.waitUntil(lambda: bool(library_kinds.room_of(again).trouble()))
    qtbot.waitUntil(lambda: len(again.controller.features.bookmarks.bookmarks) == 1)
    again.controller.features.bookmark_marks.open(kept)
    qtbot.waitUntil(lambda: again.controller.reading.article is not None)
    stored = again.controller.reading.article
    assert stored is not None
    assert (stored.id, stored.article.headline) == (0, kept.article.headline)
    line.mend()
    library_kinds.room_of(again).try_again()

    def is_of_the_room() -> bool:
        shown = again.controller.reading.article
        return shown is not None and shown.id > 0

    qtbot.waitUntil(is_of_the_room)


def test_a_bookmark_whose_article_the_room_has_no_more_is_told_so_in_its_time(
    qtbot: QtBot, window: MainWindow
) -> None:
    kept = bookmark(qtbot, window)
    change(window, f"UPDATE yuebao.article SET key = 'x' || key WHERE key = '{kept.key}'")
    try:
        qtbot.waitUntil(lambda: window.controller.features.bookmarks.bookmarks[0].is_orphan)
    finally:
        shared().run(f"UPDATE yuebao.article SET key = '{kept.key}' WHERE key = 'x{kept.key}'", "of_window")


def test_the_window_closes_while_the_server_is_stuck_and_the_note_is_kept(
    qtbot: QtBot, window: MainWindow, line: SlowLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room_ui, "LEAVING_SECONDS", 0.1)
    line.stick()
    window.controller.features.results.enter_query("渡口")
    window.controller.reading.step_issue(-1)
    window._actions["bookmark"].trigger()
    window.close()
    assert len(window.controller.library.user_data.bookmarks()) == 1


def test_another_library_is_opened_while_the_server_is_stuck(
    qtbot: QtBot, window: MainWindow, line: SlowLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(room_ui, "LEAVING_SECONDS", 0.1)
    line.stick()
    window.controller.reading.step_issue(-1)
    a_window.show_library(qtbot, window, tmp_path)
    assert window.controller.library.root == tmp_path


def test_the_menu_of_an_article_that_was_not_read_is_filled_when_the_room_has_told_it(
    qtbot: QtBot, window: MainWindow, asked_by: set[int]
) -> None:
    stored = window.controller.reading.article
    assert stored is not None
    last = window.controller.library.contents.articles(stored.issue.id)[-1]
    menu = QMenu()
    window.controller.features.menus.offer_for_article(menu, last.id)
    assert [action.text() for action in menu.actions()] == ["正在向阅览室取…"]
    qtbot.waitUntil(lambda: "复制链接\tCtrl+Shift+J" in [each.text() for each in actions_of(menu)])
    assert "正在向阅览室取…" not in [action.text() for action in menu.actions()]
    assert threading.get_ident() not in asked_by


def test_what_a_librarian_loads_meanwhile_is_shown(qtbot: QtBot, window: MainWindow) -> None:
    counts = window.controller.layout.strip.counts
    assert counts is not None
    qtbot.waitUntil(lambda: window.controller.layout.tree.current_entry() is not None)
    change(
        window,
        "INSERT INTO yuebao.issue (identity, newspaper, date, label, article_count)"
        " VALUES ('new', '雁桥日报', '1987-08-01', 'x', 0)",
    )
    try:
        tree = window.controller.layout.tree.model()
        qtbot.waitUntil(lambda: tree.rowCount(tree.index(0, 0)) == 3)
        qtbot.waitUntil(lambda: window.controller.layout.strip.counts.issues == counts.issues + 1)  # type: ignore[union-attr]
    finally:
        shared().run("DELETE FROM yuebao.issue WHERE identity = 'new'", "of_window")


def test_a_room_is_among_the_recent_libraries_under_its_name(
    qtbot: QtBot, window: MainWindow, line: SlowLine
) -> None:
    root = window.controller.library.root
    a_window.show_library(qtbot, window, assets.sample_library())
    (recent,) = window.recent.libraries()
    assert (recent.root, recent.name) == (root, "of_window")
    assert recent.place() == f"postgresql://{shared().user}@127.0.0.1:{line.port}/of_window"
    assert root not in window.recent.link_candidates()
    a_window.show_library(qtbot, window, recent.root)
    qtbot.waitUntil(lambda: window.controller.reading.article is not None)


def test_an_article_that_was_read_last_is_open_again(qtbot: QtBot, window: MainWindow) -> None:
    window.controller.reading.step_issue(-1)
    shown = f"12日{a_window.HEADLINES[0]}"
    qtbot.waitUntil(lambda: headline(window) == shown)
    root = window.controller.library.root
    window.close()
    again = app.open_window(root)
    qtbot.addWidget(again)
    qtbot.waitUntil(lambda: headline(again) == shown)


def test_back_leads_to_what_was_read(qtbot: QtBot, window: MainWindow, asked_by: set[int]) -> None:
    shown = headline(window)
    window.controller.reading.step_issue(-1)
    qtbot.waitUntil(lambda: headline(window) != shown)
    window.controller.reading.go(-1)
    qtbot.waitUntil(lambda: headline(window) == shown)
    assert threading.get_ident() not in asked_by


def test_a_year_that_is_opened_in_the_tree_shows_its_months(qtbot: QtBot, window: MainWindow) -> None:
    tree = window.controller.layout.tree

    def is_placed() -> bool:
        entry = tree.current_entry()
        return entry is not None and entry.issue is not None

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
    def recent(self, parent: QWidget, tmp_path: Path) -> RecentLibraries:
        """A room and a folder that were open before."""
        with closing(ReadingRoom.at("postgresql://lan@archive.example/papers")) as room:
            kept = Settings(recent=(str(room.root), str(tmp_path)))
        return RecentLibraries(
            Services(print), parent, lambda: tmp_path / "open", lambda: kept, lambda _: None
        )

    @pytest.fixture
    def opened(self) -> list[Path]:
        """The folders of rooms that were opened."""
        return []

    @pytest.fixture
    def dialog(self, parent: QWidget, recent: RecentLibraries, opened: list[Path]) -> RoomDialog:
        made = RoomDialog(parent, recent, opened.append)
        made.show()
        return made

    def test_it_offers_the_rooms_that_were_open_before(
        self, qtbot: QtBot, dialog: RoomDialog, recent: RecentLibraries
    ) -> None:
        view = dialog.rooms.view
        assert texts(view) == ["papers"]
        view.setFocus()
        QTest.keyClick(view, Qt.Key.Key_Down)
        with qtbot.waitSignal(recent.libraryWanted) as wanted:
            QTest.keyClick(view, Qt.Key.Key_Return)
        assert wanted.args == [recent.roots()[0]]
        assert dialog.isHidden()

    def test_an_address_to_be_corrected_stands_there_chosen(
        self, parent: QWidget, recent: RecentLibraries
    ) -> None:
        dialog = RoomDialog(parent, recent, print, "postgresql://lan@archiv/rooms")
        assert dialog.address.selectedText() == "postgresql://lan@archiv/rooms"
        assert dialog.open_button.isEnabled()

    def test_the_password_of_the_open_room_is_forgotten_there_and_without_one_nothing_offers_it(
        self, parent: QWidget, recent: RecentLibraries, dialog: RoomDialog
    ) -> None:
        assert not dialog.forget_link.isVisible()
        forgotten: list[str] = []
        of_room = RoomDialog(parent, recent, print, forget_password=lambda: forgotten.append("papers"))
        of_room.show()
        assert of_room.forget_link.isVisible()
        of_room.forget_link.click()
        assert forgotten == ["papers"]
        assert of_room.isHidden()

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("archive.example/rooms", "postgresql://archive.example/rooms"),
            ("lan@archive.example:5433/rooms", "postgresql://lan@archive.example:5433/rooms"),
            ("postgres://archive.example/rooms", "postgres://archive.example/rooms"),
            ("/media/stick/archive.yuebao-room", "/media/stick/archive.yuebao-room"),
            ("stick/archive.yuebao-room", "stick/archive.yuebao-room"),
            ("https://archive.example/rooms", "https://archive.example/rooms"),
            ("rooms", "rooms"),
        ],
    )
    def test_an_address_may_be_typed_without_its_beginning(self, typed: str, meant: str) -> None:
        assert with_scheme(typed) == meant

    def test_an_address_opens_the_folder_that_is_kept_of_it(
        self, dialog: RoomDialog, opened: list[Path]
    ) -> None:
        assert not dialog.open_button.isEnabled()
        dialog.address.setText("postgresql://lan@archive.example/rooms")
        dialog.open_button.click()
        (root,) = opened
        with closing(Library.open(root)) as library:
            assert (library.name, library.root) == ("rooms", root)

    def test_a_room_file_opens_it_too(self, dialog: RoomDialog, opened: list[Path], tmp_path: Path) -> None:
        file = tmp_path / "县档案馆.yuebao-room"
        file.write_text("postgresql://archive.example/rooms\n", encoding="utf-8")
        dialog.take(str(file))
        assert len(opened) == 1
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
        assert dialog.address.accessibleDescription() == dialog.trouble.text()
        assert dialog.isVisible()


def test_a_room_that_is_away_when_it_is_opened_is_shown_when_it_comes(qtbot: QtBot, line: SlowLine) -> None:
    line.cut()
    window = open_room(qtbot, line)
    qtbot.waitUntil(lambda: "连不上阅览室" in window.controller.layout.strip.label.text())
    state = window.controller.layout.pane.empty.state
    assert state.isVisible()
    assert "连不上阅览室“of_window”" in state.accessibleName()
    ways = {way.text(): way for way in state.links()}
    assert list(ways) == ["再试一次", "看我的收藏", "换一个地址…", "最近打开的资料库…"]
    line.mend()
    ways["再试一次"].click()
    qtbot.waitUntil(lambda: headline(window) == f"3日{a_window.HEADLINES[0]}")
    assert not state.isVisible()


def test_a_server_that_answers_nonsense_is_told_and_breaks_nothing(qtbot: QtBot, line: SlowLine) -> None:
    shared().run("UPDATE yuebao.issue SET date = '前天' || date", "of_window")
    try:
        window = open_room(qtbot, line)
        qtbot.waitUntil(lambda: "不是阅览室该答的" in window.toast.label.text())
        assert window.isVisible()
    finally:
        shared().run("UPDATE yuebao.issue SET date = substr(date, 3)", "of_window")


def test_what_a_room_can_not_do_is_said(window: MainWindow) -> None:
    names = ("rescan", "import_files", "pack_library", "correct_issue")
    for name in (*names, "page_picture"):
        window.toast.dismiss()
        window._actions[name].trigger()
        assert "阅览室" in window.toast.label.text()


def test_a_room_has_no_lines_of_files_and_offers_none(qtbot: QtBot, window: MainWindow) -> None:
    window._actions["source_lines"].trigger()
    source = window.controller.layout.pane.source
    qtbot.waitUntil(lambda: "管理员" in source.absent.accessibleDescription())
    assert not source.absent.links()


def test_an_empty_room_says_so(qtbot: QtBot, line: SlowLine) -> None:
    empty_room()
    window = open_room(qtbot, line, "emptied")
    state = window.controller.layout.pane.empty.state
    qtbot.waitUntil(lambda: "里还没有报纸" in state.accessibleName())
    assert [way.text() for way in state.links()] == ["换一个地址…", "最近打开的资料库…"]
