"""The days that a sentence tells: 2月21日, 本月3日, 16日, 昨日, 去年十二月, 正月十三, 民国三十五年五月三日.

What an expression means is decided by `language.dates`; here it is found in a text, and what it says nothing of is
added: the month of “16日”, the year of “2月21日”. Both are those of the day from which the text counts (`day_bases`).
"""

import datetime as dt
import re
from collections.abc import Iterator

from msgspec import Struct

from reader.language.dates.calendar import (
    ERA_BEGINS,
    ERA_COUNT,
    ERA_NAME,
    IMPERIAL_ERAS,
    Days,
    date_or_none,
    lunar_day,
    one_day,
)
from reader.language.dates.date_expressions import days_of
from reader.language.forms import HAN
from reader.language.numbers import NUMERAL, number_of
from reader.language.patterns import pattern
from reader.newspaper.facts import Claim, Fact, Rule, decided, unknown

BETWEEN = "……"
"""What stands between words that tell a day together: 1月22日电……昨天."""


class MentionedDay(Struct, frozen=True):
    """A day or days that the characters from `start` to `end` of a text tell, with the witness of it.

    The fact is unknown where the expression has no day: it can't exist, or which one is meant is not certain.
    """

    start: int
    end: int
    fact: Fact[Days]

    @property
    def days(self) -> Days | None:
        return self.fact.value


_N = f"{NUMERAL}{{1,3}}"
_TO = "(?:[-－—–~～至到]|——)"
_AND = f"(?:(?:、{_N}[日号]?)*(?:{_TO}|[、和及与]))"
_BEFORE = r"(?:(?<![^\s，,。；;：:！!？?“”（）()【】—…])|(?<=[于在从自])|(?<![不达直]到)(?<=[至到])|(?<=今))"
"""What stands before the number of a day; 停课3日, 会期三日 are no days."""
_TIME = "(?:[，,]|上午|下午|中午|凌晨|清晨|早|晨|晚|夜|深夜|傍晚|在(?!建)|于|起(?!重))"
_NO_LENGTH = "(?<=[^期课工业学产刊假息时历续共达约需长满近第每隔停休逾过])"
_NAMED = (
    f"{_NO_LENGTH}(?="
    f"{_N}日(?:上午|下午|凌晨|晚|在|于|会见|会晤|宣布|抵达|离开|举行|召开|表示|说"
    "|出席|访问|视察|开幕|闭幕|开工|竣工|通车|成立|逝世|病逝|签署|发表|发布|公布|批准|致电|前往"
    "|由|向|对|为(?!期)|与|同|将|把|被|遭|从|自|正式|分别|再次|隆重|胜利|先后|共同|联合|首次|又(?!起)|开市|开业|开展|开播|落幕|参观|检查|看望|慰问|接见|宴请|主持|召集|率|乘|抵|返回|检阅|陪同|走访"
    "|致函|致信|受|获|当选|选举|选出|任命|授予|破获|抓获|逮捕|袭击|轰炸|坠毁|相撞|倒塌|决口|地震|死于|丧生|遇难|起程|启程|动身|回到|来到|前来|集会|游行|罢工|宣告|决定|通过|通知|表决|接受|拒绝|否认|证实|指出|强调|警告|呼吁|透露"
    "|到(?!期)|赴|发生|开馆|开学|启用|投产|揭牌|奠基|落成|当选|就职|辞职|爆炸|起火|失火|沉没))"
)
"""Behind a name: 温如岚20日在江城."""
_YEAR = (
    f"(?:(?:(?:{ERA_NAME}){ERA_COUNT}|(?:公元)?(?:元|{NUMERAL}{{1,4}})"
    "|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]|[今去前本明后上]|大前)年)"
)
_LUNAR = "(?:农历|阴历|旧历|夏历|废历|古历)"
_PART = "(?:上旬|中旬|下旬|初|底|末)"
_BEGIN = (
    f"(?:[{NUMERAL[1:-1]}初闰正冬腊年昨今明后前去本上下大当即这个周星礼公元农阴旧夏废古甲乙丙丁戊己庚辛壬癸]"
    f"|(?=[{ERA_BEGINS}])(?:{ERA_NAME}))"
)
"""With what a form may begin: tested first, as most characters begin none."""
_FORMS = pattern(
    rf"(?={_BEGIN})(?:(?<!{NUMERAL})(?P<year>{_YEAR})?(?P<lunar>{_LUNAR}?(?:闰?[正冬腊]月|(?:闰?{_N}月)(?=[初廿]))"
    rf"(?:初?{NUMERAL}{{1,3}}日?)?|{_LUNAR}(?:闰?{_N}月){NUMERAL}{{1,3}}日?)"
    rf"|(?<!{NUMERAL})(?P<y>{_YEAR})?(?P<month>{_N}月份?|[本上下当]个?月)(?P<day>初?{_N})[日号]?(?=[日号]|{_AND}{_N}[日号])(?:[日号](?:{_N}[时点](?={_TO}))?)?"
    rf"(?:(?P<sep>{_AND})(?P<to_month>{_N}月)?(?P<to>{_N})[日号])?"
    rf"|(?<![{NUMERAL[1:-1]}、和及至到—–~～－-])(?P<ym>{_YEAR}?(?:(?:{_N})月(?:份|{_PART})?|[本上下]个?月{_PART}?))(?P<mto>{_TO}{_N}月)?(?!{NUMERAL}|中秋|端午|重阳)"
    rf"|(?:{_BEFORE}|{_NAMED})(?<![{NUMERAL[1:-1]}.．·第/月])(?P<bare>初?{_N})(?:日|号(?={_TIME}|{_AND}{_N}[日号]))?"
    rf"(?:(?P<bsep>{_AND})(?P<bto>{_N})(?:日|号(?={_TIME})))?(?<=[日号])(?![{NUMERAL[1:-1]}报后内前间之以游])"
    rf"|(?<![{NUMERAL[1:-1]}.．·第/月、和至到]){_NO_LENGTH}(?P<maybe>{_N}日)(?![后内前间之以游报])"
    rf"|(?P<then>(?:{_YEAR}|{_N}年[以之]?前|年)的?[今昨][天日]|[前上中]的[今昨][天日])"
    rf"|(?P<rel>(?:大?前|昨|今|(?<!光)明|后)(?:[（(]{_N}[）)])?[天日](?!之|的?[我你他她]|地|里红)|昨(?=[晚夜晨午早]|[遭被由在赴抵自于])|(?<![日之以战会节])前(?=晚[^年会])|今(?=[晚夜晨早午])|今(?=起)|即日(?=起))"
    r"|(?P<week>(?:上上|上|本|这|下)?个?(?:周|星期|礼拜)[一二三四五六日天])(?![至到岁年刊报]|、)"
    r"|(?P<same>当[天日晚夜])(?![报月子])"
    rf"|(?P<only>(?:{_YEAR}))(?:春节|元旦|年初|年底|[春夏秋冬]季?)?)"
)
"""The forms in which a text tells a day, by the groups that match; those that count from another day have no year.

- `year`, `lunar`: 民国三年正月十三, 农历五月初三日
- `y`, `month`, `day`, and up to which day with `sep`, `to_month`, `to`: 去年2月21日, 本月8、9日, 3月30日至4月2日
- `ym`, `mto`: a month or a part of it, up to another one: 1987年6月上旬, 三月至五月
- `bare`, `bsep`, `bto`: a number behind a word that begins a day: 于16日, 16至18日
- `maybe`: a number in another place, which is a day only in the news of an agency: 内阁13日批准
- `then`: 去年今日; `rel`: 昨日, 明（9）日, 昨晚; `week`: 上周三; `same`: 当天; `only`: a whole year, which is no day
"""
_DIGITS = str.maketrans("０１２３４５６７８９○Ｏ", "0123456789〇〇")
_HALF_YEAR = dt.timedelta(days=182)
_NEAR = dt.timedelta(days=190)
"""How far from the paper's day one without a year may be."""


def mentioned_days(
    text: str, base: Fact[dt.date], paper: dt.date | None = None, above: Fact[Days] | None = None
) -> Iterator[MentionedDay]:
    """Yield what a text tells of days, in order, if it counts from `base`; without that, years are those of the paper.

    `above` is the day that was told last above the text, which 当天 means. A whole year (去年) is no day: it is left
    out.
    """
    plain = text.translate(_DIGITS)
    latest_fact = above
    month_fact: Fact[Days] | None = None
    for match in _FORMS.finditer(plain):
        words = text[match.start() : match.end()]
        if match["rel"] and _PART_OF_DAY.match(plain, match.end()):
            words = text[match.start() : match.end() + 1]
        if match["only"] or (match["same"] and latest_fact is None):
            continue
        days = _days_or_none(match, base, paper, month_fact.value if month_fact else None)
        if match["same"]:
            fact = _told_above(latest_fact, latest_fact.value if latest_fact else None, words)
        elif days is not None and _is_stated(match):
            fact = decided([Claim(days, Rule.OWN_WORDS, words)])
        elif (match["bare"] or match["maybe"]) and month_fact is not None:
            fact = _told_above(month_fact, days, words)
        else:
            fact = _counted(days, base, words)
        if fact.value is not None and (match["day"] or match["bare"]):
            month_fact = fact
        if fact.value is not None and fact.value.first == fact.value.last:
            latest_fact = fact
        yield MentionedDay(match.start(), match.end(), fact)


_PART_OF_DAY = pattern("(?<=[昨前今])[晚夜晨早午]")


def _told_above(above: Fact[Days] | None, days: Days | None, words: str) -> Fact[Days]:
    """Return days that words tell together with a day told above them: 1月8日……9日."""
    if days is None or above is None or above.witness is None:
        return unknown()
    rule = Rule.SECTION_DAY if above.is_sure else above.witness.rule
    return decided([Claim(days, rule, BETWEEN.join([above.witness.words, words]))])


def _counted(days: Days | None, base: Fact[dt.date], day_words: str) -> Fact[Days]:
    """Return days that words tell together with the day from which their text counts."""
    witness = base.witness
    if days is None or witness is None:
        return unknown()
    if witness.rule is Rule.PAPER_DAY:
        words = day_words
    else:
        words = BETWEEN.join([witness.words, day_words])
    return decided([Claim(days, witness.rule, words)])


def _days_or_none(
    match: re.Match[str], base: Fact[dt.date], paper: dt.date | None, latest: Days | None
) -> Days | None:
    day = base.value
    is_of_wire = base.witness is not None and base.witness.rule is Rule.DATELINE
    if match["maybe"] and not (is_of_wire and _IS_OF_WIRE.match(match.string, match.end())):
        return None
    if day is None:
        is_of_text = _is_stated(match) or (match["bare"] and latest is not None)
        day = paper if is_of_text else None
    try:
        if day is not None:
            return _days(match, day, latest)
        return _whole_date(match)
    except (ValueError, OverflowError):
        return None


_IS_OF_WIRE = pattern(f"(?![未不无没仍至到多余])[{HAN}]")
"""What follows the number of a day in the news of an agency: 内阁13日批准. Where a clause ends, it is a length."""


def _whole_date(match: re.Match[str]) -> Days | None:
    """Return the day of a date with its year, which counts from nothing."""
    year = match["y"] or match["year"] or match["ym"] or ""
    if not _WHOLE_YEAR.match(year):
        return None
    return _days(match, dt.date.today(), None)


_WHOLE_YEAR = pattern(f"(?:(?:{ERA_NAME}){ERA_COUNT}|(?:公元)?{NUMERAL}{{4}})年")


def _is_stated(match: re.Match[str]) -> bool:
    if match["lunar"]:
        return True
    if match["ym"]:
        return _WHOLE_YEAR.match(match["ym"]) is not None
    if not match["day"]:
        return False
    year = match["y"] or " "
    return match["month"][0] not in "本上下当" and year[0] not in "今去前本明后上大"


def _days(match: re.Match[str], paper: dt.date, latest: Days | None) -> Days | None:
    """Return the days that a match of `_FORMS` means. Raises ValueError or OverflowError if the calendar lacks them."""
    if match["same"] or (not match["lunar"] and match.string.endswith(_LUNAR_WORDS, 0, match.start())):
        return None
    if match["lunar"]:
        return _lunar(match, paper)
    if match["day"] or match["ym"] or match["bare"]:
        return _numbered(match, paper, latest)
    if match["maybe"]:
        return _bare(match["maybe"].rstrip("日"), None, "", paper, latest)
    relative_day = re.sub("[（(].*[）)]", "", match["rel"] or "")
    return days_of(match["then"] or match["week"] or _SAID_SHORT.get(relative_day, relative_day), paper)


def _numbered(match: re.Match[str], paper: dt.date, latest: Days | None) -> Days | None:
    """Return the days of a form with a month, or with the number of a day."""
    day_words = match["day"] or match["bare"] or ""
    is_of_moon = day_words[:1] in _LUNAR_SIGNS
    if is_of_moon and not (match["y"] or "").startswith(tuple(IMPERIAL_ERAS)):
        if match["to"] or match["bto"]:
            return None
        return _lunar_day(day_words, (match["month"] or "本月")[0], paper)
    if paper < _WESTERN_FROM and not _ERA.match(match[0]):
        return None
    if match["bare"]:
        return _bare(match["bare"], match["bto"], match["bsep"], paper, latest)
    if match["ym"]:
        if match["mto"]:
            return None
        year, _, month_words = match["ym"].replace("月份", "月").rpartition("年")
        return _in_year(year and f"{year}年", month_words, paper)
    days = _in_year(match["y"] or "", match["month"].removesuffix("份") + match["day"] + "日", paper)
    if days is None or not match["to"]:
        return days
    return _until(days, match["to_month"] or "", match["to"], match["sep"])


_WESTERN_FROM = dt.date(1912, 1, 1)
"""Papers before it count by the moon, in news from abroad by the sun: a month and day without an era are unknown."""
_LUNAR_WORDS = tuple(_LUNAR[3:-1].split("|"))
_LUNAR_SIGNS = ("初", "廿", "卅")
_ERA = pattern(rf"{ERA_NAME}|公元|{NUMERAL}{{4}}年|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年")


def _lunar(match: re.Match[str], paper: dt.date) -> Days | None:
    """Return the day of a lunar month; none of 六月廿八日 in a paper of which the months may be those of the sun."""
    is_either = re.fullmatch(f"{_N}月[廿卅]{NUMERAL}*日?", match["lunar"]) is not None
    today = lunar_day(paper)
    is_of_today = (match["year"] or " ")[0] in "今去前本明后上大" and (
        today is None or today.year != paper.year
    )
    if is_of_today or (is_either and paper >= _WESTERN_FROM and not _ERA.match(match[0])):
        return None
    words = match[0]
    if is_either and not match["year"]:
        words = f"农历{words}"
    moon = days_of(words, paper, paper + dt.timedelta(days=30))
    if moon is None or moon.first != moon.last:
        return None
    if not match["year"] and paper - moon.first >= _LUNAR_YEAR:
        return None
    return moon


_LUNAR_YEAR = dt.timedelta(days=390)
"""The time after which 腊月三十 is that of another year: the last one has no such day."""


def _lunar_day(day_words: str, month: str, paper: dt.date) -> Days | None:
    """Return the latest such day of the moon: 本月初八日, 上月廿八日; 廿八日 only in papers that count by it."""
    today = lunar_day(paper)
    number = number_of(day_words.removeprefix("初"))
    if today is None or month not in "本上" or (day_words[0] != "初" and paper >= _WESTERN_FROM):
        return None
    for back in range(62):
        moon_day = lunar_day(paper - dt.timedelta(days=back))
        is_same = moon_day is not None and (moon_day.month, moon_day.is_leap) == (today.month, today.is_leap)
        if moon_day is not None and moon_day.day == number and is_same == (month == "本"):
            return one_day(paper - dt.timedelta(days=back))
    return None


_MONTH = dt.timedelta(days=31)
"""Of a month before 1850, whose moons are not known, only the year is: 康熙三年五月."""
_SAID_SHORT = {"昨": "昨日", "前": "前日", "今": "今日", "即日": "今日"}


def _in_year(year: str, day_words: str, paper: dt.date) -> Days | None:
    """Return a month, a part or a day of it; without a year, in the one in which it is nearest to the paper's day."""
    if year or day_words[0] in "本上下当":
        days = days_of(year + day_words.replace("当", "本"), paper)
        if days is not None and days.last - days.first > _MONTH:
            return None
        return days
    days = days_of(day_words, paper, paper + _HALF_YEAR)
    if days is None or abs(days.first - paper) > _NEAR:
        return None
    return days


def _until(days: Days, month: str, day: str, between: str) -> Days | None:
    """Return the days up to another one; if they are only listed (8、9日), None unless they follow each other."""
    if month:
        number = number_of(month.rstrip("月"))
    else:
        number = days.first.month
    year = days.first.year + (1 if (number or 0) < days.first.month else 0)
    last = date_or_none(year, number or 0, number_of(day) or 0)
    if _IS_SPAN.fullmatch(between):
        listed = None
    else:
        listed = len(re.findall(NUMERAL + "+", between)) + 1
    if last is None or last < days.first or listed not in (None, (last - days.first).days):
        return None
    return Days(days.first, last)


_IS_SPAN = pattern(_TO)


def _bare(day: str, to: str | None, between: str, paper: dt.date, latest: Days | None) -> Days | None:
    """Return the day of a number alone: of the month told just before, else the latest up to the paper's day."""
    number = number_of(day) or 0
    base = latest.first if latest is not None else paper
    first = date_or_none(base.year, base.month, number)
    if latest is None and (first is None or first > paper):
        before = paper.replace(day=1) - dt.timedelta(days=1)
        first = date_or_none(before.year, before.month, number)
        if first is not None and (paper - first).days > 25:
            return None
    if first is None:
        return None
    return _until(one_day(first), "", to, between) if to else one_day(first)
