"""Who is named in an article."""

import pytest

from reader.language.named_people import named_people


@pytest.mark.parametrize(
    ("headline", "lead", "credited", "names"),
    [
        ("渡口的灯亮到后半夜", "", (), set()),
        ("闻砚秋与板车", "", (), {"闻砚秋"}),
        ("", "老船工邵静山说，江上有雾。", (), {"邵静山"}),
        ("", "渡口有雾，停航半日。", (), set()),
        ("", "", ("闻小树", "古丽·夏提"), {"闻小树", "古丽·夏提"}),
        ("", "", ("三江口的灯火阑珊处一个过路的闲人",), set()),
        ("1987年6月12日 5 号", "", (), set()),
        ("RADIO 又响了", "", (), set()),
    ],
)
def test_those_credited_and_words_that_look_like_a_name(
    headline: str, lead: str, credited: tuple[str, ...], names: set[str]
) -> None:
    assert named_people(headline, lead, credited) == names
