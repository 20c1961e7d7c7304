"""Patterns are compiled when they are used: a set of Han characters takes a millisecond each time."""

import re
import subprocess
import sys

from reader.language.forms import HAN
from reader.language.patterns import behind_first, pattern

LOADED = """
import re, sys
made, compiled = [], re.compile
def noted(regex, *given, **named):
    made.append(regex)
    return compiled(regex, *given, **named)
re.compile = noted
import reader.cli.search, reader.cli.sync, reader.library.sync, reader.features.people.naming
import reader.search.answering.whoosh_engine
print(*(regex for regex in made if isinstance(regex, str) and sys.argv[1] in regex), sep="\\n")
"""


def test_a_pattern_behaves_as_a_compiled_one() -> None:
    found = pattern("(?P<first>[a甲])(丙?)", re.IGNORECASE)
    assert [each["first"] for each in found.finditer("A甲丙")] == ["A", "甲"]
    assert (found.pattern, found.groups, found.fullmatch("乙")) == ("(?P<first>[a甲])(丙?)", 2, None)


def test_a_method_that_is_held_behaves_as_that_of_a_compiled_one() -> None:
    match, fullmatch, search = (getattr(pattern("甲乙?"), name) for name in ("match", "fullmatch", "search"))
    for _ in range(2):
        assert [bool(held("甲丙")) for held in (match, fullmatch, search)] == [True, False, True]
        assert [bool(held("丙甲乙", 1)) for held in (match, fullmatch, search)] == [True, True, True]


def test_no_set_of_han_characters_is_compiled_before_it_is_used() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", LOADED, HAN], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert loaded.stdout.strip() == ""


def test_alternatives_behind_their_first_character_find_the_same() -> None:
    alternatives = "大[雪旱](?!库)|[来复]电|获(?![悉知])|失火"
    text = "大雪库，大旱，来电，复电，获悉，获奖，失火，大火"
    plain = [found.span() for found in re.finditer(alternatives, text)]
    assert [found.span() for found in re.finditer(behind_first(alternatives), text)] == plain
    assert plain
