"""A library is the same by all that its tables say, whatever its sync was: with how many children, killed, in parts, on
a full disk; and so is what is packed of it."""

import queue
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from reader import assets
from reader.features.packs.packing_up import PackChoice, pack_up
from reader.features.people import name_counting, name_table
from reader.features.people.people import people_of
from reader.library import sync
from reader.library.library import Library
from reader.newspaper.correction import Claim, CorrectionKind
from reader.storage.catalogue import Catalogue
from reader.storage.catalogue_writer import CatalogueWriter, FreshWriter
from reader.worker_pool import WorkerPool
from tests import corpus, homes, rotation
from tests.full_disk import full_disk
from tests.library.test_sync_workers import write_library
from tools.benchmarks.bench_sync import write_archive

WHAT_TABLES_SAY = {
    "source": "SELECT path, folder, size, digest, state, encoding, masthead, title, corrections != '', reading,"
    " is_left_out FROM source",
    "issue": "SELECT identity, newspaper, date, month_day, date_origin, number, label, article_count, stitched,"
    " newspaper_origin FROM issue",
    "article": "SELECT i.identity, a.key, a.digest, kind, page, page_order, kicker, title, lead, names, length, record"
    " FROM article a JOIN issue i ON i.id = a.issue_id JOIN article_text t ON t.article_id = a.id",
    "appearance": "SELECT s.path, position, a.key, a.digest, p.source_lines, is_other FROM appearance p"
    " JOIN source s ON s.id = source_id JOIN article a ON a.id = article_id",
    "certainty": "SELECT key, marks FROM certainty JOIN article a ON a.id = article_id",
    "beside": "SELECT s.path, b.name, b.digest FROM beside b JOIN source s ON s.id = source_id",
    "masthead": "SELECT path, printed, search FROM masthead m JOIN source s ON s.id = m.source_id",
    "trait": "SELECT newspaper, text, t.kind, r.kind, day, path FROM trait r JOIN trait_text t ON t.id = r.text_id"
    " JOIN source s ON s.id = r.source_id",
    "trait_count": "SELECT newspaper, text, c.kind, issues FROM trait_count c JOIN trait_text t ON t.id = c.text_id"
    " WHERE issues",
    "told": "SELECT path, told, is_due FROM told t JOIN source s ON s.id = t.source_id",
    "stitch": "SELECT a.key, b.key, confidence, reasons, is_told, pair, paragraph, seam FROM stitch"
    " JOIN article a ON a.id = first_id JOIN article b ON b.id = second_id",
    "name": "SELECT form, certainty, articles, first, last, is_whole, is_odd, is_part, key, together, pinyin, spelled,"
    " initials, mixed, other_spelled, other_initials, other_mixed FROM name",
    "naming": "SELECT n.form, a.key, a.digest, p.day, p.certainty, p.marks, p.field, p.at, p.offices FROM naming p"
    " JOIN name n ON n.id = p.name_id JOIN article a ON a.id = p.article_id",
    "reprint": "SELECT min(a.key, b.key), max(a.key, b.key), share, whole_share, likeness FROM reprint"
    " JOIN article a ON a.id = first_id JOIN article b ON b.id = second_id",
    "series": "SELECT a.key, p.title, p.number FROM series_part p JOIN article a ON a.id = article_id",
    "shingled": "SELECT a.key, letters FROM shingled JOIN article a ON a.id = article_id",
}


Tables = dict[str, list[Any]]
"""The rows of each table, sorted."""


class _Rows:
    """Answers SQL from a catalogue."""

    def __init__(self, rows: Callable[[str], list[Any]], _: object) -> None:
        self.rows = rows


def tables_of(library: Library) -> Tables:
    asked = library.derived.catalogue.table(_Rows)
    return {table: sorted(asked.rows(sql), key=repr) for table, sql in WHAT_TABLES_SAY.items()}


def packed(library: Library, folder: Path) -> Tables:
    """Return what the tables say in a pack of the library."""
    pack = folder / "柳川.yuebao"
    pack.unlink(missing_ok=True)
    pack_up(library, pack, PackChoice())
    with closing(Library.open(pack)) as given:
        return tables_of(given)


class Killed(BaseException):
    """The process is killed."""


def is_killed(library: Library, workers: int, transaction: int, *, is_committed: bool) -> bool:
    """Sync, and be killed in the so many-th transaction, or right after that; return whether there were as many."""
    writing = Catalogue.writing
    begun = 0

    @contextmanager
    def counted(catalogue: Catalogue, **options: bool) -> Iterator[CatalogueWriter]:
        nonlocal begun
        begun += 1
        with writing(catalogue, **options) as writer:
            yield writer
            if begun == transaction and not is_committed:
                raise Killed
        if begun == transaction:
            raise Killed

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Catalogue, "writing", counted)
        try:
            library.sync(workers=workers)
        except Killed:
            return True
    return False


PRINTED_AGAIN = "again.txt"


def write(root: Path) -> None:
    """The sample; an archive with many names; issues of one and of several files, of files without a masthead, of a
    damaged one; articles printed again.
    """
    shutil.copytree(assets.sample_library(), root, ignore=shutil.ignore_patterns(".reader"))
    write_archive(root / "人名", 4)
    write_library(root / "早报", 9)
    corpus.write_library(root / "晚报", 6, seed=2)
    texts = sorted((root / "晚报").rglob("*.txt"))
    (root / "晚报" / PRINTED_AGAIN).write_text(
        texts[0].read_text("utf-8").replace("1月1日", "2月28日"), "utf-8"
    )
    texts[1].write_text("".join(texts[1].read_text("utf-8").splitlines(keepends=True)[5:]), "utf-8")
    texts[2].with_name(f"{texts[2].stem}-02.txt").write_text(texts[2].read_text("utf-8")[:700], "utf-8")
    texts[3].write_bytes(texts[3].read_bytes().replace("渡".encode(), b"\xff"))


def corrected(library: Library, workers: int) -> None:
    """Correct two issues, change a file, and sync; then throw the catalogue away, with the corrections in effect."""
    # while the file of a text that is printed again is away, its correction is that of the other file
    paths = sorted(
        path for path in library.root.rglob("*.txt") if path.stat().st_size and path.name != PRINTED_AGAIN
    )
    title = Claim(CorrectionKind.TITLE, title="柳川晚报")
    names = [path.relative_to(library.root).as_posix() for path in paths]
    library.corrections.correct_issue(names[:1], [title])
    library.corrections.correct_issue(names[-1:], [title])
    paths[1].write_bytes(paths[1].read_bytes() + "\n\n渡口的灯又亮了。\n".encode())
    library.sync(workers=workers)
    library.local.throw_catalogue_away()


def by_one_child_or_two(library: Library, patch: pytest.MonkeyPatch) -> None:
    library.sync(workers=2 if library.corrections.known() else 1)


def filled_by_one_process(library: Library, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(name_counting, "FILLED_ALONE", 10_000)
    library.sync(workers=0)


def in_parts(library: Library, patch: pytest.MonkeyPatch) -> None:
    """Files come in three parts; children read the second one."""
    chance = random.Random(1)
    aside = library.root.with_name("aside")
    paths = [
        path for path in sorted(library.root.rglob("*.*")) if path.is_file() and ".reader" not in path.parts
    ]
    parts = [[each for each in paths if each.suffix in (".xml", ".zip", ".html")], [], []]
    for path in paths:
        if path not in parts[0]:
            chance.choice(parts).append(path)
    for path in [*parts[1], *parts[2]]:
        away = aside / path.relative_to(library.root)
        away.parent.mkdir(parents=True, exist_ok=True)
        path.rename(away)
    for workers, part in enumerate(parts):
        for path in part if workers else ():
            (aside / path.relative_to(library.root)).rename(path)
        library.sync(workers=2 if workers == 1 else 0)


def killed_and_run_again(library: Library, patch: pytest.MonkeyPatch) -> None:
    chance = random.Random(len(WHAT_TABLES_SAY))
    patch.setattr(sync, "FIRST_BATCH_SECONDS", 0)
    patch.setattr(sync, "BATCH_SECONDS", 0.05)
    kills = [
        is_killed(library, chance.randrange(3), at, is_committed=chance.random() < 0.5)
        for at in (1, 5, 6, 3, 4)
    ]
    assert sum(kills) > 2
    library.sync(workers=chance.randrange(3))


def on_a_full_disk(library: Library, patch: pytest.MonkeyPatch) -> None:
    """There is no more room from some write to the catalogue on, each time a later one."""
    met = 0
    for room in (0, 3, 40, 300):
        with (
            full_disk(room, lambda path: path.endswith("catalogue.sqlite")) as disk,
            suppress(sqlite3.OperationalError),
            closing(Library.open(library.root)) as full,
        ):
            full.sync(workers=room % 3)
        met += disk.has_failed
    assert met > 2
    library.sync(workers=1)


WAYS = {
    "children": by_one_child_or_two,
    "filled alone": filled_by_one_process,
    "in parts": in_parts,
    "killed": killed_and_run_again,
    "full disk": on_a_full_disk,
}


class LastingPool(WorkerPool):
    """Children that outlive the syncs of this module, as most of the time of a small one is their start."""

    def apart(self) -> WorkerPool:
        return self

    def drop(self) -> None:
        """Forget what a sync that was killed has begun."""
        with suppress(queue.Empty):
            while True:
                self._waiting.get_nowait()[2].cancel()


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch, ExitStack() as ending:
        homes.use(patch, tmp_path_factory.mktemp("home"))
        pools: dict[int, LastingPool] = {}

        def pool(size: int, _: ExitStack) -> WorkerPool:
            if size not in pools:
                new = LastingPool(size)
                pools[size] = ending.enter_context(new)
            pools[size].drop()
            return pools[size]

        patch.setattr(sync, "_pool", pool)
        patch.setattr(sync, "MANY_BYTES", 0)
        patch.setattr(sync, "MANY_ARTICLES", 1)
        patch.setattr(name_counting, "FILLED_FROM", 1)
        patch.setattr(name_counting, "RANGE", 16)
        patch.setattr(name_counting, "FILLED_ALONE", 0)
        yield


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("written") / "library"
    write(root)
    return root


@pytest.fixture(scope="module")
def alone(written: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Tables]:
    """What the tables say after a sync without children; and again after corrections; and in a pack of that."""
    root = tmp_path_factory.mktemp("alone") / "library"
    shutil.copytree(written, root)
    with closing(Library.open(root)) as library:
        library.sync()
        said = [tables_of(library)]
        corrected(library, 0)
        library.sync()
        return [*said, tables_of(library), packed(library, root.parent)]


@pytest.mark.parametrize("way", rotation.in_turn(WAYS, days=3))
def test_the_tables_say_the_same(
    written: Path,
    alone: list[Tables],
    way: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root = tmp_path / "library"
    shutil.copytree(written, root)
    with closing(Library.open(root)) as library:
        WAYS[way](library, monkeypatch)
        assert_equal(tables_of(library), alone[0])
        corrected(library, 1)
        WAYS[way](library, monkeypatch)
        assert_equal(tables_of(library), alone[1])
        assert_equal(packed(library, tmp_path), alone[2])
        assert library.problems() == []
        assert len(library.local.engine) == library.contents.counts().articles


def assert_equal(one: Tables, other: Tables) -> None:
    for table, rows in one.items():
        assert rows == other[table], table


def test_children_return_rows_of_what_is_fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stored: list[str] = []
    store = FreshWriter.store

    def noted(writer: FreshWriter, files: Any) -> Iterator[int]:
        stored.extend(file.path for file in files)
        return store(writer, files)

    monkeypatch.setattr(FreshWriter, "store", noted)
    corpus.write_library(tmp_path, 20)
    with closing(Library.open(tmp_path)) as library:
        report = library.sync(workers=2)
        assert report.added == 20
        assert len(stored) == 20
        assert library.sync(workers=2).added == 0


def test_what_is_only_derived_is_done_by_children_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled: list[int] = []
    step = name_counting.NameFilling.step

    def noted(filling: name_counting.NameFilling, *arguments: Any) -> int:
        filled.append(step(filling, *arguments))
        return filled[-1]

    corpus.write_library(tmp_path, 6)
    with closing(Library.open(tmp_path)) as library:
        library.sync()
        said = tables_of(library)
        monkeypatch.setattr(name_table, "COUNTED", replace(name_table.COUNTED, rules=99))
        monkeypatch.setattr(name_counting.NameFilling, "step", noted)
        kills = [
            is_killed(library, 1, at, is_committed=at % 2 == 0) for at in (*range(2, 10), *range(3, 10, 2))
        ]
        assert sum(kills) > 4
        assert filled
        library.sync(workers=1)
        assert tables_of(library) == said
        assert people_of(library).analysed() == 1
        assert [*library.local.catalogue.path.parent.glob("names-*")] == []
