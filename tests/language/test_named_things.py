"""Names of people, places, bodies and works are found by dictionary and form, and usual words are none."""

import pytest

from reader.language.named_things import is_own_name, names_in


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("上海开会", {"上海"}),
        ("上海市委开会", {"上海市委"}),
        ("北京大学招生", {"北京大学"}),
        ("《渡口夜话》上演", {"渡口夜话"}),
        ("“渡口号”首航", {"渡口号"}),
        ("世界卫生组织来人", {"世界卫生组织"}),
        ("柳川县开会", {"柳川"}),
    ],
)
def test_a_name_is_found(text: str, names: set[str]) -> None:
    assert names <= names_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "今天开会",
        "大家都说好",
        "1987年6月",
        "abc def",
        "全市各县",
        "《书》",
        "我们的工作",
        "来到这座村",
        "某镇的桥",
    ],
)
def test_usual_words_are_no_names(text: str) -> None:
    assert names_in(text) == frozenset()


def test_what_bodies_are_called_is_a_name_behind_a_name_only() -> None:
    assert "大桥" in names_in("南京大桥通车")
    assert "大桥" not in names_in("大桥通车")
    assert names_in("一座桥") == frozenset()


def test_a_place_with_its_rank_is_named_without_it_too() -> None:
    assert "南京" in names_in("南京市")


@pytest.mark.parametrize(
    ("word", "is_name"), [("南京", True), ("柳川渡", True), ("工作", False), ("我们", False)]
)
def test_a_name_is_a_place_a_person_or_a_word_that_no_dictionary_has(word: str, is_name: bool) -> None:
    assert is_own_name(word) is is_name
