"""Completions of a query: names and words of the library, newspapers, and dates in the usual notations.

Only the piece before the cursor is completed; the rest of the query does not change.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct
from whoosh.query import Query as Node

from reader.language.forms import search_form
from reader.library.library import Library, LibraryError
from reader.search.documents import IndexDamaged
from reader.search.query import Period, Query, as_typed
from reader.search.query.completion_kind import CompletionKind
from reader.search.query.date_reader import DateReader
from reader.search.query.editing import bare_or_quoted
from reader.search.query.fields import FIELDS, NAMED, FieldKind
from reader.storage.catalogue import CatalogueDamaged
from reader.storage.user_file import UserDataError

# The maximum number of names, and of other words, among the completions.
NAMES = 3
WORDS = 4


class Completion(Struct, frozen=True):
    """A completion of a query.

    `text` is the whole query after completing. `words` is the text to show; its first `typed` characters have been
    typed already. `period` is the meaning of a date, None for other kinds.
    """

    kind: CompletionKind
    words: str
    text: str
    typed: int = 0
    period: Period | None = None


class _Typed(Struct, frozen=True):
    """The piece from offset `begin` to the cursor: minus sign and field name (`head`), the field, and the value."""

    begin: int
    head: str
    field: FieldKind
    value: str


KnownWords = Callable[[str, int, bool], Sequence[str]]
"""Returns the most frequent words of the library with a prefix (str), up to a number (int); only names if True (bool),
else only other words."""


Names = Mapping[CompletionKind, Callable[[], Sequence[str]]]
"""The functions that return the names by which a field asks for something: of newspapers, of dossiers."""


def completions(
    text: str, cursor: int, dates: DateReader, lexicon: KnownWords, names: Names
) -> list[Completion]:
    """Return the completions at the cursor, the likeliest first within each kind; none inside a word or a quotation."""
    if cursor < len(text) and not text[cursor].isspace():
        return []
    before = text[:cursor]
    behind = text[cursor:]
    pieces = list(_pieces(before))
    if not pieces:
        return []
    last = pieces[-1]

    def completed(kind: CompletionKind, value: str, node: Node) -> Completion:
        completed_text = before[: last.begin] + last.head + as_typed(Query(node)) + behind
        return Completion(kind, value, completed_text, _typed(last.value, value))

    offered: list[Completion] = []
    if last.value:
        for is_name, kind, most in ((True, CompletionKind.NAME, NAMES), (False, CompletionKind.WORD, WORDS)):
            for word in lexicon(last.value, most, is_name) if kind in last.field.completions else ():
                word = word.upper() if last.value.isupper() else word  # words are known in lower case
                offered.append(completed(kind, word, bare_or_quoted(word)))
    offered += [completed(kind, name, bare_or_quoted(name)) for kind, name in _named_like(last, names)]
    offered += _dates(before, behind, pieces, dates)
    return offered


def _named_like(piece: _Typed, names: Names) -> Iterator[tuple[CompletionKind, str]]:
    """Yield the names that a field may ask for with its typed value in them."""
    typed = search_form(piece.value)
    for kind in piece.field.completions:
        if kind in names:
            for name in names[kind]():
                if typed in search_form(name) != typed:
                    yield kind, name


def completions_in(library: Library, text: str, cursor: int) -> list[Completion]:
    """Return completions for the text up to the cursor; takes some 10 ms for 100,000 articles."""
    today = dt.date.today()
    searcher = library.searcher
    names: Names = {
        CompletionKind.NEWSPAPER: searcher.newspapers,
        CompletionKind.DOSSIER: library.sets.dossier_names,
    }
    try:
        days = DateReader(today, searcher.newest_day() or today)
        return completions(text, cursor, days, searcher.known_words, names)
    except (IndexDamaged, CatalogueDamaged, LibraryError, UserDataError):  # searching reports it
        return []


_QUOTES = {"“": "”", "「": "」", "『": "』"}
_BREAK = re.compile(r"[\s|｜()（）]")
_HEAD = re.compile(rf"([-－]?(?:((?ai:{'|'.join(NAMED)}))[:：])?)(.*)", re.DOTALL)
_MOST_PIECES = 5
"""The maximum number of pieces, separated by spaces, that are tried as one date."""


def _pieces(before: str) -> Iterator[_Typed]:
    """Yield the pieces that may end at the cursor: up to `_MOST_PIECES` words together, then fewer, then the last."""
    is_open = before.count('"') % 2 == 1 or any(before.count(a) > before.count(b) for a, b in _QUOTES.items())
    if is_open or len(before) > 200:
        return
    starts = [0, *(match.end() for match in _BREAK.finditer(before))]
    for begin in starts[-_MOST_PIECES:]:
        said = _HEAD.fullmatch(before, begin)
        if said is not None and before[begin:].strip():
            yield _Typed(begin, said[1], NAMED[said[2].lower()] if said[2] else FIELDS[""], said[3])


def _dates(before: str, behind: str, pieces: Sequence[_Typed], dates: DateReader) -> Iterator[Completion]:
    """Yield the completion of the longest piece that is a date, unless it is already written as a condition."""
    for piece in pieces:
        may_be_date = CompletionKind.DATE in piece.field.completions and len(piece.value) > 1
        period = dates.period(piece.value) if may_be_date else None
        if period is None:
            continue
        sign = piece.head[:1] if piece.head[:1] in ("-", "－") else ""
        completed_text = before[: piece.begin] + sign + as_typed(Query(period)) + behind
        if completed_text != before + behind:
            yield Completion(CompletionKind.DATE, piece.value, completed_text, 0, period)
        return


def _typed(typed: str, word: str) -> int:
    """Return the number of characters of a word that are typed already; 0 if it begins differently."""
    if search_form(word[: len(typed)]) == search_form(typed):
        return len(typed)
    return 0
