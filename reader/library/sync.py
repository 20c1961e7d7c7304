"""Updating the catalogue and the index from the folder: scan → plan → read → store → index.

The steps are in `file_parsing`, `sync_reading`, `sync_storing` and `sync_marks`. Each step may be interrupted
at any moment and repeated: the catalogue stores a batch of files completely or not at all, and differences between
catalogue and index are removed at the start of the next sync.
"""

from __future__ import annotations

import time
from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from functools import lru_cache, partial
from itertools import accumulate, compress
from pathlib import Path
from typing import Literal

import msgspec

from reader import assets, do_nothing, never, parsing
from reader.formats import is_container
from reader.i18n import count, say
from reader.language.patterns import pattern
from reader.library.analysis import Analyses
from reader.library.derived_data import noted_if_stopped, only_writer
from reader.library.doubt_renewal import renew_doubts, renew_few_doubts
from reader.library.file_parsing import (
    FileToRead,
    ReadFile,
    SyncPlan,
    digits_of_day,
    is_same_day,
    look_beside,
    plan_of,
    to_read_again,
)
from reader.library.files_beside import containers_of
from reader.library.passed_over import keep_unread, passed_over_in
from reader.library.read_share import WORK_LEFT, UnreadFiles, WorkLeft
from reader.library.recognized_pictures import RecognizedPictures
from reader.library.sources import all_copies, joined_formats, unread_copies
from reader.library.sync_events import (
    Failure,
    LibraryBusy,
    Progress,
    ProgressCounter,
    SyncReport,
    TooManyLost,
)
from reader.library.sync_marks import MarkFollower
from reader.library.sync_reading import (
    BYTES_READ_TOGETHER,
    READ_TOGETHER,
    FileReader,
    SyncCorrections,
    add_contents,
)
from reader.library.sync_storing import IndexUpdater, SyncStore, record_unreached
from reader.own_process import give_memory_back
from reader.parsing import origin_of
from reader.search.engine import Engine
from reader.storage.analysis_tables import AT_ONCE
from reader.storage.catalogue import Catalogue
from reader.storage.file_table import KnownFile
from reader.storage.folder import FoundFile, LibraryFolder, Scan
from reader.storage.system_paths import for_system
from reader.storage.user_data import UserData
from reader.worker_pool import WorkerPool

Decided = Literal["corrections", "characters", "sources", "profiles", "made elsewhere"]
"""A kind of the reader's decisions; all of them, and whatever else is derived, for a catalogue made elsewhere."""
# A batch is stored and indexed after this many seconds or this share of the reading time so far, whichever is longer.
# The first articles can be found soon, and batches grow so fast that fewer than `gram_writer.FEW` are of one size
# class: their segments need not be folded, for which all their texts would be indexed again.
BATCH_SECONDS = 0.5
BATCH_SHARE = 0.25
FIRST_BATCH_SECONDS = 0.1
"""The first batch is stored sooner, as there is nothing to read until then."""
BATCH_CHARACTERS = 1_500_000
"""Number of characters (some 3,000 articles) after which a batch ends, as parsed articles are in memory until then."""
MANY_BYTES = 8_000_000
"""Size of the files to read (some 400 issues) from which child processes save a third of the time on two processors.

With half of it they save a tenth, for a fifth more processor time.
"""
MANY_ARTICLES = 3000
"""Number of articles to analyse from which on child processes do so, where few files are to be read."""
MANY_FILES = 5000
"""Number of files from which on looking at each takes longer than reading a new one: a fiftieth of a second, or on a
network drive many seconds."""
_TOLD_ROUNDS = 4
"""Maximum number of times that files are read again for what the others tell; usually one is enough."""
LOSS_ASKED_ABOUT = 0.1
"""If a larger share of the files is lost, the reader has to confirm it first."""


def sync(
    folder: LibraryFolder,
    catalogue: Catalogue,
    engine: Engine,
    user_data: UserData,
    lock: Path,
    progress: Callable[[Progress], None] = do_nothing,
    *,
    accept_missing: bool = False,
    by_names: bool = False,
    workers: int = 0,
    searchable: Callable[[SyncReport], object] = do_nothing,
) -> SyncReport:
    """Update the catalogue and the index from the folder, then what is derived from the articles.

    With `accept_missing`, any number of files may be gone. With `by_names`, the files of a library of `MANY_FILES` are
    not looked at while their names are there: what was edited in place is found by the next sync without. Large work is
    done by this number of child processes, with the same results as by none. `searchable` is called with the report
    once everything can be searched; what follows may be stopped at any time, and the next sync goes on.

    Raises:
        LibraryBusy: another process is syncing.
        TooManyLost: too many files are gone; nothing was changed.
        FolderError: the folder is gone.
        SyncCancelled: raised by `progress`.
        OSError, sqlite3.OperationalError: for example, the disk is full.
        CatalogueDamaged, IndexDamaged: they have to be rebuilt.
    """
    began = time.monotonic()
    give_memory_back()
    with ExitStack() as ending:
        with only_writer(lock), noted_if_stopped(lock), user_data.keeping_open():
            run = _Sync(folder, catalogue, engine, user_data, lock, progress)
            report = run.run(accept_missing, by_names, workers, ending)
            report.complaint = run.follow_articles()
            run.analyses.keep_begun()
        report.seconds = round(time.monotonic() - began, 3)
        searchable(report)
        with suppress(LibraryBusy), only_writer(lock):
            run.fold()
        run.analyses.go_on()
    return report


def apply(
    decided: Decided,
    folder: LibraryFolder,
    catalogue: Catalogue,
    engine: Engine,
    user_data: UserData,
    lock: Path,
    progress: Callable[[Progress], None] = do_nothing,
    is_given: Callable[[str], bool] = never,
) -> SyncReport:
    """Apply the reader's decisions of one kind; only files that these concern are read again. Raises like `sync`.

    For a catalogue that was made elsewhere, everything is derived from its articles and no file is read. `is_given`
    returns whether the decision about a character with a UUID came together with the articles from another person; such
    decisions stay applied.
    """
    with only_writer(lock):
        return _Sync(folder, catalogue, engine, user_data, lock, progress, is_given).apply(decided)


def remove_missing(
    folder: LibraryFolder,
    catalogue: Catalogue,
    engine: Engine,
    user_data: UserData,
    lock: Path,
    paths: Iterable[str],
) -> None:
    """Remove the articles of missing files; the caller has to hold the lock. Raises like `sync`."""
    run = _Sync(folder, catalogue, engine, user_data, lock)
    run.remove_missing(paths)
    run.follow_articles()


def tidy(engine: Engine, lock: Path, pause: Callable[[], object] = do_nothing) -> bool:
    """Do one step of `Engine.tidy`; return whether there was anything to do.

    It is done in steps so that other processes may write in between. Raises LibraryBusy, and like `Engine.tidy` and
    `pause`.
    """
    with only_writer(lock):
        return engine.tidy(pause=pause)


class _Sync:
    """Runs the steps of one sync in their order; the caller has to hold the lock."""

    def __init__(
        self,
        folder: LibraryFolder,
        catalogue: Catalogue,
        engine: Engine,
        user_data: UserData,
        lock: Path,
        progress: Callable[[Progress], None] = do_nothing,
        is_given: Callable[[str], bool] = never,
    ) -> None:
        self._is_given = is_given
        self._folder = folder
        self._catalogue = catalogue
        self._engine = engine
        self._user_data = user_data
        self._progress = ProgressCounter(progress)
        self._report = SyncReport()
        self._corrections = SyncCorrections(folder, catalogue, engine, user_data)
        self._containers = containers_of(folder, lambda path: self._corrections.by_file.of_path(path))
        self._reader = FileReader(self._containers, self._corrections, catalogue.profiles.told)
        self._index = IndexUpdater(catalogue, engine, self._progress)
        marks = MarkFollower(catalogue, engine, user_data)
        marks.begin()
        self._store = SyncStore(
            catalogue, self._index, self._corrections, self._progress, self._report, marks
        )
        self.analyses = Analyses(catalogue, engine, self._progress, lock)
        self.follow_articles = self._store.follow_articles
        self.fold = self._index.fold

    def run(self, accept_missing: bool, by_names: bool, workers: int, ending: ExitStack) -> SyncReport:
        """Do all until everything can be searched; what has begun of the analyses is ended by `ending`."""
        with self._containers, ExitStack() as stored:
            return self._run(accept_missing, by_names, workers, ending, stored)

    def apply(self, decided: Decided) -> SyncReport:
        """Apply the reader's decisions of one kind."""
        with self._containers:
            self._corrections.read()
            if decided == "made elsewhere":
                self._index.catch_up()
            elif decided == "corrections":
                self._read_corrected(self._files_there())
                self._reattach_corrections({file.path for file in self._files_there()})
                self._adopt_and_stitch()
            elif decided == "sources":
                self._store.join_remaining()
            elif decided == "profiles":
                self._adopt_and_stitch()
        self._read_characters()
        if decided == "made elsewhere":
            self._store.pack_texts()
            self._report.articles = self._catalogue.tree.counts()[2]
        # what is more than a reader waits for is left to a sync, which a library in one file never has
        self.analyses.finish(AT_ONCE if for_system(self._folder.root).is_dir() else None)
        if decided not in ("made elsewhere", "characters"):
            self._report.complaint = self.follow_articles()
        renew_few_doubts(self._catalogue)
        return self._report

    def _run(
        self, accept_missing: bool, by_names: bool, workers: int, ending: ExitStack, stored: ExitStack
    ) -> SyncReport:
        # an interrupted sync may have left articles in the catalogue that are not in the index
        self._report.mended = self._index.catch_up()
        self._corrections.read()
        # the texts about whose labels the reader has said something, which may hold other issues since
        said = [choice.path for choice in self._containers.choices if choice.path]
        files = self._catalogue.files
        by_names = by_names and files.number() >= MANY_FILES
        corrected = [*self._corrections.by_file.paths, *said]
        settled, others = files.as_read(parsing.PARSER_VERSION, corrected, by_names=by_names)
        scan = self._scanned(settled, are_trusted=by_names)
        known = files.not_as_read(scan, settled, others)
        self._reader.look_at_choices(known)
        if not accept_missing:
            self._check_not_unmounted(scan, known)
        beside = files.beside()
        otherwise = {path for path, file in known.items() if self._corrections.differ_from_parse(file)}
        inside = tuple(f"{path}/" for path in (*said, *otherwise))
        look = self._progress.look_at
        listed = add_contents(scan, known, beside, self._containers, look, otherwise)
        pictures = RecognizedPictures(self._folder)
        self._report.pictures = pictures.settle_archives(scan, self._containers, listed)
        self._unread = {path: self._containers.unread(path) for path in listed}
        otherwise |= listed
        self._reader.scan = scan
        plan = plan_of(scan, known, self._reader.digest, lambda file: file.path in otherwise, look, beside)
        # before anything is stored: a drive that is not mounted must not make its files missing
        lost = [path for path in plan.lost if not path.startswith(inside)]
        if not accept_missing and len(lost) > LOSS_ASKED_ABOUT * plan.present:
            raise TooManyLost(len(lost), plan.present)
        self._folder.remember_files_seen(scan.number)
        self._report.update = self._progress.update = prepared(plan.to_read, self._catalogue, self._user_data)
        self._store_renamed_and_lost(plan)
        pool = None
        if workers > 0 and sum(to_read.file.size for to_read in plan.to_read) >= MANY_BYTES:
            pool = _pool(workers, ending)
            stored.callback(self._index.finish)
        if is_little(plan.to_read):
            stored.enter_context(self._store.together())
            self._index.is_folded_later = True
        else:
            self._user_data.let_go()
        self._read_planned(scan, plan, pool)
        self._store.commit()
        if read := len(plan.to_read):  # what is stored is told before the report
            self._progress.report(read, read)
        report = self._report
        report.unanalysed = self.analyses.left()
        if workers > 0 and pool is None and report.unanalysed >= MANY_ARTICLES:
            pool = _pool(workers, ending)
        ending.callback(self.analyses.close)
        self.analyses.begin(pool)
        self._complete_articles()
        self._complete_report(scan, plan)
        return self._report

    def _read_planned(self, scan: Scan, plan: SyncPlan, pool: WorkerPool | None) -> None:
        """Read the files of the plan, and what has to be read because of them."""
        self._read_new(scan, plan, pool)
        # former pages that no issue manifest names any more are issues themselves
        if self._reader.freed:
            self._store.commit()
            freed = self._reader.freed - look_beside(scan, self._catalogue.files.beside(), {}).pages
            self._read([FileToRead(file, None) for file in scan.files if file.path in freed])
        # only a file read now can have the lines of a correction whose file is missing
        if self._corrections.all and (self._report.added or self._report.changed):
            new_paths = {new.file.path for new in plan.to_read if new.before is None}
            self._reattach_corrections(scan.by_path().keys(), new_paths)
        self._adopt_and_stitch(pool)
        self._store.renew_search_texts()
        self._store.tell_pictures()
        self._read_characters()

    def _complete_articles(self) -> None:
        """Complete the index and the texts of the stored articles."""
        self._index.finish()
        with self._store.writing() as writer:
            # once all articles are stored: what follows may be interrupted, and is done by the next sync
            writer.keep("complete", 1)
            keep_unread(writer, self._unread)
            writer.forget(WORK_LEFT)
            renew_doubts(self._catalogue, writer)
        self._store.pack_texts()

    def remove_missing(self, paths: Iterable[str]) -> None:
        """Remove the articles of missing files, and update everything that depends on them."""
        self._report.mended = self._index.catch_up()
        with self._store.writing() as writer:
            writer.remove_missing(paths)
            writer.newspapers.settle(assets.newspapers().values())
        self._store.place_undated()
        self._store.stitch_remaining()
        self._tell_what_others_tell()
        self._read_characters()
        renew_few_doubts(self._catalogue)
        self.analyses.finish(AT_ONCE)

    # -- the folder

    def _scanned(self, settled: Mapping[str, FoundFile], *, are_trusted: bool) -> Scan:
        """Scan the folder; if they `are_trusted`, without looking at the settled files."""
        pictures = RecognizedPictures(self._folder)
        # what was recognised in a picture changes without its file
        trusted_files = {} if pictures.texts.all else settled
        scan = self._folder.scan(pictures.is_wanted, known=trusted_files, are_trusted=are_trusted)
        pictures.settle(scan)
        return scan

    def _check_not_unmounted(self, scan: Scan, file_by_path: Mapping[str, KnownFile]) -> None:
        """Raise TooManyLost for an empty folder that is known to have had files, and whose catalogue is empty.

        This is the mount point of a drive that is not mounted, and not a new library. Its catalogue is not found
        because the UUID of the library is on the drive.
        """
        if not file_by_path and not scan.number:
            before = self._folder.files_last_seen()
            if before:
                raise TooManyLost(before, before)

    def _store_renamed_and_lost(self, plan: SyncPlan) -> None:
        self._corrections.rename_files({before.path: file.path for before, file in plan.renamed})
        if plan.renamed or plan.lost or plan.failed_and_gone or plan.unreached:
            with self._store.writing() as writer:
                for before, file in plan.renamed:
                    writer.touch(before.path, file)
                writer.mark_missing([*plan.lost, *plan.failed_and_gone])
                record_unreached(writer, plan.unreached)
        self._report.renamed = len(plan.renamed)

    def _complete_report(self, scan: Scan, plan: SyncPlan) -> None:
        report = self._report
        report.unchanged += plan.unchanged
        report.passed_over = passed_over_in(scan, self._catalogue)
        report.unopened = sum(file.files for file in report.passed_over if not file.is_without_article)
        report.led_out = scan.led_out
        failed = {each.path: each.message for each in scan.unreachable} | self._catalogue.files.failed_files()
        report.failed = [Failure(*each) for each in failed.items()]
        report.copies = all_copies(self._catalogue) + unread_copies(scan.passed_over, self._catalogue)
        report.left_out, report.opened = self._catalogue.files.left_out_and_opened()
        report.formats = self._catalogue.files.formats()
        report.sources = joined_formats(self._catalogue)
        report.unknown_script = self._catalogue.files.pages_in_unknown_script()
        _, _, report.articles, report.missing, _ = self._catalogue.tree.counts()

    # -- files and articles

    def _read_new(self, scan: Scan, plan: SyncPlan, pool: WorkerPool | None) -> None:
        """Read the files of the plan; the catalogue is told beforehand, and as the index grows, what it lacks."""
        stored = self._catalogue.stored_value(WORK_LEFT)
        total = sum(file.size for file in scan.files) + scan.same_size
        work = ReadingWork(total, plan.to_read, stored, plan.unchanged)
        if work.is_lacking and work.as_stored() != stored:
            with self._store.writing() as writer:
                writer.keep(WORK_LEFT, work.as_stored())
        self._progress.before = work.files_before
        began = time.monotonic()
        size = sum(file_to_read.file.size for file_to_read in plan.to_read)
        self._read(plan.to_read, pool, work)
        if size >= LEAST_MEASURED:
            with self._catalogue.writing() as writer:
                writer.keep(READING_SPEED, round(size / max(time.monotonic() - began, 0.001)))
        self._progress.before = 0  # the following steps count articles

    def _read(
        self,
        wanted_files: Sequence[FileToRead],
        pool: WorkerPool | None = None,
        work: ReadingWork | None = None,
    ) -> None:
        """Read the files in batches, each of which is stored and indexed together; a day's files stay together.

        `work` tells how much of it is done; None if these files are read once more.
        """
        look = partial(
            self._reader.look_at_catalogue, self._catalogue, for_few=not pool and is_little(wanted_files)
        )
        look()
        batch: list[ReadFile] = []
        waiting = 0
        first = began = time.monotonic()

        def report(done: int, path: str) -> None:
            if work is None:
                self._progress.report(done, len(wanted_files))
            else:
                self._progress.report(done, len(wanted_files), path, work.share(done))

        for done, read in self._reader.read_all(wanted_files, pool, report):
            batch.append(read)
            self._progress.day = read.day[1]
            self._progress.headline = read.headline
            now = time.monotonic()
            if self._progress.stored:
                least = BATCH_SECONDS
            else:
                least = FIRST_BATCH_SECONDS
            is_time = now - began > max(least, BATCH_SHARE * (now - first)) and not (
                done + 1 < len(wanted_files) and is_same_day(wanted_files[done], wanted_files[done + 1])
            )
            self._index.go_on()
            self._keep_left(work)
            waiting += read.characters
            # the batch alone refers to it now, so that storing the batch frees it
            del read
            if is_time or waiting >= BATCH_CHARACTERS:
                self._store_batch(batch, done + 1, len(wanted_files), pool, work)
                if done + 1 < len(wanted_files):
                    look()
                batch = []
                waiting = 0
                began = time.monotonic()
        if batch:
            self._store_batch(batch, len(wanted_files), len(wanted_files), pool, work)
            self._progress.report(len(wanted_files), len(wanted_files))

    def _store_batch(
        self,
        batch: Sequence[ReadFile],
        done: int,
        total: int,
        pool: WorkerPool | None,
        work: ReadingWork | None,
    ) -> None:
        """Store a batch, with which the first `done` files of the work are stored."""
        self._index.stored = done if work else 0
        self._store.store(batch, pool.map if pool else map, self._reader.read_again)
        if done < total:
            self._store.commit()
        self._keep_left(work)

    def _keep_left(self, work: ReadingWork | None) -> None:
        """Tell the catalogue what is left to read once more files can be searched.

        Only then: before, a search would find nothing in files that are told to be read.
        """
        if work is None or self._store.is_pending or work.searchable >= self._index.indexed:
            return
        work.note_searchable(self._index.indexed)
        if work.is_lacking or self._report.added or self._report.changed:
            with self._catalogue.writing() as writer:
                writer.keep(WORK_LEFT, work.as_stored())

    def _adopt_and_stitch(self, pool: WorkerPool | None = None) -> None:
        self._settle_newspapers()
        self._read_told(pool)
        self._store.place_undated()
        self._store.join_undated_copies()
        self._store.join_remaining()
        self._store.stitch_remaining()
        self._tell_what_others_tell()

    def _tell_what_others_tell(self) -> None:
        """Tell the issues what is known of them by their neighbours and their folders, once all are in their places."""
        self._store.contradict_numbers()
        with self._store.writing() as writer:
            writer.newspapers.tell_shares()

    def _settle_newspapers(self) -> None:
        with self._store.writing() as writer:
            writer.newspapers.settle(assets.newspapers().values())

    def _read_told(self, pool: WorkerPool | None) -> None:
        """Read the files again about which the other issues of their newspaper tell more than when they were parsed.

        It is done again if files belong to another newspaper then. A file that can't be read again is left for the next
        sync.
        """
        refused = self._corrections.refused_traits()
        if refused is None or not self._corrections.are_readable:
            return
        for _ in range(_TOLD_ROUNDS):
            kinds_by_path = self._store.told_by_profiles(refused)
            if not kinds_by_path:
                return
            self._store.commit()
            file_by_path = self._catalogue.files.known_files()
            self._read(
                [to_read_again(file_by_path[path], told=kinds_by_path[path]) for path in kinds_by_path],
                pool=pool,
            )
            self._settle_newspapers()

    # -- corrections

    def _read_characters(self) -> None:
        """Apply the corrections of characters; if these cannot be read, the articles stay as they are."""
        decisions = self._corrections.of_characters()
        if decisions is not None:
            self._store.read_characters(decisions, self._is_given)

    def _files_there(self) -> list[KnownFile]:
        """Return the files that are not missing, those included that hold several issues."""
        files = self._catalogue.files.known_files().values()
        return [file for file in files if file.state != "missing"]

    def _read_corrected(self, files: Iterable[KnownFile]) -> None:
        """Read those of the files again that were parsed with other corrections than those in effect."""
        self._read([to_read_again(file) for file in files if self._corrections.differ_from_parse(file)])

    def _reattach_corrections(
        self, present_paths: Collection[str], new_paths: Collection[str] = frozenset()
    ) -> None:
        """Move corrections of missing files to present files with the same lines, and read these again."""
        if self._corrections.all:
            self._store.commit()
            self._index.finish()
        paths = self._corrections.reattach(present_paths, new_paths)
        if paths:
            file_by_path = self._catalogue.files.known_files()
            self._corrections.read()
            self._read_corrected([file_by_path[path] for path in paths if path in file_by_path])


def _pool(size: int, ending: ExitStack) -> WorkerPool:
    """Return child processes that end with `ending`."""
    return ending.enter_context(WorkerPool(size))


def is_little(wanted_files: Sequence[FileToRead]) -> bool:
    """Return whether so little is to be read that it is stored in one transaction."""
    return (
        len(wanted_files) <= READ_TOGETHER
        and sum(to_read.file.size for to_read in wanted_files) <= BYTES_READ_TOGETHER
    )


READING_SPEED = "reading speed"
"""The key under which the catalogue keeps how many bytes of files the last long sync has read in a second."""
LEAST_MEASURED = 1 << 20
"""The least size of files by which that is measured, in bytes."""
_TYPICAL_SPEED = 500_000
_MINUTE = 60


def prepared(wanted_files: Sequence[FileToRead], catalogue: Catalogue, user_data: UserData) -> str:
    """Back up the user's data if files were read by another version of the parser, before anything is changed.

    Return what will be different and how long it takes, in a sentence; "" if this is no update. Raises UserDataError
    if the backup can't be made: the update is not to begin then.
    """
    sizes = [
        wanted_file.file.size
        for wanted_file in wanted_files
        if wanted_file.before is not None
        and wanted_file.before.state == "present"
        and wanted_file.before.parser_version != parsing.PARSER_VERSION
    ]
    if not sizes:
        return ""
    backup = user_data.backups.make_before_update(f"parser {parsing.PARSER_VERSION}")
    minutes = sum(sizes) / int(catalogue.stored_value(READING_SPEED) or _TYPICAL_SPEED) / _MINUTE
    words = say(
        "阅报换了新版，{files}要重新读一遍，{time}：日期、版次、文章的起止和标题可能与从前不同，"
        "收藏、批注、更正会跟着文章走。",
        files=count(len(sizes), "{n} 个文件"),
        time=count(round(minutes), "大约 {n} 分钟") if minutes >= 1 else say("用不了 1 分钟"),
    )
    return words + (say("从前的已备份：{name}。", name=backup.name) if backup else "")


class ReadingWork:
    """The files that a sync has to read, in their order, and what of them is left."""

    def __init__(
        self, total: int, wanted_files: Sequence[FileToRead], stored: str | None, unchanged: int
    ) -> None:
        """`total` is the size of all files of the library; `stored` is what an interrupted sync has kept."""
        self._wanted_files = wanted_files
        self._sizes = [_own_size(to_read.file) for to_read in wanted_files]
        self._before = array("q", accumulate(self._sizes, initial=0))
        self._of = [_lacking_files(to_read) for to_read in wanted_files]
        self._lacking = Counter(filter(None, self._of))
        bytes_to_read = self._before[-1]
        self._total = total - sum(to_read.file.size for to_read in wanted_files) + bytes_to_read
        self.is_lacking = bool(self._lacking)
        """Whether the library lacks files, or an interrupted sync has read some that it lacked."""
        self._began = (unchanged, self._total - bytes_to_read)
        if stored is not None:
            before = msgspec.json.decode(stored, type=WorkLeft)
            self.is_lacking = self.is_lacking or before.is_lacking
            self._began = (before.began_files, before.began_bytes)
        self.files_before = max(0, unchanged - self._began[0])
        """The number of files that interrupted syncs have read."""
        self._bytes_before = max(0, self._total - bytes_to_read - self._began[1])
        self._lacking_bytes = sum(compress(self._sizes, self._of))
        self.searchable = 0
        """How many of the files are stored and in the index."""

    def share(self, done: int) -> float:
        """Return the share of the sync's work after so many files, 0 to 1."""
        total_bytes = self._bytes_before + self._before[-1]
        if total_bytes:
            return (self._bytes_before + self._before[done]) / total_bytes
        return done / max(len(self._wanted_files), 1)

    def note_searchable(self, done: int) -> None:
        """Note that the first `done` files are stored and in the index."""
        for at in range(self.searchable, done):
            period = self._of[at]
            if period is not None:
                self._lacking_bytes -= self._sizes[at]
                self._lacking[period] -= 1
        self.searchable = done

    def as_stored(self) -> str:
        unread = tuple(period for period, files in self._lacking.items() if files)
        left = WorkLeft(self.is_lacking, self._total, self._lacking_bytes, unread, *self._began)
        return msgspec.json.encode(left).decode()


def _own_size(file: FoundFile) -> int:
    """Return the size of a file; 0 for a container, of which what it holds is read file by file."""
    return 0 if is_container(file.path) else file.size


def _lacking_files(to_read: FileToRead) -> UnreadFiles | None:
    """Return what a file's path tells if the library lacks its text: it is new, or has changed since it was read."""
    before = to_read.before
    file = to_read.file
    if before is not None and (before.size, before.mtime_ns) == (file.size, file.mtime_ns):
        return None
    return _files_of(file.path)


_FROM_DIGIT = pattern(r"\d.*")
_PATHS_KEPT = 4096


def _files_of(path: str) -> UnreadFiles:
    """Return what a path tells; of titles and undated paths only the parts that many files share are looked at."""
    folder, _, name = path.rpartition("/")
    title = _title_and_month(f"{folder}/{_FROM_DIGIT.sub('', name)}")[0]
    day = digits_of_day(path)
    if day:
        month = int(day[:4]) * 12 + int(day[4:6]) - 1
        return UnreadFiles(title, month, month)
    _, year, month_of_year = _title_and_month(path)
    if not year:
        return UnreadFiles(title)
    first = year * 12 + (month_of_year or 1) - 1
    return UnreadFiles(title, first, first if month_of_year else year * 12 + 11)


@lru_cache(_PATHS_KEPT)
def _title_and_month(path: str) -> tuple[str, int, int]:
    """Return title, year and month in a path; "" and 0 for what it does not tell."""
    origin = origin_of(path)
    return origin.title or "", origin.year or 0, origin.month or 0
