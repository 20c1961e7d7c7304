"""Saved searches: their storage in the user data, their counts, and the articles that are new since the last look.

The articles seen in a saved search are stored as a set (`seen_articles`) in the user data, with one record for each
machine. So the set outlives catalogue and index, and sets of several machines can be merged. The counts are cached for
one state of the library.

An article that a search finds only since the table of what is equal (`language.equality`) grew is not new: it stood in
the library all along (`FormerQuery`). When a search is counted for the first time since, such articles count as seen.
"""

from __future__ import annotations

import json
import platform
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from enum import StrEnum
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from whoosh.query import And, Not, Or
from whoosh.query import Query as Node

from reader import never
from reader.features.saved_searches import seen_articles
from reader.features.saved_searches.seen_articles import Codes
from reader.i18n import say
from reader.language.equality import in_simplified
from reader.language.forms import key_form
from reader.language.numbers import NUMERAL
from reader.language.patterns import pattern
from reader.library.article_set import ArticleSet, Shapes
from reader.library.derived_data import Derived, reporting_damaged_data
from reader.library.library import Library
from reader.newspaper.article import digest_of
from reader.newspaper.decision import Decision, Namesakes, SavedSearch, SearchLook
from reader.newspaper.holdings import Document, StoredArticle
from reader.search.documents import Order, SearchCancelled, day_number
from reader.search.needles import needle_of
from reader.search.query import Exact, Near, Query, matches
from reader.search.query.nodes import Newspaper, all_of, any_of, negated
from reader.search.terms import DAY_NEXT, EDGE, MONTH_NEXT, as_printed, search_text
from reader.storage.act_recording import recording
from reader.storage.catalogue import CatalogueDamaged
from reader.storage.disk_errors import LibraryError
from reader.storage.record_tables import NamedDecisions
from reader.storage.regular_file import write_whole
from reader.storage.user_data import UserData, UserDataError

if TYPE_CHECKING:
    from reader.search.query import Query


# The matches of saved searches are cached while a window is open; after a sync, only the added articles are tested.
#
# This is possible because the catalogue never reuses an id, and text and issue of the article with an id never change.


Ids = NDArray[np.int64]
"""Ids of articles, ascending."""

_TABLE = "-2"
"""The version of the table of what is equal, with which a look was made, at the end of its place; looks of before have
none."""
MOST_ADDED = 2000
"""Maximum number of added articles that are tested; for more, searching the index is faster than reading texts."""


class _FoundArticles(msgspec.Struct, frozen=True):
    """The cached result of a query: its matches `ids` among the articles `indexed` at that time.

    `catalogue` is the identity of the catalogue to which the ids belong.
    """

    query: Query
    catalogue: str
    indexed: Ids
    ids: Ids


class Matches:
    """The matches of queries, cached by name. May be used from any thread.

    Methods raise IndexDamaged and CatalogueDamaged.
    """

    def __init__(self, derived: Derived) -> None:
        self._derived = derived
        self._known: dict[str, _FoundArticles] = {}
        self._read: tuple[tuple[int, ...], tuple[Document, ...]] = (), ()

    def ids(self, name: str, query: Query, cancelled: Callable[[], bool] = never) -> Ids:
        """Return the ids of the matches of a query, which are cached under `name`.

        Raises SearchCancelled soon after `cancelled()` becomes true.
        """
        catalogue = self._derived.catalogue.identity()
        indexed = np.sort(self._derived.engine.ids().astype(np.int64))
        cached = self._known.get(name)
        ids = None
        if cached is not None and (cached.query, cached.catalogue) == (query, catalogue):
            added = np.setdiff1d(indexed, cached.indexed, assume_unique=True)
            if len(added) <= MOST_ADDED:
                current = np.intersect1d(cached.ids, indexed, assume_unique=True)
                ids = np.union1d(current, self._among(query, added.tolist(), cancelled))
        if ids is None:
            ids = np.sort(self._derived.engine.matches(query, cancelled).astype(np.int64))
        if not self._derived.engine.missing_dates():  # otherwise matches may be missing
            self._known[name] = _FoundArticles(query, catalogue, indexed, ids)
        return ids

    def _among(self, query: Query, added: Iterable[int], cancelled: Callable[[], bool]) -> Ids:
        """Return the ids of the added articles that match; their texts are read once for all queries."""
        from reader.search.query import matches

        added_ids = tuple(added)
        if self._read[0] != added_ids:
            rows = self._derived.catalogue.texts(added_ids).values()
            self._read = added_ids, tuple(rows)
        if cancelled():
            raise SearchCancelled
        ids = [document.id for document in self._read[1] if matches(query, document)]
        return np.array(ids, np.int64)


class Trouble(StrEnum):
    """Why a saved search cannot find anything in the library."""

    NOTHING_ASKED = "nothing asked"
    """The query has no words to find."""
    NO_NEWSPAPER = "no newspaper"
    """The library has no newspaper of the name in the query."""


class SavedCount(msgspec.Struct, frozen=True):
    """The number of articles that a saved search finds, and of those that are new since the last look.

    With NO_NEWSPAPER, `about` is the name in the query.
    """

    total: int
    new: int
    trouble: Trouble | None = None
    about: str = ""

    def trouble_in_words(self) -> str:
        """Return the message why nothing can be found; "" without trouble."""
        match self.trouble:
            case Trouble.NOTHING_ASKED:
                return say("这个搜索里没有可找的词。删了它，或重新搜索再存。")
            case Trouble.NO_NEWSPAPER:
                return say("资料库里没有名叫“{name}”的报纸。", name=self.about)
            case None:
                return ""


_ORDERS: Mapping[Order, Literal["newest", "oldest"]] = {Order.NEWEST: "newest", Order.OLDEST: "oldest"}
"""The orders that are stored; earlier versions know none by the recogniser's confidence."""
_KEPT = msgspec.json.Decoder(dict[str, tuple[str, SavedCount]])


def read_counts(path: Path) -> dict[str, tuple[str, SavedCount]]:
    """Return the cached counts by UUID, each with the digest of the state for which it holds; {} if unreadable."""
    with suppress(OSError, ValueError, RecursionError):
        return _KEPT.decode(path.read_bytes())
    return {}


QUERY_LENGTH = 2000
"""Maximum number of characters of a query."""


class Saved(msgspec.Struct, frozen=True):
    """A saved search; `query` is as typed."""

    uuid: str
    name: str
    query: str
    order: Order
    all_shapes: bool

    @property
    def shapes(self) -> Shapes:
        if self.all_shapes:
            return Shapes.OF_WORDS
        return Shapes.AS_PRINTED


class Look(msgspec.Struct, frozen=True):
    """The result of looking at a saved search; `new` has the ids of the articles not seen before."""

    saved: Saved
    count: SavedCount
    new: frozenset[int]


class SavedSearches(NamedDecisions[Saved]):
    """The saved searches of a library. Every method may be called from any thread, and may raise UserDataError.

    Methods with a parameter `cancelled` raise SearchCancelled soon after `cancelled()` becomes true, and LibraryError
    for a damaged index or catalogue.
    """

    kind = SavedSearch
    join_command = "reader saved join"

    def __init__(self, library: Library, user_data: UserData, root: Path) -> None:
        self._derived = library.derived
        self._sets = library.sets
        self._is_ready = library.is_ready
        super().__init__(user_data.decisions)
        self._user_data = user_data
        self._place = (
            digest_of(f"{platform.node()}\n{root}".encode(errors="surrogateescape"), 8).hex() + _TABLE
        )
        self._counts_file = self._derived.cache / "saved-counts.json"
        self._matches = Matches(self._derived)
        self._articles: tuple[tuple[str, int], _Articles] | None = None

    # -- listing

    def all(self) -> list[Saved]:
        searches = filter(None, map(_saved, self._decisions.all(SavedSearch)))
        return sorted(searches, key=attrgetter("name", "uuid"))

    def of(self, query: str, *, all_shapes: bool) -> Saved | None:
        query_and_shapes = query.strip(), all_shapes
        return next(
            (search for search in self.all() if (search.query, search.all_shapes) == query_and_shapes), None
        )

    def articles(self, saved: Saved, cancelled: Callable[[], bool] = never) -> ArticleSet:
        """Return what a saved search finds now. Raises like `Searcher.search`."""
        return self._sets.of_text(saved.query, saved.shapes, cancelled)

    # -- changing

    def add(
        self,
        name: str,
        query: str,
        order: Order = Order.RELEVANCE,
        *,
        all_shapes: bool = False,
        cancelled: Callable[[], bool] = never,
    ) -> Saved:
        """Save a search; the articles that it finds now count as seen.

        Raises LibraryError if the name is taken, empty or too long, or if the query is too long or has no words to
        find.
        """
        query = query.strip()
        if len(query) > QUERY_LENGTH:
            raise LibraryError(say("要找的话太长，存不下；最多 {n} 个字。", n=QUERY_LENGTH))
        if self._sets.of_text(query, Shapes.AS_PRINTED).is_empty:
            raise LibraryError(say("“{query}”里没有可找的词，没有存。", query=query))
        content = SavedSearch(self._checked(name), query, _ORDERS.get(order, "relevance"), all_shapes)
        saved = Saved(str(uuid.uuid4()), content.name, query, order, all_shapes)
        found = self._find(saved, {}, self._moves(), cancelled)
        with self._user_data.whole():
            self._decisions.add_named({saved.uuid: content})
            self._keep(saved, found.codes, {})
        return saved

    def rename(self, uuid: str, name: str) -> Saved:
        """Rename a search. Raises LibraryError if the name is taken, empty or too long, or the search was removed."""
        old_content = next(
            (decision.content for decision in self._decisions.all(SavedSearch) if decision.uuid == uuid), None
        )
        if not isinstance(old_content, SavedSearch):
            raise LibraryError(say("这个搜索已经删了。"))
        content = msgspec.structs.replace(old_content, name=self._checked(name, but=uuid))
        saved = _saved(self._decisions.change(uuid, content))
        assert saved is not None
        return saved

    def _put_together(self, same: Namesakes) -> None:
        """Let the first one find what any of them finds; what was seen in any of them counts as seen."""
        stays, *others = same.uuids
        self._decisions.change(stays, self._joined(same))
        looks = self._looks()
        own = dict(looks.get(stays, {}))
        for look in chain.from_iterable(looks.get(search, {}).values() for search in others):
            assert isinstance(look.content, SearchLook)
            held = own.get(look.content.place)
            if held is None:
                content = msgspec.structs.replace(look.content, search=stays)
                own[content.place] = self._decisions.change(look.uuid, content)
                continue
            seen = seen_articles.packed(seen_articles.either(_seen(held), _seen(look)))
            content = msgspec.structs.replace(look.content, search=stays, seen=seen)
            own[content.place] = self._decisions.change(held.uuid, content)
            self._decisions.undo(look.uuid)

    def _joined(self, same: Namesakes) -> SavedSearch:
        """Return the search for what any of those finds. Raises LibraryError if it can't be written as one."""
        searches = [each.content for each in same.decisions if isinstance(each.content, SavedSearch)]
        texts = list(dict.fromkeys(search.query for search in searches))
        query = " OR ".join(f"({text})" for text in texts)
        if len(texts) == 1:
            query = texts[0]
        roots = [self._sets.of_text(text, Shapes.AS_PRINTED).query.root for text in texts]
        either = any_of([root for root in roots if root is not None])
        if len(query) > QUERY_LENGTH or self._sets.of_text(query, Shapes.AS_PRINTED).query.root != either:
            message = say("这几个叫“{name}”的搜索写不成一个；请给其中一个改名。", name=same.name)
            raise LibraryError(message)
        has_all_shapes = any(search.all_shapes for search in searches)
        return msgspec.structs.replace(searches[0], query=query, all_shapes=has_all_shapes)

    def _taken(self, name: str) -> str:
        return say("已有一个搜索叫“{name}”。", name=name)

    def _as_name(self, name: str) -> str:
        return " ".join(name.split())

    # -- counting

    def known_counts(self) -> dict[str, SavedCount]:
        """Return the cached counts by UUID; the library may have changed since."""
        return {uuid: count for uuid, (_, count) in read_counts(self._counts_file).items()}

    def counts(self, cancelled: Callable[[], bool] = never) -> Iterator[tuple[Saved, SavedCount]]:
        """Yield the saved searches, sorted by name, with their counts; only changed counts are computed again.

        The counts are stored at the end, also if the call is cancelled.
        """
        before = read_counts(self._counts_file)
        current: dict[str, tuple[str, SavedCount]] = {}
        searches = self.all()
        looks = self._looks()
        moves = self._moves()
        state = self._state(moves)
        try:
            for saved in searches:
                seen = looks.get(saved.uuid, {})
                sign = _sign(state, saved, seen.values())
                counted = before.get(saved.uuid)
                if counted is None or counted[0] != sign:
                    counted = sign, self._find(saved, seen, moves, cancelled).count
                current[saved.uuid] = counted
                yield saved, current[saved.uuid][1]
        finally:
            if state and current.items() - before.items():
                rest = {search.uuid: before[search.uuid] for search in searches if search.uuid in before}
                with suppress(OSError):  # the counts will just be computed again
                    write_whole(self._counts_file, msgspec.json.encode(rest | current), replaces=True)

    def look(self, saved: Saved, cancelled: Callable[[], bool] = never, *, marks: bool = True) -> Look:
        """Return the counts and the new articles of a saved search; with `marks`, they now count as seen."""
        looks = self._looks().get(saved.uuid, {})
        found = self._find(saved, looks, self._moves(), cancelled)
        if marks:
            self._keep(saved, found.codes, self._looks().get(saved.uuid, {}))
        return Look(saved, found.count, frozenset(found.ids[found.are_new].tolist()))

    def _keep(self, saved: Saved, codes: Codes, looks: Mapping[str, Decision]) -> None:
        """Store the articles seen on this machine.

        While the index is incomplete, the articles seen before are preserved, as they may not be found now.
        """
        own_look = looks.get(self._place)
        before = _seen(own_look)
        if self._is_whole():
            after = codes
        else:
            after = seen_articles.either(codes, before)
        content = SearchLook(saved.uuid, self._place, seen_articles.packed(after))
        with recording(None):  # undoing an act must not make seen articles new again
            if own_look is None:
                self._decisions.add(content)
            elif not np.array_equal(before, after):
                self._decisions.change(own_look.uuid, content)

    def _is_whole(self) -> bool:
        return self._is_ready() and not self._derived.engine.missing_dates()

    def _looks(self) -> dict[str, dict[str, Decision]]:
        """Return the records of the looks at each search (by UUID), by machine."""
        looks: dict[str, dict[str, Decision]] = {}
        for each in self._decisions.all(SearchLook):
            if isinstance(each.content, SearchLook):
                of_search = looks.setdefault(each.content.search, {})
                place = each.content.place
                if place in of_search:  # one that came after its search was joined with another
                    place = f"{each.uuid} {place}"
                of_search[place] = each
        return looks

    def _moves(self) -> dict[str, str]:
        """Return the new keys by the old ones, for articles whose key was changed by a correction or another source."""
        moved = self._user_data.printings.keys_replaced()
        try:
            new_by_old = self._derived.catalogue.forms.moves()
        except CatalogueDamaged:
            new_by_old = {}
        return new_by_old | {old: new_by_old.get(new, new) for old, new in moved.items()}

    def _find(
        self,
        saved: Saved,
        looks: Mapping[str, Decision],
        moves: Mapping[str, str],
        cancelled: Callable[[], bool],
    ) -> _Found:
        with reporting_damaged_data():
            article_set = self.articles(saved, cancelled)
            trouble = self._trouble(article_set.typed)
            ids = self._matches.ids(saved.uuid, article_set.query, cancelled)
            state = self._derived.catalogue.identity(), self._derived.catalogue.generation()
            state_and_articles = self._articles
            if state_and_articles is None or state_and_articles[0] != state:
                state_and_articles = state, _Articles(self._derived)
                self._articles = state_and_articles
            articles = state_and_articles[1]
        ids = articles.held(ids)
        codes = seen_articles.followed(articles.codes(ids), moves)
        seen = seen_articles.followed(seen_articles.either(*map(_seen, looks.values())), moves)
        are_new = seen_articles.are_new(codes, np.sort(seen))
        if looks and not any(place.endswith(_TABLE) for place in looks):
            are_new &= self._were_found(FormerQuery.of(article_set.query, article_set.typed), ids, are_new)
            if self._is_whole():
                with suppress(UserDataError):  # it is done again
                    self._keep(saved, np.sort(codes[~are_new]), looks)
        count = SavedCount(len(ids), int(np.count_nonzero(are_new)), *(trouble or ()))
        return _Found(ids, are_new, np.sort(codes), count)

    def _were_found(self, query: FormerQuery, ids: Ids, are_asked: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return for each article that is asked for whether a query found it before; False for the others."""
        flags = np.zeros(len(ids), bool)
        for place in np.flatnonzero(are_asked).tolist():
            stored = self._derived.catalogue.article(int(ids[place]))
            flags[place] = stored is not None and query.finds(stored)
        return flags

    def _trouble(self, query: Query) -> tuple[Trouble, str] | None:
        from reader.search.query import Newspaper
        from reader.search.query.editing import parts_of

        if query.root is None:
            return Trouble.NOTHING_ASKED, ""
        papers = [part for part in parts_of(query) if isinstance(part, Newspaper)]
        if papers:
            titles = [newspaper.title for newspaper in self._derived.catalogue.tree.newspapers()]
            for part in papers:
                if not any(map(part.is_of, titles)):
                    return Trouble.NO_NEWSPAPER, part.text
        return None

    def _state(self, moves: Mapping[str, str]) -> str:
        """Return the state of the library on which counts depend; "" while catalogue or index are incomplete."""
        with reporting_damaged_data():
            if not self._is_whole():
                return ""
            catalogue = self._derived.catalogue
            index = digest_of(self._derived.engine.ids().tobytes(), 8).hex()
            return json.dumps([catalogue.identity(), catalogue.generation(), index, sorted(moves.items())])


def searches_of(library: Library) -> SavedSearches:
    return SavedSearches(library, library.user_data, library.root)


class _Found(msgspec.Struct, frozen=True):
    ids: Ids
    are_new: NDArray[np.bool_]
    """For each of `ids`, whether the article is new."""
    codes: Codes
    """The codes of the articles, ascending; not in the order of `ids`."""
    count: SavedCount


class _Articles:
    """The articles of one state of the catalogue; their codes are computed on first use."""

    def __init__(self, derived: Derived) -> None:
        tree = derived.catalogue.tree
        self._issues = {issue: (name, day_number(date)) for issue, date, name in tree.days_and_names()}
        self._rows = tree.article_keys()
        self._ids = np.fromiter((row[0] for row in self._rows), np.int64, len(self._rows))
        self._codes = np.zeros(len(self._rows), np.uint64)

    def held(self, ids: Ids) -> Ids:
        stored_ids: Ids = ids[np.isin(ids, self._ids)]
        return stored_ids

    def codes(self, ids: Ids) -> Codes:
        places = self._ids.searchsorted(ids)
        for place in places[self._codes[places] == 0].tolist():
            _, key, issue, length = self._rows[place]
            self._codes[place] = seen_articles.code(key, *self._issues.get(issue, ("", 0)), length)
        article_codes: Codes = self._codes[places]
        return article_codes


def _saved(decision: Decision) -> Saved | None:
    content = decision.content
    if not isinstance(content, SavedSearch):
        return None
    return Saved(decision.uuid, content.name, content.query, Order(content.order), content.all_shapes)


def _seen(look: Decision | None) -> Codes:
    content = look.content if look else None
    if isinstance(content, SearchLook):
        return seen_articles.unpacked(content.seen)
    return seen_articles.NOTHING


def _sign(state: str, saved: Saved, looks: Iterable[Decision]) -> str:
    seen = sorted(look.content.seen for look in looks if isinstance(look.content, SearchLook))
    first = json.dumps([state, saved.query, saved.all_shapes]).encode()
    if state:
        return digest_of(b"\n".join([first, *(digest_of(seen_codes, 16) for seen_codes in seen)]), 16).hex()
    return ""


_FORMER_UNIT = "年月日号號时時点點分版期卷届屆次名个個人元岁歲周週天级級路层層楼樓"
_NUMERALS = pattern(f"[0-9]+|{NUMERAL}{{1,30}}(?=[{_FORMER_UNIT}])|(?<=第){NUMERAL}+")
_AT_ENDS = EDGE + MONTH_NEXT + DAY_NEXT


class FormerQuery(Struct, frozen=True):
    """A query as it was understood before; `root` is None if nothing of it was."""

    root: Node | None

    @classmethod
    def of(cls, shaped: Query, typed: Query) -> FormerQuery:
        """Return the former query; `shaped` is the present one with the forms of its words, `typed` that as typed."""
        leaves = typed.root.leaves() if typed.root is not None else ()
        strings = list(chain.from_iterable(_strings(leaf) for leaf in leaves))
        return cls(_former(shaped.root, strings) if shaped.root is not None else None)

    def finds(self, stored: StoredArticle) -> bool:
        if self.root is None:
            return False
        article = stored.article
        issue = stored.issue
        text = search_text(article, key_form)
        if not article.readings:  # then the other runs are words that a line's end divides
            text = as_printed(text)
        document = Document(
            stored.id, issue.newspaper, issue.date, article.page, text, article=lambda: article
        )
        return matches(Query(self.root), document)


def _strings(leaf: Node) -> Sequence[Exact]:
    if isinstance(leaf, Near):
        return (leaf.first, leaf.second)
    if isinstance(leaf, Exact):
        return (leaf,)
    return ()


def _former(node: Node, typed: Sequence[Exact]) -> Node | None:
    """Return a query without the forms that are new; None if nothing is left."""
    match node:
        case Exact():
            return _former_string(node, typed)
        case Near(first, second, within):
            one, other = (_former_string(string, typed) for string in (first, second))
            if one and other:
                return Near(one, other, within)
            return None
        case Not(query=part):
            former = _former(part, typed)
            if former is not None:
                return negated(former)
            return None
        case And(subqueries=parts):
            former_parts = [_former(part, typed) for part in parts]
            if None not in former_parts:
                return all_of([former_part for former_part in former_parts if former_part is not None])
            return None
        case Or(subqueries=parts):
            former_nodes = [_former(part, typed) for part in parts]
            return any_of(node for node in former_nodes if node is not None)
        case Newspaper(text=text, needle=needle) if needle:
            return Newspaper(text, needle)
        case _:
            return node


def _former_string(string: Exact, typed: Sequence[Exact]) -> Exact | None:
    """Return the string as it was looked for; None for a form in which it was not.

    Its forms were other characters of the same word, and other notations of its numbers.
    """
    needle = string.needle.strip(_AT_ENDS)
    for typed_string in typed:
        of_typed = typed_string.needle.strip(_AT_ENDS)
        if needle == of_typed:
            return Exact(typed_string.text, needle_of(typed_string.text, key_form), string.where)
        if _bare(needle) == _bare(of_typed):
            return Exact(string.text, needle, string.where)
    return None


def _bare(needle: str) -> str:
    return in_simplified(_NUMERALS.sub("", needle))
