"""The derived data of a library in the platform's cache: catalogue and index.

Both are rebuilt when damaged or missing.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from reader.i18n import say
from reader.library.documents import document_of
from reader.search.engine import Document
from reader.storage.catalogue import Catalogue, CatalogueDamaged
from reader.storage.disk_errors import LibraryError

if TYPE_CHECKING:
    from reader.search.engine import Engine
    from reader.search.index_versions import VersionedEngine
    from reader.storage.catalogue_reading import CatalogueReading


class Derived(Protocol):
    """What a library reads of what was made of its files: here in the cache, or in a reading room."""

    @property
    def catalogue(self) -> CatalogueReading: ...

    @property
    def engine(self) -> Engine: ...

    @property
    def saved_counts(self) -> Path:
        """The file of the counts of saved searches."""

    def close(self) -> None: ...


def kept_here(derived: Derived) -> DerivedData:
    """Return what is made and kept in the cache. Raises LibraryError where a room has it."""
    if isinstance(derived, DerivedData):
        return derived
    raise LibraryError(say("这是阅览室，报纸由它的管理员放入，这里不能改动。"))


class DerivedData:
    """The catalogue and the index of a library. May be used from any thread."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache
        self.lock = cache / "writer.lock"
        """Held by who writes."""
        self.saved_counts = cache / "saved-counts.json"
        self.catalogue = self._open_catalogue()
        self._opening = threading.Lock()
        self._opened_engine: tuple[str, VersionedEngine] | None = None

    def close(self) -> None:
        self._close_engine()
        self.catalogue.close()

    def _open_catalogue(self) -> Catalogue:
        path = self._cache / "catalogue.sqlite"
        try:
            return Catalogue(path)
        except CatalogueDamaged:
            Catalogue.throw_away(path)
            return Catalogue(path)
        except sqlite3.OperationalError:
            if not Catalogue.set_unreadable_aside(path):
                raise
            return Catalogue(path)

    @property
    def engine(self) -> VersionedEngine:
        """Return the search engine.

        Raises IndexDamaged until a sync has rebuilt the index, CatalogueDamaged until it has rebuilt the catalogue.
        """
        from reader.search import index_versions

        identity = self.catalogue.identity()
        with self._opening:
            if self._opened_engine is None or self._opened_engine[0] != identity:
                engine = index_versions.VersionedEngine(self._cache, identity, _Texts(self.catalogue))
                self._opened_engine = identity, engine
            return self._opened_engine[1]

    def throw_index_away(self) -> None:
        from reader.search import index_versions

        self._close_engine()
        index_versions.throw_away(self._cache, self.catalogue.identity())

    def _close_engine(self) -> None:
        with self._opening:
            if self._opened_engine is not None:
                self._opened_engine[1].close()
            self._opened_engine = None

    def throw_catalogue_away(self) -> None:
        from reader.library import recovery
        from reader.search import index_versions

        recovered = list(recovery.salvaged(self.catalogue))
        self.catalogue.close()
        Catalogue.throw_away(self._cache / "catalogue.sqlite")
        self.catalogue = self._open_catalogue()
        self._close_engine()
        index_versions.throw_away(self._cache)
        recovery.put_back(self.catalogue, recovered)


class _Texts:
    """The catalogue in the form that the engine reads."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def documents(self, ids: Sequence[int]) -> dict[int, Document]:
        return {i: document_of(row) for i, row in self._catalogue.texts(ids).items()}

    def known(self, ids: Sequence[int]) -> set[int]:
        return self._catalogue.known(ids)

    def texts(self, ids: Sequence[int]) -> Iterator[tuple[int, str]]:
        return self._catalogue.search_texts(ids)
