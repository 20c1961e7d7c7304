"""Runs of pytest without their start: each is a fork of a process that has imported all that is not ours."""

import contextlib
import importlib
import os
import signal
import sys
import time
import traceback
import warnings
from collections.abc import Sequence
from pathlib import Path

import pytest

_HEAVY = (
    *(
        "numpy",
        "hypothesis",
        "hypothesis.strategies",
        "marisa_trie",
        "msgspec",
        "zstandard",
        "sqlite3",
        "filelock",
    ),
    *("whoosh.fields", "whoosh.index", "whoosh.query", "platformdirs", "PySide6.QtWidgets"),
)
"""What tests import that is not ours."""

SAID = "said.txt"
"""What pytest printed last, in the tree."""

_ARGUMENTS = (
    "-x",
    "-q",
    "-n0",
    "-p",
    "no:cacheprovider",
    "--tb=short",
    "-Wignore::pytest.PytestAssertRewriteWarning",
)
_LOOK_S = 0.01


def warm_up() -> None:
    """Import what is not changed by a mutant. What is missing is imported by the tests that need it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in _HEAVY:
            with contextlib.suppress(ImportError):
                importlib.import_module(name)


def passes(tree: Path, files: Sequence[str], plugins: Sequence[object], patience_s: float) -> bool:
    """Return whether these files of tests pass in the tree within that time."""
    child = os.fork()
    if child == 0:
        _run(tree, files, plugins)
    until = time.monotonic() + patience_s
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status) == 0
        time.sleep(_LOOK_S)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False


def _run(tree: Path, files: Sequence[str], plugins: Sequence[object]) -> None:
    """Run them and end the process: 0 if all passed."""
    code = 70
    try:
        os.setsid()
        sys.dont_write_bytecode = True
        os.chdir(tree)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        said = os.open(tree / SAID, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(said, 1)
        os.dup2(said, 2)
        for name in [name for name in sys.modules if name.split(".")[0] in ("reader", "tests", "tools")]:
            del sys.modules[name]
        sys.path[:] = [str(tree), *(entry for entry in sys.path if Path(entry or ".").resolve() != _OURS)]
        os.environ["PYTHONPATH"] = str(tree)
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        code = int(pytest.main([*_ARGUMENTS, f"--rootdir={tree}", *files], plugins=list(plugins)))
    except BaseException:
        traceback.print_exc()
        code = 70
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


_OURS = Path(__file__).resolve().parents[2]
