"""Given issues without a year, when a library is synced, then neighbours place them, and a reader may refuse it."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.language.dates.calendar import weekday_of
from reader.library.library import Library
from reader.newspaper.correction import Claim, CorrectionKind
from reader.newspaper.holdings import IssueRow
from reader.newspaper.issue import DateOrigin
from tests import homes

NOT_1987 = Claim(CorrectionKind.NOT_YEAR, year=1987)


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    """The first eight days of June 1987 of a daily, with consecutive numbers, but for the fourth."""
    homes.use(monkeypatch, tmp_path / "home")
    monkeypatch.setenv("READER_LANGUAGE", "zh")
    root = tmp_path / "旧报"
    root.mkdir()
    opened = Library.open(root)
    for day in (1, 2, 3, 5, 6, 7, 8):
        write(opened, f"{day:02}.txt", dt.date(1987, 6, day))
    yield opened
    opened.close()


def write(
    library: Library, name: str, day: dt.date, line: str | None = None, paper: str = "雁桥日报"
) -> None:
    head = (
        f"{day.year}年{day.month}月{day.day}日 {weekday_of(day)} 第{4170 + day.day}期"
        if line is None
        else line
    )
    body = f"第{day.day}号渡船下水\n\n本报讯（记者 尤嘉木）渡口今天起加开第{day.day}班夜船，票价不变，首班船提前。\n"
    path = library.root / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{paper}\n{head}\n\n{body}", encoding="utf-8")


def issue_of(library: Library, headline: str) -> IssueRow:
    (hit,) = library.searcher.search(f"标题:{headline}").ids
    stored = library.articles.article(hit)
    assert stored is not None
    return stored.issue


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("第4174期", "没有印日期；推定为 1987年6月4日：第4173期是 1987年6月3日，第4175期是 1987年6月5日。"),
        ("6月4日", "没有印年份；推定为 1987年6月4日：文件夹里前后的文件是 1987年6月3日 和 1987年6月5日 的。"),
        (
            "6月4日 星期四 第4174期",
            "没有印年份；推定为 1987年6月4日：第4173期是 1987年6月3日，第4175期是 1987年6月5日。",
        ),
    ],
)
def test_neighbours_place_an_issue(library: Library, line: str, reason: str) -> None:
    write(library, "04.txt", dt.date(1987, 6, 4), line)
    library.sync()
    issue = issue_of(library, "第4号")
    assert (issue.date, issue.date_origin) == (dt.date(1987, 6, 4), DateOrigin.INFERRED)
    assert issue.id in [each.id for each in library.contents.issues("雁桥日报", 1987, 6)]
    explanation = library.contents.repairs.explanation(issue.id)
    assert explanation is not None
    assert (explanation.words, explanation.year) == (reason, 1987)
    assert library.searcher.search("第4号渡船 日期:1987-06-04").total == 1


@pytest.mark.parametrize(
    "line",
    [
        "第4179期",  # beyond the last
        "7月4日",  # not between the files around it
        "6月4日 星期一",
        "6月4日 第4176期",  # the day of one issue, the number of another
        "",
    ],
)
def test_what_the_neighbours_do_not_tell_stays_undated(library: Library, line: str) -> None:
    write(library, "04.txt", dt.date(1987, 6, 4), line)
    library.sync()
    assert issue_of(library, "第4号").date is None


def test_another_paper_places_nothing(library: Library) -> None:
    write(library, "04.txt", dt.date(1987, 6, 4), "第4174期", paper="江城晚报")
    library.sync()
    assert issue_of(library, "第4号").date is None


def test_the_day_does_not_depend_on_the_order_in_which_files_come(library: Library) -> None:
    write(library, "04.txt", dt.date(1987, 6, 4), "6月4日")
    (library.root / "05.txt").rename(library.root / "05.kept")
    for day in (6, 7, 8):
        (library.root / f"{day:02}.txt").rename(library.root / f"{day:02}.kept")
    library.sync()
    before = issue_of(library, "第4号")
    (key,) = [row.key for row in library.contents.articles(before.id)]
    assert before.date is None
    for path in library.root.glob("*.kept"):
        path.rename(path.with_suffix(".txt"))
    library.sync()
    after = issue_of(library, "第4号")
    assert after.date == dt.date(1987, 6, 4)
    assert [row.key for row in library.contents.articles(after.id)] == [key]
    assert library.contents.issue(before.id) is None
    report = library.sync()
    assert (report.changed, report.added) == (0, 0)
    assert issue_of(library, "第4号").id == after.id


def test_a_day_whose_witnesses_change_is_taken_back(library: Library) -> None:
    write(library, "04.txt", dt.date(1987, 6, 4), "第4174期")
    library.sync()
    assert issue_of(library, "第4号").date
    for day in (5, 6, 7, 8):
        write(library, f"{day:02}.txt", dt.date(1987, 6, day), "")
    library.sync()
    assert issue_of(library, "第4号").date is None


@pytest.mark.parametrize("line", ["第4174期", "6月4日"])
def test_a_year_is_refused_and_taken_again(library: Library, line: str) -> None:
    write(library, "04.txt", dt.date(1987, 6, 4), line)
    library.sync()
    (article,) = library.contents.articles(issue_of(library, "第4号").id)
    library.notebook.bookmark(article.id)
    outcome, undo = library.acts.carried_out(
        lambda: library.corrections.correct_issue(["04.txt"], [NOT_1987])
    )
    refused = issue_of(library, "第4号")
    assert (refused.id, refused.date) == (outcome.issue_id, None)
    assert library.contents.repairs.explanation(refused.id) is None
    assert library.contents.repairs.of(refused.id) == ()
    (bookmark,) = library.notebook.bookmarks_of(library.articles.find(article.key)[0])
    assert not bookmark.is_orphan
    library.sync()
    assert issue_of(library, "第4号").date is None
    assert undo is not None
    undo()
    assert issue_of(library, "第4号").date == dt.date(1987, 6, 4)


def test_a_year_of_the_path_is_refused(library: Library) -> None:
    write(library, "1987年/甲.txt", dt.date(1987, 6, 4), "6月4日")
    library.sync()
    issue = issue_of(library, "第4号")
    explanation = library.contents.repairs.explanation(issue.id)
    assert explanation is not None
    assert explanation.words == "印了月日，没有印年份；1987 年取自路径 1987年/甲.txt。"
    library.corrections.correct_issue(["1987年/甲.txt"], [NOT_1987])
    refused = issue_of(library, "第4号")
    assert (refused.date, refused.month_day) == (None, "06-04")


def test_a_printed_year_has_no_explanation_and_is_not_refused(library: Library) -> None:
    library.sync()
    assert library.contents.repairs.explanation(issue_of(library, "第3号").id) is None
    library.corrections.correct_issue(["03.txt"], [NOT_1987])
    assert issue_of(library, "第3号").date == dt.date(1987, 6, 3)


def test_a_placed_issue_is_sound(library: Library) -> None:
    write(library, "04.txt", dt.date(1987, 6, 4), "第4174期")
    library.sync()
    assert library.problems() == []


@pytest.mark.parametrize(
    ("path", "head", "sentences", "words"),
    [
        (
            "a.txt",
            "",
            "去年（1986年）运客八万人。\n\n管渡口的人说，今年，即1987年，要添一条船。",
            "没有印年份；按正文推定为 1987 年：第 5 行“去年（1986年”、第 7 行“今年，即1987年”。",
        ),
        (
            "1987年/a.txt",
            "",
            "今年要添一条船。",
            "没有印日期；按正文里最晚的消息推定，1987 年取自路径 1987年/a.txt。",
        ),
        ("1987-06-27.txt", "", "今年要添一条船。", "没有印日期；日期取自路径 1987-06-27.txt。"),
        (
            "a.txt",
            "雁桥日报\n1987年6月31日 星期六 农历六月初二 第4196期\n\n",
            "今年要添一条船。",
            "印出的日期并不存在；其余各项合于 1987年6月27日。",
        ),
    ],
)
def test_what_tells_a_date_is_said(
    library: Library, path: str, head: str, sentences: str, words: str
) -> None:
    file = library.root / path
    file.parent.mkdir(exist_ok=True)
    news = (
        "渡口加开一班船\n\n本报讯（记者 尤嘉木）6月26日，渡口加开一班船，票价不变，两岸居民来往更方便。\n\n"
    )
    file.write_text(f"{head}{news}管渡口的人说，{sentences}\n", encoding="utf-8")
    library.sync()
    (hit,) = library.searcher.search("渡口加开一班船 票价不变").ids
    stored = library.articles.article(hit)
    assert stored is not None
    explanation = library.contents.repairs.explanation(stored.issue.id)
    assert explanation is not None
    assert explanation.words == words
    library.corrections.correct_issue([path], [NOT_1987])
    (hit,) = library.searcher.search("渡口加开一班船 票价不变").ids
    refused = library.articles.article(hit)
    assert refused is not None
    assert (refused.issue.date, refused.article.key) == (None, stored.article.key)
