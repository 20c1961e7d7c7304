"""Recognising people's names in running text.

A string is taken for a name where that explains the text around it better than the words of the dictionary do: the
chance of the name (by its surname and its given name) and of its marks, against that of the likeliest words, as in the
segmentation by a word lattice of Zhang and Liu (Chinese Journal of Computers 2004, “Automatic recognition of Chinese
person names based on role tagging”), with marks in the place of roles.
"""

import math
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from reader.language import names, words
from reader.language.forms import HAN
from reader.language.variants import simplified
from reader.people.marks import STRONG, Mark, Marks, offices_of
from reader.people.person import Certainty

_WINDOW = 5
"""Characters on either side of a name that are cut into words."""
_OF_ALL = math.log(0.012)
"""How many of the words of a newspaper are names of people."""
_WORTH = {Mark.OFFICE: 3.5, Mark.SPEECH: 3.0, Mark.LIST: 1.2}
_KNOWN = 6.0
_AT_EDGE, _INSIDE = 1.0, -2.5
_OF_DICTIONARY, _BOTH = 15.0, 0.0
_PLACE, _WORD, _LAST_OF_OFFICE, _NUMBERED = -6.0, -3.0, -10.0, -3.0
_LAST_OF_OFFICES = frozenset("部委局厅办处科院系线区市县镇乡村组队会社司所站型性化网报台刊馆党省")
_NUMERALS = frozenset("一二三四五六七八九十百千万两")
_CLEAR = 5.0
_APART = frozenset({Mark.ALONE, Mark.EDGE, Mark.LIST})
_QUOTES = ("“", "《", "「", "『", "‘", "〈", '"')
_NO_NAMES = frozenset(
    ("欧方", "欧中", "欧元", "欧美", "欧亚", "欧盟", "智造", "左上图", "石家庄", "张家口", "张家界", "高水平")
)
"""What begins like a name, and often stands beside the marks of one; the dictionary has some as names."""
_ALL_DOTS = ("·", "•", "・", "‧")
_DOTS = re.compile("[·•・‧]")
_DOTTED = re.compile(f"[{HAN}]{{1,12}}(?:[·•・‧][{HAN}]{{1,12}})+")
_LONGEST_PART, _LONGEST_ALONE = 8, 5
_JOINING = frozenset("和与及同对向由被在是给让请将而但")
_LAST_OF_NONE = frozenset("多得加比")
_PARTICLES = frozenset("的了")
"""Characters of foreign names that are words of their own where a text goes on."""


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
    marks = Marks(plain)
    taken = _foreigners(plain, marks)
    is_taken = bytearray(len(plain))
    for person in taken:
        is_taken[person.begin : person.end] = b"\1" * (person.end - person.begin)
    for score, person in sorted(_candidates(plain, marks, known), key=lambda scored: -scored[0]):
        if score > 0 and not any(is_taken[person.begin : person.end]):
            is_taken[person.begin : person.end] = b"\1" * (person.end - person.begin)
            taken.append(person)
    taken += _listed(plain, taken)
    taken.sort(key=lambda person: person.begin)
    return [
        NamedPerson(
            text[each.begin : each.end],
            each.begin,
            each.end,
            each.marks,
            offices_of(plain, each.begin, each.end),
        )
        for each in _supported(plain, taken, known)
    ]


def _listed(text: str, people: Sequence[NamedPerson]) -> Iterator[NamedPerson]:
    """Yield what has the shape of a name and stands between others in a list of names."""
    ends, begins = {each.end for each in people}, {each.begin for each in people}
    for item in _ITEM.finditer(text):
        begin, end = item.span(1)
        is_beside = begin - 1 in ends or (text[end] == "、" and end + 1 in begins)
        if is_beside and begin not in begins and names.chance_of_name(item[1]) is not None:
            yield NamedPerson(item[1], begin, end, frozenset({Mark.LIST, Mark.NAME}))
            ends.add(end)


_ITEM = re.compile(f"(?<=、)([{HAN}]{{2,3}})(?=[、等])")


def _supported(text: str, people: Sequence[NamedPerson], known: Collection[str]) -> Iterator[NamedPerson]:
    """Yield those that a strong mark or two kinds of weak ones tell, and those that are known.

    A list tells a name only beside another one; the dictionary has other words as names, too.
    """
    begins, ends = {each.begin for each in people}, {each.end for each in people}
    for each in people:
        marks = each.marks
        if Mark.LIST in marks:
            is_beside = (each.end + 1 in begins and text[each.end] == "、") or (
                each.begin - 1 in ends and text[each.begin - 1] == "、"
            )
            marks = marks if is_beside else marks - {Mark.LIST}
        is_apart = not marks.isdisjoint(_APART)
        telling = marks if is_apart or len(each.name) > 2 else marks - {Mark.DICTIONARY}
        if each.name in known or certainty_of(telling) is not Certainty.STRING:
            yield replace(each, marks=marks)


def _foreigners(text: str, marks: Marks) -> list[NamedPerson]:
    """Return the foreign names with a middle dot, which each part has to be written as such, or marks on both sides."""
    found: list[NamedPerson] = []
    letters = names.transliterating()
    for run in _DOTTED.finditer(text):
        pieces = _DOTS.split(run[0])
        first, last = len(pieces[0]), len(pieces[-1])
        first_dot, last_part = run.start() + first, run.end() - last
        begin = next(
            (
                first_dot - length
                for length in range(min(first, _LONGEST_PART), 1 if first > 1 else 0, -1)
                if _begins(text, first_dot - length, first_dot, marks, letters)
            ),
            None,
        )
        end = _end_of_foreigner(text, last_part, last, marks, letters)
        if begin is None or end is None:
            continue
        own = marks.of(begin, end)
        if not own and not all(each in letters for piece in pieces[1:-1] for each in piece):
            continue
        found.append(NamedPerson(text[begin:end], begin, end, own | {Mark.NAME, Mark.ALONE}))
    return found


def _begins(text: str, begin: int, dot: int, marks: Marks, letters: Collection[str]) -> bool:
    """Return whether a foreign name begins here: behind an office or punctuation, or all its letters are of such."""
    is_alone = marks.is_edge(begin - 1) and dot - begin <= _LONGEST_ALONE and text[begin] not in _JOINING
    if marks.has_before(begin) or is_alone:
        return True
    return all(each in letters for each in text[begin:dot])


def _end_of_foreigner(
    text: str, begin: int, length: int, marks: Marks, letters: Collection[str]
) -> int | None:
    """Return where the last part of a foreign name ends: before a mark, or where its letters end."""
    shortest = 1 if length == 1 else 2
    for end in range(begin + shortest, begin + min(length, _LONGEST_PART) + 1):
        is_foreign = 2 * sum(each in letters for each in text[begin:end]) >= end - begin
        if marks.has_behind(end) or (marks.is_edge(end) and is_foreign and length <= _LONGEST_ALONE):
            return end
    end = begin
    while end < begin + length and text[end] in letters:
        end += 1
    if end < begin + length and text[end - 1] in _LAST_OF_NONE:
        end -= 1
    return end if end - begin >= shortest else None


def people_of(texts: Iterable[str], known: Collection[str] = ()) -> list[list[NamedPerson]]:
    """Return the people named in each of an issue's texts: a name that is certain in one is known in all."""
    all_texts = list(texts)
    first = [people_in(text, known) for text in all_texts]
    certain = {person.name for people in first for person in people if person.is_certain} | set(known)
    return [people_in(text, certain) for text in all_texts]


def _candidates(text: str, marks: Marks, known: Collection[str]) -> Iterator[tuple[float, NamedPerson]]:
    letters = names.transliterating()
    told = marks.told
    for begin, run in names.may_begin_at(text):
        is_inside = not marks.is_edge(begin - 1)
        is_told = not is_inside or marks.begins_told(begin)
        for length in range(2, len(run) + 1):
            end = begin + length
            name = run[:length]
            is_placed = is_told or end in told or marks.is_edge(end) or name in known
            if not is_placed and (length != len("蔡元培") or not _is_of_dictionary(name)):
                continue
            chance = names.chance_of_name(name)
            if chance is None or _is_none(text, name, begin, end, letters):
                continue
            own = marks.of(begin, end)
            is_known = name in known
            needs_dictionary = not own and not is_known and (is_inside or chance < _LEAST_BY_LENGTH[length])
            if needs_dictionary and length == len("刘备"):
                continue
            is_of_dictionary = _is_of_dictionary(name)
            if needs_dictionary and not is_of_dictionary:
                continue
            score = _OF_ALL + chance
            score += _beside(text, begin, name, own, marks, is_known, is_of_dictionary, is_inside)
            score += _gain(text, begin, end)
            is_quoted = text[begin - 1 : begin] in _QUOTES
            weak = {Mark.NAME}
            if not is_inside and marks.is_edge(end) and not is_quoted:
                weak.add(Mark.ALONE)
            if is_of_dictionary:
                weak.add(Mark.DICTIONARY)
            if score > _CLEAR and not is_quoted and (not is_inside or marks.is_edge(end)):
                weak.add(Mark.EDGE)
            yield score, NamedPerson(name, begin, end, own | weak)


def _is_of_dictionary(name: str) -> bool:
    """Return whether the dictionary has a name as a person's, and it has no likelier word in it (公开信)."""
    if name in _NOT_MARKED:
        return True
    if not words.names_person(name) or name[-1] in _LAST_OF_OFFICES:
        return False
    return len(name) != 3 or all(
        words.names_person(part) or not words.is_rarer(name, part) for part in (name[:2], name[1:])
    )


_NOT_MARKED = frozenset(("周恩来", "习近平"))
"""People whom the dictionary has as other words, or hardly at all."""


def _is_none(text: str, name: str, begin: int, end: int, letters: Collection[str]) -> bool:
    """Return whether something begins like a name and is none for sure: a part of a foreign one, a name and a verb."""
    after = text[end : end + 1]
    if name in _NO_NAMES or (name[-1] in _BEFORE_SPEECH and after in _SPEECH):
        return True
    if after in _ALL_DOTS or text[begin - 1 : begin] in _ALL_DOTS:
        return True
    return len(name) > 2 and after in letters and all(each in letters for each in name[1:])


_BEFORE_SPEECH = frozenset("来又另续指未也还亦再曾即则之称谓甫就都均都更只仍先后")
"""Characters between a name and a verb of speech, which are the last of hardly any name."""
_SPEECH = frozenset("说指表称透问提出强介告认坦宣要建呼谈，,：:稱說")


_LEAST_BY_LENGTH = {2: -14.0, 3: -20.0, 4: -24.0, 5: -24.0}
"""The chance that a name of so many characters needs which has no mark but punctuation."""


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
    elif not own and not is_known and not is_of_dictionary:
        score += _INSIDE
    if marks.is_edge(end):
        score += _AT_EDGE
    if text[begin - 1 : begin] in _NUMERALS:
        score += _NUMBERED
    if is_known:
        score += _KNOWN
    if marks.is_place(end):
        score += _PLACE
    if name[-1] in _LAST_OF_OFFICES or name[-1] in _PARTICLES:
        score += _LAST_OF_OFFICE
    if is_of_dictionary:
        score += _OF_DICTIONARY if len(name) > 2 else 0
        score += _BOTH if len(name) > 2 and not STRONG.isdisjoint(own) else 0
    elif words.has_word(name) and not is_known:
        score += _WORD
    return score


def _gain(text: str, begin: int, end: int) -> float:
    """Return how much less the words beside a name cost than the words of all, the name's characters included."""
    first, last = max(0, begin - _WINDOW), min(len(text), end + _WINDOW)
    up_to, behind = words.chances_of_cuts(text[first:last])
    return up_to[begin - first] + behind[end - first] - up_to[-1]
