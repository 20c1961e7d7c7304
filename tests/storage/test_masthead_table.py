"""The words of mastheads in the catalogue: there as long as what was read from their files, and no longer."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from reader.library.library import Library
from reader.newspaper.issue import IssuePart, Masthead
from reader.search.terms import masthead_text
from reader.storage.catalogue import Catalogue
from reader.storage.folder import FoundFile
from tests import homes
from tests.storage.catalogue_of_version_4 import (
    WITHOUT_BESIDE,
    WITHOUT_FACTS,
    WITHOUT_FORMATS,
    WITHOUT_FORMS,
    WITHOUT_INDEXES,
    WITHOUT_PICTURES,
    WITHOUT_PROFILES,
    made_of_version_4,
)

LINES = ["雁桥日报", " 1987年6月12日　星期五 ", "YANQIAO RIBAO", "\ud800残"]


def store(catalogue: Catalogue, path: str, lines: list[str]) -> None:
    part = IssuePart(path, "utf-8", 9, Masthead(title="雁桥日报"), ())
    with catalogue.writing() as writer:
        writer.store(FoundFile(path, 10, 20), path.encode(), 1, part, (), "", (lines, masthead_text(lines)))


def paths(catalogue: Catalogue, *pieces: str) -> list[str]:
    return sorted(head.path for head in catalogue.mastheads.found(pieces, lambda *_: True))


def test_they_are_found_by_what_they_hold_and_kept_as_they_are_printed(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path / "catalogue.sqlite")
    store(catalogue, "b.txt", LINES)
    store(catalogue, "a.txt", ["渡口周报"])
    assert paths(catalogue, "日星期") == ["b.txt"]
    assert paths(catalogue, "报") == ["a.txt", "b.txt"]
    assert paths(catalogue, "o rib", "渡口") == ["a.txt", "b.txt"]
    assert paths(catalogue, "船") == []
    (head,) = catalogue.mastheads.found(["\ud800"], lambda *_: True)
    assert head.lines == LINES
    assert catalogue.mastheads.found(["雁桥"], lambda *_: False) == []
    assert paths(catalogue, *map(str, range(200))) == ["a.txt", "b.txt"], "who asks for so many decides alone"


def test_they_follow_their_file(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path / "catalogue.sqlite")
    store(catalogue, "a.txt", LINES)
    store(catalogue, "a.txt", ["渡口周报"])
    assert (paths(catalogue, "雁桥"), paths(catalogue, "渡口")) == ([], ["a.txt"])
    with catalogue.writing() as writer:
        writer.touch("a.txt", FoundFile("c.txt", 10, 20))
        writer.mark_missing(["c.txt"])
    assert paths(catalogue, "渡口") == ["c.txt"]
    with catalogue.writing() as writer:
        writer.remove_missing(["c.txt"])
    assert paths(catalogue, "渡口") == []
    store(catalogue, "a.txt", LINES)
    store(catalogue, "a.txt", [])
    assert paths(catalogue, "雁桥") == []


def test_a_catalogue_of_before_has_room_for_them(tmp_path: Path) -> None:
    made_of_version_4(tmp_path / "catalogue.sqlite", [])
    catalogue = Catalogue(tmp_path / "catalogue.sqlite")
    assert paths(catalogue, "雁桥") == []
    store(catalogue, "12.txt", LINES)
    assert paths(catalogue, "雁桥") == ["12.txt"]


def test_the_first_sync_after_an_update_reads_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    homes.use(monkeypatch, tmp_path / "home")
    root = tmp_path / "报"
    root.mkdir()
    (root / "a.txt").write_text("雁桥日报\n1987年6月12日\n\n渡口开船\n\n票价不变。\n", encoding="utf-8")
    before = Library.open(root)
    before.sync()
    keys = [
        row.key
        for issue in before.contents.issues("雁桥日报", 1987, 6)
        for row in before.contents.articles(issue.id)
    ]
    before.close()
    (path,) = (tmp_path / "home").rglob("catalogue.sqlite")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(
            f"{WITHOUT_FACTS}; {WITHOUT_PICTURES}; {WITHOUT_INDEXES}; {WITHOUT_FORMATS};"
            f"{WITHOUT_BESIDE}; {WITHOUT_FORMS};"
            f"{WITHOUT_PROFILES};"
            "DROP TABLE masthead; DROP TABLE name; DROP TABLE reading; DROP TABLE certainty;"
            "ALTER TABLE issue DROP COLUMN newspaper_origin;"
            " UPDATE source SET parser_version = 5; PRAGMA user_version = 8"
        )
    after = Library.open(root)
    assert after.searcher.mastheads_found(after.searcher.understand("雁桥日报")) == []
    after.sync()
    assert [head.path for head in after.searcher.mastheads_found(after.searcher.understand("雁桥日报"))] == [
        "a.txt"
    ]
    assert [
        row.key
        for issue in after.contents.issues("雁桥日报", 1987, 6)
        for row in after.contents.articles(issue.id)
    ] == keys
    after.close()
