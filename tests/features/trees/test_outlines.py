"""An entry of an outline with others below it is a heading; the innermost of these are headlines of articles."""

import pytest

from reader.features.trees.nodes import nodes_of_xml
from reader.features.trees.outlines import sources_of
from reader.formats.reading import SavedFile
from reader.newspaper.article import LinePart, SourceText

FERRY = "渡口从今天起加开一班船，票价不变。"
SCHOOL = "夜校本周开课，首批学员一百二十六人。"
DAYS = "<outline text='1987年6月12日'>{}</outline><outline text='1987年6月13日'>{}</outline>"
ENTRY = "<outline text='{}'><outline text='{}'/></outline>"


def read(xml: str) -> list[SourceText]:
    roots, _ = nodes_of_xml(SavedFile("a.xml", f"<?xml version='1.0'?>{xml}".encode()))
    return sources_of("a.xml", roots)


def opml(body: str) -> str:
    return f"<opml version='2.0'><head><title>柳湾日报</title></head><body>{body}</body></opml>"


def articles(source: SourceText) -> list[list[tuple[LinePart, str]]]:
    stated = source.stated
    assert stated is not None
    return [[(part, source.lines[at - 1]) for at, part in article.lines] for article in stated.articles]


HEADED_FERRY = [(LinePart.HEADLINE, "渡口开船"), (LinePart.PARAGRAPH, FERRY)]
HEADED_SCHOOL = [(LinePart.HEADLINE, "夜校开课"), (LinePart.PARAGRAPH, SCHOOL)]


def test_each_day_of_an_outline_is_an_issue() -> None:
    body = DAYS.format(ENTRY.format("渡口开船", FERRY), ENTRY.format("夜校开课", SCHOOL))
    first, second = read(opml(body))
    assert articles(first) == [HEADED_FERRY]
    assert articles(second) == [HEADED_SCHOOL]
    assert [str(source.stated.date) for source in (first, second) if source.stated] == [
        "1987-06-12",
        "1987-06-13",
    ]


@pytest.mark.parametrize(
    "xml",
    [
        opml(f"<outline text='渡口开船' _note='{FERRY}'/><outline text='夜校开课' _note='{SCHOOL}'/>"),
        "<map><node TEXT='柳湾日报'>"
        f"<node TEXT='渡口开船'><node TEXT='{FERRY}'/></node>"
        f"<node TEXT='夜校开课'><richcontent TYPE='NOTE'><html><body><p>{SCHOOL}</p></body></html></richcontent></node>"
        "</node></map>",
    ],
    ids=["texts in notes", "a map"],
)
def test_a_text_is_below_its_heading_however_it_is_stored(xml: str) -> None:
    (source,) = read(xml)
    assert articles(source) == [HEADED_FERRY, HEADED_SCHOOL]


@pytest.mark.parametrize(
    "xml",
    [
        opml(
            "<outline text='渡口' xmlUrl='http://a/feed'/><outline text='夜校'><outline text='船'/></outline>"
        ),
        opml(f"<outline text='{FERRY}'/><outline text='{SCHOOL}'/>"),
        f"<outline text='渡口开船'><outline text='{FERRY}'/></outline>",
    ],
    ids=["subscriptions", "no headings", "no outline"],
)
def test_what_tells_no_articles_is_left_to_others(xml: str) -> None:
    assert read(xml) == []
