"""A library that somebody has given in one file: read in place, and never written.

What a reader adds to it stands in the platform's user data folder, by the giver's key and the library's UUID, so that
it is there again with the next pack of the same library. Notes that came along are merged into it once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from reader.i18n import say
from reader.language.control_characters import made_visible
from reader.library.derived_data import DerivedData
from reader.library.given_pack import GivenPack, is_read_only, no_originals
from reader.library.library import Library
from reader.library.originals import Originals
from reader.library.sync_events import Progress, SyncReport
from reader.newspaper.source_text import SourceText
from reader.search.engine import IndexDamaged
from reader.storage import archive
from reader.storage.catalogue import Catalogue
from reader.storage.disk_errors import LibraryError
from reader.storage.folder import LibraryFolder
from reader.storage.foreign_files import LARGEST_NOTES
from reader.storage.packs.givers import met
from reader.storage.packs.pack_file import PackFile
from reader.storage.packs.pack_format import INDEX, NOTES
from reader.storage.packs.packed_catalogue import PackedCatalogue
from reader.storage.positioned_file import Pieces
from reader.storage.user_data import UserDataError

if TYPE_CHECKING:
    from reader.library.applying import Decided
    from reader.library.import_files import ImportReport
    from reader.library.missing_files import RemovedTexts
    from reader.library.packing_up import Packing
    from reader.search.index.index_files import IndexFiles
    from reader.search.index_versions import VersionedEngine
    from reader.storage.user_records import Records

_LARGEST_MANIFEST = 1 << 24


class _NoOriginals(Originals):
    """A pack has the texts of articles, and no files."""

    def source(self, path: str) -> SourceText:
        raise LibraryError(no_originals())


class PackedLibrary(Library):
    """A library in a pack. Raises PackUnreadable, a LibraryError, wherever the file is not as it was given."""

    pack: GivenPack
    _originals_of = _NoOriginals

    def __init__(self, path: Path) -> None:
        self._file = PackFile(path)
        about = self._file.about
        try:
            super().__init__(LibraryFolder.of_pack(path, f"{self._file.key.hex()}\n{about.library}"))
            self._take_notes()
        except BaseException:
            self._file.close()
            raise
        self.pack = GivenPack(about, met(about.giver, self._file.key))
        self.name = made_visible(about.name) or self.root.stem

    def _open_derived(self, cache: Path) -> DerivedData:
        return _PackedData(self._file, cache)

    @cached_property
    def packing(self) -> Packing:
        raise LibraryError(say("这已经是一个资料包。把这个文件原样给人就行。"))

    def close(self) -> None:
        super().close()
        self._file.close()

    def why_unchangeable(self) -> str:
        return is_read_only()

    def is_ready(self) -> bool:
        return True

    def was_read(self) -> bool:
        return True

    def generation(self) -> int:
        return 0  # it never changes

    def problems(self) -> list[str]:
        return self._file.check() or super().problems()

    def sync(
        self, progress: Callable[[Progress], None] = lambda _: None, *, accept_missing: bool = False
    ) -> SyncReport:
        self._refuse()

    def tidy(self, pause: Callable[[], object] = lambda: None) -> None:
        self._refuse()

    def import_files(self, paths: Sequence[Path]) -> ImportReport:
        self._refuse()

    def forget_missing(self, paths: Sequence[str]) -> RemovedTexts:
        self._refuse()

    def repair(
        self, progress: Callable[[Progress], None] = lambda _: None, *, whole_index: bool = False
    ) -> SyncReport:
        self._refuse()

    def rebuild(self, progress: Callable[[Progress], None] = lambda _: None) -> SyncReport:
        self._refuse()

    def _apply(self, decided: Decided) -> bool:
        return False

    def _refuse(self) -> NoReturn:
        raise LibraryError(is_read_only())

    def _take_notes(self) -> None:
        """Merge the notes that came along, unless they were merged before."""
        if NOTES not in self._file.names():
            return
        member = self._file.member(NOTES)
        if member.size > LARGEST_NOTES:
            raise self._file.damage()

        def notes() -> Records:
            try:
                return archive.archive_from_bytes(member.read(member.size, 0), self.root.name)
            except ValueError as error:
                raise self._file.damage() from error

        try:
            self.user_data.merge_given(self._file.digest.hex(), notes, self.root.name)
        except UserDataError as error:  # the notes can't be stored now; the paper can be read
            self.user_data.complaint = str(error)


class _PackedData(DerivedData):
    """Catalogue and index in a pack."""

    def __init__(self, pack: PackFile, cache: Path) -> None:
        self._pack = pack
        super().__init__(cache)

    def _open_catalogue(self) -> Catalogue:
        return PackedCatalogue(self._pack)

    def _index_files(self) -> IndexFiles:
        return _PackedIndex(self._pack)

    @property
    def engine(self) -> VersionedEngine:
        try:
            return super().engine
        except IndexDamaged as error:
            raise self._pack.damage() from error

    def throw_index_away(self) -> None:
        raise self._pack.damage()

    def throw_catalogue_away(self) -> None:
        raise self._pack.damage()


class _PackedIndex:
    """The files of the index in a pack."""

    def __init__(self, pack: PackFile) -> None:
        self._pack = pack

    def pointer(self) -> bytes | None:
        return self.content("current.json")

    def content(self, name: str) -> bytes:
        member = self.open(name)
        if member.size > _LARGEST_MANIFEST:
            raise self._pack.damage()
        return member.read(member.size, 0)

    def open(self, name: str) -> Pieces:
        return self._pack.member(INDEX + name)

    def suspect(self, name: str) -> None:
        raise self._pack.damage()

    def suspected(self) -> Set[str]:
        return frozenset()
