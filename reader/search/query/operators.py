"""The tokens of a query, and the decision which words are operators."""

import re
from collections.abc import Sequence
from enum import Enum, auto

from msgspec import Struct
from msgspec.structs import replace

from reader.search.query.nodes import IgnoredPart, QueryRemark


class TokenKind(Enum):
    WORD = auto()
    QUOTED = auto()
    FIELD = auto()
    NOT = auto()
    AND = auto()
    OR = auto()
    NEAR = auto()
    OPEN = auto()
    CLOSE = auto()


class Token(Struct, frozen=True):
    """A token of a query.

    `text` is the value: for a FIELD its name in `fields.FIELDS`, for a NEAR the number; `source` is the typed text.
    """

    kind: TokenKind
    text: str
    source: str
    is_glued: bool
    """Whether nothing separates the token from the one before."""
    begin: int = 0
    """The offset of `source` in the typed text."""

    def remark(self, why: IgnoredPart) -> QueryRemark:
        return QueryRemark(why, self.source, self.begin)


_AND_WORDS = ("AND", "且", "并且", "和", "与", "及", "以及", "&", "&&", "+", "＋")
_OR_WORDS = ("OR", "或", "或者")
_NOT_WORDS = ("NOT", "不含")
OPERATORS = (
    dict.fromkeys(_AND_WORDS, TokenKind.AND)
    | dict.fromkeys(_OR_WORDS, TokenKind.OR)
    | dict.fromkeys(_NOT_WORDS, TokenKind.NOT)
)
_WITHIN = re.compile(r"(?:(?i:NEAR|W|N)?[/／]([0-9０-９]{1,3})|(?i:AROUND)[(（]([0-9０-９]{1,3})[)）])")
"""Matches a proximity operator; its number is the maximum number of characters between the operands."""
_NEAR = re.compile(r"NEAR|(?i:(?:NEAR|W|N|P|PRE)/[0-9]+|AROUND\([0-9]+\))|[/／][0-9０-９]{5,}")
"""Matches a proximity operator that is not supported: an ordered one, or one without a number or with a very large one.
A slash with four digits (/1987) is not an operator but a year."""


def is_operator_word(text: str) -> bool:
    return text.upper() in OPERATORS or bool(_NEAR.fullmatch(text) or _WITHIN.fullmatch(text))


def with_operators(tokens: Sequence[Token], remarks: list[QueryRemark]) -> list[Token]:
    """Return the tokens with operator words turned into operators if they are between two operands (NOT: before one).

    In small letters, AND, OR and NOT are operators unless all their neighbours are Latin words (bread and butter). An
    operator at the end of a query or bracket, and one in capitals at the beginning of a query, lacks an operand. It is
    removed, and a remark is added to `remarks`.
    """
    settled: list[Token] = []
    for i, token in enumerate(tokens):
        left = settled[-1] if settled else None
        right = tokens[i + 1] if i + 1 < len(tokens) else None
        if _is_left_over(token, left, right):
            remarks.append(token.remark(IgnoredPart.OPERATOR))
            continue
        within = _within(token, left, right)
        if within:
            settled.append(replace(token, kind=TokenKind.NEAR, text=within))
            continue
        kind = _operator(token, left, right)
        if kind is not None and _NEAR.fullmatch(token.text):
            remarks.append(token.remark(IgnoredPart.NEARNESS))
        settled.append(token if kind is None else replace(token, kind=kind))
    return settled


def _within(token: Token, left: Token | None, right: Token | None) -> str | None:
    """Return the number of a proximity operator between two operands, as text; None for any other token."""
    if token.kind is TokenKind.WORD:
        match = _WITHIN.fullmatch(token.text)
    else:
        match = None
    if match is None or left is None or right is None or left.kind not in _ENDS_OPERAND:
        return None
    if right.kind in _BEGINS_OPERAND:
        return match[1] or match[2]
    return None


_ENDS_OPERAND = (TokenKind.WORD, TokenKind.QUOTED, TokenKind.CLOSE)
_BEGINS_OPERAND = (TokenKind.WORD, TokenKind.QUOTED, TokenKind.OPEN, TokenKind.FIELD, TokenKind.NOT)


def _operator(token: Token, left: Token | None, right: Token | None) -> TokenKind | None:
    """Return the kind of operator that a word is between its neighbours; None if it is an ordinary word."""
    if token.kind is not TokenKind.WORD or right is None or right.kind in (TokenKind.CLOSE, TokenKind.OR):
        return None
    if left is not None and left.kind is TokenKind.FIELD:
        return None
    kind = OPERATORS.get(token.text) or (TokenKind.AND if _NEAR.fullmatch(token.text) else None)
    if kind is None and token.text.isascii():
        is_english = _is_latin_word(right) and (left is None or _is_latin_word(left))
        if is_english:
            kind = None
        else:
            kind = OPERATORS.get(token.text.upper())
    has_left = left is not None and left.kind not in (TokenKind.OPEN, TokenKind.NOT)
    if kind is TokenKind.NOT or has_left:
        return kind
    return None


def _is_left_over(token: Token, left: Token | None, right: Token | None) -> bool:
    """Return whether a word is an operator that lacks an operand and has to be removed."""
    if token.kind in (TokenKind.OR, TokenKind.AND):
        return left is None or right is None or right.kind is TokenKind.CLOSE
    if token.kind is not TokenKind.WORD:
        return False
    if token.text not in OPERATORS:
        is_sign = bool(_WITHIN.fullmatch(token.text)) and right is None
        return is_sign and left is not None and left.kind in _ENDS_OPERAND
    if left is None:
        return right is not None and token.text in ("AND", "OR")
    is_last = right is None or right.kind is TokenKind.CLOSE
    return is_last and left.kind in (TokenKind.WORD, TokenKind.QUOTED, TokenKind.CLOSE)


def _is_latin_word(token: Token) -> bool:
    return token.kind is TokenKind.WORD and token.text.isascii()
