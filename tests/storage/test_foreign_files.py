"""What anybody may have put there is looked at before it is opened."""

import datetime as dt
import os
import sys
from pathlib import Path

import pytest

from reader.storage import regular_file
from reader.storage.regular_file import RefusedFile, kind_of, open_file, read_file, set_aside, sync_folder

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes as on POSIX")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "file").write_bytes(b"water")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("file")
    (tmp_path / "to nothing").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "kind"),
    [("file", None), ("folder", "文件夹"), ("link", "链接"), ("to nothing", "链接"), ("pipe", "管道或设备")],
)
def test_only_a_file_is_opened_and_all_else_is_told_by_its_kind(
    folder: Path, name: str, kind: str | None
) -> None:
    assert kind_of(folder / name) == kind
    if kind is None:
        assert read_file(folder / name) == b"water"
    else:
        for opened in (open_file, read_file):
            with pytest.raises(RefusedFile, match=kind):
                opened(folder / name)


def test_what_is_not_there_is_no_file(folder: Path) -> None:
    with pytest.raises(FileNotFoundError):
        kind_of(folder / "nothing")


@pytest.mark.parametrize(("most", "is_read"), [(5, True), (4, False)])
def test_a_file_that_is_too_large_is_not_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch, most: int, is_read: bool
) -> None:
    monkeypatch.setattr(foreign_files, "LARGEST", most)
    if is_read:
        assert read_file(folder / "file") == b"water"
    else:
        with pytest.raises(RefusedFile, match="太大"):
            read_file(folder / "file")


@pytest.mark.parametrize("name", ["file", "folder", "link", "to nothing", "pipe"])
def test_anything_is_set_aside_under_a_name_that_tells_when(folder: Path, name: str) -> None:
    kind = kind_of(folder / name)
    aside = set_aside(folder / name, dt.datetime(2027, 1, 2, 3, 4, 5, tzinfo=dt.UTC))
    assert aside.name.startswith(f"{name}.set-aside-20270102-030405-")
    assert kind_of(aside) == kind
    assert not os.path.lexists(folder / name)


def test_the_names_of_a_folder_are_flushed_to_the_disk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    fsync = os.fsync

    def noted(descriptor: int) -> None:
        synced.append(os.fstat(descriptor).st_ino)
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    before = os.open(folder, os.O_RDONLY)
    os.close(before)
    sync_folder(folder)
    after = os.open(folder, os.O_RDONLY)
    os.close(after)
    assert synced == [folder.stat().st_ino]
    assert before == after, "its descriptor is closed"
