"""`reader people --list`: a list of names looked up in a terminal, counted by hand."""

import csv
import io
from pathlib import Path

import pytest

from tests.terminal import Terminal, write_issues


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    return Terminal(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_issues(tmp_path_factory.mktemp("柳川"))


@pytest.fixture
def names(tmp_path: Path) -> Path:
    path = tmp_path / "名单.csv"
    path.write_bytes("姓名,住处\r\n温如岚,镇上\r\n=1+1,\r\n溫如嵐,河东\r\n".encode("gb18030"))
    return path


def test_a_list_is_told_as_data(terminal: Terminal, shelf: Path, names: Path) -> None:
    told = terminal.run("people", "--list", names, "--json", "--library", shelf).json()
    assert [each["name"] for each in told] == ["温如岚", "=1+1", "溫如嵐"]
    facts = told[0].pop("facts")
    assert [facts[end]["outcome"] for end in ("first", "last")] == ["printed", "printed"]
    assert told[0] == {
        "name": "温如岚",
        "articles": 3,
        "rungs": {"shapes": 0, "split": 0, "misread": 0, "naming": 0},
        "first": "1990-03-05",
        "last": "1991-01-17",
        "total_is_exact": True,
        "read_share": 1.0,
    }
    assert (told[2]["articles"], told[2]["rungs"]["shapes"], told[2]["first"]) == (0, 3, None)


def test_a_list_is_told_as_a_table(terminal: Terminal, shelf: Path, names: Path, tmp_path: Path) -> None:
    out = terminal.run("people", "--list", names, "--csv", "--library", shelf).out
    rows = list(csv.reader(io.StringIO(out)))
    assert rows[1] == ["温如岚", "3", "0", "0", "0", "0", "1990-03-05", "1991-01-17", ""]
    assert rows[2][0] == "'=1+1"
    target = tmp_path / "表.csv"
    terminal.run("people", "--list", names, "-o", target, "--library", shelf)
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    assert (
        "没有盖掉它" in terminal.run("people", "--list", names, "-o", target, "--library", shelf, code=1).err
    )
    terminal.run("people", "--list", names, "-o", tmp_path / "表.xlsx", "--library", shelf)
    plain = terminal.run("people", "--list", names, "--library", shelf).out
    assert plain.splitlines()[1].split("\t")[:2] == ["温如岚", "3"]


def test_a_list_comes_from_a_pipe(terminal: Terminal, shelf: Path) -> None:
    told = terminal.run("people", "--list", "-", "--json", "--library", shelf, stdin="何苇\n宋三槐\n").json()
    assert [(each["name"], each["articles"]) for each in told] == [("何苇", 2), ("宋三槐", 1)]
    empty = terminal.run("people", "--list", "-", "--library", shelf, stdin="")
    assert "名单是空的" in empty.err


@pytest.mark.parametrize(
    "words",
    [
        ("--csv",),
        ("--exact",),
        ("-o", "表.csv"),
        ("--list", "名单.txt", "--csv", "--json"),
        ("--list", "名单.txt", "-o", "表.pdf"),
    ],
)
def test_what_can_not_be_followed_is_refused(terminal: Terminal, words: tuple[str, ...]) -> None:
    terminal.run("people", *words, code=2)


def test_a_file_that_is_not_there_is_told(terminal: Terminal, shelf: Path, tmp_path: Path) -> None:
    ran = terminal.run("people", "--list", tmp_path / "不在.txt", "--library", shelf, code=1)
    assert "不在.txt" in ran.err


def test_what_was_passed_over_is_told_beside_the_table(terminal: Terminal, shelf: Path) -> None:
    typed = "# 旧名单\n温如岚、何苇\n何苇\n"
    ran = terminal.run("people", "--list", "-", "--exact", "--json", "--library", shelf, stdin=typed)
    assert ran.err == "没有收：重复 1（第 3 行）；注释 1（第 1 行）\n"
    assert [(each["name"], each["articles"], each["rungs"]) for each in ran.json()] == [
        ("温如岚", 3, None),
        ("何苇", 2, None),
    ]
