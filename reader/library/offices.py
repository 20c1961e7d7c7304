"""The offices beside a person's name, in the characters in which they are printed."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from reader.language.variants import in_simplified
from reader.people.person import Office
from reader.storage.people_table import Figures

MOST_OFFICES = 24


@dataclass(slots=True)
class _Seen:
    """One office: how often it is printed in which characters, and the first and the last day."""

    printed: Counter[str] = field(default_factory=Counter)
    first: int = 0
    last: int = 0


def offices_of(figures: Iterable[Figures]) -> tuple[Office, ...]:
    """Return the most frequent offices beside a name, at most `MOST_OFFICES`, with their first and last days.

    An office in traditional and in simplified characters is one office, shown as it is printed most often.
    """
    seen: dict[str, _Seen] = {}
    for each in figures:
        for title in each.offices.split():
            office = seen.setdefault(in_simplified(title), _Seen())
            office.printed[title] += each.articles
            office.first = min(filter(None, (office.first, each.first)), default=0)
            office.last = max(office.last, each.last)
    offices = [
        Office(
            min(each.printed, key=lambda title: (-each.printed[title], title)),
            date_of(each.first),
            date_of(each.last),
            each.printed.total(),
        )
        for each in seen.values()
    ]
    return tuple(sorted(offices, key=lambda each: (-each.articles, each.title)))[:MOST_OFFICES]


def date_of(day: int) -> dt.date | None:
    """Return the date of a day as stored in the catalogue (20240131); None for 0 or an impossible date."""
    try:
        return dt.date(day // 10_000, day // 100 % 100, day % 100) if day else None
    except (ValueError, OverflowError):  # another's catalogue may contain any number
        return None
