"""The edition of an issue is told by its masthead, else by the path of its file."""

import pytest

from reader.newspaper.article import SourceText
from reader.parsing import parse

STORY = "本报讯（记者 田麦青）渡船今起加班，傍晚又添一条船。"
BODY = ["1936年7月4日 星期六", "第812期 今日4版", "", "渡船今起加班", "", STORY]


def edition(title: str, path: str = "19360704.txt", line: str = "") -> str | None:
    return parse(SourceText(path, "utf-8", (title, line, *BODY))).masthead.edition


@pytest.mark.parametrize("name", ["晨刊", "早刊", "午刊", "晚刊", "夜刊", "号外", "增刊"])
def test_it_stands_in_the_masthead_or_in_the_path(name: str) -> None:
    assert edition(f"青石日报 {name}") == name
    assert edition("青石日报", line=name) == name
    assert edition("青石日报", line=f"（{name}）") == name
    assert edition("青石日报", f"19360704-{name}.txt") == name
    assert edition("青石日报", f"{name}/19360704.txt") == name


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("青石日报", ""),
        ("青石晚刊", ""),
        ("青石日报", "今日增刊半张"),
        ("青石日报", "本报晚刊每份三分"),
    ],
)
def test_the_name_of_the_paper_and_a_line_about_another_edition_name_none(title: str, line: str) -> None:
    assert edition(title, line=line) is None


@pytest.mark.parametrize(
    "printed", ["青石日报晚刊", "青石日报（晚刊）", "青石日报·晚刊", "晚刊 青石日报", "青 石 日 报  晚 刊"]
)
def test_it_is_no_part_of_the_papers_name(printed: str) -> None:
    head = parse(SourceText("a.txt", "utf-8", (printed, "", *BODY))).masthead
    assert (head.title, head.edition) == ("青石日报", "晚刊")


def test_it_is_named_in_simplified_characters() -> None:
    assert edition("青石日報 號外") == "号外"
