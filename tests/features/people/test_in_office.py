"""Who is seen in which office: organs stand with their place, spellings and ranks are told apart or together."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from reader.features.people.in_office import OfficesInArticles
from reader.library.answers import SeenInOffice
from reader.library.library import Library
from tests import homes
from tests.features.offices.office_papers import write_papers

TOLD: Mapping[str, str] = {
    "1984-01-09": "江城市市长陈海涛到馆察看。江城市副市长乔立本陪同。",
    "1985-03-15": "江城市市长陈海涛说，堤已修好。中共江城市委书记段敬之到会。",
    "1986-05-01": "江城市代市长戴汝舟在会上说，船要准点。",
    "1987-05-01": "江城市市长戴汝舟在会上说，灯要亮到天明。",
    "1988-05-01": "江城市原市长陈海涛说，馆要修好。柳川县县长乔立本到会。",
}
EMPTY = {"1984-01-09": "渡口的灯亮到后半夜。"}


@pytest.fixture(autouse=True, scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        yield homes.use(patch, tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def library(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library that no test changes."""
    papers = write_papers(tmp_path_factory.mktemp("报") / "报", TOLD, title="雁桥日报")
    with closing(Library.open(papers)) as opened:
        opened.sync()
        yield opened


@pytest.fixture
def offices(library: Library) -> OfficesInArticles:
    return OfficesInArticles(library.derived, library.user_data)


def told(seen: list[SeenInOffice]) -> set[tuple[str, str, int]]:
    """Names and offices, with the number of articles."""
    return {(each.name, each.office.name, len(each.days)) for each in seen}


OF_CITY = {
    ("陈海涛", "市长", 2),
    ("陈海涛", "原市长", 1),
    ("乔立本", "副市长", 1),
    ("段敬之", "市委书记", 1),
    ("戴汝舟", "代市长", 1),
    ("戴汝舟", "市长", 1),
}


@pytest.mark.parametrize(
    "asked", ["江城市", "江城市委", "中共江城市委", "江城市政府", "江城市人民政府", "江城"]
)
def test_all_organs_of_a_place_stand_in_one_table(offices: OfficesInArticles, asked: str) -> None:
    assert told(offices.of_body(asked)) == OF_CITY


def test_a_body_has_no_offices_of_another_one(offices: OfficesInArticles) -> None:
    assert told(offices.of_body("柳川县")) == {("乔立本", "县长", 1)}


@pytest.mark.parametrize("asked", ["河口市", "无此处", "", "\udcff"])
def test_of_a_body_that_nobody_is_told_of_there_is_nobody(offices: OfficesInArticles, asked: str) -> None:
    assert offices.of_body(asked) == []


def test_a_person_is_seen_in_all_offices_and_several_are_together(offices: OfficesInArticles) -> None:
    assert told(offices.of_people(["乔立本"])) == {("乔立本", "副市长", 1), ("乔立本", "县长", 1)}
    assert told(offices.of_people(["段敬之", "戴汝舟"])) == {
        ("段敬之", "市委书记", 1),
        ("戴汝舟", "代市长", 1),
        ("戴汝舟", "市长", 1),
    }
    assert offices.of_people([]) == []
    assert offices.of_people(["无此人"]) == []
    assert told(offices.of_people(None)) == OF_CITY | {("乔立本", "县长", 1)}


def test_days_ascend_and_each_goes_with_its_article(offices: OfficesInArticles, library: Library) -> None:
    for seen in offices.of_people(None):
        assert [*seen.days] == sorted(seen.days)
        for day, article_id in zip(seen.days, seen.article_ids, strict=True):
            stored = library.articles.article(article_id)
            assert stored is not None
            assert stored.issue.date == dt.datetime.strptime(str(day), "%Y%m%d").date()
            assert any(seen.name in block.text for block in stored.article.blocks)


@pytest.mark.parametrize(
    ("name", "office", "post", "is_acting", "is_former", "is_of_many"),
    [
        ("陈海涛", "市长", "市长", False, False, False),
        ("陈海涛", "原市长", "原市长", False, True, False),
        ("戴汝舟", "代市长", "市长", True, False, False),
        ("乔立本", "副市长", "副市长", False, False, True),
        ("段敬之", "市委书记", "市委书记", False, False, False),
    ],
)
def test_an_office_says_whether_it_is_held_for_now_no_more_or_by_many(
    offices: OfficesInArticles,
    name: str,
    office: str,
    post: str,
    is_acting: bool,
    is_former: bool,
    is_of_many: bool,
) -> None:
    (seen,) = (each for each in offices.of_people([name]) if each.office.name == office)
    its = seen.office
    assert (its.body, its.post) == ("江城市", post)
    assert (its.is_acting, its.is_former, its.is_of_many) == (is_acting, is_former, is_of_many)


def test_bodies_are_told_with_people_and_articles_those_of_most_people_first(
    offices: OfficesInArticles,
) -> None:
    city, county = offices.bodies()
    assert (city.name, city.people, city.articles) == ("江城市", 4, 7)
    assert (county.name, county.people, county.articles) == ("柳川县", 1, 1)
    assert [each.name for each in city.offices] == ["市长", "市委书记", "代市长", "副市长", "原市长"]


def test_bodies_tell_the_same_as_their_tables(offices: OfficesInArticles) -> None:
    for body in offices.bodies():
        seen = offices.of_body(body.name)
        assert body.people == len({each.name for each in seen})
        assert body.articles == sum(len(each.days) for each in seen)
        assert {*body.offices} == {each.office for each in seen}


def test_what_is_struck_out_is_no_person_and_what_is_merged_is_one(home: Path, tmp_path: Path) -> None:
    from reader.newspaper.decision import MergedName, StruckOutName

    papers = write_papers(tmp_path / "报", TOLD, title="雁桥日报")
    with closing(Library.open(papers)) as library:
        library.sync()
        library.user_data.decisions.add(StruckOutName("段敬之"))
        library.user_data.decisions.add(MergedName("乔立本", "陈海涛"))
        offices = OfficesInArticles(library.derived, library.user_data)
        seen = offices.of_body("江城市")
        assert {each.name for each in seen} == {"陈海涛", "戴汝舟"}
        (deputy,) = (each for each in seen if each.office.name == "副市长")
        assert (deputy.name, {*deputy.spellings}) == ("陈海涛", {"乔立本"})
        assert told(offices.of_people(["乔立本"])) == told(offices.of_people(["陈海涛"]))
        city, county = offices.bodies()
        assert (city.people, county.people) == (2, 1)


def test_where_nobody_has_an_office_there_is_no_body(home: Path, tmp_path: Path) -> None:
    with closing(Library.open(write_papers(tmp_path / "报", EMPTY))) as library:
        library.sync()
        offices = OfficesInArticles(library.derived, library.user_data)
        assert (offices.bodies(), offices.of_people(None), offices.of_body("江城市")) == ([], [], [])
