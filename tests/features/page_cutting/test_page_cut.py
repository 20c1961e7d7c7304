"""A page with boxes is cut into articles by where its lines are printed; whatever the boxes say, nothing is lost."""

import re
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from reader import formats, parsing
from reader.features.ocr_files import hocr
from reader.formats.page_boxes import boxes_of
from reader.formats.reading import SavedFile
from reader.newspaper.article import SourceText
from reader.newspaper.line_place import Box, hull
from tests import growth, rotation
from tests.formats import scanned_pages as pages
from tests.parsing.laws import broken_laws
from tools.typesetter.order_errors import order_errors
from tools.typesetter.page_files import FAULTLESS, FORMATS, Faults, ReadPage, Word, read_page, written
from tools.typesetter.page_scoring import page_scores
from tools.typesetter.page_setting import PAGE_STYLES, PageStyle, set_page

each_style = pytest.mark.parametrize("style", PAGE_STYLES, ids=lambda style: style.name)
each_style_in_turn = pytest.mark.parametrize(
    "style", rotation.in_turn(PAGE_STYLES, days=2), ids=lambda style: style.name
)
BANDS = PAGE_STYLES[0]


def read(page: ReadPage, form: str = "alto") -> SourceText:
    return formats.decode(*written(page, form))


def words(page: ReadPage) -> Counter[str]:
    return Counter(sign for block in page.blocks for line in block for word, _ in line for sign in word)


def signs(source: SourceText) -> Counter[str]:
    texts = (line.removeprefix("# ") for line in source.lines)
    return Counter(sign for line in texts for sign in line if not sign.isspace())


def with_boxes(page: ReadPage, boxes: dict[int, Box]) -> ReadPage:
    """The page, with other boxes for the words of some lines, which are counted from 0."""
    number = 0
    blocks: list[list[list[Word]]] = []
    for block in page.blocks:
        blocks.append([])
        for line in block:
            blocks[-1].append([(word, boxes.get(number, box)) for word, box in line])
            number += 1
    return replace(page, blocks=blocks)


@each_style_in_turn
def test_an_article_of_a_page_is_what_stands_below_its_headline(style: PageStyle) -> None:
    scores = page_scores(style, FAULTLESS)
    assert scores["start"] >= 0.95
    assert scores["headline"] >= 0.9
    assert scores["text"] >= 0.92


@each_style
def test_an_article_is_found_though_ocr_has_its_faults(style: PageStyle) -> None:
    scores = page_scores(style, Faults())
    assert scores["start"] >= 0.92
    assert scores["headline"] >= 0.9
    assert scores["text"] >= 0.88


@pytest.mark.parametrize(
    ("style", "seed"), [("vertical, bands", 1), ("three wide columns, left, no rules", 3)]
)
def test_a_masthead_without_a_rule_below_is_no_headline(style: str, seed: int) -> None:
    page = set_page(next(each for each in PAGE_STYLES if each.name == style), seed)
    part = parsing.parse(read(replace(read_page(page, FAULTLESS, seed), rules=())))
    assert part.masthead.date is not None
    assert len(part.articles) == len(page.articles)


@each_style_in_turn
def test_every_character_of_a_page_is_in_one_place_and_the_same_in_every_format(style: PageStyle) -> None:
    page = read_page(set_page(style, 3), Faults(joined=0.3, parted=0.5, doubled=0.2), 3)
    told = []
    for form in FORMATS:
        source = read(page, form)
        part = parsing.parse(source)
        assert signs(source) == words(page)
        assert broken_laws(source, part) == []
        lines = [line.replace(" ", "") for line in source.lines]
        told.append((lines, [(each.headline or "").replace(" ", "") for each in part.articles]))
    assert all(each == told[0] for each in told)


edges = st.one_of(
    st.integers(-2_000, 12_000).map(float), st.sampled_from([0.0, -1.0, 1e6, 9e6, -9e6, 123.0, 4_000.0])
)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(
    st.dictionaries(st.integers(0, 200), st.tuples(edges, edges, edges, edges), max_size=150),
    st.sampled_from(FORMATS),
    st.sampled_from((0, 6)),
    st.lists(st.tuples(edges, edges, edges, edges), max_size=30),
)
def test_whatever_boxes_say_nothing_is_lost(
    boxes: dict[int, Box], form: str, style: int, rules: list[Box]
) -> None:
    page = with_boxes(read_page(set_page(PAGE_STYLES[style], 4), FAULTLESS, 4), boxes)
    page = replace(page, rules=[*page.rules, *rules])
    source = read(page, form)
    assert signs(source) == words(page)
    assert len(source.places) in (0, len(source.lines))
    assert broken_laws(source, parsing.parse(source)) == []


LIES = {
    "outside": (90_000.0, 90_000.0, 90_400.0, 90_040.0),
    "negative": (-9_000.0, -9_000.0, -8_600.0, -8_960.0),
    "without extent": (500.0, 500.0, 500.0, 500.0),
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_box_that_lies_is_named_and_changes_no_other_article(lie: Box) -> None:
    page = read_page(set_page(BANDS, 5), FAULTLESS, 5)
    lying = with_boxes(page, {30: lie})
    before, source = parsing.parse(read(page)), read(lying)
    part = parsing.parse(source)
    assert [each.headline for each in part.articles] == [each.headline for each in before.articles]
    (at,) = source.misplaced
    line = [line for block in lying.blocks for line in block][30]
    assert source.lines[at - 1].replace(" ", "") == "".join(word for word, _ in line)
    assert [warning.line for warning in part.warnings if "可信" in warning.message] == [at]
    assert source.places[at - 1] is None


@pytest.mark.parametrize("lie", ["NaN", "inf", "", "-1e999", "x"])
def test_what_is_no_number_is_no_box(lie: str) -> None:
    page = read_page(set_page(BANDS, 5), FAULTLESS, 5)
    data, name = written(page, "alto")
    lines = data.decode().split("<TextLine ")
    lines[40] = re.sub(r'^HPOS="\d+"', f'HPOS="{lie}"', lines[40])
    source = formats.decode("<TextLine ".join(lines).encode(), name)
    assert signs(source) == words(page)
    assert len(source.misplaced) == 1


def test_lines_that_all_have_the_same_box_are_read_in_the_order_of_the_file() -> None:
    lines = [pages.alto_line(f"雁桥渡口第{n}班船今晚加开", box=(10, 10, 400, 20)) for n in range(40)]
    source = formats.decode(pages.alto(pages.alto_block(*lines)).encode(), "1.xml")
    assert [line for line in source.lines if line] == [f"雁桥渡口第{n}班船今晚加开" for n in range(40)]
    assert source.places == ()
    assert source.misplaced == tuple(range(1, 41))


def test_boxes_of_words_are_where_they_are_printed_though_lines_are_cut() -> None:
    page = read_page(set_page(BANDS, 6), Faults(joined=0.5), 6)
    data, name = written(page, "hocr")
    source = formats.decode(data, name)
    (found,) = boxes_of(SavedFile(name, data), source)
    placed = [
        (word.text, (box.left, box.top)) for line in found.lines for word in line.words for box in [word.box]
    ]
    printed = [
        (word, tuple(map(round, box[:2]))) for block in page.blocks for line in block for word, box in line
    ]
    assert Counter(placed) == Counter(printed)
    for line in found.lines:
        for word in line.words:
            assert source.lines[line.line - 1][word.start : word.end] == word.text


def test_plain_text_has_no_places() -> None:
    source = formats.decode("渡口加开夜班船\n昨晚起雁桥渡口加开夜班船。".encode(), "1.txt")
    assert (source.places, source.misplaced) == ((), ())


@pytest.mark.slow
@pytest.mark.parametrize("kind", rotation.in_turn(["columns", "pile", "crossing rules", "one row"], days=2))
def test_reading_a_page_grows_with_its_size(kind: str) -> None:
    def of_size(count: int) -> bytes:
        def box(n: int) -> Box:
            match kind:
                case "columns":
                    left, top = 300 * (n // 100), 30 * (n % 100)
                case "pile":
                    left, top = n % 7, n % 11
                case _:
                    left, top = 300 * (n if kind == "one row" else n % 5), 0 if kind == "one row" else 30 * n
            return left, top, left + 260.0, top + 20.0

        blocks = [[[(sign, box(n)) for sign in "雁桥渡口加开夜班船"]] for n in range(count)]
        rules = [(0.0, 30.0 * n, 9_000.0, 30.0 * n + 2) for n in range(count * (kind == "crossing rules"))]
        return written(ReadPage(blocks, rules, 0, 0), "alto")[0]

    made = {size: of_size(size) for size in (500, 4_000)}
    assert growth.grows_with_its_size(lambda n: lambda: formats.decode(made[n], "1.xml"), 500)


def test_words_of_hocr_are_the_same_however_their_tags_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """The words of a line are read at once where they are written as usual, else tag by tag."""
    text = written(read_page(set_page(BANDS, 7), Faults(), 7), "hocr")[0].decode()
    text = text.replace("的", " & <em>的</em>&#30340; ", 9)
    named = text.replace(
        "<span class='ocrx_word' title=", '<span class="ocrx_word" id="w" lang=\'zh\' title='
    )
    turned = re.sub(
        "<span class='ocrx_word' title='([^']*)'>", r"<span title='\1; x_wconf 100' class=ocrx_word >", text
    )

    def pages_of(text: str) -> object:
        return hocr.pages_of(SavedFile("1.hocr", text.encode()))

    assert len({text, named, turned}) == 3
    read_at_once = pages_of(text)
    assert pages_of(named) == pages_of(turned) == read_at_once
    monkeypatch.setattr(hocr, "_WORDS", re.compile("(?!)"))
    assert pages_of(text) == pages_of(named) == read_at_once


COLUMNS = PageStyle("three columns", columns=3, measure=16, has_rules=False)


def test_lines_joined_over_a_gutter_are_cut_also_where_a_mark_hangs_in_it() -> None:
    page = set_page(COLUMNS, 3)
    joined = read(read_page(page, Faults(0, joined=0.3, parted=0, doubled=0, misread=0, lost=0), 3))
    assert not order_errors(page.lines, joined.lines).wrong
    assert joined.reading is not None
    assert joined.reading.quality is None


def test_a_line_that_cannot_be_cut_makes_no_row_of_the_page_and_is_told() -> None:
    page = set_page(COLUMNS, 3)
    found = read_page(page, FAULTLESS, 3)
    blocks = [list(block) for block in found.blocks]
    left, right = next(
        (one, other)
        for one, other in pairwise(blocks)
        if min(len(one), len(other)) > 8 and one[4][0][1][1] == other[4][0][1][1]
    )
    row = [*left[4], *right.pop(4)]
    left[4] = [("".join(sign for sign, _ in row), hull([box for _, box in row]))]
    source = read(replace(found, blocks=blocks))
    assert len(order_errors(page.lines, source.lines).wrong) <= 4  # those of the two lines
    assert source.reading is not None
    assert source.reading.quality is not None
    assert source.reading.quality.over_columns == 1
    assert "1 行可能跨了栏" in parsing.parse(source).warnings[-1].message
