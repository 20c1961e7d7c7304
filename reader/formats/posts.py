"""Posts of forums, newsgroups and microblogs as they are saved, one below the other: a head of fields, then the text.

The paper is the forum or the newsgroup, the day that of the post. What a program adds below a text is beside it.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from email.header import decode_header, make_header

from msgspec import Struct, field
from msgspec.structs import replace

from reader.formats.books import only
from reader.formats.page_names import day_stated
from reader.formats.text_builder import RecordBuilder
from reader.language.dates.calendar import date_or_none, day_written
from reader.language.patterns import pattern
from reader.newspaper.article import LinePart, LineSpan, SourceText

_Line = tuple[int, str]
"""The number of a line in the file, and its words."""

_FIRST_OF_FORUM = pattern(
    r"\s{0,4}(?:发信人|發信人|寄信人|作者)\s?[:：]?\s{1,3}(?P<author>\S.{0,60}?)\s*[,，]?\s+"
    r"(?:信区|信區|看板|站内|站內|讨论区|討論區)\s?[:：]?\s{0,3}(?P<board>\w[\w.-]{0,40}).{0,40}"
)
_TITLE_OF_FORUM = pattern(r"\s{0,4}(?:标\s{0,2}题|標\s{0,2}題)\s?[:：]?\s{1,3}(?P<title>\S.{0,200})")
_PLACE_OF_FORUM = pattern(
    r"\s{0,4}(?:发信站|發信站)\s?[:：]\s?(?P<site>[^(（]{1,40}?)\s*[(（](?P<time>[^()（）]{6,60})[)）].{0,60}"
)
_TIME_OF_FORUM = pattern(r"\s{0,4}(?:时\s{0,2}间|時\s{0,2}間)\s?[:：]?\s{1,3}(?P<time>\S.{6,60})")
_MOST_OF_HEAD = 4
"""Number of lines below the first in which the other fields of a forum's head stand."""
_FIELD = pattern(r"(?P<name>[A-Z][A-Za-z-]{1,40}): ?(?P<value>.{0,2000})")
_FIRST_OF_MBOX = pattern(r"From \S{1,200} .{0,40}\d{4}")
_OF_NEWSGROUPS = frozenset({"newsgroups", "subject", "from", "date"})
_ENCODED_BODIES = frozenset({"base64", "quoted-printable"})
_DAY_BEHIND = pattern(
    r"(?P<month>[A-Z][a-z]{2})\s{1,2}(?P<day>\d{1,2})\s+\d\d:\d\d(?::\d\d)?\s+(?P<year>\d{4})"
)
_DAY_BEFORE = pattern(r"(?P<day>\d{1,2})\s+(?P<month>[A-Z][a-z]{2})\s+(?P<year>\d{2,4})")
_MONTHS = {
    month: number
    for number, month in enumerate(
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], 1
    )
}
_FIRST_YEAR = 70
"""The first year of two figures that is one of the last century: newsgroups are younger."""
_TIME_OF_MICROBLOG = pattern(
    r"(?P<day>20\d\d[-/年]\d{1,2}[-/月]\d{1,2}日?)\s+\d{1,2}:\d\d(?::\d\d)?\s*(?:来自|來自|发布于|發佈於)\s?.{0,40}"
)
_TITLE_OF_MICROBLOG = pattern(r"\s*【(?P<title>[^【】]{2,60})】")
_LONGEST_ACCOUNT = 30
_ADDRESS = pattern(r"\s{0,9}<[^<>]{1,100}>|^[^\s@]{1,100}@[^\s@]{1,100}\s{1,9}\((?=[^()]{1,100}\)$)|\)$")
_AROUND = pattern(
    r"\s{0,4}(?:【\s?(?:以下文字|原文由|此篇文章).{0,120}】|[※◆]\s?.{0,200}|--\s?|[-=_─]{10,}|(?:转发|轉發|分享)\s?\d{0,9}\s+(?:评论|評論)\s?\d{0,9}\s+(?:赞|讚|点赞)\s?\d{0,9}|(?:推|嘘|噓|→)\s\S{2,20}\s?[:：].{0,200})"
)
"""A line that a program adds to a text: where it is from, who has changed it, what others say below it."""
_SIGNATURE = pattern(r"--\s{0,2}")

_WIDEST = 90
"""Most columns of a screen to which lines are cut."""
_NEARLY_FULL = 8
"""Columns that may be left at the end of a line that goes on in the next: a long word did not fit."""
_FEWEST_FULL = 2
_ENDS = frozenset("。！？!?”」.:：")
_QUOTED = (">", ":", "|", "【", "-", "*")


class _Post(Struct):
    """A post: its fields, the lines of its text, and what is beside it, each with the number of its line."""

    author: str = ""
    board: str = ""
    site: str = ""
    title: str = ""
    time: str = ""
    number: int = 0
    is_short: bool = False
    """It is one of a microblog, which need not have a title."""
    lines: list[_Line] = field(default_factory=list)
    around: list[_Line] = field(default_factory=list)

    def paper(self) -> str:
        return self.site or self.board

    def section(self) -> str:
        if self.site:
            return self.board
        return ""

    def date(self) -> str:
        """Return the day as YYYY-MM-DD; "" if it is not told."""
        match = _DAY_BEHIND.search(self.time) or _DAY_BEFORE.search(self.time)
        if match is None or match["month"] not in _MONTHS:
            return day_stated(self.time)
        year = int(match["year"])
        if year < _FIRST_YEAR:
            year += 2000
        elif year < 100:
            year += 1900
        day = date_or_none(year, _MONTHS[match["month"]], int(match["day"]))
        if day is None:
            return ""
        return day.isoformat()


def articles_of_posts(source: SourceText) -> SourceText | None:
    """Return a text whose articles are posts; None if one has no text, or is written in a code of its own."""
    posts, before = _posts_in(source.lines)
    if not posts or not all(post.lines and (post.title or post.is_short) for post in posts):
        return None
    by_issue: dict[tuple[str, str], list[_Post]] = {}
    for post in posts:
        by_issue.setdefault((post.paper(), post.date()), []).append(post)
    issues = []
    for about, of_issue in by_issue.items():
        issues.append(_issue(source, about, of_issue, before))
        before = []
    return only(issues)


def _posts_in(lines: Sequence[str]) -> tuple[list[_Post], list[_Line]]:
    """Return the posts of a text, and the lines before the first."""
    posts: list[_Post] = []
    before: list[_Line] = []
    is_below = False
    at = 0
    while at < len(lines):
        begun = _head_of_forum(lines, at) or _head_of_newsgroup(lines, at) or _head_of_microblog(lines, at)
        if begun is not None:
            post, at = begun
            posts.append(post)
            is_below = False
            continue
        text = lines[at].rstrip()
        at += 1
        is_below = is_below or _SIGNATURE.fullmatch(text) is not None
        is_around = is_below or not posts or _AROUND.fullmatch(text) is not None
        if not is_around:
            posts[-1].lines.append((at, text))
        elif text and posts:
            posts[-1].around.append((at, text.strip()))
        elif text:
            before.append((at, text.strip()))
    for post in posts:
        _strip(post.lines)
        if post.is_short:
            _take_title(post)
    return posts, before


def _take_title(post: _Post) -> None:
    """Take what stands in brackets at the beginning of a text as its title: 【渡口通航】…."""
    number, text = next(iter(post.lines), (0, ""))
    title = _TITLE_OF_MICROBLOG.match(text)
    if title is not None:
        post.title = title["title"]
        post.number = number
        post.lines[0] = (number, text[title.end() :].strip())


def _head_of_microblog(lines: Sequence[str], at: int) -> tuple[_Post, int] | None:
    """Return what `_head_of_forum` does for a post of a microblog: an account, and below it the time and the device."""
    if at + 1 == len(lines):
        return None
    account = lines[at].strip()
    time = _TIME_OF_MICROBLOG.fullmatch(lines[at + 1].strip())
    if time is None or not 0 < len(account) <= _LONGEST_ACCOUNT:
        return None
    post = _Post(site=account, time=time["day"], is_short=True)
    post.around = [(at + 1, account), (at + 2, lines[at + 1].strip())]
    return post, at + 2


def _strip(lines: list[_Line]) -> None:
    while lines and not lines[0][1]:
        lines.pop(0)
    while lines and not lines[-1][1]:
        lines.pop()


def _head_of_forum(lines: Sequence[str], at: int) -> tuple[_Post, int] | None:
    """Return the post whose head begins at a line, and the line below its head; None if none begins there."""
    first = _FIRST_OF_FORUM.fullmatch(lines[at].rstrip())
    if first is None:
        return None
    post = _Post(author=first["author"], board=first["board"])
    end = at + 1
    for below in range(at + 1, min(len(lines), at + 1 + _MOST_OF_HEAD)):
        text = lines[below].rstrip()
        title = _TITLE_OF_FORUM.fullmatch(text)
        place = _PLACE_OF_FORUM.fullmatch(text)
        time = _TIME_OF_FORUM.fullmatch(text)
        if title is not None:
            post.title = title["title"]
            post.number = below + 1
        elif place is not None:
            post.site = place["site"]
            post.time = place["time"]
        elif time is not None:
            post.time = time["time"]
        elif text:
            break
        if title or place or time:
            end = below + 1
    post.around = [(number, lines[number - 1].strip()) for number in range(at + 1, end + 1)]
    post.around = [line for line in post.around if line[0] != post.number]
    if post.title:
        return post, end
    return None


def _head_of_newsgroup(lines: Sequence[str], at: int) -> tuple[_Post, int] | None:
    """Return what `_head_of_forum` does for a head of a newsgroup, or of a mail in a file of them."""
    fields: dict[str, str] = {}
    numbers: dict[str, int] = {}
    end = at + (_FIRST_OF_MBOX.fullmatch(lines[at].rstrip()) is not None)
    if (at and lines[at - 1].strip()) or end == len(lines) or _FIELD.fullmatch(lines[end].rstrip()) is None:
        return None
    name = ""
    while end < len(lines) and lines[end].strip():
        text = lines[end].rstrip()
        match = _FIELD.fullmatch(text)
        if match is not None:
            name = match["name"].lower()
            fields.setdefault(name, match["value"].strip())
            numbers.setdefault(name, end + 1)
        elif text[0] in " \t" and name:
            fields[name] += " " + text.strip()
        else:
            return None
        end += 1
    is_coded = fields.get("content-transfer-encoding", "").lower() in _ENCODED_BODIES
    if not fields.keys() >= _OF_NEWSGROUPS or is_coded:
        return None
    author = _ADDRESS.sub("", _decoded(fields["from"])).strip(' "')
    board = fields["newsgroups"].split(",")[0].strip()
    title = _decoded(fields["subject"])
    post = _Post(author=author, board=board, title=title, time=fields["date"], number=numbers["subject"])
    post.around = [(number, lines[number - 1].strip()) for number in range(at + 1, end + 1)]
    post.around = [line for line in post.around if line[0] != post.number]
    return post, end


def _decoded(words: str) -> str:
    """Return the words of a field, some of which may be written in ASCII: =?gb2312?B?tsnE?=."""
    if "=?" not in words:
        return words
    try:
        return str(make_header(decode_header(words)))
    except (LookupError, ValueError):
        return words


def _issue(
    source: SourceText, about: tuple[str, str], posts: Sequence[_Post], before: Sequence[_Line]
) -> SourceText:
    """Return the text of the issue whose forum and day are `about`; the lines before the first post are beside it."""
    paper, day = about
    builder = RecordBuilder(paper=paper, date=day_written(day))
    around = [*before]
    for post in posts:
        builder.add_record(_parts(post))
        around += post.around
    builder.add_rest(around)
    return replace(builder.issue(source.path, source.encoding), encoding_fact=source.encoding_fact)


def _parts(post: _Post) -> Iterator[tuple[LinePart, str, LineSpan]]:
    head = (post.number, post.number)
    if post.section():
        yield LinePart.SECTION, post.section(), (0, 0)
    if post.title:
        yield LinePart.HEADLINE, post.title, head
    yield LinePart.BYLINE, post.author, (0, 0)
    for text, span in _paragraphs(post.lines):
        yield LinePart.PARAGRAPH, text, span


def _paragraphs(lines: Sequence[_Line]) -> Iterator[tuple[str, LineSpan]]:
    """Yield the paragraphs of a text, each with its lines: one that fills the screen goes on in the next."""
    widths = [_width(text) for _, text in lines]
    widest = max(widths, default=0)
    full = sum(width > widest - _NEARLY_FULL for width in widths)
    is_cut = widest <= _WIDEST and full >= _FEWEST_FULL
    text = ""
    first = last = 0
    for (number, line), width in zip(lines, widths, strict=True):
        goes_on = text and line and line[0] not in " \t\u3000" and not line.startswith(_QUOTED)
        if not goes_on:
            if text:
                yield text, (first, last)
            text = line.strip()
            first = number
        elif text[-1].isascii() and line[0].isascii():
            text += " " + line
        else:
            text += line
        last = number
        is_full = is_cut and width > widest - _NEARLY_FULL and line[-1] not in _ENDS
        if text and not is_full:
            yield text, (first, last)
            text = ""
    if text:
        yield text, (first, last)


def _width(text: str) -> int:
    """Return the columns that a line takes on a screen: a Han character takes two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
