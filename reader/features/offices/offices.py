"""Tables of who is seen in which office of a body, from what articles tell beside names.

The first and the last day are those on which a paper names somebody with the office: they are no term.
"""

import datetime as dt
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from reader.export.tables import Table
from reader.i18n import say
from reader.language import common_words
from reader.language.patterns import pattern
from reader.language.variants import in_simplified
from reader.library.answers import BodyInOffice, SeenInOffice
from reader.library.library import Library
from reader.library.read_share import ReadSoFar
from reader.newspaper.holdings import StoredArticle

_ONE = pattern(".+[省市县区州国]|国务院|中央|全国人大|全国政协|中央军委|新华社")
"""The common words that name one body, or its place; others, such as 公司, may be any."""


class Conflict(Struct, frozen=True):
    """Several people seen at once in an office that one person holds, from the `first` to the `last` of these days."""

    office: str
    first: dt.date
    last: dt.date
    between: Sequence[SeenInOffice]

    def place(self, holder: SeenInOffice) -> int:
        """Return the id of the first article from these days on that names one of them."""
        return holder.article_ids[bisect_left(holder.days, _number(self.first), 0, _dated(holder))]


class Office(Struct, frozen=True):
    """An office of a body.

    Attributes:
        holders: by their first day.
        gaps: the days between which nobody is seen in it, each with the last and the next day on which somebody is.
    """

    name: str
    holders: Sequence[SeenInOffice]
    gaps: Sequence[tuple[dt.date, dt.date]]


class Body(Struct, frozen=True):
    """A body with its offices, those that one person holds first; "" for the offices of no known body."""

    name: str
    offices: Sequence[Office]
    conflicts: Sequence[Conflict]

    @property
    def holders(self) -> list[SeenInOffice]:
        return [holder for office in self.offices for holder in office.holders]

    @property
    def people(self) -> int:
        return len({(each.name, each.label) for each in self.holders})

    @property
    def articles(self) -> int:
        return sum(len(each.days) for each in self.holders)


class Place(Struct, frozen=True):
    """An article that names a person with an office; `date` and `page` are None where it has none.

    `quote` are its words that do, if they were asked for; `marks` the spans of the office and the name in them.
    """

    article_id: int
    key: str
    newspaper: str
    date: dt.date | None
    page: str | None
    quote: str = ""
    marks: Sequence[tuple[int, int]] = ()


def span_in_words(first: dt.date, last: dt.date) -> str:
    return f"{first}" if first == last else f"{first} – {last}"


class OfficeTable(Struct, frozen=True):
    """The bodies asked for, that with most people first; `read` is how much of the library they are known from."""

    bodies: Sequence[Body]
    read: ReadSoFar


class BodyList(Struct, frozen=True):
    """All bodies, that with most people first; `read` is how much of the library they are known from."""

    bodies: Sequence[BodyInOffice]
    read: ReadSoFar


class Span(Struct, frozen=True):
    """The days of which places count; None for no limit. With `at`, only who is seen on both sides of that day."""

    first: dt.date | None = None
    last: dt.date | None = None
    at: dt.date | None = None

    @property
    def days(self) -> tuple[int, int] | None:
        if self.first or self.last:
            return _number(self.first or dt.date.min), _number(self.last or dt.date.max)
        return None

    def has(self, holder: SeenInOffice) -> bool:
        is_in = not self.at or (holder.first and holder.last and holder.first <= self.at <= holder.last)
        return bool(is_in) and not (self.at and holder.office.is_former)


ALWAYS = Span()


def body_list(library: Library) -> BodyList:
    """Return all bodies, without who is seen in their offices. Raises LibraryError and UserDataError."""
    people = library.person_names
    return BodyList(people.bodies_in_office(), library.read.of_analysis(people.analysed()))


def office_table(library: Library, asked: str | None = None, span: Span = ALWAYS) -> OfficeTable:
    """Return the offices that are asked for, as `PersonNames.in_office` tells them, by body.

    Raises LibraryError and UserDataError.
    """
    people = library.person_names
    of_body: defaultdict[str, list[SeenInOffice]] = defaultdict(list)
    for each in people.in_office(asked, span.days):
        if span.has(each):
            of_body[in_simplified(each.office.body)].append(each)
    bodies = [*map(_body, of_body.values())]
    bodies.sort(key=lambda body: (not body.name, -body.people, -body.articles, body.name))
    return OfficeTable(bodies, library.read.of_analysis(people.analysed()))


def _number(date: dt.date) -> int:
    return date.year * 10_000 + date.month * 100 + date.day


def _dated(holder: SeenInOffice) -> int:
    return len(holder.days) if holder.days[-1] else holder.days.index(0)


def _body(holders: Sequence[SeenInOffice]) -> Body:
    """Return the body of all these; of one that may be several, such as 公司, it is not known who followed whom."""
    name = Counter(each.office.body for each in holders).most_common(1)[0][0]
    plain = in_simplified(name)
    is_one = bool(name) and (_ONE.fullmatch(plain) is not None or not common_words.is_common(plain))
    of_office: defaultdict[str, list[SeenInOffice]] = defaultdict(list)
    for each in sorted(
        holders, key=lambda each: (each.days[0] or _number(dt.date.max), each.name, each.label)
    ):
        of_office[in_simplified(each.office.name)].append(each)
    offices = [Office(of[0].office.name, of, [*_gaps(of)] if is_one else []) for of in of_office.values()]
    offices.sort(key=_place_in_table)
    return Body(name, offices, [*_conflicts(holders)] if is_one else [])


def _place_in_table(office: Office) -> tuple[bool, bool, bool, int, str]:
    of = office.holders[0].office
    return (
        of.is_former,
        of.is_of_many,
        of.is_acting,
        -sum(len(each.days) for each in office.holders),
        office.name,
    )


def _spans(holders: Sequence[SeenInOffice]) -> Iterator[tuple[dt.date, dt.date, SeenInOffice]]:
    """Yield the days from the first to the last of those who are not told to have left the office."""
    for each in holders:
        if each.first and each.last and not each.office.is_former:
            yield each.first, each.last, each


def _gaps(holders: Sequence[SeenInOffice]) -> Iterator[tuple[dt.date, dt.date]]:
    spans = sorted((first, last) for first, last, _ in _spans(holders))
    end = spans[0][1] if spans else dt.date.min
    for (_, last), (first, _) in pairwise(spans):
        end = max(end, last)
        if first > end:
            yield end, first


def _conflicts(holders: Sequence[SeenInOffice]) -> Iterator[Conflict]:
    """Yield where several people are seen in an office of one, also where one of them acts while another is seen."""
    of_post: defaultdict[str, list[tuple[dt.date, dt.date, SeenInOffice]]] = defaultdict(list)
    for span in _spans(holders):
        if not span[2].office.is_of_many:
            of_post[span[2].office.post].append(span)
    for spans in of_post.values():
        yield from _conflicts_of_post(spans)


def _conflicts_of_post(spans: Sequence[tuple[dt.date, dt.date, SeenInOffice]]) -> Iterator[Conflict]:
    steps = sorted(
        step for at, (first, last, _) in enumerate(spans) for step in ((first, 0, at), (last, 1, at))
    )
    seen: Counter[tuple[str, str]] = Counter()
    current: dict[int, None] = {}
    between: dict[int, None] = {}
    begin = dt.date.min
    for day, is_end, at in steps:
        holder = spans[at][2]
        person, was_conflict = (holder.name, holder.label), len(seen) > 1
        if is_end:
            seen -= Counter([person])
            del current[at]
            if was_conflict and len(seen) < 2:
                yield Conflict(holder.office.post, begin, day, [spans[each][2] for each in between])
        else:
            seen[person] += 1
            current[at] = None
            if len(seen) > 1 and not was_conflict:
                begin, between = day, dict(current)
            elif len(seen) > 1:
                between[at] = None


def places_of(library: Library, holders: Sequence[SeenInOffice]) -> Mapping[int, Place]:
    """Return the articles of all these by id, without quotes. Raises LibraryError."""
    catalogue = library.derived.catalogue
    ids = {article_id for each in holders for article_id in each.article_ids}
    issues = {issue_id: (date, name) for issue_id, date, name in catalogue.tree.days_and_names()}
    found: dict[int, Place] = {}
    for row in catalogue.article_rows([*ids]).values():
        date, newspaper = issues[row.issue_id]
        found[row.id] = Place(row.id, row.key, newspaper, date, row.page)
    return found


def quoted(library: Library, holder: SeenInOffice, article_ids: Sequence[int]) -> list[Place]:
    """Return some articles of a person in an office, with their words that say so. Raises LibraryError."""
    found = []
    for stored in library.articles.several(article_ids):
        quote, marks = _quote(stored, holder)
        issue, article = stored.issue, stored.article
        found.append(Place(stored.id, article.key, issue.newspaper, issue.date, article.page, quote, marks))
    return found


def _quote(stored: StoredArticle, holder: SeenInOffice) -> tuple[str, list[tuple[int, int]]]:
    """Return the words around the name that stands nearest to most of the office, and the spans of both in them."""
    article, best = stored.article, (0, 0, "", (0, 0), (0, 0))
    office, names = in_simplified(holder.office.name), {*map(in_simplified, holder.spellings)}
    for text in (article.headline or "", *article.decks, *(block.text for block in article.blocks)):
        plain = in_simplified(text)
        for name in names:
            at = plain.find(name)
            while at >= 0:
                end, (begin, stop) = at + len(name), _office_beside(plain, office, at, at + len(name))
                found = stop - begin, -max(at - stop, begin - end), text, (begin, stop), (at, end)
                best = max(best, found, key=lambda each: (each[2] != "", each[0], each[1]))
                at = plain.find(name, end)
    _, _, text, of_office, of_name = best
    spans = sorted(span for span in (of_office, of_name) if span[1])
    if not spans:
        return "", []
    first, last = spans[0][0], max(end for _, end in spans)
    begin = max(text.rfind(stop, 0, first) for stop in "。！？；\n") + 1
    begin = max(begin, first - _AROUND)
    end = min((at for stop in "。！？；\n" if (at := text.find(stop, last)) >= 0), default=len(text))
    end = min(end, last + _AROUND)
    return text[begin:end].replace("\n", " "), [(one - begin, other - begin) for one, other in spans]


_AROUND, _FARTHEST = 24, 60


def _office_beside(plain: str, office: str, begin: int, end: int) -> tuple[int, int]:
    """Return where the longest end of an office stands that is near a name, (0, 0) if none does."""
    for length in range(len(office), 1, -1):
        words = re.compile(f"(?<![副代原前]){re.escape(office[-length:])}")
        found = [each.span() for each in words.finditer(plain, max(0, begin - _FARTHEST), end + _FARTHEST)]
        if found:
            return min(found, key=lambda span: max(begin - span[1], span[0] - end))
    return 0, 0


def held_months(library: Library) -> Collection[dt.date]:
    """Return the first days of the months of which the library holds an issue. Raises LibraryError."""
    dates = (date for _, date, _ in library.derived.catalogue.tree.days_and_names())
    return {date.replace(day=1) for date in dates if date}


def table_of(bodies: Sequence[Body]) -> Table:
    """Return the offices of bodies for a spreadsheet: a row for each person in each office."""
    rows = (
        (
            body.name,
            office.name,
            holder.person,
            holder.first.isoformat() if holder.first else "",
            holder.last.isoformat() if holder.last else "",
            len(holder.days),
        )
        for body in bodies
        for office in body.offices
        for holder in office.holders
    )
    return Table(
        [say("机构"), say("职务"), say("人物"), say("首见"), say("末见"), say("篇数")], rows, right=(5,)
    )
