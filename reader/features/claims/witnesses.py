"""The witnesses of sentences in a library: what its papers bear out, tell otherwise, or don't tell."""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from reader import never
from reader.features.claims.passages import Passage, Texts, best_of, extended
from reader.features.claims.sentences import Sentence, sentences_of
from reader.features.claims.stating import Stated, searched_grams, stated_in
from reader.features.claims.weighing import Difference, Outcome, Weighed, weighed
from reader.language import names
from reader.language.dates.calendar import Days
from reader.language.equality import simplified
from reader.language.forms import search_form
from reader.library.library import Library
from reader.newspaper.facts import Fact, IssueFacts
from reader.newspaper.holdings import StoredArticle
from reader.newspaper.printing import Printing
from reader.search.documents import SearchCancelled
from reader.search.query import Exact, Period, Query, all_of, any_of

MOST_WITNESSES = 5
"""The most witnesses of a sentence that are told."""
MOST_GUESSES = 3
"""The most witnesses that may be the one that is meant."""
_MOST_STRINGS = 8
"""The most strings of a sentence by which the index is asked: the rarest."""
_MOST_TOGETHER = 4
"""The most of these that an article is asked for together."""
_MOST_ARTICLES = 12
"""The most articles that are read for a sentence, of its days and of all."""
_MOST_PASSAGES = 10
"""The most passages that are compared with a sentence word by word."""
_OF_AN_ARTICLE = 3
_REMEMBERED = 200
"""The most articles of which the texts are kept in memory."""
_REPORTED_WITHIN = dt.timedelta(days=45)
_BEFORE = dt.timedelta(days=2)
_WEEK = dt.timedelta(days=7)
_LEAST = 0.15
"""The least share of the rare strings of a sentence that a passage must have to be compared with it."""
_FURTHER = 0.12
"""The least share of a sentence that a neighbouring passage must have more."""


class Source(Struct, frozen=True):
    """A printing of a witness: where it is, and how the library knows its paper, day and page."""

    article_id: int
    printing: Printing
    headline: str
    facts: IssueFacts
    page: Fact[str]


class Witness(Struct, frozen=True):
    """A passage of a paper about a sentence; `reprints` are other printings of it, the oldest first.

    `marks` are the spans of its words that the sentence has, too. `differences` are empty if it bears it out.
    """

    outcome: Outcome
    score: float
    source: Source
    words: str
    marks: tuple[tuple[int, int], ...]
    differences: tuple[Difference, ...]
    reprints: tuple[Source, ...] = ()


class Held(Struct, frozen=True):
    """Of how many of the days from `first` to `last` the library holds an issue."""

    first: dt.date
    last: dt.date
    days: int

    @property
    def all_days(self) -> int:
        return (self.last - self.first).days + 1


class Checked(Struct, frozen=True):
    """A sentence with what became of it, and its witnesses, the oldest first; contradicting ones stand beside others.

    `held` is told of a sentence that has no witness. `asks_year`: it has a day of which nothing says the year.
    """

    sentence: Sentence
    outcome: Outcome
    witnesses: tuple[Witness, ...] = ()
    held: Held | None = None
    asks_year: bool = False


def check(
    library: Library,
    text: str,
    year: int | None = None,
    cancelled: Callable[[], bool] = never,
    first: int = 0,
) -> Iterator[Checked]:
    """Yield the sentences of a text with their witnesses, from the `first` one on.

    `year` is the one that the text is about before it tells one itself.

    Raises SearchCancelled when `cancelled()` is true, and like `Searcher.search`.
    """
    checker = Checker(library, cancelled)
    for sentence in islice(sentences_of(text, year), first, None):
        yield checker.checked(sentence)


def analysed(library: Library) -> float:
    """Return the share of the articles that were searched for people and compared with each other, 0 to 1."""
    return min(library.person_names.analysed(), library.same_texts.analysed())


class Checker:
    """Checks sentences, one after the other; the texts of articles are kept, as neighbours have the same witnesses."""

    def __init__(self, library: Library, cancelled: Callable[[], bool] = never) -> None:
        self._library = library
        self._cancelled = cancelled
        self._texts: OrderedDict[int, tuple[StoredArticle, Texts]] = OrderedDict()
        self._titles: dict[str, frozenset[str]] = {}

    def checked(self, sentence: Sentence) -> Checked:
        if self._cancelled():
            raise SearchCancelled
        stated = stated_in(sentence, self._people_in(sentence.text))
        if not stated.has_anything:
            return Checked(sentence, Outcome.NOTHING)
        weights = self._weights(stated)
        witnesses: list[Witness] = []
        for queries in self._queries(stated, weights):
            witnesses = [*self._witnesses(queries, stated, weights), *witnesses]
            if any(witness.outcome is Outcome.BORNE_OUT for witness in witnesses):
                break
        witnesses = list({witness.source.printing: witness for witness in witnesses}.values())
        outcome, chosen = _chosen(witnesses, stated)
        if outcome is Outcome.NOT_FOUND:
            return Checked(sentence, outcome, (), self._held(stated), stated.asks_year)
        return Checked(sentence, outcome, tuple(self._folded(chosen)), None, stated.asks_year)

    def _people_in(self, text: str) -> set[str]:
        """Return the names in a sentence that the library knows as those of people."""
        strings = set(names.strings_like_names(text)) | set(names.latin_names(text))
        strings |= {simplified(name) for name in strings}
        return self._library.person_names.among(strings)

    def _titles_of(self, people: Sequence[str]) -> Mapping[str, frozenset[str]]:
        """Return the offices in which people are seen, by name."""
        for name in people:
            if name not in self._titles:
                seen = self._library.person_names.in_office(name)
                titles = {row.office.post for row in seen if row.name == name}
                titles |= {row.office.name for row in seen if row.name == name}
                self._titles[name] = frozenset(filter(None, titles))
        return self._titles

    # -- candidates

    def _weights(self, stated: Stated) -> dict[str, float]:
        """Return the rarity of the strings of a sentence by which its witnesses are found; of rare ones first."""
        strings = searched_grams(stated.plain, stated.core)
        strings += [name for name in stated.names if name not in strings]
        forms = [search_form(string) for string in strings]
        frequencies = self._library.searcher.frequencies(forms)
        total = max(self._library.contents.counts().articles, 2)
        weights: dict[str, float] = {}
        for string, frequency in zip(strings, frequencies, strict=True):
            weights[string] = math.log(total / max(frequency, 1)) + 0.1 if frequency else 0.0
        rarest = sorted(weights, key=weights.__getitem__, reverse=True)
        return {string: weights[string] for string in rarest}

    def _queries(self, stated: Stated, weights: Mapping[str, float]) -> Iterator[Sequence[Query]]:
        """Yield the queries for the rare strings of a sentence in papers of the days that it states, then in all.

        In these days, they are asked for together first: of many reports on the like, an index ranks others before.
        """
        strings = [string for string, weight in weights.items() if weight > 0][:_MOST_STRINGS]
        if not strings:
            return
        leaves = [Exact(string, search_form(string), is_word=True) for string in strings]
        query = self._library.searcher.in_all_shapes(Query(any_of(leaves)), self._cancelled)
        span = stated.span
        if span is not None and query.root is not None:
            days = _reported(span)
            together = all_of([*leaves[:_MOST_TOGETHER], days])
            yield Query(together), Query(all_of([query.root, days]))
        yield (query,)

    def _most_relevant(self, queries: Sequence[Query]) -> Sequence[int]:
        """Return the ids of the articles that answer one of some queries best, each once."""
        ids: dict[int, None] = {}
        for query in queries:
            ids |= dict.fromkeys(self._library.searcher.most_relevant(query, _MOST_ARTICLES, self._cancelled))
        return tuple(ids)

    def _read(self, ids: Sequence[int]) -> Iterator[tuple[StoredArticle, Texts]]:
        missing = [article_id for article_id in ids if article_id not in self._texts]
        if missing:
            for stored in self._library.articles.several(missing):
                self._texts[stored.id] = stored, Texts(stored.article.corrected(), stored.issue.date)
        for article_id in ids:
            if article_id in self._texts:
                self._texts.move_to_end(article_id)
                yield self._texts[article_id]
        while len(self._texts) > _REMEMBERED:
            self._texts.popitem(last=False)

    # -- witnesses

    def _witnesses(
        self, queries: Sequence[Query], stated: Stated, weights: Mapping[str, float]
    ) -> Iterator[Witness]:
        """Yield of each article that has one the passage that tells most of the sentence."""
        total = sum(weights.values())
        titles = self._titles_of([*stated.people])
        best: dict[int, tuple[StoredArticle, Texts, Passage, Weighed]] = {}
        for rarity, stored, texts, passage in self._passages(queries, weights, _LEAST * total):
            for candidate in extended(texts, passage, rarity, weights, _FURTHER * total):
                result = weighed(stated, texts.account(candidate), weights, titles)
                if stored.id not in best or _rank(result) < _rank(best[stored.id][-1]):
                    best[stored.id] = stored, texts, candidate, result
        for stored, texts, passage, result in best.values():
            if result.outcome is not Outcome.NOT_FOUND:
                yield _witness(stored, texts, passage, result)

    def _passages(
        self, queries: Sequence[Query], weights: Mapping[str, float], least: float
    ) -> list[tuple[float, StoredArticle, Texts, Passage]]:
        """Return the passages of all articles with most of the rare strings, their weights at least so much."""
        passages: list[tuple[float, StoredArticle, Texts, Passage]] = []
        for stored, texts in self._read(self._most_relevant(queries)):
            for rarity, passage in best_of(texts, weights, _OF_AN_ARTICLE):
                if rarity >= least:
                    passages.append((rarity, stored, texts, passage))
        passages.sort(key=_minus_rarity)
        return passages[:_MOST_PASSAGES]

    def _folded(self, witnesses: Sequence[Witness]) -> list[Witness]:
        """Return the witnesses with reprints as one, the oldest first."""
        same: set[frozenset[int]] = set()
        ids = [witness.source.article_id for witness in witnesses]
        if len(ids) > 1:
            same.update(map(frozenset, self._library.same_texts.pairs(ids)))
        folded: list[Witness] = []
        for witness in sorted(witnesses, key=_age):
            for number, other in enumerate(folded):
                is_same = frozenset((other.source.article_id, witness.source.article_id)) in same
                if other.outcome is witness.outcome and (is_same or other.words == witness.words):
                    folded[number] = replace(other, reprints=(*other.reprints, witness.source))
                    break
            else:
                folded.append(witness)
        return folded

    # -- what is not held

    def _held(self, stated: Stated) -> Held | None:
        """Return how many of the days are held of which a sentence tells; without a day, of all of the library."""
        days = self._days_held
        span = stated.span
        if span is None:
            if not days:
                return None
            span = Days(days[0], days[-1])
        elif span.first == span.last:
            span = Days(span.first, span.last + _WEEK)
        number = bisect_right(days, span.last) - bisect_left(days, span.first)
        return Held(span.first, span.last, number)

    @cached_property
    def _days_held(self) -> list[dt.date]:
        contents = self._library.contents
        days: set[dt.date] = set()
        for newspaper in contents.newspapers():
            days |= {issue.date for issue in contents.coverage(newspaper.title).issues}
        return sorted(days)


def _reported(span: Days) -> Period:
    """Return the days of papers that may tell of some days."""
    first = max(span.first, dt.date.min + _BEFORE) - _BEFORE
    last = min(span.last, dt.date.max - _REPORTED_WITHIN) + _REPORTED_WITHIN
    return Period(first, last)


def _witness(stored: StoredArticle, texts: Texts, passage: Passage, result: Weighed) -> Witness:
    printed = texts.printed[passage.block][passage.start : passage.end]
    words = printed.strip()
    shift = printed.index(words)
    marks = [_without_marks(words, start - shift, end - shift) for start, end in result.agreeing]
    return Witness(
        result.outcome,
        result.score,
        source_of(stored),
        words,
        tuple(_joined(mark for mark in marks if mark[0] < mark[1])),
        result.differences,
    )


def _without_marks(words: str, start: int, end: int) -> tuple[int, int]:
    """Return the characters [start, end) of some words without punctuation and white space around them."""
    start = max(0, start)
    end = min(len(words), end)
    while start < end and not words[start].isalnum():
        start += 1
    while start < end and not words[end - 1].isalnum():
        end -= 1
    return start, end


def source_of(stored: StoredArticle) -> Source:
    title = stored.article.corrected().title()[:200]
    return Source(stored.id, stored.printing, title, stored.issue.facts, stored.page_fact)


def _joined(spans: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield spans with those as one that touch each other."""
    last: tuple[int, int] | None = None
    for span in spans:
        if last is not None and span[0] <= last[1]:
            last = last[0], max(last[1], span[1])
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last


def _rank(result: Weighed) -> tuple[int, int, float]:
    return _ORDER[result.outcome], len(result.differences), -result.score


_ORDER = {outcome: number for number, outcome in enumerate(Outcome)}


def _age(witness: Witness) -> tuple[dt.date, int]:
    return witness.source.printing.date or dt.date.max, witness.source.article_id


def _minus_rarity(row: tuple[float, StoredArticle, Texts, Passage]) -> float:
    return -row[0]


def _minus_score(witness: Witness) -> float:
    return -witness.score


def _chosen(witnesses: Sequence[Witness], stated: Stated) -> tuple[Outcome, list[Witness]]:
    """Return what becomes of a sentence, and the witnesses that are told of it: contradicting ones, too."""
    by_outcome: dict[Outcome, list[Witness]] = {outcome: [] for outcome in Outcome}
    for witness in sorted(witnesses, key=_minus_score):
        by_outcome[witness.outcome].append(witness)
    agreeing = by_outcome[Outcome.BORNE_OUT]
    others = [witness for witness in by_outcome[Outcome.OTHERWISE] if _is_near(witness, stated)]
    if agreeing:
        return Outcome.BORNE_OUT, [*agreeing[:MOST_WITNESSES], *others[:MOST_GUESSES]]
    if by_outcome[Outcome.OTHERWISE]:
        near = others or by_outcome[Outcome.OTHERWISE]
        return Outcome.OTHERWISE, near[:MOST_GUESSES]
    if by_outcome[Outcome.MAY_BE]:
        return Outcome.MAY_BE, by_outcome[Outcome.MAY_BE][:MOST_GUESSES]
    return Outcome.NOT_FOUND, []


def _is_near(witness: Witness, stated: Stated) -> bool:
    """Return whether the paper of a witness may tell of the days that a sentence states."""
    day = witness.source.printing.date
    span = stated.span
    if span is None or day is None:
        return True
    return span.first - _BEFORE <= day <= span.last + _REPORTED_WITHIN
