"""Segment files hold exactly what was put in; what is damaged is told, never read as something else."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from reader.search.gram_builder import GRAM_FIELDS, SegmentBuilder, invert
from reader.search.gram_files import (
    Container,
    ContainerWriter,
    GramField,
    IndexDamaged,
    decode,
    encode,
    fingerprint,
    gram_of,
    key_of,
)
from reader.search.terms import all_grams
from tests.search.library_of_texts import a_document


@given(st.lists(st.text(min_size=1, max_size=2).filter(lambda gram: "\0" not in gram), max_size=20))
def test_keys_stand_for_grams_and_sort_as_their_utf8(grams: list[str]) -> None:
    assert [gram_of(key_of(gram)) for gram in grams] == grams
    by_bytes = sorted(grams, key=lambda gram: gram.encode("utf-8", "surrogatepass"))
    assert sorted(grams, key=key_of) == by_bytes


@given(
    st.integers(1, 6000), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 2**32)), min_size=1, max_size=6)
)
def test_posting_lists_of_every_density_come_back(doc_count: int, shapes: list[tuple[float, int]]) -> None:
    lists = []
    for share, seed in shapes:
        docs = np.flatnonzero(np.random.default_rng(seed).random(doc_count) <= share**3).astype(np.int32)
        lists.append(docs if len(docs) else np.array([doc_count - 1], np.int32))
    lengths = np.array([len(docs) for docs in lists])
    pieces, sizes = encode(np.concatenate(lists), lengths, doc_count, zstandard.ZstdCompressor())
    encoded = np.frombuffer(b"".join(pieces), np.uint8)
    ends = np.cumsum(sizes)
    for docs, begin, end in zip(lists, ends - sizes, ends, strict=True):
        assert decode(encoded[begin:end], len(docs), doc_count).tolist() == docs.tolist()


def test_gaps_of_every_length_come_back() -> None:
    docs = np.array([0, 1, 127, 128, 16_383, 40_000, 2_200_000, 70_000_000, 268_000_000], np.int32)
    pieces, _ = encode(docs, np.array([len(docs)]), 268_000_001, zstandard.ZstdCompressor())
    encoded = np.frombuffer(b"".join(pieces), np.uint8)
    assert decode(encoded, len(docs), 268_000_001).tolist() == docs.tolist()


@given(st.binary(max_size=40), st.integers(1, 2000), st.integers(1, 100_000))
def test_bytes_that_are_no_posting_list_are_refused_or_a_list_in_range(
    encoded: bytes, frequency: int, doc_count: int
) -> None:
    frequency = min(frequency, doc_count)
    try:
        docs = decode(np.frombuffer(encoded, np.uint8), frequency, doc_count)
    except IndexDamaged:
        return
    assert len(docs) == frequency
    assert docs.min() >= 0
    assert docs.max() < doc_count


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


def a_segment(folder: Path, count: int = 300) -> Path:
    """Documents 0 … count - 1; 甲 in all, 乙 in every third, 丙丁 in the first, each with a number of its own."""
    builder = SegmentBuilder(folder)
    with closing(builder):
        for i in range(count):
            body = ["甲", "乙" if i % 3 == 0 else "戊", "丙丁" if i == 0 else "", f"第{i}号"]
            builder.add(a_document(i + 1, headline=f"头{i}", body=body))
        builder.write(folder / "a.seg")
    return folder / "a.seg"


def fields_of(path: Path, size: int | None = None) -> dict[str, GramField]:
    container = Container(path, path.stat().st_size if size is None else size)
    return {name: GramField(container, name, container.meta["documents"]) for name in GRAM_FIELDS}


def test_a_segment_answers_which_documents_hold_a_gram(tmp_path: Path) -> None:
    text = fields_of(a_segment(tmp_path))["text"]
    assert text.postings(key_of("甲")).tolist() == list(range(300))
    assert text.postings(key_of("乙")).tolist() == list(range(0, 300, 3))
    assert text.postings(key_of("丙丁")).tolist() == [0]
    assert text.postings(key_of("无")).tolist() == []
    assert text.postings(key_of("𠮷𠮷")).tolist() == []
    assert (text.frequency(key_of("乙")), text.frequency(key_of("丁丙"))) == (100, 0)
    docs = np.array([0, 3, 4, 298, 299], np.int32)
    assert text.keep(key_of("乙"), docs).tolist() == [0, 3]
    assert text.keep(key_of("丙"), docs).tolist() == [0]
    assert text.keep(key_of("无"), docs).tolist() == []


@pytest.mark.parametrize("batch", [1, 7, 299, 300, 1000])
def test_batches_that_waited_on_the_disk_make_the_same_segment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    whole = fingerprint(a_segment(tmp_path))
    (tmp_path / "a.seg").unlink()
    monkeypatch.setattr("reader.search.gram_builder.BATCH_DOCUMENTS", batch)
    monkeypatch.setattr("reader.search.gram_builder._MERGED_POSTINGS", 500)
    a_segment(tmp_path)
    assert fingerprint(tmp_path / "a.seg") == whole
    assert [path.name for path in tmp_path.iterdir()] == ["a.seg"]


def test_an_empty_container_is_no_segment(tmp_path: Path) -> None:
    path = tmp_path / "x"
    with path.open("wb") as file:
        ContainerWriter(file).finish()
    with pytest.raises(IndexDamaged):
        Container(path, path.stat().st_size).array("text.head")


def cut(data: bytes) -> bytes:
    return data[:-1]


def grown(data: bytes) -> bytes:
    return data + b"\0"


def without_a_tail(data: bytes) -> bytes:
    return data[:-20] + b"\0" * 20


def with_a_flipped_directory(data: bytes) -> bytes:
    return data[:-60] + bytes([data[-60] ^ 1]) + data[-59:]


@pytest.mark.parametrize("damage", [cut, grown, without_a_tail, with_a_flipped_directory, lambda data: b""])
def test_a_damaged_container_is_told_when_it_is_opened(
    tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    path = a_segment(tmp_path)
    size = path.stat().st_size
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(IndexDamaged):
        fields_of(path, size)


def test_flipped_bits_anywhere_never_give_documents_that_are_not_there(tmp_path: Path) -> None:
    path = a_segment(tmp_path)
    whole = path.read_bytes()
    grams = [key_of(gram) for gram in ("甲", "乙", "丙丁", "第1", "头2", "无", "号")]
    rng = np.random.default_rng(5)
    for at in rng.integers(0, len(whole), 300):
        damaged = bytearray(whole)
        damaged[at] ^= 1 << int(rng.integers(8))
        path.write_bytes(damaged)
        try:
            field = fields_of(path)["text"]
            for gram in grams:
                docs = field.postings(gram)
                kept = field.keep(gram, np.arange(300, dtype=np.int32))
                assert all(0 <= doc < 300 for doc in docs.tolist() + kept.tolist())
        except IndexDamaged:
            pass
