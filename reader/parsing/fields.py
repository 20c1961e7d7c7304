"""The fields of a masthead: title, date, weekday, lunar date, number, pages, CN number, and decoration around them."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Sequence, Set
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from reader.language.dates.calendar import (
    ERA_COUNT,
    IMPERIAL_ERAS,
    LUNAR_YEARS,
    LunarDay,
    date_of,
    date_or_none,
    stem_and_branch,
    year_of_era,
    years_of_era,
)
from reader.language.dates.printed_days import (
    YEAR,
    Numbers,
    PrintedDay,
    first_day,
    full_days,
    in_small_letters,
    printed_days,
    year_of,
)
from reader.language.equality import simplified
from reader.language.forms import HAN
from reader.language.numbers import NUMERAL, number_of
from reader.language.patterns import pattern

_MOST = 400
_YEAR_AND_MONTH = pattern(f"(?:{YEAR})\\s?年\\s?{NUMERAL}{{1,2}}\\s?月$")
_MONTH_ALONE = pattern(
    f"(?:{YEAR})\\s?年\\s?{NUMERAL}{{1,2}}\\s?月(?:[号份]|(?!\\s?[上中下初廿0-9０-９一二三四五六七八九十]))"
)
_NUMBER_OF_YEAR = pattern(f"(?:{YEAR})\\s?年\\s?第\\s?{NUMERAL}{{1,3}}\\s?[期号]")
_NUMBER_BEHIND = pattern(f"(?<!\\s)\\s+第\\s?{NUMERAL}{{1,5}}\\s?[期号]$")
_LONGEST_MONTH = 24
_LONGEST_DATE = 40
_FOUNDED = pattern("[创复始]刊|认可")
_EIGHT_FIGURES = pattern("[0-9]{4} ?[0-9]{2} ?[0-9]{2}")
_BEGINS_DATE = pattern("[0-9０-９A-Za-zＯｌＩ一二公西国新皇檀단中满日号民昭大明康洪平令]")
_LONE_YEAR = pattern(
    f"(?:(?:公元|西元|[公西国新]历|西暦)\\s?)?(?P<year>{YEAR})\\s?年(?!\\s?[{HAN}0-9０-９])(?:\\s?{NUMERAL}{{1,2}}\\s?月(?!\\s?{NUMERAL}))?"
)
_TIME = pattern("(?<![0-9])[0-2]?[0-9][:：][0-5][0-9](?:[:：][0-5][0-9])?(?![0-9])")
_WEEKDAY = pattern(
    "(?:星\\s?期|礼\\s?拜|周)\\s?([一二三四五六日天])|([一二三四五六日天])期星|([日月火水木金土])\\s?曜\\s?日?"
    "|(?<=[（(])([日月火水木金土])(?=[）)])"
)
_WORN_WEEKDAY = pattern(
    f"(?<=\0)\\s?(?:星[{HAN}]?[一二三四五六日天]|[{HAN}]?期[一二三四五六日天]|星期[{HAN}]?)(?![{HAN}])"
)
"""A weekday right behind a day, of which a character is misread or lost."""
_OF_JAPAN = dict(zip("月火水木金土日", "一二三四五六日", strict=True))
_WEEKDAY_NAMES = {
    name: weekday
    for weekday, names in zip(
        "一二三四五六日",
        (
            "monday montag lundi mon понедельник понедѣльникъ 월요일"
            " lunes lunedì lunedi segunda-feira maandag isnin senin",
            "tuesday dienstag mardi tues tue вторник вторникъ 화요일"
            " martes martedì martedi terça-feira terca-feira dinsdag selasa",
            "wednesday mittwoch mercredi wed среда 수요일"
            " miércoles miercoles mercoledì mercoledi quarta-feira woensdag rabu",
            "thursday donnerstag jeudi thurs thur thu четверг четвергъ 목요일"
            " jueves giovedì giovedi quinta-feira donderdag khamis kamis",
            "friday freitag vendredi fri пятница 금요일 viernes venerdì venerdi sexta-feira vrijdag jumaat jumat",
            "saturday samstag sonnabend samedi sat суббота 토요일 sábado sabado sabato zaterdag sabtu",
            "sunday sonntag dimanche sun воскресенье воскресеніе 일요일 domingo domenica zondag ahad minggu",
        ),
        strict=True,
    )
    for name in names.split()
} | {
    **dict(
        zip(("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy"), "一二三四五六", strict=True)
    ),
    "chủ nhật": "日",
}
_LETTER = "a-zа-яёіѣ"
_ANY_WEEKDAY = "|".join(sorted(_WEEKDAY_NAMES, key=len, reverse=True))
_NAMED_WEEKDAY = pattern(rf"(?<![{_LETTER}])({_ANY_WEEKDAY})(?![{_LETTER}])", re.IGNORECASE)
_LUNAR_DAY = (
    "(?P<leap>闰?)(?P<lunar_month>正|腊|冬|十[一二]|[一二三四五六七八九十])月\\s?"
    "(?P<lunar_day>初[一二三四五六七八九十]|[十廿卅][一二三四五六七八九]|二十[一二三四五六七八九]?|三十|廿|十)"
)
_CYCLE = "[甲乙丙丁戊己庚辛壬癸]\\s?[子丑寅卯辰巳午未申酉戌亥]"
_LUNAR = pattern(
    f"(?:(?:中华)?民国\\s?(?P<republic>元|{NUMERAL}{{1,3}})\\s?年\\s?)?"
    f"即?(?:[农夏阴旧]历)?\\s?(?P<lunar>(?:{_CYCLE}\\s?年?\\s?)?{_LUNAR_DAY})日?"
)
"""The year of the republic may stand right before it: 民国十五年九月初四日."""
_MAY_BE_LUNAR = pattern("月\\s?[初十廿卅二三]")
_IMPERIAL = pattern(
    f"(?:大清)?(?P<lunar>(?P<era>{'|'.join(IMPERIAL_ERAS)})\\s?(?:(?P<count>{ERA_COUNT})\\s?年\\s?)?"
    f"(?:[(（]?(?:岁次)?(?P<cycle>{_CYCLE})年?[)）]?\\s?)?"
    f"(?:{_LUNAR_DAY}|(?P<plain_month>{NUMERAL}{{1,2}})月(?P<plain_day>{NUMERAL}{{1,3}})(?=[日号])))日?"
)
"""The year of an era, in count or by its name in the cycle; figures alone (四月三日) are days of the moon, too."""
_CYCLE_YEAR = pattern(f"(?P<cycle>{_CYCLE})\\s?年?\\s?{_LUNAR_DAY}")
_MAY_BE_IMPERIAL = pattern("|".join(IMPERIAL_ERAS))
_MONTHS_IN_WORDS = {"正": 1, "冬": 11, "腊": 12}
_NUMBER = pattern(
    f"(?:总\\s?第|总字?第?|(?<!字)第)\\s?(?P<number>[0-9０-９,， ]{{1,8}}|{NUMERAL}{{2,8}})"
    f"(?:[、至—-]第?{NUMERAL}{{1,8}})?\\s?[期号]"
    "|(?:期号|\\b(?:issue|number))[:：]\\s?(?P<labelled>[0-9]{1,8})"
)
_NAMED_NUMBER = pattern(
    r"(?:(?<![A-Za-z])n(?:o|r|ro|um|úm|umber|ummer|uméro|úmero|umero)?[.:°º]{0,2}|№)\s?"
    r"(?P<number>[0-9]{1,3}(?:[ ,.][0-9]{3})+|[0-9]{1,6})(?![0-9])",
    re.IGNORECASE,
)
"""The issue's number beside its day, in Western languages: No. 212, Nr. 281, N° 3 412, № 160."""
_MAY_BE_NAMED_NUMBER = pattern("№|[Nn][OoRrUuÚú°º.]")
_MAY_BE_NUMBER = pattern("第|总|期号|issue|number")
_IN_NUMBERS = pattern("[,， ]")
_PAGE_COUNT = pattern(
    f"(?:今日|本期|本日|今天|共)\\s?[{HAN}]{{0,6}}?\\s?(?:(?P<count>{NUMERAL}{{1,3}})\\s?(?:个?版|页)"
    f"|(?P<sheets>{NUMERAL}{{1,2}})\\s?大?张(?!{NUMERAL}))"
)
_MAY_BE_PAGE_COUNT = pattern("今日|本期|本日|今天|共")
_MAY_BE_NAMED = pattern("[A-Za-zА-я]{3}|요일")
# a sheet is folded once and printed on both sides
_PAGES_OF_A_SHEET = 4
_CN = pattern(
    "(?:CN|ＣＮ|刊号)[\\s:：]*(?:CN|ＣＮ)?\\s*(?P<cn>[0-9０-９]{2}\\s?[-－—–―]\\s?[0-9０-９]{4})",
    re.IGNORECASE,
)
_CN_WORDS = pattern(
    "国内统一(?:连续)?(?:出版物|刊)号|国际标准刊号|准印证号?|内部资料|邮发代号|国外发行?代号|代号\\s?[0-9]{1,2}-[0-9]{1,3}|ISSN",
    re.IGNORECASE,
)
_MAY_BE_CN = pattern("[CcＣｃ刊]")
_MAY_BE_CN_WORDS = pattern("[刊号证Ii内代]")
EDITION = "号\\s?外|增\\s?刊|[晨早午晚夜]\\s?刊"
_EDITION = pattern(f"(?<![^\\s报])[·・•（(]?\\s?(?:{EDITION})\\s?[）)]?(?=\\s|$)")
"""The edition beside a newspaper's name: 青石日报 晚刊, 青石日报（号外）."""
_BARE_NUMBER = pattern(r"[\W_]*[0-9]{3,6}[\W_]*")
"""The issue's number without its words, beside a day."""
_PUNCTUATION = pattern(r"[\W_]+")
# Each field has at least one of these characters; a fast test that rules out most texts.
_OF_FIELDS = pattern("[-－—–―·・_号证资A-Za-zА-я年月.．/期拜周曜版页张刊년]|[0-9]{8}|[0-9]{4} [0-9]")
_MAY_BE_FIELD = pattern("[0-9０-９年月期号版周刊拜]|[Cc][Nn]|[Ii][Ss][Ss][Nn]")
_MAY_BE_EDITION = pattern("[刊外]")
_MAY_BE_WEEKDAY = pattern("[期拜周曜（(]")
PAPER = "(?<![预举通喜捷汇情填谎电海播战警瞒回的])报"
"""The end of a paper's name, and not of a forecast or a report."""
_TITLE = pattern(
    f"(?:[{HAN}]\\s{{0,3}}){{1,7}}(?:[日晚晨早时商周快新]\\s{{0,3}}|都\\s?市\\s?|青\\s?年\\s?)?"
    f"{PAPER}(?:[·・]?(?:海外|周末|国际|欧洲|北美|航空)版|周刊)?"
)
_AROUND_TITLE = "*《》\"'“” "
TITLES_IN_OTHER_WORDS = frozenset(
    {
        "参考消息",
        "新华每日电讯",
        "南方周末",
        "新闻联播",
        "众新闻",
        "立场新闻",
        "澎湃新闻",
        "端传媒",
        "南方人物周刊",
        "三联生活周刊",
        "中国新闻周刊",
        "中国经济周刊",
        "瞭望东方周刊",
        "财新周刊",
        "亚洲周刊",
        "新民周刊",
        "华夏文摘",
        "文摘周刊",
        "南风窗",
        "每周评论",
    }
)
"""Titles of newspapers and weeklies that do not end with 报, in simplified characters: they have no common form."""
_WORD = pattern("[^\\s|｜：:]+")
_LATIN_TITLE = pattern("[A-Z][A-Z .·-]{3,40}|[A-Z][A-Za-z .·-]{0,30}(?:Daily|News|Post|Times|Ribao|Wanbao)")
_MAY_BE_CONTACT = pattern("[0-9:：.Mm]")
_CONTACT = pattern(
    "https?:|www\\.|E-?mail|(?:网址|邮箱|电话|热线|传真|社址|地址|邮编|邮政编码|零售|定价|承印|印刷|印张"
    "|广告许可证)[^，。]{0,12}[:：0-9]",
    re.IGNORECASE,
)
_WORD_OF_CONTACT = pattern("[HhWwEe网邮电热传社地零定承印广]")
_IMPRINT = pattern(
    "社址|本报地址|邮政编码|邮编|总编室|(?:广告|发行|新闻|投诉|订报|订阅|服务|举报)(?:部|中心)?(?:热线|电话|专线)|承印|印刷|印完|开印|开机"
    "|定价|零售|每份|每月|全年|广告(?:经营)?许可证|法律顾问|邮发代号"
)
_TELLS_FIGURES = pattern("[0-9０-９：:]")
_SENTENCE = pattern("[，。；]")
_CONTACT_OF_OTHERS = pattern("(?:联系|咨询|报名|监督|举报|公司|单位|现场|预约|捐赠|招聘|应聘|活动|项目)")
_LONGEST_NAME = 24
_NAME_WITH_NUMBER = pattern(f"[^，。！？；：、]{{2,16}}[ \u3000]+[总總]?第\\s?{NUMERAL}{{1,6}}\\s?[期号]")
_SPECIAL_NUMBER = pattern("[^，。！？；：]{2,8}(?:特刊|专刊|副刊|增刊|专号|周刊|校刊)")
_BESIDE_TITLE = pattern(
    f"(?:掌上[{HAN}]{{2,4}}|[{HAN}]{{0,6}}客户端|官方?微[信博]|微信公众号|视频号|抖音号|扫码[{HAN}]{{0,6}}"
    f"|扫一扫[{HAN}]{{0,4}}|电子版|数字报|官网"
    f"|[{HAN} 　]{{2,30}}(?:主管|主办|出版|编辑|承印|机关报)(?:主办|出版)?)[:：]?"
)
_MAY_STAND_BESIDE_TITLE = pattern("掌|客|微|视|抖|扫|官|电子版|数字报|主管|主办|出版|编辑|承印|机关报")
_PRICE_IN = pattern(
    f"(?:零售|定价|售价)?(?:每份|每期)?(?:新?[台臺]币|人民币)?{NUMERAL}{{1,5}}(?:[.．][0-9]{{1,2}})?[元角分](?![{HAN}])"
)
_MAY_BE_PRICE = pattern("[元角分]")
_NUMBERED_ISSUE = pattern(r"(?:1[89]|20)[0-9]{2}\s?[-–—]\s?(?:0?[1-9]|1[0-2])\s?[-–—]\s?[0-9]{3,6}")
_RECORD = pattern(
    "(?:来源|版[次面]|栏目|专栏|期号|报纸(?:名称)?|报名|(?:出版|见报)?日期|(?:出版|发布|发表)时间|字数|Date|Page"
    "|Newspaper|Publication|Section)\\s?[:：].{0,30}"
)


class MastheadFields(Struct, frozen=True):
    """The fields in a part of a masthead, not yet checked.

    Attributes:
        date: (year, month, day), if one day is printed as that of the paper.
        month_day: (month, day), if printed without a year that is certain.
        readings: The days that may be meant, if the printed one has several readings.
        days: The days that are printed, if they contradict each other.
        last: The last day of an issue for several days.
        is_dated: A day is printed, be it known or not.
        weekday: “星期一” to “星期日”.
        lunar: The lunar date without spaces.
        number: The issue's number.
        page_count: The number of pages.
        cn: The CN number without “CN”.
        cn_words: There are words for a registration number.
        rest: The number of characters outside of these fields, without punctuation; 0 if there are no fields.
    """

    date: Numbers | None = None
    month_day: tuple[int, int] | None = None
    readings: tuple[Numbers, ...] = ()
    days: tuple[Numbers, ...] = ()
    last: Numbers | None = None
    is_dated: bool = False
    weekday: str | None = None
    lunar: str | None = None
    number: int | None = None
    page_count: int | None = None
    cn: str | None = None
    cn_words: bool = False
    rest: int = 0

    @property
    def has_year(self) -> bool:
        """Whether a day of the paper is printed with its year, be it certain or not."""
        return bool(self.date or self.readings or self.days)

    @property
    def count(self) -> int:
        values = (self.is_dated or None, self.weekday, self.lunar, self.number, self.page_count, self.cn)
        return len(values) - values.count(None) + (self.cn_words and self.cn is None)


_NOTHING = MastheadFields()
BLANK = "\0"
"""Replaces every character of a field in the result of `without_fields`."""


def masthead_fields(text: str) -> MastheadFields:
    """Return the masthead fields in the first 400 characters of a text."""
    return without_fields(text)[1]


def without_fields(text: str) -> tuple[str, MastheadFields]:
    """Return the first 400 characters of a text with its fields replaced by `BLANK`, and the fields."""
    return _without_fields(text[:_MOST])


class _Remainder:
    """A text of which fields are taken, one after the other: `left` has `BLANK` where they were."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.left = text

    def take(self, field: re.Pattern[str], may_be: re.Pattern[str] | None = None) -> re.Match[str] | None:
        """Take the first field of this form; `may_be` is a fast test, which texts with the form pass."""
        if may_be is not None and not may_be.search(self.text):
            return None
        match = field.search(self.left)
        if match:
            self._blank(*match.span())
        return match

    def take_days(self, days: Iterable[PrintedDay]) -> None:
        for day in days:
            self._blank(day.start, day.end)

    def _blank(self, begin: int, end: int) -> None:
        self.left = self.left[:begin] + BLANK * (end - begin) + self.left[end:]


class _TakenDays(Struct, frozen=True):
    """The days of a text: those of the sun, one of the moon's calendar, and what the latter is in the common one."""

    days: Sequence[PrintedDay]
    lunar: re.Match[str] | None
    of_moon: Numbers | None


@lru_cache(maxsize=1024)
def _without_fields(text: str) -> tuple[str, MastheadFields]:
    """Return a text with its fields replaced, and the fields; cached, as several stages need those of a line."""
    if not _OF_FIELDS.search(text) or not _MAY_BE_FIELD.search(text):
        return text, _NOTHING
    remainder = _Remainder(text)
    cn = remainder.take(_CN, _MAY_BE_CN)
    cn_words = remainder.take(_CN_WORDS, _MAY_BE_CN_WORDS)
    dates = _take_days(remainder)
    days = dates.days
    weekday = _take_weekday(remainder, has_day=bool(days))
    number = _take_number(remainder, has_day=bool(days))
    pages = remainder.take(_PAGE_COUNT, _MAY_BE_PAGE_COUNT)
    if not days and _EIGHT_FIGURES.search(remainder.left):
        days = _in_one_number(remainder.left)
        remainder.take_days(days)
    years: set[int] = set()
    if days and "年" in remainder.left:
        years, remainder.left = _lone_years(remainder.left)
    remainder.take(_PRICE_IN, _MAY_BE_PRICE)
    if days:
        remainder.take(_TIME)
        remainder.take(_WORN_WEEKDAY)
    remainder.take(_EDITION, _MAY_BE_EDITION)
    left = remainder.left
    if left is text:
        return text, _NOTHING
    dated = _dated(days, dates.of_moon, years) if days or dates.of_moon else _NOTHING
    return left, replace(
        dated,
        is_dated=dated.is_dated or any(_FOUNDED.search(text, day.start, day.end) for day in days),
        weekday=weekday,
        lunar="".join(dates.lunar["lunar"].split()) if dates.lunar else None,
        number=number,
        page_count=_page_count(pages) if pages else None,
        cn=_cn_number(cn) if cn else None,
        cn_words=cn_words is not None,
        rest=0 if days and _BARE_NUMBER.fullmatch(left) else len(_PUNCTUATION.sub("", left)),
    )


def _take_days(remainder: _Remainder) -> _TakenDays:
    """Take the days: those with a year, and one of the moon's calendar; else the first one without a year."""
    text = remainder.text
    imperial = remainder.take(_IMPERIAL, _MAY_BE_IMPERIAL)
    printed = printed_days(remainder.left)
    days = [printed_day for printed_day in printed if _has_year(text[printed_day.start : printed_day.end])]
    remainder.take_days(days)
    lunar = imperial
    if lunar is None and "月" in text:
        lunar = remainder.take(_LUNAR, _MAY_BE_LUNAR)
    of_moon = _date_of_moon(lunar, days)
    if not days and imperial is None:
        left = remainder.left
        without_year = [day for day in printed if BLANK not in left[day.start : day.end]]
        days = without_year[:1]
        remainder.take_days(days)
    return _TakenDays(days, lunar, of_moon)


def _take_weekday(remainder: _Remainder, *, has_day: bool) -> str | None:
    """Take the weekday, also one in a Western language beside a day; return it in Chinese."""
    weekday = remainder.take(_WEEKDAY, _MAY_BE_WEEKDAY)
    named_weekday = None
    if has_day and _MAY_BE_NAMED.search(remainder.left):
        named_weekday = remainder.take(_NAMED_WEEKDAY)
    if weekday is not None:
        return _weekday(weekday)
    if named_weekday is not None:
        return f"星期{_WEEKDAY_NAMES[in_small_letters(named_weekday[1])]}"
    return None


def _take_number(remainder: _Remainder, *, has_day: bool) -> int | None:
    """Take the number of the issue, also one in a Western language beside a day."""
    number = remainder.take(_NUMBER, _MAY_BE_NUMBER)
    if number is not None:
        return number_of(_IN_NUMBERS.sub("", number["number"] or number["labelled"]))
    if not has_day or not _MAY_BE_NAMED_NUMBER.search(remainder.left):
        return None
    named_number = remainder.take(_NAMED_NUMBER)
    if named_number is None:
        return None
    return int("".join(filter(str.isdigit, named_number["number"])))


def _cn_number(match: re.Match[str]) -> str:
    digits = unicodedata.normalize("NFKC", "".join(match["cn"].split()))
    return re.sub("[－—–―]", "-", digits)


def _page_count(match: re.Match[str]) -> int | None:
    """Return the number of pages; four are counted for each sheet if sheets are printed."""
    sheets = number_of(match["sheets"]) if match["sheets"] else None
    if sheets:
        return sheets * _PAGES_OF_A_SHEET
    return number_of(match["count"] or "")


def _in_one_number(left: str) -> list[PrintedDay]:
    """Return the day in a text that otherwise has the paper's name only: 汀江晨报 19860305."""
    day_and_span = first_day(left) if len(left) <= _LONGEST_MONTH else None
    if day_and_span is None:
        return []
    if is_title(_spaced(left, day_and_span[1].start, day_and_span[1].end).replace(BLANK, " ").strip()):
        return [day_and_span[1]]
    return []


def _lone_years(left: str) -> tuple[set[int], str]:
    """Return the years that are printed by themselves, and the text without them."""
    years = {year for match in _LONE_YEAR.finditer(left) if (year := year_of(match["year"]))}
    return years, _LONE_YEAR.sub(lambda year_match: BLANK * len(year_match[0]), left)


def _has_year(printed: str) -> bool:
    return "年" in printed or "月" not in printed


def _weekday(match: re.Match[str]) -> str:
    of_china = match[1] or match[2]
    return f"星期{of_china.replace('天', '日') if of_china else _OF_JAPAN[match[3] or match[4]]}"


def _dated(days: Sequence[PrintedDay], of_moon: Numbers | None, years: Set[int]) -> MastheadFields:
    """Return the fields of the day; `of_moon` is that of the moon's calendar, `years` are printed by themselves."""
    of_paper = [printed_day for printed_day in days if not printed_day.is_of_others]
    certain = list(dict.fromkeys(printed_day.day for printed_day in of_paper if printed_day.day))
    existing = [day for day in certain if date_or_none(*day)] or certain
    first = next(iter(of_paper), None)
    if not existing and first and first.month_day and len(years) == 1:
        existing = [(next(iter(years)), *first.month_day)]
        years = frozenset()
    if len(existing) > 1 or (existing and years and years != {existing[0][0]}):
        return MastheadFields(days=tuple(existing), is_dated=True)
    if existing:
        last = next(
            (
                printed_day.last
                for printed_day in of_paper
                if printed_day.day == existing[0] and printed_day.last
            ),
            None,
        )
        return MastheadFields(date=existing[0], last=last, is_dated=True)
    return MastheadFields(
        date=of_moon,
        month_day=first.month_day if first and not of_moon else None,
        readings=first.readings if first and not of_moon else (),
        is_dated=bool(of_paper) or of_moon is not None,
    )


def _date_of_era(match: re.Match[str]) -> tuple[int, int, int] | None:
    """Return (year, month, day) of a match of `_IMPERIAL`, a lunar day; None before 1850, if there is none, or if the
    year is not one of the era.
    """
    cycle = "".join((match["cycle"] or "").split())
    if match["count"]:
        of_count = year_of_era(match["era"], match["count"])
    else:
        of_count = None
    if (match["count"] and of_count is None) or not (match["count"] or cycle):
        return None
    years = [year for year in years_of_era(match["era"]) if cycle in ("", stem_and_branch(year))]
    years = [year for year in years if of_count in (None, year)]
    if len(years) != 1:
        return None
    date = _date_in(years[0], match, match["plain_month"], match["plain_day"])
    if date:
        return (date.year, date.month, date.day)
    return None


def _date_of_moon(match: re.Match[str] | None, days: Sequence[PrintedDay]) -> Numbers | None:
    """Return (year, month, day) of a match of `_IMPERIAL`, or of one of `_LUNAR` behind a year of the republic and
    without one of the `days` of the sun beside it; None for any other.
    """
    if match is None:
        return None
    if "era" in match.re.groupindex:
        return _date_of_era(match)
    if days or match["republic"] is None:
        return None
    year = year_of_era("民国", match["republic"])
    date = _date_in(year, match, None, None) if year else None
    if date:
        return (date.year, date.month, date.day)
    return None


def _date_in(
    year: int, match: re.Match[str], plain_month: str | None, plain_day: str | None
) -> dt.date | None:
    """Return the day of `_LUNAR_DAY`, or of plain numerals, in a lunar year; None if it has no such day."""
    words = plain_month or match["lunar_month"]
    month = _MONTHS_IN_WORDS.get(words) or number_of(words)
    day = number_of((plain_day or match["lunar_day"]).replace("初", ""))
    if month and day:
        return date_of(LunarDay(year, month, bool(match["leap"]), day))
    return None


def days_of_cycle(lunar: str) -> list[dt.date]:
    """Return the days that a lunar date with the name of its year in the cycle of sixty may mean: 壬申年四月初五; [] if
    it has no year, or that of an era.
    """
    match = _CYCLE_YEAR.fullmatch(lunar)
    if match is None:
        return []
    years = (year for year in LUNAR_YEARS if stem_and_branch(year) == match["cycle"])
    return [date for year in years if (date := _date_in(year, match, None, None))]


def month_day_in(text: str) -> tuple[int, int] | None:
    """Return (month, day) of the first “1月31日” in a short text; None if it has none."""
    days = printed_days(text[:_MOST]) if "月" in text else []
    if days:
        return min(days, key=lambda day: day.start).month_day
    return None


def dates_in(text: str) -> list[Numbers]:
    """Return all full dates in a text as (year, month, day), which need not exist in the calendar."""
    is_worded = "年" in text and "月" in text
    if not is_worded and "-" not in text and "." not in text and "/" not in text and "．" not in text:
        return []
    return [
        full_day.readings[0]
        for full_day in sorted(full_days(text), key=lambda printed_day: printed_day.start)
    ]


def without_date(text: str) -> str:
    """Return a short text without its date, weekday and lunar date."""
    for day in list(full_days(text))[:1]:
        text = f"{text[: day.start]} {text[day.end :]}"
    if "星" in text or "礼" in text or "周" in text:
        text = _WEEKDAY.sub(" ", text, count=1)
    if "月" in text and _MAY_BE_LUNAR.search(text):
        return _LUNAR.sub(" ", text, count=1)
    return text


def days_of_name(name: str) -> tuple[str, dt.date | None, PrintedDay | None]:
    """Return a part of a path with a space for its day, and that day: the date, or one with several readings."""
    imperial = _IMPERIAL.search(simplified(name))
    of_era = _date_of_era(imperial) if imperial else None
    if imperial and of_era:
        return _spaced(name, *imperial.span()), dt.date(*of_era), None
    day_and_span = first_day(name)
    if day_and_span:
        return _spaced(name, day_and_span[1].start, day_and_span[1].end), day_and_span[0], None
    doubtful = next((printed_day for printed_day in printed_days(name) if printed_day.readings), None)
    return _spaced(name, doubtful.start, doubtful.end) if doubtful else name, None, doubtful


def _spaced(text: str, start: int, end: int) -> str:
    return f"{text[:start]} {text[end:]}"


def without_month_day(text: str) -> str:
    """Return a short text without its first day of a month: 5月3日."""
    for day in printed_days(text)[:1] if "月" in text else ():
        text = f"{text[: day.start]} {text[day.end :]}"
    return text


def is_title(text: str) -> bool:
    """Return whether a line can be a newspaper's title: “株洲日报”, “羊 城 晚 报”."""
    if len(text) > 24:
        return False
    if "报" in text:
        name = text.strip(_AROUND_TITLE)
        return name[-1:] in "报版刊" and _TITLE.fullmatch(name) is not None
    return "".join(text.strip(_AROUND_TITLE).split()) in TITLES_IN_OTHER_WORDS


def title_in(text: str) -> tuple[int, int] | None:
    """Return the span of the first newspaper's title among the words of a line; None if there is none."""
    return next((match.span() for match in _WORD.finditer(text[:_MOST]) if is_title(match[0])), None)


def heads_with_title(text: str) -> bool:
    """Return whether a line begins with a newspaper's title and is no sentence: “平江潮报 2018-11-09 第A07版 法治”."""
    span = title_in(text)
    return span is not None and span[0] == 0 and _SENTENCE.search(text) is None


def is_furniture(text: str) -> bool:
    """Return whether a line is decoration around a title: the title in Latin letters, 客户端, telephone numbers."""
    if len(text) > 80 or _CONTACT_OF_OTHERS.match(text):
        return False
    if _MAY_STAND_BESIDE_TITLE.search(text) and _BESIDE_TITLE.fullmatch(text):
        return True
    if text[0].isascii() and _LATIN_TITLE.fullmatch(text):
        return True
    may_be_contact = _MAY_BE_CONTACT.search(text) is not None and _WORD_OF_CONTACT.search(text) is not None
    return may_be_contact and _CONTACT.search(text) is not None


def is_imprint(text: str) -> bool:
    """Return whether a line is an imprint: address, telephones, printer and price, as at the foot of a page."""
    if not _TELLS_FIGURES.search(text) or _SENTENCE.search(text):
        return False
    return len(set(_IMPRINT.findall(text))) >= 2


def ends_with_month(text: str) -> bool:
    """Return whether a line ends with a year and a month, below which mastheads print the day in large type."""
    return len(text) <= _LONGEST_MONTH and _YEAR_AND_MONTH.search(text) is not None


def month_in(text: str) -> str | None:
    """Return the month of an issue in a line without its day: “1950年5月 第3期”; None if it has none."""
    match = _MONTH_ALONE.search(text)
    if match is None:
        return None
    return match[0]


def tells_time_of_issue(text: str) -> bool:
    """Return whether a line has the month of an issue, or its number within a year, without its day."""
    return _MONTH_ALONE.search(text) is not None or _NUMBER_OF_YEAR.search(text) is not None


def is_name_with_number(text: str) -> bool:
    """Return whether a file's first line is the name of a periodical with its number: “晨星　副刊　第七期”."""
    return len(text) <= _LONGEST_NAME and _NAME_WITH_NUMBER.fullmatch(text) is not None


def is_special_number(text: str) -> bool:
    """Return whether a file's first line names a special number, if its day is below: “春节特刊”."""
    return len(text) <= _LONGEST_NAME and _SPECIAL_NUMBER.fullmatch(text) is not None


def may_date_title(text: str) -> bool:
    """Return whether a line right below the title is its month, with the number behind it, or its day in one number."""
    return ends_with_month(_NUMBER_BEHIND.sub("", text)) or (text[0].isdigit() and has_number_of_day(text))


def has_issue_number(text: str) -> bool:
    """Return whether a line has an issue's number, in figures or right behind its month: 五月　第三期."""
    return _NUMBER_BEHIND.search(text) is not None or masthead_fields(text).number is not None


def has_number_of_day(text: str) -> bool:
    """Return whether a line is a day in one number: 19860305."""
    day_and_span = first_day(text) if text[-1].isdigit() else None
    return day_and_span is not None and day_and_span[1].end - day_and_span[1].start == len(text)


def is_date(text: str) -> bool:
    """Return whether a line consists of a full date."""
    bare = text.strip("（()） ")
    return (
        len(bare) <= _LONGEST_DATE and _BEGINS_DATE.match(bare) is not None and has_day(bare, is_alone=True)
    )


_MONTH = pattern(
    "(?:公元)?(?:(?:1[89]|20)[0-9]{2}|[一二][〇零○O0一二三四五六七八九]{3})年(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2}|元|腊)月(?:[上中下]旬|初|底)?"
    "|(?:(?:1[89]|20)[0-9]{2}|[0-9]{2})[.．·][0-9]{1,2}[.．·](?:[0-9]{1,2}[.．·]?)?"
)
"""A date of a signature that is none of a masthead: “一九六六年十一月”, “67.2.3.”."""


def is_month(text: str) -> bool:
    """Return whether a line consists of year and month, or of a date in figures with dots, as below a text."""
    bare = text.strip("（()） ")
    return len(bare) <= _LONGEST_DATE and _MONTH.fullmatch("".join(bare.split())) is not None


def has_day(text: str, *, is_alone: bool) -> bool:
    """Return whether a text has a full date, and nothing else if `is_alone`."""
    return any(
        not is_alone or (full_day.start == 0 and full_day.end == len(text)) for full_day in full_days(text)
    )


def is_record_field(text: str) -> bool:
    """Return whether a line is a field of a record, “来源：…”, or its year, month and issue: “1901 - 7 - 12345”."""
    if text[0].isdigit() and _NUMBERED_ISSUE.fullmatch(text):
        return True
    is_short = len(text) <= 40 and ("：" in text[:12] or ":" in text[:12])
    return is_short and _RECORD.fullmatch(text) is not None
