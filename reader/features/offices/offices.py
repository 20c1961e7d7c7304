"""Tables of who is seen in which office of a body, from what articles tell beside names.

The first and the last day are those on which a paper names somebody with the office: they are no term.
"""

import datetime as dt
import json
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise
from operator import itemgetter

from msgspec import Struct, field
from msgspec.structs import replace

from reader.export.tables import Table
from reader.i18n import say
from reader.language import common_words
from reader.language.equality import in_simplified
from reader.language.patterns import pattern
from reader.library.answers import SeenInOffice, place_of_body
from reader.library.library import Library
from reader.library.read_share import ReadSoFar
from reader.newspaper.article import page_in_words
from reader.newspaper.facts import NO_FACTS, Fact, IssueFacts, with_remark
from reader.newspaper.holdings import with_page

_ONE = pattern(".+[省市县区州国]|全国人大|全国政协|中央军委|新华社")
"""The common words that name one body, or its place; others, such as 公司 or 国务院, may be any, or any country's."""


class Conflict(Struct, frozen=True):
    """Several people seen at once in an office that one person holds, from the `first` to the `last` of these days."""

    office: str
    first: dt.date
    last: dt.date
    between: Sequence[SeenInOffice]

    @property
    def places(self) -> Sequence[tuple[SeenInOffice, int]]:
        """Each of them, with the id of the first article from these days on that names this one."""
        first = _number(self.first)
        holders_and_articles = []
        for holder in self.between:
            article_ids = (article_id for day, article_id in holder.of_sure_body if day >= first)
            holders_and_articles.append((holder, next(article_ids)))
        return holders_and_articles


class Office(Struct, frozen=True):
    """An office of a body: its holders by their first day, and the last and the next day on both sides of each gap."""

    name: str
    holders: Sequence[SeenInOffice]
    gaps: Sequence[tuple[dt.date, dt.date]]


class Body(Struct, frozen=True):
    """A body with its offices, those that one person holds first; "" for the offices of no known body."""

    name: str
    offices: Sequence[Office]
    conflicts: Sequence[Conflict]
    day_facts: Mapping[int, Fact[dt.date]] = field(default_factory=dict)
    """The days of the first and the last articles, and how they are known."""

    def days_in_words(self, holder: SeenInOffice) -> str:
        """Return the first and the last day of somebody, each with a mark if it is not printed."""
        if not holder.first:
            return say("日期不详")
        return " – ".join(dict.fromkeys(self.first_and_last_in_words(holder)))

    def first_and_last_in_words(self, holder: SeenInOffice) -> tuple[str, str]:
        first, last = first_and_last(holder)
        return self._day_in_words(holder.first, first), self._day_in_words(holder.last, last)

    def marks_in_words(self, holder: SeenInOffice) -> str:
        """Return how the first and the last day are known that are not printed."""
        if not holder.first:
            return ""
        marks = [fact.mark for fact in self.facts_of_days(holder) if fact.mark]
        return say("、").join(dict.fromkeys(marks))

    def facts_of_days(self, holder: SeenInOffice) -> list[Fact[dt.date]]:
        """Return the first and the last day of somebody, as they are known; [] where no article has a day."""
        articles = first_and_last(holder) if holder.first else ()
        return [self.day_facts[article] for article in articles if article in self.day_facts]

    def _day_in_words(self, day: dt.date | None, article_id: int) -> str:
        fact = self.day_facts.get(article_id)
        if fact is None or not fact.mark:
            return f"{day}"
        return say("{day}（{mark}）", day=day, mark=fact.mark)

    @property
    def holders(self) -> list[SeenInOffice]:
        return list(chain.from_iterable(office.holders for office in self.offices))

    @property
    def people(self) -> int:
        return len({(holder.name, holder.label) for holder in self.holders})

    @property
    def articles(self) -> int:
        return sum(len(holder.days) for holder in self.holders)


class Place(Struct, frozen=True):
    """An article that names a person with an office; `date` and `page` are None where it has none.

    `quote` are its words that do, if they were asked for, `marks` the spans of the name in them, with an office before
    it, `names` all spellings of the name.
    """

    article_id: int
    key: str
    newspaper: str
    date: dt.date | None
    page: str | None
    quote: str = ""
    marks: Sequence[tuple[int, int]] = ()
    names: Collection[str] = ()
    facts: IssueFacts = NO_FACTS

    def in_words(self) -> str:
        day = self.date.isoformat() if self.date else say("日期不详")
        if self.page:
            page = say("{page}版", page=page_in_words(self.page))
        else:
            page = ""
        newspaper = with_remark(self.newspaper, self.facts.title)
        page = with_remark(page, self.facts.page(self.page))
        return "　".join(filter(None, (newspaper, with_remark(day, self.facts.day), page)))

    def facts_as_json(self) -> dict[str, object]:
        """Return how newspaper, day and page are known."""
        told = self.facts.as_json()
        page = self.facts.page(self.page)
        return {"title": told["title"], "day": told["day"], "page": page.as_json()}


def span_in_words(first: dt.date, last: dt.date) -> str:
    if first == last:
        return f"{first}"
    return f"{first} – {last}"


def first_and_last(holder: SeenInOffice) -> tuple[int, int]:
    """Return the articles on whose days somebody is seen first and last in an office."""
    dated = [article_id for day, article_id in zip(holder.days, holder.article_ids, strict=True) if day]
    return dated[0], dated[-1]


def office_table(library: Library, name: str | None = None, at: dt.date | None = None) -> list[Body]:
    """Return the offices that are asked for, as `PersonNames.in_office` tells them: the body with most people first.

    With `at`, only who is seen on both sides of that day. Raises LibraryError and UserDataError.
    """
    of_body: defaultdict[str, list[SeenInOffice]] = defaultdict(list)
    for holder in library.person_names.in_office(name):
        if at is None or any(begin <= at <= end for begin, end, _ in _spans([holder])):
            of_body[in_simplified(holder.office.body)].append(holder)
    dated_holders = [holder for holder in chain.from_iterable(of_body.values()) if holder.first]
    days = _facts_of_days(library, dated_holders)
    bodies = [replace(_body(holders), day_facts=days) for holders in of_body.values()]
    return sorted(bodies, key=place_of_body)


def _facts_of_days(library: Library, holders: Sequence[SeenInOffice]) -> Mapping[int, Fact[dt.date]]:
    """Return the days of the first and the last articles of all these, by their ids."""
    catalogue = library.derived.catalogue
    ids = set(chain.from_iterable(first_and_last(holder) for holder in holders))
    issues_of = {row.id: row.issue_id for row in catalogue.article_rows([*ids]).values()}
    ids_json = json.dumps(sorted({*issues_of.values()}))
    issues = catalogue.tree.issues_where("id IN (SELECT value FROM json_each(?))", ids_json)
    days = {issue.id: issue.facts.day for issue in issues}
    return {article_id: days[issue_id] for article_id, issue_id in issues_of.items() if issue_id in days}


def read_so_far(library: Library) -> ReadSoFar:
    """Return how much of the library is searched for people in office."""
    return library.read.of_analysis(library.person_names.analysed())


def _number(date: dt.date) -> int:
    return date.year * 10_000 + date.month * 100 + date.day


def _date(day: int) -> dt.date:
    return dt.date(day // 10_000, day // 100 % 100, day % 100)


def _place_by_day(holder: SeenInOffice) -> tuple[int, str, str]:
    return holder.days[0] or _number(dt.date.max), holder.name, holder.label


def _body(holders: Sequence[SeenInOffice]) -> Body:
    """Return the body of all these; of one that may be several, such as 公司, it is not known who followed whom."""
    name = Counter(holder.office.body for holder in holders).most_common(1)[0][0]
    plain = in_simplified(name)
    is_one = bool(name) and (_ONE.fullmatch(plain) is not None or not common_words.is_common(plain))
    of_office: defaultdict[str, list[SeenInOffice]] = defaultdict(list)
    for holder in sorted(holders, key=_place_by_day):
        of_office[in_simplified(holder.office.name)].append(holder)
    offices = []
    for group in of_office.values():
        gaps = [*_gaps(group)] if is_one else []
        offices.append(Office(group[0].office.name, group, gaps))
    offices.sort(key=_place_in_table)
    return Body(name, offices, [*_conflicts(holders)] if is_one else [])


def _place_in_table(office: Office) -> tuple[bool, bool, bool, int, str]:
    first_office = office.holders[0].office
    return (
        first_office.is_former,
        first_office.is_of_many,
        first_office.is_acting,
        -sum(len(holder.days) for holder in office.holders),
        office.name,
    )


def _spans(holders: Sequence[SeenInOffice]) -> Iterator[tuple[dt.date, dt.date, SeenInOffice]]:
    """Yield the days from the first to the last of those who are not told to have left the office."""
    for holder in holders:
        if holder.first and holder.last and not holder.office.is_former:
            yield holder.first, holder.last, holder


def _gaps(holders: Sequence[SeenInOffice]) -> Iterator[tuple[dt.date, dt.date]]:
    spans = sorted((first, last) for first, last, _ in _spans(holders))
    end = spans[0][1] if spans else dt.date.min
    for (_, last), (first, _) in pairwise(spans):
        end = max(end, last)
        if first > end:
            yield end, first


def _conflicts(holders: Sequence[SeenInOffice]) -> Iterator[Conflict]:
    """Yield where several people are seen in an office of one, also where one of them acts while another is seen.

    Only articles that surely tell the body count: what is told by the newspaper's name contradicts nothing. A name that
    contains another one may be the same person's (布莱尔, 托尼·布莱尔).
    """
    person_of = _shortest_names(holder.name for holder in holders)
    # the first and the last day of each, by the office of one person
    ends: defaultdict[str, list[tuple[dt.date, bool, SeenInOffice]]] = defaultdict(list)
    for holder in holders:
        days = [_date(day) for day, _ in holder.of_sure_body if day]
        if days and not holder.office.is_of_many and not holder.office.is_former:
            ends[holder.office.post] += [(days[0], False, holder), (days[-1], True, holder)]
    for post, ends_in_post in ends.items():
        present: defaultdict[tuple[str, str], list[SeenInOffice]] = defaultdict(list)
        begin = dt.date.min
        between: list[SeenInOffice] = []
        for day, is_last, holder in sorted(ends_in_post, key=itemgetter(0, 1)):
            person = person_of[holder.name], holder.label
            were_several = len(present) > 1
            if not is_last:
                present[person].append(holder)
                between.append(holder)
            elif len(present[person]) > 1:
                present[person].remove(holder)
            else:
                del present[person]
            if len(present) > 1 and not were_several:
                begin = day
                between = list(chain.from_iterable(present.values()))
            elif were_several and len(present) < 2:
                yield Conflict(post, begin, day, tuple(between))


def _shortest_names(names: Iterable[str]) -> Mapping[str, str]:
    """Return for each name the shortest of all that it contains, which may be its own."""
    by_length = sorted({*names}, key=len)
    shortest: dict[str, str] = {}
    for name in by_length:
        contained = (other_name for other_name in by_length if len(other_name) > 1 and other_name in name)
        shortest[name] = next(contained, name)
    return shortest


def places_of(library: Library, holders: Sequence[SeenInOffice]) -> Mapping[int, Place]:
    """Return the articles of all these by id, without quotes. Raises LibraryError."""
    catalogue = library.derived.catalogue
    ids = set(chain.from_iterable(holder.article_ids for holder in holders))
    rows = catalogue.article_rows([*ids])
    issues = catalogue.tree.by_id({row.issue_id for row in rows.values()})
    place_by_id: dict[int, Place] = {}
    for row in rows.values():
        issue = issues[row.issue_id]
        facts = with_page(issue.facts, row)
        place_by_id[row.id] = Place(row.id, row.key, issue.newspaper, issue.date, row.page, facts=facts)
    return place_by_id


def quoted(library: Library, holders_and_ids: Sequence[tuple[SeenInOffice, int]]) -> list[Place]:
    """Return those articles that exist of people who are given with ids, with their words. Raises LibraryError."""
    from reader.search.answering.snippets import snippet  # not for the window's thread
    from reader.search.needles import needle_of

    ids = [article_id for _, article_id in holders_and_ids]
    stored = {article.id: article for article in library.articles.several(ids)}
    places = []
    for holder, article_id in holders_and_ids:
        article = stored.get(article_id)
        if article is None:
            continue
        office = holder.office.name
        names = holder.spellings
        printing = article.printing
        words = snippet(article.article, [*map(needle_of, (office, *names))]).text
        name_with_office = f"(?:(?<![副代原前]){re.escape(office)})?(?:{'|'.join(map(re.escape, names))})"
        marks = [match.span() for match in re.finditer(name_with_office, words)]
        place = Place(article.id, printing.key, printing.newspaper, printing.date, printing.page)
        places.append(replace(place, quote=words, marks=marks, names=names, facts=article.facts))
    return places


def held_months(library: Library) -> Collection[dt.date]:
    """Return the first days of the months of which the library holds an issue. Raises LibraryError."""
    dates = (date for _, date, _ in library.derived.catalogue.tree.days_and_names())
    return {date.replace(day=1) for date in dates if date}


def table_of(bodies: Sequence[Body]) -> Table:
    """Return the offices of bodies for a spreadsheet: a row for each person in each office."""
    rows = []
    for body in bodies:
        for office in body.offices:
            rows += [(body.name, office.name, *_cells(body, holder)) for holder in office.holders]
    days = [say("首见"), say("末见"), say("篇数")]
    known_by = [say("机构的根据"), say("日期的根据")]
    head = [say("机构"), say("职务"), say("人物"), *days, *known_by]
    names = ("body", "office", "name", "first", "last", "articles", "body_remark", "date_remark")
    return Table(head, names, rows, right=(5,))


def _cells(body: Body, holder: SeenInOffice) -> tuple[str | int, ...]:
    days = ["" if day is None else day.isoformat() for day in (holder.first, holder.last)]
    mark = holder.body.mark if holder.body.value else ""
    return (holder.person, *days, len(holder.days), mark, body.marks_in_words(holder))
