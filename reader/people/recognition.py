"""Recognising people's names in running text.

What may be a name by its characters (`candidates`) is weighed by what speaks for it and against it (`features`,
`weights`): by how much likelier it is as a name than as the words around it, as in the segmentation by a word lattice
of Zhang and Liu (Chinese Journal of Computers 2004, “Automatic recognition of Chinese person names based on role
tagging”), and by its marks. A name that is sure in one place of an article is then looked for in all others, and one
beside another name of a list is likelier. Of candidates that overlap the likelier is taken.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reader.language import common_words
from reader.language.portions import pieces, portions
from reader.language.variants import simplified
from reader.people.candidates import candidates_in
from reader.people.coded_text import CodedText, Places, flags
from reader.people.dotted import DOTS, dotted_names, listed
from reader.people.features import features_of
from reader.people.mark import STRONG, Mark
from reader.people.marks import Marks, offices_of
from reader.people.person import Certainty
from reader.people.weights import weights

_SURE = 1.2
"""The logarithm of the odds from which on a name is looked for in the whole article."""
_KNOWN = 4.0
_LISTED = 2.2
_LEAST = -0.2
_HOPELESS = -6.0
"""Below these odds no other place of the article makes a name of a candidate."""
_CLEAR = 3.0
_AND = frozenset("和与及")
_BETWEEN_NAMES = frozenset("、／/ \u3000") | _AND
_QUOTES = ("“", "《", "「", "『", "‘", "〈", '"')


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A person's name at a place of a text: the characters from `begin` to `end`."""

    name: str
    begin: int
    end: int
    marks: frozenset[Mark]
    offices: tuple[str, ...] = ()

    @property
    def is_certain(self) -> bool:
        """Whether a strong mark tells it."""
        return not self.marks.isdisjoint(STRONG)


def certainty_of(marks: Collection[Mark]) -> Certainty:
    """Return what marks tell: a strong one is certain, two kinds of weak ones are likely."""
    if not STRONG.isdisjoint(marks):
        return Certainty.CERTAIN
    return Certainty.LIKELY if len(marks) > 1 else Certainty.STRING


def people_in(text: str) -> list[NamedPerson]:
    """Return the people named in a text, in its order."""
    return people_in_all([text])[0]


def people_in_all(texts: Sequence[str]) -> list[list[NamedPerson]]:
    """Return the people named in each of some texts; much quicker than to ask for one after the other."""
    found: list[list[NamedPerson]] = [[] for _ in texts]
    starts = [0 for _ in texts]
    cut = ((number, piece) for number, text in enumerate(texts) for piece in pieces(text, _TOGETHER))
    for portion in portions(cut, lambda each: len(each[1]), _TOGETHER):
        named = _people_in_some([piece for _, piece in portion])
        for (number, piece), people in zip(portion, named, strict=True):
            start = starts[number]
            found[number] += [
                replace(each, begin=start + each.begin, end=start + each.end) if start else each
                for each in people
            ]
            starts[number] += len(piece)
    return found


_TOGETHER = 400_000
"""Characters that are looked through together: they take a hundred times as many bytes. A text of more is cut."""


def _people_in_some(texts: Sequence[str]) -> list[list[NamedPerson]]:
    printed = _SEAM + _SEAM.join(texts) + _SEAM
    starts = [*accumulate((len(text) + len(_SEAM) for text in texts), initial=len(_SEAM))][:-1]
    plain = listed(simplified(printed))
    marks = Marks(plain)
    found: list[list[NamedPerson]] = [[] for _ in texts]

    def add(number: int, begin: int, end: int, told: frozenset[Mark]) -> None:
        start, offices = starts[number], offices_of(plain, begin, end, printed, marks)
        found[number].append(NamedPerson(printed[begin:end], begin - start, end - start, told, offices))

    is_taken = np.zeros(len(plain) + 1, np.intp)
    for begin, end in dotted_names(plain, marks):
        is_taken[begin:end] = 1
        add(bisect_right(starts, begin) - 1, begin, end, marks.of(begin, end) | {Mark.NAME, Mark.ALONE})
    for number, scored in enumerate(_scored(plain, marks, is_taken, starts)):
        first = _taken(scored)
        sure: dict[str, int] = Counter(each.name for score, each in first if score > _SURE)
        last = _taken(_supported(plain, scored, first, sure))
        sure_places = {each for score, each in first if score > _SURE}
        begins, ends = {each.begin for _, each in last}, {each.end for _, each in last}
        for score, each in last:
            is_listed = _is_beside(plain, each, begins, ends)
            is_known = sure.get(each.name, 0) > (each in sure_places)
            told = _marks_of(plain, each, marks, score, is_listed=is_listed, is_known=is_known)
            add(number, each.begin, each.end, told)
    return [sorted(people, key=lambda person: person.begin) for people in found]


_SEAM = "\n"
"""What stands before, between and behind texts that are looked through together: nothing is told across it."""


class Candidate(NamedTuple):
    """The characters of a text from `begin` to `end`, which may be a name."""

    begin: int
    end: int
    name: str


_Scored = tuple[float, Candidate]


def _scored(text: str, marks: Marks, is_taken: Places, starts: Sequence[int]) -> list[list[_Scored]]:
    """Return the candidates of texts that begin at `starts` with the logarithms of their odds, those without hope left
    out.
    """
    coded = CodedText(text)
    candidates = candidates_in(coded, marks)
    taken_before, is_dot = np.concatenate([[0], np.cumsum(is_taken)]), _is_dot()[coded.codes]
    candidates = candidates.only(
        (taken_before[candidates.ends] == taken_before[candidates.begins])
        & ~is_dot[candidates.ends]
        & ~is_dot[candidates.begins - 1]
    )
    numbers = (np.searchsorted(starts, candidates.begins, "right") - 1).tolist()
    places = [*zip(candidates.begins.tolist(), candidates.ends.tolist(), strict=True)]
    names = [(number, text[begin:end]) for number, (begin, end) in zip(numbers, places, strict=True)]
    scores = np.zeros(len(names))
    worth = np.array([*weights(), 0.0])
    for column in features_of(coded, candidates, names, marks).T:
        scores += worth[column]
    scored: list[list[_Scored]] = [[] for _ in starts]
    for at in np.flatnonzero(scores > _HOPELESS).tolist():
        number, name = names[at]
        scored[number].append((float(scores[at]), Candidate(*places[at], name)))
    return scored


@cache
def _is_dot() -> NDArray[np.bool_]:
    return flags(DOTS[:-2])


def _supported(
    text: str, scored: Sequence[_Scored], first: Sequence[_Scored], sure: Collection[str]
) -> Iterator[_Scored]:
    """Yield the candidates with better odds where their name is known, or where they stand beside another."""
    begins = {each.begin for score, each in first if score > _SURE}
    ends = {each.end for score, each in first if score > _SURE}
    for score, each in scored:
        is_beside = _is_beside(text, each, begins, ends)
        yield score + _KNOWN * (each.name in sure) + _LISTED * is_beside, each


def _is_beside(text: str, each: Candidate, begins: Collection[int], ends: Collection[int]) -> bool:
    """Return whether another name of a list ends before a candidate, or begins behind it."""
    begin, end = each.begin, each.end
    if begin in ends or (end in begins and text[end - 1] not in _AND):
        return True
    is_after = begin - 1 in ends and text[begin - 1] in _BETWEEN_NAMES
    return is_after or (end + 1 in begins and text[end] in _BETWEEN_NAMES)


def _taken(scored: Iterable[_Scored]) -> list[_Scored]:
    """Return those that are likely names: of overlapping ones the choice with the best odds together."""
    likely = sorted((one for one in scored if one[0] > _LEAST), key=lambda one: (one[1].end, one[1].begin))
    ends = [each.end for _, each in likely]
    best = [0.0]
    """The odds of the best choice among the first candidates, by how many these are."""
    before: list[int] = []
    for number, (score, each) in enumerate(likely):
        before.append(bisect_right(ends, each.begin, hi=number))
        best.append(max(best[number], best[before[number]] + score - _LEAST))
    found, number = [], len(likely)
    while number:
        if best[number] > best[number - 1]:
            found.append(likely[number - 1])
            number = before[number - 1]
        else:
            number -= 1
    return found[::-1]


def _marks_of(
    text: str, each: Candidate, marks: Marks, score: float, *, is_listed: bool, is_known: bool
) -> frozenset[Mark]:
    own = marks.of(each.begin, each.end) - {Mark.LIST}
    is_quoted = text[each.begin - 1 : each.begin] in _QUOTES
    before, behind = marks.is_edge(each.begin - 1) and not is_quoted, marks.is_edge(each.end)
    weak: Mapping[Mark, bool] = {
        Mark.LIST: is_listed,
        Mark.ALONE: before and behind,
        Mark.EDGE: score > _CLEAR and (before or behind),
        Mark.REPEATED: is_known,
        Mark.DICTIONARY: common_words.is_famous(each.name),
    }
    found = own | {Mark.NAME} | {mark for mark, holds in weak.items() if holds}
    return found if len(found) > 1 else found | {Mark.CONTEXT}
