"""Windows is asked by paths that it takes whole; people see them as they write them; elsewhere both are the same."""

import sys
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from reader.storage import system_paths

FORMS = [
    ("C:\\报\\CON.txt", "\\\\?\\C:\\报\\CON.txt"),
    ("Z:\\尾.\\1987 \\a.txt", "\\\\?\\Z:\\尾.\\1987 \\a.txt"),
    ("\\\\nas\\报\\a.txt", "\\\\?\\UNC\\nas\\报\\a.txt"),
    ("C:\\", "\\\\?\\C:\\"),
    ("\\\\nas\\报\\", "\\\\?\\UNC\\nas\\报\\"),
    ("报\\a.txt", "报\\a.txt"),
    ("C:a.txt", "C:a.txt"),
    ("\\报\\a.txt", "\\报\\a.txt"),
    ("\\\\?\\Volume{12}\\a.txt", "\\\\?\\Volume{12}\\a.txt"),
]


@pytest.mark.parametrize(("written", "whole"), FORMS)
def test_each_form_is_made_of_the_other(written: str, whole: str) -> None:
    assert system_paths.taken_whole(written) == whole
    assert system_paths.taken_whole(whole) == whole
    assert system_paths.as_written(whole) == written
    assert system_paths.as_written(written) == written


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (PureWindowsPath("D:/旧报"), "旧报"),
        (PureWindowsPath("D:/"), "D:\\"),
        (PureWindowsPath("//nas/报"), "\\\\nas\\报\\"),
        (PurePosixPath("/"), "/"),
    ],
    ids=str,
)
def test_the_root_of_a_drive_is_called_by_its_path(path: PurePath, name: str) -> None:
    """A USB stick or a share may be a library as a whole."""
    assert system_paths.folder_name(path) == name


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has two forms")
def test_elsewhere_there_is_one_form() -> None:
    path = Path("/报/CON.txt")
    assert system_paths.for_system(path) is path
    assert system_paths.for_people(path) is path


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows takes names for others")
@pytest.mark.parametrize(
    "name", ["CON.txt", "nul.txt", "尾点.", "尾空格 ", "长" * 100 + "/" + "长" * 100 + "/a.txt"]
)
def test_names_that_windows_would_change_are_those_of_files(tmp_path: Path, name: str) -> None:
    path = system_paths.for_system(tmp_path) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("甲", encoding="utf-8")
    assert path.read_text(encoding="utf-8") == "甲"
    assert system_paths.for_people(path) == tmp_path / name
