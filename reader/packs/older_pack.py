"""A pack made by an earlier version of the program: read from a copy in the cache, which is made once."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from reader.library.derived_data import DerivedData, only_writer
from reader.library.sync_events import Progress, ProgressCounter, SyncReport
from reader.newspaper.article import Article
from reader.packs.given_pack import older_in_words
from reader.packs.older_packs import make_catalogue, version_of
from reader.packs.pack_file import PackFile
from reader.packs.packed_library import PackedLibrary
from reader.search.index_stamp import STAMP
from reader.search.terms import search_text
from reader.storage.catalogue import Catalogue
from reader.storage.disk_errors import LibraryError, explain
from reader.storage.platform_folders import make_private
from reader.storage.schema import VERSION

_FOLDER = "older-"
_MADE = "made"
_PART = "part.sqlite"
_READ_AT_ONCE = 500


class OlderPack(PackedLibrary):
    """A library in a pack whose catalogue or index is of an earlier version. `sync` makes the copy."""

    def is_ready(self) -> bool:
        return self._copy.is_made()

    def was_read(self) -> bool:
        return self._copy.is_made()

    def generation(self) -> int:
        return self._copy.catalogue.generation()

    def wants_sync(self) -> bool:
        return not self.is_ready()

    def why_unready(self) -> str:
        return older_in_words()

    def sync(
        self, progress: Callable[[Progress], None] = lambda _: None, *, accept_missing: bool = False
    ) -> SyncReport:
        """Make the copy, if it is not there. Raises LibraryBusy, LibraryError, and what `progress` raises."""
        from reader.library import sync

        if self._copy.is_made():
            return self._refuse()
        try:
            with only_writer(self._copy.lock):
                self._copy.make(ProgressCounter(progress))
            report = sync.complete(*self._own(), progress, self._is_given())
            self._copy.note_made()
        except (OSError, sqlite3.OperationalError) as error:
            raise LibraryError(explain(error, self._copy.folder)) from error
        return report

    def tidy(self, pause: Callable[[], object] = lambda: None) -> None:
        """Do nothing: the copy's index is made in one step."""

    def problems(self) -> list[str]:
        return self._file.check() or super(PackedLibrary, self).problems()

    def show_decided(self) -> None:
        if self.is_ready():
            super().show_decided()

    def _lay_over(self) -> None:
        from reader.library import sync

        with self._laying:
            sync.apply_characters(*self._own(), self._is_given())

    def _is_given(self) -> Callable[[str], bool]:
        """Return a predicate on UUIDs: whether a decision about a character is the giver's."""
        mine = {each.uuid for each in self._decided()}
        return lambda uuid: uuid not in mine

    def _open_derived(self, cache: Path) -> DerivedData:
        return _Copy(self._file, cache)

    @property
    def _copy(self) -> _Copy:
        assert isinstance(self._derived, _Copy)
        return self._derived


class _CopiedCatalogue(Catalogue):
    """A catalogue that was made of a pack's, which has not what a library compares its articles with."""

    def problems(self) -> list[str]:
        return [row[0] for row in self._rows("PRAGMA integrity_check") if row[0] != "ok"]


class _Copy(DerivedData):
    """Catalogue and index made of a pack, in a folder of their own for each pack."""

    def __init__(self, pack: PackFile, cache: Path) -> None:
        self._pack = pack
        self.folder = cache / f"{_FOLDER}{pack.digest.hex()[:20]}"
        make_private(cache)
        make_private(self.folder)
        super().__init__(self.folder)

    def _open_catalogue(self) -> Catalogue:
        return _CopiedCatalogue(self.catalogue_file)

    def is_made(self) -> bool:
        return (self.folder / _MADE).exists()

    def note_made(self) -> None:
        (self.folder / _MADE).touch()

    def make(self, progress: ProgressCounter) -> None:
        """Make the catalogue; the index is made of it later. The caller holds the lock."""
        for former in self.folder.parent.glob(f"{_FOLDER}*"):
            if former != self.folder:
                shutil.rmtree(former, ignore_errors=True)
        part = self.folder / _PART
        Catalogue.throw_away(part)
        make_catalogue(self._pack, part, partial(progress.report, path=self._pack.path.name))
        if self._pack.index != STAMP:
            _search_as_now(part, progress)
        self.catalogue.close()
        Catalogue.throw_away(self.catalogue_file)
        part.replace(self.catalogue_file)
        self.catalogue = self._open_catalogue()


def _search_as_now(path: Path, progress: ProgressCounter) -> None:
    """Store the search texts as this version of the program forms them; with others a search might miss articles."""
    catalogue = Catalogue(path)
    try:
        ids = catalogue.article_ids()
        for at in range(0, len(ids), _READ_AT_ONCE):
            progress.report(at, len(ids))
            changed = list(_other_texts(catalogue, ids[at : at + _READ_AT_ONCE]))
            with catalogue.writing() as writer:
                for article_id, article, text in changed:
                    writer.texts.put(article_id, article, text)
    finally:
        catalogue.close()


def _other_texts(catalogue: Catalogue, ids: Sequence[int]) -> Iterator[tuple[int, Article, str]]:
    """Yield the articles whose search text differs from the stored one, with the text to be stored."""
    texts = dict(catalogue.search_texts(ids))
    for stored in catalogue.stored(ids).values():
        text = search_text(stored.article)
        if text != texts.get(stored.id):
            yield stored.id, stored.article, text


def open_pack(path: Path) -> PackedLibrary:
    """Open the library in a pack. Raises what `PackedLibrary` raises."""
    file = PackFile(path)
    try:
        is_of_now = version_of(file) == VERSION and file.index == STAMP
    except BaseException:
        file.close()
        raise
    return PackedLibrary(file) if is_of_now else OlderPack(file)
