"""What can befall an index on a real machine: other processes, a killed writer, a full disk, damaged files."""

import datetime as dt
import itertools
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader import held_files
from reader.newspaper.holdings import Document
from reader.search.answering.query_execution import SCORED
from reader.search.answering.whoosh_engine import WhooshEngine, dates_of
from reader.search.documents import UNDATED, DateRange, IndexDamaged, IndexHeld, Order, date_of, day_number
from reader.search.index import manifest, segments
from reader.search.index.gram_fields import GramField, PostingSlot
from reader.search.index.gram_writer import FEW
from reader.search.index.manifest import SegmentEntry
from reader.search.query import parse_query
from reader.search.terms import TEXT
from reader.storage.regular_file import Pieces, PositionedFile
from tests.laws import examples
from tests.search.index.test_containers import damages
from tests.search.library_of_texts import TextTable, a_document
from tests.test_held_files import refusal


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
        "from reader.search.answering.whoosh_engine import WhooshEngine;"
        "from tests.search.library_of_texts import TextTable;"
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
    monkeypatch.setattr("reader.search.index.gram_builder.BATCH_DOCUMENTS", batch)
    engine = WhooshEngine(folder, texts)
    add(engine, texts, 1)
    before = files(folder)
    more = [a_document(id, body=[chr(0x4E00 + id * 7 + n * 5) for n in range(120)]) for id in range(2, 400)]
    texts.put(more)
    with files_no_larger_than(room), pytest.raises(OSError):  # noqa: PT011  # whichever the platform has for it
        engine.update(more, [1])
    assert files(folder) == before
    assert found(engine) == [1]
    engine.update(more, [1])
    assert engine.ids().tolist() == list(range(2, 400))


@pytest.mark.parametrize("order", Order)
def test_pages_that_follow_one_another_and_the_count_look_at_each_text_once(
    folder: Path, texts: TextTable, order: Order
) -> None:
    engine = WhooshEngine(folder, texts)
    add(engine, texts, *range(1, 1501))
    query = parse_query("雁桥春灌")
    pages = [engine.page(query, order, limit=50, offset=at) for at in range(0, 1500, 50)]
    assert sorted(sum(pages, ())) == list(range(1, 1501))
    *_, counted = engine.count(query)
    assert counted.total == 1500
    assert texts.fetched == 1500
    add(engine, texts, 1501)
    assert 1501 in engine.search(query, exact=True, limit=2000).ids


def test_threads_that_ask_the_same_agree(folder: Path, texts: TextTable) -> None:
    engine = WhooshEngine(folder, texts)
    add(engine, texts, *range(0, 3000, 2))
    add(engine, texts, *range(1, 3000, 2), body="雁桥春，桥春灌")
    query = parse_query("雁桥春灌")
    totals: list[int] = []
    threads = [
        threading.Thread(target=lambda: totals.append([found.total for found in engine.count(query)][-1]))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    pages = [engine.page(query, limit=100, offset=at) for at in range(0, 1500, 100)]
    for thread in threads:
        thread.join()
    assert totals == [1500] * 4
    assert sum(pages, ()) == tuple(range(0, 3000, 2))


# ---- damage: what it hides is read text by text, the dates are told, the next sync makes it good

OLD, NEW = dt.date(1987, 6, 12), dt.date(2024, 2, 1)


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def overwritten(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[10] ^= 4
    path.write_bytes(data)


@pytest.fixture
def old_and_new(folder: Path, texts: TextTable) -> Path:
    """The file of a segment with a hundred old articles; beside it is one with five new ones."""
    old = [a_document(id, OLD.isoformat(), body=["雁桥春灌", f"第{id}号"]) for id in range(1, 101)]
    new = [a_document(id, NEW.isoformat(), body=["雁桥春灌"]) for id in range(101, 106)]
    texts.put([*old, *new])
    engine = WhooshEngine(folder, texts)
    engine.update(old)
    engine.update(new)
    return max(folder.glob("*.seg"), key=lambda path: path.stat().st_size)


@pytest.mark.parametrize(
    ("damage", "is_open"),
    [
        *((damage, False) for damage in (cut_off, overwritten, flipped, Path.unlink)),
        *(
            (damage, True) for damage in (overwritten, flipped)
        ),  # what is open can be read though it is cut or gone
    ],
)
def test_what_is_damaged_is_found_by_its_texts_and_told_and_made_good_by_adding_it_again(
    folder: Path, texts: TextTable, old_and_new: Path, damage: Callable[[Path], None], is_open: bool
) -> None:
    window = WhooshEngine(folder, texts)
    damage(old_and_new)
    if not is_open:
        window = WhooshEngine(folder, texts)
    query = parse_query("雁桥春灌")
    answer = window.search(query, limit=200)
    assert (answer.ids, answer.total) == ((*range(101, 106), *range(1, 101)), 105)
    assert window.search(parse_query("雁桥春灌"), Order.OLDEST).ids == tuple(range(1, 51))
    assert found(window, "第7号") == [7]
    assert window.frequencies(["第7号"]) == [100]
    whole = WhooshEngine(folder.with_name("whole"), texts)
    whole.update(texts.all())
    exactly = window.search(query, exact=True), whole.search(query, exact=True)
    assert exactly[0].by_month == exactly[1].by_month
    assert exactly[0].by_newspaper == exactly[1].by_newspaper
    assert exactly[0].by_page == exactly[1].by_page
    assert answer.missing_dates == (DateRange(OLD, OLD),)
    assert window.page(query, limit=200) == answer.ids
    assert [step.missing_dates for step in window.count(query)][-1] == answer.missing_dates
    assert len(window.check()) == 1

    sync = WhooshEngine(folder, texts)
    assert sync.ids().tolist() == list(range(101, 106))
    absent = [document for document in texts.all() if document.id <= 100]
    sync.update(absent[:50])
    assert found(window) == list(range(1, 106))
    assert window.search(query).missing_dates == answer.missing_dates
    sync.update(absent[50:])
    sync.note_complete()
    for engine in (sync, window, WhooshEngine(folder, texts)):
        assert found(engine) == list(range(1, 106))
        assert engine.search(query).missing_dates == ()
        assert engine.check() == []
    assert old_and_new.name not in files(folder)


def test_a_count_that_meets_damage_begins_again_without_the_damaged_part(
    folder: Path, texts: TextTable, old_and_new: Path
) -> None:
    engine = WhooshEngine(folder, texts)
    steps = engine.count(parse_query("雁桥春灌"))
    assert (next(steps).total, found(engine)) == (105, list(range(1, 106)))
    overwritten(old_and_new)
    engine.close()
    *_, last = engine.count(parse_query("雁桥春灌"))
    assert (last.total, last.total_is_exact) == (105, True)


@pytest.mark.parametrize("name", ["current.json", "manifest-2.json"])
def test_while_another_program_holds_the_index_it_answers_as_before_and_is_not_damaged(
    folder: Path, texts: TextTable, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    engine = WhooshEngine(folder, texts)
    add(engine, texts, 1)
    assert found(engine) == [1]
    add(WhooshEngine(folder, texts), texts, 2)
    read = Path.read_bytes

    def refused(path: Path) -> bytes:
        if path.name == name:
            raise refusal(32)
        return read(path)

    with monkeypatch.context() as held:
        held.setattr(held_files, "_PAUSES", (0.0,))
        held.setattr(Path, "read_bytes", refused)
        assert found(engine) == [1]
        with pytest.raises(IndexHeld, match="另一个程序正占用"):
            WhooshEngine(folder, texts).ids()
    assert found(engine) == [1, 2]


def test_a_segment_that_another_program_holds_is_not_damaged(
    folder: Path, texts: TextTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(WhooshEngine(folder, texts), texts, 1)
    before = files(folder)

    def refused(path: Path, descriptor: int | None = None) -> Pieces:
        raise refusal(32)

    with monkeypatch.context() as held:
        held.setattr(held_files, "_PAUSES", (0.0,))
        held.setattr(manifest, "PositionedFile", refused)
        with pytest.raises(IndexHeld, match=r"另一个程序正占用.*seg"):
            WhooshEngine(folder, texts).ids()
    assert found(WhooshEngine(folder, texts)) == [1]
    assert files(folder) == before


def test_a_segment_of_which_another_program_has_locked_a_part_is_not_damaged(
    folder: Path, texts: TextTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(WhooshEngine(folder, texts), texts, 1)
    before = files(folder)
    engine = WhooshEngine(folder, texts)

    def refused(file: PositionedFile, length: int, at: int) -> bytes:
        raise refusal(33)

    with monkeypatch.context() as held:
        held.setattr(PositionedFile, "read", refused)
        with pytest.raises(IndexHeld, match=r"另一个程序正占用.*seg"):
            found(engine)
    assert found(engine) == [1]
    assert files(folder) == before


def test_an_index_whose_manifest_can_not_be_read_is_damaged(folder: Path, texts: TextTable) -> None:
    engine = WhooshEngine(folder, texts)
    add(engine, texts, 1)
    (folder / "current.json").write_bytes(b"{")
    with pytest.raises(IndexDamaged):
        found(engine)
    with pytest.raises(IndexDamaged):
        WhooshEngine(folder, texts)
    with pytest.raises(IndexDamaged):
        engine.update([], [1])
    shutil.rmtree(folder)
    engine = WhooshEngine(folder, texts)
    add(engine, texts, 1)
    assert found(engine) == [1]


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 9)), max_size=6), st.booleans())
def test_every_missing_day_is_told_once(lengths: list[tuple[int, int]], has_undated: bool) -> None:
    begin = dt.date(1987, 6, 12)
    spans = [[begin + dt.timedelta(first + n) for n in range(more + 1)] for first, more in lengths]
    found = [(day_number(days[0]), day_number(days[-1])) for days in spans] + [
        (UNDATED, UNDATED)
    ] * 2 * has_undated
    undated, *told = dates_of(SegmentEntry("a", 1, (), *each, 1, 1) for each in [(UNDATED, UNDATED), *found])
    assert undated == DateRange(None, None)
    days_told = []
    for each in told:
        assert each.first
        assert each.last
        days_told += [each.first + dt.timedelta(n) for n in range((each.last - each.first).days + 1)]
    assert days_told == sorted({day for days in spans for day in days})


# ---- spans of dates


def spans(engine: WhooshEngine) -> list[tuple[str, list[int]]]:
    """The first day of each span, and the live documents of its segments."""
    return [
        (
            str(date_of(span.first)) if span.first > 1 else str(span.first),
            [entry.live for entry in span.segments],
        )
        for span in engine._current().manifest.spans
    ]


def days(count: int, *, each: int = 1, first: int = 1) -> list[Document]:
    """Articles of successive days, the newest first."""
    begin = dt.date(2020, 1, 1)
    return [
        a_document(first + i, str(begin + dt.timedelta(days=i // each)), body=["雁桥春灌"])
        for i in reversed(range(count))
    ]


@pytest.fixture
def small_spans(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.search.index.gram_writer.FILLED", 40)
    monkeypatch.setattr("reader.search.index.gram_writer.LARGEST", 50)
    monkeypatch.setattr("reader.search.answering.query_execution.NEWEST", 7)


@pytest.mark.usefixtures("small_spans")
def test_much_at_once_is_written_as_spans(folder: Path, texts: TextTable) -> None:
    documents = [*days(120, each=3), a_document(500, None, body=["雁桥春灌"])]
    texts.put(documents)
    engine = WhooshEngine(folder, texts)
    engine.update(documents)
    assert spans(engine) == [("0", [1]), ("1", [36]), ("2020-01-13", [42]), ("2020-01-27", [42])]
    assert found(engine) == [*range(1, 121), 500]


@pytest.mark.usefixtures("small_spans")
@pytest.mark.parametrize("batch", [1, 7, 30])
def test_a_span_that_has_grown_too_large_is_cut_in_two(folder: Path, texts: TextTable, batch: int) -> None:
    documents = days(120)
    documents.sort(key=lambda document: document.id * 7 % 120)
    texts.put(documents)
    engine = WhooshEngine(folder, texts)
    for at in range(0, 120, batch):
        engine.update(documents[at : at + batch])
    assert all(sum(sizes) <= 50 for _, sizes in spans(engine))
    assert len(spans(engine)) >= 4
    assert found(engine) == list(range(1, 121))
    newest = engine.page(parse_query("雁桥"), Order.NEWEST, limit=200)
    assert (
        newest == tuple(range(120, 0, -1)) == engine.page(parse_query("雁桥"), Order.OLDEST, limit=200)[::-1]
    )


@pytest.mark.usefixtures("small_spans")
def test_few_candidates_of_several_spans_are_read_together(
    folder: Path, texts: TextTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    rare = (117, 80, 40, 3)
    documents = [
        a_document(each.id, str(each.date), body=["雁桥无春灌"]) if each.id in rare else each
        for each in days(120)
    ]
    texts.put(documents)
    engine = WhooshEngine(folder, texts)
    engine.update(documents)
    assert len(spans(engine)) == 4
    read: list[Sequence[int]] = []
    of_ids = texts.search_texts

    def noted(ids: Sequence[int]) -> Iterator[tuple[int, str]]:
        read.append(tuple(ids))
        return of_ids(ids)

    monkeypatch.setattr(texts, "search_texts", noted)
    assert engine.page(parse_query("雁桥无春灌")) == rare
    assert read == [rare]
    read.clear()
    assert engine.page(parse_query("雁桥春灌"), limit=5) == (120, 119, 118, 116, 115)
    assert min(read[0]) > 80  # the spans before are not even begun


@pytest.mark.usefixtures("small_spans")
def test_a_late_issue_goes_where_its_date_is(folder: Path, texts: TextTable) -> None:
    documents = days(120, each=3)
    engine = WhooshEngine(folder, texts)
    late = [
        a_document(500, "2020-01-14", body=["雁桥春灌"]),
        a_document(501, "1987-06-12", body=["雁桥春灌"]),
    ]
    texts.put([*documents, *late])
    engine.update(documents)
    engine.update(late)
    assert spans(engine) == [("0", []), ("1", [36, 1]), ("2020-01-13", [42, 1]), ("2020-01-27", [42])]
    assert engine.page(parse_query("日期:2020-01-14")) == (40, 41, 42, 500)


@pytest.mark.usefixtures("small_spans")
def test_a_single_day_and_what_has_no_date_are_not_cut(folder: Path, texts: TextTable) -> None:
    engine = WhooshEngine(folder, texts)
    one_day = [a_document(id, "2020-01-01", body=["雁桥春灌"]) for id in range(1, 121)]
    undated = [a_document(id, None, body=["雁桥春灌"]) for id in range(201, 321)]
    texts.put([*one_day, *undated])
    for at in range(0, 120, 10):
        engine.update([*one_day[at : at + 10], *undated[at : at + 10]])
    assert [first for first, _ in spans(engine)] == ["0", "1"]
    assert sum(len(sizes) for _, sizes in spans(engine)) < 2 * FEW
    assert engine.page(parse_query("雁桥"), limit=300) == (*range(1, 121), *range(201, 321))


def test_large_work_waits_until_there_is_time_for_it(
    folder: Path, texts: TextTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.search.answering.whoosh_engine.FOLDED_IN_PASSING", 20)
    engine = WhooshEngine(folder, texts)
    documents = days(80)
    texts.put(documents)
    for at in range(0, 80, 10):
        engine.update(documents[at : at + 10])
    assert spans(engine)[1] == ("1", [10] * 8)
    waited = 0

    def pause() -> None:
        nonlocal waited
        waited += 1
        raise TimeoutError

    with pytest.raises(TimeoutError):
        engine.tidy(pause=pause)
    assert (waited, spans(engine)[1]) == (1, ("1", [10] * 8))
    assert engine.tidy()
    assert not engine.tidy()
    assert spans(engine)[1] == ("1", [80])
    assert found(engine) == list(range(1, 81))


@pytest.mark.parametrize(
    "segments",
    [
        ([1, 2], [5, 6], [3, 4]),
        ([9, 1], [5], [2, 3]),
        ([1, 3], [2, 4], [7, 9], [8]),
        ([2], [1], [4], [3]),
    ],
    ids=["apart", "within one", "overlapping in twos", "a day each"],
)
def test_segments_of_a_span_are_one_list_by_date(
    folder: Path, texts: TextTable, segments: tuple[list[int], ...]
) -> None:
    engine = WhooshEngine(folder, texts)
    for numbers in segments:
        some = [a_document(day, f"2020-01-{day:02}", body=["雁桥春灌"]) for day in numbers]
        texts.put(some)
        engine.update(some)
    assert [sizes for _, sizes in spans(engine) if sizes] == [[len(numbers) for numbers in segments]]
    by_date = tuple(sorted(itertools.chain.from_iterable(segments), reverse=True))
    assert engine.page(parse_query("雁桥"), Order.NEWEST) == by_date
    assert engine.page(parse_query("雁桥"), Order.OLDEST) == by_date[::-1]


@pytest.mark.parametrize("batch", [30, 104, 312])
def test_what_has_all_grams_of_a_string_is_the_same_in_any_segments(
    folder: Path, texts: TextTable, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    """Also where reading a text is taken for less work than reading the articles of a second gram."""
    monkeypatch.setattr(segments, "_POSTINGS_A_TEXT", 0)
    bodies = ["雁桥", "桥头", "雁桥头", "雁桥；桥头", *["麦"] * 100] * 3
    documents = [a_document(i, headline="", body=[body]) for i, body in enumerate(bodies, start=1)]
    texts.put(documents)
    engine = WhooshEngine(folder, texts)
    for at in range(0, len(documents), batch):
        engine.update(documents[at : at + batch])
    now = engine._current().segments.values()
    order = segments.GramOrder(now)
    held = {
        int(segment.ids[doc])
        for segment in now
        for doc in segments.candidates(segment, TEXT, "雁桥头", order, by_all_grams=True)
    }
    assert held == {i for i, body in enumerate(bodies, start=1) if "雁桥" in body and "桥头" in body}


@pytest.mark.usefixtures("small_spans")
def test_newest_first_touches_no_more_spans_than_the_page_needs(
    folder: Path, texts: TextTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = days(120, each=3)
    texts.put(documents)
    engine = WhooshEngine(folder, texts)
    engine.update(documents)
    asked: set[int] = set()
    for name in ("postings", "bitmap"):
        asking = getattr(GramField, name)

        def noted(self: GramField, place: PostingSlot, asking: Callable[..., object] = asking) -> object:
            asked.add(id(self))
            return asking(self, place)

        monkeypatch.setattr(GramField, name, noted)

    def spans_touched(query: str, order: Order = Order.NEWEST) -> int:
        asked.clear()
        assert engine.page(parse_query(query), order, limit=10)
        return len(asked)

    assert spans_touched("雁桥春灌") == 1
    assert spans_touched("雁桥春灌", Order.OLDEST) == 1
    assert spans_touched("春灌 日期:2020-01-14") == 1
    assert spans_touched("春灌 日期:..2020-01-12") == 1
    assert spans_touched("雁桥春灌", Order.RELEVANCE) == 3


def test_texts_beyond_those_that_are_scored_are_read_many_at_a_time(
    folder: Path, texts: TextTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = WhooshEngine(folder, texts)
    add(engine, texts, *range(1, SCORED + 1000), body="雁桥，桥春，春灌")
    add(engine, texts, SCORED + 1000)
    asked: list[int] = []
    read = texts.search_texts

    def noted(ids: Sequence[int]) -> Iterator[tuple[int, str]]:
        asked.append(len(ids))
        return read(ids)

    monkeypatch.setattr(texts, "search_texts", noted)
    assert engine.page(parse_query("雁桥春灌"), Order.RELEVANCE) == (SCORED + 1000,)
    assert sum(asked) == 1000
    assert len(asked) <= 4


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


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="forks")
def test_a_writer_killed_at_any_moment_leaves_a_whole_index(
    folder: Path, texts: TextTable, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "tests.search.killed_writer", str(tmp_path), "40"]
    report = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=240)
    assert report.returncode == 0, report.stderr
    assert int(report.stdout) > 14, "updates that were published"
    engine = WhooshEngine(folder, texts)
    add(engine, texts, 1_000_000)
    others = [name for name in files(folder) if not name.endswith(".seg")]
    assert [name.split("-")[0] for name in others] == ["current.json", "manifest"]


@pytest.fixture(scope="module")
def whole_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three segments and a removed document; its texts beside it."""
    root = tmp_path_factory.mktemp("whole")
    texts = TextTable(root / "texts.sqlite")
    engine = WhooshEngine(root / "index", texts)
    for year, ids in {"1987": range(1, 40), "2024": range(40, 60)}.items():
        documents = [a_document(id, f"{year}-01-02", body=["雁桥春灌", f"第{id}号"]) for id in ids]
        texts.put(documents)
        engine.update(documents)
    texts.put([a_document(60, None, body=["雁桥春灌"])])
    engine.update([a_document(60, None, body=["雁桥春灌"])], [59])
    texts.drop([59])
    return root


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=examples(60)
)
@given(which=st.integers(0, 9), damage=damages())
def test_whatever_happens_to_a_file_nothing_is_missed_without_a_word(
    whole_index: Path, tmp_path_factory: pytest.TempPathFactory, which: int, damage: Callable[[bytes], bytes]
) -> None:
    root = tmp_path_factory.mktemp("damaged")
    shutil.copytree(whole_index / "index", root / "index")
    names = files(root / "index")
    path = root / "index" / names[which % len(names)]
    path.write_bytes(damage(path.read_bytes()))
    texts = TextTable(whole_index / "texts.sqlite")
    everything = [*range(1, 59), 60]
    try:
        engine = WhooshEngine(root / "index", texts)
        for query, expected in {"雁桥春灌": everything, "号": everything[:-1], "-没有": everything}.items():
            answer = engine.search(parse_query(query), limit=100, exact=True)
            assert sorted(answer.ids) == expected
        held = {document.id: document for document in texts.all()}
        engine.check()
        engine.update([held[id] for id in held.keys() - set(engine.ids().tolist())])
        engine.note_complete()
        assert found(engine) == everything
        assert (engine.missing_dates(), engine.check()) == ((), [])
    except IndexDamaged:
        assert not path.name.endswith(".seg")
    shutil.rmtree(root)


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


@pytest.mark.skipif(os.name != "posix", reason="only there can an open file be deleted")
def test_an_answer_can_be_had_while_files_are_replaced_beneath(folder: Path, texts: TextTable) -> None:
    engine = WhooshEngine(folder, texts)
    add(engine, texts, 1)
    (segment,) = engine._current().segments.values()
    for id in range(2, 2 + 2 * FEW):
        add(WhooshEngine(folder, texts), texts, id)
    assert segment.entry.file_name not in files(folder)
    assert segment.field("text").frequency(ord("雁") << 21) == 1


def test_many_strings_are_looked_for_in_the_texts_of_a_small_segment(
    folder: Path, texts: TextTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = WhooshEngine(folder, texts)
    for id, body in enumerate(["江湾渡口", "雁桥春灌", "渡口有船", "秋收以后"], 1):
        texts.put(documents := [a_document(id, body=[body])])
        engine.update(documents)
        if id == 1:
            add(engine, texts, *range(11, 61), body="雁桥渡口")
    engine.update([], [3, 12])
    strings = [*map("渡口".__add__, "的一是在不了有和"), "春灌", "湾渡", "冬", "夏夜"]
    anyhow = parse_query(" OR ".join(f'"{each}"' for each in strings))
    assert engine.matches(anyhow).tolist() == [1, 2]
    with_names = parse_query(" OR ".join(f'"{each}"' for each in [*strings[:2], "渡口"]))
    assert {*engine.matches(with_names).tolist()} == {1, *range(11, 61)} - {12}
    assert engine.search(anyhow, exact=True).total == 2

    def place(field: GramField, gram: int) -> PostingSlot:
        assert field.doc_count > 4, "no gram of a small segment is looked up"
        return of_large(field, gram)

    of_large = GramField.place
    monkeypatch.setattr(GramField, "place", place)
    assert WhooshEngine(folder, texts).matches(anyhow).tolist() == [1, 2]
