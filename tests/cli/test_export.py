"""`reader search` and `reader bookmark export` as data: files that hold every result, or none at all."""

import csv
import json
from pathlib import Path

import pytest
import rispy
from bibtexparser.entrypoint import parse_string

from tests.terminal import Terminal, write_issues


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    return Terminal(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def shelf(terminal: Terminal, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_issues(tmp_path_factory.mktemp("柳川"))
    terminal.run("sync", "--library", root)
    return root


QUERY = "老戏台 或 渡"


def keys(terminal: Terminal, shelf: Path, *more: str) -> list[str]:
    told = terminal.run("search", QUERY, "--library", shelf, "--json", "--all", *more).json()
    return [hit["key"] for hit in told["hits"]]


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".bib", ".ris", ".json", ".md"])
def test_a_file_holds_every_result_in_order(
    terminal: Terminal, shelf: Path, tmp_path: Path, suffix: str
) -> None:
    target = tmp_path / f"结果{suffix}"
    ran = terminal.run("search", QUERY, "--library", shelf, "--sort", "oldest", "-o", target)
    assert str(target) in ran.out
    text = target.read_text(encoding="utf-8")
    match suffix:
        case ".csv":
            found = [row["key"] for row in csv.DictReader(text[1:].splitlines())]
        case ".jsonl":
            found = [json.loads(line)["key"] for line in text.splitlines()]
        case ".bib":
            found = [entry.key for entry in parse_string(text).entries]
        case ".ris":
            found = [entry["id"] for entry in rispy.loads(text)]
        case ".json":
            found = [entry["id"] for entry in json.loads(text)]
        case _:
            found = [line.rpartition(" ")[2] for line in text.splitlines() if line.startswith("   ")]
    assert found == keys(terminal, shelf, "--sort", "oldest")
    assert len(found) > 1
    assert list(tmp_path.iterdir()) == [target]


def test_what_is_printed_is_what_is_saved(terminal: Terminal, shelf: Path, tmp_path: Path) -> None:
    target = tmp_path / "结果.txt"
    terminal.run("search", QUERY, "--library", shelf, "--export", "jsonl", "-o", target)
    printed = terminal.run("search", QUERY, "--library", shelf, "--export", "jsonl").out
    assert printed == target.read_text(encoding="utf-8")
    first = terminal.run("search", QUERY, "--library", shelf, "--export", "jsonl", "--limit", "1").out
    assert first == printed.splitlines(keepends=True)[0]


def test_a_persons_other_naming_is_told_with_its_tie(terminal: Terminal, tmp_path: Path) -> None:
    root = tmp_path / "库"
    root.mkdir()
    for day, body in enumerate(("站长何渡生说，灯要亮着。", "何站长又说了一回。", "何大爷走了。"), 1):
        text = f"雁桥日报\n1987年6月{day}日\n第01版\n## 灯{day}\n本报讯　{body}\n"
        (root / f"1987060{day}.txt").write_text(text, encoding="utf-8")
    (root / "19870604.txt").write_text(
        "雁桥日报\n1987年6月4日\n第01版\n## 灯4\n本报讯　何渡生上船，何站长回头。\n", encoding="utf-8"
    )
    asked = ("search", "何渡生", "--library", root, "--rungs")
    told = terminal.run(*asked, "--json").json()
    assert (told["total"], [hit.get("tie") for hit in told["hits"]]) == (2, [None, None])
    rung = told["rungs"][-1]
    assert (rung["rung"], rung["total"], rung["unseen"]) == ("naming", 1, 0)
    [hit] = rung["hits"]
    assert (hit["date"], hit["rung"], hit["tie"]) == ("1987-06-04", "naming", "同篇有何渡生")
    assert "<mark>何站长</mark>" in hit["snippet"]
    out = terminal.run(*asked).out
    assert "另一种称呼：1 篇，其中 0 篇上面没有" in out
    assert "同篇有何渡生" in out
    [record] = [
        each for each in terminal.run(*asked, "--export", "jsonl").lines() if each["rung"] == "naming"
    ]
    assert (record["places"], record["tie"]) == (1, "同篇有何渡生")
    assert "另一种称呼（同篇有何渡生）" in terminal.run(*asked, "--export", "csv").out
    english = Terminal(terminal.home, {"READER_LANGUAGE": "en"})
    assert "何渡生 is named in the same article" in english.run(*asked).out


def test_a_record_tells_its_rung_where_rungs_are_asked_for(terminal: Terminal, shelf: Path) -> None:
    asked = ("search", "老戱台", "--library", shelf, "--rungs")
    told = terminal.run(*asked, "--json").json()
    lines = terminal.run(*asked, "--export", "jsonl").lines()
    expected = [(hit["key"], "exact") for hit in told["hits"]]
    expected += [(hit["key"], rung["rung"]) for rung in told["rungs"] for hit in rung["hits"]]
    assert [(line["key"], line["rung"]) for line in lines] == expected
    assert "shapes" in {line["rung"] for line in lines}


def test_a_file_that_exists_is_left_alone(terminal: Terminal, shelf: Path, tmp_path: Path) -> None:
    target = tmp_path / "结果.csv"
    target.write_text("别人的", encoding="utf-8")
    ran = terminal.run("search", QUERY, "--library", shelf, "-o", target, code=1)
    assert "没有盖掉" in ran.err
    assert target.read_text(encoding="utf-8") == "别人的"
    assert list(tmp_path.iterdir()) == [target]


def test_nothing_found_is_a_file_without_records(terminal: Terminal, shelf: Path) -> None:
    assert terminal.run("search", "没有的词", "--library", shelf, "--export", "json").out == "[]\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("-o", "结果.xls"), ".xls"),
        (("--export", "word"), "word"),
        (("--export", "csv", "--count"), "--count"),
        (("-o", "a.csv", "--json"), "--json"),
    ],
)
def test_a_wrong_command_is_2_and_says_what_is_wrong(
    terminal: Terminal, words: tuple[str, ...], told: str
) -> None:
    assert told in terminal.run("search", "甲", *words, code=2).err


def test_bookmarks_are_written_in_the_same_formats(terminal: Terminal, tmp_path: Path) -> None:
    root = write_issues(tmp_path / "柳川")
    for key in keys(terminal, root)[:2]:
        terminal.run("bookmark", "add", key, "--note", "=1", "--tag", "戏", "--library", root)
    exported = ("bookmark", "export", "--library", root)
    found = list(csv.DictReader(terminal.run(*exported, "--format", "csv").out[1:].splitlines()))
    assert [(row["note"], row["tags"]) for row in found] == [("'=1", "戏")] * 2
    assert len(parse_string(terminal.run(*exported, "--format", "bibtex").out).entries) == 2
    assert len(rispy.loads(terminal.run(*exported, "--format", "ris").out)) == 2
    assert len(terminal.run(*exported, "--format", "csl-json").json()) == 2
    terminal.run(*exported, tmp_path / "收藏.jsonl")
    terminal.run(*exported, tmp_path / "收藏.txt")
    assert (tmp_path / "收藏.txt").read_text(encoding="utf-8") == terminal.run(
        *exported, "--format", "text"
    ).out
    lines = (tmp_path / "收藏.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["note"] for line in lines} == {"=1"}


@pytest.mark.parametrize(
    "name", ["收藏.docx", "收藏.pdf", "收藏.ods", "收藏.epub", "收藏.json", "收藏", "收藏.2024"]
)
def test_bookmarks_are_not_written_under_an_ending_of_another_form(
    terminal: Terminal, tmp_path: Path, name: str
) -> None:
    told = terminal.run("bookmark", "export", tmp_path / name, code=2).err
    assert (
        "--format" if name.endswith(".json") else ".md .markdown .html .htm .txt .json .csv .xlsx"
    ) in told
    assert not (tmp_path / name).exists()


def test_a_format_that_is_given_is_not_written_under_the_ending_of_another(
    terminal: Terminal, tmp_path: Path
) -> None:
    told = terminal.run("bookmark", "export", tmp_path / "收藏.md", "--format", "csv", code=2).err
    assert ".csv" in told
    root = write_issues(tmp_path / "柳川")
    for name, form in (("收藏.json", "json"), ("引文.json", "csl-json"), ("备份.旧", "json")):
        terminal.run("bookmark", "export", tmp_path / name, "--format", form, "--library", root)
        assert json.loads((tmp_path / name).read_text(encoding="utf-8")) is not None
