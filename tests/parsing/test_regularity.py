"""Short lines and texts that strictly alternate are a column of news in brief; what breaks the order makes it none."""

import pytest

from reader.newspaper.article import SourceText
from reader.parsing.line_features import Line, lines_of_rows
from reader.parsing.regularity import (
    Alternation,
    alternation_of,
    begin_with_one_sign,
    begins_below,
    tells_issue,
)
from reader.parsing.rows import rows_of

TEXT = "渡口从今天起加开一班船，票价不变，首班船提前到五点二十分，赶早市的菜农不用再等。"
SHORT_TEXT = "渡口从今天起加开一班船，票价不变，照旧。"
HEADINGS = ("渡口的灯亮了", "夜校开学", "茶园里的路", "梨子装车", "桥修好了")


def lines_of(*texts: str) -> tuple[Line, ...]:
    return lines_of_rows(rows_of(SourceText("a.txt", "utf-8", texts)), {}).lines


def alternating(count: int, text: str = TEXT, sign: str = "") -> list[str]:
    texts = []
    for heading in HEADINGS[:count]:
        texts += [sign + heading, text]
    return texts


@pytest.mark.parametrize("count", range(2, 6))
@pytest.mark.parametrize("text", [TEXT, SHORT_TEXT])
def test_headings_and_texts_in_turn_are_told_apart(count: int, text: str) -> None:
    found = alternation_of(lines_of(*alternating(count, text)))
    assert [*found.headings] == [*range(0, 2 * count, 2)]
    assert [*found.texts] == [*range(1, 2 * count, 2)]
    assert [*found.above] == []


@pytest.mark.parametrize(
    "texts",
    [
        [],
        ["渡口的灯亮了"],
        alternating(1),
        [*alternating(3), "夜半的钟"],
        ["渡口的灯亮了", "夜校开学", "茶园里的路", *alternating(3)],
        [TEXT, *alternating(3)],
        ["渡口的灯亮了", TEXT, TEXT, TEXT, "夜校开学", TEXT, TEXT, TEXT],
        ["渡口的灯亮了", TEXT, "夜校开学", "茶园里的路", TEXT, "梨子装车", TEXT],
        ["1月26日", TEXT, "1月27日", TEXT],
        ["渡口的灯亮了：", TEXT, "夜校开学：", TEXT],
    ],
    ids=[
        "nothing",
        "one line",
        "one heading",
        "a heading without a text",
        "three lines above",
        "a text first",
        "many texts to each",
        "two headings at once",
        "days",
        "colons",
    ],
)
def test_what_does_not_strictly_alternate_has_none(texts: list[str]) -> None:
    assert alternation_of(lines_of(*texts)) == Alternation()


def test_of_many_headings_texts_may_have_several_paragraphs() -> None:
    texts = alternating(5)
    for at in (8, 4, 2):
        texts.insert(at, TEXT)
    found = alternation_of(lines_of(*texts))
    assert len(found.headings) == 5
    assert len(found.texts) == 8
    few = alternating(4)
    few.insert(2, TEXT)
    assert alternation_of(lines_of(*few)) == Alternation()


@pytest.mark.parametrize("above", [1, 2])
def test_up_to_two_short_lines_above_name_the_page(above: int) -> None:
    found = alternation_of(lines_of(*("乡间小事", "今日要闻")[:above], *alternating(3)))
    assert [*found.above] == [*range(above)]
    assert found.headings[0] == above


@pytest.mark.parametrize("name", ["渡口日报", "清溪纪事"])
def test_the_head_of_a_file_stands_above_it_also_if_its_name_is_told_by_its_place_alone(name: str) -> None:
    head = (name, "1987年6月12日 第4181期")
    found = alternation_of(lines_of(*head, *alternating(3)))
    assert [*found.headings] == [2, 4, 6]
    assert [*found.above] == []


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("1987年6月12日 第4181期", True),
        ("1987年6月12日 农历丁卯年五月十七", True),
        ("1987年6月12日", False),
        ("6月12日 农历五月十七", False),
        ("渡口的灯亮了", False),
    ],
)
def test_an_issue_is_told_by_its_number_or_a_year_with_a_day_of_the_moon(text: str, tells: bool) -> None:
    (line,) = lines_of(text)
    assert tells_issue(line) is tells


def test_the_headings_begin_right_below_a_line_if_none_of_them_is_marked() -> None:
    assert begins_below(lines_of("# 简讯", *alternating(3)), 0)
    assert not begins_below(lines_of("# 简讯", "乡间小事", *alternating(3)), 0)
    assert not begins_below(lines_of("# 简讯", *alternating(3), "# 文艺", TEXT), 0)
    assert not begins_below(lines_of("# 简讯", TEXT), 0)


@pytest.mark.parametrize(
    ("texts", "have_one"),
    [
        (alternating(3, sign="■"), True),
        (alternating(3), False),
        (["■渡口的灯亮了", TEXT, "□夜校开学", TEXT], False),
        (["渡口的灯亮了", TEXT, "渡口开船", TEXT], False),
    ],
    ids=["one sign", "none", "two signs", "one character"],
)
def test_headings_that_all_begin_with_one_sign(texts: list[str], have_one: bool) -> None:
    lines = lines_of(*texts)
    alternation = alternation_of(lines)
    assert alternation.headings
    assert begin_with_one_sign(lines, alternation) is have_one


def test_labels_and_who_signs_are_neither_headings_nor_texts() -> None:
    page = lines_of(
        *("街谈巷议", "渡口的灯亮了", TEXT, "周立言", "夜校开学", TEXT, "市场行情", "茶园里的路", TEXT)
    )
    found = alternation_of(page)
    assert [page[at].text for at in found.headings] == ["渡口的灯亮了", "夜校开学", "茶园里的路"]
    assert [page[at].text for at in found.texts] == [TEXT] * 3


def test_an_author_below_the_first_heading_is_no_regular_heading() -> None:
    assert alternation_of(lines_of("渡口的灯亮了", "新华社", TEXT, "夜校开学", TEXT)) == Alternation()
    assert alternation_of(lines_of("街谈巷议", "渡口的灯亮了", TEXT, "夜校开学", TEXT)).above
