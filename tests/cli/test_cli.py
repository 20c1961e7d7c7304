"""The commands keep what DESIGN promises to the programs that call them."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from reader import __version__
from reader.formats import read
from reader.library.answers import NoEstimate
from reader.library.derived_data import only_writer
from reader.newspaper.json_format import parts_to_json
from reader.parsing import parse
from reader.storage import archive
from tests.formats import mets_issues, scanned_pages, web_pages
from tests.formats.container_files import page, zipped
from tests.split_story import write_day
from tests.terminal import ISSUES, Terminal, write_issues

_RIGHTS = "-dac_override,-dac_read_search"
WITHOUT_RIGHTS = ("setpriv", f"--bounding-set={_RIGHTS}", f"--inh-caps={_RIGHTS}")
"""The beginning of a command that root runs as one who may not read everything."""

FRONT_MATTER = """---
title: "渡口添了第{day}班船"
date: "2001-02-0{day}"
author: "顾知远"
category: "水利"
---

# 渡口添了第{day}班船

柳川镇的摆渡人昨天说，第{day}班船从石板桥下开，早市的人不用再绕路，看夜戏的人散了场也赶得上。
船钱照旧，一人两分，孩子不收，担子另算。
"""

COMMANDS = [
    (),
    ("open",),
    ("sync",),
    ("import",),
    ("search",),
    ("timeline",),
    ("kwic",),
    ("collocates",),
    ("people",),
    ("similar",),
    ("sources",),
    ("show",),
    ("cite",),
    ("bookmark",),
    *(("bookmark", action) for action in ("add", "remove", "restore", "list", "export", "import")),
    ("clip",),
    ("export",),
    ("pack",),
    ("dossier",),
    *(("dossier", action) for action in ("list", "show", "export")),
    ("misreadings",),
    ("profile",),
    ("room",),
    *(("room", action) for action in ("create", "add", "check", "forget", "serve")),
    ("check",),
    ("parse",),
    ("columns",),
]


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    return Terminal(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def shelf(terminal: Terminal, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A synced library that no test changes."""
    root = write_issues(tmp_path_factory.mktemp("柳川"))
    terminal.run("sync", "--library", root)
    return root


@pytest.fixture
def own_shelf(tmp_path: Path) -> tuple[Terminal, Path]:
    """A library for one test, not yet synced."""
    return Terminal(tmp_path / "home"), write_issues(tmp_path / "柳川")


def key_of(terminal: Terminal, root: Path, query: str) -> str:
    hits = terminal.run("search", query, "--library", root, "--json").json()["hits"]
    assert len(hits) == 1
    return str(hits[0]["key"])


class TestTheCommandLine:
    def test_tells_its_version(self, terminal: Terminal) -> None:
        assert re.fullmatch(r"reader \d+\.\d+\.\d+\n", terminal.run("--version").out)

    @pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
    def test_help_teaches_with_two_examples(self, terminal: Terminal, command: tuple[str, ...]) -> None:
        told = terminal.run(*command, "--help").out
        examples = told.partition("例：\n")[2]
        assert len(re.findall("^  reader ", examples, re.MULTILINE)) == 2
        assert told.isascii() is False

    @pytest.mark.parametrize(
        ("words", "told"),
        [
            (("frobnicate",), "frobnicate"),
            (("search",), "QUERY"),
            (("search", "甲", "--batch", "-"), "QUERY"),
            (("search", "甲", "--all", "--limit", "3"), "--all"),
            (("search", "甲", "--sort", "colour"), "colour"),
            (("search", "甲", "--limit", "-3"), "-3"),
            (("show",), "KEY"),
            (("parse",), "FILE"),
            (("columns",), "FILE"),
            (("sync", "--json", "--progress-jsonl"), "--json"),
            (("bookmark",), "ACTION"),
            (("cite", "key", "--style", "chicago"), "chicago"),
            (("--size", "large"), "large"),
            (("sync", "--lib", "x"), "--lib"),
        ],
    )
    def test_a_wrong_one_is_2_and_says_what_is_wrong(
        self, terminal: Terminal, words: tuple[str, ...], told: str
    ) -> None:
        ran = terminal.run(*words, code=2)
        assert told in ran.err
        assert "--help" in ran.err
        assert not ran.out

    @pytest.mark.parametrize(
        "command",
        ["search", "kwic", "people", "sync", "timeline", "similar", "bookmark list", "correct characters"],
    )
    def test_a_wrong_option_leads_to_the_commands_help(self, terminal: Terminal, command: str) -> None:
        ran = terminal.run(*command.split(), *(["甲"] * (command in ("kwic", "timeline"))), "--nope", code=2)
        assert "没有“--nope”这个选项" in ran.err
        assert ran.err.endswith(f"reader {command} --help\n")

    def test_the_help_and_a_wrong_command_import_no_command(self, terminal: Terminal) -> None:
        probe = (
            "import sys; from reader.cli.commands import all_commands, parse_arguments\n"
            "for word in ('--help', '--version', 'nope', '--nope'):\n"
            "    try: parse_arguments([word])\n"
            "    except SystemExit: pass\n"
            "commands = {each.struct.partition(':')[0] for each in all_commands()}\n"
            "heavy = {'reader.library.library', 'reader.search.query', 'numpy', 'whoosh', 'sqlite3'}\n"
            "print('imported', *sorted((commands | heavy) & {*sys.modules}))"
        )
        done = subprocess.run(
            [sys.executable, "-c", probe],
            env=terminal.environment(),
            capture_output=True,
            check=True,
            encoding="utf-8",
        )
        assert done.stdout.splitlines()[-1] == "imported"

    def test_library_may_stand_before_the_command(self, terminal: Terminal, shelf: Path) -> None:
        assert terminal.run("--library", shelf, "search", "米市", "--count").out == "1\n"

    @pytest.mark.parametrize(
        ("words", "kept_out"),
        [
            (("--version",), {"PySide6", "numpy", "whoosh", "marisa_trie", "sqlite3"}),
            (("search", "米市"), {"PySide6", "shiboken6", "psycopg"}),
            (("bookmark", "list"), {"PySide6", "shiboken6"}),
            (("sync",), {"PySide6", "shiboken6", "http", "tomllib"}),
        ],
    )
    def test_loads_only_what_it_needs(
        self, terminal: Terminal, shelf: Path, words: tuple[str, ...], kept_out: set[str]
    ) -> None:
        probe = (
            "import sys; from reader.cli import main\n"
            "try: main(sys.argv[1:])\n"
            "finally: print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
        )
        command = [sys.executable, "-c", probe, "--library", str(shelf), *words]
        done = subprocess.run(
            command, env=terminal.environment(), capture_output=True, check=True, encoding="utf-8"
        )
        assert not kept_out & set(done.stderr.split())


class TestParse:
    def test_prints_the_object_of_the_contract(self, terminal: Terminal, shelf: Path) -> None:
        file = shelf / "1990/03/19900305.txt"
        told = terminal.run("parse", file, "--json").json()
        assert told == parts_to_json(file.as_posix(), [parse(read(file, file.as_posix()))])
        assert list(told) == ["source", "issue", "issues", "articles", "warnings"]
        assert told["issues"] == [told["issue"]]
        assert told["source"] == {
            "path": file.as_posix(),
            "encoding": "utf-8",
            "line_count": 12,
            "quality": None,
        }

    def test_the_outline_names_every_article(self, terminal: Terminal, shelf: Path) -> None:
        told = terminal.run("parse", shelf / "1990/03/19900305.txt").out
        assert "柳川晚报 · 1990-03-05" in told
        assert "老戏台搬过了河" in told
        assert "米市清早开秤" in told

    def test_explains_every_line_that_is_not_blank(self, terminal: Terminal, shelf: Path) -> None:
        file = shelf / "1990/03/19900305.txt"
        lines = [n for n, line in enumerate(ISSUES["1990/03/19900305.txt"].split("\n"), 1) if line]
        explained = terminal.run("parse", file, "--json", "--explain").json()["explained"]
        assert [verdict["line"] for verdict in explained] == lines
        assert "报头" in terminal.run("parse", file, "--explain").out

    def test_a_web_page_tells_its_format_and_can_be_read_as_another(
        self, terminal: Terminal, tmp_path: Path
    ) -> None:
        page = tmp_path / "content_1.htm"
        page.write_text(web_pages.classic(), encoding="utf-8")
        source = terminal.run("parse", page, "--json").json()["source"]
        assert (source["format"], source["format_certainty"]) == ("digital-paper", 0.95)
        assert source["left_out"]
        assert "读作数字报网页" in terminal.run("parse", page).out
        forced = terminal.run("parse", page, "--as", "web-page", "--json").json()
        assert forced["source"]["format"] == "web-page"
        assert "读作" not in terminal.run("parse", page, "--as", "text").out

    def test_an_archive_is_read_file_by_file_and_each_by_its_path(
        self, terminal: Terminal, tmp_path: Path
    ) -> None:
        archive = tmp_path / "2024.zip"
        files = {"A1.txt": page(5, "渡船停了三天。"), "node.htm": web_pages.node(), "空.txt": ""}
        archive.write_bytes(zipped(files))
        told = terminal.run("parse", archive, "--json").json()
        inside = f"{archive.as_posix()}/A1.txt"
        assert [file["source"]["path"] for file in told["files"]] == [inside]
        assert (told["left_out"], told["complaint"]) == ({"版面的目录页": 1}, None)
        assert [failure["path"] for failure in told["failed"]] == [f"{archive.as_posix()}/空.txt"]
        assert told["files"][0] == terminal.run("parse", inside, "--json").json()
        assert f"{inside}  雁桥日报  2024-03-05  1 篇" in terminal.run("parse", archive).out
        assert "2024.zip/…" in terminal.run("parse", archive, "--explain", code=2).err
        archive.write_bytes(zipped(files)[:99])
        assert "坏了" in terminal.run("parse", archive, code=1).err

    def test_a_table_is_read_issue_by_issue_once_its_columns_are_told(
        self, terminal: Terminal, tmp_path: Path
    ) -> None:
        root = write_issues(tmp_path / "报")
        table = root / "旧报.csv"
        words = "船来了又走了，走了又来了。" * 5
        table.write_text(f"headline,day,story\n渡口,2024-03-05,{words}\n", encoding="utf-8")
        asked = terminal.run("--library", root, "sync")
        assert "reader columns 旧报.csv" in asked.out + asked.err
        assert "story  —  船来了" in terminal.run("columns", table).out
        told = terminal.run("columns", table, "正文=story", "--json").json()
        assert told == {"path": "旧报.csv", "columns": {"headline": "title", "day": "date", "story": "text"}}
        assert "旧报.csv/2024-03-05  2024-03-05  1 篇" in terminal.run("parse", table).out
        issue = terminal.run("parse", f"{table}/2024-03-05", "--json").json()
        assert issue["articles"][0]["headline"] == "渡口"
        assert terminal.run("parse", table, "--as", "text", "--json").json()["source"]["line_count"] == 2
        assert "没有叫“日”的列" in terminal.run("columns", table, "date=日", code=1).err
        assert "无法理解" in terminal.run("columns", table, "日=day", code=1).err

    def test_what_an_ocr_program_wrote_tells_its_format(self, terminal: Terminal, tmp_path: Path) -> None:
        page = tmp_path / "1956-03-05.xml"
        for text, name in zip(scanned_pages.SAMPLES, ("alto", "page-xml", "hocr"), strict=False):
            page.write_text(text, encoding="utf-8")
            assert terminal.run("parse", page, "--json").json()["source"]["format"] == name
            assert (
                terminal.run("parse", page, "--as", name, "--json").json()["source"]["format_certainty"]
                >= 0.95
            )

    def test_an_issue_of_many_files_is_read_with_the_pages_beside_it(
        self, terminal: Terminal, tmp_path: Path
    ) -> None:
        (tmp_path / "ALTO").mkdir()
        for name, text in mets_issues.PAGES.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        contents = tmp_path / "mets.xml"
        contents.write_text(mets_issues.DOCWORKS, encoding="utf-8")
        parsed = terminal.run("parse", contents, "--json").json()
        assert parsed["source"]["format"] == "mets"
        assert [each["headline"] for each in parsed["articles"]][:2] == [mets_issues.HEADLINE, "粮站开秤"]

    def test_a_page_without_an_article_is_1_and_said(self, terminal: Terminal, tmp_path: Path) -> None:
        page = tmp_path / "node_1.htm"
        page.write_text(web_pages.node(), encoding="utf-8")
        assert "里没有文章：版面的目录页" in terminal.run("parse", page, code=1).err

    def test_what_can_not_be_read_is_1_and_a_sentence(self, terminal: Terminal, tmp_path: Path) -> None:
        photograph = tmp_path / "19900305.txt"
        photograph.write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 20)
        for file in (photograph, tmp_path / "absent.txt", tmp_path):
            ran = terminal.run("parse", file, "--json", code=1)
            assert not ran.out
            assert "Traceback" not in ran.err
            assert ran.err.strip()


class TestSync:
    def test_reports_what_it_found(self, own_shelf: tuple[Terminal, Path]) -> None:
        terminal, root = own_shelf
        (root / "封面.jpg").write_bytes(b"\xff\xd8\xff")
        first = terminal.run("sync", "--library", root, "--json").json()
        assert list(first)[:7] == [
            "added",
            "changed",
            "missing",
            "unchanged",
            "failed",
            "articles",
            "seconds",
        ]
        assert (first["added"], first["articles"], first["failed"], first["passed_over"]) == (3, 5, [], [])
        assert first["pictures"] == 1

        issue = root / "1991/01/19910117.txt"
        issue.write_text(
            issue.read_text(encoding="utf-8") + "\n雪停了，麦场上的人还没有散。\n", encoding="utf-8"
        )
        (root / "1990/03/19900306.md").rename(root / "初六.md")
        second = terminal.run("sync", "--library", root, "--json").json()
        assert (second["added"], second["changed"], second["renamed"], second["unchanged"]) == (0, 1, 1, 1)

    def test_names_the_files_it_can_not_read_and_reads_the_others(
        self, own_shelf: tuple[Terminal, Path]
    ) -> None:
        terminal, root = own_shelf
        (root / "空.txt").touch()
        (root / "照片.txt").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 20)
        (root / "19900230.txt").write_text("没有这一天\n\n二月三十日的报纸，日期只在文件名里，而且写错了。\n")
        ran = terminal.run("sync", "--library", root, "--json")
        assert sorted(failure["path"] for failure in ran.json()["failed"]) == ["照片.txt", "空.txt"]
        assert "照片.txt" in ran.err
        assert ran.json()["added"] == 4
        [hit] = terminal.run("search", "写错了", "--library", root, "--json").json()["hits"]
        assert (hit["path"], hit["date"]) == ("19900230.txt", None)

    def test_a_folder_that_may_not_be_looked_into_is_named(self, own_shelf: tuple[Terminal, Path]) -> None:
        terminal, root = own_shelf
        locked = root / "1990"
        locked.chmod(0)
        may_read_all = os.access(locked, os.R_OK)
        if may_read_all and not shutil.which("setpriv"):
            pytest.skip("everything may be read by this user, and no setpriv takes that away: util-linux")
        synced = subprocess.run(
            [
                *(WITHOUT_RIGHTS if may_read_all else ()),
                *terminal.command("sync", "--library", root, "--json"),
            ],
            env=terminal.environment(),
            capture_output=True,
            check=False,
        )
        locked.chmod(0o755)
        [failure] = json.loads(synced.stdout)["failed"]
        assert failure["path"] == "1990"

    def test_speaks_in_lines_to_a_window_and_ends_with_a_report(
        self, own_shelf: tuple[Terminal, Path]
    ) -> None:
        terminal, root = own_shelf
        events = terminal.run("sync", "--library", root, "--progress-jsonl").lines()
        assert events[-1]["event"] == "report"
        assert events[-1]["added"] == 3
        assert {"progress", "stored"} <= {event["event"] for event in events}

    def test_a_root_that_is_not_there_is_1(self, terminal: Terminal, tmp_path: Path) -> None:
        absent = tmp_path / "拔掉的盘"
        for words in (("sync",), ("search", "甲")):
            ran = terminal.run(*words, "--library", absent, code=1)
            assert str(absent) in ran.err
            assert len(ran.err.splitlines()) == 1
        assert not absent.exists()


class TestImport:
    def test_copies_into_year_and_month_and_syncs(self, terminal: Terminal, tmp_path: Path) -> None:
        root, outside = tmp_path / "库", tmp_path / "下载"
        root.mkdir()
        write_issues(outside, {path.rpartition("/")[2]: text for path, text in ISSUES.items()})
        told = terminal.run("import", outside, "--library", root, "--json").json()
        assert sorted(told["copied"]) == sorted(ISSUES)
        assert told["sync"]["added"] == 3
        again = terminal.run("import", outside, "--library", root, "--json").json()
        assert again["copied"] == []
        assert sorted(same["as"] for same in again["same"]) == sorted(ISSUES)

    def test_never_replaces_a_file_and_says_when_an_issue_comes_twice(
        self, terminal: Terminal, tmp_path: Path
    ) -> None:
        root, outside = write_issues(tmp_path / "库"), tmp_path / "下载"
        terminal.run("sync", "--library", root)
        better = ISSUES["1991/01/19910117.txt"] + "\n另一位读者补认的一行。\n"
        write_issues(outside, {"19910117.txt": better})
        told = terminal.run("import", outside / "19910117.txt", "--library", root, "--json").json()
        assert told["copied"] == ["1991/01/19910117 (2).txt"]
        assert told["same_issue"] == [{"path": "1991/01/19910117 (2).txt", "as": "1991/01/19910117.txt"}]
        assert (root / "1991/01/19910117.txt").read_text(encoding="utf-8") == ISSUES["1991/01/19910117.txt"]

    def test_equal_files_come_in_once_and_pages_of_one_issue_are_no_copies(
        self, terminal: Terminal, tmp_path: Path
    ) -> None:
        root, outside = tmp_path / "库", tmp_path / "下载"
        root.mkdir()
        head = "柳川晚报\n1990年4月{day}日 第{day}期\n\n第{page}版\n\n"
        text = "石板渡修了新码头\n\n本报讯　石板渡的新码头昨天完工，第{page}级石阶上刻着水位，老人们说再也不怕涨水。\n"
        pages = {
            f"1990040{day}-{page}.txt": (head + text).format(day=day, page=page)
            for day in "12"
            for page in "12"
        }
        write_issues(outside, pages | {"抄件.txt": pages["19900401-1.txt"]})
        told = terminal.run("import", outside, "--library", root, "--json").json()
        assert sorted(told["copied"]) == sorted(f"1990/04/{name}" for name in pages)
        assert told["same"] == [{"path": str(outside / "抄件.txt"), "as": "1990/04/19900401-1.txt"}]
        assert told["same_issue"] == []

    def test_what_could_not_come_in_is_named_and_1(self, terminal: Terminal, tmp_path: Path) -> None:
        root = write_issues(tmp_path / "库")
        ran = terminal.run("import", tmp_path / "没有.txt", "--library", root, code=1)
        assert "没有.txt" in ran.err

    def test_the_sample_takes_no_files(self, terminal: Terminal, shelf: Path) -> None:
        ran = terminal.run("import", shelf / "1990/03/19900305.txt", code=1)
        assert "样本" in ran.err


class TestSearch:
    def test_prints_the_object_of_the_contract(self, terminal: Terminal, shelf: Path) -> None:
        told = terminal.run("search", "老戏台", "--library", shelf, "--sort", "oldest", "--json").json()
        assert list(told) == [
            "query",
            "understood_as",
            "total",
            "articles",
            "mastheads",
            "total_is_exact",
            "read_share",
            "no_estimate",
            "hits",
            "seams",
            "by_year",
            "by_page",
            "by_newspaper",
            "by_kind",
            "undated",
            "without_page",
            "without_newspaper",
            "missing_dates",
            "remarks",
            "suggestions",
            "seconds",
        ]
        assert told["missing_dates"] == []
        assert (told["query"], told["total"], told["total_is_exact"]) == ("老戏台", 2, True)
        assert told["by_year"] == {"1990": 1, "1991": 1}
        assert sum(told["by_page"].values()) == sum(told["by_newspaper"].values()) == 2
        assert (told["remarks"], told["suggestions"]) == ([], [])
        first, second = told["hits"]
        fields = ["key", "printing", "path", "date", "edition", "page", "facts", "headline"]
        assert {*fields, "snippet", "matches", "quality"} <= first.keys()
        assert first["quality"] is None
        assert (first["path"], first["date"]) == ("1990/03/19900305.txt", "1990-03-05")
        assert (first["headline"], first["matches"]) == ("老戏台搬过了河", 2)
        assert second["date"] == "1991-01-17"
        assert "<mark>老戏台</mark>" in second["snippet"]

    def test_the_counts_by_page_have_one_order(self, own_shelf: tuple[Terminal, Path]) -> None:
        terminal, root = own_shelf
        for day, label in [(1, 5), (2, 4), (3, 10), (4, 2), (5, 3), (6, 4)]:
            story = f"雁桥日报\n2001年2月{day}日\n\n渡口开船\n\n第{day}班船清早从石榴渡开出。\n"
            (root / f"2001020{day}-{label:02}.txt").write_text(story, "utf-8")
        terminal.run("sync", "--library", root)
        told = terminal.run("search", "石榴渡", "--library", root, "--json").json()
        counts = list(told["by_page"].items())
        assert len(counts) > 3
        assert counts == sorted(counts, key=lambda each: (-each[1], each[0]))

    def test_the_words_of_a_masthead_are_hits_behind_those_in_articles(
        self, terminal: Terminal, own_shelf: tuple[Terminal, Path]
    ) -> None:
        terminal, root = own_shelf
        head = "雁桥日报 2001年2月3日 星期六\n第77期 今日4版\n\n"
        (root / "2001").mkdir()
        (root / "2001" / "a.txt").write_text(head + "渡口开船\n\n今日四版齐出，星期六也开船。\n", "utf-8")
        (root / "2001" / "b.txt").write_text(head + "旧报搬家\n\n三万册旧报搬进新家。\n", "utf-8")
        terminal.run("sync", "--library", root)
        told = terminal.run("search", "星期六", "--library", root, "--json").json()
        article, *heads = told["hits"]
        assert (told["total"], told["articles"], told["mastheads"]) == (3, 1, 2)
        assert told["by_year"] == {"2001": 1}
        assert sum(told["by_page"].values()) == sum(told["by_newspaper"].values()) == 1
        assert "kind" not in article
        assert [(hit["kind"], hit["key"], hit["path"], hit["date"]) for hit in heads] == [
            ("masthead", None, "2001/a.txt", "2001-02-03"),
            ("masthead", None, "2001/b.txt", "2001-02-03"),
        ]
        assert heads[0]["snippet"] == "雁桥日报 2001年2月3日 <mark>星期六</mark>"
        for words, shown in [(("--limit", 2), 2), (("--limit", 1, "--offset", 2), 1), (("--all",), 3)]:
            hits = terminal.run("search", "星期六", "--library", root, "--json", *words).json()["hits"]
            assert len(hits) == shown
        assert hits == told["hits"]
        counted = terminal.run("search", "星期六", "--library", root, "--count")
        assert (counted.out, counted.err) == ("1\n", "另有 2 份文件的报头里有\n")
        assert "另有 2 份文件的报头里有" in terminal.run("search", "星期六", "--library", root).out
        assert terminal.run("search", "星期六 搬家", "--library", root, "--count").out == "0\n"
        assert terminal.run("search", "date:2001-02-03", "--library", root, "--count").out == "2\n"

    def test_a_count_is_of_articles_as_everywhere_else(
        self, terminal: Terminal, own_shelf: tuple[Terminal, Path]
    ) -> None:
        terminal, root = own_shelf
        for day in (4, 5):
            (root / f"{day}.md").write_text(FRONT_MATTER.format(day=day), "utf-8")
        terminal.run("sync", "--library", root)

        def asked(*words: str) -> str:
            return terminal.run(*words, "--library", root).out

        for word, articles, mastheads in (("渡口", 2, 0), ("顾知远", 2, 0), ("水利", 0, 2), ("title", 0, 2)):
            told = json.loads(asked("search", word, "--json"))
            assert (told["articles"], told["mastheads"]) == (articles, mastheads), word
            assert sum(told["by_year"].values()) == articles
            assert asked("search", word, "--count") == f"{articles}\n"
            assert asked("search", word).startswith(f"{articles} 篇")
            [line] = json.loads(asked("timeline", word, "--json"))["queries"]
            assert line["total"] == articles
        assert json.loads(asked("search", '“title: "渡口添”', "--json"))["mastheads"] == 2

    def test_tells_what_it_passed_over_and_what_else_may_be_meant(
        self, terminal: Terminal, shelf: Path
    ) -> None:
        told = terminal.run("search", "谁拆了老戏台？", "渡船、戏台", "--library", shelf)
        assert told.out.splitlines()[0] == "0 篇：谁拆了老戏台 渡船、戏台"
        assert "“谁拆了老戏台？”里末尾的问号已忽略" in told.err
        assert "也许是：渡船 或 戏台" in terminal.run("search", "渡船、戏台", "--library", shelf).out

    def test_several_words_are_one_query(self, terminal: Terminal, shelf: Path) -> None:
        told = terminal.run("search", "石板渡", "渡船", "--library", shelf, "--json").json()
        assert (told["query"], told["total"]) == ("石板渡 渡船", 1)

    @pytest.mark.parametrize("query", ["-", "-老戏台", "(", " ", "-温如岚 -何苇", "-date:1988", "--"])
    def test_no_query_is_wrong(self, terminal: Terminal, shelf: Path, query: str) -> None:
        words = ["--", query] if query == "--" else [query]
        told = terminal.run("search", "--library", shelf, "--json", *words).json()
        assert told["query"] == query

    def test_what_does_not_hold_a_word(self, terminal: Terminal, shelf: Path) -> None:
        assert terminal.run("search", "-老戏台", "--library", shelf, "--count").out == "3\n"

    def test_no_hit_is_an_answer(self, terminal: Terminal, shelf: Path) -> None:
        told = terminal.run("search", "没有印过的字句", "--library", shelf, "--json").json()
        assert (told["total"], told["hits"], told["by_year"]) == (0, [], {})

    def test_pages_through(self, terminal: Terminal, shelf: Path) -> None:
        def keys(*words: object) -> list[str]:
            told = terminal.run("search", "本报讯", "--library", shelf, "--sort", "newest", "--json", *words)
            assert told.json()["total"] == 5
            return [hit["key"] for hit in told.json()["hits"]]

        everything = keys("--all")
        assert len(set(everything)) == 5
        assert keys("--limit", 2) + keys("--limit", 2, "--offset", 2) == everything[:4]
        assert keys("--offset", 9) == keys("--limit", 0) == keys("--count") == []

    def test_tells_a_person_the_count_first(self, terminal: Terminal, shelf: Path) -> None:
        lines = terminal.run("search", "笋价", "--library", shelf).out.splitlines()
        assert lines[0].startswith("1 篇")
        assert "1990-03-06" in lines[2]
        assert "雨后笋价跌了一半" in lines[2]
        assert "\x1b" not in "".join(lines)

    @pytest.mark.parametrize("query", ["渡船", "没有印过的字句", "标题:渡船", "-老戏台"])
    def test_a_person_is_told_why_there_is_no_estimate_where_a_program_is(
        self, terminal: Terminal, shelf: Path, query: str
    ) -> None:
        asked = ("search", query, "--rungs", "--library", shelf)
        reason = NoEstimate(terminal.run(*asked, "--json").json()["no_estimate"])
        assert reason.sentence in terminal.run(*asked).out.splitlines()

    def test_what_two_pages_have_only_together_stands_apart(self, terminal: Terminal, tmp_path: Path) -> None:
        write_day(tmp_path / "库", 12)
        told = terminal.run("search", "碰扳手", "--library", tmp_path / "库", "--json").json()
        assert (told["total"], told["hits"]) == (0, [])
        (seam,) = told["seams"]
        assert list(seam) == [
            *("key", "printing", "continued_by", "continued_by_printing", "is_story"),
            *("path", "date", "edition", "page", "headline", "snippet"),
        ]
        assert (seam["path"], seam["date"], seam["page"]) == ("19870612-01.txt", "1987-06-12", "1")
        assert "<mark>碰扳手</mark>" in seam["snippet"]
        shown = terminal.run("show", seam["key"], "--library", tmp_path / "库", "--format", "json").json()
        assert shown["continued_by"] == seam["continued_by"]
        out = terminal.run("search", "碰扳手", "--library", tmp_path / "库").out
        assert "1987-06-12 · 跨版：01版 → 04版 · 渡口添了两口大钟，老街从此不误点" in out
        assert "不让他碰扳手，说钟有钟的脾气" in out

    def test_lists_other_forms_rung_by_rung(self, terminal: Terminal, tmp_path: Path) -> None:
        root = tmp_path / "库"
        root.mkdir()
        bodies = [
            "何渡生修灯。",
            "何渡生又修灯。",
            "灯是何渡牛修的。",
            "那年陳師傅也在。",
            "陈师傅走了。",
        ]
        for day, body in enumerate(bodies, 1):
            text = f"雁桥日报\n1987年6月{day}日\n第01版\n## 灯{day}\n本报讯　{body}\n"
            (root / f"1987060{day}.txt").write_text(text, encoding="utf-8")
        told = terminal.run("search", "何渡生", "--rungs", "--library", root, "--json").json()
        assert (told["total"], {hit["rung"] for hit in told["hits"]}) == (2, {"exact"})
        assert [(rung["rung"], rung["total"]) for rung in told["rungs"]] == [
            ("shapes", 0),
            ("split", 0),
            ("misread", 1),
            ("naming", 0),
        ]
        [misread] = told["rungs"][2]["hits"]
        assert (misread["date"], misread["rung"]) == ("1987-06-03", "misread")
        assert "<mark>何渡牛</mark>" in misread["snippet"]
        told = terminal.run("search", "陈师傅", "--rungs", "--library", root, "--json").json()
        assert [rung["unseen"] for rung in told["rungs"]] == [1, 0, 0]
        assert told["rungs"][0]["forms"] == ["陳師傅"]
        assert [hit["date"] for hit in told["rungs"][0]["hits"]] == ["1987-06-04"]
        for words, number in (
            (("陈师傅",), 2),
            (("“陈师傅”",), 1),
            (("陈师傅", "--as-printed"), 1),
            (("“陈师傅”", "--shapes"), 2),
        ):
            assert terminal.run("search", *words, "--count", "--library", root).out == f"{number}\n"
        told = terminal.run("search", "陈师傅", "--library", root, "--json").json()
        assert (told["understood_as"], told["by_shape"]) == (
            "陈师傅",
            {"陈师傅": {"陈师傅": 1, "陳師傅": 1}},
        )
        told = terminal.run("search", "陈师傅", "--library", root)
        assert "各种字形一起找：陈师傅 1 篇、陳師傅 1 篇；只要照原样印着的，请加引号" in told.out
        terminal.run("search", "陈师傅", "--shapes", "--as-printed", "--library", root, code=2)
        told = terminal.run("search", "陈师傅", "--shapes", "--rungs", "--library", root, "--json").json()
        assert {hit["date"]: hit["rung"] for hit in told["hits"]} == {
            "1987-06-04": "shapes",
            "1987-06-05": "exact",
        }
        assert [rung["rung"] for rung in told["rungs"]] == ["split", "misread"]
        out = terminal.run("search", "何渡生", "--rungs", "--library", root).out
        assert "可能认错一个字：另有 1 篇" in out
        assert "别的字形" not in out
        terminal.run("search", "甲", "--rungs", "--count", "--library", root, code=2)

    def test_answers_a_file_of_queries_in_its_order(
        self, terminal: Terminal, shelf: Path, tmp_path: Path
    ) -> None:
        queries = ["笋", "", "没有印过", "石板渡", "温如岚 雪"]
        file = tmp_path / "词表.txt"
        file.write_bytes("\ufeff".encode() + "\r\n".join(queries).encode())
        one_by_one = [
            terminal.run("search", "--library", shelf, "--json", "--", query).json() for query in queries[:1]
        ]
        for given in ((file, b""), ("-", file.read_bytes())):
            told = terminal.run(
                "search", "--batch", given[0], "--jsonl", "--library", shelf, stdin=given[1]
            ).lines()
            assert [answer["query"] for answer in told] == queries
            assert [answer["total"] for answer in told] == [1, 0, 0, 2, 1]
            assert told[0]["hits"] == one_by_one[0]["hits"]

    def test_answers_a_program_that_waits_for_each_answer(self, terminal: Terminal, shelf: Path) -> None:
        with terminal.start("search", "--batch", "-", "--jsonl", "--library", shelf) as process:
            assert process.stdin
            assert process.stdout
            for query, total in (("笋", 1), ("本报讯", 5)):
                process.stdin.write(query.encode() + b"\n")
                process.stdin.flush()
                assert json.loads(process.stdout.readline())["total"] == total
        assert process.returncode == 0

    def test_a_library_never_synced_is_synced_first(self, own_shelf: tuple[Terminal, Path]) -> None:
        terminal, root = own_shelf
        assert terminal.run("search", "糙米", "--library", root, "--json").json()["total"] == 1

    def test_the_sample_is_searched_when_there_is_no_other(self, terminal: Terminal) -> None:
        told = terminal.run("search", "的", "--json").json()
        assert told["total"] > 50
        assert len(told["hits"]) == 50

    def test_the_last_opened_library_is_searched(self, own_shelf: tuple[Terminal, Path]) -> None:
        terminal, root = own_shelf
        terminal.home.mkdir(exist_ok=True)
        (terminal.home / "settings.json").write_text(json.dumps({"library": str(root)}), encoding="utf-8")
        assert terminal.run("search", "糙米", "--count").out == "1\n"


class TestLog:
    def test_what_a_sync_does_is_noted_at_the_end_of_the_file(
        self, own_shelf: tuple[Terminal, Path], tmp_path: Path
    ) -> None:
        terminal, root = own_shelf
        log = tmp_path / "记录.log"
        log.write_text("以前的\n", encoding="utf-8")
        ran = Terminal(terminal.home, is_process=True).run("--log", log, "sync", "--library", root)
        assert "log" not in ran.out + ran.err
        before, first, *_, last = log.read_text(encoding="utf-8").splitlines()
        assert before == "以前的"
        assert f"INFO reader: {__version__} on Python" in first
        assert "INFO reader.library.library: sync ends: SyncReport(" in last

    def test_why_a_command_ended_is_noted(self, own_shelf: tuple[Terminal, Path], tmp_path: Path) -> None:
        terminal, root = own_shelf
        log, process = tmp_path / "记录.log", Terminal(terminal.home, is_process=True)
        process.run("--log", log, "show", "k" * 16, "--library", root, code=1)
        assert "DEBUG reader: ended by an error\nTraceback" in log.read_text(encoding="utf-8")

    def test_a_log_that_cannot_be_written_is_said(self, terminal: Terminal, tmp_path: Path) -> None:
        told = Terminal(terminal.home, is_process=True).run("--log", tmp_path, "search", "的", code=1)
        assert str(tmp_path) in told.err
        assert "Traceback" not in told.err


class TestShowAndCite:
    def test_shows_an_article_in_four_formats(self, terminal: Terminal, shelf: Path) -> None:
        key = key_of(terminal, shelf, "糙米")
        assert "米市清早开秤" in terminal.run("show", key, "--library", shelf).out
        assert "# 米市清早开秤" in terminal.run("show", key, "--library", shelf, "--format", "markdown").out
        assert (
            "<h1>米市清早开秤</h1>" in terminal.run("show", key, "--library", shelf, "--format", "html").out
        )
        told = terminal.run("show", key, "--library", shelf, "--format", "json").json()
        assert (told["key"], told["headline"], told["date"]) == (key, "米市清早开秤", "1990-03-05")
        assert told["sources"][0]["path"] == "1990/03/19900305.txt"
        hit = terminal.run("search", "糙米", "--library", shelf, "--json").json()["hits"][0]
        assert told["facts"]["author"] == hit["facts"]["author"]

    def test_tells_where_an_article_is_printed(self, terminal: Terminal, tmp_path: Path) -> None:
        root = tmp_path / "扫描"
        root.mkdir()
        lines = [
            scanned_pages.alto_line("雁桥日报"),
            scanned_pages.alto_line("1987年6月12日星期五第4012期"),
            scanned_pages.alto_line("马灯亮到后半夜，渡船停了半日。", box=(30, 60, 400, 20)),
        ]
        page = scanned_pages.alto(*(scanned_pages.alto_block(each) for each in lines))
        (root / "19870612-01.xml").write_text(page, encoding="utf-8")
        key = key_of(terminal, root, "马灯")
        assert terminal.run("show", key, "--library", root, "--format", "json").json()["picture"] is None
        (root / "19870612-01.jpg").touch()
        told = terminal.run("show", key, "--library", root, "--format", "json").json()["picture"]
        assert (told["path"], told["page"]) == ("19870612-01.jpg", 1)
        assert told["boxes"][0][:2] == [30, 60]

    def test_a_story_in_two_parts_is_shown_as_one(self, terminal: Terminal) -> None:
        hits = terminal.run("search", "标题:三万册旧报刊", "--json").json()["hits"]
        second, first = sorted((hit["key"] for hit in hits), key=lambda key: key != "yzefmvhqdjrobljf")
        for key in (first, second):
            told = terminal.run("show", key).out
            assert told.count("—— 接 04版") == 1
            assert told.index("板车队") < told.index("—— 接 04版") < told.index("三道关")
        told = terminal.run("show", first, "--format", "json").json()
        assert (told["key"], told["continued_by"], told["continues"]) == (first, second, None)
        told = terminal.run("show", second, "--format", "json").json()
        assert (told["key"], told["continued_by"], told["continues"]) == (second, None, first)

    @pytest.mark.parametrize("style", ["gb2015", "csl-json"])
    def test_cites_in_the_style_asked_for(self, terminal: Terminal, shelf: Path, style: str) -> None:
        key = key_of(terminal, shelf, "糙米")
        told = terminal.run("cite", key, "--style", style, "--library", shelf).out
        assert "米市清早开秤" in told
        assert "何苇" in told

    def test_a_link_to_it_names_paper_and_day_and_is_taken_in_the_place_of_its_key(
        self, terminal: Terminal, shelf: Path
    ) -> None:
        key = key_of(terminal, shelf, "糙米")
        link = terminal.run("cite", key, "--link", "--library", shelf).out.strip()
        assert link.startswith(f"yuebao:article/{key}?paper=%E6%9F%B3")
        assert "&date=1990-03-05&file=" in link
        assert "米市清早开秤" in terminal.run("show", link, "--library", shelf).out
        assert "米市清早开秤" in terminal.run("cite", link, "--library", shelf).out
        told = terminal.run("show", f"yuebao:article/{key}/../x", "--library", shelf, code=2).err
        assert "这不是阅报的链接" in told

    def test_a_text_that_is_printed_twice_is_told_apart_by_its_day_its_file_or_a_link(
        self, own_shelf: tuple[Terminal, Path]
    ) -> None:
        terminal, root = own_shelf
        begin = (
            "本报讯　每逢初一十五，柳川镇照例在老戏台前施粥，来者不拒，粥厚得插筷不倒，"
            "镇上的规矩已有一百二十多年，今年也不例外，"
        )
        for day, end in (("08", "共施出三百碗。"), ("22", "因雨只施出九十碗。")):
            text = f"柳川晚报\n1990年3月{day}日\n\n老戏台前施粥\n\n{begin}{end}\n"
            write_issues(root, {f"1990/03/199003{day}.txt": text})
        hits = terminal.run("search", "施粥", "--library", root, "--json").json()["hits"]
        assert len({hit["key"] for hit in hits}) == 1
        key, path, later = hits[0]["key"], "1990/03/19900322.txt", f"{hits[0]['key']}@1990-03-22"
        link = terminal.run("cite", later, "--link", "--library", root).out.strip()
        for words in [[key, "--path", path], [later], [f"{later}@柳川晚报"], [f"{key}@{path}"], [link]]:
            told = terminal.run("show", *words, "--library", root).out
            assert "九十碗" in told
            assert "三百碗" not in told
        for command in (["show"], ["cite"], ["bookmark", "add"], ["sources"], ["similar"]):
            asked = terminal.run(*command, key, "--library", root, code=1).err
            assert later in asked
            assert f"{key}@1990-03-08" in asked
        terminal.run("show", f"{key}@1990-03-09", "--library", root, code=1)

    def test_a_bookmark_of_one_printing_is_none_of_another(self, own_shelf: tuple[Terminal, Path]) -> None:
        terminal, root = own_shelf
        text = (
            "各地轮渡自下月起调整票价，成人票每张一角五分，儿童减半，月票仍按原价，携带自行车者另购车票一张。"
            * 2
        )
        for paper in ("江湾日报", "江湾晚报"):
            issue = f"{paper}\n1990年3月8日\n\n轮渡票价有了新章程\n\n{text}\n"
            write_issues(root, {f"{paper}/19900308.txt": issue})
        key = terminal.run("search", "另购车票", "--library", root, "--json").json()["hits"][0]["key"]
        daily, evening = f"{key}@1990-03-08@江湾日报", f"{key}@1990-03-08@江湾晚报"
        asked = terminal.run("bookmark", "add", key, "--library", root, code=1).err
        assert daily in asked
        assert evening in asked
        for name in (daily, evening):
            terminal.run("bookmark", "add", name, "--note", name, "--library", root)
        noted = terminal.run("show", evening, "--library", root).out
        assert evening in noted
        assert daily not in noted
        terminal.run("bookmark", "remove", key, "--library", root, code=1)
        terminal.run("bookmark", "remove", daily, "--library", root)
        [left] = terminal.run("bookmark", "list", "--json", "--library", root).json()
        assert (left["newspaper"], left["note"]) == ("江湾晚报", evening)
        terminal.run("bookmark", "restore", key, "--library", root)
        told = terminal.run("bookmark", "list", "--json", "--library", root).json()
        assert {each["newspaper"]: each["note"] for each in told} == {"江湾日报": daily, "江湾晚报": evening}
        listed = terminal.run("bookmark", "list", "--library", root).out
        assert {line.split(" · ")[0] for line in listed.splitlines() if key in line} >= {
            "江湾日报",
            "江湾晚报",
        }

    def test_a_note_that_takes_the_place_of_another_leaves_it_as_a_version(
        self, own_shelf: tuple[Terminal, Path]
    ) -> None:
        terminal, root = own_shelf
        key = key_of(terminal, root, "马灯")
        terminal.run("bookmark", "add", key, "--note", "外公的船", "--library", root)
        assert terminal.run("bookmark", "add", key, "--tag", "家史", "--library", root).err == ""
        told = terminal.run("bookmark", "add", key, "--note", "外婆的灯", "--library", root).err
        assert "外公的船" in told
        assert "reader bookmark versions" in told
        assert "外公的船" in terminal.run("bookmark", "versions", key, "--library", root).out
        terminal.run("bookmark", "versions", key, "--use", "1", "--library", root)
        [back] = terminal.run("bookmark", "list", "--json", "--library", root).json()
        assert (back["note"], back["tags"]) == ("外公的船", ["家史"])

    def test_a_key_nobody_has_is_1(self, terminal: Terminal, shelf: Path) -> None:
        for words in (("show",), ("bookmark", "add"), ("bookmark", "remove")):
            ran = terminal.run(*words, "nosuchkey", "--library", shelf, code=1)
            assert "nosuchkey" in ran.err


class TestBookmarks:
    def test_are_added_listed_removed_and_brought_back(self, own_shelf: tuple[Terminal, Path]) -> None:
        terminal, root = own_shelf
        key = key_of(terminal, root, "马灯")
        terminal.run(
            "bookmark", "add", key, "--note", "外公的船", "--tag", "家史", "--tag", "渡口", "--library", root
        )
        [told] = terminal.run("bookmark", "list", "--json", "--library", root).json()
        assert (told["key"], told["note"], told["tags"]) == (key, "外公的船", ["家史", "渡口"])
        assert "外公的船" in terminal.run("bookmark", "list", "--library", root).out
        for name in (told["uuid"], key):
            terminal.run("bookmark", "remove", name, "--library", root)
            assert terminal.run("bookmark", "list", "--json", "--library", root).json() == []
            terminal.run("bookmark", "restore", name, "--library", root)
            [again] = terminal.run("bookmark", "list", "--json", "--library", root).json()
            assert (again["uuid"], again["note"]) == (told["uuid"], "外公的船")

    def test_are_found_by_a_search_apart_from_the_articles(self, own_shelf: tuple[Terminal, Path]) -> None:
        terminal, root = own_shelf
        key = key_of(terminal, root, "马灯")
        terminal.run("bookmark", "add", key, "--note", "外公的船", "--tag", "渡口", "--library", root)
        told = terminal.run("search", "外公", "--notes", "--json", "--library", root).json()
        assert (told["total"], told["hits"]) == (0, [])
        [note] = told["notes"]
        assert (note["key"], note["note"], note["found_in"]) == (key, "外公的船", ["note"])
        assert "notes" not in terminal.run("search", "外公", "--json", "--library", root).json()
        out = terminal.run("search", "渡口", "--notes", "--library", root).out
        assert out.endswith("批注：外公的船\n    标签：渡口\n")
        counted = terminal.run("search", "渡口", "--notes", "--count", "--library", root)
        assert counted.out == terminal.run("search", "渡口", "--count", "--library", root).out
        assert "另有 1 条批注" in counted.err

    def test_are_exported_as_a_list_of_references(self, own_shelf: tuple[Terminal, Path]) -> None:
        terminal, root = own_shelf
        key = key_of(terminal, root, "马灯")
        terminal.run("bookmark", "add", key, "--library", root)
        terminal.run("bookmark", "add", key, "--quote", "两盏马灯", "--library", root)
        cited = terminal.run("cite", key, "--style", "gb2025", "--library", root).out
        listed = terminal.run("bookmark", "export", "--format", "gb2025", "--library", root).out
        assert listed == f"[1] {cited}"
        target = root.parent / "参考文献.txt"
        terminal.run("search", "马灯", "-o", target, "--library", root)
        cited = terminal.run("cite", key, "--library", root).out
        assert target.read_text(encoding="utf-8") == f"[1] {cited}"
        assert "--corrected" in terminal.run("search", "马灯", "--corrected", "--library", root, code=2).err

    def test_are_exported_with_their_text(self, own_shelf: tuple[Terminal, Path]) -> None:
        terminal, root = own_shelf
        key = key_of(terminal, root, "马灯")
        terminal.run("bookmark", "add", key, "--note", "第一行\n第二行", "--library", root)
        markdown = terminal.run("bookmark", "export", "--library", root).out
        assert "# 渡船添了夜班" in markdown
        assert "船头挂两盏马灯" in markdown
        assert "- 批注：第一行\\\n  第二行\n" in markdown
        told = terminal.run("bookmark", "export", "--format", "json", "--library", root).json()
        assert (told["format"], told["version"]) == ("reader notes", archive.VERSION)
        assert told["bookmarks"][0]["article"]["headline"] == "渡船添了夜班"

    def test_some_are_exported_into_a_file_that_covers_none(self, own_shelf: tuple[Terminal, Path]) -> None:
        terminal, root = own_shelf
        lamp, scale = key_of(terminal, root, "马灯"), key_of(terminal, root, "糙米")
        terminal.run("bookmark", "add", lamp, "--tag", "渡口", "--library", root)
        terminal.run("bookmark", "add", scale, "--note", "外公的秤", "--library", root)
        target = root.parent / "收藏.html"
        words = ("bookmark", "export", target, "--format", "html", "--library", root)
        terminal.run(*words, "--tag", "渡口")
        page = target.read_text(encoding="utf-8")
        assert "渡船添了夜班" in page
        assert "米市清早开秤" not in page
        assert target.name in terminal.run(*words, code=1).err
        assert target.read_text(encoding="utf-8") == page
        text = terminal.run(
            "bookmark", "export", "--format", "text", "--query", "外公", "--library", root
        ).out
        assert "温如岚" not in text
        assert "米市清早开秤[N]. 柳川晚报, 1990-03-05." in text
        some = terminal.run(
            "bookmark", "export", "--format", "json", "--tag", "渡口", "--library", root
        ).json()
        assert [each["key"] for each in some["bookmarks"]] == [lamp]

    def test_words_of_an_article_are_marked(self, own_shelf: tuple[Terminal, Path]) -> None:
        terminal, root = own_shelf
        key = key_of(terminal, root, "马灯")
        assert "notes" in terminal.run("show", key, "--format", "json", "--library", root).json()
        said = terminal.run("show", key, "--library", root).out
        add = ("bookmark", "add", key, "--library", root)
        terminal.run(*add, "--quote", "船头挂 两盏马灯。 看夜戏的人", "--note", "外婆也看", "--tag", "夜戏")
        [told] = terminal.run("show", key, "--format", "json", "--library", root).json()["notes"]
        assert told["passage"]["exact"] == "船头挂两盏马灯。看夜戏的人"
        assert (told["note"], told["tags"]) == ("外婆也看", ["夜戏"])
        now = terminal.run("show", key, "--library", root).out
        assert now.startswith(said)
        assert "“船头挂两盏马灯。看夜戏的人”" in now
        assert "三盏马灯" in terminal.run(*add, "--quote", "三盏马灯", code=1).err
        terminal.run(*add, "--quote", "", code=1)
        assert len(terminal.run("bookmark", "list", "--json", "--library", root).json()) == 1

    def test_all_goes_into_a_fresh_library_and_comes_out_the_same(
        self, own_shelf: tuple[Terminal, Path], tmp_path: Path
    ) -> None:
        terminal, root = own_shelf
        key = key_of(terminal, root, "马灯")
        terminal.run("bookmark", "add", key, "--note", "外公的船", "--library", root)
        terminal.run("bookmark", "add", key, "--quote", "两盏马灯", "--library", root)
        terminal.run("bookmark", "add", key_of(terminal, root, "糙米"), "--tag", "米", "--library", root)
        terminal.run("bookmark", "remove", key_of(terminal, root, "糙米"), "--library", root)
        terminal.run("correct", "add", "1990/03/19900305.txt", 4, "--role", "kicker", "--library", root)
        kept = tmp_path / "全部.json"
        terminal.run("bookmark", "export", kept, "--format", "json", "--library", root)
        fresh = tmp_path / "新的"
        fresh.mkdir()
        take = ("bookmark", "import", kept, "--library", fresh, "--json")
        assert terminal.run(*take).json() == {"bookmarks": 3, "corrections": 1, "decisions": 0}
        out = terminal.run("bookmark", "export", "--format", "json", "--library", fresh).out
        assert out == kept.read_text(encoding="utf-8")
        assert terminal.run(*take).json() == {"bookmarks": 0, "corrections": 0, "decisions": 0}
        [gone] = terminal.run("bookmark", "list", "--removed", "--json", "--library", fresh).json()
        terminal.run("bookmark", "restore", gone["uuid"], "--library", fresh)
        assert len(terminal.run("bookmark", "list", "--json", "--library", fresh).json()) == 3

    def test_a_file_of_another_kind_changes_nothing(self, own_shelf: tuple[Terminal, Path]) -> None:
        terminal, root = own_shelf
        terminal.run("bookmark", "add", key_of(terminal, root, "马灯"), "--library", root)
        before = terminal.run("bookmark", "export", "--format", "json", "--library", root).out
        odd = root.parent / "怪.json"
        for data in (
            b"",
            b"\xff\xfe\x00",
            b"[]",
            before[:-9].encode(),
            b'{"format": "reader notes", "version": 9}',
        ):
            odd.write_bytes(data)
            ran = terminal.run("bookmark", "import", odd, "--library", root, code=1)
            assert odd.name in ran.err
            assert "未作任何改动" in ran.err
        terminal.run("bookmark", "import", root.parent / "没有.json", "--library", root, code=1)
        assert terminal.run("bookmark", "export", "--format", "json", "--library", root).out == before


class TestCheck:
    def test_a_sound_library_has_no_problems(self, terminal: Terminal, shelf: Path) -> None:
        told = terminal.run("check", "--library", shelf, "--json").json()
        assert (told["problems"], told["repaired"], told["articles"]) == ([], False, 5)

    def test_a_damaged_index_is_named_and_mended(self, own_shelf: tuple[Terminal, Path]) -> None:
        terminal, root = own_shelf
        terminal.run("sync", "--library", root)
        segment = max(terminal.home.rglob("index-*/*"), key=lambda path: path.stat().st_size)
        data = bytearray(segment.read_bytes())
        data[len(data) // 3 : len(data) // 2] = bytes(len(data) // 2 - len(data) // 3)
        segment.write_bytes(data)
        ran = terminal.run("check", "--library", root, "--json", code=1)
        assert ran.json()["problems"]
        assert ran.err.strip()
        repaired = terminal.run("check", "--library", root, "--repair", "--json")
        assert repaired.json()["repaired"] is True
        assert "索引有损坏，已重建" in repaired.err
        assert terminal.run("check", "--library", root, "--json").json()["problems"] == []
        assert terminal.run("search", "糙米", "--library", root, "--count").out == "1\n"

    def test_of_a_library_without_articles_nothing_is_told_to_be_found(
        self, own_shelf: tuple[Terminal, Path], tmp_path: Path
    ) -> None:
        terminal, _ = own_shelf
        empty = tmp_path / "空"
        empty.mkdir()
        checked = terminal.run("check", "--library", empty).out
        assert "还没有文章可查" in checked
        assert "都搜得到" not in checked

    def test_what_another_process_hinders_is_told_beside_the_whole_report(
        self, own_shelf: tuple[Terminal, Path]
    ) -> None:
        terminal, root = own_shelf
        terminal.run("sync", "--library", root)
        busy = "另一个窗口或命令正在更新这个资料库。"
        with terminal.library(root) as library, only_writer(library.local.lock):
            sound = terminal.run("check", "--library", root, "--repair", code=1)
            library.local.throw_index_away()
            damaged = terminal.run("check", "--library", root, "--repair", "--json", code=1)
        assert "目录和索引都是好的：5 篇文章" in sound.out
        assert "收藏文件是好的" in sound.out
        assert busy in sound.err
        assert damaged.json()["problems"]
        assert (damaged.json()["repaired"], damaged.json()["articles"]) == (False, 5)
        assert busy in damaged.err
        assert terminal.run("check", "--library", root, "--repair", "--json").json()["repaired"] is True

    def test_what_is_missing_is_reported_while_another_process_hinders_its_removal(
        self, own_shelf: tuple[Terminal, Path]
    ) -> None:
        terminal, root = own_shelf
        terminal.run("sync", "--library", root)
        (root / "1990/03/19900306.md").unlink()
        terminal.run("sync", "--accept-missing", "--library", root)
        ask = ("check", "--forget-missing", "--library", root)
        with terminal.library(root) as library, only_writer(library.local.lock):
            hindered = terminal.run(*ask, code=1)
            told = terminal.run(*ask, "--json", code=1)
        assert "1 个文件已不在" in hindered.out
        assert "收藏文件是好的" in hindered.out
        assert hindered.err.count("另一个窗口或命令正在更新这个资料库。") == 1
        assert (told.json()["forgotten"], len(told.json()["missing"])) == (None, 1)
        assert terminal.run(*ask, "--json").json()["missing"] == []

    def test_searching_a_damaged_index_finds_all_and_tells_and_mends_it_the_next_time(
        self, own_shelf: tuple[Terminal, Path]
    ) -> None:
        terminal, root = own_shelf
        terminal.run("sync", "--library", root)
        ask = ("search", "糙米", "--library", root, "--json")
        assert terminal.run(*ask).json()["missing_dates"] == []
        for segment in terminal.home.rglob("index-*/*.seg"):
            data = bytearray(segment.read_bytes())
            data[:3000] = bytes(3000)
            segment.write_bytes(data)
        ran = terminal.run(*ask)
        assert (ran.json()["total"], ran.json()["missing_dates"]) == (1, [])
        if "索引有损坏" not in ran.err:  # else it was met as the index was opened, and mended at once
            assert "一篇不漏，只是慢，更新一次资料库就会恢复：1990-03-05" in ran.err
            ran = terminal.run(*ask)
        assert "索引有损坏，已重建：1990-03-05" in ran.err
        assert (ran.json()["total"], ran.json()["missing_dates"]) == (1, [])

    @pytest.mark.parametrize(
        "damage", ["UPDATE article_text SET search = substr(search, 1, 20)", "UPDATE article SET names = '['"]
    )
    def test_a_catalogue_that_is_found_damaged_by_a_search_is_made_anew_and_asked_again(
        self, own_shelf: tuple[Terminal, Path], damage: str
    ) -> None:
        terminal, root = own_shelf
        key = key_of(terminal, root, "糙米")
        [path] = terminal.home.rglob("catalogue.sqlite")
        with closing(sqlite3.connect(path)) as catalogue, catalogue:
            catalogue.execute(damage)
        ran = terminal.run("search", "糙米", "--library", root, "--json")
        assert "目录损坏了，已从文件重建" in ran.err
        assert [hit["key"] for hit in ran.json()["hits"]] == [key]

    def test_where_the_cache_can_t_be_written_what_is_read_already_is_there(
        self, own_shelf: tuple[Terminal, Path]
    ) -> None:
        terminal, root = own_shelf
        key = key_of(terminal, root, "糙米")
        [catalogue] = terminal.home.rglob("catalogue.sqlite")
        catalogue.with_name("catalogue.sqlite-shm").mkdir()  # SQLite can no more write than on a full disk
        ran = terminal.run("search", "糙米", "--library", root, "--json")
        assert [hit["key"] for hit in ran.json()["hits"]] == [key]
        assert key in terminal.run("show", key, "--format", "json", "--library", root).out

    def test_repairing_keeps_the_text_of_a_missing_file_and_the_bookmarks(
        self, own_shelf: tuple[Terminal, Path]
    ) -> None:
        terminal, root = own_shelf
        key = key_of(terminal, root, "马灯")
        terminal.run("bookmark", "add", key, "--library", root)
        (root / "1990/03/19900306.md").unlink()
        terminal.run("sync", "--accept-missing", "--library", root)
        terminal.run("check", "--repair", "--library", root)
        assert terminal.run("search", "马灯", "--library", root, "--count").out == "1\n"
        [told] = terminal.run("bookmark", "list", "--json", "--library", root).json()
        assert told["is_orphan"] is False

    def test_the_texts_of_missing_files_are_removed_when_asked(
        self, own_shelf: tuple[Terminal, Path]
    ) -> None:
        terminal, root = own_shelf
        terminal.run("sync", "--library", root)
        (root / "1990/03/19900306.md").unlink()
        terminal.run("sync", "--accept-missing", "--library", root)
        told = terminal.run("check", "--library", root)
        assert "1 个文件已不在" in told.out
        failed = terminal.run("check", "--forget-missing", "1990/03/19900305.txt", "--library", root, code=1)
        assert "没有不见" in failed.err
        told = terminal.run("check", "--forget-missing", "--json", "--library", root).json()
        assert told["missing"] == []
        assert (told["forgotten"]["paths"], told["forgotten"]["articles"]) == (["1990/03/19900306.md"], 2)
        assert "马灯" in (Path(told["forgotten"]["kept_in"]) / "1990/03/19900306.md").read_text(
            encoding="utf-8"
        )
        assert terminal.run("search", "马灯", "--library", root, "--count").out == "0\n"
        terminal.run("import", told["forgotten"]["kept_in"], "--library", root)
        assert terminal.run("search", "马灯", "--library", root, "--count").out == "1\n"

    def test_what_neighbours_tell_is_a_suggestion_and_no_problem(
        self, own_shelf: tuple[Terminal, Path]
    ) -> None:
        terminal, root = own_shelf
        loose = root / "散页/1.txt"
        loose.parent.mkdir()
        loose.write_text("柳川晚报\n第12期\n\n渡口添了船\n\n石板渡昨夜添了一条新船。\n", encoding="utf-8")
        terminal.run("sync", "--library", root)
        told = terminal.run("check", "--library", root)
        assert "日期是推定的；正是这一天（第12期是 1990年3月5日）" in told.out
        (suggested,) = terminal.run("check", "--library", root, "--json").json()["suggestions"]
        assert (suggested["path"], suggested["kind"], suggested["date"]) == (
            "散页/1.txt",
            "date",
            "1990-03-05",
        )
        shown = terminal.run("show", key_of(terminal, root, "一条新船"), "--library", root)
        assert "正是这一天（第12期是 1990年3月5日）" in shown.err
        shown = terminal.run(
            "show", key_of(terminal, root, "一条新船"), "--library", root, "--format", "json"
        )
        assert [each["date"] for each in shown.json()["suggestions"]] == ["1990-03-05"]
        terminal.run("correct", "add", "散页/1.txt", "--date", suggested["date"], "--library", root)
        assert terminal.run("check", "--library", root, "--json").json()["suggestions"] == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other platforms always have a display")
class TestWithoutADisplay:
    def test_reader_alone_tells_what_the_library_holds(self, own_shelf: tuple[Terminal, Path]) -> None:
        terminal, root = own_shelf
        told = terminal.run("--library", root).out
        assert "5 篇" in told
        assert "腊月里的第一场雪" in told
        assert "reader search" in told
        assert "reader open" in told

    def test_reader_alone_opens_the_sample(self, terminal: Terminal) -> None:
        assert "雁桥日报" in terminal.run().out

    def test_open_says_why_in_the_language_chosen(self, terminal: Terminal, shelf: Path) -> None:
        ran = terminal.run("open", shelf, code=1)
        assert ran.err == "没有图形界面，打不开窗口（DISPLAY 和 WAYLAND_DISPLAY 都没有设置）。\n"
        english = Terminal(terminal.home, extra={"READER_LANGUAGE": "en"}).run("open", shelf, code=1)
        assert english.err.startswith("No window")


class TestLinks:
    """A browser starts the program with a link that anybody may have written."""

    LINK = "yuebao:article/k7qfz2m4yd3xw6ta"

    def test_without_a_display_it_is_said_how_to_read_the_article(self, terminal: Terminal) -> None:
        for words in ((self.LINK,), ("open", self.LINK)):
            assert "reader show k7qfz2m4yd3xw6ta" in terminal.run(*words, code=1).err

    @pytest.mark.parametrize(
        "link", ["yuebao:", "YUEBAO:article/../../etc/passwd", "yuebao:article/k7qfz2m4yd3xw6ta --library=x"]
    )
    def test_what_is_no_link_opens_nothing(self, terminal: Terminal, link: str) -> None:
        ran = terminal.run(link, code=2)
        assert "这不是阅报的链接，什么也没有打开" in ran.err
        assert not ran.out

    @pytest.mark.parametrize("more", [("--log", "LOG"), ("--help",), ("LOG",)])
    def test_what_follows_a_link_is_no_option(
        self, terminal: Terminal, tmp_path: Path, more: tuple[str, ...]
    ) -> None:
        target = tmp_path / "log"
        terminal.run(self.LINK, *(str(target) if word == "LOG" else word for word in more), code=2)
        assert not target.exists()


class TestAnyTerminal:
    def test_output_is_utf_8_on_a_plain_locale(self, terminal: Terminal, shelf: Path) -> None:
        for extra in ({"LC_ALL": "C"}, {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}):
            plain = Terminal(terminal.home, {"PYTHONIOENCODING": "ascii", **extra})
            assert "老戏台搬过了河" in plain.run("parse", shelf / "1990/03/19900305.txt").out

    def test_a_reader_of_english_is_told_in_english(self, terminal: Terminal) -> None:
        english, chinese = (
            Terminal(terminal.home, {"READER_LANGUAGE": each}).run("--help").out for each in ("en", "zh")
        )
        assert ("Open the window" in english, "打开窗口" in english) == (True, False)
        assert ("Open the window" in chinese, "打开窗口" in chinese) == (False, True)

    def test_half_a_file_name_is_printed_as_valid_json(self, terminal: Terminal, shelf: Path) -> None:
        told = terminal.run(
            "search", b"\xe8\x80".decode("utf-8", "surrogateescape"), "--library", shelf, "--json"
        )
        assert told.json()["query"] == "\udce8\udc80"

    @pytest.mark.skipif(sys.platform == "win32", reason="no pipes that break like this")
    def test_a_broken_pipe_is_quiet(self, terminal: Terminal, shelf: Path, tmp_path: Path) -> None:
        queries = tmp_path / "many.txt"
        queries.write_text("本报讯\n" * 2000, encoding="utf-8")
        with terminal.start("search", "--batch", queries, "--jsonl", "--library", shelf) as process:
            assert process.stdout
            assert process.stderr
            process.stdout.readline()
            process.stdout.close()
            assert process.stderr.read().decode() == ""

    def test_a_bug_is_reported_in_full(self, terminal: Terminal) -> None:
        probe = (
            "import sys; import reader.cli as cli\n"
            "def broken(words): raise ZeroDivisionError('invented')\n"
            "cli.parse_arguments = broken; sys.exit(cli.main(['search', 'x']))"
        )
        done = subprocess.run(
            [sys.executable, "-c", probe], env=terminal.environment(), capture_output=True, check=False
        )
        report = done.stderr.decode()
        assert done.returncode == 1
        assert "Python" in report
        assert "ZeroDivisionError: invented" in report
