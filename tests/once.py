"""The issues of most libraries in tests are the same. What comes of a text is a function of it, and can't be changed:
each issue is parsed once, and the people in a batch of articles are found once."""

from collections.abc import Sequence
from functools import lru_cache

import pytest

from reader import parsing
from reader.features.people import recognition
from reader.features.people.recognition import NamedPerson
from reader.newspaper.article import SourceText
from reader.newspaper.correction import Correction
from reader.newspaper.issue import IssuePart, Tell, nothing_told


def read(patch: pytest.MonkeyPatch) -> None:
    """Lets libraries be read in so. Not for tests of parsing and of recognition themselves."""
    parse = parsing.parse

    def parsed(
        source: SourceText, corrections: Sequence[Correction] = (), tell: Tell = nothing_told
    ) -> IssuePart:
        part = _parse_once(source)
        return parse(source, corrections, tell) if corrections or _is_told(tell, part) else part

    def _is_told(tell: Tell, part: IssuePart) -> bool:
        return bool(tell(part.masthead.title, part.traits))

    def found(texts: Sequence[str]) -> list[list[NamedPerson]]:
        return [list(people) for people in _find_once(tuple(texts))]

    patch.setattr(parsing, "parse", parsed)
    patch.setattr(recognition, "people_in_all", found)


_parse_once = lru_cache(512)(parsing.parse)
_find_once = lru_cache(512)(recognition.people_in_all)
