"""Pieces of a needle, to show in a snippet of a text that does not contain the whole."""

import re
from collections.abc import Sequence

from reader.language.forms import search_form, search_form_with_offsets
from reader.search.needles import strings_of
from reader.search.terms import Line

Span = tuple[int, int]

MOST_OF_NEEDLE = 24
"""Characters from the beginning of a string of which pieces are looked for."""


def around_a_piece(body: Sequence[Line], needles: Sequence[str]) -> tuple[str, tuple[Span, ...], Span] | None:
    """Return a text of the body that contains the longest piece of a needle, no marks, and the span of the piece.

    None where no text contains any.
    """
    texts = [(line[0].text, search_form(line[0].text)) for line in body if line]
    for piece in _pieces(needles):
        for text, form in texts:
            at = form.find(piece)
            if at >= 0:
                return text, (), search_form_with_offsets(text, form).original_span(at, at + len(piece))
    return None


def _pieces(needles: Sequence[str]) -> list[str]:
    """Return the pieces of needles, of two characters or more, the longest first."""
    pieces = {
        run[begin:end]: None
        for needle in needles
        for string in strings_of(needle)
        for run in re.findall(r"\w{2,}", string[:MOST_OF_NEEDLE])
        for begin in range(len(run) - 1)
        for end in range(begin + 2, len(run) + 1)
    }
    return sorted(pieces, key=len, reverse=True)
