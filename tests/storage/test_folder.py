"""The folder is the reader's: it is looked at, and never touched."""

import os
from pathlib import Path

import pytest

from reader import assets
from reader.storage.folder import FolderError, LibraryFolder, place_without_replacing


def is_text(path: Path) -> bool:
    return path.suffix == ".txt"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READER_HOME", str(tmp_path / "home"))


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
