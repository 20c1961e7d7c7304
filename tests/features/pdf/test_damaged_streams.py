"""Of a PDF with a stream that ends too early, the marks up to there are read, and it is told."""

import random
import zlib
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import formats
from reader.features.pdf import pdf as pdf_format
from reader.features.pdf.damaged_streams import number_of_damaged
from reader.formats.reading import OnlyPictures, SavedFile
from tests import growth
from tests.formats.pdf_pages import At, column, pdf, written

_SIGNS = "渡口重新开放来往的客人比昨天多了一倍船工说从没有见过这样热闹早晨"
TEXT = "".join(random.Random(1).choices(_SIGNS, k=400))  # hardly to be packed
LINES = [At(40, 60, "三座旧闸门换了新颜", 24), *column(40, 100, TEXT, 20)]


def flushed(content: bytes) -> bytes:
    """Packed whole, without the sign of its end."""
    packing = zlib.compressobj()
    return packing.compress(content) + packing.flush(zlib.Z_SYNC_FLUSH)


def without_checksum(content: bytes) -> bytes:
    return zlib.compress(content)[:-4]


def half(content: bytes) -> bytes:
    packed = zlib.compress(content)
    return packed[: len(packed) // 2]


def spoilt(content: bytes) -> bytes:
    packed = zlib.compress(content)
    middle = len(packed) // 2
    return packed[:middle] + b"\xff" * 40 + packed[middle + 40 :]


@pytest.mark.parametrize(
    ("packed", "damaged"),
    [(None, 0), (zlib.compress, 0), (flushed, 0), (without_checksum, 0), (half, 1), (spoilt, 1)],
)
def test_a_stream_without_its_end_is_told(packed: Callable[[bytes], bytes] | None, damaged: int) -> None:
    data = pdf(LINES, packed=packed)
    assert number_of_damaged(data) == damaged
    source = pdf_format.Pdf().read(SavedFile("1987-06-03.pdf", data))
    assert source.reading is not None
    assert bool(source.reading.left_out) == bool(damaged)
    if damaged:
        assert formats.in_words(source.reading).endswith("没有读入：1 段坏了的内容里，坏处以后的字")


def test_a_file_of_which_no_text_is_left_is_no_scan() -> None:
    data = pdf(LINES, packed=lambda content: half(content)[:20])
    with pytest.raises(formats.UnreadableFile, match="内容坏了") as refusal:
        pdf_format.Pdf().read(SavedFile("1987-06-03.pdf", data))
    assert not isinstance(refusal.value, OnlyPictures)


@given(st.binary(max_size=300), st.integers(0, 300))
def test_a_stream_cut_anywhere_is_damaged(content: bytes, length: int) -> None:
    whole = zlib.compress(content)
    deflated = whole[:-4]  # behind it stands the checksum, which nothing is read of
    cut = whole[:length].rstrip(b"\r\n")
    is_whole = len(cut) >= len(deflated)
    is_flushed = cut.endswith(b"\x00\x00\xff\xff")
    is_empty = len(cut) <= 2  # nothing behind the head
    if is_whole or not is_flushed:
        assert number_of_damaged(pdf([], packed=lambda _: cut)) == (not is_whole and not is_empty)


@pytest.mark.parametrize(
    "about",
    [
        "/Subtype /Image /Width 9",
        "/Length1 900",
        "/N 3",
        "/Type /ObjStm /N 2",
        "/Filter [/FlateDecode /DCTDecode]",
    ],
)
def test_typefaces_and_pictures_are_not_looked_at(about: str) -> None:
    filtered = "" if "Filter" in about else "/Filter /FlateDecode "
    body = f"<< {filtered}{about} /Length 9 >>".encode() + b"\nstream\n" + b"\xff" * 9 + b"\nendstream"
    assert number_of_damaged(written([b"<< /Type /Catalog >>", body])) == 0


def test_nothing_is_said_of_an_encrypted_file() -> None:
    data = pdf(LINES, packed=half)
    assert number_of_damaged(data.replace(b"trailer <<", b"trailer << /Encrypt 9 0 R")) == 0


def test_no_more_is_unpacked_than_a_bound() -> None:
    bomb = zlib.compress(bytes(200 << 20), 9)
    data = pdf(LINES, packed=lambda _: bomb)
    assert number_of_damaged(data) == 0


@pytest.mark.parametrize("end", [b"", b"endstream"])
def test_many_beginnings_are_looked_at_once(end: bytes) -> None:
    def of_size(size: int) -> Callable[[], object]:
        return partial(number_of_damaged, b">>stream\n" * size + end)

    assert growth.grows_with_its_size(of_size, 2_000)
