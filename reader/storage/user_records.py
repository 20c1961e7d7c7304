"""Records of the user's data: as JSON, as rows of the tables, and checked one by one when they come from outside.

An invalid record is stored as it is, apart from the others (`Unreadable`): it affects nothing else, and is neither lost
nor used.
"""

import datetime as dt
import json
import uuid
from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

import msgspec

from reader.newspaper import decision as decisions
from reader.newspaper.article import Article, digest_of
from reader.newspaper.correction import (
    Correction,
    claim_to_json,
    correction_from_json,
)
from reader.newspaper.decision import Decision
from reader.newspaper.holdings import Bookmark
from reader.newspaper.issue import leads_inside
from reader.newspaper.json_format import article_to_json
from reader.newspaper.logical_clock import tick_from_json, tick_to_json
from reader.newspaper.passage import MarkColor, Passage, passage_to_json
from reader.storage.foreign_database import Row, as_text
from reader.storage.user_schema import time_as_written

Record = dict[str, Any]


MOST_ROWS: Mapping[str, int] = {
    "bookmark": 50_000,
    "correction": 50_000,
    "alias": 100_000,
    "version": 50_000,
    "unreadable": 10_000,
    "read article": 200_000,
    "corrected character": 50_000,
    "dismissed misreading": 50_000,
    "article in a dossier": 50_000,
    "line of a chronicle": 50_000,
}
"""The maximum numbers of records of each kind that are taken from a file that is not this machine's own.

Each is more than a reader makes in years, and is read in a few seconds.
"""
_MOST_OF_OTHERS = 5_000
"""The maximum for the other kinds of decisions: rules, names, searches, dossiers, choices."""


RULES_DIGEST = "344dc8899c6d7f17aaf3b3757dfec1bf"
"""A digest of what this program can read: the kinds of records, their fields, and the bounds of these.

It is written here since making it takes a tenth of opening a library; a test tells when it has to change.
"""


def most_rows(kind: str) -> int:
    """Return the maximum number of records of a kind (a table, or a kind of decision) from another's file."""
    return MOST_ROWS.get(kind, _MOST_OF_OTHERS)


class BadRecord(ValueError):
    """An invalid record; the message names the place."""


_Time = Annotated[dt.datetime, msgspec.Meta(tz=True)]


class Alias(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The replacement of the name of a printing (`Printing.name`) by a new one.

    In data of earlier versions both are keys of texts, without newspaper and day.
    """

    old_key: str
    new_key: str
    modified: _Time


class Unreadable(msgspec.Struct, frozen=True):
    """An invalid record.

    `kind` is bookmark, correction, alias or decision; `origin` is the name of its file; `content` is the record as
    JSON, unchanged; `reason` says what is invalid.
    """

    kind: str
    origin: str
    content: str
    reason: str

    @property
    def id(self) -> str:
        """Return an id that is equal for equal records, wherever they were found."""
        return identity_of(f"{self.kind}\n{self.content}")


class Records(msgspec.Struct, frozen=True):
    """All records of a library's user data: bookmarks, corrections, aliases, decisions, and unreadable records.

    Removed bookmarks, undone corrections and undone decisions are included. `versions`: text of bookmarks that was
    overridden in a merge, as another machine has stored it.
    """

    bookmarks: tuple[Bookmark, ...] = ()
    corrections: tuple[Correction, ...] = ()
    aliases: tuple[Alias, ...] = ()
    decisions: tuple[Decision, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    versions: tuple[Bookmark, ...] = ()


def identity_of(content: str) -> str:
    return digest_of(content.encode(), 16).hex()


# -- checking


class _Passage(msgspec.Struct, forbid_unknown_fields=True):
    exact: Annotated[str, msgspec.Meta(min_length=1)]
    prefix: str
    suffix: str
    color: MarkColor


_Read = TypeVar("_Read")
_Number = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]


class _Bookmark(msgspec.Struct, forbid_unknown_fields=True):
    uuid: str
    key: str
    newspaper: str
    date: dt.date | None
    month_day: str | None
    number: _Number | None
    page: str | None
    path: str
    article: msgspec.Raw
    note: str
    tags: tuple[str, ...]
    created: _Time
    modified: _Time
    passage: _Passage | None = None
    deleted: _Time | None = None
    file: str = ""
    tick: int | None = None


_MOST_LINES = 2**31

_BOOKMARK = msgspec.json.Decoder(_Bookmark)
_ARTICLE = msgspec.json.Decoder(Article)
_ALIAS = msgspec.json.Decoder(Alias)


def bookmark_from_json(text: str | bytes | msgspec.Raw) -> Bookmark:
    """Return the bookmark that `bookmark_to_json` wrote. Raises BadRecord."""
    read = _decoded(_BOOKMARK, text)
    return _checked(read, read.article)


def _checked(read: _Bookmark, article_as_json: bytes | msgspec.Raw) -> Bookmark:
    """Return the bookmark if its values are in range. Raises BadRecord."""
    article = _decoded(_ARTICLE, article_as_json)
    if not _is_uuid(read.uuid):
        raise BadRecord("uuid")
    if read.month_day is not None and not _is_month_day(read.month_day):
        raise BadRecord("month_day")
    if not leads_inside(read.path):
        raise BadRecord("path")
    if not article.title() or not all(map(_is_span, article.source_lines)):
        raise BadRecord("article")
    values = {name: getattr(read, name) for name in Bookmark.__struct_fields__ if hasattr(read, name)}
    try:
        modified = read.modified.astimezone(dt.UTC)
        return Bookmark(
            **values
            | {
                "article": article,
                "passage": read.passage
                and Passage(read.passage.exact, read.passage.prefix, read.passage.suffix, read.passage.color),
                "created": read.created.astimezone(dt.UTC),
                "modified": modified,
                "deleted": read.deleted and read.deleted.astimezone(dt.UTC),
                "tick": tick_from_json(read.tick, modified),
            }
        )
    except OverflowError as error:  # the first hours of year 1, the last of 9999
        raise BadRecord("time") from error
    except ValueError as error:
        raise BadRecord(str(error)) from error


def correction_of_json(text: str | bytes | msgspec.Raw) -> Correction:
    """Return the correction that `correction_to_json` wrote. Raises BadRecord."""
    try:
        return correction_from_json(msgspec.json.decode(text, type=dict[str, Any]))
    except (ValueError, OverflowError, RecursionError) as error:
        raise BadRecord(str(error)) from error


def alias_from_json(text: str | bytes | msgspec.Raw) -> Alias:
    """Return the alias that `alias_to_json` wrote. Raises BadRecord."""
    read = _decoded(_ALIAS, text)
    try:
        return msgspec.structs.replace(read, modified=read.modified.astimezone(dt.UTC))
    except OverflowError as error:
        raise BadRecord("modified") from error


def decision_from_json(text: str | bytes | msgspec.Raw) -> Decision:
    """Return the decision that `decision_to_json` wrote. Raises BadRecord."""
    try:
        return decisions.decision_from_json(text)
    except (ValueError, OverflowError, RecursionError) as error:
        raise BadRecord(str(error)) from error


def _decoded(decoder: "msgspec.json.Decoder[_Read]", text: str | bytes | msgspec.Raw) -> _Read:
    try:
        return decoder.decode(text)
    except (ValueError, RecursionError) as error:
        raise BadRecord(str(error)) from error


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def _is_span(span: tuple[int, int]) -> bool:
    return 0 < span[0] <= span[1] < _MOST_LINES


def _is_month_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(f"2000-{text}")
    except ValueError:
        return False
    return True


# -- as JSON

_NOT_IN_JSON = ("article_id", "elsewhere", "is_orphan", "is_awaited", "is_passage_lost", "facts", "tick")
"""Fields that are not stored: a library computes them, and the tick is mostly that of the time."""


def bookmark_to_json(bookmark: Bookmark) -> Record:
    values = {
        name: getattr(bookmark, name) for name in Bookmark.__struct_fields__ if name not in _NOT_IN_JSON
    }
    date = bookmark.date.isoformat() if bookmark.date else None
    passage = passage_to_json(bookmark.passage) if bookmark.passage else None
    return values | {
        "date": date,
        "article": article_to_json(bookmark.article),
        "tags": list(bookmark.tags),
        "created": bookmark.created.isoformat(),
        "modified": bookmark.modified.isoformat(),
        "passage": passage,
        "deleted": bookmark.deleted.isoformat() if bookmark.deleted else None,
        **tick_to_json(bookmark),
    }


def alias_to_json(alias: Alias) -> Record:
    return {"old_key": alias.old_key, "new_key": alias.new_key, "modified": alias.modified.isoformat()}


# -- as rows

BOOKMARK_COLUMNS = (
    "uuid", "key", "newspaper", "date", "month_day", "number", "page", "path", "article", "note", "tags",
    "created", "modified", "passage", "deleted", "file", "tick",
)  # fmt: skip
CORRECTION_COLUMNS = (
    "uuid", "path", "quote", "line_before", "line_after", "ordinal", "claim", "created", "modified", "deleted",
    "tick",
)  # fmt: skip
ALIAS_COLUMNS = ("old_key", "new_key", "modified")
DECISION_COLUMNS = ("uuid", "content", "created", "modified", "deleted", "tick")
UNREADABLE_COLUMNS = ("id", "kind", "origin", "content", "reason")

_IN_JSON = ("tags", "passage")
_IF_ABSENT: Record = {"newspaper": "", "path": "", "note": "", "tags": "[]", "file": ""}
"""Defaults for columns that are missing in a file written by an earlier version, or copied by hand."""


def bookmark_to_row(bookmark: Bookmark) -> Row:
    date = bookmark.date.isoformat() if bookmark.date else None
    passage = None if bookmark.passage is None else _json(passage_to_json(bookmark.passage))
    deleted = time_as_written(bookmark.deleted) if bookmark.deleted else None
    return {
        "uuid": bookmark.uuid,
        "key": bookmark.key,
        "newspaper": bookmark.newspaper,
        "date": date,
        "month_day": bookmark.month_day,
        "number": bookmark.number,
        "page": bookmark.page,
        "path": bookmark.path,
        "article": _json(article_to_json(bookmark.article)),
        "note": bookmark.note,
        "tags": _json(list(dict.fromkeys(bookmark.tags))),
        "created": time_as_written(bookmark.created),
        "modified": time_as_written(bookmark.modified),
        "passage": passage,
        "deleted": deleted,
        "file": bookmark.file,
        "tick": bookmark.tick,
    }


def bookmark_from_row(row: Row) -> Bookmark:
    """Return the bookmark of a row. Raises BadRecord.

    Missing columns are empty; a missing key is that of the article, a missing UUID is derived from the content.
    """
    values: dict[str, Any] = _IF_ABSENT | {name: value for name, value in row.items() if value is not None}
    if any(isinstance(value, bytes) for value in values.values()):
        raise BadRecord("bytes")
    try:
        raw = {name: msgspec.Raw(str(values[name]).encode()) for name in _IN_JSON if name in values}
        article = str(values.pop("article", None)).encode()  # apart: saves a copy of what may be 30 MB
        text = msgspec.json.encode(_EMPTY_BOOKMARK | _default_columns(row) | values | raw)
    except ValueError as error:  # a lone surrogate
        raise BadRecord(str(error)) from error
    return _checked(_decoded(_BOOKMARK, text), article)


_EMPTY_BOOKMARK = dict.fromkeys(BOOKMARK_COLUMNS)


def _default_columns(row: Row) -> dict[str, Any]:
    """Return values for the columns that are missing in a bookmark's row."""
    if {"uuid", "key", "created", "modified"} <= row.keys():
        return {}
    content = as_text(row)
    if "key" not in row:
        key = _KEY.decode(str(row.get("article"))).key
    else:
        key = None
    time = (
        row.get("modified") or row.get("created") or time_as_written(dt.datetime(2000, 1, 1, tzinfo=dt.UTC))
    )
    return {
        "uuid": str(uuid.uuid5(uuid.NAMESPACE_OID, content)),
        "key": key,
        "created": time,
        "modified": time,
    }


class _Key(msgspec.Struct):
    key: str


_ROW = msgspec.json.Decoder(dict[str, str | int | float | None])
_KEY = msgspec.json.Decoder(_Key)


def correction_to_row(correction: Correction) -> Row:
    anchor = correction.anchor
    modified = time_as_written(correction.modified)
    return {
        "uuid": correction.uuid,
        "path": anchor.path,
        "quote": anchor.quote,
        "line_before": anchor.before,
        "line_after": anchor.after,
        "ordinal": anchor.ordinal,
        "claim": _json(claim_to_json(correction.claim)),
        "created": time_as_written(correction.created),
        "modified": modified,
        "deleted": modified if correction.undone else None,
        "tick": correction.tick,
    }


def correction_from_row(row: Row) -> Correction:
    """Return the correction of a row. Raises BadRecord."""
    try:
        claim = msgspec.json.decode(str(row["claim"]), type=dict[str, Any])
        return correction_from_json(
            claim
            | {name: row[name] for name in ("uuid", "path", "quote", "ordinal", "created", "modified")}
            | {"before": row["line_before"], "after": row["line_after"], "undone": row["deleted"] is not None}
            | {"tick": row.get("tick")}
        )
    except KeyError as error:
        raise BadRecord(str(error)) from error
    except (ValueError, OverflowError, RecursionError) as error:
        raise BadRecord(str(error)) from error


def alias_from_row(row: Row) -> Alias:
    """Return the alias of a row. Raises BadRecord."""
    try:
        return alias_from_json(msgspec.json.encode(row))
    except ValueError as error:
        raise BadRecord(str(error)) from error


def decision_to_row(decision: Decision) -> Row:
    modified = time_as_written(decision.modified)
    return {
        "uuid": decision.uuid,
        "content": _json(decisions.decision_to_json(decision)["content"]),
        "created": time_as_written(decision.created),
        "modified": modified,
        "deleted": modified if decision.undone else None,
        "tick": decision.tick,
    }


def decision_from_row(row: Row) -> Decision:
    """Return the decision of a row. Raises BadRecord."""
    try:
        record = {name: row[name] for name in ("uuid", "created", "modified")} | {"tick": row.get("tick")}
        content = msgspec.Raw(str(row["content"]).encode())
        return decision_from_json(
            msgspec.json.encode(record | {"content": content, "undone": row["deleted"] is not None})
        )
    except KeyError as error:
        raise BadRecord(str(error)) from error
    except ValueError as error:  # a lone surrogate, bytes
        raise BadRecord(str(error)) from error


def understood(records: Records) -> Records:
    """Return the records with those among the unreadable that this program can read where they belong.

    Another program, an older one for instance, has set them apart.
    """
    by_kind: dict[type, list[Any]] = {Bookmark: [], Correction: [], Alias: [], Decision: []}
    unreadable = []
    for record in records.unreadable:
        try:
            readable = parsed_again(record)
        except BadRecord:
            unreadable.append(record)
        else:
            by_kind[type(readable)].append(readable)
    return msgspec.structs.replace(
        records,
        bookmarks=(*records.bookmarks, *by_kind[Bookmark]),
        corrections=(*records.corrections, *by_kind[Correction]),
        aliases=(*records.aliases, *by_kind[Alias]),
        decisions=(*records.decisions, *by_kind[Decision]),
        unreadable=tuple(unreadable),
    )


def parsed_again(unreadable: Unreadable) -> Bookmark | Correction | Alias | Decision:
    """Return the record of an unreadable object or row, if this version can read it. Raises BadRecord."""
    try:
        match unreadable.kind:
            case "bookmark":
                return bookmark_from_json(unreadable.content)
            case "correction":
                return correction_of_json(unreadable.content)
            case "decision":
                return decision_from_json(unreadable.content)
            case _:
                return alias_from_json(unreadable.content)
    except BadRecord:
        row = _decoded(_ROW, unreadable.content)
    match unreadable.kind:
        case "bookmark":
            return bookmark_from_row(row)
        case "correction":
            return correction_from_row(row)
        case "decision":
            return decision_from_row(row)
        case _:
            return alias_from_row(row)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
