"""Finding the names of people in texts, and writing them and their articles within one transaction of the catalogue."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, compress

import numpy as np
from msgspec import Struct

from reader.features.people import name_table
from reader.features.people.name_table import (
    CERTAINTIES,
    MANY_ARTICLES,
    OTHERWISE_PART,
    SCANNED_TO_KEY,
    count_together,
    key_of,
)
from reader.features.people.naming import named_in_all
from reader.features.people.person import Certainty
from reader.language import code_arrays, names
from reader.language.forms import search_form
from reader.language.words import portions
from reader.storage.analysis_tables import rows_of
from reader.storage.catalogue_writer import CatalogueWriter
from reader.storage.text_table import PACKED, PackedArticles, TextTable
from reader.worker_pool import Run

_TOGETHER = 1_000_000
"""Number of characters of the texts that are searched for names together."""
_LONG = 100_000
"""In a text of this many characters or more, all strings are looked for at once instead of one after the other."""


def standing_in(text: str, forms: Collection[str]) -> set[str]:
    """Return those of some search forms that a search text contains."""
    if len(text) < _LONG:
        return {form for form in forms if form in text}
    names = [form for form in forms if len(form) > 1]
    (indices,) = KnownNames((form, nth) for nth, form in enumerate(names)).among([text])
    return {names[nth] for nth in indices} | {form for form in forms if len(form) < 2 and form in text}


class KnownNames:
    """Names with their ids, prepared for finding all of them in texts; most are kept as keys, not as strings."""

    def __init__(self, rows: Iterable[tuple[str, int]]) -> None:
        short: dict[int, dict[str, int]] = {}
        self._others: dict[str, int] = {}
        """The ids of names that have no key of their own (`code_arrays`)."""
        for form, name_id in rows:
            if 1 < len(form) <= code_arrays.LONGEST and code_arrays.is_basic(form):
                short.setdefault(len(form), {})[form] = name_id
            elif len(form) > 1:
                self._others[form] = name_id
        self._is_first = np.zeros(code_arrays.CODES, bool)
        all_forms = chain.from_iterable((self._others, *short.values()))
        firsts = {indexed_form[0] for indexed_form in all_forms}
        self._is_first[code_arrays.codes("".join(firsts))] = True
        self._tables = []
        for length, forms in sorted(short.items()):
            key_table = code_arrays.KeyTable(code_arrays.keys_of([*forms]))
            self._tables.append((length, key_table, np.array([*forms.values()])))
        self._by_pair: dict[int, list[str]] = {}
        """The other names by the key of their first two characters."""
        pairs = code_arrays.keys_of([form[:2] for form in self._others]).tolist()
        for key, form in zip(pairs, self._others, strict=True):
            self._by_pair.setdefault(key, []).append(form)
        self._pairs = code_arrays.KeyTable(np.array([*self._by_pair], np.uint64))

    def ids_of(self, forms: Iterable[str]) -> dict[str, int]:
        """Return the ids of those of the search forms that are known names of two characters or more."""
        form_set = {*forms}
        id_by_form = {form: self._others[form] for form in form_set & self._others.keys()}
        for length, key_table, ids in self._tables:
            short = [form for form in form_set if len(form) == length and code_arrays.is_basic(form)]
            places = key_table.places(code_arrays.keys_of(short))
            is_known = places >= 0
            id_by_form |= zip(compress(short, is_known), ids[places[is_known]].tolist(), strict=True)
        return id_by_form

    def among(self, texts: Sequence[str]) -> list[set[int]]:
        return list(
            chain.from_iterable(self._among_some(portion) for portion in portions(texts, len, _TOGETHER))
        )

    def _among_some(self, texts: Sequence[str]) -> list[set[int]]:
        ids_by_text: list[set[int]] = [set() for _ in texts]
        ends = np.cumsum([len(text) + 1 for text in texts])
        codes = code_arrays.codes("\0".join(texts) + "\0" * code_arrays.LONGEST)
        at = np.flatnonzero(self._is_first[codes])
        keys = codes[at].astype(np.uint64)
        pairs = code_arrays.with_next(keys, codes[at + 1])
        length = 1
        for name_length, key_table, ids in self._tables:
            while length < name_length:
                keys = code_arrays.with_next(keys, codes[at + length])
                length += 1
            place = key_table.places(keys)
            is_known = place >= 0
            numbers = ends.searchsorted(at[is_known], "right")
            for number, name_id in zip(numbers.tolist(), ids[place[is_known]].tolist(), strict=True):
                ids_by_text[number].add(name_id)
        begins_other = self._pairs.has(pairs)
        numbers = ends.searchsorted(at[begins_other], "right")
        for number, key in {*zip(numbers.tolist(), pairs[begins_other].tolist(), strict=True)}:
            ids_by_text[number].update(
                self._others[form] for form in self._by_pair[key] if form in texts[number]
            )
        return ids_by_text


def spelled(name: str) -> tuple[str, str, str, str, str, str, str]:
    """Return a name's pinyin, three ways of typing it, and three for another reading of its characters ("" if none)."""
    syllables = names.pinyin_of(name)
    of_surname = 2 if names.has_compound_surname(name) else 1
    typed = _as_typed(syllables, of_surname)
    other_syllables = names.other_pinyin_of(name)
    if other_syllables == syllables:
        others = typed
    else:
        others = _as_typed(other_syllables, of_surname)
    return " ".join(syllables), *typed, *(others if others != typed else ("", "", ""))


def _as_typed(syllables: Sequence[str], of_surname: int) -> tuple[str, str, str]:
    """Return the syllables without tones and spaces; their initials; and the surname in full with the
    other initials.
    """
    plain = [names.without_tones(syllable) for syllable in syllables]
    initials = "".join(syllable[:1] for syllable in plain)
    return "".join(plain), initials, "".join(plain[:of_surname]) + initials[of_surname:]


Person = tuple[str, int, str, int, int, str]
"""A name as printed, and the columns of its row in `naming` from `certainty` on."""
People = dict[str, Person]
"""The people that an article names, by search form."""

_SCANNED_NAMES_KEY = "names scanned for"
DAY = "CAST(coalesce(replace(i.date, '-', ''), 0) AS INTEGER)"
"""SQL for the day of an issue `i` as a number."""
# the limit of `name_table.LONGEST_ALIKE`: longer strings are no names
_LONGEST = 40
_COUNTED_TOGETHER = 4_000_000
"""Number of characters of the articles that are counted in one step."""
NAMED_TOGETHER = 500
"""Number of new names whose columns are computed together."""
# From this number of articles or characters on, all names are read from the catalogue to look for them; with less, the
# strings in the articles are looked up there.
_MANY = 300
_LOOKED_AT = 500_000
_BY_KEY = "name_by_key"
_NO_PLACES = 0, 0, 0, 0
"""The id, and the counts, in place of a name that has places."""
_STRING = CERTAINTIES.index(Certainty.STRING)
_STRING_ALONE = _STRING, "", 0, 0, ""
"""The columns of `Person` for a name of which an article contains the string alone."""


NameRow = tuple[int, str, str, int, "Columns"]
"""A name: its id, and its columns `form`, `text`, `certainty`, with those from `is_odd` on."""
Place = tuple[int, int, int, int, str, int, int, str]
"""A row of `naming`."""
_COLUMNS = "is_odd, key, pinyin, spelled, initials, mixed, other_spelled, other_initials, other_mixed"
"""The columns of `Columns`."""


class ArticlePeople(Struct, frozen=True):
    """An article to be counted: its day as a number, its search text, and the names it has evidence for, by search
    form.
    """

    id: int
    day: int
    text: str
    by_form: People


BegunArticles = tuple[Sequence[tuple[int, int, str]], Iterable[list[People]]]
"""Articles, each with its id, its day as a number and its search text; and the people of one after the other, in
batches."""


def take_out(connection: sqlite3.Connection, texts: TextTable, article_ids: Sequence[int]) -> None:
    """See `analysis_tables.take_out`."""
    NameWriter(connection, texts).take_out(article_ids)


def _length_of_text(numbered_text: tuple[int, str]) -> int:
    return len(numbered_text[1])


class NameWriter:
    """Writes names within one transaction of the catalogue; `settle` comes last."""

    def __init__(self, connection: sqlite3.Connection, texts: TextTable) -> None:
        self._connection = connection
        self._texts = texts
        self._changed: set[int] = set()
        """The ids of names whose articles have changed, or that have become whole."""
        self._recounted: set[int] = set()
        """The ids of those among them that may have lost articles."""
        self._gone: list[str] = []
        """The search forms of the names that were deleted."""

    def begin(self, at_once: int, run: Run = map, beyond: int = 0) -> BegunArticles:
        """Begin to recognize the people in up to `at_once` articles not counted yet, fewer if they are long.

        They follow the article with the id `beyond`. The function that `run` is given is pure.
        """
        rows = self._connection.execute(
            f"SELECT a.id, {DAY}, {PACKED} FROM article a JOIN issue i ON i.id = a.issue_id"
            " JOIN article_text t ON t.article_id = a.id WHERE a.id > ? ORDER BY a.id LIMIT ?",
            (max(beyond, self._up_to()), at_once),
        )
        unpacker = self._texts.unpacker()
        articles = []
        texts = []
        left = _COUNTED_TOGETHER
        for article_id, day, key, dictionary, search, record in rows:
            text = unpacker.text(dictionary, search)
            articles.append((len(text), (key, dictionary, search, record)))
            texts.append((article_id, day, text))
            left -= len(text)
            if left <= 0:
                break
        return texts, run(people_by_form, self._texts.packed(articles))

    def count_in(self, begun: BegunArticles, run: Run = map) -> int:
        """Count the articles, which are the next ones; return the number of articles left.

        The function that `run` is given is pure.
        """
        articles, batches = begun
        people = chain.from_iterable(batches)
        counted = [
            ArticlePeople(*article, by_form) for article, by_form in zip(articles, people, strict=True)
        ]
        if not counted:
            return 0
        (is_first,) = self._connection.execute(
            "SELECT NOT EXISTS (SELECT 1 FROM article WHERE id <= ?)", (self._up_to(),)
        ).fetchone()
        self._learn(counted, run, is_whole=bool(is_first))
        # store a row for every known name in each of these articles
        rows = places_of(self._names_in(counted), counted)
        days: dict[int, list[int]] = defaultdict(list)
        for name_id, _, day, *_ in rows:
            days[name_id].append(day)
        self._changed |= days.keys()
        self.put_places(rows)
        self._connection.executemany(
            "UPDATE name SET articles = articles + ?2, last = max(last, ?4),"
            " first = CASE WHEN first = 0 OR ?3 BETWEEN 1 AND first THEN ?3 ELSE first END WHERE id = ?1",
            [
                (name_id, len(name_days), min(filter(None, name_days), default=0), max(name_days))
                for name_id, name_days in sorted(days.items())
            ],
        )
        name_table.COUNTED.note(self._connection, counted[-1].id)
        (left,) = self._connection.execute(
            "SELECT count(*) FROM article WHERE id > ?", (counted[-1].id,)
        ).fetchone()
        return int(left)

    def take_out(self, article_ids: Sequence[int]) -> None:
        """Delete the rows of these articles, and the names for which no other article has evidence."""
        if not name_table.COUNTED.up_to(rows_of(self._connection)):
            return  # there are no tables, or some that will be made anew
        gone = self._connection.execute(
            "DELETE FROM naming WHERE article_id IN (SELECT value FROM json_each(?)) RETURNING name_id, certainty",
            (json.dumps(list(article_ids)),),
        ).fetchall()
        self._count(name_id for name_id, _ in gone)
        for name_id in sorted({name_id for name_id, certainty in gone if certainty < _STRING}):
            (surest,) = self._connection.execute(
                "SELECT min(certainty) FROM naming WHERE name_id = ?", (name_id,)
            ).fetchone()
            if surest is None or surest >= _STRING:
                self._connection.execute("DELETE FROM naming WHERE name_id = ?", (name_id,))
                gone_forms = self._connection.execute(
                    "DELETE FROM name WHERE id = ? RETURNING form", (name_id,)
                ).fetchall()
                self._gone += [form for (form,) in gone_forms]
            else:
                self._connection.execute("UPDATE name SET certainty = ? WHERE id = ?", (surest, name_id))
        self.settle()

    # -- names that the articles from before were not asked for

    def complete(self, articles: Mapping[int, Iterable[int]]) -> None:
        """Store for each name, given by id, that its string occurs in these articles and in no others."""
        strings: list[tuple[int, int]] = []
        for name_id, ids in articles.items():
            strings += [(name_id, article_id) for article_id in ids]
        self._add_strings(strings)
        self._count(articles)
        self._connection.executemany("UPDATE name SET is_whole = 1 WHERE id = ?", zip(articles))

    def look_for_new_names(self, at_once: int) -> int:
        """Search the next `at_once` articles for all new names; return the number of articles left."""
        below, up_to = self._scanned()
        if not below:
            return 0
        ids = [
            row[0]
            for row in self._connection.execute(
                "SELECT id FROM article WHERE id > ? AND id <= ? ORDER BY id LIMIT ?",
                (up_to, self._up_to(), at_once),
            )
        ]

        name_index = KnownNames(
            self._connection.execute("SELECT form, id FROM name WHERE NOT is_whole AND id <= ?", (below,))
        )
        for at in range(0, len(ids), _MANY):
            article_ids = ids[at : at + _MANY]
            ids_by_article: dict[int, set[int]] = defaultdict(set)
            for article_id, name_id in self._connection.execute(
                "SELECT article_id, name_id FROM naming WHERE article_id BETWEEN ? AND ?",
                (article_ids[0], article_ids[-1]),
            ):
                ids_by_article[article_id].add(name_id)
            missed = []
            for portion in portions(self._texts.search_texts(article_ids), _length_of_text, _LOOKED_AT):
                names_of_texts = name_index.among([text for _, text in portion])
                for (article_id, _), name_ids in zip(portion, names_of_texts, strict=True):
                    new_ids = name_ids - ids_by_article[article_id]
                    missed += [(name_id, article_id) for name_id in new_ids]
            self._add_strings(missed)
            self._count({name_id for name_id, _ in missed})
        if len(ids) < at_once:
            self._changed.update(
                name_id
                for (name_id,) in self._connection.execute(
                    "UPDATE name SET is_whole = 1 WHERE NOT is_whole AND id <= ? RETURNING id", (below,)
                )
            )
            self._connection.execute(
                "DELETE FROM meta WHERE key IN (?, ?)", (_SCANNED_NAMES_KEY, SCANNED_TO_KEY)
            )
            return 0
        self._remember(SCANNED_TO_KEY, ids[-1])
        (left,) = self._connection.execute("SELECT count(*) FROM article WHERE id > ?", (ids[-1],)).fetchone()
        return max(1, int(left))

    def _scanned(self) -> tuple[int, int]:
        """Return the id of the last name being looked for (0: none), and the id of the last article searched for it."""
        if not self._up_to():
            return 0, 0
        number_by_key = self._known(_SCANNED_NAMES_KEY, SCANNED_TO_KEY)
        if number_by_key.get(_SCANNED_NAMES_KEY):
            return number_by_key[_SCANNED_NAMES_KEY], number_by_key.get(SCANNED_TO_KEY, 0)
        (last,) = self._connection.execute("SELECT max(id) FROM name WHERE NOT is_whole").fetchone()
        if last:
            self._remember(_SCANNED_NAMES_KEY, last)
        return last or 0, 0

    def _add_strings(self, places: Iterable[tuple[int, int]]) -> None:
        """Add rows for names in articles that contain the string without evidence, unless there is a row already."""
        self._connection.executemany(
            f"INSERT OR IGNORE INTO naming SELECT ?, a.id, {DAY}, {_STRING}, '', 0, 0, '' FROM article a"
            " JOIN issue i ON i.id = a.issue_id WHERE a.id = ?",
            places,
        )

    def _count(self, name_ids: Iterable[int]) -> None:
        name_ids = set(name_ids)
        self._changed |= name_ids
        self._recounted |= name_ids
        self._connection.executemany(
            "UPDATE name SET (articles, first, last) = (SELECT count(*), coalesce(min(nullif(day, 0)), 0),"
            " coalesce(max(day), 0) FROM naming WHERE name_id = ?1) WHERE id = ?1",
            [(name_id,) for name_id in sorted(name_ids)],
        )

    def settle(self) -> None:
        """Mark the names that articles contain only within a longer name, before the transaction ends.

        The mark can change only for names within changed ones, for marked ones, and for those that may have lost
        articles.
        """
        if not self._changed and not self._gone:
            return
        changed = self._connection.execute(
            f"SELECT id, form, is_part OR articles >= {MANY_ARTICLES} FROM name"
            " WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps([*self._changed]),),
        ).fetchall()
        candidate_forms = {form for name_id, form, may_be in changed if may_be or name_id in self._recounted}
        for form in (*(form for _, form, _ in changed), *self._gone):
            candidate_forms.update(_parts_of(form))
        marked = self._connection.execute(
            OTHERWISE_PART, (json.dumps([*candidate_forms], ensure_ascii=False),)
        ).fetchall()
        self._connection.executemany("UPDATE name SET is_part = ? WHERE id = ?", marked)
        count_together(self._connection, self._changed.union(name_id for _, name_id in marked), self._gone)
        self._changed = set()
        self._recounted = set()
        self._gone = []

    # -- articles

    def _learn(self, counted: Sequence[ArticlePeople], run: Run, *, is_whole: bool) -> None:
        """Store the names for which these articles have evidence; `is_whole` is whether there are no
        earlier articles.
        """
        surest: dict[str, int] = {}
        name_by_form: dict[str, str] = {}
        for article in counted:
            for form, (name, rank, *_) in article.by_form.items():
                surest[form] = min(rank, surest.get(form, rank))
                name_by_form.setdefault(form, name)
        id_by_form = dict(
            self._connection.execute(
                "SELECT form, id FROM name WHERE form IN (SELECT value FROM json_each(?))",
                (json.dumps(list(surest), ensure_ascii=False),),
            ).fetchall()
        )
        self._connection.executemany(
            "UPDATE name SET certainty = ?1 WHERE id = ?2 AND certainty > ?1",
            [(surest[form], name_id) for form, name_id in id_by_form.items()],
        )
        new = [(form, name) for form, name in name_by_form.items() if form not in id_by_form]
        columns = chain.from_iterable(run(columns_of, portions(new, lambda _: 1, NAMED_TOGETHER)))
        self._connection.executemany(
            f"INSERT INTO name (form, text, certainty, articles, first, last, is_whole, {_COLUMNS})"
            " VALUES (?, ?, ?, 0, 0, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (form, name, surest[form], is_whole, *more)
                for (form, name), more in zip(new, columns, strict=True)
            ],
        )

    def put_places(self, rows: Iterable[Place]) -> None:
        self._connection.executemany("INSERT INTO naming VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def start_over(self) -> int:
        """Delete all names and what is counted; return the id of the next name."""
        self._connection.execute(
            "DELETE FROM meta WHERE key IN (?, ?, ?, ?)",
            (_SCANNED_NAMES_KEY, SCANNED_TO_KEY, *name_table.COUNTED.keys),
        )
        name_table.COUNTED.make(self._connection)
        rows = self._connection.execute("SELECT seq + 1 FROM sqlite_sequence WHERE name = 'name'")
        return int((rows.fetchone() or (1,))[0])

    def put_names(self, forms: Collection[str], rows: Iterable[NameRow], up_to: int) -> None:
        """Store all names, whose places are stored, with their final counts: all articles up to an id are counted.

        There may be a million names: their rows are stored as they come, by ascending ids, and none is kept.
        """
        # only these can be parts of others, or count together with other forms
        parts = {part for part in chain.from_iterable(map(_parts_of, forms)) if part in forms}
        indexes = self._without_indexes()
        self._connection.executemany(
            f"INSERT INTO name (id, form, text, certainty, articles, first, last, is_whole, {_COLUMNS}, together)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            self._counted(rows),
        )
        ask = self._connection.execute
        ask(indexes.pop(_BY_KEY))
        many = "SELECT form FROM name WHERE articles >= ?"
        candidate_forms = parts.union(form for (form,) in ask(many, (MANY_ARTICLES,)))
        several = (
            "SELECT id FROM name WHERE form IN (SELECT value FROM json_each(?))"
            " OR key IN (SELECT key FROM name GROUP BY key HAVING count(*) > 1)"
        )
        later = {name_id for (name_id,) in ask(several, (json.dumps([*parts], ensure_ascii=False),))}
        changed = "UPDATE name SET together = 0 WHERE id = ?"
        self._connection.executemany(changed, ((name_id,) for name_id in later))
        marked = self._connection.execute(
            OTHERWISE_PART, (json.dumps([*candidate_forms], ensure_ascii=False),)
        ).fetchall()
        self._connection.executemany("UPDATE name SET is_part = ? WHERE id = ?", marked)
        count_together(self._connection, later.union(name_id for _, name_id in marked), ())
        for statement in indexes.values():
            ask(statement)
        name_table.COUNTED.note(self._connection, up_to)

    def _counted(self, rows: Iterable[NameRow]) -> Iterator[tuple[object, ...]]:
        """Yield the columns of the names, with the number of their articles and the first and the last day."""
        counts = self._connection.execute(
            "SELECT name_id, count(*), coalesce(min(nullif(day, 0)), 0), max(day) FROM naming"
            " GROUP BY name_id ORDER BY name_id"
        )
        placed_id, *numbers = next(counts, _NO_PLACES)
        for name_id, form, name, rank, more in rows:
            of_name = [*_NO_PLACES[1:]]
            if name_id == placed_id:
                of_name = numbers
                placed_id, *numbers = next(counts, _NO_PLACES)
            yield name_id, form, name, rank, *of_name, *more, of_name[0]

    def _without_indexes(self) -> dict[str, str]:
        """Drop the indexes of the names, of which there are none; return the SQL that makes each, by name.

        Made of all names at once, an index takes a third of the time of one that grows with each.
        """
        indexes = dict(
            self._connection.execute(
                "SELECT name, sql FROM sqlite_master WHERE tbl_name = 'name' AND type = 'index' AND sql NOT NULL"
            ).fetchall()
        )
        for index in indexes:
            self._connection.execute(f"DROP INDEX {index}")
        return indexes

    def _names_in(self, counted: Sequence[ArticlePeople]) -> KnownNames:
        """Return names, among them at least all that occur in these articles."""
        columns = "SELECT form, id FROM name"
        if (
            len(counted) >= _MANY
            or sum(len(counted_article.text) for counted_article in counted) >= _LOOKED_AT
        ):
            return KnownNames(self._connection.execute(columns))
        strings = set(chain.from_iterable(names.strings_like_names(article.text) for article in counted))
        strings.update(chain.from_iterable(article.by_form for article in counted))
        rows = self._connection.execute(
            f"{columns} WHERE form IN (SELECT value FROM json_each(?)) UNION {columns} WHERE is_odd",
            (json.dumps([*strings], ensure_ascii=False),),
        )
        return KnownNames(rows)

    # -- what is remembered

    def _up_to(self) -> int:
        """Return the id of the last counted article. If other rules were used, delete all counts and return 0."""
        up_to = name_table.COUNTED.up_to(rows_of(self._connection))
        if not up_to:
            self.start_over()
        return up_to

    def _known(self, *keys: str) -> dict[str, int]:
        rows = self._connection.execute(
            "SELECT key, value FROM meta WHERE key IN (SELECT value FROM json_each(?))", (json.dumps(keys),)
        )
        return {key: int(value) for key, value in rows}

    def _remember(self, key: str, value: int) -> None:
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


@contextmanager
def names_in(writer: CatalogueWriter) -> Iterator[NameWriter]:
    """Yield what writes names within a transaction, and settle them."""
    names = NameWriter(writer.connection, writer.texts.table)
    yield names
    names.settle()


def people_by_form(packed: PackedArticles) -> list[People]:
    unpacker = packed.unpacker()
    texts = [unpacker.text(dictionary, search) for _, dictionary, search, _ in packed.articles]
    articles = [
        unpacker.article(*packed_article, text)
        for packed_article, text in zip(packed.articles, texts, strict=True)
    ]
    all_people = []
    for text, namings in zip(texts, named_in_all(articles), strict=True):
        by_form: People = {}
        for naming in namings:
            rank = CERTAINTIES.index(naming.certainty)
            form = search_form(naming.name)
            if rank < _STRING and len(form) <= _LONGEST and form not in by_form:
                marks = " ".join(naming.marks)
                offices = " ".join(naming.offices)
                by_form[form] = naming.name, rank, marks, naming.field, naming.at, offices
        text_forms = standing_in(text, by_form)
        all_people.append({form: by_form[form] for form in by_form if form in text_forms})
    return all_people


def places_of(name_index: KnownNames, articles: Sequence[ArticlePeople]) -> list[Place]:
    """Return a row for every known name in each of these articles, sorted."""
    rows: list[Place] = []
    id_sets = name_index.among([article.text for article in articles])
    ids = name_index.ids_of(chain.from_iterable(article.by_form for article in articles))
    for article, name_ids in zip(articles, id_sets, strict=True):
        person_by_id = {ids[form]: person[1:] for form, person in article.by_form.items() if len(form) > 1}
        rows += [
            (name_id, article.id, article.day, *person_by_id.get(name_id, _STRING_ALONE))
            for name_id in name_ids
        ]
    rows.sort()
    return rows


def _parts_of(form: str) -> Iterator[str]:
    """Yield the substrings of a search form that have at least two characters, except the form itself."""
    for begin in range(len(form) - 1):
        for end in range(begin + 2, len(form) + 1):
            if end - begin < len(form):
                yield form[begin:end]


Columns = tuple[bool, str, str, str, str, str, str, str, str]
"""The columns of `name` from `is_odd` to the last."""


def columns_of(some: Sequence[tuple[str, str]]) -> list[Columns]:
    return [
        (form not in {*names.strings_like_names(form)}, key_of(form), *spelled(name)) for form, name in some
    ]
