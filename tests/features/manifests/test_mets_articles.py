"""What a manifest calls an article is one, and each line of its pages is read exactly once, whatever refers to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.features.manifests.mets_articles import Contents, PageLines, contents_of, paragraphs, text_of
from reader.features.manifests.mets_file import Area, Division
from reader.formats.scans.scanned_page import ScannedBlock, ScannedLine, ScannedPage


def line(text: str, left: float = 0, right: float = 100, top: float = 0, name: str = "") -> ScannedLine:
    return ScannedLine(text, (left, top, right, top + 10), names=(name,) if name else ())


def page(*texts: str) -> PageLines:
    """A page with a block for each text, whose only line is named by the text."""
    blocks = []
    for at, text in enumerate(texts):
        blocks.append(ScannedBlock((line(text, top=20 * at, name=text),), are_ordered=True))
    return PageLines("1", [ScannedPage(blocks, 200, 900, is_ordered=True)])


def of(kind: str, *texts: str, label: str = "", parts: tuple[Division, ...] = ()) -> Division:
    return Division(kind, label, tuple(Area("F", text, text) for text in texts), parts)


def contents(logical: Division, lines: PageLines) -> list[list[tuple[str, str]]]:
    found = contents_of(logical, {"F": lines})
    assert found is not None
    return articles_in(found)


def articles_in(found: Contents) -> list[list[tuple[str, str]]]:
    articles = []
    for article in found.articles:
        articles.append([(part.name, text_of(lines) or words) for part, lines, words in article.pieces])
    return articles


def test_the_parts_of_an_article_are_what_their_divisions_are_called() -> None:
    parts = (
        of("OVERLINE", "春运"),
        of("HEADLINE", "渡口开船"),
        of("SUBTITLE", "票价不变"),
        of("AUTHOR", "何渡生"),
        of(
            "BODY",
            parts=(of("PARAGRAPH", "首班船提前。"), of("TITLE", "夜里的船"), of("CAPTION", "渡口的灯")),
        ),
    )
    lines = page("春运", "渡口开船", "票价不变", "何渡生", "首班船提前。", "夜里的船", "渡口的灯")
    (article,) = contents(of("NEWSPAPER", parts=(of("ARTICLE", parts=parts),)), lines)
    assert article == [
        ("KICKER", "春运"),
        ("HEADLINE", "渡口开船"),
        ("DECK", "票价不变"),
        ("BYLINE", "何渡生"),
        ("PARAGRAPH", "首班船提前。"),
        ("SUBHEAD", "夜里的船"),
        ("CAPTION", "渡口的灯"),
    ]


@pytest.mark.parametrize(
    ("label", "headline"),
    [
        ("渡口开船", True),
        ("Untitled 3", False),
        ("无题", False),
        ("首班船", False),
        ("[ad]", False),
        ("", False),
    ],
)
def test_a_label_is_the_headline_where_none_is_printed_and_it_is_neither_empty_nor_the_text(
    label: str, headline: bool
) -> None:
    lines = page("首班船提前。")
    (article,) = contents(of("ISSUE", parts=(of("ARTICLE", "首班船提前。", label=label),)), lines)
    assert (("HEADLINE", label) in article) is headline


def test_an_advertisement_has_no_headline_of_its_label() -> None:
    (article,) = contents(
        of("ISSUE", parts=(of("ADVERTISEMENT", "布庄开张", label="布庄"),)), page("布庄开张")
    )
    assert article == [("PARAGRAPH", "布庄开张")]


def test_lines_that_nothing_refers_to_are_an_article_of_their_page() -> None:
    articles = contents(of("ISSUE", parts=(of("ARTICLE", "甲"),)), page("甲", "乙"))
    assert articles == [[("PARAGRAPH", "甲")], [("PARAGRAPH", "乙")]]


def test_a_heading_above_articles_is_the_section_of_the_first() -> None:
    logical = of("SECTION", parts=(of("HEADING", "副刊"), of("ARTICLE", "甲"), of("ARTICLE", "乙")))
    assert contents(logical, page("副刊", "甲", "乙")) == [
        [("SECTION", "副刊"), ("PARAGRAPH", "甲")],
        [("PARAGRAPH", "乙")],
    ]


def test_a_heading_that_no_article_follows_is_not_lost() -> None:
    logical = of("SECTION", parts=(of("ARTICLE", "甲"), of("HEADING", "副刊")))
    assert contents(logical, page("甲", "副刊")) == [[("PARAGRAPH", "甲")], [("PARAGRAPH", "副刊")]]


def test_what_is_called_a_masthead_is_in_no_article() -> None:
    logical = of("ISSUE", parts=(of("MASTHEAD", "渡口日报"), of("ARTICLE", "甲")))
    found = contents_of(logical, {"F": page("渡口日报", "甲")})
    assert found is not None
    assert [text_of(lines) for _, lines in found.masthead] == ["渡口日报"]
    assert articles_in(found) == [[("PARAGRAPH", "甲")]]


def test_a_structure_with_few_of_the_lines_is_not_used_and_all_are_free_again() -> None:
    texts = "甲乙丙丁戊己庚辛"
    lines = page(*texts)
    assert contents_of(of("ISSUE", parts=(of("ARTICLE", "甲", "乙"),)), {"F": lines}) is None
    taken = lines.take("甲", "辛")
    assert "".join(each.text for block in taken for each in block) == texts


KINDS = st.sampled_from(["ARTICLE", "BODY", "HEADLINE", "SECTION", "ILLUSTRATION", "MASTHEAD", "PARAGRAPH"])
NAMES = st.lists(st.sampled_from("甲乙丙丁戊己"), max_size=3)
DIVISIONS = st.recursive(
    st.builds(lambda kind, names: of(kind, *names), KINDS, NAMES),
    lambda inner: st.builds(
        lambda kind, names, parts: of(kind, *names, parts=tuple(parts)),
        KINDS,
        NAMES,
        st.lists(inner, max_size=3),
    ),
    max_leaves=6,
)


@given(DIVISIONS)
def test_each_line_is_read_once_whatever_refers_to_it(logical: Division) -> None:
    found = contents_of(logical, {"F": page(*"甲乙丙丁戊己")})
    if found is None:
        return
    read = [each.text for _, lines in found.masthead for each in lines]
    for article in found.articles:
        read += [each.text for _, lines, _ in article.pieces for each in lines]
    assert sorted(read) == sorted("甲乙丙丁戊己")


def texts_of(grouped: list[list[ScannedLine]]) -> list[str]:
    return [text_of(lines) for lines in grouped]


FULL = [line("甲乙丙丁"), line("戊己庚辛", top=12), line("壬癸子丑", top=24)]


@pytest.mark.parametrize(
    ("lines", "texts"),
    [
        (FULL, ["甲乙丙丁戊己庚辛壬癸子丑"]),
        ([FULL[0], line("戊己庚辛", left=20, top=12), FULL[2]], ["甲乙丙丁", "戊己庚辛壬癸子丑"]),
        ([FULL[0], line("戊己。", right=50, top=12), FULL[2]], ["甲乙丙丁戊己。", "壬癸子丑"]),
        ([FULL[0], line("戊己", right=50, top=12), FULL[2]], ["甲乙丙丁戊己壬癸子丑"]),
    ],
    ids=["one", "an indent", "a short line that ends", "a short line that does not"],
)
def test_a_paragraph_begins_at_an_indent_or_below_a_short_line_that_ends(
    lines: list[ScannedLine], texts: list[str]
) -> None:
    assert texts_of(paragraphs([lines], go_on=False)) == texts


@pytest.mark.parametrize(
    ("end", "go_on", "texts"),
    [
        ("丁", True, ["甲乙丙丁戊己庚辛"]),
        ("丁。", True, ["甲乙丙丁。", "戊己庚辛"]),
        ("丁", False, ["甲乙丙丁", "戊己庚辛"]),
    ],
)
def test_a_paragraph_goes_on_in_the_next_block_only_if_it_may_and_has_not_ended(
    end: str, go_on: bool, texts: list[str]
) -> None:
    blocks = [[line(f"甲乙丙{end}")], [line("戊己庚辛")]]
    assert texts_of(paragraphs(blocks, go_on=go_on)) == texts


def test_divided_words_are_joined() -> None:
    assert text_of([line("the fer-"), line("ry left")]) == "the ferry left"
