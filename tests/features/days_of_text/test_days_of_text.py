"""A text of several days is divided as it prints them; a text of one issue never is, and doubt is told."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import formats, parsing
from reader.newspaper.article import SourceText
from reader.newspaper.issue import IssuePart
from reader.newspaper.json_format import parts_to_json
from tests.formats import documents

ARTICLES = (
    ("青石渡口新桥通车", "记者 林晚舟", "青石渡口新桥举行通车仪式，居民步行过桥。", "新桥全长四百二十米。"),
    ("南坪镇小学添置图书八千册", "本报讯", "南坪镇小学日前收到社会捐赠图书八千册。", "周末也向村民开放。"),
    ("茶价回落茶农盼雨", "通讯员 贺小满", "今年春茶上市以来，鲜叶价格回落一成。", "合作社错峰采摘。"),
    ("江堤加固工程提前完工", "本报记者 苏简", "沿江十二公里堤防加固工程通过验收。", "共用石料三万方。"),
)
DAYS = [dt.date(1986, 3, 5) + dt.timedelta(days=at) for at in range(4)]
Days = Mapping[str, list[str]]
"""The headlines of each day, in order of the file."""


def body(at: int) -> str:
    return "\n".join(ARTICLES[at % 4])


def record(at: int, line: str) -> str:
    headline, *rest = ARTICLES[at % 4]
    return "\n".join([headline, line, *rest])


def day(date: dt.date) -> str:
    return f"{date.year}年{date.month}月{date.day}日"


def masthead(date: dt.date, at: int) -> str:
    return f"汀江晨报\n{day(date)}　星期{'一二三四五六日'[date.weekday()]}　第{3000 + at}号"


def sources(data: bytes, name: str) -> Iterator[SourceText]:
    try:
        yield formats.decode(data, name)
    except formats.SeveralDays as several:
        for each in several.days:
            yield formats.decode(each.data, f"{name}/{each.paper}/{each.date or 'undated'}")


def parts(text: str | bytes, name: str = "报.txt") -> list[IssuePart]:
    data = text.encode() if isinstance(text, str) else text
    return [parsing.in_file(parsing.parse(each), each) for each in sources(data, name)]


def told(found: list[IssuePart]) -> list[tuple[str | None, list[str]]]:
    """The day of each issue, month and day if the year is unknown, and its headlines."""
    heads = [part.masthead for part in found]
    days = [head.date.isoformat() if head.date else head.month_day for head in heads]
    return [(of, [each.title() for each in part.articles]) for of, part in zip(days, found, strict=True)]


def one_a_day(days: list[dt.date] = DAYS) -> list[tuple[str | None, list[str]]]:
    return [(each.isoformat(), [ARTICLES[at][0]]) for at, each in enumerate(days)]


def by_day(head: Callable[[dt.date, int], str], between: str = "\n\n", below: str = "\n\n") -> str:
    return between.join(f"{head(date, at)}{below}{body(at)}" for at, date in enumerate(DAYS))


def by_record(line: Callable[[dt.date, int], str], between: str = "\n\n") -> str:
    return between.join(record(at, line(date, at)) for at, date in enumerate(DAYS))


DIVIDED = {
    "mastheads": by_day(masthead, "\n\n\n"),
    "mastheads without blank lines": by_day(masthead, "\n", "\n"),
    "a masthead on one line": by_day(lambda date, at: masthead(date, at).replace("\n", "  ")),
    "a masthead whose weekday was not read": by_day(
        lambda date, at: f"汀江晨报\n{day(date)}" if at == 2 else masthead(date, at)
    ),
    "day lines": by_day(lambda date, _: day(date)),
    "day lines without blank lines": by_day(lambda date, _: day(date), "\n", "\n"),
    "day lines below a title": "汀江晨报 1986年3月合订\n\n" + by_day(lambda date, _: day(date)),
    "between signs": by_day(lambda date, _: f"=== {date} ==="),
    "names of files": by_day(lambda date, _: f"==== 汀江晨报 {date}.txt ===="),
    "month and day, the year above": "汀江晨报 1986年\n\n"
    + by_day(lambda date, _: f"---- {date.month}月{date.day}日 ----"),
    "date and page before each headline": by_day(lambda date, at: f"{date} 第{at + 1}版", below="\n"),
    "figures only": by_day(lambda date, _: f"{date:%Y%m%d}"),
    "Han figures": by_day(lambda _, at: f"一九八六年三月{'五六七八'[at]}日"),
    "English": by_day(lambda date, _: f"{date:%A}, {date:%B} {date.day}, {date.year}"),
    "brackets": by_day(lambda date, _: f"【{day(date)}】", below="\n"),
    "date and page below each headline": by_record(lambda date, at: f"{date} 第{at + 1}版"),
    "paper and date below each headline": by_record(lambda date, _: f"《汀江晨报》{day(date)}"),
    "records without blank lines": by_record(lambda date, _: f"汀江晨报 {date} 第2版", "\n"),
    "records with a rule between": by_record(lambda date, _: f"汀江晨报 {date} 第2版", "\n--------\n"),
    "a date line": by_record(lambda date, _: f"发布时间：{date} 08:30"),
    "paper, date and page at the end": "\n\n".join(
        f"{body(at)}\n（汀江晨报 {day(date)} 第2版）" for at, date in enumerate(DAYS)
    ),
    "notices with days of their own": by_day(
        lambda date, at: (
            f"{masthead(date, at)}\n\n{body(at)}\n\n公章作废\n特此声明。\n红星机械厂\n1986年3月1日"
        )
    ),
}


@pytest.mark.parametrize("text", DIVIDED.values(), ids=DIVIDED.keys())
def test_each_article_is_under_the_day_that_is_printed_for_it(text: str) -> None:
    found = told(parts(text))
    assert [date for date, _ in found] == [date.isoformat() for date in DAYS]
    assert [titles[0] for _, titles in found] == [headline for headline, *_ in ARTICLES]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([f"中华民国二十五年三月{each}日" for each in "五六七八"], [f"1936-03-0{n}" for n in (5, 6, 7, 8)]),
        ([f"光绪三十一年二月初{each}日" for each in "一二三四"], [f"1905-03-0{n}" for n in (6, 7, 8, 9)]),
        ([f"3月{n}日" for n in (5, 6, 7, 8)], ["03-05", "03-06", "03-07", "03-08"]),
        ([f"1986年12月{n}日" for n in (31, 30, 29, 28)], [f"1986-12-{n}" for n in (31, 30, 29, 28)]),
    ],
)
def test_days_are_read_as_papers_print_them(days: list[str], expected: list[str]) -> None:
    text = "\n\n".join(f"{each}\n\n{body(at)}" for at, each in enumerate(days))
    assert [date for date, _ in told(parts(text))] == expected


WESTERN = (
    "THE WILLOW COURIER, {weekday}, JUNE {day}, 1890",
    "THE WILLOW COURIER\nVOL. XII. WILLOW FERRY, {weekday}, JUNE {day}, 1890. PRICE TWO CENTS",
)
"""Heads of papers in Western languages."""
NEWS = "The ferry was opened again for carts, and the band of the volunteers played until it was dark.\n" * 8


def western(head: str, *days: tuple[str, int]) -> str:
    return "\f\n".join(f"{head.format(weekday=name, day=day)}\n\nTHE FERRY\n{NEWS}" for name, day in days)


@pytest.mark.parametrize("head", WESTERN)
def test_a_text_of_several_days_in_a_western_language_is_divided(head: str) -> None:
    text = western(head, ("FRIDAY", 13), ("FRIDAY", 20), ("FRIDAY", 27))
    assert [day for day, _ in told(parts(text))] == ["1890-06-13", "1890-06-20", "1890-06-27"]


@pytest.mark.parametrize("head", WESTERN)
def test_a_misread_day_in_the_head_of_a_page_begins_no_other_paper(head: str) -> None:
    text = western(head, ("FRIDAY", 13), ("FRIDAY", 13), ("FRIDAY", 18))
    assert [day for day, _ in told(parts(text))] == ["1890-06-13"]


@pytest.mark.parametrize("level", [1, 2, 3])
def test_the_headings_of_days_have_any_level(level: int) -> None:
    marks = ("#" * level, "#" * (level + 1))
    text = "\n\n".join(
        f"{marks[0]} {day(date)}\n\n{marks[1]} {ARTICLES[at][0]}\n\n{ARTICLES[at][2]}"
        for at, date in enumerate(DAYS)
    )
    assert told(parts(text, "报.md")) == one_a_day()


def test_pages_and_word_files_without_headings_are_divided_too() -> None:
    page = "".join(
        f"<h1>汀江晨报 {day(date)}</h1><h2>{ARTICLES[at][0]}</h2><p>{ARTICLES[at][2]}</p><p>{ARTICLES[at][3]}</p>"
        for at, date in enumerate(DAYS)
    )
    assert told(parts(f"<html><body>{page}</body></html>", "报.html")) == one_a_day()
    lines = "\n".join(f"{day(date)}\n{body(at)}" for at, date in enumerate(DAYS)).split("\n")
    document = documents.made(lambda made: [made.add_paragraph(line) for line in lines])
    assert told(parts(document, "报.docx")) == one_a_day()


HEAD = masthead(DAYS[0], 0)
ONE_ISSUE = {
    "signatures under notices": f"{HEAD}\n\n{body(0)}\n\n停电通知\n三月七日停电一天。\n供电局\n\n1986年3月4日\n\n"
    "遗失启事\n公章作废。\n1986年3月3日",
    "a chronicle": f"{HEAD}\n\n{body(0)}\n\n汀江大事记\n\n1949年10月1日\n\n全县举行庆祝大会。\n\n"
    "1951年5月1日\n\n公路桥建成通车。",
    "an article that quotes days": f"{HEAD}\n\n{body(0)}\n\n1986年3月1日，县里开会研究春耕。\n"
    f"1986年3月2日，农技站下乡。\n\n{body(1)}",
    "the television of a week": f"{HEAD}\n\n{body(0)}\n\n一周电视\n\n1986年3月5日 星期三\n19:00 新闻联播\n"
    "20:00 电视剧\n\n1986年3月6日 星期四\n19:00 新闻联播\n20:00 电视剧",
    "the issues before and after": f"上一期 1986年3月4日\n下一期 1986年3月6日\n\n{HEAD}\n\n{body(0)}",
    "documents with their days": f"{HEAD}\n\n县政府公报\n（1986年3月4日）\n\n现将有关事项公布如下。\n\n"
    "春耕通知\n（1986年3月3日）\n\n各乡要抓紧备耕。",
    "pages with their heads": "\n\n".join(
        f"{HEAD.replace(chr(10), ' ')} 第{page}版\n\n{body(page)}" for page in (1, 2, 3)
    ),
    "a page whose day was misread": "\n\n".join(
        f"汀江晨报 1986年3月{'8' if page == 3 else '5'}日 第{page}版\n\n{body(page)}" for page in (1, 2, 3, 4)
    ),
    "articles of other papers": f"{HEAD}\n\n"
    + "\n\n".join(f"远山日报 1986年2月{20 + at}日\n{body(at)}" for at in range(3)),
    "an article with the time of a change": "新桥通车\n发布时间：2024-03-05 08:00\n"
    "通车仪式昨天举行，居民步行过桥。\n更新时间：2024-03-06 09:00",
}


@pytest.mark.parametrize("text", ONE_ISSUE.values(), ids=ONE_ISSUE.keys())
def test_a_text_of_one_issue_is_not_divided(text: str) -> None:
    [part] = parts(text)
    assert part.masthead.date in (None, DAYS[0], dt.date(2024, 3, 5))


_DIARY = (
    "三月日记\n沈若谷\n\n1986年3月5日{}\n今天到渡口看了新桥，遇见了老赵。\n\n"
    "1986年3月6日{}\n整天下雨，没有出门，读完了书。"
)
IN_DOUBT = {
    "a diary": _DIARY.format("", ""),
    "a diary with the weather": _DIARY.format(" 晴", " 雨"),
    "a chronicle alone": "汀江大事记\n\n1949年10月1日\n\n全县举行庆祝大会，万人参加。\n\n"
    "1951年5月1日\n\n公路桥建成通车，车队驶过。",
    "an old masthead, shown again": f"{HEAD}\n\n{body(0)}\n\n汀江晨报\n1949年1月1日 星期六 第1号\n\n{body(1)}",
}


@pytest.mark.parametrize("text", IN_DOUBT.values(), ids=IN_DOUBT.keys())
def test_a_text_that_cannot_be_divided_with_certainty_has_no_day_and_says_so(text: str) -> None:
    [part] = parts(text)
    assert (part.masthead.date, part.masthead.month_day) == (None, None)
    assert any("几个日期" in each.message for each in part.warnings)


def test_an_article_without_its_day_among_records_is_under_none() -> None:
    records = [record(at, f"汀江晨报 {date} 第2版") for at, date in enumerate(DAYS)]
    found = told(parts("\n\n".join([records[0], body(1), *records[1:]])))
    assert found[:3] == [
        ("1986-03-05", [ARTICLES[0][0]]),
        (None, [ARTICLES[1][0]]),
        ("1986-03-06", [ARTICLES[1][0]]),
    ]


def test_the_object_of_the_terminal_has_one_list_of_articles_each_with_its_issue() -> None:
    told = parts_to_json("报.txt", parts(DIVIDED["mastheads"]))
    assert (told["issue"], [each["date"] for each in told["issues"]]) == (None, [str(date) for date in DAYS])
    assert [each["issue_index"] for each in told["articles"]] == [0, 1, 2, 3]
    assert told["source"]["line_count"] == len(DIVIDED["mastheads"].split("\n"))
    [only] = parts(DIVIDED["mastheads"].split("\n\n\n")[0])
    told = parts_to_json("报.txt", [only])
    assert told["issues"] == [told["issue"]]


@given(
    st.lists(
        st.tuples(st.integers(0, 400), st.lists(st.integers(0, 3), min_size=1, max_size=3)),
        min_size=2,
        max_size=6,
    ),
    st.sampled_from(["\n", "\n\n", "\n\n\n"]),
)
def test_however_issues_stand_together_each_article_keeps_its_day_or_has_none(
    issues: list[tuple[int, list[int]]], between: str
) -> None:
    dates = [dt.date(1986, 1, 1) + dt.timedelta(days=days) for days, _ in issues]
    texts = [
        "\n\n".join([masthead(date, days), *(f"{body(at)}\n{date}的事。" for at in of)])
        for date, (days, of) in zip(dates, issues, strict=True)
    ]
    text = between.join(texts)
    numbers: list[int] = []
    for part in parts(text):
        for article in part.articles:
            own = "".join(block.text for block in article.blocks)
            assert part.masthead.date is None or f"{part.masthead.date}的事" in own, own
        spans = [*part.masthead.source_lines, *(span for each in part.articles for span in each.source_lines)]
        numbers += [number for first, last in spans for number in range(first, last + 1)]
    lines = text.split("\n")
    assert sorted(n for n in numbers if lines[n - 1]) == [n for n, line in enumerate(lines, 1) if line]
