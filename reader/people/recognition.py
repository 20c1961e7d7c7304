"""Recognition of people's names in running text.

Each candidate (`candidates`) gets a score: the sum of the weights of its features. These are how much likelier it is
as a name than as words, as in the word lattice of Zhang and Liu (Chinese Journal of Computers 2004, “Automatic
recognition of Chinese person names based on role tagging”), and the marks around it. A name that is sure in one place
of an article gets a higher score in the other places, and so does a name next to another one in a list. Of
overlapping candidates, those with the best total score are chosen.
"""

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import accumulate
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from reader import assets
from reader.language import common_words, names
from reader.language.variants import simplified
from reader.language.words import pieces, portions
from reader.people import marks
from reader.people.candidates import (
    Candidates,
    CodedText,
    NameShape,
    Numbers,
    Places,
    candidates_in,
    flags,
    tables,
)
from reader.people.dotted import DOTS, dotted_names, joined_names, listed
from reader.people.marks import DOCTRINE, PLACE, Marks, offices_of
from reader.people.person import STRONG, Certainty, NameMark
from reader.people.runs import names_between, names_in_runs, names_with_nation

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
_PLACES = frozenset(
    "庄村镇乡县州省市区岛河湖江港湾桥街路巷屯沟坪坡店铺寨堡窑凹岭关门城厂校院社馆所局部处科系团队组厅委会党司站室厦楼寺庙园线边洲湾滩峡屿礁浜圩墩垸垭埠驿堤闸塔洞潭坝塘亭"
)
_LAST_OF_NO_NAME = frozenset(
    "摄电讯报说也又还就等为将则即于以到已曾未不都便称指得多加比来另续亦再之谓只仍先后内外这并所跑走站坐拿味色日"
)
_WORDS_AND_SURNAMES = frozenset(
    "由于和向从同与对为就都来那但应连全任成区路元原边段时能过于后有小老高国外公强加得地经况位及尽便当"
)
"""Characters that are surnames but far more often ordinary words."""
# the numbers of ranges into which each measure is divided
_COSTS, _RATIOS, _CHANCES = 16, 14, 10
_USES, _SIDES = 6, 4
_MANY, _MOST = 3, 0.5
"""A string is frequent from `_MANY` places on, unless the same character is next to it in a share `_MOST` of them:
then it is probably part of a longer string."""
_OFFICE, _OFFICE_OR_SPEECH = marks.OFFICE, marks.OFFICE | marks.SPEECH
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
ORDERED = ("cost", "ratio", "chance")
"""The groups whose features, for each kind of name, are consecutive ranges of a measure."""
BY_KIND = tuple(name for name, size in LAYOUT.items() if size == _kinds and name != "kind")
"""The groups that have a feature for each kind of name."""


def _starts() -> Mapping[str, int]:
    starts, at = {}, 0
    for name, size in LAYOUT.items():
        starts[name] = at
        at += size
    return starts


STARTS = _starts()
"""The index of the first feature of each group."""
(_KIND, _COST, _RATIO, _CHANCE, _LENGTH, _BEFORE, _AFTER, _OFFICE_BEFORE, _OFFICE_BEHIND, _SPEECH) = [
    *STARTS.values()
][:10]
(_EDGE_BEFORE, _EDGE_BEHIND, _EDGES, _PLACE_BEHIND, _LAST_OF_PLACES, _NO_NAME, _FAMOUS, _COMMON) = [
    *STARTS.values()
][10:18]
(_FOREIGN_PLACE, _LETTERS, _TIMES, _GOES_ON_BEHIND, _GOES_ON_BEFORE) = [*STARTS.values()][18:23]
(_ACROSS_BEGIN, _ACROSS_END, _BEGINS_AS_WORD) = [*STARTS.values()][23:26]
(
    _BOTH_SIDES,
    _CLOSES,
    _OFFICE_ACROSS,
    _MARK_ACROSS,
    _OFTEN,
    _PLACE_ELSEWHERE,
    _KNOWN_NAME,
    _SURNAME,
    _IN_RUN,
) = [*STARTS.values()][26:]
_PLACE_OF_BEFORE = {character: _BEFORE + n for n, character in reversed(list(enumerate(BEFORE)))}
_PLACE_OF_AFTER = {character: _AFTER + n for n, character in reversed(list(enumerate(AFTER)))}
_NO_BEFORE, _NO_AFTER = _BEFORE + len(BEFORE), _AFTER + len(AFTER)


NONE = sum(LAYOUT.values())
"""The index used in place of a feature which a candidate does not have."""


class Repeated(NamedTuple):
    """The occurrences of a string as a candidate in one article."""

    times: int
    before: float
    """The share of occurrences with the commonest character before it; 0 if that is no Han character.

    If it is high, the string is probably part of a longer one.
    """
    behind: float
    """The same for the character after it."""
    places: float
    """The share of occurrences followed by a word for a place."""


_OF_ONCE = (NONE,) * 5


def repeated(
    text: str, candidates: Candidates, names: Sequence[tuple[int, str]], found_marks: Marks
) -> Mapping[tuple[int, str], Repeated]:
    """Return the strings that are candidates more than once in an article, by article number and string.

    `names` has the article number and the string of each candidate.
    """
    times = Counter(names)
    places: dict[tuple[int, str], list[int]] = {name: [] for name, count in times.items() if count > 1}
    for number, name in enumerate(names):
        if name in places:
            places[name].append(number)
    return {
        name: Repeated(
            len(found),
            _share([text[candidates.begins[number] - 1] for number in found]),
            _share([text[candidates.ends[number]] for number in found]),
            sum([found_marks.ends[candidates.ends[number]] & marks.PLACE for number in found])
            / (marks.PLACE * len(found)),
        )
        for name, found in places.items()
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
    coded: CodedText, candidates: Candidates, names: Sequence[tuple[int, str]], found_marks: Marks
) -> NDArray[np.intp]:
    """Return the indexes of the candidates' features: a row for each candidate, `NONE` for features it does not have.

    `names` has the article number and the string of each candidate. The text has to begin and end with a line break.
    """
    begins, ends, kinds, chances, found_costs = candidates
    times = repeated(coded.text, candidates, names, found_marks)
    before, behind = _at(found_marks.begins, begins), _at(found_marks.ends, ends)
    is_marked = (before | behind) > 0
    is_common = tables().of_two[coded.words_of_two] > -np.inf
    is_common &= coded.words_of_two >= 0
    of_name = _columns(
        [_of_name(name, kind) for (_, name), kind in zip(names, kinds.tolist(), strict=True)], 9
    )
    of_name[-2] = np.where(behind & marks.PLACE, NONE, of_name[-2])
    closes = is_marked & _closing()[coded.codes[ends]] & (coded.codes[ends + 1] == ord("\n"))
    columns = (
        _KIND + kinds,
        *_of_chances(kinds, ends - begins, chances, found_costs),
        *of_name,
        _by_character(_before, coded, begins - 1),
        _by_character(_after, coded, ends),
        np.where(is_common[begins - 1], _ACROSS_BEGIN + kinds, NONE),
        np.where(is_common[ends - 1], _ACROSS_END + kinds, NONE),
        *_of_marks(kinds, before, behind),
        np.where(closes, _CLOSES + kinds, NONE),
        _of_runs(coded, begins, ends, kinds),
        np.where(_at(found_marks.begins, begins + 1) & _OFFICE, _OFFICE_ACROSS + kinds, NONE),
        np.where(_at(found_marks.ends, ends - 1) & _OFFICE_OR_SPEECH, _MARK_ACROSS + kinds, NONE),
        *_columns(
            [
                _of_repeated(times[name], kind) if name in times else _OF_ONCE
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
    """Return `number_of` the character at each place."""
    characters = [coded.text[place] for place in places.tolist()]
    return np.array([*map(number_of, characters)], np.intp)


def _of_repeated(times: Repeated, kind: int) -> tuple[int, int, int, int, int]:
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
    features = (
        (_LAST_OF_PLACES + kind, name[-1] in _PLACES),
        (_NO_NAME, name[-1] in _LAST_OF_NO_NAME),
        (_BEGINS_AS_WORD + kind, name[0] in _WORDS_AND_SURNAMES),
        (_FAMOUS + kind, common_words.is_famous(name)),
        (_COMMON + kind, common_words.is_common(name)),
        (_FOREIGN_PLACE + (kind == NameShape.FOREIGN), names.is_place(name)),
        (_KNOWN_NAME + kind, name in names.known_people()),
        (_SURNAME + kind * _USES + _uses().get(name[0], _USES - 1), True),
    )
    return _LENGTH + len(name), *(number if holds else NONE for number, holds in features)


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
    is_usual = _usual()[coded.codes]
    number = np.concatenate([[0], np.cumsum(is_usual)])
    goes_on = 2 * is_usual[begins - 1] + is_usual[ends]
    return np.where(number[ends] - number[begins] == ends - begins, _IN_RUN + _SIDES * kinds + goes_on, NONE)


@cache
def _usual() -> NDArray[np.bool_]:
    return flags("".join(names.usual_characters()))


@cache
def _uses() -> Mapping[str, int]:
    """Return for each surname by how much it begins other words more often than names, as one of `_USES` ranges."""
    family = names.chances().family
    begins = dict.fromkeys(family, _LEAST_TO_BEGIN)
    for word, chance in common_words.chances().items():
        if word[0] in family:
            of_names = _SHARE_OF_NAMES * math.exp(family[word]) if len(word) == 1 else 0.0
            begins[word[0]] += max(0.0, math.exp(chance) - of_names)
    odds = {surname: math.log(chance) - family[surname] for surname, chance in begins.items()}
    return {surname: min(_USES - 2, max(0, int(each / 1.5 + 5))) for surname, each in odds.items()}


_LEAST_TO_BEGIN, _SHARE_OF_NAMES = 1e-7, 0.02
"""The least probability of a character to begin a word, and the share of surnames among words: that of a character
alone is largely its use as a surname."""


@cache
def _closing() -> NDArray[np.bool_]:
    return flags("）)】]")


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
    return "文" if character.isascii() and character.isalpha() else character.translate(_QUOTATION_MARKS)


_HUNDREDTHS = 100


@cache
def weights() -> Sequence[float]:
    """Return the weights of all features, by their indexes."""
    return read(assets.resource("weights/people.txt").read_text(encoding="utf-8"))


def read(text: str) -> Sequence[float]:
    """Return the weights in the text of a weights file, which has a line of hundredths for each group of features.

    Raises:
        ValueError: a group is missing or does not have the right number of features.
    """
    lines = dict(line.split(": ") for line in text.splitlines() if not line.startswith("#"))
    found: list[float] = []
    for name, size in LAYOUT.items():
        numbers = [int(number) / _HUNDREDTHS for number in lines.get(name, "").split()]
        if len(numbers) != size:
            raise ValueError(f"{len(numbers)} weights of {name!r}, where {size} are wanted")
        found += numbers
    return found


def as_text(found: Sequence[float], comment: str) -> str:
    """Return the text of a weights file with these weights, after the lines of `comment`."""
    lines, at = [comment.rstrip("\n")], 0
    for name, size in LAYOUT.items():
        lines.append(
            f"{name}: {' '.join(f'{round(_HUNDREDTHS * weight)}' for weight in found[at : at + size])}"
        )
        at += size
    return "\n".join(lines) + "\n"


def groups(found: Sequence[float]) -> Mapping[str, Sequence[float]]:
    """Return the weights of each group of features."""
    parts, at = {}, 0
    for name, size in LAYOUT.items():
        parts[name] = found[at : at + size]
        at += size
    return parts


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
_AND = frozenset("和与及")
_BETWEEN_NAMES = frozenset("、／/ \u3000\n") | _AND
_QUOTES = ("“", "《", "「", "『", "‘", "〈", '"')


class NamedPerson(Struct, frozen=True):
    """A person's name in a text: the characters from `begin` to `end`."""

    name: str
    begin: int
    end: int
    marks: frozenset[NameMark]
    offices: tuple[str, ...] = ()

    @property
    def is_certain(self) -> bool:
        """Whether it has a strong mark."""
        return not self.marks.isdisjoint(STRONG)


def certainty_of(marks: Collection[NameMark]) -> Certainty:
    """Return the certainty that marks give: CERTAIN for a strong one, LIKELY for two weak ones, else STRING."""
    if not STRONG.isdisjoint(marks):
        return Certainty.CERTAIN
    return Certainty.LIKELY if len(marks) > 1 else Certainty.STRING


def people_in(text: str) -> list[NamedPerson]:
    """Return the names of people in a text, in reading order; a name is returned for each occurrence."""
    return people_in_all([text])[0]


def people_in_all(texts: Sequence[str]) -> list[list[NamedPerson]]:
    """Return the names of people in each of the texts; much quicker than text by text."""
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
"""Maximum number of characters processed together, as each takes about 100 bytes of memory. Longer texts are cut."""


def _people_in_some(texts: Sequence[str]) -> list[list[NamedPerson]]:
    printed = _SEAM + _SEAM.join(texts) + _SEAM
    starts = [*accumulate((len(text) + len(_SEAM) for text in texts), initial=len(_SEAM))][:-1]
    plain = listed(simplified(printed))
    marks = Marks(plain)
    found: list[list[NamedPerson]] = [[] for _ in texts]

    def add(number: int, begin: int, end: int, of_name: frozenset[NameMark]) -> None:
        start, offices = starts[number], offices_of(plain, begin, end, printed, marks)
        found[number].append(NamedPerson(printed[begin:end], begin - start, end - start, of_name, offices))

    is_taken = np.zeros(len(plain) + 1, np.intp)
    dotted = [*dotted_names(plain, marks)]
    for begin, end in dotted:
        is_taken[begin:end] = 1
    joined = [
        (begin, end)
        for begin, end in (*joined_names(plain, marks), *names_with_nation(plain, marks))
        if not (marks.ends[end] & PLACE or is_taken[begin:end].any())
    ]
    for begin, end in (*dotted, *joined):
        is_taken[begin:end] = 1
        add(
            bisect_right(starts, begin) - 1,
            begin,
            end,
            marks.of(begin, end) | {NameMark.NAME, NameMark.ALONE},
        )
    for number, scored in enumerate(_scored(plain, marks, is_taken, starts)):
        first = _taken(scored)
        sure: dict[str, int] = Counter(each.name for score, each in first if score > _SURE)
        last = _taken(_supported(plain, scored, first, sure)) if sure else first
        sure_places = {each for score, each in first if score > _SURE}
        begins, ends = {each.begin for _, each in last}, {each.end for _, each in last}
        for score, each in last:
            is_listed = _is_beside(plain, each, begins, ends)
            is_known = sure.get(each.name, 0) > (each in sure_places)
            of_name = _marks_of(plain, each, marks, score, is_listed=is_listed, is_known=is_known)
            add(number, each.begin, each.end, of_name)
    for number, people in enumerate(found):
        people.sort(key=_begin_of)
        start = starts[number]
        known = [(start + person.begin, start + person.end) for person in people]
        others = [*names_between(plain, known)]
        for begin, end in others:
            add(number, begin, end, frozenset({NameMark.NAME, NameMark.LIST}))
        if others:
            people.sort(key=_begin_of)
    return found


_begin_of = attrgetter("begin")
_SEAM = "\n"
"""Separates texts that are processed together; no mark or name reaches across it."""


class NameCandidate(NamedTuple):
    """A string that may be a name: the characters of a text from `begin` to `end`."""

    begin: int
    end: int
    name: str


_Scored = tuple[float, NameCandidate]


def _scored(text: str, marks: Marks, is_taken: Places, starts: Sequence[int]) -> list[list[_Scored]]:
    """Return the candidates and their scores for each of the texts that begin at `starts`.

    Candidates up to `_HOPELESS` are left out.
    """
    coded = CodedText(text)
    candidates = candidates_in(coded, marks)
    taken_before, is_dot = np.concatenate([[0], np.cumsum(is_taken)]), _is_dot()[coded.codes]
    candidates = candidates.only(
        (taken_before[candidates.ends] == taken_before[candidates.begins])
        & ~is_dot[candidates.ends]
        & ~is_dot[candidates.begins - 1]
        & ~(_at(marks.ends, candidates.ends) & DOCTRINE > 0)
    )
    numbers = (np.searchsorted(starts, candidates.begins, "right") - 1).tolist()
    places = [*zip(candidates.begins.tolist(), candidates.ends.tolist(), strict=True)]
    names = [(number, text[begin:end]) for number, (begin, end) in zip(numbers, places, strict=True)]
    scores = np.zeros(len(names))
    worth = np.array([*weights(), 0.0])
    for column in features_of(coded, candidates, names, marks).T:
        scores += worth[column]
    in_runs = names_in_runs(text, marks, candidates.only(scores > _MAY_BE_BESIDE))
    scores[[place in in_runs for place in places]] += _OF_RUN
    scored: list[list[_Scored]] = [[] for _ in starts]
    for at in np.flatnonzero(scores > _HOPELESS).tolist():
        number, name = names[at]
        scored[number].append((float(scores[at]), NameCandidate(*places[at], name)))
    for begin, end in in_runs.difference(places):
        number = bisect_right(starts, begin) - 1
        scored[number].append((_OF_RUN, NameCandidate(begin, end, text[begin:end])))
    return scored


@cache
def _is_dot() -> NDArray[np.bool_]:
    return flags(DOTS[:-2])


def _supported(
    text: str, scored: Sequence[_Scored], first: Sequence[_Scored], sure: Collection[str]
) -> Iterator[_Scored]:
    """Yield the candidates with higher scores where their name is sure elsewhere or is next to another sure name."""
    begins = {each.begin for score, each in first if score > _SURE}
    ends = {each.end for score, each in first if score > _SURE}
    for score, each in scored:
        is_beside = _is_beside(text, each, begins, ends)
        yield score + _KNOWN * (each.name in sure) + _LISTED * is_beside, each


def _is_beside(text: str, each: NameCandidate, begins: Collection[int], ends: Collection[int]) -> bool:
    """Return whether a name ends in front of the candidate or begins after it, with at most a separator between."""
    begin, end = each.begin, each.end
    if begin in ends or (end in begins and text[end - 1] not in _AND):
        return True
    is_after = begin - 1 in ends and text[begin - 1] in _BETWEEN_NAMES
    return is_after or (end + 1 in begins and text[end] in _BETWEEN_NAMES)


def _end_and_begin(one: _Scored) -> tuple[int, int]:
    return one[1].end, one[1].begin


def _taken(scored: Iterable[_Scored]) -> list[_Scored]:
    """Return the candidates above `_LEAST` in reading order; of overlapping ones those with the best total score."""
    likely = sorted([one for one in scored if one[0] > _LEAST], key=_end_and_begin)
    ends = [each.end for _, each in likely]
    best = [0.0]
    """`best[n]` is the total score of the best choice among the first n candidates."""
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
    text: str, each: NameCandidate, marks: Marks, score: float, *, is_listed: bool, is_known: bool
) -> frozenset[NameMark]:
    own = marks.of(each.begin, each.end) - {NameMark.LIST}
    is_quoted = text[each.begin - 1 : each.begin] in _QUOTES
    before, behind = marks.is_edge(each.begin - 1) and not is_quoted, marks.is_edge(each.end)
    weak: Mapping[NameMark, bool] = {
        NameMark.LIST: is_listed,
        NameMark.ALONE: before and behind,
        NameMark.EDGE: score > _CLEAR and (before or behind),
        NameMark.REPEATED: is_known,
        NameMark.DICTIONARY: common_words.is_famous(each.name),
    }
    found = own | {NameMark.NAME} | {mark for mark, holds in weak.items() if holds}
    return found if len(found) > 1 else found | {NameMark.CONTEXT}
