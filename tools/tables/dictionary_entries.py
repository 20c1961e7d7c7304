"""The entries of jieba's dictionary: of a word how often it is, and what kind."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

OF_A_PERSON, OF_A_FOREIGNER, OF_A_PLACE = "nr", "nrt", "ns"


def jieba() -> Path:
    """Return the folder in which jieba is installed, without importing it, which is slow."""
    found = find_spec("jieba")
    assert found
    assert found.origin
    return Path(found.origin).parent


def entries() -> Iterator[tuple[str, int, str]]:
    """Yield each word of the dictionary with its count and its kind (the tags of ICTCLAS)."""
    for line in (jieba() / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, count, kind = line.split(" ")
        yield word, int(count), kind
