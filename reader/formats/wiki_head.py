"""What the template at the top of a wiki's page states of it: paper, day, title and author, each as a line of the page.

{{Header|title=…|author=…|year=1987|month=6|day=7}}, on one line or with a field on each.
"""

from collections.abc import Sequence

from msgspec import Struct

from reader.formats.page_names import is_paper
from reader.language.patterns import pattern
from reader.newspaper.field_names import ColumnField, bare, known_name

_BEGINS = pattern(r"\{\{[^{}|=]{1,60}(?:\||$)")
_ENDS = "}}"
_MOST_LINES = 40
_FIELD = pattern(r"(?P<name>[^={}|\[\]]{1,40})=(?P<value>[^{}|]{1,200})")
_FEWEST_FIELDS = 2
_PARTS_OF_DAY = ({"year", "y", "年"}, {"month", "m", "月"}, {"day", "d", "日"})


class WikiHead(Struct, frozen=True):
    """The template, from its first line to its last (indexes), and the lines that say what it states."""

    first: int
    last: int
    lines: tuple[str, ...]


def head_of(lines: Sequence[str]) -> WikiHead | None:
    """Return the template above all other text of a page; None if there is none with fields of an article."""
    first = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    if first == len(lines) or _BEGINS.match(lines[first].strip()) is None:
        return None
    last = _last_line(lines, first)
    if last is None:
        return None
    stated = _stated_lines("|".join(lines[first : last + 1]))
    if stated:
        return WikiHead(first, last, stated)
    return None


def _last_line(lines: Sequence[str], first: int) -> int | None:
    """Return the line that ends with the end of the template; None if this has no end, or other templates inside."""
    for at in range(first, min(len(lines), first + _MOST_LINES)):
        text = lines[at].strip()
        if text.count("{{") > (at == first):
            return None
        if _ENDS in text:
            return at if text.endswith(_ENDS) else None
    return None


def _stated_lines(template: str) -> tuple[str, ...]:
    values: dict[ColumnField, str] = {}
    parts_of_day = ["", "", ""]
    for field in _FIELD.finditer(template):
        value = field["value"].strip()
        name = bare(field["name"])
        for number, names in enumerate(_PARTS_OF_DAY):
            if name in names and value.isdecimal():
                parts_of_day[number] = value
        column = known_name(field["name"])
        if value and column is not None:
            values.setdefault(column[0], value)
    if all(parts_of_day):
        year, month, day = parts_of_day
        values[ColumnField.DATE] = f"{year}年{int(month)}月{int(day)}日"
    if len(values) < _FEWEST_FIELDS:
        return ()
    return _in_order(values)


def _in_order(values: dict[ColumnField, str]) -> tuple[str, ...]:
    """Return the lines of a head: the paper and its day above the title of an article."""
    title = values.get(ColumnField.TITLE, "")
    paper = values.get(ColumnField.PAPER, "")
    if is_paper(title) and not paper:
        paper = title
        title = ""
    heading = f"# {title}" if title else ""
    head = (paper, values.get(ColumnField.DATE, ""), heading, values.get(ColumnField.AUTHOR, ""))
    return tuple(filter(None, head))
