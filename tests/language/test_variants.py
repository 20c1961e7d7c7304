"""Characters that stand for each other."""

from collections.abc import Callable

import pytest

from reader import assets
from reader.language.equality import (
    alike,
    in_simplified,
    in_traditional,
    less_alike,
    lookalikes,
    shapes,
    simplified,
)


@pytest.mark.parametrize(
    ("simple", "full"),
    [
        ("图书馆", "圖書館"),
        ("望江门大钟", "望江門大鐘"),
        ("邮电局", "郵電局"),
        ("学习", "學習"),
        ("内战调查负责", "內戰調查負責"),
        ("病床", "病床"),
        ("abc 1987", "abc 1987"),
    ],
)
def test_either_is_written_for_the_other(simple: str, full: str) -> None:
    assert in_simplified(full) == simple
    assert in_traditional(simple) == full


def test_a_character_of_both_is_left_in_traditional_text() -> None:
    assert in_simplified("公里這裡") == "公里这里"
    assert in_traditional("公里面子") == "公里面子"


@pytest.mark.parametrize(
    ("printed", "plain"), [("第三囘", "第三回"), ("甦醒", "苏醒"), ("乾隆", "乾隆"), ("魯迅名著", "鲁迅名著")]
)
def test_what_a_query_becomes_in_simplified_characters(printed: str, plain: str) -> None:
    assert in_simplified(printed) == plain


def test_what_simplified_text_has_too_is_read_so_but_not_written() -> None:
    assert simplified("看著") == "看着"
    assert in_simplified("看著") == "看著"


def test_what_is_alike_is_alike_both_ways() -> None:
    assert set(alike("已")) == {"己", "巳"}
    assert "度" in alike("渡")
    assert "渡" in alike("度")
    assert alike("囍") == ""


@pytest.mark.parametrize(
    ("listed", "name"),
    [(shapes, "shapes.txt"), (lookalikes, "lookalikes.txt"), (less_alike, "less_alike.txt")],
)
def test_every_line_of_a_list_is_found_by_its_first_character(
    listed: Callable[[str], str], name: str
) -> None:
    text = assets.resource(f"wordlists/{name}").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert [line[0] + listed(line[0]) for line in lines] == lines
    assert [listed(other) for other in ("", "#", "a", "\uffff", lines[0])] == [""] * 5
