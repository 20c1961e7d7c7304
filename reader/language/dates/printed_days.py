"""Days as newspapers, headings and the names of files print them: 2O24年1月l日, 昭和十二年七月七日, Dec. 17, 1905;
and those that a program wrote there.

The one grammar of days with months of the sun. Those counted by the moon are read by `calendar`, what people type in a
search field by `date_expressions`.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from operator import attrgetter

from msgspec import Struct
from msgspec.structs import replace

from reader.language.dates.calendar import SOLAR_ERAS, date_or_none, one_day
from reader.language.equality import simplified
from reader.language.forms import HAN
from reader.language.numbers import number_of
from reader.language.patterns import pattern

Numbers = tuple[int, int, int]
"""Year, month and day; the calendar need not have them."""


class PrintedDay(Struct, frozen=True, gc=False):
    """A day at `start` to `end` of a text.

    Attributes:
        readings: The days that may be meant: one if it is certain; none without a year, or if years contradict.
        month_day: The month and day, if they are certain.
        last: The last day of an issue for several days, whose first is the reading.
        is_of_others: It is a day of something else than the issue: 1949年10月1日创刊, 大正十年三月五日第三種郵便物認可.
    """

    start: int
    end: int
    readings: tuple[Numbers, ...] = ()
    month_day: tuple[int, int] | None = None
    last: Numbers | None = None
    is_of_others: bool = False

    @property
    def day(self) -> Numbers | None:
        """The day of the paper, if it is certain."""
        if len(self.readings) == 1 and not self.is_of_others:
            return self.readings[0]
        return None


# letters that recognisers take figures for
_F = "[0-9OolI〇零○◯一二三四五六七八九]"
_N = "[0-9OolI〇零○◯一二三四五六七八九十百千廿卅卌]"
_DASH = "[—―－ー]"
"""The figure 一, as recognisers take it."""
_LOST = "[?？□■▇×]"
_ERA = f"(?:中华|满洲国)?(?:{'|'.join(SOLAR_ERAS)})"
_COMMON = rf"(?:(?<![0-9A-Za-z第])[12lI一二](?:\s?{_F}){{3}}|一千[八九]百{_N}{{0,4}}|二千{_N}{{0,4}})"
_CALENDAR = "(?:公元|西元|[公西国新]历|西暦|[皇檀西]纪|단기)"
YEAR = rf"(?:{_COMMON}|{_ERA}(?!\s?{_COMMON})\s?(?:元|{_N}(?:\s?{_N}){{0,4}}))"
"""A year of the common calendar, or of an era whose years are the sun's."""
_OF_DANGUN = rf"(?<![0-9A-Za-z第])[4四][2二](?:\s?{_F}){{2}}"
"""A year of Dangun, as papers of Korea count: 檀紀4288年 (1955)."""
_SIGN = r"\s?[-－—–./·・．_]\s?"
_BESIDE = rf"(?:[(（，,\s]*即?{_CALENDAR}?\s?(?P<other>{YEAR}|{_OF_DANGUN})\s?年[)），,\s]*)?"
_DAY = (
    rf"(?:(?P<twins>[一二三四五六七八九]{{2}}(?=日?合))"
    rf"|(?P<day>{_N}(?:\s?{_N}){{1,2}}(?=\s?[日曰号])|{_DASH}(?=[日曰号])|{_N}{{1,3}}))"
    r"(?:\s{0,3}[日曰号])?"
)
_TO = (
    rf"(?:\s?[-－—–~～至到、,，及和]{{1,2}}\s?(?:(?P<to_month>{_N}{{1,3}})月)?(?P<to_day>{_N}{{1,3}})(?:[日曰号]|(?=\s?合)))?"
    r"(?:\s?[两二]?期?合(?:刊|并号|订号))?(?:\s?(?:出版|发行|出刊|刊行|[创复试]刊号))?"
)
_WORDED = pattern(
    rf"(?:{_CALENDAR}\s?)?(?:(?P<year>{YEAR}|{_OF_DANGUN})(?:\s?[年午][\s/，,.．·]{{0,4}}|\s{{1,4}}(?={_N}{{1,3}}\s?月))"
    rf"|(?<!{_N})(?<![期拜周第])(?!{_N}{{1,3}}\s{{1,4}}{_COMMON}\s?年)(?P<short>(?:{_ERA}(?!\s?{_COMMON}))?(?:{_N}|{_LOST})(?:\s?(?:{_N}|{_LOST})){{1,4}})\s?年[\s/]{{0,4}})"
    rf"{_BESIDE}(?P<month>{_N}(?:\s?{_N}){{0,2}}|{_DASH})\s{{0,3}}月[\s/]{{0,4}}{_DAY}{_TO}"
)
_SIGNED = pattern(
    rf"(?:{_CALENDAR}\s?)?(?P<year>{YEAR}){_SIGN}(?P<month>{_N}{{1,2}})(?:{_SIGN}|月)(?P<day>{_N}{{1,2}})(?![0-9])日?{_TO}"
)
_MONTH_DAY = pattern(
    rf"(?<!{_N})(?P<month>{_N}{{1,2}})\s?月\s?(?P<day>{_N}(?:\s?{_N}){{0,2}})\s?[日曰号](?:\s?(?:出版|发行))?"
)
_IN_FIGURES = pattern(r"(?<![0-9./-])(\d{1,3})([-./])\s?(\d{1,2})\2\s?(\d{4}|\d{1,2})(?![0-9./-])")
_MAY_BE_SIGNED = pattern(rf"{_N}\s?[-－—–./·・．_]\s?{_N}")
_EVENTS = (
    "(?:创[刊办建立](?!号)|创始|始创|诞生|[复始发试]刊(?!号)|成立|登记(?!证)|注册|核[准发]|批准|立案|颁发|发证|截[稿止]"
    "|(?:第三种)?邮便物认可)"
)
_OF_OTHERS = f"(?:{_EVENTS}|截至|昨[日天]|付印|开印|印刷)"
_SINCE = "(?:于|在|自|日期|时间|日|[:：（(])"
_LONGEST_EVENT = 16
_EVENT_AFTER = pattern(
    rf"(?:[（(]昨[日天][）)])?(?:\s?在[{HAN}]{{2,4}})?"
    rf"(?:\s?{_EVENTS}(?!{_SINCE})|起(?:出版|发行|实行|执行)|[晚夜]?(?:开印|付印|印刷?完))"
)
_EVENT_BEFORE = pattern(
    rf"(?:(?:{_OF_OTHERS}{_SINCE}{{1,3}}|(?<![日号0-9晚夜])(?<![日号0-9晚夜]\s){_OF_OTHERS})\s*|[上下][期次]\s?)$"
)
"""What is told of a day that is not the issue's: of a founding, a registration, a deadline, yesterday."""
_MONTHS = {
    name: month
    for month, names in enumerate(
        (
            "january januar janvier jänner jan января январь enero janeiro gennaio januari",
            "february februar février feb февраля февраль febrero fevereiro febbraio februari",
            "march märz mars mar марта март marzo março marco maart mac maret",
            "april avril apr апреля апрѣля апрель abril aprile",
            "may mai мая май mayo maio maggio mei",
            "june juni juin jun июня іюня июнь junio junho giugno",
            "july juli juillet jul julai июля іюля июль julio julho luglio",
            "august août aug августа август agosto augustus ogos agustus",
            "september septembre sept sep сентября сентябрь septiembre setiembre setembro settembre",
            "october oktober octobre oct okt октября октябрь octubre outubro ottobre",
            "november novembre nov ноября ноябрь noviembre novembro",
            "december dezember décembre dec dez декабря декабрь diciembre dezembro dicembre disember desember",
        ),
        1,
    )
    for name in names.split()
}
MONTH_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
"""The names of the months in Western languages, as alternatives of an expression."""
_LETTER = "a-zäéûа-яёіѣ"
_NAME = rf"(?<![{_LETTER}])(?:{MONTH_NAMES})(?![{_LETTER}])"
_OF_VIETNAM = r"tháng\s(?:\d{1,2}|giêng|hai|ba|tư|năm|sáu|bảy|tám|chín|mười(?:\s(?:một|hai))?|chạp)"
_MONTHS_OF_VIETNAM = (
    "giêng",
    "hai",
    "ba",
    "tư",
    "năm",
    "sáu",
    "bảy",
    "tám",
    "chín",
    "mười",
    "mười một",
    "mười hai",
)
_COMMON_IN_FIGURES = r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)"
_NAMED = pattern(
    rf"(?:\b(?:the|den|am|le|el|il|ngày)\s)?(?:"
    r"(?<!\d)(?P<d1>\d{1,2})(?:\s?(?:st|nd|rd|th|t?er|ten|ste[nr])\b|\.|[ºª°])?(?:\s(?:of|de)\b)?[-/\s]{0,2}"
    rf"(?P<n1>{_NAME}|\d{{1,2}}月|{_OF_VIETNAM})\.?,?(?:\s(?:del?|năm)\b)?[-/\s]{{0,3}}(?P<y1>{_COMMON_IN_FIGURES})(?:\s?г(?:ода|\.))?"
    rf"|(?P<n2>{_NAME})\.?[-\s]{{0,2}}(?P<d2>\d{{1,2}})(?!\d)(?:st|nd|rd|th)?"
    rf"(?:[.,]{{0,2}}(?:\sdel?\b)?\s{{0,3}}(?P<y2>{_COMMON_IN_FIGURES}))?"
    rf"|(?P<y3>{_COMMON_IN_FIGURES})[-\s]?(?P<n3>{_NAME})[-\s]?(?P<d3>\d{{1,2}})(?!\d))",
    re.IGNORECASE,
)
_OF_NUMBER = pattern(
    r"(?:\bn(?:o|r|ro|um|úm|umber|ummer|uméro|úmero|umero)?[.:°º]{0,2}|№)\s?$", re.IGNORECASE
)
"""What an issue's number has before it, which is no day: “No. 7. JULY, 1893”."""
_LONGEST_OF_NUMBER = 12
_MAY_BE_NAMED = pattern("[A-Za-zäçéûА-яіѣ]{3}|[Hh][áÁ][Nn][Gg]|月 [12]")
_MAY_BE_DAY = pattern(
    rf"[月월]|[A-Za-zäéûА-яіѣ]{{3}}|[Hh][áÁ][Nn][Gg]|월|(?:{_N}|[０-９Ｏ])\s?[-－—–./·・．_]\s?(?:{_N}|[０-９Ｏ])"
)
"""A fast test, which texts with a day in any of the forms pass."""
_MAY_BE_MONTH = pattern(rf"(?:{_N}|{_DASH})\s{{0,3}}月")
_MAY_BE_BACKWARDS = pattern(rf"月{_N}{{1,3}}年{_N}")
_LONGEST_YEAR = 40
_ERA_BACKWARDS = f"(?:{'|'.join(era[::-1] for era in SOLAR_ERAS)})(?:华中|国洲满)?"
_BACKWARDS = pattern(rf"[日曰号]{_N}{{1,3}}月{_N}{{1,3}}年(?:{_F}{{4}}|{_N}{{1,5}}{_ERA_BACKWARDS})")
_WIDE = str.maketrans("０１２３４５６７８９ＯｏｌＩ년월일", "0123456789OolI年月日")
_IS_WIDE = pattern(f"[{''.join(map(chr, _WIDE))}]")
_AS_FIGURES = str.maketrans("OolI〇零○◯一二三四五六七八九—―－ー", "001100001234567891111")
_BLANK = "\0"
_MOST_DAYS_OF_ISSUE = 40
_COMPACT = pattern(
    r"(?<!\d)(1[5-9]\d\d|20\d\d)(?:/(?=\d{4}/))?(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)"
    r"|(?<!\d)(1[89]\d\d|20\d\d) (0[1-9]|1[0-2]) (0[1-9]|[12]\d|3[01])(?!\d)"
)
_MAY_BE_COMPACT = pattern("[0-9]{8}|[0-9]{4}(?:/[0-9]{4}/| [0-9]{2} )")
# 3/5/2024: the day first, or the month
_WAYS = 2
_REPUBLIC = SOLAR_ERAS["民国"].year - 1
_YEARS_OF_REPUBLIC = range(100, 151)
"""Years of three figures, which can be of no other era."""
_YEARS_OF_DANGUN = range(4200, 4300)
_BEFORE_COMMON = 2333
_PRINTED_YEARS = range(1500, 2200)


@lru_cache(maxsize=1024)
def printed_days(text: str) -> tuple[PrintedDay, ...]:
    """Return the days in a text, those with a year first; cached, as several stages need those of a line."""
    if not _MAY_BE_DAY.search(text):
        return ()
    left = simplified(text)
    if _IS_WIDE.search(left):
        left = left.translate(_WIDE)
    all_days: list[PrintedDay] = []
    for may_be, regex, read in _FORMS:
        hint = may_be.search(left)
        if hint is None:
            continue
        matches = regex.finditer(left, max(0, hint.start() - _LONGEST_YEAR))
        days = [day for day in map(read, matches) if day is not None]
        for day in days:
            left = left[: day.start] + _BLANK * (day.end - day.start) + left[day.end :]
        all_days += days
    return tuple(all_days)


def may_have_day(text: str) -> bool:
    """Return whether a text may have a day; a fast test."""
    return _MAY_BE_DAY.search(text) is not None or _MAY_BE_COMPACT.search(text) is not None


def full_days(text: str) -> Iterator[PrintedDay]:
    """Yield the days in a text of the paper that are certain."""
    return (printed_day for printed_day in printed_days(text) if printed_day.day is not None)


def first_day(text: str, *, is_day_first: bool | None = None) -> tuple[dt.date, PrintedDay] | None:
    """Return the first certain day of a label, a name or a cell that the calendar has; 19870612 is one, too.

    `is_day_first` tells how days with the year last are meant (3/5/2024), if that is known.
    """
    for compact_day in sorted((*_compact_days(text), *printed_days(text)), key=attrgetter("start")):
        numbers = compact_day.day
        if is_day_first is not None and len(compact_day.readings) == _WAYS and compact_day.month_day is None:
            numbers = compact_day.readings[0 if is_day_first else 1]
        if numbers is not None and (date := date_or_none(*numbers)):
            return date, compact_day
    return None


def _compact_days(text: str) -> Iterator[PrintedDay]:
    for match in _COMPACT.finditer(text):
        year, month, day = (int(match[at] or match[at + 3]) for at in (1, 2, 3))
        yield PrintedDay(*match.span(), ((year, month, day),))


def year_of(text: str) -> int | None:
    """Return the common year of a `YEAR` as printed; None if it is none."""
    numbers = _years(text)
    if len(numbers) == 1:
        return numbers[0]
    return None


def _number(text: str) -> int | None:
    figures = "".join(text.split())
    by_place = figures.translate(_AS_FIGURES)
    if by_place.isdigit():
        return int(by_place)
    return number_of(figures)


def _years(text: str) -> tuple[int, ...]:
    """Return the common years that a year may mean: several for one of two figures without an era."""
    era = next((era for era in SOLAR_ERAS if era in text), None)
    if era is not None:
        count = text.partition(era)[2].strip()
        number = 1 if count == "元" else _number(count)
        if number:
            return (SOLAR_ERAS[era].year + number - 1,)
        return ()
    number = _number(text)
    if number is None:
        return ()
    if number in _PRINTED_YEARS:
        return (number,)
    if number in _YEARS_OF_DANGUN:
        return (number - _BEFORE_COMMON,)
    if number in _YEARS_OF_REPUBLIC:
        return (_REPUBLIC + number,)
    if not 0 <= number < _YEARS_OF_REPUBLIC.start:
        return ()
    return tuple(century + number for century in (1800, 1900, _REPUBLIC, 2000))


def _is_outside_era(year: str, numbers: Numbers) -> bool:
    """Whether a day is not of the era that it is printed with: before 1873, days of 明治 are counted by the moon."""
    era = next((era for name, era in SOLAR_ERAS.items() if name in year), None)
    date = date_or_none(*numbers)
    if era is None or date is None:
        return False
    return not era.may_date(one_day(date))


def _with_year(match: re.Match[str], years: Sequence[int], month: int, day: int) -> PrintedDay | None:
    """Return a day of one of `years`; None if `month` and `day` are no numbers of days."""
    if not month or not day:
        return None
    readings = tuple((year, month, day) for year in years)
    if len(readings) > 1:
        readings = tuple(reading for reading in readings if date_or_none(*reading))
    start, end = match.span()
    after = _EVENT_AFTER.match(match.string, end)
    before = _EVENT_BEFORE.search(match.string, max(0, start - _LONGEST_EVENT), start)
    if before:
        start = before.start()
    if after:
        end = after.end()
    if before or after:
        return PrintedDay(start, end, readings, is_of_others=True)
    return PrintedDay(start, end, readings, (month, day) if date_or_none(2000, month, day) else None)


def _worded(match: re.Match[str]) -> PrintedDay | None:
    parts = match.groupdict()
    year = parts.get("year") or parts["short"]
    other = parts.get("other")
    twins = parts.get("twins")
    month = _number(match["month"])
    day = _number(twins[0] if twins else match["day"])
    years = () if re.search(_LOST, year) else _years(year)
    if not month or not day:
        return None
    if other is not None and year_of(other) not in years:
        years = ()
    elif other is not None:
        years = _years(other)
    if len(years) == 1 and _is_outside_era(year, (years[0], month, day)):
        return PrintedDay(match.start(), match.end())
    read = _with_year(match, years, month, day)
    if read is None or read.day is None:
        return read
    return replace(read, last=_last(read.day, match, twins))


def _last(first: Numbers, match: re.Match[str], twins: str | None) -> Numbers | None:
    """Return the last day of an issue for several days."""
    to_day = _number(twins[1] if twins else match["to_day"] or "")
    month = _number(match["to_month"] or "") or first[1]
    begin = date_or_none(*first)
    if to_day:
        end = date_or_none(first[0] + (month < first[1]), month, to_day)
    else:
        end = None
    if begin is None or end is None or not 0 < (end - begin).days <= _MOST_DAYS_OF_ISSUE:
        return None
    return end.year, end.month, end.day


def _backwards(match: re.Match[str]) -> PrintedDay | None:
    forwards = _WORDED.fullmatch(match[0][::-1])
    read = _worded(forwards) if forwards else None
    if read:
        return PrintedDay(*match.span(), read.readings, read.month_day)
    return None


def _named(match: re.Match[str]) -> PrintedDay | None:
    if match["d1"] and _OF_NUMBER.search(
        match.string, max(0, match.start() - _LONGEST_OF_NUMBER), match.start()
    ):
        return None
    name = match["n1"] or match["n2"] or match["n3"]
    day = match["d1"] or match["d2"] or match["d3"]
    year = match["y1"] or match["y2"] or match["y3"]
    month = _month_named(in_small_letters(name))
    return _with_year(match, _years(year) if year else (), month, int(day))


def in_small_letters(name: str) -> str:
    """Return the name of a month or weekday with small letters and plain spaces.

    Expressions without case take İ and ı for i, which `casefold` does not.
    """
    letters = name.casefold().replace("\u0307", "").replace("ı", "i")
    return " ".join(letters.split())


def _month_named(name: str) -> int:
    if name in _MONTHS:
        return _MONTHS[name]
    of_vietnam = name.removeprefix("tháng").strip()
    if of_vietnam in _MONTHS_OF_VIETNAM:
        return _MONTHS_OF_VIETNAM.index(of_vietnam) + 1
    if of_vietnam == "chạp":
        return 12
    return int(of_vietnam.removesuffix("月"))


def _in_figures(match: re.Match[str]) -> PrintedDay | None:
    """Return a day like 03/05/1986, 86.3.5 or 113.01.11 (a year of the Republic) in all its readings."""
    first, _, second, third = match.groups()
    if len(third) == 4:
        orders = [(int(second), int(first)), (int(first), int(second))]
        years_of = [(_years(third), month, day) for month, day in orders]
    elif len(first) == 3:
        is_of_republic = int(first) in _YEARS_OF_REPUBLIC and len(second) == len(third) == 2
        if is_of_republic:
            years_of = [(_years(first), int(second), int(third))]
        else:
            years_of = []
    elif len(first) == 2 or len(third) == 2:
        parts = [(first, second, third), (third, second, first), (third, first, second)]
        years_of = [(_years(year), int(month), int(day)) for year, month, day in parts if len(year) == 2]
    else:
        return None
    readings: dict[tuple[int, int, int], None] = {}
    for years, month, day in years_of:
        for year in years:
            if year in _PRINTED_YEARS and date_or_none(year, month, day):
                readings[year, month, day] = None
    if readings:
        return PrintedDay(*match.span(), tuple(readings), _agreed(readings))
    return None


def _agreed(readings: Sequence[Numbers] | dict[Numbers, None]) -> tuple[int, int] | None:
    month_days = {reading[1:] for reading in readings}
    if len(month_days) == 1:
        return month_days.pop()
    return None


def _without_year(match: re.Match[str]) -> PrintedDay | None:
    month = _number(match["month"])
    day = _number(match["day"])
    if month and day:
        return _with_year(match, (), month or 0, day or 0)
    return None


_FORMS: tuple[tuple[re.Pattern[str], re.Pattern[str], Callable[[re.Match[str]], PrintedDay | None]], ...] = (
    (_MAY_BE_MONTH, _WORDED, _worded),
    (_MAY_BE_SIGNED, _SIGNED, _worded),
    (_MAY_BE_BACKWARDS, _BACKWARDS, _backwards),
    (_MAY_BE_NAMED, _NAMED, _named),
    (_MAY_BE_SIGNED, _IN_FIGURES, _in_figures),
    (_MAY_BE_MONTH, _MONTH_DAY, _without_year),
)
"""What a text with a day has after its year, the form of the day, and what reads it."""

# no program before 1995 has written such names
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
_STAMPED_DAY = (
    r"(?<![0-9])(?:(?:199[5-9]|20[0-9]{2})(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
    r"|(?:199[5-9]|20[0-9]{2})(?P<apart>[-_.年/])[0-9]{1,2}[-_.月/][0-9]{1,2}日?"
    rf"|(?:[0-9]{{1,2}} {_MONTH}|{_MONTH} [0-9]{{1,2}}),? (?:199[5-9]|20[0-9]{{2}}))"
)
_HALF = r"(?:上午|下午|AM|PM)?\s?"
_TIME = (
    rf"(?:[ _T-]?{_HALF}(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9](?:[0-9]{{3}})?(?![0-9])"
    rf"|(?:[ _T-]{{1,3}}|T)(?:at )?{_HALF}[0-2]?[0-9](?:[.:：_-]|时|点)[0-5][0-9](?:[.:：_-]|分)[0-5][0-9]秒?(?![0-9])"
    rf"|T[0-2][0-9]:?[0-5][0-9]|[ _-]?{_HALF}[0-2]?[0-9][时点][0-5][0-9]分)"
)
_SHORT_TIME = rf"[ _-]{{1,3}}(?:at )?{_HALF}(?:[01][0-9]|2[0-3])[.:：-]?[0-5][0-9](?![0-9])"
"""Four digits may also be a page and the number of an article on it."""
_STAMP = pattern(f"{_STAMPED_DAY}(?:(?P<time>{_TIME})|(?P<short>{_SHORT_TIME}))?", re.IGNORECASE)
_MAKER = (
    r"\[?(?<![A-Za-z])(?:(?:Umi[ -]?|Paddle|天若)?OCR|Umi|CamScanner|Adobe ?Scan|Office ?Lens|ABBYY|FineReader"
    r"|Scan(?:ned)?|SCN|IMG|DSCN?|PXL|MVIMG|Screen ?shots?|Snipaste|mmexport|WeChat|Photo|Image|Picture|Untitled"
    r"|(?:New ?)?Doc(?:ument)?|Lens|Factiva|Nexis(?: ?Uni)?|Lexis|ProQuest|Wise(?:News|Search)|CNKI|Zotero|EndNote"
    r"|RefWorks|Evernote|Notion|exports?|downloads?|(?:search )?results?|output|backup)(?![A-Za-z])\]?"
    r"|白描|扫描全能王|全能扫描王|夸克扫描|(?:文档)?扫描件?|屏幕(?:截图|快照|录制)|截[图屏]|(?:微信|QQ)(?:图片|截图)"
    r"|拍照|照片|相册|图片|图像|无标题|未命名|新建?文[档件]|文字识别|识别(?:结果)?|慧科|知网|(?:批量)?导出(?:结果)?"
    r"|(?:检索|搜索|查询)结果|下载|剪藏|备份|转换结果"
)
_BY_MAKER = pattern(rf"(?:{_MAKER})[\s_.()（）\[\]-]{{0,3}}$", re.IGNORECASE)
_BEGINS_BY_MAKER = pattern(rf"[\[【(（\s]*(?:{_MAKER})", re.IGNORECASE)
_PAPER = pattern(f"[{HAN}]{{2,8}}报")
_WORK = (
    "(?:导出|识别|扫描|抓取|采集|下载|保存|转录|录入|抄录|整理|校对|生成|创建|拍摄|打印"
    "|检索|上传|访问|收藏|剪藏|制作|转换|存[档盘]|[汇输]出|另存|备份|修改|更新|OCR)"
)
_LINE = pattern(
    rf"(?:{_WORK}(?:完成)?(?:时间|日期|于)\s*[:：]?\s*.{{0,20}}|(?:本文|文[件档]|结果)?[由于].{{0,24}}{_WORK}.{{0,12}}"
    r"|(?:created|generated|exported|scanned|saved|downloaded|printed|retrieved|accessed|transcribed|digiti[sz]ed|ocr(?:ed|'d)?"
    r"|converted|clipped|captured|archived|produced|imported|last (?:edited|modified)|date added)"
    rf"\b.{{0,60}}){_STAMPED_DAY}.{{0,24}}"
    rf"|(?:date|日期|时间)\s*[:：]\s*{_STAMPED_DAY}.{{0,12}}[(（](?:ocr|scan|识别|扫描|录入|转录|导出)[^()（）]{{0,8}}[)）]".replace(
        "?P<apart>", ""
    ),
    re.IGNORECASE,
)
_ENGLISH_WORK = (
    "(?:export(?:ed)?|download(?:ed)?|saved|scanned|retrieved|accessed|captured|archived|converted|printed|transcribed"
    "|digiti[sz]ed|created|generated|clipped|copied|uploaded|modified|fetched|edited|backup|backed up|as of|ocr(?:ed)?)"
)
_RIGHT_BEFORE = pattern(
    rf"(?:(?P<worded>{_WORK}(?:完成)?(?:时间|日期|于|在))|{_WORK}(?:完成)?"
    rf"|(?<![A-Za-z]){_ENGLISH_WORK}(?P<on>[ _-](?:on|at|from))?)"
    r"[ _:：,-]{0,3}$",
    re.IGNORECASE,
)
"""What was done on the day that follows: “导出于2024-03-06”, “exported 2024-03-06”."""
_RIGHT_BEHIND = pattern(
    rf"[ _日-]{{0,2}}(?:{_WORK}(?![版件本])(?![{HAN}]{{0,4}}报)|{_ENGLISH_WORK}(?![A-Za-z]))", re.IGNORECASE
)
"""What was done on the day before it: “2024-03-06导出”."""
_ALONE = pattern(rf"{_STAMPED_DAY}{_TIME}".replace("?P<apart>", ""), re.IGNORECASE)
_MAY_BE_STAMP = pattern("199[5-9]|20[0-9]{2}")
_LONGEST = 100
_LONGEST_NAME = 255
_LONGEST_MAKER = 24


def _is_of_work(words: str, match: re.Match[str], *, is_of_paper: bool) -> bool:
    """Return whether a day in a name is told to be the one on which something was done with the file.

    Behind a paper's name only if the words leave no doubt: “雁桥日报 扫描2024-03-06” may be the scan of that day's.
    """
    before = _RIGHT_BEFORE.search(words, max(0, match.start() - _LONGEST_MAKER), match.start())
    if before is not None:
        return not is_of_paper or before["worded"] is not None or before["on"] is not None
    return not is_of_paper and _RIGHT_BEHIND.match(words, match.end()) is not None


class NamePart(Struct, frozen=True):
    """A part of a path without the days that a program wrote. `stamp` is the first of these, "" if there is none.

    `is_by_program`: a program has given the name, so that a number in it counts files.
    """

    words: str
    stamp: str = ""
    is_by_program: bool = False


def without_stamps(name: str) -> NamePart:
    """Return a file's or folder's name without the days that only a program writes.

    Beside such a day stands a time of day, or the word of a program or of what it does: “IMG_20240306_101133”,
    “Factiva-20240306”, “导出于2024-03-06”. A paper's name before the day makes it a person's:
    “扫描 雁桥日报2024-03-06”.
    """
    words = simplified(name)
    if not _MAY_BE_STAMP.search(words):
        return NamePart(name, "", _BEGINS_BY_MAKER.match(words) is not None)
    begins = _BEGINS_BY_MAKER.match(words) is not None
    paper = _PAPER.search(words)
    stamp = ""
    end = 0
    name_parts = []
    for match in _STAMP.finditer(words, 0, _LONGEST_NAME):
        before = words[max(0, match.start() - _LONGEST_MAKER) : match.start()]
        is_of_paper = paper is not None and paper.end() <= match.start()
        # “2024-03-06-10-11” may be a page and the number on it, “20240306-01-02-03” too
        is_timed = match["time"] is not None and (
            match["apart"] is not None or match["time"].lstrip("_T- ").isdigit()
        )
        is_named = _BY_MAKER.search(before) is not None or (begins and not is_of_paper)
        is_timed = is_timed or (begins and bool(match["time"] or match["short"]))
        if is_timed or is_named or _is_of_work(words, match, is_of_paper=is_of_paper):
            stamp = stamp or match[0]
            name_parts.append(name[end : match.start()])
            end = match.end()
    return NamePart(" ".join([*name_parts, name[end:]]), stamp, bool(stamp) or begins)


def is_by_program(text: str, *, is_first: bool) -> bool:
    """Return whether a line tells only when a program or a transcriber has worked: “导出时间：2024-03-06 10:11”.

    A day with its time of day may be when an article was published, unless it `is_first` in its file.
    """
    if len(text) > _LONGEST or not _MAY_BE_STAMP.search(text):
        return False
    return _LINE.fullmatch(text) is not None or (is_first and _ALONE.fullmatch(text) is not None)
