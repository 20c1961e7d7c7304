"""A program without the feature, in the same library: it names nobody, and what it did not count is counted later."""

from contextlib import closing
from pathlib import Path

import pytest

from reader import plugs
from reader.features.people.answers import FoundNames
from reader.features.people.name_table import NameTable
from reader.features.people.people import people_of
from reader.library.answers import PersonNames
from reader.library.library import Library
from reader.search.answering.ladder import Rung
from tests import homes

ISSUE = "雁桥日报\n1987年6月{day}日\n第01版\n## {headline}\n本报讯（记者 {name}）{name}说，渡口的灯修好了。\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    homes.use(monkeypatch, tmp_path / "home")
    root = tmp_path / "报"
    root.mkdir()
    for day, name in ((1, "何渡生"), (2, "祝水芹"), (3, "祝水芹")):
        text = ISSUE.format(day=day, headline=f"修灯之{day}", name=name)
        (root / f"1987060{day}.txt").write_text(text, encoding="utf-8")
    return root


def without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugs, "FEATURES", tuple(name for name in plugs.FEATURES if name != "people"))


def counted(library: Library) -> dict[str, int]:
    return {row.name: row.articles for row in people_of(library).rows()}


def test_where_it_never_was_nobody_is_known_by_name_and_the_core_is_answered(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as absent, closing(Library.open(root)) as library:
        without(absent)
        library.sync()
        assert type(library.person_names) is PersonNames
        searcher = library.searcher
        assert searcher.search("祝水芹").total == 2
        assert searcher.known_words("祝", 1, True) == []
        assert "祝水芹" not in searcher.search("祝水苹").suggestions
        rungs = [each.rung for each in searcher.ladder(searcher.understand("祝水芹"))]
        assert Rung.NAMING not in rungs
        assert counted(library) == {}
    with closing(Library.open(root)) as library:
        library.sync()
        assert isinstance(library.person_names, FoundNames)
        assert counted(library) == {"祝水芹": 2, "何渡生": 1}


def test_what_was_counted_is_not_trusted_once_articles_went_without_it(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Library.open(root)) as library:
        library.sync()
        with monkeypatch.context() as absent:
            without(absent)
            (root / "19870603.txt").write_text(
                ISSUE.format(day=3, headline="修灯之三", name="何渡生"), "utf-8"
            )
            library.sync()
        assert library.local.catalogue.table(NameTable).count_left() == 3
        library.sync()
        assert counted(library) == {"何渡生": 2, "祝水芹": 1}
