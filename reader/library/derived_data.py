"""The derived data of a library, catalogue and index, in the cache folder of the platform.

Both are rebuilt if they are damaged or missing.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from reader.i18n import say
from reader.library.read_share import WHOLE, WORK_LEFT, ReadSoFar, read_so_far
from reader.library.sync_events import LibraryBusy
from reader.search.documents import IndexDamaged
from reader.storage import catalogue_version
from reader.storage.catalogue import Catalogue, CatalogueDamaged
from reader.storage.disk_errors import LibraryError
from reader.storage.user_file import UserDataError

if TYPE_CHECKING:
    from filelock import FileLock

    from reader.search.answering.whoosh_engine import WhooshEngine
    from reader.search.engine import Engine
    from reader.search.index.manifest import IndexFiles
    from reader.storage.catalogue_reading import CatalogueReading


def unsearchable() -> LibraryError:
    return LibraryError(say("搜索用的索引损坏了。更新一次资料库就会自动重建。"))


@contextmanager
def reporting_damaged_data() -> Iterator[None]:
    """Within the block, raise LibraryError for a damaged index or catalogue."""
    try:
        yield
    except (IndexDamaged, CatalogueDamaged) as error:
        raise unsearchable() from error


class Derived(Protocol):
    """The derived data that a library reads, in the cache of this machine or on a server."""

    @property
    def catalogue(self) -> CatalogueReading:
        """The catalogue, for reading."""

    @property
    def engine(self) -> Engine:
        """The search engine. Raises IndexDamaged and CatalogueDamaged."""

    @property
    def cache(self) -> Path:
        """The folder for what can be derived again."""

    def read_so_far(self) -> ReadSoFar:
        """Return how much of the library has been read."""

    def local(self) -> DerivedData:
        """Return itself if it is in the cache of this machine. Raises LibraryError if it is on a server."""

    def close(self) -> None: ...


class DerivedData:
    """The catalogue and the index of a library. May be used from any thread."""

    def __init__(self, cache: Path) -> None:
        self.cache = cache
        self.lock = cache / "writer.lock"
        """The file that a process locks while it writes."""
        self.catalogue = self._open_catalogue()
        self._open_lock = threading.Lock()
        self._opened_engine: tuple[str, WhooshEngine] | None = None

    def read_so_far(self) -> ReadSoFar:
        stored = self.catalogue.stored_value(WORK_LEFT)
        if stored is None and self.catalogue.is_complete():
            return WHOLE
        failed = self.catalogue.files.failed_count()
        return read_so_far(stored, failed=failed, is_stopped=_stopped(self.lock).exists())

    def local(self) -> DerivedData:
        """Return itself, as it is in the cache of this machine."""
        return self

    def close(self) -> None:
        self._close_engine()
        self.catalogue.close()

    @property
    def catalogue_file(self) -> Path:
        return self.cache / "catalogue.sqlite"

    def _open_catalogue(self) -> Catalogue:
        path = self.catalogue_file
        catalogue_version.take_back(path)
        try:
            return Catalogue(path)
        except CatalogueDamaged:
            self._clear_catalogue()
            return Catalogue(path)
        except sqlite3.OperationalError:
            if not Catalogue.set_unreadable_aside(path):
                raise
            return Catalogue(path)

    def _clear_catalogue(self) -> None:
        """Delete a damaged catalogue; rename one of a later version, so that a new one can be created."""
        if not catalogue_version.put_aside(self.catalogue_file):
            Catalogue.throw_away(self.catalogue_file)

    def later_version_notice(self) -> str | None:
        """Return the message that another catalogue is built because the existing one is of a later version, or None.

        None as well once that catalogue is complete.
        """
        if self.catalogue.is_complete() or not catalogue_version.is_later_aside(self.catalogue_file):
            return None
        return say(
            "目录是更新版本的阅报写的，留在一旁，没有动；这一版另建一份。文件已经不在的文章，要用新版才看得到。"
        )

    @property
    def engine(self) -> WhooshEngine:
        """Return the search engine.

        Raises IndexDamaged until a sync has rebuilt the index, CatalogueDamaged until it has rebuilt the catalogue.
        """
        from reader.search.answering import index_versions

        identity = self.catalogue.identity()
        with self._open_lock:
            # a rebuilt catalogue has another identity, and gives articles other ids than those in the old
            # index
            if self._opened_engine is None or self._opened_engine[0] != identity:
                engine = index_versions.opened(self.cache, identity, self.catalogue, self._index_files())
                self._opened_engine = identity, engine
            return self._opened_engine[1]

    def _index_files(self) -> IndexFiles | None:
        return None

    def throw_index_away(self) -> None:
        """Delete the index; the next sync rebuilds it."""
        from reader.search.answering import index_versions

        self._close_engine()
        index_versions.throw_away(self.cache, self.catalogue.identity())

    def _close_engine(self) -> None:
        with self._open_lock:
            if self._opened_engine is not None:
                self._opened_engine[1].close()
            self._opened_engine = None

    def throw_catalogue_away(self) -> None:
        """Delete the catalogue and the index; the next sync rebuilds them.

        Articles of missing files, which no sync could read again, are copied into the new catalogue if possible.
        """
        from reader.library import integrity
        from reader.search.answering import index_versions

        recovered = list(integrity.salvaged(self.catalogue))
        self.catalogue.close()
        self._clear_catalogue()
        self.catalogue = self._open_catalogue()
        self._close_engine()
        index_versions.throw_away(self.cache)
        integrity.put_back(self.catalogue, recovered)

    def thrown_away(self, damage: IndexDamaged | CatalogueDamaged) -> str:
        """Delete the damaged part, so that it is rebuilt, and return a message for the reader. Raises LibraryBusy."""
        with only_writer(self.lock):
            if isinstance(damage, IndexDamaged):
                self.throw_index_away()
                return say("搜索用的索引损坏了，已重建。")
            self.throw_catalogue_away()
            return _catalogue_mended()

    def look_into_suspicion(self) -> str | None:
        """Check the catalogue if damage is suspected, since a sync may not read the damaged part.

        A damaged catalogue is deleted, so that it is rebuilt, and a message for the reader is returned; None if it is
        sound. Raises LibraryBusy.
        """
        if not self.catalogue.is_suspected():
            return None
        with only_writer(self.lock):
            if self.catalogue.problems():
                self.throw_catalogue_away()
                return _catalogue_mended()
            self.catalogue.trust()
        return None


def _catalogue_mended() -> str:
    return say("目录损坏了，已从文件重建。")


STEP_SECONDS = 15.0
"""The time for which a step of an analysis by another process is waited for; most take a second."""
_TURN_SECONDS = 0.2
_POLLED_EVERY = 0.02


class Turn:
    """The turn to analyse the articles of a library, which one process has at a time, beside whoever writes."""

    def __init__(self, lock: Path) -> None:
        import filelock

        self._lock = filelock.FileLock(lock.with_name("analysis.lock"))

    def take(self) -> bool:
        """Take the turn; return False if another process has it."""
        import filelock

        with suppress(filelock.Timeout):
            self._lock.acquire(_TURN_SECONDS, _POLLED_EVERY)
            return True
        return False

    def give_up(self) -> None:
        self._lock.release(force=True)


@contextmanager
def only_writer(lock: Path) -> Iterator[None]:
    """Lock the library during the block. Raises LibraryBusy if another process holds the lock."""
    import filelock

    lock.parent.mkdir(parents=True, exist_ok=True)
    file_lock = filelock.FileLock(lock, timeout=0, poll_interval=_POLLED_EVERY)
    try:
        file_lock.acquire()
    except filelock.Timeout:
        _wait_for_step(file_lock, Turn(lock))
    try:
        yield
    finally:
        file_lock.release()


def _wait_for_step(file_lock: FileLock, turn: Turn) -> None:
    """Acquire a lock that another process holds for a step of an analysis. Raises LibraryBusy if that one syncs."""
    import filelock

    try:
        if turn.take():
            turn.give_up()
            file_lock.acquire()
        else:
            file_lock.acquire(STEP_SECONDS)
    except filelock.Timeout as error:
        raise LibraryBusy(say("另一个窗口或命令正在更新这个资料库。")) from error


_Found = TypeVar("_Found")


def looked_up(look: Callable[[], _Found], otherwise: _Found) -> _Found:
    """Return what `look` finds of decisions that are made; `otherwise` if it fails: they are made all the same."""
    try:
        return look()
    except (OSError, sqlite3.Error, UserDataError, LibraryError, CatalogueDamaged):
        return otherwise


def _stopped(lock: Path) -> Path:
    """Return the path of the file that is there while a sync stands still."""
    return lock.with_name("sync-stopped")


def note_stopped(lock: Path, is_stopped: bool) -> None:
    """Tell all processes whether the sync of the library with this lock stands still; a full disk tells nothing."""
    with suppress(OSError):
        if is_stopped:
            _stopped(lock).touch()
        else:
            _stopped(lock).unlink(missing_ok=True)  # without patience: the window's thread calls this, too


@contextmanager
def noted_if_stopped(lock: Path) -> Iterator[None]:
    """A sync runs within the block, and stands still after it if the block raises."""
    note_stopped(lock, is_stopped=False)
    try:
        yield
    except BaseException:
        note_stopped(lock, is_stopped=True)
        raise
