"""Whatever clocks say, who has seen a change overrides it by another, and copies merge to the same in any order."""

import datetime as dt
import sqlite3
import tempfile
from contextlib import closing
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct

from reader.library.acts import revert
from reader.newspaper.correction import Anchor, Claim, CorrectedRole, Correction, CorrectionKind
from reader.newspaper.decision import Decision, Dossier
from reader.newspaper.holdings import Bookmark
from reader.newspaper.logical_clock import LAST_TICK
from reader.parsing.correction_anchors import _in_order
from reader.storage.act_recording import Changes, Recording, recording
from reader.storage.mirror import OwnMachine
from reader.storage.user_data import UserData
from reader.storage.user_merge import MergePlan, plan_merge
from reader.storage.user_records import Alias, Records
from reader.storage.user_repair import repair_and_merge
from reader.storage.user_tables import Undone
from tests import laws
from tests.invented_article import ARTICLE, STORED, stored
from tests.storage.earlier_user_files import make_earlier

BEGIN, END = (time.replace(tzinfo=dt.UTC) for time in (dt.datetime.min, dt.datetime.max))
NOW = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
YEAR = dt.timedelta(days=365)
LINE = Anchor("a.txt", "甲", "", "", 1)
EVER = st.datetimes(timezones=st.just(dt.UTC)) | st.sampled_from([BEGIN, END, NOW])


class Machine(Struct, dict=True):
    """A machine with a library of its own; `now` is what its clock shows."""

    folder: Path
    now: dt.datetime = NOW

    def __post_init__(self) -> None:
        self.folder.mkdir()
        self.data = UserData(self.folder / ".reader", lambda: self.now, OwnMachine(self.folder / "own"))
        self.data.library_uuid()

    def see(self, other: "Machine") -> None:
        self.data.merge(other.data.path)


@pytest.fixture
def machines(tmp_path: Path) -> tuple[Machine, Machine]:
    return Machine(tmp_path / "one"), Machine(tmp_path / "other")


# -- seen, and changed


@pytest.mark.slow
@settings(max_examples=laws.examples(60))
@given(st.lists(EVER, min_size=2, max_size=6))
def test_who_has_seen_a_change_overrides_it(clock: list[dt.datetime]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        machines = [Machine(Path(folder) / name) for name in ("one", "other")]
        first = machines[0].data
        mark, case = first.add_bookmark(STORED, "0", []), first.decisions.add(Dossier("0"))
        claim = first.corrections.add(LINE, Claim(CorrectionKind.STARTS))
        undone = Changes()
        for number, now in enumerate(clock, 1):
            other, machine = machines
            machine.now = now
            machine.see(other)
            machine.data.edit_bookmark(mark.uuid, f"{number}", [])
            machine.data.decisions.change(case.uuid, Dossier(f"{number}"))
            if number % 2:
                with recording(into := Recording()):
                    machine.data.corrections.undo(claim.uuid)
                undone = into.changes()
            else:
                with machine.data._open(writing=True) as connection:
                    assert revert(connection, undone, now).changed_since == 0
            machines.reverse()
        for machine, other in (machines, machines[::-1]):
            machine.see(other)
        for machine in machines:
            assert [each.note for each in machine.data.bookmarks()] == [f"{len(clock)}"]
            assert machine.data.decisions.contents(Dossier) == [Dossier(f"{len(clock)}")]
            assert [each.undone for each in machine.data.corrections.all(with_undone=True)] == [
                bool(len(clock) % 2)
            ]


@given(st.lists(EVER, min_size=2, max_size=5))
@settings(max_examples=laws.examples(60))
def test_of_two_claims_about_a_line_that_of_whoever_had_seen_the_other_holds(
    clock: list[dt.datetime],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        machines = [Machine(Path(folder) / name) for name in ("one", "other")]
        made = []
        for now in clock:
            other, machine = machines
            machine.now = now
            machine.see(other)
            made.append(machine.data.corrections.add(LINE, Claim(CorrectionKind.STARTS)).uuid)
            machines.reverse()
        assert [each.uuid for each in _in_order(machines[0].data.corrections.all())] == made


@pytest.mark.parametrize("now", [BEGIN, NOW - 30 * YEAR, NOW + 30 * YEAR, END])
def test_what_was_removed_on_one_stays_removed_on_both(
    machines: tuple[Machine, Machine], now: dt.datetime
) -> None:
    one, other = machines
    made = one.data.add_bookmark(STORED, "家里写的", [])
    other.see(one)
    other.now = now
    other.data.remove_bookmarks([made.uuid])[0]
    one.see(other)
    other.see(one)
    assert one.data.bookmarks() == other.data.bookmarks() == []
    assert [each.note for each in one.data.removed_bookmarks()] == ["家里写的"]


def test_the_last_removed_is_first_though_the_clock_was_set_back(machines: tuple[Machine, Machine]) -> None:
    one, _ = machines
    made = [one.data.add_bookmark(stored(key=key), key, []) for key in "abc"]
    for each in made:
        one.now -= YEAR
        one.data.remove_bookmarks([each.uuid])[0]
    assert [each.note for each in one.data.removed_bookmarks()] == ["c", "b", "a"]


@pytest.mark.parametrize("later", [BEGIN, NOW, NOW + 30 * YEAR])
def test_an_import_is_undone_but_for_what_was_changed_since(
    machines: tuple[Machine, Machine], later: dt.datetime
) -> None:
    one, other = machines
    kept, changed = (one.data.add_bookmark(stored(key=key), "带来的", []) for key in "ab")
    other.data.merge_records(one.data.records(), "带来.json")
    other.now = later
    other.data.edit_bookmark(changed.uuid, "又改的", [])
    other.data.edit_bookmark(changed.uuid, "带来的", [])
    other.now = NOW
    step = other.data.last_step()
    assert step is not None
    assert other.data.undo_step(step) == Undone(reverted=1, changed_since=1)
    assert [each.uuid for each in other.data.bookmarks()] == [changed.uuid]
    assert [each.uuid for each in other.data.removed_bookmarks()] == [kept.uuid]


def test_the_last_import_is_undone_first_though_the_clock_was_set_back(
    machines: tuple[Machine, Machine],
) -> None:
    one, other = machines
    for name in ("first", "second"):
        one.data.add_bookmark(stored(key=name), name, [])
        other.data.merge_records(one.data.records(), name)
        other.now -= YEAR
    step = other.data.last_step()
    assert step is not None
    assert step.origin == "second"


# -- any order


UUIDS = ("5f0c9d0b-6d2f-4e2b-9a41-000000000001", "5f0c9d0b-6d2f-4e2b-9a41-000000000002")
MOMENTS = st.tuples(st.integers(0, 2) | st.just(LAST_TICK), st.sampled_from([BEGIN, NOW, END]))


def _bookmark(uuid: str, moment: tuple[int, dt.datetime], note: str, *, is_removed: bool) -> Bookmark:
    tick, time = moment
    deleted = time if is_removed else None
    values = {"newspaper": "", "date": None, "month_day": None, "number": None, "page": None, "path": "a.txt"}
    return Bookmark(
        **values,  # type: ignore[arg-type]
        uuid=uuid,
        key=uuid,
        article=ARTICLE,
        note=note,
        tags=(),
        created=NOW,
        modified=time,
        deleted=deleted,
        tick=tick,
    )


def _correction(uuid: str, moment: tuple[int, dt.datetime], role: CorrectedRole, undone: bool) -> Correction:
    return Correction(uuid, LINE, Claim(CorrectionKind.ROLE, role), NOW, moment[1], undone, moment[0])


COPIES = st.builds(
    Records,
    st.lists(
        st.builds(
            _bookmark, st.sampled_from(UUIDS), MOMENTS, st.sampled_from("甲乙丙"), is_removed=st.booleans()
        ),
        unique_by=lambda each: each.uuid,
        max_size=2,
    ).map(tuple),
    st.lists(
        st.builds(
            _correction, st.sampled_from(UUIDS), MOMENTS, st.sampled_from(CorrectedRole), st.booleans()
        ),
        unique_by=lambda each: each.uuid,
        max_size=2,
    ).map(tuple),
    st.lists(
        st.builds(Alias, st.sampled_from("ab"), st.sampled_from("xyz"), st.sampled_from([BEGIN, NOW, END])),
        unique_by=lambda each: each.old_key,
        max_size=2,
    ).map(tuple),
    st.lists(
        st.builds(
            lambda uuid, moment, name, undone: Decision(
                uuid, Dossier(name), NOW, moment[1], undone, moment[0]
            ),
            st.sampled_from(UUIDS),
            MOMENTS,
            st.sampled_from("甲乙丙"),
            st.booleans(),
        ),
        unique_by=lambda each: each.uuid,
        max_size=2,
    ).map(tuple),
)


def merged(ours: Records, theirs: Records) -> Records:
    plan: MergePlan = plan_merge(ours, theirs)
    return Records(
        tuple(
            ({b.uuid: b for b in ours.bookmarks} | {c.after.uuid: c.after for c in plan.bookmarks}).values()
        ),
        tuple(
            (
                {b.uuid: b for b in ours.corrections} | {c.after.uuid: c.after for c in plan.corrections}
            ).values()
        ),
        tuple(({a.old_key: a for a in ours.aliases} | {a.old_key: a for a in plan.aliases}).values()),
        tuple(
            ({b.uuid: b for b in ours.decisions} | {c.after.uuid: c.after for c in plan.decisions}).values()
        ),
    )


def visible(records: Records) -> tuple[object, ...]:
    """What is in force, and what was removed; not the texts that are kept of what was overridden."""
    return (
        {(b.uuid, b.note, b.deleted, b.modified, b.tick) for b in records.bookmarks},
        set(records.corrections),
        set(records.aliases),
        {each for each in records.decisions if each.uuid in UUIDS},
    )


@given(COPIES, COPIES)
def test_it_does_not_matter_which_copy_is_merged_into_which(one: Records, other: Records) -> None:
    assert visible(merged(one, other)) == visible(merged(other, one))


@given(COPIES, COPIES, COPIES)
def test_it_does_not_matter_which_copies_are_merged_first(one: Records, two: Records, three: Records) -> None:
    results = [visible(merged(merged(a, b), c)) for a, b, c in permutations((one, two, three))]
    results += [visible(merged(a, merged(b, c))) for a, b, c in permutations((one, two, three))]
    assert all(each == results[0] for each in results)


@given(COPIES, COPIES)
def test_what_was_merged_brings_nothing_again(one: Records, other: Records) -> None:
    both = merged(one, other)
    for copy in (one, other, both):
        assert visible(merged(both, copy)) == visible(both)


# -- numbers that are made up


def set_ticks(data: UserData, tick: int, modified: dt.datetime = NOW) -> None:
    with closing(sqlite3.connect(data.path)) as connection:
        for table in ("bookmark", "correction", "decision"):
            connection.execute(f"UPDATE {table} SET tick = ?, modified = ?", (tick, modified.isoformat()))
        connection.commit()


def test_a_tick_beyond_the_last_is_no_record_and_hinders_none(machines: tuple[Machine, Machine]) -> None:
    one, other = machines
    one.data.add_bookmark(STORED, "我的", [])
    other.see(one)
    with closing(sqlite3.connect(other.data.path)) as connection:
        connection.execute("UPDATE bookmark SET note = '冒充的'")
        connection.commit()
    set_ticks(other.data, 2**63 - 1)
    one.see(other)
    assert [each.note for each in one.data.bookmarks()] == ["我的"]
    (apart,) = one.data.records().unreadable
    assert "冒充的" in apart.content
    repair_and_merge(other.data)
    assert [each.note for each in other.data.bookmarks()] == ["我的"]


@pytest.mark.parametrize("clock", [BEGIN, NOW, NOW + 30 * YEAR])
def test_what_has_the_last_tick_can_be_changed_for_ever(
    machines: tuple[Machine, Machine], clock: dt.datetime
) -> None:
    one, other = machines
    made, case = other.data.add_bookmark(STORED, "冒充的", []), other.data.decisions.add(Dossier("冒充的"))
    set_ticks(other.data, LAST_TICK)
    hostile = other.folder / "copy.sqlite"
    hostile.write_bytes(other.data.path.read_bytes())
    one.see(other)
    for number in range(5):
        writer, reader = (one, other) if number % 2 else (other, one)
        writer.now = clock
        writer.data.edit_bookmark(made.uuid, f"{number}", [])
        writer.data.decisions.change(case.uuid, Dossier(f"{number}"))
        reader.see(writer)
        for machine in machines:
            machine.data.merge(hostile)
            assert [each.note for each in machine.data.bookmarks()] == [f"{number}"]
            assert machine.data.decisions.contents(Dossier) == [Dossier(f"{number}")]


def test_others_in_the_file_do_not_come_to_the_last_tick(machines: tuple[Machine, Machine]) -> None:
    one, other = machines
    other.data.add_bookmark(STORED, "冒充的", [])
    set_ticks(other.data, LAST_TICK)
    one.see(other)
    mine = one.data.add_bookmark(stored(key="mine"), "我的", [])
    assert mine.tick < LAST_TICK // 2


def test_at_the_last_moment_of_all_both_choose_the_same_and_keep_both_words(
    machines: tuple[Machine, Machine],
) -> None:
    one, other = machines
    made = other.data.add_bookmark(STORED, "冒充的", [])
    set_ticks(other.data, LAST_TICK, END)
    one.see(other)
    one.data.edit_bookmark(made.uuid, "我的", [])
    for _ in range(2):
        one.see(other)
        other.see(one)
    (mine,), (theirs,) = one.data.bookmarks(), other.data.bookmarks()
    assert mine == theirs
    for machine in machines:
        versions = [each.bookmark.note for each in machine.data.versions_of(made.uuid)]
        assert {mine.note, *versions} == {"我的", "冒充的"}


# -- files of earlier versions


def test_of_a_file_without_ticks_the_times_tell_the_order(machines: tuple[Machine, Machine]) -> None:
    one, other = machines
    made = one.data.add_bookmark(STORED, "早先的", [])
    other.see(one)
    other.now = NOW + YEAR
    other.data.edit_bookmark(made.uuid, "旧版程序后来写的", [])
    make_earlier(other.data.path, 5)
    before = other.data.path.read_bytes()
    one.now = NOW + YEAR / 2
    one.data.edit_bookmark(made.uuid, "新版程序先写的", [])
    one.see(other)
    assert other.data.path.read_bytes() == before
    assert [each.note for each in one.data.bookmarks()] == ["旧版程序后来写的"]
    one.data.edit_bookmark(made.uuid, "看过以后写的", [])
    other.see(one)
    one.see(other)
    assert one.data.bookmarks() == other.data.bookmarks()
    assert [each.note for each in one.data.bookmarks()] == ["看过以后写的"]


def test_a_migrated_file_has_the_ticks_that_a_reader_of_the_old_one_sees(
    machines: tuple[Machine, Machine],
) -> None:
    for machine, now in zip(machines, (END, BEGIN), strict=True):
        machine.now = now
        machine.data.add_bookmark(STORED, "", [])
        machine.data.corrections.add(LINE, Claim(CorrectionKind.STARTS))
        machine.data.decisions.add(Dossier("卷"))
        make_earlier(machine.data.path, 5)
        seen = machine.data.records()
        machine.now = NOW
        machine.data.add_bookmark(stored(key="another"), "", [])  # which migrates it
        known = {each.uuid: each for each in machine.data.records().bookmarks}
        assert {each.uuid for each in seen.bookmarks if known[each.uuid] == each} == {
            each.uuid for each in seen.bookmarks
        }
        assert machine.data.records().corrections == seen.corrections
        assert machine.data.records().decisions == seen.decisions
