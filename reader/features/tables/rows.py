"""Tables of articles are divided into issues, each a file of the format `TableRows`, an article a row.

Those of words or lines with their boxes (TSV of Tesseract, CSV of EasyOCR, PaddleOCR and others) are pages.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, groupby
from operator import attrgetter
from pathlib import PurePosixPath
from statistics import median
from typing import IO

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from reader.features.tables.cells import OF_JSON, Table, columns_of, lengths, table_of
from reader.formats.decoding import PlainText, decoded_otherwise, guessed, told_encoding
from reader.formats.other_kinds import comparable
from reader.formats.page_names import cut_at_day, day_stated, is_day_first, is_paper, page_stated
from reader.formats.reading import (
    MOST_BYTES,
    MOST_FILES,
    UNDATED,
    DayFile,
    HeldFiles,
    NotAnIssue,
    SavedFile,
    UnknownColumns,
    UnreadableFile,
    cuts,
    files_of,
    is_table,
    is_text,
    may_hold_days,
    pages_in_lines_of_json,
    too_large,
    too_many,
)
from reader.formats.scans.page_source import source_of
from reader.formats.scans.printed_lines import block_of_pieces, completed
from reader.formats.scans.scanned_page import ScannedBlock, ScannedLine, ScannedPage, ScannedWord
from reader.formats.text_builder import RecordBuilder
from reader.formats.web_lines import parts_in
from reader.i18n import count, in_all_languages, later, say
from reader.language.dates.calendar import day_written
from reader.newspaper.article import LinePart, SourceText
from reader.newspaper.decision import ColumnChoice
from reader.newspaper.facts import Fact, IssueFacts, Outcome, Rule, T, fact_by, returned, unknown
from reader.newspaper.field_names import ColumnField, bare, known_name, stands_in
from reader.newspaper.line_place import Box, hull
from reader.newspaper.marks import known_by
from reader.plugs import all_plugs, answering

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
    names = [bare(name) for name in table.names]
    rows = [cells for _, cells in table.rows]
    if sum(_NUMBER.fullmatch(name) is not None for name in table.names) >= max(3, min(4, len(names) - 1)):
        if [*map(str, range(1, len(names) + 1))] != list(table.names):
            rows.insert(0, table.names)  # they are no names
        names = [""] * len(names)
    columns = {_MEANINGS[name]: at for at, name in reversed([*enumerate(names)]) if name in _MEANINGS}
    text = columns.get("text") if any(names) else _longest(rows)
    order = _box_columns(names, rows, columns)
    if text is None or not order:
        return _pages_of_lines(names, rows, columns)
    rows = [cells for cells in rows if cells[text].strip()]
    numbers = []
    for cells in rows:
        numbers.append(_as_numbers([cells[at] for at in order]))
    is_sized = order[2:] == [columns.get("width"), columns.get("height")] or any(
        len(number) == 4 and (number[2] < number[0] or number[3] < number[1]) for number in numbers
    )
    boxes = []
    for cells, row_numbers in zip(rows, numbers, strict=True):
        box = _box(row_numbers, is_sized=is_sized)
        if box:
            boxes.append((cells, box))
    length = sum(len(cells[text]) for cells in rows)
    if not boxes or len(boxes) < _LEAST_PLACED * len(rows) or length > _LONGEST * len(rows):
        return []
    across, down = _scale([(cells[text], box) for cells, box in boxes])
    page = columns.get("page")
    certainties = _certainties([cells for cells, _ in boxes], columns.get("certainty"))
    levels = [names.index(name) for name in _LEVELS if name in names]
    word_rows = []
    for (cells, (left, top, right, bottom)), certainty in zip(boxes, certainties, strict=True):
        box = (left * across, top * down, right * across, bottom * down)
        word = ScannedWord(cells[text].strip(), box, certainty)
        label = cells[page] if page is not None else ""
        word_rows.append(_Row(label, tuple(cells[at] for at in levels), word))
    return [_page([*rows]) for _, rows in groupby(word_rows, key=attrgetter("page"))]


_LINES = frozenset(
    ["line", "lineno", "linenum", "linenumber", "lineid", "lineindex", "行", "行号", "行號", "行次"]
)
_OF_ARTICLES = frozenset({ColumnField.TITLE, ColumnField.DATE, ColumnField.PAPER, ColumnField.AUTHOR})
"""Fields of which one makes a row an article."""


def _pages_of_lines(
    names: Sequence[str], rows: Sequence[Sequence[str]], columns: Mapping[str, int]
) -> list[ScannedPage]:
    """Return the pages whose lines, without places, the rows of a table are, each with its number; [] for others."""
    number = next((at for at, name in enumerate(names) if name in _LINES), None)
    text = columns.get("text")
    fields = {column[0] for column in map(known_name, names) if column is not None}
    if number is None or text is None or not fields.isdisjoint(_OF_ARTICLES):
        return []
    page = columns.get("page")
    length = sum(len(cells[text]) for cells in rows)
    if (
        not rows
        or length > _LONGEST * len(rows)
        or not all(cells[number].strip().isdecimal() for cells in rows)
    ):
        return []
    pages = []
    for _, page_rows in groupby(rows, key=lambda cells: cells[page] if page is not None else ""):
        printed = list(page_rows)
        numbers = [int(cells[number]) for cells in printed]
        if numbers != sorted(set(numbers)):
            return []
        lines = [ScannedLine(cells[text].strip()) for cells in printed if cells[text].strip()]
        pages.append(ScannedPage([ScannedBlock(tuple(lines), are_ordered=True)], is_ordered=True))
    return pages


def _certainties(rows: Sequence[Sequence[str]], column: int | None) -> list[float]:
    """Return how sure each row is, as a share: 1 without such a column, 0 where nothing stands in it."""
    if column is None:
        return [1.0] * len(rows)
    certainties = []
    for cells in rows:
        certainties.append(next(iter(_as_numbers([cells[column]])), 0.0))
    in_percent = max(certainties) > 1
    return [max(0.0, certainty / 100 if in_percent else certainty) for certainty in certainties]


def _page(rows: Sequence[_Row]) -> ScannedPage:
    """Return a page; words of one line, if the file tells lines, are a block of pieces."""
    blocks = []
    for _, line in groupby(rows, key=attrgetter("levels")):
        blocks.append(block_of_pieces(row.piece for row in line))
    return completed(ScannedPage(blocks))


def _box_columns(
    names: Sequence[str], rows: Sequence[Sequence[str]], columns: Mapping[str, int]
) -> list[int]:
    """Return the columns of the numbers of a box, in their order; [] if there are none."""
    points = [at for at, name in enumerate(names) if _POINT.fullmatch(name)]
    across = [at for at in points if names[at].startswith("x")]
    down = [at for at in points if names[at].startswith("y")]
    if len(across) == len(down) >= 2:
        return list(chain.from_iterable(zip(across, down, strict=True)))
    for sides in (("left", "top", "width", "height"), ("left", "top", "right", "bottom"), ("outline",)):
        if columns.keys() >= set(sides):
            return [columns[side] for side in sides]
    if any(names):
        return []
    numeric = []
    for at in range(len(names)):
        if all(_NUMBER.fullmatch(cells[at].strip()) for cells in rows):
            numeric.append(at)
    if len(numeric) >= 8:
        return numeric[:8]
    if len(numeric) >= 4:
        return numeric[:4]
    return []


def _as_numbers(cells: Sequence[str]) -> list[float]:
    as_numbers = []
    for cell in cells:
        for match in _NUMBER.finditer(cell):
            as_numbers.append(float(match[0]))
    return as_numbers


def _box(numbers: Sequence[float], *, is_sized: bool) -> Box | None:
    if len(numbers) < 4 or len(numbers) % 2:
        return None
    if is_sized and len(numbers) == 4:
        left, top, width, height = numbers
        return left, top, left + width, top + height
    return hull([(x, y, x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)])


def _longest(rows: Sequence[Sequence[str]]) -> int | None:
    """Return the column with most that is no number."""
    lengths = []
    for cells in zip(*rows, strict=True):
        lengths.append(sum(len(_NUMBER.sub("", cell)) for cell in cells))
    if any(lengths):
        return lengths.index(max(lengths))
    return None


def _scale(lines: Sequence[tuple[str, Box]]) -> tuple[float, float]:
    """Return by what coordinates are multiplied: of a page in shares or percent, so that characters are square."""
    if max(max(box) for _, box in lines) > _PERCENT:
        return 1.0, 1.0
    ratios_across = []
    ratios_down = []
    for text, (left, top, right, bottom) in lines:
        if bottom > top and text:
            shape = (right - left) / (bottom - top)
            ratios_across.append(shape / len(text))
            ratios_down.append(shape * len(text))
    # the characters of a page are square; of lines that run across or down, that is told by what is nearer
    ratios = (median(ratios_across or [1.0]), median(ratios_down or [1.0]))
    nearest = min(ratios, key=lambda ratio: abs(ratio - 0.7))
    return 1000.0, 1000.0 * min(max(nearest, 0.3), 3.0)


MARK = b'{"yuebao":"rows"'
_ROWS_NAMED = 5
_OF_FIELDS = tuple(field for field in ColumnField if field not in (ColumnField.DATE, ColumnField.PAPER))


class TableArticle(msgspec.Struct, frozen=True, array_like=True):
    """The cells of an article's row; "" for a field without a column."""

    text: str = ""
    title: str = ""
    page: str = ""
    author: str = ""
    section: str = ""
    kicker: str = ""
    deck: str = ""


class IssueRows(msgspec.Struct, frozen=True, tag="rows", tag_field="yuebao", omit_defaults=True):
    """The rows of one issue. `date` is YYYY-MM-DD; `paper` and `date` are "" if unknown.

    `encoding` is that of the table's file, with its `guesses`; `unused` are the names of the columns that hold no known
    field.
    """

    encoding: str
    paper: str
    date: str
    rows: list[TableArticle]
    unused: list[str]
    guesses: tuple[str, ...] = ()
    are_beside: bool = False
    """The texts are the names of the files beside the table that have them."""
    known: dict[str, list[str]] = {}
    """Rule and outcome of paper and date, and of pages by their labels, where this program wrote the table."""


_DECODER = msgspec.json.Decoder(IssueRows)
_ENCODER = msgspec.json.Encoder()


def encoded(rows: IssueRows) -> bytes:
    return _ENCODER.encode(rows)


class TableRows:
    """The format of an issue in a table, as `encoded` writes it."""

    name = "table"

    def certainty(self, file: SavedFile) -> float:
        if file.data.startswith((MARK, PAGE_MARK)):
            return 0.9
        return 0.0

    def read(self, file: SavedFile) -> SourceText:
        if file.data.startswith(PAGE_MARK):
            table = table_of(file.data.removeprefix(PAGE_MARK), is_json=False)
            return source_of(file, table.encoding, pages_in(table))
        try:
            issue = _DECODER.decode(file.data)
        except (ValueError, RecursionError):
            raise UnreadableFile(say("这不是表格里的一期。")) from None
        encoding = told_encoding(file.corrections)
        if encoding is not None:
            issue = _decoded_as_told(issue, encoding)
        date = day_written(issue.date)
        builder = RecordBuilder(paper=issue.paper, date=date)
        missing = sum([not _add_row(builder, row, issue, file) for row in issue.rows])
        if not builder.articles:
            raise NotAnIssue(say("没有文字的表格"))
        source = builder.issue(
            file.name, issue.encoding, facts=_facts(issue, date), left_out=_left_out(issue, missing)
        )
        if encoding is not None:
            return replace(source, encoding_fact=fact_by(Rule.CONFIRMED, encoding))
        return replace(source, encoding_fact=guessed(issue.guesses))


def _add_row(builder: RecordBuilder, row: TableArticle, issue: IssueRows, file: SavedFile) -> bool:
    """Add the article of a row; return whether its text is there."""
    head = [
        (LinePart.SECTION, row.section),
        (LinePart.KICKER, row.kicker),
        (LinePart.HEADLINE, row.title),
        (LinePart.DECK, row.deck),
        (LinePart.BYLINE, row.author),
    ]
    text = row.text
    is_beside = issue.are_beside and _TEXT_BESIDE.fullmatch(text) is not None
    if is_beside:
        text = _text_beside(file, text)
    lines = [(part, " ".join(words.split())) for part, words in head if words.strip()]
    lines += parts_in(text)
    if lines:
        builder.add_article(lines, page_stated(row.page))
    return bool(text) or not is_beside


def _left_out(issue: IssueRows, missing: int) -> Iterator[str]:
    """Yield in words what of a table's issue was not read; `missing` is the number of texts that are not beside it."""
    if issue.unused:
        yield say("没有用到的列：{columns}", columns=say("、").join(issue.unused))
    if missing:
        yield count(missing, "{n} 篇的文字（不在旁边，或读不出来）")


def _decoded_as_told(issue: IssueRows, encoding: str) -> IssueRows:
    """Return the rows of an issue as they are in the encoding that a person has told."""
    rows = []
    for row in issue.rows:
        cells = {
            name: decoded_otherwise(cell, issue.encoding, encoding)
            for name, cell in msgspec.structs.asdict(row).items()
        }
        rows.append(TableArticle(**cells))
    paper = decoded_otherwise(issue.paper, issue.encoding, encoding)
    unused = [decoded_otherwise(name, issue.encoding, encoding) for name in issue.unused]
    return replace(issue, encoding=encoding, paper=paper, rows=rows, unused=unused)


_FOLDERS = ("", "text/", "texts/")
"""The folders beside a table in which a text may be whose cell has its name alone."""


def _text_beside(file: SavedFile, name: str) -> str:
    """Return the text in a file that a row of a table names, by its place beside the table; "" if it can't be read.

    `file` is the issue in the table.
    """
    inner = [inside for _, inside in cuts(file.name, _may_be_table)]
    above = "../" * (inner[-1].count("/") + 1 if inner else 0)
    for folder in _FOLDERS:
        data = file.beside(f"{above}{folder}{name}")
        if data is not None and data.strip():
            return "\n".join(PlainText().read(SavedFile(name, data)).lines)
    return ""


def _may_be_table(name: str) -> bool:
    return is_table(name) or may_hold_days(name)


_PAPER = "paper"
_DATE = "date"


def _facts(issue: IssueRows, date: dt.date | None) -> IssueFacts | None:
    """Return how paper, date and pages were known when this program wrote the table; None for any other one."""
    if not issue.known:
        return None
    labels = {row.page for row in issue.rows} & issue.known.keys()
    return IssueFacts(
        _returned(issue.paper or None, _PAPER, issue),
        _returned(date, _DATE, issue),
        pages={label: _returned(label, label, issue) for label in labels},
    )


def _returned(value: T | None, name: str, issue: IssueRows) -> Fact[T]:
    return returned(value, name, issue.known) if name in issue.known else unknown()


def _sureness(record: Sequence[str]) -> int:
    """Return how sure a value of this rule and outcome is; one that this version does not know is not sure."""
    outcome = record[1]
    return Outcome(outcome).sureness if outcome in [*Outcome] else Outcome.UNKNOWN.sureness


class _KnownColumns(Struct, frozen=True):
    """The columns that tell how a field is known: of rule and outcome in JSON, else of a remark; -1 for none."""

    rule: int = -1
    outcome: int = -1
    remark: int = -1

    def read(self, cells: Sequence[str]) -> list[str] | None:
        """Return rule and outcome, as `facts.returned` takes them; None if the cells do not tell."""
        if self.rule >= 0 and self.outcome >= 0 and cells[self.rule]:
            return [cells[self.rule], cells[self.outcome]]
        if self.remark < 0 or not cells[self.remark].strip():
            return None
        return known_by(cells[self.remark].strip()) or [Rule.UNRECORDED.value, Outcome.INFERRED.value]


_REMARKS = {
    ColumnField.PAPER: ("title", "newspaper_remark", later("报纸名的依据")),
    ColumnField.DATE: ("day", "date_remark", later("日期的依据")),
    ColumnField.PAGE: ("page", "page_remark", later("版面的依据")),
}
"""Of each field the name of its fact in JSON, and the names of its remark in tables that this program writes."""


def _known_columns(names: Sequence[str]) -> dict[ColumnField, _KnownColumns]:
    places = {name.casefold(): at for at, name in enumerate(names)}
    found = {}
    for field, (fact, remark, words) in _REMARKS.items():
        remarks = (places.get(name.casefold(), -1) for name in (remark, *in_all_languages(words)))
        columns = _KnownColumns(
            places.get(f"facts.{fact}.rule", -1), places.get(f"facts.{fact}.outcome", -1), max(remarks)
        )
        if columns != _KnownColumns():
            found[field] = columns
    return found


def open_table(file: IO[bytes], name: str, choices: Sequence[ColumnChoice]) -> HeldFiles:
    data = file.read(MOST_BYTES + 1)
    file.close()
    if len(data) > MOST_BYTES:
        raise too_large()
    is_json = comparable(name).endswith(OF_JSON)
    if is_json and (days := answering(pages_in_lines_of_json, all_plugs())(data)):
        return HeldFiles(files_of(days))
    table = table_of(data, is_json=is_json)
    if not any(choice.names == table.names for choice in choices) and pages_in(table):
        return HeldFiles({name.rpartition("/")[2].rpartition(".")[0] or UNDATED: PAGE_MARK + data})
    columns = _with_files(table, columns_of(table.names, choices))
    if ColumnField.TEXT not in columns:
        columns = {**_summary_in(table), **columns}
    if ColumnField.TEXT not in columns:
        raise _question(name, table)
    file_named = _file_in(table, columns[ColumnField.TEXT])
    if file_named and not is_text(PurePosixPath(file_named)):
        raise NotAnIssue(say("表格，正文在旁边的文件里（{file}）", file=file_named))
    return HeldFiles(*_issues(table, columns, are_beside=bool(file_named)))


_TEXT_BESIDE = re.compile(
    r"(?:\./)?[^\s:*?\"<>|]{1,200}\.(?:txt|md|xml|html?|json|pdf|jpe?g|png|tiff?|jp2)", re.IGNORECASE
)
_MOST_NAME_FILES = 0.8
_OF_RUNNING_TEXT = 40
"""Least average length of the cells of a column with texts, in characters."""


def _summary_in(table: Table) -> dict[ColumnField, int]:
    """Return the column of a summary with running text, which stands for the text where there is none."""
    means = lengths(table)
    for at, name in enumerate(table.names):
        if stands_in(name.rpartition(".")[2]) and means[at] >= _OF_RUNNING_TEXT:
            return {ColumnField.TEXT: at}
    return {}


def _file_in(table: Table, column: int) -> str:
    """Return the first of the files that a column names, "" if most of its cells are something else."""
    cells = [row[column].strip() for _, row in table.rows]
    names = [cell for cell in cells if _TEXT_BESIDE.fullmatch(cell)]
    if not names or len(names) < _MOST_NAME_FILES * sum(bool(cell) for cell in cells):
        return ""
    return names[0]


def _with_files(table: Table, columns: Mapping[ColumnField, int]) -> Mapping[ColumnField, int]:
    """Return the columns; in a table of articles with titles, and without texts, with that of the names of texts.

    A table without titles, or with the same in each row, is a list of papers: its files have articles of their own.
    """
    if ColumnField.TEXT in columns:
        return columns
    title = columns.get(ColumnField.TITLE)
    if title is None or len({row[title] for _, row in table.rows}) <= len(table.rows) / 2:
        return columns
    for at in range(len(table.names)):
        if at not in columns.values() and is_text(PurePosixPath(_file_in(table, at))):
            return {**columns, ColumnField.TEXT: at}
    return columns


def texts_named(data: bytes, name: str) -> Sequence[str]:
    table = table_of(data, is_json=comparable(name).endswith(OF_JSON))
    columns = _with_files(table, columns_of(table.names))
    at = columns.get(ColumnField.TEXT)
    if at is None or not is_text(PurePosixPath(_file_in(table, at))):
        return ()
    cells = dict.fromkeys(row[at].strip() for _, row in table.rows)
    names = [cell for cell in cells if _TEXT_BESIDE.fullmatch(cell)]
    return [f"{folder}{file_name}" for folder in _FOLDERS for file_name in names]


def columns_in_table(data: bytes, name: str) -> Sequence[tuple[str, Sequence[str]]]:
    table = table_of(data, is_json=comparable(name).endswith(OF_JSON))
    cells = [*zip(*(row for _, row in table.rows), strict=True)] or [()] * len(table.names)
    return [*zip(table.names, cells, strict=True)]


def _question(name: str, table: Table) -> UnreadableFile:
    if max(lengths(table), default=0) < _OF_RUNNING_TEXT:
        return NotAnIssue(say("没有成段文字的表格"))
    return UnknownColumns(
        say(
            "认不出哪一列是正文。有这些列：{columns}。请指明，例如：reader columns {file} text=… title=… date=…",
            columns=say("、").join(table.names),
            file=name.rpartition("/")[2],
        )
    )


def _issues(
    table: Table, columns: Mapping[ColumnField, int], *, are_beside: bool
) -> tuple[dict[str, bytes], str | None]:
    """Return the encoded rows of each issue by its path, and a message about what can't be read of the table.

    `are_beside`: the texts are in files beside the table, and the column of the text has their names.
    """
    issues: dict[tuple[str, str], list[TableArticle]] = defaultdict(list)
    known: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(dict)
    told = _known_columns(table.names)
    above = _stated_above(table)
    undated = []
    dates = columns.get(ColumnField.DATE)
    day_columns = _day_columns(table.names, dates)
    if dates is not None:
        day_first = is_day_first(cells[dates] for _, cells in table.rows)
    else:
        day_first = None
    for number, cells in table.rows:
        stated = {field: cells[at].strip() for field, at in columns.items()}
        if not stated[ColumnField.TEXT] and not stated.get(ColumnField.TITLE):
            continue
        if day_columns:
            stated[ColumnField.DATE] = _day_in_columns(cells, day_columns)
        date = day_stated(stated.get(ColumnField.DATE, ""), day_first)
        if not date and stated.get(ColumnField.DATE):
            undated.append(number)
        date = date or above.date
        row = TableArticle(**{field.value: stated[field] for field in _OF_FIELDS if field in stated})
        issue = stated.get(ColumnField.PAPER, "") or above.paper, date
        issues[issue].append(row)
        for field, columns_of_fact in told.items():
            record = columns_of_fact.read(cells)
            if record is not None:
                name = row.page if field is ColumnField.PAGE else field.value
                known[issue][name] = min(known[issue].get(name, record), record, key=_sureness)
    if len(issues) > MOST_FILES:
        raise too_many(MOST_FILES)
    used = {*columns.values(), *day_columns}
    unused = [name for at, name in enumerate(table.names) if at not in used]
    files = []
    for (paper, date), rows in sorted(issues.items()):
        facts = dict(known[paper, date])
        issue_rows = IssueRows(table.encoding, paper, date, rows, unused, table.guesses, are_beside, facts)
        files.append(DayFile(paper, date, encoded(issue_rows)))
    return files_of(files), "".join(_complaints(table, undated)).strip() or None


class _Above(Struct, frozen=True):
    """The paper and the day that the line above a table names; "" for each that it does not."""

    paper: str = ""
    date: str = ""


def _stated_above(table: Table) -> _Above:
    before, date, behind = cut_at_day(table.above)
    words = f"{before} {behind}".replace("《", " ").replace("》", " ").split()
    return _Above(next(filter(is_paper, words), ""), date)


_YEAR_MONTH_DAY = (
    frozenset(["year", "pubyear", "publicationyear", "年", "年份"]),
    frozenset(["month", "pubmonth", "月", "月份"]),
    frozenset(["day", "pubday", "dayofmonth", "日", "日期"]),
)
"""The bare names of columns that have the year, the month and the day of a date."""


def _day_columns(names: Sequence[str], date: int | None) -> list[int]:
    """Return the columns of year, month and day; [] unless there is one of each, and no other is the column `date`."""
    bare_names = [bare(name) for name in names]
    columns: list[int] = []
    for meaning in _YEAR_MONTH_DAY:
        meant = [at for at, name in enumerate(bare_names) if name in meaning]
        if len(meant) != 1:
            return []
        columns += meant
    if date is None or date in columns:
        return columns
    return []


_OF_A_MONTH = re.compile(r"(?:\d{1,2}|[〇一二三四五六七八九十廿卅]{1,3})[日号號]?")


def _day_in_columns(cells: Sequence[str], columns: Sequence[int]) -> str:
    """Return the day in columns of year, month and day; what stands in the last one, if that is no day of a month."""
    year, month, day = (cells[at].strip() for at in columns)
    if not _OF_A_MONTH.fullmatch(day):
        return day
    of_month = month.removesuffix("月").rjust(2, "0")
    of_day = day.rstrip("日号號").rjust(2, "0")
    return f"{year.removesuffix('年')}-{of_month}-{of_day}"


def _complaints(table: Table, undated: Sequence[int]) -> Iterator[str]:
    """Yield what can't be read of a table; `undated` are the numbers of the rows whose date can't be."""
    if table.long:
        yield say("第 {rows} 行超过 8 MB，不像一篇文章，没有读；其余的读了。", rows=_numbers(table.long))
    if table.odd:
        yield say("第 {rows} 行的列数与第一行不同，或不是 JSON 对象。", rows=_numbers(table.odd))
    if undated:
        yield say("第 {rows} 行的日期无法解析，文章放在日期不详里。", rows=_numbers(undated))


def _numbers(rows: Sequence[int]) -> str:
    more = "…" if len(rows) > _ROWS_NAMED else ""
    return say("、").join(map(str, rows[:_ROWS_NAMED])) + more
