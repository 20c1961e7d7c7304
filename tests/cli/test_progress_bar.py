"""A progress bar is one line of a terminal, drawn anew, and gone at the end; also in one that follows no sequences."""

import io
import sys

import pytest

from reader.cli import terminal

WORDS = ("正在读 99 / 100", "正在比对和统计", "完")


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is printed for each of the words, and at the end."""
    stream = _Terminal()
    monkeypatch.setattr(sys, "stderr", terminal._Guarded(stream))
    monkeypatch.setattr(terminal, "is_terminal", lambda _: True)
    printed = []
    with terminal.drawn_bar() as draw:
        for words in WORDS:
            draw(0.5, words)
            printed.append(stream.getvalue())
    printed.append(stream.getvalue())
    return printed


def line_of(printed: str) -> str:
    """The line of a terminal that knows a carriage return alone."""
    cells: list[str] = []
    for part in printed.split("\r"):
        cells[: len(part)] = part
    return "".join(cells).rstrip()


def test_the_older_console_of_windows_shows_each_line_whole_and_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.delenv("WT_SESSION", raising=False)
    *lines, last = map(line_of, drawn(monkeypatch))
    assert [line.split("  ")[-1] for line in lines] == [*WORDS]
    assert last == ""


@pytest.mark.parametrize(("platform", "session"), [("linux", None), ("darwin", None), ("win32", "5f3c")])
def test_other_terminals_are_told_to_erase_the_line(
    monkeypatch: pytest.MonkeyPatch, platform: str, session: str | None
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    if session:
        monkeypatch.setenv("WT_SESSION", session)
    printed = drawn(monkeypatch)[-1]
    assert printed.count("\x1b[G\x1b[K") == len(WORDS) + 1
    assert "\r" not in printed


def test_words_of_a_paper_erase_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = _Terminal()
    monkeypatch.setattr(sys, "stderr", terminal._Guarded(stream))
    print("渡口\r板车\x1b[G\x1b[K", file=sys.stderr)
    assert stream.getvalue() == "渡口\\x0d板车\\x1b[G\\x1b[K\n"
