"""Reading a file of a library: bytes → text → issue part and search texts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reader import formats, parsing
from reader.formats.containers.opening import what_it_is
from reader.formats.reading import NotOpened
from reader.i18n import say
from reader.library.correction_index import stamp_of
from reader.library.sync_containers import looked_through
from reader.library.sync_corrections import SyncCorrections
from reader.library.sync_plan import UNREAD, DueFile
from reader.newspaper.issue import IssuePart
from reader.newspaper.source_text import DAMAGE
from reader.search import mastheads
from reader.search.terms import search_text
from reader.storage.file_table import KnownFile
from reader.storage.folder import FoundFile, digest_of


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that was read: parsed (`part`), or failed with a `message`, or neither, if its bytes are unchanged.

    `labelled` are lines with a label, each with its words, which an article has; `head` the masthead's other lines.
    `is_left_out`: the message only says what it is, for it holds no article.
    `damaged_lines` are the numbers of lines with bytes that could not be read.
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
    corrections: str = ""
    keys_moved: Mapping[str, str] = field(default_factory=dict)


class FileReader:
    """Reads and parses files of a library folder, with the corrections in effect."""

    def __init__(self, containers: formats.Containers, corrections: SyncCorrections) -> None:
        self._containers = containers
        self._corrections = corrections

    def digest(self, file: FoundFile) -> bytes:
        """Return the digest of the file's bytes, UNREAD if it can't be read."""
        try:
            return digest_of(self._containers.bytes_of(file.path))
        except formats.UnreadableFile:
            return UNREAD

    def read(self, due: DueFile) -> ReadFile:
        """Read a file, and parse it unless the catalogue has the result already. Never raises on a file's content."""
        digest = UNREAD
        try:
            if formats.is_container(due.file.path):
                return self._container(due)
            data = self._containers.bytes_of(due.file.path)
            digest = digest_of(data)
            corrections = self._corrections.of(due.file.path, digest)
            stamp = stamp_of(corrections)
            if not due.is_moved and due.before is not None:
                stamp_in_effect = stamp if self._corrections.are_readable else due.before.corrections
                if _holds(due.before, digest, stamp_in_effect):
                    return ReadFile(due, digest)
            source = formats.decode(data, due.file.path)
            part = parsing.parse(source, corrections)
            moved = parsing.keys_moved(parsing.parse(source), part) if corrections else {}
            texts = tuple(search_text(article) for article in part.articles)
            repeated = mastheads.repeated(parsing.front_matter_values(source), texts)
            among = {line for line, _ in repeated}
            head = tuple(line for line in mastheads.printed(source, part.masthead) if line not in among)
            labelled = (*parsing.record_headings(source), *repeated)
        except formats.NotAnIssue as error:
            return ReadFile(due, digest, message=str(error), is_left_out=True)
        except formats.UnreadableFile as error:
            return ReadFile(due, digest, message=str(error))
        except Exception as error:  # a bug of ours in one file must not keep the others out
            bug = f"{type(error).__name__}: {error}"
            return ReadFile(due, UNREAD, message=say("程序读它时出错，请把文件发给维护者：{bug}", bug=bug))
        damaged = tuple(number for number, line in enumerate(source.lines, 1) if DAMAGE in line)
        return ReadFile(
            due,
            digest,
            part,
            texts,
            head,
            labelled,
            damaged_lines=damaged,
            corrections=stamp,
            keys_moved=moved,
        )

    def _container(self, due: DueFile) -> ReadFile:
        """Return what is stored of a container itself; its files are read by themselves. Raises UnreadableFile."""
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
            due, digest, message=complaint or what_it_is(due.file.path), is_left_out=complaint is None
        )


def _holds(before: KnownFile, digest: bytes, corrections: str) -> bool:
    """Return whether the catalogue has the result of parsing these bytes with these corrections."""
    is_same = (before.digest, before.corrections) == (digest, corrections)
    return is_same and before.parser_version == parsing.PARSER_VERSION and before.message is None
