"""Offices are told with their ranks apart, first and last seen; what is seen of two people at once is not decided."""

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reader.features.offices.offices import ALWAYS, Span, office_table, places_of, table_of
from reader.library.library import Library
from tests.features.offices.office_papers import write_papers


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library.open(write_papers(tmp_path / "库"))
    library.sync()
    yield library
    library.close()


def _told(library: Library, asked: str, span: Span = ALWAYS) -> dict[str, list[tuple[str, str, str]]]:
    table = office_table(library, asked, span)
    return {
        office.name: [(each.name, str(each.first), str(each.last)) for each in office.holders]
        for body in table.bodies
        for office in body.offices
    }


def test_ranks_are_offices_of_their_own(library: Library) -> None:
    assert _told(library, "雁桥市") == {
        "市长": [("陈海涛", "1984-01-09", "1987-06-12"), ("戴汝舟", "1990-05-01", "1990-05-01")],
        "市委书记": [("段敬之", "1990-05-01", "1990-05-01")],
        "代市长": [("戴汝舟", "1987-03-11", "1987-03-11")],
        "副市长": [
            ("戴汝舟", "1984-01-09", "1984-01-09"),
            ("乔立本", "1985-03-15", "1985-03-15"),
        ],
        "原市长": [("陈海涛", "1990-05-01", "1990-05-01")],
    }


def test_who_acts_while_the_other_is_seen_is_told_and_not_decided(library: Library) -> None:
    (body,) = office_table(library, "雁桥市").bodies
    (conflict,) = body.conflicts
    assert conflict.office == "市长"
    places = places_of(library, body.holders)
    assert (conflict.first, conflict.last) == (dt.date(1987, 3, 11), dt.date(1987, 3, 11))
    assert [
        (each.name, each.office.name, str(places[conflict.place(each)].date)) for each in conflict.between
    ] == [
        ("陈海涛", "市长", "1987-06-12"),
        ("戴汝舟", "代市长", "1987-03-11"),
    ]


def test_nobody_is_said_to_be_in_office_between(library: Library) -> None:
    (body,) = office_table(library, "雁桥市").bodies
    mayors = next(office for office in body.offices if office.name == "市长")
    assert [*mayors.gaps] == [(dt.date(1987, 6, 12), dt.date(1990, 5, 1))]


def test_of_what_may_be_several_bodies_nobody_follows_anybody(tmp_path: Path) -> None:
    told = {
        "1990-05-01": "公司总经理戴汝舟说，货已到。",
        "1991-05-01": "公司总经理陈海涛说，货未到。",
        "1992-05-01": "公司总经理戴汝舟说，货又到。",
    }
    with closing(Library.open(write_papers(tmp_path / "库", told))) as library:
        library.sync()
        (body,) = office_table(library, "公司").bodies
    assert (body.people, body.conflicts, [office.gaps for office in body.offices]) == (2, [], [[]])


def test_on_a_day_are_those_seen_on_both_sides_of_it(library: Library) -> None:
    assert _told(library, "雁桥市", Span(at=dt.date(1986, 1, 1))) == {
        "市长": [("陈海涛", "1984-01-09", "1987-06-12")]
    }
    assert _told(library, "雁桥市", Span(at=dt.date(1988, 1, 1))) == {}


def test_a_span_counts_only_its_days(library: Library) -> None:
    span = Span(dt.date(1985, 1, 1), dt.date(1986, 12, 31))
    assert _told(library, "雁桥市", span) == {
        "市长": [("陈海涛", "1985-03-15", "1985-03-15")],
        "副市长": [("乔立本", "1985-03-15", "1985-03-15")],
    }


def test_a_person_is_asked_for_by_name(library: Library) -> None:
    assert [*_told(library, "戴汝舟")] == ["市长", "代市长", "副市长"]
    assert _told(library, "无此人") == {}


def test_the_table_has_a_row_for_each_person_in_each_office(library: Library) -> None:
    rows = [*table_of(office_table(library, "雁桥市").bodies).rows]
    assert len(rows) == 7
    assert rows[0] == ("雁桥市", "市长", "陈海涛", "1984-01-09", "1987-06-12", 3)
