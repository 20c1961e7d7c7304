"""A text is built of its masthead, its articles with a blank line before each, and what stands beside them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats.text_builder import RecordBuilder, TextBuilder, without_repeats
from reader.formats.web_lines import WebLine
from reader.newspaper.article import LinePart
from reader.newspaper.facts import Rule

HEADLINE = (LinePart.HEADLINE, "渡口开船")
TEXT = (LinePart.PARAGRAPH, "首班船提前到五点二十分。")
PARTS = st.lists(
    st.tuples(
        st.sampled_from([LinePart.HEADLINE, LinePart.PARAGRAPH, LinePart.CAPTION]),
        st.text("渡口船 \n\t", max_size=6),
    ),
    max_size=5,
)


def test_a_masthead_has_its_words_and_days_in_one_line() -> None:
    builder = TextBuilder()
    builder.add_masthead("渡口日报", None, "", dt.date(1987, 6, 2), "第4181期")
    builder.add_masthead(None, "")
    assert builder.lines == ["渡口日报\u30001987年6月2日\u3000第4181期"]


@given(st.lists(PARTS, max_size=4))
def test_each_line_that_is_stated_is_where_it_is_said_to_be(
    articles: list[list[tuple[LinePart, str]]],
) -> None:
    """Each text of an article is one line, blank ones are none; an article without a line is none."""
    builder = TextBuilder()
    for parts in articles:
        builder.add_article(parts)
    stated = []
    for article in builder.articles:
        stated.append([(part, builder.lines[number - 1]) for number, part in article.lines])
    written = []
    for parts in articles:
        lines = [(part, " ".join(text.split("\n"))) for part, text in parts if text.strip()]
        if lines:
            written.append(lines)
    assert stated == written
    assert not any("\n" in line for line in builder.lines)


def test_articles_are_parted_by_blank_lines_and_know_their_page() -> None:
    builder = TextBuilder()
    builder.add_article([HEADLINE, TEXT], "2", Rule.PAGE_LINE)
    builder.add_article([TEXT])
    assert builder.lines == ["渡口开船", TEXT[1], "", TEXT[1]]
    first, second = builder.articles
    assert (first.page, first.page_rule) == ("2", Rule.PAGE_LINE)
    assert (second.page, second.lines) == (None, ((4, LinePart.PARAGRAPH),))


def test_beside_the_articles_stands_once_what_is_not_in_them() -> None:
    builder = TextBuilder()
    builder.add_article([HEADLINE])
    builder.add_aside(["渡口开船", "", "编辑部电话", "编辑部电话", "广告"])
    assert builder.lines == ["渡口开船", "", "编辑部电话", "广告"]
    source = builder.source("a.html", "utf-8", title=None, date=None, is_dated_by_address=False)
    assert source.aside == 2
    untouched = TextBuilder()
    untouched.add_aside(["", ""])
    assert (untouched.lines, untouched.aside) == ([], 0)


@pytest.mark.parametrize(
    ("pictures", "texts", "told"),
    [
        (0, ["渡口开船"], ()),
        (2, ["渡口开船"], ("2 幅图片",)),
        (0, ["渡口开船", "首 页", "下一篇"], ("导航、链接之类 5 字",)),
        (1, ["首页"], ("1 幅图片", "导航、链接之类 2 字")),
    ],
)
def test_what_of_a_page_is_not_in_the_text_is_counted(
    pictures: int, texts: list[str], told: tuple[str, ...]
) -> None:
    builder = TextBuilder()
    builder.add_article([HEADLINE])
    assert builder.left_out_of([WebLine(text) for text in texts], pictures) == told


def test_the_text_states_what_it_was_built_of() -> None:
    builder = TextBuilder()
    builder.add_masthead("渡口日报")
    builder.add_article([HEADLINE])
    day = dt.date(1987, 6, 2)
    source = builder.source(
        "a.html", "gb18030", title="渡口日报", date=day, is_dated_by_address=True, left_out=["2 幅图片"]
    )
    assert (source.path, source.encoding, source.lines) == ("a.html", "gb18030", ("渡口日报", "", "渡口开船"))
    assert source.stated is not None
    assert (source.stated.title, source.stated.date, source.stated.is_dated_by_address) == (
        "渡口日报",
        day,
        True,
    )
    assert source.stated.articles == tuple(builder.articles)
    assert source.reading is not None
    assert source.reading.left_out == ("2 幅图片",)


def test_a_text_repeats_no_line_of_its_headline_at_its_beginning_only() -> None:
    repeated = (LinePart.PARAGRAPH, "渡口 开船")
    assert [*without_repeats([repeated, repeated, TEXT, repeated], [HEADLINE])] == [TEXT, repeated]
    assert [*without_repeats([TEXT], [])] == [TEXT]


def test_an_issue_of_records_knows_of_each_line_which_lines_of_the_file_it_is_from() -> None:
    builder = RecordBuilder(paper="渡口日报", date=dt.date(1987, 6, 2))
    builder.add_record([(*HEADLINE, (3, 3)), (LinePart.DECK, " ", (4, 4)), (*TEXT, (5, 6))], "2")
    builder.add_rest([(1, "编号 7")])
    text = builder.issue("a.txt", "utf-8")
    assert text.lines == ("渡口日报\u30001987年6月2日", "", "渡口开船", TEXT[1], "", "编号 7")
    assert text.spans == ((0, 0), (0, 0), (3, 3), (5, 6), (0, 0), (1, 1))
    assert text.aside == 1
    assert text.stated is not None
    assert (text.stated.title, text.stated.date, text.stated.rule) == (
        "渡口日报",
        dt.date(1987, 6, 2),
        Rule.RECORD,
    )


def test_an_issue_of_records_tells_no_lines_of_the_file_where_none_are_told() -> None:
    builder = RecordBuilder()
    builder.add_article([HEADLINE, TEXT])
    text = builder.issue("a.json", "utf-8")
    assert text.spans == ()
    assert text.stated is not None
    assert (text.stated.title, text.stated.date) == (None, None)
