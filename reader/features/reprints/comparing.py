"""Comparing new articles with all others, to find reprints and parts of series."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import TYPE_CHECKING

from msgspec import Struct

from reader.features.reprints.reprint import MAY_BE_MARKED, MAY_BE_OPEN, SeriesMark, mark_of
from reader.features.reprints.reprint_table import ReprintTable, ReprintWriter
from reader.search.terms import FIRST_BLOCK_LINE, as_printed, own_text
from reader.storage.catalogue import Catalogue
from reader.storage.catalogue_writer import CatalogueWriter
from reader.storage.text_table import PackedArticles

if TYPE_CHECKING:
    from reader.comparison.alignment import Letters
    from reader.worker_pool import Run, WorkerPool

# Maximum number of articles, and of their characters, that are compared with all others in one transaction.
COMPARED_AT_ONCE = 4000
COMPARED_CHARACTERS = 4_000_000
_LETTERS_KEPT = 2_000_000
"""Maximum number of letters of articles that are cached during a comparison."""


def sketches(packed: PackedArticles) -> list[tuple[int, bytes, SeriesMark | None]]:
    """Return what articles are compared by: the number of their letters, their shingles as bytes, and their mark."""
    from reader.comparison.alignment import letters_of_all
    from reader.features.reprints.comparison import shingles_of_all

    unpacker = packed.unpacker()
    bodies = []
    marks: list[SeriesMark | None] = []
    for article in packed.articles:
        _, dictionary, search, _ = article
        text = unpacker.text(dictionary, search)
        head, body = _head_and_body(text)
        bodies.append(body)
        mark = None
        # a fast test: few articles are parts of a series, and unpacking the record takes longer
        if MAY_BE_MARKED.search(head) or MAY_BE_OPEN.search(body):
            mark = mark_of(unpacker.article(*article, text))
        marks.append(mark)
    letters, sizes = letters_of_all(bodies)
    shingled = shingles_of_all(letters, sizes)
    return [
        (size, shingles.tobytes(), mark)
        for size, shingles, mark in zip(sizes.tolist(), shingled, marks, strict=True)
    ]


class ReprintComparing(Struct):
    """Compares new articles with all earlier ones, to find reprints and parts of series (`Analysis`)."""

    catalogue: Catalogue
    engine: object = None
    run: Run = map

    def left(self) -> int:
        return self.catalogue.table(ReprintTable).count_left()

    def begin(self, pool: WorkerPool | None, report: Callable[[int, int], object]) -> None:
        self.run = pool.map if pool else map

    def step(self, writer: CatalogueWriter, check: Callable[[], object]) -> int:
        import numpy as np

        from reader.features.reprints.comparison import SHORTEST, Comparison, Postings, reprints

        storing = ReprintWriter(writer.connection)
        table = self.catalogue.table(ReprintTable)
        due = list(writer.texts.following(table.up_to(), COMPARED_AT_ONCE, COMPARED_CHARACTERS))
        if not due:
            return 0
        lengths: dict[int, int] = {}
        shingled = []
        marks = []
        sketch_rows = chain.from_iterable(
            self.run(sketches, writer.texts.table.packed(due_row[1:] for due_row in due))
        )
        for (article_id, _, _), (length, of_article, mark) in zip(due, sketch_rows, strict=True):
            check()
            lengths[article_id] = length if length >= SHORTEST else 0
            shingled.append((article_id, np.frombuffer(of_article, np.uint32)))
            if mark is not None:
                marks.append((article_id, mark))
        postings = Postings.of(shingled)
        comparison = Comparison(postings, storing.runs(postings.shingles))
        candidates = comparison.candidates(
            lambda article_ids: table.lengths(article_ids - lengths.keys()) | lengths
        )
        storing.add(
            due[-1][0],
            lengths.items(),
            comparison.standing(),
            reprints(candidates, self._letters_of(check)),
            postings,
            marks,
        )
        return self.left()

    def _letters_of(self, check: Callable[[], object]) -> Callable[[int], Letters | None]:
        """Return a function that returns the letters of an article by its id; None if it is gone."""
        from reader.comparison.alignment import letters

        letters_by_article: dict[int, Letters] = {}
        size = 0

        def letters_of(article_id: int) -> Letters | None:
            nonlocal size
            check()
            if article_id not in letters_by_article:
                for _, text in self.catalogue.search_texts([article_id]):
                    if size > _LETTERS_KEPT:
                        letters_by_article.clear()
                        size = 0
                    letters_by_article[article_id] = letters(_head_and_body(text)[1])
                    size += len(letters_by_article[article_id])
            return letters_by_article.get(article_id)

        return letters_of


def _head_and_body(text: str) -> tuple[str, str]:
    lines = as_printed(own_text(text)).split("\n", FIRST_BLOCK_LINE)
    return "\n".join(lines[:FIRST_BLOCK_LINE]), "".join(lines[FIRST_BLOCK_LINE:])
