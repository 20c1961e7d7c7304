"""The characters that are likely to be misread: those for which there is evidence, or that a search has found.

Of each it is told where it is, what it may be, and whether the reader has decided about it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import accumulate, chain, product

from msgspec import Struct
from msgspec.structs import replace

from reader import never
from reader.comparison.differences import text_of, witnesses
from reader.counts import most_frequent
from reader.export.article_text import source_in_words
from reader.features.misread.forms import at_forms, may_be_other
from reader.features.misread.systematic import SystematicMisreadings, witness_words
from reader.i18n import say
from reader.language.forms import search_form
from reader.library.answers import SameTexts, surest_first
from reader.library.character_places import ArticleCharacters, CharacterPlace
from reader.library.characters import around
from reader.library.derived_data import DerivedData, reporting_damaged_data
from reader.newspaper.article import FAINT, Where, with_characters
from reader.newspaper.holdings import StoredArticle
from reader.search.answering.ladder import misread_in
from reader.search.query import Query
from reader.search.terms import as_printed
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
        if self.is_faint:
            return say("识别时没有把握")
        return ""


Decided = Mapping[int, Collection[tuple[int, str | None]]]
"""For each article the offsets in its search text that are decided, each with the form decided about: None where the
reader has said what the character is, which excludes any other form."""


def decided_in(catalogue: CatalogueReading) -> Decided:
    decided: dict[int, set[tuple[int, str | None]]] = defaultdict(set)
    for reading in catalogue.readings.all():
        if reading.place is not None:
            if reading.place.is_certain:
                read_as = None
            else:
                read_as = reading.place.read_as
            decided[reading.article_id].update((at, read_as) for at in reading.place.at)
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
        fields = (self._article_id, place, printed, read_as, form, meant, before, after)
        if self._certainty:
            places = self.in_search_text(position)
        else:
            places = ()
        return Misreading(*fields, is_faint=any(self._certainty[at : at + 1] == FAINT for at in places))

    def undecided(self, decided: Decided, misreading_by_offset: Mapping[int, Misreading]) -> list[Misreading]:
        """Return the misreadings that are not decided yet; `misreading_by_offset` has them by offset in the running
        text.
        """
        decided_places = decided.get(self._article_id, ())
        misreadings = []
        for position, misreading in sorted(misreading_by_offset.items()):
            first_offset = self.in_search_text(position)[:1]
            readings = (None, search_form(misreading.read_as))
            if not any(place in decided_places for place in product(first_offset, readings)):
                misreadings.append(misreading)
        return misreadings


class LikelyMisreadings:
    """The likely misreadings of a library. Methods raise LibraryError if the index is damaged."""

    def __init__(self, derived: DerivedData, same_texts: SameTexts) -> None:
        self._derived = derived
        self._same_texts = same_texts
        self._catalogue = self._derived.catalogue
        self._systematic = SystematicMisreadings(self._derived)

    def witnessed(
        self, article_ids: Sequence[int], cancelled: Callable[[], bool] = never
    ) -> Iterator[list[Misreading]]:
        """Yield for each article the misreadings for which another printing has a fitting character.

        Those that are already decided are left out. Stops when `cancelled()` is true.
        """
        for article_id in article_ids:
            stored = self._catalogue.article(article_id)
            if cancelled():
                return
            if stored is None:
                continue
            characters = DoubtedCharacters(stored, self._catalogue)
            with reporting_damaged_data():
                misreading_by_offset = dict(reversed([*self._witnessed(stored, characters)]))
            yield characters.undecided(decided_in(self._catalogue), misreading_by_offset)

    def _witnessed(
        self, stored: StoredArticle, characters: DoubtedCharacters
    ) -> Iterator[tuple[int, Misreading]]:
        """Yield the misreadings for which another printing is evidence, with their offsets in the running text.

        Printings that a person has proofread come first.
        """
        article_text = text_of(stored.article)
        blocks = stored.article.blocks
        starts = list(accumulate((len(block.text) + 1 for block in blocks), initial=0))
        others = self._same_texts.of(stored.id).others
        for printing in surest_first(others):
            for witness in witnesses(article_text, text_of(printing.stored.article.corrected())):
                block = bisect_right(starts, witness.at) - 1
                place = CharacterPlace(Where.BLOCK, block, witness.at - starts[block])
                position = characters.position(place)
                if position is None or not may_be_other(
                    characters.running, position, search_form(witness.other), self._derived.engine.frequencies
                ):
                    continue
                text = blocks[block].text
                around = slice(max(0, place.at - 1), place.at + 2)
                meant = with_characters(text, {place.at: witness.other})[around]
                misreading = characters.misreading(position, witness.other, text[around], meant)
                if misreading is not None:
                    yield position, replace(misreading, witness=source_in_words(printing.stored))

    def systematic(self, article_ids: Sequence[int]) -> list[Misreading]:
        """Return the systematic misreadings in these articles, form by form. Those already decided are left out."""
        listed: list[Misreading] = []
        decided = decided_in(self._catalogue)
        rows = self._catalogue.article_rows(article_ids)
        for article_id in (stored_id for stored_id in article_ids if stored_id in rows):
            with reporting_damaged_data():
                forms = self._systematic.in_issue(rows[article_id].issue_id)
            if forms:
                stored = self._catalogue.article(article_id)
            else:
                stored = None
            if stored is None:
                continue
            characters = DoubtedCharacters(stored, self._catalogue)
            misreading_by_offset = {}
            for at, form in at_forms(characters.running, forms).items():
                misreading = characters.misreading(at, form.meant[form.at], form.printed, form.meant)
                if misreading is not None:
                    misreading_by_offset[at] = replace(
                        misreading, witness=witness_words(form), is_systematic=True
                    )
            listed += characters.undecided(decided, misreading_by_offset)
        of_form: defaultdict[str, list[Misreading]] = defaultdict(list)
        for listed_misreading in listed:
            of_form[listed_misreading.form].append(listed_misreading)
        numbers = {printed: len(misreadings) for printed, misreadings in of_form.items()}
        return list(chain.from_iterable(of_form[printed] for printed in most_frequent(numbers)))

    def why_incomplete(self, article_ids: Sequence[int]) -> str:
        with reporting_damaged_data():
            return self._systematic.why_incomplete(article_ids)

    def found(self, article_id: int, query: Query) -> list[Misreading]:
        """Return the misread characters because of which an article matches a query for misread forms."""
        stored = self._catalogue.article(article_id)
        texts = dict(self._catalogue.search_texts([article_id]))
        if stored is None or article_id not in texts:
            return []
        characters = DoubtedCharacters(stored, self._catalogue)
        misreading_by_place = {}
        for string in misread_in(query):
            for begin, end in string.places(texts[article_id], article_id):
                form = as_printed(texts[article_id])[begin:end]
                for at, (printed, read_as) in enumerate(zip(form, string.meant, strict=True)):
                    if printed != read_as:
                        position = characters.at_search_text(begin + at)
                    else:
                        position = None
                    if position is not None:
                        misreading = characters.misreading(position, read_as, form, string.meant)
                        if misreading is not None:
                            misreading_by_place[position, read_as] = misreading
        return [misreading_by_place[key] for key in sorted(misreading_by_place)]


def only_witnessed() -> str:
    """Return the message that only misreadings with evidence are listed."""
    return say(
        "只列有旁证的：这一期处处这样印，而报纸名登记、别的各期或成词的用法不是这样；"
        "或同一篇文字在别处又登，那里印作形近的另一个字，放进这句话也通。没有旁证的不猜。"
    )
