import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.storage.atomic_write import write_whole
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
