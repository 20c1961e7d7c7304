"""Characters that stand for each other: simplified and traditional ones, and what is easily taken for one another."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from reader import assets


def simplified(text: str) -> str:
    """`text` with a simplified character for each traditional one."""
    return text.translate(_tables().simplified)


def traditional(text: str) -> str:
    """`text` with a traditional character for each simplified one that is none in traditional text."""
    return text.translate(_tables().traditional)


def alike(character: str) -> str:
    """The characters that `character` may have been read or typed for, the likelier first."""
    return _tables().alike.get(character, "")


class _Tables(NamedTuple):
    simplified: Mapping[int, str]
    traditional: Mapping[int, str]
    alike: Mapping[str, str]


@cache
def _tables() -> _Tables:
    parts: dict[str, list[str]] = {}
    section = ""
    for line in assets.resource("wordlists/characters.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif not line.startswith("#"):
            parts.setdefault(section, []).append(line)
    both, one_way = ("".join(parts[name]) for name in ("simplified traditional", "traditional only"))
    groups = " ".join(parts["alike"] + parts["sounding alike"]).split()
    others: dict[str, str] = {}
    for group in groups:
        for character in group:
            known = others.get(character, "")
            others[character] = known + "".join(each for each in group if each not in known + character)
    either = both + one_way
    return _Tables(
        dict(zip(map(ord, either[1::2]), either[::2], strict=True)),
        dict(zip(map(ord, both[::2]), both[1::2], strict=True)),
        others,
    )
