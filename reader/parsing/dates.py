"""The date of a file without a printed one, inferred from its text."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from reader.parsing import datelines, fields, marks
from reader.parsing.lines import Line
from reader.parsing.origin import Origin

_NEAR_DAYS = 45
_CLUSTER_DAYS = 10
_LEAD = 60
_AFTER_DATELINE = re.compile(r"\s*(?:\d{4}年)?(\d{1,2})月(\d{1,2})日")


@dataclass(frozen=True, slots=True)
class Told:
    """What the running text tells: the days of its datelines, the full dates it names, the paper that speaks."""

    days: tuple[tuple[int, int], ...]
    dates: tuple[tuple[int, int, int], ...]
    title: str | None


def told_by(lines: Sequence[Line]) -> Told:
    """Read from the heads of paragraphs, where news says when it happened."""
    days: list[tuple[int, int]] = []
    full: list[tuple[int, int, int]] = []
    titles: Counter[str] = Counter()
    for line in lines:
        full.extend(fields.dates_in(line.text[:2000]))
        dateline = datelines.dateline(line.text)
        if dateline is None:
            if marks.is_caption(line.text):
                day = fields.month_day_in(line.text[:20])
                if day:
                    days.append(day)
            continue
        if dateline.source and fields.is_title(dateline.source) and dateline.agency is None:
            titles[dateline.source] += 1
        day = dateline.month_day or fields.month_day_in(line.text[dateline.end : dateline.end + _LEAD])
        if day:
            days.append(day)
    title = titles.most_common(1)[0][0] if titles else None
    return Told(tuple(days), tuple(full), title if title != "本报" else None)


def date_or_none(year: int, month: int, day: int) -> dt.date | None:
    """The date, or None where the calendar has none."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def date_or_none_of(ordinal: int) -> dt.date | None:
    """The date of a proleptic ordinal, or None beyond the calendar's ends."""
    return dt.date.fromordinal(ordinal) if 1 <= ordinal <= dt.date.max.toordinal() else None


def with_year_of(origin: Origin, month_day: tuple[int, int]) -> tuple[dt.date | None, str]:
    """A day in the year that the file's place names, and its “MM-DD”."""
    date = date_or_none(origin.year, *month_day) if origin.year else None
    return date, f"{month_day[0]:02}-{month_day[1]:02}"


def inferred(told: Told, origin: Origin) -> tuple[dt.date | None, str | None]:
    """The date, where a year can be derived, and the “MM-DD”; a paper comes out the day after its latest news."""
    day = _latest(told.days)
    if day is None:
        return None, None
    fits = origin.month is None or origin.month in (day[0], day[0] % 12 + 1)
    year = origin.year if origin.year and fits else _year(told.dates, day)
    news = date_or_none(year, *day) if year else None
    after = date_or_none_of(news.toordinal() + 1) if news else None
    if after is not None:
        return after, f"{after:%m-%d}"
    any_year = dt.date(2024 if day == (2, 29) else 2023, *day) + dt.timedelta(days=1)
    return None, f"{any_year:%m-%d}"


def _latest(days: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The latest of the days that stand close to the most of the others."""
    ordinals = [date.timetuple().tm_yday for month, day in days if (date := date_or_none(2024, month, day))]
    if not ordinals:
        return None

    def after(a: int, b: int) -> int:
        return (b - a + 183) % 366 - 183

    crowds = {a: sum(abs(after(a, b)) <= _CLUSTER_DAYS for b in ordinals) for a in ordinals}
    centre = max(ordinals, key=lambda a: crowds[a])
    latest = max(
        (b for b in ordinals if abs(after(centre, b)) <= _CLUSTER_DAYS), key=lambda b: after(centre, b)
    )
    date = dt.date(2024, 1, 1) + dt.timedelta(days=latest - 1)
    return date.month, date.day


def _year(dates: Sequence[tuple[int, int, int]], day: tuple[int, int]) -> int | None:
    """The year that the text names together with a day close to the datelines'; None where it names several or none."""
    years: Counter[int] = Counter()
    for year, month, number in dates:
        named, news = date_or_none(year, month, number), date_or_none(year, *day)
        if named and news and abs((named - news).days) <= _NEAR_DAYS:
            years[year] += 1
    return next(iter(years)) if len(years) == 1 else None
