"""`reader pack`, and every command on what it has made."""

import sys
from pathlib import Path

import pytest

from reader.cli.commands import with_open_command
from reader.features.packs.packing_up import Packed
from tests.terminal import Terminal, write_issues

WITHOUT_DISPLAY = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="other platforms always have a display"
)


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    return Terminal(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_issues(tmp_path_factory.mktemp("柳川"))


@pytest.fixture(scope="module")
def pack(terminal: Terminal, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("stick") / "柳川.yuebao"
    told = terminal.run("pack", root, "-o", target, "--giver", "何苇", "--json").json()
    assert told == {
        "path": str(target),
        "size": target.stat().st_size,
        "articles": 5,
        "notes": 0,
        "fingerprint": told["fingerprint"],
    }
    return target


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (1, "1 KB"),
        (44_149, "45 KB"),
        (999_999, "1000 KB"),
        (1_000_000, "1.0 MB"),
        (2_350_000_000, "2350.0 MB"),
    ],
)
def test_the_size_of_a_pack_is_never_nothing(size: int, words: str) -> None:
    assert Packed(Path("柳川.yuebao"), size, articles=5, notes=0, fingerprint="1").size_in_words() == words


@pytest.mark.parametrize(
    "words",
    [
        ("search", "老戏台", "--all", "--json"),
        ("search", "米市 或 渡船", "--rungs"),
        ("kwic", "戏台", "--json"),
        ("collocates", "戏台"),
        ("timeline", "戏台", "--json"),
        ("people", "--json"),
        ("similar", "--series"),
        ("search", "戏台", "--export", "bibtex"),
    ],
    ids=str,
)
def test_a_command_tells_of_a_pack_what_it_tells_of_the_library(
    terminal: Terminal, root: Path, pack: Path, words: tuple[str, ...]
) -> None:
    of_library, of_pack = (terminal.run(*words, "--library", each).out for each in (root, pack))
    assert without_times(of_pack) == without_times(of_library)


def without_times(text: str) -> str:
    """What was printed, up to how long it took."""
    return text.split('"seconds"')[0]


def test_an_article_is_shown_cited_and_kept(terminal: Terminal, pack: Path) -> None:
    key = terminal.run("search", "马灯", "--json", "--library", pack).json()["hits"][0]["key"]
    assert "船头挂两盏马灯" in terminal.run("show", key, "--library", pack).out
    assert "柳川晚报" in terminal.run("cite", key, "--library", pack).out
    terminal.run("bookmark", "add", key, "--note", "外公的灯", "--library", pack)
    assert "外公的灯" in terminal.run("bookmark", "list", "--library", pack).out


def test_a_check_reads_every_byte_and_tells_who_gave_it(terminal: Terminal, pack: Path) -> None:
    assert "由何苇打包" in terminal.run("check", "--library", pack).out
    told = terminal.run("check", "--json", "--library", pack).json()
    assert (told["pack"]["giver"], told["problems"]) == ("何苇", [])
    spoilt = pack.with_name("坏的.yuebao")
    data = bytearray(pack.read_bytes())
    data[len(data) // 3] ^= 1
    spoilt.write_bytes(data)
    assert "不完整，或做成以后有人改动过" in terminal.run("check", "--library", spoilt, code=1).err


@pytest.mark.parametrize(
    "words", [("sync",), ("import", "."), ("check", "--repair"), ("pack", "-o", "x.yuebao")]
)
def test_what_would_write_to_it_says_why_not(terminal: Terminal, pack: Path, words: tuple[str, ...]) -> None:
    before = pack.read_bytes()
    ran = terminal.run(*words, "--library", pack, code=0 if words[0] == "check" else 1)
    assert words[0] == "check" or "资料包" in ran.err
    assert pack.read_bytes() == before


def test_it_is_made_over_no_file(terminal: Terminal, root: Path, pack: Path) -> None:
    before = pack.read_bytes()
    assert "已经有了" in terminal.run("pack", root, "-o", pack, code=1).err
    assert pack.read_bytes() == before


def test_a_tag_goes_with_bookmarks(terminal: Terminal, root: Path, tmp_path: Path) -> None:
    ran = terminal.run("pack", root, "-o", tmp_path / "x.yuebao", "--tag", "渡口", code=2)
    assert "--notes bookmarks" in ran.err
    assert not list(tmp_path.iterdir())


@WITHOUT_DISPLAY
def test_the_name_of_a_pack_opens_it(terminal: Terminal, pack: Path) -> None:
    """As a file manager does: there is no display here."""
    ran = terminal.run(pack, code=1)
    assert "打不开窗口" in ran.err
    assert "由何苇打包" in terminal.run("--library", pack).out


@WITHOUT_DISPLAY
def test_evidence_that_is_opened_without_a_display_is_checked_by_a_command(
    terminal: Terminal, tmp_path: Path
) -> None:
    for words in ((tmp_path / "一 处.yuebao-evidence",), ("open", tmp_path / "一 处.yuebao-evidence")):
        assert (
            f"reader evidence check '{tmp_path / '一 处.yuebao-evidence'}'"
            in terminal.run(*words, code=1).err
        )


@pytest.mark.parametrize(
    "opened",
    [
        "yuebao:article/x",
        "雁桥日报.yuebao",
        r"C:\报\雁桥.YUEBAO",
        "县馆.yuebao-room",
        "渡口.yuebao-evidence",
    ],
)
def test_what_a_file_manager_or_a_browser_starts_the_program_with_is_opened_and_gives_no_options(
    opened: str,
) -> None:
    assert with_open_command([opened, "--log", "x"]) == ["open", "--", opened, "--log", "x"]
