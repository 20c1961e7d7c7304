"""Parses a text into a query: scans tokens, then parses these. Every text is a valid query."""

import datetime as dt
import re
from collections.abc import Sequence
from itertools import accumulate, product
from operator import attrgetter
from string import ascii_letters

from msgspec import Struct
from msgspec.structs import replace
from whoosh.query import Or
from whoosh.query import Query as Node

from reader.language.forms import search_form
from reader.language.patterns import pattern
from reader.search.needles import needle_of
from reader.search.query.date_reader import DateReader, written_period
from reader.search.query.editing import can_be_bare, written_date
from reader.search.query.feature_fields import in_both_scripts
from reader.search.query.fields import FIELD_KINDS, FIELDS, NAMED
from reader.search.query.nodes import (
    EVERYTHING,
    EveryArticle,
    IgnoredPart,
    Newspaper,
    Query,
    QueryRemark,
    all_of,
    any_of,
    negated,
)
from reader.search.query.operators import OPERATORS, Token, TokenKind, with_operators
from reader.search.query.string_nodes import Exact, Near

_CODES = {code: field for field in FIELD_KINDS for code in in_both_scripts(field.codes)}
_NAMES = {name.lower(): field.name for name, field in [*NAMED.items(), *_CODES.items()]}

_HALF_WIDTH = str.maketrans({"＂": '"'} | {chr(ord(c) + 0xFEE0): c for c in ascii_letters})
_SPACE = pattern(r"\s*")
_WORD = pattern(r"[^\s|｜]+")
_FIELD = pattern(rf"(?:((?ai:{'|'.join(NAMED)}))[:：]|((?ai:{'|'.join([*NAMED, *_CODES])}))\s*%?[=＝])")
"""The name of a field; İ and ı, which have no small and no capital letter in `_NAMES`, are no i."""
_OF_THE_WEB = pattern(
    r"(?:site|inurl|filetype|ext|cache|related|link|lang|sort)[:：][^\s|｜()（）]+", re.IGNORECASE
)
_OPEN = "(（"
_CLOSE = ")）"
_BAR = "|｜"
_DASHES = "-－"
_PLUS = "+＋"
_STARS = "*＊"
_CURLY = {"“": "”", "「": "」", "『": "』"}
_ENDS_WORD = r"(?=\s|$|[)）|｜]|[~^][0-9.]*(?:\s|$|[)）|｜])|[*＊+＋][\"'“])"
_WORD_END = pattern(_ENDS_WORD)
_ASCII_END = pattern(rf'""|"{_ENDS_WORD}')
_GOES_ON = pattern(r'"[^\s"]+"[^\s"]')
_SINGLE_QUOTED = pattern(rf"'([^']*)'{_ENDS_WORD}")
_ILL_PAIRED = pattern(rf"""(["“”])([^"“”]+)(["“”]){_ENDS_WORD}""")
_NEARNESS = pattern("[~^][0-9.]*")
_DEEPEST = 40
"""The maximum depth of nested brackets; deeper ones are ordinary characters."""


def tokens_of(text: str, dates: DateReader) -> tuple[list[Token], list[QueryRemark]]:
    """Return the tokens of a text, with balanced brackets, and remarks on the parts that are passed over."""
    text = text.translate(_HALF_WIDTH)
    scanner = _Scanner(text, dates)
    scanner.scan()
    if len(text) > 2 and text[-1] == _closing(text[0]) and not (scanner.ends_closed and _is_paired(text)):
        return [Token(TokenKind.QUOTED, text[1:-1], text, False)], []
    remarks = scanner.remarks
    tokens = with_operators(_with_matched_brackets(scanner.tokens, text, remarks), remarks)
    return _without_web_sites(tokens, remarks), remarks


def _closing(mark: str) -> str | None:
    if mark == '"':
        return '"'
    return _CURLY.get(mark)


def _is_paired(text: str) -> bool:
    """Return whether the quotation marks of the kind with which `text` begins are balanced."""
    opening = text[0]
    closing = _closing(text[0]) or ""
    if opening == closing:
        return text.count(opening) % 2 == 0
    return text.count(opening) == text.count(closing)


class _Scanner:
    """Scans a text once, from left to right; brackets and operator words are resolved later."""

    def __init__(self, text: str, dates: DateReader) -> None:
        self.tokens: list[Token] = []
        self.remarks: list[QueryRemark] = []
        self.ends_closed = False
        """Whether the last token is a string with a closing quotation mark."""
        self._text = text
        self._dates = dates
        self._at = 0
        self._end_of_last = 0
        self._end_of_word = 0
        """The end of the word that was looked at last for the counterpart of a bracket."""
        self._depths = [0, *accumulate(map(_step_of_depth, text))]
        """By offset, how many brackets more are opened than closed in front of it."""
        # the offset of the closing mark for the offset of each opening quotation mark of `_CURLY`
        close_of: dict[int, int] = {}
        for opening, closing in _CURLY.items():
            open_at: list[int] = []
            for i, c in enumerate(text):
                if c == opening:
                    open_at.append(i)
                elif c == closing and open_at:
                    close_of[open_at.pop()] = i
        self._close_of = close_of

    def scan(self) -> None:
        while (at := _end_of(_SPACE, self._text, self._at)) < len(self._text):
            self._at = at
            self.ends_closed = False
            if not self._string() and not self._sign():
                self._word()

    def _add(self, kind: TokenKind, end: int, value: str | None = None) -> None:
        source = self._text[self._at : end]
        is_glued = bool(self.tokens) and self._at == self._end_of_last
        self.tokens.append(Token(kind, source if value is None else value, source, is_glued, self._at))
        self._at = self._end_of_last = end

    def _remark(self, why: IgnoredPart, end: int) -> None:
        self.remarks.append(QueryRemark(why, self._text[self._at : end], self._at))

    def _field(self) -> str | None:
        """Return the name of the field whose value comes next; None if the last token is not a field."""
        last = self.tokens[-1] if self.tokens else None
        if last and last.kind is TokenKind.FIELD:
            return last.text
        return None

    # -- strings

    def _string(self) -> bool:
        quoted = self._quoted()
        if quoted is None:
            return False
        inside, end = quoted
        self._add(TokenKind.QUOTED, end, inside)
        match = _NEARNESS.match(self._text, self._at)
        if match:
            if self.ends_closed:
                self._remark(IgnoredPart.NEARNESS, match.end())
                self._at = match.end()
        elif self._text[self._at : self._at + 1] and self._text[self._at] in _STARS + _PLUS:
            # scan a sign that joins strings, as databases write AND and OR: '甲'*'乙' and '甲'+'乙'. A field
            # before the first string applies to all strings.
            if len(self.tokens) > 1 and self.tokens[-2].kind is TokenKind.FIELD:
                field = self.tokens[-2]
            else:
                field = None
            self._add(TokenKind.AND if self._text[self._at] in _STARS else TokenKind.OR, self._at + 1)
            if field:
                self.tokens.append(field)
        return True

    def _quoted(self) -> tuple[str, int] | None:
        """Return the content and the end of the quoted string that begins at the current offset.

        None if there is none, or if a word continues after it: then the quotation marks belong to the word.
        """
        text = self._text
        at = self._at
        match = _ILL_PAIRED.match(text, at)
        if match and self._is_meant_as_pair(match):
            self.ends_closed = True
            return match[2], match.end()
        if text[at] == '"':
            text = self._text
            begin = self._at + 1
            for match in _ASCII_END.finditer(text, begin):
                if match[0] == '"':
                    self.ends_closed = True
                    return text[begin : match.start()].replace('""', '"'), match.end()
            if _GOES_ON.match(text, self._at):
                return None
            self._remark(IgnoredPart.QUOTE, len(text))
            return text[begin:].replace('""', '"'), len(text)
        if text[at] == "'" and self._field() is not None and (match := _SINGLE_QUOTED.match(text, at)):
            return match[1], match.end()
        if text[at] not in _CURLY:
            return None
        close = self._close_of.get(at)
        if close is None:
            self._remark(IgnoredPart.QUOTE, len(text))
            return text[at + 1 :], len(text)
        if not _WORD_END.match(text, close + 1):
            return None
        self.ends_closed = True
        return text[at + 1 : close], close + 1

    def _is_meant_as_pair(self, match: re.Match[str]) -> bool:
        """Return whether two marks that do not match (”甲”, “甲") are meant as opening and closing mark.

        They are not if the first one has a matching counterpart.
        """
        marks = match[1] + match[3]
        if '"' not in marks:
            return marks != "“”"
        return (
            marks != '""'
            and match.start() not in self._close_of
            and self._text.count('"', match.end()) % 2 == 0
        )

    # -- signs

    def _sign(self) -> bool:
        """Scan the sign or field name at the current offset; return whether there is one."""
        text = self._text
        at = self._at
        sign = text[at]
        next_sign = text[at + 1 : at + 2]
        field = self._field()
        if sign in _BAR:
            self._add(TokenKind.OR, at + 1)
        elif sign in _OPEN and not self._is_closed_inside():
            self._add(TokenKind.OPEN, at + 1)
        elif sign in _DASHES and (not next_sign or next_sign.isspace()):
            self._remark(IgnoredPart.OPERATOR, at + 1)
            self._at += 1
        elif sign in _DASHES and field is None and next_sign not in _DASHES:
            self._add(TokenKind.NOT, at + 1)
        elif sign in _PLUS and (
            next_sign in [*_CURLY, *'"(（'] or (next_sign.isalnum() and not next_sign.isdigit())
        ):
            self._at += 1  # every word is required anyhow
        elif field is None and (name := _FIELD.match(text, at)):
            self._add(TokenKind.FIELD, name.end(), _NAMES[(name[1] or name[2]).lower()])
        elif field and (end := FIELDS[field].end_of_value(text, at, self._dates)) > at:
            self._add(TokenKind.WORD, end)
        else:
            return False
        return True

    def _is_closed_inside(self) -> bool:
        """Return whether the bracket at the current offset is closed inside the word that it begins: (一)关于.

        Each word is looked at once for all its brackets: nested ones would else take the square of the time.
        """
        if self._at >= self._end_of_word:
            self._end_of_word = _end_of(_WORD, self._text, self._at)
        end = self._end_of_word
        closes_more = self._depths[end] < self._depths[self._at + 1]
        return closes_more and self._text[end - 1] not in _CLOSE

    def _word(self) -> None:
        """Scan a word, and the closing brackets at its end whose opening brackets are not in it."""
        word_end = _end_of(_WORD, self._text, self._at)
        end = self._at + len(_without_closing(self._text[self._at : word_end]))
        if end > self._at:
            self._add(TokenKind.WORD, end)
        while self._at < word_end:
            self._add(TokenKind.CLOSE, self._at + 1)


def _end_of(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    if match:
        return match.end()
    return at


def _without_closing(word: str) -> str:
    opened = sum(character in _OPEN for character in word)
    surplus = sum(character in _CLOSE for character in word) - opened
    at_end = len(word) - len(word.rstrip(_CLOSE))
    return word[: len(word) - max(0, min(surplus, at_end))]


def _step_of_depth(character: str) -> int:
    if character in _OPEN:
        return 1
    if character in _CLOSE:
        return -1
    return 0


def _with_matched_brackets(tokens: Sequence[Token], text: str, remarks: list[QueryRemark]) -> list[Token]:
    """Return the tokens without unbalanced brackets, with a remark on each, unless nothing else is left.

    An opening bracket with an operator after it is closed at the end instead.
    """
    matched: set[int] = set()
    open_at: list[int] = []
    for i, token in enumerate(tokens):
        if token.kind is TokenKind.OPEN:
            open_at.append(i)
        elif token.kind is TokenKind.CLOSE and open_at:
            begin = open_at.pop()
            if len(open_at) < _DEEPEST:
                matched.update((begin, i))
    last_operator = max(
        (
            i
            for i, token in enumerate(tokens)
            if (
                token.kind in (TokenKind.OR, TokenKind.AND)
                or (token.kind is TokenKind.WORD and token.text in OPERATORS)
            )
        ),
        default=0,
    )
    waiting = [i for i in open_at if i + 1 < last_operator][:_DEEPEST]
    matched.update(waiting)
    surplus = [
        i
        for i, token in enumerate(tokens)
        if token.kind in (TokenKind.OPEN, TokenKind.CLOSE) and i not in matched
    ]
    passed = {*surplus}
    left = [token for i, token in enumerate(tokens) if i not in passed]
    if surplus and not left:
        return _as_words(tokens)
    remarks += (_on_bracket(tokens[i], text) for i in surplus[:_MOST_BRACKETS])
    return [*left, *(Token(TokenKind.CLOSE, ")", "", False) for _ in waiting)]


_MOST_BRACKETS = 3
"""The maximum number of brackets on which there are remarks."""


def _as_words(tokens: Sequence[Token]) -> list[Token]:
    """Return what was typed as words, signs and all."""
    source = ""
    for token in tokens:
        source += token.source if token.is_glued else f" {token.source}"
    return [Token(TokenKind.WORD, word, word, False) for word in source.split()]


def _on_bracket(token: Token, text: str) -> QueryRemark:
    """Return the remark on a bracket that is passed over; it may be part of the word that it touches."""
    before = _UP_TO_WORD.match(text, 0, token.begin)
    begin = before.end() if before else token.begin
    end = _end_of(_WORD, text, token.begin)
    word = text[begin:end]
    is_of_word = len(word) > 1 and sum(c in _OPEN + _CLOSE for c in word) == 1 and '"' not in text
    readings = (f'{text[:begin]}"{word}"{text[end:]}',) if is_of_word else ()
    return QueryRemark(IgnoredPart.BRACKET, token.source, token.begin, readings=readings)


_UP_TO_WORD = pattern(r"(?:.*[\s|｜])?", re.DOTALL)


def _is_word(token: Token) -> bool:
    return token.kind in (TokenKind.WORD, TokenKind.QUOTED)


def _without_web_sites(tokens: Sequence[Token], remarks: list[QueryRemark]) -> list[Token]:
    """Return the tokens without restrictions to web sites (site:a.cn), unless there is nothing else."""
    left: list[Token] = []
    passed: list[QueryRemark] = []
    for token in tokens:
        is_value = bool(left) and left[-1].kind is TokenKind.FIELD
        if token.kind is not TokenKind.WORD or is_value or not _OF_THE_WEB.fullmatch(token.text):
            left.append(token)
            continue
        passed.append(QueryRemark(IgnoredPart.OF_THE_WEB, token.text))
        while left and left[-1].kind is TokenKind.NOT:
            left.pop()
    if not any(token.kind in (TokenKind.WORD, TokenKind.QUOTED) for token in left):
        return list(tokens)
    remarks += passed
    return left


def parse_query(text: str, *, today: dt.date | None = None, near: dt.date | None = None) -> Query:
    """Return the query that a text means; never raises. `parse_query(understood_as(query))` equals `query`.

    Dates like 昨天 are relative to `today`. A date without a year is the last one up to `near`, by default `today`.
    """
    today = today or dt.date.today()
    dates = DateReader(today, near or today)
    tokens, remarks = tokens_of(text.strip(), dates)
    parser = _Parser(tokens, dates, text.strip())
    root = parser.all_of("")
    lead = len(text) - len(text.lstrip())
    shifted_remarks = dict.fromkeys(
        replace(remark, begin=remark.begin + lead) for remark in [*remarks, *parser.remarks]
    )
    return Query(root, tuple(sorted(shifted_remarks, key=attrgetter("begin"))))


class _Parser(Struct):
    """A recursive-descent parser of this grammar:

    all:    either*
    either: both ("或" both)*
    both:   near ("且" near)*
    near:   part ("/10" part)*
    part:   "-"* [field] ("(" all ")" | quoted | word)
    """

    _tokens: Sequence[Token]
    _dates: DateReader
    _text: str
    remarks: list[QueryRemark] = []
    _at: int = 0
    _field: Token | None = None
    """The field that stands before the value that is parsed."""

    def all_of(self, name: str) -> Node | None:
        """Return the query up to the closing bracket or the end; `name` is the field of strings without a field."""
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
        """Return the query for operands with proximity operators between them, each near the next.

        Two operands for which that is impossible both have to match, and a remark is added.
        """
        parts = [self._part(name)]
        joined: list[Node] = []
        is_paired = False
        while self._kind() is TokenKind.NEAR:
            sign = self._tokens[self._at]
            self._at += 1
            if self._kind() in _NO_OPERAND:
                self.remarks.append(sign.remark(IgnoredPart.NEARNESS))
                continue
            left = parts[-1]
            right = self._part(_name_of(left) or name)
            pair = _near_each_other(left, right, int(sign.text))
            if pair is None:
                self.remarks.append(sign.remark(IgnoredPart.NEARNESS))
            if pair:
                joined.append(pair)
            elif left and not is_paired:
                joined.append(left)
            is_paired = pair is not None
            parts.append(right)
        if parts[-1] and not is_paired:
            joined.append(parts[-1])
        return all_of(joined)

    def _part(self, name: str) -> Node | None:
        is_negated = False
        self._field = None
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
                self._field = token
            else:
                break
        node = self._operand(token, name)
        if node and is_negated:
            return negated(node)
        return node

    def _operand(self, token: Token, name: str) -> Node | None:
        if token.kind is TokenKind.OPEN:
            inside = self.all_of(name)
            self._at += 1
            return inside
        if token.kind is TokenKind.QUOTED:
            return self._leaf(name, token.text, token)
        if token.kind is TokenKind.FIELD:
            self.remarks.append(replace(token.remark(IgnoredPart.NO_VALUE), field=token.text))
            return None
        return all_of(filter(None, (self._word(name, word, token) for word in self._words_of(token))))

    def _kind(self) -> TokenKind | None:
        if self._at < len(self._tokens):
            return self._tokens[self._at].kind
        return None

    # -- words

    def _words_of(self, token: Token) -> list[str]:
        """Return a word split at its asterisks, without question marks at its ends; add remarks on what is removed."""
        text = token.text
        bare = text.strip(_QUESTION_MARKS)
        if bare and bare != text:
            self.remarks.append(QueryRemark(IgnoredPart.QUESTION_MARK, text, token.begin))
            text = bare
        words = [word for word in _STAR.split(text) if search_form(word)]
        if words and words != [text]:
            self.remarks.append(QueryRemark(IgnoredPart.STAR, text, token.begin))
            return words
        return [text]

    def _word(self, name: str, text: str, token: Token) -> Node | None:
        """Return the query for an unquoted word; if it is a date, issues of that date match, too."""
        if not name and search_form(text) == EVERYTHING:
            return EveryArticle()
        leaf = self._leaf(name, text, token)
        if not isinstance(leaf, Exact | Newspaper):
            return leaf
        period = written_period(leaf.text)
        if period is not None or can_be_bare(leaf.text):
            leaf = leaf.as_word()
        if period is not None and not name:
            return any_of([leaf, period])
        return leaf

    def _leaf(self, name: str, text: str, token: Token) -> Node | None:
        """Return the query for `name:text`; None, with a remark, if the field does not understand the text.

        None without a remark if `text` has no search form.
        """
        text = " ".join(text.split())
        if not needle_of(text):
            return None
        node = FIELDS[name].parse(text, self._dates)
        if node is None:
            end = token.begin + len(token.source)
            if self._field is None:
                begin = token.begin
            else:
                begin = self._field.begin
            readings = FIELDS[name].readings(text, self._dates)
            self.remarks.append(
                QueryRemark(
                    IgnoredPart.VALUE,
                    self._text[begin:end],
                    begin,
                    name,
                    tuple(self._text[: token.begin] + reading + self._text[end:] for reading in readings),
                )
            )
        return node


def _near_each_other(left: Node | None, right: Node | None, within: int) -> Node | None:
    """Return the query for any string of one part near any string of the other.

    None if a part is not a string or an OR of strings, if fields differ, or if there are too many pairs.
    """
    ones = _alternatives(left)
    others = _alternatives(right)
    if len(ones) * len(others) > _MOST_PAIRS or len({string.where for string in (*ones, *others)}) > 1:
        return None
    return any_of(Near(one, two, within) for one, two in product(ones, others))


def _alternatives(part: Node | None) -> list[Exact]:
    """Return the strings of a part that is a string or an OR of strings, the word of a `written_date`; else []."""
    match part:
        case Exact():
            return [part]
        case Or(subqueries=either):
            strings = [string for string in either if isinstance(string, Exact)]
            if len(strings) == len(either) or written_date(part):
                return strings
            return []
    return []


def _name_of(part: Node | None) -> str:
    """Return the name of the field of all strings of a part; "" if there are several fields or no strings."""
    names = {string.where.value for string in _alternatives(part)}
    if len(names) == 1:
        return names.pop()
    return ""


# each pair is a query of its own, and their number is the product of the alternatives
_MOST_PAIRS = 64
_ENDS = (None, TokenKind.CLOSE)
_NO_OPERAND = (*_ENDS, TokenKind.OR, TokenKind.AND, TokenKind.NEAR)
_QUESTION_MARKS = "?？﹖"
_STAR = pattern("(?<![0-9０-９])[*＊]+|[*＊]+(?![0-9０-９])")
