"""A program without the feature, in the same library: it neither deletes what was found nor believes it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from reader import plugs
from reader.features.misread.systematic import SystematicMisreadings
from reader.features.reprints.reprint_table import TABLES, ReprintTable
from reader.features.reprints.same_texts import FoundTexts
from reader.library.answers import OtherPrintings, SameTexts
from reader.library.library import Library
from reader.search.query import Query
from tests import homes
from tests.reprinted_papers import write_papers


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    homes.use(monkeypatch, tmp_path / "home")
    return write_papers(tmp_path / "两报")


def without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugs, "FEATURES", tuple(name for name in plugs.FEATURES if name != "reprints"))


def test_what_was_found_stays_and_only_what_came_since_is_looked_at(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Library.open(root)) as library:
        library.sync()
        assert isinstance(library.same_texts, FoundTexts)
        table, known = library.local.catalogue.table(ReprintTable), library.local.catalogue.article_ids()
        before = table.all()
        assert before
        with monkeypatch.context() as absent:
            without(absent)
            (root / "后来.txt").write_text("雁桥日报\n1990年5月6日\n渡口新灯\n" + "灯亮了。" * 40, "utf-8")
            library.sync()
            assert table.all() == before
        assert table.count_left() == len({*library.local.catalogue.article_ids()} - {*known}) > 0
        library.sync()
        assert (table.count_left(), table.all()) == (0, before)


def test_where_it_never_was_there_is_nothing_and_the_core_is_answered(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as absent:
        without(absent)
        with closing(Library.open(root)) as library:
            library.sync()
            texts, ids = library.same_texts, library.local.catalogue.article_ids()
            assert type(texts) is SameTexts
            assert (texts.of(ids[0]), texts.folds(ids, Query()), texts.pairs(ids)) == (
                OtherPrintings(),
                {},
                (),
            )
            assert SystematicMisreadings(library.derived).why_incomplete(ids) == ""
    with closing(Library.open(root)) as library:
        found = FoundTexts(library.derived)
        assert (found.of(ids[0]), found.all_groups(), found.all_series()) == (
            OtherPrintings(analysed=0.0),
            [],
            [],
        )
        assert found.analysed() == 0
        library.sync()
        assert found.all_groups()


def test_tables_that_an_earlier_program_made_with_the_catalogue_are_no_hindrance(root: Path) -> None:
    with closing(Library.open(root)) as library:
        path = library.local.catalogue.path
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(TABLES.tables)
        library.sync()
        assert FoundTexts(library.derived).all_groups()
