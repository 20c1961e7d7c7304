"""Reading the files of a library, also in containers: bytes → text → issue part and search texts."""

from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from concurrent.futures import Future
from contextlib import suppress
from itertools import chain, repeat

import msgspec
from msgspec import field
from msgspec.structs import replace

from reader import do_nothing, formats, parsing
from reader.formats import Containers, UnreadableFile, is_container, may_hold_days
from reader.formats.reading import Listing, NotOpened, cuts
from reader.language.patterns import pattern
from reader.library.corrections_of_files import CorrectionsByFile, matching_files, stamp_of
from reader.library.file_parsing import (
    UNREAD,
    FetchedFile,
    FetchedFiles,
    FileToRead,
    ReadFile,
    digits_of_day,
    failed_by_bug,
    is_same_day,
    pages_of,
    parsed,
    parsed_alone,
)
from reader.library.files_beside import FilesBeside, digest_as_read
from reader.library.stories import paths_of
from reader.library.sync_events import ReportProgress
from reader.newspaper.correction import OF_A_LINE, About, Correction
from reader.newspaper.decision import (
    ChosenSource,
    CorrectedCharacter,
    Decision,
    DecisionContent,
    DismissedMisreading,
    RefusedTrait,
)
from reader.newspaper.issue import Tell, Told, nothing_told, teller
from reader.search.engine import Engine
from reader.storage.catalogue import Catalogue
from reader.storage.file_table import BesideFile, BesideFiles, KnownFile, beside_path
from reader.storage.folder import FoundFile, LibraryFolder, Scan, digest_of
from reader.storage.user_data import UserData, UserDataError
from reader.worker_pool import WorkerLost, WorkerPool


def _no_corrections() -> CorrectionsByFile:
    def no_digests(_paths: Iterable[str]) -> Mapping[str, bytes]:
        return {}

    return CorrectionsByFile((), no_digests)


class SyncCorrections(msgspec.Struct):
    """The corrections in effect, as of the last `read`. If they cannot be read, `UserData.complaint` is set."""

    _folder: LibraryFolder
    _catalogue: Catalogue
    _engine: Engine
    _user_data: UserData
    by_file: CorrectionsByFile = field(default_factory=_no_corrections)
    all: Sequence[Correction] = ()
    are_readable: bool = False
    """Whether the corrections could be read; if not, no file is parsed again because of corrections."""

    def read(self) -> None:
        try:
            self.all = self._user_data.corrections.all()
            self.by_file = CorrectionsByFile(self.all, self._catalogue.files.digests)
            self.are_readable = True
        except UserDataError as error:
            self._user_data.complain_of(error)

    def differ_from_parse(self, file: KnownFile) -> bool:
        corrections = self.by_file.of(file.path, file.digest)
        return self.are_readable and stamp_of(corrections) != file.corrections

    def rename_files(self, new_paths: Mapping[str, str]) -> None:
        """Move corrections to the new paths of renamed files; `new_paths` has these by the former ones."""
        if not new_paths:
            return
        try:
            self._user_data.corrections.follow(new_paths)
            self.all = self._user_data.corrections.all()
        except UserDataError as error:
            self._user_data.complain_of(error)

    def of_characters(self) -> list[Decision] | None:
        """Return the decisions about characters in effect; None if they cannot be read."""
        return self._decisions(CorrectedCharacter, DismissedMisreading)

    def chosen_sources(self) -> list[Decision] | None:
        """Return the reader's choices of sources in effect; None if they cannot be read."""
        return self._decisions(ChosenSource)

    def refused_traits(self) -> list[RefusedTrait] | None:
        """Return the refusals in effect of what issues of a newspaper agree on; None if they cannot be read."""
        decisions = self._decisions(RefusedTrait)
        if decisions is None:
            return None
        return [decision.content for decision in decisions if isinstance(decision.content, RefusedTrait)]

    def _decisions(self, *kinds: type[DecisionContent]) -> list[Decision] | None:
        try:
            return self._user_data.decisions.all(*kinds)
        except UserDataError as error:
            self._user_data.complain_of(error)
            return None

    def divide(self, path: str, days: Sequence[str], containers: Containers) -> None:
        """Move the corrections of lines in a file that was one issue, or divided otherwise, to the issues in it that
        have the lines.
        """
        of_lines = [
            correction
            for correction in self.all
            if correction.claim.kind.about in OF_A_LINE
            and f"{correction.anchor.path}/".startswith(f"{path}/")
        ]
        if not of_lines:
            return
        homes: dict[str, str] = {}
        with suppress(UserDataError, UnreadableFile):
            try:
                formats.decode(containers.bytes_of(path), path, corrections=self.by_file.of_path(path))
            except formats.SeveralDays as found:
                if found.whole:
                    lines = parsing.resolve(of_lines, found.whole).lines
                else:
                    lines = {}
            else:
                return
            parts = {day: formats.decode(containers.bytes_of(day), day) for day in days if lines}
            for day, part in parts.items():
                # what its own issue has stays there
                for uuid in parsing.resolve(
                    [correction for correction in of_lines if correction.anchor.path == day], part
                ).lines:
                    lines.pop(uuid, None)
            for day, part in parts.items():
                of_part = range(part.lines_above + 1, part.lines_above + len(part.lines) + 1)
                homes |= {uuid: day for uuid, line in lines.items() if line in of_part}
            self._user_data.corrections.move_to_files(homes)
            self.read()

    def reattach(self, present_paths: Collection[str], new_paths: Collection[str]) -> set[str]:
        """Move corrections of missing files to present files with the same line; return the paths of these files.

        `new_paths` are the paths of files that were not in the library before.
        """
        try:
            homeless = [correction for correction in self.all if correction.anchor.path not in present_paths]
            homes = matching_files(
                homeless, present_paths, new_paths, self._folder, self._catalogue, self._engine
            )
            self._user_data.corrections.move_to_files(homes)
        except UserDataError as error:
            self._user_data.complain_of(error)
            return set()
        return set(homes.values())


_LOOKED_THROUGH = b"looked through"


def looked_through(containers: Containers) -> bytes:
    """Return the value stored in place of the digest of a container whose files are all in the catalogue.

    It depends on the reader's choices of columns for tables, so that containers are read again when these change.
    """
    choices_json = msgspec.json.encode(containers.choices)
    return _LOOKED_THROUGH + (digest_of(choices_json) if containers.choices else b"")


def add_contents(
    scan: Scan,
    file_by_path: Mapping[str, KnownFile],
    beside: Mapping[str, BesideFiles],
    containers: Containers,
    report: ReportProgress,
    are_otherwise: Set[str] = frozenset(),
) -> set[str]:
    """Add the files in containers to a scan, after their container and in its order; also the issues in files of which
    it is known that they hold several (of the others, it is found when they are read).

    If a container is unchanged or cannot be read, its known files are added, including those read together with others
    (`beside`). The files of `Scan.same` hold none. Those in `are_otherwise` are divided otherwise since. Return the
    paths of the containers that have changed.
    """
    holds = _known_of_days(scan, file_by_path)
    holding_files = [file for file in scan.files if is_container(file.path) or holds(file)]
    if not holding_files:
        return set()
    stamp = looked_through(containers)
    changed: set[str] = set()
    paths = sorted(file_by_path)
    contents: dict[str, list[FoundFile]] = {}
    for done, file in enumerate(holding_files):
        report(done, len(holding_files), file.path)
        before = list(_known_inside(file.path, file_by_path, beside, paths))
        if file.path not in are_otherwise and _is_as_it_was(file, file_by_path.get(file.path), stamp):
            contents[file.path] = before
            continue
        changed.add(file.path)

        def tell(done: int = done, path: str = file.path) -> None:
            report(done, len(holding_files), path)

        try:
            listing = containers.listing(file.path, tell)
        except UnreadableFile:
            contents[file.path] = before
        else:
            contained: list[FoundFile] = []
            for file_inside in _found_in(file.path, listing):
                contained.append(file_inside)
                if holds(file_inside):
                    contained += _days_in(file_inside, containers)
            contents[file.path] = contained
    scan.files = list(chain.from_iterable((file, *contents.get(file.path, ())) for file in scan.files))
    return changed


def _known_of_days(scan: Scan, file_by_path: Mapping[str, KnownFile]) -> Callable[[FoundFile], bool]:
    """Return the function that tells whether a file, or a former one of the same size that is gone, is known to hold
    several issues.
    """
    holding = set()
    for path in file_by_path:
        for outer, _ in cuts(path, may_hold_days):
            holding.add(outer)
    present = {file.path for file in scan.files}
    sizes = {file_by_path[path].size for path in holding if path in file_by_path and path not in present}

    def is_known(file: FoundFile) -> bool:
        if file.path in holding:
            return True
        return file.size in sizes and file.path not in file_by_path and may_hold_days(file.path)

    return is_known


def _days_in(file: FoundFile, containers: Containers) -> list[FoundFile]:
    with suppress(UnreadableFile):
        return _found_in(file.path, containers.listing(file.path))
    return []


def _found_in(path: str, listing: Listing) -> list[FoundFile]:
    return [FoundFile(f"{path}/{entry.path}", entry.size, entry.crc) for entry in listing.entries]


def _is_as_it_was(file: FoundFile, before: KnownFile | None, stamp: bytes) -> bool:
    return (
        before is not None
        and (before.digest == stamp or (may_hold_days(file.path) and before.digest != UNREAD))
        and before.parser_version == parsing.PARSER_VERSION
        and (before.size, before.mtime_ns) == (file.size, file.mtime_ns)
    )


def _known_inside(
    container: str,
    file_by_path: Mapping[str, KnownFile],
    beside: Mapping[str, BesideFiles],
    paths: Sequence[str],
) -> Iterator[FoundFile]:
    """Yield the known files in a container that are not missing, and their pages.

    `paths` are all known paths, sorted.
    """
    pages: dict[str, FoundFile] = {}
    # “0” is the character after “/”
    for at in range(bisect_left(paths, f"{container}/"), bisect_left(paths, f"{container}0")):
        file = file_by_path[paths[at]]
        if file.state == "missing":
            continue
        yield FoundFile(file.path, file.size, file.mtime_ns)
        for page_file in beside[file.path].files if file.path in beside else ():
            path = beside_path(file.path, page_file.name)
            if page_file.is_page and path not in file_by_path:
                pages[path] = FoundFile(path, page_file.size, page_file.mtime_ns)
    yield from pages.values()


# Maximum number of files, and of their bytes, that are sent to a child process together.
READ_TOGETHER = 16
BYTES_READ_TOGETHER = 400_000

CHUNKS_AHEAD = 24
"""Number of such groups for each child process, enough for the time in which a batch is stored."""


class _Ahead(msgspec.Struct, frozen=True):
    """Successive files that are being parsed in a child process."""

    files: Sequence[ReadFile | FetchedFile | None]
    """Those that have to be parsed; the results of those that need not be; None for those that are to be read here."""
    parsing: Future[list[ReadFile | None]]

    def results(self) -> list[ReadFile | None]:
        """Wait for the results; None for each file that has to be read here."""
        try:
            read_files = iter(self.parsing.result())
        except (WorkerLost, OSError):
            read_files = repeat(None)
        results = []
        for file in self.files:
            if isinstance(file, FetchedFile):
                results.append(next(read_files))
            else:
                results.append(file)
        return results


class FileReader(msgspec.Struct):
    """Reads and parses files of a library folder, with the corrections in effect.

    `told_before` returns what the file at a path was told by the other issues when it was parsed the last time.
    `pages` are the paths of files that are pages of files already read, and therefore no issues themselves. `freed` are
    the paths of former pages, which may be issues now.
    """

    _containers: formats.Containers
    _corrections: SyncCorrections
    _told_before: Callable[[str], Told]
    _known: Callable[[], Mapping[str, KnownFile]] = dict
    pages: set[str] = set()
    _profiles: Mapping[str, Told] = {}
    """What the issues of each newspaper agree on, as far as they are stored; for many files."""
    _tell: Tell = nothing_told
    scan: Scan = field(default_factory=Scan)
    _by_path: Mapping[str, FoundFile] = {}
    freed: set[str] = set()
    _dictionary: bytes = b""
    _in_stories: Set[str] = frozenset()
    """The paths of files with corrections about two articles."""
    _are_fresh: bool = True
    """Whether all files that seemed to be fresh were."""

    def look_at_catalogue(self, catalogue: Catalogue, *, for_few: bool = False) -> None:
        """Look up what the files to be read are told, and how their texts are packed.

        What is told to a few, which no child process reads, is looked up for each.
        """
        self._tell = catalogue.profiles.tell
        if not for_few:
            self._profiles = catalogue.profiles.all_told()
            self._tell = teller(self._profiles)
            self._dictionary = catalogue.newest_dictionary()
        self._known = catalogue.files.known_files
        of_stories = (
            correction for correction in self._corrections.all if correction.claim.kind.about is About.STORY
        )
        self._in_stories = set(chain.from_iterable(paths_of(correction) for correction in of_stories))

    def _found(self, path: str) -> FoundFile | None:
        if len(self._by_path) != self.scan.number:
            self._by_path = self.scan.by_path()
        return self._by_path.get(path)

    def digest(self, file: FoundFile) -> bytes:
        try:
            return digest_of(self._containers.bytes_of(file.path))
        except formats.UnreadableFile:
            return UNREAD

    def read_all(
        self,
        wanted_files: Sequence[FileToRead],
        pool: WorkerPool | None,
        report: Callable[[int, str], object],
    ) -> Iterator[tuple[int, ReadFile]]:
        """Yield the files with their places in `wanted_files`, in this order, but no pages of files read before.

        The first file is sent to a child by itself, so that there soon is something to read.
        `report` is called with the place and the path of a file before it is yielded.
        """
        ahead: deque[_Ahead] = deque()
        done = 0
        begun = 0
        while done < len(wanted_files):
            while pool and begun < len(wanted_files) and len(ahead) < CHUNKS_AHEAD * pool.size:
                end = begun + READ_TOGETHER if begun else 1
                ahead.append(self._begin(wanted_files, begun, end, pool))
                begun += len(ahead[-1].files)
            reads: Sequence[ReadFile | None] = ahead.popleft().results() if ahead else (None,)
            begun = max(begun, done + len(reads))
            for read in reads:
                to_read = wanted_files[done]
                report(done, to_read.file.path)
                if to_read.file.path not in self.pages:
                    file = self._noted(read or self.read(to_read))
                    if file.is_of_days:
                        # before the file itself, which then loses the articles that it had as one issue
                        days = _days_in(to_read.file, self._containers)
                        yield from ((done - 1, day) for day in self._read_days(to_read.file, days, pool))
                        corrections = stamp_of(self._corrections.by_file.of(to_read.file.path, file.digest))
                        file = replace(file, days=tuple(day.path for day in days), corrections=corrections)
                    yield done, file
                done += 1

    def _read_days(
        self, file: FoundFile, days: Sequence[FoundFile], pool: WorkerPool | None
    ) -> Iterator[ReadFile]:
        """Yield the issues in a file that holds several, without those that the scan has found."""
        self._corrections.divide(file.path, [day.path for day in days], self._containers)
        if any(self._corrections.by_file.of_path(file.path)):
            file_by_path = self._known()
        else:
            file_by_path = {}
        wanted_files = [
            FileToRead(day, file_by_path.get(day.path)) for day in days if self._found(day.path) is None
        ]
        return (read for _, read in self.read_all(wanted_files, pool, do_nothing))

    def read(self, to_read: FileToRead) -> ReadFile:
        """Read a file, and parse it unless the catalogue already has the result.

        Whatever the file contains, no exception is raised.
        """
        near_files = self._beside(to_read)
        file = self._fetched(to_read, near_files)
        if isinstance(file, FetchedFile):
            read = parsed(file, near_files, self._tell)
        else:
            read = file
        return replace(read, beside=near_files.noted)

    def _begin(self, wanted_files: Sequence[FileToRead], begin: int, end: int, pool: WorkerPool) -> _Ahead:
        files: list[ReadFile | FetchedFile | None] = []
        size = 0
        for at, to_read in enumerate(wanted_files[begin:end], begin):
            is_read_here = (
                to_read.beside or to_read.file.path in self.pages or formats.is_container(to_read.file.path)
            )
            if is_read_here:
                file = None
            else:
                file = self._fetched(to_read, self._beside(to_read))
            if isinstance(file, FetchedFile) and (
                self._are_fresh
                and file.to_read.before is None
                and not file.corrections
                and file.to_read.file.path not in self._in_stories
                and bool(digits_of_day(file.to_read.file.path))
                and not any(
                    _may_be_one_issue(file.to_read, other) for other in wanted_files[at - 1 : at + 2 : 2]
                )
            ):
                file = replace(file, may_be_fresh=True)
            files.append(file)
            size += to_read.file.size
            if size > BYTES_READ_TOGETHER:
                break
        fetched = [file for file in files if isinstance(file, FetchedFile)]
        return _Ahead(
            files, pool.submit(parsed_alone, FetchedFiles(fetched, self._profiles, self._dictionary))
        )

    def read_again(self, to_read: FileToRead) -> ReadFile:
        """Read a file that is not fresh, after all; the others are not taken to be either from now on."""
        self._are_fresh = False
        return self._noted(self.read(to_read))

    def _beside(self, to_read: FileToRead) -> FilesBeside:
        return FilesBeside(to_read.file.path, self._containers.bytes_of, self._found)

    def _fetched(self, to_read: FileToRead, beside: FilesBeside) -> FetchedFile | ReadFile:
        """Return the bytes of a file that has to be parsed, or the result for another one."""
        digest = UNREAD
        try:
            if formats.is_container(to_read.file.path):
                digest = looked_through(self._containers)
                try:
                    complaint = self._containers.complaint(to_read.file.path)
                except NotOpened:
                    raise
                except formats.UnreadableFile as error:
                    return ReadFile(
                        to_read, digest, message=str(error), is_left_out=isinstance(error, formats.NotAnIssue)
                    )
                return ReadFile(
                    to_read,
                    digest,
                    message=complaint or self._containers.what_it_is(to_read.file.path),
                    is_left_out=complaint is None,
                )
            data = self._containers.bytes_of(to_read.file.path)
            digest = digest_as_read(self._containers, to_read.file.path, data)
            corrections = self._corrections.by_file.of(to_read.file.path, digest)
            stamp = stamp_of(corrections)
            # the path may imply the date or the title, so a moved file is parsed again
            if not to_read.is_moved and to_read.before is not None and to_read.told is None:
                # if the corrections can't be read, those of the last parse count as unchanged
                if self._corrections.are_readable:
                    stamp_in_effect = stamp
                else:
                    stamp_in_effect = to_read.before.corrections
                before = to_read.before
                is_same = (before.digest, before.corrections) == (digest, stamp_in_effect)
                if (
                    is_same and before.parser_version == parsing.PARSER_VERSION and before.message is None
                ) and _are_same(to_read.beside, beside):
                    return ReadFile(to_read, digest)
        except formats.UnreadableFile as error:
            is_left_out = isinstance(error, formats.NotAnIssue)
            return ReadFile(to_read, digest, message=str(error), is_left_out=is_left_out)
        except Exception as error:
            return failed_by_bug(to_read, error)
        kind_by_text = to_read.told
        if kind_by_text is None and to_read.before is not None and to_read.before.digest == digest:
            kind_by_text = self._told_before(to_read.file.path)
        choices = tuple(self._containers.choices)
        return FetchedFile(to_read, data, digest, tuple(corrections), stamp, kind_by_text, choices)

    def look_at_choices(self, file_by_path: dict[str, KnownFile]) -> None:
        """Let files be read again about whose labels the reader has said something since: as by another version."""
        for path in {choice.path for choice in self._containers.choices} & file_by_path.keys():
            with suppress(UnreadableFile):
                if file_by_path[path].digest != digest_as_read(
                    self._containers, path, self._containers.whole(path)
                ):
                    file_by_path[path] = replace(file_by_path[path], parser_version=0)

    def _noted(self, read: ReadFile) -> ReadFile:
        if read.part is not None:
            self.pages.update(pages_of(read))
            self.freed.update(
                beside_path(read.to_read.file.path, beside_file.name)
                for beside_file in read.to_read.beside
                if beside_file.is_page
            )
        return read


_DIGITS = pattern(r"\d+")


def _may_be_one_issue(one: FileToRead, other: FileToRead) -> bool:
    """Return whether two paths tell the same day, and differ in nothing but numbers."""
    letters = (_DIGITS.sub("", file.file.path) for file in (one, other))
    return is_same_day(one, other) and len({*letters}) == 1


def _are_same(before: Sequence[BesideFile], beside: FilesBeside) -> bool:
    """Return whether the files that were read together with a file still have the same content."""
    for beside_file in before:
        data = beside(beside_file.name)
        if (digest_of(data) if data is not None else b"") != beside_file.digest:
            return False
    return True
