"""Which names are those of copies, client by client, and which are those of papers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.newspaper.sync_clients import (
    NAMES,
    copy_names,
    may_be_copy_of_notes,
    may_name_copies,
    original_of,
    paper_path,
)

CERTAIN = [
    "19870612.sync-conflict-20240306-101530-7QKABCD",  # Syncthing
    "19870612.sync-conflict-20240306-101530",
    "19870612 (conflicted copy 2024-03-06)",  # Dropbox
    "19870612 (Tian's conflicted copy 2024-03-06)",
    "19870612 (田麦青的冲突副本 2024-03-06)",
    "19870612 (田麦青 的冲突文件 2024-03-06)",  # 坚果云
    "19870612 (conflicted copy 2024-03-06 101530)",  # Nextcloud
    "19870612_conflict-20240306-101530",  # ownCloud
    "19870612 (SFConflict tian@example.org 2024-03-06-10-15-30)",  # Seafile
    "19870612 (conflict #1 on 2024-03-06)",  # Unison
    "19870612 (copie en conflit de Tian 2024-03-06)",
    "19870612 (In Konflikt stehende Kopie von Tian 2024-03-06)",
    "19870612.conflict1",  # rclone
    "19870612..path2",
    "19870612.Conflict",  # Resilio
    "19870612.conflict-20240306-101530",
    "19870612 (Case Conflict)",  # Dropbox
    "19870612 (Selective Sync Conflict 1)",
    "19870612 [Conflict]",
    "19870612_DiskStation_Mar-06-101530-2024_Conflict",  # Synology
    "19870612_冲突文件_tian_20240306101530",  # 百度网盘
    "19870612-DESKTOP-AB12CD3",  # OneDrive
    "19870612-LAPTOP-AB12CD34",
]
UNCERTAIN = [
    "19870612-田麦青的电脑",  # OneDrive
    "19870612 2",  # iCloud
    "19870612 (1)",  # Google Drive, browsers
    "19870612（2）",
    "19870612 - 副本",  # Windows
    "19870612 - 副本 (2)",
    "19870612 的副本",  # macOS
    "19870612 copy",
    "19870612 (冲突 2024-03-06)",
]
OF_PAPERS = [
    "19870612.txt",
    "1987-06-12.txt",
    "冲突与和平.txt",
    "19870612 边境冲突.txt",
    "海湾 conflict 1991-01-17.txt",
    "conflict.txt",
    "1987-06-12_p3_150dpi.txt",
    "报/bak/19870612.txt",
]


@pytest.mark.parametrize("folder", ["", "报/1987/"])
@pytest.mark.parametrize("ending", [".txt", ".md", ".pdf"])
@pytest.mark.parametrize("name", CERTAIN)
def test_the_names_of_clients_are_certainly_those_of_copies(name: str, ending: str, folder: str) -> None:
    path, original = f"{folder}{name}{ending}", f"{folder}19870612{ending}"
    found = original_of(path, {original, path})
    assert found is not None
    assert (found.original, found.is_certain) == (original, True)
    assert paper_path(path) == original
    assert may_name_copies(f'["1.txt", "{path}"]')
    assert not may_name_copies(f'["1.txt", "{original}"]')


@pytest.mark.parametrize("name", UNCERTAIN)
def test_a_name_that_a_paper_may_have_is_not_certain(name: str) -> None:
    found = original_of(f"{name}.txt", {"19870612.txt"})
    assert found is not None
    assert (found.original, found.is_certain) == ("19870612.txt", False)
    assert paper_path(f"{name}.txt") == f"{name}.txt"


@pytest.mark.parametrize("path", OF_PAPERS)
def test_other_names_are_those_of_papers(path: str) -> None:
    assert not any(each.is_certain for each in copy_names(path))
    assert paper_path(path) == path


@pytest.mark.parametrize("name", [*CERTAIN, *UNCERTAIN])
def test_without_the_original_beside_it_nothing_is_a_copy(name: str) -> None:
    path = f"{name}.txt"
    assert original_of(path, {path, "19870613.txt", "别处/19870612.txt"}) is None


@pytest.mark.parametrize(
    ("path", "original"),
    [
        ("报/19870612.txt.conflict1", "报/19870612.txt"),
        ("19870612.txt..path1", "19870612.txt"),
        ("logseq/bak/pages/雁桥晚报/2024-03-06T10_15_30.000Z.Desktop.md", "pages/雁桥晚报.md"),
        ("我的/logseq/bak/journals/1987_06_12/2024-03-06T10_15_30.000Z.md", "我的/journals/1987_06_12.md"),
    ],
)
def test_marks_behind_the_ending_and_folders_of_former_versions(path: str, original: str) -> None:
    assert original_of(path, {original}) is not None
    assert paper_path(path) == original


def test_every_row_of_the_table_has_a_name_that_it_alone_decides() -> None:
    rows = [not names.is_ambiguous for names in NAMES]
    assert rows == sorted(rows, reverse=True)
    assert len({names.pattern for names in NAMES}) == len(NAMES)


@given(st.text("abc年月日0123456789 ()._-第版副本冲突", max_size=30))
def test_law_a_copy_is_never_its_own_original_and_is_shorter_than_its_name(name: str) -> None:
    for each in copy_names(f"{name}.txt"):
        assert len(each.original) < len(f"{name}.txt")
    assert len(paper_path(name)) <= len(name)


@pytest.mark.parametrize(
    ("name", "is_copy"),
    [
        ("user.sync-conflict-20240306-101530-7QKABCD.sqlite", True),
        ("user (田麦青的冲突副本 2024-03-06).sqlite", True),
        ("USER-DESKTOP-AB12CD3.SQLITE", True),
        ("user.sqlite.conflict1", True),
        ("user 2.sqlite", True),
        (".user.sqlite", False),
        ("~user.sqlite", False),
        ("user.sqlite.part", False),
        ("user.txt", False),
    ],
)
def test_of_the_readers_own_file_any_remark_counts_but_no_unfinished_file(name: str, is_copy: bool) -> None:
    assert may_be_copy_of_notes(name) is is_copy
