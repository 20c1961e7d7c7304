"""A library's corrections: made, applied, listed, undone, exported and imported."""

import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from reader import formats
from reader.i18n import say
from reader.language.dates.date_expressions import days_of
from reader.library.files_beside import Originals, source_of
from reader.newspaper.article import SourceText, digest_of
from reader.newspaper.correction import (
    Anchor,
    Claim,
    Correction,
    CorrectionKind,
    correction_to_json,
    corrections_to_text,
)
from reader.newspaper.issue import IssuePart
from reader.parsing.dates import Origin, origin_of
from reader.search.engine import Engine, Order
from reader.search.query import parse_query
from reader.stitching import ending, opening
from reader.storage.catalogue import Catalogue
from reader.storage.disk_errors import LibraryError, explain
from reader.storage.file_table import KnownFile
from reader.storage.folder import LibraryFolder
from reader.storage.regular_file import LARGEST_NOTES, open_named, read_at_most
from reader.storage.user_data import UserData

PROBE_LENGTH = 12
FOUND_AT_ONCE = 20
FILES_LOOKED_AT = 6
LEAST_FITTING = 0.8
"""Minimum mean likeness of the three lines of an anchor in a file of another name: all of them, but for OCR errors."""


class CorrectionsByFile:
    """The corrections by the file that they apply to: its own, and those of its copies, which have equal bytes.

    A recurring notice of another issue has equal bytes, too. So what was told of the issue of a copy applies only where
    the paths tell the same of it, and the file has nothing of the kind itself; what was told of a line applies unless
    the paths tell two newspapers or days.
    """

    def __init__(self, corrections: Iterable[Correction], known: Mapping[str, KnownFile]) -> None:
        self._of_path: dict[str, list[Correction]] = defaultdict(list)
        self._of_digest: dict[bytes, list[Correction]] = defaultdict(list)
        for correction in corrections:
            if correction.claim.kind.is_of_story:
                continue
            path = correction.anchor.path
            self._of_path[path].append(correction)
            if path in known:
                self._of_digest[known[path].digest].append(correction)

    def of(self, path: str, digest: bytes) -> tuple[Correction, ...]:
        own = self._of_path.get(path, ())
        shared = [each for each in self._of_digest.get(digest, ()) if each.anchor.path != path]
        if not shared:
            return tuple(own)
        told = {each.claim.kind for each in own if each.claim.kind.is_of_issue}
        origin = origin_of(path)
        return (*own, *(each for each in shared if each.claim.kind not in told and _is_shared(each, origin)))


def _is_shared(correction: Correction, origin: Origin) -> bool:
    """Return whether a correction of a copy applies to the file of this origin."""
    copied = origin_of(correction.anchor.path)
    both = (copied.title, origin.title), (copied.date, origin.date)
    if correction.claim.kind.is_of_issue:
        return all(one == other for one, other in both)
    return all(one == other or None in (one, other) for one, other in both)


def stamp_of(corrections: Iterable[Correction]) -> str:
    """Return a digest of the corrections with which a file was parsed; "" for none."""
    records = sorted(
        json.dumps(correction_to_json(each) | {"path": ""}, sort_keys=True) for each in corrections
    )
    return digest_of("\n".join(records).encode(), 8).hex() if records else ""


def matching_files(
    homeless: Iterable[Correction],
    present_paths: Collection[str],
    folder: LibraryFolder,
    catalogue: Catalogue,
    engine: Engine,
) -> dict[str, str]:
    """Return the path by UUID for the corrections of missing files whose line was found in another file.

    Only files of `present_paths` are tried that contain the quoted words, or have the missing file's name; the line has
    to stand between the same neighbouring lines.
    """
    homes = {}
    for correction in homeless:
        fitting = {
            path: _fit(correction, folder, path)
            for path in _candidates(correction, present_paths, catalogue, engine)
        }
        best = max(fitting, key=lambda path: fitting[path], default=None)
        if best is not None and fitting[best] >= LEAST_FITTING:
            homes[correction.uuid] = best
    return homes


def _fit(correction: Correction, folder: LibraryFolder, path: str) -> float:
    from reader import parsing

    try:
        source = source_of(folder, path)
    except formats.UnreadableFile:
        return 0.0
    found = parsing.resolve([correction], source).lines.get(correction.uuid)
    return (
        0.0 if found is None else parsing.anchor_likeness(correction.anchor, parsing.anchor_of(source, found))
    )


def _candidates(
    correction: Correction, present_paths: Collection[str], catalogue: Catalogue, engine: Engine
) -> list[str]:
    """Return paths, those of files that contain most of the correction's quotes first."""
    anchor = correction.anchor
    held: Counter[str] = Counter()
    for quoted in (anchor.quote, anchor.before, anchor.after):
        probe = quoted[:PROBE_LENGTH].replace('"', " ").strip()
        if probe:
            ids = engine.page(parse_query(f'"{probe}"'), Order.NEWEST, limit=FOUND_AT_ONCE)
            held.update(set(catalogue.first_paths(ids).values()))
    name = anchor.path.rpartition("/")[2]
    held.update(path for path in present_paths if path.rpartition("/")[2] == name)
    likely = [
        path
        for path, _ in sorted(held.items(), key=lambda each: (-each[1], each[0]))
        if path in present_paths
    ]
    return likely[:FILES_LOOKED_AT]


def date_in(text: str, near: dt.date | None = None) -> dt.date | None:
    """Return the day of a typed date: 1987-6-3, 1987年6月3日; for 6月3日 the last one before `near`."""
    days = days_of(text, dt.date.today(), near)
    return days.first if days is not None and days.first == days.last else None


@dataclass(frozen=True, slots=True)
class KnownCorrection:
    """A correction and the number of its line; None if its file is gone, or has no such line."""

    correction: Correction
    line: int | None


@dataclass(frozen=True, slots=True)
class CorrectionOutcome:
    """The result of making or undoing a correction. `article_id` is the article that its line is in now.

    `is_applied`: the change is visible; if not, another process is syncing the library, and it will be visible after
    the next sync.
    """

    correction: Correction
    article_id: int | None
    is_applied: bool


@dataclass(frozen=True, slots=True)
class IssueCorrectionOutcome:
    """The result of correcting an issue, once for each of its files, or of undoing that.

    `issue_id` is the issue that the files belong to now; `is_applied` as for `CorrectionOutcome`.
    """

    corrections: tuple[Correction, ...]
    issue_id: int | None
    is_applied: bool


class Corrections:
    """The corrections of a library. Every change is on the disk when a call returns, else it raises UserDataError.

    May be called from any thread. `apply` reads the files again whose corrections changed, and returns whether it
    could; `catalogue` as for `Originals`.
    """

    def __init__(
        self,
        user_data: UserData,
        originals: Originals,
        catalogue: Callable[[], Catalogue],
        apply: Callable[[], bool],
    ) -> None:
        self._user_data = user_data
        self._table = user_data.corrections
        self._originals = originals
        self._catalogue = catalogue
        self._apply = apply

    def why_no_lines(self) -> str:
        """Return why no line can be corrected here, in words; "" where that is possible."""
        return self._originals.why_none()

    def known(self) -> list[KnownCorrection]:
        """Return the corrections in effect, the oldest first."""
        return self._known(self._table.all())

    def correct_line(self, path: str, line: int, claim: Claim) -> CorrectionOutcome:
        """Correct a line of a file (`path` in the library), and read that file again.

        To join two articles, any line of the second may be given. Raises LibraryError if the file or the line can't be
        found, or if no article precedes the one to be joined.
        """
        from reader import parsing

        source = self._originals.source(path)
        if claim.kind is CorrectionKind.JOINED:
            line = self._beginning(source, line)
        try:
            anchor = parsing.anchor_of(source, line)
        except ValueError:
            raise LibraryError(
                say("{path} 的第 {line} 行没有文字，无从更正。", path=path, line=line)
            ) from None
        return self._corrected(self._table.add(anchor, claim))

    def correct_text(self, article_id: int, text: str, claim: Claim) -> CorrectionOutcome:
        """Correct the line on which a text of the article, as shown, was printed; as `correct_line`."""
        from reader import parsing

        _, source_row = self._originals.of_article(article_id)
        line = parsing.line_of(self._originals.source(source_row.path), source_row.source_lines, text)
        if line is None:
            raise LibraryError(say("在 {path} 里没有找到这段文字，无从更正。", path=source_row.path))
        return self.correct_line(source_row.path, line, claim)

    def correct_issue(self, paths: Sequence[str], claims: Sequence[Claim]) -> IssueCorrectionOutcome:
        """Correct the date, the number or the title of the issue of these files.

        Raises LibraryError if one of them can't be read, or has no text.
        """
        from reader import parsing

        anchors = []
        for path in paths:
            try:
                anchors.append(parsing.issue_anchor_of(self._originals.source(path)))
            except ValueError:
                raise LibraryError(say("{path} 里没有文字，无从更正。", path=path)) from None
        pairs = [(anchor, claim) for anchor in anchors for claim in claims]
        return self._issue_corrected(self._table.add_all(pairs))

    def correct_story(self, first_id: int, second_id: int, *, is_one: bool) -> CorrectionOutcome:
        """State whether the second article continues the first.

        Raises LibraryError if they are not of one day, or one of their files is not there.
        """
        parts = [self._originals.of_article(article_id) for article_id in (first_id, second_id)]
        days = {(part.issue.newspaper, part.issue.date or part.issue.id) for part, _ in parts}
        if first_id == second_id or len(days) > 1:
            raise LibraryError(say("只有同一天的两篇才能接成一篇。"))
        kind = CorrectionKind.CONTINUES if is_one else CorrectionKind.APART
        (first, _), (second, _) = parts
        claim = Claim(kind, first=self._anchor(first_id, ending(first.article)))
        anchor = self._anchor(second_id, opening(second.article))
        return self._corrected(self._table.add(anchor, claim))

    def undo(self, uuid: str) -> CorrectionOutcome:
        """Undo a correction."""
        return self._corrected(self._table.undo(uuid))

    def outcome_of(self, correction: Correction) -> CorrectionOutcome:
        """Return where the line of a correction is now, after it was undone or redone."""
        (known,) = self._known([replace(correction, undone=False)])
        article_id = None if known.line is None else self._article_at(correction.anchor.path, known.line)
        return CorrectionOutcome(correction, article_id, is_applied=True)

    def outcome_of_issue(self, corrections: Sequence[Correction]) -> IssueCorrectionOutcome:
        """Return the issue of a file whose corrections were undone or redone."""
        issue_id = self._catalogue().files.issue_of_file(corrections[0].anchor.path) if corrections else None
        return IssueCorrectionOutcome(tuple(corrections), issue_id, is_applied=True)

    def article_of(self, known: KnownCorrection) -> int | None:
        """Return the article that a correction is about, or the first of its issue; None if its line is not there."""
        path = known.correction.anchor.path
        if known.line is None or not known.correction.claim.kind.is_of_issue:
            return None if known.line is None else self._article_at(path, known.line)
        issue_id = self._catalogue().files.issue_of_file(path)
        rows = self._catalogue().tree.articles(issue_id) if issue_id is not None else []
        return rows[0].id if rows else None

    def export_text(self) -> str:
        """Return all corrections as the text of a file for others, whose files may have other names."""
        return corrections_to_text(self._table.all(with_undone=True))

    def import_file(self, path: Path) -> list[KnownCorrection]:
        """Import a file of corrections, as a step that can be undone. Return those that were new.

        Lines that can't be read are stored separately. Raises LibraryError if it is no such file.
        """
        from reader.storage import archive

        try:
            data = read_at_most(open_named(path), LARGEST_NOTES)
            records = archive.corrections_from_bytes(data, path.name)
        except OSError as error:
            raise LibraryError(explain(error, path)) from error
        except ValueError as error:
            raise LibraryError(say("{path} 不是阅报导出的更正。", path=path)) from error
        plan = self._user_data.merge_records(records, path.name)
        self._apply()
        new = {change.after.uuid for change in plan.corrections}
        return [known for known in self.known() if known.correction.uuid in new]

    def _anchor(self, article_id: int, block: int | None) -> Anchor:
        """Return the anchor of an article: the line on which the given block begins, else its first line."""
        from reader import parsing

        stored, source_row = self._originals.of_article(article_id)
        source = self._originals.source(source_row.path)
        text = "" if block is None else stored.article.blocks[block].text
        line = parsing.line_of(source, source_row.source_lines, text)
        return parsing.anchor_of(source, source_row.source_lines[0][0] if line is None else line)

    def _corrected(self, correction: Correction) -> CorrectionOutcome:
        is_applied = self._apply()
        return replace(self.outcome_of(correction), is_applied=is_applied)

    def _issue_corrected(self, corrections: Sequence[Correction]) -> IssueCorrectionOutcome:
        is_applied = self._apply()
        return replace(self.outcome_of_issue(corrections), is_applied=is_applied)

    def _known(self, corrections: Sequence[Correction]) -> list[KnownCorrection]:
        from reader import parsing

        lines: dict[str, int] = {}
        by_path: dict[str, list[Correction]] = defaultdict(list)
        for correction in corrections:
            by_path[correction.anchor.path].append(correction)
        for path, of_file in by_path.items():
            with suppress(LibraryError):
                lines |= parsing.resolve(of_file, self._originals.source(path)).lines
        return [KnownCorrection(correction, lines.get(correction.uuid)) for correction in corrections]

    def _parsed(self, source: SourceText) -> IssuePart:
        from reader import parsing

        known = self._catalogue().files.known_files()
        digest = known[source.path].digest if source.path in known else b""
        corrections = CorrectionsByFile(self._table.all(), known)
        return parsing.parse(source, corrections.of(source.path, digest))

    def _beginning(self, source: SourceText, line: int) -> int:
        """Return the first line of the article that holds a line.

        Raises LibraryError if it is the first of its file.
        """
        from reader import parsing

        part = self._parsed(source)
        first = parsing.first_line_of_article(part, line)
        if part.articles and first == part.articles[0].source_lines[0][0]:
            raise LibraryError(say("这是文件里的第一篇，前面没有可以相连的文章。"))
        return first

    def _article_at(self, path: str, line: int) -> int | None:
        """Return the id of the article that holds a line of a file."""
        part = self._parsed(self._originals.source(path))
        for article in part.articles:
            if any(first <= line <= last for first, last in article.source_lines):
                held = self._catalogue().forms.printed([article.key])
                return next((each.id for each in held if each.is_in("", path)), None)
        return None
