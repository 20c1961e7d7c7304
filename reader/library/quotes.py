"""Locating a marked passage in an article as it is shown now, by its words and their context.

First the words themselves are searched, in search form, so that stray spaces and widths don't matter; of several places
the one with the most similar context is taken. If they are not found (a new OCR, a better parse), pieces of them vote
for a place, and it is taken if enough of the text there is the same.
"""

import difflib
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from reader.language.forms import SearchForm, search_form, search_form_with_offsets
from reader.newspaper.passage import MarkColor, Passage

CONTEXT = 32
"""Characters stored of the text before a passage and after it."""

_PIECE = 4
_MOST_PIECES, _MOST_VOTES = 2000, 1000
"""Pieces of a passage that vote, and places that one may vote for: a piece that is everywhere is ignored."""
_LEAST_ALIKE = 0.7
"""Minimum share of equal characters if the words themselves are not found."""
_LEAST_FUZZY = 8
"""Characters. Shorter passages must be found exactly, together with some of their context."""


@dataclass(frozen=True, slots=True)
class QuoteSpan:
    """Characters [start, end) of the text with index `text` in the given sequence."""

    text: int
    start: int
    end: int


def passage_of(
    texts: Sequence[str], begin: tuple[int, int], end: tuple[int, int], color: MarkColor = MarkColor.YELLOW
) -> Passage | None:
    """Return the passage selected from one (text, character) position to another; None if that is only white space."""
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
    """Return the passage for the first place at which the texts contain these words; None if they don't, or for no
    words.
    """
    running = _Running([search_form_with_offsets(text) for text in texts])
    wanted = _joined(quote)
    at = running.text.find(wanted) if wanted else -1
    if at < 0:
        return None
    places = running.places(at, at + len(wanted))
    first, last = places[0], places[-1]
    return passage_of(texts, (first.text, first.start), (last.text, last.end), color)


def places_of(passage: Passage, texts: Sequence[str]) -> tuple[QuoteSpan, ...]:
    """Return where the passage stands, a span for each text that it runs through; empty if it can't be found."""
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
    """Return texts of consecutive blocks, given with line feeds between them, in the form of the running text."""
    return "".join(search_form(line) for line in text.split("\n"))


def _exact(wanted: str, passage: Passage, text: str) -> tuple[int, int] | None:
    before, after = _joined(passage.before), _joined(passage.after)
    found = []
    at = text.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        agreement = _common_end(text[max(0, at - len(before)) : at], before)
        agreement += _common_beginning(text[end : end + len(after)], after)
        found.append((agreement, -at))
        at = text.find(wanted, at + 1)
    if not found:
        return None
    start = -max(found)[1]
    return start, start + len(wanted)


def _alike(wanted: str, text: str) -> tuple[int, int] | None:
    """Return the span of the text that is most similar to the words, if it is similar enough."""
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
    matcher = difflib.SequenceMatcher(None, wanted, window, autojunk=False)
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
