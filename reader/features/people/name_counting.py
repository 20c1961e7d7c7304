"""Counting the names of people in new articles, and finding all articles with new names."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from reader.features.people.name_filling import NameFilling
from reader.features.people.name_table import NameTable
from reader.features.people.name_writer import BegunArticles, NameWriter, names_in
from reader.search.engine import Engine
from reader.search.needles import needle_of
from reader.search.query import Exact, Query
from reader.search.query.nodes import Either
from reader.storage.catalogue import Catalogue
from reader.storage.catalogue_writer import CatalogueWriter

if TYPE_CHECKING:
    from reader.worker_pool import WorkerPool

ARTICLES_A_NAME = 8
"""Number of texts that can be read in the time of one search for a name in the index."""
ASKED_TOGETHER = 50
"""Number of names that are searched for together."""
# Number of articles that are counted, and that are searched for new names, in one transaction.
COUNTED_A_STEP, READ_A_STEP = 2000, 5000
FILLED_FROM = 2000
"""Number of articles from which on children fill the tables of names, if none are counted."""
BEGUN_STEPS = 2
"""Number of steps for which people are recognized ahead, by the children, while names are stored here."""


class NameCounting:
    """Counts the names in new articles, and searches all earlier articles for new names (`Analysis`)."""

    def __init__(self, catalogue: Catalogue, engine: Engine) -> None:
        self._catalogue = catalogue
        self._engine = engine
        self._pool: WorkerPool | None = None
        self._begun: deque[BegunArticles] = deque()
        self._reached = 0
        self._is_completed = False
        self._filling: NameFilling | None = None

    def left(self) -> int:
        return self._catalogue.table(NameTable).count_left()

    def begin(self, pool: WorkerPool | None, report: Callable[[int, int], object]) -> None:
        self._pool = pool
        left = self.left()
        if pool and left >= FILLED_FROM and not self._catalogue.table(NameTable).counted_to():
            self._filling = NameFilling(self._catalogue, pool)
        elif pool and left:
            with self._catalogue.writing() as writer, names_in(writer) as names:
                self._begin(BEGUN_STEPS, names)

    def step(self, writer: CatalogueWriter, check: Callable[[], object]) -> int:
        with names_in(writer) as names:
            return self._filling.step(names, check) if self._filling else self._step(names)

    def _step(self, names: NameWriter) -> int:
        self._begin(1, names)
        some = self._begun.popleft()
        self._begin(BEGUN_STEPS if self._pool else 0, names)
        left = names.count_in(some, self._pool.map if self._pool else map)
        if left:
            return left
        if not self._is_completed:
            # find and store the articles with each new name, if there are few new names. For many names,
            # reading all texts is faster.
            few = len(self._engine) // ARTICLES_A_NAME
            new = self._catalogue.table(NameTable).new_names(few + 1)
            if len(new) <= few:
                found: dict[int, list[int]] = {}
                for at in range(0, len(new), ASKED_TOGETHER):
                    found |= self._articles_of(new[at : at + ASKED_TOGETHER])
                names.complete(found)
            self._is_completed = True
        return names.look_for_new_names(READ_A_STEP)

    def _begin(self, steps: int, names: NameWriter) -> None:
        run = self._pool.map_ahead if self._pool else map
        while len(self._begun) < steps:
            self._begun.append(names.begin(COUNTED_A_STEP, run, beyond=self._reached))
            self._reached = max([self._reached, *(each[0] for each in self._begun[-1].articles[-1:])])

    def _articles_of(self, new: Sequence[tuple[int, str]]) -> dict[int, list[int]]:
        """Return the ids of the articles with each name; rare names are looked for in one search for all of them."""
        strings = {name_id: Exact(form, needle_of(form)) for name_id, form in new}
        ids = self._engine.matches(Query(Either([*strings.values()]))).tolist()
        # reading all these texts would take longer than one search for each name
        if len(ids) > ARTICLES_A_NAME * len(new):
            return {name_id: self._engine.matches(Query(each)).tolist() for name_id, each in strings.items()}
        texts = list(self._catalogue.search_texts(ids))
        return {name_id: [article_id for article_id, text in texts if form in text] for name_id, form in new}
