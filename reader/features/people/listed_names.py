"""Names in lists, with dots for commas or nothing between them, and foreign names with dots (约翰·史密斯)."""

import math
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise, repeat
from operator import itemgetter

import numpy as np

from reader.features.people.candidates import PARTICLES, Candidates
from reader.features.people.coded_text import CodedText, PairFlag, Places
from reader.features.people.marks import Marks
from reader.language import code_arrays, common_words, names
from reader.language.forms import HAN

DOTS = "·•・‧∙⋅．."
_DOT = re.compile(f"[{re.escape(DOTS)}]")
_PART = re.compile(f"[^{re.escape(DOTS)}]+")
_LONGEST_RUN = 12
_DOTTED = re.compile(f"[{HAN}]{{1,{_LONGEST_RUN}}}(?:[{re.escape(DOTS)}][{HAN}]{{1,{_LONGEST_RUN}}})+")
# So many dots within are those of a list, if most of the names between them are as short as Chinese ones.
_MANY = 4
_LONGEST_CHINESE = 4
_LEAST_LISTED = 2
"""Minimum number of dots in a list."""


def dotted_runs(text: str) -> Iterator[re.Match[str]]:
    """Yield what `_DOTTED.finditer` yields; quicker, as only places just before a dot are tried, and dots are rare."""
    at = 0
    while dot := _DOT.search(text, at):
        starts = range(max(at, dot.start() - _LONGEST_RUN), dot.start())
        run = next(filter(None, (_DOTTED.match(text, start) for start in starts)), None)
        if run is not None:
            yield run
        at = dot.end() if run is None else run.end()


def listed(text: str) -> str:
    """Return the text with 、 for the dots in lists of names that use dots: 甲乙·丙丁·戊己."""
    pieces = []
    at = 0
    for run in dotted_runs(text):
        pieces += [text[at : run.start()], _with_commas(run)]
        at = run.end()
    return "".join([*pieces, text[at:]])


def _with_commas(match: re.Match[str]) -> str:
    pieces = _DOT.split(match[0])
    inner = pieces[1:-1]
    if len(inner) >= _MANY and sum(len(piece) <= _LONGEST_CHINESE for piece in inner) * 2 > len(inner):
        return _DOT.sub("、", match[0])
    first = pieces[0]
    last = pieces[-1]
    are_like = len(last) > 1 and names.is_surname(last[0]) and any(map(names.is_surname, first[-3:-1]))
    if (
        not are_like
        or len(inner) + 1 < _LEAST_LISTED
        or not all(
            len(piece) <= 3
            and names.chance_of_name(piece) is not None
            and not names.usual_characters().issuperset(piece)
            for piece in inner
        )
    ):
        return match[0]
    return _DOT.sub("、", match[0])


def joined_names(coded: CodedText, marks: Marks) -> Iterator[tuple[int, int]]:
    """Yield the begin and end of each name made of parts that are known (扎西次仁, 爱新觉罗溥仪)."""
    text = coded.text
    end = 0
    for match in coded.matches(names.long_pattern(), coded.begins(PairFlag.LONG)):
        if match.start() < end:
            continue
        first = match.start(1) + 1
        end = match.end()
        is_one = marks.is_edge(first) or (marks.has_behind(first) and not marks.has_behind(end))
        if PARTICLES.isdisjoint(match[1][: 1 if is_one else 2]):
            yield match.start(), first if is_one else end
    end = 0
    for joined_match in coded.matches(names.joined_pattern(), coded.begins(PairFlag.PART)):
        if (
            joined_match.start() >= end
            and text[joined_match.start() - 1] not in DOTS
            and text[joined_match.end(1)] not in DOTS
        ):
            end = joined_match.end(1)
            yield joined_match.span(1)


def dotted_names(text: str, marks: Marks) -> Iterator[tuple[int, int]]:
    """Yield the begin and end of each foreign name with a dot (约翰·史密斯).

    It begins and ends where its parts as parts of foreign names, with the rest as words, are the most probable.
    """
    for run in dotted_runs(text):
        parts = [match.span() for match in _PART.finditer(text, *run.span())]
        inner = range(1, len(parts) - 1)
        cuts = [0, *(n for n in inner if _is_of_two(text[slice(*parts[n])])), len(parts) - 1]
        for first, last in pairwise(cuts):
            begin, odds = max(_begins(text, *parts[first], marks), key=itemgetter(1), default=(0, -math.inf))
            end, more = max(_ends(text, *parts[last], marks), key=itemgetter(1), default=(0, -math.inf))
            inner_parts = [text[slice(*span)] for span in parts[first + 1 : last]]
            between = sum(_chance_of_part(part) - common_words.chance(part) for part in inner_parts)
            if odds + more + between > _LEAST_DOTTED:
                yield begin, end


_LEAST_DOTTED = 2.0
"""The least log-odds of a name with a dot."""
# What is added to the log-odds where a mark is beside the name, or punctuation.
_BY_MARK = 3.0
_BY_EDGE = 4.0
_GOES_ON = 4.0
"""What is taken from the log-odds where the characters of foreign names go on behind the name."""
_NO_PART = PARTICLES | frozenset("在让给被将而但兼以对向女男")
_OF_FAMOUS = -9.0
"""The log probability of a part that is a famous name by itself, at least."""


@lru_cache(1 << 12)
def _chance_of_part(part: str) -> float:
    """Return the log probability of a string as a part of a foreign name."""
    if len(part) > names.LONGEST or not _NO_PART.isdisjoint(part):
        return -math.inf
    joined = names.joined_pattern().match(part)
    is_known = part in common_words.famous() or (joined is not None and joined[1] == part)
    return max(names.chance_of_foreign_name(part), _OF_FAMOUS if is_known else -math.inf)


def _chance_before(text: str) -> float:
    """Return the log probability of what is in front of a name: words, or words and a Chinese name."""
    chances = (common_words.chance(text[:-size]) + _chance_of_other(text[-size:]) for size in (2, 3))
    return max(common_words.chance(text), *chances)


def _chance_behind(text: str) -> float:
    chances = (_chance_of_other(text[:size]) + common_words.chance(text[size:]) for size in (2, 3))
    return max(common_words.chance(text), *chances)


_OF_OTHER = -4.0
"""The log probability that a Chinese name is beside one with dots, with nothing between them."""


def _chance_of_other(name: str) -> float:
    is_name = len(name) > 1 and names.is_common_surname(name[0]) and PARTICLES.isdisjoint(name)
    chance = names.chance_of_name(name) if is_name else None
    if chance is None:
        return -math.inf
    return chance + _OF_OTHER


def _is_of_two(part: str) -> bool:
    """Return whether what is between two dots has the end of a name, words, and the begin of another one."""
    full_chance = _chance_of_part(part)
    return any(
        _chance_of_part(part[:end]) + common_words.chance(part[end:begin]) + _chance_of_part(part[begin:])
        > full_chance
        for end in range(2, len(part) - 1)
        for begin in range(end + 1, len(part))
    )


def _begins(text: str, start: int, dot: int, marks: Marks) -> Iterator[tuple[int, float]]:
    """Yield the places where the name with the part before its first dot may begin, with the log-odds."""
    as_words = common_words.chance(text[start:dot])
    for begin in range(max(start, dot - names.LONGEST), dot):
        odds = _chance_of_part(text[begin:dot]) + _chance_before(text[start:begin]) - as_words
        support = _BY_MARK * marks.has_before(begin) + _BY_EDGE * marks.is_edge(begin - 1)
        yield begin, odds + support


def _ends(text: str, dot: int, stop: int, marks: Marks) -> Iterator[tuple[int, float]]:
    """Yield the places where the name with the part behind its last dot may end, with the log-odds."""
    as_words = common_words.chance(text[dot:stop])
    for end in range(dot + 1, min(stop, dot + names.LONGEST) + 1):
        odds = _chance_of_part(text[dot:end]) + _chance_behind(text[end:stop]) - as_words
        support = _BY_MARK * marks.has_behind(end) + _BY_EDGE * marks.is_edge(end)
        goes_on = _GOES_ON * (text[end : end + 1] in names.usual_characters() and not marks.has_behind(end))
        if end > dot + 1 or marks.is_edge(end) or marks.has_behind(end):
            yield end, odds + support - goes_on


_ENTER = -6.0
"""The log probability that names begin behind words."""
# The least number of names that stand together: between marks or punctuation, and elsewhere.
_LEAST = 2
_LEAST_AMONG_WORDS = 3
_LONGEST_NAME = 3
_OF_PLACES = frozenset("村乡镇县区庄市路")


def names_in_runs(coded: CodedText, marks: Marks, candidates: Candidates) -> set[tuple[int, int]]:
    """Return the begin and end of each name that stands beside another without anything between them.

    Only those stretches without punctuation are searched that have two candidates side by side, or at the place of
    one name between them.
    """
    text = coded.text
    begins = np.zeros(len(text) + 1 + _LONGEST_NAME, bool)
    begins[candidates.begins] = True
    ends = candidates.ends
    between = np.flatnonzero(begins[ends] | begins[ends + 3])
    found: set[tuple[int, int]] = set()
    number = code_arrays.distinct(marks.breaks.searchsorted(ends[between]))
    starts = marks.breaks[number - 1] + 1
    stops = marks.breaks[number]
    words_of_each = _words_in(coded, starts, stops)
    for start, stop, words in zip(starts.tolist(), stops.tolist(), words_of_each, strict=True):
        for run in _runs(text[start:stop], words):
            begin = start + run[-1][0]
            end = start + run[0][1]
            is_whole = (begin == start or marks.has_before(begin)) and (end == stop or marks.has_behind(end))
            if len(run) >= (_LEAST if is_whole else _LEAST_AMONG_WORDS):
                found.update((start + begin, start + end) for begin, end in run)
    return found


_Words = Sequence[tuple[int, float]]
"""The words that begin at a place: how many characters they have, and their log probabilities."""
_Best = tuple[float, int, bool]
"""The log probability of the likeliest words and names up to a place, where the last of them begins, and whether a name
ends there."""
_NOTHING: _Best = (-math.inf, 0, False)


def _words_in(coded: CodedText, starts: Places, stops: Places) -> Iterator[Sequence[_Words]]:
    """Yield for each stretch the words that begin at its places."""
    sizes = stops - starts
    first = np.cumsum(sizes) - sizes
    places = np.repeat(starts - first, sizes) + np.arange(int(sizes.sum()))
    chances = coded.words[:, places].T
    at, length = np.nonzero(chances > -np.inf)
    words: list[list[tuple[int, float]]] = [[] for _ in range(len(places))]
    for place, number, chance in zip(
        at.tolist(), (length + 1).tolist(), chances[at, length].tolist(), strict=True
    ):
        words[place].append((number, chance))
    for begin, size in zip(first.tolist(), sizes.tolist(), strict=True):
        yield words[begin : begin + size]


def _runs(stretch: str, words: Sequence[_Words]) -> Iterator[list[tuple[int, int]]]:
    """Yield the names that stand together in the likeliest sequence of words and names, the last first."""
    size = len(stretch)
    foreign = dict(names.runs(stretch))
    last_foreign = 0
    by_word: list[_Best] = [(0.0, 0, False), *repeat(_NOTHING, size)]
    by_name: list[_Best] = [*repeat(_NOTHING, size + 1)]
    for begin in range(size):
        behind_word = by_word[begin][0]
        behind_name = by_name[begin][0]
        is_behind_name = behind_name > behind_word
        either = max(behind_word, behind_name)
        for length, word in words[begin]:
            if either + word > by_word[begin + length][0]:
                by_word[begin + length] = either + word, begin, is_behind_name
        if begin in foreign:
            last_foreign = max(last_foreign, foreign[begin])
        for end in range(begin + 3, min(begin + names.LONGEST, last_foreign) + 1):
            chance = either + _ENTER + names.chance_of_foreign_name(stretch[begin:end])
            if chance > by_word[end][0]:
                by_word[end] = chance, begin, is_behind_name
        entered = behind_word + _ENTER
        behind = max(entered, behind_name)
        for end in range(begin + 2, min(begin + _longest_name_at(stretch, begin), size) + 1):
            chance_of_name = _chance_in_run(stretch[begin:end])
            if chance_of_name is not None and behind + chance_of_name > by_name[end][0]:
                by_name[end] = behind + chance_of_name, begin, behind_name > entered
    yield from _together(by_word, by_name)


def _longest_name_at(stretch: str, begin: int) -> int:
    """Return how many characters a name may have that begins at a place; 0 if no surname does."""
    if stretch[begin : begin + 2] in names.compound_surnames():
        return _LONGEST_NAME + 1
    return _LONGEST_NAME if stretch[begin] in names.chances().family else 0


def _chance_in_run(name: str) -> float | None:
    """Return the log probability of a string as a name among others; None if it is none."""
    if name[-1] in _OF_PLACES or not PARTICLES.isdisjoint(name) or names.is_place(name):
        return None
    return names.chance_of_name(name)


def _together(by_word: Sequence[_Best], by_name: Sequence[_Best]) -> Iterator[list[tuple[int, int]]]:
    end = len(by_word) - 1
    is_name = by_name[end] > by_word[end]
    run: list[tuple[int, int]] = []
    while end:
        _, begin, is_next_name = by_name[end] if is_name else by_word[end]
        if is_name:
            run.append((begin, end))
        if not (is_name and is_next_name):
            if len(run) >= _LEAST:
                yield run
            run = []
        end = begin
        is_name = is_next_name


_BRACKET = "(?:[（(][^（）()\\n]{1,14}[）)])?"
_SEPARATOR = re.compile(f"{_BRACKET}[、 \\u3000]+")
_ITEM = re.compile(f"([{HAN}]{{2,6}}){_BRACKET}[、 \\u3000]+")
_MOST_BETWEEN = 2
_LIKELIEST_OF_WORDS = -6.0
"""The log probability as words, for each character, up to which an item of a list of names is a name."""


def names_between(text: str, name_spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the items of lists that stand between names, which are `name_spans`: 弥松颐 has no frequent surname.

    `name_spans` has the begin and end of each name, ascending. A list has three of them at least, or two and what is
    like a name between them.
    """
    between = [_items(text, end, begin) for (_, end), (begin, _) in pairwise(name_spans)]
    for number, items in enumerate(between):
        neighbours = between[max(0, number - 1) : number] + between[number + 1 : number + 2]
        is_list = any(neighbour is not None for neighbour in neighbours)
        for item in items or ():
            if _may_be_name(text[slice(*item)]) if is_list else _is_like_name(text[slice(*item)]):
                yield item


def _items(text: str, begin: int, end: int) -> list[tuple[int, int]] | None:
    if end - begin > _LONGEST_BETWEEN or (match := _SEPARATOR.match(text, begin, end)) is None:
        return None
    items: list[tuple[int, int]] = []
    while match.end() < end:
        item = _ITEM.match(text, match.end(), end)
        if item is None or len(items) == _MOST_BETWEEN:
            return None
        items.append(item.span(1))
        match = item
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
    for match in _OF_NATION.finditer(text):
        end = match.start()
        run = _BEFORE_NATION.search(text, max(0, end - 10), end)
        if run is None:
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
