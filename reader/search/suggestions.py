"""What to try when nothing was found: less of what was asked for, and only what does find something."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from reader.language.forms import search_form
from reader.search.query import AllOf, Field, Node, Not, Phrase, Query, in_words

SHORTEST_PART = 2
"""Characters of the shortest piece of a string that is suggested."""


def suggestions(query: Query, finds: Callable[[Query], bool], at_most: int = 3) -> tuple[str, ...]:
    """Up to `at_most` queries that find something, as one types them, for a query that finds nothing.

    All but one of its words; each word alone; a word anywhere instead of in one field; the longest beginning and the
    longest end of a string. `finds` is asked whether a query finds anything, some ten times for a usual query.
    """
    found: dict[str, None] = {}
    if query.root:
        for node in _less(query.root, finds):
            if len(found) == at_most:
                break
            if node != query.root and finds(Query(node)):
                found[in_words(Query(node))] = None
    return tuple(found)


def _less(node: Node, finds: Callable[[Query], bool]) -> Iterator[Node]:
    match node:
        case AllOf(parts):
            for i in reversed(range(len(parts))):
                yield from _all_of([*parts[:i], *parts[i + 1 :]])
            for part in parts:
                yield from _all_of([part])
            for part in parts:
                yield from _less(part, finds)
        case Phrase(text=text, needle=needle, field=where):
            if where is not Field.ANYWHERE:
                yield Phrase(text, needle)
            yield from _ends(node, finds)
        case _:
            return


def _all_of(parts: Sequence[Node]) -> Iterator[Node]:
    """The parts together, unless none of them says what to look for."""
    if any(not isinstance(part, Not) for part in parts):
        yield parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def _ends(phrase: Phrase, finds: Callable[[Query], bool]) -> Iterator[Node]:
    """The longest beginning and the longest end that find something: every shorter one does, too."""
    text = phrase.text
    for of_length in (
        [text[:n] for n in range(len(text))],
        [text[len(text) - n :] for n in range(len(text))],
    ):
        low, high = SHORTEST_PART - 1, len(text)
        while low + 1 < high:
            middle = (low + high) // 2
            part = _part(phrase, of_length[middle])
            low, high = (middle, high) if part and finds(Query(part)) else (low, middle)
        if low >= SHORTEST_PART and (part := _part(phrase, of_length[low])):
            yield part


def _part(phrase: Phrase, text: str) -> Phrase | None:
    text = text.strip()
    needle = search_form(text)
    return replace(phrase, text=text, needle=needle) if needle else None
