"""Whether two lines of one day tell the same event.

They do if one of them has no word that the other lacks; or if both have words of their own, but none in the place of
the other's: 江城大学举办歌咏比赛 and 江城大学举办象棋比赛 are two. Words for one deed count as one. Figures,
hours, and words that say nothing of what happened, don't count: on figures, accounts of one event differ.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise, product

from msgspec import Struct

from reader.features.chronicle.events import CUT, DEED
from reader.language.deeds import FREE, SAYS_NOTHING, SIGNS, TURN
from reader.language.equality import simplified
from reader.language.forms import HAN
from reader.language.named_things import is_own_name, names_in
from reader.language.patterns import by_first, pattern
from reader.newspaper.decision import ChronicleSource
from reader.parsing import BETWEEN

_NUMBER = "0-9０-９一二三四五六七八九十百千万亿两〇零"
_UNIT = (
    "人次|人|名|位|册|件|座|所|吨|户|辆|艘|架|元|亩|公里|公斤|米|岁|票|起|家|个|台|间|具|级|时|点|分|克|种|天|周年|年|月|日|只|头|匹|仔"
    "|枚|发|担|石|张|幅|尾|条|场|小时"
)
_NO_WORD = pattern(
    rf"(?<![第比])[{_NUMBER}几数][{_NUMBER}.．,]{{0,30}}[多余几]?(?:{_UNIT})(?![厂院校局店级制化队班])"
    f"|{by_first(sorted((*SIGNS, *SAYS_NOTHING), key=len, reverse=True))}"
)
_DEED = pattern(f"{DEED.pattern}|{by_first(SIGNS)}|[{''.join(sorted({each[1] for each in SIGNS.values()}))}]")
_LACKED = pattern("-+")
_RUN = pattern(rf"[^\W{FREE}]+")
_DIGITS = str.maketrans("一二三四五六七八九〇零０１２３４５６７８９", "123456789000123456789")
_CLAUSE = pattern("[，；。：]")
_ELECTION = pattern("选举|当选|选出|推选|补选|任命|免去")
_LOCAL = pattern(rf"[我本全][省市县区镇乡村厂校院]|(?<![{HAN}])[省市县区镇乡村][委政人长里]")
"""A place that is known only from the paper: 我市, 县人民代表大会."""
_SHARED_NAMES = 2
_MOST_LACKED = 0.25
"""The most that both lines may have of their own about the deed, as a share of what they share."""


class Comparable(Struct, frozen=True):
    """What a line is compared by."""

    plain: str
    """The words in simplified characters, without the day."""
    core: str
    clauses: tuple[str, ...]
    """The clauses, with one sign for words for one deed, and without what does not count."""
    kernel: int
    """The number of clauses up to the first deed."""
    text: str
    units: Counter[str]
    newspaper: str
    day: dt.date | None
    """The day of the paper."""

    @staticmethod
    def of(source: ChronicleSource) -> "Comparable":
        plain = simplified(source.words).replace(CUT, "，")
        for day_words in source.said.split(BETWEEN):
            plain = plain.replace(simplified(day_words), "", 1)
        printed = [clause for clause in _CLAUSE.split(plain) if clause]
        clauses = tuple(map(_with_signs, printed))
        kernel = next((at for at, clause in enumerate(printed, 1) if _DEED.search(clause)), len(printed))
        text = "，".join(clauses)
        core = "".join(filter(str.isalnum, plain))
        issue = source.newspaper, source.date
        return Comparable(plain, core, clauses, kernel, text, _units(text), *issue)

    def own(self, other: "Comparable") -> list["Own"]:
        """Return what this line tells and the other one does not."""
        own_parts = []
        for number, clause in enumerate(self.clauses, 1):
            runs = _RUN.findall(clause)
            text = "".join(runs)
            marks = "".join(self._held(other, run) for run in runs)
            for match in _LACKED.finditer(marks):
                start, end = match.span()
                neighbours = text[:start][-1:], text[end : end + 1]
                own_parts.append(Own(text[start:end], *neighbours, number <= self.kernel))
        return own_parts

    def _held(self, other: "Comparable", run: str) -> str:
        """Return + for each character that the other line has, too, beside one that stands beside it here; else -."""
        if len(run) == 1:
            if run in other.text:
                return "+"
            return "-"
        are_held = [self.units[pair] <= other.units[pair] for pair in map("".join, pairwise(run))]
        marks = ""
        for before, after in pairwise([False, *are_held, False]):
            if before or after:
                marks += "+"
            else:
                marks += "-"
        return marks

    def sides(self, name: str) -> tuple[bool, bool]:
        """Return whether a name stands before the first deed, and whether it stands after it."""
        clause = self.clauses[self.kernel - 1]
        deed = _DEED.search(clause)
        name = name.translate(_DIGITS)
        if deed:
            return (name in clause[: deed.start()], name in clause[deed.end() :])
        return (False, False)


class Own(Struct, frozen=True):
    """Words of a line that another one lacks, with the characters beside them in the clause."""

    words: str
    before: str
    after: str
    is_of_kernel: bool

    def is_in_place_of(self, other: "Own") -> bool:
        """Return whether the words stand where the other line has others."""
        return bool(
            (self.before and self.before == other.before) or (self.after and self.after == other.after)
        )


def _with_signs(text: str) -> str:
    return _NO_WORD.sub(lambda match: SIGNS.get(match[0], "|"), text).translate(_DIGITS)


def _units(text: str) -> Counter[str]:
    """Return the pairs of neighbouring characters that count, and those that stand alone."""
    unit_counts: Counter[str] = Counter()
    for run in _RUN.findall(text):
        unit_counts.update(map("".join, pairwise(run)) if len(run) > 1 else [run])
    return unit_counts


def are_same(one: Comparable, other: Comparable, *, as_a_whole: bool = False) -> bool:
    """Return whether two lines tell the same; `as_a_whole`, and in one issue, one has to have all the other's words."""
    shared = {
        name
        for name in names_in(one.plain) | names_in(other.plain)
        if name in one.plain and name in other.plain
    }
    is_named = len(shared) >= _SHARED_NAMES
    is_local = one.newspaper != other.newspaper and _LOCAL.search(f"{one.plain} {other.plain}")
    if is_local and not (is_named and any(map(is_own_name, shared))):
        return False
    if one.core == other.core:
        return True
    is_election = _ELECTION.search(one.plain + other.plain)
    if not is_election and one.newspaper != other.newspaper and _differ_in_figures_alone(one, other):
        return True
    if not is_named or is_election or _contradict(one, other, shared):
        return False
    mine = one.own(other)
    theirs = other.own(one)
    if not mine or not theirs:
        return True
    is_same_issue = (one.newspaper, one.day) == (other.newspaper, other.day)
    if (
        as_a_whole
        or is_same_issue
        or any(part.is_of_kernel and _DEED.search(part.words) for part in (*mine, *theirs))
    ):
        return False
    count = len(set("".join(one.units)) & set("".join(other.units)))
    if min(_length_of_kernel(mine), _length_of_kernel(theirs)) > _MOST_LACKED * count:
        return False
    return not any(part.is_in_place_of(its) for part, its in product(mine, theirs))


def _length_of_kernel(parts: Sequence[Own]) -> int:
    return sum(len(part.words) for part in parts if part.is_of_kernel)


def may_be_same(one: Comparable, other: Comparable) -> bool:
    """Return whether two lines may tell the same: up to its deed, one of them has no word that the other lacks."""
    if _length_of_kernel(one.own(other)) and _length_of_kernel(other.own(one)):
        return False
    return not _ELECTION.search(one.plain + other.plain) and not _contradict(one, other, set())


def _differ_in_figures_alone(one: Comparable, other: Comparable) -> bool:
    """Return whether two lines have the same words, in whatever order, but for figures and what does not count."""
    have_figures = _FIGURE.search(one.plain) is not None and _FIGURE.search(other.plain) is not None
    is_alike = one.units == other.units and len(one.units) >= _LEAST_ALIKE
    return have_figures and is_alike and not _contradict(one, other, set())


_LEAST_ALIKE = 6
"""The least pairs of characters that are the same where names are not recognised."""
_FIGURE = pattern(f"[{_NUMBER}][多余几]?(?:{_UNIT})")


def _contradict(one: Comparable, other: Comparable, shared: set[str]) -> bool:
    if any(_is_turned(*pair) or _is_part_of_thing(*pair) for pair in ((one, other), (other, one))):
        return True
    before = (True, False)
    after = (False, True)
    return {(before, after), (after, before)} <= {(one.sides(name), other.sides(name)) for name in shared}


def _is_turned(one: Comparable, other: Comparable) -> bool:
    """Return whether a clause that tells what the other line does, has a word that may turn it."""
    return any(
        turn not in other.plain and not _units(clause).keys().isdisjoint(other.units)
        for clause in one.clauses
        for turn in TURN.findall(clause)
    )


def _is_part_of_thing(one: Comparable, other: Comparable) -> bool:
    """Return whether what a line tells of its deed only says in the other which thing is meant: 昨日开幕的展览."""
    kernel = "，".join(one.clauses[: one.kernel])
    last = _RUN.findall(kernel)[-1:]
    return "的" not in kernel and any(f"{run}的" in other.text.replace("|", "") for run in last)


def candidates(comparables: Sequence[Comparable]) -> Iterator[tuple[int, int]]:
    """Yield pairs of indices, the later first, of lines that share some units that few lines have."""
    having: dict[str, list[int]] = defaultdict(list)
    for at, line in enumerate(comparables):
        shared = Counter(chain.from_iterable(having[unit][-_MOST_COMPARED:] for unit in line.units))
        yield from ((at, other) for other in sorted(shared) if shared[other] >= _LEAST_SHARED)
        for unit in line.units:
            having[unit].append(at)


_MOST_COMPARED = 50
_LEAST_SHARED = 4
