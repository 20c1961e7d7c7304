"""Given a text cut into lines of one length, when it is parsed, then no article begins within one of its paragraphs: a
phrase that goes over the end of a line stands in one article, so that a rung of the search finds it.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.language.forms import search_form
from reader.newspaper.article import ArticleKind, SourceText
from reader.newspaper.issue import IssuePart
from reader.parsing import parse
from tests.laws import examples

CLAUSES = (
    "渡口的船工把缆绳绕了三圈",
    "逢集之日加开两班",
    "早班天明即开",
    "挑担者请走左边石阶",
    "空手的人走右边免得相撞",
    "小孩须有大人牵着",
    "牲口另有平底船渡运",
    "如遇大水由船工自己定",
    "旧船板先修石阶余下的按户分",
    "镇上又派人补栽了两排桑树",
    "来年春天路边就有荫凉",
    "有没有人反对这件事我们议过三次",
    "票钱只够修船不够点灯",
)
TITLES = ("渡口告白", "船工会回话记录", "关于修桥问题的几点意见", "告全县茶农书")
SIGNERS = ("石坪渡口管理所", "东方茶场全体职工", "青石县修桥指挥部", "县中学春雷小组")
SLOGANS = ("修好石坪渡口！", "向老船工学习！向老船工致敬！")
DATES = ("一九六六年十一月", "一九六七年三月二日", "67.2.3.", "1967年1月14日")
PARAGRAPHS = st.lists(
    st.tuples(
        st.sampled_from(["", "", "问：", "柳："]),
        st.lists(st.sampled_from(CLAUSES), min_size=2, max_size=6),
        st.sampled_from("。。·！？"),
    ),
    min_size=2,
    max_size=5,
)


def cut(paragraph: str, width: int) -> list[str]:
    return [paragraph[at : at + width] for at in range(0, len(paragraph), width)]


def article_at(part: IssuePart, number: int) -> int:
    """Return the index of the article with a line, -1 if none has it."""
    for at, article in enumerate(part.articles):
        if any(first <= number <= last for first, last in article.source_lines):
            return at
    return -1


@given(st.sampled_from(TITLES), PARAGRAPHS, st.integers(14, 38), st.sampled_from(["", "\u3000\u3000"]))
@settings(max_examples=examples(150))
def test_no_article_begins_within_a_paragraph_of_hard_lines(
    title: str, paragraphs: list[tuple[str, list[str], str]], width: int, indent: str
) -> None:
    lines = [title]
    seams: list[int] = []
    for speaker, clauses, end in paragraphs:
        rows = cut(indent + speaker + "，".join(clauses) + end, width)
        seams += range(len(lines) + 1, len(lines) + len(rows))
        lines += rows
    part = parse(SourceText("a.txt", "utf-8", tuple(lines)))
    assert [number for number in seams if article_at(part, number) != article_at(part, number + 1)] == []


def is_found(part: IssuePart, string: str) -> bool:
    """Return whether a search finds a string as it is, or else divided by the end of one paragraph."""
    needle = search_form(string)
    divided = [f"{needle[:at]}\n{needle[at:]}" for at in range(1, len(needle))]
    for article in part.articles:
        body = "\n".join(search_form(block.text) for block in article.blocks)
        head = "\n".join(map(search_form, filter(None, (article.headline, article.kicker, *article.decks))))
        if needle in body or needle in head or any(form in body for form in divided):
            return True
    return False


@given(
    st.sampled_from(TITLES),
    PARAGRAPHS,
    st.integers(10, 38),
    st.sampled_from(["", "\u3000\u3000"]),
    st.booleans(),
    st.integers(1, 6),
)
@settings(max_examples=examples(100))
def test_every_string_over_the_end_of_a_line_within_a_paragraph_is_found(
    title: str,
    paragraphs: list[tuple[str, list[str], str]],
    width: int,
    indent: str,
    has_news: bool,
    length: int,
) -> None:
    lines = [title]
    seams: list[int] = []
    for speaker, clauses, end in paragraphs:
        rows = cut(indent + speaker + "，".join(clauses) + end, width)
        seams += range(len(lines), len(lines) + len(rows) - 1)
        lines += rows
    if has_news:
        lines += ["水库昨日开闸", *cut("本报讯（记者 温如岚）" + "，".join(CLAUSES[:6]) + "。", width)]
    part = parse(SourceText("a.txt", "utf-8", tuple(lines)))
    strings = [lines[at][-length:].strip() + lines[at + 1].strip()[:length] for at in seams]
    assert [string for string in strings if not is_found(part, string)] == []


@pytest.mark.parametrize("date", [*DATES, ""])
@pytest.mark.parametrize("slogans", [(), SLOGANS], ids=["none", "slogans"])
@pytest.mark.parametrize("signer", SIGNERS)
def test_slogans_who_signs_and_the_date_close_a_text(
    signer: str, slogans: tuple[str, ...], date: str
) -> None:
    text = "，".join(CLAUSES[:6]) + "。"
    lines = ["渡口告白", *cut(text, 20), *cut("，".join(CLAUSES[6:]) + "。", 20), *slogans, signer]
    part = parse(SourceText("a.txt", "utf-8", (*lines, date) if date else tuple(lines)))
    assert [article.kind for article in part.articles] == [ArticleKind.ARTICLE]
    assert {article_at(part, number) for number in range(1, len(lines) + 1)} == {0}


def test_the_number_of_a_page_is_no_part_of_the_paragraph_that_it_interrupts() -> None:
    rows = cut("，".join(CLAUSES) + "。", 12)
    part = parse(SourceText("a.txt", "utf-8", ("渡口告白", *rows[:4], "— 4 —", *rows[4:])))
    assert not any("4" in block.text for article in part.articles for block in article.blocks)
