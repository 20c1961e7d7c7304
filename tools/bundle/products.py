"""NumPy without OpenBLAS, which is 28 MB of programs for products of large matrices.

This program makes products of a vector and a few rows: `products.c` does that, and all else that NumPy asks a BLAS for.
`numpy.linalg` is left out (`no_linear_algebra.py`).
"""

import re
import subprocess
from pathlib import Path

_SOURCE = Path(__file__).with_suffix(".c")
_ASKED = re.compile(r"\bU (\S*blas\S*)")
_GIVEN = re.compile(r"\bT (\S*blas\S*)")


class NotWhole(Exception):
    """NumPy asks for a product that there is not."""


def replace(inside: Path) -> None:
    """Take OpenBLAS out of a bundle for Linux, and put the products in its place. Raises NotWhole."""
    folder = inside / "numpy.libs"
    [openblas] = folder.glob("lib*openblas*.so")
    for library in folder.iterdir():
        library.unlink()
    make(openblas)
    asked = {
        name for library in (inside / "numpy").rglob("*.so") for name in _ASKED.findall(_symbols(library))
    }
    if missing := asked - set(_GIVEN.findall(_symbols(openblas))):
        raise NotWhole(" ".join(sorted(missing)))


def make(library: Path) -> None:
    """Compile the products into a library, named as the file is."""
    subprocess.run(
        [
            *("gcc", "-O3", "-shared", "-fPIC", "-s", "-Wl,--build-id=none", f"-Wl,-soname,{library.name}"),
            *("-o", library, _SOURCE.name),
        ],
        check=True,
        cwd=_SOURCE.parent,  # no path is in what is made
    )


def _symbols(library: Path) -> str:
    return subprocess.run(["nm", "-D", library], capture_output=True, text=True, check=True).stdout
