"""How much of a library is read, in numbers and in words, and what the files' paths tell of the rest."""

import pytest

from reader.library.file_parsing import FileToRead
from reader.library.read_share import (
    WHOLE,
    ReadSoFar,
    UnreadFiles,
    none_so_far,
    read_so_far,
    so_far,
    unread_in_words,
    what_is_read,
)
from reader.library.sync import ReadingWork
from reader.storage.file_table import KnownFile
from reader.storage.folder import FoundFile


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READER_LANGUAGE", "zh")


def month(year: int, number: int) -> int:
    return year * 12 + number - 1


def of_years(*years: int, newspaper: str = "") -> tuple[UnreadFiles, ...]:
    return tuple(UnreadFiles(newspaper, month(year, 1), month(year, 12)) for year in years)


@pytest.mark.parametrize(
    ("read", "words"),
    [
        (ReadSoFar(0.409, is_whole=False), "已读 40 %，目前 14 篇"),
        (ReadSoFar(0.4, is_whole=False, failed=3), "已读 40 %，另有 3 个无法读取，目前 14 篇"),
        (ReadSoFar(0.4, is_whole=False, is_stopped=True), "停在 40 %，目前 14 篇"),
        (ReadSoFar(1.0, is_whole=False), "已读 99 %，目前 14 篇"),
        (WHOLE, "14 篇"),
    ],
)
def test_a_number_says_from_how_much_it_is(read: ReadSoFar, words: str) -> None:
    assert so_far(read, "14 篇") == words
    assert read.to_json()["total_is_exact"] is read.is_whole
    share = read.to_json()["read_share"]
    assert isinstance(share, float)
    assert (share == 1) is read.is_whole


def test_that_there_is_none_is_only_said_of_a_whole_library() -> None:
    assert none_so_far(WHOLE, "库里没有") == "库里没有"
    assert none_so_far(ReadSoFar(0.4, is_whole=False), "库里没有") == "已读 40 %，目前还没有"


def test_unread_years_are_told_in_runs_and_by_newspaper() -> None:
    unread = (*of_years(1976, 1977, 1990), *of_years(1978, newspaper="柳川晚报"), UnreadFiles(""))
    read = ReadSoFar(0.4, is_whole=False, unread=unread)
    assert read.unread_years() == [(1976, 1978), (1990, 1990)]
    assert read.unread_years("雁桥日报") == [(1976, 1977), (1990, 1990)]
    assert unread_in_words(read) == "已读 40 %；1976–1978、1990 年还没读到。"
    assert unread_in_words(ReadSoFar(0.4, is_whole=False)) == "已读 40 %；还有文件没读到。"


def test_months_that_follow_each_other_are_one_period() -> None:
    unread = (*of_years(1977, 1976), UnreadFiles(""), UnreadFiles("", month(1990, 6), month(1990, 6)))
    read = ReadSoFar(0.4, is_whole=False, unread=unread)
    assert read.unread_months() == [(month(1976, 1), month(1977, 12)), (month(1990, 6), month(1990, 6))]
    assert read.has_undated()
    assert not ReadSoFar(0.4, is_whole=False, unread=of_years(1976)).has_undated()


def due(path: str, size: int, before: KnownFile | None = None) -> FileToRead:
    return FileToRead(FoundFile(path, size, 1), before)


def known(path: str, size: int) -> KnownFile:
    return KnownFile(path, size, 1, b"", 1, "present", None)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("19870612.txt", UnreadFiles("", month(1987, 6), month(1987, 6))),
        ("1987/06/a.txt", UnreadFiles("", month(1987, 6), month(1987, 6))),
        ("1987年/x.txt", UnreadFiles("", month(1987, 1), month(1987, 12))),
        ("雁桥日报/1987/x.txt", UnreadFiles("雁桥日报", month(1987, 1), month(1987, 12))),
        ("雁桥日报19870612.txt", UnreadFiles("雁桥日报", month(1987, 6), month(1987, 6))),
        ("杂.txt", UnreadFiles("")),
    ],
)
def test_a_path_tells_newspaper_and_months(path: str, told: UnreadFiles) -> None:
    assert read_so_far(ReadingWork(9, [due(path, 9)], None, 0).as_stored()).unread == (told,)


def test_the_share_is_that_of_the_bytes_and_goes_on_after_an_interruption() -> None:
    dues = [due("19870612.txt", 60), due("19870611.txt", 30)]
    work = ReadingWork(100, dues, None, 1)
    assert [work.share(done) for done in (0, 1, 2)] == [0, pytest.approx(2 / 3), 1]
    assert read_so_far(work.as_stored()).share == pytest.approx(0.1)
    work.note_searchable(1)
    kept = work.as_stored()
    assert read_so_far(kept).share == pytest.approx(0.7)
    again = ReadingWork(100, dues[1:], kept, 2)
    assert again.files_before == 1
    assert again.share(0) == pytest.approx(2 / 3)


def test_what_is_only_read_once_more_is_not_missing() -> None:
    work = ReadingWork(100, [due("19870612.txt", 60, known("19870612.txt", 60))], None, 0)
    assert read_so_far(work.as_stored()).is_whole
    assert what_is_read(read_so_far(work.as_stored())) == ""
    changed = ReadingWork(100, [due("19870612.txt", 60, known("19870612.txt", 50))], None, 0)
    assert not read_so_far(changed.as_stored()).is_whole


def test_a_container_is_as_much_work_as_its_files() -> None:
    work = ReadingWork(130, [due("旧报.zip/19870612.txt", 100), due("旧报.zip", 30)], None, 0)
    assert work.share(1) == 1
