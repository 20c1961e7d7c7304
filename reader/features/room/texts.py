"""Search texts as PostgreSQL stores them, and storing them within a librarian's transaction.

It can store neither NUL nor lone surrogates. Such characters are stored as `STAND_IN`, and the original text is stored
beside it, as bytes. So a needle without any of these characters is in the stored text if and only if it is in the
original.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from reader.features.room.answers import BoundedConnection, rows, run
from reader.features.room.missing_years import NOTHING_MISSING, MissingYears
from reader.newspaper.holdings import Document
from reader.search.documents import day_number
from reader.search.ranking import page_place
from reader.search.terms import page_label

STAND_IN = "\ufdd0"
UNSTORED = f"\0\ud800-\udfff{STAND_IN}"
"""The characters that are stored as others, and `STAND_IN`, as the inside of a regular expression's class."""
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_DOUBTFUL = re.compile(f"[{UNSTORED}]")
_ENCODING = ("utf-8", "surrogatepass")


def as_stored(text: str) -> tuple[str, bytes | None]:
    """Return the text to store, and the original as bytes if it differs, else None."""
    if not _UNSTORABLE.search(text):
        return text, None
    return _UNSTORABLE.sub(STAND_IN, text), text.encode(*_ENCODING)


def as_it_is(stored: str, beside: bytes | None) -> str:
    """Return the original text. Raises ValueError if the bytes are not a valid text."""
    if beside is None:
        return stored
    return beside.decode(*_ENCODING)


def is_comparable(needle: str) -> bool:
    """Return whether a needle can be compared with stored texts: it contains no character that is stored as another."""
    return not _DOUBTFUL.search(needle)


_COLUMNS = "id, day, place, newspaper, page, page_label, search, beside"


def put(
    connection: BoundedConnection,
    added: Sequence[Document],
    removed: Iterable[int] = (),
    missing: MissingYears = NOTHING_MISSING,
) -> None:
    """Store documents, replacing those with the same ids, and delete the texts with the ids in `removed`.

    The partitions of their years must exist, and none of these years be `missing`: missing years are not queried.
    """
    gone = [*{*removed, *(document.id for document in added)}]
    deleting = f"DELETE FROM article_text WHERE id = ANY(%s) AND {missing.present} RETURNING day"
    days = [day for (day,) in rows(connection, tuple[int], deleting, gone)]
    with connection.cursor().copy(f"COPY article_text ({_COLUMNS}) FROM STDIN") as copy:
        for document in added:
            copy.write_row(_row(document))
    for name in {document.newspaper for document in added}:
        run(connection, "INSERT INTO newspaper VALUES (%s) ON CONFLICT DO NOTHING", name)
    added_by_year = Counter(day_number(document.date) >> 9 for document in added)
    removed_by_year = Counter(day >> 9 for day in days)
    _count(connection, added_by_year, removed_by_year)
    run(connection, "UPDATE meta SET value = (value::bigint + 1)::text WHERE key = 'generation'")


def _row(document: Document) -> tuple[object, ...]:
    text, original = as_stored(document.text)
    return (
        document.id,
        day_number(document.date),
        page_place(document.page or ""),
        document.newspaper,
        document.page,
        None if document.page is None else page_label(document.page),
        text,
        original,
    )


def _count(connection: BoundedConnection, added: Counter[int], removed: Counter[int]) -> None:
    """Update the number of articles of these years, and delete the counts of their grams, which are outdated."""
    for year in added.keys() | removed.keys():
        run(
            connection,
            "UPDATE year SET articles = articles + %s, is_counted = false WHERE year = %s",
            added[year] - removed[year],
            year,
        )
        run(connection, "DELETE FROM common_gram WHERE year = %s", year)
