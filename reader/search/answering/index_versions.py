"""The index of this program version, and an older one that is searched until this one is complete.

An index belongs to a catalogue, whose ids it contains, and to a version. Its folder is called
`index-<version>-<identity of the catalogue>`. After an upgrade, the program searches the older index while a sync
builds the new one, the newest issues first. When the new one is complete, all others are deleted.
"""

import re
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from reader.language.equality import FOLDED
from reader.language.forms import key_form
from reader.newspaper.holdings import Document
from reader.search.answering.whoosh_engine import WhooshEngine
from reader.search.documents import DateRange, Found, Ids, IndexDamaged, Order, Texts
from reader.search.index.article_searcher import GramIndex
from reader.search.index.segments import IndexFiles
from reader.search.query import Query
from reader.search.query.nodes import IgnoredPart, QueryRemark
from reader.search.terms import ANY, grams
from reader.worker_pool import Run

_CHANGED = {folded for code, other in FOLDED.items() if key_form(chr(code)) == chr(code) for folded in other}
"""The characters of the search form that other characters, or runs of them, became in its former version."""
CHANGED_SIGNS = frozenset(filter(str.isascii, _CHANGED))
"""Those of them that are signs, and no characters that were radicals."""


@lru_cache(maxsize=1 << 14)
def grams_of_former(needle: str) -> tuple[str, ...]:
    """Return the grams that every text with `needle` has in an index of the former search form; () if none is sure."""
    return grams("".join(ANY if character in _CHANGED else character for character in needle))


VERSION = 5
"""The version of the index; raised whenever the content of an index or its format changes."""

_LAST_OF_FORMER_FORM = 3
"""The last version whose grams are those of the former search form."""

_OURS = re.compile("index(-.*)?")


def folder_of(cache: Path, identity: str, version: int | None = None) -> Path:
    """Return the folder of a catalogue's index; `version` defaults to the current one."""
    return cache / f"index-{version or VERSION}-{identity}"


class VersionedEngine:
    """`engine.Engine` in a cache folder; updates go to the index of this version.

    Until that index has been complete once, searches use an older one if there is any. Raises what `WhooshEngine`
    raises.
    """

    def __init__(self, cache: Path, identity: str, texts: Texts, files: IndexFiles | None = None) -> None:
        """Open the index in `cache`, or read-only through `files` if it is stored elsewhere."""
        self._folder = folder_of(cache, identity)
        self._own = WhooshEngine(self._folder, texts, files)
        self._choosing = threading.Lock()
        self._older: WhooshEngine | None = None
        if not self._own.is_complete():
            self._older = _newest_of(cache, identity, texts)

    def __len__(self) -> int:
        return len(self._own)

    def ids(self) -> Ids:
        return self._own.ids()

    def update(self, added: Iterable[Document], removed: Sequence[int] = ()) -> None:
        self._own.update(added, removed)

    def begin_update(
        self, added: Iterable[Document], removed: Sequence[int], run: Run
    ) -> Callable[[], object]:
        return self._own.begin_update(added, removed, run)

    def missing_dates(self) -> tuple[DateRange, ...]:
        return self._own.missing_dates()

    def note_complete(self) -> None:
        self._own.note_complete()
        for path in self._folder.parent.iterdir():
            if path != self._folder and _OURS.fullmatch(path.name):
                shutil.rmtree(path, ignore_errors=True)

    def tidy(self, at_most: int | None = None, pause: Callable[[], object] = lambda: None) -> bool:
        return self._own.tidy(at_most, pause)

    def page(
        self,
        query: Query,
        order: Order = Order.NEWEST,
        *,
        limit: int = 50,
        offset: int = 0,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> tuple[int, ...]:
        return self._answering().page(query, order, limit=limit, offset=offset, cancelled=cancelled)

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
        return self._answering().search(
            query, order, limit=limit, offset=offset, exact=exact, cancelled=cancelled
        )

    def count(self, query: Query, cancelled: Callable[[], bool] = lambda: False) -> Iterator[Found]:
        return self._answering().count(query, cancelled)

    def matches(self, query: Query, cancelled: Callable[[], bool] = lambda: False) -> Ids:
        return self._answering().matches(query, cancelled)

    def whoosh_index(self) -> GramIndex:
        """Return the index that searches use at the moment, as a Whoosh index."""
        return self._answering().index

    def words_beginning_with(self, typed: str, limit: int) -> list[str]:
        return self._answering().words_beginning_with(typed, limit)

    def words_alike(self, typed: str, limit: int) -> list[str]:
        return self._answering().words_alike(typed, limit)

    def frequencies(self, needles: Sequence[str]) -> list[int]:
        return self._answering().frequencies(needles)

    def remark(self) -> QueryRemark | None:
        return None if self._answering() is self._own else QueryRemark(IgnoredPart.FORMER_INDEX, "")

    def check(self) -> list[str]:
        return self._own.check()

    def close(self) -> None:
        self._own.close()
        with self._choosing:
            if self._older:
                self._older.close()

    def _answering(self) -> WhooshEngine:
        with self._choosing:
            if self._older and self._own.is_complete():
                self._older.close()
                self._older = None
            return self._older or self._own


def _newest_of(cache: Path, identity: str, texts: Texts) -> WhooshEngine | None:
    """Return the newest complete and readable index of an older version; None if there is none."""
    for version in range(VERSION - 1, 0, -1):
        folder = folder_of(cache, identity, version)
        with suppress(IndexDamaged, OSError):
            grams_of = grams_of_former if version <= _LAST_OF_FORMER_FORM else grams
            if folder.is_dir() and (engine := WhooshEngine(folder, texts, None, grams_of)).is_complete():
                return engine
    return None


def throw_away(cache: Path, identity: str | None = None) -> None:
    """Delete the index of a catalogue of the current version; without `identity`, all indexes in the folder."""
    for path in [folder_of(cache, identity)] if identity else list(cache.glob("index*")):
        if _OURS.fullmatch(path.name):
            shutil.rmtree(path, ignore_errors=True)
