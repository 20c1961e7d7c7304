"""Counting the names of people: in new articles, and in all articles of a library that has none yet.

The latter takes two passes, of children if there are any, which read the catalogue by ranges of articles. The first
looks for people, the second for the places of all names found. Places are stored in steps, and at last the names with
their final counts and the stamp: a fill that was cut off is begun again.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from functools import lru_cache
from itertools import chain, count, islice
from pathlib import Path
from tempfile import mkdtemp

import msgspec
from msgspec import Struct

from reader import held_files
from reader.features.people.name_table import NameTable
from reader.features.people.name_writer import (
    DAY,
    NAMED_TOGETHER,
    ArticlePeople,
    BegunArticles,
    KnownNames,
    NameRow,
    NameWriter,
    People,
    Place,
    columns_of,
    names_in,
    people_by_form,
    places_of,
)
from reader.language.words import portions
from reader.search.engine import Engine
from reader.search.needles import needle_of
from reader.search.query import Exact, Query
from reader.search.query.nodes import Either
from reader.storage.analysis_tables import rows_of
from reader.storage.catalogue import Catalogue
from reader.storage.catalogue_writer import CatalogueWriter
from reader.storage.text_table import PACKED, TextTable
from reader.worker_pool import Run, WorkerPool

ARTICLES_A_NAME = 8
"""Number of texts that can be read in the time of one search for a name in the index."""
ASKED_TOGETHER = 50
"""Number of names that are searched for together."""
# Number of articles that are counted, and that are searched for new names, in one transaction.
COUNTED_A_STEP = 2000
READ_A_STEP = 5000
FILLED_FROM = 2000
"""Number of articles from which on the tables of names are filled, if none are counted."""
FILLED_ALONE = 10_000
"""Number of articles up to which one process fills them: if it is cut off, it has to begin again."""
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
        may_fill = left >= FILLED_FROM and (pool is not None or left <= FILLED_ALONE)
        if may_fill and not self._catalogue.table(NameTable).counted_to():
            self._filling = NameFilling(self._catalogue, pool)
        elif pool and left:
            with self._catalogue.writing() as writer, names_in(writer) as names:
                self._begin(BEGUN_STEPS, names)

    def step(self, writer: CatalogueWriter, check: Callable[[], object]) -> int:
        with names_in(writer) as names:
            if self._filling:
                return self._filling.step(names, check)
            return self._step(names)

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
                articles_by_name: dict[int, list[int]] = {}
                for at in range(0, len(new), ASKED_TOGETHER):
                    articles_by_name |= self._articles_of(new[at : at + ASKED_TOGETHER])
                names.complete(articles_by_name)
            self._is_completed = True
        return names.look_for_new_names(READ_A_STEP)

    def _begin(self, steps: int, names: NameWriter) -> None:
        run = self._pool.map_ahead if self._pool else map
        while len(self._begun) < steps:
            self._begun.append(names.begin(COUNTED_A_STEP, run, beyond=self._reached))
            self._reached = max([self._reached, *(article[0] for article in self._begun[-1][0][-1:])])

    def _articles_of(self, new: Sequence[tuple[int, str]]) -> dict[int, list[int]]:
        """Return the ids of the articles with each name; rare names are looked for in one search for all of them."""
        strings = {name_id: Exact(form, needle_of(form)) for name_id, form in new}
        ids = self._engine.matches(Query(Either([*strings.values()]))).tolist()
        # reading all these texts would take longer than one search for each name
        if len(ids) > ARTICLES_A_NAME * len(new):
            return {
                name_id: self._engine.matches(Query(exact)).tolist() for name_id, exact in strings.items()
            }
        texts = list(self._catalogue.search_texts(ids))
        return {name_id: [article_id for article_id, text in texts if form in text] for name_id, form in new}


RANGE = 1000
"""Number of articles in a range."""
_READ_TOGETHER = 400
_FOLDER = "names-"
_AHEAD = 3
"""Number of ranges for each child whose places are looked for ahead."""
_PEOPLE = msgspec.msgpack.Decoder(list[People])
_NAMES = msgspec.msgpack.Decoder(dict[str, tuple[int, str]])
_FORMS = msgspec.msgpack.Decoder(tuple[int, list[str]])


class Range(Struct, frozen=True):
    """Articles, by the first and the last id, and a folder for what is known of them between the passes."""

    catalogue: str
    folder: str
    first: int
    last: int

    @property
    def people(self) -> Path:
        return Path(self.folder, f"people-{self.first}")

    @property
    def names(self) -> Path:
        return Path(self.folder, f"names-{self.first}")

    @property
    def forms(self) -> Path:
        return Path(self.folder, "forms")


class NameFilling:
    """Fills the tables of names, which are empty or made by other rules."""

    def __init__(self, catalogue: Catalogue, pool: WorkerPool | None) -> None:
        beside = catalogue.path.parent
        for left_by_another in beside.glob(f"{_FOLDER}*"):
            shutil.rmtree(left_by_another, ignore_errors=True)
        folder = mkdtemp(prefix=_FOLDER, dir=beside)
        ids = catalogue.article_ids()
        self._articles = len(ids)
        self._ranges = []
        for at in range(0, len(ids), RANGE):
            of_range = ids[at : at + RANGE]
            self._ranges.append(Range(str(catalogue.path), folder, of_range[0], of_range[-1]))
        self._run: Run = pool.map if pool else map
        self._ahead = _AHEAD * pool.size if pool else 1
        """Number of ranges whose places are looked for ahead."""
        run_ahead: Run = pool.map_ahead if pool else map
        self._recognising = iter(run_ahead(people_in, self._ranges))
        self._ranks: dict[str, int] = {}
        """How sure the surest article is of a name, by search form."""
        self._printed: dict[str, str] = {}
        """How the first article prints a name, by search form, where that is another string."""
        self._placing: deque[Iterable[list[Place]]] = deque()
        self._recognised = 0
        """Number of ranges whose people are known."""
        self._placed = 0
        """Number of ranges whose places are stored."""
        self._first_id = 0

    def step(self, names: NameWriter, check: Callable[[], object]) -> int:
        """Learn the names of the next range, then store the places of the next one, at last the names.

        Return the number of articles left; each counts half for its names, half for their places.
        """
        check()
        if self._recognised < len(self._ranges):
            self._learn(names)
        elif self._placed < len(self._ranges):
            self._place(names)
        if self._placed == len(self._ranges):
            names.put_names(self._ranks, self._rows(), self._ranges[-1].last)
            _known.cache_clear()
            shutil.rmtree(self._ranges[0].folder, ignore_errors=True)
            return 0
        return max(1, self._articles - (self._recognised + self._placed) * RANGE // 2)

    def _learn(self, names: NameWriter) -> None:
        if not self._first_id:
            self._first_id = names.start_over()
        # Children are ahead by hundreds of ranges while other analyses take their turn: their names wait on the disk.
        next(self._recognising)
        names_of_range = self._ranges[self._recognised].names
        for form, (rank, name) in _NAMES.decode(names_of_range.read_bytes()).items():
            if form not in self._ranks and name != form:
                self._printed[form] = name
            self._ranks[form] = min(rank, self._ranks.get(form, rank))
        held_files.discard(names_of_range)
        self._recognised += 1
        if self._recognised == len(self._ranges):
            self._ranges[0].forms.write_bytes(msgspec.msgpack.encode((self._first_id, [*self._ranks])))

    def _place(self, names: NameWriter) -> None:
        begun = self._placed + len(self._placing)
        for some in self._ranges[begun : self._placed + self._ahead]:
            self._placing.append(self._run(places_in, [some]))
        for placed in self._placing.popleft():
            names.put_places(placed)
        self._placed += 1

    def _rows(self) -> Iterator[NameRow]:
        """Yield the rows of all names, a few thousand of which children have ready."""
        ids = count(self._first_id)
        all_forms = iter(self._ranks)
        while forms := [*islice(all_forms, NAMED_TOGETHER * self._ahead)]:
            new = [(form, self._printed.get(form, form)) for form in forms]
            columns = self._run(columns_of, portions(new, lambda _: 1, NAMED_TOGETHER))
            for (form, name), more in zip(new, chain.from_iterable(columns), strict=True):
                yield next(ids), form, name, self._ranks[form], more


def _join(name_by_form: dict[str, tuple[int, str]], more: dict[str, tuple[int, str]]) -> None:
    for form, (rank, name) in more.items():
        before = name_by_form.get(form)
        name_by_form[form] = (min(rank, before[0]), before[1]) if before else (rank, name)


def people_in(some: Range) -> None:
    """Write the names of the people in the articles, for `NameFilling`, and who is in which, for `places_in`."""
    name_by_form: dict[str, tuple[int, str]] = {}
    counted: list[People] = []
    for rows, texts in _articles(some):
        packed = (
            (len(search), (key, dictionary, search, record)) for _, _, key, dictionary, search, record in rows
        )
        for people in chain.from_iterable(map(people_by_form, texts.packed(packed))):
            counted.append(people)
            _join(name_by_form, {form: (rank, name) for form, (name, rank, *_) in people.items()})
    some.people.write_bytes(msgspec.msgpack.encode(counted))
    some.names.write_bytes(msgspec.msgpack.encode(name_by_form))


def places_in(some: Range) -> list[Place]:
    name_index = _known(str(some.forms))
    people = iter(_PEOPLE.decode(some.people.read_bytes()))
    placed = []
    for rows, texts in _articles(some):
        unpacker = texts.unpacker()
        placed += places_of(
            name_index,
            [
                ArticlePeople(article_id, day, unpacker.text(dictionary, search), next(people))
                for article_id, day, _, dictionary, search, _ in rows
            ],
        )
    return sorted(placed)


_Row = tuple[int, int, str, int, bytes, bytes]


def _articles(some: Range) -> Iterator[tuple[list[_Row], TextTable]]:
    with closing(sqlite3.connect(f"{Path(some.catalogue).as_uri()}?mode=ro", uri=True)) as connection:
        texts = TextTable(rows_of(connection))
        last = some.first - 1
        while rows := connection.execute(
            f"SELECT a.id, {DAY}, {PACKED} FROM article a JOIN issue i ON i.id = a.issue_id"
            " JOIN article_text t ON t.article_id = a.id WHERE a.id > ? AND a.id <= ? ORDER BY a.id LIMIT ?",
            (last, some.last, _READ_TOGETHER),
        ).fetchall():
            yield rows, texts
            last = rows[-1][0]


@lru_cache(1)
def _known(forms: str) -> KnownNames:
    first, all_forms = _FORMS.decode(Path(forms).read_bytes())
    return KnownNames(zip(all_forms, count(first), strict=False))
