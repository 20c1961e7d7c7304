"""Parses tokens into a query. Whatever is typed means something."""

import datetime as dt
import re
from collections.abc import Sequence

from whoosh.query import Or
from whoosh.query import Query as Node

from reader.language.forms import search_form
from reader.search.needles import needle_of
from reader.search.query.dates import DateReader, written_period
from reader.search.query.fields import FIELDS
from reader.search.query.nodes import IgnoredPart, Query, QueryRemark, all_of, any_of, negated
from reader.search.query.operators import Token, TokenKind
from reader.search.query.printing import written_date
from reader.search.query.scanner import tokens_of
from reader.search.query.string_nodes import Exact, Near


def parse_query(text: str, *, today: dt.date | None = None, near: dt.date | None = None) -> Query:
    """Return the query that a text means; never fails. `parse_query(understood_as(query))` equals `query`.

    A date without a year is the last one up to `near`: the newest issue's day, or today.
    """
    today = today or dt.date.today()
    dates = DateReader(today, near or today)
    tokens, remarks = tokens_of(text.strip(), dates)
    parser = _Parser(tokens, dates)
    root = parser.all_of("")
    return Query(root, tuple(dict.fromkeys([*remarks, *parser.remarks])))


class _Parser:
    """A recursive-descent parser of this grammar:

    all:    either*
    either: both ("或" both)*
    both:   near ("且" near)*
    near:   part ("/10" part)*
    part:   "-"* [field] ("(" all ")" | quoted | word)
    """

    def __init__(self, tokens: Sequence[Token], dates: DateReader) -> None:
        self.remarks: list[QueryRemark] = []
        self._tokens = tokens
        self._dates = dates
        self._at = 0

    def all_of(self, name: str) -> Node | None:
        """Return the query up to the closing bracket or the end; `name` is the field for strings without one."""
        parts: list[Node] = []
        while self._kind() not in _ENDS:
            part = self._either(name)
            if part:
                parts.append(part)
        return all_of(parts)

    def _either(self, name: str) -> Node | None:
        parts: list[Node] = []
        while True:
            part = self._both(name)
            if part:
                parts.append(part)
            if self._kind() is not TokenKind.OR:
                return any_of(parts)
            self._at += 1

    def _both(self, name: str) -> Node | None:
        parts: list[Node] = []
        while self._kind() not in (*_ENDS, TokenKind.OR):
            if self._kind() is not TokenKind.AND and (part := self._near(name)):
                parts.append(part)
            if self._kind() is not TokenKind.AND:
                break
            self._at += 1
        return all_of(parts)

    def _near(self, name: str) -> Node | None:
        """Return the query for operands joined by proximity operators, each near the next.

        Where two can't be near each other, both have to match, and a remark says so.
        """
        parts = [self._part(name)]
        kept: list[Node] = []
        is_paired = False
        while self._kind() is TokenKind.NEAR:
            sign = self._tokens[self._at]
            self._at += 1
            if self._kind() in _NO_OPERAND:
                self.remarks.append(QueryRemark(IgnoredPart.NEARNESS, sign.source))
                continue
            left = parts[-1]
            right = self._part(_name_of(left) or name)
            pair = _near_each_other(left, right, int(sign.text))
            if pair is None:
                self.remarks.append(QueryRemark(IgnoredPart.NEARNESS, sign.source))
            kept += filter(None, [pair] if pair else [] if is_paired else [left])
            is_paired = pair is not None
            parts.append(right)
        return all_of(kept if is_paired else [*kept, *filter(None, parts[-1:])])

    def _part(self, name: str) -> Node | None:
        is_negated = False
        while True:
            token = self._tokens[self._at]
            self._at += 1
            operand_follows = self._kind() not in _NO_OPERAND
            if token.kind is TokenKind.NOT:
                if not operand_follows:
                    return None
                is_negated = not is_negated
            elif token.kind is TokenKind.FIELD and operand_follows:
                name = token.text
            else:
                break
        node = self._operand(token, name)
        return negated(node) if node and is_negated else node

    def _operand(self, token: Token, name: str) -> Node | None:
        if token.kind is TokenKind.OPEN:
            inside = self.all_of(name)
            self._at += 1
            return inside
        if token.kind is TokenKind.QUOTED:
            return self._leaf(name, token.text)
        if token.kind is TokenKind.FIELD:
            return self._leaf(name, token.source)
        return all_of(filter(None, (self._word(name, word) for word in self._words_of(token.text))))

    def _kind(self) -> TokenKind | None:
        return self._tokens[self._at].kind if self._at < len(self._tokens) else None

    # -- words

    def _words_of(self, text: str) -> list[str]:
        """Return a word split at its asterisks, without question marks at its ends; remark on what is removed."""
        bare = text.strip(_QUESTION_MARKS)
        if bare and bare != text:
            self.remarks.append(QueryRemark(IgnoredPart.QUESTION_MARK, text))
            text = bare
        words = [word for word in _STAR.split(text) if search_form(word)]
        if words and words != [text]:
            self.remarks.append(QueryRemark(IgnoredPart.STAR, text))
            return words
        return [text]

    def _word(self, name: str, text: str) -> Node | None:
        """Return the query for an unquoted word; where it is a date, issues of it match, too."""
        leaf = self._leaf(name, text)
        period = written_period(text) if isinstance(leaf, Exact) and not name else None
        return any_of([leaf, period]) if leaf and period else leaf

    def _leaf(self, name: str, text: str) -> Node | None:
        """Return the query for `name:text`; as plain text where the field can't have it; None where nothing is left."""
        text = " ".join(text.split())
        if not needle_of(text):
            return None
        return FIELDS[name].parse(text, self._dates) or self._leaf("", f"{name}:{text}")


def _near_each_other(left: Node | None, right: Node | None, within: int) -> Node | None:
    """Return the query for any string of one part near any of the other; None where the parts are not such strings."""
    pairs = [(one, two) for one in _alternatives(left) for two in _alternatives(right)]
    if len(pairs) > _MOST_PAIRS or any(one.where is not two.where for one, two in pairs):
        return None
    return any_of(Near(one, two, within) for one, two in pairs)


def _alternatives(part: Node | None) -> list[Exact]:
    """Return the strings of a part of which any may match; of a date as a word, the word; [] for other parts."""
    match part:
        case Exact():
            return [part]
        case Or(subqueries=either):
            found = [each for each in either if isinstance(each, Exact)]
            return found if len(found) == len(either) or written_date(part) else []
    return []


def _name_of(part: Node | None) -> str:
    """Return the field in which all alternatives of a part are looked for; "" where they differ, or there are none."""
    names = {string.where.value for string in _alternatives(part)}
    return names.pop() if len(names) == 1 else ""


_MOST_PAIRS = 64
_ENDS = (None, TokenKind.CLOSE)
_NO_OPERAND = (*_ENDS, TokenKind.OR, TokenKind.AND, TokenKind.NEAR)
_QUESTION_MARKS = "?？﹖"
_STAR = re.compile("(?<![0-9０-９])[*＊]+|[*＊]+(?![0-9０-９])")
