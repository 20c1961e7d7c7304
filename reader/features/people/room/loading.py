"""Loading the people of a room within a librarian's transactions: as a sync counts those of a folder.

Whom an article names was found by the folder. Which articles hold the string of a name is found here, for the names of
all folders: in added articles, and for an added name in the articles there. Counts are made at the end of a load.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

import psycopg

from reader.features.people.name_table import CERTAINTIES, COUNTED, NameTable, key_of
from reader.features.people.name_writer import KnownNames, spelled
from reader.features.people.people_table import PeopleTable
from reader.features.people.person import Certainty
from reader.features.people.room.people import TABLES, RoomNames, RoomPeople
from reader.features.room.answers import BoundedConnection, one, rows, run
from reader.features.room.conditions import Condition, all_of, holds_grams
from reader.features.room.missing_years import MissingYears
from reader.features.room.sides import RoomSide
from reader.features.room.texts import as_it_is, is_comparable
from reader.newspaper.holdings import Document
from reader.search.documents import date_of
from reader.storage.analysis_tables import Rows
from reader.storage.hand_over import HandOver
from reader.storage.text_table import MakeRows

ARTICLES_A_NAME = 8
"""The number of texts that are read in the time in which the index is queried for one name."""
_READ_AT_ONCE = 1000

_SPELLED = "text, pinyin, spelled, initials, mixed, other_spelled, other_initials, other_mixed"
_NAMING = "article_id, name_id, day, at, field, certainty, marks, offices"
_DAY = "(day >> 9) * 10000 + (day >> 5 & 15) * 100 + (day & 31)"
"""SQL that makes a day of `day_numbers` one of `naming`, such as 20240131."""
_STRING = CERTAINTIES.index(Certainty.STRING)
_NO_EVIDENCE = (0, 0, _STRING, "", "")

_COUNTED = f"""UPDATE name SET articles = c.articles, first = c.first, last = c.last, certainty = c.certainty
    FROM (SELECT name_id, count(article_id) AS articles, coalesce(min(nullif(day, 0)), 0) AS first,
        coalesce(max(day), 0) AS last, coalesce(min(certainty), {_STRING}) AS certainty
        FROM name_due LEFT JOIN naming USING (name_id) GROUP BY name_id) c WHERE c.name_id = name.id"""
_MARKED_PARTS = """WITH part AS (
        SELECT DISTINCT name.id FROM name longer, generate_series(1, length(longer.form) - 1) AS begin,
        generate_series(2, length(longer.form) - begin + 1) AS length, name
        WHERE name.form = substr(longer.form, begin, length)
        AND name.articles = longer.articles AND name.id <> longer.id)
    UPDATE name SET is_part = NOT is_part WHERE is_part <> (id IN (SELECT id FROM part)) RETURNING key"""
"""Marks the names that occur only within a longer one. A name that is in as many articles as a longer name which
contains it is in the same ones."""
_COUNTED_TOGETHER = """WITH lead AS (
        SELECT DISTINCT ON (key) key, id, articles, count(*) OVER (PARTITION BY key) AS forms
        FROM name WHERE key = ANY(%s::text[]) AND NOT is_part ORDER BY key, articles DESC, form
    ), counted AS (
        SELECT lead.id, CASE WHEN forms = 1 THEN lead.articles ELSE (
            SELECT count(DISTINCT article_id) FROM name JOIN naming ON name_id = name.id
            WHERE name.key = lead.key AND NOT is_part) END AS together FROM lead)
    UPDATE name SET together = coalesce(counted.together, 0)
    FROM name own LEFT JOIN counted ON counted.id = own.id
    WHERE own.id = name.id AND own.key = ANY(%s::text[]) AND name.together <> coalesce(counted.together, 0)"""


class _HandedNames:
    """The names of a folder. `rows` queries its catalogue."""

    def __init__(self, rows: Rows, made: MakeRows) -> None:
        self._of_catalogue = rows
        self._rows = COUNTED.if_made(rows, rows)

    def names(self) -> dict[str, str]:
        """Return the names of all people, as they are shown, by search form."""
        return dict(self._rows("SELECT form, text FROM name ORDER BY id"))

    def namings(self, article_ids: Sequence[int]) -> list[tuple[int, str, int, int, int, str, str]]:
        """Return for each name for which these articles have evidence the article, the search form, and the columns at,
        field, certainty, marks and offices of `naming`.
        """
        return self._rows(
            "SELECT p.article_id, n.form, p.at, p.field, p.certainty, p.marks, p.offices"
            " FROM naming p JOIN name n ON n.id = p.name_id"
            f" WHERE p.article_id IN (SELECT value FROM json_each(?)) AND p.certainty < {_STRING}",
            json.dumps(list(article_ids)),
        )

    def named_by(self) -> str:
        """Return the version of the rules by which names were counted in all articles; "" while articles are left to
        count.
        """
        rules = dict(self._of_catalogue("SELECT key, value FROM meta WHERE key = ?", COUNTED.keys[0]))
        if COUNTED.analysed(self._of_catalogue) >= 1:
            return str(rules.get(COUNTED.keys[0], ""))
        return ""


class PeopleLoad:
    """Loads the people that one holding hands over."""

    def __init__(
        self,
        connection: BoundedConnection,
        hand_over: HandOver,
        holding: int,
        missing: MissingYears,
    ) -> None:
        self._connection = connection
        self._holding = holding
        self._missing = missing
        self._handed = hand_over.table(_HandedNames)
        self._named_by = self._handed.named_by()
        self._ids: dict[str, int] = {}
        """The ids of the room's names, by search form."""
        self._known = KnownNames(())

    def stamped(self, stamp: bytes) -> bytes:
        """Return a digest of a day's stamp and of the version of the rules by which people were recognized in it."""
        return hashlib.sha256(stamp + self._named_by.encode()).digest()

    def begin(self) -> None:
        """Add the names of the holding to the room; search for names in years that could not be queried before."""
        names = self._names()
        name_rows = rows(
            self._connection,
            tuple[int, str, str],
            "SELECT id, form, text FROM name WHERE holding_id = %s",
            self._holding,
        )
        for name_id, form, before in name_rows:
            text = names.get(form, before)
            if text != before:
                sql = f"UPDATE name SET ({_SPELLED}) = (%s, %s, %s, %s, %s, %s, %s, %s) WHERE id = %s"
                run(self._connection, sql, text, *spelled(text), name_id)
        self._make_good()
        self._learn(names)

    def place(self, articles: Mapping[int, int], added: Sequence[Document]) -> None:
        """Store who is named in the added articles, and in those for which the holding's namings have changed.

        `articles` maps ids of the holding to ids of the room.
        """
        evidence: dict[int, dict[str, tuple[object, ...]]] = defaultdict(dict)
        for article_id, form, *columns in self._handed.namings(list(articles)):
            if is_comparable(form):
                evidence[articles[article_id]][form] = tuple(columns)
        strange = set(chain.from_iterable(evidence.values())) - self._ids.keys()
        if strange:  # found in the folder since `begin`
            self._learn({form: text for form, text in self._names().items() if form in strange})
        texts = {document.id: (_day_of(document.date), document.text) for document in added}
        # the ids of the articles whose stored names, or their marks, differ from those in `evidence`
        article_ids = set(articles.values()) - texts.keys()
        before: dict[int, dict[str, tuple[object, ...]]] = defaultdict(dict)
        for number, form, *columns in rows(
            self._connection,
            tuple[int, str, int, int, int, str, str],
            "SELECT article_id, form, at, field, p.certainty, marks, offices FROM naming p"
            " JOIN name n ON n.id = name_id WHERE article_id = ANY(%s) AND p.certainty < %s",
            list(article_ids),
            _STRING,
        ):
            before[number][form] = tuple(columns)
        changed = [number for number in sorted(article_ids) if before[number] != evidence.get(number, {})]
        self.take_out(changed)
        texts |= self._texts("a.id = ANY(%s)", changed)
        id_sets = self._known.among([text for _, text in texts.values()])
        names = {name_id: form for form, name_id in self._ids.items()}
        with self._connection.cursor().copy(f"COPY naming ({_NAMING}) FROM STDIN") as copy:
            for (number, (day, _)), name_ids in zip(texts.items(), id_sets, strict=True):
                for name_id in sorted(name_ids):
                    copy.write_row(
                        (number, name_id, day, *evidence[number].get(names[name_id], _NO_EVIDENCE))
                    )
        self._note(set(chain.from_iterable(id_sets)))

    def take_out(self, article_ids: Sequence[int]) -> None:
        sql = "DELETE FROM naming WHERE article_id = ANY(%s) RETURNING name_id"
        self._note({name_id for (name_id,) in rows(self._connection, tuple[int], sql, list(article_ids))})

    def end(self) -> Sequence[str]:
        """Count the articles of all names for which any came or went, and delete names without evidence."""
        run(self._connection, "SET LOCAL enable_seqscan = on")  # the rows are short, and many are counted
        due = rows(self._connection, tuple[str], "SELECT key FROM name JOIN name_due ON name_id = id")
        if not due:
            return ()
        run(self._connection, _COUNTED)
        gone = rows(
            self._connection,
            tuple[int, str],
            "DELETE FROM name WHERE certainty >= %s RETURNING id, key",
            _STRING,
        )
        run(self._connection, "DELETE FROM naming WHERE name_id = ANY(%s)", [name_id for name_id, _ in gone])
        marked = rows(self._connection, tuple[str], _MARKED_PARTS)
        keys = list({key for *_, key in (*due, *marked, *gone)})
        run(self._connection, _COUNTED_TOGETHER, keys, keys)
        run(self._connection, "DELETE FROM name_due")
        run(self._connection, "UPDATE meta SET value = (value::bigint + 1)::text WHERE key = 'generation'")
        return ("name", "naming")

    # -- names

    def _names(self) -> dict[str, str]:
        text_by_form = self._handed.names()
        return {form: text for form, text in text_by_form.items() if is_comparable(form + text)}

    def _learn(self, names: Mapping[str, str]) -> None:
        """Add the names that the room does not have, and store which articles of the room hold them."""
        id_by_form = dict(rows(self._connection, tuple[str, int], "SELECT form, id FROM name"))
        columns = f"form, holding_id, key, {_SPELLED}"
        with self._connection.cursor().copy(f"COPY name ({columns}) FROM STDIN") as copy:
            for form, text in names.items():
                if form not in id_by_form:
                    copy.write_row((form, self._holding, key_of(form), text, *spelled(text)))
        self._ids = dict(rows(self._connection, tuple[str, int], "SELECT form, id FROM name"))
        self._known = KnownNames(self._ids.items())
        new = {form: name_id for form, name_id in self._ids.items() if form not in id_by_form}
        (articles,) = one(self._connection, tuple[int], "SELECT count(*) FROM article")
        if new and articles:
            if len(new) * ARTICLES_A_NAME > articles:
                self._read_all_for(new)
            else:
                self._ask_for(new, Condition(self._missing.present))
            owed = "INSERT INTO name_owed SELECT %s, unnest(%s::int[])"
            for (year,) in rows(self._connection, tuple[int], "SELECT year FROM year"):
                if year << 9 in self._missing:
                    run(self._connection, owed, year, list(new.values()))
        self._note(new.values())

    def _make_good(self) -> None:
        """Search for names in years that could not be queried when the names were added."""
        for (year,) in rows(self._connection, tuple[int], "SELECT DISTINCT year FROM name_owed"):
            if year << 9 not in self._missing:
                paid = "DELETE FROM name_owed o USING name n WHERE n.id = name_id AND year = %s RETURNING form, n.id"
                names = dict(rows(self._connection, tuple[str, int], paid, year))
                self._ask_for(names, Condition("day >= %s AND day < %s", (year << 9, (year + 1) << 9)))
                self._note(names.values())

    def _ask_for(self, new: Mapping[str, int], within: Condition) -> None:
        for form, name_id in new.items():
            holds = all_of((within, holds_grams(form), Condition("strpos(search, %s) > 0", (form,))))
            run(
                self._connection,
                f"INSERT INTO naming ({_NAMING}) SELECT id, %s, {_DAY}, %s, %s, %s, %s, %s FROM article_text"
                f" WHERE {holds.sql}",
                name_id,
                *_NO_EVIDENCE,
                *holds.values,
            )

    def _read_all_for(self, new: Mapping[str, int]) -> None:
        name_index = KnownNames(new.items())
        last = 0
        while texts := self._texts("a.id > %s ORDER BY a.id LIMIT %s", last, _READ_AT_ONCE):
            if max(texts) <= last:
                raise psycopg.DataError("texts that were read before")
            last = max(texts)
            id_sets = name_index.among([text for _, text in texts.values()])
            with self._connection.cursor().copy(f"COPY naming ({_NAMING}) FROM STDIN") as copy:
                for (number, (day, _)), name_ids in zip(texts.items(), id_sets, strict=True):
                    for name_id in name_ids:
                        copy.write_row((number, name_id, day, *_NO_EVIDENCE))

    # -- articles

    def _texts(self, which: str, *values: object) -> dict[int, tuple[int, str]]:
        """Return (day, search text) of articles of the room, by id."""
        text_rows = rows(
            self._connection,
            tuple[int, int, str, bytes | None],
            "SELECT a.id, a.day, t.search, t.beside FROM article a"
            f" JOIN (SELECT * FROM article_text WHERE {self._missing.present}) t ON t.id = a.id AND t.day = a.day"
            f" WHERE {which}",
            *values,
        )
        return {
            number: (_day_of(date_of(day)), as_it_is(search, original))
            for number, day, search, original in text_rows
        }

    def _note(self, name_ids: Iterable[int]) -> None:
        run(
            self._connection,
            "INSERT INTO name_due SELECT unnest(%s::int[]) ON CONFLICT DO NOTHING",
            sorted(name_ids),
        )


def _day_of(date: dt.date | None) -> int:
    """Return a date as `naming` has it, such as 20240131; 0 for None."""
    if date:
        return date.year * 10_000 + date.month * 100 + date.day
    return 0


SIDE = RoomSide(TABLES, load=PeopleLoad, queries={NameTable: RoomNames, PeopleTable: RoomPeople})
