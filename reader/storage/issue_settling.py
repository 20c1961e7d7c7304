"""What an issue is told to be by its files: its row is settled when one of these changes."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Sequence

from msgspec.structs import replace

from reader.newspaper.facts import (
    Fact,
    IssueFacts,
    Objection,
    Rule,
    contradicted,
    fact_by,
    facts_as_stored,
    facts_from_json,
    merged,
)
from reader.newspaper.issue import (
    DateOrigin,
    DateWitness,
    Masthead,
    rule_of_title,
    surest,
)
from reader.newspaper.json_format import masthead_from_json
from reader.newspaper.sync_clients import copy_names
from reader.storage.file_table import witness_of
from reader.storage.text_table import date_of


def settle(connection: sqlite3.Connection, issue_id: int) -> bool:
    """Update an issue from its files. Return False if it has none any more: it is deleted then.

    What its neighbours and its folder have told of it stays told as long as it is of the same values.
    """
    before = _stored_facts(connection, issue_id)
    if not _settle_by_files(connection, issue_id):
        return False
    _retell(connection, issue_id, before, _objections_of_others(before.number))
    return True


def _settle_by_files(connection: sqlite3.Connection, issue_id: int) -> bool:
    files = connection.execute(
        "SELECT s.path, s.masthead, i.newspaper, i.date FROM source s JOIN issue i ON i.id = s.issue_id"
        " WHERE s.issue_id = ? ORDER BY s.path",
        (issue_id,),
    ).fetchall()
    if not files:
        connection.execute("DELETE FROM issue WHERE id = ?", (issue_id,))
        return False
    mastheads = [masthead_from_json(json.loads(masthead)) for _, masthead, *_ in files]
    _, _, newspaper, date = files[0]
    label_path = _path_of_label([path for path, *_ in files])
    connection.execute(
        "UPDATE issue SET label = ?, number = ?, date_origin = ?, newspaper_origin = ?, facts = ?,"
        " article_count = (SELECT count(*) FROM article WHERE issue_id = issue.id) WHERE id = ?",
        (*columns_of(label_path, mastheads, newspaper, date_of(date)), issue_id),
    )
    return True


def _path_of_label(paths: Sequence[str]) -> str:
    """Return the path of the file that gives an issue its label: the first that is no copy of another by its name."""
    for path in paths:
        if not any(copy.original in paths for copy in copy_names(path)):
            return path
    return paths[0]


def columns_of(
    path: str, mastheads: Sequence[Masthead], newspaper: str, date: dt.date | None
) -> tuple[str, int | None, str | None, str | None, str]:
    """Return label, number, the origins of date and newspaper, and the facts of an issue with these mastheads.

    `path` is that of the file which gives it the label; an issue that is dated without a date in them was placed by
    its neighbours.
    """
    is_placed = date is not None and all(masthead.date is None for masthead in mastheads)
    origins = {masthead.date_origin for masthead in mastheads}
    if is_placed:
        origins = {DateOrigin.INFERRED}
    origin = next((date_origin.value for date_origin in DateOrigin if date_origin in origins), None)
    number = next((masthead.number for masthead in mastheads if masthead.number is not None), None)
    witness = None
    if newspaper:
        witness = surest(witness_of(masthead, newspaper) for masthead in mastheads)
    facts = facts_as_stored(facts_of(mastheads, newspaper, date))
    return path.rpartition("/")[2], number, origin, witness, facts


def facts_of(mastheads: Sequence[Masthead], newspaper: str, date: dt.date | None) -> IssueFacts:
    """Return what the files of an issue tell of it, which belongs to this newspaper and day."""
    titles: list[Fact[str]] = []
    if newspaper:
        titles = [_title_fact(masthead, newspaper) for masthead in mastheads]
    days = [masthead.facts.day for masthead in mastheads if masthead.date is not None]
    if not days:
        days = [fact_by(Rule.OTHER_ISSUES, date)]
    editions = [masthead.facts.edition for masthead in mastheads]
    numbers = [masthead.facts.number for masthead in mastheads]
    years: list[Fact[int]] = []
    if date is None:
        years = [masthead.facts.year for masthead in mastheads]
    return IssueFacts(merged(titles), merged(days), merged(editions), merged(numbers), year=merged(years))


def _title_fact(masthead: Masthead, newspaper: str) -> Fact[str]:
    """Return how a file tells the newspaper to which it was assigned."""
    witness = witness_of(masthead, newspaper)
    if masthead.title == newspaper and masthead.facts.title.value == newspaper:
        return masthead.facts.title
    return fact_by(rule_of_title(witness), newspaper, masthead.title_as_printed or "")


def contradict_number(connection: sqlite3.Connection, issue_id: int, words: str) -> None:
    """Note what of other issues contradicts the number of an issue; "": nothing any more."""
    before = _stored_facts(connection, issue_id)
    if not _settle_by_files(connection, issue_id):
        return
    objections = [Objection(words, Rule.OTHER_ISSUES)] if words else []
    _retell(connection, issue_id, before, objections)


def _stored_facts(connection: sqlite3.Connection, issue_id: int) -> IssueFacts:
    row = connection.execute("SELECT facts FROM issue WHERE id = ?", (issue_id,)).fetchone()
    if row is None or not row[0]:
        return IssueFacts()
    return facts_from_json(json.loads(row[0]))


def _objections_of_others(number: Fact[int]) -> list[Objection]:
    return [objection for objection in number.against if objection.rule is Rule.OTHER_ISSUES]


def _retell(
    connection: sqlite3.Connection, issue_id: int, before: IssueFacts, objections: Sequence[Objection]
) -> None:
    """Tell an issue, of which its files have told, what of it is known by its folder and its neighbours.

    `before` are the facts that were told of it; `objections` contradict the number that it had then.
    """
    by_files = _stored_facts(connection, issue_id)
    facts = replace(by_files, title=_with_share(by_files.title, before.title))
    if facts.number.value == before.number.value:
        facts = replace(facts, number=contradicted(facts.number, objections))
    if facts == by_files:
        return
    connection.execute("UPDATE issue SET facts = ? WHERE id = ?", (facts_as_stored(facts), issue_id))


def _with_share(title: Fact[str], before: Fact[str]) -> Fact[str]:
    """Return the title with the share of its folder's files that was told with it, if its folder lends it still."""
    if title.witness is None or before.witness is None or title.value != before.value:
        return title
    if title.witness.rule is not Rule.SAME_FOLDER or before.witness.rule is not Rule.SAME_FOLDER:
        return title
    return replace(title, witness=before.witness)


def has_certain_date(masthead: Masthead) -> bool:
    """Return whether files with this date and newspaper are of one issue."""
    is_stated = (
        masthead.date_origin is None
        or not masthead.date_origin.is_estimated
        or masthead.date_witness is DateWitness.DATELINE
    )
    return masthead.date is not None and is_stated


def identity_of(
    masthead: Masthead, digest: bytes, newspaper: str, date: str | None, month_day: str | None
) -> str:
    """Return the identity of the issue of a file; its digest is in it unless its date is certain."""
    of_day = [newspaper, date, *filter(None, [masthead.edition])]
    # with the file's digest, an uncertain date does not join the file with an issue of that day
    is_certain = has_certain_date(masthead)
    return json.dumps(of_day if is_certain else [*of_day[:2], month_day, digest.hex(), *of_day[2:]])
