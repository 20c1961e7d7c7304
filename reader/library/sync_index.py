"""Bringing the index up to the catalogue."""

from collections.abc import Collection, Iterator, Sequence

import numpy as np

from reader.i18n import say
from reader.library.documents import document_of
from reader.library.sync_events import ProgressCounter
from reader.search.engine import Document, Engine
from reader.search.index_warnings import in_words
from reader.storage.catalogue import Catalogue

INDEXED_FIRST, INDEXED_AT_ONCE = 5000, 100_000
"""Articles that the index takes in one step when it lags behind: first few, so that the newest are soon found; after a
crash a step is repeated."""


class IndexUpdater:
    """Brings the index up to the catalogue. Raises what `Catalogue` and `Engine` raise."""

    def __init__(self, catalogue: Catalogue, engine: Engine, progress: ProgressCounter) -> None:
        self._catalogue = catalogue
        self._engine = engine
        self._progress = progress

    def catch_up(self) -> str | None:
        """Add and remove what differs, the newest first. Return what was damaged and is rebuilt, in words.

        They differ after a crash, and if the index was damaged, deleted, or is of another version.
        """
        missing = self._engine.missing_dates()
        held = np.asarray(self._catalogue.article_ids(), dtype=np.uint32)
        indexed = self._engine.ids()
        extra = np.setdiff1d(indexed, held, assume_unique=True).tolist()
        if extra:
            self._engine.update((), extra)
        if len(indexed) - len(extra) < len(held):
            newest_first = np.asarray(self._catalogue.article_ids(newest_first=True), dtype=np.uint32)
            self._add_in_steps(newest_first[~np.isin(newest_first, indexed)].tolist())
        self._engine.note_complete()
        return say("索引有损坏，已重建：{dates}", dates=in_words(missing)) if missing else None

    def update(self, added: Collection[int], removed: Sequence[int]) -> None:
        """Add articles of the catalogue to the index, and remove others (by id)."""
        if added or removed:
            self._engine.update(self._documents(list(added)), removed)

    def _add_in_steps(self, absent: Sequence[int]) -> None:
        done = 0
        while done < len(absent):
            some = absent[done : done + (INDEXED_AT_ONCE if done else INDEXED_FIRST)]
            self._engine.update(self._documents(some, done, len(absent)))
            self._progress.stored += 1
            done += len(some)

    def _documents(self, ids: Sequence[int], done: int = 0, total: int = 0) -> Iterator[Document]:
        for some in self._catalogue.portions(ids):
            if total:
                self._progress.report(done, total)
            rows = self._catalogue.texts(some)
            yield from (document_of(rows[id]) for id in some if id in rows)
            done += len(some)
