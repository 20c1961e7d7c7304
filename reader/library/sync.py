"""Brings the catalogue and the index up to the folder: scan → parse → store → index.

Every step may be cut off at any moment and run again: the catalogue takes a batch of files whole or not at all,
and what it holds and the index does not (or the other way about) is made good at the next start.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import filelock
import numpy as np

from reader import formats, parsing
from reader.formats.reading import bytes_from
from reader.i18n import say
from reader.library.bookmark_anchors import new_keys_of
from reader.library.correction_index import CorrectionsByFile, matching_files, stamp_of
from reader.library.documents import document_of
from reader.library.stories import stitch_days, unstitched
from reader.library.sync_events import Failure, LibraryBusy, Progress, SyncReport, TooManyLost
from reader.newspaper.correction import Correction
from reader.newspaper.issue import IssuePart
from reader.parsing.path_hints import origin_of
from reader.search import mastheads
from reader.search.engine import Document, Engine
from reader.search.index_warnings import in_words
from reader.search.terms import search_text
from reader.storage.catalogue import Catalogue
from reader.storage.catalogue_writer import CatalogueWriter
from reader.storage.file_table import KnownFile
from reader.storage.folder import FoundFile, LibraryFolder, Scan, digest_of
from reader.storage.user_data import UserData, UserDataError

BATCH_SECONDS, BATCH_SHARE = 0.5, 0.05
"""What was read is stored and indexed after so long, or so much of the time that reading has taken till then: there is
something to be found soon, and the index is not given a large library in hundreds of steps."""
BATCH_ARTICLES = 3000
"""No more than these wait in memory."""
PACKED_AT_ONCE = 1000
COUNTED_AT_ONCE = 5000
"""Articles whose words are counted in one step."""
STITCHED_AT_ONCE = 50
"""Issues whose days are stitched in one step where many have to be."""
INDEXED_FIRST, INDEXED_AT_ONCE = 5000, 100_000
"""Articles that the index takes in one step where it lags behind, the newest soon to be found; so much has to be done
again after a crash."""
LOSS_ASKED_ABOUT = 0.1
_UNREAD = b""
"""In the place of a digest: another time the file may be read."""


@dataclass(frozen=True, slots=True)
class _Due:
    """A file to read, and what the catalogue knows of it; `is_moved`: its name tells something else now."""

    file: FoundFile
    before: KnownFile | None
    is_moved: bool = False


@dataclass(slots=True)
class _Plan:
    """What has to be done to which file."""

    to_read: list[_Due] = field(default_factory=list)
    moved: list[tuple[KnownFile, FoundFile]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    failed_and_gone: list[str] = field(default_factory=list)
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class _ReadFile:
    """A file that was looked at: parsed, or failed with a message, or neither: its bytes are as they were."""

    due: _Due
    digest: bytes
    part: IssuePart | None = None
    texts: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    message: str | None = None
    corrections: str = ""
    keys_moved: Mapping[str, str] = field(default_factory=dict)


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
    """Raises LibraryBusy, TooManyLost, FolderError (the root is gone), SyncCancelled (from `progress`), OSError and
    sqlite3.OperationalError (a full disk), CatalogueDamaged, IndexDamaged.
    """
    began = time.monotonic()
    with only_writer(lock):
        run = _Sync(folder, catalogue, engine, user_data, progress, accept_missing)
        report = run.run()
        report.complaint = _look_after_bookmarks(catalogue, engine, user_data, run.keys_moved)
    report.seconds = round(time.monotonic() - began, 3)
    return report


def apply_corrections(
    folder: LibraryFolder, catalogue: Catalogue, engine: Engine, user_data: UserData, lock: Path
) -> SyncReport:
    """Reads the files again whose corrections have changed, and nothing else; raises what `sync` raises."""
    with only_writer(lock):
        run = _Sync(folder, catalogue, engine, user_data, lambda _: None, accept_missing=False)
        report = run.apply_corrections()
        report.complaint = _look_after_bookmarks(catalogue, engine, user_data, run.keys_moved)
    return report


def remove_missing(
    folder: LibraryFolder, catalogue: Catalogue, engine: Engine, user_data: UserData, paths: Iterable[str]
) -> None:
    """Takes out what was read from missing files; the caller holds the lock. Raises what `sync` raises."""
    run = _Sync(folder, catalogue, engine, user_data, lambda _: None, accept_missing=False)
    run.remove_missing(paths)
    _look_after_bookmarks(catalogue, engine, user_data, {})


def tidy(engine: Engine, lock: Path, pause: Callable[[], object] = lambda: None) -> bool:
    """Does one piece of what `Engine.tidy` does, tells whether there was any, and raises what it and `pause` raise, and
    LibraryBusy. Others may write between two pieces.
    """
    with only_writer(lock):
        return engine.tidy(pause=pause)


@contextmanager
def only_writer(lock: Path) -> Iterator[None]:
    """Holds the library's lock. Raises LibraryBusy when another process does."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    try:
        with filelock.FileLock(lock, timeout=0):
            yield
    except filelock.Timeout as error:
        raise LibraryBusy(say("另一个窗口或命令正在更新这个资料库。")) from error


class _Sync:
    """One run; the caller holds the lock."""

    def __init__(
        self,
        folder: LibraryFolder,
        catalogue: Catalogue,
        engine: Engine,
        user_data: UserData,
        progress: Callable[[Progress], None],
        accept_missing: bool,
    ) -> None:
        self.folder = folder
        self.catalogue = catalogue
        self.engine = engine
        self.user_data = user_data
        self.progress = progress
        self.accept_missing = accept_missing
        self.report = SyncReport()
        self.stored = 0
        self.keys_moved: dict[str, str] = {}
        self._corrections: CorrectionsByFile | None = None
        self._told: Sequence[Correction] = ()

    def run(self) -> SyncReport:
        self._even_out_index()
        scan = self.folder.scan(formats.is_issue_file)
        known = self.catalogue.files.known_files()
        self._read_corrections(known)
        self._ask_about_loss(scan, known)
        plan = self._plan(scan, known)
        held = sum(1 for file in known.values() if file.state == "present")
        if len(plan.lost) > LOSS_ASKED_ABOUT * held and not self.accept_missing:
            raise TooManyLost(len(plan.lost), held)
        self.folder.remember_files_seen(len(scan.files))
        self._follow_moves(plan)
        self._read(plan.to_read)
        if self.report.added or self.report.changed:
            self._bring_corrections_home({file.path for file in scan.files})
        with self._writing() as writer:
            writer.adopt_untitled()
        self._stitch_what_is_left()
        with self._writing() as writer:
            writer.note_complete()
        self._pack_texts()
        self._count_words()
        report = self.report
        report.unchanged += plan.unchanged
        report.passed_over = len(scan.passed_over)
        report.led_out = scan.led_out
        report.failed = [Failure(u.path, u.message) for u in scan.unreachable]
        report.failed += [Failure(*each) for each in self.catalogue.files.failed_files().items()]
        _, _, report.articles, report.missing, _ = self.catalogue.tree.counts()
        return report

    def _ask_about_loss(self, scan: Scan, known: Mapping[str, KnownFile]) -> None:
        """A drive that is not mounted leaves an empty folder, without even the catalogue's key: not a new library."""
        if not known and not scan.files and not self.accept_missing:
            before = self.folder.files_last_seen()
            if before:
                raise TooManyLost(before, before)

    # -- what is to be done

    def _plan(self, scan: Scan, known: Mapping[str, KnownFile]) -> _Plan:
        plan = _Plan()
        present = {file.path for file in scan.files}
        unseen = {each.path for each in scan.unreachable}
        below_unseen = tuple(f"{path}/" for path in unseen)
        gone = {
            path: file
            for path, file in known.items()
            if path not in present and path not in unseen and not path.startswith(below_unseen)
        }
        new = [file for file in scan.files if file.path not in known]
        plan.moved = list(self._moves(new, gone.values()))
        before_of = {file.path: before for before, file in plan.moved}
        for file in scan.files:
            before = known.get(file.path) or before_of.get(file.path)
            is_renamed = file.path in before_of
            is_moved = is_renamed and before is not None and origin_of(before.path) != origin_of(file.path)
            is_same = before is not None and not _may_differ(before, file, is_renamed)
            if not is_same or is_moved or (before is not None and self._is_told_otherwise(before)):
                plan.to_read.append(_Due(file, before, is_moved))
            elif not is_renamed and before is not None and before.state == "present":
                plan.unchanged += 1
        for before, _ in plan.moved:
            del gone[before.path]
        plan.lost = [path for path, file in gone.items() if file.state == "present"]
        plan.failed_and_gone = [path for path, file in gone.items() if file.state == "failed"]
        plan.to_read.reverse()  # the newest issues first: names usually rise with time
        return plan

    def _moves(
        self, new: Sequence[FoundFile], gone: Iterable[KnownFile]
    ) -> Iterator[tuple[KnownFile, FoundFile]]:
        """Which of the files that are gone is which of the new ones: equal bytes, and the same name where it helps."""
        left: dict[bytes, list[KnownFile]] = defaultdict(list)
        sizes = set()
        for known in gone:
            if known.message is None:
                left[known.digest].append(known)
                sizes.add(known.size)
        if not left:
            return
        for done, file in enumerate(new):
            self.progress(Progress(done, len(new), file.path, self.stored))
            equals = left.get(self._digest(file)) if file.size in sizes else None
            if equals:
                best = max(equals, key=lambda known: _name(known.path) == _name(file.path))
                equals.remove(best)
                yield best, file

    def _digest(self, file: FoundFile) -> bytes:
        try:
            return digest_of(self._bytes_of(file))
        except formats.UnreadableFile:
            return _UNREAD

    def _bytes_of(self, file: FoundFile) -> bytes:
        return bytes_from(lambda: self.folder.open(file.path))

    def _follow_moves(self, plan: _Plan) -> None:
        try:
            self.user_data.corrections.follow({before.path: file.path for before, file in plan.moved})
            self._told = self.user_data.corrections.all()
        except UserDataError as error:
            self.user_data.complaint = str(error)
        with self._writing() as writer:
            for before, file in plan.moved:
                writer.touch(before.path, file)
            writer.mark_missing([*plan.lost, *plan.failed_and_gone])
        self.report.renamed = len(plan.moved)

    def remove_missing(self, paths: Iterable[str]) -> None:
        self._even_out_index()
        with self._writing() as writer:
            writer.remove_missing(paths)
            writer.adopt_untitled()
        self._stitch_what_is_left()

    # -- corrections

    def apply_corrections(self) -> SyncReport:
        known = self.catalogue.files.known_files()
        self._read_corrections(known)
        present = {path: file for path, file in known.items() if file.state == "present"}
        self._read_told_otherwise(present)
        self._bring_corrections_home(present)
        with self._writing() as writer:
            writer.adopt_untitled()
        self._stitch_what_is_left()
        return self.report

    def _read_corrections(self, known: Mapping[str, KnownFile]) -> None:
        """Where they can't be read, no file is read anew for their sake."""
        try:
            self._told = self.user_data.corrections.all()
            self._corrections = CorrectionsByFile(self._told, known)
        except UserDataError as error:
            self.user_data.complaint = str(error)

    def _is_told_otherwise(self, before: KnownFile) -> bool:
        """Whether a file was read with other corrections than those that hold now."""
        if self._corrections is None:
            return False
        return stamp_of(self._corrections.of(before.path, before.digest)) != before.corrections

    def _read_told_otherwise(self, present: Mapping[str, KnownFile]) -> None:
        self._read(
            [
                _Due(FoundFile(file.path, file.size, file.mtime_ns), file)
                for file in present.values()
                if self._is_told_otherwise(file)
            ]
        )

    def _bring_corrections_home(self, present: Collection[str]) -> None:
        """Corrections of files that are not there may be about others that are."""
        try:
            homeless = [c for c in self.user_data.corrections.all() if c.anchor.path not in present]
            homes = matching_files(homeless, present, self.folder, self.catalogue, self.engine)
            self.user_data.corrections.move_to_files(homes)
        except UserDataError as error:
            self.user_data.complaint = str(error)
            return
        if homes:
            known = self.catalogue.files.known_files()
            self._read_corrections(known)
            self._read_told_otherwise({path: known[path] for path in set(homes.values()) if path in known})

    # -- the index

    def _even_out_index(self) -> None:
        """Makes the index hold what the catalogue holds, the newest first: after a crash, where it was damaged, when it
        was deleted, or is of another version.
        """
        missing = self.engine.missing_dates()
        held = np.asarray(self.catalogue.article_ids(), dtype=np.uint32)
        indexed = self.engine.ids()
        extra = np.setdiff1d(indexed, held, assume_unique=True).tolist()
        if extra:
            self.engine.update((), extra)
        if len(indexed) - len(extra) < len(held):
            newest_first = np.asarray(self.catalogue.article_ids(newest_first=True), dtype=np.uint32)
            self._index(newest_first[~np.isin(newest_first, indexed)].tolist())
        self.engine.note_complete()
        if missing:
            self.report.mended = say("索引有损坏，已重建：{dates}", dates=in_words(missing))

    def _index(self, absent: Sequence[int]) -> None:
        done = 0
        while done < len(absent):
            some = absent[done : done + (INDEXED_AT_ONCE if done else INDEXED_FIRST)]
            self.engine.update(self._documents(some, done, len(absent)))
            self.stored += 1
            done += len(some)

    def _documents(self, ids: Sequence[int], done: int = 0, total: int = 0) -> Iterator[Document]:
        for at in range(0, len(ids), 500):
            if total:
                self.progress(Progress(done + at, total, "", self.stored))
            rows = self.catalogue.texts(ids[at : at + 500])
            yield from (document_of(rows[id]) for id in ids[at : at + 500] if id in rows)

    @contextmanager
    def _writing(self) -> Iterator[CatalogueWriter]:
        """A transaction of the catalogue, in which the days it has changed are stitched; the index follows."""
        with self.catalogue.writing() as writer:
            yield writer
            writer.settle()
            stitch_days(self.catalogue, writer, writer.to_stitch, self._told)
            writer.vocabulary.count_in(COUNTED_AT_ONCE)
        if writer.added or writer.removed:
            self.engine.update(self._documents(list(writer.added)), writer.removed)

    def _stitch_what_is_left(self) -> None:
        """Stitches the days of which something else is told now, and those that another version of the program has
        stitched; where it can't be read what is told, they stay as they are.
        """
        if self._corrections is None:
            return
        left = unstitched(self.catalogue, self._told)
        for at in range(0, len(left), STITCHED_AT_ONCE):
            self.progress(Progress(at, len(left), "", self.stored))
            with self._writing() as writer:
                writer.to_stitch.update(left[at : at + STITCHED_AT_ONCE])

    def _pack_texts(self) -> None:
        """Makes those texts small that came before there was a dictionary, or that an earlier version has written."""
        self._in_steps(lambda writer: writer.texts.pack_again(PACKED_AT_ONCE))
        self.catalogue.give_back_space()

    def _count_words(self) -> None:
        """Counts the words of articles that came before there was a table of them, or that other rules have counted."""
        self._in_steps(lambda writer: writer.vocabulary.count_in(COUNTED_AT_ONCE))

    def _in_steps(self, step: Callable[[CatalogueWriter], int]) -> None:
        """Takes steps, each stored by itself and telling how much it has left, until that is nothing."""
        total = 0
        while True:
            with self.catalogue.writing() as writer:
                left = step(writer)
            if not left:
                break
            total = max(total, left)
            self.progress(Progress(total - left, total, "", self.stored))

    # -- reading

    def _read(self, dues: Sequence[_Due]) -> None:
        """Reads the files, in batches that are stored and indexed together."""
        batch: list[_ReadFile] = []
        first = began = time.monotonic()
        for done, due in enumerate(dues):
            self.progress(Progress(done, len(dues), due.file.path, self.stored))
            batch.append(self._read_one(due))
            now = time.monotonic()
            is_time = now - began > max(BATCH_SECONDS, BATCH_SHARE * (now - first))
            if is_time or sum(len(read.texts) for read in batch) >= BATCH_ARTICLES:
                self._store(batch)
                batch, began = [], time.monotonic()
        if batch:
            self._store(batch)
            self.progress(Progress(len(dues), len(dues), "", self.stored))

    def _read_one(self, due: _Due) -> _ReadFile:
        digest = _UNREAD
        try:
            data = self._bytes_of(due.file)
            digest = digest_of(data)
            told = self._corrections.of(due.file.path, digest) if self._corrections else ()
            stamp = stamp_of(told)
            held_with = stamp if self._corrections or due.before is None else due.before.corrections
            if not due.is_moved and due.before is not None and _holds(due.before, digest, held_with):
                return _ReadFile(due, digest)
            source = formats.decode(data, due.file.path)
            part = parsing.parse(source, told)
            moved = parsing.keys_moved(parsing.parse(source), part) if told else {}
            texts = tuple(search_text(article) for article in part.articles)
            head = mastheads.printed(source, part.masthead)
        except formats.UnreadableFile as error:
            return _ReadFile(due, digest, message=str(error))
        except Exception as error:  # a bug of ours in one file must not keep the others out
            bug = f"{type(error).__name__}: {error}"
            return _ReadFile(due, _UNREAD, message=say("程序读它时出错，请把文件发给维护者：{bug}", bug=bug))
        return _ReadFile(due, digest, part, texts, head, corrections=stamp, keys_moved=moved)

    def _store(self, batch: Sequence[_ReadFile]) -> None:
        with self._writing() as writer:
            for read in batch:
                self._store_one(writer, read)
        self.stored += 1

    def _store_one(self, writer: CatalogueWriter, read: _ReadFile) -> None:
        file, before = read.due.file, read.due.before
        if read.part is not None:
            head = read.head, mastheads.search_text(read.head)
            writer.store(
                file, read.digest, parsing.PARSER_VERSION, read.part, read.texts, read.corrections, head
            )
            self.keys_moved.update(read.keys_moved)
            if before is None:
                self.report.added += 1
            elif not read.due.is_moved:
                self.report.changed += 1
        elif read.message is not None:
            after = KnownFile(
                file.path,
                file.size,
                file.mtime_ns,
                read.digest,
                parsing.PARSER_VERSION,
                "failed",
                read.message,
                before.corrections if before else "",
            )
            if after != before:
                writer.fail(file, read.digest, parsing.PARSER_VERSION, read.message)
        else:
            writer.touch(file.path, file)
            self.report.unchanged += 1


def _may_differ(before: KnownFile, file: FoundFile, is_renamed: bool) -> bool:
    """Whether a file has to be looked at again: also one that could not be read, not one whose bytes give no issue."""
    if before.parser_version != parsing.PARSER_VERSION:
        return True
    is_decided = before.state == "present" or (before.state == "failed" and before.digest != _UNREAD)
    is_as_it_was = (before.size, before.mtime_ns) == (file.size, file.mtime_ns) and is_decided
    return not is_as_it_was and not is_renamed


def _holds(before: KnownFile, digest: bytes, corrections: str) -> bool:
    """Whether the catalogue has what these bytes give with these corrections."""
    is_same = (before.digest, before.corrections) == (digest, corrections)
    return is_same and before.parser_version == parsing.PARSER_VERSION and before.message is None


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _look_after_bookmarks(
    catalogue: Catalogue, engine: Engine, user_data: UserData, moved: Mapping[str, str]
) -> str | None:
    """Lets bookmarks follow articles whose keys have moved, and makes the day's backup; a complaint if it can't.

    What corrections have `moved` is known; one that was undone brings a key back, and its bookmark with it.
    """
    try:
        user_data.follow_keys({old: new for old, new in moved.items() if not catalogue.ids_of_key(old)})
        back = {b.uuid: b.article.key for b in user_data.bookmarks() if b.key != b.article.key}
        user_data.anchor_again({uuid: key for uuid, key in back.items() if catalogue.ids_of_key(key)})
        lost = [b for b in user_data.bookmarks() if not catalogue.ids_of_key(b.key)]
        user_data.anchor_again(new_keys_of(lost, catalogue, engine))
        user_data.back_up()
    except UserDataError as error:
        return str(error)
    return user_data.complaint
