"""What recurs over the issues of each newspaper, counted as files are stored; what files are told by it. Derived.

The counts of a text change only with the files that contain it, and what a newspaper's issues agree on is decided anew
for these texts alone. A file then is *due*: what it is told may have changed.
"""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import msgspec
from msgspec import Struct

from reader.newspaper.issue import (
    ENDS,
    Profile,
    Told,
    Trait,
    TraitKind,
    decided,
    ends,
    may_be_misread,
    teller,
)
from reader.storage.analysis_tables import Rows
from reader.storage.text_table import MakeRows

TABLES = f"""
CREATE TABLE trait_text (
    id INTEGER PRIMARY KEY,
    newspaper TEXT NOT NULL,
    text TEXT NOT NULL,
    kind TEXT,
    UNIQUE (newspaper, text)
) STRICT;
CREATE INDEX trait_text_decided ON trait_text (newspaper) WHERE kind IS NOT NULL;
CREATE INDEX trait_text_begin ON trait_text (newspaper, substr(text, 1, {ENDS}));
CREATE INDEX trait_text_end ON trait_text (newspaper, substr(text, -{ENDS}));
CREATE TABLE trait (
    text_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    day TEXT NOT NULL,
    source_id INTEGER NOT NULL,
    PRIMARY KEY (text_id, kind, day, source_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX trait_by_source ON trait (source_id);
CREATE TABLE trait_count (
    text_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    issues INTEGER NOT NULL,
    PRIMARY KEY (text_id, kind)
) STRICT, WITHOUT ROWID;
CREATE TABLE told (
    source_id INTEGER PRIMARY KEY REFERENCES source ON DELETE CASCADE,
    told TEXT NOT NULL,
    is_due INTEGER NOT NULL
) STRICT;
CREATE INDEX told_due ON told (source_id) WHERE is_due
"""
"""`trait_text.kind` is what the newspaper's issues agree on, NULL if they don't. `trait.day` is the date that the file
alone tells, or else its digest. `told.told` is what the file was parsed with, as JSON."""

REFUSED = "refused traits"
"""The key in `meta` of what the reader had refused when files were told the last time, as JSON."""


_TRAITS = (
    "SELECT json_group_array(json_array(x.text, r.kind)) FROM trait r JOIN trait_text x ON x.id = r.text_id"
)
"""SQL for traits as JSON, which `_traits_from` reads."""
_ALIKE = (
    "SELECT text, kind FROM trait_text INDEXED BY trait_text_decided WHERE newspaper = ?1 AND kind IS NOT NULL"
    " AND (text IN (SELECT value FROM json_each(?2))"
    f" OR substr(text, 1, {ENDS}) IN (SELECT value FROM json_each(?3))"
    f" OR substr(text, -{ENDS}) IN (SELECT value FROM json_each(?4)))"
)
"""SQL for what the issues of a newspaper agree on of texts, as JSON, and of others with these beginnings or ends.

They agree on few; of those that begin alike, there may be one in each issue."""
_ROWS = msgspec.json.Decoder(list[tuple[str, TraitKind]])


class KnownTrait(Struct, frozen=True):
    """A trait of a newspaper's profile; `issues` is the number of issues that agree on it."""

    newspaper: str
    text: str
    kind: TraitKind
    issues: int


def _known_trait(row: Sequence[Any]) -> KnownTrait:
    newspaper, text, kind, issues = row
    return KnownTrait(newspaper, text, TraitKind(kind), issues)


class ProfileTable(Struct, frozen=True):
    """Queries on profiles. `rows` and `made` query the catalogue; both raise what `Catalogue` raises."""

    _rows: Callable[..., list[Any]]
    _made: MakeRows

    def all_told(self, refused: Collection[tuple[str, str]] | None = None) -> dict[str, Told]:
        """Return what the issues of each newspaper agree on, as far as that is anything.

        Without what is `refused`, newspaper and text, "" for all; by default what the reader has refused.
        """
        refused = self.refused() if refused is None else refused
        kinds_by_newspaper: dict[str, dict[str, TraitKind]] = defaultdict(dict)
        for newspaper, text, kind in self._rows(
            "SELECT newspaper, text, kind FROM trait_text WHERE kind IS NOT NULL"
        ):
            if (newspaper, "") not in refused and (newspaper, text) not in refused:
                kinds_by_newspaper[newspaper][text] = TraitKind(kind)
        return dict(kinds_by_newspaper)

    def refused(self) -> set[tuple[str, str]]:
        rows = self._rows("SELECT value FROM meta WHERE key = ?", REFUSED)
        if rows:
            return {(newspaper, text) for newspaper, text in json.loads(rows[0][0])}
        return set()

    def tell(
        self,
        newspaper: str | None,
        traits: Sequence[Trait],
        refused: Collection[tuple[str, str]] | None = None,
    ) -> Told:
        """Return what a file is told by all that `all_told` returns; only texts with the same ends are looked up."""
        refused = self.refused() if refused is None else refused
        texts = [trait.text for trait in traits]
        if any("\0" in text for text in texts):  # SQLite ends a string of JSON there
            return teller(self.all_told(refused))(newspaper, traits)
        long = [text for text in texts if any(ends(text))]
        beginnings = [text[:ENDS] for text in long]
        endings = [text[-ENDS:] for text in long]
        as_json = [json.dumps(strings, ensure_ascii=False) for strings in (texts, beginnings, endings)]
        rows = self._rows(_ALIKE, newspaper, *as_json)
        kinds = {text: TraitKind(kind) for text, kind in rows if (newspaper, text) not in refused}
        if (newspaper, "") in refused:
            return {}
        return Profile(kinds).told(traits)

    def due_number(self, most: int) -> int:
        """Return the number of files that are due, or `most` if there are more."""
        return int(self._rows("SELECT count(*) FROM (SELECT 1 FROM told WHERE is_due LIMIT ?)", most)[0][0])

    def listed(self) -> list[KnownTrait]:
        """Return the traits of all newspapers that tell something to files, the most frequent of each first."""
        return self._made(
            _known_trait,
            "SELECT t.newspaper, t.text, t.kind, sum(c.issues) FROM trait_text t"
            " JOIN trait_count c ON c.text_id = t.id AND (c.kind = t.kind OR (c.kind, t.kind) = (?, ?))"
            " WHERE t.kind IS NOT NULL AND t.kind != ? GROUP BY t.id ORDER BY 1, 4 DESC, 2",
            TraitKind.BARE,
            TraitKind.FURNITURE,
            TraitKind.OTHER,
        )

    def told(self, path: str) -> Told:
        rows = self._rows(
            "SELECT t.told FROM told t JOIN source s ON s.id = t.source_id WHERE s.path = ?", path
        )
        if rows:
            return told_from(rows[0][0])
        return {}

    def due(self) -> Iterator[tuple[int, str, str, Told, tuple[Trait, ...]]]:
        """Yield the files that may be told something else than when they were parsed.

        Of each its id, path, newspaper, what it was told, and its traits.
        """
        for source_id, path, newspaper, kinds_json, traits in self._rows(
            f"SELECT s.id, s.path, i.newspaper, t.told, ({_TRAITS} WHERE r.source_id = s.id) FROM told t"
            " CROSS JOIN source s ON s.id = t.source_id JOIN issue i ON i.id = s.issue_id"
            " WHERE t.is_due AND s.state = 'present' ORDER BY s.path"
        ):
            yield source_id, path, newspaper, told_from(kinds_json), _traits_from(traits)


class ProfileWriter(Struct):
    """Writes what files tell, within a transaction of the catalogue."""

    _connection: sqlite3.Connection
    _rows: Rows
    _changed: set[int] = set()
    """The ids of texts whose counts have changed."""

    def put(self, source_id: int, traits: Iterable[Trait], kind_by_text: Told) -> None:
        """Store the traits of a file that is stored, replacing its former ones, and what it was parsed with."""
        self._connection.execute(
            "INSERT OR REPLACE INTO told VALUES (?, ?, 1)", (source_id, told_as_stored(kind_by_text))
        )
        self._replace(source_id, traits)

    def add(self, files: Iterable[tuple[int, str, str, Iterable[Trait]]]) -> None:
        """Store the traits of files that have none yet, each with its newspaper and its day, on which it is alone."""
        ids: dict[tuple[str, str], int] = {}
        rows = []
        for source_id, newspaper, day, traits in files:
            for trait in traits:
                text = (newspaper, trait.text)
                ids[text] = ids.get(text) or self._text_id(*text)
                rows.append((ids[text], trait.kind.value, day, source_id))
        self._connection.executemany("INSERT OR IGNORE INTO trait VALUES (?, ?, ?, ?)", rows)
        counts = Counter((text_id, kind) for text_id, kind, *_ in set(rows))
        self._connection.executemany(
            "INSERT INTO trait_count VALUES (?, ?, ?)"
            " ON CONFLICT DO UPDATE SET issues = issues + excluded.issues",
            [(*count_key, issues) for count_key, issues in counts.items()],
        )
        self._changed.update(ids.values())

    def follow(self, source_id: int) -> None:
        """Count the traits of a file that has been moved, perhaps to another newspaper."""
        ((traits,),) = self._rows(f"{_TRAITS} WHERE r.source_id = ?", source_id)
        if self._replace(source_id, _traits_from(traits)):
            self.look_at([source_id])

    def leave(self, source_id: int) -> None:
        self._replace(source_id, ())

    def look_at(self, source_ids: Iterable[int]) -> None:
        self._connection.executemany(
            "UPDATE told SET is_due = 1 WHERE source_id = ?", [(source_id,) for source_id in source_ids]
        )

    def look_at_file(self, path: str) -> None:
        """Make a file due, which may have been missing."""
        self.look_at(source_id for (source_id,) in self._rows("SELECT id FROM source WHERE path = ?", path))

    def look_at_text(self, newspaper: str, text: str) -> None:
        """Make the files due that have this text or a similar one; with "", all of the newspaper."""
        if text:
            self.look_at(self._sources_with(newspaper, text))
        else:
            self._connection.execute(
                "UPDATE told SET is_due = 1 WHERE source_id IN"
                " (SELECT s.id FROM source s JOIN issue i ON i.id = s.issue_id WHERE i.newspaper = ?)",
                (newspaper,),
            )

    def settle(self, source_ids: Iterable[int]) -> None:
        """Record that files were parsed with what they are told now."""
        self._connection.executemany(
            "UPDATE told SET is_due = 0 WHERE source_id = ?", [(source_id,) for source_id in source_ids]
        )

    def _replace(self, source_id: int, traits: Iterable[Trait]) -> bool:
        """Replace the traits of a file; return whether they have changed."""
        before = set(self._rows("SELECT text_id, kind, day FROM trait WHERE source_id = ?", source_id))
        after = set(self._counted(source_id, traits))
        self._connection.executemany(
            "DELETE FROM trait WHERE (text_id, kind, day) = (?, ?, ?) AND source_id = ?",
            [(*trait_row, source_id) for trait_row in before - after],
        )
        self._count(before - after, -1)
        self._count(after - before, 1)
        self._connection.executemany(
            "INSERT INTO trait VALUES (?, ?, ?, ?)", [(*trait_row, source_id) for trait_row in after - before]
        )
        self._changed.update(text_id for text_id, _, _ in before ^ after)
        return before != after

    def _counted(self, source_id: int, traits: Iterable[Trait]) -> Iterator[tuple[int, str, str]]:
        """Yield the rows of a file's traits, without its id."""
        traits = tuple(traits)
        for newspaper, day in self._rows(
            "SELECT i.newspaper, coalesce(json_extract(s.masthead, '$.date'), hex(s.digest)) FROM source s"
            " JOIN issue i ON i.id = s.issue_id WHERE s.id = ?",
            source_id,
        ):
            id_by_text: dict[str, int] = dict(
                self._rows(
                    "SELECT text, id FROM trait_text WHERE newspaper = ?"
                    " AND text IN (SELECT value FROM json_each(?))",
                    newspaper,
                    json.dumps([trait.text for trait in traits], ensure_ascii=False),
                )
            )
            for trait in traits:
                if trait.text not in id_by_text:
                    # one with a NUL, at which SQLite ends a string of JSON, may be stored already
                    id_by_text[trait.text] = self._text_id(newspaper, trait.text)
                yield id_by_text[trait.text], trait.kind.value, day

    def _text_id(self, newspaper: str, text: str) -> int:
        """Return the id of a text, which is stored unless it is already."""
        ((text_id,),) = self._rows(
            "INSERT INTO trait_text (newspaper, text) VALUES (?, ?)"
            " ON CONFLICT DO UPDATE SET text = text RETURNING id",
            newspaper,
            text,
        )
        return int(text_id)

    def _count(self, some: Iterable[tuple[int, str, str]], change: int) -> None:
        """Count an issue that tells texts, or none any more, unless another file of that day tells them, too."""
        self._connection.executemany(
            "INSERT INTO trait_count SELECT ?1, ?2, ?4 WHERE NOT EXISTS"
            " (SELECT 1 FROM trait WHERE (text_id, kind, day) = (?1, ?2, ?3))"
            " ON CONFLICT DO UPDATE SET issues = issues + excluded.issues",
            [(*trait_row, change) for trait_row in some],
        )

    def decide(self) -> None:
        """Decide what the changed texts are by their counts, and make the files due that they concern.

        It is done once, before the transaction ends, as many files have the same texts.
        """
        if not self._changed:
            return
        rows = self._rows(
            "SELECT t.id, t.newspaper, t.text, t.kind, c.kind, c.issues FROM trait_text t"
            " LEFT JOIN trait_count c ON c.text_id = t.id AND c.issues"
            " WHERE t.id IN (SELECT value FROM json_each(?)) ORDER BY t.id",
            json.dumps([*self._changed]),
        )
        self._changed.clear()
        for (text_id, newspaper, text, before), some in groupby(rows, itemgetter(0, 1, 2, 3)):
            counts = {TraitKind(kind): issues for *_, kind, issues in some if issues}
            # files of unknown newspapers have nothing in common
            now = decided(counts) if newspaper else None
            if now != before:
                self._connection.execute("UPDATE trait_text SET kind = ? WHERE id = ?", (now, text_id))
                self.look_at(self._sources_with(newspaper, text))
            if not counts:
                self._connection.execute("DELETE FROM trait_count WHERE text_id = ?", (text_id,))
                self._connection.execute("DELETE FROM trait_text WHERE id = ?", (text_id,))

    def _sources_with(self, newspaper: str, text: str) -> list[int]:
        """Return the files that have a text, or one that may be that text misread."""
        similar = [text]
        if any(ends(text)):
            rows = self._rows(
                # by itself, SQLite would read all texts of the newspaper from another index
                "SELECT text FROM trait_text INDEXED BY trait_text_begin"
                f" WHERE newspaper = ? AND substr(text, 1, {ENDS}) = ? UNION"
                " SELECT text FROM trait_text INDEXED BY trait_text_end"
                f" WHERE newspaper = ? AND substr(text, -{ENDS}) = ?",
                *(newspaper, text[:ENDS], newspaper, text[-ENDS:]),
            )
            similar += [other for (other,) in rows if may_be_misread(other, text)]
        rows = self._rows(
            "SELECT DISTINCT r.source_id FROM trait r JOIN trait_text t ON t.id = r.text_id"
            " WHERE t.newspaper = ? AND t.text IN (SELECT value FROM json_each(?))",
            newspaper,
            json.dumps(similar, ensure_ascii=False),
        )
        return [source_id for (source_id,) in rows]


def _traits_from(rows: str) -> tuple[Trait, ...]:
    return tuple(Trait(*row) for row in _ROWS.decode(rows))


def told_as_stored(kind_by_text: Told) -> str:
    if kind_by_text:
        return json.dumps(dict(sorted(kind_by_text.items())), ensure_ascii=False)
    return ""


def told_from(stored: str) -> Told:
    if stored:
        return {text: TraitKind(kind) for text, kind in json.loads(stored).items()}
    return {}
