"""Commands in a pipe: keys from standard input, hits as lines, errors as objects, and nothing at all."""

import errno
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.cli import terminal as output
from tests.terminal import Ran, Terminal, write_issues

Run = Callable[..., Ran]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    terminal = Terminal(tmp_path_factory.mktemp("home"))
    root = write_issues(tmp_path_factory.mktemp("柳川"))

    def within(*words: object, stdin: str = "", code: int = 0) -> Ran:
        return terminal.run(*words, "--library", root, stdin=stdin, code=code)

    return within


def test_each_hit_is_a_line_that_other_commands_read(run: Run) -> None:
    found = run("search", "老戏台", "--jsonl")
    hits = run("search", "老戏台", "--json").json()["hits"]
    assert found.lines() == hits
    assert len(hits) == 2
    cited = run("cite", *(hit["key"] for hit in hits)).out
    assert run("cite", "-", stdin=found.out).out == cited
    assert run("cite", "-", stdin=run("search", "老戏台", "--json").out).out == cited
    assert run("cite", "-", stdin=run("kwic", "老戏台", "--json").out).out.startswith(cited.splitlines()[0])
    heads = run("search", "第12期", "--jsonl").lines()
    assert [(head["kind"], head["key"]) for head in heads] == [("masthead", None)]
    rungs = run("search", "老戏台", "--jsonl", "--rungs").lines()
    assert {hit["rung"] for hit in rungs} >= {"exact"}


COMMANDS = (
    ("show",),
    ("cite",),
    ("bookmark", "add"),
    ("bookmark", "remove"),
    ("dossier", "add", "船"),
    ("similar",),
    ("export", "-o", "FILE"),
)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_bad_line_is_told_by_its_number_and_the_others_are_done(
    run: Run, tmp_path: Path, words: tuple[str, ...]
) -> None:
    key = run("search", "马灯", "--json").json()["hits"][0]["key"]
    named = [str(tmp_path / "书.epub") if word == "FILE" else word for word in words]
    run("bookmark", "add", key)  # what is removed is there
    assert "第 1 行" in run(*named, "-", stdin="zzz\n", code=1).err
    lines = f'zzz\n\n{{"key": "{key}"}}\n{{"key": null, "headline": "{"长" * 60}"}}\n{{bad\n'
    ran = run(*named, "-", stdin=lines, code=1)
    told = [line.partition("：")[0] for line in ran.err.splitlines() if line.startswith("第")]
    assert told == ["第 1 行", "第 4 行", "第 5 行"]
    assert words == ("similar",) or ran.out


@pytest.mark.parametrize(
    ("words", "code", "message", "hint"),
    [
        (("similar", "zzz", "--json"), 1, "没有编号为 zzz 的文章。", "编号在"),
        (("search", "--json"), 2, "命令行不对：search 要么", "说明和例子：reader search --help"),
        (("serch", "--json"), 2, "命令行不对：没有“serch”这个命令", "说明和例子：reader --help"),
        (("sync", "--progress-jsonl", "--xyz"), 2, "命令行不对：没有“--xyz”", "说明和例子：reader sync"),
        (("unknown", "--limit", "-3", "--json"), 2, "命令行不对：--limit：“-3”太小，至少是 0", ""),
        (
            ("chronicle", "--per-article", "0", "--json"),
            2,
            "命令行不对：--per-article：“0”太小，至少是 1",
            "",
        ),
        (
            ("parse", "nosuch.txt", "--json"),
            1,
            "nosuch.txt：没有这个文件，是写错了，还是刚被移走、改名？",
            "",
        ),
    ],
)
def test_with_json_an_error_is_one_object(
    tmp_path: Path, run: Run, words: tuple[str, ...], code: int, message: str, hint: str
) -> None:
    ran = Terminal(tmp_path / "home").run(*words, code=code) if words[0] != "similar" else run(*words, code=1)
    error = json.loads(ran.err.splitlines()[-1])["error"]
    assert error["message"].startswith(message)
    assert (error["hint"] or "").startswith(hint)
    assert ran.out == ""


@pytest.mark.parametrize(
    ("told", "message", "hint"),
    [
        ("A folder is lost. It may be moved.", "A folder is lost.", "It may be moved."),
        ("Mr. Smith and J. Doe.txt is no paper", "Mr. Smith and J. Doe.txt is no paper", None),
        ("印在 2 处：\n    甲\n    乙", "印在 2 处：", "    甲\n    乙"),
    ],
)
def test_the_hint_is_what_follows_the_first_sentence(
    told: str,
    message: str,
    hint: str | None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(output, "is_for_programs", True)
    output.print_error(told)
    assert json.loads(capsys.readouterr().err) == {"error": {"message": message, "hint": hint}}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("search", "老戏台"), 0),
        (("search", "没有这样的字"), 1),
        (("search", "没有这样的字", "--json"), 1),
        (("search", "第12期"), 0),
        (("kwic", "老戏台"), 0),
        (("kwic", "没有这样的字"), 1),
        (("timeline", "老戏台"), 0),
        (("timeline", "没有这样的字", "老戏台"), 0),
        (("timeline", "没有这样的字"), 1),
        (("similar",), 1),
        (("similar", "--series"), 1),
    ],
)
def test_quietly_only_the_exit_code_tells_what_was_found(run: Run, words: tuple[str, ...], code: int) -> None:
    assert run(*words, "--quiet", code=code) == Ran(code, "", "")
    assert run(*words).code == 0


def test_an_error_is_told_all_the_same(tmp_path: Path) -> None:
    ran = Terminal(tmp_path / "home").run("search", "x", "-q", "--library", tmp_path / "无", code=1)
    assert "找不到文件夹" in ran.err


def test_a_name_of_a_day_that_an_article_has_no_more_leads_to_what_it_is_called_now(run: Run) -> None:
    """Also without a mark of the reader, whose old name is kept."""
    hit = run("search", "老戏台", "--json").json()["hits"][0]
    told = run("show", f"{hit['key']}@1899-01-01@柳川晚报", code=1).err
    assert "没有印在 1899-01-01 柳川晚报" in told
    assert f"    {hit['key']}@" in told


def test_the_same_bytes_leave_it_on_each_system(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever Windows' code page is, and however lines end there."""
    pipe = io.BytesIO()
    of_windows = io.TextIOWrapper(pipe, encoding="gbk", newline="\r\n")
    monkeypatch.setattr(sys, "stdout", of_windows)
    monkeypatch.setattr(sys, "stderr", None)
    output.prepare_streams()
    print("渡口\n한글")
    sys.stdout.flush()
    assert pipe.getvalue() == "渡口\n한글\n".encode()


class _ClosedPipe(io.RawIOBase):
    """A pipe that nobody reads any more, as a system says it."""

    def __init__(self, number: int) -> None:
        self._number = number

    def writable(self) -> bool:
        return True

    def write(self, _data: object) -> int:
        raise OSError(self._number, "Invalid argument")


@pytest.mark.parametrize("is_bytes", [False, True], ids=["text", "bytes"])
def test_a_pipe_that_nobody_reads_has_one_name_on_each_system(
    monkeypatch: pytest.MonkeyPatch, is_bytes: bool
) -> None:
    """Windows says that an argument is invalid; `reader search … | more`, ended early, is no fault."""
    closed = io.TextIOWrapper(io.BufferedWriter(_ClosedPipe(errno.EINVAL)), encoding="utf-8")
    monkeypatch.setattr(sys, "stdout", closed)
    monkeypatch.setattr(sys, "stderr", None)
    output.prepare_streams()

    def printed() -> None:
        if is_bytes:
            sys.stdout.buffer.write("渡口".encode())
            sys.stdout.buffer.flush()
        else:
            print("渡口", flush=True)

    monkeypatch.setattr(output, "_OF_CLOSED_PIPE", frozenset({errno.EINVAL}))
    with pytest.raises(BrokenPipeError):
        printed()
    monkeypatch.setattr(output, "_OF_CLOSED_PIPE", frozenset())
    with pytest.raises(OSError, match="Invalid") as caught:
        sys.stdout.flush()
    assert not isinstance(caught.value, BrokenPipeError)
