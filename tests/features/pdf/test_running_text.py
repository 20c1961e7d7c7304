"""A line of running text is no masthead, although it names a day of the week or a date."""

import datetime as dt

import pytest

from reader import formats, parsing
from tests.formats.pdf_pages import At, pdf

BODY = (
    "渡口使用了三十一年的浮桥昨日正式拆除",
    "入冬以前修通星期天以来水位上涨几辆大",
    "到1998年1月3日村民都改乘渡船了",
    "车只好折回磨坊的老师傅说头一批木桩是",
    "他祖父亲手打进泥里的工程费用估计一万",
)
MASTHEAD = (At(60, 40, "雁桥日报", 40.0), At(60, 100, "1998年1月5日　星期一　第4012期", 9.0))


@pytest.mark.parametrize("masthead", [(), MASTHEAD])
def test_lines_that_name_a_day_stay_in_their_paragraph(masthead: tuple[At, ...]) -> None:
    lines = [At(60, 150 + 18 * number, text, 12.0) for number, text in enumerate(BODY)]
    source = formats.decode(pdf([*masthead, *lines]), "雁桥日报.pdf")
    assert "".join(BODY) in "".join(source.lines)


def test_a_day_as_wide_as_the_heading_below_is_the_masthead() -> None:
    day = "2024年3月5日 第02版"
    heading = "图书室里灯火明"
    size = 10.0 * len(day) / len(heading)
    lines = [At(60, 40, "雁桥日报", 40.0), At(60, 120, day, 10.0), At(60, 140, heading, size)]
    lines += [At(60, 180 + 18 * number, text, 12.0) for number, text in enumerate(BODY)]
    source = formats.decode(pdf(lines), "a.pdf")
    assert source.lines[:4] == ("雁桥日报", day, "", heading)
    assert parsing.parse(source).masthead.date == dt.date(2024, 3, 5)
