"""The masthead of a file: what is printed, what is told by other things, what contradicts what."""

import datetime as dt

import pytest

from reader.newspaper.article import SourceText
from reader.newspaper.issue import DateOrigin, IssuePart
from reader.parsing import parse

MASTHEAD = (
    "雁桥日报\n2024年1月27日 星期六\n癸卯年十二月十七 第17483期 今日4版\n国内统一连续出版物号CN 00-0000\n"
)
NEWS = "\n渡口加开一班船\n\n本报讯（记者 尤嘉木）1月26日，渡口加开一班船，票价不变。\n"


def part_of(text: str, path: str = "a.txt") -> IssuePart:
    return parse(SourceText(path, "utf-8", tuple(text.split("\n"))))


@pytest.mark.parametrize("text", [MASTHEAD + NEWS, NEWS + "\n" + MASTHEAD, NEWS + "\n" + MASTHEAD + NEWS])
def test_it_may_stand_anywhere(text: str) -> None:
    part = part_of(text)
    head = part.masthead
    assert (head.title, head.title_as_printed, head.cn_number) == ("雁桥日报", "雁桥日报", "00-0000")
    assert (head.date, head.date_origin) == (dt.date(2024, 1, 27), DateOrigin.PRINTED)
    assert (head.weekday, head.lunar_date, head.number, head.page_count) == (
        "星期六",
        "癸卯年十二月十七",
        17483,
        4,
    )
    assert sum(last - first + 1 for first, last in head.source_lines) == 4
    assert part.warnings == ()


def test_a_garbled_title_is_told_by_the_register() -> None:
    part = part_of(MASTHEAD.replace("雁桥日报", "雁挢日报") + NEWS)
    assert (part.masthead.title, part.masthead.title_as_printed) == ("雁桥日报", "雁挢日报")
    assert ["雁桥日报" in remark.message for remark in part.warnings] == [True]


def test_without_a_masthead_several_datelines_name_the_paper() -> None:
    part = part_of(NEWS.replace("本报讯", "雁桥日报讯") * 2)
    assert (part.masthead.title, part.masthead.title_as_printed) == ("雁桥日报", None)


@pytest.mark.parametrize(
    ("printed", "wrong", "likely"),
    [
        ("星期六", "星期五", "2024-01-27"),
        ("癸卯年十二月十七", "癸卯年十二月廿七", "2024-01-27"),
        ("2024年1月27日", "2024年1月21日", "2024-01-27"),
        ("2024年1月27日", "2023年1月27日", "2024-01-27"),
    ],
)
def test_what_contradicts_is_said_with_the_likely_date(printed: str, wrong: str, likely: str) -> None:
    part = part_of(MASTHEAD.replace(printed, wrong) + NEWS)
    (remark,) = part.warnings
    assert likely in remark.message
    assert part.masthead.date_origin is DateOrigin.PRINTED


@pytest.mark.parametrize(
    ("head", "path", "likely"),
    [
        ("2024年1月26日 星期六", "20240127.txt", "2024-01-27"),
        ("2024年1月26日 星期六 癸卯年十二月十七", "a.txt", "2024-01-27"),
        ("2024年1月26日 癸卯年十二月十七", "20240127.txt", "2024-01-27"),
        ("2024年1月27日 星期日 癸卯年十二月十七", "a.txt", "2024-01-27"),
        ("2024年1月27日 星期日", "a.txt", None),
        ("2024年1月27日 癸卯年十二月十八", "a.txt", None),
        ("2024年1月27日 星期日 癸卯年十二月十九", "a.txt", None),
    ],
)
def test_of_three_witnesses_two_decide_and_of_two_none(head: str, path: str, likely: str | None) -> None:
    part = part_of(f"雁桥日报\n{head}\n\n{NEWS}", path)
    (remark,) = part.warnings
    assert part.masthead.date_origin is DateOrigin.PRINTED
    assert "不合" in remark.message
    assert (f"应是 {likely}" if likely else "不能断定") in remark.message


def test_a_day_that_never_was_is_read_where_weekday_and_lunar_date_agree_on_one() -> None:
    part = part_of(f"雁桥日报\n2024年2月30日 星期二 甲辰年正月十一\n\n{NEWS}")
    assert part.masthead.date == dt.date(2024, 2, 20)
    assert part.masthead.date_origin is DateOrigin.INFERRED
    assert any("2月30日" in remark.message and "2024-02-20" in remark.message for remark in part.warnings)


def test_a_file_name_that_says_otherwise_is_said() -> None:
    part = part_of(MASTHEAD + NEWS, "2024/20240128.txt")
    assert part.masthead.date == dt.date(2024, 1, 27)
    assert "2024-01-28" in part.warnings[0].message


def test_a_day_that_never_was_is_a_warning() -> None:
    part = part_of(MASTHEAD.replace("1月27日", "2月30日") + NEWS)
    assert part.masthead.date_origin is not DateOrigin.PRINTED
    assert any("2月30日" in remark.message for remark in part.warnings)


@pytest.mark.parametrize(
    ("path", "date", "page", "title"),
    [
        ("20240127.txt", "2024-01-27", None, None),
        ("2024-01-27.txt", "2024-01-27", None, None),
        ("2024/01/27/a.txt", "2024-01-27", None, None),
        ("雁桥日报2024年1月27日.txt", "2024-01-27", None, "雁桥日报"),
        ("雁桥日报/2024/01/27.md", "2024-01-27", None, "雁桥日报"),
        ("20240127-02.txt", "2024-01-27", "2", None),
        ("20240127_A04.txt", "2024-01-27", "A4", None),
        ("2024-01-27 第2版.txt", "2024-01-27", "2", None),
        ("雁桥日报2024年1月27日第三版.txt", "2024-01-27", "3", "雁桥日报"),
        ("20241340.txt", None, None, None),
    ],
)
def test_what_the_files_name_tells(path: str, date: str | None, page: str | None, title: str | None) -> None:
    part = part_of("渡口加开一班船\n\n票价不变，首班船提前到五点。", path)
    assert part.masthead.date == (dt.date.fromisoformat(date) if date else None)
    assert part.masthead.date_origin is (DateOrigin.FILE_NAME if date else None)
    assert part.masthead.title == title
    assert {article.page for article in part.articles} == {page}


@pytest.mark.parametrize(
    ("text", "path", "date", "month_day"),
    [
        (NEWS, "a.txt", None, "01-27"),
        (NEWS, "2024/01/散页.txt", "2024-01-27", "01-27"),
        (NEWS.replace("1月26日", "2024年1月26日"), "a.txt", "2024-01-27", "01-27"),
        (NEWS + "馆长说，2024年1月20日落雪，2024年2月1日开馆。", "a.txt", "2024-01-27", "01-27"),
        (NEWS + "馆长说，2023年1月20日也落过雪。", "a.txt", None, "01-27"),
        (NEWS + "馆长说，2019年5月4日起动工。", "a.txt", None, "01-27"),
        (NEWS.replace("1月26日", "12月31日"), "a.txt", None, "01-01"),
        (NEWS.replace("1月26日", "2月30日"), "a.txt", None, None),
        (NEWS.replace("1月26日", "上周"), "a.txt", None, None),
    ],
)
def test_a_date_is_inferred_from_datelines(
    text: str, path: str, date: str | None, month_day: str | None
) -> None:
    head = part_of(text, path).masthead
    assert (head.date, head.month_day) == (dt.date.fromisoformat(date) if date else None, month_day)
    assert head.date_origin is (DateOrigin.INFERRED if month_day else None)


def test_a_page_line_opens_a_page() -> None:
    part = part_of(MASTHEAD + NEWS + "\n第02版 要闻\n" + NEWS + "\nA03 副刊\n" + NEWS)
    assert [article.page for article in part.articles] == [None, "2", "A3"]


def test_front_matter() -> None:
    text = "---\ntitle: 渡口加开一班船\ndate: 2024-01-27\npaper: 雁桥日报\npage: A02\n---\n\n票价不变，首班船提前。"
    part = part_of(text, "a.md")
    assert (part.masthead.title, part.masthead.date) == ("雁桥日报", dt.date(2024, 1, 27))
    assert part.masthead.source_lines == ((1, 6),)
    (article,) = part.articles
    assert (article.headline, article.page) == ("渡口加开一班船", "A2")


def test_a_rule_is_no_front_matter() -> None:
    part = part_of("---\n渡口加开一班船。\n票价不变。\n")
    assert part.masthead.source_lines == ((1, 1),)
    assert [article.source_lines for article in part.articles] == [((2, 3),)]


def test_a_title_that_datelines_have_otherwise_was_misread() -> None:
    part = part_of(
        "霁川曰报\n\n2024年1月27日 星期六\n\n渡口加开一班船\n\n霁川日报讯（记者 尤嘉木）渡口从今天起加开一班船。\n\n"
        "旧钟楼今起维修\n\n霁川日报讯（记者 尤嘉木）望江门旧钟楼今天起维修，为期两个月。\n"
    )
    assert (part.masthead.title, part.masthead.title_as_printed) == ("霁川日报", "霁川曰报")
    assert "霁川曰报" in part.warnings[0].message


def test_another_paper_that_is_quoted_is_no_misreading() -> None:
    part = part_of(
        "霁川日报\n\n2024年1月27日 星期六\n\n渡口加开一班船\n\n江城晚报讯（记者 尤嘉木）渡口从今天起加开一班船。\n\n"
        "旧钟楼今起维修\n\n江城晚报讯（记者 尤嘉木）望江门旧钟楼今天起维修，为期两个月。\n"
    )
    assert part.masthead.title == "霁川日报"


def test_the_date_below_a_letter_is_not_that_of_the_paper() -> None:
    letter = "渡口的老槐树下有一张石桌，夏天的晚上总有人在那里下棋，输的人请喝一碗凉茶，看的人也有一碗。"
    lines = (
        "来信照登",
        *[letter] * 12,
        "渡口全体船工",
        "顾知远",
        "2018年10月17日",
        "老街新灯",
        *[letter] * 3,
    )

    assert parse(SourceText("a.txt", "utf-8", lines)).masthead.date_origin is not DateOrigin.PRINTED


_OTHER = "\n\n## 渡口加开一班船\n\n本报讯（记者 尤嘉木）据《江洲晚报》报道，渡口加开一班船，票价不变。\n"


@pytest.mark.parametrize(
    ("printed", "date"),
    [
        *(
            (f"{name} {day}", "1987-06-05")
            for name in ("雁桥日报", "雁 桥 日 报")
            for day in ("1987年6月5日",)
        ),
        *(
            (f"{day} {name}", "1987-06-05")
            for name in ("雁桥日报", "雁 桥 日 报")
            for day in ("1987年6月5日",)
        ),
        *(
            (f"{mark}雁桥日报{end}一九八七年六月五日", "1987-06-05")
            for mark in ("", "# ")
            for end in (" ", "\n")
        ),
        ("1987年6月5日\n雁桥日报", "1987-06-05"),
        ("雁　桥　日　报\n1987年6月5日", "1987-06-05"),
        ("雁橋日報\n中華民國二十六年六月五日", "1937-06-05"),
        ("雁橋日報\n光緒三十二年六月初五日", "1906-07-25"),
        ("光緒三十二年六月初五日\n雁橋日報", "1906-07-25"),
        ("雁橋日報　光緒三十二年六月初五日　第一千二百號", "1906-07-25"),
        ("大清宣統元年閏二月十三日 雁橋日報", "1909-04-03"),
        ("雁橋日報\n光緒三十二年四月廿三日 西曆一千九百零六年五月十六日 禮拜三", "1906-05-16"),
        ("雁橋日報\n中華民國二十六年\n六月五日\n星期六", "1937-06-05"),
        ("雁桥日报\n1987年\n6月5日\n星期五", "1987-06-05"),
        ("雁桥日报\n1987年6月\n\n5\n\n星期五", "1987-06-05"),
        ("雁橋日報\n昭和十二年六月五日", "1937-06-05"),
        ("雁橋日報\n康德四年六月五日 星期六", "1937-06-05"),
        ("雁桥日报　1987年6月\n5日　星期五", "1987-06-05"),
        ("雁桥市委机关报 雁桥日报 1987年6月5日", "1987-06-05"),
        ("雁桥日报\n主管 主办：雁桥报业集团\n1987年6月5日", "1987-06-05"),
        ("丁卯年五月初十 雁桥日报 1987.06.05 FRI", "1987-06-05"),
        # no table of the lunar calendar goes so far back
        ("雁橋日報 康熙四十年六月初五日", None),
    ],
)
def test_name_and_day_are_read_in_any_order_and_calendar_and_never_taken_from_the_text(
    printed: str, date: str | None
) -> None:
    head = part_of(printed + _OTHER).masthead
    assert head.title in ("雁桥日报", "雁橋日報")
    assert head.date == (dt.date.fromisoformat(date) if date else None)


@pytest.mark.parametrize("printed", ["1987年6月5日", "渡口的灯", ""])
def test_where_no_name_is_printed_none_is_given(printed: str) -> None:
    assert part_of(printed + _OTHER).masthead.title is None


@pytest.mark.parametrize("weekday", ["星一六", "星六", "期六", "星期"])
def test_the_day_is_printed_though_its_weekday_is_misread(weekday: str) -> None:
    part = part_of(f"雁桥日报\n2024年1月27日{weekday}\n{NEWS}")
    assert part.masthead.title == "雁桥日报"
    assert (part.masthead.date, part.masthead.date_origin) == (dt.date(2024, 1, 27), DateOrigin.PRINTED)
    assert part.masthead.weekday is None
    assert len(part.articles) == 1
