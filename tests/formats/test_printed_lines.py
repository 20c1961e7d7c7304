"""Given a file that lacks a level (lines, blocks), or has each character as a line, when it is read, then its lines and
articles are those of the page."""

import json
import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pytest

from reader import formats, parsing
from reader.formats.scans.printed_lines import block_of_pieces, completed, printed_lines
from reader.formats.scans.scanned_page import ScannedPage, ScannedWord
from reader.newspaper.line_place import Box
from reader.storage.regular_file import open_named

ARTICLES = (
    ("青石渡口新桥通车", "三月四日上午，青石渡口新桥举行通车仪式，两岸居民", "步行过桥。"),
    ("南坪镇小学添置图书", "南坪镇小学日前收到社会捐赠图书八千册，学生借阅量", "比去年增加一倍。"),
    ("茶价回落茶农盼雨", "今年春茶上市以来，鲜叶价格较上月回落一成，茶农盼", "望一场透雨。"),
)
HEADLINES = [article[0] for article in ARTICLES]
Line = tuple[str, float, float, int]


def printed() -> Iterator[Line]:
    """Yield the lines of the page: text, left, top, size."""
    top = 60
    for headline, *body in ARTICLES:
        yield headline, 50, top, 36
        for at, text in enumerate(body * 2):
            yield text, 50, top + 60 + at * 34, 24
        top += 60 + 34 * 4 + 50


def box(line: Line, begin: int = 0, end: int | None = None) -> Box:
    text, left, top, size = line
    end = len(text) if end is None else end
    return left + begin * size, top, left + end * size, top + size


def pieces(line: Line, length: int) -> Iterator[tuple[str, Box]]:
    for at in range(0, len(line[0]), length):
        yield line[0][at : at + length], box(line, at, min(at + length, len(line[0])))


def in_alto(around: str, inner: str) -> str:
    begins, ends = (
        "".join(f"<{tag}>" for tag in around.split()),
        "".join(f"</{tag}>" for tag in around.split()[::-1]),
    )
    page = f'<Page WIDTH="700" HEIGHT="900"><PrintSpace>{begins}{inner}{ends}</PrintSpace></Page>'
    return f"<alto><Layout>{page}</Layout></alto>"


def string(text: str, place: Box) -> str:
    left, top, right, bottom = place
    return f'<String CONTENT="{text}" HPOS="{left}" VPOS="{top}" WIDTH="{right - left}" HEIGHT="{bottom - top}"/>'


def text_line(line: Line) -> str:
    return (
        string(line[0], box(line))
        .replace("String", "TextLine")
        .replace("/>", f">{string(line[0], box(line))}</TextLine>")
    )


def span(kind: str, text: str, place: Box) -> str:
    return f"<span class='{kind}' title='bbox {' '.join(f'{side:.0f}' for side in place)}'>{text}</span>"


def in_hocr(inner: str) -> str:
    return f"<html><body><div class='ocr_page' title='bbox 0 0 700 900'>{inner}</div></body></html>"


def coords(place: Box) -> str:
    left, top, right, bottom = (round(side) for side in place)
    return f'<Coords points="{left},{top} {right},{top} {right},{bottom} {left},{bottom}"/>'


def in_page(tag: str, of: Sequence[Sequence[tuple[str, Box]]], region: str = "TextRegion") -> str:
    told = (
        "".join(
            f"<{tag}>{coords(place)}<TextEquiv><Unicode>{text}</Unicode></TextEquiv></{tag}>"
            for text, place in each
        )
        for each in of
    )
    return f"<PcGts><Page>{''.join(f'<{region}>{each}</{region}>' for each in told)}</Page></PcGts>"


LINES = list(printed())
WHOLE = [(line[0], box(line)) for line in LINES]
FORMS: dict[str, Callable[[], tuple[str, str]]] = {
    "lines outside of blocks": lambda: (in_alto("", "".join(map(text_line, LINES))), "1.xml"),
    "lines in a composed block": lambda: (in_alto("ComposedBlock", "".join(map(text_line, LINES))), "1.xml"),
    "a block for each line, without lines": lambda: (
        in_alto("", "".join(f"<TextBlock>{string(*each)}</TextBlock>" for each in WHOLE)), "1.xml",
    ),
    "words in one block": lambda: (
        in_alto("TextBlock", "".join(string(*each) for line in LINES for each in pieces(line, 2))), "1.xml",
    ),
    "characters outside of blocks": lambda: (
        in_alto("", "".join(string(*each) for line in LINES for each in pieces(line, 1))), "1.xml",
    ),
    "a line for each character": lambda: (
        in_hocr("".join(span("ocr_line", *each) for line in LINES for each in pieces(line, 1))), "1.hocr",
    ),
    "words in the page": lambda: (
        in_hocr("".join(span("ocrx_word", *each) for line in LINES for each in pieces(line, 3))), "1.hocr",
    ),
    "words in paragraphs": lambda: (
        in_hocr("".join(
            f"<p class='ocr_par'>{''.join(span('ocrx_word', *each) for each in pieces(line, 2))}</p>" for line in LINES
        )), "1.hocr",
    ),
    "words in a region": lambda: (in_page("Word", [[each for line in LINES for each in pieces(line, 2)]]), "1.xml"),
    "words in JSON": lambda: (
        json.dumps({"words": [{"text": text, "bbox": at} for line in LINES for text, at in pieces(line, 2)]}), "1.json",
    ),
    "lines in the page": lambda: (in_page("TextLine", [WHOLE], "TableRegion"), "1.xml"),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_the_articles_are_those_of_the_page(form: str) -> None:
    text, name = FORMS[form]()
    source = formats.decode(text.encode(), name)
    assert [line.lstrip("# ") for line in source.lines if line] == [line[0] for line in LINES]
    assert [article.headline for article in parsing.parse(source).articles] == HEADLINES


def lines_of(page: ScannedPage) -> list[str]:
    return [line.text for block in page.blocks for line in block.lines]


def lines_of_pieces(pieces: Iterable[ScannedWord]) -> list[str]:
    return lines_of(completed(ScannedPage([block_of_pieces(pieces)])))


def test_pieces_in_any_order_are_lines_down_as_well_as_across() -> None:
    signs = [piece for line in LINES for piece in pieces(line, 1)]
    upright = [(sign, (900 - box[3], box[0], 900 - box[1], box[2])) for sign, box in signs]
    for form in (signs, upright):
        shuffled = random.Random(7).sample(form, len(form))
        found = lines_of_pieces(ScannedWord(*each) for each in shuffled)
        assert sorted(found) == sorted(line[0] for line in LINES)


def test_latin_words_have_spaces_whether_they_are_words_or_letters() -> None:
    text = "The ferry to Qingshi sails at nine in the morning"
    letters = [
        ScannedWord(sign, (at * 10.0, 10.0, at * 10 + 9.0, 30.0))
        for at, sign in enumerate(text)
        if sign != " "
    ]
    words = [
        ScannedWord(found[0], (found.start() * 10.0, 10.0, found.end() * 10.0, 30.0))
        for found in re.finditer(r"\w+", text)
    ]
    assert lines_of_pieces(letters) == lines_of_pieces(words) == [text]


def test_cells_of_a_table_far_apart_stay_apart() -> None:
    cells = [
        ("大米", (left, top, left + 40.0, top + 20.0)) for top in (0.0, 40.0) for left in (0.0, 200.0, 400.0)
    ]
    assert len(printed_lines(cells)) == len(cells)


def of_box(place: Box) -> str:
    return ",".join(f"{side:.0f}" for side in place)


def corners(place: Box) -> list[float]:
    left, top, right, bottom = place
    return [left, top, right, top, right, bottom, left, bottom]


def sized(place: Box) -> Box:
    return place[0], place[1], place[2] - place[0], place[3] - place[1]


def tesseract() -> Iterator[str]:
    yield "level page_num block_num par_num line_num word_num left top width height conf text".replace(
        " ", "\t"
    )
    yield "1 1 0 0 0 0 0 0 700 900 -1 ".replace(" ", "\t")
    for at, line in enumerate(LINES):
        for number, (text, place) in enumerate(pieces(line, 2)):
            yield "\t".join(
                ["5", "1", "1", "1", str(at), str(number), *of_box(sized(place)).split(","), "91.5", text]
            )


TABLES: dict[str, tuple[str, Callable[[], Iterator[str]]]] = {
    "words of Tesseract": ("汀江晨报-2024-03-05_02.tsv", tesseract),
    "lines with corners in columns": (
        "1.csv", lambda: iter(["page,x1,y1,x2,y2,text,confidence", *(
            f"1,{of_box(at)},{text},0.98" for text, at in WHOLE
        )]),
    ),
    "words of any order with sizes": (
        "1.csv", lambda: iter(["word,X,Y,W,H", *sorted(
            f"{text},{of_box(sized(at))}" for line in LINES for text, at in pieces(line, 2)
        )]),
    ),
    "characters": (
        "1.csv", lambda: iter(["char,xmin,ymin,xmax,ymax", *(
            f"{text},{of_box(at)}" for line in LINES for text, at in pieces(line, 1)
        )]),
    ),
    "outlines in one cell": (
        "1.csv", lambda: iter(["text;bbox", *(
            f"{text};{[corners(at)[n : n + 2] for n in range(0, 8, 2)]}" for text, at in WHOLE
        )]),
    ),
    "corners without names": (
        "1.csv", lambda: (",".join([*(f"{side:.0f}" for side in corners(at)), text]) for text, at in WHOLE),
    ),
    "shares of the page": (
        "1.csv", lambda: iter(["text,left,top,right,bottom", *(
            f"{text},{x0 / 700:.5f},{y0 / 900:.5f},{x1 / 700:.5f},{y1 / 900:.5f}" for text, (x0, y0, x1, y1) in WHOLE
        )]),
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", TABLES)
def test_a_table_of_words_or_lines_is_a_page(form: str, tmp_path: Path) -> None:
    name, rows = TABLES[form]
    (tmp_path / name).write_text("\n".join(rows()), encoding="utf-8")
    with formats.Containers(lambda path: open_named(tmp_path / path)) as opened:
        (entry,) = opened.listing(name).entries
        part = parsing.parse(formats.decode(opened.bytes_of(f"{name}/{entry.path}"), f"{name}/{entry.path}"))
    assert [article.headline for article in part.articles] == HEADLINES


def test_lines_as_wide_as_their_column_are_read_as_tight_ones() -> None:
    wide = [(text, (left, top, 650.0, bottom)) for text, (left, top, _, bottom) in WHOLE]
    texts = [in_page("TextLine", [form]) for form in (WHOLE, wide)]
    tight, loose = (parsing.parse(formats.decode(text.encode(), "1.xml")) for text in texts)
    assert loose.articles == tight.articles
