"""Drafting a chronicle: the events of articles in the order of their days, one line for an event in several papers.

Joined are only lines of the same days that share two names and most of their words; elections only where the words are
the same, as those of neighbouring bodies share all but the result. Accounts that differ are shown side by side.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise

from msgspec import Struct
from msgspec.structs import replace

from reader.features.chronicle.events import CUT, DEED, Event, events_of
from reader.features.chronicle.told_days import Basis
from reader.i18n import say
from reader.language import common_words, names, words
from reader.language.dates.calendar import Days
from reader.language.dates.date_expressions import days_of
from reader.language.equality import simplified
from reader.language.forms import HAN
from reader.language.numbers import number_of
from reader.language.patterns import pattern
from reader.newspaper.decision import ChronicleLine, ChronicleSource
from reader.newspaper.holdings import StoredArticle

_SHARED_NAMES, _SHARED_WORDS, _SURELY_SHARED, _OTHER_DAY = 2, 0.5, 0.7, dt.timedelta(days=7)
_ELECTION = pattern("选举|当选|选出|推选|补选|任命|免去")
_TITLE = pattern(r"[《“「『]([^》”」』]{2,20})[》”」』]")
_UNITS = "人|名|位|册|件|座|所|吨|户|辆|艘|架|元|亩|公里|米|岁|票|起|家|个|台|间|万册|具"
_FIGURE = pattern(
    rf"(?P<number>(?:[0-9０-９][0-9０-９.,，]*|{'[一二三四五六七八九十百千两〇零]'}+)[多余几]?[万亿千百]?[多余]?)(?P<unit>{_UNITS})(?P<what>[{HAN}]{{0,2}})"
)


class Drafted(Struct, frozen=True):
    """A draft: its lines, the number of articles it is from, and of those that tell no event that is certain."""

    lines: tuple[ChronicleLine, ...]
    articles: int
    without: int
    undated: int
    """The number of articles in issues without a known day, of which no day can be told."""


def draft(
    articles: Iterable[StoredArticle],
    *,
    most_of_article: int = 1,
    with_background: bool = False,
    with_untold: bool = True,
    span: tuple[dt.date | None, dt.date | None] = (None, None),
) -> Drafted:
    """Return the chronicle that articles tell; `span` bounds the days of its events.

    Background is what was more than a year before the paper. `with_untold` are events of which the text tells no day.
    """
    lines: list[ChronicleLine] = []
    count = without = undated = 0
    for stored in articles:
        count += 1
        undated += stored.issue.date is None
        events = [
            each
            for each in events_of(stored.article.corrected(), stored.issue.date, most=most_of_article)
            if (with_background or not each.is_background) and (with_untold or each.days is not None)
        ]
        without += not events
        lines += (_line(stored, each) for each in events)
    lines = [each for each in lines if _is_in(each, span)]
    return Drafted(tuple(in_order(joined(lines))), count, without, undated)


def _line(stored: StoredArticle, event: Event) -> ChronicleLine:
    where = stored.printing
    source = ChronicleSource(
        where.key,
        where.newspaper,
        where.date,
        where.page,
        where.path,
        where.file,
        stored.article.corrected().title()[:200],
        event.text,
        event.said,
    )
    first, last = (event.days.first, event.days.last) if event.days else (None, None)
    return ChronicleLine("", "", first, last, event.basis.value, (source,))


def _is_in(line: ChronicleLine, span: tuple[dt.date | None, dt.date | None]) -> bool:
    first, last = span
    day = shown_day(line)
    return (
        day is not None and (first is None or (line.last or day) >= first) and (last is None or day <= last)
    )


def shown_day(line: ChronicleLine) -> dt.date | None:
    """Return the day by which a line is sorted: its own, else that of its first paper."""
    return line.first or line.sources[0].date


def in_order(lines: Iterable[ChronicleLine]) -> list[ChronicleLine]:
    return sorted(lines, key=lambda each: (shown_day(each) or dt.date.max, each.place))


# -- the same event


def joined(lines: Sequence[ChronicleLine]) -> list[ChronicleLine]:
    """Return the lines with those of the same event as one, its sources in the order of the lines."""
    by_days: dict[tuple[dt.date | None, dt.date | None], list[ChronicleLine]] = defaultdict(list)
    for each in lines:
        by_days[each.first, each.last].append(each)
    found: list[ChronicleLine] = []
    for (first, _), same in by_days.items():
        found += same if first is None else _joined_of_day(same)
    return found


def _joined_of_day(lines: Sequence[ChronicleLine]) -> Iterator[ChronicleLine]:
    """Return the lines of one day; only those that share a name, or all words, are compared."""
    marks = [_Marks.of(each.sources[0]) for each in lines]
    of_name: dict[str, list[int]] = defaultdict(list)
    of_core: dict[str, int] = {}
    group = list(range(len(lines)))
    for at, mark in enumerate(marks):
        near = {other for name in mark.names for other in of_name[name][-_MOST_COMPARED:]}
        near.add(of_core.setdefault(mark.core, at))
        for other in sorted(near - {at}):
            if group[at] == at and _are_same(lines[at], lines[other], mark, marks[other]):
                group[at] = group[other]
        for name in mark.names:
            of_name[name].append(at)
    members: dict[int, list[ChronicleLine]] = defaultdict(list)
    for at, first in enumerate(group):
        members[first].append(lines[at])
    return map(join, members.values())


_MOST_COMPARED = 50


class _Marks(Struct, frozen=True):
    """What lines are compared by: names, all pairs of characters, those before the first deed, and all but the day."""

    names: frozenset[str]
    pairs: frozenset[str]
    subject: frozenset[str]
    deeds: frozenset[str]
    turns: frozenset[str]
    plain: str
    core: str

    @staticmethod
    def of(source: ChronicleSource) -> "_Marks":
        plain = simplified(source.words).replace(CUT, "，").replace(simplified(source.said), "", 1)
        first = DEED.search(plain)
        return _Marks(
            names_in(plain),
            _pairs(plain),
            _pairs(plain[: first.start()]) if first else frozenset(),
            frozenset(DEED.findall(plain)) - _ANY_DEED,
            frozenset(_TURNS.findall(plain)),
            plain,
            _NO_WORD.sub("", plain),
        )

    def tells_as(self, other: "_Marks", needed: float) -> bool:
        """Return whether a line may tell another's event: names, deed, subject and this share of the words are its."""
        return (
            len(self.names & other.names) >= _SHARED_NAMES
            and not (self.names - other.names and other.names - self.names)
            and not _ELECTION.search(self.plain + other.plain)
            and self.turns == other.turns
            and not (self.deeds and other.deeds and self.deeds.isdisjoint(other.deeds))
            and not (self.subject and other.subject and self.subject.isdisjoint(other.subject))
            and len(self.pairs & other.pairs) >= needed * min(len(self.pairs), len(other.pairs))
            and not any(_are_opposite(self.plain, other.plain, *each) for each in _OPPOSITES)
        )


def _pairs(text: str) -> frozenset[str]:
    return frozenset(map("".join, pairwise(text)))


def _are_opposite(one: str, other: str, this: re.Pattern[str], that: re.Pattern[str]) -> bool:
    """Return whether one text has only this, and the other one only that."""
    first, second = ((bool(this.search(each)), bool(that.search(each))) for each in (one, other))
    return first == second[::-1] and first[0] != first[1]


_TURNS = pattern(
    "[没未不无否非勿莫免缺]|取消|推迟|延期|改期|失败|中止|停止|暂停|拒绝|驳回|辟谣|误传|险些|几乎"
)
"""Words by which a line may say the opposite of one that has all its other words."""
_OPPOSITES = [
    (pattern(this), pattern(that))
    for this, that in (
        ("获救|生还|脱险|幸存", "遇难|遇害|[身溺伤死]亡|丧生|罹难|失踪"),
        (
            "开[工业馆幕学课航放市]|复[工课航业产]|启用",
            "停[工业课航产办]|闭[馆幕市]|关闭|落幕|结束|[竣完]工|封",
        ),
        ("释放|获释|无罪|保释", "逮捕|拘[留捕]|被捕|有罪|判处"),
        ("上[涨升调]|提高|增[加至]|涨", "下[跌降调]|降低|减[少至]|跌"),
        ("抵|到达|来到|前来", "离开|启程|返回|回国|撤"),
        ("批准|通过|同意|准予", "否决|反对|撤销|搁置"),
        ("战?胜|击败|夺冠|占领|攻[克占]|收复", "[战惨]?败(?!露)|负于|失守|陷落|放弃"),
        ("就[任职]|任命|提升|录用", "辞职|撤职|罢免|解聘|开除|离任"),
        ("签[订署约]|订立|缔结", "解除|废[除止]|撕毁"),
        ("合并|结婚|建交|成立", "分[立家]|离婚|断交|解散"),
    )
]
_ANY_DEED = frozenset(("召开", "举行", "举办", "宣布"))
_LOCAL = pattern("[我本全][省市县区镇乡村厂校院]|(?<![\u4e00-\u9fff])[省市县区镇乡村][委政人长里]")
"""A place that is known only from the paper: 我市, 县人民代表大会."""
_NO_WORD = pattern(r"\W+")


def names_in(text: str) -> frozenset[str]:
    """Return the names of people, places, bodies and works in a text in simplified characters."""
    found = {each[1] for each in _TITLE.finditer(text)}
    for word in words.words(text):
        is_name = names.is_place(word) or words.names_person(word) or not words.has_word(word)
        is_usual = common_words.is_common(word) and not names.is_place(word)
        if len(word) > 1 and not is_usual and _IS_HAN.fullmatch(word) and (is_name or word[-1] in _BODIES):
            found.add(word)
    return frozenset(found)


_IS_HAN = pattern(f"[{HAN}]+")
_BODIES = frozenset("省市县区镇乡村州国部局厅院校厂社馆站桥路街港矿")


def _are_same(one: ChronicleLine, other: ChronicleLine, mine: _Marks, theirs: _Marks) -> bool:
    first, second = one.sources[0], other.sources[0]
    if first.newspaper != second.newspaper and _LOCAL.search(first.words + " " + second.words):
        shared = mine.names & theirs.names
        if sum(names.is_place(each) or words.names_person(each) for each in shared) < _SHARED_NAMES:
            return False
    if mine.core == theirs.core:
        return True
    is_same_issue = (first.newspaper, first.date) == (second.newspaper, second.date)
    return mine.tells_as(theirs, _SURELY_SHARED if is_same_issue else _SHARED_WORDS)


def join(lines: Sequence[ChronicleLine]) -> ChronicleLine:
    """Return the first line with the sources of all, each place once."""
    sources = {(each.printing, each.words): each for line in lines for each in line.sources}
    return replace(lines[0], sources=tuple(sources.values()))


def part(line: ChronicleLine) -> list[ChronicleLine]:
    """Return a line for each source of a line; the first keeps the reader's words."""
    return [
        replace(line, sources=(source,), words=line.words if number == 0 else "")
        for number, source in enumerate(line.sources)
    ]


# -- accounts that differ


def accounts(line: ChronicleLine) -> list[tuple[str, ...]]:
    """Return the figures on which the sources of a line differ, each as printed: (3.2万册, 三万余册)."""
    by_kind: dict[str, dict[str, str]] = defaultdict(dict)
    for number, source in enumerate(line.sources):
        found: dict[str, list[re.Match[str]]] = defaultdict(list)
        for each in _FIGURE.finditer(source.words):
            found[each["unit"].lstrip("万") + each["what"][-2:]].append(each)
        for kind, several in found.items():
            if len(several) == 1:
                by_kind[kind][str(number)] = several[0]["number"] + several[0]["unit"]
    return [
        tuple(dict.fromkeys(figures.values()))
        for figures in by_kind.values()
        if len({_value(each) for each in figures.values()}) > 1
    ]


def _value(figure: str) -> tuple[float, bool]:
    """Return the number of a figure, and whether it is said to be only about that."""
    plain = figure.translate(_WIDE)
    digits = re.match(r"[0-9.]+", plain)
    number = (
        float(digits[0].strip(".") or 0) if digits else number_of(re.sub(f"[^{_HAN_DIGITS}]", "", plain)) or 0
    )
    return number * (10_000 if "万" in plain else 1), re.search("[多余几]", plain) is not None


_HAN_DIGITS = "〇零一二三四五六七八九十百千两"
_WIDE = str.maketrans("０１２３４５６７８９．", "0123456789.", ",，")


def other_days(lines: Sequence[ChronicleLine]) -> dict[int, list[int]]:
    """Return for the index of a line those of others that tell the same with another day within a week."""
    marks = [_Marks.of(each.sources[0]) for each in lines]
    found: dict[int, list[int]] = defaultdict(list)
    of_names: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, mark in enumerate(marks):
        if lines[at].first is None:
            continue
        near = {other for pair in combinations(sorted(mark.names)[:12], 2) for other in of_names[pair][-20:]}
        for other in near:
            one, two = lines[at].first, lines[other].first
            is_near = one and two and one != two and abs(one - two) <= _OTHER_DAY
            if is_near and mark.tells_as(marks[other], _SURELY_SHARED):
                found[at].append(other)
                found[other].append(at)
        for pair in combinations(sorted(mark.names)[:12], 2):
            of_names[pair].append(at)
    return found


# -- words


def text_of(line: ChronicleLine) -> str:
    return line.words or line.sources[0].words


def basis_in_words(line: ChronicleLine) -> str:
    return Basis(line.basis).words(line.sources[0].said)


def day_in_words(line: ChronicleLine) -> str:
    if line.first is None or line.last is None:
        day = line.sources[0].date
        return say("{day}见报", day=day.isoformat()) if day else say("日子不详")
    if line.first == line.last:
        return line.first.isoformat()
    return f"{line.first.isoformat()} – {line.last.isoformat()}"


def days_typed(text: str, line: ChronicleLine, today: dt.date) -> Days | None:
    """Return the days that a reader types for a line, also as “… – …” or “..”; without a year, those near the line's.

    None if they are no days, or end before they begin.
    """
    base = shown_day(line) or today
    typed = [days_of(each, base, base + dt.timedelta(days=182)) for each in _SPAN.split(text.strip(), 1)]
    first, last = typed[0], typed[-1]
    return Days(first.first, last.last) if first and last and first.first <= last.last else None


_SPAN = pattern(r"\s*(?:\.\.|[–—~～至到]+)\s*|\s+-\s+")


def source_in_words(source: ChronicleSource) -> str:
    page = say("{page}版", page=source.page) if source.page else ""
    day = source.date.isoformat() if source.date else ""
    return " ".join(filter(None, [source.newspaper, day, page, say("《{title}》", title=source.headline)]))
