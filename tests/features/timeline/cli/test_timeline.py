"""`reader timeline`: as a table, as data, drawn."""

import csv
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtGui import QImage

from tests.terminal import Terminal, write_issues


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    return Terminal(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def shelf(terminal: Terminal, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_issues(tmp_path_factory.mktemp("柳川"))
    terminal.run("sync", "--library", root)
    return root


def test_prints_a_row_a_time_with_n(terminal: Terminal, shelf: Path) -> None:
    told = terminal.run("timeline", "戏台", "渡", "--by", "month", "--library", shelf).out
    assert "戏台（2 篇）" in told
    assert "1990-03\t1 / 4\t2 / 4" in told
    assert "1990-04–1990-12\t无资料\t无资料" in told
    assert "1991-01\t1 / 1\t0 / 1" in told


def test_json_has_null_where_nothing_is_held(terminal: Terminal, shelf: Path) -> None:
    asked = ("timeline", "渡", "--by", "month", "--share", "articles", "--library", shelf, "--json")
    told = terminal.run(*asked).json()
    points = {point["time"]: point for point in told["queries"][0]["points"]}
    assert (told["by"], told["share"], told["missing_dates"]) == ("month", "articles", [])
    assert (points["1990-03"]["count"], points["1990-03"]["held"], points["1990-03"]["share"]) == (2, 4, 0.5)
    assert (points["1990-07"]["count"], points["1990-07"]["held"], points["1990-07"]["share"]) == (
        None,
        0,
        None,
    )
    assert (points["1991-01"]["count"], points["1991-01"]["share"]) == (0, 0.0)
    assert (
        told["queries"][0]["total"]
        == terminal.run("search", "渡", "--library", shelf, "--json").json()["total"]
    )


def test_is_saved_as_csv_svg_and_png(terminal: Terminal, shelf: Path, tmp_path: Path) -> None:
    asked = ("timeline", "戏台", "渡", "--library", shelf, "-o")
    terminal.run(*asked, tmp_path / "线.csv")
    rows = list(csv.DictReader((tmp_path / "线.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [(row["time"], row["count"], row["count_2"]) for row in rows] == [
        ("1990", "1", "2"),
        ("1991", "1", "0"),
    ]
    terminal.run(*asked, tmp_path / "线.svg")
    ElementTree.parse(tmp_path / "线.svg")
    alone = Terminal(terminal.home, is_process=True)
    alone.run(*asked, tmp_path / "线.png")
    image = QImage(str(tmp_path / "线.png"))
    assert image.width() == 2000
    assert len({image.pixelColor(x, y).name() for x in range(0, 2000, 7) for y in range(0, 900, 7)}) > 2
    ran = terminal.run(*asked, tmp_path / "线.svg", code=1)
    assert "没有盖掉" in ran.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("甲", "-o", "a.xls"), ".csv"),
        (("甲", "--json", "-o", "a.csv"), "--json"),
        (("一", "二", "三", "四", "五", "六"), "5"),
        (("甲", "--by", "week"), "week"),
        ((), "QUERY"),
    ],
)
def test_a_wrong_command_is_2_and_says_what_is_wrong(
    terminal: Terminal, words: tuple[str, ...], told: str
) -> None:
    ran = terminal.run("timeline", *words, code=2)
    assert told in ran.err
    assert "reader timeline --help" in ran.err


def test_what_has_no_words_is_told(terminal: Terminal, shelf: Path, tmp_path: Path) -> None:
    told = terminal.run("timeline", "", "--library", shelf)
    assert (told.out, told.err) == ("", "“”：没有要找的字。\n")
    told = terminal.run("timeline", "", "渡", "--library", shelf)
    assert (told.err, "渡" in told.out) == ("“”：没有要找的字。\n", True)
    terminal.run("timeline", "", "--library", shelf, "-o", tmp_path / "a.csv", code=1)
    assert not (tmp_path / "a.csv").exists()
