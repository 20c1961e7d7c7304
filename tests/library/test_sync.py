"""The catalogue and the index follow the folder, whatever happens to files, disks and processes."""

import datetime as dt
import errno
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from itertools import pairwise
from math import ceil
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from reader import parsing
from reader.features.importing.copying import import_files
from reader.features.people import name_counting
from reader.features.people.people import people_of
from reader.i18n import language
from reader.library import sync, sync_storing
from reader.library.library import Library, LibraryError
from reader.library.sync_events import LibraryBusy, Progress, SyncCancelled, TooManyLost
from reader.library.sync_reading import FileReader
from reader.newspaper.article import SourceText
from reader.newspaper.correction import Claim, CorrectionKind
from reader.newspaper.holdings import Document
from reader.newspaper.issue import IssuePart
from reader.search.index import manifest
from reader.storage.catalogue import Catalogue
from reader.storage.catalogue_writer import CatalogueWriter
from reader.storage.folder import FolderError, LibraryFolder
from reader.storage.user_file import UserFile
from tests import corpus, homes
from tests.growth import calls
from tests.shelf import articles_of, fill, keys_found, mount, run, small_disk, strings_of, tree_of
from tests.terminal import Terminal, write_issues

NOTICE = "遗失启事：柳叶洲三号院罗月娥遗失蓝布雨伞一把，伞柄刻有燕子，拾到者请送雁桥邮局。"

OFTEN_STORED = """
import sys
from reader import cli
from reader.library import sync
sync.BATCH_SECONDS, sync.MANY_BYTES = 0.05, 0
sys.exit(cli.main())
"""
"""The command line, of which a sync has child processes, and stores a file or two at a time: so there are many moments
to be killed at."""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    homes.use(monkeypatch, tmp_path / "home")
    monkeypatch.setenv("READER_LANGUAGE", "zh")
    language.cache_clear()
    yield tmp_path / "home"
    language.cache_clear()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "报"
    corpus.write_library(folder, 12, articles=3)
    return folder


@pytest.fixture
def library(root: Path) -> Iterator[Library]:
    opened = Library.open(root)
    yield opened
    opened.close()


def files_of(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*.txt") if ".reader" not in path.parts)


def issue_text(day: str, *paragraphs: str, title: str = "雁桥日报") -> str:
    body = "\n\n".join(f"消息之{i}\n\n{paragraph}" for i, paragraph in enumerate(paragraphs, 1))
    return f"{title}\n{day}\n\n{body}\n"


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


class TestCutOff:
    @pytest.mark.slow
    def test_killed_at_any_moment_it_ends_with_the_library_of_one_left_alone(self, tmp_path: Path) -> None:
        alone, killed = tmp_path / "甲", tmp_path / "乙"
        corpus.write_library(alone, 40)
        for path in files_of(alone)[::7]:  # pages without a masthead, which go with their neighbours
            path.write_text("".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[5:]))
        shutil.copytree(alone, killed)
        chance = random.Random(4)
        for has_begun in (True, False) * 5:
            with subprocess.Popen(
                [sys.executable, "-c", OFTEN_STORED, "sync", "--library", str(killed), "--progress-jsonl"],
                stdout=subprocess.PIPE,
            ) as process:
                if has_begun and process.stdout:
                    process.stdout.readline()
                time.sleep(chance.uniform(0, 0.4))
                process.kill()
        one, other = Library.open(alone), Library.open(killed)
        one.sync()
        other.sync()
        assert tree_of(one) == tree_of(other)
        assert one.problems() == other.problems() == []
        for string in strings_of(one, 50):
            assert keys_found(one, string) == keys_found(other, string), string
        one.close()
        other.close()

    def test_what_is_cancelled_goes_on_where_it_stopped(self, library: Library) -> None:
        def stop(progress: Progress) -> None:
            if progress.done == 5:
                raise SyncCancelled

        with pytest.raises(SyncCancelled):
            library.sync(stop)
        assert not library.is_ready()
        report = library.sync()
        assert report.articles == library.contents.counts().articles > 0
        assert library.is_ready()

    def test_everything_is_found_before_the_names_are_known(
        self, library: Library, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(name_counting, "COUNTED_A_STEP", 7)

        def stop(progress: Progress) -> None:
            if library.is_ready() and not progress.path and people_of(library).rows():
                raise SyncCancelled

        with pytest.raises(SyncCancelled):
            library.sync(stop)
        assert library.problems() == []
        assert people_of(library).analysed() < 1
        before = {row.name: row.articles for row in people_of(library).rows(limit=1000)}
        library.sync()
        assert people_of(library).analysed() == 1
        after = {row.name: row.articles for row in people_of(library).rows(limit=1000)}
        assert before.keys() < after.keys()
        assert all(after[name] >= number for name, number in before.items())

    def test_an_index_that_is_gone_is_told_of_while_it_is_made_again(
        self, library: Library, home: Path
    ) -> None:
        library.sync()
        shutil.rmtree(next((home / "cache" / "libraries").glob("*/index-*")))
        assert not library.is_ready()
        told: list[Progress] = []
        library.sync(told.append)
        assert (told[0].done, told[0].total, told[0].path) == (0, library.contents.counts().articles, "")
        assert library.problems() == []

    def test_an_index_that_is_gone_is_made_again_in_segments_that_share_no_day(
        self, library: Library, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        library.sync()
        shutil.rmtree(next((home / "cache" / "libraries").glob("*/index-*")))
        monkeypatch.setattr(sync_storing, "INDEXED_FIRST", 4)
        monkeypatch.setattr(sync_storing, "INDEXED_AT_ONCE", 8)
        monkeypatch.setattr("reader.storage.text_table.FETCHED_AT_ONCE", 3)
        told: list[Progress] = []
        library.sync(told.append)
        assert library.problems() == []
        count = library.contents.counts().articles
        done = [each.done for each in told if each.total == count and not each.path]
        assert done == sorted(done)
        folder = next((home / "cache" / "libraries").glob("*/index-*"))
        segments = manifest.IndexFiles(folder).manifest().segments
        assert 2 < len(segments) <= ceil(count / 8)  # those of the first step are in the second, too
        days = sorted((entry.oldest, entry.newest) for entry in segments)
        assert all(before[1] < behind[0] for before, behind in pairwise(days))

    def test_steps_of_indexing_end_with_a_day_and_undated_articles_anywhere(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sync_storing, "INDEXED_AT_ONCE", 8)
        dates = [dt.date(2024, 5, 30 - n // 3) for n in range(21)] + [None] * 10
        documents = [Document(n, "", date, None, "") for n, date in enumerate(dates)]
        steps = [[each.id for each in step] for step in sync_storing.in_steps(documents, len(documents))]
        assert steps == [[*range(9)], [*range(9, 18)], [*range(18, 24)], [*range(24, 31)]]

    def test_nothing_new_changes_nothing(self, library: Library) -> None:
        library.sync()
        generation = library.generation()
        report = library.sync()
        assert (report.unchanged, report.added, report.changed) == (12, 0, 0)
        assert library.generation() == generation


class TestFiles:
    def test_names_for_suggestions_are_counted_in_a_library_that_had_none(
        self, library: Library, home: Path
    ) -> None:
        library.sync()

        def names() -> list[str]:
            known = library.searcher.known_words
            return [name for surname in "王李张刘陈" for name in known(surname, 3, True)]

        known = names()
        assert known
        (path,) = home.rglob("catalogue.sqlite")
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("DELETE FROM name")
            connection.execute("DELETE FROM meta WHERE key LIKE 'name %'")
        assert names() == []
        library.sync()
        assert names() == known

    def test_a_file_that_is_touched_is_unchanged(self, library: Library, root: Path) -> None:
        library.sync()
        rows = tree_of(library)
        os.utime(files_of(root)[3])
        report = library.sync()
        assert (report.unchanged, report.changed) == (12, 0)
        assert tree_of(library) == rows

    def test_same_size_and_time_but_other_words_are_found_by_reading_again(
        self, library: Library, root: Path
    ) -> None:
        library.sync()
        path = files_of(root)[0]
        status = path.stat()
        path.write_text(path.read_text(encoding="utf-8").replace("本报讯", "本馆讯"), encoding="utf-8")
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        assert library.sync().unchanged == 12
        library.rebuild()
        assert keys_found(library, "本馆讯")

    @pytest.mark.parametrize("seconds", [-(10**9), 0, 4 * 10**9, 15 * 10**9])
    def test_any_time_of_change_will_do(self, library: Library, root: Path, seconds: int) -> None:
        try:
            os.utime(files_of(root)[0], (seconds, seconds))
        except OSError:
            pytest.skip("this file system has no such time")
        assert library.sync().added == 12
        assert library.sync().unchanged == 12

    def test_strange_files_keep_nothing_else_out(self, library: Library, root: Path) -> None:
        names = ["2024-02-30.txt", "带\n换行.txt", "“引号”'\".txt", "报🗞.txt", "字" * 83 + ".txt"]
        for i, name in enumerate(names):
            write(root / name, issue_text("1987年6月12日", f"第{i}条消息，雁江水位比昨日高出一尺二寸。"))
        write(root / "长.txt", issue_text("1987年6月13日", "雁江夜航又添了两盏红灯。" * 20_000))
        (root / "照片.txt").write_bytes(b"\xff\xd8\xff\xe0 JFIF" + bytes(200))
        (root / "空.txt").write_bytes(b"")
        with (root / "大.txt").open("wb") as big:
            big.truncate(60 << 20)
        failures = [root / "照片.txt", root / "空.txt", root / "大.txt"]
        if sys.platform != "win32":
            (root / "圈.txt").symlink_to(root / "圈.txt")
            (root / "断.jpg").symlink_to(root / "nowhere")
            os.mkfifo(root / "管.txt")
            (root / "内").symlink_to(root, target_is_directory=True)
            failures.append(root / "圈.txt")
        report = library.sync()
        assert {failure.path for failure in report.failed} == {path.name for path in failures}
        assert report.added == 12 + len(names) + 1
        again = library.sync()
        assert (again.unchanged, again.added, again.changed) == (report.added, 0, 0)
        assert len(again.failed) == len(report.failed)

    @pytest.mark.skipif(sys.platform == "win32", reason="names are UTF-16 there")
    def test_a_name_that_is_no_text_is_a_failure_of_its_own(self, library: Library, root: Path) -> None:
        try:
            Path(os.fsdecode(os.fsencode(root) + b"/\xd1\xe3\xc7\xc5.txt")).write_text(NOTICE)
        except OSError:
            pytest.skip("this file system wants UTF-8")
        report = library.sync()
        assert report.added == 12
        assert ["改名" in failure.message for failure in report.failed] == [True]
        assert library.contents.failures() == report.failed

    def test_a_file_that_vanishes_before_it_is_read_is_a_failure_once(
        self, library: Library, root: Path
    ) -> None:
        def take_away(progress: Progress) -> None:
            if progress.done == 4:
                (root / progress.path).unlink()

        report = library.sync(take_away)
        assert (report.added, len(report.failed)) == (11, 1)
        assert library.sync().failed == []

    def test_a_file_that_grows_while_it_is_read_is_read_again(self, library: Library, root: Path) -> None:
        def add(progress: Progress) -> None:
            if progress.done == 4:
                with (root / progress.path).open("a", encoding="utf-8") as file:
                    file.write("\n读到一半才添上的话，也要搜得到。\n")

        library.sync(add)
        library.sync()
        assert len(keys_found(library, "读到一半才添上的话")) == 1

    def test_a_file_that_fails_keeps_what_was_read_until_it_can_be_read(
        self, library: Library, root: Path
    ) -> None:
        library.sync()
        rows = tree_of(library)
        path = files_of(root)[2]
        text = path.read_bytes()
        path.write_bytes(b"")
        assert [failure.path for failure in library.sync().failed] == [path.relative_to(root).as_posix()]
        generation = library.generation()
        assert len(library.sync().failed) == 1
        assert library.generation() == generation
        assert tree_of(library) == rows
        path.write_bytes(text)
        assert library.sync().failed == []
        assert tree_of(library) == rows

    def test_a_bug_of_the_parser_in_one_file_keeps_nothing_else_out(
        self, library: Library, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        parse = parsing.parse
        victim = files_of(root)[0].relative_to(root).as_posix()

        def stumble(source: SourceText, *given: Any, **named: Any) -> IssuePart:
            if source.path == victim:
                raise RecursionError("too deep")
            return parse(source, *given, **named)

        monkeypatch.setattr(parsing, "parse", stumble)
        report = library.sync()
        assert (report.added, [failure.path for failure in report.failed]) == (11, [victim])
        assert "维护者" in report.failed[0].message
        monkeypatch.setattr(parsing, "parse", parse)
        assert library.sync().failed == []

    def test_what_gives_no_issue_is_read_again_when_it_has_changed_and_what_was_not_read_each_time(
        self, library: Library, root: Path
    ) -> None:
        (root / "空.txt").write_bytes(b"")
        (root / "照片.txt").write_bytes(b"\xff\xd8\xff\xe0 JFIF" + bytes(200))
        with (root / "大.txt").open("wb") as big:
            big.truncate(60 << 20)
        first = library.sync()
        looked_at: set[str] = set()
        again = library.sync(lambda progress: looked_at.add(progress.path))
        assert looked_at - {""} == {"大.txt"}
        assert [each.path for each in again.failed] == [each.path for each in first.failed]
        assert (again.unchanged, len(again.failed)) == (12, 3)
        write(root / "空.txt", NOTICE)
        assert [each.path for each in library.sync().failed] == ["大.txt", "照片.txt"]
        assert len(keys_found(library, "刻有燕子")) == 1

    def test_a_folder_out_of_sight_is_not_lost(
        self, library: Library, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        library.sync()
        scandir = os.scandir

        def refuse(path: Path) -> object:
            if Path(path).name == "01":
                raise PermissionError(13, "Permission denied")
            return scandir(path)

        monkeypatch.setattr(os, "scandir", refuse)
        report = library.sync()
        assert (report.missing, [failure.path for failure in report.failed]) == (0, ["1990/01"])
        assert "权限" in report.failed[0].message
        assert library.contents.failures() == library.sync().failed == report.failed
        monkeypatch.undo()
        assert library.sync().failed == library.contents.failures() == []


class TestMoves:
    def test_all_files_moved_at_once_are_renamed_and_keep_their_rows(
        self, library: Library, root: Path
    ) -> None:
        library.sync()
        ids = [library.searcher.search("雁", limit=99).ids]
        (root / "1990").rename(root / "九十年代")
        report = library.sync()
        assert (report.renamed, report.added, report.changed, report.missing) == (12, 0, 0, 0)
        assert [library.searcher.search("雁", limit=99).ids] == ids
        paths = {source.path for stored in articles_of(library) for source in stored.sources}
        assert {path.split("/")[0] for path in paths} == {"九十年代"}

    def test_a_change_of_case_is_a_rename(self, library: Library, root: Path) -> None:
        path = write(root / "Extra.txt", issue_text("1987年6月12日", "号外只印了一面，背面留着给人包花生。"))
        library.sync()
        path.rename(root / "EXTRA.TXT")
        report = library.sync()
        assert (report.renamed, report.missing, report.added) == (1, 0, 0)

    def test_copies_that_move_together_are_all_followed(self, library: Library, root: Path) -> None:
        text = issue_text("1987年6月12日", "渡口的钟换了新的发条，比旧钟快七分。")
        for folder in ("甲", "乙", "丙"):
            write(root / folder / "号外.txt", text)
        library.sync()
        for folder in ("甲", "乙", "丙"):
            (root / folder).rename(root / f"{folder}库")
        report = library.sync()
        assert (report.renamed, report.missing) == (3, 0)

    def test_of_equal_files_that_move_each_is_followed_to_its_own_name(
        self, library: Library, root: Path
    ) -> None:
        names = ("丙.txt", "甲.txt", "乙.txt")
        for name in names:
            write(root / "旧" / name, issue_text("1987年6月12日", NOTICE))
        library.sync()
        number = Claim(CorrectionKind.NUMBER, number=4181)
        for name in names:
            library.corrections.correct_issue([f"旧/{name}"], [number])
        uuids = {known.correction.uuid: known.correction.anchor.path for known in library.corrections.known()}
        (root / "旧").rename(root / "新")
        assert library.sync().renamed == 3
        now = {known.correction.uuid: known.correction.anchor.path for known in library.corrections.known()}
        assert now == {uuid: path.replace("旧/", "新/") for uuid, path in uuids.items()}

    def test_an_article_is_found_in_the_file_that_is_still_there(self, library: Library, root: Path) -> None:
        text = issue_text("1987年6月12日", NOTICE)
        first, second = write(root / "甲" / "号外.txt", text), write(root / "乙" / "号外.txt", text)
        library.sync()
        for gone, left in ((first, second), (second, first)):
            gone.unlink()
            library.sync(accept_missing=True)
            ids = library.searcher.search("罗月娥").ids
            (hit,) = library.searcher.hits(ids, library.searcher.understand("罗月娥"))
            assert hit.path == left.relative_to(root).as_posix()
            write(gone, text)
            library.sync()

    def test_the_newest_issues_are_read_first(self, library: Library, root: Path) -> None:
        read: list[str] = []
        library.sync(lambda now: read.append(now.path))
        paths = list(dict.fromkeys(filter(None, read)))
        assert paths == sorted(paths, reverse=True)
        assert len(paths) > 3

    def test_a_name_that_tells_another_date_moves_the_issue(self, library: Library, root: Path) -> None:
        path = write(root / "1987-06-12.txt", "渡口添了夜班\n\n石板渡的渡船今晚起添一趟夜班，十点开船。\n")
        library.sync()
        assert [year.number for year in library.contents.years("")] == [1987]
        path.rename(root / "1988-06-12.txt")
        assert library.sync().renamed == 1
        assert [year.number for year in library.contents.years("")] == [1988]
        assert library.problems() == []

    def test_more_than_a_tenth_gone_is_asked_about(self, library: Library, root: Path) -> None:
        library.sync()
        rows = len(tree_of(library))
        for path in files_of(root)[:6]:
            path.unlink()
        with pytest.raises(TooManyLost) as asked:
            library.sync()
        assert (asked.value.lost, asked.value.known) == (6, 12)
        assert library.sync(accept_missing=True).missing == 6
        assert len(tree_of(library)) == rows
        assert library.sync().missing == 6

    def test_a_root_that_is_gone_or_a_file_now_changes_nothing(self, library: Library, root: Path) -> None:
        library.sync()
        rows = tree_of(library)
        root.rename(root.parent / "盘")
        with pytest.raises(FolderError, match="找不到文件夹"):
            library.sync()
        root.write_text("a file")
        with pytest.raises(FolderError, match="找不到文件夹"):
            library.sync()
        with pytest.raises(LibraryError, match="是文件，不是文件夹"):
            Library.open(root)
        assert tree_of(library) == rows

    def test_libraries_may_stand_in_each_other_and_in_hidden_folders(
        self, library: Library, root: Path
    ) -> None:
        inner = Library.open(root / "1990" / "01")
        hidden = root / ".reader" / "旧藏"
        corpus.write_library(hidden, 2, seed=5, articles=2)
        kept = Library.open(hidden)
        assert [each.sync().added for each in (inner, kept, library)] == [12, 2, 12]
        for each in (inner, kept):
            each.close()


class TestIssues:
    def test_the_same_notice_in_two_issues_is_found_in_both(self, library: Library, root: Path) -> None:
        for day in (12, 13):
            write(root / f"198706{day}.txt", issue_text(f"1987年6月{day}日", NOTICE))
        library.sync()
        found = library.searcher.search('"伞柄刻有燕子"', exact=True)
        assert {
            hit.issue.date and hit.issue.date.day for hit in library.searcher.hits(found.ids, found.query)
        } == {
            12,
            13,
        }
        (key,) = set(keys_found(library, "伞柄刻有燕子"))
        assert [stored.issue.date and stored.issue.date.day for stored in library.articles.find(key)] == [
            12,
            13,
        ]

    def test_equal_files_of_an_issue_are_one_article_with_two_sources(
        self, library: Library, root: Path
    ) -> None:
        for name in ("19870612.txt", "副本/19870612.txt"):
            write(root / name, issue_text("1987年6月12日", NOTICE))
        library.sync()
        (article_id,) = library.searcher.search('"伞柄刻有燕子"', exact=True).ids
        stored = library.articles.article(article_id)
        assert stored is not None
        assert [source.path for source in stored.sources] == ["19870612.txt", "副本/19870612.txt"]

    def test_pages_without_a_title_adopt_one_and_can_be_searched_by_it(
        self, library: Library, root: Path
    ) -> None:
        page = write(root / "散页" / "19870612-4.txt", f"末版消息\n\n{NOTICE}\n")
        library.sync()
        assert library.searcher.search("伞柄刻有燕子 报:雁桥日报", exact=True).total == 0
        assert library.searcher.search("伞柄刻有燕子", exact=True).total == 1
        write(root / "散页" / "19870612-1.txt", issue_text("1987年6月12日", "头版的消息。", title="柳川晚报"))
        library.sync()
        assert library.searcher.search("伞柄刻有燕子 报:雁桥日报", exact=True).total == 0
        assert library.searcher.search("伞柄刻有燕子 报:柳川晚报", exact=True).total == 1
        (issue,) = library.contents.issues("柳川晚报", 1987, 6)
        assert issue.article_count == len(library.contents.articles(issue.id))
        write(root / "散页" / "19870613.txt", issue_text("1987年6月13日", "另一家的消息。", title="江城日报"))
        library.sync()
        assert library.searcher.search("伞柄刻有燕子 报:柳川晚报", exact=True).total == 0
        page.unlink()
        library.sync(accept_missing=True)
        assert library.problems() == []

    def test_a_file_that_tells_another_day_leaves_its_issue(self, library: Library, root: Path) -> None:
        first = write(root / "甲.txt", issue_text("1987年6月12日", NOTICE))
        write(root / "乙.txt", issue_text("1987年6月12日", "雁江水位比昨日高出一尺二寸，渡船停航半日。"))
        library.sync()
        (issue,) = library.contents.issues("雁桥日报", 1987, 6)
        assert (issue.article_count, issue.label) == (2, "乙.txt")
        write(first, issue_text("1987年6月14日", NOTICE))
        library.sync()
        assert [
            (i.date and i.date.day, i.article_count) for i in library.contents.issues("雁桥日报", 1987, 6)
        ] == [
            (12, 1),
            (14, 1),
        ]

    def test_a_better_parser_reads_every_file_and_bookmarks_follow(
        self, library: Library, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        library.sync()
        chosen = [
            library.notebook.bookmark(article_id, note=str(article_id))
            for article_id in library.searcher.search("记者").ids[:9]
        ]
        parse = parsing.parse

        def better(source: SourceText, *given: Any, **named: Any) -> IssuePart:
            part = parse(source, *given, **named)
            articles = [
                structs.replace(a, key=f"new-{a.key}", blocks=a.blocks[1:] or a.blocks) for a in part.articles
            ]
            return structs.replace(part, articles=tuple(articles))

        monkeypatch.setattr(parsing, "parse", better)
        monkeypatch.setattr(parsing, "PARSER_VERSION", parsing.PARSER_VERSION + 1)
        assert library.sync().changed == 12
        now = {bookmark.uuid: bookmark for bookmark in library.notebook.bookmarks()}
        assert [now[b.uuid].key for b in chosen] == [f"new-{b.key}" for b in chosen]
        assert not any(bookmark.is_orphan for bookmark in now.values())
        assert [stored.article.key for stored in library.articles.find(chosen[0].key)] == [
            f"new-{chosen[0].key}"
        ]
        monkeypatch.undo()


class TestDisks:
    @pytest.mark.parametrize("size", ["64k", "300k", "1000k"])
    def test_a_full_cache_is_one_sentence_and_goes_on_after_room_is_made(
        self, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch, size: str
    ) -> None:
        monkeypatch.setattr(
            "reader.library.sync.BATCH_SECONDS", 0.05
        )  # so something is stored before it is full
        root, terminal = tmp_path / "报", Terminal(home)
        corpus.write_library(root, 12)
        with small_disk(home / "cache", size):
            if size == "64k":  # as a process: there the dictionary finds no room either
                first = run("sync", "--library", root)
                assert first.returncode == 1
                assert "磁盘满了" in first.stderr
                assert "Traceback" not in first.stderr
            for words in (["sync"], ["sync"], ["search", "雁"], ["check"]):
                told = terminal.run(*words, "--library", root, code=1)
                assert "磁盘满了" in told.err or words == ["check"]
                assert "Traceback" not in told.err
            event = terminal.run("sync", "--library", root, "--progress-jsonl", code=1).lines()[-1]
            assert (event["event"], "磁盘满了" in event["message"]) == ("failed", True)
            mount("-o", "remount,size=50m", home / "cache")
            terminal.run("sync", "--library", root)
            terminal.run("check", "--library", root)

    @pytest.mark.parametrize("size", ["60k", "160k"])
    def test_a_sync_that_finds_no_room_for_the_notes_ends_with_one(
        self, tmp_path: Path, home: Path, size: str
    ) -> None:
        """The articles may be read all the same."""
        terminal = Terminal(home)
        with small_disk(tmp_path / "盘", size) as root:
            corpus.write_library(root, 2, articles=2)
            assert "磁盘满了" in terminal.run("sync", "--library", root, code=1).err
            mount("-o", "remount,size=9m", root)
            assert terminal.run("sync", "--library", root).err == ""

    def test_a_full_library_disk_takes_no_bookmark_and_loses_none(self, tmp_path: Path) -> None:
        with small_disk(tmp_path / "盘", "2m") as root:
            corpus.write_library(root, 4, articles=3)
            library = Library.open(root)
            library.sync()
            first, second = library.searcher.search("记者").ids[:2]
            kept = library.notebook.bookmark(first, "满之前")
            filler = fill(root)
            with pytest.raises(Exception, match="磁盘满了") as told:
                library.notebook.bookmark(second, "满了" * 5000)
            assert type(told.value).__name__ == "UserDataError"
            assert library.notebook.bookmarks() == [kept]
            assert library.sync().articles > 0
            imported = import_files(library, [self.one_more(tmp_path)])
            assert ["磁盘满了" in failure.message for failure in imported.failed] == [True]
            assert [path.name for path in root.rglob(".*.part")] == []
            filler.unlink()
            library.notebook.bookmark(second, "有地方了")
            assert len(library.notebook.bookmarks()) == 2
            library.close()

    def one_more(self, tmp_path: Path) -> Path:
        name, text = corpus.an_issue(3, 400, articles=40)
        return write(tmp_path / "外" / name, text)

    def test_bookmarks_of_a_read_only_folder_come_along_when_it_can_be_written(self, tmp_path: Path) -> None:
        with small_disk(tmp_path / "盘", "9m") as root:
            corpus.write_library(root, 3, articles=3)
            library = Library.open(root)
            library.sync()
            ids = library.searcher.search("记者").ids
            library.notebook.bookmark(ids[0], "可写的时候")
            library.close()
            if mount("-o", "remount,ro", root):
                pytest.skip("no disk can be made read-only here")
            library = Library.open(root)
            assert [bookmark.note for bookmark in library.notebook.bookmarks()] == ["可写的时候"]
            assert library.is_ready()  # it is the same library still
            library.notebook.bookmark(ids[1], "只读的时候")
            assert library.user_data.folder != root / ".reader"
            library.close()
            mount("-o", "remount,rw", root)
            library = Library.open(root)
            assert {bookmark.note for bookmark in library.notebook.bookmarks()} == {
                "可写的时候",
                "只读的时候",
            }
            assert library.user_data.folder == root / ".reader"
            library.close()


class TestProcesses:
    def test_one_syncs_and_others_are_told(self, library: Library) -> None:
        def second(progress: Progress) -> None:
            if progress.done == 1:
                other = Library.open(library.root)
                with pytest.raises(LibraryBusy, match="正在更新"):
                    other.sync()
                other.close()

        library.sync(second)

    @pytest.mark.slow
    def test_while_one_syncs_others_read_whole_issues_and_search(self, tmp_path: Path) -> None:
        root = tmp_path / "报"
        corpus.write_library(root, 24)
        readers = [Library.open(root) for _ in range(2)]
        faults: list[BaseException] = []
        is_over = threading.Event()

        def read(library: Library) -> None:
            try:
                while not is_over.is_set():
                    read_once(library)
            except BaseException as error:
                faults.append(error)

        threads = [threading.Thread(target=read, args=(library,)) for library in readers]
        for thread in threads:
            thread.start()
        for _ in range(2):
            told = run("sync", "--library", root)
            assert told.returncode == 0, told.stderr
            for path in files_of(root)[::5]:
                path.write_text(
                    path.read_text(encoding="utf-8").replace("记者", "本馆记者"), encoding="utf-8"
                )
        is_over.set()
        for thread in threads:
            thread.join()
        for library in readers:
            library.close()
        assert faults == []

    def test_two_write_bookmarks_at_once(self, library: Library) -> None:
        library.sync()
        ids = library.searcher.search("记者", limit=12).ids
        others = [Library.open(library.root) for _ in range(3)]
        threads = [
            threading.Thread(target=lambda o=other, at=i: [o.notebook.bookmark(id) for id in ids[at::3]])
            for i, other in enumerate(others)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for other in others:
            other.close()
        assert len(library.notebook.bookmarks()) == len(ids) > 6

    def test_the_cache_may_be_swept_away_under_those_who_read(self, library: Library, home: Path) -> None:
        library.sync()
        keys = keys_found(library, "记者")
        for _ in range(3):
            shutil.rmtree(home / "cache")
            assert library.searcher.search("记者").total == 0
            assert library.contents.newspapers() == []
            library.sync()
            assert keys_found(library, "记者") == keys

    @pytest.mark.parametrize(
        "name", ["catalogue.sqlite", "index-*/current.json", "index-*/*.seg", "index-*/manifest*.json"]
    )
    def test_what_is_damaged_before_it_is_opened_is_made_anew(
        self, library: Library, home: Path, name: str
    ) -> None:
        library.sync()
        kept = library.notebook.bookmark(library.searcher.search("记者").ids[0])
        rows, keys = tree_of(library), keys_found(library, "记者")
        library.close()
        damages: tuple[Callable[[bytes], bytes], ...] = (
            lambda data: b"",
            lambda data: data[: len(data) // 2],
            lambda data: data[::-1],
        )
        for damage in damages:
            path = next(next((home / "cache" / "libraries").glob("*/")).glob(name))
            path.write_bytes(damage(path.read_bytes()))
            again = Library.open(library.root)
            assert not again.is_ready()
            again.sync()
            assert (tree_of(again), keys_found(again, "记者")) == (rows, keys)
            assert again.notebook.bookmarks() == [kept]
            assert again.problems() == []
            again.close()

    @pytest.mark.parametrize(
        "name", ["catalogue.sqlite", "index-*/current.json", "index-*/*.seg", "index-*/manifest*.json"]
    )
    def test_what_can_not_be_read_is_made_anew(self, library: Library, home: Path, name: str) -> None:
        """A folder in its place can't be read by whoever it is."""
        library.sync()
        keys = keys_found(library, "记者")
        library.close()
        path = next(next((home / "cache" / "libraries").glob("*/")).glob(name))
        path.unlink()
        path.mkdir()
        again = Library.open(library.root)
        assert not again.is_ready()
        again.sync()
        assert keys_found(again, "记者") == keys
        assert again.problems() == []
        again.close()

    def test_a_part_of_the_index_that_no_one_may_read_is_missing_and_made_anew(
        self, library: Library, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        library.sync()
        keys = keys_found(library, "记者")
        library.close()
        found = Library.open(library.root)
        with monkeypatch.context() as patch:
            patch.setattr("reader.storage.regular_file.os.open", refused)
            assert found.searcher.search("记者").missing_dates != ()
        found.close()
        again = Library.open(library.root)
        again.sync()
        assert keys_found(again, "记者") == keys
        again.close()

    def test_a_cache_that_is_deleted_under_a_sync_is_filled_before_the_sync_ends(
        self, library: Library, home: Path
    ) -> None:
        library.sync()
        keys = keys_found(library, "记者")
        shutil.rmtree(home / "cache")
        moments: list[Progress] = []

        def progress(now: Progress) -> None:
            moments.append(now)
            if len(moments) == 5:
                shutil.rmtree(home / "cache", ignore_errors=True)

        report = library.sync(progress)
        assert report.articles == library.contents.counts().articles
        assert keys_found(library, "记者") == keys
        assert library.is_ready()


def refused(path: object, flags: int, mode: int = 0o777) -> int:
    raise PermissionError(errno.EACCES, "Permission denied", str(path))


def read_once(library: Library) -> None:
    """What a window does; no issue is ever half there."""
    for newspaper in library.contents.newspapers():
        for year in library.contents.years(newspaper.title):
            for issue in library.contents.issues(newspaper.title, year.number, 1):
                rows = library.contents.articles(issue.id)
                now = library.contents.issue(issue.id)
                assert now is None or not rows or now != issue or len(rows) == issue.article_count
                if rows:
                    library.articles.article(rows[0].id)
                    library.contents.adjacent_issue(issue.id, 1)
    found = library.searcher.search("记者", exact=True)
    library.searcher.hits(found.ids[:5], found.query)
    library.contents.counts()
    library.notebook.bookmarks()


def test_the_report_tells_which_of_two_files_with_the_same_text_is_shown(tmp_path: Path) -> None:
    folder = write_issues(tmp_path / "柳川")
    first, *others = sorted(folder.rglob("*.txt"))
    twin = first.with_name("另存.txt")
    twin.write_bytes(first.read_bytes().decode("utf-8").encode("gb18030"))
    paths = {each: each.relative_to(folder).as_posix() for each in (first, twin)}
    shown, copy = sorted(paths.values())
    with closing(Library.open(folder)) as library:
        assert [(each.path, each.of) for each in library.sync().copies] == [(copy, shown)]
        of_both = [each for each in articles_of(library) if len(each.sources) == 2]
        assert {each.sources[0].path for each in of_both} == {shown}
        assert [(each.path, each.of) for each in library.sync().copies] == [(copy, shown)]
        twin.unlink()
        assert library.sync(accept_missing=True).copies == []
    assert others


def test_pictures_are_not_counted_among_what_is_no_newspaper_file(tmp_path: Path) -> None:
    root = tmp_path / "报"
    write_issues(root)
    for name in ("版面.jpg", "扫描.png", "说明.exe"):
        (root / name).write_bytes(b"?")
    library = Library.open(root)
    report = library.sync()
    assert [file.path for file in report.passed_over] == ["说明.exe"]
    assert report.pictures == 2
    library.close()


def calls_for_one_more(root: Path, files: int) -> int:
    """Return the calls of a sync that finds one more file, beside the scan of the folder, the fewest of a few."""
    corpus.write_library(root, files, articles=1)
    with closing(Library.open(root)) as library:
        library.sync()
        found = []
        for number in range(3):
            (root / f"{number}.txt").write_text("渡口的灯亮着，江上没有船。", encoding="utf-8")
            found.append(calls(library.sync, LibraryFolder.scan, FileReader.read))
    return min(found)


def test_beside_the_scan_one_more_file_takes_as_long_in_a_large_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Batches end by the clock: on a busy machine, the index of the large one would have more segments to look at.
    for name in ("BATCH_SECONDS", "FIRST_BATCH_SECONDS"):
        monkeypatch.setattr(sync, name, 1000)
    small, large = 100, 400
    more = calls_for_one_more(tmp_path / "large", large) - calls_for_one_more(tmp_path / "small", small)
    assert more < large - small


@pytest.mark.skipif(sys.platform == "win32", reason="to make a link takes a right of its own there")
@pytest.mark.parametrize(("by_names", "large"), [(True, True), (True, False), (False, True)])
def test_an_edit_in_place_waits_only_in_a_large_library_synced_by_names(
    library: Library, root: Path, monkeypatch: pytest.MonkeyPatch, by_names: bool, large: bool
) -> None:
    monkeypatch.setattr(sync, "MANY_FILES", 5 if large else 5000)
    library.sync()
    edited, gone, moved, linked, *_ = files_of(root)
    os.utime(root, (0, 0))  # no time of a folder is relied on
    edited.write_text(edited.read_text("utf-8") + "\n\n渡口的灯又亮了一回。\n", "utf-8")
    gone.unlink()
    moved.rename(moved.with_name(f"又{moved.name}"))
    (root / "新.txt").write_text("江上没有船，灯亮着。", "utf-8")
    elsewhere = linked.rename(root.parent / "别处.txt")
    linked.symlink_to(elsewhere)
    found = library.sync(by_names=by_names, accept_missing=True)
    is_left = by_names and large
    assert (found.added, found.changed, found.renamed) == (1, 0 if is_left else 1, 1)
    assert found.missing == 2
    assert found.led_out == [linked.relative_to(root).as_posix()]
    assert bool(keys_found(library, "渡口的灯又亮了一回")) is not is_left
    assert library.sync(accept_missing=True).changed == (1 if is_left else 0)
    assert keys_found(library, "渡口的灯又亮了一回")


def test_one_more_issue_takes_a_transaction_and_an_opening_of_the_marks_before_it_can_be_searched(
    library: Library, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.sync()
    (root / "新.txt").write_text("江上没有船，灯亮着。", "utf-8")
    begun: list[object] = []
    writing = Catalogue.writing

    def counted(catalogue: Catalogue) -> AbstractContextManager[CatalogueWriter]:
        begun.append(catalogue)
        return writing(catalogue)

    monkeypatch.setattr(Catalogue, "writing", counted)
    opened = []
    connect = UserFile._connection

    def connected(file: UserFile) -> sqlite3.Connection:
        opened.append(file)
        return connect(file)

    monkeypatch.setattr(UserFile, "_connection", connected)
    library.sync(searchable=lambda report: begun.append(len(opened)))
    assert begun.index(1) == 2


def test_a_sync_tells_of_articles_of_an_earlier_version_whether_they_have_pictures(root: Path) -> None:
    with closing(Library.open(root)) as library:
        library.sync()
        catalogue = library.local.catalogue
        with catalogue.writing() as writer:
            writer.connection.execute("UPDATE article SET pictures = NULL")
        assert len(catalogue.with_unknown_pictures(99)) == 36
        library.sync()
        assert catalogue.with_unknown_pictures(99) == []
