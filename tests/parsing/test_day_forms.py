"""In which forms mastheads and the names of files have a day, and which of them stay in doubt."""

from pathlib import Path

import pytest

from reader.newspaper.article import SourceText
from reader.newspaper.issue import IssuePart
from reader.parsing import parse

NEWS = (
    "",
    "渡口加开一班船",
    "",
    "本报讯（记者 尤嘉木）渡口加开一班船，票价不变，住在对岸的居民都说方便多了。",
    "船工说，头班船提前到五点，末班船推迟到九点，过江的人不再赶时间。",
)
FORMS = [
    row.rsplit(" → ", 1)
    for row in Path(__file__).with_name("day_forms.txt").read_text(encoding="utf-8").splitlines()
    if row and not row.startswith("#")
]


def part_of(form: str) -> IssuePart:
    """A short issue with these lines of a masthead, or in a file of this name."""
    if form.startswith("/"):
        return parse(SourceText(form[1:], "utf-8", NEWS[1:]))
    return parse(SourceText("a.txt", "utf-8", (*form.split("⏎"), *NEWS)))


@pytest.mark.parametrize(("form", "told"), FORMS)
def test_day_and_name(form: str, told: str) -> None:
    head = part_of(form).masthead
    day, _, name = told.partition(" · ")
    assert (str(head.date or head.month_day or "-"), head.title or "-") == (day, name or "汀江晨报")


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("86年3月5日", "年份没有印全"),
        ("03/05/1986", "1986-05-03、1986-03-05"),
        ("1986年3月5日 1986年3月6日", "1986-03-05、1986-03-06"),
        ("1986年3月11日—12日合刊", "1986-03-11 至 1986-03-12 的合刊"),
        ("1986年3月5日 星期二", "不合"),
        ("1986年2月30日", "并不存在"),
    ],
)
def test_a_doubt_is_told(printed: str, words: str) -> None:
    remarks = [remark.message for remark in part_of(f"汀江晨报⏎{printed}").warnings]
    assert any(words in each for each in remarks)


@pytest.mark.parametrize(
    ("path", "printed", "day", "other"),
    [
        ("1872-05-12.txt", "同治十一年四月初五日", "1872-05-11 printed", "1872-05-12"),
        ("1872-05-11.txt", "同治十一年四月初五日", "1872-05-11 printed", None),
        ("1872.txt", "壬申年四月初五日", "1872-05-11 printed", None),
        ("1872-05-12.txt", "壬申年四月初五日", "1872-05-11 printed", "1872-05-12"),
        ("1873-05-12.txt", "壬申年四月初五日", "1873-05-12 file name", "壬申年四月初五"),
        ("1873-05-12.txt", "5月11日 星期日", "1873-05-12 file name", "5月11日"),
        ("1987-02-27.txt", "1987年2月30日", "1987-02-27 file name", "1987年2月30日"),
    ],
)
def test_a_day_in_the_name_of_the_file_that_is_not_the_printed_one_is_kept(
    path: str, printed: str, day: str, other: str | None
) -> None:
    part = parse(SourceText(path, "utf-8", ("汀江晨报", printed, *NEWS)))
    head = part.masthead
    assert (f"{head.date} {head.date_origin}", head.other_date) == (day, other)
    assert other is None or any("不合" in each.message or "不存在" in each.message for each in part.warnings)


def test_both_calendars_of_one_day_do_not_contradict() -> None:
    assert part_of("汀江晨报⏎光緒三十一年十一月廿一日 西曆一千九百零五年十二月十七日").warnings == ()
