"""A bundle has what the program uses, and nothing that only its makers or other systems need."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools.bundle import contents
from tools.bundle.contents import LEFT_OUT_MODULES, is_kept, kept


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
        "PySide6/Qt/plugins/imageformats/libqjpeg.so",
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/Qt/lib/libQt6Widgets.so.6",
        "PySide6/Qt/lib/libicudata.so.73",
        "PySide6/Qt/translations/qtbase_zh_CN.qm",
        "PySide6/QtCore.abi3.so",
        "libpython3.11.so.1.0",
        "libsqlite3.so.0",
        "pillow.libs/libopenjp2-e530e1bf.so.2.5.4",
        "reader/_bundled/resources/self-test/web_pages/web-page.html",
        "reader/_bundled/resources/locale/en/LC_MESSAGES/reader.mo",
        "python3.11/lib-dynload/_csv.cpython-311-x86_64-linux-gnu.so",
    ],
)
def test_is_in_it(name: str) -> None:
    assert is_kept(name, is_linux=True)


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6/Qt/plugins/platforms/libqeglfs.so",
        "PySide6/Qt/lib/libQt6Qml.so.6",
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6/Qt/qml/QtQuick/qmldir",
        "libgtk-3.so.0",
        "libstdc++.so.6",
        "libEGL.so.1",
        "numpy/_core/tests/data/a.csv",
        "selectolax/lexbor.c",
        "reader/_bundled/resources/pictures/reading.png",
        "reader/_bundled/resources/locale/en/LC_MESSAGES/reader.po",
    ],
)
def test_is_not_in_it(name: str) -> None:
    assert not is_kept(name, is_linux=True)


def test_numpy_takes_the_stand_in_for_masked_arrays() -> None:
    """Medians and the like ask `numpy.ma` by the way: what a bundle has in its place answers each such question."""
    stand_in = Path(contents.__file__).with_name("no_masks.py")
    code = f"""
import runpy, sys, types, numpy as np
masks = types.ModuleType("numpy.ma")
vars(masks).update(runpy.run_path({str(stand_in)!r}))
sys.modules["numpy.ma"] = np.ma = masks
numbers = np.array([3.0, 1.0, 2.0])
assert np.median(numbers) == np.percentile(numbers, 50) == np.quantile(numbers, 0.5) == 2
assert np.median(np.array([[1.0, np.nan]])) != 2
assert len(np.unique(numbers)) == 3
assert str(numbers) == "[3. 1. 2.]"
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr


def test_pillow_has_the_one_format_that_it_decodes() -> None:
    plugins = {"PIL.Jpeg2KImagePlugin", "PIL.PngImagePlugin", "PIL.TiffImagePlugin"}
    assert plugins.difference(LEFT_OUT_MODULES) == {"PIL.Jpeg2KImagePlugin"}


def test_libraries_beside_the_program_are_the_systems_on_linux_alone() -> None:
    entry = ("libEGL.so.1", "/usr/lib/libEGL.so.1", "BINARY")
    assert kept([entry], is_linux=True) == []
    assert kept([entry], is_linux=False) == [entry]


def test_a_library_that_a_package_of_windows_has_in_its_folder_is_there_once() -> None:
    of_numpy, beside = ((name, name, "BINARY") for name in (r"numpy.libs\blas-63c8.dll", "blas-63c8.dll"))
    other = ("python313.dll", "python313.dll", "BINARY")
    assert kept([of_numpy, beside, other], is_linux=False) == [of_numpy, other]


@pytest.mark.parametrize(
    "name", ["opengl32sw.dll", r"PySide6\opengl32sw.dll", "_decimal.pyd", "_asyncio.pyd"]
)
def test_what_nothing_asks_for_is_left_out_on_windows_too(name: str) -> None:
    assert not is_kept(name, is_linux=False)


def test_numpy_has_its_solvers_but_on_linux() -> None:
    name = "numpy/linalg/_umath_linalg.cp312-win_amd64.pyd"
    assert is_kept(name, is_linux=False)
    assert not is_kept(name, is_linux=True)


def test_paths_of_windows_are_the_same_paths() -> None:
    assert not is_kept(r"PySide6\plugins\platforms\qminimal.dll", is_linux=False)
    assert is_kept(r"PySide6\plugins\styles\qmodernwindowsstyle.dll", is_linux=False)


def test_numpy_draws_without_its_generator_for_old_programs() -> None:
    program = (
        "import runpy, sys, types; import numpy\n"
        "old = types.ModuleType('numpy.random.mtrand')\n"
        f"old.__dict__.update(runpy.run_path({str(Path(contents.__file__).with_name('no_old_random.py'))!r}))\n"
        "sys.modules[old.__name__] = old\n"
        "draws = numpy.random.default_rng(1)\n"
        "print(draws.gamma(2.0) > 0, draws.beta(1, 2) < 1, draws.negative_binomial(5, 0.5) >= 0)\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["True"] * 3
