"""The lines of a file that are not blank, before their features are determined."""

from collections.abc import Sequence

from msgspec import Struct

from reader.language.dates.program_days import is_by_program
from reader.language.forms import HAN, is_mark
from reader.language.patterns import pattern
from reader.newspaper.article import SourceText
from reader.newspaper.line_place import LinePlace
from reader.parsing import front_matter, markup
from reader.parsing.section_marks import section_mark

_JOINED = pattern(f"[{HAN}\\u3000-\\u303f\\uff00-\\uffef“”‘’…—·]")


def joined(texts: Sequence[str]) -> tuple[str, tuple[int, ...]]:
    """Return the joined text of consecutive lines, and for each line the offset in it at which the line begins.

    A space is inserted between words of an alphabet, but not within a number that was cut in two.
    """
    parts: list[str] = [texts[0]]
    begins = [0]
    at = len(texts[0])
    before = texts[0]
    for more in texts[1:]:
        if _needs_space(before, more):
            parts.append(" ")
            at += 1
        begins.append(at)
        parts.append(more)
        at += len(more)
        before = more
    return "".join(parts), tuple(begins)


def _needs_space(before: str, more: str) -> bool:
    """Return whether a space has to be inserted between two lines that are joined."""
    if _JOINED.match(before[-1:]) or _JOINED.match(more):
        return not "\u4e00" <= more[:1] <= "\u9fff" and is_mark(
            more[:1]
        )  # Otherwise the combining mark would change the last character of the line above.
    return not _is_cut_number(before, more)


def _is_cut_number(before: str, more: str) -> bool:
    return before[-1:].isdigit() and more[:1].isdigit()


# the lines in which a program states when it has worked
_MOST_OF_HEAD, _MOST_OF_FOOT = 20, 3
# only lines of running text are examined: spaces within a heading or a list of names are printed
_LEAST_OF_TEXT = 30
_LEAST_STRAYS = 0.03
STRAY_SPACE = pattern(f" (?<=[{HAN}] )(?=[{HAN}])")
"""A space between two Han characters, which OCR inserted on a page with many of them."""


# A struct is made 20 times as fast as a frozen dataclass of so many fields, and is no work for the garbage collector.
class RawLine(Struct, frozen=True, gc=False):
    """A line that is not blank.

    Attributes:
        number: The number of the line in the file, from 1.
        text: The stripped text without Markdown and HTML, and without the label of a headline in an archive's record.
        level: The level of its heading mark, 0 without one.
        gap: The number of blank lines above.
        indented: It is indented in the file.
        is_marked: Markup or a label was removed from it.
        is_front_matter: It is in the block of front matter, or a field elsewhere.
        breadth: The number of characters including the spaces around the text.
        storey: The part of a headline that it is by its label.
        place: Where it is printed, None if that is unknown.
        is_inside_paragraph: It fills a column in which the first rows of paragraphs do not.
        is_of_program: It consists of marks or remarks of the program that made the file.
        is_of_table: It is a row of a table, or several.
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
    place: LinePlace | None = None
    is_inside_paragraph: bool = False
    is_of_program: bool = False
    is_of_table: bool = False


def rows_of(source: SourceText) -> list[RawLine]:
    """Return the lines of a file that are not blank."""
    if source.stated is not None:
        return [
            RawLine(number, text, 0, 0, False, False, False, len(line))
            for number, line in enumerate(source.lines, 1)
            if (text := line.strip())
        ]
    rows: list[RawLine] = []
    gap = 0
    front_matter_end = front_matter.end_of(source)
    is_record = markup.is_record(source.lines)
    program = markup.program_marks(source.lines)
    if front_matter_end > 2 and program.lines.issuperset(range(2, front_matter_end)):
        front_matter_end = 0
    has_marks = markup.has_marks(source.lines)
    last_of_head, first_of_foot = _MOST_OF_HEAD, len(source.lines) - _MOST_OF_FOOT
    for number, raw in enumerate(source.lines, 1):
        stripped = raw.strip()
        if not stripped:
            gap += 1
            continue
        text, level, is_of_table = stripped, 0, False
        if has_marks:
            text, level, is_of_table = markup.without_markup(stripped)
        elif stripped[0] in markup.BEGINS_MARKS:
            text, level, is_of_table = markup.without_marks_around(stripped)
        is_outermost = number <= last_of_head or number > first_of_foot
        is_marked = text is not stripped and (text[0], text[-1]) != (stripped[0], stripped[-1])
        is_marked = is_marked or section_mark(text) is not None
        heading = markup.record_heading(text) if is_record and number > front_matter_end else None
        rows.append(
            RawLine(
                number,
                heading.words if heading else text,
                level or program.levels.get(number, 0),
                gap,
                raw.startswith(("\u3000", "  ", "\t")),
                is_marked or heading is not None,
                number <= front_matter_end
                or front_matter.is_inline(number, stripped)
                or (is_outermost and is_by_program(text, is_first=not rows)),
                len(raw.strip("\r")),
                heading.storey if heading else None,
                source.places[number - 1] if source.places else None,
                is_of_program=number > front_matter_end and number in program.lines,
                is_of_table=is_of_table,
            )
        )
        gap = 0
    return rows


def record_headings(source: SourceText) -> tuple[tuple[str, str], ...]:
    """Return pairs for the labelled headings of an archive's record: the line, and the text after its label."""
    if source.stated is not None or not markup.is_record(source.lines):
        return ()
    return tuple(
        (markup.without_markup(source.lines[row.number - 1].strip()).text, row.text)
        for row in rows_of(source)
        if row.storey is not None
    )


def has_stray_spaces(rows: Sequence[RawLine]) -> bool:
    """Return whether OCR has inserted so many spaces between Han characters that spaces have no meaning."""
    characters = strays = 0
    for row in rows:
        if len(row.text) > _LEAST_OF_TEXT:
            characters += len(row.text)
            if " " in row.text:
                strays += len(STRAY_SPACE.findall(row.text))
    return strays > _LEAST_STRAYS * characters
