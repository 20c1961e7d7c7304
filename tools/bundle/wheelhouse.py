"""All wheels in a ZIP, with an installer that needs Python and no network: for machines where a bundle may not run."""

import json
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from tools.bundle.checkout import CHECKOUT, VERSION

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
_INSTALLER = Path(__file__).with_name("install.py")
_WITHOUT_WHEEL = ("jieba", "pyvips")
"""Packages of which only the source is published. They are plain Python: a wheel of them is for all."""
_WITH = "room"
"""The extra that comes along."""
_DAY = (1980, 1, 1, 0, 0, 0)


class System(Struct, frozen=True):
    """What wheels are for: as uv calls it when it resolves, and the tags that pip takes."""

    name: str
    resolved_as: str
    tags: tuple[str, ...]


SYSTEMS = (
    System(
        "linux-x64",
        "x86_64-manylinux_2_34",
        (
            "manylinux2014_x86_64",
            *(f"manylinux_2_{minor}_x86_64" for minor in range(17, 35)),
            "manylinux1_x86_64",
        ),
    ),
    System("windows-x64", "x86_64-pc-windows-msvc", ("win_amd64",)),
    System("macos-arm64", "aarch64-apple-darwin", ("macosx_13_0_arm64",)),
    System("macos-x64", "x86_64-apple-darwin", ("macosx_13_0_x86_64",)),
)


def make(target: Path, names: Sequence[str] = ()) -> list[Path]:
    """Write a ZIP for each system that is named (all, if none is) into the folder `target`, and return them.

    Each has the wheels of every version of Python. Raises CalledProcessError, also where a wheel is wanting.
    """
    with tempfile.TemporaryDirectory() as temporary:
        own = _own_wheels(Path(temporary) / "own")
        return [
            _made(target, system, own, Path(temporary))
            for system in SYSTEMS
            if not names or system.name in names
        ]


def _own_wheels(folder: Path) -> Path:
    """Return a folder with the program's wheel, those that nobody publishes, and pip, which installs them."""
    folder.mkdir()
    _run("uv", "build", "-q", "--wheel", "--out-dir", folder, CHECKOUT)
    pins = folder / "pins.txt"
    pins.write_text("\n".join(_pins()), encoding="utf-8")
    _run("pip", "wheel", "-q", "--no-deps", "--constraint", pins, "--wheel-dir", folder, *_WITHOUT_WHEEL)
    _run("pip", "download", "-q", "--no-deps", "--dest", folder, "pip")
    return folder


def _made(target: Path, system: System, own: Path, work: Path) -> Path:
    wheels = work / system.name
    wheels.mkdir()
    for python in PYTHONS:
        wanted = wheels / f"{python}.txt"
        # by uv, for pip takes the markers of the Python that it runs on
        _run(
            *("uv", "pip", "compile", "-q", "--no-header", "--no-annotate", "--extra", _WITH),
            *("--python-platform", system.resolved_as, "--python-version", python),
            *("--output-file", wanted, CHECKOUT / "pyproject.toml"),
        )
        # by pip, for uv downloads nothing into a folder
        tags = (word for tag in system.tags for word in ("--platform", tag))
        _run(
            *("pip", "download", "-q", "--no-deps", "--only-binary=:all:", "--find-links", own),
            *("--implementation", "cp", "--python-version", python, *tags),
            *("--dest", wheels, "--requirement", wanted),
        )
    archive = target / f"yuebao-{VERSION}-wheels-{system.name}.zip"
    inside = f"yuebao-{VERSION}"
    found = {path.name: path for path in (*own.glob("*.whl"), *wheels.glob("*.whl"))}
    with zipfile.ZipFile(archive, "w") as packed:
        _put(packed, f"{inside}/install.py", _INSTALLER.read_bytes())
        told = {
            "version": VERSION,
            "system": system.name,
            "pythons": PYTHONS,
            "wanted": f"yuebao-reader[{_WITH}]",
        }
        _put(packed, f"{inside}/for.json", json.dumps(told).encode())
        for name, path in sorted(found.items()):
            _put(packed, f"{inside}/wheels/{name}", path.read_bytes())
    return archive


def _put(packed: zipfile.ZipFile, name: str, data: bytes) -> None:
    packed.writestr(zipfile.ZipInfo(name, _DAY), data)  # wheels are packed already


def _pins() -> list[str]:
    text = (CHECKOUT / "pyproject.toml").read_text(encoding="utf-8")
    pins: list[str] = tomllib.loads(text)["tool"]["uv"]["constraint-dependencies"]
    return pins


def _run(*words: str | Path) -> None:
    subprocess.run([sys.executable, "-m", *words], check=True)
