"""A room of which 1990 lies on a server that is away: every command goes on with the rest, and says so."""

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reader.features.room import far_servers, watch
from reader.features.room.address import RoomAddress
from reader.features.room.checking import state_of
from reader.features.room.connections import RoomLost
from reader.features.room.loading import load
from reader.features.saved_searches.saved_searches import searches_of
from reader.library.library import Library
from reader.search.documents import Order
from tests import homes
from tests.features.room.clusters import HELD, Cluster, shared
from tests.features.room.spread import two_servers
from tests.terminal import ISSUES, Terminal, write_issues

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def looked_at_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "FIRST_LOOK", 0.2)
    monkeypatch.setattr(far_servers, "LOOK_SECONDS", 1)
    monkeypatch.setattr(far_servers, "FIRST_PAUSE", 0.05)


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[RoomAddress, Cluster]]:
    with two_servers("years_of_library", (1990, 1990)) as made:
        yield made


@pytest.fixture
def second(servers: tuple[RoomAddress, Cluster]) -> Iterator[Cluster]:
    yield servers[1]
    servers[1].bring_back()


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    return Terminal(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_issues(tmp_path_factory.mktemp("报"))


@pytest.fixture(scope="module")
def room(servers: tuple[RoomAddress, Cluster], terminal: Terminal, root: Path) -> str:
    terminal.run("room", "add", servers[0].shown, root)
    return servers[0].shown


def test_every_command_goes_on_and_says_what_is_missing(
    terminal: Terminal, room: str, second: Cluster
) -> None:
    (key,) = (
        hit["key"] for hit in terminal.run("search", "渡船", "--json", "--library", room).json()["hits"]
    )
    second.stop()
    told = terminal.run("search", "戏台", "--library", room)
    assert "至少 1 篇" in told.out
    assert told.err == "1990 年所在的服务器没有应答：没有搜到这些，它回来就会恢复。\n"
    as_data = terminal.run("search", "戏台", "--json", "--library", room).json()
    missing = [["1990-01-01", "1990-12-31"]]
    assert (as_data["total"], as_data["total_is_exact"], as_data["missing_dates"]) == (1, False, missing)
    for words in (("kwic", "戏台"), ("collocates", "戏台"), ("timeline", "戏台")):
        data = terminal.run(*words, "--json", "--library", room)
        assert data.json()["missing_dates"] == missing
        assert data.err.count("1990 年所在的服务器") == 1
    assert "腊月" in terminal.run("search", "戏台", "--export", "csv", "--library", room).out
    for asked in ("people", "similar", "search 戏台 --count"):
        assert "Traceback" not in terminal.run(*asked.split(), "--library", room).err
    assert (
        "1990 年所在的服务器没有应答，这篇暂时读不到"
        in terminal.run("show", key, "--library", room, code=1).err
    )
    second.start()
    again = terminal.run("search", "戏台", "--library", room)
    assert "2 篇" in again.out
    assert not again.err
    assert "渡船" in terminal.run("show", key, "--library", room).out


def test_what_was_seen_of_a_saved_search_is_not_forgotten(
    terminal: Terminal, room: str, second: Cluster
) -> None:
    with terminal.library(room) as library:
        searches_of(library).add("台", "老戏台", Order.RELEVANCE)
    second.stop()
    terminal.run("saved", "show", "台", "--library", room)
    second.start()
    (saved,) = [
        each for each in terminal.run("saved", "--json", "--library", room).json() if each["name"] == "台"
    ]
    assert (saved["total"], saved["new"]) == (2, 0)


def test_years_that_are_away_are_loaded_when_they_are_back(
    terminal: Terminal, room: str, second: Cluster, tmp_path: Path
) -> None:
    more = {
        "1990/03/19900309.txt": ISSUES["1990/03/19900305.txt"].replace("5日", "9日").replace("一", "五"),
        "1991/02/19910217.txt": ISSUES["1991/01/19910117.txt"].replace("1月17日", "2月17日"),
    }
    folder = write_issues(tmp_path, more)
    second.stop()
    told = terminal.run("room", "add", room, folder, code=1)
    assert "放入 1 天" in told.out
    assert "1990 年所在的服务器没有应答：有 1 天没有放入" in told.err
    data = terminal.run("room", "add", room, folder, "--json", code=1).json()
    assert (data["days"], data["unchanged"], data["left_out"]) == (0, 1, 1)
    second.start()
    assert terminal.run("room", "add", room, folder, "--json").json()["days"] == 1
    assert terminal.run("search", "戏台", "--library", room, "--json").json()["total"] == 4
    assert not terminal.run("room", "check", room).err


def test_names_that_are_learnt_meanwhile_are_found_there_when_it_is_back(
    terminal: Terminal, room: str, second: Cluster, tmp_path: Path
) -> None:
    there = {
        "1990/05/19900507.txt": ISSUES["1990/03/19900305.txt"].replace("3月5日", "5月7日")
        + "\n柳青禾路过。\n"
    }
    named = (
        ISSUES["1991/01/19910117.txt"].replace("1月17日", "5月17日")
        + "\n本报讯　副市长柳青禾昨天来到渡口。\n"
    )
    terminal.run("room", "add", room, write_issues(tmp_path / "旧", there))
    second.stop()
    terminal.run("room", "add", room, write_issues(tmp_path / "新", {"1991/05/19910517.txt": named}))
    second.start()
    terminal.run("room", "add", room, tmp_path / "新")
    card = terminal.run("people", "柳青禾", "--json", "--library", room).json()
    assert card["articles"] == 2


def test_a_load_that_is_cut_off_in_the_middle_leaves_nothing_half(
    room: str,
    servers: tuple[RoomAddress, Cluster],
    second: Cluster,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    homes.use(monkeypatch, tmp_path / "home")
    text = ISSUES["1990/03/19900306.md"].replace("6日 星期二", "8日 星期四")
    with closing(Library.open(write_issues(tmp_path / "报", {"1990/03/19900308.md": text}))) as library:
        library.sync()
        counts = "SELECT (SELECT count(*) FROM yuebao.article), (SELECT count(*) FROM yuebao.issue)"
        before = shared().run(counts, "years_of_library")
        with pytest.raises(RoomLost, match="1990 年所在的服务器没有应答，放到一半的没有留下"):
            load(library.local.catalogue.hand_over, "报", servers[0], lambda done, total: second.pause())
        assert shared().run(counts, "years_of_library") == before
        second.resume()
        while shared().run(HELD, "years_of_library"):  # by the load that ends only now
            time.sleep(0.02)
        assert load(library.local.catalogue.hand_over, "报", servers[0]).days == 1
    assert not state_of(servers[0]).problems


def test_texts_that_another_server_kept_of_a_load_that_fell_are_swept(
    room: str,
    servers: tuple[RoomAddress, Cluster],
    second: Cluster,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    homes.use(monkeypatch, tmp_path / "home")
    stray = (
        "SET ROLE yuebao_librarian; INSERT INTO yuebao.article_text"
        " SELECT 4000000000, day, place, newspaper, page, page_label, search,"
        " beside FROM yuebao.article_text WHERE day >> 9 = 1990 LIMIT 1"
    )
    shared().run(stray, "years_of_library")
    with closing(Library.open(write_issues(tmp_path / "报"))) as library:
        library.sync()
        load(library.local.catalogue.hand_over, "另一个", servers[0])
    assert not state_of(servers[0]).problems
