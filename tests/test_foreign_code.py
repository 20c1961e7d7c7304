"""Code that lies in a folder is not run: not from the current folder, not from the library, not from PYTHONPATH."""

import os
import site
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

import pytest

from reader.library import sync_process
from tests.terminal import Terminal, write_issues

pytestmark = pytest.mark.slow

CHECKOUT = Path(sync_process.__file__).parents[2]
OF_PROGRAM = (
    "json",
    "re",
    "sqlite3",
    "argparse",
    "pathlib",
    "numpy",
    "whoosh",
    "filelock",
    "PySide6",
)
OF_PYTHON = ("sitecustomize", "usercustomize", "contextlib", "functools", "typing")
"""What Python itself may import before the first line of the program."""
ALL = ("reader", *OF_PROGRAM, *OF_PYTHON)

WINDOW = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from reader.app import open_window

window = open_window(Path.cwd())
window.controller.sync.finished.connect(lambda report: print(report.added) or QApplication.quit())
handle = window.controller.sync.process.handle
window.controller.sync.process.handle = lambda event: (
    print(event) or QApplication.exit(1) if type(event).__name__ == "Failed" else handle(event)
)
code = QApplication.instance().exec()
window.close()
sys.exit(code)
"""


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """One home for all of them: what a dictionary is made of need not be read each time."""
    return Terminal(tmp_path_factory.mktemp("home"), {"QT_QPA_PLATFORM": "offscreen"})


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_issues(tmp_path / "报")


@pytest.fixture
def marks(tmp_path: Path) -> Path:
    folder = tmp_path / "marks"
    folder.mkdir()
    return folder


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """The command `reader`, as an installer makes it of the project's entry point."""
    told = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    module, _, function = told["reader"].partition(":")
    path = tmp_path / "bin" / "reader"
    path.parent.mkdir()
    path.write_text(f"import sys\nfrom {module} import {function}\nsys.exit({function}())\n")
    return path


def lay(folder: Path, marks: Path, names: tuple[str, ...]) -> Path:
    """Modules that leave a mark when they are run."""
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / f"{name}.py").write_text(f"open({str(marks / name)!r}, 'a')\n", encoding="utf-8")
    return folder


def run(terminal: Terminal, here: Path, *words: object, path: Path | str = "") -> str:
    environment = terminal.environment() | ({"PYTHONPATH": str(path)} if path else {})
    done = subprocess.run(
        [sys.executable, *map(str, words)],
        cwd=here,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def run_marks(marks: Path) -> list[str]:
    return sorted(path.name for path in marks.iterdir())


COMMANDS = (
    ("search", "马灯", "--library", "."),  # which syncs first
    ("--screenshot", "../window.png", "--library", "."),
)


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
class TestTheCommand:
    def test_runs_nothing_of_the_library_it_is_started_in(
        self, terminal: Terminal, root: Path, marks: Path, script: Path, words: tuple[str, ...]
    ) -> None:
        lay(root, marks, ALL)
        run(terminal, root, script, *words)
        assert run_marks(marks) == []

    def test_runs_nothing_of_pythonpath(
        self, terminal: Terminal, root: Path, marks: Path, script: Path, words: tuple[str, ...]
    ) -> None:
        lay(root, marks, OF_PROGRAM)
        elsewhere = lay(root.parent / "elsewhere", marks, OF_PROGRAM)
        run(terminal, root, script, *words, path=os.pathsep.join([str(elsewhere), "."]))
        assert run_marks(marks) == []

    def test_as_a_module_runs_nothing_but_what_python_itself_takes(
        self, terminal: Terminal, root: Path, marks: Path, words: tuple[str, ...]
    ) -> None:
        lay(root, marks, OF_PROGRAM)
        run(terminal, root, "-m", "reader", *words)
        assert run_marks(marks) == []


NOT_INSTALLED = """
import runpy, sys
sys.path.append(sys.argv[1])
sys.argv = [sys.argv[2], "--version"]
runpy.run_path(sys.argv[0], run_name="__main__")
"""
"""Runs the program where its dependencies are installed, but not the program itself."""


class TestTheChild:
    def test_runs_nothing_of_where_it_is_or_of_pythonpath(
        self, terminal: Terminal, root: Path, marks: Path
    ) -> None:
        lay(root, marks, ALL)
        words = [word for word in sync_process.command(root)[1:] if word != "--obey-stdin"]
        assert '"event"' in run(terminal, root, *words, path=root)
        assert run_marks(marks) == []

    def test_of_a_window_neither(self, terminal: Terminal, root: Path, marks: Path) -> None:
        lay(root, marks, ALL)
        assert run(terminal, root, "-I", "-c", WINDOW, path=root).strip() == "3"
        assert run_marks(marks) == []

    def test_runs_the_program_that_started_it_though_it_is_not_installed(self, tmp_path: Path) -> None:
        program = str(CHECKOUT / "reader" / "__main__.py")
        assert program in sync_process.command(tmp_path)
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", NOT_INSTALLED, sysconfig.get_path("purelib"), program],
            capture_output=True,
            check=True,
        )
        assert done.stdout.startswith(b"reader ")

    def test_of_a_frozen_program_is_the_program(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sys, "frozen", True, raising=False)
        monkeypatch.setattr(sys, "executable", str(tmp_path / "yuebao"))
        assert sync_process.command(tmp_path)[:2] == [str(tmp_path / "reader"), "sync"]

    @pytest.mark.parametrize("is_on", [True, False])
    def test_has_the_persons_own_site_folder_where_the_window_has_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_on: bool
    ) -> None:
        monkeypatch.setattr(site, "ENABLE_USER_SITE", is_on)
        assert ("-s" not in sync_process.command(tmp_path)) == is_on


def test_qt_looks_for_no_plugins_in_the_current_folder(
    terminal: Terminal, root: Path, tmp_path: Path
) -> None:
    program = (
        "from reader import app; from PySide6.QtCore import QCoreApplication\n"
        "app._application(); print(*QCoreApplication.libraryPaths(), sep='\\n')"
    )
    (root / "plugins").mkdir()
    own = tmp_path / "input-method"
    own.mkdir()
    told = {"QT_PLUGIN_PATH": os.pathsep.join([".", "plugins", str(own), ""])}
    paths = run(Terminal(terminal.home, terminal.extra | told), root, "-I", "-c", program).splitlines()
    assert str(own) in paths
    assert not any(Path(path).is_relative_to(root) for path in paths)
