"""Makes a pack of a library: all of it in one file. The library is not changed."""

from __future__ import annotations

import datetime as dt
import math
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from enum import StrEnum
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import msgspec
import zstandard
from nacl.signing import SigningKey

from reader import do_nothing
from reader.features.packs import PACK_SUFFIX
from reader.features.packs.pack_file import (
    BLOCK,
    CATALOGUE,
    COMPRESSED,
    DIGEST,
    HEAD,
    INDEX,
    NOTES,
    TAIL,
    TAIL_MARK,
    About,
    Directory,
    Member,
    digest_of_contents,
)
from reader.features.packs.packed_connections import copy_catalogue
from reader.features.packs.packed_library import PackedLibrary
from reader.i18n import say
from reader.newspaper.article import digest_of
from reader.newspaper.decision import (
    PERSON_DECISIONS,
    ClaimFootnote,
    CorrectedCharacter,
    DismissedMisreading,
    Dossier,
    DossierArticle,
    DossierEntry,
    DossierNote,
    SavedSearch,
    at_home,
    homes_in,
)
from reader.search import STAMP
from reader.storage import archive
from reader.storage.disk_errors import LibraryError, explain
from reader.storage.givers import fingerprint_of, own_key
from reader.storage.regular_file import whole_file
from reader.storage.system_paths import real_path
from reader.storage.user_records import Records

if TYPE_CHECKING:
    from reader.library.library import Library


# Bytes of a block: for members that compress better in large blocks, and for those that are read in small pieces.
LARGE_BLOCK = 1 << 18
SMALL_BLOCK = 1 << 16

_KILOBYTE = 1_000
_MEGABYTE = 1_000_000
"""Bytes."""

_LEVEL = 15
"""The Zstandard level. Level 19 saves 6 % more, in 2.5 times the time; level 9 saves 12 % less."""
_WORKERS = 2
_AHEAD = 8
"""Maximum number of blocks that are compressed before they can be written."""


class PackWriter:
    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._members: list[Member] = []
        self._table: list[bytes] = []
        file.write(HEAD)

    def add(self, name: str, pieces: Iterable[bytes], block: int) -> None:
        """Write a member, whose `pieces` are blocks of that length; the last one may be shorter."""
        first = len(self._table)
        size = 0
        with ThreadPoolExecutor(_WORKERS) as workers:
            waiting: list[Future[tuple[bytes, int]]] = []
            for piece in pieces:
                size += len(piece)
                waiting.append(workers.submit(_compressed, piece))
                # the blocks are compressed on threads, but written in order, and few wait in memory
                if len(waiting) > _AHEAD:
                    self._write(*waiting.pop(0).result())
            for future in waiting:
                self._write(*future.result())
        self._members.append(Member(name, size, block, first))

    def finish(self, about: About, key: SigningKey, index: str) -> None:
        """Write table, directory and trailer; `index` is that of `Directory`."""
        table = b"".join(self._table)
        directory = msgspec.json.encode(Directory(about, tuple(self._members), index))
        signature = key.sign(digest_of_contents(table, directory)).signature
        tail = TAIL.pack(len(table), len(directory), bytes(key.verify_key), signature, TAIL_MARK)
        self._file.write(table + directory + tail)

    def _write(self, block: bytes, flag: int) -> None:
        self._table.append(BLOCK.pack(len(block) | flag, digest_of(block, DIGEST)))
        self._file.write(block)


def blocks_of(file: BinaryIO, block: int) -> Iterator[bytes]:
    while piece := file.read(block):
        yield piece


def _compressed(piece: bytes) -> tuple[bytes, int]:
    """Return the piece as it is stored, and its flag: compressed if that saves something."""
    packed = zstandard.ZstdCompressor(_LEVEL).compress(piece)
    # a saving below 3 % is not worth decompressing the block each time it is read
    if len(packed) < len(piece) * 0.97:
        return (packed, COMPRESSED)
    return (piece, 0)


_TEMPORARY = "packing-"
_COPYING = 0.15
"""Approximate share of the packing time that copying takes."""


class GivenNotes(StrEnum):
    """The kinds of the user's own records that a pack can include."""

    BOOKMARKS = "bookmarks"
    DOSSIERS = "dossiers"
    CORRECTIONS = "corrections"
    PEOPLE = "people"
    SEARCHES = "searches"


_IN_DOSSIER = DossierEntry | ClaimFootnote
"""What goes with its dossier, and is not counted by itself."""
_DECISIONS: dict[GivenNotes, tuple[type, ...]] = {
    GivenNotes.DOSSIERS: (Dossier, DossierArticle, DossierNote, ClaimFootnote),
    GivenNotes.CORRECTIONS: (CorrectedCharacter, DismissedMisreading),
    GivenNotes.PEOPLE: PERSON_DECISIONS,
    GivenNotes.SEARCHES: (SavedSearch,),
}


class PackChoice(msgspec.Struct, frozen=True):
    """The choices for a pack: its giver, the kinds of notes to include, and the `tag` of the bookmarks, "" for all."""

    giver: str = ""
    notes: frozenset[GivenNotes] = frozenset()
    tag: str = ""


class CouldGo(msgspec.Struct, frozen=True):
    """The numbers of records of each kind that could be included, the number of dossiers, and the bookmarks' tags.

    For dossiers, `counts` has the number of their entries.
    """

    counts: Mapping[GivenNotes, int]
    dossiers: int
    tags: tuple[str, ...]


class Packed(msgspec.Struct, frozen=True):
    """A pack that was made: its size in bytes, its numbers of articles and notes, and the giver's fingerprint."""

    path: Path
    size: int
    articles: int
    notes: int
    fingerprint: str

    def size_in_words(self) -> str:
        if self.size < _MEGABYTE:
            return f"{math.ceil(self.size / _KILOBYTE)} KB"
        return f"{self.size / _MEGABYTE:.1f} MB"


def chosen(records: Records, choice: PackChoice) -> Records:
    """Return the records to include: none removed or undone, no read marks, nor what a search has found.

    What was part of a dossier that was joined with another one of its name is part of that one, as it is in the window.
    """
    has = choice.notes.__contains__
    kinds = tuple(chain.from_iterable(types for note_kind, types in _DECISIONS.items() if has(note_kind)))
    homes = homes_in(records.decisions)
    decisions = [
        at_home(decision, homes)
        for decision in records.decisions
        if isinstance(decision.content, kinds) and not decision.undone
    ]
    dossiers = {dossier.uuid for dossier in decisions if isinstance(dossier.content, Dossier)}
    bookmarks = tuple(
        bookmark
        for bookmark in records.bookmarks
        if has(GivenNotes.BOOKMARKS)
        and bookmark.deleted is None
        and (not choice.tag or choice.tag in bookmark.tags)
    )
    corrections = tuple(
        correction
        for correction in records.corrections
        if has(GivenNotes.CORRECTIONS) and not correction.undone
    )
    aliases = records.aliases if choice.notes else ()
    return Records(
        bookmarks=bookmarks,
        corrections=corrections,
        aliases=aliases,
        decisions=tuple(
            listed_decision
            for listed_decision in decisions
            if not isinstance(listed_decision.content, _IN_DOSSIER)
            or listed_decision.content.dossier in dossiers
        ),
    )


def count_of(records: Records) -> int:
    """Return the number of notes as users count them: a dossier is one, whatever it holds."""
    decisions = [decision for decision in records.decisions if not isinstance(decision.content, _IN_DOSSIER)]
    return len(records.bookmarks) + len(records.corrections) + len(decisions)


def what_could_go(library: Library) -> CouldGo:
    """Return which of the user's own records could be included.

    Raises LibraryError for a library that can't be packed, UserDataError.
    """
    _refuse_a_pack(library)
    records = library.user_data.records()
    records_by_kind = {kind: chosen(records, PackChoice(notes=frozenset({kind}))) for kind in GivenNotes}
    counts = {kind: count_of(kind_records) for kind, kind_records in records_by_kind.items()}
    dossiers = counts[GivenNotes.DOSSIERS]
    of_dossiers = records_by_kind[GivenNotes.DOSSIERS].decisions
    counts[GivenNotes.DOSSIERS] = sum(isinstance(decision.content, DossierEntry) for decision in of_dossiers)
    present = [bookmark for bookmark in records.bookmarks if bookmark.deleted is None]
    return CouldGo(
        counts,
        dossiers,
        tuple(sorted(set(chain.from_iterable(present_bookmark.tags for present_bookmark in present)))),
    )


def pack_up(
    library: Library,
    target: Path,
    choice: PackChoice,
    *,
    replaces: bool = False,
    progress: Callable[[float], object] = do_nothing,
) -> Packed:
    """Write a pack of the library to `target`, completely or not at all.

    `progress` is called with the share that is done, from 0 to 1, and may raise to end it. Raises LibraryError if
    the library can't be packed, the pack can't be written, or it exists and `replaces` is false; LibraryBusy while
    another process syncs the library.
    """
    from reader.library.derived_data import only_writer

    _refuse_a_pack(library)
    if target.suffix.lower() != PACK_SUFFIX:
        raise LibraryError(say("资料包的文件名要以 {suffix} 结尾。", suffix=PACK_SUFFIX))
    if target.is_dir() or (target.exists() and not replaces):
        raise LibraryError(_is_there(target))
    # a sync would otherwise find the pack among the papers
    if real_path(target).is_relative_to(library.root):
        raise LibraryError(say("资料包请存在资料库的文件夹之外：那里只放报纸。"))
    if not library.is_ready():
        raise LibraryError(say("资料库还没有读完，或刚刚改过。更新完再打包。"))
    try:
        # no sync may change catalogue or index while they are copied
        with only_writer(library.local.lock), _work_folder(library.local.lock.parent) as folder:
            return _packed(library, target, choice, folder, replaces, progress)
    except FileExistsError as error:
        raise LibraryError(_is_there(target)) from error
    except (OSError, sqlite3.Error) as error:
        raise LibraryError(explain(error, target)) from error


def _refuse_a_pack(library: Library) -> None:
    if isinstance(library, PackedLibrary):
        raise LibraryError(say("这已经是一个资料包。把这个文件原样给人就行。"))


def _packed(
    library: Library,
    target: Path,
    choice: PackChoice,
    folder: Path,
    replaces: bool,
    progress: Callable[[float], object],
) -> Packed:
    progress(0.0)
    key = own_key()
    records = chosen(library.user_data.records(), choice)
    catalogue = folder / CATALOGUE

    def report_copying(share: float) -> None:
        progress(_COPYING * share)

    copy_catalogue(library.local.catalogue_file, catalogue, report_copying)
    index = _index_files(library)
    total = sum(path.stat().st_size for path in (catalogue, *index))
    done = 0

    def with_progress(file: BinaryIO, block: int) -> Iterator[bytes]:
        nonlocal done
        for piece in blocks_of(file, block):
            progress(_COPYING + (1 - _COPYING) * done / total)
            done += len(piece)
            yield piece

    counts = library.contents.counts()
    about = About(
        library=library.user_data.library_uuid(),
        name=library.name[:200],
        giver=choice.giver.strip()[:200],
        made=dt.datetime.now(dt.UTC).replace(microsecond=0),
        issues=counts.issues,
        articles=counts.articles,
        notes=count_of(records),
    )
    with whole_file(target, replaces=replaces) as file:
        writer = PackWriter(file)
        with catalogue.open("rb") as copied:
            writer.add(CATALOGUE, with_progress(copied, LARGE_BLOCK), LARGE_BLOCK)
        for path in index:
            with path.open("rb") as part:
                writer.add(INDEX + path.name, with_progress(part, SMALL_BLOCK), SMALL_BLOCK)
        if records.bookmarks or records.corrections or records.decisions:
            text = archive.archive_to_text(records).encode()
            writer.add(NOTES, blocks_of(BytesIO(text), LARGE_BLOCK), LARGE_BLOCK)
        writer.finish(about, key, STAMP)
        progress(1.0)
    fingerprint = fingerprint_of(bytes(key.verify_key))
    return Packed(target, target.stat().st_size, about.articles, about.notes, fingerprint)


def _index_files(library: Library) -> list[Path]:
    index = library.local.engine.whoosh_index()
    if index.snapshot().missing:
        raise LibraryError(say("搜索用的索引损坏了。更新一次资料库就会自动重建。"))
    return [index.folder / name for name in index.files.manifest().file_names]


@contextmanager
def _work_folder(beside: Path) -> Iterator[Path]:
    """Yield a temporary folder, locked, after deleting those that killed processes left."""
    for left in beside.glob(f"{_TEMPORARY}*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=_TEMPORARY, dir=beside, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _is_there(target: Path) -> str:
    return say("{path} 已经有了，没有动它。换个名字，或先把它移走。", path=target)
