"""The words of the library in the catalogue, with the number of articles that have each in their front matter.

All articles up to some id are counted, and none after it: ids only rise, so that new articles, those from before the
table existed and those counted by other rules are all counted in the same way, in steps.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from reader.language.forms import search_form

RULES = 2
"""Version of the rules for words; when it changes, all articles are counted again."""

TABLE = """
CREATE TABLE vocabulary (
    form TEXT PRIMARY KEY,
    text TEXT NOT NULL,
    articles INTEGER NOT NULL,
    as_name INTEGER NOT NULL
) STRICT, WITHOUT ROWID
"""
"""`form` is the search form, `as_name` the number of articles in which it is a person's name."""

SHORTEST_ALIKE = 3
"""Minimum characters of a word in which one may differ: of two there are too many."""
LONGEST_ALIKE = 40
"""Maximum characters: there are no longer words, and SQLite takes no such query."""
_BEYOND = "\U0010ffff"
_RULES_KEY, _UP_TO_KEY = "vocabulary rules", "vocabulary up to"

FRONT = "title, kicker, lead, names"
"""The columns of an article that its words come from."""


class VocabularyTable:
    """Queries on words; `rows` as of the catalogue, and raises what that raises."""

    def __init__(self, rows: Callable[..., list[Any]]) -> None:
        self._rows = rows

    def beginning_with(self, typed: str, limit: int, *, are_names: bool) -> list[str]:
        """Return the commonest words, or names, that begin with what is typed and are longer."""
        form = search_form(typed).encode(errors="replace").decode()  # half a pair of surrogates is in no word
        sign = ">=" if are_names else "<"
        rows = self._rows(
            "SELECT text FROM vocabulary WHERE form > ? AND form < ?"
            f" AND 2 * as_name {sign} articles ORDER BY articles DESC, form LIMIT ?",
            form,
            form + _BEYOND,
            limit,
        )
        return [text for (text,) in rows] if form else []

    def alike(self, typed: str, limit: int) -> list[str]:
        """Return words of three characters and more, names first, that differ from what is typed in one character."""
        form = search_form(typed)
        if not SHORTEST_ALIKE <= len(form) <= LONGEST_ALIKE or not form.isalnum():
            return []
        patterns = [form[:at] + "_" + form[at + 1 :] for at in range(len(form))]
        rows = self._rows(
            f"SELECT text FROM vocabulary WHERE ({' OR '.join(['form LIKE ?'] * len(patterns))}) AND form != ?"
            " ORDER BY 2 * as_name < articles, articles DESC, form LIMIT ?",
            *patterns,
            form,
            limit,
        )
        return [text for (text,) in rows]


class VocabularyWriter:
    """Counts words within one transaction of the catalogue."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def count_in(self, at_once: int) -> int:
        """Count up to `at_once` articles that are not counted yet. Return how many are left."""
        up_to = self._up_to()
        rows = self._connection.execute(
            f"SELECT id, {FRONT} FROM article WHERE id > ? ORDER BY id LIMIT ?", (up_to, at_once)
        ).fetchall()
        if not rows:
            return 0
        articles: Counter[str] = Counter()
        as_name: Counter[str] = Counter()
        shown: dict[str, str] = {}
        for _, *front in rows:
            for word, is_name in _words_of(front).items():
                form = search_form(word)
                shown.setdefault(form, word)
                articles[form] += 1
                as_name[form] += is_name
        self._connection.executemany(
            "INSERT INTO vocabulary VALUES (?, ?, ?, ?) ON CONFLICT (form) DO UPDATE SET"
            " articles = articles + excluded.articles, as_name = as_name + excluded.as_name",
            [(form, shown[form], count, as_name[form]) for form, count in articles.items()],
        )
        self._remember(_UP_TO_KEY, rows[-1][0])
        (left,) = self._connection.execute(
            "SELECT count(*) FROM article WHERE id > ?", (rows[-1][0],)
        ).fetchone()
        return int(left)

    def take_out(self, gone: Iterable[tuple[Any, ...]]) -> None:
        """Subtract deleted articles, given by id and `FRONT`."""
        up_to = self._up_to()
        for article_id, *front in gone:
            if article_id > up_to:
                continue
            for word, is_name in _words_of(front).items():
                self._connection.execute(
                    "UPDATE vocabulary SET articles = articles - 1, as_name = as_name - ? WHERE form = ?",
                    (is_name, search_form(word)),
                )
                self._connection.execute(
                    "DELETE FROM vocabulary WHERE form = ? AND articles <= 0", (search_form(word),)
                )

    def _up_to(self) -> int:
        """Return the id of the last article that is counted; 0 if other rules were used, whose counts are then
        deleted.
        """
        known = dict(
            self._connection.execute(
                "SELECT key, value FROM meta WHERE key IN (?, ?)", (_RULES_KEY, _UP_TO_KEY)
            ).fetchall()
        )
        if known.get(_RULES_KEY) != RULES:
            self._connection.execute("DELETE FROM vocabulary")
            self._remember(_RULES_KEY, RULES)
            self._remember(_UP_TO_KEY, 0)
            return 0
        return int(known[_UP_TO_KEY])

    def _remember(self, key: str, value: int) -> None:
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def _words_of(front: Iterable[Any]) -> dict[str, bool]:
    from reader.language import vocabulary

    title, kicker, lead, names = front
    return vocabulary.vocabulary_of(f"{kicker or ''} {title}", lead, json.loads(names))
