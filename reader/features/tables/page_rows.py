"""A table of words or lines with their boxes (TSV of Tesseract, CSV of EasyOCR, PaddleOCR and others) as pages."""

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from statistics import median

from msgspec import Struct

from reader.features.tables.cells import Table
from reader.formats.scans.printed_lines import block_of_pieces, completed
from reader.formats.scans.scanned_page import ScannedPage, ScannedWord
from reader.newspaper.field_names import bare
from reader.newspaper.line_place import Box, hull

PAGE_MARK = b'{"yuebao":"page"}\n'
"""What precedes the bytes of a table that is a page."""
_COLUMNS = {
    "left": "left x xmin minx l hpos startx 左",
    "top": "top y ymin miny t vpos starty 上",
    "right": "right xmax maxx r endx 右",
    "bottom": "bottom ymax maxy b endy 下",
    "width": "width w 宽 宽度",
    "height": "height h 高 高度",
    "outline": "box bbox boundingbox polygon poly quad points coordinates coords vertices 坐标 位置 外框",
    "text": "text word words txt content rectext ocrtext transcription string char label 文字 文本 内容 识别结果",
    "certainty": "conf confidence score recscore prob probability certainty 置信度",
    "page": "pagenum page pageno pagenumber pageid image imagename filename file 页 页码 图片",
}
"""The bare names of columns by what they are."""
_MEANINGS = {name: meaning for meaning, names in _COLUMNS.items() for name in names.split()}
_POINT = re.compile("([xy])[0-9]")
_LEVELS = ("blocknum", "blockid", "block", "parnum", "paragraph", "linenum", "lineid", "lineno")
_NUMBER = re.compile(r"-?\d{1,7}(?:\.\d{1,17})?(?:e-?\d{1,2})?")
_LEAST_PLACED = 0.9
"""Minimum share of rows with text that have a box, in a table that is a page."""
_LONGEST = 150
"""Maximum mean length of the texts of words or lines; articles with places are longer."""
_PERCENT = 100.5
"""The largest coordinate of boxes in shares of the page, or in percent of it."""


class _Row(Struct, frozen=True):
    page: str
    levels: tuple[str, ...]
    piece: ScannedWord


def pages_in(table: Table) -> list[ScannedPage]:
    """Return the pages whose words or lines the rows of a table are; [] for a table of anything else.

    Boxes are known by the names of their columns, or, without names, are the first four or eight numbers of each row:
    left, top, right, bottom (or width, height), or corners; in pixels, or in shares or percent of the page.
    """
    names, rows = [bare(name) for name in table.names], [cells for _, cells in table.rows]
    if sum(_NUMBER.fullmatch(name) is not None for name in table.names) >= max(3, min(4, len(names) - 1)):
        if [*map(str, range(1, len(names) + 1))] != list(table.names):
            rows.insert(0, table.names)  # they are no names
        names = [""] * len(names)
    columns = {_MEANINGS[name]: at for at, name in reversed([*enumerate(names)]) if name in _MEANINGS}
    text = columns.get("text") if any(names) else _longest(rows)
    order = _box_columns(names, rows, columns)
    if text is None or not order:
        return []
    rows = [cells for cells in rows if cells[text].strip()]
    numbers = [_numbers([cells[at] for at in order]) for cells in rows]
    is_sized = order[2:] == [columns.get("width"), columns.get("height")] or any(
        len(each) == 4 and (each[2] < each[0] or each[3] < each[1]) for each in numbers
    )
    boxes = [
        (cells, box)
        for cells, each in zip(rows, numbers, strict=True)
        if (box := _box(each, is_sized=is_sized))
    ]
    length = sum(len(cells[text]) for cells in rows)
    if not boxes or len(boxes) < _LEAST_PLACED * len(rows) or length > _LONGEST * len(rows):
        return []
    across, down = _scale([(cells[text], box) for cells, box in boxes])
    sure, page = columns.get("certainty"), columns.get("page")
    certainties = [_numbers([cells[sure]])[:1] or [0.0] if sure is not None else [1.0] for cells, _ in boxes]
    most = 100 if max(certainties) > [1.0] else 1
    levels = [names.index(name) for name in _LEVELS if name in names]
    found = [
        _Row(
            cells[page] if page is not None else "",
            tuple(cells[at] for at in levels),
            ScannedWord(
                cells[text].strip(),
                (box[0] * across, box[1] * down, box[2] * across, box[3] * down),
                max(0.0, certainty / most),
            ),
        )
        for (cells, box), (certainty,) in zip(boxes, certainties, strict=True)
    ]
    return [_page([*rows]) for _, rows in groupby(found, key=lambda row: row.page)]


def _page(rows: Sequence[_Row]) -> ScannedPage:
    """Return a page; words of one line, if the file tells lines, are a block of pieces."""
    lines = groupby(rows, key=lambda row: row.levels)
    blocks = [block_of_pieces(row.piece for row in line) for _, line in lines]
    return completed(ScannedPage(blocks))


def _box_columns(
    names: Sequence[str], rows: Sequence[Sequence[str]], columns: Mapping[str, int]
) -> list[int]:
    """Return the columns of the numbers of a box, in their order; [] if there are none."""
    points = [
        [at for at, name in enumerate(names) if _POINT.fullmatch(name) and name[0] == axis] for axis in "xy"
    ]
    if len(points[0]) == len(points[1]) >= 2:
        return [at for pair in zip(*points, strict=True) for at in pair]
    for sides in (("left", "top", "width", "height"), ("left", "top", "right", "bottom"), ("outline",)):
        if columns.keys() >= set(sides):
            return [columns[side] for side in sides]
    if any(names):
        return []
    numeric = [at for at in range(len(names)) if all(_NUMBER.fullmatch(cells[at].strip()) for cells in rows)]
    return numeric[: 8 if len(numeric) >= 8 else 4] if len(numeric) >= 4 else []


def _numbers(cells: Sequence[str]) -> list[float]:
    return [float(found[0]) for cell in cells for found in _NUMBER.finditer(cell)]


def _box(numbers: Sequence[float], *, is_sized: bool) -> Box | None:
    if len(numbers) < 4 or len(numbers) % 2:
        return None
    if is_sized and len(numbers) == 4:
        left, top, width, height = numbers
        return left, top, left + width, top + height
    return hull([(x, y, x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)])


def _longest(rows: Sequence[Sequence[str]]) -> int | None:
    """Return the column with most that is no number."""
    lengths = [sum(len(_NUMBER.sub("", cell)) for cell in cells) for cells in zip(*rows, strict=True)]
    return lengths.index(max(lengths)) if any(lengths) else None


def _scale(lines: Sequence[tuple[str, Box]]) -> tuple[float, float]:
    """Return by what coordinates are multiplied: of a page in shares or percent, so that characters are square."""
    if max(max(box) for _, box in lines) > _PERCENT:
        return 1.0, 1.0
    shapes = [
        ((box[2] - box[0]) / (box[3] - box[1]), len(text)) for text, box in lines if box[3] > box[1] and text
    ]
    # the characters of a page are square; of lines that run across or down, that is told by what is nearer
    ratios = [
        median([shape / count for shape, count in shapes] or [1.0]),
        median([shape * count for shape, count in shapes] or [1.0]),
    ]
    return 1000.0, 1000.0 * min(max(min(ratios, key=lambda ratio: abs(ratio - 0.7)), 0.3), 3.0)
