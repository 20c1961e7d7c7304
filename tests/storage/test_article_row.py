"""What the catalogue has in an article's row: its place among the pages, how it begins, who wrote it."""

import random
from typing import Any

import pytest
from msgspec.structs import replace

from reader.newspaper.article import Article, ArticleKind, BlockKind, Credit, Role
from reader.storage import text_table
from reader.storage.text_table import ArticleColumns
from tests.invented_article import block

PAGES = [
    "1",
    "2",
    "9",
    "10",
    "123456",
    "A",
    "A1",
    "A2",
    "A10",
    "B1",
    "Z9",
    "AA1",
    "AB1",
    "BA1",
    "AAA1",
    "AAB1",
    None,
]


def row(text: str = "", **changes: Any) -> ArticleColumns:
    return text_table.of(replace(Article("k", ArticleKind.ARTICLE), **changes), text)


def test_pages_stand_in_the_order_in_which_they_are_turned_and_unknown_ones_last() -> None:
    rows = [row(page=page) for page in PAGES]
    random.Random(1).shuffle(rows)
    assert [each.page for each in sorted(rows, key=lambda each: each.page_order)] == PAGES
    assert len({each.page_order for each in rows}) == len(PAGES)


@pytest.mark.parametrize("page", ["9" * 400, "A" * 400, "A" * 400 + "9" * 400, "要闻", "١", ""])
def test_any_page_has_a_place_that_a_database_can_hold(page: str) -> None:
    assert 0 <= row(page=page).page_order <= row(page=None).page_order < 1 << 63


REPORTER = Credit(Role.REPORTER, ("苗小禾",), "（记者苗小禾）")
LONG = "渡口今起执行夏令时刻，头班船提前到五点一刻。"


@pytest.mark.parametrize(
    ("blocks", "credits", "lead"),
    [
        ([], (), ""),
        ([block("渡口", BlockKind.SUBHEAD), block("图为渡口。", BlockKind.CAPTION)], (), ""),
        ([block("短短一句话。")], (), "短短一句话。"),
        ([block("一二三四五六七八"), block(LONG)], (), LONG),
        ([block("一二三四五六七八九"), block(LONG)], (), "一二三四五六七八九"),
        ([block("短"), block("短短")], (), "短"),
        ([block(LONG, BlockKind.NOTICE)], (), LONG),
        ([block("渡口的灯", BlockKind.SUBHEAD), block(LONG)], (), LONG),
        ([block("长" * 121)], (), "长" * 120),
        ([block(f"本报讯（记者苗小禾）{LONG}")], (REPORTER,), LONG),
        ([block(f"（记者苗小禾）　{LONG}")], (REPORTER,), LONG),
        ([block(f"{'远' * 24}（记者苗小禾）{LONG}")], (REPORTER,), LONG),
        ([block(f"{'远' * 25}（记者苗小禾）{LONG}")], (REPORTER,), f"{'远' * 25}（记者苗小禾）{LONG}"),
        ([block("本报讯（记者苗小禾）")], (REPORTER,), "本报讯（记者苗小禾）"),
        (
            [block(f"记者苗小禾 通讯员孟晓禾 {LONG}")],
            (
                Credit(Role.REPORTER, ("苗小禾",), "记者苗小禾"),
                Credit(Role.AUTHOR, ("孟晓禾",), "通讯员孟晓禾"),
            ),
            LONG,
        ),
    ],
)
def test_it_begins_as_its_first_long_paragraph_does_after_who_reports(
    blocks: list[Any], credits: tuple[Credit, ...], lead: str
) -> None:
    assert row(blocks=tuple(blocks), credits=credits).lead == lead


def test_names_are_those_who_wrote_each_once_and_readable() -> None:
    credits = (
        Credit(Role.REPORTER, ("顾知远", "陆小满"), ""),
        Credit(Role.PHOTOGRAPHER, ("贺一舟",), ""),
        Credit(Role.CORRESPONDENT, ("陆小满",), ""),
        Credit(Role.AUTHOR, ("何川",), ""),
        Credit(Role.EDITOR, ("周岱青",), ""),
    )
    assert row(credits=credits).names == '["顾知远", "陆小满", "何川"]'


def test_the_length_is_that_of_all_blocks() -> None:
    assert row(blocks=(block("一二"), block("三", BlockKind.SUBHEAD))).length == 3


def test_equal_articles_in_other_places_have_one_digest_and_any_other_word_another() -> None:
    article = {
        "headline": "水位",
        "blocks": (block("涨", line=3), block("落", line=5)),
        "source_lines": ((3, 5),),
    }
    moved = article | {"blocks": (block("涨", line=13), block("落", line=15)), "source_lines": ((13, 15),)}
    others = [
        article | {"headline": "水 位"},
        article | {"page": "2"},
        article | {"blocks": (block("涨"), block("落", BlockKind.SUBHEAD))},
        article | {"blocks": (block("落"), block("涨"))},
    ]
    digest = row("涨\n落", **article).digest
    assert row("涨\n落", **moved).digest == digest
    assert all(row("涨\n落", **other).digest != digest for other in others)
    assert row("涨 落", **article).digest != digest


def test_the_digest_is_that_of_the_versions_before() -> None:
    """Otherwise all articles of a library get new ids when a file is read again."""
    digest = row("涨", headline="水位", blocks=(block("涨"),), credits=(REPORTER,)).digest
    assert digest.hex() == "990bc2114334fba5319015b8955ff182"
