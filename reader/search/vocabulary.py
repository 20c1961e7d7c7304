"""The words of a library, by the statistics of the index's word field."""

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
"""Characters of a word of which one may differ; words of two have too many neighbours."""
_LONGEST = 12
_WORD = re.compile(rf"[{HAN}·]{{2,{_LONGEST}}}|[^\W\d_]{{3,{_LONGEST}}}")
"""A word that a person may have meant."""
_SEVERAL = 2
"""A word in fewer articles, and in no headline, is often two words that were not separated."""
_ASKED = 4
"""So many times `limit` words are taken from each segment, for some are no `_WORD`, others rare in other segments."""


def words_beginning_with(searcher: ArticleSearcher, typed: str, limit: int) -> list[str]:
    """Return the commonest words that begin with `typed` and are longer, by count in headlines, then in texts.

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
    """Return the commonest words that differ from `typed` in one character. Raises SegmentDamaged."""
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
    """Return the words that a person may have meant, with the number of documents that have each."""
    counts = Counter({word: 0 for word in words if _WORD.fullmatch(word)})
    for segment, field in _fields(searcher):
        with damage_told(segment):
            for word in counts:
                counts[word] += field.frequency(word)
    return counts


def _counts_in_headlines(searcher: ArticleSearcher, words: Iterable[str]) -> Counter[str]:
    """Return for each word an upper bound of the number of headlines that have it."""
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
