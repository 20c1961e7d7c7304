"""The engine's oracle: SQLite FTS5 with the same grams (`detail=none`) behind the same Protocol."""

import datetime as dt
import sqlite3
import threading
import weakref
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
from whoosh.query import And, Not, Or
from whoosh.query import Query as Node

from reader.language.forms import search_form
from reader.language.library_names import NO_NAMES, LibraryNames
from reader.newspaper.holdings import Document
from reader.search.documents import (
    UNDATED,
    DateRange,
    Found,
    Ids,
    Order,
    SearchCancelled,
    Texts,
    month_number,
)
from reader.search.query import (
    LINE_OF,
    Exact,
    Field,
    Near,
    Newspaper,
    Page,
    Period,
    Query,
    matches,
    strings,
)
from reader.search.ranking import RankedTerm, page_place, ranked_terms, score
from reader.search.terms import all_grams, grams, page_label
from reader.worker_pool import Run

_PUNCTUATION = "".join(chr(c) for c in range(1, 128) if not chr(c).isalnum() and chr(c) not in " \n")
_QUOTED = _PUNCTUATION.replace("'", "''").replace('"', '""')
_TABLES = f"""
CREATE TABLE IF NOT EXISTS documents (
    row INTEGER PRIMARY KEY AUTOINCREMENT, id INTEGER UNIQUE, newspaper TEXT, date TEXT, page TEXT, place INTEGER
);
CREATE VIRTUAL TABLE IF NOT EXISTS grams USING fts5 (
    tokens, content='', detail=none, tokenize="ascii tokenchars '{_QUOTED}'"
);
"""
BATCH = 32
"""Texts read between two looks at `cancelled`."""
_MARKS = {Field.HEADLINE: "\x01", Field.SECTION: "\x02", Field.CREDITS: "\x03"}
"""Stand before the grams of a field."""
_ORDERS = {
    Order.NEWEST: "date IS NULL, date DESC, place, id",
    Order.RELEVANCE: "date IS NULL, date DESC, place, id",
    Order.OLDEST: "date IS NULL, date, place, id",
    # how sure a recogniser was is known to the catalogue, which sorts what was found
    Order.SUREST: "date IS NULL, date DESC, place, id",
    Order.LEAST_SURE: "date IS NULL, date DESC, place, id",
}


class Fts5Engine:
    """`engine.Engine` in one SQLite file."""

    def __init__(self, folder: Path, texts: Texts) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / "grams.sqlite"
        self._texts = texts
        self._of_thread = threading.local()

    def __len__(self) -> int:
        return len(self.ids())

    def missing_dates(self) -> tuple[DateRange, ...]:
        return ()

    def note_complete(self) -> None:
        """It knows nothing of damage."""

    def remark(self) -> None:
        return None

    def check(self) -> list[str]:
        return []

    def words_beginning_with(self, typed: str, limit: int) -> list[str]:
        raise NotImplementedError  # the oracle knows no words

    def words_alike(self, typed: str, limit: int) -> list[str]:
        raise NotImplementedError

    def frequencies(self, needles: Sequence[str]) -> list[int]:
        raise NotImplementedError

    def tidy(self, at_most: int | None = None, pause: Callable[[], object] = lambda: None) -> bool:
        return False

    def ids(self) -> Ids:
        rows = self._connection().execute("SELECT id FROM documents ORDER BY id")
        return np.array([id for (id,) in rows], np.uint32)

    def begin_with(self, names: Callable[[], Mapping[str, int]]) -> None:
        """Do nothing: no text is cut into words."""

    def go_on_with(self, names: Mapping[str, int]) -> bool:
        """Do nothing, as `begin_with`."""
        return False

    def names(self) -> LibraryNames:
        return NO_NAMES

    def update(self, added: Iterable[Document], removed: Sequence[int] = ()) -> None:
        latest = {document.id: document for document in added}
        with self._connection() as connection:
            for id in {*removed, *latest}:  # a row no document points to is found by nobody
                connection.execute("DELETE FROM documents WHERE id = ?", (id,))
            for d in latest.values():
                date = d.date.isoformat() if d.date else None
                row = connection.execute(
                    "INSERT INTO documents (id, newspaper, date, page, place) VALUES (?, ?, ?, ?, ?)",
                    (d.id, d.newspaper, date, d.page, page_place(d.page or "")),
                ).lastrowid
                connection.execute(
                    "INSERT INTO grams (rowid, tokens) VALUES (?, ?)", (row, " ".join(_indexed(d)))
                )

    def begin_update(
        self, added: Iterable[Document], removed: Sequence[int], run: Run
    ) -> Callable[[], object]:
        return partial(self.update, list(added), removed)

    def search(
        self,
        query: Query,
        order: Order = Order.NEWEST,
        *,
        limit: int = 50,
        offset: int = 0,
        exact: bool = False,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Found:
        if query.root is None:
            return Found((), 0, True)
        rows = self._rows(query.root, order)
        page: list[int] = []
        passed = 0
        tally = _Tally(rows)
        scored: dict[int, float] = {}
        sought = self._sought(query) if order is Order.RELEVANCE else []
        for at in range(0, len(rows), BATCH):
            if cancelled():
                raise SearchCancelled
            if len(page) >= limit and not (exact or sought):
                break
            for document in self._matching(query, rows[at : at + BATCH], tally):
                passed += 1
                if sought:
                    scored[document.id] = score(document, sought)
                elif offset < passed <= offset + limit:
                    page.append(document.id)
        if sought:
            page = sorted(scored, key=lambda id: -scored[id])[offset : offset + limit]
        return tally.found(page)

    def page(
        self,
        query: Query,
        order: Order = Order.NEWEST,
        *,
        limit: int = 50,
        offset: int = 0,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> tuple[int, ...]:
        return self.search(query, order, limit=limit, offset=offset, cancelled=cancelled).ids

    def count(self, query: Query, cancelled: Callable[[], bool] = lambda: False) -> Iterator[Found]:
        rows = self._rows(query.root, Order.NEWEST) if query.root else []
        tally = _Tally(rows)
        yield tally.found()
        for at in range(0, len(rows), BATCH):
            if cancelled():
                raise SearchCancelled
            for _ in self._matching(query, rows[at : at + BATCH], tally):
                pass
            yield tally.found()

    def matches(self, query: Query, cancelled: Callable[[], bool] = lambda: False) -> Ids:
        rows = self._rows(query.root, Order.NEWEST) if query.root else []
        found = [document.id for document in self._matching(query, rows, _Tally(rows))]
        return np.array(found, np.uint32)

    def _matching(self, query: Query, rows: "Sequence[_Row]", tally: "_Tally") -> Iterator[Document]:
        """Those of the rows that match, with their texts; the others are taken out of the tally."""
        documents = self._texts.texts([row.id for row in rows])
        for row in rows:
            document = documents.get(row.id)
            if document is None or not matches(query, document):
                tally.take_out(row)
            else:
                yield document
        tally.undecided -= len(rows)

    def close(self) -> None:
        self._connection().close()
        self._of_thread = threading.local()

    def _rows(self, root: Node, order: Order) -> "list[_Row]":
        condition, values = self._condition(root, may=True)
        sql = f"SELECT id, date, page, newspaper FROM documents WHERE {condition} ORDER BY {_ORDERS[order]}"
        rows = self._connection().execute(sql, values)
        return [_Row(id, _month(date), page or "", paper) for id, date, page, paper in rows]

    def _sought(self, query: Query) -> list[RankedTerm]:
        frequencies = {
            needle: len(self._rows(Exact(needle, needle), Order.NEWEST))
            for needle in dict.fromkeys(phrase.needle for phrase in strings(query))
        }
        return ranked_terms(frequencies, len(self.ids()))

    def _condition(self, node: Node, *, may: bool) -> tuple[str, list[str]]:
        """SQL for the documents that may match, or for those that surely do."""
        match node:
            case Exact(needle=needle, where=where):
                needed = grams(needle)
                if not needed or not (may or needed == (needle,)):
                    return str(may), []
                wanted = " AND ".join(_string(_MARKS.get(where, "") + gram) for gram in needed)
                return "row IN (SELECT rowid FROM grams WHERE grams MATCH ?)", [wanted]
            case Near(first, second) if may:
                return self._condition(And([first, second]), may=True)
            case Near():
                return str(may), []
            case Newspaper():
                titles = self._connection().execute("SELECT DISTINCT newspaper FROM documents")
                held = [title for (title,) in titles if node.is_of(title)]
                return f"newspaper IN ({', '.join('?' * len(held))})", held
            case Page(label):
                return "page_label(coalesce(page, '')) = ?", [label]
            case Period(first, last):
                ends = [("date >= ?", first), ("date <= ?", last)]
                known = [(sql, date.isoformat()) for sql, date in ends if date]
                return " AND ".join(["date IS NOT NULL", *(sql for sql, _ in known)]), [d for _, d in known]
            case Not(query=part):
                condition, values = self._condition(part, may=not may)
                return f"NOT ({condition})", values
            case And(subqueries=parts) | Or(subqueries=parts):
                of_parts = [self._condition(part, may=may) for part in parts]
                word = " AND " if isinstance(node, And) else " OR "
                return word.join(f"({sql})" for sql, _ in of_parts), [v for _, vs in of_parts for v in vs]
            case _:
                raise TypeError(node)

    def _connection(self) -> sqlite3.Connection:
        if not hasattr(self._of_thread, "connection"):
            connection = sqlite3.connect(self._path, check_same_thread=False)
            weakref.finalize(self, connection.close)
            connection.executescript(_TABLES)
            connection.create_function("search_form", 1, search_form, deterministic=True)
            connection.create_function("page_label", 1, page_label, deterministic=True)
            self._of_thread.connection = connection
        existing: sqlite3.Connection = self._of_thread.connection
        return existing


def _month(date: str | None) -> int:
    return month_number(dt.date.fromisoformat(date)) if date else UNDATED


class _Row(NamedTuple):
    """A candidate, and what it is counted under."""

    id: int
    month: int
    page: str
    newspaper: str


class _Tally:
    """The numbers of those candidates that were not found to be none."""

    def __init__(self, rows: Sequence[_Row]) -> None:
        self.undecided = len(rows)
        self._total = len(rows)
        self._months = Counter(row.month for row in rows)
        self._pages = Counter(row.page for row in rows)
        self._newspapers = Counter(row.newspaper for row in rows)

    def take_out(self, row: _Row) -> None:
        self._total -= 1
        self._months[row.month] -= 1
        self._pages[row.page] -= 1
        self._newspapers[row.newspaper] -= 1

    def found(self, ids: Sequence[int] = ()) -> Found:
        return Found(
            tuple(ids),
            self._total,
            self.undecided == 0,
            dict(+self._months),
            dict(+self._pages),
            dict(+self._newspapers),
        )


def _indexed(document: Document) -> Iterator[str]:
    yield from all_grams(document.text)
    lines = document.text.split("\n")
    for field, number in LINE_OF.items():
        if number < len(lines):
            yield from (_MARKS[field] + gram for gram in all_grams(lines[number]))


def _string(token: str) -> str:
    return '"' + token.replace('"', '""') + '"'
