"""The Chinese serif and sans of a bundle: parts of those that a wheel has whole, with the characters that papers print.

They are Noto Serif SC and Noto Sans SC (SIL Open Font License).
"""

import bz2
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pylopdf_fonts_zh_cn
from fontTools import subset
from fontTools.ttLib import TTFont

from tools.bundle.downloads import fetched

_UNIHAN = (
    "pool/main/u/unicode-data/unicode-data_15.0.0-1_all.deb",
    "5efef23bbb1c6a133ecbdd63a2cfa07159ccacf5466a49e2426101c5ecd691fc",
)
"""Debian's package of Unicode's tables of Han characters, with its SHA-256."""

_LAST_OF_BIG5 = {pylopdf_fonts_zh_cn.serif_path(): 0xF9, pylopdf_fonts_zh_cn.sans_path(): 0xC6}
"""The last of Big5's rows that a typeface has: texts are set in the serif, and the sans needs the common ones alone."""


def make(target: Path, downloads: Path) -> None:
    """Write both typefaces and their licence into the folder `target`. Raises NotToBeHad."""
    with tempfile.TemporaryDirectory() as unpacked:
        subprocess.run(["dpkg-deb", "-x", fetched(*_UNIHAN, downloads), unpacked], check=True)
        official = set(_official(Path(unpacked, "usr", "share", "unicode", "Unihan_OtherMappings.txt.bz2")))
    target.mkdir(parents=True, exist_ok=True)
    for whole, last_of_big5 in _LAST_OF_BIG5.items():
        _subset(whole, official.union(_characters(last_of_big5)), target / whole.name)
    shutil.copyfile(Path(__file__).with_name("LICENSE-typefaces.txt"), target / "LICENSE.txt")


def _official(table: Path) -> Iterator[str]:
    """Yield the 8,105 characters of 通用规范汉字表, with which names are written in China."""
    with bz2.open(table, "rt", encoding="utf-8") as lines:
        for line in lines:
            if found := re.match(r"U\+(\w+)\tkTGH\t", line):
                yield chr(int(found[1], 16))


def _subset(whole: Path, characters: set[str], target: Path) -> None:
    with TTFont(whole, lazy=True) as font:
        options = subset.Options(
            layout_features=["vert", "vrt2"],
            layout_closure=False,
            name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
            name_languages=[0x409],
            hinting=False,
            notdef_outline=True,
            desubroutinize=True,  # larger as a file, smaller in an archive
        )
        subsetter = subset.Subsetter(options)
        subsetter.populate(text="".join(sorted(characters)))
        subsetter.subset(font)
        font["head"].modified = font["head"].created
        font.recalcTimestamp = False
        font.save(target)


def _characters(last_of_big5: int) -> Iterator[str]:
    """Yield what papers print besides: GB 2312, Big5, Latin letters, signs, box drawing."""
    yield from _of_encoding("gb2312", 0xF7)
    yield from _of_encoding("big5", last_of_big5)
    for first, last in _RANGES:
        yield from map(chr, range(first, last + 1))


_RANGES = (
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x2010, 0x2027),
    (0x2030, 0x205E),
    (0x2100, 0x218B),
    (0x2190, 0x2199),
    (0x2460, 0x24FF),
    (0x2500, 0x25FF),
    (0x3000, 0x30FF),
    (0x3220, 0x3243),
    (0xFE30, 0xFE4F),
    (0xFF01, 0xFFE6),
)


def _of_encoding(encoding: str, last: int) -> Iterator[str]:
    for first in range(0xA1, last + 1):
        for second in (*range(0x40, 0x7F), *range(0xA1, 0xFF)):
            try:
                yield bytes((first, second)).decode(encoding)
            except UnicodeDecodeError:
                continue


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(sys.argv[2]))
