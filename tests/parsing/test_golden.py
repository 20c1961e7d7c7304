"""Given a sample issue, when it is parsed, then it gives what it gave before: tests/parsing/golden holds it.

After a change that is meant: pytest tests/parsing/test_golden.py --update-golden, and look at the diff.
"""

import json
from pathlib import Path

import pytest

from reader import assets, formats
from reader.newspaper.json_format import part_to_json
from reader.parsing import parse

GOLDEN = Path(__file__).parent / "golden"
LIBRARY = assets.sample_library()
NAMES = sorted(
    str(path.relative_to(LIBRARY).as_posix())
    for path in LIBRARY.rglob("*")
    if path.is_file() and formats.is_issue_file(path)
)


def golden_of(name: str) -> Path:
    return GOLDEN / f"{name.replace('/', '__')}.json"


@pytest.mark.parametrize("name", NAMES)
def test_sample_issue(name: str, update_golden: bool) -> None:
    parsed = part_to_json(parse(formats.read(LIBRARY / name, name)))
    if update_golden:
        golden_of(name).write_text(json.dumps(parsed, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert parsed == json.loads(golden_of(name).read_text(encoding="utf-8"))


def test_every_golden_file_has_its_issue() -> None:
    assert sorted(path.name for path in GOLDEN.iterdir()) == sorted(golden_of(name).name for name in NAMES)
