"""What is stored of a file: how it was read, which lines an article has in it, what tells its newspaper."""

import json

from reader.newspaper.holdings import SourceRow
from reader.newspaper.issue import Masthead, TitleOrigin
from reader.newspaper.json_format import reading_from_json, reading_to_json
from reader.newspaper.printing import file_mark
from reader.newspaper.source_text import LineSpan
from reader.newspaper.told import Reading


def reading_as_stored(reading: Reading | None) -> str | None:
    return json.dumps(reading_to_json(reading), ensure_ascii=False) if reading else None


def source_row(
    path: str,
    encoding: str,
    spans: str,
    state: str,
    reading: str | None,
    position: int,
    is_other: int,
    digest: bytes = b"",
) -> SourceRow:
    """Return a file of an article. Raises ValueError or KeyError on values that were not stored by us."""
    told = reading_from_json(json.loads(reading)) if reading else None
    return SourceRow(
        path,
        encoding,
        spans_from(spans),
        state == "missing",
        told,
        position,
        bool(is_other),
        file_mark(digest),
    )


def witness_of(masthead: Masthead) -> TitleOrigin | None:
    """Return the witness of a file's newspaper, as far as a record of an earlier version tells it."""
    if not masthead.title:
        return TitleOrigin.FOLDER
    if masthead.title_origin is None and masthead.title == masthead.title_as_printed:
        return TitleOrigin.PRINTED
    return masthead.title_origin


def folder_of(path: str) -> str:
    return path.rpartition("/")[0]


def spans_from(text: str) -> tuple[LineSpan, ...]:
    return tuple((first, last) for first, last in json.loads(text))
