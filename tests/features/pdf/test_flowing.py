"""A document of one column flows from page to page; its headlines are the highest level that recurs above text."""

import pytest

from reader.features.pdf.flowing import is_flowing, stretches
from reader.features.pdf.furniture import furniture_of
from reader.features.pdf.layout import PageLayout, PdfLine
from reader.newspaper.facts import Fact, Rule, fact_by

LONG = "渡口从今天起加开一班船票价不变首班船提前到五点二十分"
NO_PAGE: Fact[str] = fact_by(Rule.PAGE_IN_NAME, None)


def line(text: str, top: float, size: float = 10.0, x0: float = 50.0, x1: float = 350.0) -> PdfLine:
    return PdfLine(text, x0, top, x1, top + size, size, [])


def page(*lines: PdfLine, is_vertical: bool = False) -> PageLayout:
    return PageLayout(lines, is_vertical, 400.0, 1000.0, 0)


def column(*texts: tuple[str, float]) -> list[PdfLine]:
    """Lines below each other, each with its size, from the middle of the page."""
    lines = []
    top = 200.0
    for text, size in texts:
        lines.append(line(text, top, size))
        top += 1.2 * size
    return lines


def flows(*layouts: PageLayout) -> bool:
    return is_flowing(layouts, furniture_of(layouts))


TEXT = [(LONG, 10.0)] * 4


def test_lines_below_each_other_over_half_of_the_page_flow() -> None:
    assert flows(page(*column(*TEXT)), page(*column(*TEXT)))


@pytest.mark.parametrize(
    "layout",
    [
        page(*column(*TEXT), is_vertical=True),
        page(*[line(LONG, 200 + 12 * row, x1=200) for row in range(6)]),
        page(*column(*TEXT), *[line(LONG, each.y0, x0=360, x1=399) for each in column(*TEXT)]),
        page(line("第02版", 20), *column(*TEXT)),
    ],
    ids=["vertical", "narrow", "two columns", "a page of a paper"],
)
def test_what_is_printed_as_a_paper_does_not_flow(layout: PageLayout) -> None:
    assert not flows(layout)


def read(*layouts: PageLayout) -> list[tuple[str | None, list[list[tuple[str, str]]]]]:
    found = []
    for stretch in stretches(layouts, furniture_of(layouts), NO_PAGE):
        articles = []
        for article in stretch.articles:
            articles.append([(part.name, "".join(each.text for each in lines)) for part, lines in article])
        found.append((stretch.page.value, articles))
    return found


def test_the_highest_level_that_recurs_above_text_is_that_of_headlines() -> None:
    lines = column(("渡口开船", 16), *TEXT, ("票价", 13), *TEXT, ("夜校开学", 16), *TEXT)
    ((_, articles),) = read(page(*lines))
    assert [article[0] for article in articles] == [("HEADLINE", "渡口开船"), ("HEADLINE", "夜校开学")]
    assert ("SUBHEAD", "票价") in articles[0]


def test_an_article_goes_on_on_the_next_page() -> None:
    ((_, articles),) = read(page(*column(("渡口开船", 16), *TEXT)), page(*column(*TEXT)))
    ((headline, *texts),) = articles
    assert headline == ("HEADLINE", "渡口开船")
    assert "".join(text for _, text in texts) == LONG * 8


def test_a_heading_with_a_page_or_a_day_parts_the_document() -> None:
    lines = column(("第02版 要闻", 20), ("渡口开船", 16), *TEXT, ("第03版 副刊", 20), ("夜校开学", 16), *TEXT)
    pages = [(label, [article[0][1] for article in articles]) for label, articles in read(page(*lines))]
    assert [label for label, articles in pages if articles] == ["02", "03"]
    assert [articles for _, articles in pages if articles] == [["渡口开船"], ["夜校开学"]]


def test_below_a_new_day_no_page_is_known() -> None:
    lines = column(
        ("第02版 要闻", 20), ("渡口开船", 16), *TEXT, ("1987年6月13日", 20), ("夜校开学", 16), *TEXT
    )
    labels = [label for label, articles in read(page(*lines)) if articles]
    assert labels == ["02", None]


def test_a_short_line_above_the_first_headline_is_its_kicker() -> None:
    lines = column(("春运见闻", 10), ("渡口开船", 16), *TEXT, ("夜校开学", 16), *TEXT)
    ((_, articles),) = read(page(*lines))
    assert articles[0][:2] == [("KICKER", "春运见闻"), ("HEADLINE", "渡口开船")]
