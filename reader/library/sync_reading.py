"""Reading a file of a library: bytes → text → issue part and search texts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reader import formats, parsing
from reader.formats.reading import NotOpened
from reader.i18n import say
from reader.library.correction_index import stamp_of
from reader.library.files_beside import FilesBeside
from reader.library.sync_containers import looked_through
from reader.library.sync_corrections import SyncCorrections
from reader.library.sync_plan import UNREAD, DueFile
from reader.newspaper.issue import IssuePart
from reader.newspaper.source_text import DAMAGE
from reader.search import mastheads
from reader.search.terms import search_text
from reader.storage.beside_table import BesideFile, beside_path
from reader.storage.file_table import KnownFile
from reader.storage.folder import FoundFile, LibraryFolder, digest_of


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
            repeated = mastheads.repeated(parsing.front_matter_values(source), texts)
            among = {line for line, _ in repeated}
            head = tuple(line for line in mastheads.printed(source, part.masthead) if line not in among)
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
