"""Reading a file of a library: bytes → text → issue part and search texts, with its corrections; files in archives."""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from reader import formats, parsing
from reader.formats import Containers, UnreadableFile, is_book, is_container
from reader.formats.reading import NotOpened
from reader.i18n import say
from reader.library.corrections import CorrectionsByFile, matching_files, stamp_of
from reader.library.files_beside import FilesBeside
from reader.library.sync_events import ReportProgress
from reader.library.sync_plan import UNREAD, DueFile
from reader.newspaper.article import DAMAGE
from reader.newspaper.correction import Correction
from reader.newspaper.decision import ChosenSource, CorrectedCharacter, Decision, DismissedMisreading
from reader.newspaper.issue import IssuePart
from reader.search.answering import query_execution
from reader.search.engine import Engine
from reader.search.terms import search_text
from reader.storage.catalogue import Catalogue
from reader.storage.file_table import BesideFile, BesideFiles, KnownFile, beside_path
from reader.storage.folder import FoundFile, LibraryFolder, Scan, digest_of
from reader.storage.user_data import UserData, UserDataError


class SyncCorrections:
    """The corrections in effect, as of the last `read`. A failure to read them is left as `UserData.complaint`."""

    def __init__(
        self, folder: LibraryFolder, catalogue: Catalogue, engine: Engine, user_data: UserData
    ) -> None:
        self._folder = folder
        self._catalogue = catalogue
        self._engine = engine
        self._user_data = user_data
        self._by_file: CorrectionsByFile | None = None
        self.all: Sequence[Correction] = ()

    @property
    def are_readable(self) -> bool:
        """Whether the corrections could be read; if not, no file is parsed again because of them."""
        return self._by_file is not None

    def read(self, known: Mapping[str, KnownFile]) -> None:
        """Read the corrections, for these files of the catalogue."""
        try:
            self.all = self._user_data.corrections.all()
            self._by_file = CorrectionsByFile(self.all, known)
        except UserDataError as error:
            self._user_data.complaint = str(error)

    def of(self, path: str, digest: bytes) -> Sequence[Correction]:
        """Return the corrections of a file; none if they could not be read."""
        return self._by_file.of(path, digest) if self._by_file else ()

    def differ_from_parse(self, file: KnownFile) -> bool:
        """Return whether a file was parsed with other corrections than those in effect."""
        return self._by_file is not None and stamp_of(self.of(file.path, file.digest)) != file.corrections

    def rename_files(self, new_paths: Mapping[str, str]) -> None:
        """Let corrections follow files (by path) that were renamed."""
        try:
            self._user_data.corrections.follow(new_paths)
            self.all = self._user_data.corrections.all()
        except UserDataError as error:
            self._user_data.complaint = str(error)

    def of_characters(self) -> list[Decision] | None:
        """Return the decisions about characters that are in effect; None if they can't be read."""
        try:
            return self._user_data.decisions.all(CorrectedCharacter, DismissedMisreading)
        except UserDataError as error:
            self._user_data.complaint = str(error)
            return None

    def chosen_sources(self) -> list[Decision] | None:
        """Return the readers' choices among several sources; None if they can't be read."""
        try:
            return self._user_data.decisions.all(ChosenSource)
        except UserDataError as error:
            self._user_data.complaint = str(error)
            return None

    def reattach(self, present_paths: Collection[str]) -> set[str]:
        """Move corrections of missing files to present ones that hold their line. Return the paths of these."""
        try:
            homeless = [c for c in self._user_data.corrections.all() if c.anchor.path not in present_paths]
            homes = matching_files(homeless, present_paths, self._folder, self._catalogue, self._engine)
            self._user_data.corrections.move_to_files(homes)
        except UserDataError as error:
            self._user_data.complaint = str(error)
            return set()
        return set(homes.values())


_LOOKED_THROUGH = b"looked through"


def looked_through(containers: Containers) -> bytes:
    """Return the substitute for the digest of a container all of whose files are in the catalogue.

    It changes when a person has chosen other meanings for the columns of tables.
    """
    said = msgspec.json.encode(containers.choices)
    return _LOOKED_THROUGH + (digest_of(said) if containers.choices else b"")


def add_contents(
    scan: Scan,
    known: Mapping[str, KnownFile],
    beside: Mapping[str, BesideFiles],
    containers: Containers,
    report: ReportProgress,
) -> set[str]:
    """Add to a scan the files in containers, also the days of books, behind each container in its own order.

    The files of a container that can't be read are listed as known before, also those that others were read with
    (`beside`). Return the containers that have changed.
    """
    found = [file for file in scan.files if is_container(file.path) or is_book(file.path)]
    if not found:
        return set()
    stamp = looked_through(containers)
    changed: set[str] = set()
    paths = sorted(known)
    contents: dict[str, list[FoundFile]] = {}
    for done, file in enumerate(found):
        report(done, len(found), file.path)
        before = list(_known_inside(file.path, known, beside, paths))
        if _is_as_it_was(file, known.get(file.path), stamp):
            contents[file.path] = before
            continue
        changed.add(file.path)

        def tell(done: int = done, path: str = file.path) -> None:
            report(done, len(found), path)

        try:
            listing = containers.listing(file.path, tell)
        except UnreadableFile:
            contents[file.path] = before
        else:
            contents[file.path] = [
                FoundFile(f"{file.path}/{each.path}", each.size, each.crc) for each in listing.entries
            ]
    scan.files = [each for file in scan.files for each in (file, *contents.get(file.path, ()))]
    return changed


def _is_as_it_was(file: FoundFile, before: KnownFile | None, stamp: bytes) -> bool:
    return (
        before is not None
        and (before.digest == stamp or (is_book(file.path) and before.digest != UNREAD))
        and before.parser_version == parsing.PARSER_VERSION
        and (before.size, before.mtime_ns) == (file.size, file.mtime_ns)
    )


def _known_inside(
    container: str,
    known: Mapping[str, KnownFile],
    beside: Mapping[str, BesideFiles],
    paths: Sequence[str],
) -> Iterator[FoundFile]:
    """Yield the known files in a container; `paths` are all known paths, sorted."""
    pages: dict[str, FoundFile] = {}
    for at in range(bisect_left(paths, f"{container}/"), bisect_left(paths, f"{container}0")):
        file = known[paths[at]]
        if file.state == "missing":
            continue
        yield FoundFile(file.path, file.size, file.mtime_ns)
        for each in beside[file.path].files if file.path in beside else ():
            path = beside_path(file.path, each.name)
            if each.is_page and path not in known:
                pages[path] = FoundFile(path, each.size, each.mtime_ns)
    yield from pages.values()


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that was read: parsed (`part`), or failed with a `message`, or neither, if its bytes are unchanged.

    `labelled` are lines with a label, with the words after it, of which an article has the words; `head` the other
    lines of the masthead. `is_left_out`: the message only says what the file is, for it holds no article.
    `damaged_lines` are the numbers of lines with unreadable bytes, `beside` the files that it was read with.
    """

    due: DueFile
    digest: bytes
    part: IssuePart | None = None
    texts: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    labelled: tuple[tuple[str, str], ...] = ()
    message: str | None = None
    is_left_out: bool = False
    damaged_lines: tuple[int, ...] = ()
    beside: tuple[BesideFile, ...] = ()
    corrections: str = ""
    keys_moved: Mapping[str, str] = field(default_factory=dict)


def pages_of(read: ReadFile) -> Iterator[str]:
    """Yield the paths of the files that are pages of this one, and no issues themselves."""
    return (beside_path(read.due.file.path, each.name) for each in read.beside if each.is_page)


class FileReader:
    """Reads and parses files of a library folder, with the corrections in effect.

    `pages` are the paths of the pages of files already read, which are no issues themselves; `freed` those of former
    pages, which may be issues now.
    """

    def __init__(
        self, folder: LibraryFolder, containers: formats.Containers, corrections: SyncCorrections
    ) -> None:
        self._folder = folder
        self._containers = containers
        self._corrections = corrections
        self.pages: set[str] = set()
        self.files: Sequence[FoundFile] = ()
        """The files of the library, as the scan found them."""
        self._by_path: dict[str, FoundFile] = {}
        self.freed: set[str] = set()

    def _found(self, path: str) -> FoundFile | None:
        if len(self._by_path) != len(self.files):
            self._by_path = {file.path: file for file in self.files}
        return self._by_path.get(path)

    def digest(self, file: FoundFile) -> bytes:
        """Return the digest of the file's bytes, UNREAD if it can't be read."""
        try:
            return digest_of(self._containers.bytes_of(file.path))
        except formats.UnreadableFile:
            return UNREAD

    def read(self, due: DueFile) -> ReadFile:
        """Read a file, and parse it unless the catalogue has the result already. Never raises on a file's content."""
        digest = UNREAD
        beside = FilesBeside(due.file.path, self._containers.bytes_of, self._found)
        try:
            if formats.is_container(due.file.path):
                return self._container(due)
            data = self._containers.bytes_of(due.file.path)
            digest = digest_of(data)
            corrections = self._corrections.of(due.file.path, digest)
            stamp = stamp_of(corrections)
            if not due.is_moved and due.before is not None:
                stamp_in_effect = stamp if self._corrections.are_readable else due.before.corrections
                if _holds(due.before, digest, stamp_in_effect) and _are_same(due.beside, beside):
                    return ReadFile(due, digest, beside=beside.noted)
            source = formats.decode(data, due.file.path, beside=beside)
            part = parsing.parse(source, corrections)
            moved = parsing.keys_moved(parsing.parse(source), part) if corrections else {}
            texts = tuple(search_text(article) for article in part.articles)
            repeated = query_execution.repeated(parsing.front_matter_values(source), texts)
            among = {line for line, _ in repeated}
            head = tuple(line for line in query_execution.printed(source, part.masthead) if line not in among)
            labelled = (*parsing.record_headings(source), *repeated)
        except formats.NotAnIssue as error:
            return ReadFile(due, digest, message=str(error), is_left_out=True, beside=beside.noted)
        except formats.UnreadableFile as error:
            return ReadFile(due, digest, message=str(error), beside=beside.noted)
        except Exception as error:  # a bug of ours in one file must not prevent the others from being read
            bug = f"{type(error).__name__}: {error}"
            return ReadFile(due, UNREAD, message=say("程序读它时出错，请把文件发给维护者：{bug}", bug=bug))
        damaged = tuple(number for number, line in enumerate(source.lines, 1) if DAMAGE in line)
        read = ReadFile(
            due,
            digest,
            part,
            texts,
            head,
            labelled,
            damaged_lines=damaged,
            beside=beside.noted,
            corrections=stamp,
            keys_moved=moved,
        )
        self.pages.update(pages_of(read))
        self.freed.update(beside_path(due.file.path, each.name) for each in due.beside if each.is_page)
        return read

    def _container(self, due: DueFile) -> ReadFile:
        """Return the record of a container itself; its files are read separately. Raises UnreadableFile."""
        digest = looked_through(self._containers)
        try:
            complaint = self._containers.complaint(due.file.path)
        except NotOpened:
            raise
        except formats.UnreadableFile as error:
            return ReadFile(
                due, digest, message=str(error), is_left_out=isinstance(error, formats.NotAnIssue)
            )
        return ReadFile(
            due,
            digest,
            message=complaint or self._containers.what_it_is(due.file.path),
            is_left_out=complaint is None,
        )


def _are_same(before: Sequence[BesideFile], beside: FilesBeside) -> bool:
    """Return whether the files that a file was read with have the same contents as then."""
    for each in before:
        data = beside(each.name)
        if (digest_of(data) if data is not None else b"") != each.digest:
            return False
    return True


def _holds(before: KnownFile, digest: bytes, corrections: str) -> bool:
    """Return whether the catalogue has the result of parsing these bytes with these corrections."""
    is_same = (before.digest, before.corrections) == (digest, corrections)
    return is_same and before.parser_version == parsing.PARSER_VERSION and before.message is None
