"""Whom the engine is measured against: each as good as we know how to make it.

All answer as `Engine` does, but for what they are not made for. FTS5 and tantivy get the same grams and look at the
same texts, at as few as they must; what an index is sure of is looked up by nobody.
"""

import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from whoosh.query import And, Not, Or
from whoosh.query import Query as Node

from reader.newspaper.holdings import Document
from reader.search.documents import Found, Order, month_number
from reader.search.query import Exact, Field, Period, Query, matches, strings
from reader.search.ranking import RankedTerm, best_first, weight
from reader.search.terms import ANY, grams
from tests.search.fts5_engine import Fts5Engine

PAGE = 50
SCORED = 400
_BATCH = 64
_EXACT_BATCH = 1024


class Rival(Protocol):
    def page(self, query: Query, order: Order) -> tuple[int, ...]:
        """The ids of the first page."""

    def count(self, query: Query) -> Iterator[Found]:
        """Ever better numbers; the last are exact."""


class Fts5InOrder(Fts5Engine):
    """FTS5 that is given its documents from the last in the order of newest first to the first: then the rows of its
    index stand in that order, and it looks no further than the page is long.
    """

    def finish(self) -> None:
        """Makes it as small and as quick as it gets."""
        with self._connection() as connection:
            connection.execute("CREATE INDEX documents_by_date ON documents (date)")
            connection.execute("INSERT INTO grams (grams) VALUES ('optimize')")
        self._connection().execute("VACUUM")
        self._connection().execute("ANALYZE")

    def page(
        self,
        query: Query,
        order: Order = Order.NEWEST,
        *,
        limit: int = PAGE,
        offset: int = 0,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> tuple[int, ...]:
        assert query.root is not None
        page: list[int] = []
        if order is Order.RELEVANCE and next(strings(query), None):
            page = self._by_relevance(query)
        else:
            is_left_to_texts = isinstance(query.root, Not)  # rather than ask for all that must not match
            for ids in self._candidates(Query(And(())) if is_left_to_texts else query, Order.NEWEST):
                page += self._decided(query, ids, is_sure=not is_left_to_texts and _is_sure(query.root))
                if len(page) >= offset + limit:
                    break
        return tuple(page[offset : offset + limit])

    def _by_relevance(self, query: Query) -> list[int]:
        """By score, of those that FTS5's own order (BM25) has first."""
        ids: list[int] = []
        for batch in self._candidates(query, Order.RELEVANCE):
            ids += batch
            if len(ids) >= SCORED:
                break
        documents = self._texts.texts(ids[:SCORED])
        found = [documents[id] for id in sorted(documents) if matches(query, documents[id])]
        return [found[at].id for at in best_first(found, self._sought(query))]  # ids rise from the newest on

    def _sought(self, query: Query) -> list[RankedTerm]:
        (total,) = self._connection().execute("SELECT count(*) FROM documents").fetchone()
        return [
            RankedTerm(needle, weight(self._frequency(needle), total))
            for needle in dict.fromkeys(phrase.needle for phrase in strings(query))
        ]

    def _frequency(self, needle: str) -> int:
        wanted = _expression(Exact(needle, needle), self._token)
        (count,) = (
            self._connection().execute("SELECT count(*) FROM grams WHERE grams MATCH ?", (wanted,)).fetchone()
        )
        return int(count)

    def _candidates(self, query: Query, order: Order) -> Iterator[list[int]]:
        """Ids, a batch at a time."""
        sql, values = self._candidate_sql(query)
        by = "g.rank" if order is Order.RELEVANCE else "g.rowid DESC" if " g " in sql else "d.row DESC"
        rows = self._connection().execute(f"SELECT d.id FROM {sql} ORDER BY {by}", values)
        while batch := rows.fetchmany(_BATCH):
            yield [id for (id,) in batch]

    def _candidate_sql(self, query: Query) -> tuple[str, list[Any]]:
        """What stands behind FROM."""
        assert query.root is not None
        wanted, rest = _asked_of_fts5(query.root, self._token)
        conditions, values = [], []
        for node in rest:
            condition, of_node = self._condition(node, may=True)
            conditions.append(condition)
            values += of_node
        if not wanted:
            return f"documents d WHERE {' AND '.join(conditions) or '1'}", values
        for period in (node for node in rest if isinstance(node, Period)):
            first, last = self._rows_of(period)
            conditions.append(f"g.rowid BETWEEN {first} AND {last}")
        conditions = ["g.grams MATCH ?", *conditions]
        return f"grams g CROSS JOIN documents d ON d.row = g.rowid WHERE {' AND '.join(conditions)}", [
            wanted,
            *values,
        ]

    def _rows_of(self, period: Period) -> tuple[int, int]:
        condition, values = self._condition(period, may=True)
        sql = f"SELECT coalesce(min(row), 1), coalesce(max(row), 0) FROM documents WHERE {condition}"
        first, last = self._connection().execute(sql, values).fetchone()
        return first, last

    def _token(self, phrase: Exact, gram: str) -> str:
        return self._condition(Exact(gram, gram, phrase.where), may=True)[1][0]

    def _decided(self, query: Query, ids: Sequence[int], *, is_sure: bool) -> list[int]:
        assert query.root is not None
        if is_sure:
            return list(ids)
        if any(not isinstance(leaf, Exact) for leaf in _leaves(query.root)):
            documents = self._texts.texts(ids)
            return [id for id in ids if id in documents and matches(query, documents[id])]
        texts = self._texts.search_texts(ids)
        found = {id for id, text in texts if matches(query, Document(id, "", None, None, text))}
        return [id for id in ids if id in found]

    def count(self, query: Query, cancelled: Callable[[], bool] = lambda: False) -> Iterator[Found]:
        assert query.root is not None
        sql, values = self._candidate_sql(query)
        asked = self._connection().execute
        groups = asked(
            f"SELECT d.date, d.page, d.newspaper, count(*) FROM {sql} GROUP BY 1, 2, 3", values
        ).fetchall()
        months: Counter[int] = Counter()
        for date, _, _, number in groups:
            months[_month(date)] += number
        yield Found((), months.total(), False, dict(months))
        if not _is_sure(query.root):
            months = Counter()
            rows = asked(f"SELECT d.id, d.date FROM {sql}", values)
            while batch := rows.fetchmany(_EXACT_BATCH):
                date_of = dict(batch)
                months.update(
                    _month(date_of[id]) for id in self._decided(query, sorted(date_of), is_sure=False)
                )
        yield Found((), months.total(), True, dict(months))


def _month(date: str) -> int:
    return int(date[:4]) * 12 + int(date[5:7]) - 1


def _asked_of_fts5(root: Node, token: Callable[[Exact, str], str]) -> tuple[str, list[Node]]:
    """What FTS5 is asked for, and what is left for SQL to ask of the documents."""
    parts = root.subqueries if isinstance(root, And) else (root,)
    wanted = [f"({expression})" for part in parts if (expression := _expression(part, token))]
    if not wanted:
        return "", list(parts)
    of_others = {part: _expression(part.query, token) if isinstance(part, Not) else "" for part in parts}
    unwanted = [f"({expression})" for part, expression in of_others.items() if expression and _is_sure(part)]
    rest = [part for part, expression in of_others.items() if not (expression or _expression(part, token))]
    return " NOT ".join([f"({' AND '.join(wanted)})", *unwanted]), rest


def _expression(node: Node, token: Callable[[Exact, str], str]) -> str:
    """`node` in FTS5's language; "" where it can't be said."""
    match node:
        case Exact(needle=needle):
            return " AND ".join(token(node, gram) for gram in grams(needle))
        case And(subqueries=parts) | Or(subqueries=parts):
            of_parts = [_expression(part, token) for part in parts]
            word = " AND " if isinstance(node, And) else " OR "
            return word.join(f"({each})" for each in of_parts) if all(of_parts) else ""
        case _:
            return ""


def _is_sure(node: Node) -> bool:
    """Whether the index alone decides."""
    match node:
        case Exact(needle=needle):
            return grams(needle) == (needle,)
        case Not(query=part):
            return _is_sure(part)
        case And(subqueries=parts) | Or(subqueries=parts):
            return all(map(_is_sure, parts))
        case _:
            return True


def _leaves(node: Node) -> Iterator[Node]:
    match node:
        case Not(query=part):
            yield from _leaves(part)
        case And(subqueries=parts) | Or(subqueries=parts):
            for part in parts:
                yield from _leaves(part)
        case _:
            yield node


class InMemory:
    """Python's `in` over the texts, all of them in memory: what is true."""

    def __init__(self, documents: Sequence[Document]) -> None:
        """In the order of newest first."""
        self._documents = documents

    def page(self, query: Query, order: Order) -> tuple[int, ...]:
        assert order is Order.NEWEST
        page: list[int] = []
        for document in self._documents:
            if matches(query, document):
                page.append(document.id)
                if len(page) == PAGE:
                    break
        return tuple(page)

    def count(self, query: Query) -> Iterator[Found]:
        months = Counter(month_number(d.date) for d in self._documents if matches(query, d))
        yield Found((), months.total(), True, dict(months))


def ripgrep() -> str | None:
    """Where it is, if it is installed."""
    return shutil.which("rg")


def lines_with(program: str, needle: str, lines: Path) -> int:
    """How many articles hold the needle, by `ripgrep`."""
    command = [
        program,
        "--count",
        "--no-filename",
        "--fixed-strings",
        "--text",
        "--regexp",
        needle,
        str(lines),
    ]
    counted = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False).stdout
    return sum(map(int, counted.split()))


def one_string(query: Query) -> str | None:
    """The needle of a query for one string, anywhere: more can't be asked of a file's lines."""
    root = query.root
    return (
        root.needle
        if isinstance(root, Exact) and root.where is Field.ANYWHERE and ANY not in root.needle
        else None
    )
