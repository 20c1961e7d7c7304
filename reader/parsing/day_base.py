"""The day from which a text counts: what 今天, 昨晚, 9日 in an article refer to.

It is the day of the dateline above the words; else that of their section, or of the letter that they are in; else the
paper's, unless the article has a dateline of another day. Otherwise it is unknown.
"""

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from enum import Enum, auto

from msgspec import Struct

from reader.language.dates.calendar import ERA_COUNT, ERA_NAME_IN_PRINT, date_or_none
from reader.language.dates.date_expressions import days_of
from reader.language.forms import HAN
from reader.language.numbers import NUMERAL, number_of
from reader.language.patterns import pattern
from reader.newspaper.article import Article, ArticleKind, BlockKind
from reader.newspaper.facts import Claim, Fact, Rule, decided, unknown
from reader.parsing import datelines

_N = f"{NUMERAL}{{1,3}}\\s?"
_YEAR = f"(?P<year>(?:(?:{ERA_NAME_IN_PRINT})\\s?{ERA_COUNT}|(?:公元)?{NUMERAL}{{1,4}})\\s?年\\s?)"
_DAY = f"{_YEAR}?(?:(?P<month>{_N}|本)月\\s?)?(?P<day>初?{_N})[日号號]"
_INSIDE = "[^，。；：！？、（()）【】〔〕［］“”\\[\\]]"
_WIRE = "(?:讯|訊|消息|[电電](?![话話视視力台臺影子告贺賀唁请請复復令示报報]))"
_DATED = pattern(
    f"[（(【〔［\\[]?\\s?(?P<source>{_INSIDE}{{0,30}}?)"
    f"(?<!{NUMERAL})(?P<said>{_DAY}(?:[上下]午|[正中]午|凌?晨|深?夜|早|晚)?(?:{_N}[时時](?:{_N}分|半)?)?{_INSIDE}{{0,5}}?{_WIRE})"
)
"""A dateline with a day, also in forms that `datelines` does not read."""
_MAY_HAVE_DAY = pattern("[日号號]")
_LIST_MARK = pattern(
    "\\s*(?:[▲△●■◆◇○★☆※•·◎□]+|[0-9０-９]{1,2}[、．.：]|[一二三四五六七八九十]{1,2}、|（[一二三四五六七八九十]{1,2}）)\\s*"
)
_BEGINS = pattern("(?<=[。！？…）)】〕”])\\s*|\\s{2,}|\\u3000+")
"""Where a dateline inside a paragraph can begin."""
_MAY_BE_INSIDE = pattern("[日号號][^，。；：！？]{0,14}(?:[讯訊电電]|消息)")
"""A fast test for a dateline that does not begin a paragraph."""
_SENDER = pattern(
    f"[（(【〔［\\[]?\\s?(?:[据據]|[转轉]自|[综綜]合)?(?:{datelines.AGENCIES}|本\\s?[报報]|本刊|本台|[{HAN}]{{2,6}}[社报報])"
)
"""How a dateline inside a paragraph begins."""
_LAST = pattern("[（(【〔［\\[][^（()）]{0,60}[）)】〕］\\]][\\s。]*$")
"""The end of a paragraph with the dateline of what is above it: （新华社北京1月22日电）."""
_WHOLE_DAY = pattern(
    f"[▲△●■◆◇★☆※•·\\s（(【〔［\\[]*{_DAY}[）)】〕］\\]\\s，,]*(?:(?:星期|礼拜|周)[一二三四五六日天])?"
    "[\\s，,]*(?:晴|阴|雨|雪|多云|小雨|大雨|小雪|大雪)?[）)\\s：:。]*"
)
"""A line of its own above a part of an article: 1月20日 星期二 晴."""
_SIGNED = pattern(f"[—\\s]*[{HAN}·\\s，,]{{0,30}}?(?<!{NUMERAL}){_DAY}[）)\\s。]*")
"""The last line of a letter: 柳叶洲读者 陆小满 6月10日."""
_LONGEST_LINE = 44
"""The most characters of a line with nothing but a day, or with a signature."""
_IN_SECTION = pattern(f"{_INSIDE}{{0,12}}?[（(]?(?<!{NUMERAL}){_DAY}[）)]?")
_NOT_OF_THE_PAPER = pattern("连载|連載|小说|小說|未完|待续|待續|剧本|劇本|童话|童話|来信|來信|来函|來函|信箱")
"""What stands in the headings of stories and letters, whose 昨天 is not the day before the paper."""
_SALUTATION = pattern("(?:[^，。]{0,6}(?:编辑|編輯|主编|主編|记者|記者)(?:部|同志|先生|们|們)*)[：:]")
_LONGEST_DELAY = dt.timedelta(days=190)
"""The most that the day of a dateline may be before that of the paper."""
_WESTERN_FROM = dt.date(1912, 1, 1)


class _Place(Enum):
    """Where the day of a part of an article is told."""

    ABOVE = auto()
    ABOVE_WITHOUT_DAY = auto()
    BELOW = auto()


class _Mark(Struct, frozen=True):
    """A dateline, or a line with a day, that tells the day of what is above or below it."""

    block: int
    start: int
    place: _Place
    day: Fact[dt.date]


class DayBase(Struct, frozen=True):
    """The day from which the words of an article count, from the character `start` of a block on."""

    block: int
    start: int
    day: Fact[dt.date]


class DayBases(Struct, frozen=True):
    """The bases of an article in reading order; the first one begins with the article."""

    bases: tuple[DayBase, ...]

    def at(self, block: int, offset: int) -> Fact[dt.date]:
        """Return the day from which the words at this place count."""
        if len(self.bases) == 1:
            return self.bases[0].day
        places = [(base.block, base.start) for base in self.bases]
        return self.bases[max(bisect_right(places, (block, offset)) - 1, 0)].day


def day_bases(article: Article, paper: dt.date | None) -> DayBases:
    """Return the days from which the words of an article count, in a paper of this day."""
    marks = list(_marks(article, paper))
    undecided = _undecided(article, paper, marks)
    bases = [DayBase(0, 0, undecided)]
    headings = [number for number, block in enumerate(article.blocks) if block.kind is BlockKind.SUBHEAD]
    for mark in marks:
        if mark.place is _Place.BELOW:
            above = [number for number in headings if number < mark.block]
            part = DayBase(max(above, default=0), 0, undecided)
            bases = [*_with_day_below(bases, part, mark), DayBase(mark.block + 1, 0, undecided)]
        else:
            bases.append(DayBase(mark.block, mark.start, mark.day))
    return DayBases(tuple(bases))


def _undecided(article: Article, paper: dt.date | None, marks: Sequence[_Mark]) -> Fact[dt.date]:
    """Return the day of what no dateline of its own decides: that of the section, else of the paper."""
    for words in _printed_apart(article):
        dated = _DATED.match(words)
        if dated is not None:
            return _day_of(dated, paper, Rule.DATELINE)
    section = _IN_SECTION.fullmatch(article.section or "")
    if section is not None:
        return _day_of(section, paper, Rule.SECTION_DAY)
    headings = " ".join(filter(None, (article.section, article.kicker, article.headline, *article.decks)))
    is_continued = article.kind is ArticleKind.CONTINUATION or article.jump_from is not None
    is_of_another_day = any(
        mark.day.value != paper for mark in marks if mark.place is not _Place.ABOVE_WITHOUT_DAY
    )
    is_letter = bool(article.blocks) and _SALUTATION.match(article.blocks[0].text) is not None
    if is_continued or is_of_another_day or is_letter or _NOT_OF_THE_PAPER.search(headings):
        return unknown()
    return _day_of_paper(paper)


def _printed_apart(article: Article) -> list[str]:
    """Return what may have a dateline above the text of an article: its decks, and credits that are not in the text."""
    blocks = [block.text for block in article.blocks]
    credits = [credit.as_printed for credit in article.credits]
    return [*article.decks, *(words for words in credits if not any(words in text for text in blocks))]


def _with_day_below(bases: list[DayBase], part: DayBase, mark: _Mark) -> list[DayBase]:
    """Return the bases with the day of a mark for the last part, which begins below the last subhead.

    If a dateline stands above it, this is so from the paragraph of the mark on, unless it begins with the dateline.
    """
    *before, last = bases
    is_of_dateline = last.day.witness is not None and last.day.witness.rule is not Rule.PAPER_DAY
    if is_of_dateline and last.block < mark.block:
        return [*bases, DayBase(max(part.block, mark.block), 0, mark.day)]
    if is_of_dateline:
        return bases
    if last.block < part.block:
        return [*bases, DayBase(part.block, 0, mark.day)]
    return [*before, DayBase(last.block, last.start, mark.day)]


def _day_of_paper(paper: dt.date | None) -> Fact[dt.date]:
    if paper is None:
        return unknown()
    return decided([Claim(paper, Rule.PAPER_DAY, paper.isoformat())])


def _marks(article: Article, paper: dt.date | None) -> Iterator[_Mark]:
    last = len(article.blocks) - 1
    is_divided = False
    for number, block in enumerate(article.blocks):
        text = datelines.with_misreadings_corrected(block.text)
        if not _MAY_HAVE_DAY.search(text):
            if _begins_news(text):
                yield _Mark(number, 0, _Place.ABOVE_WITHOUT_DAY, _day_of_paper(paper))
            continue
        is_short = len(text) <= _LONGEST_LINE
        day_match = _WHOLE_DAY.fullmatch(text) if is_short else None
        if day_match is not None and (number < last or is_divided):
            is_divided = True
            yield _Mark(number, 0, _Place.ABOVE, _day_of(day_match, paper, Rule.SECTION_DAY))
            continue
        signed = _SIGNED.fullmatch(text) if is_short else None
        if signed is not None and number and not is_divided:
            yield _Mark(number, 0, _Place.BELOW, _day_of(signed, paper, Rule.SECTION_DAY))
            continue
        yield from _datelines(number, text, paper)


def _datelines(number: int, text: str, paper: dt.date | None) -> Iterator[_Mark]:
    """Yield the datelines of a paragraph: at its beginning, inside it, at its end."""
    first = _DATED.match(text, _begin(text))
    if first is not None:
        yield _Mark(number, 0, _Place.ABOVE, _day_of(first, paper, Rule.DATELINE))
    elif _begins_news(text):
        yield _Mark(number, 0, _Place.ABOVE_WITHOUT_DAY, _day_of_paper(paper))
    if not _MAY_BE_INSIDE.search(text, first.end() if first is not None else 0):
        return
    below = _LAST.search(text)
    end = below.start() if below is not None else len(text)
    begin = first.end() if first is not None else 0
    for place in _BEGINS.finditer(text, begin, end):
        if _SENDER.match(text, place.end()):
            inside = _DATED.match(text, place.end())
        else:
            inside = None
        if inside is not None and inside.end() < end:
            yield _Mark(number, inside.start(), _Place.ABOVE, _day_of(inside, paper, Rule.DATELINE))
    if below is not None and below.start():
        dated = _DATED.match(text, below.start())
    else:
        dated = None
    if dated is not None:
        yield _Mark(number, dated.start(), _Place.BELOW, _day_of(dated, paper, Rule.DATELINE))


def _begins_news(text: str) -> bool:
    """Return whether a paragraph begins with a dateline, also behind the mark of a list."""
    return datelines.begins_news(text[_begin(text) :])


def _begin(text: str) -> int:
    mark = _LIST_MARK.match(text)
    if mark is not None:
        return mark.end()
    return 0


def _day_of(match: re.Match[str], paper: dt.date | None, rule: Rule) -> Fact[dt.date]:
    """Return the day of a dateline, with the year that fits the paper's day; unknown if none fits."""
    day = _date_of(match["year"], match["month"], match["day"], paper)
    if day is None or (
        paper is not None and not paper - _LONGEST_DELAY <= day <= paper and not match["year"]
    ):
        return unknown()
    if paper is not None and day > paper:
        return unknown()
    words = match.groupdict().get("said") or match[0]
    return decided([Claim(day, rule, words.strip("（(【〔［[）)】〕］] 　。"))])


def _date_of(year: str | None, month: str | None, day: str, paper: dt.date | None) -> dt.date | None:
    if year:
        if month:
            days = days_of(f"{year}{month}月{day}日", paper or dt.date.today())
        else:
            days = None
        if days:
            return days.first
        return None
    if paper is None or paper < _WESTERN_FROM or day.startswith("初"):
        return None
    if month is None or month == "本":
        month_number = None
    else:
        month_number = number_of(month.strip())
    return _latest(month_number, number_of(day.strip()), paper)


def _latest(month: int | None, day: int | None, paper: dt.date) -> dt.date | None:
    """Return the last such day that is not after the paper; without a month, one of its month or the one before."""
    this_month = paper.replace(day=1)
    month_before = this_month - dt.timedelta(days=1)
    if month is None:
        days = [date_or_none(base.year, base.month, day or 0) for base in (this_month, month_before)]
    else:
        days = [date_or_none(base, month, day or 0) for base in (paper.year, paper.year - 1)]
    return next((date for date in days if date is not None and date <= paper), None)
