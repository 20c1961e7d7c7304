"""Computing timelines: exact counts of queries from the index, and the articles held from the catalogue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from reader import never
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
    years: _Numbers
    """The years, also of articles of whose day nothing else is known; 0 for others without a day."""
    newspapers: _Numbers
    """Indexes in `names`."""
    lengths: _Numbers
    names: tuple[str, ...]

    def at(self, ids: _Numbers) -> _Numbers:
        """Return the indexes of the articles with these ids, without those that do not exist."""
        places = self.ids.searchsorted(ids)
        inside = places < len(self.ids)
        inside[inside] = self.ids[places[inside]] == ids[inside]
        indexes: _Numbers = places[inside]
        return indexes


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
        cancelled: Callable[[], bool] = never,
    ) -> Timeline:
        """Return the timeline of sets of articles, from the first to the last time with articles held.

        Only articles of the newspapers and dates that a search names count as held. Raises SearchCancelled soon after
        `cancelled()` becomes true, and LibraryError if index or catalogue are damaged.
        """
        with reporting_damaged_data():
            articles = self._articles()
            counted = [
                _count(articles, article_set.query, self._matches(article_set.query, cancelled), step)
                for article_set in sets
            ]
        all_times = list(chain.from_iterable(line_counts.points for line_counts in counted))
        if all_times:
            times = tuple(range(min(all_times), max(all_times) + 1))
        else:
            times = ()
        lines = []
        for article_set, line_counts in zip(sets, counted, strict=True):
            understood = article_set.in_words()
            points = tuple(line_counts.points.get(time, NOTHING) for time in times)
            name = article_set.text or understood
            beside = (line_counts.undated, line_counts.years_alone)
            lines.append(TimelineSeries(name, understood, points, *beside))
        return Timeline(step, times, tuple(lines))

    def extent(self, article_set: ArticleSet, cancelled: Callable[[], bool] = never) -> Extent:
        """Return the number of a set's articles, with their first and last day. Raises like `timeline`."""
        with reporting_damaged_data():
            articles = self._articles()
            matches = self._matches(article_set.query, cancelled)
        days = articles.days[articles.at(matches)]
        days = days[days > 0]
        if not len(days):
            return Extent(len(matches), None, None)
        return Extent(len(matches), date_of(int(days.min())), date_of(int(days.max())))

    def days(
        self, article_set: ArticleSet, cancelled: Callable[[], bool] = never
    ) -> dict[str, dict[dt.date, int]]:
        """Return the number of a set's articles by newspaper and day, of those of which it is known.

        Raises like `timeline`.
        """
        with reporting_damaged_data():
            articles = self._articles()
            places = articles.at(self._matches(article_set.query, cancelled))
        keys = articles.newspapers[places] << 32 | articles.days[places]
        counts_by_paper: dict[str, dict[dt.date, int]] = {}
        for key, count in zip(
            *(column.tolist() for column in np.unique(keys, return_counts=True)), strict=True
        ):
            date = date_of(key & 0xFFFFFFFF)
            if date is not None:
                counts_by_paper.setdefault(articles.names[key >> 32], {})[date] = count
        return counts_by_paper

    def undated(self, article_set: ArticleSet, cancelled: Callable[[], bool] = never) -> int:
        """Return the number of a set's articles of which the day is not known. Raises like `timeline`."""
        with reporting_damaged_data():
            articles = self._articles()
            places = articles.at(self._matches(article_set.query, cancelled))
        return int(np.count_nonzero(articles.days[places] == 0))

    def years_alone(self, article_set: ArticleSet, cancelled: Callable[[], bool] = never) -> dict[int, int]:
        """Return by year the number of a set's articles of which only the year is known. Raises like `timeline`."""
        with reporting_damaged_data():
            if (
                not self._derived.catalogue.tree.has_known_years()
            ):  # in most libraries, and the rest takes longer
                return {}
            articles = self._articles()
            places = articles.at(self._matches(article_set.query, cancelled))
        years = articles.years[places[articles.days[places] == 0]]
        distinct_years, counts = np.unique(years[years > 0], return_counts=True)
        return dict(zip(distinct_years.tolist(), counts.tolist(), strict=True))

    def _matches(self, query: Query, cancelled: Callable[[], bool]) -> _Numbers:
        return self._derived.engine.matches(query, cancelled).astype(np.int64)

    def _articles(self) -> _Articles:
        generation = self._derived.catalogue.generation()
        cached = self._known
        if cached is None or cached[0] != generation:
            cached = generation, self._read()
            self._known = cached
        return cached[1]

    def _read(self) -> _Articles:
        table = self._derived.catalogue.tree
        issues = {issue: (date, name) for issue, date, name in table.days_and_names()}
        names = tuple(dict.fromkeys(name for _, name in issues.values()))
        number_of = {name: number for number, name in enumerate(names)}
        rows = np.array(np.fromstring(table.article_lengths(), np.int64, sep=" ")).reshape(-1, 3)
        rows = rows[rows[:, 0].argsort()]
        issue_ids, place = np.unique(rows[:, 1], return_inverse=True)
        days_and_names = [issues.get(issue, (None, "")) for issue in issue_ids.tolist()]
        days = np.array([day_number(date) for date, _ in days_and_names], np.int64)
        years_alone = table.years_alone()
        of_issues = np.array([years_alone.get(issue, 0) for issue in issue_ids.tolist()], np.int64)
        years = np.where(days > 0, days >> 9, of_issues)
        newspapers = np.array([number_of.get(name, 0) for _, name in days_and_names], np.int64)
        columns = (rows[:, 0], days[place], years[place], newspapers[place], rows[:, 2])
        return _Articles(*columns, names)


class _Counted(Struct, frozen=True):
    """The points of a query by time, the number of its undated articles, and the points of years known alone."""

    points: Mapping[int, Point]
    undated: int
    years_alone: Mapping[int, Point]


def _count(articles: _Articles, query: Query, matches: _Numbers, step: Step) -> _Counted:
    places = articles.at(matches)
    of_days = np.flatnonzero(_is_of_query(articles, query))
    of_years = np.flatnonzero(_is_of_years(articles, query))
    points = _points(articles, places, of_days, _times(articles.days[of_days], step))
    years_alone = _points(articles, places, of_years, articles.years[of_years])
    if step is not Step.YEAR:
        return _Counted(points, int(np.count_nonzero(articles.days[places] == 0)), years_alone)
    for year, point in years_alone.items():
        points[year] = points.get(year, NOTHING) + point
    return _Counted(points, int(np.count_nonzero(articles.years[places] == 0)), {})


def _points(
    articles: _Articles, places: _Numbers, query_places: _Numbers, query_times: _Numbers
) -> dict[int, Point]:
    """Return the points by time of the articles at `query_places`, of which those at `places` are found."""
    times, inverse = np.unique(query_times, return_inverse=True)
    is_match = np.zeros(len(articles.ids), bool)
    is_match[places] = True
    is_found = is_match[query_places]
    columns = (
        np.bincount(inverse[is_found], minlength=len(times)),
        np.bincount(inverse[is_found], articles.lengths[query_places][is_found], minlength=len(times)),
        np.bincount(inverse, minlength=len(times)),
        np.bincount(inverse, articles.lengths[query_places], minlength=len(times)),
    )
    numbers = zip(*(column.astype(np.int64).tolist() for column in columns), strict=True)
    return {time: Point(*point_numbers) for time, point_numbers in zip(times.tolist(), numbers, strict=True)}


def _is_of_years(articles: _Articles, query: Query) -> NDArray[np.bool_]:
    """Return for each article whether only its year is known, which is in the newspapers and dates of the query."""
    from reader.search.query import editing

    flags: NDArray[np.bool_] = (
        (articles.days == 0) & (articles.years > 0) & _is_of_newspapers(articles, query)
    )
    period = editing.period_of(query)
    if period is None:
        return flags
    years = period.years()
    if years is None:
        return np.zeros(len(flags), bool)
    flags &= articles.years >= years[0]
    flags &= articles.years <= years[1]
    return flags


def _is_of_newspapers(articles: _Articles, query: Query) -> NDArray[np.bool_]:
    """Return for each article whether it is in the newspapers named in the query."""
    from reader.search.query import Newspaper
    from reader.search.query.editing import parts_of

    flags = np.ones(len(articles.ids), bool)
    for part in parts_of(query):
        if isinstance(part, Newspaper):
            of_name = np.array([part.is_of(name) for name in articles.names], bool)
            flags &= of_name[articles.newspapers]
    return flags


def _is_of_query(articles: _Articles, query: Query) -> NDArray[np.bool_]:
    """Return for each article whether it has a date and is in the newspapers and dates named in the query."""
    from reader.search.query import editing

    flags = articles.days > 0
    period = editing.period_of(query)
    if period is not None:
        first = day_number(period.first)
        last = day_number(period.last)
        flags &= articles.days >= first
        if last:
            flags &= articles.days <= last
    return flags & _is_of_newspapers(articles, query)


def _times(days: _Numbers, step: Step) -> _Numbers:
    """Return the time of each day, which is given as a `day_number` other than 0; the times are as in `Timeline`."""
    match step:
        case Step.YEAR:
            return days >> 9
        case Step.MONTH:
            return (days >> 9) * 12 + (days >> 5 & 15) - 1
        case Step.DAY:
            distinct_days, place = np.unique(days, return_inverse=True)
            ordinals = []
            for day in distinct_days.tolist():
                date = date_of(day)
                if date is not None:
                    ordinals.append(date.toordinal())
            return np.array(ordinals, np.int64)[place]
