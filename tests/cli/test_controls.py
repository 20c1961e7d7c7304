"""What stands in an issue, a file's name or a note never steers the terminal that it is printed on."""

import argparse
import datetime as dt
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any
from urllib.parse import quote

import pytest
from msgspec import Struct

from reader.cli.commands import program_parser
from reader.cli.parser import Parser
from reader.features.dossiers.dossiers import dossiers_of
from reader.features.people.people import people_of
from reader.features.saved_searches.saved_searches import searches_of
from reader.i18n import language
from reader.search.documents import Order
from tests.terminal import ISSUES, Ran, Terminal, write_issues

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals, no such file names")

STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
#: the colours of the program, and how its progress bar is drawn anew; nothing else begins with ESC
OURS = re.compile(r"\x1b\[(?:0|1|2|1;31)m|\x1b\[G\x1b\[K")
HOSTILE = "\x1b]0;甲\x07\x1b]52;c;QQ==\x1b\\\x1b[1m\x1b[8m\x9b31m\x7f\u202e\u2066"
SHOWN = r"\x1b]0;甲\x07\x1b]52;c;QQ==\x1b\\x1b[1m\x1b[8m\x9b31m\x7f\u202e\u2066"
#: what can't stand in a command line or a file of a paper may still stand in a file of notes
NOTE = f"外公\x00的\r船\r\n{HOSTILE}\u2028"
PAPER = "1990/03/19900305.txt"
NAMED = f"1990/03/{HOSTILE}19900306.md"
UNREADABLE = f"1990/{HOSTILE}.txt"
TABLE = f"1990/{HOSTILE}.csv"
REPRINT = "1990/04/19900402.txt"
MISSING = f"1991/{HOSTILE}.txt"


class Shelf(Struct, frozen=True):
    """A library with a hostile headline, credit, text, note, tag, passage and names of files, its own too; the article
    with `key` is bookmarked, as is a passage in it, one bookmark is removed."""

    terminal: Terminal
    root: Path
    key: str
    other: str
    correction: str
    notes: Path

    def run(self, *words: object) -> Ran:
        return self.terminal.run("--library", self.root, *words)

    def filled_in(self, words: Sequence[str]) -> list[str]:
        """`words` with what stands here for the names in capitals."""
        places = {
            "ROOT": str(self.root),
            "NOTES": str(self.notes),
            "KEY": self.key,
            "OTHER": self.other,
            "CORRECTION": self.correction,
        }
        return [re.sub("^[A-Z]{3,}", lambda name: places[name[0]], word) for word in words]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    folder = tmp_path_factory.mktemp("敌意")
    paper = ISSUES[PAPER].replace("老戏台搬", f"老戏台{HOSTILE}搬").replace("戏台建于", f"戏台{HOSTILE}建于")
    paper = paper.replace("何苇", f"何苇{HOSTILE}")
    _, other, third = ISSUES.values()
    again = paper.replace("3月5日", "4月2日").replace("，一共三百六十七号", "")
    again = again.replace("宋三槐", "朱三槐").replace("柳川镇", "本镇")
    root = write_issues(
        folder / f"柳{HOSTILE}川", {PAPER: paper, NAMED: other, MISSING: third, REPRINT: again}
    )
    (root / UNREADABLE).write_bytes(b"%PDF-1.4")
    (root / TABLE).write_text(f"正文,{HOSTILE}\n江心有船。,{HOSTILE}\n", encoding="utf-8")
    terminal, within = Terminal(folder / "home"), ("--library", root)
    [hit] = terminal.run("search", "三百六十七号", "--json", *within).json()["hits"]
    [boat] = terminal.run("search", "马灯", "--json", *within).json()["hits"]
    terminal.run("correct", "add", NAMED, "--number", "31", *within)
    terminal.run("bookmark", "add", boat["key"], "--note", HOSTILE, "--tag", f"家{HOSTILE}史", *within)
    terminal.run("bookmark", "remove", boat["key"], *within)
    terminal.run("bookmark", "add", hit["key"], "--note", "外公", "--tag", f"船{HOSTILE}票", *within)
    terminal.run("bookmark", "add", hit["key"], "--quote", f"戏台{HOSTILE}建于光绪年间", *within)
    notes = terminal.run("bookmark", "export", "--format", "json", *within).json()
    later = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
    for bookmark in notes["bookmarks"]:
        bookmark["note"], bookmark["modified"] = NOTE, later.isoformat()
    (root / MISSING).unlink()
    file = folder / f"{HOSTILE}.json"
    file.write_text(json.dumps(notes), encoding="utf-8")
    with terminal.library(root) as library:
        [article] = library.articles.find(hit["key"])
        people_of(library).merge("宋三槐", f"宋{HOSTILE}三槐")
        people_of(library).split("温如岚", HOSTILE, [article.id])
        searches_of(library).add(HOSTILE, "老戏台", Order.RELEVANCE)
        searches_of(library).add("戏台", f"戏台{HOSTILE}", Order.RELEVANCE)
        ship = dossiers_of(library).add("老船").uuid
        dossiers_of(library).add_articles(ship, [(article.id, None)])
        dossiers_of(library).add_note(ship, f"问{HOSTILE}外公")
        dossiers_of(library).add_articles(ship, [(article.id, library.notebook.quote(article.id, HOSTILE))])
    correction = terminal.run("correct", "list", "--json", *within).json()[0]["uuid"]
    return Shelf(terminal, root, hit["key"], boat["key"], correction, file)


#: words, the exit code, and whether what is shown holds something of the library; run one after another
SHOWN_AS = (r"\x1b]", quote("\x1b]"))  # the latter in addresses
NO_ROOM = f"postgresql:///rooms?host=/nowhere/{quote(HOSTILE)}"

COMMANDS: tuple[tuple[tuple[str, ...], int, bool], ...] = (
    (("sync", "--accept-missing"), 0, True),
    ((), 0, True),
    (("bookmark", "import", "NOTES", "--dry-run"), 0, True),
    (("bookmark", "import", "NOTES"), 0, True),
    (("bookmark", "versions", "KEY"), 0, False),
    (("bookmark", "attach", "nosuch", "KEY"), 1, False),
    (("bookmark", "place", "nosuch"), 1, False),
    (("bookmark", "versions", "KEY", "--use", "1"), 0, False),
    (("import", "ROOT/" + UNREADABLE, "ROOT/" + PAPER), 0, True),
    (("unknown",), 0, True),
    (("schema", f"nosuch{HOSTILE}"), 2, True),
    (("offices", f"nosuch{HOSTILE}"), 1, True),
    (("import-notes", f"nosuch{HOSTILE}"), 1, True),
    (("recognize", f"nosuch{HOSTILE}"), 1, True),
    (("recognise", f"nosuch{HOSTILE}"), 1, True),
    (("search", "老戏台"), 0, True),
    (("search", f"戏台{HOSTILE}"), 0, True),
    (("search", HOSTILE, "--json"), 0, False),
    (("search", "--batch", "NOTES", "--jsonl"), 0, False),
    (("search", "老戏台", "--export", "csv"), 0, False),
    (("search", "老戏台", "--export", "bibtex"), 0, False),
    (("search", "老戏台", "--rungs"), 0, True),
    (("search", "外公", "--notes"), 0, False),
    (("search", f"戏台{HOSTILE}", "--notes"), 0, True),
    (("search", "戏台", "--notes", "--json"), 0, False),
    (("search", "老戏台", "--export", "gb2025", "--corrected"), 0, False),
    (("bookmark", "export", "--format", "gb2015", "--corrected"), 0, False),
    (("columns", "ROOT/" + TABLE), 0, True),
    (("columns", "ROOT/" + TABLE, f"text=渡{HOSTILE}口"), 1, True),
    (("columns", "ROOT/" + TABLE, "text=正文", "--json"), 0, False),
    (("columns", f"{HOSTILE}.csv"), 1, True),
    (("parse", "ROOT/" + TABLE), 0, True),
    (("kwic", "老戏台"), 0, True),
    (("kwic", f"戏台{HOSTILE}"), 0, True),
    (("kwic", HOSTILE, "--json"), 0, False),
    (("collocates", "戏台"), 0, False),
    (("collocates", HOSTILE), 0, False),
    (("keyness", "戏台"), 0, False),
    (("keyness", HOSTILE, "--json"), 0, False),
    (("keyness", "戏台", "--against", HOSTILE), 0, False),
    (("people",), 0, False),
    (("people", "--filter", HOSTILE), 0, False),
    (("people", "--json"), 0, False),
    (("people", "何苇"), 0, False),
    (("people", "何苇", "--evidence"), 0, True),
    (("people", HOSTILE), 1, True),
    (("people", "温如岚", "--label", HOSTILE), 0, True),
    (("people", "decisions"), 0, True),
    (("people", "decisions", "--json"), 0, False),
    (("timeline", "戏台", HOSTILE), 0, True),
    (("timeline", HOSTILE, "--json"), 0, False),
    (("chronicle", "戏台"), 0, False),
    (("chronicle", "--dossier", HOSTILE), 1, True),
    (("chronicle", "戏台", "--save", HOSTILE), 0, True),
    (("chronicle", HOSTILE, "--json"), 0, False),
    (("claims", "NOTES"), 0, False),
    (("claims", "NOTES", "--json"), 0, False),
    (("claims", f"nosuch{HOSTILE}"), 1, True),
    (("saved", "list"), 0, True),
    (("saved", "--json"), 0, False),
    (("saved", "show", "戏台"), 0, True),
    (("saved", "show", "戏台", "--json"), 0, False),
    (("saved", "add", f"新{HOSTILE}", f"船 {HOSTILE}"), 0, True),
    (("saved", "undo"), 0, False),
    (("saved", "show", f"三{HOSTILE}"), 1, True),
    (("saved", "join", f"三{HOSTILE}"), 1, True),
    (("chronicle", "--join", f"三{HOSTILE}"), 1, False),
    (("log", "--on"), 0, False),
    (("log", "--json"), 0, False),
    (("similar",), 0, False),
    (("similar", "KEY"), 0, False),
    (("similar", "KEY", "--diff", "--json"), 0, False),
    (("similar", "--series"), 0, False),
    (("similar", HOSTILE), 1, True),
    (("sources", "KEY"), 0, True),
    (("sources", "KEY", "--diff", "--json"), 0, False),
    (("sources", HOSTILE), 1, True),
    (("show", "KEY", "--source", "9"), 1, False),
    (("show", "KEY"), 0, True),
    (("show", "KEY", "--format", "markdown"), 0, False),
    (("show", "KEY", "--format", "html"), 0, False),
    (("show", "KEY", "--format", "json"), 0, False),
    (("show", HOSTILE), 1, True),
    (("show", "OTHER", "--path", HOSTILE), 1, True),
    (("cite", "KEY", "--link"), 0, False),
    (("show", f"yuebao:article/{HOSTILE}"), 2, False),
    (("open", f"yuebao:article/{HOSTILE}"), 2, False),
    ((f"yuebao:{HOSTILE}", HOSTILE), 2, False),
    *((("cite", "KEY", "--style", style), 0, False) for style in ("gb2015", "bibtex", "ris", "csl-json")),
    (("parse", "ROOT/" + PAPER), 0, True),
    (("parse", "ROOT/" + PAPER, "--explain"), 0, True),
    (("parse", "ROOT/" + PAPER, "--json"), 0, False),
    (("parse", "ROOT/" + PAPER, "--as", "text"), 0, True),
    (("parse", "ROOT/" + UNREADABLE), 1, False),
    (("bookmark", "list"), 0, True),
    (("bookmark", "list", "--removed"), 0, True),
    (("bookmark", "list", "--json"), 0, False),
    (("bookmark", "add", "KEY"), 0, True),
    (("bookmark", "add", "KEY", "--quote", "三百六十七号"), 0, True),
    (("bookmark", "remove", "KEY"), 0, True),
    (("bookmark", "restore", "KEY"), 0, True),
    (("bookmark", "restore", HOSTILE), 1, True),
    (("bookmark", "export"), 0, False),
    (("bookmark", "export", "--format", "html"), 0, False),
    (("bookmark", "export", "--format", "text"), 0, False),
    (("bookmark", "export", "--format", "json"), 0, False),
    (("bookmark", "export", "NOTES", "--format", "json"), 1, True),
    (("backup", "make"), 0, False),
    (("backup", "list"), 0, False),
    (("backup", "show", "2"), 0, False),
    (("backup", "restore", "2"), 0, False),
    (("backup", "restore", HOSTILE), 1, True),
    (("backup", "remove", HOSTILE), 1, True),
    (("bookmark", "tags"), 0, True),
    (("bookmark", "retag", f"船{HOSTILE}票", "--to", "渡口"), 0, False),
    (("bookmark", "undo"), 0, True),
    (("correct", "list"), 0, True),
    (("correct", "list", "--json"), 0, False),
    (("correct", "add", NAMED, "--title", HOSTILE), 2, True),
    (("correct", "add", HOSTILE, "--number", "3"), 1, True),
    (("correct", "files", NAMED, "--by-name", "甲YYYYMMDD", "--dry-run"), 0, True),
    (("correct", "files", HOSTILE, "--date", "1990-03-05", "--dry-run"), 1, True),
    (("correct", "together", "KEY", "OTHER"), 1, False),
    (("correct", "apart", "KEY", "OTHER"), 1, False),
    (("correct", "choose", "CORRECTION"), 1, False),
    (("correct", "undo", "CORRECTION"), 0, False),
    (("correct", "export"), 0, False),
    (("correct", "import", "NOTES"), 1, True),
    (("correct", "character", "KEY", "三百六十七号", "三百六十七弓"), 0, False),
    (("correct", "character", "KEY", HOSTILE, "戏合"), 1, False),
    (("correct", "characters"), 0, False),
    (("correct", "characters", "--json"), 0, False),
    (("dossier", "list"), 0, False),
    (("dossier", "list", "--json"), 0, False),
    (("dossier", "show", "老船"), 0, True),
    (("dossier", "show", "老船", "--json"), 0, False),
    (("dossier", "export", "老船"), 0, False),
    (("dossier", "add", "新船", "KEY"), 0, False),
    (("dossier", "add", "新船", HOSTILE), 1, True),
    (("dossier", "show", HOSTILE), 1, True),
    (("dossier", "join", HOSTILE), 1, False),
    (("dossier", "new", f"又{HOSTILE}"), 0, False),
    (("dossier", "write", "又", f"问{HOSTILE}"), 0, False),
    (("dossier", "undo"), 0, False),
    (("clip", HOSTILE, "-o", "ROOT/x.png"), 1, True),
    (("export", "--all", "-o", "ROOT/../全部"), 0, False),
    (("export", HOSTILE, "-o", "ROOT/../敌意.epub"), 0, True),
    (("pack", "-o", "ROOT/../敌意.yuebao", "--giver", HOSTILE), 0, False),
    (("check", "--library", "ROOT/../敌意.yuebao"), 0, True),
    (("pack", "-o", f"ROOT/../{HOSTILE}.zip"), 2, False),
    (("evidence", "make", "戏台", "-o", "ROOT/../敌意.yuebao-evidence", "--giver", HOSTILE), 0, False),
    (("evidence", "check", "ROOT/../敌意.yuebao-evidence"), 1, True),
    (("evidence", "check", "ROOT/../敌意.yuebao-evidence", "--json"), 1, False),
    (("evidence", "check", HOSTILE), 1, True),
    (("misreadings", PAPER), 0, True),
    (("misreadings", PAPER, "--json"), 0, False),
    (("misreadings", HOSTILE), 1, True),
    (("profile",), 0, False),
    (("profile", "--json"), 0, False),
    (("profile", HOSTILE), 1, True),
    *(
        (("room", action, NO_ROOM, *more), 1, True)
        for action, *more in (("create",), ("add", "ROOT"), ("check",))
    ),
    (("room", "forget", NO_ROOM), 1, False),
    (("room", "serve", "ROOT"), 1, True),
    (("room", "rights"), 0, False),
    (("search", "戏台", "--library", NO_ROOM), 1, True),
    (("completion", "bash"), 0, False),
    (("check",), 0, True),
    (("check", "--forget-missing", HOSTILE), 1, True),
    (("open", HOSTILE), 1, False),
    (("sync", "--progress-jsonl"), 0, False),
    (("search", "--sort", HOSTILE, "x"), 2, False),
    (("show", "KEY", HOSTILE), 1, True),
    ((HOSTILE,), 2, False),
    (("--library", HOSTILE, "sync"), 1, True),
)


def test_every_command_is_run_here() -> None:
    def actions_of(parser: Parser) -> dict[str, Any]:
        choices = (
            each.choices for each in parser.filled()._actions if isinstance(each, argparse._SubParsersAction)
        )
        return dict(next(choices, {}))

    commands = actions_of(program_parser(language()))
    known: set[tuple[str, ...]] = {(name,) for name in commands if not actions_of(commands[name])}
    known |= {(name, action) for name in commands for action in actions_of(commands[name])}
    assert known <= {words[:length] for words, _, _ in COMMANDS for length in (1, 2)}


@pytest.mark.slow
def test_nothing_of_it_steers_a_terminal(shelf: Shelf) -> None:
    told = run_on_terminal(shelf, [words for words, _, _ in COMMANDS])
    for (words, code, shows), ran in zip(COMMANDS, told, strict=True):
        assert ran.code == code, (words, ran)
        assert not STEERING.search(OURS.sub("", ran.out + ran.err)), (words, ran)
        assert not shows or any(form in ran.out + ran.err for form in SHOWN_AS), (words, ran)


@pytest.mark.slow
def test_with_json_whatever_fails_tells_why_in_an_object(shelf: Shelf) -> None:
    for words, _, _ in COMMANDS:
        ran = shelf.terminal.ran("--library", shelf.root, *shelf.filled_in(words), "--json")
        told = [json.loads(line) for line in ran.err.splitlines() if line.startswith('{"error"')]
        assert all(each["error"].keys() == {"message", "hint"} for each in told), (words, ran)
        has_compared = words[:2] == ("evidence", "check") and ran.out != ""  # 1: something differs
        assert bool(told) == (ran.code != 0 and not has_compared), (words, ran)


@pytest.mark.parametrize(
    "words",
    [("show", "KEY"), ("search", "老戏台"), ("bookmark", "list"), ("sync", "--accept-missing")],
    ids=str,
)
def test_nor_what_is_behind_a_pipe(shelf: Shelf, words: tuple[str, ...]) -> None:
    ran = shelf.run(*shelf.filled_in(words))
    assert r"\x1b]" in ran.out + ran.err
    assert not STEERING.search(ran.out + ran.err)


#: runs the command lines that it is given, as JSON, one after another; tells where each has ended, and how
ONE_AFTER_ANOTHER = """
import json, sys
from reader.cli import main
for number, words in enumerate(json.load(sys.stdin)):
    try:
        code = main(words)
    except SystemExit as ended:
        code = ended.code
    for stream in (sys.stdout, sys.stderr):
        print(f"==={number} {code}===", file=stream, flush=True)
"""


def run_on_terminal(shelf: Shelf, commands: Sequence[Sequence[str]]) -> list[Ran]:
    """Runs them in one process, each of its streams on a terminal of its own."""
    lines = [
        [*(() if "--library" in words else ("--library", str(shelf.root))), *shelf.filled_in(words)]
        for words in commands
    ]
    (out, their_out), (err, their_err) = os.openpty(), os.openpty()
    with ThreadPoolExecutor(2) as threads, TemporaryFile() as given:
        given.write(json.dumps(lines).encode())
        given.seek(0)
        read = [threads.submit(lines_on, terminal) for terminal in (out, err)]
        process = subprocess.Popen(
            [sys.executable, "-c", ONE_AFTER_ANOTHER],
            env=shelf.terminal.environment(),
            stdin=given,
            stdout=their_out,
            stderr=their_err,
        )
        os.close(their_out)
        os.close(their_err)
        outs, errs = (re.split(r"===\d+ (\d+)===\n", each.result()) for each in read)
        assert process.wait() == 0
    assert outs[1::2] == errs[1::2]
    return [Ran(int(code), *told) for code, *told in zip(outs[1::2], outs[::2], errs[::2], strict=False)]


def lines_on(terminal: int) -> str:
    """All that is printed on it until it is closed."""
    told = b"".join(pieces_of(terminal))
    os.close(terminal)
    return told.replace(b"\r\n", b"\n").decode()


def pieces_of(terminal: int) -> Iterator[bytes]:
    with suppress(OSError):  # how a pseudo-terminal says that it was closed
        while data := os.read(terminal, 1 << 16):
            yield data


def test_the_programs_own_colours_are_left(shelf: Shelf) -> None:
    words = ("search", "给每块木头")
    assert "\x1b[1;31m给每块木头\x1b[0m" in run_on_terminal(shelf, [words])[0].out
    assert "\x1b" not in shelf.run(*words).out


def test_json_holds_what_was_written(shelf: Shelf) -> None:
    shelf.run("bookmark", "import", shelf.notes)
    listed = shelf.run("bookmark", "list", "--json").json()
    exported = shelf.run("bookmark", "export", "--format", "json").json()["bookmarks"]
    for bookmarks in (listed, exported):
        assert NOTE in [bookmark["note"] for bookmark in bookmarks]
        assert [f"船{HOSTILE}票"] in [bookmark["tags"] for bookmark in bookmarks]
    shown = shelf.run("show", shelf.key, "--format", "json").json()
    assert HOSTILE in shown["headline"]
    assert shown["sources"][0]["path"] == PAPER
    assert shelf.run("sync", "--accept-missing", "--json").json()["failed"][0]["path"] == UNREADABLE


def test_a_bug_is_reported_without_what_it_was_asked(shelf: Shelf) -> None:
    probe = (
        "import sys; import reader.cli as cli\n"
        "def broken(words): raise ZeroDivisionError(sys.argv[1])\n"
        "cli.parse_arguments = broken; sys.exit(cli.main(sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe, "search", HOSTILE],
        env=shelf.terminal.environment(),
        capture_output=True,
        check=False,
    )
    assert SHOWN in done.stderr.decode()
    assert not STEERING.search(done.stderr.decode())


@pytest.mark.parametrize(
    "words",
    [
        ("bookmark", "add", "KEY", "--note"),
        ("bookmark", "add", "KEY", "--tag"),
        ("correct", "add", PAPER, "4", "--names"),
        ("correct", "together", "KEY"),
        ("show",),
    ],
    ids=str,
)
def test_half_a_character_is_no_text(shelf: Shelf, words: tuple[str, ...]) -> None:
    half = os.fsdecode(b"\xe5\xa4")
    ran = shelf.terminal.run("--library", shelf.root, *shelf.filled_in(words), half, code=2)
    assert "UTF-8" in ran.err
