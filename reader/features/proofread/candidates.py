"""What a doubtful character may be: as other printings of the text have it, and characters that look like it."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import accumulate

from msgspec import Struct

from reader.comparison.differences import text_of, witnesses
from reader.export.article_text import source_in_words
from reader.features.proofread.page import Doubt, ProofPage
from reader.features.proofread.printed_line import Cell
from reader.features.proofread.second_reading import is_same_reading, lost_marks
from reader.i18n import say
from reader.language.equality import less_alike, lookalikes, simplified
from reader.language.forms import search_form
from reader.language.words import cost
from reader.library.answers import SameTexts, surest_first
from reader.library.character_places import ArticleCharacters, CharacterPlace
from reader.newspaper.article import Where
from reader.newspaper.holdings import StoredArticle

MOST = 4
"""The maximum number of candidates: each has a key."""
_TRIED = 24
"""The maximum number of similar characters that are compared."""
# The numbers of characters on each side that are cut into words, and that are looked up in the library.
_WINDOW = 4
_BESIDE = 1
# How much the order of likeness, and the places in the library, count beside the words of the dictionary.
_OF_SHAPE = 1.5
_OF_PLACES = 2.0

Frequencies = Callable[[Sequence[str]], Sequence[int]]


class Witness(Struct, frozen=True):
    """What another printing has at a place of an article; `source` is what is shown of it, `id` its article or 0."""

    read_as: str
    source: str
    article_id: int = 0


class Candidate(Struct, frozen=True):
    """What a place may be read as, a word on why, the reason in full, and the article that witnesses it; 0 for none."""

    read_as: str
    note: str = ""
    because: str = ""
    article_id: int = 0


def witnessed(stored: StoredArticle, same_texts: SameTexts) -> dict[CharacterPlace, list[Witness]]:
    """Return what other printings of an article's text have at its places: proofread ones first, then the most alike.

    These are reprints, as they are corrected, and the other files of the same issue.
    """
    witnesses_by_place: dict[CharacterPlace, list[Witness]] = {}
    article_text = text_of(stored.article)
    starts = [*accumulate((len(block.text) + 1 for block in stored.article.blocks), initial=0)]
    for text, source, article_id in _others(stored, same_texts):
        for witness in witnesses(article_text, text):
            block = next(number for number, end in enumerate(starts[1:]) if witness.at < end)
            place = CharacterPlace(Where.BLOCK, block, witness.at - starts[block])
            witnesses_by_place.setdefault(place, []).append(Witness(witness.other, source, article_id))
    return witnesses_by_place


def _others(stored: StoredArticle, same_texts: SameTexts) -> Iterator[tuple[str, str, int]]:
    for printing in surest_first(same_texts.of(stored.id).others):
        source = source_in_words(printing.stored)
        proofread = printing.stored.proofread
        if proofread is not None and proofread.share == 1:
            source = say("{source}（校对过）", source=source)
        yield text_of(printing.stored.article.corrected()), source, printing.stored.id
    for text in stored.article.elsewhere:
        yield text.text, say("同一期的另一个文件"), 0


def candidates(
    page: ProofPage, doubt: Doubt, witness: Iterable[Witness], frequencies: Frequencies
) -> list[Candidate]:
    """Return what a place may be, at most `MOST`, the likeliest first; of a word what other evidence speaks for.

    What that speaks for comes before what only looks like the character, which is ordered by the dictionary and the
    library.
    """
    cells = page.cells(doubt)
    recognised = page.recognised(doubt)
    by_reading: dict[str, Candidate] = {}
    for candidate in _offered(page, doubt, witness):
        reading = candidate.read_as
        if reading in by_reading:
            by_reading[reading] = _agreeing(by_reading[reading], candidate)
        elif reading != recognised:
            by_reading[reading] = candidate
    if len(cells) == 1 and len(by_reading) < MOST:
        for candidate in _alike(page, cells[0], by_reading.keys(), frequencies):
            by_reading[candidate.read_as] = candidate
    return list(by_reading.values())[:MOST]


def _agreeing(candidate: Candidate, other: Candidate) -> Candidate:
    """Return a candidate with what further evidence says for the same reading."""
    if other.because in candidate.because:
        return candidate
    note = candidate.note
    if other.note not in note:
        note = f"{note} {other.note}"
    because = f"{candidate.because}{say('；')}{other.because}"
    return Candidate(candidate.read_as, note, because, candidate.article_id or other.article_id)


def _alike(
    page: ProofPage, cell: Cell, offered: Collection[str], frequencies: Frequencies
) -> Iterator[Candidate]:
    """Yield the characters that look like one and are not offered yet, the one that fits best first."""
    if cell.place is None:
        return
    characters = ArticleCharacters(page.articles[cell.article].article)
    position = characters.position(cell.place)
    if position is None:
        return
    alike = [*lost_marks(cell.sign), *lookalikes(cell.sign), *less_alike(cell.sign)][:_TRIED]
    signs = [sign for sign in alike if sign not in offered]
    for sign, article_count in _by_context(characters.running, position, signs, frequencies):
        yield Candidate(sign, say("形近") if article_count else say("形近 少见"))


def _offered(page: ProofPage, doubt: Doubt, witness: Iterable[Witness]) -> Iterator[Candidate]:
    """Yield what evidence speaks for at a place, a reading once for each piece of evidence.

    The line as it was read again comes first; of a word of several characters, witnesses and likelihood say nothing.
    """
    again = page.again(doubt)
    if again is not None and not is_same_reading(again, page.recognised(doubt)):
        yield Candidate(again, say("重读"), say("把这一行再认一遍，是“{sign}”", sign=again))
    if len(page.cells(doubt)) == 1:
        for other in witness:
            words = say("{source}印作“{read_as}”", source=other.source, read_as=other.read_as)
            yield Candidate(other.read_as, say("同文"), words, other.article_id)
        for likely_character in doubt.likely:
            yield Candidate(likely_character.read_as, say("旁证"), likely_character.because)
    for sign in page.others(doubt):
        yield Candidate(sign, say("识别"), say("识别时也可能是“{sign}”", sign=sign))


def _by_context(text: str, at: int, tried: Sequence[str], frequencies: Frequencies) -> list[tuple[str, int]]:
    """Return the characters by how well they fit into the context, each with the number of articles that have it so."""
    if not tried:
        return []
    near_window = slice(max(0, at - _BESIDE), at + _BESIDE + 1)
    window = slice(max(0, at - _WINDOW), at + _WINDOW + 1)
    versions = [text[:at] + search_form(sign) + text[at + 1 :] for sign in tried]
    article_counts = frequencies([version[near_window] for version in versions])
    costs = []
    for rank, (version, article_count) in enumerate(zip(versions, article_counts, strict=True), 1):
        cost_of_words = cost(simplified(version[window]))
        cost_of_shape = _OF_SHAPE * math.log(rank)
        costs.append(cost_of_words + cost_of_shape - _OF_PLACES * math.log(article_count + 0.5))
    best_first = sorted(range(len(tried)), key=costs.__getitem__)
    return [(tried[at], article_counts[at]) for at in best_first]
