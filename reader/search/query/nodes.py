"""The nodes of a query, in addition to Whoosh's own and to `string_nodes`.

A query is an immutable tree of `whoosh.query` objects: `And`, `Or`, `Not`, and leaves (`Leaf`), each of which can be
run by Whoosh on the index.
"""

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum, auto
from functools import reduce

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from whoosh.matching import Matcher
from whoosh.query import And, MultiTerm, Not, NullQuery, NumericRange, Or, Term
from whoosh.query import Query as Node
from whoosh.reading import IndexReader
from whoosh.searching import SearchContext, Searcher

from reader.i18n import count, say
from reader.language.equality import in_any_shape
from reader.language.forms import search_form
from reader.newspaper.holdings import ArticleValue, Between, Document, OneOf
from reader.search import terms
from reader.search.documents import BEYOND, UNDATED, day_number
from reader.search.index.article_searcher import ArticleSearcher, ConfirmedMatcher, bound_of, within_bound
from reader.search.index.gram_fields import Docs
from reader.search.index.matchers import DocsMatcher, LateIntersection, LateInverse, cut
from reader.search.index.segments import Segment
from reader.search.query.string_nodes import ColumnLeaf, Exact, Near, SegmentLeaf, Spelling, Words, spelled


class Newspaper(ColumnLeaf, MultiTerm):
    """A query for documents of newspapers whose title contains `needle` (a search form); `text` is the typed text.

    If it `is_word`, typed without quotation marks, its characters match in all shapes (日报, 日報).
    """

    def __init__(self, text: str, needle: str, boost: float = 1.0, *, is_word: bool = False) -> None:
        self.fieldname = terms.NEWSPAPER
        self.text = text
        self.needle = needle
        self.boost = boost
        self.is_word = is_word

    def as_word(self) -> "Newspaper":
        """Return the same name as if it had been typed without quotation marks."""
        return Newspaper(self.text, self.needle, self.boost, is_word=True)

    def _btexts(self, ixreader: IndexReader) -> Iterator[bytes]:
        names = ixreader.lexicon(self.fieldname)
        return (name for name in names if self.is_of(name.decode()))

    def is_of(self, title: str) -> bool:
        title = search_form(title)
        if self.is_word:
            return in_any_shape(self.needle).search(title) is not None
        return self.needle in title

    def holds(self, document: Document) -> bool:
        return self.is_of(document.newspaper)

    def column(self, newspapers: Sequence[str]) -> OneOf:
        return OneOf(terms.NEWSPAPER, list(filter(self.is_of, newspapers)))

    def written(self, spelling: Spelling) -> str:
        return spelling.field("报", spelled(self.text, spelling, is_word=self.is_word))

    def shown(self, words: Words) -> tuple[str, str]:
        return say("报纸"), self.text

    def _key(self) -> tuple[str, str, bool]:
        return self.text, self.needle, self.is_word

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Newspaper) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        return f"Newspaper({self.needle!r})"


class Page(ColumnLeaf, Term):
    """A query for documents of the page with this label, as `page_label` returns it."""

    __match_args__ = ("label",)

    def __init__(self, label: str, boost: float = 1.0) -> None:
        super().__init__(terms.PAGE, label, boost)
        self.label = label

    def holds(self, document: Document) -> bool:
        return document.page is not None and terms.page_label(document.page) == self.label

    def column(self, newspapers: Sequence[str]) -> OneOf:
        return OneOf(terms.PAGE, [self.label])

    def written(self, spelling: Spelling) -> str:
        return spelling.field(
            "版", spelling.quoted(self.label.upper() if self.label.isascii() else self.label)
        )

    def shown(self, words: Words) -> tuple[str, str]:
        role = say("版面")
        text = words.page(self.label.upper())
        return ("" if text.startswith(role) else role), text  # English texts name the field themselves


class UnknownNewspaper(Newspaper):
    """A query for the articles of issues whose newspaper is not known, not even by an estimate."""

    def __init__(self, boost: float = 1.0) -> None:
        super().__init__("", "", boost)

    def as_word(self) -> Newspaper:
        return self

    def _btexts(self, ixreader: IndexReader) -> Iterator[bytes]:
        return iter([b""])  # a lexicon has no empty name

    def matcher(self, searcher: Searcher, context: SearchContext | None = None) -> Matcher:
        return Term(self.fieldname, "").matcher(
            searcher, context
        )  # Whoosh passes over an empty one of several terms

    def is_of(self, title: str) -> bool:
        return not title

    def column(self, newspapers: Sequence[str]) -> OneOf:
        return OneOf(terms.NEWSPAPER, [""])

    def written(self, spelling: Spelling) -> str:
        return spelling.unknown("报")

    def shown(self, words: Words) -> tuple[str, str]:
        return say("报纸"), say("不明")

    def __repr__(self) -> str:
        return "UnknownNewspaper()"


class UnknownPage(Page):
    """A query for the articles of which no page is told, whether printed or estimated."""

    def __init__(self, boost: float = 1.0) -> None:
        super().__init__("", boost)

    def holds(self, document: Document) -> bool:
        return not document.page

    def written(self, spelling: Spelling) -> str:
        return spelling.unknown("版")

    def shown(self, words: Words) -> tuple[str, str]:
        return say("版面"), say("不明")

    def __repr__(self) -> str:
        return "UnknownPage()"


class CheapestFirst(And):
    """An AND that evaluates its subqueries in ascending order of their estimated sizes.

    As soon as no document is left, the other subqueries are not evaluated. Whoosh's `And` begins with the largest.
    """

    def _matcher(self, subs: Sequence[Node], searcher: Searcher, context: SearchContext | None) -> Matcher:
        reader = searcher.reader()
        first, *others = sorted(subs, key=lambda query: query.estimate_size(reader))
        return reduce(
            LateIntersection,
            (query.matcher(searcher, context) for query in others),
            first.matcher(searcher, context),
        )


class Either(Or):
    """An OR that always combines its matchers as a tree: Whoosh's other types of matchers read documents ahead."""

    matcher_type = Or.DEFAULT_MATCHER


class Without(Not):
    """A NOT for which a requested `Bound` is the opposite one in the subquery."""

    def matcher(self, searcher: Searcher, context: SearchContext | None = None) -> Matcher:
        bound = bound_of(context)
        inner = within_bound(searcher.boolean_context(), bound and bound.opposite)
        reader = searcher.reader()
        return LateInverse(
            self.query.matcher(searcher, inner), reader.doc_count_all(), missing=reader.is_deleted
        )


YEAR = ArticleValue("year")
"""The year of the article's issue, where no more of its day is known; None for any other issue."""


class Period(SegmentLeaf, ColumnLeaf, NumericRange):
    """A query for issues from `first` to `last`, both inclusive; None is an open end.

    Issues without a known day match if their year is known, and is in the period as a whole.
    """

    __match_args__ = ("first", "last")

    def __init__(self, first: dt.date | None, last: dt.date | None, boost: float = 1.0) -> None:
        begin = day_number(first) if first else UNDATED + 1
        super().__init__(terms.DAY, begin, day_number(last) if last else None, boost=boost)
        self.first = first
        self.last = last

    def _key(self) -> tuple[object, ...]:
        return self.first, self.last, self.boost

    def holds(self, document: Document) -> bool:
        if document.date is None:
            years = self.years()
            return years is not None and Between(YEAR.name, years[0], years[1] + 1).holds(
                document.value(YEAR)
            )
        return in_period(self, document.date)

    def years(self) -> tuple[int, int] | None:
        """Return the first and the last year that are in it as a whole; None if none is, or if it is open."""
        if self.first is None and self.last is None:
            return None
        begin = dt.MINYEAR
        if self.first is not None:
            begin = self.first.year + ((self.first.month, self.first.day) != (1, 1))
        end = dt.MAXYEAR
        if self.last is not None:
            end = self.last.year - ((self.last.month, self.last.day) != (12, 31))
        if begin > end:
            return None
        return begin, end

    def column(self, newspapers: Sequence[str]) -> Between:
        first = day_number(self.first) if self.first else UNDATED + 1
        return Between(terms.DAY, first, day_number(self.last) + 1 if self.last else BEYOND)

    def written(self, spelling: Spelling) -> str:
        return spelling.field("日期", self.spelled())

    def shown(self, words: Words) -> tuple[str, str]:
        return say("日期"), words.period(self)

    def spelled(self) -> str:
        """Return the shortest notation: 2024, 2024-01, 2024-01-27, 2024-01..2024-02, 2024-01.., ..2024-02."""
        first = self.first
        last = self.last
        if first:
            starts = [first.month == 1 and first.day == 1, first.day == 1]
        else:
            starts = [True, True]
        if last:
            ends = [
                (last.month, last.day) == (12, 31),
                last.day == calendar.monthrange(last.year, last.month)[1],
            ]
        else:
            ends = [True, True]
        if starts[0] and ends[0]:
            length = 4
        elif starts[1] and ends[1]:
            length = 7
        else:
            length = 10
        begin = first.isoformat()[:length] if first else ""
        end = last.isoformat()[:length] if last else ""
        if begin == end:
            return begin
        return f"{begin}..{end}"

    def estimate_size(self, ixreader: IndexReader) -> int:
        """Return 0, so that an AND evaluates the period first: that costs nothing and often leaves no documents."""
        return 0

    def matcher_in(self, leaf: ArticleSearcher, segment: Segment, context: SearchContext | None) -> Matcher:
        """Return a matcher of one range of documents, since documents are sorted by day."""
        first = day_number(self.first) if self.first else UNDATED + 1
        begin, end = segment.between(first, day_number(self.last) if self.last else BEYOND)
        years = self.years()
        undated, dated = segment.between(UNDATED, UNDATED)
        if years is None or undated == dated:
            return _matcher_between(segment, begin, end, self.boost)
        condition = Between(YEAR.name, years[0], years[1] + 1)

        def inside(within: range) -> Docs:
            docs = segment.within(within)
            return docs[((docs >= begin) & (docs < end)) | ((docs >= undated) & (docs < dated))]

        def confirm(docs: Docs) -> NDArray[np.bool_]:
            ids = segment.ids[docs]
            is_dated = docs >= dated
            undated_ids: list[int] = ids[~is_dated].tolist()
            of_years = leaf.texts.with_value(YEAR, condition, undated_ids) if undated_ids else set()
            is_of_years = np.fromiter((article in of_years for article in ids.tolist()), bool, len(ids))
            are_of_period: NDArray[np.bool_] = is_dated | is_of_years
            return are_of_period

        return ConfirmedMatcher(inside, confirm, self.boost)


def _matcher_between(segment: Segment, begin: int, end: int, boost: float) -> Matcher:
    def inside(within: range) -> Docs:
        return segment.within(range(max(begin, within.start), min(end, within.stop)))

    return DocsMatcher(inside, boost=boost)


def in_period(period: Period, date: dt.date | None) -> bool:
    return (
        date is not None
        and (period.first is None or period.first <= date)
        and (period.last is None or date <= period.last)
    )


class UnknownDay(SegmentLeaf, ColumnLeaf):
    """A query for the articles of issues whose day is not known, not even by an estimate."""

    fieldname = None
    boost = 1.0

    def holds(self, document: Document) -> bool:
        return document.date is None

    def column(self, newspapers: Sequence[str]) -> Between:
        return Between(terms.DAY, UNDATED, UNDATED + 1)

    def written(self, spelling: Spelling) -> str:
        return spelling.unknown("日期")

    def shown(self, words: Words) -> tuple[str, str]:
        return say("日期"), say("不明")

    def estimate_size(self, ixreader: IndexReader) -> int:
        """Return 0, as a `Period` does."""
        return 0

    def matcher_in(self, leaf: ArticleSearcher, segment: Segment, context: SearchContext | None) -> Matcher:
        begin, end = segment.between(UNDATED, UNDATED)
        return _matcher_between(segment, begin, end, self.boost)

    def _key(self) -> tuple[object, ...]:
        return ()

    def __repr__(self) -> str:
        return "UnknownDay()"


EVERYTHING = "*"
"""What is typed for all articles: an asterisk by itself. To look for the character, it is typed in quotation marks."""


class EveryArticle(SegmentLeaf, ColumnLeaf):
    """A query for all articles, which is the root of the query for a whole library."""

    fieldname = None
    boost = 1.0

    def holds(self, document: Document) -> bool:
        return True

    def column(self, newspapers: Sequence[str]) -> Between:
        return Between(terms.DAY, UNDATED, BEYOND)

    def written(self, spelling: Spelling) -> str:
        return EVERYTHING

    def shown(self, words: Words) -> tuple[str, str]:
        return "", say("整个资料库")

    def estimate_size(self, ixreader: IndexReader) -> int:
        return int(ixreader.doc_count_all())

    def matcher_in(self, leaf: ArticleSearcher, segment: Segment, context: SearchContext | None) -> Matcher:
        begin, end = segment.between(UNDATED, BEYOND)
        return _matcher_between(segment, begin, end, self.boost)

    def _key(self) -> tuple[object, ...]:
        return ()

    def __repr__(self) -> str:
        return "EveryArticle()"


class Among(SegmentLeaf, ColumnLeaf):
    """A query for the articles with these ids; it has no syntax and can't be typed."""

    def __init__(self, ids: Iterable[int]) -> None:
        self.fieldname = None
        self.ids = frozenset(ids)
        self.boost = 1.0

    def _key(self) -> tuple[object, ...]:
        return (self.ids,)

    def __repr__(self) -> str:
        return f"Among({len(self.ids)})"

    def holds(self, document: Document) -> bool:
        return document.id in self.ids

    def column(self, newspapers: Sequence[str]) -> OneOf:
        return OneOf(terms.ID, sorted(self.ids))

    def written(self, spelling: Spelling) -> str:
        return count(len(self.ids), "其中 {n} 篇")

    def shown(self, words: Words) -> tuple[str, str]:
        return "", count(len(self.ids), "其中 {n} 篇")

    def estimate_size(self, ixreader: IndexReader) -> int:
        return len(self.ids)

    def matcher_in(self, leaf: ArticleSearcher, segment: Segment, context: SearchContext | None) -> Matcher:
        id_array = np.fromiter(self.ids, np.uint32, len(self.ids))
        documents = np.flatnonzero(np.isin(segment.ids, id_array)).astype(np.int32)

        def live_within(within: range) -> Docs:
            return segment.live(cut(documents, within))

        return DocsMatcher(live_within, boost=1.0)


class InDossier(Among):
    """A query for the articles of a dossier, by its name.

    Parsing knows no dossiers: the articles are those of the library that is asked (`ArticleSets.with_dossiers`).

    Attributes:
        name: the name, or the beginning of the UUID, as it was typed.
        listed: the ids of its articles, in its order.
        removed: the number of its articles that the library no longer has.
    """

    __match_args__ = ("name",)

    def __init__(self, name: str, listed: Sequence[int] = (), removed: int = 0) -> None:
        super().__init__(listed)
        self.name = name
        self.listed = tuple(listed)
        self.removed = removed

    def _key(self) -> tuple[object, ...]:
        return self.name, self.listed, self.removed

    def __repr__(self) -> str:
        return f"InDossier({self.name!r}, {len(self.listed)})"

    def written(self, spelling: Spelling) -> str:
        return spelling.field("专题", spelling.quoted(self.name))

    def shown(self, words: Words) -> tuple[str, str]:
        return say("所在专题"), self.name


class IgnoredPart(Enum):
    QUESTION_MARK = auto()
    """A question mark at either end of a word."""
    STAR = auto()
    """An asterisk: strings match inside words anyway."""
    NEARNESS = auto()
    """A proximity operator that is not supported."""
    OF_THE_WEB = auto()
    """A restriction to web sites (site:a.cn)."""
    OPERATOR = auto()
    """An operator that lacks an operand."""
    VALUE = auto()
    """A value that its field does not understand."""
    NO_VALUE = auto()
    """A field without a value."""
    BRACKET = auto()
    """A bracket without its counterpart, or one of too many inside each other."""
    QUOTE = auto()
    """A quotation mark that is not closed: the string goes on to the end."""
    FORMER_INDEX = auto()
    """Nothing: the index is of an earlier version, and texts are read instead."""
    FORMER_TEXTS = auto()
    """What is equal only since the articles were loaded."""
    FORMER_CUTS = auto()
    """What is printed over the border of two articles: whoever made this had a program that did not keep it."""
    NO_DOSSIER = auto()
    """Nothing: there is no dossier of this name, so that no article is in it."""
    SEVERAL_DOSSIERS = auto()
    """A dossier: several have its name, and none of them is taken for another."""
    FORMS = auto()
    """Some of the other forms of a string: there are too many of them."""


class QueryRemark(Struct, frozen=True):
    """A remark that a typed part is not understood, or is passed over.

    Attributes:
        why: the reason.
        text: the part, as it was typed.
        begin: its offset in the typed text.
        field: the field (`FieldKind.name`) that does not understand a value.
        readings: the query, as text to type, with what the part may mean in its place; the likeliest first.
    """

    why: IgnoredPart
    text: str
    begin: int = 0
    field: str = ""
    readings: tuple[str, ...] = ()


class Query(Struct, frozen=True):
    """A parsed query; with None as its `root` it is empty and finds nothing.

    `remarks` list the typed parts that are not understood or passed over; queries that differ only in them are equal.
    """

    root: Node | None = None
    remarks: tuple[QueryRemark, ...] = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Query) and self.root == other.root

    def __hash__(self) -> int:
        return hash(self.root)


def all_of(nodes: Iterable[Node]) -> Node | None:
    """Return the query for all nodes, normalized by Whoosh (flat, without duplicates); None for no nodes.

    Beside a condition, all articles are no condition.
    """
    parts = list(nodes)
    conditions = [part for part in parts if not isinstance(part, EveryArticle)]
    return _normalized(CheapestFirst(conditions or parts))


def any_of(nodes: Iterable[Node]) -> Node | None:
    """Return the query for any of the nodes, normalized as in `all_of`."""
    return _normalized(Either(list(nodes)))


def _normalized(node: Node) -> Node | None:
    node = node.normalize()
    if node is NullQuery:
        return None
    return node


def negated(node: Node) -> Node:
    if isinstance(node, Not):
        return node.query
    return Without(node)


def strings(query: Query) -> Iterator[Exact]:
    """Yield the strings that are not under a NOT, from left to right, including the two strings of each `Near`."""
    for leaf in place_leaves(query):
        if isinstance(leaf, Near):
            yield leaf.first
            yield leaf.second
        else:
            yield leaf


def place_leaves(query: Query) -> Iterator[Exact | Near]:
    """Yield the leaves that may have places in a text: each `Exact` and `Near` that is not under a NOT, in order."""

    def walk(node: Node) -> Iterator[Exact | Near]:
        match node:
            case Exact() | Near():
                yield node
            case And(subqueries=parts) | Or(subqueries=parts):
                for part in parts:
                    yield from walk(part)
            case _:
                return

    if query.root:
        return walk(query.root)
    return iter(())


def needles(query: Query, article: int | None = None) -> tuple[str, ...]:
    """Return the needles to mark in the results: those of all strings that are not under a NOT.

    The strings of a `Near` are only marked where they are near each other. Some needles depend on the article; then
    those for `article` (an id) are returned.
    """
    marked = dict.fromkeys(leaf.needle_in(article) for leaf in place_leaves(query))
    return tuple(needle for needle in marked if needle)
