"""How long until the window of a bundle is shown, as a multiple of that of the checkout?

    uv run python -m tools.benchmarks.bench_bundle_start build/bundle/folder/yuebao/reader [--times 7]

Whole processes on the sample, warm, in turn. A window listens for links half a second after it is shown: until then the
clock runs, less that half second; processor time is of all until then.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

LISTENS_AFTER = 0.5
MOST = 1.5


def seconds(command: Sequence[str], home: Path) -> tuple[float, float]:
    """How long the clock and the processor took until the window was shown."""
    listening = home / "cache" / "windows"
    for left in listening.glob("*"):
        left.unlink()
    began, used = time.perf_counter(), os.times()
    with subprocess.Popen(command, env=os.environ | {"READER_HOME": str(home)}) as process:
        while not any(listening.glob("*")):
            if process.poll() is not None or time.perf_counter() - began > 60:
                raise SystemExit("no window came")
            time.sleep(0.002)
        clock = time.perf_counter() - began - LISTENS_AFTER
        process.kill()
    now = os.times()
    return clock, now.children_user + now.children_system - used.children_user - used.children_system


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--times", type=int, default=7)
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    commands = {"checkout": [sys.executable, "-m", "reader"], "bundle": [str(options.bundle)]}
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    with tempfile.TemporaryDirectory() as folder:
        homes = {name: Path(folder) / name for name in commands}
        for name, command in commands.items():
            subprocess.run([*command, "sync"], env=os.environ | {"READER_HOME": str(homes[name])}, check=True)
            seconds(command, homes[name])
        for _ in range(options.times):
            for name, command in commands.items():
                took[name].append(seconds(command, homes[name]))
    for at, what in enumerate(("clock", "processor")):
        ours, floor = (statistics.median(each[at] for each in took[name]) for name in ("bundle", "checkout"))
        print(f"{what}: bundle {ours:.2f} s, checkout {floor:.2f} s: {ours / floor:.2f} × (at most {MOST})")


if __name__ == "__main__":
    main()
