"""What the core asks about the names of people, and the answers where no feature looks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from reader.library.derived_data import Derived
from reader.storage.user_data import UserData

if TYPE_CHECKING:
    from reader.search.answering.ladder import RungQuery, Statistics
    from reader.search.query import Query


class PersonNames:
    """Answers as if nobody were known by name. A feature that knows answers for all (`Plug.answers`), from any thread.

    Raises like the catalogue and the engine.
    """

    def __init__(self, derived: Derived, user_data: UserData) -> None:
        self._derived, self._user_data = derived, user_data

    def beginning_with(self, typed: str, limit: int) -> list[str]:
        """Return the commonest names that begin with what is typed and are longer."""
        return []

    def alike(self, typed: str, limit: int) -> list[str]:
        """Return the commonest names that differ from what is typed in one character."""
        return []

    def among(self, words: Iterable[str]) -> set[str]:
        """Return those of a few words that are names."""
        return set()

    def certain_forms(self) -> frozenset[str]:
        """Return the search forms of all names that are certain in some article."""
        return frozenset()

    def namings(self, query: Query, known: Statistics, cancelled: Callable[[], bool]) -> RungQuery | None:
        """Return the rung with the other namings of the person searched for; None if the query is not for a person.

        The query `unseen` of the rung finds those of its articles that may be on no rung above.
        """
        return None
