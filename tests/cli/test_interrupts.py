"""Given a command at work, when Ctrl+C falls into a finalizer, where Python lets nobody catch it, then the command ends
all the same: at once, quietly, with 130."""

import signal
import subprocess
import sys

import pytest

INTERRUPTED = """
import signal, sys, time
from reader import cli
from reader.cli.options import Arguments

class Dropped:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)

class Interrupted(Arguments, frozen=True):
    def run(self):
        Dropped()
        {then}
        return 0

signal.signal(signal.SIGINT, signal.default_int_handler)
cli.parse_arguments = lambda words: (Interrupted(), None)
code = cli.main(["sync"])
print(sys.unraisablehook is sys.__unraisablehook__)
sys.exit(code)
"""


@pytest.mark.parametrize("then", ["time.sleep(60)", "while True: pass"])
def test_it_is_quiet_and_130(then: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED.format(then=then)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=240,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "True\n", "")


def test_what_was_done_already_is_done() -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED.format(then="pass")],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode in (0, 130), done.stdout, done.stderr) == (True, "True\n", "")


STARTED = """
import os, signal, sys, time

signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job's children ignore it
from reader import __main__ as program

def interrupt(event, what):
    if event == "import" and what[0] == {module!r}:
        os.kill(os.getpid(), 2)
        time.sleep(9)

sys.addaudithook(interrupt)
sys.argv = ["reader", "--version"]
program.main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no signals")
@pytest.mark.parametrize("module", ["reader.cli.commands", "argparse"])
def test_while_modules_are_imported_it_is_quiet_too(module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", STARTED.format(module=module)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=240,
    )
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", "")
