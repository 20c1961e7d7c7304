"""Numbers as newspapers print them."""

import pytest

from reader.language.numbers import number_of


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
