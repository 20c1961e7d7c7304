"""What can be said of a doubt to settle it: the surest first, each as it is recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from msgspec import Struct

from reader.export.article_text import day_in_words
from reader.formats.reading import cuts
from reader.i18n import say
from reader.library.doubts import Doubt, DoubtKind, Field, overruled_fields
from reader.library.file_doubts import why_overruled
from reader.library.files_beside import containers_of
from reader.library.library import Library
from reader.newspaper.article import page_in_words
from reader.newspaper.correction import Claim, CorrectionKind
from reader.newspaper.facts import Fact, Objection
from reader.newspaper.holdings import IssueRow, SourceFile

Statements = tuple[tuple[str, tuple[Claim, ...]], ...]
"""Files, by their paths, and what is said of each."""

_OF_DAY = frozenset(
    {
        DoubtKind.UNDATED,
        DoubtKind.OTHER_DAY,
        DoubtKind.OTHER_WEEKDAY,
        DoubtKind.FUTURE_DAY,
        DoubtKind.CONTRADICTING,
        DoubtKind.INFERRED_DAY,
    }
)
_OF_TITLE = frozenset({DoubtKind.OTHER_TITLE, DoubtKind.INFERRED_TITLE})
_OF_NUMBER = frozenset({DoubtKind.OTHER_NUMBER, DoubtKind.NO_NUMBER})
_OF_PAGE = frozenset({DoubtKind.OTHER_PAGE, DoubtKind.INFERRED_PAGE})
_CONFIRMED_FIRST = frozenset({DoubtKind.INFERRED_DAY, DoubtKind.OTHER_DAY})
"""The kinds of which what is told now is offered before what other issues suggest."""
WITH_OFFERS = _OF_DAY | _OF_TITLE | _OF_NUMBER | _OF_PAGE | {DoubtKind.GUESSED_ENCODING, DoubtKind.OVERRULED}
"""The kinds of which all can be settled by their first offers."""
MOST_OFFERS = 2


class Offer(Struct, frozen=True):
    """One way to settle a doubt: what it says, and what is said of which files."""

    words: str
    statements: Statements


def offers_of(library: Library, doubt: Doubt) -> tuple[Offer, ...]:
    """Return what can be said of a doubt, at most `MOST_OFFERS`; nothing in a library that can't be corrected.

    Reads the catalogue: not for the window's thread. Raises LibraryError, CatalogueDamaged.
    """
    if library.words.why_no_lines:
        return ()
    if doubt.issue is None or doubt.kind not in WITH_OFFERS:
        return ()
    files = _present_files(library, doubt.issue)
    if doubt.kind is DoubtKind.OVERRULED:
        return tuple(_after_overruling(doubt, doubt.issue, files))[:MOST_OFFERS]
    offers: list[Offer] = []
    for words, claim in _claims(library, doubt, doubt.issue, files):
        statements = tuple((path, (claim,)) for path in _paths_for(claim, doubt, files))
        if statements:
            offers.append(Offer(words, statements))
    return tuple(offers[:MOST_OFFERS])


def _after_overruling(doubt: Doubt, issue: IssueRow, files: Iterable[SourceFile]) -> Iterator[Offer]:
    """Yield that the file is as a person has decided of its issue, and that all its files are as this one says.

    That is of the field which the doubt is about: a file may tell several otherwise.
    """
    paths = [file.path for file in files]
    own_file = next((file for file in files if file.path == doubt.path), None)
    if own_file is None:
        return
    for field, decided_fact, own_fact in overruled_fields(issue.facts, own_file.masthead.facts):
        if why_overruled(field, decided_fact, own_fact) != doubt.why:
            continue
        if field is Field.TITLE:
            stays, as_decided = _that_title(str(decided_fact.value))
            changes, as_in_file = _other_title(str(own_fact.value))
        else:
            stays, as_decided = _that_number(int(decided_fact.value or 0))
            changes, as_in_file = _other_number(int(own_fact.value or 0))
        yield Offer(stays, ((doubt.path, (as_decided,)),))
        yield Offer(changes, tuple((path, (as_in_file,)) for path in paths))


class FirstStatements(Struct, frozen=True):
    """What the first offers for some doubts say of files, each file once, and the doubts for which there was none.

    Of several things that are said of one field of a file, the last is kept.
    """

    statements: Statements
    untouched: tuple[Doubt, ...] = ()


def first_statements(library: Library, doubts: Iterable[Doubt]) -> FirstStatements:
    untouched: list[Doubt] = []
    claims_by_path: dict[str, dict[CorrectionKind, Claim]] = {}
    for doubt in doubts:
        offers = offers_of(library, doubt)
        if not offers:
            untouched.append(doubt)
            continue
        for path, claims in offers[0].statements:
            claim_by_kind = claims_by_path.setdefault(path, {})
            claim_by_kind.update((claim.kind, claim) for claim in claims)
    statements = tuple((path, tuple(claims.values())) for path, claims in claims_by_path.items())
    return FirstStatements(statements, tuple(untouched))


def _present_files(library: Library, issue: IssueRow) -> list[SourceFile]:
    files = library.local.catalogue.files.files_of_issue(issue.id)
    return [file for file in files if not file.is_missing]


def _paths_for(claim: Claim, doubt: Doubt, files: Iterable[SourceFile]) -> list[str]:
    """Return the files that a claim is made of: its own for a page, all of the issue for what these share."""
    if claim.kind is CorrectionKind.PAGE:
        return [doubt.path]
    if claim.kind is CorrectionKind.ENCODING:
        return [_file_of_days(doubt.path)]
    return [file.path for file in files]


def _file_of_days(path: str) -> str:
    """Return the file of several days in which one lies; another path unchanged."""
    from reader.formats import may_hold_days

    return next((outer for outer, _ in cuts(path, may_hold_days)), path)


def _claims(
    library: Library, doubt: Doubt, issue: IssueRow, files: Iterable[SourceFile]
) -> Iterator[tuple[str, Claim]]:
    """Yield each claim once, in words and as it is recorded."""
    seen = set[Claim]()
    for words, claim in _possible_claims(library, doubt, issue, files):
        if claim not in seen:
            seen.add(claim)
            yield words, claim


def _possible_claims(
    library: Library, doubt: Doubt, issue: IssueRow, files: Iterable[SourceFile]
) -> Iterator[tuple[str, Claim]]:
    if doubt.kind in _OF_DAY:
        yield from _days(library, doubt, issue, files)
    elif doubt.kind in _OF_TITLE:
        yield from _titles(issue)
    elif doubt.kind is DoubtKind.GUESSED_ENCODING:
        yield from _encodings(library, doubt)
    elif doubt.kind in _OF_NUMBER:
        yield from _numbers(library, issue)
    else:
        own_file = next((file for file in files if file.path == doubt.path), None)
        if own_file is not None:
            yield from _pages(own_file)


def _days(
    library: Library, doubt: Doubt, issue: IssueRow, files: Iterable[SourceFile]
) -> Iterator[tuple[str, Claim]]:
    suggested = [*_suggested(library, issue)]
    if doubt.kind is not DoubtKind.CONTRADICTING:
        suggested = [offer for offer in suggested if offer[1].date is not None]
    if doubt.kind not in _CONFIRMED_FIRST:
        yield from suggested
    if issue.date is not None and issue.date <= dt.date.today():
        yield _that_day(say("就是 {day}", day=day_in_words(issue.date)), issue.date)
    if doubt.kind in _CONFIRMED_FIRST:
        yield from suggested
    for day in _other_days(issue, files):
        yield _that_day(say("改为 {day}", day=day_in_words(day)), day)
    explanation = library.contents.repairs.explanation(issue.id)
    if explanation is not None and explanation.year is not None:
        not_year = Claim(CorrectionKind.NOT_YEAR, year=explanation.year)
        yield say("不是 {year} 年", year=explanation.year), not_year


def _that_day(words: str, day: dt.date) -> tuple[str, Claim]:
    return words, Claim(CorrectionKind.DATE, date=day)


def _suggested(library: Library, issue: IssueRow) -> Iterator[tuple[str, Claim]]:
    """Yield what other issues suggest for an issue."""
    for repair in library.contents.repairs.of(issue.id):
        claim = repair.claim
        if claim is None or not repair.is_sure:
            continue
        if claim.date is not None and claim.date == issue.date:
            yield say("就是 {day}", day=day_in_words(claim.date)), claim
        elif claim.date is not None:
            yield say("改为 {day}", day=day_in_words(claim.date)), claim
        elif claim.number is not None:
            yield _other_number(claim.number)


def _other_days(issue: IssueRow, files: Iterable[SourceFile]) -> Iterator[dt.date]:
    """Yield the days that other evidence of an issue gives."""
    stated = [file.masthead.other_date or "" for file in files]
    facts = [issue.facts.day, *(file.masthead.facts.day for file in files)]
    for fact in facts:
        for objection in _values_against(fact):
            stated.append(objection.words)
    for words in dict.fromkeys(stated):
        with suppress(ValueError):
            day = dt.date.fromisoformat(words)
            if day != issue.date and day <= dt.date.today():
                yield day


def _values_against(fact: Fact[Any]) -> Iterator[Objection]:
    """Yield the objections to a fact that are other values."""
    return (objection for objection in fact.against if objection.rule is not None)


def _titles(issue: IssueRow) -> Iterator[tuple[str, Claim]]:
    if issue.newspaper:
        yield _that_title(issue.newspaper)
    for objection in _values_against(issue.facts.title):
        with suppress(ValueError):
            yield _other_title(objection.words)


def _that_title(title: str) -> tuple[str, Claim]:
    return say("就是《{title}》", title=title), Claim(CorrectionKind.TITLE, title=title)


def _other_title(title: str) -> tuple[str, Claim]:
    return say("改为《{title}》", title=title), Claim(CorrectionKind.TITLE, title=title)


def _numbers(library: Library, issue: IssueRow) -> Iterator[tuple[str, Claim]]:
    yield from (offer for offer in _suggested(library, issue) if offer[1].number is not None)
    if issue.number is not None:
        yield _that_number(issue.number)
    for objection in _values_against(issue.facts.number):
        with suppress(ValueError):
            yield _other_number(int(objection.words))


def _that_number(number: int) -> tuple[str, Claim]:
    return say("就是第 {number} 期", number=number), Claim(CorrectionKind.NUMBER, number=number)


def _other_number(number: int) -> tuple[str, Claim]:
    return say("改为第 {number} 期", number=number), Claim(CorrectionKind.NUMBER, number=number)


def _encodings(library: Library, doubt: Doubt) -> Iterator[tuple[str, Claim]]:
    """Yield the encoding in which a file was read, and the others that it may be in."""
    from reader.formats import UnreadableFile
    from reader.formats.encodings import encodings_to_choose

    with containers_of(library.folder) as containers, suppress(UnreadableFile):
        data = containers.bytes_of(_file_of_days(doubt.path))
        names = dict.fromkeys([doubt.why, *encodings_to_choose(data, doubt.why)])
        for name in names:
            if name == doubt.why:
                words = say("就是 {encoding}", encoding=name)
            else:
                words = say("读作 {encoding}", encoding=name)
            yield words, Claim(CorrectionKind.ENCODING, encoding=name)


def _pages(file: SourceFile) -> Iterator[tuple[str, Claim]]:
    """Yield what can be said of the page of a file, if it has but one."""
    pages = file.masthead.facts.pages
    if len(pages) != 1:
        return
    ((label, fact),) = pages.items()
    with suppress(ValueError):
        yield say("就是 {page}版", page=page_in_words(label)), Claim(CorrectionKind.PAGE, page=label)
    for objection in _values_against(fact):
        with suppress(ValueError):
            claim = Claim(CorrectionKind.PAGE, page=objection.words)
            yield say("改为 {page}版", page=page_in_words(objection.words)), claim
