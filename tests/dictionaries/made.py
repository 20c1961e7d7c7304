"""Small dictionaries in the forms of StarDict and MDict, made by hand from how these are described."""

import gzip
import struct
import zlib
from collections.abc import Mapping, Sequence
from itertools import accumulate
from pathlib import Path

from reader.dictionaries.ripemd import ripemd128

WORDS = {
    "渡口": "<b>渡口</b> dùkǒu <p>有船摆渡过河的地方。</p>",
    "板車": "<i>名</i> 一种用人力拉的车。",
    "apple": "苹果。",
}


def stardict(
    folder: Path,
    words: Mapping[str, str] = WORDS,
    *,
    name: str = "小词典",
    kinds: str = "h",
    zipped: bool = False,
    synonyms: Sequence[tuple[str, int]] = (),
    wide: bool = False,
    fields: Mapping[str, bytes] | None = None,
) -> Path:
    """The .ifo of a dictionary; `fields` are the bytes of entries in place of `words`."""
    folder.mkdir(parents=True, exist_ok=True)
    entries = fields if fields is not None else {word: text.encode() for word, text in words.items()}
    index, body = bytearray(), bytearray()
    for word, data in entries.items():
        index += word.encode() + b"\0" + struct.pack(">QI" if wide else ">II", len(body), len(data))
        body += data
    told = ["StarDict's dict ifo file", "version=3.0.0", f"bookname={name}", f"wordcount={len(entries)}"]
    told += [f"idxfilesize={len(index)}", *([f"sametypesequence={kinds}"] if kinds else [])]
    told += ["idxoffsetbits=64"] if wide else []
    ifo = folder / f"{name}.ifo"
    ifo.write_text("\n".join(told) + "\n", encoding="utf-8")
    ifo.with_suffix(".idx").write_bytes(index)
    if zipped:
        ifo.with_suffix(".dict.dz").write_bytes(dictzip(bytes(body)))
    else:
        ifo.with_suffix(".dict").write_bytes(body)
    if synonyms:
        made = b"".join(word.encode() + b"\0" + struct.pack(">I", number) for word, number in synonyms)
        ifo.with_suffix(".syn").write_bytes(made)
    return ifo


def dictzip(data: bytes, length: int = 16, *, said: int | None = None) -> bytes:
    """Compressed in pieces of `length` bytes, of which it is `said` how long they are."""
    pieces = []
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    for at in range(0, len(data), length):
        is_last = at + length >= len(data)
        end = zlib.Z_FINISH if is_last else zlib.Z_FULL_FLUSH
        pieces.append(packer.compress(data[at : at + length]) + packer.flush(end))
    field = struct.pack(f"<3H{len(pieces)}H", 1, said or length, len(pieces), *map(len, pieces))
    extra = b"XX" + struct.pack("<H", 3) + b"abc" + b"RA" + struct.pack("<H", len(field)) + field
    head = b"\x1f\x8b\x08" + bytes([4 | 8]) + b"\0\0\0\0\2\3" + struct.pack("<H", len(extra)) + extra
    tail = struct.pack("<II", zlib.crc32(data), len(data))
    return head + "名.dict".encode() + b"\0" + b"".join(pieces) + tail


def mdict(
    path: Path,
    words: Sequence[tuple[str, str]] = tuple(WORDS.items()),
    *,
    version: str = "2.0",
    encoding: str = "UTF-8",
    is_zipped: bool = True,
    is_hidden: bool = False,
    header: str = "",
    per_block: int = 2,
    kind: bytes | None = None,
) -> Path:
    """An .mdx file; `header` are further attributes, `kind` the kind that blocks say they have."""
    path.parent.mkdir(parents=True, exist_ok=True)
    wide = not version.startswith("1")
    codec = "utf-16-le" if encoding == "UTF-16" else encoding
    number = ">Q" if wide else ">I"
    told = f'<Dictionary GeneratedByEngineVersion="{version}" Encrypted="{2 if is_hidden else 0}"'
    told += f' Encoding="{encoding}" Title="{path.stem}" {header}/>\r\n\0'
    head = told.encode("utf-16-le")
    end = "\0".encode(codec)
    records = [text.encode(codec) + end for _, text in words]
    starts = list(accumulate(map(len, records), initial=0))
    keys = [
        struct.pack(number, start) + word.encode(codec) + end
        for (word, _), start in zip(words, starts, strict=False)
    ]

    def block(data: bytes) -> bytes:
        told = kind or (b"\2\0\0\0" if is_zipped else b"\0\0\0\0")
        packed = zlib.compress(data) if is_zipped else data
        return told + struct.pack(">I", zlib.adler32(data)) + packed

    sizes, key_blocks = b"", []
    for at in range(0, len(keys), per_block):
        data = b"".join(keys[at : at + per_block])
        key_blocks.append(block(data))
        sizes += struct.pack(number, len(keys[at : at + per_block]))
        for word, _ in (words[at], words[min(at + per_block, len(words)) - 1]):
            written = word.encode(codec)
            length = len(written) // len(end)
            sizes += struct.pack(">H", length) + written + end if wide else bytes([length]) + written
        sizes += struct.pack(number, len(key_blocks[-1])) + struct.pack(number, len(data))
    whole = b"".join(key_blocks)
    if wide:
        packed = b"\2\0\0\0" + struct.pack(">I", zlib.adler32(sizes)) + zlib.compress(sizes)
        packed = hidden(packed) if is_hidden else packed
        numbers = struct.pack(">5Q", len(key_blocks), len(words), len(sizes), len(packed), len(whole))
        listed = numbers + struct.pack(">I", zlib.adler32(numbers)) + packed
    else:
        listed = struct.pack(">4I", len(key_blocks), len(words), len(sizes), len(whole)) + sizes
    record_blocks = [b"".join(records[at : at + per_block]) for at in range(0, len(records), per_block)]
    packed_blocks = [block(data) for data in record_blocks]
    table = b"".join(
        struct.pack(number, len(packed)) + struct.pack(number, len(data))
        for packed, data in zip(packed_blocks, record_blocks, strict=True)
    )
    entries = b"".join(packed_blocks)
    lengths = (len(record_blocks), len(words), len(table), len(entries))
    path.write_bytes(
        struct.pack(">I", len(head)) + head + struct.pack("<I", zlib.adler32(head)) + listed + whole
        + b"".join(struct.pack(number, each) for each in lengths) + table + entries
    )  # fmt: skip
    return path


def hidden(data: bytes) -> bytes:
    """A list of blocks as MDict hides it."""
    key = ripemd128(data[4:8] + struct.pack("<I", 0x3695))
    made, before = bytearray(), 0x36
    for number, byte in enumerate(data[8:]):
        turned = byte ^ before ^ (number & 0xFF) ^ key[number % 16]
        before = (turned >> 4 | turned << 4) & 0xFF
        made.append(before)
    return data[:8] + bytes(made)


def gzipped(data: bytes) -> bytes:
    return gzip.compress(data)
