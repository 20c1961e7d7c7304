"""What is counted at two places has one number: a table of what is counted, with every place that tells it."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from reader.export.timeline import Step
from reader.features.people.people import people_of
from reader.library import doubt_sources
from reader.library.library import Library
from reader.search.query import Query, Unknown, UnknownDay
from tests import homes
from tests.library import drawn_sets


@pytest.fixture(autouse=True, scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        yield homes.use(patch, tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module", params=["drawn", "sample"])
def library(
    request: pytest.FixtureRequest, home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Library]:
    if request.param == "sample":
        library = Library.sample()
    else:
        library = Library.open(drawn_sets.write(tmp_path_factory.mktemp("报") / "报"))
    library.sync()
    yield library
    library.close()


def _of_calendar(library: Library) -> int:
    contents = library.contents
    papers = [contents.coverage(row.title) for row in contents.newspapers()]
    return sum(paper.tally(dt.date(1900, 1, 1), dt.date(2100, 1, 1)).held for paper in papers)


def newspapers(library: Library) -> Mapping[str, int]:
    contents = library.contents
    found = library.searcher.search(library.sets.whole(), limit=0, exact=True)
    return {
        "foot of the window": contents.counts().newspapers,
        "tree": len([row for row in contents.newspapers() if row.title]),
        "filter menu": len([name for name in found.by_newspaper if name]),
        "search field": len([name for name in library.searcher.newspapers() if name]),
    }


def issues(library: Library) -> Mapping[str, int]:
    contents = library.contents
    rows = contents.newspapers()
    of_years = sum(year.issue_count for row in rows for year in contents.years(row.title))
    undated = sum(row.undated_count for row in rows)
    return {
        "foot of the window": contents.counts().issues,
        "papers of the tree": sum(row.issue_count for row in rows),
        "years of the tree": of_years + undated,
        "calendar": _of_calendar(library) + undated,
    }


def articles(library: Library) -> Mapping[str, int]:
    whole = library.sets.whole()
    found = library.searcher.search(whole, limit=0, exact=True)
    (line,) = library.contents.timelines.timeline([whole], Step.YEAR).lines
    return {
        "foot of the window": library.contents.counts().articles,
        "search": found.total,
        "years": sum(found.by_month.values()),
        "papers": sum(found.by_newspaper.values()),
        "pages": sum(found.by_page.values()),
        "timeline": line.total,
        "catalogue": sum(library.derived.catalogue.tree.articles_by_year().values()),
    }


def articles_of_unknown_day(library: Library) -> Mapping[str, int]:
    whole = library.sets.whole()
    timelines = library.contents.timelines
    (line,) = timelines.timeline([whole], Step.MONTH).lines
    of_days = library.sets.of_text("日期:1600..9000")
    of_known_years = library.sets.of_text("日期:1600..9000 日期:不明")
    return {
        "search": library.searcher.search(Query(UnknownDay()), limit=0, exact=True).total,
        "typed": library.searcher.search(library.sets.of_text("日期:不明"), limit=0, exact=True).total,
        "timeline": line.undated,
        "calendar": timelines.undated(whole),
        "filter menu": library.searcher.search(whole, limit=0, exact=True).by_month.get(0, 0),
        "what a date leaves out, or finds by the year": library.sets.left_out(of_days).number(Unknown.DAY)
        + len(library.sets.ids(of_known_years)),
    }


def people(library: Library) -> Mapping[str, int]:
    known = people_of(library)
    return {"number": known.count(""), "list": len(known.rows(limit=100_000))}


def doubts(library: Library) -> Mapping[str, int]:
    found = doubt_sources.look(library)
    return {
        "total": found.total,
        "kinds": sum(kind.number for kind in found.kinds if kind.is_in_total),
        "list": sum(len(kind.doubts) for kind in found.kinds if kind.is_in_total),
    }


COUNTED: tuple[Callable[[Library], Mapping[str, int]], ...] = (
    newspapers,
    issues,
    articles,
    articles_of_unknown_day,
    people,
    doubts,
)


@pytest.mark.parametrize("counted", COUNTED, ids=lambda counted: counted.__name__)
def test_every_place_tells_the_same_number(
    library: Library, counted: Callable[[Library], Mapping[str, int]]
) -> None:
    told = counted(library)
    assert len({*told.values()}) == 1, told
