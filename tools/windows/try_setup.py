"""Tries the installer: `python tools/windows/try_setup.py SETUP.exe`, on Windows, or under Wine with Windows' Python.

It is installed without a question, searched with, opened by its files, not replaced while it is open, upgraded, and
removed, for the person who runs this. Where the program is installed already, or was used, nothing is tried: what is
there would be removed.
Nothing of the project is imported, so that what is tried is what was installed.
"""

import ctypes
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

if sys.platform != "win32":
    raise SystemExit("On Windows, or under Wine: bash tools/windows/under_wine.sh FOLDER setup")

import winreg

_Answer = TypeVar("_Answer")

_SECONDS = 1800
"""How long is waited for what never comes. A step goes on as soon as it can, on a slow machine after minutes."""
_CLOSE = 0x0010
_PAPER = """渡口日报
1987年6月12日 星期五
第1版

渡口添了两条船
本报讯 今天清早，渡口添了两条船，过河的人不用再等。
"""
_NOTE = "外婆"


def main() -> int:
    """Try each step, which raises AssertionError where something is not as it should be."""
    setup = Path(sys.argv[1])
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    for name in ("READER_HOME", "READER_LIBRARY"):
        os.environ.pop(name, None)
    own = Path(os.environ["LOCALAPPDATA"], "yuebao")
    if own.exists() or _kept(
        r"Software\Microsoft\Windows\CurrentVersion\Uninstall\Yuebao", "InstallLocation"
    ):
        print(f"The program is installed here, or was used: {own}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="阅报 ") as temporary:
        tried = _Tried(setup, Path(temporary))
        try:
            for step in tried.steps():
                step()
                print(f"{step.__name__}: as it should be", flush=True)
        finally:
            tried.tidy()
    return 0


class _Tried:
    def __init__(self, setup: Path, folder: Path) -> None:
        local = Path(os.environ["LOCALAPPDATA"])
        menu = Path(os.environ["APPDATA"], "Microsoft", "Windows", "Start Menu", "Programs")
        self._setup = setup
        self._place = local / "Programs" / "Yuebao"
        self._program = self._place / "program"
        self._own = local / "yuebao"
        self._link = menu / "阅报.lnk"
        self._path = _path_of_person()
        self._library = folder / "旧报 😀"
        self._pack = folder / "渡口.yuebao"
        self._evidence = folder / "渡口.yuebao-evidence"
        self._paper = self._library / "1987" / "渡口日报.txt"
        self._stray = self._program / "_internal" / "former.txt"
        self._left: dict[Path, bytes] = {}

    def steps(self) -> tuple[Callable[[], None], ...]:
        return (
            self.install,
            self.find_by_name,
            self.write_notes,
            self.open_files,
            self.tell_broken_link,
            self.refuse_while_open,
            self.upgrade,
            self.remove,
        )

    def install(self) -> None:
        """The program is in one folder, in the start menu and on the path, and opens its files and links."""
        assert self._run_setup() == 0
        assert {"yuebao.exe", "reader.exe", "_internal"} <= {path.name for path in self._program.iterdir()}
        assert self._link.is_file()
        assert self._names_on_path().count(str(self._program)) == 1
        for kind in ("yuebao", "Yuebao.Library", "Yuebao.Room", "Yuebao.Evidence"):
            command = _kept(rf"Software\Classes\{kind}\shell\open\command")
            assert command == f'"{self._program / "yuebao.exe"}" "%1"', command

    def find_by_name(self) -> None:
        """`reader` is found on the path, by a program that starts after the installation."""
        assert self._said("search", "渡口", "--count") == "30"
        self._said("--self-test")

    def write_notes(self) -> None:
        """A library and notes, in it and in this person's folder, as a reader would have them."""
        self._paper.parent.mkdir(parents=True)
        self._paper.write_text(_PAPER, encoding="gb18030")
        assert self._said("search", "两条船", "--count", "--library", str(self._library)) == "1"
        for place in ([], ["--library", str(self._library)]):
            answer = json.loads(self._said("search", "渡口", "--json", *place))
            self._said("bookmark", "add", answer["hits"][0]["printing"], "--note", _NOTE, *place)
        self._said("pack", str(self._library), "-o", str(self._pack), "--giver", "方")
        self._said("evidence", "make", "两条船", "-o", str(self._evidence), "--library", str(self._library))
        notes = self._library / ".reader" / "user.sqlite"
        sample_notes = list(self._own.rglob("user.sqlite"))
        assert sample_notes, self._own
        for path in (self._paper, notes, *sample_notes):
            self._left[path] = path.read_bytes()

    def open_files(self) -> None:
        """What a person double-clicks opens in a window."""
        for file in (self._pack, self._evidence):
            _open(file)
            window = _awaited(_window)
            assert window, f"no window for {file.name}"
            self._close(window)

    def tell_broken_link(self) -> None:
        """A link that is cut off is told in a window, for there is no console; the program ends with it."""
        command = _kept(r"Software\Classes\yuebao\shell\open\command")
        assert command
        subprocess.Popen(command.replace("%1", "yuebao:article/cut"))
        notice = _awaited(lambda: _window(_is_of_notice))
        assert notice
        self._close(notice)

    def refuse_while_open(self) -> None:
        """An installation that begins while the program runs changes nothing."""
        self._stray.write_text("of the former version", encoding="utf-8")
        os.startfile(self._link)
        window = _awaited(_window)
        assert window
        assert self._run_setup() == 1
        assert self._stray.exists()
        self._close(window)

    def upgrade(self) -> None:
        """A later version takes the place of the former as a whole: nothing of that is left."""
        assert self._run_setup() == 0
        assert not self._stray.exists()
        assert self._names_on_path().count(str(self._program)) == 1
        library = ("--library", str(self._library))
        assert self._said("search", "两条船", "--count", *library) == "1"
        assert _NOTE in self._said("bookmark", "list", *library)

    def remove(self) -> None:
        """Removed is the program alone: neither what the reader has, nor what else lies in its folder."""
        other = self._place / "mine.txt"
        other.write_text("x", encoding="utf-8")
        subprocess.run([self._place / "uninstall.exe", "/S"], check=True, timeout=_SECONDS)
        assert _awaited(lambda: [path.name for path in self._place.iterdir()] == ["mine.txt"])
        assert not self._link.exists()
        assert _path_of_person() == self._path
        for kind in ("yuebao", ".yuebao", ".yuebao-evidence", "Yuebao.Library", "Yuebao.Evidence"):
            assert _kept(rf"Software\Classes\{kind}") is None, kind
        for path, data in self._left.items():
            assert path.read_bytes() == data, path
        other.unlink()
        self._place.rmdir()

    def tidy(self) -> None:
        """Remove what the steps have made in this person's folder, and what one that failed has left installed."""
        uninstaller = self._place / "uninstall.exe"
        if uninstaller.exists():
            subprocess.run([uninstaller, "/S"], check=False, timeout=_SECONDS)
            _awaited(lambda: not uninstaller.exists())
        shutil.rmtree(self._own, ignore_errors=True)

    def _close(self, window: int) -> None:
        """Close a window as its button does, and await that its program has ended."""
        ctypes.windll.user32.PostMessageW(window, _CLOSE, 0, 0)
        assert _awaited(self._is_ended)

    def _is_ended(self) -> bool:
        """Return whether the window's program does not run: what runs can't be opened to be written to."""
        try:
            with (self._program / "yuebao.exe").open("ab"):
                return True
        except PermissionError:
            return False

    def _run_setup(self) -> int:
        return subprocess.run([self._setup, "/S"], check=False, timeout=_SECONDS).returncode

    def _said(self, *words: str) -> str:
        """Return what the command prints; it is looked for as a program does that starts now."""
        environment = self._environment()
        command = shutil.which("reader", path=environment["PATH"])
        assert command, environment["PATH"]
        done = subprocess.run([command, *words], capture_output=True, env=environment, timeout=_SECONDS)
        said = done.stdout.decode("utf-8")
        assert done.returncode == 0, (words, said, done.stderr.decode("utf-8"))
        return said.strip()

    def _environment(self) -> Mapping[str, str]:
        return os.environ | {"PATH": os.pathsep.join([os.environ["PATH"], *self._names_on_path()])}

    def _names_on_path(self) -> list[str]:
        text = _path_of_person()
        return os.path.expandvars(text or "").split(os.pathsep)


def _open(file: Path) -> None:
    """Open a file as a double click does. Wine's shell knows no associations of a person: there it is done by hand."""
    if not hasattr(ctypes.windll.ntdll, "wine_get_version"):
        os.startfile(file)
        return
    kind = _kept(rf"Software\Classes\{file.suffix}")
    command = _kept(rf"Software\Classes\{kind}\shell\open\command")
    assert command, file.suffix
    subprocess.Popen(command.replace("%1", str(file)))


def _path_of_person() -> str | None:
    return _kept("Environment", "Path")


def _kept(key: str, name: str = "") -> str | None:
    """Return the text that the registry of this person has under a key; None where there is no such key or name."""
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
            value, _ = winreg.QueryValueEx(opened, name)
    except FileNotFoundError:
        return None
    return str(value)


def _awaited(condition: Callable[[], _Answer]) -> _Answer:
    """Return what a condition gives as soon as that is true; what it gives at the end, where it never is."""
    ends = time.monotonic() + _SECONDS
    while not (answer := condition()) and time.monotonic() < ends:
        time.sleep(0.5)
    return answer


def _is_of_library(title: str) -> bool:
    return title.endswith((" — 阅报", " - Yuebao"))


def _is_of_notice(title: str) -> bool:
    return title in ("阅报", "Yuebao")


def _window(is_meant: Callable[[str], bool] = _is_of_library) -> int:
    """Return the handle of a window of the program, known by its title; 0 if there is none."""
    handles: list[int] = []
    title = ctypes.create_unicode_buffer(512)

    def look(handle: int, _: int) -> bool:
        ctypes.windll.user32.GetWindowTextW(handle, title, len(title))
        is_shown = ctypes.windll.user32.IsWindowVisible(handle)
        if is_shown and is_meant(title.value):
            handles.append(handle)
        return True

    kind = ctypes.WINFUNCTYPE(ctypes.c_bool, ctypes.c_void_p, ctypes.c_void_p)
    ctypes.windll.user32.EnumWindows(kind(look), 0)
    return next(iter(handles), 0)


if __name__ == "__main__":
    sys.exit(main())
