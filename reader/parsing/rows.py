"""The lines of a file that are not blank, before anything is known about them."""

from dataclasses import dataclass

from reader.newspaper.source_text import SourceText
from reader.parsing import front_matter, markup


@dataclass(frozen=True, slots=True)
class Row:
    """A line that is not blank.

    `text` is stripped, without the marks of Markdown or HTML around the whole of it, and without what an archive's
    record calls a title (`storey` is then the part of a headline that it is); `level` is that of a heading's mark,
    `gap` the number of blank lines before it, `breadth` the characters of the line with the spaces around it.
    """

    number: int
    text: str
    level: int
    gap: int
    indented: bool
    is_marked: bool
    is_front_matter: bool
    breadth: int
    storey: markup.HeadlineLevel | None = None


def rows_of(source: SourceText) -> list[Row]:
    """Return every line that is not blank."""
    rows: list[Row] = []
    gap = 0
    front_matter_end = front_matter.end_of(source)
    is_record = markup.is_record(source.lines)
    for number, raw in enumerate(source.lines, 1):
        stripped = raw.strip()
        if not stripped:
            gap += 1
            continue
        text, level = markup.without_markup(stripped)
        indented = raw.startswith(("\u3000", "  ", "\t"))
        is_marked = text != stripped
        heading = markup.record_heading(text) if is_record else None
        rows.append(
            Row(
                number,
                heading.words if heading else text,
                level,
                gap,
                indented,
                is_marked or heading is not None,
                number <= front_matter_end,
                len(raw.strip("\r")),
                heading.storey if heading else None,
            )
        )
        gap = 0
    return rows
