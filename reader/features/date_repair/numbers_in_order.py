"""Which printed numbers of issues can't be right, by those of the issues of the days around them."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from msgspec import Struct

from reader.features.date_repair.issue_numbers import Numbered, agree, agreeing
from reader.storage.catalogue_reading import CatalogueReading

_BESIDE = 6
"""Number of issues considered on each side."""
_NEAR = dt.timedelta(days=7)
"""Maximum distance of the issues before and after; farther away, a paper may have been numbered anew."""
_ENOUGH = 2
"""Number of consistent issues on each side that decide; one does if a number fell on each of the days between."""


class NumberOutOfOrder(Struct, frozen=True):
    """An issue whose number does not fit between those of the issues before and after it."""

    issue: Numbered
    before: Numbered
    after: Numbered


def out_of_order(by_date: Sequence[Numbered]) -> Iterator[NumberOutOfOrder]:
    """Yield the issues of a newspaper, given in the order of days, whose number fits neither side.

    Not among them is what may be numbered apart or anew: where several do not fit, or one that shares its day.
    """
    for at, issue in enumerate(by_date):
        if not _is_in_step(by_date, at):
            found = _between(by_date, at)
            if found is not None:
                yield NumberOutOfOrder(issue, *found)


def _is_in_step(by_date: Sequence[Numbered], at: int) -> bool:
    """Return whether an issue is consistent with the ones directly before and after it."""
    if at and not agree(by_date[at - 1], by_date[at]):
        return False
    return at + 1 == len(by_date) or agree(by_date[at], by_date[at + 1])


def _between(by_date: Sequence[Numbered], at: int) -> tuple[Numbered, Numbered] | None:
    """Return the issues before and after one that surely does not belong between them; None if it may."""
    issue = by_date[at]
    around = [*by_date[max(at - _BESIDE, 0) : at], *by_date[at + 1 : at + 1 + _BESIDE]]
    if any(other.date == issue.date for other in around):
        return None
    chain = agreeing(around)
    if len(chain) < len(around) - 1:
        return None
    earlier = [other for other in chain if other.date < issue.date]
    later = [other for other in chain if other.date > issue.date]
    if not earlier or not later:
        return None
    before = earlier[-1]
    after = later[0]
    if issue.date - before.date > _NEAR or after.date - issue.date > _NEAR:
        return None
    is_decided = min(len(earlier), len(later)) >= _ENOUGH or _is_numbered_daily(before, after)
    fits = agree(before, issue) and agree(issue, after)
    return (before, after) if is_decided and not fits else None


def _is_numbered_daily(before: Numbered, after: Numbered) -> bool:
    return after.number - before.number == (after.date - before.date).days


def against_numbers(catalogue: CatalogueReading) -> Mapping[int, str]:
    """Return what contradicts the number of an issue, by the ids of those with one that can't be right."""
    against: dict[int, str] = {}
    for stretch in stretches(catalogue.tree.issues_near_irregular(_BESIDE)):
        for number in out_of_order(stretch):
            against[number.issue.id] = f"{_in_signs(number.before)}, {_in_signs(number.after)}"
    return against


def stretches(rows: Iterable[tuple[str, int, int, dt.date, int]]) -> Iterator[list[Numbered]]:
    """Yield the issues that follow one another, given with their newspapers and their positions among its issues."""
    for _, stretch in groupby(enumerate(rows), _beginning):
        yield [Numbered(*row[2:]) for _, row in stretch]


def _beginning(row: tuple[int, tuple[str, int, int, dt.date, int]]) -> tuple[str, int]:
    """Return what is the same for all issues of a stretch: the newspaper, and the position minus that of the row."""
    number, (newspaper, at, *_) = row
    return newspaper, at - number


def _in_signs(issue: Numbered) -> str:
    """Return an issue in signs of no language, as it is stored."""
    return f"{issue.number} ({issue.date})"
