"""Who is seen in which office: all articles that tell an office of somebody, by person and office."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache

from reader.features.people.offices import is_former, is_of_many, office_in
from reader.features.people.overlay import PersonOverlay, overlay_of
from reader.features.people.people import date_of
from reader.features.people.people_table import InOffice, PeopleTable
from reader.features.people.person import Office
from reader.language.variants import in_simplified
from reader.library.answers import OfficePlace, SeenInOffice
from reader.library.derived_data import Derived, damage_told
from reader.library.printings import labels_of_articles
from reader.newspaper.decision import PERSON_DECISIONS
from reader.storage.user_data import UserData

_Key = tuple[str, ...]
"""The name and label of a person, and rank, title and body of an office in simplified characters."""


def seen_in_office(
    derived: Derived,
    user_data: UserData,
    body: Callable[[str], bool] | None,
    names: Collection[str] | None,
) -> list[SeenInOffice]:
    """Return who is seen in which office (`PersonNames.in_office`), after the reader's decisions about people."""
    office = cache(office_in)

    def is_wanted(told: str, newspaper: str) -> bool:
        return body is None or body(office(told, newspaper).body)

    with damage_told():
        table = derived.catalogue.table(PeopleTable)
        overlay = overlay_of(user_data.decisions.all(*PERSON_DECISIONS))
        spelled = None if names is None else [own for name in names for own in overlay.spellings_of(name)]
        papers = [each.title for each in derived.catalogue.tree.newspapers()]
        wanted = (
            None
            if body is None
            else [
                offices
                for offices in table.told_offices()
                if any(is_wanted(told, paper) for told in offices.split() for paper in papers)
            ]
        )
        rows = [row for row in table.in_office(wanted, spelled) if row.text not in overlay.struck]
        listed = _listed(rows, overlay)
        labels = {
            name: labels_of_articles(overlay.parted[name], derived.catalogue)
            for name in overlay.parted.keys() & {*listed.values()}
        }
    places: defaultdict[_Key, dict[int, InOffice]] = defaultdict(dict)
    printed: defaultdict[_Key, Counter[Office]] = defaultdict(Counter)
    for row in rows:
        name = listed[row.text]
        label = labels[name].get(row.article_id, "") if name in labels else ""
        for told in row.offices.split():
            if is_wanted(told, row.newspaper):
                of = office(told, row.newspaper)
                key = (name, label, *map(in_simplified, (of.rank.replace("兼", ""), of.title, of.body)))
                places[key][row.article_id] = row
                printed[key][of] += 1
    return [_seen(key, printed[key], of_key.values()) for key, of_key in places.items()]


def _listed(rows: Iterable[InOffice], overlay: PersonOverlay) -> dict[str, str]:
    """Return the name under which each spelling is listed: that of the decisions, else its commonest form."""
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        forms[row.key][row.text] += 1
    lead = {key: min(of, key=lambda text: (-of[text], text)) for key, of in forms.items()}
    return {
        text: overlay.name_of(text if text in overlay.into else lead[key])
        for key, of in forms.items()
        for text in of
    }


def _seen(key: _Key, printed: Counter[Office], rows: Iterable[InOffice]) -> SeenInOffice:
    name, label, rank, title, _ = key
    office = min(printed, key=lambda each: (-printed[each], each.rank, each.title, each.body))
    places: Sequence[OfficePlace] = sorted(
        (
            OfficePlace(row.article_id, row.article_key, row.newspaper, date_of(row.day), row.page)
            for row in rows
        ),
        key=lambda place: (place.date or dt.date.max, place.article_id),
    )
    return SeenInOffice(
        name,
        label,
        office.rank,
        office.title,
        office.body,
        is_former(rank),
        is_of_many(rank, title),
        places,
    )
