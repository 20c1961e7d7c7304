"""Measuring how often characters are misread in a library, for estimates of the articles that a search misses.

A sync measures a sample of the articles if the library has grown or shrunk by more than a tenth since the last
measurement, so that adding an issue costs nothing. The result is stored in the catalogue.
"""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Callable, Iterator
from functools import lru_cache

from reader import do_nothing
from reader.features.misread import rates
from reader.features.misread.rates import Misreadings, Period, misreadings_from_json
from reader.search.terms import FIRST_BLOCK_LINE, own_text
from reader.storage.catalogue_reading import CatalogueReading
from reader.storage.catalogue_writer import CatalogueWriter
from reader.worker_pool import Run, WorkerPool

MEASURED = "misreadings"
"""The key in `meta` of the version, the number of articles, and the rates measured, as JSON."""

LEAST_ARTICLES = 10
"""Minimum number of articles, as a smaller library has too few words for a measurement."""
# The size of the sample.
_MOST_ARTICLES = 6000
_MOST_CHARACTERS = 2_000_000
_CHANGED = 0.1
"""The share by which the number of articles has to change for a new measurement."""
_YEARS = 10
"""Number of years in a period."""


class Measuring:
    """Measures a sample of the articles in a sync (`Analysis`)."""

    def __init__(self, catalogue: CatalogueReading, engine: object = None) -> None:
        self._catalogue = catalogue
        self._begun: Iterator[str] | None = None

    def left(self) -> int:
        """Return the number of articles if the library has to be measured, else 0.

        It has to be when it first has `LEAST_ARTICLES` articles, when its size has changed by more than a tenth, and
        when the measurement is of another version.
        """
        _, _, articles, _, _ = self._catalogue.tree.counts()
        stored = self._catalogue.stored_value(MEASURED)
        if stored is None:
            if articles >= LEAST_ARTICLES:
                return articles
            return 0
        version, before, _ = json.loads(stored)
        is_due = version != rates.VERSION or abs(articles - before) > _CHANGED * before
        if is_due:
            return max(articles, 1)
        return 0

    def begin(self, pool: WorkerPool | None, report: Callable[[int, int], object]) -> None:
        if pool and self.left():
            # it takes so much memory that it has a child of its own
            self._begun = measured(self._catalogue, report, pool.apart().map)

    def step(self, writer: CatalogueWriter, check: Callable[[], object]) -> int:
        def check_on(_done: int, _total: int) -> None:
            check()

        for value in self._begun or measured(self._catalogue, check_on):
            writer.keep(MEASURED, value)
        return 0


def measured(
    catalogue: CatalogueReading,
    progress: Callable[[int, int], object] = do_nothing,
    run: Run = map,
) -> Iterator[str]:
    """Begin to measure a sample of the articles by means of `run`; return an iterator of the one result, as JSON to be
    stored.

    The same article ids always give the same sample.
    """
    ids = catalogue.article_ids()
    sample = random.Random(len(ids)).sample(ids, min(len(ids), _MOST_ARTICLES))

    def texts() -> Iterator[tuple[Period, str]]:
        characters = 0
        done = 0
        for some in catalogue.portions(sample):
            progress(done, len(sample))
            done += len(some)
            for row in catalogue.texts(some).values():
                body = "\n".join(own_text(row.text).split("\n")[FIRST_BLOCK_LINE:])
                yield period_of(row.newspaper, row.date), body[: _MOST_CHARACTERS - characters]
                characters = min(characters + len(body), _MOST_CHARACTERS)
            if characters >= _MOST_CHARACTERS:
                return

    _, _, articles, _, _ = catalogue.tree.counts()
    values = run(rates.measured_as_json, [list(texts())])
    return (json.dumps([rates.VERSION, articles, value]) for value in values)


def period_of(newspaper: str, date: dt.date | None) -> Period:
    return newspaper, date.year // _YEARS if date else 0


def known(catalogue: CatalogueReading) -> Misreadings | None:
    """Return the stored measurement; None if there is none or it is of another version (until the next sync)."""
    stored = catalogue.stored_value(MEASURED)
    if stored:
        return _read(stored, rates.VERSION)
    return None


@lru_cache(maxsize=2)
def _read(stored: str, version: int) -> Misreadings | None:
    of_version, _, value = json.loads(stored)
    if of_version == version:
        return misreadings_from_json(value)
    return None
