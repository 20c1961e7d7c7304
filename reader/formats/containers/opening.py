"""Reads files in containers by their paths: “2024.zip/A1.htm”, “2024.zip/03.zip/A1.htm”."""

import gzip
import io
import os
import zlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import PurePosixPath
from typing import IO, Self

from msgspec.structs import replace

from reader.formats.containers.container import (
    MOST_FILES,
    MOST_GROWN,
    MOST_RATIO,
    MOST_TOTAL,
    OF_GZIP,
    OF_TAR,
    OF_ZIP,
    ContainedFile,
    Container,
    HeldFiles,
    Listing,
    Tell,
    bomb,
    broken,
    cuts,
    files_of,
    harmless,
    is_container,
    is_issue_path,
    is_table,
    may_hold_days,
    not_unpacked,
    open_table,
    open_tar,
    too_many,
    without_bombs,
)
from reader.formats.reading import (
    MOST_BYTES,
    DayFile,
    NotAnIssue,
    UnreadableFile,
    bytes_from,
    comparable,
    refusal_of,
    too_large,
    what_to_do,
)
from reader.i18n import count, say
from reader.newspaper.correction import Correction
from reader.newspaper.decision import ColumnChoice
from reader.plugs import all_plugs, answering
from reader.storage.regular_file import NotRegular

_MOST_OPEN = 3
"""Maximum number of open containers; one inside another is held in memory, with at most 50 MB."""


class Containers(ABC):
    """Reads files, also those in containers. The containers used last stay open until `close`.

    `opened` returns the descriptor of a file on the disk for a path; `choices` are the columns of tables that
    the user has chosen; `instead` returns the bytes that are read in place of a file's own, else None. `corrections`
    returns the user's of a file, given its path: those by which days begin count. Methods raise UnreadableFile.
    """

    def __init__(
        self,
        opened: Callable[[str], int],
        choices: Sequence[ColumnChoice] = (),
        instead: Callable[[str], bytes | None] = lambda path: None,
        corrections: Callable[[str], Sequence[Correction]] = lambda path: (),
    ) -> None:
        self._opened = opened
        self._instead = instead
        self.choices = choices
        self.corrections = corrections
        self._open: dict[str, Container] = {}
        self._complaints: dict[str, str | None] = {}
        self._renamed: dict[str, int] = {}

    @abstractmethod
    def days_in(self, data: bytes, name: str) -> Sequence[DayFile]:
        """Return the issues in a file that holds several, () for any other file. Raises UnreadableFile."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        while self._open:
            self._open.popitem()[1].close()

    def bytes_of(self, path: str) -> bytes:
        """Return the bytes of a file on the disk or in a container.

        Raises NotAnIssue for a container, whose files are read one by one; UnreadableFile.
        """
        if (why := what_to_do(PurePosixPath(path))) is not None:
            raise UnreadableFile(why)
        try:
            if (data := self._instead(path)) is not None:
                return data
        except OSError as error:
            raise refusal_of(error) from None
        for outer, inner in cuts(path, may_hold_days):
            # a folder may have the name of such a file
            with suppress(UnreadableFile):
                if (data := self._divided(outer).read(inner)) is not None:
                    return data
        for outer, inner in cuts(path):
            if (container := self._container(outer)) is not None:
                return self._inside(container, outer, inner)
        if is_container(path) and self._container(path) is not None:
            raise NotAnIssue(self.what_it_is(path))
        return bytes_from(lambda: self._opened(path))

    def whole(self, path: str) -> bytes:
        """Return the bytes of a whole table on the disk or directly in a container. Raises UnreadableFile."""
        for outer, inner in cuts(path):
            container = self._container(outer)
            if container is not None and (data := container.read(inner)) is not None:
                return data
        return bytes_from(lambda: self._opened(path))

    def complaint(self, path: str) -> str | None:
        """Return a message about what can't be read of a container; None if everything can. Lists it if necessary."""
        if path not in self._complaints:
            self.listing(next((outer for outer, _ in cuts(path)), path))
        return self._complaints.get(path)

    def what_it_is(self, path: str) -> str:
        """Return the kind of a container in few words, for the count of files without an article."""
        if is_table(path):
            return say("表格（每期另计）")
        if renamed := self._renamed.get(path):
            return count(renamed, "压缩包（里面的文件另计；{n} 个与别的同名，名字后面加了编号）")
        return say("压缩包（里面的文件另计）")

    def listing(self, path: str, tell: Tell = lambda: None) -> Listing:
        """Return the files of a container: inner containers themselves, and the files in those.

        Raises UnreadableFile if it is missing or damaged, or exceeds the limits of `container`.
        """
        if may_hold_days(path):
            return self._divided(path).listing(tell)
        container = self._container(path)
        if container is None:
            raise refusal_of(FileNotFoundError())
        listing = container.listing(tell)
        entries: list[ContainedFile] = []
        total = 0
        for entry in listing.entries:
            tell()
            entries.append(entry)
            total += entry.size
            if is_container(entry.path):
                inner = self._listing_inside(container, path, entry.path)
                total += sum(each.size for each in inner)
                entries += inner
            if len(entries) > MOST_FILES:
                raise too_many(MOST_FILES)
            if total > MOST_TOTAL:
                raise bomb()
        kept = without_bombs(entries)
        if entries and not kept:
            raise bomb()
        complaint = not_unpacked(len(entries) - len(kept)) + (listing.complaint or "")
        self._complaints[path] = complaint or None
        self._renamed[path] = listing.renamed
        return Listing(tuple(kept), complaint or None, listing.renamed)

    def is_of_days(self, path: str) -> bool:
        """Return whether a file holds several issues, and so is a container."""
        with suppress(UnreadableFile):
            return may_hold_days(path) and bool(self.listing(path).entries)
        return False

    def _divided(self, path: str) -> Container:
        """Return the file at a path as a container of the issues in it; it has none if it is an issue itself."""
        file = self._open.get(path)
        return self._kept(path, file or HeldFiles(files_of(self.days_in(self.bytes_of(path), path))))

    def _listing_inside(self, container: Container, outer: str, path: str) -> list[ContainedFile]:
        """Return the files of an inner container. A container inside of that is only reported as not read."""
        whole = f"{outer}/{path}"
        try:
            nested = self._nested(container, outer, path)
            if nested is None:
                return []
            listing = nested.listing(lambda: None)
        except UnreadableFile as error:
            self._complaints[whole] = str(error)
            return []
        self._renamed[whole] = listing.renamed
        entries = [
            replace(each, path=f"{path}/{each.path}")
            for each in listing.entries
            if not is_container(each.path)
        ]
        is_deeper = len(entries) < len(listing.entries)
        deeper = (
            say("压缩包里套着压缩包，里面还有压缩包或表格，没有读。请解开一层后放入。") if is_deeper else ""
        )
        self._complaints[whole] = deeper + (listing.complaint or "") or None
        return entries

    def _inside(self, container: Container, outer: str, inner: str) -> bytes:
        data = container.read(inner) if not is_container(inner) else None
        if data is not None:
            return data
        for nested_path, rest in cuts(inner):
            nested = self._nested(container, outer, nested_path)
            if nested is not None and (data := nested.read(rest)) is not None:
                return data
        if is_container(inner):
            raise NotAnIssue(self.what_it_is(f"{outer}/{inner}"))
        raise UnreadableFile(say("压缩包里没有这个文件了。"))

    def _container(self, path: str) -> Container | None:
        """Return the open container at a path on the disk; None if there is no regular file at the path."""
        if path in self._open:
            return self._kept(path, self._open[path])
        try:
            file = os.fdopen(self._opened(path), "rb")
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError, NotRegular):
            return None
        except OSError as error:
            raise refusal_of(error) from None
        return self._kept(path, _begun(path, file, self.choices))

    def _nested(self, container: Container, outer: str, path: str) -> Container | None:
        """Return the open container at `path` in another; None if there is no such file in it."""
        whole = f"{outer}/{path}"
        self._kept(outer, container)
        if whole in self._open:
            return self._kept(whole, self._open[whole])
        data = container.read(path)
        return None if data is None else self._kept(whole, _begun(path, io.BytesIO(data), self.choices))

    def _kept(self, path: str, container: Container) -> Container:
        """Mark a container as the most recently used, and close those beyond `_MOST_OPEN`; return it."""
        self._open.pop(path, None)
        self._open[path] = container
        for other in list(self._open)[:-_MOST_OPEN]:
            self._open.pop(other).close()
        return container


def _begun(path: str, file: IO[bytes], choices: Sequence[ColumnChoice]) -> Container:
    try:
        if is_table(path):
            return answering(open_table, all_plugs())(file, path, choices)
        if comparable(path).endswith(OF_ZIP):
            from reader.formats.containers.zip_file import ZipContainer

            return ZipContainer(file)
        if comparable(path).endswith(OF_GZIP) and not comparable(path).endswith(OF_TAR):
            return _packed(file, path)
        return answering(open_tar, all_plugs())(file, path)
    except BaseException:
        file.close()
        raise


def _packed(file: IO[bytes], name: str) -> HeldFiles:
    """Return a single file packed with gzip as a container of it.

    Raises UnreadableFile if it is damaged, too large, or may be a bomb.
    """
    own = harmless(name.rpartition("/")[2].rstrip()[: -len(".gz")])
    try:
        if not own or not is_issue_path(own):
            return HeldFiles({})
        with gzip.GzipFile(fileobj=file) as unpacked:
            data = unpacked.read(MOST_BYTES + 1)
        packed = file.tell()
    except (OSError, EOFError, zlib.error):
        raise broken() from None
    finally:
        file.close()
    if len(data) > max(MOST_GROWN, MOST_RATIO * packed):
        raise bomb()
    if len(data) > MOST_BYTES:
        raise too_large()
    return HeldFiles({own: data})
