"""Queries on people: lists of names, the articles of a name, and who stands in the same articles."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from functools import partial
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Annotated, NamedTuple

from msgspec import Meta, convert

from reader.features.people.name_table import COUNTED, IS_SHOWN, key_of
from reader.features.people.person import NameMark, PersonOrder
from reader.language import names
from reader.language.equality import written_as
from reader.language.forms import search_form
from reader.storage.analysis_tables import Rows
from reader.storage.text_table import MakeRows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ORDER = {
    PersonOrder.COUNT: ("together DESC, form", "together, form"),
    PersonOrder.NAME: ("form", "form"),
    PersonOrder.PINYIN: ("spelled, form", "spelled, form"),
}
"""The orders, and the columns that each goes by."""
_LIST = "(SELECT value FROM json_each(?))"
"""SQL for a list that is given as JSON."""
_BEYOND = "\U0010ffff"
_SAMPLE = 2000
"""Maximum articles in which companions of a person are looked for; they are counted in all."""
_SPARE = 1.5
"""Companions of a sample that are counted, as a multiple of those that are wanted."""
_FEW_NAMES = 20
"""The names of an article, about; to look for more, all names of the article are read."""
_COMMONEST = 4
"""Names of a sample that are looked at, as a multiple of those that are counted: some of them are in no list."""


Number = Annotated[int, Meta(ge=0, le=0xFFFFFFFF)]
Rank = Annotated[int, Meta(ge=0, le=2)]
"""A certainty, as its place in `CERTAINTIES`."""


class KnownName(NamedTuple):
    """A name as the catalogue has it; `first` and `last` as numbers, `certainty` as its place in `CERTAINTIES`.

    `form` is its search form; `together` is the number of articles with any of its forms, 0 but for one of them.
    """

    id: Number
    text: str
    key: str
    pinyin: str
    initials: str
    articles: Number
    certainty: Rank
    first: Number
    last: Number
    form: str
    together: Number


_COLUMNS = ", ".join(f"n.{column}" for column in KnownName._fields)


class KnownPerson(NamedTuple):
    """The forms of a name, that in most articles first; `articles` is how many articles hold any."""

    articles: Number
    forms: tuple[KnownName, ...]


def people_of_names(names: Iterable[KnownName]) -> list[KnownPerson]:
    """Return the people whose names these are; the forms of a name follow each other."""
    people = []
    for _, group in groupby(names, key=attrgetter("key")):
        forms = tuple(group)
        people.append(KnownPerson(max(name.together for name in forms), forms))
    return people


def groups_of_forms(rows: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Return the names, each given with the key of its forms, that have several: grouped by keys, as they follow."""
    groups = []
    for _, group in groupby(rows, key=itemgetter(0)):
        forms = [text for _, text in group]
        if len(forms) > 1:
            groups.append(forms)
    return groups


class KnownPlace(NamedTuple):
    """A name in an article, as `naming` has it."""

    name_id: Number
    article_id: Number
    day: Number
    certainty: Rank
    marks: str
    field: Number
    at: Number
    offices: str


class PersonArticles(NamedTuple):
    """The articles about a person: those with one of these names, `only` some of them, or all `without` some."""

    name_ids: tuple[int, ...]
    only: frozenset[int] | None = None
    without: frozenset[int] = frozenset()


class Figures(NamedTuple):
    """Figures of the articles about a person with the same certainty and the same offices.

    `articles` is how many they are, `written` how many of them credit the person, `first` and `last` are their days as
    numbers, 0 where none has a date.
    """

    certainty: Rank
    offices: str
    articles: Number
    written: Number
    first: Number
    last: Number


class Sighting(NamedTuple):
    """A name in an article, with the offices beside it; `day` is 0 where there is no date."""

    name_id: Number
    article_id: Number
    day: Number
    certainty: Rank
    marks: str
    offices: str


class InOffice(NamedTuple):
    """The articles with a name and the same offices beside it; `key` is the same for all forms of a name.

    `days` and `ids` are those of the articles, in one order, separated by commas.
    """

    text: str
    key: str
    offices: str
    days: str
    ids: str


_SIGHTING = "n.name_id, n.article_id, n.day, n.certainty, n.marks, n.offices"


class PeopleTable:
    """Queries on people. `rows` and `made` query the catalogue; methods raise what these raise."""

    def __init__(self, rows: Rows, made: MakeRows, *, are_handed: bool = False) -> None:
        """With `are_handed`, these are the tables of a server, always made."""
        self._of_catalogue = rows
        self._rows: Rows
        self._made: MakeRows
        if are_handed:
            self._rows = rows
            self._made = made
        else:
            self._rows = COUNTED.if_made(rows, rows)
            self._made = COUNTED.if_made(rows, made)

    def names(
        self,
        typed: str,
        by: PersonOrder,
        *,
        offset: int = 0,
        limit: int = -1,
        without: Collection[str] = (),
        only: Collection[str] | None = None,
    ) -> list[KnownPerson]:
        """Return the names that are shown for what is typed, in order; `without` some, or `only` some of them."""
        order, columns = _ORDER[by]
        sql, values = _names_typed(f"id, {columns}", typed, without, only)
        order_of_leads = ", ".join(f"lead.{part}" for part in order.split(", "))
        names = self._made(
            partial(convert, type=KnownName),
            f"SELECT {_COLUMNS} FROM name lead JOIN name n ON n.key = lead.key"
            f" WHERE n.is_whole = 1 AND n.is_part = 0 AND lead.id IN"
            f" (SELECT id FROM ({sql}) ORDER BY {order} LIMIT ? OFFSET ?)"
            f" ORDER BY {order_of_leads}, n.articles DESC, n.form",
            *values,
            limit,
            offset,
        )
        return people_of_names(names)

    def forms(self, names: Iterable[str]) -> list[list[str]]:
        """Return the forms of those of these names that have several: each group as `KnownPerson.forms`."""
        keys = json.dumps([key_of(name) for name in names])
        rows = self._rows(
            f"SELECT key, text FROM name WHERE {IS_SHOWN} AND key IN {_LIST}"
            " ORDER BY key, articles DESC, form",
            keys,
        )
        return groups_of_forms(rows)

    def count(self, typed: str, without: Collection[str] = ()) -> int:
        sql, values = _names_typed("id", typed, without, None)
        return sum(count for (count,) in self._rows(f"SELECT count(*) FROM ({sql})", *values))

    def known(self, names: Iterable[str]) -> dict[str, KnownName]:
        """Return those of these names that the catalogue has, by their search forms."""
        forms = json.dumps([search_form(name) for name in names])
        rows = self._rows(
            f"SELECT {_COLUMNS} FROM name n WHERE n.is_whole AND n.form IN {_LIST}",
            forms,
        )
        return {name.form: name for name in map(KnownName._make, rows)}

    def places(self, person_articles: PersonArticles) -> list[KnownPlace]:
        sql, values = _places(person_articles)
        return self._made(
            partial(convert, type=KnownPlace),
            f"SELECT name_id, article_id, day, certainty, marks, field, at, offices {sql}",
            *values,
        )

    def figures(self, person_articles: PersonArticles) -> list[Figures]:
        sql, values = _places(person_articles)
        return self._made(
            partial(convert, type=Figures),
            f"SELECT certainty, offices, count(*), sum(marks GLOB '{NameMark.CREDIT}*'),"
            f" coalesce(min(nullif(day, 0)), 0), max(day) {sql} GROUP BY certainty, offices",
            *values,
        )

    def articles(self, person_articles: PersonArticles) -> list[int]:
        return [*map(int, self._article_ids(person_articles).tolist())]

    def of_surname(self, surnames: Iterable[str]) -> list[tuple[int, str]]:
        """Return the ids and texts of the names with one of these surnames and something behind it."""
        names: list[tuple[int, str]] = []
        for surname in surnames:
            names += self._rows(
                "SELECT id, text FROM name WHERE form > ? AND form < ?", surname, surname + _BEYOND
            )
        return names

    def sightings(self, name_ids: Iterable[int], offices: Collection[str] = ("",)) -> list[Sighting]:
        """Return the articles with these names beside an office that holds one of these words; "" is in all."""
        holds = " OR ".join(["n.offices GLOB ?"] * len(offices)) or "0"
        rows = self._rows(
            f"SELECT {_SIGHTING} FROM naming n WHERE n.name_id IN {_LIST} AND n.offices != '' AND ({holds})",
            json.dumps(sorted(name_ids)),
            *map(_holding, offices),
        )
        return list(map(Sighting._make, rows))

    def all_offices(self) -> list[str]:
        """Return the offices beside the names of articles, as stored, each once."""
        return [
            offices for (offices,) in self._rows("SELECT DISTINCT offices FROM naming WHERE offices != ''")
        ]

    def counted_in_office(self) -> tuple[dict[int, tuple[str, str]], list[tuple[str, int, int]]]:
        """Return shown names in office with their keys, by id; and offices with a name and a number of articles."""
        counts = self._rows(
            "SELECT offices, name_id, count(*) FROM naming WHERE offices != '' GROUP BY offices, name_id"
        )
        names = self._rows(
            f"SELECT id, text, key FROM name WHERE {IS_SHOWN} AND id IN {_LIST}",
            json.dumps([*{name_id for _, name_id, _ in counts}]),
        )
        return {name_id: (text, key) for name_id, text, key in names}, counts

    def in_office(self, offices: Sequence[str] | None, names: Sequence[str] | None) -> list[InOffice]:
        """Return the articles that tell an office of a shown name, or only these offices or names."""
        conditions = f"n.offices != '' AND {IS_SHOWN}"
        values = []
        if offices is not None:
            conditions += f" AND n.offices IN {_LIST}"
            values.append(json.dumps(offices))
        if names is not None:
            conditions += f" AND m.key IN {_LIST}"
            values.append(json.dumps(list(map(key_of, names))))
        rows = self._rows(
            f"SELECT m.text, m.key, n.offices, group_concat(n.day), group_concat(n.article_id)"
            f" FROM naming n JOIN name m ON m.id = n.name_id WHERE {conditions} GROUP BY n.offices, n.name_id",
            *values,
        )
        return list(map(InOffice._make, rows))

    def newspapers_of_articles(self) -> dict[int, str]:
        return dict(self._rows("SELECT a.id, i.newspaper FROM article a JOIN issue i ON i.id = a.issue_id"))

    def sightings_in(self, article_ids: Sequence[int], name_ids: Sequence[int]) -> list[Sighting]:
        if len(name_ids) > _FEW_NAMES:
            not_by_name = "+"  # else SQLite looks up every name with every article
        else:
            not_by_name = ""
        rows = self._rows(
            f"SELECT {_SIGHTING} FROM naming n WHERE n.article_id IN {_LIST}"
            f" AND {not_by_name}n.name_id IN {_LIST}",
            json.dumps(list(article_ids)),
            json.dumps(list(name_ids)),
        )
        return list(map(Sighting._make, rows))

    def newspapers(
        self, name_ids: Iterable[int], *, among: Collection[int] | None = None, with_office: bool = False
    ) -> list[tuple[int, str]]:
        """Return these names with the newspapers of their articles, or of those `among` these articles.

        With `with_office`, only articles count in which an office is next to the name. Where the library has one
        newspaper, nothing is returned.
        """
        if len(self._of_catalogue("SELECT DISTINCT newspaper FROM issue")) < 2:
            return []
        conditions = f"n.name_id IN {_LIST}"
        values = [json.dumps(list(name_ids))]
        if among is not None:
            conditions += f" AND n.article_id IN {_LIST}"
            values.append(json.dumps(list(among)))
        if with_office:
            conditions += " AND n.offices != ''"
        return self._rows(
            "SELECT DISTINCT n.name_id, i.newspaper FROM naming n JOIN article a ON a.id = n.article_id"
            f" JOIN issue i ON i.id = a.issue_id WHERE {conditions} ORDER BY i.newspaper",
            *values,
        )

    def companions(
        self, article_ids: Sequence[int], without: Collection[int], limit: int
    ) -> list[tuple[str, int]]:
        """Return the names that are in most of these articles, in any form, and in how many of them.

        For very many articles, the names are taken from a sample; the numbers are those of all.
        """
        if len(article_ids) <= _SAMPLE:
            companions = self._together(article_ids, without, limit, None)
            to_count = [person for _, _, person in companions if len(person.name_ids) > 1]
        else:
            sample = article_ids[:: -(-len(article_ids) // _SAMPLE)]
            name_limit = round(limit * _SPARE)
            commonest = _COMMONEST * name_limit + len(without)
            companions = self._together(sample, without, name_limit, commonest)
            to_count = [person for _, _, person in companions]
        counts = dict(zip(to_count, self._count_within(to_count, article_ids), strict=True))
        counted = [(text, counts.get(person, together)) for text, together, person in companions]
        return sorted(counted, key=itemgetter(1), reverse=True)[:limit]

    def _count_within(self, people: Sequence[PersonArticles], article_ids: Sequence[int]) -> list[int]:
        """Return in how many of these articles each of the people is."""
        if len(article_ids) <= _SAMPLE:
            counts = []
            for person in people:
                sightings = self.sightings_in(article_ids, person.name_ids)
                counts.append(len({sighting.article_id for sighting in sightings}))
            return counts
        import numpy as np

        is_among = np.zeros(max(article_ids) + 1, bool)
        is_among[list(article_ids)] = True  # a tuple would be an index for each dimension
        counts = []
        for person in people:
            ids = self._article_ids(person)
            counts.append(int(is_among[ids[ids < len(is_among)]].sum()))
        return counts

    def _together(
        self, article_ids: Sequence[int], without: Collection[int], limit: int, commonest: int | None
    ) -> list[tuple[str, int, PersonArticles]]:
        """Return names: how many of these articles have their forms, if none has two, and the articles of the person.

        Only so many of the `commonest` are looked at; all of them if that is None.
        """
        if commonest is None:
            most_frequent = ""
        else:
            most_frequent = f"ORDER BY together DESC LIMIT {commonest}"
        rows = self._rows(
            "SELECT text, of_forms,"
            f" (SELECT group_concat(id) FROM name WHERE {IS_SHOWN} AND name.key = found.key)"
            " FROM (SELECT n.key, n.text, sum(c.together) AS of_forms, max(n.articles)"
            " FROM (SELECT name_id, count(*) AS together FROM naming"
            f" WHERE article_id IN {_LIST} GROUP BY name_id {most_frequent}) c"
            " JOIN name n ON n.id = c.name_id"
            f" WHERE {IS_SHOWN} AND n.id NOT IN {_LIST}"
            " GROUP BY n.key ORDER BY of_forms DESC, n.articles, n.form LIMIT ?) found",
            json.dumps(list(article_ids)),
            json.dumps(list(without)),
            limit,
        )
        return [
            (text, together, PersonArticles(tuple(map(int, ids.split(","))))) for text, together, ids in rows
        ]

    def _article_ids(self, person_articles: PersonArticles) -> NDArray[np.int64]:
        """Return the ids of the articles about a person; in one row they are read three times as fast."""
        import numpy as np

        sql, values = _places(person_articles)
        rows = self._rows(f"SELECT group_concat(article_id) {sql}", *values)
        return np.fromstring("".join(ids or "" for (ids,) in rows), np.int64, sep=",")


def _holding(words: str) -> str:
    """Return the GLOB pattern of strings that hold some words in simplified or traditional characters."""
    return "*" + "".join(f"[{character}{written_as(character)}]" for character in words) + "*"


def _places(person: PersonArticles) -> tuple[str, list[object]]:
    """Return the SQL for the places of a person, and its values.

    In each article it is the surest one, of equally sure ones that of the first name.
    """
    condition = "name_id = held.value"
    values: list[object] = [json.dumps(person.name_ids)]
    if person.only is not None:
        condition += f" AND article_id IN {_LIST}"
        values.append(json.dumps(list(person.only)))
    if person.without:
        condition += f" AND article_id NOT IN {_LIST}"
        values.append(json.dumps(list(person.without)))
    all_places = f"FROM json_each(?) held JOIN naming ON {condition}"
    if len(person.name_ids) < 2:
        return all_places, values
    # SQLite takes the other columns of a group from the row with the minimum
    surest = (
        "FROM (SELECT name_id, article_id, day, certainty, marks, field, at, offices,"
        f" min(certainty * {len(person.name_ids)} + held.key) {all_places} GROUP BY article_id)"
    )
    return surest, values


def _names_typed(
    columns: str, typed: str, without: Collection[str], only: Collection[str] | None
) -> tuple[str, list[object]]:
    """Return the SQL for these columns of the names that are shown for what is typed, and its values."""
    condition = "together > 0"
    values: list[object] = []
    form = search_form(typed).strip().encode(errors="replace").decode()  # a lone surrogate is in no name
    letters = names.typed_pinyin(form)
    if form and letters is None:
        condition += " AND instr(key, ?)"
        values.append(key_of(form))
    if without:
        condition += f" AND key NOT IN {_LIST}"
        values.append(_keys_as_json(without))
    if only is not None:
        condition += f" AND key IN {_LIST}"
        values.append(_keys_as_json(only))
    if letters:
        return _names_spelled(columns, letters, condition, values)
    return f"SELECT {columns} FROM name WHERE {condition}", values


def _names_spelled(
    columns: str, letters: str, condition: str, values: Sequence[object]
) -> tuple[str, list[object]]:
    """Return the SQL for these columns of the names that meet a condition and begin with these letters, in pinyin or
    initials, and its values.
    """
    keys: Sequence[str] = _KEYS
    if len(letters) == 1:
        keys = _KEYS[:1]  # all keys of a name begin with the same letter
    bounds = [letters, letters + _BEYOND]
    queries = []
    all_values: list[object] = []
    for key in keys:
        queries.append(f"SELECT {columns} FROM name WHERE {condition} AND {key} >= ? AND {key} < ?")
        all_values += [*values, *bounds]
    in_others = " OR ".join(f"other_{key} BETWEEN ? AND ?" for key in keys)
    queries.append(  # there are few with other spellings, which SQLite can't know
        f"SELECT {columns} FROM name INDEXED BY name_by_other"
        f" WHERE {condition} AND other_spelled != '' AND ({in_others})"
    )
    all_values += [*values, *bounds * len(keys)]
    return " UNION ".join(queries), all_values


def _keys_as_json(names: Iterable[str]) -> str:
    return json.dumps([key_of(name) for name in names])


_KEYS = ("initials", "spelled", "mixed")
"""The columns with what may be typed for a name."""
