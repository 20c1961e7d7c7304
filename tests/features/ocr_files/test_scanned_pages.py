"""ALTO, PAGE XML and hOCR: the lines of a page in reading order, whole words, headings where they are told."""

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import astuple

from reader import formats, parsing
from reader.features.ocr_files import alto, hocr
from reader.formats import xml_tree
from reader.formats.page_boxes import boxes_of
from reader.formats.reading import SavedFile
from reader.formats.scans.boxes import is_tall, reading_order
from reader.formats.xml_tree import DEEPEST, MOST_ATTRIBUTES, MOST_BYTES, MOST_ELEMENTS, has_too_much
from tests import growth, rotation
from tests.formats import scanned_pages as pages
from tests.formats.scanned_pages import (
    SAMPLES,
    TALL,
    PrintedPage,
    alto_block,
    alto_line,
    around,
    line,
    region,
)
from tests.parsing.laws import broken_laws


def lines_of(text: str | bytes, name: str = "1.xml") -> list[str]:
    data = text.encode() if isinstance(text, str) else text
    return list(formats.decode(data, name).lines)


def format_of(text: str, name: str = "1.xml") -> str:
    reading = formats.decode(text.encode(), name).reading
    assert reading is not None
    return reading.format


# -- ALTO


@pytest.mark.parametrize("version", [1, 2, 3, 4])
def test_a_page_is_its_lines_with_blocks_apart(version: int) -> None:
    page = pages.alto(
        alto_block(alto_line("昨晚起", "雁桥"), alto_line("渡口")),
        alto_block(alto_line("The", "ferry", "sails")),
        version=version,
    )
    assert format_of(page) == "alto"
    assert lines_of(page) == ["昨晚起雁桥", "渡口", "", "The ferry sails"]


def test_words_without_told_spaces_have_them_where_their_script_does() -> None:
    page = pages.alto(
        alto_block(alto_line("The", "ferry", has_spaces=False), alto_line("渡", "口", has_spaces=False))
    )
    assert lines_of(page) == ["The ferry", "渡口"]


def test_a_sign_stands_at_its_word_if_the_file_says_so() -> None:
    page = pages.alto(
        alto_block(
            '<TextLine><String CONTENT="sails"/><String CONTENT="."/><SP/><String CONTENT="It"/></TextLine>'
        )
    )
    assert lines_of(page) == ["sails. It"]


def test_a_word_in_two_lines_stands_whole_in_the_first() -> None:
    told = 'SUBS_CONTENT="ferryman"'
    page = pages.alto(
        alto_block(
            f'<TextLine><String CONTENT="the"/><SP/><String CONTENT="ferry" SUBS_TYPE="HypPart1" {told}/>'
            '<HYP CONTENT="-"/></TextLine>',
            f'<TextLine><String CONTENT="man" SUBS_TYPE="HypPart2" {told}/><SP/><String CONTENT="came"/></TextLine>',
        )
    )
    assert lines_of(page) == ["the ferryman", "came"]


def test_marks_around_a_word_in_two_lines_are_kept() -> None:
    told = 'SUBS_CONTENT="ferryman"'
    page = pages.alto(
        alto_block(
            f'<TextLine><String CONTENT="the"/><SP/><String CONTENT="“ferry" SUBS_TYPE="HypPart1" {told}/>'
            '<HYP CONTENT="-"/></TextLine>',
            f'<TextLine><String CONTENT="man,”" SUBS_TYPE="HypPart2" {told}/><SP/><String CONTENT="he"/></TextLine>',
        )
    )
    assert lines_of(page) == ["the “ferryman,”", "he"]


def test_marks_that_are_stated_of_a_word_in_two_lines_are_not_doubled() -> None:
    told = 'SUBS_CONTENT="“ferryman,”"'
    page = pages.alto(
        alto_block(
            f'<TextLine><String CONTENT="“ferry-" SUBS_TYPE="HypPart1" {told}/></TextLine>',
            f'<TextLine><String CONTENT="man,”" SUBS_TYPE="HypPart2" {told}/><SP/><String CONTENT="he"/></TextLine>',
        )
    )
    assert lines_of(page) == ["“ferryman,”", "he"]


def test_a_word_that_is_broken_without_being_told_is_joined_if_it_goes_on_small() -> None:
    page = pages.alto(
        alto_block(alto_line("the", "ferry-"), alto_line("man", "of", "Yan-"), alto_line("Qiao"))
    )
    assert lines_of(page) == ["the ferryman", "of Yan-", "Qiao"]


def test_the_head_of_a_page_comes_first_and_a_told_heading_is_marked() -> None:
    page = pages.alto(
        alto_block(alto_line(pages.HEADLINE), more='TAGREFS="T1"'),
        alto_block(*map(alto_line, pages.LINES)),
        tags='<StructureTag ID="T1" LABEL="heading"/>',
        top=alto_block(alto_line("雁桥日报")),
        version=4,
    )
    assert lines_of(page) == ["雁桥日报", "", f"# {pages.HEADLINE}", "", *pages.LINES]


@pytest.mark.parametrize("way", ["chain", "order"])
def test_blocks_stand_in_the_order_that_the_file_tells(way: str) -> None:
    order = (
        '<ReadingOrder><OrderedGroup><ElementRef REF="b"/><ElementRef REF="a"/></OrderedGroup></ReadingOrder>'
    )
    page = pages.alto(
        alto_block(alto_line("后"), name="a"),
        alto_block(alto_line("先"), name="b", more='IDNEXT="a"' if way == "chain" else ""),
        order=order if way == "order" else "",
    )
    assert lines_of(page) == ["先", "", "后"]


def test_vertical_lines_that_run_to_the_right_are_turned_round() -> None:
    boxes = [(left, top, right - left, bottom - top) for left, top, right, bottom in TALL]
    found = [
        alto_line(text, box=box) for text, box in zip(("第一行", "第二行", "第三行"), boxes, strict=True)
    ]
    for given_lines in (found, found[::-1]):
        assert lines_of(pages.alto(alto_block(*given_lines))) == ["第一行", "第二行", "第三行"]


# -- PAGE


@pytest.mark.parametrize(("date", "prefix"), [("2010-03-19", ""), ("2013-07-15", "pc"), ("2019-07-15", "")])
def test_regions_stand_in_the_told_order_with_headers_above(date: str, prefix: str) -> None:
    order = (
        '<OrderedGroup id="o"><RegionRefIndexed index="1" regionRef="text"/>'
        '<RegionRefIndexed index="0" regionRef="head"/></OrderedGroup>'
    )
    page = pages.page_xml(
        region(*map(line, pages.LINES), name="text"),
        region(line(pages.HEADLINE), name="head", kind="heading"),
        region(line("雁桥日报"), name="top", kind="header"),
        date=date,
        order=order,
        prefix=prefix,
    )
    assert format_of(page) == "page-xml"
    assert lines_of(page) == ["雁桥日报", "", f"# {pages.HEADLINE}", "", *pages.LINES]


def test_without_a_told_order_columns_are_read_one_after_the_other() -> None:
    page = pages.page_xml(
        region(line("右上"), box=(210, 100, 400, 200)),
        region(line("左下"), box=(0, 210, 190, 300)),
        region(line("左上"), box=(0, 100, 190, 200)),
        region(line("通栏"), box=(0, 0, 400, 90)),
    )
    assert [text for text in lines_of(page) if text] == ["通栏", "左上", "左下", "右上"]


def test_vertical_columns_are_read_from_the_right_in_bands_from_the_top() -> None:
    boxes = [*TALL, *((left, top + 220, right, bottom + 220) for left, top, right, bottom in TALL)]
    assert reading_order(boxes[::-1], is_vertical=True) == [5, 4, 3, 2, 1, 0]
    found = [line(f"第{at}行文字", box=box) for at, box in enumerate(boxes)]
    turned = [*found[2::-1], *found[5:2:-1]]
    assert lines_of(pages.page_xml(region(*turned))) == [f"第{at}行文字" for at in range(6)]


def test_lines_stand_in_the_order_that_transkribus_writes_beside_them() -> None:
    found = [line(text, custom=f"readingOrder {{index:{at};}}") for at, text in ((1, "后"), (0, "先"))]
    assert lines_of(pages.page_xml(region(*found))) == ["先", "后"]


def test_of_several_readings_the_first_by_index_is_read_else_the_surest() -> None:
    def reading(text: str, told: str) -> str:
        return f"<TextEquiv {told}><Unicode>{text}</Unicode></TextEquiv>"

    by_index = reading("误", 'index="1"') + reading("正", 'index="0"')
    by_trust = reading("误", 'conf="0.4"') + reading("正", 'conf="0.9"')
    page = pages.page_xml(region(f"<TextLine>{by_index}</TextLine>", f"<TextLine>{by_trust}</TextLine>"))
    assert lines_of(page) == ["正", "正"]


def test_text_that_stands_at_words_or_at_the_region_alone_is_read() -> None:
    def told(text: str) -> str:
        return f"<TextEquiv><Unicode>{text}</Unicode></TextEquiv>"

    words = f"<TextLine><Word>{told('night')}</Word><Word>{told('ferry')}</Word></TextLine>"
    page = pages.page_xml(region(words), region(told("渡口\n夜船")))
    assert lines_of(page) == ["night ferry", "", "渡口", "夜船"]


# -- hOCR


@pytest.mark.parametrize("name", ["1.hocr", "1.html", "1.xml"])
def test_the_words_of_tesseract_are_lines_and_paragraphs(name: str) -> None:
    page = pages.tesseract([["昨晚", "起"], ["雁桥", "渡口"]], [["The", "ferry"]])
    assert format_of(page, name) == "hocr"
    assert lines_of(page, name) == ["昨晚起", "雁桥渡口", "", "The ferry"]


def test_the_lines_of_ocropus_are_read_though_they_have_no_words() -> None:
    assert lines_of(pages.ocropus("the ferry¬", "man came", "渡 口"), "1.html") == [
        "the ferryman",
        "came",
        "渡口",
    ]


# -- all

WORDS = st.lists(
    st.text("雁桥渡口加开夜班船一〇，。、（）“”", min_size=1, max_size=6)
    | st.text("abcXYZ019.,-", min_size=1, max_size=6),
    min_size=1,
    max_size=4,
)
BLOCKS = st.lists(st.tuples(st.booleans(), st.lists(WORDS, min_size=1, max_size=4)), min_size=1, max_size=4)
"""Blocks, each a heading or not, of lines of words."""


@st.composite
def printed_pages(draw: st.DrawFn) -> PrintedPage:
    """Blocks below one another, of lines that run to the right or, from either side, down."""
    is_vertical, is_rightward = draw(st.booleans()), draw(st.booleans())
    end, blocks = 0, []
    for is_heading, lines in draw(BLOCKS):
        top, at, printed = end + 1, 0, []
        for words in lines:
            size, boxed, along = draw(st.integers(2, 40)), [], draw(st.integers(0, 5))
            for word in words:
                went, along = along, along + size * len(word)
                across = (at, top + went, at + size, top + along)
                boxed.append((word, across if is_vertical else (went, top + at, along, top + at + size)))
                along += draw(st.integers(1, 9))
            at += size + 1
            end = max(end, top + (along if is_vertical else at))
            printed.append(tuple(boxed))
        blocks.append((is_heading, tuple(printed if is_rightward or not is_vertical else printed[::-1])))
    return PrintedPage(draw(st.integers(1, 5_000)), draw(st.integers(1, 5_000)), tuple(blocks))


@given(printed_pages())
def test_one_page_is_read_alike_from_hocr_alto_and_page_xml(page: PrintedPage) -> None:
    read = []
    for text in (page.as_hocr(), page.as_alto(), page.as_page_xml()):
        source = formats.decode(text.encode(), "1.xml")
        read.append((source.lines, boxes_of(SavedFile("1.xml", text.encode()), source)))
    assert read[0] == read[1]
    assert read[2] == read[1]
    ((lines, (placed,)), *_) = read
    boxes = [[around(words) for words in lines] for _, lines in page.blocks]
    shapes = {is_tall(box) for block in boxes for box in block}
    if shapes == {True}:  # from the right to the left, however the file has them
        boxes = [sorted(block, reverse=True) for block in boxes]
    if len(shapes) == 1:
        places = [astuple(line.box) for line in placed.lines if line.box]
        assert places == [box for block in boxes for box in block if box in places]
    signs = "".join(word for _, lines in page.blocks for words in lines for word, _ in words)
    assert sorted("".join(lines).replace("# ", "").replace(" ", "")) == sorted(signs)


def test_the_parser_cuts_what_was_read_and_takes_the_day_from_the_name() -> None:
    page = pages.page_xml(
        region(line(pages.HEADLINE), kind="heading", box=(0, 0, 400, 40)),
        region(*map(line, pages.LINES), box=(0, 50, 400, 300)),
    )
    part = parsing.parse(formats.decode(page.encode(), "雁桥日报/1956-03-05_02.xml"))
    assert [article.headline for article in part.articles] == [pages.HEADLINE]
    assert part.masthead.date == dt.date(1956, 3, 5)
    assert part.reading is not None
    assert part.reading.format == "page-xml"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "big5"])
def test_any_encoding_is_read_as_it_is_declared(encoding: str) -> None:
    page = pages.alto(alto_block(alto_line("夜船"))).replace('"UTF-8"', f'"{encoding.removesuffix("-sig")}"')
    assert lines_of(page.encode(encoding)) == ["夜船"]


def test_letters_of_latin_1_are_read_where_it_is_declared() -> None:
    page = pages.alto(alto_block(alto_line("café", "déjà"))).replace("UTF-8", "ISO-8859-1")
    assert lines_of(page.encode("latin-1")) == ["café déjà"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('<mets xmlns="http://www.loc.gov/METS/"><title>x</title></mets>', "目录"),
        ("<TEI><body><p>text</p></body></TEI>", "TEI"),
        ('<?xml version="1.0"?><rss><title>x</title><p>y</p></rss>', "XML"),
        ("{}", "XML"),
        (pages.alto(), "没有文字"),
        (pages.page_xml(), "没有文字"),
        (pages.tesseract(), "没有文字"),
        (" ", "空文件"),
    ],
)
def test_what_holds_no_page_is_counted_by_what_it_is(text: str, words: str) -> None:
    with pytest.raises(formats.NotAnIssue, match=words):
        formats.decode(text.encode(), "1.xml")


def test_files_are_known_by_their_names() -> None:
    assert [formats.is_issue_file(Path(name)) for name in ("a/1.XML", "1.hocr", ".1.xml", "1.xsd")] == [
        True,
        True,
        False,
        False,
    ]


BOMB = '<!DOCTYPE alto [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE alto [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


def _with(doctype: str, text: str) -> str:
    return pages.alto(alto_block(alto_line(text))).replace("\n", f"\n{doctype}")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (_with(BOMB, "&b;"), "DTD"),
        (_with(OUTSIDE, "&a;"), "DTD"),
        (_with('<!DOCTYPE alto SYSTEM "http://x.example/a.dtd">', "a"), "DTD"),
        (_with("", "&b;"), "坏了"),
        (pages.alto(alto_block(alto_line("a")))[:-20], "坏了"),
        (pages.alto("<ComposedBlock>" * DEEPEST + "</ComposedBlock>" * DEEPEST), "不像一页"),
        (pages.alto("<TextBlock/>" * 2 * MOST_ELEMENTS), "不像一页"),
        (pages.alto("<a" + " a=''" * MOST_ATTRIBUTES + "/>"), "不像一页"),
        (
            pages.page_xml(region("<TextEquiv><Unicode>" + "a\n" * 200_000 + "</Unicode></TextEquiv>")),
            "不像一页",
        ),
        (pages.alto(" " * MOST_BYTES), "不像一页"),
    ],
    ids=[
        "entities",
        "file",
        "network",
        "unknown-entity",
        "cut-off",
        "deep",
        "many",
        "attributes",
        "lines",
        "large",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_what_may_do_harm_is_refused_with_a_sentence(text: str, words: str, encoding: str) -> None:
    data = text.replace('encoding="UTF-8"', "").encode(encoding)
    with pytest.raises(formats.UnreadableFile, match=words):
        formats.decode(data, "1.xml")


def _many_regions(size: int) -> str:
    return pages.page_xml(region(line("夜", box=(0, 0, 1, 1))) * size)


def _many_lines(size: int) -> str:
    return pages.page_xml(region(line("夜船", box=(0, 0, 1, 9)) * size))


def _one_region_again_and_again_in_the_order(size: int) -> str:
    return pages.page_xml(region(line("夜"), name="r"), order="<RegionRef regionRef='r'/>" * size)


def _many_lines_without_words(size: int) -> str:
    lines = [f'<TextLine><Coords points="{at},{at} {at + 1},{at * 2}"/></TextLine>' for at in range(size)]
    return pages.page_xml(region(*lines))


def _blocks_from_last_to_first(size: int) -> str:
    blocks = [alto_block(alto_line("夜"), name=str(at), more=f'IDNEXT="{at - 1}"') for at in range(size)]
    return pages.alto(*blocks)


def _many_spaces(size: int) -> str:
    return pages.alto(alto_block(f'<TextLine>{"<SP/>" * size}<String CONTENT="夜"/></TextLine>'))


def _many_hyphens(size: int) -> str:
    return pages.alto(alto_block(alto_line("- " * size), alto_line("a")))


def _words_in_lines_in_lines(size: int) -> str:
    return "<html><body>" + "<span class='ocr_line'>夜" * 900 + "<span class='ocrx_word'>船</span>" * size


@pytest.mark.slow
@pytest.mark.parametrize(
    ("page", "size"),
    rotation.in_turn(
        [
            pytest.param(_many_regions, 3_750),
            pytest.param(_many_lines, 3_750),
            pytest.param(_one_region_again_and_again_in_the_order, 12_500),
            pytest.param(_many_lines_without_words, 3_750),
            pytest.param(_blocks_from_last_to_first, 3_750),
            pytest.param(_many_spaces, 37_500),
            pytest.param(_many_hyphens, 37_500),
            pytest.param(_words_in_lines_in_lines, 7_500),
        ],
        days=2,
    ),
)
def test_what_no_page_is_like_is_read_or_refused_as_quickly_as_it_is_long(
    page: Callable[[int], str], size: int
) -> None:
    def reading(of_size: int) -> Callable[[], None]:
        data = page(of_size).encode()

        def read() -> None:
            with suppress(formats.UnreadableFile):
                formats.decode(data, "1.hocr")

        return read

    assert growth.grows_with_its_size(reading, size)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from([sample.encode() for sample in SAMPLES]),
    st.lists(
        st.tuples(st.integers(0, 5_000), st.binary(max_size=4), st.integers(0, 30)), min_size=1, max_size=4
    ),
)
def test_mutated_pages_lose_no_line_and_raise_nothing_else(
    data: bytes, changes: list[tuple[int, bytes, int]]
) -> None:
    for at, put, taken in changes:
        place = at % (len(data) + 1)
        data = data[:place] + put + data[place + taken :]
    for name in ("1.xml", "1.html"):
        try:
            source = formats.decode(data, name)
        except formats.UnreadableFile:
            continue
        assert broken_laws(source, parsing.parse(source)) == []


@pytest.mark.parametrize("is_vertical", [False, True])
def test_lines_in_large_type_are_headlines_if_the_file_tells_none(is_vertical: bool) -> None:
    def printed(text: str, at: int, size: int) -> str:
        box = (
            (900 - at, 0, 900 - at + size, size * len(text))
            if is_vertical
            else (0, at, size * len(text), at + size)
        )
        left, top, right, bottom = box
        return pages.alto_line(text, box=(left, top, right - left, bottom - top))

    body = [printed("镇上粮站清早开秤，乡亲们都来了", 100 + 30 * n, 20) for n in range(9)]
    tall = printed("江心的雪", 400, 20).replace('HEIGHT="20"', 'HEIGHT="60"')  # two lines in one box
    text = pages.alto(pages.alto_block(printed("粮站开秤", 20, 40), *body, *([] if is_vertical else [tall])))
    source = formats.decode(text.encode(), "1.xml")
    assert [article.headline for article in parsing.parse(source).articles] == ["粮站开秤"]


@pytest.mark.parametrize("is_vertical", [False, True])
def test_headlines_over_vertical_columns_are_read_from_the_right_if_they_make_words_so(
    is_vertical: bool,
) -> None:
    """A program reads them from the left; those over horizontal columns are never turned."""
    boxes = [(900 - 30 * n, 100, 20, 300) if is_vertical else (500, 100 + 30 * n, 300, 20) for n in range(9)]
    body = [pages.alto_line("镇上粮站清早开秤，乡亲们都来了", box=box) for box in boxes]
    headline = pages.alto_line("班夜", "开加口渡", box=(500, 0, 400, 40), has_spaces=False)
    source = formats.decode(pages.alto(alto_block(headline), alto_block(*body)).encode(), "1.xml")
    read = "渡口加开夜班" if is_vertical else "班夜开加口渡"
    assert [line.lstrip("# ") for line in source.lines if "口" in line] == [read]


def test_the_words_of_a_headline_read_from_the_right_keep_their_places() -> None:
    words = ((500, "班夜"), (700, "开加口渡"))
    strings = "".join(
        f'<String CONTENT="{word}" HPOS="{left}" VPOS="0" WIDTH="200" HEIGHT="40"/>' for left, word in words
    )
    headline = f'<TextLine HPOS="500" VPOS="0" WIDTH="400" HEIGHT="40">{strings}</TextLine>'
    body = [
        pages.alto_line("镇上粮站清早开秤，乡亲们都来了", box=(900 - 30 * n, 100, 20, 300)) for n in range(9)
    ]
    data = pages.alto(alto_block(headline), alto_block(*body)).encode()
    (page,) = boxes_of(SavedFile("1.xml", data), formats.decode(data, "1.xml"))
    found = [(word.text, word.box.left) for line in page.lines for word in line.words]
    assert found == [("渡口加开", 700), ("夜班", 500)]


@pytest.fixture
def few_elements(monkeypatch: pytest.MonkeyPatch) -> int:
    """The most elements that a tree may have: few, for what is done beyond them is the same beyond any number."""
    monkeypatch.setattr(xml_tree, "MOST_ELEMENTS", 20_000)
    return xml_tree.MOST_ELEMENTS


def test_a_file_with_more_than_a_tree_may_have_is_read_a_page_at_a_time(few_elements: int) -> None:
    word = '<String CONTENT="字" HPOS="1" VPOS="1" WIDTH="9" HEIGHT="9"/><SP/>'
    page = "<Page>" + alto_block(f"<TextLine>{word * 200}</TextLine>" * 2) + "</Page>"
    text = f"<alto><Layout>{(page + '<Page/>') * 60}</Layout><Tags><OtherTag/></Tags></alto>"
    assert has_too_much(text.encode())
    found, _ = alto.pages_of(SavedFile("1.xml", text.encode()))
    assert [len(each.blocks) for each in found] == [1, 0] * 60
    assert {len(line.words) for each in found for block in each.blocks for line in block.lines} == {200}


@pytest.mark.parametrize(
    ("pages", "words"),
    [
        ("<Page>" * 9, "不像一页|坏了"),
        ("<Page/>" * 6_000, "不像一页"),
        ("<Page>" + "<TextBlock/>" * 40_000 + "</Page>", "不像一页"),
        ("<Page><TextBlock></Page>" * 9, "坏了"),
    ],
    ids=["open", "many", "large", "broken"],
)
def test_pages_of_such_a_file_are_no_way_around_a_limit(few_elements: int, pages: str, words: str) -> None:
    filler = "<Page>" + "<a/>" * few_elements + "</Page>"
    text = f"<alto><Layout>{filler * 3}{pages}</Layout></alto>"
    with pytest.raises(formats.UnreadableFile, match=words):
        formats.decode(text.encode(), "1.xml")


@pytest.mark.parametrize("is_vertical", [False, True])
def test_lines_that_all_run_on_over_two_columns_are_cut_at_the_gutter(is_vertical: bool) -> None:
    """As recognizers give them: a word for each character, and no line begins at the second column by itself."""
    words, size = "渡口的灯亮到后半夜，船停了半日。", 20
    lines = []
    for row in range(12):
        strings = []
        for at, sign in enumerate(words):
            along, across = 100 + at * size + (16 if at >= 8 else 0), 100 + row * 34
            left, top = (600 - across, along) if is_vertical else (along, across)
            strings.append(
                f'<String CONTENT="{sign}" HPOS="{left}" VPOS="{top}" WIDTH="{size}" HEIGHT="{size}"/>'
            )
        long, thick = len(words) * size + 16, size
        where = (
            (600 - 100 - row * 34, 100, thick, long) if is_vertical else (100, 100 + row * 34, long, thick)
        )
        box = 'HPOS="{}" VPOS="{}" WIDTH="{}" HEIGHT="{}"'.format(*where)
        lines.append(f"<TextLine {box}>{''.join(strings)}<SP/></TextLine>")
    text = pages.alto(alto_block(*lines))
    assert [line for line in lines_of(text) if line] == [words[:8]] * 12 + [words[8:]] * 12


def test_the_quality_of_a_page_is_what_its_file_states() -> None:
    words = [("渡", "0.95"), ("口", "0.5"), ("灯亮", "1.0")]
    strings = "".join(
        f'<String CONTENT="{text}" HPOS="{100 * at}" VPOS="10" WIDTH="80" HEIGHT="40" WC="{sure}"/>'
        for at, (text, sure) in enumerate(words)
    )
    page = pages.alto(alto_block(f"<TextLine>{strings}</TextLine>"))
    reading = formats.decode(page.encode(), "1.xml").reading
    assert reading is not None
    assert reading.quality is not None
    assert (reading.quality.characters, reading.quality.mean, reading.quality.unsure) == (4, 0.8625, 1)
    assert reading.quality.dpi is None
    unstated = formats.decode(page.replace("WC=", "XC=").encode(), "1.xml").reading
    assert unstated is not None
    assert unstated.quality is None


def test_figures_and_readings_of_each_character_are_those_of_the_character() -> None:
    box = 'HPOS="0" VPOS="0" WIDTH="90" HEIGHT="30"'
    glyphs = (
        f'<String CONTENT="三干册" WC="0.8" {box}><Glyph CONTENT="三" GC="0.9"/>'
        '<Glyph CONTENT="干" GC="0.4"><Variant CONTENT="千" VC="0.3"/></Glyph><Glyph CONTENT="册" GC="0.9"/></String>'
    )
    strings = {
        f'<String CONTENT="三干册" WC="0.8" CC="1 5 0" {box}><ALTERNATIVE>三千册</ALTERNATIVE></String>': [
            8,
            4,
            9,
        ],
        f'<String CONTENT="三干册" WC="0.8" CC="849" {box}/>': [8, 4, 9],
        f'<String CONTENT="三干册" WC="0.8" CC="2 2 2" {box}/>': [7],
        f'<String CONTENT="Ferry" WC="0.8" CC="1 5 0 1 1" {box}/>': [7],
        glyphs: [8, 3, 8],
    }
    for string, sure in strings.items():
        text = pages.alto(alto_block(f"<TextLine {box}>{string}<SP/></TextLine>"))
        found, _ = alto.pages_of(SavedFile("1.xml", text.encode()))
        words = found[0].blocks[0].lines[0].words
        assert [int(10 * word.certainty - 0.01) for word in words] == sure, string
        if len(words) == 3 and ("ALT" in string or "Glyph" in string):
            assert words[1].others == ("千",)
            assert words[1].box == (30.0, 0.0, 60.0, 30.0)


def test_what_hocr_chose_from_is_not_text() -> None:
    def choices(*signs: str) -> str:
        own = "".join(
            f"<span class='ocrx_cinfo' title='x_confs {90 - n}'>{each}</span>" for n, each in enumerate(signs)
        )
        return f"<span class='ocrx_cinfo' id='lstm_choices_1'>{own}</span>"

    def sign(text: str, left: int, sure: int) -> str:
        return f"<span class='ocrx_cinfo' title='x_bboxes {left} 0 {left + 9} 9; x_conf {sure}'>{text}</span>"

    word = "<span class='ocrx_word' title='bbox 0 0 20 9; x_wconf 80'>{}</span>"
    written = {
        word.format("三干" + choices("三") + choices("干", "千")): [("三干", 0.8, ("三千",))],
        word.format(sign("三", 0, 90) + choices("三") + sign("干", 10, 40) + choices("干", "千")): [
            ("三", 0.9, ()),
            ("干", 0.4, ("千",)),
        ],
        word.format(
            "<span class='alternatives'><ins class='alt'>三干</ins><del class='alt'>三千</del></span>"
        ): [("三干", 0.8, ("三千",))],
    }
    for inside, expected in written.items():
        text = f"<html><body><div class='ocr_page'><span class='ocr_line' title='bbox 0 0 20 9'>{inside}</span></div>"
        found, _ = hocr.pages_of(SavedFile("1.hocr", text.encode()))
        (read,) = found[0].blocks[0].lines
        assert read.text == "三干"
        assert [(each.text, each.certainty, each.others) for each in read.words] == expected
