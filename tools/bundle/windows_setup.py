"""The installer for Windows: NSIS makes it of a bundle for Windows, on any system."""

import shutil
import subprocess
from pathlib import Path

from tools.bundle import desktop
from tools.bundle.checkout import VERSION

_SCRIPT = Path(__file__).parent / "windows" / "yuebao.nsi"
_SIZES = (16, 24, 32, 48, 64, 128, 256)


class NoInstaller(Exception):
    """The bundle is none for Windows, or NSIS is not here."""


def make(bundle: Path, target: Path, *, is_quick: bool = False) -> Path:
    """Write the installer into the folder `target`, and return it. Raises NoInstaller, CalledProcessError.

    `is_quick`: one to try, which is a third larger and made in a tenth of the time.
    """
    if not (bundle / "yuebao.exe").is_file():
        raise NoInstaller(f"{bundle}: no yuebao.exe; name a bundle that was made on Windows by --folder")
    compiler = shutil.which("makensis")
    if compiler is None:
        raise NoInstaller("makensis: apt-get install nsis")
    written = target.resolve() / f"yuebao-{VERSION}-windows-setup.exe"
    icon = target.resolve() / "yuebao.ico"
    draw_icon(icon)
    told = {"VERSION": VERSION, "BUNDLE": bundle.resolve(), "ICON": icon, "OUT": written}
    if is_quick:
        told["QUICK"] = ""
    subprocess.run(
        [
            *(compiler, "-V2", "-WX", "-INPUTCHARSET", "UTF8"),
            *(f"-D{name}={value}" for name, value in told.items()),
            str(_SCRIPT),
        ],
        check=True,
    )
    icon.unlink()
    return written


def draw_icon(target: Path) -> None:
    """Draw the seal as .ico, in all sizes that Windows shows."""
    from PIL import Image

    drawn = target.with_suffix(".png")
    desktop.draw_icon(drawn, max(_SIZES))
    with Image.open(drawn) as image:
        image.save(target, sizes=[(size, size) for size in _SIZES])
    drawn.unlink()
