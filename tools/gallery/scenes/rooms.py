"""A reading room: asked for, opened, lost and there again, without some years; and those in which one can't read."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from reader import assets
from reader.features.room.loading import load
from reader.features.room.passwords import Login, Origin, PasswordPrompt
from reader.features.room.reading_room import ReadingRoom
from reader.features.room.ui import PasswordDialog, RoomDialog, away_in_words
from reader.i18n import say
from reader.library.library import Library
from reader.search.documents import DateRange
from reader.ui.widgets.controls import new_menu
from reader.ui.window.screenshot import await_reading, await_that, search_and_wait
from reader.ui.window.window import MainWindow
from tests.features.room import logins
from tests.features.room.clusters import empty_room, shared
from tests.features.room.slow_line import SlowLine, slow_line
from tests.ui import library_kinds
from tools.gallery.hands import do, on_sample, open_menu, opened, scene


def _dialog() -> RoomDialog:
    return next(each for each in QApplication.topLevelWidgets() if isinstance(each, RoomDialog))


@on_sample
def room_asked_for(window: MainWindow) -> None:
    do(window, "open_room")
    _dialog().address.setText("postgresql://lan@archive.example/rooms")


@on_sample
def room_address_refused(window: MainWindow) -> None:
    do(window, "open_room")
    _dialog().address.setText("postgresql://lan:geheim@archive.example/rooms")
    _dialog().open_button.click()


@scene
def room_asked_for_again(_folder: Path) -> Iterator[MainWindow]:
    for address in ("postgresql://lan@archive.example/papers", "postgresql://lan@archive.example/rooms"):
        with _away(address):
            pass
    with opened(assets.sample_library()) as window:
        do(window, "open_room")
        yield window


@scene
def room_without_server(_folder: Path) -> Iterator[MainWindow]:
    with _away("postgresql:///rooms?host=/nowhere") as window:
        yield window


@scene
def room_being_reached(_folder: Path) -> Iterator[MainWindow]:
    with _line() as line:
        line.stick()
        with opened(_room(line), awaits_update=False) as window:
            await_that(lambda: "正在连接" in _state(window) or "Connecting" in _state(window))
            window.toast.dismiss()
            yield window


@scene
def room_open(_folder: Path) -> Iterator[MainWindow]:
    with _line() as line, _open(line) as window:
        yield window


@scene
def room_lost(_folder: Path) -> Iterator[MainWindow]:
    with _line() as line, _open(line) as window:
        _lose(line, window)
        yield window


@scene
def room_lost_with_a_bookmark(_folder: Path) -> Iterator[MainWindow]:
    """Its article was not read since the window was opened."""
    with _line() as line:
        with _open(line) as window:
            do(window, "bookmark")
            await_that(lambda: window.controller.features.bookmarks.bookmarks)
        line.cut()
        with opened(_room(line), awaits_update=False) as window:
            await_that(library_kinds.room_of(window).trouble)
            do(window, "show_bookmarks")
            await_that(lambda: window.controller.features.bookmarks.bookmarks)
            window.controller.features.bookmark_marks.open(window.controller.features.bookmarks.bookmarks[0])
            await_that(lambda: window.controller.reading.article)
            window.toast.dismiss()
            yield window


@scene
def room_back(_folder: Path) -> Iterator[MainWindow]:
    with _line() as line, _open(line) as window:
        _lose(line, window)
        line.mend()
        library_kinds.room_of(window).try_again()
        await_that(lambda: not library_kinds.room_of(window).trouble())
        window.toast.dismiss()
        yield window


@on_sample
def room_without_some_years(window: MainWindow) -> None:
    search_and_wait(window, "祝水芹")
    away = (DateRange(dt.date(1950, 1, 1), dt.date(1979, 12, 31), is_away=True),)
    layout, searcher = window.controller.layout, window.controller.library.searcher
    results = searcher.search("祝水芹", limit=50, exact=True)
    layout.results.header.show_results(replace(results, missing_dates=away, total_is_exact=False))
    layout.strip.show_failed(away_in_words(away), has_list=False)


@scene
def room_menu(_folder: Path) -> Iterator[MainWindow]:
    """The right button on an article that the room has not told yet."""
    with _line() as line, _open(line) as window:
        line.stick()
        menu = new_menu(window, "文章")
        stored = window.controller.reading.article
        assert stored is not None
        rows = window.controller.library.contents.articles(stored.issue.id)
        window.controller.features.menus.offer_for_article(menu, rows[-1].id)
        menu.popup(window.mapToGlobal(window.rect().center()))
        assert open_menu() is menu
        yield window


@scene
def room_empty(_folder: Path) -> Iterator[MainWindow]:
    empty_room()
    with _line() as line, opened(_room(line, "emptied"), awaits_update=False) as window:
        await_that(lambda: _state(window) and not window.controller.library.contents.is_unanswered)
        await_that(lambda: not _state(window).endswith("…"))
        window.toast.dismiss()
        yield window


@scene
def room_of_another_version(_folder: Path) -> Iterator[MainWindow]:
    shared().room("later")
    shared().run("UPDATE yuebao.meta SET value = '999' WHERE key = 'version'", "later")
    with _line() as line, _refused(line, "later") as window:
        yield window


@scene
def room_not_for_this_reader(_folder: Path) -> Iterator[MainWindow]:
    shared().room("closed")
    shared().run("DROP ROLE IF EXISTS passerby")
    shared().run("CREATE ROLE passerby LOGIN")
    with _line() as line, _refused(line, "closed", "passerby") as window:
        yield window


@on_sample
def room_wants_password(window: MainWindow) -> None:
    _password_dialog(window)


@on_sample
def room_password_wrong(window: MainWindow) -> None:
    _password_dialog(window, Origin.TYPED).keeps.setChecked(True)


@on_sample
def room_password_changed(window: MainWindow) -> None:
    _password_dialog(window, Origin.KNOWN, is_remembered=True)


@on_sample
def room_password_tried(window: MainWindow) -> None:
    dialog = _password_dialog(window)
    dialog.password.setText("geheim")
    dialog.enter_button.click()


@on_sample
def room_password_not_kept(window: MainWindow) -> None:
    _password_dialog(window, trouble=say("这台机器上没有能用的密码库。"))


@scene
def room_password_not_said(_folder: Path) -> Iterator[MainWindow]:
    with _with_password() as name, _line() as line, _refused(line, "emptied", name) as window:
        await_that(_password_dialogs)
        _password_dialogs()[0].reject()
        window.toast.dismiss()
        yield window


@scene
def room_lost_for_want_of_a_password(_folder: Path) -> Iterator[MainWindow]:
    """It was changed on the server; who writes is told at the foot."""
    with _with_password() as name, _line() as line, _open(line, name) as window:
        logins.change(name, "anders")
        window.controller.layout.search.begin()
        _lose(line, window)
        line.mend()
        library_kinds.room_of(window).try_again()
        await_that(lambda: window.controller.layout.strip.retry_button.text().endswith(("…", "...")))
        window.toast.dismiss()
        yield window


# -- passwords


def _password_dialogs() -> list[PasswordDialog]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, PasswordDialog)]


def _password_dialog(
    window: MainWindow, wrong: Origin | None = None, *, is_remembered: bool = False, trouble: str = ""
) -> PasswordDialog:
    parts = {"host": "archive.example", "user": "lan", "dbname": "rooms", "sslmode": "verify-full"}
    login = Login(tuple(sorted(parts.items())))
    dialog = PasswordDialog(
        window, "rooms", PasswordPrompt(login.place, login, wrong, is_remembered, trouble, 0), print
    )
    dialog.open()
    return dialog


@contextmanager
def _with_password() -> Iterator[str]:
    """A reader who has to log in, and whose password was not typed yet."""
    empty_room()
    name = logins.user("mei")
    shared().run(f"GRANT yuebao_reader TO {name}")
    with pytest.MonkeyPatch.context() as patch, logins.keyring_used(patch, logins.OwnKeyring()):
        yield name


# -- rooms


@contextmanager
def _line() -> Iterator[SlowLine]:
    with slow_line(shared().folder / ".s.PGSQL.5432") as line:
        yield line


def _room(line: SlowLine, database: str = "archive", user: str = "") -> Path:
    with_port = f"postgresql://{user or shared().user}@127.0.0.1:{line.port}/{database}"
    room = ReadingRoom.at(with_port)
    room.close()
    return room.root


def _state(window: MainWindow) -> str:
    return window.controller.layout.pane.empty.state.accessibleName()


@contextmanager
def _open(line: SlowLine, user: str = "") -> Iterator[MainWindow]:
    """A window on a room with the sample; a `user` types the password."""
    address = shared().room("archive")
    sample = Library.sample()
    sample.sync()
    load(sample.local.catalogue.hand_over, "雁桥日报", address)
    sample.close()
    with opened(_room(line, user=user), awaits_update=False) as window:
        if user:
            await_that(_password_dialogs)
            _password_dialogs()[0].password.setText(logins.PASSWORD)
            _password_dialogs()[0].enter_button.click()
        await_that(lambda: window.controller.reading.article)
        await_reading()
        window.toast.dismiss()
        yield window


@contextmanager
def _away(address: str) -> Iterator[MainWindow]:
    room = ReadingRoom.at(address)
    room.close()
    with opened(room.root, awaits_update=False) as window:
        await_that(library_kinds.room_of(window).trouble)
        window.toast.dismiss()
        yield window


@contextmanager
def _refused(line: SlowLine, database: str, user: str = "") -> Iterator[MainWindow]:
    with opened(_room(line, database, user), awaits_update=False) as window:
        await_that(library_kinds.room_of(window).trouble)
        window.toast.dismiss()
        yield window


def _lose(line: SlowLine, window: MainWindow) -> None:
    line.cut()
    library_kinds.room_of(window).try_again()
    await_that(library_kinds.room_of(window).trouble)
