"""The forms of a typed string that one text has, for a search within it; strings in a few texts without an index."""

from collections.abc import Sequence

from reader.language.forms import search_form
from reader.search.answering.ladder import shapes_of
from reader.search.needles import holds
from reader.search.query import Exact, Field, Query, text_test


class FewTexts:
    """The frequencies of strings in a few search texts (`ladder.Statistics`)."""

    def __init__(self, *texts: str) -> None:
        self._texts = texts

    def frequencies(self, needles: Sequence[str]) -> list[int]:
        """Return the number of texts with each string."""
        return [sum(holds(text, needle) for text in self._texts) for needle in needles]

    def count(self, query: Query, at_most: int) -> int:
        """Return the number of texts that a query finds, which must not ask for more than a text."""
        test = text_test(query)
        return min(at_most, sum(test(text, n) for n, text in enumerate(self._texts))) if test else 0


def shapes_in(text: str, typed: str) -> tuple[str, ...]:
    string = Exact(typed, search_form(typed), Field.ANYWHERE, is_word=True)
    others = shapes_of(string, FewTexts(text))
    return tuple(dict.fromkeys((string.needle, *(each.needle for each in others))))
