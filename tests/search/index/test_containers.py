"""A container gives what was put in, or says that it can't; whatever happens to its file."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.search.documents import IndexDamaged
from reader.search.index.containers import PAGE, Container, ContainerWriter

WORDS = b"".join(f"{n} of the words. ".encode() for n in range(900))
NUMBERS = {
    "one": [7],
    "none": [],
    "two": [0, 256],
    "four": [1 << 31] * 3000,
    "eight": [1 << 60],
    "up and down": [9, 2, 2, 70_000, 0],
}


def written(path: Path, words: bytes = WORDS) -> tuple[int, int]:
    """Size and CRC."""
    with path.open("wb") as file:
        out = ContainerWriter(file)
        out.stream("words", [words[at : at + 1000] for at in range(0, len(words), 1000)])
        for name, numbers in NUMBERS.items():
            out.array(name, np.array(numbers, np.uint64))
        crc = out.finish({"said": "雁桥"})
    return path.stat().st_size, crc


def contents(container: Container) -> object:
    arrays = {name: container.array(name, 3000).tolist() for name in NUMBERS}
    return container.meta, arrays, container.piece("words", 0, container.count("words"))


def test_sections_come_back_in_the_narrowest_numbers(tmp_path: Path) -> None:
    container = Container(tmp_path / "x", *written(tmp_path / "x"))
    assert contents(container) == ({"said": "雁桥"}, NUMBERS, WORDS)
    widths = {name: container.array(name, 3000).itemsize for name in NUMBERS}
    assert widths == {"one": 1, "none": 1, "two": 2, "four": 4, "eight": 8, "up and down": 4}
    assert container.count("four") == 3000
    with pytest.raises(IndexDamaged):
        container.array("four", 2999)
    container.check()
    container.close()


@pytest.mark.parametrize("length", [0, 1, PAGE - 9, PAGE - 8, PAGE - 7, 2 * PAGE - 8, 3 * PAGE])
def test_pieces_of_any_place_come_back(tmp_path: Path, length: int) -> None:
    words = (WORDS * 2)[:length]
    container = Container(tmp_path / "x", *written(tmp_path / "x", words))
    for begin in {0, length // 2, max(length - 1, 0), length}:
        for end in {begin, (begin + length) // 2, length}:
            assert container.piece("words", begin, end) == words[begin:end]


@pytest.mark.parametrize(("begin", "end"), [(-1, 5), (5, 4), (0, len(WORDS) + 1), (1 << 70, 1 << 71)])
def test_a_piece_that_is_not_there_is_refused(tmp_path: Path, begin: int, end: int) -> None:
    container = Container(tmp_path / "x", *written(tmp_path / "x"))
    with pytest.raises(IndexDamaged):
        container.piece("words", begin, end)
    with pytest.raises(IndexDamaged):
        container.array("nothing", 9)


def test_no_file_is_an_error_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Container(tmp_path / "x", 100, 0)


@st.composite
def damages(draw: st.DrawFn) -> Callable[[bytes], bytes]:
    """Bits that flip, a file that is cut, grown, or has a piece of it elsewhere."""
    at, length, other = (draw(st.integers(0, 1 << 20)) for _ in range(3))
    bit, junk = draw(st.integers(0, 7)), draw(st.binary(min_size=1, max_size=9))

    def flipped(data: bytes) -> bytes:
        place = at % len(data)
        return data[:place] + bytes([data[place] ^ 1 << bit]) + data[place + 1 :]

    def cut(data: bytes) -> bytes:
        return data[: at % len(data)]

    def grown(data: bytes) -> bytes:
        return data[: at % len(data)] + junk + data[at % len(data) :]

    def swapped(data: bytes) -> bytes:
        begin, end = sorted((at % len(data), other % len(data)))
        size = length % 5000
        return (
            data[:begin]
            + data[end : end + size]
            + data[begin + size : end]
            + data[begin : begin + size]
            + data[end + size :]
        )

    return draw(st.sampled_from([flipped, cut, grown, swapped]))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(damage=damages())
def test_whatever_happens_to_the_file_nothing_else_is_read_from_it(
    tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "x"
    told = written(path)
    before = path.read_bytes()
    path.write_bytes(damage(before))
    if path.read_bytes() == before:
        return
    with pytest.raises(IndexDamaged):
        Container(path, *told).check()


def test_a_file_that_is_cut_or_overwritten_while_it_is_open_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x"
    container = Container(path, *written(path))
    with path.open("rb+") as file:
        file.truncate(5000)
    assert container.piece("words", 0, 100) == WORDS[:100]
    with pytest.raises(IndexDamaged):
        container.piece("words", 6000, 6100)
    path.write_bytes(b"\xff" * 50_000)
    with pytest.raises(IndexDamaged):
        container.piece("words", 0, 100)


def test_another_container_in_its_place_is_told(tmp_path: Path) -> None:
    told = written(tmp_path / "x")
    assert written(tmp_path / "y", WORDS[::-1])[0] == told[0]
    (tmp_path / "y").replace(tmp_path / "x")
    with pytest.raises(IndexDamaged):
        Container(tmp_path / "x", *told)
