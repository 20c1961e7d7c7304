"""What the tree of issues answers, from a catalogue of two papers."""

import datetime as dt
import sqlite3
from collections import Counter
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from unittest.mock import MagicMock

import pytest
from msgspec.structs import replace

from reader.newspaper.facts import IssueFacts, Objection, Rule, contradicted, fact_by
from reader.newspaper.holdings import NewspaperRow
from reader.newspaper.issue import DateOrigin, Masthead
from reader.storage.catalogue import Catalogue
from reader.storage.issue_table import IssueTable
from tests.growth import instructions
from tests.storage.stocked import DAILY, EVENING, an_article, head, put, stocked


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return stocked(tmp_path / "catalogue.sqlite")


def test_newspapers_years_and_months_are_counted(catalogue: Catalogue) -> None:
    tree = catalogue.tree
    assert tree.newspapers() == [NewspaperRow(DAILY, 5, 2), NewspaperRow(EVENING, 2, 0)]
    assert tree.has_several_newspapers()
    assert [(row.number, row.issue_count) for row in tree.years(DAILY)] == [(1987, 2), (1990, 1)]
    assert [(row.number, row.issue_count) for row in tree.months(DAILY, 1987)] == [(6, 1), (7, 1)]
    assert [row.number for row in tree.months(EVENING, 1988)] == [3, 4]
    assert tree.months(DAILY, 1988) == []


def test_the_issues_of_years_are_counted_by_a_few_instructions_each(tmp_path: Path) -> None:
    Catalogue(path := tmp_path / "catalogue.sqlite").close()
    first, number = dt.date(1899, 12, 31), 5000
    days = [(first + dt.timedelta(number)).isoformat() for number in range(number)]
    with closing(sqlite3.connect(path)) as connection:
        connection.executemany(
            "INSERT INTO issue (identity, newspaper, date, label) VALUES (?, ?, ?, '')",
            ((f'["{day}"]', DAILY, day) for day in days),
        )
        tree = IssueTable(lambda query, *values: connection.execute(query, values).fetchall(), MagicMock())
        years = Counter(int(day[:4]) for day in days)
        assert {row.number: row.issue_count for row in tree.years(DAILY)} == years
        assert instructions(connection, lambda: tree.years(DAILY)) < 6 * number


def test_issues_are_those_of_the_paper_and_the_month(catalogue: Catalogue) -> None:
    (june,) = catalogue.tree.issues(DAILY, 1987, 6)
    assert (june.newspaper, june.date, june.number) == (DAILY, dt.date(1987, 6, 12), 4181)
    assert (june.article_count, june.label, june.date_origin) == (4, "1987-06-12-1.txt", DateOrigin.PRINTED)
    assert catalogue.tree.issues(EVENING, 1987, 6) == []
    assert catalogue.tree.issue(june.id) == june
    assert catalogue.tree.issue(10**6) is None


def test_all_issues_are_by_date_and_the_undated_last(catalogue: Catalogue) -> None:
    assert [row.label for row in catalogue.tree.all_issues(DAILY)] == [
        *("1987-06-12-1.txt", "1987-07-01.txt", "1990-01-02.txt", "散页a.txt", "散页b.txt"),
    ]
    assert [row.label for row in catalogue.tree.undated_issues(DAILY)] == ["散页b.txt", "散页a.txt"]
    assert [(day, number) for _, day, number, _ in catalogue.tree.dated_issues(DAILY)] == [
        (dt.date(1987, 6, 12), 4181),
        (dt.date(1987, 7, 1), 4200),
        (dt.date(1990, 1, 2), None),
    ]


def test_pages_and_articles_are_in_the_order_they_are_turned(catalogue: Catalogue) -> None:
    (june,) = catalogue.tree.issues(DAILY, 1987, 6)
    rows = catalogue.tree.articles(june.id)
    assert [(row.key, row.page) for row in rows] == [
        ("key-甲", "1"),
        ("key-乙", "2"),
        ("key-丙", "10"),
        ("key-丁", None),
    ]
    assert not any(row.estimated_page.value for row in rows)


def test_what_stands_before_the_head_of_the_second_page_is_on_the_first(catalogue: Catalogue) -> None:
    day = head("1991-05-06")
    articles = [
        an_article("头条", None),
        an_article("次条", None),
        an_article("二版", "2"),
        an_article("三版", "3"),
    ]
    put(catalogue, "日报/1991-05-06.txt", day, *articles)
    put(catalogue, "日报/1991-05-06-另.txt", day, an_article("不知哪版", None), an_article("六版", "6"))
    (issue,) = catalogue.tree.issues(DAILY, 1991, 5)
    rows = catalogue.tree.articles(issue.id)
    assert [(row.key, row.page, row.shown_page) for row in rows] == [
        ("key-头条", None, "1"),
        ("key-次条", None, "1"),
        ("key-二版", "2", "2"),
        ("key-三版", "3", "3"),
        ("key-六版", "6", "6"),
        ("key-不知哪版", None, None),
    ]
    put(catalogue, "日报/1991-05-06-首.txt", day, an_article("首版", "1"))
    assert not any(row.estimated_page.value for row in catalogue.tree.articles(issue.id))


def rows_of(catalogue: Catalogue, files: dict[str, str | None]) -> list[tuple[str, str | None]]:
    """Return the headlines and pages of an issue of these files, of which each has one article, with its page."""
    for path, page in files.items():
        put(catalogue, path, head("1991-05-06"), an_article(path, page))
    (issue,) = catalogue.tree.issues(DAILY, 1991, 5)
    return [(row.key.removeprefix("key-"), row.shown_page) for row in catalogue.tree.articles(issue.id)]


@pytest.mark.parametrize(
    ("names", "are_pages"),
    [
        ("scan_01.txt scan_02.txt scan_03.txt", True),
        ("1.txt 2.txt 3.txt", True),
        ("日报_1.md 日报_2.md 日报_3.md", True),
        ("scan_01.txt scan_02.txt", False),  # too few
        ("scan_01.txt scan_02.txt scan_04.txt", False),  # with a gap
        ("scan_02.txt scan_03.txt scan_04.txt", False),  # not from the first
        ("scan_01.txt 扫_02.txt scan_03.txt", False),  # of different names
        ("scan_1.txt scan_01.txt scan_02.txt scan_03.txt", False),  # one number twice
        ("box2-01.txt", False),
        ("article_1.txt article_2.txt article_3.txt", False),
        ("表.csv/1.txt 表.csv/2.txt 表.csv/3.txt", False),
    ],
)
def test_files_of_one_day_are_pages_where_they_make_a_row(
    catalogue: Catalogue, names: str, are_pages: bool
) -> None:
    paths = [f"日报/1991-05-06/{name}" for name in names.split()]
    rows = rows_of(catalogue, dict.fromkeys(paths))
    expected = [str(at) for at in range(1, len(paths) + 1)] if are_pages else [None] * len(paths)
    assert [page for _, page in rows] == expected


def test_files_of_a_row_with_pages_of_other_numbers_are_no_pages(catalogue: Catalogue) -> None:
    files = {f"日报/1991-05-06/scan_{at}.txt": None for at in range(1, 5)}
    assert rows_of(catalogue, {**files, "日报/1991-05-06/scan_2.txt": "2"}) == [
        (f"日报/1991-05-06/scan_{at}.txt", str(at)) for at in range(1, 5)
    ]
    pages = dict(rows_of(catalogue, {"日报/1991-05-06/scan_3.txt": "5"}))
    assert pages["日报/1991-05-06/scan_3.txt"] == "5"
    assert pages["日报/1991-05-06/scan_4.txt"] is None


def test_a_page_in_a_row_says_so(catalogue: Catalogue) -> None:
    rows_of(catalogue, {f"日报/1991-05-06/scan_{at}.txt": None for at in range(1, 4)})
    (issue,) = catalogue.tree.issues(DAILY, 1991, 5)
    last = catalogue.tree.articles(issue.id)[-1]
    assert (last.page, last.page_fact) == (None, fact_by(Rule.PAGE_IN_ROW, "3", "scan_3.txt"))
    assert not last.page_fact.is_sure


def test_articles_of_a_page_are_by_file_and_then_as_they_stand_in_it(catalogue: Catalogue) -> None:
    put(catalogue, "日报/1987-06-12-0.txt", head("1987-06-12"), an_article("后"), an_article("先"))
    (june,) = catalogue.tree.issues(DAILY, 1987, 6)
    assert [row.key for row in catalogue.tree.articles(june.id)][:3] == ["key-后", "key-先", "key-甲"]


def test_the_walk_from_issue_to_issue_goes_through_one_paper_and_ends_with_the_undated(
    catalogue: Catalogue,
) -> None:
    tree = catalogue.tree
    rows = tree.issues(DAILY, 1987, 6) + tree.issues(DAILY, 1987, 7) + tree.issues(DAILY, 1990, 1)
    rows += tree.undated_issues(DAILY)
    for before, after in pairwise(rows):
        assert tree.adjacent_issue(before.id, 1) == after
        assert tree.adjacent_issue(after.id, -1) == before
    assert tree.adjacent_issue(rows[0].id, -1) is None
    assert tree.adjacent_issue(rows[-1].id, 1) is None
    assert tree.adjacent_issue(10**6, 1) is None


def test_the_walk_goes_through_issues_of_one_day_by_their_label(catalogue: Catalogue) -> None:
    inferred = head("1987-06-12", origin=DateOrigin.INFERRED)
    for name in ("猜b.txt", "猜a.txt"):
        put(catalogue, f"日报/{name}", inferred, an_article(name))
    rows = catalogue.tree.issues(DAILY, 1987, 6)
    assert [row.label for row in rows] == ["1987-06-12-1.txt", "猜a.txt", "猜b.txt"]
    for before, after in pairwise(rows):
        assert catalogue.tree.adjacent_issue(before.id, 1) == after
        assert catalogue.tree.adjacent_issue(after.id, -1) == before


def test_a_paper_of_undated_issues_only_has_none_before_them(catalogue: Catalogue) -> None:
    put(catalogue, "青年/散.txt", head(title="雁桥青年"), an_article("散"))
    (only,) = catalogue.tree.undated_issues("雁桥青年")
    assert catalogue.tree.adjacent_issue(only.id, -1) is None
    assert catalogue.tree.adjacent_issue(only.id, 1) is None


def test_the_newest_issue_is_the_last_dated_one_else_an_undated_one(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    newest = catalogue.tree.newest_issue()
    assert newest is not None
    assert newest.label == "1990-01-02.txt"
    other = Catalogue(tmp_path / "other.sqlite")
    assert other.tree.newest_issue() is None
    put(other, "散页.txt", head(), an_article("散"))
    put(other, "散页2.txt", head(month_day="03-01"), an_article("页"))
    undated = other.tree.newest_issue()
    assert undated is not None
    assert undated.label == "散页2.txt"


def in_doubt_on(date: dt.date) -> Masthead:
    """A masthead whose day is contradicted by the name of its folder."""
    day = contradicted(fact_by(Rule.MASTHEAD, date), [Objection("1989-01-02", Rule.DAY_IN_PATH)])
    return replace(head(date.isoformat()), facts=IssueFacts(day=day))


def test_the_newest_issue_is_of_the_latest_day_that_nothing_contradicts(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path / "days.sqlite")
    put(catalogue, "将来.txt", head("2187-06-12"), an_article("将来"))
    only = catalogue.tree.newest_issue()
    assert only is not None
    assert only.label == "将来.txt", "where no day is sure, one in doubt is better than none"
    put(catalogue, "不合.txt", in_doubt_on(dt.date(1999, 1, 2)), an_article("不合"))
    put(catalogue, "印着.txt", head("1990-01-02"), an_article("印着"))
    put(catalogue, "早些.txt", head("1990-01-01"), an_article("早些"))
    newest = catalogue.tree.newest_issue()
    assert newest is not None
    assert newest.label == "印着.txt"
    assert catalogue.tree.days_after(dt.date(1990, 1, 2)) == (2, dt.date(2187, 6, 12))
    assert catalogue.tree.days_after(dt.date(2187, 6, 12)) == (0, None)


class _FactsInMastheadsAlone(IssueTable):
    """A table without a column for what is known of a day, as that of a room."""

    def _may_be_sure(self) -> str:
        return "true"


@pytest.mark.parametrize("in_doubt", [0, 1, 10, 11])
@pytest.mark.parametrize("table", [IssueTable, _FactsInMastheadsAlone])
def test_however_many_days_are_in_doubt_or_to_come_the_newest_sure_one_is_found(
    tmp_path: Path, table: type[IssueTable], in_doubt: int
) -> None:
    catalogue = Catalogue(tmp_path / "days.sqlite")
    tree = table(catalogue.tree._rows, catalogue.tree._made)
    for number in range(in_doubt):
        put(catalogue, f"不合{number}.txt", in_doubt_on(dt.date(1999, 1, 1) + dt.timedelta(number)))
        put(catalogue, f"将来{number}.txt", head(f"{2187 + number}-06-12"))
    assert tree.newest_of_sure_day() is None
    put(catalogue, "印着.txt", head("1990-01-02"))
    newest = tree.newest_of_sure_day()
    assert newest is not None
    assert newest.label == "印着.txt"


def test_issues_near_a_number_and_a_date_are_those_beside_it_and_the_ends_and_no_inferred_one(
    catalogue: Catalogue,
) -> None:
    days = [f"1987-06-{day:02}" for day in range(1, 12)]
    for at, day in enumerate(days):
        put(catalogue, f"日报/{day}.txt", head(day, number=4170 + at), an_article(day))

    def near(number: int | None, day: str | None, count: int) -> list[str]:
        date = dt.date.fromisoformat(day) if day else None
        found = catalogue.tree.issues_near(DAILY, number, date, count)
        return sorted(issue.date.isoformat() for issue in found if issue.date)

    ends = ["1987-06-01", "1990-01-02"]
    assert near(None, None, 2) == ends
    assert near(None, "1987-06-05", 2) == sorted(
        [*ends, "1987-06-03", "1987-06-04", "1987-06-05", "1987-06-06"]
    )
    assert near(4175, None, 1) == sorted([*ends, "1987-06-05", "1987-06-06"])
    evening = catalogue.tree.issues_near(EVENING, 99, dt.date(1988, 4, 1), 9)
    assert [issue.date for issue in evening] == [dt.date(1988, 3, 5)]


def test_everything_is_counted(catalogue: Catalogue) -> None:
    assert catalogue.tree.counts() == (2, 7, 11, 1, 2)
    assert catalogue.tree.articles_by_year() == {0: 2, 1987: 5, 1988: 3, 1990: 1}
    assert catalogue.tree.articles_by_newspaper() == {DAILY: 8, EVENING: 3}
    assert catalogue.tree.articles_by_page() == {"": 3, "1": 6, "10": 1, "2": 1}
