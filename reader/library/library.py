"""The class `Library`: access to the contents, articles, search, notebook and corrections of a library.

The window and the commands open libraries through this module. Every method may be called from any thread.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from reader import assets, do_nothing
from reader.i18n import say
from reader.library import stories
from reader.library.acts import Acts
from reader.library.articles import Articles
from reader.library.contents import Contents
from reader.library.derived_data import Derived, DerivedData, only_writer, unsearchable
from reader.library.files_beside import Originals
from reader.library.notebook import Notebook
from reader.library.printings import Printings, ReadMarks
from reader.library.read_share import ReadSoFar
from reader.library.searcher import Searcher
from reader.library.sync_events import LibraryBusy, Progress, SyncReport
from reader.newspaper.decision import CharacterRule, NamedLibrary
from reader.newspaper.holdings import Bookmark, MissingFile
from reader.plugs import all_plugs, answering, library_kind_of, load
from reader.search.documents import DateRange, IndexDamaged, IndexHeld
from reader.storage.act_recording import moving
from reader.storage.catalogue import Catalogue, CatalogueDamaged
from reader.storage.disk_errors import DiskError, disk_error_of, explain, explain_derived
from reader.storage.disk_errors import LibraryError as LibraryError
from reader.storage.folder import FolderError, LibraryFolder, user_folders
from reader.storage.platform_folders import make_private, places
from reader.storage.system_paths import folder_name
from reader.storage.user_data import UserData, UserDataError
from reader.storage.user_repair import Followed, Following, repair_and_merge

if TYPE_CHECKING:
    from reader.library.answers import PersonNames, SameTexts
    from reader.library.article_sets import ArticleSets
    from reader.library.characters import Characters
    from reader.library.corrections import Corrections
    from reader.library.missing_files import RemovedTexts
    from reader.library.page_pictures import PagePictures
    from reader.library.sources import Sources
    from reader.library.sync import Decided
    from reader.search.answering.whoosh_engine import WhooshEngine
    from reader.search.index.article_searcher import GramIndex

LOGGED_FAILURES = 20
"""Maximum number of files that a sync could not read in the log."""


class LibraryWords(Struct, frozen=True):
    """Texts that describe a library in the window and the terminal; "" for those that do not apply."""

    title: str
    """The library's name, followed by its kind if it is not a folder."""
    place: str
    """Its path or address."""
    about: tuple[str, ...] = ()
    """Sentences about the library, such as its origin."""
    about_folder: str = ""
    """What the folder at `root` contains, if not the issue files."""
    where_notes_are: str = ""
    """Where the user data is stored, if not in the folder."""
    why_no_files: str = ""
    """Why its source files are not available."""
    why_no_lines: str = ""
    """Why the lines of its source files can neither be shown nor corrected."""
    why_no_pictures: str = ""
    """Why its page pictures are not available."""
    why_unchangeable: str = ""
    """Why its files cannot be imported, corrected or removed."""
    why_no_characters: str = ""
    """Why misread characters cannot be listed and corrected in this library."""
    why_text_stays: str = ""
    """Why a correction does not change the text, not even after a sync."""


_LONGEST_NAME = 100


def _complain_of_locks(user_data: UserData) -> None:
    words = say(
        "这个文件夹所在的盘（多半是网络盘）不能给文件加锁，收藏和批注存在本机：{path}。那里原有的已经读入。",
        path=user_data.folder,
    )
    user_data.complaint = "\n".join(filter(None, (user_data.complaint, words)))


def _uuid_of(folder: LibraryFolder, user_data: UserData) -> str:
    try:
        library_uuid = user_data.library_uuid()
    except UserDataError as error:
        user_data.complain_of(error)
        cause = error.__cause__
        if not isinstance(cause, sqlite3.Error | OSError):
            return ""
        # either is written down where another program may hold it, too
        last_uuid = folder.uuid_last_seen() or user_data.machine.last_library()
        if last_uuid and disk_error_of(cause, user_data.path) is DiskError.BUSY:
            return last_uuid
        raise
    folder.remember_uuid(library_uuid)
    return library_uuid


def _folder_name(folder: LibraryFolder) -> str:
    if folder.is_sample:
        return say("样本：雁桥日报")
    return folder_name(folder.root)


def _given_name(user_data: UserData) -> str:
    """Return the name that the reader has given a library; "" if none, or while the user data can't be read."""
    try:
        contents = [decision.content for decision in user_data.decisions.all(NamedLibrary)]
    except UserDataError:
        return ""
    if contents and isinstance(contents[-1], NamedLibrary):
        return contents[-1].name
    return ""


def follow_rules(user_data: UserData, characters: Callable[[], Characters]) -> None:
    """Apply the reader's rules for misread characters to the present articles.

    If that fails, the message is stored in `user_data.complaint`, and a later sync tries again.
    """
    from reader.library.answers import Misread

    try:
        if user_data.decisions.all(CharacterRule):
            with moving():
                character_store = characters()
                answering(Misread, all_plugs())(character_store.derived).follow_rules(character_store)
    except LibraryBusy:
        return
    except UserDataError as error:
        user_data.complain_of(error)
    except LibraryError as error:
        user_data.complaint = str(error)
    except (OSError, sqlite3.Error) as error:
        user_data.complaint = explain_derived(error, places().cache)


def _applied(decided: Decided, folder: LibraryFolder, derived: DerivedData, user_data: UserData) -> bool:
    """Apply the decisions of one kind; return whether that was possible. If not, the next sync applies them.

    The decisions are committed before: whatever fails here, they are made. It is not possible while another process
    syncs, if catalogue or index are damaged or can't be written; `user_data.unapplied` has a message on the latter.
    """
    from reader.library import sync

    user_data.commit()
    user_data.unapplied = None
    try:
        with moving():
            sync.apply(decided, folder, derived.catalogue, derived.engine, user_data, derived.lock)
    except (LibraryBusy, IndexDamaged, CatalogueDamaged):
        return False
    except (OSError, sqlite3.Error) as error:
        user_data.unapplied = explain_derived(error, places().cache)
        return False
    except (UserDataError, LibraryError) as error:
        user_data.unapplied = str(error)
        return False
    return True


class Library:
    """A folder of issue files with its catalogue, its index and the user data."""

    is_in_one_file = False
    """Whether the library is a single file instead of a folder."""
    is_elsewhere = False
    """Whether the library is on a server, which may be unreachable."""

    def __init__(self, folder: LibraryFolder) -> None:
        """Open a library. Raises UserDataError, OSError or sqlite3.Error if its own files cannot be created."""
        self.folder = folder
        self.root = folder.root
        self.is_sample = folder.is_sample
        self.user_data = UserData(folder.user_folder)
        repair_and_merge(self.user_data, folder.other_user_folder / "user.sqlite")
        if folder.lacks_locks:
            _complain_of_locks(self.user_data)
        may_be_named = not (self.is_sample or self.is_in_one_file)
        self.name = (may_be_named and _given_name(self.user_data)) or _folder_name(folder)
        cache = folder.cache_folder(self.uuid())
        for private_folder in (places().cache, places().cache / "libraries"):
            make_private(private_folder)
        self.derived = self._open_derived(cache)
        self._originals = Originals(folder, lambda: self.derived.catalogue, lambda: self.words.why_no_lines)
        self._read: ReadSoFar | None = None
        self.contents = Contents(self.derived)
        self.articles = Articles(self.derived, self._originals, Printings(self.derived, self.user_data))
        self.searcher = Searcher(self.derived, lambda: self.person_names)
        self.read_marks = ReadMarks(self.derived, self.user_data)
        self.acts = Acts(self.user_data, self.apply)
        follow = partial(self.apply, "corrections")
        self.notebook = Notebook(self.derived, self.user_data, self.articles, follow)

    def _open_derived(self, cache: Path) -> Derived:
        return DerivedData(cache)

    @cached_property
    def person_names(self) -> PersonNames:
        from reader.library.answers import PersonNames

        return answering(PersonNames, all_plugs())(self.derived, self.user_data)

    @cached_property
    def sets(self) -> ArticleSets:
        """The sets of articles that something can be asked of."""
        from reader.library.article_sets import ArticleSets

        printings = self.articles.printings
        decisions = self.user_data.decisions
        return ArticleSets(self.searcher, printings, decisions, self.look_at_read)

    @cached_property
    def pictures(self) -> PagePictures:
        from reader.library.page_pictures import PagePictures

        return PagePictures(self.folder, self.derived)

    @cached_property
    def same_texts(self) -> SameTexts:
        """What is known of texts that are printed more than once."""
        from reader.library.answers import SameTexts

        return answering(SameTexts, all_plugs())(self.derived)

    @cached_property
    def sources(self) -> Sources:
        """The sources of issues and articles, and the reader's choices between them."""
        from reader.library.sources import Sources

        return Sources(self.derived, self.user_data, partial(self.apply, "sources"))

    @property
    def local(self) -> DerivedData:
        """Catalogue and index in the cache of this machine. Raises LibraryError if they are on a server."""
        return self.derived.local()

    @property
    def written(self) -> DerivedData:
        """Catalogue and index for writing. Raises LibraryError if the library cannot be changed."""
        words = self.why_unchangeable()
        if words:
            raise LibraryError(words)
        return self.local

    def uuid(self) -> str:
        """Return the UUID of the library.

        "" if the user data is of a later version, and the one that this path had last if another program holds them, so
        that the library can still be read; `complaint` is set then. Raises UserDataError if the failure may be
        temporary otherwise.
        """
        return _uuid_of(self.folder, self.user_data)

    @classmethod
    def open(cls, root: Path) -> Library:
        """Open the library at `root`: a folder of issue files, or anything that a feature can open.

        Raises LibraryError if it is no library, or if the library's own files cannot be created.
        """
        try:
            kind = library_kind_of(root)
            library: Library = load(kind.open)(root) if kind else cls(LibraryFolder.at(root))
            return library
        except (FolderError, UserDataError) as error:
            raise LibraryError(str(error)) from error
        except (OSError, sqlite3.Error) as error:
            raise LibraryError(explain_derived(error, places().cache)) from error

    @classmethod
    def sample(cls) -> Library:
        return cls.open(assets.sample_library())

    @cached_property
    def corrections(self) -> Corrections:
        from reader.library.corrections import Corrections

        apply = partial(self.apply, "corrections")
        return Corrections(self.user_data, self._originals, lambda: self.local.catalogue, apply)

    @cached_property
    def characters(self) -> Characters:
        from reader.library.characters import Characters

        return Characters(self.local, self.user_data, partial(self.apply, "characters"))

    @cached_property
    def words(self) -> LibraryWords:
        is_in_folder = self.is_sample or self.folder.user_folder == user_folders(self.root)[0]
        elsewhere = say("“{name}”不能写入：收藏与批注存在本机，不在这个文件夹里。", name=self.name)
        return LibraryWords(self.name, str(self.root), where_notes_are="" if is_in_folder else elsewhere)

    def rename(self, name: str) -> None:
        """Give the library a name; "" gives it back that of its folder. Raises UserDataError."""
        name = " ".join(name.split())[:_LONGEST_NAME]
        uuids = [decision.uuid for decision in self.user_data.decisions.all(NamedLibrary)]
        if name and uuids:
            self.user_data.decisions.change(uuids[-1], NamedLibrary(name))
        elif name:
            self.user_data.decisions.add(NamedLibrary(name))
        else:
            self.user_data.decisions.undo(*uuids)
        self.name = name or _folder_name(self.folder)
        self.__dict__.pop("words", None)

    def why_unchangeable(self) -> str:
        """Return a message why the files of the library cannot be changed; "" if they can be."""
        return self.words.why_unchangeable

    def giver_of(self, mark: Bookmark | str) -> str:
        """Return who gave a bookmark, or the decision of a UUID, with the library; "" for the reader's own, and for
        changed bookmarks.
        """
        return ""

    def about_as_json(self) -> Mapping[str, object]:
        """Return further fields of `reader check --json` for this kind of library; none for a folder."""
        return {}

    def about_stored_text(self, day: str) -> str:
        """Return the remark on a bookmark's text, stored on `day`, while its server is unreachable; else ""."""
        return ""

    def why_unready(self) -> str:
        """Return the message that the library has to be synced before a command runs."""
        if self.was_read():
            return say("{path} 的目录或索引不全，先补上……", path=self.root)
        return say("{path} 还没有读过，先读一遍……", path=self.root)

    def wants_sync(self) -> bool:
        return not self.why_unchangeable()

    def lacked(self) -> tuple[DateRange, ...]:
        """Return the periods that were missing from answers so far because their servers were unreachable."""
        return ()

    def complaint(self) -> str:
        """Return and clear the message about a failure that did not stop an operation; "" if there was none."""
        return ""

    # -- the user data

    def back_up_changes(self) -> str | None:
        """Back up the user data if it has changed; return a message if that failed, else None."""
        try:
            self.user_data.backups.make_of_changes()
        except UserDataError as error:
            return str(error)
        return None

    @cached_property
    def _following(self) -> Following:
        return Following(self.user_data, self.folder.other_user_folder / "user.sqlite")

    def follow_notes(self) -> Followed:
        """Merge changes that other processes made to the user data since the last call; return what changed.

        Always to be called from the same thread.
        """
        try:
            return self._following.look()
        except (OSError, UserDataError):
            return Followed()  # the next call tries again; a lasting failure is reported by the next write

    def show_decided(self) -> None:
        """Apply the reader's decisions in a kind of library that is never synced; it may take a second."""

    def close(self) -> None:
        """Back up the user data if it has changed, and close catalogue and index."""
        self.back_up_changes()
        self.derived.close()

    # -- bringing it up to date

    def sync(
        self,
        progress: Callable[[Progress], None] = do_nothing,
        *,
        accept_missing: bool = False,
        by_names: bool = False,
        workers: int = 0,
        searchable: Callable[[SyncReport], object] = do_nothing,
    ) -> SyncReport:
        """Update catalogue and index from the folder, with this number of child processes. Arguments are those of
        `sync.sync`, and it raises like that.

        If catalogue or index turn out to be damaged, they are rebuilt, and the sync is repeated once.
        """
        import logging  # a window that only reads does without it

        log = logging.getLogger(__name__)
        log.info("sync of %s begins", self.root)
        mended = self.written.look_into_suspicion() or self.local.later_version_notice()

        def tell(report: SyncReport) -> None:
            report.mended = mended or report.mended
            searchable(report)

        again = partial(self._sync, progress, accept_missing, by_names, workers, tell)
        try:
            report = again()
        except (IndexDamaged, CatalogueDamaged) as error:
            log.warning("%s, and is made anew: %s", type(error).__name__, error)
            mended = self.local.thrown_away(error)
            report = again()
        self._follow_rules()
        log.info("sync ends: %s", report.shortened(LOGGED_FAILURES))
        return report

    def _sync(
        self,
        progress: Callable[[Progress], None],
        accept_missing: bool,
        by_names: bool,
        workers: int,
        searchable: Callable[[SyncReport], object],
    ) -> SyncReport:
        from reader.library import sync

        while True:
            identity = self.local.catalogue.identity()

            def tell(report: SyncReport, identity: str = identity) -> None:
                if self.local.catalogue.identity() == identity:
                    searchable(report)

            report = sync.sync(
                *self._own(self.local),
                progress,
                accept_missing=accept_missing,
                by_names=by_names,
                workers=workers,
                searchable=tell,
            )
            if self.local.catalogue.identity() == identity:
                return report  # otherwise the cache was deleted during the sync, which has to be repeated

    def apply(self, decided: Decided) -> bool:
        is_applied = _applied(decided, self.folder, self.local, self.user_data)
        if is_applied:
            self._follow_rules()
        return is_applied

    def _follow_rules(self) -> None:
        follow_rules(self.user_data, lambda: self.characters)

    def _own(self, derived: DerivedData) -> tuple[LibraryFolder, Catalogue, WhooshEngine, UserData, Path]:
        return self.folder, derived.catalogue, derived.engine, self.user_data, derived.lock

    def tidy(self, pause: Callable[[], object] = do_nothing) -> None:
        """Merge segments of the index, so that it is small and fast again after large additions.

        It takes some minutes after adding a million articles, usually no time. `pause` is called often; it may raise to
        stop the work, which loses nothing. Raises like `sync.sync`.
        """
        from reader.library import sync

        while sync.tidy(self.written.engine, self.local.lock, pause):
            pass

    def is_ready(self) -> bool:
        """Return whether a sync has been completed and the index has all articles; if not, a sync is necessary."""
        try:
            is_read = self.local.catalogue.is_complete() and stories.is_stitched(self.local.catalogue)
            is_read = is_read and not self.local.catalogue.is_suspected()
            return is_read and len(self.local.engine) == self.contents.counts().articles
        except (IndexDamaged, CatalogueDamaged):
            return False
        except IndexHeld:
            return True  # only searches need it, and say so

    @property
    def read(self) -> ReadSoFar:
        """How much of the library has been read, as of the last `look_at_read`; what shows a number asks it."""
        return self._read or self.look_at_read()

    def look_at_read(self) -> ReadSoFar:
        """Look how much of the library has been read, by this or another process, and return it.

        An index that lacks articles, as after a crash, is not found here (`answers_from`).
        """
        try:
            self._read = self.derived.read_so_far()
        except CatalogueDamaged:  # the next sync reads everything again
            self._read = ReadSoFar(0.0, is_whole=False)
        return self._read

    def answers_from(self) -> ReadSoFar:
        """Return from how much of the library a search answers: what has been read, and is in the index."""
        read = self.look_at_read()
        with suppress(IndexDamaged, CatalogueDamaged, LibraryError):
            indexed = len(self.local.engine)
            articles = self.contents.counts().articles
            if read.is_whole and indexed != articles:
                self._read = ReadSoFar(indexed / max(articles, indexed), is_whole=False)
        return self.read

    def was_read(self) -> bool:
        """Return whether an earlier sync found files here, even if the catalogue no longer exists."""
        return self.folder.had_files()

    def generation(self) -> int:
        """Return a number that changes whenever the catalogue changes."""
        return self.derived.catalogue.generation()

    # -- missing files

    def missing_files(self) -> list[MissingFile]:
        """Return the files that are gone from the folder while their texts are still in the catalogue."""
        return self.local.catalogue.files.missing_files()

    def forget_missing(self, paths: Sequence[str]) -> RemovedTexts:
        """Remove the texts of missing files from catalogue and index, after writing them to files.

        Raises LibraryBusy, and LibraryError if the texts cannot be written; nothing is removed then.
        """
        from reader.library import missing_files as forgetting

        try:
            return forgetting.forget_missing(*self._own(self.written), paths)
        except OSError as error:
            raise LibraryError(explain(error, self.folder.user_folder)) from error
        except (IndexDamaged, CatalogueDamaged) as error:
            raise unsearchable() from error

    # -- checking

    def problems(self) -> list[str]:
        """Return messages about damage of the derived data, and about disagreement of index and catalogue."""
        from reader.library import integrity

        return integrity.problems(self.local.catalogue, lambda: self.local.engine)

    def repair(
        self, progress: Callable[[Progress], None] = do_nothing, *, whole_index: bool = False
    ) -> SyncReport:
        """Rebuild only what `problems` reports as damaged. Raises like `sync.sync`.

        If the catalogue is damaged, everything is rebuilt. If the index disagrees with the catalogue, or `whole_index`
        is set, the whole index is rebuilt, otherwise only damaged parts of it.
        """
        from reader.library import integrity

        if self.written.catalogue.problems():
            return self.rebuild(progress)
        with suppress(IndexDamaged):  # the sync rebuilds it
            if whole_index or integrity.is_misfiled(self.local.catalogue, self.local.engine):
                with only_writer(self.local.lock):
                    self.local.throw_index_away()
        return self.sync(progress)

    def bring_names_in(self, pause: Callable[[], object] = do_nothing) -> int | None:
        """Have the names of today's people as words, and cut the texts anew that were cut by others.

        Return the number of names; None if they were words already: then only those texts are cut anew that were left
        when the work was interrupted. That is ended before other names are taken, which have all texts cut anew: where
        people come again and again, it would never be. Raises like `tidy`.
        """
        from reader.library.sync_storing import counted_names

        self.tidy(pause)
        names = counted_names(self.local.catalogue)
        with only_writer(self.written.lock):
            are_others = self.written.engine.go_on_with(names)
        self.tidy(pause)
        if are_others:
            return len(names)
        return None

    def rebuild(self, progress: Callable[[Progress], None] = do_nothing) -> SyncReport:
        """Rebuild the index and read all files again. Raises like `sync.sync`.

        The texts of missing files are preserved as far as the catalogue can be read.
        """
        with only_writer(self.written.lock):
            if self.local.catalogue.problems():
                self.local.throw_catalogue_away()
            self.local.throw_index_away()
            with self.local.catalogue.writing() as writer:
                writer.read_again()
        return self.sync(progress)


def open_index(root: Path | str) -> GramIndex:
    """Return the Whoosh index of the library in a folder, as of the last sync.

    Its searcher reads the texts of articles, so that `search.query.Exact` finds exact matches only. Raises like
    `Library.open`, and IndexDamaged.
    """
    return Library.open(Path(root)).local.engine.whoosh_index()
