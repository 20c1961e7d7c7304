"""`reader kwic` and its tables, counted by hand on the sample."""

import csv
import io
from pathlib import Path
from unittest import mock

import pytest

from reader.features.concordance.place_table import Sort
from tests.terminal import Terminal


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    terminal = Terminal(tmp_path_factory.mktemp("home"))
    terminal.run("sync")
    return terminal


@pytest.mark.parametrize(
    ("query", "total", "articles"),
    [
        ("马灯", 4, 4),
        ("板车", 6, 4),
        ("猫 /5 渡口", 5, 4),
        ("马灯 日期:1987", 3, 3),
        ("标题:马灯", 0, 0),
        ("没有的词", 0, 0),
    ],
)
def test_every_place_of_the_sample_is_listed(
    terminal: Terminal, query: str, total: int, articles: int
) -> None:
    told = terminal.run("kwic", query, "--json").json()
    assert (told["total"], told["articles"], told["is_complete"]) == (total, articles, True)
    assert len(told["rows"]) == told["distinct"] == total
    dates = [row["date"] for row in told["rows"]]
    assert dates == sorted(dates)
    for row in told["rows"]:
        shown = terminal.run("show", row["key"]).out
        assert row["left"].strip() in shown.replace("\n", "")
        assert row["date"] in row["citation"]


def test_rows_are_centred_and_sorted(terminal: Terminal) -> None:
    out = terminal.run("kwic", "马灯", "--sort", "l1", "--width", "4").out.splitlines()
    assert [line.split("】")[0].strip() for line in out[:-1]] == [
        "西，先是【马灯",
        "尾的一盏【马灯",
        "点起两盏【马灯",
        "口的两盏【马灯",
    ] or [line.split("【")[0].strip()[-1] for line in out[:-1]]
    assert out[-1] == "4 篇里 4 处"


def test_groups_are_counted(terminal: Terminal) -> None:
    told = terminal.run("kwic", "马灯", "--sort", "l1", "--group", "--json").json()
    assert told["groups"] == [{"key": "盏", "count": 3}, {"key": "是", "count": 1}]
    assert terminal.run("kwic", "马灯", "--group").out.split() == ["3", "1987", "1", "2024"]


def test_what_is_printed_again_is_folded(terminal: Terminal, tmp_path: Path) -> None:
    text = (
        "柳川晚报\n1990年3月{day}日 星期一 第{day}期\n\n老戏台搬过了河\n\n"
        "本报讯（记者 温如岚）柳川镇的老戏台昨天拆下最后一根檩子，装船运到对岸的麦场。\n"
    )
    for day in (5, 6):
        (tmp_path / f"1990030{day}.txt").write_text(text.format(day=day), encoding="utf-8")
    told = terminal.run("kwic", "檩子", "--library", tmp_path, "--json").json()
    assert (told["total"], told["distinct"], [row["same"] for row in told["rows"]]) == (2, 1, [2])
    told = terminal.run("kwic", "檩子", "--library", tmp_path, "--json", "--unfolded").json()
    assert [row["date"] for row in told["rows"]] == ["1990-03-05", "1990-03-06"]
    assert terminal.run("kwic", "檩子", "--library", tmp_path).out.endswith(
        "2 篇里 2 处，其中 1 处与别处文字相同\n"
    )


def test_tables_are_written_and_never_over_another(terminal: Terminal, tmp_path: Path) -> None:
    for name in ("马灯.csv", "马灯.xlsx"):
        assert terminal.run("kwic", "马灯", "-o", tmp_path / name).out == f"已存到 {tmp_path / name}\n"
        assert "没有盖掉" in terminal.run("kwic", "马灯", "-o", tmp_path / name, code=1).err
    rows = list(csv.reader(io.StringIO((tmp_path / "马灯.csv").read_text(encoding="utf-8-sig"))))
    assert rows[0][:3] == ["left", "node", "right"]
    assert [row[1] for row in rows[1:]] == ["马灯"] * 4
    assert all("[N]" in row[8] for row in rows[1:])
    assert (tmp_path / "马灯.xlsx").read_bytes().startswith(b"PK")
    assert "结尾" in terminal.run("kwic", "马灯", "-o", tmp_path / "马灯.doc", code=2).err
    told = terminal.run("kwic", "马灯", "--sort", "l1", "--group", "--json", "-o", tmp_path / "组.csv").json()
    assert (tmp_path / "组.csv").read_text(encoding="utf-8-sig").split()[1:] == ["盏,3", "是,1"]
    assert len(told["groups"]) == 2
    ran = terminal.run("kwic", "马灯", "--json", "-o", tmp_path / "二.csv")
    assert (len(ran.json()["rows"]), ran.err) == (4, f"已存到 {tmp_path / '二.csv'}\n")
    assert (tmp_path / "二.csv").read_bytes() == (tmp_path / "马灯.csv").read_bytes()
    assert {path.suffix for path in tmp_path.iterdir() if path.is_file()} == {".csv", ".xlsx"}


def test_the_command_line_knows_all_orders(terminal: Terminal) -> None:
    refused = terminal.run("kwic", "马灯", "--sort", "没有", code=2).err
    assert f"可选：{', '.join(map(repr, map(str, Sort)))}" in refused
    assert "1 到 200" in terminal.run("kwic", "马灯", "--width", "0", code=2).err


def test_a_folder_that_is_not_there_is_told_before_anything_is_read(
    terminal: Terminal, tmp_path: Path
) -> None:
    for words in (("kwic", "马灯"), ("search", "马灯"), ("timeline", "马灯")):
        with mock.patch("reader.library.searcher.Searcher.understand", side_effect=AssertionError):
            ran = terminal.run(*words, "-o", tmp_path / "没有" / "表.csv", code=1)
        assert ran.err.startswith(f"找不到文件夹 {tmp_path / '没有'}"), words
    assert terminal.run("people", "--list", tmp_path / "无.txt", code=1).err.startswith("找不到 ")


@pytest.mark.parametrize("query", ["", "日期:1987", "-马灯"])
def test_a_query_without_words_is_told_to_have_no_places(terminal: Terminal, query: str) -> None:
    for command in ("kwic", "collocates"):
        ran = terminal.run(command, "--", query)
        assert ran.err.startswith("没有要找的字")
        assert ran.out == ""
        assert terminal.run(command, "--json", "--", query).json()["query"] == query


def test_all_shapes_of_words_are_found_unless_they_are_wanted_as_printed(
    terminal: Terminal, tmp_path: Path
) -> None:
    text = "柳川晚报\n1990年3月{day}日 星期一 第{day}期\n\n{word}搬过了河\n\n昨天拆下最后一根檩子，装船运走{word}。\n"
    for day, word in ((5, "馬燈"), (6, "马灯")):
        (tmp_path / f"1990030{day}.txt").write_text(text.format(day=day, word=word), encoding="utf-8")
    for command, number in (("kwic", "total"), ("collocates", "places")):
        for words, places in ((("--as-printed",), 2), ((), 4)):
            told = terminal.run(command, "马灯", "--library", tmp_path, "--json", *words).json()
            assert told[number] == places
    for words, articles in ((("--as-printed",), 1), ((), 2)):
        told = terminal.run("timeline", "马灯", "--library", tmp_path, "--json", *words).json()
        assert told["queries"][0]["total"] == articles


def test_collocates_of_the_sample_are_counted(terminal: Terminal) -> None:
    told = terminal.run("collocates", "马灯", "--window", "3", "--json").json()
    assert (told["places"], told["window"]) == (4, 3)
    counts = {each["unit"]: (each["beside"], each["total"]) for each in told["pairs"]}
    assert counts == {"一盏": (2, 5), "两盏": (2, 3)}
    measures = {"log_likelihood", "log_dice", "issues", "dp", "juilland_d"}
    assert {"unit", "beside", "total", *measures} == set(told["words"][0])
    out = terminal.run("collocates", "马灯").out
    assert "结巴" in out
    assert "logDice" in out
    assert "没有特别常见的" in terminal.run("collocates", "没有的词").out


@pytest.mark.parametrize("more", [(), ("--group",)])
def test_words_that_stand_nowhere_are_told_in_a_sentence(terminal: Terminal, more: tuple[str, ...]) -> None:
    assert "库里没有一处是" in terminal.run("kwic", "((((", *more).out
    assert terminal.run("kwic", "((((", "--json", *more).json()["total"] == 0


def test_rows_say_their_newspaper_where_there_are_several(terminal: Terminal, tmp_path: Path) -> None:
    text = "{paper}\n1990年3月{day}日 星期{weekday} 第{day}期\n\n马灯搬过了河\n\n昨天拆下最后一根檩子，装船运走马灯。\n"
    (tmp_path / "19900305.txt").write_text(
        text.format(paper="柳川晚报", day=5, weekday="一"), encoding="utf-8"
    )
    alone = terminal.run("search", "马灯", "--library", tmp_path).out
    assert "\n1990-03-05 · 马灯搬过了河" in alone
    (tmp_path / "19900306.txt").write_text(
        text.format(paper="河东晨报", day=6, weekday="二"), encoding="utf-8"
    )
    terminal.run("sync", "--library", tmp_path)
    both = terminal.run("search", "马灯", "--library", tmp_path).out
    assert "\n柳川晚报 · 1990-03-05 · 马灯搬过了河" in both
    assert "\n河东晨报 · 1990-03-06 · 马灯搬过了河" in both
