"""Given a paper with a day somewhere, when it is parsed, then that day is the paper's only where a masthead stands: at
the head, beside what only mastheads have, or where it recurs; the other days stay in their sentences and notices.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import Struct

from reader.newspaper.article import ArticleKind, SourceText
from reader.newspaper.issue import DateOrigin, IssuePart, Masthead
from reader.parsing import parse

NOTHING = "-"


class Paper(Struct, frozen=True):
    name: str
    date: str
    title: str
    lines: str
    text: tuple[str, ...]


def papers() -> Iterator[Paper]:
    text = Path(__file__).with_name("mastheads.txt").read_text(encoding="utf-8")
    for block in re.split("^=== ", text, flags=re.MULTILINE)[1:]:
        head, _, body = block.partition("\n")
        name, date, title, lines = (field.strip() for field in head.split("|"))
        yield Paper(name, date, title, lines, tuple(body.rstrip("\n").split("\n")))


PAPERS = {paper.name: paper for paper in papers()}


def part_of(paper: Paper) -> IssuePart:
    return parse(SourceText("a.txt", "utf-8", paper.text))


def outside(head: Masthead) -> set[int]:
    return {number for first, last in head.source_lines for number in range(first, last + 1)}


@pytest.mark.parametrize("name", PAPERS)
def test_the_day_of_the_paper(name: str) -> None:
    paper = PAPERS[name]
    head = part_of(paper).masthead
    printed = head.date if head.date_origin is DateOrigin.PRINTED else None
    assert (str(printed) if printed else NOTHING) == paper.date
    if paper.title:
        assert (head.title or NOTHING) == paper.title


@pytest.mark.parametrize("name", PAPERS)
def test_where_its_lines_stand(name: str) -> None:
    paper = PAPERS[name]
    where, _, numbers = paper.lines.partition(" ")
    meant = {int(number) for number in numbers.split(",") if number}
    assert meant & outside(part_of(paper).masthead) == (meant if where == "out" else set())


@pytest.mark.parametrize(
    "name", [name for name in PAPERS if "credit" in name or "below the masthead" in name]
)
def test_a_credit_below_it_loses_nothing(name: str) -> None:
    paper = PAPERS[name]
    texts: list[str | None] = []
    for article in part_of(paper).articles:
        texts += [article.headline, article.kicker, *article.decks]
        texts += [credit.as_printed for credit in article.credits]
        texts += [block.text for block in article.blocks]
    credit = next(line for line in paper.text if "田麦" in line or "田麥" in line or "社电" in line)
    assert "".join(credit.split()).strip("（）") in "".join("".join(filter(None, texts)).split())


@pytest.mark.parametrize("name", [name for name in PAPERS if "sentence" in name])
def test_no_sentence_is_parted_by_its_day(name: str) -> None:
    part = part_of(PAPERS[name])
    alone = [article for article in part.articles if article.kind is ArticleKind.UNPLACED]
    assert len(alone) < 2


def test_the_day_at_the_head_is_before_one_with_more_fields_further_below() -> None:
    below = (
        "青石日报 1998年2月3日 星期二 第1204期 今日4版",
        "",
        "茶园里的路",
        "",
        "茶园里的路铺上了石子，挑茶的人雨天不再滑倒。",
    )
    lines = (
        "青石日报",
        "1998年2月2日 星期一",
        "",
        "渡口的灯又亮了",
        "",
        *["渡口的船工把缆绳绕了三圈，围观的人站满了石阶。"] * 4,
        "",
        *below,
    )
    head = parse(SourceText("a.txt", "utf-8", lines)).masthead
    assert (str(head.date), head.date_origin) == ("1998-02-02", DateOrigin.PRINTED)
