"""Given names and lines that a program wrote, when a file is parsed, then the days in them are not the paper's."""

import datetime as dt

import pytest

from reader.features.days_of_text.dividing import divide
from reader.language.dates.printed_days import is_by_program, without_stamps
from reader.newspaper.article import SourceText
from reader.newspaper.issue import DateOrigin, IssuePart
from reader.parsing import parse
from reader.parsing.dates import origin_of

NEWS = "本报讯（记者 周岱青）渡口从今天起加开一班船，票价不变，首班船提前一刻钟。"


def part_of(name: str, *lines: str) -> IssuePart:
    return parse(SourceText(name, "utf-8", lines))


@pytest.mark.parametrize(
    ("name", "stamp"),
    [
        *[("[OCR]_江城晚报_20240306_1011", "20240306_1011"), ("temp_ocr_20240306", "20240306")],
        *[("IMG_20240306_101133", "20240306_101133"), ("WX20240306-101133@2x", "20240306-101133")],
        ("Screenshot_2024-03-06-10-11-33", "2024-03-06-10-11-33"),
        *[("Adobe Scan 06 Mar 2024", "06 Mar 2024"), ("Doc Mar 6, 2024, 10-11", "Mar 6, 2024")],
        ("Screenshot 2024-03-06 at 10.11.33", "2024-03-06 at 10.11.33"),
        ("屏幕截图 2024-03-06 101133", "2024-03-06 101133"),
        *[("微信图片_20240306101133_3", "20240306101133"), ("20240306101133", "20240306101133")],
        *[("Scan 2024-03-06 10.11", "2024-03-06 10.11"), ("扫描全能王 2024-03-06", "2024-03-06")],
        *[
            ("Factiva-20240320", "20240320"),
            ("导出_2024-03-06", "2024-03-06"),
            ("检索结果 2024.3.6", "2024.3.6"),
        ],
        *[("Untitled 2024-03-06", "2024-03-06"), ("新文档 2024年3月6日 10时11分", "2024年3月6日 10时11分")],
        *[
            ("19870612", ""),
            ("雁桥日报1987-06-12", ""),
            ("2024-03-05 第1版", ""),
            ("雁桥日报2024-03-06 OCR", ""),
        ],
        *[("扫描 雁桥日报2024-03-06", ""), ("20190103-01-02", ""), ("20240306_0801", "")],
        *[("20240306-11-02-03", ""), ("IMG_19870612_03", ""), ("我的剪报 2024-03-06", "")],
    ],
)
def test_a_day_in_a_name_is_a_program_s_beside_a_time_of_day_or_what_the_program_does(
    name: str, stamp: str
) -> None:
    assert without_stamps(name).stamp == stamp


@pytest.mark.parametrize(
    ("path", "date", "page"),
    [
        ("Screenshot_2024-03-06-10-11-33.txt", None, None),
        ("IMG_20240306_101133_2.txt", None, None),
        ("IMG_12.txt", None, None),
        ("Scan 2024-03-06 10.11 第3版.txt", None, "3"),
        ("1987/06/12/IMG_20240306_101133.txt", "1987-06-12", None),
        ("扫描全能王 2024-03-06/19870612_03.txt", "1987-06-12", "3"),
        ("19870612_20240306_101133.txt", "1987-06-12", None),
        ("IMG_19870612_03.txt", "1987-06-12", "3"),
    ],
)
def test_the_rest_of_the_path_tells_day_and_page(path: str, date: str | None, page: str | None) -> None:
    origin = origin_of(path)
    assert (origin.date and origin.date.isoformat(), origin.page) == (date, page)


def test_a_file_with_the_day_of_a_program_is_undated_and_says_why() -> None:
    part = part_of("IMG_20240306_101133.txt", "渡口加开一班船", NEWS)
    assert part.masthead.date is None
    assert "20240306_101133" in part.warnings[0].message


@pytest.mark.parametrize(
    ("line", "is_so"),
    [
        *[
            ("导出时间：2024-03-06 10:11", True),
            ("识别时间: 2024年3月6日", True),
            ("扫描日期 2024/3/6", True),
        ],
        *[("Created by PaddleOCR on 2024-03-06", True), ("由 PaddleOCR 识别，2024-03-06", True)],
        *[("Date: 2024-03-06 (OCR)", True), ("2024-03-06 10:11:33", True), ("日期：1987-06-12", False)],
        *[
            ("报名时间：2024年3月6日", False),
            ("由于2024年3月6日下载量大", False),
            ("2024年3月6日 星期三", False),
        ],
    ],
)
def test_a_line_tells_when_a_program_has_worked(line: str, is_so: bool) -> None:
    assert is_by_program(line, is_first=True) is is_so


@pytest.mark.parametrize(
    "line", ["识别时间：2024-03-06 10:11", "> 2024-03-06 10:11:33", "Exported 2024-03-06"]
)
def test_such_a_line_is_in_no_article_and_dates_none(line: str) -> None:
    part = part_of("a.txt", line, "", "渡口加开一班船", NEWS)
    assert part.masthead.date is None
    assert part.masthead.source_lines == ((1, 1),)
    assert [article.headline for article in part.articles] == ["渡口加开一班船"]
    assert "2024-03-06" in part.warnings[0].message


def test_the_marks_of_pictures_tell_day_and_page() -> None:
    lines = ("≦ 19870612_02.jpg ≧", "渡口加开一班船", NEWS, "", "≦ 19870612_03.jpg ≧", "粮站添了电烤箱", NEWS)
    part = part_of("[OCR]_江城晚报_20240306_1011.txt", *lines)
    head = part.masthead
    assert (head.title, head.date, head.date_origin) == (
        "江城晚报",
        dt.date(1987, 6, 12),
        DateOrigin.FILE_NAME,
    )
    told = [(article.page, article.kicker, article.headline) for article in part.articles]
    assert told == [("2", None, "渡口加开一班船"), ("3", None, "粮站添了电烤箱")]


def test_pictures_of_several_days_date_no_article() -> None:
    lines = (
        "=== 19870612_02.jpg ===",
        "渡口加开一班船",
        NEWS,
        "",
        "=== 19870613_02.jpg ===",
        "粮站添了电烤箱",
        NEWS,
    )
    part = part_of("1987-06-12.txt", *lines)
    assert part.masthead.date is None
    assert "1987-06-13" in part.warnings[0].message


def test_a_sheet_is_the_page_unless_the_name_tells_one() -> None:
    lines = ("--- 第3页 ---", "渡口加开一班船", NEWS)
    assert [part_of(name, *lines).articles[0].page for name in ("a.txt", "雁桥日报第2版.txt")] == ["3", "2"]


def test_pictures_of_several_days_divide_a_text() -> None:
    lines = (
        *("> 2024-03-06 10:11:33", "", "[雁桥日报19870612_02.jpg](../渡口/a.jpg)", "渡口加开一班船", NEWS),
        *("", "=== 19870613_02.jpg ===", "粮站添了电烤箱", NEWS, "", "=== IMG_0001.jpg ===", NEWS),
    )
    told = [(each.first, each.date, each.paper) for each in divide(lines).sections]
    assert told == [(0, dt.date(1987, 6, 12), "雁桥日报"), (6, dt.date(1987, 6, 13), None), (10, None, None)]


@pytest.mark.parametrize("mark", ["=== IMG_20240306_101133.jpg ===", "--- 第1页 ---"])
def test_other_marks_stand_with_the_masthead_below(mark: str) -> None:
    days = ("雁桥日报 1987年6月12日 星期五", "雁桥日报 1987年6月13日 星期六")
    lines = [line for day in days for line in (mark, day, "渡口加开一班船", NEWS)]
    assert [each.date for each in divide(lines).sections] == [dt.date(1987, 6, 12), dt.date(1987, 6, 13)]
