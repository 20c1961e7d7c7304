"""The block of fields at the beginning of a Markdown file, between two lines of --- (YAML) or +++ (TOML)."""

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from reader.language.forms import HAN
from reader.language.latin_names import latin_names
from reader.language.patterns import pattern
from reader.newspaper.article import Credit, Role, SourceText
from reader.parsing import credits, datelines, fields, pages

_FIELD = pattern(r"\s*(?P<key>[\w -]{1,24}?)\s*[:：=]\s*(?P<value>.{0,200})")
_ITEM = pattern(r"\s*-\s+(?P<value>.{1,80})")
_UNFENCED = pattern(
    r"(?P<key>title|headline|date|author|byline|source|url|link|published|section|page|newspaper|publication|tags)"
    r":\s*\S.*",
    re.IGNORECASE,
)
_OTHER = pattern(r"\s*(?:- |#|$)|\s*\[[\w. -]+\]\s*$|\s*[\"'\]]")
_ENDS = {"---": ("---", "..."), "+++": ("+++",)}
_MOST_LINES = 80
_TELLING = frozenset(
    {"title", "headline", "date", "author", "source", "page", "newspaper", "paper", "issue", "section", "url"}
    | {"publication", "published", "byline"}
)
_IN_CHINESE = frozenset(
    {
        "标题",
        "主题",
        "副题",
        "引题",
        "作者",
        "日期",
        "出版日期",
        "时间",
        "来源",
        "报纸",
        "报名",
        "版",
        "版次",
        "版面",
    }
    | {
        "专栏",
        "出版时间",
        "见报日期",
        "发布时间",
        "发布日期",
        "发表时间",
        "发表日期",
        "抓取时间",
        "采集时间",
        "更新时间",
        "序号",
        "记者",
        "署名",
    }
    | {"栏目", "期号", "星期", "标签", "分类", "关键词", "链接", "网址", "摘要", "字数", "编号", "编辑"}
)
_HEADLINE = frozenset({"title", "headline", "标题", "主题"})
_PAGE = frozenset({"page", "版", "版次", "版面", "page_no", "page_number"})
_SECTION = frozenset({"section", "column", "栏目", "专栏"})
_AUTHORS = frozenset({"author", "authors", "byline", "作者", "署名", "记者"})
_PLACE = frozenset({"order", "index", "position", "weight", "no", "序号"})
_DATES = (
    frozenset({"见报日期", "出版日期", "出版时间", "issue date", "newspaper date", "print date"}),
    frozenset({"published", "publish date", "date published", "pubdate", "publishdate", "published at"}),
    frozenset({"date", "day", "日期", "issue"}),
    frozenset({"发布时间", "发布日期", "发表时间", "发表日期", "时间", "time", "datetime"}),
)
"""The names of fields with the paper's date, the most reliable first. Other dates are those of fetching a web page."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_IN_ENGLISH = (
    re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)? {_MONTH},? (?P<year>1[89]\d\d|20\d\d)(?!\d)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>1[89]\d\d|20\d\d)(?!\d)", re.IGNORECASE
    ),
)
"""The date formats “Sat, 05 Mar 2022 07:52:05 GMT”, as in feeds, and “March 5, 2022”."""
_COMPACT_DATE = pattern(r"(?<!\d)(1[89]\d\d|20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_PAGE_VALUE = pattern(
    r"(?:第\s?)?(?P<label>[A-Da-d]?\s?\d{1,3}|[一二三四五六七八九十]{1,3})\s?版?(?:$|[\s：:·—-])"
)
_LONGEST_SECTION = 16
_OPENING_BY = pattern("by[ :]+", re.IGNORECASE)
_LATIN_NAME = pattern(r"[A-Za-z][A-Za-z.'’-]*(?: [A-Za-z][A-Za-z.'’-]*){0,5}")
_NAME = pattern(f"[{HAN}A-Za-z·・ ]{{2,12}}")
_QUOTED = pattern(r"\"(?P<double>(?:[^\"\\]|\\.)*)\"|'(?P<single>[^']*)'|“(?P<curved>[^“”]*)”")


class FrontMatter(Struct, frozen=True):
    """The fields about the file's first article; those about the paper are read with the masthead.

    `place` is the position of the article in its issue.
    """

    headline: str | None = None
    page: str | None = None
    section: str | None = None
    authors: tuple[Credit, ...] = ()
    place: int | None = None


def end_of(source: SourceText) -> int:
    """Return the number of the last line of the block; 0 for a file that does not begin with one."""
    if source.stated is not None:
        return 0
    if source.lines and _UNFENCED.match(source.lines[0][:240]):
        return _end_of_unfenced(source.lines)
    ends = _ENDS.get(source.lines[0].strip()) if source.lines else None
    if ends is None:
        return 0
    keys: set[str] = set()
    for number, line in enumerate(source.lines[1:_MOST_LINES], 2):
        if line.strip() in ends:
            return number if keys & (_TELLING | _IN_CHINESE) else 0
        if line.startswith(("  ", "\t")):
            continue  # The value above continues, or is a list.
        field = _FIELD.match(line[:240])
        if field:
            keys.add(field["key"].lower())
        if not (_is_key(field["key"]) if field else _OTHER.match(line[:240])):
            return 0
    return 0


def _end_of_unfenced(lines: Sequence[str]) -> int:
    """Return the number of the last line of fields in English at the beginning of a file, without lines of ---.

    Return 0 unless there are at least two fields, one of them a title, with a blank line after them.
    """
    keys: list[str] = []
    for line in lines[:_MOST_LINES]:
        field = _UNFENCED.match(line[:240])
        if not field:
            is_end = not line.strip() and len(keys) > 1 and not _HEADLINE.isdisjoint(keys)
            return len(keys) if is_end else 0
        keys.append(field["key"].lower())
    return 0


def _is_key(words: str) -> bool:
    """Return whether a text before a colon may be the name of a field, and not a speaker or the title of a list."""
    return words.isascii() or words in _IN_CHINESE


def without_continued(lines: Iterable[tuple[str, bool]]) -> Iterator[str]:
    """Yield the lines without those that continue the value above.

    `lines` are pairs of the text and whether it is indented.
    """
    has_value = False
    for line, is_indented in lines:
        if not is_indented:
            field = _FIELD.match(line[:240])
            has_value = field is not None and bool(field["value"].strip())
        elif has_value:
            continue
        yield line


def fields_of(lines: Iterable[str]) -> FrontMatter:
    """Return the fields in the lines of the block."""
    headline = page = section = place = None
    authors: list[Credit] = []
    in_list = ""
    for line in lines:
        field = _FIELD.match(line[:240])
        item = _ITEM.match(line[:240])
        if item and in_list in _AUTHORS:
            authors += authors_of(item["value"])
        if item or not field:
            continue
        value, key = _unquoted(field["value"].strip()), _named(field["key"])
        in_list = "" if value else key
        if key in _HEADLINE and value and not fields.is_title(value):
            headline = value
        elif key in _PAGE:
            page = _page(value)
        elif key in _SECTION and 0 < len(value) <= _LONGEST_SECTION:
            section = value
        elif key in _AUTHORS:
            authors += authors_of(value)
        elif key in _PLACE and value.isascii() and value.isdigit() and len(value) < 6:
            place = int(value)
    return FrontMatter(headline, page, section, tuple(authors), place)


def values(source: SourceText) -> tuple[tuple[str, str], ...]:
    """Return the lines of a file's front matter that have a value, each with its value without quotation marks.

    They are fields and items of lists.
    """
    found = []
    for line in source.lines[: end_of(source)]:
        stated = _ITEM.fullmatch(line) or _FIELD.fullmatch(line)
        if stated and (value := _unquoted(stated["value"].strip())):
            found.append((line, value))
    return tuple(found)


def _named(key: str) -> str:
    """Return the name of a field in lower case, with spaces for _ and -."""
    return key.strip().lower().replace("_", " ").replace("-", " ")


def _unquoted(value: str) -> str:
    """Return a value without the quotation marks around all of it; those inside stay: 他说“过河”."""
    found = _QUOTED.fullmatch(value)
    words = next((each for each in found.groups() if each is not None), value) if found else value
    return words.replace('\\"', '"').strip()


def _page(value: str) -> str | None:
    found = _PAGE_VALUE.match(value)
    return pages.page_label(found["label"]) if found else None


def authors_of(value: str) -> Iterator[Credit]:
    """Yield the credits in the value of a field for authors: names with or without role words, which may be in [].

    A person in Latin script is named whole: “Brown, Alice; Lee, Thomas” are two.
    """
    for part in re.split("[;；、]", value.strip().strip("[]")):
        names = latin_names(_OPENING_BY.sub("", _unquoted(part.strip())))
        if names:
            yield from (Credit(Role.AUTHOR, (name,), name) for name in names)
            continue
        for each in re.split("[,，]", part):
            yield from _author(_OPENING_BY.sub("", _unquoted(each.strip())))


def _author(words: str) -> Iterator[Credit]:
    if re.fullmatch(datelines.AGENCIES, words):
        yield Credit(Role.AGENCY, (words,), words)
        return
    if _LATIN_NAME.fullmatch(words):
        yield Credit(Role.AUTHOR, (words,), words)
        return
    stated = credits.line_credits(words) or credits.line_credits(f"作者：{words}")
    if not stated and _NAME.fullmatch(words) and not fields.is_title(words):
        stated = (Credit(Role.AUTHOR, (words,), words),)
    for credit in stated:
        yield replace(credit, as_printed=words)


def dated_line(lines: Sequence[str]) -> int | None:
    """Return the index of the front matter's line with the most reliable date of the paper; None if there is none."""
    ranks: dict[int, int] = {}
    for i, line in enumerate(lines):
        field = _FIELD.match(line[:240])
        key = _named(field["key"]) if field else ""
        rank = next((n for n, keys in enumerate(_DATES) if key in keys), None)
        if field and rank is not None and fields.dates_in(with_date_as_printed(field["value"])):
            ranks[i] = rank
    return min(ranks, key=lambda i: ranks[i], default=None)


def with_date_as_printed(text: str) -> str:
    """Return a line with its first date as YYYY-MM-DD: 20180709 → 2018-07-09, March 5, 2022 → 2022-03-05."""
    for regex in _IN_ENGLISH:
        found = regex.search(text)
        if found:
            month = _MONTHS.index(found["month"].lower()) + 1
            date = f"{found['year']}-{month:02}-{int(found['day']):02}"
            return text[: found.start()] + date + text[found.end() :]
    return _COMPACT_DATE.sub(r"\1-\2-\3", text, count=1)
