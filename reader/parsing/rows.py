"""The lines of a file that are not blank, before their features are determined."""

from collections.abc import Mapping, Sequence, Set

from msgspec import Struct
from msgspec.structs import replace

from reader.language.dates.printed_days import is_by_program
from reader.language.forms import HAN, is_mark
from reader.language.patterns import pattern
from reader.newspaper.article import LinePart, SourceText
from reader.newspaper.line_place import LinePlace
from reader.parsing import front_matter, latin_mastheads, markup, western_lines
from reader.parsing.emphasised_decks import numbers_of_decks
from reader.parsing.pages import section_mark

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
        # otherwise a combining mark would change the last character of the line above
        return not "\u4e00" <= more[:1] <= "\u9fff" and is_mark(more[:1])
    return not (before[-1:].isdigit() and more[:1].isdigit())


# the lines in which a program states when it has worked
_MOST_OF_HEAD = 20
_MOST_OF_FOOT = 3
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
        breadth: The number of characters including the spaces around the text; an indent above Han characters counts
            as those that are as wide.
        storey: The part of a headline that it is by its label.
        place: Where it is printed, None if that is unknown.
        is_inside_paragraph: It fills a column in which the first rows of paragraphs do not.
        goes_on: It continues the row above, which is as wide as its column and ends within a sentence.
        is_of_program: It consists of marks or remarks of the program that made the file.
        is_of_table: It is a row of a table, or several.
        indent: The width of the space before it, in Han characters; 0 before narrower characters.
    """

    number: int
    text: str
    level: int
    gap: int
    indented: bool
    is_marked: bool
    is_front_matter: bool
    breadth: int
    storey: LinePart | None = None
    place: LinePlace | None = None
    is_inside_paragraph: bool = False
    goes_on: bool = False
    is_of_program: bool = False
    is_of_table: bool = False
    indent: int = 0


class _FileMarks(Struct, frozen=True):
    """What the lines of a file together tell about each of them.

    Attributes:
        front_matter_end: The number of the last line of the block of front matter; 0 without one.
        is_record: The file is an archive's record, whose headlines have labels.
        of_program: The numbers of the lines of the program that made the file.
        level_by_number: The levels of the headings that this program announces.
        has_marks: The file is written in Markdown or HTML.
    """

    front_matter_end: int
    is_record: bool
    of_program: Set[int]
    level_by_number: Mapping[int, int]
    has_marks: bool
    line_count: int


def rows_of(source: SourceText) -> list[RawLine]:
    """Return the lines of a file that are not blank."""
    if source.stated is not None:
        return _rows_as_stated(source.lines)
    marks = _marks_of(source)
    rows: list[RawLine] = []
    gap = 0
    for number, raw in enumerate(source.lines, 1):
        if raw.strip():
            place = source.places[number - 1] if source.places else None
            rows.append(_row(number, raw, gap, place, marks, is_first=not rows))
            gap = 0
        else:
            gap += 1
    if any(row.level for row in rows):
        if marks.has_marks:
            return _with_emphasised_decks(rows, source.lines)
        return rows
    return _with_marks_of_capitals(rows)


def _with_emphasised_decks(rows: list[RawLine], lines: Sequence[str]) -> list[RawLine]:
    numbers = numbers_of_decks(lines, [(row.number, row.level) for row in rows])
    if not numbers:
        return rows
    return [
        replace(row, storey=LinePart.DECK, is_marked=True) if row.number in numbers else row for row in rows
    ]


def _rows_as_stated(lines: Sequence[str]) -> list[RawLine]:
    """Return the lines of a file that states its articles; their marks say nothing."""
    rows = []
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if text:
            rows.append(RawLine(number, text, 0, 0, False, False, False, len(line)))
    return rows


def _marks_of(source: SourceText) -> _FileMarks:
    lines = source.lines
    front_matter_end = front_matter.end_of(source)
    of_program, level_by_number = markup.program_marks(lines)
    if front_matter_end > 2 and of_program >= {*range(2, front_matter_end)}:
        front_matter_end = 0
    is_record = markup.is_record(lines)
    has_marks = markup.has_marks(lines)
    return _FileMarks(front_matter_end, is_record, of_program, level_by_number, has_marks, len(lines))


def _row(
    number: int, raw: str, gap: int, place: LinePlace | None, marks: _FileMarks, *, is_first: bool
) -> RawLine:
    """Return a line of a file, below `gap` blank ones."""
    stripped = raw.strip()
    is_below_front = number > marks.front_matter_end
    text, level, is_of_table = _without_marks(stripped, marks.has_marks, is_below_front)
    indent, breadth = _indent_and_breadth(raw, stripped)
    words_of_line = text
    storey: LinePart | None = None
    if marks.is_record and is_below_front:
        words_of_line, storey = markup.record_heading(text)
    is_outermost = number <= _MOST_OF_HEAD or number > marks.line_count - _MOST_OF_FOOT
    has_lost_marks = text is not stripped and (text[0], text[-1]) != (stripped[0], stripped[-1])
    return RawLine(
        number,
        words_of_line,
        level or marks.level_by_number.get(number, 0),
        gap,
        raw.startswith(("\u3000", "  ", "\t")),
        has_lost_marks or section_mark(text) is not None or storey is not None,
        not is_below_front
        or front_matter.is_inline(number, stripped)
        or (is_outermost and is_by_program(text, is_first=is_first)),
        breadth,
        storey,
        place,
        is_of_program=is_below_front and number in marks.of_program,
        is_of_table=is_of_table,
        indent=indent,
    )


def _without_marks(stripped: str, has_marks: bool, is_below_front: bool) -> tuple[str, int, bool]:
    """Return the text of a line without Markdown and HTML, its level as a heading, and whether it is of a table."""
    if not is_below_front and front_matter.is_keyword(stripped):
        return stripped, 0, False
    if has_marks:
        return markup.without_markup(stripped)
    if stripped[0] in markup.BEGINS_MARKS:
        return markup.without_marks_around(stripped)
    return stripped, 0, False


def _indent_and_breadth(raw: str, stripped: str) -> tuple[int, int]:
    """Return the width of the space before a line in Han characters, 0 before narrower ones, and its breadth."""
    breadth = len(raw.strip("\r"))
    if raw[0] == stripped[0] or stripped[0] < _FIRST_WIDE:
        return 0, breadth
    space = raw[: raw.index(stripped[0])]
    indent = _width_of(space)
    return indent, breadth + indent - len(space)


_FIRST_WIDE = "\u2010"
"""The first of the characters that are as wide as those of Han: dashes and quotation marks, signs, all of CJK."""
_USUAL_INDENT = "\u3000\u3000"
_OF_TAB = 2
"""Han characters as wide as a tab."""


def _width_of(space: str) -> int:
    """Return the number of Han characters as wide as a space."""
    if space == _USUAL_INDENT:
        return len(space)
    return space.count("\u3000") + _OF_TAB * space.count("\t") + (space.count(" ") + 1) // 2


_LEAST_CAPITALS = 2
_LEAST_OF_PARAGRAPH = 60
_CREDIT = pattern("(?i:By|von|par|por|di) (?=[A-ZÀ-ÞĐА-ЯІѢ])")
_SENTENCE_END = pattern("[.!?][\"”’')]?$")
_SHORTEST_TEXT = 24
_TOP = 3
"""Lines at the head of a file among which the paper's name stands, and lines below that among which its day stands."""


def _with_marks_of_capitals(rows: list[RawLine]) -> list[RawLine]:
    """Return the lines with a heading mark for those in capitals, where a text in Western letters has several.

    They tell headings as marks do, which such a text has in their place.
    """
    if any(row.level or row.place for row in rows) or not western_lines.are_western(
        [row.text for row in rows]
    ):
        return rows
    places = _in_capitals(rows)
    if len(places) < _LEAST_CAPITALS:
        places = _in_title_case(rows)
    if not _LEAST_CAPITALS <= len(places) <= len(rows) / 2:
        return rows
    marked = [*rows]
    for at in places:
        is_below_another = at > 0 and marked[at - 1].level > 0
        marked[at] = replace(rows[at], level=2 if is_below_another else 1)
    return marked


def _in_capitals(rows: Sequence[RawLine]) -> list[int]:
    places = []
    for at, row in enumerate(rows):
        is_heading = western_lines.is_in_capitals(row.text)
        if not is_heading and western_lines.may_be_in_capitals(row.text):
            below = rows[at + 1].text if at + 1 < len(rows) else ""
            is_heading = _is_text(below) or _CREDIT.match(below) is not None
        if is_heading and not row.is_front_matter and not _is_name_above_day(rows, at):
            places.append(at)
    return places


def _is_name_above_day(rows: Sequence[RawLine], at: int) -> bool:
    if at >= _TOP or not latin_mastheads.is_name_of_paper(rows[at].text):
        return False
    return any(latin_mastheads.is_line_of_head(row.text) for row in rows[at + 1 : at + 1 + _TOP])


def _in_title_case(rows: Sequence[RawLine]) -> list[int]:
    """Return the lines with white space around them whose words begin with capitals, above a paragraph or a credit."""
    places = []
    for at, row in enumerate(rows[:-1]):
        below = rows[at + 1]
        is_above_text = len(below.text) > _LEAST_OF_PARAGRAPH and below.gap > 0
        is_apart = row.gap > 0 and (is_above_text or _CREDIT.match(below.text) is not None)
        if (
            (is_apart or _is_between_texts(rows, at))
            and not row.is_front_matter
            and western_lines.is_in_title_case(row.text)
        ):
            places.append(at)
    return places


def _is_between_texts(rows: Sequence[RawLine], at: int) -> bool:
    """Return whether a line that ends without a mark stands between two texts that end with a sentence, or below the
    lines of a masthead. Who signs the text above may stand between.
    """
    if not rows[at].text[-1].isalnum() or not _is_text(rows[at + 1].text):
        return False
    above = rows[at - 1].text
    if at < _TOP or _SENTENCE_END.search(above):
        return True
    if latin_mastheads.is_line_of_head(above) or latin_mastheads.is_note(above):
        return True
    is_signed = western_lines.is_in_title_case(above)
    return is_signed and _SENTENCE_END.search(rows[at - 2].text) is not None


def _is_text(line: str) -> bool:
    """Return whether a line is a paragraph: it begins as sentences do, and ends with one."""
    return (
        len(line) >= _SHORTEST_TEXT
        and not line[0].islower()
        and _SENTENCE_END.search(line) is not None
        and not western_lines.may_be_in_capitals(line)
    )


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
