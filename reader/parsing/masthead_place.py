"""Where a masthead may stand, as far as a line alone does not tell.

A line with nothing but a day is a masthead's at the head of a file or page, beside what only mastheads have, or where
it recurs with its weekday. Anywhere else it is a day of the text: of a hearing, of a letter, the end of a sentence.
"""

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from reader.language.patterns import pattern
from reader.parsing import fields, latin_mastheads, pages
from reader.parsing.line_features import Line
from reader.parsing.weights import LineFeature

_TOP = 8
"""Maximum number of lines from the beginning of a file or page to the end of its head."""
_LONGEST_HEADING = 40
_LONGEST_LATIN_HEADING = 70
_MOST_SMALL_WORDS = 3
"""A line in Latin letters with more words in lower case is one of a text."""
_LEAST_OF_TEXT = 24
"""A line that is as long, and has a comma or ends without a mark, may go on in the next one."""
_ENOUGH_FIELDS = 3
"""So many fields beside each other, such as day, weekday and lunar day, are a masthead's."""
_LONGEST = 90
"""Maximum length of such a line at the head of a file."""
_MOST_OF_REST = 0.5
"""Maximum share of other words in it."""
_MOST_NOTES = 3
"""Maximum number of notes, such as a price, between the name of a paper and its day."""
_MOST_MOTTOES = 1
_OF_MASTHEADS = frozenset(
    {
        LineFeature.PAGE_LINE,
        LineFeature.TITLE,
        LineFeature.FRONT_MATTER,
        LineFeature.IMPRINT,
        LineFeature.BARE_PAGE,
    }
)
_LATIN = pattern("[A-Za-zÀ-ÿ]{3}")
_SMALL_WORD = pattern(r"(?<![\w’'-])[a-zß-ÿ][\w’'-]*")
_FULL_STOP = pattern("[。！？；]|[.!?;](?=\\s+\\S)")
_PAUSE = pattern("[，。；！？!?;]")
_WEATHER = pattern("[℃°]")
_COMMA = pattern("[，、,]")
_ENDS = pattern("[。！？；：.!?:;”’」』）)]$")
_WAITS_FOR_DAY = pattern(
    r"(?:[,，、]|[于在到至自从由即与或截迄後]|[定预]为|(?<![\w’'])(?:on|until|till|to|the|of|from|by|before|after|since|this|that|at|in"
    r"|dated|for|am|vom|bis|zum|zur|dem|den|der|des|seit|nach|vor|ab|le|la|les|du|de|au|aux|depuis|dès|jusqu['’]au))$",
    re.IGNORECASE,
)
"""The end of a line that goes on with a day."""
_BEHIND_DAY = pattern(
    r"(?:[,，、。；]|[上下中]午|[早晚午夜清凌][上间晨]?\s?[0-9一二三四五六七八九十]|[0-9一二三四五六七八九十]{1,3}\s?[时時点點]|为止|止|之?[前后]|以[前后]|起|期[间满]|[a-zß-ÿ])"
)
"""The beginning of a line in which the sentence of a day goes on."""


class HeadPlaces(Struct, frozen=True):
    """Lines, by their numbers from 0: those in the head of the file or of a page; those of them that can be nothing but
    a masthead's; those whose day nothing shows to be the paper's; and those of these that belong to a text.
    """

    heads: frozenset[int]
    certain: frozenset[int]
    doubtful: frozenset[int]
    of_text: frozenset[int]


def heads_of(lines: Sequence[Line], may_be_outside: Sequence[bool], pages: Iterable[int]) -> frozenset[int]:
    """Return the lines before the first text of each of the `pages`, which are given by their first lines.

    `may_be_outside` tells which lines may be outside of articles by their words.
    """
    heads: set[int] = set()
    for begin in pages:
        end = begin
        while end < min(begin + _TOP, len(lines)) and (may_be_outside[end] or not is_text(lines[end].plain)):
            end += 1
        heads.update(range(begin, end))
    return frozenset(heads)


def places_of(lines: Sequence[Line], may_be_outside: Sequence[bool], pages: Iterable[int]) -> HeadPlaces:
    """Return where mastheads are, given which lines may be outside by their words, and where pages begin."""
    heads = heads_of(lines, may_be_outside, pages)
    runs = list(_runs(lines, may_be_outside))
    doubtful = _doubtful(lines, runs, heads)
    certain: set[int] = set()
    for run in runs:
        if run[0] in heads and _has_evidence(lines, run) and not _is_in_sentence(lines, run):
            certain.update(at for at in run if at in heads and _is_certain(lines[at]))
    of_text = frozenset(at for at in doubtful if not _may_run_over_page(lines, at))
    return HeadPlaces(heads, frozenset(certain), doubtful, of_text)


def _doubtful(lines: Sequence[Line], runs: Sequence[Sequence[int]], heads: frozenset[int]) -> frozenset[int]:
    """Return the lines whose day nothing shows to be the paper's: neither their place nor another line beside them."""
    recurring: frozenset[str] | None = None
    doubtful: set[int] = set()
    for run in runs:
        if _has_evidence(lines, run):
            continue
        is_in_sentence = _is_in_sentence(lines, run)
        if run[0] in heads and not is_in_sentence:
            continue
        days = {at for at in run if is_bare_day(lines[at].plain)}
        if days and recurring is None:
            recurring = _recurring(lines, runs)
        doubtful.update(at for at in days if is_in_sentence or lines[at].plain not in (recurring or ()))
    return frozenset(doubtful)


def days_of_paper(lines: Sequence[Line], outside: Container[int]) -> frozenset[int]:
    """Return the numbers, in the file, of the lines outside of articles whose day may be the paper's."""
    may_be_outside = [line.number in outside for line in lines]
    runs = list(_runs(lines, may_be_outside))
    doubtful = _doubtful(lines, runs, heads_of(lines, may_be_outside, begins_of_pages(lines)))
    return frozenset(line.number for at, line in enumerate(lines) if at not in doubtful)


def _may_run_over_page(lines: Sequence[Line], at: int) -> bool:
    """Return whether a day with its weekday may be the head of a page that interrupts a text: white space is around."""
    line = lines[at]
    if not line.gap or fields.masthead_fields(line.plain).weekday is None:
        return False
    if at and _WAITS_FOR_DAY.search(lines[at - 1].plain):
        return False
    return at + 1 == len(lines) or (lines[at + 1].gap > 0 and _BEHIND_DAY.match(lines[at + 1].plain) is None)


def begins_of_pages(lines: Sequence[Line]) -> Iterator[int]:
    """Yield where the file begins, and each page of which that is known."""
    if lines:
        yield 0
    for at, above in enumerate(lines[:-1], 1):
        if not _MARKS_OF_PAGES.isdisjoint(above.own):
            yield at
        elif above.place is not None:
            below = lines[at].place
            if below is not None and above.place.page != below.page:
                yield at


_MARKS_OF_PAGES = frozenset({LineFeature.SECTION_MARK, LineFeature.PAGE_LINE})


def is_line_of_head(plain: str) -> bool:
    """Return whether a line is one of a masthead if it stands at the head: a day with other fields."""
    if latin_mastheads.is_line_of_masthead(plain):
        return True
    if len(plain) > _LONGEST or _PAUSE.search(plain):
        return False
    line_fields = fields.masthead_fields(plain)
    is_full = line_fields.date is not None and line_fields.count >= _ENOUGH_FIELDS
    return is_full and line_fields.rest <= _MOST_OF_REST * len(plain)


@lru_cache(maxsize=1024)
def is_text(plain: str) -> bool:
    """Return whether a line is one of running text, and no heading or field."""
    if is_line_of_head(plain) or latin_mastheads.is_note(plain):
        return False
    if not _LATIN.search(plain):
        return (
            len(plain) > _LONGEST_HEADING
            or _FULL_STOP.search(plain) is not None
            or (_COMMA.search(plain) is not None and len(plain) >= _LEAST_OF_TEXT // 2)
        )
    small = len(_SMALL_WORD.findall(plain))
    return small > _MOST_SMALL_WORDS or (small > 0 and len(plain) > _LONGEST_LATIN_HEADING)


def _runs(lines: Sequence[Line], may_be_outside: Sequence[bool]) -> Iterator[list[int]]:
    """Yield the lines that may be outside, in groups of those that follow each other."""
    run: list[int] = []
    for at, may_be in enumerate(may_be_outside):
        if may_be and LineFeature.SECTION_MARK not in lines[at].own:
            run.append(at)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _recurring(lines: Sequence[Line], runs: Sequence[Sequence[int]]) -> frozenset[str]:
    """Return the lines of a day with its weekday that are in several groups: they run over the pages of a paper."""
    times: Counter[str] = Counter()
    for run in runs:
        times.update({lines[at].plain for at in run if fields.masthead_fields(lines[at].plain).weekday})
    return frozenset(text for text, count in times.items() if count > 1)


def _has_evidence(lines: Sequence[Line], run: Iterable[int]) -> bool:
    return any(_is_evidence(lines[at]) for at in run)


def _is_evidence(line: Line) -> bool:
    """Return whether only a masthead or the head of a page has such a line."""
    if not line.own.isdisjoint(_OF_MASTHEADS) or fields.is_record_field(line.plain):
        return True
    line_fields = fields.masthead_fields(line.plain)
    if (
        line_fields.number is not None
        or line_fields.page_count is not None
        or line_fields.cn is not None
        or line_fields.cn_words
    ):
        return True
    if line_fields.count >= _ENOUGH_FIELDS:
        return True
    return fields.title_in(line.plain) is not None or latin_mastheads.is_line_of_masthead(line.plain)


def is_bare_day(plain: str) -> bool:
    """Return whether a line has a day and nothing else that a masthead has, but weekday or lunar day."""
    line_fields = fields.masthead_fields(plain)
    # the day of a letter may be taken for one of the moon: 三月十五日
    if not line_fields.is_dated and line_fields.lunar != plain.removesuffix("日"):
        return False
    if line_fields.number is not None or line_fields.page_count is not None:
        return False
    if line_fields.cn is not None or line_fields.cn_words or line_fields.count >= _ENOUGH_FIELDS:
        return False
    if fields.title_in(plain) is not None or pages.page_line(plain) is not None or _WEATHER.search(plain):
        return False
    return pages.LABELS.search(fields.without_fields(plain)[0]) is None


def _is_certain(line: Line) -> bool:
    """Return whether a line at the head of a page, beside what only mastheads have, is nothing but a masthead's."""
    if LineFeature.FRONT_MATTER in line.own or fields.is_record_field(line.plain):
        return False
    return fields.masthead_fields(line.plain).has_year or fields.is_title(line.plain)


def _is_in_sentence(lines: Sequence[Line], run: Sequence[int]) -> bool:
    """Return whether the sentence of the line above goes on in a group of lines, or theirs in the line below."""
    first = run[0]
    last = run[-1]
    if first and _goes_on(lines[first - 1], lines[first]):
        return True
    return last + 1 < len(lines) and _continues(lines[last], lines[last + 1])


def _goes_on(above: Line, line: Line) -> bool:
    if _WAITS_FOR_DAY.search(above.plain):
        return True
    if line.gap or _ENDS.search(above.plain):
        return False
    has_pause = _COMMA.search(above.plain) is not None
    return is_text(above.plain) and (has_pause or len(above.plain) > _LONGEST_HEADING)


def _continues(line: Line, below: Line) -> bool:
    return below.gap == 0 and _BEHIND_DAY.match(below.plain) is not None


def name_above_day(lines: Sequence[Line], at: int) -> int | None:
    """Return which line above that with the day is the name of a paper; notes and a motto may stand between."""
    plain = lines[at].plain
    is_dated = latin_mastheads.is_day_of_place(plain) or latin_mastheads.is_line_of_masthead(plain)
    if not is_dated and not latin_mastheads.is_month_of_issue(plain):
        return None
    mottoes = 0
    for above in range(at - 1, max(at - _MOST_NOTES - 1, 0) - 1, -1):
        if latin_mastheads.is_note(lines[above].plain):
            continue
        if latin_mastheads.is_name_of_paper(lines[above].text):
            return above
        mottoes += 1
        if mottoes > _MOST_MOTTOES or is_text(lines[above].plain):
            return None
    return None


def notes_below(lines: Sequence[Line], at: int) -> Iterator[int]:
    """Yield the lines right below a masthead's day that are nothing but its number, volume or price."""
    for below in range(at + 1, min(at + 1 + _MOST_NOTES, len(lines))):
        if not latin_mastheads.is_note(lines[below].plain):
            return
        yield below
