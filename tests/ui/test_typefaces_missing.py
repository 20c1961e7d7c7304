"""Where there is no typeface nothing is typeset, and it is said."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="typefaces are taken away by fontconfig's file"
)

PROGRAM = """
import importlib.util
import sys
from reader.__main__ import main

if "--without-wheel" in sys.argv:
    sys.argv.remove("--without-wheel")
    importlib.util.find_spec = lambda name, package=None: None
sys.exit(main())
"""


def run(tmp_path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    fonts = tmp_path / "fonts.conf"
    fonts.write_text(f"<fontconfig><cachedir>{tmp_path}/cache</cachedir></fontconfig>", encoding="utf-8")
    environment = {**os.environ, "FONTCONFIG_FILE": str(fonts)}
    environment.pop("QT_QPA_FONTDIR", None)
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, *words], capture_output=True, text=True, env=environment
    )


def key(tmp_path: Path) -> str:
    """The key of an article of the sample."""
    found = json.loads(run(tmp_path, "search", "渡口", "--json", "--limit", "1").stdout)
    return str(found["hits"][0]["key"])


def test_the_typefaces_that_come_along_are_enough(tmp_path: Path) -> None:
    target = tmp_path / "a.png"
    done = run(tmp_path, "clip", key(tmp_path), "-o", str(target))
    assert done.returncode == 0, done.stderr
    assert "方框" not in done.stderr
    assert target.stat().st_size > 10_000


def test_without_any_typeface_nothing_is_written_and_it_is_said(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    done = run(tmp_path, "show", key(tmp_path), "--pdf", str(target), "--without-wheel")
    assert done.returncode == 1
    assert "一种字体也没有" in done.stderr
    assert not target.exists()
