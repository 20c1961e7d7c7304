"""The words that a list of suggestions is made of: what an article's headline is about, and who is named in its front.

Whole texts are not looked at: a word that matters stands in some headline, and a person in some lead.
"""

import re
from collections.abc import Iterable

from reader.language.forms import HAN
from reader.language.names import is_name
from reader.language.words import is_known, words

_LONGEST = 12
_WORD = re.compile(rf"[{HAN}·]{{2,{_LONGEST}}}|[^\W\d_]{{3,{_LONGEST}}}")
_FULL_NAME = 3
"""Characters of a name that can be told from other words: of two there are too many that are none."""


def vocabulary_of(headline: str, lead: str, credited: Iterable[str]) -> dict[str, bool]:
    """The words of an article, and whether each is a person's name: those `credited`, and in headline and lead the
    words that no dictionary has and that have the shape of a name."""
    found = {name: True for name in credited if _WORD.fullmatch(name)}
    of_headline = [word for word in words(headline) if _WORD.fullmatch(word)]
    for word in (*of_headline, *words(lead)):
        if len(word) == _FULL_NAME and is_name(word) and not is_known(word):
            found[word] = True
    for word in of_headline:
        found.setdefault(word, False)
    return found
