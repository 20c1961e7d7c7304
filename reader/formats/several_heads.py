"""Texts with several articles, each with fields of its own: below a head between fences each, as a list of YAML, or
as the rows of a table of Markdown.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, zip_longest

from msgspec import Struct, field
from msgspec.structs import replace

from reader.formats.books import only
from reader.formats.page_names import cut_at_day, day_stated, is_paper, page_stated
from reader.formats.text_builder import RecordBuilder
from reader.formats.text_kinds import BELOW_NAMES, FENCE_OF_HEAD, FIELD_OF_HEAD, ITEM_OF_LIST, cells_of
from reader.i18n import say
from reader.language.dates.calendar import day_written
from reader.language.patterns import pattern
from reader.newspaper.article import LinePart, LineSpan, Reading, SourceText
from reader.newspaper.field_names import ColumnField, known_name

_PARTS = {
    ColumnField.SECTION: LinePart.SECTION,
    ColumnField.KICKER: LinePart.KICKER,
    ColumnField.TITLE: LinePart.HEADLINE,
    ColumnField.DECK: LinePart.DECK,
    ColumnField.AUTHOR: LinePart.BYLINE,
}
_AROUND = " \t\r\"'“”"
_TEXT_BELOW = pattern(r"[|>][+-]?\d?")
_BREAK_IN_CELL = pattern(r"<br\s?/?>", re.IGNORECASE)
_AROUND_TITLE = "#*_ 《》"

_Line = tuple[int, str]
"""The number of a line in the file, and its words."""


class _Record(Struct):
    """An article: the values of its fields and the lines of its text, each with the number of its line."""

    values: dict[ColumnField, _Line] = field(default_factory=dict)
    lines: list[_Line] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    """The names of what is stated besides, and is in no field."""

    def value(self, of: ColumnField) -> str:
        return self.values.get(of, (0, ""))[1]

    def state(self, match: re.Match[str], number: int) -> ColumnField | None:
        """Keep the value of a line with a field; return which field it is."""
        column = known_name(match["name"])
        value = (match["value"] or "").strip(_AROUND)
        if column is not None and column[0] is ColumnField.TEXT:
            return ColumnField.TEXT
        if value and (column is None or column[0] in self.values):
            self.unused.append(match["name"].strip())
        elif column is not None and value:
            self.values[column[0]] = (number, value)
        return column[0] if column is not None else None


def articles_below_heads(source: SourceText) -> SourceText | None:
    """Return a text of articles that each have a head between fences; None if nothing is below these."""
    return _text_of(source, [*_below_heads(source.lines)])


def articles_in_list(source: SourceText) -> SourceText | None:
    """Return a text whose articles are the items of a list of YAML; None if none has a text."""
    return _text_of(source, [*_in_list(source.lines)])


def articles_in_table(source: SourceText) -> SourceText | None:
    """Return a text whose articles are the rows of a table of Markdown; None if none has a text."""
    table, rest = _in_table(source.lines)
    return _text_of(source, table, rest)


_LEAST_OF_TABLE = 0.6


def articles_in_rows(
    name: str,
    encoding: str,
    rows: Sequence[Sequence[str]],
    around: Sequence[str],
    left_out: Sequence[str] = (),
) -> SourceText | None:
    """Return the articles in a table of a document, a row each; None if its first row does not name their fields.

    `around` are the lines of the document outside of the table, which must be the most of it. Paragraphs in a cell are
    separated by `BREAK`.
    """
    columns = rows[0] if rows else ()
    fields = {known[0] for known in map(known_name, columns) if known is not None}
    length = sum(map(len, chain.from_iterable(rows)))
    is_most = length >= _LEAST_OF_TABLE * (length + sum(map(len, around)))
    if not fields >= {ColumnField.TITLE, ColumnField.TEXT} or not is_most:
        return None
    shared = _Record()
    rest = [(0, line) for line in around if not _state_issue(shared, line, 0)]
    records = []
    for row in rows[1:]:
        record = _of_row(row, columns, 0)
        if record.lines:
            records.append(_below_shared(record, shared, columns))
    reading = Reading("", 0.0, tuple(left_out))
    return _text_of(SourceText(name, encoding, (), reading=reading), records, rest)


BREAK = "<br>"
"""What separates the paragraphs in a cell."""


def _below_heads(lines: Sequence[str]) -> Iterator[_Record]:
    record = _Record()
    is_head = False
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if text == FENCE_OF_HEAD:
            begins = not is_head and _is_field(lines, number)
            if begins and record.lines:
                yield record
            if begins:
                record = _Record()
            if begins or is_head:
                is_head = not is_head
                continue
        match = FIELD_OF_HEAD.fullmatch(text) if is_head else None
        if match is not None:
            record.state(match, number)
        elif text and not is_head:
            record.lines.append((number, text))
    if record.lines:
        yield record


def _is_field(lines: Sequence[str], at: int) -> bool:
    match = FIELD_OF_HEAD.fullmatch(lines[at].strip()) if at < len(lines) else None
    return match is not None and known_name(match["name"]) is not None


def _in_list(lines: Sequence[str]) -> Iterator[_Record]:
    shared = _Record()
    record = shared
    depth = 0
    is_text = False
    for number, line in enumerate(lines, 1):
        text = line.strip()
        indent = len(line) - len(line.lstrip())
        item = ITEM_OF_LIST.fullmatch(text)
        match = item or FIELD_OF_HEAD.fullmatch(text)
        if is_text and text and (indent > depth or match is None):
            record.lines.append((number, text))
            continue
        if item is not None:
            if record.lines:
                yield record
            record = _Record(dict(shared.values), unused=[*shared.unused])
        if match is not None:
            depth = indent
            value = (match["value"] or "").strip(_AROUND)
            is_text = record.state(match, number) is ColumnField.TEXT
            if is_text and value and _TEXT_BELOW.fullmatch(value) is None:
                record.lines.append((number, value))
    if record.lines:
        yield record


def _in_table(lines: Sequence[str]) -> tuple[list[_Record], list[_Line]]:
    """Return the rows of a table, and the lines around it that state neither paper nor day."""
    below = next(at for at, line in enumerate(lines) if BELOW_NAMES.match(line.strip()))
    names = max(at for at in range(below) if lines[at].strip())
    columns = cells_of(lines[names])
    shared = _Record()
    rest: list[_Line] = []
    for number, line in enumerate(lines[:names], 1):
        if line.strip() and not _state_issue(shared, line, number):
            rest.append((number, line.strip()))
    records: list[_Record] = []
    for number, line in enumerate(lines[below + 1 :], below + 2):
        record = _of_row(cells_of(line), columns, number) if line.strip().startswith("|") else _Record()
        if record.lines:
            records.append(_below_shared(record, shared, columns))
        elif line.strip():
            rest.append((number, line.strip()))
    return records, rest


def _below_shared(record: _Record, shared: _Record, names: Sequence[str]) -> _Record:
    """Return a row with what is stated above its table; a paper that this names is not that of a column of sources.

    Such a column has “本报”, “通讯员” and names of agencies.
    """
    values = {**shared.values, **record.values}
    unused = [*record.unused]
    if ColumnField.PAPER in shared.values and not is_paper(record.value(ColumnField.PAPER)):
        values[ColumnField.PAPER] = shared.values[ColumnField.PAPER]
        unused += [name for name in names if (known_name(name) or ("",))[0] is ColumnField.PAPER]
    return replace(record, values=values, unused=unused)


def _state_issue(record: _Record, line: str, number: int) -> bool:
    """Keep what a line states that has but paper and day: “# 雁桥日报 1987年6月7日”; return whether it is one."""
    title, day, behind = cut_at_day(line.strip())
    title = title.strip(_AROUND_TITLE)
    if behind.strip(_AROUND_TITLE) or not (day or title) or (title and not is_paper(title)):
        return False
    if title:
        record.values[ColumnField.PAPER] = (number, title)
    if day:
        record.values[ColumnField.DATE] = (number, day)
    return True


def _of_row(cells: Sequence[str], names: Sequence[str], number: int) -> _Record:
    record = _Record()
    for cell, name in zip_longest(cells, names, fillvalue=""):
        column = known_name(name)
        if not cell:
            continue
        if column is None or column[0] in record.values:
            record.unused.append(name or cell)
            continue
        if column[0] is not ColumnField.TEXT:
            record.values[column[0]] = (number, cell)
            continue
        for paragraph in _BREAK_IN_CELL.split(cell):
            if paragraph.strip():
                record.lines.append((number, paragraph.strip()))
    return record


def _text_of(source: SourceText, records: Sequence[_Record], rest: Sequence[_Line] = ()) -> SourceText | None:
    if not records:
        return None
    by_issue: dict[tuple[str, str], list[_Record]] = {}
    for record in records:
        day = day_stated(record.value(ColumnField.DATE), None)
        by_issue.setdefault((record.value(ColumnField.PAPER), day), []).append(record)
    issues = []
    for about, of_issue in by_issue.items():
        issues.append(_issue(source, about, of_issue, rest))
        rest = ()
    return only(issues)


def _issue(
    source: SourceText, about: tuple[str, str], records: Sequence[_Record], rest: Sequence[_Line]
) -> SourceText:
    """Return the text of the issue whose paper and day are `about`; the lines of `rest` stand beside it."""
    paper, day = about
    builder = RecordBuilder(paper=paper, date=day_written(day))
    for record in records:
        builder.add_record(_parts(record), page_stated(record.value(ColumnField.PAGE)))
    builder.add_rest(rest)
    unused = dict.fromkeys(chain.from_iterable(record.unused for record in records))
    left_out = [*_left_out(unused)]
    if source.reading is not None:
        left_out = [*source.reading.left_out, *left_out]
    text = builder.issue(source.path, source.encoding, left_out=left_out)
    if not source.lines:
        text = replace(text, spans=())
    return replace(text, encoding_fact=source.encoding_fact)


def _left_out(unused: Iterable[str]) -> Iterator[str]:
    """Yield in words what of the fields was not read."""
    columns = say("、").join(unused)
    if columns:
        yield say("没有用到的列：{columns}", columns=columns)


def _parts(record: _Record) -> Iterator[tuple[LinePart, str, LineSpan]]:
    for column, part in _PARTS.items():
        if column in record.values:
            number, text = record.values[column]
            yield part, text, (number, number)
    for number, text in record.lines:
        yield LinePart.PARAGRAPH, text, (number, number)
