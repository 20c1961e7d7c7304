"""The files in containers, as if they lay in folders: those of a container that is as it was are known already."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from reader import parsing
from reader.formats import Containers, UnreadableFile, is_book, is_container
from reader.library.sync_events import ReportProgress
from reader.library.sync_plan import UNREAD
from reader.storage.beside_table import BesideFiles, beside_path
from reader.storage.file_table import KnownFile
from reader.storage.folder import FoundFile, Scan, digest_of

_LOOKED_THROUGH = b"looked through"


def looked_through(containers: Containers) -> bytes:
    """Return what stands for the digest of a container all of whose files are in the catalogue.

    It is another one when a person has said something else of the columns of tables.
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
    """Add to a scan the files that lie in containers, also the days of books, behind each and in its own order.

    Of one that can't be looked through all files are as they were, also those that others were read with (`beside`).
    Return the containers that are not as they were.
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
    """Yield the files that are known to lie in a container; `paths` are all that are known, in order."""
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
