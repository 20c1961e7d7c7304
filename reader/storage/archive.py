"""Export files: all of a library's user data as one JSON object, which another library can import.

A file may come from anybody: each record of it is checked before it is accepted, and one that is invalid is stored
separately.
"""

import codecs
import json
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import msgspec
from msgspec import Struct

from reader.newspaper.correction import CORRECTIONS_HEADER, Correction, correction_to_json
from reader.newspaper.decision import Decision, decision_to_json
from reader.newspaper.holdings import Bookmark
from reader.storage.user_records import (
    Alias,
    BadRecord,
    Record,
    Records,
    Unreadable,
    alias_from_json,
    alias_to_json,
    bookmark_from_json,
    bookmark_to_json,
    correction_of_json,
    decision_from_json,
)

FORMAT = "reader notes"
VERSION = 4
_LARGEST_LENIENT = 1 << 26
"""Maximum size in bytes of a file for a lenient parser, which needs several times as much memory."""

_Record = TypeVar("_Record", Bookmark, Correction, Alias, Decision)


def _identity(record: Bookmark | Correction | Alias | Decision) -> str:
    if isinstance(record, Alias):
        return record.old_key
    return record.uuid


class LaterVersion(ValueError):
    """The file was written by a later version of the program."""


def archive_to_text(records: Records) -> str:
    """Return the text of an export file: one record a line, so that two such files can be compared."""
    parts: list[tuple[str, Iterable[Record]]] = [
        ("bookmarks", map(bookmark_to_json, records.bookmarks)),
        ("corrections", map(correction_to_json, records.corrections)),
        ("aliases", map(alias_to_json, records.aliases)),
    ]
    if records.unreadable:
        parts.append(("unreadable", map(msgspec.to_builtins, records.unreadable)))
    if records.decisions:
        parts.append(("decisions", map(decision_to_json, records.decisions)))
    lines = [f'{{"format": "{FORMAT}",', f'"version": {VERSION}']
    for name, rows in parts:
        lines[-1] += ","
        written = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        lines += [f'"{name}": [', *filter(None, [written]), "]"]
    return "\n".join([*lines, "}"]) + "\n"


def archive_from_bytes(data: bytes, origin: str) -> Records:
    """Return the records of an export file; `origin` is its name.

    Raises ValueError if it is no such file, LaterVersion if a later version of the program has written it.
    """
    try:
        parts = _parts(_as_utf8(data))
        if msgspec.json.decode(parts["format"], type=str) != FORMAT:
            raise ValueError("format")
        version = msgspec.json.decode(parts["version"], type=int)
        if version > VERSION:
            raise LaterVersion(version)
        bookmarks, corrections, aliases = (
            msgspec.json.decode(parts[name], type=list[msgspec.Raw])
            for name in ("bookmarks", "corrections", "aliases")
        )
        unreadable, decisions = (
            msgspec.json.decode(parts.get(name, b"[]"), type=list[msgspec.Raw])
            for name in ("unreadable", "decisions")
        )
    except (RecursionError, KeyError) as error:
        raise ValueError(str(error)) from error
    reading = _Reading(origin)
    return Records(
        bookmarks=tuple(reading.distinct("bookmark", bookmarks, bookmark_from_json)),
        corrections=tuple(reading.distinct("correction", corrections, correction_of_json)),
        aliases=tuple(reading.distinct("alias", aliases, alias_from_json)),
        decisions=tuple(reading.distinct("decision", decisions, decision_from_json)),
        unreadable=(*reading.unreadable, *(_unreadable(raw_record, origin) for raw_record in unreadable)),
    )


def _as_utf8(data: bytes) -> bytes:
    """Return a file in UTF-8, without a byte order mark: on Windows, `>` of a terminal writes UTF-16.

    Raises UnicodeDecodeError.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16").encode()
    return data.removeprefix(codecs.BOM_UTF8)


def _parts(data: bytes) -> dict[str, msgspec.Raw]:
    """Return the values of a JSON object, undecoded.

    If the file has a lone surrogate, no strict parser accepts it. Then it is parsed leniently, so that only the record
    with the surrogate is invalid.
    """
    try:
        return msgspec.json.decode(data, type=dict[str, msgspec.Raw])
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError:
        if len(data) > _LARGEST_LENIENT:
            raise
        lenient = json.loads(data)
    if not isinstance(lenient, dict):
        raise ValueError("object")
    return {name: msgspec.Raw(_one_by_one(value)) for name, value in lenient.items()}


def _one_by_one(value: object) -> bytes:
    """Return the value as JSON. A record that can't be encoded becomes a string with its text, which is an invalid
    record.
    """
    if not isinstance(value, list):
        return json.dumps(value).encode()
    return b"[" + b",".join(map(_as_bytes, value)) + b"]"


def _as_bytes(record: object) -> bytes:
    text = json.dumps(record, ensure_ascii=False)
    try:
        return text.encode()
    except UnicodeEncodeError:
        return json.dumps(json.dumps(record)).encode()


def corrections_from_bytes(data: bytes, origin: str) -> Records:
    """Return the corrections of a file that `corrections_to_text` wrote; `origin` is its name.

    Raises ValueError if it is no such file: another first line, or no line that can be read.
    """
    header, *lines = [line for line in _as_utf8(data).split(b"\n") if line.strip()] or [b""]
    try:
        if msgspec.json.decode(header) != CORRECTIONS_HEADER:
            raise ValueError("header")
    except RecursionError as error:
        raise ValueError("header") from error
    reading = _Reading(origin)
    raw = map(msgspec.Raw, lines)
    corrections = tuple(reading.distinct("correction", raw, correction_of_json))
    if reading.unreadable and not corrections:
        raise ValueError("corrections")
    return Records(corrections=corrections, unreadable=tuple(reading.unreadable))


class _Reading(Struct, frozen=True):
    """Reads records one by one, and collects the invalid ones separately."""

    _origin: str
    unreadable: list[Unreadable] = []

    def distinct(
        self,
        kind: str,
        records: Iterable[msgspec.Raw],
        read: Callable[[msgspec.Raw], _Record],
    ) -> Iterator[_Record]:
        seen = set()
        for record in records:
            try:
                parsed_record = read(record)
                if _identity(parsed_record) in seen:
                    raise BadRecord("twice")
            except BadRecord as error:
                content = _content_of(record)
                self.unreadable.append(Unreadable(kind, self._origin, content, str(error)))
            else:
                seen.add(_identity(parsed_record))
                yield parsed_record


def _content_of(record: msgspec.Raw) -> str:
    text = bytes(record).decode("utf-8", "backslashreplace")
    if text.startswith('"{'):
        return str(json.loads(text))
    return text


def _unreadable(record: msgspec.Raw, origin: str) -> Unreadable:
    """Return an unreadable record: one that another library has stored as unreadable, or one that is invalid here."""
    try:
        return msgspec.json.decode(record, type=Unreadable)
    except (ValueError, RecursionError) as error:
        return Unreadable("unreadable", origin, _content_of(record), str(error))
