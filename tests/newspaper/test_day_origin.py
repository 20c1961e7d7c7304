"""What an origin of a day is worth is decided by the table of rules, and nowhere else."""

import re
from pathlib import Path

import pytest

import reader
from reader.newspaper.issue import DateOrigin, date_origin_of, rule_of_day

_COMPARED = re.compile(r"date_origin\s*(?:=|!=|<>|IN|IS)\s*\(?'(?!{)")


@pytest.mark.parametrize("origin", DateOrigin)
def test_an_origin_is_sure_as_its_rule_is(origin: DateOrigin) -> None:
    assert origin.is_sure == rule_of_day(origin).outcome.is_sure
    assert not (origin.is_sure and origin.is_inferred)
    assert origin.is_inferred or date_origin_of(rule_of_day(origin)) in (origin, DateOrigin.PRINTED)


def test_only_a_day_that_follows_from_text_or_other_issues_is_estimated() -> None:
    assert [origin for origin in DateOrigin if origin.is_estimated] == [DateOrigin.INFERRED]


def test_no_query_has_a_set_of_origins_of_its_own() -> None:
    modules = Path(reader.__file__).parent.rglob("*.py")
    own = [path.name for path in modules if _COMPARED.search(path.read_text(encoding="utf-8"))]
    assert own == []
