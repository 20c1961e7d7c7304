"""PAGE XML is read in the order that it states, by its words where a line has none of its own."""

import pytest

from reader.features.ocr_files.page_xml import pages_of
from reader.formats.reading import SavedFile
from reader.formats.scans.scanned_page import ScannedPage, lines_of


def page_of(inside: str, attributes: str = "", names: tuple[str, ...] = ()) -> ScannedPage:
    text = f"<PcGts><Page imageWidth='400' imageHeight='600' {attributes}>{inside}</Page></PcGts>"
    (page,), encoding = pages_of(SavedFile("a.xml", text.encode()), names)
    assert encoding == "utf-8"
    return page


def line(text: str, top: int = 0, more: str = "") -> str:
    points = f"10,{top} 200,{top} 200,{top + 10} 10,{top + 10}"
    return f"<TextLine {more}><Coords points='{points}'/><TextEquiv><Unicode>{text}</Unicode></TextEquiv></TextLine>"


def region(name: str, *lines: str, more: str = "") -> str:
    return f"<TextRegion id='{name}' {more}>{''.join(lines)}</TextRegion>"


def texts(page: ScannedPage) -> list[str]:
    return [each.text for each in lines_of(page.blocks)]


FIRST = region("a", line("渡口开船", 0))
SECOND = region("b", line("夜校开学", 20))
ORDER = (
    "<ReadingOrder><OrderedGroup><RegionRefIndexed index='1' regionRef='a'/>"
    "<RegionRefIndexed index='0' regionRef='b'/></OrderedGroup></ReadingOrder>"
)


def test_regions_are_read_in_the_order_that_is_stated() -> None:
    stated = page_of(ORDER + FIRST + SECOND)
    assert (texts(stated), stated.is_ordered) == (["夜校开学", "渡口开船"], True)
    unstated = page_of(FIRST + SECOND)
    assert (texts(unstated), unstated.is_ordered) == (["渡口开船", "夜校开学"], False)


def custom(index: int) -> str:
    return f"custom='readingOrder {{index:{index};}}'"


def test_the_order_may_stand_in_the_regions_if_all_have_it() -> None:
    both = region("a", line("甲"), more=custom(1)) + region("b", line("乙", 20), more=custom(0))
    assert texts(page_of(both)) == ["乙", "甲"]
    one = region("a", line("甲"), more=custom(1)) + region("b", line("乙", 20))
    assert not page_of(one).is_ordered


def test_lines_are_in_the_order_that_they_state() -> None:
    lines = line("甲", 20, custom(1)) + line("乙", 0, custom(0))
    (block,) = page_of(region("a", lines)).blocks
    assert [each.text for each in block.lines] == ["乙", "甲"]


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ("type='heading'", "heading"),
        ("custom='structure {type:heading;}'", "heading"),
        ("type='caption' custom='structure {type:heading;}'", "caption"),
        ("", ""),
    ],
)
def test_the_kind_of_a_region_is_its_type_or_what_transkribus_states(more: str, kind: str) -> None:
    (block,) = page_of(region("a", line("渡口"), more=more)).blocks
    assert block.kind == kind


def test_a_line_without_a_text_has_that_of_its_words() -> None:
    words = ""
    for x, text in ((10, "渡口"), (30, "开船")):
        coords = f"<Coords points='{x},0 {x + 10},0 {x + 10},10 {x},10'/>"
        words += f"<Word>{coords}<TextEquiv><Unicode>{text}</Unicode></TextEquiv></Word>"
    points = "10,0 50,0 50,10 10,10"
    page = page_of(region("a", f"<TextLine><Coords points='{points}'/>{words}</TextLine>"))
    assert texts(page) == ["渡口开船"]


def test_a_region_without_lines_has_those_of_its_text() -> None:
    page = page_of(region("a", "<TextEquiv><Unicode>渡口开船\n夜校开学</Unicode></TextEquiv>"))
    assert texts(page) == ["渡口开船", "夜校开学"]


def test_a_page_has_its_size_its_picture_and_its_rules() -> None:
    rule = "<SeparatorRegion><Coords points='10,50 390,50 390,52 10,52'/></SeparatorRegion>"
    page = page_of(FIRST + rule, "imageFilename='a.png'")
    assert (page.width, page.height, page.picture) == (400, 600, "a.png")
    assert page.rules == ((10, 50, 390, 52),)


@pytest.mark.parametrize(
    ("attributes", "dpi"),
    [
        ("imageXResolution='300' imageResolutionUnit='PPI'", 300),
        ("imageXResolution='100' imageResolutionUnit='PPCM'", 254),
        ("imageXResolution='300' imageResolutionUnit='other'", None),
        ("", None),
    ],
)
def test_the_resolution_is_in_pixels_an_inch(attributes: str, dpi: int | None) -> None:
    quality = page_of(FIRST, attributes).quality
    assert (quality and quality.dpi) == dpi


def test_the_names_that_are_asked_for_are_told() -> None:
    (block,) = page_of(FIRST, names=("a", "c")).blocks
    assert block.names == ("a",)
    (other,) = page_of(SECOND, names=("a",)).blocks
    assert other.names == ()
