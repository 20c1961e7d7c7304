"""The corrections of a library: making, applying, listing, undoing, exporting and importing them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, Self

from msgspec import Struct
from msgspec.structs import replace

from reader.formats.reading import cuts
from reader.i18n import Words, count, later, say
from reader.language.dates.date_expressions import days_of
from reader.library.derived_data import looked_up
from reader.library.files_beside import Originals
from reader.newspaper.article import SourceText, is_in_spans
from reader.newspaper.correction import (
    About,
    Anchor,
    Claim,
    Correction,
    CorrectionKind,
    contradicting,
    corrections_to_text,
    others_than,
)
from reader.newspaper.facts import Fact, Outcome, unknown
from reader.newspaper.holdings import IssueRow
from reader.newspaper.issue import IssuePart, Masthead
from reader.newspaper.logical_clock import order_of
from reader.stitching.pairing import ending, opening
from reader.storage.catalogue import Catalogue
from reader.storage.disk_errors import LibraryError
from reader.storage.regular_file import LARGEST_NOTES
from reader.storage.user_data import UserData


def date_in(text: str, near: dt.date | None = None) -> dt.date | None:
    """Return the day of a typed date: 1987-6-3, 1987年6月3日; None if it is not exactly one day.

    For a date without a year (6月3日), `near` determines the year.
    """
    days = days_of(text, dt.date.today(), near)
    if days is not None and days.first == days.last:
        return days.first
    return None


class Effect(StrEnum):
    """What a correction does now. A member has its name in JSON, and its words."""

    _words: Words

    # Only the name is required, so that an effect is looked up by it, for type checkers too.
    def __new__(cls, name: str, words: Words = str) -> Self:
        effect = str.__new__(cls, name)
        effect._value_ = name
        effect._words = words
        return effect

    IN_EFFECT = "in effect", later("生效")
    """The articles are as it says."""
    NOT_YET = "not applied yet", later("还没有用上，更新一次就生效")
    """Its line is there, and its file was read without it: another process was syncing, or it came from elsewhere."""
    OVERRULED = "overruled", later("被另一条盖过，不生效")
    """A later one says something else of the same line."""
    NO_LINE = "line not found", later("暂时找不到那一行，文件变回来就生效")
    NO_FILE = "file not found", later("文件不在，回来就生效")

    @property
    def words(self) -> str:
        return self._words()

    @property
    def is_lost(self) -> bool:
        """Whether it is not known where it belongs."""
        return self in (Effect.NO_LINE, Effect.NO_FILE)


class KnownCorrection(Struct, frozen=True):
    """A correction, the number of its line, None if that is lost, and what it does now.

    `issue` is that of its file and `page` the page with its line, each None if it is not known.
    """

    correction: Correction
    line: int | None
    effect: Effect
    issue: IssueRow | None = None
    page: str | None = None


class CorrectionOutcome(Struct, frozen=True):
    """The result of making or undoing a correction.

    `article_id` is the article that now contains its line; None if there is none. `is_applied` is whether the change
    is visible now. Otherwise it will be after the next sync; usually another process is syncing at the moment.
    """

    correction: Correction
    article_id: int | None
    is_applied: bool


class IssueCorrectionOutcome(Struct, frozen=True):
    """The result of correcting an issue, or of undoing that; there is a correction for each of its files.

    `issue_id` is the issue to which the files now belong; `is_applied` is as in `CorrectionOutcome`.
    """

    corrections: tuple[Correction, ...]
    issue_id: int | None
    is_applied: bool


class ImportedCorrections(Struct, frozen=True):
    """What a file of corrections has brought: those that are new or changed, and how many lines can't be read.

    `remark` is what is to be told of the file (`Given.remark`).
    """

    new: list[KnownCorrection]
    unreadable: int
    remark: str

    def remarks(self) -> list[str]:
        """Return what is to be told beside the new ones, in words."""
        remarks = []
        if self.remark:
            remarks.append(self.remark)
        if self.unreadable:
            remarks.append(count(self.unreadable, "{n} 条无法解析，原样另存了"))
        return remarks


class Corrections(Struct, frozen=True):
    """The corrections of a library. May be called from any thread.

    When a call returns, its changes are on the disk; otherwise it raises UserDataError. `apply` parses the files with
    changed corrections again, and returns whether that was possible; `catalogue` is as in `Originals`.
    """

    _user_data: UserData
    _originals: Originals
    _catalogue: Callable[[], Catalogue]
    _apply: Callable[[], bool]

    def known(self) -> list[KnownCorrection]:
        return self._known(self._user_data.corrections.all())

    def lost(self) -> list[KnownCorrection]:
        """Return the corrections whose file or line is not there, as of the last sync.

        A file is not read again that tells what was said of it, as many may have been corrected at once.
        """
        everything = self._user_data.corrections.all()
        if not everything:
            return []
        by_path: dict[str, list[Correction]] = defaultdict(list)
        for correction in everything:
            by_path[correction.anchor.path].append(correction)
        waiting = self._not_applied(everything, by_path)
        masthead_by_path = self._catalogue().files.present_mastheads(by_path)

        def is_placed(correction: Correction) -> bool:
            masthead = masthead_by_path.get(correction.anchor.path)
            if masthead is None:
                return False
            return correction.uuid in waiting or _is_told(correction.claim, masthead)

        unplaced = [correction for correction in everything if not is_placed(correction)]
        return [known for known in self._known(unplaced) if known.effect.is_lost]

    def correct_line(self, path: str, line: int, claim: Claim) -> CorrectionOutcome:
        """Correct a line of the file with this path in the library, and parse the file again.

        To join two articles, any line of the second may be given. That a day begins is said of the whole file, which
        holds several issues then. Raises LibraryError if the file or the line is not found, if no article precedes the
        one to be joined, or if the file cannot be divided.
        """
        from reader import formats, parsing

        if claim.kind is CorrectionKind.DAY:
            path = next((outer for outer, _ in cuts(path, formats.may_hold_days)), path)
        source = self._originals.source(path)
        if claim.kind is CorrectionKind.DAY and not formats.can_be_divided(source):
            raise LibraryError(say("{path} 不是文本、网页或 Word 文件，不能从一行起分成另一期。", path=path))
        if claim.kind is CorrectionKind.JOINED:
            line = self._beginning(source, line)
        try:
            anchor = parsing.anchor_of(source, line)
        except ValueError:
            raise LibraryError(
                say("{path} 的第 {line} 行没有文字，无从更正。", path=path, line=line)
            ) from None
        return self._corrected(self._user_data.corrections.add(anchor, claim))

    def correct_text(self, article_id: int, text: str, claim: Claim) -> CorrectionOutcome:
        """Correct the line with a text of the article, given as shown on the page; else like `correct_line`."""
        from reader import parsing

        _, source_row = self._originals.of_article(article_id)
        line = parsing.line_of(self._originals.source(source_row.path), source_row.source_lines, text)
        if line is None:
            raise LibraryError(say("在 {path} 里没有找到这段文字，无从更正。", path=source_row.path))
        return self.correct_line(source_row.path, line, claim)

    def correct_issue(self, paths: Sequence[str], claims: Sequence[Claim]) -> IssueCorrectionOutcome:
        """Correct the date, number or title of the issue to which these files belong; see `correct_issues`."""
        return self.correct_issues([(path, claims) for path in paths])

    def correct_issues(
        self, of_files: Sequence[tuple[str, Sequence[Claim]]], *, at_once: int | None = None
    ) -> IssueCorrectionOutcome:
        """Correct the dates, numbers or titles of the issues of several files, all of them or none.

        If these are more than `at_once`, reading them again is left to the next sync.

        Raises LibraryError if one of them cannot be read or has no text.
        """
        from reader import parsing

        pairs: list[tuple[Anchor, Claim]] = []
        for path, claims in of_files:
            try:
                anchor = parsing.issue_anchor_of(self._originals.source(path))
            except ValueError:
                raise LibraryError(say("{path} 里没有文字，无从更正。", path=path)) from None
            pairs += [(anchor, claim) for claim in claims]
        corrections = self._user_data.corrections.add_all(pairs)
        if at_once is not None and len(of_files) > at_once:
            return IssueCorrectionOutcome(tuple(corrections), None, is_applied=False)
        return self._issue_corrected(corrections)

    def correct_story(self, first_id: int, second_id: int, *, is_one: bool) -> CorrectionOutcome:
        """Record whether the second article continues the first.

        Raises LibraryError if they are not in the same newspaper on the same day, or if one of their files is missing.
        """
        parts = [self._originals.of_article(article_id) for article_id in (first_id, second_id)]
        days = {(part.issue.newspaper, part.issue.date or part.issue.id) for part, _ in parts}
        if first_id == second_id or len(days) > 1:
            raise LibraryError(say("只有同一天的两篇才能接成一篇。"))
        if is_one:
            kind = CorrectionKind.CONTINUES
        else:
            kind = CorrectionKind.APART
        (first, _), (second, _) = parts
        claim = Claim(kind, first=self._anchor(first_id, ending(first.article)))
        anchor = self._anchor(second_id, opening(second.article))
        return self._corrected(self._user_data.corrections.add(anchor, claim))

    def undo(self, uuid: str) -> CorrectionOutcome:
        return self._corrected(self._user_data.corrections.undo(uuid))

    def choose(self, uuid: str) -> CorrectionOutcome:
        """Let a correction hold: undo the others that say something else of the same line.

        Raises LibraryError if nothing contradicts it.
        """
        corrections = self._user_data.corrections.all()
        chosen = next((correction for correction in corrections if correction.uuid == uuid), None)
        others = [] if chosen is None else others_than(chosen, corrections)
        if chosen is None or not others:
            raise LibraryError(say("没有与它不合的更正，不用选。"))
        return self._corrected(
            self._user_data.corrections.choose(uuid, [correction.uuid for correction in others])
        )

    def undo_step(self, uuid: str) -> IssueCorrectionOutcome:
        corrections = self._user_data.corrections.all()
        step_key = next(
            ((correction.created, correction.tick) for correction in corrections if correction.uuid == uuid),
            None,
        )
        uuids = [
            correction.uuid for correction in corrections if (correction.created, correction.tick) == step_key
        ]
        return self._issue_corrected(self._user_data.corrections.undo_all(uuids or [uuid]))

    def outcome_of(self, correction: Correction) -> CorrectionOutcome:
        (known_correction,) = self._known([replace(correction, undone=False)])
        if known_correction.line is None:
            article_id = None
        else:
            article_id = self._article_at(correction.anchor.path, known_correction.line)
        return CorrectionOutcome(correction, article_id, is_applied=True)

    def outcome_of_issue(self, corrections: Sequence[Correction]) -> IssueCorrectionOutcome:
        if corrections:
            issue_id = self._catalogue().files.issue_of_file(corrections[0].anchor.path)
        else:
            issue_id = None
        return IssueCorrectionOutcome(tuple(corrections), issue_id, is_applied=True)

    def article_of(self, known_correction: KnownCorrection) -> int | None:
        """Return the id of the article that a correction is about; for a correction of an issue, its first article.

        None if its line is not found.
        """
        path = known_correction.correction.anchor.path
        if known_correction.line is None or not known_correction.correction.claim.kind.is_of_issue:
            if known_correction.line is None:
                return None
            return self._article_at(path, known_correction.line)
        issue_id = self._catalogue().files.issue_of_file(path)
        if issue_id is not None:
            rows = self._catalogue().tree.articles(issue_id)
        else:
            rows = []
        if rows:
            return rows[0].id
        return None

    def export_text(self) -> str:
        """Return all corrections, undone ones included, as the text of a file to be imported elsewhere."""
        return corrections_to_text(self._user_data.corrections.all(with_undone=True))

    def import_file(self, path: Path) -> ImportedCorrections:
        """Import a file of corrections as a step that can be undone.

        Lines that cannot be read are stored separately. Raises LibraryError if it is not such a file.
        """
        from reader.library.given_files import given
        from reader.storage import archive

        file = given(path, LARGEST_NOTES)
        try:
            records = archive.corrections_from_bytes(file.data, path.name)
        except ValueError as error:
            raise LibraryError(say("{path} 不是阅报导出的更正。", path=path)) from error
        plan = self._user_data.merge_records(records, path.name)
        self._apply()
        uuids = {change.after.uuid for change in plan.corrections}
        new = [known for known in self.known() if known.correction.uuid in uuids]
        return ImportedCorrections(new, len(records.unreadable), file.remark)

    def _anchor(self, article_id: int, block: int | None) -> Anchor:
        """Return the anchor of the line on which a block of an article begins; without a block, its first line."""
        from reader import parsing

        stored, source_row = self._originals.of_article(article_id)
        source = self._originals.source(source_row.path)
        if block is None:
            text = ""
        else:
            text = stored.article.blocks[block].text
        line = parsing.line_of(source, source_row.source_lines, text)
        return parsing.anchor_of(source, source_row.source_lines[0][0] if line is None else line)

    def _corrected(self, correction: Correction) -> CorrectionOutcome:
        is_applied = self._apply()
        unknown = CorrectionOutcome(correction, None, False)
        outcome = looked_up(partial(self.outcome_of, correction), unknown)
        return replace(outcome, is_applied=is_applied)

    def _issue_corrected(self, corrections: Sequence[Correction]) -> IssueCorrectionOutcome:
        is_applied = self._apply()
        unknown = IssueCorrectionOutcome(tuple(corrections), None, False)
        outcome = looked_up(partial(self.outcome_of_issue, corrections), unknown)
        return replace(outcome, is_applied=is_applied)

    def _known(self, corrections: Sequence[Correction]) -> list[KnownCorrection]:
        if not corrections:  # as in a room, which has no catalogue here to ask
            return []
        from reader import parsing

        lines: dict[str, int] = {}
        absent: set[str] = set()
        by_path: dict[str, list[Correction]] = defaultdict(list)
        for correction in corrections:
            by_path[correction.anchor.path].append(correction)
        for path, of_file in by_path.items():
            try:
                lines |= parsing.resolve(of_file, self._originals.source(path)).lines
            except LibraryError:
                absent.add(path)
        everything = self._user_data.corrections.all()
        waiting = self._not_applied(everything, by_path)
        all_overruled = chain.from_iterable(others for _, others in contradicting(everything))
        overruled = {other.uuid for other in all_overruled}

        def effect_of(correction: Correction) -> Effect:
            if correction.anchor.path in absent:
                return Effect.NO_FILE
            if correction.uuid not in lines:
                return Effect.NO_LINE
            if correction.uuid in overruled:
                return Effect.OVERRULED
            if correction.uuid in waiting or not self._is_story_told(correction, lines[correction.uuid]):
                return Effect.NOT_YET
            return Effect.IN_EFFECT

        return [
            self._with_line(correction, lines.get(correction.uuid), effect_of(correction))
            for correction in corrections
        ]

    def _not_applied(self, everything: Sequence[Correction], paths: Iterable[str]) -> set[str]:
        """Return the UUIDs of the corrections without which these files were read the last time."""
        from reader.library.corrections_of_files import CorrectionsByFile, stamp_of

        files = self._catalogue().files
        by_file = CorrectionsByFile(everything, files.digests)
        waiting: set[str] = set()
        for path, (digest, stamp) in files.stamps_of_corrections(paths).items():
            of_file = sorted(by_file.of(path, digest), key=order_of)
            applied = next((n for n in range(len(of_file), -1, -1) if stamp_of(of_file[:n]) == stamp), 0)
            waiting.update(correction.uuid for correction in of_file[applied:])
        return waiting

    def _is_story_told(self, correction: Correction, line: int) -> bool:
        """Return whether two articles are one story, or apart, as a correction says; True for any other correction."""
        if correction.claim.kind.about is not About.STORY:
            return True
        article_id = self._article_at(correction.anchor.path, line)
        stitch = self._catalogue().stitches.before(article_id) if article_id is not None else None
        is_one = stitch is not None and stitch.is_made
        return is_one == (correction.claim.kind is CorrectionKind.CONTINUES)

    def _with_line(self, correction: Correction, line: int | None, effect: Effect) -> KnownCorrection:
        catalogue = self._catalogue()
        path = correction.anchor.path
        issue_id = catalogue.files.issue_of_file(path)
        if issue_id is None:
            issue = None
        else:
            issue = catalogue.tree.issue(issue_id)
        is_of_line = line is not None and not correction.claim.kind.is_of_issue
        if line is not None and is_of_line:
            article_id = self._article_at(path, line)
        else:
            article_id = None
        if article_id is None:
            row = None
        else:
            row = catalogue.article_rows([article_id]).get(article_id)
        return KnownCorrection(correction, line, effect, issue, row.page if row else None)

    def _parsed(self, source: SourceText) -> IssuePart:
        from reader import parsing
        from reader.library.corrections_of_files import CorrectionsByFile

        catalogue = self._catalogue()
        digest = catalogue.files.digests([source.path]).get(source.path, b"")
        corrections = CorrectionsByFile(self._user_data.corrections.all(), catalogue.files.digests)
        habits = catalogue.profiles.told(source.path)
        part = parsing.parse(source, corrections.of(source.path, digest), lambda *_: habits)
        return parsing.in_file(part, source)

    def _beginning(self, source: SourceText, line: int) -> int:
        """Return the first line of the article that contains a line.

        Raises LibraryError if that is the first article of the file.
        """
        from reader import parsing

        part = self._parsed(source)
        first = parsing.first_line_of_article(part, line)
        if part.articles and first == part.articles[0].source_lines[0][0]:
            raise LibraryError(say("这是文件里的第一篇，前面没有可以相连的文章。"))
        return first

    def _article_at(self, path: str, line: int) -> int | None:
        for article_id, _, spans in self._catalogue().files.articles_of_file(path):
            if is_in_spans(line, spans):
                return article_id
        return None


def _is_told(claim: Claim, masthead: Masthead) -> bool:
    """Return whether a file that was read tells what a person has said of its issue: the place of that was found."""
    if claim.kind is CorrectionKind.ENCODING:
        return True  # of any line
    facts = masthead.facts
    fact: Fact[Any]
    match claim.kind:
        case CorrectionKind.DATE:
            fact = facts.day
        case CorrectionKind.NUMBER:
            fact = facts.number
        case CorrectionKind.TITLE:
            fact = facts.title
        case CorrectionKind.PAGE:
            fact = facts.pages.get(claim.page or "", unknown())
        case _:
            return False
    return fact.outcome is Outcome.CORRECTED and fact.value == claim.value
