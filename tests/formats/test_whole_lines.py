"""Law: a line of ALTO, PAGE XML or hOCR stands whole in a paragraph, or goes on over the end of one: it is found."""

import random
from collections.abc import Iterator, Sequence

import pytest

from reader import formats, parsing
from reader.newspaper.issue import IssuePart
from tests.formats.scanned_pages import Box, PrintedPage

SIZE = 20
WIDE = 9
SYLLABLES = ["ba", "do", "fi", "gu", "la", "me", "no", "ri", "sa", "tu", "ve", "po"]
HAN = "渡口浮桥拆除村民送行老船工说新桥建成过江只要五分钟农技站提醒灌水护秧低温返青夜校开课学员课程识字算术"
Words = tuple[tuple[str, Box], ...]


def latin(chance: random.Random) -> str:
    word = "".join(chance.choices(SYLLABLES, k=chance.randint(1, 4)))
    return word + chance.choice(["", "", "", ",", "."])


def latin_line(chance: random.Random, left: int, top: int, width: int) -> Words:
    """Return a line of words that fill the column, set to its width or ragged, with even spaces."""
    texts = [latin(chance)]
    while sum(len(text) * WIDE + 8 for text in texts) < 0.75 * width:
        texts.append(latin(chance))
    spare = width - sum(map(len, texts)) * WIDE
    spaces = max(1, len(texts) - 1)
    space = min(spare / spaces, 30) if chance.random() < 0.6 else chance.uniform(6, 13)
    words = []
    x = float(left)
    for text in texts:
        down = top + chance.randint(-2, 2)
        words.append((text, (round(x), down, round(x) + len(text) * WIDE, down + SIZE)))
        x += len(text) * WIDE + space * chance.uniform(0.9, 1.1)
    return tuple(words)


def han_line(chance: random.Random, left: int, top: int, width: int) -> Words:
    count = chance.choice([width // SIZE, width // SIZE, chance.randint(3, width // SIZE)])
    text = "".join(chance.choices(HAN, k=count))
    return ((text, (left, top, left + count * SIZE, top + SIZE)),)


def drawn(seed: int) -> PrintedPage:
    """Return a page of one to three columns of one or two blocks, in one script."""
    chance = random.Random(seed)
    line = chance.choice([latin_line, latin_line, han_line])
    columns = chance.randint(1, 3)
    width = chance.choice([260, 340, 420])
    gutter = chance.choice([30, 45])
    blocks = []
    for column in range(columns):
        top = 60
        for _ in range(chance.randint(1, 2)):
            lines = []
            for _ in range(chance.randint(4, 14)):
                lines.append(line(chance, 50 + column * (width + gutter), top, width))
                top += 28
            blocks.append((False, tuple(lines)))
            top += 40
    return PrintedPage(100 + columns * (width + gutter), 1000, tuple(blocks))


def bare(text: str) -> str:
    return "".join(text.split()).replace("-", "")


def running(part: IssuePart) -> Iterator[str]:
    """Yield the texts of each article in order, as the rung over paragraphs' ends reads them."""
    for article in part.articles:
        yield bare("".join(text for _, _, text in article.texts()))


def lines_not_found(markup: str, name: str, page: PrintedPage) -> Sequence[str]:
    source = formats.decode(markup.encode(), name)
    part = parsing.parse(source)
    outside = [bare("".join(source.lines[first - 1 : last])) for first, last in part.masthead.source_lines]
    texts = [*running(part), *outside]
    printed = [" ".join(word for word, _ in words) for _, lines in page.blocks for words in lines]
    return [line for line in printed if not any(bare(line) in text for text in texts)]


def on_its_side(chance: random.Random, left: int) -> Sequence[Words]:
    """Return lines of words that run down, as beside a picture that lies on its side."""
    lines = []
    for number in range(chance.randint(5, 9)):
        x = left + number * 28
        y = 60
        words = []
        for text in [latin(chance) for _ in range(7)]:
            words.append((text, (x, y, x + SIZE, y + len(text) * WIDE)))
            y += len(text) * WIDE + 9
        lines.append(tuple(words))
    return lines


def with_side_block(seed: int) -> PrintedPage:
    """Return a page of Latin text with a block on its side at its right."""
    chance = random.Random(seed)
    lines = [latin_line(chance, 50, 60 + 28 * number, 340) for number in range(chance.randint(8, 16))]
    side = on_its_side(chance, 430)
    return PrintedPage(800, 1000, ((False, tuple(lines)), (False, tuple(side))))


def row_of_table(chance: random.Random, columns: int, top: int) -> Words:
    words = []
    for column in range(columns):
        if chance.random() < 0.5:
            text = str(chance.randint(1, 9999))
        else:
            text = "".join(chance.choices(HAN, k=chance.randint(1, 4)))
        left = 60 + 130 * column
        words.append((text, (left, top, left + SIZE * len(text), top + SIZE)))
    return tuple(words)


def with_table(seed: int) -> PrintedPage:
    """Return a page with a heading, text, a table whose rows are lines of the file, and text again."""
    chance = random.Random(seed)
    heading = ((("夜校开课", (50, 40, 210, 80)),),)
    above = [han_line(chance, 50, 100 + 28 * number, 400) for number in range(9)]
    columns = chance.randint(2, 6)
    rows = [row_of_table(chance, columns, 380 + 30 * number) for number in range(chance.randint(3, 9))]
    below = [han_line(chance, 50, 700 + 28 * number, 400) for number in range(4)]
    blocks = ((True, heading), (False, tuple(above)), (False, tuple(rows)), (False, tuple(below)))
    return PrintedPage(900, 1000, blocks)


@pytest.mark.parametrize("seed", range(40))
def test_law_every_line_is_found(seed: int) -> None:
    page = drawn(seed)
    for markup, name in (
        (page.as_alto(), "19450712.xml"),
        (page.as_page_xml(), "19450712.xml"),
        (page.as_hocr(), "19450712.hocr"),
    ):
        assert lines_not_found(markup, name, page) == []


@pytest.mark.parametrize("seed", range(12))
def test_law_words_on_their_side_tear_no_line_beside_them(seed: int) -> None:
    page = with_side_block(seed)
    for markup, name in (
        (page.as_alto(), "19450712.xml"),
        (page.as_page_xml(), "19450712.xml"),
        (page.as_hocr(), "19450712.hocr"),
    ):
        assert lines_not_found(markup, name, page) == []


@pytest.mark.parametrize("seed", range(12))
def test_law_no_article_begins_within_a_row_of_a_table_where_the_file_states_headings(seed: int) -> None:
    page = with_table(seed)
    for markup, name in (
        (page.as_alto(), "19450712.xml"),
        (page.as_page_xml(), "19450712.xml"),
        (page.as_hocr(), "19450712.hocr"),
    ):
        assert lines_not_found(markup, name, page) == []
