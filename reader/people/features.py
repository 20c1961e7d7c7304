"""The evidence for and against a candidate's being a name: its characters, its words, its context.

Each feature is a number, under which `weights` has its weight. All are true or false: a count or a measure is put into
one of a few ranges, so that twice as much need not weigh twice as much.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reader.language import common_words, foreign_names
from reader.people import coded_text, marks
from reader.people.candidates import Candidates, Kind
from reader.people.coded_text import CodedText, Numbers, Places
from reader.people.marks import Marks

BEFORE = (
    "和与及同对向由被把给请让为在是叫以从跟随比使将而但即到见据经因该的了着过后前中上下国省市县区村镇乡部局院会社团队长员家手"
    "人民者生师工党军方名位个又也有说去名著者之今昨、，。：；“”《（）/·！？空数文首"
)
AFTER = (
    "的在是和与及同对向由被把给从也又还就等为将说则即于以到已曾未不都便因率称当表之这来去出上下中主夫妇家二三两各部军队党"
    "氏某村庄镇县市省区路街河山江湖岛港厂店校院会社局委族人民们先女同今昨日年月、，。：；”》（）/·！？空数文尾"
)
_QUOTES = str.maketrans("「」『』‘’〈〉,.;:()?!［］【】〔〕•・‧", "“”“”“”《》，。；：（）？！（）（）（）···")
_PLACES = frozenset(
    "庄村镇乡县州省市区岛河湖江港湾桥街路巷屯沟坪坡店铺寨堡窑凹岭关门城厂校院社馆所局部处科系团队组厅委会党司站室厦楼寺庙园线边"
)
_LAST_OF_NO_NAME = frozenset(
    "摄电讯报说也又还就等为将则即于以到已曾未不都便称指得多加比来另续亦再之谓更只仍先后内外这并所"
)
_WORDS_AND_SURNAMES = frozenset(
    "由于和向从同与对为就都来那但应连全任成区路元原边段时能过于后有小老高国外公强加得地经况位及尽便当"
)
"""Surnames that are words of every day far more often."""
_COSTS, _RATIOS, _CHANCES = 16, 14, 10
_MANY, _MOST = 3, 0.5
"""Minimum number of places of a frequent string, and the share of them from which on one neighbour makes it a part."""
_OFFICE, _OFFICE_OR_SPEECH = marks.OFFICE, marks.OFFICE | marks.SPEECH
_SPACES = frozenset(" \u3000\xa0\t")

_kinds = len(Kind)
LAYOUT: Mapping[str, int] = {
    "kind": _kinds,
    "cost": _kinds * _COSTS,
    "ratio": _kinds * _RATIOS,
    "chance": _kinds * _CHANCES,
    "length": 9,
    "before": len(BEFORE) + 1,
    "after": len(AFTER) + 1,
    "office before": _kinds,
    "office behind": _kinds,
    "speech": _kinds,
    "edge before": _kinds,
    "edge behind": _kinds,
    "edges": _kinds,
    "place behind": 2,
    "last of places": _kinds,
    "last of no name": 1,
    "famous": _kinds,
    "common word": _kinds,
    "foreign place": 2,
    "letters behind": 1,
    "times": 4,
    "goes on behind": 4,
    "goes on before": 4,
    "word across begin": _kinds,
    "word across end": _kinds,
    "begins as word": _kinds,
    "told on both sides": _kinds,
    "closes a line": _kinds,
    "office across begin": _kinds,
    "mark across end": _kinds,
    "often": _kinds,
    "place elsewhere": 4,
}
"""How many numbers each group of features has; they follow each other."""
ORDERED = ("cost", "ratio", "chance")
"""The groups whose numbers, of a kind, are ranges that follow each other."""
BY_KIND = tuple(name for name, size in LAYOUT.items() if size == _kinds and name != "kind")
"""The groups that have a number for each kind."""


def _starts() -> Mapping[str, int]:
    starts, at = {}, 0
    for name, size in LAYOUT.items():
        starts[name] = at
        at += size
    return starts


STARTS = _starts()
"""The first number of each group."""
(_KIND, _COST, _RATIO, _CHANCE, _LENGTH, _BEFORE, _AFTER, _OFFICE_BEFORE, _OFFICE_BEHIND, _SPEECH) = [
    *STARTS.values()
][:10]
(_EDGE_BEFORE, _EDGE_BEHIND, _EDGES, _PLACE_BEHIND, _LAST_OF_PLACES, _NO_NAME, _FAMOUS, _COMMON) = [
    *STARTS.values()
][10:18]
(_FOREIGN_PLACE, _LETTERS, _TIMES, _GOES_ON_BEHIND, _GOES_ON_BEFORE) = [*STARTS.values()][18:23]
(_ACROSS_BEGIN, _ACROSS_END, _BEGINS_AS_WORD) = [*STARTS.values()][23:26]
(_BOTH_SIDES, _CLOSES, _OFFICE_ACROSS, _MARK_ACROSS, _OFTEN, _PLACE_ELSEWHERE) = [*STARTS.values()][26:]
_PLACE_OF_BEFORE = {character: _BEFORE + n for n, character in reversed(list(enumerate(BEFORE)))}
_PLACE_OF_AFTER = {character: _AFTER + n for n, character in reversed(list(enumerate(AFTER)))}
_NO_BEFORE, _NO_AFTER = _BEFORE + len(BEFORE), _AFTER + len(AFTER)


NONE = sum(LAYOUT.values())
"""The number in place of a feature that a candidate does not have."""


class Repeated(NamedTuple):
    """How often a string stands in an article as a candidate, and in which share of these places one and the same Han
    character stands before it, and behind it: it is a part of a longer one then; and in which share the word for a
    place stands behind it.
    """

    times: int
    before: float
    behind: float
    places: float


_ONCE = Repeated(1, 0, 0, 0)


def repeated(
    text: str, candidates: Candidates, names: Sequence[tuple[int, str]], told: Marks
) -> Mapping[tuple[int, str], Repeated]:
    """Return the strings that are candidates more than once in an article; `names` has for each the number of its
    article and its string.
    """
    places: dict[tuple[int, str], list[int]] = {}
    for number, name in enumerate(names):
        places.setdefault(name, []).append(number)
    return {
        name: Repeated(
            len(found),
            _share([text[candidates.begins[number] - 1] for number in found]),
            _share([text[candidates.ends[number]] for number in found]),
            sum([told.ends[candidates.ends[number]] & marks.PLACE for number in found])
            / (marks.PLACE * len(found)),
        )
        for name, found in places.items()
        if len(found) > 1
    }


def _share(characters: Iterable[str]) -> float:
    counted: dict[str, int] = {}
    for character in characters:
        counted[character] = counted.get(character, 0) + 1
    character = max(counted, key=counted.__getitem__)
    if not character.isalpha() or character.isascii():
        return 0
    return counted[character] / sum(counted.values())


def features_of(
    coded: CodedText, candidates: Candidates, names: Sequence[tuple[int, str]], told: Marks
) -> NDArray[np.intp]:
    """Return the numbers of the features that candidates have: a row a candidate, `NONE` in place of the others.

    `names` has for each the number of its article and its string. A line break stands before the first article and
    behind the last.
    """
    begins, ends, kinds, chances, found_costs = candidates
    times = repeated(coded.text, candidates, names, told)
    before, behind = _at(told.begins, begins), _at(told.ends, ends)
    is_told = (before | behind) > 0
    is_common = coded_text.tables().of_two[coded.words_of_two] > -np.inf
    is_common &= coded.words_of_two >= 0
    closes = is_told & _closing()[coded.codes[ends]] & (coded.codes[ends + 1] == ord("\n"))
    columns = (
        _KIND + kinds,
        *_of_chances(kinds, ends - begins, chances, found_costs),
        *_columns([_of_name(name, kind) for (_, name), kind in zip(names, kinds.tolist(), strict=True)], 7),
        _by_character(_before, coded, begins - 1),
        _by_character(_after, coded, ends),
        np.where(is_common[begins - 1], _ACROSS_BEGIN + kinds, NONE),
        np.where(is_common[ends - 1], _ACROSS_END + kinds, NONE),
        *_of_marks(kinds, before, behind),
        np.where(closes, _CLOSES + kinds, NONE),
        np.where(_at(told.begins, begins + 1) & _OFFICE, _OFFICE_ACROSS + kinds, NONE),
        np.where(_at(told.ends, ends - 1) & _OFFICE_OR_SPEECH, _MARK_ACROSS + kinds, NONE),
        *_columns(
            [
                _of_repeated(times.get(name, _ONCE), kind)
                for name, kind in zip(names, kinds.tolist(), strict=True)
            ],
            5,
        ),
    )
    return np.array(columns, np.intp).reshape(len(columns), -1).T


def _at(flags: bytearray, places: Places) -> NDArray[np.uint8]:
    return np.frombuffer(flags, np.uint8)[places]


def _columns(rows: Sequence[Sequence[int]], size: int) -> NDArray[np.intp]:
    return np.array(rows, np.intp).reshape(-1, size).T


def _by_character(number_of: Callable[[str], int], coded: CodedText, places: Places) -> Places:
    """Return for each place the number that its character tells."""
    characters = [coded.text[place] for place in places.tolist()]
    return np.array([*map(number_of, characters)], np.intp)


def _of_repeated(times: Repeated, kind: int) -> tuple[int, int, int, int, int]:
    if times.times < 2:
        return NONE, NONE, NONE, NONE, NONE
    is_often = times.times >= _MANY and max(times.before, times.behind) < _MOST
    return (
        _TIMES + min(times.times, 5) - 2,
        _GOES_ON_BEHIND + int(3 * times.behind),
        _GOES_ON_BEFORE + int(3 * times.before),
        _PLACE_ELSEWHERE + int(3 * times.places),
        _OFTEN + kind if is_often else NONE,
    )


@lru_cache(1 << 13)
def _of_name(name: str, kind: int) -> Sequence[int]:
    told = (
        (_LAST_OF_PLACES + kind, name[-1] in _PLACES),
        (_NO_NAME, name[-1] in _LAST_OF_NO_NAME),
        (_BEGINS_AS_WORD + kind, name[0] in _WORDS_AND_SURNAMES),
        (_FAMOUS + kind, common_words.is_famous(name)),
        (_COMMON + kind, common_words.is_common(name)),
        (_FOREIGN_PLACE + (kind == Kind.FOREIGN), foreign_names.is_place(name)),
    )
    return _LENGTH + len(name), *(number if holds else NONE for number, holds in told)


def _of_chances(kinds: Places, sizes: Places, chances: Numbers, found_costs: Numbers) -> Iterator[Places]:
    """Yield the ranges of the words' cost, of how much likelier a name is than words, and of how probable it is."""
    yield _COST + kinds * _COSTS + _range(found_costs / 3, _COSTS)
    yield _RATIO + kinds * _RATIOS + _range((found_costs + chances + 9) / 3, _RATIOS)
    yield _CHANCE + kinds * _CHANCES + _range((chances / (sizes - 0.5) + 12) / 0.8, _CHANCES)


def _range(values: Numbers, size: int) -> Places:
    return np.clip(values.astype(np.intp), 0, size - 1)


def _of_marks(kinds: Places, before: NDArray[np.uint8], behind: NDArray[np.uint8]) -> Iterator[Places]:
    told = (
        (_OFFICE_BEFORE + kinds, before & marks.OFFICE),
        (_OFFICE_BEHIND + kinds, behind & marks.OFFICE),
        (_SPEECH + kinds, behind & marks.SPEECH),
        (_EDGE_BEFORE + kinds, before & marks.EDGE),
        (_EDGE_BEHIND + kinds, behind & marks.EDGE),
        (_EDGES + kinds, before & behind & marks.EDGE),
        (_PLACE_BEHIND + (kinds == Kind.FOREIGN), behind & marks.PLACE),
        (np.full(len(kinds), _LETTERS), behind & marks.LETTERS),
        (_BOTH_SIDES + kinds, (before & marks.OFFICE > 0) & (behind & marks.TOLD > 0)),
        (_BOTH_SIDES + kinds, (before == marks.EDGE) & (behind & (marks.OFFICE | marks.SPEECH) > 0)),
    )
    return (np.where(holds, number, NONE) for number, holds in told)


@cache
def _closing() -> NDArray[np.bool_]:
    return coded_text.flags("）)】]")


@lru_cache(1 << 12)
def _before(character: str) -> int:
    return _PLACE_OF_BEFORE.get(_class_of(character, "首"), _NO_BEFORE)


@lru_cache(1 << 12)
def _after(character: str) -> int:
    return _PLACE_OF_AFTER.get(_class_of(character, "尾"), _NO_AFTER)


def _class_of(character: str, none: str) -> str:
    if not character or character == "\n":
        return none
    if character in _SPACES:
        return "空"
    if character.isdigit() or character in "一二三四五六七八九十":
        return "数"
    return "文" if character.isascii() and character.isalpha() else character.translate(_QUOTES)
