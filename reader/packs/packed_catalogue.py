"""The catalogue of a pack: read in place, never written, and trusted in nothing."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reader.packs.laid_over import LaidOver
from reader.packs.pack_file import PackFile
from reader.packs.packed_connections import PackedConnections
from reader.storage.catalogue import Catalogue, CatalogueDamaged
from reader.storage.packing import PackDamaged

_NONSENSE = (ValueError, TypeError, KeyError, IndexError, OverflowError)
"""The errors of decoding values that were never written."""
_IDENTITY = re.compile("[0-9a-f]{16}")


class PackedCatalogue(Catalogue):
    """`Catalogue` over a pack. Every method raises PackUnreadable where a library's catalogue would be rebuilt."""

    def __init__(self, pack: PackFile) -> None:
        self._pack = pack
        self._packed = PackedConnections(pack)
        self._laid = 0
        super().__init__(Path(pack.path.name), self._packed)

    def lay_over(self, laid: LaidOver) -> None:
        """Show these texts in place of the pack's."""
        self._packed.lay_over(laid)
        self._laid += 1

    def generation(self) -> int:
        with self._damage_reported():
            return super().generation() + self._laid

    def identity(self) -> str:
        """Return the name of the catalogue, which is part of a folder's name."""
        identity = super().identity()
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
