"""Given a folder and what the catalogue knows of it, a plan says which files are read, were renamed, or are gone."""

from collections.abc import Iterable

import pytest
from msgspec.structs import replace

from reader import parsing
from reader.library.file_parsing import UNREAD, SyncPlan, plan_of
from reader.storage.file_table import KnownFile
from reader.storage.folder import FoundFile, Scan, Unreachable

DIGESTS = {"甲": b"1", "乙": b"2"}


def known(path: str, content: str = "甲", **changes: object) -> KnownFile:
    file = KnownFile(path, 10, 20, DIGESTS[content], parsing.PARSER_VERSION, "present", None)
    return replace(file, **changes)


def plan(
    found: dict[str, str],
    before: Iterable[KnownFile],
    *,
    size: int = 10,
    unreachable: Iterable[str] = (),
    corrected: Iterable[str] = (),
    same: Iterable[str] = (),
) -> SyncPlan:
    """`found` are the files in the folder, with what they contain; `same` are not asked for in the catalogue."""
    scan = Scan([FoundFile(path, size, 20) for path in sorted({*found} - {*same})])
    scan.same = {path: FoundFile(path, size, 20) for path in same}
    scan.unreachable = [Unreachable(path, "没有权限") for path in unreachable]
    return plan_of(
        scan,
        {file.path: file for file in before},
        lambda file: DIGESTS[found[file.path]],
        lambda file: file.path in corrected,
        lambda *_: None,
    )


def to_read(made: SyncPlan) -> list[tuple[str, bool]]:
    return [(due.file.path, due.is_moved) for due in made.to_read]


def renamed(made: SyncPlan) -> list[tuple[str, str]]:
    return [(before.path, file.path) for before, file in made.renamed]


@pytest.mark.parametrize(
    "newest_last",
    [
        ("江城晚报/19870612.txt", "雁桥日报/19880101.txt", "江城晚报/19900101.txt"),
        ("乙/1987/06/12.txt", "甲/1987-06-13 头版.txt", "甲/1987/07/19870703-02.txt"),
        ("散页2.txt", "1987年06月12日.txt"),
    ],
)
def test_of_several_papers_the_newest_day_is_read_first(newest_last: tuple[str, ...]) -> None:
    made = plan(dict.fromkeys(newest_last, "甲"), [])
    assert [path for path, _ in to_read(made)] == list(reversed(newest_last))


def test_new_files_are_read_the_newest_first() -> None:
    made = plan({"1987-06-12.txt": "甲", "1990-01-01.txt": "甲", "1988-02-02.txt": "乙"}, [])
    assert to_read(made) == [("1990-01-01.txt", False), ("1988-02-02.txt", False), ("1987-06-12.txt", False)]
    assert (made.unchanged, made.lost) == (0, [])


def test_of_equal_files_the_one_of_the_same_name_is_the_one_that_moved() -> None:
    before = [known("旧/乙.txt"), known("旧/甲.txt")]
    made = plan({"新一/甲.txt": "甲", "新二/乙.txt": "甲"}, before)
    assert sorted(renamed(made)) == [("旧/乙.txt", "新二/乙.txt"), ("旧/甲.txt", "新一/甲.txt")]
    assert (to_read(made), made.lost, made.unchanged) == ([], [], 0)


def test_a_file_that_moved_under_its_own_name_is_followed_and_not_read() -> None:
    made = plan({"新/号外.txt": "甲"}, [known("旧/号外.txt")])
    assert (renamed(made), to_read(made), made.lost) == ([("旧/号外.txt", "新/号外.txt")], [], [])


def test_each_gone_file_is_followed_to_one_new_file_only() -> None:
    made = plan({"a.txt": "甲", "b.txt": "甲", "c.txt": "乙"}, [known("旧.txt")])
    assert renamed(made) == [("旧.txt", "a.txt")]
    assert to_read(made) == [("c.txt", False), ("b.txt", False)]


def test_a_name_that_tells_another_date_is_read_again_as_moved() -> None:
    made = plan({"1988-06-12.txt": "甲"}, [known("1987-06-12.txt")])
    assert (renamed(made), to_read(made)) == (
        [("1987-06-12.txt", "1988-06-12.txt")],
        [("1988-06-12.txt", True)],
    )


@pytest.mark.parametrize(
    ("before", "is_read", "unchanged"),
    [
        (known("a.txt"), False, 1),
        (known("a.txt", mtime_ns=21), True, 0),
        (known("a.txt", size=11), True, 0),
        (known("a.txt", parser_version=parsing.PARSER_VERSION - 1), True, 0),
        (known("a.txt", state="missing"), True, 0),
        (known("a.txt", state="failed", message="不是文字"), False, 0),
        (known("a.txt", state="failed", message="没有权限", digest=UNREAD), True, 0),
    ],
)
def test_a_file_is_read_again_when_it_or_the_parser_changed_or_it_was_never_read(
    before: KnownFile, is_read: bool, unchanged: int
) -> None:
    made = plan({"a.txt": "甲"}, [before])
    assert (to_read(made), made.unchanged) == ([("a.txt", False)] if is_read else [], unchanged)


def test_of_files_that_are_certainly_unchanged_nothing_has_to_be_known() -> None:
    unchanged = known("甲.txt")
    others = [known("乙.txt", mtime_ns=21), known("丙.txt"), known("丁.txt", state="failed", message="空")]
    found = {"甲.txt": "甲", "乙.txt": "乙", "新丙.txt": "甲", "丁.txt": "甲"}
    made = plan(found, [unchanged, *others])
    assert plan(found, others, same=["甲.txt"]) == made
    assert (made.unchanged, made.present, renamed(made)) == (1, 3, [("丙.txt", "新丙.txt")])


def test_other_corrections_are_a_reason_to_read_once() -> None:
    before = [known("a.txt"), known("b.txt")]
    made = plan({"a.txt": "甲", "b.txt": "甲"}, before, corrected=["b.txt"])
    assert (to_read(made), made.unchanged) == ([("b.txt", False)], 1)


def test_what_is_gone_is_lost_or_was_never_read_or_is_known_to_be_missing() -> None:
    before = [
        known("甲.txt"),
        known("乙.txt", state="missing"),
        known("丙.txt", state="failed", message="空"),
    ]
    made = plan({}, before)
    assert (made.lost, made.failed_and_gone) == (["甲.txt"], ["丙.txt"])


def test_what_cannot_be_seen_is_not_gone() -> None:
    before = [known("锁/甲.txt"), known("锁/里/乙.txt"), known("锁着.txt"), known("锁着的.txt")]
    made = plan({}, before, unreachable=["锁", "锁着.txt"])
    assert made.lost == ["锁着的.txt"]
    assert [each.path for each in made.unreached] == ["锁"], "the file stays as it was read"


@pytest.mark.parametrize(("message", "is_new"), [("没有权限", False), ("空", True)])
def test_what_cannot_be_seen_is_recorded_once_for_each_reason(message: str, is_new: bool) -> None:
    before = [known("锁", state="failed", message=message, digest=UNREAD)]
    assert bool(plan({}, before, unreachable=["锁"]).unreached) is is_new


def test_a_missing_file_that_turns_up_elsewhere_is_followed_and_one_that_failed_is_not() -> None:
    before = [known("甲.txt", state="missing"), known("乙.txt", "乙", state="failed", message="空")]
    made = plan({"新甲.txt": "甲", "新乙.txt": "乙"}, before)
    assert renamed(made) == [("甲.txt", "新甲.txt")]
    assert to_read(made) == [("新乙.txt", False)]
    assert made.failed_and_gone == ["乙.txt"]


def test_only_files_of_a_size_that_is_gone_are_read_to_be_recognised() -> None:
    looked_at = []

    def digest(file: FoundFile) -> bytes:
        looked_at.append(file.path)
        return b"1"

    scan = Scan([FoundFile("a.txt", 10, 20), FoundFile("b.txt", 11, 20)])
    told: list[tuple[int, int, str]] = []
    plan_of(
        scan, {"旧.txt": known("旧.txt")}, digest, lambda _: False, lambda *progress: told.append(progress)
    )
    assert looked_at == ["a.txt"]
    assert told == [(0, 2, "a.txt"), (1, 2, "b.txt")]
