"""A decoded file: its lines numbered from 1, unchanged."""

from dataclasses import dataclass

import msgspec

from reader.newspaper.told import Reading, Told, ToldHead


class ColumnChoice(msgspec.Struct, frozen=True):
    """Applies to all tables whose columns have these names; `chosen` is the name of the column by field."""

    names: tuple[str, ...]
    chosen: dict[str, str]


DAMAGE = "\ufffd"
"""Stands for bytes that can't be read."""

LineSpan = tuple[int, int]
"""First and last line number, both inclusive."""


@dataclass(frozen=True, slots=True)
class SourceText:
    """The decoded text of one file.

    `path` is relative to the library, with `/` (as given, outside a library). `lines` holds every line without its line
    end: line `n` of the file is `lines[n - 1]`. Where a file is more than text, they are the lines of the text that its
    format reads from it, `told` is what it tells of them, `head` of the issue
    alone, and `reading` how it was read.
    """

    path: str
    encoding: str
    lines: tuple[str, ...]
    told: Told | None = None
    reading: Reading | None = None
    head: ToldHead | None = None


def spans_of(lines: list[int]) -> tuple[LineSpan, ...]:
    """Return ascending line numbers as the fewest spans: [3, 4, 5, 9] → ((3, 5), (9, 9))."""
    spans: list[LineSpan] = []
    for line in lines:
        if spans and line == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], line)
        else:
            spans.append((line, line))
    return tuple(spans)
