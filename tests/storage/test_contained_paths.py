"""What is opened and written in a folder stays in it, whole or not at all, with handles and (as on Windows) without."""

import errno
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.storage import regular_file
from reader.storage.regular_file import LeadsOut, OpenFolder, is_link, open_folder, open_inside, real_name

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links, handles and permissions as on POSIX")


@pytest.fixture(params=[True, False], ids=["handles", "paths"])
def folder(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[OpenFolder]:
    monkeypatch.setattr(regular_file, "_HAS_HANDLES", request.param)
    with open_folder(tmp_path, "1987/06", makes=True) as opened:
        assert (opened.handle is not None) == request.param
        yield opened


def open_descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_a_file_is_put_whole_with_the_times_and_permissions_of_another(
    tmp_path: Path, folder: OpenFolder
) -> None:
    like = tmp_path / "like.txt"
    like.write_bytes(b"")
    like.chmod(0o640)
    os.utime(like, ns=(5 * 10**9, 7 * 10**9))
    folder.put("a.txt", b"\x00water\r\n", like.stat())
    made = tmp_path / "1987" / "06" / "a.txt"
    assert made.read_bytes() == b"\x00water\r\n"
    assert made.stat().st_mtime_ns == 7 * 10**9
    if folder.handle is not None:
        assert stat.S_IMODE(made.stat().st_mode) == 0o640
    assert [path.name for path in made.parent.iterdir()] == ["a.txt"]


def test_no_more_than_permissions_are_taken_over(tmp_path: Path) -> None:
    like = tmp_path / "like.txt"
    like.write_bytes(b"")
    like.chmod(0o4755)
    with open_folder(tmp_path, "") as opened:
        opened.put("a.txt", b"a", like.stat())
    assert stat.S_IMODE((tmp_path / "a.txt").stat().st_mode) == 0o755


def test_a_name_that_is_taken_is_left_alone_and_nothing_lies_beside_it(folder: OpenFolder) -> None:
    folder.put("a.txt", b"first")
    with pytest.raises(FileExistsError):
        folder.put("a.txt", b"second")
    assert (folder.path / "a.txt").read_bytes() == b"first"
    assert [path.name for path in folder.path.iterdir()] == ["a.txt"]


def test_where_there_are_no_hard_links_a_file_is_put_all_the_same_and_over_none(
    folder: OpenFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    folder.put("a.txt", b"first")
    with pytest.raises(FileExistsError, match=r"a\.txt"):
        folder.put("a.txt", b"second")
    assert (folder.path / "a.txt").read_bytes() == b"first"
    assert [path.name for path in folder.path.iterdir()] == ["a.txt"]


def test_all_of_it_is_on_the_disk_before_it_has_its_name(
    folder: OpenFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[tuple[int, bool]] = []
    fsync = os.fsync

    def noted(descriptor: int) -> None:
        fsync(descriptor)
        status = os.fstat(descriptor)
        if stat.S_ISREG(status.st_mode):
            sizes.append((status.st_size, (folder.path / "a.txt").exists()))

    monkeypatch.setattr(os, "fsync", noted)
    folder.put("a.txt", b"water")
    assert sizes == [(5, False)]


def test_a_name_is_taken_by_anything_even_a_link_to_nothing(folder: OpenFolder) -> None:
    folder.make("sub")
    (folder.path / "link").symlink_to("nowhere")
    assert [folder.has(name) for name in ("sub", "link", "other")] == [True, True, False]
    with pytest.raises(FileExistsError):
        folder.make("sub")
    assert (folder.path / "sub").is_dir()


def test_new_names_are_flushed_to_the_disk(folder: OpenFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    fsync = os.fsync

    def noted(descriptor: int) -> None:
        synced.append(os.fstat(descriptor).st_ino)
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    folder.sync()
    assert synced == [folder.path.stat().st_ino]


@pytest.mark.parametrize("has_handles", [True, False])
def test_a_folder_that_is_not_there_is_made_on_request_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_handles: bool
) -> None:
    monkeypatch.setattr(regular_file, "_HAS_HANDLES", has_handles)
    for _ in range(2):
        with open_folder(tmp_path, "a/b", makes=True) as opened:
            assert opened.path == tmp_path / "a" / "b"
    if has_handles:
        with pytest.raises(FileNotFoundError), open_folder(tmp_path, "a/c"):
            pass
    assert not (tmp_path / "a" / "c").exists()


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="descriptors can't be counted")
def test_no_descriptor_stays_open(tmp_path: Path) -> None:
    before = open_descriptors()
    for _ in range(3):
        with open_folder(tmp_path, "a/b/c", makes=True) as opened:
            opened.put(f"{os.urandom(4).hex()}.txt", b"a")
            opened.sync()
        with pytest.raises(FileNotFoundError), open_folder(tmp_path, "a/none"):
            pass
    assert open_descriptors() == before


@pytest.mark.parametrize("has_handles", [True, False])
def test_links_are_followed_inside_and_never_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_handles: bool
) -> None:
    monkeypatch.setattr(regular_file, "_HAS_HANDLES", has_handles)
    root, outside = tmp_path / "root", tmp_path / "outside"
    (root / "real").mkdir(parents=True)
    outside.mkdir()
    (root / "real" / "a.txt").write_bytes(b"inside")
    (outside / "a.txt").write_bytes(b"outside")
    (root / "in").symlink_to(root / "real", target_is_directory=True)
    (root / "out").symlink_to(outside, target_is_directory=True)
    (root / "file.txt").symlink_to(outside / "a.txt")
    with os.fdopen(open_inside(root, "in/a.txt"), "rb") as file:
        assert file.read() == b"inside"
    for name in ("out/a.txt", "file.txt", "../outside/a.txt"):
        with pytest.raises(LeadsOut):
            open_inside(root, name)
    for name in ("out", "..", "out/new"):
        with pytest.raises(LeadsOut), open_folder(root, name, makes=True):
            pass
    assert [path.name for path in outside.iterdir()] == ["a.txt"]
    assert (real_name(root / "in" / "a.txt", root), real_name(root / "out", root)) == ("real/a.txt", None)
    with pytest.raises(OSError, match="null"):
        open_inside(root, "a\0.txt")


def test_a_link_is_told_from_what_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("folder", target_is_directory=True)
    (tmp_path / "file").write_bytes(b"")
    with os.scandir(tmp_path) as entries:
        assert {entry.name: is_link(entry) for entry in entries} == {
            "folder": False,
            "link": True,
            "file": False,
        }
