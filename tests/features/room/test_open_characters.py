"""Open characters in SQL: a server finds what a text test finds, in every text and field, and nothing else."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from psycopg import Connection

from reader.features.room.conditions import by_text, like_pattern, text_decides
from reader.features.room.connections import connect
from reader.features.room.texts import STAND_IN, as_stored, is_comparable
from reader.search.needles import is_tied, strings_of
from reader.search.query import Exact, Field
from reader.search.terms import ANY, ELSEWHERE, READ_AS, SEAM
from tests.features.room.clusters import shared
from tests.laws import examples

pytestmark = pytest.mark.slow

ENDS = f"\n{SEAM}{READ_AS}{ELSEWHERE}"
"""What no open character stands for."""
CHARACTERS = "雁桥一𠮷aé \t\u0301\u200b" + "%_\\.*+?()[]{}^$|-&~#'\":=!<>" + f"{ENDS}\0\ud800\udfff{STAND_IN}"
SIGNS = ("%", "_", "\\", "\\_", "***:a", "***=a", "(?i)a", "[^a]", "\\m", "\\w", "{2}", "a|b", ".*", "^", "$")
"""What would mean something else in a pattern."""


@pytest.fixture(scope="module")
def server() -> Iterator[Connection[Any]]:
    with connect(shared().address(), is_reader=True) as connection:
        yield connection


def is_found(server: Connection[Any], node: Exact, text: str) -> bool:
    """Return whether a row with a text is found by what SQL makes of a string."""
    condition = by_text(node, (), walks=True)
    row = f'SELECT {condition.sql} FROM (SELECT %s::text COLLATE "C") AS article_text (search)'
    ((found,),) = server.execute(row.encode(), (*condition.values, as_stored(text)[0])).fetchall()
    return bool(found)


@st.composite
def texts_and_needles(draw: st.DrawFn) -> tuple[str, str]:
    """A text, and a needle with an open character: cut out of it, or any other."""
    text = draw(st.text(st.sampled_from(CHARACTERS), max_size=30) | st.text(max_size=12))
    begin = draw(st.integers(0, max(len(text) - 1, 0)))
    cut = text[begin : begin + draw(st.integers(3, 8))]
    needle = (
        cut if len(cut) > 2 and draw(st.booleans()) else draw(st.text(CHARACTERS, min_size=3, max_size=5))
    )
    opened = "".join(
        ANY if 0 < at < len(needle) - 1 and draw(st.booleans()) else c for at, c in enumerate(needle)
    )
    return text, opened[0] + ANY + opened[2:]


@settings(max_examples=examples(300))
@given(texts_and_needles(), st.sampled_from(Field))
@example(("\n\n雁桥", f"\n{ANY}雁"), Field.ANYWHERE)
@example((f"雁{SEAM}桥\n雁桥桥", f"雁{ANY}桥"), Field.HEADLINE)
@example((f"雁{SEAM}桥雁\n桥", f"雁{ANY}桥"), Field.ANYWHERE)
@example(("雁\0桥雁\ud800桥", f"雁{ANY}桥"), Field.ANYWHERE)
@example(("雁%桥", f"%{ANY}桥"), Field.ANYWHERE)
def test_a_server_finds_what_a_text_test_finds(
    server: Connection[Any], case: tuple[str, str], where: Field
) -> None:
    text, needle = case
    assume(strings_of(needle) == [needle] and not is_tied(needle))  # as no search form is
    node = Exact(needle, needle, where)
    if is_comparable(needle):
        assert text_decides(node)
        assert is_found(server, node, text) == node.test(text)
    else:
        assert not text_decides(node)
        assert is_found(server, node, text) >= node.test(text)


def test_a_pattern_of_like_opens_one_character_and_takes_its_signs_as_they_are() -> None:
    assert like_pattern(f"a{ANY}{ANY}_%\\桥") == "%a__\\_\\%\\\\桥%"


@pytest.mark.parametrize("sign", SIGNS)
def test_signs_of_patterns_stand_for_themselves(server: Connection[Any], sign: str) -> None:
    node = Exact(sign, f"雁{ANY}{sign}桥")
    assert is_found(server, node, f"雁一{sign}桥")
    assert not is_found(server, node, "雁一ab桥")
    at_the_beginning = Exact(sign, f"{sign}{ANY}桥")
    assert is_found(server, at_the_beginning, f"雁{sign}一桥")
    assert not is_found(server, at_the_beginning, "aab一桥".replace(sign, ""))


@pytest.mark.parametrize("end", ENDS)
def test_what_ends_a_run_is_no_open_character(server: Connection[Any], end: str) -> None:
    assert not is_found(server, Exact("", f"雁{ANY}桥"), f"雁{end}桥")
    assert is_found(server, Exact("", f"雁{ANY}桥"), f"雁{end}桥雁一桥")


def test_a_longest_string_is_told_by_the_server_and_a_longer_one_is_narrowed(server: Connection[Any]) -> None:
    text = "雁" * 300
    longest, longer = ("雁" + ANY * between + "雁" for between in (98, 99))
    assert text_decides(Exact("", longest))
    assert not text_decides(Exact("", longer))
    assert is_found(server, Exact("", longest), text)
    assert is_found(server, Exact("", longer), text)
    assert not is_found(server, Exact("", longest), text[:99])
