"""The first and the last day on which papers name somebody, and how these are known."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from reader.i18n import say
from reader.newspaper.facts import Fact, Outcome, unknown, with_brackets, with_remark

if TYPE_CHECKING:
    from reader.newspaper.holdings import IssueRow
    from reader.storage.catalogue_reading import CatalogueReading

_AT_ONCE = 500
"""Number of days of which the issues are looked up together."""


class SeenDays(Struct, frozen=True):
    """The first and the last day of the papers that name somebody, None where none has a day; how they are known."""

    first: dt.date | None = None
    last: dt.date | None = None
    first_fact: Fact[dt.date] = Fact(None, Outcome.UNKNOWN)
    last_fact: Fact[dt.date] = Fact(None, Outcome.UNKNOWN)

    def each_in_words(self, word: Callable[[dt.date], str] = str) -> list[str]:
        """Return the first and the last day, each with a mark if it is not printed; [] if they are not known."""
        if self.first is None or self.last is None:
            return []
        first = with_remark(word(self.first), self.first_fact)
        last = with_remark(word(self.last), self.last_fact)
        return [first, last]

    def in_words(self, word: Callable[[dt.date], str] = str) -> str:
        """Return both days: 1987-06-12（据文件名） – 1988-03-01, or a single day; "" if they are not known."""
        return " – ".join(dict.fromkeys(self.each_in_words(word)))

    def years(self) -> str:
        """Return the years, in brackets where the day is not printed: [1987]–1988; "" if they are not known."""
        if self.first is None or self.last is None:
            return ""
        first = _year(self.first, self.first_fact)
        last = _year(self.last, self.last_fact)
        if self.first.year == self.last.year:
            return max(first, last, key=len)
        return f"{first}–{last}"

    def remark(self) -> str:
        """Return how those of them are known that are not simply printed, in a few words."""
        remarks = (self.first_fact.remark, self.last_fact.remark)
        return say("、").join(dict.fromkeys(filter(None, remarks)))

    def as_json(self) -> dict[str, object]:
        """Return the days, and how they are known as `facts`."""
        first = self.first.isoformat() if self.first else None
        return {
            "first": first,
            "last": self.last.isoformat() if self.last else None,
            "facts": self.facts_as_json(),
        }

    def facts_as_json(self) -> dict[str, object]:
        return {"first": self.first_fact.as_json(), "last": self.last_fact.as_json()}


def _year(day: dt.date, fact: Fact[dt.date]) -> str:
    """Return the year of a day, in brackets if the day is known otherwise than by print."""
    year = str(day.year)
    return with_brackets(year, fact) if fact.remark else year


class KnownDays(Struct, frozen=True):
    """How the days of issues are known. Of several issues of a day, the one that tells it least surely counts."""

    of_day: Mapping[dt.date, Sequence[IssueRow]]

    def fact(self, day: dt.date | None, newspapers: Collection[str] = ()) -> Fact[dt.date]:
        """Return how a day is known by its issues, or by those of these newspapers."""
        if day is None:
            return unknown()
        issues = self.of_day.get(day, ())
        among = [issue for issue in issues if issue.newspaper in newspapers] or issues
        facts = [issue.facts.day for issue in among]
        return min(facts, key=_sureness, default=unknown())

    def known(self, seen: SeenDays, newspapers: Collection[str] = ()) -> SeenDays:
        """Return the days with how they are known."""
        return SeenDays(
            seen.first, seen.last, self.fact(seen.first, newspapers), self.fact(seen.last, newspapers)
        )


def _sureness(fact: Fact[dt.date]) -> int:
    return fact.outcome.sureness


def known_days(catalogue: CatalogueReading, seen: Iterable[SeenDays]) -> KnownDays:
    """Return how these days are known by the issues of the library. Raises like the catalogue."""
    days = set()
    for each in seen:
        for day in (each.first, each.last):
            if day is not None:
                days.add(day.isoformat())
    sought = sorted(days)
    of_day: defaultdict[dt.date, list[IssueRow]] = defaultdict(list)
    for at in range(0, len(sought), _AT_ONCE):
        some = sought[at : at + _AT_ONCE]
        places = ", ".join("?" * len(some))
        for issue in catalogue.tree.issues_where(f"date IN ({places})", *some):
            if issue.date is not None:
                of_day[issue.date].append(issue)
    return KnownDays(dict(of_day))
