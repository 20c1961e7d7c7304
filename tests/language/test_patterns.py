"""Patterns are compiled when they are used: a set of Han characters takes a millisecond each time."""

import re
import subprocess
import sys
from typing import Any

import pytest

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

LOOKED_AT = """
import re, sys
looked, look = [], re._compiler._optimize_charset
def noted(characters, *given):
    looked.append(len(characters))
    return look(characters, *given)
re._compiler._optimize_charset = noted
from reader.language.patterns import pattern
for number in range(4):
    assert pattern(f"[{sys.argv[1]}]{{{number},9}}甲").search("渡口渡口甲")
print(sum(number > 4 for number in looked))
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


@pytest.mark.parametrize("flags", [0, re.IGNORECASE, re.ASCII])
@pytest.mark.parametrize(
    "characters", [HAN, f"^{HAN}", f"{HAN}a-cÀ", "渡口", "a-zß", r"\w，", f"^\\d{HAN}", "ſK", "𠀀-𠀂"]
)
def test_a_class_of_characters_that_is_looked_at_once_is_that_of_python(characters: str, flags: int) -> None:
    texts = "渡〇㐀𠀀𠀂𠀃aAbzÀàß1， \nſkKｋ", "".join(map(chr, range(0, 0x30000, 89)))
    remembered_ones = [re.compile(f"{before}[{characters}]", flags) for before in ("", "(?:)", "(?=)")]
    internals: Any = re
    remembered, by_python = internals._compiler._optimize_charset, _work_out_of_python()
    try:
        internals._compiler._optimize_charset = by_python
        alone = re.compile(f"(?#alone)[{characters}]", flags)
    finally:
        internals._compiler._optimize_charset = remembered
    for text in texts:
        found = [each.findall(text) for each in remembered_ones]
        assert found == 3 * [alone.findall(text)]


def _work_out_of_python() -> Any:
    internals: Any = re
    held = internals._compiler._optimize_charset.__closure__
    return next(cell.cell_contents for cell in held if callable(cell.cell_contents))


def test_a_set_of_han_characters_is_looked_at_once() -> None:
    looked = subprocess.run(
        [sys.executable, "-c", LOOKED_AT, HAN], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert looked.stdout.split() == ["1"]


def test_alternatives_behind_their_first_character_find_the_same() -> None:
    alternatives = "大[雪旱](?!库)|[来复]电|获(?![悉知])|失火"
    text = "大雪库，大旱，来电，复电，获悉，获奖，失火，大火"
    plain = [found.span() for found in re.finditer(alternatives, text)]
    assert [found.span() for found in re.finditer(behind_first(alternatives), text)] == plain
    assert plain
