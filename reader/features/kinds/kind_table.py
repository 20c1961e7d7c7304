"""The kinds of the articles in the catalogue, told while a library is read in: a row for each article that has one."""

import json
from collections.abc import Callable, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from reader.features.kinds.kind import RULES, Kind, kind_of, may_have_kind
from reader.library.answers import AT_ONCE
from reader.newspaper.article import ArticleKind
from reader.newspaper.holdings import Value
from reader.storage.analysis_tables import AnalysisTables, Rows, rows_of
from reader.storage.catalogue import Catalogue
from reader.storage.catalogue_writer import CatalogueWriter
from reader.storage.text_table import MakeRows, PackedArticles

if TYPE_CHECKING:
    from reader.worker_pool import Run, WorkerPool

TABLES = AnalysisTables(
    "kind",
    RULES,
    """
CREATE TABLE article_kind (
    article_id INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE,
    kind TEXT NOT NULL
) STRICT
""",
)
# Maximum number of articles, and of their characters, that are sorted in one transaction.
_AT_ONCE, _CHARACTERS_AT_ONCE = 4000, 4_000_000


class KindTable:
    """Queries on the kinds (`KeptValues`). `rows` queries the catalogue; methods raise what it raises."""

    def __init__(self, rows: Rows, made: MakeRows, *, are_handed: bool = False) -> None:
        """With `are_handed`, these are the tables of a server, which does not have this one."""
        self._rows, self._are_handed = rows, are_handed

    def up_to(self) -> int:
        """Return the id up to which all articles are sorted; 0 without the table, as in packs."""
        is_there = not self._are_handed and self._rows(
            "SELECT 1 FROM sqlite_master WHERE name = 'article_kind'"
        )
        return TABLES.up_to(self._rows) if is_there else 0

    def are_kept(self) -> bool:
        return not self._are_handed and self.count_left() <= AT_ONCE

    def count_left(self) -> int:
        ((left,),) = self._rows("SELECT count(*) FROM article WHERE id > ?", self.up_to())
        return int(left)

    def ids_with(self, values: Sequence[Value]) -> set[int]:
        if not self.up_to():
            return set()
        sql = "SELECT article_id FROM article_kind WHERE kind IN (SELECT value FROM json_each(?))"
        return {row[0] for row in self._rows(sql, json.dumps(list(values)))}


def kinds_in(packed: PackedArticles) -> list[Kind | None]:
    unpacker = packed.unpacker()
    found: list[Kind | None] = []
    for each in packed.articles:
        _, dictionary, search, _ = each
        text = unpacker.text(dictionary, search)
        # unpacking the record takes longer
        found.append(kind_of(unpacker.article(*each, text)) if may_have_kind(text) else None)
    return found


class KindSorting:
    """Tells the kinds of new articles (`Analysis`)."""

    def __init__(self, catalogue: Catalogue, engine: object = None) -> None:
        self._catalogue = catalogue
        self._run: Run = map

    def left(self) -> int:
        return self._catalogue.table(KindTable).count_left()

    def begin(self, pool: "WorkerPool | None", report: Callable[[int, int], object]) -> None:
        self._run = pool.map if pool else map

    def step(self, writer: CatalogueWriter, check: Callable[[], object]) -> int:
        TABLES.make(writer.connection)
        rows = rows_of(writer.connection)
        up_to = TABLES.up_to(rows)
        due = list(writer.texts.following(up_to, _AT_ONCE, _CHARACTERS_AT_ONCE))
        if not due:
            return 0
        ids = [each[0] for each in due]
        notices = {
            row[0]
            for row in rows(
                "SELECT id FROM article WHERE id BETWEEN ? AND ? AND kind = ?",
                ids[0],
                ids[-1],
                ArticleKind.NOTICES,
            )
        }
        found = chain.from_iterable(self._run(kinds_in, writer.texts.table.packed(each[1:] for each in due)))
        kinds: list[tuple[int, Kind]] = []
        for article_id, kind in zip(ids, found, strict=True):
            check()
            if kind or article_id in notices:
                kinds.append((article_id, kind or Kind.NOTICE))
        writer.connection.executemany("INSERT OR REPLACE INTO article_kind VALUES (?, ?)", kinds)
        TABLES.note(writer.connection, ids[-1])
        return self.left()
