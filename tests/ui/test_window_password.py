"""A window on a reading room whose server wants a password: asked for once, in a dialog that nothing waits for."""

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from reader import app
from reader.features.room import prompt_answers, system_keyring
from reader.features.room.loading import load
from reader.features.room.reading_room import ReadingRoom
from reader.features.room.ui import PasswordDialog
from reader.library.library import Library
from reader.ui.window.window import MainWindow
from tests import homes
from tests.features.room import logins
from tests.features.room.clusters import shared
from tests.features.room.logins import PASSWORD, OwnKeyring
from tests.features.room.slow_line import SlowLine, slow_line
from tests.ui import a_window, library_kinds
from tests.ui.a_window import headline

pytestmark = pytest.mark.slow

NEWEST = f"3日{a_window.HEADLINES[0]}"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A room with three issues."""
    address = shared().room("behind_password")
    with pytest.MonkeyPatch.context() as patch:
        homes.use(patch, tmp_path_factory.mktemp("home"))
        with closing(Library.open(a_window.write_issues(tmp_path_factory.mktemp("报")))) as library:
            library.sync()
            load(library.local.catalogue.hand_over, "报", address)
    return "behind_password"


@pytest.fixture
def keyring() -> OwnKeyring:
    return OwnKeyring()


@pytest.fixture
def reader(database: str) -> str:
    """A reader of the room who has a password."""
    name = logins.user("mei")
    shared().run(f"GRANT yuebao_reader TO {name}")
    return name


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch, keyring: OwnKeyring) -> Iterator[SlowLine]:
    monkeypatch.setattr(prompt_answers, "FIRST_PAUSE", 0.05)
    monkeypatch.setenv("PGPASSFILE", "/nowhere")
    with (
        logins.keyring_used(monkeypatch, keyring),
        slow_line(shared().folder / ".s.PGSQL.5432", 0.0) as opened,
    ):
        yield opened


@pytest.fixture
def window(qtbot: QtBot, line: SlowLine, database: str, reader: str) -> MainWindow:
    room = ReadingRoom.at(f"postgresql://{reader}@127.0.0.1:{line.port}/{database}")
    room.close()
    opened = app.open_window(room.root)
    qtbot.addWidget(opened)
    opened.resize(1440, 900)
    return opened


def dialogs() -> list[PasswordDialog]:
    return [
        each
        for each in QApplication.topLevelWidgets()
        if isinstance(each, PasswordDialog) and each.isVisible()
    ]


def asked(qtbot: QtBot) -> PasswordDialog:
    qtbot.waitUntil(lambda: bool(dialogs()))
    (dialog,) = dialogs()
    return dialog


def enter(dialog: PasswordDialog, password: str) -> None:
    """Type a password, and Enter."""
    dialog.password.setText(password)
    QTest.keyClick(dialog.password, Qt.Key.Key_Return)


def read(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.controller.reading.article is not None)
    assert headline(window) == NEWEST


def lose(qtbot: QtBot, window: MainWindow, line: SlowLine) -> None:
    line.cut()
    library_kinds.room_of(window).try_again()
    qtbot.waitUntil(lambda: bool(library_kinds.room_of(window).trouble()))


def test_it_is_asked_for_until_it_holds_and_not_again_when_the_line_was_lost(
    qtbot: QtBot, window: MainWindow, line: SlowLine, keyring: OwnKeyring, reader: str
) -> None:
    dialog = asked(qtbot)
    assert "behind_password" in dialog.windowTitle()
    assert f"用户 {reader}" in dialog.question.text()
    assert str(line.port) in dialog.question.text()
    assert dialog.password.echoMode() is QLineEdit.EchoMode.Password
    assert reader in dialog.password.accessibleName()
    qtbot.waitUntil(dialog.password.hasFocus)
    assert not dialog.enter_button.isEnabled()
    enter(dialog, "falsch")
    assert (dialog.trouble.text(), dialog.password.isEnabled()) == ("正在登录…", False)
    qtbot.waitUntil(lambda: "密码不对" in dialog.trouble.text())
    assert dialog.password.accessibleDescription() == dialog.trouble.text()
    assert not dialog.password.text()
    qtbot.waitUntil(dialog.password.hasFocus)
    enter(dialog, PASSWORD)
    read(qtbot, window)
    assert not dialogs()
    assert not keyring.kept
    lose(qtbot, window, line)
    line.mend()
    qtbot.waitUntil(lambda: not library_kinds.room_of(window).trouble())
    assert not dialogs()


def test_one_who_would_not_say_it_is_told_and_can_say_it_later(qtbot: QtBot, window: MainWindow) -> None:
    QTest.keyClick(asked(qtbot), Qt.Key.Key_Escape)
    state, strip = window.controller.layout.pane.empty.state, window.controller.layout.strip
    assert "阅览室“behind_password”要密码" in state.accessibleName()
    ways = {way.text(): way for way in state.links()}
    assert list(ways) == ["输入密码…", "看我的收藏", "换一个地址…", "最近打开的资料库…"]
    qtbot.wait(200)  # some tries of its own
    assert not dialogs()
    strip.retry_button.click()
    QTest.keyClick(asked(qtbot), Qt.Key.Key_Escape)
    assert strip.retry_button.text() == "输入密码…"
    ways["输入密码…"].click()
    enter(asked(qtbot), PASSWORD)
    read(qtbot, window)


def test_it_is_remembered_and_forgotten(
    qtbot: QtBot, window: MainWindow, keyring: OwnKeyring, monkeypatch: pytest.MonkeyPatch, reader: str
) -> None:
    dialog = asked(qtbot)
    assert dialog.keeps.isVisible()
    assert not dialog.not_stored.isVisible()
    dialog.keeps.click()
    enter(dialog, PASSWORD)
    read(qtbot, window)
    assert list(keyring.kept.values()) == [PASSWORD]
    root = window.controller.library.root
    window.close()
    with logins.keyring_used(monkeypatch, keyring):  # as if the program was started again
        again = app.open_window(root)
        qtbot.addWidget(again)
        read(qtbot, again)
        again._actions["forget_password"].trigger()
        qtbot.waitUntil(lambda: "忘掉了" in again.toast.label.text())
        assert not keyring.kept
        assert threading.get_ident() not in keyring.threads
        logins.end_sessions(reader)
        library_kinds.room_of(again)._line.try_now()  # type: ignore[union-attr]
        QTest.keyClick(asked(qtbot), Qt.Key.Key_Escape)
        again.close()


def test_one_that_was_changed_on_the_server_is_asked_for_once(
    qtbot: QtBot, window: MainWindow, line: SlowLine, reader: str
) -> None:
    enter(asked(qtbot), PASSWORD)
    read(qtbot, window)
    logins.change(reader, "anders")
    before = logins.failures(reader)
    lose(qtbot, window, line)
    line.mend()
    dialog = asked(qtbot)
    assert "大概换过" in dialog.trouble.text()
    qtbot.wait(200)  # some tries of its own
    assert logins.failures(reader) - before <= 2  # the room's line, and the look at other servers
    enter(dialog, "anders")
    qtbot.waitUntil(lambda: not library_kinds.room_of(window).trouble())
    assert headline(window) == NEWEST


def test_who_writes_is_not_interrupted(qtbot: QtBot, window: MainWindow, line: SlowLine, reader: str) -> None:
    enter(asked(qtbot), PASSWORD)
    read(qtbot, window)
    logins.change(reader, "anders")
    window.activateWindow()
    window.controller.layout.search.begin()
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
    lose(qtbot, window, line)
    line.mend()
    strip = window.controller.layout.strip
    qtbot.waitUntil(lambda: "要密码" in strip.label.text())
    assert not dialogs()
    strip.retry_button.click()
    enter(asked(qtbot), "anders")
    qtbot.waitUntil(lambda: "要密码" not in strip.label.text())


def test_a_keyring_that_is_stuck_keeps_nothing_waiting(
    qtbot: QtBot,
    line: SlowLine,
    database: str,
    reader: str,
    keyring: OwnKeyring,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(system_keyring, "ANSWER_SECONDS", 0.05)
    keyring.is_open.clear()
    room = ReadingRoom.at(f"postgresql://{reader}@127.0.0.1:{line.port}/{database}")
    room.close()
    window = app.open_window(room.root)
    qtbot.addWidget(window)
    dialog = asked(qtbot)
    assert not dialog.keeps.isVisible()
    assert "只记到关上程序为止" in dialog.not_stored.text()
    enter(dialog, PASSWORD)
    read(qtbot, window)
    window._actions["forget_password"].trigger()
    qtbot.waitUntil(lambda: "没有查密码库" in window.toast.label.text())
    assert threading.get_ident() not in keyring.threads
    keyring.is_open.set()
    window.close()


def test_a_folder_has_no_password(qtbot: QtBot) -> None:
    from reader import assets

    window = app.open_window(assets.sample_library())
    qtbot.addWidget(window)
    window._actions["forget_password"].trigger()
    assert "不用密码" in window.toast.label.text()


def test_it_stands_in_no_file(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    enter(asked(qtbot), f"{PASSWORD}x")
    dialog = asked(qtbot)
    qtbot.waitUntil(lambda: "密码不对" in dialog.trouble.text())
    enter(dialog, PASSWORD)
    read(qtbot, window)
    window._actions["bookmark"].trigger()
    qtbot.waitUntil(lambda: len(window.controller.features.bookmarks.bookmarks) == 1)
    window.close()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) > 3
    assert [path for path in files if PASSWORD.encode() in path.read_bytes()] == []
