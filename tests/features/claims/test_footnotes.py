"""Which sentences of a dossier get a footnote: what the reader chose is kept with it, wherever the dossier goes."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from reader.features.claims.footnotes import as_decisions, choices_in, choose
from reader.features.dossiers.dossiers import dossiers_of
from reader.features.packs.packing_up import GivenNotes, PackChoice, pack_up, what_could_go
from reader.library.library import Library
from reader.newspaper.decision import ClaimFootnote
from reader.storage import archive
from reader.storage.user_records import Records
from tests import packs
from tests.terminal import Terminal

NAME = "志稿"
FIRE = "1987年6月12日晚，西街粮库失火，烧毁仓房12间。"
TOWER = "1990年7月，渡口新建灯塔一座。"
PAGE = "白渡日报\n1987年6月13日\n\n西街失火\n\n昨晚西街粮库失火，烧毁仓房12间，无人伤亡。\n"


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[tuple[Library, Library]]:
    """Two folders with the same paper."""
    opened = []
    for name in ("这台", "那台"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "白渡.txt").write_text(PAGE, encoding="utf-8")
        library = Library.open(folder)
        library.sync()
        opened.append(library)
    yield opened[0], opened[1]
    for library in opened:
        library.close()


def choices(library: Library) -> dict[str, bool]:
    """What is chosen in the dossier of the name."""
    row = dossiers_of(library).named(NAME)
    assert row is not None
    return choices_in(library.user_data.decisions, row.uuid)


def made(library: Library) -> str:
    """A dossier with both sentences; its UUID."""
    row = dossiers_of(library).add(NAME)
    dossiers_of(library).add_note(row.uuid, FIRE + TOWER)
    return row.uuid


def merge(library: Library, other: Library) -> None:
    library.user_data.merge_records(other.user_data.records(), "那台.json")


def test_what_two_machines_chose_for_several_sentences_is_both_there(
    machines: tuple[Library, Library],
) -> None:
    here, there = machines
    uuid = made(here)
    merge(there, here)
    choose(here.user_data.decisions, uuid, {FIRE: False})
    choose(there.user_data.decisions, uuid, {TOWER: True})
    merge(here, there)
    merge(there, here)
    assert choices(here) == choices(there) == {FIRE: False, TOWER: True}


def test_of_one_sentence_the_later_choice_counts_on_both(machines: tuple[Library, Library]) -> None:
    here, there = machines
    uuid = made(here)
    choose(here.user_data.decisions, uuid, {FIRE: False})
    merge(there, here)
    choose(there.user_data.decisions, uuid, {FIRE: True})
    merge(here, there)
    assert choices(here) == choices(there) == {FIRE: True}
    assert len(here.user_data.decisions.all(ClaimFootnote)) == 1


def test_dossiers_of_one_name_that_are_joined_have_the_choices_of_both(
    machines: tuple[Library, Library],
) -> None:
    here, there = machines
    choose(here.user_data.decisions, made(here), {FIRE: False})
    choose(there.user_data.decisions, made(there), {TOWER: True})
    merge(here, there)
    dossiers_of(here).join_namesakes(NAME)
    assert choices(here) == {FIRE: False, TOWER: True}


def test_what_is_chosen_after_joining_counts(machines: tuple[Library, Library]) -> None:
    here, there = machines
    decisions = here.user_data.decisions
    stays = made(here)
    choose(decisions, stays, {FIRE: True})
    choose(there.user_data.decisions, made(there), {FIRE: False, TOWER: True})
    merge(here, there)
    dossiers_of(here).join_namesakes(NAME)
    row = dossiers_of(here).named(NAME)
    assert row is not None
    for is_written in (True, False, True):
        choose(decisions, row.uuid, {FIRE: is_written, TOWER: is_written})
        assert choices(here) == {FIRE: is_written, TOWER: is_written}


def test_the_text_of_a_dossier_is_in_its_order_where_two_machines_wrote_at_one_place(
    machines: tuple[Library, Library],
) -> None:
    here, there = machines
    uuid = made(here)
    merge(there, here)
    first = dossiers_of(here).add_note(uuid, "先写的。")
    dossiers_of(there).add_note(uuid, "后写的。")
    merge(here, there)
    dossiers_of(here).write_note(first, "先写的，改过。")
    texts = [entry.text for entry in dossiers_of(here).entries(uuid)]
    assert texts == [FIRE + TOWER, "先写的，改过。", "后写的。"]
    assert [*here.sets.written_in(NAME).texts] == texts


def test_they_are_in_a_file_of_notes_and_in_a_pack_with_its_dossier(
    machines: tuple[Library, Library], tmp_path: Path
) -> None:
    here, there = machines
    choose(here.user_data.decisions, made(here), {FIRE: False})
    gone = dossiers_of(here).add("删去的")
    choose(here.user_data.decisions, gone.uuid, {TOWER: True})
    dossiers_of(here).remove(gone.uuid)
    text = archive.archive_to_text(here.user_data.records())
    records = archive.archive_from_bytes(text.encode(), "a.json")
    assert isinstance(records, Records)
    there.user_data.merge_records(records, "a.json")
    assert choices(there) == {FIRE: False}

    could_go = what_could_go(here)
    assert (could_go.dossiers, could_go.counts[GivenNotes.DOSSIERS]) == (1, 1)
    pack_up(here, tmp_path / "志.yuebao", PackChoice(notes=frozenset({GivenNotes.DOSSIERS})))
    about, members = packs.contents(tmp_path / "志.yuebao")
    pack = Library.open(packs.forge(tmp_path / "别人的.yuebao", about, members, packs.STRANGER))
    assert choices(pack) == {FIRE: False}
    assert len(pack.user_data.decisions.all(ClaimFootnote)) == 1
    pack.close()


def test_a_pack_has_what_was_chosen_in_a_dossier_that_was_joined(
    machines: tuple[Library, Library], tmp_path: Path
) -> None:
    here, there = machines
    choose(here.user_data.decisions, made(here), {FIRE: False})
    choose(there.user_data.decisions, made(there), {TOWER: True})
    merge(here, there)
    dossiers_of(here).join_namesakes(NAME)
    pack_up(here, tmp_path / "志.yuebao", PackChoice(notes=frozenset({GivenNotes.DOSSIERS})))
    about, members = packs.contents(tmp_path / "志.yuebao")
    pack = Library.open(packs.forge(tmp_path / "别人的.yuebao", about, members, packs.STRANGER))
    assert choices(pack) == choices(here) == {FIRE: False, TOWER: True}
    pack.close()


def test_a_note_and_what_is_chosen_for_it_are_one_act(machines: tuple[Library, Library]) -> None:
    here, _ = machines
    row = dossiers_of(here).add(NAME)
    dossiers = dossiers_of(here)
    _, changes = here.acts.carried_out(
        lambda: dossiers.add_note(row.uuid, FIRE, None, as_decisions(row.uuid, {FIRE: False})), None
    )
    assert choices(here) == {FIRE: False}
    assert changes is not None


def test_in_a_terminal_the_dossier_is_checked_with_the_chosen_footnotes(
    machines: tuple[Library, Library], tmp_path: Path
) -> None:
    here, _ = machines
    uuid = made(here)
    reader = partial(Terminal(tmp_path / "home").run, "claims", "--library", here.root, "--dossier")
    ran = json.loads(reader(NAME, "--json").out)
    assert (ran["file"], ran["dossier"]) == (None, NAME)
    assert [sentence["footnote"] for sentence in ran["sentences"]] == [True, True]
    choose(here.user_data.decisions, uuid, {FIRE: False, TOWER: True})
    ran = json.loads(reader(NAME, "--json").out)
    assert [sentence["footnote"] for sentence in ran["sentences"]] == [False, True]
    written = reader(NAME, "-o", "-").out
    assert f"{TOWER}[^1]" in written
    assert "[^2]" not in written
    assert "没有叫“无此”的专题" in reader("无此", code=1).err
