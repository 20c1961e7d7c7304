"""How much memory a program takes at most, as a process of its own."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

_RUN = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[2:], stdin=open(sys.argv[1], "rb"), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
sys.stdout.buffer.write(b"%d %.1f\\n" % (used.ru_maxrss // 1024, used.ru_utime + used.ru_stime) + done.stdout)
"""
"""A process that has been small: what a child takes is told with what its parent had when it was begun."""


class Taken(NamedTuple):
    """What a program has said, the most memory that it took, in MB, and the processor's time."""

    said: str
    megabytes: int
    seconds: float


def taken_by(command: Sequence[str], given: Path = Path("/dev/null")) -> Taken:
    """Run a program, with `given` as what it reads; Linux and macOS only."""
    done = subprocess.run(
        [sys.executable, "-c", _RUN, str(given), *command], stdout=subprocess.PIPE, text=True, check=True
    )
    first, _, said = done.stdout.partition("\n")
    megabytes, seconds = first.split()
    return Taken(said, int(megabytes), float(seconds))
