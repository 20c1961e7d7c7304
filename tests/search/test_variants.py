"""Given texts and queries by chance, when they are understood, searched, marked and cut out, then each gives
what tests/search/variants.txt says.

That file holds digests: it does not tell what is right, but that something has changed, which no other test may notice.
After a change that is meant: pytest tests/search/test_variants.py --update-golden.
"""

import datetime as dt
import random
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from msgspec.structs import replace

from reader.features.suggestions import suggestions
from reader.language.forms import search_form
from reader.library.file_parsing import repeated
from reader.library.sources import with_elsewhere
from reader.newspaper.article import Article, ElsewhereText, Where
from reader.search.answering import beside_articles, snippets
from reader.search.answering.places import places, runs
from reader.search.query import Query, as_typed, needles, parse_query, text_test, understood_as
from reader.search.terms import masthead_text, search_text
from tests import digests
from tests.told_stories import a_told_story

GOLDEN = Path(__file__).with_name("variants.txt")
VARIANTS = 40
TODAY = dt.date(2024, 3, 1)
_WORDS = (
    "渡口",
    "雁桥",
    "夜班船",
    "張威",
    "1987",
    "No. 7",
    "ＡＢ",
    "张?威",
    "灯",
    "的",
    "州头镇",
    "钱。",
    "—",
    "?",
)
_PARTS = (
    *(
        " ",
        " ",
        " ",
        " 或 ",
        " OR ",
        "|",
        " /10 ",
        " NEAR/3 ",
        " AND ",
        " -",
        " NOT ",
        "(",
        ")",
        "“",
        "”",
        '"',
    ),
    *(
        "标题:",
        "记者：",
        "栏目:",
        "版:",
        "报:",
        "日期:",
        "字数:",
        "TI=",
        "before:",
        "intitle:",
        "~2",
        "'",
        "《",
        "》",
    ),
    *(
        "1987年6月",
        "1987-06-12",
        "1987..1990",
        "6月12日",
        "1987年6月至8月",
        "民国三十六年",
        "去年",
        "八十年代",
        "..1987",
    ),
    *(
        "A3",
        "第2版",
        ">500",
        "<300",
        "100-500",
        "雁桥日报",
        "site:a.cn",
        "&&",
        "*",
        "!",
        "，",
        "、",
        "：",
        "\u3000",
    ),
)


def a_query(chance: random.Random) -> str:
    return "".join(
        chance.choice(_WORDS if chance.random() < 0.5 else _PARTS) for _ in range(chance.randint(1, 9))
    )


def an_article(chance: random.Random) -> Article:
    """Return an article, to which another source may add what it read."""
    article = chance.choice(a_told_story(chance)).article
    if chance.random() < 0.5:
        found = chance.choice(a_told_story(chance)).article.blocks[:2]
        where = (Where.ELSEWHERE, Where.ELSEWHERE, Where.HEADLINE, Where.CREDIT)
        article = replace(
            article, elsewhere=tuple(ElsewhereText(chance.choice(where), each.text) for each in found)
        )
    return article


def cut_from(text: str, chance: random.Random) -> str:
    begin = chance.randrange(max(1, len(text)))
    piece = text[begin : begin + chance.choice((1, 2, 2, 3, 5, 9, 30))].strip() or "渡口"
    return piece if chance.random() < 0.8 else "?".join((piece[:1], piece[2:])) or piece


def of_queries(seed: int) -> Iterator[str]:
    chance = random.Random(f"query {seed}")
    for _ in range(4 * VARIANTS):
        query = parse_query(a_query(chance), today=TODAY, near=chance.choice((None, dt.date(1987, 6, 12))))
        yield digests.digest_of((understood_as(query), as_typed(query), repr(query.remarks), needles(query)))


def of_marks(seed: int) -> Iterator[str]:
    chance = random.Random(f"marks {seed}")
    for _ in range(VARIANTS):
        article = an_article(chance)
        text = search_text(article)
        strings = [search_form(cut_from(text, chance)) or "渡口" for _ in range(chance.choice((1, 1, 2, 3)))]
        query = parse_query(
            " 或 ".join(
                chance.choice(('"{}"', "标题:{}", "{} /5 渡口", "记者:{}")).format(each) for each in strings
            )
        )
        of_text = text_test(query)
        yield digests.digest_of(
            (
                snippets.marks(article, strings),
                snippets.title_marks(article, strings),
                snippets.snippet(article, strings, chance.choice((10, 30, 60, 200))),
                list(runs(text)),
                places(text, query),
                of_text is None or of_text(text),
            )
        )


def of_mastheads() -> Iterator[str]:
    chance = random.Random("mastheads")
    for _ in range(VARIANTS):
        article = an_article(chance)
        lines = [each.text[:40] for each in article.blocks]
        labelled = [(f"标题：{line}", line) for line in lines if chance.random() < 0.3]
        text = masthead_text(lines, labelled)
        query = parse_query(" ".join(cut_from(chance.choice([*lines, "标题：渡"]), chance) for _ in range(2)))
        yield digests.digest_of(
            (
                text,
                beside_articles.masthead_pieces(query),
                beside_articles.masthead_decision(query)("雁桥日报", TODAY, text),
                beside_articles.masthead_snippet(query, lines, chance.choice((10, 60))),
                repeated(labelled, [search_text(article)]),
            )
        )


def of_suggestions() -> Iterator[str]:
    chance = random.Random("suggestions")
    for _ in range(2 * VARIANTS):
        texts = [search_text(an_article(chance)) for _ in range(3)]
        piece = cut_from(chance.choice(texts), chance)
        at = chance.randrange(len(piece))
        other = piece[:at] + chance.choice(("", "们", "未", "間")) + piece[at + 1 :]
        typed = chance.choice(("{}", '"{}"', "标题:{}", "{} 灯", "{} 日期:1987-06-12", "{} -船")).format(
            other
        )

        def finds(query: Query, texts: list[str] = texts) -> bool:
            return bool(needles(query)) and any(
                all(each in text for each in needles(query)) for text in texts
            )

        yield digests.digest_of(
            suggestions.suggestions(parse_query(typed), finds, newspapers=lambda: ["雁桥日报"])
        )


def of_sources() -> Iterator[str]:
    """What only other sources of articles have."""
    chance = random.Random("sources")
    for _ in range(VARIANTS):
        articles = [an_article(chance) for _ in range(chance.randint(1, 3))]
        others = []
        for _ in range(chance.randint(1, 3)):
            home = chance.choice(articles)
            blocks = [
                replace(each, text=each.text[chance.randint(0, 3) :] + chance.choice(("", "雪。")))
                for each in chance.sample(home.blocks, max(0, len(home.blocks) - 1))
            ]
            other = replace(home, headline=chance.choice((home.headline, "渡口")), blocks=tuple(blocks))
            others.append((other, chance.sample(range(len(articles)), chance.randint(1, len(articles)))))
        yield digests.digest_of([each.elsewhere for each in with_elsewhere(articles, others)])


ROWS: digests.Rows = {
    **{f"queries {seed}": partial(of_queries, seed) for seed in range(2)},
    **{f"marks {seed}": partial(of_marks, seed) for seed in range(3)},
    "mastheads": of_mastheads,
    "suggestions": of_suggestions,
    "sources": of_sources,
}


@pytest.mark.parametrize("name", ROWS)
def test_no_variant_is_answered_otherwise_unseen(name: str, update_golden: bool) -> None:
    digests.compare(GOLDEN, ROWS, name, update=update_golden)
