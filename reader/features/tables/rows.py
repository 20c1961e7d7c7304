"""Tables: one of articles is divided into issues, each a file of the format `TableRows`, an article a row."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import IO

import msgspec

from reader.features.tables.cells import OF_JSON, Table, lengths, table_of
from reader.features.tables.columns import columns_of
from reader.features.tables.page_rows import PAGE_MARK, pages_in
from reader.formats.containers.container import MOST_FILES, UNDATED, HeldFiles, Tables, files_of, too_many
from reader.formats.page_names import page_named
from reader.formats.reading import (
    MOST_BYTES,
    DayFile,
    LinesOfJson,
    NotAnIssue,
    SavedFile,
    UnknownColumns,
    UnreadableFile,
    comparable,
    too_large,
)
from reader.formats.scans.scanned_page import source_of
from reader.formats.stated_days import day_stated, is_day_first
from reader.formats.text_builder import TextBuilder
from reader.formats.web_lines import parts_in
from reader.i18n import say
from reader.language.dates.calendar import day_written
from reader.newspaper.article import LinePart, SourceText
from reader.newspaper.decision import ColumnChoice
from reader.newspaper.field_names import ColumnField
from reader.plugs import all_plugs, answering

MARK = b'{"yuebao":"rows"'
_OF_RUNNING_TEXT = 40
"""Minimum average length, in characters, of the cells of a column that may be the text of articles."""
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


class IssueRows(msgspec.Struct, frozen=True, tag="rows", tag_field="yuebao"):
    """The rows of one issue. `date` is YYYY-MM-DD; `paper` and `date` are "" if unknown.

    `encoding` is that of the table's file, `unused` are the names of the columns that hold no known field.
    """

    encoding: str
    paper: str
    date: str
    rows: list[TableArticle]
    unused: list[str]


_DECODER = msgspec.json.Decoder(IssueRows)
_ENCODER = msgspec.json.Encoder()


def encoded(rows: IssueRows) -> bytes:
    return _ENCODER.encode(rows)


class TableRows:
    """The format of an issue in a table, as `encoded` writes it."""

    name = "table"

    def certainty(self, file: SavedFile) -> float:
        return 0.9 if file.data.startswith((MARK, PAGE_MARK)) else 0.0

    def read(self, file: SavedFile) -> SourceText:
        if file.data.startswith(PAGE_MARK):
            table = table_of(file.data.removeprefix(PAGE_MARK), is_json=False)
            return source_of(file, table.encoding, pages_in(table))
        try:
            issue = _DECODER.decode(file.data)
        except (ValueError, RecursionError):
            raise UnreadableFile(say("这不是表格里的一期。")) from None
        builder = TextBuilder()
        date = day_written(issue.date)
        builder.add_masthead(issue.paper, date)
        for row in issue.rows:
            builder.add_article(_parts(row), page_named(row.page) or row.page or None)
        if not builder.articles:
            raise NotAnIssue(say("没有文字的表格"))
        unused = say("没有用到的列：{columns}", columns=say("、").join(issue.unused)) if issue.unused else ""
        return builder.source(
            file.name,
            issue.encoding,
            title=issue.paper or None,
            date=date,
            is_dated_by_address=False,
            left_out=filter(None, [unused]),
        )


def _parts(row: TableArticle) -> list[tuple[LinePart, str]]:
    head = [
        (LinePart.SECTION, row.section),
        (LinePart.KICKER, row.kicker),
        (LinePart.HEADLINE, row.title),
        (LinePart.DECK, row.deck),
        (LinePart.BYLINE, row.author),
    ]
    parts = [(part, " ".join(text.split())) for part, text in head if text.strip()]
    return [*parts, *parts_in(row.text)]


class FoundTables(Tables):
    def opened(self, file: IO[bytes], name: str, choices: Sequence[ColumnChoice]) -> HeldFiles:
        data = file.read(MOST_BYTES + 1)
        file.close()
        if len(data) > MOST_BYTES:
            raise too_large()
        is_json = comparable(name).endswith(OF_JSON)
        if is_json and (days := answering(LinesOfJson, all_plugs())().days_of_pages(data)):
            return HeldFiles(files_of(days))
        table = table_of(data, is_json=is_json)
        if not any(choice.names == table.names for choice in choices) and pages_in(table):
            return HeldFiles({name.rpartition("/")[2].rpartition(".")[0] or UNDATED: PAGE_MARK + data})
        columns = columns_of(table.names, choices)
        if ColumnField.TEXT not in columns:
            raise _question(name, table)
        return HeldFiles(*_issues(table, columns))

    def columns_in(self, data: bytes, name: str) -> Sequence[tuple[str, Sequence[str]]]:
        table = table_of(data, is_json=comparable(name).endswith(OF_JSON))
        cells = [*zip(*(row for _, row in table.rows), strict=True)] or [()] * len(table.names)
        return [*zip(table.names, cells, strict=True)]


def _question(name: str, table: Table) -> UnreadableFile:
    if max(lengths(table), default=0) < _OF_RUNNING_TEXT:
        return NotAnIssue(say("不含文章的表格"))
    return UnknownColumns(
        say(
            "认不出哪一列是正文。有这些列：{columns}。请指明，例如：reader columns {file} text=… title=… date=…",
            columns=say("、").join(table.names),
            file=name.rpartition("/")[2],
        )
    )


def _issues(table: Table, columns: Mapping[ColumnField, int]) -> tuple[dict[str, bytes], str | None]:
    """Return the encoded rows of each issue by its path, and a message about what can't be read of the table."""
    issues: dict[tuple[str, str], list[TableArticle]] = defaultdict(list)
    undated = []
    dates = columns.get(ColumnField.DATE)
    day_first = is_day_first(cells[dates] for _, cells in table.rows) if dates is not None else None
    for number, cells in table.rows:
        stated = {field: cells[at].strip() for field, at in columns.items()}
        if not stated[ColumnField.TEXT] and not stated.get(ColumnField.TITLE):
            continue
        date = day_stated(stated.get(ColumnField.DATE, ""), day_first)
        if not date and stated.get(ColumnField.DATE):
            undated.append(number)
        row = TableArticle(**{field.value: stated[field] for field in _OF_FIELDS if field in stated})
        issues[stated.get(ColumnField.PAPER, ""), date].append(row)
    if len(issues) > MOST_FILES:
        raise too_many(MOST_FILES)
    used = set(columns.values())
    unused = [name for at, name in enumerate(table.names) if at not in used]
    files = files_of(
        [
            DayFile(paper, date, encoded(IssueRows(table.encoding, paper, date, rows, unused)))
            for (paper, date), rows in sorted(issues.items())
        ]
    )
    odd, odd_dates, long = _numbers(table.odd), _numbers(undated), _numbers(table.long)
    complaints = [
        say("第 {rows} 行超过 8 MB，不像一篇文章，没有读；其余的读了。", rows=long) if long else "",
        say("第 {rows} 行的列数与第一行不同，或不是 JSON 对象。", rows=odd) if odd else "",
        say("第 {rows} 行的日期读不懂，文章放在日期不详里。", rows=odd_dates) if odd_dates else "",
    ]
    return files, "".join(complaints).strip() or None


def _numbers(rows: Sequence[int]) -> str:
    more = "…" if len(rows) > _ROWS_NAMED else ""
    return say("、").join(map(str, rows[:_ROWS_NAMED])) + more
