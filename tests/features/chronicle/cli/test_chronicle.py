"""`reader chronicle`: drafted, kept, written."""

from pathlib import Path

import pytest

from tests.terminal import Terminal

PAPER = """雁桥日报
1987年6月12日 星期五 第4112号

渡口启用新码头
本报讯（记者 顾知远）昨日上午，雁桥渡口的新码头建成启用。市长温如岚说，船多了。

剧院开工
本报讯 日前，市政府批准雁桥剧院在柳叶洲动工，工期两年。

报社纪念日
1976年5月1日，《雁桥日报》在柳叶洲创刊。
"""


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    return Terminal(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def shelf(terminal: Terminal, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("雁桥")
    (root / "雁桥日报1987年6月12日.txt").write_text(PAPER, encoding="utf-8")
    terminal.run("sync", "--library", root)
    return root


def test_it_is_drafted_kept_and_written(terminal: Terminal, shelf: Path, tmp_path: Path) -> None:
    told = terminal.run("chronicle", "--library", shelf, "--json").json()
    assert [(each["first"], each["basis"]) for each in told["lines"]] == [
        ("1987-06-11", "inferred"),
        (None, "not told"),
    ]
    dated = terminal.run("chronicle", "渡口", "--dated-only", "--library", shelf, "--save", "渡口大事记")
    assert "1987-06-11  昨日上午，雁桥渡口的新码头建成启用。" in dated.out
    terminal.run("chronicle", "--saved", "渡口大事记", "-o", tmp_path / "渡口.md", "--library", shelf)
    assert "昨日上午，雁桥渡口的新码头建成启用。" in (tmp_path / "渡口.md").read_text(encoding="utf-8")
    kept = terminal.run("chronicle", "--saved", "渡口大事记", "--library", shelf, "--json").json()
    assert (kept["articles"], kept["without_event"], kept["without_day"]) == (None, None, None)
    for wrong, code in ((("--save", ""), 2), (("--dossier", " "), 2), (("--saved", ""), 2)):
        assert "名字" in terminal.run("chronicle", *wrong, "--library", shelf, code=code).err
    back = terminal.run("chronicle", "--from", "1988", "--to", "1987", "--library", shelf, code=1)
    assert "颠倒" in back.err
    then = ("--from", "1976", "--to", "1976-12", "--background", "--json")
    old = terminal.run("chronicle", *then, "--library", shelf).json()
    assert [each["first"] for each in old["lines"]] == ["1976-05-01"]
    none = terminal.run("chronicle", "--from", "1987-07", "--library", shelf, "--json").json()
    assert none["lines"] == []
