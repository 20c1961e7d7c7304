"""A sync with child processes ends with the same library as one without, whatever becomes of them."""

import random
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reader.features.misread import rates
from reader.features.people import name_writer
from reader.features.people.people import people_of
from reader.library import sync, sync_reading
from reader.library.file_parsing import FetchedFile, ReadFile, parsed
from reader.library.library import Library
from reader.library.sync_events import Progress, SyncCancelled
from reader.newspaper.correction import Claim, CorrectionKind
from reader.search.index.gram_writer import SegmentsWriter
from reader.worker_pool import WorkerPool
from tests import corpus, homes
from tests.formats import mets_issues
from tests.shelf import keys_found, strings_of, tree_of

ISSUES = 12
"""Enough for several groups of files."""


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        homes.use(patch, tmp_path_factory.mktemp("home"))
        patch.setattr(sync, "MANY_BYTES", 0)
        yield


def write_library(root: Path, issues: int = ISSUES) -> Path:
    """Issues, some in an archive; one with pages that are files of their own; and two files that can't be read."""
    corpus.write_library(root, issues)
    for name, text in {"mets.xml": mets_issues.DOCWORKS, **mets_issues.PAGES}.items():
        path = root / "雁桥" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    with zipfile.ZipFile(root / "旧报.zip", "w") as archive:
        for path in sorted(root.rglob("*.txt"))[::3]:
            archive.write(path, path.name)
            path.unlink()
    (root / "19560307.pdf").write_bytes(b"%PDF-1.4 and no more")
    (root / "空.txt").write_text("", encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The library that a sync without child processes makes."""
    with closing(Library.open(write_library(tmp_path_factory.mktemp("甲")))) as library:
        library.sync()
        correct_and_sync(library, workers=0)
        yield library


def correct_and_sync(library: Library, workers: int) -> None:
    """Correct an issue; all files change, so that they have to be parsed again, one of them with the correction."""
    paths = sorted(library.root.rglob("*.txt"))
    title = Claim(CorrectionKind.TITLE, title="柳川晚报")
    library.corrections.correct_issue([paths[0].relative_to(library.root).as_posix()], [title])
    for path in paths:
        path.write_text(path.read_text(encoding="utf-8") + "\n渡口的灯又亮了。\n", encoding="utf-8")
    library.sync(workers=workers)


def assert_same(library: Library, alone: Library) -> None:
    assert tree_of(library) == tree_of(alone)
    assert people_in(library) == people_in(alone) != []
    assert packed_of(library) == packed_of(alone)
    for string in strings_of(alone, 20):
        assert keys_found(library, string) == keys_found(alone, string), string
    assert library.problems() == alone.problems()


def people_in(library: Library) -> list[object]:
    return [*people_of(library).rows()]


def packed_of(library: Library) -> dict[str, list[object]]:
    """Return what is stored of each article, packed, by its key."""
    packed: dict[str, list[object]] = {}
    with closing(sqlite3.connect(library.local.catalogue.path)) as connection:
        for key, *columns in connection.execute(
            "SELECT a.key, t.dictionary, t.search, t.record FROM article_text t JOIN article a ON a.id = t.article_id"
            " ORDER BY a.key, t.record"
        ):
            packed.setdefault(key, []).append(columns)
    return packed


def test_the_library_is_the_same_and_the_files_are_parsed_elsewhere(
    tmp_path: Path, alone: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = []

    def parsed_here(file: FetchedFile, beside: Callable[[str], bytes | None], *others: Any) -> ReadFile:
        here.append(file.to_read.file.path)
        return parsed(file, beside, *others)

    monkeypatch.setattr(sync_reading, "parsed", parsed_here)
    with closing(Library.open(write_library(tmp_path / "乙"))) as library:
        with monkeypatch.context() as patch:
            for owner, name in (
                (SegmentsWriter, "add"),
                (rates, "measured"),
                (name_writer, "named_in_all"),
            ):
                patch.delattr(owner, name)
            report = library.sync(workers=2)
        assert here == ["雁桥/mets.xml"]
        assert (report.added, len(report.failed)) == (ISSUES + 1, 2)
        assert len(library.local.engine) == report.articles
        correct_and_sync(library, workers=1)
        assert here[1:] == [min(library.root.rglob("*.txt")).relative_to(library.root).as_posix()]
        assert "柳川晚报" in [newspaper.title for newspaper in library.contents.newspapers()]
        assert_same(library, alone)


def test_children_that_are_killed_lose_nothing(tmp_path: Path, alone: Library) -> None:
    chance = random.Random(3)

    def kill(progress: Progress) -> None:
        for child in pools[-1]._children if chance.random() < 0.2 else ():
            child.kill()

    with pytest.MonkeyPatch.context() as patch:
        pools = noted_pools(patch)
        with closing(Library.open(write_library(tmp_path / "乙"))) as library:
            library.sync(lambda progress: kill(progress) if pools else None, workers=2)
            correct_and_sync(library, workers=0)
            assert_same(library, alone)
    assert len(pools[0]._children) > 2


def test_children_end_when_a_sync_is_cancelled_and_the_next_one_goes_on(
    tmp_path: Path, alone: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    pools = noted_pools(monkeypatch)

    def stop(progress: Progress) -> None:
        if progress.done == ISSUES // 2:
            raise SyncCancelled

    with closing(Library.open(write_library(tmp_path / "乙"))) as library:
        with pytest.raises(SyncCancelled):
            library.sync(stop, workers=2)
        assert [child.returncode is not None for child in pools[0]._children] == [True, True]
        correct_and_sync(library, workers=0)
        assert_same(library, alone)


def noted_pools(patch: pytest.MonkeyPatch) -> list[WorkerPool]:
    """The pools that syncs make from now on."""
    pools: list[WorkerPool] = []
    begin = WorkerPool.__init__

    def noted(pool: WorkerPool, *arguments: Any) -> None:
        begin(pool, *arguments)
        pools.append(pool)

    patch.setattr(WorkerPool, "__init__", noted)
    return pools
