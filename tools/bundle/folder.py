"""The folder bundle: PyInstaller's *onedir* of this checkout, made smaller, for any Linux with glibc 2.34."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.bundle import desktop, elf, fallback_libraries, icu, products, typefaces
from tools.bundle.checkout import CHECKOUT, NOTICES, PACKAGE, VERSION

OLDEST_GLIBC = (2, 34)
_SPEC = Path(__file__).with_name("frozen.spec")
_EPOCH = "315532800"
"""1 January 1980 in seconds, the first day that a ZIP can name: the time that all of a bundle has."""


class TooNew(Exception):
    """Something in the bundle wants a newer glibc than it may."""


def make(work: Path, *, has_typefaces: bool = True) -> Path:
    """Make the bundle in `work` and return its folder. Raises CalledProcessError, NotToBeHad, TooNew."""
    made = work / "made"
    _make_resources(made / "resources", work / "typefaces" if has_typefaces else None)
    environment = os.environ | {
        "YUEBAO_CHECKOUT": str(CHECKOUT),
        "YUEBAO_MADE": str(made),
        "YUEBAO_ICON": _icon(work),
        "YUEBAO_VERSION": VERSION,
        "PYTHONHASHSEED": "0",
        "SOURCE_DATE_EPOCH": _EPOCH,
    }
    subprocess.run(
        [
            *(sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level=ERROR"),
            *(f"--distpath={work / 'folder'}", f"--workpath={work / 'pyinstaller'}", str(_SPEC)),
        ],
        check=True,
        env=environment,
        cwd=work,
    )
    folder = work / "folder" / PACKAGE
    for name in NOTICES:
        shutil.copyfile(CHECKOUT / name, folder / name)
    if sys.platform == "linux":
        _finish_on_linux(folder, work / "downloads")
    return folder


def _icon(work: Path) -> str:
    """Return the file of the program's icon, as the system wants it; "" on Linux, where it is no part of a program."""
    endings = {"win32": ".ico", "darwin": ".icns"}
    if sys.platform not in endings:
        return ""
    from PIL import Image

    drawn = work / "icon.png"
    desktop.draw_icon(drawn, 1024)
    icon = drawn.with_suffix(endings[sys.platform])
    with Image.open(drawn) as image:
        image.save(icon)
    return str(icon)


def _make_resources(target: Path, kept_typefaces: Path | None) -> None:
    """Write what a bundle has besides the resources of a checkout: typefaces."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    if kept_typefaces is not None:
        if not (kept_typefaces / "LICENSE.txt").is_file():
            typefaces.make(kept_typefaces, kept_typefaces.with_name("downloads"))
        shutil.copytree(kept_typefaces, target / "typefaces")


def _finish_on_linux(folder: Path, downloads: Path) -> None:
    inside = folder / "_internal"
    for library in inside.rglob("libicudata.so.*"):
        icu.shrink(library)
    products.replace(inside, downloads)
    for library in _libraries(folder):
        strip(library)
        elf.want_older(library, "GLIBC_2.35", "GLIBC_2.2.5")
    fallback_libraries.make(inside, inside / "fallback", downloads)
    (folder / "yuebao").symlink_to("reader")
    too_new = [
        f"{path.name}: {needed}"
        for path in _libraries(folder)
        if (needed := elf.newest_glibc(path)) > OLDEST_GLIBC
    ]
    if too_new:
        raise TooNew("\n".join(too_new))


def _libraries(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and (".so" in path.name or path.parent == folder):
            with path.open("rb") as file:
                if file.read(4) == b"\x7fELF":
                    yield path


def strip(library: Path) -> None:
    """Take the names out of a library that only a debugger reads.

    What was moved in the file by auditwheel can be broken by it, and stays as it is then. So do our own
    programs, behind which their modules lie.
    """
    if ".so" not in library.name:
        return
    stripped = library.with_name(f"{library.name}.stripped")
    done = subprocess.run(
        ["strip", "--strip-unneeded", "-o", stripped, library], capture_output=True, check=False
    )
    if done.returncode == 0 and not done.stderr and elf.is_aligned(stripped):
        stripped.replace(library)
    else:
        stripped.unlink(missing_ok=True)
