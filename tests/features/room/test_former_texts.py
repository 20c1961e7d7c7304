"""In texts of a former search form a query finds what it finds in those of the present one."""

import pytest

from reader.features.room.former_texts import in_former_form, opened
from reader.search.answering.index_versions import CHANGED_SIGNS
from reader.search.query import parse_query, strings
from reader.search.terms import ANY


def test_signs_that_stand_for_more_now_are_open_and_all_else_stays() -> None:
    for sign in CHANGED_SIGNS:
        assert opened(f"渡{sign}船") == f"渡{ANY}船"
    assert opened("渡船 abc") == "渡船 abc"


@pytest.mark.parametrize(
    "typed", ["", "渡船", "标题:渡船 -麦田", "渡船 /5 麦田", "日期:1950", "渡船 或 (版:3 麦田)"]
)
def test_a_query_without_such_signs_stays(typed: str) -> None:
    query = parse_query(typed)
    assert in_former_form(query) == query


@pytest.mark.parametrize("form", ['"{}"', '标题:"{}" 麦田', '-"{}" 麦田', '"{}" 或 麦田', '"{}" /5 "麦田"'])
@pytest.mark.parametrize("sign", sorted(CHANGED_SIGNS))
def test_a_string_with_such_a_sign_is_looked_for_openly_and_tested_as_it_is_now(form: str, sign: str) -> None:
    query = parse_query(form.format(f"渡{sign}船"))
    former = in_former_form(query)
    assert former != query
    assert former.remarks == query.remarks
    for before, after in zip(strings(query), strings(former), strict=True):
        if sign in before.needle:
            assert after.needle == opened(before.needle)
            assert after != before
            assert after.test(f"渡{sign}船") is before.test(f"渡{sign}船") is True
            assert after.test("渡甲船") is before.test("渡甲船") is False
        else:
            assert after == before


@pytest.mark.parametrize("sign", sorted(CHANGED_SIGNS))
def test_a_sign_alone_is_looked_for_as_it_was(sign: str) -> None:
    former = in_former_form(parse_query(f'"{sign}"'))
    assert all(ANY not in string.needle for string in strings(former))
