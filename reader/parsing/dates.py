"""Dates from paths, and inferring the date of a file without a printed one from its path and text."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from reader.language.dates.calendar import date_or_none
from reader.language.dates.printed_days import YEAR, without_stamps
from reader.language.equality import simplified
from reader.language.forms import HAN
from reader.language.numbers import NUMERAL, number_of
from reader.language.patterns import pattern
from reader.newspaper import sync_clients
from reader.newspaper.issue import DateWitness
from reader.parsing import datelines, fields, line_patterns, masthead_lines, named_days, pages
from reader.parsing.line_features import Line
from reader.parsing.pages import section_mark
from reader.parsing.weights import LineFeature

_YEAR_MONTH = pattern(r"(?<!\d)(1[89]\d\d|20\d\d)(?:[-_.年/]\s?)?(0?[1-9]|1[0-2])(?:月)?(?!\d)")
_PATH_YEAR = pattern(r"(?<!\d)(1[89]\d\d|20\d\d)(?:年)?(?!\d)")
_PARTS = pattern(
    r"(?<!\d)(1[89]\d\d|20\d\d)年?/(?:\1[-_.年])?(\d{1,2})月?/(?:(?:\1[-_.年])?\2[-_.月])?(\d{1,2})日?(?=/|$)"
)
_MONTH_DAY = pattern(rf"(\d{{1,2}})[-.月](\d{{1,2}})日?(?=[-_ ]{{0,2}}[《“]?[{HAN}])")
_ENDS_WITH_MONTH = pattern(r"(?:^|[^\d])(1[89]\d\d|20\d\d)年?[-_.年/]?(\d{1,2})月?$")
_ENDS_WITH_YEAR = pattern(r"(?:^|[^\d])(1[89]\d\d|20\d\d)年?$")
_LABEL = r"[A-Da-d]?\d{1,3}|[一二三四五六七八九十]{1,3}"
_NAMED_PAGE = pattern(
    rf"(?:第\s?|(?:^|(?<=[-_ .·（(【\[])))(?P<label>{_LABEL})\s?版"
    rf"(?=$|[-_ .·：:（(）)】\]]|[{HAN}]{{2,4}}(?:$|[-_ ：:（(]))"
)
"""“第3版” anywhere; “03版” only between separators, optionally with the page's name after it: “03版要闻”."""
_LETTERED_AT_END = pattern(r"(?:^|[-_ .（(【\[])([A-Da-d]\d{2})$")
"""“A04” at the end of a name: no paper size, which has one digit."""
_WORDED_AT_END = pattern(r"(?:^|[-_ .])(?:page|node|p)[-_ ]?0*([1-9]\d?)$", re.IGNORECASE)
_NUMBER_BEHIND_DATE = pattern(r"(?:^node_)? (?:[-_ .·]{0,2}|_1-)([A-Da-d]?\d{2}|[A-Da-d]\d)$")
"""Two digits, or a letter and its number, directly behind a whole date, whose place a space has."""
_DIGEST = pattern(
    r"(?<![0-9A-Za-z])(?=[0-9a-f]*[a-f])(?=[a-f]*[0-9])[0-9a-f-]{16,}(?![0-9A-Za-z])", re.IGNORECASE
)
"""A hash in a file name: its digits are no date, and its end is no page."""
_SLUG = pattern(r"(?<![a-z])[a-z]{2,}[-_][a-z]{2,}[-_]\d+$", re.IGNORECASE)
_PAGE_AND_PLACE = pattern(
    r"[-_ .]*(?P<page>[A-Da-d]?\d{1,3})(?P<between>[-_.])(?P<place>\d{1,3})(?=$|[-_ .])"
)
"""The page and the article's number on it: “20190103-01-02”, “20240225/03_01_…”."""
_AS_CRAWLED = pattern(r"[-_ .]*[A-Da-d]?\d{2}[-_]\d{2,3}")
_LETTERED = pattern(r"[-_ .]*([A-Da-d]\d{2})(?=[-_ .])")
_DAY_AND_EDITION = pattern(
    r"(?P<year>18\d\d|19\d\d|20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?P<edition>0[1-9])(?=$|[_-]\d{4}$)"
)
"""The day and the edition in the name of a folder or file, as national programmes deliver newspapers: 1936030501."""
_FOLDER_OF_PAGE = pattern(r"(?:page|node|p)[-_ ]?0*(\d{1,2})|([A-Da-d]\d{1,2})", re.IGNORECASE)
_STEM_OF_PAGE = pattern(r"[-_ .]*(?:page|node|p)[-_ ]?0*(\d{1,2})(?=[-_ .])", re.IGNORECASE)
_OF_ARTICLE = pattern(r"(?:content|article|art|news|part|item|story|no|c)$", re.IGNORECASE)
_HEADLINE_WORDS = pattern(f"[{HAN}]{{4,}}")
_TITLE = pattern(
    f"[{HAN}]{{1,12}}报(?:海外版|周末版|周刊)?"
    "(?=$|社$|合订本|合集|全集|影印|扫描|缩微|原版|原件|电子版|数字报|数字版|文字版|文本|全文|资料|存档|档案|专辑$|抄本)"
)
_APART = pattern(f"[^{HAN}、，！？]+")
_INSIDE_WORDS = pattern(f"》(?=[{HAN}])|(?<=[{HAN}])《")
_BEFORE_TITLE = pattern("我?(?:收集|收藏|扫描|影印|整理|下载|保存)(?:版|本|件)?的?|[版期号]")
_DAY = pattern(f"(?:{YEAR}|{NUMERAL}{{1,4}})年(?:{NUMERAL}{{1,3}}月)?(?:{NUMERAL}{{1,3}}[日号])?")


class Origin(Struct, frozen=True):
    """Title, date and page according to a file's path. Parts of the date may be known when it is not.

    `is_article`: the file has the name that crawlers give to an article, with day, page and number: “20190103-01-02”.
    `stamp` is a day in the path that a program wrote; it is not used, "" if there is none. `several` are the days in
    the names of the pictures of which the file has the text, if there is more than one.
    """

    title: str | None = None
    date: dt.date | None = None
    year: int | None = None
    month: int | None = None
    page: str | None = None
    is_article: bool = False
    stamp: str = ""
    several: tuple[dt.date, ...] = ()
    month_day: tuple[int, int] | None = None
    number: int | None = None


def origin_of(path: str) -> Origin:
    """Return the title, date and page in a path: those in the file's name, else those in the four folders above it."""
    parts = _DIGEST.sub("", sync_clients.paper_path(path.replace("\\", "/"))).split("/")
    name = without_stamps(parts[-1].rsplit(".", 1)[0] if "." in parts[-1] else parts[-1])
    stem = name.words
    folder_parts = [*map(without_stamps, parts[:-1][-4:])]
    above = [name_part.words for name_part in folder_parts]
    folders = "/".join(above)
    full_name = f"{folders}/{stem}" if folders else stem
    rest, date, doubtful = fields.days_of_name(stem)
    if date is None:
        date = _day_and_edition([*above, stem])
    if date is None:
        date, rest = _date_in_folders(folders, rest)
    if date is None:
        date = _date_over_folders([*above, stem])
    year, month = (date.year, date.month) if date is not None else _year_and_month(full_name)
    if date is None and doubtful is not None:
        in_year = [reading for reading in doubtful.readings if reading[0] == year]
        if len(in_year) == 1:
            date = date_or_none(*in_year[0])
        else:
            date = None
    label = _page_in(rest, date, is_counted=name.is_by_program and rest == stem) or _page_of_folder(above)
    named_issue = named_days.issue_in_path([*above, stem], is_dated=date is not None)
    return Origin(
        _title_in([*above, stem]) or named_issue.name,
        date,
        year,
        month,
        pages.page_label(label) if label else None,
        date is not None and _AS_CRAWLED.fullmatch(rest) is not None,
        next((name_part.stamp for name_part in (name, *reversed(folder_parts)) if name_part.stamp), ""),
        month_day=doubtful.month_day if doubtful else None,
        number=named_issue.number,
    )


def with_marks(origin: Origin, lines: Iterable[Line]) -> Origin:
    """Return title and date according to the path, or to the names of the pictures that the marks in a text name.

    The path has no date for a text of pictures of several days.
    """
    marks = (section_mark(line.plain) for line in lines if LineFeature.SECTION_MARK in line.own)
    origins = [origin_of(mark.name) for mark in marks if mark is not None and mark.name]
    days = sorted({named_origin.date for named_origin in origins if named_origin.date})
    titles = {named_origin.title for named_origin in origins if named_origin.title}
    title = origin.title or (titles.pop() if len(titles) == 1 else None)
    if len(days) > 1:
        return replace(origin, title=title, date=None, year=None, month=None, several=tuple(days))
    if not days or origin.date:
        return replace(origin, title=title)
    return replace(origin, title=title, date=days[0], year=days[0].year, month=days[0].month)


def _day_and_edition(parts: Sequence[str]) -> dt.date | None:
    """Return the day in the last part of a path that is a day with the number of its edition, or None."""
    for part in reversed(parts):
        match = _DAY_AND_EDITION.match(part)
        if match is not None:
            return _existing(match["year"], match["month"], match["day"])
    return None


def _date_in_folders(folders: str, stem: str) -> tuple[dt.date | None, str]:
    """Return the date in the folders and the name without it; the day may be in the name: “2019年/1月/1月3日…”.

    Return None and `stem` if there is no date.
    """
    month_day = _MONTH_DAY.match(stem)
    of_month = _ENDS_WITH_MONTH.search(folders)
    if month_day and of_month and int(month_day[1]) == int(of_month[2]):
        date = _existing(of_month[1], month_day[1], month_day[2])
        if date is not None:
            return date, " " + stem[month_day.end() :]
    if month_day and "月" in month_day[0]:
        of_year = _ENDS_WITH_YEAR.search(folders)
    else:
        of_year = None
    if month_day and of_year:
        date = _existing(of_year[1], month_day[1], month_day[2])
        if date is not None:
            return date, " " + stem[month_day.end() :]
    full_name = f"{folders}/{stem}" if folders else stem
    for match in (*_PARTS.finditer(folders), *_PARTS.finditer(full_name)):
        date = _existing(*match.groups())
        if date is not None:
            return date, " " if match.end() > len(folders) else stem
    rest, date, _ = fields.days_of_name(full_name)
    return date, stem if date is None or rest.endswith(f"/{stem}") else " " + rest.rpartition(" ")[2]


def _date_over_folders(parts: Sequence[str]) -> dt.date | None:
    """Return the day whose year, month and day are folders of their own: 光绪三十一年/十一月/廿一日."""
    for count in (2, 3):
        whole = fields.masthead_fields(simplified("".join(parts[-count:])))
        if whole.date is not None and whole.rest == 0:
            return date_or_none(*whole.date)
    return None


def _page_in(rest: str, date: dt.date | None, *, is_counted: bool) -> str | None:
    """Return the page label in a file's name, or None; `rest` is the name without the date.

    Only what says that it is a page counts: “第3版”, “A04”, “p3”, two digits directly behind a whole date. Two numbers
    with a dash between them, such as those of a box and a sheet, tell no page.

    `is_counted`: a number without a word for a page counts the files of a program.

    A number after a headline is no page but distinguishes equal headlines; one before it counts the articles.
    """
    whole = _FOLDER_OF_PAGE.fullmatch(rest) if date is not None else None
    if whole is not None:
        return whole[1] or whole[2]
    page_match = _NAMED_PAGE.search(rest)
    if page_match or is_counted:
        if page_match:
            return page_match["label"]
        return None
    both = _PAGE_AND_PLACE.match(rest) if date is not None else None
    if both and date is not None:
        page = both["page"]
        place = both["place"]
        is_whole = both.end() == len(rest)
        is_behind_date = rest.startswith(" ")
        is_day = page.isdigit() and (int(page), int(place)) == (date.month, date.day) and not is_behind_date
        if is_whole and len(page) < len(place) and place.startswith("0"):
            return place
        if not is_day and (is_whole or len(page) == len(place) == 2 or not page.isdigit()):
            return page
    first = _LETTERED.match(rest) or _STEM_OF_PAGE.match(rest)
    if first:
        return first[1]
    last = (_NUMBER_BEHIND_DATE.search(rest) if date is not None else None) or _last_named(rest)
    if last is None:
        return None
    words = _HEADLINE_WORDS.findall(rest[: last.start()])
    is_of_article = _SLUG.search(rest) or _OF_ARTICLE.search(rest[: last.start()])
    if is_of_article or any(not _TITLE.match(word) for word in words):
        return None
    return last[1]


def _last_named(rest: str) -> re.Match[str] | None:
    """Return the label at the end of a name that can only be one of a page: “A04”, “p3”."""
    return _WORDED_AT_END.search(rest) or _LETTERED_AT_END.search(rest)


def _page_of_folder(folders: Sequence[str]) -> str | None:
    """Return the page label in one of the last two folders, or None: “第03版：要闻”; below a day also “A03”."""
    for at in range(len(folders) - 1, max(len(folders) - 3, -1), -1):
        page_match = _NAMED_PAGE.match(folders[at])
        if page_match:
            return page_match["label"]
        folder_match = _FOLDER_OF_PAGE.fullmatch(folders[at])
        if folder_match and _date_in_folders("/".join(folders[:at]), "")[0] is not None:
            return folder_match[1] or folder_match[2]
    return None


def _title_in(parts: Sequence[str]) -> str | None:
    """Return the newspaper's title in the last part of a path that has one; None if that part has several.

    A title within a longer phrase is the subject of the file and does not count: “江城晚报创刊三十年”.
    """
    for part in reversed(parts):
        titles = set()
        for words in _APART.split(_INSIDE_WORDS.sub("", _DAY.sub(" ", fields.days_of_name(part)[0]))):
            name = simplified(words)
            before = _BEFORE_TITLE.match(name)
            match = _TITLE.match(name, before.end() if before else 0)
            if name in fields.TITLES_IN_OTHER_WORDS:
                titles.add(words)
            elif match and masthead_lines.can_be_name(match[0]):
                titles.add(words[match.start() : match.end()])
        if titles:
            if len(titles) == 1:
                return titles.pop()
            return None
    return None


def _existing(year: str, month: str, day: str) -> dt.date | None:
    return date_or_none(int(year), int(month), int(day))


def _year_and_month(text: str) -> tuple[int | None, int | None]:
    """Return the first year and month in a text; the month, or both, may be None."""
    both = _YEAR_MONTH.search(text)
    if both:
        return int(both[1]), int(both[2])
    year = _PATH_YEAR.search(text)
    if year:
        return (int(year[1]), None)
    return (None, None)


# Why the year of a text is inferred from several statements (“2023年，…”, “去年…”, an anniversary): a single one may be
# quoted, or be about another time; several that agree, and none that disagrees, are evidence.


# more years than have passed since any event of `_EVENTS`
_MOST_YEARS = 150
_SEVERAL_STATEMENTS = 2
# later in a year, “2023年，…” next to “去年” is no longer a review of the past year
_REVIEW_MONTHS = 3
_LONGEST = 4000
_SERIES = 3
_COMPARISON = "comparison"
_SERIES_MONTHS = 13

_YEAR = "(?<![0-9])(?P<year>(?:1[89]|20)[0-9]{2}|[一二][〇零○八九][〇零○一二三四五六七八九]{2})"
_RELATIVE = {"今年": 0, "去年": 1, "前年": 2, "明年": -1}
_WORD = f"(?P<word>{'|'.join(_RELATIVE)})"
_THAT_IS = "(?:[（(]|，?(?:即|也就是|就是))"
_EQUATED = (re.compile(f"{_WORD}{_THAT_IS}{_YEAR}年?"), re.compile(f"{_YEAR}年?{_THAT_IS}{_WORD}"))
_COMPARED = pattern(f"(?:与|比|较|同){_YEAR}年(?:同期|同比|相比|全年)")
_SO_FAR = pattern(
    f"{_YEAR}年(?:[第前]?[一二三1-3]个?季度|上半年|[1一](?:月份?)?[至到—–-]{NUMERAL}{{1,2}}月)[^。]{{0,60}}(?:比|较)去年同期"
)
_EVENTS = {
    "建国": 1949,
    "中华人民共和国成立": 1949,
    "新中国成立": 1949,
    "国庆": 1949,
    "建党": 1921,
    "中国共产党成立": 1921,
    "建军": 1927,
    "五四运动": 1919,
    "辛亥革命": 1911,
    "红军长征胜利": 1936,
    "抗战胜利": 1945,
    "抗日战争胜利": 1945,
    "改革开放": 1978,
    "香港回归": 1997,
    "澳门回归": 1999,
    "毛泽东同志诞辰": 1893,
}
# “…周年前” and the like do not count up to the present year
_TIMES = f"(?P<count>{NUMERAL}{{1,4}})\\s?周年(?![时前那后])"
_OF_EVENT = pattern(f"(?P<event>{'|'.join(_EVENTS)})[^。，；]{{0,6}}?{_TIMES}")
_FOUNDED = pattern(f"(?:始建|成立|创[建办刊立]|建[成校厂立]|诞生|出生|生)于{_YEAR}年")
_ANNIVERSARY = pattern(_TIMES)
_REVIEWED = pattern(f"{_YEAR}年(?:[,，]|度|全年|底)")
_NAMED_MONTH = pattern(f"{_YEAR}年\\s?(?P<month>{NUMERAL}{{1,2}})\\s?月")
# “去年同期” is a comparison, which a text of any month may have
_LAST_YEAR = pattern("去年(?!同期)")
# “截至2023年” is about the past
_TO_COME = pattern("将|计划|力争|规划|目标|预计|确保|(?<!截)[到至](?=(?:1[89]|20)[0-9]{2}年)|年底?[以之]?前")
_SENTENCES = pattern("[。！？；]")


class YearStatement(Struct, frozen=True):
    """Words of a text that imply that it was written in `year`.

    `line` is the number of the line; `kind` is the kind of the statement, such as "anniversary" or "review".
    """

    year: int
    line: int
    kind: str
    words: str


def agreeing_statements(lines: Iterable[tuple[int, str]], day: tuple[int, int]) -> tuple[YearStatement, ...]:
    """Return all statements of a text about its year, if there are at least two and all agree; else ().

    `lines` are pairs of line number and text in simplified characters; `day` is the month and day of the latest news.
    """
    texts = [(number, text[:_LONGEST]) for number, text in lines if "年" in text]
    months = _months_named(texts)
    statements = [*_by_words(texts), *_by_reviews(texts, day), *_by_series(months, day)]
    # Comparisons count as one statement: a text may compare with the same earlier year throughout.
    several = {
        (statement.kind, 0 if statement.kind == _COMPARISON else statement.line) for statement in statements
    }
    agree = len({statement.year for statement in statements}) == 1 and len(several) >= _SEVERAL_STATEMENTS
    if agree and max(months, default=(0, 0)) <= (statements[0].year, day[0]):
        return tuple(statements)
    return ()


def _by_words(texts: Sequence[tuple[int, str]]) -> Iterator[YearStatement]:
    """Yield the statements of single sentences: 去年（2022年）, 今年…比2022年同期, 建国五十周年."""
    for number, text in texts:
        for sentence in _SENTENCES.split(text):
            for regex in _EQUATED:
                for year_match in regex.finditer(sentence):
                    yield _stated(year_match, _RELATIVE[year_match["word"]], number, "relation")
            if "今年" in sentence:
                compared = list(_COMPARED.finditer(sentence))
                if len(compared) == 1:
                    yield _stated(compared[0], 1, number, _COMPARISON)
            for match in _SO_FAR.finditer(sentence):
                yield _stated(match, 0, number, _COMPARISON)
            yield from _by_anniversary(number, sentence)


def _by_anniversary(number: int, sentence: str) -> Iterator[YearStatement]:
    """Yield the statements of anniversaries: of a known event, or of a foundation whose year the sentence has."""
    if "周年" not in sentence:
        return
    for match in _OF_EVENT.finditer(sentence):
        count = number_of(match["count"])
        if count and count <= _MOST_YEARS:
            yield YearStatement(_EVENTS[match["event"]] + count, number, "anniversary", match[0])
    founded = list(_FOUNDED.finditer(sentence))
    times = list(_ANNIVERSARY.finditer(sentence))
    if len(founded) == len(times) == 1:
        count = number_of(times[0]["count"])
        if count and count <= _MOST_YEARS:
            yield _stated(founded[0], count, number, "anniversary")


def _by_reviews(texts: Sequence[tuple[int, str]], day: tuple[int, int]) -> Iterator[YearStatement]:
    """Yield the statements of a review of the past year, from January to March: “2023年，…” next to “去年，…”.

    The latest year named is taken for the past year if at least two lines have 去年 and the year before is not named.
    """
    if day[0] > _REVIEW_MONTHS:
        return
    reviewed = [
        (number, match)
        for number, text in texts
        for sentence in _SENTENCES.split(text)
        if not _TO_COME.search(sentence)
        for match in _REVIEWED.finditer(sentence)
    ]
    last = max((_stated_year(match) for _, match in reviewed), default=0)
    of_last = {number: match for number, match in reviewed if _stated_year(match) == last}
    speaking = [number for number, text in texts if _LAST_YEAR.search(text)]
    is_only = all(_stated_year(match) != last - 1 for _, match in reviewed)
    if is_only and len(speaking) >= _SEVERAL_STATEMENTS:
        for number, match in of_last.items():
            yield _stated(match, 1, number, "review")


def _months_named(texts: Sequence[tuple[int, str]]) -> dict[tuple[int, int], YearStatement]:
    statement_by_month: dict[tuple[int, int], YearStatement] = {}
    for number, text in texts:
        for sentence in _SENTENCES.split(text):
            if not _TO_COME.search(sentence):
                for match in _NAMED_MONTH.finditer(sentence):
                    month = number_of(match["month"])
                    if month and month <= 12:
                        statement_by_month[_stated_year(match), month] = YearStatement(
                            _stated_year(match), number, "series", match[0]
                        )
    return statement_by_month


def _by_series(
    statement_by_month: Mapping[tuple[int, int], YearStatement], day: tuple[int, int]
) -> Iterator[YearStatement]:
    """Yield statements of the year in which the latest month of `statement_by_month` comes right before the news.

    None are yielded unless at least three months are within 13 months before the news.
    """
    if not statement_by_month:
        return
    latest, month = max(statement_by_month)
    year = latest if month <= day[0] else latest + 1
    near = [at for at in statement_by_month if 0 <= (year - at[0]) * 12 + day[0] - at[1] <= _SERIES_MONTHS]
    if len(near) >= _SERIES:
        for at in near:
            yield YearStatement(year, statement_by_month[at].line, "series", statement_by_month[at].words)


def _stated(match: re.Match[str], after: int, line: int, kind: str) -> YearStatement:
    return YearStatement(_stated_year(match) + after, line, kind, match[0])


def _stated_year(match: re.Match[str]) -> int:
    return number_of(match["year"]) or 0


# days: full dates near the news are of its year, those farther away may be of any year
_NEAR_DAYS = 45
# Days of news within so many days belong to one issue; a stray date is farther away.
_CLUSTER_DAYS = 10
_LEAD = 60
_LOOKED_THROUGH = 2000
_FIRST_WORDS = pattern(f"\\s?{NUMERAL}{{1,2}}\\s?月\\s?{NUMERAL}{{1,3}}\\s?日")
_SHORTEST_PARAGRAPH = 20
_HOME_NEWS = pattern(f"(?:{NUMERAL}{{1,2}}月{NUMERAL}{{1,3}}日)?讯")
_BRACKETS = "*()（）【】[]〔〕 　"
_OWN = "本报"
_MAY_HAVE_DATELINE = frozenset(
    {LineFeature.DATELINE, LineFeature.CREDIT_LINE, LineFeature.STAFF, LineFeature.FRONT_MATTER}
)
"""A line of credits has no feature for a dateline before them."""
_BRACKET = pattern("[\\s*]{0,6}[【（(\\[［〔](?P<inside>[^【】（）()\\[\\]［］〔〕。]{6,40})[】）)\\]］〕]")
_BEHIND_DATE = pattern("(?:综合|编译|特别)?(?:讯|电|消息|报[导道]|首发|专稿)?")
_SOURCE = pattern(f"[{HAN}A-Za-z·]{{2,14}}")
_MEDIUM = pattern(f"[{HAN}A-Za-z·]{{1,12}}(?:网|社|报|台|刊|在线|新闻|传媒)")
# one dateline with another paper's name may be a reprint
_SEVERAL = 2
# the paper with news of this day is of the next year
_LAST_DAY = (12, 31)


class _Evidence(Struct, frozen=True):
    """Dates found in the running text, from which the date of the paper is inferred.

    Attributes:
        days: (month, day) of each piece of news.
        years: The years printed with those days.
        dates: The full dates (year, month, day) anywhere in the text.
        stated: The full date in the dateline of a file's only article: web media print their own day there.
    """

    days: tuple[tuple[int, int], ...]
    years: tuple[int, ...]
    dates: tuple[tuple[int, int, int], ...]
    stated: tuple[int, int, int] | None = None


def _evidence(lines: Sequence[Line], *, is_one_article: bool) -> _Evidence:
    """Return the dates in the lines of a file.

    The days of news are those in datelines, right after them, and in the first words of paragraphs and captions.
    """
    days: list[tuple[int, int]] = []
    years: list[int] = []
    dates: list[tuple[int, int, int]] = []
    stated: tuple[int, int, int] | None = None
    for line in lines:
        stated = stated or (dated_bracket(line.plain) if is_one_article else None)
        dates.extend(fields.dates_in(line.plain[:_LOOKED_THROUGH]))
        dateline = datelines.dateline(line.plain)
        if "月" in line.plain:
            lead = _lead(line.plain, dateline)
        else:
            lead = ""
        day = (dateline.month_day if dateline else None) or fields.month_day_in(lead)
        if day:
            days.append(day)
            years.extend(year for year, month, number in fields.dates_in(lead) if (month, number) == day)
    return _Evidence(tuple(days), tuple(years), tuple(dates), stated)


def dated_bracket(text: str) -> tuple[int, int, int] | None:
    """Return the date in the bracket at the beginning of a text, if the bracket has a medium and one full date."""
    match = _BRACKET.match(text) if "年" in text[:_LEAD] else None
    inside = "".join(match["inside"].split()) if match else ""
    dates = fields.dates_in(inside)
    if len(dates) != 1:
        return None
    source, _, behind = fields.without_date(inside).partition(" ")
    is_medium = _SOURCE if behind else _MEDIUM
    if is_medium.fullmatch(source) and _BEHIND_DATE.fullmatch(behind):
        return dates[0]
    return None


def _is_at_home(dateline: datelines.Dateline) -> bool:
    """Whether a dateline may name the paper it is printed in: “雁桥日报讯”, but not “据…” or “…北京1月2日电”."""
    source = dateline.source or ""
    if dateline.agency or not fields.is_title(source):
        return False
    behind = "".join(dateline.as_printed.strip(_BRACKETS).split()).removeprefix(source)
    return _HOME_NEWS.fullmatch(behind) is not None


def title_in_datelines(lines: Iterable[Line]) -> str | None:
    """Return the only newspaper that several datelines name as their own, more often than they have “本报”; or None."""
    line_datelines = (
        datelines.dateline(line.plain) for line in lines if not line.own.isdisjoint(_MAY_HAVE_DATELINE)
    )
    titles = Counter(
        simplified(dateline.source)
        for dateline in line_datelines
        if dateline and dateline.source and _is_at_home(dateline)
    )
    papers = [title for title in titles if title != _OWN]
    if len(papers) != 1 or titles[papers[0]] < _SEVERAL or titles[papers[0]] <= titles[_OWN]:
        return None
    if masthead_lines.can_be_name(papers[0]):
        return papers[0]
    return None


def _lead(text: str, dateline: datelines.Dateline | None) -> str:
    """Return the part of a line that may have the day of its news; empty if there is none."""
    if dateline:
        return text[dateline.end : dateline.end + _LEAD]
    if line_patterns.is_caption(text):
        return text[:20]
    if len(text) >= _SHORTEST_PARAGRAPH:
        first = _FIRST_WORDS.match(text)
    else:
        first = None
    if first:
        return first[0]
    return ""


def date_or_none_of(ordinal: int) -> dt.date | None:
    """Return the date of a proleptic Gregorian ordinal, or None if `datetime.date` can't represent it."""
    if 1 <= ordinal <= dt.date.max.toordinal():
        return dt.date.fromordinal(ordinal)
    return None


def with_year_of(origin: Origin, month_day: tuple[int, int]) -> tuple[dt.date | None, str]:
    """Return the date of a day in the year of the file's path, and the day as “MM-DD”.

    The date is None if the path has no year, or the year does not have the day.
    """
    if origin.year:
        date = date_or_none(origin.year, *month_day)
    else:
        date = None
    return date, f"{month_day[0]:02}-{month_day[1]:02}"


class InferredDate(Struct, frozen=True):
    """A date inferred from path and text.

    `date` is None if no year could be derived; `month_day`, as “MM-DD”, is None if the text has no day of news.
    `statements` are those from which the year was derived, if it was.
    """

    date: dt.date | None = None
    month_day: str | None = None
    statements: tuple[YearStatement, ...] = ()
    witness: DateWitness | None = None


def inferred_date(lines: Sequence[Line], origin: Origin, *, is_one_article: bool) -> InferredDate:
    """Infer the date of a file from its lines and its path.

    It is a stated date, else the day after the latest news, as papers print yesterday's news.
    The year is that of the path if its month fits the news, else that printed with the news, else that of statements.
    """
    evidence = _evidence(lines, is_one_article=is_one_article)
    if evidence.stated:
        stated = date_or_none(*evidence.stated)
    else:
        stated = None
    if stated is not None:
        return InferredDate(stated, f"{stated:%m-%d}", witness=DateWitness.DATELINE)
    day = _latest(evidence.days)
    if day is None:
        return InferredDate()
    fits = origin.month is None or origin.month in (day[0], day[0] % 12 + 1)
    by_path = origin.year if fits else None
    year = by_path or _year(evidence, day)
    witness = DateWitness.PATH if by_path else DateWitness.NEWS
    statements: tuple[YearStatement, ...] = ()
    if year is None:
        statements = agreeing_statements(((line.number, line.plain) for line in lines), day)
        if statements:
            year = statements[0].year - (day == _LAST_DAY)
        else:
            year = None
        witness = DateWitness.STATEMENTS
    news = date_or_none(year, *day) if year else None
    after = date_or_none_of(news.toordinal() + 1) if news else None
    if after is not None:
        return InferredDate(after, f"{after:%m-%d}", statements, witness)
    # a leap year only for February 29: else the day after February 28 would never be March 1
    any_year = dt.date(2024 if day == (2, 29) else 2023, *day) + dt.timedelta(days=1)
    return InferredDate(None, f"{any_year:%m-%d}")


def _latest(days: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Return the latest (month, day) of the largest cluster of days, so that a stray date has no effect.

    Return None if no day exists.
    """
    count = Counter(
        date.timetuple().tm_yday for month, day in days if (date := date_or_none(2024, month, day))
    )
    if not count:
        return None

    def after(a: int, b: int) -> int:
        # the shortest way round the year: news of December 31 comes before news of January 1
        return (b - a + 183) % 366 - 183

    def crowd(a: int) -> int:
        return sum(times for b, times in count.items() if abs(after(a, b)) <= _CLUSTER_DAYS)

    centre = max(count, key=crowd)
    latest = max((b for b in count if abs(after(centre, b)) <= _CLUSTER_DAYS), key=lambda b: after(centre, b))
    date = dt.date(2024, 1, 1) + dt.timedelta(days=latest - 1)
    return date.month, date.day


def _year(evidence: _Evidence, day: tuple[int, int]) -> int | None:
    """Return the year printed most often with the days of the news, else the year of full dates close to them.

    Full dates count only if several have the same year, more than any other year, and none is later: a single one
    may be that of an anniversary.
    """
    if evidence.years:
        return Counter(evidence.years).most_common(1)[0][0]
    dates = {date for numbers in evidence.dates if (date := date_or_none(*numbers))}
    near: Counter[int] = Counter()
    for date in dates:
        news = date_or_none(date.year, *day)
        if news and abs((date - news).days) <= _NEAR_DAYS:
            near[date.year] += 1
    (year, count), (_, next_count) = [*near.most_common(2), (0, 0), (0, 0)][:2]
    is_certain = count > max(1, next_count)
    if is_certain and year == max(date.year for date in dates):
        return year
    return None
