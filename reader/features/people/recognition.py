"""Recognition of people's names in running text.

Each candidate (`candidates`) gets a score: the sum of the weights of its features. These are how much likelier it is
as a name than as words, as in the word lattice of Zhang and Liu (Chinese Journal of Computers 2004, “Automatic
recognition of Chinese person names based on role tagging”), and the marks around it. A name that is sure in one place
of an article gets a higher score in the other places, and so does a name next to another one in a list. Of
overlapping candidates, those with the best total score are chosen.
"""

import math
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from reader import assets
from reader.features.people import marks
from reader.features.people.candidates import (
    FAMOUS_PEOPLE,
    FOREIGN_PLACES,
    KNOWN_PEOPLE,
    NO_NAMES,
    Candidates,
    NameShape,
    are_words,
    candidates_in,
    lists_with,
    strings_of,
)
from reader.features.people.coded_text import (
    CodedText,
    Flags,
    Numbers,
    Places,
    numbers_before,
    tables,
)
from reader.features.people.listed_names import (
    DOTS,
    dotted_names,
    joined_names,
    listed,
    names_between,
    names_in_runs,
    names_with_nation,
)
from reader.features.people.marks import DOCTRINE, EDGE, EVIDENCE, OFFICE, PLACE, SPEECH, Marks
from reader.features.people.offices import offices_among
from reader.features.people.person import NameMark
from reader.language import code_arrays, common_words, names
from reader.language.code_arrays import ByCharacter, flags
from reader.language.words import pieces, portions

# The features of a candidate: its characters, its words, its context.
#
# Each feature is an index into `weights`. All features are binary: a count or a measure is put into one of a few
# ranges, so that twice as much need not weigh twice as much.


BEFORE = (
    "和与及同对向由被把给请让为在是叫以从跟随比使将而但即到见据经因该的了着过后前中上下国省市县区村镇乡部局院会社团队长员家手"
    "人民者生师工党军方名位个又也有说去名著者之今昨、，。：；“”《（）/·！？空数文首"
)
AFTER = (
    "的在是和与及同对向由被把给从也又还就等为将说则即于以到已曾未不都便因率称当表之这来去出上下中主夫妇家二三两各部军队党"
    "氏某村庄镇县市省区路街河山江湖岛港厂店校院会社局委族人民们先女同今昨日年月、，。：；”》（）/·！？空数文尾"
)
_QUOTATION_MARKS = str.maketrans(
    "「」『』‘’〈〉,.;:()?!［］【】〔〕•・‧", "“”“”“”《》，。；：（）？！（）（）（）···"
)
_PLACES = (
    "庄村镇乡县州省市区岛河湖江港湾桥街路巷屯沟坪坡店铺寨堡窑凹岭关门城厂校院社馆所局部"
    "处科系团队组厅委会党司站室厦楼寺庙园线边洲湾滩峡屿礁浜圩墩垸垭埠驿堤闸塔洞潭坝塘亭"
)
_LAST_OF_NO_NAME = (
    "摄电讯报说也又还就等为将则即于以到已曾未不都便称指得"
    "多加比来另续亦再之谓只仍先后内外这并所跑走站坐拿味色日"
)
_WORDS_AND_SURNAMES = (
    "由于和向从同与对为就都来那但应连全任成区路元原边段时能过于后有小老高国外公强加得地经况位及尽便当"
)
"""Characters that are surnames but far more often ordinary words."""
# the numbers of ranges into which each measure is divided
_COSTS = 16
_RATIOS = 14
_CHANCES = 10
_USES = 6
_SIDES = 4
# A string is frequent from `_MANY` places on, unless the same character is next to it in a share `_MOST` of them: then
# it is probably part of a longer string.
_MANY = 3
_MOST = 0.5
_OFFICE = marks.OFFICE
_OFFICE_OR_SPEECH = marks.OFFICE | marks.SPEECH
_SPACES = frozenset(" \u3000\xa0\t")

_kinds = len(NameShape)
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
    "known": _kinds,
    "surname": _kinds * _USES,
    "in run": _kinds * _SIDES,
}
"""The number of features in each group; the groups follow each other in this order."""


def _starts() -> Mapping[str, int]:
    starts = {}
    at = 0
    for name, size in LAYOUT.items():
        starts[name] = at
        at += size
    return starts


STARTS = _starts()
"""The index of the first feature of each group."""
(
    _KIND, _COST, _RATIO, _CHANCE, _LENGTH, _BEFORE, _AFTER, _OFFICE_BEFORE, _OFFICE_BEHIND, _SPEECH, _EDGE_BEFORE,
    _EDGE_BEHIND, _EDGES, _PLACE_BEHIND, _LAST_OF_PLACES, _NO_NAME, _FAMOUS, _COMMON, _FOREIGN_PLACE, _LETTERS, _TIMES,
    _GOES_ON_BEHIND, _GOES_ON_BEFORE, _ACROSS_BEGIN, _ACROSS_END, _BEGINS_AS_WORD, _BOTH_SIDES, _CLOSES, _OFFICE_ACROSS,
    _MARK_ACROSS, _OFTEN, _PLACE_ELSEWHERE, _KNOWN_NAME, _SURNAME, _IN_RUN,
) = STARTS.values()  # fmt: skip
_PLACE_OF_BEFORE = {character: _BEFORE + n for n, character in reversed(list(enumerate(BEFORE)))}
_PLACE_OF_AFTER = {character: _AFTER + n for n, character in reversed(list(enumerate(AFTER)))}
_NO_BEFORE, _NO_AFTER = _BEFORE + len(BEFORE), _AFTER + len(AFTER)


NONE = sum(LAYOUT.values())
"""The index used in place of a feature which a candidate does not have."""


def features_of(
    coded: CodedText, candidates: Candidates, names: Sequence[tuple[int, str]], found_marks: Marks
) -> NDArray[np.intp]:
    """Return the indexes of the candidates' features: a row for each candidate, `NONE` for features it does not have.

    `names` has the article number and the string of each candidate. The text has to begin and end with a line break.
    """
    begins, ends, kinds, chances, found_costs = candidates
    before = found_marks.begins[begins]
    behind = found_marks.ends[ends]
    is_marked = (before | behind) > 0
    is_common = coded.words[1] > -np.inf
    closes = is_marked & flags("）)】]")[coded.codes[ends]] & (coded.codes[ends + 1] == ord("\n"))
    columns = (
        _KIND + kinds,
        *_of_chances(kinds, ends - begins, chances, found_costs),
        *_of_names(coded, candidates, [name for _, name in names], behind & marks.PLACE == 0),
        _numbers_before().at(coded.text, coded.codes, begins - 1),
        _numbers_behind().at(coded.text, coded.codes, ends),
        np.where(is_common[begins - 1], _ACROSS_BEGIN + kinds, NONE),
        np.where(is_common[ends - 1], _ACROSS_END + kinds, NONE),
        *_of_marks(kinds, before, behind),
        np.where(closes, _CLOSES + kinds, NONE),
        _of_runs(coded, begins, ends, kinds),
        np.where(found_marks.begins[begins + 1] & _OFFICE, _OFFICE_ACROSS + kinds, NONE),
        np.where(found_marks.ends[ends - 1] & _OFFICE_OR_SPEECH, _MARK_ACROSS + kinds, NONE),
        *_of_repeated(coded.text, candidates, names, behind & marks.PLACE > 0),
    )
    return np.array(columns, np.intp).T


def _of_repeated(
    text: str, candidates: Candidates, names: Sequence[tuple[int, str]], are_places: NDArray[np.bool_]
) -> Sequence[Places]:
    """Return five features of the candidates whose string is one more than once in an article.

    They are the number of times; the shares with the commonest character behind, and before it, where that is a Han
    character: if one is high, the string is probably part of a longer one; the share that a word for a place follows;
    whether it is often there with other characters beside it.
    """
    number_of: dict[tuple[int, str], int] = {}
    number = np.array([number_of.setdefault(name, len(number_of)) for name in names], np.intp)
    times = np.bincount(number)
    features = np.full((5, len(names)), NONE)
    at = np.flatnonzero(times[number] > 1)
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    behind, before = (
        _shares(number[at], points[places[at]], times) for places in (candidates.ends, candidates.begins - 1)
    )
    of_places = np.bincount(number[at], are_places[at], len(times)) / times
    some = times[number[at]]
    kinds = candidates.kinds[at]
    is_often = (some >= _MANY) & (np.maximum(before, behind)[number[at]] < _MOST)
    features[:, at] = (
        _TIMES + np.minimum(some, 5) - 2,
        *(
            group + (3 * shares[number[at]]).astype(np.intp)
            for group, shares in (
                (_GOES_ON_BEHIND, behind),
                (_GOES_ON_BEFORE, before),
                (_PLACE_ELSEWHERE, of_places),
            )
        ),
        np.where(is_often, _OFTEN + kinds, NONE),
    )
    return [*features]


def _shares(number: Places, characters: NDArray[np.uint32], times: Places) -> Numbers:
    """Return for each number the share of its commonest character, the first one of equals; 0 if that is no Han one."""
    shares = np.zeros(len(times))
    _, first, counts = np.unique(
        number.astype(np.uint64) << np.uint64(21) | characters, return_index=True, return_counts=True
    )
    order = np.lexsort((first, -counts, number[first]))
    commonest = first[order]
    is_first = np.ones(len(order), bool)
    is_first[1:] = np.diff(number[commonest]) > 0
    commonest = commonest[is_first]
    counts = counts[order][is_first]
    is_han = [
        (character := chr(point)).isalpha() and not character.isascii()
        for point in characters[commonest].tolist()
    ]
    shares[number[commonest]] = np.where(is_han, counts / times[number[commonest]], 0.0)
    return shares


def _of_names(
    coded: CodedText, candidates: Candidates, strings: Sequence[str], is_no_place: NDArray[np.bool_]
) -> Iterator[Places]:
    """Yield nine features of all candidates: those of their `strings`."""
    kinds = candidates.kinds
    first = coded.codes[candidates.begins]
    last = coded.codes[candidates.ends - 1]
    yield _LENGTH + candidates.ends - candidates.begins
    yield np.where(flags(_PLACES)[last], _LAST_OF_PLACES + kinds, NONE)
    yield np.where(flags(_LAST_OF_NO_NAME)[last], _NO_NAME, NONE)
    yield np.where(flags(_WORDS_AND_SURNAMES)[first], _BEGINS_AS_WORD + kinds, NONE)
    lists = lists_with(strings)
    yield np.where(lists & FAMOUS_PEOPLE, _FAMOUS + kinds, NONE)
    yield np.where(are_words(coded, candidates), _COMMON + kinds, NONE)
    yield np.where(lists & FOREIGN_PLACES, _FOREIGN_PLACE + (kinds == NameShape.FOREIGN), NONE)
    yield np.where((lists & KNOWN_PEOPLE > 0) & is_no_place, _KNOWN_NAME + kinds, NONE)
    yield _SURNAME + kinds * _USES + _uses()[first]


def _of_chances(kinds: Places, sizes: Places, chances: Numbers, found_costs: Numbers) -> Iterator[Places]:
    """Yield three features of all candidates: the ranges of the cost, of the log-odds, and of the probability."""
    yield _COST + kinds * _COSTS + _range(found_costs / 3, _COSTS)
    yield _RATIO + kinds * _RATIOS + _range((found_costs + chances + 9) / 3, _RATIOS)
    yield _CHANCE + kinds * _CHANCES + _range((chances / (sizes - 0.5) + 12) / 0.8, _CHANCES)


def _range(values: Numbers, size: int) -> Places:
    return np.clip(values.astype(np.intp), 0, size - 1)


def _of_marks(kinds: Places, before: NDArray[np.uint8], behind: NDArray[np.uint8]) -> Iterator[Places]:
    features = (
        (_OFFICE_BEFORE + kinds, before & marks.OFFICE),
        (_OFFICE_BEHIND + kinds, behind & marks.OFFICE),
        (_SPEECH + kinds, behind & marks.SPEECH),
        (_EDGE_BEFORE + kinds, before & marks.EDGE),
        (_EDGE_BEHIND + kinds, behind & marks.EDGE),
        (_EDGES + kinds, before & behind & marks.EDGE),
        (_PLACE_BEHIND + (kinds == NameShape.FOREIGN), behind & marks.PLACE),
        (np.full(len(kinds), _LETTERS), behind & marks.LETTERS),
        (_BOTH_SIDES + kinds, (before & marks.OFFICE > 0) & (behind & marks.EVIDENCE > 0)),
        (_BOTH_SIDES + kinds, (before == marks.EDGE) & (behind & (marks.OFFICE | marks.SPEECH) > 0)),
    )
    return (np.where(holds, number, NONE) for number, holds in features)


def _of_runs(coded: CodedText, begins: Places, ends: Places, kinds: Places) -> Places:
    """Return the feature of a candidate of transliteration characters: on which sides such characters go on."""
    is_usual = coded.of(_usual())
    number = numbers_before(is_usual)
    goes_on = 2 * is_usual[begins - 1] + is_usual[ends]
    return np.where(number[ends] - number[begins] == ends - begins, _IN_RUN + _SIDES * kinds + goes_on, NONE)


@cache
def _usual() -> NDArray[np.bool_]:
    return flags("".join(names.usual_characters()))


@cache
def _uses() -> Places:
    """Return for each surname by how much it begins other words more often than names, as one of `_USES` ranges.

    The range is by the code of the surname; the last one is for characters that are none.
    """
    word_tables = tables()
    family = names.chances().family
    uses = np.full(code_arrays.CODES, _USES - 1)
    for surname, chance in family.items():
        if len(surname) == 1:
            code = ord(surname)
            if common_words.is_common(surname):
                alone = math.exp(word_tables.alone[code])
            else:
                alone = 0.0
            begins = word_tables.begins[code] + max(0.0, alone - _SHARE_OF_NAMES * math.exp(chance))
            odds = math.log(_LEAST_TO_BEGIN + begins) - chance
            uses[code] = min(_USES - 2, max(0, int(odds / 1.5 + 5)))
    return uses


# The least probability of a character to begin a word, and the share of surnames among words: that of a character alone
# is largely its use as a surname.
_LEAST_TO_BEGIN = 1e-7
_SHARE_OF_NAMES = 0.02


def _before(character: str) -> int:
    return _PLACE_OF_BEFORE.get(_class_of(character, "首"), _NO_BEFORE)


def _after(character: str) -> int:
    return _PLACE_OF_AFTER.get(_class_of(character, "尾"), _NO_AFTER)


@cache
def _numbers_before() -> ByCharacter:
    return ByCharacter(_before)


@cache
def _numbers_behind() -> ByCharacter:
    return ByCharacter(_after)


def _class_of(character: str, none: str) -> str:
    if not character or character == "\n":
        return none
    if character in _SPACES:
        return "空"
    if character.isdigit() or character in "一二三四五六七八九十":
        return "数"
    if character.isascii() and character.isalpha():
        return "文"
    return character.translate(_QUOTATION_MARKS)


HUNDREDTHS = 100


@cache
def weights() -> Sequence[float]:
    return read(assets.resource("weights/people.txt").read_text(encoding="utf-8"))


def read(text: str) -> Sequence[float]:
    """Return the weights in the text of a weights file, which has a line of hundredths for each group of features.

    Raises:
        ValueError: a group is missing or does not have the right number of features.
    """
    lines = dict(line.split(": ") for line in text.splitlines() if not line.startswith("#"))
    all_weights: list[float] = []
    for name, size in LAYOUT.items():
        numbers = [int(number) / HUNDREDTHS for number in lines.get(name, "").split()]
        if len(numbers) != size:
            raise ValueError(f"{len(numbers)} weights of {name!r}, where {size} are wanted")
        all_weights += numbers
    return all_weights


_SURE = 0.8
"""The score above which a candidate supports the same name in other places of the article, and its neighbours."""
_KNOWN = 4.0
"""Added to the score of a candidate whose name is sure in another place."""
_LISTED = 2.2
"""Added to the score of a candidate next to a sure name."""
_MAY_BE_BESIDE = -4.0
"""The score above which candidates side by side let names be looked for that stand together."""
_OF_RUN = 3.0
"""Added to the score of a candidate among names without anything between them."""
_LEAST = 0.0
"""The score above which a candidate is taken as a name."""
_HOPELESS = -6.0
"""A candidate up to this score is dropped, as `_KNOWN` would not make it a name."""
_CLEAR = 3.0
"""The score above which punctuation on one side counts as a mark."""
_AND = "和与及"
_BETWEEN_NAMES = "、／/ \u3000\n" + _AND
_QUOTES = '“《「『‘〈"'


class NamedPerson(Struct, frozen=True):
    """A person's name in a text: the characters from `begin` to `end`."""

    name: str
    begin: int
    end: int
    marks: frozenset[NameMark]
    offices: tuple[str, ...] = ()


def _length(numbered_piece: tuple[int, str]) -> int:
    return len(numbered_piece[1])


def people_in_all(texts: Sequence[str]) -> list[list[NamedPerson]]:
    """Return the names of people in each of the texts, in reading order, a name for each occurrence.

    Much quicker than text by text.
    """
    people_by_text: list[list[NamedPerson]] = [[] for _ in texts]
    starts = [0 for _ in texts]
    cut = ((number, piece) for number, text in enumerate(texts) for piece in pieces(text, _TOGETHER))
    for portion in portions(cut, _length, _TOGETHER):
        people_of_pieces = _people_in_some([piece for _, piece in portion])
        for (number, piece), people in zip(portion, people_of_pieces, strict=True):
            start = starts[number]
            people_by_text[number] += [
                replace(person, begin=start + person.begin, end=start + person.end) if start else person
                for person in people
            ]
            starts[number] += len(piece)
    return people_by_text


_TOGETHER = 400_000
"""Maximum number of characters processed together, as each takes about 100 bytes of memory. Longer texts are cut."""


def _people_in_some(texts: Sequence[str]) -> list[list[NamedPerson]]:
    printed = _SEAM + _SEAM.join(texts) + _SEAM
    starts = np.cumsum([len(_SEAM), *(len(text) + len(_SEAM) for text in texts)])[:-1]
    plain = listed(code_arrays.simplified(printed))
    coded = CodedText(plain)
    marks = Marks(coded)
    is_taken = np.zeros(len(plain) + 1, bool)
    dotted = [
        (begin, end)
        for begin, end in dotted_names(plain, marks)
        if marks.has_before(begin) or not (marks.ends[end] & PLACE or plain[end - 1] in _OF_PLACES)
    ]
    for begin, end in dotted:
        is_taken[begin:end] = True
    joined = [
        (begin, end)
        for begin, end in (*joined_names(coded, marks), *names_with_nation(plain, marks))
        if not (marks.ends[end] & PLACE or is_taken[begin:end].any())
    ]
    for begin, end in (*dotted, *joined):
        is_taken[begin:end] = True
    places = [*dotted, *joined]
    marks_of = [
        (frozenset() if _usual()[coded.codes[end]] and not marks.has_behind(end) else marks.of(begin, end))
        | {NameMark.NAME, NameMark.ALONE}
        for begin, end in places
    ]
    scored = _scored(coded, marks, is_taken, starts)
    first = _taken(scored, starts)
    last = first
    if len(sure := first[scored.scores[first] > _SURE]):
        is_known = np.bincount(scored.names[sure], minlength=len(scored.strings))[scored.names]
        is_listed = _are_adjacent(coded, scored, sure, starts)
        scored = scored._replace(scores=scored.scores + _KNOWN * (is_known > 0) + _LISTED * is_listed)
        last = _taken(scored, starts)
        sure_end = np.zeros(len(plain) + 1, np.intp)
        sure_end[scored.begins[sure]] = scored.ends[sure]
        is_known -= sure_end[scored.begins] == scored.ends
        is_repeated = is_known[last] > 0
    else:
        is_repeated = np.zeros(len(last), bool)
    is_listed = _are_adjacent(coded, scored, last, starts)[last]
    places += [*zip(scored.begins[last].tolist(), scored.ends[last].tolist(), strict=True)]
    marks_of += _marks_of(coded, marks, scored, last, is_listed, is_repeated)
    return _as_people(printed, plain, starts.tolist(), places, marks_of)


def _as_people(
    printed: str,
    text: str,
    starts: Sequence[int],
    places: Sequence[tuple[int, int]],
    marks_of: Sequence[frozenset[NameMark]],
) -> list[list[NamedPerson]]:
    """Return the names at these places, by text (`starts` are their begins), and those between them in lists."""
    numbers = np.searchsorted(starts, [begin for begin, _ in places], "right") - 1
    names_by_text: list[list[tuple[int, int, frozenset[NameMark]]]] = [[] for _ in starts]
    for number, place, of_name in zip(numbers.tolist(), places, marks_of, strict=True):
        names_by_text[number].append((*place, of_name))
    people = []
    for start, stop, text_names in zip(starts, [*starts[1:], len(printed)], names_by_text, strict=True):
        name_spans = sorted((begin, end) for begin, end, _ in text_names)
        between = frozenset({NameMark.NAME, NameMark.LIST})
        text_names += [(*place, between) for place in names_between(text, name_spans)]
        text_names.sort(key=_begin_of)
        within = slice(start, stop)
        spans = [(begin - start, end - start) for begin, end, _ in text_names]
        offices = offices_among(text[within], printed[within], spans)
        people.append(
            [
                NamedPerson(printed[start + begin : start + end], begin, end, of_name, name_offices)
                for (begin, end), (*_, of_name), name_offices in zip(spans, text_names, offices, strict=True)
            ]
        )
    return people


_begin_of = itemgetter(0)
_SEAM = "\n"
"""Separates texts that are processed together; no mark or name reaches across it."""


class _Scored(NamedTuple):
    """Strings that may be names, as parallel arrays, by their ends and begins."""

    begins: Places
    ends: Places
    scores: Numbers
    names: Places
    """The indexes of their strings in `strings`."""
    strings: Sequence[tuple[int, str]]
    """The number of a text and a string in it."""


def _scored(coded: CodedText, marks: Marks, is_taken: Flags, starts: Places) -> _Scored:
    """Return the candidates and their scores in texts that begin at `starts`; those up to `_HOPELESS` are left out."""
    candidates = candidates_in(coded, marks)
    taken_before = numbers_before(is_taken)
    is_dot = coded.are(DOTS[:-2])
    candidates = candidates.only(
        (taken_before[candidates.ends] == taken_before[candidates.begins])
        & ~is_dot[candidates.ends]
        & ~is_dot[candidates.begins - 1]
        & ~(marks.ends[candidates.ends] & DOCTRINE > 0)
    )
    begins = candidates.begins
    ends = candidates.ends
    names = strings_of(coded.text, begins, ends, starts)
    scores = np.zeros(len(names))
    worth = np.array([*weights(), 0.0])
    for column in features_of(coded, candidates, names, marks).T:
        scores += worth[column]
    scores[_are_no_names(coded, candidates, [name for _, name in names], marks)] = -np.inf
    in_runs = names_in_runs(coded, marks, candidates.only(scores > _MAY_BE_BESIDE))
    if in_runs:
        places = [*zip(begins.tolist(), ends.tolist(), strict=True)]
        scores[[place in in_runs for place in places]] += _OF_RUN
        more_begins, more_ends = np.array([*in_runs.difference(places)], np.intp).reshape(-1, 2).T
        names += strings_of(coded.text, more_begins, more_ends, starts)
        begins = np.append(begins, more_begins)
        ends = np.append(ends, more_ends)
        scores = np.append(scores, np.full(len(more_begins), _OF_RUN))
    at = np.flatnonzero(scores > _HOPELESS)
    at = at[np.lexsort((begins[at], ends[at]))]
    strings: dict[tuple[int, str], int] = {}
    number = [strings.setdefault(names[index], len(strings)) for index in at.tolist()]
    return _Scored(begins[at], ends[at], scores[at], np.array(number, np.intp), [*strings])


_OF_PLACES = frozenset("镇县州市区堡河湖岛")
# Surnames that are far more often words between names, and words in front of one.
_JOINING = "和与及跟同"
_SAYING = "向对将但谈由据经并从把被"


def _are_no_names(
    coded: CodedText, candidates: Candidates, strings: Sequence[str], marks: Marks
) -> NDArray[np.bool_]:
    """Return which candidates are no names whatever their characters are.

    They are words that are never names, foreign names that something is called after (巴塞尔委员会), and those that
    begin with a word such as 和 or 向 and are not told by an office in front of them.
    """
    first = coded.codes[candidates.begins]
    kinds = candidates.kinds
    before = marks.begins[candidates.begins]
    behind = marks.ends[candidates.ends]
    lists = lists_with(strings)
    is_known = lists & KNOWN_PEOPLE > 0
    is_after = (kinds == NameShape.FOREIGN) & (behind & PLACE > 0) & (behind & (OFFICE | SPEECH) == 0)
    is_behind_office = (before & OFFICE > 0) & (before & EDGE == 0)
    is_word = (lists & NO_NAMES > 0) | (flags(_SAYING)[first] & (kinds < NameShape.FOREIGN)) | is_after
    is_joined = flags(_JOINING)[first] & (kinds < NameShape.FOREIGN)
    return np.asarray(~is_known & (is_joined | (is_word & ~is_behind_office)), np.bool_)


def _are_adjacent(coded: CodedText, scored: _Scored, others: Places, starts: Places) -> NDArray[np.bool_]:
    """Return which candidates have one of `others` in front of or behind them, with at most a separator between."""
    begins, ends = np.zeros((2, len(coded.text) + 2), bool)
    begins[scored.begins[others]] = True
    ends[scored.ends[others]] = True
    is_between = coded.are(_BETWEEN_NAMES)
    is_and = coded.are(_AND)
    is_between[starts - 1] = False
    begin = scored.begins
    end = scored.ends
    is_next = ends[begin] | (begins[end] & ~is_and[end - 1])
    return is_next | (ends[begin - 1] & is_between[begin - 1]) | (begins[end + 1] & is_between[end])


def _taken(scored: _Scored, starts: Places) -> Places:
    """Return the candidates above `_LEAST` in reading order; of overlapping ones those with the best total score."""
    likely = np.flatnonzero(scored.scores > _LEAST)
    begins, ends, scores = (column[likely].tolist() for column in scored[:3])
    all_chosen: list[int] = []
    for start, stop in pairwise([*scored.ends[likely].searchsorted(starts).tolist(), len(likely)]):
        best = [0.0]
        """`best[n]` is the total score of the best choice among the first n candidates of the text."""
        before: list[int] = []
        for number in range(start, stop):
            before.append(bisect_right(ends, begins[number], start, number) - start)
            best.append(max(best[-1], best[before[-1]] + scores[number] - _LEAST))
        chosen = []
        number = stop - start
        while number:
            if best[number] > best[number - 1]:
                chosen.append(start + number - 1)
                number = before[number - 1]
            else:
                number -= 1
        all_chosen += reversed(chosen)
    return likely[all_chosen]


def _may_go_on(
    coded: CodedText, begins: Places, ends: Places, behind: NDArray[np.uint8]
) -> NDArray[np.bool_]:
    """Return which names are foreign and have another character of such names behind them, and no mark."""
    is_usual = coded.of(_usual())
    number = numbers_before(is_usual)
    goes_on = is_usual[ends] & (behind & EVIDENCE == 0)
    may_continue: NDArray[np.bool_] = (number[ends] - number[begins] == ends - begins) & goes_on
    return may_continue


def _marks_of(
    coded: CodedText,
    marks: Marks,
    scored: _Scored,
    chosen: Places,
    is_listed: NDArray[np.bool_],
    is_known: NDArray[np.bool_],
) -> list[frozenset[NameMark]]:
    begins = scored.begins[chosen]
    ends = scored.ends[chosen]
    before = marks.begins[begins]
    behind = marks.ends[ends]
    is_edge = (before & EDGE > 0) & ~flags(_QUOTES)[coded.codes[begins - 1]], behind & EDGE > 0
    is_likely = (scored.scores[chosen] > _SURE) & ~_may_go_on(coded, begins, ends, behind)
    flags_by_mark = {
        NameMark.OFFICE: ((before | behind) & OFFICE > 0) & is_likely,
        NameMark.SPEECH: (behind & SPEECH > 0) & is_likely,
        NameMark.LIST: is_listed,
        NameMark.ALONE: is_edge[0] & is_edge[1],
        NameMark.EDGE: (scored.scores[chosen] > _CLEAR) & (is_edge[0] | is_edge[1]),
        NameMark.REPEATED: is_known,
        NameMark.DICTIONARY: lists_with(
            [scored.strings[number][1] for number in scored.names[chosen].tolist()]
        )
        & FAMOUS_PEOPLE
        > 0,
    }
    bits = np.zeros(len(chosen), np.intp)
    for number, holds in enumerate(flags_by_mark.values()):
        bits |= holds.astype(np.intp) << number
    kinds = [*flags_by_mark]
    of_bits = {
        bit_set: frozenset(kind for number, kind in enumerate(kinds) if bit_set >> number & 1)
        | {NameMark.NAME if bit_set else NameMark.CONTEXT, NameMark.NAME}
        for bit_set in set(bits.tolist())
    }
    return [of_bits[bit_set] for bit_set in bits.tolist()]
