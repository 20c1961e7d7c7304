"""The people of a library: who is named, in how many articles, as what and with whom.

Every count of articles is that of a search for the name. Any thread may call.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reader.language import pinyin
from reader.language.forms import search_form
from reader.library.derived_data import DerivedData
from reader.people.marks import Mark
from reader.people.naming import shown_texts
from reader.people.overlay import PersonOverlay
from reader.people.person import Certainty, Companion, Evidence, Office, PersonCard, PersonOrder, PersonRow
from reader.storage.catalogue import CatalogueDamaged
from reader.storage.name_table import CERTAINTIES

if TYPE_CHECKING:
    from reader.newspaper.article import Article
    from reader.storage.people_table import KnownName, KnownPlace

QUOTED = 24
"""Characters on either side of a name in a quotation."""
MOST_COMPANIONS, MOST_OFFICES = 24, 24
_LONGEST_AROUND = 12


@dataclass(frozen=True, slots=True)
class _Person:
    """A person: the names with all spellings, and the articles that are about this one, the surest place in each."""

    name: str
    label: str
    known: tuple[KnownName, ...]
    places: tuple[KnownPlace, ...]


class People:
    """The people of a library.

    Every method raises LibraryError where the catalogue is damaged.
    """

    def __init__(self, derived: DerivedData) -> None:
        self._derived = derived

    def overlay(self) -> PersonOverlay:
        """Return what a reader has decided on people."""
        return PersonOverlay()

    def rows(
        self,
        typed: str = "",
        *,
        by: PersonOrder = PersonOrder.COUNT,
        offset: int = 0,
        limit: int = 100,
    ) -> list[PersonRow]:
        """Return the people whose name has the characters typed, or whose pinyin or initials begin so."""
        with _damage_told():
            overlay = self.overlay()
            touched = overlay.touched()
            table = self._derived.catalogue.people
            if not touched:
                return [_row(each) for each in table.names(typed, by, offset=offset, limit=limit)]
            decided = self._decided(typed, by, overlay)
            others = table.names(typed, by, limit=offset + limit, without=touched)
            rows = sorted([*map(_row, others), *decided], key=_KEYS[by])
            return rows[offset : offset + limit]

    def count(self, typed: str = "") -> int:
        """Return how many people `rows` has for what is typed."""
        with _damage_told():
            overlay = self.overlay()
            touched = overlay.touched()
            others = self._derived.catalogue.people.count(typed, touched)
            return others + (len(self._decided(typed, PersonOrder.COUNT, overlay)) if touched else 0)

    def card(self, name: str, label: str = "") -> PersonCard | None:
        """Return the card of a person; None of a name that is not known, or was struck out."""
        with _damage_told():
            overlay = self.overlay()
            person = self._person(name, label, overlay)
            return self._card(person, overlay) if person else None

    def evidence(
        self,
        name: str,
        label: str = "",
        *,
        certainty: Certainty | None = None,
        office: str = "",
        beside: str = "",
        offset: int = 0,
        limit: int = 50,
    ) -> list[Evidence]:
        """Return the articles with the name of a person, the newest first.

        If given, only those of one `certainty`, with this `office` next to the name, or with another name `beside` it.
        """
        with _damage_told():
            person = self._person(name, label, self.overlay())
            places = person.places if person else ()
            wanted = [each for each in places if certainty in (None, CERTAINTIES[each.certainty])]
            if office:
                wanted = [each for each in wanted if office in each.offices.split()]
            if beside:
                table = self._derived.catalogue.people
                others = table.places([each.id for each in table.known([beside]).values()])
                together = {each.article_id for each in others}
                wanted = [each for each in wanted if each.article_id in together]
            wanted.sort(key=lambda each: (-each.day, each.article_id))
            texts = {each.id: each.text for each in person.known} if person else {}
            some = wanted[offset : offset + limit]
            return [found for place in some if (found := self._evidence(place, texts[place.name_id]))]

    def name_at(self, text: str, offset: int) -> str | None:
        """Return the longest known name of a person around a place of a text, None if there is none."""
        around = {
            text[begin:end]
            for begin in range(max(0, offset - _LONGEST_AROUND), min(offset + 1, len(text)))
            for end in range(max(begin + 2, offset + 1), min(len(text), begin + _LONGEST_AROUND) + 1)
        }
        with _damage_told():
            overlay = self.overlay()
            known = self._derived.catalogue.people.known(around)
            forms = [form for form in known if known[form].text not in overlay.struck]
            return overlay.name_of(known[max(forms, key=len)].text) if forms else None

    def person_named(self, query_text: str) -> str | None:
        """Return the name of the person that a query asks for, None if it is not just that."""
        name = query_text.strip("“”\"'「」『』 \u3000")
        with _damage_told():
            overlay = self.overlay()
            found = self._derived.catalogue.people.known([name]) if name else {}
            own = next((each.text for each in found.values() if each.text not in overlay.struck), None)
            return overlay.name_of(own) if own else None

    def articles_of(self, name: str) -> frozenset[int]:
        """Return the articles with a name in any of its spellings, whoever it is and whatever was decided of it."""
        with _damage_told():
            table = self._derived.catalogue.people
            overlay = self.overlay()
            known = table.known([name, *overlay.spellings_of(overlay.name_of(name))])
            return frozenset(each.article_id for each in table.places([each.id for each in known.values()]))

    # -- a person

    def _person(self, name: str, label: str, overlay: PersonOverlay) -> _Person | None:
        """Return a person with all spellings, None if there is none of the name and the label."""
        own = overlay.name_of(name)
        found = self._derived.catalogue.people.known(overlay.spellings_of(own))
        known = tuple(sorted(found.values(), key=lambda each: (each.text != own, each.text)))
        places = self._derived.catalogue.people.places([each.id for each in known])
        if len(known) > 1:
            places = _surest(places)
        labels = self._labels(own, overlay)
        if labels or label:
            places = [each for each in places if labels.get(each.article_id, "") == label]
        return _Person(own, label, known, tuple(places)) if places else None

    def _labels(self, name: str, overlay: PersonOverlay) -> dict[int, str]:
        """Return the label of the person by article, of articles that are about another of the name."""
        catalogue = self._derived.catalogue
        return {
            article_id: label
            for key, label in overlay.parted.get(name, {}).items()
            for article_id in catalogue.ids_of_key(key)
        }

    def _decided(self, typed: str, by: PersonOrder, overlay: PersonOverlay) -> list[PersonRow]:
        """Return the rows of the people whom a decision is about, in no order."""
        touched = overlay.touched()
        found = {each.text for each in self._derived.catalogue.people.names(typed, by, only=touched)}
        names = sorted({overlay.name_of(name) for name in found if name not in overlay.struck})
        people = [
            self._person(name, label, overlay) for name in names for label in ("", *overlay.labels_of(name))
        ]
        return [_person_row(person) for person in people if person]

    def _card(self, person: _Person, overlay: PersonOverlay) -> PersonCard:
        of_rank = Counter([each.certainty for each in person.places])
        row = _person_row(person)
        spellings = (person.name, *(each.text for each in person.known if each.text != person.name))
        return PersonCard(
            person.name,
            person.label,
            spellings,
            row.certainty,
            row.articles,
            of_rank[CERTAINTIES.index(Certainty.CERTAIN)],
            of_rank[CERTAINTIES.index(Certainty.LIKELY)],
            of_rank[CERTAINTIES.index(Certainty.STRING)],
            sum(each.marks.startswith(Mark.CREDIT) for each in person.places),
            _offices(person.places),
            row.first,
            row.last,
            self._companions(person, overlay),
        )

    def _companions(self, person: _Person, overlay: PersonOverlay) -> tuple[Companion, ...]:
        own = {each.id for each in person.known}
        articles = sorted(each.article_id for each in person.places)
        hidden = overlay.struck | overlay.into.keys()
        found = self._derived.catalogue.people.companions(articles, own, MOST_COMPANIONS + len(hidden))
        names = {each.text for each in person.known}
        return tuple(
            Companion(name, "", count)
            for name, count in found
            if name not in hidden and not any(name in each or each in name for each in names)
        )[:MOST_COMPANIONS]

    def _evidence(self, place: KnownPlace, name: str) -> Evidence | None:
        stored = self._derived.catalogue.article(place.article_id)
        if stored is None:
            return None
        mark = place.marks.partition(" ")[0]
        return Evidence(
            place.article_id,
            stored.issue.newspaper,
            stored.issue.date,
            stored.article.title(),
            CERTAINTIES[place.certainty],
            mark,
            _quote(stored.article, name, place),
        )


def _surest(places: Iterable[KnownPlace]) -> list[KnownPlace]:
    """Return the surest of the places in each article."""
    surest: dict[int, KnownPlace] = {}
    for place in places:
        before = surest.get(place.article_id)
        if before is None or place.certainty < before.certainty:
            surest[place.article_id] = place
    return [*surest.values()]


def _quote(article: Article, name: str, place: KnownPlace) -> str:
    """Return the words around a name, as they are printed."""
    texts = [*shown_texts(article)]
    if place.marks and place.field < len(texts):
        texts = [texts[place.field][max(0, place.at - QUOTED) :], *texts]
    for text in texts:
        at = text.find(name)
        if at >= 0:
            return _flat(text[max(0, at - QUOTED) : at + len(name) + QUOTED])
    form = search_form(name)
    found = (search_form(text) for text in texts)
    text = next((text for text in found if form in text), "")
    at = text.find(form)
    return _flat(text[max(0, at - QUOTED) : at + len(form) + QUOTED])


def _flat(text: str) -> str:
    return " ".join(text.split("\n"))


def _offices(places: Iterable[KnownPlace]) -> tuple[Office, ...]:
    """Return the offices beside a name with their days, those that stand there most often first."""
    beside: dict[str, list[int]] = {}
    for place in places:
        if place.offices:
            beside.setdefault(place.offices, []).append(place.day)
    days: dict[str, list[int]] = {}
    for titles, of_titles in beside.items():
        for title in titles.split():
            days.setdefault(title, []).extend(of_titles)
    offices = [
        Office(title, _date(min(filter(None, each), default=0)), _date(max(each)), len(each))
        for title, each in days.items()
    ]
    return tuple(sorted(offices, key=lambda each: (-each.articles, each.title)))[:MOST_OFFICES]


def _row(name: KnownName) -> PersonRow:
    return PersonRow(
        name.text,
        "",
        name.pinyin,
        name.initials,
        name.articles,
        CERTAINTIES[name.certainty],
        _date(name.first),
        _date(name.last),
    )


def _person_row(person: _Person) -> PersonRow:
    known = next((each for each in person.known if each.text == person.name), person.known[0])
    days = [each.day for each in person.places if each.day]
    return replace(
        _row(known),
        name=person.name,
        label=person.label,
        articles=len(person.places),
        certainty=CERTAINTIES[min(each.certainty for each in person.places)],
        first=_date(min(days, default=0)),
        last=_date(max(days, default=0)),
    )


_KEYS = {
    PersonOrder.COUNT: lambda row: (-row.articles, search_form(row.name), row.label),
    PersonOrder.NAME: lambda row: (search_form(row.name), row.label),
    PersonOrder.PINYIN: lambda row: (
        pinyin.without_tones(row.pinyin).replace(" ", ""),
        search_form(row.name),
        row.label,
    ),
}


def _spelled(row: PersonRow) -> str:
    return pinyin.without_tones(row.pinyin).replace(" ", "")


def _date(day: int) -> dt.date | None:
    return dt.date(day // 10_000, day // 100 % 100, day % 100) if day else None


@contextmanager
def _damage_told() -> Iterator[None]:
    try:
        yield
    except CatalogueDamaged as error:
        from reader.library.searcher import unsearchable

        raise unsearchable() from error
