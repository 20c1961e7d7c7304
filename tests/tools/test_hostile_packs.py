"""A few hostile packs of every kind; `python -m tools.fuzz.packs` tries thousands."""

from pathlib import Path

import pytest

from tests import packs
from tools.fuzz.packs import attack

pytestmark = pytest.mark.slow

MUTANTS = 25


def test_each_ends_well_or_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READER_HOME", str(tmp_path / "home"))
    work = tmp_path / "work"
    work.mkdir()
    outcomes, _ = attack(sorted(packs.GOLDEN.iterdir())[-1], work, 7, MUTANTS)
    assert outcomes.total() == MUTANTS
    assert any(kind.endswith("refused") for kind in outcomes)
