"""The one door to a library: its contents, its articles, its search, its notebook. Everything above talks to this.

Every method may be called from any thread.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reader import assets
from reader.i18n import say
from reader.language.words import keep_in as keep_words_in
from reader.library import stories
from reader.library.articles import Articles
from reader.library.contents import Contents
from reader.library.derived_data import DerivedData
from reader.library.notebook import Notebook
from reader.library.originals import Originals
from reader.library.searcher import Searcher
from reader.library.sync_events import LibraryBusy, Progress, SyncReport
from reader.newspaper.holdings import (
    MissingFile,
)
from reader.search.engine import IndexDamaged
from reader.storage.catalogue import CatalogueDamaged
from reader.storage.disk_errors import LibraryError as LibraryError
from reader.storage.disk_errors import explain
from reader.storage.folder import FolderError, LibraryFolder, user_folders
from reader.storage.platform_folders import make_private, places
from reader.storage.user_data import UserData, UserDataError

if TYPE_CHECKING:
    from reader.library.corrections import Corrections
    from reader.library.import_files import ImportReport
    from reader.library.missing_files import RemovedTexts


_LOG = logging.getLogger(__name__)
LOGGED_FAILURES = 20


class Library:
    """A folder of issue files with its catalogue, its index and the user's data."""

    def __init__(self, folder: LibraryFolder) -> None:
        """Raises UserDataError, OSError and sqlite3.Error where its own files can't be made."""
        self.folder = folder
        self.root = folder.root
        self.is_sample = folder.is_sample
        self.name = say("样本：雁桥日报") if folder.is_sample else folder.root.name or str(folder.root)
        self.user_data = UserData(folder.user_folder)
        self.user_data.make_whole(folder.other_user_folder / "user.sqlite")
        cache = folder.cache_folder(self._uuid())
        for own in (places().cache, places().cache / "libraries"):
            make_private(own)
        keep_words_in(places().cache)
        self._derived = DerivedData(cache)
        self._originals = Originals(folder, lambda: self._derived.catalogue)
        self.contents = Contents(self._derived)
        self.articles = Articles(self._derived, self._originals, self.user_data)
        self.searcher = Searcher(self._derived)
        self.notebook = Notebook(self._derived, self.user_data, self.articles, self._apply_corrections)

    def _uuid(self) -> str:
        """A library whose notes can't be opened (a later version's) is read all the same. Raises UserDataError where
        they can be another time.
        """
        try:
            return self.user_data.library_uuid()
        except UserDataError as error:
            if isinstance(error.__cause__, sqlite3.Error | OSError):
                raise
            self.user_data.complaint = str(error)
            return ""

    @classmethod
    def open(cls, root: Path) -> Library:
        """Raises LibraryError when `root` is not a folder that can be read, or its own files can't be made."""
        try:
            return cls(LibraryFolder.at(root))
        except (FolderError, UserDataError) as error:
            raise LibraryError(str(error)) from error
        except (OSError, sqlite3.Error) as error:
            raise LibraryError(explain(error, places().cache)) from error

    @classmethod
    def sample(cls) -> Library:
        return cls.open(assets.sample_library())

    @property
    def keeps_notes_elsewhere(self) -> bool:
        """Whether the reader's notes can't stand in the folder; those on the sample never do."""
        return not self.is_sample and self.folder.user_folder != user_folders(self.root)[0]

    @cached_property
    def corrections(self) -> Corrections:
        from reader.library import corrections

        return corrections.Corrections(
            self.user_data, self._originals, lambda: self._derived.catalogue, self._apply_corrections
        )

    def back_up_changes(self) -> str | None:
        """Backs the reader's own data up where something of it was changed since the last time; why it could not be
        done, in words.
        """
        try:
            self.user_data.back_up_changes()
        except UserDataError as error:
            return str(error)
        return None

    def close(self) -> None:
        self.back_up_changes()
        self._derived.close()

    # -- bringing it up to date

    def sync(
        self,
        progress: Callable[[Progress], None] = lambda _: None,
        *,
        accept_missing: bool = False,
    ) -> SyncReport:
        """Raises what `sync.sync` raises. Damaged catalogues and indexes are made anew, once."""
        from reader.library import sync

        _LOG.info("sync of %s begins", self.root)
        mended = self._look_into_suspicion()
        try:
            report = self._sync(progress, accept_missing)
        except IndexDamaged as error:
            _LOG.warning("the index is damaged and made anew: %s", error)
            with sync.only_writer(self._derived.lock):
                self._derived.throw_index_away()
            mended = say("搜索用的索引损坏了，已重建。")
            report = self._sync(progress, accept_missing)
        except CatalogueDamaged as error:
            _LOG.warning("the catalogue is damaged and made anew: %s", error)
            with sync.only_writer(self._derived.lock):
                self._derived.throw_catalogue_away()
            mended = _catalogue_mended()
            report = self._sync(progress, accept_missing)
        report.mended = mended or report.mended
        _LOG.info("sync ends: %s", report.shortened(LOGGED_FAILURES))
        return report

    def _look_into_suspicion(self) -> str | None:
        """Where somebody has met damage in the catalogue, a sync that does not meet it must not leave it there."""
        from reader.library import sync

        if not self._derived.catalogue.is_suspected():
            return None
        with sync.only_writer(self._derived.lock):
            if self._derived.catalogue.problems():
                self._derived.throw_catalogue_away()
                return _catalogue_mended()
            self._derived.catalogue.trust()
        return None

    def _sync(self, progress: Callable[[Progress], None], accept_missing: bool) -> SyncReport:
        from reader.library import sync

        while True:
            identity = self._derived.catalogue.identity()
            report = sync.sync(
                self.folder,
                self._derived.catalogue,
                self._derived.engine,
                self.user_data,
                self._derived.lock,
                progress,
                accept_missing=accept_missing,
            )
            if self._derived.catalogue.identity() == identity:
                return report  # else the cache was deleted meanwhile, and what was read before it with it

    def _apply_corrections(self) -> bool:
        from reader.library import sync

        try:
            sync.apply_corrections(
                self.folder, self._derived.catalogue, self._derived.engine, self.user_data, self._derived.lock
            )
        except (LibraryBusy, IndexDamaged, CatalogueDamaged):
            return False  # the next sync takes them in
        return True

    def tidy(self, pause: Callable[[], object] = lambda: None) -> None:
        """Makes the index small and quick again after much was added: some minutes of work after a million articles,
        none most days. `pause` is called often; whatever it raises ends it, and nothing is lost.

        Raises what `sync.sync` raises.
        """
        from reader.library import sync

        while sync.tidy(self._derived.engine, self._derived.lock, pause):
            pass

    def is_ready(self) -> bool:
        """Whether it was ever synced to the end, and all that it holds can be found: else sync."""
        try:
            is_read = self._derived.catalogue.is_complete() and stories.is_stitched(self._derived.catalogue)
            is_read = is_read and not self._derived.catalogue.is_suspected()
            return is_read and len(self._derived.engine) == self.contents.counts().articles
        except (IndexDamaged, CatalogueDamaged):
            return False

    def was_read(self) -> bool:
        """Whether a sync has ever found files here, whatever has become of what it made of them."""
        return self.folder.files_last_seen() > 0

    def generation(self) -> int:
        """Changes whenever the catalogue changes."""
        return self._derived.catalogue.generation()

    # -- adding files

    def import_files(self, paths: Sequence[Path]) -> ImportReport:
        """Copies issue files, and those of folders, into the library under year/month. Sync afterwards.

        A file whose bytes the library holds is not copied again; a name that is taken by another file gets a
        number. Raises LibraryError for the sample and for a folder that can't be written.
        """
        from reader.library import import_files

        if self.is_sample:
            raise LibraryError(
                say("样本资料库不能添加文件。请先新建或打开自己的文件夹，例如 {path}。", path=default_root())
            )
        return import_files.import_files(paths, self.root, self._derived.catalogue)

    # -- files that are gone

    def missing_files(self) -> list[MissingFile]:
        return self._derived.catalogue.files.missing_files()

    def forget_missing(self, paths: Sequence[str]) -> RemovedTexts:
        """Removes the texts of missing files, after they were written down; a person has asked for it. Raises
        LibraryBusy, and LibraryError where the texts can't be written down: then nothing is removed.
        """
        from reader.library import missing_files as forgetting

        try:
            return forgetting.forget_missing(
                self.folder,
                self._derived.catalogue,
                self._derived.engine,
                self.user_data,
                self._derived.lock,
                paths,
            )
        except OSError as error:
            raise LibraryError(explain(error, self.folder.user_folder)) from error
        except (IndexDamaged, CatalogueDamaged) as error:
            raise LibraryError(say("搜索用的索引损坏了。更新一次资料库就会自动重建。")) from error

    # -- checking

    def problems(self) -> list[str]:
        """What is wrong with the derived data: damage, and where the index tells something else than the catalogue."""
        from reader.library import integrity

        return integrity.problems(self._derived.catalogue, lambda: self._derived.engine)

    def unfound(self, count: int) -> list[tuple[str, str]]:
        """Cuts `count` strings out of articles taken at random and searches for each; those that do not find the
        article they were cut from, with its key.
        """
        from reader.library import integrity

        return integrity.unfound(self._derived.catalogue, self._derived.engine, count)

    def repair(
        self, progress: Callable[[Progress], None] = lambda _: None, *, whole_index: bool = False
    ) -> SyncReport:
        """Makes anew what `problems` has found, and nothing else: parts of the index, all of it where it tells
        something else than the catalogue (or `whole_index` says so), or everything where the catalogue is damaged.

        Raises what `sync.sync` raises.
        """
        from reader.library import integrity, sync

        if self._derived.catalogue.problems():
            return self.rebuild(progress)
        with suppress(IndexDamaged):  # the sync makes it anew
            if whole_index or integrity.is_misfiled(self._derived.catalogue, self._derived.engine):
                with sync.only_writer(self._derived.lock):
                    self._derived.throw_index_away()
        return self.sync(progress)

    def rebuild(self, progress: Callable[[Progress], None] = lambda _: None) -> SyncReport:
        """Makes the index anew and reads every file again; what was read from missing files stays, as far as the
        catalogue can be read. Raises what `sync.sync` raises.
        """
        from reader.library import sync

        with sync.only_writer(self._derived.lock):
            if self._derived.catalogue.problems():
                self._derived.throw_catalogue_away()
            self._derived.throw_index_away()
            with self._derived.catalogue.writing() as writer:
                writer.read_again()
        return self.sync(progress)


def _catalogue_mended() -> str:
    return say("目录损坏了，已从文件重建。")


def default_root() -> Path:
    """Where a person's own library stands unless they choose another folder."""
    return places().documents / say("阅报资料库")
