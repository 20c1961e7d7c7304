"""What a shell completes after `reader`, and its manual page: made from the parsers, and tried in bash itself."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reader.cli.commands import all_commands
from tests.terminal import Terminal

TYPED = {
    "se": ["search"],
    "he": ["help"],
    "help boo": ["bookmark"],
    "--vers": ["--version"],
    "search --so": ["--sort"],
    "search 渡口 --sort n": ["newest"],
    "--library 旧报 search --jsonl --c": ["--count", "--corrected"],
    "search --limit ": [],
    "bookmark re": ["remove", "restore", "retag"],
    "bookmark add --q": ["--quote"],
    "cite KEY --style bi": ["bibtex"],
    "show KEY": [],
    "completion b": ["bash"],
}
"""What is typed after `reader`, and what bash offers for its last word; nothing means files."""
ASK = """
source "$1"; shift
[[ $(complete -p reader) == "complete -o default -F _reader reader" ]] || exit 9
for line; do
    COMP_WORDS=(reader $line); [[ $line == *" " ]] && COMP_WORDS+=("")
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    _reader
    echo "${COMPREPLY[*]}"
done
"""


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    return Terminal(tmp_path_factory.mktemp("home"))


@pytest.mark.skipif(sys.platform == "win32" or not shutil.which("bash"), reason="no bash")
def test_bash_completes_commands_actions_options_and_values(terminal: Terminal, tmp_path: Path) -> None:
    script = tmp_path / "reader.bash"
    script.write_text(terminal.run("completion", "bash").out, encoding="utf-8")
    asked = subprocess.run(
        ["bash", "-c", ASK, "bash", script, *TYPED], capture_output=True, text=True, check=True
    )
    assert dict(zip(TYPED, map(str.split, asked.stdout.splitlines()), strict=True)) == TYPED
    assert asked.stderr == ""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell", "man"])
def test_each_form_names_every_command_and_an_option_of_an_action(terminal: Terminal, shell: str) -> None:
    told = terminal.run("completion", shell).out
    plain = told.replace("\\-", "-").replace("-l ", "--")
    assert [each.name for each in all_commands() if each.name not in plain] == []
    assert "--quote" in plain


def test_a_line_of_the_manual_page_is_no_request_by_accident(terminal: Terminal) -> None:
    requests = {"TH", "SH", "PP", "TP", "B", "nf", "fi", "br", "ad", "nh"}
    lines = terminal.run("completion", "man").out.splitlines()
    assert {line[1:].split()[0] for line in lines if line.startswith((".", "'"))} <= requests


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_option_is_told_in_half_a_sentence(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("READER_LANGUAGE", language)
    lines = terminal.run("completion", "fish").out.splitlines()
    meanings = [line.partition(" -d '")[2].removesuffix("'") for line in lines if " -d '" in line]
    assert len(meanings) > 100
    assert [words for words in meanings if words.endswith(tuple(",;:，；：、"))] == []
    assert [words for words in meanings if words.count("(") != words.count(")")] == []
    assert [words for words in meanings if words.count("（") != words.count("）")] == []
