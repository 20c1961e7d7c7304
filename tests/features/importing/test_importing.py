"""Files are copied into a library under year and month, and nothing that is there is touched."""

import os
from pathlib import Path

import pytest

from reader.features.importing.copying import import_files
from reader.library.library import Library, LibraryError
from tests import homes
from tests.corpus import an_issue
from tests.terminal import Terminal


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    homes.use(monkeypatch, tmp_path / "home")
    root = tmp_path / "资料库"
    root.mkdir()
    return Library.open(root)


def given(folder: Path, name: str, day: int, seed: int = 1) -> Path:
    """An issue file outside the library."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(an_issue(seed, day, articles=2)[1], encoding="utf-8")
    return path


def test_a_dated_file_goes_under_its_year_and_month(library: Library, tmp_path: Path) -> None:
    path = given(tmp_path / "下载", "扫描.txt", day=40)
    assert import_files(library, [path]).copied == ["1990/02/扫描.txt"]
    assert (library.root / "1990/02/扫描.txt").read_bytes() == path.read_bytes()


def test_a_file_that_is_there_is_said_and_not_copied_again(library: Library, tmp_path: Path) -> None:
    path = given(tmp_path / "下载", "扫描.txt", day=40)
    import_files(library, [path])
    library.sync()
    again = given(tmp_path / "下载", "另一个名字.txt", day=40)
    report = import_files(library, [again])
    assert (report.copied, report.same) == ([], [(str(again), "1990/02/扫描.txt")])


def test_a_file_never_takes_the_place_of_another(library: Library, tmp_path: Path) -> None:
    first = given(tmp_path / "一", "扫描.txt", day=40)
    other = given(tmp_path / "二", "扫描.txt", day=41)
    import_files(library, [first])
    assert import_files(library, [other]).copied == ["1990/02/扫描 (2).txt"]
    assert (library.root / "1990/02/扫描.txt").read_bytes() == first.read_bytes()


def test_the_same_issue_twice_is_noticed_and_said(library: Library, tmp_path: Path) -> None:
    import_files(library, [given(tmp_path / "一", "扫描.txt", day=40)])
    library.sync()
    report = import_files(library, [given(tmp_path / "二", "重扫.txt", day=40, seed=2)])
    assert report.same_issue == [("1990/02/重扫.txt", "1990/02/扫描.txt")]


@pytest.mark.parametrize("name", ["扫描.txt", "扫描", "扫描.jpg"])
def test_what_is_not_there_is_a_failure_whatever_its_name(
    library: Library, tmp_path: Path, name: str
) -> None:
    report = import_files(library, [tmp_path / name])
    assert ([failure.path for failure in report.failed], report.passed_over) == ([str(tmp_path / name)], 0)


def test_what_is_no_issue_is_passed_over_and_what_cannot_be_read_is_named(
    library: Library, tmp_path: Path
) -> None:
    folder = tmp_path / "杂物"
    given(folder, "报.txt", day=40)
    (folder / "照片.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / "其实是照片.txt").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(200))
    report = import_files(library, [folder])
    assert (len(report.copied), report.passed_over) == (1, 1)
    assert [failure.path for failure in report.failed] == [str(folder / "其实是照片.txt")]
    (tmp_path / "程序.exe").write_bytes(b"MZ")
    assert import_files(library, [tmp_path / "程序.exe"]).passed_over == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name here")
def test_a_pipe_with_a_files_name_is_not_waited_for(library: Library, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.txt")
    assert import_files(library, [tmp_path / "管道.txt"]).passed_over == 1


def test_many_failures_are_told_shortly(tmp_path: Path) -> None:
    terminal, root, folder = Terminal(tmp_path / "home"), tmp_path / "资料库", tmp_path / "空的"
    root.mkdir()
    folder.mkdir()
    for number in range(100):
        (folder / f"{number}.txt").touch()
    told = terminal.run("import", folder, "--library", root, code=1).err.splitlines()
    assert len(told) < 30
    assert "80" in told[-1]
    assert len(terminal.run("import", folder, "--library", root, "--json", code=1).json()["failed"]) == 100


def test_the_sample_takes_no_files(library: Library, tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="样本资料库不能添加文件"):
        import_files(Library.sample(), [given(tmp_path / "下载", "扫描.txt", day=40)])


def test_the_picture_of_a_page_comes_with_its_text(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "下载"
    given(folder, "扫描.txt", day=40)
    (folder / "images").mkdir()
    (folder / "images/扫描.jpg").write_bytes(b"picture")
    (folder / "别的.jpg").write_bytes(b"another")
    report = import_files(library, [folder])
    assert (report.copied, report.pictures, report.passed_over) == (["1990/02/扫描.txt"], 1, 1)
    assert (library.root / "1990/02/扫描.jpg").read_bytes() == b"picture"
