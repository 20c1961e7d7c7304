"""Computing timelines: exact counts of queries from the index, and the articles held from the catalogue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from reader.export.timeline import NOTHING, Point, Step, Timeline, TimelineSeries
from reader.library.derived_data import Derived, reporting_damaged_data
from reader.search.documents import date_of, day_number

if TYPE_CHECKING:
    from reader.library.article_set import ArticleSet
    from reader.search.query import Query

_Numbers = NDArray[np.int64]


class _Articles(Struct, frozen=True):
    """All articles of the catalogue as parallel arrays, ascending by id."""

    ids: _Numbers
    days: _Numbers
    """Values of `day_number`; 0 for undated articles."""
    newspapers: _Numbers
    """Indexes in `names`."""
    lengths: _Numbers
    names: tuple[str, ...]

    def at(self, ids: _Numbers) -> _Numbers:
        """Return the indexes of the articles with these ids, without those that do not exist."""
        places = self.ids.searchsorted(ids)
        inside = places < len(self.ids)
        inside[inside] = self.ids[places[inside]] == ids[inside]
        found: _Numbers = places[inside]
        return found


class Extent(Struct, frozen=True):
    """The number of articles that a query finds, and their first and last day; None if all are undated."""

    articles: int
    first: dt.date | None
    last: dt.date | None


class Timelines(Struct):
    """Computes timelines of a library's articles. Every method may be called from any thread."""

    _derived: Derived
    _known: tuple[int, _Articles] | None = None

    def timeline(
        self,
        sets: Sequence[ArticleSet],
        step: Step,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Timeline:
        """Return the timeline of sets of articles, from the first to the last time with articles held.

        Only articles of the newspapers and dates that a search names count as held. Raises SearchCancelled soon after
        `cancelled()` becomes true, and LibraryError if index or catalogue are damaged.
        """
        with reporting_damaged_data():
            articles = self._articles()
            counted = [
                _count(articles, each.query, self._matches(each.query, cancelled), step) for each in sets
            ]
        held = [time for points, _ in counted for time in points]
        if held:
            times = tuple(range(min(held), max(held) + 1))
        else:
            times = ()
        lines = []
        for each, (points_of, undated) in zip(sets, counted, strict=True):
            understood = each.in_words()
            points = tuple(points_of.get(time, NOTHING) for time in times)
            lines.append(TimelineSeries(each.text or understood, understood, points, undated))
        return Timeline(step, times, tuple(lines))

    def extent(self, asked: ArticleSet, cancelled: Callable[[], bool] = lambda: False) -> Extent:
        """Return the number of a set's articles, with their first and last day. Raises like `timeline`."""
        with reporting_damaged_data():
            articles = self._articles()
            matches = self._matches(asked.query, cancelled)
        days = articles.days[articles.at(matches)]
        days = days[days > 0]
        if not len(days):
            return Extent(len(matches), None, None)
        return Extent(len(matches), date_of(int(days.min())), date_of(int(days.max())))

    def days(
        self, asked: ArticleSet, cancelled: Callable[[], bool] = lambda: False
    ) -> dict[str, dict[dt.date, int]]:
        """Return the number of a set's articles by newspaper and day, of those of which it is known.

        Raises like `timeline`.
        """
        with reporting_damaged_data():
            articles = self._articles()
            places = articles.at(self._matches(asked.query, cancelled))
        keys = articles.newspapers[places] << 32 | articles.days[places]
        found: dict[str, dict[dt.date, int]] = {}
        for key, count in zip(*(each.tolist() for each in np.unique(keys, return_counts=True)), strict=True):
            date = date_of(key & 0xFFFFFFFF)
            if date is not None:
                found.setdefault(articles.names[key >> 32], {})[date] = count
        return found

    def undated(self, asked: ArticleSet, cancelled: Callable[[], bool] = lambda: False) -> int:
        """Return the number of a set's articles of which the day is not known. Raises like `timeline`."""
        with reporting_damaged_data():
            articles = self._articles()
            places = articles.at(self._matches(asked.query, cancelled))
        return int(np.count_nonzero(articles.days[places] == 0))

    def _matches(self, query: Query, cancelled: Callable[[], bool]) -> _Numbers:
        return self._derived.engine.matches(query, cancelled).astype(np.int64)

    def _articles(self) -> _Articles:
        generation = self._derived.catalogue.generation()
        known = self._known
        if known is None or known[0] != generation:
            known = self._known = generation, self._read()
        return known[1]

    def _read(self) -> _Articles:
        table = self._derived.catalogue.tree
        issues = {issue: (date, name) for issue, date, name in table.days_and_names()}
        names = tuple(dict.fromkeys(name for _, name in issues.values()))
        number_of = {name: number for number, name in enumerate(names)}
        rows = np.array(np.fromstring(table.article_lengths(), np.int64, sep=" ")).reshape(-1, 3)
        rows = rows[rows[:, 0].argsort()]
        known, place = np.unique(rows[:, 1], return_inverse=True)
        found = [issues.get(issue, (None, "")) for issue in known.tolist()]
        days = np.array([day_number(date) for date, _ in found], np.int64)
        newspapers = np.array([number_of.get(name, 0) for _, name in found], np.int64)
        return _Articles(rows[:, 0], days[place], newspapers[place], rows[:, 2], names)


def _count(
    articles: _Articles, query: Query, matches: _Numbers, step: Step
) -> tuple[Mapping[int, Point], int]:
    """Return the points of a query by time, and the number of its undated articles."""
    places = articles.at(matches)
    held = np.flatnonzero(_is_of_query(articles, query))
    times, inverse = np.unique(_times(articles.days[held], step), return_inverse=True)
    found = np.zeros(len(articles.ids), bool)
    found[places] = True
    is_found = found[held]
    columns = (
        np.bincount(inverse[is_found], minlength=len(times)),
        np.bincount(inverse[is_found], articles.lengths[held][is_found], minlength=len(times)),
        np.bincount(inverse, minlength=len(times)),
        np.bincount(inverse, articles.lengths[held], minlength=len(times)),
    )
    numbers = zip(*(column.astype(np.int64).tolist() for column in columns), strict=True)
    points = {time: Point(*each) for time, each in zip(times.tolist(), numbers, strict=True)}
    return points, int(np.count_nonzero(articles.days[places] == 0))


def _is_of_query(articles: _Articles, query: Query) -> NDArray[np.bool_]:
    """Return for each article whether it has a date and is in the newspapers and dates named in the query."""
    from reader.search.query import Newspaper
    from reader.search.query.editing import parts_of, period_of

    wanted = articles.days > 0
    period = period_of(query)
    if period is not None:
        first = day_number(period.first)
        last = day_number(period.last)
        wanted &= articles.days >= first
        if last:
            wanted &= articles.days <= last
    for part in parts_of(query):
        if isinstance(part, Newspaper):
            of_name = np.array([part.is_of(name) for name in articles.names], bool)
            wanted &= of_name[articles.newspapers]
    return wanted


def _times(days: _Numbers, step: Step) -> _Numbers:
    """Return the time of each day, which is given as a `day_number` other than 0; the times are as in `Timeline`."""
    match step:
        case Step.YEAR:
            return days >> 9
        case Step.MONTH:
            return (days >> 9) * 12 + (days >> 5 & 15) - 1
        case Step.DAY:
            known, place = np.unique(days, return_inverse=True)
            ordinals = [date.toordinal() for each in known.tolist() if (date := date_of(each)) is not None]
            return np.array(ordinals, np.int64)[place]
