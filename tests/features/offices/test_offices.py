"""Offices are told with their ranks apart, first and last seen; what is seen of two people at once is not decided."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from reader.features.offices.offices import Body, office_table, quoted, table_of
from reader.features.people.people import people_of
from reader.library.library import Library
from tests.features.offices.office_papers import write_papers
from tests.terminal import Terminal


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library.open(write_papers(tmp_path / "库"))
    library.sync()
    yield library
    library.close()


def _told(library: Library, asked: str, **days: dt.date) -> dict[str, list[tuple[str, str, str]]]:
    return {
        office.name: [(each.name, str(each.first), str(each.last)) for each in office.holders]
        for body in office_table(library, asked, **days)
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
    (body,) = office_table(library, "雁桥市")
    (conflict,) = body.conflicts
    assert conflict.office == "市长"
    assert (conflict.first, conflict.last) == (dt.date(1987, 3, 11), dt.date(1987, 3, 11))
    quotes = quoted(library, conflict.places)
    assert [
        (holder.name, holder.office.name, str(place.date), place.quote)
        for (holder, _), place in zip(conflict.places, quotes, strict=True)
    ] == [
        ("陈海涛", "市长", "1987-06-12", "本报讯　雁桥市市长陈海涛到馆察看。"),
        ("戴汝舟", "代市长", "1987-03-11", "本报讯　雁桥市代市长戴汝舟在会上说，堤已修好。"),
    ]
    marked = [[place.quote[begin:end] for begin, end in place.marks] for place in quotes]
    assert marked == [["市长陈海涛"], ["代市长戴汝舟"]]


def test_the_same_days_are_one_conflict_of_all_who_are_seen(tmp_path: Path) -> None:
    told = {
        f"199{year}-05-01": "".join(f"雁桥市市长{name}说。" for name in names.split())
        for year, names in enumerate(
            ("戴汝舟", "戴汝舟 陈海涛", "乔立本", "乔立本 戴汝舟 陈海涛", "段敬之", "段敬之")
        )
    }
    with closing(Library.open(write_papers(tmp_path / "库", told))) as library:
        library.sync()
        (body,) = office_table(library, "雁桥市")
    assert [
        (str(each.first), str(each.last), {of.name for of in each.between}) for each in body.conflicts
    ] == [("1991-05-01", "1993-05-01", {"戴汝舟", "陈海涛", "乔立本"})]


def test_nobody_is_said_to_be_in_office_between(library: Library) -> None:
    (body,) = office_table(library, "雁桥市")
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
        (body,) = office_table(library, "公司")
    assert (body.people, body.conflicts, [office.gaps for office in body.offices]) == (2, [], [[]])


def test_on_a_day_are_those_seen_on_both_sides_of_it(library: Library) -> None:
    assert _told(library, "雁桥市", at=dt.date(1986, 1, 1)) == {
        "市长": [("陈海涛", "1984-01-09", "1987-06-12")]
    }
    assert _told(library, "雁桥市", at=dt.date(1988, 1, 1)) == {}


def test_a_person_is_asked_for_by_name(library: Library) -> None:
    assert [*_told(library, "戴汝舟")] == ["市长", "代市长", "副市长"]
    assert _told(library, "无此人") == {}


def test_what_is_no_text_is_nobodys_name(library: Library) -> None:
    """As an argument may be that is not UTF-8."""
    assert office_table(library, "\udcff") == []
    assert people_of(library).card("\udcff") is None


def test_of_a_day_nobody_is_seen_around_no_more_is_said(tmp_path: Path) -> None:
    root = write_papers(tmp_path / "库")
    said = Terminal(tmp_path / "home").run(
        "offices", "雁桥市", "--at", "2001-01-01", "--library", root, code=1
    )
    assert said.out == ""
    assert "没有谁在 2001-01-01 前后" in said.err
    assert "没有见到" not in said.err


def test_the_table_has_a_row_for_each_person_in_each_office(library: Library) -> None:
    rows = [*table_of(office_table(library, "雁桥市")).rows]
    assert len(rows) == 7
    assert rows[0] == ("雁桥市", "市长", "陈海涛", "1984-01-09", "1987-06-12", 3, "", "")


def test_the_list_of_bodies_tells_what_their_tables_do(library: Library, tmp_path: Path) -> None:
    assert _listed(library) == _in_tables(office_table(library))
    people = people_of(library)
    people.merge("乔立本", "陈海涛")
    (first, *_) = library.person_names.in_office("戴汝舟")
    people.split("戴汝舟", "船工", [first.article_ids[0]])
    people.strike_out("段敬之")
    assert _listed(library) == _in_tables(office_table(library))
    assert _in_tables(office_table(library)) == [("雁桥市", 3, 8)]


def test_a_body_is_that_of_the_newspapers_place(tmp_path: Path) -> None:
    root = write_papers(tmp_path / "库", {"1984-01-09": "市长陈海涛到馆察看。副市长戴汝舟说。"})
    write_papers(root / "别报", {"1985-01-09": "市长乔立本到馆察看。市长陳海濤说。"}, title="望江日报")
    with closing(Library.open(root)) as library:
        library.sync()
        tables = office_table(library)
        assert [(body.name, [each.name for each in body.holders]) for body in tables] == [
            ("望江市", ["乔立本", "陈海涛"]),
            ("雁桥市", ["陈海涛", "戴汝舟"]),
        ]
        assert _listed(library) == _in_tables(tables)


TOLD_IN_ALL_WAYS = {
    "1987-06-12": "市长陈海涛到馆察看。渡口公司原党委副书记戴汝舟说。外交部长乔立本到场。",
    "1987-06-13": "望江市委书记段敬之、副市长戴汝舟说。曾任雁桥市市长的乔立本到场。省政协主席陈海涛说。",
    "1987-06-14": "雁桥副市长段敬之说。江城市人大常委会主任戴汝舟、自治区主席乔立本到场。",
}


def test_every_body_that_is_listed_answers_with_its_table(tmp_path: Path) -> None:
    with closing(Library.open(write_papers(tmp_path / "库", TOLD_IN_ALL_WAYS))) as library:
        library.sync()
        listed = library.person_names.bodies_in_office()
        assert {each.name for each in listed} == {
            "", "雁桥市", "渡口公司党委", "外交部", "望江市", "江城市",
        }  # fmt: skip
        for each in listed:
            (*_, body) = [body for body in office_table(library, each.name) if body.name == each.name]
            assert (body.people, body.articles) == (each.people, each.articles)


def test_a_part_of_a_name_is_nobody_else(tmp_path: Path) -> None:
    told = {"1998-01-12": "英国首相布莱恩说。", "1998-01-13": "英国首相托尼·布莱恩、美国总统格兰特说。"}
    with closing(Library.open(write_papers(tmp_path / "库", told))) as library:
        library.sync()
        (body,) = office_table(library, "英国")
    assert {each.name for each in body.holders} == {"布莱恩", "托尼·布莱恩"}
    assert body.conflicts == []


def test_what_the_newspapers_name_tells_is_marked_and_contradicts_nobody(tmp_path: Path) -> None:
    told = {
        "1987-06-12": "雁桥市市长陈海涛说。",
        "1987-06-13": "市长戴汝舟说。",
        "1987-06-14": "雁桥市市长陈海涛说。",
    }
    with closing(Library.open(write_papers(tmp_path / "库", told))) as library:
        library.sync()
        (body,) = office_table(library, "雁桥市")
    assert body.conflicts == []
    assert [each.in_words for each in body.holders] == ["陈海涛", "戴汝舟（据报纸名）"]
    assert [row[-2:] for row in table_of([body]).rows] == [("", ""), ("据报纸名", "")]
    assert [each.body.as_json()["rule"] for each in body.holders] == ["own words", "place of the newspaper"]


def test_a_day_that_is_not_printed_is_marked(tmp_path: Path) -> None:
    root = tmp_path / "库"
    root.mkdir()
    (root / "19870612.txt").write_text("雁桥日报\n\n# 馆\n本报讯　雁桥市市长陈海涛到馆。\n", encoding="utf-8")
    with closing(Library.open(root)) as library:
        library.sync()
        (body,) = office_table(library, "雁桥市")
        (holder,) = body.holders
    assert body.days_in_words(holder) == "1987-06-12（据文件名）"
    assert [row[-2:] for row in table_of([body]).rows] == [("", "据文件名")]


def test_who_was_in_office_once_is_told_apart(tmp_path: Path) -> None:
    told = {"1987-06-12": "曾任雁桥市市长的陈海涛说。雁桥市前市长戴汝舟到场。雁桥市市长段敬之也到了。"}
    with closing(Library.open(write_papers(tmp_path / "库", told))) as library:
        library.sync()
        (body,) = office_table(library, "雁桥市")
    assert {each.name: each.office.is_former for each in body.holders} == {
        "陈海涛": True,
        "戴汝舟": True,
        "段敬之": False,
    }
    assert body.conflicts == []


def _listed(library: Library) -> list[tuple[str, int, int]]:
    return [(each.name, each.people, each.articles) for each in library.person_names.bodies_in_office()]


def _in_tables(bodies: Sequence[Body]) -> list[tuple[str, int, int]]:
    return [(each.name, each.people, each.articles) for each in bodies]
