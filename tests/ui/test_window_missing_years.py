"""A window on a room of which 1986 lies on a server that goes away, and comes back."""

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest
from pytestqt.qtbot import QtBot

from reader import app
from reader.features.room import far_servers, watch
from reader.features.room.address import RoomAddress
from reader.features.room.loading import load
from reader.features.room.reading_room import ReadingRoom
from reader.library.articles import Articles, Story
from reader.library.library import Library
from reader.storage.disk_errors import LibraryError
from reader.ui.window.window import MainWindow
from tests import homes
from tests.features.room.clusters import Cluster, shared
from tests.features.room.spread import two_servers
from tests.ui import a_window, library_kinds
from tests.ui.a_window import headline, texts, view

pytestmark = pytest.mark.slow

DAYS = (dt.date(1986, 6, 5), dt.date(1987, 6, 12))
TOLD = "1986 年所在的服务器没有应答"


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RoomAddress, Cluster]]:
    with two_servers("years_of_window", (1986, 1986)) as (address, second):
        with pytest.MonkeyPatch.context() as patch:
            homes.use(patch, tmp_path_factory.mktemp("home"))
            with closing(Library.open(a_window.write_issues(tmp_path_factory.mktemp("报"), DAYS))) as library:
                library.sync()
                load(library.local.catalogue.hand_over, "报", address)
        yield address, second


@pytest.fixture
def window(
    qtbot: QtBot, servers: tuple[RoomAddress, Cluster], monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    monkeypatch.setattr(watch, "FIRST_LOOK", 0.2)
    monkeypatch.setattr(far_servers, "LOOK_SECONDS", 1)
    monkeypatch.setattr(far_servers, "FIRST_PAUSE", 0.1)
    monkeypatch.setattr(far_servers, "LONGEST_PAUSE", 0.5)
    room = ReadingRoom(servers[0])
    room.close()
    opened = app.open_window(room.root)
    qtbot.addWidget(opened)
    opened.resize(1440, 900)
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    qtbot.waitUntil(lambda: opened.controller.reading.article is not None)
    yield opened
    servers[1].bring_back()


@pytest.mark.parametrize("how", ["stopped", "silent"])
def test_missing_years_are_told_at_the_results_and_in_the_strip_until_they_are_back(
    qtbot: QtBot, window: MainWindow, servers: tuple[RoomAddress, Cluster], how: str
) -> None:
    second = servers[1]
    controller = window.controller
    strip, results = controller.layout.strip, controller.features.results
    results.enter_query("木桶")
    qtbot.waitUntil(lambda: len(texts(view(window, "resultList"))) == 2)
    second.stop() if how == "stopped" else second.pause()
    results.enter_query("船校")
    qtbot.waitUntil(lambda: TOLD in strip.label.text())
    header = controller.layout.results.header
    qtbot.waitUntil(lambda: TOLD in header.remarks.text())
    qtbot.waitUntil(lambda: "缺年份" in header.count.text())
    qtbot.waitUntil(lambda: len(texts(view(window, "resultList"))) == 1)
    second.bring_back()
    qtbot.waitUntil(lambda: TOLD not in strip.label.text())
    qtbot.waitUntil(lambda: header.count.text() == "2 篇")
    qtbot.waitUntil(lambda: len(texts(view(window, "resultList"))) == 2)
    assert TOLD not in header.remarks.text()


def test_an_article_that_is_away_is_told_and_the_one_on_the_page_stays(
    qtbot: QtBot, window: MainWindow, servers: tuple[RoomAddress, Cluster]
) -> None:
    controller = window.controller
    shown = headline(window)
    older = article_of_1986()
    servers[1].stop()
    controller.reading.open_article(older)
    qtbot.waitUntil(lambda: "这篇暂时读不到" in window.toast.label.text())
    assert headline(window) == shown
    servers[1].start()
    qtbot.waitUntil(lambda: headline(window) != shown)


def test_an_article_opens_whose_server_is_back_and_was_heard_of_before_it_fails(
    qtbot: QtBot, window: MainWindow, servers: tuple[RoomAddress, Cluster], monkeypatch: pytest.MonkeyPatch
) -> None:
    controller = window.controller
    shown, older = headline(window), article_of_1986()
    room = library_kinds.room_of(window)
    story, line = Articles.story, room.library.line
    heard = threading.Semaphore(0)
    room.answered.connect(heard.release)

    def late_story(articles: Articles, article_id: int) -> Story | None:
        try:
            return story(articles, article_id)
        except LibraryError:
            servers[1].start()
            while line.far.missing.dates:
                assert heard.acquire(timeout=120)
            while heard.acquire(timeout=1):
                pass
            raise

    monkeypatch.setattr(Articles, "story", late_story)
    servers[1].stop()
    controller.reading.open_article(older)
    qtbot.waitUntil(lambda: headline(window) != shown)


def article_of_1986() -> int:
    ((found,),) = shared().run("SELECT min(id) FROM yuebao.article WHERE day >> 9 = 1986", "years_of_window")
    assert isinstance(found, int)
    return found
