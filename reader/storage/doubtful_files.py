"""The files of a catalogue in which something is in doubt: what they tell of themselves, or their text."""

import datetime as dt
import json
from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct

from reader.newspaper.article import LOW_QUALITY, UNKNOWN_TEXT, Quality
from reader.newspaper.issue import Masthead
from reader.newspaper.json_format import masthead_from_json, reading_from_json

ALL = -1
"""SQL: no limit of rows."""
_GUESSED_ENCODING = "coalesce(json_extract(s.masthead, '$.facts.encoding.value'), '')"
"""SQL: the encoding of a text whose bytes do not show it; "" for one whose do."""
_PAGELESS = "EXISTS (SELECT 1 FROM article a WHERE a.issue_id = i.id AND a.page IS NULL)"
_OVERRULED = " OR ".join(
    f"(json_extract(i.facts, '$.{field}.outcome') = 'corrected'"
    f" AND json_extract(s.masthead, '$.facts.{field}.value') != json_extract(i.facts, '$.{field}.value'))"
    for field in ("title", "number")
)
"""SQL: whether a file tells another title or number than a person has decided of its issue."""
_IN_DOUBT = (
    "i.date IS NULL OR i.newspaper = '' OR i.article_count = 0 OR i.date > ?1"
    " OR json_extract(s.masthead, '$.other_date') IS NOT NULL"
    " OR json_extract(s.masthead, '$.unread_pages') IS NOT NULL"
    " OR instr(s.masthead, '\"contradicted\"') OR instr(i.facts, '\"contradicted\"')"
    " OR json_extract(s.reading, '$.quality.unsure') > ?2 * json_extract(s.reading, '$.quality.characters')"
    " OR json_extract(s.reading, '$.quality.unknown_script') > 0"
    " OR json_extract(s.reading, '$.quality.undecided') > 0"
    " OR json_extract(s.reading, '$.quality.over_columns') > 0"
    f" OR json_extract(s.reading, '$.format') = '{UNKNOWN_TEXT}' OR {_OVERRULED}"
)
"""SQL: whether something may be in doubt in a file `s` of an issue `i`; ?1 is today, ?2 a share of characters."""
_INFERRED_DAY = "(json_extract(i.facts, '$.day.outcome') = 'inferred' AND i.date <= ?1)"
_INFERRED_TITLE = "json_extract(i.facts, '$.title.outcome') = 'inferred'"
_INFERRED = (
    "(json_extract(i.facts, '$.edition.outcome') = 'inferred'"
    " OR json_extract(i.facts, '$.number.outcome') = 'inferred')"
)
_INFERRED_PAGE = "instr(json_extract(s.masthead, '$.facts.pages'), '\"outcome\":\"inferred\"')"


class DoubtfulFile(Struct, frozen=True):
    """A file that is present, in which something is in doubt: what it tells of itself, or its text.

    `is_unknown_text`: it is not known what kind of text it is.
    `guessed_encoding` is "" where that is told by the file; `is_pageless` is whether an article of its issue is on no
    known page; `articles` are the ids of its articles.
    """

    path: str
    issue_id: int
    masthead: Masthead
    quality: Quality | None
    guessed_encoding: str
    is_pageless: bool
    is_unknown_text: bool
    articles: tuple[int, ...]


class CountedApart(Struct, frozen=True):
    """How many issues, or files for the last, are known by rules only, or not in part, which is usual."""

    inferred_days: int
    inferred_titles: int
    inferred: int
    inferred_pages: int
    without_number: int
    without_page: int
    guessed_encodings: int


_COLUMNS = (
    f"SELECT s.path, s.issue_id, s.masthead, s.reading, {_GUESSED_ENCODING}, {_PAGELESS},"
    " (SELECT json_group_array(article_id) FROM appearance p WHERE p.source_id = s.id)"
    " FROM source s JOIN issue i ON i.id = s.issue_id"
)
_MAY_BE_LISTED = (
    f"({_IN_DOUBT} OR (?3 AND ({_INFERRED_DAY} OR {_INFERRED_TITLE} OR {_INFERRED}"
    f" OR {_INFERRED_PAGE} OR i.number IS NULL"
    f" OR {_PAGELESS} OR {_GUESSED_ENCODING} != '')))"
)


def doubtful(
    rows_of: Callable[..., list[Any]],
    today: dt.date,
    *,
    with_apart: bool = False,
    after: str = "",
    most: int = ALL,
) -> list[DoubtfulFile]:
    """Return the files in which something is in doubt, in order of path; a day after today is.

    Those of which only something is that `counted_apart` counts are among them only `with_apart`. At most so many are
    returned, from the first one after the path `after`.
    """
    rows = rows_of(
        f"{_COLUMNS} WHERE +s.state = 'present' AND {_MAY_BE_LISTED} AND s.path > ?4 ORDER BY s.path LIMIT ?5",
        today.isoformat(),
        LOW_QUALITY,
        with_apart,
        after,
        most,
    )
    return [_doubtful(row) for row in rows]


def doubtful_of_issues(
    rows_of: Callable[..., list[Any]], today: dt.date, issue_ids: Sequence[int]
) -> list[DoubtfulFile]:
    """Return the files of some issues in which something is in doubt or usual, in order of path."""
    rows = rows_of(
        f"{_COLUMNS} WHERE s.issue_id IN (SELECT value FROM json_each(?4)) AND +s.state = 'present'"
        f" AND {_MAY_BE_LISTED} ORDER BY s.path",
        today.isoformat(),
        LOW_QUALITY,
        True,
        json.dumps(issue_ids),
    )
    return [_doubtful(row) for row in rows]


def files_at(rows_of: Callable[..., list[Any]], paths: Sequence[str]) -> list[DoubtfulFile]:
    """Return the files at some paths that are present, in order of path."""
    rows = rows_of(
        f"{_COLUMNS} WHERE s.path IN (SELECT value FROM json_each(?)) AND +s.state = 'present' ORDER BY s.path",
        json.dumps(paths),
    )
    return [_doubtful(row) for row in rows]


def counted_apart(rows_of: Callable[..., list[Any]], today: dt.date) -> CountedApart:
    """Return how many issues or files are known by rules only, or not in part."""
    rows = rows_of(
        f"SELECT count(DISTINCT CASE WHEN {_INFERRED_DAY} THEN i.id END),"
        f" count(DISTINCT CASE WHEN {_INFERRED_TITLE} THEN i.id END),"
        f" count(DISTINCT CASE WHEN {_INFERRED} THEN i.id END),"
        f" count(DISTINCT CASE WHEN {_INFERRED_PAGE} THEN i.id END),"
        " count(DISTINCT CASE WHEN i.number IS NULL THEN i.id END),"
        f" count(DISTINCT CASE WHEN {_PAGELESS} THEN i.id END),"
        f" count(CASE WHEN {_GUESSED_ENCODING} != '' THEN 1 END)"
        " FROM source s JOIN issue i ON i.id = s.issue_id WHERE +s.state = 'present'",
        today.isoformat(),
    )
    return CountedApart(*rows[0])


def doubtful_file(
    path: str,
    issue_id: int,
    masthead: str,
    reading: str | None,
    guessed_encoding: str,
    *,
    is_pageless: bool = False,
    articles: tuple[int, ...],
) -> DoubtfulFile:
    """Return what is stored of a file; masthead and reading are JSON."""
    reading_told = reading_from_json(json.loads(reading)) if reading else None
    return DoubtfulFile(
        path,
        issue_id,
        masthead_from_json(json.loads(masthead)),
        reading_told.quality if reading_told else None,
        guessed_encoding,
        is_pageless,
        reading_told is not None and reading_told.format == UNKNOWN_TEXT,
        articles,
    )


def _doubtful(row: Sequence[Any]) -> DoubtfulFile:
    *stored, is_pageless, articles = row
    return doubtful_file(*stored, is_pageless=bool(is_pageless), articles=tuple(json.loads(articles)))
