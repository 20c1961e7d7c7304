"""The folder is the reader's: it is looked at, and never touched."""

import errno
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from msgspec.structs import replace

from reader import assets, held_files
from reader.storage.folder import (
    FolderError,
    LibraryFolder,
    _count_file,
    as_stored,
    reason_of,
)
from reader.storage.regular_file import LeadsOut, open_folder, open_inside, place_without_replacing
from tests import homes
from tests.test_held_files import refusal


def is_text(path: str) -> bool:
    return path.endswith(".txt")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    homes.use(monkeypatch, tmp_path / "home")


def test_a_scan_tells_issue_files_and_what_it_passed_over(tmp_path: Path) -> None:
    root = tmp_path / "报"
    for name in (
        "b.txt",
        "1987/06/12.txt",
        "1987/a.txt",
        ".hidden/x.txt",
        ".y.txt",
        "照片.jpg",
        ".reader/z.txt",
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("字")
    scan = LibraryFolder.at(root).scan(is_text)
    assert [file.path for file in scan.files] == ["1987/06/12.txt", "1987/a.txt", "b.txt"]
    assert scan.passed_over == ["照片.jpg"]


@pytest.mark.skipif(os.name == "nt", reason="links of another kind there")
def test_a_scan_that_knows_what_was_there_finds_the_same(tmp_path: Path) -> None:
    root = tmp_path / "报"
    names = (
        "a.txt",
        "b.txt",
        "1987/c.txt",
        "1987/d.txt",
        "1987/e.txt",
        "1987/j.txt",
        "f.txt",
        "g.txt",
        "h.md",
    )
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("字")
    folder = LibraryFolder.at(root)
    known = folder.scan(lambda path: True).by_path()
    del known["f.txt"]
    (root / "a.txt").write_text("两字")
    (root / "1987/c.txt").unlink()
    (root / "1987/d.txt").unlink()
    (root / "1987/d.txt").symlink_to(root / "b.txt")
    (root / "b.txt").rename(root / "i.txt")
    os.utime(root / "1987/e.txt", ns=(1, 1))
    (root / "g.txt").unlink()
    (root / "g.txt").mkdir()
    afresh = folder.scan(is_text)
    again = folder.scan(is_text, known=known)
    assert again.same == {"1987/j.txt": known["1987/j.txt"]}
    assert [file.path for file in again.files] == ["1987/e.txt", "a.txt", "f.txt", "i.txt"]
    assert (again.by_path(), again.number) == (afresh.by_path(), 5)
    assert replace(again, files=afresh.files, same={}) == afresh


@pytest.mark.skipif(os.name == "nt", reason="links of another kind there")
def test_in_whatever_order_a_folder_is_listed_the_first_link_is_followed_and_all_is_told_by_path(
    tmp_path: Path,
) -> None:
    root = tmp_path / "报"
    (root / ".hidden").mkdir(parents=True)
    (root / ".hidden" / "x.txt").write_text("字")
    names = [f"{number:02}" for number in range(40)]
    for name in random.Random(1).sample(names, len(names)):
        (root / f"{name}.txt").symlink_to(root / ".hidden" / "x.txt")
        (root / f"{name}.jpg").write_text("图")
    scan = LibraryFolder.at(root).scan(is_text)
    assert [file.path for file in scan.files] == ["00.txt"]
    assert scan.passed_over == [f"{name}.jpg" for name in names]


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    root = tmp_path / "报"
    (root / "inner").mkdir(parents=True)
    (root / "inner" / "a.txt").write_text("字")
    try:
        (root / "inner" / "loop").symlink_to(root, target_is_directory=True)
    except OSError:
        pytest.skip("no links on this system")
    assert [file.path for file in LibraryFolder.at(root).scan(is_text).files] == ["inner/a.txt"]


@pytest.mark.skipif(os.name == "nt", reason="names are UTF-16 there")
def test_a_name_that_is_no_text_is_reported(tmp_path: Path) -> None:
    root = tmp_path / "报"
    root.mkdir()
    try:
        (Path(os.fsdecode(os.fsencode(root) + b"/\xd1\xe3.txt"))).write_text("字")
    except OSError:
        pytest.skip("this file system wants UTF-8")
    scan = LibraryFolder.at(root).scan(is_text)
    assert scan.files == []
    assert "改名" in scan.unreachable[0].message


def test_a_folder_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="找不到文件夹"):
        LibraryFolder.at(tmp_path / "nowhere")


@pytest.mark.skipif(os.name == "nt", reason="links of another kind there")
def test_links_are_followed_to_what_is_not_found_without_them_and_never_out(tmp_path: Path) -> None:
    root, outside = tmp_path / "报", tmp_path / "外"
    for path in (root / "1987" / "a.txt", root / ".hidden" / "b.txt", root / "照片.jpg", outside / "c.txt"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("字")
    links = {
        "again.txt": root / "1987" / "a.txt",
        "hidden": root / ".hidden",
        "hidden too": root / ".hidden",
        "letter.txt": root / "照片.jpg",
        "out": outside,
        "out.txt": outside / "c.txt",
        "same": root / "1987",
        "nowhere.txt": root / "nothing.txt",
        "nowhere": root / "nothing",
    }
    for name, target in links.items():
        (root / name).symlink_to(target)
    scan = LibraryFolder.at(root).scan(is_text)
    assert [file.path for file in scan.files] == ["1987/a.txt", "hidden/b.txt", "letter.txt"]
    assert sorted(scan.led_out) == ["out", "out.txt"]
    assert [each.path for each in scan.unreachable] == ["nowhere.txt"]
    assert sorted(scan.passed_over) == ["nowhere", "照片.jpg"]


@pytest.mark.parametrize("time", [-(10**18), 0, 1 << 62, (1 << 63) - 1])
def test_a_time_that_the_catalogue_can_hold_is_kept(time: int) -> None:
    assert as_stored(time) == time


@pytest.mark.parametrize("time", [1 << 63, 1 << 64, (1 << 64) + 5, -(1 << 63) - 1])
def test_any_other_time_becomes_one_that_it_can_hold(time: int) -> None:
    assert -(1 << 63) <= as_stored(time) < 1 << 63
    assert as_stored(time) != as_stored(time + 1)


@pytest.mark.parametrize(
    ("seen", "files", "is_in_folder"), [(3, 0, False), (3, 1, True), (0, 0, True), (0, 1, True)]
)
def test_in_a_folder_that_had_files_and_is_empty_nothing_is_begun(
    tmp_path: Path, seen: int, files: int, is_in_folder: bool
) -> None:
    root = tmp_path / "报"
    root.mkdir()
    _count_file(root).parent.mkdir(parents=True, exist_ok=True)
    _count_file(root).write_text(f"{seen}")
    for number in range(files):
        (root / f"{number}.txt").write_text("字")
    folder = LibraryFolder.at(root)
    assert folder.files_last_seen() == seen
    assert (folder.user_folder == root / ".reader") == is_in_folder
    assert (root / ".reader").exists() == is_in_folder


def test_what_was_seen_of_a_folder_is_known_also_where_it_is_held_for_a_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a folder whose drive is not there would be taken for a new one."""
    root = tmp_path / "报"
    root.mkdir()
    folder = LibraryFolder.at(root)
    folder.remember_uuid("5f3c")
    folder.remember_files_seen(12)
    refusals = [refusal(32), refusal(32)]
    opened = Path.open

    def open_later(path: Path, *arguments: Any, **options: Any) -> Any:
        if refusals and path.suffix in (".count", ".library"):
            raise refusals.pop()
        return opened(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", open_later)
    assert (folder.files_last_seen(), folder.uuid_last_seen()) == (12, "5f3c")
    assert refusals == []


@contextmanager
def held_count() -> Iterator[None]:
    """Another program keeps the files that say how many issue files there were."""
    open_file = Path.open
    remove_file = Path.unlink

    def opened(path: Path, *arguments: Any, **options: Any) -> Any:
        if path.suffix == ".count":
            raise refusal(32, str(path))
        return open_file(path, *arguments, **options)

    def removed(path: Path, missing_ok: bool = False) -> None:
        if path.suffix == ".count":
            raise refusal(32, str(path))
        remove_file(path, missing_ok)

    with (
        mock.patch.object(held_files, "_PAUSES", (0.0,)),
        mock.patch.object(Path, "open", opened),
        mock.patch.object(Path, "unlink", removed),
    ):
        yield


def folder_with_three(root: Path) -> LibraryFolder:
    root.mkdir()
    folder = LibraryFolder.at(root)
    folder.remember_uuid("5f3c")
    folder.remember_files_seen(3)
    shutil.rmtree(root / ".reader")
    return folder


def test_an_empty_folder_is_not_taken_for_a_new_one_while_what_was_seen_there_is_held(tmp_path: Path) -> None:
    root = folder_with_three(tmp_path / "柳川 晚报").root
    with held_count():
        folder = LibraryFolder.at(root)
        assert folder.had_files()
        with pytest.raises(FolderError, match="另一个程序正占用") as told:
            folder.files_last_seen()
    assert not (root / ".reader").exists()
    assert _count_file(root).name in str(told.value)


@pytest.mark.parametrize("now", [0, 1, 40])
def test_what_was_seen_stays_known_while_it_cannot_be_written(tmp_path: Path, now: int) -> None:
    """A number that is too high asks once more; one of 0 would ask nothing of a drive that is away."""
    folder = folder_with_three(tmp_path / "柳川 晚报")
    with held_count():
        folder.remember_files_seen(now)
    assert folder.files_last_seen() == 3


def test_that_nothing_was_seen_leaves_nothing_that_another_program_could_hold(tmp_path: Path) -> None:
    """Else a folder filled later, while that is held, would stay one that never had files."""
    folder = LibraryFolder.at(tmp_path)
    folder.remember_uuid("5f3c")
    for count in (0, 7, 0):
        folder.remember_files_seen(count)
        assert _count_file(tmp_path).exists() == folder.had_files() == (count > 0)


@pytest.mark.skipif(os.name == "nt", reason="rights of another kind there")
def test_what_a_reader_adds_is_private(tmp_path: Path) -> None:
    root = tmp_path / "报"
    root.mkdir(mode=0o755)
    assert LibraryFolder.at(root).user_folder.stat().st_mode & 0o777 == 0o700


def test_what_may_not_be_read_is_told_and_the_rest_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "报"
    for name in ("1987/a.txt", "1988/b.txt"):
        (root / name).parent.mkdir(parents=True)
        (root / name).write_text("字")
    folder = LibraryFolder.at(root)
    scandir, locked = os.scandir, {"1987"}

    def refuse(path: Path) -> object:
        if Path(path).name in locked:
            raise PermissionError(errno.EACCES, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    scan = folder.scan(is_text)
    assert [file.path for file in scan.files] == ["1988/b.txt"]
    assert [(each.path, "没有权限" in each.message) for each in scan.unreachable] == [("1987", True)]
    locked.add("报")
    with pytest.raises(FolderError, match="没有权限读取文件夹"):
        LibraryFolder.at(root)


def test_user_data_stand_in_the_folder_but_for_the_sample(tmp_path: Path) -> None:
    assert LibraryFolder.at(tmp_path).user_folder == tmp_path / ".reader"
    sample = LibraryFolder.at(assets.sample_library())
    assert sample.is_sample
    assert (tmp_path / "home") in sample.user_folder.parents
    assert not (assets.sample_library() / ".reader").exists()


def test_where_nothing_can_be_written_user_data_stand_with_the_platform(tmp_path: Path) -> None:
    root = tmp_path / "报"
    root.mkdir()
    (root / ".reader").write_text("a file where the folder would be")
    folder = LibraryFolder.at(root)
    assert (tmp_path / "home") in folder.user_folder.parents
    assert folder.other_user_folder == root / ".reader"


def test_a_file_never_takes_the_place_of_another(tmp_path: Path) -> None:
    part, target = tmp_path / "part", tmp_path / "target"
    part.write_text("new")
    target.write_text("old")
    with pytest.raises(FileExistsError):
        place_without_replacing(part, target)
    assert target.read_text() == "old"
    assert not part.exists()


def test_where_there_are_no_hard_links_a_file_is_placed_all_the_same_and_over_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    part, target = tmp_path / "part", tmp_path / "a.txt"
    part.write_text("first")
    place_without_replacing(part, target)
    part.write_text("second")
    with pytest.raises(FileExistsError):
        place_without_replacing(part, target)
    assert target.read_text() == "first"
    assert list(tmp_path.glob("*.txt")) == [target]
    assert not part.exists()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "磁盘满了"),
        (OSError(errno.EROFS, "Read-only file system"), "磁盘不能写入"),
        (LeadsOut(Path("a")), "未读取链接"),
        (PermissionError(errno.EACCES, "Permission denied"), "没有权限"),
        (refusal(32), "另一个程序正占用"),
        (FileNotFoundError(errno.ENOENT, "No such file"), "已经移走"),
        (OSError(errno.EIO, "Input/output error"), "系统读不到它：Input/output error"),
        (OSError("timed out"), "系统读不到它：timed out"),
    ],
)
def test_why_a_file_is_refused_is_told(error: OSError, words: str) -> None:
    assert words in reason_of(error)


@pytest.mark.skipif(os.name == "nt", reason="no such paths there")
def test_a_path_that_is_too_long_is_told_as_one_that_cannot_be_read(tmp_path: Path) -> None:
    root = tmp_path / "报"
    root.mkdir()
    handle = os.open(root, os.O_RDONLY)
    name = "很" * 80
    for _ in range(4096 // (3 * len(name)) + 1):
        os.mkdir(name, dir_fd=handle)
        below = os.open(name, os.O_RDONLY, dir_fd=handle)
        os.close(handle)
        handle = below
    os.close(os.open("a.txt", os.O_CREAT | os.O_WRONLY, dir_fd=handle))
    os.close(handle)
    scan = LibraryFolder.at(root).scan(is_text)
    shutil.rmtree(root)
    assert (scan.files, scan.passed_over) == ([], [])
    assert [each.path.startswith(f"{name}/{name}") for each in scan.unreachable] == [True]


def test_a_program_that_was_killed_while_it_tried_to_write_leaves_nothing_for_long(tmp_path: Path) -> None:
    own = tmp_path / ".reader"
    own.mkdir()
    left, of_another = own / ".can-write-1b4e28ba", own / ".can-write-just-now"
    kept = own / ".can-write-with-words"
    left.touch()
    of_another.touch()
    kept.write_text("somebody's")
    long_ago = time.time() - 3600
    for path in (left, kept):
        os.utime(path, (long_ago, long_ago))
    LibraryFolder.at(tmp_path)
    assert sorted(path.name for path in own.iterdir()) == [".can-write-just-now", ".can-write-with-words"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="files without a name are Linux's")
def test_no_file_can_be_left_where_the_system_has_files_without_a_name(tmp_path: Path) -> None:
    program = (
        "import os, sys, tempfile; from pathlib import Path; from reader.storage.folder import LibraryFolder\n"
        "def killed(*told, make=tempfile.TemporaryFile, **more):\n"
        "    file = make(*told, **more); os._exit(9)\n"
        "tempfile.TemporaryFile = killed; LibraryFolder.at(Path(sys.argv[1]))"
    )
    assert subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False).returncode == 9
    assert list((tmp_path / ".reader").iterdir()) == []


class TestInside:
    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        (tmp_path / "报/1990").mkdir(parents=True)
        (tmp_path / "报/1990/a.txt").write_text("字")
        (tmp_path / "外面").mkdir()
        (tmp_path / "外面/b.txt").write_text("字")
        return tmp_path / "报"

    @pytest.mark.skipif(os.name == "nt", reason="links of another kind there")
    @pytest.mark.parametrize(
        "name", ["../外面/b.txt", "1990/../../外面/b.txt", "{outside}/b.txt", "出去/b.txt"]
    )
    def test_no_name_leads_out(self, root: Path, name: str) -> None:
        outside = root.parent / "外面"
        (root / "出去").symlink_to(outside)
        with pytest.raises(LeadsOut):
            open_inside(root, name.format(outside=outside))

    @pytest.mark.parametrize("name", ["", ".", "1990", "a\0b", "1990/nothing.txt"])
    def test_what_is_no_file_is_an_error_of_the_system(self, root: Path, name: str) -> None:
        with pytest.raises(OSError, match=r"."):
            open_inside(root, name)

    @pytest.mark.skipif(os.name == "nt", reason="links of another kind there")
    def test_a_link_that_takes_the_place_of_a_held_folder_changes_nothing(self, root: Path) -> None:
        with open_folder(root, "1990") as held:
            (root / "1990").rename(root / "那时")
            (root / "1990").symlink_to(root.parent / "外面")
            held.put("c.txt", b"new")
        assert (root / "那时/c.txt").read_bytes() == b"new"
        assert not (root.parent / "外面/c.txt").exists()

    @pytest.mark.skipif(os.name == "nt", reason="links of another kind there")
    def test_a_name_that_is_taken_stays_as_it_is(self, root: Path) -> None:
        (root / "link.txt").symlink_to(root.parent / "外面/nothing.txt")
        with open_folder(root, "1990") as held, pytest.raises(FileExistsError):
            held.put("a.txt", b"new")
        with open_folder(root, "") as held, pytest.raises(FileExistsError):
            held.put("link.txt", b"new")
        assert (root / "1990/a.txt").read_text() == "字"
        assert sorted(path.name for path in root.iterdir()) == ["1990", "link.txt"]
        assert not (root.parent / "外面/nothing.txt").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="files are locked otherwise")
@pytest.mark.parametrize("fault", [errno.ENOLCK, errno.EOPNOTSUPP, errno.EINVAL])
def test_where_nothing_can_be_locked_the_notes_go_where_those_of_a_read_only_folder_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: int
) -> None:
    import fcntl

    def refuse(*_: object) -> None:
        raise OSError(fault, os.strerror(fault))

    usual = LibraryFolder.at(tmp_path)
    monkeypatch.setattr(fcntl, "lockf", refuse)
    without = LibraryFolder.at(tmp_path)
    assert (usual.lacks_locks, without.lacks_locks) == (False, True)
    assert (without.user_folder, without.other_user_folder) == (usual.other_user_folder, usual.user_folder)
