"""Two machines have made something of one name: it is told, one word makes one of them, and nothing of it is lost.

Whatever the kind: dossiers, saved searches, chronicles. The law takes each kind through all orders of merging.
"""

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reader.features.chronicle.chronicles import Chronicles
from reader.features.dossiers.dossiers import dossiers_of
from reader.features.saved_searches.saved_searches import searches_of
from reader.library import doubt_acts, doubt_sources
from reader.library.doubt_acts import named
from reader.library.doubts import DoubtKind
from reader.library.library import Library, LibraryError
from reader.newspaper.decision import (
    NAMED,
    Chronicle,
    ChronicleLine,
    Dossier,
    DossierNote,
    SavedSearch,
    SearchLook,
)
from reader.plugs import all_answering, all_plugs
from reader.storage.record_tables import NamedDecisions
from reader.storage.user_data import UserData
from reader.storage.user_repair import repair_and_merge
from tests import homes
from tests.decisions import CHRONICLE_SOURCE
from tests.library import drawn_sets

NAME = "渡口"


@pytest.fixture(autouse=True, scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        yield homes.use(patch, tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def papers(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = drawn_sets.write(tmp_path_factory.mktemp("报") / "报")
    library = Library.open(root)
    library.sync()
    library.close()
    return root


@pytest.fixture
def machines(papers: Path, tmp_path: Path) -> Iterator[tuple[Library, Library]]:
    """The same papers on two machines, each with notes of its own."""
    opened = []
    for name in ("here", "there"):
        shutil.copytree(papers, tmp_path / name, ignore=shutil.ignore_patterns(".reader"))
        library = Library.open(tmp_path / name)
        library.sync()
        opened.append(library)
    yield opened[0], opened[1]
    for library in opened:
        library.close()


def make_dossier(library: Library, words: str) -> None:
    dossiers = dossiers_of(library)
    row = dossiers.named(NAME) or dossiers.add(NAME)
    dossiers.add_note(row.uuid, "两台都写的")
    dossiers.add_note(row.uuid, words)


def make_search(library: Library, words: str) -> None:
    searches_of(library).add(NAME, words, all_shapes=True)


def make_chronicle(library: Library, words: str) -> None:
    lines = [
        ChronicleLine("", "", None, None, "not told", (CHRONICLE_SOURCE,), text)
        for text in ("两台都写的", words)
    ]
    Chronicles(library).add(NAME, words, lines)


def told_in_dossier(library: Library, uuid: str) -> set[str]:
    return {entry.text for entry in dossiers_of(library).entries(uuid)}


def told_in_search(library: Library, uuid: str) -> set[str]:
    (saved,) = (each for each in searches_of(library).all() if each.uuid == uuid)
    ids = library.sets.ids(searches_of(library).articles(saved))
    return {str(each) for each in ids}


def told_in_chronicle(library: Library, uuid: str) -> set[str]:
    return {stored.line.words for stored in Chronicles(library).lines(uuid)}


MADE: dict[type, tuple[Callable[[Library, str], None], Callable[[Library, str], set[str]]]] = {
    Dossier: (make_dossier, told_in_dossier),
    SavedSearch: (make_search, told_in_search),
    Chronicle: (make_chronicle, told_in_chronicle),
}
"""For each kind: makes one of the name that has some words, and tells what is in one."""
KINDS = pytest.mark.parametrize("kind", NAMED, ids=lambda kind: kind.__name__)


def named_of(library: Library, kind: type) -> NamedDecisions[Any]:
    (of_kind,) = (
        each
        for make in all_answering(named, all_plugs())
        if (each := make(library)) is not None and each.kind is kind
    )
    return of_kind


def merged(library: Library, other: UserData) -> UserData:
    copy = library.user_data.folder / f"user (conflicted copy {dt.datetime.now().timestamp()}).sqlite"
    shutil.copyfile(other.path, copy)
    repair_and_merge(library.user_data)
    return library.user_data


def everything(library: Library, kind: type) -> set[str]:
    _, told = MADE[kind]
    return {words for row in named_of(library, kind).all() for words in told(library, row.uuid)}


def test_every_kind_with_a_name_can_be_joined(machines: tuple[Library, Library]) -> None:
    kinds = {
        made.kind for make in all_answering(named, all_plugs()) if (made := make(machines[0])) is not None
    }
    assert kinds == {*NAMED}


@KINDS
@pytest.mark.parametrize("is_there_first", [False, True], ids=["merged here first", "merged there first"])
def test_what_two_machines_have_named_alike_becomes_one_and_nothing_is_lost(
    machines: tuple[Library, Library], kind: type, is_there_first: bool
) -> None:
    make, told = MADE[kind]
    here, there = machines
    make(here, "马灯")
    make(there, "板车")
    first, second = (there, here) if is_there_first else (here, there)
    data = merged(first, second.user_data)
    assert "在“核对”里可以合并成一个" in (data.complaint or "")
    before = everything(first, kind)
    of_kind = named_of(first, kind)
    with pytest.raises(LibraryError, match="都叫"):
        of_kind.named(NAME)
    listed = {of_kind.kind: of_kind.doubts for of_kind in doubt_sources.look(first).kinds}
    (doubt,) = listed[DoubtKind.SAME_NAME]
    (act,) = doubt_acts.acts_on(first, doubt)
    _, turn = first.acts.carried_out(act.work)
    (row,) = of_kind.all()
    assert told(first, row.uuid) == before
    assert of_kind.named(NAME) is not None
    assert of_kind.namesakes() == []
    merged(second, first.user_data)
    assert everything(second, kind) == before
    assert named_of(second, kind).namesakes() == []
    assert turn is not None
    turn()
    assert len(of_kind.all()) == 2
    assert everything(first, kind) == before


@KINDS
def test_both_machines_join_and_agree(machines: tuple[Library, Library], kind: type) -> None:
    make, _ = MADE[kind]
    here, there = machines
    make(here, "马灯")
    make(there, "板车")
    merged(here, there.user_data)
    merged(there, here.user_data)
    before = everything(here, kind)
    for library in (here, there):
        named_of(library, kind).join_namesakes(NAME)
    merged(here, there.user_data)
    merged(there, here.user_data)
    for library in (here, there):
        assert everything(library, kind) == before
        assert len(named_of(library, kind).all()) == 1


def test_what_is_written_later_into_the_other_one_comes_into_the_joined_one(
    machines: tuple[Library, Library],
) -> None:
    here, there = machines
    make_dossier(here, "马灯")
    make_dossier(there, "板车")
    merged(here, there.user_data)
    dossiers_of(here).join_namesakes(NAME)
    make_dossier(there, "后来写的")
    merged(here, there.user_data)
    (row,) = dossiers_of(here).all()
    assert told_in_dossier(here, row.uuid) >= {"马灯", "板车", "后来写的", "两台都写的"}
    assert "后来写的" in {
        note.text for note in here.user_data.decisions.contents(DossierNote) if note.dossier == row.uuid
    }


def test_what_was_seen_in_either_search_is_not_new_in_the_joined_one(
    machines: tuple[Library, Library],
) -> None:
    here, there = machines
    make_search(here, "马灯")
    make_search(there, "板车")
    merged(here, there.user_data)
    searches = searches_of(here)
    searches.join_namesakes(NAME)
    ((saved, counted),) = searches.counts()
    assert (saved.query, counted.new) == ("(马灯) OR (板车)", 0)
    assert len(here.user_data.decisions.contents(SearchLook)) == 2


def test_only_one_of_a_name_has_nothing_to_be_joined_with(machines: tuple[Library, Library]) -> None:
    make_dossier(machines[0], "马灯")
    with pytest.raises(LibraryError, match="没有要合并的"):
        dossiers_of(machines[0]).join_namesakes(NAME)
