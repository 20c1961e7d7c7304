"""A table of articles as a container: the rows of each newspaper and day are one file."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import IO

from reader.formats.containers.container import MOST_FILES, HeldFiles, files_of, too_many
from reader.formats.containers.names import UNDATED
from reader.formats.reading import (
    MOST_BYTES,
    DayFile,
    NotAnIssue,
    UnknownColumns,
    UnreadableFile,
    comparable,
    too_large,
)
from reader.formats.tables.cells import OF_JSON, Table, lengths, table_of
from reader.formats.tables.columns import columns_of
from reader.formats.tables.days import day_stated, is_day_first
from reader.formats.tables.page_rows import PAGE_MARK, pages_in
from reader.formats.tables.rows import IssueRows, TableArticle, encoded
from reader.formats.trees.tree_file import days_of_pages
from reader.i18n import say
from reader.newspaper.decision import ColumnChoice
from reader.newspaper.field_names import ColumnField

_OF_RUNNING_TEXT = 40
"""Minimum average length, in characters, of the cells of a column that may be the text of articles."""
_ROWS_NAMED = 5
_OF_FIELDS = tuple(field for field in ColumnField if field not in (ColumnField.DATE, ColumnField.PAPER))


def opened(file: IO[bytes], name: str, choices: Sequence[ColumnChoice]) -> HeldFiles:
    """Return a table as a container: of the issues whose articles its rows are, or of the pages whose words they are.

    Raises UnreadableFile if it can't be read: UnknownColumns if the text column is not known, NotAnIssue if no column
    can be the text.
    """
    data = file.read(MOST_BYTES + 1)
    file.close()
    if len(data) > MOST_BYTES:
        raise too_large()
    is_json = comparable(name).endswith(OF_JSON)
    if is_json and (days := days_of_pages(data)):
        return HeldFiles(files_of(days))
    table = table_of(data, is_json=is_json)
    if not any(choice.names == table.names for choice in choices) and pages_in(table):
        return HeldFiles({name.rpartition("/")[2].rpartition(".")[0] or UNDATED: PAGE_MARK + data})
    columns = columns_of(table.names, choices)
    if ColumnField.TEXT not in columns:
        raise _question(name, table)
    return HeldFiles(*_issues(table, columns))


def _question(name: str, table: Table) -> UnreadableFile:
    """Return the exception for a table without a known text column."""
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
