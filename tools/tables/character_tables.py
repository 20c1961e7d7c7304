"""Simplified and traditional characters, by OpenCC, one for one."""

import shutil
import subprocess
from collections.abc import Callable, Mapping
from functools import cache
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory

import opencc
import yitizi
from opencc import OpenCC

from tools.tables.common_characters import common_characters

HAN = tuple(
    map(
        chr,
        chain(range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x33480)),
    )
)
"""The characters that are asked for: the blocks of CJK ideographs up to extension H."""
_UNIFIED_AMONG_COMPATIBLE = {"﨑": "崎", "﨔": "欅", "﨟": "臈", "﨣": "赳", "﨩": "島"}
"""Of the twelve characters of the compatibility block that Unicode does not fold, those that are plainly a shape of
another. The rest (﨎 﨏 﨓 﨡 﨤 﨧 﨨) are characters of their own, or not known.
"""
_SHAPES_HEAD = """\
# Characters, each with its other shapes: simplified and traditional ones, old and regional variants. Out of OpenCC's
# dictionaries and of yitizi, (c) Project NK2028, CC0 1.0. Written by `python -m tools.tables`: change
# nothing here.
"""
_PAIRS_OF_LINE = 40
_HEAD = """\
# Traditional characters with their simplified ones, then simplified ones with their traditional ones; pair by pair.
# Out of OpenCC's dictionaries, (c) Carbo Kuo and others, under the Apache License 2.0: its single characters only, none
# of its phrases. Written by `python -m tools.tables`: change nothing here; what newspapers want otherwise stands in
# characters.txt.
"""


def to_simplified() -> dict[str, str]:
    """Of a traditional character the simplified one."""
    convert = OpenCC("t2s").convert
    return {character: last for character in HAN if (last := _to_the_end(convert, character)) != character}


def to_traditional() -> dict[str, str]:
    """Of a simplified character the traditional one, in the forms of Taiwan, which newspapers print rather than those
    that OpenCC prefers (床 and 為, not 牀 and 爲). None where it is one of its own in traditional text (里, 后), nor
    where OpenCC does not read it back as the same.
    """
    write, read, choices = OpenCC("s2tw").convert, OpenCC("t2s").convert, _own_in_traditional()
    pairs = ((character, write(character)) for character in HAN if character not in choices)
    return {plain: full for plain, full in pairs if plain != full and read(full) == plain}


def opencc_characters() -> str:
    """The text of `opencc.txt`."""
    parts = (("traditional to simplified", to_simplified()), ("simplified to traditional", to_traditional()))
    return _HEAD + "".join(f"[{name}]\n{_lines(pairs)}" for name, pairs in parts)


def character_shapes() -> str:
    """The text of `shapes.txt`."""
    rows = (character + "".join(sorted(_shapes()[character])) for character in sorted(_shapes()))
    return _SHAPES_HEAD + "".join(f"{row}\n" for row in rows)


@cache
def _shapes() -> Mapping[str, set[str]]:
    """Of a character the others that it is printed as, in whatever place and time: 发 發髮発, 回 囘囬."""
    read = to_simplified()
    shapes: dict[str, set[str]] = {character: set(yitizi.get(character)) for character in HAN}
    for variant, plain in _UNIFIED_AMONG_COMPATIBLE.items():
        shapes[plain] |= {variant}
        shapes[variant] |= {plain, *shapes[plain]}
    for full, plain in chain(read.items(), ((full, plain) for plain, full in to_traditional().items())):
        shapes[full].add(plain)
    for character, others in list(shapes.items()):
        for other in others & shapes.keys():
            shapes[other].add(character)
    common = frozenset(common_characters())
    return {
        character: found
        for character, others in shapes.items()
        if (found := {other for other in others if other in shapes and other != character})
        and (character in common or found & common)
    }


def _to_the_end(convert: Callable[[str], str], character: str) -> str:
    """What a character becomes when it is converted until it stays: 薴 is 苧, and that 苎."""
    while (converted := convert(character)) != character:
        character = converted
    return character


def _own_in_traditional() -> set[str]:
    """Simplified characters that OpenCC has among their own traditional ones."""
    folder = Path(opencc.__file__).parent / "clib"
    program = shutil.which("opencc_dict", path=folder / "bin")
    assert program
    with TemporaryDirectory() as scratch:
        text = Path(scratch, "characters.txt")
        source = folder / "share" / "opencc" / "STCharacters.ocd2"
        subprocess.run(
            [program, "--input", source, "--output", text, "--from", "ocd2", "--to", "text"],
            check=True,
            capture_output=True,
        )
        rows = (line.split("\t") for line in text.read_text(encoding="utf-8").splitlines())
        return {plain for plain, full in rows if plain in full.split(" ")}


def _lines(pairs: Mapping[str, str]) -> str:
    both = iter(f"{one}{other}" for one, other in pairs.items())
    return "".join(f"{''.join(line)}\n" for line in iter(lambda: tuple(islice(both, _PAIRS_OF_LINE)), ()))
