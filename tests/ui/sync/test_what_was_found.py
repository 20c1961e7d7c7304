"""What is said of a sync that has ended."""

import pytest

from reader.library.passed_over import passed_over
from reader.library.sync_events import Copy, SyncReport
from reader.ui.sync.sync_controller import _found_in_words

NOT_READ = passed_over(["甲.xyz", "乙.mp3", "丙.bak"], {})
COPIES = [Copy("乙.txt", "甲.txt"), Copy("丙.txt", "甲.txt")]


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (SyncReport(unchanged=7), ""),
        (SyncReport(added=2), "新增 2 个文件"),
        (SyncReport(changed=2), "2 个文件有改动"),
        (SyncReport(renamed=2), "2 个文件改了名"),
        (SyncReport(passed_over=NOT_READ, unopened=3), ""),
        (SyncReport(added=1, passed_over=NOT_READ, unopened=3), "新增 1 个文件，3 个文件没有读"),
        (
            SyncReport(added=1, passed_over=NOT_READ[:1], more_passed_over=4, unopened=5),
            "新增 1 个文件，5 个文件没有读",
        ),
        (SyncReport(added=1, pictures=3), "新增 1 个文件"),
        (SyncReport(copies=COPIES), ""),
        (SyncReport(added=1, copies=COPIES[:1]), "新增 1 个文件，乙.txt 与 甲.txt 文字一样，显示的是 甲.txt"),
        (
            SyncReport(changed=1, copies=COPIES),
            "1 个文件有改动，2 个文件是别的文件的副本，或是同一版，都合成一份",
        ),
        (
            SyncReport(changed=1, copies=COPIES[:1], more_copies=4),
            "1 个文件有改动，5 个文件是别的文件的副本，或是同一版，都合成一份",
        ),
        (
            SyncReport(added=1, left_out={"网页": 2, "图片": 3}),
            "新增 1 个文件，2 个网页不含文章，3 个图片不含文章",
        ),
        (SyncReport(changed=1, left_out={"网页": 2}), "1 个文件有改动"),
        (SyncReport(mended="目录修好了"), "目录修好了"),
        (
            SyncReport(added=1, changed=2, renamed=3, passed_over=NOT_READ, unopened=3, mended="目录修好了"),
            "新增 1 个文件，2 个文件有改动，3 个文件改了名，3 个文件没有读，目录修好了",
        ),
    ],
)
def test_all_that_has_changed_is_said_in_order(report: SyncReport, said: str) -> None:
    assert _found_in_words(report) == said
