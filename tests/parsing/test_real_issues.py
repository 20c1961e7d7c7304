"""Given a folder of real issues (READER_REAL_ISSUES), when they are parsed, then the laws hold.

What is annotated in ../gold is measured by ../score_parse.py. Unset, nothing is tested; set, the folder must be there.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from reader import formats
from reader.parsing import parse
from tests.parsing.laws import broken_laws

REAL = os.environ.get("READER_REAL_ISSUES")
LEAST = 0.85
RUN = """
import json, sys
from pathlib import Path
from reader import formats
from reader.newspaper.json_format import part_to_json
from reader.parsing import parse
print(json.dumps(part_to_json(parse(formats.read(Path(sys.argv[1]), "issue.txt")))))
"""

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
    scorer, gold = folder.parent / "score_parse.py", folder.parent / "gold"
    if not scorer.is_file() or not gold.is_dir():
        pytest.skip("no annotation beside the issues")
    command = [sys.executable, str(scorer), "--issues", str(folder), "--gold", str(gold), "--variants", "--"]
    scored = subprocess.run(
        [*command, sys.executable, "-c", RUN], capture_output=True, text=True, cwd=Path(__file__).parents[2]
    )
    assert scored.returncode == 0, scored.stdout + scored.stderr
    measures = re.search(r"^file / variant +(.*)$", scored.stdout, re.MULTILINE)
    means = re.search(r"^mean +(.*)$", scored.stdout, re.MULTILINE)
    assert measures
    assert means
    mean = dict(zip(measures[1].split(), map(float, means[1].split()), strict=True))
    assert mean.pop("lost") == mean.pop("double") == 0
    assert {name: value for name, value in mean.items() if value < LEAST} == {}
