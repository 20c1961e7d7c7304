"""The forms of a typed string that one text has, for a search within it."""

from collections.abc import Sequence

from msgspec import Struct

from reader.language.forms import search_form
from reader.search.answering.ladder import shapes_of
from reader.search.needles import holds
from reader.search.query import Exact, Field, Query, text_test


class _OneText(Struct, frozen=True):
    """The frequencies of strings in a search text."""

    text: str

    def frequencies(self, needles: Sequence[str]) -> list[int]:
        return [int(holds(self.text, each)) for each in needles]

    def count(self, query: Query, at_most: int) -> int:
        test = text_test(query)
        return int(test is not None and test(self.text, 0))


def shapes_in(text: str, typed: str) -> tuple[str, ...]:
    string = Exact(typed, search_form(typed), Field.ANYWHERE, is_word=True)
    others = shapes_of(string, _OneText(text))
    return tuple(dict.fromkeys((string.needle, *(each.needle for each in others))))
