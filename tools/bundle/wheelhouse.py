"""All wheels in a ZIP, with an installer that needs Python and no network: for machines where a bundle may not run."""

import shutil
import subprocess
import sys
import sysconfig
import tempfile
import tomllib
import zipfile
from pathlib import Path

from tools.bundle.checkout import CHECKOUT, VERSION

_INSTALLER = Path(__file__).with_name("install.py")
_WITHOUT_WHEEL = ("jieba", "pyvips")
_DAY = (1980, 1, 1, 0, 0, 0)


def make(target: Path) -> Path:
    """Write the ZIP for this system and this Python into the folder `target`, and return it."""
    tag = f"{sysconfig.get_platform()}-cp{sys.version_info.major}{sys.version_info.minor}"
    archive = target / f"yuebao-{VERSION}-wheels-{tag}.zip"
    with tempfile.TemporaryDirectory() as temporary:
        wheels = Path(temporary) / "wheels"
        pins = Path(temporary) / "pins.txt"
        pins.write_text("\n".join(_pins()), encoding="utf-8")
        _run("uv", "build", "-q", "--wheel", "--out-dir", wheels, CHECKOUT)
        [own] = wheels.glob("*.whl")
        # of pip, for uv downloads nothing into a folder; what has no wheel (it is plain Python) is made one of
        _run("pip", "wheel", "-q", "--no-deps", "--constraint", pins, "--wheel-dir", wheels, *_WITHOUT_WHEEL)
        _run(
            *("pip", "download", "-q", "--only-binary=:all:", "--constraint", pins),
            *("--find-links", wheels, "--dest", wheels, own),
        )
        shutil.copyfile(_INSTALLER, Path(temporary) / "install.py")
        with zipfile.ZipFile(archive, "w") as packed:
            for path in (Path(temporary) / "install.py", *sorted(wheels.glob("*.whl"))):
                name = path.relative_to(temporary).as_posix()
                entry = zipfile.ZipInfo(f"yuebao-{VERSION}/{name}", _DAY)
                packed.writestr(entry, path.read_bytes())
    return archive


def _pins() -> list[str]:
    text = (CHECKOUT / "pyproject.toml").read_text(encoding="utf-8")
    pins: list[str] = tomllib.loads(text)["tool"]["uv"]["constraint-dependencies"]
    return pins


def _run(*words: str | Path) -> None:
    subprocess.run([sys.executable, "-m", *words], check=True)
