"""The files in containers, listed as if they lay in folders; an unchanged container is not opened."""

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
