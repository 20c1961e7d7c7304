"""A text that is one article of a database: each of its fields stands behind a label in brackets, 【标题】."""

import datetime as dt
from collections.abc import Iterator, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from reader.features.downloads.labels import Label, label_of
from reader.formats.page_names import day_stated, page_stated
from reader.formats.text_builder import RecordBuilder
from reader.newspaper.article import LinePart, LineSpan, SourceText
from reader.newspaper.field_names import ColumnField

_OF_HEAD = (
    (ColumnField.SECTION, LinePart.SECTION),
    (ColumnField.KICKER, LinePart.KICKER),
    (ColumnField.TITLE, LinePart.HEADLINE),
    (ColumnField.DECK, LinePart.DECK),
    (ColumnField.AUTHOR, LinePart.BYLINE),
)
_FORM = "brackets"


class _Line(Struct, frozen=True):
    number: int
    text: str


class _Fields(Struct):
    """The lines of each field, as far as labels tell them, and the lines that are in none."""

    values: dict[ColumnField, list[_Line]] = field(default_factory=dict)
    ranks: dict[ColumnField, int] = field(default_factory=dict)
    others: list[_Line] = field(default_factory=list)

    def value(self, column: ColumnField) -> str:
        return next((line.text for line in self.values.get(column, [])), "")


def article_in_labels(source: SourceText) -> SourceText | None:
    fields = _fields_of(source.lines)
    if not fields.value(ColumnField.TITLE) or not fields.value(ColumnField.TEXT):
        return None
    return _article(source, fields)


def _fields_of(lines: Sequence[str]) -> _Fields:
    """Return the fields of a text; of several labels for one field, the one with the plainest name holds.

    Lines with labels are in no field as they are: only what stands behind the label is.
    """
    fields = _Fields()
    current: list[_Line] = fields.others
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        label = label_of(text)
        if label is not None and label.form == _FORM:
            fields.others.append(_Line(number, text.strip()))
            current = _begun(fields, label)
            text = label.value if current is not fields.others else ""
        if text.strip():
            current.append(_Line(number, text.strip()))
    return fields


def _begun(fields: _Fields, label: Label) -> list[_Line]:
    """Return the list to which the lines of a label are added: that of its field, or of what is in no field."""
    column = label.field
    if column is None or (column in fields.values and fields.ranks[column] <= label.rank):
        return fields.others
    fields.ranks[column] = label.rank
    fields.values[column] = []
    return fields.values[column]


def _article(source: SourceText, fields: _Fields) -> SourceText:
    """Return the text of an article with these fields; its lines with labels stand below it as they are."""
    paper = fields.value(ColumnField.PAPER)
    builder = RecordBuilder(paper=paper, date=_date(fields.value(ColumnField.DATE)))
    builder.add_record(_parts(fields), page_stated(fields.value(ColumnField.PAGE)))
    builder.add_rest([(line.number, line.text) for line in fields.others])
    return replace(builder.issue(source.path, source.encoding), encoding_fact=source.encoding_fact)


def _parts(fields: _Fields) -> Iterator[tuple[LinePart, str, LineSpan]]:
    for column, part in (*_OF_HEAD, (ColumnField.TEXT, LinePart.PARAGRAPH)):
        for line in fields.values.get(column, []):
            yield part, line.text, (line.number, line.number)


def _date(stated: str) -> dt.date | None:
    day = day_stated(stated)
    return dt.date.fromisoformat(day) if day else None
