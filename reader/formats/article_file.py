"""Reads articles from Markdown files with front matter, as `export.article_file` writes them.

The user may have edited such a file: invalid fields are ignored, the body is always read in full.
"""

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from reader.formats.decoding import as_lines, decoded_file
from reader.formats.reading import SavedFile, UnreadableFile
from reader.formats.text_builder import TextBuilder
from reader.i18n import say
from reader.language.dates.calendar import day_written
from reader.language.patterns import pattern
from reader.newspaper.article import (
    CAPTION,
    FENCE,
    JUMP,
    NOTICE,
    SUBHEAD,
    VERSION,
    LinePart,
    Name,
    SourceText,
    StatedIssue,
)
from reader.newspaper.facts import IssueFacts, returned

_BEGINNING = re.compile(rf"(?:\xef\xbb\xbf)?{FENCE}\r?\n{Name.VERSION}: *{VERSION}\r?\n".encode())
_FIELD = pattern(r"([a-z_]+):\s*(.*)")
_HEADING = pattern(r"#{1,6}\s+")
_ESCAPED = pattern(r"\\([!-/:-@\[-`{-~])")
_MARKS = {SUBHEAD: LinePart.SUBHEAD, CAPTION: LinePart.CAPTION, NOTICE: LinePart.NOTICE}
_REPEATED = pattern(r"-([1-9]\d{0,5})$")
"""The ordinal at the end of an article's key, if an earlier article of its file has the same opening."""
_ENDING = ".md"


class ArticleFile:
    """The format of the files that `reader export` writes as Markdown."""

    name = "article-file"

    def certainty(self, file: SavedFile) -> float:
        if file.ending == _ENDING and _BEGINNING.match(file.data):
            return 1.0
        return 0.0

    def read(self, file: SavedFile) -> SourceText:
        decoded_text = decoded_file(file)
        lines = as_lines(decoded_text.text) if decoded_text else ()
        end = next((number for number, line in enumerate(lines) if number and line.strip() == FENCE), 0)
        if decoded_text is None or not end:
            raise UnreadableFile(say("文件开头的字段没有结束的一行 ---，请补上后再试。"))
        fields = dict(_fields(lines[1:end]))
        body = list(_body(lines[end + 1 :]))
        headings = [*_headings(fields)]
        if not body and not headings:
            raise UnreadableFile(say("文件是空的，没有文字可读。"))
        builder = TextBuilder()
        newspaper = _text(fields, Name.NEWSPAPER)
        date = day_written(_text(fields, Name.DATE))
        builder.add_masthead(newspaper, _day(fields, date), *_texts(fields, Name.FIELDS))
        builder.add_article([*headings, *body], _text(fields, Name.PAGE))
        repeated = _REPEATED.search(_text(fields, Name.KEY) or "")
        before = int(repeated[1]) - 1 if repeated else 0
        stated = StatedIssue(
            tuple(replace(article, before=before) for article in builder.articles),
            newspaper,
            date,
            fields.get(Name.IS_PRINTED) is not True,
            is_parsed=True,
            place=_number(fields.get(Name.PLACE)),
            facts=_facts(fields, newspaper, date),
        )
        return SourceText(
            file.name, decoded_text.encoding, tuple(builder.lines), stated, encoding_fact=decoded_text.fact
        )


def _fields(lines: Sequence[str]) -> Iterator[tuple[str, object]]:
    for line in lines:
        field = _FIELD.fullmatch(line)
        if field:
            yield field[1], _value(field[2].strip())


def _value(text: str) -> object:
    """Return the value of a field: parsed as JSON, or the unchanged text if it is not valid JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _text(fields: Mapping[str, object], name: Name) -> str | None:
    """Return a text field with line ends replaced by spaces; None if it is missing, empty or no text."""
    value = fields.get(name)
    if isinstance(value, str):
        return " ".join(value.split("\n")).strip() or None
    return None


def _texts(fields: Mapping[str, object], name: Name) -> list[str]:
    value = fields.get(name)
    values = value if isinstance(value, list) else [value]
    return [text for text in values if isinstance(text, str)]


def _day(fields: Mapping[str, object], date: dt.date | None) -> str | None:
    """Return the date as newspapers print it, without the year if it is unknown; None if there is no date."""
    if date:
        return f"{date.year}年{date.month}月{date.day}日"
    month, _, day = (_text(fields, Name.MONTH_DAY) or "").partition("-")
    if month.isdecimal() and day.isdecimal():
        return f"{int(month)}月{int(day)}日"
    return None


def _facts(fields: Mapping[str, object], newspaper: str | None, date: dt.date | None) -> IssueFacts:
    """Return how newspaper, date and page were known when the file was written."""
    stored_facts = fields.get(Name.KNOWN_BY)
    label = _text(fields, Name.PAGE)
    pages = {label: returned(label, "page", stored_facts)} if label else {}
    return IssueFacts(
        returned(newspaper, "newspaper", stored_facts), returned(date, "date", stored_facts), pages=pages
    )


def _number(value: object) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1_000_000:
        return value
    return None


def _headings(fields: Mapping[str, object]) -> Iterator[tuple[LinePart, str]]:
    for name, part in {
        Name.SECTION: LinePart.SECTION,
        Name.KICKER: LinePart.KICKER,
        Name.HEADLINE: LinePart.HEADLINE,
        Name.DECKS: LinePart.DECK,
        Name.AUTHORS: LinePart.BYLINE,
    }.items():
        yield from ((part, text) for text in _texts(fields, name) if text.strip())


def _body(lines: Sequence[str]) -> Iterator[tuple[LinePart, str]]:
    """Yield the part and the text, without Markdown marks, of each line that is not blank."""
    for line in filter(str.strip, lines):
        mark = next((mark for mark in _MARKS if line.startswith(mark)), "")
        if mark:
            yield _MARKS[mark], _unescaped(line.removeprefix(mark))
        elif heading := _HEADING.match(line):
            yield LinePart.SUBHEAD, _unescaped(line[heading.end() :])
        elif len(line) > 2 * len(JUMP) and line.startswith(JUMP) and line.endswith(JUMP):
            yield LinePart.JUMP, _unescaped(line[len(JUMP) : -len(JUMP)])
        else:
            yield LinePart.PARAGRAPH, _unescaped(line)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)
