"""What the README's commands install is as large as it says."""

import platform
import re
import sys
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
_BLOCK = 4096
_COMPILED = 6 << 20
"""Bytes that Python adds when the window has been open once."""


def needed(name: str, known: set[str]) -> Iterator[str]:
    """Yields a distribution and all that it needs, without extras, each once."""
    if name in known:
        return
    known.add(name)
    yield name
    for words in distribution(name).requires or ():
        wanted = Requirement(words)
        if wanted.marker is None or wanted.marker.evaluate({"extra": ""}):
            yield from needed(wanted.name.lower(), known)


def on_disk(name: str) -> int:
    files = (Path(str(file.locate())) for file in distribution(name).files or () if file.suffix != ".pyc")
    return sum(-(-path.stat().st_size // _BLOCK) * _BLOCK for path in files)


@pytest.mark.skipif((sys.platform, platform.machine()) != ("linux", "x86_64"), reason="measured on Linux")
@pytest.mark.parametrize(("name", "words"), [("README.md", "约 {} MB"), ("README.en.md", "about {} MB")])
def test_the_readme_tells_how_large_it_is(name: str, words: str) -> None:
    told = re.search(words.format(r"(\d+)"), (ROOT / name).read_text(encoding="utf-8"))
    assert told
    sizes = {each: on_disk(each) for each in needed("yuebao-reader", set())}
    assert sum(sizes.values()) + _COMPILED <= int(told[1]) << 20, sorted(
        sizes.items(), key=lambda row: -row[1]
    )
    assert int(told[1]) <= 500
