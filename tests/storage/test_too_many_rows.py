"""Of a file of the user's data from another machine, no more records of a kind are taken than a reader makes; what is
left out is told, and stays where it is. A file of this machine is taken whole."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from reader.newspaper.decision import CharacterRule
from reader.storage import user_records
from reader.storage.user_data import UserData
from reader.storage.user_repair import repair_and_merge
from tests.growth import grows_with_its_size
from tests.invented_article import STORED
from tests.storage.many_rows import write_aliases

MOST = 3


@pytest.fixture(autouse=True)
def small_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(user_records, "MOST_ROWS", dict.fromkeys(user_records.MOST_ROWS, MOST))
    monkeypatch.setattr(user_records, "_MOST_OF_OTHERS", MOST)


def strangers(folder: Path, aliases: int = 0, rules: int = 0) -> Path:
    """Make a file of the user's data as it comes with a folder from another machine."""
    made = UserData(folder)
    made.library_uuid()
    made.add_bookmark(STORED, "一", [])
    write_aliases(made.path, aliases)
    made.decisions.add_all(CharacterRule(f"干{n}", "千") for n in range(rules))
    for path in made.machine.folders():
        for each in path.rglob("*.sqlite"):
            each.unlink()
    return made.path


def rows(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


@pytest.mark.parametrize(("table", "made"), [("alias", {"aliases": 8}), ("decision", {"rules": 8})])
def test_what_is_too_much_is_left_out_told_and_not_lost(
    tmp_path: Path, table: str, made: dict[str, int]
) -> None:
    path = strangers(tmp_path / ".reader", **made)
    data = UserData(tmp_path / ".reader")
    repair_and_merge(data)
    (aside,) = path.parent.glob("user.too-many-*.sqlite")
    assert (rows(path, table), rows(aside, table)) == (MOST, 8)
    assert data.complaint is not None
    assert (aside.name in data.complaint, "5" in data.complaint) == (True, True)
    assert [each.note for each in data.bookmarks()] == ["一"]
    again = UserData(tmp_path / ".reader")
    repair_and_merge(again)
    assert (again.complaint, rows(path, table)) == (None, MOST)


def test_as_many_as_a_reader_makes_are_taken_as_they_are(tmp_path: Path) -> None:
    path = strangers(tmp_path / ".reader", aliases=MOST, rules=MOST)
    data = UserData(tmp_path / ".reader")
    repair_and_merge(data)
    assert data.complaint is None
    assert (rows(path, "alias"), rows(path, "decision")) == (MOST, MOST)
    assert not [*path.parent.glob("user.too-many-*")]


def test_a_file_of_this_machine_is_taken_whole(tmp_path: Path) -> None:
    data = UserData(tmp_path / ".reader")
    data.library_uuid()
    data.decisions.add_all(CharacterRule(f"干{n}", "千") for n in range(8))
    again = UserData(tmp_path / ".reader")
    repair_and_merge(again)
    assert (again.complaint, rows(data.path, "decision")) == (None, 8)


def test_a_conflict_copy_is_bounded_too(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    copy = strangers(tmp_path / "other" / ".reader", rules=8)
    data = UserData(tmp_path / ".reader")
    data.library_uuid()
    copy.rename(data.path.with_name("user (conflicted copy).sqlite"))
    repair_and_merge(data)
    assert data.complaint is not None
    assert "5" in data.complaint
    assert rows(data.path, "decision") == MOST


def test_names_are_followed_in_proportion_to_their_number(tmp_path: Path) -> None:
    def of(number: int) -> UserData:
        data = UserData(tmp_path / str(number))
        data.library_uuid()
        write_aliases(data.path, number)
        return data

    assert grows_with_its_size(lambda number: of(number).printings.keys_replaced, 400)
