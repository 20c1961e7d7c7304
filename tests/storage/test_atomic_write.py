import errno
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from reader.storage.mirror import OwnMachine
from reader.storage.regular_file import (
    forget_parts,
    open_folder,
    whole_file,
    write_through,
    write_whole,
)
from reader.storage.user_data import UserData
from reader.storage.user_repair import repair_and_merge
from tests.invented_article import STORED
from tests.shelf import fill, small_disk


def test_a_file_is_made_and_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "收藏.md"
    write_whole(target, "旧\n", replaces=False)
    write_whole(target, "新\n", replaces=True)
    assert target.read_text(encoding="utf-8") == "新\n"
    assert list(tmp_path.iterdir()) == [target]


def test_every_word_is_on_the_disk_before_the_file_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, on_disk = tmp_path / "收藏.md", []
    fsync = os.fsync

    def noted(descriptor: int) -> None:
        fsync(descriptor)
        on_disk.append((os.fstat(descriptor).st_size, target.exists()))

    monkeypatch.setattr(os, "fsync", noted)
    write_whole(target, "新的话\n", replaces=False)
    assert on_disk[0] == (len("新的话\n".encode()), False)


@pytest.mark.parametrize("can_do_it", [True, False])
def test_macos_is_asked_to_leave_nothing_in_the_memory_of_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can_do_it: bool
) -> None:
    """A file system that can't is asked as any other system is."""
    asked: list[str] = []

    def control(descriptor: int, command: int) -> None:
        asked.append("all of it")
        if not can_do_it:
            raise OSError(errno.ENOTTY, "no such control")

    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setitem(sys.modules, "fcntl", SimpleNamespace(fcntl=control, F_FULLFSYNC=51))
    monkeypatch.setattr(os, "fsync", lambda _: asked.append("what the system keeps"))
    with (tmp_path / "a").open("wb") as file:
        write_through(file.fileno())
    if can_do_it:
        assert asked == ["all of it"]
    else:
        assert asked == ["all of it", "what the system keeps"]


def test_pieces_that_end_in_an_interruption_leave_nothing(tmp_path: Path) -> None:
    def pieces() -> Iterator[str]:
        yield "一半"
        raise KeyboardInterrupt

    (tmp_path / "旧.csv").write_text("旧", encoding="utf-8")
    for target in (tmp_path / "旧.csv", tmp_path / "新.csv"):
        with pytest.raises(KeyboardInterrupt):
            write_whole(target, pieces(), replaces=True)
    assert [path.name for path in tmp_path.iterdir()] == ["旧.csv"]
    assert (tmp_path / "旧.csv").read_text(encoding="utf-8") == "旧"
    write_whole(tmp_path / "旧.csv", iter(["一", "二\r\n"]), replaces=True)
    assert (tmp_path / "旧.csv").read_bytes() == "一二\r\n".encode()


def test_a_name_that_is_taken_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "收藏.md"
    target.write_text("别人的", encoding="utf-8")
    with pytest.raises(FileExistsError):
        write_whole(target, "新", replaces=False)
    assert target.read_text(encoding="utf-8") == "别人的"
    assert list(tmp_path.iterdir()) == [target]


def test_on_a_full_disk_what_was_there_stays_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "256k") as disk:
        target = disk / "收藏.md"
        target.write_text("旧", encoding="utf-8")
        filler = fill(disk)
        with pytest.raises(OSError, match="No space"):
            write_whole(target, "新" * 100_000, replaces=True)
        assert target.read_text(encoding="utf-8") == "旧"
        assert sorted(disk.iterdir()) == sorted([target, filler])


def _aged(path: Path, hours: float) -> Path:
    path.write_bytes("一半".encode())
    then = time.time() - hours * 3600
    os.utime(path, (then, then))
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="links as on POSIX")
def test_what_a_killed_program_left_is_cleared_away_after_an_hour(tmp_path: Path) -> None:
    key, with_lines = "0123456789abcdef" * 2, "01234567-89ab-4def-8123-456789abcdef"
    left = [
        f".{key}.part",
        f".{key}.part-journal",
        f"user-{with_lines}.part",
        f"user-20270101-1205.{with_lines}.part",
        "settingsab_d1234.part",
    ]
    for name in left:
        _aged(tmp_path / name, 1.1)
    fresh = _aged(tmp_path / f".{key[::-1]}.part", 0.9)
    others = [
        _aged(tmp_path / name, 90) for name in ("user.sqlite", "书稿.part", ".syncthing.part", "user.part")
    ]
    link = tmp_path / f".{key[1:]}0.part"
    link.symlink_to(others[0])
    forget_parts(tmp_path, tmp_path / "none")
    assert set(tmp_path.iterdir()) == {fresh, link, *others}


def test_a_later_import_clears_away_what_one_that_was_killed_left(tmp_path: Path) -> None:
    (tmp_path / "1987").mkdir()
    left = _aged(tmp_path / "1987" / f".{'ab' * 16}.part", 9)
    with open_folder(tmp_path, "1987") as held:
        held.forget_parts()
    assert not left.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="to make a link takes a right of its own there")
def test_nothing_is_cleared_away_behind_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    left = _aged(tmp_path / "elsewhere" / f".{'ab' * 16}.part", 9)
    (tmp_path / "drafts").symlink_to(tmp_path / "elsewhere")
    forget_parts(tmp_path / "drafts")
    assert left.exists()


def test_opening_a_library_clears_away_what_was_left_beside_the_notes(tmp_path: Path) -> None:
    data = UserData(tmp_path / ".reader", machine=OwnMachine(tmp_path / "own"))
    data.library_uuid()
    data.add_bookmark(STORED, "", [])
    data.backups.make()
    (data.folder / "drafts").mkdir()
    folders = [data.folder, data.folder / "backups", data.folder / "drafts", *data.machine.folders()]
    assert len(folders) == 5, "with a mirror"
    left = [_aged(folder / f".{'ab' * 16}.part", 9) for folder in folders]
    repair_and_merge(data)
    assert [path for path in left if path.exists()] == []


@pytest.mark.skipif(sys.platform == "win32", reason="rights of another kind there")
def test_a_private_file_is_for_its_owner_alone_from_the_first_byte(tmp_path: Path) -> None:
    seen = []
    with whole_file(tmp_path / "a", replaces=True, mode=0o600):
        seen += [path.stat().st_mode & 0o077 for path in tmp_path.iterdir()]
    assert seen == [0]
