"""The Chinese serif and sans of a bundle: Noto CJK (SIL Open Font License), with the characters that papers print.

Of the fonts in Debian's package `fonts-noto-cjk`, the face for simplified Chinese. They get names of our own, so that a
smaller one never stands for the whole one of a system.
"""

import hashlib
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

INSTALLED = Path("/usr/share/fonts/opentype/noto")
_SC = 2
"""The place of the face for simplified Chinese in the collections."""

SOURCES = {
    "NotoSerifCJK-Regular.ttc": "a04178ec485dffdff7cc0c0c20e1fce9202d7e2160d805e8e44a4c8841c58481",
    "NotoSansCJK-Regular.ttc": "b76b0433203017ca80401b2ee0dd69350349871c4b19d504c34dbdd80541690a",
}
"""The collections, with their SHA-256."""
FAMILIES = {"NotoSerifCJK-Regular.ttc": "Yuebao Serif", "NotoSansCJK-Regular.ttc": "Yuebao Sans"}
_LAST_OF_BIG5 = {"Yuebao Serif": 0xF9, "Yuebao Sans": 0xC6}
"""The last of Big5's rows that a typeface has: texts are set in the serif, and the sans needs the common ones alone."""


class TypefaceMissing(Exception):
    """A collection is not there, or another one than is pinned."""


def make(target: Path, fonts: Path = INSTALLED) -> None:
    """Write both typefaces and their licence into the folder `target`. Raises TypefaceMissing."""
    target.mkdir(parents=True, exist_ok=True)
    for name, sum_wanted in SOURCES.items():
        source = fonts / name
        if not source.is_file() or hashlib.sha256(source.read_bytes()).hexdigest() != sum_wanted:
            raise TypefaceMissing(
                f"{source}: the typeface of Debian's fonts-noto-cjk 1:20220127+repack1-1 is needed"
            )
        _subset(
            source,
            FAMILIES[name],
            set(_characters(_LAST_OF_BIG5[FAMILIES[name]])),
            target / f"{FAMILIES[name].replace(' ', '')}.otf",
        )
    shutil.copyfile(Path(__file__).with_name("LICENSE-typefaces.txt"), target / "LICENSE.txt")


def _subset(source: Path, family: str, characters: set[str], target: Path) -> None:
    with TTCollection(source, lazy=True) as collection:
        font: TTFont = collection.fonts[_SC]
        options = subset.Options(
            layout_features=["vert", "vrt2"],
            layout_closure=False,
            name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
            name_languages=[0x409],
            hinting=False,
            notdef_outline=True,
        )
        subsetter = subset.Subsetter(options)
        subsetter.populate(text="".join(sorted(characters)))
        subsetter.subset(font)
        names = {1: family, 3: f"{family}; of Noto CJK", 4: family, 6: family.replace(" ", "")}
        for number, text in names.items():
            font["name"].setName(text, number, 3, 1, 0x409)
        font["CFF "].cff.fontNames = [family.replace(" ", "")]
        font["CFF "].cff.topDictIndex[0].FamilyName = family
        font["CFF "].cff.topDictIndex[0].FullName = family
        font["head"].modified = font["head"].created
        font.recalcTimestamp = False
        font.save(target)


def _characters(last_of_big5: int) -> Iterator[str]:
    """Yield what papers print: GB 2312, Big5, Latin letters, signs, box drawing."""
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
    make(Path(sys.argv[1]))
