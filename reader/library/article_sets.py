"""`ArticleSets`: makes the sets of articles of a library, and tells what an answer about one leaves out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from msgspec import Struct
from whoosh.query import Query as Node

from reader import never
from reader.i18n import say
from reader.library.article_set import ArticleSet, LeftOut, Shapes, left_out_unknown
from reader.library.printings import Printings
from reader.library.read_share import ReadSoFar
from reader.library.searcher import Searcher
from reader.newspaper.decision import Dossier, DossierArticle, DossierNote, order_in_dossier, printing_of
from reader.newspaper.printing import Printing
from reader.search.answering import query_leaves
from reader.search.documents import Order, SearchCancelled
from reader.search.query import (
    Among,
    EveryArticle,
    IgnoredPart,
    InDossier,
    Period,
    Query,
    QueryRemark,
    UnknownDay,
    all_of,
    any_of,
    dossier_in,
)
from reader.storage.disk_errors import LibraryError
from reader.storage.record_tables import DecisionTable, only_named
from reader.storage.user_file import UserDataError

_JOINED_BY = "reader dossier join"
"""The command that makes one dossier of those of one name."""
_Entry = TypeVar("_Entry", DossierArticle, DossierNote)


class WrittenWords(Struct, frozen=True):
    """What the reader has written in the dossier with a UUID: the texts of the notes, in their order."""

    dossier: str
    texts: tuple[str, ...]


class ArticleSets(Struct):
    """Makes the sets of a library, and tells of them. Every method may be called from any thread.

    All raise like `Searcher.search`.
    """

    _searcher: Searcher
    _printings: Printings
    _decisions: DecisionTable
    _read: Callable[[], ReadSoFar]

    # -- making them

    def whole(self) -> ArticleSet:
        return ArticleSet(Query(EveryArticle()))

    def of_text(
        self,
        text: str,
        shapes: Shapes = Shapes.OF_WORDS,
        cancelled: Callable[[], bool] = never,
    ) -> ArticleSet:
        """Return what a typed search finds."""
        typed = self._searcher.understand(text)
        if shapes is Shapes.OF_ALL:
            typed = query_leaves.as_words(typed)
        return self.of_query(typed, text, shapes, cancelled)

    def of_query(
        self,
        typed: Query,
        text: str = "",
        shapes: Shapes = Shapes.OF_WORDS,
        cancelled: Callable[[], bool] = never,
    ) -> ArticleSet:
        """Return what a search finds that has been understood already."""
        typed = self.with_dossiers(typed)
        query = typed
        if shapes is not Shapes.AS_PRINTED:
            query = self._searcher.in_all_shapes(typed, cancelled)
        of_index = self._searcher.remark()
        if of_index is not None:
            query = Query(query.root, (*query.remarks, of_index))
        dossier = dossier_in(typed)
        if dossier is None:
            return ArticleSet(query, text, typed, shapes)
        return ArticleSet(
            query,
            text,
            typed,
            shapes,
            dossier.name,
            dossier.listed,
            removed=dossier.removed,
        )

    def with_dossiers(self, query: Query) -> Query:
        """Return a query with the articles of the dossiers that it names.

        One that does not exist, or whose name several have, has no articles, and a remark says so.
        """
        if query.root is None or not any(isinstance(leaf, InDossier) for leaf in query.root.leaves()):
            return query
        remarks: list[QueryRemark] = []

        def filled(node: Node) -> Node:
            if isinstance(node, InDossier):
                return self._in_dossier(node.name, remarks)
            if node.is_leaf():
                return node
            return node.apply(filled)

        try:
            root = filled(query.root)
        except UserDataError as error:
            raise LibraryError(str(error)) from error
        return Query(root, tuple(dict.fromkeys((*query.remarks, *remarks))))

    def _in_dossier(self, name: str, remarks: list[QueryRemark]) -> InDossier:
        """Return the query for the articles of a dossier; add a remark if there is none of its name, or several."""
        names = self._dossier_names()
        namesakes = [its_name for its_name, _ in names if its_name == name]
        if len(namesakes) > 1:
            remarks.append(QueryRemark(IgnoredPart.SEVERAL_DOSSIERS, name))
            return InDossier(name)
        uuid = only_named(name, names, _JOINED_BY)
        if uuid is None:
            remarks.append(QueryRemark(IgnoredPart.NO_DOSSIER, name))
            return InDossier(name)
        articles = self._of_uuid(name, uuid)
        return InDossier(name, articles.listed, articles.removed)

    def of_dossier(self, name: str) -> ArticleSet:
        """Return the articles of a dossier. Raises LibraryError without one of this name, or with several."""
        return self._of_uuid(name, self._named(name))

    def written_in(self, dossier: str) -> WrittenWords:
        """Return what is written in a dossier. Raises LibraryError without one of this name, or with several."""
        uuid = self._named(dossier)
        return WrittenWords(uuid, tuple(note.text for note in self._entries(DossierNote, uuid)))

    def dossier_names(self) -> list[str]:
        """Return the names of the dossiers, each once. Raises UserDataError."""
        return sorted({name for name, _ in self._dossier_names()})

    def _named(self, dossier: str) -> str:
        """Return the UUID of a dossier. Raises LibraryError without one of this name, or with several."""
        uuid = only_named(dossier, self._dossier_names(), _JOINED_BY)
        if uuid is None:
            raise LibraryError(say("没有叫“{name}”的专题。", name=dossier))
        return uuid

    def _dossier_names(self) -> list[tuple[str, str]]:
        """Return the names of the dossiers, each with its UUID."""
        return [
            (decision.content.name, decision.uuid)
            for decision in self._decisions.all(Dossier)
            if isinstance(decision.content, Dossier)
        ]

    def _of_uuid(self, name: str, uuid: str) -> ArticleSet:
        printings = map(printing_of, self._entries(DossierArticle, uuid))
        return self.of_list(name, [printing for printing in printings if printing is not None])

    def _entries(self, kind: type[_Entry], uuid: str) -> list[_Entry]:
        """Return the entries of a kind in the dossier with a UUID, in its order."""
        decisions = sorted(self._decisions.all(kind), key=order_in_dossier)
        entries = [decision.content for decision in decisions if isinstance(decision.content, kind)]
        return [entry for entry in entries if entry.dossier == uuid]

    def of_list(self, name: str, printings: Sequence[Printing]) -> ArticleSet:
        """Return the articles of a list of printings."""
        articles = self._printings.articles_of(printings)
        ids = tuple(dict.fromkeys(stored.id for stored in articles if stored is not None))
        lost = sum(article is None for article in articles)
        return ArticleSet(Query(Among(ids)), dossier=name, listed=ids, removed=lost)

    def narrowed(
        self,
        articles: ArticleSet,
        *,
        first: dt.date | None = None,
        last: dt.date | None = None,
        keeps_undated: bool = False,
        dossier: str = "",
        among: Iterable[int] | None = None,
    ) -> ArticleSet:
        """Return those articles of a set that are also of issues of these days, in a dossier, and among some ids.

        `keeps_undated`: those of issues without a known day stay, as their texts may tell of these days.
        """
        nodes = [] if articles.is_whole else [articles.query.root]
        listed = articles.listed
        removed = articles.removed
        if dossier:
            of_dossier = self.of_dossier(dossier)
            nodes.append(of_dossier.query.root)
            listed = of_dossier.listed
            removed += of_dossier.removed
        if among is not None:
            nodes.append(Among(among))
        if first or last:
            days = Period(first, last)
            nodes.append(any_of([days, UnknownDay()]) if keeps_undated else days)
        conditions = [node for node in nodes if node is not None]
        if not conditions or articles.is_empty:
            return articles
        return ArticleSet(
            Query(all_of(conditions), articles.query.remarks),
            articles.text,
            articles.typed,
            articles.shapes,
            dossier or articles.dossier,
            listed,
            first or articles.first,
            last or articles.last,
            removed,
        )

    # -- asking about them

    def ids(
        self,
        articles: ArticleSet,
        order: Order = Order.OLDEST,
        cancelled: Callable[[], bool] = never,
    ) -> tuple[int, ...]:
        """Return the ids of all articles of a set, in the order of its list if it has one; undated ones come last."""
        ids = self._searcher.ids(articles.query, order, cancelled)
        if not articles.listed:
            return ids
        id_set = {*ids}
        return tuple(listed_id for listed_id in articles.listed if listed_id in id_set)

    def left_out(self, articles: ArticleSet, cancelled: Callable[[], bool] = never) -> LeftOut:
        """Return what an answer about a set leaves out. Raises SearchCancelled when `cancelled()` is true."""
        if cancelled():
            raise SearchCancelled
        numbers = self._searcher.counts.left_out(articles.query, cancelled)
        if numbers:
            typed = self._searcher.counts.left_out_as(self._as_typed(articles))
        else:
            typed = {}
        return LeftOut(left_out_unknown(numbers, typed), articles.removed, self._read())

    def _as_typed(self, articles: ArticleSet) -> Query:
        if not (articles.first or articles.last):
            return articles.typed
        conditions: list[Node] = [Period(articles.first, articles.last)]
        if articles.typed.root:
            conditions.insert(0, articles.typed.root)
        return Query(all_of(conditions))
