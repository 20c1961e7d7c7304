"""The forms of a room: the articles of an issue as each file has them, where another file's text is shown."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from reader.newspaper.article import Article
from reader.newspaper.json_format import reading_from_json
from reader.newspaper.printing import PrintedArticle
from reader.newspaper.told import Reading
from reader.room.catalogue_tables import RoomRows, masthead_of, no_unpacker
from reader.room.connections import RoomConnections, nonsense_told
from reader.room.stored_text import as_it_is
from reader.storage.form_table import FormFile, FormTable, printed_articles, printed_query
from reader.storage.packing import record_of

_LEAST_RECORD, _RECORD = 1 << 20, 64
"""Maximum bytes of a record: the first number, and the second for each character of its text."""


class RoomForms(FormTable):
    """The forms of a room."""

    def __init__(self, connections: RoomConnections) -> None:
        super().__init__(RoomRows(connections).rows, no_unpacker)
        self._connections = connections

    def files(self, issue_id: int) -> list[FormFile]:
        class File(NamedTuple):
            id: int
            path: str
            masthead: str
            reading: str | None
            corrections: str

        rows = self._connections.rows(
            File,
            "SELECT id, path, masthead, reading, corrections FROM source WHERE issue_id = %s ORDER BY path",
            (issue_id,),
        )
        return [
            FormFile(row.id, row.path, masthead_of(row.masthead), reading_of(row.reading), row.corrections)
            for row in rows
        ]

    def printed(self, keys: Iterable[str]) -> list[PrintedArticle]:
        """Return articles as a catalogue does; a room does not know the contents of files, but their paths."""

        class Row(NamedTuple):
            id: int
            key: str
            shown_key: str
            newspaper: str
            date: str | None
            month_day: str | None
            page: str | None
            file: str
            path: str

        wanted = sorted({*keys})
        rows = self._connections.rows(Row, printed_query("''", "= ANY(%s::text[])"), (wanted, wanted))
        with nonsense_told():
            return printed_articles(rows)

    def of_article(self, article_id: int) -> dict[tuple[str, int], Article]:
        class Form(NamedTuple):
            path: str
            position: int
            key: str
            record: bytes
            search: str
            beside: bytes | None

        rows = self._connections.rows(
            Form,
            "SELECT s.path, f.position, f.key, f.record, f.search, f.beside FROM appearance p"
            " JOIN form f ON (f.source_id, f.position) = (p.source_id, p.position)"
            " JOIN source s ON s.id = p.source_id WHERE p.article_id = %s",
            (article_id,),
        )
        with nonsense_told():
            return {
                (row.path, row.position): article_of(row.key, row.record, as_it_is(row.search, row.beside))
                for row in rows
            }


def article_of(key: str, record: bytes, text: str) -> Article:
    """Return the article of a record that was packed with its search text. Raises ValueError or PackDamaged."""
    longest = _LEAST_RECORD + _RECORD * len(text)
    return msgspec.convert(record_of(key, text, record, longest), Article)


def reading_of(stored: str | None) -> Reading | None:
    """Return how a file was read, from the stored JSON. Raises RoomError where it is nothing of the kind."""
    with nonsense_told():
        return reading_from_json(json.loads(stored)) if stored else None
