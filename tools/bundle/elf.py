"""Which versions of glibc a library wants, and how `hypot` is had from an older one."""

import re
import struct
import subprocess
from pathlib import Path

_HEADER = struct.Struct("<16xHHIQQQIHHHHHH")
_SECTION = struct.Struct("<IIQQQQIIQQ")
_NEED = struct.Struct("<HHIII")
_AUX = struct.Struct("<IHHII")


def newest_glibc(library: Path) -> tuple[int, ...]:
    """Return the newest version of glibc that a file wants, as (2, 34); () if it wants none."""
    told = subprocess.run(["objdump", "-p", library], capture_output=True, text=True, check=False).stdout
    needed = told.partition("Version References:")[2]
    versions = (tuple(map(int, each.split("."))) for each in re.findall(r"GLIBC_([\d.]+)", needed))
    return max(versions, default=())


def is_aligned(library: Path) -> bool:
    """Return whether all segments that are loaded lie so in the file that they can be mapped."""
    told = subprocess.run(["readelf", "-lW", library], capture_output=True, text=True, check=False).stdout
    loads = re.findall(r"^\s+LOAD\s+(0x\w+)\s+(0x\w+)\s+.*\s(0x\w+)\s*$", told, re.MULTILINE)
    return all((int(place, 16) - int(at, 16)) % int(step, 16) == 0 for place, at, step in loads)


def want_older(library: Path, version: str, older: str) -> bool:
    """Have a 64-bit library take of an `older` version what it wants of a `version`; return whether it wanted any.

    The interpreter is linked with the `hypot` of glibc 2.35, which sets errno in another way than that of 2.2.5 and
    gives the same numbers; else it would start on 2.34. The version's name and hash are written over.
    """
    data = bytearray(library.read_bytes())
    if data[:5] != b"\x7fELF\x02":
        return False
    header = _HEADER.unpack_from(data)
    start, count = header[5], header[11]
    sections = [_SECTION.unpack_from(data, start + number * _SECTION.size) for number in range(count)]
    versions = [each for each in sections if each[1] == 0x6FFFFFFE]
    is_changed = False
    for _, _, _, _, place, _, link, needs, _, _ in versions:
        names = sections[link][4]
        name_of_older = data.find(b"\0" + older.encode() + b"\0", names) + 1
        for _ in range(needs):
            _, auxiliaries, _, first, following = _NEED.unpack_from(data, place)
            entry = place + first
            for _ in range(auxiliaries):
                _, flags, index, name, after = _AUX.unpack_from(data, entry)
                end = data.index(b"\0", names + name)
                if data[names + name : end] == version.encode() and name_of_older:
                    _AUX.pack_into(data, entry, _hash(older), flags, index, name_of_older - names, after)
                    is_changed = True
                entry += after
            place += following
    if is_changed:
        library.write_bytes(data)
    return is_changed


def _hash(name: str) -> int:
    """Return the hash of a version's name, as the System V ABI defines it."""
    value = 0
    for byte in name.encode():
        value = (value << 4) + byte
        high = value & 0xF0000000
        value = (value ^ (high >> 24)) & ~high & 0xFFFFFFFF
    return value
