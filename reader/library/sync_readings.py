"""The articles to be stored again because the decisions about their characters have changed."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reader.library.character_places import given_readings, resolved
from reader.library.printings import articles_of
from reader.newspaper.article import Article
from reader.newspaper.decision import Decision, printing_of
from reader.newspaper.logical_clock import mark_of
from reader.storage.catalogue import Catalogue
from reader.storage.printing_table import PrintingTable
from reader.storage.reading_table import Reading


@dataclass(frozen=True, slots=True)
class DueArticle:
    """An article to be stored, and the readings with the decisions that were looked for in it."""

    article_id: int
    article: Article
    readings: tuple[Reading, ...]


def due_articles(
    catalogue: Catalogue,
    decisions: Sequence[Decision],
    printings: PrintingTable,
    is_given: Callable[[str], bool] = lambda uuid: False,
) -> Iterator[DueArticle]:
    """Yield the articles that were stored with other decisions about characters than those in effect.

    Readings stored with a decision that `is_given` (by its UUID) are another person's, and stay.

    A decision is looked for in the article of its printing; if its character is not there, in all articles of its
    file, whose texts may have changed.
    """
    stored: dict[int, dict[str, Reading]] = defaultdict(dict)
    given: dict[int, list[Reading]] = defaultdict(list)
    for reading in catalogue.readings.all():
        if is_given(reading.uuid):
            given[reading.article_id].append(reading)
        else:
            stored[reading.article_id][reading.uuid] = reading
    if not stored and not decisions:
        return
    looking = _Looking(catalogue, decisions, printings, stored)
    wanted = looking.wanted()
    for article_id in sorted({*wanted, *stored}):
        here = wanted.get(article_id, {})
        known = {uuid: each.modified for uuid, each in stored.get(article_id, {}).items()}
        if known != {uuid: mark_of(decision) for uuid, decision in here.items()}:
            found = catalogue.article(article_id)
            if found is not None:
                readings, places = resolved(found.article, list(here.values()))
                kept = given_readings(found.article, (each.place for each in given[article_id]), places)
                yield DueArticle(
                    article_id,
                    replace(found.article, readings=kept + readings),
                    (
                        *given[article_id],
                        *(
                            Reading(article_id, uuid, mark_of(decision), places[uuid])
                            for uuid, decision in here.items()
                        ),
                    ),
                )


class _Looking:
    def __init__(
        self,
        catalogue: Catalogue,
        decisions: Sequence[Decision],
        printings: PrintingTable,
        stored: Mapping[int, Mapping[str, Reading]],
    ) -> None:
        self._catalogue = catalogue
        self._decisions = decisions
        self._printings = printings
        self._stored = stored

    def wanted(self) -> dict[int, dict[str, Decision]]:
        """Return the decisions to look for in each article, by UUID."""
        places = [(each, it) for each in self._decisions if (it := printing_of(each.content)) is not None]
        homes = articles_of([printing for _, printing in places], self._catalogue, self._printings)
        of_path: dict[str, list[int]] = defaultdict(list)
        for path, article_id in self._catalogue.readings.ids_in_files({it.path for _, it in places}):
            of_path[path].append(article_id)
        wanted: dict[int, dict[str, Decision]] = defaultdict(dict)
        for (decision, printing), home in zip(places, homes, strict=True):
            if home is not None:
                wanted[home.id][decision.uuid] = decision
            if home is None or not self._stands_in(home.id, decision):
                for article_id in of_path[printing.path]:
                    wanted[article_id][decision.uuid] = decision
        return wanted

    def _stands_in(self, article_id: int, decision: Decision) -> bool:
        known = self._stored.get(article_id, {}).get(decision.uuid)
        if known is not None and known.modified == mark_of(decision):
            return known.place is not None
        found = self._catalogue.article(article_id)
        return found is not None and resolved(found.article, [decision])[1][decision.uuid] is not None
