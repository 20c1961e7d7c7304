"""ICU's data loses what is not asked for, and all else stays where it is looked for."""

import struct

from tools.bundle import icu

HEADER = struct.pack("<HBB", 32, 0xDA, 0x27).ljust(32, b"\0")
ITEMS = {
    b"icudt73l/coll/zh.res": b"Z" * 40,
    b"icudt73l/gb18030.cnv": b"G" * 100,
    b"icudt73l/nfc.nrm": b"N" * 7,
    b"icudt73l/unames.icu": b"U" * 50,
}


def items_of(data: bytes) -> dict[bytes, bytes]:
    size = struct.unpack_from("<H", data)[0]
    count = struct.unpack_from("<I", data, size)[0]
    entries = [struct.unpack_from("<II", data, size + 4 + 8 * number) for number in range(count)]
    return {
        data[size + name : data.index(b"\0", size + name)]: data[size + place : size + place + 16].rstrip(
            b"\0"
        )
        for name, place in entries
    }


def test_what_is_kept_is_found_at_its_place() -> None:
    whole = b"before" + HEADER + icu._contents(list(ITEMS.items()))
    less = icu.without_most(whole)
    assert items_of(less) == {b"icudt73l/coll/zh.res": b"Z" * 16, b"icudt73l/nfc.nrm": b"N" * 7}
    assert less.startswith(HEADER)
    assert len(less) < len(whole)
