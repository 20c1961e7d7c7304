"""Given a folder of real issues (READER_REAL_ISSUES), when they are parsed, then the laws hold.

What is annotated beside them is measured by `score_variants.py`. Unset, nothing is tested; set, it must be there.
"""

import os
from pathlib import Path

import pytest

from reader import formats
from reader.parsing import parse
from tests.parsing.laws import broken_laws

REAL = os.environ.get("READER_REAL_ISSUES")

pytestmark = pytest.mark.skipif(REAL is None, reason="READER_REAL_ISSUES is not set")


@pytest.fixture(scope="module")
def folder() -> Path:
    folder = Path(REAL or "")
    assert folder.is_dir(), f"READER_REAL_ISSUES is no folder: {folder}"
    return folder


def test_laws(folder: Path) -> None:
    issues = [path for path in sorted(folder.rglob("*")) if path.is_file() and formats.is_issue_file(path)]
    assert issues
    for path in issues:
        source = formats.read(path, path.name)
        assert broken_laws(source, parse(source)) == [], path.name
