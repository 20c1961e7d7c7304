"""Tables of who is seen in which office of a body, from what articles tell beside names.

The first and the last day are those on which a paper names somebody with the office: they are no term.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from msgspec import Struct

from reader.export.tables import Table
from reader.i18n import say
from reader.language import common_words
from reader.language.patterns import pattern
from reader.language.variants import in_simplified
from reader.library.answers import OfficePlace, SeenInOffice
from reader.library.library import Library
from reader.library.read_share import ReadSoFar

_ORGAN = pattern(
    "(?:中共|中国共产党)?(?P<seat>.+[省市县区州])(?:(?P<committee>委)(?:员会)?|(?:人民)?政府|(?P<congress>人大|人民代表大会)(?:常委会|常务委员会)?"
    "|(?P<council>政协)|(?P<discipline>纪委))"
)
"""The bodies of which a place has one each: their offices stand in one table, with the organ in front of the title."""
_ONE = pattern(".+[省市县区州国]|国务院|中央|全国人大|全国政协|中央军委|新华社")
"""The common words that name one body, or its place; others, such as 公司, may be any."""
_ACTING = pattern("代理|代|署理")


class Holder(Struct, frozen=True):
    """A person seen in an office.

    Attributes:
        name, label: the person, as in the list of people.
        office: the organ of the body, the rank and the title: 市委书记, 副市长.
        post: what is held, in simplified characters: 市长 also for a 代市长.
        first, last: the first and the last day on which the person is seen in it; None if no article has a date.
        is_acting: whether the rank is 代.
    """

    name: str
    label: str
    body: str
    office: str
    post: str
    is_acting: bool
    is_former: bool
    is_of_many: bool
    first: dt.date | None
    last: dt.date | None
    places: Sequence[OfficePlace]

    @property
    def person(self) -> str:
        return say("{name}（{label}）", name=self.name, label=self.label) if self.label else self.name


class Conflict(Struct, frozen=True):
    """Two people seen in an office that one person holds, from the `first` to the `last` of the days of both."""

    office: str
    first: dt.date
    last: dt.date
    between: tuple[Holder, Holder]

    def place(self, holder: Holder) -> OfficePlace:
        """Return the first place from these days on that names one of the two."""
        return next(each for each in holder.places if each.date and each.date >= self.first)


class Office(Struct, frozen=True):
    """An office of a body.

    Attributes:
        holders: by their first day.
        gaps: the days between which nobody is seen in it, each with the last and the next day on which somebody is.
    """

    name: str
    holders: Sequence[Holder]
    gaps: Sequence[tuple[dt.date, dt.date]]


class Body(Struct, frozen=True):
    """A body with its offices, those that one person holds first; "" for the offices of no known body."""

    name: str
    offices: Sequence[Office]
    conflicts: Sequence[Conflict]

    @property
    def holders(self) -> list[Holder]:
        return [holder for office in self.offices for holder in office.holders]

    @property
    def people(self) -> int:
        return len({(each.name, each.label) for each in self.holders})

    @property
    def articles(self) -> int:
        return sum(len(each.places) for each in self.holders)


def span_in_words(first: dt.date, last: dt.date) -> str:
    return f"{first}" if first == last else f"{first} – {last}"


class OfficeTable(Struct, frozen=True):
    """The bodies asked for, that with most people first; `read` is how much of the library they are known from."""

    bodies: Sequence[Body]
    read: ReadSoFar


class Span(Struct, frozen=True):
    """The days of which places count; None for no limit. With `at`, only who is seen on both sides of that day."""

    first: dt.date | None = None
    last: dt.date | None = None
    at: dt.date | None = None

    def has(self, date: dt.date | None) -> bool:
        if not self.first and not self.last:
            return True
        return date is not None and (self.first or dt.date.min) <= date <= (self.last or dt.date.max)


ALWAYS = Span()


def office_table(library: Library, asked: str = "", span: Span = ALWAYS) -> OfficeTable:
    """Return the body of the name that is asked for, else those that contain it, else the offices of such a person.

    Raises LibraryError and UserDataError.
    """
    people, plain = library.person_names, in_simplified(asked.strip())
    seen = people.in_office(lambda body: plain in in_simplified(_place_of(body)[0]))
    if plain and not seen:
        seen = people.in_office(names=[plain])
    same: defaultdict[tuple[str, ...], list[SeenInOffice]] = defaultdict(list)
    for each in seen:
        body, organ = _place_of(each.body)
        same[each.name, each.label, *map(in_simplified, (body, organ + _rank(each) + each.title))].append(
            each
        )
    of_body: defaultdict[str, list[Holder]] = defaultdict(list)
    for (_, _, body, _), told in same.items():
        if (holder := _holder(told, span)) is not None:
            of_body[body].append(holder)
    bodies = [
        _body(holders)
        for body, holders in of_body.items()
        if body == plain or not plain or plain not in of_body
    ]
    bodies.sort(key=lambda body: (not body.name, -body.people, -body.articles, body.name))
    return OfficeTable(bodies, library.read.of_analysis(people.analysed()))


def _rank(seen: SeenInOffice) -> str:
    return seen.rank.replace("兼", "")


def _place_of(body: str) -> tuple[str, str]:
    """Return the place of a body and the organ of the place, "" if the body is none: 江城市, 市委 of 江城市委."""
    found = _ORGAN.fullmatch(in_simplified(body))
    if found is None:
        return body, ""
    place = body[slice(*found.span("seat"))]
    if found["committee"]:
        return place, place[-1] + "委"
    return place, "人大" if found["congress"] else found["council"] or found["discipline"] or ""


def _holder(told: Sequence[SeenInOffice], span: Span) -> Holder | None:
    """Return who is told to hold an office, in one or several ways to tell it; None if not within the span."""
    found = {place.article_id: place for each in told for place in each.places}
    places = sorted(found.values(), key=lambda place: (place.date or dt.date.max, place.article_id))
    places = [each for each in places if span.has(each.date)]
    if not places:
        return None
    seen = max(told, key=lambda each: len(each.places))
    body, organ = _place_of(seen.body)
    days = [each.date for each in places if each.date]
    if span.at and (seen.is_former or not days or not days[0] <= span.at <= days[-1]):
        return None
    return Holder(
        seen.name,
        seen.label,
        body,
        organ + _rank(seen) + seen.title,
        in_simplified(organ + _ACTING.sub("", _rank(seen)) + seen.title),
        _ACTING.match(seen.rank) is not None,
        seen.is_former,
        seen.is_of_many,
        days[0] if days else None,
        days[-1] if days else None,
        places,
    )


def _body(holders: Sequence[Holder]) -> Body:
    """Return the body of all these; of one that may be several, such as 公司, it is not known who followed whom."""
    name = holders[0].body
    plain = in_simplified(name)
    is_one = bool(name) and (_ONE.fullmatch(plain) is not None or not common_words.is_common(plain))
    of_office: defaultdict[str, list[Holder]] = defaultdict(list)
    for each in sorted(holders, key=lambda each: (each.first or dt.date.max, each.name, each.label)):
        of_office[in_simplified(each.office)].append(each)
    offices = [Office(of[0].office, of, [*_gaps(of)] if is_one else []) for of in of_office.values()]
    offices.sort(
        key=lambda each: (
            each.holders[0].is_former,
            each.holders[0].is_of_many,
            each.holders[0].is_acting,
            -sum(len(holder.places) for holder in each.holders),
            each.name,
        )
    )
    return Body(name, offices, [*_conflicts(holders)] if is_one else [])


def _gaps(holders: Sequence[Holder]) -> Iterator[tuple[dt.date, dt.date]]:
    seen = [each for each in holders if not each.is_former]
    spans = sorted((each.first, each.last) for each in seen if each.first and each.last)
    end = spans[0][1] if spans else dt.date.min
    for (_, last), (first, _) in pairwise(spans):
        end = max(end, last)
        if first > end:
            yield end, first


def _conflicts(holders: Sequence[Holder]) -> Iterator[Conflict]:
    """Yield where two people are seen in an office of one, also where one of them acts while the other is seen."""
    of_one = [each for each in holders if each.first and not each.is_former and not each.is_of_many]
    for one, other in combinations(
        sorted(of_one, key=lambda each: (each.first or dt.date.max, each.name)), 2
    ):
        is_same_person = (one.name, one.label) == (other.name, other.label)
        if one.post != other.post or is_same_person or not (one.last and other.first and other.last):
            continue
        if other.first <= one.last:
            yield Conflict(one.post, other.first, min(one.last, other.last), (one, other))


def table_of(bodies: Sequence[Body]) -> Table:
    """Return the offices of bodies for a spreadsheet: a row for each person in each office."""
    rows = (
        (
            holder.body,
            office.name,
            holder.person,
            holder.first.isoformat() if holder.first else "",
            holder.last.isoformat() if holder.last else "",
            len(holder.places),
        )
        for body in bodies
        for office in body.offices
        for holder in office.holders
    )
    return Table(
        [say("机构"), say("职务"), say("人物"), say("首见"), say("末见"), say("篇数")], rows, right=(5,)
    )
