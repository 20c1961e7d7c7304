"""Lines over time: counted by hand, by brute force over the files, and honest where nothing is held."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from reader import assets
from reader.export.timeline import Point, Step, Timeline, label
from reader.formats import read
from reader.language.forms import search_form
from reader.library.article_set import Shapes
from reader.library.library import Library
from reader.newspaper.article import Article
from reader.parsing import parse
from reader.search.documents import SearchCancelled
from reader.search.terms import search_text
from tests import homes
from tests.terminal import write_issues

NUMBERED: dict[Step, Callable[[dt.date], int]] = {
    Step.YEAR: lambda date: date.year,
    Step.MONTH: lambda date: date.year * 12 + date.month - 1,
    Step.DAY: dt.date.toordinal,
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        homes.use(patch, tmp_path_factory.mktemp("home"))
        yield


def opened(root: Path) -> Library:
    library = Library.open(root)
    library.sync()
    return library


@pytest.fixture(scope="module")
def shelf(home: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Two days of March 1990 with two articles each, and one of January 1991 with one."""
    library = opened(write_issues(tmp_path_factory.mktemp("柳川")))
    yield library
    library.close()


@pytest.fixture(scope="module")
def sample(home: None) -> Iterator[Library]:
    library = Library.sample()
    library.sync()
    yield library
    library.close()


@pytest.fixture(scope="module")
def invented(home: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Two papers over nine years, of many months of which nothing is held; some issues have no date."""
    chance, root = random.Random(7), tmp_path_factory.mktemp("造")
    for number in range(40):
        date = dt.date(1950 + chance.choice((0, 1, 4, 9)), chance.randint(1, 12), chance.randint(1, 28))
        paper = chance.choice(("柳川日报", "石板晚报"))
        dated = "" if number % 13 == 0 else f"{date.year}年{date.month}月{date.day}日 第{100 + number}期"
        lines = [paper, dated]
        for _ in range(chance.randint(1, 4)):
            words = "".join(chance.choice("渡口桥板车米市雪夜钟") for _ in range(chance.randint(20, 90)))
            lines += ["", f"## {words[:9]}", "", f"本报讯（记者 温如岚）{words}。"]
        (root / f"{number}.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    library = opened(root)
    yield library
    library.close()


def timeline(library: Library, step: Step, *asked: str) -> Timeline:
    return library.contents.timelines.timeline(
        [library.sets.of_text(each, Shapes.AS_PRINTED) for each in asked], step
    )


def by_label(line: Timeline, number: int = 0) -> dict[str, Point]:
    return {
        label(line.step, time): point
        for time, point in zip(line.times, line.lines[number].points, strict=True)
    }


def test_counted_by_hand(shelf: Library) -> None:
    years = by_label(timeline(shelf, Step.YEAR, "戏台"))
    assert {year: (point.count, point.held) for year, point in years.items()} == {
        "1990": (1, 4),
        "1991": (1, 1),
    }
    months = by_label(timeline(shelf, Step.MONTH, "渡"))
    assert next(iter(months)) == "1990-03"
    assert list(months)[-1] == "1991-01"
    assert len(months) == 11
    assert (months["1990-03"].count, months["1990-03"].held) == (2, 4)
    assert (months["1991-01"].count, months["1991-01"].held) == (0, 1)
    days = by_label(timeline(shelf, Step.DAY, "渡"))
    assert {day: point.count for day, point in days.items() if point.held} == {
        "1990-03-05": 1,
        "1990-03-06": 1,
        "1991-01-17": 0,
    }


def test_a_time_of_which_nothing_is_held_is_told_from_one_without_matches(shelf: Library) -> None:
    months = timeline(shelf, Step.MONTH, "渡").lines[0].points
    assert months[5].held == 0
    assert months[10].held == 1
    assert months[10].count == 0


@cache
def articles(library: Library) -> tuple[tuple[str, dt.date | None, Article], ...]:
    """Every article, read off the files again; equal ones of one issue once. The day is the catalogue's."""
    dates = {
        file.path: issue
        for paper in library.contents.newspapers()
        for issue in _issues(library, paper.title)
        for file in library.derived.catalogue.files.files_of_issue(issue[0])
    }
    seen, found = set(), []
    for path, (issue, paper, date) in dates.items():
        for article in parse(read(library.folder.file(path), path)).articles:
            identity = (issue, article.key, search_text(article))
            if identity not in seen:
                seen.add(identity)
                found.append((paper, date, article))
    return tuple(found)


def _issues(library: Library, paper: str) -> Iterator[tuple[int, str, dt.date | None]]:
    contents = library.contents
    for issue in contents.undated_issues(paper):
        yield issue.id, paper, None
    for year in contents.years(paper):
        for month in contents.months(paper, year.number):
            for found in contents.issues(paper, year.number, month.number):
                yield found.id, paper, found.date


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("which", ["sample", "invented"])
@pytest.mark.parametrize("asked", ["渡口", "车", "雪", "没有的词"])
def test_counts_are_those_of_brute_force(
    request: pytest.FixtureRequest, which: str, step: Step, asked: str
) -> None:
    library: Library = request.getfixturevalue(which)
    count, held, characters, length = Counter[int](), Counter[int](), Counter[int](), Counter[int]()
    undated = 0
    for _, date, article in articles(library):
        size = sum(len(block.text) for block in article.blocks)
        is_found = search_form(asked) in search_text(article)
        if date is None:
            undated += is_found
            continue
        time = NUMBERED[step](date)
        held[time] += 1
        length[time] += size
        count[time] += is_found
        characters[time] += size * is_found
    told = timeline(library, step, asked)
    assert told.times == tuple(range(min(held), max(held) + 1))
    expected = tuple(Point(count[at], characters[at], held[at], length[at]) for at in told.times)
    assert told.lines[0].points == expected
    assert told.lines[0].undated == undated
    assert told.lines[0].total == library.searcher.search(asked, exact=True).total


def test_a_query_of_one_paper_is_measured_by_that_paper(invented: Library) -> None:
    told = timeline(invented, Step.YEAR, "车 报:晚报", "车 报:日报", "车")
    evening, daily, both = (line.points for line in told.lines)
    for one, other, whole in zip(evening, daily, both, strict=True):
        assert one + other == whole
    assert any(point.held for point in evening)


def test_a_query_of_some_dates_has_no_data_outside_of_them(invented: Library) -> None:
    told = timeline(invented, Step.MONTH, "车 日期:1951..1954")
    assert {time // 12 for time in told.times} <= set(range(1951, 1955))
    with_all = timeline(invented, Step.MONTH, "车 日期:1951..1954", "车")
    before = with_all.times.index(with_all.times[0])
    assert with_all.lines[0].points[before].held == 0
    assert with_all.lines[1].points[before].held > 0


def test_days_are_counted_by_paper(invented: Library) -> None:
    found = invented.contents.timelines.days(invented.sets.of_text("车"))
    expected: dict[str, Counter[dt.date]] = {}
    for paper, date, article in articles(invented):
        if date is not None and "车" in search_text(article):
            expected.setdefault(paper, Counter())[date] += 1
    assert found == expected


def test_a_line_follows_the_library(home: None, tmp_path: Path) -> None:
    library = opened(write_issues(tmp_path / "柳川"))
    assert timeline(library, Step.YEAR, "戏台").lines[0].total == 2
    (tmp_path / "柳川" / "1992.md").write_text(
        "# 柳川晚报\n\n1992年1月6日 星期一 第600期\n\n## 戏台又搬了\n\n本报讯 戏台搬回河西。\n",
        encoding="utf-8",
    )
    library.sync()
    assert by_label(timeline(library, Step.YEAR, "戏台"))["1992"].count == 1
    library.close()


def test_what_is_not_wanted_any_more_is_given_up(invented: Library) -> None:
    with pytest.raises(SearchCancelled):
        invented.contents.timelines.timeline([invented.sets.of_text("渡口桥板")], Step.YEAR, lambda: True)


def test_an_empty_library_has_no_times(home: None, tmp_path: Path) -> None:
    library = opened(tmp_path)
    told = timeline(library, Step.MONTH, "渡口")
    assert told.times == ()
    assert told.lines[0].total == 0
    library.close()


def test_the_sample_is_where_it_was(sample: Library) -> None:
    assert sample.root == assets.sample_library()
    years = by_label(timeline(sample, Step.YEAR, "渡口"))
    assert (years["1987"].count, years["1987"].held) == (17, 55)
    assert (years["2024"].count, years["2024"].held) == (13, 56)
    assert years["1999"].held == 0
