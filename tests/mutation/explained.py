"""Mutants that no test can notice, each with the reason why.

A line of `explained.txt` is `path ¦ source line ¦ change ¦ reason`; without the number of the line, which would not
last.
"""

from pathlib import Path

_FILE = Path(__file__).with_name("explained.txt")

Key = tuple[str, str, str]
"""A module's path relative to the root, its line without the white space around it, and what is changed in it."""


def explained() -> dict[Key, str]:
    rows = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            path, source, change, reason = line.split(" ¦ ")
            rows[path, source, change] = reason
    return rows
