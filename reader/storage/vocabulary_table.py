"""The words of the library in the catalogue, with how many articles each stands in the front of.

All articles up to an id are counted, and none behind it: ids only rise, so that those which come, those which were
there before the table and those of other rules are all counted the same way, in steps.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from reader.language.forms import search_form

RULES = 2
"""Of what is a word; with others all articles are counted anew."""

TABLE = """
CREATE TABLE vocabulary (
    form TEXT PRIMARY KEY,
    text TEXT NOT NULL,
    articles INTEGER NOT NULL,
    as_name INTEGER NOT NULL
) STRICT, WITHOUT ROWID
"""
"""`form` is the search form, `as_name` in how many of the articles it is a person's name."""

SHORTEST_ALIKE = 3
"""Characters of the shortest word in which one may be another: of two there are too many."""
LONGEST_ALIKE = 40
"""Of more characters there is no word, and SQLite takes no such question."""
_BEYOND = "\U0010ffff"
_RULES_KEY, _UP_TO_KEY = "vocabulary rules", "vocabulary up to"

FRONT = "title, kicker, lead, names"
"""The columns of an article that its words come from."""


class VocabularyTable:
    """Asks of the words; `rows` as of the catalogue, and raises what that raises."""

    def __init__(self, rows: Callable[..., list[Any]]) -> None:
        self._rows = rows

    def beginning_with(self, typed: str, limit: int, *, are_names: bool) -> list[str]:
        """The commonest words, or names, that begin with what is typed and go on."""
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
        """Words of three characters and more, names first, in which one character is another than was typed."""
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
    """Counts within one transaction of the catalogue."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def count_in(self, at_once: int) -> int:
        """Counts so many articles that were not counted yet; tells how many are left."""
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
        """Counts articles no more: the id and `FRONT` of rows that were deleted."""
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
        """The last article that is counted; 0 after other rules have counted, of which nothing is left then."""
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
