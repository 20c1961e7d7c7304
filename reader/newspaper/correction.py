"""Corrections that a reader makes to lines of a file, and the anchors by which those lines are found again.

A correction never changes a file. It is stored with the user's data, and constrains the parse of every text in which
its line can be found.
"""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from reader.newspaper.article import Role
from reader.newspaper.article_link import leads_inside
from reader.newspaper.logical_clock import tick_from_json, tick_to_json


class CorrectionKind(StrEnum):
    """The statement of a correction about its line."""

    ROLE = "role"
    STARTS = "starts"
    JOINED = "joined"
    PARAGRAPH_JOINED = "paragraph joined"
    PARAGRAPH_APART = "paragraph apart"
    CREDIT = "credit"
    DATE = "date"
    NUMBER = "number"
    TITLE = "title"
    NOT_YEAR = "not year"
    CONTINUES = "continues"
    APART = "apart"

    @property
    def is_of_line(self) -> bool:
        """Return whether the correction constrains the line itself."""
        return not (self.is_of_issue or self.is_of_story)

    @property
    def is_of_story(self) -> bool:
        """Return whether the correction is about the article of the line, and another article."""
        return self in (CorrectionKind.CONTINUES, CorrectionKind.APART)

    @property
    def is_of_issue(self) -> bool:
        """Return whether the correction is about the issue of the file; the line only identifies the file."""
        return self in (
            CorrectionKind.DATE,
            CorrectionKind.NUMBER,
            CorrectionKind.TITLE,
            CorrectionKind.NOT_YEAR,
        )


class CorrectedRole(StrEnum):
    """The role that a reader gives to a line, in the words of newspaper readers."""

    HEADLINE = "headline"
    KICKER = "kicker"
    DECK = "deck"
    SECTION = "section"
    BYLINE = "byline"
    PARAGRAPH = "paragraph"
    SUBHEAD = "subhead"
    CAPTION = "caption"
    NOTICE = "notice"
    JUMP = "jump"
    MASTHEAD = "masthead"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A line of a file, identified by its text.

    `path` is where it was first found, and may be out of date. `quote` is the beginning of the line, in search form;
    `before` and `after` are the neighbouring lines that are not blank, quoted in the same way, "" at the ends of the
    file; `ordinal` counts it among the lines of the file with the same quote, from 1.
    """

    path: str
    quote: str
    before: str
    after: str
    ordinal: int


@dataclass(frozen=True, slots=True)
class CorrectedCredit:
    """The names that a reader gives for a role; without names, that nobody has this role."""

    role: Role
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """The content of a correction: its kind, with the `role` of a ROLE, the `credit` of a CREDIT, and so on.

    STARTS: an article starts at the line. JOINED: the article that starts at the line is one with that before it.
    PARAGRAPH_JOINED: the line goes on with the paragraph before it; PARAGRAPH_APART: it begins one.
    DATE, NUMBER, TITLE: the day of the issue, its number (1 to 8 digits), the newspaper (1 to 40 characters).
    NOT_YEAR: a year that the issue is not of, however it was estimated (1 to 9999).
    CONTINUES: the article that the line stands in goes on with that in which the line `first` stands; APART: it does
    not. Raises ValueError when one of these is absent where it is needed, present where it means nothing, or beyond
    its bounds.
    """

    kind: CorrectionKind
    role: CorrectedRole | None = None
    credit: CorrectedCredit | None = None
    date: dt.date | None = None
    number: int | None = None
    title: str | None = None
    first: Anchor | None = None
    not_year: int | None = None

    def __post_init__(self) -> None:
        if (self.first is not None) != self.kind.is_of_story:
            raise ValueError(f"{self.kind} with first {self.first}")
        for name in ("role", "credit", "date", "number", "title", "not_year"):
            if (getattr(self, name) is not None) != (self.kind.name == name.upper()):
                raise ValueError(f"{self.kind} with {name} {getattr(self, name)}")
        if self.number is not None and not 0 < self.number < 10**8:
            raise ValueError(f"number {self.number}")
        if self.title is not None and not (
            len(self.title) <= 40 and self.title.isprintable() and self.title.strip()
        ):
            raise ValueError(f"title {self.title}")
        if self.not_year is not None and not dt.MINYEAR <= self.not_year <= dt.MAXYEAR:
            raise ValueError(f"year {self.not_year}")


@dataclass(frozen=True, slots=True)
class Correction:
    """A claim about a line. `undone`: it is no longer in effect, and kept so that copies of it are recognised.

    `tick`: `logical_clock`.
    """

    uuid: str
    anchor: Anchor
    claim: Claim
    created: dt.datetime
    modified: dt.datetime
    undone: bool = False
    tick: int = 0


Record = dict[str, object]

CORRECTIONS_HEADER = {"format": "reader corrections", "version": 1}
"""The first line of an exported file of corrections."""


def claim_to_json(claim: Claim) -> Record:
    found: Record = {"kind": claim.kind.value}
    if claim.role is not None:
        found["role"] = claim.role.value
    if claim.credit is not None:
        found["credit"] = claim.credit.role.value
        found["names"] = list(claim.credit.names)
    if claim.date is not None:
        found["date"] = claim.date.isoformat()
    if claim.number is not None:
        found["number"] = claim.number
    if claim.title is not None:
        found["title"] = claim.title
    if claim.not_year is not None:
        found["year"] = claim.not_year
    if claim.first is not None:
        found["first"] = _anchor_to_json(claim.first)
    return found


def claim_from_json(data: Mapping[str, object]) -> Claim:
    """Return the claim that `claim_to_json` wrote. Raises ValueError on any other data."""
    kind = CorrectionKind(_string(data, "kind"))
    role = CorrectedRole(_string(data, "role")) if kind is CorrectionKind.ROLE else None
    credit = None
    if kind is CorrectionKind.CREDIT:
        names = data.get("names")
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise ValueError("names")
        credit = CorrectedCredit(Role(_string(data, "credit")), tuple(names))
    date = dt.date.fromisoformat(_string(data, "date")) if kind is CorrectionKind.DATE else None
    number = _whole(data, "number") if kind is CorrectionKind.NUMBER else None
    title = _string(data, "title") if kind is CorrectionKind.TITLE else None
    not_year = _whole(data, "year") if kind is CorrectionKind.NOT_YEAR else None
    first = None
    if kind.is_of_story:
        first_record = data.get("first")
        if not isinstance(first_record, dict):
            raise ValueError("first")
        first = _anchor_from_json(first_record)
    return Claim(kind, role, credit, date, number, title, first, not_year)


def correction_to_json(correction: Correction) -> Record:
    """Return the correction as an object of an exported file."""
    return {
        "uuid": correction.uuid,
        **claim_to_json(correction.claim),
        **_anchor_to_json(correction.anchor),
        "created": correction.created.isoformat(),
        "modified": correction.modified.isoformat(),
        "undone": correction.undone,
        **tick_to_json(correction),
    }


def correction_from_json(data: Mapping[str, object]) -> Correction:
    """Return the correction that `correction_to_json` wrote; a file may come from anybody.

    Raises ValueError on any other data.
    """
    undone = data.get("undone")
    if not isinstance(undone, bool):
        raise ValueError("undone")
    anchor = _anchor_from_json(data)
    created, modified = _time(data, "created"), _time(data, "modified")
    tick = tick_from_json(data.get("tick"), modified)
    return Correction(_string(data, "uuid"), anchor, claim_from_json(data), created, modified, undone, tick)


def corrections_to_text(corrections: Iterable[Correction]) -> str:
    """Return the text of an export file: one correction a line, so that two such files can be compared."""
    lines = [json.dumps(correction_to_json(each), ensure_ascii=False) for each in corrections]
    return "\n".join([json.dumps(CORRECTIONS_HEADER), *lines]) + "\n"


def _anchor_to_json(anchor: Anchor) -> Record:
    return {
        "path": anchor.path,
        "quote": anchor.quote,
        "before": anchor.before,
        "after": anchor.after,
        "ordinal": anchor.ordinal,
    }


def _anchor_from_json(data: Mapping[str, object]) -> Anchor:
    path, quote, before, after = (_string(data, name) for name in ("path", "quote", "before", "after"))
    if not leads_inside(path):
        raise ValueError("path")
    return Anchor(path, quote, before, after, _whole(data, "ordinal"))


def _string(data: Mapping[str, object], name: str) -> str:
    value = data.get(name)
    if not isinstance(value, str):
        raise ValueError(name)
    return value


def _whole(data: Mapping[str, object], name: str) -> int:
    value = data.get(name)
    if type(value) is not int or not 0 <= value < 2**63:  # what SQLite can hold
        raise ValueError(name)
    return value


def _time(data: Mapping[str, object], name: str) -> dt.datetime:
    time = dt.datetime.fromisoformat(_string(data, name))
    if time.tzinfo is None:
        raise ValueError(name)
    return time.astimezone(dt.UTC)
