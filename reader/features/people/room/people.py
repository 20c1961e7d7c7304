"""Queries on the people of a room, like those of `PeopleTable` for a folder. Every method raises RoomError.

A name for which no article has evidence yet, because a load was cut off, is in no answer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from reader.features.people.name_table import LONGEST_ALIKE, SHORTEST_ALIKE, NameTable, key_of
from reader.features.people.people_table import (
    Figures,
    InOffice,
    KnownName,
    KnownPerson,
    KnownPlace,
    Number,
    PeopleTable,
    PersonArticles,
    Sighting,
    groups_of_forms,
    people_of_names,
)
from reader.features.people.person import NameMark, PersonOrder
from reader.features.room.catalogue_tables import RoomRows
from reader.features.room.conditions import Condition, all_of, holds_grams
from reader.features.room.connections import RoomConnections, reporting_nonsense
from reader.features.room.texts import is_comparable
from reader.language import names
from reader.language.equality import written_as
from reader.language.forms import search_form

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


TABLES = """
CREATE TABLE name (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    form text COLLATE "C" NOT NULL UNIQUE,
    text text NOT NULL,
    holding_id int REFERENCES holding ON DELETE SET NULL,
    key text COLLATE "C" NOT NULL,
    certainty smallint NOT NULL DEFAULT 2,
    articles int NOT NULL DEFAULT 0,
    first int NOT NULL DEFAULT 0,
    last int NOT NULL DEFAULT 0,
    is_part boolean NOT NULL DEFAULT false,
    together int NOT NULL DEFAULT 0,
    pinyin text NOT NULL,
    spelled text COLLATE "C" NOT NULL,
    initials text COLLATE "C" NOT NULL,
    mixed text COLLATE "C" NOT NULL,
    other_spelled text COLLATE "C" NOT NULL,
    other_initials text COLLATE "C" NOT NULL,
    other_mixed text COLLATE "C" NOT NULL
);
CREATE INDEX name_by_key ON name (key);
CREATE INDEX name_by_gram ON name USING gin (grams(form || chr(10) || key));
CREATE INDEX name_by_articles ON name (together DESC, form) WHERE together > 0;
CREATE INDEX name_by_spelled ON name (spelled, form, together) WHERE together > 0;
CREATE INDEX name_by_initials ON name (initials, form, together) WHERE together > 0;
CREATE INDEX name_by_mixed ON name (mixed, form, together) WHERE together > 0;
CREATE INDEX name_by_other ON name (other_spelled, other_initials, other_mixed, form, together)
    WHERE together > 0 AND other_spelled <> '';
CREATE TABLE name_due (name_id int PRIMARY KEY);
CREATE TABLE name_owed (
    year int NOT NULL,
    name_id int NOT NULL REFERENCES name ON DELETE CASCADE,
    PRIMARY KEY (year, name_id)
);
CREATE TABLE naming (
    article_id bigint NOT NULL,
    name_id int NOT NULL,
    day int NOT NULL,
    at int NOT NULL,
    field int NOT NULL,
    certainty smallint NOT NULL,
    marks text NOT NULL,
    offices text COLLATE "C" NOT NULL,
    PRIMARY KEY (name_id, article_id) INCLUDE (day, certainty, marks, offices)
);
CREATE INDEX naming_of_article ON naming (article_id);
CREATE INDEX naming_in_office ON naming (name_id) WHERE offices <> ''
"""
"""The columns are those of `name_table.TABLES`. `holding_id` is the folder from which `text` comes. `name_due`
has the names that are to be counted again, `name_owed` those that are to be looked for in a year that could not be
queried (`loading`)."""
NAME = "form || chr(10) || key"
"""The SQL expression whose grams are indexed."""


TOLD = "certainty < 2"
"""SQL condition of a name for which an article has evidence."""
_SHOWN = f"{TOLD} AND NOT is_part"
BEYOND = "\U0010ffff"
"""A character that sorts after all characters of names."""
_KEYS = ("initials", "spelled", "mixed")
_ORDER = {
    PersonOrder.COUNT: "{0}together DESC, {0}form",
    PersonOrder.NAME: "{0}form",
    PersonOrder.PINYIN: "{0}spelled, {0}form",
}


_NAME = ", ".join(f"n.{column}" for column in KnownName._fields)
_SIGHTING = ", ".join(f"n.{column}" for column in Sighting._fields)


class RoomNames(NameTable):
    """The table of people's names of a room."""

    def __init__(self, connections: RoomConnections) -> None:
        super().__init__(RoomRows(connections).rows)
        self._connections = connections

    def analysed(self) -> float:
        """Return 1: a room's names are counted before its papers are shown."""
        return 1.0

    def beginning_with(self, typed: str, limit: int) -> list[str]:
        form = search_form(typed)
        if not form or not is_comparable(form):
            return []
        return self._texts("form > %s AND form < %s", limit, form, form + BEYOND)

    def alike(self, typed: str, limit: int) -> list[str]:
        form = search_form(typed)
        if not SHORTEST_ALIKE <= len(form) <= LONGEST_ALIKE or not form.isalnum():
            return []
        patterns = []
        for at in range(len(form)):
            before = form[:at]
            behind = form[at + 1 :]
            parts = [holds_grams(part, NAME) for part in (before, behind) if part]
            patterns.append(all_of([*parts, Condition("form LIKE %s", (f"{before}_{behind}",))]))
        any_pattern = all_of(patterns, " OR ")
        return self._texts(f"{any_pattern.sql} AND form <> %s", limit, *any_pattern.values, form)

    def among(self, words: Iterable[str]) -> set[str]:
        forms = {word: search_form(word) for word in words}
        rows = self._connections.rows(
            tuple[str],
            f"SELECT form FROM name WHERE {TOLD} AND form = ANY(%s::text[])",
            (storable(forms.values()),),
        )
        name_forms = {form for (form,) in rows}
        return {word for word, form in forms.items() if form in name_forms}

    def certain_forms(self) -> frozenset[str]:
        rows = self._connections.rows(tuple[str], "SELECT form FROM name WHERE certainty = 0")
        return frozenset(form for (form,) in rows)

    def _texts(self, where: str, limit: int, *values: object) -> list[str]:
        rows = self._connections.rows(
            tuple[str],
            f"SELECT text FROM name WHERE {TOLD} AND {where} ORDER BY articles DESC, form LIMIT %s",
            (*values, limit),
        )
        return [text for (text,) in rows]


class RoomPeople(PeopleTable):
    """Queries on the people of a room."""

    def __init__(self, connections: RoomConnections) -> None:
        rows = RoomRows(connections)
        super().__init__(rows.rows, rows.made, are_handed=True)
        self._connections = connections

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
        condition = _found("key, together, form, spelled", typed, without, only)
        if condition is None:
            return []
        rows = self._connections.rows(
            KnownName,
            f"SELECT {_NAME} FROM ({condition.sql} ORDER BY {_ORDER[by].format('')} LIMIT %s OFFSET %s) lead"
            f" JOIN name n ON n.key = lead.key WHERE n.{TOLD} AND NOT n.is_part"
            f" ORDER BY {_ORDER[by].format('lead.')}, n.articles DESC, n.form",
            (*condition.values, None if limit < 0 else limit, offset),
        )
        _check_days(chain.from_iterable((row.first, row.last) for row in rows))
        return people_of_names(rows)

    def count(self, typed: str, without: Collection[str] = ()) -> int:
        found = _found("id", typed, without, None)
        if found is None:
            return 0
        ((count,),) = self._connections.rows(
            tuple[Number], f"SELECT count(*) FROM ({found.sql}) found", found.values
        )
        return count

    def forms(self, names: Iterable[str]) -> list[list[str]]:
        rows = self._connections.rows(
            tuple[str, str],
            f"SELECT key, text FROM name WHERE {_SHOWN} AND key = ANY(%s::text[])"
            " ORDER BY key, articles DESC, form",
            (storable(map(key_of, names)),),
        )
        return groups_of_forms(rows)

    def known(self, names: Iterable[str]) -> dict[str, KnownName]:
        rows = self._connections.rows(
            KnownName,
            f"SELECT {_NAME} FROM name n WHERE {TOLD} AND form = ANY(%s::text[])",
            (storable(map(search_form, names)),),
        )
        _check_days(day for row in rows for day in (row.first, row.last))
        return {row.form: row for row in rows}

    def places(self, person_articles: PersonArticles) -> list[KnownPlace]:
        condition = _places(person_articles)
        rows = self._connections.rows(
            KnownPlace,
            f"SELECT name_id, article_id, day, certainty, marks, field, at, offices {condition.sql}",
            condition.values,
        )
        _check_days(row.day for row in rows)
        return [row for row in rows if row.name_id in person_articles.name_ids]

    def figures(self, person_articles: PersonArticles) -> list[Figures]:
        condition = _places(person_articles)
        rows = self._connections.rows(
            Figures,
            f"SELECT certainty, offices, count(*), count(*) FILTER (WHERE starts_with(marks, '{NameMark.CREDIT}')),"
            f" coalesce(min(nullif(day, 0)), 0), max(day) {condition.sql} GROUP BY certainty, offices",
            condition.values,
        )
        _check_days(day for row in rows for day in (row.first, row.last))
        return rows

    def of_surname(self, surnames: Iterable[str]) -> list[tuple[int, str]]:
        return list(
            chain.from_iterable(
                self._connections.rows(
                    tuple[Number, str],
                    f"SELECT id, text FROM name WHERE {TOLD} AND form > %s AND form < %s",
                    (surname, surname + BEYOND),
                )
                for surname in storable(surnames)
            )
        )

    def sightings(self, name_ids: Iterable[int], offices: Collection[str] = ("",)) -> list[Sighting]:
        rows = self._connections.rows(
            Sighting,
            f"SELECT {_SIGHTING} FROM naming n WHERE n.name_id = ANY(%s::int[]) AND n.offices <> ''"
            " AND n.offices ~ ANY(%s::text[])",
            (sorted(name_ids), [*map(_holding, offices)]),
        )
        _check_days(row.day for row in rows)
        return rows

    def counted_in_office(self) -> tuple[dict[int, tuple[str, str]], list[tuple[str, int, int]]]:
        names = self._connections.rows(
            tuple[Number, str, str], f"SELECT id, text, key FROM name WHERE {_SHOWN}"
        )
        counts = self._connections.rows(
            tuple[str, Number, Number],
            "SELECT offices, name_id, count(*) FROM naming WHERE offices <> ''"
            " GROUP BY offices, name_id ORDER BY offices",
        )
        return {name_id: (text, key) for name_id, text, key in names}, counts

    def in_office(self, offices: Sequence[str] | None, names: Sequence[str] | None) -> list[InOffice]:
        only = Condition("n.offices <> '' AND m.certainty < 2 AND NOT m.is_part")
        if offices is not None:
            only = all_of([only, Condition("n.offices = ANY(%s::text[])", (storable(offices),))])
        if names is not None:
            only = all_of([only, Condition("m.key = ANY(%s::text[])", (storable(map(key_of, names)),))])
        rows = self._connections.rows(
            InOffice,
            "SELECT m.text, m.key, n.offices, string_agg(n.day::text, ','), string_agg(n.article_id::text, ',')"
            f" FROM naming n JOIN name m ON m.id = n.name_id WHERE {only.sql}"
            " GROUP BY n.offices, m.id ORDER BY n.offices, m.id",
            only.values,
        )
        with reporting_nonsense():
            _check_days(chain.from_iterable(map(int, row.days.split(",")) for row in rows))
        return rows

    def sightings_in(self, article_ids: Sequence[int], name_ids: Sequence[int]) -> list[Sighting]:
        rows = self._connections.rows(
            Sighting,
            f"SELECT {_SIGHTING} FROM naming n WHERE n.article_id = ANY(%s::int8[]) AND n.name_id = ANY(%s::int[])",
            (list(article_ids), list(name_ids)),
        )
        _check_days(row.day for row in rows)
        return rows

    def _together(
        self, article_ids: Sequence[int], without: Collection[int], limit: int, commonest: int | None
    ) -> list[tuple[str, int, PersonArticles]]:
        rows = self._connections.rows(
            tuple[str, Number, str],
            "SELECT (array_agg(n.text ORDER BY n.articles DESC, n.form))[1], sum(c.together)::int8, (SELECT"
            f" string_agg(id::text, ',') FROM name WHERE {_SHOWN} AND name.key = n.key)"
            " FROM (SELECT name_id, count(*) AS together FROM naming WHERE article_id = ANY(%s::int8[])"
            " GROUP BY name_id ORDER BY together DESC LIMIT %s) c JOIN name n ON n.id = c.name_id"
            f" WHERE n.{TOLD} AND NOT n.is_part AND n.id <> ALL(%s::int[]) GROUP BY n.key ORDER BY"
            " sum(c.together) DESC, max(n.articles), (array_agg(n.form ORDER BY n.articles DESC, n.form))[1]"
            " LIMIT %s",
            (list(article_ids), commonest, list(without), limit),
        )
        with reporting_nonsense():
            return [
                (text, together, PersonArticles(tuple(map(int, ids.split(",")))))
                for text, together, ids in rows
            ]

    def _count_within(self, people: Sequence[PersonArticles], article_ids: Sequence[int]) -> list[int]:
        name_ids = []
        numbers = []
        for nth, person_articles in enumerate(people):
            for name_id in person_articles.name_ids:
                name_ids.append(name_id)
                numbers.append(nth)
        if people:
            rows = self._connections.rows(
                tuple[Number, Number],
                "SELECT nth, count(DISTINCT article_id) FROM unnest(%s::int[], %s::int[]) held (name_id, nth)"
                " JOIN naming USING (name_id) JOIN unnest(%s::int8[]) asked (article_id) USING (article_id)"
                " GROUP BY nth",
                (name_ids, numbers, list(article_ids)),
            )
        else:
            rows = []
        counts = dict(rows)
        return [counts.get(nth, 0) for nth in range(len(people))]

    def _article_ids(self, person_articles: PersonArticles) -> NDArray[np.int64]:
        import numpy as np

        condition = _places(person_articles)
        ((ids,),) = self._connections.rows(
            tuple[str],
            f"SELECT coalesce(string_agg(article_id::text, ' '), '') {condition.sql}",
            condition.values,
        )
        with reporting_nonsense():
            return np.array(ids.split(), np.uint32).astype(np.int64)


def _found(
    columns: str, typed: str, without: Collection[str], only: Collection[str] | None
) -> Condition | None:
    """Return the SQL that selects these columns of the names shown for what was typed; None if there are none."""
    parts = [Condition("together > 0")]
    form = search_form(typed).strip()
    letters = names.typed_pinyin(form)
    if not is_comparable(form):
        return None
    if form and letters is None:
        key = key_of(form)
        parts += [holds_grams(key, NAME), Condition("strpos(key, %s) > 0", (key,))]
    if without:
        parts.append(Condition("key <> ALL(%s::text[])", (storable(map(key_of, without)),)))
    if only is not None:
        parts.append(Condition("key = ANY(%s::text[])", (storable(map(key_of, only)),)))
    if not letters:
        return _select(columns, parts)
    keys = _KEYS if len(letters) > 1 else _KEYS[:1]  # all keys of a name begin with the same letter
    within = (letters, letters + BEYOND)
    ranges = [Condition(f"{key} >= %s AND {key} < %s", within) for key in keys]
    others = all_of((Condition(f"other_{key} BETWEEN %s AND %s", within) for key in keys), " OR ")
    ranges.append(all_of((Condition("other_spelled <> ''"), others)))
    selects = [_select(columns, [*parts, key_range]) for key_range in ranges]
    sql = " UNION ".join(select.sql for select in selects)
    return Condition(
        sql,
        tuple(chain.from_iterable(name_select.values for name_select in selects)),
    )


def _select(columns: str, parts: Iterable[Condition]) -> Condition:
    where = all_of(parts)
    return Condition(f"SELECT {columns} FROM name WHERE {where.sql}", where.values)


def _places(person_articles: PersonArticles) -> Condition:
    """Return the FROM clause for the places of a person, with the columns of `storage.people_table`."""
    parts = []
    if person_articles.only is not None:
        parts.append(Condition("article_id = ANY(%s::int8[])", ([*person_articles.only],)))
    if person_articles.without:
        parts.append(Condition("article_id <> ALL(%s::int8[])", ([*person_articles.without],)))
    where = all_of(parts)
    if len(person_articles.name_ids) < 2:
        return Condition(
            f"FROM naming WHERE name_id = ANY(%s::int[]) AND {where.sql}",
            ([*person_articles.name_ids], *where.values),
        )
    return Condition(
        "FROM (SELECT DISTINCT ON (article_id) naming.* FROM unnest(%s::int[]) WITH ORDINALITY held (id, nth)"
        f" JOIN naming ON name_id = held.id WHERE {where.sql} ORDER BY article_id, certainty, nth) places",
        ([*person_articles.name_ids], *where.values),
    )


def _holding(words: str) -> str:
    """Return a regular expression for strings that contain the words, in simplified or traditional characters."""
    return "".join(f"[{character}{written_as(character)}]" for character in words)


def storable(texts: Iterable[str]) -> list[str]:
    """Return those of the texts that a stored name may equal: names have no characters that can't be stored."""
    return [text for text in texts if is_comparable(text)]


def _check_days(days: Iterable[int]) -> None:
    """Raise RoomError if a number is neither a date (20240131) nor 0."""
    with reporting_nonsense():
        for day in {*days} - {0}:
            dt.date(day // 10_000, day // 100 % 100, day % 100)
