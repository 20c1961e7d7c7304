"""Names in lists: those that stand together without anything between them, and those that only the list tells."""

import math
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from reader.features.people.candidates import PARTICLES, Candidates
from reader.features.people.marks import Marks
from reader.language import code_arrays, common_words, names
from reader.language.forms import HAN

_ENTER = -6.0
"""The log probability that names begin behind words."""
# The least number of names that stand together: between marks or punctuation, and elsewhere.
_LEAST, _LEAST_AMONG_WORDS = 2, 3
_LONGEST_NAME = 3
_OF_PLACES = frozenset("村乡镇县区庄市路")


def names_in_runs(text: str, marks: Marks, candidates: Candidates) -> set[tuple[int, int]]:
    """Return the begin and end of each name that stands beside another without anything between them.

    Only those stretches without punctuation are searched that have two candidates side by side, or at the place of
    one name between them.
    """
    begins = np.zeros(len(text) + 1 + _LONGEST_NAME, bool)
    begins[candidates.begins] = True
    ends = candidates.ends
    between = np.flatnonzero(begins[ends] | begins[ends + 3])
    found: set[tuple[int, int]] = set()
    number = code_arrays.distinct(marks.breaks.searchsorted(ends[between]))
    for start, stop in zip(
        (marks.breaks[number - 1] + 1).tolist(), marks.breaks[number].tolist(), strict=True
    ):
        for run in _runs(text[start:stop]):
            begin, end = start + run[-1][0], start + run[0][1]
            is_whole = (begin == start or marks.has_before(begin)) and (end == stop or marks.has_behind(end))
            if len(run) >= (_LEAST if is_whole else _LEAST_AMONG_WORDS):
                found.update((start + begin, start + end) for begin, end in run)
    return found


def _runs(stretch: str) -> Iterator[list[tuple[int, int]]]:
    """Yield the names that stand together in the likeliest sequence of words and names, the last first."""
    size = len(stretch)
    foreign = dict(names.runs(stretch))
    last_foreign = 0
    best = [[(0.0, 0, False), (-math.inf, 0, False)]] + [[(-math.inf, 0, False)] * 2 for _ in range(size)]
    """For each place, by whether a name ends there: the log probability, where the last part begins, and whether a
    name ends at that place."""
    words = common_words.chances()
    surnames, compounds = names.chances().family, names.compound_surnames()
    for begin in range(size):
        (behind_word, _, _), (behind_name, _, _) = best[begin]
        is_behind_name = behind_name > behind_word
        either = max(behind_word, behind_name)
        pair = stretch[begin : begin + 2]
        for end in range(begin + 1, min(begin + common_words.LONGEST, size) + 1):
            word = words.get(stretch[begin:end], common_words.UNKNOWN if end == begin + 1 else None)
            if word is not None and either + word > best[end][0][0]:
                best[end][0] = either + word, begin, is_behind_name
        last_foreign = max(last_foreign, foreign.get(begin, 0))
        for end in range(begin + 3, min(begin + names.LONGEST, last_foreign) + 1):
            chance = either + _ENTER + names.chance_of_foreign_name(stretch[begin:end])
            if chance > best[end][0][0]:
                best[end][0] = chance, begin, is_behind_name
        entered = behind_word + _ENTER
        longest = _LONGEST_NAME if pair[0] in surnames else 0
        if pair in compounds:
            longest = _LONGEST_NAME + 1
        for end in range(begin + 2, min(begin + longest, size) + 1):
            name = stretch[begin:end]
            known = names.chance_of_name(name)
            if (
                known is not None
                and PARTICLES.isdisjoint(name)
                and name[-1] not in _OF_PLACES
                and not names.is_place(name)
            ):
                total = max(entered, behind_name) + known
                if total > best[end][1][0]:
                    best[end][1] = total, begin, behind_name > entered
    yield from _together(best)


def _together(best: Sequence[Sequence[tuple[float, int, bool]]]) -> Iterator[list[tuple[int, int]]]:
    end, is_name = len(best) - 1, best[-1][1] > best[-1][0]
    run: list[tuple[int, int]] = []
    while end:
        _, begin, is_next_name = best[end][is_name]
        if is_name:
            run.append((begin, end))
        if not (is_name and is_next_name):
            if len(run) >= _LEAST:
                yield run
            run = []
        end, is_name = begin, is_next_name


_BRACKET = "(?:[（(][^（）()\\n]{1,14}[）)])?"
_SEPARATOR = re.compile(f"{_BRACKET}[、 \\u3000]+")
_ITEM = re.compile(f"([{HAN}]{{2,6}}){_BRACKET}[、 \\u3000]+")
_MOST_BETWEEN = 2
_LIKELIEST_OF_WORDS = -6.0
"""The log probability as words, for each character, up to which an item of a list of names is a name."""


def names_between(text: str, known: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the items of lists that stand between names, which are `known`: 弥松颐 has no frequent surname.

    `known` has the begin and end of each name, ascending. A list has three of them at least, or two and what is like a
    name between them.
    """
    between = [_items(text, end, begin) for (_, end), (begin, _) in pairwise(known)]
    for number, items in enumerate(between):
        beside = between[max(0, number - 1) : number] + between[number + 1 : number + 2]
        is_list = any(each is not None for each in beside)
        for item in items or ():
            if _may_be_name(text[slice(*item)]) if is_list else _is_like_name(text[slice(*item)]):
                yield item


def _items(text: str, begin: int, end: int) -> list[tuple[int, int]] | None:
    if end - begin > _LONGEST_BETWEEN or (found := _SEPARATOR.match(text, begin, end)) is None:
        return None
    items: list[tuple[int, int]] = []
    while found.end() < end:
        item = _ITEM.match(text, found.end(), end)
        if item is None or len(items) == _MOST_BETWEEN:
            return None
        items.append(item.span(1))
        found = item
    return items


_LONGEST_BETWEEN = 48


def _may_be_name(item: str) -> bool:
    is_words = common_words.chance(item) > _LIKELIEST_OF_WORDS * len(item)
    return not (is_words or common_words.is_common(item) or names.is_place(item)) and PARTICLES.isdisjoint(
        item
    )


def _is_like_name(item: str) -> bool:
    return len(item) == len("苏望亭") and names.is_common_surname(item[0]) and _may_be_name(item)


_OF_NATION = re.compile(f"[（(](?:[男女][，,、]?)?[{HAN}]{{1,5}}族[，,、）)]")
_BEFORE_NATION = re.compile(f"[{HAN}]{{2,10}}$")
_LONGEST_WITH_NATION = 5


def names_with_nation(text: str, marks: Marks) -> Iterator[tuple[int, int]]:
    """Yield each name before the nation of a person in brackets (保洪忠（佤族）), and those in front of it."""
    for found in _OF_NATION.finditer(text):
        end = found.start()
        if (run := _BEFORE_NATION.search(text, max(0, end - 10), end)) is None:
            continue
        begins = [
            at for at in range(max(run.start(), end - _LONGEST_WITH_NATION), end - 1) if marks.has_before(at)
        ]
        begin = max(begins, default=run.start())
        if end - begin > _LONGEST_WITH_NATION or names.is_place(text[begin]):
            continue
        for name in names.split_names(text[begin:end]):
            yield begin, begin + len(name)
            begin += len(name)
