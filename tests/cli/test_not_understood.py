"""What is not understood of a query is told by every command that takes one, and every answer of nothing says what was
asked and what to try."""

from pathlib import Path

import pytest

from reader.features.saved_searches.saved_searches import searches_of
from tests.search.query.samples import PASSED_OVER, not_understood
from tests.terminal import Ran, Terminal, write_issues

TYPED = [typed.replace("渡口", "戏台") for typed in (*(typed for typed, _ in not_understood()), *PASSED_OVER)]


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    return Terminal(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def shelf(terminal: Terminal, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_issues(tmp_path_factory.mktemp("柳川"))
    terminal.run("sync", "--library", root)
    return root


def test_a_search_names_it_on_standard_error_and_in_its_json(
    terminal: Terminal, shelf: Path, tmp_path: Path
) -> None:
    batch = tmp_path / "queries.txt"
    batch.write_text("\n".join(TYPED), encoding="utf-8")
    ran = terminal.run("search", "--batch", batch, "--jsonl", "--library", shelf)
    for typed, told in zip(TYPED, ran.lines(), strict=True):
        assert told["query"] == typed
        assert told["remarks"]
        assert all(f"{typed}: {remark}" in ran.err for remark in told["remarks"])


@pytest.mark.parametrize("typed", ["date:01/06/2023 戏台", "戏台)", "length:abc", '"戏台'])
def test_every_form_of_an_answer_names_it(terminal: Terminal, shelf: Path, typed: str) -> None:
    told = terminal.run("search", typed, "--json", "--library", shelf)
    remark = told.json()["remarks"][0]
    runs = [told, *(terminal.run("search", typed, *more, "--library", shelf) for more in ([], ["--count"]))]
    assert all(remark in ran.err for ran in runs)
    if suggestions := told.json()["suggestions"]:
        assert all(suggestions[0] in ran.out + ran.err for ran in runs)


@pytest.mark.parametrize("command", ["kwic", "collocates", "timeline"])
def test_every_command_that_takes_a_query_names_it(terminal: Terminal, shelf: Path, command: str) -> None:
    for typed in ("date:01/06/2023 戏台", "戏台)", "length:abc"):
        told = terminal.run(command, typed, "--json", "--library", shelf)
        assert told.json()["remarks"][0] in told.err
        assert told.json()["remarks"][0] in terminal.run(command, typed, "--library", shelf).err


def test_an_export_names_it(terminal: Terminal, shelf: Path, tmp_path: Path) -> None:
    ran = terminal.run("export", "date:2023-02-30 戏台", "-o", tmp_path / "out", "--library", shelf)
    assert "date:2023-02-30" in ran.err
    assert (
        "date:2023-02-30"
        in terminal.run("search", "date:2023-02-30 戏台", "--export", "csv", "--library", shelf).err
    )


def test_a_saved_search_names_it(terminal: Terminal, shelf: Path) -> None:
    with terminal.library(shelf) as library:
        searches_of(library).add("有括号的", "戏台)")
    for action in (["list"], ["show", "有括号的"]):
        assert "“)”" in terminal.run("saved", *action, "--library", shelf).err
        told = terminal.run("saved", *action, "--json", "--library", shelf).json()
        assert "“)”" in (told[0] if isinstance(told, list) else told)["remarks"][0]


@pytest.mark.parametrize(
    ("typed", "step"),
    [
        ("没有这样的字样呀", ""),
        ("报:日日报", "库里的报纸是：柳川晚报"),
        ("日期:1950", "库里的报纸从 1990 年到 1991 年：改一改日期。"),
        ("length:abc", "没有要找的字：改一改无法理解的，或写下要找的词。"),
    ],
)
def test_an_answer_of_nothing_says_what_was_asked_and_what_to_try(
    terminal: Terminal, shelf: Path, typed: str, step: str
) -> None:
    def tells(ran: Ran) -> bool:
        said = ran.out + ran.err
        return (typed in said) and (step in said if step else "试试" in said or "也许是" in said)

    assert tells(terminal.run("search", typed, "--library", shelf))
    assert tells(terminal.run("search", typed, "--count", "--library", shelf))
    told = terminal.run("search", typed, "--json", "--library", shelf).json()
    assert told["remarks"] or told["suggestions"]
    assert terminal.run("kwic", typed, "--json", "--library", shelf).json()["remarks"]
    assert terminal.run("timeline", typed, "--json", "--library", shelf).json()["remarks"]
