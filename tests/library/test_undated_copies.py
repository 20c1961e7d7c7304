"""A file without a day is of the issue of the file that it is a copy of, by its name and by its text, never by one."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from reader.library.undated_copies import undated_copies
from reader.newspaper.article import Article, BlockKind
from reader.newspaper.issue import Masthead
from reader.storage.catalogue import Catalogue
from tests.invented_article import block
from tests.storage.stocked import DAILY, EVENING, an_article, head, put

FERRY = (
    "三月四日起，白石滩渡船每晚加开两班，末班船开到十点，过河的多是下班的工人和上晚自习的学生。船工老周说，"
    "雾散以前两岸的人隔着水喊话，孩子们在码头上数灯，数到天黑也没有数完。县交通局将在两岸装上路灯，明年春天"
    "石桥通车以后，这条渡船就要拖到下游的船坞里去，灯也要收进仓库，渡口只留下一块木牌和一间候船的旧屋。"
)
WELL = "西门外的老井有十年没有淘过，街坊都来看热闹，井绳在石沿上磨出七道沟。"
SHEET = "日报/散页.txt"
SURE = "日报/散页 (conflicted copy 2024-03-05).txt"
"""A name that a sync client gives."""
UNSURE = "日报/散页 (1).txt"
"""A name that papers have, too."""


def article(text: str) -> Article:
    told = an_article(text)
    return Article(
        told.key, told.kind, None, blocks=(block(text, BlockKind.PARAGRAPH, 3),), source_lines=((3, 3),)
    )


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return Catalogue(tmp_path / "catalogue.sqlite")


def store(catalogue: Catalogue, path: str, text: str = FERRY, masthead: Masthead | None = None) -> None:
    put(catalogue, path, masthead or head(), article(text))


def found(catalogue: Catalogue, *stored: str) -> Sequence[tuple[str, str]]:
    return [(copy.path, original.path) for copy, original in undated_copies(catalogue, stored)]


@pytest.mark.parametrize(
    "name", [SURE, UNSURE, "日报/散页 副本.txt", "日报/散页.sync-conflict-20240305-101500.txt"]
)
def test_a_copy_by_name_and_text_is_told_with_its_original(catalogue: Catalogue, name: str) -> None:
    store(catalogue, SHEET)
    store(catalogue, name)
    assert found(catalogue, name) == [(name, SHEET)]


@pytest.mark.parametrize("stored", [SHEET, SURE])
def test_it_is_told_whichever_of_both_is_new(catalogue: Catalogue, stored: str) -> None:
    store(catalogue, SHEET)
    store(catalogue, SURE)
    assert found(catalogue, stored) == [(SURE, SHEET)]


def test_several_copies_are_told_in_order_of_path(catalogue: Catalogue) -> None:
    for path in (SURE, UNSURE, SHEET):
        store(catalogue, path)
    assert found(catalogue, SHEET) == sorted([(SURE, SHEET), (UNSURE, SHEET)])


@pytest.mark.parametrize("name", [SURE, UNSURE])
def test_another_text_is_no_copy_whatever_its_name(catalogue: Catalogue, name: str) -> None:
    store(catalogue, SHEET)
    store(catalogue, name, WELL)
    assert found(catalogue, name) == []


def test_the_same_text_is_no_copy_under_another_name(catalogue: Catalogue) -> None:
    store(catalogue, SHEET)
    store(catalogue, "日报/另页.txt")
    assert found(catalogue, SHEET, "日报/另页.txt") == []


def test_a_copy_without_its_original_is_a_file_of_its_own(catalogue: Catalogue) -> None:
    store(catalogue, SURE)
    assert found(catalogue, SURE) == []


@pytest.mark.parametrize(
    ("of_original", "of_copy"),
    [
        (head(), head(title=EVENING)),
        (head(title=DAILY), head(title=None)),
        (head(), head(month_day="02-01")),
        (head("1987-06-12"), head()),
        (head(), head("1987-06-12")),
        (head("1987-06-12"), head("1987-06-12")),
    ],
    ids=["another paper", "no paper", "another day", "a dated original", "a dated copy", "both dated"],
)
def test_files_of_which_different_things_are_known_are_no_copies(
    catalogue: Catalogue, of_original: Masthead, of_copy: Masthead
) -> None:
    store(catalogue, SHEET, masthead=of_original)
    store(catalogue, SURE, masthead=of_copy)
    assert found(catalogue, SHEET, SURE) == []


def test_only_folders_with_stored_files_are_looked_at(catalogue: Catalogue) -> None:
    store(catalogue, SHEET)
    store(catalogue, SURE)
    assert found(catalogue) == []
    assert found(catalogue, "晚报/散页.txt") == []
    assert found(catalogue, "日报/别的.txt") == [(SURE, SHEET)]


def test_an_original_in_another_folder_is_told_by_the_name_of_its_copy(catalogue: Catalogue) -> None:
    """As Logseq keeps former versions in a folder of its own."""
    former = "日报/logseq/bak/散页/2024-03-05.txt"
    store(catalogue, SHEET)
    store(catalogue, former)
    assert found(catalogue, former) == [(former, SHEET)]
    assert found(catalogue, SHEET) == []


def test_in_a_copy_by_its_name_a_number_may_have_been_changed(catalogue: Catalogue) -> None:
    store(catalogue, SHEET, FERRY + "船票3分。")
    store(catalogue, UNSURE, FERRY + "船票5分。")
    assert found(catalogue, UNSURE) == [(UNSURE, SHEET)]
