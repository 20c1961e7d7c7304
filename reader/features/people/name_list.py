"""A list of names: reading it in any common layout, what was not accepted and why, and the articles of each.

Counted are exact matches, matches on each lower rung, and the first and last day.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import chain, tee, zip_longest
from operator import attrgetter
from pathlib import Path
from typing import IO, TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from reader import never
from reader.features.people.seen_days import SeenDays, known_days
from reader.formats.decoding import as_lines, decoded, guess_words
from reader.i18n import count, say
from reader.language import names
from reader.language.forms import on_one_line, search_form
from reader.library.article_set import ArticleSet
from reader.search.answering.ladder import Rung, rung_words
from reader.search.needles import needle_of
from reader.search.query import Exact, Query
from reader.storage.disk_errors import LibraryError

if TYPE_CHECKING:
    from reader.library.library import Library

MOST_BYTES = 4 << 20
"""Maximum size of a file with a list."""
LONGEST = 60
"""Maximum number of characters of a name; longer strings are rejected."""
_LONGEST_QUOTED = 100_000
"""Maximum length of a line in which quotation marks are interpreted, as the module csv rejects longer fields."""
_MOST_LINES_NAMED = 6
"""Maximum number of line numbers in a message."""
_HEADINGS = frozenset({"姓名", "名字", "人名", "人物", "名", "name", "names", "fullname"})
_SIGNS = "\t,;，；"
_BETWEEN = re.compile("[\t,;，；、]")
_BETWEEN_OR_SPACE = re.compile("[\t,;，；\\s]+")
_NUMBER = re.compile(r"\s*(?:[(（]?\d{1,5}[)）.．、](?!\d)|[-–•●○*■□]\s)\s*")
_LABEL = re.compile(r"[^：:]{1,12}[：:]\s*(?=\S)")


class Why(StrEnum):
    """Why an item of a list was not accepted as a name."""

    REPEATED = "repeated"
    HEADING = "heading"
    COMMENT = "comment"
    EMPTY = "empty"
    NO_WORDS = "no words"
    TOO_LONG = "too long"


class PassedOver(Struct, frozen=True):
    """An item of a list that was not accepted as a name, with the number of its line, from 1."""

    line: int
    text: str
    why: Why


class GivenNames(Struct, frozen=True):
    """The names of a list, each once and in order, and the rejected items in order of line."""

    names: tuple[str, ...]
    passed: tuple[PassedOver, ...] = ()
    remark: str = ""
    """A sentence about the encoding, if it is a guess."""


_Cell = tuple[int, str]
"""The number of a line, and a part of its text."""


def names_in(text: str) -> GivenNames:
    """Return the names in a text with several names in a line, one name in a line, or a table.

    Names in a line are separated by 、; by other signs or spaces if all of them look like names. In a table, the column
    under a heading such as “姓名” is read, else the one in which most cells look like names. A line that begins with #
    is a comment.
    """
    lines = [*enumerate(as_lines(text.lstrip("\ufeff")), 1)]
    passed = [PassedOver(number, "", Why.EMPTY) for number, line in lines if not line.strip()]
    comments = [(number, line) for number, line in lines if line.lstrip().startswith("#")]
    passed += [PassedOver(number, line.strip(), Why.COMMENT) for number, line in comments]
    is_passed = {rejected.line for rejected in passed}
    cells = [*_cells([numbered_line for numbered_line in lines if numbered_line[0] not in is_passed])]
    name_by_form: dict[str, str] = {}
    for at, (number, cell) in enumerate(cells):
        name = on_one_line(cell).strip().removeprefix("'").strip()
        form = search_form(name)
        why = _why_not(name, form, is_first=at == 0)
        if why is None and form in name_by_form:
            why = Why.REPEATED
        if why is None:
            name_by_form[form] = name
        else:
            passed.append(PassedOver(number, name, why))
    return GivenNames(tuple(name_by_form.values()), tuple(sorted(passed, key=attrgetter("line"))))


def names_of_file(path: Path) -> GivenNames:
    """Return the names in a text file, as `names_of_stream` does. Raises LibraryError, OSError if it can't be read."""
    with path.open("rb") as file:
        return names_of_stream(file, path.name)


def names_of_stream(file: IO[bytes], name: str) -> GivenNames:
    """Return the names in a text (UTF-8, GB18030, UTF-16, …), as in `names_in`; an encoding that is a guess is told.

    Raises LibraryError if it is no text or too large, OSError if it cannot be read.
    """
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise LibraryError(say("{path} 太大了，不像名单。", path=name))
    text = decoded(data)
    if text is None:
        raise LibraryError(say("{path} 不是文字，读不出名单。", path=name))
    return replace(names_in(text.text), remark=guess_words(name, text))


def passed_words(list_names: GivenNames) -> str:
    """Return a message with the rejected items by reason, with their lines; "" if nothing was rejected."""
    reasons = []
    for why, words in {
        Why.REPEATED: say("重复"),
        Why.HEADING: say("标题"),
        Why.COMMENT: say("注释"),
        Why.NO_WORDS: say("没有字"),
        Why.TOO_LONG: say("太长"),
        Why.EMPTY: say("空白"),
    }.items():
        lines = [*dict.fromkeys(rejected.line for rejected in list_names.passed if rejected.why is why)]
        if lines:
            some = say("、").join(map(str, lines[:_MOST_LINES_NAMED]))
            more = "…" if len(lines) > _MOST_LINES_NAMED else ""
            reasons.append(say("{why} {n}（第 {lines} 行）", why=words, n=len(lines), lines=some + more))
    if reasons:
        return say("没有收：{what}", what=say("；").join(reasons))
    return ""


def names_words(list_names: GivenNames) -> str:
    read = count(len(list_names.names), "读到 {n} 个名字")
    return say("。").join(filter(None, [read, passed_words(list_names)]))


def _why_not(name: str, form: str, *, is_first: bool) -> Why | None:
    if not form:
        return Why.EMPTY
    if len(name) > LONGEST:
        return Why.TOO_LONG
    if name.endswith(("：", ":")) or (is_first and (form in _HEADINGS or name.endswith(("名单", "名單")))):
        return Why.HEADING
    if form.isdecimal() or not any(map(str.isalnum, form)):
        return Why.NO_WORDS
    return None


def _cells(lines: Sequence[_Cell]) -> Iterator[_Cell]:
    """Yield the items of a list that may be names, with the numbers of their lines."""
    for sign in _SIGNS:
        if len(lines) > 1 and 2 * sum(sign in line for _, line in lines) > len(lines):
            rows = [(number, _row(line, sign)) for number, line in lines]
            if not _are_lists_of_names(rows):
                for number, cell in _column(rows):
                    yield from ((number, piece) for piece in _of_list(cell))
                return
            break
    for number, line in lines:
        if len(lines) == 1 and _BETWEEN.search(line):
            pieces = _BETWEEN.split(line)
        else:
            pieces = [line]
        for part in pieces:
            for piece in _of_list(part):
                yield (number, piece)


def _are_lists_of_names(rows: Sequence[tuple[int, Sequence[str]]]) -> bool:
    """Return whether all cells of several columns look like names: then the rows are lists of names, and no table."""
    columns = _columns(rows)
    cells = [cell for cell in chain.from_iterable(columns) if cell.strip()]
    with_cells = [column for column in columns if any(map(str.strip, column))]
    return len(with_cells) > 1 and all(map(_looks_like_name, cells))


def _columns(rows: Sequence[tuple[int, Sequence[str]]]) -> list[tuple[str, ...]]:
    cells_of_rows = [cells for _, cells in rows]
    return list(zip_longest(*cells_of_rows, fillvalue=""))


def _row(line: str, sign: str) -> list[str]:
    """Return the cells of a line. Lines are split one by one, as an unclosed quotation mark would swallow the next."""
    if '"' not in line or len(line) > _LONGEST_QUOTED:
        return line.split(sign)
    return next(csv.reader([line], delimiter=sign), [])


def _names_in(cells: Iterable[str]) -> int:
    """Return how many of the cells look like a name."""
    return sum(map(_looks_like_name, cells))


def _column(rows: Sequence[tuple[int, Sequence[str]]]) -> list[_Cell]:
    """Return the cells of the column with the names, including its heading."""
    lines = [number for number, _ in rows]
    columns = _columns(rows)
    for column in columns:
        if search_form(column[0]) in _HEADINGS:
            return [*zip(lines, column, strict=True)]
    best = max(columns, key=_names_in, default=())
    if 2 * _names_in(best) <= len(best):
        with_words = [column for column in columns if 2 * sum(map(_has_words, column)) > len(column)]
        best = [*with_words, best][0]
    return [*zip(lines, best, strict=True)]


def _has_words(cell: str) -> bool:
    return any(map(str.isalpha, cell))


def _looks_like_name(cell: str) -> bool:
    return names.is_name("".join(cell.split()))


def _of_list(text: str) -> list[str]:
    """Return the names in one line or cell, without a leading number (3.) or label (甲组：)."""
    number = _NUMBER.match(text)
    pieces = text[number.end() if number else 0 :].split("、")
    label = _LABEL.match(pieces[0])
    if label and all(map(_looks_like_name, _apart(pieces[0][label.end() :]))):
        pieces[0] = pieces[0][label.end() :]
    found = list(chain.from_iterable(_apart(piece) for piece in pieces if piece.strip()))
    return found or [text]


def _apart(text: str) -> list[str]:
    """Return the names separated by punctuation or spaces if all of them look like names; else the whole text."""
    pieces = [piece for piece in _BETWEEN_OR_SPACE.split(text) if piece]
    if len(pieces) > 1 and all(map(names.is_name, pieces)):
        return pieces
    return [text]


_NOT_LISTED = Rung.EXACT, Rung.EVERYWHERE, Rung.INSIDE
RUNGS_BELOW: tuple[Rung, ...] = tuple(rung for rung in Rung if rung not in _NOT_LISTED)


class NameCount(Struct, frozen=True):
    """The number of articles with a name exactly as given, those on each lower rung, and the first and last day.

    The days are those of the exact matches; None if none of these has a date. `rungs` is None if only exact matches
    were counted.
    """

    name: str
    articles: int
    rungs: Mapping[Rung, int] | None
    seen: SeenDays


def query_of(name: str) -> Query:
    """Return the query for a name as an exact string, even if it contains characters of the query language."""
    return Query(Exact(name, needle_of(name)))


def exact_counts(
    library: Library, names: Iterable[str], cancelled: Callable[[], bool] = never
) -> Iterator[NameCount]:
    """Yield the exact counts of each name, in order. Raises like `Searcher.search`."""
    for name in names:
        extent = library.contents.timelines.extent(ArticleSet.of(query_of(name)), cancelled)
        seen = SeenDays(extent.first, extent.last)
        seen = known_days(library.derived.catalogue, [seen]).known(seen)
        yield NameCount(name, extent.articles, None, seen)


def counts(
    library: Library, names: Iterable[str], cancelled: Callable[[], bool] = never
) -> Iterator[NameCount]:
    """Yield all counts of each name, in order; ten times slower than `exact_counts`. Raises like `Searcher.search`."""
    counted_names, looked_up = tee(names)
    rungs = library.searcher.rung_totals(map(query_of, counted_names), cancelled)
    for exact, of_rungs in zip(exact_counts(library, looked_up, cancelled), rungs, strict=True):
        yield replace(exact, rungs={rung: of_rungs.get(rung, 0) for rung in RUNGS_BELOW})


def heading() -> tuple[str, ...]:
    return (
        say("姓名"),
        rung_words(Rung.EXACT),
        *map(rung_words, RUNGS_BELOW),
        say("最早"),
        say("最晚"),
        say("日期的根据"),
    )


NAMES = ("name", Rung.EXACT.value, *(rung.value for rung in RUNGS_BELOW), "first", "last", "date_remark")
"""The names of the columns, the same in all languages."""


def cells_of(counted: NameCount) -> tuple[str | int, ...]:
    """Return a row of the table; days are written as 1987-06-12, missing days and counts as ""."""
    seen = counted.seen
    first = seen.first.isoformat() if seen.first else ""
    last = seen.last.isoformat() if seen.last else ""
    of_rungs: list[str | int] = [""] * len(RUNGS_BELOW)
    if counted.rungs:
        of_rungs = [counted.rungs[rung] for rung in RUNGS_BELOW]
    return (counted.name, counted.articles, *of_rungs, first, last, seen.remark())


def as_object(counted: NameCount) -> dict[str, object]:
    return {
        "name": counted.name,
        "articles": counted.articles,
        "rungs": counted.rungs and {rung.value: count for rung, count in counted.rungs.items()},
        **counted.seen.as_json(),
    }
