"""Who is seen in which office: all articles that tell an office of somebody, by person and office."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain, groupby
from operator import attrgetter
from typing import NamedTuple

from reader.features.people.offices import is_former, is_of_many, is_without_place, office_told
from reader.features.people.people_table import InOffice, PeopleTable
from reader.features.people.person import ToldOffice, overlay_of
from reader.language.equality import in_simplified
from reader.language.patterns import pattern
from reader.library.answers import BodyInOffice, OfficeOfBody, SeenInOffice, place_of_body
from reader.library.derived_data import Derived, reporting_damaged_data
from reader.library.printings import labels_of_articles
from reader.newspaper.decision import PERSON_DECISIONS
from reader.newspaper.facts import Fact
from reader.storage.user_data import UserData

_ORGAN = pattern(
    "(?:中共|中国共产党)?(?P<seat>.+[省市县区州])(?:(?P<committee>委)(?:员会)?|(?:人民)?政府|(?P<congress>人大|人民代表大会)(?:常委会|常务委员会)?"
    "|(?P<council>政协)|(?P<discipline>纪委))"
)
"""The bodies of which a place has one each: their offices stand in one table, with the organ in front of the title."""
_ACTING = pattern("代理|代|署理")

_Key = tuple[str, str]
"""The body and the name of an office, in simplified characters."""


class _Told(NamedTuple):
    """An office that a row tells, and how its body is known."""

    office: OfficeOfBody
    body: Fact[str]


class _Occurrence(NamedTuple):
    """An office with a spelling of the person's name, and the days and ids of the articles."""

    told: _Told
    spelling: str
    days: Sequence[int]
    ids: Sequence[int]


class OfficesInArticles:
    """The offices that articles tell, after the reader's decisions about people. Methods raise like the catalogue."""

    def __init__(self, derived: Derived, user_data: UserData) -> None:
        self._catalogue = derived.catalogue
        with reporting_damaged_data():
            self._table = derived.catalogue.table(PeopleTable)
            self._overlay = overlay_of(user_data.decisions.all(*PERSON_DECISIONS))
            self._papers = [newspaper.title for newspaper in derived.catalogue.tree.newspapers()]

    def _bodies_in(self, stored: str) -> set[str]:
        """Return the bodies whose offices a row of the table names, in any of its papers."""
        bodies: set[str] = set()
        for paper in self._papers_of(stored):
            bodies.update(body for body, _ in _offices_in(stored, paper))
        return bodies

    def of_body(self, typed: str) -> list[SeenInOffice]:
        """Return who is seen in the offices of the body of this name, else of those whose names contain it."""
        plain = in_simplified(typed)
        place, _ = _place_of(plain)
        with reporting_damaged_data():
            bodies = {
                stored: self._bodies_in(stored)
                for stored in self._table.all_offices()
                if self._may_be_of(stored, place)
            }
            all_bodies = set[str]().union(*bodies.values())
            matching_bodies = (
                {plain} & all_bodies
                or {place} & all_bodies
                or {body for body in all_bodies if place and place in body}
            )
            office_rows = [
                stored for stored, stored_bodies in bodies.items() if stored_bodies & matching_bodies
            ]
            if office_rows:
                return self._seen(self._table.in_office(office_rows, None), matching_bodies)
            return []

    def _may_be_of(self, stored: str, body: str) -> bool:
        """Return whether a row may tell an office of a body, whose characters may stand apart in it."""
        return is_without_place(stored) or set(in_simplified(stored)).issuperset(body)

    def of_people(self, names: Iterable[str] | None) -> list[SeenInOffice]:
        """Return in which offices these people are seen, or all people."""
        if names is None:
            person_names = None
        else:
            person_names = [*map(self._overlay.name_of, names)]
        if person_names is None:
            spellings = None
        else:
            spellings = list(chain.from_iterable(self._overlay.spellings_of(name) for name in person_names))
        with reporting_damaged_data():
            return self._seen(self._table.in_office(None, spellings), None)

    def bodies(self) -> list[BodyInOffice]:
        """Return the bodies of all offices; articles are read only where their number alone would not do."""
        with reporting_damaged_data():
            names, counts = self._table.counted_in_office()
            numbers: defaultdict[str, dict[int, int]] = defaultdict(dict)
            for stored, name_id, number in counts:
                numbers[stored][name_id] = number
            listed = self._listed(dict(names.values()))
            spellings = Counter(listed.values())
            is_one = {
                text: spellings[name] == 1 and name not in self._overlay.parted
                for text, name in listed.items()
            }
            several = [text for text, is_alone in is_one.items() if not is_alone]
            placeless = {stored for stored in numbers if len(self._papers_of(stored)) > 1}
            rows = self._table.in_office(None, several) if several else []
            if placeless:
                in_papers = self._table.in_office([*placeless], None)
                rows += [row for row in in_papers if is_one.get(row.text)]
            seen = self._seen(rows, None)
        people: defaultdict[str, set[object]] = defaultdict(set)
        articles: defaultdict[str, Counter[OfficeOfBody]] = defaultdict(Counter)
        alone = {name_id for name_id, (text, _) in names.items() if is_one.get(text)}
        for stored, of_names in numbers.items():
            ids = of_names.keys() & alone if stored not in placeless else ()
            number = sum(map(of_names.__getitem__, ids))
            for (body, _), told_office in _offices_in(stored, self._papers[0]).items() if ids else ():
                people[body].update(ids)
                articles[body][told_office.office] += number
        for holder in seen:
            people[body := in_simplified(holder.office.body)].add((holder.name, holder.label))
            articles[body][holder.office] += len(holder.days)
        bodies = [
            BodyInOffice(
                max(office_counts, key=office_counts.__getitem__).body,
                len(people[body]),
                office_counts.total(),
                _in_order(office_counts),
            )
            for body, office_counts in articles.items()
        ]
        return sorted(bodies, key=place_of_body)

    def _papers_of(self, stored: str) -> Sequence[str]:
        """Return the newspapers of which it depends what offices are told; one if they are the same for all."""
        if is_without_place(stored):
            return self._papers
        return self._papers[:1]

    @cached_property
    def _paper_of_article(self) -> Mapping[int, str]:
        return self._table.newspapers_of_articles()

    def _seen(self, rows: Sequence[InOffice], bodies: Collection[str] | None) -> list[SeenInOffice]:
        listed = self._listed({row.text: row.key for row in rows})
        labels = {
            name: labels_of_articles(self._overlay.parted[name], self._catalogue)
            for name in self._overlay.parted.keys() & {*listed.values()}
        }
        occurrences: defaultdict[tuple[str, str, _Key], list[_Occurrence]] = defaultdict(list)
        for offices, of_offices in groupby(rows, key=attrgetter("offices")):
            offices_by_paper = {}
            for paper in self._papers_of(offices):
                told_offices = list(_offices_in(offices, paper).items())
                if bodies is not None:
                    told_offices = [(key, office) for key, office in told_offices if key[0] in bodies]
                offices_by_paper[paper] = told_offices
            for row in of_offices:
                name = listed.get(row.text, "")
                for label, paper, days, ids in (
                    self._parts(row, labels.get(name), offices_by_paper) if name else ()
                ):
                    for key, told_office in offices_by_paper[paper]:
                        occurrences[name, label, key].append(_Occurrence(told_office, row.text, days, ids))
        return [
            _seen_in_office(name, label, person_occurrences)
            for (name, label, _), person_occurrences in occurrences.items()
        ]

    def _parts(
        self, row: InOffice, labels: Mapping[int, str] | None, papers: Collection[str]
    ) -> list[tuple[str, str, list[int], list[int]]]:
        """Return the articles of a row by the label of the person and the newspaper, as their days and ids."""
        days = [*map(int, row.days.split(","))]
        ids = [*map(int, row.ids.split(","))]
        if labels is None and len(papers) == 1:
            return [("", next(iter(papers)), days, ids)]
        parts: defaultdict[tuple[str, str], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for day, article_id in zip(days, ids, strict=True):
            label = labels.get(article_id, "") if labels else ""
            if len(papers) > 1:
                paper = self._paper_of_article[article_id]
            else:
                paper = next(iter(papers))
            of_part = parts[label, paper]
            of_part[0].append(day)
            of_part[1].append(article_id)
        return [(label, paper, *of_part) for (label, paper), of_part in parts.items()]

    def _listed(self, keys: Mapping[str, str]) -> dict[str, str]:
        """Return the name under which each spelling is listed: that of the decisions, else its first form.

        `keys` has for each spelling what is the same for all its forms. What was struck out is left out.
        """
        forms: defaultdict[str, list[str]] = defaultdict(list)
        for text, key in keys.items():
            if text not in self._overlay.struck:
                forms[key].append(text)
        into = self._overlay.into
        listed_names = {}
        for spellings in forms.values():
            lead = min(spellings)
            for spelling in spellings:
                listed_names[spelling] = self._overlay.name_of(spelling if spelling in into else lead)
        return listed_names


def _seen_in_office(name: str, label: str, occurrences: Sequence[_Occurrence]) -> SeenInOffice:
    most = min(occurrences, key=_rank)
    surest = max(occurrences, key=_sureness)
    by_article: dict[int, int] = {}
    sure: set[int] = set()
    for occurrence in occurrences:
        by_article |= zip(occurrence.ids, occurrence.days, strict=True)
        if occurrence.told.body.is_sure:
            sure.update(occurrence.ids)
    seen = sorted(by_article.items(), key=_by_day)
    spellings = {occurrence.spelling for occurrence in occurrences}
    days = [day for _, day in seen]
    return SeenInOffice(
        name,
        label,
        spellings,
        most.told.office,
        days,
        [article_id for article_id, _ in seen],
        surest.told.body,
        frozenset(by_article.keys() - sure),
    )


def _rank(occurrence: _Occurrence) -> tuple[int, str, str]:
    """Return the place of a spelling of an office: that in most articles comes first."""
    office = occurrence.told.office
    return (-len(occurrence.days), office.name, office.body)


def _sureness(occurrence: _Occurrence) -> int:
    return occurrence.told.body.outcome.sureness


def _by_day(seen: tuple[int, int]) -> tuple[bool, int, int]:
    article_id, day = seen
    return (not day, day, article_id)


@lru_cache(1 << 15)
def _offices_in(stored: str, newspaper: str) -> Mapping[_Key, _Told]:
    """Return the offices of a row of a newspaper, each as it is known most surely."""
    office_by_key: dict[_Key, _Told] = {}
    for words in stored.split():
        told_office = office_told(words, newspaper)
        key, office = _of_body(told_office)
        if (
            key not in office_by_key
            or told_office.body.outcome.sureness > office_by_key[key].body.outcome.sureness
        ):
            office_by_key[key] = _Told(office, told_office.body)
    return office_by_key


def _of_body(told_office: ToldOffice) -> tuple[_Key, OfficeOfBody]:
    """Return an office as tables list it, and its key; an organ whose place is not known is in front of the title."""
    office = told_office.office
    body, organ = (office.body, told_office.organ) if told_office.organ else _place_of(office.body)
    rank = office.rank.replace("兼", "")
    plain = in_simplified(rank)
    title = in_simplified(office.title)
    key = in_simplified(body), in_simplified(organ) + plain + title
    return key, OfficeOfBody(
        body,
        organ + rank + office.title,
        in_simplified(organ) + _ACTING.sub("", plain) + title,
        _ACTING.match(plain) is not None,
        is_former(plain),
        is_of_many(plain, title),
    )


def _place_of(body: str) -> tuple[str, str]:
    """Return the place of a body and the organ of the place, "" if the body is none: 江城市, 市委 of 江城市委."""
    match = _ORGAN.fullmatch(in_simplified(body))
    if match is None:
        return body, ""
    place = body[slice(*match.span("seat"))]
    if match["committee"]:
        return place, place[-1] + "委"
    return place, "人大" if match["congress"] else match["council"] or match["discipline"] or ""


def _in_order(articles: Counter[OfficeOfBody]) -> list[OfficeOfBody]:
    offices = sorted(sorted(articles, key=attrgetter("name")), key=articles.__getitem__, reverse=True)
    return sorted(offices, key=attrgetter("is_former", "is_of_many", "is_acting"))
