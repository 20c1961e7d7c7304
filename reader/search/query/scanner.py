"""Splits the text of a query into tokens: strings, fields, operators, brackets."""

import re
from collections.abc import Sequence
from dataclasses import replace
from string import ascii_letters

from reader.search.query.dates import DateReader
from reader.search.query.fields import FIELD_KINDS, FIELDS, NAMED
from reader.search.query.nodes import IgnoredPart, QueryRemark
from reader.search.query.operators import OPERATORS, Token, TokenKind, with_operators

_CODES = {code: field for field in FIELD_KINDS for code in field.codes}
_NAMES = {name.lower(): field.name for name, field in [*NAMED.items(), *_CODES.items()]}

_HALF_WIDTH = str.maketrans({"＂": '"'} | {chr(ord(c) + 0xFEE0): c for c in ascii_letters})
_SPACE = re.compile(r"\s*")
_WORD = re.compile(r"[^\s|｜]+")
_FIELD = re.compile(rf"(?:({'|'.join(NAMED)})[:：]|({'|'.join([*NAMED, *_CODES])})\s*%?[=＝])", re.IGNORECASE)
_OF_THE_WEB = re.compile(
    r"(?:site|inurl|filetype|ext|cache|related|link|lang|sort)[:：][^\s|｜()（）]+", re.IGNORECASE
)
_OPEN, _CLOSE, _BAR, _DASHES, _PLUS, _STARS = "(（", ")）", "|｜", "-－", "+＋", "*＊"
_CURLY = {"“": "”", "「": "」", "『": "』"}
_ENDS_WORD = r"(?=\s|$|[)）|｜]|[~^][0-9.]*(?:\s|$|[)）|｜])|[*＊+＋][\"'“])"
_WORD_END = re.compile(_ENDS_WORD)
_ASCII_END = re.compile(rf'""|"{_ENDS_WORD}')
_GOES_ON = re.compile(r'"[^\s"]+"[^\s"]')
_SINGLE_QUOTED = re.compile(rf"'([^']*)'{_ENDS_WORD}")
_ILL_PAIRED = re.compile(rf"""(["“”])([^"“”]+)(["“”]){_ENDS_WORD}""")
_NEARNESS = re.compile("[~^][0-9.]*")
_DEEPEST = 40
"""Brackets nested deeper than this are ordinary characters."""


def tokens_of(text: str, dates: DateReader) -> tuple[list[Token], list[QueryRemark]]:
    """Return the tokens, in which brackets are balanced, and remarks on what was left out."""
    text = text.translate(_HALF_WIDTH)
    scanner = _Scanner(text, dates)
    scanner.scan()
    if len(text) > 2 and text[-1] == _closing(text[0]) and not (scanner.ends_closed and _is_paired(text)):
        return [Token(TokenKind.QUOTED, text[1:-1], text, False)], []
    remarks = scanner.remarks
    tokens = with_operators(_with_matched_brackets(scanner.tokens), remarks)
    return _without_web_sites(tokens, remarks), remarks


def _closing(mark: str) -> str | None:
    return '"' if mark == '"' else _CURLY.get(mark)


def _is_paired(text: str) -> bool:
    """Return whether quotation marks of the kind that `text` begins with are balanced."""
    opening, closing = text[0], _closing(text[0]) or ""
    return text.count(opening) % 2 == 0 if opening == closing else text.count(opening) == text.count(closing)


class _Scanner:
    """Scans a text once, from left to right; brackets and operator words are resolved later."""

    def __init__(self, text: str, dates: DateReader) -> None:
        self.tokens: list[Token] = []
        self.remarks: list[QueryRemark] = []
        self.ends_closed = False
        """The last token is a string with its closing mark."""
        self._text = text
        self._dates = dates
        self._at = self._end_of_last = 0
        self._close_of = _pairs(text)

    def scan(self) -> None:
        while (at := _end_of(_SPACE, self._text, self._at)) < len(self._text):
            self._at = at
            self.ends_closed = False
            if not self._string() and not self._sign():
                self._word()

    def _add(self, kind: TokenKind, end: int, value: str | None = None) -> None:
        source = self._text[self._at : end]
        is_glued = bool(self.tokens) and self._at == self._end_of_last
        self.tokens.append(Token(kind, source if value is None else value, source, is_glued))
        self._at = self._end_of_last = end

    def _field(self) -> str | None:
        """Return the field whose value comes next; None where there is none."""
        last = self.tokens[-1] if self.tokens else None
        return last.text if last and last.kind is TokenKind.FIELD else None

    # -- strings

    def _string(self) -> bool:
        quoted = self._quoted()
        if quoted is None:
            return False
        inside, end = quoted
        self._add(TokenKind.QUOTED, end, inside)
        if found := _NEARNESS.match(self._text, self._at):
            if self.ends_closed:
                self.remarks.append(QueryRemark(IgnoredPart.NEARNESS, found[0]))
                self._at = found.end()
        elif self._text[self._at : self._at + 1] and self._text[self._at] in _STARS + _PLUS:
            self._join_strings()
        return True

    def _join_strings(self) -> None:
        """Scan the sign that joins strings: '甲'*'乙' and '甲'+'乙', as databases write both and either.

        A field before the first string holds for all.
        """
        field = self.tokens[-2] if len(self.tokens) > 1 and self.tokens[-2].kind is TokenKind.FIELD else None
        self._add(TokenKind.AND if self._text[self._at] in _STARS else TokenKind.OR, self._at + 1)
        if field:
            self.tokens.append(field)

    def _quoted(self) -> tuple[str, int] | None:
        """Return the content and the end of a string that begins here.

        None where there is none, or where the word goes on after it: then the quotation marks belong to the word.
        """
        text, at = self._text, self._at
        found = _ILL_PAIRED.match(text, at)
        if found and self._is_meant_as_pair(found):
            self.ends_closed = True
            return found[2], found.end()
        if text[at] == '"':
            return self._ascii_quoted()
        if text[at] == "'" and self._field() is not None and (found := _SINGLE_QUOTED.match(text, at)):
            return found[1], found.end()
        if text[at] not in _CURLY:
            return None
        close = self._close_of.get(at)
        if close is None:
            return text[at + 1 :], len(text)
        if not _WORD_END.match(text, close + 1):
            return None
        self.ends_closed = True
        return text[at + 1 : close], close + 1

    def _is_meant_as_pair(self, found: re.Match[str]) -> bool:
        """Return whether marks of two kinds, or one twice, are a pair; not where the first has its own counterpart."""
        marks = found[1] + found[3]
        if '"' not in marks:
            return marks != "“”"
        return (
            marks != '""'
            and found.start() not in self._close_of
            and self._text.count('"', found.end()) % 2 == 0
        )

    def _ascii_quoted(self) -> tuple[str, int] | None:
        text, begin = self._text, self._at + 1
        for found in _ASCII_END.finditer(text, begin):
            if found[0] == '"':
                self.ends_closed = True
                return text[begin : found.start()].replace('""', '"'), found.end()
        if _GOES_ON.match(text, self._at):
            return None
        return text[begin:].replace('""', '"'), len(text)

    # -- signs

    def _sign(self) -> bool:
        """Scan the sign or field name that stands here; return whether there is one."""
        text, at = self._text, self._at
        sign, beside = text[at], text[at + 1 : at + 2]
        field = self._field()
        if sign in _BAR:
            self._add(TokenKind.OR, at + 1)
        elif sign in _OPEN:
            self._add(TokenKind.OPEN, at + 1)
        elif sign in _DASHES and (not beside or beside.isspace()):
            self._at += 1
        elif sign in _DASHES and field is None and beside not in _DASHES:
            self._add(TokenKind.NOT, at + 1)
        elif sign in _PLUS and (beside in [*_CURLY, *'"(（'] or (beside.isalnum() and not beside.isdigit())):
            self._at += 1  # every word is required anyhow
        elif field is None and (name := _FIELD.match(text, at)):
            self._add(TokenKind.FIELD, name.end(), _NAMES[(name[1] or name[2]).lower()])
        elif field and FIELDS[field].has_dates and (end := self._dates.end_of_period(text, at)) > at:
            self._add(TokenKind.WORD, end)
        else:
            return False
        return True

    def _word(self) -> None:
        """Scan a word, and the closing brackets at its end that were not opened in it."""
        whole = _end_of(_WORD, self._text, self._at)
        end = self._at + len(_without_closing(self._text[self._at : whole]))
        if end > self._at:
            self._add(TokenKind.WORD, end)
        while self._at < whole:
            self._add(TokenKind.CLOSE, self._at + 1)


def _end_of(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _without_closing(word: str) -> str:
    surplus = sum(c in _CLOSE for c in word) - sum(c in _OPEN for c in word)
    while surplus > 0 and word[-1:] and word[-1] in _CLOSE:
        word, surplus = word[:-1], surplus - 1
    return word


def _pairs(text: str) -> dict[int, int]:
    """Return the place of the closing curly quotation mark for each opening one."""
    close_of: dict[int, int] = {}
    for opening, closing in _CURLY.items():
        open_at: list[int] = []
        for i, c in enumerate(text):
            if c == opening:
                open_at.append(i)
            elif c == closing and open_at:
                close_of[open_at.pop()] = i
    return close_of


def _with_matched_brackets(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with unbalanced brackets made part of the word they touch, or a word of their own.

    An opening bracket before an operator is closed at the end. One that is the last token is left out: the query is
    still being typed.
    """
    if (
        len(tokens) > 1
        and tokens[-1].kind is TokenKind.OPEN
        and not (tokens[-1].is_glued and _is_word(tokens[-2]))
    ):
        tokens = tokens[:-1]
    matched: set[int] = set()
    open_at: list[int] = []
    for i, token in enumerate(tokens):
        if token.kind is TokenKind.OPEN:
            open_at.append(i)
        elif token.kind is TokenKind.CLOSE and open_at:
            begin = open_at.pop()
            if len(open_at) < _DEEPEST:
                matched.update((begin, i))
    last_operator = max((i for i, token in enumerate(tokens) if _may_join(token)), default=0)
    waiting = [i for i in open_at if i + 1 < last_operator][:_DEEPEST]
    matched.update(waiting, range(len(tokens), len(tokens) + len(waiting)))
    tokens = [*tokens, *(Token(TokenKind.CLOSE, ")", "", False) for _ in waiting)]
    words: list[Token] = []
    for i, token in enumerate(tokens):
        if token.kind in (TokenKind.OPEN, TokenKind.CLOSE) and i not in matched:
            token = replace(token, kind=TokenKind.WORD)
        last = words[-1] if words else None
        if last and token.is_glued and token.kind is last.kind is TokenKind.WORD:
            words[-1] = Token(
                TokenKind.WORD, last.text + token.text, last.source + token.source, last.is_glued
            )
        else:
            words.append(token)
    return words


def _is_word(token: Token) -> bool:
    return token.kind in (TokenKind.WORD, TokenKind.QUOTED)


def _may_join(token: Token) -> bool:
    return token.kind in (TokenKind.OR, TokenKind.AND) or (
        token.kind is TokenKind.WORD and token.text in OPERATORS
    )


def _without_web_sites(tokens: Sequence[Token], remarks: list[QueryRemark]) -> list[Token]:
    """Return the tokens without restrictions to web sites (site:a.cn), unless there is nothing else."""
    kept: list[Token] = []
    passed: list[QueryRemark] = []
    for token in tokens:
        is_value = bool(kept) and kept[-1].kind is TokenKind.FIELD
        if token.kind is not TokenKind.WORD or is_value or not _OF_THE_WEB.fullmatch(token.text):
            kept.append(token)
            continue
        passed.append(QueryRemark(IgnoredPart.OF_THE_WEB, token.text))
        while kept and kept[-1].kind is TokenKind.NOT:
            kept.pop()
    if not any(token.kind in (TokenKind.WORD, TokenKind.QUOTED) for token in kept):
        return list(tokens)
    remarks += passed
    return kept
