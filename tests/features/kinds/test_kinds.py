"""Articles of five kinds are told by their form, found and counted by it; what is of none is not guessed."""

import csv
import io
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reader.assets import sample_library
from reader.export.records import hit_fields
from reader.features.kinds import kind
from reader.features.kinds.kind import FIELD, Kind, KindTable, kind_of, may_have_kind
from reader.features.packs.packing_up import PackChoice, pack_up
from reader.library.library import Library
from reader.library.search_hits import records
from reader.newspaper.article import Article, ArticleKind, Block, BlockKind, Credit, Role
from reader.newspaper.facts import Rule, fact_by
from reader.search.query import Choice, parse_query
from reader.search.terms import search_text
from tests.terminal import Terminal

LABELLED = Path(__file__).with_name("labelled.txt")
"""Invented articles of many times, one a line: the kind that a person has told, section, headline, blocks."""
LEAST_FOUND = {Kind.NOTICE: 10, Kind.PICTURE: 5, Kind.WEATHER: 7, Kind.OBITUARY: 9, Kind.VERSE: 5}
MARKS = {"[c]": BlockKind.CAPTION, "[s]": BlockKind.SUBHEAD}
ISSUE = """柳川日报
1987年6月{day}日
第01版

## 市长看渡口

本报讯（记者 闻小树）市长陈怀远昨日来到渡口，看望摆渡的祝水芹，说船要添，灯也要添，桥还要再等两年。

## 讣告

柳川县水利局原局长陈怀远同志，因病于1987年6月{day}日逝世，享年七十一岁。

陈怀远同志治丧小组

## 启事

渡口拾得蓝布包一只，请失主前来认领。柳川渡口启
"""


def labelled() -> Iterator[tuple[Kind | None, Article]]:
    for line in LABELLED.read_text("utf-8").splitlines():
        kind, section, headline, text = line.split("|", 3)
        marked = [(MARKS.get(each[:3], BlockKind.PARAGRAPH), each) for each in text.split(" / ")]
        blocks = (Block(kind, each[3 * (kind is not BlockKind.PARAGRAPH) :], ()) for kind, each in marked)
        credits = (Credit(Role.REPORTER, ("甲",), "甲"),) if "（记者" in text else ()
        article = Article(
            key="",
            kind=ArticleKind.ARTICLE,
            page=None,
            section=section or None,
            headline=headline or None,
            credits=credits,
            blocks=tuple(blocks),
            source_lines=(),
        )
        yield Kind(kind) if kind else None, article


def test_no_article_is_given_a_wrong_kind_and_most_are_given_theirs() -> None:
    wrong = [(told, article.headline) for told, article in labelled() if kind_of(article) not in (told, None)]
    assert wrong == []
    found = Counter(kind for _, article in labelled() if (kind := kind_of(article)))
    assert {kind: found[kind] >= least for kind, least in LEAST_FOUND.items()} == dict.fromkeys(Kind, True)


def test_the_fast_test_lets_all_of_them_pass() -> None:
    padding = Block(BlockKind.PARAGRAPH, "他说了很久。" * 90, ())
    for _, article in labelled():
        assert kind_of(article) is None or may_have_kind(search_text(article))
    news = Article("", ArticleKind.ARTICLE, None, headline="渡口", blocks=(padding,), source_lines=())
    assert not may_have_kind(search_text(news))


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    root = tmp_path / "柳川"
    root.mkdir()
    for day in (1, 2):
        (root / f"1987060{day}.txt").write_text(ISSUE.format(day=day), "utf-8")
    with closing(Library.open(root)) as library:
        library.sync()
        yield library


def found(library: Library, query: str) -> list[str]:
    results = library.searcher.search(query, exact=True)
    hits = library.searcher.hits(results.ids, results.query)
    assert results.total == len(hits)
    return sorted(str(hit.values[0].option.value if hit.values else hit.headline) for hit in hits)


def counts(library: Library, query: str) -> dict[object, int] | None:
    results = library.searcher.search(query, exact=True)
    *_, last = library.searcher.count(query)
    assert last.by_value == results.by_value == library.searcher.counts.by_value(parse_query(query))
    counted = results.by_value
    return None if counted is None else {each.option.value: number for each, number in counted.items()}


def test_they_are_found_and_counted(library: Library) -> None:
    assert found(library, "类:讣告") == found(library, "kind:obituary") == ["obituary"] * 2
    assert found(library, "陈怀远 -类:讣告") == ["市长看渡口"] * 2
    assert found(library, "类:启事 日期:1987-06-02") == ["notice"]
    assert found(library, "類:訃告 或 类:公告") == ["notice"] * 2 + ["obituary"] * 2
    assert found(library, "类:诗词") == []
    assert counts(library, "渡口") == {Kind.NOTICE: 2}
    assert counts(library, "陈怀远") == {Kind.OBITUARY: 2}
    assert counts(library, "没有这个词") == {}


def test_a_hit_tells_that_its_kind_is_known_by_its_form(library: Library) -> None:
    query = parse_query("类:讣告")
    catalogue = library.local.catalogue
    ids = sorted(catalogue.table(KindTable).ids_with([Kind.OBITUARY]))
    for record in records(catalogue, ids, query):
        facts = hit_fields(record)["facts"]
        assert isinstance(facts, dict)
        assert facts["kind"] == fact_by(Rule.FORM_OF_TEXT, Kind.OBITUARY.value).as_json()
    assert FIELD.heading() == f"类（{Rule.FORM_OF_TEXT.words}）"


def test_the_table_has_what_the_articles_say(library: Library) -> None:
    with closing(Library.open(sample_library())) as sample:
        sample.sync()
        for of in (library, sample):
            catalogue = of.local.catalogue
            kinds = {
                number: kind_of(each.article)
                for number, each in catalogue.stored(catalogue.article_ids()).items()
            }
            table = catalogue.table(KindTable)
            assert {kind: table.ids_with([kind]) for kind in Kind} == {
                kind: {number for number, told in kinds.items() if told is kind} for kind in Kind
            }
        assert len(set(kinds.values())) == 4  # nobody dies in the sample, and no picture stands alone


def test_hits_have_the_kinds_that_are_stored(library: Library) -> None:
    with closing(sqlite3.connect(library.local.catalogue.path)) as connection, connection:
        connection.execute("UPDATE article_kind SET kind = ? WHERE kind = ?", (Kind.VERSE, Kind.NOTICE))
    assert found(library, "类:诗词") == [Kind.VERSE] * 2
    assert found(library, "类:讣告") == [Kind.OBITUARY] * 2


def test_what_is_not_sorted_yet_is_found_and_not_counted_where_it_is_much(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = library.local.catalogue
    with closing(sqlite3.connect(catalogue.path)) as connection, connection:
        connection.execute("DELETE FROM article_kind WHERE article_id > 3")
        connection.execute("UPDATE meta SET value = 3 WHERE key = 'kinds up to'")
    assert catalogue.table(KindTable).count_left() == 3
    assert found(library, "类:讣告") == ["obituary"] * 2
    assert counts(library, "陈怀远") == {Kind.OBITUARY: 2}
    monkeypatch.setattr(kind, "AT_ONCE", 2)
    assert counts(library, "陈怀远") is None
    assert found(library, "类:讣告") == ["obituary"] * 2
    library.sync()
    assert counts(library, "陈怀远") == {Kind.OBITUARY: 2}


def test_a_pack_has_the_kinds_and_counts_few(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack_up(library, tmp_path / "柳川.yuebao", PackChoice())
    with closing(Library.open(tmp_path / "柳川.yuebao")) as pack:
        assert found(pack, "类:讣告") == ["obituary"] * 2
        assert counts(pack, "陈怀远") == {Kind.OBITUARY: 2}
        monkeypatch.setattr(kind, "AT_ONCE", 2)
        assert found(pack, "类:讣告") == ["obituary"] * 2
        assert counts(pack, "陈怀远") is None


def test_they_stand_in_lists_and_files(library: Library, tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    within = ("--library", library.root)
    listed = terminal.run("search", "陈怀远", "--sort", "oldest", *within).out
    assert listed.count(" · 01版 · 讣告 · 柳川县水利局") == 2
    told = terminal.run("search", "陈怀远", "--json", *within).json()
    assert sorted(str(hit.get("article_kind")) for hit in told["hits"]) == [
        "None",
        "None",
        "obituary",
        "obituary",
    ]
    assert told["by_kind"] == {"obituary": 2}
    table = terminal.run("search", "陈怀远", "--export", "csv", *within).out
    rows = [*csv.DictReader(io.StringIO(table.removeprefix("\ufeff")))]
    assert sorted(row["kind"] for row in rows) == ["", "", "讣告", "讣告"]
    card = terminal.run("people", "陈怀远", "--json", *within).json()
    assert card["by_kind"] == {"obituary": 2}
    assert "其中：讣告 2" in terminal.run("people", "陈怀远", *within).out


def test_an_option_is_typed_by_each_of_its_names() -> None:
    for option in FIELD.options:
        for name in option.names:
            assert parse_query(f"类:{name}").root == Choice(FIELD, option)
