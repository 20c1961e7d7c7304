"""The matches of saved searches, kept while a window is open: after a sync only the added articles are tested.

The catalogue never reuses an id, and the words and the issue of its article never change: a query is tested once on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reader.library.derived_data import Derived
from reader.library.documents import document_of
from reader.search.engine import Document, SearchCancelled

if TYPE_CHECKING:
    from reader.search.query import Query

Ids = NDArray[np.int64]
"""Ids of articles, ascending."""

MOST_ADDED = 2000
"""With more added articles, the index is searched: reading their texts would take longer."""


@dataclass(frozen=True, slots=True)
class _Found:
    """The ids that a query has found among the articles `indexed` then, in the catalogue of that identity."""

    query: Query
    catalogue: str
    indexed: Ids
    ids: Ids


class Matches:
    """The articles that queries find, cached by a name for each. May be used from any thread.

    Every method raises IndexDamaged and CatalogueDamaged.
    """

    def __init__(self, derived: Derived) -> None:
        self._derived = derived
        self._known: dict[str, _Found] = {}
        self._read: tuple[tuple[int, ...], tuple[Document, ...]] = (), ()

    def ids(self, name: str, query: Query, cancelled: Callable[[], bool] = lambda: False) -> Ids:
        """Return the ids of a query's matches. Raises SearchCancelled soon after `cancelled()` has become true."""
        catalogue = self._derived.catalogue.identity()
        indexed = np.sort(self._derived.engine.ids().astype(np.int64))
        known = self._known.get(name)
        ids = None
        if known is not None and (known.query, known.catalogue) == (query, catalogue):
            added = np.setdiff1d(indexed, known.indexed, assume_unique=True)
            if len(added) <= MOST_ADDED:
                kept = np.intersect1d(known.ids, indexed, assume_unique=True)
                ids = np.union1d(kept, self._among(query, added.tolist(), cancelled))
        if ids is None:
            ids = np.sort(self._derived.engine.matches(query, cancelled).astype(np.int64))
        if not self._derived.engine.missing_dates():  # else matches may be missing
            self._known[name] = _Found(query, catalogue, indexed, ids)
        return ids

    def _among(self, query: Query, added: Iterable[int], cancelled: Callable[[], bool]) -> Ids:
        """Return which of these articles a query matches, by their texts, which are read once for all queries."""
        from reader.search.query import matches

        wanted = tuple(added)
        if self._read[0] != wanted:
            rows = self._derived.catalogue.texts(wanted).values()
            self._read = wanted, tuple(map(document_of, rows))
        if cancelled():
            raise SearchCancelled
        found = [document.id for document in self._read[1] if matches(query, document)]
        return np.array(found, np.int64)
