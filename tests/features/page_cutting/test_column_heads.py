"""Old vertical pages in one size of type: an article is told by an indented short column, or by a mark or a larger
character at the head of a column; what is not clear begins none, and nothing is lost.
"""

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator, Sequence

import pytest

from reader import formats, parsing
from reader.newspaper.issue import IssuePart
from tests.formats.old_columns import (
    ARTICLES,
    FERRY,
    RICE,
    SCHOOL,
    Column,
    column,
    enlarged,
    page_of,
    running,
)
from tests.parsing.laws import broken_laws
from tools.typesetter.page_files import FORMATS, ReadPage, written

HEADS = [head for head, _ in ARTICLES]
BEGINS = [text[:5] for _, text in ARTICLES]
MASTHEAD = ("申江小報", "大清同治壬申四月初五日", "第一號")
MEASURE = 20


def parsed(page: ReadPage, form: str = "alto") -> IssuePart:
    source = formats.decode(*written(page, form))
    part = parsing.parse(source)
    told = Counter(sign for line in source.lines for sign in line.removeprefix("# ") if not sign.isspace())
    assert told == Counter(
        sign for block in page.blocks for line in block for word, _ in line for sign in word
    )
    assert broken_laws(source, part) == []
    return part


def of_columns(columns: Sequence[Column], bands: int = 1, masthead: Sequence[str] = ()) -> IssuePart:
    return parsed(page_of(columns, MEASURE, bands, masthead))


def with_rules(page: ReadPage, bands: int) -> ReadPage:
    """The page with a rule beside each column, and one across below each band."""
    lefts = {round(line[0][1][0]) for line in page.blocks[0]}
    high = (page.height - 240) / bands
    beside = [
        (left - 12.0, 110 + at * high, left - 9.0, 30 + (at + 1) * high)
        for left in lefts
        for at in range(bands)
    ]
    across = [(100.0, 90 + at * high, page.width - 100, 93 + at * high) for at in range(bands + 1)]
    return ReadPage(page.blocks, [*beside, *across], page.width, page.height)


def begins(part: IssuePart) -> list[tuple[str | None, str]]:
    return [(each.headline, each.blocks[0].text.replace(" ", "")[:5]) for each in part.articles]


def set_as(kind: str) -> Iterator[Column]:
    for head, text in ARTICLES:
        match kind:
            case "indented":
                yield from [column(head, 3), *running(text, MEASURE)]
            case "indented more than paragraphs":
                yield from [column(head, 5), *running(text, MEASURE, 2)]
            case "mark and headline":
                yield from [column(f"○{head}"), *running(text, MEASURE)]
            case "mark":
                yield from running(f"◎{text}", MEASURE)
            case "larger":
                yield from enlarged(text, MEASURE)


@pytest.mark.parametrize("bands", [1, 2])
@pytest.mark.parametrize("masthead", [(), MASTHEAD], ids=["inner page", "first page"])
@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("indented", [*zip(HEADS, BEGINS, strict=True)]),
        ("indented more than paragraphs", [*zip(HEADS, BEGINS, strict=True)]),
        ("mark and headline", [(f"○ {head}", begin) for head, begin in zip(HEADS, BEGINS, strict=True)]),
        ("mark", [(None, f"◎{begin[:4]}") for begin in BEGINS]),
        ("larger", [(None, begin) for begin in BEGINS]),
    ],
)
def test_each_head_of_a_column_begins_an_article(
    kind: str, expected: list[tuple[str | None, str]], masthead: Sequence[str], bands: int
) -> None:
    part = of_columns([*set_as(kind)], bands, masthead)
    assert begins(part) == expected
    assert part.masthead.date == (dt.date(1872, 5, 11) if masthead else None)


@pytest.mark.parametrize("kind", ["indented", "mark and headline"])
@pytest.mark.parametrize("form", FORMATS)
def test_heads_are_the_same_in_every_format(form: str, kind: str) -> None:
    assert len(parsed(page_of([*set_as(kind)], MEASURE, 2, MASTHEAD), form).articles) == 3


@pytest.mark.parametrize("kind", ["indented", "mark"])
@pytest.mark.parametrize("bands", [1, 2])
def test_rules_between_all_columns_part_nothing(bands: int, kind: str) -> None:
    page = with_rules(page_of([*set_as(kind)], MEASURE, bands, MASTHEAD), bands)
    assert begins(parsed(page)) == begins(of_columns([*set_as(kind)], bands, MASTHEAD))


@pytest.mark.parametrize("seed", range(4))
def test_heads_are_found_though_characters_are_lost_and_lines_are_uneven(seed: int) -> None:
    chance = random.Random(seed)
    columns = [
        [
            (sign, down + chance.uniform(-0.1, 0.1), size)
            for sign, down, size in each
            if chance.random() > 0.03
        ]
        for each in set_as("indented")
    ]
    assert len(of_columns(columns, 2, MASTHEAD).articles) == 3


TEXT = FERRY + SCHOOL + RICE
_FULL = TEXT[:60]
UNCLEAR = {
    "running text": running(TEXT, MEASURE),
    "paragraphs": (each for _, text in ARTICLES for each in running(text, MEASURE, 2)),
    "a paragraph of one column": [*running(FERRY, MEASURE, 2), column("老郭不語", 2), *running(RICE, MEASURE, 2)],
    "marks within columns": running("".join(f"{head}○{text}" for head, text in ARTICLES), MEASURE),
    "a mark within columns that comes to a head": running(f"{_FULL}○{TEXT[:30]}○{TEXT[30:]}", MEASURE),
    "a zero of a year": running(f"{_FULL[:-3]}一九三○年{TEXT}", MEASURE - 1),
    "zeros below full columns": running(f"{_FULL[:-1]}二○二號{_FULL[:-4]}三○四號{TEXT}", MEASURE),
    "an illegible character": running(f"{_FULL}○君{TEXT}", MEASURE),
    "illegible characters": running(f"{_FULL}○○君{TEXT}", MEASURE),
    "verse": [*running(FERRY, MEASURE), *(column(TEXT[at : at + 7], 3) for at in (0, 7, 14)), *running(RICE, MEASURE)],
    "a signature": [*running(FERRY, MEASURE), column("渡口老郭謹啟", 13), *running(RICE, MEASURE)],
    "a day below a letter": [*running(FERRY, MEASURE), column("四月初五日", 3), *running(RICE, MEASURE)],
    "a sentence": [*running(FERRY, MEASURE), column("老郭不語。", 3), *running(RICE, MEASURE)],
    "raised columns": [
        each
        for at in range(0, 60, 20)
        for each in (column(TEXT[at : at + 18], 2), column(TEXT[at : at + 6], 2), column(TEXT[at : at + 20]))
    ],
    "a list": [each for at in range(0, 120, 20) for each in (column(TEXT[at : at + 4], 3), column(TEXT[at : at + 20]))],
}  # fmt: skip


@pytest.mark.parametrize(("masthead", "bands"), [((), 1), (MASTHEAD, 2)], ids=["inner page", "first page"])
@pytest.mark.parametrize("columns", [[*each] for each in UNCLEAR.values()], ids=UNCLEAR)
def test_what_is_no_clear_head_begins_no_article(
    columns: list[Column], masthead: Sequence[str], bands: int
) -> None:
    page = page_of(columns, MEASURE, bands, masthead)
    places = formats.decode(*written(page, "alto")).places
    assert not any(place.is_opening or (place.is_head and place.size < 2) for place in places if place)
    parsed(page)


def test_larger_headlines_leave_short_columns_within_their_articles() -> None:
    page = page_of(
        [column("江城米市", 3), *running(FERRY, MEASURE), column("掃雪", 3), *running(SCHOOL, MEASURE)],
        MEASURE,
    )
    large = [
        [
            (sign, (x0 - 20, y0 + 40 * at, x1 + 20, y1 + 40 * at + 40))
            for at, (sign, (x0, y0, x1, y1)) in enumerate(page.blocks[0][0])
        ]
    ]
    rest = page.blocks[0][1:]
    assert len(parsed(ReadPage([[*large, *rest]], [], page.width, page.height)).articles) == 1
