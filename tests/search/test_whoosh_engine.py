"""What can befall an index on a real machine: other processes, a killed writer, a full disk, damaged files."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from reader.search.engine import Order
from reader.search.folding import FEW
from reader.search.gram_files import IndexDamaged
from reader.search.query import parse_query
from reader.search.whoosh_engine import WhooshEngine
from tests.search.library_of_texts import TextTable, a_document


@pytest.fixture
def texts(tmp_path: Path) -> TextTable:
    return TextTable(tmp_path / "texts.sqlite")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


def add(engine: WhooshEngine, texts: TextTable, *ids: int, body: str = "雁桥春灌") -> None:
    documents = [a_document(id, body=[body]) for id in ids]
    texts.put(documents)
    engine.update(documents)


def found(engine: WhooshEngine, text: str = "雁桥春灌") -> list[int]:
    return sorted(engine.search(parse_query(text), limit=100_000).ids)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_another_engine_sees_an_update_at_its_next_search(folder: Path, texts: TextTable) -> None:
    one, two = WhooshEngine(folder, texts), WhooshEngine(folder, texts)
    add(one, texts, 1, 2)
    assert found(two) == [1, 2]
    two.update([], [1])
    assert found(one) == [2]
    add(two, texts, 3)
    assert one.ids().tolist() == [2, 3]


def test_another_process_finds_the_same(folder: Path, texts: TextTable, tmp_path: Path) -> None:
    add(WhooshEngine(folder, texts), texts, 1, 2)
    script = (
        "import sys; from pathlib import Path; from reader.search.query import parse_query;"
        "from reader.search.whoosh_engine import WhooshEngine; from tests.search.library_of_texts import TextTable;"
        "folder = Path(sys.argv[1]);"
        "engine = WhooshEngine(folder / 'index', TextTable(folder / 'texts.sqlite'));"
        "print(sorted(engine.search(parse_query('雁桥春灌')).ids))"
    )
    answer = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, check=True)
    assert answer.stdout.decode().strip() == "[1, 2]"


def test_many_small_updates_are_folded_and_old_files_deleted(folder: Path, texts: TextTable) -> None:
    engine = WhooshEngine(folder, texts)
    for id in range(1, 101):
        add(engine, texts, id)
    assert found(engine) == list(range(1, 101))
    segments = [name for name in files(folder) if name.endswith(".seg")]
    assert len(segments) < 3 * FEW
    assert len(files(folder)) == len(segments) + 2


def test_folding_drops_what_the_catalogue_no_longer_has(folder: Path, texts: TextTable) -> None:
    engine = WhooshEngine(folder, texts)
    add(engine, texts, 1, 2, 3)
    texts.drop([2])
    for id in range(10, 10 + FEW):
        add(engine, texts, id)
    assert 2 not in engine.ids()


def test_an_update_that_changes_nothing_writes_nothing(folder: Path, texts: TextTable) -> None:
    engine = WhooshEngine(folder, texts)
    add(engine, texts, 1)
    before = files(folder)
    engine.update([], [99])
    assert files(folder) == before


def test_a_folder_deleted_under_a_running_engine_is_an_empty_index(folder: Path, texts: TextTable) -> None:
    engine = WhooshEngine(folder, texts)
    add(engine, texts, 1)
    shutil.rmtree(folder)
    assert found(engine) == []
    assert engine.ids().tolist() == []
    add(engine, texts, 2)
    assert found(engine) == [2]


def test_an_update_that_fails_on_the_way_changes_nothing(folder: Path, texts: TextTable) -> None:
    engine = WhooshEngine(folder, texts)
    add(engine, texts, 1)
    before = files(folder)

    def documents() -> Iterator[object]:
        yield a_document(2, body=["雁桥春灌"])
        raise OSError("the catalogue can't be read")

    with pytest.raises(OSError, match="catalogue"):
        engine.update(documents(), [1])  # type: ignore[arg-type]
    assert files(folder) == before
    assert found(engine) == [1]


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """The kernel refuses to write more to any file, as on a full disk."""
    import resource  # there is none on Windows

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@pytest.mark.skipif(os.name != "posix", reason="only there can files be kept from growing")
@pytest.mark.parametrize("room", [0, 60, 2_000, 20_000])
@pytest.mark.parametrize("batch", [10, 4000])
def test_a_full_disk_leaves_the_old_index_and_nothing_half_written(
    folder: Path, texts: TextTable, monkeypatch: pytest.MonkeyPatch, room: int, batch: int
) -> None:
    monkeypatch.setattr("reader.search.gram_builder.BATCH_DOCUMENTS", batch)
    engine = WhooshEngine(folder, texts)
    add(engine, texts, 1)
    before = files(folder)
    more = [a_document(id, body=[chr(0x4E00 + id + n) for n in range(40)]) for id in range(2, 400)]
    texts.put(more)
    with files_no_larger_than(room), pytest.raises(OSError):  # noqa: PT011  # whichever the platform has for it
        engine.update(more, [1])
    assert files(folder) == before
    assert found(engine) == [1]
    engine.update(more, [1])
    assert engine.ids().tolist() == list(range(2, 400))


def test_opening_tells_a_segment_that_is_cut_or_gone(folder: Path, texts: TextTable) -> None:
    before = WhooshEngine(folder, texts)
    add(before, texts, 1)
    segment = next(folder.glob("*.seg"))
    whole = segment.read_bytes()
    segment.write_bytes(whole[:-1])
    with pytest.raises(IndexDamaged):
        WhooshEngine(folder, texts)
    segment.unlink()
    with pytest.raises(IndexDamaged):
        WhooshEngine(folder, texts)
    with pytest.raises(IndexDamaged):
        before.update([], [1])
    shutil.rmtree(folder)
    engine = WhooshEngine(folder, texts)
    add(engine, texts, 1)
    assert found(engine) == [1]


def test_a_check_reads_every_byte(folder: Path, texts: TextTable) -> None:
    engine = WhooshEngine(folder, texts)
    add(engine, texts, 1)
    assert engine.check() == []
    segment = next(folder.glob("*.seg"))
    data = bytearray(segment.read_bytes())
    data[10] ^= 4
    segment.write_bytes(data)
    assert [segment.name in problem for problem in engine.check()] == [True]
    (folder / "current.json").write_bytes(b"{")
    assert len(WhooshEngine.check(engine)) == 1


def test_threads_search_while_the_index_is_written(folder: Path, texts: TextTable) -> None:
    engine = WhooshEngine(folder, texts)
    add(engine, texts, 0)
    is_over = threading.Event()
    wrong: list[object] = []

    def search() -> None:
        try:
            while not is_over.is_set():
                ids = found(engine)
                if ids != list(range(len(ids))):
                    wrong.append(ids)
        except Exception as error:
            wrong.append(error)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for id in range(1, 60):
        add(engine, texts, id)
    is_over.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert found(engine) == list(range(60))


@pytest.mark.skipif(os.name != "posix", reason="forks")
def test_a_writer_killed_at_any_moment_leaves_a_whole_index(
    folder: Path, texts: TextTable, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "tests.search.killed_writer", str(tmp_path), "40"]
    report = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert report.returncode == 0, report.stderr
    assert int(report.stdout) > 14, "updates that were published"
    engine = WhooshEngine(folder, texts)
    add(engine, texts, 1_000_000)
    others = [name for name in files(folder) if not name.endswith(".seg")]
    assert [name.split("-")[0] for name in others] == ["current.json", "manifest"]


def test_large_updates_keep_to_the_order_of_pages(folder: Path, texts: TextTable) -> None:
    engine = WhooshEngine(folder, texts)
    rng = np.random.default_rng(1)
    documents = [
        a_document(int(id), f"20{id % 30:02}-0{1 + id % 9}-01", str(1 + id % 8), body=["雁桥" * (1 + id % 4)])
        for id in rng.permutation(3000) + 1
    ]
    texts.put(documents)
    engine.update(documents)
    expected = sorted(documents, key=lambda d: (d.date, -int(d.page or 0), -d.id), reverse=True)
    answer = engine.search(parse_query("雁桥雁桥"), Order.NEWEST, limit=5000)
    assert list(answer.ids) == [d.id for d in expected if "雁桥雁桥" in d.text]


@pytest.mark.skipif(os.name != "posix", reason="only there can a mapped file be deleted")
def test_an_answer_can_be_had_while_files_are_replaced_beneath(folder: Path, texts: TextTable) -> None:
    engine = WhooshEngine(folder, texts)
    add(engine, texts, 1)
    segments = engine._current()
    for id in range(2, 2 + 2 * FEW):
        add(WhooshEngine(folder, texts), texts, id)
    assert segments[0].entry.file_name not in files(folder)
    assert segments[0].fields["text"].frequency(ord("雁") << 21) == 1
