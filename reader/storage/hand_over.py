"""Handing a catalogue over to a server: everything that it has of a newspaper's issues, day by day."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple, TypeVar

from msgspec import Struct

from reader.newspaper.article import Article
from reader.storage.packing import Unpacker
from reader.storage.stitch_table import StitchTable
from reader.storage.text_table import FETCHED_AT_ONCE, PACKED, MakeRows

T = TypeVar("T")


class HandedIssue(NamedTuple):
    id: int
    identity: str
    newspaper: str
    date: str | None
    month_day: str | None
    date_origin: str | None
    number: int | None
    label: str
    newspaper_origin: str | None

    @property
    def edition(self) -> str | None:
        """The name of the edition, such as an extra or an evening paper; None for the ordinary paper of the day."""
        identity_parts = json.loads(self.identity)
        return identity_parts[-1] if len(identity_parts) in (3, 5) else None


class HandedFile(NamedTuple):
    id: int
    issue_id: int
    path: str
    state: str
    encoding: str
    masthead: str
    reading: str | None
    corrections: str
    head_printed: bytes | None
    head_search: bytes | None


class HandedArticle(NamedTuple):
    """The row of an article; the fields are in the order of its columns."""

    id: int
    issue_id: int
    key: str
    digest: bytes
    kind: str
    page: str | None
    page_order: int
    kicker: str | None
    title: str
    lead: str
    names: str
    length: int


class HandedAppearance(NamedTuple):
    source_id: int
    position: int
    article_id: int
    source_lines: str
    is_other: int


class HandedForm(NamedTuple):
    """An article as a file has it, if that differs from what is shown."""

    source_id: int
    position: int
    article: Article
    text: str


class HandedStitch(NamedTuple):
    first_id: int
    second_id: int
    confidence: float
    reasons: str
    is_told: int
    pair: str | None
    paragraph: str | None
    seam: int | None


class HandedIdentity(NamedTuple):
    """What identifies an article in any catalogue: the identity of its issue, its key and its digest."""

    id: int
    issue: str
    key: str
    digest: bytes


class HandedDay(Struct, frozen=True):
    """All issues of a newspaper's day, or one without a date; ids are the catalogue's."""

    name: str
    issues: Sequence[HandedIssue]
    files: Sequence[HandedFile]
    articles: Sequence[HandedArticle]
    appearances: Sequence[HandedAppearance]
    forms: Sequence[HandedForm]
    stitches: Sequence[HandedStitch]

    def stamp(self) -> bytes:
        """Return a digest of the content that does not depend on the catalogue's ids."""
        issues = {issue.id: issue.identity for issue in self.issues}
        files = {file.id: file.path for file in self.files}
        articles = {
            article.id: f"{issues[article.issue_id]} {article.key} {article.digest.hex()}"
            for article in self.articles
        }
        rows: list[tuple[object, ...]] = [issue_row[1:] for issue_row in self.issues]
        for file_row in self.files:
            rows.append((*file_row[2:7], repr(file_row[7:])))
        for appearance in self.appearances:
            rows.append((files[appearance[0]], appearance[1], articles[appearance[2]], *appearance[3:]))
        for form in self.forms:
            rows.append((files[form[0]], form[1], repr(form[2:])))
        for stitch in self.stitches:
            rows.append((articles[stitch[0]], articles.get(stitch[1]), *stitch[2:]))
        content = json.dumps(sorted(map(repr, rows)), ensure_ascii=True)
        return hashlib.sha256(content.encode()).digest()


class HandOver(Struct, frozen=True):
    """Reads what is sent to the server. `rows` and `made` query the catalogue; methods raise what these raise."""

    _rows: Callable[..., list[Any]]
    _made: MakeRows
    _unpacker: Callable[[], Unpacker]

    def days(self) -> dict[str, list[HandedIssue]]:
        """Return the issues by names of their days, sorted by newspaper and date; undated ones come last."""
        issues = [
            HandedIssue(*row)
            for row in self._rows(
                "SELECT id, identity, newspaper, date, month_day, date_origin, number, label, newspaper_origin"
                " FROM issue ORDER BY date IS NULL, newspaper, date, id"
            )
        ]
        return {name: list(group) for name, group in groupby(issues, key=_day_of)}

    def articles(self, ids: Sequence[int]) -> Iterator[tuple[int, Article, str]]:
        """Yield articles with their search texts, by id."""
        unpacker = self._unpacker()
        for at in range(0, len(ids), FETCHED_AT_ONCE):
            for article_id, key, dictionary, text, record in self._rows(
                f"SELECT a.id, {PACKED} FROM article a JOIN article_text t ON t.article_id = a.id"
                " WHERE a.id IN (SELECT value FROM json_each(?)) ORDER BY a.id",
                json.dumps(list(ids[at : at + FETCHED_AT_ONCE])),
            ):
                article = unpacker.article(key, dictionary, text, record)
                yield article_id, article, unpacker.text(dictionary, text)

    def day(self, name: str, issues: Sequence[HandedIssue]) -> HandedDay:
        """Return all that is sent of a day, as it is in the catalogue now."""
        ids = json.dumps([issue.id for issue in issues])
        of_issues = "(SELECT value FROM json_each(?))"
        files = [
            HandedFile(*row)
            for row in self._rows(
                "SELECT s.id, s.issue_id, s.path, s.state, s.encoding, s.masthead, s.reading, s.corrections,"
                " m.printed, m.search"
                " FROM source s LEFT JOIN masthead m ON m.source_id = s.id"
                f" WHERE s.issue_id IN {of_issues} ORDER BY s.id",
                ids,
            )
        ]
        articles = [
            HandedArticle(*row)
            for row in self._rows(
                "SELECT id, issue_id, key, digest, kind, page, page_order, kicker, title, lead, names, length"
                f" FROM article WHERE issue_id IN {of_issues} ORDER BY id",
                ids,
            )
        ]
        appearances = [
            HandedAppearance(*row)
            for row in self._rows(
                "SELECT p.source_id, p.position, p.article_id, p.source_lines, p.is_other FROM appearance p"
                f" JOIN source s ON s.id = p.source_id WHERE s.issue_id IN {of_issues}"
                " ORDER BY p.source_id, p.position, p.article_id",
                ids,
            )
        ]
        stitches = [
            HandedStitch(*row)
            for row in self._rows(
                "SELECT t.first_id, t.second_id, t.confidence, t.reasons, t.is_told, t.pair, t.paragraph, t.seam"
                f" FROM stitch t JOIN article a ON a.id = t.first_id WHERE a.issue_id IN {of_issues}"
                " ORDER BY t.first_id",
                ids,
            )
        ]
        return HandedDay(
            name,
            issues,
            files,
            articles,
            appearances,
            list(self._forms(ids)),
            stitches,
        )

    def is_stitched(self, stamp: str) -> bool:
        """Return whether all days were stitched by the version with this stamp."""
        return StitchTable(self._rows, self._unpacker).is_whole(stamp)

    def table(self, kind: Callable[..., T]) -> T:
        """Return the queries on a feature's own tables, as `CatalogueReading.table` does."""
        return kind(self._rows, self._made)

    def identities(self, article_ids: Collection[int]) -> list[HandedIdentity]:
        rows = self._rows(
            "SELECT a.id, i.identity, a.key, a.digest FROM article a JOIN issue i ON i.id = a.issue_id"
            " WHERE a.id IN (SELECT value FROM json_each(?))",
            json.dumps(list(article_ids)),
        )
        return [HandedIdentity(*row) for row in rows]

    def _forms(self, issue_ids: str) -> Iterator[HandedForm]:
        unpacker = self._unpacker()
        for source_id, position, *packed in self._rows(
            "SELECT f.source_id, f.position, f.key, f.dictionary, f.search, f.record FROM source s"
            " JOIN form f ON f.source_id = s.id WHERE s.issue_id IN (SELECT value FROM json_each(?))"
            " ORDER BY f.source_id, f.position",
            issue_ids,
        ):
            article = unpacker.article(*packed)
            text = unpacker.text(packed[1], packed[2])
            yield HandedForm(source_id, position, article, text)


def _day_of(issue: HandedIssue) -> str:
    if issue.date:
        return json.dumps([issue.newspaper, issue.date], ensure_ascii=False)
    return issue.identity
