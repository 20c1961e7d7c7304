"""Locating a passage in the present text of its article, by its words and their context.

First the words are searched in search form, so that spaces and character widths do not matter; of several places, the
one with the most similar context is used. If they are not found (after a new OCR or a better parse), pieces of them
vote for a place, which is used if enough characters are equal there.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

from msgspec import Struct

from reader.language.forms import SearchForm, search_form, search_form_with_offsets
from reader.newspaper.passage import MarkColor, Passage

CONTEXT = 32
"""Number of characters stored of the text before and after a passage."""

_PIECE = 4
"""Length of a piece of the passage that votes for a place."""
_MOST_PIECES, _MOST_VOTES = 2000, 1000
"""Maximum number of pieces that vote, and of places that a piece votes for, as these are searched one by one."""
_LEAST_ALIKE = 0.7
"""Minimum share of equal characters if the words themselves are not found."""
_LEAST_FUZZY = 8
"""Minimum length of a passage that may be found by similarity; shorter ones must be found exactly."""


class QuoteSpan(Struct, frozen=True):
    """The characters [start, end) of the text with index `text` in a sequence of texts."""

    text: int
    start: int
    end: int


def passage_of(
    texts: Sequence[str], begin: tuple[int, int], end: tuple[int, int], color: MarkColor = MarkColor.YELLOW
) -> Passage | None:
    """Return the passage between two positions, given as (text index, offset); None if it is only white space."""
    (first, start), (last, stop) = begin, end
    if first == last:
        exact = texts[first][start:stop]
    else:
        exact = "\n".join([texts[first][start:], *texts[first + 1 : last], texts[last][:stop]])
    if not search_form(exact):
        return None
    before = "\n".join([*texts[:first], texts[first][:start]])[-CONTEXT:]
    after = "\n".join([texts[last][stop:], *texts[last + 1 :]])[:CONTEXT]
    return Passage(exact, before, after, color)


def passage_quoting(quote: str, texts: Sequence[str], color: MarkColor = MarkColor.YELLOW) -> Passage | None:
    """Return the passage for the first occurrence of the words in the texts; None if they are not found or empty."""
    running = _Running([search_form_with_offsets(text) for text in texts])
    wanted = _joined(quote)
    at = running.text.find(wanted) if wanted else -1
    if at < 0:
        return None
    places = running.places(at, at + len(wanted))
    first, last = places[0], places[-1]
    return passage_of(texts, (first.text, first.start), (last.text, last.end), color)


def places_of(passage: Passage, texts: Sequence[str]) -> tuple[QuoteSpan, ...]:
    """Return the spans of the passage, one for each text that it includes; () if it is not found."""
    running = _Running([search_form_with_offsets(text) for text in texts])
    wanted = _joined(passage.exact)
    span = _exact(wanted, passage, running.text) or _alike(wanted, running.text)
    return running.places(*span) if span else ()


class _Running:
    """The search forms of several texts as one string, with a mapping back to each text."""

    def __init__(self, forms: Sequence[SearchForm]) -> None:
        self._forms = forms
        self._starts = [0, *accumulate(len(form.text) for form in forms)]
        self.text = "".join(form.text for form in forms)

    def places(self, start: int, end: int) -> tuple[QuoteSpan, ...]:
        """Return the spans in the original texts for the characters [start, end) of `text`."""
        found = []
        for number in range(bisect_right(self._starts, start) - 1, len(self._forms)):
            if self._starts[number] >= end:
                break
            first = max(start - self._starts[number], 0)
            last = min(end - self._starts[number], len(self._forms[number].text))
            if first < last:
                found.append(QuoteSpan(number, *self._forms[number].original_span(first, last)))
        return tuple(found)


def _joined(text: str) -> str:
    """Return the search form of a text of several blocks, without the line feeds between them."""
    return "".join(search_form(line) for line in text.split("\n"))


def _exact(wanted: str, passage: Passage, text: str) -> tuple[int, int] | None:
    before, after = _joined(passage.before), _joined(passage.after)
    found = []
    at = text.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        agreement = _common_end(text[max(0, at - len(before)) : at], before)
        agreement += _common_beginning(text[end : end + len(after)], after)
        # of places with equal agreement, the first one
        found.append((agreement, -at))
        at = text.find(wanted, at + 1)
    if not found:
        return None
    start = -max(found)[1]
    return start, start + len(wanted)


def _alike(wanted: str, text: str) -> tuple[int, int] | None:
    """Return the span of the text that is most similar to the words; None if none is similar enough."""
    if len(wanted) < _LEAST_FUZZY:
        return None
    votes: Counter[int] = Counter()
    last = len(wanted) - _PIECE
    for offset in range(0, last + 1, last // _MOST_PIECES + 1):
        piece = wanted[offset : offset + _PIECE]
        at = text.find(piece)
        for _ in range(_MOST_VOTES):
            if at < 0:
                break
            votes[at - offset] += 1
            at = text.find(piece, at + 1)
    best: tuple[float, int, int] | None = None
    for start, _ in votes.most_common(3):
        stretch = _fitted(wanted, text, start)
        if stretch and (best is None or stretch > best):
            best = stretch
    return best[1:] if best and best[0] >= _LEAST_ALIKE else None


def _fitted(wanted: str, text: str, guess: int) -> tuple[float, int, int] | None:
    """Return the similarity (0 to 1), start and end of the best span near `guess`."""
    slack = max(len(wanted) // 5, 4)
    begin = max(guess - slack, 0)
    window = text[begin : guess + len(wanted) + slack]
    # `autojunk` would ignore frequent characters of long texts
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, wanted, window, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if not blocks:
        return None
    same = sum(block.size for block in blocks)
    first, last = blocks[0], blocks[-1]
    start = max(begin + first.b - first.a, 0)
    end = min(begin + last.b + last.size + (len(wanted) - last.a - last.size), len(text))
    return same / len(wanted), start, end


def _common_beginning(one: str, other: str) -> int:
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _common_end(one: str, other: str) -> int:
    return _common_beginning(one[-len(other) :][::-1] if other else "", other[::-1])
