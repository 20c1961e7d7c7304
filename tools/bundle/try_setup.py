"""Tries the installer for Windows under Wine (64 bits), with a bundle of two small programs that Wine has.

`python -m tools.bundle.try_setup` installs it, upgrades it, does so while the program is open, and removes it again.
What a real Windows does besides (its shell, its locks of folders, SmartScreen) is not seen here.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.bundle import windows_setup

_WINE_PROGRAMS = Path("/usr/lib/x86_64-linux-gnu/wine/x86_64-windows")
_WAITS = "cmd.exe"
"""A program that runs until its input ends."""
_SECONDS = 120


def main() -> int:
    """Try each step; 1, and which failed, if one did."""
    if not shutil.which("wine") or not shutil.which("makensis"):
        print("apt-get install --no-install-recommends nsis wine wine64", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="阅报 ") as temporary:
        tried = _Tried(Path(temporary))
        for step in (tried.install, tried.refuse_while_open, tried.upgrade, tried.uninstall):
            step()
            print(f"{step.__name__}: as it should be", flush=True)
        tried.end()
    return 0


class _Tried:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._drive = folder / "prefix" / "drive_c"
        self._environment = {
            **os.environ,
            "WINEPREFIX": str(folder / "prefix"),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "DISPLAY": "",
        }
        self._wine("wineboot", "-i")
        self._wine("winecfg", "-v", "win10")

    def install(self) -> None:
        """A first installation; what opens files is in the registry of this person."""
        assert self._run_setup("第一.txt") == 0
        assert self._has("第一.txt")
        assert self._names() == {"yuebao.exe", "reader.exe", "_internal"}
        opens = self._registry(r"Software\Classes\Yuebao.Library\shell\open\command")
        assert r"\Programs\Yuebao\program\yuebao.exe\" \"%1\"" in opens.replace("\\\\", "\\"), opens
        assert "Yuebao.Room" in self._registry(r"Software\Classes\.yuebao-room")
        assert "Yuebao.Evidence" in self._registry(r"Software\Classes\.yuebao-evidence")
        assert "URL Protocol" in self._registry(r"Software\Classes\yuebao")

    def refuse_while_open(self) -> None:
        """An installation that begins while the program runs changes nothing."""
        with self._open():
            assert self._run_setup("second.txt") == 1
        assert self._has("第一.txt")
        assert not self._has("second.txt")

    def upgrade(self) -> None:
        """A later version takes the place of the former as a whole: nothing of that is left."""
        assert self._run_setup("second.txt") == 0
        assert self._names() == {"yuebao.exe", "reader.exe", "_internal"}
        assert self._has("second.txt")
        assert not self._has("第一.txt")

    def uninstall(self) -> None:
        """Removed is the program alone: neither what the reader has, nor what else lies in its folder."""
        notes = self._place("AppData/Local/yuebao") / "user.sqlite"
        notes.parent.mkdir(parents=True)
        other = self._place("AppData/Local/Programs/Yuebao") / "mine.txt"
        for path in (notes, other):
            path.write_text("x", encoding="utf-8")
        self._wine(str(self._place("AppData/Local/Programs/Yuebao") / "uninstall.exe"), "/S")
        self._wine("wineserver", "-w")
        assert notes.exists()
        assert [path.name for path in other.parent.iterdir()] == ["mine.txt"]
        assert not list(self._drive.rglob("阅报.lnk"))
        registry = (self._folder / "prefix" / "user.reg").read_text(encoding="utf-8", errors="replace")
        assert "yuebao" not in registry.lower().replace("yuebao_", "")

    def end(self) -> None:
        """End what Wine has left running of this prefix."""
        subprocess.run(["wineserver", "-k"], env=self._environment, check=False)

    def _run_setup(self, name: str) -> int:
        """Make a bundle that has a file of that name, and its installer; return what that ends with."""
        bundle, made = self._folder / f"bundle {name}", self._folder / "made"
        (bundle / "_internal").mkdir(parents=True, exist_ok=True)
        made.mkdir(exist_ok=True)
        (bundle / "_internal" / name).write_text(name, encoding="utf-8")
        for program in ("yuebao.exe", "reader.exe"):
            shutil.copyfile(_WINE_PROGRAMS / _WAITS, bundle / program)
        code = self._wine(str(windows_setup.make(bundle, made)), "/S")
        if code == 0:
            self._wine("wineserver", "-w")
        return code

    @contextmanager
    def _open(self) -> Iterator[None]:
        running = subprocess.Popen(
            ["wine", str(self._place("AppData/Local/Programs/Yuebao") / "program" / "yuebao.exe")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=self._environment,
        )
        assert running.stdout is not None
        running.stdout.readline()
        try:
            yield
        finally:
            running.communicate(b"exit\r\n", timeout=_SECONDS)

    def _wine(self, *words: str) -> int:
        command = list(words) if words[0] == "wineserver" else ["wine", *words]
        return subprocess.run(command, env=self._environment, check=False, timeout=_SECONDS).returncode

    def _place(self, name: str) -> Path:
        (home,) = (each for each in (self._drive / "users").iterdir() if each.name != "Public")
        return home / name

    def _program(self, *names: str) -> Path:
        return self._place("AppData/Local/Programs/Yuebao").joinpath("program", *names)

    def _has(self, name: str) -> bool:
        return self._program("_internal", name).exists()

    def _names(self) -> set[str]:
        return {path.name for path in self._program().iterdir()}

    def _registry(self, key: str) -> str:
        """Return what a key of the registry has, as Wine keeps it."""
        kept = (self._folder / "prefix" / "user.reg").read_text(encoding="utf-8", errors="replace")
        head = f"[{key}]".replace("\\", "\\\\")
        return kept.partition(head)[2].partition("\n[")[0]


if __name__ == "__main__":
    sys.exit(main())
