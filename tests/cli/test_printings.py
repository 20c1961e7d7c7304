"""Every hit has the name of its printing, by which every command finds exactly that article, also through a pipe."""

import csv
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.terminal import Terminal

STORY = "渡船今起加班，早上有两条新船下水，船工把缆绳绕了三圈，围观的人站满了石阶，主任说逢集的日子再添一班。"
ISSUE = "{title}\n\n1936年7月{day}日\n第81{day}期 今日4版\n\n渡船今起加班\n\n本报讯（记者 田麦青）{story}\n"
UNDATED = "渡船今起加班\n\n本报讯（记者 田麦青）{story}\n{more}\n"
PAPERS = ["The @ Courier", "A@B News", "A", "1936-07-04", "青石日报"]


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    return Terminal(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def shelf(terminal: Terminal, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One text in two papers on a day, in two editions of a day, on two days, undated, and in papers with odd names."""
    root = tmp_path_factory.mktemp("双生")
    for name, title, day in (
        ("a", "青石日报", 4),
        ("b", "河口日报", 4),
        ("c", "青石日报", 5),
        ("d", "青石日报 晚刊", 5),
        ("e", "青石日报 晨刊", 5),
    ):
        (root / f"{name}.txt").write_text(ISSUE.format(title=title, day=day, story=STORY), "utf-8")
    for name, more in (("无日期", ""), ("无日期 x@y", "水又涨了，人都往岸上走，这一天就没有船了。")):
        (root / f"{name}.txt").write_text(UNDATED.format(story=STORY, more=more), "utf-8")
    with (root / "表.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["title", "date", "text", "page", "newspaper"])
        for paper in PAPERS:
            table.writerow(["渡船", "1936-07-04", f"本报讯（记者 田麦青）{STORY}", "1", paper])
            table.writerow(["渡船", "1936-07-04", f"本报讯（记者 田麦青）{STORY}", "2", paper])
        table.writerow(["渡船", "1936-07-06", "渡船的事只此一篇，别处没有，写在这里给后来的人看。", "1", "A"])
    terminal.run("sync", "--library", root)
    return root


def hits(terminal: Terminal, shelf: Path, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = terminal.run(
        "search", *words, "--library", shelf, "--json", "--all"
    ).json()["hits"]
    return [hit for hit in found if hit["key"] is not None]


def where(sources: Sequence[dict[str, Any]]) -> list[str]:
    return [source["path"] for source in sources]


QUERIES = ["渡船", "-雪", "date:1936-07-05", "版次:晚刊", '"围观的人"']


@pytest.mark.parametrize("query", QUERIES)
def test_every_hit_of_every_search_is_found_by_its_name_alone(
    terminal: Terminal, shelf: Path, query: str
) -> None:
    found = hits(terminal, shelf, query)
    names = [hit["printing"] for hit in found]
    assert len(names) == len(set(names)) > 0
    ran = terminal.run("show", "-", "--format", "json", "--library", shelf, stdin="\n".join(names))
    shown = ran.lines()
    assert [each["printing"] for each in shown] == names
    assert [(where(each["sources"])[0], each["page"]) for each in shown] == [
        (hit["path"], hit["page"]) for hit in found
    ]


def test_a_name_is_the_key_alone_where_that_is_enough(terminal: Terminal, shelf: Path) -> None:
    names = {hit["printing"] for hit in hits(terminal, shelf, "渡船")}
    keys = {hit["key"] for hit in hits(terminal, shelf, "渡船")}
    (key,) = [hit["key"] for hit in hits(terminal, shelf, "只此一篇")]
    assert key in names
    twin = min(keys - {key}, key=len)
    assert {f"{twin}@1936-07-04@河口日报", f"{twin}@1936-07-05@青石日报@晚刊"} <= names
    assert f"{twin}@无日期 x@y.txt" in names


def test_every_command_takes_it(terminal: Terminal, shelf: Path, tmp_path: Path) -> None:
    within = ("--library", shelf)
    found = hits(terminal, shelf, "渡船")
    names = [hit["printing"] for hit in found]
    cited = terminal.run("cite", "-", "--link", *within, stdin="\n".join([*names, ""])).out.splitlines()
    assert len(set(cited)) == len(names)
    assert terminal.run("cite", *cited, "--style", "csl-json", *within).json() != []
    items = terminal.run("cite", *names, "--style", "csl-json", *within).json()
    assert len({item["id"] for item in items}) == len(names)
    assert len(terminal.run("cite", *names, *within).out.splitlines()) == len(names)
    for name in names:
        terminal.run("sources", name, *within)
        terminal.run("similar", name, *within)
        terminal.run("correct", "character", name, "渡", "度", "--dismiss", *within)
    terminal.run("dossier", "add", "渡船", "-", *within, stdin="\n".join(names))
    entries = terminal.run("dossier", "show", "渡船", "--json", *within).json()["entries"]
    assert [entry["printing"] for entry in entries] == names
    terminal.run("bookmark", "add", *names, "--note", "待核", *within)
    kept = terminal.run("bookmark", "list", "--json", *within).json()
    assert sorted(each["printing"] for each in kept) == sorted(names)
    assert {each["printing"]: each["path"] for each in kept} == {
        hit["printing"]: hit["path"] for hit in found
    }
    noted = terminal.run("search", "待核", "--notes", "--json", *within).json()["notes"]
    assert sorted(each["printing"] for each in noted) == sorted(names)
    done = terminal.run(
        "export", "-", "-o", tmp_path / "书.epub", "--json", *within, stdin="\n".join(names)
    ).json()
    assert done["articles"] == len(names)
    done = terminal.run("export", *names[:2], "-o", tmp_path / "夹", "--json", *within).json()
    assert done["articles"] == 2
    terminal.run("bookmark", "remove", "-", *within, stdin="\n".join(names))
    assert terminal.run("bookmark", "list", "--json", *within).json() == []
    terminal.run("bookmark", "restore", *names, *within)


def rows(terminal: Terminal, shelf: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    yield "kwic", terminal.run("kwic", "渡船", "--unfolded", "--library", shelf, "--json").json()["rows"]
    yield (
        "rungs",
        terminal.run("search", "渡船", "--rungs", "--json", "--all", "--library", shelf).json()["hits"],
    )
    batch = terminal.run("search", "--batch", "-", "--jsonl", "--library", shelf, stdin="渡船\n")
    yield "batch", json.loads(batch.out)["hits"]


def test_every_command_that_lists_hits_names_them(terminal: Terminal, shelf: Path) -> None:
    names = {hit["printing"] for hit in hits(terminal, shelf, "渡船")}
    for command, listed in rows(terminal, shelf):
        assert (command, {row["printing"] for row in listed if row["key"]}) == (command, names)


def test_of_several_names_the_wrong_ones_are_said_and_the_others_done(
    terminal: Terminal, shelf: Path
) -> None:
    name = hits(terminal, shelf, "只此一篇")[0]["printing"]
    ran = terminal.run("cite", "aaaaaaaaaaaaaaaa", name, "--library", shelf, code=1)
    assert "只此一篇" not in ran.err
    assert "aaaaaaaaaaaaaaaa" in ran.err
    assert ran.out.startswith("渡船[N]")
    assert terminal.run("cite", "-", "--library", shelf, stdin="\n\n").out.strip() == ""
