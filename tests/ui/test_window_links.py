"""Links to articles: copied, opened here, in another library, or in the window that is open already."""

import datetime as dt
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from reader import app
from reader.formats import read
from reader.newspaper.printing import LONGEST, link_to, parse_link
from reader.parsing import parse
from reader.storage import settings
from reader.storage.settings import Settings
from reader.ui.window.link_handover import hand_over, socket_name
from reader.ui.window.window import MainWindow
from tests import homes
from tests.ui import a_window
from tests.ui.a_window import CTRL, SHIFT, actions_of, headline, press

THIRD = "3日瓦匠的女儿考上了船校"
MISSING = "yuebao:article/aaaaaaaaaaaaaaaa?paper=%E9%9B%81%E6%A1%A5%E6%97%A5%E6%8A%A5&date={}&page=1"


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """In a short place: the path of a socket has a hundred bytes."""
    with tempfile.TemporaryDirectory() as folder:
        homes.use(monkeypatch, Path(folder))
        yield


def link_of(window: MainWindow, row: int) -> str:
    """The link to an article of the listed issue."""
    listed = window.controller.layout.issues.model.rows()[row]
    stored = window.controller.library.articles.article(getattr(listed, "id", 0))
    assert stored is not None
    return link_to(stored.printing)


def copied() -> str:
    return QApplication.clipboard().text()


def other_library(qtbot: QtBot, root: Path) -> str:
    """A library that was read, and is among the recent ones; returns the link to an article that it alone has."""
    root.mkdir()
    text = "周报\n1990年3月5日 第5期\n\n## 井台修好了\n\n本报讯（记者 何苇）井台修好了，今天起可以挑水。\n"
    (root / "19900305.txt").write_text(text, encoding="utf-8")
    window = a_window.open_on(qtbot, root)
    link = link_of(window, 0)
    window.close()
    return link


# -- in one window


def test_links_are_copied_from_an_article_and_a_list_and_opened_or_it_is_told_why_not(
    window: MainWindow, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_J, CTRL | SHIFT)
    link = parse_link(copied())
    assert (link.newspaper, str(link.date)) == ("雁桥日报", "1987-07-03")
    assert window.controller.library.articles.printings.article_of(link)
    assert window.toast.label.text() == "已复制这篇文章的链接，装了阅报、有这份报纸的人点开就是它。"
    assert str(window.controller.library.root) not in copied()

    issues, menu = window.controller.layout.issues, QMenu()
    issues.view.menuOpening.emit(menu, issues.model.index(2, 0))
    next(each for each in actions_of(menu) if each.text().split("\t")[0] == "复制链接").trigger()
    assert copied() == link_of(window, 2)

    before = headline(window)
    for text in ("", "不是链接", "https://example.invalid/yuebao:"):
        window.toast.hide()
        QApplication.clipboard().setText(text)
        press(Qt.Key.Key_V, CTRL | SHIFT)
        assert window.toast.isVisible()
        assert window.toast.label.text().startswith("剪贴板里没有阅报的链接")
    window.links.open("yuebao:article/../../../etc/passwd")
    assert window.toast.label.text().startswith("这不是阅报的链接，什么也没有打开")
    assert headline(window) == before

    # search and calendar are left for it
    QApplication.clipboard().setText(f"  {link_of(window, 2)}\n")
    press(Qt.Key.Key_2, CTRL)
    press(Qt.Key.Key_V, CTRL | SHIFT)
    qtbot.waitUntil(lambda: headline(window) == THIRD)
    assert window.controller.layout.area.isVisible()

    # where the issue is here, but not the article, the issue is offered
    window.links.open(MISSING.format("1987-06-05"))
    qtbot.waitUntil(lambda: "但没有那一篇" in window.controller.layout.area.questions.label.text())
    a_window.click(window.controller.layout.area.questions.answer_button)
    assert headline(window) == "5日渡口的灯亮到后半夜"


# -- in other libraries, and while one is read in


def test_an_article_of_a_recent_library_is_opened_in_that_one(
    qtbot: QtBot, root: Path, tmp_path: Path
) -> None:
    link = other_library(qtbot, tmp_path / "周报")
    window = a_window.open_on(qtbot, root)
    window.links.open(link)
    qtbot.waitUntil(lambda: window.windowTitle() == "周报 — 阅报")
    a_window.settle(qtbot, window)
    assert headline(window) == "井台修好了"


def test_a_link_that_finds_nothing_says_what_it_named_and_what_was_not_searched(
    qtbot: QtBot, root: Path, tmp_path: Path
) -> None:
    settings.save(Settings(recent=(str(tmp_path / "没接上的盘"),)))
    window = a_window.open_on(qtbot, root)
    window.links.open(MISSING.format("1999-01-01"))
    qtbot.waitUntil(lambda: "没有找到链接所指的文章" in window.toast.label.text())
    assert "（雁桥日报 1999年1月1日 " in window.toast.label.text()
    assert "其中 1 个现在打不开" in window.toast.label.text()


def test_while_the_library_is_being_read_the_article_is_looked_for_once_more(
    window: MainWindow, qtbot: QtBot, root: Path
) -> None:
    (later,) = a_window.write_issues(root.parent / "later", [dt.date(1987, 7, 4)]).iterdir()
    key = parse(read(later, later.name)).articles[1].key
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(window.controller.sync.process, "is_running", lambda: True)
        window.links.open(f"yuebao:article/{key}")
        qtbot.waitUntil(lambda: "更新完再找一次" in window.toast.label.text())
    later.rename(root / later.name)
    window.controller.sync.begin()
    a_window.settle(qtbot, window)
    qtbot.waitUntil(lambda: headline(window) == "4日一口井淘出三只木桶")


# -- other processes


def listening(window: MainWindow) -> MainWindow:
    window.links.listen()
    return window


def start(link: str, *more: str) -> "subprocess.Popen[str]":
    words = [sys.executable, "-m", "reader", link, *more]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ)


def ended(qtbot: QtBot, process: "subprocess.Popen[str]") -> tuple[int, str]:
    """Waits for the end of a process; returns its exit code and what it said on the error stream."""
    qtbot.waitUntil(lambda: process.poll() is not None)
    _, said = process.communicate()
    return process.returncode, said


def test_another_process_hands_its_link_to_the_window_that_has_the_article(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.settings.save_now()
    process = start(link_of(listening(window), 2))
    assert ended(qtbot, process) == (0, "")
    assert headline(window) == THIRD
    if os.name == "posix":
        folder = Path(socket_name(window.controller.library.root) or "").parent
        assert folder.stat().st_mode & 0o077 == 0


def test_a_link_that_nobody_has_is_told_by_the_window_that_is_open(window: MainWindow, qtbot: QtBot) -> None:
    window.settings.save_now()
    process = start(MISSING.format("1999-01-01"))
    listening(window)
    code, said = ended(qtbot, process)
    assert code == 1
    assert "没有找到链接所指的文章" in said
    qtbot.waitUntil(lambda: "没有找到链接所指的文章" in window.toast.label.text())


@pytest.mark.slow
def test_without_a_window_that_has_it_a_process_opens_its_own_on_the_library_that_has_it(
    qtbot: QtBot, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = other_library(qtbot, tmp_path / "周报")
    listening(a_window.open_on(qtbot, root)).settings.save_now()
    shown: list[MainWindow] = []

    def until_it_is_shown(_app: QApplication) -> int:
        windows = [each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow)]
        shown.extend(each for each in windows if each.isVisible())
        return 0

    monkeypatch.setattr(QApplication, "exec", until_it_is_shown)
    assert app.open_link(parse_link(link), None) == 0
    (own,) = [each for each in shown if each.windowTitle() == "周报 — 阅报"]
    qtbot.addWidget(own)
    a_window.settle(qtbot, own)
    qtbot.waitUntil(lambda: headline(own) == "井台修好了")


def test_a_window_is_found_by_its_library_and_by_no_other(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    listening(window)
    assert socket_name(window.controller.library.root) != socket_name(tmp_path)
    assert not hand_over("yuebao:article/aaaaaaaaaaaaaaaa", [tmp_path], tells=True)
    other = a_window.write_issues(tmp_path / "晚报", a_window.DAYS[:1])
    before = window.controller.library.root
    window.open_library(other)
    a_window.settle(qtbot, window)
    assert socket(before).state() is not QLocalSocket.LocalSocketState.ConnectedState
    assert socket(other).state() is QLocalSocket.LocalSocketState.ConnectedState
    window.close()
    assert socket(other).state() is not QLocalSocket.LocalSocketState.ConnectedState


def socket(root: Path) -> QLocalSocket:
    """Connected with the window of a library, if there is one."""
    made = QLocalSocket()
    made.connectToServer(socket_name(root) or "")
    made.waitForConnected(1000)
    return made


def test_what_a_killed_process_has_left_is_in_nobodys_way_and_whatever_else_is_sent_does_nothing(
    window: MainWindow, qtbot: QtBot
) -> None:
    listening(window)
    root = window.controller.library.root
    name = Path(socket_name(root) or "")
    window.links.finish()
    name.touch()
    listening(window)
    connected = QLocalSocket.LocalSocketState.ConnectedState
    assert socket(root).state() is connected

    before = headline(window)
    for sent in (
        b"take yuebao:article/../../etc/passwd\n",
        b"tell file:///etc/passwd\n",
        b"open /etc/passwd\n",
        b"\xff\xfe\n",
        b"tell " + b"x" * (LONGEST * 2),
        b"\n",
    ):
        other = socket(root)
        other.write(sent)
        other.flush()
        qtbot.waitUntil(lambda: bool(other.bytesAvailable()) or other.state() is not connected)  # noqa: B023
        assert bytes(other.readAll().data()) in (b"", b"no\n")
        assert headline(window) == before
        assert not window.toast.isVisible()
