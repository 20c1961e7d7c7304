"""The page on the format of packs is true: the program on it reads a pack without this one."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import packs

PAGE = Path(__file__).parents[2] / "docs" / "pack-format.md"


@pytest.mark.parametrize("pack", sorted(packs.GOLDEN.iterdir()), ids=lambda path: path.stem)
def test_the_program_on_the_page_reads_every_pack(pack: Path, tmp_path: Path) -> None:
    (program,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "read.py").write_text(program, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-I", "-X", "utf8", tmp_path / "read.py", pack],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert ran.stdout.count("柳川晚报 19") == 5
    for words in (
        "柳川晚报 1990-03-05 老戏台搬过了河",
        "戏台建于光绪年间，四根台柱上刻着两副对子",
        "胡子是一把旧笤帚。",
    ):
        assert words in ran.stdout
