"""Qt finds its plugins and its words, whatever the folder that the program lies in is called."""

import subprocess
import sys
from pathlib import Path

import PySide6
import pytest
import shiboken6

STARTED = """
import sys
sys.path.insert(0, sys.argv[1])
from reader import app, i18n
i18n.choose("zh")
app._application()
from PySide6.QtCore import QCoreApplication
assert sys.modules["PySide6"].__file__.startswith(sys.argv[1])
print(QCoreApplication.translate("QPlatformTheme", "Cancel"), *QCoreApplication.libraryPaths(), sep="|")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="links, and names that Windows has not")
@pytest.mark.parametrize("name", ['a"b', "a;姓名, b", "a\\x41\nb 50%20#"])
def test_a_window_opens_in_any_folder(name: str, tmp_path: Path) -> None:
    folder = tmp_path / name
    folder.mkdir()
    misread = tmp_path / "a" / "plugins"
    misread.mkdir(parents=True)
    for package in (PySide6, shiboken6):
        (folder / package.__name__).symlink_to(Path(package.__path__[0]))
    started = subprocess.run(
        [sys.executable, "-c", STARTED, folder], capture_output=True, text=True, check=False
    )
    assert started.stderr == ""
    cancel, plugins, *others = started.stdout.strip().split("|")
    assert cancel == "取消"
    assert Path(plugins) == folder / "PySide6" / "Qt" / "plugins"
    assert str(misread) not in others
