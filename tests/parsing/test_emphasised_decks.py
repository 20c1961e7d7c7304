"""A line in italics or in bold type right below a marked heading is its deck, if it is not something else."""

import pytest

from reader.newspaper.article import Article, SourceText
from reader.parsing import parse

TEXTS = (
    "东门渡口今年添了人手，清早加开一班早船，赶集的菜农不用再等到天亮才过江，船票也没有涨。",
    "柳叶洲粮站验水分从前用牙咬，如今添了一只电烤箱，验一回只要四分钟，卖粮的人都说好。",
    "图书馆的三万册旧报册搬了家，街坊排成一列，一册一册递进搪瓷厂的旧车间，直到黄昏。",
)


def _articles(*below: str) -> tuple[Article, ...]:
    lines = ("# 江滩日报", "", "1987年6月12日", "", "## 早船又开了", "", *below, TEXTS[0])
    others = ("", "## 粮站添烤箱", "", TEXTS[1], "", "## 旧报册搬家", "", TEXTS[2])
    return parse(SourceText("a.md", "utf-8", (*lines, *others))).articles


@pytest.mark.parametrize("signs", ["*", "**", "***", "_", "__"])
@pytest.mark.parametrize("gap", [(), ("",)])
def test_it_is_the_deck(signs: str, gap: tuple[str, ...]) -> None:
    first, second, _ = _articles(f"{signs}渡口添人手，菜农不再等天亮{signs}", *gap)
    assert (first.headline, first.decks) == ("早船又开了", ("渡口添人手，菜农不再等天亮",))
    assert [block.text for block in first.blocks] == [TEXTS[0]]
    assert (second.headline, second.decks) == ("粮站添烤箱", ())


@pytest.mark.parametrize(
    "line",
    [
        "*记者 顾知远*",
        "**顾知远**",
        "*1987年6月12日*",
        "*来源：江滩日报*",
        "*图为早船离岸*",
        "*渡口的灯先亮了。*",
    ],
)
def test_credits_days_fields_captions_and_sentences_are_none(line: str) -> None:
    assert _articles(line, "")[0].decks == ()


def test_one_of_several_emphasised_lines_is_a_subhead() -> None:
    first, *_ = _articles("**添了人手**", "", TEXTS[1], "", "**添了一班船**", "")
    assert first.decks == ()


def test_emphasis_inside_a_text_is_none() -> None:
    first, *_ = _articles(TEXTS[1], "", "*渡口添人手，菜农不再等天亮*", "")
    assert first.decks == ()
