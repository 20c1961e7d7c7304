"""The characters that are likely to be misread: those for which there is evidence, or that a search has found."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from msgspec.structs import replace

from reader.comparison.differences import text_of, witnesses
from reader.export.article_text import source_in_words
from reader.features.misread.forms import at_forms, may_be_other
from reader.features.misread.misreading import DoubtedCharacters, Misreading, decided_in
from reader.features.misread.systematic import SystematicMisreadings, witness_words
from reader.i18n import say
from reader.language.forms import search_form
from reader.library.answers import SameTexts, surest_first
from reader.library.character_places import CharacterPlace
from reader.library.derived_data import DerivedData, damage_told
from reader.newspaper.article import Where, with_characters
from reader.newspaper.holdings import StoredArticle
from reader.search.answering.ladder import misread_in
from reader.search.query import Query
from reader.search.terms import as_printed


class LikelyMisreadings:
    """The likely misreadings of a library. Methods raise LibraryError if the index is damaged."""

    def __init__(self, derived: DerivedData, same_texts: SameTexts) -> None:
        self._derived, self._same_texts = derived, same_texts
        self._catalogue = self._derived.catalogue
        self._systematic = SystematicMisreadings(self._derived)

    def witnessed(
        self, article_ids: Sequence[int], cancelled: Callable[[], bool] = lambda: False
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
            with damage_told():
                found = dict(reversed([*self._witnessed(stored, characters)]))
            yield characters.undecided(decided_in(self._catalogue), found)

    def _witnessed(
        self, stored: StoredArticle, characters: DoubtedCharacters
    ) -> Iterator[tuple[int, Misreading]]:
        """Yield the misreadings for which another printing is evidence, with their offsets in the running text.

        Printings that a person has proofread come first.
        """
        own, blocks = text_of(stored.article), stored.article.blocks
        starts = list(accumulate((len(block.text) + 1 for block in blocks), initial=0))
        others = self._same_texts.of(stored.id).others
        for printing in surest_first(others):
            for each in witnesses(own, text_of(printing.stored.article.corrected())):
                block = bisect_right(starts, each.at) - 1
                place = CharacterPlace(Where.BLOCK, block, each.at - starts[block])
                position = characters.position(place)
                if position is None or not may_be_other(
                    characters.running, position, search_form(each.other), self._derived.engine.frequencies
                ):
                    continue
                text = blocks[block].text
                around = slice(max(0, place.at - 1), place.at + 2)
                meant = with_characters(text, {place.at: each.other})[around]
                misreading = characters.misreading(position, each.other, text[around], meant)
                if misreading is not None:
                    yield position, replace(misreading, witness=source_in_words(printing.stored))

    def systematic(self, article_ids: Sequence[int]) -> list[Misreading]:
        """Return the systematic misreadings in these articles, form by form. Those already decided are left out."""
        listed: list[Misreading] = []
        decided = decided_in(self._catalogue)
        rows = self._catalogue.article_rows(article_ids)
        for article_id in (each for each in article_ids if each in rows):
            with damage_told():
                forms = self._systematic.in_issue(rows[article_id].issue_id)
            stored = self._catalogue.article(article_id) if forms else None
            if stored is None:
                continue
            characters = DoubtedCharacters(stored, self._catalogue)
            found = {}
            for at, form in at_forms(characters.running, forms).items():
                misreading = characters.misreading(at, form.meant[form.at], form.printed, form.meant)
                if misreading is not None:
                    found[at] = replace(misreading, witness=witness_words(form), is_systematic=True)
            listed += characters.undecided(decided, found)
        numbers = Counter(each.form for each in listed)
        return sorted(listed, key=lambda each: (-numbers[each.form], each.form))

    def why_incomplete(self, article_ids: Sequence[int]) -> str:
        with damage_told():
            return self._systematic.why_incomplete(article_ids)

    def found(self, article_id: int, query: Query) -> list[Misreading]:
        """Return the misread characters because of which an article matches a query for misread forms."""
        stored = self._catalogue.article(article_id)
        texts = dict(self._catalogue.search_texts([article_id]))
        if stored is None or article_id not in texts:
            return []
        characters = DoubtedCharacters(stored, self._catalogue)
        found = {}
        for string in misread_in(query):
            for begin, end in string.places(texts[article_id], article_id):
                form = as_printed(texts[article_id])[begin:end]
                for at, (printed, read_as) in enumerate(zip(form, string.meant, strict=True)):
                    position = characters.at_search_text(begin + at) if printed != read_as else None
                    if position is not None:
                        misreading = characters.misreading(position, read_as, form, string.meant)
                        if misreading is not None:
                            found[position, read_as] = misreading
        return [found[key] for key in sorted(found)]


def only_witnessed() -> str:
    """Return the message that only misreadings with evidence are listed."""
    return say(
        "只列有旁证的：这一期处处这样印，而报名登记、别的各期或成词的用法不是这样；"
        "或同一篇文字在别处又登，那里印作形近的另一个字，放进这句话也通。没有旁证的不猜。"
    )
