"""The issues as a tree: newspaper ▸ year ▸ month ▸ issue ▸ page ▸ article; their counts and mastheads."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Collection, Sequence
from typing import Any, Literal

from msgspec import Struct

from reader.language.forms import SEARCH_FORM, form_as_now
from reader.newspaper.article import ArticleKind
from reader.newspaper.facts import (
    NO_FACTS,
    IssueFacts,
    Outcome,
    Rule,
    facts_from_json,
)
from reader.newspaper.holdings import ArticleRow, Between, IssueRow, NewspaperRow, OneOf, PeriodRow
from reader.newspaper.issue import (
    DateOrigin,
    TitleOrigin,
    surest,
)
from reader.newspaper.issue_order import ArticleInOrder, in_order
from reader.storage.file_table import IS_ESTIMATED, IS_PLACED, IS_UNREADABLE
from reader.storage.text_table import MakeRows, date_of

TABLE = """
CREATE TABLE masthead (
    source_id INTEGER PRIMARY KEY REFERENCES source ON DELETE CASCADE,
    printed BLOB NOT NULL,
    search BLOB NOT NULL
) STRICT
"""
"""`printed`: the lines as they are in the file; `search`: the result of `search.answering.mastheads.search_text` for
them. Both are in UTF-8, in which the bytes of a string are found exactly where the string is.
"""

_MOST_PIECES = 64
"""Maximum number of pieces that SQL tests. With more, all texts are read: the caller tests them anyway."""

FORM = "search form"
"""The key in `meta` of the version of the search form (`forms.SEARCH_FORM`) that all search texts have."""


class KnownMasthead(Struct, frozen=True):
    """The text of a file's masthead, its lines as printed, with columns of its issue; `format` is the file's, "" for
    plain text. `facts` are what is known of the issue, where they were looked up.
    """

    path: str
    issue_id: int
    newspaper: str
    date: dt.date | None
    month_day: str | None
    printed: str
    format: str = ""
    edition: str | None = None
    facts: IssueFacts = NO_FACTS

    @property
    def lines(self) -> list[str]:
        return self.printed.split("\n")


class MastheadTable(Struct):
    """Queries on mastheads. `made` queries the catalogue; raises what that raises.

    `is_of_former_form` returns whether some search texts may still be in the form of an earlier version.
    """

    _made: Callable[..., list[Any]]
    _is_of_former_form: Callable[[], bool]

    def found(
        self, pieces: Collection[str], is_found: Callable[[str, dt.date | None, str], bool]
    ) -> list[KnownMasthead]:
        """Return the mastheads that contain one of `pieces` and satisfy `is_found`, in no order.

        `pieces` are looked up in the search text; `is_found` is given newspaper, date and search text.
        """
        is_former = self._is_of_former_form()

        def known(row: Sequence[Any]) -> KnownMasthead | None:
            path, issue_id, newspaper, date, month_day, printed, search, form, edition = row
            day = dt.date.fromisoformat(date) if date else None
            text = as_text(search)
            if not is_found(newspaper, day, form_as_now(text) if is_former else text):
                return None
            return KnownMasthead(path, issue_id, newspaper, day, month_day, as_text(printed), form, edition)

        can_look = not is_former and len(pieces) <= _MOST_PIECES
        if can_look:
            encoded = [as_bytes(piece) for piece in pieces]
        else:
            encoded = []
        holds = " OR ".join(["instr(m.search, ?)"] * len(encoded)) or "1"
        rows = self._made(
            known,
            "SELECT s.path, i.id, i.newspaper, i.date, i.month_day, m.printed, m.search,"
            f" coalesce(json_extract(s.reading, '$.format'), ''), {EDITION} FROM masthead m"
            # CROSS JOIN, as SQLite then scans the mastheads first and keeps this order of the tables
            " CROSS JOIN source s ON s.id = m.source_id CROSS JOIN issue i ON i.id = s.issue_id"
            f" WHERE {holds}",
            *encoded,
        )
        return [row for row in rows if row is not None]


def put(connection: sqlite3.Connection, source_id: int, lines: Sequence[str], search: str) -> None:
    """Store the text of a file's masthead, replacing the former one."""
    connection.execute("DELETE FROM masthead WHERE source_id = ?", (source_id,))
    if lines:
        connection.execute(
            "INSERT INTO masthead VALUES (?, ?, ?)", (source_id, as_bytes("\n".join(lines)), as_bytes(search))
        )


def renew_search_form(connection: sqlite3.Connection) -> None:
    """Store the search texts of mastheads in the present search form, after those of articles, and record that."""
    for source_id, search in connection.execute("SELECT source_id, search FROM masthead").fetchall():
        text = as_text(search)
        now = form_as_now(text)
        if now != text:
            connection.execute(
                "UPDATE masthead SET search = ? WHERE source_id = ?", (as_bytes(now), source_id)
            )
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (FORM, SEARCH_FORM))


def as_bytes(text: str) -> bytes:
    """Return a text in UTF-8, with the lone surrogates that it may have."""
    return text.encode("utf-8", "surrogatepass")


def as_text(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")


ISSUE_ROW = "id, newspaper, date, month_day, date_origin, number, article_count, label, newspaper_origin"
FACTS = "facts"
"""The column of what is known of an issue, as JSON (`facts.facts_to_json`); NULL where an earlier version stored it."""
EDITION = (
    "CASE json_array_length(identity) WHEN 3 THEN json_extract(identity, '$[2]')"
    " WHEN 5 THEN json_extract(identity, '$[4]') END"
)
"""The edition in the identity of an issue, after newspaper and date, or after these and what identifies the file."""
MONTH_DAY = "coalesce(substr(date, 6), month_day)"
"""The month and day of an issue, 06-12."""
YEAR = "json_extract(s.masthead, '$.year')"
"""The year that a file `s` tells of an issue of whose day nothing else is known."""
YEAR_ALONE = f"CASE WHEN i.date IS NULL THEN (SELECT max({YEAR}) FROM source s WHERE s.issue_id = i.id) END"
"""SQL for the year of an issue `i` of whose day nothing else is known."""
BY_VALUE = f"""CREATE INDEX issue_by_edition ON issue ({EDITION});
CREATE INDEX issue_by_month_day ON issue ({MONTH_DAY})"""
"""SQL for indexes of the issues by these."""
_VALUES = {
    "length": "a.length {}",
    "pictures": "a.pictures {}",
    "edition": f"a.issue_id IN (SELECT id FROM issue WHERE {EDITION} {{}})",
    "month_day": f"a.issue_id IN (SELECT id FROM issue WHERE {MONTH_DAY} {{}})",
    "year": (
        "a.issue_id IN (SELECT s.issue_id FROM source s JOIN issue i ON i.id = s.issue_id"
        f" WHERE i.date IS NULL AND {YEAR} {{}})"
    ),
}
"""SQL for a condition on each value of an article `a` that has a column, with a place for the comparison."""


def on_value(condition: OneOf | Between) -> tuple[str, Sequence[object]]:
    """Return SQL for whether a value meets a condition, and what its placeholders stand for.

    It is NULL where only the article tells: there is no such column, or an earlier version has stored the row.
    """
    where = _VALUES.get(condition.column)
    if where is None:
        return "NULL", ()
    if isinstance(condition, Between):
        return where.format("BETWEEN ? AND ?"), (condition.first, condition.beyond - 1)
    return where.format("IN (SELECT value FROM json_each(?))"), (json.dumps(list(condition.values)),)


ARTICLE_ROW = "a.id, a.key, a.issue_id, a.kind, a.page, a.kicker, a.title, a.lead, a.names, a.length"
PAGE = """CASE WHEN a.page NOT LIKE '%"%' THEN json_extract(s.masthead, '$.facts.pages."' || a.page || '"') END"""
"""SQL for how the page of an article `a` is known by a file `s`, as JSON."""
_UNDATED_ORDER = "month_day IS NULL, month_day, label, id"
_IS_DAY_SURE = f"coalesce(json_extract({FACTS}, '$.day.outcome'), '') != '{Outcome.CONTRADICTED}'"
"""SQL: whether nothing contradicts the day of an issue."""
_MORE_LOOKED_AT = 10
"""So many times as many issues are looked at where the days of all before were contradicted."""
# the character after 9
_BEYOND_DATES = ":"


_FOLLOWS = "(step IS NULL OR step BETWEEN 1 AND days)"
"""SQL: whether a number may follow that of the issue before; the first of a newspaper follows none."""
_SURE_ORIGINS = frozenset({DateOrigin.PRINTED.value, DateOrigin.CORRECTED.value})


class IssueTable(Struct):
    """Queries on issues. `rows` and `made` query the catalogue; both raise what `Catalogue` raises."""

    _rows: Callable[..., list[Any]]
    _made: MakeRows

    def newspapers(self) -> list[NewspaperRow]:
        return self._made(
            _newspaper_row,
            "SELECT newspaper, count(*), count(*) - count(date), group_concat(DISTINCT newspaper_origin) FROM issue"
            " GROUP BY newspaper ORDER BY newspaper",
        )

    def has_several_newspapers(self) -> bool:
        """Return whether there are at least two, without counting their issues."""
        first, last = self._rows(
            "SELECT (SELECT min(newspaper) FROM issue), (SELECT max(newspaper) FROM issue)"
        )[0]
        return bool(first != last)

    def years(self, newspaper: str) -> list[PeriodRow]:
        # from the first day of a year to that of the next one: to group the dates, SQLite would sort all of them
        rows = self._rows(
            "WITH RECURSIVE year(first) AS (VALUES ('') UNION ALL SELECT (SELECT min(date) FROM issue"
            " WHERE newspaper = ?1 AND date > substr(first, 1, 4) || '-12-31') FROM year WHERE first IS NOT NULL)"
            " SELECT CAST(first AS INTEGER), (SELECT count(*) FROM issue WHERE newspaper = ?1"
            " AND date BETWEEN first AND substr(first, 1, 4) || '-12-31') FROM year WHERE first > ''",
            newspaper,
        )
        return [PeriodRow(*row) for row in rows]

    def months(self, newspaper: str, year: int) -> list[PeriodRow]:
        rows = self._rows(
            "SELECT CAST(substr(date, 6, 2) AS INTEGER) AS month, count(*) FROM issue"
            " WHERE newspaper = ? AND date BETWEEN ? AND ? GROUP BY month ORDER BY month",
            newspaper,
            f"{year:04}-01-01",
            f"{year:04}-12-31",
        )
        return [PeriodRow(*row) for row in rows]

    def issues(self, newspaper: str, year: int, month: int) -> list[IssueRow]:
        return self.issues_where(
            "newspaper = ? AND date BETWEEN ? AND ? ORDER BY date, label, id",
            newspaper,
            f"{year:04}-{month:02}-01",
            # dates are compared as texts, so that the month need not have this day
            f"{year:04}-{month:02}-31",
        )

    def dated_issues(self, newspaper: str) -> list[tuple[int, dt.date, int | None, bool]]:
        """Return id, day and number of the issues with a day, and whether that is estimated."""
        rows = self._rows(
            "SELECT id, date, number, date_origin FROM issue WHERE newspaper = ? AND date IS NOT NULL"
            " ORDER BY date, id",
            newspaper,
        )
        return [
            (issue_id, dt.date.fromisoformat(date), number, origin not in _SURE_ORIGINS)
            for issue_id, date, number, origin in rows
        ]

    def issues_near_irregular(self, beside: int) -> list[tuple[str, int, int, dt.date, int]]:
        """Return each numbered issue with a sure day that is irregular, with up to `beside` issues on each side of it.

        Irregular is one whose number can't follow that of the issue before, or be followed by the next. The rows are
        the newspaper, the position among its issues, id, day and number, in this order.
        """
        rows = self._rows(
            "SELECT newspaper, at, id, date, number FROM (SELECT *, max(is_irregular) OVER (PARTITION BY newspaper"
            f" ORDER BY at ROWS BETWEEN {beside} PRECEDING AND {beside} FOLLOWING) AS is_near FROM (SELECT *,"
            f" NOT ({_FOLLOWS} AND lead({_FOLLOWS}, 1, 1) OVER (PARTITION BY newspaper ORDER BY at)) AS is_irregular"
            " FROM (SELECT id, newspaper, date, number, row_number() OVER side AS at,"
            " number - lag(number) OVER side AS step, julianday(date) - julianday(lag(date) OVER side) AS days"
            f" FROM issue WHERE newspaper != '' AND NOT ({IS_PLACED}) AND number IS NOT NULL"
            " WINDOW side AS (PARTITION BY newspaper ORDER BY date, id)))) WHERE is_near ORDER BY newspaper, at",
        )
        return [
            (newspaper, at, issue_id, dt.date.fromisoformat(date), number)
            for newspaper, at, issue_id, date, number in rows
        ]

    def against_numbers(self) -> dict[int, str]:
        """Return what contradicts the number of an issue by other issues, by its id."""
        rows = self._rows("SELECT id, facts FROM issue WHERE instr(facts, '\"against\"')")
        numbers = ((issue_id, facts_from_json(json.loads(facts)).number) for issue_id, facts in rows)
        against_numbers = {}
        for issue_id, number in numbers:
            for objection in number.against:
                if objection.rule is Rule.OTHER_ISSUES:
                    against_numbers[issue_id] = objection.words
        return against_numbers

    def all_issues(self, newspaper: str) -> list[IssueRow]:
        return self.issues_where("newspaper = ? ORDER BY date IS NULL, date, label, id", newspaper)

    def nameless_issues(self, folder: str) -> list[IssueRow]:
        """Return the issues without a newspaper that have a file in the folder."""
        return self.issues_where(
            "newspaper = '' AND id IN (SELECT issue_id FROM source WHERE folder = ?) ORDER BY id", folder
        )

    def issues_near(
        self, newspaper: str, number: int | None, date: dt.date | None, count: int
    ) -> list[IssueRow]:
        """Return issues whose date is not inferred, in no order.

        Up to `count` below and above the number, `count` before and after the date, and the first and the last of all.
        """
        bounds: list[tuple[str, object, int]] = [("date", "", 1), ("date", _BEYOND_DATES, 1)]
        bounds += [("date", date.isoformat(), count)] if date is not None else []
        bounds += [("number", number, count)] if number is not None else []
        issues = {}
        for column, value, limit in bounds:
            for sign, order in ((">=", "ASC"), ("<", "DESC")):
                for issue in self.issues_where(
                    f"newspaper = ? AND date IS NOT NULL AND NOT ({IS_ESTIMATED})"
                    f" AND {column} {sign} ? ORDER BY {column} {order} LIMIT ?",
                    newspaper,
                    value,
                    limit,
                ):
                    issues[issue.id] = issue
        return list(issues.values())

    def undated_issues(self, newspaper: str) -> list[IssueRow]:
        return self.issues_where(f"newspaper = ? AND date IS NULL ORDER BY {_UNDATED_ORDER}", newspaper)

    def issues_on(self, newspaper: str, date: dt.date) -> list[IssueRow]:
        return self.issues_where("newspaper = ? AND date = ? ORDER BY label, id", newspaper, date.isoformat())

    def issue(self, issue_id: int) -> IssueRow | None:
        return next(iter(self.issues_where("id = ?", issue_id)), None)

    def newest_issue(self) -> IssueRow | None:
        """Return the issue of the latest day that nothing contradicts; else of any day; else an undated one."""
        newest = self.newest_of_sure_day()
        if newest is not None:
            return newest
        others = self.newest_issues(1) or self.issues_where(
            f"true ORDER BY newspaper, {_UNDATED_ORDER} LIMIT 1"
        )
        return next(iter(others), None)

    def newest_of_sure_day(self) -> IssueRow | None:
        """Return the issue of the latest day that nothing contradicts; None if there is none. A day to come is none."""
        today = dt.date.today().isoformat()
        most = 1
        while True:
            issues = self.issues_where(
                f"date <= ? AND {self._may_be_sure()} ORDER BY date DESC, newspaper, label, id LIMIT ?",
                today,
                most,
            )
            for issue in issues:
                if issue.facts.day.outcome is not Outcome.CONTRADICTED:
                    return issue
            if len(issues) < most:
                return None
            most *= _MORE_LOOKED_AT

    def _may_be_sure(self) -> str:
        """Return in SQL which issues may be of a day that nothing contradicts, so that few others are looked at."""
        return _IS_DAY_SURE

    def days_after(self, date: dt.date) -> tuple[int, dt.date | None]:
        """Return how many issues are of later days, and the latest of these days."""
        ((number, latest),) = self._rows(
            "SELECT count(*), max(date) FROM issue WHERE date > ?", date.isoformat()
        )
        return number, date_of(latest)

    def newest_issues(self, limit: int) -> list[IssueRow]:
        """Return the issues with the latest dates, the newest first."""
        return self.issues_where("date IS NOT NULL ORDER BY date DESC, newspaper, label, id LIMIT ?", limit)

    def adjacent_issue(self, issue_id: int, step: Literal[-1, 1]) -> IssueRow | None:
        """Return the next issue of the same newspaper in the order of the tree, or the previous one."""
        issue = self.issue(issue_id)
        if issue is None:
            return None
        if issue.date is None:
            undated = self.undated_issues(issue.newspaper)
            at = next((i for i, row in enumerate(undated) if row.id == issue.id), 0) + step
            if at >= 0:
                if at < len(undated):
                    return undated[at]
                return None
            last_dated = self.issues_where(
                "newspaper = ? AND date IS NOT NULL ORDER BY date DESC, label DESC, id DESC LIMIT 1",
                issue.newspaper,
            )
            return next(iter(last_dated), None)
        order, sign = ("ASC", ">") if step > 0 else ("DESC", "<")
        near_issues = self.issues_where(
            f"newspaper = ? AND date IS NOT NULL AND (date, label, id) {sign} (?, ?, ?)"
            f" ORDER BY date {order}, label {order}, id {order} LIMIT 1",
            issue.newspaper,
            issue.date.isoformat(),
            issue.label,
            issue.id,
        )
        if not near_issues and step > 0:
            near_issues = self.undated_issues(issue.newspaper)
        return next(iter(near_issues), None)

    def issues_where(self, where: str, *values: object) -> list[IssueRow]:
        return self._made(
            _issue_row, f"SELECT {ISSUE_ROW}, {EDITION}, {FACTS} FROM issue WHERE {where}", *values
        )

    def by_id(self, ids: Collection[int]) -> dict[int, IssueRow]:
        rows = self.issues_where("id IN (SELECT value FROM json_each(?))", json.dumps([*ids]))
        return {row.id: row for row in rows}

    def articles(self, issue_id: int) -> list[ArticleRow]:
        """Return the articles of an issue by page, then by place in the issue, by file and by position in it.

        9.txt comes before 10.txt; the files' own numbers of their articles come before their names. Articles on an
        estimated page come before the others of that page.
        """
        placed = self._made(
            _article_in_order,
            f"SELECT {ARTICLE_ROW}, {PAGE}, a.page_order, json_extract(s.masthead, '$.place'), min(s.path), p.position"
            " FROM article a JOIN appearance p ON p.article_id = a.id JOIN source s ON s.id = p.source_id"
            " WHERE a.issue_id = ? AND NOT p.is_other GROUP BY a.id",
            issue_id,
        )
        return in_order(placed)

    def counts(self) -> tuple[int, int, int, int, int]:
        """Return the numbers of newspapers, issues, articles, missing files and failed files.

        Issues whose newspaper is not known are of none.
        """
        counts: list[tuple[int, int, int, int, int]] = self._rows(
            # from one newspaper to the next in the index: counting distinct ones reads it all
            "WITH paper(name) AS (SELECT min(newspaper) FROM issue UNION ALL SELECT"
            " (SELECT min(newspaper) FROM issue WHERE newspaper > name) FROM paper WHERE name IS NOT NULL)"
            " SELECT (SELECT count(nullif(name, '')) FROM paper), (SELECT count(*) FROM issue),"
            " (SELECT count(*) FROM article),"
            " (SELECT count(*) FROM source WHERE state = 'missing'),"
            f" (SELECT count(*) FROM source WHERE {IS_UNREADABLE})"
        )
        return counts[0]

    def dates_of(self, article_ids: Sequence[int]) -> dict[int, dt.date | None]:
        rows = self._rows(
            "SELECT a.id, i.date FROM article a JOIN issue i ON i.id = a.issue_id"
            " WHERE a.id IN (SELECT value FROM json_each(?))",
            json.dumps(list(article_ids)),
        )
        return {article_id: date_of(date) for article_id, date in rows}

    def articles_by_year(self) -> dict[int, int]:
        """Return the number of articles by year; 0 for undated ones."""
        rows = self._rows(
            "SELECT CAST(coalesce(substr(date, 1, 4), 0) AS INTEGER) AS year, sum(article_count) FROM issue"
            " GROUP BY year HAVING sum(article_count) > 0"
        )
        return dict(rows)

    def days_and_names(self) -> list[tuple[int, dt.date | None, str]]:
        rows = self._rows("SELECT id, date, newspaper FROM issue")
        return [(issue_id, date_of(date), newspaper) for issue_id, date, newspaper in rows]

    def article_lengths(self) -> str:
        """Return the id, the issue and the number of characters of every article, in any order, separated by spaces.

        For 100,000 articles, a Python tuple each takes three times as long as the numbers in one string.
        """
        ((numbers,),) = self._rows(
            "SELECT coalesce(group_concat(id || ' ' || issue_id || ' ' || length, ' '), '') FROM article"
        )
        return str(numbers)

    def article_keys(self) -> list[tuple[int, str, int, int]]:
        """Return the id, the key, the issue and the number of characters of every article, ascending by id."""
        return self._rows("SELECT id, key, issue_id, length FROM article ORDER BY id")

    def issues_of_articles(self) -> dict[int, int]:
        """Return the id of the issue of each article, by its id."""
        # one row instead of many, read from an index
        ((articles, issues),) = self._rows(
            "SELECT json_group_array(id), json_group_array(issue_id) FROM main.article INDEXED BY article_by_page"
        )
        return dict(zip(json.loads(articles), json.loads(issues), strict=True))

    def articles_by_newspaper(self) -> dict[str, int]:
        rows = self._rows(
            "SELECT newspaper, sum(article_count) FROM issue GROUP BY newspaper HAVING sum(article_count) > 0"
        )
        return dict(rows)

    def editions(self) -> list[str]:
        rows = self._rows(
            f"SELECT DISTINCT {EDITION} AS edition FROM issue WHERE edition IS NOT NULL ORDER BY edition"
        )
        return [edition for (edition,) in rows]

    def has_month_days(self) -> bool:
        """Return whether there are issues of which only month and day are known."""
        return bool(self._rows("SELECT 1 FROM issue WHERE date IS NULL AND month_day IS NOT NULL LIMIT 1"))

    def has_known_years(self) -> bool:
        """Return whether there are issues of which only the year is known."""
        sql = (
            "SELECT 1 FROM issue i JOIN source s ON s.issue_id = i.id"
            f" WHERE i.date IS NULL AND {YEAR} IS NOT NULL LIMIT 1"
        )
        return bool(self._rows(sql))

    def years_alone(self) -> dict[int, int]:
        """Return the years of the issues of which only the year is known, by the ids of the issues."""
        sql = (
            f"SELECT i.id, {YEAR} FROM issue i JOIN source s ON s.issue_id = i.id"
            f" WHERE i.date IS NULL AND {YEAR} IS NOT NULL"
        )
        return dict(self._rows(sql))

    def articles_by_page(self) -> dict[str, int]:
        """Return the number of articles by page label; "" for an unknown page."""
        return dict(
            self._rows("SELECT coalesce(page, ''), count(*) FROM article GROUP BY coalesce(page, '')")
        )


def _newspaper_row(row: Sequence[Any]) -> NewspaperRow:
    title, issue_count, undated_count, origins = row
    witnesses = map(TitleOrigin, origins.split(",")) if origins else ()
    return NewspaperRow(title, issue_count, undated_count, surest(witnesses))


def _issue_row(row: Sequence[Any]) -> IssueRow:
    issue_id, newspaper, date, month_day, date_origin, *others = row
    number, article_count, label, newspaper_origin, edition, facts = others
    return IssueRow(
        issue_id,
        newspaper,
        date_of(date),
        month_day,
        DateOrigin(date_origin) if date_origin else None,
        number,
        article_count,
        label,
        TitleOrigin(newspaper_origin) if newspaper_origin else None,
        edition,
        facts or "",
    )


def _article_in_order(row: Sequence[Any]) -> ArticleInOrder:
    *columns, page_order, number, path, position = row
    return ArticleInOrder(article_row(columns), page_order, number or 0, path, position)


def article_row(row: Sequence[Any]) -> ArticleRow:
    article_id, key, issue_id, kind, page, *others = row
    kicker, title, lead, names, length, stored_page = others
    return ArticleRow(
        article_id,
        key,
        issue_id,
        ArticleKind(kind),
        page,
        kicker,
        title,
        lead,
        tuple(json.loads(names)),
        length,
        stored_page=stored_page or "",
    )
