"""All that a person has added to a library, as one JSON object that another library takes in.

A file may come from anybody: it is looked at whole before anything of it is believed.
"""

import datetime as dt
import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from reader.newspaper.correction import Correction, correction_from_json, correction_to_json
from reader.newspaper.holdings import Bookmark
from reader.newspaper.passage import passage_from_json, passage_to_json
from reader.newspaper.record import article_from_json, article_to_json

FORMAT = "reader notes"
VERSION = 1

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Alias:
    """What the key of an article has become."""

    old_key: str
    new_key: str
    modified: dt.datetime


@dataclass(frozen=True, slots=True)
class Archive:
    """Bookmarks with the removed ones, corrections with the undone ones, aliases of keys."""

    bookmarks: tuple[Bookmark, ...] = ()
    corrections: tuple[Correction, ...] = ()
    aliases: tuple[Alias, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """How many bookmarks and corrections were new, or changed later than those that were there."""

    bookmarks: int
    corrections: int


class LaterVersion(ValueError):
    """A later version of the program has written it."""


def archive_to_text(archive: Archive) -> str:
    """The file: one row a line, so that two such files can be compared."""
    parts: list[tuple[str, Iterable[Record]]] = [
        ("bookmarks", map(_bookmark_to_json, archive.bookmarks)),
        ("corrections", map(correction_to_json, archive.corrections)),
        ("aliases", map(_alias_to_json, archive.aliases)),
    ]
    lines = [f'{{"format": "{FORMAT}",', f'"version": {VERSION}']
    for name, rows in parts:
        lines[-1] += ","
        written = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        lines += [f'"{name}": [', *filter(None, [written]), "]"]
    return "\n".join([*lines, "}"]) + "\n"


def archive_from_text(text: str) -> Archive:
    """The inverse of `archive_to_text`. Raises ValueError on what it did not write, LaterVersion where a later version
    of it has."""
    try:
        return _archive(json.loads(text))
    except (OverflowError, RecursionError, KeyError, TypeError) as error:
        raise ValueError(str(error)) from error


def _archive(data: object) -> Archive:
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ValueError("format")
    version = data.get("version")
    if type(version) is int and version > VERSION:
        raise LaterVersion(version)
    if version != VERSION or not _fits(data, _ARCHIVE):
        raise ValueError("version, bookmarks, corrections, aliases")
    json.dumps(data, ensure_ascii=False).encode()  # half a character can't be stored
    for rows in (data["bookmarks"], data["corrections"]):
        if len({row.get("uuid") for row in rows}) < len(rows):
            raise ValueError("uuid")
    return Archive(
        tuple(map(_bookmark_from_json, data["bookmarks"])),
        tuple(map(correction_from_json, data["corrections"])),
        tuple(Alias(a["old_key"], a["new_key"], _time(a["modified"])) for a in data["aliases"]),
    )


def _alias_to_json(alias: Alias) -> Record:
    return {"old_key": alias.old_key, "new_key": alias.new_key, "modified": alias.modified.isoformat()}


_FOUND_OUT = ("is_orphan", "is_passage_lost")
"""What a library finds out by itself."""


def _bookmark_to_json(bookmark: Bookmark) -> Record:
    values = {f.name: getattr(bookmark, f.name) for f in fields(Bookmark) if f.name not in _FOUND_OUT}
    return values | {
        "date": bookmark.date.isoformat() if bookmark.date else None,
        "article": article_to_json(bookmark.article),
        "tags": list(bookmark.tags),
        "created": bookmark.created.isoformat(),
        "modified": bookmark.modified.isoformat(),
        "passage": passage_to_json(bookmark.passage) if bookmark.passage else None,
        "deleted": bookmark.deleted.isoformat() if bookmark.deleted else None,
    }


def _bookmark_from_json(data: Mapping[str, Any]) -> Bookmark:
    if str(uuid.UUID(data["uuid"])) != data["uuid"]:
        raise ValueError("uuid")
    if data["month_day"] is not None:
        dt.date.fromisoformat(f"2000-{data['month_day']}")
    article = article_from_json(data["article"])
    if not article.title():
        raise ValueError("article")
    return Bookmark(
        uuid=data["uuid"],
        key=data["key"],
        newspaper=data["newspaper"],
        date=dt.date.fromisoformat(data["date"]) if data["date"] is not None else None,
        month_day=data["month_day"],
        number=data["number"],
        page=data["page"],
        path=data["path"],
        article=article,
        note=data["note"],
        tags=tuple(data["tags"]),
        created=_time(data["created"]),
        modified=_time(data["modified"]),
        passage=passage_from_json(data["passage"]) if data["passage"] is not None else None,
        deleted=_time(data["deleted"]) if data["deleted"] is not None else None,
    )


def _time(text: str) -> dt.datetime:
    time = dt.datetime.fromisoformat(text)
    if time.tzinfo is None:
        raise ValueError("time")
    return time.astimezone(dt.UTC)


# What a value must look like: a type; a dictionary of names that must all be there, and no others; a list of one
# shape; a tuple of shapes, one of which must fit.
_Shape = Any
_TEXT_OR_NULL = (str, type(None))
_SPANS = [[int]]
_ARTICLE = {
    "key": str,
    "kind": str,
    "page": _TEXT_OR_NULL,
    "section": _TEXT_OR_NULL,
    "kicker": _TEXT_OR_NULL,
    "headline": _TEXT_OR_NULL,
    "decks": [str],
    "credits": [{"role": str, "names": [str], "as_printed": str}],
    "jump_from": _TEXT_OR_NULL,
    "jump_to": _TEXT_OR_NULL,
    "blocks": [{"kind": str, "text": str, "source_lines": _SPANS}],
    "source_lines": _SPANS,
}
_ARCHIVE = {
    "format": str,
    "version": int,
    "bookmarks": [
        {
            "uuid": str,
            "key": str,
            "newspaper": str,
            "date": _TEXT_OR_NULL,
            "month_day": _TEXT_OR_NULL,
            "number": (int, type(None)),
            "page": _TEXT_OR_NULL,
            "path": str,
            "article": _ARTICLE,
            "note": str,
            "tags": [str],
            "created": str,
            "modified": str,
            "passage": ({"exact": str, "prefix": str, "suffix": str, "color": str}, type(None)),
            "deleted": _TEXT_OR_NULL,
        }
    ],
    "corrections": [dict],
    "aliases": [{"old_key": str, "new_key": str, "modified": str}],
}
_LARGEST = 2**63 - 1
"""What SQLite can hold."""


def _fits(value: object, shape: _Shape) -> bool:
    if isinstance(shape, tuple):
        return any(_fits(value, each) for each in shape)
    if isinstance(shape, list):
        return isinstance(value, list) and all(_fits(each, shape[0]) for each in value)
    if isinstance(shape, dict):
        return (
            isinstance(value, dict)
            and value.keys() == shape.keys()
            and all(_fits(value[name], each) for name, each in shape.items())
        )
    return type(value) is shape and not (isinstance(value, int) and abs(value) > _LARGEST)
