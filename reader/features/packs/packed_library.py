"""A library in a pack: read in place, never written, with an overlay of the articles that the user has corrected.

The user's own records are in the platform's user data folder, under the giver's key and the library's UUID, so that
they are also there with the next pack of the same library. Notes in the pack are merged into them once.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
import sqlite3
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from reader.export.article_text import local_day
from reader.features.packs.pack_file import INDEX, NOTES, About, PackFile
from reader.features.packs.packed_connections import LaidOver, OwnText, PackedConnections
from reader.i18n import count, say
from reader.language.forms import made_visible
from reader.library.contents import Contents, Counts
from reader.library.derived_data import DerivedData
from reader.library.library import Library, LibraryWords
from reader.library.sync_events import Failure, LibraryBusy
from reader.newspaper.decision import CorrectedCharacter, Decision, DismissedMisreading, SavedSearch
from reader.newspaper.holdings import Bookmark, MissingFile
from reader.search.documents import IndexDamaged
from reader.search.index.manifest import IndexFiles
from reader.search.terms import search_text
from reader.storage import archive, user_repair
from reader.storage.catalogue import Catalogue, CatalogueDamaged
from reader.storage.disk_errors import LibraryError
from reader.storage.folder import LibraryFolder
from reader.storage.givers import Acquaintance, Giver, met, why_unknown
from reader.storage.packing import PackDamaged
from reader.storage.platform_folders import make_private
from reader.storage.regular_file import LARGEST_NOTES, Pieces, PositionedFile
from reader.storage.user_data import UserDataError
from reader.storage.user_repair import Followed

if TYPE_CHECKING:
    from reader.library.sync import Decided
    from reader.library.sync_storing import ArticleToStore
    from reader.search.answering.whoosh_engine import WhooshEngine
    from reader.storage.user_records import Records


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
        with self._reporting_damage():
            # the pack never changes, so only a new overlay can change what is shown
            return super().generation() + self._laid

    def identity(self) -> str:
        identity = super().identity()
        # from a stranger's file, it must not lead out of the cache
        if not _IDENTITY.fullmatch(identity):
            raise self._pack.damage()
        return identity

    @contextmanager
    def _reporting_damage(self) -> Iterator[None]:
        try:
            yield
        except (CatalogueDamaged, PackDamaged, *_NONSENSE) as error:
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
        self._packed_index = PackedIndex(pack.path, pack)
        self._own: dict[int, OwnText] = {}
        super().__init__(cache)

    def _open_catalogue(self) -> Catalogue:
        return PackedCatalogue(self._pack)

    def _index_files(self) -> IndexFiles:
        return self._packed_index

    @property
    def engine(self) -> WhooshEngine:
        try:
            return super().engine
        except IndexDamaged as error:
            raise self._pack.damage() from error

    def lay_over(self, articles: Iterable[ArticleToStore]) -> None:
        """Show these articles as corrected now, besides those that were laid over before.

        Raises PackUnreadable, and OSError if the cache can't be written.
        """
        own_texts = self._own | {
            article.article_id: OwnText(
                article.article_id, article.article, search_text(article.article), article.readings
            )
            for article in articles
        }
        if own_texts != self._own:
            self.catalogue.lay_over(LaidOver(own_texts.values()))
            try:
                self._lay_over_index(list(own_texts))
            except BaseException:
                # texts and index have to agree, or a search would miss what it shows
                self.catalogue.lay_over(LaidOver(self._own.values()))
                raise
            self._own = own_texts

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
            writer = GramWriter(GramIndex(folder, self.catalogue, PackedIndex(self._pack.path, self._pack)))
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


class PackedIndex(IndexFiles):
    """The files of the index in a pack, and of the overlay folder, which come first."""

    def __init__(self, folder: Path, pack: PackFile) -> None:
        super().__init__(folder)
        self._pack = pack
        self._overlay: Path | None = None
        self._pointer: bytes | None = None

    def lay_over(self, folder: Path) -> None:
        before = self._overlay
        pointer = (folder / _CURRENT).read_bytes()
        self._overlay = folder  # first: the pointer leads to a file in it
        self._pointer = pointer
        if before is not None:
            shutil.rmtree(before, ignore_errors=True)

    def close(self) -> None:
        """Delete the overlay folder, if there is one."""
        if self._overlay is not None:
            shutil.rmtree(self._overlay, ignore_errors=True)

    def pointer(self) -> bytes | None:
        return self._pointer or self._in_pack(_CURRENT)

    def content(self, name: str) -> bytes:
        if self._overlay is not None and (overlay_file := self._overlay / name).exists():
            return overlay_file.read_bytes()
        return self._in_pack(name)

    def open(self, name: str) -> Pieces:
        if self._overlay is not None and (overlay_file := self._overlay / name).exists():
            return PositionedFile(overlay_file)
        return self._pack.member(INDEX + name)

    def suspect(self, name: str) -> None:
        raise self._pack.damage()

    def suspected(self) -> Set[str]:
        return frozenset()

    def _in_pack(self, name: str) -> bytes:
        if self._overlay is not None and INDEX + name not in self._pack.names():
            raise FileNotFoundError(name)  # it was in the folder that this one replaced
        member = self._pack.member(INDEX + name)
        if member.size > _LARGEST_MANIFEST:
            raise self._pack.damage()
        return member.read(member.size, 0)


_CURRENT = "current.json"


class GivenPack(Struct, frozen=True):
    about: About
    giver: Giver

    @property
    def giver_name(self) -> str:
        return made_visible(self.giver.name) or say("没有写名字的人")


def title_line(pack: GivenPack) -> str:
    return say("资料包，只读 · {giver}，{date} 打包", giver=pack.giver_name, date=_date(pack))


def in_words(pack: GivenPack) -> Iterator[str]:
    """Yield the information on a pack, one sentence a line."""
    about = pack.about
    yield say(
        "资料包“{name}”，只读：{issues}，{articles}，{date} 由{giver}打包。",
        name=made_visible(about.name),
        issues=count(about.issues, "{n} 期"),
        articles=count(about.articles, "{n} 篇"),
        date=_date(pack),
        giver=pack.giver_name,
    )
    yield trust_in_words(pack)
    yield say("签名的指纹：{fingerprint}", fingerprint=pack.giver.fingerprint)
    if about.notes:
        yield say("带来的 {n} 条收藏、批注等已放进您自己的收藏，可以撤销这次导入。", n=about.notes)


def trust_in_words(pack: GivenPack) -> str:
    match pack.giver.acquaintance:
        case Acquaintance.OWN:
            return say("签名是您自己的：做成以后没有人改动过。")
        case Acquaintance.KNOWN:
            return say("签名与您以前打开过的、同一个人的资料包相同，做成以后没有人改动过。")
        case Acquaintance.OTHER_KEY:
            return say(
                "当心：您以前打开过署名“{giver}”的资料包，签名不是这一个。也许换了电脑，也许是别人冒名；请核对指纹。",
                giver=pack.giver_name,
            )
        case Acquaintance.FIRST:
            return say(
                "第一次见到这个签名：签名以后没有人改动过；是不是{giver}签的，要向本人核对指纹才知道。",
                giver=pack.giver_name,
            )
        case Acquaintance.UNKNOWN:
            return why_unknown()


def to_json(pack: GivenPack) -> dict[str, object]:
    about = pack.about
    return {
        "name": about.name,
        "giver": about.giver,
        "made": about.made.isoformat(),
        "articles": about.articles,
        "issues": about.issues,
        "notes": about.notes,
        "fingerprint": pack.giver.fingerprint,
        "acquaintance": pack.giver.acquaintance.value,
    }


def _date(pack: GivenPack) -> str:
    return local_day(pack.about.made).isoformat()


class _PackedContents(Contents):
    """The contents of a pack. Failures in files are left out: older packs list those of the giver's files."""

    def counts(self) -> Counts:
        return replace(super().counts(), missing_files=0, failed_files=0)

    def failures(self, most: int = -1) -> list[Failure]:
        return []


class PackedLibrary(Library):
    """A library in a pack.

    Every method may raise PackUnreadable, a LibraryError, if the file was changed or damaged.
    """

    pack: GivenPack
    is_in_one_file = True

    def __init__(self, file: PackFile) -> None:
        self._file = file
        self._laying = threading.Lock()
        self._shown = 0
        self._given: Mapping[str, dt.datetime] = {}
        """When the bookmarks in the pack were last modified by the giver, by their UUIDs."""
        about = self._file.about
        try:
            super().__init__(
                LibraryFolder.of_file(file.path, f"pack\n{self._file.key.hex()}\n{about.library}")
            )
            self.contents = _PackedContents(self.derived)
            self._take_notes()
        except BaseException:
            self._file.close()
            raise
        self.pack = GivenPack(about, met(about.giver, self._file.key))
        self.name = made_visible(about.name) or self.root.stem

    def _open_derived(self, cache: Path) -> DerivedData:
        return PackedData(self._file, cache)

    def close(self) -> None:
        super().close()
        self._file.close()

    @cached_property
    def words(self) -> LibraryWords:
        no_files = say("资料包里是文章的文字，没有原来的文件：看不到文件里的原行，也不能在这里更正。")
        return LibraryWords(
            title=say("{library}（资料包，只读）", library=self.name),
            place=str(self.root),
            about=tuple(in_words(self.pack)),
            where_notes_are=say("资料包是只读的：您自己的收藏与批注存在本机，不在这个文件里。"),
            why_no_files=no_files,
            why_no_lines=no_files,
            why_no_pictures=say("版面图在送的人那里，资料包里只有文章的文字。"),
            why_unchangeable=say(
                "资料包是只读的，不能更新、添加或修复。您自己的收藏、批注照样能存，存在本机；"
                "要换新的内容，请向给您的人再要一份。"
            ),
            why_text_stays=say("已记下，存在本机；缓存写不进去，这次页面上的字照旧。"),
        )

    def giver_of(self, mark: Bookmark | str) -> str:
        # a bookmark that was changed here is the reader's own
        if isinstance(mark, Bookmark):
            is_given = self._given.get(mark.uuid) == mark.modified
        else:
            is_given = mark in self._given
        if is_given:
            return self.pack.giver_name
        return ""

    def about_as_json(self) -> Mapping[str, object]:
        return {"pack": to_json(self.pack)}

    def is_ready(self) -> bool:
        return True

    def was_read(self) -> bool:
        return self.is_ready()

    def generation(self) -> int:
        return self._shown

    def problems(self) -> list[str]:
        return self._file.check() or super().problems()

    def missing_files(self) -> list[MissingFile]:
        return []

    def trouble(self) -> str:
        """Return why the last read of the file failed, in words; "" if it succeeded."""
        return self._file.trouble

    def try_again(self) -> bool:
        """Try to read the file again. Return whether that is possible now. May wait for a disk."""
        return self._file.try_again()

    def show_decided(self) -> None:
        with suppress(UserDataError, LibraryError):  # the next operation reports it
            self.apply("characters")

    def follow_notes(self) -> Followed:
        followed = super().follow_notes()
        if followed.on_text:
            self.show_decided()
        return replace(followed, on_text=False)

    def apply(self, decided: Decided) -> bool:
        """Apply corrected characters; corrections of lines need the files, which a pack does not contain."""
        if decided != "characters":
            return False
        self.user_data.commit()
        try:
            self._lay_over()
        except (
            OSError,
            sqlite3.Error,
            LibraryError,
            UserDataError,
            LibraryBusy,
            IndexDamaged,
            CatalogueDamaged,
        ):
            return False  # the cache can't be written, or another window writes there
        return True

    def _lay_over(self) -> None:
        """Show the articles with the characters corrected here and by the giver.

        Raises UserDataError, PackUnreadable, OSError.
        """
        from reader.library.sync_storing import articles_to_store

        assert isinstance(self.derived, PackedData)
        with self._laying:
            decisions = self._decided()
            mine = {decision.uuid for decision in decisions}
            in_effect = [decision for decision in decisions if not decision.undone]

            def is_given(uuid: str) -> bool:
                return uuid not in mine

            due = list(
                articles_to_store(self.derived.catalogue, in_effect, self.user_data.printings, is_given)
            )
            if due:
                self.derived.lay_over(due)
                self._shown += 1

    def _decided(self) -> list[Decision]:
        """Return the decisions made here about characters, including undone ones."""
        return self.user_data.decisions.all(CorrectedCharacter, DismissedMisreading, with_undone=True)

    def _take_notes(self) -> None:
        """Merge the notes in the pack into the user's data, unless they were merged before."""
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

        def new() -> Records:
            questions = {_question_of(search) for search in self.user_data.decisions.all(SavedSearch)}
            pack_notes = notes()
            new_decisions = (
                decision for decision in pack_notes.decisions if _question_of(decision) not in questions
            )
            return replace(pack_notes, decisions=tuple(new_decisions))

        try:
            user_repair.merge_given(self.user_data, f"pack {self._file.digest.hex()}", new, self.root.name)
            pack_notes = notes()
            self._given = {bookmark.uuid: bookmark.modified for bookmark in pack_notes.bookmarks}
            self._given |= {
                pack_decision.uuid: pack_decision.modified for pack_decision in pack_notes.decisions
            }
        except UserDataError as error:  # the notes can't be stored now; the paper can be read
            self.user_data.complaint = str(error)


def _question_of(decision: Decision) -> object:
    """Return what a saved search asks; two of the same are one. For another decision, its UUID."""
    content = decision.content
    if isinstance(content, SavedSearch):
        return (content.query, content.all_shapes)
    return decision.uuid
