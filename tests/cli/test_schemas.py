"""What commands print as JSON is what `reader schema` says, and a hit is the same wherever it is told."""

import json
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct, field
from msgspec.structs import fields

from reader.cli.options import Arguments
from reader.cli.schemas import HITS, Hit, answers, commands_with_actions, schema_of, types_of
from tests.terminal import Ran, Terminal, write_issues
from tests.told_types import why_not

FOLDER = Path(__file__).parents[2] / "docs" / "schema"
COMMANDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "search": (
        ("search", "戏台", "--json"),
        ("search", "戏台", "--json", "--rungs"),
        ("search", "柳川晚报", "--json", "--notes"),
        ("search", "要紧", "--json", "--notes"),
        ("search", "戏台 日期:1990", "--json", "--as-printed"),
        ("search", "没有的词", "--json"),
    ),
    "search hit": (("search", "戏台", "--jsonl"),),
    "search jsonl file": (
        ("search", "戏台", "--export", "jsonl"),
        ("bookmark", "export", "--format", "jsonl"),
    ),
    "sync": (("sync", "--json"),),
    "kwic": (("kwic", "戏台", "--json"), ("kwic", "戏台", "--json", "--group")),
    "collocates": (("collocates", "戏台", "--json"),),
    "timeline": (
        ("timeline", "戏台", "渡船", "--json"),
        ("timeline", "戏台", "--json", "--share", "articles"),
    ),
    "keyness": (
        ("keyness", "戏台", "--json"),
        ("keyness", "戏台", "--against", "渡船", "--json"),
        ("keyness", "--ngrams", "2", "--json"),
    ),
    "chronicle": (("chronicle", "戏台", "--json"), ("chronicle", "--json", "--from", "1990")),
    "claims": (("claims", "ROOT/1990/03/19900305.txt", "--json"),),
    "export": (("export", "戏台", "--json", "-o", "NEW/texts"),),
    "saved": (("saved", "--json"), ("saved", "--json", "--new")),
    "saved list": (("saved", "list", "--json"),),
    "saved show": (("saved", "show", "戏台", "--peek", "--json"),),
    "evidence make": (("evidence", "make", "戏台", "--json", "-o", "NEW/a.yuebao-evidence"),),
    "evidence check": (("evidence", "check", "EVIDENCE", "--json"),),
    "show": (("show", "KEY", "--format", "json"),),
    "cite": (("cite", "KEY", "--style", "csl-json"),),
    "sources": (("sources", "KEY", "--json", "--diff"),),
    "similar": (
        ("similar", "--json"),
        ("similar", "KEY", "--json", "--diff"),
        ("similar", "--series", "--json"),
    ),
    "people": (
        ("people", "--json"),
        ("people", "温如岚", "--json", "--evidence"),
        ("people", "decisions", "--json"),
        ("people", "--list", "NAMES", "--json"),
    ),
    "offices": (("offices", "--json"), ("offices", "柳川镇", "--json")),
    "dossier list": (("dossier", "list", "--json"),),
    "dossier show": (("dossier", "show", "渡口", "--json"),),
    "bookmark list": (("bookmark", "list", "--json"), ("bookmark", "list", "--removed", "--json")),
    "bookmark tags": (("bookmark", "tags", "--json"),),
    "bookmark import": (("bookmark", "import", "NOTES", "--json", "--dry-run"),),
    "backup make": (("backup", "make", "--json"),),
    "backup list": (("backup", "list", "--json"),),
    "backup show": (("backup", "show", "2", "--json"),),
    "backup restore": (("backup", "restore", "2", "--json"),),
    "correct add": (
        ("correct", "add", "1990/03/19900305.txt", "4", "--role", "headline", "--json"),
        ("correct", "add", "1990/03/19900305.txt", "--number", "12", "--json"),
    ),
    "correct files": (("correct", "files", "1990", "--title", "柳川晚报", "--dry-run", "--json"),),
    "correct together": (("correct", "together", "KEY", "SECOND", "--json"),),
    "correct apart": (("correct", "apart", "KEY", "SECOND", "--json"),),
    "correct list": (("correct", "list", "--json"),),
    "correct characters": (("correct", "characters", "--json"),),
    "correct character": (
        ("correct", "character", "KEY", "戏台", "戏合", "--json"),
        ("correct", "character", "KEY", "麦场", "麦扬", "--json", "--all", "--later", "--dry-run"),
    ),
    "correct choose": (("correct", "choose", "CHOSEN", "--json"),),
    "correct undo": (("correct", "undo", "UUID", "--json"),),
    "correct import": (("correct", "import", "CORRECTIONS", "--json"),),
    "misreadings": (("misreadings", "1990-03-05", "--json"),),
    "profile": (("profile", "--json"),),
    "unknown": (("unknown", "--json"), ("unknown", "--json", "--kind", "inferred")),
    "check": (("check", "--json"),),
    "parse": (
        ("parse", "ROOT/1990/03/19900305.txt", "--json", "--explain"),
        ("parse", "ZIP", "--json"),
    ),
    "columns": (("columns", "ROOT/TABLE.csv", "--json"),),
    "log": (("log", "--json"),),
    "import": (("import", "ANOTHER", "--json"),),
    "import-notes": (("import-notes", "QUOTES", "--json"),),
    "pack": (("pack", "ROOT", "-o", "NEW/a.yuebao", "--json"),),
    "whats-new": (("--whats-new", "--json"),),
}
"""The command lines whose output is checked, by what `reader schema` is asked for; a word in capitals is filled in."""
ELSEWHERE = {
    "self-test": "tests/features/self_test/test_self_test.py",
    "recognize": "tests/features/recognition/cli/test_recognize.py",
    "clip": "tests/cli/test_dossier.py",
    "room create": "tests/cli/test_room.py",
    "room add": "tests/cli/test_room.py",
    "room check": "tests/cli/test_room.py",
    "room forget": "tests/cli/test_room_password.py",
    "room serve": "tests/cli/test_room_serve.py",
}
"""What a server, a recogniser or Qt is needed for, and where its output is checked."""


AGAIN = {
    "1991/02/19910203.txt": (
        "柳川晚报\n1991年2月3日 星期日 第347期\n\n"
        "老戏台搬过了河\n\n"
        "本报讯（记者 温如岚）柳川镇的老戏台昨天拆下最后一根檩子，装船运到对岸的麦场。戏台建于光绪年间，"
        "四根台柱上刻着两副对子，木匠们给每块木头编了号，一共三百六十七号。副镇长宋三槐到场。\n"
    )
}
"""A paper that prints an article once more."""


class Shelf(Struct, frozen=True):
    """A library with something of everything that commands tell, and files for those that read some."""

    terminal: Terminal
    root: Path
    beside: Path
    names: dict[str, str]
    told: dict[Sequence[str], list[Any]] = field(default_factory=dict)

    def run(self, words: Sequence[str]) -> Ran:
        filled = [self.names.get(word) or word.replace("ROOT", str(self.root)) for word in words]
        return self.terminal.run(*(word.replace("NEW", str(self.beside)) for word in filled))

    def printed(self, words: Sequence[str]) -> list[Any]:
        """Return what a command line prints: an object or an array, or one on each line."""
        if words not in self.told:
            out = self.run(words).out
            try:
                self.told[words] = [json.loads(out)]
            except ValueError:
                self.told[words] = [json.loads(line) for line in out.splitlines()]
        return self.told[words]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    root = write_issues(tmp_path_factory.mktemp("柳川"))
    beside = tmp_path_factory.mktemp("旁边")
    terminal = Terminal(tmp_path_factory.mktemp("家"))
    for path, text in AGAIN.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    (root / "TABLE.csv").write_text(
        "标题,正文,日期\n渡口,船工说好，岸上的人都听见了。,1990-03-07\n", encoding="utf-8"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("READER_LIBRARY", str(root))
        names = _prepared(terminal, root, beside)
        yield Shelf(terminal, root, beside, names)


def _prepared(terminal: Terminal, root: Path, beside: Path) -> dict[str, str]:
    """Write down something of everything; return what the words in capitals of `COMMANDS` stand for."""
    hits = terminal.run("search", "日期:1990-03", "--jsonl", "--sort", "oldest").lines()
    key, second = hits[0]["printing"], hits[1]["printing"]
    terminal.run("saved", "add", "戏台", "戏台")
    terminal.run("log", "--on")
    terminal.run("bookmark", "add", key, "--tag", "要紧", "--note", "要紧的一篇")
    terminal.run("bookmark", "add", key, "--quote", "四根台柱")
    terminal.run("bookmark", "add", second, "--tag", "米")
    terminal.run("bookmark", "remove", second)
    terminal.run("dossier", "new", "渡口")
    terminal.run("dossier", "add", "渡口", second)
    terminal.run("dossier", "write", "渡口", "自己的话")
    told = terminal.run("correct", "add", "1990/03/19900306.md", "--number", "14", "--json").json()
    line = ("correct", "add", "1991/01/19910117.txt", "6")
    chosen = terminal.run(*line, "--role", "headline", "--json").json()
    terminal.run(*line, "--role", "paragraph")
    terminal.run("correct", "character", key, "对子", "对了")
    notes, corrections = beside / "notes.json", beside / "corrections.jsonl"
    terminal.run("bookmark", "export", notes, "--format", "json")
    terminal.run("correct", "export", corrections)
    terminal.run("backup", "make")
    evidence = beside / "戏台.yuebao-evidence"
    terminal.run("evidence", "make", "戏台", "-o", evidence)
    archive = beside / "另一期.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr(
            "19920117.txt", "柳川晚报\n1992年1月17日\n\n码头开工\n\n本报讯 码头昨天开工，来看的人站满了。\n"
        )
    another = beside / "19920118.txt"
    another.write_text(
        "柳川晚报\n1992年1月18日\n\n码头又停了\n\n本报讯 码头昨天又停了，人都散了。\n", encoding="utf-8"
    )
    quotes = beside / "摘录.md"
    quotes.write_text(
        "> 四根台柱上刻着两副对子，木匠们给每块木头编了号\n\n好。\n\n> 没有这句话的地方\n\n哪里？\n",
        encoding="utf-8",
    )
    people = beside / "names.csv"
    people.write_text("姓名\n温如岚\n何苇\n", encoding="utf-8")
    files = {
        "NOTES": notes,
        "CORRECTIONS": corrections,
        "EVIDENCE": evidence,
        "ZIP": archive,
        "ANOTHER": another,
        "QUOTES": quotes,
        "NAMES": people,
    }
    return {
        "CHOSEN": chosen["uuid"],
        "KEY": key,
        "SECOND": second,
        "UUID": told["uuid"],
        **{name: str(path) for name, path in files.items()},
    }


def is_of(value: Any, kinds: Sequence[Any]) -> bool:
    return not why_not(value, kinds)


HAVE_JSON = {"show", "cite"}
"""The commands that print JSON by an option that is not named so."""


def prints_json(name: str, struct: type[Arguments]) -> bool:
    return name in HAVE_JSON or bool({"as_json", "as_jsonl"} & {each.name for each in fields(struct)})


def test_every_command_that_prints_json_says_as_which_types() -> None:
    for name, struct in commands_with_actions():
        assert bool(struct.ANSWERS) == prints_json(name, struct), name


def test_the_output_of_every_type_is_checked() -> None:
    assert {*answers()} == {*COMMANDS, *ELSEWHERE}
    for name, path in ELSEWHERE.items():
        assert f'"{name}")' in (FOLDER.parents[1] / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", COMMANDS)
def test_what_is_printed_is_what_the_schema_says(shelf: Shelf, name: str) -> None:
    kinds = types_of(name)
    for words in COMMANDS[name]:
        told = shelf.printed(words)
        for value in told:
            assert not why_not(value, kinds), (words, value)
            if isinstance(value, dict) and name == "search":
                assert all(is_of(hit, HITS) for hit in value["hits"])


def test_each_line_of_hits_is_there(shelf: Shelf) -> None:
    for name in ("search hit", "search jsonl file", "show", "similar"):
        assert all(shelf.printed(words) for words in COMMANDS[name][:2]), name


@pytest.mark.parametrize("name", [*COMMANDS, *ELSEWHERE])
def test_the_schema_is_written_down(shelf: Shelf, name: str, pytestconfig: pytest.Config) -> None:
    """In a file of its own, which is made anew with `--update-golden`; the command tells the same."""
    file = FOLDER / f"{name.replace(' ', '-')}.json"
    schema = json.loads(json.dumps(schema_of(name)))
    if pytestconfig.getoption("update_golden"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(schema, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    assert json.loads(file.read_text(encoding="utf-8")) == schema
    assert shelf.run(["schema", *name.split()]).json() == schema


def test_no_other_schema_is_written_down() -> None:
    assert {each.stem for each in FOLDER.iterdir()} == {name.replace(" ", "-") for name in answers()}


def test_an_object_has_no_other_fields(shelf: Shelf) -> None:
    """Nor does it lack any: a field that is renamed is noticed."""
    for name in COMMANDS:
        for value in shelf.printed(COMMANDS[name][0])[:1]:
            one = value[0] if isinstance(value, list) and value else value
            if isinstance(one, dict):
                first, *others = one
                renamed = {f"{first}_": one[first], **{name: one[name] for name in others}}
                changed = [renamed] if isinstance(value, list) else renamed
                assert not is_of(changed, types_of(name)), name


def test_a_hit_is_the_same_wherever_it_is_told(shelf: Shelf) -> None:
    """In an answer, on a line, of several queries, in a file, with a place, and in a saved search."""
    names = {each.name for each in fields(Hit) if each.required}

    def of(hit: dict[str, Any]) -> dict[str, Any]:
        return {name: hit[name] for name in names}

    (shelf.beside / "asked.txt").write_text("戏台\n", encoding="utf-8")
    answer = {hit["key"]: of(hit) for hit in shelf.terminal.run("search", "戏台", "--json").json()["hits"]}
    told = {
        "--jsonl": shelf.terminal.run("search", "戏台", "--jsonl").lines(),
        "--batch": shelf.terminal.run("search", "--batch", shelf.beside / "asked.txt", "--jsonl").json()[
            "hits"
        ],
        "-o": shelf.terminal.run("search", "戏台", "--export", "jsonl").lines(),
        "kwic": shelf.terminal.run("kwic", "戏台", "--json").json()["rows"],
        "saved": shelf.terminal.run("saved", "show", "戏台", "--json").json()["hits"],
    }
    for way, hits in told.items():
        assert {hit["key"]: of(hit) for hit in hits} == answer, way


def test_places_are_counted_as_in_context_also_of_two_strings(shelf: Shelf) -> None:
    for text in ("戏台", "戏台 /30 麦场", "“戏台”", "戏台 或 渡船"):
        hits = shelf.terminal.run("search", text, "--json").json()["hits"]
        rows = shelf.terminal.run("kwic", text, "--json", "--unfolded").json()["rows"]
        counts: dict[str, int] = {}
        for row in rows:
            counts[row["printing"]] = counts.get(row["printing"], 0) + 1
        assert {hit["printing"]: hit["places"] for hit in hits} == counts, text
