"""The names of people in the catalogue, with the number of articles whose front matter has each.

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

RULES = 1
"""Version of the rules for names; when it changes, all articles are counted again."""

TABLE = """
CREATE TABLE name (form TEXT PRIMARY KEY, text TEXT NOT NULL, articles INTEGER NOT NULL) STRICT, WITHOUT ROWID
"""
"""`form` is the search form."""

SHORTEST_ALIKE = 3
"""Minimum characters of a name in which one may differ: of two there are too many."""
LONGEST_ALIKE = 40
"""Maximum characters: there are no longer names, and SQLite takes no such query."""
_BEYOND = "\U0010ffff"
_RULES_KEY, _UP_TO_KEY = "name rules", "names up to"

FRONT = "title, kicker, lead, names"
"""The columns of an article that its names come from."""


class NameTable:
    """Queries on names; `rows` as of the catalogue, and raises what that raises."""

    def __init__(self, rows: Callable[..., list[Any]]) -> None:
        self._rows = rows

    def beginning_with(self, typed: str, limit: int) -> list[str]:
        """Return the commonest names that begin with what is typed and are longer."""
        form = search_form(typed).encode(errors="replace").decode()  # half a pair of surrogates is in no name
        rows = self._rows(
            "SELECT text FROM name WHERE form > ? AND form < ? ORDER BY articles DESC, form LIMIT ?",
            form,
            form + _BEYOND,
            limit,
        )
        return [text for (text,) in rows] if form else []

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
        """Return those of a few words that are names."""
        return {word for word in words if self._rows("SELECT 1 FROM name WHERE form = ?", search_form(word))}


class NameWriter:
    """Counts names within one transaction of the catalogue."""

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
        shown: dict[str, str] = {}
        for _, *front in rows:
            for name in _names_of(front):
                form = search_form(name)
                shown.setdefault(form, name)
                articles[form] += 1
        self._connection.executemany(
            "INSERT INTO name VALUES (?, ?, ?)"
            " ON CONFLICT (form) DO UPDATE SET articles = articles + excluded.articles",
            [(form, shown[form], count) for form, count in articles.items()],
        )
        self._remember(_UP_TO_KEY, rows[-1][0])
        (left,) = self._connection.execute(
            "SELECT count(*) FROM article WHERE id > ?", (rows[-1][0],)
        ).fetchone()
        return int(left)

    def take_out(self, gone: Iterable[tuple[Any, ...]]) -> None:
        """Subtract deleted articles, given by id and `FRONT`."""
        up_to = self._up_to()
        forms = [
            (search_form(name),)
            for article_id, *front in gone
            if article_id <= up_to
            for name in _names_of(front)
        ]
        self._connection.executemany("UPDATE name SET articles = articles - 1 WHERE form = ?", forms)
        self._connection.executemany("DELETE FROM name WHERE form = ? AND articles <= 0", forms)

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
            self._connection.execute("DELETE FROM name")
            self._remember(_RULES_KEY, RULES)
            self._remember(_UP_TO_KEY, 0)
            return 0
        return int(known[_UP_TO_KEY])

    def _remember(self, key: str, value: int) -> None:
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def _names_of(front: Iterable[Any]) -> frozenset[str]:
    from reader.language.named_people import named_people

    title, kicker, lead, names = front
    return named_people(f"{kicker or ''} {title}", lead, json.loads(names))
