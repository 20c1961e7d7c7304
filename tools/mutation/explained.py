"""Mutants that no test can notice, or need not, each with the reason why.

A line of `explained.txt` is `path ¦ source line ¦ change ¦ reason`: without the number of the line, which would not
last. `*` stands for every change in the line.
"""

from collections.abc import Iterable
from pathlib import Path

_FILE = Path(__file__).with_name("explained.txt")

Key = tuple[str, str, str]
"""A module's path relative to the root, its line without the white space around it, and what is changed in it."""


def explained() -> dict[Key, str]:
    return parsed(_FILE.read_text(encoding="utf-8").splitlines())


def parsed(lines: Iterable[str]) -> dict[Key, str]:
    rows = {}
    for line in lines:
        if line and not line.startswith("#"):
            path, source, change, reason = line.split(" ¦ ")
            rows[path, source, change] = reason
    return rows


def reason_for(key: Key, known: dict[Key, str]) -> str | None:
    """Return why this mutant is noticed by no test; None if that is not explained."""
    path, source, _ = key
    return known.get(key) or known.get((path, source, "*"))
