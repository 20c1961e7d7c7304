"""Whatever a command reads that a person has written is read in the encoding that it is in: no argument is left out.

Each argument that names a file or an article stands in one table here; those that read words are tried with each
encoding that such a file may have. What is stored is what UTF-8 would have stored, and a guess is told.
"""

import argparse
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec import field

from reader.cli.commands import program_parser
from reader.cli.parser import Parser
from reader.i18n import language
from tests.terminal import Ran, Terminal, write_issues

ISSUE = (
    "雁橋日報\n1987年6月12日 星期五 第5000號\n第1版\n渡口新開夜航\n"
    "老人在渡口點燈，夜航船從今夜起開行。船夫三人，客人二十餘名，水路八里，風平浪高。\n"
    "米市早市開秤\n米市今早五時開秤，買米之人從東門排到橋頭，市價如昨日，無人爭先。\n"
)
"""In characters that each of the encodings has."""
SENTENCES = "老人在渡口點燈，夜航船從今夜起開行。\n米市今早五時開秤，買米之人從東門排到橋頭。\n"
QUOTE = "> 買米之人從東門排到橋頭，市價如昨日\n\n祖父排過這個隊，回家言米市早市無人爭先\n"
KEYS = ["DIR", "FILE", "ISSUE", "KEY", "PATH", "UUID"]
"""What the help calls arguments by that name something."""

ENCODINGS = ["utf-8-sig", "gb18030", "big5", "shift_jis", "utf-16", "utf-16-le", "utf-16-be"]
SHOWS_ITSELF = ["utf-8-sig", "utf-16"]


def words_of_search(terminal: Terminal, root: Path, file: Path) -> str:
    return terminal.run("search", "--batch", file, "--jsonl", "--library", root).out


def claims(terminal: Terminal, root: Path, file: Path) -> str:
    return terminal.run("claims", file, "--library", root).out


def names(terminal: Terminal, root: Path, file: Path) -> str:
    return terminal.run("people", "--list", file, "--library", root).out


def notes(terminal: Terminal, root: Path, file: Path) -> str:
    terminal.run("bookmark", "import", file, "--library", root)
    return terminal.run("bookmark", "export", "--format", "markdown", "--library", root).out


def corrections(terminal: Terminal, root: Path, file: Path) -> str:
    terminal.run("correct", "import", file, "--library", root)
    return terminal.run("correct", "export", "--library", root).out


def foreign_notes(terminal: Terminal, root: Path, file: Path) -> str:
    told = terminal.run("import-notes", file, "--json", "--library", root)
    assert [each["note"] for each in told.json()["new"]] == [QUOTE.splitlines()[-1]]
    return told.out


def written_into_a_dossier(terminal: Terminal, root: Path, file: Path) -> str:
    terminal.run("dossier", "write", "祖父", "-", "--library", root, stdin=file.read_bytes())
    return terminal.run("dossier", "show", "祖父", "--library", root).out


class Heard(Terminal, frozen=True):
    """A terminal that remembers what was told."""

    told: list[str] = field(default_factory=list)

    def ran(self, *words: object, stdin: str | bytes = b"") -> Ran:
        ran = super().ran(*words, stdin=stdin)
        self.told.append(ran.out + ran.err)
        return ran


READS_WORDS: dict[str, Callable[[Terminal, Path, Path], str]] = {
    "reader search batch": words_of_search,
    "reader claims file": claims,
    "reader people name_list": names,
    "reader bookmark import file": notes,
    "reader correct import file": corrections,
    "reader import-notes file": foreign_notes,
    "reader dossier write words": written_into_a_dossier,
}
READS_PAPERS = {
    "reader parse file",
    "reader columns file",
    "reader import paths",
    "reader recognize paths",
    "reader misreadings issue",
    "reader correct add file",
    "reader correct files files",
}
READS_OWN_KINDS = {"reader evidence check file", "reader open root"}
NAMES_ARTICLES = {
    *(f"reader {name} keys" for name in ("show", "similar", "cite", "dossier add")),
    *(f"reader bookmark {name} keys" for name in ("add", "remove", "restore")),
    *(f"reader {name} key" for name in ("sources", "clip", "bookmark attach", "bookmark versions")),
    *(f"reader correct {name} key" for name in ("together", "apart", "character")),
    *(f"reader correct {name} second_key" for name in ("together", "apart")),
    *(f"reader {name} path" for name in ("show", "sources", "similar", "cite", "clip")),
    *(f"reader {name} path" for name in ("bookmark add", "dossier add")),
    "reader check forget_missing",
    "reader export query",
    *(
        f"reader {name} uuid"
        for name in ("bookmark place", "bookmark attach", "correct choose", "correct undo")
    ),
}
"""Several keys are read of `-`, too (`lines_of`, tests/cli/test_lists_of_words.py)."""
WRITES = {
    "reader log",
    "reader screenshot",
    "reader show pdf",
    "reader recognize write",
    *(f"reader {name} output" for name in ("search", "timeline", "chronicle", "claims", "kwic", "log")),
    *(f"reader {name} output" for name in ("collocates", "people", "offices", "keyness")),
    *(f"reader {name} target" for name in ("bookmark export", "dossier export", "correct export")),
    *(f"reader {name} target" for name in ("evidence make", "clip", "export", "pack")),
}
FOLDERS = {"reader pack root", "reader room add folder", "reader room serve folder"}


def arguments_of(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Yield the arguments of a command and of its own commands that name files or articles, or read standard input."""
    if isinstance(parser, Parser):
        parser.filled()
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for each in dict.fromkeys(action.choices.values()):
                yield from arguments_of(each)
            continue
        is_named_so = any(name in str(action.metavar).split("|") for name in KEYS)
        if is_named_so or action.type is Path or "标准输入" in str(action.help):
            yield f"{parser.prog} {action.dest}"


def test_every_argument_that_names_a_file_is_known_here() -> None:
    tables = {*READS_WORDS} | READS_PAPERS | READS_OWN_KINDS | NAMES_ARTICLES | WRITES | FOLDERS
    found = {name for name in arguments_of(program_parser(language())) if not name.endswith(" library")}
    assert found == tables


@pytest.fixture(scope="module")
def contents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a person gives to each argument that reads words."""
    terminal = Terminal(tmp_path_factory.mktemp("home"))
    root = write_issues(tmp_path_factory.mktemp("given") / "papers", {"1987/19870612.txt": ISSUE})
    hits = terminal.run("search", "渡口", "--json", "--library", root).json()["hits"]
    terminal.run("bookmark", "add", hits[0]["key"], "--note", "老人點燈之事", "--library", root)
    terminal.run("correct", "add", "1987/19870612.txt", "4", "--role", "kicker", "--library", root)
    words = "渡口新開夜航\n米市早市開秤\n老人點燈\n水路八里\n"
    return {
        "reader search batch": words,
        "reader claims file": SENTENCES,
        "reader people name_list": "陶一葦\n何念慈\n東門老人\n買米之人\n",
        "reader bookmark import file": terminal.run(
            "bookmark", "export", "--format", "json", "--library", root
        ).out,
        "reader correct import file": terminal.run("correct", "export", "--library", root).out,
        "reader import-notes file": QUOTE,
        "reader dossier write words": SENTENCES,
    }


@pytest.fixture
def fresh(tmp_path: Path) -> Callable[[str], tuple[Terminal, Path]]:
    """Returns a terminal and a library of its own, the same each time but for its place."""

    def made(name: str) -> tuple[Terminal, Path]:
        terminal = Terminal(tmp_path / name / "home")
        return terminal, terminal.laid(tmp_path / name / "papers", {"1987/19870612.txt": ISSUE})

    return made


@pytest.mark.parametrize("name", READS_WORDS)
def test_it_reads_what_it_would_read_in_utf_8(
    name: str, contents: dict[str, str], fresh: Callable[[str], tuple[Terminal, Path]], tmp_path: Path
) -> None:
    told = {}
    for each in ("utf-8", *ENCODINGS):
        terminal, root = fresh(each)
        ending = ".json" if contents[name].startswith("{") else ".md"
        file = tmp_path / each / f"given{ending}"
        file.write_bytes(contents[name].encode(each))
        told[each] = without_what_differs(READS_WORDS[name](terminal, root, file))
    assert told["utf-8"].strip()
    assert told == dict.fromkeys(told, told["utf-8"])


@pytest.mark.parametrize("encoding", [each for each in ENCODINGS if each not in SHOWS_ITSELF])
@pytest.mark.parametrize("name", READS_WORDS)
def test_a_guess_is_told(
    name: str,
    encoding: str,
    contents: dict[str, str],
    fresh: Callable[[str], tuple[Terminal, Path]],
    tmp_path: Path,
) -> None:
    terminal, root = fresh("other")
    file = tmp_path / f"given{'.json' if contents[name].startswith('{') else '.md'}"
    file.write_bytes(contents[name].encode(encoding))
    heard = Heard(terminal.home)
    READS_WORDS[name](heard, root, file)
    assert any(encoding in told for told in heard.told)


def without_what_differs(told: str) -> str:
    """Return what a command has printed without the time that it took."""
    lines = []
    for line in told.splitlines():
        if line.startswith("{"):
            fields = json.loads(line) if line.endswith("}") else {}
            fields.pop("seconds", None)
            line = json.dumps(fields, ensure_ascii=False) if fields else line
        lines.append(line)
    return "\n".join(lines)
