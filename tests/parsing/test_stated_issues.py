"""A file that states its articles: lines have the parts that it states, but for credits among its paragraphs."""

import datetime as dt

import pytest

from reader.newspaper.article import BlockKind, LinePart, Role, SourceText, StatedArticle, StatedIssue
from reader.newspaper.issue import DateOrigin
from reader.parsing.stated_issues import explain_stated, parse_stated
from reader.parsing.weights import LineRole

TEXT = "渡口的灯今晚修好了，摆渡的人说，夜里过江不用再摸黑。"
DAY = dt.date(1987, 6, 12)


def stated_source(
    *lines: tuple[LinePart, str], stated: StatedIssue | None = None
) -> tuple[SourceText, StatedIssue]:
    """A file whose first line is a masthead, and all others are one article."""
    parts = tuple((number, part) for number, (part, _) in enumerate(lines, 2))
    usual = stated or StatedIssue((StatedArticle(parts, "A04"),), "青石日报", DAY)
    texts = ("青石日报 1987年6月12日", *(text for _, text in lines))
    return SourceText("a.xml", "utf-8", texts, stated=usual), usual


def roles_of(*lines: tuple[LinePart, str]) -> list[LineRole]:
    return [verdict.role for verdict in explain_stated(*stated_source(*lines))]


def test_lines_have_the_parts_that_the_file_states() -> None:
    source, stated = stated_source(
        (LinePart.KICKER, "本报特稿"),
        (LinePart.HEADLINE, "渡口的灯"),
        (LinePart.SUBHEAD, "一盏旧灯"),
        (LinePart.PARAGRAPH, TEXT),
    )
    part = parse_stated(source, stated)
    (article,) = part.articles
    assert (part.masthead.title, part.masthead.date) == ("青石日报", DAY)
    assert (article.kicker, article.headline, article.page) == ("本报特稿", "渡口的灯", "A4")
    assert [block.kind for block in article.blocks] == [BlockKind.SUBHEAD, BlockKind.PARAGRAPH]
    assert part.masthead.source_lines == ((1, 1),)


def test_a_line_that_is_in_no_article_is_of_the_masthead() -> None:
    assert roles_of((LinePart.HEADLINE, "渡口的灯"), (LinePart.PARAGRAPH, TEXT)) == [
        LineRole.MASTHEAD,
        LineRole.HEADLINE,
        LineRole.OPENING,
    ]


@pytest.mark.parametrize(
    ("lines", "roles"),
    [
        (("本报记者 田麦青", TEXT), [LineRole.BYLINE, LineRole.OPENING]),
        ((TEXT, "（本报记者 田麦青）"), [LineRole.OPENING, LineRole.SIGNATURE]),
        (("本报记者 田麦青",), [LineRole.OPENING]),
    ],
    ids=["above the text", "below the text", "alone"],
)
def test_a_first_or_last_paragraph_that_is_a_credit_is_one(
    lines: tuple[str, ...], roles: list[LineRole]
) -> None:
    paragraphs = [(LinePart.PARAGRAPH, text) for text in lines]
    assert roles_of((LinePart.HEADLINE, "渡口的灯"), *paragraphs)[2:] == roles


def test_a_field_for_credits_is_one_whatever_it_holds() -> None:
    source, stated = stated_source(
        (LinePart.HEADLINE, "渡口的灯"), (LinePart.BYLINE, "河边人"), (LinePart.PARAGRAPH, TEXT)
    )
    (article,) = parse_stated(source, stated).articles
    (credit,) = article.credits
    assert (credit.role, credit.names) == (Role.AUTHOR, ("河边人",))


def test_a_day_of_the_address_alone_is_none_that_is_printed() -> None:
    lines = ("青石日报", "渡口的灯", TEXT)
    article = StatedArticle(((2, LinePart.HEADLINE), (3, LinePart.PARAGRAPH)))
    stated = StatedIssue((article,), "青石日报", DAY, is_dated_by_address=True)
    head = parse_stated(SourceText("a.html", "utf-8", lines, stated=stated), stated).masthead
    assert (head.date, head.date_origin) == (DAY, DateOrigin.FILE_NAME)
