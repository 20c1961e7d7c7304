"""What a merge has replaced of the reader's words is told on the machine where they were written, until looked at."""

# ruff: noqa: F811

import shutil
from pathlib import Path

import pytest

from reader.newspaper.correction import Anchor, Claim, CorrectedRole, CorrectionKind
from reader.newspaper.decision import DossierNote
from reader.storage.mirror import OwnMachine
from reader.storage.user_data import UserData
from reader.storage.user_repair import Following
from tests.invented_article import stored
from tests.storage.test_mirror import again, here, put_over, there  # noqa: F401


@pytest.fixture
def uuid(here: UserData, there: UserData) -> str:
    """A note that both machines have."""
    uuid = here.add_bookmark(stored(key="both"), "两边都有", []).uuid
    again(here)
    put_over(here, there)
    again(there)
    here.edit_bookmark(uuid, "这边改的", [])
    there.edit_bookmark(uuid, "那边改的", [])
    return uuid


def test_the_replaced_words_are_told_until_looked_at(here: UserData, there: UserData, uuid: str) -> None:
    shutil.copyfile(there.path, here.folder / "user (conflicted copy).sqlite")
    data = again(here)
    assert [bookmark.note for bookmark in data.bookmarks()] == ["那边改的"]
    assert data.complaint is not None
    assert "1 条自己写的话被另一台电脑上写的换下了" in data.complaint
    assert [version.bookmark.note for version in data.replaced()] == ["这边改的"]
    assert again(data).complaint is None, "the line comes once"
    assert data.machine.replaced() == {uuid}, "the mark stays"
    assert data.look_at_versions(uuid)[0].bookmark.note == "这边改的"
    assert data.replaced() == []


def test_a_file_put_over_that_of_an_open_window_tells_it_too(
    here: UserData,
    there: UserData,
    uuid: str,
) -> None:
    following = Following(here)
    put_over(there, here)
    looks = [following.look() for _ in range(4)]
    assert [look.message for look in looks if "换下了" in look.message] != []
    assert here.machine.replaced() == {uuid}
    assert [version.bookmark.note for version in here.replaced()] == ["这边改的"]


def test_where_the_own_words_hold_nothing_is_replaced(here: UserData, there: UserData, uuid: str) -> None:
    shutil.copyfile(here.path, there.folder / "user (conflicted copy).sqlite")
    assert [bookmark.note for bookmark in again(there).bookmarks()] == ["那边改的"]
    assert there.machine.replaced() == frozenset()


def test_what_this_machine_brings_back_of_its_own_replaces_nothing(here: UserData, uuid: str) -> None:
    before = here.path.read_bytes()
    here.edit_bookmark(uuid, "这边又改的", [])
    here.path.write_bytes(before)
    assert [bookmark.note for bookmark in again(here).bookmarks()] == ["这边又改的"]
    assert here.machine.replaced() == frozenset()


def test_what_is_not_looked_at_outlives_the_rest_of_the_machines_state(tmp_path: Path) -> None:
    machine = OwnMachine(tmp_path / "own")
    machine.note_replaced(["1", "2"])
    machine.note_merged(tmp_path / "copy.sqlite", "1 1")
    machine.note_library(tmp_path, "library")
    assert machine.replaced() == {"1", "2"}
    machine.forget_replaced("1")
    assert machine.replaced() == {"2"}
    assert machine.has_merged(tmp_path / "copy.sqlite", "1 1")


def test_the_own_words_come_back_at_once_and_the_others_are_kept(
    here: UserData, there: UserData, uuid: str
) -> None:
    shutil.copyfile(there.path, here.folder / "user (conflicted copy).sqlite")
    data = again(here)
    assert data.restore_latest(uuid).note == "这边改的"
    assert (data.replaced(), data.machine.replaced()) == ([], frozenset())
    assert [version.bookmark.note for version in data.versions_of(uuid)][:1] == ["那边改的"]


def test_words_in_dossiers_that_are_replaced_are_told_and_come_back(here: UserData, there: UserData) -> None:
    made = here.decisions.add(DossierNote("d", "k", "两边都有"))
    again(here)
    put_over(here, there)
    again(there)
    here.decisions.change(made.uuid, DossierNote("d", "k", "这边改的"))
    there.decisions.change(made.uuid, DossierNote("d", "k", "那边改的"))
    shutil.copyfile(there.path, here.folder / "user (conflicted copy).sqlite")
    data = again(here)
    assert "1 条自己写的话" in (data.complaint or "")
    (change,) = data.replaced_decisions()
    assert change.before is not None
    assert (change.before.content.own_words, change.after.content.own_words) == ("这边改的", "那边改的")
    assert data.bring_back(change).content == DossierNote("d", "k", "这边改的")
    assert data.replaced_decisions() == []
    known = data.decisions.all(DossierNote, with_undone=True)
    assert {each.content.own_words for each in known} == {"这边改的", "那边改的"}


def test_where_the_notes_of_both_are_joined_nothing_is_replaced(here: UserData, there: UserData) -> None:
    here.add_bookmark(stored(key="same"), "这边写的", ["甲"])
    there.add_bookmark(stored(key="same"), "那边写的", ["乙"])
    shutil.copyfile(there.path, here.folder / "user (conflicted copy).sqlite")
    data = again(here)
    (bookmark,) = data.bookmarks()
    assert {*bookmark.note.splitlines()} == {"这边写的", "那边写的"}
    assert "换下" not in (data.complaint or "")
    assert data.machine.replaced() == frozenset()


def test_where_two_machines_choose_different_corrections_the_later_choice_holds_and_that_is_told(
    here: UserData, there: UserData
) -> None:
    anchor = Anchor("a.txt", "甲", "", "", 1)
    headline = Claim(CorrectionKind.ROLE, CorrectedRole.HEADLINE)
    subhead = Claim(CorrectionKind.ROLE, CorrectedRole.SUBHEAD)
    first, second = here.corrections.add_all([(anchor, headline), (anchor, subhead)])
    again(here)
    put_over(here, there)
    again(there)
    here.corrections.choose(first.uuid, [second.uuid])
    there.corrections.add(Anchor("b.txt", "乙", "", "", 1), headline)
    there.corrections.choose(second.uuid, [first.uuid])
    shutil.copyfile(there.path, here.folder / "user (conflicted copy).sqlite")
    data = again(here)
    assert second.uuid in {correction.uuid for correction in data.corrections.all()}
    assert first.uuid not in {correction.uuid for correction in data.corrections.all()}
    assert data.complaint is not None
    assert "1 处互相不合的更正，两台电脑选得不同" in data.complaint
    assert again(data).complaint is None, "the line comes once"


def test_a_correction_that_another_machine_has_only_taken_back_is_not_told_as_a_choice(
    here: UserData, there: UserData
) -> None:
    anchor = Anchor("a.txt", "甲", "", "", 1)
    correction = here.corrections.add(anchor, Claim(CorrectionKind.STARTS))
    again(here)
    put_over(here, there)
    again(there)
    there.corrections.undo(correction.uuid)
    shutil.copyfile(there.path, here.folder / "user (conflicted copy).sqlite")
    assert again(here).complaint is None
