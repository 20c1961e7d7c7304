"""Installs 阅报 (Yuebao) from the folder beside this file, without a network: `python install.py [FOLDER]`.

It makes a folder of its own, by default ~/.local/share/yuebao-program (Windows: %LOCALAPPDATA%), with all in it; run
again, it puts a later version in the place of the former. `python install.py --remove [FOLDER]` takes the program away.
The library and the notes are elsewhere, and stay.
"""

from __future__ import annotations  # a Python that is too old is to be told so

import json
import os
import platform
import shutil
import subprocess
import sys
import venv
from pathlib import Path

_HERE = Path(__file__).resolve().parent
_SYSTEMS = {"linux": "linux", "win32": "windows", "darwin": "macos"}
_MACHINES = {"x86_64": "x64", "amd64": "x64", "arm64": "arm64", "aarch64": "arm64"}


def main(words: list[str]) -> int:
    """Make the folder and say how the program is started, or remove it."""
    removes = words[:1] == ["--remove"]
    places = words[removes:]
    if len(places) > 1 or any(place.startswith("-") for place in places):
        print("python install.py [--remove] [FOLDER]", file=sys.stderr)
        return 2
    target = Path(places[0]).resolve() if places else _usual()
    try:
        return _remove(target) if removes else _install(target)
    except OSError as error:
        return _refuse(f"没有做成：{error}", f"That failed: {error}")


def _install(target: Path) -> int:
    told = json.loads((_HERE / "for.json").read_text(encoding="utf-8"))
    here = f"{_SYSTEMS.get(sys.platform, sys.platform)}-{_machine()}"
    python = "{}.{}".format(*sys.version_info)
    if here != told["system"]:
        return _refuse(
            f"这一包是给 {told['system']} 的，这里是 {here}。",
            f"This is for {told['system']}, here is {here}.",
        )
    if python not in told["pythons"]:
        served = ", ".join(told["pythons"])
        return _refuse(
            f"要 Python {served} 中的一个，这是 {python}。", f"Python {served} is needed; this is {python}."
        )
    program, before = target / "program", target / "before"
    if target.exists() and any(target.iterdir()) and not _is_ours(program) and not _is_ours(before):
        return _refuse(
            f"{target} 里有别的东西，什么也没有装。", f"{target} holds something else; nothing was installed."
        )
    if _is_ours(before):  # an installation was cut off
        shutil.rmtree(program, ignore_errors=True)
    elif _is_ours(program):
        program.rename(before)  # on Windows this fails while the program is open
    if not _put_into(program, told["wanted"]):
        shutil.rmtree(program, ignore_errors=True)
        if before.exists():
            before.rename(program)
        return _refuse(
            "没有装成，上面说了为什么；原来的版本没有动。",
            "Not installed, for the reason above; what was there is as it was.",
        )
    shutil.rmtree(before, ignore_errors=True)
    programs = program / ("Scripts" if sys.platform == "win32" else "bin")
    print(
        f"装好了 {told['version']} 版。打开： / {told['version']} is installed. To open it:\n  {programs / 'yuebao'}"
    )
    print(f"试一遍： / To try it:\n  {programs / 'reader'} --self-test")
    print(f"删掉： / To remove it:\n  {sys.executable} {_HERE / 'install.py'} --remove {target}")
    return 0


def _put_into(program: Path, wanted: str) -> bool:
    """Make an environment with the program in it, by the pip that came along; return whether that went well."""
    venv.create(program)  # Debian has no pip for it by default
    inside = program / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    (pip,) = (_HERE / "wheels").glob("pip-*.whl")
    command: list[str | Path] = [
        sys.executable,
        pip / "pip",
        "--python",
        inside,
        "install",
        "-q",
        "--no-index",
    ]
    command += ["--disable-pip-version-check", "--find-links", _HERE / "wheels", wanted]
    return subprocess.run(command, check=False).returncode == 0


def _remove(target: Path) -> int:
    program, before = target / "program", target / "before"
    if not _is_ours(program) and not _is_ours(before):
        return _refuse(f"{target} 里没有阅报。", f"There is no Yuebao in {target}.")
    for folder in filter(Path.exists, (program, before)):
        shutil.rmtree(folder)
    if not any(target.iterdir()):
        target.rmdir()
    print(
        "删掉了。您的报纸、批注和设置都没有动。 / Removed. Your papers, notes and settings are where they were."
    )
    return 0


def _is_ours(program: Path) -> bool:
    return (program / "pyvenv.cfg").is_file()


def _refuse(chinese: str, english: str) -> int:
    print(f"{chinese} / {english}", file=sys.stderr)
    return 1


def _machine() -> str:
    return _MACHINES.get(platform.machine().lower(), platform.machine())


def _usual() -> Path:
    if sys.platform == "win32":
        return Path(os.environ["LOCALAPPDATA"]) / "yuebao-program"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "yuebao-program"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
