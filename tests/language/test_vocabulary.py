"""What of an article may be suggested."""

import pytest

from reader.language.vocabulary import vocabulary_of


@pytest.mark.parametrize(
    ("headline", "lead", "credited", "names", "others"),
    [
        ("渡口的灯亮到后半夜", "", (), set(), {"渡口", "后半夜"}),
        ("", "老船工邵静山说，江上有雾。", (), {"邵静山"}, set()),
        ("", "渡口有雾，停航半日。", (), set(), set()),
        ("", "", ("闻小树", "古丽·夏提"), {"闻小树", "古丽·夏提"}, set()),
        ("", "", ("三江口的灯火阑珊处一个过路的闲人",), set(), set()),
        ("1987年6月12日 5 号", "", (), set(), set()),
        ("RADIO 又响了", "", (), set(), {"RADIO"}),
    ],
)
def test_names_and_words(
    headline: str, lead: str, credited: tuple[str, ...], names: set[str], others: set[str]
) -> None:
    found = vocabulary_of(headline, lead, credited)
    assert {word for word, is_name in found.items() if is_name} == names
    assert {word for word, is_name in found.items() if not is_name} >= others
    if not others:
        assert not {word for word, is_name in found.items() if not is_name} - names


def test_a_name_in_a_headline_is_a_name() -> None:
    assert vocabulary_of("闻砚秋与板车", "", ())["闻砚秋"] is True
