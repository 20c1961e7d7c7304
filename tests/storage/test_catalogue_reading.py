"""What a library asks its catalogue for agrees with itself, whichever question is asked, and of what is not there."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.storage.catalogue import Catalogue
from reader.storage.catalogue_reading import CatalogueReading
from tests.storage.stocked import an_article, head, put, stocked

NOWHERE = 999
"""An id that no article has."""


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """A catalogue that no test changes."""
    return stocked(tmp_path_factory.mktemp("catalogue") / "catalogue.sqlite")


@pytest.fixture
def catalogue(local: Catalogue) -> CatalogueReading:
    return local


def headlines(catalogue: CatalogueReading, ids: Sequence[int]) -> list[str]:
    stored = catalogue.stored(ids)
    return [stored[article_id].article.headline or "" for article_id in ids]


def test_all_articles_are_told_by_id_or_by_date_with_undated_ones_last(catalogue: CatalogueReading) -> None:
    ids = catalogue.article_ids()
    assert ids == sorted(ids)
    newest = catalogue.article_ids(newest_first=True)
    assert sorted(newest) == ids
    told = [name.removesuffix("的消息") for name in headlines(catalogue, newest)]
    assert told[0] == "己"
    assert {*told[-2:]} == {"庚", "辛"}
    dates = [catalogue.stored([article_id])[article_id].issue.date for article_id in newest[:-2]]
    assert dates == sorted(filter(None, dates), reverse=True)


def test_what_is_not_there_is_left_out_and_never_another_one(catalogue: CatalogueReading) -> None:
    some = [*catalogue.article_ids()[:2], NOWHERE]
    expected = {*some[:2]}
    assert catalogue.known(some) == expected
    assert {*catalogue.stored(some)} == expected
    assert {*catalogue.texts(some)} == expected
    assert {*catalogue.article_rows(some)} == expected
    assert {*catalogue.first_paths(some)} == expected
    assert {article_id for article_id, _ in catalogue.search_texts(some)} == expected
    assert catalogue.article(NOWHERE) is None


def test_an_article_is_the_same_whichever_way_it_is_read(catalogue: CatalogueReading) -> None:
    ids = catalogue.article_ids()
    stored = catalogue.stored(ids)
    texts = catalogue.texts(ids)
    rows = catalogue.article_rows(ids)
    assert dict(catalogue.search_texts(ids)) == {article_id: texts[article_id].text for article_id in ids}
    for article_id in ids:
        one = catalogue.article(article_id)
        assert one == stored[article_id]
        assert one is not None
        assert (rows[article_id].key, rows[article_id].page) == (one.article.key, one.article.page)
        assert one.article.blocks[0].text in texts[article_id].text


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ids=st.lists(st.integers(1, 14), unique=True, max_size=14))
def test_portions_are_the_ids_in_their_order(catalogue: CatalogueReading, ids: list[int]) -> None:
    portions = [*catalogue.portions(ids)]
    assert [article_id for portion in portions for article_id in portion] == ids
    assert all(portions)


def test_of_several_files_one_that_is_there_is_told(catalogue: CatalogueReading) -> None:
    """The other file of 壬 is missing; 癸 is in that alone."""
    ids = catalogue.article_ids()
    names = headlines(catalogue, ids)
    paths = catalogue.first_paths(ids)
    assert paths[ids[names.index("壬的消息")]] == "晚报/副本.txt"
    assert paths[ids[names.index("癸的消息")]] == "晚报/1988-03-05.txt"


def test_files_that_state_no_confidence_have_none(catalogue: CatalogueReading) -> None:
    assert catalogue.confidences(catalogue.article_ids()) == {}
    assert catalogue.stored_value("no such key") is None


def test_whatever_is_written_changes_the_generation_and_reading_does_not(tmp_path: Path) -> None:
    catalogue = stocked(tmp_path / "catalogue.sqlite")
    before = catalogue.generation()
    catalogue.article_ids()
    assert catalogue.generation() == before
    put(catalogue, "日报/1991-01-01.txt", head("1991-01-01"), an_article("丑"))
    assert catalogue.generation() != before


def test_each_catalogue_has_an_identity_of_its_own(tmp_path: Path, catalogue: CatalogueReading) -> None:
    other = stocked(tmp_path / "catalogue.sqlite")
    assert other.identity() != catalogue.identity()
    assert other.identity() == Catalogue(tmp_path / "catalogue.sqlite").identity()
