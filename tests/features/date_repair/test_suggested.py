"""Given a library, what the issues and files around one tell of it, gathered from the catalogue, and in words."""

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
from tests.shelf import issues_of
from tests.ui import synced_once

STORY = "渡口今天起加开一班夜船，票价不变，首班船提前到五点二十分开出，船工添了两名在下游的跳板那里照应。"
REST = "月票照旧通用；带自行车的乘客请走下游的跳板，夜船十点收班，老船工闻望川说灯要挂到船尾去才看得清水。"
OTHERS = (
    "旧钟楼今天围起脚手架，钟停三个月，报时改由渡口的汽笛代劳，街坊们倒有些舍不得那口老钟。",
    "米市清早开秤，头一船糙米不到一个钟头就卖空了，管秤的老人把秤砣擦得发亮，说今年不许短斤少两。",
    "连下三天春雨，后山的笋一夜冒满坡，镇上笋价跌了一半，酱园连夜添了八口大缸预备腌笋。",
    "小学校的操场上新立了两根旗杆，木头是去年拆下来的老戏台的檩子，漆匠刷了三遍桐油。",
    "图书馆把三万册旧报刊搬进新楼，馆员照年月版三级重新编号，首批读者凭旧证入馆。",
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    homes.use(monkeypatch, tmp_path / "home")
    monkeypatch.setenv("READER_LANGUAGE", "zh")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """June 1987 of a daily, printed as it should be; the 10th is not held."""
    root = tmp_path / "旧报"
    for number in range(1, 21):
        if number != 10:
            write(root, f"1987/06/{number:02}.txt", an_issue(dt.date(1987, 6, number), 4000 + number))
    with synced_once.opened(root) as opened:
        yield opened


def an_issue(date: dt.date, number: int | None, body: str = "") -> str:
    day = f"{date.year}年{date.month}月{date.day}日 {weekday_of(date)}" + (f" 第{number}期" if number else "")
    ship = f"第{date.day}号渡船下水\n\n本报讯（记者 尤嘉木）{STORY[: 20 + date.day]}。"
    return f"雁桥日报\n{day}\n\n{body or ship}\n"


def write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")


def add(library: Library, name: str, text: str) -> IssueRow:
    write(library.root, name, text)
    library.sync()
    return issue_of(library, name)


def issue_of(library: Library, name: str) -> IssueRow:
    for issue in issues_of(library):
        if name in [file.path for file in library.derived.catalogue.files.files_of_issue(issue.id)]:
            return issue
    raise LookupError(name)


def told(library: Library, issue: IssueRow) -> str:
    return "\n".join(each.words for each in library.contents.repairs.of(issue.id))


def test_an_undated_file_gets_its_day_by_its_number(library: Library) -> None:
    issue = add(library, "扫描/散页.txt", f"雁桥日报\n第4010期\n\n渡口加开夜船\n\n{STORY}\n")
    assert (issue.date, issue.number) == (dt.date(1987, 6, 10), 4010)
    assert issue.date_origin is DateOrigin.INFERRED
    (told_date,) = library.contents.repairs.of(issue.id)
    assert (told_date.date, told_date.is_sure) == (dt.date(1987, 6, 10), True)
    assert told_date.words == (
        "日期是推定的；正是这一天（第4009期是 1987年6月9日，第4011期是 1987年6月11日）"
    )
    assert told_date.claim == Claim(CorrectionKind.DATE, date=dt.date(1987, 6, 10))
    assert told_date.as_json["date"] == "1987-06-10"


def test_what_is_taken_is_told_no_more(library: Library) -> None:
    name = "扫描/散页.txt"
    issue = add(library, name, f"雁桥日报\n第4010期\n\n渡口加开夜船\n\n{STORY}\n")
    (suggestion,) = library.contents.repairs.of(issue.id)
    assert suggestion.claim
    library.corrections.correct_issue([name], [suggestion.claim])
    issue = issue_of(library, name)
    assert issue.date == dt.date(1987, 6, 10)
    assert library.contents.repairs.of(issue.id) == ()
    assert list(library.contents.repairs.all()) == []


def test_a_file_between_two_of_the_folder(library: Library) -> None:
    for number in (9, 10):
        add(library, f"扫描/{number}.txt", f"小学校立起旗杆\n\n{OTHERS[number - 7]}\n")
    add(library, "扫描/8.txt", an_issue(dt.date(1987, 6, 8), 4008, f"米市开秤\n\n{OTHERS[1]}"))
    add(library, "扫描/11.txt", an_issue(dt.date(1987, 6, 11), 4011, f"米市又开秤\n\n{OTHERS[0]}"))
    issue = issue_of(library, "扫描/10.txt")
    (suggestion,) = library.contents.repairs.of(issue.id)
    mentioned_days = [suggestion.as_json[name] for name in ("first", "date", "last")]
    assert mentioned_days == ["1987-06-08", "1987-06-10", "1987-06-11"]
    assert "应在 1987年6月10日 前后" in told(library, issue)
    assert "文件夹里前后的文件是 1987年6月8日 和 1987年6月11日 的" in told(library, issue)


def test_a_story_that_goes_on_in_a_dated_issue_tells_the_day(library: Library) -> None:
    first = "\n\n".join(["渡口加开夜船便民利商", STORY[:-12], "▶▶下转02版", *OTHERS[:3], ""])
    second = "\n\n".join(["渡口加开夜船便民利商", "◀◀上接01版", STORY[-12:] + REST, *OTHERS[3:], ""])
    add(library, "扫描/03.txt", an_issue(dt.date(1987, 6, 9), 4009, OTHERS[0] + OTHERS[2]))
    add(
        library,
        "扫描/05-02版.txt",
        an_issue(dt.date(1987, 6, 10), 4010, second),
    )
    issue = add(library, "扫描/04-01版.txt", first)
    assert issue.date is None
    (suggestion,) = library.contents.repairs.of(issue.id)
    assert suggestion.date == dt.date(1987, 6, 10)
    assert "1987年6月10日 的《" in told(library, issue)


def test_an_issue_without_a_number_and_one_that_contradicts_its_neighbours(library: Library) -> None:
    bare = add(library, "1987/06/10.txt", an_issue(dt.date(1987, 6, 10), None, f"米市开秤\n\n{OTHERS[1]}"))
    assert told(library, bare) == (
        "没有印期号；应是第4010期（第4009期是 1987年6月9日，第4011期是 1987年6月11日）"
    )
    odd = add(library, "1987/06/10.txt", an_issue(dt.date(1987, 6, 10), 1040, f"米市开秤\n\n{OTHERS[1]}"))
    assert told(library, odd).startswith("第1040期与日期 1987年6月10日 不合；应是第4010期（")
    assert [issue.id for issue, _ in library.contents.repairs.all()] == [odd.id]


def test_of_an_issue_that_is_no_more_nothing_is_told(library: Library) -> None:
    assert library.contents.repairs.of(10**6) == ()
    assert list(library.contents.repairs.all()) == []


def test_every_witness_has_words(library: Library) -> None:
    add(library, "扫描/散页.txt", f"雁桥日报\n第4010期 星期三\n\n渡口加开夜船\n\n{STORY}\n")
    for _, suggestions in library.contents.repairs.all():
        for suggestion in suggestions:
            assert "（" in suggestion.words
            assert "（）" not in suggestion.words
