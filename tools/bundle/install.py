"""Installs 阅报 (Yuebao) from the folder beside this file, without a network: `python install.py [FOLDER]`.

It makes a folder of its own, by default ~/.local/share/yuebao-program (Windows: %LOCALAPPDATA%), with all in it; to
remove the program, delete that folder. The library and the notes are elsewhere.
"""

import os
import subprocess
import sys
import venv
from pathlib import Path

_HERE = Path(__file__).resolve().parent


def main() -> int:
    """Make the folder and say how the program is started."""
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever runs this may have any
        print(f"Python 3.11 or later is needed; this is {sys.version.split()[0]}.", file=sys.stderr)
        return 1
    target = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else _usual()
    if target.exists() and any(target.iterdir()):
        print(f"{target} 已经存在，什么也没有装。 / exists already; nothing was installed.", file=sys.stderr)
        return 1
    venv.create(target, with_pip=True)
    programs = target / ("Scripts" if sys.platform == "win32" else "bin")
    python = programs / ("python.exe" if sys.platform == "win32" else "python")
    done = subprocess.run(
        [
            python,
            "-m",
            "pip",
            "install",
            "-q",
            "--no-index",
            "--find-links",
            _HERE / "wheels",
            "yuebao-reader",
        ],
        env=os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        check=False,
    )
    if done.returncode:
        print(
            "没有装成，上面说了为什么。 / It could not be installed; the reason stands above.",
            file=sys.stderr,
        )
        return 1
    print(f"装好了。打开： / Installed. To open it:\n  {programs / 'yuebao'}")
    print(f"试一遍： / To try it:\n  {programs / 'reader'} --self-test")
    return 0


def _usual() -> Path:
    if sys.platform == "win32":
        return Path(os.environ["LOCALAPPDATA"]) / "yuebao-program"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "yuebao-program"


if __name__ == "__main__":
    sys.exit(main())
