"""The people named in a library: their names, and the articles that contain them.

A name is stored as soon as one article has evidence for it (certain or likely). Then it has a row in `naming` for every
article that contains the string, so that these rows are what a search for it finds; `name.articles` is their number. A
name for which no article has evidence any more is deleted.

New articles, those from before the table existed and those counted by other rules are all counted in the same way, in
steps (`AnalysisTables`). The earlier articles are searched for an added name later (`NameWriter`); until then it is not
`is_whole`, and not listed.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

from reader.features.people.person import Certainty
from reader.language.equality import in_simplified
from reader.language.forms import search_form
from reader.storage.analysis_tables import NAMES, AnalysisTables, Rows, share_up_to

_NEARLY = 0.999
"""The most that may be told to be analysed while something is left."""
IS_SHOWN = "is_whole = 1 AND is_part = 0"
"""SQL condition for a name that may be listed."""
MANY_ARTICLES = 10
"""From this number of articles on, a name may also be a part of another one, or a word, in most of them."""
OTHERWISE_PART = f"""WITH asked AS MATERIALIZED (
    SELECT id, form, articles, is_part, (SELECT min(article_id) FROM naming WHERE name_id = name.id) AS article_id
    FROM name WHERE form IN (SELECT value FROM json_each(?))
), found AS MATERIALIZED (
    SELECT id, is_part, EXISTS (
        SELECT 1 FROM naming beside JOIN name longer ON longer.id = beside.name_id
        WHERE beside.article_id = asked.article_id AND longer.id != asked.id
        AND (longer.articles = asked.articles OR asked.articles >= {MANY_ARTICLES} AND length(asked.form) > 2
             AND longer.articles * 5 >= asked.articles * 4)
        AND longer.is_whole AND instr(longer.form, asked.form)
    ) OR articles >= {MANY_ARTICLES} AND articles > 12 * (
        SELECT count(*) FROM naming WHERE name_id = asked.id AND certainty < 2
    ) AS is_part_now FROM asked
) SELECT is_part_now, id FROM found WHERE is_part_now != is_part"""
"""SQL for those of some names whose `is_part` is wrong. If a name is in as many articles as a longer one that contains
it, both are in the same articles, so that looking at any one of these suffices; of a name of three characters and more
in many articles four fifths suffice (阿拉法 in 阿拉法特). What is a name in less than a twelfth of many articles is a
word in the others.
"""


def key_of(name: str) -> str:
    return in_simplified(search_form(name))


def count_together(connection: sqlite3.Connection, name_ids: Iterable[int], gone: Iterable[str]) -> None:
    """Count the articles with any form of a name, for names that have changed or were deleted (`gone`)."""
    rows = connection.execute(
        f"SELECT key, id, articles, {IS_SHOWN}, together FROM name WHERE key IN"
        " (SELECT key FROM name WHERE id IN (SELECT value FROM json_each(?))"
        " UNION SELECT value FROM json_each(?)) ORDER BY key, articles DESC, form",
        (json.dumps([*name_ids]), json.dumps([key_of(form) for form in gone])),
    ).fetchall()
    changed = []
    for _, group in groupby(rows, key=itemgetter(0)):
        forms = [*group]
        shown_forms = [(name_id, articles) for _, name_id, articles, is_shown, _ in forms if is_shown]
        lead = shown_forms[0][0] if shown_forms else None
        if len(shown_forms) == 1:
            together = shown_forms[0][1]
        else:
            together = _articles(connection, [shown_id for shown_id, _ in shown_forms])
        for _, name_id, _, _, before in forms:
            now = together if name_id == lead else 0
            if now != before:
                changed.append((now, name_id))
    connection.executemany("UPDATE name SET together = ? WHERE id = ?", changed)


def _articles(connection: sqlite3.Connection, name_ids: list[int]) -> int:
    if not name_ids:
        return 0
    (articles,) = connection.execute(
        "SELECT count(DISTINCT article_id) FROM naming WHERE name_id IN (SELECT value FROM json_each(?))",
        (json.dumps(name_ids),),
    ).fetchone()
    return int(articles)


TABLES = """
CREATE TABLE name (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    form TEXT NOT NULL UNIQUE,
    text TEXT NOT NULL,
    certainty INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    is_whole INTEGER NOT NULL,
    is_odd INTEGER NOT NULL,
    is_part INTEGER NOT NULL DEFAULT 0,
    key TEXT NOT NULL,
    together INTEGER NOT NULL DEFAULT 0,
    pinyin TEXT NOT NULL,
    spelled TEXT NOT NULL,
    initials TEXT NOT NULL,
    mixed TEXT NOT NULL,
    other_spelled TEXT NOT NULL,
    other_initials TEXT NOT NULL,
    other_mixed TEXT NOT NULL
) STRICT;
CREATE INDEX name_by_key ON name (key);
CREATE INDEX name_by_articles ON name (together DESC, form, key) WHERE together > 0;
CREATE INDEX name_by_spelled ON name (spelled, form, together) WHERE together > 0;
CREATE INDEX name_by_initials ON name (initials, form, together) WHERE together > 0;
CREATE INDEX name_by_mixed ON name (mixed, form, together) WHERE together > 0;
CREATE INDEX name_by_other ON name (other_spelled, other_initials, other_mixed, form, together)
    WHERE together > 0 AND other_spelled != '';
CREATE INDEX name_odd ON name (form) WHERE is_odd;
CREATE INDEX name_to_count ON name (id) WHERE NOT is_whole;
CREATE TABLE naming (
    name_id INTEGER NOT NULL,
    article_id INTEGER NOT NULL,
    day INTEGER NOT NULL,
    certainty INTEGER NOT NULL,
    marks TEXT NOT NULL,
    field INTEGER NOT NULL,
    at INTEGER NOT NULL,
    offices TEXT NOT NULL,
    PRIMARY KEY (name_id, article_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX naming_of_article ON naming (article_id)
"""
"""`name.form` is the search form; `certainty` is an index in `CERTAINTIES`, that of the surest article. `spelled` is
the pinyin without tones and spaces, `mixed` the first syllable and the initials of the others; `other_…` are the same
for another reading of the characters, "" if there is none. `is_odd`: it can't be found by its surname. `is_part`: all
articles with it contain a longer name that contains it, or it is a word in most
(`OTHERWISE_PART`); such a name is not listed. Names with the same `key` (the form
in simplified characters) are forms of one person's name. `together` is the number of articles with any listed form; it
is stored with the form in most articles, and 0 for all others (`count_together`). `first`, `last`, `day` are dates as
numbers (20240131), 0 for none. `naming.field` and `at` are those of a `people.naming.Naming`; `marks` and `offices` are
separated by spaces, the strongest first.
"""

CERTAINTIES = (Certainty.CERTAIN, Certainty.LIKELY, Certainty.STRING)

SHORTEST_ALIKE = 3
"""Minimum length of a name for which similar names are looked for: those with two characters have too many."""
LONGEST_ALIKE = 40
"""Maximum length of such a name: longer names do not exist, and SQLite rejects such a query."""
SCANNED_TO_KEY = "names scanned up to"
"""The key in `meta` of the id of the last article that was searched for the new names."""
COUNTED = AnalysisTables(
    NAMES,
    16,
    TABLES,
    "CREATE INDEX naming_in_office ON naming (offices, name_id, day) WHERE offices != ''",
)
_LEAST_NAMED = 3
"""The number of articles from which on a name may become a word by which texts are cut."""
_BEYOND = "\U0010ffff"


class NameTable:
    """Queries on names. `rows` queries the catalogue; raises what that raises."""

    def __init__(self, rows: Rows, made: object = None) -> None:
        self._of_catalogue = rows
        self._rows = COUNTED.if_made(rows, rows)

    def beginning_with(self, typed: str, limit: int) -> list[str]:
        form = search_form(typed).encode(errors="replace").decode()  # a lone surrogate is in no name
        rows = self._rows(
            "SELECT text FROM name WHERE form > ? AND form < ? ORDER BY articles DESC, form LIMIT ?",
            form,
            form + _BEYOND,
            limit,
        )
        if form:
            return [text for (text,) in rows]
        return []

    def alike(self, typed: str, limit: int) -> list[str]:
        """Return the commonest names of three characters and more that differ from what is typed in one character."""
        form = search_form(typed)
        if not SHORTEST_ALIKE <= len(form) <= LONGEST_ALIKE or not form.isalnum():
            return []
        patterns = [form[:at] + "_" + form[at + 1 :] for at in range(len(form))]
        rows = self._rows(
            f"SELECT text FROM name WHERE ({' OR '.join(['form LIKE ?'] * len(patterns))}) AND form != ?"
            " ORDER BY articles DESC, form LIMIT ?",
            *patterns,
            form,
            limit,
        )
        return [text for (text,) in rows]

    def among(self, words: Iterable[str]) -> set[str]:
        return {word for word in words if self._rows("SELECT 1 FROM name WHERE form = ?", search_form(word))}

    def certain_forms(self) -> frozenset[str]:
        rows = self._rows("SELECT form FROM name WHERE certainty = ?", CERTAINTIES.index(Certainty.CERTAIN))
        return frozenset(form for (form,) in rows)

    def as_words(self, most: int) -> tuple[str, ...]:
        """Return the search forms of up to `most` names that texts may be cut into, those in most articles first.

        They are listed names, certain in some article, that `_LEAST_NAMED` articles or more name with evidence, and
        these are at least half of the articles with the string: the others are too often no names.
        """
        rows = self._rows(
            f"SELECT form FROM name WHERE {IS_SHOWN} AND certainty = ? AND articles >= ? AND max(?, articles / 2.0) <="
            " (SELECT count(*) FROM naming WHERE name_id = name.id AND naming.certainty < ?)"
            " ORDER BY articles DESC, form LIMIT ?",
            CERTAINTIES.index(Certainty.CERTAIN),
            _LEAST_NAMED,
            _LEAST_NAMED,
            CERTAINTIES.index(Certainty.STRING),
            most,
        )
        return tuple(form for (form,) in rows)

    def new_names(self, limit: int) -> list[tuple[int, str]]:
        """Return the ids and search forms of names for which earlier articles still have to be searched."""
        return self._rows("SELECT id, form FROM name WHERE NOT is_whole ORDER BY id LIMIT ?", limit)

    def count_left(self) -> int:
        """Return the number of articles still to be counted; if there are none, of those that new names may be in."""
        after = "SELECT count(*) FROM article WHERE id > ?"
        left = COUNTED.count_left(self._of_catalogue)
        if not left and self.new_names(1):
            scanned_to = self._rows("SELECT value FROM meta WHERE key = ?", SCANNED_TO_KEY) or [(0,)]
            ((left,),) = self._of_catalogue(after, *scanned_to[0])
            return max(1, int(left))
        return left

    def counted_to(self) -> int:
        return COUNTED.up_to(self._of_catalogue)

    def analysed(self) -> float:
        """Return the share of the articles that are counted; if all are, of those that were searched for all names."""
        counted = COUNTED.analysed(self._of_catalogue)
        if counted < 1 or not self.new_names(1):
            return counted
        scanned_to = self._rows("SELECT value FROM meta WHERE key = ?", SCANNED_TO_KEY) or [(0,)]
        return min(share_up_to(int(scanned_to[0][0]), self._of_catalogue), _NEARLY)
