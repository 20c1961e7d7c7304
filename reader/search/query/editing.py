"""Prints a query as text that parses as the same query, and edits one part of it.

The parts of a query are the operands of its topmost AND, or else the whole query. The argument `at` is a part's index.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import Enum, auto
from functools import partial
from itertools import chain

from msgspec import Struct, field
from whoosh.query import And, Not, Or
from whoosh.query import Query as Node

from reader.i18n import language, say
from reader.language.forms import search_form
from reader.language.patterns import pattern
from reader.newspaper.holdings import ValueField
from reader.search.needles import needle_of
from reader.search.query.date_reader import written_period
from reader.search.query.fields import FIELD_KINDS, FIELDS
from reader.search.query.nodes import (
    IgnoredPart,
    InDossier,
    Newspaper,
    Page,
    Period,
    Query,
    QueryRemark,
    UnknownDay,
    UnknownNewspaper,
    all_of,
    any_of,
    negated,
)
from reader.search.query.operators import is_operator_word
from reader.search.query.string_nodes import Exact, Field, Leaf, Near
from reader.search.query.values import Choice, Edition


def parts_of(query: Query) -> tuple[Node, ...]:
    if isinstance(query.root, And):
        return tuple(query.root.subqueries)
    if query.root:
        return (query.root,)
    return ()


def dossier_in(query: Query) -> InDossier | None:
    """Return the dossier in which all articles of a search are; None if it does not say."""
    return next((part for part in parts_of(query) if isinstance(part, InDossier)), None)


def of_parts(parts: Sequence[Node]) -> Query:
    return Query(all_of(parts))


def without(query: Query, at: int) -> Query:
    return _with(query, at, ())


def turned(query: Query, at: int) -> Query:
    """Return the query with a part negated; a negated part loses its NOT."""
    return _with(query, at, (negated(parts_of(query)[at]),))


def field_of(node: Node) -> Field | None:
    """Return the field in which all strings of a part are looked for; None if they differ in it, or without strings."""
    fields = {phrase.where for phrase in _strings(node)}
    if len(fields) == 1:
        return fields.pop()
    return None


def in_field(node: Node, field: Field) -> Node:
    """Return a part with all its strings looked for in `field`."""
    match node:
        case Exact():
            return node.in_field(field)
        case Near():
            return node.with_strings(partial(in_field, field=field))
        case Or() if (date := written_date(node)) and field is not Field.ANYWHERE:
            return Exact(date, needle_of(date), field, is_word=True)
        case Or(subqueries=parts):
            return any_of(in_field(part, field) for part in parts) or node
        case And(subqueries=parts):
            return all_of(in_field(part, field) for part in parts) or node
        case Not(query=part):
            return negated(in_field(part, field))
        case _:
            return node


def with_field(query: Query, at: int, field: Field) -> Query:
    return _with(query, at, (in_field(parts_of(query)[at], field),))


def words_of(node: Node) -> tuple[Exact, ...]:
    """Return the words of a string as queries; an empty tuple if it is a single word, or the node is not a string."""
    if not isinstance(node, Exact):
        return ()
    texts = [*dict.fromkeys(filter(needle_of, _BETWEEN_WORDS.split(node.text)))]
    if texts != [node.text]:
        return tuple(bare_or_quoted(text, node.where) for text in texts)
    return ()


_BETWEEN_WORDS = re.compile(r"[\s、，,;；。！!：:“”\"‘’「」『』（）()《》〈〉【】\[\]/／…—]+")


def can_be_word(node: Node) -> bool:
    """Return whether a part is a string that can be typed both with and without quotation marks."""
    return isinstance(node, Exact) and can_be_bare(node.text)


def as_word(query: Query, at: int, *, is_word: bool) -> Query:
    """Return the query with a string without quotation marks (other shapes count, too), or with them."""
    part = parts_of(query)[at]
    assert isinstance(part, Exact)
    return _with(query, at, (part.as_word() if is_word else _as_printed(part),))


def _as_printed(string: Exact) -> Exact:
    return Exact(string.text, string.needle, string.where)


def with_string(query: Query, at: int, text: str) -> Query:
    part = parts_of(query)[at]
    assert isinstance(part, Exact)
    return _with(query, at, (Exact(text, needle_of(text), part.where),))


def split(query: Query, at: int) -> Query:
    return _with(query, at, words_of(parts_of(query)[at]))


def can_join(query: Query, at: int) -> bool:
    """Return whether a part and the next one are strings in the same field."""
    pair = parts_of(query)[at : at + 2]
    return (
        len(pair) == 2
        and all(isinstance(part, Exact) for part in pair)
        and len(set(map(field_of, pair))) == 1
    )


def joined(query: Query, at: int) -> Query:
    parts = parts_of(query)
    first, second = parts[at : at + 2]
    if not (isinstance(first, Exact) and isinstance(second, Exact)):
        return query
    text = f"{first.text} {second.text}"
    return of_parts([*parts[:at], Exact(text, needle_of(text), first.where), *parts[at + 2 :]])


def as_text(query: Query, at: int) -> Query:
    """Return the query with a date that was typed as a word (`written_date`) replaced by its string, as printed."""

    def as_printed(part: Node) -> Node | None:
        if isinstance(part, Exact):
            return _as_printed(part)
        return None

    return _of_date(query, at, as_printed)


def as_period(query: Query, at: int) -> Query:
    """Return the query with a date that was typed as a word (`written_date`) replaced by its period."""

    def period(part: Node) -> Node | None:
        if isinstance(part, Period):
            return part
        return None

    return _of_date(query, at, period)


def _of_date(query: Query, at: int, meant_by: Callable[[Node], Node | None]) -> Query:
    part = parts_of(query)[at]
    inner = part.query if isinstance(part, Not) else part
    if isinstance(inner, Or):
        conditions = [node for node in map(meant_by, inner.subqueries) if node]
    else:
        conditions = [inner]
    if isinstance(part, Not):
        conditions = [negated(node) for node in conditions]
    return _with(query, at, conditions)


def period_of(query: Query) -> Period | None:
    return next((part for part in parts_of(query) if isinstance(part, Period)), None)


def is_of_days(query: Query) -> bool:
    """Return whether a part of the query asks for days, or for an unknown one, so that the window can take it out."""
    return any(is_narrowing(part, Period) for part in parts_of(query))


Narrowing = type[Edition] | type[Newspaper] | type[Page] | type[Period] | ValueField
"""A kind of parts by which the window narrows a query: a class, or the field of a `Choice`."""


def is_narrowing(part: Node, kind: Narrowing) -> bool:
    if isinstance(kind, ValueField):
        return isinstance(part, Choice) and part.chosen_in == kind
    return isinstance(part, kind) or (kind is Period and isinstance(part, UnknownDay))


def narrowed(query: Query, kind: Narrowing, part: Node | None) -> Query:
    """Return the query with `part` in place of all parts of a `kind`; None removes these parts."""
    others = [other_part for other_part in parts_of(query) if not is_narrowing(other_part, kind)]
    return of_parts([*others, part] if part else others)


def of_days(first: dt.date, last: dt.date, newspaper: str | None = None, titles: Iterable[str] = ()) -> Query:
    """Return the query for the articles of these days, both inclusive, of a newspaper as for `of_newspaper`."""
    return of_newspaper(newspaper, Period(first, last), titles=titles)


def of_newspaper(newspaper: str | None, *parts: Node, titles: Iterable[str] = ()) -> Query:
    """Return the query for the articles of a newspaper that meet the other parts, too.

    "" is for those whose newspaper is not known, None for those of all newspapers. Of the `titles` of all newspapers,
    those that have this one in them are left out: a query for 晚报 finds 白渡晚报, too.
    """
    if newspaper is None:
        return Query(all_of(parts))
    if not newspaper:
        return Query(all_of([*parts, UnknownNewspaper()]))
    title = search_form(newspaper)
    longer_titles = [other for other in map(search_form, titles) if title in other != title]
    others = [negated(Newspaper(other, other)) for other in longer_titles]
    return Query(all_of([*parts, Newspaper(newspaper, title), *others]))


def _with(query: Query, at: int, instead: Sequence[Node]) -> Query:
    parts = parts_of(query)
    return of_parts([*parts[:at], *instead, *parts[at + 1 :]])


def _strings(node: Node) -> list[Exact]:
    match node:
        case Exact():
            return [node]
        case Near(first, second):
            return [first, second]
        case Not(query=part):
            return _strings(part)
        case And(subqueries=parts) | Or(subqueries=parts):
            return list(chain.from_iterable(_strings(part) for part in parts))
        case _:
            return []


class Attempt(Enum):
    OTHERWISE = auto()
    """In any other way than the following."""
    WIDER_DATES = auto()
    """Only the dates are others."""
    FEWER_WORDS = auto()
    """Parts of the query are left out, and nothing else is changed."""


def attempt(query: Query, suggested: Query) -> Attempt:
    """Return how a suggestion changes the query `query`."""
    is_of_other_dates = period_of(query) != period_of(suggested)
    if is_of_other_dates and narrowed(query, Period, None) == narrowed(suggested, Period, None):
        return Attempt.WIDER_DATES
    if set(parts_of(suggested)) < set(parts_of(query)):
        return Attempt.FEWER_WORDS
    return Attempt.OTHERWISE


def understood_as(query: Query) -> str:
    """Return the canonical spelling of the query, with field names in the language of the user interface; "" for an
    empty query.
    """
    if query.root:
        return _Printer(_names()).printed(query.root)
    return ""


def as_typed(query: Query) -> str:
    """Return the query as short as one would type it.

    It is `understood_as`, except that issues of a month or texts that name it are just 1987年6月.
    """
    return " ".join(typed_parts(query))


def typed_parts(query: Query) -> tuple[str, ...]:
    """Return the parts of the query (`editing.parts_of`) as typed; joined by spaces they are `as_typed(query)`."""
    printer = _Printer(_names(), is_short=True)
    if isinstance(query.root, And):
        return tuple(map(printer.in_brackets, query.root.subqueries))
    if query.root:
        return (printer.printed(query.root),)
    return ()


def in_a_sentence(remark: QueryRemark) -> str:
    """Return a sentence to show about something that was typed but is ignored."""
    if len(remark.text) <= _LONGEST_QUOTED:
        text = remark.text
    else:
        text = remark.text[:_LONGEST_QUOTED] + "…"
    if remark.why is IgnoredPart.VALUE:
        expected_form = FIELDS[remark.field].wanted()
        return say("“{text}”无法理解，已忽略。{wanted}。", text=text, wanted=expected_form)
    words = {
        IgnoredPart.QUESTION_MARK: say("“{text}”里末尾的问号已忽略；要连它一起找，请加引号。", text=text),
        IgnoredPart.STAR: say("“{text}”里的星号已忽略：词的前后本来就可以有别的字。", text=text),
        IgnoredPart.NEARNESS: say("“{text}”已忽略：词与词隔多远，由“相关”排序去管。", text=text),
        IgnoredPart.OF_THE_WEB: say("“{text}”已忽略：这里找的是您的报纸，不是网站。", text=text),
        IgnoredPart.OPERATOR: say("“{text}”已忽略：它一边还没有词；要找这个词，请加引号。", text=text),
        IgnoredPart.NO_VALUE: say("“{text}”后面还没有写要找什么，已忽略。", text=text),
        IgnoredPart.BRACKET: say("多出一个“{text}”，已忽略；要连它一起找，请加引号。", text=text),
        IgnoredPart.QUOTE: say("引号没有关上，一直算到末尾：{text}", text=text),
        IgnoredPart.FORMER_INDEX: say(
            "索引还是上一版阅报建的：照样一篇不漏，只是慢；更新一次资料库就换成新的。"
        ),
        IgnoredPart.FORMER_TEXTS: say(
            "这里的文章是用上一版阅报装入的：印成部首的字（⻓、⻢）找不到；请管理员再装入一次。"
        ),
        IgnoredPart.FORMER_CUTS: say(
            "这里的内容是用上一版阅报做的：一句话若被分到了前后两篇，跨在中间的字找不到；请重新打包或装入一次。"
        ),
        IgnoredPart.NO_DOSSIER: say("没有叫“{name}”的专题。", name=text),
        IgnoredPart.SEVERAL_DOSSIERS: say(
            "有几个专题都叫“{name}”（多半是在两台电脑上各做的），不知道要哪一个。", name=text
        ),
        IgnoredPart.FORMS: say("“{text}”别的写法太多，只找了照原样的和最可能的一部分。", text=text),
    }
    return words[remark.why]


_LONGEST_QUOTED = 30
"""The maximum length, in characters, of a string that a remark quotes in full."""
_ENGLISH_NAMES = {"或": "OR", "不明": "unknown"} | {field.name: field.english for field in FIELD_KINDS}


def _names() -> Mapping[str, str]:
    if language() == "zh":
        return {}
    return _ENGLISH_NAMES


class _Printer(Struct, frozen=True):
    """Prints queries; `names` translates field names from Chinese. With `is_short`, prints as `as_typed` does."""

    names: Mapping[str, str] = field(default_factory=dict)
    is_short: bool = False

    def printed(self, node: Node) -> str:
        match node:
            case Leaf():
                return node.written(self)
            case Not(query=part):
                if isinstance(part, Near):
                    return f"-({self.printed(part)})"
                return "-" + self.in_brackets(part)
            case And(subqueries=parts):
                return " ".join(self.in_brackets(part) for part in parts)
            case Or(subqueries=parts):
                return f" {self._name('或')} ".join(self._either(parts))
            case _:
                raise TypeError(node)

    def in_brackets(self, node: Node) -> str:
        is_group = isinstance(node, And | Or) and not (self.is_short and written_date(node))
        if is_group:
            return f"({self.printed(node)})"
        return self.printed(node)

    def _either(self, parts: Sequence[Node]) -> Iterator[str]:
        at = 0
        while at < len(parts):
            if self.is_short:
                date = written_date(Or(parts[at : at + 2]))
            else:
                date = None
            yield date or self.in_brackets(parts[at])
            at += 2 if date else 1

    def field(self, name: str, value: str) -> str:
        return f"{self._name(name)}:{value}"

    def quoted(self, text: str) -> str:
        """Return a word without quotation marks, which a date does not need either; other strings with them."""
        if can_be_bare(text) or written_period(text):
            return text
        return self.as_printed(text)

    def unknown(self, name: str) -> str:
        return self.field(name, self._name("不明"))

    def as_printed(self, text: str) -> str:
        return '"' + text.replace('"', '""') + '"'

    def _name(self, chinese: str) -> str:
        return self.names.get(chinese, chinese)


def written_date(node: Node) -> str | None:
    """Return the text of a date that was typed as a word; None for any other node.

    Such a word is parsed as an OR of the issues of that date and the texts that contain the word.
    """
    match node:
        case Or(subqueries=[Exact(text=text, where=Field.ANYWHERE, is_word=True), Period() as period]) if (
            written_period(text) == period
        ):
            return text
    return None


def can_be_bare(text: str) -> bool:
    """Return whether a string can be typed without quotation marks: as one word that is no operator and no date."""
    return bool(_BARE.fullmatch(text)) and not is_operator_word(text) and not written_period(text)


def bare_or_quoted(text: str, where: Field = Field.ANYWHERE) -> Exact:
    """Return the query for a string as it would be typed: without quotation marks if that means the same, else with
    them.
    """
    return Exact(text, needle_of(text), where, is_word=can_be_bare(text))


_JOINED = r"(?<=[^\W_])[-‐‑–.,．'’&%+/#](?=[^\W_])"
_BARE = pattern(rf"(?:[^\W_]|[《》〈〉、，。！；·…○]|{_JOINED})+(?:[?？]+[^\W_]+)*")
