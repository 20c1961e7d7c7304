"""NumPy multiplies by the bundle's products as it does by OpenBLAS."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy
import pytest

from tools.bundle import products
from tools.bundle.downloads import NotToBeHad, fetched

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not (shutil.which("gcc") and shutil.which("dpkg-deb")),
    reason="no tools of Debian",
)

PROGRAM = """
import itertools, json
import numpy as np
from numpy.lib.stride_tricks import as_strided

draws = np.random.default_rng(7)
def drawn(kind, *shape):
    numbers = draws.standard_normal(shape) + (1j * draws.standard_normal(shape) if kind in "FD" else 0)
    return numbers.astype(kind)

worst = {}
for kind in "fdFD":
    wide, many, square = drawn(kind, 3, 5), drawn(kind, 5, 4), drawn(kind, 40, 40)
    pairs = [(wide, many), (many.T, wide.T), (wide, many[:, 0]), (wide[0], many), (wide[0], many[:, 1])]
    pairs += [(square, square.T), (square.T, square), (square[::2, ::-1], square), (np.asfortranarray(wide), many)]
    pairs += [(square[:0], square), (square[:, :0], square[:0])]
    found = [(a @ b, np.einsum("...j,j...->..." if 1 in (a.ndim, b.ndim) else "ij,jk->ik", a, b)
              if a.ndim == 2 or b.ndim == 1 else np.einsum("j,jk->k", a, b)) for a, b in pairs]
    found += [(np.dot(a, b), a @ b) for a, b in pairs]
    found += [(np.vdot(wide, wide), (wide.conj() * wide).sum()), (np.dot(wide, wide[0, 0]), wide * wide[0, 0])]
    found += [(np.inner(wide, wide), wide @ wide.T)]
    found += [(square @ square.conj().T, np.einsum("ij,kj", square, square.conj()))]
    worst[kind] = max((float(np.abs(ours - true).max(initial=0)) for ours, true in found))
with open("/proc/self/maps") as maps:
    print(json.dumps([worst, "products" in maps.read()]))
"""


@pytest.fixture(scope="module")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("downloads")
    try:
        fetched(*products._NETLIB, folder)
    except NotToBeHad as error:
        pytest.skip(f"no mirror of Debian: {error}")
    return folder


@pytest.fixture(scope="module")
def library(downloads: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All products that the installed NumPy asks for."""
    library = tmp_path_factory.mktemp("made") / "libproducts.so"
    products.make(library, asked_by_numpy(), downloads)
    return library


def asked_by_numpy() -> list[str]:
    return products.asked_by((Path(numpy.__file__).parent / "_core").glob("_multiarray_umath.*.so"))


def test_products_of_all_kinds_and_shapes_are_those_that_einsum_has_without_a_blas(library: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=os.environ | {"LD_PRELOAD": str(library)},
        capture_output=True,
        text=True,
        check=True,
    )
    worst, is_used = json.loads(said.stdout)
    assert is_used
    assert max(worst["f"], worst["F"]) < 1e-4
    assert max(worst["d"], worst["D"]) < 1e-12


def bundle_with(folder: Path, source: str) -> Path:
    """A bundle whose NumPy is one library, of a C program, beside what stands for OpenBLAS."""
    for name in ("numpy/_core", "numpy.libs"):
        (folder / name).mkdir(parents=True)
    for name in ("libscipy_openblas64_-1.so", "libgfortran-1.so"):
        (folder / "numpy.libs" / name).write_bytes(b"large")
    (folder / "a.c").write_text(source)
    subprocess.run(
        ["gcc", "-shared", "-fPIC", "-o", folder / "numpy" / "_core" / "a.so", folder / "a.c"], check=True
    )
    return folder


def test_openblas_and_what_it_brings_give_way(tmp_path: Path, downloads: Path) -> None:
    bundle = bundle_with(
        tmp_path, "void scipy_cblas_sgemv64_(void); void a(void) { scipy_cblas_sgemv64_(); }"
    )
    products.replace(bundle, downloads)
    licence, library = sorted((bundle / "numpy.libs").iterdir())
    assert "BSD-3-clause" in licence.read_text(encoding="utf-8")
    assert library.name == "libscipy_openblas64_-1.so"
    assert library.read_bytes().startswith(b"\x7fELF")


@pytest.mark.parametrize("more", ["scipy_cblas_dgemm_batch64_", "scipy_dgesv_64_"])
def test_a_numpy_that_asks_for_more_than_a_blas_has_makes_no_bundle(
    tmp_path: Path, downloads: Path, more: str
) -> None:
    bundle = bundle_with(tmp_path, f"void {more}(void); void a(void) {{ {more}(); }}")
    with pytest.raises(subprocess.CalledProcessError):
        products.replace(bundle, downloads)


def test_a_library_is_made_the_same_again(library: Path, downloads: Path, tmp_path: Path) -> None:
    again = tmp_path / library.name
    products.make(again, asked_by_numpy(), downloads)
    assert again.read_bytes() == library.read_bytes()
