"""Other XML: articles that it tells are taken as told; without any it gives its text; what has no text is refused."""

import datetime as dt
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader import formats, parsing
from reader.formats.reading import NotAnIssue, UnreadableFile
from reader.language.forms import search_form
from reader.newspaper.article import BlockKind
from tests.parsing.laws import broken_laws

TEXT = "昨晚起，雁桥渡口加开夜班船，两岸居民过江不必再等天亮。"

TOLD = {
    "nitf": "<nitf><head><title>渡口加开夜班船</title></head><body><body.head><hedline><hl1>渡口加开夜班船</hl1>"
    f"</hedline><byline>何渡生</byline></body.head><body.content><p>{TEXT}</p></body.content></body></nitf>",
    "newsml": "<NewsML><NewsItem><NewsComponent><NewsLines><HeadLine>渡口加开夜班船</HeadLine><ByLine>何渡生</ByLine>"
    f"</NewsLines><DataContent><p>{TEXT}</p></DataContent></NewsComponent></NewsItem></NewsML>",
    "newsml 2": '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"><itemMeta><versionCreated>1924-03-05T06:00:00Z'
    "</versionCreated></itemMeta><contentMeta><headline>渡口加开夜班船</headline><by>何渡生</by></contentMeta><contentSet>"
    f"<inlineXML><html><body><p>{TEXT}</p></body></html></inlineXML></contentSet></newsItem>",
    "another root": "<paper><article><head>渡口加开夜班船</head><author>何渡生</author>"
    f"<p>{TEXT}</p></article></paper>",
}


@pytest.mark.parametrize("text", TOLD.values(), ids=TOLD)
def test_an_article_is_taken_as_it_is_told(text: str) -> None:
    source = formats.decode(text.encode(), "1.xml")
    (article,) = parsing.parse(source).articles
    assert (article.headline, article.decks) == ("渡口加开夜班船", ())
    assert [block.text for block in article.blocks] == [TEXT]
    assert [credit.names for credit in article.credits] == [("何渡生",)]


def test_each_article_is_its_own_and_a_heading_in_its_text_is_a_subhead() -> None:
    article = "<article><title>{}</title><p>{}</p><title>票价不变</title><p>{}</p></article>"
    text = "".join(article.format(each, TEXT, TEXT) for each in ("渡口加开夜班船", "粮站清早开秤"))
    part = parsing.parse(formats.decode(f'<issue date="1924-03-05">{text}</issue>'.encode(), "1.xml"))
    assert [each.headline for each in part.articles] == ["渡口加开夜班船", "粮站清早开秤"]
    kinds = [[block.kind for block in each.blocks] for each in part.articles]
    assert kinds == [[BlockKind.PARAGRAPH, BlockKind.SUBHEAD, BlockKind.PARAGRAPH]] * 2
    assert part.masthead.date == dt.date(1924, 3, 5)


@pytest.mark.parametrize(
    "word", ["{}", "<style face='normal' size='100%'>{}</style>"], ids=["bare", "as set"]
)
def test_references_of_endnote_are_articles_with_their_page_and_without_their_kind(word: str) -> None:
    def reference(headline: str, page: str) -> str:
        return (
            "<record><database name='旧报.enl'>旧报.enl</database><rec-number>1</rec-number>"
            "<ref-type name='Newspaper Article'>23</ref-type>"
            f"<contributors><authors><author>{word.format('何渡生')}</author></authors></contributors>"
            f"<titles><title>{word.format(headline)}</title>"
            f"<secondary-title>{word.format('雁桥日报')}</secondary-title></titles>"
            f"<pages>{word.format(page)}</pages><dates><year>{word.format('1924')}</year>"
            f"<pub-dates><date>{word.format('1924-03-05')}</date></pub-dates></dates>"
            f"<abstract>{word.format(TEXT)}</abstract></record>"
        )

    records = reference("渡口加开夜班船", "1") + reference("粮站清早开秤", "2-3")
    part = parsing.parse(formats.decode(f"<xml><records>{records}</records></xml>".encode(), "1.xml"))
    assert (part.masthead.title, part.masthead.date) == ("雁桥日报", dt.date(1924, 3, 5))
    assert [each.headline for each in part.articles] == ["渡口加开夜班船", "粮站清早开秤"]
    assert part.articles[0].page == "1"
    assert [[block.text for block in each.blocks] for each in part.articles] == [[TEXT], [TEXT]]


def test_newspaper_day_and_pages_are_taken_as_they_are_told() -> None:
    article = f"<article><title>{{}}</title><p>{TEXT}</p></article>"
    pages = "".join(
        f"<page n='{label}'>{article.format(headline)}</page>"
        for label, headline in (("1", "渡口加开夜班船"), ("第A2版", "粮站清早开秤"), ("副刊", "春笋上市"))
    )
    text = f'<newspaper name=" 雁桥日报 "><published>1924-03-05</published>{pages}</newspaper>'
    part = parsing.parse(formats.decode(text.encode(), "1.xml"))
    assert (part.masthead.title, part.masthead.date) == ("雁桥日报", dt.date(1924, 3, 5))
    assert [each.page for each in part.articles] == ["1", "A2", None]


def test_an_article_of_nitf_is_on_the_page_that_it_states() -> None:
    about = (
        '<docdata><date.issue norm="19240305"/></docdata><pubdata name="雁桥日报" position.section="第二版"/>'
    )
    part = parsing.parse(
        formats.decode(f"<nitf><head>{about}</head><body><p>{TEXT}</p></body></nitf>".encode(), "1.xml")
    )
    assert (part.masthead.title, part.masthead.date) == ("雁桥日报", dt.date(1924, 3, 5))
    assert [each.page for each in part.articles] == ["2"]


def test_xml_that_tells_no_article_gives_its_text_and_says_so() -> None:
    source = formats.decode(f"<doc><a>渡口加开夜班船</a><b>{TEXT}</b></doc>".encode(), "1.xml")
    assert source.lines == ("渡口加开夜班船", TEXT)
    assert source.reading is not None
    assert "由程序来分" in formats.in_words(source.reading)


@pytest.mark.parametrize("text", ["<project><name>雁桥</name></project>", "<a/>", "<a b='c'>d</a>"])
def test_xml_without_a_sentence_is_no_issue(text: str) -> None:
    with pytest.raises(NotAnIssue):
        formats.decode(text.encode(), "1.xml")


names = st.sampled_from(["article", "head", "title", "p", "b", "x", "story", "caption", "byline", "section"])
trees = st.recursive(
    st.text("渡口加开夜班船粮站清早秤，。a<", min_size=1, max_size=20).map(escape),
    lambda inner: st.tuples(names, st.lists(inner, min_size=1, max_size=4)).map(
        lambda each: f"<{each[0]}>{''.join(each[1])}</{each[0]}>"
    ),
    max_leaves=20,
)


@settings(max_examples=80, deadline=None)
@given(st.lists(trees, max_size=6))
def test_every_string_of_a_file_is_found(parts: list[str]) -> None:
    text = f"<issue>{''.join(f'<p>{each}</p>' for each in parts)}<p>{TEXT}</p></issue>"
    source = formats.decode(text.encode(), "1.xml")
    assert broken_laws(source, parsing.parse(source)) == []
    read = search_form("".join(source.lines))
    for each in parts:
        if "<" not in each:
            assert search_form(each.replace("&lt;", "<")) in read


@given(st.binary(max_size=60), st.integers(0, 200))
def test_a_damaged_file_is_read_or_refused(put: bytes, at: int) -> None:
    data = TOLD["nitf"].encode()
    try:
        formats.decode(data[:at] + put + data[at:], "1.xml")
    except UnreadableFile:
        return
