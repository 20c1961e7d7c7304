"""What commands print as JSON is what `reader schema` says, and a hit is the same wherever it is told."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from reader.cli.schemas import ANSWERS, HITS, Hit, schema_of
from tests.terminal import Terminal, write_issues

FOLDER = Path(__file__).parents[2] / "docs" / "schema"
COMMANDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "search": (
        ("search", "戏台", "--json"),
        ("search", "戏台", "--json", "--rungs"),
        ("search", "柳川晚报", "--json", "--notes"),
        ("search", "戏台 日期:1990", "--json", "--as-printed"),
        ("search", "没有的词", "--json"),
    ),
    "kwic": (("kwic", "戏台", "--json"), ("kwic", "戏台", "--json", "--group")),
    "collocates": (("collocates", "戏台", "--json"),),
    "timeline": (
        ("timeline", "戏台", "渡船", "--json"),
        ("timeline", "戏台", "--json", "--share", "articles"),
    ),
    "keyness": (("keyness", "戏台", "--json"), ("keyness", "戏台", "--against", "渡船", "--json")),
    "chronicle": (("chronicle", "戏台", "--json"), ("chronicle", "--json", "--from", "1990")),
    "export": (("export", "戏台", "--json", "-o", "NEW/texts"),),
    "saved": (("saved", "--json"), ("saved", "--json", "--new")),
    "evidence make": (("evidence", "make", "戏台", "--json", "-o", "NEW/a.yuebao-evidence"),),
}
"""The command lines whose output is checked, by what `reader schema` is asked for."""
LINES = {
    "search hit": ("search", "戏台", "--jsonl"),
    "search jsonl file": ("search", "戏台", "--export", "jsonl"),
}
"""Those that print an object a line."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_issues(tmp_path_factory.mktemp("柳川"))


@pytest.fixture
def terminal(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setenv("READER_LIBRARY", str(folder))
    terminal = Terminal(tmp_path / "home")
    terminal.run("saved", "add", "戏台", "戏台")
    return terminal


def is_of(value: Any, kinds: Sequence[Any]) -> bool:
    for kind in kinds:
        try:
            msgspec.convert(value, kind, strict=True)
        except msgspec.ValidationError:
            continue
        return True
    return False


def test_each_schema_has_its_commands() -> None:
    assert {*COMMANDS, *LINES} == {*ANSWERS}


@pytest.mark.parametrize("name", COMMANDS)
def test_what_is_printed_is_what_the_schema_says(terminal: Terminal, tmp_path: Path, name: str) -> None:
    for words in COMMANDS[name]:
        answer = terminal.run(*(word.replace("NEW", str(tmp_path)) for word in words)).json()
        (kind,) = ANSWERS[name]
        msgspec.convert(answer, kind, strict=True)
        if isinstance(answer, dict):
            known = schema_of(name)["$defs"][kind.__name__]["properties"]
            assert answer.keys() <= known.keys(), words
            assert all(is_of(hit, HITS) for hit in answer.get("hits", ()))


@pytest.mark.parametrize("name", LINES)
def test_each_line_is_a_hit(terminal: Terminal, name: str) -> None:
    lines = terminal.run(*LINES[name]).lines()
    assert lines
    assert all(is_of(line, ANSWERS[name]) for line in lines)


def test_a_hit_is_the_same_wherever_it_is_told(terminal: Terminal, tmp_path: Path) -> None:
    """In an answer, on a line, of several queries, in a file, with a place, and in a saved search."""
    fields = {each.name for each in msgspec.structs.fields(Hit) if each.required}

    def of(hit: dict[str, Any]) -> dict[str, Any]:
        return {name: hit[name] for name in fields}

    (tmp_path / "asked.txt").write_text("戏台\n", encoding="utf-8")
    answer = {hit["key"]: of(hit) for hit in terminal.run("search", "戏台", "--json").json()["hits"]}
    told = {
        "--jsonl": terminal.run("search", "戏台", "--jsonl").lines(),
        "--batch": terminal.run("search", "--batch", tmp_path / "asked.txt", "--jsonl").json()["hits"],
        "-o": terminal.run("search", "戏台", "--export", "jsonl").lines(),
        "kwic": terminal.run("kwic", "戏台", "--json").json()["rows"],
        "saved": terminal.run("saved", "show", "戏台", "--json").json()["hits"],
    }
    for way, hits in told.items():
        assert {hit["key"]: of(hit) for hit in hits} == answer, way


def test_places_are_counted_as_in_context_also_of_two_strings(terminal: Terminal) -> None:
    for text in ("戏台", "戏台 /30 麦场", "“戏台”", "戏台 或 渡船"):
        hits = terminal.run("search", text, "--json").json()["hits"]
        rows = terminal.run("kwic", text, "--json").json()["rows"]
        counts: dict[str, int] = {}
        for row in rows:
            counts[row["key"]] = counts.get(row["key"], 0) + row["same"]
        assert {hit["key"]: hit["places"] for hit in hits} == counts, text


@pytest.mark.parametrize("name", ANSWERS)
def test_it_is_written_down(terminal: Terminal, name: str, pytestconfig: pytest.Config) -> None:
    """In a file of its own, which is made anew with `--update-golden`; the command tells the same."""
    file = FOLDER / f"{name.replace(' ', '-')}.json"
    schema = schema_of(name)
    if pytestconfig.getoption("update_golden"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(schema, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    assert json.loads(file.read_text(encoding="utf-8")) == schema
    assert terminal.run("schema", *name.split()).json() == schema
