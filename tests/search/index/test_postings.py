"""Posting lists come back as they were; what is none is refused."""

import numpy as np
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from reader.search.documents import IndexDamaged
from reader.search.index.gram_fields import bitmap, decode, docs_of_bitmap, docs_on, encode


@given(
    st.integers(1, 6000), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 2**32)), min_size=1, max_size=6)
)
def test_posting_lists_of_every_density_come_back(doc_count: int, shapes: list[tuple[float, int]]) -> None:
    lists = []
    for share, seed in shapes:
        docs = np.flatnonzero(np.random.default_rng(seed).random(doc_count) <= share**3).astype(np.int32)
        lists.append(docs if len(docs) else np.array([doc_count - 1], np.int32))
    lengths = np.array([len(docs) for docs in lists])
    encoded, sizes = encode(np.concatenate(lists), lengths, doc_count, zstandard.ZstdCompressor())
    ends = np.cumsum(sizes)
    for docs, begin, end in zip(lists, ends - sizes, ends, strict=True):
        assert decode(encoded[begin:end], len(docs), doc_count).tolist() == docs.tolist()


ENDS_OF_WIDTHS = [0, 1, 255, 256, 65_535, 65_536, 70_000, 2**24 - 1, 2**24, 2**31 - 2]


@given(st.lists(st.sampled_from(ENDS_OF_WIDTHS) | st.integers(0, 2**31 - 2), min_size=1, max_size=8))
def test_a_single_document_of_every_width_comes_back(numbers: list[int]) -> None:
    """Lists of one document each stand one behind the other, in as many bytes as their numbers take."""
    doc_count = 2**31 - 1
    docs, ones = np.array(numbers, np.int32), np.ones(len(numbers), np.int64)
    encoded, sizes = encode(docs, ones, doc_count, zstandard.ZstdCompressor())
    assert sizes.tolist() == [max(1, (number.bit_length() + 7) // 8) for number in numbers]
    ends = np.cumsum(sizes)
    read = [decode(encoded[end - size : end], 1, doc_count) for size, end in zip(sizes, ends, strict=True)]
    assert [docs.tolist() for docs in read] == [[number] for number in numbers]


@given(st.sets(st.sampled_from(ENDS_OF_WIDTHS) | st.integers(0, 2**31 - 2), min_size=2, max_size=40))
def test_documents_at_the_ends_of_every_width_come_back(numbers: set[int]) -> None:
    docs = np.array(sorted(numbers), np.int32)
    encoded, _ = encode(docs, np.array([len(docs)]), 2**31 - 1, zstandard.ZstdCompressor())
    assert decode(encoded, len(docs), 2**31 - 1).tolist() == docs.tolist()


def test_gaps_of_every_length_come_back() -> None:
    docs = np.array([0, 1, 127, 128, 16_383, 40_000, 2_200_000, 70_000_000, 268_000_000], np.int32)
    encoded, _ = encode(docs, np.array([len(docs)]), 268_000_001, zstandard.ZstdCompressor())
    assert decode(encoded, len(docs), 268_000_001).tolist() == docs.tolist()


@given(st.binary(max_size=40), st.integers(1, 2000), st.integers(1, 100_000))
def test_bytes_that_are_no_posting_list_are_refused_or_a_list_in_range(
    encoded: bytes, frequency: int, doc_count: int
) -> None:
    frequency = min(frequency, doc_count)
    try:
        docs = decode(encoded, frequency, doc_count)
    except IndexDamaged:
        return
    assert len(docs) == frequency
    assert docs.min() >= 0
    assert docs.max() < doc_count


@given(st.integers(1, 100), st.binary(max_size=14))
def test_a_bitmap_of_another_length_is_refused(doc_count: int, bits: bytes) -> None:
    packed = zstandard.ZstdCompressor().compress(bits)
    if 0 <= 8 * len(bits) - doc_count < 8:
        assert bitmap(packed, doc_count).tobytes() == bits
    else:
        with pytest.raises(IndexDamaged):
            bitmap(packed, doc_count)


@given(st.sets(st.integers(0, 99)), st.sets(st.integers(0, 99)), st.integers(0, 100), st.integers(0, 100))
def test_a_bitmap_tells_its_documents(held: set[int], asked: set[int], one: int, other: int) -> None:
    bits = np.zeros(104, np.uint8)
    bits[list(held)] = 1
    packed = np.packbits(bits, bitorder="little")
    within = range(min(one, other), max(one, other))
    assert docs_of_bitmap(packed, within).tolist() == sorted(held & set(within))
    assert docs_on(packed, np.array(sorted(asked), np.int32)).tolist() == sorted(held & asked)
