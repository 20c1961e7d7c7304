"""The last rung of a search for a person: other namings of the person (陈市长), with the evidence for each.

The namings are looked up in the index. Other people of the same surname, who could be meant as well, are looked up in
the catalogue with their articles and offices.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING

from msgspec import Struct
from whoosh.query import And, Or
from whoosh.query import Query as Node

from reader import never
from reader.features.people.office_places import Sign
from reader.features.people.people_table import PeopleTable, PersonArticles
from reader.features.people.person import (
    AROUND,
    OTHERS_AROUND,
    NameMark,
    PersonOverlay,
    Seen,
    date_of,
    day_of,
    free_of,
    name_in_full,
    nearest,
    ordinal,
    stretches,
)
from reader.features.people.who_is_meant import may_be_meant, tells_who_is_meant
from reader.language import address
from reader.language.address import TitleKind
from reader.language.equality import in_simplified, in_traditional
from reader.language.forms import search_form
from reader.library.printings import labels_of_articles
from reader.search.answering.ladder import Rung, RungQuery, Statistics
from reader.search.answering.naming import Called, OfficeTie, Ties
from reader.search.answering.other_shapes import MOST_FORMS, in_shapes
from reader.search.documents import SearchCancelled
from reader.search.query import (
    Among,
    Exact,
    Field,
    Newspaper,
    Period,
    Query,
    all_of,
    any_of,
    strings,
)
from reader.search.terms import ANY

if TYPE_CHECKING:
    from reader.features.people.people_table import Sighting
    from reader.search.engine import Engine
    from reader.storage.catalogue_reading import CatalogueReading

_MOST_READ = 4000
"""Maximum number of articles with the namings of a title; commoner namings are not tied by office."""
_MOST_LOOKED_THROUGH = 2000
"""Maximum number of a person's articles that are searched for namings; beyond it, all titles are looked up instead."""
_MOST_SPELLINGS = 8
"""Maximum number of spellings in a query for a person."""
_ONLY_STRING = 2
"""The code of `Certainty.STRING` in the catalogue."""


class _Person(Struct, frozen=True):
    """The person searched for: all spellings in search form, and the articles that contain one of them.

    `ids` are the ids of the spellings in the catalogue. `labels` has, by article, the label of the person meant there
    if the reader has split several people of the name.
    """

    name: str
    surname: str
    spellings: tuple[str, ...]
    ids: frozenset[int]
    articles: frozenset[int]
    labels: Mapping[int, str]


def naming_rung(
    catalogue: CatalogueReading,
    engine: Engine,
    overlay: PersonOverlay,
    query: Query,
    statistics: Statistics,
    cancelled: Callable[[], bool] = never,
) -> RungQuery | None:
    """Return the rung with the other namings of the person searched for; None if the query is not for a person.

    The query `unseen` of the rung finds those of its articles that may be on no rung above. Raises like the engine and
    the catalogue.
    """
    spellings = _spellings_in(query)
    if spellings:
        person = _person(spellings, catalogue, engine, overlay, statistics, cancelled)
    else:
        person = None
    if person is None or query.root is None:
        return None
    own_sightings = catalogue.table(PeopleTable).sightings(person.ids)
    offices = _by_title(map(_in_office, own_sightings), person.labels)
    sure_offices = _by_title(_surely_in_office(own_sightings, catalogue), person.labels)
    by_title = _namings(person, offices, catalogue, statistics, cancelled)
    if not by_title:
        return RungQuery(Rung.NAMING, Query(), Query(), ())
    others = _Others(person, catalogue, overlay)
    titles = set(chain.from_iterable(offices.values()))
    called_so = set(chain.from_iterable(address.offices_called(title) for title in titles))
    others_by_title = _by_title(others.in_offices(called_so), {}).get("", {})
    by_office: dict[str, dict[int, OfficeTie]] = {}
    for title, namings in by_title.items():
        tie_by_article = _by_office(
            person,
            title,
            namings,
            sure_offices,
            others_by_title,
            catalogue,
            engine,
            statistics,
            cancelled,
        )
        if tie_by_article:
            by_office[title] = tie_by_article
    may_be = _may_be_of(person, by_title, by_office, engine, cancelled)
    leaves = _leaves(person, by_title, offices, by_office, own_sightings, others.of_others(may_be))
    if len(overlay.spellings_of(person.name)) > 1:
        unseen = may_be
    else:
        unseen = may_be - person.articles
    return _rung_with(query.root, spellings, leaves, may_be, unseen, engine, cancelled)


def _may_be_of(
    person: _Person,
    by_title: Mapping[str, Collection[str]],
    by_office: Mapping[str, Mapping[int, OfficeTie]],
    engine: Engine,
    cancelled: Callable[[], bool],
) -> frozenset[int]:
    """Return the articles tied to the person in which any of the namings stands."""
    tied = Among(frozenset(person.articles).union(*by_office.values()))
    namings = chain.from_iterable(by_title.values())
    any_naming = any_of(Exact(naming, naming) for naming in namings)
    with_naming = Query(all_of(node for node in (tied, any_naming) if node is not None))
    return frozenset(engine.matches(with_naming, cancelled).tolist())


def _rung_with(
    root: Node,
    spellings: Sequence[Exact],
    leaves: Sequence[Called],
    may_be: frozenset[int],
    unseen: frozenset[int],
    engine: Engine,
    cancelled: Callable[[], bool],
) -> RungQuery:
    """Return the rung with the leaves in place of the person's spellings; `unseen` are articles on no rung above."""

    def finds(node: Node) -> bool:
        return engine.page(Query(node), limit=1, cancelled=cancelled) != ()

    def among(articles: frozenset[int]) -> Node | None:
        namings = any_of(leaves)
        if namings is None or not articles:
            return None
        return _in_place_of(root, spellings, all_of([Among(articles), namings]))

    root_of_rung = among(may_be)
    if root_of_rung is None or not finds(root_of_rung):
        return RungQuery(Rung.NAMING, Query(), Query(), ())
    forms = dict.fromkeys(leaf.needle for leaf in leaves if finds(all_of([Among(may_be), leaf]) or leaf))
    return RungQuery(Rung.NAMING, Query(root_of_rung), Query(among(unseen)), tuple(forms))


def _leaves(
    person: _Person,
    by_title: Mapping[str, Sequence[str]],
    offices: Mapping[str, Mapping[str, Sequence[Seen]]],
    by_office: Mapping[str, Mapping[int, OfficeTie]],
    own_sightings: Sequence[Sighting],
    of_others: Sequence[Sighting],
) -> list[Called]:
    """Return a leaf of the query for each naming, tied to the articles in which it means the person.

    `own_sightings` are the person's sightings, `of_others` those of others of the surname, whom a naming may mean
    instead.
    """
    crowded = {sighting.article_id for sighting in of_others}
    own_titles = _titles_by_article(own_sightings)
    titles_of_others = _titles_by_article(of_others)
    leaves: list[Called] = []
    for title, namings in by_title.items():
        apart = set(crowded)
        if any(title in of_label for of_label in offices.values()):
            apart -= {
                i
                for i in crowded
                if title in own_titles.get(i, ()) and title not in titles_of_others.get(i, ())
            }
        elif address.titles()[title] is not TitleKind.COURTEOUS:
            apart |= own_titles.keys()
        tied = {i: tie for i, tie in by_office.get(title, {}).items() if i not in crowded}
        surname = len(person.surname)
        ties = Ties(person.spellings, tied, frozenset(apart))
        leaves += [Called(naming, surname, ties) for naming in namings]
    return leaves


# -- the person searched for


def _spellings_in(query: Query) -> tuple[Exact, ...]:
    """Return the spellings of a name in a query; () if the query has other strings.

    Restrictions to days, pages and the like are allowed.
    """
    leaves = tuple(strings(query))
    parts = query.root.subqueries if isinstance(query.root, And) else [query.root]
    is_one = leaves in [tuple(strings(Query(part))) for part in parts if isinstance(part, Exact | Or)]
    if not is_one or len(leaves) > _MOST_SPELLINGS:
        return ()
    are_names = all(
        type(leaf) is Exact and leaf.where is Field.ANYWHERE and ANY not in leaf.needle for leaf in leaves
    )
    either = [part for part in parts if isinstance(part, Or)]
    if are_names and all(len(part.subqueries) == len(leaves) for part in either):
        return leaves
    return ()


def _in_place_of(root: Node, spellings: Sequence[Exact], node: Node | None) -> Node | None:
    """Return the query's tree with `node` in place of the names."""
    if not isinstance(root, And):
        return node
    parts = [part for part in root.subqueries if not _has_any_of(spellings, part)]
    if node:
        parts.append(node)
    return all_of(parts)


def _has_any_of(spellings: Sequence[Exact], part: Node) -> bool:
    return any(string in spellings for string in strings(Query(part)))


def _person(
    spellings: Sequence[Exact],
    catalogue: CatalogueReading,
    engine: Engine,
    overlay: PersonOverlay,
    statistics: Statistics,
    cancelled: Callable[[], bool],
) -> _Person | None:
    own_names = {overlay.name_of(exact.text) for exact in spellings}
    name = own_names.pop()
    if own_names or any(exact.text in overlay.struck for exact in spellings) or name in overlay.struck:
        return None
    surname = address.surname_of(search_form(name))
    if not surname or address.is_naming(name):
        return None
    shapes: dict[str, None] = {}
    for own_spelling in overlay.spellings_of(name):
        form = search_form(own_spelling)
        shapes |= dict.fromkeys((form, *in_shapes(form, statistics).forms))
    forms = [shape for shape in shapes if shape not in overlay.struck]
    names = catalogue.table(PeopleTable).known(forms)
    if not names and not address.may_be_name(name):
        return None
    ids = frozenset(name_row.id for name_row in names.values())
    articles = set(catalogue.table(PeopleTable).articles(PersonArticles(tuple(ids))))
    unknown = [Exact(shape, shape) for shape in forms[:MOST_FORMS] if shape not in names]
    if unknown:
        articles.update(engine.matches(Query(any_of(unknown)), cancelled).tolist())
    labels: dict[int, str] = {}
    for spelling in (name, *(name_row.text for name_row in names.values())):
        labels |= labels_of_articles(overlay.parted.get(spelling, {}), catalogue)
    return _Person(name, surname, tuple(forms), ids, frozenset(articles), labels)


def _surnames(person: _Person) -> list[str]:
    shapes = (person.surname, in_simplified(person.surname), in_traditional(person.surname))
    return [*dict.fromkeys([*shapes, *(spelling[: len(person.surname)] for spelling in person.spellings)])]


def _namings(
    person: _Person,
    offices: Mapping[str, Collection[str]],
    catalogue: CatalogueReading,
    statistics: Statistics,
    cancelled: Callable[[], bool],
) -> dict[str, list[str]]:
    """Return the possible namings by title: those in the person's articles, and those by offices in the index."""
    of_office = {title for of_label in offices.values() for title in of_label}
    is_read = len(person.articles) <= _MOST_LOOKED_THROUGH
    namings_by_title: dict[str, list[str]] = {}
    for naming, title in _known(person, of_office if is_read else address.titles(), statistics):
        namings_by_title.setdefault(title, []).append(naming)
    surname = in_simplified(person.surname)
    for _, text in catalogue.search_texts(sorted(person.articles)) if is_read else ():
        if cancelled():
            raise SearchCancelled
        for naming, title in address.namings_in(text, surname):
            if naming not in namings_by_title.setdefault(title, []) and naming not in person.spellings:
                namings_by_title[title].append(naming)
    return {title: namings for title, namings in namings_by_title.items() if namings}


def _known(person: _Person, titles: Iterable[str], statistics: Statistics) -> Iterator[tuple[str, str]]:
    title_by_naming = {
        naming: title
        for surname in _surnames(person)
        for title in titles
        for naming in address.written(surname, title)
    }
    # first the surname with the title's first character, as most of these pairs are in no article
    pairs = list(dict.fromkeys(naming[: len(person.surname) + 1] for naming in title_by_naming))
    may_be = {pair for pair, count in zip(pairs, statistics.frequencies(pairs), strict=True) if count}
    some = [
        possible_naming
        for possible_naming in title_by_naming
        if possible_naming[: len(person.surname) + 1] in may_be
    ]
    for naming, count in zip(some, statistics.frequencies(some), strict=True):
        if count and naming not in person.spellings:
            yield naming, title_by_naming[naming]


# -- other people


class _Others:
    """The other people with the person's surname, without names struck out and namings (陈师傅)."""

    def __init__(self, person: _Person, catalogue: CatalogueReading, overlay: PersonOverlay) -> None:
        self._person = person
        self._people = catalogue.table(PeopleTable)
        self._overlay = overlay
        self._own = {*map(in_simplified, (*person.spellings, search_form(person.name)))}
        self._texts = dict(catalogue.table(PeopleTable).of_surname(_surnames(person)))
        self._names: dict[int, str] = {}

    def in_offices(self, words: Collection[str]) -> Iterator[Sighting]:
        """Yield the sightings of the others with an office that contains one of the words.

        In the person's own articles, a name that is part of the person's name does not count as another person.
        """
        for sighting in self._people.sightings(self._texts, words) if words else ():
            name = self._name(sighting.name_id)
            if name and (
                sighting.article_id not in self._person.articles or not _is_part(name, self._person)
            ):
                yield sighting

    def of_others(self, article_ids: Iterable[int]) -> list[Sighting]:
        """Return the sightings of others in these articles, if a naming in the article may mean them."""
        of_others = []
        for sighting in self._people.sightings_in(sorted(article_ids), sorted(self._texts)):
            name = self._name(sighting.name_id)
            if name and _counts(sighting, name, self._person):
                of_others.append(sighting)
        return of_others

    def _name(self, name_id: int) -> str:
        """Return the text of a name; "" if it is not the name of another person."""
        if name_id not in self._names:
            text = self._texts[name_id]
            name = in_simplified(search_form(self._overlay.name_of(text)))
            is_other = (
                name_id not in self._person.ids
                and text not in self._overlay.struck
                and name not in self._own
                and not address.is_naming(name)
            )
            self._names[name_id] = text if is_other else ""
        return self._names[name_id]


def _counts(sighting: Sighting, name: str, person: _Person) -> bool:
    """Return whether a naming in the article may mean the person of a sighting.

    It does not mean an author without an office. It does not mean a name that is only a string there and is either part
    of the person's name or has a given name of one character.
    """
    if sighting.certainty < _ONLY_STRING:
        return bool(sighting.offices) or not sighting.marks.startswith(NameMark.CREDIT)
    return len(name) > len(person.surname) + 1 and not _is_part(name, person)


def _is_part(name: str, person: _Person) -> bool:
    """Return whether the name is the beginning of one of the person's spellings, or the other way round."""
    form = search_form(name)
    return any(spelling.startswith(form) or form.startswith(spelling) for spelling in person.spellings)


# -- offices


def _titles_by_article(sightings: Iterable[Sighting]) -> dict[int, set[str]]:
    titles_by_article: dict[int, set[str]] = {}
    for sighting in sightings:
        titles = set(
            chain.from_iterable(address.titles_of_office(office) for office in sighting.offices.split())
        )
        if titles:
            titles_by_article.setdefault(sighting.article_id, set()).update(titles)
    return titles_by_article


def _in_office(sighting: Sighting) -> Sighting:
    """Return a sighting with those of its offices alone by which its article may name the person again."""
    held = " ".join(office for office in sighting.offices.split() if may_be_meant(office))
    return sighting._replace(offices=held)


def _surely_in_office(sightings: Sequence[Sighting], catalogue: CatalogueReading) -> Iterator[Sighting]:
    """Yield the sightings, each with those of its offices alone that tell who is meant."""
    dated = {each.article_id for each in sightings if Sign.DATELINE in each.offices}
    rows = catalogue.article_rows([*dated])
    issues = catalogue.tree.by_id({row.issue_id for row in rows.values()})
    papers = {article_id: issues[row.issue_id].newspaper for article_id, row in rows.items()}
    for each in sightings:
        paper = papers.get(each.article_id, "")
        sure = (office for office in each.offices.split() if tells_who_is_meant(office, paper))
        yield each._replace(offices=" ".join(sure))


def _by_title(sightings: Iterable[Sighting], labels: Mapping[int, str]) -> dict[str, dict[str, list[Seen]]]:
    """Return the mentions with an office, by label and title, ascending by day."""
    seen_by_label: dict[str, dict[str, list[Seen]]] = {}
    for sighting in sightings:
        of_label = seen_by_label.setdefault(labels.get(sighting.article_id, ""), {})
        for office in sighting.offices.split():
            titles = address.titles_of_office(office)
            for title in titles:
                days = of_label.setdefault(title, [])
                if sighting.day:
                    days.append(Seen(ordinal(sighting.day), office[-len(titles[0]) :]))
    for of_label in seen_by_label.values():
        for days in of_label.values():
            days.sort(key=attrgetter("day"))
    return seen_by_label


def _by_office(
    person: _Person,
    title: str,
    namings: Sequence[str],
    offices: Mapping[str, Mapping[str, Sequence[Seen]]],
    others_by_title: Mapping[str, Sequence[Seen]],
    catalogue: CatalogueReading,
    engine: Engine,
    statistics: Statistics,
    cancelled: Callable[[], bool],
) -> dict[int, OfficeTie]:
    """Return the articles in which a title identifies the person, with the evidence.

    It does so if nobody else of the surname holds the office at that time.
    """
    is_distinct = address.titles()[title] is TitleKind.OFFICE and address.is_held_apart(person.surname)
    if not is_distinct or sum(statistics.frequencies(namings)) > _MOST_READ:
        return {}
    tie_by_article: dict[int, OfficeTie] = {}
    known_in = catalogue.table(PeopleTable).newspapers(sorted(person.ids), with_office=True)
    titles_of_papers = dict.fromkeys(newspaper for _, newspaper in known_in if newspaper)
    papers = [Newspaper(newspaper, search_form(newspaper)) for newspaper in titles_of_papers]
    for label, of_label in offices.items():
        seen = of_label.get(title, ())
        others = [*others_by_title.get(title, ())]
        others += chain.from_iterable(
            other_titles.get(title, ()) for other, other_titles in offices.items() if other != label
        )
        periods = list(free_of(stretches(seen, AROUND), stretches(sorted(others, key=day_of), OTHERS_AROUND)))
        if not periods:
            continue
        any_naming = any_of([Exact(naming, naming) for naming in namings])
        any_period = any_of([Period(date_of(first), date_of(last)) for first, last in periods])
        alternatives = (any_naming, any_period, any_of([*papers]))
        node = all_of(either for either in alternatives if either is not None)
        dates = catalogue.tree.dates_of(engine.matches(Query(node), cancelled).tolist())
        days = [mention.day for mention in seen]
        for article, date in dates.items():
            if date is not None:
                closest = seen[nearest(days, date.toordinal())]
                name = name_in_full(person.name, label)
                tie_by_article[article] = OfficeTie(closest.title, person.surname, name)
    return tie_by_article
