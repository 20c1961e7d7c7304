"""Candidates for people's names in a text, found by their characters, with the probabilities of these as names."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from functools import cache, lru_cache
from itertools import repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reader.features.people.coded_text import CodedText, Flags, Numbers, PairFlag, Places, numbers_before
from reader.features.people.marks import EVIDENCE, TITLES, Marks, is_han
from reader.language import code_arrays, common_words, names
from reader.language.address import is_held_apart, office_words
from reader.language.code_arrays import KeyTable, flags
from reader.language.dates.calendar import TERMS
from reader.language.forms import HAN


@cache
def _is_han() -> NDArray[np.bool_]:
    """Return an array that has for each character code whether it is a Han character."""
    return np.append(is_han()[: code_arrays.BEYOND_BASIC], True)


_LONGEST = common_words.LONGEST


# The first filter: surnames followed by a possible given name, found with a bound computed for all places at once.
#
# Most surnames are also everyday words, and what follows them is mostly no name. An upper bound of how much likelier
# a string is as a name than as words takes a few additions, which are made on arrays; the exact `costs` are computed
# only for the strings that pass.


_LONGEST_NAME = 4
_LEAST_OF_HUSBAND = -6.0
"""The least log probability of a surname before another one: that of the hundredth."""


class LikelyNames(NamedTuple):
    """The strings of a text that pass the first filter, as parallel arrays."""

    begins: Places
    ends: Places
    chances: Numbers
    """The logarithms of their probabilities as names."""
    are_famous: NDArray[np.bool_]
    """Which of them are names of famous people."""


class _Table(NamedTuple):
    """The probabilities of `names.Chances` as arrays by character code, and known names as keys.

    Probabilities are logarithms; minus infinity for characters that are in no name.
    """

    family: Numbers
    first: Numbers
    second: Numbers
    alone: Numbers
    famous: tuple[KeyTable, ...]
    """The names of famous people, by length."""


def likely_names(coded: CodedText, marks: Marks, least: float, least_unmarked: float) -> LikelyNames:
    """Return the strings that may be names with a surname of one or two characters, and all names of famous people.

    A string may be a name if an upper bound of its log-odds as a name against words exceeds `least`, or
    `least_unmarked` where no mark is next to it.
    """
    codes = coded.codes
    begins, ends = (
        np.pad(flags & EVIDENCE != 0, (0, len(codes) - len(flags))) for flags in (marks.begins, marks.ends)
    )
    table = _table()
    words = coded.words[0]
    is_compound = coded.begins(PairFlag.COMPOUND)
    of_compound = [
        *_with_compound(coded.text, np.flatnonzero(is_compound), begins, ends, least, least_unmarked)
    ]
    name_lists = [
        LikelyNames(
            np.array([begin for begin, *_ in of_compound], np.intp),
            np.array([end for _, end, *_ in of_compound], np.intp),
            np.array([chance for *_, chance, _ in of_compound], np.float64),
            np.array([is_famous for *_, is_famous in of_compound], bool),
        )
    ]
    at = np.flatnonzero(coded.of(table.family) > -np.inf)
    characters = [codes[at + number] for number in range(_LONGEST_NAME)]
    family, second_family = (table.family[character] for character in characters[:2])
    one_family = np.where(is_compound[at], -np.inf, family + names.OF_TWO)
    chances = (
        family + names.OF_ONE + table.alone[characters[1]],
        one_family + table.first[characters[1]] + table.second[characters[2]],
        np.where(family > _LEAST_OF_HUSBAND, one_family, -np.inf)
        + second_family
        + names.OF_MARRIED
        + (table.first[characters[2]] + table.second[characters[3]]),
    )
    cost = -words[at]
    saved = np.zeros(len(at))
    keys = characters[0].astype(np.uint64)
    for number, chance in enumerate(chances, 1):
        cost = cost - words[at + number]
        saved = np.maximum(saved, _gains(coded, at + (number - 1)))
        keys = code_arrays.with_next(keys, characters[number])
        bound = np.where(begins[at] | ends[at + (number + 1)], least, least_unmarked)
        is_famous = table.famous[number + 1].has(keys)
        hits = np.flatnonzero(((cost - saved + chance > bound) | is_famous) & (chance > -np.inf))
        name_lists.append(LikelyNames(at[hits], at[hits] + (number + 1), chance[hits], is_famous[hits]))
    return LikelyNames(*(np.concatenate(columns) for columns in zip(*name_lists, strict=True)))


def _with_compound(
    text: str,
    places: Places,
    begins: NDArray[np.bool_],
    ends: NDArray[np.bool_],
    least: float,
    least_unmarked: float,
) -> Iterator[tuple[int, int, float, bool]]:
    for begin in places.tolist():
        for end in (begin + 3, begin + 4):
            name = text[begin:end]
            if end <= len(text) and _HAN_ALONE.fullmatch(name):
                chance = names.chance_of_name(name)
                if begins[begin] or ends[end]:
                    bound = least
                else:
                    bound = least_unmarked
                is_famous = name in common_words.famous()
                if chance is not None and (is_famous or common_words.most_cost(name) + chance > bound):
                    yield begin, end, chance, is_famous


def _gains(coded: CodedText, at: Places) -> Numbers:
    """Return by how much the pair at each place is likelier as one word than as two; 0 for pairs that are no word."""
    gains: Numbers = coded.words[1, at] - coded.words[0, at] - coded.words[0, at + 1]
    return np.maximum(gains, 0.0)


@cache
def _table() -> _Table:
    chances = names.chances()

    def of_characters(known: Mapping[str, float], unknown: float) -> Numbers:
        log_chances = np.where(_is_han(), unknown, -np.inf)
        single = [character for character in known if len(character) == 1]
        log_chances[code_arrays.codes("".join(single))] = [known[character] for character in single]
        return log_chances

    return _Table(
        of_characters(chances.family, -np.inf),
        of_characters(chances.first, chances.unknown[0]),
        of_characters(chances.second, chances.unknown[1]),
        of_characters(chances.alone, chances.unknown[2]),
        tuple(_keys(name for name in common_words.famous() if len(name) == length) for length in range(5)),
    )


def _keys(strings: Iterable[str]) -> KeyTable:
    return KeyTable(code_arrays.keys_of([*strings]))


_HAN_ALONE = re.compile(f"[{HAN}]+")


# The cost of candidates as words, for many places at once.
#
# A stretch is cut into its likeliest sequence of words by dynamic programming, for many stretches together.


_CELLS = 1 << 15
"""Maximum size of a batch of stretches: their number times the length of the longest; it bounds the memory."""


def costs(coded: CodedText, breaks: Places, begins: Places, ends: Places) -> Numbers:
    """Return the cost of each part of a text as words; the higher, the less likely the part consists of words.

    It is the log-probability of the words before and after the part, less that of the words of its whole stretch.
    A stretch reaches from one of the ascending `breaks` to the next.
    """
    behind = breaks.searchsorted(begins)
    stretches, which = np.unique(behind, return_inverse=True)
    starts = breaks[stretches - 1] + 1
    sizes = breaks[stretches] - starts
    by_size = np.argsort(-sizes, kind="stable")
    of_part = np.argsort(by_size)[which]
    part_costs = np.empty(len(begins))
    first = 0
    while first < len(by_size):
        some = by_size[first : first + max(1, _CELLS // int(sizes[by_size[first]]))]
        up_to, rest = _cuts(coded, starts[some], sizes[some])
        parts = np.flatnonzero((of_part >= first) & (of_part < first + len(some)))
        stretch_numbers = of_part[parts] - first
        start = starts[some][stretch_numbers]
        part_costs[parts] = (
            up_to[begins[parts] - start, stretch_numbers]
            + rest[ends[parts] - start, stretch_numbers]
            - up_to[sizes[some][stretch_numbers], stretch_numbers]
        )
        first += len(some)
    return part_costs


def _cuts(coded: CodedText, starts: Places, sizes: Places) -> tuple[Numbers, Numbers]:
    """Return the log-probabilities of the likeliest words up to each place of the stretches, and from there to the end.

    Both arrays have a row for each place and a column for each stretch. The stretches are given by falling sizes.
    """
    longest = int(sizes[0])
    up_to = np.full((longest + _LONGEST + 1, len(starts)), -np.inf)
    up_to[0] = 0
    rest = np.zeros(up_to.shape)
    # how many stretches are longer than each place; words are Han characters, so that none reaches past a stretch
    still = np.searchsorted(-sizes, -np.arange(longest), "left").tolist()
    words = [coded.words[:, starts[:count] + at] for at, count in enumerate(still)]
    for at, count in enumerate(still):
        later = up_to[at + 1 : at + 1 + _LONGEST, :count]
        np.maximum(later, up_to[at, :count] + words[at], out=later)
    for at in range(longest - 1, -1, -1):
        count = still[at]
        rest[at, :count] = (words[at] + rest[at + 1 : at + 1 + _LONGEST, :count]).max(axis=0)
    return up_to, rest


_LEAST = -2.5
"""Minimum log-odds of a candidate as a name against words; negative, as marks may speak for it."""
_LEAST_UNMARKED = 4.0
"""The same where no mark and no punctuation is next to it."""
_LEAST_OF_FOREIGN = 0.0
_LEAST_OF_RUN = -4.0
"""The same for a whole run of characters used in foreign names; lower, as its ends may not belong to the name."""
PARTICLES = frozenset("的了是和与及把被们这那她它您吗呢吧啊么什氏某摄却")
"""Characters that names hardly ever contain. 那 and 什 occur in foreign names, but far more often begin words."""
_LAST_OF_NONE = "说讯也还就则已便仍所都去跑族派牌在对各让从你我又再与及将但由并被把自向"
"""Characters with which names hardly ever end."""
_VILLAGES = "庄村湾沟坪屯桥口界寨堡店窑凹岭河坡塘冲港渡营集庙"
_LONGEST_JAPANESE = 6
_AROUND = 2
"""By how many characters, at either end, a foreign name may be shorter than the run that contains it."""


class NameShape(IntEnum):
    """The shape of a name."""

    TWO = 0
    """A surname of one character and a given name of one."""
    THREE = 1
    COMPOUND = 2
    """A surname of two characters and a given name of one or two."""
    MARRIED = 3
    """The surnames of husband and wife, and a given name of two characters."""
    FOREIGN = 4
    JAPANESE = 5


class Candidates(NamedTuple):
    """Strings of a text that may be names, as parallel arrays."""

    begins: Places
    ends: Places
    kinds: Places
    """Their shapes: values of `NameShape`."""
    chances: Numbers
    """The logarithms of their probabilities as names."""
    costs: Numbers
    """Their costs as words; see `costs`."""

    def only(self, wanted: NDArray[np.bool_]) -> "Candidates":
        begins, ends, kinds, chances, found_costs = self
        return Candidates(begins[wanted], ends[wanted], kinds[wanted], chances[wanted], found_costs[wanted])


def candidates_in(coded: CodedText, marks: Marks) -> Candidates:
    """Return the candidates for names in a text in simplified characters; many of them overlap."""
    likely = likely_names(coded, marks, _LEAST, _LEAST_UNMARKED)
    is_name = ~_is_no_name(coded, likely.begins, likely.ends)
    own_begins = likely.begins[is_name]
    own_ends = likely.ends[is_name]
    are_famous = likely.are_famous[is_name]
    own = own_begins, own_ends, _kinds(coded, own_begins, own_ends)
    others = np.array([*_foreign(coded), *_japanese(coded)], np.float64).reshape(-1, 4)
    begins, ends, kinds = map(np.concatenate, zip(own, others[:, :3].astype(np.intp).T, strict=True))
    chances = np.concatenate([likely.chances[is_name], others[:, 3]])
    found = Candidates(begins, ends, kinds, chances, costs(coded, marks.breaks, begins, ends))
    may_be = found.costs + chances > np.where(kinds < NameShape.FOREIGN, _LEAST, _LEAST_OF_FOREIGN)
    may_be[: len(are_famous)] |= are_famous
    return found.only(may_be)


def _is_no_name(coded: CodedText, begins: Places, ends: Places) -> NDArray[np.bool_]:
    """Return which strings continue after the surname in a way that rules out a name: 邓先生, 王家村, 冷不冷, 周二."""
    sizes = ends - begins
    is_title = np.zeros(len(begins), bool)
    for length, titles in _titles().items():
        of_length = np.flatnonzero(sizes == length + 1)
        is_title[of_length] = titles.has(coded.keys(begins[of_length] + 1, length))
    first, second, third = (coded.codes[begins + number] for number in range(3))
    is_other = (
        (sizes == len("王家村")) & (second == ord("家")) & flags(_VILLAGES + "一二三四五六七八两几")[third]
    )
    is_other |= (sizes == len("王家")) & flags("家姓")[second]
    is_other |= (sizes == len("冷不冷")) & (first == third)
    is_weekday = (first == ord("周")) & flags("一二三四五六日末")[second]
    is_other |= is_weekday & ((sizes == len("周二")) | flags("早晚上下中凌傍夜到至起")[third])
    is_other |= (coded.codes[ends - 1] == ord("人")) & flags(_NUMBERS)[coded.codes[ends - 2]]
    is_other |= (sizes == len("胡老")) & flags("老总")[second]
    is_other |= (first == ord("曾")) & flags("有在是任经被对向为以与到把说就获用将从因")[second]
    is_other |= flags("余万")[first] & flags(_NUMBERS)[coded.codes[begins - 1]]
    is_peace = (coded.codes[ends - 1] == ord("和")) & flags("，。、；：！？）” \n,;:!?)")[coded.codes[ends]]
    is_other |= flags(_LAST_OF_NONE)[coded.codes[ends - 1]]
    is_none: NDArray[np.bool_] = is_title | is_other | _has_particle(coded, begins + 1, ends - is_peace)
    return is_none


def _has_particle(coded: CodedText, begins: Places, ends: Places) -> NDArray[np.bool_]:
    before = numbers_before(coded.of(_particles()))
    return np.asarray(before[ends] > before[begins])


def _kinds(coded: CodedText, begins: Places, ends: Places) -> Places:
    sizes = ends - begins
    kinds = np.array([0, 0, *_BY_LENGTH.values()])[sizes]
    is_compound = coded.begins(PairFlag.COMPOUND)[begins] & (sizes > len("欧阳"))
    return np.where(is_compound, NameShape.COMPOUND, kinds)


def _japanese(coded: CodedText) -> Iterator[tuple[int, int, NameShape, float]]:
    surnames = names.japanese_surnames()
    for begin in np.flatnonzero(coded.begins(PairFlag.JAPANESE)).tolist():
        match = _HAN_ALONE.match(coded.text, begin, begin + _LONGEST_JAPANESE)
        run = match[0] if match else ""
        surname = run[:3] if run[:3] in surnames else run[:2]
        for length in range(len(surname) + 1, len(run) + 1):
            name = run[:length]
            if surname in surnames:
                chance = names.chance_of_japanese(name)
            else:
                chance = None
            if chance is not None and PARTICLES.isdisjoint(name) and name[len(surname) :] not in TITLES:
                yield begin, begin + length, NameShape.JAPANESE, chance


def _foreign(coded: CodedText) -> Iterator[tuple[int, int, NameShape, float]]:
    text = coded.text
    for begin, end, is_doubtful in _runs_for_names(coded):
        if is_doubtful and not _may_be_foreign(text[begin:end]):
            continue
        is_led = end - begin > _AROUND and text[begin - 1] in _leading()  # not 但 in 但洛佩斯说
        start = begin - is_led
        for first, last, chance in _foreign_in(text[start:end], is_led):
            yield start + first, start + last, NameShape.FOREIGN, chance


@cache
def _leading() -> frozenset[str]:
    """Return the surnames of one character that are rarely ordinary words."""
    return frozenset(filter(is_held_apart, names.surnames()))


_ROUNDED = 1e-6
"""By how much sums of logarithms may differ that were added in another order."""


def _runs_for_names(coded: CodedText) -> Iterator[tuple[int, int, bool]]:
    """Yield begin and end of the runs of transliteration characters that may be foreign names.

    All runs of the text are weighed at once. With each is told whether only `_may_be_foreign` can tell, as its sums
    are made in another order.
    """
    table = _transliteration()
    is_used = coded.of(table.begin) > -np.inf
    edges = np.flatnonzero(is_used[1:] != is_used[:-1]) + 1
    begins = edges[::2]
    ends = edges[1::2]
    is_run = ends - begins > 1
    begins = begins[is_run]
    ends = ends[is_run]
    if not len(begins):
        return
    stops = np.minimum(ends, begins + names.LONGEST)
    words = coded.words
    alone = np.concatenate([[0.0], np.cumsum(words[0])])
    inside = np.concatenate([[0.0], np.cumsum(np.where(is_used, coded.of(table.inside), 0.0))])
    gains = words[1, :-1] - words[0, :-1] - words[0, 1:]
    saved = np.maximum.reduceat(np.maximum(gains, 0.0), np.column_stack([begins, stops - 1]).ravel())[::2]
    chances = table.by_length[stops - begins]
    chances = chances + table.begin[coded.codes[begins]] + table.end[coded.codes[stops - 1]]
    chances += inside[stops - 1] - inside[begins + 1]
    odds = alone[begins] - alone[stops] - saved + chances
    may_be = odds > _LEAST_OF_RUN - _ROUNDED
    is_doubtful = odds < _LEAST_OF_RUN + _ROUNDED
    columns = (column[may_be].tolist() for column in (begins, ends, is_doubtful))
    yield from zip(*columns, strict=True)


class _Transliteration(NamedTuple):
    """The log probabilities of the characters of transliterated names by code; minus infinity for other characters."""

    begin: Numbers
    inside: Numbers
    end: Numbers
    by_length: Numbers
    """Those of the lengths of names."""


@cache
def _transliteration() -> _Transliteration:
    columns = []
    for chances in names.transliteration_chances():
        column = np.full(code_arrays.CODES, -np.inf)
        column[code_arrays.codes("".join(chances))] = [*chances.values()]
        columns.append(column)
    begin, inside, end = columns
    return _Transliteration(
        begin, inside, end, np.array([-np.inf, *map(names.chance_of_length, range(1, names.LONGEST + 1))])
    )


@lru_cache(1 << 13)
def _foreign_in(run: str, is_led: bool) -> Sequence[tuple[int, int, float]]:
    """Return the foreign names that a run of transliteration characters may contain; cached, as most runs recur.

    `is_led` is whether the run begins with a surname.
    """
    end = len(run)
    has_particle = not PARTICLES.isdisjoint(run)
    begin_chances, inside_chances, end_chances = names.transliteration_chances()
    found = []
    for first in range(min(is_led + _AROUND, end - 2) + 1):
        begins = begin_chances.get(run[first], names.UNSEEN_FIRST_CHARACTER)
        inside = 0.0
        for last in range(first + 2, min(end, first + names.LONGEST) + 1):
            inside += inside_chances[run[last - 2]] if last > first + 2 else 0.0
            closing = run[last - 1]
            if last < end - _AROUND or closing in _LAST_OF_NONE:
                continue
            if has_particle and not PARTICLES.isdisjoint(run[first:last]):
                continue
            chance = names.chance_of_length(last - first) + begins + inside + end_chances[closing]
            found.append((first, last, chance))
    return found


def _may_be_foreign(run: str) -> bool:
    """Return whether a run, up to the length of the longest name, is likely enough to have a foreign name."""
    whole = run[: names.LONGEST]
    return common_words.most_cost(whole) + names.chance_of_foreign_name(whole) > _LEAST_OF_RUN


_BY_LENGTH = {2: NameShape.TWO, 3: NameShape.THREE, 4: NameShape.MARRIED}


_NUMBERS = "0123456789０１２３４５６７８９一二两三四五六七八九十百千几"


@cache
def _titles() -> dict[int, KeyTable]:
    """Return the keys of the words for people that may follow a surname, by their length."""
    lengths = range(1, code_arrays.LONGEST)
    return {
        length: _keys(title for title in TITLES.union(office_words("addresses")) if len(title) == length)
        for length in lengths
    }


@cache
def _particles() -> NDArray[np.bool_]:
    return flags("".join(PARTICLES))


def strings_of(text: str, begins: Places, ends: Places, starts: Places) -> list[tuple[int, str]]:
    numbers = (starts.searchsorted(begins, "right") - 1).tolist()
    return [
        (number, text[begin:end])
        for number, begin, end in zip(numbers, begins.tolist(), ends.tolist(), strict=True)
    ]


def are_words(coded: CodedText, candidates: Candidates) -> Flags:
    sizes = candidates.ends - candidates.begins
    at = np.minimum(sizes, common_words.LONGEST) - 1
    are_words: Flags = (coded.words[at, candidates.begins] > -np.inf) & (sizes <= common_words.LONGEST)
    return are_words


# The lists that a string may be in, as flags.
FAMOUS_PEOPLE = 1
FOREIGN_PLACES = 2
KNOWN_PEOPLE = 4
DAYS = 8
NO_NAMES = FOREIGN_PLACES | DAYS


@cache
def _lists() -> Mapping[str, int]:
    """Return for each string of the lists in which of them it is."""
    lists_by_string: dict[str, int] = {}
    for number, strings in (
        (FAMOUS_PEOPLE, common_words.famous()),
        (FOREIGN_PLACES, names.places()),
        (KNOWN_PEOPLE, names.known_people()),
        (DAYS, _days_by_terms()),
    ):
        for string in strings:
            lists_by_string[string] = lists_by_string.get(string, 0) | number
    return lists_by_string


def _days_by_terms() -> Iterator[str]:
    """Yield days beside a solar term, whose first character may be a family name: 谷雨前, 白露后."""
    for term in TERMS:
        for name in term.names:
            if not name.isascii():
                yield from (name + behind for behind in "前后时起过")


def lists_with(strings: Sequence[str]) -> NDArray[np.uint8]:
    return np.fromiter(map(_lists().get, strings, repeat(0)), np.uint8, len(strings))
