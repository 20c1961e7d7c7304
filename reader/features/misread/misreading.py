"""A character that may be misread: where it is, what it may be, and whether the reader has decided about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from msgspec import Struct

from reader.i18n import say
from reader.language.forms import search_form
from reader.library.character_places import ArticleCharacters, CharacterPlace
from reader.library.characters import around
from reader.newspaper.article import FAINT
from reader.newspaper.holdings import StoredArticle
from reader.storage.catalogue_reading import CatalogueReading

_CONTEXT_SHOWN = 12
"""Number of characters shown on either side of a character in question."""


class Misreading(Struct, frozen=True):
    """A printed character that may be a misreading of another.

    `form` is a string with the printed character and `meant` the same string with the other one. `before` and `after`
    are the characters around it, as printed. `witness` is the source of another printing of the text that has the other
    character there, or a description of other evidence; "" if none. `is_systematic`: the issue prints `form`
    everywhere. `is_faint`: the recognizer was not certain of the printed character.
    """

    article_id: int
    place: CharacterPlace
    printed: str
    read_as: str
    form: str
    meant: str
    before: str
    after: str
    witness: str = ""
    is_systematic: bool = False
    is_faint: bool = False

    def because(self) -> str:
        """Return what speaks for the misreading as a part of a sentence; "" if nothing is known."""
        witness = self.witness
        if witness and not self.is_systematic:
            witness = say("{source}印作“{read_as}”", source=witness, read_as=self.read_as)
        return say("；").join(filter(None, [witness, self.doubt()]))

    def doubt(self) -> str:
        """Return what the recognizer says of the character; "" if it was certain, or nothing is known."""
        return say("识别时没有把握") if self.is_faint else ""


Decided = Mapping[int, Collection[tuple[int, str | None]]]
"""For each article the offsets in its search text that are decided, each with the form decided about: None where the
reader has said what the character is, which excludes any other form."""


def decided_in(catalogue: CatalogueReading) -> Decided:
    decided: dict[int, set[tuple[int, str | None]]] = defaultdict(set)
    for each in catalogue.readings.all():
        if each.place is not None:
            read_as = None if each.place.is_certain else each.place.read_as
            decided[each.article_id].update((at, read_as) for at in each.place.at)
    return decided


class DoubtedCharacters(ArticleCharacters):
    """The characters of an article in a catalogue, of which some may be misread."""

    def __init__(self, stored: StoredArticle, catalogue: CatalogueReading) -> None:
        super().__init__(stored.article)
        self._article_id = stored.id
        self._certainty = catalogue.readings.certainty(stored.id)

    def misreading(self, position: int, read_as: str, form: str, meant: str) -> Misreading | None:
        """Return the possible misreading at an offset in the running text; None if no decision could describe it."""
        place = self.place(position)
        if place is None or not self.can_be_read_as(position, read_as):
            return None
        before, printed, after = around(self.text_at(place), place.at, _CONTEXT_SHOWN)
        own = (self._article_id, place, printed, read_as, form, meant, before, after)
        return Misreading(*own, is_faint=self._is_faint(position))

    def _is_faint(self, position: int) -> bool:
        """Return whether the recognizer was not certain of a character of the running text."""
        places = self.in_search_text(position) if self._certainty else ()
        return any(self._certainty[at : at + 1] == FAINT for at in places)

    def undecided(self, decided: Decided, found: Mapping[int, Misreading]) -> list[Misreading]:
        """Return the misreadings that are not decided yet; `found` has them by offset in the running text."""
        own = decided.get(self._article_id, ())
        return [
            each
            for position, each in sorted(found.items())
            if not any(
                (at, read_as) in own
                for at in self.in_search_text(position)[:1]
                for read_as in (None, search_form(each.read_as))
            )
        ]
