"""Marks cover exactly what was found, as it is shown; a snippet holds the densest of them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.language.forms import search_form
from reader.newspaper.article import Article, ArticleKind, Block, BlockKind, Credit, Role, Where
from reader.search.answering.snippets import Snippet, marks, snippet, title_marks, to_html
from reader.search.needles import near_needle


def article(
    *blocks: str,
    headline: str = "雁桥",
    kicker: str | None = None,
    section: str | None = None,
    credit: str = "",
) -> Article:
    return Article(
        "k",
        ArticleKind.ARTICLE,
        kicker=kicker,
        headline=headline,
        section=section,
        credits=(Credit(Role.REPORTER, (), credit),) if credit else (),
        blocks=tuple(Block(BlockKind.PARAGRAPH, text, ((n, n),)) for n, text in enumerate(blocks)),
    )


def marked(of: Article, *needles: str) -> dict[tuple[Where, int], list[str]]:
    return {
        (found.field.where, found.field.index): [found.field.text[a:b] for a, b in found.spans]
        for found in marks(of, needles)
    }


def test_marks_stand_in_every_field_that_holds_a_match() -> None:
    of = article("甲乙丙", "丙，乙丙", headline="乙丙", section="丁", credit="记者 乙丙")
    assert marked(of, "乙丙") == {
        (Where.HEADLINE, 0): ["乙丙"],
        (Where.CREDIT, 0): ["乙丙"],
        (Where.BLOCK, 0): ["乙丙"],
        (Where.BLOCK, 1): ["乙丙"],
    }
    assert marked(of, "戊") == {}


def test_a_match_over_the_seam_of_two_storeys_marks_its_part_in_each() -> None:
    of = article(kicker="雁桥今年", headline="春灌开始")
    assert marked(of, "年春灌") == {(Where.KICKER, 0): ["年"], (Where.HEADLINE, 0): ["春灌"]}


@pytest.mark.parametrize(
    ("text", "needle", "shown"),
    [
        ("雁 桥ＡＢＣ", "桥a", ["桥Ａ"]),
        ("㎏数", "k", ["㎏"]),
        ("e\u0301te\u0301", "t", ["t"]),
        ("e\u0301te\u0301", "ét", ["e\u0301t"]),
        ("𠮷野家𠮷", "𠮷", ["𠮷", "𠮷"]),
        ("他说“好”", '"好"', ["“好”"]),
        ("人人人", "人人", ["人人"]),
    ],
)
def test_marks_are_whole_shown_characters(text: str, needle: str, shown: list[str]) -> None:
    assert marked(article(text), needle)[Where.BLOCK, 0] == shown


def test_a_word_divided_at_the_end_of_a_line_or_paragraph_is_marked_in_its_parts() -> None:
    of = article(
        "mission said both fer- ries and a re‑", "print is Pre- Raphaelite", headline="The river com-"
    )
    assert marked(of, "ferries") == {(Where.BLOCK, 0): ["fer- ries"]}
    assert marked(of, "commission") == {(Where.HEADLINE, 0): ["com-"], (Where.BLOCK, 0): ["mission"]}
    assert marked(of, "reprint") == {(Where.BLOCK, 0): ["re‑"], (Where.BLOCK, 1): ["print"]}
    assert marked(of, "preraphaelite") == marked(of, "printis") == {}
    assert snippet(of, ["reprint"]).matches == snippet(of, ["ferries"]).matches == 1
    assert snippet(of, ["mission"]).matches == 1


def test_strings_near_each_other_are_marked_where_they_are() -> None:
    of = article("渡口没有船。", "板 车停在渡口边，渡口的灯亮着，又来了一辆板车。")
    near = near_needle("渡口", "板车", 3)
    assert marked(of, near) == {(Where.BLOCK, 1): ["板 车", "渡口"]}
    assert to_html(snippet(of, [near])) == (
        "<mark>板 车</mark>停在<mark>渡口</mark>边，渡口的灯亮着，又来了一辆板车。"
    )
    assert snippet(of, [near]).matches == 2


def test_a_match_over_the_end_of_the_headlines_marks_its_part_in_each() -> None:
    of = article("绕了三圈。早班", headline="船工把缆绳")
    assert marked(of, "缆绳\n绕了") == {(Where.HEADLINE, 0): ["缆绳"], (Where.BLOCK, 0): ["绕了"]}
    cut = snippet(of, ["缆绳\n绕了"])
    assert cut.matches == 1
    assert to_html(cut) == "船工把<mark>缆绳</mark>\n<mark>绕了</mark>三圈。早班"


def test_a_match_over_the_end_of_a_paragraph_marks_its_part_in_each() -> None:
    of = article("灯是何", "渡生修的。何", "渡生")
    assert marked(of, "何\n渡生") == {
        (Where.BLOCK, 0): ["何"],
        (Where.BLOCK, 1): ["渡生", "何"],
        (Where.BLOCK, 2): ["渡生"],
    }
    assert snippet(of, ["何渡生", "何\n渡生"]) == Snippet("灯是何\n渡生修的。何", ((2, 3), (4, 6)), 1)


def test_marks_of_several_needles_that_overlap_become_one() -> None:
    assert marked(article("甲乙丙丁"), "甲乙", "乙丙", "丁") == {(Where.BLOCK, 0): ["甲乙丙", "丁"]}


FILLER = "今天天气晴朗，街上行人如织。" * 12


def test_a_snippet_is_cut_around_the_densest_matches_at_the_ends_of_sentences() -> None:
    of = article(f"水库。{FILLER}老支书说，水库和鱼塘都在，水库已经蓄满。{FILLER}鱼塘。")
    cut = snippet(of, ["水库", "鱼塘"], width=30)
    assert to_html(cut) == ("老支书说，<mark>水库</mark>和<mark>鱼塘</mark>都在，<mark>水库</mark>已经蓄满。")
    assert cut.matches == 5


@pytest.mark.parametrize("at", range(40, 60))
def test_no_match_is_cut_in_two(at: int) -> None:
    of = article("渡口的灯，" + "水" * at + "渡口的灯" + "水" * 60)
    assert set(shown_marks(snippet(of, ["渡口的灯"]))) == {"渡口的灯"}
    of = article("水" * 60 + "渡口的灯" + "水" * (60 - at) + "渡口的灯渡口的灯" + "水" * 9)
    assert set(shown_marks(snippet(of, ["渡口的灯"], width=20))) == {"渡口的灯"}


def shown_marks(of: Snippet) -> list[str]:
    return [of.text[begin:end] for begin, end in of.marks]


def test_where_no_sentence_ends_near_an_ellipsis_says_so() -> None:
    of = article("麦" * 100 + "水库" + "田" * 100)
    cut = snippet(of, ["水库"], width=20)
    assert cut.text.startswith("…麦")
    assert cut.text.endswith("田…")
    assert 18 <= len(cut.text) <= 24


def test_a_snippet_is_how_the_text_begins_when_only_the_headline_holds_the_match() -> None:
    assert snippet(article("麦田返青。", headline="水库"), ["水库"]) == Snippet("麦田返青。", (), 1)
    assert snippet(article("麦田返青。"), []) == Snippet("麦田返青。", (), 0)
    assert snippet(article(headline="水库"), ["水库"]).text == "水库"


def test_where_only_the_headline_holds_the_match_the_snippet_is_about_a_piece_of_it() -> None:
    of = article(FILLER, f"{FILLER}闸门关了，水库开始蓄水。{FILLER}", headline="三号水库蓄水")
    assert snippet(of, ["三号水库蓄水"], width=30).text.startswith("闸门关了，水库开始蓄水。")
    assert snippet(of, ["三号水库蓄水"]).marks == ()
    assert snippet(of, ["三号水库蓄水"]).matches == 1
    near = near_needle("三号", "水库", 10)
    assert snippet(of, [near], width=30).text.startswith("闸门关了，水库开始蓄水。")


def test_in_a_title_the_matches_are_marked_also_the_part_of_one() -> None:
    of = article("麦田返青。", kicker="昨天开闸的", headline="水库与水库的闸")
    assert title_marks(of, ["水库"]) == ((0, 2), (3, 5))
    assert title_marks(of, [search_form("开闸的 水库")]) == ((0, 2),)
    assert title_marks(of, ["麦田"]) == ()
    assert title_marks(
        replace(of, headline=None, blocks=article("麦田返青，水库也满了。" * 4).blocks), ["水库"]
    ) == (
        (5, 7),
        (16, 18),
    )


def test_a_snippet_that_is_how_the_text_begins_is_no_jump_line() -> None:
    goes_on = article("（上接A01版）", "麦田返青。", headline="水库")
    jump = replace(goes_on.blocks[0], kind=BlockKind.JUMP)
    assert snippet(replace(goes_on, blocks=(jump, *goes_on.blocks[1:])), ["水库"]).text == "麦田返青。"
    assert snippet(replace(goes_on, blocks=(jump,)), ["水库"]).text == "（上接A01版）"


@pytest.mark.parametrize(
    ("of", "html"),
    [
        (article("麦田", kicker="水库"), "<mark>水库</mark> 雁桥"),
        (article("麦田", section="水库"), "<mark>水库</mark>"),
        (article("麦田", credit="水库记者"), "<mark>水库</mark>记者"),
    ],
)
def test_a_match_that_stands_elsewhere_alone_is_shown_from_there(of: Article, html: str) -> None:
    assert to_html(snippet(of, ["水库"])) == html


def test_a_credit_inside_a_paragraph_is_counted_once() -> None:
    assert snippet(article("本报讯（记者 张三）开闸。", credit="记者 张三"), ["张三"]).matches == 1


def test_text_is_escaped() -> None:
    assert to_html(Snippet("<b>&水库", ((4, 6),), 1)) == "&lt;b&gt;&amp;<mark>水库</mark>"


@given(
    st.lists(st.sampled_from(["水库", "水", "渡口的灯", "麦", "今天。", "，"]), min_size=1, max_size=60),
    st.lists(st.sampled_from(["水库", "水", "渡口的灯", "库渡", "麦"]), min_size=1, max_size=4, unique=True),
    st.integers(1, 30),
)
def test_the_window_is_the_best_of_all_that_begin_with_a_match(
    words: list[str], needles: list[str], width: int
) -> None:
    text = "".join(words)
    matches = sorted(
        (found.start(), found.end(), needle) for needle in needles for found in re.finditer(needle, text)
    )
    if not matches:
        return
    windows = [
        (begin, max(begin + width, end), [m for m in matches[i:] if m[1] <= max(begin + width, end)])
        for i, (begin, end, _) in enumerate(matches)
    ]
    first, _, inside = max(windows, key=lambda w: (len({m[2] for m in w[2]}), len(w[2]), -w[0]))
    cut = snippet(article(text), needles, width)
    assert cut.matches == len(matches)
    assert text[first : max(m[1] for m in inside)] in cut.text


TEXTS = st.text(st.sampled_from("雁桥水库，。”aA1２ﬁ\u0301\u200b𠮷🌾 "), max_size=60) | st.text(max_size=20)


@given(st.lists(TEXTS, min_size=1, max_size=3), st.integers(0), st.integers(1, 12), st.integers(5, 40))
def test_a_snippet_holds_a_whole_match_and_its_marks_are_in_range(
    blocks: list[str], at: int, length: int, width: int
) -> None:
    of = article(*blocks, headline="标题")
    form = search_form(blocks[at % len(blocks)])
    needle = form[at % (len(form) + 1) :][:length].strip()
    if not needle:
        return
    cut = snippet(of, [needle], width)
    assert cut.matches >= 1
    assert all(0 <= a < b <= len(cut.text) for a, b in cut.marks)
    assert needle in "标题" or any(needle in search_form(cut.text[a:b]) for a, b in cut.marks)
