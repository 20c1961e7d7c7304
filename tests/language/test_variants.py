"""Characters that stand for each other."""

import pytest

from reader.language.variants import alike, simplified, traditional


@pytest.mark.parametrize(
    ("simple", "full"),
    [
        ("图书馆", "圖書館"),
        ("望江门大钟", "望江門大鐘"),
        ("邮电局", "郵電局"),
        ("学习", "學習"),
        ("abc 1987", "abc 1987"),
    ],
)
def test_either_is_written_for_the_other(simple: str, full: str) -> None:
    assert simplified(full) == simple
    assert traditional(simple) == full


def test_a_character_of_both_is_left_in_traditional_text() -> None:
    assert simplified("公里這裡") == "公里这里"
    assert traditional("公里面子") == "公里面子"


def test_what_is_alike_is_alike_both_ways() -> None:
    assert set(alike("已")) == {"己", "巳"}
    assert "度" in alike("渡")
    assert "渡" in alike("度")
    assert alike("囍") == ""
