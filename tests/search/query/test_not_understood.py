"""What is typed and not understood is named, what the rest means is asked, and what it may mean is offered."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.search.query import IgnoredPart, Query, in_a_sentence, parse_query, understood_as
from reader.search.query.fields import FIELD_KINDS
from tests.search.query.samples import NOT_UNDERSTOOD, PASSED_OVER, not_understood

TODAY = dt.date(2026, 11, 20)


def understood(typed: str) -> Query:
    return parse_query(typed, today=TODAY)


def test_every_field_that_refuses_a_value_says_which_it_understands() -> None:
    refusing = {field.name for field in FIELD_KINDS if field.wanted()}
    untried = refusing - NOT_UNDERSTOOD.keys()
    assert not untried, (
        f"Write values that {', '.join(untried)}: does not understand into NOT_UNDERSTOOD of"
        " tests/search/query/samples.py."
    )
    assert NOT_UNDERSTOOD.keys() <= refusing, "these fields refuse nothing, or are gone"


@pytest.mark.parametrize(("typed", "part"), [*not_understood()])
def test_a_value_that_is_not_understood_is_named_and_the_rest_is_asked(typed: str, part: str) -> None:
    query = understood(typed)
    assert query == understood("渡口")
    (remark,) = query.remarks
    assert (remark.why, remark.text, remark.begin) == (IgnoredPart.VALUE, part, 0)
    assert part in in_a_sentence(remark)
    # what is offered is understood, and asks for the rest, too
    for reading in remark.readings:
        assert not understood(reading).remarks
        assert "渡口" in understood_as(understood(reading))


@pytest.mark.parametrize("typed", PASSED_OVER)
def test_a_part_without_what_belongs_to_it_is_named(typed: str) -> None:
    (remark,) = understood(typed).remarks
    assert typed[remark.begin :].startswith(remark.text)
    assert remark.text in in_a_sentence(remark)
    assert understood_as(understood(typed)) in ("渡口", '"渡口"', "")


@pytest.mark.parametrize(
    ("value", "readings"),
    [
        ("01/06/2023", ["2023-06-01", "2023-01-06", "2023"]),
        ("1.6.2023", ["2023-06-01", "2023-01-06", "2023"]),
        ("1/6/87", ["1987-06-01", "1987-01-06"]),
        ("87-06-12", ["1987-06-12"]),
        ("2023-02-30", ["2023-02-28", "2023-03-02", "2023-02"]),
        ("20230230", ["2023-02-28", "2023-03-02"]),
        ("2024年2月30日", ["2024-02-29", "2024-03-01", "2024-02"]),
        ("一九八七年二月三十日", ["1987-02-28", "1987-03-02", "1987-02"]),
        ("2023-13-01", ["2023-01-13", "2023"]),
        ("2023-13", ["2023"]),
        ("30 February 2023", ["2023-02", "2023"]),
        ("early 2023", ["2023"]),
        (
            "2023-02-30..2023-03-05",
            ["2023-02-28..2023-03-05", "2023-03-02..2023-03-05", "2023-02-01..2023-03-05"],
        ),
        ("abc", []),
        ("9999-12-32", []),
    ],
)
def test_the_nearest_readings_of_a_date(value: str, readings: list[str]) -> None:
    (remark,) = understood(f"桥 -日期:{value}").remarks
    assert list(remark.readings) == [f"桥 -日期:{reading}" for reading in readings]


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("since 2023-06", "2023-06.."),
        ("since June 2023", "2023-06.."),
        ("from 1985 to 1990", "1985..1990"),
        ("between 1985 and 1990", "1985..1990"),
        ("until June 2023", "..2023-06"),
        ("before 2023", "..2022"),
        ("after 2023", "2024.."),
        ("1985年和1990年之间", "1985..1990"),
        ("自1987年6月", "1987-06.."),
        ("Q2 2023", "2023-04..2023-06"),
        ("2023Q2", "2023-04..2023-06"),
        ("Q2-2023", "2023-04..2023-06"),
        ("since Q2 2023", "2023-04.."),
        ("second quarter of 2023", "2023-04..2023-06"),
        ("the first half of 2023", "2023-01..2023-06"),
        ("H2 2023", "2023-07..2023-12"),
        ("2023年第二季度", "2023-04..2023-06"),
        ("2023二季度", "2023-04..2023-06"),
        ("二季度", "2026-04..2026-06"),
        ("2023上半年", "2023-01..2023-06"),
        ("上半年", "2026-01..2026-06"),
        ("13/06/2023", "2023-06-13"),
        ("06/13/2023", "2023-06-13"),
        ("6.6.2023", "2023-06-06"),
    ],
)
def test_a_date_with_one_meaning_is_understood(value: str, meant: str) -> None:
    query = understood(f"日期:{value} 渡口")
    assert (understood_as(query), query.remarks) == (f"日期:{meant} 渡口", ())


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("1,000", "1000"),
        (">1,000", ">1000"),
        ("> 500", ">500"),
        ("5k", "5000"),
        ("500字以上", ">499"),
        ("五百字以下", "<501"),
        ("超过两千字", ">2000"),
        ("不到300", "<300"),
        ("500+", ">499"),
    ],
)
def test_a_length_with_one_meaning_is_understood(value: str, meant: str) -> None:
    query = understood(f"字数:{value} 渡口")
    assert (understood_as(query), query.remarks) == (f"字数:{meant} 渡口", ())


def test_a_bracket_that_is_passed_over_is_offered_as_part_of_its_word() -> None:
    assert understood("甲 渡口) 乙").remarks[0].readings == ('甲 "渡口)" 乙',)
    assert understood("(((渡口").remarks[0].readings == ()
    assert understood(")").remarks == ()  # nothing else is left to ask for
    assert understood("(一)关于").remarks == ()


def test_the_echo_is_in_the_language_of_the_interface(monkeypatch: pytest.MonkeyPatch) -> None:
    query = understood("date:1987 或 title:渡口 -page:1")
    for language, echo in (
        ("zh", "(日期:1987 或 标题:渡口) -版:1"),
        ("en", "(date:1987 OR title:渡口) -page:1"),
    ):
        monkeypatch.setattr("reader.search.query.editing.language", lambda spoken=language: spoken)
        assert understood_as(query) == echo
        assert understood(echo) == query


@given(st.text(alphabet='()（）"“” 渡口|-:日期版字数<>.12年?*OR', max_size=24))
def test_every_part_that_is_named_was_typed_there(typed: str) -> None:
    query = understood(typed)
    for remark in query.remarks:
        assert typed[remark.begin :].startswith(remark.text) or remark.why is IgnoredPart.OF_THE_WEB
        assert in_a_sentence(remark)
        for reading in remark.readings:
            understood(reading)
