"""`ArticleSets`: makes the sets of articles of a library, and tells what an answer about one leaves out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter

from msgspec import Struct

from reader.callbacks import never
from reader.i18n import say
from reader.library.article_set import ArticleSet, LeftOut, Shapes, left_out_unknown
from reader.library.printings import Printings
from reader.library.read_share import ReadSoFar
from reader.library.searcher import Searcher
from reader.newspaper.decision import Dossier, DossierArticle, printing_of
from reader.newspaper.printing import Printing
from reader.search.answering import query_leaves
from reader.search.documents import Order, SearchCancelled
from reader.search.query import Among, EveryArticle, Period, Query, UnknownDay, all_of, any_of
from reader.storage.disk_errors import LibraryError
from reader.storage.record_tables import DecisionTable, only_named


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
        query = typed
        if shapes is not Shapes.AS_PRINTED:
            query = self._searcher.in_all_shapes(typed, cancelled)
        of_index = self._searcher.remark()
        if of_index is not None:
            query = Query(query.root, (*query.remarks, of_index))
        return ArticleSet(query, text, typed, shapes)

    def of_dossier(self, name: str) -> ArticleSet:
        """Return the articles of a dossier. Raises LibraryError without one of this name, or with several."""
        named_dossiers = [
            (decision.content.name, decision.uuid)
            for decision in self._decisions.all(Dossier)
            if isinstance(decision.content, Dossier)
        ]
        chosen = only_named(name, named_dossiers, "reader dossier join")
        if chosen is None:
            raise LibraryError(say("没有叫“{name}”的专题。", name=name))
        entries = [
            dossier_article
            for dossier_article in self._decisions.contents(DossierArticle)
            if dossier_article.dossier == chosen
        ]
        entries.sort(key=attrgetter("place"))
        printings = (printing_of(entry) for entry in entries)
        return self.of_list(name, [printing for printing in printings if printing is not None])

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
        listed = self.of_dossier(dossier) if dossier else None
        if listed is not None:
            nodes.append(listed.query.root)
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
            listed.listed if listed is not None else articles.listed,
            first or articles.first,
            last or articles.last,
            articles.removed + (listed.removed if listed is not None else 0),
        )

    # -- asking about them

    def ids(
        self,
        articles: ArticleSet,
        order: Order = Order.OLDEST,
        cancelled: Callable[[], bool] = never,
    ) -> tuple[int, ...]:
        """Return the ids of all articles of a set, in the order of its list if it has one; undated ones come last."""
        found = self._searcher.ids(articles.query, order, cancelled)
        if not articles.listed:
            return found
        id_set = {*found}
        return tuple(listed_id for listed_id in articles.listed if listed_id in id_set)

    def left_out(self, articles: ArticleSet, cancelled: Callable[[], bool] = never) -> LeftOut:
        """Return what an answer about a set leaves out. Raises SearchCancelled when `cancelled()` is true."""
        if cancelled():
            raise SearchCancelled
        numbers = self._searcher.left_out(articles.query, cancelled)
        if numbers:
            typed = self._searcher.left_out_as(self._as_typed(articles))
        else:
            typed = {}
        return LeftOut(left_out_unknown(numbers, typed), articles.removed, self._read())

    def _as_typed(self, articles: ArticleSet) -> Query:
        if not (articles.first or articles.last):
            return articles.typed
        days = Period(articles.first, articles.last)
        return Query(all_of([articles.typed.root, days] if articles.typed.root else [days]))
