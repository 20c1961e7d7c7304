"""Given the text of a vision model or a converter, when it is parsed, then none of its marks is in an article."""

import pytest

from reader.newspaper.article import SourceText
from reader.parsing import parse
from tests.parsing.laws import broken_laws

BRIDGE = "三月四日上午，青石渡口新桥举行通车仪式，两岸居民步行过桥。"
TEA = "今年春茶上市以来，鲜叶价格较上月回落一成，茶农盼望一场透雨。"
BOX = "<|box_start|>077 070 935 090<|box_end|>"
YAML = ("---", "primary_language: zh", "is_table: False", "rotation_correction: 0", "---")
TABLE = "<table><tr><td>春茶</td><td>六十元</td></tr><tr><td>毛尖</td><td>八十元</td></tr></table>"


@pytest.mark.parametrize(
    ("lines", "texts"),
    [
        (
            (
                "<|ref|>title<|/ref|><|det|>[[77, 70, 935, 100]]<|/det|>",
                "# 新桥通车",
                "",
                f"{BRIDGE}<|im_end|>",
            ),
            ["新桥通车", BRIDGE],
        ),
        (
            (
                f"{BOX}<|ref_start|>title<|ref_end|><|md_start|>新桥通车<|md_end|>",
                f"{BOX}<|ref_start|>text<|ref_end|><|md_start|>{BRIDGE}<|md_end|>",
                f"{BOX}<|ref_start|>title<|ref_end|>",
                "<|md_start|>茶价回落<|md_end|>",
                f"{BOX}<|ref_start|>text<|ref_end|><|md_start|>{TEA}<|md_end|>",
            ),
            ["新桥通车", BRIDGE, "茶价回落", TEA],
        ),
        (
            ("<think>", "先看标题。", "</think>", "以下是识别结果：", "", "# 新桥通车", "", BRIDGE),
            ["新桥通车", BRIDGE],
        ),
        (
            ("先看标题。", "</think>", "", "```markdown", "# 新桥通车", "", BRIDGE, "```"),
            ["新桥通车", BRIDGE],
        ),
        (
            ("{0}------", "# **新桥通车**", "", BRIDGE, "{1}------", "# 茶价回落", "", TEA),
            ["新桥通车", BRIDGE, "茶价回落", TEA],
        ),
        (("\\title{", "新桥通车", "}", "", BRIDGE.replace("新桥", "\\textbf{新桥}")), ["新桥通车", BRIDGE]),
        (("# 新桥通车", "", BRIDGE, *YAML, "# 茶价回落", "", TEA), ["新桥通车", BRIDGE, "茶价回落", TEA]),
        (("# 新桥通车", "", BRIDGE.replace("新桥举行通", "**新桥**举==行通==")), ["新桥通车", BRIDGE]),
        (("# 新桥通车", "", BRIDGE.replace("新桥", "[新桥](/a.html)")), ["新桥通车", BRIDGE]),
        (("# 新桥通车", "", BRIDGE, "", f"[^1]: {TEA}"), ["新桥通车", BRIDGE, f"[1] {TEA}"]),
        (("# 行情", "", TABLE, "", TEA), ["行情", "春茶\u3000六十元", "毛尖\u3000八十元", TEA]),
        (
            ("# 行情", "", "| 品种 | 价 |", "|---|---|", "| 春茶 | 六 |", "", TEA),
            ["行情", "品种\u3000价", "春茶\u3000六", TEA],
        ),
    ],
)
def test_no_mark_is_in_an_article(lines: tuple[str, ...], texts: list[str]) -> None:
    source = SourceText("a.md", "utf-8", lines)
    part = parse(source)
    found = [
        text
        for article in part.articles
        for text in (
            article.section,
            article.kicker,
            article.headline,
            *(block.text for block in article.blocks),
        )
        if text
    ]
    assert found == texts
    assert not broken_laws(source, part)


@pytest.mark.parametrize(
    "text", ["桌长3*5米，宽2*4米", "病人张**、李**出院", "8~~9时开，2~~3时关", "a<b且c>d", "填空____和____"]
)
def test_signs_that_are_printed_stay(text: str) -> None:
    part = parse(SourceText("a.md", "utf-8", ("# 新桥通车", "", f"{text}。{BRIDGE}")))
    assert part.articles[0].blocks[0].text == f"{text}。{BRIDGE}"
