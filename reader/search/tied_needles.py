"""Needles for a naming of a person (陈市长) that count only where something in the article ties it to the person.

Which occurrences of such a needle count depends on the whole article. `for_runs` turns it into a needle for each run of
a line, all of whose occurrences count.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from reader.search.terms import CREDITS_LINE, HEADLINE_LINE

_PARTS = "\x1b"
"""Separates the parts of a tied needle; no search form contains it."""
_WRITERS = ("记者", "記者", "通讯员", "通訊員", "作者", "摄影", "攝影", "编辑", "編輯", "文/", "图/")


@dataclass(frozen=True, slots=True)
class TiedNeedle:
    """The parts of a tied needle.

    Attributes:
        naming: the surname with a title, in search form.
        surname: the number of characters of the surname.
        names: the full names of the person; an occurrence that is the beginning of one of them does not count.
        is_free: whether occurrences count in the whole article; else only where one of the names stands before.
        begin: occurrences before this offset of a run do not count.
    """

    naming: str
    surname: int
    names: tuple[str, ...] = ()
    is_free: bool = False
    begin: int = 0

    def written(self) -> str:
        """Return it as a needle."""
        return _PARTS.join((self.naming, f"{self.surname} {int(self.is_free)} {self.begin}", *self.names))

    def occurrences(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield begin and end of the occurrences that count in a run, regardless of the rest of the article."""
        from reader.people.address import stands_at

        at = text.find(self.naming, self.begin)
        while at >= 0:
            end = at + len(self.naming)
            if stands_at(text, at, end, self.surname) and not any(
                text.startswith(name, at) for name in self.names
            ):
                yield at, end
            at = text.find(self.naming, end)


def is_tied(needle: str) -> bool:
    """Return whether a needle is a tied one."""
    return _PARTS in needle


@lru_cache(maxsize=1 << 10)
def parts_of(needle: str) -> TiedNeedle:
    """Return the parts of a tied needle."""
    naming, numbers, *names = needle.split(_PARTS)
    surname, is_free, begin = map(int, numbers.split())
    return TiedNeedle(naming, surname, tuple(names), bool(is_free), begin)


def for_runs(lines: Sequence[Sequence[str]], needles: Sequence[str]) -> list[list[Sequence[str]]]:
    """Return the needles for each run of each line of an article (in search form); only tied ones differ by run."""
    if not any(map(is_tied, needles)):
        return [[needles] * len(line) for line in lines]
    found: list[list[list[str]]] = [[[] for _ in line] for line in lines]
    for needle in needles:
        own = (
            _for_runs(lines, parts_of(needle))
            if is_tied(needle)
            else [[needle] * len(line) for line in lines]
        )
        for line, of_line in zip(found, own, strict=True):
            for run, of_run in zip(line, of_line, strict=True):
                run.append(of_run)
    return [[*line] for line in found]


def _for_runs(lines: Sequence[Sequence[str]], needle: TiedNeedle) -> list[list[str]]:
    return [
        [
            replace(needle, is_free=True, begin=len(run) if begin is None else begin).written()
            for run, begin in zip(line, begins, strict=True)
        ]
        for line, begins in zip(lines, begins_to_count(lines, needle), strict=True)
    ]


def begins_to_count(lines: Sequence[Sequence[str]], needle: TiedNeedle) -> Iterator[Sequence[int | None]]:
    """Yield for each run of each line the offset from which on a naming counts; None for nowhere.

    In a headline, a name anywhere ties it. A name in a credit is a writer's, and ties nothing.
    """
    credits = lines[CREDITS_LINE] if len(lines) > CREDITS_LINE else ()
    ends = [
        [
            None if number == CREDITS_LINE or needle.is_free else _end_of_name(run, needle.names, credits)
            for run in line
        ]
        for number, line in enumerate(lines)
    ]
    first = next((number for number, line in enumerate(ends) if any(end is not None for end in line)), None)
    for number, line in enumerate(lines):
        if number == CREDITS_LINE:
            yield [None] * len(line)
        elif needle.is_free or (first is not None and (number == HEADLINE_LINE or number > first)):
            yield [0] * len(line)
        else:
            yield ends[number]


def _end_of_name(run: str, names: Sequence[str], credits: Sequence[str]) -> int | None:
    """Return the end of the first name in a run that is in no credit; None where there is none."""
    found = [at for name in names if (at := _outside(run, name, credits)) is not None]
    return min(found, default=None)


def _outside(run: str, name: str, credits: Sequence[str]) -> int | None:
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
    """Return whether an occurrence of a credit in a run covers a place."""
    at = run.find(credit, max(0, end - len(credit)))
    return 0 <= at <= begin and end <= at + len(credit)
