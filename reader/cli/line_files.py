"""Reads the lines of a file, or of standard input: queries, names of articles."""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from reader.cli.errors import CommandError
from reader.i18n import say
from reader.storage.regular_file import open_named

STANDARD_INPUT = "-"
LONGEST_LINE = 1 << 20
"""The maximum length of a line, in characters."""


def lines_of(name: str) -> Iterator[str]:
    """Yield the lines of a file, or of standard input for "-", without their line ends.

    Only a line feed ends a line. Bytes that are no UTF-8 become lone surrogates. Raises CommandError for a line of
    LONGEST_LINE characters or more.
    """
    with _opened(name) as lines:
        while line := lines.readline(LONGEST_LINE):
            if len(line) == LONGEST_LINE:
                raise CommandError(say("{path} 里有一行长得不像要搜的词，没有往下读。", path=name))
            yield line.rstrip("\r\n")


def _opened(name: str) -> io.TextIOWrapper:
    if name == STANDARD_INPUT:
        return io.TextIOWrapper(sys.stdin.buffer, "utf-8-sig", "surrogateescape", newline="\n")
    return io.TextIOWrapper(io.FileIO(open_named(Path(name))), "utf-8-sig", "surrogateescape", newline="\n")
