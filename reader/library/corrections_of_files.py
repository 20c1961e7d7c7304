"""Which corrections apply to a file, and to which file those of a missing one now belong."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path

from reader import formats, parsing
from reader.counts import most_frequent
from reader.formats.reading import bytes_of
from reader.library.files_beside import source_of
from reader.newspaper.article import digest_of
from reader.newspaper.correction import About, Correction, CorrectionKind, correction_to_json
from reader.newspaper.logical_clock import order_of
from reader.parsing import Origin, origin_of
from reader.search.documents import Order
from reader.search.engine import Engine
from reader.search.query import parse_query
from reader.storage.catalogue import Catalogue
from reader.storage.folder import LibraryFolder, user_folders
from reader.storage.regular_file import open_inside, read_at_most
from reader.storage.system_paths import real_path
from reader.storage.user_data import UserData

PROBE_LENGTH = 12
"""Number of characters of an anchor's line that are searched for."""
FOUND_AT_ONCE = 20
"""Maximum number of articles considered for a line."""
FILES_LOOKED_AT = 6
"""Maximum number of candidate files that are read for a correction."""
LEAST_FITTING = 0.8
"""Minimum mean similarity of the three lines of an anchor in another file: all must match, except for OCR errors."""


class CorrectionsByFile:
    """The corrections that apply to each file: its own, and those of its copies, which have equal bytes.

    A recurring notice in another issue may also have equal bytes. Therefore a correction of a copy's issue applies only
    if both paths contain the same newspaper and date, and the file has no correction of that kind itself. A correction
    of a line applies unless the paths contain different newspapers or dates; that a day begins applies to no copy.
    """

    def __init__(
        self, corrections: Iterable[Correction], digests: Callable[[Iterable[str]], Mapping[str, bytes]]
    ) -> None:
        """`digests` is `FileTable.digests`."""
        self._of_path: dict[str, list[Correction]] = defaultdict(list)
        self._of_digest: dict[bytes, list[Correction]] = defaultdict(list)
        of_files = [
            file_correction
            for file_correction in corrections
            if file_correction.claim.kind.about is not About.STORY
        ]
        if of_files:
            digest_of_path = digests({file_correction.anchor.path for file_correction in of_files})
        else:
            digest_of_path = {}
        for correction in of_files:
            path = correction.anchor.path
            self._of_path[path].append(correction)
            if path in digest_of_path:
                self._of_digest[digest_of_path[path]].append(correction)

    @property
    def paths(self) -> list[str]:
        return [*self._of_path]

    def of_path(self, path: str) -> Sequence[Correction]:
        """Return the corrections of the file with this path, without those of its copies."""
        return self._of_path.get(path, ())

    def of(self, path: str, digest: bytes) -> tuple[Correction, ...]:
        path_corrections = self._of_path.get(path, ())
        copied = self._of_digest.get(digest, ())
        if not path_corrections and not copied:
            return ()
        shared = [
            correction
            for correction in copied
            if correction.anchor.path != path and correction.claim.kind is not CorrectionKind.DAY
        ]
        if not shared:
            return tuple(path_corrections)
        kinds = {
            correction.claim.kind for correction in path_corrections if correction.claim.kind.is_of_issue
        }
        origin = origin_of(path)
        return (
            *path_corrections,
            *(
                correction
                for correction in shared
                if correction.claim.kind not in kinds and _is_shared(correction, origin)
            ),
        )


def _is_shared(correction: Correction, origin: Origin) -> bool:
    """Return whether a correction of a copy applies to the file whose path yields this origin."""
    copied = origin_of(correction.anchor.path)
    both = (copied.title, origin.title), (copied.date, origin.date)
    if correction.claim.kind.is_of_issue:
        return all(one == other for one, other in both)
    return all(one == other or None in (one, other) for one, other in both)


def stamp_of(corrections: Collection[Correction]) -> str:
    """Return a digest of the corrections of a file, to detect when they change; "" for none."""
    if not corrections:
        return ""
    records = sorted(
        json.dumps(correction_to_json(correction) | {"path": ""}, sort_keys=True)
        for correction in corrections
    )
    return digest_of("\n".join(records).encode(), 8).hex()


def matching_files(
    homeless: Iterable[Correction],
    present_paths: Collection[str],
    new_paths: Collection[str],
    folder: LibraryFolder,
    catalogue: Catalogue,
    engine: Engine,
) -> dict[str, str]:
    """Return the new path, by UUID, for corrections of missing files whose line was found in another file.

    A file of `present_paths` is tried if it contains words of the anchor or has the name of the missing file. Its line
    must match together with the lines before and after it. What is said of the issue of a file that was in the library
    goes to one of `new_paths` only: another that holds the same text is of another issue.
    """
    homes = {}
    for correction in homeless:
        was_here = catalogue.files.issue_of_file(correction.anchor.path) is not None
        if was_here and correction.claim.kind.is_of_issue:
            tried = new_paths
        else:
            tried = present_paths
        fitting = {
            path: _fit(correction, folder, path) for path in _candidates(correction, tried, catalogue, engine)
        }
        best = max(fitting, key=fitting.__getitem__, default=None)
        if best is not None and fitting[best] >= LEAST_FITTING:
            homes[correction.uuid] = best
    return homes


def _fit(correction: Correction, folder: LibraryFolder, path: str) -> float:
    try:
        source = source_of(folder, path)
    except formats.UnreadableFile:
        return 0.0
    line_number = parsing.resolve([correction], source).lines.get(correction.uuid)
    if line_number is None:
        return 0.0
    return parsing.anchor_likeness(correction.anchor, parsing.anchor_of(source, line_number))


def _candidates(
    correction: Correction, present_paths: Collection[str], catalogue: Catalogue, engine: Engine
) -> list[str]:
    """Return up to `FILES_LOOKED_AT` paths, ordered by how many of the anchor's lines were found in the file."""
    anchor = correction.anchor
    hits_by_path: Counter[str] = Counter()
    for quoted in (anchor.quote, anchor.before, anchor.after):
        probe = quoted[:PROBE_LENGTH].replace('"', " ").strip()
        if probe:
            ids = engine.page(parse_query(f'"{probe}"'), Order.NEWEST, limit=FOUND_AT_ONCE)
            hits_by_path.update(set(catalogue.first_paths(ids).values()))
    name = anchor.path.rpartition("/")[2]
    hits_by_path.update(path for path in present_paths if path.rpartition("/")[2] == name)
    likely = [path for path in most_frequent(hits_by_path) if path in present_paths]
    return likely[:FILES_LOOKED_AT]


def corrections_of(file: Path, root: Path) -> tuple[Correction, ...]:
    """Return the corrections in effect for a file below `root`, and for files with the same bytes.

    Raises UserDataError if they cannot be read, ValueError if the file is not below `root`.
    """
    path = real_path(file).relative_to(real_path(root)).as_posix()
    # the corrections in effect from both possible folders of a library's user data. If both have a
    # correction, the one changed later is used.
    correction_by_uuid: dict[str, Correction] = {}
    for folder in user_folders(root):
        data = UserData(folder)
        if data.path.exists():
            for correction in data.corrections.all(with_undone=True):
                if correction.uuid not in correction_by_uuid or order_of(correction) > order_of(
                    correction_by_uuid[correction.uuid]
                ):
                    correction_by_uuid[correction.uuid] = correction
    in_effect = [correction for correction in correction_by_uuid.values() if not correction.undone]
    paths = {correction.anchor.path for correction in in_effect}
    same = {other for other in paths if other == path or _is_copy(file, real_path(root), other)}
    return tuple(correction for correction in in_effect if correction.anchor.path in same)


def _is_copy(file: Path, root: Path, other: str) -> bool:
    try:
        size = file.stat().st_size
        return read_at_most(open_inside(root, other), size) == bytes_of(file)
    except OSError:
        return False
