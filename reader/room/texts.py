"""Loading the texts that a search looks at, within a transaction of a librarian's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from psycopg import Connection

from reader.room.gram_numbers import grams_of_text
from reader.room.missing_years import NOTHING_MISSING, MissingYears
from reader.room.schema import make_years, rows, run
from reader.room.stored_text import as_stored
from reader.search.day_numbers import day_number
from reader.search.engine import Document
from reader.search.page_places import page_place
from reader.search.schema import page_label
from reader.search.terms import HEADLINE_LINE

_COLUMNS = "id, day, place, newspaper, page, page_label, search, beside, grams, headline_grams"


def put(
    connection: Connection[Any],
    added: Sequence[Document],
    removed: Iterable[int] = (),
    missing: MissingYears = NOTHING_MISSING,
) -> None:
    """Store documents, replacing those of the same ids, and delete those of the ids `removed`.

    None is of the years that are `missing`, which are not asked.
    """
    gone = [*{*removed, *(document.id for document in added)}]
    deleting = f"DELETE FROM article_text WHERE id = ANY(%s) AND {missing.present} RETURNING day"
    days = [day for (day,) in rows(connection, deleting, gone)]
    make_years(connection, {day_number(document.date) >> 9 for document in added})
    with connection.cursor().copy(f"COPY article_text ({_COLUMNS}) FROM STDIN") as copy:
        for document in added:
            copy.write_row(_row(document))
    for name in {document.newspaper for document in added}:
        run(connection, "INSERT INTO newspaper VALUES (%s) ON CONFLICT DO NOTHING", name)
    _count(connection, {day >> 9 for day in (*days, *(day_number(each.date) for each in added))})
    run(connection, "UPDATE meta SET value = (value::bigint + 1)::text WHERE key = 'generation'")


def _row(document: Document) -> tuple[object, ...]:
    text, beside = as_stored(document.text)
    return (
        document.id,
        day_number(document.date),
        page_place(document.page or ""),
        document.newspaper,
        document.page,
        None if document.page is None else page_label(document.page),
        text,
        beside,
        _array(grams_of_text(document.text)),
        _array(grams_of_text(document.text.split("\n")[HEADLINE_LINE])),
    )


def _array(numbers: Sequence[int]) -> str:
    """Return an array in words of PostgreSQL, which takes psycopg ten times as long."""
    return "{" + ",".join(map(str, numbers)) + "}"


def _count(connection: Connection[Any], years: Iterable[int]) -> None:
    for year in years:
        run(
            connection,
            "UPDATE year SET articles ="
            " (SELECT count(*) FROM article_text WHERE day >= %s AND day < %s) WHERE year = %s",
            year << 9,
            (year + 1) << 9,
            year,
        )
