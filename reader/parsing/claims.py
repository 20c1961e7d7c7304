"""What a file claims of its issue, and what its masthead says against that: the facts of the issue, with witnesses.

They are made once for a file, of what the stages have found.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import islice

from msgspec.structs import replace

from reader.language import scripts
from reader.language.dates import calendar
from reader.newspaper.article import SourceText
from reader.newspaper.facts import (
    Check,
    Claim,
    Fact,
    IssueFacts,
    Outcome,
    Rule,
    decided,
    fact_by,
    merged,
    unknown,
)
from reader.newspaper.issue import (
    DateOrigin,
    Masthead,
    TitleOrigin,
    date_origin_of,
    rule_of_day,
    rule_of_title,
    title_origin_of,
)
from reader.newspaper.marks import as_marked
from reader.parsing import front_matter
from reader.parsing.correction_anchors import IssueDecisions
from reader.parsing.dates import Origin
from reader.parsing.fields import masthead_fields
from reader.parsing.pages import page_label

_MOST_LINES = 60
"""Maximum number of the masthead's lines in which the words of a claim are looked for."""
_LONGEST = 80
"""Maximum number of characters that are kept of a claim's words."""
_SAMPLE = 600
"""Number of characters by which the script of a file is told."""
_OF_PATH = frozenset({Rule.DAY_IN_PATH, Rule.YEAR_IN_PATH, Rule.PATH})


def facts_of(
    head: Masthead,
    source: SourceText,
    origin: Origin,
    by_reader: IssueDecisions,
    pages: Iterable[Fact[str]],
    edition: Fact[str],
    day_line: int,
) -> IssueFacts:
    """Return what a file tells of its issue.

    Args:
        head: The masthead.
        source: The file.
        origin: What its path says.
        by_reader: The reader's decisions.
        pages: The page of each article.
        edition: The edition.
        day_line: The number of the line with the date; 0 if there is none.
    """
    return IssueFacts(
        as_marked(_title(head, source, day_line)),
        as_marked(decided(_days(head, source, origin, day_line), _checks(head, origin))),
        as_marked(edition),
        as_marked(_number(head, source, origin, by_reader, day_line)),
        _by_label(as_marked(_page_as_stated(page, source)) for page in pages),
        unknown() if source.encoding_fact.is_sure else source.encoding_fact,
        fact_by(Rule.YEAR_IN_PATH, head.year, path_words(source)),
    )


def as_written(head: Masthead, stated: IssueFacts | None) -> Masthead:
    """Return the masthead of a file that this program wrote, with what is known as it was then.

    What a reader has decided of it since stays.
    """
    if stated is None:
        return head
    title = head.facts.title
    day = head.facts.day
    number = head.facts.number
    if title.outcome is not Outcome.CORRECTED and title.value == stated.title.value:
        title = stated.title
    if day.outcome is not Outcome.CORRECTED and day.value == stated.day.value:
        day = stated.day
    if number.outcome is not Outcome.CORRECTED and number.value == stated.number.value:
        number = stated.number
    undecided = [label for label, page in head.facts.pages.items() if page.outcome is not Outcome.CORRECTED]
    as_written = {page_label(label) or label: page for label, page in stated.pages.items()}
    pages = {label: _labelled(as_written[label], label) for label in undecided if label in as_written}
    title_origin = head.title_origin
    if title is stated.title and title.witness is not None:
        title_origin = title_origin_of(title.witness.rule)
    date_origin = head.date_origin
    if day is stated.day and day.witness is not None:
        date_origin = date_origin_of(day.witness.rule)
    return replace(
        head,
        title_origin=title_origin,
        date_origin=date_origin,
        facts=replace(head.facts, title=title, day=day, number=number, pages={**head.facts.pages, **pages}),
    )


def _labelled(page: Fact[str], label: str) -> Fact[str]:
    """Return a page under its label, which is written in the file as it is printed: 02."""
    if page.witness:
        witness = replace(page.witness, value=label)
    else:
        witness = None
    return replace(page, value=label, witness=witness)


def script_of(source: SourceText) -> str | None:
    """Return in which script and language a file is, by its beginning."""
    text = ""
    for line in source.lines:
        text += line
        if len(text) > _SAMPLE:
            break
    return scripts.script_of(text[:_SAMPLE])


def _page_as_stated(page: Fact[str], source: SourceText) -> Fact[str]:
    """Return a page; one that is told by a line that no page prints, as it is known then."""
    head = source.head
    witness = page.witness
    if head is None or witness is None or witness.line not in head.page_lines:
        return page
    return fact_by(head.page_rule, page.value) if witness.rule is Rule.PAGE_LINE else page


def _by_label(pages: Iterable[Fact[str]]) -> dict[str, Fact[str]]:
    of_label: dict[str, list[Fact[str]]] = {}
    for page in pages:
        if page.value is not None:
            of_label.setdefault(page.value, []).append(page)
    return {label: merged(facts) for label, facts in of_label.items()}


def _title(head: Masthead, source: SourceText, day_line: int) -> Fact[str]:
    if not head.title:
        return fact_by(Rule.UNRECORDED, None)
    rule = rule_of_title(head.title_origin)
    if head.title_origin in (TitleOrigin.FILE_NAME, TitleOrigin.CORRECTED) or not head.title_as_printed:
        return fact_by(rule, head.title, path_words(source) if rule in _OF_PATH else "")
    line = _line_with(head.title_as_printed, head, source, day_line)
    words = _words(source, line) or head.title_as_printed
    return fact_by(_as_stated(rule, source, line), head.title, words, line)


def _days(head: Masthead, source: SourceText, origin: Origin, day_line: int) -> Iterator[Claim[dt.date]]:
    """Yield what the masthead tells of the day, and what the path does if that is another day."""
    if head.date is None:
        return
    rule = _as_stated(rule_of_day(head.date_origin, head.date_witness), source, day_line)
    if head.date_statements:
        line, words = head.date_statements[0]
        yield Claim(head.date, rule, words, line)
    elif rule in _OF_PATH:
        yield Claim(head.date, rule, path_words(source))
    elif rule is Rule.READER:
        yield Claim(head.date, rule)
    else:
        yield Claim(head.date, rule, _words(source, day_line), day_line)
    if origin.date is not None and origin.date != head.date and rule not in _OF_PATH:
        yield Claim(origin.date, Rule.DAY_IN_PATH, path_words(source))


def _checks(head: Masthead, origin: Origin) -> Iterator[Check[dt.date]]:
    """Yield what is printed beside the date and can refuse it."""

    def is_weekday(day: dt.date) -> bool:
        return calendar.weekday_of(day) == head.weekday

    def is_lunar_date(day: dt.date) -> bool:
        lunar = calendar.lunar_date(day)
        return lunar is None or calendar.same_lunar_date(head.lunar_date or "", lunar)

    def is_other(day: dt.date) -> bool:
        return False

    if head.weekday:
        yield Check(head.weekday, is_weekday)
    if head.lunar_date:
        yield Check(head.lunar_date, is_lunar_date)
    is_printed_beside = head.date_origin in (DateOrigin.FILE_NAME, DateOrigin.STATED)
    known = (head.weekday, head.lunar_date, str(origin.date))
    if head.other_date and is_printed_beside and head.other_date not in known:
        yield Check(head.other_date, is_other)


def _number(
    head: Masthead, source: SourceText, origin: Origin, by_reader: IssueDecisions, day_line: int
) -> Fact[int]:
    if head.number is None or by_reader.number:
        return fact_by(Rule.READER, head.number)
    if head.number == origin.number and not _is_number_printed(head, source):
        return fact_by(Rule.PATH, head.number, path_words(source))
    line = _line_with(str(head.number), head, source, day_line) or day_line
    return fact_by(_as_stated(Rule.MASTHEAD, source, line), head.number, _words(source, line), line)


def _is_number_printed(head: Masthead, source: SourceText) -> bool:
    numbers = (number for first, last in head.source_lines for number in range(first, last + 1))
    lines = [source.lines[number - 1] for number in islice(numbers, _MOST_LINES)]
    return any(masthead_fields(line).number == head.number for line in lines)


def _as_stated(rule: Rule, source: SourceText, line: int) -> Rule:
    """Return the rule by which something in a line is known, if `rule` is that of a line as it is printed.

    Not printed is what the format of the file states, and what whoever made the file wrote at its head.
    """
    if rule not in (Rule.MASTHEAD, Rule.FRONT_MATTER):
        return rule
    stated = source.stated or source.head
    if stated is not None and stated.rule is not Rule.MASTHEAD:
        return stated.rule if line <= _stated_lines(source) else rule
    return Rule.FRONT_MATTER if 0 < line <= front_matter.end_of(source) else rule


def _stated_lines(source: SourceText) -> int:
    """Return how many of the first lines repeat what the format of the file states; all of a web page's do."""
    if source.stated is None:
        return source.head.line_count if source.head else 0
    return len(source.lines) if source.stated.rule.outcome is Outcome.PRINTED else 1


def _line_with(words: str, head: Masthead, source: SourceText, day_line: int) -> int:
    """Return the number of the first line of the masthead with these words, preferably a printed one; 0 if none has."""
    sought = "".join(words.split())
    numbers = (number for first, last in head.source_lines for number in range(first, last + 1))
    found = [
        number
        for number in (*islice(numbers, _MOST_LINES), day_line)
        if 0 < number <= len(source.lines) and sought in "".join(source.lines[number - 1].split())
    ]
    stated = _stated_lines(source)
    return next((number for number in found if number > stated), min(found, default=0))


def _words(source: SourceText, line: int) -> str:
    if 0 < line <= len(source.lines):
        return source.lines[line - 1].strip()[:_LONGEST]
    return ""


def path_words(source: SourceText) -> str:
    """Return the file's name with the folder above it."""
    return "/".join(source.path.split("/")[-2:])[-_LONGEST:]
