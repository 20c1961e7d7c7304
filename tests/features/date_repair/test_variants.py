"""Given invented holdings, when gaps and dates are inferred from them, then these are as variants.txt says.

That file holds digests: it does not tell what is right, but that something has changed, which no other test may notice.
After a change that is meant: pytest tests/features/date_repair/test_variants.py --update-golden.
"""

import datetime as dt
import random
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from reader.features.calendar.day_papers import papers_of
from reader.features.date_repair.issue_numbers import Numbered, NumberSeries, agreeing
from reader.features.date_repair.suggestions import IssueInContext, Neighbour, placement, suggestions
from reader.language.dates.calendar import Days
from reader.newspaper.coverage import Coverage, HeldIssue
from reader.newspaper.holdings import IssueRow
from reader.newspaper.issue import DateOrigin
from tests import digests

GOLDEN = Path(__file__).with_name("variants.txt")
ISSUES, PAPERS = 40, 12
DAY = dt.timedelta(days=1)
WEEK = "一二三四五六日"


def printed(chance: random.Random) -> list[tuple[dt.date, int]]:
    """Return the days and numbers of a paper: on some weekdays, with holidays, counted anew once."""
    weekdays = chance.choice((range(7), range(7), range(6), (0, 2, 4), (3,)))
    day, number = dt.date(1987, 1, 1) + DAY * chance.randrange(400), chance.choice((1, 2, 95, 4000))
    found = []
    for _ in range(chance.choice((4, 20, 80, 400))):
        day += DAY * chance.choice((1,) * 30 + (2, 9))
        if day.weekday() in weekdays:
            found.append((day, number))
            number = 1 if chance.random() < 0.005 else number + 1
    return found


def held(chance: random.Random, paper: list[tuple[dt.date, int]]) -> list[IssueRow]:
    """Return some of the issues, of which some numbers and days were misread or are not known."""
    rows = []
    share = chance.choice((0.1, 0.5, 0.9))
    for at, (day, number) in enumerate(paper, 1):
        if chance.random() < share:
            read = number + chance.choice((0,) * 12 + (1, -1, 10, 100))
            origin = chance.choice((DateOrigin.PRINTED,) * 4 + tuple(DateOrigin))
            date = day + DAY * chance.choice((0,) * 15 + (1, -1, 10, 365))
            shown = None if chance.random() < 0.1 else date
            rows.append(a_row(at, shown, f"{date:%m-%d}", origin, chance.choice((read, read, read, None))))
    return rows


def a_row(
    id: int, date: dt.date | None, month_day: str | None, origin: DateOrigin, number: int | None
) -> IssueRow:
    known = origin if date or month_day else None
    return IssueRow(id, "雁桥日报", date, month_day, known, number, 10, f"{id}.txt")


def asked(chance: random.Random, paper: list[tuple[dt.date, int]]) -> IssueInContext:
    """Return an issue of the paper of which something is not known, in a folder with others."""
    at = chance.choice((0, chance.randrange(len(paper)), chance.randrange(len(paper))))
    day, number = paper[at]
    if chance.random() < 0.2:
        day, number = day + DAY * chance.randrange(-40, 40), number + chance.randrange(-40, 40)
    date = chance.choice((None, None, day, day + DAY * chance.choice((1, 7, 366))))
    row = a_row(
        0,
        date,
        chance.choice((f"{day:%m-%d}", f"{day:%m-%d}", "02-29", None)),
        chance.choice(tuple(DateOrigin)),
        chance.choice((number, number, number + 1, number + 10, None)),
    )
    beside = [[each and each[0] for each in side] for side in (paper[:at][-3:][::-1], paper[at + 1 : at + 4])]
    before, after = (tuple(chance.choice((each, each, None)) for each in side) for side in beside)
    stories = tuple(Neighbour(*paper[(at + step) % len(paper)]) for step in range(chance.randrange(2)))
    weekday = chance.choice((None, f"星期{WEEK[day.weekday()]}", f"星期{WEEK[day.weekday() - 1]}"))
    return IssueInContext(row, weekday, None, before, after, stories)


def dated(seed: int) -> Iterator[str]:
    chance = random.Random(f"dates {seed}")
    paper = printed(chance) or [(dt.date(1987, 1, 1), 1)]
    rows = held(chance, paper)
    run = NumberSeries(rows)
    for _ in range(ISSUES):
        context = asked(chance, paper)
        refused = chance.choice(((), (), (1987,)))
        yield digests.digest_of((suggestions(context, run), placement(context, run, refused)))
    known = [Numbered(row.id, row.date, row.number) for row in rows if row.date and row.number]
    yield digests.digest_of((agreeing(known[:60]), [row.id for row in rows if run.is_inconsistent(row)]))
    yield digests.digest_of(
        (run.first, run.last, [run.ids_between(*chance.choices((*paper[0][:1], None, run.last), k=2))])
    )


def covered(seed: int) -> Iterator[str]:
    chance = random.Random(f"coverage {seed}")
    papers = {}
    for name in "甲乙丙"[: chance.randint(1, 3)]:
        rows = [row for row in held(chance, printed(chance)) if row.date]
        papers[name] = Coverage([HeldIssue(row.id, row.date, row.number) for row in rows if row.date])
    for coverage in papers.values():
        if coverage.first is None or coverage.last is None:
            continue
        first = coverage.first - DAY * 40
        days = [first + DAY * number for number in range((coverage.last - first).days + 40)]
        yield digests.digest_of([(coverage.day(day), coverage.gap_around(day)) for day in days])
        for _ in range(ISSUES):
            since = chance.choice(days)
            counts = coverage.tally(since, since + DAY * chance.choice((0, 5, 30, 365)))
            yield digests.digest_of((counts, counts.share, counts.is_mostly_known))
    for _ in range(ISSUES):
        since = dt.date(1986, 12, 1) + DAY * chance.randrange(1000)
        found = papers_of(papers, Days(since, since + DAY * chance.choice((0, 0, 6, 30))))
        yield digests.digest_of([(each.newspaper, each.issue.id, each.days_off) for each in found])


ROWS: digests.Rows = {
    **{f"dates {seed}": partial(dated, seed) for seed in range(2 * PAPERS)},
    **{f"coverage {seed}": partial(covered, seed) for seed in range(PAPERS // 2)},
}


@pytest.mark.parametrize("name", ROWS)
def test_no_day_is_inferred_otherwise_unseen(name: str, update_golden: bool) -> None:
    digests.compare(GOLDEN, ROWS, name, update=update_golden)
