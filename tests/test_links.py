"""Links lead nowhere out of a library, and what is no file keeps nobody waiting: seen from outside, by the commands."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.terminal import ISSUES, Terminal, write_issues

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links and pipes of another kind there")
SECRET = ISSUES["1990/03/19900305.txt"].replace("老戏台", "保险柜")
SECONDS = 120
"""More than any of this takes on a slow machine."""


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """One home for all of them: what a dictionary is made of need not be read each time."""
    return Terminal(tmp_path_factory.mktemp("home"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A library of one issue."""
    return write_issues(tmp_path / "报", {name: ISSUES[name] for name in ("1991/01/19910117.txt",)})


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder that is none of the library's, with an issue and a file."""
    folder = write_issues(tmp_path / "外面", {"1990/03/19900305.txt": SECRET})
    (folder / "thesis.docx").write_bytes(b"ten years of work")
    return folder


def picture_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b""
        for path in folder.rglob("*")
    }


@pytest.fixture(autouse=True)
def is_left_alone(outside: Path) -> Iterator[None]:
    before = picture_of(outside)
    yield
    assert picture_of(outside) == before


def sync(terminal: Terminal, root: Path) -> dict[str, object]:
    report = terminal.run("sync", "--library", root, "--json").json()
    assert isinstance(report, dict)
    return report


class TestReading:
    def test_links_out_of_the_library_are_passed_over_and_said(
        self, terminal: Terminal, root: Path, outside: Path
    ) -> None:
        (root / "1990").symlink_to(outside / "1990")
        (root / "借来.txt").symlink_to(outside / "1990/03/19900305.txt")
        (root / "上面.txt").symlink_to(Path("../外面/1990/03/19900305.txt"))
        (root / "还没有.txt").symlink_to(outside / "nothing.txt")
        report = sync(terminal, root)
        assert (report["added"], report["failed"], report["articles"]) == (1, [], 1)
        assert report["led_out"] == ["1990", "上面.txt", "借来.txt", "还没有.txt"]
        told = terminal.run("sync", "--library", root)
        assert "未读取的链接 4" in told.out
        assert "借来.txt" in told.err
        assert terminal.run("search", "保险柜", "--count", "--library", root).out.strip() == "0"

    def test_a_link_that_is_opened_as_the_library_is_its_target(
        self, terminal: Terminal, outside: Path, tmp_path: Path
    ) -> None:
        link = tmp_path / "链接"
        link.symlink_to(outside / "1990")
        assert sync(terminal, link)["added"] == 1
        assert (outside / "1990/.reader/user.sqlite").exists()
        for path in sorted((outside / "1990/.reader").rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        (outside / "1990/.reader").rmdir()

    def test_what_several_names_lead_to_is_read_once(self, terminal: Terminal, root: Path) -> None:
        (root / "a-again").symlink_to(root / "1991")
        (root / "a-file.txt").symlink_to(root / "1991/01/19910117.txt")
        (root / "1991/01/loop").symlink_to(root)
        (root / "1991/01/self.txt").symlink_to("self.txt")
        report = sync(terminal, root)
        assert (report["added"], report["led_out"]) == (1, [])
        [hit] = terminal.run("search", "老戏台", "--library", root, "--json").json()["hits"]
        assert hit["path"] == "1991/01/19910117.txt"

    @pytest.mark.parametrize("store", ["scan.dat", ".store/19900305.txt"])
    def test_what_only_a_link_makes_an_issue_is_read_by_the_link(
        self, terminal: Terminal, root: Path, store: str
    ) -> None:
        (root / store).parent.mkdir(exist_ok=True)
        (root / store).write_text(SECRET, encoding="utf-8")
        for name in ("三月.txt", "又是三月.txt"):
            (root / name).symlink_to(root / store)
        assert sync(terminal, root)["added"] == 2
        [hit] = terminal.run("search", "保险柜", "--library", root, "--json").json()["hits"]
        assert hit["path"] == "三月.txt"

    def test_a_file_that_became_a_link_out_is_shown_from_what_was_read(
        self, terminal: Terminal, root: Path, outside: Path
    ) -> None:
        sync(terminal, root)
        file = root / "1991/01/19910117.txt"
        file.unlink()
        file.symlink_to(outside / "1990/03/19900305.txt")
        report = terminal.run("sync", "--library", root, "--json", "--accept-missing").json()
        assert (report["missing"], report["led_out"]) == (1, ["1991/01/19910117.txt"])
        assert terminal.run("search", "保险柜", "--count", "--library", root).out.strip() == "0"
        assert terminal.run("search", "笤帚", "--count", "--library", root).out.strip() == "1"


class TestWriting:
    @pytest.fixture
    def given(self, tmp_path: Path) -> Path:
        """A file to import, of March 1990."""
        write_issues(tmp_path / "下载", {"扫描.txt": ISSUES["1990/03/19900305.txt"]})
        return tmp_path / "下载/扫描.txt"

    def test_an_import_goes_through_no_link_of_the_name_it_works_under(
        self, terminal: Terminal, root: Path, outside: Path, given: Path
    ) -> None:
        (root / "1990/03").mkdir(parents=True)
        for name in (".扫描.txt.part", "扫描.txt"):
            (root / "1990/03" / name).symlink_to(outside / "thesis.docx")
        told = terminal.run("import", given, "--library", root, "--json").json()
        assert told["copied"] == ["1990/03/扫描 (2).txt"]
        assert (root / "1990/03/扫描 (2).txt").read_bytes() == given.read_bytes()
        assert not [path for path in (root / "1990/03").glob(".*.part") if not path.is_symlink()]

    @pytest.mark.parametrize("name", ["1990", "1990/03"])
    def test_an_import_goes_through_no_folder_that_is_a_link_out(
        self, terminal: Terminal, root: Path, outside: Path, given: Path, name: str
    ) -> None:
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).symlink_to(outside)
        told = terminal.run("import", given, "--library", root, "--json", code=1).json()
        assert (told["copied"], [each["path"] for each in told["failed"]]) == ([], [str(given)])
        assert "链接" in told["failed"][0]["message"]

    def test_an_import_goes_through_a_folder_that_is_a_link_inside(
        self, terminal: Terminal, root: Path, given: Path
    ) -> None:
        (root / "九十年代").mkdir()
        (root / "1990").symlink_to("九十年代")
        told = terminal.run("import", given, "--library", root, "--json").json()
        assert (told["copied"], told["sync"]["added"]) == (["九十年代/03/扫描.txt"], 1)

    def test_an_import_copies_nothing_that_links_in_the_folder_given_point_at(
        self, terminal: Terminal, root: Path, outside: Path, given: Path
    ) -> None:
        folder = given.parent
        (folder / "钥匙.txt").symlink_to(outside / "1990/03/19900305.txt")
        (folder / "整箱").symlink_to(outside)
        told = terminal.run("import", folder, "--library", root, "--json").json()
        assert told["copied"] == ["1990/03/扫描.txt"]
        assert told["led_out"] == [str(folder / "整箱"), str(folder / "钥匙.txt")]
        said = terminal.run("import", folder, "--library", root).out
        assert "钥匙.txt" in said

    def test_an_import_follows_the_link_that_a_person_has_named(
        self, terminal: Terminal, root: Path, outside: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "给.txt").symlink_to(outside / "1990/03/19900305.txt")
        told = terminal.run("import", tmp_path / "给.txt", "--library", root, "--json").json()
        assert told["copied"] == ["1990/03/给.txt"]
        assert not (root / "1990/03/给.txt").is_symlink()

    def test_notes_are_not_kept_through_a_link(self, terminal: Terminal, root: Path, outside: Path) -> None:
        (root / ".reader").symlink_to(outside)
        [hit] = terminal.run("search", "老戏台", "--library", root, "--json").json()["hits"]
        terminal.run("bookmark", "add", hit["key"], "--note", "外公", "--library", root)
        [kept] = terminal.run("bookmark", "list", "--json", "--library", root).json()
        assert kept["note"] == "外公"

    def test_removed_texts_are_not_kept_through_a_link(
        self, terminal: Terminal, root: Path, outside: Path
    ) -> None:
        sync(terminal, root)
        (root / "1991/01/19910117.txt").unlink()
        terminal.run("sync", "--library", root, "--accept-missing")
        (root / ".reader/removed").symlink_to(outside)
        refused = terminal.run("check", "--library", root, "--forget-missing", code=1)
        assert "Traceback" not in refused.err
        assert terminal.run("search", "笤帚", "--count", "--library", root).out.strip() == "1"


class TestWhatIsNoFile:
    @pytest.fixture
    def pipe(self, tmp_path: Path) -> Path:
        os.mkfifo(tmp_path / "管道.txt")
        return tmp_path / "管道.txt"

    @pytest.fixture
    def ended(self, terminal: Terminal, root: Path) -> "Ended":
        terminal.run("sync", "--library", root)
        return Ended(terminal, root)

    @pytest.mark.parametrize(
        "words",
        [
            ("parse",),
            pytest.param(("bookmark", "import"), marks=pytest.mark.slow),
            pytest.param(("correct", "import"), marks=pytest.mark.slow),
            ("search", "--batch"),
        ],
    )
    def test_is_refused_in_a_sentence(
        self, ended: "Ended", pipe: Path, tmp_path: Path, words: tuple[str, ...]
    ) -> None:
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(str(tmp_path / "插座.txt"))
        (tmp_path / "文件夹.txt").mkdir()
        with (tmp_path / "稀疏.txt").open("wb") as sparse:
            sparse.truncate(1 << 40)
        named = [
            pipe,
            Path("/dev/zero"),
            tmp_path / "插座.txt",
            tmp_path / "文件夹.txt",
            Path("/proc/self/mem"),
        ]
        named += [] if "--batch" in words else [tmp_path / "稀疏.txt"]
        ending = ("--jsonl",) if "--batch" in words else ()
        for told in ended.all_refused([[*words, path, *ending] for path in named]):
            assert told.count("\n") <= 2, told
            assert "Traceback" not in told
        listening.close()

    def test_a_file_of_questions_that_is_one_endless_line_is_not_read_to_its_end(
        self, ended: "Ended", tmp_path: Path
    ) -> None:
        with (tmp_path / "问题.txt").open("wb") as sparse:
            sparse.truncate(1 << 40)
        assert "长" in ended.refused("search", "--batch", tmp_path / "问题.txt", "--jsonl")

    def test_in_the_library_is_passed_over(self, terminal: Terminal, root: Path) -> None:
        os.mkfifo(root / "管道.txt")
        (root / "零.txt").symlink_to("/dev/zero")
        (root / "1992.txt").mkdir()
        with (root / "稀疏.txt").open("wb") as sparse:
            sparse.truncate(1 << 40)
        report = sync(terminal, root)
        assert (report["added"], report["led_out"]) == (1, ["零.txt"])
        assert report["passed_over"] == [
            {
                "path": "管道.txt",
                "kind": "unknown ending",
                "message": "不是普通文件，而是管道、断了的链接之类，没有读。",
                "files": 1,
            }
        ]
        assert report["failed"] == [
            {"path": "稀疏.txt", "message": "文件超过 50 MB，不像一期报纸。请按期拆开后再放入。"}
        ]

    @pytest.mark.slow
    def test_a_pipe_that_a_person_gives_is_read(self, terminal: Terminal) -> None:
        piped = terminal.run("parse", "/dev/stdin", "--json", stdin=ISSUES["1991/01/19910117.txt"]).json()
        assert piped["issue"]["date"] == "1991-01-17"
        reading, writing = os.pipe()
        with os.fdopen(writing, "wb") as pipe:  # it all goes into the pipe at once
            pipe.write(SECRET.encode())
        done = subprocess.run(
            terminal.command("parse", f"/dev/fd/{reading}", "--json"),
            env=terminal.environment(),
            pass_fds=[reading],
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
        os.close(reading)
        assert json.loads(done.stdout)["issue"]["date"] == "1990-03-05"

    @pytest.mark.slow
    def test_a_given_pipe_without_an_end_is_read_no_further_than_a_file(self, terminal: Terminal) -> None:
        with Path("/dev/zero").open("rb") as endless:
            done = subprocess.run(
                terminal.command("parse", "/dev/stdin"),
                env=terminal.environment(),
                stdin=endless,
                capture_output=True,
                timeout=SECONDS,
                check=False,
            )
        assert done.returncode == 1
        assert "50 MB" in done.stderr.decode()


class Ended:
    """Runs a command that must end by itself, in a sentence on the error stream and with 1."""

    def __init__(self, terminal: Terminal, root: Path) -> None:
        self._terminal = terminal
        self._root = root

    def refused(self, *words: object) -> str:
        [told] = self.all_refused([words])
        return told

    def all_refused(self, commands: Sequence[Sequence[object]]) -> list[str]:
        """What each of them says, one after the other in one process."""
        given = [["--library", str(self._root), *map(str, words)] for words in commands]
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", _ONE_AFTER_THE_OTHER, json.dumps(given)],
            env=self._terminal.environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
        ran = json.loads(done.stdout)
        assert [(code, out) for code, out, _ in ran] == [(1, "")] * len(given), ran
        return [err for _, _, err in ran]


_ONE_AFTER_THE_OTHER = """
import contextlib, io, json, sys
from reader import cli

ran = []
for words in json.loads(sys.argv[1]):
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.main(words)
    for stream in (out, err):
        stream.flush()
    ran.append([code, out.buffer.getvalue().decode(), err.buffer.getvalue().decode()])
print(json.dumps(ran))
"""
