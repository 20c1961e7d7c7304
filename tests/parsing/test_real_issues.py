"""Given a folder of real issues (READER_REAL_ISSUES), when they are parsed, then the laws hold.

What is annotated in ../gold is measured by ../score_parse.py. Unset, nothing is tested; set, the folder must be there.
"""

import os
from pathlib import Path
from statistics import fmean

import pytest

from reader import formats
from reader.parsing import parse
from tests.parsing.laws import broken_laws
from tests.parsing.score_variants import scores_of_files

REAL = os.environ.get("READER_REAL_ISSUES")
LEAST = 0.85

pytestmark = pytest.mark.skipif(REAL is None, reason="READER_REAL_ISSUES is not set")


@pytest.fixture(scope="module")
def folder() -> Path:
    folder = Path(REAL or "")
    assert folder.is_dir(), f"READER_REAL_ISSUES is no folder: {folder}"
    return folder


def test_laws(folder: Path) -> None:
    issues = [path for path in sorted(folder.rglob("*")) if formats.is_issue_file(path)]
    assert issues
    for path in issues:
        source = formats.read(path, path.name)
        assert broken_laws(source, parse(source)) == [], path.name


def test_measures(folder: Path) -> None:
    shared = folder.parent
    if not (shared / "score_parse.py").is_file() or not (shared / "gold").is_dir():
        pytest.skip("no annotation beside the issues")
    measured = list(scores_of_files(shared))
    assert all(scores["lost"] == scores["double"] == 0 for scores in measured)
    means = {name: fmean(scores[name] for scores in measured) for name in measured[0]}
    assert {name: mean for name, mean in means.items() if mean < LEAST} == {"lost": 0, "double": 0}
