"""The words of a library, by the statistics of the index's field of words."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from reader.language.forms import HAN, search_form
from reader.search.index.article_searcher import ArticleSearcher
from reader.search.index.gram_fields import key_of
from reader.search.index.segments import Segment, damage_told
from reader.search.index.word_field import WordField
from reader.search.schema import HEADLINE
from reader.search.terms import grams

SHORTEST_ALIKE, LONGEST_ALIKE = 3, 40
"""Characters of a word in which one may differ: of two there are too many."""
_LONGEST = 12
_WORD = re.compile(rf"[{HAN}·]{{2,{_LONGEST}}}|[^\W\d_]{{3,{_LONGEST}}}")
"""A word that a person may have meant."""
_SEVERAL = 2
"""Articles: what stands in fewer, and in no headline, is often two words that were not told apart."""
_ASKED = 4
"""So many times as many words of each segment are looked at as are wanted: some are no `_WORD`, others rare in other
segments."""


def words_beginning_with(searcher: ArticleSearcher, typed: str, limit: int) -> list[str]:
    """Return the commonest words that begin with what is typed and are longer, those that headlines have first.

    Raises SegmentDamaged.
    """
    form = search_form(typed)
    if not form:
        return []
    words = {form}
    for segment, field in _fields(searcher):
        with damage_told(segment):
            words |= set(field.commonest(form, _ASKED * limit))
    counts = _counts(searcher, words - {form})
    in_headlines = _counts_in_headlines(searcher, counts)
    words = {word for word in counts if in_headlines[word] or counts[word] >= _SEVERAL}
    return sorted(words, key=lambda word: (-in_headlines[word], -counts[word], word))[:limit]


def words_alike(searcher: ArticleSearcher, typed: str, limit: int) -> list[str]:
    """Return the commonest words that differ from what is typed in one character. Raises SegmentDamaged."""
    form = search_form(typed)
    if not SHORTEST_ALIKE <= len(form) <= LONGEST_ALIKE or not form.isalnum():
        return []
    words: set[str] = set()
    for segment, field in _fields(searcher):
        with damage_told(segment):
            words |= set(field.alike(form))
    counts = _counts(searcher, words)
    return sorted(counts, key=lambda word: (-counts[word], word))[:limit]


def _counts(searcher: ArticleSearcher, words: Iterable[str]) -> Counter[str]:
    """Return those that a person may have meant, and in how many documents each stands."""
    counts = Counter({word: 0 for word in words if _WORD.fullmatch(word)})
    for segment, field in _fields(searcher):
        with damage_told(segment):
            for word in counts:
                counts[word] += field.frequency(word)
    return counts


def _counts_in_headlines(searcher: ArticleSearcher, words: Iterable[str]) -> Counter[str]:
    """Return at most how many headlines have each word."""
    counts = Counter(dict.fromkeys(words, 0))
    for segment, _ in _fields(searcher):
        with damage_told(segment):
            frequency = segment.field(HEADLINE).frequency
            for word in counts:
                counts[word] += min(frequency(key_of(gram)) for gram in grams(word))
    return counts


def _fields(searcher: ArticleSearcher) -> Iterator[tuple[Segment, WordField]]:
    for leaf, _ in searcher.leaves:
        if leaf.segment is not None:
            with damage_told(leaf.segment):
                words = leaf.segment.words
            if words is not None:
                yield leaf.segment, words
