"""Everything that was told of a library, as a file that another takes in."""

import datetime as dt
import json
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.newspaper.correction import (
    Anchor,
    Claim,
    CorrectedRole,
    Correction,
    CorrectionKind,
    corrections_to_text,
)
from reader.newspaper.decision import Decision, StruckOutName
from reader.newspaper.holdings import Bookmark
from reader.newspaper.issue import leads_inside
from reader.newspaper.logical_clock import LAST_TICK, tick_of
from reader.newspaper.passage import MarkColor, Passage
from reader.storage.archive import LaterVersion, archive_from_bytes, archive_to_text, corrections_from_bytes
from reader.storage.user_data import UserData
from reader.storage.user_records import Alias, Records
from tests.invented_article import ARTICLE, stored
from tests.moves import move, present_key

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
TIMES = st.datetimes(min_value=dt.datetime(1987, 6, 12), timezones=st.just(dt.UTC))
MAY = dt.datetime(2024, 5, 1, tzinfo=dt.UTC)
TICKS = st.integers(0, LAST_TICK)
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
    path=WORDS.filter(leads_inside),
    article=st.builds(lambda headline: replace(ARTICLE, headline=headline), st.none() | WORDS),
    note=WORDS,
    tags=st.lists(WORDS, unique=True).map(tuple),
    created=TIMES,
    modified=TIMES,
    passage=st.none() | PASSAGES,
    deleted=st.none() | TIMES,
    tick=TICKS,
)
CORRECTIONS = st.builds(
    Correction,
    st.uuids().map(str),
    st.builds(Anchor, WORDS.filter(leads_inside), WORDS, WORDS, WORDS, st.integers(1, 9)),
    st.builds(Claim, st.just(CorrectionKind.ROLE), st.sampled_from(CorrectedRole)),
    TIMES,
    TIMES,
    st.booleans(),
    TICKS,
)
ARCHIVES = st.builds(
    Records,
    st.lists(BOOKMARKS, max_size=3, unique_by=lambda b: b.uuid).map(tuple),
    st.lists(CORRECTIONS, max_size=3, unique_by=lambda c: c.uuid).map(tuple),
    st.lists(st.builds(Alias, WORDS, WORDS, TIMES), max_size=3, unique_by=lambda a: a.old_key).map(tuple),
)


def read(text: str) -> Records:
    return archive_from_bytes(text.encode(), "notes.json")


@given(ARCHIVES)
def test_what_is_written_is_read_again(records: Records) -> None:
    assert read(archive_to_text(records)) == records


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_what_a_terminal_of_windows_has_written_is_read(encoding: str) -> None:
    written = archive_to_text(Records(aliases=(Alias("甲", "乙", MAY),)))
    assert archive_from_bytes(written.encode(encoding), "notes.json") == read(written)


def library(folder: Path, hour: int = 0) -> UserData:
    """Some bookmarks with passages, one removed, a correction undone, a key that has moved."""
    times = iter(range(10_000))
    start = dt.datetime(2024, 5, 1, hour, tzinfo=dt.UTC)
    data = UserData(folder, lambda: start + dt.timedelta(seconds=next(times)))
    whole = data.add_bookmark(stored(), "总数与馆志不同", ["图书馆", "待核"])
    data.add_bookmark(stored(), "", [], Passage("座城的记性", "", "", MarkColor.PURPLE))
    gone = data.add_bookmark(stored(key="gone"), "别丢了我", [])
    data.remove_bookmarks([gone.uuid])[0]
    move(data, whole.uuid, "newkey")
    told = data.corrections.add(
        Anchor("a.txt", "甲", "", "乙", 1), Claim(CorrectionKind.ROLE, CorrectedRole.DECK)
    )
    data.corrections.undo(told.uuid)
    return data


def test_an_empty_library_that_took_everything_gives_the_same(tmp_path: Path) -> None:
    data, fresh = library(tmp_path / "a"), UserData(tmp_path / "b")
    text = archive_to_text(data.records())
    assert fresh.merge_records(read(text)).size == 4
    assert archive_to_text(fresh.records()) == text
    assert present_key(fresh, stored().printing.name) == "newkey"
    (gone,) = fresh.removed_bookmarks()
    assert fresh.restore_bookmarks([gone.uuid])[0].note == "别丢了我"


def test_taking_it_again_changes_nothing(tmp_path: Path) -> None:
    data = library(tmp_path / "a")
    before = data.records()
    assert data.merge_records(before).size == 0
    assert data.records() == before


def test_of_two_changes_the_later_wins_whichever_way_they_come_together(tmp_path: Path) -> None:
    here = library(tmp_path / "a")
    there = UserData(tmp_path / "b", lambda: dt.datetime(2024, 6, 1, tzinfo=dt.UTC))
    there.merge_records(here.records())
    (mark,) = [b for b in here.bookmarks() if b.passage]
    here.edit_bookmark(mark.uuid, "先写的", [])
    there.edit_bookmark(mark.uuid, "后写的", ["六月"])
    own = there.add_bookmark(stored(key="another"), "", [])
    here.merge_records(there.records())
    there.merge_records(here.records())
    assert here.records() == there.records()
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
        created=MAY,
        modified=MAY,
        passage=Passage("甲", "", ""),
        tick=tick_of(MAY),
    )
    alias = Alias("a", "b", bookmark.created)
    data = json.loads(archive_to_text(Records((bookmark,), (), (alias,))))
    change(data)
    return json.dumps(data)


def of_each_kind() -> Records:
    anchor, claim = Anchor("a.txt", "甲", "", "乙", 1), Claim(CorrectionKind.STARTS)
    return Records(
        read(changed(lambda data: None)).bookmarks,
        (Correction(str(uuid.uuid4()), anchor, claim, MAY, MAY, tick=tick_of(MAY)),),
        decisions=(Decision(str(uuid.uuid4()), StruckOutName("何渡生"), MAY, MAY, tick=tick_of(MAY)),),
    )


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
        '{"format": "reader notes", "version": 1, "bookmarks": {}, "corrections": [], "aliases": []}',
        '["\\ud800"]',
        "[" * 100_000,
        '{"format": "reader notes", "version": 1, "bookmarks": ' + "[" * 100_000,
    ],
)
def test_what_is_no_such_file_is_refused(text: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011  # each reader has words of its own
        read(text)
    assert not isinstance(refused.value, LaterVersion)


@pytest.mark.parametrize(
    "change",
    [
        set_in("uuid", "../../x"),
        set_in("month_day", "13-45"),
        set_in("number", 2**70),
        set_in("number", -1),
        set_in("number", True),
        set_in("tags", "甲乙"),
        set_in("note", "\ud800"),
        set_in("note", None),
        set_in("path", "/etc/hosts"),
        set_in("path", "1987/../../hosts"),
        set_in("date", "2024-02-30"),
        set_in("modified", "2024-05-01"),
        set_in("modified", "9999-12-31T23:59:59-14:00"),
        set_in("modified", "yesterday"),
        set_in("virus", 1),
        lambda data: data["bookmarks"][0].pop("note"),
        lambda data: data["bookmarks"][0]["article"].update(source_lines=[[1]]),
        lambda data: data["bookmarks"][0]["article"].update(source_lines=[[1, 10**12]]),
        lambda data: data["bookmarks"][0]["article"].update(kind="virus"),
        lambda data: data["bookmarks"][0]["article"].update(headline=None, blocks=[]),
        lambda data: data["bookmarks"][0]["article"]["blocks"][0].update(text=None),
        lambda data: data["bookmarks"][0]["passage"].update(color="red"),
        lambda data: data["bookmarks"][0]["passage"].update(exact=""),
    ],
)
def test_a_record_that_does_not_fit_is_kept_apart_as_it_is_and_the_others_are_read(
    change: Callable[[dict[str, Any]], object],
) -> None:
    good = json.loads(changed(lambda data: data["bookmarks"][0].update(uuid=str(uuid.uuid4()))))
    data = json.loads(changed(change))
    bad = data["bookmarks"][0]
    data["bookmarks"] += good["bookmarks"]
    records = read(json.dumps(data))
    assert [b.uuid for b in records.bookmarks] == [good["bookmarks"][0]["uuid"]]
    (apart,) = records.unreadable
    assert (apart.kind, apart.origin, json.loads(apart.content)) == ("bookmark", "notes.json", bad)


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("alias", lambda data: data["aliases"][0].update(modified="yesterday")),
        ("alias", lambda data: data["aliases"].append(3)),
        ("correction", lambda data: data["corrections"].append({"uuid": "x"})),
        ("bookmark", lambda data: data["bookmarks"].append(data["bookmarks"][0])),
        ("bookmark", lambda data: data["bookmarks"].append("[" * 50)),
    ],
)
def test_records_of_every_kind_are_looked_at(kind: str, change: Callable[[dict[str, Any]], object]) -> None:
    (apart,) = read(changed(change)).unreadable
    assert apart.kind == kind


def test_what_was_kept_apart_is_exported_and_kept_apart_again(tmp_path: Path) -> None:
    records = read(changed(set_in("date", "2024-02-30")))
    there, here = UserData(tmp_path / "a"), UserData(tmp_path / "b")
    there.merge_records(records)
    here.merge_records(read(archive_to_text(there.records())))
    assert here.records().unreadable == there.records().unreadable == records.unreadable


@pytest.mark.parametrize("kind", ["bookmarks", "corrections", "decisions"])
def test_records_whose_times_do_not_tell_their_order_are_read_back(kind: str) -> None:
    records = of_each_kind()
    (one,) = getattr(records, kind)
    reordered = replace(records, **{kind: (replace(one, tick=one.tick + 1),)})
    assert read(archive_to_text(reordered)) == reordered


def test_records_of_an_earlier_program_are_in_the_order_of_their_times() -> None:
    text = archive_to_text(of_each_kind())
    assert "tick" not in text
    records = read(text)
    for kind in (records.bookmarks, records.corrections, records.decisions):
        assert [each.tick for each in kind] == [tick_of(MAY)]


@pytest.mark.parametrize("tick", [-1, LAST_TICK + 1, 2**63 - 1, 2**64, 1.5, "1", True])
@pytest.mark.parametrize("kind", ["bookmarks", "corrections", "decisions"])
def test_a_record_with_what_is_no_tick_is_kept_apart(kind: str, tick: object) -> None:
    data = json.loads(archive_to_text(of_each_kind()))
    data[kind][0]["tick"] = tick
    assert [f"{each.kind}s" for each in read(json.dumps(data)).unreadable] == [kind]


@pytest.mark.parametrize("number", [0, 2**63 - 1, None])
def test_any_number_that_a_database_can_hold_is_read(number: int | None) -> None:
    records = read(changed(set_in("number", number)))
    assert ([bookmark.number for bookmark in records.bookmarks], records.unreadable) == ([number], ())


def test_people_can_read_the_file_and_compare_two_line_by_line() -> None:
    records = read(changed(lambda data: None))
    lines = archive_to_text(records).splitlines()
    assert [line for line in lines if "雁桥日报" in line and line.startswith('{"uuid":')]
    assert lines[:3] == ['{"format": "reader notes",', '"version": 4,', '"bookmarks": [']


def test_of_a_file_with_half_a_character_the_records_without_it_are_read() -> None:
    good, bad = (json.loads(changed(lambda data: None)) for _ in range(2))
    bad["bookmarks"][0]["note"] = "\ud800"
    good["bookmarks"] += bad["bookmarks"]
    for data in (
        json.dumps(good).encode(),
        json.dumps(good, ensure_ascii=False).encode("utf-8", "surrogatepass"),
    ):
        records = archive_from_bytes(data, "notes.json")
        assert [(b.uuid, b.note) for b in records.bookmarks] == [(good["bookmarks"][0]["uuid"], "")]
        (apart,) = records.unreadable
        assert bad["bookmarks"][0]["uuid"] in apart.content
        assert "ud800" in apart.content or r"\xed\xa0\x80" in apart.content


def test_a_later_version_is_told_apart() -> None:
    with pytest.raises(LaterVersion):
        read('{"format": "reader notes", "version": 5, "wonders": []}')


# -- files of corrections


@given(st.lists(CORRECTIONS, max_size=4, unique_by=lambda c: c.uuid))
def test_a_file_of_corrections_is_read_again(corrections: list[Correction]) -> None:
    text = corrections_to_text(corrections)
    assert corrections_from_bytes(text.encode(), "更正.jsonl").corrections == tuple(corrections)
    assert text.count("\n") == len(corrections) + 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "渡口",
        "1",
        '["reader corrections"]',
        '{"format": "reader corrections"}',
        '{"format": "reader corrections", "version": 1}\n{}',
        "[" * 100_000,
    ],
)
def test_a_file_of_something_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        corrections_from_bytes(text.encode(), "更正.jsonl")


def test_a_line_that_can_not_be_read_is_kept_apart() -> None:
    known = Correction(
        str(uuid.uuid4()),
        Anchor("a.txt", "甲", "", "乙", 1),
        Claim(CorrectionKind.ROLE, CorrectedRole.DECK),
        dt.datetime(2024, 5, 1, tzinfo=dt.UTC),
        dt.datetime(2024, 5, 1, tzinfo=dt.UTC),
    )
    text = corrections_to_text([known]) + '{"kind": "rumour"}\n'
    records = corrections_from_bytes(text.encode(), "更正.jsonl")
    assert records.corrections == (known,)
    assert [each.content for each in records.unreadable] == ['{"kind": "rumour"}']
