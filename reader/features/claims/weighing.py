"""How well a passage of a paper bears out a sentence: a pure function of the two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from enum import StrEnum

from msgspec import Struct

from reader.features.claims.figures import Figure
from reader.features.claims.stating import CLAUSE, Core, Stated, grams_of, is_sign
from reader.features.claims.told_days import StatedDay
from reader.language import names, words
from reader.language.dates.calendar import Days
from reader.language.deeds import TURN
from reader.language.named_things import names_in
from reader.language.numbers import NUMERAL, number_of
from reader.language.patterns import pattern

_MOST_DIFFERENCES = 2
_LEAST_AGREEING = 0.6
"""The least share of the words that a passage must have that tells otherwise, but for those that differ."""
_LEAST_WORDS = 4
"""The fewest characters that a passage must have in common with a sentence."""
_LEAST_SCORE = 0.3
"""The least score of a witness that may be the one that is meant."""
_OF_ANOTHER_EVENT = 2
"""From how many figures, names and places on that differ, beside the day, a passage is about something else."""
_LONGEST_MONTH = 30
_NEAR_DAY = 10
"""By how many days a day may differ where something else differs, too."""
_REPORTED_WITHIN = 45
"""For how many days papers tell of an event; what was on another day is another one."""
_OF_PLACE = frozenset("省市县区镇乡村州旗街路巷桥河江湖山岭岛湾港屯庄寨堡沟坪坡滩洲峪塘段")
"""The last characters of names of places that no dictionary has."""
_MANY_WORDS = 12
"""From how many words on that all agree, in their order, they tell of one event as a name does."""
_DAY_NUMBER = pattern(
    rf"(?<![期课工业学产刊假息时历续共达约需长满近第每隔停休逾过{NUMERAL[1:-1]}月])({NUMERAL}{{1,3}})日(?![后内前间之以游报])"
)
"""The number of a day that stands behind other words: 大坝十四日合龙."""
_LONGEST_NAME = 8
_BESIDE = 2
"""The most characters of a passage that may stand between a single character and those beside it."""
_TO_COME = pattern(
    "将(?![军帅士领校官近要])|[拟欲](?![定])|计划|预计|预定|定于|有望|即将|准备|打算|可能|或许|据传|传闻|谣传|讹传|如果|假如|是否"
)
_CANCELS = pattern("取消|推迟|延期|改期|中止|误传|辟谣|驳回|拒绝|失败|未果|未遂|流产")
"""What a clause that is left out may say of those beside it."""
_BRACKETS = pattern("（[^（）]*）")
_CLAUSE_OF_TEXT = pattern("[^，。；：！？]+[，。；：！？]*")
_FURTHER = 1
_ACTORS = frozenset("省市县区镇乡村国部局厅院校厂社馆站矿店场会队所行团")
_PERSON_TITLE = (
    "[^，。；、]{0,4}?(?:书记|主席|市长|县长|省长|区长|镇长|乡长|局长|处长|科长|厂长|校长|院长|部长|主任|经理|总理|总统|司令|政委"
    "|教授|老师|医生|工程师|秘书长|会长|社长|站长|所长|团长|师长|军长|委员|代表|先生|女士|同志|老人|师傅|氏)"
)


class Outcome(StrEnum):
    """What becomes of a sentence, the best first. None of them is “false”: papers may be wrong, or lacking."""

    BORNE_OUT = "borne out"
    OTHERWISE = "told otherwise"
    MAY_BE = "a witness that may be this"
    NOT_FOUND = "not found"
    NOTHING = "nothing to check"


class Kind(StrEnum):
    """In what a sentence and a passage differ."""

    FIGURE = "figure"
    DAY = "day"
    NAME = "name"
    PLACE = "place"
    WORDS = "words"


class Difference(Struct, frozen=True):
    """Words of the sentence, and those in their place in the passage; "" if it has none."""

    kind: Kind
    stated: str
    printed: str


_AGREES = Difference(Kind.DAY, "", "")
"""Stands for a day that does not differ."""


class Account(Struct, frozen=True):
    """What a passage tells.

    `days` are those of `core.day_at`, None where it is not certain which one is meant. `above` is the day told last
    before the passage, `base` the one from which its words count: that of the dateline, else of the paper.
    `article` is the whole text, in which the full name of somebody may stand.
    """

    plain: str
    core: Core
    days: tuple[Days | None, ...]
    above: Days | None = None
    base: Days | None = None
    article: str = ""


class Weighed(Struct, frozen=True):
    """What a passage is to a sentence; `agreeing` are the spans of the passage that the sentence has, too."""

    outcome: Outcome
    score: float
    differences: tuple[Difference, ...]
    agreeing: tuple[tuple[int, int], ...]


def weighed(
    stated: Stated,
    account: Account,
    weights: Mapping[str, float],
    titles: Mapping[str, frozenset[str]] | None = None,
) -> Weighed:
    """Return what a passage is to a sentence.

    It bears the sentence out if it has all its words in their order, with no clause or turn between them that belongs
    together, and its figures, days and names; it tells otherwise if it has all but one or two of these, and others in
    their place. The order is found by the longest common blocks (Ratcliff and Metzener, "Pattern matching: the gestalt
    approach", 1988). The score, by which passages are ranked, is the containment of the sentence in the passage
    (Broder, "On the resemblance and containment of documents", 1997) by its pairs of characters, each weighed by its
    rarity (Spärck Jones, "A statistical interpretation of term specificity", 1972): `weights`, by pair; and the share
    of the figures, days and names that agree. `titles` are the offices of people, by name: 陈市长.
    """
    comparison = _Comparison(stated, account, titles or {})
    differences = tuple(comparison.differences())
    score = _score(stated, account, weights, comparison)
    outcome = _outcome(comparison, differences, score)
    return Weighed(outcome, score, differences, tuple(comparison.agreeing()))


def _outcome(comparison: _Comparison, differences: tuple[Difference, ...], score: float) -> Outcome:
    if comparison.words < _LEAST_WORDS:
        return Outcome.NOT_FOUND
    is_broken = comparison.has_leap or comparison.is_turned or comparison.is_day_untold
    if not differences and not is_broken:
        return Outcome.BORNE_OUT
    are_facts = all(difference.kind is not Kind.WORDS and difference.printed for difference in differences)
    is_alike = comparison.share >= _LEAST_AGREEING and not comparison.has_leap and not comparison.is_turned
    if differences and are_facts and is_alike and _is_same_event(comparison, differences):
        return Outcome.OTHERWISE
    if score >= _LEAST_SCORE and not _is_another_event(comparison, differences):
        return Outcome.MAY_BE
    return Outcome.NOT_FOUND


def _is_same_event(comparison: _Comparison, differences: tuple[Difference, ...]) -> bool:
    """Return whether a passage that differs in some facts has so many others that it tells of the same event.

    Who was there, where and when make an event: where one of these differs, more of the others have to agree.
    """
    kinds = {difference.kind for difference in differences}
    least = len(differences)
    if kinds & {Kind.DAY, Kind.NAME, Kind.PLACE} or comparison.is_day_untold:
        least += 1
    apart = comparison.days_apart
    if apart and Kind.DAY not in kinds and apart > _REPORTED_WITHIN:
        return False
    if apart and Kind.DAY in kinds and len(differences) > 1 and apart > _NEAR_DAY:
        return False
    return len(differences) <= _MOST_DIFFERENCES and comparison.agreeing_facts >= least


def _is_another_event(comparison: _Comparison, differences: tuple[Difference, ...]) -> bool:
    """Return whether a passage tells of another event of the kind: on another day, by others, elsewhere."""
    facts = [difference for difference in differences if difference.kind is not Kind.WORDS]
    others = [difference for difference in facts if difference.kind is not Kind.DAY]
    told_others = [difference for difference in others if difference.printed]
    shared = comparison.agreeing_names + comparison.agreeing_figures
    apart = comparison.days_apart
    if apart and apart > _REPORTED_WITHIN:
        is_alike = comparison.share >= _LEAST_AGREEING or bool(comparison.agreeing_figures)
        return bool(others) or not shared or not is_alike
    if len(told_others) >= _OF_ANOTHER_EVENT:
        return len(facts) > len(others) or not shared
    return False


def _score(stated: Stated, account: Account, weights: Mapping[str, float], comparison: _Comparison) -> float:
    """Return how much of a sentence is in a passage, 0 to 1."""
    grams = grams_of(stated.core.text)
    printed_grams = grams_of(account.core.text)
    total = sum(weights.get(gram, 1.0) for gram in grams)
    shared = sum(weights.get(gram, 1.0) for gram in grams & printed_grams)
    containment = shared / max(total, 1e-9)
    facts = comparison.facts()
    if not facts:
        return containment
    return 0.6 * containment + 0.4 * sum(facts) / len(facts)


class _Run(Struct, frozen=True):
    """Characters [begin, end) of the sentence that the passage lacks at their place, and those [at, to) that it has."""

    begin: int
    end: int
    at: int
    to: int


class _Comparison:
    """A sentence beside a passage, character by character."""

    def __init__(self, stated: Stated, account: Account, titles: Mapping[str, frozenset[str]]) -> None:
        self._stated = stated
        self._account = account
        self._titles = titles
        self._one = stated.core.text
        self._other = account.core.text
        self._blocks = list(_blocks(self._one, self._other))
        self._matched = self._places_matched()
        self._is_in_place = [at in self._matched for at in range(len(self._one))]
        self._differences_by_day = list(self._differing_days())
        self._day_differences = [day for day in self._differences_by_day if day is not _AGREES]

    def _places_matched(self) -> dict[int, int]:
        """Return for the characters of the sentence their places in the passage."""
        places: dict[int, int] = {}
        for begin, at, size in self._blocks:
            for step in range(size):
                places[begin + step] = at + step
        return places

    @property
    def words(self) -> int:
        """The number of characters that both have."""
        return sum(not is_sign(self._one[place]) for place in self._matched)

    @property
    def share(self) -> float:
        """The share of the words of the sentence, but for names, that the passage has."""
        counted = [
            at
            for at, character in enumerate(self._one)
            if not is_sign(character) and not self._is_of_name(at)
        ]
        if not counted:
            return 1.0
        return sum(at in self._matched for at in counted) / len(counted)

    def _is_of_name(self, at: int) -> bool:
        start, end = self._stated.core.places[at]
        return any(first <= start and end <= last for first, last in self._names_lacked())

    def _names_lacked(self) -> Iterator[tuple[int, int]]:
        for name in self._stated.names:
            if name not in self._account.plain:
                for match in re.finditer(re.escape(name), self._stated.plain):
                    yield match.span()

    # -- whether it hangs together

    @property
    def has_leap(self) -> bool:
        """Whether words of one clause of the sentence are of several clauses of the passage, with another subject."""
        for before, after in zip(self._blocks, self._blocks[1:], strict=False):
            between = self._one[before[0] + before[2] - 1 : after[0] + 1]
            passed = before[1] + before[2], after[1]
            if CLAUSE not in between and CLAUSE in self._other[slice(*passed)] and self._has_subject(*passed):
                return True
        return False

    def _has_subject(self, begin: int, end: int) -> bool:
        """Return whether characters of the passage have a name of somebody or something that may do what follows."""
        start, last = self._account.core.printed(begin, end)
        outside = _BRACKETS.sub("", self._account.plain[start:last])
        return any(map(_may_act, names_in(outside)))

    @property
    def is_turned(self) -> bool:
        """Whether the passage denies what the sentence says, doubts it or announces it, or the other way round."""
        plain = self._account.plain
        own_turns = set(_turns_in(self._stated.plain))
        places = [self._account.core.places[place] for place in self._matched.values()]
        if not places:
            return False
        first = min(start for start, _ in places)
        last = max(end for _, end in places)
        for clause in _CLAUSE_OF_TEXT.finditer(plain):
            if clause.end() <= first or clause.start() >= last + _FURTHER:
                continue
            is_told = any(
                clause.start() <= start < clause.end()
                for place, (start, _) in zip(self._matched.values(), places, strict=True)
                if not is_sign(self._other[place])
            )
            if is_told:
                turns = set(_turns_in(clause[0]))
            else:
                turns = set(_CANCELS.findall(clause[0]))
            if turns - own_turns:
                return True
        return bool(own_turns - set(_turns_in(plain)))

    # -- days

    @property
    def is_day_untold(self) -> bool:
        """Whether the sentence has a day that the passage neither has nor contradicts."""
        return any(difference is None for difference in self._day_differences)

    def _differing_days(self) -> Iterator[Difference | None]:
        """Yield for each day `_AGREES`, a difference where the passage tells it otherwise, None if it tells nothing."""
        for at, number in self._stated.core.day_at.items():
            day = self._stated.days[number]
            printed_day = self._printed_day(at)
            if _agree(day, printed_day) or (printed_day is None and self._has_number_of(day)):
                yield _AGREES
                continue
            all_days = [*self._account.days, self._account.above]
            is_told_elsewhere = any(_agree(day, other) for other in all_days)
            if printed_day is not None and not _overlap(day, printed_day) and not is_told_elsewhere:
                yield Difference(Kind.DAY, day.words, _in_figures(printed_day))
            else:
                yield None

    def _printed_day(self, at: int) -> Days | None:
        """Return the day of the passage that is in the place of one of the sentence; None if it is not certain."""
        core = self._account.core
        place = self._matched.get(at)
        if place is not None and place in core.day_at:
            return self._account.days[core.day_at[place]]
        if len(self._account.days) == 1:
            return self._account.days[0]
        if self._account.days:
            first = min(self._matched.values(), default=0)
            before = [number for other, number in core.day_at.items() if other <= first]
            if before:
                return self._account.days[before[-1]]
            return None
        day = self._stated.days[self._stated.core.day_at[at]]
        for other in (self._account.above, self._account.base):
            if _agree(day, other):
                return other
            if other is self._account.above and other is not None:
                return None
        return None

    def _has_number_of(self, day: StatedDay) -> bool:
        """Return whether the passage tells the number of a day within a month before it, behind other words."""
        base = self._account.base
        if base is None or day.days is None or day.days.first != day.days.last:
            return False
        if not 0 <= (base.first - day.days.first).days <= _LONGEST_MONTH:
            return False
        numbers = [number_of(match[1]) for match in _DAY_NUMBER.finditer(self._account.plain)]
        return day.days.first.day in numbers

    @property
    def days_apart(self) -> int | None:
        """How far the day of the passage, else that of its paper, is from the one stated; None if they agree."""
        apart: list[int] = []
        for (at, number), difference in zip(
            self._stated.core.day_at.items(), self._differences_by_day, strict=True
        ):
            days = self._stated.days[number].days
            if difference is _AGREES or days is None:
                continue
            printed_day = self._printed_day(at)
            if difference is None:
                printed_day = self._account.base
            if printed_day is not None:
                apart.append(_days_between(days, printed_day))
        return max(apart, default=None)

    # -- what agrees

    @property
    def agreeing_facts(self) -> int:
        """How many names, figures and days the passage has, too."""
        days = self._differences_by_day.count(_AGREES)
        has_all_words = self.words >= _MANY_WORDS and self.share >= 1
        return self.agreeing_names + self.agreeing_figures + days + int(has_all_words)

    @property
    def agreeing_names(self) -> int:
        """How many names; one that is part of another is none by itself."""
        agreeing = 0
        for name in self._stated.names:
            is_part = any(name in other != name for other in self._stated.names)
            if not is_part and (name in self._account.plain or self._is_named_otherwise(name)):
                agreeing += 1
        return agreeing

    @property
    def agreeing_figures(self) -> int:
        others = self._account.core.figure_at.values()
        return sum(any(map(figure.agrees, others)) for figure in self._stated.core.figure_at.values())

    # -- what differs

    def differences(self) -> Iterator[Difference]:
        yield from (difference for difference in self._day_differences if difference is not None)
        yield from self._differing_figures()
        yield from self._differing_words()

    def _differing_figures(self) -> Iterator[Difference]:
        for at, figure in self._stated.core.figure_at.items():
            other = self._figure_in_place(at)
            if other is not None and figure.agrees(other):
                continue
            if other is None:
                other = self._only_figure(figure)
            if other is None:
                yield Difference(Kind.FIGURE, figure.words, "")
            else:
                yield Difference(Kind.FIGURE, figure.words, other.words)

    def _figure_in_place(self, at: int) -> Figure | None:
        place = self._matched.get(at)
        if place is None:
            return None
        return self._account.core.figure_at.get(place)

    def _only_figure(self, figure: Figure) -> Figure | None:
        """Return the one figure of the passage with the unit of a figure, if it is another."""
        others = [other for other in self._account.core.figure_at.values() if other.unit == figure.unit]
        if len(others) == 1 and not figure.agrees(others[0]):
            return others[0]
        return None

    def _differing_words(self) -> Iterator[Difference]:
        """Yield the words of the sentence that the passage lacks, a name as a whole."""
        done: set[tuple[int, int]] = set()
        for run in self._runs():
            start, end = self._stated.core.printed(run.begin, run.end)
            span = self._name_around(start, end)
            if span is not None and self._is_named_otherwise(self._stated.plain[slice(*span)]):
                continue
            span = span or (start, end)
            if span not in done:
                done.add(span)
                yield self._difference(span, run)

    def _runs(self) -> Iterator[_Run]:
        """Yield the stretches of the sentence that the passage lacks, without marks, days and figures."""
        begin: int | None = None
        for at in range(len(self._one) + 1):
            is_lacking = at < len(self._one) and at not in self._matched and not is_sign(self._one[at])
            if is_lacking and begin is None:
                begin = at
            elif not is_lacking and begin is not None:
                before = [place for own, place in self._matched.items() if own < begin]
                behind = [place for own, place in self._matched.items() if own >= at]
                yield _Run(begin, at, max(before, default=-1) + 1, min(behind, default=len(self._other)))
                begin = None

    def _name_around(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the span of the longest name of the sentence that overlaps a stretch of it."""
        spans: list[tuple[int, int]] = []
        for name in self._stated.names:
            for match in re.finditer(re.escape(name), self._stated.plain):
                if match.start() < end and start < match.end():
                    spans.append(match.span())
        return max(spans, key=_length, default=None)

    def _is_named_otherwise(self, name: str) -> bool:
        """Return whether the passage names a person by surname and office who has this name in its article."""
        if name not in self._stated.people:
            return False
        surname = name[:1]
        for title in self._titles.get(name, frozenset()):
            if surname + title in self._account.plain:
                return True
        is_named_in_article = name in self._account.article
        return is_named_in_article and re.search(surname + _PERSON_TITLE, self._account.plain) is not None

    def _difference(self, span: tuple[int, int], run: _Run) -> Difference:
        stated_words = self._stated.plain[slice(*span)]
        printed = self._printed(run, span)
        if stated_words in self._account.plain:
            return Difference(Kind.WORDS, stated_words, printed)
        if len(printed) > _LONGEST_NAME or not printed:
            printed = self._other_name(stated_words, run)
        kind = self._kind_of(stated_words, printed)
        if kind is Kind.WORDS and self._are_places(span, printed):
            kind = Kind.PLACE
        return Difference(kind, stated_words, printed)

    def _are_places(self, span: tuple[int, int], printed: str) -> bool:
        """Return whether words of the sentence and others of the passage are both called places: 荷塘乡, 桑园镇."""
        if not printed or len(printed) > _LONGEST_NAME:
            return False
        end = self._account.plain.find(printed) + len(printed)
        return _is_called_place(self._stated.plain, span[1]) and _is_called_place(self._account.plain, end)

    def _printed(self, run: _Run, span: tuple[int, int]) -> str:
        """Return the words of the passage in the place of those at a span of the sentence, a name as a whole."""
        if run.at >= run.to:
            return ""
        begin = run.at
        while begin < run.to and is_sign(self._other[begin]):
            begin += 1
        end = begin
        while end < run.to and not is_sign(self._other[end]):
            end += 1
        if begin >= end:
            return ""
        start, last = self._widened(self._account.core.printed(begin, end), run, span)
        for name in names_in(self._account.plain):
            for match in re.finditer(re.escape(name), self._account.plain):
                if match.start() < last and start < match.end():
                    start = min(start, match.start())
                    last = max(last, match.end())
        return self._account.plain[start:last]

    def _widened(self, printed: tuple[int, int], run: _Run, span: tuple[int, int]) -> tuple[int, int]:
        """Return a span of the passage with what both have beside it, if a name of the sentence has that, too."""
        start, last = printed
        first, end = self._stated.core.printed(run.begin, run.end)
        before = self._stated.plain[span[0] : first]
        behind = self._stated.plain[end : span[1]]
        plain = self._account.plain
        if before and plain.endswith(before, 0, start):
            start -= len(before)
        if behind and plain.startswith(behind, last):
            last += len(behind)
        return start, last

    def _other_name(self, name: str, run: _Run) -> str:
        """Return a name of the same kind in the place of one; "" if there is none or there are several."""
        if run.at >= run.to:
            return ""
        start, end = self._account.core.printed(run.at, run.to)
        around = self._account.plain[start:end]
        others = [
            other
            for other in names_in(around)
            if other not in self._stated.plain and names.is_place(other) == names.is_place(name)
        ]
        if len(others) == 1:
            return others[0]
        return ""

    def _kind_of(self, stated_words: str, printed: str) -> Kind:
        if names.is_place(stated_words):
            return Kind.PLACE
        is_person = stated_words in self._stated.people or names.is_name(stated_words)
        if is_person and (not printed or _may_be_person(printed)):
            return Kind.NAME
        if stated_words in self._stated.names and printed in names_in(self._account.plain):
            return Kind.NAME
        return Kind.WORDS

    # -- for the score, and to be shown

    def facts(self) -> list[float]:
        """Return 1 for each name, figure and day that the passage has, 0 for each that it lacks."""
        facts: list[float] = []
        for name in self._stated.names:
            facts.append(float(name in self._account.plain or self._is_named_otherwise(name)))
        for figure in self._stated.core.figure_at.values():
            others = self._account.core.figure_at.values()
            facts.append(float(any(figure.agrees(other) for other in others)))
        all_days = [*self._account.days, self._account.above, self._account.base]
        for day in self._stated.days:
            facts.append(2.0 * any(_agree(day, other) for other in all_days))
        return [min(fact, 1.0) for fact in facts]

    def agreeing(self) -> Iterator[tuple[int, int]]:
        """Yield the spans of the passage that the sentence has, too."""
        for _, at, size in self._blocks:
            yield self._account.core.printed(at, at + size)


def _blocks(one: str, other: str) -> Iterator[tuple[int, int, int]]:
    """Yield the blocks that two texts have in common, in order: place, place in the other, length.

    A single character that nothing near it in the other text goes with is left out, as it is there by chance.
    """
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    blocks = [(match.a, match.b, match.size) for match in matcher.get_matching_blocks() if match.size]
    for number, (begin, at, size) in enumerate(blocks):
        if size > 1 or is_sign(one[begin]) or _is_deed(one[begin]):
            yield begin, at, size
            continue
        before = blocks[number - 1] if number else None
        behind = blocks[number + 1] if number + 1 < len(blocks) else None
        is_behind = before is not None and at - (before[1] + before[2]) <= _BESIDE
        is_before = behind is not None and behind[1] - (at + 1) <= _BESIDE
        if is_behind or is_before:
            yield begin, at, size


def _turns_in(text: str) -> Iterator[str]:
    """Yield the words of a text that deny, doubt or announce."""
    for match in TURN.finditer(text):
        yield match[0]
    for match in _TO_COME.finditer(text):
        yield match[0]


def _may_act(name: str) -> bool:
    is_person = names.is_name(name) and not words.has_word(name)
    return is_person or words.names_person(name) or names.is_place(name) or name[-1] in _ACTORS


_FIRST_DEED = 0x1401
_LAST_DEED = 0x167F


def _is_deed(character: str) -> bool:
    return _FIRST_DEED <= ord(character) <= _LAST_DEED


def _agree(day: StatedDay, other: Days | None) -> bool:
    """Return whether a passage tells a day: that day, or one within the month or year that is stated."""
    if other is None:
        return False
    if day.days is None:
        is_month = day.month in (None, other.first.month) and other.first.month == other.last.month
        is_day = day.day is None or (other.first == other.last and other.first.day == day.day)
        return is_month and is_day
    return day.days.first <= other.first and other.last <= day.days.last


def _overlap(day: StatedDay, other: Days) -> bool:
    if day.days is None:
        return other.first != other.last
    return day.days.first <= other.last and other.first <= day.days.last


def _days_between(one: Days, other: Days) -> int:
    if one.first <= other.last and other.first <= one.last:
        return 0
    return max((other.first - one.last).days, (one.first - other.last).days)


def _is_called_place(text: str, end: int) -> bool:
    """Return whether words that end there are what a place is called, or what it is called stands behind them."""
    return text[end - 1 : end] in _OF_PLACE or text[end : end + 1] in _OF_PLACE


def _in_figures(days: Days) -> str:
    if days.first == days.last:
        return days.first.isoformat()
    return f"{days.first.isoformat()} – {days.last.isoformat()}"


def _length(span: tuple[int, int]) -> int:
    return span[1] - span[0]


def _may_be_person(text: str) -> bool:
    return names.is_name(text) or any(map(names.is_name, names.strings_like_names(text)))
