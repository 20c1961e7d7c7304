"""A file packed with gzip holds one file; bombs, damage and what is no issue are told apart."""

import gzip
import io
import random

import pytest

from reader.formats import gzip_file
from reader.formats.gzip_file import packed
from reader.formats.reading import MOST_RATIO, HeldFiles, UnreadableFile, bomb, broken, too_large

TEXT = "雁桥渡口通航。\n".encode() * 20


def held(data: bytes, name: str) -> HeldFiles:
    file = io.BytesIO(data)
    try:
        return packed(file, name)
    finally:
        assert file.closed


@pytest.mark.parametrize("name", ["0612.txt.gz", "1987/06/0612.txt.gz", "0612.txt.gz "])
def test_it_holds_the_file_without_the_ending(name: str) -> None:
    files = held(gzip.compress(TEXT), name)
    assert files == HeldFiles({"0612.txt": TEXT})


@pytest.mark.parametrize("name", [".gz", "a.exe.gz", "a/.gz"])
def test_what_is_no_issue_is_not_unpacked(name: str) -> None:
    assert held(b"not even gzip", name) == HeldFiles({})


@pytest.mark.parametrize(
    "data",
    [b"", b"no gzip", gzip.compress(TEXT)[:-9], gzip.compress(TEXT)[:12] + b"\xff" * 30],
    ids=["empty", "something else", "cut off", "spoilt"],  # its bytes hold the time at which it is made
)
def test_a_damaged_one_is_told_so(data: bytes) -> None:
    if not data:
        assert held(data, "a.txt.gz") == HeldFiles({"a.txt": b""})
        return
    with pytest.raises(UnreadableFile, match=str(broken())):
        held(data, "a.txt.gz")


def test_one_that_grows_too_much_is_a_bomb_and_one_that_is_only_large_is_too_large(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gzip_file, "MOST_GROWN", 100_000)
    zeros = gzip.compress(bytes(100_001))
    assert len(zeros) * MOST_RATIO < 100_001
    with pytest.raises(UnreadableFile, match=str(bomb())):
        held(zeros, "a.txt.gz")
    assert held(gzip.compress(bytes(100_000)), "a.txt.gz") == HeldFiles({"a.txt": bytes(100_000)})
    monkeypatch.setattr(gzip_file, "MOST_BYTES", 1000)
    noise = random.Random(1).randbytes(1001)
    with pytest.raises(UnreadableFile, match=str(too_large())):
        held(gzip.compress(noise), "a.txt.gz")
    assert held(gzip.compress(noise[:1000]), "a.txt.gz") == HeldFiles({"a.txt": noise[:1000]})
