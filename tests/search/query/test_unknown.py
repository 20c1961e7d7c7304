"""What a query for pages or newspapers leaves out because these aren't known of an article."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.newspaper.holdings import Document
from reader.search.query import matches, parse_query, unpaged_of, untitled_of
from reader.search.query.nodes import EveryArticle
from reader.search.query.unknown import Said, all_parts, refused

PAPERS = ["渡口报", "雁桥日报"]
PAGES = ["1", "3"]


def an_article(newspaper: str = "", page: str | None = None, text: str = "") -> Document:
    return Document(1, newspaper, None, page, text)


WORDS = st.sampled_from(
    ["版:1", "版:3", "报:渡口", "报:日报", "渡船", "-版:3", "-报:渡口", "版:不详", "报:不详"]
)
TYPED = st.recursive(
    WORDS,
    lambda typed: st.one_of(
        st.tuples(typed, typed).map(lambda two: f"({two[0]} {two[1]})"),
        st.tuples(typed, typed).map(lambda two: f"({two[0]} 或 {two[1]})"),
        typed.map(lambda one: f"-({one})"),
    ),
    max_leaves=4,
)


@given(TYPED, st.sampled_from(PAPERS), st.sampled_from(["", "渡船"]))
def test_an_article_without_a_page_is_left_out_where_some_page_would_be_found(
    typed: str, newspaper: str, text: str
) -> None:
    query = parse_query(typed)
    article = an_article(newspaper, text=text)
    unpaged = unpaged_of(query)
    is_left_out = unpaged is not None and matches(unpaged, article)
    is_found = matches(query, article)
    if is_left_out:
        assert not is_found
    elif not is_found and "不详" not in typed:
        assert not any(matches(query, replace(article, page=page)) for page in PAGES)


@given(TYPED, st.sampled_from(PAGES), st.sampled_from(["", "渡船"]))
def test_an_article_without_a_paper_is_left_out_where_some_paper_would_be_found(
    typed: str, page: str, text: str
) -> None:
    query = parse_query(typed)
    article = an_article(page=page, text=text)
    untitled = untitled_of(query)
    is_left_out = untitled is not None and matches(untitled, article)
    is_found = matches(query, article)
    if is_left_out:
        assert not is_found
    elif not is_found and "不详" not in typed:
        assert not any(matches(query, replace(article, newspaper=paper)) for paper in PAPERS)


@given(TYPED, st.sampled_from(PAPERS), st.sampled_from(PAGES), st.sampled_from(["", "渡船"]))
def test_what_is_known_is_never_left_out(typed: str, newspaper: str, page: str, text: str) -> None:
    query = parse_query(typed)
    article = an_article(newspaper, page, text)
    for left_out in (unpaged_of(query), untitled_of(query)):
        assert left_out is None or not matches(left_out, article)


@pytest.mark.parametrize(
    ("typed", "article", "is_left_out"),
    [
        ("版:3", an_article("渡口报"), True),
        ("版:3 渡船", an_article("渡口报", text="渡船"), True),
        ("版:3 渡船", an_article("渡口报"), False),
        ("版:3 -渡船", an_article("渡口报", text="渡船"), False),
        ("版:3 或 渡船", an_article("渡口报", text="渡船"), False),
        ("版:3 或 渡船", an_article("渡口报"), True),
        ("-(-版:3 或 渡船)", an_article("渡口报"), True),
        ("-(-版:3 或 渡船)", an_article("渡口报", text="渡船"), False),
    ],
)
def test_the_other_words_decide_which(typed: str, article: Document, is_left_out: bool) -> None:
    unpaged = unpaged_of(parse_query(typed))
    assert unpaged is not None
    assert matches(unpaged, article) is is_left_out


@pytest.mark.parametrize("typed", ["", "渡船", "报:渡口", "日期:1950", "-版:3", "版:3 或 -版:3"])
def test_a_query_that_leaves_out_no_page_is_told_so(typed: str) -> None:
    assert unpaged_of(parse_query(typed)) is None


@pytest.mark.parametrize(
    "typed",
    ["版:不详 版:3 报:不详 报:渡口", "报:渡口 报:不详 版:3 版:不详", "(渡船 版:3 报:渡口) 版:不详 报:不详"],
)
def test_what_asks_for_unknown_values_and_a_known_one_at_once_leaves_out_none(typed: str) -> None:
    query = parse_query(typed)
    assert unpaged_of(query) is None
    assert untitled_of(query) is None


def test_what_asks_for_unknown_values_of_other_words_leaves_out_the_rest() -> None:
    unpaged = unpaged_of(parse_query("版:3 或 (版:不详 渡船)"))
    assert unpaged is not None
    assert matches(unpaged, an_article(PAPERS[0]))
    assert not matches(unpaged, an_article(PAPERS[0], text="渡船")), "which is found"


@pytest.mark.parametrize("typed", ["", "渡船", "版:3", "-报:渡口"])
def test_a_query_that_leaves_out_no_newspaper_is_told_so(typed: str) -> None:
    assert untitled_of(parse_query(typed)) is None


def test_what_is_never_met_is_refused_by_all_and_what_is_always_met_asks_for_nothing() -> None:
    part = EveryArticle()
    assert refused(Said.ALWAYS) is Said.NEVER
    assert refused(Said.NEVER) is Said.ALWAYS
    assert refused(refused(part)) == part
    assert all_parts([]) is Said.ALWAYS
    assert all_parts([Said.ALWAYS, part]) == part
    assert all_parts([part, Said.NEVER]) is Said.NEVER
