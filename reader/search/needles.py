"""Needles: what is looked for in a search text. A needle is a search form in which `ANY` matches exactly one character.

`EDGE` at an end of a needle means that no longer word or number goes on there (`bounded`): mission between two of them
is not found in commission, 1987-6-1 not in 1987-6-12, 十名 not in 三十名. `MONTH_NEXT` and `DAY_NEXT` at the end mean
that a month or a day follows, as in 1987-06 and 19870612.

A near needle (`near_needle`) combines two strings that have to be near each other. Its occurrences are those of either
string that have the other one near.

A tied needle (`TiedNeedle`) is a surname with a title (陈市长). Its occurrences count only where something else in the
article ties them to the person, such as the full name before them.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from reader.language.forms import search_form
from reader.search.terms import (
    ANY,
    CREDITS_LINE,
    DAY_NEXT,
    EDGE,
    HEADLINE_LINE,
    MARKERS,
    MONTH_NEXT,
    SEAM,
    SIGNS,
)

# Tied needles: which of their occurrences count depends on the whole article, while occurrences are looked for run by
# run. So `for_runs` turns a tied needle into one for each run, which contains what the rest of the article decided.


_PARTS = "\x1b"
"""Separates the parts of a tied needle; no search form contains it."""
_WRITERS = ("记者", "記者", "通讯员", "通訊員", "作者", "摄影", "攝影", "编辑", "編輯", "文/", "图/")


class TiedNeedle(Struct, frozen=True):
    """The parts of a tied needle.

    Attributes:
        naming: the surname with a title, in search form.
        surname: the number of characters of the surname.
        names: the full names of the person; an occurrence that is the beginning of one of them does not count.
        is_free: whether occurrences count in the whole article; else only those after one of the names.
        begin: the offset in a run from which on occurrences count.
    """

    naming: str
    surname: int
    names: tuple[str, ...] = ()
    is_free: bool = False
    begin: int = 0

    def written(self) -> str:
        """Return the needle as a string; `parts_of` is the inverse."""
        return _PARTS.join((self.naming, f"{self.surname} {int(self.is_free)} {self.begin}", *self.names))

    def occurrences(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield begin and end of the occurrences in a run, from `begin` on.

        Whether the rest of the article ties them is not checked here but in `for_runs`.
        """
        from reader.language.address import stands_at

        at = text.find(self.naming, self.begin)
        while at >= 0:
            end = at + len(self.naming)
            if stands_at(text, at, end, self.surname) and not any(
                text.startswith(name, at) for name in self.names
            ):
                yield at, end
            at = text.find(self.naming, end)


def is_tied(needle: str) -> bool:
    return _PARTS in needle


@lru_cache(maxsize=1 << 10)
def parts_of(needle: str) -> TiedNeedle:
    naming, numbers, *names = needle.split(_PARTS)
    surname, is_free, begin = map(int, numbers.split())
    return TiedNeedle(naming, surname, tuple(names), bool(is_free), begin)


def for_runs(lines: Sequence[Sequence[str]], needles: Sequence[str]) -> list[list[Sequence[str]]]:
    """Return the needles to look for in each run of each line of an article; only tied needles differ by run.

    `lines` are the lines of its search text, split into runs.
    """
    if not any(map(is_tied, needles)):
        return [[needles] * len(line) for line in lines]
    for_lines: list[list[Sequence[str]]] = []
    by_needle = [_for_runs(lines, needle) for needle in needles]
    for number in range(len(lines)):
        for_line = [for_needle[number] for for_needle in by_needle]
        for_lines.append(list(zip(*for_line, strict=True)))
    return for_lines


def _for_runs(lines: Sequence[Sequence[str]], needle: str) -> list[list[str]]:
    """Return one needle for each run of each line."""
    if not is_tied(needle):
        return [[needle] * len(line) for line in lines]
    tied = parts_of(needle)
    for_lines: list[list[str]] = []
    for line, begins in zip(lines, begins_to_count(lines, tied), strict=True):
        for_line: list[str] = []
        for run, begin in zip(line, begins, strict=True):
            if begin is None:
                begin = len(run)
            for_line.append(replace(tied, is_free=True, begin=begin).written())
        for_lines.append(for_line)
    return for_lines


def begins_to_count(lines: Sequence[Sequence[str]], needle: TiedNeedle) -> Iterator[Sequence[int | None]]:
    """Yield for each line the offsets, one per run, from which on a tied needle counts; None where it never does.

    In the headline it counts if the name is anywhere in the article. A name in a credit is that of a writer and does
    not count as a mention of the person.
    """
    if len(lines) > CREDITS_LINE:
        credits = lines[CREDITS_LINE]
    else:
        credits = ()
    ends: list[list[int | None]] = []
    first = len(lines)
    for number, line in enumerate(lines):
        line_ends: list[int | None] = [None] * len(line)
        if number != CREDITS_LINE and not needle.is_free:
            line_ends = [_end_of_name(run, needle.names, credits) for run in line]
        if line_ends.count(None) < len(line):
            first = min(first, number)
        ends.append(line_ends)
    is_named = first < len(lines)
    for number, line in enumerate(lines):
        if number == CREDITS_LINE:
            yield [None] * len(line)
        elif needle.is_free or number > first or (is_named and number == HEADLINE_LINE):
            yield [0] * len(line)
        else:
            yield ends[number]


def _end_of_name(run: str, names: Sequence[str], credits: Sequence[str]) -> int | None:
    """Return the least end of a name in a run, ignoring names within credits; None if there is none."""
    ends = []
    for name in names:
        at = _outside(run, name, credits)
        if at is not None:
            ends.append(at)
    return min(ends, default=None)


def _outside(run: str, name: str, credits: Sequence[str]) -> int | None:
    """Return the end of the first occurrence of a name in a run that is not part of a credit; None if there is none."""
    at = run.find(name)
    while at >= 0:
        end = at + len(name)
        is_credited = run.endswith(_WRITERS, 0, at) or any(
            _covers(run, credit, at, end) for credit in credits if name in credit
        )
        if not is_credited:
            return end
        at = run.find(name, end)
    return None


def _covers(run: str, credit: str, begin: int, end: int) -> bool:
    """Return whether an occurrence of a credit in a run includes the range [begin, end)."""
    at = run.find(credit, max(0, end - len(credit)))
    return 0 <= at <= begin and end <= at + len(credit)


_NEAR = "\x1d"
"""Separates the parts of a near needle; no search form contains it."""
_RUN_OF_LINE = re.compile(f"[^\n{SEAM}{MARKERS}]+")
_WILDCARD = re.compile(r"(?<=[^\W_])\?+(?=[^\W_])")


def needle_of(text: str, form: Callable[[str], str] = search_form) -> str:
    """Return the needle for a typed text: its search form, or another `form`.

    A ? between two letters, digits or Han characters becomes `ANY`; elsewhere it is a question mark.
    """
    return _WILDCARD.sub(_any_characters, form(text))


def _any_characters(marks: re.Match[str]) -> str:
    return ANY * len(marks[0])


def near_needle(first: str, second: str, within: int) -> str:
    """Return the near needle for two strings with at most `within` characters between them, in either order.

    Both have to be in one run of a line and must not overlap.
    """
    return f"{first}{_NEAR}{within}{_NEAR}{second}"


def bounded(needle: str, typed: str) -> str:
    """Return a needle, a form of a typed one, that is not found inside a longer word of Latin letters.

    Nor is it found inside a longer number, unless it begins or ends as the typed one does: 12,345 ends in another
    group of figures than 12345.
    """
    ends = (needle[:1], typed[:1]), (needle[-1:], typed[-1:] if ("," in needle) == ("," in typed) else "")
    first, last = (bool(_beyond(end) and (end != of_typed or _is_latin(end))) for end, of_typed in ends)
    return EDGE * first + needle + EDGE * last


def unbounded(needle: str) -> str:
    """Return a needle without the signs at its ends; it is as long as the strings that the needle matches."""
    if has_signs(needle):
        return _AT_ENDS.sub("", needle)
    return needle


_AT_ENDS = re.compile(f"[{EDGE}{MONTH_NEXT}{DAY_NEXT}]")


_LATIN = "a-zªºß-öø-ʯ\u0300-\u036fᴀ-ᵿḁ-ỿⱡ-ⱿꜢ-ꟿ"
_HAN_FIGURES = "一二两三四五六七八九"
_HAN_UNITS = "〇零○十百千万萬亿億廿卅"
_MYRIADS = "万萬亿億"
_is_latin = re.compile(f"[{_LATIN}]").match


def _beyond(inside: str) -> str:
    """Return the characters that continue a word or number beyond its first or last one, as in a character class."""
    if _is_latin(inside):
        return _LATIN
    if inside in _HAN_FIGURES:  # of two figures in a row, one may belong to a word: 统一三十名
        return _HAN_UNITS
    if inside in _HAN_UNITS:
        return _HAN_FIGURES + _HAN_UNITS + "0-9"
    if inside.isdecimal():
        return "0-9" + _MYRIADS
    return ""


def shown(needle: str) -> str:
    if _NEAR in needle:
        first, within, second = needle.split(_NEAR)
        return f"{shown(first)} /{within} {shown(second)}"
    if is_tied(needle):
        return parts_of(needle).naming
    return unbounded(needle).replace(ANY, "?")


def strings_of(needle: str) -> list[str]:
    """Return the two strings of a near needle; any other needle as the only item."""
    return needle.split(_NEAR)[::2]


_SIGNS = re.compile(f"[{SIGNS}]")


def has_signs(needle: str) -> bool:
    """Return whether a needle has characters that stand for something else."""
    return _SIGNS.search(needle) is not None


def parts_between_signs(needle: str) -> list[str]:
    return [part for part in _SIGNS.split(needle) if part]


def holds(text: str, needle: str) -> bool:
    """Return whether a line of a search text contains `needle`; for a tied needle, `text` is one run."""
    if _NEAR in needle or is_tied(needle):
        return next(occurrences(text, needle), None) is not None
    if has_signs(needle):
        return _pattern(needle).search(text) is not None
    return needle in text


def stands_at(text: str, needle: str, at: int) -> bool:
    """Return whether `needle` occurs at offset `at` of a search text; not for near and tied needles."""
    if has_signs(needle):
        return _pattern(needle).match(text, at) is not None
    return text.startswith(needle, at)


def occurrences(text: str, needle: str) -> Iterator[tuple[int, int]]:
    """Yield begin and end of every occurrence of `needle` in a search text, from left to right.

    They do not overlap, except those of a near needle. For a tied needle, `text` is one run. An empty needle has none.
    """
    if not needle:
        return
    if _NEAR in needle:
        # begin and end of the occurrences of a near needle, ascending
        first, number, second = needle.split(_NEAR)
        within = int(number)
        lengths = (len(unbounded(first)), len(unbounded(second)))
        for run, firsts, seconds in _runs_with_both(text, first, second):
            spans = {
                *_having_near(firsts, lengths[0], seconds, lengths[1], within),
                *_having_near(seconds, lengths[1], firsts, lengths[0], within),
            }
            yield from ((run + begin, run + end) for begin, end in sorted(spans))
        return
    if is_tied(needle):
        yield from parts_of(needle).occurrences(text)
        return
    if has_signs(needle):
        yield from (match.span() for match in _pattern(needle).finditer(text))
        return
    at = text.find(needle)
    while at >= 0:
        yield at, at + len(needle)
        at = text.find(needle, at + len(needle))


def occurrence_count(text: str, needle: str) -> int:
    """Return the number of `occurrences`."""
    if has_signs(needle) or _NEAR in needle or is_tied(needle):
        return sum(1 for _ in occurrences(text, needle))
    return text.count(needle)


def places_near(text: str, needle: str, other: str, within: int) -> Iterator[tuple[int, int]]:
    """Yield begin and end of the occurrences of `needle` that have `other` near (see `near_needle`), ascending."""
    lengths = len(unbounded(needle)), len(unbounded(other))
    for run, places, others in _runs_with_both(text, needle, other):
        for begin, end in _having_near(places, lengths[0], others, lengths[1], within):
            yield run + begin, run + end


def _runs_with_both(text: str, first: str, second: str) -> Iterator[tuple[int, list[int], list[int]]]:
    """Yield for each run with both needles its offset in the text, and the offsets of each needle within the run."""
    if not (holds(text, first) and holds(text, second)):
        return
    for run in _RUN_OF_LINE.finditer(text):
        firsts = _all_places(run[0], first)
        if firsts and (seconds := _all_places(run[0], second)):
            yield run.start(), firsts, seconds


def _having_near(
    places: list[int], length: int, others: list[int], other_length: int, within: int
) -> Iterator[tuple[int, int]]:
    """Yield begin and end of the `places` with at most `within` characters between them and one of `others`.

    Both lists are ascending offsets of strings of the given lengths.
    """
    for begin in places:
        end = begin + length
        behind = bisect_left(others, end)
        before = bisect_left(others, begin - other_length - within)
        if (behind < len(others) and others[behind] <= end + within) or (
            before < len(others) and others[before] + other_length <= begin
        ):
            yield begin, end


def _all_places(run: str, needle: str) -> list[int]:
    """Return the offsets of a needle in a run, overlapping ones included."""
    if has_signs(needle):
        return [match.start() for match in _overlapping(needle).finditer(run)]
    places = []
    at = run.find(needle)
    while at >= 0:
        places.append(at)
        at = run.find(needle, at + 1)
    return places


@lru_cache(maxsize=256)
def _overlapping(needle: str) -> re.Pattern[str]:
    return re.compile(f"(?={_pattern(needle).pattern})")


@lru_cache(maxsize=256)
def _pattern(needle: str) -> re.Pattern[str]:
    return re.compile(regular_expression(needle))


def regular_expression(needle: str) -> str:
    """Return the regular expression for a needle, as Python and PostgreSQL read it; not for near and tied needles."""
    core = unbounded(needle)
    matched = re.escape(core).replace(re.escape(ANY), _OTHER)
    # an assertion in front would forbid to skip to the first character, and takes ten times as long
    if needle[0] == EDGE:
        before = f"(?<![{_beyond(core[0])}]{matched})"
    else:
        before = ""
    if needle[-1] == EDGE:
        behind = f"(?![{_beyond(core[-1])}])"
    else:
        behind = _FOLLOWING.get(needle[-1], "")
    if before and core[0].isdecimal():
        before += f"(?<![0-9][.,]{matched})"
    if needle[-1] == EDGE and core[-1].isdecimal():
        behind += "(?!,[0-9]{3})" if "." in core else r"(?!,[0-9]{3}|\.[0-9])"
    return matched + before + behind


_OTHER = f"[^\n{SEAM}{MARKERS}]"
_FOLLOWING = {
    MONTH_NEXT: "(?=[-/.](?:0?[1-9]|1[0-2])(?![0-9])|(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?![0-9]))",
    DAY_NEXT: "(?=(?:0[1-9]|[12][0-9]|3[01])(?![0-9]))",
}
