"""A reel: the issues of a newspaper in order, and where they stand along its years."""

import datetime as dt
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from reader.issue_dating.coverage import Coverage, HeldIssue
from reader.language.dates.calendar import same_day

_YEAR = 12


@dataclass(frozen=True)
class Reel:
    """The dated issues of a newspaper, the oldest first; at least one."""

    newspaper: str
    issues: Sequence[HeldIssue]

    @cached_property
    def _days(self) -> list[int]:
        return [issue.date.toordinal() for issue in self.issues]

    @cached_property
    def _places(self) -> dict[int, int]:
        return {issue.id: place for place, issue in enumerate(self.issues)}

    def place_of(self, issue_id: int | None) -> int:
        """Return the place of an issue; that of the newest for one that is not of this reel."""
        return self._places.get(issue_id or 0, len(self.issues) - 1)

    def along(self, place: int) -> float:
        """Return how far along the years an issue stands, from 0 to 1."""
        return self._along(self._days[place])

    def place_at(self, along: float) -> int:
        """Return the issue nearest to a point along the years."""
        day = self._days[0] + along * self._length
        after = bisect_left(self._days, day)
        if after == len(self._days):
            return after - 1
        if not after:
            return 0
        return after if self._days[after] - day <= day - self._days[after - 1] else after - 1

    def a_year_from(self, place: int, by: int) -> int:
        """Return the issue nearest to the same day so many years on, but not `place` itself where there is another."""
        try:
            day = same_day(self.issues[place].date, _YEAR * by)
        except ValueError:  # before the year 1, after the year 9999
            return place
        found = self.place_at(self._along(day.toordinal()))
        return found if found != place else min(max(place + by, 0), len(self.issues) - 1)

    def years(self) -> list[tuple[int, float]]:
        """Return the years with the point along at which each begins, the first at 0."""
        first, last = self.issues[0].date.year, self.issues[-1].date.year
        return [
            (year, max(0.0, self._along(dt.date(year, 1, 1).toordinal()))) for year in range(first, last + 1)
        ]

    def ahead_of(self, place: int, direction: int, ahead: int, behind: int) -> list[int]:
        """Return the ids of the issues around a place, those that come by next first."""
        places = [place + direction * step for step in (*range(ahead + 1), *range(-1, -behind - 1, -1))]
        return [self.issues[each].id for each in places if 0 <= each < len(self.issues)]

    @property
    def _length(self) -> int:
        return max(1, self._days[-1] - self._days[0])

    def _along(self, day: int) -> float:
        return (day - self._days[0]) / self._length


def reel_of(newspaper: str, coverage: Coverage) -> Reel | None:
    """Return the reel of a newspaper; None where it has no issue with a date."""
    return Reel(newspaper, coverage.issues) if coverage.issues else None
