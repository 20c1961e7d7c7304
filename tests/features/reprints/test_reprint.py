"""Series: what headlines tell of the parts, and which articles are one series."""

import datetime as dt

import pytest
from msgspec.structs import replace

from reader.features.reprints.reprint import (
    MAY_BE_MARKED,
    MAY_BE_OPEN,
    SeriesMark,
    SeriesPart,
    mark_of,
    series,
)
from reader.newspaper.article import Article, ArticleKind, Block, BlockKind
from reader.search.terms import search_text
from tests.invented_article import ARTICLE, block

PLAIN = replace(ARTICLE, kicker=None, section=None, decks=(), jump_to=None, headline="渡口", credits=())
DAY = dt.date(1990, 3, 1)


def headed(headline: str | None, *, kicker: str | None = None, decks: tuple[str, ...] = ()) -> Article:
    return replace(PLAIN, headline=headline, kicker=kicker, decks=decks)


@pytest.mark.parametrize(
    ("headline", "title", "number"),
    [
        ("老戏台旧事（三）", "老戏台旧事", 3),
        ("老戏台旧事(十二)", "老戏台旧事", 12),
        ("老戲臺舊事（上）", "老戏台旧事", 1),
        ("老戏台旧事（下）", "老戏台旧事", 3),
        ("老戏台旧事（续完）", "老戏台旧事", None),
        ("老戏台旧事（续一）", "老戏台旧事", 1),
        ("老戏台旧事之三", "老戏台旧事", 3),
        ("老戏台旧事　连载⑤", "老戏台旧事", 5),
        ("老戏台旧事⑤", "老戏台旧事", 5),
        ("老戏台旧事 第七回", "老戏台旧事", 7),
        ("老戏台旧事（连载之四）", "老戏台旧事", 4),
    ],
)
def test_marks(headline: str, title: str, number: int | None) -> None:
    assert mark_of(headed(headline)) == SeriesMark(title, number)


@pytest.mark.parametrize(
    "headline",
    [
        "渡口",
        "今年产粮30",
        "气温降到5",
        "（三）",
        "连载之三",
        "一九八七年",
        "会议闭幕（1987）",
        None,
        "去渡口（图）",
    ],
)
def test_no_marks(headline: str | None) -> None:
    assert mark_of(headed(headline)) is None


def test_kickers_and_decks() -> None:
    assert mark_of(headed("木匠宋三槐", kicker="走过老戏台系列报道之二")) == SeriesMark("走过老戏台", 2)
    assert mark_of(headed("老戏台旧事", kicker="连载⑦")) == SeriesMark("老戏台旧事", 7)
    assert mark_of(headed("老戏台旧事", decks=("（六）",))) == SeriesMark("老戏台旧事", 6)


def test_words_in_the_text() -> None:
    blocks = (*PLAIN.blocks, block("（未完待续）", BlockKind.PARAGRAPH, 9))
    assert mark_of(replace(PLAIN, blocks=blocks)) == SeriesMark("渡口", None)
    assert mark_of(
        replace(PLAIN, blocks=(block("（续昨）戏台盖好后的第二年，"), *PLAIN.blocks))
    ) == SeriesMark("渡口", None)


@pytest.mark.parametrize(
    "article",
    [
        headed("老戏台旧事（三）"),
        headed("老戏台旧事⑤"),
        headed("老戏台旧事（下）"),
        headed("老戏台旧事（续完）"),
        headed("老戏台旧事之三"),
        headed("老戏台旧事 第七回"),
        headed("木匠", kicker="走过老戏台系列报道之二"),
        replace(PLAIN, blocks=(*PLAIN.blocks, block("（未完待续）", line=9))),
    ],
)
def test_none_is_passed_over_before_it_is_read(article: Article) -> None:
    lines = search_text(article).split("\n", 3)
    assert mark_of(article) is not None
    assert MAY_BE_MARKED.search("\n".join(lines[:3])) or MAY_BE_OPEN.search(lines[3])


def part(article_id: int, day: int | None, number: int | None) -> SeriesPart:
    date = None if day is None else DAY + dt.timedelta(days=day)
    return SeriesPart(article_id, date, SeriesMark("老戏台旧事", number))


def numbers(parts: list[SeriesPart]) -> list[list[int]]:
    return [[each.article_id for each in found] for found in series(parts)]


def test_parts_are_in_the_order_of_their_days() -> None:
    assert numbers([part(3, 9, 3), part(1, 0, 1), part(2, 4, 2)]) == [[1, 2, 3]]


def test_another_begins_where_numbers_begin_anew_or_after_a_long_pause() -> None:
    assert numbers([part(1, 0, 1), part(2, 1, 2), part(3, 8, 1), part(4, 9, 2)]) == [[1, 2], [3, 4]]
    assert numbers([part(1, 0, 1), part(2, 1, 2), part(3, 60, 3), part(4, 61, 4)]) == [[1, 2], [3, 4]]


def test_one_part_is_no_series() -> None:
    assert numbers([part(1, 0, 1)]) == []
    assert numbers([part(1, 0, 1), part(2, 30, 1), part(3, 60, 1)]) == []
    assert numbers([part(1, None, 1), part(2, None, 2)]) == []


def test_a_second_copy_of_a_part_is_left_out() -> None:
    assert numbers([part(1, 0, 1), part(9, 0, 1), part(2, 1, 2)]) == [[1, 2]]


def test_words_without_numbers_go_by_days() -> None:
    assert numbers([part(1, 0, None), part(2, 1, None), part(3, 2, 3)]) == [[1, 2, 3]]


def test_a_continuation_kind_is_an_article_too() -> None:
    assert mark_of(
        replace(
            headed("渡口（二）"), kind=ArticleKind.CONTINUATION, blocks=(Block(BlockKind.JUMP, "接01版", ()),)
        )
    )
