"""A catalogue of a later version is put aside untouched by an earlier one, and taken back by its own."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from reader.library.library import Library
from reader.storage import catalogue_version
from tests.terminal import write_issues

LATER = catalogue_version.VERSION + 1
GONE = "1991/01/19910117.txt"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("READER_HOME", str(tmp_path / "home"))
    return write_issues(tmp_path / "旧报")


def catalogue_of(tmp_path: Path) -> Path:
    (found,) = (tmp_path / "home" / "cache").rglob("catalogue.sqlite")
    return found


def set_version(path: Path, version: int) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {version}")


def hits(library: Library) -> int:
    return library.searcher.search("雪人", limit=9).total


def test_what_only_a_later_version_knows_is_there_when_that_comes_back(root: Path, tmp_path: Path) -> None:
    library = Library.open(root)
    library.sync()
    (root / GONE).unlink()
    library.sync(accept_missing=True)
    assert hits(library) == 1
    library.close()
    path = catalogue_of(tmp_path)
    set_version(path, LATER)

    earlier = Library.open(root)
    told = earlier.sync().mended
    assert told is not None
    assert "更新版本" in told
    assert hits(earlier) == 0
    assert earlier.sync().mended is None
    earlier.close()

    # the later version comes back: what was its number is ours again
    set_version(path, LATER - 2)
    set_version(path.with_name(f"catalogue-{LATER}.sqlite"), catalogue_version.VERSION)
    path.with_name(f"catalogue-{LATER}.sqlite").rename(
        path.with_name(f"catalogue-{catalogue_version.VERSION}.sqlite")
    )
    later = Library.open(root)
    later.sync()
    assert hits(later) == 1
    later.close()
    assert sorted(each.name for each in path.parent.glob("catalogue*.sqlite")) == [
        f"catalogue-{LATER - 2}.sqlite",
        "catalogue.sqlite",
    ]


@pytest.mark.parametrize("content", [None, b"", b"no catalogue"])
def test_what_is_no_catalogue_of_a_later_version_is_left(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "catalogue.sqlite"
    if content is not None:
        path.write_bytes(content)
    assert not catalogue_version.put_aside(path)
    catalogue_version.take_back(path)
    assert list(tmp_path.iterdir()) == ([] if content is None else [path])
