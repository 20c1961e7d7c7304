"""Reads the rows of a table: CSV with any separator, TSV or JSON Lines, in the encodings of `decoding`.

The fields of an article are assigned to its columns by their names, or by the user's choice.
"""

import ast
import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from reader.formats.decoding import decoded
from reader.formats.reading import UnreadableFile
from reader.i18n import say
from reader.newspaper.decision import ColumnChoice
from reader.newspaper.field_names import ColumnField, bare, known_name

OF_JSON = (".jsonl", ".ndjson")
MOST_ROWS = 500_000
MOST_COLUMNS = 500
_SEPARATORS = ",\t;|"
_STATED_SEPARATOR = re.compile(r'"?sep=([,;|\t])"?\r?\n', re.IGNORECASE)
"""The first line by which a file states its separator for Excel (`sep=;`)."""
_LONGEST_CELL = 8 << 20
_LOOKED_AT = 50
_MOST_CELLS = 10_000_000
_LONGEST_OBJECT = 20_000
"""Maximum number of colons in a line of JSON; an object with more members is no article."""
_DEEPEST = 4
"""Maximum depth of objects in objects whose members are columns."""
_LONGEST_NAME = 40
"""Maximum number of characters of a column name; a first row with a longer cell is data."""


class Table(msgspec.Struct, frozen=True):
    """The column names, and the rows: each with its number in the file, from 1, and a cell for each column.

    `odd` are the numbers of CSV rows with a different number of cells, and of lines that are no JSON object;
    `long` are those of lines that are too long to be read. `guesses` are those of the encoding. `above` is a line above
    the names, such as a sheet's title.
    """

    encoding: str
    names: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    odd: tuple[int, ...] = ()
    long: tuple[int, ...] = ()
    guesses: tuple[str, ...] = ()
    above: str = ""


def table_of(data: bytes, *, is_json: bool) -> Table:
    """Return the table in the bytes of a file. Raises UnreadableFile if it is empty, no text or too large."""
    found = decoded(data) if data.strip() else None
    if found is None:
        empty = not data.strip()
        raise UnreadableFile(
            say("文件是空的，没有文字可读。")
            if empty
            else say("认不出文件的编码。请另存为 UTF-8 文本后再试。")
        )
    text = found.text.removeprefix("\ufeff")
    table = _of_json(text, found.encoding) if is_json else _of_csv(text, found.encoding)
    return replace(table, guesses=found.guesses)


def _of_csv(text: str, encoding: str) -> Table:
    stated = _STATED_SEPARATOR.match(text)
    text = text[stated.end() :] if stated else text
    of_cards = _HEAD_OF_CARDS.match(text)
    text = text[of_cards.end() :] if of_cards else text
    if of_cards:
        separator = _SEPARATOR_OF_CARDS.get(of_cards[1].strip().lower(), of_cards[1].strip()[:1] or "\t")
    else:
        separator = stated[1] if stated else _separator(text)
    if text.count(separator) > _MOST_CELLS:
        raise _too_much()
    read = []
    for number, row in enumerate(_rows(text, separator), 1):
        if any(map(str.strip, row)):
            read.append((number, row))
    if not read:
        raise UnreadableFile(say("文件是空的，没有文字可读。"))
    above, read = _without_title(read)
    first = [cell.strip() for cell in read[0][1]]
    has_names = any(map(known_name, first)) or all(len(cell) <= _LONGEST_NAME for cell in first)
    has_names = has_names and of_cards is None
    width = min(MOST_COLUMNS, len(first))
    if has_names:
        names = tuple(first[:width])
    else:
        names = tuple(map(str, range(1, width + 1)))
    names = tuple(name or str(at) for at, name in enumerate(names, 1))
    rows = []
    odd = []
    for number, row in read[has_names:]:
        if len(row) != len(first):
            odd.append(number)
        beyond = [cell for cell in row[width:] if cell.strip()]
        cells = (*row[:width], *[""] * (width - len(row)))
        rows.append((number, (*cells[:-1], " ".join([cells[-1], *beyond]))))
    return Table(encoding, names, tuple(rows), tuple(odd), above=above)


_HEAD_OF_CARDS = re.compile(
    r"#separator:([^\r\n]{1,12})\r?\n(?:#[a-z ]{2,30}:[^\r\n]{0,400}\r?\n)*", re.IGNORECASE
)
"""The first lines of cards as Anki exports them."""
_SEPARATOR_OF_CARDS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "colon": ":", "space": " "}
_MOST_ABOVE = 3
"""Maximum number of rows with one cell each above the names of the columns: a sheet's title, in merged cells."""

_NumberedRow = tuple[int, list[str]]


def _without_title(read: list[_NumberedRow]) -> tuple[str, list[_NumberedRow]]:
    """Return the words above the names of the columns, "" without, and the rows from the names on."""
    for at, (_, row) in enumerate(read[: _MOST_ABOVE + 1]):
        fields = {known[0] for known in map(known_name, row) if known is not None}
        if at and len(fields) > 1 and ColumnField.TEXT in fields:
            return " ".join("".join(row) for _, row in read[:at]), read[at:]
        if sum(bool(cell.strip()) for cell in row) > 1:
            break
    return "", read


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    # a setting of the whole process, so it is restored
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator)):
            if number == MOST_ROWS:
                raise _too_much()
            yield row
    except csv.Error:
        raise UnreadableFile(say("表格的一格超过 8 MB，可能少了一个引号。请检查后再放入。")) from None
    finally:
        csv.field_size_limit(before)


def _separator(text: str) -> str:
    """Return the separator that gives the most known column names, then the most columns."""

    def worth(separator: str) -> tuple[int, int]:
        names = next(filter(None, _rows(text[:200_000], separator)), [])
        return sum(known_name(name) is not None for name in names), len(names)

    return max(_SEPARATORS, key=worth)


def _of_json(text: str, encoding: str) -> Table:
    names: dict[str, None] = {}
    objects: list[tuple[int, dict[str, str]]] = []
    odd = []
    long = []
    for number, line in enumerate(io.StringIO(text), 1):
        if number > MOST_ROWS:
            raise _too_much()
        if not line.strip():
            continue
        if len(line) > _LONGEST_CELL:
            long.append(number)
            continue
        row = _row_of(line)
        if row is None:
            odd.append(number)
        else:
            objects.append((number, row))
            if len(names) < MOST_COLUMNS:
                names.update(dict.fromkeys(row))
    columns = tuple(names)[:MOST_COLUMNS]
    if not objects and long:
        raise UnreadableFile(say("每一行都超过 8 MB，不像一篇文章，没有读。每行应是一个 JSON 对象。"))
    if not objects:
        raise UnreadableFile(say("里面没有一行是 JSON 对象。每行应是一个，各有标题、日期、正文之类。"))
    rows = []
    for number, row in objects:
        rows.append((number, tuple(row.get(name, "") for name in columns)))
    return Table(encoding, columns, tuple(rows), tuple(odd), tuple(long))


def _too_much() -> UnreadableFile:
    return UnreadableFile(say("表格超过 {count} 行，或格子太多，没有读。请分成几个。", count=MOST_ROWS))


def _row_of(line: str) -> dict[str, str] | None:
    """Return the members of the object in a line; None if it is none, or too large."""
    if line.count(":") >= _LONGEST_OBJECT:
        return None
    try:
        return dict(_cells(msgspec.json.decode(line.encode("utf-8", "replace"), type=dict[str, msgspec.Raw])))
    except (msgspec.DecodeError, RecursionError):
        return _row_of_python(line)


_LONGEST_LITERAL = 200_000


def _row_of_python(line: str) -> dict[str, str] | None:
    """Return the members of an object as Python prints it ({'title': '…'}); None if it is none."""
    if len(line) > _LONGEST_LITERAL or not line.lstrip().startswith("{"):
        return None
    try:
        members = ast.literal_eval(line.strip())
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    if not isinstance(members, dict):
        return None
    return {str(name): "" if value is None else str(value) for name, value in members.items()}


def _cells(read: Mapping[str, msgspec.Raw], above: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield the members of an object, and those of the objects in it as “metadata.title”."""
    for name, raw in read.items():
        if bytes(memoryview(raw)[:1]) == b"{" and depth < _DEEPEST:
            inner = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
            yield from _cells(inner, f"{above}{name}.", depth + 1)
        else:
            yield f"{above}{name}", _cell(raw)


def _cell(raw: msgspec.Raw) -> str:
    """Return a JSON value as a cell: a string, a number, or strings joined by 、; "" for any other value."""
    try:
        value = msgspec.json.decode(raw, type=str | int | float | bool | None | list[str])
    except (msgspec.DecodeError, RecursionError):
        return ""
    if isinstance(value, list):
        return "、".join(value)
    if value is None or isinstance(value, bool):
        return ""
    return str(value)


def lengths(table: Table) -> Sequence[float]:
    """Return the average length of the cells of each column in the first rows, in characters."""
    rows = [row for _, row in table.rows[:_LOOKED_AT]]
    means = []
    for at in range(len(table.names)):
        means.append(sum(len(row[at]) for row in rows) / max(1, len(rows)))
    return means


_UNNAMED = frozenset({"name", "value", "title", "text", "date"})
"""What a member of an object may be called whose column is told by the object's own name: “author.name”."""
_DEEPER = 1_000


def columns_of(names: Sequence[str], choices: Sequence[ColumnChoice] = ()) -> dict[ColumnField, int]:
    """Return the index of the column of each field found: as chosen for these column names, else by the names.

    Of several columns with known names for a field, the one with the plainest name is taken.
    """
    for choice in reversed(choices):
        if choice.names == tuple(names):
            chosen = [(field, choice.chosen.get(field)) for field in ColumnField]
            return {field: names.index(name) for field, name in chosen if name in names}
    rank_by_field: dict[ColumnField, tuple[int, int]] = {}
    for at, name in enumerate(names):
        above, _, inner_name = name.rpartition(".")
        if above and bare(inner_name) in _UNNAMED:
            outer = known_name(above.rpartition(".")[2])
        else:
            outer = None
        field_and_rank = outer or known_name(inner_name) or known_name(name)
        if field_and_rank is not None:
            field, rank = field_and_rank
            rank += _DEEPER * name.count(".")
            rank_by_field[field] = min(rank_by_field.get(field, (rank, at)), (rank, at))
    return {field: at for field, (_, at) in rank_by_field.items()}
