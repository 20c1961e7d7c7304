"""NumPy without OpenBLAS, which is 28 MB of programs for products of large matrices.

This program makes products of a vector and a few rows: Netlib's BLAS, of Debian's static library with 64-bit numbers,
does for all that NumPy asks a BLAS for. `numpy.linalg`, which asks a LAPACK, is left out (`no_linear_algebra.py`).
"""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from tools.bundle.downloads import fetched

_NETLIB = (
    "pool/main/l/lapack/libblas64-dev_3.11.0-2_amd64.deb",
    "3cade79738c36f882d10edaa0348f76c8906c0277b7e158b6763bf7a4e3db76f",
)
"""Debian's package of it, with its SHA-256."""
_ASKED = re.compile(r"\bU scipy_(\w+)64_$", re.MULTILINE)
_REFUSALS = "void xerbla_(void) { __builtin_trap(); }\nvoid cblas_xerbla(void) { __builtin_trap(); }\n"
"""What a BLAS calls where an argument is wrong, which NumPy sees to; Netlib's print, and fit no shared library."""


def replace(inside: Path, downloads: Path) -> None:
    """Take OpenBLAS out of a bundle for Linux, and put Netlib's in its place.

    Raises NotToBeHad; CalledProcessError, if NumPy asks for what is in no BLAS.
    """
    folder = inside / "numpy.libs"
    [openblas] = folder.glob("lib*openblas*.so")
    for library in folder.iterdir():
        library.unlink()
    make(openblas, asked_by((inside / "numpy").rglob("*.so")), downloads)


def asked_by(libraries: Iterable[Path]) -> list[str]:
    """Return the names of the products that libraries of NumPy are linked with, as Netlib calls them."""
    symbols = (
        subprocess.run(["nm", "-D", library], capture_output=True, text=True, check=True).stdout
        for library in libraries
    )
    return sorted({name for told in symbols for name in _ASKED.findall(told)})


def make(library: Path, names: Iterable[str], downloads: Path) -> None:
    """Link the products that are named into a library, under the names that OpenBLAS has in NumPy's wheels.

    Their licence is put beside it.
    """
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["dpkg-deb", "-x", fetched(*_NETLIB, downloads), folder], check=True)
        [netlib] = Path(folder).rglob("libblas64.a")
        exported = Path(folder) / "exported"
        exported.write_text("{ global: scipy_*; local: *; };", encoding="utf-8")
        options = [f"-soname,{library.name}", f"--version-script={exported}", "--build-id=none"]
        options += [f"-u,{name},--defsym=scipy_{name}64_={name}" for name in names]
        subprocess.run(
            [
                *("gcc", "-O2", "-fPIC", "-shared", "-s", "-nostartfiles", "-o", library),
                *(f"-Wl,{option}" for option in options),
                *("-x", "c", "-", "-x", "none", netlib),
            ],
            input=_REFUSALS.encode(),
            check=True,
        )
        [copyright_of] = Path(folder).rglob("copyright")
        shutil.copyfile(copyright_of, library.with_name("COPYRIGHT"))
