"""What the core is told about the names of people (`PersonNames`), by those that a sync has found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from reader.library.answers import BodyInOffice, PersonNames, SeenInOffice

if TYPE_CHECKING:
    from reader.features.people.in_office import OfficesInArticles
    from reader.features.people.name_table import NameTable
    from reader.search.answering.ladder import RungQuery, Statistics
    from reader.search.query import Query
    from reader.storage.catalogue_reading import CatalogueReading


def names_as_words(catalogue: CatalogueReading) -> Sequence[str]:
    from reader.features.people.name_table import NameTable
    from reader.language.library_names import MOST_NAMES

    return catalogue.table(NameTable).as_words(MOST_NAMES)


class FoundNames(PersonNames, dict=True):
    @cached_property
    def _names(self) -> NameTable:
        from reader.features.people.name_table import NameTable

        return self._derived.catalogue.table(NameTable)

    def beginning_with(self, typed: str, limit: int) -> list[str]:
        return self._names.beginning_with(typed, limit)

    def alike(self, typed: str, limit: int) -> list[str]:
        return self._names.alike(typed, limit)

    def among(self, words: Iterable[str]) -> set[str]:
        return self._names.among(words)

    def certain_forms(self) -> frozenset[str]:
        return self._names.certain_forms()

    def analysed(self) -> float:
        return self._names.analysed()

    def bodies_in_office(self) -> Sequence[BodyInOffice]:
        return self._offices().bodies()

    def in_office(self, typed: str | None) -> Sequence[SeenInOffice]:
        offices = self._offices()
        if typed is None:
            return offices.of_people(None)
        return offices.of_body(typed) or offices.of_people([typed])

    def _offices(self) -> OfficesInArticles:
        from reader.features.people.in_office import OfficesInArticles

        return OfficesInArticles(self._derived, self._user_data)

    def namings(
        self, query: Query, statistics: Statistics, cancelled: Callable[[], bool]
    ) -> RungQuery | None:
        from reader.features.people.naming_rung import naming_rung
        from reader.features.people.people import People

        overlay = People(self._derived, self._user_data).overlay()
        derived = self._derived
        return naming_rung(derived.catalogue, derived.engine, overlay, query, statistics, cancelled)
