"""Locating a reader's corrections in a text that may have changed, and the constraints that they put on lines."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from reader.language.forms import key_form, search_form
from reader.language.surroundings import numbers_in
from reader.newspaper.article import Credit, LineSpan, SourceText
from reader.newspaper.correction import (
    OF_A_LINE,
    Anchor,
    Claim,
    CorrectedCredit,
    CorrectedRole,
    Correction,
    CorrectionKind,
)
from reader.newspaper.issue import IssuePart
from reader.newspaper.logical_clock import order_of
from reader.parsing.rows import RawLine, rows_of
from reader.parsing.weights import OUTSIDE, LineRole

ANY_ROLE = frozenset(LineRole)


class LineDecisions(Struct, frozen=True):
    """A reader's decisions on a line.

    Attributes:
        roles: The roles that the line may have.
        names_role: A reader has chosen its role.
        starts: An article starts with it.
        joins: The article that starts with it is joined to the one before.
        credits: All its credits; None if the reader has not corrected them.
    """

    roles: frozenset[LineRole] = ANY_ROLE
    names_role: bool = False
    starts: bool = False
    joins: bool = False
    credits: tuple[CorrectedCredit, ...] | None = None


NOTHING = LineDecisions()


class IssueDecisions(Struct, frozen=True):
    """A reader's decisions on the issue of a file; a field without a decision is None.

    `refused_years` are the years in which the issue did not appear, in ascending order; in `encoding` the file was
    decoded (`formats.decoding`).
    """

    date: dt.date | None = None
    number: int | None = None
    title: str | None = None
    refused_years: tuple[int, ...] = ()
    page: str | None = None
    encoding: str | None = None


NOTHING_OF_ISSUE = IssueDecisions()


def decided_credits(
    decided: tuple[CorrectedCredit, ...], text: str, read: tuple[Credit, ...]
) -> tuple[Credit, ...]:
    """Return the credits of a text as a reader has corrected them; a decision without names removes its credit.

    The words `as_printed` are those of the credit with the same role in `read`, else the names that the text has.
    Names that are not printed are added to them in 〔〕.

    Args:
        decided: The reader's decisions, one for each role.
        text: The text.
        read: The credits that were recognised in the text.
    """
    return tuple(_credit(credit, text, read) for credit in decided if credit.names)


def _credit(decided: CorrectedCredit, text: str, read: tuple[Credit, ...]) -> Credit:
    words = next((credit.as_printed for credit in read if credit.role is decided.role), "")
    printed = search_form(words or text)
    printed_names = [name for name in decided.names if search_form(name) in printed]
    unknown = [name for name in decided.names if name not in printed_names]
    added = f"〔{' '.join(unknown)}〕" if unknown else ""
    return Credit(decided.role, decided.names, (words or " ".join(printed_names)) + added)


QUOTED = 160
"""Number of characters of a line that identify it."""

LEAST_ALIKE = 0.6
"""Minimum share of equal character pairs between the old and the new text of a line.

Most lines have more if one character in ten is recognised differently; two lines of one paper have far less."""

SHORTEST_DISTINCTIVE = 8
"""Minimum characters of a line that is found by its own words; a shorter one also needs a matching neighbour."""

LEAST_WITHIN = 0.6
"""Minimum share of a line's trigrams in a file of the same issue with other line breaks.

Other issues of the paper have about a quarter of them."""

_SECOND = frozenset({LineRole.PARAGRAPH_MORE, LineRole.HEADLINE_MORE})
_ROLES = {
    CorrectedRole.HEADLINE: frozenset({LineRole.HEADLINE, LineRole.HEADLINE_MORE}),
    CorrectedRole.KICKER: frozenset({LineRole.KICKER}),
    CorrectedRole.DECK: frozenset({LineRole.DECK}),
    CorrectedRole.SECTION: frozenset({LineRole.SECTION, LineRole.LABEL}),
    CorrectedRole.BYLINE: frozenset({LineRole.BYLINE, LineRole.SIGNATURE}),
    CorrectedRole.PARAGRAPH: frozenset({LineRole.OPENING, LineRole.PARAGRAPH, LineRole.PARAGRAPH_MORE}),
    CorrectedRole.SUBHEAD: frozenset({LineRole.SUBHEAD}),
    CorrectedRole.CAPTION: frozenset({LineRole.CAPTION}),
    CorrectedRole.NOTICE: frozenset({LineRole.NOTICE}),
    CorrectedRole.JUMP: frozenset({LineRole.JUMP_FROM, LineRole.JUMP_TO}),
    CorrectedRole.MASTHEAD: frozenset({LineRole.MASTHEAD}),
    CorrectedRole.PAGE: frozenset({LineRole.PAGE}),
}
_BY_KIND: Mapping[CorrectionKind, tuple[frozenset[LineRole], Mapping[str, Any]]] = {
    CorrectionKind.STARTS: (ANY_ROLE - OUTSIDE - _SECOND, {"starts": True, "joins": False}),
    CorrectionKind.JOINED: (ANY_ROLE - OUTSIDE, {"starts": False, "joins": True}),
    CorrectionKind.PARAGRAPH_JOINED: (frozenset({LineRole.PARAGRAPH_MORE}), {}),
    CorrectionKind.PARAGRAPH_APART: (
        frozenset({LineRole.OPENING, LineRole.PARAGRAPH, LineRole.JUMP_FROM}),
        {},
    ),
}
"""For each kind of claim without content, the roles that it allows, and the other decisions that it makes."""


class Resolved(Struct, frozen=True):
    """The located corrections, as line numbers by UUID, and the corrections whose lines were not found."""

    lines: dict[str, int]
    unresolved: tuple[Correction, ...]


def anchor_of(source: SourceText, number: int) -> Anchor:
    """Return the anchor of line `number` of the file. Raises ValueError if there is no such line, or it is blank."""
    lines = _rows_of(source)
    at = next((i for i, line in enumerate(lines) if line.number == number), None)
    if at is None:
        raise ValueError(number)
    quotes = _quotes(lines)
    ordinal = quotes[: at + 1].count(quotes[at])
    return Anchor(source.path, quotes[at], _quote_at(quotes, at - 1), _quote_at(quotes, at + 1), ordinal)


def issue_anchor_of(source: SourceText) -> Anchor:
    """Return the anchor of the longest line of a file, which identifies the issue. Raises ValueError if it has none."""
    lines = _rows_of(source)
    if not lines:
        raise ValueError(source.path)
    longest = max(lines, key=lambda line: len(key_form(line.text[: 2 * QUOTED])[:QUOTED]))
    return anchor_of(source, longest.number)


def resolve(corrections: Iterable[Correction], source: SourceText) -> Resolved:
    """Find the lines of the corrections in a file; undone corrections are ignored."""
    effective = [correction for correction in corrections if not correction.undone]
    if effective:
        return _resolve(effective, _rows_of(source))
    return Resolved({}, ())


def decisions_on(rows: Sequence[RawLine], corrections: Sequence[Correction]) -> dict[int, LineDecisions]:
    """Return the decisions on lines, by line number; of contradicting corrections the later one wins."""
    effective = [
        any_correction
        for any_correction in _in_order(corrections)
        if any_correction.claim.kind.about in OF_A_LINE
    ]
    if not effective:
        return {}
    line_by_uuid = _resolve(effective, rows).lines
    decisions: dict[int, LineDecisions] = {}
    for correction in effective:
        if correction.uuid in line_by_uuid:
            number = line_by_uuid[correction.uuid]
            decisions[number] = _add(decisions.get(number, LineDecisions()), correction.claim)
    return decisions


def issue_decisions(
    rows: Sequence[RawLine], corrections: Sequence[Correction], stated_day: dt.date | None = None
) -> IssueDecisions:
    """Return the decisions on the issue; of contradicting corrections the later one wins, and any over the date
    `stated_day` of the day that is the text.
    """
    effective = [correction for correction in _in_order(corrections) if correction.claim.kind.is_of_issue]
    if stated_day:
        decisions = replace(NOTHING_OF_ISSUE, date=stated_day)
    else:
        decisions = NOTHING_OF_ISSUE
    if not effective:
        return decisions
    line_by_uuid = _resolve(effective, rows).lines
    for claim in (correction.claim for correction in effective if correction.uuid in line_by_uuid):
        decisions = IssueDecisions(
            claim.date or decisions.date,
            claim.number or decisions.number,
            claim.title or decisions.title,
            tuple(sorted({*decisions.refused_years, *([claim.year] if claim.year else [])})),
            claim.page or decisions.page,
            claim.encoding or decisions.encoding,
        )
    return decisions


def anchor_likeness(one: Anchor, other: Anchor) -> float:
    """Return the mean similarity of two lines and their neighbours, from 0 to 1."""
    pairs = ((one.quote, other.quote), (one.before, other.before), (one.after, other.after))
    return sum(likeness(a, b) for a, b in pairs) / len(pairs)


def keys_moved(before: IssuePart, after: IssuePart) -> dict[str, str]:
    """Return the new key of each article of `before` whose key `after` does not have, by its old key.

    The new key is that of the article with most of the old article's lines. A key is omitted if no article has any.
    """
    home = {number: article.key for article in after.articles for number in _numbers(article.source_lines)}
    present = {article.key for article in after.articles}
    moves = {}
    for article in before.articles:
        if article.key not in present:
            bodies = Counter(home[n] for n in _numbers(article.source_lines) if n in home)
            if bodies:
                moves[article.key] = max(bodies, key=lambda key: bodies[key])
    return moves


def first_line_of_article(part: IssuePart, number: int) -> int:
    """Return the number of the first line of the article that contains line `number`; `number` if none does."""
    for article in part.articles:
        if number in _numbers(article.source_lines):
            return article.source_lines[0][0]
    return number


def line_of(source: SourceText, spans: Sequence[LineSpan], text: str) -> int | None:
    """Return the number of the line within `spans` on which a displayed text begins; None if none matches."""
    form = search_form(text)
    inside = set(_numbers(spans))
    lines = [(line.number, search_form(line.text)) for line in _rows_of(source) if line.number in inside]
    fits = [
        (printed == form, form.startswith(printed), min(len(printed), len(form)), -number)
        for number, printed in lines
        if printed and form and (printed in form or form in printed)
    ]
    if fits:
        return -max(fits)[3]
    return None


def likeness(one: str, other: str) -> float:
    """Return the similarity of two lines, from 0 to 1: the share of their character pairs that both have."""
    if one == other:
        return 1.0
    a, b = (Counter(line[i : i + 2] for i in range(len(line) - 1)) for line in (one, other))
    total = a.total() + b.total()
    if total:
        return 2 * (a & b).total() / total
    return 0.0


def _rows_of(source: SourceText) -> list[RawLine]:
    """Return the lines that are not blank, with their numbers in the file."""
    rows = rows_of(source)
    if not source.lines_above and not source.spans:
        return rows
    numbers = (source.numbers_in_file(row.number) for row in rows)
    return [
        replace(row, number=row_numbers[0])
        for row, row_numbers in zip(rows, numbers, strict=True)
        if row_numbers
    ]


def _in_order(corrections: Iterable[Correction]) -> list[Correction]:
    """Return the corrections that are not undone, the latest last."""
    return sorted((c for c in corrections if not c.undone), key=order_of)


def _resolve(corrections: Sequence[Correction], lines: Sequence[RawLine]) -> Resolved:
    quotes = _quotes(lines)
    line_by_uuid: dict[str, int] = {}
    unresolved = []
    for correction in corrections:
        at = _find(correction.anchor, quotes)
        if at is None and correction.claim.kind.is_of_issue and _is_within(correction.anchor.quote, lines):
            at = 0
        # in another encoding, no line is what it was
        if at is None and lines and correction.claim.kind is CorrectionKind.ENCODING:
            at = 0
        if at is None:
            unresolved.append(correction)
        else:
            line_by_uuid[correction.uuid] = lines[at].number
    return Resolved(line_by_uuid, tuple(unresolved))


def _find(anchor: Anchor, quotes: Sequence[str]) -> int | None:
    """Return the index of the anchor's line: of an equal one, else of the most similar one, else None.

    Of several equal lines, and of similar ones, only one beside a line that was beside it before is taken. A similar
    one also has the same numbers, unless it is between the same two lines.
    """
    equal = [i for i, quote in enumerate(quotes) if quote == anchor.quote]
    if equal:
        scored = [
            (_neighbour_likeness(anchor, quotes, at), -abs(ordinal - anchor.ordinal), -at)
            for ordinal, at in enumerate(equal, 1)
        ]
        neighbours, _, place = max(scored)
        is_telling = len(equal) == 1 and len(anchor.quote) >= SHORTEST_DISTINCTIVE
        if neighbours or is_telling:
            return -place
        return None
    numbers = numbers_in(anchor.quote)
    alike = [
        (score, _neighbour_likeness(anchor, quotes, at), -at)
        for at, quote in enumerate(quotes)
        if (score := likeness(anchor.quote, quote)) >= LEAST_ALIKE
        and (
            numbers_in(quote) == numbers
            or (anchor.before, anchor.after) == (_quote_at(quotes, at - 1), _quote_at(quotes, at + 1))
        )
    ]
    if not alike:
        return None
    _, neighbours, place = max(alike)
    if neighbours:
        return -place
    return None


def _is_within(quote: str, lines: Sequence[RawLine]) -> bool:
    """Return whether a text contains most of the words of a line, with other line breaks."""
    runs = [quote[i : i + 3] for i in range(len(quote) - 2)]
    text = key_form("".join(line.text for line in lines))
    effective = {text[i : i + 3] for i in range(len(text) - 2)}
    is_telling = len(quote) >= SHORTEST_DISTINCTIVE
    return is_telling and sum(run in effective for run in runs) >= LEAST_WITHIN * len(runs)


def _neighbour_likeness(anchor: Anchor, quotes: Sequence[str], at: int) -> float:
    """Return the similarity of a line's neighbours to those of the anchor, from 0 to 2; 0 if neither matches."""
    neighbour_scores = (
        likeness(anchor.before, _quote_at(quotes, at - 1)),
        likeness(anchor.after, _quote_at(quotes, at + 1)),
    )
    return sum(score for score in neighbour_scores if score >= LEAST_ALIKE)


def _quotes(lines: Sequence[RawLine]) -> list[str]:
    """Return the beginning of each line in key form, by which anchors identify it."""
    return [key_form(line.text[: 2 * QUOTED])[:QUOTED] for line in lines]


def _quote_at(quotes: Sequence[str], at: int) -> str:
    """Return the quote at an index, "" beyond the first and the last line."""
    if 0 <= at < len(quotes):
        return quotes[at]
    return ""


def _add(decisions: LineDecisions, claim: Claim) -> LineDecisions:
    """Return the decisions on a line with one more claim added; it overrides those that contradict it."""
    if claim.credit is not None:
        others = tuple(c for c in decisions.credits or () if c.role is not claim.credit.role)
        return replace(decisions, credits=(*others, claim.credit))
    if claim.role is not None:
        role_decision = (_ROLES[claim.role], {"names_role": True})
    else:
        role_decision = None
    allowed, decided = role_decision or _BY_KIND[claim.kind]
    return replace(decisions, roles=decisions.roles & allowed or allowed, **decided)


def _numbers(spans: Sequence[LineSpan]) -> list[int]:
    return [number for first, last in spans for number in range(first, last + 1)]
