"""Given two copies of what a reader has added, a merge loses no word; a restored backup says what it changes."""

import datetime as dt
from typing import TypeVar

import pytest
from msgspec.structs import replace

from reader.newspaper.correction import Anchor, Claim, CorrectedRole, Correction, CorrectionKind
from reader.newspaper.holdings import Bookmark
from reader.newspaper.logical_clock import LAST_HONEST_TICK, LAST_TICK, tick_of
from reader.newspaper.passage import MarkColor, Passage
from reader.storage.user_merge import Change, MergePlan, plan_merge, plan_restore
from reader.storage.user_records import Alias, Records, Unreadable
from tests.invented_article import ARTICLE

Kept = TypeVar("Kept", Bookmark, Correction)

MAY = dt.datetime(2024, 5, 1, tzinfo=dt.UTC)
NOW = MAY + dt.timedelta(days=30)
LAMP = Passage("灯是给晚归的人留的", "", "", MarkColor.GREEN)


def at(day: int) -> dt.datetime:
    return MAY + dt.timedelta(days=day)


def a_bookmark(uuid: str, note: str = "", modified: int = 0, **changes: object) -> Bookmark:
    made = Bookmark(
        uuid=uuid,
        key="k",
        newspaper="雁桥日报",
        date=None,
        month_day=None,
        number=None,
        page=None,
        path="a.txt",
        article=ARTICLE,
        note=note,
        tags=(),
        created=MAY,
        modified=at(modified),
        tick=tick_of(at(modified)),
    )
    return replace(made, **changes)


def changed(record: Kept, time: dt.datetime, more: int = 0, **changes: object) -> Kept:
    """A record as it was changed at a time, with so much more than the tick of that time."""
    return replace(record, modified=time, tick=tick_of(time) + more, **changes)


def a_correction(uuid: str, modified: int = 0, *, undone: bool = False, path: str = "a.txt") -> Correction:
    claim = Claim(CorrectionKind.ROLE, CorrectedRole.DECK)
    anchor = Anchor(path, "甲", "", "乙", 1)
    return Correction(uuid, anchor, claim, MAY, at(modified), undone, tick_of(at(modified)))


def of(*bookmarks: Bookmark, corrections: tuple[Correction, ...] = ()) -> Records:
    return Records(bookmarks=bookmarks, corrections=corrections)


def merge(ours: Records, theirs: Records) -> MergePlan:
    return plan_merge(ours, theirs)


# -- merging


@pytest.mark.parametrize(
    ("our", "their", "written", "kept"),
    [
        (a_bookmark("a", "旧", 1), a_bookmark("a", "新", 2), "新", ["旧"]),
        (a_bookmark("a", "新", 2), a_bookmark("a", "旧", 1), None, ["旧"]),
        (a_bookmark("a", "一样", 1), a_bookmark("a", "一样", 2), "一样", []),
        (a_bookmark("a", "一样", 1), a_bookmark("a", "一样", 1), None, []),
        (a_bookmark("a", "此时", 1), a_bookmark("a", "此时的别话", 1), None, ["此时的别话"]),
        (a_bookmark("a", "", 1), a_bookmark("a", "新", 2), "新", []),
        (a_bookmark("a", "旧", 1, tags=("家史",)), a_bookmark("a", "旧", 2), "旧", ["旧"]),
        (a_bookmark("a", "旧", 1), a_bookmark("a", "旧", 2, tags=("家史",)), "旧", []),
        (a_bookmark("a", "旧", 1, passage=LAMP), a_bookmark("a", "旧", 2), "旧", ["旧"]),
    ],
)
def test_of_two_changes_the_later_holds_and_a_word_that_it_lacks_is_kept(
    our: Bookmark, their: Bookmark, written: str | None, kept: list[str]
) -> None:
    plan = merge(of(our), of(their))
    assert [change.after.note for change in plan.bookmarks] == ([] if written is None else [written])
    assert [change.before for change in plan.bookmarks] == ([] if written is None else [our])
    assert [version.note for version in plan.versions] == kept


def test_what_only_the_other_has_is_added() -> None:
    theirs = Records(
        bookmarks=(a_bookmark("b", key="other"),),
        corrections=(a_correction("c"),),
        aliases=(Alias("old", "new", MAY), Alias("known", "later", at(1)), Alias("same", "earlier", MAY)),
        unreadable=(Unreadable("bookmark", "a.json", "{}", "why"),),
    )
    ours = Records(aliases=(Alias("known", "ours", MAY), Alias("same", "ours", at(1))))
    plan = merge(ours, theirs)
    assert plan.bookmarks == (Change(None, theirs.bookmarks[0]),)
    assert plan.corrections == (Change(None, theirs.corrections[0]),)
    assert plan.aliases == (Alias("old", "new", MAY), Alias("known", "later", at(1)))
    assert plan.unreadable == theirs.unreadable
    assert (plan.size, plan.added) == (2, theirs.bookmarks)


def test_of_two_corrections_the_later_holds() -> None:
    early, late = a_correction("c", 1), a_correction("c", 2, undone=True)
    assert merge(of(corrections=(early,)), of(corrections=(late,))).corrections == (Change(early, late),)
    assert merge(of(corrections=(late,)), of(corrections=(early,))).corrections == ()


@pytest.mark.parametrize("tick", [LAST_HONEST_TICK, LAST_TICK])
def test_two_bookmarks_of_an_article_become_one_though_a_clock_stood_at_the_end_of_time(tick: int) -> None:
    end = dt.datetime.max.replace(tzinfo=dt.UTC)
    ours, theirs = a_bookmark("a", "家里写的"), a_bookmark("b", "路上写的", created=at(1))
    plan = merge(of(ours), of(replace(theirs, modified=end, tick=tick)))
    after = {change.after.uuid: change.after for change in plan.bookmarks}
    assert after["a"].note == "家里写的\n路上写的"
    assert (after["a"].modified, after["b"].deleted) == (end, end)


def test_an_article_that_was_bookmarked_twice_keeps_the_older_bookmark_with_all_words() -> None:
    older = a_bookmark("b", "家里写的", 1, tags=("家史", "渡口"))
    newer = a_bookmark("a", "路上写的", 2, tags=("渡口", "待核"), created=at(1))
    for ours, theirs in ((older, newer), (newer, older)):
        plan = merge(of(ours), of(theirs))
        after = {change.after.uuid: change.after for change in plan.bookmarks}
        note, tags = "家里写的\n路上写的", ("家史", "渡口", "待核")
        assert after["b"] == changed(older, at(2), 1, note=note, tags=tags)
        assert after["a"] == changed(newer, at(2), 1, deleted=at(2))


def test_one_note_is_not_written_twice_and_an_empty_one_not_at_all() -> None:
    first = a_bookmark("a", "一样")
    same, empty = a_bookmark("b", "一样", created=at(1)), a_bookmark("c", "", created=at(2))
    plan = merge(of(first), of(same, empty))
    assert {change.after.uuid: change.after.note for change in plan.bookmarks}["a"] == "一样"


def test_what_is_made_one_is_later_than_all_it_was_made_of_whatever_the_clock_says() -> None:
    plan = merge(of(a_bookmark("a", modified=90)), of(a_bookmark("b", created=at(1), modified=80)))
    assert {change.after.tick for change in plan.bookmarks} == {tick_of(at(90)) + 1}


@pytest.mark.parametrize(
    "other",
    [
        a_bookmark("b", key="another"),
        a_bookmark("b", passage=LAMP),
        a_bookmark("b", deleted=at(1)),
        a_bookmark("b", article=replace(ARTICLE, headline="同一个编号的另一篇")),
    ],
)
def test_bookmarks_of_other_articles_and_passages_and_removed_ones_stay_apart(other: Bookmark) -> None:
    ours = a_bookmark("a", "我的")
    plan = merge(of(ours), of(other))
    assert plan.bookmarks == (Change(None, other),)


def test_each_of_several_articles_under_one_key_is_made_one() -> None:
    other = replace(ARTICLE, headline="同一个编号的另一篇")
    ours = of(a_bookmark("a", "一"), a_bookmark("b", "二", article=other))
    theirs = of(a_bookmark("c", "三", created=at(1)), a_bookmark("d", "四", created=at(1), article=other))
    after = {change.after.uuid: change.after for change in merge(ours, theirs).bookmarks}
    assert {uuid: each.note for uuid, each in after.items() if each.deleted is None} == {
        "a": "一\n三",
        "b": "二\n四",
    }


# -- restoring


def test_a_backup_brings_back_what_was_and_removes_what_came_since() -> None:
    was, came = a_bookmark("a", "旧", 1), a_bookmark("b", "后加的", 2, key="another")
    now = replace(was, note="新", modified=at(3))
    plan = plan_restore(of(now, came), of(was), NOW)
    assert plan.bookmarks == (
        Change(now, changed(was, NOW)),
        Change(came, changed(came, NOW, deleted=NOW)),
    )
    assert plan.versions == (now,)
    assert (plan.replaced, plan.removed, plan.added) == (
        plan.bookmarks[:1],
        (changed(came, NOW, deleted=NOW),),
        (),
    )


def test_what_is_as_it_was_is_left_alone_though_its_article_has_moved() -> None:
    was, moved = a_bookmark("a", "旧", 1), a_bookmark("a", "旧", 5, key="moved")
    gone = a_bookmark("b", modified=2, deleted=at(2))
    told = a_correction("c", 1)
    followed = a_correction("c", 1, path="b.txt")
    undone = a_correction("d", 1, undone=True)
    ours = of(moved, gone, corrections=(followed, undone))
    assert plan_restore(ours, of(was, corrections=(told,)), NOW) == MergePlan()


def test_what_was_removed_since_comes_back_at_a_later_time() -> None:
    was = a_bookmark("a", "旧", 1)
    removed = changed(was, at(60), deleted=at(60))
    plan = plan_restore(of(removed), of(was), NOW)
    brought = replace(was, modified=NOW, tick=removed.tick + 1)
    assert plan.bookmarks == (Change(removed, brought),)
    assert plan.added == (brought,)


def test_what_is_not_there_at_all_comes_back_with_its_alias() -> None:
    was = a_bookmark("a", "旧", 1)
    backup = replace(of(was), aliases=(Alias("old", "new", MAY), Alias("known", "then", MAY)))
    plan = plan_restore(replace(of(), aliases=(Alias("known", "now", MAY),)), backup, NOW)
    assert plan.bookmarks == (Change(None, changed(was, NOW)),)
    assert plan.aliases == (Alias("old", "new", MAY),)


def test_corrections_are_restored_too_and_those_since_undone() -> None:
    was, came = a_correction("c", 1), a_correction("d", 60)
    now = a_correction("c", 2, undone=True, path="b.txt")
    plan = plan_restore(of(corrections=(now, came)), of(corrections=(was,)), NOW)
    assert plan.corrections == (
        Change(now, changed(was, NOW, anchor=now.anchor)),
        Change(came, replace(came, undone=True, modified=NOW, tick=came.tick + 1)),
    )


# -- what a plan says


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (None, a_bookmark("a"), "added"),
        (None, a_bookmark("a", deleted=MAY), None),
        (a_bookmark("a", deleted=MAY), a_bookmark("a"), "added"),
        (a_bookmark("a"), a_bookmark("a", deleted=MAY), "removed"),
        (a_bookmark("a", "旧"), a_bookmark("a", "新"), "replaced"),
        (a_bookmark("a"), a_bookmark("a", "新"), None),
        (a_bookmark("a", deleted=MAY), a_bookmark("a", "新", deleted=MAY), None),
        (a_bookmark("a", "旧", deleted=MAY), a_bookmark("a", "新"), "added"),
    ],
)
def test_a_plan_says_what_is_added_what_loses_words_and_what_is_removed(
    before: Bookmark | None, after: Bookmark, said: str | None
) -> None:
    plan = MergePlan(bookmarks=(Change(before, after),))
    told = {"added": plan.added, "replaced": plan.replaced, "removed": plan.removed}
    assert [name for name, changes in told.items() if changes] == ([said] if said else [])
