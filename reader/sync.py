"""Brings the catalogue and the index up to the folder: scan → parse → store → index.

Every step may be cut off at any moment and run again: the catalogue takes a batch of files whole or not at all,
and what it holds and the index does not (or the other way about) is made good at the next start.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import filelock
import numpy as np

from reader import formats, parsing
from reader.anchoring import new_keys_of
from reader.messages import say
from reader.newspaper.issue import IssuePart
from reader.search.engine import Document, Engine
from reader.search.terms import search_text
from reader.storage.catalogue import Catalogue, Change, KnownFile, TextRow
from reader.storage.folder import FoundFile, LibraryFolder, digest_of, reason_of
from reader.storage.user_data import UserData, UserDataError

BATCH_SECONDS = 0.5
BATCH_FILES = 200
LOSS_ASKED_ABOUT = 0.1


class SyncCancelled(Exception):
    """A progress callback raises it to end the sync; all that was stored stays."""


class LibraryBusy(Exception):
    """Another process is syncing this library."""


class TooManyLost(Exception):
    """More than a tenth of the files are not where they were: perhaps a drive is not mounted. Nothing was changed."""

    def __init__(self, lost: int, known: int) -> None:
        super().__init__(
            say(
                "{known} 个文件里有 {lost} 个不见了。如果是磁盘没有接上，请接上后再试；"
                "如果确实移走了，请确认后继续（--accept-missing），它们的文字会保留。",
                known=known,
                lost=lost,
            )
        )
        self.lost = lost
        self.known = known


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` files are read; `path` is the one at hand. `stored` counts batches that can be seen by now."""

    done: int
    total: int
    path: str
    stored: int


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read, and why."""

    path: str
    message: str


@dataclass(slots=True)
class SyncReport:
    """What a sync found; the counts are of files, `articles` of all articles the library holds afterwards."""

    added: int = 0
    changed: int = 0
    renamed: int = 0
    missing: int = 0
    unchanged: int = 0
    passed_over: int = 0
    failed: list[Failure] = field(default_factory=list)
    articles: int = 0
    seconds: float = 0.0
    complaint: str | None = None


@dataclass(slots=True)
class _Plan:
    """What has to be done to which file."""

    to_read: list[FoundFile] = field(default_factory=list)
    renamed: list[tuple[str, FoundFile]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    failed_and_gone: list[str] = field(default_factory=list)
    unchanged: int = 0


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
    """Raises LibraryBusy, TooManyLost, FolderError (the root is gone), SyncCancelled (from `progress`), OSError."""
    began = time.monotonic()
    with only_writer(lock):
        report = _Sync(folder, catalogue, engine, progress, accept_missing).run()
        _anchor_bookmarks(catalogue, engine, user_data, report)
    report.seconds = round(time.monotonic() - began, 3)
    return report


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
        progress: Callable[[Progress], None],
        accept_missing: bool,
    ) -> None:
        self.folder = folder
        self.catalogue = catalogue
        self.engine = engine
        self.progress = progress
        self.accept_missing = accept_missing
        self.report = SyncReport()
        self.stored = 0

    def run(self) -> SyncReport:
        self._even_out_index()
        scan = self.folder.scan(formats.is_issue_file)
        known = self.catalogue.known_files()
        plan = self._plan(scan.files, known)
        held = sum(1 for file in known.values() if file.state == "present")
        if len(plan.lost) > LOSS_ASKED_ABOUT * held and not self.accept_missing:
            raise TooManyLost(len(plan.lost), held)
        if not known and not scan.files and not self.accept_missing:
            self._ask_about_emptiness()
        self.folder.remember_files_seen(len(scan.files))
        self.report.passed_over = len(scan.passed_over)
        self.report.failed = [Failure(u.path, u.message) for u in scan.unreachable]
        if plan.renamed or plan.lost or plan.failed_and_gone:
            self._follow_moves(plan)
        self._read(plan.to_read, known)
        with self.catalogue.transaction():
            self.catalogue.adopt_untitled()
        files = self.catalogue.known_files().values()
        self.report.unchanged = plan.unchanged
        self.report.missing = sum(1 for file in files if file.state == "missing")
        self.report.failed += [Failure(f.path, f.message or "") for f in files if f.state == "failed"]
        self.report.articles = self.catalogue.counts()[2]
        return self.report

    def _ask_about_emptiness(self) -> None:
        """A drive that is not mounted leaves an empty folder, without even the catalogue's key: not a new library."""
        if before := self.folder.files_last_seen():
            raise TooManyLost(before, before)

    def _plan(self, found: Sequence[FoundFile], known: dict[str, KnownFile]) -> _Plan:
        plan = _Plan()
        here = {file.path for file in found}
        gone = {path: file for path, file in known.items() if path not in here}
        gone_by_digest = {file.digest: path for path, file in gone.items() if file.state != "failed"}
        for file in found:
            before = known.get(file.path)
            if before is None:
                digest = self._digest(file) if gone_by_digest else None
                if digest in gone_by_digest:
                    plan.renamed.append((gone_by_digest.pop(digest), file))
                else:
                    plan.to_read.append(file)
            elif (
                before.size == file.size
                and before.mtime_ns == file.mtime_ns
                and before.parser_version == parsing.PARSER_VERSION
                and before.state == "present"
            ):
                plan.unchanged += 1
            else:
                plan.to_read.append(file)
        moved = {old for old, _ in plan.renamed}
        plan.lost = [path for path, file in gone.items() if path not in moved and file.state == "present"]
        plan.failed_and_gone = [path for path, file in gone.items() if file.state == "failed"]
        plan.to_read.reverse()  # the newest issues first: names usually rise with time
        return plan

    def _digest(self, file: FoundFile) -> bytes | None:
        try:
            return digest_of(self.folder.file(file.path).read_bytes())
        except OSError:
            return None

    def _follow_moves(self, plan: _Plan) -> None:
        with self.catalogue.transaction():
            for old, file in plan.renamed:
                self.catalogue.rename(old, file)
            self.catalogue.forget_failed(plan.failed_and_gone)
            self.catalogue.mark_missing([*plan.lost, *plan.failed_and_gone])
        self.report.renamed = len(plan.renamed)

    def _even_out_index(self) -> None:
        """Makes the index hold what the catalogue holds: after a crash, or when it was deleted."""
        held = np.asarray(self.catalogue.article_ids(), dtype=np.uint32)
        indexed = self.engine.ids()
        absent = np.setdiff1d(held, indexed, assume_unique=True).tolist()
        extra = np.setdiff1d(indexed, held, assume_unique=True).tolist()
        if absent or extra:
            self.engine.update(self._documents(absent), extra)

    def _documents(self, ids: Sequence[int]) -> Iterator[Document]:
        for at in range(0, len(ids), 500):
            yield from map(document_of, self.catalogue.texts(ids[at : at + 500]).values())

    def _read(self, files: Sequence[FoundFile], known: dict[str, KnownFile]) -> None:
        """Reads the files, in batches that are stored and indexed together."""
        batch: list[_ReadFile] = []
        began = time.monotonic()
        for done, file in enumerate(files):
            self.progress(Progress(done, len(files), file.path, self.stored))
            batch.append(self._read_one(file, known.get(file.path)))
            if len(batch) >= BATCH_FILES or time.monotonic() - began > BATCH_SECONDS:
                self._store(batch)
                batch, began = [], time.monotonic()
        self._store(batch)
        if files:
            self.progress(Progress(len(files), len(files), "", self.stored))

    def _read_one(self, file: FoundFile, before: KnownFile | None) -> "_ReadFile":
        try:
            digest = digest_of(self.folder.file(file.path).read_bytes())
        except OSError as error:
            return _ReadFile(file, before, b"", None, reason_of(error))
        is_same = (
            before is not None and before.digest == digest and before.parser_version == parsing.PARSER_VERSION
        )
        if is_same and before is not None and before.state != "failed":
            return _ReadFile(file, before, digest, None, None)
        try:
            source = formats.read(self.folder.file(file.path), file.path)
        except formats.UnreadableFile as error:
            return _ReadFile(file, before, digest, None, str(error))
        try:
            part = parsing.parse(source)
        except Exception as error:  # a bug of ours in one file must not keep the others out
            bug = f"{type(error).__name__}: {error}"
            return _ReadFile(
                file, before, digest, None, say("程序读它时出错，请把文件发给维护者：{bug}", bug=bug)
            )
        return _ReadFile(file, before, digest, part, None)

    def _store(self, batch: Iterable["_ReadFile"]) -> None:
        change = Change()
        with self.catalogue.transaction():
            for read in batch:
                if read.part is not None:
                    texts = [search_text(article) for article in read.part.articles]
                    change += self.catalogue.store(
                        read.file, read.digest, parsing.PARSER_VERSION, read.part, texts
                    )
                elif read.message is not None:
                    self.catalogue.fail(read.file, read.digest, parsing.PARSER_VERSION, read.message)
                else:
                    self.catalogue.touch(read.file)
                self._count(read)
        self.engine.update(self._documents(change.added), change.removed)
        self.stored += 1

    def _count(self, read: "_ReadFile") -> None:
        if read.message is not None:
            return
        if read.part is None:
            self.report.unchanged += 1
        elif read.before is None:
            self.report.added += 1
        else:
            self.report.changed += 1


@dataclass(frozen=True, slots=True)
class _ReadFile:
    """A file that was looked at: parsed, or failed with a message, or neither: its bytes are as they were."""

    file: FoundFile
    before: KnownFile | None
    digest: bytes
    part: IssuePart | None
    message: str | None


def document_of(row: TextRow) -> Document:
    return Document(row.id, row.newspaper, row.date, row.page, row.text)


def _anchor_bookmarks(catalogue: Catalogue, engine: Engine, user_data: UserData, report: SyncReport) -> None:
    """Lets bookmarks follow articles whose keys have moved, and makes the day's backup."""
    lost = [b for b in user_data.bookmarks() if not catalogue.ids_of_key(b.key)]
    user_data.anchor_again(new_keys_of(lost, catalogue, engine))
    try:
        user_data.back_up()
    except UserDataError as error:
        report.complaint = str(error)
    report.complaint = user_data.complaint or report.complaint
