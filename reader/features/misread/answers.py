"""What is known of the misread characters of a library, for the searches and the syncs of the core."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import chain

from reader.features.misread import missed
from reader.features.misread.everywhere import MisreadEverywhere
from reader.features.misread.likely import LikelyMisreadings
from reader.features.misread.measuring import known, period_of
from reader.features.misread.missed import FoundArticle
from reader.features.misread.systematic import SystematicMisreadings, look_for_systematic
from reader.library.answers import Estimate, LikelyCharacter, Misread, NoEstimate, SameTexts
from reader.library.characters import Characters
from reader.search.answering.places import places
from reader.search.documents import Order
from reader.search.query import Query

_ENDS = 100
"""Number of articles that are read of the newest and of the oldest results, for an estimate."""


class FoundMisread(Misread, dict=True):
    """What is known of the misread characters of a library."""

    @cached_property
    def _systematic(self) -> SystematicMisreadings:
        return SystematicMisreadings(self._derived)

    def forms(self, string: str) -> Mapping[str, frozenset[int]]:
        return self._systematic.certain(string)

    def rate(self) -> float:
        rates = known(self._derived.catalogue)
        if rates is None:
            return super().rate()
        return rates.rate(super().rate())

    def likely(
        self, article_ids: Sequence[int], same_texts: SameTexts, query: Query | None = None
    ) -> Mapping[int, Sequence[LikelyCharacter]]:
        misreadings = LikelyMisreadings(self._derived.local(), same_texts)
        characters_by_article: dict[int, list[LikelyCharacter]] = {
            article_id: [] for article_id in article_ids
        }
        if query is not None:
            listed = chain.from_iterable(misreadings.found(searched_id, query) for searched_id in article_ids)
        else:
            listed = chain(misreadings.systematic(article_ids), *misreadings.witnessed(article_ids))
        for misreading in listed:
            characters_by_article[misreading.article_id].append(
                LikelyCharacter(misreading.place, misreading.read_as, misreading.because())
            )
        return characters_by_article

    def estimate(self, asked: Query, answered: Query, total: int) -> Estimate | NoEstimate:
        rates = known(self._derived.catalogue)
        strings = missed.strings_of(asked)
        if not total:
            return NoEstimate.NOTHING_FOUND
        if not strings:
            return NoEstimate.QUERY
        if rates is None:
            return NoEstimate.FEW_MEASURED
        # the newest and the oldest of the articles found, with the number of places of each string
        engine = self._derived.engine
        ids = dict.fromkeys(
            chain.from_iterable(
                engine.page(answered, order, limit=_ENDS) for order in (Order.NEWEST, Order.OLDEST)
            )
        )
        rows = self._derived.catalogue.texts(list(ids)).values()
        if len(strings) > 1:
            queries = [Query(string) for string in strings]
        else:
            queries = [answered]
        articles = []
        for row in rows:
            numbers = tuple(len(places(row.text, query)) for query in queries)
            articles.append(FoundArticle(period_of(row.newspaper, row.date), numbers))
        return missed.estimate(total, articles, [string.needle for string in strings], rates)

    def look(self, pause: Callable[[], object]) -> None:
        look_for_systematic(self._derived.local(), pause)

    def follow_rules(self, characters: Characters) -> None:
        MisreadEverywhere(characters).follow_rules()
