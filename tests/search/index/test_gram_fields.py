"""Segments hold exactly the grams that were put in; what can't be is told, never read as something else."""

import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.search.documents import UNDATED, IndexDamaged
from reader.search.index.containers import Container, ContainerWriter
from reader.search.index.gram_builder import BuiltSegment, SegmentBuilder, invert
from reader.search.index.gram_fields import (
    BLOCK,
    SHIFT,
    Counts,
    Docs,
    GramField,
    Keys,
    gram_of,
    key_of,
    write_field,
)
from reader.search.index.manifest import SegmentEntry
from reader.search.index.segments import OpenFile, Segment
from reader.search.index.word_field import WordField
from reader.search.terms import GRAM_FIELDS, WORDS, all_grams
from tests.laws import examples
from tests.search.library_of_texts import a_document


@given(st.lists(st.text(min_size=1, max_size=2).filter(lambda gram: "\0" not in gram), max_size=20))
def test_keys_stand_for_grams_and_sort_as_their_utf8(grams: list[str]) -> None:
    assert [gram_of(key_of(gram)) for gram in grams] == grams
    by_bytes = sorted(grams, key=lambda gram: gram.encode("utf-8", "surrogatepass"))
    assert sorted(grams, key=key_of) == by_bytes


@given(st.lists(st.text(max_size=8), min_size=1, max_size=5))
def test_a_batch_inverted_in_bulk_is_the_sets_of_grams_turned_round(texts: list[str]) -> None:
    keys, ends, docs = invert(texts)
    found = {
        gram_of(int(key)): docs[begin:end].tolist()
        for key, begin, end in zip(keys, [0, *ends], ends, strict=False)
    }
    grams = sorted({gram for text in texts for gram in all_grams(text)}, key=key_of)
    assert list(found) == grams
    assert found == {gram: [i for i, text in enumerate(texts) if gram in all_grams(text)] for gram in grams}


COUNT = 300
FOLLOWERS = [chr(0x6E00 + i) for i in range(2 * BLOCK)]


def built(folder: Path, order: Callable[[int], int] = lambda i: i) -> tuple[Path, BuiltSegment]:
    """Documents 0 … 299; 甲 in all, 乙 in every third, 丙丁 in the first, each with a number of its own, 庚 before a
    different character in each; added in any `order`."""
    builder = SegmentBuilder(folder)
    with closing(builder):
        for i in map(order, range(COUNT)):
            body = ["甲", "乙" if i % 3 == 0 else "戊", "丙丁" if i == 0 else "", f"第{i}号"]
            body.append(f"庚{FOLLOWERS[i % len(FOLLOWERS)]}辛{chr(0x20000 + i)}")
            builder.add(a_document(i + 1, f"2024-0{9 - i // 50}-01", headline=f"头{i}", body=body))
        return folder / "a.seg", builder.write(folder / "a.seg")


def content_of(path: Path, built: BuiltSegment) -> dict[str, object]:
    """The postings of all fields, and the documents, of a segment."""
    container = Container(path, path.stat().st_size, built.crc)
    words = WordField(container, WORDS, COUNT)
    content: dict[str, object] = {word: words.docs(word).tolist() for word in words.words()}
    for name in GRAM_FIELDS:
        field = GramField(container, name, COUNT)
        content |= {f"{name}:{gram}": field.postings(field.place(gram)).tolist() for gram in field.grams()}
    columns = {name: container.array(name, COUNT).tolist() for name in ("id", "page", "days", "days.begin")}
    return content | columns | dict(container.meta)


def entry_of(path: Path, built: BuiltSegment) -> SegmentEntry:
    return SegmentEntry("a", COUNT, (), built.oldest, built.newest, path.stat().st_size, built.crc)


def a_field(folder: Path, name: str = "text") -> GramField:
    folder.mkdir(exist_ok=True)
    path, made = built(folder)
    return GramField(Container(path, path.stat().st_size, made.crc), name, COUNT)


def docs(field: GramField, gram: str) -> list[int]:
    found: list[int] = (
        field.postings(field.place(key_of(gram))).tolist() if field.frequency(key_of(gram)) else []
    )
    return found


def test_many_grams_are_counted_at_once_as_each_alone(tmp_path: Path) -> None:
    field = a_field(tmp_path)
    known = [*field.grams()]
    asked = np.unique(
        np.array([*known, *(gram + 1 for gram in known), key_of("无"), key_of("𠮷𠮷")], np.int64)
    )
    assert field.frequencies(asked).tolist() == [field.frequency(gram) for gram in asked.tolist()]
    assert field.frequencies(np.array([], np.int64)).tolist() == []


def test_all_grams_are_counted_as_each_alone_however_many_blocks_are_read_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    field = a_field(tmp_path)
    keys, counts = field.all_frequencies()
    assert counts.tolist() == [field.frequency(key) for key in keys.tolist()]
    assert {key_of("甲"), key_of("丙丁")} <= {*keys.tolist()}
    monkeypatch.setattr("reader.search.index.gram_fields._BLOCKS_AT_ONCE", 3)
    assert [each.tolist() for each in field.all_frequencies()] == [keys.tolist(), counts.tolist()]


def test_a_field_answers_which_documents_hold_a_gram(tmp_path: Path) -> None:
    field = a_field(tmp_path)
    assert docs(field, "甲") == list(range(300))
    assert docs(field, "乙") == list(range(0, 300, 3))
    assert docs(field, "丙丁") == [0]
    assert docs(field, "无") == docs(field, "𠮷𠮷") == docs(field, "甲丁") == []
    assert (field.frequency(key_of("乙")), field.frequency(key_of("丁丙"))) == (100, 0)
    assert field.is_dense(field.place(key_of("乙")))
    assert not field.is_dense(field.place(key_of("丙")))
    for i, follower in enumerate(FOLLOWERS):
        assert docs(field, f"庚{follower}") == list(range(i, COUNT, len(FOLLOWERS)))
    assert docs(field, f"辛{chr(0x20000 + 7)}") == docs(field, chr(0x20000 + 7)) == [7]


def test_all_grams_of_a_field_can_be_listed(tmp_path: Path) -> None:
    grams = list(a_field(tmp_path, "headline").grams())
    assert grams == sorted({key_of(gram) for i in range(COUNT) for gram in all_grams(f"头{i}")})


@pytest.mark.parametrize("batch", [1, 7, 299, 300, 1000])
def test_batches_that_waited_on_the_disk_make_the_same_segment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    path, _ = built(tmp_path)
    whole = path.read_bytes()
    path.unlink()
    monkeypatch.setattr("reader.search.index.gram_builder.BATCH_DOCUMENTS", batch)
    monkeypatch.setattr("reader.search.index.gram_builder._MERGED_POSTINGS", 500)
    assert built(tmp_path)[0].read_bytes() == whole
    assert [path.name for path in tmp_path.iterdir()] == ["a.seg"]


@pytest.mark.parametrize("order", [lambda i: COUNT - 1 - i, lambda i: i * 7 % COUNT])
def test_documents_that_come_in_another_order_make_the_same_segment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, order: Callable[[int], int]
) -> None:
    """Its words are numbered as they come; each has the same documents."""
    monkeypatch.setattr("reader.search.index.gram_builder.BATCH_DOCUMENTS", 40)
    monkeypatch.setattr("reader.search.index.gram_builder._MERGED_POSTINGS", 500)
    path, made = built(tmp_path)
    whole = content_of(path, made)
    path.unlink()
    _, made = built(tmp_path, order)
    assert content_of(path, made) == whole
    assert [order(arrival) + 1 for arrival in made.order] == made.ids.tolist() == list(range(1, COUNT + 1))


# ---- what a hostile hand wrote: whole to the CRC, and wrong


def forged(path: Path, made: BuiltSegment, section: str, change: Callable[[bytes], bytes]) -> BuiltSegment:
    """The file again, with other bytes or numbers in a section and all CRCs right."""
    before = Container(path, path.stat().st_size, made.crc)
    with path.with_suffix(".forged").open("wb") as file:
        out = ContainerWriter(file)
        for name, told in before._sections.items():
            if told.width == "bytes":
                data = before.piece(name, 0, told.length)
                out.stream(name, [change(data) if name == section else data])
            else:
                numbers = before.array(name, 1 << 20)
                changed = change(numbers.tobytes()) if name == section else numbers.tobytes()
                whole = len(changed) // numbers.itemsize * numbers.itemsize
                out.array(name, np.frombuffer(changed[:whole], numbers.dtype) & np.uint64((1 << 61) - 1))
        crc = out.finish(before.meta)
    before.close()
    path.with_suffix(".forged").replace(path)
    return BuiltSegment(crc, made.ids, made.order, made.oldest, made.newest)


SECTIONS = [
    *("id", "newspaper", "page", "days", "days.begin"),
    *(f"text.{part}" for part in ("postings", "dictionary", "first", "counts", "blocks", "begins")),
]


@st.composite
def changes(draw: st.DrawFn) -> Callable[[bytes], bytes]:
    at, length = draw(st.integers(0, 1 << 16)), draw(st.integers(0, 40))
    junk = draw(st.binary(max_size=40) | st.sampled_from([b"\xff" * 8, b"\x00" * 8, b"\xff" * 40]))
    keep_length = draw(st.booleans())

    def change(data: bytes) -> bytes:
        place = at % (len(data) + 1)
        end = place + len(junk) if keep_length else place + length
        return (data[:place] + junk + data[end:])[: len(data) if keep_length else None]

    return change


@pytest.mark.slow
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=examples(300)
)
@given(section=st.sampled_from(SECTIONS), change=changes())
def test_forged_sections_are_refused_or_give_documents_that_are_there(
    tmp_path: Path, section: str, change: Callable[[bytes], bytes]
) -> None:
    path, made = built(tmp_path)
    made = forged(path, made, section, change)
    try:
        entry = entry_of(path, made)
        path.replace(tmp_path / entry.file_name)
        segment = Segment(entry, OpenFile(tmp_path, entry), UNDATED)
        field = segment.field("text")
        list(field.grams())
        for gram in ("甲", "乙", "丙丁", "第1", "号", "庚一", "无"):
            place = field.place(key_of(gram))
            found = field.postings(place) if place.frequency else np.empty(0, np.int32)
            if place.frequency and field.is_dense(place):
                assert len(field.bitmap(place)) == (COUNT + 7) // 8
            assert all(0 <= doc < COUNT for doc in found.tolist())
            assert len(segment.ids[found]) == len(segment.dates_of(found)) == len(segment.places_of(found))
            segment.count_months(found)
            segment.count_labels("newspaper", found)
    except IndexDamaged:
        pass


def test_the_grams_of_a_field_are_not_held_while_it_is_written(tmp_path: Path) -> None:
    size = 5000

    def most_held(groups: int) -> int:
        def made() -> Iterator[tuple[Keys, Counts, Docs]]:
            for number in range(groups):
                keys = np.arange(number * size, (number + 1) * size, dtype=np.uint64)
                yield keys + np.uint64(1 << SHIFT), np.ones(size, np.int64), np.zeros(size, np.int32)

        with (tmp_path / str(groups)).open("wb") as file:
            tracemalloc.start()
            write_field(ContainerWriter(file), "text", 8, made())
            held = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return held

    assert most_held(20) < 4 * most_held(1)


def test_every_field_of_a_segment_can_be_asked(tmp_path: Path) -> None:
    path, made = built(tmp_path)
    entry = entry_of(path, made)
    path.replace(tmp_path / entry.file_name)
    segment = Segment(entry, OpenFile(tmp_path, entry), UNDATED)
    assert [segment.field(name).frequency(key_of("头")) for name in GRAM_FIELDS] == [300, 300, 0, 0]
    assert segment.between(entry.oldest, entry.newest) == (0, COUNT)
    assert segment.between(0, entry.oldest - 1) == (COUNT, COUNT)
    assert segment.between(entry.newest + 1, 1 << 22) == (0, 0)
    may = 2024 << 9 | 5 << 5 | 1
    assert segment.between(may, may) == (200, 250)
    assert set(segment.dates_of(np.arange(200, 250, dtype=np.int32)).tolist()) == {may}
    assert segment.count_months(segment.within()) == {2024 * 12 + month - 1: 50 for month in range(4, 10)}
