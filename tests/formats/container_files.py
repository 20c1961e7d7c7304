"""Invented containers: ZIP and TAR of a few files, whole or made to do harm."""

import io
import re
import struct
import tarfile
import warnings
import zipfile
import zlib
from collections.abc import Mapping, Sequence


def page(day: int, *texts: str) -> str:
    """A page of the fictional 雁桥日报, of a day in March 2024."""
    body = "\n\n".join(f"渡口第{at}件事\n\n　　本报讯 {text}" for at, text in enumerate(texts, 1))
    return f"雁桥日报\n2024年3月{day}日 第二版\n\n{body}\n"


def zipped(files: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    return zipped_pairs([*files.items()], method)


def zipped_pairs(files: Sequence[tuple[str, str | bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP in which names may be equal, or lead elsewhere."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of equal names
        for name, data in files:
            archive.writestr(name, data)
    return target.getvalue()


def zipped_in(encoding: str, files: Mapping[str, str]) -> bytes:
    """A ZIP whose names are in an old encoding, which it does not say."""
    raw = [name.encode(encoding) for name in files]
    stand_ins = [chr(ord("A") + at) * len(name) for at, name in enumerate(raw)]
    data = zipped(dict(zip(stand_ins, files.values(), strict=True)))
    for stand_in, name in zip(stand_ins, raw, strict=True):
        data = data.replace(stand_in.encode(), name)
    return data


def tarred(files: Mapping[str, str | bytes], packed: str = "", form: int = tarfile.PAX_FORMAT) -> bytes:
    return tarred_pairs([*files.items()], packed, form)


def tarred_pairs(
    files: Sequence[tuple[str, str | bytes]], packed: str = "", form: int = tarfile.PAX_FORMAT
) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode=f"w:{packed}", format=form) as archive:  # type: ignore[call-overload]
        for name, data in files:
            content = data.encode() if isinstance(data, str) else data
            about = tarfile.TarInfo(name)
            about.size = len(content)
            archive.addfile(about, io.BytesIO(content))
    return target.getvalue()


def with_links(files: Mapping[str, str], kinds: Mapping[str, bytes]) -> bytes:
    """A TAR in which links, pipes and devices are named as issues are."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        for name, kind in kinds.items():
            about = tarfile.TarInfo(name)
            about.type, about.linkname = kind, "/etc/passwd"
            archive.addfile(about)
        for name, data in files.items():
            about = tarfile.TarInfo(name)
            about.size = len(data.encode())
            archive.addfile(about, io.BytesIO(data.encode()))
    return target.getvalue()


def encrypted(data: bytes) -> bytes:
    """A ZIP that says of all its files that they are encrypted."""
    return re.sub(
        rb"(PK\x01\x02.{4})(.)", lambda found: found[1] + bytes([found[2][0] | 1]), data, flags=re.DOTALL
    )


def overlapping(count: int, data: bytes, beside: bytes = b"") -> bytes:
    """A ZIP of many names for the same packed bytes; and of one for others that lie `beside` them."""
    packed, local = _entry(b"0.txt", data)
    own, own_local = _entry(b"beside.txt", beside)
    body = local + packed + (own_local + own if beside else b"")
    directory = b"".join(_record(b"%05d.txt" % at, data, packed, 0) for at in range(count))
    if beside:
        directory += _record(b"beside.txt", beside, own, len(local + packed))
        count += 1
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), 0)
    return body + directory + end


def _entry(name: bytes, data: bytes) -> tuple[bytes, bytes]:
    """A file's packed bytes, and what stands before them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(data) + packer.flush()
    sizes = zlib.crc32(data), len(packed), len(data), len(name)
    return packed, struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0, *sizes, 0) + name


def _record(name: bytes, data: bytes, packed: bytes, at: int) -> bytes:
    """A file in the directory of a ZIP."""
    sizes = zlib.crc32(data), len(packed), len(data), len(name)
    return struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, *sizes, 0, 0, 0, 0, 0, at) + name
