"""What stands partly before a seam and partly behind it is told from what does not."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.language.forms import search_form
from reader.newspaper.holdings import Document
from reader.search.answering import beside_articles
from reader.search.query import Exact, Query, parse_query
from reader.search.terms import ANY

PARAGRAPH = search_form("他不肯碰扳手，说钟有钟的脾气。")
SEAM = PARAGRAPH.index("手")


def document(page: str, *lines: str) -> Document:
    return Document(1, "雁桥日报", dt.date(1987, 6, 12), page, "\n".join(lines))


FIRST = document("1", "渡口添了两口大钟", "", "记者 顾知远", "钟面朝着石板坡。", "他不肯碰扳")
SECOND = document("4", "大钟", "船厂见闻", "", "手，说钟有钟的脾气。", "石板坡的住户都出来看。")


@pytest.mark.parametrize(
    ("asked", "crosses"),
    [
        ("扳手", True),
        ("碰扳手，说", True),
        ("他不肯碰扳手，说钟有钟的脾气。", True),
        ("碰扳", False),
        ("手", False),
        ("手，说钟", False),
        ("扳 手", False),
        ("碰?手", True),
        ("肯??手", True),
        ("不?碰扳", False),
        ("没有 扳手", True),
        ("标题:扳手", False),
        ("-扳手", False),
        ("扳手 或 石板坡", True),
        ("版:4", False),
    ],
)
def test_what_crosses_a_seam(asked: str, crosses: bool) -> None:
    assert beside_articles.is_crossed(parse_query(asked), PARAGRAPH, SEAM) is crosses


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ("扳手", True),
        ("扳手 石板坡 顾知远", True),
        ("扳手 萝卜", False),
        ("扳手 -石板坡", False),
        ("扳手 -萝卜", True),
        ("扳手 标题:大钟", True),
        ("扳手 栏目:见闻", True),
        ("扳手 记者:见闻", False),
        ("扳手 版:4", True),
        ("扳手 版:2", False),
        ("扳手 日期:1987-06", True),
        ("扳手 日期:1988", False),
        ("扳手 “钟大钟”", False),
    ],
)
def test_all_that_is_asked_for_has_to_hold_of_the_story_read_as_one(asked: str, is_found: bool) -> None:
    assert beside_articles.is_found(parse_query(asked), [FIRST, SECOND], [PARAGRAPH]) is is_found


DIVIDED = search_form("厂里买来一台Trac-tor拖拉机")
HYPHEN = DIVIDED.index("-")


@pytest.mark.parametrize("asked", ["tractor", "一台Tractor", "Tractor拖拉机", "trac-tor", "c-t", "“ract”"])
def test_a_word_that_a_hyphen_divides_at_the_seam_is_found_as_it_is_printed_and_whole(asked: str) -> None:
    query = parse_query(asked)
    at = HYPHEN + 1
    needle_pairs = beside_articles.pairs(query)
    assert beside_articles.is_crossed(query, DIVIDED, at)
    assert DIVIDED[at - 1 : at + 1] in needle_pairs
    assert beside_articles.is_found(query, [FIRST, SECOND], beside_articles.seam_texts(DIVIDED, at))


def test_a_sign_for_any_character_may_stand_for_the_first_one_behind_the_hyphen() -> None:
    query = parse_query("trac?or")
    assert "-" + ANY in beside_articles.pairs(query)
    assert beside_articles.is_crossed(query, DIVIDED, HYPHEN + 1)


@pytest.mark.parametrize(
    ("text", "before"), [("第1-2版", "第1-"), ("Trac-拖拉机", "Trac-"), ("-tor", "-"), ("拖-tor", "拖-")]
)
def test_a_hyphen_between_other_characters_divides_no_word(text: str, before: str) -> None:
    form = search_form(text)
    assert beside_articles.seam_texts(form, len(search_form(before))) == [form]


def test_the_parts_of_a_divided_word_are_marked_with_their_hyphen() -> None:
    text = "厂里买来一台Trac¬tor拖拉机"
    cut = beside_articles.seam_snippet(parse_query("一台tractor拖"), text, text.index("tor"))
    assert cut is not None
    assert [cut.text[begin:end] for begin, end in cut.marks] == ["一台Trac¬tor拖"]


def exactly(text: str) -> Query:
    return Query(Exact(text, search_form(text)))


@given(
    st.text("钟声渡 a1Ｘé\u0301“”", min_size=1, max_size=30),
    st.text("石坡敲 b2２”“", min_size=1, max_size=30),
    st.data(),
)
def test_every_string_over_the_seam_crosses_it_and_brings_its_pair(
    before: str, after: str, data: st.DataObject
) -> None:
    whole = before + after
    begin = data.draw(st.integers(0, len(before) - 1))
    end = data.draw(st.integers(len(before) + 1, len(whole)))
    needle = search_form(whole[begin:end])
    form, at = search_form(whole), len(search_form(before + "渡")) - 1
    asked = Query(Exact(needle, needle)) if needle else Query()
    if search_form(before) + search_form(after) == form and 0 < at < len(form):
        stands = any(
            form.startswith(needle, place) for place in range(at) if place + len(needle) > at and needle
        )
        assert beside_articles.is_crossed(asked, form, at) == stands
        if stands:
            assert form[at - 1 : at + 1] in beside_articles.pairs(asked)
            assert beside_articles.is_found(asked, [FIRST, SECOND], [form])


def test_what_crosses_the_seam_is_marked_and_its_like_elsewhere_too() -> None:
    text = "万春生不肯碰扳手，他说扳手有扳手的脾气，碰错了要闹一个月。"
    cut = beside_articles.seam_snippet(parse_query("扳手 脾气"), text, text.index("手"))
    assert cut is not None
    assert [cut.text[begin:end] for begin, end in cut.marks] == ["扳手", "扳手", "扳手", "脾气"]
    assert cut.matches == 1


def test_a_long_paragraph_is_cut_around_its_seam() -> None:
    text = "扳手。" * 60 + "万春生不肯碰扳手，说钟有钟的脾气，" + "住户都出来看。" * 60
    cut = beside_articles.seam_snippet(parse_query("扳手"), text, text.rindex("扳手") + 1)
    assert cut is not None
    assert "不肯碰扳手，说" in cut.text
    assert len(cut.text) < 90


def test_marks_are_whole_shown_characters() -> None:
    text = "编号 Ｔ Ｘ Ⅷ型钟"
    cut = beside_articles.seam_snippet(exactly("x viii型"), text, text.index("Ⅷ"))
    assert cut is not None
    assert [cut.text[begin:end] for begin, end in cut.marks] == ["Ｘ Ⅷ型"]


def test_where_nothing_crosses_there_is_nothing_to_show() -> None:
    assert beside_articles.seam_snippet(parse_query("脾气"), PARAGRAPH, SEAM) is None
