"""By-lines in Latin script: “By Alice Brown and Thomas Lee”, “Text by Anna Lee, photos by Peter O'Neil”."""

import re
from collections.abc import Iterator

from reader.language.names import is_full_latin_name, is_latin, latin_names
from reader.language.patterns import pattern
from reader.newspaper.article import Credit, Role

_LONGEST = 200
_WORKS = (
    "photo(?:graph)?s?|photography|pictures?|text|words|story|written|reported|told|compiled|edited|translated"
    "|illustrat(?:ed|ions?)|drawings?"
)
_BY = pattern(rf"(?P<work>(?:(?:{_WORKS})(?:\s*(?:and|&|/)\s*|[ :]+)){{0,2}})by\b[ :]+", re.IGNORECASE)
_AFTER_NAMES = pattern(r"(?:[\s,;]+(?:and|with|&)|\s+(?:of|for|from|in|at)\s.*)$", re.IGNORECASE)
"""What follows the names of a by-line: “and photos by …”, “of the Courier staff”."""


def by_line_credits(text: str) -> tuple[Credit, ...]:
    """Return the credits of a by-line, each person whole.

    Return () for a text that is something else, such as “By Royal Command”, or that names nobody in full.
    """
    text = text.strip(" .()[]—–-*")
    begins = list(_BY.finditer(text)) if len(text) <= _LONGEST and is_latin(text) else []
    if not begins or begins[0].start():
        return ()
    ends = [*(each.start() for each in begins[1:]), len(text)]
    parts = [(each, text[each.end() : end].strip(" ,;:.")) for each, end in zip(begins, ends, strict=True)]
    named = [(each["work"], latin_names(_AFTER_NAMES.sub("", words))) for each, words in parts]
    if not all(any(map(is_full_latin_name, names)) for _, names in named):
        return ()
    return tuple(Credit(role, names, text) for work, names in named for role in _roles(work.lower()))


def _roles(work: str) -> Iterator[Role]:
    """Yield the roles of the persons by the words for their work: “story and photos” → author, photographer."""
    pictures = len(_PICTURES.findall(work))
    if work.startswith(("edited", "compiled")):
        yield Role.EDITOR
    elif not pictures or len(work.split()) > 1:
        yield Role.AUTHOR
    if pictures:
        yield Role.PHOTOGRAPHER


_PICTURES = pattern("photo|picture")
