"""What a masthead's lines say."""

import pytest

from reader.parsing.fields import is_furniture, is_title, masthead_fields


def test_a_whole_masthead() -> None:
    told = masthead_fields(
        "2024年2月27日 星期二  甲辰年正月十八 第17510期 今日12版  国内统一连续出版物号CN 43-0099"
    )
    assert told.date == (2024, 2, 27)
    assert (told.weekday, told.lunar, told.number, told.page_count, told.cn) == (
        "星期二",
        "甲辰年正月十八",
        17510,
        12,
        "43-0099",
    )
    assert told.rest == 0


@pytest.mark.parametrize(
    ("printed", "date"),
    [
        ("2024年2月22日", (2024, 2, 22)),
        ("2024 年 2 月 22 日", (2024, 2, 22)),
        ("２０２４年２月２２日", (2024, 2, 22)),
        ("二〇二四年二月二十二日", (2024, 2, 22)),
        ("一九八七年六月十二日", (1987, 6, 12)),
        ("2024.02.22", (2024, 2, 22)),
        ("2024-2-22", (2024, 2, 22)),
        ("2024年2月  22  星期四", (2024, 2, 22)),
        ("2024年2月30日", (2024, 2, 30)),
        ("2024年2月", None),
        ("大同2024年2月22日", (2024, 2, 22)),
        ("昭和元年十二月二十六日", (1926, 12, 26)),
        ("民国十五年九月初四日", (1926, 10, 10)),
        ("中华民国六年旧历五月初八日", (1917, 6, 26)),
        ("中华民国十五年十月十一日 夏历九月初五日", (1926, 10, 11)),
        ("九月初四日", None),
    ],
)
def test_dates_as_printed(printed: str, date: tuple[int, int, int] | None) -> None:
    assert masthead_fields(printed).date == date


@pytest.mark.parametrize(
    ("printed", "field", "value"),
    [
        ("星期天", "weekday", "星期日"),
        ("农历癸卯年十二月十七", "lunar", "癸卯年十二月十七"),
        ("丁卯年闰六月初一", "lunar", "丁卯年闰六月初一"),
        ("总第17483期", "number", 17483),
        ("第 4181 号", "number", 4181),
        ("今日四版", "page_count", 4),
        ("共12版", "page_count", 12),
        ("刊号：CN43－0005", "cn", "43-0005"),
        ("2月22日", "month_day", (2, 22)),
    ],
)
def test_fields_alone(printed: str, field: str, value: object) -> None:
    assert getattr(masthead_fields(printed), field) == value


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("雁桥日报", True),
        ("雁 桥 日 报", True),
        ("《江城晚报》", True),
        ("参 考 消 息", True),
        ("看参考消息", False),
        ("一张旧报找到了主人", False),
        ("报纸", False),
    ],
)
def test_titles(line: str, expected: bool) -> None:
    assert is_title(line) is expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("掌上雁桥", True),
        ("客户端", True),
        ("YANQIAO RIBAO", True),
        ("新闻热线：0731-12345", True),
        ("出版业回暖", False),
        ("渡口的钟点", False),
    ],
)
def test_furniture(line: str, expected: bool) -> None:
    assert is_furniture(line) is expected


@pytest.mark.parametrize(
    "text",
    [
        *("1948年6月15日创刊", "创刊于1948年6月15日", "（1948年6月15日创刊）", "创刊日期：1948.6.15"),
        *("1956年7月1日复刊", "1985年3月1日登记", "准印证（1985年3月1日核发）", "1950年1月1日起出版"),
        *(
            "昨日：1987年6月11日",
            "1987年6月11日（昨日）印完",
            "1987年6月11日晚开印",
            "截稿日期 1987年6月11日",
        ),
    ],
)
def test_the_day_of_something_else_is_not_the_paper_s(text: str) -> None:
    assert masthead_fields(text).date is None
    assert masthead_fields(f"{text} 1987年6月12日 星期五").date == (1987, 6, 12)


@pytest.mark.parametrize(
    "text", ["1948年6月15日 创刊号", "创刊号 1948年6月15日", "1948年6月15日 登记证第12号"]
)
def test_the_day_of_the_first_issue_is_its_own(text: str) -> None:
    assert masthead_fields(text).date == (1948, 6, 15)


@pytest.mark.parametrize(
    "weekday", ["星一一", "星的二", "星三", "期四", "里期五", "星期", "星期在", " 星二", " 生期日"]
)
def test_a_weekday_that_is_misread_is_none_and_leaves_the_day(weekday: str) -> None:
    told = masthead_fields(f"中华民国二十三年十二月二十四日{weekday}")
    assert told.date == (1934, 12, 24)
    assert told.weekday is None
    assert told.rest == 0


@pytest.mark.parametrize("words", ["星海", "星期日报", "星月夜", "期望", "假期一日游"])
def test_other_words_behind_a_day_are_no_misread_weekday(words: str) -> None:
    assert masthead_fields(f"1997年7月1日{words}").rest > 0
