"""Matches across the seams of a story on several pages: they are not contained in any single article.

A seam is given by a paragraph in search form, and the offset in it at which the part on the next page begins.
"""

from bisect import bisect_left
from collections.abc import Sequence

from msgspec.structs import replace

from reader.language.forms import search_form_with_offsets
from reader.newspaper.holdings import Document
from reader.search.answering.snippets import Snippet, cut_out
from reader.search.needles import occurrences, stands_at, unbounded
from reader.search.query import Field, Query, matches, needles, strings
from reader.search.terms import FIRST_BLOCK_LINE, SEAM


def pairs(query: Query) -> frozenset[str]:
    """Return all pairs of neighbouring characters in the query's strings.

    A match across a seam has one of them there, with one character on each side. `ANY` matches any character.
    """
    able = map(unbounded, _able(query))
    return frozenset(needle[i : i + 2] for needle in able for i in range(len(needle) - 1))


def is_crossed(query: Query, paragraph: str, at: int) -> bool:
    """Return whether a string of the query has a match across the seam at offset `at` of a paragraph."""
    return any(_crossing(needle, paragraph, at) for needle in _able(query))


def is_found(query: Query, parts: Sequence[Document], paragraphs: Sequence[str]) -> bool:
    """Return whether the query matches the text of a whole story: its parts, and the paragraphs across its seams."""
    heads = [part.text.split("\n", FIRST_BLOCK_LINE) for part in parts]
    lines = [SEAM.join(head[number] for head in heads) for number in range(FIRST_BLOCK_LINE)]
    bodies = [body for head in heads for body in head[FIRST_BLOCK_LINE:]]
    text = "\n".join([*lines, *bodies, *paragraphs])
    return any(matches(query, replace(part, text=text)) for part in parts)


def snippet(query: Query, paragraph: str, at: int, width: int = 60) -> Snippet | None:
    """Return a snippet of the matches across a seam; None if there are none.

    Unlike elsewhere, `paragraph` and `at` are in read form.
    """
    form = search_form_with_offsets(paragraph)
    seam = bisect_left(form.starts, at)
    crossing = [
        form.original_span(begin, begin + len(unbounded(needle)))
        for needle in _able(query)
        for begin in _crossing(needle, form.text, seam)
    ]
    if not crossing:
        return None
    others = [
        form.original_span(*span) for needle in needles(query) for span in occurrences(form.text, needle)
    ]
    core = min(begin for begin, _ in crossing), max(end for _, end in crossing)
    return cut_out(paragraph, [*crossing, *others], core, width, len(crossing))


def _able(query: Query) -> list[str]:
    """Return the needles that may match in the body: those without a field."""
    return [phrase.needle for phrase in strings(query) if phrase.where is Field.ANYWHERE]


def _crossing(needle: str, text: str, at: int) -> list[int]:
    """Return the offsets of the needle's occurrences that begin before `at` and end after it."""
    first = max(0, at - len(unbounded(needle)) + 1)
    return [begin for begin in range(first, at) if stands_at(text, needle, begin)]
