"""Attacks the program at random: `python -m tools.fuzz --seconds 300 [--only notes] [--seed 7]`.

Prints a line a target, and of each try that failed its seed, by which it can be tried again.
"""

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
import traceback
from pathlib import Path

from tools.fuzz.targets import TARGETS, Given, Try, attack, copy_of, prepared


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.fuzz")
    parser.add_argument("--seconds", type=float, default=60, help="for each target")
    parser.add_argument("--only", choices=TARGETS, action="append", help="these targets")
    parser.add_argument("--seed", type=int, help="one try, with this seed")
    options = parser.parse_args()
    failed = 0
    with tempfile.TemporaryDirectory(prefix="yuebao-fuzz-") as folder:
        base = Path(folder)
        os.environ["READER_HOME"] = str(base / "home")
        given = prepared(base / "given")
        for name in options.only or TARGETS:
            seeds = [options.seed] if options.seed is not None else None
            failed += _attack_for(options.seconds, name, TARGETS[name], given, base, seeds)
    return 1 if failed else 0


def _attack_for(
    seconds: float, name: str, target: Try, given: Given, base: Path, seeds: list[int] | None
) -> int:
    began, tries, failed, slowest = time.monotonic(), 0, 0, 0.0
    while time.monotonic() - began < seconds if seeds is None else tries < len(seeds):
        seed = random.randrange(2**31) if seeds is None else seeds[tries]
        started = time.monotonic()
        os.environ["READER_HOME"] = str(base / "try" / "home")
        try:
            attack(target, random.Random(seed), copy_of(given, base / "try" / "given"))
        except Exception:
            failed += 1
            print(f"{name}: --seed {seed}\n{traceback.format_exc()}", file=sys.stderr)
        slowest = max(slowest, time.monotonic() - started)
        shutil.rmtree(base / "try", ignore_errors=True)
        tries += 1
    print(f"{name}: {tries} tries, {failed} failed, the slowest {slowest:.1f} s", flush=True)
    return failed


if __name__ == "__main__":
    raise SystemExit(main())
