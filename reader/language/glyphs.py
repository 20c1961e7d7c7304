"""Other shapes of a character, and characters that look like it."""

from collections.abc import Mapping
from functools import cache

from reader import assets


def shapes(character: str) -> str:
    """Return the other shapes of a character: simplified and traditional ones, old and regional variants."""
    return _table("shapes.txt").get(character, "")


def lookalikes(character: str) -> str:
    """Return the characters for which OCR takes a character, or which it takes for it, the likest first."""
    return _table("lookalikes.txt").get(character, "")


def less_alike(character: str) -> str:
    """Return the characters for which OCR takes a character on a bad print, behind `lookalikes`, the likest first."""
    return _table("less_alike.txt").get(character, "")


@cache
def _table(name: str) -> Mapping[str, str]:
    lines = assets.resource(f"wordlists/{name}").read_text(encoding="utf-8").splitlines()
    return {line[0]: line[1:] for line in lines if not line.startswith("#")}
