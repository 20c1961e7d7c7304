"""Texts with several articles, each with fields of its own: below a head between fences each, or as a list of YAML."""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from reader.formats.books import only
from reader.formats.page_names import day_stated, page_stated
from reader.formats.text_builder import RecordBuilder
from reader.formats.text_kinds import FENCE_OF_HEAD, FIELD_OF_HEAD, ITEM_OF_LIST
from reader.language.dates.calendar import day_written
from reader.language.patterns import pattern
from reader.newspaper.article import LinePart, LineSpan, SourceText
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

_Line = tuple[int, str]
"""The number of a line in the file, and its words."""


class _Record(Struct):
    """An article: the values of its fields and the lines of its text, each with the number of its line."""

    values: dict[ColumnField, _Line] = field(default_factory=dict)
    lines: list[_Line] = field(default_factory=list)

    def value(self, of: ColumnField) -> str:
        return self.values.get(of, (0, ""))[1]

    def state(self, match: re.Match[str], number: int) -> ColumnField | None:
        """Keep the value of a line with a field; return which field it is."""
        column = known_name(match["name"])
        value = (match["value"] or "").strip(_AROUND)
        if column is not None and value and column[0] is not ColumnField.TEXT:
            self.values.setdefault(column[0], (number, value))
        return column[0] if column is not None else None


def articles_below_heads(source: SourceText) -> SourceText | None:
    """Return a text of articles that each have a head between fences; None if nothing is below these."""
    return _text_of(source, [*_below_heads(source.lines)])


def articles_in_list(source: SourceText) -> SourceText | None:
    """Return a text whose articles are the items of a list of YAML; None if none has a text."""
    return _text_of(source, [*_in_list(source.lines)])


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
            record = _Record(dict(shared.values))
        if match is not None:
            depth = indent
            value = (match["value"] or "").strip(_AROUND)
            is_text = record.state(match, number) is ColumnField.TEXT
            if is_text and value and _TEXT_BELOW.fullmatch(value) is None:
                record.lines.append((number, value))
    if record.lines:
        yield record


def _text_of(source: SourceText, records: Sequence[_Record]) -> SourceText | None:
    if not records:
        return None
    by_issue: dict[tuple[str, str], list[_Record]] = {}
    for record in records:
        day = day_stated(record.value(ColumnField.DATE), None)
        by_issue.setdefault((record.value(ColumnField.PAPER), day), []).append(record)
    return only([_issue(source, about, of_issue) for about, of_issue in by_issue.items()])


def _issue(source: SourceText, about: tuple[str, str], records: Sequence[_Record]) -> SourceText:
    """Return the text of the issue whose paper and day are `about`."""
    paper, day = about
    builder = RecordBuilder(paper=paper, date=day_written(day))
    for record in records:
        builder.add_record(_parts(record), page_stated(record.value(ColumnField.PAGE)))
    return replace(builder.issue(source.path, source.encoding), encoding_fact=source.encoding_fact)


def _parts(record: _Record) -> Iterator[tuple[LinePart, str, LineSpan]]:
    for column, part in _PARTS.items():
        if column in record.values:
            number, text = record.values[column]
            yield part, text, (number, number)
    for number, text in record.lines:
        yield LinePart.PARAGRAPH, text, (number, number)
