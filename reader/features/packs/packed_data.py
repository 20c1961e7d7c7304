"""Catalogue and index in a pack, read in place, with an overlay of the articles that the user has corrected."""

from __future__ import annotations

import re
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Iterator, Set
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from reader.features.packs.pack_file import INDEX, PackFile
from reader.features.packs.packed_connections import LaidOver, OwnText, PackedConnections
from reader.library.derived_data import DerivedData, texts_of
from reader.search.documents import IndexDamaged
from reader.search.terms import search_text
from reader.storage.catalogue import Catalogue, CatalogueDamaged
from reader.storage.packing import PackDamaged
from reader.storage.platform_folders import make_private
from reader.storage.regular_file import Pieces, PositionedFile

if TYPE_CHECKING:
    from reader.library.sync_storing import DueArticle
    from reader.search.answering.index_versions import VersionedEngine
    from reader.search.index.segments import IndexFiles


_NONSENSE = (ValueError, TypeError, KeyError, IndexError, OverflowError)
"""The errors of decoding values that this program never wrote."""
_IDENTITY = re.compile("[0-9a-f]{16}")


class PackedCatalogue(Catalogue):
    """`Catalogue` over a pack. Every method raises PackUnreadable where a library's catalogue would be rebuilt."""

    def __init__(self, pack: PackFile) -> None:
        self._pack = pack
        self._packed = PackedConnections(pack)
        self._laid = 0
        super().__init__(Path(pack.path.name), self._packed)

    def lay_over(self, laid: LaidOver) -> None:
        """Use these texts in place of the pack's from now on."""
        self._packed.lay_over(laid)
        self._laid += 1

    def generation(self) -> int:
        with self._damage_reported():
            # the pack never changes, so only a new overlay can change what is shown
            return super().generation() + self._laid

    def identity(self) -> str:
        identity = super().identity()
        # from a stranger's file, it must not lead out of the cache
        if not _IDENTITY.fullmatch(identity):
            raise self._pack.damage()
        return identity

    @contextmanager
    def _damage_reported(self) -> Iterator[None]:
        try:
            yield
        except (CatalogueDamaged, PackDamaged, sqlite3.Error, *_NONSENSE) as error:
            raise self._pack.damage() from error

    def is_suspected(self) -> bool:
        """Return False: damage raises an error whenever it is met."""
        return False

    def trust(self) -> None:
        """Do nothing."""

    def problems(self) -> list[str]:
        """Return what SQLite's check finds wrong; a pack lacks the digests by which a library checks its articles."""
        return [row[0] for row in self._rows("PRAGMA integrity_check") if row[0] != "ok"]


_LARGEST_MANIFEST = 1 << 24
_LAID_OVER = "laid-over-"
_LEFT_FOR = 7 * 86_400
"""Seconds after which a folder with an overlay index is deleted: it was left by a process that was killed."""


class PackedData(DerivedData):
    catalogue: PackedCatalogue

    def __init__(self, pack: PackFile, cache: Path) -> None:
        self._pack = pack
        self._packed_index = PackedIndex(pack)
        self._own: dict[int, OwnText] = {}
        super().__init__(cache)

    def _open_catalogue(self) -> Catalogue:
        return PackedCatalogue(self._pack)

    def _index_files(self) -> IndexFiles:
        return self._packed_index

    @property
    def engine(self) -> VersionedEngine:
        try:
            return super().engine
        except IndexDamaged as error:
            raise self._pack.damage() from error

    def lay_over(self, articles: Iterable[DueArticle]) -> None:
        """Show these articles as corrected now, besides those that were laid over before.

        Raises PackUnreadable, and OSError if the cache can't be written.
        """
        own = self._own | {
            each.article_id: OwnText(each.article_id, each.article, search_text(each.article), each.readings)
            for each in articles
        }
        if own != self._own:
            self.catalogue.lay_over(LaidOver(own.values()))
            try:
                self._lay_over_index(list(own))
            except BaseException:
                # texts and index have to agree, or a search would miss what it shows
                self.catalogue.lay_over(LaidOver(self._own.values()))
                raise
            self._own = own

    def _lay_over_index(self, article_ids: list[int]) -> None:
        """Build an index in which these articles replace the pack's.

        Segments without any of them remain those of the pack.
        """
        from reader.search.index.article_searcher import GramIndex
        from reader.search.index.gram_writer import GramWriter

        make_private(self.cache)
        # delete overlay folders that processes left when they were killed
        for left in self.cache.glob(f"{_LAID_OVER}*"):
            with suppress(OSError):
                if left.stat().st_mtime < time.time() - _LEFT_FOR:
                    shutil.rmtree(left, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(prefix=_LAID_OVER, dir=self.cache))
        try:
            writer = GramWriter(GramIndex(folder, texts_of(self.catalogue), PackedIndex(self._pack)))
            for row in self.catalogue.texts(article_ids).values():
                writer.add(row)
            writer.commit()
        except BaseException as error:
            shutil.rmtree(folder, ignore_errors=True)
            if isinstance(error, IndexDamaged):
                raise self._pack.damage() from error
            raise
        self._packed_index.lay_over(folder)

    def close(self) -> None:
        super().close()
        self._packed_index.close()

    def throw_index_away(self) -> None:
        raise self._pack.damage()

    def throw_catalogue_away(self) -> None:
        raise self._pack.damage()


class PackedIndex:
    """The files of the index in a pack, and of the overlay folder, which come first."""

    def __init__(self, pack: PackFile) -> None:
        self._pack = pack
        self._folder: Path | None = None
        self._pointer: bytes | None = None

    def lay_over(self, folder: Path) -> None:
        before = self._folder
        self._folder, self._pointer = folder, (folder / _CURRENT).read_bytes()
        if before is not None:
            shutil.rmtree(before, ignore_errors=True)

    def close(self) -> None:
        """Delete the overlay folder, if there is one."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def pointer(self) -> bytes | None:
        return self._pointer or self._in_pack(_CURRENT)

    def content(self, name: str) -> bytes:
        if self._folder is not None and (own := self._folder / name).exists():
            return own.read_bytes()
        return self._in_pack(name)

    def open(self, name: str) -> Pieces:
        if self._folder is not None and (own := self._folder / name).exists():
            return PositionedFile(own)
        return self._pack.member(INDEX + name)

    def suspect(self, name: str) -> None:
        raise self._pack.damage()

    def suspected(self) -> Set[str]:
        return frozenset()

    def _in_pack(self, name: str) -> bytes:
        if self._folder is not None and INDEX + name not in self._pack.names():
            raise FileNotFoundError(name)  # it was in the folder that this one replaced
        member = self._pack.member(INDEX + name)
        if member.size > _LARGEST_MANIFEST:
            raise self._pack.damage()
        return member.read(member.size, 0)


_CURRENT = "current.json"
