"""The people of a room are those of its folders: list by list, card by card, whatever comes, changes and goes."""

import dataclasses
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.library.library import Library
from reader.library.reading_room import ReadingRoom
from reader.people.person import Certainty, PersonOrder
from reader.room import people_loading
from reader.room.loading import load
from reader.search.ladder import Rung
from tests import corpus, homes
from tests.library.test_people import PIECES, articles, issue
from tests.room.clusters import empty_room, shared

TYPED = ("", "何", "渡生", "陈守", "陳", "hds", "c", "chensd", "ch", "·", "xyz", "\ud842", "%", "甲\0")


NAMINGS = (
    "## 开工\n本报讯　副市长陈海涛昨天来到渡口。\n## 上船\n本报讯　陈先生不在。陈海涛说，船来了。陈先生上了船。\n",
    "## 开会\n本报讯　陈副市长说，船没有来。\n## 书记\n本报讯　書記陳海濤和副市长陈守灯来了。陈副市长没有说。\n",
)


@pytest.fixture(autouse=True, scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        yield homes.use(patch, tmp_path_factory.mktemp("home"))


@pytest.fixture
def room() -> Iterator[ReadingRoom]:
    with closing(ReadingRoom(empty_room())) as opened:
        yield opened


def put(library: Library, room: ReadingRoom) -> int:
    return load(library.contents.hand_over, library.user_data.library_uuid(), room.address).days


def lists_of(library: Library) -> Any:
    """Every list of people, and how long each is said to be."""
    people = library.people
    return [
        (typed, order, people.rows(typed, by=order, limit=10_000), people.count(typed))
        for typed in TYPED
        for order in PersonOrder
    ] + [people.rows(by=order, offset=offset, limit=3) for offset in (0, 2) for order in PersonOrder]


def cards_of(library: Library) -> Any:
    """Every card by every form of a name, and all that tells so; articles by their keys."""
    rows = library.people.rows(limit=10_000)
    known = [(form, row.label) for row in rows for form in row.forms]
    return [
        (name, library.people.card(name, label), evidence_of(library, name, label)) for name, label in known
    ]


def evidence_of(library: Library, name: str, label: str = "", **which: Any) -> Any:
    keys = library._derived.catalogue.article_rows
    found = library.people.evidence(name, label, limit=10_000, **which)
    return sorted(
        (
            each.mark,
            each.quote,
            keys([each.article_id])[each.article_id].key,
            repr(dataclasses.replace(each, article_id=0)),
        )
        for each in found
    )


def namings_of(library: Library, name: str) -> Any:
    """What stands on the last rung below a name: surname and title, where something ties them to the person."""
    rungs = library.searcher.ladder(library.searcher.understand(name))
    (naming,) = [rung for rung in rungs if rung.rung is Rung.NAMING]
    query = naming.results.query
    hits = library.searcher.hits(naming.results.ids, query)
    return naming.forms, naming.unseen, [(hit.headline, hit.tie, hit.snippet) for hit in hits]


def assert_same_people(room: Library, folder: Library) -> None:
    assert lists_of(room) == lists_of(folder)
    assert cards_of(room) == cards_of(folder)


def write(root: Path, number: int, text: list[list[int]] | None) -> None:
    path = root / f"2024030{number + 1}.txt"
    if text is None:
        path.unlink(missing_ok=True)
    else:
        path.parent.mkdir(exist_ok=True)
        path.write_text(issue(number, text), encoding="utf-8")


def sync(library: Library) -> None:
    library.sync(accept_missing=True)
    if gone := [missing.path for missing in library.missing_files()]:
        library.forget_missing(gone)


changes = st.lists(st.tuples(st.integers(0, 3), st.none() | articles), min_size=1, max_size=4)


@given(changes=st.lists(changes, min_size=1, max_size=3), at_most=st.sampled_from([0, 8]))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_people_are_those_of_the_folder_after_papers_come_change_and_go(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    changes: list[list[tuple[int, list[list[int]] | None]]],
    at_most: int,
) -> None:
    """The index is asked for a new name, or all texts of the room are read for it."""
    monkeypatch.setattr(people_loading, "ARTICLES_A_NAME", at_most)
    root = tmp_path_factory.mktemp("报")
    with closing(Library.open(root)) as library, closing(ReadingRoom(empty_room())) as room:
        for step in changes:
            for number, text in step:
                write(root, number, text)
            sync(library)
            put(library, room)
            assert_same_people(room, library)


@given(here=changes, there=changes, again=changes)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_people_of_two_folders_are_those_of_one_folder_with_both(
    tmp_path_factory: pytest.TempPathFactory,
    here: list[tuple[int, list[list[int]] | None]],
    there: list[tuple[int, list[list[int]] | None]],
    again: list[tuple[int, list[list[int]] | None]],
) -> None:
    """The papers of the folders are of other days, or the same."""
    root = tmp_path_factory.mktemp("报")
    for folder in ("甲", "乙"):
        (root / folder).mkdir()
    with (
        closing(Library.open(root / "甲")) as one,
        closing(Library.open(root / "乙")) as other,
        closing(Library.open(root)) as both,
        closing(ReadingRoom(empty_room())) as room,
    ):
        for folder, written in (("甲", here), ("乙", there), ("甲", again)):
            for number, text in written:
                write(root / folder, number + 4 * (folder == "乙" and number > 1), text)
            for library in (one, other):
                sync(library)
                put(library, room)
        sync(both)
        assert_same_people(room, both)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with closing(Library.sample()) as opened:
        opened.sync()
        yield opened


@pytest.fixture(scope="module")
def sample_room(sample: Library) -> Iterator[ReadingRoom]:
    with closing(ReadingRoom(shared().room("people"))) as opened:
        put(sample, opened)
        yield opened


def test_the_people_of_the_sample_are_its_people_in_the_room(
    sample: Library, sample_room: ReadingRoom
) -> None:
    assert len(sample.people.rows(limit=10_000)) > 50
    assert_same_people(sample_room, sample)
    for name in ("何渡生", "祝水芹"):
        for certainty in Certainty:
            which = {"certainty": certainty}
            assert evidence_of(sample_room, name, **which) == evidence_of(sample, name, **which)
        card = sample.people.card(name)
        assert card is not None
        for office in card.offices:
            assert evidence_of(sample_room, name, office=office.title) == evidence_of(
                sample, name, office=office.title
            )
        for beside in card.companions:
            assert evidence_of(sample_room, name, beside=beside.name) == evidence_of(
                sample, name, beside=beside.name
            )


def test_the_other_namings_of_a_person_are_found_as_in_the_folder(tmp_path: Path, room: ReadingRoom) -> None:
    for day, text in enumerate(NAMINGS):
        head = f"雁桥日报\n2021年3月{day + 1}日\n第01版\n"
        (tmp_path / f"2021030{day + 1}.txt").write_text(head + text, encoding="utf-8")
    with closing(Library.open(tmp_path)) as library:
        library.sync()
        put(library, room)
        told = namings_of(library, "陈海涛")
        assert len(told[2]) == 2
        assert namings_of(room, "陈海涛") == told
