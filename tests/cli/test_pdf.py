"""`reader show --pdf`: an article or its page as a PDF file, without a display."""

from pathlib import Path

import pytest

from tests.terminal import Terminal, write_issues
from tests.ui.printing import read_back


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    return Terminal(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def shelf(terminal: Terminal, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_issues(tmp_path_factory.mktemp("柳川"))
    terminal.run("sync", "--library", root)
    return root


@pytest.fixture(scope="module")
def key(terminal: Terminal, shelf: Path) -> str:
    found = terminal.run("search", "老戏台搬过了河", "--library", shelf, "--json").json()
    return str(found["hits"][0]["key"])


def test_an_article_becomes_a_file_whose_text_it_is(
    terminal: Terminal, shelf: Path, key: str, tmp_path: Path
) -> None:
    terminal.run("bookmark", "add", key, "--note", "河东的码头后来没有修。", "--library", shelf)
    target = tmp_path / "一篇.pdf"
    assert "已存到" in terminal.run("show", key, "--pdf", target, "--library", shelf).out
    text = "".join(read_back.sheets(target.read_bytes()))
    assert "他给每块木头编了号" not in text
    assert "木匠们给每块木头编了号，一共三百六十七号。" in text
    assert "※河东的码头后来没有修。" in text
    about = read_back.about(target.read_bytes())
    assert (about["Title"], about["Author"]) == ("老戏台搬过了河", "温如岚")
    again = terminal.run("show", key, "--pdf", target, "--library", shelf, code=1)
    assert "没有盖掉它" in again.err
    other = tmp_path / "没有批注.pdf"
    terminal.run("show", key, "--pdf", other, "--no-notes", "--library", shelf)
    assert "河东的码头" not in "".join(read_back.sheets(other.read_bytes()))


def test_its_whole_page_too(terminal: Terminal, shelf: Path, key: str, tmp_path: Path) -> None:
    target = tmp_path / "整版.pdf"
    asked = ("--pdf", target, "--whole-page", "--paper", "a3", "--orientation", "landscape")
    terminal.run("show", key, *asked, "--library", shelf)
    assert read_back.paper_sizes(target.read_bytes()) == [(420, 297)]
    (text,) = read_back.sheets(target.read_bytes())
    assert "老戏台搬过了河" in text
    assert "米市清早开秤" in text
