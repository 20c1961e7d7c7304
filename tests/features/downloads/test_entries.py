"""Where the articles of a download begin and end, and which line is which field: what recurs tells it, nothing else."""

from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.features.downloads.entries import Entry, Part, entries_of, parts_of
from reader.features.downloads.labels import DownloadLine, Facts, Label
from reader.newspaper.field_names import ColumnField

DATE, TITLE, TEXT = ColumnField.DATE, ColumnField.TITLE, ColumnField.TEXT
PAPER, PAGE, SECTION = ColumnField.PAPER, ColumnField.PAGE, ColumnField.SECTION
BODIES = (
    "三月四日起，白石滩渡船每晚加开两班，末班船开到十点，过河的多是下班的工人和上晚自习的学生。",
    "西门外的老井有十年没有淘过，街坊都来看热闹，井绳在石沿上磨出七道沟，桶是三代人用的。",
    "粮站昨天开秤，板车从望江门一直排到石板坡，站里添了两台磅秤，当天收了三万斤早稻。",
)
TITLES = ("白石滩渡船加开夜班", "老井淘了", "粮站开秤")


def lines_of(text: str) -> list[DownloadLine]:
    """The lines of a text that are not blank."""
    lines = []
    gap = 0
    for number, words in enumerate(text.split("\n"), 1):
        if words.strip():
            lines.append(DownloadLine(number, words, gap))
            gap = 0
        else:
            gap += 1
    return lines


def labelled(number: int, day: str = "1987-06-1") -> str:
    return f"【标题】{TITLES[number]}\n【报名】雁桥日报\n【日期】{day}{number}\n【版次】2\n【正文】\n{BODIES[number]}\n"


def entries(text: str, labels: Mapping[str, ColumnField | None] | None = None) -> list[Entry]:
    return entries_of(lines_of(text), labels or {})


# -- where articles begin

KEY_OF = {"o": "=ordinal", "e": "=end", "r": "=rule", "d": "key:日期", "t": "key:标题", ".": ""}


def keyed(signs: str) -> list[DownloadLine]:
    """A line for each sign: an ordinal, an end, a rule, a day, a title, running text."""
    lines = []
    for number, sign in enumerate(signs, 1):
        label = None
        if sign in "dt":
            label = Label("bracket", KEY_OF[sign], "某", DATE if sign == "d" else TITLE)
        text = BODIES[0] if sign == "." else "某"
        lines.append(DownloadLine(number, text, key=KEY_OF[sign], label=label))
    return lines


def parts(signs: str) -> list[Part]:
    return parts_of(keyed(signs), {at for at, sign in enumerate(signs) if sign == "d"})


@pytest.mark.parametrize(
    ("signs", "expected"),
    [
        ("otd.otd.", [(0, 4), (4, 8)]),
        ("..otd.otd.", [(2, 6), (6, 10)]),
        ("td.etd.", [(0, 4), (4, 7)]),
        ("td.etd.e", [(0, 4), (4, 8)]),
        ("td.rtd.r", [(0, 4), (4, 8)]),
        ("td.rtd.r..", [(0, 4), (4, 8)]),
        ("td..td.", [(0, 4), (4, 7)]),
        ("dt..dt.", [(0, 4), (4, 7)]),
        ("td..td..t..", [(0, 4), (4, 8)]),
        ("....d", [(0, 5)]),
        ("d.d", [(0, 2), (2, 3)]),
        ("ot..otd.otd.ot..", [(4, 8), (8, 12)]),
        ("td.d.d.", []),
    ],
)
def test_articles_begin_at_separators_or_at_what_all_begin_with(signs: str, expected: list[Part]) -> None:
    assert parts(signs) == expected


def test_one_of_many_articles_may_lack_its_day_or_have_two() -> None:
    assert len(parts("otd." * 4 + "ot.." + "otd." * 2)) == 7
    assert len(parts("otd." * 4 + "otdd" + "otd." * 2)) == 7
    assert parts("otd." + "otdd" * 2) == []


def test_what_is_above_the_first_article_is_not_of_it() -> None:
    """All articles have their headline directly above the day, and the first one, too."""
    assert parts("..td.etd.etd.e") == [(2, 6), (6, 10), (10, 14)]
    assert parts("...td.rtd.r") == [(3, 7), (7, 11)]


@given(st.lists(st.sampled_from(["otd.", "otd..", "ot.", "od."]), min_size=1, max_size=9))
def test_parts_follow_each_other_and_each_begins_at_its_separator(articles: list[str]) -> None:
    signs = "".join(articles)
    dated = {at for at, sign in enumerate(signs) if sign == "d"}
    if not dated:
        return
    found = parts(signs)
    for (_, end), (begin, _) in pairwise(found):
        assert end == begin
    assert all(signs[begin] == "o" for begin, _ in found)
    if found:
        assert dated <= {*range(found[0][0], found[-1][1])}


# -- their fields


def test_articles_with_labels_have_the_fields_of_these() -> None:
    found = entries("\n".join(map(labelled, range(3))))
    assert [entry.value(TITLE) for entry in found] == [*TITLES]
    assert [entry.value(TEXT) for entry in found] == [*BODIES]
    assert [entry.value(DATE) for entry in found] == ["1987-06-10", "1987-06-11", "1987-06-12"]
    assert {entry.value(PAPER) for entry in found} == {"雁桥日报"}
    assert {entry.value(PAGE) for entry in found} == {"2"}
    assert {entry.value(SECTION) for entry in found} == {""}


def test_each_line_is_of_one_article_and_a_value_knows_its_lines() -> None:
    text = "\n".join(map(labelled, range(3)))
    numbers = [number for entry in entries(text) for number in entry.numbers]
    assert numbers == [line.number for line in lines_of(text)]
    lines = text.split("\n")
    for entry in entries(text):
        for values in entry.values.values():
            for _, words, its_numbers in values:
                assert {*its_numbers} <= {*entry.numbers}
                assert all(words in lines[number - 1] for number in its_numbers)


@pytest.mark.parametrize("lost", ["标题", "日期"], ids=["no title", "no day"])
def test_labels_without_a_title_or_a_day_make_no_articles(lost: str) -> None:
    text = "\n".join(map(labelled, range(3))).replace(f"【{lost}】", "【栏位】")
    assert entries(text) == []


def test_articles_that_all_have_one_title_are_none() -> None:
    text = "\n".join(map(labelled, range(3)))
    for title in TITLES:
        text = text.replace(title, TITLES[0])
    assert entries(text) == []


@pytest.mark.parametrize("label", ["地点", "出席", "主持人", "联系电话", "票价", "配料", "导演"])
def test_labels_of_minutes_notices_and_lists_make_no_articles(label: str) -> None:
    text = "\n".join(map(labelled, range(3)))
    assert entries(text.replace("【版次】", f"【{label}】")) == []


@pytest.mark.parametrize("text", ["", "渡口的灯", "\n".join(BODIES), "1987年6月12日\n" + BODIES[0]])
def test_a_text_is_no_download(text: str) -> None:
    assert entries(text) == []


def test_a_label_stands_for_what_the_reader_says() -> None:
    text = "\n".join(map(labelled, range(3))).replace("【标题】", "【事目】")
    assert entries(text) == []
    said = entries(text, {"事目": TITLE})
    assert [entry.value(TITLE) for entry in said] == [*TITLES]


def test_a_section_that_names_page_and_day_is_told_from_them() -> None:
    text = "\n".join(map(labelled, range(3))).replace("【报名】雁桥日报", "【报名】《雁桥日报》")
    assert {entry.value(PAPER) for entry in entries(text)} == {"雁桥日报"}


# -- one article


def test_the_surest_value_of_a_field_is_its_value_and_the_first_among_equals() -> None:
    entry = Entry((1, 2, 3))
    assert entry.value(TITLE) == ""
    entry.add(TITLE, "  ", [1])
    assert entry.values == {}
    entry.add(TITLE, "渡口", [1], 5)
    entry.add(TITLE, " 渡口开船 ", [2], 1)
    entry.add(TITLE, "粮站", [3], 1)
    assert entry.value(TITLE) == "渡口开船"
    assert entry.values[TITLE] == [(5, "渡口", (1,)), (1, "渡口开船", (2,)), (1, "粮站", (3,))]


@pytest.mark.parametrize(
    ("upper", "lower", "expected"),
    [
        ("渡口", "开船", "渡口开船"),
        ("ferry", "boat", "ferry boat"),
        ("渡口", "boat", "渡口boat"),
        ("ferry", "开船", "ferry开船"),
        ("ferry", "  boat ", "ferry boat"),
    ],
)
def test_a_line_that_goes_on_is_joined_as_its_script_wants(upper: str, lower: str, expected: str) -> None:
    entry = Entry((1, 2, 3))
    entry.add(TEXT, "上一段。", [1])
    entry.add(TEXT, upper, [2])
    entry.go_on(lower, 3)
    assert entry.values[TEXT] == [(0, "上一段。", (1,)), (0, expected, (2, 3))]


def test_what_a_line_states_by_itself_dates_an_article() -> None:
    """A day is also told by the line of facts that recurs."""
    signs = keyed("o..o..")
    facts = Facts("=facts", {DATE: "1987-06-12"})
    lines = []
    for line in signs:
        is_first = line.number % 3 == 2
        lines.append(DownloadLine(line.number, line.text, 0, "", "=facts", None, facts) if is_first else line)
    assert parts_of(lines, {1, 4}) == [(0, 3), (3, 6)]
