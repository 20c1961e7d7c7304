"""What speaks for a candidate's being a name, and against it: its characters, its words, what stands around it.

Each feature is a number, under which `weights` has what it is worth. All are true or false: what is counted or measured
falls into one of a few ranges, so that twice as much need not be worth twice as much.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from reader.language import common_words, foreign_names
from reader.people import marks
from reader.people.candidates import Candidate, Kind
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
"""From how many places on a string stands often, and which share of them one neighbour may have."""
_OFFICE, _OFFICE_OR_SPEECH = marks.OFFICE, marks.OFFICE | marks.SPEECH
_CLOSING, _ENDS_OF_LINES = frozenset("）)】]"), frozenset(("", "\n"))
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


@dataclass(frozen=True, slots=True)
class Repeated:
    """How often a string stands in an article as a candidate, and in which share of these places one and the same Han
    character stands before it, and behind it: it is a part of a longer one then; and in which share the word for a
    place stands behind it.
    """

    times: int
    before: float
    behind: float
    places: float


ONCE = Repeated(1, 0, 0, 0)


def repeated(text: str, candidates: Iterable[Candidate], told: Marks) -> Mapping[str, Repeated]:
    """Return the strings that are candidates more than once."""
    places: dict[str, list[Candidate]] = {}
    for each in candidates:
        places.setdefault(each.name, []).append(each)
    return {
        name: Repeated(
            len(found),
            _share(text[each.begin - 1 : each.begin] for each in found),
            _share(text[each.end : each.end + 1] for each in found),
            sum([told.ends[each.end] & marks.PLACE for each in found]) / (marks.PLACE * len(found)),
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


def features_of(text: str, each: Candidate, told: Marks, times: Repeated) -> Sequence[int]:
    """Return the numbers of all features that a candidate has."""
    begin, end, name, kind, chance, cost = each
    found = [
        _KIND + kind,
        *_of_chances(kind, end - begin, chance, cost),
        *_of_name(name, kind),
        _before(text[begin - 1 : begin]),
        _after(text[end : end + 1]),
    ]
    common = common_words.chances()
    if begin and text[begin - 1 : begin + 1] in common:
        found.append(_ACROSS_BEGIN + kind)
    if end < len(text) and text[end - 1 : end + 1] in common:
        found.append(_ACROSS_END + kind)
    if (before := told.begins[begin]) | (behind := told.ends[end]):
        found += _of_marks(kind, before, behind)
        if text[end : end + 1] in _CLOSING and text[end + 1 : end + 2] in _ENDS_OF_LINES:
            found.append(_CLOSES + kind)
    if told.begins[begin + 1] & _OFFICE:
        found.append(_OFFICE_ACROSS + kind)
    if told.ends[end - 1] & _OFFICE_OR_SPEECH:
        found.append(_MARK_ACROSS + kind)
    if times.times > 1:
        found.append(_TIMES + min(times.times, 5) - 2)
        found.append(_GOES_ON_BEHIND + int(3 * times.behind))
        found.append(_GOES_ON_BEFORE + int(3 * times.before))
        found.append(_PLACE_ELSEWHERE + int(3 * times.places))
        if times.times >= _MANY and max(times.before, times.behind) < _MOST:
            found.append(_OFTEN + kind)
    return found


@lru_cache(1 << 12)
def _of_name(name: str, kind: Kind) -> Sequence[int]:
    told = (
        (_LAST_OF_PLACES + kind, name[-1] in _PLACES),
        (_NO_NAME, name[-1] in _LAST_OF_NO_NAME),
        (_BEGINS_AS_WORD + kind, name[0] in _WORDS_AND_SURNAMES),
        (_FAMOUS + kind, common_words.is_famous(name)),
        (_COMMON + kind, common_words.is_common(name)),
        (_FOREIGN_PLACE + (kind == Kind.FOREIGN), foreign_names.is_place(name)),
    )
    return _LENGTH + len(name), *(number for number, holds in told if holds)


def _of_chances(kind: Kind, size: int, chance: float, cost: float) -> Sequence[int]:
    ratio = int((cost + chance + 9) / 3)
    rarity = int((chance / (size - 0.5) + 12) / 0.8)
    return (
        _COST + kind * _COSTS + min(int(cost / 3) if cost > 0 else 0, _COSTS - 1),
        _RATIO + kind * _RATIOS + (0 if ratio < 0 else min(ratio, _RATIOS - 1)),
        _CHANCE + kind * _CHANCES + max(0, min(rarity, _CHANCES - 1)),
    )


@cache
def _of_marks(kind: Kind, before: int, behind: int) -> Sequence[int]:
    told = (
        (_OFFICE_BEFORE + kind, before & marks.OFFICE),
        (_OFFICE_BEHIND + kind, behind & marks.OFFICE),
        (_SPEECH + kind, behind & marks.SPEECH),
        (_EDGE_BEFORE + kind, before & marks.EDGE),
        (_EDGE_BEHIND + kind, behind & marks.EDGE),
        (_EDGES + kind, before & behind & marks.EDGE),
        (_PLACE_BEHIND + (kind == Kind.FOREIGN), behind & marks.PLACE),
        (_LETTERS, behind & marks.LETTERS),
        (_BOTH_SIDES + kind, before & marks.OFFICE and behind & marks.TOLD),
        (_BOTH_SIDES + kind, before == marks.EDGE and behind & (marks.OFFICE | marks.SPEECH)),
    )
    return [number for number, holds in told if holds]


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
