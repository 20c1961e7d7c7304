"""METS: an issue of several files is one, its articles are those that it tells, and no word of a page is lost."""

import datetime as dt
from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader import formats, parsing
from reader.features.manifests.mets_file import local_name
from reader.formats.page_boxes import boxes_of
from reader.formats.reading import SavedFile
from reader.language.forms import search_form
from reader.newspaper.article import Article, BlockKind, SourceText
from reader.newspaper.issue import IssuePart
from tests.formats import mets_issues as issues
from tests.formats import scanned_pages
from tests.laws import examples
from tests.parsing.laws import broken_laws

NAME = "雁桥/19560305/mets.xml"


def source_of(text: str, pages: Mapping[str, str] = issues.PAGES, name: str = NAME) -> SourceText:
    held = {each: page.encode() for each, page in pages.items()}
    return formats.decode(text.encode(), name, beside=held.get)


def part_of(text: str, pages: Mapping[str, str] = issues.PAGES) -> IssuePart:
    return parsing.parse(source_of(text, pages))


def told(article: Article) -> tuple[str | None, str | None, list[str]]:
    return article.page, article.headline, [block.text for block in article.blocks]


@pytest.mark.parametrize("producer", issues.SAMPLES)
def test_an_issue_is_named_and_dated_and_no_word_of_its_pages_is_lost(producer: str) -> None:
    source = source_of(issues.SAMPLES[producer])
    part = parsing.parse(source)
    assert source.reading is not None
    assert source.reading.format == "mets"
    head = part.masthead
    assert (head.title, head.date, head.number) == ("雁桥日报", dt.date(1956, 3, 5), 238)
    words = search_form("".join(source.lines))
    for text in (*issues.FIRST, *issues.SECOND, issues.HEADLINE, issues.AD, "图为夜航首班船", "第一版"):
        assert search_form(text) in words
    assert broken_laws(source, part) == []


def test_the_parts_of_an_article_are_what_their_types_say() -> None:
    ferry, grain, advert, rest = part_of(issues.DOCWORKS).articles
    assert (ferry.page, ferry.headline, ferry.decks) == ("1", issues.HEADLINE, (issues.DECK,))
    assert [(block.kind, block.text) for block in ferry.blocks] == [
        (BlockKind.PARAGRAPH, "".join(issues.FIRST)),
        (BlockKind.CAPTION, "图为夜航首班船"),
    ]
    assert (grain.page, grain.section, grain.headline) == ("2", "地方新闻", "粮站开秤")
    assert [name for credit in grain.credits for name in credit.names] == ["顾知远"]
    assert [block.text for block in grain.blocks] == ["".join(issues.SECOND)]
    assert told(advert) == ("2", None, [issues.AD])
    assert told(rest) == ("1", None, ["第一版"])


def test_articles_that_are_linked_to_places_from_word_to_word_are_read() -> None:
    ferry, grain, advert, *rest = part_of(issues.LINKED).articles
    assert told(ferry) == ("1", issues.HEADLINE, [issues.DECK, "".join(issues.FIRST)])
    assert (grain.page, grain.headline) == ("2", "粮站开秤")
    assert advert.blocks[0].text == issues.AD
    assert {text for article in rest for text in told(article)[2]} == {
        "雁桥日报",
        "图为夜航首班船",
        "第一版",
        "地方新闻",
    }


def test_pages_of_which_no_articles_are_told_are_cut_as_any_text() -> None:
    source = source_of(issues.PAGES_ONLY)
    part = parsing.parse(source)
    assert source.stated is None
    assert {article.page for article in part.articles} == {"1", "2"}


def test_a_word_or_a_paragraph_that_goes_on_in_the_next_column_is_whole() -> None:
    pages = {
        "ALTO/1.xml": issues.alto(
            ("T", ["昨晚起雁桥渡口", "加开夜班船，首"]),
            ("U", ["航载客四十余人。"]),
            ("V", ["the ferry-"]),
            ("W", ["man came"]),
        )
    }
    body = issues.division("BODY", *(issues.division("TEXT", issues.area(each)) for each in "TUVW"))
    text = issues.mets(
        issues.files({"A1": "ALTO/1.xml"}),
        issues.physical(["A1"]),
        issues.logical(issues.division("ARTICLE", body)),
    )
    (article,) = part_of(text, pages).articles
    assert [block.text for block in article.blocks] == [
        "昨晚起雁桥渡口加开夜班船，首航载客四十余人。",
        "the ferryman came",
    ]


def test_the_label_of_an_article_is_its_headline_unless_its_text_begins_with_it() -> None:
    def headline(label: str) -> str | None:
        article = issues.division("ARTICLE", issues.area("T"), more=f'LABEL="{label}"')
        text = issues.mets(
            issues.files({"A1": "ALTO/1.xml"}), issues.physical(["A1"]), issues.logical(article)
        )
        return part_of(text, {"ALTO/1.xml": issues.alto(("T", issues.FIRST))}).articles[0].headline

    assert [
        headline(each) for each in ("夜船开航", "昨晚起雁桥渡口...", "UNKNOWN", "[Untitled Article]")
    ] == [
        "夜船开航",
        None,
        None,
        None,
    ]


def test_a_missing_page_is_told_and_a_directory_without_any_is_no_issue() -> None:
    source = source_of(issues.DOCWORKS, {"ALTO/1.xml": issues.PAGES["ALTO/1.xml"]})
    assert source.reading is not None
    assert source.reading.left_out == ("1 页的文字（不在旁边，或无法读取）", "1 幅图片")
    with pytest.raises(formats.NotAnIssue, match="不在旁边"):
        source_of(issues.DOCWORKS, {})
    with pytest.raises(formats.NotAnIssue, match=r"^一期的目录，没有文字$"):
        source_of(issues.mets(issues.files({"I": "1.tif"}), issues.physical(["I"])), {})


def test_of_several_readings_of_a_page_the_one_that_the_contents_name_is_read_else_the_likeliest() -> None:
    page = scanned_pages.page_xml(scanned_pages.region(scanned_pages.line("另一次识别")))
    pages = {"GT/1.xml": page, "ALTO/1.xml": issues.alto(("T", issues.FIRST))}
    held = issues.files({"A1": "ALTO/1.xml"}) + issues.files({"G1": "GT/1.xml"}).replace(
        "Text", "OCR-D-GT-PAGE"
    )
    both = issues.physical(["A1", "G1"])
    assert "另一次识别" in source_of(issues.mets(held, both), pages).lines
    named = issues.mets(held, both, issues.logical(issues.division("ARTICLE", issues.area("T"))))
    assert "另一次识别" not in source_of(named, pages).lines


@pytest.mark.parametrize(
    ("href", "name"),
    [
        ("file://./ALTO/1.xml", "ALTO/1.xml"),
        ("./ALTO%2F1.xml#P1", "ALTO/1.xml"),
        ("ALTO\\1.xml", "ALTO/1.xml"),
        ("../ALTO/1.xml", "../ALTO/1.xml"),
        ("file:///etc/passwd", None),
        ("/etc/passwd", None),
        ("C:\\ALTO\\1.xml", None),
        ("https://example.org/1.xml", None),
        ("a\0b.xml", None),
        ("", None),
    ],
)
def test_a_name_is_that_of_a_file_beside_or_none(href: str, name: str | None) -> None:
    assert local_name(href) == name


def test_words_of_an_issue_are_boxed_on_their_page() -> None:
    held = {each: page.encode() for each, page in issues.PAGES.items()}
    file = SavedFile(NAME, issues.LINKED.encode(), beside=held.get)
    source = source_of(issues.LINKED)
    first, second = boxes_of(file, source)
    assert (first.picture, second.picture) == ("1.jp2", "2.jp2")
    number = source.lines.index("".join(issues.FIRST)) + 1
    boxed = [word for line in first.lines if line.line == number for word in line.words]
    assert "".join(word.text for word in boxed) == "".join(issues.FIRST)
    assert (boxed[2].start, boxed[2].box.left, boxed[2].box.top) == (len(issues.FIRST[0]), 0, 120)


def _mutated(text: str, at: float, other: str) -> str:
    place = int(at * len(text))
    return text[:place] + other + text[place + len(other) :]


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    producer=st.sampled_from(sorted(issues.SAMPLES)),
    mutations=st.lists(
        st.tuples(
            st.floats(0, 0.999),
            st.sampled_from(
                ["<div>", "</div>", 'BEGIN="T"', "ARTICLE", '"', "A1", "&", "../../", "99999999999"]
            ),
        ),
        max_size=4,
    ),
)
def test_a_mutated_file_loses_no_line_and_raises_nothing_else(
    producer: str, mutations: list[tuple[float, str]]
) -> None:
    text = issues.SAMPLES[producer]
    for at, other in mutations:
        text = _mutated(text, at, other)
    try:
        source = source_of(text)
    except formats.UnreadableFile:
        return
    assert broken_laws(source, parsing.parse(source)) == []


def test_many_places_that_overlap_take_no_longer_than_a_few() -> None:
    pages = {"ALTO/1.xml": issues.alto(*((f"B{at}", [f"第{at}行渡口"]) for at in range(3_000)))}
    places = "".join(issues.area("B0", end="B2999") for _ in range(20_000))
    text = issues.mets(
        issues.files({"A1": "ALTO/1.xml"}),
        issues.physical(["A1"]),
        issues.logical(issues.division("ARTICLE", places)),
    )
    words = "".join("".join(source_of(text, pages).lines).split())
    assert [words.count(f"第{at}行渡口") for at in (0, 1500, 2999)] == [1, 1, 1]
