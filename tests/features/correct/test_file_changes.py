"""Where the names of files have their day, as a reader tells it."""

import datetime as dt

import pytest

from reader.features.correct.file_changes import NamePattern, changes_of
from reader.newspaper.correction import Claim, CorrectionKind
from reader.newspaper.holdings import HeldFile
from reader.storage.disk_errors import LibraryError

TODAY = dt.date(2026, 11, 27)


@pytest.mark.parametrize(
    ("pattern", "path", "day"),
    [
        ("YYMMDD", "扫描/860305.txt", "1986-03-05"),
        ("YYMMDD", "扫描/240305.txt", "2024-03-05"),
        ("YYMMDD", "860305/第1版.txt", "1986-03-05"),
        ("YYMMDD", "19860305.txt", None),
        ("YYMMDD", "861305.txt", None),
        ("YYMMDD", "860305-860306.txt", None),
        ("DD-MM-YYYY", "汀江晨报 03-05-1986.txt", "1986-05-03"),
        ("MM-DD-YYYY", "汀江晨报 03-05-1986.txt", "1986-03-05"),
        ("YYYY*第M期D", "1986年第3期5.txt", "1986-03-05"),
        ("YYYY.M.D", "a1986b3c5.txt", None),
    ],
)
def test_a_form_has_one_day_or_none(pattern: str, path: str, day: str | None) -> None:
    found = NamePattern(pattern, TODAY).date_in(path)
    assert (found and found.isoformat()) == day


@pytest.mark.parametrize("pattern", ["YYMM", "YYYYYYMMDD", "日期", "YYMMDDDD"])
def test_a_form_has_year_month_and_day_once(pattern: str) -> None:
    with pytest.raises(LibraryError):
        NamePattern(pattern, TODAY)


def test_what_is_so_already_is_not_told_again() -> None:
    printed = HeldFile("19860305.txt", "汀江晨报", dt.date(1986, 3, 5))
    (same,) = changes_of([printed], date=printed.date, newspaper="汀江晨报")
    assert (same.claims, same.doubt) == ((), "已经是这样")
    (confirmed,) = changes_of(
        [HeldFile("19860305.txt", "", printed.date, is_estimated=True)], is_by_name=True
    )
    assert confirmed.date == printed.date


def test_the_pages_in_the_names_of_a_folder_are_confirmed_where_the_names_tell_them() -> None:
    files = [HeldFile("扫描/19870612-03.txt", "雁桥日报"), HeldFile("扫描/box2-08.txt", "")]
    told, untold = changes_of(files, confirms_pages=True)
    assert told.claims == (Claim(CorrectionKind.PAGE, page="3"),)
    assert (untold.claims, untold.doubt) == ((), "名字里没有写明的版面")
