"""TEI: articles as they are encoded, words as they are printed, and nothing lost."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader import formats, parsing
from reader.newspaper.article import Article, BlockKind, SourceText
from tests.laws import examples
from tests.parsing.laws import broken_laws

_TEI = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc>'
    "<titleStmt><title>{title}</title></titleStmt><publicationStmt><date when='2020-01-01'/></publicationStmt>"
    "<sourceDesc><bibl>{source}</bibl></sourceDesc></fileDesc></teiHeader><text>{text}</text></TEI>"
)
SOURCE = (
    '<title level="j">雁桥日报</title><biblScope unit="issue">238</biblScope>'
    '<date when="1956-03-05">三月五日</date>'
)
ISSUE = """<body><pb n="1"/><fw type="header">雁桥日报 第一版</fw>
<div type="article"><head type="kicker">夜航</head><head>雁桥渡口<lb/>加开夜班船</head>
<head type="sub">两岸居民过江不必再等</head>
<byline>本报记者 顾知远</byline>
<p>昨晚起雁桥渡口加开夜<lb break="no"/>班船，<choice><sic>守航</sic><corr>首航</corr></choice>载客四十余人。</p>
<div><head>船工</head><p>老船工说二十年没有夜里<pb n="2"/>摆渡。</p></div>
<figure><graphic url="http://example.org/1.jpg"/><head>夜航首班船</head></figure></div>
<div type="section"><head>地方新闻</head><div type="article"><head>粮站开秤</head><p>镇上粮站清早开秤。</p></div></div>
</body>"""
SAMPLE = _TEI.format(title="雁桥日报 1956年3月5日", source=SOURCE, text=ISSUE)


def source_of(text: str) -> SourceText:
    return formats.decode(text.encode(), "1956.xml")


def articles_of(body: str, title: str = "一期") -> tuple[Article, ...]:
    return parsing.parse(
        source_of(_TEI.format(title=title, source=SOURCE, text=f"<body>{body}</body>"))
    ).articles


def test_an_issue_is_its_articles_with_page_head_and_text() -> None:
    source = source_of(SAMPLE)
    part = parsing.parse(source)
    assert source.reading is not None
    assert (source.reading.format, source.reading.left_out) == ("tei", ("1 幅图片",))
    assert (part.masthead.title, part.masthead.date, part.masthead.number) == (
        "雁桥日报",
        dt.date(1956, 3, 5),
        238,
    )
    ferry, grain = part.articles
    assert (ferry.page, ferry.kicker, ferry.headline, ferry.decks) == (
        "1",
        "夜航",
        "雁桥渡口加开夜班船",
        ("两岸居民过江不必再等",),
    )
    assert ferry.credits[0].names == ("顾知远",)
    assert [(block.kind, block.text) for block in ferry.blocks] == [
        (BlockKind.PARAGRAPH, "昨晚起雁桥渡口加开夜班船，守航载客四十余人。"),
        (BlockKind.SUBHEAD, "船工"),
        (BlockKind.PARAGRAPH, "老船工说二十年没有夜里摆渡。"),
        (BlockKind.CAPTION, "夜航首班船"),
    ]
    assert (grain.page, grain.section, grain.headline) == ("2", "地方新闻", "粮站开秤")
    assert broken_laws(source, part) == []


def test_divisions_without_a_type_are_articles_and_their_parts_are_not() -> None:
    inner = "<div><head>小标题</head><p>后半。</p></div>"
    body = f"<div type='page'><div><head>甲</head><p>前半。</p>{inner}</div><div><head>乙</head><p>文。</p></div></div>"
    assert [article.headline for article in articles_of(body)] == ["甲", "乙"]


def test_a_file_that_is_one_text_is_an_article_with_the_title_of_the_file() -> None:
    (article,) = articles_of("<p>渡口的马灯亮到后半夜。</p><lg><l>一行诗</l><l>又一行</l></lg>", "马灯")
    assert article.headline == "马灯"
    assert [block.text for block in article.blocks] == ["渡口的马灯亮到后半夜。", "一行诗", "又一行"]


def test_a_corpus_is_read_as_a_whole_and_a_header_alone_is_no_issue() -> None:
    body = "<body><div><head>甲</head><p>文。</p></div></body>"
    inside = _TEI.format(title="x", source=SOURCE, text=body).partition("?>")[2]
    assert (
        len(
            parsing.parse(
                source_of(f"<teiCorpus><teiHeader/>{inside}{inside.replace('甲', '乙')}</teiCorpus>")
            ).articles
        )
        == 2
    )
    with pytest.raises(formats.NotAnIssue, match="TEI"):
        source_of("<TEI><teiHeader><p>x</p></teiHeader></TEI>")


@settings(max_examples=examples(60))
@given(
    mutations=st.lists(
        st.tuples(
            st.floats(0, 0.999), st.sampled_from(["<div>", "</div>", "<p>", "head", "text", "&", '"', "文"])
        ),
        max_size=4,
    )
)
def test_a_mutated_file_loses_no_line_and_raises_nothing_else(mutations: list[tuple[float, str]]) -> None:
    text = SAMPLE
    for at, other in mutations:
        place = int(at * len(text))
        text = text[:place] + other + text[place + len(other) :]
    try:
        source = source_of(text)
    except formats.UnreadableFile:
        return
    assert broken_laws(source, parsing.parse(source)) == []


def test_divisions_that_hold_divisions_are_days_pages_and_sections() -> None:
    """As pandoc writes it: a division for every heading, in those of the headings above."""
    body = (
        '<div type="level1"><head>雁桥日报 1956年3月5日</head><div type="level2"><head>第02版 副刊</head>'
        '<div type="level3"><head>江心的雪</head><p>他说<quote>雪下了一夜</quote>，天就亮了。</p></div>'
        '<div type="level3"><head>粮站开秤</head><p>头一天。</p></div></div></div>'
    )
    text = _TEI.format(title="一期", source="", text=f"<body>{body}</body>")
    part = parsing.parse(source_of('<!DOCTYPE TEI SYSTEM "tei.dtd">'.join(text.partition("\n")[::2])))
    assert (part.masthead.title, part.masthead.date) == ("雁桥日报", dt.date(1956, 3, 5))
    assert [(article.page, article.headline) for article in part.articles] == [
        ("2", "江心的雪"),
        ("2", "粮站开秤"),
    ]
    assert [block.text for block in part.articles[0].blocks] == ["他说雪下了一夜，天就亮了。"]


def a_document(title: str, day: str, words: str) -> str:
    source = f'<title level="j">雁桥日报</title><date when="{day}"/>'
    return _TEI.format(title=title, source=source, text=f"<body><p>{words}</p></body>").partition("?>")[2]


CORPUS = "<teiCorpus><teiHeader/>{}{}</teiCorpus>"


def test_the_documents_of_a_corpus_are_articles_of_the_days_that_they_state() -> None:
    first = a_document("渡口", "1956-03-05", "渡口加开夜班船。")
    second = a_document("粮站", "1956-03-06", "粮站清早开秤。")
    with pytest.raises(formats.SeveralDays) as raised:
        source_of(CORPUS.format(first, second))
    parts = [parsing.parse(formats.decode(day.data, "1956.xml")) for day in raised.value.days]
    found = [(part.masthead.date, [article.headline for article in part.articles]) for part in parts]
    assert found == [(dt.date(1956, 3, 5), ["渡口"]), (dt.date(1956, 3, 6), ["粮站"])]


def test_documents_of_one_day_are_articles_of_it_each_with_its_own_title() -> None:
    documents = [a_document(title, "1956-03-05", "渡口加开夜班船。") for title in ("渡口", "夜航")]
    part = parsing.parse(source_of(CORPUS.format(*documents)))
    assert part.masthead.date == dt.date(1956, 3, 5)
    assert [article.headline for article in part.articles] == ["渡口", "夜航"]


def test_the_fourth_edition_states_the_day_of_a_date_in_its_value() -> None:
    earlier = SAMPLE.replace('date when="1956-03-05"', 'date value="1956-03-05"')
    assert earlier != SAMPLE
    assert parsing.parse(source_of(earlier)).masthead.date == dt.date(1956, 3, 5)


WORDS_OF_ALL = "雪下了一夜。"
PAPER_OF_ALL = (
    "<teiHeader><fileDesc><titleStmt><title>旧报选</title></titleStmt>"
    '<sourceDesc><title level="j">雁桥日报</title></sourceDesc></fileDesc></teiHeader>'
)


def a_document_of_a_day(title: str, day: str) -> str:
    """A document that does not state its paper."""
    text = "<body><p>渡口加开夜班船。</p></body>"
    return _TEI.format(title=title, source=f'<date when="{day}"/>', text=text).partition("?>")[2]


def test_the_header_of_a_corpus_holds_for_documents_that_do_not_state_their_paper() -> None:
    documents = [a_document_of_a_day("渡口", "1956-03-05"), a_document_of_a_day("粮站", "1956-03-06")]
    with pytest.raises(formats.SeveralDays) as raised:
        source_of(f"<teiCorpus>{PAPER_OF_ALL}{''.join(documents)}</teiCorpus>")
    found = [(day.paper, day.date) for day in raised.value.days]
    assert found == [("雁桥日报", "1956-03-05"), ("雁桥日报", "1956-03-06")]


def test_a_corpus_of_one_document_is_of_its_day_and_has_its_headline() -> None:
    document = a_document_of_a_day("渡口", "1956-03-05")
    part = parsing.parse(source_of(f"<teiCorpus>{PAPER_OF_ALL}{document}</teiCorpus>"))
    assert (part.masthead.title, part.masthead.date) == ("雁桥日报", dt.date(1956, 3, 5))
    assert [article.headline for article in part.articles] == ["渡口"]


def test_the_text_of_a_document_that_holds_documents_is_read() -> None:
    documents = [a_document(title, "1956-03-05", "渡口加开夜班船。") for title in ("渡口", "夜航")]
    own = f"<text><body><p>{WORDS_OF_ALL}</p></body></text>"
    with pytest.raises(formats.SeveralDays) as raised:
        source_of(f"<TEI>{PAPER_OF_ALL}{own}{''.join(documents)}</TEI>")
    parts = [parsing.parse(formats.decode(day.data, "1956.xml")) for day in raised.value.days]
    texts = [block.text for part in parts for article in part.articles for block in article.blocks]
    assert texts == [WORDS_OF_ALL, "渡口加开夜班船。", "渡口加开夜班船。"]
