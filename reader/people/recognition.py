"""Recognising people's names in running text.

A string is taken for a name where that explains the text around it better than the words of the dictionary do: the
chance of the name (by its surname and its given name) and of its marks, against that of the likeliest words, as in the
segmentation by a word lattice of Zhang and Liu (Chinese Journal of Computers 2004, “Automatic recognition of Chinese
person names based on role tagging”), with marks in the place of roles.
"""

import math
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from reader.language import names, words
from reader.language.variants import simplified
from reader.people.marks import STRONG, Mark, Marks, offices_of
from reader.people.person import Certainty

_WINDOW = 6
"""Characters on either side of a name that are cut into words."""
_OF_ALL = math.log(0.012)
"""How many of the words of a newspaper are names of people."""
_WORTH = {Mark.OFFICE: 3.5, Mark.SPEECH: 3.0, Mark.LIST: 1.2}
_KNOWN = 6.0
_AT_EDGE, _INSIDE = 1.0, -2.5
_OF_DICTIONARY = 9.0
_PLACE, _WORD, _LAST_OF_OFFICE, _NUMBERED = -6.0, -3.0, -10.0, -3.0
_LAST_OF_OFFICES = frozenset("部委局厅办处科院系线区市县镇乡村组队会社司所站型性化")
_NUMERALS = frozenset("一二三四五六七八九十百千万两")
_NOTHING: frozenset[Mark] = frozenset()


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


def people_in(text: str, known: Collection[str] = ()) -> list[NamedPerson]:
    """Return the people named in a text, in its order; `known` are names that other places have told."""
    plain = simplified(text)
    candidates = sorted(_candidates(plain, known), key=lambda scored: -scored[0])
    taken: list[NamedPerson] = []
    for score, person in candidates:
        if score > 0 and all(person.end <= other.begin or other.end <= person.begin for other in taken):
            taken.append(person)
    return [
        NamedPerson(
            text[each.begin : each.end],
            each.begin,
            each.end,
            each.marks,
            offices_of(plain, each.begin, each.end),
        )
        for each in sorted(taken, key=lambda person: person.begin)
    ]


def people_of(texts: Iterable[str], known: Collection[str] = ()) -> list[list[NamedPerson]]:
    """Return the people named in each of an issue's texts: a name that is certain in one is known in all."""
    all_texts = list(texts)
    first = [people_in(text, known) for text in all_texts]
    certain = {person.name for people in first for person in people if person.is_certain} | set(known)
    return [people_in(text, certain) for text in all_texts]


def _candidates(text: str, known: Collection[str]) -> Iterator[tuple[float, NamedPerson]]:
    marks = Marks(text)
    for begin, run in names.may_begin_at(text):
        is_inside = not marks.is_edge(begin - 1)
        for length in range(2, len(run) + 1):
            name = run[:length]
            chance = names.chance_of_name(name)
            if chance is None:
                continue
            end = begin + length
            own = marks.of(begin, end)
            is_of_dictionary = words.names_person(name)
            if is_inside and not own and name not in known and not is_of_dictionary:
                continue
            score = _OF_ALL + chance
            score += _beside(text, begin, name, own, marks, name in known, is_of_dictionary, is_inside)
            if score + _MOST_GAIN < 0:
                continue
            is_alone = not is_inside and marks.is_edge(end)
            weak = {Mark.NAME} | ({Mark.ALONE} if is_alone else set())
            weak |= {Mark.DICTIONARY} if is_of_dictionary else set()
            yield score + _gain(text, begin, end), NamedPerson(name, begin, end, own | weak)


_MOST_GAIN = 90.0


def _beside(
    text: str,
    begin: int,
    name: str,
    own: frozenset[Mark],
    marks: Marks,
    is_known: bool,
    is_of_dictionary: bool,
    is_inside: bool,
) -> float:
    """Return what speaks for a name around it, and against it."""
    end = begin + len(name)
    score = sum(_WORTH[mark] for mark in own)
    if not is_inside:
        score += _AT_EDGE
    elif not own and not is_known:
        score += _INSIDE
    if marks.is_edge(end):
        score += _AT_EDGE
    if text[begin - 1 : begin] in _NUMERALS:
        score += _NUMBERED
    if is_known:
        score += _KNOWN
    if marks.is_place(end):
        score += _PLACE
    if name[-1] in _LAST_OF_OFFICES:
        score += _LAST_OF_OFFICE
    if is_of_dictionary:
        score += _OF_DICTIONARY if len(name) > 2 else 0
    elif words.is_known(name) and not is_known:
        score += _WORD
    return score


def _gain(text: str, begin: int, end: int) -> float:
    """Return how much less the words beside a name cost than the words of all, the name's characters included."""
    first, last = max(0, begin - _WINDOW), min(len(text), end + _WINDOW)
    up_to, behind = words.chances_of_cuts(text[first:last])
    return up_to[begin - first] + behind[end - first] - up_to[-1]
