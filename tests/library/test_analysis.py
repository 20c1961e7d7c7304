"""What is derived from the articles follows once everything can be searched, beside whoever else writes."""

from contextlib import closing
from pathlib import Path

import pytest

from reader.features.people.people import people_of
from reader.library.library import Library
from reader.library.sync_events import SyncCancelled, SyncReport
from tests import corpus


@pytest.fixture
def library_root(tmp_path: Path) -> Path:
    corpus.write_library(tmp_path, 4)
    return tmp_path


def test_everything_is_found_when_the_report_comes(library_root: Path) -> None:
    with closing(Library.open(library_root)) as library:

        def stop(report: SyncReport) -> None:
            assert report.unanalysed == report.articles > 0
            assert library.is_ready()
            assert library.read.is_whole
            raise SyncCancelled

        with pytest.raises(SyncCancelled):
            library.sync(searchable=stop)
        assert (people_of(library).analysed(), library.same_texts.analysed()) == (0, 0)
        article = library.local.catalogue.article_ids()[0]
        assert library.same_texts.of(article).analysed == 0
        assert library.read.of_analysis(people_of(library).analysed()).to_json() == {
            "total_is_exact": False,
            "read_share": 1.0,
            "analysed_share": 0.0,
        }
        library.sync()
        assert (people_of(library).analysed(), library.same_texts.analysed()) == (1, 1)


def test_another_sync_may_come_in_between_and_its_articles_are_analysed_too(library_root: Path) -> None:
    path, text = corpus.an_issue(2, 5000, 5)
    with closing(Library.open(library_root)) as library, closing(Library.open(library_root)) as other:

        def sync_other(report: SyncReport) -> None:
            (library_root / Path(path).name).write_text(text, encoding="utf-8")
            assert other.sync().added == 1
            assert other.same_texts.analysed() == 0  # the one that is at it goes on

        library.sync(searchable=sync_other)
        assert (people_of(other).analysed(), other.same_texts.analysed()) == (1, 1)
        assert other.problems() == []
