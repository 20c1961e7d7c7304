"""Foreign names with a middle dot, 约翰·塞缪尔, and the dots that stand between the names of a list."""

import re
from collections.abc import Collection, Iterator

from reader.language import foreign_names, names
from reader.language.forms import HAN
from reader.people.marks import Marks

DOTS = "·•・‧∙⋅．."
_DOT = re.compile(f"[{re.escape(DOTS)}]")
_DOTTED = re.compile(f"[{HAN}]{{1,12}}(?:[{re.escape(DOTS)}][{HAN}]{{1,12}})+")
_LONGEST_PART, _LONGEST_ALONE = 8, 5
_JOINING = frozenset("和与及同对向由被在是给让请将而但兼以")
_LAST_OF_NONE = frozenset("多得加比")
"""Characters of foreign names that are words of their own where a text goes on."""
_LEAST_LISTED = 2
"""How many dots stand in a list at least."""


def listed(text: str) -> str:
    """Return a text with the commas of lists for the dots of those lists that have dots: 甲乙·丙丁·戊己."""
    if not _DOT.search(text):
        return text
    return _DOTTED.sub(_with_commas, text)


def _with_commas(found: re.Match[str]) -> str:
    pieces = _DOT.split(found[0])
    inner = pieces[1:-1]
    if len(inner) + 1 < _LEAST_LISTED or not all(
        len(piece) <= 3 and names.chance_of_name(piece) is not None for piece in inner
    ):
        return found[0]
    return _DOT.sub("、", found[0])


def dotted_names(text: str, marks: Marks) -> Iterator[tuple[int, int]]:
    """Yield where foreign names with a dot begin and end.

    Each of their parts has to be written as such names are, or to have marks on both sides.
    """
    if not _DOT.search(text):
        return
    letters = foreign_names.usual_characters()
    for run in _DOTTED.finditer(text):
        pieces = _DOT.split(run[0])
        first, last = len(pieces[0]), len(pieces[-1])
        first_dot, last_part = run.start() + first, run.end() - last
        begin = _begin(text, first_dot, first, marks, letters)
        end = _end(text, last_part, last, marks, letters)
        if begin is None or end is None:
            continue
        inner = "".join(pieces[1:-1])
        if marks.of(begin, end) or letters.issuperset(inner):
            yield begin, end


def _begin(text: str, dot: int, length: int, marks: Marks, letters: Collection[str]) -> int | None:
    """Return where the first part of a name begins: behind a mark or punctuation, or where its letters begin."""
    places = [dot - size for size in range(min(length, _LONGEST_PART), 1 if length > 1 else 0, -1)]
    for begin in places:
        part = text[begin:dot]
        is_foreign = 2 * sum(each in letters for each in part) >= len(part)
        is_alone = marks.is_edge(begin - 1) and len(part) <= _LONGEST_ALONE and part[0] not in _JOINING
        if (marks.has_before(begin) and is_foreign) or (is_alone and is_foreign):
            return begin
    begin = dot
    while begin > dot - min(length, _LONGEST_PART) and text[begin - 1] in letters:
        begin -= 1
    return begin if begin in places else None


def _end(text: str, begin: int, length: int, marks: Marks, letters: Collection[str]) -> int | None:
    """Return where the last part of a name ends: before a mark, or where its letters end."""
    shortest = 1 if length == 1 else 2
    for end in range(begin + shortest, begin + min(length, _LONGEST_PART) + 1):
        is_foreign = 2 * sum(each in letters for each in text[begin:end]) >= end - begin
        if marks.has_behind(end) and is_foreign:
            return end
        if marks.is_edge(end) and is_foreign and length <= _LONGEST_ALONE:
            return end
    for end in range(begin + 2, begin + min(length, _LONGEST_PART + 1)):
        if text[end] in _JOINING and 2 * sum(each in letters for each in text[begin:end]) >= end - begin:
            return end
    end = begin
    while end < begin + length and text[end] in letters:
        end += 1
    if end < begin + length and text[end - 1] in _LAST_OF_NONE:
        end -= 1
    return end if end - begin >= shortest else None
