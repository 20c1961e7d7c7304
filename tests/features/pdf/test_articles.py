"""Large lines are headlines with their kickers and decks; what is smaller below text is a subhead, or a caption."""

import pytest

from reader.features.pdf.articles import articles_of, body_size, is_head, joined
from reader.features.pdf.layout import PdfBlock, PdfLine
from reader.newspaper.article import LinePart

BODY = 10.0
LONG = "渡口从今天起加开一班船票价不变。"


def line(text: str, size: float = BODY, x0: float = 0.0, x1: float = 200.0) -> PdfLine:
    return PdfLine(text, x0, 0.0, x1, size, size, [])


def block(*texts: str, size: float = BODY) -> PdfBlock:
    return PdfBlock([line(text, size) for text in texts])


def read(*blocks: PdfBlock) -> list[list[tuple[LinePart, str]]]:
    articles = articles_of(blocks, BODY, 1.3)
    return [[(part, "".join(each.text for each in lines)) for part, lines in article] for article in articles]


KICKER = LinePart.KICKER
HEADLINE = LinePart.HEADLINE
DECK = LinePart.DECK
SUBHEAD = LinePart.SUBHEAD
CAPTION = LinePart.CAPTION
PARAGRAPH = LinePart.PARAGRAPH


@pytest.mark.parametrize(
    ("blocks", "articles"),
    [
        ([], []),
        ([block(LONG)], [[(PARAGRAPH, LONG)]]),
        (
            [block("春运", size=14), block("渡口开船", size=20), block("两班", size=15), block(LONG)],
            [[(KICKER, "春运"), (HEADLINE, "渡口开船"), (DECK, "两班"), (PARAGRAPH, LONG)]],
        ),
        (
            [block("渡口", size=20), block("开船", size=20), block(LONG)],
            [[(HEADLINE, "渡口"), (HEADLINE, "开船"), (PARAGRAPH, LONG)]],
        ),
        (
            [block("渡口开船", size=20), block(LONG), block("票价", size=12), block(LONG)],
            [[(HEADLINE, "渡口开船"), (PARAGRAPH, LONG), (SUBHEAD, "票价"), (PARAGRAPH, LONG)]],
        ),
        (
            [block("渡口开船", size=20), block(LONG), block("夜校开学", size=20), block(LONG)],
            [[(HEADLINE, "渡口开船"), (PARAGRAPH, LONG)], [(HEADLINE, "夜校开学"), (PARAGRAPH, LONG)]],
        ),
        (
            [block(LONG), block("渡口", size=8), block(LONG)],
            [[(PARAGRAPH, LONG), (CAPTION, "渡口"), (PARAGRAPH, LONG)]],
        ),
        (
            [block(LONG), block("夜校开学", size=20)],
            [[(PARAGRAPH, LONG)], [(HEADLINE, "夜校开学")]],
        ),
        ([block("夜校开学", size=20)], [[(HEADLINE, "夜校开学")]]),
    ],
    ids=[
        "nothing",
        "text alone",
        "three storeys",
        "two lines of one headline",
        "a subhead",
        "two articles",
        "a caption",
        "a headline at the end",
        "a headline alone",
    ],
)
def test_blocks_are_parts_of_articles(
    blocks: list[PdfBlock], articles: list[list[tuple[LinePart, str]]]
) -> None:
    assert read(*blocks) == articles


def test_nothing_is_lost_and_nothing_is_read_twice() -> None:
    blocks = [
        block(LONG),
        block("甲", size=8),
        block("乙", size=12),
        block("丙", size=20),
        block(LONG + "丁"),
    ]
    texts = [text for article in read(*blocks, *reversed(blocks)) for _, text in article]
    assert sorted("".join(texts)) == sorted(
        "".join(each.text for part in (*blocks, *reversed(blocks)) for each in part.lines)
    )


@pytest.mark.parametrize(
    ("lines", "paragraphs"),
    [
        ([line("甲乙丙丁"), line("戊己庚辛。")], ["甲乙丙丁戊己庚辛。"]),
        ([line("甲乙丙丁"), line("戊己庚辛", x0=20)], ["甲乙丙丁", "戊己庚辛"]),
        ([line("甲乙丙。", x1=100), line("戊己庚辛")], ["甲乙丙。", "戊己庚辛"]),
        ([line("甲乙丙", x1=100), line("戊己庚辛")], ["甲乙丙戊己庚辛"]),
        ([line("甲乙丙丁。"), line("戊己庚辛")], ["甲乙丙丁。戊己庚辛"]),
    ],
    ids=[
        "one",
        "an indent",
        "a short line that ends",
        "a short line that does not end",
        "a full line that ends",
    ],
)
def test_a_paragraph_begins_at_an_indent_or_below_a_short_line_that_ends(
    lines: list[PdfLine], paragraphs: list[str]
) -> None:
    (article,) = read(PdfBlock(lines))
    assert article == [(PARAGRAPH, text) for text in paragraphs]


@pytest.mark.parametrize(
    ("end", "paragraphs"), [("丁", ["甲乙丙丁戊己。"]), ("丁。", ["甲乙丙丁。", "戊己。"])]
)
def test_a_paragraph_goes_on_in_the_next_column_unless_it_has_ended(end: str, paragraphs: list[str]) -> None:
    (article,) = read(block("甲乙丙" + end), block("戊己。"))
    assert article == [(PARAGRAPH, text) for text in paragraphs]


def test_the_body_is_of_the_size_of_most_characters() -> None:
    assert body_size([line("渡口" * 9, 10.1), line("渡口" * 9, 9.9), line("渡口" * 10, 20)]) == 10.0
    assert body_size([line("渡口", 12), line("渡口", 9)]) == 9.0
    assert body_size([]) == 1.0


@pytest.mark.parametrize(
    ("text", "size", "is_one"),
    [
        ("渡口", 12, True),
        ("渡口", 11, False),
        ("渡口" * 60, 12, True),
        ("渡口" * 61, 12, False),
    ],
)
def test_a_heading_is_larger_than_the_text_and_not_long(text: str, size: float, is_one: bool) -> None:
    assert is_head(block(text, size=size), BODY) is is_one


@pytest.mark.parametrize(
    ("texts", "text"),
    [
        (["渡口从今天起", "加开一班船"], "渡口从今天起加开一班船"),
        (["The ferry", "is late"], "The ferry is late"),
        (["The fer-", "ry is late"], "The ferry is late"),
        (["North-", "South"], "North- South"),
        (["1987-", "and later"], "1987- and later"),
        (["渡口 A", "船"], "渡口 A船"),
    ],
)
def test_lines_are_joined_as_their_script_is_written(texts: list[str], text: str) -> None:
    assert joined([line(each) for each in texts]) == text
