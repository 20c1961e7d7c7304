"""What opening, using and syncing take is bounded: counts are the same on every machine, times are not.

Each bound is a tenth above what was counted when it was set, on the library that comes along. A change raises one only
for something that a person sees, and says so with the counts before and after (CONTRIBUTING.md).
"""

import json
import os
import platform
import subprocess
import sys
import tomllib
from pathlib import Path

import PySide6
import pytest

PROJECT = Path(__file__).parent.parent
MOST = {
    "modules at the first picture": 373,
    "calls up to the first picture": 158_000,
    "modules of a window at rest": 794,
    "calls up to rest": 249_000,
    "widgets at rest": 906,
    "threads at rest": 6,
    "calls of a fixed walk: search": 187_000,
    "calls of a fixed walk: read": 155_000,
    "calls of a fixed walk: look_around": 296_000,
    "modules after the walk": 827,
    "widgets after the walk": 930,
    "top-level windows after the walk": 11,
    "threads after the walk": 6,
    "SQL statements of one more issue": 274,
    "written bytes of one more issue": 1_540_000,
    "objects more in a round of all acts": 10,
    "objects of Qt more in a round of all acts": 0,
    "widgets more in a round of all acts": 0,
    "top-level windows more in a round of all acts": 0,
    "threads more in a round of all acts": 1,
    "descriptors more in a round of all acts": 2,
}
"""The numbers of threads have room for one more that is at work just then, and for one of numpy's; those of descriptors
for the files that a thread has open.
"""


_SLOW = (pytest.mark.slow, pytest.mark.timeout(900))


def pinned(package: str) -> str:
    """Return the version of a package that everything is tested with."""
    tables = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    pins = dict(pin.split("==") for pin in tables["tool"]["uv"]["constraint-dependencies"] if "==" in pin)
    return str(pins[package])


@pytest.mark.child
@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells threads and written bytes")
@pytest.mark.skipif(
    platform.python_version_tuple()[:2] != ("3", "11"), reason="counts are those of Python 3.11"
)
@pytest.mark.skipif(
    PySide6.__version__ != pinned("pyside6-essentials"), reason="counts are those of another Qt"
)
@pytest.mark.parametrize(
    "kind", ["window", "sync", pytest.param("use", marks=(pytest.mark.slow, pytest.mark.timeout(900)))]
)
def test_no_count_is_above_its_bound(tmp_path: Path, kind: str) -> None:
    counted = subprocess.run(
        [sys.executable, "-m", "tests.counted", kind, str(tmp_path)],
        stdout=subprocess.PIPE,
        check=True,
        cwd=PROJECT,
        env={**os.environ, "READER_HOME": str(tmp_path / "home"), "READER_LANGUAGE": "zh"},
    )
    counts = json.loads(counted.stdout)
    above = {name: f"{count:,} > {MOST[name]:,}" for name, count in counts.items() if count > MOST[name]}
    assert counts
    assert not above
