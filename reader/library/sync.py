"""Bringing the catalogue and the index up to the folder: scan → plan → read → store → index.

The steps are in modules of their own: `sync_plan`, `sync_reading`, `sync_storing`,
`sync_marks`. Every step may be interrupted at any moment and run again: the catalogue stores a batch of files
completely or not at all, and differences between catalogue and index are removed at the next start.
"""

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path

from reader import formats
from reader.library.derived_data import only_writer
from reader.library.files_beside import containers_of
from reader.library.sources import joined_formats
from reader.library.sync_events import (
    Copy,
    Failure,
    Progress,
    ProgressCounter,
    SyncReport,
    TooManyLost,
)
from reader.library.sync_marks import MarkFollower
from reader.library.sync_plan import DueFile, SyncPlan, look_beside, plan_of
from reader.library.sync_reading import FileReader, ReadFile, SyncCorrections, add_contents
from reader.library.sync_storing import IndexUpdater, SyncStore, record_unreached
from reader.own_process import give_memory_back
from reader.search.engine import Engine
from reader.storage.catalogue import Catalogue
from reader.storage.file_table import BEGAN_WITH, KnownFile
from reader.storage.folder import FoundFile, LibraryFolder, Scan
from reader.storage.user_data import UserData

BATCH_SECONDS, BATCH_SHARE = 0.5, 0.05
"""A batch is stored and indexed after so many seconds, or this share of the time spent reading so far: something can be
found soon, and the index of a large library is not updated in hundreds of steps."""
FIRST_BATCH_SECONDS = 0.1
"""The first batch is stored sooner: until then there is nothing to be read."""
BATCH_CHARACTERS = 1_500_000
"""The characters of texts, some 3,000 articles, with which a batch ends: what was parsed waits in memory."""
LOSS_ASKED_ABOUT = 0.1
"""Share of the files whose loss is not accepted without asking."""


def sync(
    folder: LibraryFolder,
    catalogue: Catalogue,
    engine: Engine,
    user_data: UserData,
    lock: Path,
    progress: Callable[[Progress], None] = lambda _: None,
    *,
    accept_missing: bool = False,
) -> SyncReport:
    """Bring the catalogue and the index up to the folder.

    Raises LibraryBusy, TooManyLost, FolderError (the root is gone), SyncCancelled (from `progress`), OSError and
    sqlite3.OperationalError (a full disk), CatalogueDamaged, IndexDamaged.
    """
    began = time.monotonic()
    give_memory_back()
    with only_writer(lock):
        run = _Sync(folder, catalogue, engine, user_data, progress)
        report = run.run(accept_missing=accept_missing)
        report.complaint = run.follow_articles()
    report.seconds = round(time.monotonic() - began, 3)
    return report


def apply_corrections(
    folder: LibraryFolder, catalogue: Catalogue, engine: Engine, user_data: UserData, lock: Path
) -> SyncReport:
    """Read the files again whose corrections have changed, and nothing else. Raises what `sync` raises."""
    with only_writer(lock):
        run = _Sync(folder, catalogue, engine, user_data)
        report = run.apply_corrections()
        report.complaint = run.follow_articles()
    return report


def apply_characters(
    folder: LibraryFolder,
    catalogue: Catalogue,
    engine: Engine,
    user_data: UserData,
    lock: Path,
    is_given: Callable[[str], bool] = lambda uuid: False,
) -> SyncReport:
    """Apply readers' corrections of characters to the articles, and those that were given with the articles.

    Raises what `sync` raises.
    """
    with only_writer(lock):
        return _Sync(folder, catalogue, engine, user_data, is_given=is_given).apply_characters()


def complete(
    folder: LibraryFolder,
    catalogue: Catalogue,
    engine: Engine,
    user_data: UserData,
    lock: Path,
    progress: Callable[[Progress], None],
    is_given: Callable[[str], bool],
) -> SyncReport:
    """Build everything that is derived from articles, for a catalogue that came from elsewhere; no file is read.

    Raises what `sync` raises.
    """
    with only_writer(lock):
        return _Sync(folder, catalogue, engine, user_data, progress, is_given).complete()


def apply_sources(
    folder: LibraryFolder, catalogue: Catalogue, engine: Engine, user_data: UserData, lock: Path
) -> SyncReport:
    """Show the sources of articles that readers have chosen. Raises what `sync` raises."""
    with only_writer(lock):
        run = _Sync(folder, catalogue, engine, user_data)
        report = run.apply_sources()
        report.complaint = run.follow_articles()
    return report


def remove_missing(
    folder: LibraryFolder, catalogue: Catalogue, engine: Engine, user_data: UserData, paths: Iterable[str]
) -> None:
    """Remove what was read from missing files; the caller holds the lock. Raises what `sync` raises."""
    run = _Sync(folder, catalogue, engine, user_data)
    run.remove_missing(paths)
    run.follow_articles()


def tidy(engine: Engine, lock: Path, pause: Callable[[], object] = lambda: None) -> bool:
    """Do one step of `Engine.tidy`. Return whether there was any; other processes may write between two steps.

    Raises what that and `pause` raise, and LibraryBusy.
    """
    with only_writer(lock):
        return engine.tidy(pause=pause)


class _Sync:
    """The order of the steps of one sync; the caller holds the lock."""

    def __init__(
        self,
        folder: LibraryFolder,
        catalogue: Catalogue,
        engine: Engine,
        user_data: UserData,
        progress: Callable[[Progress], None] = lambda _: None,
        is_given: Callable[[str], bool] = lambda uuid: False,
    ) -> None:
        self._is_given = is_given
        self._folder = folder
        self._catalogue = catalogue
        self._progress = ProgressCounter(progress)
        self._report = SyncReport()
        self._corrections = SyncCorrections(folder, catalogue, engine, user_data)
        self._containers = containers_of(folder)
        self._reader = FileReader(folder, self._containers, self._corrections)
        self._index = IndexUpdater(catalogue, engine, self._progress)
        self._store = SyncStore(
            catalogue,
            self._index,
            engine,
            self._corrections,
            self._progress,
            self._report,
            MarkFollower(catalogue, engine, user_data),
        )
        self.follow_articles = self._store.follow_articles

    def run(self, *, accept_missing: bool) -> SyncReport:
        with self._containers:
            return self._run(accept_missing=accept_missing)

    def apply_corrections(self) -> SyncReport:
        with self._containers:
            return self._apply_corrections()

    def _run(self, *, accept_missing: bool) -> SyncReport:
        self._report.mended = self._index.catch_up()
        scan = self._folder.scan(formats.is_issue_file)
        known = self._catalogue.files.known_files()
        self._corrections.read(known)
        if not accept_missing:
            self._check_not_unmounted(scan, known)
        beside = self._catalogue.files.beside()
        containers = add_contents(scan, known, beside, self._containers, self._progress.report)
        self._reader.files = scan.files
        plan = plan_of(
            scan,
            known,
            self._reader.digest,
            lambda file: file.path in containers or self._corrections.differ_from_parse(file),
            self._progress.report,
            beside,
        )
        if not accept_missing:
            _check_loss(plan, known)
        self._folder.remember_files_seen(len(scan.files))
        self._store_renamed_and_lost(plan)
        self._read(plan.to_read, plan.unchanged)
        if self._reader.freed:
            freed = self._reader.freed - look_beside(scan, self._catalogue.files.beside(), {}).pages
            self._read([DueFile(file, None) for file in scan.files if file.path in freed])
        if self._report.added or self._report.changed:
            self._reattach_corrections({file.path for file in scan.files})
        self._adopt_and_stitch()
        self._read_characters()
        with self._store.writing() as writer:
            writer.note_complete()
            if self._catalogue.files.began_with() is not None:
                writer.keep(BEGAN_WITH, -1)
        self._store.pack_texts()
        self._store.count_names()
        self._store.compare_articles()
        self._store.measure_misreadings()
        self._complete_report(scan, plan)
        return self._report

    def _apply_corrections(self) -> SyncReport:
        known = self._catalogue.files.known_files()
        self._corrections.read(known)
        present = {path: file for path, file in known.items() if file.state == "present"}
        self._read_corrected(present.values())
        self._reattach_corrections(present)
        self._adopt_and_stitch()
        self._read_characters()
        self._store.compare_articles()
        self._store.count_names()
        return self._report

    def apply_characters(self) -> SyncReport:
        self._corrections.read({})
        self._read_characters()
        self._store.compare_articles()
        self._store.count_names()
        return self._report

    def complete(self) -> SyncReport:
        self._index.catch_up()
        self._corrections.read({})
        self._read_characters()
        self._store.pack_texts()
        self._store.count_names()
        self._store.compare_articles()
        self._report.articles = self._catalogue.tree.counts()[2]
        return self._report

    def apply_sources(self) -> SyncReport:
        self._corrections.read({})
        self._store.join_remaining()
        self._read_characters()
        self._store.compare_articles()
        self._store.count_names()
        return self._report

    def remove_missing(self, paths: Iterable[str]) -> None:
        self._report.mended = self._index.catch_up()
        with self._store.writing() as writer:
            writer.remove_missing(paths)
            writer.adopt_untitled()
        self._store.place_undated()
        self._store.stitch_remaining()
        self._read_characters()
        self._store.count_names()

    # -- the folder

    def _check_not_unmounted(self, scan: Scan, known: Mapping[str, KnownFile]) -> None:
        """Raise TooManyLost for an empty folder that had files, whose catalogue can't be found either.

        A drive that is not mounted leaves such a folder, without the library's UUID: it is not a new library.
        """
        if not known and not scan.files:
            before = self._folder.files_last_seen()
            if before:
                raise TooManyLost(before, before)

    def _store_renamed_and_lost(self, plan: SyncPlan) -> None:
        self._corrections.rename_files({before.path: file.path for before, file in plan.renamed})
        with self._store.writing() as writer:
            for before, file in plan.renamed:
                writer.touch(before.path, file)
            writer.mark_missing([*plan.lost, *plan.failed_and_gone])
            record_unreached(writer, plan.unreached)
        self._report.renamed = len(plan.renamed)

    def _complete_report(self, scan: Scan, plan: SyncPlan) -> None:
        report = self._report
        report.unchanged += plan.unchanged
        report.passed_over = len(scan.passed_over)
        report.led_out = scan.led_out
        failed = {each.path: each.message for each in scan.unreachable} | self._catalogue.files.failed_files()
        report.failed = [Failure(*each) for each in failed.items()]
        report.copies = [Copy(*each) for each in self._catalogue.files.copies()]
        report.left_out, report.opened = self._catalogue.files.left_out_and_opened()
        report.formats = self._catalogue.files.formats()
        report.sources = joined_formats(self._catalogue)
        _, _, report.articles, report.missing, _ = self._catalogue.tree.counts()

    # -- files and articles

    def _read(self, dues: Sequence[DueFile], unchanged: int | None = None) -> None:
        """Read the files, in batches that are stored and indexed together.

        After an interrupted sync, the progress continues from there: `unchanged` is the number of files already read,
        some of them by that sync. None: these are not the files of a whole sync.
        """
        began_with = self._catalogue.files.began_with()
        if began_with is not None and unchanged is not None:
            self._progress.before = max(0, unchanged - began_with)
        batch: list[ReadFile] = []
        waiting = 0
        first = began = time.monotonic()
        for done, due in enumerate(dues):
            self._progress.report(done, len(dues), due.file.path)
            if due.file.path in self._reader.pages:
                continue
            read = self._reader.read(due)
            batch.append(read)
            self._progress.day, self._progress.headline = _first_headline(read)
            now = time.monotonic()
            least = BATCH_SECONDS if self._progress.stored else FIRST_BATCH_SECONDS
            is_time = now - began > max(least, BATCH_SHARE * (now - first))
            waiting += sum(map(len, read.texts))
            del read
            if is_time or waiting >= BATCH_CHARACTERS:
                self._store_batch(batch, unchanged)
                batch, waiting, began = [], 0, time.monotonic()
        if batch:
            self._store_batch(batch, unchanged)
            self._progress.report(len(dues), len(dues))
        self._progress.before = 0  # the following steps count articles

    def _store_batch(self, batch: Sequence[ReadFile], unchanged: int | None) -> None:
        """Store a batch; before the first of a sync that has articles, note how many files were read before."""
        began_with = self._catalogue.files.began_with()
        if unchanged is not None and began_with is None and any(read.texts for read in batch):
            with self._store.writing() as writer:
                writer.keep(BEGAN_WITH, unchanged)
        self._store.store(batch)

    def _adopt_and_stitch(self) -> None:
        with self._store.writing() as writer:
            writer.adopt_untitled()
        self._store.place_undated()
        self._store.join_remaining()
        self._store.stitch_remaining()

    # -- corrections

    def _read_characters(self) -> None:
        """Apply readers' corrections of characters; leave the articles as they are if the corrections can't be read."""
        if (decisions := self._corrections.of_characters()) is not None:
            self._store.read_characters(decisions, self._is_given)

    def _read_corrected(self, files: Iterable[KnownFile]) -> None:
        """Read the files again that were parsed with other corrections than those in effect."""
        self._read(
            [
                DueFile(FoundFile(file.path, file.size, file.mtime_ns), file)
                for file in files
                if self._corrections.differ_from_parse(file)
            ]
        )

    def _reattach_corrections(self, present_paths: Collection[str]) -> None:
        """Move corrections of missing files to present ones, and read these again."""
        paths = self._corrections.reattach(present_paths)
        if paths:
            known = self._catalogue.files.known_files()
            self._corrections.read(known)
            self._read_corrected([known[path] for path in paths if path in known])


def _first_headline(read: ReadFile) -> tuple[str, str]:
    """Return the day (YYYY-MM-DD) and the first headline of a file, each "" where there is none."""
    if read.part is None:
        return "", ""
    date = read.part.masthead.date
    headlines = (article.headline for article in read.part.articles if article.headline)
    return date.isoformat() if date else "", next(headlines, "")


def _check_loss(plan: SyncPlan, known: Mapping[str, KnownFile]) -> None:
    """Raise TooManyLost if too large a share of the present files is lost."""
    present = sum(1 for file in known.values() if file.state == "present")
    if len(plan.lost) > LOSS_ASKED_ABOUT * present:
        raise TooManyLost(len(plan.lost), present)
