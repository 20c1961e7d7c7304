"""Reading quotes with notes from files of other programs: Hypothesis, Zotero (CSL-JSON, RIS), Markdown, plain text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from reader.i18n import say
from reader.language.patterns import pattern
from reader.storage.disk_errors import LibraryError

LARGEST = 20 << 20
"""Maximum size of a file, in bytes."""
MOST = 5_000
"""Maximum number of quotes in a file; more are refused."""
_LONGEST = 10_000
"""Maximum number of characters of a quote, and of a note."""
_QUOTE = pattern(r"“[^“”]+”|「[^「」]+」|\"[^\"]+\"")
_BREAK = pattern(r"#{1,6} |-{3,}$")
"""What ends a note in Markdown: a heading, or a rule."""
_LEAST_QUOTED = 6
"""Quotation marks around fewer characters are taken for those of a word."""
_TAG = pattern(r"(?:^|(?<=\s))#([^\s#]+)")
_MARKUP = pattern(r"<[^<>]*>")
_BLANK = pattern(r"\n{3,}")
_RIS = pattern(r"([A-Z][A-Z0-9])  - ?(.*)")


class Quoted(Struct, frozen=True):
    """A quote with the text before and after it, as far as it is told, and what was written on it.

    `date` is the day of the paper as YYYY-MM-DD, or "".
    """

    exact: str
    before: str = ""
    after: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    date: str = ""


def quotes_in(text: str, name: str) -> list[Quoted]:
    """Return the quotes in a file's text. Raises LibraryError if it has none, too many, or can't be parsed."""
    try:
        if text.lstrip()[:1] in ("[", "{"):
            quotes = _bounded(_of_json(msgspec.json.decode(text)))
        elif text.lstrip("\ufeff\r\n ").startswith("TY  -"):
            quotes = _bounded(_of_ris(text))
        else:
            quotes = _bounded(_of_text(text))
    except (msgspec.DecodeError, RecursionError) as error:
        raise LibraryError(say("{path} 无法解析，未作任何改动。", path=name)) from error
    if not quotes:
        raise LibraryError(say("{path} 里没有引语，未作任何改动。", path=name))
    return quotes


def _bounded(quotes: Iterator[Quoted]) -> list[Quoted]:
    unique_quotes: dict[Quoted, None] = {}
    for quote in quotes:
        exact = quote.exact.strip()[:_LONGEST]
        note = quote.note.strip()[:_LONGEST]
        if exact:
            unique_quotes[msgspec.structs.replace(quote, exact=exact, note=note)] = None
        if len(unique_quotes) > MOST:
            raise LibraryError(say("引语多于 {n} 条，未作任何改动；请分成几个文件。", n=f"{MOST:,}"))
    return list(unique_quotes)


def _of_json(value: Any) -> Iterator[Quoted]:
    if isinstance(value, dict):
        rows = value.get("rows", value.get("annotations", [value]))
    else:
        rows = value
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict):
            yield from _of_annotation(row) if "target" in row else _of_csl(row)


def _of_annotation(row: Mapping[str, Any]) -> Iterator[Quoted]:
    """Yield the quotes of an annotation of Hypothesis, or any of the W3C's model."""
    values = [str(body.get("value", "")) for body in _objects(row.get("body"))]
    note = _text(row.get("text")) or "\n".join(filter(None, values))
    tags = tuple(str(tag) for tag in row.get("tags") or () if isinstance(tag, str))
    for target in _objects(row["target"]):
        for selector in _objects(target.get("selector")):
            if selector.get("type") == "TextQuoteSelector":
                exact = _text(selector.get("exact"))
                before = _text(selector.get("prefix"))
                after = _text(selector.get("suffix"))
                yield Quoted(exact, before, after, note, tags)


def _objects(value: object) -> list[dict[str, Any]]:
    """Return the objects of JSON in a value, which may be one or a list."""
    members = value if isinstance(value, list) else [value]
    return [member for member in members if isinstance(member, dict)]


def _of_csl(row: Mapping[str, Any]) -> Iterator[Quoted]:
    tags = tuple(filter(None, re.split(r"\s*[,;，；]\s*", _text(row.get("keyword")))))
    for name in ("note", "annote"):
        yield from _of_note(_text(row.get(name)), tags, _date_issued(row))


def _date_issued(row: Mapping[str, Any]) -> str:
    """Return the day in `{"issued": {"date-parts": [[1987, 6, 12]]}}` as YYYY-MM-DD; "" without a whole one."""
    match row.get("issued"):
        case {"date-parts": [[int(year), int(month), int(day)], *_]}:
            return f"{year:02}-{month:02}-{day:02}"
    return ""


def _of_ris(text: str) -> Iterator[Quoted]:
    tags = [""]
    notes = [""]
    date = ""
    is_note = False
    for line in (*text.splitlines(), "ER  - "):  # the last record may be cut off before its end
        match = _RIS.match(line)
        if match is None:
            if is_note:
                notes[-1] += "\n" + line
            continue
        key = match[1]
        value = match[2].strip()
        is_note = key in ("N1", "RN")
        if is_note:
            notes.append(value)
        elif key == "KW":
            tags.append(value)
        elif key in ("DA", "Y1", "PY") and (day := re.match(r"(\d{4})[/-](\d\d?)[/-](\d\d?)", value)):
            date = "-".join(part.zfill(2) for part in day.groups())
        elif key == "ER":
            for note in notes[1:]:
                yield from _of_note(note, tuple(tags[1:]), date)
            tags = [""]
            notes = [""]
            date = ""


def _of_note(note: str, tags: tuple[str, ...], date: str) -> Iterator[Quoted]:
    """Yield the quotes in the note of an item; one of Zotero is HTML, with quotes in quotation marks."""
    plain = html.unescape(_MARKUP.sub("", re.sub(r"</p>|<br */?>|</?blockquote>", "\n", note)))
    for quote in _of_text(plain):
        yield msgspec.structs.replace(quote, tags=tuple(dict.fromkeys((*tags, *quote.tags))), date=date)


def _of_text(text: str) -> Iterator[Quoted]:
    """Yield the quotes of Markdown (lines with `>`) and of plain text (in quotation marks).

    What follows a quote up to the next one, or a heading, is the note; words with # are its tags. Quotation marks
    in the note on a quote with `>` belong to the note.
    """
    quote: list[str] = []
    note: list[str] = []
    is_in_lines = False
    is_by_marks = False

    def done() -> Iterator[Quoted]:
        if quote:
            yield _noted("\n".join(filter(None, quote)), "\n".join(note))
        quote.clear()
        note.clear()

    for line in map(str.strip, text.splitlines()):
        was_in_lines = is_in_lines
        is_in_lines = line.startswith(">")
        matches = [match for match in _QUOTE.finditer(line) if len(match[0]) >= _LEAST_QUOTED + 2]
        if is_in_lines:
            if not was_in_lines:
                yield from done()
                is_by_marks = False
            quote.append(line.lstrip("> "))
        elif _BREAK.match(line):
            yield from done()
        elif matches and (is_by_marks or not quote):
            yield from done()
            *others, last = matches
            for other in others:
                yield _noted(other[0][1:-1], line.replace(other[0], ""))
            quote.append(last[0][1:-1])
            note.append(line.replace(last[0], ""))
            is_by_marks = True
        elif quote:
            note.append(line)
    yield from done()


def _noted(exact: str, note: str) -> Quoted:
    return Quoted(
        exact,
        note=_BLANK.sub("\n\n", _TAG.sub("", note)).strip(),
        tags=tuple(dict.fromkeys(_TAG.findall(note))),
    )


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    return ""
