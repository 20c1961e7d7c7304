"""ICU's data without what Qt's Core never asks for in this program: 31 MB of names of places and old encodings.

Left are the tables of characters, collation and locales of the languages that the program speaks.
"""

import re
import struct
import subprocess
import tempfile
from pathlib import Path

_KEPT = re.compile(
    r"[^/]*\.(nrm|icu)"
    r"|(coll/)?(root|pool|res_index|en|en_US|zh|zh_Hans|zh_Hans_CN|zh_Hant|zh_Hant_TW|zh_CN|zh_TW)\.res"
    r"|coll/ucadata\.icu"
    r"|(supplementalData|likelySubtags|timezoneTypes|zoneinfo64|windowsZones|keyTypeData|plurals|numberingSystems|icuver)"
    r"\.res"
)
_DROPPED = re.compile(r"(unames|confusables)\.(icu|cfu)")
_MAGIC = b"\xda\x27"
_ALIGNED = 16


def shrink(library: Path) -> None:
    """Write the library `libicudata.so.N` anew, with less."""
    version = re.search(r"\.so\.(\d+)$", library.name)
    if version is None:
        raise ValueError(library.name)
    symbol = f"icudt{version[1]}_dat"
    with tempfile.TemporaryDirectory() as folder:
        whole, part, thing = (Path(folder) / name for name in ("whole", "icu.dat", "icu.o"))
        _run("objcopy", "-O", "binary", "--only-section=.rodata", library, whole)
        part.write_bytes(without_most(whole.read_bytes()))
        _run("ld", "-r", "-b", "binary", "-o", thing, part.name, cwd=folder)
        _run(
            "objcopy",
            "--rename-section=.data=.rodata,alloc,load,readonly,data,contents",
            f"--set-section-alignment=.data={_ALIGNED}",
            f"--redefine-sym=_binary_icu_dat_start={symbol}",
            "--strip-symbol=_binary_icu_dat_end",
            "--strip-symbol=_binary_icu_dat_size",
            thing,
        )
        _run(
            "ld",
            "-shared",
            "-s",
            "-z",
            "noexecstack",
            "--build-id=none",
            f"-soname={library.name}",
            "-o",
            library,
            thing,
        )


def without_most(data: bytes) -> bytes:
    """Return ICU's common data without the items that are not kept; `data` may have other bytes before it."""
    start = data.index(_MAGIC) - 2
    data = data[start:]
    size = struct.unpack_from("<H", data)[0]
    count = struct.unpack_from("<I", data, size)[0]
    entries = [struct.unpack_from("<II", data, size + 4 + 8 * number) for number in range(count)]
    ends = [place for _, place in entries[1:]] + [len(data) - size]
    kept: list[tuple[bytes, bytes]] = []
    for (name_at, place), end in zip(entries, ends, strict=True):
        name = data[size + name_at : data.index(b"\0", size + name_at)]
        short = name.decode().partition("/")[2]
        if _KEPT.fullmatch(short) and not _DROPPED.fullmatch(short):
            kept.append((name, data[size + place : size + end]))
    return data[:size] + _contents(kept)


def _contents(items: list[tuple[bytes, bytes]]) -> bytes:
    names_at = 4 + 8 * len(items)
    names = b"".join(name + b"\0" for name, _ in items)
    place = _up(names_at + len(names))
    table, body = struct.pack("<I", len(items)), b""
    for name, data in items:
        table += struct.pack("<II", names_at, place + len(body))
        names_at += len(name) + 1
        body += data.ljust(_up(len(data)), b"\0")
    return (table + names).ljust(place, b"\0") + body


def _up(size: int) -> int:
    return -(-size // _ALIGNED) * _ALIGNED


def _run(*words: str | Path, cwd: str | None = None) -> None:
    subprocess.run(words, check=True, cwd=cwd)
