"""What is true of a file, in the schema of the gold annotation (`tests/gold/README.md`), read off the lines as they
stand after OCR; and the echo of a truth: the issue part of a parser that knows it.
"""

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from msgspec import Struct

from reader.newspaper import article as paper
from reader.newspaper.article import Article, ArticleKind, Block, BlockKind, Credit, SourceText, spans_of
from reader.newspaper.issue import DateOrigin, IssuePart, Masthead
from tools.typesetter.inventing import InventedArticle, InventedNotices
from tools.typesetter.lines import Char, Field, Line, Role, glyphs

Json = dict[str, Any]


class MastheadTruth(Struct, frozen=True):
    """A field is None where the paper did not print it."""

    title: str | None
    date: str
    weekday: str | None
    lunar: str | None
    issue_number: int | None
    pages: int | None
    cn: str | None
    lines: tuple[int, ...]


class ArticleTruth(Struct, frozen=True):
    """`accept`: the headlines that are right, ("",) where there is none; `roles`: line numbers by role letter."""

    kind: str
    accept: tuple[str, ...]
    kicker: str | None
    roles: dict[Role, tuple[int, ...]]
    joins: tuple[tuple[int, int], ...]
    reporters: tuple[str, ...]
    correspondents: tuple[str, ...]
    other: tuple[str, ...]
    jump_to: str | None
    jump_from: str | None
    agency: str | None

    def lines(self) -> set[int]:
        return {line for lines in self.roles.values() for line in lines}


class Truth(Struct, frozen=True):
    """`inferred_between` holds where there is no masthead; `furniture` are page labels and the like."""

    masthead: MastheadTruth | None
    inferred_between: tuple[str, str] | None
    furniture: tuple[int, ...]
    articles: tuple[ArticleTruth, ...]

    def to_json(self) -> Json:
        """The gold schema, with `furniture` beside."""
        head = self.masthead
        data: Json = {
            "masthead": {name: getattr(head, name) for name in head.__struct_fields__}
            | {"lines": list(head.lines)}
            if head
            else None,
            "furniture": list(self.furniture),
            "articles": [
                {
                    "kind": article.kind,
                    "accept": list(article.accept),
                    "kicker": article.kicker,
                    "roles": {role.value: list(lines) for role, lines in article.roles.items()},
                    "joins": [list(join) for join in article.joins],
                    "reporters": list(article.reporters),
                    "correspondents": list(article.correspondents),
                    "other": list(article.other),
                    "jump_to": article.jump_to,
                    "jump_from": article.jump_from,
                    "agency": article.agency,
                }
                for article in self.articles
            ],
        }
        return data | ({"inferred_between": list(self.inferred_between)} if self.inferred_between else {})

    @classmethod
    def from_json(cls, data: Json) -> "Truth":
        """Of the gold schema. Raises KeyError or ValueError on anything else."""
        head = data["masthead"]
        between = data.get("inferred_between")
        return cls(
            MastheadTruth(**head | {"lines": tuple(head["lines"])}) if head else None,
            (between[0], between[1]) if between else None,
            tuple(data.get("furniture", ())),
            tuple(
                ArticleTruth(
                    kind=article["kind"],
                    accept=tuple(article["accept"]),
                    kicker=article["kicker"],
                    roles={Role(role): tuple(lines) for role, lines in article["roles"].items()},
                    joins=tuple((first, second) for first, second in article["joins"]),
                    reporters=tuple(article["reporters"]),
                    correspondents=tuple(article["correspondents"]),
                    other=tuple(article["other"]),
                    jump_to=_label(article["jump_to"]),
                    jump_from=_label(article["jump_from"]),
                    agency=article["agency"],
                )
                for article in data["articles"]
            ),
        )


def _label(page: int | str | None) -> str | None:
    return None if page is None else str(page)


def squash(text: str | None) -> str:
    """Without white space and differences of width."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))


def read_off(
    lines: Sequence[Line],
    issue: Sequence[InventedArticle | InventedNotices],
    masthead: MastheadTruth | None,
    between: tuple[str, str] | None,
) -> Truth:
    """The truth of a file's lines. `masthead` lacks its lines only."""
    numbered = list(enumerate(lines, 1))
    heads = tuple(n for n, line in numbered if line.role is Role.MASTHEAD)
    return Truth(
        MastheadTruth(
            masthead.title, masthead.date, masthead.weekday, masthead.lunar, masthead.issue_number, masthead.pages,
            masthead.cn, heads,
        )
        if masthead
        else None,
        between,
        tuple(n for n, line in numbered if line.role is Role.FURNITURE),
        tuple(
            _article([(n, line) for n, line in numbered if line.article == number], invented)
            for number, invented in enumerate(issue)
        ),
    )  # fmt: skip


def _article(lines: Sequence[tuple[int, Line]], invented: InventedArticle | InventedNotices) -> ArticleTruth:
    roles: dict[Role, tuple[int, ...]] = {}
    units: dict[int, list[int]] = defaultdict(list)
    values: dict[Field, dict[tuple[int, int], list[Char]]] = defaultdict(lambda: defaultdict(list))
    for number, line in lines:
        assert line.role
        roles[line.role] = (*roles.get(line.role, ()), number)
        if line.role in (Role.PARAGRAPH, Role.JUMP):
            units[line.unit].append(number)
        for char in line.text:
            if char.mark:
                # every caption counts its photographers anew
                unit = line.unit if line.role is Role.CAPTION else 0
                values[char.mark.field][unit, char.mark.ordinal].append(char)

    def told(field: Field) -> tuple[str, ...]:
        names = (squash(glyphs(chars)) for _, chars in sorted(values[field].items()))
        return tuple(name for name in names if name)

    halves = told(Field.HEADLINE)
    kickers = {ordinal: squash(glyphs(chars)) for (_, ordinal), chars in values[Field.KICKER].items()}
    headline = "".join(halves)
    accept = dict.fromkeys((headline, "".join(kickers.values()) + headline))
    if len(halves) > 1 or 1 in kickers:
        accept |= dict.fromkeys((halves[-1], *(kickers.values()), *halves[:1]))
    agency = (
        invented.signed.agency if isinstance(invented, InventedArticle) and values[Field.AGENCY] else None
    )
    is_continued = isinstance(invented, InventedArticle) and bool(invented.jump_from)
    return ArticleTruth(
        "notices" if isinstance(invented, InventedNotices) else "continuation" if is_continued else "article",
        tuple(accept),
        kickers.get(0),
        roles,
        tuple(join for unit in units.values() for join in pairwise(unit)),
        told(Field.REPORTER),
        told(Field.CORRESPONDENT),
        told(Field.OTHER),
        (invented.jump_to if isinstance(invented, InventedArticle) else "") or None,
        (invented.jump_from if isinstance(invented, InventedArticle) else "") or None,
        agency,
    )


_BLOCK_OF_ROLE = {
    Role.PARAGRAPH: BlockKind.PARAGRAPH,
    Role.SUBHEAD: BlockKind.SUBHEAD,
    Role.CAPTION: BlockKind.CAPTION,
    Role.JUMP: BlockKind.JUMP,
    Role.NOTICE: BlockKind.NOTICE,
}


def echo(truth: Truth, source: SourceText) -> IssuePart:
    """The issue part of a parser that knows the truth."""
    head = truth.masthead
    outside = spans_of(sorted({*truth.furniture, *(head.lines if head else ())}))
    if head:
        masthead = Masthead(
            head.title, head.title, dt.date.fromisoformat(head.date), head.date[5:], DateOrigin.PRINTED, head.weekday,
            head.lunar, head.issue_number, head.pages, head.cn, outside,
        )  # fmt: skip
    else:
        date = dt.date.fromisoformat(truth.inferred_between[0]) if truth.inferred_between else None
        masthead = Masthead(date=date, date_origin=DateOrigin.INFERRED, source_lines=outside)
    articles = tuple(_echoed(article, source.lines) for article in truth.articles)
    return IssuePart(source.path, source.encoding, len(source.lines), masthead, articles)


def _echoed(truth: ArticleTruth, lines: Sequence[str]) -> Article:
    def printed(role: Role) -> list[str]:
        return [_bare_line(lines[line - 1]) for line in truth.roles.get(role, ())]

    follows = dict(truth.joins)
    begun = {second for _, second in truth.joins}
    blocks = []
    for role, kind in _BLOCK_OF_ROLE.items():
        for line in truth.roles.get(role, ()):
            if role is Role.JUMP or line not in begun:
                chain = [line]
                while role in (Role.PARAGRAPH, Role.JUMP) and chain[-1] in follows:
                    chain.append(follows[chain[-1]])
                text = "".join(_bare_line(lines[n - 1]) for n in chain)
                joined = BlockKind.PARAGRAPH if len(chain) > 1 else kind
                blocks.append(Block(joined, text, spans_of(chain)))
    as_printed = "".join(printed(Role.BYLINE))
    roles = ((paper.Role.REPORTER, truth.reporters), (paper.Role.CORRESPONDENT, truth.correspondents))
    agency = (Credit(paper.Role.AGENCY, (truth.agency,), truth.agency),) if truth.agency else ()
    signed = (Credit(paper.Role.AUTHOR, truth.other, as_printed),)
    headline = truth.accept[0] if truth.kicker else max(truth.accept, key=len)
    return Article(
        key="",
        kind=ArticleKind(truth.kind),
        section="".join(printed(Role.SECTION)) or None,
        kicker=truth.kicker,
        headline=headline or None,
        decks=tuple(printed(Role.DECK)),
        credits=(*(Credit(role, names, as_printed) for role, names in roles if names), *signed, *agency),
        jump_from=truth.jump_from,
        jump_to=truth.jump_to,
        blocks=tuple(sorted(blocks, key=lambda block: block.source_lines)),
        source_lines=spans_of(sorted(truth.lines())),
    )


def _bare_line(line: str) -> str:
    return re.sub(r"^#+\s*", "", line.strip())
