"""An overlay on a pack's catalogue: the articles in which the user has corrected characters.

A pack is never written. Each connection sees the overlay's rows in place of the pack's: a temporary view has the name
of the table, and SQLite resolves a name to a temporary object first.
"""

from collections.abc import Iterable

import apsw
from msgspec import Struct

from reader.newspaper.article import Article
from reader.storage import text_table
from reader.storage.packing import Packer, packed_record
from reader.storage.reading_table import Reading, row_of

_TEXTS = """
CREATE TEMP TABLE own_text (article_id INTEGER PRIMARY KEY, dictionary, search, record);
CREATE TEMP TABLE own_reading (article_id, uuid, modified, place);
CREATE TEMP VIEW article_text AS
    SELECT given.article_id, coalesce(own.dictionary, given.dictionary) AS dictionary,
        coalesce(own.search, given.search) AS search, coalesce(own.record, given.record) AS record
    FROM main.article_text given LEFT JOIN own_text own ON own.article_id = given.article_id;
CREATE TEMP TABLE own_article (article_id INTEGER PRIMARY KEY, kicker, title, lead, names, length);
CREATE TEMP VIEW article AS
    SELECT given.id, given.issue_id, given.key, given.digest, given.kind, given.page, given.page_order,
        coalesce(own.kicker, given.kicker) AS kicker, coalesce(own.title, given.title) AS title,
        coalesce(own.lead, given.lead) AS lead, coalesce(own.names, given.names) AS names,
        coalesce(own.length, given.length) AS length
    FROM main.article given LEFT JOIN own_article own ON own.article_id = given.id;
CREATE TEMP VIEW reading AS
    SELECT * FROM main.reading WHERE article_id NOT IN (SELECT article_id FROM own_text)
    UNION ALL SELECT * FROM own_reading
"""
"""The joins are flattened by SQLite, so that a query for an article still uses its id."""


class OwnText(Struct, frozen=True):
    """An article with the user's corrections, its search text, and the decisions about its characters."""

    article_id: int
    article: Article
    text: str
    readings: tuple[Reading, ...]


class LaidOver:
    """The rows that replace those of a pack."""

    def __init__(self, texts: Iterable[OwnText] = ()) -> None:
        packer = Packer(None)
        self._texts: list[tuple[int, int, bytes, bytes]] = []
        self._rows: list[tuple[int, str | None, str, str, str, int]] = []
        self._readings: list[tuple[int, str, str, str | None]] = []
        for each in texts:
            text, record = packer.text(each.text), packed_record(each.article, each.text)
            self._texts.append((each.article_id, packer.dictionary, text, record))
            row = text_table.of(each.article, each.text)
            self._rows.append((each.article_id, row.kicker, row.title, row.lead, row.names, row.length))
            self._readings += map(row_of, each.readings)

    def lay_over(self, connection: apsw.Connection) -> None:
        """Create the temporary tables and views in a connection, which must still be writable."""
        if self._texts:
            connection.execute(_TEXTS)
            connection.executemany("INSERT INTO own_text VALUES (?, ?, ?, ?)", self._texts)
            connection.executemany("INSERT INTO own_article VALUES (?, ?, ?, ?, ?, ?)", self._rows)
            connection.executemany("INSERT INTO own_reading VALUES (?, ?, ?, ?)", self._readings)
