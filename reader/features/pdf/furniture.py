"""The lines of a page that belong to no article: masthead, running head, page number."""

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from operator import attrgetter

from msgspec import Struct

from reader.features.pdf.layout import PageLayout, PdfLine
from reader.language.dates.printed_days import first_day
from reader.language.equality import in_ideographs

_MARGIN = 0.09
"""The share of a page's height, at the top and at the bottom, in which running heads are."""
_MASTHEAD = 0.35
"""The share of the first page's height in which the masthead is."""
_LONGEST = 60
# The minimum of characters of a line in running text, the maximum distance of its ends from those of the next one, and
# that of the two lines, in sizes of its type.
_SHORTEST_IN_TEXT = 10
_SLACK = 0.5
_LEADING = 2.2
_OTHER_TYPE = 0.1
"""The part of its size by which the type of a line is another than that of the next one."""
_FIELDS = re.compile(
    r"(?:19|20)\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日|星期[一二三四五六日天]|国内统一|统一刊号|CN\s?\d\d\s?-\s?\d{4}"
    r"|第\s?\d{3,6}\s?[期号]|邮发代号|今日\s?\d{1,3}\s?版|总第|责任?编辑?[:：]|主编[:：]"
)
_PAGE = re.compile(
    r"第\s?([A-D]?\d{1,3}|[一二三四五六七八九十]{1,3})\s?版|(?<![\w.])([A-D]?\d{1,3})\s?版|^\s*([A-D]\d{1,2}|0\d)(?!\w)"
)
_BARE = re.compile(r"\W*(?:第\s?)?([A-D]?\d{1,3})(?:\s?[版页])?\W*|(?:版|page)\s?(\d{1,3})", re.IGNORECASE)
_TITLE = re.compile(r"[《]?([一-龥]{1,10}[报報])[》]?")
_OF_SENTENCE = re.compile("[,。!?;]")
"""Punctuation within or after a sentence, in half-width form as after NFKC."""
_DIGITS = re.compile(r"\d+")


class Furniture(Struct, frozen=True):
    """The lines of a page that are in no article, from the top, with the page label and newspaper in them."""

    lines: tuple[PdfLine, ...]
    page: str | None
    title: str | None

    def left(self, layout: PageLayout) -> list[PdfLine]:
        """Return the other lines of the page, those of its articles."""
        line_ids = {id(line) for line in self.lines}
        return [line for line in layout.lines if id(line) not in line_ids]


def furniture_of(layouts: Sequence[PageLayout]) -> list[Furniture]:
    """Return for each page the lines that belong to no article."""
    repeated: Counter[str] = Counter()
    for layout in layouts:
        repeated.update(set(map(_without_figures, _in_margin(layout))))
    page_furniture = []
    for at, layout in enumerate(layouts):
        margin = {id(line) for line in _in_margin(layout)}
        if layout.lines:
            body = sorted(line.size for line in layout.lines)[len(layout.lines) // 2]
        else:
            body = 0.0
        lines = []
        for line in layout.lines:
            if _is_in_text(line, layout):
                continue
            is_of_page = id(line) in margin and (
                _is_of_issue(line, body) or repeated[_without_figures(line)] > 1
            )
            if is_of_page or (at == 0 and _is_of_masthead(line, layout, body)):
                lines.append(line)
        lines.sort(key=attrgetter("y0", "x0"))
        page_furniture.append(Furniture(tuple(lines), _page_in(lines), title_in(lines)))
    return page_furniture


def _in_margin(layout: PageLayout) -> list[PdfLine]:
    """Return the short lines at the upper and lower edge of the printed page, also of a rotated one."""
    down = layout.width if layout.is_vertical else layout.height
    margin_lines = []
    for line in layout.lines:
        if layout.is_vertical:
            middle = (line.x0 + line.x1) / 2
        else:
            middle = line.middle
        if len(line.text) <= _LONGEST and not _MARGIN * down < middle < (1 - _MARGIN) * down:
            margin_lines.append(line)
    return margin_lines


def _is_in_text(line: PdfLine, layout: PageLayout) -> bool:
    """Return whether a line stands in running text: it is long, and one of its type beside it is as long.

    A heading below a day may begin and end where the day does, but in larger type.
    """
    return len(line.text) >= _SHORTEST_IN_TEXT and any(
        other is not line and _is_beside(line, other, is_vertical=layout.is_vertical)
        for other in layout.lines
    )


def _is_beside(line: PdfLine, other: PdfLine, *, is_vertical: bool) -> bool:
    if abs(line.size - other.size) > _OTHER_TYPE * line.size:
        return False
    if is_vertical:
        ends = (line.y0 - other.y0, line.y1 - other.y1)
        away = line.x0 - other.x0
    else:
        ends = (line.x0 - other.x0, line.x1 - other.x1)
        away = line.y0 - other.y0
    slack = _SLACK * line.size
    return max(map(abs, ends)) < slack and abs(away) < _LEADING * line.size


def _is_of_issue(line: PdfLine, body: float) -> bool:
    words = _plain(line)
    return bool(
        _BARE.fullmatch(words)
        or _FIELDS.search(words)
        or (_PAGE.search(words) and len(words) <= 20)
        or (_TITLE.fullmatch(words) and line.size < 3 * body)
    )


def _is_of_masthead(line: PdfLine, layout: PageLayout, body: float) -> bool:
    down = layout.width if layout.is_vertical else layout.height
    top = line.x0 if layout.is_vertical else line.y0
    words = _plain(line)
    if top > _MASTHEAD * down or len(words) > _LONGEST:
        return False
    is_sentence = _OF_SENTENCE.search(words)
    is_title = _TITLE.fullmatch(words) is not None and line.size > 1.8 * body
    return is_title or (_FIELDS.search(words) is not None and not is_sentence and line.size < 1.8 * body)


def _plain(line: PdfLine) -> str:
    words = unicodedata.normalize("NFKC", in_ideographs(line.text)).strip()
    return re.sub("(?<=[一-龥]) (?=[一-龥])", "", words)


def _without_figures(line: PdfLine) -> str:
    return _DIGITS.sub("#", _plain(line))


def page_on(line: PdfLine) -> str | None:
    """Return the label of the page that a line names; None without one."""
    words = re.sub(r"今日\s?\d+\s?版|共\s?\d+\s?版", "", _plain(line))
    match = _PAGE.search(words)
    if match:
        return match[1] or match[2] or match[3]
    return None


def _page_in(lines: Sequence[PdfLine]) -> str | None:
    page = next(filter(None, map(page_on, lines)), None)
    if page is not None:
        return page
    bare = (_BARE.fullmatch(_plain(line)) for line in lines)
    return next((match[1] or match[2] for match in bare if match), None)


def day_in(lines: Sequence[PdfLine]) -> dt.date | None:
    """Return the first valid date in the lines; None without one."""
    for line in lines:
        day_and_span = first_day(_plain(line))
        if day_and_span:
            return day_and_span[0]
    return None


def title_in(lines: Sequence[PdfLine]) -> str | None:
    """Return the newspaper's name in the largest line that has one; None without one."""
    for line in sorted(lines, key=attrgetter("size"), reverse=True):
        for word in re.split(r"[\s|·]+", _plain(line)):
            match = _TITLE.fullmatch(word)
            if match:
                return match[1]
    return None
