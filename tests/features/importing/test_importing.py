"""Files are copied into a library under year and month, and nothing that is there is touched."""

import os
import random
from pathlib import Path

import pytest

from reader.features.importing.copying import import_files
from reader.library.library import Library, LibraryError
from reader.library.sync_events import PassedKind
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
    folder.mkdir(exist_ok=True, parents=True)
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
    assert ([failure.path for failure in report.failed], report.passed_over) == ([str(tmp_path / name)], [])


def test_what_is_no_issue_is_passed_over_and_what_cannot_be_read_is_named(
    library: Library, tmp_path: Path
) -> None:
    folder = tmp_path / "杂物"
    given(folder, "报.txt", day=40)
    (folder / "照片.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / "其实是照片.txt").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(200))
    report = import_files(library, [folder])
    assert len(report.copied) == 1
    assert [file.path for file in report.passed_over] == [str(folder / "照片.jpg")]
    assert [failure.path for failure in report.failed] == [str(folder / "其实是照片.txt")]
    (tmp_path / "程序.exe").write_bytes(b"MZ")
    (program,) = import_files(library, [tmp_path / "程序.exe"]).passed_over
    assert (program.path, program.kind) == (str(tmp_path / "程序.exe"), PassedKind.PROGRAM)


NOT_READ = (
    *("甲.xyz", "乙.mp3", "丙.exe", "丁.txt~", "戊.md5", "己.opf", "片/庚.MOV"),
    *("辛.jpg", "空.txt", "无后缀", "夹/空的.zip"),
)
"""None of them is copied: by its name, as a picture of no text, or without anything that is an article."""


@pytest.mark.parametrize("are_in_folder", [True, False])
@pytest.mark.parametrize("seed", [1, 2])
def test_each_given_file_is_counted_once(
    library: Library, tmp_path: Path, seed: int, *, are_in_folder: bool
) -> None:
    chance = random.Random(seed)
    folder = tmp_path / "给的"
    papers = [given(folder, f"报{number}.txt", day=40 + number) for number in range(3)]
    same = given(folder / "又", "又一份.txt", day=40)
    names = chance.sample(NOT_READ, 8)
    if not are_in_folder:
        names = [name for name in names if not name.endswith(".jpg")]
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"PK\x05\x06" + bytes(18) if name.endswith(".zip") else b"")
    paths = [path for path in folder.rglob("*") if path.is_file()]
    twice = [folder, *(folder / name for name in names if name.endswith((".xyz", ".mp3")))]
    report = import_files(library, twice if are_in_folder else paths)
    told = [
        *(path for path, _ in report.same),
        *(failure.path for failure in report.failed),
        *(file.path for file in report.passed_over),
    ]
    assert len(report.copied) == len(papers)
    assert len(report.copied) + len(told) == len(paths)
    assert set(told) - {str(same), *map(str, papers)} == {str(folder / name) for name in names}
    assert all(file.message.endswith("。") for file in report.passed_over)


def test_what_is_passed_over_is_named_in_a_terminal(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path / "home")
    root = tmp_path / "资料库"
    root.mkdir()
    folder = tmp_path / "给的"
    given(folder, "报.txt", day=40)
    (folder / "声.mp3").touch()
    (folder / "表.xyz").touch()
    told = terminal.run("import", folder, "--library", root).out
    assert f"没有放入 {folder / '声.mp3'}：声音或影像" in told
    assert f"没有放入 {folder / '表.xyz'}：这里不认识 .xyz 文件" in told
    passed_over = terminal.run("import", folder, "--library", root, "--json").json()["passed_over"]
    assert [file["kind"] for file in passed_over] == ["sound or film", "unknown ending"]
    for number in range(20):
        (folder / f"{number}.xyz").touch()
    lines = terminal.run("import", folder, "--library", root).out.splitlines()
    assert any(line.startswith("21 个文件没有读") for line in lines)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name here")
def test_a_pipe_with_a_files_name_is_not_waited_for(library: Library, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.txt")
    (pipe,) = import_files(library, [tmp_path / "管道.txt"]).passed_over
    assert "管道" in pipe.message


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
    assert (report.copied, report.pictures) == (["1990/02/扫描.txt"], 1)
    assert [file.path for file in report.passed_over] == [str(folder / "别的.jpg")]
    assert (library.root / "1990/02/扫描.jpg").read_bytes() == b"picture"
