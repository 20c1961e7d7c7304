"""Given a folder of files of one article each, when it is synced, then its files of a day are one issue, in order."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.export import citation
from reader.export.forms import Style
from reader.library import sync
from reader.library.library import Library
from reader.newspaper.correction import Claim, CorrectedRole, CorrectionKind
from reader.newspaper.holdings import ArticleRow, StoredArticle
from reader.search.documents import Order
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
    (bookmark,) = library.notebook.bookmarks_of(library.articles.find(kept)[0])
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


@pytest.mark.parametrize("seconds", [0, 60], ids=["each batch is as short as can be", "one batch"])
def test_results_of_a_day_stand_in_its_order(
    library: Library, monkeypatch: pytest.MonkeyPatch, seconds: int
) -> None:
    for bound in ("FIRST_BATCH_SECONDS", "BATCH_SECONDS"):
        monkeypatch.setattr(sync, bound, seconds)
    monkeypatch.setattr(sync, "BATCH_SHARE", 0)
    for at, name in enumerate(NAMES):
        write(library, f"20240225/{at + 8}_{name}.md", name)
    library.sync()
    found = library.searcher.search("雁桥镇", order=Order.OLDEST).ids
    titles = [row.title for each in found if (row := library.contents.article_row(each))]
    assert titles == list(NAMES)


DAY = dt.date(2024, 2, 25)


def row_of(library: Library, title: str, newspaper: str = "") -> ArticleRow:
    return next(row for rows in issues(library, newspaper).values() for row in rows if row.title == title)


def article_of(library: Library, title: str, newspaper: str = "") -> StoredArticle:
    stored = library.articles.article(row_of(library, title, newspaper).id)
    assert stored is not None
    return stored


def test_an_edited_file_keeps_its_bookmark_and_its_correction(library: Library) -> None:
    for name in NAMES[:3]:
        write(library, f"20240225/{name}.md", name)
    library.sync()
    path = f"20240225/{NAMES[1]}.md"
    library.notebook.bookmark(row_of(library, NAMES[1]).id, "修到何时")
    library.corrections.correct_line(path, 3, Claim(CorrectionKind.ROLE, CorrectedRole.DECK))
    corrected = article_of(library, NAMES[1]).article
    assert corrected.decks
    text = (library.root / path).read_text(encoding="utf-8")
    (library.root / path).write_text(f"{text}\n修钟的师傅住在塔下，三餐都送上去。\n", encoding="utf-8")
    library.sync()
    edited = article_of(library, NAMES[1]).article
    assert (edited.headline, edited.decks) == (corrected.headline, corrected.decks)
    (bookmark,) = library.notebook.bookmarks()
    assert not bookmark.is_orphan
    (known,) = library.corrections.known()
    assert known.line == 3


def test_the_headline_of_front_matter_may_be_mended_in_the_file(library: Library) -> None:
    head = "---\ntitle: {}\ndate: 2024-02-25\n---\n"
    path = library.root / "甲.md"
    path.write_text(head.format("渡囗加开夜船") + NEWS.format("夜船"), encoding="utf-8")
    library.sync()
    library.notebook.bookmark(row_of(library, "渡囗加开夜船").id)
    path.write_text(head.format("渡口加开夜船") + NEWS.format("夜船"), encoding="utf-8")
    library.sync()
    row = row_of(library, "渡口加开夜船")
    (bookmark,) = library.notebook.bookmarks()
    assert (bookmark.key, bookmark.is_orphan) == (row.key, False)


def test_a_whole_issue_and_files_of_one_article_are_one_issue_of_the_day(library: Library) -> None:
    items = "\n\n".join(f"# {name}\n\n本报讯（记者 周岱青）{NEWS.format(name)}" for name in NAMES[:3])
    whole = f"雁桥日报\n2024年2月25日 星期日 第3版\n\n{items}"
    (library.root / "雁桥日报").mkdir()
    (library.root / "雁桥日报/20240225-03.txt").write_text(whole, encoding="utf-8")
    for at, name in enumerate(NAMES[3:5]):
        write(library, f"雁桥日报/20240225/20240225-01-{at + 1:02}.txt", name)
    write(library, "雁桥日报/20240226/20240226-01-01.txt", NAMES[5])
    library.sync()
    found = issues(library, "雁桥日报")
    assert {date and date.day: len(rows) for date, rows in found.items()} == {25: 5, 26: 1}
    assert [(row.page, row.title) for row in found[DAY]] == [
        ("1", NAMES[3]),
        ("1", NAMES[4]),
        *(("3", name) for name in NAMES[:3]),
    ]


@pytest.mark.parametrize("style", list(Style))
def test_an_article_is_cited_by_the_day_and_page_that_its_file_tells(library: Library, style: Style) -> None:
    write(library, "雁桥日报/20240225/20240225-03-01.txt", NAMES[0])
    library.sync()
    stored = article_of(library, NAMES[0], "雁桥日报")
    cited = citation.cite(stored, style)
    assert NAMES[0] in cited
    assert "雁桥日报" in cited
    assert "2024" in cited
    if style is Style.GB2015:
        assert cited == f"{NAMES[0]}[N]. [雁桥日报], [2024-02-25]([03])."


def test_an_article_without_a_paper_is_cited_without_one(library: Library) -> None:
    write(library, "剪报/2024-02-25_渡口加开夜船.md", NAMES[0], "")
    library.sync()
    stored = article_of(library, NAMES[0])
    assert citation.cite(stored, Style.GB2015) == f"{NAMES[0]}[N]. [2024-02-25]."


def test_days_that_datelines_tell_are_issues_and_say_so(library: Library) -> None:
    for at, name in enumerate(NAMES[:3]):
        dateline = f"【雁桥网二零二零年十二月{'一二二'[at]}日】"
        (library.root / f"41606{at}.md").write_text(
            f"### {name}\n-----\n\n<p>\n{dateline}{NEWS.format(name)}", encoding="utf-8"
        )
    library.sync()
    found = issues(library)
    assert {date: len(rows) for date, rows in found.items()} == {
        dt.date(2020, 12, 1): 1,
        dt.date(2020, 12, 2): 2,
    }
    (issue,) = library.contents.issues("", 2020, 12)[:1]
    explanation = library.contents.repairs.explanation(issue.id)
    assert explanation is not None
    assert explanation.words == "没有印报头日期；电头上写着 2020年12月1日。"


@pytest.mark.parametrize(("sources", "adopted"), [(1, False), (4, True)])
def test_the_source_of_a_few_clippings_is_not_that_of_the_others(
    library: Library, sources: int, adopted: bool
) -> None:
    for at, name in enumerate(NAMES):
        source = "source: 江城晚报\n" if at < sources else ""
        write(library, f"{name}.md", name, f"---\ntitle: {name}\n{source}date: 2020-01-05\n---\n")
    library.sync()
    titles = [row.title for row in library.contents.newspapers()]
    assert titles == (["江城晚报"] if adopted else ["", "江城晚报"])
    library.sync()
    assert [row.title for row in library.contents.newspapers()] == titles
