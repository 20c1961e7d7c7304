"""The forms of one person's name, in traditional and simplified characters: counted together."""

import json
import sqlite3
from collections.abc import Iterable
from itertools import groupby

from reader.language.forms import search_form
from reader.language.variants import in_simplified

IS_SHOWN = "is_whole = 1 AND is_part = 0"
"""SQL for a name that may be in a list."""
OTHERWISE_PART = """WITH asked AS MATERIALIZED (
    SELECT id, form, articles, is_part, (SELECT min(article_id) FROM naming WHERE name_id = name.id) AS article_id
    FROM name WHERE form IN (SELECT value FROM json_each(?))
), found AS MATERIALIZED (
    SELECT id, is_part, EXISTS (
        SELECT 1 FROM naming beside JOIN name longer ON longer.id = beside.name_id
        WHERE beside.article_id = asked.article_id AND longer.articles = asked.articles AND longer.id != asked.id
        AND longer.is_whole AND instr(longer.form, asked.form)
    ) AS is_part_now FROM asked
) SELECT is_part_now, id FROM found WHERE is_part_now != is_part"""
"""SQL for those of some names whose `is_part` is wrong. A name that is in as many articles as a longer one which
contains it is in the same ones, so that any of these tells."""


def key_of(name: str) -> str:
    """Return the key that all forms of a name share."""
    return in_simplified(search_form(name))


def count_together(connection: sqlite3.Connection, name_ids: Iterable[int], gone: Iterable[str]) -> None:
    """Count the articles with any form of a name, for names that have changed and those that are gone."""
    rows = connection.execute(
        f"SELECT key, id, articles, {IS_SHOWN}, together FROM name WHERE key IN"
        " (SELECT key FROM name WHERE id IN (SELECT value FROM json_each(?))"
        " UNION SELECT value FROM json_each(?)) ORDER BY key, articles DESC, form",
        (json.dumps([*name_ids]), json.dumps([key_of(form) for form in gone], ensure_ascii=False)),
    ).fetchall()
    changed = []
    for _, group in groupby(rows, key=lambda row: row[0]):
        forms = [*group]
        shown = [(name_id, articles) for _, name_id, articles, is_shown, _ in forms if is_shown]
        lead = shown[0][0] if shown else None
        together = shown[0][1] if len(shown) == 1 else _articles(connection, [each for each, _ in shown])
        for _, name_id, _, _, before in forms:
            now = together if name_id == lead else 0
            if now != before:
                changed.append((now, name_id))
    connection.executemany("UPDATE name SET together = ? WHERE id = ?", changed)


def _articles(connection: sqlite3.Connection, name_ids: list[int]) -> int:
    """Return how many articles hold one of these names."""
    if not name_ids:
        return 0
    (articles,) = connection.execute(
        "SELECT count(DISTINCT article_id) FROM naming WHERE name_id IN (SELECT value FROM json_each(?))",
        (json.dumps(name_ids),),
    ).fetchone()
    return int(articles)
