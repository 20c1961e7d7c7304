"""Whatever bytes the file of choices has, it can be asked, and what can't be read is not overwritten."""

from pathlib import Path
from typing import Never

import pytest

from reader import held_files
from reader.library.files_beside import containers_of
from reader.newspaper.decision import ColumnChoice
from reader.storage import column_choices
from reader.storage.disk_errors import LibraryError
from reader.storage.folder import LibraryFolder

DAMAGED = [b'[{"names":["\xe5"],"chosen":{}}]', b"[[]]", b"{", b"[" * 100_000, b""]
ASIDE = "columns.unreadable.json"
FIRST = ColumnChoice(("标题", "日期", "内容"), {"title": "标题", "text": "内容"})
SECOND = ColumnChoice(("题名", "正文"), {"title": "题名", "text": "正文"})


@pytest.fixture
def _is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any file is held by another program, for longer than anybody waits."""

    def refused(path: Path) -> Never:
        error = PermissionError(13, "The process cannot access the file", str(path))
        error.winerror = 32  # type: ignore[attr-defined, unused-ignore]
        raise error

    monkeypatch.setattr(held_files, "_PAUSES", (0.0,))
    monkeypatch.setattr(column_choices, "open_regular", refused)


@pytest.mark.parametrize("data", DAMAGED)
def test_a_damaged_file_of_choices_gives_none_and_stays(tmp_path: Path, data: bytes) -> None:
    (tmp_path / column_choices.NAME).write_bytes(data)
    assert column_choices.choices_in(tmp_path) == ()
    assert (tmp_path / column_choices.NAME).read_bytes() == data


@pytest.mark.parametrize("data", DAMAGED)
def test_a_damaged_file_of_choices_is_kept_aside_by_the_next_choice(tmp_path: Path, data: bytes) -> None:
    (tmp_path / column_choices.NAME).write_bytes(data)
    column_choices.keep(tmp_path, SECOND)
    assert column_choices.choices_in(tmp_path) == (SECOND,)
    assert (tmp_path / ASIDE).read_bytes() == data


def test_choices_that_cannot_be_read_now_are_not_written_anew(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    column_choices.keep(tmp_path, FIRST)
    before = (tmp_path / column_choices.NAME).read_bytes()
    request.getfixturevalue("_is_held")
    with pytest.raises(PermissionError):
        column_choices.keep(tmp_path, SECOND)
    assert (tmp_path / column_choices.NAME).read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [column_choices.NAME]


def test_while_choices_are_held_no_table_is_read_as_if_there_were_none(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    folder = LibraryFolder.at(tmp_path)
    column_choices.keep(folder.user_folder, FIRST)
    request.getfixturevalue("_is_held")
    with pytest.raises(LibraryError, match=r"另一个程序正占用.*columns\.json"):
        containers_of(folder)
