"""`reader correct`: what a reader knows better, told from a terminal."""

import json
from pathlib import Path
from typing import Any

import pytest

from reader.storage.folder import user_folders
from reader.storage.platform_folders import places
from tests.split_story import DOUBTFUL, write_day
from tests.terminal import ISSUES, Ran, Terminal, write_issues

FILE = "1990/03/19900305.txt"
HEADLINE, SECOND, CARPENTER = 4, 10, 8


@pytest.fixture
def shelf(tmp_path: Path) -> tuple[Terminal, Path]:
    terminal = Terminal(tmp_path / "home")
    return terminal, terminal.laid(tmp_path / "柳川")


def correct(shelf: tuple[Terminal, Path], *words: object, code: int = 0) -> Ran:
    terminal, root = shelf
    return terminal.run("correct", *words, "--library", root, code=code)


def headlines(shelf: tuple[Terminal, Path]) -> set[str | None]:
    terminal, root = shelf
    hits = terminal.run("search", "日期:1990-03-05", "--library", root, "--json").json()["hits"]
    return {hit["headline"] for hit in hits}


@pytest.mark.parametrize(
    "action",
    [
        "",
        "add",
        "files",
        "together",
        "apart",
        "characters",
        "list",
        "undo",
        "export",
        "import",
    ],
)
def test_help_teaches_with_two_examples(tmp_path: Path, action: str) -> None:
    told = Terminal(tmp_path).run(*filter(None, ("correct", action)), "--help").out
    assert told.startswith(f"用法：reader correct {action}".rstrip())
    examples = told.partition("例：\n")[2]
    assert len([line for line in examples.splitlines() if line.startswith("  reader correct ")]) == 2


def test_several_files_are_corrected_in_one_step_and_undone_in_one(shelf: tuple[Terminal, Path]) -> None:
    terminal, root = shelf
    for name in ("870603.txt", "散页.txt"):
        (root / "扫描").mkdir(exist_ok=True)
        (root / "扫描" / name).write_text(f"# {name}失物招领\n\n伞在门卫处，等主人来取。\n", encoding="utf-8")
    terminal.run("sync", "--library", root)
    told = ("files", "扫描", "--by-name", "YYMMDD", "--title", "江城晚报")
    seen = correct(shelf, *told, "--dry-run").out
    assert "扫描/870603.txt: 日期不详 → 江城晚报 · 1987-06-03" in seen
    assert "扫描/散页.txt: 日期不详（名字里没有这样的日期" in seen
    assert correct(shelf, "list", "--json").json() == []
    changed, kept = correct(shelf, *told, "--json").json()
    assert (changed["date"], changed["newspaper"], changed["doubt"]) == ("1987-06-03", "江城晚报", None)
    assert (kept["date"], bool(kept["doubt"])) == (None, True)
    first, _ = correct(shelf, "list", "--json").json()
    assert "1 个文件" in correct(shelf, "undo", first["uuid"][:8], "--all").out
    assert correct(shelf, "list", "--json").json() == []
    assert "只写一个" in correct(shelf, "files", "扫描", code=2).err


def test_a_correction_is_made_listed_and_undone(shelf: tuple[Terminal, Path]) -> None:
    before = headlines(shelf)
    told = correct(shelf, "add", FILE, SECOND, "--joins").out
    assert "与上一篇是同一篇" in told
    assert "老戏台搬过了河" in told
    assert headlines(shelf) == {"老戏台搬过了河"}
    (listed,) = correct(shelf, "list", "--json").json()
    assert (listed["kind"], listed["path"], listed["line"]) == ("joined", FILE, SECOND)
    assert f"{FILE} 第 {SECOND} 行" in correct(shelf, "list").out
    assert "已撤销" in correct(shelf, "undo", listed["uuid"][:8]).out
    assert headlines(shelf) == before
    assert correct(shelf, "list", "--json").json() == []
    assert (shelf[1] / FILE).read_text(encoding="utf-8") == ISSUES[FILE]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--role", "headline"), {"kind": "role", "role": "headline"}),
        (("--starts",), {"kind": "starts"}),
        (("--same-paragraph",), {"kind": "paragraph joined"}),
        (("--new-paragraph",), {"kind": "paragraph apart"}),
        (("--names", "宋三槐、何苇"), {"kind": "credit", "credit": "reporter", "names": ["宋三槐", "何苇"]}),
        (("--names", "", "--credit", "author"), {"kind": "credit", "credit": "author", "names": []}),
    ],
)
def test_everything_can_be_told(
    shelf: tuple[Terminal, Path], words: tuple[str, ...], told: dict[str, Any]
) -> None:
    answer = correct(shelf, "add", FILE, CARPENTER, *words, "--json").json()
    assert {name: answer[name] for name in told} == told
    assert answer["is_applied"] is True
    assert answer["key"]


@pytest.mark.parametrize("day", ["1990-03-09", "1990年3月9日", "民国七十九年三月九日"])
def test_the_day_of_an_issue_is_told_listed_and_undone(shelf: tuple[Terminal, Path], day: str) -> None:
    assert "1990-03-09" in correct(shelf, "add", FILE, "--date", day).out
    hits = shelf[0].run("search", "日期:1990-03-09", "--library", shelf[1], "--json").json()["hits"]
    assert {hit["path"] for hit in hits} == {FILE}
    shown = shelf[0].run("show", hits[0]["key"], "--library", shelf[1], "--format", "json").json()
    assert (shown["date"], shown["date_origin"]) == ("1990-03-09", "corrected")
    assert "（经更正）" in shelf[0].run("show", hits[0]["key"], "--library", shelf[1]).out
    (listed,) = correct(shelf, "list", "--json").json()
    assert (listed["kind"], listed["date"], listed["path"]) == ("date", "1990-03-09", FILE)
    assert f"{FILE} · 这一期是 1990-03-09 的" in correct(shelf, "list").out
    correct(shelf, "undo", listed["uuid"])
    assert headlines(shelf)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--date", "1990-3-6"), {"kind": "date", "date": "1990-03-06", "issue_date": "1990-03-06"}),
        (("--number", "417"), {"kind": "number", "number": 417, "issue_date": "1990-03-05"}),
        (("--not-year", "1989"), {"kind": "not year", "year": 1989, "issue_date": "1990-03-05"}),
        (("--title", "《柳川日报》"), {"kind": "title", "title": "柳川日报", "issue_date": "1990-03-05"}),
        (("--page", "第A04版"), {"kind": "page", "page": "A4", "issue_date": "1990-03-05"}),
    ],
)
def test_everything_of_an_issue_can_be_told(
    shelf: tuple[Terminal, Path], words: tuple[str, ...], told: dict[str, Any]
) -> None:
    answer = correct(shelf, "add", FILE, *words, "--json").json()
    assert {name: answer[name] for name in told} == told
    assert answer["is_applied"] is True


def test_the_file_may_be_named_by_any_path(shelf: tuple[Terminal, Path], tmp_path: Path) -> None:
    answer = correct(shelf, "add", shelf[1] / FILE, CARPENTER, "--starts", "--json").json()
    assert answer["path"] == FILE
    assert "不在资料库" in correct(shelf, "add", tmp_path / "别处.txt", 1, "--starts", code=1).err


def test_nothing_is_undone_where_none_is_named(shelf: tuple[Terminal, Path]) -> None:
    correct(shelf, "add", FILE, "--number", "417")
    assert "没有这条更正" in correct(shelf, "undo", "", code=1).err
    (listed,) = correct(shelf, "list", "--json").json()
    assert listed["number"] == 417


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", FILE, 3, "--starts"), "第 3 行没有文字"),
        (("add", FILE, HEADLINE, "--joins"), "第一篇"),
        (("undo", "3f1c9a52"), "没有这条更正"),
        (("import", "没有.jsonl"), "没有.jsonl"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    shelf: tuple[Terminal, Path], words: tuple[object, ...], said: str
) -> None:
    failed = correct(shelf, *words, code=1)
    assert said in failed.err
    assert failed.out == ""


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("add", FILE),
        ("add", FILE, "1"),
        ("add", FILE, "x", "--starts"),
        ("add", FILE, "1", "--role", "rumour"),
        ("add", FILE, "1", "--starts", "--joins"),
        ("add", FILE, "--starts"),
        ("add", FILE, "1", "--number", "4"),
        ("add", FILE, "--date", "1990-02-30"),
        ("add", FILE, "--date", "1990年3月"),
        ("add", FILE, "--number", "0"),
        ("add", FILE, "--not-year", "0"),
        ("add", FILE, "1", "--not-year", "1989"),
        ("add", FILE, "--title", " "),
        ("add", FILE, "--page", "渡口"),
        ("add", FILE, "1", "--page", "2"),
        ("add", FILE, "--date", "1990-03-06", "--number", "3"),
        ("undo",),
    ],
)
def test_a_wrong_command_line_is_said(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert "命令行不对" in Terminal(tmp_path).run("correct", *words, code=2).err


def test_a_line_that_has_gone_is_listed_as_unresolved(shelf: tuple[Terminal, Path]) -> None:
    correct(shelf, "add", FILE, CARPENTER, "--starts")
    (shelf[1] / FILE).write_text("柳川晚报\n1990年3月5日 星期一\n\n今天没有别的消息。\n", encoding="utf-8")
    shelf[0].run("sync", "--library", shelf[1])
    assert [each["line"] for each in correct(shelf, "list", "--json").json()] == [None]
    assert "暂时找不到那一行" in correct(shelf, "list").out


def test_corrections_are_sent_to_others(shelf: tuple[Terminal, Path], tmp_path: Path) -> None:
    correct(shelf, "add", FILE, SECOND, "--joins")
    sent = tmp_path / "更正.jsonl"
    assert str(sent) in correct(shelf, "export", sent).out
    assert "已经有了" in correct(shelf, "export", sent, code=1).err
    printed = correct(shelf, "export").out
    assert sent.read_text(encoding="utf-8") == printed
    assert [json.loads(line) for line in printed.splitlines()][1]["kind"] == "joined"
    others = (Terminal(tmp_path / "别人"), write_issues(tmp_path / "石板渡", {"五日.txt": ISSUES[FILE]}))
    others[0].run("sync", "--library", others[1])
    assert [each["line"] for each in correct(others, "import", sent, "--json").json()] == [SECOND]
    assert headlines(others) == {"老戏台搬过了河"}
    assert "0 条" in correct(others, "import", sent).out


def test_two_pages_are_told_apart_and_together_again(tmp_path: Path) -> None:
    terminal, root = Terminal(tmp_path / "home"), tmp_path / "库"
    write_day(root, 12)

    def neighbours(key: str) -> tuple[str | None, str | None]:
        shown = terminal.run("show", key, "--library", root, "--format", "json").json()
        return shown["continues"], shown["continued_by"]

    (seam,) = terminal.run("search", "碰扳手", "--library", root, "--json").json()["seams"]
    first, second = seam["key"], seam["continued_by"]
    assert (neighbours(first), neighbours(second)) == ((None, second), (first, None))
    told = terminal.run("correct", "apart", first, second, "--library", root)
    assert "不是同一篇" in told.out
    assert (neighbours(first), neighbours(second)) == ((None, None), (None, None))
    assert terminal.run("search", "碰扳手", "--library", root, "--json").json()["seams"] == []
    made = terminal.run("correct", "together", first, second, "--library", root, "--json").json()
    assert (made["kind"], made["key"], made["is_applied"]) == ("continues", second, True)
    assert neighbours(first) == (None, second)
    terminal.run("correct", "undo", made["uuid"], "--library", root)
    assert neighbours(first) == (None, None)
    assert "同一篇" in terminal.run("correct", "list", "--library", root).out


def test_only_keys_of_one_day_go_together(tmp_path: Path) -> None:
    terminal, root = Terminal(tmp_path / "home"), write_issues(tmp_path / "柳川")
    hits = terminal.run("search", "老戏台", "--library", root, "--json").json()["hits"]
    keys = [hit["key"] for hit in hits]
    assert len({hit["date"] for hit in hits}) == 2
    ran = terminal.run("correct", "together", *keys, "--library", root, code=1)
    assert "同一天" in ran.err
    ran = terminal.run("correct", "together", keys[0], "没有", "--library", root, code=1)
    assert "没有" in ran.err


# -- parsing a file of a library


def parse(shelf: tuple[Terminal, Path], *words: object, code: int = 0) -> Ran:
    return shelf[0].run("parse", *words, "--json", code=code)


def test_a_file_of_a_library_is_parsed_with_its_corrections_which_is_said(
    shelf: tuple[Terminal, Path],
) -> None:
    file = shelf[1] / FILE
    bare = parse(shelf, file)
    assert bare.err == ""
    correct(shelf, "add", FILE, SECOND, "--joins")
    correct(shelf, "add", FILE, "--date", "1990-03-09")
    told = parse(shelf, file)
    assert len(told.json()["articles"]) == 1
    assert (told.json()["issue"]["date"], told.json()["issue"]["date_origin"]) == ("1990-03-09", "corrected")
    assert "2 条更正" in told.err
    assert str(shelf[1]) in told.err
    assert "（经更正）" in shelf[0].run("parse", file).out
    without = parse(shelf, file, "--without-corrections")
    assert (without.out, without.err) == (bare.out, "")


def test_a_copy_within_the_library_has_the_same_corrections(shelf: tuple[Terminal, Path]) -> None:
    correct(shelf, "add", FILE, SECOND, "--joins")
    copy = shelf[1] / "副本.txt"
    copy.write_bytes((shelf[1] / FILE).read_bytes())
    assert len(parse(shelf, copy).json()["articles"]) == 1
    copy.write_bytes(copy.read_bytes() + "\n夜里落了雨。\n".encode())
    assert len(parse(shelf, copy).json()["articles"]) > 1


def test_a_library_whose_data_stand_elsewhere_is_found(shelf: tuple[Terminal, Path]) -> None:
    """As where the folder can't be written."""
    correct(shelf, "add", FILE, SECOND, "--joins")
    elsewhere = user_folders(shelf[1])[1].relative_to(places().data)
    target = shelf[0].home / "data" / elsewhere
    target.parent.mkdir(parents=True, exist_ok=True)
    (shelf[1] / ".reader").rename(target)
    assert len(parse(shelf, shelf[1] / FILE).json()["articles"]) == 1
    assert not (shelf[1] / ".reader").exists()


def test_a_file_of_no_library_is_parsed_as_it_is_and_nothing_is_made(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path / "home")
    file = tmp_path / "散页" / "五日.txt"
    file.parent.mkdir()
    file.write_text(ISSUES[FILE], encoding="utf-8")
    ran = terminal.run("parse", file, "--json")
    assert ran.err == ""
    assert len(ran.json()["articles"]) == 2
    assert sorted(each.name for each in file.parent.iterdir()) == ["五日.txt"]
    assert not [each for each in terminal.home.rglob("*") if each.is_file()]


def test_a_file_that_is_not_in_the_library_named_is_refused(
    shelf: tuple[Terminal, Path], tmp_path: Path
) -> None:
    file = tmp_path / "五日.txt"
    file.write_text(ISSUES[FILE], encoding="utf-8")
    assert "不在资料库" in parse(shelf, file, "--library", shelf[1], code=1).err


def test_corrections_that_cannot_be_read_are_said_and_left_out(shelf: tuple[Terminal, Path]) -> None:
    correct(shelf, "add", FILE, SECOND, "--joins")
    (shelf[1] / ".reader" / "user.sqlite").write_bytes(b"no database at all")
    ran = parse(shelf, shelf[1] / FILE)
    assert "损坏" in ran.err
    assert len(ran.json()["articles"]) == 2


def test_what_may_be_one_is_said_with_the_way_to_make_it_so(tmp_path: Path) -> None:
    terminal, root = Terminal(tmp_path / "home"), tmp_path / "库"
    write_day(root, 12, DOUBTFUL)
    key = terminal.run("search", "钳工", "--library", root, "--json").json()["hits"][0]["key"]
    (offer,) = terminal.run("show", key, "--library", root, "--format", "json").json()["stitches"]
    assert (offer["key"], offer["is_made"], offer["is_told"]) == (key, False, False)
    assert "一个词断在接缝上" in offer["for"]
    shown = terminal.run("show", key, "--library", root)
    assert "敲第一下" not in shown.out
    command = shown.err.partition("reader ")[2].split()
    terminal.run(*command, "--library", root)
    (made,) = terminal.run("show", key, "--library", root, "--format", "json").json()["stitches"]
    assert (made["is_made"], made["is_told"], made["for"]) == (True, True, ["已更正为同一篇"])
    assert "敲第一下" in terminal.run("show", key, "--library", root).out


def test_an_estimated_year_is_explained_refused_and_taken_again(tmp_path: Path) -> None:
    terminal, root = Terminal(tmp_path), tmp_path / "旧报"
    root.mkdir()
    for day in (1, 2, 3):
        date = f"1990年3月{day}日 第{400 + day}期" if day != 2 else "第402期"
        text = f"雁桥日报\n{date}\n\n渡口加开第{day}班船\n\n本报讯（记者 尤嘉木）渡口今天加开第{day}班船，票价不变。\n"
        (root / f"{day}.txt").write_text(text, encoding="utf-8")
    place = ("--library", root)
    (hit,) = terminal.run("search", "第2班船", *place, "--json").json()["hits"]
    assert hit["date"] == "1990-03-02"
    shown = terminal.run("show", hit["key"], *place, "--format", "json").json()
    assert shown["date_origin"] == "inferred"
    assert shown["date_reason"] == (
        "没有印日期；推定为 1990年3月2日：第401期是 1990年3月1日，第403期是 1990年3月3日。"
    )
    assert "第401期是 1990年3月1日" in terminal.run("show", hit["key"], *place).err
    assert "[1990-03-02]" in terminal.run("cite", hit["key"], *place).out
    terminal.run("correct", "add", "2.txt", "--not-year", "1990", *place)
    refused = terminal.run("show", hit["key"], *place, "--format", "json").json()
    assert (refused["date"], refused["date_reason"], refused["suggestions"]) == (None, None, [])
    (listed,) = terminal.run("correct", "list", *place, "--json").json()
    assert "这一期不是 1990 年的" in terminal.run("correct", "list", *place).out
    terminal.run("correct", "undo", listed["uuid"], *place)
    again = terminal.run("show", hit["key"], *place, "--format", "json").json()
    assert again["date"] == "1990-03-02"
