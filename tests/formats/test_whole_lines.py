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


@pytest.mark.parametrize("seed", range(40))
def test_law_every_line_is_found(seed: int) -> None:
    page = drawn(seed)
    for markup, name in (
        (page.as_alto(), "19450712.xml"),
        (page.as_page_xml(), "19450712.xml"),
        (page.as_hocr(), "19450712.hocr"),
    ):
        assert lines_not_found(markup, name, page) == []
