"""Queries on people: lists of names, the articles of a name, and who stands in the same articles."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from reader.language import pinyin
from reader.language.forms import search_form
from reader.people.person import PersonOrder

_ORDER = {
    PersonOrder.COUNT: "articles DESC, form",
    PersonOrder.NAME: "form",
    PersonOrder.PINYIN: "spelled, form",
}
_BEYOND = "\U0010ffff"
_IS_SHOWN = f"""
{{name}}.is_whole AND NOT EXISTS (SELECT 1 FROM name longer WHERE longer.form > {{name}}.form
 AND longer.form < {{name}}.form || '{_BEYOND}' AND longer.articles = {{name}}.articles AND longer.is_whole)
"""
"""A name that stands nowhere but where a longer one begins with it is a part of that one."""
_SAMPLE = 2000
"""Articles in which the companions of a person are looked for, if there are more; they are counted in all."""
_SPARE = 2
"""So many times as many companions of a sample are counted as are wanted."""


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name as the catalogue has it; `first` and `last` as numbers, `certainty` as its place in `CERTAINTIES`."""

    id: int
    text: str
    pinyin: str
    initials: str
    articles: int
    certainty: int
    first: int
    last: int


_COLUMNS = "id, text, pinyin, initials, articles, certainty, first, last"


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A name in an article, as `naming` has it."""

    name_id: int
    article_id: int
    day: int
    certainty: int
    marks: str
    field: int
    at: int
    offices: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """A name in an article, with the offices beside it; `day` is 0 where there is no date."""

    name_id: int
    article_id: int
    day: int
    certainty: int
    marks: str
    offices: str


_SIGHTING = "n.name_id, n.article_id, n.day, n.certainty, n.marks, n.offices"


class PeopleTable:
    """Queries on people; `rows` as of the catalogue, and raises what that raises."""

    def __init__(self, rows: Callable[..., list[Any]]) -> None:
        self._rows = rows

    def names(
        self,
        typed: str,
        by: PersonOrder,
        *,
        offset: int = 0,
        limit: int = -1,
        without: Collection[str] = (),
        only: Collection[str] | None = None,
    ) -> list[KnownName]:
        """Return the names that are shown for what is typed, in order; `without` some, or `only` some of them."""
        where, values = _condition(typed, without, only)
        rows = self._rows(
            f"SELECT {_COLUMNS} FROM name WHERE {where} ORDER BY {_ORDER[by]} LIMIT ? OFFSET ?",
            *values,
            limit,
            offset,
        )
        return [KnownName(*row) for row in rows]

    def count(self, typed: str, without: Collection[str] = ()) -> int:
        """Return how many names are shown for what is typed."""
        where, values = _condition(typed, without, None)
        ((count,),) = self._rows(f"SELECT count(*) FROM name WHERE {where}", *values)
        return int(count)

    def known(self, names: Iterable[str]) -> dict[str, KnownName]:
        """Return those of these strings that are names, by search form."""
        forms = json.dumps([search_form(name) for name in names], ensure_ascii=False)
        rows = self._rows(
            f"SELECT form, {_COLUMNS} FROM name WHERE is_whole AND form IN (SELECT value FROM json_each(?))",
            forms,
        )
        return {form: KnownName(*row) for form, *row in rows}

    def places(self, name_ids: Collection[int]) -> list[KnownPlace]:
        """Return the articles of names, by name and article."""
        rows = self._rows(
            "SELECT name_id, article_id, day, certainty, marks, field, at, offices FROM naming"
            " WHERE name_id IN (SELECT value FROM json_each(?))",
            json.dumps(list(name_ids)),
        )
        return [KnownPlace(*row) for row in rows]

    def articles(self, name_ids: Sequence[int]) -> list[int]:
        """Return the articles that hold any of these names."""
        rows = self._rows(
            "SELECT DISTINCT article_id FROM naming WHERE name_id IN (SELECT value FROM json_each(?))",
            json.dumps(list(name_ids)),
        )
        return [row[0] for row in rows]

    def of_surname(self, surnames: Iterable[str]) -> list[tuple[int, str]]:
        """Return the id and the text of all names that begin with one of these surnames."""
        return [
            (name_id, text)
            for surname in surnames
            for name_id, text in self._rows(
                "SELECT id, text FROM name WHERE form > ? AND form < ?", surname, surname + _BEYOND
            )
        ]

    def sightings(self, name_ids: Iterable[int]) -> list[Sighting]:
        """Return where these names have an office beside them."""
        rows = self._rows(
            f"SELECT {_SIGHTING} FROM naming n WHERE n.name_id IN (SELECT value FROM json_each(?))"
            " AND n.offices != ''",
            json.dumps(sorted(name_ids)),
        )
        return [Sighting(*row) for row in rows]

    def beside(self, article_ids: Sequence[int], name_ids: Sequence[int]) -> list[Sighting]:
        """Return which of these names stand in these articles."""
        rows = self._rows(
            f"SELECT {_SIGHTING} FROM naming n"
            " WHERE n.article_id IN (SELECT value FROM json_each(?)) AND n.name_id IN (SELECT value FROM json_each(?))",
            json.dumps(list(article_ids)),
            json.dumps(list(name_ids)),
        )
        return [Sighting(*row) for row in rows]

    def newspapers(self, name_ids: Sequence[int]) -> list[str]:
        """Return the newspapers in which these names have an office beside them; none where there is one paper."""
        papers = self._rows("SELECT DISTINCT newspaper FROM issue")
        if len(papers) < 2:
            return []
        rows = self._rows(
            "SELECT DISTINCT i.newspaper FROM naming n JOIN article a ON a.id = n.article_id"
            " JOIN issue i ON i.id = a.issue_id"
            " WHERE n.name_id IN (SELECT value FROM json_each(?)) AND n.offices != ''",
            json.dumps(list(name_ids)),
        )
        return [row[0] for row in rows]

    def companions(
        self, article_ids: Sequence[int], without: Collection[int], limit: int
    ) -> list[tuple[str, int]]:
        """Return the names that stand in most of these articles, and in how many of them.

        Of very many articles some are looked at for who that is; the numbers are those of all.
        """
        some = article_ids[:: -(-len(article_ids) // _SAMPLE)] if article_ids else []
        is_sample = len(some) < len(article_ids)
        found = self._together(some, without, limit * (_SPARE if is_sample else 1))
        if is_sample:
            wanted = set(article_ids)
            counted = [
                (text, len(wanted.intersection(self._articles_of(name_id))), name_id)
                for name_id, text, _ in found
            ]
            found = [
                (name_id, text, count)
                for text, count, name_id in sorted(counted, key=lambda each: (-each[1], each[0]))
            ]
        return [(text, count) for _, text, count in found[:limit]]

    def _together(
        self, article_ids: Sequence[int], without: Collection[int], limit: int
    ) -> list[tuple[int, str, int]]:
        return self._rows(
            "SELECT n.id, n.text, c.together FROM (SELECT name_id, count(*) AS together FROM naming"
            " WHERE article_id IN (SELECT value FROM json_each(?)) GROUP BY name_id) c JOIN name n ON n.id = c.name_id"
            f" WHERE {_IS_SHOWN.format(name='n')} AND n.id NOT IN (SELECT value FROM json_each(?))"
            " ORDER BY c.together DESC, n.articles, n.form LIMIT ?",
            json.dumps(list(article_ids)),
            json.dumps(list(without)),
            limit,
        )

    def _articles_of(self, name_id: int) -> list[int]:
        return [row[0] for row in self._rows("SELECT article_id FROM naming WHERE name_id = ?", name_id)]


def _condition(
    typed: str, without: Collection[str], only: Collection[str] | None
) -> tuple[str, list[object]]:
    """Return the SQL for the names that are shown for what is typed, and its values."""
    parts, values = [_IS_SHOWN.format(name="name")], list[object]()
    form = (
        search_form(typed).strip().encode(errors="replace").decode()
    )  # half a pair of surrogates is in no name
    letters = pinyin.as_typed(form)
    if form and letters is None:
        parts.append("instr(form, ?)")
        values.append(form)
    elif letters:
        keys = ("spelled", "initials", "mixed")
        ranges = " OR ".join(f"({key} >= ? AND {key} < ?)" for key in keys)
        parts.append(f"({ranges})")
        values += [letters, letters + _BEYOND] * len(keys)
    for names, word in ((without, "NOT IN"), (only, "IN")):
        if names is not None and (names or word == "IN"):
            parts.append(f"form {word} (SELECT value FROM json_each(?))")
            values.append(json.dumps([search_form(name) for name in names], ensure_ascii=False))
    return " AND ".join(parts), values
