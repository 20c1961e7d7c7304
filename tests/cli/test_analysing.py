"""What a sync has derived of half of the articles says so wherever it is printed; of all of them, it says nothing."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import reader
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
    "collocates": ("collocates", "票价"),
    "misreadings": ("misreadings", "1987-06-10"),
    "claims": ("claims", "DRAFT"),
}
AS_JSON = ("people", "card", "name list", "printings", "all printings", "naming", "collocates", "claims")
SAID = "已整理 50 %"
OTHERWISE_SAID = "人名还没有认完", "还没有和别的各期都比过"


ASKING = re.compile(r"\b(SameTexts|FoundTexts|same_texts|PersonNames|person_names|people_of)\b")
WHERE_IT_IS_SAID = {
    "cli/search.py": "naming",
    "features/claims": "claims, also in the window and in the file",
    "features/concordance": "collocates, also in the window",
    "features/evidence/making.py": "in the file, as what was read",
    "features/misread": "misreadings; forms that a whole issue misreads are looked for once all is compared",
    "features/offices": "the tables, also in the window",
    "features/people/cli.py": "people, card, name list",
    "features/people/ui": "in the window",
    "features/proofread": "candidates, in the window",
    "features/reprints/cli.py": "printings, all printings, series",
    "features/reprints/ui.py": "OtherPrintings.analysed, in the window",
    "library/searcher.py": "RungResults.analysed; completions and other spellings are proposals",
    "ui/controllers/searching.py": "folds, in the window",
}
ANSWERING = (
    *("features/people/answers.py", "features/people/__init__.py", "features/people/people.py"),
    "features/people/in_office.py",
    *(
        "features/reprints/same_texts.py",
        "features/reprints/__init__.py",
        "library/answers.py",
        "library/library.py",
    ),
)


def test_whoever_asks_what_is_derived_says_how_much_was_analysed() -> None:
    root = Path(reader.__file__).parent
    asking = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if ASKING.search(path.read_text(encoding="utf-8"))
    }
    of_each = {path: [where for where in WHERE_IT_IS_SAID if path.startswith(where)] for path in asking}
    silent = {path for path, where in of_each.items() if not where} - {*ANSWERING}
    assert not silent, "say how much was analysed (ReadSoFar.of_analysis), and name it here"
    assert WHERE_IT_IS_SAID.keys() <= {
        "cli/search.py",
        *(each for where in of_each.values() for each in where),
    }


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
    (folder / "志稿.txt").write_text(f"1987年6月12日，{PERSON}到会讲话。\n", encoding="utf-8")
    key = terminal.run("search", WORDS, "--json", "--library", root).json()["hits"][0]["printing"]
    named = {"NAMES": str(folder / "名单.txt"), "DRAFT": str(folder / "志稿.txt"), "KEY": str(key)}
    ran = terminal.run(*(named.get(each, each) for each in words), "--library", root)
    return ran.out, ran.err


def test_what_is_printed_says_how_much_was_analysed_until_all_was(shelf: tuple[Terminal, Path]) -> None:
    for name, words in PRINTED.items():
        out, err = asked(shelf, *words)
        assert SAID in out + err or any(words in err for words in OTHERWISE_SAID), (name, out, err)
    for name in AS_JSON:
        assert '"analysed_share": 0.5' in asked(shelf, *PRINTED[name], "--json")[0], name
    # the strings themselves are in the index
    assert "analysed_share" not in asked(shelf, *PRINTED["name list"], "--exact", "--json")[0]
    half_analysed.complete(shelf[1] / "报")
    for name, words in PRINTED.items():
        told = "".join(asked(shelf, *words))
        assert not any(words in told for words in ("整理", *OTHERWISE_SAID)), name
    for name in AS_JSON:
        assert "analysed_share" not in asked(shelf, *PRINTED[name], "--json")[0], name
