"""Decides where a text is divided into days: lines → sections, each with the day that is printed for it.

A line that has a day, and else only what stands beside the day of a paper (its name, weekday, number, page), may begin
a day's issue, or stand below the headline of an article, or at its end: what such lines have in common decides. A text
that names several days in this way, and can't be divided with certainty, is in doubt: none of its articles may be said
to be of one of these days.
"""

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, islice, pairwise

from msgspec import Struct
from msgspec.structs import replace

from reader.language.dates import calendar
from reader.language.dates.printed_days import YEAR, is_by_program
from reader.language.equality import simplified
from reader.language.patterns import pattern
from reader.parsing import fields, latin_mastheads, masthead_lines, pages
from reader.parsing.dates import origin_of
from reader.parsing.pages import pictures_in, section_mark

# Maximum number of characters of a line with a day, and of a headline.
_LONGEST = 80
_LONGEST_HEADING = 48
_MOST_ABOVE = 6
"""Maximum number of lines that are a headline, or the title of the file."""
_LONGEST_GAP = dt.timedelta(days=100)
"""Between successive days that stand alone; more is a chronicle."""
_LEAST_TEXT = 12
"""Minimum number of characters below a day for it to have a text."""
_MAY_HAVE_DAY = re.compile(
    r"月|[0-9０-９] ?[-./．－—年] ?[0-9０-９]|(?:1[89]|20)[0-9]{6}|[A-Za-z]{3}[., ]+[0-9]|[0-9][a-z]* (?:of )?[A-Z]"
)
_SENTENCE = re.compile("[，。；！？“”]")
_COMPACT = pattern(r"(?<![0-9])((?:1[89]|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?![0-9])")
_LEADING = pattern(r"#{1,6}\s+|[=~*_\-—─━■◆★☆※●▲△]{2,}|<h[1-6][^<>]*>|[■◆★☆※●▲△]")
_AROUND = "=-—─━~_*#《》〈〉【】[]〔〕（）()|·•●■◆★☆※▲△:：,，. \t"
_LABEL = pattern(
    "(?:(?:出版|发表|发布|发稿|见报|刊登|刊载|报纸|原载)?(?:日期|时间)|来源|出处|刊于|原载|published|date)\\s*[:：]\\s*",
    re.IGNORECASE,
)
_TIME = pattern("(?:[上下]午\\s?)?[0-2]?[0-9]\\s?[:：]\\s?[0-5][0-9]")
_WORD = pattern(r"[^\s|｜:：,，/·《》〈〉【】（）()\[\]=—-]+")
_PAGE = pattern(
    "第?\\s?([A-Da-d]?[0-9]{1,3}|[一二三四五六七八九十]{1,3})\\s?版(?:\\s?[:：]?\\s?\\w{2,6}$)?|(?<!\\w)([A-D][0-9]{1,2})$"
)
_YEAR = pattern(f"(?P<year>{YEAR})(?![0-9])")
_RULE = pattern(r"[\W_]+")
_ENDS_TEXT = (*"。；，、：:…）)】", *("。”", "！”", "？”", "。」", "。』"))
_CLOCK = pattern(r"[0-2]?[0-9][:：][0-5][0-9]")
_ON_BOTH_SIDES = pattern(r"[=*~─—━-]{2,}.*[=*~─—━-]{2,}")
_ANY_YEAR = 2000
_FAR = dt.timedelta(days=1_000)


class Section(Struct, frozen=True):
    """The lines from `first` up to, not including, `end`, counted from 0, and their day; None if it is in doubt.

    `month_day` (“3月5日”) is set instead of `date` if no year is printed. `heads` are the lines with the day, and what
    stands beside it; `paper` is a name among them. `is_of_picture`: day and paper are in the name of a picture whose
    text the section is, and not printed. `is_said`: the user has said the date. `is_plain`: without a date, it is in
    no doubt, but looked for as in any text.
    """

    first: int
    end: int
    date: dt.date | None = None
    paper: str | None = None
    heads: tuple[int, ...] = ()
    month_day: str = ""
    is_of_picture: bool = False
    is_said: bool = False
    is_plain: bool = False


class Division(Struct, frozen=True):
    """The sections of a text, () for one issue. `doubted` is the index of a line with a day, if the text names several
    days, and can't be divided with certainty; else -1.
    """

    sections: tuple[Section, ...] = ()
    doubted: int = -1


class _Mark(Struct, frozen=True):
    """A line with a day; `top` is the first line of the masthead that it belongs to.

    `is_full`: weekday, issue number or the like stand beside the day; `is_set_off`: it is a heading, or set off by
    signs; `other`: further words.
    """

    at: int
    top: int
    date: dt.date | None
    month_day: tuple[int, int] | None
    paper: str | None
    page: str | None
    other: str
    is_full: bool
    is_set_off: bool
    is_indented: bool

    @property
    def is_bare(self) -> bool:
        return not (self.is_full or self.paper or self.page)


def divide(lines: Sequence[str]) -> Division:
    """Return where a text is divided into days."""
    sections = _by_pictures(lines)
    if sections:
        return Division(sections)
    day_marks = _found_in(lines)
    marks = [*_dated(lines, day_marks)]
    if len({mark.date for mark in marks}) < 2:
        return _in_words(lines, day_marks)
    text = _Text(lines, marks)
    is_at_top = text.is_at_top(marks[0])
    heads = [
        mark
        for mark in marks
        if text.begins(mark) and (text.has_text(mark) or (mark is marks[0] and not mark.is_bare))
    ]
    below = [
        mark
        for mark in marks
        if mark.is_bare == marks[0].is_bare and text.lead(mark) < mark.top and text.has_text(mark)
    ]
    if is_at_top and marks[0] in below and len(below) >= len(heads):
        return _by_record(text, marks, below)
    if is_at_top or sum(mark.is_set_off or mark.is_full for mark in heads) > 1:
        return _by_head(text, heads)
    return _by_foot(text, marks)


def _by_pictures(lines: Sequence[str]) -> tuple[Section, ...]:
    """Return the sections of a text of pictures whose names tell several days; () if they do not."""
    sections: list[Section] = []
    for at, name in pictures_in(lines):
        origin = origin_of(name)
        if not sections or origin.date != sections[-1].date:
            sections[-1:] = [replace(section, end=at) for section in sections[-1:]]
            begin = at if sections else 0
            sections.append(Section(begin, len(lines), origin.date, origin.title, is_of_picture=True))
    if len({picture_section.date for picture_section in sections} - {None}) > 1:
        return tuple(sections)
    return ()


def with_starts(sections: Sequence[Section], starts: Mapping[int, dt.date]) -> tuple[Section, ...]:
    """Return the sections of a text, divided also where the days of these dates start, as the user has said by lines.

    A line above the text of a section says of which date that section is.
    """
    new_sections = [*sections]
    for start, date in sorted(starts.items()):
        at = next((i for i, section in enumerate(new_sections) if section.first <= start < section.end), None)
        if at is None:
            continue
        holder = new_sections[at]
        is_of_head = start <= max(holder.heads, default=holder.first)
        first = holder.first if is_of_head else start
        above = [] if is_of_head else [replace(holder, end=start)]
        heads = holder.heads if is_of_head else ()
        new_sections[at : at + 1] = [
            *above,
            Section(first, holder.end, date, holder.paper, heads, is_said=True),
        ]
    return tuple(new_sections)


def _found_in(lines: Sequence[str]) -> list[_Mark]:
    first = next((at for at, line in enumerate(lines) if line and not line.isspace()), 0)
    marks = (
        _mark(lines, at)
        for at, line in enumerate(lines)
        if len(line) <= _LONGEST
        and _MAY_HAVE_DAY.search(line)
        and not _SENTENCE.search(line)
        and not is_by_program(line.strip("> \t"), is_first=at == first)
    )
    return [mark for mark in marks if mark is not None]


def _dated(lines: Sequence[str], day_marks: Sequence[_Mark]) -> Iterator[_Mark]:
    """Yield the marks without further words, and with a year; a line above gives it to them if none has one."""
    others = Counter(mark.other for mark in day_marks)
    # a word that all lines have is the name of a periodical
    marks = [
        replace(mark, paper=mark.paper or mark.other or None)
        for mark in day_marks
        if not mark.other or others[mark.other] == len(day_marks) > 2
    ]
    dated = [mark for mark in marks if mark.date is not None]
    if dated or not marks:
        yield from dated
        return
    top = marks[0].at
    above = (_YEAR.search(_plain(line)) for line in lines[max(0, top - _MOST_ABOVE) : top])
    year = next((match["year"] for match in above if match), "")
    yield from _with_years(marks, year)


def _in_words(lines: Sequence[str], found: Sequence[_Mark]) -> Division:
    """Return the division of a text without several plain days: it is in doubt if blocks of it begin with days, each
    with a word, as in a diary or a chronicle.
    """
    worded = [mark for mark in found if mark.date is not None and mark.is_bare]
    if len({mark.date for mark in worded}) < 2 or worded[0] is not found[0] or not worded[1].other:
        return Division()
    text = _Text(lines, worded)
    begins = not text.is_dense and text.is_at_top(worded[0]) and all(map(text.begins, worded[1:]))
    return Division(doubted=worded[1].at if begins else -1)


def _with_years(marks: Sequence[_Mark], text: str) -> Iterator[_Mark]:
    """Yield the marks with dates from the year in a text on; they keep their `month_day` if there is none."""
    if text:
        first_date = fields.masthead_fields(f"{text}年1月1日").date
    else:
        first_date = None
    year = first_date[0] if first_date else _ANY_YEAR
    before = 0
    for mark in marks:
        month, day = mark.month_day or (0, 0)
        # December is followed by January of the next year
        year += month + 6 < before
        before = month
        date = _date((year, month, day))
        if date is not None:
            yield replace(mark, date=date, month_day=None if first_date else mark.month_day)


def _plain(line: str) -> str:
    return simplified(unicodedata.normalize("NFKC", line.strip()))


def _date(parts: tuple[int, int, int] | None) -> dt.date | None:
    try:
        if parts:
            return dt.date(*parts)
        return None
    except ValueError:
        return None


def _mark(lines: Sequence[str], at: int) -> _Mark | None:
    """Return the line at an index as a mark; None if it has no day, several, or other words."""
    text = _plain(lines[at])
    leading = _LEADING.match(text)
    inner = (text[leading.end() :] if leading else text).strip(_AROUND)
    label = _LABEL.match(inner)
    inner = _COMPACT.sub(r"\1-\2-\3", inner[label.end() :] if label else inner)
    if latin_mastheads.is_line_of_masthead(inner):
        return _latin_mark(lines, at, inner)
    left, head = fields.without_fields(inner)
    rest = _TIME.sub(" ", left.replace(fields.BLANK, " "))
    page = _PAGE.search(rest)
    words = _WORD.findall(_PAGE.sub(" ", rest))
    papers = [word for word in words if _is_paper(word)]
    further = fields.masthead_fields(rest)
    is_range = bool(further.date or further.month_day) or len(papers) > 1 or len(words) - len(papers) > 1
    if not (head.date or head.month_day) or is_range:
        return None
    date = _date(head.date)
    if head.date and date is None:
        return None
    top, name = _top_of(lines, at)
    if papers:
        printed = _WORD.findall(unicodedata.normalize("NFKC", lines[at]))
        name = next((word for word in printed if simplified(word) == papers[0]), papers[0])
    page_label = None
    if page:
        page_label = page[1] or page[2]
    other_word = next((word for word in words if word not in papers), "")
    is_indented = lines[at].startswith(("    ", "\u3000\u3000\u3000", "\t\t"))
    return _Mark(
        at,
        top,
        date,
        head.month_day,
        name,
        page_label,
        other_word,
        head.count > 1,
        leading is not None,
        is_indented,
    )


def _latin_mark(lines: Sequence[str], at: int, text: str) -> _Mark | None:
    """Return a line of a masthead in a Western language as a mark; None if its weekday does not confirm its day.

    The heads of pages repeat the day, and one that is misread begins no other paper.
    """
    head = fields.masthead_fields(text)
    date = _date(head.date)
    if date is None or head.weekday != calendar.weekday_of(date):
        return None
    top, name = _top_of(lines, at)
    paper = latin_mastheads.name_in(text) or name
    return _Mark(at, top, date, None, paper, None, "", is_full=True, is_set_off=False, is_indented=False)


def _is_paper(text: str) -> bool:
    return fields.is_title(text) and masthead_lines.can_be_name(text)


def _top_of(lines: Sequence[str], at: int) -> tuple[int, str | None]:
    """Return the first of the lines of a masthead that end at an index, and the name of the paper on them."""
    top = at
    name = None
    blank = False
    for above in range(at - 1, max(-1, at - 1 - _MOST_ABOVE), -1):
        text = _plain(lines[above])
        if not text:
            if blank:
                break
            blank = True
            continue
        if _is_paper(text.strip(_AROUND)) or latin_mastheads.is_name_of_paper(text):
            top = above
            name = masthead_lines.as_printed(lines[above].strip().strip(_AROUND))
            break
        line_fields = fields.masthead_fields(text)
        if blank or not line_fields.count or line_fields.rest or line_fields.date or line_fields.month_day:
            break
        top = above
    return top, name


class _Text:
    def __init__(self, lines: Sequence[str], marks: Sequence[_Mark]) -> None:
        self.lines = lines
        self._marked = set(chain.from_iterable(range(mark.top, mark.at + 1) for mark in marks))
        self._next = {mark.at: following.top for mark, following in pairwise(marks)}
        blanks = sum(not line or line.isspace() for line in lines)
        self.is_dense = blanks < len(marks)
        self._blocks = 1 + sum(map(self.is_blank, self.printed_span(marks[0].top)))

    def is_blank(self, at: int) -> bool:
        line = self.lines[at]
        return not line or line.isspace()

    def is_rule(self, at: int) -> bool:
        if self.is_blank(at):
            return False
        text = self.lines[at].strip()
        return _RULE.fullmatch(text) is not None or section_mark(text) is not None

    def printed_span(self, end: int) -> range:
        """Return the lines above `end`, without blank ones at the top and directly above it."""
        printed_lines = self.printed(0, end)
        if printed_lines:
            return range(printed_lines[0], printed_lines[-1] + 1)
        return range(0)

    def printed(self, first: int, end: int, most: int = 1_000_000) -> list[int]:
        """Return the first lines of a span that are neither blank nor rules."""
        lines = (at for at in range(first, end) if not self.is_blank(at) and not self.is_rule(at))
        return [*islice(lines, most)]

    def is_heading(self, at: int) -> bool:
        """Return whether a line can be a headline: short, and neither the end of a sentence nor of a programme."""
        text = self.lines[at].strip()
        if text.startswith("#"):
            return True
        return len(text) <= _LONGEST_HEADING and not text.endswith(_ENDS_TEXT) and not _CLOCK.match(text)

    def is_at_top(self, mark: _Mark) -> bool:
        """Return whether only the title of the file, or a headline, stands above a mark."""
        above = self.printed(0, mark.top, _MOST_ABOVE + 1)
        return len(above) <= _MOST_ABOVE and all(map(self.is_heading, above))

    def is_of_head(self, at: int) -> bool:
        """Return whether a line has nothing but fields of a masthead, a newspaper's name or a page."""
        text = _plain(self.lines[at])
        line_fields = fields.masthead_fields(text)
        return (
            (line_fields.count > 0 and not line_fields.rest)
            or _is_paper(text)
            or pages.page_line(text) is not None
        )

    def begins(self, mark: _Mark) -> bool:
        above = mark.top - 1
        if above < 0 or self.lines[mark.at].lstrip().startswith("#"):
            return True
        if mark.is_indented and mark.is_bare:
            return False
        if self.is_blank(above) or self.is_rule(above) or (mark.is_full and mark.top < mark.at):
            return True
        return (self.is_dense or mark.is_full) and not self.is_heading(above)

    def below(self, mark: _Mark) -> int:
        """Return the first line of the text below a mark, -1 without one; fields and pages are no text."""
        printed_lines = self.printed(mark.at + 1, self._next.get(mark.at, len(self.lines)), _MOST_ABOVE)
        return next((at for at in printed_lines if not self.is_of_head(at)), -1)

    def has_text(self, mark: _Mark) -> bool:
        begin = self.below(mark)
        end = self._next.get(mark.at, len(self.lines))
        lengths = accumulate(len(self.lines[at].strip()) for at in range(begin, end))
        return begin >= 0 and any(length >= _LEAST_TEXT for length in lengths)

    def lead(self, mark: _Mark) -> int:
        """Return the first line of the headline above a mark; `mark.top` without one."""
        first = mark.top
        blocks = 0
        is_open = False
        for at in range(mark.top - 1, max(-1, mark.top - 1 - 2 * _MOST_ABOVE), -1):
            if self.is_blank(at):
                is_open = False
            elif at in self._marked or self.is_rule(at) or not self.is_heading(at) or self.is_of_head(at):
                # of a block that begins with a text, no line is a headline, unless nothing is apart
                if not is_open or self.is_dense or first != at + 1 or blocks < 2:
                    return first
                return mark.top
            else:
                blocks += not is_open
                if blocks > self._blocks:
                    return first
                first = at
                is_open = True
        return first


def _by_head(text: _Text, heads: Sequence[_Mark]) -> Division:
    """Return the division of a text with its days above their articles."""
    first = heads[0] if heads else None
    if first is None:
        return Division()
    day_marks = [mark for mark in heads if _may_follow(text, first, mark)]
    day_marks = [mark for mark in day_marks if mark not in _misread(day_marks)]
    if not first.is_bare:
        day_marks = [*_with_firm(day_marks, first)]
    if len({mark.date for mark in day_marks}) < 2:
        return Division()
    days = [*map(_day, day_marks)]
    bare = [mark for mark in day_marks if mark.is_bare]
    is_steady = days in (sorted(days), sorted(days, reverse=True))
    longest = max(abs(after - before) for before, after in pairwise(days))
    if bare and not (
        is_steady and longest <= _LONGEST_GAP and all(_is_above_headline(text, m) for m in bare)
    ):
        return Division(doubted=day_marks[1].at)
    if len(day_marks) == 2 and longest > _FAR:
        return Division(doubted=day_marks[1].at)
    is_title = text.is_at_top(first)
    above = text.printed(0, first.top)
    words = chain.from_iterable(_WORD.findall(text.lines[at]) for at in above if is_title)
    title = next((word for word in words if _is_paper(_plain(word))), None)
    sections: list[Section] = [] if is_title else [Section(0, day_marks[0].top)]
    ends = [*(mark.top for mark in day_marks[1:]), len(text.lines)]
    for mark, end in zip(day_marks, ends, strict=True):
        paper = mark.paper or title
        heads_here = (*(above if is_title and mark is first else ()), *range(mark.top, mark.at + 1))
        last = sections[-1] if sections else None
        section = _section(0 if last is None else mark.top, end, mark, paper, heads_here)
        is_same = last is not None and (last.date, last.month_day) == (section.date, section.month_day)
        if last is not None and is_same and paper in (None, last.paper):
            sections[-1] = replace(last, end=end, heads=(*last.heads, *heads_here))
        else:
            sections.append(section)
    return Division(tuple(sections))


def _section(begin: int, end: int, mark: _Mark, paper: str | None, heads: Iterable[int]) -> Section:
    if mark.month_day:
        month_day = f"{mark.month_day[0]}月{mark.month_day[1]}日"
    else:
        month_day = ""
    return Section(begin, end, None if month_day else mark.date, paper, tuple(heads), month_day)


def _day(mark: _Mark) -> dt.date:
    return mark.date or dt.date.min


def _may_follow(text: _Text, first: _Mark, mark: _Mark) -> bool:
    """Return whether a mark may begin another day than the one that begins with the first mark of a text.

    Not if it is the day of a programme, or of a source of another paper.
    """
    if mark is first:
        return True
    if _CLOCK.match(text.lines[text.below(mark)].strip()):
        return False
    return not first.is_full or mark.is_full or first.paper is None or mark.paper in (None, first.paper)


def _misread(marks: Sequence[_Mark]) -> list[_Mark]:
    """Return those between two pages of another day whose own page is between theirs."""
    misread = []
    for before, mark, after in zip(marks, marks[1:], marks[2:], strict=False):
        are_pages = mark.page and before.page and after.page
        if (
            are_pages
            and before.date == after.date != mark.date
            and mark.page not in (before.page, after.page)
        ):
            misread.append(mark)
    return misread


def _with_firm(marks: Sequence[_Mark], first: _Mark) -> Iterator[_Mark]:
    """Yield the marks like the first one, which is not bare, and the bare ones whose days are between theirs."""

    def is_firm(mark: _Mark) -> bool:
        return not mark.is_bare or (mark.is_set_off and first.is_set_off)

    for at, mark in enumerate(marks):
        before = next(filter(is_firm, reversed(marks[:at])), None)
        after = next(filter(is_firm, marks[at + 1 :]), None)
        if is_firm(mark) or (before and after and _day(before) < _day(mark) < _day(after)):
            yield mark


def _is_above_headline(text: _Text, mark: _Mark) -> bool:
    is_apart = mark.is_set_off and _ON_BOTH_SIDES.fullmatch(text.lines[mark.at].strip()) is not None
    return is_apart or text.is_heading(text.below(mark))


def _by_record(text: _Text, marks: Sequence[_Mark], below: Sequence[_Mark]) -> Division:
    if len({mark.date for mark in below}) < 2:
        return Division()
    mark_lines = {mark.at for mark in below}
    others = [mark for mark in marks if mark.at not in mark_lines and text.has_text(mark)]
    if any(text.begins(mark) or not mark.is_bare for mark in others):
        return Division(doubted=below[1].at)
    begins = [0, *map(text.lead, below[1:])]
    sections: list[Section] = []
    for mark, begin, end in zip(below, begins, [*begins[1:], len(text.lines)], strict=True):
        sections.append(_section(begin, end, mark, mark.paper, range(mark.top, mark.at + 1)))
    return Division(tuple(_without_strangers(text, sections)))


def _without_strangers(text: _Text, sections: Sequence[Section]) -> Iterator[Section]:
    """Yield the sections; what follows in one of them as records follow each other, but without a day, is in doubt."""
    gap = min((_gap_above(text, section.first) for section in sections[1:]), default=0)
    if not gap:
        yield from sections
        return
    stranger_lines = [_stranger(text, section, gap) for section in sections]
    is_usual = 2 * sum(at >= 0 for at in stranger_lines) >= len(stranger_lines)
    for section, at in zip(sections, stranger_lines, strict=True):
        if at < 0 or is_usual:
            yield section
        else:
            yield replace(section, end=at)
            yield Section(at, section.end)


def _gap_above(text: _Text, at: int) -> int:
    above = next((other for other in range(at - 1, -1, -1) if not text.is_blank(other)), -1)
    return at - 1 - above


def _stranger(text: _Text, section: Section, gap: int) -> int:
    """Return the first line of another record in a section, which has no day; -1 if there is none."""
    lines = text.printed(section.heads[-1] + 1, section.end)
    for place, at in enumerate(lines[1:], 1):
        is_apart = text.is_heading(at) and _gap_above(text, at) >= gap
        if is_apart and not all(map(text.is_heading, lines[place + 1 : place + 1 + _MOST_ABOVE])):
            return at
    return -1


def _by_foot(text: _Text, marks: Sequence[_Mark]) -> Division:
    """Return the division of a text of articles, each with paper, day and page at its end."""
    last = text.printed(marks[-1].at + 1, len(text.lines), 1)
    papers = {mark.paper for mark in marks}
    if last or len(papers) > 1 or any(mark.is_bare for mark in marks):
        return Division()
    sections: list[Section] = []
    begin = 0
    for mark in marks:
        above = text.printed(begin, mark.top)
        is_end = mark.at + 1 == len(text.lines) or text.is_blank(mark.at + 1)
        if not is_end or len(above) < 2 or not text.is_heading(above[0]) or text.is_heading(above[-1]):
            return Division()
        sections.append(_section(begin, mark.at + 1, mark, mark.paper, range(mark.top, mark.at + 1)))
        begin = mark.at + 1
    return Division(tuple(sections))
