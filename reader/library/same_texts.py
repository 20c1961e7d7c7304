"""What the core asks about texts that are printed more than once, and the answers where no feature looks for them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from reader.library.derived_data import Derived

if TYPE_CHECKING:
    from reader.newspaper.holdings import StoredArticle
    from reader.search.query import Query
    from reader.storage.reading_table import ReadingTable


class OtherPrinting(Struct, frozen=True):
    """Another printing of an article's text, whole or a piece.

    `share` is how much of the shorter text is in the other, `whole_share` how much of the longer, `likeness` how much
    is equal within the stretch that is in both, all 0 to 1; `alike` is that in words.
    """

    stored: StoredArticle
    share: float
    whole_share: float
    likeness: float
    is_whole: bool
    alike: str


def surest_first(others: Sequence[OtherPrinting], readings: ReadingTable) -> list[tuple[OtherPrinting, bool]]:
    """Return other printings, those first that a person has proofread, each with whether all of it was."""
    known = readings.proofread([each.stored.id for each in others])
    share = [known[each.stored.id].share if each.stored.id in known else 0.0 for each in others]
    order = sorted(range(len(others)), key=lambda at: -share[at])
    return [(others[at], share[at] == 1) for at in order]


class OtherPrintings(Struct, frozen=True):
    """The other printings of an article's text.

    `is_standing` is whether the text is printed in the paper permanently; its printings are not listed then.
    """

    others: tuple[OtherPrinting, ...] = ()
    is_standing: bool = False
    analysed: float = 1.0
    """The share of the articles that were compared; in the others there may be more."""


class Series(Struct, frozen=True):
    """The parts of a series in order, with the numbers in their headlines, if any."""

    parts: tuple[StoredArticle, ...]
    numbers: tuple[int | None, ...]


class SameTexts:
    """Answers as if no text were printed twice. A feature that knows answers for all (`Plug.answers`), from any thread.

    No answer fails where the catalogue is damaged: the next sync rebuilds it.
    """

    def __init__(self, derived: Derived) -> None:
        self._derived = derived

    def of(self, article_id: int) -> OtherPrintings:
        """Return the other printings of an article's text: whole ones first, then by falling share, then by date."""
        return OtherPrintings()

    def pairs(self, article_ids: Collection[int]) -> Sequence[tuple[int, int]]:
        """Return these articles with each article that has their text or a piece of it, the most alike first.

        Texts that are printed permanently are left out.
        """
        return ()

    def folds(self, article_ids: Collection[int], query: Query) -> Mapping[int, frozenset[int]]:
        """Return for each of these matches of a query the ids of all matches with the same text, itself included.

        Articles without another such match are left out.
        """
        return {}

    def analysed(self) -> float:
        """Return the share of the articles that were compared, 0 to 1; about the others all answers are silent."""
        return 1.0
