"""Everything that was told of a library, as a file that another takes in."""

import datetime as dt
import json
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.newspaper.correction import Anchor, Claim, Correction, CorrectionKind, ToldRole
from reader.newspaper.holdings import Bookmark
from reader.newspaper.passage import MarkColor, Passage
from reader.storage.archive import (
    Alias,
    Archive,
    LaterVersion,
    Taken,
    archive_from_text,
    archive_to_text,
)
from reader.storage.user_data import UserData
from tests.invented_article import ARTICLE, stored

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
TIMES = st.datetimes(min_value=dt.datetime(1987, 6, 12), timezones=st.just(dt.UTC))
PASSAGES = st.builds(Passage, WORDS.filter(bool), WORDS, WORDS, st.sampled_from(MarkColor))
BOOKMARKS = st.builds(
    Bookmark,
    uuid=st.uuids().map(str),
    key=WORDS,
    newspaper=WORDS,
    date=st.none() | st.dates(),
    month_day=st.sampled_from([None, "06-12", "02-29"]),
    number=st.none() | st.integers(1, 99999),
    page=st.none() | WORDS,
    path=WORDS,
    article=st.builds(lambda headline: replace(ARTICLE, headline=headline), st.none() | WORDS),
    note=WORDS,
    tags=st.lists(WORDS, unique=True).map(tuple),
    created=TIMES,
    modified=TIMES,
    passage=st.none() | PASSAGES,
    deleted=st.none() | TIMES,
)
CORRECTIONS = st.builds(
    Correction,
    st.uuids().map(str),
    st.builds(Anchor, WORDS, WORDS, WORDS, WORDS, st.integers(1, 9)),
    st.builds(Claim, st.just(CorrectionKind.ROLE), st.sampled_from(ToldRole)),
    TIMES,
    TIMES,
    st.booleans(),
)
ARCHIVES = st.builds(
    Archive,
    st.lists(BOOKMARKS, max_size=3, unique_by=lambda b: b.uuid).map(tuple),
    st.lists(CORRECTIONS, max_size=3, unique_by=lambda c: c.uuid).map(tuple),
    st.lists(st.builds(Alias, WORDS, WORDS, TIMES), max_size=3, unique_by=lambda a: a.old_key).map(tuple),
)


@given(ARCHIVES)
def test_what_is_written_is_read_again(archive: Archive) -> None:
    assert archive_from_text(archive_to_text(archive)) == archive


def library(folder: Path, hour: int = 0) -> UserData:
    """Some bookmarks with passages, one removed, a correction undone, a key that has moved."""
    times = iter(range(10_000))
    start = dt.datetime(2024, 5, 1, hour, tzinfo=dt.UTC)
    data = UserData(folder, lambda: start + dt.timedelta(seconds=next(times)))
    whole = data.add_bookmark(stored(), "总数与馆志不同", ["图书馆", "待核"])
    data.add_bookmark(stored(), "", [], Passage("座城的记性", "", "", MarkColor.PURPLE))
    gone = data.add_bookmark(stored(key="gone"), "别丢了我", [])
    data.remove_bookmark(gone.uuid)
    data.anchor_again({whole.uuid: "newkey"})
    told = data.corrections.add(Anchor("a.txt", "甲", "", "乙", 1), Claim(CorrectionKind.ROLE, ToldRole.DECK))
    data.corrections.undo(told.uuid)
    return data


def test_an_empty_library_that_took_everything_gives_the_same(tmp_path: Path) -> None:
    data, fresh = library(tmp_path / "a"), UserData(tmp_path / "b")
    text = archive_to_text(data.everything())
    assert fresh.take(archive_from_text(text)) == Taken(bookmarks=3, corrections=1)
    assert archive_to_text(fresh.everything()) == text
    assert fresh.resolve(ARTICLE.key) == "newkey"
    (gone,) = fresh.removed_bookmarks()
    assert fresh.restore_bookmark(gone.uuid).note == "别丢了我"


def test_taking_it_again_changes_nothing(tmp_path: Path) -> None:
    data = library(tmp_path / "a")
    before = data.everything()
    assert data.take(before) == Taken(0, 0)
    assert data.everything() == before


def test_of_two_changes_the_later_wins_whichever_way_they_come_together(tmp_path: Path) -> None:
    here = library(tmp_path / "a")
    there = UserData(tmp_path / "b", lambda: dt.datetime(2024, 6, 1, tzinfo=dt.UTC))
    there.take(here.everything())
    (mark,) = [b for b in here.bookmarks() if b.passage]
    here.edit_bookmark(mark.uuid, "先写的", [])
    there.edit_bookmark(mark.uuid, "后写的", ["六月"])
    own = there.add_bookmark(stored(key="another"), "", [])
    here.take(there.everything())
    there.take(here.everything())
    assert here.everything() == there.everything()
    notes = {b.uuid: b.note for b in here.bookmarks()}
    assert notes[mark.uuid] == "后写的"
    assert own.uuid in notes


def changed(change: Callable[[dict[str, Any]], object]) -> str:
    bookmark = Bookmark(
        uuid=str(uuid.uuid4()),
        key="k",
        newspaper="雁桥日报",
        date=None,
        month_day="06-12",
        number=1,
        page="2",
        path="a.txt",
        article=ARTICLE,
        note="",
        tags=("甲",),
        created=dt.datetime(2024, 5, 1, tzinfo=dt.UTC),
        modified=dt.datetime(2024, 5, 1, tzinfo=dt.UTC),
        passage=Passage("甲", "", ""),
    )
    alias = Alias("a", "b", bookmark.created)
    data = json.loads(archive_to_text(Archive((bookmark,), (), (alias,))))
    change(data)
    return json.dumps(data)


def set_in(place: str, value: object) -> Callable[[dict[str, Any]], None]:
    return lambda data: data["bookmarks"][0].__setitem__(place, value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "这不是 JSON",
        '{"format": "reader corrections", "version": 1}',
        '{"format": "reader notes"}',
        '{"format": "reader notes", "version": true, "bookmarks": [], "corrections": [], "aliases": []}',
        "[" * 100_000,
        '{"format": "reader notes", "version": 1, "bookmarks": ' + "[" * 100_000,
        changed(lambda data: data["bookmarks"].append(data["bookmarks"][0])),
        changed(lambda data: data["bookmarks"][0].pop("note")),
        changed(lambda data: data["bookmarks"][0]["article"]["blocks"][0].update(text=None)),
        changed(lambda data: data["bookmarks"][0]["article"].update(source_lines=[[1]])),
        changed(lambda data: data["bookmarks"][0]["article"].update(kind="virus")),
        changed(lambda data: data["bookmarks"][0]["article"].update(headline=None, blocks=[])),
        changed(lambda data: data["bookmarks"][0]["passage"].update(color="red")),
        changed(lambda data: data["aliases"][0].update(modified="yesterday")),
        changed(lambda data: data["corrections"].append({"uuid": "x"})),
        changed(set_in("uuid", "../../x")),
        changed(set_in("month_day", "13-45")),
        changed(set_in("number", 2**70)),
        changed(set_in("number", True)),
        changed(set_in("tags", "甲乙")),
        changed(set_in("note", "\ud800")),
        changed(set_in("modified", "2024-05-01")),
        changed(set_in("modified", "9999-12-31T23:59:59-14:00")),
    ],
)
def test_what_it_did_not_write_is_refused(text: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011  # each reader has words of its own
        archive_from_text(text)
    assert not isinstance(refused.value, LaterVersion)


def test_a_later_version_is_told_apart() -> None:
    with pytest.raises(LaterVersion):
        archive_from_text('{"format": "reader notes", "version": 2, "wonders": []}')
