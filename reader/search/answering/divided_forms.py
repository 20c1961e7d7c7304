"""The forms of a string that the end of a paragraph or headline divides, or the end of a line within a word."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from reader.language.forms import HAN, search_form
from reader.language.patterns import pattern
from reader.search.answering.other_shapes import MOST_BASES, Forms, Frequencies, frequencies, rarest
from reader.search.needles import bounded, holds, unbounded
from reader.search.query import Exact, Field
from reader.search.terms import ANY, FIRST_BLOCK_LINE, HEADLINE_LINE, SEAM, SECTION_LINE, as_printed

_SHORTEST = 3
_MOST_CHARACTERS = 100_000
"""The maximum number of characters of all divided forms of one string."""

_COMMONEST = tuple("的一不人之有在是年日")
"""Characters of which every library with text in Chinese has some."""
_RUN_ENDS = pattern(f"[\n{SEAM}]")
_HAN = pattern(f"[{HAN}]")


class Split(Exact):
    """A string that is divided by the end of a paragraph, of the section or of the headlines; its needle has a line end
    there.
    """

    def test(self, text: str, article: int = 0) -> bool:
        lines = as_printed(text).split("\n", FIRST_BLOCK_LINE)
        if len(lines) <= FIRST_BLOCK_LINE:
            return False
        body = lines[FIRST_BLOCK_LINE]
        if self.needle in body:
            return True
        end, _, beginning = self.needle.partition("\n")
        headings = [lines[number].split(SEAM)[0] for number in (SECTION_LINE, HEADLINE_LINE)]
        texts = [text for text in (*headings, body) if text]
        return any(above.endswith(end) and below.startswith(beginning) for above, below in pairwise(texts))


class Torn(Exact):
    """A string with a word that the end of a line divides, without a hyphen; its needle has a space there.

    Lines end so in Chinese text, which is broken after any character: in texts of words alone, two words stand there.
    """

    def test(self, text: str, article: int = 0) -> bool:
        if not super().test(text, article):
            return False
        runs = _RUN_ENDS.split(as_printed(text))
        return any(_HAN.search(run) and holds(run, self.needle) for run in runs)


def divided_forms(string: Exact, forms: Sequence[Exact], statistics: Frequencies) -> Forms[Exact]:
    # only the body has paragraphs
    if string.where is not Field.ANYWHERE or ANY in string.needle:
        return Forms()
    bases = [unbounded(form.needle) for form in forms[:MOST_BASES]]
    places = []
    for needle in bases:
        for at in _places_to_split(needle, statistics):
            places.append((needle, at))
    most = _MOST_CHARACTERS // len(string.needle)
    parted = (needle[:at] + "\n" + needle[at:] for needle, at in places[:most])
    split = rarest([Split(needle, needle) for needle in parted], statistics)
    torn = _torn(string, places[:most], statistics)
    are_all = split.are_all and torn.are_all and len(forms) <= MOST_BASES and len(places) <= most
    return Forms((*split.forms, *torn.forms), are_all)


def _torn(string: Exact, places: Iterable[tuple[str, int]], statistics: Frequencies) -> Forms[Exact]:
    """Return the forms of a string whose words are torn at these places, if the library has Chinese text at all."""
    needles = [f"{needle[:at]} {needle[at:]}" for needle, at in places if _is_within_word(needle, at)]
    if not needles or not any(statistics.frequencies(_COMMONEST)):
        return Forms()
    if string.is_word:
        needles = [bounded(needle, needle) for needle in needles]
    return rarest([Torn(needle, needle) for needle in needles], statistics)


def _is_within_word(needle: str, at: int) -> bool:
    """Return whether a space remains at an offset of a needle that has letters on both sides.

    A number that is cut by the end of a line is joined already where its lines are read.
    """
    sides = needle[at - 1 : at + 1]
    return sides.isalnum() and not sides.isdigit() and search_form(" ".join(sides)) == " ".join(sides)


def _places_to_split(needle: str, statistics: Frequencies) -> Sequence[int]:
    """Return the offsets at which a needle may be divided, by its pairs of characters: all others must stand there."""
    if len(needle) < _SHORTEST:
        return ()
    pairs = [needle[at : at + 2] for at in range(len(needle) - 1)]
    frequency = frequencies(pairs, statistics)
    missing = [at for at, pair in enumerate(pairs, 1) if not frequency[pair]]
    if missing:
        if len(missing) == 1:
            return missing
        return ()
    return range(1, len(needle))
