import time

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reader.library.contents import Counts
from reader.ui.sync.progress_strip import LongWork, Phase, ProgressStrip, seconds_left, time_in_words


@pytest.fixture
def strip(qtbot: QtBot) -> ProgressStrip:
    strip = ProgressStrip()
    qtbot.addWidget(strip)
    strip.resize(1200, 28)
    strip.show_counts(Counts(2, 8016, 301482, 0, 0))
    with qtbot.waitExposed(strip):
        strip.show()
    return strip


def visible(strip: ProgressStrip) -> set[str]:
    names = ("pause_button", "cancel_button", "failures_button", "yes_button", "no_button")
    return {name for name in names if getattr(strip, name).isVisible()}


@pytest.mark.parametrize(
    ("done", "total", "seconds", "left"),
    [(50, 100, 60.0, 60.0), (10, 1010, 20.0, 2000.0), (1, 100, 60.0, None), (50, 100, 1.0, None)],
)
def test_the_time_left_is_reckoned_from_the_pace(
    done: int, total: int, seconds: float, left: float | None
) -> None:
    assert seconds_left(done, done / 200, total / 200, seconds) == left


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(20, "不到 1 分钟"), (180, "约剩 3 分钟"), (5400, "约剩 1.5 小时")],
)
def test_the_time_left_in_words(seconds: float, said: str) -> None:
    assert time_in_words(seconds) == said


def test_at_rest_it_counts_what_there_is(strip: ProgressStrip) -> None:
    assert (strip.phase, visible(strip), strip.label.text()) == (Phase.IDLE, set(), "")
    assert strip.accessibleName() == "2 种报纸　8,016 期　301,482 篇"


@pytest.mark.parametrize(
    ("width", "counts"),
    [(700, "2 种报纸　8,016 期　301,482 篇"), (420, "8,016 期　301,482 篇"), (340, "301,482 篇")],
)
def test_where_room_is_short_it_leaves_out_newspapers_then_issues(
    strip: ProgressStrip, width: int, counts: str
) -> None:
    strip.show_message("正在整理检索用的文件，一会儿就好")
    strip.resize(width, 28)
    assert strip.counts_button.text() == counts


def test_at_work_it_can_be_paused_and_cancelled(strip: ProgressStrip) -> None:
    done = list[str]()
    strip.calls.pause, strip.calls.cancel = lambda: done.append("pause"), lambda: done.append("cancel")
    strip.show_running(62, 100, "1988/02/19880203.txt")
    assert visible(strip) == {"pause_button", "cancel_button"}
    assert strip.accessibleName() == "正在读入：19880203.txt，62%"
    QTest.mouseClick(strip.pause_button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(strip.cancel_button, Qt.MouseButton.LeftButton)
    assert done == ["pause", "cancel"]


def test_what_was_read_before_is_done_but_tells_nothing_of_the_pace(
    strip: ProgressStrip, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fifty files of a hundred more took a minute: those before took no time of this sync."""
    strip.resize(1200, 28)
    strip.show_running(900, 1000, "1988/02/19880203.txt", 900)
    assert strip.accessibleName() == "正在读入：19880203.txt，90%"
    monkeypatch.setattr(strip, "_seconds", lambda: 120.0)
    strip.show_running(950, 1000, "1988/02/19880204.txt", 900)
    assert strip.accessibleName() == "正在读入：19880204.txt，95%　约剩 2 分钟"


def test_at_a_standstill_it_can_go_on(strip: ProgressStrip) -> None:
    done = list[str]()
    strip.calls.pause, strip.calls.resume = lambda: done.append("pause"), lambda: done.append("resume")
    strip.show_running(62, 100)
    strip.show_paused()
    assert strip.accessibleName() == "已暂停；读入的部分可搜，62%"
    assert strip.pause_button.accessibleName() == "继续读入"
    strip.pause_button.click()
    assert done == ["resume"]
    strip.show_running(63, 100)
    assert strip.pause_button.accessibleName() == "暂停读入"


def test_the_time_of_a_pause_is_no_time_of_reading(qtbot: QtBot, strip: ProgressStrip) -> None:
    strip.show_running(62, 100)
    qtbot.wait(60)
    strip.show_paused()
    before = strip._seconds()
    assert before >= 0.05
    qtbot.wait(100)
    assert strip._seconds() == before
    resumed = time.perf_counter()
    strip.show_running(63, 100)
    strip.show_paused()
    assert before <= strip._seconds() <= before + time.perf_counter() - resumed + 0.002


def test_done_it_says_what_came_of_it(strip: ProgressStrip) -> None:
    strip.show_running(99, 100)
    strip.show_done("读入完成，新增 1,204 期")
    assert (strip.phase, visible(strip)) == (Phase.DONE, set())
    strip.show_idle()
    assert (strip.phase, strip.label.text()) == (Phase.IDLE, "")


def test_files_that_failed_have_a_list(strip: ProgressStrip) -> None:
    done = list[str]()
    strip.calls.show_failures = lambda: done.append("list")
    strip.show_failed("3 个文件无法读取")
    QTest.mouseClick(strip.failures_button, Qt.MouseButton.LeftButton)
    assert done == ["list"]
    strip.show_failed("资料库正由另一个窗口更新", has_list=False)
    assert visible(strip) == set()


def test_files_that_failed_before_are_told_of_at_rest(strip: ProgressStrip) -> None:
    strip.show_counts(Counts(1, 10, 100, 2, 3))
    assert strip.label.text() == "3 个文件无法读取，2 个文件已不在原处，正文仍可读"
    assert visible(strip) == {"failures_button"}
    strip.show_counts(Counts(1, 10, 100, 0, 0))
    assert (strip.label.text(), visible(strip)) == ("", set())


def test_a_question_waits_for_an_answer(strip: ProgressStrip) -> None:
    answers: list[bool] = []
    strip.calls.answer = answers.append
    strip.show_question("资料库里少了 120 个文件。")
    assert visible(strip) == {"yes_button", "no_button"}
    strip.no_button.click()
    strip.yes_button.click()
    assert answers == [False, True]


def test_when_all_is_read_it_says_what_is_done_then_and_begins_no_percentage_anew(
    strip: ProgressStrip,
) -> None:
    strip.show_running(0, 0)
    assert strip.label.text() == "正在读入报纸"
    strip.show_running(184, 185, "1988/02/19880203.txt")
    strip.show_running(185, 185)
    assert strip.accessibleName() == "都读入了，正在比对和统计，100%"
    strip.show_running(0, 1113)
    assert strip.accessibleName() == "都读入了，正在比对和统计"
    strip.show_running(500, 1000)
    assert strip.accessibleName() == "都读入了，正在比对和统计，50%"
    strip.show_running(0, 3, "1988/02/19880204.txt")
    assert strip.accessibleName() == "正在读入：19880204.txt，0%"


def test_the_share_that_is_read_is_told_whole_and_in_numbers(strip: ProgressStrip) -> None:
    for done, total, said in ((0, 3, "0%"), (1, 3, "33%"), (2, 3, "66%"), (3, 3, "100%"), (0, 0, "")):
        strip.show_running(done, total, "1987/06/甲.txt")
        assert strip._part.text() == said
        assert strip._part.isVisible() == bool(said)
        assert strip._part.toolTip() == (f"{done} / {total}" if said else "")
        assert strip.label.text() == "正在读入：甲.txt"
        assert strip.accessibleName() == ("正在读入：甲.txt，" + said).rstrip("，")
    strip.show_running(1, 3, "甲.txt", headline="渡口添了船")
    assert strip.label.text() == "正在读入：渡口添了船"
    strip.show_running(0, 0)
    assert strip.label.text() == "正在读入报纸"


def test_what_one_state_has_said_is_not_said_in_the_next(strip: ProgressStrip) -> None:
    strip.show_failed("没有读完", has_list=False, details="磁盘满了", label="释放空间")
    assert (strip.retry_button.text(), strip.accessibleDescription()) == ("释放空间", "磁盘满了")
    assert strip.retry_button.isVisible()
    strip.show_failed("又没有读完", has_list=False)
    assert (strip.retry_button.text(), strip.accessibleDescription()) == ("再试一次", "")
    strip.show_question("少了文件。", "更新", "等等")
    assert (strip.yes_button.text(), strip.no_button.text()) == ("更新", "等等")
    assert not strip.retry_button.isVisible()
    strip.show_question("又少了文件。")
    assert (strip.yes_button.text(), strip.no_button.text()) == ("照样更新", "先不更新")


def test_a_message_stays_when_counts_come(strip: ProgressStrip) -> None:
    strip.show_message("已取消")
    strip.show_counts(Counts(1, 2, 3, 1, 0))
    assert strip.label.text() == "已取消"
    strip.show_idle()
    assert strip.label.text() == "1 个文件已不在原处，正文仍可读"
    assert strip.missing_button.isVisible()
    assert visible(strip) == set()


def test_long_work_is_shown_while_no_files_are_read_and_its_buttons_are_its_own(strip: ProgressStrip) -> None:
    done = list[str]()
    words = "识别图片：第 4 页，共 10 页"
    work = LongWork(words, 3, 10, lambda: done.append("turn"), lambda: done.append("cancel"))
    strip.calls.pause = strip.calls.cancel = lambda: done.append("sync")
    strip.show_work(work)
    assert (strip.label.text(), visible(strip)) == (words, {"pause_button", "cancel_button"})
    strip.pause_button.click()
    strip.cancel_button.click()
    assert done == ["turn", "cancel"]
    strip.show_running(2, 4, "1987.txt")
    assert strip.label.text() == "正在读入：1987.txt"
    strip.show_work(replace(work, words="第 5 页"))
    assert strip.label.text() == "正在读入：1987.txt"
    strip.pause_button.click()
    strip.cancel_button.click()
    assert done[2:] == ["sync", "sync"]
    strip.show_done("新增 2 个文件")
    strip.show_idle()
    assert strip.label.text() == "第 5 页"
    strip.show_work(None)
    assert (strip.label.text(), visible(strip)) == ("", set())
