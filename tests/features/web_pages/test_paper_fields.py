"""The fields of an article are found in the elements that digital papers use for them, or by how its lines are set."""

import datetime as dt

import pytest
from selectolax.lexbor import LexborHTMLParser

from reader.features.web_pages.paper_fields import (
    HeadlineFields,
    below,
    body_in,
    captions_in,
    day_among,
    head_in,
    is_about_issue,
    named_paper,
    page_in,
    without,
)
from reader.formats.web_lines import WebLine, lines_of

TEXT = "渡口从今天起加开一班船，票价不变。"


def tree(body: str) -> LexborHTMLParser:
    return LexborHTMLParser(f"<html><body>{body}</body></html>")


def above(body: str) -> list[WebLine]:
    return lines_of(tree(body).body)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (f"<div id=ozoom>{TEXT}</div><div id=content>首页</div>", TEXT),
        (f"<div class=content>{TEXT}</div>", TEXT),
        (f"<div id=zoom><a href=a>首页</a></div><div id=content>{TEXT}</div>", TEXT),
        (f"<div id=ozoom></div><div id=content>{TEXT}</div>", ""),
        ("<div id=content></div>", None),
        (f"<div id=x>{TEXT}</div>", None),
    ],
    ids=["of a system", "a likely one", "full of links", "only pictures", "empty and only likely", "none"],
)
def test_the_body_is_the_element_that_papers_have_for_it(body: str, text: str | None) -> None:
    node = body_in(tree(body))
    assert (node and "".join(line.text for line in lines_of(node))) == text


def test_above_the_body_is_the_markup_before_its_first_words() -> None:
    markup = f"<h1>渡口开船</h1><p>{TEXT}</p>"
    body = tree(f"<div>{TEXT}</div>").css_first("div")
    assert body is not None
    assert without(markup, body) == "<h1>渡口开船</h1><p>"
    assert without("<p>夜校</p>", body) == "<p>夜校</p>"


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (
            "<p id=PreTitle>春运</p><p id=Title>渡口开船</p><p id=SubTitle>票价不变</p><p id=Author>何渡生</p>",
            HeadlineFields("渡口开船", "春运", "票价不变", "何渡生"),
        ),
        ("<h1>渡口开船</h1>", HeadlineFields("渡口开船")),
        ("<h1>渡口开船</h1><h4>本报记者 何渡生</h4>", HeadlineFields("渡口开船", author="本报记者 何渡生")),
        (
            "<h1>渡口开船</h1><p id=Author>何渡生 《渡口日报》（1987年6月12日 第2版）</p>",
            HeadlineFields("渡口开船", author="何渡生"),
        ),
        ("<p id=Title>渡口开船</p><p id=SubTitle>渡口开船</p>", HeadlineFields("渡口开船")),
        ("<p>首页</p>", HeadlineFields()),
    ],
    ids=["all", "a headline", "an author by tag", "a citation behind", "twice the same", "none"],
)
def test_the_head_is_of_the_elements_and_the_lines_around_the_headline(
    body: str, fields: HeadlineFields
) -> None:
    assert head_in(tree(body), above(body), None) == fields


def test_a_headline_that_is_stated_holds() -> None:
    body = "<h1>夜校开学</h1>"
    assert head_in(tree(body), above(body), "渡口开船").headline == "渡口开船"


@pytest.mark.parametrize(
    ("text", "is_one", "paper"),
    [
        ("渡口日报 1987年6月12日 星期五 第02版", True, "渡口日报"),
        ("1987-06-12", True, None),
        ("第02版：要闻", True, None),
        ("渡口日报", False, "渡口日报"),
        ("1987年6月12日渡口开船", False, None),
        ("渡口日报 1987年6月12日 " + "版" * 80, False, None),
    ],
    ids=["all", "a day", "a page", "a name alone", "news", "long"],
)
def test_a_line_about_the_issue_has_nothing_but_its_day_its_page_and_its_name(
    text: str, is_one: bool, paper: str | None
) -> None:
    assert is_about_issue(text) is is_one
    if len(text) < 80:
        assert named_paper(text) == paper


def test_below_the_headline_are_lines_that_no_field_has() -> None:
    lines = [WebLine(text) for text in ("首页", "渡口开船", "票价不变", "1987-06-12", "", "何渡生")]
    assert [line.text for line in below(lines, "渡口开船", ["票价 不变"])] == ["何渡生"]
    assert below(lines, "没有", []) == []


@pytest.mark.parametrize(
    ("texts", "day"),
    [
        (["1987年6月12日"], dt.date(1987, 6, 12)),
        (["1987-06-12", "1987年6月13日 星期六"], dt.date(1987, 6, 13)),
        (["1987年6月31日", "1987.6.12"], dt.date(1987, 6, 12)),
        (["1987年6月12日" + TEXT * 5], None),
        ([], None),
    ],
    ids=["one", "with its weekday", "no such day", "a long line", "none"],
)
def test_the_day_is_that_of_a_short_line(texts: list[str], day: dt.date | None) -> None:
    assert day_among([WebLine(text) for text in texts]) == day


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("第02版：要闻", ("2", "要闻")),
        ("A4版：民生", ("A4", "民生")),
        ("第a 4版", ("A4", None)),
        ("今日8版", (None, None)),
        ("第02版" + TEXT * 8, (None, None)),
    ],
)
def test_the_page_is_the_one_outside_of_links(text: str, page: tuple[str | None, str | None]) -> None:
    assert page_in([WebLine(text), WebLine(text, unlinked=text)]) == page
    assert page_in([WebLine(text, linked=9)]) == (None, None)


def test_captions_stand_in_elements_for_pictures_once_and_are_no_links() -> None:
    body = (
        "<p class=attachment>渡口的灯</p><p class=newspic>渡口的灯</p><p class=detPic><a href=a>大图</a></p>"
    )
    assert [*captions_in(tree(body), [], None)] == ["渡口的灯"]
    lines = [WebLine("渡口开船"), WebLine("", pictures=1), WebLine("渡口的船"), WebLine("何渡生")]
    assert [*captions_in(tree(""), lines, "渡口开船")] == ["渡口的船"]
