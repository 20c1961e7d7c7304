"""`reader room`, and the other commands in a reading room: as processes, with a real server."""

from pathlib import Path

import pytest

from reader.cli.commands import parse_arguments
from reader.cli.window import Open
from reader.features.people.people import people_of
from tests import corpus
from tests.features.room.clusters import empty_room, shared
from tests.terminal import Terminal
from tests.told_types import why_not_of

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    return Terminal(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("报")
    corpus.write_library(folder, 4, articles=3)
    return folder


@pytest.fixture(scope="module")
def room(terminal: Terminal, root: Path) -> str:
    empty_room()
    address = shared().typed("emptied")
    terminal.run("room", "add", address, root)
    return address


def test_a_room_is_made_loaded_and_checked(terminal: Terminal, root: Path) -> None:
    shared().run("CREATE DATABASE made_by_command")
    address = shared().typed("made_by_command")
    told = [terminal.run("room", "create", address, "--json").json() for _ in range(2)]
    assert not why_not_of(told[0], "room create")
    made = [each["created"] for each in told]
    assert made == [True, False]
    assert "还没有文章可查" in terminal.run("room", "check", address).out
    assert "新文章 12 篇" in terminal.run("room", "add", address, root).out
    added = terminal.run("room", "add", address, root, "--json").json()
    assert not why_not_of(added, "room add")
    assert added == {
        "days": 0,
        "unchanged": 4,
        "removed": 0,
        "articles": 0,
    }
    state = terminal.run("room", "check", address, "--json").json()
    assert not why_not_of(state, "room check")
    assert (state["issues"], state["articles"], state["problems"]) == (4, 12, [])
    told_of_all = terminal.run("room", "check", address).out
    assert "12 篇" in told_of_all
    assert f"随意取的 {state['strings']} 个字串都搜得到" in told_of_all


def test_a_room_is_searched_and_read_by_the_same_commands(terminal: Terminal, root: Path, room: str) -> None:
    here, there = (
        terminal.run("search", "的", "--json", "--all", "--sort", "newest", "--library", place).json()
        for place in (root, room)
    )
    for told in (here, there):
        del told["seconds"]
        for hit in told["hits"]:
            hit["link"] = hit["link"].split("&file=")[0]  # a room does not know the marks of files
    assert (there.pop("by_kind"), here.pop("by_kind")) == (None, {})  # a room does not count kinds
    assert there == here
    key = there["hits"][0]["key"]
    for words in (
        ("show", key),
        ("show", key, "--format", "json"),
        ("cite", key),
        ("kwic", "的"),
        ("timeline", "的"),
        ("people",),
        ("people", "--json"),
        ("similar",),
        ("similar", "--series"),
    ):
        assert terminal.run(*words, "--library", room).out == terminal.run(*words, "--library", root).out


def test_a_person_of_a_room_has_the_same_card_and_evidence(terminal: Terminal, root: Path, room: str) -> None:
    (person, *_) = terminal.run("people", "--json", "--library", root).json()["people"]
    words = ("people", person["name"], "--evidence", "--json", "--library")
    here, there = (terminal.run(*words, place).json() for place in (root, room))
    for told in (here, there):
        told["evidence"] = sorted({**each, "article_id": 0}.items() for each in told["evidence"])
    assert (there.pop("by_kind"), here.pop("by_kind")) == (None, {})  # a room does not count kinds
    assert there == here
    with terminal.library(room) as library:
        decision = people_of(library).strike_out(person["name"])
    assert "已划掉" in terminal.run("people", person["name"], "--library", room, code=1).err
    with terminal.library(room) as library:
        people_of(library).undo(decision.uuid)


def test_notes_on_a_room_stay_with_the_reader(terminal: Terminal, room: str) -> None:
    key = terminal.run("search", "的", "--json", "--library", room).json()["hits"][0]["key"]
    terminal.run("bookmark", "add", key, "--note", "外婆", "--library", room)
    assert "外婆" in terminal.run("bookmark", "list", "--library", room).out
    assert list((terminal.home / "data" / "rooms").glob("*/.reader/user.sqlite"))
    assert "外婆" not in str(shared().run("SELECT * FROM yuebao.meta", "emptied"))


def test_without_a_display_it_is_told_what_a_room_holds(terminal: Terminal, room: str) -> None:
    told = terminal.run("--library", room).out
    assert room.partition("?")[0].rpartition("/")[2] in told
    assert "postgresql://" in told


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("sync",), 1),
        (("check", "--repair"), 1),
        (("import", "x.txt"), 1),
        (("misreadings", "1990-01-02"), 1),
        (("profile",), 1),
        (("correct", "character", "KEY", "的", "地"), 1),
    ],
)
def test_what_only_a_folder_can_do_is_said(
    terminal: Terminal, room: str, words: tuple[str, ...], code: int
) -> None:
    key = terminal.run("search", "的", "--json", "--library", room).json()["hits"][0]["key"]
    filled_in = [key if word == "KEY" else word for word in words]
    assert "阅览室" in terminal.run("--library", room, *filled_in, code=code).err


def test_a_check_of_a_room_looks_at_the_readers_own_and_says_who_checks_the_rest(
    terminal: Terminal, room: str
) -> None:
    for words in (("check",), ("check", "--repair"), ("check", "--forget-missing")):
        ran = terminal.run(*words, "--library", room, code=1)
        assert "收藏文件是好的" in ran.out
        assert "reader room check" in ran.err
        assert "这里不能改动" not in ran.err
    told = terminal.run("check", "--json", "--library", room, code=1)
    assert not why_not_of(told.json(), "check")
    assert told.json()["user_data"] == []
    assert "reader room check" in told.json()["unchecked"]


@pytest.mark.parametrize(
    "words",
    [("misreadings", "1990-01-02"), ("misreadings", "没有.txt"), ("correct", "character", "KEY", "的", "地")],
)
def test_a_room_says_that_it_does_not_know_which_characters_may_be_misread(
    terminal: Terminal, room: str, words: tuple[str, ...]
) -> None:
    key = terminal.run("search", "的", "--json", "--library", room).json()["hits"][0]["key"]
    told = terminal.run(*(key if word == "KEY" else word for word in words), "--library", room, code=1).err
    assert "查不出哪些字可能认错" in told
    assert "这里不能改动" not in told


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("people", "没有人"), 1),
        (("correct", "list"), 0),
        (("collocates", "的"), 0),
        (("saved", "--new"), 0),
        (("search", "的", "--rungs"), 0),
        (("search", "的", "--shapes"), 0),
        (("search", "渡口", "--export", "csv"), 0),
    ],
)
def test_what_a_room_does_not_know_is_none_and_no_fault(
    terminal: Terminal, room: str, words: tuple[str, ...], code: int
) -> None:
    assert "Traceback" not in terminal.run(*words, "--library", room, code=code).err


def test_a_server_that_is_not_there_is_a_sentence(terminal: Terminal) -> None:
    told = terminal.run("search", "的", "--library", "postgresql:///rooms?host=/nowhere", code=1).err
    assert "连不上阅览室" in told
    assert "Traceback" not in told


def test_a_password_on_the_command_line_is_in_no_log(terminal: Terminal, tmp_path: Path) -> None:
    log = tmp_path / "log"
    address = "postgresql://lan:geheim@archive.example/rooms"
    told = terminal.run("--log", log, "search", "的", "--library", address, code=1)
    assert "pgpass" in told.err
    assert "PGPASSWORD" in told.err
    assert "geheim" not in told.err + log.read_text(encoding="utf-8")


@pytest.mark.parametrize("word", ["县档案馆.yuebao-room", "postgresql://lan@archive.example/rooms"])
def test_a_room_alone_on_the_command_line_is_opened(word: str) -> None:
    command, _ = parse_arguments([word])
    assert isinstance(command, Open)
    assert str(command.root) == word
