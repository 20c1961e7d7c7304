"""The one door: what a reader keeps survives what happens to files, places and caches."""

import datetime as dt
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from reader import held_files
from reader.i18n import language
from reader.library.library import Library, LibraryError
from reader.library.sync_events import TooManyLost
from reader.newspaper.holdings import Bookmark
from reader.storage.catalogue import CatalogueDamaged
from reader.storage.folder import LibraryFolder
from reader.storage.user_data import UserDataError
from tests import corpus, homes
from tests.shelf import issues_of, keys_found, tree_of
from tests.ui import synced_once


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
    corpus.write_library(folder, 10, articles=3)
    return folder


@pytest.fixture
def library(root: Path) -> Iterator[Library]:
    with synced_once.opened(root) as opened:
        yield opened


def cache_of(home: Path) -> Path:
    return next((home / "cache" / "libraries").glob("*/"))


def index_of(home: Path) -> Path:
    return next(cache_of(home).glob("index-*"))


class TestBookmarks:
    """They survive everything."""

    @pytest.fixture
    def keys(self, library: Library) -> set[str]:
        return {
            library.notebook.bookmark(article_id, "记着").key
            for article_id in library.searcher.search("记者").ids[:5]
        }

    def test_files_renamed_and_moved(self, library: Library, root: Path, keys: set[str]) -> None:
        (root / "1990").rename(root / "甲")
        for i, path in enumerate(sorted(root.rglob("*.txt"))):
            path.rename(path.with_name(f"{i}.txt"))
        library.sync()
        assert {b.key for b in library.notebook.bookmarks() if not b.is_orphan} == keys
        assert all(library.articles.find(key) for key in keys)

    def test_everything_read_anew(self, library: Library, home: Path, keys: set[str]) -> None:
        library.rebuild()
        assert {b.key for b in library.notebook.bookmarks() if not b.is_orphan} == keys
        library.close()
        shutil.rmtree(home / "cache")
        again = Library.open(library.root)
        again.sync()
        assert {b.key for b in again.notebook.bookmarks() if not b.is_orphan} == keys
        again.close()

    def test_files_that_are_gone_and_the_cache_as_well(
        self, library: Library, root: Path, home: Path, keys: set[str]
    ) -> None:
        shutil.rmtree(root / "1990")
        library.sync(accept_missing=True)
        assert {b.key for b in library.notebook.bookmarks() if not b.is_orphan} == keys
        shutil.rmtree(home / "cache")
        library.sync(accept_missing=True)
        assert {b.key for b in library.notebook.bookmarks() if b.is_orphan} == keys
        assert all(bookmark.article.blocks for bookmark in library.notebook.bookmarks())

    def test_a_copy_in_another_place_with_its_own_folder(
        self, library: Library, root: Path, tmp_path: Path, keys: set[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        homes.use(monkeypatch, tmp_path / "another machine")
        shutil.copytree(root, tmp_path / "拷贝")
        copy = Library.open(tmp_path / "拷贝")
        assert {b.key for b in copy.notebook.bookmarks() if b.is_orphan} == keys
        copy.sync()
        assert {b.key for b in copy.notebook.bookmarks() if not b.is_orphan} == keys
        assert tree_of(copy) == tree_of(library)
        copy.close()

    def test_a_copy_without_it_has_none_and_the_original_keeps_its_own(
        self, library: Library, root: Path, tmp_path: Path, keys: set[str]
    ) -> None:
        shutil.copytree(root, tmp_path / "拷贝", ignore=shutil.ignore_patterns(".reader"))
        copy = Library.open(tmp_path / "拷贝")
        copy.sync()
        assert copy.notebook.bookmarks() == []
        assert {b.key for b in library.notebook.bookmarks()} == keys
        copy.close()

    def test_a_drive_taken_away_and_brought_back(
        self, library: Library, root: Path, tmp_path: Path, keys: set[str]
    ) -> None:
        """Its mount point stays, empty: what were written there would be hidden later."""
        library.sync()  # each sync notes how many files there are
        (kept, *_) = library.searcher.search("记者").ids
        root.rename(tmp_path / "磁盘")
        root.mkdir()
        for act in (library.notebook.bookmarks, lambda: library.notebook.bookmark(kept, "写到哪里去")):
            with pytest.raises(UserDataError, match="接上"):
                act()
        meanwhile = Library.open(root)
        with pytest.raises(TooManyLost):
            meanwhile.sync()
        article = library.articles.article(kept)
        assert article is not None
        meanwhile.user_data.add_bookmark(article, "在路上写的", ())
        meanwhile.close()
        assert list(root.iterdir()) == []
        root.rmdir()
        (tmp_path / "磁盘").rename(root)
        assert {b.key for b in library.notebook.bookmarks()} == keys
        back = Library.open(root)
        assert {b.key for b in back.notebook.bookmarks()} == keys
        assert "在路上写的" in "".join(b.note for b in back.notebook.bookmarks())
        back.close()

    def test_their_own_file_damaged_while_the_window_stands(
        self, library: Library, root: Path, keys: set[str]
    ) -> None:
        library.sync()
        (root / ".reader" / "user.sqlite").write_bytes(b"\0" * 9000)
        with pytest.raises(Exception, match="自动恢复"):
            library.notebook.bookmarks()
        child = Library.open(root)  # as the child of the next sync does
        assert "恢复" in (child.sync().complaint or "")
        child.close()
        assert {b.key for b in library.notebook.bookmarks()} == keys


class TestDamageUnderAnOpenLibrary:
    def test_without_a_damaged_part_of_the_index_all_is_found_and_the_next_sync_mends_it(
        self, library: Library, home: Path
    ) -> None:
        keys = keys_found(library, "记者")
        damaged = list(index_of(home).glob("*.seg"))
        for path in damaged:
            path.write_bytes(bytes(path.stat().st_size))
        results = library.searcher.search("者")  # what was asked before is remembered
        assert (len(results.ids), len(results.missing_dates)) == (len(keys), len(damaged))
        assert library.problems() != []
        assert not library.is_ready()
        child = Library.open(library.root)
        child.sync()
        child.close()
        assert keys_found(library, "记者") == keys
        assert library.searcher.search("记者").missing_dates == ()
        assert library.problems() == []
        assert library.is_ready()

    def test_only_what_is_damaged_is_repaired(self, library: Library, home: Path) -> None:
        keys = keys_found(library, "记者")
        rows = tree_of(library)
        whole = {path.name for path in index_of(home).glob("*.seg")}
        report = library.repair()
        assert (report.mended, {path.name for path in index_of(home).glob("*.seg")}) == (None, whole)
        for path in index_of(home).glob("*.seg"):
            path.write_bytes(b"")
        assert library.problems() != []
        report = library.repair()
        assert report.mended is not None
        assert (report.added, report.changed) == (0, 0)
        assert library.problems() == []
        assert (keys_found(library, "记者"), tree_of(library)) == (keys, rows)

    def test_an_index_that_counts_otherwise_than_the_catalogue_is_made_anew(
        self, library: Library, home: Path
    ) -> None:
        years = library.searcher.search("的 或 -的", exact=True).by_year
        library.derived.engine.update(
            replace(row, date=dt.date(1950, 1, 1)) for row in library.derived.catalogue.texts([1]).values()
        )
        assert 1950 in library.searcher.search("的 或 -的", exact=True).by_year
        assert any("篇数与目录不符" in problem for problem in library.problems())
        library.repair()
        assert library.problems() == []
        assert library.searcher.search("的 或 -的", exact=True).by_year == years

    @pytest.mark.parametrize(
        ("more", "gone"), [([], [5]), ([], [30]), ([31], []), ([31], [5]), ([31, 32], [29, 30])]
    )
    def test_a_sync_gives_an_index_of_another_time_the_articles_of_the_catalogue(
        self, library: Library, more: list[int], gone: list[int]
    ) -> None:
        engine, catalogue = library.derived.engine, library.derived.catalogue
        ids = catalogue.article_ids()
        row = catalogue.texts([1])[1]
        engine.update([replace(row, id=each) for each in more], gone)
        assert (ids[-1], engine.ids().tolist()) == (30, sorted({*ids, *more} - {*gone}))
        library.sync()
        assert engine.ids().tolist() == catalogue.article_ids() == ids

    def test_an_index_of_which_nothing_can_be_read_is_said_and_the_next_sync_makes_it_anew(
        self, library: Library, home: Path
    ) -> None:
        keys = keys_found(library, "记者")
        (index_of(home) / "current.json").write_bytes(b"{")
        with pytest.raises(LibraryError, match="自动重建"):
            library.searcher.search("记者")
        assert library.problems() != []
        child = Library.open(library.root)
        child.sync()
        child.close()
        assert keys_found(library, "记者") == keys
        assert library.problems() == []

    def test_an_index_that_is_deleted_finds_nothing_until_the_next_sync(
        self, library: Library, home: Path
    ) -> None:
        keys = keys_found(library, "记者")
        shutil.rmtree(index_of(home))
        assert library.searcher.search("记者").ids == ()
        assert not library.is_ready()
        library.sync()
        assert keys_found(library, "记者") == keys

    def test_a_catalogue_deleted_alone_takes_the_index_of_its_articles_along(
        self, library: Library, home: Path
    ) -> None:
        keys = keys_found(library, "记者")
        indexed = index_of(home)
        for path in cache_of(home).glob("catalogue.sqlite*"):
            path.unlink()
        child = Library.open(library.root)
        assert child.searcher.search("记者").ids == ()
        child.sync()
        child.close()
        assert keys_found(library, "记者") == keys
        assert not indexed.exists()

    @pytest.mark.skipif(sys.platform == "win32", reason="what is open can't be replaced there")
    def test_a_catalogue_replaced_by_rubbish_is_said_and_the_next_sync_mends_it(
        self, library: Library, home: Path
    ) -> None:
        rows = tree_of(library)
        rubbish = home / "rubbish"
        rubbish.write_bytes(os.urandom(50_000))
        rubbish.replace(cache_of(home) / "catalogue.sqlite")
        for path in cache_of(home).glob("catalogue.sqlite-*"):  # or all would be read from the log
            path.unlink()
        with pytest.raises(LibraryError, match="自动重建"):
            library.searcher.search("记者")
        assert not library.is_ready()
        child = Library.open(library.root)
        child.sync()
        child.close()
        assert tree_of(library) == rows
        assert library.problems() == []

    def test_a_catalogue_with_rubbish_inside_is_made_anew_by_a_sync_that_meets_it(
        self, library: Library, home: Path
    ) -> None:
        rows = tree_of(library)
        library.close()
        path = cache_of(home) / "catalogue.sqlite"
        content = bytearray(path.read_bytes())
        for at in range(3 * 4096, len(content), 4096):
            content[at : at + 2048] = os.urandom(2048)
        path.write_bytes(content)
        library.rebuild()
        assert tree_of(library) == rows
        assert library.problems() == []

    @pytest.mark.parametrize(
        "damage",
        [
            "UPDATE article_text SET search = substr(search, 1, 20) WHERE article_id = 4",
            "UPDATE article SET names = '[\"张' WHERE id = 4",
            "UPDATE issue SET date = '1990-01-1x' WHERE id = 2",
        ],
    )
    def test_what_is_met_as_damaged_is_made_anew_by_the_next_sync_though_that_does_not_meet_it(
        self, library: Library, root: Path, home: Path, damage: str
    ) -> None:
        (root / "1990" / "01" / "19900110.txt").unlink()
        library.sync()
        rows, keys = tree_of(library), keys_found(library, "记者")
        changed(home, damage)
        with pytest.raises(CatalogueDamaged):
            tree_of(library)
        assert not library.is_ready()
        child = Library.open(root)
        report = child.sync()
        child.close()
        assert report.mended == "目录损坏了，已从文件重建。"
        assert (tree_of(library), keys_found(library, "记者")) == (rows, keys)
        assert [file.path for file in library.missing_files()] == ["1990/01/19900110.txt"]
        assert library.problems() == []
        assert library.sync().mended is None

    @pytest.mark.parametrize(
        "damage",
        [
            "UPDATE article SET title = title || '呢' WHERE id = 4",
            "UPDATE article SET lead = '别的' WHERE id = 4",
            "UPDATE issue SET date = '1991-01-02' WHERE id = 2",
            "UPDATE source SET masthead = replace(masthead, '1990', '1991') WHERE id = 2",
        ],
    )
    def test_what_only_a_check_can_see_is_repaired(self, library: Library, home: Path, damage: str) -> None:
        rows = tree_of(library)
        changed(home, damage)
        assert library.problems() != []
        library.repair()
        assert tree_of(library) == rows
        assert library.problems() == []


def changed(home: Path, sql: str) -> None:
    with closing(sqlite3.connect(cache_of(home) / "catalogue.sqlite")) as catalogue, catalogue:
        assert catalogue.execute(sql).rowcount == 1


def test_a_count_ends_where_an_exact_search_begins(library: Library) -> None:
    *_, counted = library.searcher.count("记者")
    exact = library.searcher.search("记者", limit=0, exact=True)
    assert counted.total == exact.total == sum(counted.by_year.values()) > 0
    assert (counted.by_year, counted.by_page, counted.by_newspaper) == (
        exact.by_year,
        exact.by_page,
        exact.by_newspaper,
    )
    assert counted.missing_dates == ()


def test_a_library_is_ready_when_a_sync_has_ended_even_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    library = Library.open(tmp_path / "空")
    assert not library.is_ready()
    library.sync()
    assert library.is_ready()
    library.close()


def test_two_that_open_a_new_library_at_once_open_the_same(root: Path) -> None:
    opened = [Library.open(root) for _ in range(2)]
    assert len({library.user_data.library_uuid() for library in opened}) == 1
    opened[0].sync()
    assert opened[1].is_ready()
    for library in opened:
        library.close()


@pytest.mark.parametrize("name", ["nowhere", "loop", "file.txt", "nul\0"])
def test_what_is_no_folder_is_said(tmp_path: Path, name: str) -> None:
    if sys.platform != "win32":
        (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "file.txt").write_text("")
    with pytest.raises(LibraryError, match="文件夹"):
        Library.open(tmp_path / name)


def test_a_cache_that_cannot_be_made_is_said(root: Path, home: Path) -> None:
    shutil.rmtree(home / "cache", ignore_errors=True)
    home.mkdir(parents=True, exist_ok=True)
    (home / "cache").write_text("a file where the folder would be")
    with pytest.raises(LibraryError, match="cache"):
        Library.open(root)


def test_a_disk_that_is_full_for_a_moment_does_not_send_bookmarks_elsewhere(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = LibraryFolder.at(root)

    def full(path: Path, *_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(Path, "touch", full)
    assert LibraryFolder.at(root) == before


def test_one_walks_through_all_issues_of_a_newspaper(library: Library) -> None:
    issues = [issue for issue in issues_of(library) if issue.newspaper == "雁桥日报"]
    walked = [issues[0]]
    while (after := library.contents.adjacent_issue(walked[-1].id, 1)) is not None:
        assert library.contents.adjacent_issue(after.id, -1) == walked[-1]
        walked.append(after)
    assert walked == issues


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="memory is told in other units elsewhere")
def test_the_memory_of_a_sync_does_not_grow_with_the_library(tmp_path: Path) -> None:
    def most_memory(count: int) -> int:
        root = tmp_path / str(count)
        corpus.write_library(root, count)
        syncs = (
            "import resource, sys; from pathlib import Path; from reader.library.library import Library\n"
            "Library.open(Path(sys.argv[1])).sync()\n"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
        )
        done = subprocess.run([sys.executable, "-c", syncs, str(root)], capture_output=True, check=True)
        return int(done.stdout)

    few, many = most_memory(40), most_memory(200)
    assert many - few < 32 * 1024, (few, many)


class TestPassages:
    """Words that were marked are looked for in the article as it is now."""

    PAPER = "柳川晚报\n1990年3月5日 星期一 第12期\n\n老戏台搬过了河\n\n本报讯（记者 温如岚）{text}\n"
    BODY = (
        "柳川镇的老戏台昨天拆下最后一根檩子，装船运到对岸的麦场。木匠们给每块木头编了号，"
        "一共三百六十七号。领头的木匠宋三槐说，河东要修码头。{last}"
    )

    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        folder = tmp_path / "柳川"
        folder.mkdir()
        self.write(folder, "锣鼓声隔着水更好听。")
        return folder

    def write(self, root: Path, last: str) -> None:
        text = self.PAPER.format(text=self.BODY.format(last=last))
        (root / "19900305.txt").write_text(text, encoding="utf-8")

    def marked(self, library: Library, words: str) -> Bookmark:
        (article_id,) = library.searcher.search("檩子").ids
        return library.notebook.bookmark(article_id, passage=library.notebook.quote(article_id, words))

    def test_words_that_are_gone_are_told_and_come_back_with_them(self, library: Library, root: Path) -> None:
        self.marked(library, "锣鼓声隔着水 更好听")
        assert [b.is_passage_lost for b in library.notebook.bookmarks()] == [False]
        self.write(root, "别的就不提了，散了吧。")
        library.sync()
        (lost,) = library.notebook.bookmarks()
        assert (lost.is_orphan, lost.is_passage_lost) == (False, True)
        assert lost.passage is not None
        assert lost.passage.exact == "锣鼓声隔着水更好听"
        assert library.notebook.bookmarks_of(library.articles.find(lost.key)[0]) == [lost]
        self.write(root, "锣鼓声隔着水更好听。")
        library.sync()
        assert [b.is_passage_lost for b in library.notebook.bookmarks()] == [False]

    def test_it_is_told_in_which_block_a_mark_is_and_a_lost_one_is_moved_to_a_likely_place(
        self, library: Library, root: Path
    ) -> None:
        self.marked(library, "锣鼓声隔着水更好听")
        (mark,) = library.notebook.bookmarks()
        (place,) = library.notebook.places(mark)
        assert place.block is not None
        text = library.articles.find(mark.key)[0].article.blocks[place.block].text
        assert text[place.start : place.end] == "锣鼓声隔着水更好听"
        self.write(root, "锣鼓声隔着江也还是响。")
        library.sync()
        (lost,) = library.notebook.bookmarks()
        assert lost.is_passage_lost
        assert library.notebook.places(lost) == []
        passage, _ = library.notebook.likeliest(lost)[0]
        moved = library.notebook.move_passage(lost, passage)
        assert [b.is_passage_lost for b in library.notebook.bookmarks()] == [False]
        (former,) = library.user_data.versions_of(moved.uuid)
        assert former.bookmark.passage == lost.passage

    def test_words_that_do_not_stand_there_are_not_marked(self, library: Library) -> None:
        (article_id,) = library.searcher.search("檩子").ids
        for words in ("没有的话", "", " 　"):
            with pytest.raises(LibraryError):
                library.notebook.quote(article_id, words)

    def test_what_was_removed_long_ago_is_kept_out_of_sight(self, library: Library) -> None:
        gone = self.marked(library, "木匠宋三槐")
        library.user_data.remove_bookmarks([gone.uuid])[0]
        (removed,) = library.notebook.removed_bookmarks()
        assert removed.deleted is not None
        assert library.notebook.removed_bookmarks(removed.deleted) == [removed]
        assert library.notebook.removed_bookmarks(removed.deleted + dt.timedelta(microseconds=1)) == []
        assert library.notebook.bookmarks() == []

    def test_it_is_cited_as_the_library_has_it_and_without_it_as_it_was_kept(self, library: Library) -> None:
        made = self.marked(library, "木匠宋三槐")
        assert library.notebook.article_of(made).sources[0].path == "19900305.txt"
        assert library.notebook.article_of(replace(made, key="nosuch")).article == made.article


def test_a_library_has_the_name_that_its_reader_gave_it_wherever_its_folder_goes(
    library: Library, root: Path, tmp_path: Path
) -> None:
    assert library.name == library.words.title == "报"
    library.rename("  外婆家的\n旧报 ")
    assert library.name == library.words.title == "外婆家的 旧报"
    library.rename("旧报")
    library.close()
    root.rename(tmp_path / "搬了家")
    moved = Library.open(tmp_path / "搬了家")
    assert moved.name == "旧报"
    moved.rename("")
    assert moved.name == "搬了家"
    moved.close()
    again = Library.open(tmp_path / "搬了家")
    assert again.name == "搬了家"
    again.close()


def test_a_search_in_advance_does_not_wait_for_the_dictionary(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def built() -> None:
        pytest.fail("the dictionary was asked for")

    monkeypatch.setattr("reader.language.words.dictionary", built)
    (tmp_path / "空").mkdir()
    opened = Library.open(tmp_path / "空")
    opened.searcher.prepare_search()
    opened.close()


@pytest.mark.parametrize("ending", ["user.sqlite", ".library"])
def test_while_another_program_holds_the_notes_papers_are_found_all_the_same(
    root: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    """Also while it holds the file that says which library was at this path."""
    library = Library.open(root)
    library.sync()
    found = library.searcher.search("的").ids
    library.notebook.bookmark(found[0], "外婆")
    library.close()
    Library.open(root).close()
    monkeypatch.setattr(held_files, "_PAUSES", ())
    monkeypatch.setattr(held_files, "is_in_use", lambda path: str(path).endswith(("user.sqlite", ending)))
    open_file = os.open
    read_text = Path.read_text

    def open_or_refuse(path: str | Path, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if Path(path).name == "user.sqlite":
            raise PermissionError(13, "Permission denied", str(path))
        return open_file(path, flags, mode, dir_fd=dir_fd)

    def read_or_refuse(path: Path, encoding: str | None = None) -> str:
        if path.name.endswith(ending):
            raise PermissionError(13, "Permission denied", str(path))
        return read_text(path, encoding=encoding)

    monkeypatch.setattr(Path, "read_text", read_or_refuse)
    monkeypatch.setattr(os, "open", open_or_refuse)
    held_library = Library.open(root)
    assert "另一个程序正占用" in (held_library.user_data.complaint or "")
    assert len(keys_found(held_library, "的")) == len(found) > 0
    with pytest.raises(UserDataError, match="另一个程序正占用"):
        held_library.user_data.bookmarks()
    held_library.close()
