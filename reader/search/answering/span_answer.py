"""The candidates for a query in a span of dates, or in part of one; their texts are verified when needed."""

from __future__ import annotations

import itertools
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias, TypeVar

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from whoosh.query import And, Or
from whoosh.query import Query as Node
from whoosh.searching import SearchContext

from reader.newspaper.holdings import Document
from reader.search.documents import Order, SearchCancelled
from reader.search.index.article_searcher import ArticleSearcher, Bound, first_guess, within_bound
from reader.search.index.matchers import ALL, NONE, docs_of, in_any, is_in
from reader.search.index.postings import Docs
from reader.search.index.segments import Segment, candidates, reporting_damage
from reader.search.needles import unbounded
from reader.search.query import Exact, Field, Near, Query, matches
from reader.search.ranking import RankedTerm, date_keys
from reader.search.terms import HEADLINE, NEWSPAPER, PAGE, TEXT, WORDS


class Bounds(Struct, frozen=True):
    """Two sets of documents, ascending: those that surely match, and all that may match, which include the former."""

    surely: Docs
    maybe: Docs


def bounds(node: Node, leaf: ArticleSearcher, within: range = ALL) -> Bounds:
    """Return the documents of a segment, within a range, that surely match and that may match, without removed ones.

    They come from the query's matchers, without reading texts. Raises SegmentDamaged.
    """
    segment = leaf.segment
    if segment is None:
        return Bounds(NONE, NONE)
    parts = node.subqueries if isinstance(node, Or) else [node]
    strings = [part for part in parts if type(part) is Exact]
    if len(strings) == len(parts):
        return _bounds_of_any(strings, leaf, segment, within)
    maybe = _docs(node, leaf, within, Bound.MAYBE)
    asked = [string for string in node.leaves() if isinstance(string, Exact | Near)]
    if all(string.decided_by_grams() and segment.is_sure(string.needle) for string in asked):
        return Bounds(maybe, maybe)
    return Bounds(_docs(node, leaf, within, Bound.SURELY) if _is_ever_sure(node) else NONE, maybe)


def _docs(node: Node, leaf: ArticleSearcher, within: range, bound: Bound) -> Docs:
    segment = leaf.segment
    if segment is None:
        return NONE
    with reporting_damage(segment):
        matcher = node.matcher(leaf, within_bound(SearchContext(needs_current=True), bound))
        return segment.live(docs_of(matcher, within))


_STRINGS_A_TEXT = 3
"""With so many strings or more for each document of a segment, all its texts are read.

That takes less time than to ask for one string a document, but makes the estimates of counts worse.
"""


def _bounds_of_any(
    strings: Sequence[Exact], leaf: ArticleSearcher, segment: Segment, within: range
) -> Bounds:
    """Return what the matchers of an OR of strings find; for many strings, these take far longer to be made."""
    if segment.entry.documents * _STRINGS_A_TEXT <= len(strings):
        return Bounds(NONE, segment.within(within))
    surely, maybe = [NONE], [NONE]
    for each in strings:
        docs = candidates(segment, each.field(), each.needle, leaf.gram_order, within)
        maybe.append(docs)
        if each.decided_by_grams() and segment.is_sure(each.needle):
            surely.append(docs)
    found = in_any(maybe) if len(strings) > 1 else maybe[-1]
    return Bounds(found if len(surely) == len(maybe) else in_any(surely), found)


def _is_ever_sure(node: Node) -> bool:
    """Return whether the index alone may be sure that some document matches."""
    match node:
        case Exact() | Near():
            return node.decided_by_grams()
        case And(subqueries=parts):
            return all(map(_is_ever_sure, parts))
        case Or(subqueries=parts):
            return any(map(_is_ever_sure, parts))
        case _:
            return True


BATCH = 64
"""The number of texts that are verified between two checks of `cancelled`."""
_KEYED_AT_ONCE = 1 << 13
"""The number of documents whose sort keys are computed at a time; the keys of a whole span would take several MB."""

# The verdict on a candidate. SEEN: it matches and is in the catalogue. SURE: it matches according to the index. OPEN:
# its text has to be read. NO_MATCH: it does not match, or is no longer in the catalogue.
SEEN, SURE, OPEN, NO_MATCH = 2, 1, 0, -1

Places: TypeAlias = NDArray[np.int64]
"""Indices of candidates, which are ordered newest first."""
NO_PLACES: Places = np.empty(0, np.int64)
Cancelled: TypeAlias = Callable[[], bool]


class CandidateCounts(Struct, frozen=True):
    """The number of candidates that are not ruled out, in total and by month, page and newspaper."""

    total: int
    by_month: Mapping[int, int]
    by_page: Mapping[str, int]
    by_newspaper: Mapping[str, int]

    @classmethod
    def of(cls, tallies: Sequence[CandidateCounts]) -> CandidateCounts:
        return cls(
            sum(tally.total for tally in tallies),
            _summed(tally.by_month for tally in tallies),
            _summed(tally.by_page for tally in tallies),
            _summed(tally.by_newspaper for tally in tallies),
        )


class Match(Struct, frozen=True):
    leaf: ArticleSearcher
    document: int
    id: int


class Stretch(Struct, frozen=True):
    """Consecutive documents of a segment, and the searcher of the segment."""

    leaf: ArticleSearcher
    documents: range


class SpanAnswer:
    """The candidates of a span, newest first, and the verdicts on them. `ask` has to be called before anything else.

    Several threads may use it at once. Methods with the argument `cancelled` raise SearchCancelled soon after it has
    become true. All methods that read the index may raise SegmentDamaged.
    """

    def __init__(self, stretches: Sequence[Stretch], query: Query) -> None:
        """`stretches` are the documents of the span by segment, at least one."""
        self._stretches = stretches
        self._query = query
        self._texts = stretches[0].leaf.texts
        self._asking = threading.Lock()
        self._candidates: _Candidates | None = None
        self._tally: CandidateCounts | None = None

    def ask(self, cancelled: Cancelled) -> None:
        """Look up the candidates in the index, unless that has been done."""
        with self._asking:
            if self._candidates is None:
                self._candidates = self._found(cancelled)

    def __len__(self) -> int:
        return len(self._known.docs)

    @property
    def verdict(self) -> NDArray[np.int8]:
        """The verdict on each candidate: SEEN, SURE, OPEN or NO_MATCH."""
        return self._known.verdict

    def oldest_first(self) -> Places:
        return np.argsort(self._keys(self._known.of, self._known.docs, Order.OLDEST), kind="stable")

    def ids_of(self, places: Places) -> NDArray[np.uint32]:
        of, docs = self._known.of[places], self._known.docs[places]
        ids = np.empty(len(places), np.uint32)
        for segment, here in self._parts(of):
            with reporting_damage(segment):
                ids[here] = segment.ids[docs[here]]
        return ids

    def matches_at(self, places: Places) -> list[Match]:
        """Return the candidates at `places` as documents of their segments."""
        of, docs = self._known.of[places].tolist(), self._known.docs[places].tolist()
        ids = self.ids_of(places).tolist()
        return [
            Match(self._stretches[number].leaf, doc, id)
            for number, doc, id in zip(of, docs, ids, strict=True)
        ]

    def first_guess(self, sought: Sequence[RankedTerm], cancelled: Cancelled) -> NDArray[np.float32]:
        """Return `first_guess` of each candidate, less what all of them have."""
        root = self._query.root
        parts = root.subqueries if isinstance(root, And) else (root,)
        sure = {part.needle for part in parts if isinstance(part, Exact)}
        guess = np.empty(len(self), np.float32)
        for stretch, (segment, here) in zip(self._stretches, self._parts(self._known.of), strict=True):
            if cancelled():
                raise SearchCancelled
            held = {
                TEXT: [NONE if each.needle in sure else _held(stretch, TEXT, each.needle) for each in sought],
                HEADLINE: [_held(stretch, HEADLINE, each.needle) for each in sought],
            }
            if segment.words is not None:
                with reporting_damage(segment):
                    held[WORDS] = [segment.words.docs(unbounded(each.needle)) for each in sought]
            guess[here] = first_guess(segment.entry.documents, sought, held).take(self._known.docs[here])
        return guess

    def frequency(self, needle: str, cancelled: Cancelled) -> int:
        """Return an upper bound of the number of documents that contain the needle."""
        match self._query.root:
            case Exact(needle=of_query, where=Field.ANYWHERE) if of_query == needle:
                return len(self)
        if cancelled():
            raise SearchCancelled
        return sum(len(_held(stretch, TEXT, needle)) for stretch in self._stretches)

    def read(self, places: Places, cancelled: Cancelled) -> Iterator[tuple[int, Document]]:
        """Read the candidates at `places`; yield place and document of those that match."""
        for at in range(0, len(places), BATCH):
            if cancelled():
                raise SearchCancelled
            batch = places[at : at + BATCH]
            ids = self.ids_of(batch).tolist()
            is_sure = dict(zip(ids, self.verdict[batch] > OPEN, strict=True))
            found = {
                id: document
                for id, document in self._texts.texts(ids).items()
                if is_sure[id] or matches(self._query, document)
            }
            self.verdict[batch] = [SEEN if id in found else NO_MATCH for id in ids]
            yield from (
                (place, found[id]) for place, id in zip(batch.tolist(), ids, strict=True) if id in found
            )

    def tally(self) -> CandidateCounts:
        """Return the counts of the candidates that are not ruled out yet."""
        known = self._tally  # other threads may replace it meanwhile
        left = self.verdict > NO_MATCH
        total = np.count_nonzero(left)
        if known is None or known.total != total:
            tallies = []
            for segment, here in self._parts(self._known.of):
                docs = self._known.docs[here]
                docs = docs if total == len(left) else docs.compress(left[here])
                with reporting_damage(segment):
                    tallies.append(
                        CandidateCounts(
                            len(docs),
                            segment.count_months(docs),
                            segment.count_labels(PAGE, docs),
                            segment.count_labels(NEWSPAPER, docs),
                        )
                    )
            known = self._tally = CandidateCounts.of(tallies)
        return known

    @property
    def _known(self) -> _Candidates:
        assert self._candidates is not None, "not asked yet"
        return self._candidates

    def _found(self, cancelled: Cancelled) -> _Candidates:
        assert self._query.root is not None
        found = []
        for stretch in self._stretches:
            if cancelled():
                raise SearchCancelled
            found.append(bounds(self._query.root, stretch.leaf, stretch.documents))
        verdicts = [is_in(each.maybe, each.surely).astype(np.int8) for each in found]
        if len(found) == 1:
            docs = found[0].maybe
            # takes no memory, unlike an array of zeros
            return _Candidates(np.broadcast_to(np.uint16(0), len(docs)), docs, verdicts[0])
        of = np.repeat(np.arange(len(found), dtype=np.uint16), [len(each.maybe) for each in found])
        docs = np.concatenate([each.maybe for each in found])
        # the order of candidates that stand segment by segment, each newest first. Only segments whose days
        # overlap are sorted together: others are put one after the other.
        ends = np.flatnonzero(np.diff(of, prepend=-1, append=-1))
        runs = [(int(begin), int(end)) for begin, end in itertools.pairwise(ends)]
        corners = np.array([place for begin, end in runs for place in (begin, end - 1)], np.intp)
        keys = self._keys(of[corners], docs[corners], Order.NEWEST).reshape(-1, 2).tolist()
        groups: list[list[tuple[int, int]]] = []
        last = -1
        for (newest, oldest), run in sorted(zip(keys, runs, strict=True)):
            if newest > last:
                groups.append([])
            groups[-1].append(run)
            last = max(last, oldest)
        order = np.concatenate([NO_PLACES, *(self._merged(of, docs, group) for group in groups)])
        return _Candidates(of[order], docs[order], np.concatenate(verdicts)[order])

    def _merged(self, of: NDArray[np.uint16], docs: Docs, runs: Sequence[tuple[int, int]]) -> Places:
        places = np.concatenate([np.arange(begin, end) for begin, end in runs])
        if len(runs) == 1:
            return places
        return places[np.argsort(self._keys(of[places], docs[places], Order.NEWEST), kind="stable")]

    def _keys(self, of: NDArray[np.uint16], docs: Docs, order: Order) -> NDArray[np.uint64]:
        keys = np.empty(len(docs), np.uint64)
        for segment, here in self._parts(of):
            places = np.arange(len(keys))[here]
            for at in range(0, len(places), _KEYED_AT_ONCE):
                some = places[at : at + _KEYED_AT_ONCE]
                keyed = docs[some]
                with reporting_damage(segment):
                    keys[some] = date_keys(
                        order, segment.dates_of(keyed), segment.places_of(keyed), segment.ids[keyed]
                    )
        return keys

    def _parts(self, of: NDArray[np.uint16]) -> Iterator[tuple[Segment, slice | Places]]:
        """Yield the segments, each with the places of its candidates; `of` is the column of that name."""
        for number, stretch in enumerate(self._stretches):
            assert stretch.leaf.segment is not None
            is_only = len(self._stretches) == 1
            yield stretch.leaf.segment, slice(None) if is_only else np.flatnonzero(of == number)


class _Candidates(Struct, frozen=True):
    """The candidates as columns: index of the stretch (`of`), document number in its segment, verdict."""

    of: NDArray[np.uint16]
    docs: Docs
    verdict: NDArray[np.int8]


def _held(stretch: Stretch, fieldname: str, needle: str) -> Docs:
    """Return the documents of a stretch whose field may contain the needle."""
    leaf = stretch.leaf
    assert leaf.segment is not None
    return candidates(leaf.segment, fieldname, needle, leaf.gram_order, stretch.documents)


_Label = TypeVar("_Label", int, str)


def _summed(counts: Iterable[Mapping[_Label, int]]) -> dict[_Label, int]:
    total: Counter[_Label] = Counter()
    for each in counts:
        total.update(each)
    return dict(total)
