"""The people named in an article: in its credits, its headline and its lead.

Whole texts are not used: a person who matters stands in some lead.
"""

import re
from collections.abc import Iterable, Iterator

from reader.language.forms import HAN
from reader.language.names import is_name
from reader.language.words import is_known, words

_LONGEST = 12
_CREDITED = re.compile(rf"[{HAN}·]{{2,{_LONGEST}}}|[^\W\d_]{{3,{_LONGEST}}}")
_FULL_NAME = re.compile(f"[{HAN}]{{3}}")
"""A name of three characters: too many strings of two only look like a name."""
_NAMED = re.compile(
    rf"(?=([{HAN}]{{3}})(?:[，。、；（“\s]|说|介绍|告诉|表示|主持|出席|指出|强调|同志|先生|女士|老人))"
)
"""Three characters that may be a name by what follows them."""
_BEFORE, _AFTER = 3, 2
"""Characters on either side that decide whether it is one: to cut the whole lead takes eight times as long."""


def named_people(headline: str, lead: str, credited: Iterable[str]) -> frozenset[str]:
    """Return those `credited`, and the words of headline and lead that are in no dictionary and look like a name."""
    credits = (name for name in credited if _CREDITED.fullmatch(name))
    found = (
        word for word in (*words(headline), *_named_in(lead)) if _may_be_name(word) and not is_known(word)
    )
    return frozenset((*credits, *found))


def _named_in(lead: str) -> Iterator[str]:
    for at in _NAMED.finditer(lead):
        name, begin = at[1], at.start()
        if _may_be_name(name) and name in words(lead[max(0, begin - _BEFORE) : begin + len(name) + _AFTER]):
            yield name


def _may_be_name(word: str) -> bool:
    return _FULL_NAME.fullmatch(word) is not None and is_name(word)
