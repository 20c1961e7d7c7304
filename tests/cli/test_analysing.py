"""What a sync has derived of half of the articles says so wherever it is printed; of all of them, it says nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import half_analysed
from tests.half_analysed import PERSON, WORDS
from tests.terminal import Terminal

PRINTED: dict[str, tuple[str, ...]] = {
    "people": ("people",),
    "card": ("people", PERSON),
    "name list": ("people", "--list", "NAMES"),
    "name list as a table": ("people", "--list", "NAMES", "--csv"),
    "printings": ("similar", "KEY"),
    "all printings": ("similar",),
    "series": ("similar", "--series"),
    "naming": ("search", f'"{PERSON}"', "--rungs"),
    "naming in a file": ("search", f'"{PERSON}"', "--rungs", "--export", "csv"),
}
AS_JSON = ("people", "card", "name list", "printings", "all printings", "naming")
SAID = "已整理 50 %"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Terminal, Path]]:
    folder = tmp_path_factory.mktemp("half")
    terminal = Terminal(folder / "home")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in terminal.environment().items():
            patch.setenv(name, value)
        half_analysed.write_half(folder / "报")
        yield terminal, folder


def asked(shelf: tuple[Terminal, Path], *words: str) -> tuple[str, str]:
    terminal, folder = shelf
    (folder / "名单.txt").write_text(f"{PERSON}\n", encoding="utf-8")
    root = folder / "报"
    key = terminal.run("search", WORDS, "--json", "--library", root).json()["hits"][0]["printing"]
    named = {"NAMES": str(folder / "名单.txt"), "KEY": str(key)}
    ran = terminal.run(*(named.get(each, each) for each in words), "--library", root)
    return ran.out, ran.err


def test_what_is_printed_says_how_much_was_analysed_until_all_was(shelf: tuple[Terminal, Path]) -> None:
    for name, words in PRINTED.items():
        out, err = asked(shelf, *words)
        assert SAID in out + err or "人名还没有认完" in err, (name, out, err)
    for name in AS_JSON:
        assert '"analysed_share": 0.5' in asked(shelf, *PRINTED[name], "--json")[0], name
    # the strings themselves are in the index
    assert "analysed_share" not in asked(shelf, *PRINTED["name list"], "--exact", "--json")[0]
    half_analysed.complete(shelf[1] / "报")
    for name, words in PRINTED.items():
        assert "整理" not in "".join(asked(shelf, *words)), name
    for name in AS_JSON:
        assert "analysed_share" not in asked(shelf, *PRINTED[name], "--json")[0], name
