"""What the nodes of a query say of an article and of the index's columns, and the strings that are in a query."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.newspaper.holdings import Between, Document, OneOf
from reader.search import terms
from reader.search.documents import day_number
from reader.search.query import parse_query
from reader.search.query.nodes import (
    Among,
    EveryArticle,
    IgnoredPart,
    Newspaper,
    Page,
    Period,
    Query,
    QueryRemark,
    UnknownDay,
    UnknownNewspaper,
    UnknownPage,
    all_of,
    any_of,
    in_period,
    needles,
    negated,
    place_leaves,
    strings,
)
from reader.search.query.string_nodes import ColumnLeaf, Exact

DAYS = st.dates(dt.date(1948, 1, 1), dt.date(1952, 12, 31))
NEW_YEAR = [dt.date(1950, 12, 30), dt.date(1950, 12, 31), dt.date(1951, 1, 1), dt.date(1951, 1, 2)]
ENDS = st.one_of(st.none(), DAYS)
NEWSPAPERS = ("雁桥日报", "雁橋晚報", "渡口报", "")


def an_article(
    number: int = 1,
    *,
    newspaper: str = "渡口报",
    date: dt.date | None = None,
    page: str | None = None,
    year: int = 0,
) -> Document:
    return Document(number, newspaper, date, page, "", {"year": year or None})


def periods() -> st.SearchStrategy[Period]:
    def in_order(ends: tuple[dt.date | None, dt.date | None]) -> bool:
        first, last = ends
        return first is None or last is None or first <= last

    return st.tuples(ENDS, ENDS).filter(in_order).map(lambda ends: Period(*ends))


class TestAPeriod:
    @given(periods(), DAYS)
    def test_has_the_days_from_its_first_to_its_last(self, period: Period, date: dt.date) -> None:
        is_in = (period.first or dt.date.min) <= date <= (period.last or dt.date.max)
        assert in_period(period, date) is is_in
        assert period.holds(an_article(date=date)) is is_in

    @given(periods(), st.integers(1947, 1953))
    def test_has_a_year_whose_day_is_not_known_only_as_a_whole(self, period: Period, year: int) -> None:
        begin = dt.date(year, 1, 1)
        end = dt.date(year, 12, 31)
        is_open = period.first is None and period.last is None
        is_in = not is_open and in_period(period, begin) and in_period(period, end)
        assert period.holds(an_article(year=year)) is is_in

    def test_has_no_issue_of_which_nothing_is_known(self) -> None:
        assert not Period(dt.date(1948, 1, 1), None).holds(an_article())
        assert not in_period(Period(None, None), None)

    @pytest.mark.parametrize(
        ("first", "last", "spelled"),
        [
            (dt.date(1950, 1, 1), dt.date(1950, 12, 31), "1950"),
            (dt.date(1950, 2, 1), dt.date(1950, 2, 28), "1950-02"),
            (dt.date(1952, 2, 1), dt.date(1952, 2, 28), "1952-02-01..1952-02-28"),
            (dt.date(1952, 2, 1), dt.date(1952, 2, 29), "1952-02"),
            (dt.date(1950, 6, 3), dt.date(1950, 6, 3), "1950-06-03"),
            (dt.date(1950, 1, 1), dt.date(1951, 12, 31), "1950..1951"),
            (dt.date(1950, 1, 1), dt.date(1951, 11, 30), "1950-01..1951-11"),
            (dt.date(1950, 1, 1), dt.date(1951, 11, 29), "1950-01-01..1951-11-29"),
            (dt.date(1950, 6, 1), None, "1950-06.."),
            (None, dt.date(1950, 12, 31), "..1950"),
        ],
    )
    def test_is_spelled_as_shortly_as_can_be(
        self, first: dt.date | None, last: dt.date | None, spelled: str
    ) -> None:
        assert Period(first, last).spelled() == spelled

    @given(periods().filter(lambda period: period.first is not None or period.last is not None))
    def test_is_read_back_from_how_it_is_spelled(self, period: Period) -> None:
        assert parse_query(f"日期:{period.spelled()}").root == period


def agrees_with_its_column(leaf: ColumnLeaf, article: Document) -> bool:
    """Whether a leaf asks of the columns what it asks of an article: a room's server decides by these."""
    condition = leaf.column(NEWSPAPERS)
    assert isinstance(condition, OneOf | Between)
    values: dict[str, str | int] = {
        terms.NEWSPAPER: article.newspaper,
        terms.PAGE: "" if article.page is None else terms.page_label(article.page),
        terms.DAY: day_number(article.date),
        terms.ID: article.id,
    }
    return condition.holds(values[condition.column]) is leaf.holds(article)


@given(st.sampled_from(NEW_YEAR), st.sampled_from(NEW_YEAR), st.sampled_from([None, *NEW_YEAR]))
def test_a_period_asks_for_the_days_that_it_has(first: dt.date, last: dt.date, date: dt.date | None) -> None:
    assert agrees_with_its_column(Period(first, max(first, last)), an_article(date=date))


@pytest.mark.parametrize("label", ["1", "a4"])
@pytest.mark.parametrize("page", [None, "1", "01", "A4"])
def test_a_page_asks_for_its_label_however_it_is_printed(label: str, page: str | None) -> None:
    assert agrees_with_its_column(Page(label), an_article(page=page))


@given(
    st.one_of(
        st.builds(UnknownDay),
        st.builds(UnknownPage),
        st.builds(UnknownNewspaper),
        st.builds(EveryArticle),
        st.builds(Among, st.sets(st.integers(1, 9))),
        st.sampled_from(["1", "2", "a4"]).map(Page),
        st.sampled_from(["日报", "報", "雁桥", "海"]).map(lambda name: Newspaper(name, name)),
        st.sampled_from(["日报", "報", "雁桥", "海"]).map(lambda name: Newspaper(name, name).as_word()),
    ),
    st.integers(1, 9),
    st.sampled_from(NEWSPAPERS),
    st.one_of(st.none(), DAYS),
    st.sampled_from([None, "1", "01", "A4"]),
)
def test_a_column_is_asked_for_what_is_asked_of_an_article(
    leaf: ColumnLeaf, number: int, newspaper: str, date: dt.date | None, page: str | None
) -> None:
    assert agrees_with_its_column(leaf, an_article(number, newspaper=newspaper, date=date, page=page))


def test_a_name_in_quotation_marks_is_that_of_its_own_characters() -> None:
    printed = Newspaper("日报", "日报")
    assert [name for name in ("雁桥日报", "雁橋日報") if printed.is_of(name)] == ["雁桥日报"]
    assert all(map(printed.as_word().is_of, ("雁桥日报", "雁橋日報")))


def test_nothing_is_the_query_for_no_parts_and_a_part_the_query_for_itself() -> None:
    page = Page("1")
    assert all_of([]) is None
    assert any_of([]) is None
    assert all_of([page, page]) == page
    assert any_of([page]) == page


def test_what_is_negated_twice_is_itself() -> None:
    page = Page("1")
    assert negated(page) != page
    assert negated(negated(page)) == page


def test_queries_that_differ_in_remarks_alone_are_equal() -> None:
    remark = QueryRemark(IgnoredPart.STAR, "*")
    assert Query(Page("1"), (remark,)) == Query(Page("1"))
    assert hash(Query(Page("1"), (remark,))) == hash(Query(Page("1")))
    assert Query(Page("1")) != Query(Page("2"))


class TestTheStringsOfAQuery:
    @pytest.mark.parametrize(
        ("typed", "texts"),
        [
            ("渡口 板车", ["渡口", "板车"]),
            ("渡口 或 板车 灯", ["渡口", "板车", "灯"]),
            ("渡口 -板车", ["渡口"]),
            ("-(渡口 板车)", []),
            ("渡口 /3 板车 灯", ["渡口", "板车", "灯"]),
            ("标题:渡口 版:1", ["渡口"]),
            ("", []),
        ],
    )
    def test_are_those_that_are_not_excluded_from_left_to_right(self, typed: str, texts: list[str]) -> None:
        assert [string.text for string in strings(parse_query(typed))] == texts

    def test_are_marked_near_each_other_where_that_is_asked(self) -> None:
        """Two strings that are to be near each other have places together, and are not marked elsewhere."""
        near = parse_query("渡口 /3 板车")
        alone = parse_query("渡口 板车")
        assert len(list(place_leaves(near))) == len(needles(near)) == 1
        assert needles(near)[0] not in needles(alone)

    def test_are_marked_once(self) -> None:
        query = Query(
            any_of([Exact("渡口", "渡口"), all_of([Exact("渡口", "渡口"), Exact("灯", "灯")]) or Page("1")])
        )
        assert needles(query) == ("渡口", "灯")
