"""What a person types, understood: parsed without ever failing, printed canonically, decided on a document's text.

    甲 乙                   both                    甲 或 乙 · 甲 OR 乙 · 甲|乙      either; binds closer than a space
    "…" “…” 「…」 『…』       exactly this            -甲                            not
    (甲 或 乙) 丙            brackets group
    标题: 记者: 栏目:         in the headline (with kicker and decks), the credits, the section
    报: 版:                  the newspaper's name holds it; the page's label is it
    日期:2024 日期:2024-01 日期:2024-01-27 日期:2024-01..2024-02 日期:2024-01.. 日期:..2024-02

Fields have English names too (title: reporter: section: paper: page: date:); every sign may be full-width.
An operator is one only where it can be: a bracket without its other half, 或 without a word on either side, a
dash or colon inside a word are characters like others, and so is a quotation mark inside a word. "" is a quotation
mark inside "…"; a string between quotation marks that do not pair (“钱。””) is all that stands between the outer ones.
"""

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import TYPE_CHECKING

from reader.language.forms import search_form
from reader.messages import language
from reader.search.terms import CREDITS_LINE, HEADLINE_LINE, SECTION_LINE

if TYPE_CHECKING:
    from reader.search.engine import Document


class Field(StrEnum):
    """Where a phrase is looked for: anywhere, or on one line of the search text."""

    ANYWHERE = ""
    HEADLINE = "标题"
    CREDITS = "记者"
    SECTION = "栏目"


LINE_OF = {Field.HEADLINE: HEADLINE_LINE, Field.SECTION: SECTION_LINE, Field.CREDITS: CREDITS_LINE}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A string to find; `needle` is its search form, never empty."""

    text: str
    needle: str
    field: Field = Field.ANYWHERE


@dataclass(frozen=True, slots=True)
class Newspaper:
    """The newspaper's name holds `needle`."""

    text: str
    needle: str


@dataclass(frozen=True, slots=True)
class Page:
    """The page's label is `label`, as `page_label` writes it."""

    label: str


@dataclass(frozen=True, slots=True)
class Period:
    """Issues from `first` to `last`, both included, either open; an undated issue is in none."""

    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class Not:
    part: "Node"


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: "tuple[Node, ...]"


Leaf = Phrase | Newspaper | Page | Period
Node = Leaf | Not | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class Query:
    """`root` is None where there is nothing to look for; then nothing is found."""

    root: Node | None = None


def parse_query(text: str) -> Query:
    """Understands anything; the same query for what `understood_as` prints of it."""
    return Query(_Parser(_tokens(text.strip())).parse())


# ---- deciding


def matches(query: Query, document: "Document") -> bool:
    """Whether the document is found, decided by its text alone."""
    return query.root is not None and _holds(query.root, document)


def _holds(node: Node, document: "Document") -> bool:
    match node:
        case Phrase(needle=needle, field=Field.ANYWHERE):
            return needle in document.text
        case Phrase(needle=needle, field=where):
            number = LINE_OF[where]
            lines = document.text.split("\n", number + 1)
            return number < len(lines) and needle in lines[number]
        case Newspaper(needle=needle):
            return needle in search_form(document.newspaper)
        case Page(label):
            return document.page is not None and page_label(document.page) == label
        case Period():
            return in_period(node, document.date)
        case Not(part):
            return not _holds(part, document)
        case AllOf(parts):
            return all(_holds(part, document) for part in parts)
        case AnyOf(parts):
            return any(_holds(part, document) for part in parts)


def in_period(period: Period, date: dt.date | None) -> bool:
    return (
        date is not None
        and (period.first is None or period.first <= date)
        and (period.last is None or date <= period.last)
    )


def page_label(text: str) -> str:
    """A page's label in one spelling: 第01版, １ and 1 are "1", A04版 is "a4"."""
    label = re.sub("^第+|版+$", "", search_form(text)).strip()
    number = re.fullmatch("([a-z]*)0*([0-9]+)", label)
    return number[1] + number[2] if number else label


def needles(query: Query) -> tuple[str, ...]:
    """The search forms to mark in what is found: those of all phrases that are not under a NOT."""
    return tuple(dict.fromkeys(phrase.needle for phrase in phrases(query)))


def phrases(query: Query) -> Iterator[Phrase]:
    """The phrases that are not under a NOT, from left to right."""

    def walk(node: Node) -> Iterator[Phrase]:
        match node:
            case Phrase():
                yield node
            case AllOf(parts) | AnyOf(parts):
                for part in parts:
                    yield from walk(part)
            case _:
                return

    return walk(query.root) if query.root else iter(())


# ---- printing


def understood_as(query: Query) -> str:
    """The query in its canonical spelling: "" when there is nothing to look for."""
    return _Printer({}).printed(query.root) if query.root else ""


def in_words(query: Query) -> str:
    """As `understood_as`, with the names of the fields in the reader's language; understood all the same."""
    if language() == "zh" or query.root is None:
        return understood_as(query)
    return _Printer(_ENGLISH_NAMES).printed(query.root)


@dataclass(frozen=True, slots=True)
class _Printer:
    """Writes a query; what `names` does not translate is written in Chinese."""

    names: Mapping[str, str]

    def printed(self, node: Node) -> str:
        match node:
            case Phrase(text=text, field=where):
                return self._field(where.value, _quoted(text)) if where.value else _quoted(text)
            case Newspaper(text=text):
                return self._field("报", _quoted(text))
            case Page(label):
                return self._field("版", _quoted(label.upper() if label.isascii() else label))
            case Period(first, last):
                return self._field("日期", _printed_period(first, last))
            case Not(part):
                return "-" + self._in_brackets(part)
            case AllOf(parts):
                return " ".join(self._in_brackets(part) for part in parts)
            case AnyOf(parts):
                return f" {self._name('或')} ".join(self._in_brackets(part) for part in parts)

    def _in_brackets(self, node: Node) -> str:
        return f"({self.printed(node)})" if isinstance(node, AllOf | AnyOf) else self.printed(node)

    def _field(self, name: str, value: str) -> str:
        return f"{self._name(name)}:{value}"

    def _name(self, chinese: str) -> str:
        return self.names.get(chinese, chinese)


def _quoted(text: str) -> str:
    if text.isalnum() and text not in _OR_WORDS:
        return text
    return '"' + text.replace('"', '""') + '"'


def _printed_period(first: dt.date | None, last: dt.date | None) -> str:
    starts = [first.month == 1 and first.day == 1, first.day == 1] if first else [True, True]
    ends = [(last.month, last.day) == (12, 31), _is_last_of_month(last)] if last else [True, True]
    length = 4 if starts[0] and ends[0] else 7 if starts[1] and ends[1] else 10
    begin, end = (date.isoformat()[:length] if date else "" for date in (first, last))
    return begin if begin == end else f"{begin}..{end}"


def _is_last_of_month(date: dt.date) -> bool:
    return date.day == calendar.monthrange(date.year, date.month)[1]


# ---- reading dates

_DATE = re.compile(r"(\d{4})(?:年|([-/.年])(\d{1,2})(?:月|([-/.月])(\d{1,2})日?)?|(\d\d)(\d\d)?)?", re.ASCII)
_RANGE = re.compile(r"\.{2,}|~|至")


def _period(text: str) -> Period | None:
    """A day, month or year, or a range of them, open on either side; None where there is no such date."""
    ends = [part.strip() for part in _RANGE.split(search_form(text))]
    if len(ends) > 2 or not any(ends):
        return None
    spans = [_span(end) if end else None for end in ends]
    if any(end and not span for end, span in zip(ends, spans, strict=True)):
        return None
    known = [span for span in spans if span]
    if len(spans) == 1 or len(known) == 2:
        return Period(min(span[0] for span in known), max(span[1] for span in known))
    return Period(known[0][0], None) if spans[0] else Period(None, known[0][1])


def _span(text: str) -> tuple[dt.date, dt.date] | None:
    found = _DATE.fullmatch(text)
    if not found:
        return None
    year = int(found[1])
    month, day = found[3] or found[6], found[5] or found[7]
    try:
        first = dt.date(year, int(month or 1), int(day or 1))
        if day:
            return first, first
        last_month = int(month or 12)
        return first, dt.date(year, last_month, calendar.monthrange(year, last_month)[1])
    except ValueError:
        return None


# ---- words and signs


class _Kind(Enum):
    WORD = auto()
    QUOTED = auto()
    FIELD = auto()
    NOT = auto()
    OR_WORD = auto()
    OR_SIGN = auto()
    OPEN = auto()
    CLOSE = auto()


@dataclass(frozen=True, slots=True)
class _Token:
    kind: _Kind
    text: str
    source: str
    is_glued: bool
    """No white space stands before it."""


_FIELD_NAMES: dict[str, str] = {
    "标题": "标题", "title": "标题", "记者": "记者", "reporter": "记者", "栏目": "栏目", "section": "栏目",
    "报": "报", "paper": "报", "版": "版", "page": "版", "日期": "日期", "date": "日期",
}  # fmt: skip
_ENGLISH_NAMES = {field: name for name, field in _FIELD_NAMES.items() if name.isascii()} | {"或": "OR"}
_FIELD = re.compile(f"({'|'.join(_FIELD_NAMES)})[:：]", re.IGNORECASE)
_SPACE = re.compile(r"\s*")
_WORD = re.compile(r"[^\s|｜]+")
_OR_WORDS = ("或", "OR")
_OPEN, _CLOSE, _BAR, _DASHES = "(（", ")）", "|｜", "-－"
_CLOSING = {'"': '"', "“": "”", "「": "」", "『": "』"}
_DEEPEST = 40
"""Brackets nested deeper than this are characters like others."""


def _tokens(text: str) -> list[_Token]:
    tokens, ends_closed = _scan(text)
    if len(text) > 2 and text[-1] == _CLOSING.get(text[0]) and not (ends_closed and _is_paired(text)):
        return [_Token(_Kind.QUOTED, text[1:-1], text, False)]
    return _with_matched_brackets(tokens)


def _is_paired(text: str) -> bool:
    """Whether the quotation marks of the kind that `text` begins with make pairs."""
    opening, closing = text[0], _CLOSING[text[0]]
    return text.count(opening) % 2 == 0 if opening == closing else text.count(opening) == text.count(closing)


def _scan(text: str) -> tuple[list[_Token], bool]:
    """The tokens, brackets still unmatched; and whether the text ends with the closing mark of a quoted string."""
    tokens: list[_Token] = []
    at, closed = 0, False

    def add(kind: _Kind, end: int, value: str | None = None) -> int:
        source = text[at:end]
        glued = at > 0 and not text[at - 1].isspace()
        tokens.append(_Token(kind, source if value is None else value, source, glued))
        return end

    while (at := _end_of(_SPACE, text, at)) < len(text):
        closed = False
        after_field = bool(tokens) and tokens[-1].kind is _Kind.FIELD
        sign = text[at]
        beside = text[at + 1 : at + 2]
        if quoted := _quoted_string(text, at):
            value, end, closed = quoted
            at = add(_Kind.QUOTED, end, value)
        elif sign in _BAR:
            at = add(_Kind.OR_SIGN, at + 1)
        elif sign in _OPEN:
            at = add(_Kind.OPEN, at + 1)
        elif sign in _DASHES and (not beside or beside.isspace()):
            at += 1
        elif sign in _DASHES and not after_field and beside not in _DASHES:
            at = add(_Kind.NOT, at + 1)
        elif not after_field and (name := _FIELD.match(text, at)):
            at = add(_Kind.FIELD, name.end(), _FIELD_NAMES[name[1].lower()])
        else:
            whole = _end_of(_WORD, text, at)
            end = at + len(_without_closing(text[at:whole]))
            if end > at:
                at = add(_Kind.OR_WORD if text[at:end] in _OR_WORDS else _Kind.WORD, end)
            while at < whole:
                at = add(_Kind.CLOSE, at + 1)
    return tokens, closed


def _end_of(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _without_closing(word: str) -> str:
    """`word` without the closing brackets at its end that were not opened in it."""
    surplus = sum(c in _CLOSE for c in word) - sum(c in _OPEN for c in word)
    while surplus > 0 and word[-1:] and word[-1] in _CLOSE:
        word, surplus = word[:-1], surplus - 1
    return word


def _quoted_string(text: str, at: int) -> tuple[str, int, bool] | None:
    """A quoted string that begins at `at`: its inside, its end, whether it was closed.

    None when there is none, or when the word goes on behind it: then the marks belong to the word.
    """
    if text[at] == '"':
        return _ascii_quoted(text, at)
    close = _CLOSING.get(text[at])
    if not close:
        return None
    depth = 0
    for i in range(at, len(text)):
        depth += (text[i] == text[at]) - (text[i] == close)
        if not depth:
            return (text[at + 1 : i], i + 1, True) if _ends_word(text, i + 1) else None
    return text[at + 1 :], len(text), False


def _ascii_quoted(text: str, at: int) -> tuple[str, int, bool]:
    inside: list[str] = []
    i = at + 1
    while i < len(text):
        if text.startswith('""', i):
            inside.append('"')
            i += 2
        elif text[i] == '"' and _ends_word(text, i + 1):
            return "".join(inside), i + 1, True
        else:
            inside.append(text[i])
            i += 1
    return "".join(inside), i, False


def _ends_word(text: str, at: int) -> bool:
    return at >= len(text) or text[at].isspace() or text[at] in _CLOSE + _BAR


def _with_matched_brackets(tokens: list[_Token]) -> list[_Token]:
    """Brackets without their other half become part of the word they touch; what touches none is left out."""
    matched: set[int] = set()
    open_at: list[int] = []
    for i, token in enumerate(tokens):
        if token.kind is _Kind.OPEN:
            open_at.append(i)
        elif token.kind is _Kind.CLOSE and open_at:
            begin = open_at.pop()
            if len(open_at) < _DEEPEST:
                matched.update((begin, i))
    words: list[_Token] = []
    for i, token in enumerate(tokens):
        if token.kind in (_Kind.OPEN, _Kind.CLOSE) and i not in matched:
            token = _Token(_Kind.WORD, token.text, token.source, token.is_glued)
        last = words[-1] if words else None
        if last and token.is_glued and token.kind in _IN_WORDS and last.kind in _IN_WORDS:
            words[-1] = _Token(_Kind.WORD, last.text + token.text, last.source + token.source, last.is_glued)
        else:
            words.append(token)
    return words


_IN_WORDS = (_Kind.WORD, _Kind.OR_WORD)


class _Parser:
    """
    all:  either*
    either: part ((或 | OR | "|") part)*
    part: "-" part | field part | "(" all ")" | quoted | word
    """

    def __init__(self, tokens: Sequence[_Token]) -> None:
        self.tokens = tokens
        self.at = 0

    def parse(self) -> Node | None:
        return self.all_of("")

    def kind(self, ahead: int = 0) -> _Kind | None:
        at = self.at + ahead
        return self.tokens[at].kind if at < len(self.tokens) else None

    def all_of(self, name: str) -> Node | None:
        parts: list[Node] = []
        is_joined = False
        while self.kind() not in (None, _Kind.CLOSE):
            if self.is_or(bool(parts)):
                self.at += 1
                is_joined = bool(parts)
                continue
            part = self.part(name)
            if part and is_joined:
                part = _combined(AnyOf, [parts.pop(), part])
            if part:
                parts.append(part)
            is_joined = False
        return _combined(AllOf, parts) if parts else None

    def is_or(self, has_left: bool) -> bool:
        if self.kind() is not _Kind.OR_WORD:
            return self.kind() is _Kind.OR_SIGN
        return has_left and self.kind(1) not in (None, _Kind.CLOSE, _Kind.OR_SIGN)

    def part(self, name: str) -> Node | None:
        token = self.tokens[self.at]
        self.at += 1
        operand_follows = self.kind() not in (None, _Kind.CLOSE, _Kind.OR_SIGN)
        if token.kind is _Kind.NOT:
            return _negated(self.part(name)) if operand_follows else None
        if token.kind is _Kind.FIELD and operand_follows:
            return self.part(token.text)
        if token.kind is _Kind.OPEN:
            inside = self.all_of(name)
            self.at += 1
            return inside
        return _leaf(name, token.source if token.kind is _Kind.FIELD else token.text)


def _negated(node: Node | None) -> Node | None:
    if node is None:
        return None
    return node.part if isinstance(node, Not) else Not(node)


def _combined(kind: type[AllOf] | type[AnyOf], nodes: Sequence[Node]) -> Node:
    """`nodes` under `kind`: flat, without doubles, and without `kind` around a single one."""
    flat: dict[Node, None] = {}
    for node in nodes:
        flat.update(dict.fromkeys(node.parts if isinstance(node, kind) else [node]))
    return next(iter(flat)) if len(flat) == 1 else kind(tuple(flat))


def _leaf(name: str, text: str) -> Node | None:
    """What `name:text` asks for; plain text where it can't be that, None where nothing is left to look for."""
    text = " ".join(text.split())
    needle = search_form(text)
    if not needle:
        return None
    if name in ("标题", "记者", "栏目"):
        return Phrase(text, needle, Field(name))
    if name == "报":
        return Newspaper(text, needle)
    if name == "版" and (label := page_label(text)):
        return Page(label)
    if name == "日期" and (period := _period(text)):
        return period
    return _leaf("", f"{name}:{text}") if name else Phrase(text, needle)
