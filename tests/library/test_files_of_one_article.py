"""Given a folder of files of one article each, when it is synced, then its files of a day are one issue, in order."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.library.library import Library
from reader.newspaper.holdings import ArticleRow
from reader.search.engine import Order
from tests import homes

NEWS = "{}的消息传到雁桥镇，街坊们都到渡口来看，船工把缆绳理了又理。\n\n管码头的老人说，这样的事情好些年没有过了。\n"
NAMES = ("渡口加开夜船", "钟楼今起维修", "米市清早开秤", "学校添了旗杆", "图书馆搬新楼", "笋价跌了一半")


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    homes.use(monkeypatch, tmp_path / "home")
    (tmp_path / "旧报").mkdir()
    opened = Library.open(tmp_path / "旧报")
    yield opened
    opened.close()


def write(library: Library, name: str, headline: str, head: str = "") -> None:
    path = library.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{head}# {headline}\n\n{NEWS.format(headline)}", encoding="utf-8")


def issues(library: Library, newspaper: str = "") -> dict[dt.date | None, list[ArticleRow]]:
    found = library.contents
    months = (
        (year.number, month.number)
        for year in found.years(newspaper)
        for month in found.months(newspaper, year.number)
    )
    rows = [issue for year, month in months for issue in found.issues(newspaper, year, month)]
    assert len({row.date for row in rows}) == len(rows)
    return {row.date: found.articles(row.id) for row in (*rows, *found.undated_issues(newspaper))}


def test_a_day_in_the_name_makes_an_issue_of_the_files(library: Library) -> None:
    for day in (17, 18):
        for at, name in enumerate(NAMES[:3]):
            write(library, f"1946/05/1946-05-{day}_{at + 9}_{name}{day}.md", f"{name}{day}")
    library.sync()
    found = issues(library)
    assert list(found) == [dt.date(1946, 5, 17), dt.date(1946, 5, 18)]
    assert [row.title for row in found[dt.date(1946, 5, 17)]] == [f"{name}17" for name in NAMES[:3]]


def test_articles_stand_in_order_of_page_and_number(library: Library) -> None:
    places = ((1, 2), (1, 10), (2, 1), (10, 1))
    for (page, number), name in zip(reversed(places), NAMES, strict=False):
        write(library, f"20240225/{page:02}版_{number}_{name}.md", name)
    library.sync()
    ((date, rows),) = issues(library).items()
    assert date == dt.date(2024, 2, 25)
    assert [row.page for row in rows] == ["1", "1", "2", "10"]
    assert [row.title for row in rows] == list(reversed(NAMES[:4]))


def test_the_number_in_front_matter_comes_before_the_name(library: Library) -> None:
    for at, name in enumerate(NAMES[:3]):
        write(library, f"{name}.md", name, f"---\ndate: 2019-03-04\norder: {10 - at}\ntitle: {name}\n---\n")
    library.sync()
    assert [row.title for row in issues(library)[dt.date(2019, 3, 4)]] == list(reversed(NAMES[:3]))


def test_two_papers_in_one_folder_are_two_issues(library: Library) -> None:
    for at, name in enumerate(NAMES[:4]):
        paper = ("雁桥日报", "江城晚报")[at % 2]
        write(library, f"{at}.md", name, f"---\ntitle: {name}\nsource: {paper}\ndate: 2020-01-05\n---\n")
    library.sync()
    for first, paper in enumerate(("雁桥日报", "江城晚报")):
        rows = issues(library, paper)[dt.date(2020, 1, 5)]
        assert [row.title for row in rows] == [NAMES[first], NAMES[first + 2]]


def test_a_file_that_is_renamed_or_gone_leaves_the_rest_of_the_day(library: Library) -> None:
    for at, name in enumerate(NAMES):
        write(library, f"20240225/{at + 1:02}版_01_{name}.md", name)
    library.sync()
    before = {row.title: row for row in issues(library)[dt.date(2024, 2, 25)]}
    kept = before[NAMES[0]].key
    library.notebook.bookmark(before[NAMES[0]].id)
    folder = library.root / "20240225"
    (folder / f"01版_01_{NAMES[0]}.md").rename(folder / f"09版_01_{NAMES[0]}.md")
    (folder / f"02版_01_{NAMES[1]}.md").unlink()
    library.sync(accept_missing=True)
    rows = issues(library)[dt.date(2024, 2, 25)]
    assert [row.page for row in rows] == ["2", "3", "4", "5", "6", "9"]
    assert rows[-1].key == kept
    assert [row.key for row in rows[:-1]] == [before[name].key for name in NAMES[1:]]
    (bookmark,) = library.notebook.bookmarks_of(kept)
    assert not bookmark.is_orphan
    assert library.articles.find(before[NAMES[1]].key)[0].is_missing


def test_a_file_that_moves_to_another_day_is_in_its_issue(library: Library) -> None:
    for name in NAMES[:3]:
        write(library, f"20240225/{name}.md", name)
    library.sync()
    (library.root / "20240226").mkdir()
    (library.root / f"20240225/{NAMES[0]}.md").rename(library.root / f"20240226/{NAMES[0]}.md")
    library.sync(accept_missing=True)
    assert {date and date.day: len(rows) for date, rows in issues(library).items()} == {25: 2, 26: 1}


def test_results_of_a_day_stand_in_its_order(library: Library) -> None:
    for at, name in enumerate(NAMES):
        write(library, f"20240225/{at + 8}_{name}.md", name)
    library.sync()
    found = library.searcher.search("雁桥镇", order=Order.OLDEST).ids
    titles = [row.title for each in found if (row := library.contents.article_row(each))]
    assert titles == list(NAMES)
