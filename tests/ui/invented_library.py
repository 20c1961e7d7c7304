"""A library made up on the spot, for the widgets that show rows: no files, no index, as large as wanted."""

import calendar
import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable

from msgspec.structs import replace

from reader.library.contents import Contents
from reader.library.read_share import WHOLE, ReadSoFar
from reader.newspaper.article import ArticleKind
from reader.newspaper.facts import Rule, fact_by
from reader.newspaper.holdings import ArticleRow, IssueRow, NewspaperRow, PeriodRow
from reader.newspaper.issue import DateOrigin, TitleOrigin, surest

TITLES = (
    "渡口的灯亮到后半夜",
    "三十里长堤一日合龙",
    "图书馆搬进老粮仓",
    "晚稻长势喜人",
    "副刊：桥上看雨",
    "启事三则",
)


class InventedLibrary(Contents):
    """Holds rows; counts how often it was asked for what."""

    def __init__(self) -> None:
        self.rows: dict[int, IssueRow] = {}
        self.held: dict[int, list[ArticleRow]] = {}
        self.asked: Counter[str] = Counter()
        self.version = 1
        self.last_id = 0

    def read_so_far(self) -> ReadSoFar:
        return WHOLE

    def add(
        self,
        date: dt.date | None,
        newspaper: str = "雁桥日报",
        pages: tuple[str | None, ...] = ("1", "1", "2", None),
        month_day: str | None = None,
        origin: DateOrigin = DateOrigin.PRINTED,
        name_origin: TitleOrigin = TitleOrigin.PRINTED,
    ) -> int:
        """An issue with an article on each of `pages`; returns its id."""
        self.last_id = number = self.last_id + 1
        self.rows[number] = IssueRow(
            number,
            newspaper,
            date,
            month_day,
            origin,
            4000 + number,
            len(pages),
            f"散页{number}.txt",
            name_origin if newspaper else None,
        )
        self.held[number] = [
            ArticleRow(
                id=number * 100 + place,
                key=f"k{number}-{place}",
                issue_id=number,
                kind=ArticleKind.ARTICLE,
                page=page,
                kicker=None,
                title=TITLES[place % len(TITLES)],
                lead="昨夜江上起了大雾，摆渡的老人守着一盏灯，等最后一班人过河，直到天明方才歇下。",
                names=("闻小树",),
                length=1126,
                stored_page=json.dumps(fact_by(Rule.PAGE_LINE, page).as_json()) if page else "",
            )
            for place, page in enumerate(pages)
        ]
        self.version += 1
        return number

    def remove(self, issue_id: int) -> None:
        del self.rows[issue_id], self.held[issue_id]
        self.version += 1

    def drop_article(self, article_id: int) -> None:
        issue_id = article_id // 100
        self.held[issue_id] = [row for row in self.held[issue_id] if row.id != article_id]
        self.rows[issue_id] = replace(self.rows[issue_id], article_count=len(self.held[issue_id]))
        self.version += 1

    # -- what is asked of `Contents`

    def newspapers(self) -> list[NewspaperRow]:
        self.asked["newspapers"] += 1
        titles = sorted({row.newspaper for row in self.rows.values()})
        return [self._newspaper(title, self._of(title)) for title in titles]

    def has_several_newspapers(self) -> bool:
        return len({row.newspaper for row in self.rows.values()}) > 1

    def _newspaper(self, title: str, rows: list[IssueRow]) -> NewspaperRow:
        undated = sum(row.date is None for row in rows)
        return NewspaperRow(title, len(rows), undated, surest(row.newspaper_origin for row in rows))

    def years(self, newspaper: str) -> list[PeriodRow]:
        self.asked["years"] += 1
        return _periods(row.date.year for row in self._of(newspaper) if row.date)

    def months(self, newspaper: str, year: int) -> list[PeriodRow]:
        self.asked["months"] += 1
        return _periods(r.date.month for r in self._of(newspaper) if r.date and r.date.year == year)

    def issues(self, newspaper: str, year: int, month: int) -> list[IssueRow]:
        self.asked["issues"] += 1
        rows = [r for r in self._of(newspaper) if r.date and (r.date.year, r.date.month) == (year, month)]
        return sorted(rows, key=lambda row: (row.date or dt.date.min, row.id))

    def undated_issues(self, newspaper: str) -> list[IssueRow]:
        self.asked["undated"] += 1
        return [row for row in self._of(newspaper) if row.date is None]

    def articles(self, issue_id: int) -> list[ArticleRow]:
        self.asked["articles"] += 1
        return list(self.held[issue_id])

    def issue(self, issue_id: int) -> IssueRow | None:
        return self.rows.get(issue_id)

    def adjacent_issue(self, issue_id: int, step: int) -> IssueRow | None:
        dated = sorted((row.date, row.id) for row in self.rows.values() if row.date)
        here = dated.index(next(pair for pair in dated if pair[1] == issue_id)) + step
        return self.rows[dated[here][1]] if 0 <= here < len(dated) else None

    def article_row(self, article_id: int) -> ArticleRow | None:
        return next((r for rows in self.held.values() for r in rows if r.id == article_id), None)

    def generation(self) -> int:
        return self.version

    def _of(self, newspaper: str) -> list[IssueRow]:
        return [row for row in self.rows.values() if row.newspaper == newspaper]


def _periods(numbers: Iterable[int]) -> list[PeriodRow]:
    return [PeriodRow(number, count) for number, count in sorted(Counter(numbers).items())]


def daily(first: int, last: int, every: int = 1, newspaper: str = "雁桥日报") -> InventedLibrary:
    """A daily from one year to another, an issue every few days."""
    shelf = InventedLibrary()
    for year in range(first, last + 1):
        for month in range(1, 13):
            for day in range(1, calendar.monthrange(year, month)[1] + 1, every):
                shelf.add(dt.date(year, month, day), newspaper)
    return shelf
