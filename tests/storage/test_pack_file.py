"""What docs/pack-format.md says is checked is checked: every block, each time it is read from the file."""

import datetime as dt
import random
from pathlib import Path

import pytest
from nacl.signing import SigningKey

from reader.features.packs.pack_file import HEAD, About, PackFile, PackUnreadable
from reader.features.packs.packing_up import PackWriter

BLOCK, BLOCKS = 1000, 8
WRITTEN = b"".join(  # every other block saves nothing by being compressed
    random.Random(number).randbytes(BLOCK) if number % 2 else b"%d" % number * BLOCK
    for number in range(BLOCKS)
)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    path = tmp_path / "x.yuebao"
    with path.open("wb") as file:
        writer = PackWriter(file)
        pieces = [WRITTEN[at : at + BLOCK] for at in range(0, len(WRITTEN), BLOCK)]
        writer.add("index/a", pieces, BLOCK)
        writer.finish(
            About("a", "雁桥", "", dt.datetime(2027, 1, 1, tzinfo=dt.UTC), 1, 1, 0),
            SigningKey.generate(),
            "3.3",
        )
    return path


def spoil(path: Path, at: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        (byte,) = file.read(1)
        file.seek(at)
        file.write(bytes([byte ^ 1]))


def readable(open_pack: PackFile) -> list[bool]:
    """Which blocks of the member can be read, and are as they were written."""
    member, found = open_pack.member("index/a"), []
    for number in range(BLOCKS):
        try:
            found.append(member.read(10, number * BLOCK + 7) == WRITTEN[number * BLOCK + 7 :][:10])
        except PackUnreadable:
            found.append(False)
    return found


def begins_of(open_pack: PackFile) -> list[int]:
    return [int(begin) for begin in open_pack._begins[:-1]]


@pytest.mark.parametrize("number", range(BLOCKS))
def test_a_block_that_is_changed_while_the_pack_is_open_is_told_when_it_is_read(
    pack: Path, number: int
) -> None:
    given = PackFile(pack)
    spoil(pack, begins_of(given)[number] + 3)
    assert readable(given) == [each != number for each in range(BLOCKS)]
    assert readable(given) == [each != number for each in range(BLOCKS)], "and whenever it is read again"
    assert len(given.check()) == 1
    spoil(pack, begins_of(given)[number] + 3)
    assert all(readable(given))
    given.close()


def test_a_block_in_memory_stays_as_it_was_checked_and_the_file_is_told_when_it_is_read(pack: Path) -> None:
    given = PackFile(pack)
    assert all(readable(given))
    for begin in begins_of(given):
        spoil(pack, begin + 3)
    assert all(readable(given))
    assert given.check(), "which reads the file"
    again = PackFile(pack)
    assert not any(readable(again))
    for each in (given, again):
        each.close()


def test_the_rest_of_the_file_is_checked_when_it_is_opened(pack: Path) -> None:
    with_blocks = PackFile(pack)
    end = int(with_blocks._begins[-1])
    with_blocks.close()
    for at in (*range(len(HEAD)), *range(end, pack.stat().st_size)):
        spoil(pack, at)
        with pytest.raises(PackUnreadable):
            PackFile(pack)
        spoil(pack, at)
    PackFile(pack).close()


def test_the_page_says_so() -> None:
    page = (Path(__file__).parents[2] / "docs" / "pack-format.md").read_text(encoding="utf-8")
    assert "each time it is read from the file" in " ".join(page.split())
