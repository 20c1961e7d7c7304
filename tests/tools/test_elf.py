"""Which glibc a library wants is told, and what was linked with a newer one is had from an older."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.bundle import elf

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("gcc") is None or shutil.which("objdump") is None,
    reason="no compiler for Linux",
)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library that wants `hypot` of glibc 2.35, and much else of an older one."""
    source, target = tmp_path / "a.c", tmp_path / "liba.so"
    source.write_text(
        '__asm__(".symver hypot, hypot@GLIBC_2.35"); __asm__(".symver log, log@GLIBC_2.2.5");\n'
        "double hypot(double, double); double log(double);\n"
        "double length(double x, double y) { return hypot(x, y) + 0 * log(x); }\n"
    )
    done = subprocess.run(
        ["gcc", "-shared", "-fPIC", "-o", target, source, "-lm"], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("glibc is older than 2.35 here")
    return target


def test_the_newest_glibc_is_told_and_an_older_one_is_wanted_instead(library: Path) -> None:
    assert elf.newest_glibc(library) == (2, 35)
    assert elf.want_older(library, "GLIBC_2.35", "GLIBC_2.2.5")
    assert elf.newest_glibc(library) == (2, 2, 5)
    program = f"import ctypes; f = ctypes.CDLL({str(library)!r}).length; f.restype = ctypes.c_double"
    said = subprocess.run(
        [sys.executable, "-c", f"{program}; print(f(ctypes.c_double(3), ctypes.c_double(4)))"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout == "5.0\n"


def test_what_wants_nothing_newer_stays_as_it_is(library: Path) -> None:
    before = library.read_bytes()
    assert not elf.want_older(library, "GLIBC_2.99", "GLIBC_2.2.5")
    assert library.read_bytes() == before
    assert elf.is_aligned(library)


def test_what_is_no_library_stays_as_it_is(tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text("GLIBC_2.35")
    assert not elf.want_older(text, "GLIBC_2.35", "GLIBC_2.2.5")
    assert elf.newest_glibc(text) == ()
