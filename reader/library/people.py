"""The people of a library: who is named, in how many articles, as what and with whom.

Every count of articles is that of a search for the name. Any thread may call.
"""

from __future__ import annotations

from reader.library.derived_data import DerivedData
from reader.people.person import Certainty, Evidence, PersonCard, PersonOrder, PersonRow
from reader.search.engine import IndexDamaged
from reader.storage.catalogue import CatalogueDamaged
from reader.storage.disk_errors import LibraryError

QUOTED = 24
"""Characters on either side of a name in a quotation."""


class People:
    """The people of a library."""

    def __init__(self, derived: DerivedData) -> None:
        self._derived = derived

    def rows(
        self,
        typed: str = "",
        *,
        by: PersonOrder = PersonOrder.COUNT,
        offset: int = 0,
        limit: int = 100,
    ) -> list[PersonRow]:
        """Return the people whose name has the characters typed, or whose pinyin or initials begin so."""
        names = self._derived.catalogue.names.beginning_with(typed or "", limit + offset)
        return [PersonRow(name, "", "", "", self._count(name), Certainty.LIKELY) for name in names[offset:]]

    def count(self, typed: str = "") -> int:
        """Return how many people `rows` has for what is typed."""
        return len(self.rows(typed, limit=1000))

    def card(self, name: str, label: str = "") -> PersonCard | None:
        """Return the card of a person; None of a name that is not known."""
        if not self._derived.catalogue.names.among([name]):
            return None
        articles = self._count(name)
        return PersonCard(
            name, label, (name,), Certainty.LIKELY, articles, 0, articles, 0, 0, (), None, None, ()
        )

    def evidence(
        self,
        name: str,
        label: str = "",
        *,
        certainty: Certainty | None = None,
        offset: int = 0,
        limit: int = 50,
    ) -> list[Evidence]:
        """Return the articles with the name of a person, the newest first; only those of one certainty if given."""
        return []

    def name_at(self, text: str, offset: int) -> str | None:
        """Return the longest known name of a person around a place of a text, None if there is none."""
        around = {
            text[begin:end]
            for begin in range(max(0, offset - 3), offset + 1)
            for end in range(offset + 1, min(len(text), begin + 4) + 1)
            if end - begin > 1
        }
        return max(self._derived.catalogue.names.among(around), key=len, default=None)

    def person_named(self, query_text: str) -> str | None:
        """Return the name of the person that a query asks for, None if it is not just that."""
        name = query_text.strip("“”\"'「」 ")
        return name if self._derived.catalogue.names.among([name]) else None

    def _count(self, name: str) -> int:
        from reader.search.needles import needle_of
        from reader.search.query import Exact, Query

        try:
            return len(self._derived.engine.matches(Query(Exact(name, needle_of(name)))))
        except (IndexDamaged, CatalogueDamaged) as error:
            raise LibraryError(str(error)) from error
