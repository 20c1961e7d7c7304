"""Drafting a chronicle: the events of articles in the order of their days, one line for an event in several papers.

Joined are only lines of the same days (`same_event`). Accounts that differ are shown side by side.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from reader.features.chronicle.events import CUT, Event, Piece, events_of
from reader.features.chronicle.same_event import Comparable, are_same, candidates, may_be_same
from reader.i18n import say
from reader.language.dates.calendar import Days, months
from reader.language.dates.date_expressions import days_of
from reader.language.forms import HAN
from reader.language.numbers import number_of
from reader.language.patterns import pattern
from reader.newspaper.article import page_in_words
from reader.newspaper.decision import ChronicleLine, ChronicleSource
from reader.newspaper.facts import (
    NO_FACTS,
    Claim,
    Fact,
    IssueFacts,
    Rule,
    decided,
    of_value,
    unknown,
    with_remark,
)
from reader.newspaper.holdings import StoredArticle
from reader.newspaper.printing import Printing
from reader.parsing import BETWEEN

_OTHER_DAY = dt.timedelta(days=7)
_LONGEST_SAID = 100
"""The most characters of the words that tell a day that are kept; the last of them are in the sentence."""
_UNITS = "人|名|枚|担|位|册|件|座|所|吨|户|辆|艘|架|元|亩|公里|米|岁|票|起|家|个|台|间|万册|具"
_FIGURE = pattern(
    rf"(?P<number>(?:(?<![0-9０-９])[0-9０-９][0-9０-９.,，]{{0,30}}|{'[一二三四五六七八九十百千两〇零]'}{{1,20}})[多余几]?[万亿千百]?[多余]?)(?P<unit>{_UNITS})(?P<what>[{HAN}]{{0,2}})"
)


class KnownSources(Struct, frozen=True):
    """How the library knows paper, day and page of sources; of one that it does not have, nothing is known."""

    by_printing: Mapping[Printing, IssueFacts] = {}

    def title(self, source: ChronicleSource) -> Fact[str]:
        return of_value(self._of(source).title, source.newspaper or None)

    def day(self, source: ChronicleSource) -> Fact[dt.date]:
        return of_value(self._of(source).day, source.date)

    def page(self, source: ChronicleSource) -> Fact[str]:
        return of_value(self._of(source).pages.get(source.page or "", unknown()), source.page)

    def remarks(self, source: ChronicleSource) -> list[str]:
        """Return what of a source is not simply printed, in words: 报纸名据路径, 日期据文件名, 版面据文件名."""
        told = IssueFacts(self.title(source), self.day(source))
        return told.remarks(self.page(source))

    def as_json(self, source: ChronicleSource) -> dict[str, object]:
        return {
            "title": self.title(source).as_json(),
            "day": self.day(source).as_json(),
            "page": self.page(source).as_json(),
        }

    def _of(self, source: ChronicleSource) -> IssueFacts:
        return self.by_printing.get(source.printing, NO_FACTS)


NO_SOURCES = KnownSources()


class Drafted(Struct, frozen=True):
    """A draft: its lines, the number of articles it is from, and of those that tell no event that is certain."""

    lines: tuple[ChronicleLine, ...]
    articles: int
    without: int
    undated: int
    """The number of those in issues without a known day, of which only whole dates can be told."""


def undated_in_words(chronicle_draft: Drafted) -> str:
    """Return how many articles have no known day, to be put after the number of events; "" for none."""
    if chronicle_draft.undated:
        return say("；{n} 篇不知是哪天的报，只用了文中说了日子的", n=chronicle_draft.undated)
    return ""


def draft(
    articles: Iterable[StoredArticle],
    *,
    most_of_article: int = 1,
    with_background: bool = False,
    with_undated: bool = True,
    span: tuple[dt.date | None, dt.date | None] = (None, None),
    marks_of: Callable[[StoredArticle], Sequence[Piece]] = lambda _: (),
) -> Drafted:
    """Return the chronicle that articles tell; `span` bounds the days of its events.

    `marks_of` gives the pieces of an article of which each of its lines has to have one, such as the matches of a
    query; none if any event may be a line. Background is what was more than a year before the paper. `with_undated` are
    events of which the text tells no day.
    """
    lines: list[ChronicleLine] = []
    count = 0
    without = 0
    undated = 0
    for stored in articles:
        count += 1
        told = events_of(
            stored.article.corrected(), stored.issue.date, most=most_of_article, marked=marks_of(stored)
        )
        events = [
            candidate
            for candidate in told
            if (with_background or not candidate.is_background)
            and (with_undated or candidate.days is not None)
        ]
        without += not events
        undated += not events and stored.issue.date is None
        lines += (_line(stored, event) for event in events)
    lines = [line for line in lines if _is_in(line, span)]
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
        event.said[-_LONGEST_SAID:],
    )
    if event.days is None:
        return ChronicleLine("", "", None, None, "not told", (source,))
    basis: Literal["stated", "inferred"] = "stated" if event.day.is_sure else "inferred"
    return ChronicleLine("", "", event.days.first, event.days.last, basis, (source,))


def day_fact(line: ChronicleLine) -> Fact[Days]:
    """Return the days of a line with their witness, which its basis and the words that tell them are kept as."""
    if line.first is None or line.last is None:
        return unknown()
    days = Days(line.first, line.last)
    day_words = line.sources[0].said
    return decided([Claim(days, _rule_of(line.basis, day_words), day_words)])


def day_as_json(line: ChronicleLine) -> dict[str, object]:
    """Return the day of a line with its witness; a month is told as a month."""
    fact = day_fact(line)
    return fact.as_json() | {"value": day_in_words(line, NO_SOURCES) if fact.value else None}


def _rule_of(basis: str, day_words: str) -> Rule:
    if basis == "by the reader":
        return Rule.READER
    if basis == "stated":
        return Rule.OWN_WORDS
    *base, _ = day_words.split(BETWEEN)
    if base and _OF_DATELINE.search(base[0]):
        return Rule.DATELINE
    if base and _HAS_MONTH.search(base[0]):
        return Rule.SECTION_DAY
    return Rule.PAPER_DAY


_OF_DATELINE = pattern("[讯訊电電]$")
_HAS_MONTH = pattern("(?<![本上下])月")


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
    return sorted(lines, key=lambda line: (shown_day(line) or dt.date.max, line.place))


# -- the same event


def joined(lines: Sequence[ChronicleLine]) -> list[ChronicleLine]:
    """Return the lines with those of the same event as one, its sources in the order of the lines."""
    by_days: dict[tuple[dt.date | None, dt.date | None], list[ChronicleLine]] = defaultdict(list)
    for line in lines:
        by_days[line.first, line.last].append(line)
    joined_lines: list[ChronicleLine] = []
    for (first, _), same in by_days.items():
        joined_lines += same if first is None else _joined_of_day(same)
    return joined_lines


def _joined_of_day(lines: Sequence[ChronicleLine]) -> Iterator[ChronicleLine]:
    """Return the lines of one day; a line is joined to those before it that all tell the same as it does."""
    comparables = [Comparable.of(chronicle_line.sources[0]) for chronicle_line in lines]
    near: dict[int, set[int]] = defaultdict(set)
    for at, other in candidates(comparables):
        near[at].add(other)
    groups: list[list[int]] = []
    for at, comparable in enumerate(comparables):
        alike = near.get(at, set())
        for group in groups if alike else ():
            if alike.issuperset(group) and all(are_same(comparable, comparables[other]) for other in group):
                group.append(at)
                break
        else:
            groups.append([at])
    for group in groups:
        yield join([lines[at] for at in group])


def join(lines: Sequence[ChronicleLine]) -> ChronicleLine:
    """Return the first line with the sources of all, each place once."""
    sources = {(source.printing, source.words): source for line in lines for source in line.sources}
    return replace(lines[0], sources=tuple(sources.values()))


def part(line: ChronicleLine) -> list[ChronicleLine]:
    """Return a line for each source of a line; the first keeps the reader's words."""
    parts = [replace(line, sources=(source,), words="") for source in line.sources]
    parts[0] = replace(parts[0], words=line.words)
    return parts


# -- accounts that differ


def accounts(line: ChronicleLine) -> list[tuple[str, ...]]:
    """Return the figures on which the sources of a line differ, each as printed: (3.2万册, 三万余册)."""
    by_kind: dict[str, dict[str, str]] = defaultdict(dict)
    for number, source in enumerate(line.sources):
        matches_by_kind: dict[str, list[re.Match[str]]] = defaultdict(list)
        for match in _FIGURE.finditer(source.words):
            matches_by_kind[match["unit"].lstrip("万") + match["what"][-2:]].append(match)
        for kind, several in matches_by_kind.items():
            for unit_match in several:
                if len(several) == 1:
                    before = ""
                else:
                    before = source.words[: unit_match.start()][-2:]
                by_kind[before + kind].setdefault(str(number), unit_match["number"] + unit_match["unit"])
    differing = []
    for figures_by_source in by_kind.values():
        figures = dict.fromkeys(figures_by_source.values())
        if len(set(map(_value, figures))) > 1:
            differing.append(tuple(figures))
    return differing


def _value(figure: str) -> tuple[float, bool]:
    """Return the number of a figure, and whether it is said to be only about that."""
    plain = figure.translate(_WIDE)
    digits = re.match(r"[0-9.]+", plain)
    if digits:
        number = float(digits[0].strip(".") or 0)
    else:
        number = number_of(re.sub(f"[^{_HAN_DIGITS}]", "", plain)) or 0
    return number * (10_000 if "万" in plain else 1), re.search("[多余几]", plain) is not None


_HAN_DIGITS = "〇零一二三四五六七八九十百千两"
_WIDE = str.maketrans("０１２３４５６７８９．", "0123456789.", ",，")


def other_days(lines: Sequence[ChronicleLine]) -> dict[int, list[int]]:
    """Return for the index of a line those of others that tell the same with another day within a week."""
    comparables = [Comparable.of(line.sources[0]) for line in lines]
    others_by_line: dict[int, list[int]] = defaultdict(list)
    for at, other in candidates(comparables):
        one = lines[at].first
        two = lines[other].first
        is_near = one and two and one != two and abs(one - two) <= _OTHER_DAY
        if is_near and are_same(comparables[at], comparables[other], as_a_whole=True):
            others_by_line[at].append(other)
            others_by_line[other].append(at)
    return others_by_line


def other_accounts(lines: Sequence[ChronicleLine]) -> dict[int, list[tuple[str, ...]]]:
    """Return for the index of a line the figures that another one of its day has otherwise, which may tell the same."""
    comparables = [Comparable.of(line.sources[0]) for line in lines]
    figures_by_line: dict[int, list[tuple[str, ...]]] = defaultdict(list)
    for at, other in candidates(comparables):
        is_of_day = lines[at].first is not None and lines[at].first == lines[other].first
        if is_of_day and may_be_same(comparables[at], comparables[other]):
            for figures in accounts(join([lines[other], lines[at]])):
                figures_by_line[at].append(figures)
                figures_by_line[other].append(figures)
    return figures_by_line


# -- words


def text_of(line: ChronicleLine) -> str:
    return line.words or line.sources[0].words


def text_behind_day(line: ChronicleLine) -> str:
    """Return the words of a line as they stand behind its day, without those that only tell it: 昨晚7时 is 晚7时.

    The reader's own words stay.
    """
    day_words = line.sources[0].said.rpartition(BETWEEN)[2]
    words = line.sources[0].words
    if line.words or line.basis != "inferred" or not day_words:
        return text_of(line)
    before, separator, after = words.partition(day_words)
    if not separator or _NEEDS_DAY.search(before) or _GOES_ON_FROM_DAY.match(after):
        return words
    if day_words[-1] in _PARTS_OF_DAY:
        return before + day_words[-1] + after
    if before in ("", CUT):
        return before + after.lstrip("，,、")
    return before + after


_PARTS_OF_DAY = "晚夜晨早午"


_NEEDS_DAY = pattern("[从自由至到于在截是的定改比较和与及、《“]$|截至$|截止$")
"""Words before a day that can't do without it: 从20日起."""
_GOES_ON_FROM_DAY = pattern("[起至到前后的、—～~-]|以[来前后]|之[前后]|开始|为止|，?$")


def basis_in_words(line: ChronicleLine) -> str:
    """Return how the day of a line is known; "" if the paper prints it."""
    day = day_fact(line)
    if day.value is None:
        return say("文中没说哪天，按见报的日子排")
    if line.basis == "by the reader":
        return say("手动指定的日期")
    if day.is_sure:
        return ""
    return day.reason


def is_month(line: ChronicleLine) -> bool:
    """Return whether the days of a line are a month, which is told as one."""
    if line.first is None or line.last is None:
        return False
    return months(line.first.year, line.first.month, line.first.month) == Days(line.first, line.last)


def day_in_words(line: ChronicleLine, known: KnownSources) -> str:
    """Return the days of a line; where it tells none, that of its first paper, with a mark if it is not printed."""
    if line.first is None or line.last is None:
        source = line.sources[0]
        if source.date is None:
            return say("日子不详")
        return with_remark(say("{day}见报", day=source.date.isoformat()), known.day(source))
    if line.first == line.last:
        return line.first.isoformat()
    if is_month(line):
        return f"{line.first:%Y-%m}"
    return f"{line.first.isoformat()} – {line.last.isoformat()}"


def days_typed(text: str, line: ChronicleLine, today: dt.date) -> Days | None:
    """Return the days that a reader types for a line, also as “… – …” or “..”; without a year, those near the line's.

    None if they are no days, or end before they begin.
    """
    base = shown_day(line) or today
    typed = [
        days_of(day_text, base, base + dt.timedelta(days=182)) for day_text in _SPAN.split(text.strip(), 1)
    ]
    first = typed[0]
    last = typed[-1]
    if first and last and first.first <= last.last:
        return Days(first.first, last.last)
    return None


_SPAN = pattern(r"(?<!\s)(?:\s*(?:\.\.|[–—~～至到]+)\s*|\s+-\s+)")


def source_in_words(source: ChronicleSource, known: KnownSources) -> str:
    """Return paper, day, page and headline of a source, each with a mark if it is not printed."""
    page = say("{page}版", page=page_in_words(source.page)) if source.page else ""
    day = source.date.isoformat() if source.date else ""
    told = [
        with_remark(source.newspaper, known.title(source)),
        with_remark(day, known.day(source)),
        with_remark(page, known.page(source)),
        say("《{title}》", title=source.headline),
    ]
    return " ".join(filter(None, told))
