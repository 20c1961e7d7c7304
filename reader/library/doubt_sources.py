"""Looking for what is in doubt in a library: each kind is found in one place, here or in a feature."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from reader import do_nothing
from reader.export.article_text import day_in_words
from reader.i18n import say
from reader.language.forms import on_one_line
from reader.library.answers import issue_in_words
from reader.library.change_summary import version_in_words
from reader.library.derived_data import Derived
from reader.library.doubts import (
    Doubt,
    DoubtKind,
    DoubtSource,
    Field,
    Remedy,
    doubts,
    kind_of,
    overruled_fields,
)
from reader.library.library import Library
from reader.library.passed_over import passed_over_now
from reader.library.read_share import ReadSoFar
from reader.library.sources import all_copies
from reader.newspaper.article import page_in_words
from reader.newspaper.correction import Correction, contradicting
from reader.newspaper.decision import CorrectedCharacter, Decision, namesakes_in
from reader.newspaper.facts import Fact, Outcome, Rule
from reader.newspaper.holdings import Bookmark, IssueRow
from reader.newspaper.logical_clock import order_of
from reader.plugs import all_answering, plugs
from reader.storage.catalogue import CatalogueDamaged
from reader.storage.catalogue_reading import CatalogueReading
from reader.storage.disk_errors import LibraryError
from reader.storage.doubtful_files import DoubtfulFile
from reader.storage.folder import LibraryFolder
from reader.storage.user_data import UserData
from reader.storage.user_file import UserDataError
from reader.storage.user_repair import kind_in_words

# -- of files and issues


def of_facts(file: DoubtfulFile, issue: IssueRow, today: dt.date) -> Iterator[tuple[DoubtKind, str]]:
    """Yield the kinds of doubt about what a file, and its issue, tell of themselves, each with why."""
    facts = issue.facts.as_of(today)
    yield from _of_field(Field.TITLE, facts.title, is_known=bool(issue.newspaper))
    yield from _of_day(file, issue, today)
    yield from _of_field(Field.EDITION, facts.edition, is_known=True)
    if not _is_against_others(facts.number):
        yield from _of_field(Field.NUMBER, facts.number, is_known=issue.number is not None)
    for label, page in file.masthead.facts.pages.items():
        for kind, why in _of_field(Field.PAGE, page, is_known=True):
            yield kind, say("{page}版：{why}", page=page_in_words(label), why=why)
    if file.is_pageless:
        yield DoubtKind.NO_PAGE, ""
    for field, decided_fact, own_fact in overruled_fields(facts, file.masthead.facts):
        yield DoubtKind.OVERRULED, _why_overruled(field, decided_fact, own_fact)
    of_title, of_day, *others = facts.reasons()
    if of_title[0].outcome is Outcome.INFERRED:
        yield DoubtKind.INFERRED_TITLE, of_title[1]
    if of_day[0].outcome is Outcome.INFERRED:
        yield DoubtKind.INFERRED_DAY, of_day[1]
    reasons = [reason for fact, reason in others if fact.outcome is Outcome.INFERRED]
    if reasons:
        yield DoubtKind.INFERRED, say("；").join(reasons)


def _why_overruled(field: Field, decided_fact: Fact[Any], own_fact: Fact[Any]) -> str:
    decided_value = decided_fact.value
    own_value = own_fact.value
    if field is Field.TITLE:
        return say("更正过，是《{title}》；这个文件却是《{other}》", title=decided_value, other=own_value)
    return say("更正过，是第 {number} 期；这个文件却是第 {other} 期", number=decided_value, other=own_value)


def _is_against_others(number: Fact[int]) -> bool:
    """Return whether the numbers of other issues contradict one, which is a kind of its own."""
    return any(objection.rule is Rule.OTHER_ISSUES for objection in number.against)


_OF_REMARKS = (DoubtKind.INFERRED_TITLE, DoubtKind.INFERRED_DAY, DoubtKind.INFERRED)
"""The kinds that `of_facts` yields with the remark on the value."""


def _of_field(field: Field, fact: Fact[Any], *, is_known: bool) -> Iterator[tuple[DoubtKind, str]]:
    """Yield the doubt about one field, a page inferred included; `is_known` is whether it has a value at all."""
    if not is_known:
        kind = kind_of(field, Outcome.UNKNOWN)
    elif fact.outcome is Outcome.UNKNOWN:
        return
    else:
        kind = kind_of(field, fact.outcome)
    if kind is not None and kind not in _OF_REMARKS:
        yield kind, fact.reason if fact.witness is not None else ""


def _of_day(file: DoubtfulFile, issue: IssueRow, today: dt.date) -> Iterator[tuple[DoubtKind, str]]:
    """Yield the doubts about the day; none about one that a reader has confirmed."""
    if issue.date is None:
        yield DoubtKind.UNDATED, _why_undated(file, issue)
        return
    told = issue.facts.as_of(today).day
    if told.outcome is Outcome.CORRECTED:
        return
    own_day = file.masthead.facts.as_of(today).day
    contradicted = next((day for day in (own_day, told) if day.outcome is Outcome.CONTRADICTED), None)
    if contradicted is not None:
        yield _kind_of_day(contradicted, file.masthead.weekday, today), contradicted.reason
    elif file.masthead.other_date:
        yield DoubtKind.OTHER_DAY, say("另有一说：{day}", day=_day_or_words(file.masthead.other_date))


def _why_undated(file: DoubtfulFile, issue: IssueRow) -> str:
    """Return in words what is known of the day of an issue without one."""
    if not issue.month_day:
        if file.masthead.year:
            return say("据路径是 {year} 年的，哪天不详", year=file.masthead.year)
        return ""
    if issue.date_origin is not None and issue.date_origin.is_inferred:
        return say("年份不详，推定是 {day}", day=issue.month_day)
    return say("年份不详，印着 {day}", day=issue.month_day)


def _kind_of_day(day: Fact[dt.date], weekday: str | None, today: dt.date) -> DoubtKind:
    if day.value is not None and day.value > today:
        return DoubtKind.FUTURE_DAY
    if weekday is not None and [objection.words for objection in day.against] == [weekday]:
        return DoubtKind.OTHER_WEEKDAY
    return DoubtKind.OTHER_DAY


def _day_or_words(stated: str) -> str:
    """Return a whole day as days are written here; what is told in part, or can't be, unchanged."""
    parts = [int(part) for part in re.findall(r"\d+", stated)]
    with suppress(ValueError):
        if len(parts) == 3:
            return day_in_words(dt.date(*parts))
        return stated
    return stated


def _of_text(file: DoubtfulFile, issue: IssueRow) -> Iterator[tuple[DoubtKind, str]]:
    """Yield the doubts about the text of a file."""
    if not issue.article_count:
        yield DoubtKind.MASTHEAD_ONLY, ""
    if file.is_unknown_text:
        yield DoubtKind.UNKNOWN_TEXT, say("不像报纸的文章：没有分篇，照原样列出，仍能搜到")
    if file.guessed_encoding:
        yield DoubtKind.GUESSED_ENCODING, file.guessed_encoding
    if file.masthead.unread_pages:
        yield DoubtKind.UNREAD_PAGES, say("识别程序跳过了第 {pages} 页", pages=file.masthead.unread_pages)
    quality = file.quality
    if quality is None or not (quality.is_low or quality.over_columns):
        return
    from reader.formats.reading_quality import quality_in_words

    if quality.is_low:
        kind = DoubtKind.LOW_QUALITY
    else:
        kind = DoubtKind.CROSSED_LINES
    yield kind, quality_in_words(quality)


_OF_THE_ISSUE = frozenset(
    {
        DoubtKind.UNNAMED,
        DoubtKind.OTHER_TITLE,
        DoubtKind.UNDATED,
        DoubtKind.OTHER_EDITION,
        DoubtKind.OTHER_NUMBER,
        DoubtKind.MASTHEAD_ONLY,
        DoubtKind.INFERRED_DAY,
        DoubtKind.INFERRED_TITLE,
        DoubtKind.INFERRED,
        DoubtKind.INFERRED_PAGE,
        DoubtKind.NO_NUMBER,
        DoubtKind.NO_PAGE,
    }
)
"""The kinds that an issue of several files is listed for once."""


READ_AT_ONCE = 400
"""So many files are read from the catalogue at once: what the first of them tell is shown meanwhile."""


def of_files(derived: Derived, *, with_apart: bool) -> Iterator[Doubt]:
    """Yield the doubts about what was read; those that are counted apart only `with_apart`."""
    today = dt.date.today()
    catalogue = derived.catalogue
    proofread = catalogue.readings.proofread_whole()
    seen = set[tuple[DoubtKind, int, str]]()
    after = ""
    while True:
        files = catalogue.files.doubtful(today, with_apart=with_apart, after=after, most=READ_AT_ONCE)
        for doubt in _of_some_files(catalogue, files, proofread, today):
            key = doubt.kind, doubt.issue.id if doubt.issue else 0, _own_part(doubt)
            if key in seen or (doubt.kind.is_apart and not with_apart):
                continue
            seen.add(key)
            yield doubt
        if len(files) < READ_AT_ONCE:
            return
        after = files[-1].path


def _own_part(doubt: Doubt) -> str:
    """Return what tells a doubt apart from those of other files of its issue; "" if an issue is listed once."""
    return "" if doubt.kind in _OF_THE_ISSUE else doubt.path + doubt.why


def _of_some_files(
    catalogue: CatalogueReading, files: Sequence[DoubtfulFile], proofread: frozenset[int], today: dt.date
) -> Iterator[Doubt]:
    """Yield the doubts about some files; about the text of none of which a person knows every character."""
    ids = json.dumps([file.issue_id for file in files])
    issues = {
        row.id: row for row in catalogue.tree.issues_where("id IN (SELECT value FROM json_each(?))", ids)
    }
    rows = catalogue.article_rows([file.articles[0] for file in files if file.articles])
    for file in files:
        if file.articles and proofread.issuperset(file.articles):
            file = replace(file, quality=None)
        issue = issues.get(file.issue_id)
        if issue is None:  # a sync has read it again just now, and what shows doubts looks again after it
            continue
        first = next(iter(file.articles), 0)
        stands = rows[first].title if first in rows else ""
        for kind, why in (*of_facts(file, issue, today), *_of_text(file, issue)):
            words = issue_in_words(issue, with_marks=kind is not DoubtKind.INFERRED)  # there `why` tells them
            yield Doubt(kind, words, why, stands, file.path, issue, first)


_OF_FEATURES = (DoubtKind.CONTRADICTING, DoubtKind.MISREAD, DoubtKind.PICTURES)
_OF_FILES = tuple(
    kind
    for kind in DoubtKind
    if kind.remedy in (Remedy.ISSUE, Remedy.PAGES, Remedy.PROOFREAD) and kind not in _OF_FEATURES
)


_OF_THE_FOLDER = (DoubtKind.CONTRADICTING, DoubtKind.UNREAD, DoubtKind.PASSED_OVER, DoubtKind.COPIES)
"""The kinds that are found in the folder of a library alone, and in all its files together."""


def of_unread(derived: Derived) -> Iterator[Doubt]:
    files = derived.local().catalogue.files
    for path, why in files.failed_files().items():
        yield Doubt(DoubtKind.UNREAD, path, why, path=path)


def of_passed_over(folder: LibraryFolder, derived: Derived) -> Iterator[Doubt]:
    """Yield the files that are not read although nothing failed, also those that a sync never opens."""
    for file in passed_over_now(folder, derived.local().catalogue):
        yield Doubt(DoubtKind.PASSED_OVER, file.path, file.message, path=file.path)


def of_copies(derived: Derived) -> Iterator[Doubt]:
    """Yield the files that have what another one has already: copies of sync clients, and pages once more."""
    catalogue = derived.local().catalogue
    for copy in all_copies(catalogue):
        articles = catalogue.files.articles_of_file(copy.path)
        issue_id = catalogue.files.issue_of_file(copy.path)
        if issue_id is None:
            issue = None
        else:
            issue = catalogue.tree.issue(issue_id)
        first, words, _ = articles[0] if articles else (0, copy.path, ())
        yield Doubt(DoubtKind.COPIES, words, copy.in_words(), path=copy.path, issue=issue, article_id=first)


# -- of what the reader has written


def of_marks(bookmarks: Callable[[], Iterable[Bookmark]]) -> Iterator[Doubt]:
    """Yield the reader's bookmarks without an article, and highlights whose words are not found."""
    for mark in bookmarks():
        if (mark.is_orphan and not mark.is_awaited) or mark.is_passage_lost:
            yield _of_mark(DoubtKind.LOST_MARKS, mark, _why_lost(mark))


def _of_mark(kind: DoubtKind, mark: Bookmark, why: str) -> Doubt:
    if mark.passage:
        words = f"“{mark.passage.exact}”"
    else:
        words = mark.article.title()
    day = day_in_words(mark.date) if mark.date else ""
    return Doubt(
        kind,
        " ".join(filter(None, (words.replace("\n", " "), mark.newspaper, day))),
        why,
        stands=mark.note.partition("\n")[0],
        path=mark.path,
        article_id=mark.article_id,
        bookmark=mark,
    )


def _why_lost(mark: Bookmark) -> str:
    if mark.is_passage_lost:
        return say("文章还在，这几个字找不到了")
    if mark.elsewhere:
        return say("文章不在了；同样的文字别处有 {n} 篇", n=mark.elsewhere)
    return say("文章不在资料库里了，存的文字还在")


def of_replaced(user_data: UserData, bookmarks: Callable[[], Iterable[Bookmark]]) -> Iterator[Doubt]:
    """Yield the bookmarks and decisions whose words a merge has replaced, until the former ones are looked at."""
    for change in user_data.replaced_decisions():
        assert change.before is not None
        yield Doubt(
            DoubtKind.REPLACED,
            on_one_line(change.after.content.own_words),
            say("原来是：{words}", words=on_one_line(change.before.content.own_words)),
            replaced=change,
        )
    former = {version.bookmark.uuid: version.bookmark for version in user_data.replaced()}
    if not former:
        return
    for mark in bookmarks():
        if mark.uuid in former:
            why = say("原来是：{words}", words=version_in_words(former[mark.uuid]))
            yield _of_mark(DoubtKind.REPLACED, mark, why)


def of_records(user_data: UserData) -> Iterator[Doubt]:
    """Yield the records that are set apart, and the decisions that contradict each other."""
    if not user_data.path.exists():
        return
    records = user_data.records()
    for record in records.unreadable:
        yield Doubt(
            DoubtKind.SET_APART,
            say("{kind}，来自 {origin}", kind=kind_in_words(record.kind), origin=record.origin),
            record.reason,
            stands=record.content[:_SHOWN],
        )
    for namesakes in namesakes_in(records.decisions):
        yield Doubt(DoubtKind.SAME_NAME, namesakes.words, namesakes=namesakes)
    yield from of_corrections(records.corrections)
    yield from of_characters(records.decisions)


_SHOWN = 80
"""The number of characters of a record that can't be read which are shown."""


def of_corrections(corrections: Iterable[Correction]) -> Iterator[Doubt]:
    """Yield the corrections that contradict a later one of the same line, by which they have no effect."""
    for holding, others in contradicting(corrections):
        for other in others:
            yield Doubt(
                DoubtKind.OTHER_CORRECTION,
                other.claim.words,
                say("生效的是后来的“{words}”", words=holding.claim.words),
                stands=other.anchor.quote,
                path=other.anchor.path,
                correction=other.uuid,
            )


def of_characters(decisions: Iterable[Decision]) -> Iterator[Doubt]:
    """Yield the corrected characters for which another character is given later at the same place."""
    of_place: defaultdict[object, list[tuple[Decision, CorrectedCharacter]]] = defaultdict(list)
    for decision in decisions:
        content = decision.content
        if isinstance(content, CorrectedCharacter) and not decision.undone:
            place = content.key, content.path, content.before, content.printed, content.after, content.at
            of_place[place].append((decision, content))
    for same in of_place.values():
        contents = {order_of(decision): content for decision, content in same}
        holding = contents[max(contents)]
        for decision, content in same:
            if content.read_as != holding.read_as:
                yield Doubt(
                    DoubtKind.OTHER_CORRECTION,
                    say("“{printed}”应是“{read_as}”", printed=content.printed, read_as=content.read_as),
                    say("后来说的是“{words}”", words=holding.read_as),
                    stands=content.before + content.printed + content.after,
                    path=content.path,
                    correction=decision.uuid,
                    is_of_character=True,
                )


# -- all together


class DoubtsFound(Struct, frozen=True):
    """A kind with its doubts, and their number; with `why_not` instead, if these can't be told.

    Of a kind that is counted apart, the doubts may be left out.
    """

    kind: DoubtKind
    number: int = 0
    doubts: tuple[Doubt, ...] = ()
    why_not: str = ""

    @property
    def is_in_total(self) -> bool:
        """Whether they are part of the total: they can be told, and are not counted apart."""
        return not self.kind.is_apart and not self.why_not


class AllDoubts(Struct, frozen=True):
    """What is in doubt, by kind, without kinds of which nothing is; as far as the library is read."""

    kinds: tuple[DoubtsFound, ...]
    read: ReadSoFar
    is_counting: bool = False
    """Whether these are the first that were found, and more are looked for."""

    @property
    def total(self) -> int:
        """The number of doubts, without those that are counted apart, and those that can't be told."""
        return sum(kind.number for kind in self.kinds if kind.is_in_total)

    @property
    def is_whole(self) -> bool:
        if self.is_counting or any(kind.why_not for kind in self.kinds):
            return False
        return self.read.is_whole


def look(
    library: Library,
    *,
    with_apart: bool = False,
    tell: Callable[[AllDoubts], object] = do_nothing,
) -> AllDoubts:
    """Return what is in doubt; what is counted apart is listed only `with_apart`.

    Takes a second for 20,000 issues, and reads the folder: not for the window's thread. If there is much, `tell` is
    called once with the first that are found, while it goes on.
    """
    of_kind: dict[DoubtKind, list[Doubt]] = defaultdict(list)
    number = 0
    why_not = _why_not_of_files(library)
    for source in _sources(library, with_apart=with_apart):
        try:
            for doubt in source.doubts():
                of_kind[doubt.kind].append(doubt)
                number += 1
                if number == FIRST_TOLD:
                    tell(_found_so_far(library, of_kind))
        except CatalogueDamaged:
            why_not |= dict.fromkeys(source.kinds, say("目录坏了，更新一次就好"))
        except (LibraryError, UserDataError) as error:
            why_not |= dict.fromkeys(source.kinds, str(error))
    waiting = {doubt.path for doubt in of_kind[DoubtKind.PICTURES]}
    for kind in (DoubtKind.UNREAD, DoubtKind.PASSED_OVER):
        of_kind[kind] = [doubt for doubt in of_kind[kind] if doubt.path not in waiting]
    numbers = {kind: len(of_kind[kind]) for kind in DoubtKind}
    if not with_apart and not library.is_elsewhere:
        with suppress(CatalogueDamaged, LibraryError):
            numbers |= _counted_apart(library.derived)
    kinds = (
        DoubtsFound(kind, numbers[kind], tuple(of_kind[kind]), why_not.get(kind, "")) for kind in DoubtKind
    )
    return AllDoubts(
        tuple(kind_doubts for kind_doubts in kinds if kind_doubts.number or kind_doubts.why_not),
        library.look_at_read(),
    )


FIRST_TOLD = 200
"""So many doubts are told first."""


def _found_so_far(library: Library, of_kind: Mapping[DoubtKind, Sequence[Doubt]]) -> AllDoubts:
    kinds = [
        DoubtsFound(kind, len(of_kind[kind]), tuple(of_kind[kind])) for kind in DoubtKind if kind in of_kind
    ]
    return AllDoubts(tuple(kinds), library.look_at_read(), is_counting=True)


def _why_not_of_files(library: Library) -> dict[DoubtKind, str]:
    """Return why what is in doubt about the folder can't be told, for each such kind: it is not here."""
    if not library.is_elsewhere:
        return {}
    return dict.fromkeys(_OF_THE_FOLDER, library.words.why_no_files or library.words.why_no_lines)


def _counted_apart(derived: Derived) -> dict[DoubtKind, int]:
    counts = derived.local().catalogue.files.counted_apart(dt.date.today())
    return {
        DoubtKind.INFERRED_DAY: counts.inferred_days,
        DoubtKind.INFERRED_TITLE: counts.inferred_titles,
        DoubtKind.INFERRED: counts.inferred,
        DoubtKind.INFERRED_PAGE: counts.inferred_pages,
        DoubtKind.NO_NUMBER: counts.without_number,
        DoubtKind.NO_PAGE: counts.without_page,
        DoubtKind.GUESSED_ENCODING: counts.guessed_encodings,
    }


def _sources(library: Library, *, with_apart: bool) -> Iterator[DoubtSource]:
    derived = library.derived
    is_waiting_told = not (library.is_sample or library.is_in_one_file or library.why_unchangeable())
    kinds = tuple(kind for kind in _OF_FILES if with_apart or not kind.is_apart)
    yield DoubtSource(kinds, partial(of_files, derived, with_apart=with_apart and not library.is_elsewhere))
    if not library.is_elsewhere:
        yield DoubtSource((DoubtKind.UNREAD,), partial(of_unread, derived))
        yield DoubtSource((DoubtKind.PASSED_OVER,), partial(of_passed_over, library.folder, derived))
        yield DoubtSource((DoubtKind.COPIES,), partial(of_copies, derived))
        for make in all_answering(doubts, plugs()):
            source = make(library.folder, derived)
            if source is not None and (is_waiting_told or source.kinds != (DoubtKind.PICTURES,)):
                yield source
    bookmarks = library.notebook.bookmarks
    yield DoubtSource((DoubtKind.LOST_MARKS,), partial(of_marks, bookmarks))
    yield DoubtSource((DoubtKind.REPLACED,), partial(of_replaced, library.user_data, bookmarks))
    kept_apart = (DoubtKind.SAME_NAME, DoubtKind.OTHER_CORRECTION, DoubtKind.SET_APART)
    yield DoubtSource(kept_apart, partial(of_records, library.user_data))
