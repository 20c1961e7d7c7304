"""What reads the kinds of text that need only little: outlines, texts with page breaks, texts that are not known."""

import io
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from reader.formats.page_names import page_named
from reader.formats.reading import UNDATED, DayFile, SavedFile, UnknownColumns, UnreadableFile, open_table
from reader.i18n import say
from reader.language.numbers import number_of
from reader.language.patterns import pattern
from reader.newspaper.article import LineSpan, SourceText, StatedHead
from reader.plugs import all_plugs, answering

# -- outlines, as Logseq, Roam and Workflowy write them

_BULLET = pattern(r"(?P<indent>\s*)[-*+•](?:[ \t]+|$)")
_MACRO = pattern(r"\{\{[^{}]{0,400}\}\}|\(\([0-9A-Za-z-]{6,60}\)\)")
_OF_BLOCK = pattern(r"\s*(?:id|collapsed|heading|background-color|logseq\.[\w.-]{1,40})::.*")
_TAB = 4
"""The number of spaces that a tab before a bullet stands for."""
_LONGEST_HEADING = 40
_ENDS = frozenset("。！？；，、：.!?;,:")
_DEEPEST = 6


def without_bullets(source: SourceText) -> SourceText:
    """Return an outline as its paragraphs, a line each: without bullets, what it embeds, and properties of blocks.

    A short entry that has others below it is a heading of its level.
    """
    lines = list(map(_without_bullet, source.lines))
    for entry, below in pairwise(_entries(source.lines)):
        has_more_below = below.depth > entry.depth
        if has_more_below and entry.depth <= _DEEPEST and _may_be_heading(lines[entry.at]):
            lines[entry.at] = f"{'#' * entry.depth} {lines[entry.at]}"
    return replace(source, lines=tuple(lines))


class _Entry(Struct, frozen=True):
    """An entry of an outline: the index of its line, and how deep it is, from 1."""

    at: int
    depth: int


def _entries(lines: Sequence[str]) -> list[_Entry]:
    entries = []
    indents: list[int] = []
    for at, line in enumerate(lines):
        bullet = _BULLET.match(line)
        if bullet is None:
            continue
        indent = len(bullet["indent"].expandtabs(_TAB))
        while indents and indents[-1] >= indent:
            indents.pop()
        indents.append(indent)
        entries.append(_Entry(at, len(indents)))
    return entries


def _may_be_heading(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_HEADING and text[0] != "#" and text[-1] not in _ENDS


def _without_bullet(line: str) -> str:
    if _OF_BLOCK.fullmatch(line):
        return ""
    bullet = _BULLET.match(line)
    if bullet is None:
        return line.strip()
    return _MACRO.sub("", line[bullet.end() :]).strip()


# -- form feeds between pages, as pdftotext, djvutxt and OCRmyPDF write them

_SKIPPED = pattern(r"\s*\[OCR skipped on page\(s\) (\d{1,5})(?:\s?[-–]\s?(\d{1,5}))?\]\s*")
_LINES_OF_HEAD = 6
"""Number of lines at the beginning of a page that may tell which it is."""


def parted_at_pages(source: SourceText) -> SourceText:
    """Return a text whose pages are parted by form feeds, with a line that tells the page above each but the first.

    None is told where the text has pages of its own that contradict the order.
    """
    pages = [*_pages(source.lines)]
    are_told = _are_in_order(pages) and sum(bool(lines) for _, lines in pages) > 1
    lines: list[str] = []
    spans: list[LineSpan] = []
    page_lines: list[int] = []
    for number, of_page in pages:
        if are_told and of_page and lines and not _own_page(of_page):
            lines += ["", f"第{number}版", ""]
            spans += [(0, 0)] * 3
            page_lines.append(len(lines) - 1)
        lines += [text for _, text in of_page]
        spans += [(at, at) for at, _ in of_page]
    head = replace(source.head or StatedHead(), page_lines=tuple(page_lines))
    return replace(source, lines=tuple(lines), spans=tuple(spans), head=head)


_Lines = list[tuple[int, str]]
"""Lines with their numbers in the file."""


def _pages(lines: Sequence[str]) -> Iterator[tuple[int, _Lines]]:
    """Yield the pages with their numbers; one that was skipped is the line that says so, and counts as many."""
    number = 1
    of_page: _Lines = []
    for at, line in enumerate(lines, 1):
        first, *rest = line.split("\f")
        of_page.append((at, first))
        for text in rest:
            yield number, _printed(of_page)
            number = _last_of(of_page, number) + 1
            of_page = [(at, text)]
    yield number, _printed(of_page)


def _printed(lines: _Lines) -> _Lines:
    """Return the lines of a page; none if all are blank."""
    return lines if any(text.strip() for _, text in lines) else []


def _last_of(lines: _Lines, number: int) -> int:
    """Return the number of a page; of several that were skipped together, that of the last."""
    skipped = (_SKIPPED.fullmatch(text) for _, text in lines)
    last = max((int(match[2] or match[1]) for match in skipped if match is not None), default=number)
    return max(number, last)


def _own_page(lines: _Lines) -> str | None:
    """Return the page that the first lines of a page name, in figures; None if they name none."""
    printed = [text.strip() for _, text in lines if text.strip()]
    label = next(filter(None, map(page_named, printed[:_LINES_OF_HEAD])), None)
    if label is None:
        return None
    number = number_of(label)
    return label if number is None else str(number)


def _are_in_order(pages: Sequence[tuple[int, _Lines]]) -> bool:
    """Return whether the pages that name themselves have the numbers that they have in the file."""
    return all(_own_page(lines) in (None, str(number)) for number, lines in pages)


# -- what is not known


def unknown(source: SourceText) -> SourceText:
    """Return a text that is no running text as it is; the parser makes no articles of it."""
    return source


# -- tables


def days_in_table(file: SavedFile, ending: str) -> Sequence[DayFile]:
    """Return the issues of a table that has the name of a text. Raises UnreadableFile if no column is the text's."""
    name = PurePosixPath(file.name).stem + ending
    try:
        table = answering(open_table, all_plugs())(io.BytesIO(file.data), name, file.choices)
    except UnknownColumns:
        raise UnreadableFile(
            say(
                "这是表格，认不出哪一列是正文。请把名字改成 {name} 再放入，用 reader columns 说明各列。",
                name=name,
            )
        ) from None
    days = []
    for entry in table.listing(list).entries:
        paper, _, day = entry.path.rpartition("/")
        if day == UNDATED:
            day = ""
        days.append(DayFile(paper, day, table.read(entry.path) or b""))
    return days
