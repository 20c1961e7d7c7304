"""Whatever is typed is understood as something, printed canonically, and decided by a document's text."""

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.search.needles import near_needle
from reader.search.query import (
    Exact,
    IgnoredPart,
    Period,
    Query,
    as_typed,
    in_a_sentence,
    matches,
    needles,
    parse_query,
    understood_as,
)
from reader.search.terms import page_label
from tests.search.library_of_texts import a_document


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        # words, and what parts them
        ("雁桥", "雁桥"),
        ("  雁桥　春灌 ", "雁桥 春灌"),
        ("雁桥 雁桥", "雁桥"),
        ("5-3 10:30", '5-3 "10:30"'),
        ("A(b)c a“b”c", '"A(b)c" "a“b”c"'),
        ("http://a.b", '"http://a.b"'),
        # strings
        ('"雁桥 春灌"', '"雁桥 春灌"'),
        ("“雁桥 春灌” 「麦田」『返青』", '"雁桥 春灌" "「麦田」『返青』"'),
        ("「麦 田」 『返 青』", '"麦 田" "返 青"'),
        ("“他说“好”，走了”", '"他说“好”，走了"'),
        ("“十四五”规划", '"“十四五”规划"'),
        ("“没有写完 的", '"没有写完 的"'),
        ('"没有写完 的', '"没有写完 的"'),
        ('"他说“好”"', '"他说“好”"'),
        ('"说""好"""', '"说""好"""'),
        ('"甲"乙"', '"甲""乙"'),
        ('"甲" 乙"', '"甲"" 乙"'),
        ('""你好" 他"', '"""你好"" 他"'),
        ('"甲" "乙"', '"甲" "乙"'),
        ("“钱。””", '"钱。”"'),
        ("“拿“情”", '"拿“情"'),
        ("“十四五”与“十三五”", '"十四五”与“十三五"'),
        ("“甲” “乙”", '"甲" "乙"'),
        ('“甲 乙" 丙', '"甲 乙" 丙'),
        ('"甲 乙” 丙', '"甲 乙" 丙'),
        ("”甲 乙“ ”丙 丁”", '"甲 乙" "丙 丁"'),
        ('("甲" 或 "乙")|"丙"', '"甲" 或 "乙" 或 "丙"'),
        # operators, and what only looks like one
        ("甲 + 乙", "甲 乙"),
        ("甲 w/3 乙 near/5 丙", "甲 /3 乙 乙 /5 丙"),
        ("甲 pre/3 乙 NEAR 丙", "甲 乙 丙"),
        ("甲 (", "甲"),
        ("甲 -(", "甲"),
        ("甲 乙(", '甲 "乙("'),
        # near each other
        ("甲 /10 乙", "甲 /10 乙"),
        ("甲 ／１０ 乙", "甲 /10 乙"),
        ("甲 /5 乙 /3 丙 丁", "甲 /5 乙 乙 /3 丙 丁"),
        ("甲 丙 /0 丁 或 戊", "甲 (丙 /0 丁 或 戊)"),
        ("(甲 或 乙) /5 “丙 丁”", '甲 /5 "丙 丁" 或 乙 /5 "丙 丁"'),
        ("标题:甲 /5 乙", "标题:甲 /5 标题:乙"),
        ("标题:(甲 /5 乙)", "标题:甲 /5 标题:乙"),
        ("-(甲 /5 乙)", "-(甲 /5 乙)"),
        ("-甲 /5 乙", "-甲 乙"),
        ("甲 /5 -乙", "甲 -乙"),
        ("甲 /5 标题:乙", "甲 标题:乙"),
        ("(甲 乙) /5 丙 /3 丁", "甲 乙 丙 /3 丁"),
        ("甲 /5 乙 /3 版:1", "甲 /5 乙 版:1"),
        ("1987年6月 /5 甲", "1987年6月 /5 甲"),
        ("甲 /5", "甲"),
        ("甲 /5 /3 乙", '甲 /5 "/3" 乙'),
        ("/5 甲", '"/5" 甲'),
        ("甲 /1000 乙", '甲 "/1000" 乙'),
        ("甲/5 乙", "甲/5 乙"),
        ('甲 "/5" 乙', '甲 "/5" 乙'),
        # pages
        ("版:第三版", "版:3"),
        ("版:十二", "版:12"),
        ("版:1-3", "版:1 或 版:2 或 版:3"),
        ("page:A1..A3", "版:A1 或 版:A2 或 版:A3"),
        ("版:1,3、5", "版:1 或 版:3 或 版:5"),
        ("版:1987-2024", "版:1987-2024"),
        # dates that are written as words
        ("民国三十五年五月", "民国三十五年五月 或 日期:1946-05"),
        ("1946年5月至6月", "1946年5月至6月 或 日期:1946-05..1946-06"),
        ("甲 -乙", "甲 -乙"),
        ("甲 －乙", "甲 -乙"),
        ("-甲", "-甲"),
        ("-(-甲)", "甲"),
        ("-“甲 乙”", '-"甲 乙"'),
        ("甲 - 乙", "甲 乙"),
        ("--甲", '"--甲"'),
        ("甲-", '"甲-"'),
        ("甲 或 乙", "甲 或 乙"),
        ("甲 OR 乙 OR 丙", "甲 或 乙 或 丙"),
        ("甲|乙｜丙", "甲 或 乙 或 丙"),
        ("甲 乙 或 丙 丁", "甲 (乙 或 丙) 丁"),
        ("甲 or 乙", "甲 或 乙"),
        ("bread or butter", 'bread "or" butter'),
        ("bread and 奶酪", "bread 奶酪"),
        ("甲 AND 乙 且 丙 和 丁 && 戊", "甲 乙 丙 丁 戊"),
        ("甲 AND 乙 OR 丙", "(甲 乙) 或 丙"),
        ("甲 OR 乙 AND 丙", "甲 或 (乙 丙)"),
        ("甲 || 乙", "甲 或 乙"),
        ("甲 NOT 乙", "甲 -乙"),
        ("甲 AND NOT 乙", "甲 -乙"),
        ("甲 OR NOT 乙", "甲 或 -乙"),
        ("NOT NOT NOT 甲", "-甲"),
        ("甲 不含 乙", "甲 -乙"),
        ("AND 甲", "甲"),
        ("和 甲", '"和" 甲'),
        ("甲 NOT", "甲"),
        ("甲 OR", "甲"),
        ("甲 OR OR 乙", "甲 或 乙"),
        ("(甲 或 乙) AND", "甲 或 乙"),
        ("OR", '"OR"'),
        ("标题:OR", '标题:"OR"'),
        ("甲 W/3 乙 AROUND(5) 丙", "甲 /3 乙 乙 /5 丙"),
        ("和", '"和"'),
        ("甲或乙", "甲或乙"),
        ("或", '"或"'),
        ("甲 或", "甲"),
        ("| 甲 |", "甲"),
        # brackets
        ("(甲 或 乙) 丙", "(甲 或 乙) 丙"),
        ("（甲　乙） 或 丙", "(甲 乙) 或 丙"),
        ("((甲 乙))", "甲 乙"),
        ("-(甲 乙)", "-(甲 乙)"),
        ("（图", "图"),
        ("（图 甲", "图 甲"),
        ("(甲 OR 乙) AND (丙 OR 丁", "(甲 或 乙) (丙 或 丁)"),
        ("(甲 OR", "甲"),
        ("图）", "图"),
        ("(一)关于", '"(一)关于"'),
        ("(A(b) 或 c)", '"A(b)" 或 c'),
        # fields
        ("标题:春灌 title：麦田", "标题:春灌 标题:麦田"),
        ("TITLE:a", "标题:a"),
        ("ＴＩＴＬＥ：甲 ＯＲ 乙", "标题:甲 或 乙"),
        ("byline:甲 publication:乙", "记者:甲 报:乙"),
        ("记者：“张 三” reporter:李四", '记者:"张 三" 记者:李四'),
        ("栏目:民生 section:要闻", "栏目:民生 栏目:要闻"),
        ("报:雁桥 paper:晚报", "报:雁桥 报:晚报"),
        ("版:01 page:A04版 版:第2版", "版:1 版:A4 版:2"),
        ("标题:(甲 或 -乙)", "标题:甲 或 -标题:乙"),
        ("-标题:甲", "-标题:甲"),
        ("标题: 甲", "标题:甲"),
        ("标题:", ""),
        ("标题:标题:甲", '标题:"标题:甲"'),
        ("作者:甲", '"作者:甲"'),
        ("题名=甲 作者=“乙 丙” 年=1987", '标题:甲 记者:"乙 丙" 日期:1987'),
        ("標題:甲 記者:乙 報:日报 欄目:丙", "标题:甲 记者:乙 报:日报 栏目:丙"),
        ("小标题:甲", '"小标题:甲"'),
        # dates
        ("日期:2024", "日期:2024"),
        ("日期：２０２４－０１", "日期:2024-01"),
        ("date:2024-1-7", "日期:2024-01-07"),
        ("日期:20240127", "日期:2024-01-27"),
        ("日期:2024年1月27日", "日期:2024-01-27"),
        ("日期:2024/1", "日期:2024-01"),
        ("日期:2024-01..2024-02", "日期:2024-01..2024-02"),
        ("日期:2024-02..2024-01", "日期:2024-01..2024-02"),
        ("日期:2023..2024-02-03", "日期:2023-01-01..2024-02-03"),
        ("日期:2024-01..", "日期:2024.."),
        ("日期:2024-03..", "日期:2024-03.."),
        ("日期:..2024", "日期:..2024"),
        ("日期:2024-02-30", ""),
        ("日期:2024-13", ""),
        ("日期:0000", ""),
        ("日期:昨天", "日期:2026-11-19"),
        ("日期:6月3日", "日期:2026-06-03"),
        ("日期:以前", ""),
        ("日期:..", ""),
        ("日期:去年春节", "日期:2025-01-29"),
        ("日期:甲辰年正月十三", "日期:2024-02-22"),
        ("日期:民国三十五年五月..民国三十六年", "日期:1946-05..1947-12"),
        ("日期:去年春节..今年元宵", "日期:2025-01-29..2026-03-03"),
        ("日期:去年至今", "日期:2025.."),
        ("date:last year spring festival 板车", "日期:2025-01-29 板车"),
        ("日期:1987年 6月 板车", "日期:1987-06 板车"),
        ("日期:1987-06 .. 1987-08 板车", "日期:1987-06..1987-08 板车"),
        ("(日期:1987-06 .. 1987-08)", "日期:1987-06..1987-08"),
        ("日期:1987 -1988", "日期:1987 -1988"),
        ("before:1990 after:1985", "日期:..1989 日期:1985.."),
        # a date that no field tells: issues of it, and texts that name it
        ("1987年6月 板车", "(1987年6月 或 日期:1987-06) 板车"),
        ("一九八七年六月三日", "一九八七年六月三日 或 日期:1987-06-03"),
        ("1987-06-03", "1987-06-03 或 日期:1987-06-03"),
        ("1985-1990", "1985-1990 或 日期:1985..1990"),
        ("8765-4321", "8765-4321"),
        ("1985..1990", "1985..1990 或 日期:1985..1990"),
        ("-1987年", "-(1987年 或 日期:1987)"),
        ("“1987年6月”", '"1987年6月"'),
        ("标题:1987年6月", "标题:1987年6月"),
        ("1987 1987-06 6月3日", "1987 1987-06 6月3日"),
        # any one character, and questions
        ("张?威 文??武", "张?威 文??武"),
        ("“张？威”", '"张？威"'),
        ("谁是张威？", "谁是张威"),
        ("张?", "张"),
        ("标题:谁是张威？", "标题:谁是张威"),
        ("“谁是张威？”", '"谁是张威？"'),
        ("？", '"？"'),
        # what other programs understand
        ("＂甲 乙＂", '"甲 乙"'),
        ("”甲 乙”", '"甲 乙"'),
        ("“甲 乙“", '"甲 乙"'),
        ('"甲"的', '"""甲""的"'),
        ("+甲 ＋乙 +“丙 丁” +5%", '甲 乙 "丙 丁" "+5%"'),
        ("甲*乙 *ST 2*3", '甲 乙 ST "2*3"'),
        ("*", "*"),
        ('title:"a b"~3', '标题:"a b"'),
        ('"a b"^2 c', '"a b" c'),
        ("甲 NEAR/5 乙", "甲 /5 乙"),
        ("甲 NEAR 乙", "甲 乙"),
        ("intitle:甲 inauthor:乙", "标题:甲 记者:乙"),
        ("TI='甲' and AU='乙'", '标题:"甲" 记者:"乙"'),
        ("SU = 甲 AND LY=日报", "甲 报:日报"),
        ("TI='甲'*'乙'", '标题:"甲" 标题:"乙"'),
        ("(AU='甲'+'乙') FT%='丙'", '(记者:"甲" 或 记者:"乙") "丙"'),
        ("date:[1987 TO 1990]", "日期:1987..1990"),
        ("site:a.cn 甲", "甲"),
        ("site:a.cn", '"site:a.cn"'),
        ("-site:a.cn 甲", "甲"),
        ("site:a.cn OR 甲", "甲"),
        ("标题:site:a.cn 甲", '标题:"site:a.cn" 甲'),
        ("版:头版", "版:1"),
        # nothing to look for
        ("", ""),
        ("　", ""),
        ("()", ""),
        ("| - ｜", ""),
        ('""', ""),
        ("\u200b", ""),
    ],
)
def test_a_query_is_understood(typed: str, understood: str) -> None:
    query = parse_query(typed, today=dt.date(2026, 11, 20))
    assert understood_as(query) == understood
    assert parse_query(understood) == query
    assert parse_query(as_typed(query)) == query


@pytest.mark.parametrize(
    ("speaks", "told"),
    [
        ("zh", "(渡口 或 板车) 记者:顾知远 -(版:2 日期:1987)"),
        ("en", "(渡口 OR 板车) reporter:顾知远 -(page:2 date:1987)"),
    ],
)
def test_what_was_understood_is_told_in_the_readers_language(
    speaks: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.search.query.editing.language", lambda: speaks)
    query = parse_query("渡口|板车 记者:顾知远 -(版:02 日期:1987)")
    assert understood_as(query) == told
    assert parse_query(told) == query
    assert understood_as(parse_query("")) == ""


def test_a_date_is_printed_as_it_is_typed_where_that_is_understood() -> None:
    assert as_typed(parse_query("(船 或 1987年6月 或 1988年) -1990年 日期:1991")) == (
        "(船 或 1987年6月 或 1988年) -1990年 日期:1991"
    )


PIECES = [
    "甲", "乙a", " ", "　", '"', '""', "“", "”", "「", "」", "(", ")", "（", "-", "|", " 或 ", " OR ", "标题:",
    "日期:", "版：", "2024", "-01", "..", "第", "版", "\u0301", "\u200b", "𠮷", "¨", "?", "？", "*", "+", "~2", "'",
    "＂", "年", "月", " AND ", " NOT ", " and ", "TI=", "before:", "site:a ", " 和 ", "至", "\ud800", "\x1e", "\x00",
    "🌾", " /5 ", " NEAR/3 ", "/", "AROUND(2)",
]  # fmt: skip
SIGNS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


QUOTED = st.text('甲乙a"” -(|或', min_size=1, max_size=5).map(
    lambda text: f'"{text.replace(chr(34), chr(34) * 2)}"'
)
LEAVES = st.one_of(
    QUOTED,
    st.builds("{}:{}".format, st.sampled_from(["标题", "记者", "栏目", "报", "-标题"]), QUOTED),
    st.builds("{} /{} {}".format, QUOTED, st.integers(0, 20), QUOTED).map("({})".format),
    st.sampled_from(["甲", "版:2", "日期:1987..1988-06", "1987年6月", "字数:>500", "-1990年"]),
)
TYPED = st.recursive(
    LEAVES,
    lambda part: st.one_of(
        st.lists(part, min_size=2, max_size=3).map(lambda parts: f"({' '.join(parts)})"),
        st.lists(part, min_size=2, max_size=3).map(lambda parts: f"({' 或 '.join(parts)})"),
        part.map(lambda one: f"-{one.lstrip('-')}"),
    ),
    max_leaves=6,
)
"""Queries of every form."""


def reads_the_same_when_printed(text: str) -> None:
    query = parse_query(text)
    printed = understood_as(query)
    assert parse_query(printed) == query
    assert understood_as(parse_query(printed)) == printed
    assert parse_query(as_typed(query)) == query


@given(st.text() | SIGNS)
@example("(" * 5000 + "甲")
@example("-(" * 500 + "甲" + ")" * 500)
@example("“" * 500)
@example("标题:" * 500)
@example("NOT " * 2500)
@example("甲*" * 500)
@example("tİtle:甲")
@example("tıtle=甲")
def test_whatever_is_typed_is_understood_and_reads_the_same_when_it_was_printed(text: str) -> None:
    reads_the_same_when_printed(text)


@given(TYPED)
def test_a_query_of_any_form_reads_the_same_when_it_was_printed(text: str) -> None:
    reads_the_same_when_printed(text)


@given(st.text(min_size=1, max_size=40))
def test_a_quoted_string_is_one_string_whatever_it_holds(text: str) -> None:
    query = parse_query('"' + text.replace('"', '""') + '"')
    assert query == Query() or (isinstance(query.root, Exact) and query.root.text == " ".join(text.split()))


@pytest.mark.parametrize(
    ("typed", "passed"),
    [
        ("谁是张威？ 张?", [(IgnoredPart.QUESTION_MARK, "谁是张威？"), (IgnoredPart.QUESTION_MARK, "张?")]),
        ("甲* 乙*丙", [(IgnoredPart.STAR, "甲*"), (IgnoredPart.STAR, "乙*丙")]),
        ('"甲 乙"~3 丙 PRE/5 丁', [(IgnoredPart.NEARNESS, "~3"), (IgnoredPart.NEARNESS, "PRE/5")]),
        ("丙 NEAR/5 丁 戊 ／３ 己", []),
        ("甲 /5 -乙", [(IgnoredPart.NEARNESS, "/5")]),
        ("标题:甲 /5 记者:乙 版:1 /3 丁", [(IgnoredPart.NEARNESS, "/5"), (IgnoredPart.NEARNESS, "/3")]),
        ("甲 /99999999 乙", [(IgnoredPart.NEARNESS, "/99999999")]),
        ("甲 ／１００００ 乙", [(IgnoredPart.NEARNESS, "／１００００")]),
        ("甲 /5", [(IgnoredPart.OPERATOR, "/5")]),
        ("甲 OR", [(IgnoredPart.OPERATOR, "OR")]),
        ("-site:a.cn 甲", [(IgnoredPart.OF_THE_WEB, "site:a.cn")]),
        ("“谁？” 张?威 2*3 +甲 -乙 site", []),
    ],
)
def test_what_is_passed_over_is_remarked_and_changes_nothing(
    typed: str, passed: list[tuple[IgnoredPart, str]]
) -> None:
    query = parse_query(typed)
    assert [(remark.why, remark.text) for remark in query.remarks] == passed
    assert Query(query.root) == query
    assert all(remark.text in in_a_sentence(remark) for remark in query.remarks)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("甲 -乙 (丙 或 丁)", ("甲", "丙", "丁")),
        ("ＡＢＣ “甲，乙”", ("abc", "甲,乙")),
        ("标题:甲 版:1 日期:2024 报:乙", ("甲",)),
        ("甲 /5 乙 -(丙 /5 丁)", (near_needle("甲", "乙", 5),)),
        ("-(甲 -乙)", ()),
    ],
)
def test_needles_are_what_is_to_be_marked(typed: str, expected: tuple[str, ...]) -> None:
    assert needles(parse_query(typed)) == expected


def test_a_period_holds_its_days_and_no_undated_issue() -> None:
    root = parse_query("日期:2024-02").root
    assert root == Period(dt.date(2024, 2, 1), dt.date(2024, 2, 29))
    dates = ["2024-01-31", "2024-02-01", "2024-02-29", "2024-03-01", None]
    assert [matches(Query(root), a_document(1, date)) for date in dates] == [False, True, True, False, False]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("春灌", True),
        ("标题:春灌", True),
        ("标题:麦田", False),
        ("麦田", True),
        ("记者:张三", True),
        ("栏目:张三", False),
        ("栏目:民生", True),
        ("版:1", True),
        ("版:要闻", False),
        ("报:日报", True),
        ("-春灌", False),
        ("球赛 或 麦田", True),
        ("球赛 麦田", False),
        ("", False),
    ],
)
def test_a_document_decides(typed: str, expected: bool) -> None:
    document = a_document(
        1, page="01", headline="春灌", section="民生", credits="记者张三", body=["麦田返青"]
    )
    assert matches(parse_query(typed), document) is expected


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("1", "1"),
        ("01", "1"),
        ("第01版", "1"),
        ("Ａ０４", "a4"),
        ("A04版", "a4"),
        ("要闻", "要闻"),
        ("版", ""),
    ],
)
def test_page_labels_have_one_spelling(printed: str, label: str) -> None:
    assert page_label(printed) == label
