"""What happens to real libraries: killed in the middle, pulled out, moved, edited; nothing of the reader's is lost."""

import random
import shutil
import signal
import sys
from pathlib import Path

import pytest

from reader.library.integrity import unfound
from reader.library.library import Library
from tests import corpus, homes
from tests.terminal import Terminal, write_issues


@pytest.fixture
def shelf(tmp_path: Path) -> tuple[Terminal, Path]:
    """A library with one bookmark, of the article about the night boat."""
    terminal, root = Terminal(tmp_path / "home"), write_issues(tmp_path / "柳川")
    [hit] = terminal.run("search", "马灯", "--library", root, "--json").json()["hits"]
    terminal.run("bookmark", "add", hit["key"], "--note", "外公的船", "--library", root)
    return terminal, root


def total(terminal: Terminal, root: Path, query: str) -> int:
    return int(terminal.run("search", query, "--count", "--library", root).out)


def the_bookmark(terminal: Terminal, root: Path) -> dict[str, object]:
    [bookmark] = terminal.run("bookmark", "list", "--json", "--library", root).json()
    assert isinstance(bookmark, dict)
    assert bookmark["note"] == "外公的船"
    return bookmark


def held(root: Path) -> list[object]:
    """All that can be seen of a library: its tree with its articles, and some answers."""
    library = Library.open(root)
    tree: list[object] = [library.contents.counts()]
    for newspaper in library.contents.newspapers():
        for year in library.contents.years(newspaper.title):
            for month in library.contents.months(newspaper.title, year.number):
                for issue in library.contents.issues(newspaper.title, year.number, month.number):
                    rows = [
                        (row.key, row.page, row.title, row.lead)
                        for row in library.contents.articles(issue.id)
                    ]
                    tree.append((issue.date, issue.number, issue.label, rows))
    for query in ("雁桥", '"本报讯"', "-的", "记者:王 或 记者:李"):
        results = library.searcher.search(query, limit=10_000, exact=True)
        hits = library.searcher.hits(results.ids, results.query)
        tree.append((results.total, results.by_year, sorted((hit.article.key, hit.path) for hit in hits)))
    assert library.problems() == []
    assert unfound(library.local.catalogue, library.local.engine, 50) == []
    library.close()
    return tree


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
class TestASyncThatIsCutOff:
    def test_killed_again_and_again_it_ends_with_the_same_library(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        terminal, left_alone, killed = Terminal(tmp_path / "home"), tmp_path / "甲", tmp_path / "乙"
        corpus.write_library(left_alone, 16)
        shutil.copytree(left_alone, killed)
        terminal.run("sync", "--library", left_alone)
        chance = random.Random(7)
        for _ in range(6):
            with terminal.start("sync", "--library", killed, "--progress-jsonl") as process:
                assert process.stdout
                for _ in range(chance.randrange(1, 8)):
                    process.stdout.readline()
                process.kill()
        terminal.run("sync", "--library", killed)
        homes.use(monkeypatch, terminal.home)
        assert held(killed) == held(left_alone)

    def test_interrupted_it_is_quiet_and_130(self, tmp_path: Path) -> None:
        terminal, root = Terminal(tmp_path / "home"), tmp_path / "甲"
        corpus.write_library(root, 40)
        signal.signal(
            signal.SIGINT, signal.default_int_handler
        )  # what runs in the background inherits SIG_IGN
        with terminal.start("sync", "--library", root, "--progress-jsonl") as process:
            assert process.stdout
            assert process.stderr
            process.stdout.readline()
            process.send_signal(signal.SIGINT)
            assert process.stderr.read() == b""
        assert process.returncode == 130

    @pytest.mark.slow
    def test_while_one_is_at_work_another_is_told_so_and_searching_goes_on(self, tmp_path: Path) -> None:
        terminal, root = Terminal(tmp_path / "home"), tmp_path / "甲"
        corpus.write_library(root, 40)
        with terminal.start("sync", "--library", root, "--progress-jsonl", "--obey-stdin") as process:
            assert process.stdout
            assert process.stdin
            # before it begins: once it reads, it may be done before it is paused
            process.stdin.write(b"pause\n")
            process.stdin.flush()
            process.stdout.readline()
            second = terminal.run("sync", "--library", root, "--json", code=1)
            assert "另一个" in second.err
            assert not second.out
            terminal.run("search", "雁桥", "--library", root)
            process.stdin.close()
            assert b'"cancelled"' in process.stdout.read()
        assert process.returncode == 1
        assert terminal.run("sync", "--library", root, "--json").json()["articles"] >= 400


class TestFilesThatAreNoLongerThere:
    def test_many_at_once_are_asked_about_and_nothing_is_changed(self, shelf: tuple[Terminal, Path]) -> None:
        terminal, root = shelf
        (root / "1990/03/19900306.md").unlink()
        asked = terminal.run("sync", "--library", root, "--json", code=1)
        assert "--accept-missing" in asked.err
        assert not asked.out
        assert (
            terminal.run("sync", "--library", root, "--progress-jsonl", code=1).lines()[-1]["event"]
            == "asked"
        )

        told = terminal.run("sync", "--library", root, "--accept-missing", "--json").json()
        assert (told["missing"], told["unchanged"]) == (1, 2)

    def test_their_text_can_be_found_shown_and_cited(self, shelf: tuple[Terminal, Path]) -> None:
        terminal, root = shelf
        key = the_bookmark(terminal, root)["key"]
        (root / "1990/03/19900306.md").unlink()
        terminal.run("sync", "--library", root, "--accept-missing")
        assert total(terminal, root, "马灯") == 1
        assert "两盏马灯" in terminal.run("show", key, "--library", root).out
        assert "柳川晚报" in terminal.run("cite", key, "--library", root).out
        told = terminal.run("show", key, "--format", "json", "--library", root).json()
        assert [source["is_missing"] for source in told["sources"]] == [True]

    def test_one_that_comes_back_is_present_again(self, shelf: tuple[Terminal, Path]) -> None:
        terminal, root = shelf
        file = root / "1990/03/19900306.md"
        file.rename(root.parent / "away.md")
        terminal.run("sync", "--library", root, "--accept-missing")
        (root.parent / "away.md").rename(file)
        assert terminal.run("sync", "--library", root, "--json").json()["missing"] == 0
        assert total(terminal, root, "马灯") == 1

    def test_an_empty_mount_point_is_not_taken_for_an_empty_library(
        self, shelf: tuple[Terminal, Path]
    ) -> None:
        terminal, root = shelf
        root.rename(root.parent / "盘")
        root.mkdir()
        assert "3" in terminal.run("sync", "--library", root, code=1).err
        shutil.rmtree(root)
        (root.parent / "盘").rename(root)
        assert terminal.run("sync", "--library", root, "--json").json()["unchanged"] == 3
        the_bookmark(terminal, root)


class TestABookmark:
    def test_follows_its_file_wherever_it_goes(self, shelf: tuple[Terminal, Path]) -> None:
        terminal, root = shelf
        (root / "散页").mkdir()
        (root / "1990/03/19900306.md").rename(root / "散页/三月六日.txt")
        assert terminal.run("sync", "--library", root, "--json").json()["renamed"] == 1
        key = the_bookmark(terminal, root)["key"]
        told = terminal.run("show", key, "--format", "json", "--library", root).json()
        assert told["sources"][0]["path"] == "散页/三月六日.txt"

    def test_outlives_the_cache(self, shelf: tuple[Terminal, Path]) -> None:
        terminal, root = shelf
        shutil.rmtree(terminal.home / "cache")
        assert the_bookmark(terminal, root)["is_orphan"] is False

    def test_goes_along_with_a_copied_library(self, shelf: tuple[Terminal, Path], tmp_path: Path) -> None:
        _, root = shelf
        shutil.copytree(root, tmp_path / "另一台/旧报")
        assert (
            the_bookmark(Terminal(tmp_path / "另一台/home"), tmp_path / "另一台/旧报")["is_orphan"] is False
        )

    def test_finds_its_article_again_when_the_text_was_corrected(self, shelf: tuple[Terminal, Path]) -> None:
        terminal, root = shelf
        old = the_bookmark(terminal, root)["key"]
        file = root / "1990/03/19900306.md"
        text = file.read_text(encoding="utf-8").replace("石板渡的渡船从今晚起", "石板渡口的木渡船自今晚起")
        file.write_text(text, encoding="utf-8")
        terminal.run("sync", "--library", root)
        bookmark = the_bookmark(terminal, root)
        assert bookmark["key"] != old
        assert bookmark["is_orphan"] is False
        assert "木渡船" in terminal.run("show", old, "--library", root).out

    def test_keeps_the_text_when_nothing_is_left_of_the_article(self, shelf: tuple[Terminal, Path]) -> None:
        terminal, root = shelf
        (root / "1990/03/19900306.md").unlink()
        shutil.rmtree(terminal.home / "cache")
        bookmark = the_bookmark(terminal, root)
        assert bookmark["is_orphan"] is True
        shown = terminal.run("show", bookmark["key"], "--library", root)
        assert "两盏马灯" in shown.out
        assert "收藏时存下" in shown.err
        assert "两盏马灯" in terminal.run("bookmark", "export", "--library", root).out
        terminal.run("bookmark", "remove", bookmark["key"], "--library", root)
        terminal.run("bookmark", "restore", bookmark["key"], "--library", root)
        the_bookmark(terminal, root)


class TestAFolderThatCanNotBeWritten:
    def test_is_read_and_its_bookmarks_stand_elsewhere(self, tmp_path: Path) -> None:
        terminal, root = Terminal(tmp_path / "home"), write_issues(tmp_path / "只读")
        (root / ".reader").write_text("not a folder", encoding="utf-8")  # as good as read-only, for any user
        [hit] = terminal.run("search", "马灯", "--library", root, "--json").json()["hits"]
        terminal.run("bookmark", "add", hit["key"], "--note", "外公的船", "--library", root)
        the_bookmark(terminal, root)
        assert list((terminal.home / "data").rglob("user.sqlite"))


def test_no_file_of_the_reader_is_ever_touched(shelf: tuple[Terminal, Path]) -> None:
    terminal, root = shelf
    files = sorted(path for path in root.rglob("*") if path.is_file() and ".reader" not in path.parts)
    before = [(path, path.read_bytes(), path.stat().st_mtime_ns) for path in files]
    for words in (("sync",), ("check", "--repair"), ("search", "的"), ("bookmark", "export"), ()):
        terminal.run("--library", root, *words)
    after = sorted(path for path in root.rglob("*") if path.is_file() and ".reader" not in path.parts)
    assert [(path, path.read_bytes(), path.stat().st_mtime_ns) for path in after] == before
