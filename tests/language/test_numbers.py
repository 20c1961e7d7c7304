"""Numbers as newspapers print them."""

import pytest

from reader.language.numbers import notations, number_of


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("12", 12),
        ("２３５７０", 23570),
        ("二", 2),
        ("十二", 12),
        ("二十三", 23),
        ("三十", 30),
        ("廿一", 21),
        ("二〇二四", 2024),
        ("一九八七", 1987),
        ("一百二十", 120),
        ("", None),
        ("版", None),
        ("1版", None),
    ],
)
def test_number(printed: str, number: int | None) -> None:
    assert number_of(printed) == number


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("1987年", [("1987", "一千九百八十七", "一九八七"), ("年",)]),
        (
            "在2004年",
            [("在",), ("2004", "二千零四", "两千零四", "二〇〇四", "二○○四", "二零零四", "二00四"), ("年",)],
        ),
        ("38个", [("38", "三十八", "卅八"), ("个",)]),
        ("105人", [("105", "一百零五", "一〇五", "一○五", "一零五", "一0五"), ("人",)]),
        ("十二月", [("十二", "12"), ("月",)]),
        ("三十", [("三十", "30", "卅")]),
        ("3.5万户", [("3.5万", "35000", "35,000", "三万五千"), ("户",)]),
        ("两千斤", [("两千", "2000", "2,000", "二千", "二〇〇〇", "二○○○", "二零零零", "二000"), ("斤",)]),
        ("12.5", [("12.5",)]),
        ("二三十人", [("二三十",), ("人",)]),
        ("一百五", [("一百五",)]),
        ("21日", [("21", "二十一", "廿一"), ("日",)]),
        ("统一战线", [("统一战线",)]),
        ("三轮车", [("三轮车",)]),
        ("", []),
    ],
)
def test_a_text_is_cut_at_its_numbers_each_in_all_notations(text: str, pieces: list[tuple[str, ...]]) -> None:
    assert notations(text) == pieces
