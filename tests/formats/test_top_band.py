"""Given a page with boxes whose masthead stands across the top, when it is read, then the masthead is read before the
columns, wherever the file has it, and its day is the paper's.
"""

import datetime as dt
from collections.abc import Sequence

import pytest

from reader import formats, parsing
from reader.formats.scans.scanned_page import ScannedBlock, ScannedLine, ScannedPage
from reader.formats.scans.scanned_page import written as lines_written
from reader.formats.scans.top_band import band_of
from reader.newspaper.article import SourceText
from reader.newspaper.issue import DateOrigin
from reader.newspaper.line_place import Box
from tools.typesetter.page_files import FORMATS, ReadPage, written

Printed = tuple[str, Box]

COLUMNS, LINES = 5, 24
ENGLISH = "the ferryman said that crossing takes"
CHINESE = "渡口的船工把缆绳绕了三圈，"
EVENTS = ("Bridge Is Gone", "Rates Of The Ferry", "A Lamp At The Quay", "Tea Market Opens", "Mulberry Trees")
BANDS: dict[str, tuple[list[Printed], dt.date]] = {
    "name above, day between number and price": (
        [
            ("THE WILLOW GAZETTE", (400, 20, 1600, 150)),
            ("VOL. XII. NO. 68.", (40, 180, 300, 210)),
            ("WILLOW FERRY, FRIDAY EVENING, MARCH 5, 1897.", (600, 180, 1400, 210)),
            ("PRICE ONE CENT.", (1700, 180, 1960, 210)),
        ],
        dt.date(1897, 3, 5),
    ),
    "head of a page": (
        [("2", (40, 180, 60, 210)), ("THE WILLOW GAZETTE, FRIDAY, MARCH 5, 1897.", (600, 180, 1400, 210))],
        dt.date(1897, 3, 5),
    ),
    "head of a page, on a skewed scan": (
        [("2", (40, 188, 60, 218)), ("THE WILLOW GAZETTE, FRIDAY, MARCH 5, 1897.", (600, 176, 1400, 206))],
        dt.date(1897, 3, 5),
    ),
    "German": (
        [
            ("Weidener Anzeiger", (600, 20, 1400, 140)),
            ("Nr. 281. Seite 2 Sonntag, 11. Oktober 1942", (600, 180, 1400, 210)),
        ],
        dt.date(1942, 10, 11),
    ),
    "Chinese": (
        [
            ("青石日报", (700, 20, 1300, 150)),
            ("1987年6月12日 星期五", (40, 180, 400, 210)),
            ("第1203号", (900, 180, 1050, 210)),
            ("今日四版", (1800, 180, 1960, 210)),
        ],
        dt.date(1987, 6, 12),
    ),
    "head of a page, in traditional characters": (
        [
            ("4", (40, 180, 60, 210)),
            ("中華民國二十四年六月十二日", (800, 180, 1200, 210)),
            ("青石日報", (1800, 180, 1960, 210)),
        ],
        dt.date(1935, 6, 12),
    ),
}


def columns(band: Sequence[Printed]) -> list[list[Printed]]:
    """The columns of a page, each with two articles."""
    text = ENGLISH if band[-1][0].isascii() else CHINESE
    found: list[list[Printed]] = []
    for column in range(COLUMNS):
        left = 40 + column * 390
        lines: list[Printed] = []
        for at in range(LINES):
            top = 260 + at * 42
            is_headline = at in (0, LINES // 2)
            words = EVENTS[(column + at) % len(EVENTS)] if is_headline else text
            lines.append((words, (left, top, left + 350, top + (38 if is_headline else 30))))
        found.append(lines)
    return found


def source_of(blocks: Sequence[Sequence[Printed]], form: str) -> SourceText:
    pages = [[[(text, box)] for text, box in block] for block in blocks]
    return formats.decode(*written(ReadPage(pages, (), 2000, 1400), form))


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", BANDS)
@pytest.mark.parametrize("order", ["first", "last", "in the right column"])
def test_the_day_of_a_band_is_the_papers(name: str, order: str, form: str) -> None:
    band, day = BANDS[name]
    blocks = {
        "first": [band, *columns(band)],
        "last": [*columns(band), band],
        "in the right column": [*columns(band)[:-1], [*band, *columns(band)[-1]]],
    }[order]
    source = source_of(blocks, form)
    head = parsing.parse(source).masthead
    assert (head.date, head.date_origin) == (day, DateOrigin.PRINTED)
    beginning = "".join("".join(source.lines[: 2 * len(band)]).split())
    assert all("".join(text.split()) in beginning for text, _ in band)


@pytest.mark.parametrize("name", BANDS)
def test_nothing_of_the_page_is_lost_or_doubled(name: str) -> None:
    band, _ = BANDS[name]
    blocks = [*columns(band), band]
    signs = sorted(sign for block in blocks for text, _ in block for sign in text if not sign.isspace())
    read = sorted(sign for line in source_of(blocks, "alto").lines for sign in line if not sign.isspace())
    assert read == signs


@pytest.mark.parametrize(
    ("texts", "is_band"),
    [
        (["青石日报", "1987年6月12日 星期五"], True),
        (["青石日报", "渡口的灯又亮了"], False),
        (["渡口的船工把缆绳绕了三圈，围观的人站满了石阶。", "1987年6月12日 星期五"], False),
        (["Grand Ball at the Court House", "Friday, March 5, 1897, at ten"], False),
        (["THE WILLOW GAZETTE", "WILLOW FERRY, FRIDAY, MARCH 5, 1897."], True),
        (["BRIDGE IS GONE", "WILLOW FERRY, FRIDAY, MARCH 5, 1897."], False),
    ],
)
def test_only_a_masthead_is_a_band(texts: list[str], is_band: bool) -> None:
    below = [(text, box) for column in columns([("石", (0, 0, 0, 0))]) for text, box in column]
    head = [(text, (600.0, 20 + at * 60.0, 1400.0, 50 + at * 60.0)) for at, text in enumerate(texts)]
    every = [*below, *head]
    band = band_of([text for text, _ in every], [box for _, box in every])
    assert [[every[at][0] for at in parts] for parts in band] == (
        [[text] for text in texts] if is_band else []
    )


def test_without_white_space_below_it_there_is_none() -> None:
    beside = [("渡口的灯又亮了", (1500.0, 20.0, 1900.0, 400.0))]
    lines = [("1987年6月12日 星期五", (40.0, 20.0, 400.0, 50.0)), *beside]
    lines += [(CHINESE, (40.0, 60.0 + at * 40, 400.0, 90.0 + at * 40)) for at in range(12)]
    assert band_of([text for text, _ in lines], [box for _, box in lines]) == []


TORN = [
    ("青石日报", (700.0, 20.0, 1300.0, 150.0)),
    ("1987年6月", (40.0, 180.0, 200.0, 210.0)),
    ("12日 星期五", (204.0, 180.0, 400.0, 210.0)),
]


@pytest.mark.parametrize("band", [TORN, *(band for band, _ in BANDS.values())])
@pytest.mark.parametrize("is_ordered", [False, True])
def test_each_line_of_the_text_is_made_of_lines_of_the_page(band: list[Printed], is_ordered: bool) -> None:
    """Not of parts that were joined to a line of a band: by the page's own lines, a PDF finds its lines again."""
    lines = [ScannedLine(text, box) for column in [band, *columns(band)] for text, box in column]
    page = ScannedPage([ScannedBlock(tuple(lines))], 2000, 1400, is_ordered=is_ordered)
    printed = [each for line in lines_written([page]) for each in line.printed]
    assert {id(each) for each in printed} == {id(each) for each in lines}
    assert len(printed) == len(lines)
