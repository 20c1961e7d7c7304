"""The people of a library: names, their articles, offices and companions.

A number of articles is always that of a search for the name.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from reader.counts import most_frequent
from reader.features.people.name_table import CERTAINTIES, NameTable, key_of
from reader.features.people.naming import shown_texts
from reader.features.people.people_table import Figures, PeopleTable, PersonArticles
from reader.features.people.person import (
    Certainty,
    Companion,
    HeldOffice,
    NameEvidence,
    PersonCard,
    PersonOrder,
    PersonOverlay,
    PersonRow,
    ToldOffice,
    names_decided,
    overlay_of,
)
from reader.features.people.seen_days import SeenDays, known_days
from reader.i18n import say
from reader.language import names
from reader.language.equality import in_simplified
from reader.language.forms import search_form
from reader.library.derived_data import Derived, reporting_damaged_data
from reader.library.printings import labels_of_articles
from reader.newspaper.decision import (
    PERSON_DECISIONS,
    Decision,
    DecisionContent,
    MergedName,
    SplitPerson,
    StruckOutName,
)
from reader.newspaper.facts import unknown
from reader.storage.disk_errors import LibraryError

if TYPE_CHECKING:
    from reader.features.people.people_table import KnownName, KnownPerson, KnownPlace
    from reader.library.library import Library
    from reader.newspaper.article import Article
    from reader.newspaper.holdings import StoredArticle
    from reader.storage.user_data import UserData


MOST_OFFICES = 24
"""Maximum number of offices on a card."""


class _Seen(Struct):
    """An office: the number of articles with each printed spelling, its parts in these, and its first and last day."""

    printed: Counter[str] = field(default_factory=Counter)
    offices: set[ToldOffice] = field(default_factory=set)
    first: int = 0
    last: int = 0


def offices_of(figures: Iterable[Figures], newspaper: str = "") -> tuple[HeldOffice, ...]:
    """Return the most frequent offices told with a name, at most `MOST_OFFICES`.

    An office in traditional and in simplified characters counts as one office, in its more frequent spelling. Its body
    is that of all its articles, "" where they differ; one of no named place is of that of the `newspaper`.
    """
    from reader.features.people.office_places import as_printed
    from reader.features.people.offices import office_told

    seen: dict[str, _Seen] = {}
    for figure in figures:
        for words in figure.offices.split():
            title = as_printed(words)
            office = seen.setdefault(in_simplified(title), _Seen())
            office.offices.add(office_told(words, newspaper))
            office.printed[title] += figure.articles
            office.first = min(filter(None, (office.first, figure.first)), default=0)
            office.last = max(office.last, figure.last)
    offices = [_held(seen_office) for seen_office in seen.values()]
    offices.sort(key=attrgetter("title"))
    offices.sort(key=attrgetter("articles"), reverse=True)
    return tuple(offices[:MOST_OFFICES])


def _held(seen: _Seen) -> HeldOffice:
    title = most_frequent(seen.printed)[0]
    told = _common(seen.offices)
    return HeldOffice(
        title,
        told.office,
        told.body,
        SeenDays(date_of(seen.first), date_of(seen.last)),
        seen.printed.total(),
    )


def _common(offices: Collection[ToldOffice]) -> ToldOffice:
    """Return the office with the body that all articles tell, as the least sure of them knows it; else with none."""
    by_sureness = attrgetter("body.outcome.sureness", "office.title", "office.rank", "office.body")
    least_sure = min(offices, key=by_sureness)
    if len({in_simplified(office.office.body) for office in offices}) == 1:
        return least_sure
    return ToldOffice(replace(least_sure.office, body=""), unknown())


def date_of(day: int) -> dt.date | None:
    """Return the date of a day as stored in the catalogue (20240131); None for 0 or an impossible date."""
    try:
        if day:
            return dt.date(day // 10_000, day // 100 % 100, day % 100)
        return None
    except (ValueError, OverflowError):  # another's catalogue may contain any number
        return None


QUOTED = 24
"""Number of characters on either side of a name in a quotation."""
MOST_COMPANIONS = 24
"""Maximum number of companions on a card."""
MOST_NAMED = 500
"""Maximum number of people listed of a set of articles."""
_LONGEST_AROUND = 12
"""Maximum length of a name at a place in a text."""


_LONGEST = 100
"""Maximum length of a name or a label, as in `decision.SplitPerson`."""


class _Person(Struct, frozen=True):
    """A person: the spellings of the name, the articles with them, and the catalogue's figures for these."""

    name: str
    label: str
    known: tuple[KnownName, ...]
    held: PersonArticles
    figures: tuple[Figures, ...]


class People(Struct, frozen=True):
    """The people of a library. Every method may be called from any thread.

    It raises LibraryError if the catalogue is damaged; what makes a decision raises UserDataError if that can't be
    stored.
    """

    derived: Derived
    user_data: UserData

    def decisions(self) -> list[Decision]:
        """Return the decisions about people in effect, the oldest first."""
        return self.user_data.decisions.all(*PERSON_DECISIONS)

    def overlay(self, *names: str) -> PersonOverlay:
        """Return the overlay of the reader's decisions, with the forms of all affected names and of `names`."""
        decisions = self.decisions()
        about = names_decided(decisions).union(names)
        return overlay_of(decisions, self.derived.catalogue.table(PeopleTable).forms(about) if about else ())

    def rows(
        self,
        typed: str = "",
        *,
        by: PersonOrder = PersonOrder.COUNT,
        offset: int = 0,
        limit: int = 100,
    ) -> list[PersonRow]:
        """Return rows of people whose name contains the typed text, or whose pinyin or initials begin with it."""
        with reporting_damaged_data():
            overlay = self.overlay()
            touched = overlay.touched()
            table = self.derived.catalogue.table(PeopleTable)
            if not touched:
                rows = [_row(name) for name in table.names(typed, by, offset=offset, limit=limit)]
                return self._with_days(self._with_newspapers(rows, overlay))
            decided = self._decided(typed, by, overlay)
            others = table.names(typed, by, limit=offset + limit, without=touched)
            rows = sorted([*map(_row, others), *decided], key=_PLACES[by])
            return self._with_days(self._with_newspapers(rows[offset : offset + limit], overlay))

    def count(self, typed: str = "") -> int:
        """Return the number of all people whom `rows` finds for the typed text."""
        with reporting_damaged_data():
            overlay = self.overlay()
            touched = overlay.touched()
            others = self.derived.catalogue.table(PeopleTable).count(typed, touched)
            return others + (len(self._decided(typed, PersonOrder.COUNT, overlay)) if touched else 0)

    def analysed(self) -> float:
        """Return the share of the articles that have been searched for names, 0 to 1; a sync does that last."""
        with reporting_damaged_data():
            return self.derived.catalogue.table(NameTable).analysed()

    def card(self, name: str, label: str = "") -> PersonCard | None:
        """Return the card of a person; None if the name is unknown or was struck out."""
        with reporting_damaged_data():
            overlay = self.overlay(name)
            person = self._person(name, label, overlay)
            if person:
                return self._card(person, overlay)
            return None

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
    ) -> list[NameEvidence]:
        """Return the articles with the name of a person, the newest first.

        They can be restricted to a `certainty`, to an `office` next to the name, and to articles that also contain the
        other name `beside`.
        """
        from reader.features.people.office_places import as_printed

        with reporting_damaged_data():
            table = self.derived.catalogue.table(PeopleTable)
            person = self._person(name, label, self.overlay(name))
            places = table.places(person.held) if person else ()
            name_places = [
                name_place for name_place in places if certainty in (None, CERTAINTIES[name_place.certainty])
            ]
            if office:
                plain = in_simplified(office)
                name_places = [
                    name_place
                    for name_place in name_places
                    if plain in map(as_printed, in_simplified(name_place.offices).split())
                ]
            if beside:
                together = {*table.articles(self._names(beside, self.overlay(beside)))}
                name_places = [name_place for name_place in name_places if name_place.article_id in together]
            name_places.sort(key=attrgetter("article_id"))
            name_places.sort(key=attrgetter("day"), reverse=True)
            if person:
                texts = {name_row.id: name_row.text for name_row in person.known}
            else:
                texts = {}
            some = name_places[offset : offset + limit]
            stored = self.derived.catalogue.stored([place.article_id for place in some])
            return [
                _evidence(stored[place.article_id], texts[place.name_id], place)
                for place in some
                if place.article_id in stored
            ]

    def name_at(self, text: str, offset: int) -> str | None:
        """Return the person of the longest known name around an offset of a text; None if there is no name."""
        around = set()
        for begin in range(max(0, offset - _LONGEST_AROUND), min(offset + 1, len(text))):
            for end in range(max(begin + 2, offset + 1), min(len(text), begin + _LONGEST_AROUND) + 1):
                around.add(text[begin:end])
        with reporting_damaged_data():
            name_by_form = self.derived.catalogue.table(PeopleTable).known(around)
            overlay = self.overlay(*(name_row.text for name_row in name_by_form.values()))
            forms = [form for form in name_by_form if name_by_form[form].text not in overlay.struck]
            if forms:
                return overlay.name_of(name_by_form[max(forms, key=len)].text)
            return None

    def person_named(self, query_text: str) -> str | None:
        """Return the name of the person if the query consists only of a known name; else None."""
        name = query_text.strip("“”\"'「」『』 \u3000")
        with reporting_damaged_data():
            if name:
                name_by_form = self.derived.catalogue.table(PeopleTable).known([name])
            else:
                name_by_form = {}
            overlay = self.overlay(*(name_row.text for name_row in name_by_form.values()))
            spelling = next(
                (name_row.text for name_row in name_by_form.values() if name_row.text not in overlay.struck),
                None,
            )
            if spelling:
                return overlay.name_of(spelling)
            return None

    def articles_of(self, name: str) -> frozenset[int]:
        with reporting_damaged_data():
            table = self.derived.catalogue.table(PeopleTable)
            overlay = self.overlay(name)
            name_by_form = table.known([name, *overlay.spellings_of(overlay.name_of(name))])
            return frozenset(
                table.articles(PersonArticles(tuple(name_row.id for name_row in name_by_form.values())))
            )

    # -- a person

    def _with_newspapers(self, rows: list[PersonRow], overlay: PersonOverlay) -> list[PersonRow]:
        """Return the rows with the newspapers of their articles, if the library has several newspapers."""
        table = self.derived.catalogue.table(PeopleTable)
        forms = chain.from_iterable(row.forms for row in rows)
        ids = {name_row.text: name_row.id for name_row in table.known(forms).values()}
        of_name: dict[int, list[str]] = {}
        for name_id, newspaper in table.newspapers(ids.values()):
            of_name.setdefault(name_id, []).append(newspaper)
        if not of_name:
            return rows

        def papers(row: PersonRow) -> Iterable[str]:
            if overlay.labels_of(row.name) and (person := self._person(row.name, row.label, overlay)):
                of_person = table.newspapers(person.held.name_ids, among=table.articles(person.held))
                return (newspaper for _, newspaper in of_person)
            return chain.from_iterable(of_name.get(ids.get(form, 0), ()) for form in row.forms)

        return [replace(row, newspapers=tuple(sorted({*papers(row)} - {""}))) for row in rows]

    def _with_days(self, rows: list[PersonRow]) -> list[PersonRow]:
        """Return the rows with how their first and last days are known."""
        known = known_days(self.derived.catalogue, (row.seen for row in rows))
        return [replace(row, seen=known.known(row.seen, row.newspapers)) for row in rows]

    def _names(self, name: str, overlay: PersonOverlay) -> PersonArticles:
        spellings = overlay.spellings_of(overlay.name_of(name))
        name_by_form = self.derived.catalogue.table(PeopleTable).known(spellings)
        return PersonArticles(tuple(name_row.id for name_row in name_by_form.values()))

    def _person(self, name: str, label: str, overlay: PersonOverlay) -> _Person | None:
        """Return a person with all spellings; None if there is none with this name and label."""
        table = self.derived.catalogue.table(PeopleTable)
        person_name = overlay.name_of(name)
        name_rows = table.known(overlay.spellings_of(person_name)).values()

        def place(name_row: KnownName) -> tuple[bool, int, str]:
            return name_row.text != person_name, -name_row.articles, name_row.text

        sorted_names = tuple(sorted(name_rows, key=place))
        labels = self._labels(person_name, overlay)
        name_ids = tuple(name_row.id for name_row in sorted_names)
        only = None
        if label:
            only = frozenset(article for article, article_label in labels.items() if article_label == label)
        person_articles = PersonArticles(
            name_ids,
            only,
            frozenset() if label else frozenset(labels),
        )
        figures = table.figures(person_articles)
        if figures:
            return _Person(person_name, label, sorted_names, person_articles, tuple(figures))
        return None

    def _labels(self, name: str, overlay: PersonOverlay) -> dict[int, str]:
        return labels_of_articles(overlay.parted.get(name, {}), self.derived.catalogue)

    def _decided(self, typed: str, by: PersonOrder, overlay: PersonOverlay) -> list[PersonRow]:
        """Return the rows of the people affected by a decision, unordered."""
        touched = overlay.touched()
        listed_people = self.derived.catalogue.table(PeopleTable).names(typed, by, only=touched)
        forms = chain.from_iterable(listed_person.forms for listed_person in listed_people)
        names = {form.text for form in forms} - overlay.struck
        people = []
        for name in sorted(set(map(overlay.name_of, names))):
            for label in ("", *overlay.labels_of(name)):
                people.append(self._person(name, label, overlay))
        return [_person_row(person) for person in people if person]

    def _card(self, person: _Person, overlay: PersonOverlay) -> PersonCard:
        of_rank = Counter[int]()
        for figure in person.figures:
            of_rank[figure.certainty] += figure.articles
        row = _person_row(person)
        newspapers = self._newspapers_of(person)
        offices = offices_of(person.figures, self._newspaper_of(person))
        known = known_days(self.derived.catalogue, [row.seen, *(office.seen for office in offices)])
        written = sum(each.written for each in person.figures)
        return PersonCard(
            person.name,
            person.label,
            row.forms,
            row.certainty,
            row.articles,
            of_rank[CERTAINTIES.index(Certainty.CERTAIN)],
            of_rank[CERTAINTIES.index(Certainty.LIKELY)],
            of_rank[CERTAINTIES.index(Certainty.STRING)],
            written,
            tuple(replace(office, seen=known.known(office.seen, newspapers)) for office in offices),
            known.known(row.seen, newspapers),
            self._companions(person, overlay),
        )

    def _newspapers_of(self, person: _Person) -> frozenset[str]:
        """Return the newspapers that name a person; none if the library has one only."""
        named = self.derived.catalogue.table(PeopleTable).newspapers(person.held.name_ids)
        return frozenset(newspaper for _, newspaper in named)

    def _newspaper_of(self, person: _Person) -> str:
        """Return the newspaper that tells a person's offices; "" if several do."""
        catalogue = self.derived.catalogue
        in_office = catalogue.table(PeopleTable).newspapers(person.held.name_ids, with_office=True)
        papers = {newspaper for _, newspaper in in_office}
        titles = papers or {paper.title for paper in catalogue.tree.newspapers()}
        if len(titles) == 1:
            return titles.pop()
        return ""

    def named_in(self, article_ids: Sequence[int], most: int = MOST_NAMED) -> tuple[Companion, ...]:
        """Return the people whom most of these articles name, at most so many."""
        with reporting_damaged_data():
            return self._named_in(article_ids, (), (), self.overlay(), most)

    def _companions(self, person: _Person, overlay: PersonOverlay) -> tuple[Companion, ...]:
        articles = self.derived.catalogue.table(PeopleTable).articles(person.held)
        own_spellings = [name_row.text for name_row in person.known]
        return self._named_in(articles, person.held.name_ids, own_spellings, overlay, MOST_COMPANIONS)

    def _named_in(
        self,
        article_ids: Sequence[int],
        without: Sequence[int],
        own_spellings: Sequence[str],
        overlay: PersonOverlay,
        most: int,
    ) -> tuple[Companion, ...]:
        """Return who is named in most of these articles; `without` the names of a person, and parts of these."""
        table = self.derived.catalogue.table(PeopleTable)
        hidden = len(overlay.struck) + len(overlay.into)
        companion_rows = table.companions(article_ids, without, most + hidden)
        decided = {*map(key_of, overlay.touched())}
        overlay = self.overlay(*own_spellings, *(name for name, _ in companion_rows))
        companions: dict[str, int] = {}
        for spelling, count in companion_rows:
            name = overlay.name_of(spelling)
            if spelling in overlay.struck or any(
                name in own_spelling or own_spelling in name for own_spelling in own_spellings
            ):
                continue
            if name not in companions:
                if key_of(name) in decided:
                    of_name = table.articles(self._names(name, overlay))
                    count = len(set(article_ids).intersection(of_name))
                companions[name] = count
        ordered = sorted(companions, key=companions.__getitem__, reverse=True)[:most]
        return tuple(Companion(name, "", companions[name], overlay.spellings_of(name)) for name in ordered)

    # -- making decisions

    def strike_out(self, name: str) -> Decision:
        with reporting_damaged_data():
            groups = self.derived.catalogue.table(PeopleTable).forms([name])
        forms = tuple(form for form in chain.from_iterable(groups) if form != name)
        return self.user_data.decisions.add(StruckOutName(name, forms))

    def merge(self, name: str, into: str) -> Decision:
        """Record that a name is another spelling of a person's name.

        Raises LibraryError if both are the same or already merged, or if the person's name is empty or too long.
        """
        into = _checked(into)
        with reporting_damaged_data():
            overlay = self.overlay(name, into)
        person_name = overlay.name_of(into)
        if not person_name or person_name == name:
            raise LibraryError(say("同一个写法不用合并。"))
        if overlay.into.get(name) == person_name:
            raise LibraryError(say("“{name}”已经列在“{own}”名下。", name=name, own=person_name))
        return self.user_data.decisions.add(MergedName(name, person_name))

    def split(self, name: str, label: str, article_ids: Sequence[int]) -> Decision:
        """Record that a name means another person in these articles, or the first person again if the label is "".

        Raises LibraryError if none of the articles exists any more, or if the label is too long.
        """
        label = _checked(label)
        stored_articles = self.derived.catalogue.stored(list(article_ids)).values()
        names = tuple(dict.fromkeys(stored.printing.name for stored in stored_articles))
        if not names:
            raise LibraryError(say("这些文章已不在目录中，可能刚被更新。"))
        return self.user_data.decisions.add(SplitPerson(name, label, names))

    def undo(self, decision_uuid: str) -> None:
        self.user_data.decisions.undo(decision_uuid)


def people_of(library: Library) -> People:
    return People(library.derived, library.user_data)


def _evidence(stored: StoredArticle, name: str, place: KnownPlace) -> NameEvidence:
    return NameEvidence(
        place.article_id,
        stored.issue.newspaper,
        stored.issue.date,
        stored.article.title(),
        CERTAINTIES[place.certainty],
        place.marks.partition(" ")[0],
        _quote(stored.article, name, place),
        stored.facts,
    )


def _quote(article: Article, name: str, place: KnownPlace) -> str:
    """Return the text around a name, as printed; in search form if the name is not found as printed."""
    texts = [*shown_texts(article)]
    if place.marks and place.field < len(texts):
        texts = [texts[place.field][max(0, place.at - QUOTED) :], *texts]
    for text in texts:
        at = text.find(name)
        if at >= 0:
            return _flat(text[max(0, at - QUOTED) : at + len(name) + QUOTED])
    form = search_form(name)
    search_forms = (search_form(text) for text in texts)
    text = next((text for text in search_forms if form in text), "")
    at = text.find(form)
    return _flat(text[max(0, at - QUOTED) : at + len(form) + QUOTED])


def _flat(text: str) -> str:
    return " ".join(text.split("\n"))


def _row(person: KnownPerson) -> PersonRow:
    lead, *_ = person.forms
    return PersonRow(
        lead.text,
        "",
        lead.pinyin,
        lead.initials,
        person.articles,
        _surest(person.forms),
        _seen_days(person.forms),
        tuple(form.text for form in person.forms),
    )


def _person_row(person: _Person) -> PersonRow:
    lead = person.known[0]
    spellings = [person.name, *(name_row.text for name_row in person.known)]
    return PersonRow(
        person.name,
        person.label,
        lead.pinyin,
        lead.initials,
        sum(figure.articles for figure in person.figures),
        _surest(person.figures),
        _seen_days(person.figures),
        tuple(dict.fromkeys(spellings)),
    )


def _surest(sightings: Iterable[KnownName | Figures]) -> Certainty:
    return CERTAINTIES[min(sighting.certainty for sighting in sightings)]


def _seen_days(sightings: Sequence[KnownName | Figures]) -> SeenDays:
    """Return the first and the last day of the articles, where one is known."""
    first = min((sighting.first for sighting in sightings if sighting.first), default=0)
    last = max(sighting.last for sighting in sightings)
    return SeenDays(date_of(first), date_of(last))


def _place_by_count(row: PersonRow) -> tuple[int, str, str]:
    return -row.articles, search_form(row.name), row.label


def _place_by_name(row: PersonRow) -> tuple[str, str]:
    return search_form(row.name), row.label


def _place_by_pinyin(row: PersonRow) -> tuple[str, str, str]:
    return names.without_tones(row.pinyin).replace(" ", ""), search_form(row.name), row.label


_PLACES: dict[PersonOrder, Callable[[PersonRow], Any]] = {
    PersonOrder.COUNT: _place_by_count,
    PersonOrder.NAME: _place_by_name,
    PersonOrder.PINYIN: _place_by_pinyin,
}


def _checked(words: str) -> str:
    """Return the words without white space around them. Raises LibraryError if they are too long."""
    stripped = words.strip()
    if len(stripped) > _LONGEST:
        raise LibraryError(say("“{words}…”太长了。", words=stripped[:10]))
    return stripped


def person_of(content: DecisionContent) -> tuple[str, str]:
    """Return the name and the label of the person that a decision is about.

    Raises TypeError for other decisions.
    """
    match content:
        case StruckOutName(name=name) | MergedName(name=name):
            return name, ""
        case SplitPerson(name=name, label=label):
            return name, label
        case _:
            raise TypeError(content)


def decision_in_words(content: DecisionContent) -> str:
    """Return a decision about people in words. Raises TypeError for other decisions."""
    match content:
        case StruckOutName(name=name):
            return say("“{name}”不是人名", name=name)
        case MergedName(name=name, into=own):
            return say("“{name}”就是“{own}”", name=name, own=own)
        case SplitPerson(name=name, label=label, keys=keys) if label:
            return say("“{name}”另有一人：{label}，{n} 篇", name=name, label=label, n=len(keys))
        case SplitPerson(name=name, keys=keys):
            return say("“{name}”的 {n} 篇归回原来的人", name=name, n=len(keys))
        case _:
            raise TypeError(content)


def number_of_decisions(library: Library) -> int:
    """Return the number of the decisions about people in effect. Raises UserDataError."""
    return len(library.user_data.decisions.all(*PERSON_DECISIONS))
