"""Which words of a query are operators: those between two operands, in either language; all others are searched for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.search.query.nodes import IgnoredPart, QueryRemark
from reader.search.query.operators import OPERATORS, Token, TokenKind, is_operator_word, with_operators

SIGNS = {"(": TokenKind.OPEN, ")": TokenKind.CLOSE, "-": TokenKind.NOT, "|": TokenKind.OR}
"""How tests write tokens that are no words."""


def tokens_of(typed: str) -> list[Token]:
    """The tokens of words that are separated by spaces; `"…"` is quoted, `名:` is a field."""
    tokens = []
    at = 0
    for word in typed.split():
        begin = typed.index(word, at)
        at = begin + len(word)
        kind = SIGNS.get(word, TokenKind.WORD)
        if word.startswith('"'):
            kind = TokenKind.QUOTED
        elif word.endswith(":"):
            kind = TokenKind.FIELD
        tokens.append(Token(kind, word.strip('":'), word, is_glued=False, begin=begin))
    return tokens


def decided(typed: str) -> tuple[str, list[QueryRemark]]:
    """The kinds of what stays (words are shown as they are), and what is remarked."""
    remarks: list[QueryRemark] = []
    settled = with_operators(tokens_of(typed), remarks)
    shown = [token.text if token.kind is TokenKind.WORD else _shown(token) for token in settled]
    return " ".join(shown), remarks


def _shown(token: Token) -> str:
    if token.kind is TokenKind.NEAR:
        return f"NEAR{token.text}!"
    if token.kind in (TokenKind.QUOTED, TokenKind.FIELD):
        return token.source
    return f"{token.kind.name}!"


@pytest.mark.parametrize("word", OPERATORS)
def test_each_operator_joins_two_words(word: str) -> None:
    assert decided(f"麦田 {word} 春灌") == (f"麦田 {OPERATORS[word].name}! 春灌", [])


@pytest.mark.parametrize(
    ("typed", "decision"),
    [
        # small letters: between Han words they join, between Latin words they are words
        ("麦田 and 春灌", "麦田 AND! 春灌"),
        ("麦田 or bread", "麦田 OR! bread"),
        ("bread or 春灌", "bread OR! 春灌"),
        ("bread and butter", "bread and butter"),
        ("bread AND butter", "bread AND! butter"),
        ('bread and "butter"', 'bread AND! "butter"'),
        ('"bread" and butter', '"bread" AND! butter'),
        ("not butter", "not butter"),
        ("not 春灌", "NOT! 春灌"),
        ("bread not butter", "bread not butter"),
        ("麦田 not 春灌", "麦田 NOT! 春灌"),
        ("麦田 Or 春灌", "麦田 OR! 春灌"),
        # NOT needs what follows only
        ("NOT 麦田", "NOT! 麦田"),
        ("( NOT 麦田 )", "OPEN! NOT! 麦田 CLOSE!"),
        ("不含 麦田", "NOT! 麦田"),
        # what has no operand on the left is a word
        ("和 麦田", "和 麦田"),
        ("( 和 麦田 )", "OPEN! 和 麦田 CLOSE!"),
        ("- 和 麦田", "NOT! 和 麦田"),
        ("标题: 和 麦田", "标题: 和 麦田"),
        ("标题: NOT 麦田", "标题: NOT 麦田"),
        # what has no operand on the right is a word, too, where it is not left over
        ("麦田 和 | 春灌", "麦田 和 OR! 春灌"),
        ("和", "和"),
        ("AND", "AND"),
        ("麦田 and", "麦田 and"),
        # operators behind one another
        ("麦田 和 和 春灌", "麦田 AND! AND! 春灌"),
        ("( 麦田 ) 或 ( 春灌 )", "OPEN! 麦田 CLOSE! OR! OPEN! 春灌 CLOSE!"),
    ],
)
def test_a_word_is_an_operator_between_two_operands(typed: str, decision: str) -> None:
    assert decided(typed) == (decision, [])


@pytest.mark.parametrize(
    ("typed", "decision", "left_over"),
    [
        ("麦田 和", "麦田", "和"),
        ("麦田 AND", "麦田", "AND"),
        ("麦田 不含", "麦田", "不含"),
        ('"麦田" 或', '"麦田"', "或"),
        ("( 麦田 或 )", "OPEN! 麦田 CLOSE!", "或"),
        ("( 麦田 ) 或", "OPEN! 麦田 CLOSE!", "或"),
        ("AND 麦田", "麦田", "AND"),
        ("OR 麦田", "麦田", "OR"),
        ("| 麦田", "麦田", "|"),
        ("麦田 |", "麦田", "|"),
        ("( 麦田 | )", "OPEN! 麦田 CLOSE!", "|"),
        ("麦田 /5", "麦田", "/5"),
        ("( 麦田 ) NEAR/5", "OPEN! 麦田 CLOSE!", "NEAR/5"),
    ],
)
def test_an_operator_that_lacks_an_operand_is_left_out_and_remarked(
    typed: str, decision: str, left_over: str
) -> None:
    remark = QueryRemark(IgnoredPart.OPERATOR, left_over, typed.rindex(left_over))
    assert decided(typed) == (decision, [remark])


@pytest.mark.parametrize(
    ("word", "most"),
    [
        *(("/5", "5"), ("／5", "5"), ("/５", "５"), ("NEAR/12", "12"), ("near/12", "12"), ("W/3", "3")),
        *(("n/3", "3"), ("AROUND(7)", "7"), ("around（7）", "7"), ("/999", "999")),
    ],
)
def test_nearness_has_its_number_between_two_operands(word: str, most: str) -> None:
    assert is_operator_word(word)
    for right in ("春灌", '"春灌"', "( 春灌 )", "- 春灌", "标题: 春灌"):
        assert decided(f"麦田 {word} {right}")[0].startswith(f"麦田 NEAR{most}! ")
    assert decided(f'"麦田" {word} 春灌')[0] == f'"麦田" NEAR{most}! 春灌'
    assert decided(f"( 麦田 ) {word} 春灌")[0] == f"OPEN! 麦田 CLOSE! NEAR{most}! 春灌"


@pytest.mark.parametrize("typed", ["/5 麦田", "标题: /5 麦田", "- /5 麦田", "( /5 麦田 )", "/5"])
def test_nearness_without_an_operand_before_it_is_a_word(typed: str) -> None:
    decision, remarks = decided(typed)
    assert "NEAR" not in decision
    assert "/5" in decision
    assert remarks == []


@pytest.mark.parametrize("word", ["NEAR", "P/3", "PRE/3", "NEAR/1000", "AROUND(1000)", "/12345"])
def test_nearness_that_is_not_supported_joins_and_is_remarked(word: str) -> None:
    assert is_operator_word(word)
    remark = QueryRemark(IgnoredPart.NEARNESS, word, 3)
    assert decided(f"麦田 {word} 春灌") == ("麦田 AND! 春灌", [remark])


@pytest.mark.parametrize("word", ["/1987", "near", "1/5", "和平", "ANDY", "", "W/", "AROUND(7"])
def test_what_only_looks_like_one_is_a_word(word: str) -> None:
    assert not is_operator_word(word)
    assert decided(f"麦田 {word} 春灌") == (f"麦田 {word} 春灌".replace("  ", " "), [])


@given(
    st.lists(
        st.sampled_from(
            ["麦田", "bread", '"甲"', "和", "or", "NOT", "/5", "NEAR", "(", ")", "-", "|", "标题:"]
        ),
        max_size=7,
    )
)
def test_every_token_stays_in_its_place_or_is_remarked_and_only_words_change(words: list[str]) -> None:
    tokens = tokens_of(" ".join(words))
    remarks: list[QueryRemark] = []
    settled = with_operators(tokens, remarks)
    left_out = {remark.begin for remark in remarks if remark.why is IgnoredPart.OPERATOR}
    kept = [token for token in tokens if token.begin not in left_out]
    assert [token.source for token in settled] == [token.source for token in kept]
    for before, after in zip(kept, settled, strict=True):
        if before.kind is not TokenKind.WORD:
            assert after == before
