"""A headline of a vertical page is one, whatever the sizes of its columns; the masthead beside it is none of it."""

from collections.abc import Callable, Sequence

import pytest
from msgspec import structs

from reader import formats, parsing
from reader.features.page_cutting.heads import regions_across
from reader.features.page_cutting.page_piece import Piece, Rules
from reader.formats.scans.boxes import CutLine
from tests import growth
from tests.formats.old_columns import FERRY, RICE, SCHOOL, Column, column, running
from tests.parsing.laws import broken_laws
from tools.typesetter.page_files import FAULTLESS, FORMATS, Faults, ReadPage, Word, read_page, written
from tools.typesetter.page_scoring import score_page
from tools.typesetter.page_setting import PAGE_STYLES, set_page
from tools.typesetter.tier_setting import TIER_STYLES, Head, Storey, TierStyle, set_tiers

MEASURE = 20
BODY = 40
HEADS = (("夜半鐘聲", "渡口來客甚多"), ("豐年可期", "米價漸平"), ("校園雪景", "掃雪先生得名"))
TEXTS = (FERRY, RICE, SCHOOL)


def sized(text: str, size: float) -> Column:
    """A column of a headline, of characters that are `size` times as large as those of the text."""
    return [(sign, 1 + at * size, size) for at, sign in enumerate(text)]


def page(columns: Sequence[Column]) -> ReadPage:
    """Columns from right to left, half a character from each other, in headlines a whole one."""
    right = 4000.0
    lines: list[list[Word]] = []
    before = float(BODY)
    for signs in columns:
        size = signs[0][2] * BODY
        right -= BODY if max(before, size) > BODY else BODY / 2
        before = size
        line = []
        for sign, down, _ in signs:
            top = 100 + down * BODY
            line.append((sign, (right - size, top, right, top + size)))
        lines.append(line)
        right -= size
    return ReadPage([lines], [], 4100, 1200)


@pytest.mark.parametrize("deck", [1.1, 1.25, 1.29, 1.31, 1.5])
def test_decks_between_the_parts_of_a_headline_do_not_divide_it(deck: float) -> None:
    columns: list[Column] = []
    for (headline, last), text in zip(HEADS, TEXTS, strict=True):
        decks = (sized("一切照舊", deck), sized("衆人皆喜", deck), sized("來者不拒", deck))
        columns += [sized(headline, 2.2), *decks, sized(last, 1.4), *running(text * 2, MEASURE)]
    source = formats.decode(*written(page(columns), "alto"))
    part = parsing.parse(source)
    assert broken_laws(source, part) == []
    assert len(part.articles) == 3
    for article, (headline, last) in zip(part.articles, HEADS, strict=True):
        assert article.headline == headline
        assert last in (*article.decks, article.blocks[0].text)


def test_columns_of_running_text_part_two_headlines() -> None:
    columns: list[Column] = []
    for headline, text in zip(("夜半鐘聲", "豐年可期", "校園雪景"), TEXTS, strict=True):
        columns += [sized(headline, 2.2), *running(text * 2, MEASURE)]
    part = parsing.parse(formats.decode(*written(page(columns), "alto")))
    assert [article.headline for article in part.articles] == ["夜半鐘聲", "豐年可期", "校園雪景"]


def test_the_first_headline_is_apart_from_the_masthead_beside_it() -> None:
    masthead = [
        sized("江城日報", 4.0),
        column("中華民國二十三年十月十六日星期二", 1),
        column("第三千二百零一號", 1),
    ]
    columns: list[Column] = [*masthead]
    for (headline, deck), text in zip(HEADS, TEXTS, strict=True):
        columns += [sized(headline, 2.2), sized(deck, 1.4), *running(text * 2, MEASURE)]
    part = parsing.parse(formats.decode(*written(page(columns), "alto")))
    assert part.masthead.title == "江城日報"
    assert part.masthead.number == 3201
    assert [article.headline for article in part.articles] == [headline for headline, _ in HEADS]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("style", TIER_STYLES[:4], ids=lambda style: style.name)
def test_articles_of_a_page_in_tiers_are_told_apart(style: TierStyle, form: str) -> None:
    """Of styles whose headlines fill their tier; measured were others, too (docs/accuracy.md)."""
    tiers = set_tiers(style, 2)
    source = formats.decode(*written(read_page(tiers, FAULTLESS, 2), form))
    part = parsing.parse(source)
    assert broken_laws(source, part) == []
    assert score_page(tiers.articles, part, is_traditional=True)["start"] >= 0.97


@pytest.mark.parametrize("seed", [2, 4])
def test_text_below_a_short_headline_is_that_of_its_article(seed: int) -> None:
    style = next(style for style in TIER_STYLES if style.name == "heads above text")
    tiers = set_tiers(style, seed)
    source = formats.decode(*written(read_page(tiers, FAULTLESS, seed), "hocr"))
    part = parsing.parse(source)
    assert broken_laws(source, part) == []
    assert len(part.articles) == len(tiers.articles)
    scores = score_page(tiers.articles, part, is_traditional=True)
    assert scores["start"] >= 0.97
    assert scores["text"] >= 0.96


def test_a_vertical_headline_behind_a_horizontal_one_keeps_its_text() -> None:
    style = TierStyle(
        "F2 blocks wide gutter",
        (Storey(3, (Head.WHOLE, Head.TIER, Head.ACROSS), is_flowing=False), Storey(2, articles=4)),
        measure=16,
        gutter=64,
        leading=54,
        sizes=(48, 88, 56),
        article_rules=False,
    )
    blocks = set_tiers(style, 2)
    part = parsing.parse(formats.decode(*written(read_page(blocks, FAULTLESS, 2), "hocr")))
    assert len(part.articles) == len(blocks.articles)
    assert score_page(blocks.articles, part, is_traditional=True)["start"] >= 0.97


def test_a_box_around_the_last_two_columns_of_a_text_begins_no_article() -> None:
    style = next(style for style in PAGE_STYLES if style.name == "vertical, bands")
    for seed in (2, 5):
        bands = set_page(style, seed)
        part = parsing.parse(formats.decode(*written(read_page(bands, Faults(), seed), "hocr")))
        assert len(part.articles) == len(bands.articles)


@pytest.mark.slow
def test_columns_behind_vertical_headlines_are_told_in_time_that_grows_with_the_page() -> None:
    def tiers(count: int) -> list[CutLine]:
        lines: list[CutLine] = []
        for tier in range(count):
            top = 100.0 * tier
            lines.append(CutLine(3 * tier, (0, top, 200, top + 30), 6, 3.0, is_across=True))
            lines.append(CutLine(3 * tier + 1, (100, top + 40, 130, top + 60), 2, 3.0))
            lines.append(CutLine(3 * tier + 2, (0, top + 60, 20, top + 90), 5))
        return lines

    made = {size: tiers(size) for size in (200, 1_600)}
    for lines in made.values():
        assert regions_across(lines, Rules((), (), 20.0), is_leftward=True) == ([], lines)
    assert growth.grows_with_its_size(
        lambda size: lambda: regions_across(made[size], Rules((), (), 20.0), is_leftward=True), 200
    )


@pytest.mark.slow
def test_large_lines_in_columns_are_told_in_time_that_grows_with_the_page() -> None:
    def pieces(count: int) -> Callable[[], object]:
        lines: list[CutLine] = []
        for row in range(count):
            top = 30.0 * row
            lines.append(CutLine(2 * row, (0, top, 200, top + 20), 10))
            lines.append(CutLine(2 * row + 1, (5, top + 500, 150, top + 545), 10, 2.0))
        return lambda: Piece([structs.replace(line) for line in lines], Rules((), (), 20.0))

    assert growth.grows_with_its_size(pieces, 200)
