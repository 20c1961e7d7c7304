"""What the program ends with is told by the kind of the error, whatever the command; values with a dash; the help."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import Struct

from reader import cli
from reader.cli.errors import STATUS_OF, CommandError, Status, WrongArguments, status_of
from reader.cli.terminal import cells_of
from reader.library.library import LibraryError
from reader.newspaper.decision import Dossier, SavedSearch
from reader.storage.user_data import UserDataError
from tests.modules import ROOT
from tests.terminal import Terminal, write_issues

NEW = "new"
"""In place of a file that does not exist yet."""
OLD = "old"
"""In place of one that does."""


class Kind(Struct, frozen=True):
    """A kind of error, or of its absence: command lines of several commands, and what they end with."""

    status: Status
    commands: tuple[tuple[str, ...], ...]


KINDS = {
    "it is done": Kind(
        Status.DONE,
        (
            ("search", "戏台"),
            ("kwic", "戏台"),
            ("timeline", "戏台", "--json"),
            ("keyness", "戏台"),
            ("chronicle", "戏台"),
            ("claims", f"{OLD}.md"),
            ("export", "戏台", "-o", f"{NEW}.epub"),
            ("saved", "list"),
            ("dossier", "list"),
        ),
    ),
    "nothing is found, which is an answer": Kind(
        Status.DONE, (("search", "没有的词"), ("kwic", "没有的词"), ("timeline", "没有的词"))
    ),
    "nothing is found, and only that was asked": Kind(
        Status.NOT_DONE, (("search", "-q", "没有的词"), ("kwic", "-q", "没有的词"), ("saved", "-q"))
    ),
    "what is named is not there": Kind(
        Status.NOT_DONE,
        (
            ("cite", "aaaaaaaaaaaaaaaa"),
            ("show", "aaaaaaaaaaaaaaaa"),
            ("saved", "show", "没有的"),
            ("dossier", "show", "没有的"),
            ("chronicle", "--saved", "没有的"),
            ("chronicle", "--dossier", "没有的"),
            ("parse", f"{NEW}.txt"),
            ("claims", f"{NEW}.txt"),
            ("evidence", "check", f"{NEW}.yuebao-evidence"),
        ),
    ),
    "the file to write exists": Kind(
        Status.NOT_DONE,
        (
            ("search", "戏台", "-o", f"{OLD}.csv"),
            ("kwic", "戏台", "-o", f"{OLD}.csv"),
            ("timeline", "戏台", "-o", f"{OLD}.csv"),
            ("keyness", "戏台", "-o", f"{OLD}.csv"),
            ("chronicle", "戏台", "-o", f"{OLD}.md"),
            ("claims", f"{OLD}.md", "-o", f"{OLD}.md"),
            ("export", "戏台", "-o", f"{OLD}.epub"),
        ),
    ),
    "the ending of the file is of no form": Kind(
        Status.WRONG_COMMAND,
        (
            ("search", "戏台", "-o", f"{NEW}.qqq"),
            ("kwic", "戏台", "-o", f"{NEW}.qqq"),
            ("timeline", "戏台", "-o", f"{NEW}.qqq"),
            ("keyness", "戏台", "-o", f"{NEW}.qqq"),
            ("chronicle", "戏台", "-o", f"{NEW}.qqq"),
            ("claims", f"{OLD}.md", "-o", f"{NEW}.qqq"),
            ("export", "戏台", "-o", f"{NEW}.docx"),
            ("evidence", "make", "戏台", "-o", f"{NEW}.qqq"),
            ("pack", "-o", f"{NEW}.qqq"),
        ),
    ),
    "two options exclude each other": Kind(
        Status.WRONG_COMMAND,
        (
            ("kwic", "戏台", "--json", "-o", "-"),
            ("timeline", "戏台", "--json", "-o", f"{NEW}.csv"),
            ("claims", f"{OLD}.md", "--json", "-o", f"{NEW}.md"),
            ("claims", f"{OLD}.md", "--dossier", "戏台"),
            ("search", "戏台", "--count", "--export", "csv"),
            ("export", "戏台", "--all", "-o", f"{NEW}.epub"),
            ("kwic", "戏台", "--shapes", "--as-printed"),
        ),
    ),
    "what is needed is missing": Kind(
        Status.WRONG_COMMAND,
        (("search",), ("kwic",), ("cite",), ("claims",), ("export", "-o", f"{NEW}.epub")),
    ),
    "a value can't be meant": Kind(
        Status.WRONG_COMMAND,
        (
            ("kwic", "戏台", "--width", "viele"),
            ("chronicle", "--from", "kein Tag"),
            ("claims", f"{OLD}.md", "--year", "87"),
            ("search", "戏台", "--limit", "-3"),
            ("search", "戏台", "--sort", "anders"),
            ("unbekannt",),
        ),
    ),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("codes")
    write_issues(folder / "柳川")
    return folder


@pytest.fixture
def terminal(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setenv("READER_LIBRARY", str(folder / "柳川"))
    return Terminal(folder / "home")


@pytest.fixture
def run(terminal: Terminal, tmp_path: Path) -> Callable[..., int]:
    for ending in ("csv", "md", "epub"):
        (tmp_path / f"{OLD}.{ending}").write_text("", encoding="utf-8")

    def ran(*words: str) -> int:
        named = [str(tmp_path / word) if word.startswith((f"{NEW}.", f"{OLD}.")) else word for word in words]
        return terminal.ran(*named).code

    return ran


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_of_error_has_one_status_whatever_the_command(run: Callable[..., int], name: str) -> None:
    kind = KINDS[name]
    assert {words: run(*words) for words in kind.commands} == dict.fromkeys(kind.commands, kind.status)


def test_the_table_decides_and_has_an_answer_for_every_error() -> None:
    assert {kind.status for kind in KINDS.values()} == {*Status}
    assert STATUS_OF[-1][0] is Exception
    assert status_of(WrongArguments()) is Status.WRONG_COMMAND
    for error in (CommandError(), LibraryError(), UserDataError(), OSError(), ZeroDivisionError()):
        assert status_of(error) is Status.NOT_DONE


# -- values that begin with a dash


def test_where_only_a_query_can_stand_a_dash_means_not(terminal: Terminal) -> None:
    assert terminal.run("saved", "add", "without", "戏台", "-Opera").out.startswith("已保存")
    (saved,) = terminal.run("saved", "list", "--json").json()
    assert saved["query"] == "戏台 -Opera"
    for word in ("-opera", "-xyz", "-z", "-雪", "-1987"):
        answer = terminal.run("search", "戏台", word, "--json").json()
        assert answer["query"] == f"戏台 {word}"
        assert answer["total"] <= 2


def test_an_option_stays_one(terminal: Terminal, tmp_path: Path) -> None:
    terminal.run("search", "戏台", f"-o{tmp_path / 'found.csv'}")
    assert (tmp_path / "found.csv").exists()
    assert terminal.run("search", "戏台", "-q").out == ""


def test_elsewhere_it_is_told_what_to_write(terminal: Terminal) -> None:
    told = terminal.run("keyness", "戏台", "--against", "-opera", "--limit", code=2).err
    assert "--limit" in told
    assert "放在 -- 后面" in terminal.run("bookmark", "list", "-xyz", code=2).err


# -- a pipe of text for people


def test_text_for_people_in_a_pipe_is_answered_by_one_hint(terminal: Terminal) -> None:
    printed = terminal.run("search", "戏台").out
    for command in ("cite", "show", "export"):
        words = [command, "-"]
        if command == "export":
            words += ["-o", "nothing.epub"]
        told = terminal.run(*words, stdin=printed, code=1).err
        assert told.count("\n") == 1
        assert "--jsonl" in told


# -- names


def test_of_several_of_one_name_none_is_taken(terminal: Terminal, folder: Path) -> None:
    with terminal.library(folder / "柳川") as library:
        decisions = library.user_data.decisions
        for query in ("米市", "渡船"):
            decisions.add(Dossier("两台"))
            decisions.add(SavedSearch("两台", query, "newest", True))
    for words in (("dossier", "show", "两台"), ("saved", "show", "两台"), ("chronicle", "--dossier", "两台")):
        told = terminal.run(*words, code=1).err
        assert "有 2 个都叫“两台”" in told
    first = min(each["uuid"] for each in terminal.run("saved", "--json").json() if each["name"] == "两台")
    assert terminal.run("saved", "show", first[:8], "--json").json()["uuid"] == first


# -- the help


@pytest.mark.parametrize("columns", [50, 80, 110])
@pytest.mark.parametrize("command", ["search", "chronicle", "kwic", "export", "bookmark"])
def test_the_help_keeps_to_the_width_of_the_terminal(
    command: str, columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def told() -> str:
        with pytest.raises(SystemExit):
            cli.main([command, "--help"])
        return capsys.readouterr().out

    monkeypatch.delenv("COLUMNS", raising=False)
    whole = told()
    monkeypatch.setenv("COLUMNS", str(columns))
    wrapped = told()
    assert all(cells_of(line) < columns for line in wrapped.splitlines() if " " in line.strip())
    assert "".join(wrapped.split()) == "".join(whole.split())


WITHOUT_LIBRARY = """
import sys
from reader import cli, display

def missing():
    raise ImportError("libGL.so.1: cannot open shared object file")

display._qt_core = missing
sys.argv = ["reader", "--screenshot", "window.png"]
sys.exit(cli.main())
"""


def test_a_picture_of_the_window_without_qts_libraries_is_a_sentence(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", WITHOUT_LIBRARY],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT.parent)},
        capture_output=True,
        encoding="utf-8",
    )
    assert ended.returncode == Status.NOT_DONE
    assert "libGL.so.1" in ended.stderr
    assert "Traceback" not in ended.stderr
