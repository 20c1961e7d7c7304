"""Checking the rows of a catalogue against each other: SQLite has no checksums of its pages."""

import datetime as dt
import json
from collections.abc import Callable, Sequence
from typing import Any

from reader.i18n import say
from reader.newspaper.article import Article
from reader.newspaper.json_format import masthead_from_json
from reader.storage import form_table, text_table
from reader.storage.packing import PackDamaged, Unpacker
from reader.storage.text_table import FETCHED_AT_ONCE, PACKED


def misread(rows: Callable[..., list[Any]], unpacker: Unpacker) -> str | None:
    """Return, in words, the first file or article whose row differs from what was written; None if there is none.

    `rows` queries the catalogue; raises what that raises.
    """
    return _misread_file(rows) or _misread_article(rows, unpacker)


def _misread_file(rows: Callable[..., list[Any]]) -> str | None:
    for path, *row in rows(
        "SELECT s.path, s.title, s.masthead, i.identity, i.newspaper, i.date, i.month_day FROM source s"
        " JOIN issue i ON i.id = s.issue_id ORDER BY s.path"
    ):
        if not _is_of_its_issue(*row):
            return say("{path} 的日期或报纸名与读到的不同", path=path)
    return None


def _is_of_its_issue(
    title: str | None, masthead: str, identity: str, newspaper: str, date: str | None, month_day: str | None
) -> bool:
    try:
        recorded = masthead_from_json(json.loads(masthead))
        if date is not None:
            day = dt.date.fromisoformat(date)
        else:
            day = None
        names_itself = json.loads(identity)[:2] == [newspaper, date]
    except (ValueError, TypeError, KeyError, AttributeError):  # what is no masthead may be any JSON
        return False
    if recorded.date is None and day is not None:  # placed by its neighbours
        return names_itself and (recorded.title, f"{day:%m-%d}") == (title, month_day)
    return names_itself and (recorded.title, recorded.date, recorded.month_day) == (title, day, month_day)


def _misread_article(rows: Callable[..., list[Any]], unpacker: Unpacker) -> str | None:
    columns = ", ".join(f"a.{column}" for column in text_table.ArticleColumns._fields)
    last = 0
    while some := rows(
        f"SELECT a.id, {PACKED}, {form_table.FORMAT_OF}, {columns} FROM article a"
        " LEFT JOIN article_text t ON t.article_id = a.id"
        f" WHERE a.id > ? ORDER BY a.id LIMIT {FETCHED_AT_ONCE}",
        last,
    ):
        for last, key, dictionary, search, record, form, *row in some:
            try:
                article = unpacker.article(key, dictionary, search, record)
                text = unpacker.text(dictionary, search)
                is_as_written = _is_row_of(article, text, form, row)
            except (PackDamaged, TypeError):
                is_as_written = False
            if not is_as_written:
                return say("第 {id} 篇与读到的不同", id=last)
    return None


def _is_row_of(article: Article, text: str, form: str, row: Sequence[object]) -> bool:
    """Return whether this row would be written for an article.

    Earlier versions wrote no format, and not whether there are pictures.
    """
    for stored_form in (form, ""):
        columns = text_table.of(article, text, stored_form)
        if tuple(row) in (columns, columns._replace(pictures=None)):
            return True
    return False
